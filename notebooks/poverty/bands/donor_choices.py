"""Ten defensible choices of donors, and how wide the band between two anchors is under each.

A band should not hang on which donors one happened to take. Each choice is made by a principle that could have been
preferred: which dates, which kinds of figure, which series, which places, which standards, which gaps.
"""

from collections.abc import Callable

import pandas as pd

from poverty.bands.backtest import SCORED_STATUSES
from poverty.bands.band import compute_band_range
from poverty.bands.calibration import (
    CALIBRATION_SERIES,
    TooFewDonorsError,
    calibrate_band_on_figures,
    select_year_ends,
    tabulate_calibration_figures,
    tabulate_inner_figures,
)
from poverty.bands.donors import list_donor_spells
from poverty.packs.rows import round_finite

FIRST_RECENT_YEAR = 2015  # the census at its end was the first that counted several dimensions of poverty
DONOR_CHOICE_COLUMNS = ["choice", "figures", "places", "miss_quantile", "coverage", "band_low", "band_high", "width"]


def _tabulate_estimates_too(table: pd.DataFrame) -> pd.DataFrame:
    """Estimates are what a source prints before a count is finished."""
    return select_year_ends(
        tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES, statuses=SCORED_STATUSES))
    )


def _tabulate_all_dates(table: pd.DataFrame) -> pd.DataFrame:
    """Mid-year recounts too."""
    return tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES))


def _tabulate_without_longest_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Without the spells whose gap is the longest."""
    figures = tabulate_calibration_figures(table)
    years = figures["t1"] - figures["t0"]
    return figures[years < years.max()]


def _tabulate_without_largest_place(table: pd.DataFrame, rank: int) -> pd.DataFrame:
    """Without the place that has the most figures (rank 0), the next most (1): of several the first in the alphabet."""
    figures = tabulate_calibration_figures(table)
    sizes = (-figures.groupby("part_of").size()).sort_values(kind="stable")
    return figures[figures["part_of"] != sizes.index[rank]] if rank < len(sizes) else figures[:0]


DONOR_CHOICES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {  # of a donor table: the figures that calibrate
    "inner year ends, as used": tabulate_calibration_figures,
    "recounts within a year too": _tabulate_all_dates,
    "estimates too": _tabulate_estimates_too,
    "without derived values": lambda table: tabulate_calibration_figures(table[~table["derived"]]),
    "without minorities": lambda table: tabulate_calibration_figures(table[table["series"] == "poverty_rate"]),
    "provinces alone": lambda table: tabulate_calibration_figures(table[table["level"] == "province"]),
    "from the end of 2015 on": lambda table: tabulate_calibration_figures(table[table["t"] >= FIRST_RECENT_YEAR]),
    "without the longest gaps": _tabulate_without_longest_gaps,
    "without the largest place": lambda table: _tabulate_without_largest_place(table, 0),
    "without the second largest place": lambda table: _tabulate_without_largest_place(table, 1),
}


def tabulate_donor_choices(table: pd.DataFrame, t0: float, r0: float, t1: float, r1: float, t: float) -> pd.DataFrame:
    """The band at a date between two anchors under each of `DONOR_CHOICES`; blank where a choice leaves too few places.

    Args:
        table: from `donors.load_donors`, without the place that the band is of.
        t0, r0, t1, r1, t: date and value of the two anchors, and a date between.

    Example:
        >>> from poverty.bands.donors import load_donors
        >>> choices = tabulate_donor_choices(load_donors(), 2010, 18.40, 2014, 4.48, 2012)
        >>> len(choices), choices["choice"].iloc[0]
        (10, 'inner year ends, as used')
    """
    rows = []
    for choice, select in DONOR_CHOICES.items():
        figures = select(table)
        row = {"choice": choice, "figures": len(figures), "places": figures["part_of"].nunique()}
        try:
            band = calibrate_band_on_figures(figures)
        except TooFewDonorsError:
            rows.append(row)
            continue
        low, high = compute_band_range(t0, r0, t1, r1, t, band.miss_quantile, band.longest_gap)
        numbers = {"miss_quantile": band.miss_quantile, "coverage": band.coverage}
        numbers |= {"band_low": low, "band_high": high, "width": high - low}
        rows.append(row | {name: round_finite(number) for name, number in numbers.items()})
    return pd.DataFrame(rows, columns=DONOR_CHOICE_COLUMNS)
