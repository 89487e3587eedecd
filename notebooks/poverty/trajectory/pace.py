"""Pace and yearly path, inside one comparable spell.

The annual rate of reduction is continuous, as UN IGME defines it: ARR = ln(r0 / r1) / T, in percent a year.
Beside it stands the fall in points a year. A path between two anchors comes from the power family: r^λ is
linear in time (λ = 0: a constant rate of reduction; λ = 1: a straight line; λ = ½, used here, lies between).
Around it stands a band calibrated on other places, inside the outer limits of every path that never rises.
"""

from dataclasses import dataclass
from math import inf, log

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from poverty.bands.calibration import (
    CENTRAL_SHAPE,
    GEOMETRIC_SHAPE_LIMIT,
    Band,
    compute_band_range,
    interpolate_power_path,
)
from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.readings import ResolvedClaims
from poverty.trajectory.limits import NoLimitsError, is_non_increasing, outer_limits
from poverty.trajectory.spells import Anchor, ComparabilityError, MeasuredSeries, Spell, find_spell, require_comparable

LARGEST_PATH_SHAPE = 5.0  # the largest λ, either way, that is looked for
YEARLY_PATH_COLUMNS = ["place", "t", "value", "band_low", "band_high", "low", "high"]


@dataclass(frozen=True)
class Pace:
    """How fast a series fell: `arr` in percent a year, `points` in its own unit a year; each with bounds."""

    first: Anchor
    last: Anchor
    years: float
    arr: float
    arr_low: float
    arr_high: float
    points: float
    points_low: float
    points_high: float


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


def annual_pace(first: Anchor, last: Anchor) -> Pace:
    """The pace from one anchor to a later one, with the bounds that rounding leaves.

    A start derived from a mean fall moves with its end, so the two are varied together.

    Raises:
        ComparabilityError: the anchors are of different spells.
        ValueError: `last` is not later than `first`.
    """
    require_comparable(first, last)
    years = last.t - first.t
    if years <= 0:
        raise ValueError(f"{last.date} is not later than {first.date}")
    ends = (last.low, last.high)
    if first.tie and first.tie.end == last.date:
        corners = [(end + years * step, end) for end in ends for step in (first.tie.low, first.tie.high)]
    else:
        corners = [(start, end) for start in (first.low, first.high) for end in ends]
    rates = [_annual_reduction_rate(start, end, years) for start, end in corners]
    points = [(start - end) / years for start, end in corners]
    return Pace(
        first,
        last,
        years,
        _annual_reduction_rate(first.value, last.value, years),
        min(rates),
        max(rates),
        (first.value - last.value) / years,
        min(points),
        max(points),
    )


def _annual_reduction_rate(start: float, end: float, years: float) -> float:
    """The annual rate of reduction; a value that reaches 0 has none that is finite."""
    if end <= 0:
        return inf if start > 0 else 0.0
    return 100 * log(start / end) / years if start > 0 else -inf


def interpolate_between_anchors(first: Anchor, last: Anchor, t: float, shape: float = CENTRAL_SHAPE) -> float:
    """The value at `t` on the power path of `shape` (λ) from one anchor to the next.

    Raises:
        ComparabilityError: the anchors are of different spells.
        ValueError: `t` lies outside them.
    """
    require_comparable(first, last)
    if not first.t <= t <= last.t:
        raise ValueError(f"year end {t:g} is not between {first.date} and {last.date}")
    return float(interpolate_power_path(first.t, first.value, last.t, last.value, t, shape))


def solve_path_shape(first: Anchor, last: Anchor, known: Anchor) -> float | None:
    """The λ whose path passes through a known value between two anchors; None if none from -5 to 5 does.

    Raises:
        ComparabilityError: the three are not of one spell.
    """
    require_comparable(first, known)
    lowest = (
        -LARGEST_PATH_SHAPE if min(first.value, last.value) > 0 else GEOMETRIC_SHAPE_LIMIT
    )  # a path to 0 has λ above 0

    def miss(shape: float) -> float:
        return interpolate_between_anchors(first, last, known.t, shape) - known.value

    return brentq(miss, lowest, LARGEST_PATH_SHAPE) if miss(lowest) * miss(LARGEST_PATH_SHAPE) < 0 else None


def reconstruct_spell_path(spell: Spell, band: Band | None = None) -> list[PathPoint]:
    """The yearly path between the first and the last anchor; anchors keep their own value, bounds and kind.

    Years between are reconstructed with λ = ½; what is printed of them (period means, mean falls) comes before the
    shape. Limits and band are None where the series may also rise, the band also where none is given.
    """
    at_anchor = {a.t: a for a in spell.anchors}
    table = pd.DataFrame({"t": a.t, "value": a.value, "low": a.low, "high": a.high} for a in spell.anchors)
    falls = is_non_increasing(spell)
    yearly = tabulate_yearly_paths(table.assign(place=""), band if falls else None, falls)
    try:
        limits = outer_limits(spell, [t for t in yearly["t"] if t not in at_anchor])
    except NoLimitsError:
        limits = {}
    points = []
    for row in yearly.itertuples():
        if row.t in at_anchor:
            a = at_anchor[row.t]
            points.append(PathPoint(a.t, a.value, a.low, a.high, a.kind, a.low, a.high))
        elif row.t in limits:
            low, high = limits[row.t]
            value, *ends = (min(max(x, low), high) for x in (row.value, row.band_low, row.band_high))
            ends = (None, None) if np.isnan(row.band_low) else ends
            points.append(PathPoint(row.t, value, low, high, "reconstructed", *ends))
        else:
            points.append(PathPoint(row.t, row.value, None, None, "reconstructed"))
    return points


