"""Backtest: hide the inner years of spells that are known, reconstruct them, and score what comes out.

Every method sees the two anchors and nothing else of the spell; the calibrated band also sees all other places.
Scores are scaled by the fall of the spell, or counts and large rates would decide them. The interval score
(Gneiting & Raftery 2007) is the width plus 2/α for every unit by which a figure is missed: lower is better, and a
band cannot improve it by being too wide or too narrow.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pandas as pd
from scipy.special import ndtri

from poverty import ChoiceError
from poverty.bands.band import CENTRAL_SHAPE, interpolate_power_path
from poverty.bands.calibration import (
    BAND_LEVEL,
    CALIBRATION_SERIES,
    YEAR_END_TOLERANCE,
    compute_leave_place_out_range,
    list_path_arguments,
    select_year_ends,
    standardize_misses,
    tabulate_calibration_figures,
    tabulate_inner_figures,
)
from poverty.bands.donors import list_donor_spells
from poverty.bands.intervals import bootstrap_ratio_interval, compute_coverage_interval
from poverty.packs.dates import format_sdmx_month
from poverty.packs.rows import round_finite

SCORED_STATUSES = ("actual", "estimate")
MAIN_KIND = "falling rates at year ends"
BAND_METHOD = "calibrated band"
REFERENCE_METHOD = "log to linear"
TREND_METHOD = "UnobservedComponents"
TREND_DECIMALS = 2  # its likelihood is so flat that the third decimal differs from one processor to another
SCORE_COLUMNS = [
    "figures_hidden", "method", "figures", "places", "coverage", "coverage_low", "coverage_high", "width",
    "interval_score", "gain", "gain_low", "gain_high", "error", "scaled_error", "kind", "claims", "readings",
]  # fmt: skip
HIDDEN_FIGURE_COLUMNS = [
    "place", "part_of", "series", "standard", "date", "derived", "s", "fall", "value", "centre", "low", "high", "held",
    "kind", "claims", "readings",
]  # fmt: skip


DRAWN_KINDS = {  # kinds of `select_scored_figures` as a chart has them: a figure stands in the first that has it
    "poverty": "poverty rates", "minority poverty": "ethnic minorities", "all inner figures": "within a year",
    "near-poor rates": "near-poor rates",
}  # fmt: skip


@dataclass(frozen=True)
class Reconstruction:
    """Hidden figures as a method gives them: `centre`, and the ends of its range (NaN: it gives none)."""

    centre: np.ndarray
    low: np.ndarray
    high: np.ndarray


def reconstruct_by_band(figures: pd.DataFrame, donor_figures: pd.DataFrame) -> Reconstruction:
    """The band of this collection, from the figures of all other places.

    Args:
        figures: hidden ones, from `tabulate_inner_figures`.
        donor_figures: from the same, those that calibrate the band.
    """
    low, high = compute_leave_place_out_range(figures, donor_figures)
    return Reconstruction(_interpolate_figures(figures, CENTRAL_SHAPE), low, high)


def reconstruct_between_shapes(
    figures: pd.DataFrame, donor_figures: pd.DataFrame, lowest: float, highest: float
) -> Reconstruction:
    """The range from one power path to another, whatever the donors say; its centre is the middle.

    Args:
        figures, donor_figures: as for `reconstruct_by_band`.
        lowest, highest: the λ of the two paths.
    """
    low, high = _interpolate_figures(figures, lowest), _interpolate_figures(figures, highest)
    return Reconstruction((low + high) / 2, low, high)


def reconstruct_power_path(figures: pd.DataFrame, donor_figures: pd.DataFrame, shape: float) -> Reconstruction:
    """The power path of `shape` (λ), without a range: a constant rate of reduction (0), a straight line (1), others."""
    return _reconstruct_without_range(_interpolate_figures(figures, shape))


def reconstruct_pchip(figures: pd.DataFrame, donor_figures: pd.DataFrame) -> Reconstruction:
    """Monotone cubic interpolation (PCHIP); through two anchors it is the straight line."""
    from scipy.interpolate import PchipInterpolator  # slow to load, and used here alone

    values = [PchipInterpolator(*zip(*f.visible_points, strict=True))(f.t) for f in figures.itertuples()]
    return _reconstruct_without_range(np.array(values, dtype=float))


def reconstruct_local_trend(figures: pd.DataFrame, donor_figures: pd.DataFrame) -> Reconstruction:
    """A local linear trend by maximum likelihood, called as its documentation shows, on years with gaps.

    Two figures leave its likelihood flat, and it converges all the same: what it returns is its starting values.
    Figures of other dates than year ends, and spells that it refuses, are NaN.
    """
    fitted = [_fit_local_trend(tuple(map(tuple, f.visible_points)), f.t) for f in figures.itertuples()]
    level, sd = np.array(fitted, dtype=float).reshape(-1, 2).T
    half_width = ndtri((1 + BAND_LEVEL) / 2) * sd
    return Reconstruction(level, level - half_width, level + half_width)


@cache
def _fit_local_trend(visible_points: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    """Level and standard deviation at date `t` of the trend through points; cached, as a figure is of several kinds."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # slow to load, and used here alone

    start = visible_points[0][0]
    years = [date - start for date, _ in visible_points]
    if any(abs(year - round(year)) > YEAR_END_TOLERANCE for year in (t - start, *years)):
        return np.nan, np.nan
    observed = np.full(round(years[-1]) + 1, np.nan)
    for year, (_, value) in zip(years, visible_points, strict=True):
        observed[round(year)] = value
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # it warns of what is the point here: nothing can be estimated
            level = UnobservedComponents(observed, level="local linear trend").fit(disp=False).level
    except (np.linalg.LinAlgError, ValueError, IndexError):
        return np.nan, np.nan
    hidden_year = round(t - start)
    return level.smoothed[hidden_year], np.sqrt(max(level.smoothed_cov[hidden_year], 0.0))


