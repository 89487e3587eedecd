"""Backtest: hide the inner years of spells that are known, reconstruct them, and score what comes out.

Every method sees the two anchors and nothing else of the spell; the calibrated band also sees all other places.
Scores are scaled by the fall of the spell, or counts and large rates would decide them. The interval score
(Gneiting & Raftery 2007) is the width plus 2/α for every unit by which a figure is missed: lower is better, and a
band cannot improve it by being too wide or too narrow.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import ndtri

from poverty.bands import calibration
from poverty.bands.calibration import (
    BAND_LEVEL,
    BOOTSTRAP_REPLICATES,
    BOOTSTRAP_SEED,
    CALIBRATION_SERIES,
    FEWEST_BOOTSTRAP_PLACES,
    bootstrap_mean_interval,
    compute_leave_place_out_range,
    interpolate_power_path,
    tabulate_inner_figures,
)
from poverty.bands.donors import list_donor_spells
from poverty.packs.rows import round_finite

ANCHOR_AND_DATE_COLUMNS = ["t0", "r0", "t1", "r1", "t"]
SCORED_STATUSES = ("actual", "estimate")
YEAR_END_TOLERANCE = 0.01  # years from a year end that still count as one


@dataclass(frozen=True)
class Reconstruction:
    """Hidden figures as a method gives them: `centre`, and the ends of its range (NaN: it gives none)."""

    centre: np.ndarray
    low: np.ndarray
    high: np.ndarray


ReconstructionMethod = Callable[[pd.DataFrame, pd.DataFrame], Reconstruction]


def reconstruct_by_band(figures: pd.DataFrame, known: pd.DataFrame, falls: bool = True) -> Reconstruction:
    """The band of this collection, from the known figures of all other places."""
    low, high = compute_leave_place_out_range(figures, known, BAND_LEVEL, falls=falls)
    return Reconstruction(_interpolate_figures(figures, calibration.CENTRAL_SHAPE), low, high)


def reconstruct_log_to_linear(figures: pd.DataFrame, known: pd.DataFrame) -> Reconstruction:
    """From a constant rate of reduction to a straight line: the range that a reader may take for a band."""
    low, high = _interpolate_figures(figures, 0.0), _interpolate_figures(figures, 1.0)
    return Reconstruction((low + high) / 2, low, high)


def reconstruct_straight_line(figures: pd.DataFrame, known: pd.DataFrame) -> Reconstruction:
    """A straight line."""
    return _reconstruct_without_range(_interpolate_figures(figures, 1.0))


def reconstruct_constant_rate(figures: pd.DataFrame, known: pd.DataFrame) -> Reconstruction:
    """A constant rate of reduction, the habit of the field."""
    return _reconstruct_without_range(_interpolate_figures(figures, 0.0))


def reconstruct_pchip(figures: pd.DataFrame, known: pd.DataFrame) -> Reconstruction:
    """Monotone cubic interpolation; through two anchors it is the straight line."""
    from scipy.interpolate import PchipInterpolator  # slow to load, and used here alone

    made = [PchipInterpolator(*zip(*row.shown, strict=True))(row.t) for row in figures.itertuples()]
    return _reconstruct_without_range(np.array(made, dtype=float))


def reconstruct_local_trend(figures: pd.DataFrame, known: pd.DataFrame) -> Reconstruction:
    """A local linear trend by maximum likelihood, called as its documentation shows, on years with gaps.

    Two figures leave its likelihood flat, and it converges all the same: what it returns is its starting values.
    Figures of other dates than year ends, and spells that it refuses, are NaN.
    """
    fitted = [_fit_local_trend(tuple(map(tuple, row.shown)), row.t) for row in figures.itertuples()]
    level, sd = np.array(fitted, dtype=float).reshape(-1, 2).T
    reach = ndtri((1 + BAND_LEVEL) / 2) * sd
    return Reconstruction(level, level - reach, level + reach)


@cache
def _fit_local_trend(shown: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    """Level and standard deviation at a year of the trend through the figures shown; one figure is of several kinds."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # slow to load, and used here alone

    start = shown[0][0]
    if any(abs(x - start - round(x - start)) > YEAR_END_TOLERANCE for x in (t, *(x for x, _ in shown))):
        return np.nan, np.nan
    place = round(t - start)
    observed = np.full(round(shown[-1][0] - start) + 1, np.nan)
    for x, r in shown:
        observed[round(x - start)] = r
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # it warns of what is the point here: nothing can be estimated
            fitted = UnobservedComponents(observed, level="local linear trend").fit(disp=False)
    except (np.linalg.LinAlgError, ValueError, IndexError):
        return np.nan, np.nan
    return fitted.level.smoothed[place], np.sqrt(max(fitted.level.smoothed_cov[place], 0.0))


