"""The reconstructed path: every year end between the first and the last anchor of a comparable spell.

A path between two anchors comes from the power family: r^λ is linear in time (λ = 0: a constant rate of reduction;
λ = 1: a straight line; λ = ½, used here, lies between). Around it stands a band calibrated on other places, inside
the outer limits of every path that never rises.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import isnan

import numpy as np
import pandas as pd

from poverty.bands.band import CENTRAL_SHAPE, Band, compute_band_range, interpolate_power_path
from poverty.bands.calibration import calibrate_band_for_place
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory.limits import NoLimitsError, is_non_increasing, outer_limits
from poverty.trajectory.spells import Anchor, Spell, list_poverty_rate_spells

YEARLY_PATH_COLUMNS = ["place", "t", "value", "band_low", "band_high", "low", "high"]


@dataclass(frozen=True)
class PathPoint:
    """One year of a path.

    `low` and `high` are its outer limits, no probability; `band_low` and `band_high` the calibrated band. At an
    anchor all are the bounds of its numeral. None: the series has none.
    """

    t: float
    value: float
    low: float | None
    high: float | None
    kind: str
    band_low: float | None = None
    band_high: float | None = None


@dataclass(frozen=True)
class AnchorGap:
    """Two neighbouring anchors and the year end nearest the middle between them."""

    first: Anchor
    last: Anchor
    t: float

    @property
    def path_ends(self) -> tuple[float, ...]:
        """The anchors and the middle as the first arguments of `interpolate_power_path`: t0, r0, t1, r1, t."""
        return self.first.t, self.first.value, self.last.t, self.last.value, self.t

    @property
    def description(self) -> str:
        """Standard and date of the middle, for a row of the log."""
        return f"{self.first.standard}, {format_sdmx_month(self.t)}"

    def path_value(self, shape: float = CENTRAL_SHAPE) -> float:
        """The centre of the path at the middle, for a path of this shape (λ)."""
        return float(interpolate_power_path(*self.path_ends, shape))

    def band_width(self, band: Band) -> float:
        """The width of the band at the middle, in points."""
        low, high = compute_band_range(*self.path_ends, band.miss_quantile, band.longest_gap)
        return float(high - low)


def find_longest_gap(pack: Pack) -> AnchorGap | None:
    """The longest gap of two years or more in a spell of the poverty rate that never rises.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> find_longest_gap(load_pack("son-la")).description
        'VN-2022, 2022-M12'
    """
    pairs = [
        (a, b)
        for s in list_poverty_rate_spells(resolve_readings(pack))
        if is_non_increasing(s)
        for a, b in pairwise(s.anchors)
        if b.t - a.t >= 2 and a.value > b.value > 0
    ]
    if not pairs:
        return None
    first, last = max(pairs, key=lambda pair: pair[1].t - pair[0].t)
    return AnchorGap(first, last, float(round((first.t + last.t) / 2 - 0.01)))


def calibrate_province_band(pack: Pack) -> Band | None:
    """The calibrated band for a province: from all donors but itself; None where they are too few.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> band = calibrate_province_band(load_pack("tra-vinh"))
        >>> band.level, band.places > 10, 0 < band.miss_quantile < 1
        (0.9, True, True)
    """
    return calibrate_band_for_place(pack.place)


def reconstruct_spell_path(spell: Spell, band: Band | None = None) -> list[PathPoint]:
    """The yearly path between the first and the last anchor; anchors keep their own value, bounds and kind.

    Years between are reconstructed with λ = ½; what is printed of them (period means, mean falls) comes before the
    shape. Limits and band are None where the series may also rise, the band also where none is given.

    Example:
        >>> from poverty.packs.claims import MeasuredSeries
        >>> rate = MeasuredSeries("poverty_rate", "all", "province", "households")
        >>> first = Anchor(rate, "VN-2016", "2015-M12", 16.0, 15.95, 16.05, "reported", (), ())
        >>> last = Anchor(rate, "VN-2016", "2017-M12", 4.0, 3.95, 4.05, "reported", (), ())
        >>> for point in reconstruct_spell_path(Spell(rate, "VN-2016", "register", (first, last))):
        ...     print(point.t, round(point.value, 2), point.kind, point.low, point.high)
        2015.0 16.0 reported 15.95 16.05
        2016.0 9.0 reconstructed 3.95 16.05
        2017.0 4.0 reported 3.95 4.05
    """
    t, r, low, high = (np.array([getattr(a, name) for a in spell.anchors]) for name in ("t", "value", "low", "high"))
    falls = is_non_increasing(spell)
    roof, floor = np.minimum.accumulate(high), np.maximum.accumulate(low[::-1])[::-1]
    fits = np.full(len(t), falls and (roof >= low).all())
    starts = np.arange(len(t) - 1)  # plain arrays: a table for each spell took longer than all the rest of a commune
    _, inner = _reconstruct_inner_years(t, r, low, high, starts, fits, roof, floor, band if falls else None)
    try:
        limits = outer_limits(spell, inner["t"].tolist())
    except NoLimitsError:
        limits = {}
    points = [PathPoint(a.t, a.value, a.low, a.high, a.kind, a.low, a.high) for a in spell.anchors]
    cells = (inner[name].tolist() for name in ("t", "value", "band_low", "band_high"))
    for t, value, *band_range in zip(*cells, strict=True):
        if t not in limits:
            points.append(PathPoint(t, value, None, None, "reconstructed"))
            continue
        low, high = limits[t]
        value, *within = (min(max(x, low), high) for x in (value, *band_range))
        within = (None, None) if isnan(band_range[0]) else within
        points.append(PathPoint(t, value, low, high, "reconstructed", *within))
    return sorted(points, key=lambda point: point.t)


def tabulate_yearly_paths(anchors: pd.DataFrame, band: Band | None, falls: bool = True) -> pd.DataFrame:
    """Yearly paths, bands and outer limits of many places at once, each from its first to its last anchor.

    Args:
        anchors: place, t (year-end coordinate), value, low and high (bounds of the numeral): one row an anchor.
        band: from `calibration.calibrate_band`; None: no band. Nor has a gap in which the rate does not fall.
        falls: whether the series is one that no review raises: only then it has limits and a band.

    Returns:
        columns `YEARLY_PATH_COLUMNS`, one row for each anchor and each year end between two; NaN where there is no
        limit or band. A place whose anchors rise by more than their bounds allow has neither.
    """
    anchors = anchors.sort_values(["place", "t"], kind="stable").reset_index(drop=True)
    code, _ = pd.factorize(anchors["place"])
    t, r, low, high = (anchors[name].to_numpy(float) for name in ("t", "value", "low", "high"))
    by_place = anchors.groupby(code, sort=False)
    roof = by_place["high"].cummin().to_numpy()
    floor = anchors[::-1].groupby(code[::-1], sort=False)["low"].cummax()[::-1].to_numpy()
    fits = pd.Series(roof >= low).groupby(code).transform("min").to_numpy(bool) & falls
    starts = np.flatnonzero(code[1:] == code[:-1])  # the first anchor of every gap
    gap, inner_years = _reconstruct_inner_years(t, r, low, high, starts, fits, roof, floor, band)
    inner = pd.DataFrame({"place": anchors["place"].to_numpy()[gap]} | inner_years)
    printed = anchors[["place", "t", "value", "low", "high"]].assign(band_low=low, band_high=high)
    yearly = pd.concat([printed, inner], ignore_index=True)
    return yearly.sort_values(["place", "t"], kind="stable").reset_index(drop=True)[YEARLY_PATH_COLUMNS]


def _reconstruct_inner_years(
    t: np.ndarray, r: np.ndarray, low: np.ndarray, high: np.ndarray, starts: np.ndarray, fits: np.ndarray,
    roof: np.ndarray, floor: np.ndarray, band: Band | None,
) -> tuple[np.ndarray, dict[str, np.ndarray]]:  # fmt: skip
    """Every year end inside a gap: the first anchor of its gap, and the columns t, value, limits and band.

    Args:
        t, r, low, high: of all anchors, in order of place and time.
        starts: the first anchor of every gap.
        fits: of each anchor, whether some path that never rises keeps all those of its place.
        roof, floor: the lowest upper bound up to each anchor, and the highest lower bound from it on.
        band: None where there is none.
    """
    first_year = np.floor(t[starts] + 1e-9) + 1
    years = np.maximum(np.ceil(t[starts + 1] - 1e-9) - first_year, 0).astype(int)
    gap = np.repeat(starts, years)
    inner_t = np.repeat(first_year, years) + np.arange(years.sum()) - np.repeat(np.cumsum(years) - years, years)
    gap_ends = (t[gap], r[gap], t[gap + 1], r[gap + 1], inner_t)
    share = (inner_t - t[gap]) / (t[gap + 1] - t[gap])
    fits, lowest, highest = fits[gap], floor[gap + 1], roof[gap]
    value, nothing = interpolate_power_path(*gap_ends), np.full(len(gap), np.nan)
    inner = {"t": inner_t, "value": np.where(fits, np.clip(value, lowest, highest), value)}
    inner |= {"low": np.where(fits, lowest, np.nan), "high": np.where(fits, highest, np.nan)}
    if band is None:
        return gap, inner | {"band_low": nothing, "band_high": nothing}
    under, over = compute_band_range(*gap_ends, band.miss_quantile, band.longest_gap)
    # the numerals of the anchors leave room too, each as much as it is near
    under = under - (1 - share) * (r - low)[gap] - share * (r - low)[gap + 1]
    over = over + (1 - share) * (high - r)[gap] + share * (high - r)[gap + 1]
    inner["band_low"] = np.where(fits, np.maximum(under, lowest), np.nan)
    inner["band_high"] = np.where(fits, np.minimum(over, highest), np.nan)
    return gap, inner
