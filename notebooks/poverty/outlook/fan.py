"""How far going on at a known pace has missed elsewhere, and the fan that this record carries.

An error of the record begins at a figure of a donor whose pace is known (an origin): the rate of reduction from the
first figure of its spell to the origin goes on, and a later figure of the same spell, one to three years ahead, says
how far from the truth that leads. All are year-end figures of registers, under one poverty standard.

The fan is as wide as those errors, pooled over the years ahead: each is measured in units of the fall so far in points
a year, times the years ahead, and the half width is a hierarchical conformal quantile of them (each place counts once,
and one more place has an error of unknown size). It is calibrated once; that it holds its level is checked on each
place by a width that the other places give. No origin lies below `Fan.lowest_rate`: from lower rates the fan is as wide
as elsewhere, and nobody knows how often it holds.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from poverty.bands.calibration import CALIBRATION_SERIES, TooFewDonorsError
from poverty.bands.donors import list_donor_spells, load_donors
from poverty.packs.rows import round_finite

FAN_LEVEL = 0.9
MOST_YEARS_AHEAD = 3  # of the record: few donors have figures further on
YEAR_END_TOLERANCE = 1e-6  # years
PACE_ERROR_COLUMNS = [
    "place", "part_of", "series", "standard", "origin", "years_ahead", "first_rate", "last_rate", "years_so_far",
    "rate", "same_rate", "root_line",
]  # fmt: skip
FAN_RECORD_COLUMNS = [
    "years_ahead", "figures", "places", "miss", "bias", "root_miss", "root_bias", "coverage", "kind", "claims",
    "readings",
]  # fmt: skip


@dataclass(frozen=True)
class Fan:
    """A calibrated fan, and the record behind it.

    Args:
        level: how often it is to hold a new figure of a new place.
        width: its half width, as a share of the fall so far in points a year times the years ahead.
        lowest_rate: the lowest rate from which the record goes on, in percent: its level is known from there up.
        figures, places: how many errors it rests on, of how many places.
        coverage: the share of the errors that the width of all other places held.
        held: by years ahead, how many errors that was, of how many.
        lower: the share of the figures that were lower than where the same rate led.
    """

    level: float
    width: float
    lowest_rate: float
    figures: int
    places: int
    coverage: float
    held: tuple[tuple[int, int, int], ...]
    lower: float


def tabulate_pace_errors(donors: pd.DataFrame) -> pd.DataFrame:
    """What came of going on at a known pace elsewhere: one row for each origin and figure up to three years later.

    `same_rate` is where the rate of reduction from the first figure of the spell to the origin leads, `root_line` where
    the straight line of square roots does, `rate` what was counted; percent.

    Example:
        >>> errors = tabulate_pace_errors(load_donors())
        >>> one = errors[(errors["place"] == "Quảng Ngãi") & (errors["origin"] == 2011)].iloc[0]
        >>> one[["first_rate", "last_rate", "rate", "same_rate"]].astype(float).round(2).tolist()
        [23.92, 20.69, 17.64, 17.9]
    """
    rows = []
    for spell in list_donor_spells(donors, CALIBRATION_SERIES):
        figures = spell[(spell["t"] - spell["t"].round()).abs() < YEAR_END_TOLERANCE].to_dict("records")
        for i, origin in enumerate(figures[1:], start=1):
            first, years_so_far = figures[0], origin["t"] - figures[0]["t"]
            if origin["value"] >= first["value"]:
                continue
            for later in figures[i + 1 :]:
                years_ahead = round(later["t"] - origin["t"])
                if years_ahead > MOST_YEARS_AHEAD:
                    break
                share = years_ahead / years_so_far
                roots = np.sqrt(origin["value"]), np.sqrt(first["value"])
                row = {name: origin[name] for name in ("place", "part_of", "series", "standard")}
                row |= {"origin": origin["t"], "years_ahead": years_ahead, "years_so_far": years_so_far}
                row |= {"first_rate": first["value"], "last_rate": origin["value"], "rate": later["value"]}
                row["same_rate"] = origin["value"] * (origin["value"] / first["value"]) ** share
                row["root_line"] = max(roots[0] - share * (roots[1] - roots[0]), 0.0) ** 2
                rows.append(row)
    return pd.DataFrame(rows, columns=PACE_ERROR_COLUMNS)


def compute_place_quantile(scores: np.ndarray, places: np.ndarray, level: float) -> float:
    """The hierarchical conformal quantile of scores: places weigh alike, and one more place has an infinite score.

    Source: Lee, Barber & Willett (2023), Distribution-free inference with hierarchical data.

    Args:
        scores: one for each error.
        places: the place of each.
        level: how often the quantile is to be at least the score of a new error of a new place.

    Raises:
        TooFewDonorsError: so few places that the quantile is infinite.

    Example:
        >>> compute_place_quantile(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9]), np.array(list("ABCDEFGHI")), level=0.8)
        8.0
    """
    _, place, counts = np.unique(places, return_inverse=True, return_counts=True)
    order = np.argsort(scores, kind="stable")
    weights = np.cumsum(1 / (counts[place[order]] * (len(counts) + 1))) if len(scores) else scores
    rank = np.searchsorted(weights, level - 1e-12)
    if rank >= len(scores):
        raise TooFewDonorsError(f"{len(counts)} places with a known pace: too few for a fan of {level:.0%}")
    return float(scores[order][rank])


def calibrate_fan(donors: pd.DataFrame) -> Fan:
    """The fan that donors support.

    Raises:
        TooFewDonorsError: too few places.

    Example:
        >>> donors = load_donors()
        >>> fan = calibrate_fan(donors[~donors["note"].str.contains(" of data/")])
        >>> fan.figures, fan.places, round(fan.width, 2), fan.lowest_rate, round(fan.coverage, 2)
        (74, 17, 0.39, 1.6, 0.93)
    """
    errors = tabulate_pace_errors(donors)
    scores, places = _score_errors(errors), errors["part_of"].to_numpy()
    inside = pd.Series(_hold_back_places(errors)).groupby(errors["years_ahead"])
    held = tuple((int(years), int(same.sum()), len(same)) for years, same in inside)
    return Fan(
        FAN_LEVEL, compute_place_quantile(scores, places, FAN_LEVEL), float(errors["last_rate"].min()), len(errors),
        len(set(places)), sum(count for _, count, _ in held) / len(errors), held,
        float((errors["rate"] < errors["same_rate"]).mean()),
    )  # fmt: skip


@cache
def find_fan() -> Fan | None:
    """The fan of the committed donors; None where they are too few.

    Example:
        >>> find_fan().level
        0.9
    """
    try:
        return calibrate_fan(load_donors())
    except TooFewDonorsError:
        return None


def compute_fan_range(centre: float, points_a_year: float, years_ahead: float, width: float) -> tuple[float, float]:
    """The ends of the fan in percent, cut to 0 to 100.

    Args:
        centre: where the same rate of reduction leads, in percent.
        points_a_year: the fall so far, in points a year.
        years_ahead: from the last figure on.
        width: of the `Fan`.

    Raises:
        ValueError: the rate did not fall, or what is asked for does not lie ahead.

    Example:
        >>> [round(end, 2) for end in compute_fan_range(0.18, (5.09 - 0.69) / 3, years_ahead=2, width=0.39)]
        [0.0, 1.32]
    """
    if not points_a_year > 0:
        raise ValueError(f"{points_a_year:g} points a year: a fan begins with a fall; take a spell that fell")
    if not years_ahead >= 0:
        raise ValueError(f"{years_ahead:g} years ahead: a fan begins at the last figure; take a later date")
    half_width = width * years_ahead * points_a_year
    return max(centre - half_width, 0.0), min(centre + half_width, 100.0)


def tabulate_fan_record(donors: pd.DataFrame) -> pd.DataFrame:
    """The record by years ahead: figures, places, misses and bias of two ways to go on, and what the fan held.

    `miss` is the mean distance of the same rate of reduction from what was counted, `bias` the mean of counted less
    predicted (below 0: predicted too high), both in percent of the last rate; `root_*` the same of the straight line of
    square roots. `coverage` is the share of figures that a fan calibrated on all other places held.

    Example:
        >>> donors = load_donors()
        >>> record = tabulate_fan_record(donors[~donors["note"].str.contains(" of data/")])
        >>> record[["years_ahead", "figures", "places", "miss"]].round(1).values.tolist()
        [[1.0, 42.0, 15.0, 4.2], [2.0, 19.0, 7.0, 7.5], [3.0, 13.0, 6.0, 10.6]]
    """
    errors = tabulate_pace_errors(donors).assign(held=lambda errors: _hold_back_places(errors))
    rows = []
    for years_ahead, same in errors.groupby("years_ahead"):
        row = {"years_ahead": years_ahead, "figures": len(same), "places": same["part_of"].nunique()}
        for prefix, predicted in (("", "same_rate"), ("root_", "root_line")):
            misses = 100 * (same["rate"] - same[predicted]) / same["last_rate"]
            row |= {f"{prefix}miss": round_finite(misses.abs().mean()), f"{prefix}bias": round_finite(misses.mean())}
        row |= {"coverage": round_finite(same["held"].mean()), "kind": "derived", "claims": "", "readings": ""}
        rows.append(row)
    return pd.DataFrame(rows, columns=FAN_RECORD_COLUMNS)


def _score_errors(errors: pd.DataFrame) -> np.ndarray:
    """How far each figure lies from the same rate of reduction, in points a year of the fall so far and years ahead."""
    unit = errors["years_ahead"] * (errors["first_rate"] - errors["last_rate"]) / errors["years_so_far"]
    return ((errors["rate"] - errors["same_rate"]).abs() / unit).to_numpy(float)


def _hold_back_places(errors: pd.DataFrame) -> np.ndarray:
    """Whether each error lies within the width that the errors of all other places give.

    Raises:
        TooFewDonorsError: too few places are left when one is left out.
    """
    scores, places = _score_errors(errors), errors["part_of"].to_numpy()
    held = np.zeros(len(errors), bool)
    for place in np.unique(places):
        here = places == place
        held[here] = scores[here] <= compute_place_quantile(scores[~here], places[~here], FAN_LEVEL) + 1e-9
    return held