RECONSTRUCTION_METHODS: dict[str, ReconstructionMethod] = {
    "calibrated band": reconstruct_by_band,
    "log to linear": reconstruct_log_to_linear,
    "straight line": reconstruct_straight_line,
    "constant rate": reconstruct_constant_rate,
    "PCHIP": reconstruct_pchip,
    "UnobservedComponents": reconstruct_local_trend,
}


def select_scored_figures(table: pd.DataFrame) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """What is scored, by name: hidden figures, and the known figures that calibrate the band for them.

    Args:
        table: from `donors.load`.
    """
    figures = tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES))
    by_date = (figures["t"] + 0.5) % 1 - 0.5
    share = (figures["t"] - figures["t0"]) / (figures["t1"] - figures["t0"])
    printed = tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES, derived=False))
    estimates = tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES, statuses=SCORED_STATUSES))
    one = tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES), hide="one")
    one = one[one["r0"] > one["r1"]].reset_index(drop=True)
    year_ends = figures[by_date.abs() < YEAR_END_TOLERANCE]
    made = {
        "falling rates, actual values": (figures, figures),
        "poverty": (figures[figures["series"] == "poverty_rate"], figures),
        "minority poverty": (figures[figures["series"] == "minority_poverty_rate"], figures),
        "first third of the spell": (figures[share < 1 / 3 - YEAR_END_TOLERANCE], figures),
        "middle third": (figures[share.between(1 / 3 - YEAR_END_TOLERANCE, 2 / 3 + YEAR_END_TOLERANCE)], figures),
        "last third": (figures[share > 2 / 3 + YEAR_END_TOLERANCE], figures),
        "without derived values": (printed, printed),
        "with estimates": (estimates, estimates),
        "year ends only": (year_ends, year_ends),
        "one year hidden at a time": (one, figures),
        "counts of poor households": (tabulate_inner_figures(list_donor_spells(table, ("poor_households",))), figures),
        "near-poor rates": (tabulate_inner_figures(list_donor_spells(table, ("near_poor_rate",))), figures),
    }
    return {name: (some.reset_index(drop=True), known) for name, (some, known) in made.items()}


def reconstruct_hidden_figures(name: str, method: str, figures: pd.DataFrame, known: pd.DataFrame) -> Reconstruction:
    """Hidden figures of a kind by a method; near-poor rates may rise, so nothing keeps their band between anchors."""
    if method == "calibrated band":
        return reconstruct_by_band(figures, known, falls=name != "near-poor rates")
    return RECONSTRUCTION_METHODS[method](figures, known)


def score_reconstruction(figures: pd.DataFrame, made: Reconstruction) -> pd.DataFrame:
    """The score of each figure: held (1, 0, NaN without a range), width, interval score, error, all but held scaled.

    `error` is the absolute error of the centre in the unit of the series, `scaled_error` as a share of the fall.
    """
    truth = figures["r"].to_numpy(float)
    fall = np.abs(figures["r0"] - figures["r1"]).to_numpy(float)
    under, over = np.maximum(made.low - truth, 0.0), np.maximum(truth - made.high, 0.0)
    width = made.high - made.low
    held = np.where(np.isnan(width), np.nan, (under <= 1e-9) & (over <= 1e-9))
    score = (width + 2 / (1 - BAND_LEVEL) * (under + over)) / fall
    error = np.abs(made.centre - truth)
    columns = {"held": held, "width": width / fall, "score": score, "error": error, "scaled_error": error / fall}
    return pd.DataFrame(columns, index=figures.index)


def interval_score_gain(scored: pd.DataFrame, against: pd.DataFrame, places: np.ndarray) -> tuple[float, float, float]:
    """By how much the mean interval score is below another's, as a share of it, and a 90% interval over places.

    The interval is NaN for fewer than `calibration.FEWEST` places.
    """
    both = (scored["score"].notna() & against["score"].notna()).to_numpy()
    ours, theirs = scored["score"].to_numpy()[both], against["score"].to_numpy()[both]
    groups = [np.flatnonzero(places[both] == place) for place in np.unique(places[both])]
    if len(groups) < FEWEST_BOOTSTRAP_PLACES:
        return (float(1 - ours.sum() / theirs.sum()) if len(ours) else np.nan), np.nan, np.nan
    sums = np.array([[ours[group].sum(), theirs[group].sum()] for group in groups])
    drawn = np.random.default_rng(BOOTSTRAP_SEED).integers(0, len(groups), (BOOTSTRAP_REPLICATES, len(groups)))
    resampled = sums[drawn].sum(axis=1)
    low, high = np.quantile(1 - resampled[:, 0] / resampled[:, 1], (0.05, 0.95))
    return float(1 - ours.sum() / theirs.sum()), float(low), float(high)