def _interpolate_figures(figures: pd.DataFrame, shape: float) -> np.ndarray:
    """Inner figures' values on power paths of `shape` (λ) between their anchors, in the figures' unit."""
    return interpolate_power_path(*list_path_arguments(figures), shape)


def _reconstruct_without_range(values: np.ndarray) -> Reconstruction:
    """A reconstruction of values alone, its range NaN."""
    no_range = np.full(len(values), np.nan)
    return Reconstruction(values, no_range, no_range)


RECONSTRUCTION_METHODS: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Reconstruction]] = {
    BAND_METHOD: reconstruct_by_band,
    REFERENCE_METHOD: partial(reconstruct_between_shapes, lowest=0.0, highest=1.0),  # what a reader may take for a band
    "λ from 0 to 2": partial(reconstruct_between_shapes, lowest=0.0, highest=2.0),
    "constant rate (λ = 0)": partial(reconstruct_power_path, shape=0.0),  # the habit of the field
    "square root (λ = ½)": partial(reconstruct_power_path, shape=0.5),
    "straight line (λ = 1)": partial(reconstruct_power_path, shape=1.0),
    "λ = 1½": partial(reconstruct_power_path, shape=1.5),
    "square (λ = 2)": partial(reconstruct_power_path, shape=2.0),
    "PCHIP": reconstruct_pchip,
    TREND_METHOD: reconstruct_local_trend,
}


def select_scored_figures(table: pd.DataFrame) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """What is scored, by kind: hidden figures, and the donors' figures that calibrate the band for them.

    Args:
        table: from `donors.load_donors`.

    Example:
        >>> from poverty.bands.donors import load_donors
        >>> figures, donor_figures = select_scored_figures(load_donors())["minority poverty"]
        >>> sorted(set(figures["series"])), sorted(set(donor_figures["series"]))
        (['minority_poverty_rate'], ['minority_poverty_rate', 'poverty_rate'])
    """
    inner_figures = tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES))
    figures = tabulate_calibration_figures(table)
    share = (figures["t"] - figures["t0"]) / (figures["t1"] - figures["t0"])
    first_third, last_third = share < 1 / 3 - YEAR_END_TOLERANCE, share > 2 / 3 + YEAR_END_TOLERANCE
    printed = tabulate_calibration_figures(table[~table["derived"]])
    with_estimates = list_donor_spells(table, CALIBRATION_SERIES, statuses=SCORED_STATUSES)
    estimates = select_year_ends(tabulate_inner_figures(with_estimates))
    one_hidden = select_year_ends(tabulate_inner_figures(list_donor_spells(table, CALIBRATION_SERIES), hide="one"))
    near_poor, counts = (
        select_year_ends(tabulate_inner_figures(list_donor_spells(table, (series,))))
        for series in ("near_poor_rate", "poor_households")
    )
    kinds = {
        MAIN_KIND: (figures, figures),
        "all inner figures": (inner_figures, figures),
        "without derived values": (printed, printed),
        "near-poor rates": (near_poor, figures),
        "poverty": (figures[figures["series"] == "poverty_rate"], figures),
        "minority poverty": (figures[figures["series"] == "minority_poverty_rate"], figures),
        "first third of the spell": (figures[first_third], figures),
        "middle third": (figures[~first_third & ~last_third], figures),
        "last third": (figures[last_third], figures),
        "with estimates": (estimates, estimates),
        "one year hidden at a time": (one_hidden[one_hidden["r0"] > one_hidden["r1"]], figures),
        "counts of poor households": (counts, figures),
    }
    return {kind: (hidden.reset_index(drop=True), donors) for kind, (hidden, donors) in kinds.items()}


