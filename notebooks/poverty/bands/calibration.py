"""How far a reconstructed year may be from the truth: a band calibrated on spells whose inner years are known.

The centre between two anchors is the path on which the square root of the value falls along a straight line
(the power family r^λ with λ = ½). How far a known inner value lies from it, as a share of the fall of its spell
and of √(s(1-s)), s being its position between the anchors, is its *nonconformity score*. The half width of the band
is a quantile of the scores of other places, by hierarchical conformal prediction (Lee, Barber & Willett 2023): each
place counts once, however many figures it prints, and the place to be predicted counts as one more, with a score
of unknown size. If places are exchangeable, a new figure of a new place lies in the band at least so often as its
level says; with fewer places the band is wider, and with fewer than level / (1 - level) of them there is none.
"""

from functools import cache

import numpy as np
import pandas as pd

from poverty.bands import donors
from poverty.bands.band import Band
from poverty.bands.donors import list_donor_spells

BAND_LEVEL = 0.9
CALIBRATION_SERIES = ("poverty_rate", "minority_poverty_rate")  # donors: falling rates, actual values
CENTRAL_SHAPE = 0.5
GEOMETRIC_SHAPE_LIMIT = 1e-6  # below it the power mean is the geometric one to six digits, and not computable as such
FEWEST_BOOTSTRAP_PLACES = 5  # places for a bootstrap interval
BOOTSTRAP_REPLICATES = 2000  # bootstrap samples of places
BOOTSTRAP_SEED = 20_24
INNER_FIGURE_COLUMNS = [
    "place", "part_of", "series", "standard", "date", "derived", "t0", "r0", "t1", "r1", "t", "r", "visible_points",
]  # fmt: skip


class TooFewDonorsError(ValueError):
    """Too few places with known inner years for a band of this level."""


def interpolate_power_path(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray, shape: float = CENTRAL_SHAPE
) -> np.ndarray:
    """Values on the path between two anchors on which a power of the value falls along a straight line.

    Args:
        t0, r0, t1, r1, t: date and value of the two anchors, and dates between; numbers, or arrays of one shape.
        shape: the power λ; 0 is a constant rate of reduction, 1 a straight line.

    Example:
        >>> [round(interpolate_power_path(2015, 16.0, 2021, 4.0, 2018, shape), 2) for shape in (0, 0.5, 1)]
        [8.0, 9.0, 10.0]
    """
    share = (t - t0) / (t1 - t0)
    if abs(shape) < GEOMETRIC_SHAPE_LIMIT:
        return r0 ** (1 - share) * r1**share
    return ((1 - share) * r0**shape + share * r1**shape) ** (1 / shape)


def nonconformity_scale(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray, longest_gap: float | np.ndarray
) -> np.ndarray:
    """The unit of a score, in that of the values: fall × √(s(1-s)), nothing at the anchors and most in the middle.

    A gap longer than any donor's is widened by the square root of how much longer it is, as a random walk's bridge
    would be: nothing is known of such gaps.

    Args:
        t0, r0, t1, r1, t: as for `interpolate_power_path`.
        longest_gap: of the donors, in years.

    Example:
        >>> [float(nonconformity_scale(2015, 16.0, 2021, 4.0, t, longest_gap=6)) for t in (2015, 2018)]
        [0.0, 6.0]
        >>> float(nonconformity_scale(2015, 16.0, 2021, 4.0, 2018, longest_gap=1.5))
        12.0
    """
    share = (t - t0) / (t1 - t0)
    return np.abs(r0 - r1) * np.sqrt(share * (1 - share)) * np.sqrt(np.maximum((t1 - t0) / longest_gap, 1.0))


