"""How far a reconstructed year may be from the truth: a band calibrated on spells whose inner years are known.

The centre between two anchors is the path on which the square root of the value falls along a straight line
(the power family r^λ with λ = ½). How far a known inner value lies from it, as a share of the fall of its spell
and of √(s(1-s)), s being its position between the anchors, is its *miss*. The half width of the band is a
quantile of the misses of other places, by hierarchical conformal prediction (Lee, Barber & Willett 2023): each
place counts once, however many figures it prints, and the place to be predicted counts as one more, with a miss
of unknown size. If places are exchangeable, a new figure of a new place lies in the band at least so often as its
level says; with fewer places the band is wider, and with fewer than level / (1 - level) of them there is none.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from poverty.bands import donors
from poverty.bands.donors import list_donor_spells

BAND_LEVEL = 0.9
CALIBRATION_SERIES = ("poverty_rate", "minority_poverty_rate")  # donors: falling rates, actual values
CENTRAL_SHAPE = 0.5
GEOMETRIC_SHAPE_LIMIT = (
    1e-6  # below it the power mean is the geometric one to six digits, and cannot be computed as such
)
CONFIRMING_COVERAGE = (0.85, 0.95)  # coverage of held-back figures for which the band may carry its level in its name
FEWEST_BOOTSTRAP_PLACES = 5  # places for a bootstrap interval
BOOTSTRAP_REPLICATES = 2000  # bootstrap samples of places
BOOTSTRAP_SEED = 20_24


class TooFewDonorsError(ValueError):
    """Too few places with known inner years for a band of this level."""


@dataclass(frozen=True)
class Band:
    """A calibrated band: `miss` is the half width, as a share of fall × √(s(1-s)).

    `coverage` is the share of donors' inner figures that the band of the other places held, each place left out
    in turn, with its 90% bootstrap interval over places; `longest` is the longest gap of a donor, in years.
    """

    level: float
    miss: float
    figures: int
    spells: int
    places: int
    longest: float
    coverage: float
    coverage_low: float
    coverage_high: float

    @property
    def bears_out(self) -> bool:
        """Whether figures held back bear the level out, so that the band may be called by it."""
        low, high = CONFIRMING_COVERAGE
        return low <= self.coverage <= high


def interpolate_power_path(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray, shape: float = CENTRAL_SHAPE
) -> np.ndarray:
    """Values at `t` on the power path of `shape` (λ) from (t0, r0) to (t1, r1); all arrays of one shape."""
    share = (t - t0) / (t1 - t0)
    if abs(shape) < GEOMETRIC_SHAPE_LIMIT:
        return r0 ** (1 - share) * r1**share
    return ((1 - share) * r0**shape + share * r1**shape) ** (1 / shape)


def nonconformity_scale(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray, longest: float | np.ndarray
) -> np.ndarray:
    """What a miss is measured in: the fall, times √(s(1-s)): nothing at the anchors, most in the middle.

    A gap longer than any donor's is widened by the square root of how much longer it is, as a random walk's bridge
    would be: nothing is known of such gaps.
    """
    share = (t - t0) / (t1 - t0)
    return np.abs(r0 - r1) * np.sqrt(share * (1 - share)) * np.sqrt(np.maximum((t1 - t0) / longest, 1.0))


def compute_band_range(
    t0: np.ndarray,
    r0: np.ndarray,
    t1: np.ndarray,
    r1: np.ndarray,
    t: np.ndarray,
    miss: float | np.ndarray,
    longest: float | np.ndarray,
    falls: bool = True,
    shape: float = CENTRAL_SHAPE,
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end of the band at `t`; a series that never rises stays between its anchors."""
    centre = interpolate_power_path(t0, r0, t1, r1, t, shape)
    half = miss * nonconformity_scale(t0, r0, t1, r1, t, longest)
    low, high = centre - half, centre + half
    if falls:
        return np.maximum(low, np.minimum(r0, r1)), np.minimum(high, np.maximum(r0, r1))
    return np.maximum(low, 0.0), high


def tabulate_inner_figures(spells: list[pd.DataFrame], hide: str = "all") -> pd.DataFrame:
    """Every inner figure of donor spells, with the anchors between which it is to be reconstructed.

    Args:
        spells: from `donors.spells`.
        hide: "all" inner years at once, so that the anchors are the ends; or "one" at a time, between its neighbours.

    Returns:
        one row a figure: place, part_of, series, standard, date, derived, t0, r0, t1, r1, t, r, and `shown`, all
        figures of the spell that are not hidden, as pairs of date and value.
    """
    columns = ["place", "part_of", "series", "standard", "date", "derived"]
    rows = []
    for spell in spells:
        known = spell.to_dict("records")
        for i in range(1, len(known) - 1):
            first, last = (known[0], known[-1]) if hide == "all" else (known[i - 1], known[i + 1])
            row = {name: known[i][name] for name in columns}
            row |= {"t0": first["t"], "r0": first["value"], "t1": last["t"], "r1": last["value"]}
            shown = (first, last) if hide == "all" else (*known[:i], *known[i + 1 :])
            row |= {"t": known[i]["t"], "r": known[i]["value"], "shown": tuple((k["t"], k["value"]) for k in shown)}
            rows.append(row)
    return pd.DataFrame(rows, columns=[*columns, "t0", "r0", "t1", "r1", "t", "r", "shown"])


