"""How wide the band of `band.py` must be: calibrated on spells of other places whose inner years are known.

A *miss* z says how far a known inner figure lies from the centre, on the scale of square roots and in units of
(√r0 - √r1)·√(s(1-s)). Misses are taken to follow Student's t with 4 degrees of freedom around 0, whose scale σ is the
most likely one, each place weighing alike however many figures it prints. A likelihood of Student's t is not ruled by
a few figures that miss by far (Lange, Little & Taylor 1989, Robust statistical modeling using the t distribution),
where a quantile of a few places is one of these figures. The half width is the quantile of that distribution.

Nothing else is learned, and only figures of year ends teach it: a recount within a year adds newly poor households,
another process than a review that also takes off the list those who are poor no more. The check is that of conformal
prediction: the band of all other places is held against each place in turn, with its components.
"""

from functools import cache

import numpy as np
import pandas as pd
import scipy

from poverty.bands import donors
from poverty.bands.band import (
    DEGREES_OF_FREEDOM,
    Band,
    compute_band_range,
    compute_miss_quantile,
    compute_miss_unit,
    interpolate_power_path,
)
from poverty.bands.donors import list_donor_spells
from poverty.bands.intervals import compute_coverage_interval
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.files import format_project_path
from poverty.packs.messages import message

BAND_LEVEL = 0.9
# Of K places and a new one, if they are exchangeable, each is the one that misses most with probability 1 / (K + 1).
# Below nine places that is more than one in ten: no place held back could then tell a band of 90% from a narrower one,
# and its level would rest on the form of a distribution alone.
FEWEST_PLACES = 9
CALIBRATION_SERIES = ("poverty_rate", "minority_poverty_rate")  # donors: falling rates, actual values
ON_PATH = 1e-9  # a smaller miss is none: arithmetic alone errs by so much
YEAR_END_TOLERANCE = 0.01  # years from a year end that still count as one
INNER_FIGURE_COLUMNS = [
    "place", "part_of", "series", "standard", "date", "derived", "t0", "r0", "t1", "r1", "t", "r", "visible_points",
]  # fmt: skip


class TooFewDonorsError(ValueError):
    """Too few places with known inner years for a band of this level."""


class FlatLikelihoodError(PackError):
    """So many donors' figures lie exactly on their path that no scale of the misses is the most likely one."""


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
        names = [name for name in spell if name in INNER_FIGURE_COLUMNS or name == "value"]
        cells = zip(*(spell[name].tolist() for name in names), strict=True)
        figures = [dict(zip(names, row, strict=True)) for row in cells]
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


def select_year_ends(figures: pd.DataFrame) -> pd.DataFrame:
    """Those of inner figures that are of a year end, whatever the dates of their anchors."""
    years_from_year_end = (figures["t"].astype(float) + 0.5) % 1 - 0.5
    return figures[years_from_year_end.abs() < YEAR_END_TOLERANCE]


def tabulate_calibration_figures(table: pd.DataFrame) -> pd.DataFrame:
    """The donors' figures that calibrate the band: inner year ends of falling rates, actual values.

    Args:
        table: from `donors.load_donors`, or some of its rows.

    Example:
        >>> figures = tabulate_calibration_figures(donors.load_donors())
        >>> sorted(set(figures["series"]))
        ['minority_poverty_rate', 'poverty_rate']
    """
    return select_year_ends(tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES)))


def list_path_arguments(figures: pd.DataFrame) -> list[np.ndarray]:
    """The anchors and dates of inner figures as the first arguments of `interpolate_power_path`: t0, r0, t1, r1, t."""
    return [figures[column].to_numpy(float) for column in ("t0", "r0", "t1", "r1", "t")]


def standardize_misses(figures: pd.DataFrame, longest_gap: float) -> np.ndarray:
    """How far each figure lies from the centre, in units of `compute_miss_unit`, positive above it.

    Args:
        figures: from `tabulate_inner_figures`.
        longest_gap: of the donors, in years.

    Example:
        >>> figure = {"t0": 2015.0, "r0": 16.0, "t1": 2021.0, "r1": 4.0, "t": 2018.0, "r": 12.25}
        >>> standardize_misses(pd.DataFrame([figure]), longest_gap=6).tolist()  # √12.25 = 3.5 beside the centre, 3
        [0.5]
    """
    arguments = list_path_arguments(figures)
    distances = np.sqrt(figures["r"].to_numpy(float)) - np.sqrt(interpolate_power_path(*arguments))
    return distances / compute_miss_unit(*arguments, longest_gap)