def tabulate_yearly_paths(anchors: pd.DataFrame, band: Band | None, falls: bool = True) -> pd.DataFrame:
    """Yearly paths, bands and outer limits of many places at once, each from its first to its last anchor.

    Args:
        anchors: place, t (year-end coordinate), value, low and high (bounds of the numeral): one row an anchor.
        band: from `calibration.calibrate`; None: no band.
        falls: whether the series is one that no review raises: only then it has limits and a band.

    Returns:
        columns `PATHS`, one row for each anchor and each year end between two; NaN where there is no limit or band.
        A place whose anchors rise by more than their bounds allow has neither.
    """
    anchors = anchors.sort_values(["place", "t"], kind="stable").reset_index(drop=True)
    code, _ = pd.factorize(anchors["place"])
    t, r, low, high = (anchors[name].to_numpy(float) for name in ("t", "value", "low", "high"))
    joined = np.flatnonzero(code[1:] == code[:-1])  # the first anchor of every gap
    first_year = np.floor(t[joined] + 1e-9) + 1
    years = np.maximum(np.ceil(t[joined + 1] - 1e-9) - first_year, 0).astype(int)
    gap = np.repeat(joined, years)
    at = np.repeat(first_year, years) + np.arange(years.sum()) - np.repeat(np.cumsum(years) - years, years)
    ends = (t[gap], r[gap], t[gap + 1], r[gap + 1], at)
    inner = pd.DataFrame({"place": anchors["place"].to_numpy()[gap], "t": at, "value": interpolate_power_path(*ends)})
    share = (at - ends[0]) / (ends[2] - ends[0])
    by_place = anchors.groupby(code, sort=False)
    roof = by_place["high"].cummin().to_numpy()
    floor = anchors[::-1].groupby(code[::-1], sort=False)["low"].cummax()[::-1].to_numpy()
    fits = pd.Series(roof >= low).groupby(code).transform("min").to_numpy(bool) & falls
    inner["low"], inner["high"] = (np.where(fits[gap], x, np.nan) for x in (floor[gap + 1], roof[gap]))
    inner["value"] = np.where(fits[gap], np.clip(inner["value"], floor[gap + 1], roof[gap]), inner["value"])
    inner["band_low"] = inner["band_high"] = np.nan
    if band is not None:
        under, over = compute_band_range(*ends, band.score_quantile, band.longest_gap)
        # the numerals of the anchors leave room too, each as much as it is near
        under = under - (1 - share) * (r - low)[gap] - share * (r - low)[gap + 1]
        over = over + (1 - share) * (high - r)[gap] + share * (high - r)[gap + 1]
        inner["band_low"] = np.where(fits[gap], np.maximum(under, inner["low"]), np.nan)
        inner["band_high"] = np.where(fits[gap], np.minimum(over, inner["high"]), np.nan)
    own = anchors[["place", "t", "value", "low", "high"]].assign(band_low=low, band_high=high)
    both = pd.concat([own, inner], ignore_index=True)
    return both.sort_values(["place", "t"], kind="stable").reset_index(drop=True)[YEARLY_PATH_COLUMNS]


def combine_poor_and_near_poor(resolved: ResolvedClaims, standard: str) -> Spell:
    """The spell of both groups together: their counts over the household totals that the audit allows.

    Raises:
        ComparabilityError: fewer than two dates of the standard have both counts and their rates.
    """
    anchors = []
    for total in list_allowed_totals(resolved):
        pairs = [p for p in total.pairs if p[1].standard == standard]
        everybody = (total.population, total.area, total.whole) == ("all", "province", "households")
        if len(pairs) == 2 and everybody:
            count = sum(float(c.value) for c, _ in pairs)
            readings = dict.fromkeys(r for c, _ in pairs for r in c.readings)
            anchors.append(
                Anchor(
                    MeasuredSeries("poor_and_near_poor_rate", "all", "province", "households"),
                    standard,
                    total.date,
                    100 * count / total.best,
                    100 * count / total.high,
                    100 * count / total.low,
                    "derived",
                    total.claims,
                    tuple(readings),
                )
            )
    if len(anchors) < 2:
        raise ComparabilityError(f"poor and near-poor households of {standard} are not both reported at two dates")
    method = find_spell(resolved, "poverty_rate", standard).method
    return Spell(anchors[0].series, standard, method, tuple(anchors), (), (), ())