def score_reconstruction(figures: pd.DataFrame, reconstruction: Reconstruction) -> pd.DataFrame:
    """The score of each figure: held (1, 0, NaN without a range), width, interval score, error, all but held scaled.

    `error` is the absolute error of the centre in the unit of the series, `scaled_error` as a share of the fall.
    """
    truth = figures["r"].to_numpy(float)
    fall = np.abs(figures["r0"] - figures["r1"]).to_numpy(float)
    width = reconstruction.high - reconstruction.low
    under, over = np.maximum(reconstruction.low - truth, 0.0), np.maximum(truth - reconstruction.high, 0.0)
    is_held = np.where(np.isnan(width), np.nan, (under <= 1e-9) & (over <= 1e-9))
    score = (width + 2 / (1 - BAND_LEVEL) * (under + over)) / fall
    error = np.abs(reconstruction.centre - truth)
    columns = {"held": is_held, "width": width / fall, "score": score, "error": error, "scaled_error": error / fall}
    return pd.DataFrame(columns, index=figures.index)


def interval_score_gain(
    scores: pd.DataFrame, reference_scores: pd.DataFrame, places: np.ndarray
) -> tuple[float, float, float]:
    """By how much the mean interval score is below another's, as a share of it, and a 90% interval over places.

    The interval is NaN for fewer than `FEWEST_INTERVAL_PLACES` places.

    Args:
        scores, reference_scores: from `score_reconstruction`; figures without a range in either count for neither.
        places: the place of each figure.
    """
    in_both = (scores["score"].notna() & reference_scores["score"].notna()).to_numpy()
    if not in_both.any():
        return np.nan, np.nan, np.nan
    interval_scores, references = scores["score"].to_numpy()[in_both], reference_scores["score"].to_numpy()[in_both]
    low, high = bootstrap_ratio_interval(interval_scores, references, places[in_both])
    return float(1 - interval_scores.sum() / references.sum()), 1 - high, 1 - low


def tabulate_method_scores(table: pd.DataFrame) -> pd.DataFrame:
    """Coverage, width, interval score and error of every method on every kind of hidden figure.

    `gain` is how far the interval score lies below that of the log-to-linear range; `*_low` and `*_high` are 90%
    intervals over places. Widths, scores and scaled errors are shares of the fall of the spell; `error` is
    in the unit of the series. Blank: the method gives no range.

    Args:
        table: from `donors.load_donors`.

    Example:
        >>> from poverty.bands.donors import load_donors
        >>> scores = tabulate_method_scores(load_donors())
        >>> scores.loc[(scores["figures_hidden"] == "poverty") & scores["coverage"].notna(), "method"].tolist()
        ['calibrated band', 'log to linear', 'λ from 0 to 2', 'UnobservedComponents']
    """
    rows = []
    for kind, (figures, donor_figures) in select_scored_figures(table).items():
        places = figures["part_of"].to_numpy()
        scores_by_method = {
            method: score_reconstruction(figures, reconstruct(figures, donor_figures))
            for method, reconstruct in RECONSTRUCTION_METHODS.items()
        }
        for method, scores in scores_by_method.items():
            is_scored = scores["error"].notna().to_numpy()
            row = {"figures": int(is_scored.sum()), "places": len(set(places[is_scored]))}
            numbers = {"error": scores["error"].mean(), "scaled_error": scores["scaled_error"].mean()}
            if scores["held"].notna().any():
                is_held = scores.loc[is_scored, "held"].to_numpy()
                numbers |= {"coverage": is_held.mean(), "width": scores["width"].mean()}
                numbers["interval_score"] = scores["score"].mean()
                interval = compute_coverage_interval(is_held, places[is_scored])
                numbers["coverage_low"], numbers["coverage_high"] = interval
                if method != REFERENCE_METHOD:
                    gain = interval_score_gain(scores, scores_by_method[REFERENCE_METHOD], places)
                    numbers |= dict(zip(("gain", "gain_low", "gain_high"), gain, strict=True))
            row |= {name: round_finite(number) for name, number in numbers.items()}
            if method == TREND_METHOD:
                row = {name: round(x, TREND_DECIMALS) if isinstance(x, float) else x for name, x in row.items()}
            labels = {"figures_hidden": kind, "method": method, "kind": "derived", "claims": "", "readings": ""}
            rows.append(labels | row)
    return pd.DataFrame(rows, columns=SCORE_COLUMNS)