def compute_band_range(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray,
    score_quantile: float | np.ndarray, longest_gap: float | np.ndarray, falls: bool = True,
    shape: float = CENTRAL_SHAPE,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Lower and upper end of the band at dates between two anchors, in the unit of the values.

    Args:
        t0, r0, t1, r1, t, shape: as for `interpolate_power_path`.
        score_quantile, longest_gap: of the `Band`.
        falls: whether the series never rises, so that it stays between its anchors.

    Example:
        >>> [float(end) for end in compute_band_range(2015, 16.0, 2021, 4.0, 2018, score_quantile=0.25, longest_gap=6)]
        [7.5, 10.5]
    """
    centre = interpolate_power_path(t0, r0, t1, r1, t, shape)
    half_width = score_quantile * nonconformity_scale(t0, r0, t1, r1, t, longest_gap)
    low, high = centre - half_width, centre + half_width
    if falls:
        return np.maximum(low, np.minimum(r0, r1)), np.minimum(high, np.maximum(r0, r1))
    return np.maximum(low, 0.0), high


def tabulate_inner_figures(spells: list[pd.DataFrame], hide: str = "all") -> pd.DataFrame:
    """Every inner figure of donor spells, with the anchors between which it is to be reconstructed.

    Args:
        spells: from `donors.list_donor_spells`.
        hide: "all" inner years at once, so that the anchors are the ends; or "one" at a time, between its neighbours.

    Returns:
        one row a figure: date t and value r of it and of its anchors, and `visible_points`, all figures of the spell
        that are not hidden, as pairs of date and value.

    Example:
        >>> spell = {"place": "A", "part_of": "A", "series": "poverty_rate", "standard": "VN-2016", "derived": False}
        >>> points = pd.DataFrame({"date": ["2015", "2018", "2021"], "t": [2015.0, 2018, 2021], "value": [16.0, 10, 4]})
        >>> tabulate_inner_figures([points.assign(**spell)])[["date", "t0", "r0", "t1", "r1", "t", "r"]]
           date      t0    r0      t1   r1       t     r
        0  2018  2015.0  16.0  2021.0  4.0  2018.0  10.0
    """
    rows = []
    for spell in spells:
        figures = spell.to_dict("records")
        for i in range(1, len(figures) - 1):
            if hide == "all":
                visible = first, last = figures[0], figures[-1]
            else:
                first, last, visible = figures[i - 1], figures[i + 1], (*figures[:i], *figures[i + 1 :])
            row = figures[i] | {
                "r": figures[i]["value"],
                "visible_points": tuple((f["t"], f["value"]) for f in visible),
            }
            rows.append(row | {"t0": first["t"], "r0": first["value"], "t1": last["t"], "r1": last["value"]})
    return pd.DataFrame(rows, columns=INNER_FIGURE_COLUMNS)


def list_path_arguments(figures: pd.DataFrame) -> list[np.ndarray]:
    """The anchors and dates of inner figures as the first arguments of `interpolate_power_path`: t0, r0, t1, r1, t."""
    return [figures[column].to_numpy(float) for column in ("t0", "r0", "t1", "r1", "t")]


def nonconformity_scores(figures: pd.DataFrame, longest_gap: float, shape: float = CENTRAL_SHAPE) -> np.ndarray:
    """How far each figure lies from the centre, without sign, in units of its `nonconformity_scale`.

    Args:
        figures: from `tabulate_inner_figures`.
        longest_gap: of the donors, in years.
        shape: the λ of the centre.
    """
    arguments = list_path_arguments(figures)
    distances = np.abs(figures["r"].to_numpy(float) - interpolate_power_path(*arguments, shape))
    return distances / nonconformity_scale(*arguments, longest_gap)


def conformal_quantile(scores: np.ndarray, places: np.ndarray, level: float) -> float:
    """The hierarchical conformal quantile of scores: places weigh alike, and one more place has an infinite score.

    Source: Lee, Barber & Willett (2023), Distribution-free inference with hierarchical data.

    Args:
        scores: one for each figure.
        places: the place of each figure.
        level: how often the quantile is to be at least the score of a new figure of a new place.

    Raises:
        TooFewDonorsError: so few places that the quantile is infinite.

    Example:
        >>> conformal_quantile(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9]), np.array(list("ABCDEFGHI")), level=0.8)
        8.0
    """
    _, place, counts = np.unique(places, return_inverse=True, return_counts=True)
    order = np.argsort(scores, kind="stable")
    cumulated_weights = np.cumsum(1 / (counts[place[order]] * (len(counts) + 1))) if len(scores) else np.array([])
    rank = np.searchsorted(cumulated_weights, level - 1e-12)
    if rank >= len(scores):
        needed = int(np.ceil(level / (1 - level) - 1e-9))
        raise TooFewDonorsError(
            f"{len(counts)} places with known inner years; a band of {level:.0%} needs {needed} or more"
        )
    return float(scores[order][rank])


def calibrate_band(
    table: pd.DataFrame,
    without: str = "",
    level: float = BAND_LEVEL,
    derived: bool = True,
    shape: float = CENTRAL_SHAPE,
) -> Band:
    """The band that donors support.

    Args:
        table: from `donors.load_donors`.
        without: a place that may not inform its own band, with its components.
        level: how often the band is to hold a new figure of a new place.
        derived: whether values worked out from a printed change count.
        shape: the λ of the centre.

    Raises:
        TooFewDonorsError: too few places.

    Example:
        >>> table = donors.load_donors()
        >>> band = calibrate_band(table[~table["note"].str.contains(" of data/")], without="Bạc Liêu")
        >>> band.figures, band.places, round(band.score_quantile, 2), round(band.coverage, 2)
        (51, 17, 0.29, 0.94)
    """
    spells = list_donor_spells(table[table["part_of"] != without], CALIBRATION_SERIES, derived)
    figures = tabulate_inner_figures(spells)
    if figures.empty:
        raise TooFewDonorsError("no spell of a falling rate has known inner years")
    score_quantile, longest_gap = _compute_score_quantile(figures, level, shape)
    places = figures["part_of"].to_numpy()
    low, high = compute_leave_place_out_range(figures, figures, level, shape)
    is_covered = ((low <= figures["r"]) & (figures["r"] <= high)).to_numpy()
    coverage_low, coverage_high = bootstrap_ratio_interval(is_covered, np.ones(len(figures)), places)
    return Band(
        level=level, score_quantile=score_quantile, figures=len(figures), spells=len(spells), places=len(set(places)),
        longest_gap=longest_gap, coverage=float(is_covered.mean()), coverage_low=coverage_low,
        coverage_high=coverage_high,
    )  # fmt: skip


def _compute_score_quantile(figures: pd.DataFrame, level: float, shape: float) -> tuple[float, float]:
    """The conformal quantile of the scores of inner figures, and their longest gap in years."""
    longest_gap = float((figures["t1"] - figures["t0"]).max())
    scores = nonconformity_scores(figures, longest_gap, shape)
    return conformal_quantile(scores, figures["part_of"].to_numpy(), level), longest_gap


def compute_leave_place_out_range(
    figures: pd.DataFrame, donor_figures: pd.DataFrame, level: float, shape: float = CENTRAL_SHAPE, falls: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end, at each figure, of the band that the figures of all other places support.

    Args:
        figures: from `tabulate_inner_figures`, where the band is wanted.
        donor_figures: from `tabulate_inner_figures`, those that calibrate it.
        level: how often the band is to hold a new figure of a new place.
        shape: the λ of the centre.
        falls: whether the series never rise.

    Raises:
        TooFewDonorsError: too few places are left when one is left out.
    """
    places = figures["part_of"].to_numpy()
    score_quantiles, longest_gaps = np.zeros(len(figures)), np.ones(len(figures))
    for place in np.unique(places):
        other_figures, here = donor_figures[donor_figures["part_of"] != place], places == place
        score_quantiles[here], longest_gaps[here] = _compute_score_quantile(other_figures, level, shape)
    return compute_band_range(*list_path_arguments(figures), score_quantiles, longest_gaps, falls, shape)