def nonconformity_scores(figures: pd.DataFrame, longest: float, shape: float = CENTRAL_SHAPE) -> np.ndarray:
    """How far each figure lies from the centre, without sign, in units of its `reach`."""
    ends = [figures[name].to_numpy(float) for name in ("t0", "r0", "t1", "r1", "t")]
    return np.abs(figures["r"].to_numpy(float) - interpolate_power_path(*ends, shape)) / nonconformity_scale(
        *ends, longest
    )


def conformal_quantile(sizes: np.ndarray, places: np.ndarray, level: float) -> float:
    """The hierarchical conformal quantile: places weigh alike, and one more place has an infinite miss.

    Raises:
        TooFewDonorsError: so few places that the quantile is infinite.
    """
    _, place, counts = np.unique(places, return_inverse=True, return_counts=True)
    order = np.argsort(sizes, kind="stable")
    heaped = np.cumsum(1 / (counts[place[order]] * (len(counts) + 1))) if len(sizes) else np.array([])
    reached = np.searchsorted(heaped, level - 1e-12)
    if reached >= len(sizes):
        needed = int(np.ceil(level / (1 - level) - 1e-9))
        raise TooFewDonorsError(
            f"{len(counts)} places with known inner years; a band of {level:.0%} needs {needed} or more"
        )
    return float(sizes[order][reached])


def calibrate_band(
    table: pd.DataFrame,
    without: str = "",
    level: float = BAND_LEVEL,
    derived: bool = True,
    shape: float = CENTRAL_SHAPE,
) -> Band:
    """The band that donors support.

    Args:
        table: from `donors.load`.
        without: a place that may not inform its own band, with its components.
        level: how often the band is to hold a new figure of a new place.
        derived: whether values worked out from a printed change count.
        shape: the λ of the centre.

    Raises:
        TooFewDonorsError: too few places.
    """
    spells = list_donor_spells(table[table["part_of"] != without], CALIBRATION_SERIES, derived)
    figures = tabulate_inner_figures(spells)
    if figures.empty:
        raise TooFewDonorsError("no spell of a falling rate has known inner years")
    longest = float((figures["t1"] - figures["t0"]).max())
    places = figures["part_of"].to_numpy()
    sizes = nonconformity_scores(figures, longest, shape)
    miss = conformal_quantile(sizes, places, level)
    low, high = compute_leave_place_out_range(figures, figures, level, shape)
    held = ((low <= figures["r"]) & (figures["r"] <= high)).to_numpy()
    interval = bootstrap_mean_interval(held.astype(float), places)
    return Band(level, miss, len(figures), len(spells), len(set(places)), longest, float(held.mean()), *interval)


def compute_leave_place_out_range(
    figures: pd.DataFrame, known: pd.DataFrame, level: float, shape: float = CENTRAL_SHAPE, falls: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """The band at each figure from the `known` figures of all other places.

    Raises:
        TooFewDonorsError: too few places are left when one is left out.
    """
    wanted = figures["part_of"].to_numpy()
    miss, longest = np.zeros(len(figures)), np.ones(len(figures))
    for place in np.unique(wanted):
        others, own = known[known["part_of"] != place], wanted == place
        longest[own] = (others["t1"] - others["t0"]).max()
        sizes = nonconformity_scores(others, float(longest[own][0]), shape)
        miss[own] = conformal_quantile(sizes, others["part_of"].to_numpy(), level)
    ends = [figures[name].to_numpy(float) for name in ("t0", "r0", "t1", "r1", "t")]
    return compute_band_range(*ends, miss, longest, falls, shape)


def bootstrap_mean_interval(scores: np.ndarray, places: np.ndarray) -> tuple[float, float]:
    """A 90% bootstrap interval of the mean of scores, places drawn with replacement, with all of their figures.

    NaN for fewer than `FEWEST` places: so few say nothing of how places differ.
    """
    groups = [np.flatnonzero(places == place) for place in np.unique(places)]
    if len(groups) < FEWEST_BOOTSTRAP_PLACES:
        return np.nan, np.nan
    sums = np.array([scores[group].sum() for group in groups])
    counts = np.array([len(group) for group in groups])
    drawn = np.random.default_rng(BOOTSTRAP_SEED).integers(0, len(groups), (BOOTSTRAP_REPLICATES, len(groups)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), (0.05, 0.95))
    return float(low), float(high)


@cache
def calibrate_band_for_place(place: str) -> Band | None:
    """The band for a place from the committed donors, itself left out; None where donors are too few."""
    try:
        return calibrate_band(donors.load_donors(), place)
    except TooFewDonorsError:
        return None