def _interpolate_figures(figures: pd.DataFrame, shape: float) -> np.ndarray:
    return interpolate_power_path(*(figures[name].to_numpy(float) for name in ANCHOR_AND_DATE_COLUMNS), shape)


def _reconstruct_without_range(values: np.ndarray) -> Reconstruction:
    nothing = np.full(len(values), np.nan)
    return Reconstruction(values, nothing, nothing)


SCORE_COLUMNS = [
    "figures_hidden", "method", "figures", "places", "coverage", "coverage_low", "coverage_high", "width",
    "interval_score", "gain", "gain_low", "gain_high", "error", "scaled_error", "kind", "claims", "readings",
]  # fmt: skip
HIDDEN_FIGURE_COLUMNS = [
    "place", "part_of", "series", "standard", "date", "derived", "s", "fall", "value", "centre", "low", "high", "held",
    "kind", "claims", "readings",
]  # fmt: skip
REFERENCE_METHOD = "log to linear"
TREND_METHOD = "UnobservedComponents"
TREND_DECIMALS = 2  # its likelihood is so flat that the third decimal differs from one processor to another


def tabulate_method_scores(donors: pd.DataFrame) -> pd.DataFrame:
    """Coverage, width, interval score and error of every method on every kind of hidden figure.

    `gain` is how far the interval score lies below that of the log-to-linear range; `*_low` and `*_high` are 90%
    bootstrap intervals over places. Widths, scores and scaled errors are shares of the fall of the spell; `error` is
    in the unit of the series. Blank: the method gives no range.
    """
    rows = []
    for name, (figures, known) in select_scored_figures(donors).items():
        places = figures["part_of"].to_numpy()
        against = score_reconstruction(figures, reconstruct_hidden_figures(name, REFERENCE_METHOD, figures, known))
        for method in RECONSTRUCTION_METHODS:
            scored = score_reconstruction(figures, reconstruct_hidden_figures(name, method, figures, known))
            seen = scored["error"].notna().to_numpy()
            row = {"figures_hidden": name, "method": method, "figures": int(seen.sum())}
            row["places"] = len(set(places[seen]))
            row |= {
                "error": round_finite(scored["error"].mean()),
                "scaled_error": round_finite(scored["scaled_error"].mean()),
            }
            if scored["held"].notna().any():
                held = scored.loc[seen, "held"].to_numpy()
                row["coverage"] = round_finite(held.mean())
                row["coverage_low"], row["coverage_high"] = map(
                    round_finite, bootstrap_mean_interval(held, places[seen])
                )
                row |= {
                    "width": round_finite(scored["width"].mean()),
                    "interval_score": round_finite(scored["score"].mean()),
                }
                if method != REFERENCE_METHOD:
                    ends = map(round_finite, interval_score_gain(scored, against, places))
                    row |= dict(zip(("gain", "gain_low", "gain_high"), ends, strict=True))
            if method == TREND_METHOD:
                row = {key: round(x, TREND_DECIMALS) if isinstance(x, float) else x for key, x in row.items()}
            rows.append(row | {"kind": "derived", "claims": "", "readings": ""})
    return pd.DataFrame(rows, columns=SCORE_COLUMNS)


def tabulate_hidden_figures(donors: pd.DataFrame, name: str = "falling rates, actual values") -> pd.DataFrame:
    """Each hidden figure of a kind beside the band of all other places."""
    figures, known = select_scored_figures(donors)[name]
    return tabulate_figures_in_bands(figures, known)


def tabulate_figures_in_bands(figures: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Hidden figures beside the band that the known figures of all other places give."""
    made = reconstruct_by_band(figures, known)
    held = score_reconstruction(figures, made)["held"]
    table = figures.assign(
        s=(figures["t"] - figures["t0"]) / (figures["t1"] - figures["t0"]),
        fall=figures["r0"] - figures["r1"],
        value=figures["r"],
        centre=made.centre,
        low=made.low,
        high=made.high,
        held=np.where(held == 1, "yes", "no"),
        derived=np.where(figures["derived"], "yes", "no"),
        kind="reconstructed",
        claims="",
        readings="",
    )
    numbers = ["s", "fall", "value", "centre", "low", "high"]
    table[numbers] = table[numbers].round(4)
    return table[HIDDEN_FIGURE_COLUMNS]
