"""One estimate of the people placed in jobs for each year, from everything that is printed of them.

A linear Gaussian model of the logarithm j of the placements a year (a state space model: Harvey 1989; Durbin & Koopman
2012, with statsmodels):

    level  l(t+1) = l(t) + b + N(0, yearly_sd²)      b ~ N(growth, growth_sd²), the same every year
    break  d(t+1) = lasting · d(t);  in break_year N(ln break_factor, break_sd²) is added
    j = l + d

A printed year is j with the error that its words leave. A mean over years is the mean of j over them, carried by a
cumulator. A plan is what it asks for times what plans came to elsewhere (`plans`): that is calibrated, the other
numbers are declared (`declared`). No parameter is fitted: some ten figures leave a likelihood flat, and a fit would
return its starting values as if they were estimates.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import scipy  # its parts are loaded when they are called

from poverty.jobs.declared import DeclaredNumbers, choose_declared_numbers
from poverty.jobs.figures import JobFigure, choose_most_exact_figure
from poverty.jobs.plans import PlanOutcome

ESTIMATE_LEVEL = 0.9
DRAWS = 2000
DRAWS_SEED = 20_25
ORDINARY_LEVEL = 0.999  # figures that differ by more than the declared numbers let so many do are called unlikely
TOO_FEW_DRAWS = 0.05  # of the draws: if fewer keep what a part of a year printed, the figures contradict each other
SAME = 1e-9  # a difference that arithmetic makes


class NoEstimateError(ValueError):
    """The figures allow no estimate; `reason` is a code, a key of `NO_ESTIMATE_REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(NO_ESTIMATE_REASONS[reason])
        self.reason = reason


NO_ESTIMATE_REASONS = {
    "nothing": "no whole year, span of years or plan is printed with its years",
    "one year": "one year alone is known: it says nothing of any other",
    "years to come": "plans alone are printed, for years that have not ended",
    "contradiction": "the figures contradict each other: no path keeps what is printed of a part of a year",
}


@dataclass(frozen=True)
class JobEvidence:
    """What is known of the mean a year from `first` to `last`: its logarithm, and the error of that.

    `plan` says that it is what plans came to elsewhere, `disputed` that figures of these years do not agree: then it
    reaches over all of them.
    """

    first: int
    last: int
    log_value: float
    log_sd: float
    plan: bool
    disputed: bool
    claims: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True)
class JobEstimate:
    """The placements of each year: their logarithms' means and standard deviations, and joint draws of the numbers.

    `means` and `sds` have shape (years,), `draws` (draws, years): people a year. `is_unlikely` says that the figures
    differ from each other by far more than the declared numbers allow.
    """

    years: tuple[int, ...]
    means: np.ndarray
    sds: np.ndarray
    draws: np.ndarray
    evidence: tuple[JobEvidence, ...]
    is_unlikely: bool

    def range_of_year(self, year: int) -> tuple[float, float, float]:
        """The median and the ends of the 90% range of one year, in people."""
        at = self.years.index(year)
        reach = NormalDist().inv_cdf(0.5 + ESTIMATE_LEVEL / 2) * self.sds[at]
        return tuple(exp(x) for x in (self.means[at], self.means[at] - reach, self.means[at] + reach))

    def range_of_sum(self, first: int, last: int, mean: bool = False) -> tuple[float, float, float]:
        """The median and the ends of the 90% range of the sum, or the mean a year, of some years, in people."""
        some = self.draws[:, self.years.index(first) : self.years.index(last) + 1]
        of_each_draw = some.mean(axis=1) if mean else some.sum(axis=1)
        ends = (0.5, 0.5 - ESTIMATE_LEVEL / 2, 0.5 + ESTIMATE_LEVEL / 2)
        return tuple(float(x) for x in np.quantile(of_each_draw, ends))


def list_job_evidence(figures: list[JobFigure], outcome: PlanOutcome | None, counting_sd: float) -> list[JobEvidence]:
    """What the figures say of years and spans of years, each once, in order.

    Figures of low trust, those said of "each year", parts of a year and numbers that can be 0, which has no logarithm,
    are left out; so is a plan for years whose number is known, and every plan if there is no `outcome`.
    """
    groups: dict[tuple[bool, int, int], list[JobFigure]] = {}
    for f in figures:
        if f.status in ("actual", "target") and f.trusted and not (f.part or f.of_each_year) and f.low > 0:
            groups.setdefault((f.status == "target", f.first, f.last), []).append(f)
    known_years = {year for plan, first, last in groups if not plan for year in range(first, last + 1)}
    evidence = []
    for (plan, first, last), same in sorted(groups.items()):
        if plan and (outcome is None or known_years >= {*range(first, last + 1)}):
            continue
        evidence.append(_build_evidence(same, outcome if plan else None, counting_sd))
    return evidence


def estimate_jobs(
    figures: list[JobFigure], outcome: PlanOutcome | None, last_known_year: int,
    declared: DeclaredNumbers | None = None, draws: int = DRAWS, span: tuple[int, int] | None = None,
) -> JobEstimate:  # fmt: skip
    """The placements of every year from the first figure to the last, no later than the last year that has ended.

    Args:
        figures: from `list_job_figures`.
        outcome: what plans came to elsewhere; None leaves plans out.
        last_known_year: the last year of which anything that happened is printed.
        declared: the declared numbers; those of the file, if left out.
        draws: how many joint draws; 0 for ranges of single years alone.
        span: years to cover too, before the first figure or after the last.

    Raises:
        NoEstimateError: the figures allow none; the message says why.

    Example:
        >>> from poverty.jobs.figures import list_job_figures
        >>> from poverty.jobs.plans import calibrate_plan_outcome
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> figures = list_job_figures(resolve_readings(load_pack("bac-lieu")))
        >>> estimate = estimate_jobs(figures, calibrate_plan_outcome("Bạc Liêu"), 2024)
        >>> [round(x, -3) for x in estimate.range_of_sum(2021, 2024, mean=True)]  # people a year
        [21000.0, 19000.0, 24000.0]
    """
    declared = declared or choose_declared_numbers()
    evidence = list_job_evidence(figures, outcome, declared.counting_sd)
    if not evidence:
        raise NoEstimateError("nothing")
    if (
        len({(e.first, e.last) for e in evidence}) == 1
        and evidence[0].first == evidence[0].last
        and not evidence[0].plan
    ):
        raise NoEstimateError("one year")
    ends = [(e.first, e.last) for e in evidence] + ([span] if span else [])
    years = tuple(range(min(first for first, _ in ends), max(last for _, last in ends) + 1))
    if years[0] > last_known_year:
        raise NoEstimateError("years to come")
    floors = tuple((f.first, f.low) for f in figures if f.part and f.limits_its_year)
    return _solve_model(years, tuple(evidence), declared, last_known_year, floors, draws)


@lru_cache(maxsize=256)
def _solve_model(
    years: tuple[int, ...], evidence: tuple[JobEvidence, ...], declared: DeclaredNumbers, last_known_year: int,
    floors: tuple[tuple[int, float], ...], draws: int,
) -> JobEstimate:  # fmt: skip
    """The estimate of the years until the last known one; kept, since tables, sentences and charts ask for it."""
    model = _build_model(years, evidence, declared)
    smoothed = model.ssm.smooth()
    states, covariances = smoothed.smoothed_state, smoothed.smoothed_state_cov
    variances = covariances[0, 0] + covariances[2, 2] + 2 * covariances[0, 2]
    shown = sum(year <= last_known_year for year in years)
    return JobEstimate(
        years[:shown], (states[0] + states[2])[:shown], np.sqrt(np.maximum(variances, 0.0))[:shown],
        _draw_paths(model, draws, years, dict(floors))[:, :shown], evidence, _differs_too_much(smoothed),
    )  # fmt: skip


def clear_estimates() -> None:
    """Forget the estimates that were kept, to time them anew."""
    _solve_model.cache_clear()


def _build_evidence(figures: list[JobFigure], outcome: PlanOutcome | None, counting_sd: float) -> JobEvidence:
    """Figures of the same years as one: the most exact if they agree, or else all that lies between them."""
    disputed = max(f.low for f in figures) > min(f.high for f in figures)
    best = choose_most_exact_figure(figures)
    used = figures if disputed else [best]
    low, high = (log(end(getattr(f, name) for f in used)) for end, name in ((min, "low"), (max, "high")))
    words_sd = (high - low) / (2 * NormalDist().inv_cdf(0.5 + ESTIMATE_LEVEL / 2))
    value, sd = (low + high) / 2, max(words_sd, counting_sd)
    if outcome:
        value, sd = value + log(outcome.centre), sqrt(sd**2 + outcome.log_sd**2)
    return JobEvidence(
        best.first, best.last, value, sd, outcome is not None, disputed,
        tuple(dict.fromkeys(name for f in figures for name in f.claims)),
        tuple(dict.fromkeys(tag for f in figures for tag in f.readings)),
    )  # fmt: skip


def _build_model(years: tuple[int, ...], evidence: tuple[JobEvidence, ...], declared: DeclaredNumbers):
    """The state space model: state l, b, d and a cumulator for each span; one series of years and one for each span."""
    from statsmodels.tsa.statespace.mlemodel import MLEModel  # slow to load

    spans = [e for e in evidence if e.first < e.last]
    size, count = 3 + len(spans), len(years)
    transition, intercept = np.zeros((size, size, count)), np.zeros((size, count))
    selection = np.zeros((size, 2, count))
    for t, following in enumerate(range(years[0] + 1, years[-1] + 2)):
        breaks = following == declared.break_year
        transition[0, :2, t] = transition[1, 1, t] = 1.0
        transition[2, 2, t] = declared.lasting
        intercept[2, t] = log(declared.break_factor) if breaks else 0.0
        selection[0, 0, t], selection[2, 1, t] = 1.0, float(breaks)
        for i, e in enumerate(spans, start=3):
            transition[i, i, t] = 1.0
            if e.first <= following <= e.last:  # the mean of the span takes in the year that follows
                share = 1 / (e.last - e.first + 1)
                for array in (transition[..., t], selection[..., t]):
                    array[i] += share * (array[0] + array[2])
                intercept[i, t] = share * intercept[2, t]
    observed, errors = np.full((count, 1 + len(spans)), np.nan), np.ones((1 + len(spans), count))
    for e in evidence:
        at, series = years.index(e.last), 1 + spans.index(e) if e in spans else 0
        observed[at, series], errors[series, at] = _combine(observed[at, series], errors[series, at], e)
    model = MLEModel(observed, k_states=size, k_posdef=2)
    design = np.eye(1 + len(spans), size, 2)
    design[0] = [1.0, 0.0, 1.0, *[0.0] * len(spans)]
    model["design"], model["transition"], model["state_intercept"] = design, transition, intercept
    model["selection"], model["state_cov"] = selection, np.diag([declared.yearly_sd**2, declared.break_sd**2])
    model["obs_cov"] = np.einsum("ij,it->ijt", np.eye(1 + len(spans)), errors)
    start = np.zeros((size, 3))
    start[:3] = np.eye(3)
    for i, e in enumerate(spans, start=3):
        if e.first == years[0]:
            start[i] = np.array([1.0, 0.0, 1.0]) / (e.last - e.first + 1)
    level = float(np.mean([e.log_value for e in evidence]))
    breaks = years[0] == declared.break_year
    known = np.array([level, declared.growth, log(declared.break_factor) if breaks else 0.0])
    spread = np.array([declared.start_sd, declared.growth_sd, declared.break_sd if breaks else 0.0])
    model.ssm.initialize_known(start @ known, start @ np.diag(spread**2) @ start.T)
    return model


def _differs_too_much(filtered) -> bool:
    """Whether the figures, each predicted from those before it, are farther off than they ordinarily are."""
    errors = filtered.standardized_forecasts_error
    errors = errors[np.isfinite(errors)]
    return float(np.sum(errors**2)) > scipy.special.chdtri(errors.size, 1 - ORDINARY_LEVEL)


def _combine(value: float, variance: float, e: JobEvidence) -> tuple[float, float]:
    """An observation, with another one of the same year weighed in: a plan beside a number that is disputed."""
    if np.isnan(value):
        return e.log_value, e.log_sd**2
    weights = 1 / variance, 1 / e.log_sd**2
    return (weights[0] * value + weights[1] * e.log_value) / sum(weights), 1 / sum(weights)


def _draw_paths(model, draws: int, years: tuple[int, ...], floors: dict[int, float]) -> np.ndarray:
    """Joint draws of the placements, shape (draws, years), that keep what parts of years had at the least."""
    simulation, generator = model.simulation_smoother(), np.random.default_rng(DRAWS_SEED)
    paths = np.empty((draws, len(years)))
    for i in range(draws):
        simulation.simulate(rng=generator)
        paths[i] = np.exp(simulation.simulated_state[0] + simulation.simulated_state[2])
    kept = np.ones(draws, dtype=bool)
    for year, least in floors.items():
        if year in years:
            kept &= paths[:, years.index(year)] >= least
    if draws and kept.mean() < TOO_FEW_DRAWS:
        raise NoEstimateError("contradiction")
    return paths[kept]