def tabulate_hidden_figures(table: pd.DataFrame, kind: str = MAIN_KIND) -> pd.DataFrame:
    """Each hidden figure of a kind of `select_scored_figures` beside the band of all other places, by its miss.

    `start`, `end`, `r0` and `r1` are dates and values of its anchors; `miss` is how far the figure lies from the path
    (`calibration.standardize_misses`), the largest first. An anchor gap that is longer than any of the other places
    widens their band and not the miss.

    Raises:
        ChoiceError: there is no such kind; the message lists those there are.

    Example:
        >>> from poverty.bands.donors import load_donors
        >>> hidden = tabulate_hidden_figures(load_donors(), "without derived values")
        >>> hidden["derived"].unique().tolist(), bool(hidden["miss"].abs().is_monotonic_decreasing)
        (['no'], True)
    """
    scored = select_scored_figures(table)
    if kind not in scored:
        raise ChoiceError(f"no hidden figures are called {kind!r}; there are {', '.join(scored)}")
    figures, donor_figures = scored[kind]
    hidden = tabulate_figures_in_bands(figures, donor_figures).assign(
        s=(figures["t"] - figures["t0"]) / (figures["t1"] - figures["t0"]), start=figures["t0"].map(format_sdmx_month),
        end=figures["t1"].map(format_sdmx_month), r0=figures["r0"], r1=figures["r1"],
        miss=standardize_misses(figures, longest_gap=np.inf),
    )  # fmt: skip
    return hidden.sort_values("miss", key=np.abs, ascending=False, ignore_index=True)


def tabulate_hidden_by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """Every hidden figure once, with where it lies in the band of all other places: 0 its centre, -1 and 1 its ends.

    `figures_hidden` is its kind: the poverty rate at a year end, that of ethnic minorities, a rate within a year, or a
    near-poor rate, for which there is no band and that of poverty rates is tried.

    Args:
        table: from `donors.load_donors`.

    Example:
        >>> from poverty.bands.donors import load_donors
        >>> hidden = tabulate_hidden_by_kind(load_donors())
        >>> hidden["figures_hidden"].unique().tolist()
        ['poverty rates', 'ethnic minorities', 'within a year', 'near-poor rates']
        >>> bool((hidden["in_band"].abs() <= 1.001)[hidden["held"] == "yes"].all())
        True
    """
    scored = select_scored_figures(table)
    kinds = [tabulate_figures_in_bands(*scored[kind]).assign(figures_hidden=name) for kind, name in DRAWN_KINDS.items()]
    hidden = pd.concat(kinds, ignore_index=True).drop_duplicates(["place", "series", "standard", "date"])
    distance = hidden["value"] - hidden["centre"]
    half = (hidden["high"] - hidden["centre"]).where(distance > 0, hidden["centre"] - hidden["low"])
    hidden = hidden.assign(in_band=(distance / half.where(half > 0, 1.0)).round(4))
    return hidden[["figures_hidden", "in_band", *HIDDEN_FIGURE_COLUMNS]].reset_index(drop=True)


def tabulate_figures_in_bands(figures: pd.DataFrame, donor_figures: pd.DataFrame) -> pd.DataFrame:
    """Hidden figures beside the band that the figures of all other places give; `s` is the position between anchors.

    Example:
        >>> from poverty.bands.donors import load_donors
        >>> donor_figures = tabulate_inner_figures(list_donor_spells(load_donors(), CALIBRATION_SERIES))
        >>> place_and_date = (donor_figures["place"] == "Quảng Ngãi") & (donor_figures["date"] == "2013-M12")
        >>> table = tabulate_figures_in_bands(donor_figures[place_and_date], donor_figures)
        >>> table[["s", "fall", "value"]].values.tolist()
        [[0.6, 14.7, 14.93]]
    """
    reconstruction = reconstruct_by_band(figures, donor_figures)
    is_held = score_reconstruction(figures, reconstruction)["held"] == 1
    table = figures.assign(
        s=(figures["t"] - figures["t0"]) / (figures["t1"] - figures["t0"]), fall=figures["r0"] - figures["r1"],
        value=figures["r"], centre=reconstruction.centre, low=reconstruction.low, high=reconstruction.high,
        held=np.where(is_held, "yes", "no"), derived=np.where(figures["derived"], "yes", "no"),
        kind="reconstructed", claims="", readings="",
    )  # fmt: skip
    numbers = ["s", "fall", "value", "centre", "low", "high"]
    table[numbers] = table[numbers].round(4)
    return table[HIDDEN_FIGURE_COLUMNS]