def fit_miss_scale(misses: np.ndarray, places: np.ndarray) -> float:
    """The most likely scale σ of Student's t (4 degrees of freedom, around 0) for misses, each place weighing alike.

    It is the maximum of Σ w·log[t4(z/σ)/σ], with w one over the number of figures of a place. The slope of that sum
    falls wherever log σ grows, so that there is one maximum or none; it lies between two scales that the smallest and
    the largest miss set, and is found between them to twelve digits.

    Args:
        misses: from `standardize_misses`, one for each figure.
        places: the place of each figure.

    Raises:
        TooFewDonorsError: there is no miss.
        FlatLikelihoodError: four fifths of the weight or more lie exactly on the path.

    Example:
        >>> round(fit_miss_scale(np.array([0.3, -0.3]), np.array(["A", "B"])), 6)
        0.3
    """
    if not len(misses):
        raise TooFewDonorsError("no spell of a falling rate has known inner years")
    _, place, counts = np.unique(places, return_inverse=True, return_counts=True)
    off_path = np.abs(misses) > ON_PATH
    weights = (1 / (counts[place] * len(counts)))[off_path]
    freedom = DEGREES_OF_FREEDOM
    # as σ goes to 0 the slope nears this: if it is not above 0, a scale of 0 is the most likely one
    slope_at_zero = (freedom + 1) * weights.sum() - 1
    if slope_at_zero < 1e-9:
        value = message(
            "%(count)s of %(all)s inner figures exactly on the path",
            count=len(misses) - int(off_path.sum()), all=len(misses),
        )  # fmt: skip
        expected = message("counted figures, which miss their path, in more than a fifth of the places")
        mend = message("delete inner figures that were interpolated, not counted")
        raise FlatLikelihoodError(
            [Fault(format_project_path(donors.DONORS_FILE), None, "value", value, expected, mend)]
        )
    log_misses = np.log(np.abs(misses[off_path]))

    def slope(log_scale: float) -> float:
        return (freedom + 1) * float(weights @ scipy.special.expit(2 * (log_misses - log_scale) - np.log(freedom))) - 1

    lowest, highest = log_misses.min() + np.log(slope_at_zero / freedom) / 2, log_misses.max()
    margin = 1e-6  # so that rounding cannot move the maximum out of the bracket where all misses are alike
    return float(np.exp(scipy.optimize.brentq(slope, lowest - margin, highest + margin, xtol=1e-12)))


def fit_scale_and_gap(figures: pd.DataFrame) -> tuple[float, float]:
    """The scale of the misses of inner figures, and their longest gap in years."""
    longest_gap = float((figures["t1"] - figures["t0"]).max())
    return fit_miss_scale(standardize_misses(figures, longest_gap), figures["part_of"].to_numpy()), longest_gap


def calibrate_band(table: pd.DataFrame, without: str = "") -> Band:
    """The band that donors support.

    Args:
        table: from `donors.load_donors`.
        without: a place that may not inform its own band, with its components.

    Raises:
        TooFewDonorsError: too few places.
        FlatLikelihoodError: the donors' figures lie on their paths.

    Example:
        >>> table = donors.load_donors()
        >>> band = calibrate_band(table[~table["note"].str.contains(" of data/")], without="Bạc Liêu")
        >>> band.figures, band.places, round(band.miss_quantile, 3), round(band.coverage, 2)
        (49, 17, 0.272, 0.96)
    """
    return calibrate_band_on_figures(tabulate_calibration_figures(table[table["part_of"] != without]))


def calibrate_band_on_figures(figures: pd.DataFrame) -> Band:
    """The band that inner figures of donors support, and how often it holds them when their place is held back.

    Raises:
        TooFewDonorsError: fewer than `FEWEST_PLACES` places.
        FlatLikelihoodError: the figures lie on their paths.
    """
    places = figures["part_of"].to_numpy()
    count = len(set(places))
    if count < FEWEST_PLACES:
        raise TooFewDonorsError(
            f"{count} places with known inner years; a band of {BAND_LEVEL:.0%} needs {FEWEST_PLACES} or more"
        )
    miss_scale, longest_gap = fit_scale_and_gap(figures)
    low, high = compute_leave_place_out_range(figures, figures)
    is_held = ((low <= figures["r"]) & (figures["r"] <= high)).to_numpy()
    coverage_low, coverage_high = compute_coverage_interval(is_held, places)
    return Band(
        level=BAND_LEVEL, miss_scale=miss_scale, figures=len(figures),
        spells=figures.groupby(["place", "series", "standard"]).ngroups, places=count, longest_gap=longest_gap,
        coverage=float(is_held.mean()), coverage_low=coverage_low, coverage_high=coverage_high,
    )  # fmt: skip


def compute_leave_place_out_range(figures: pd.DataFrame, donor_figures: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end, at each figure, of the band that the figures of all other places support.

    All that the band learns is learned without the place: the scale of its misses, and the longest gap too.

    Args:
        figures: from `tabulate_inner_figures`, where the band is wanted.
        donor_figures: from `tabulate_calibration_figures`, those that calibrate it.

    Raises:
        TooFewDonorsError: no place is left when one is left out.
    """
    places = figures["part_of"].to_numpy()
    miss_quantiles, longest_gaps = np.zeros(len(figures)), np.ones(len(figures))
    donor_places = donor_figures["part_of"].to_numpy()
    donor_gaps = (donor_figures["t1"] - donor_figures["t0"]).to_numpy(float)
    misses_by_gap: dict[float, np.ndarray] = {}  # most places have no gap that is the longest: the misses stay
    for place in np.unique(places):
        here, others = places == place, donor_places != place
        longest_gap = donor_gaps[others].max(initial=0.0)
        if longest_gap not in misses_by_gap:
            misses_by_gap[longest_gap] = standardize_misses(donor_figures, longest_gap or np.inf)
        miss_scale = fit_miss_scale(misses_by_gap[longest_gap][others], donor_places[others])
        longest_gaps[here], miss_quantiles[here] = longest_gap, compute_miss_quantile(miss_scale, BAND_LEVEL)
    return compute_band_range(*list_path_arguments(figures), miss_quantiles, longest_gaps)


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