def bootstrap_ratio_interval(
    numerators: np.ndarray, denominators: np.ndarray, places: np.ndarray
) -> tuple[float, float]:
    """A 90% bootstrap interval of a ratio of sums (of a mean, where denominators are 1), over places.

    Places are drawn with replacement, with all of their figures. NaN for fewer than `FEWEST_BOOTSTRAP_PLACES` places:
    so few say nothing of how places differ.

    Args:
        numerators, denominators: one for each figure.
        places: the place of each figure.
    """
    groups = [np.flatnonzero(places == place) for place in np.unique(places)]
    if len(groups) < FEWEST_BOOTSTRAP_PLACES:
        return np.nan, np.nan
    sums = np.array([[numerators[group].sum(), denominators[group].sum()] for group in groups])
    samples = np.random.default_rng(BOOTSTRAP_SEED).integers(0, len(groups), (BOOTSTRAP_REPLICATES, len(groups)))
    resampled = sums[samples].sum(axis=1)
    low, high = np.quantile(resampled[:, 0] / resampled[:, 1], (0.05, 0.95))
    return float(low), float(high)


@cache
def calibrate_band_for_place(place: str) -> Band | None:
    """The band for a place from the committed donors, itself left out; None where donors are too few.

    Example:
        >>> calibrate_band_for_place("Gia Lai").level
        0.9
    """
    try:
        return calibrate_band(donors.load_donors(), place)
    except TooFewDonorsError:
        return None
