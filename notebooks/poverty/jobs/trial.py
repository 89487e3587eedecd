"""Readings of an average number of jobs on trial: what each leaves for years that other sources print.

Two shapes of path are tried: one that never falls, and one that moves from year to year within what other places
have shown. The first is the common picture of progress, and one of the assumptions on trial.
"""

from dataclasses import dataclass
from math import inf, isclose, nan

from poverty.jobs import average as jobs
from poverty.jobs.average import AverageAndMultiple, pair_average_with_multiple
from poverty.jobs.elsewhere import measure_ordinary_change, read_job_records
from poverty.jobs.figures import JobFigure, derive_year_bounds, list_job_figures
from poverty.jobs.limits import (
    NEVER_FALLS,
    ChangeRange,
    NoPathError,
    YearBounds,
    bound_job_paths,
    bound_mean_jobs,
    bound_window_means,
)
from poverty.packs.load import Pack, Reading
from poverty.packs.numerals import Interval
from poverty.packs.readings import resolve_each_reading, resolve_readings

PATH_SHAPES = {"never falls": "if it never fell", "as elsewhere": "if it moved as elsewhere"}
CAN_BE, MUST_BE, CANNOT_BE = "can be", "must be", "cannot be"


@dataclass(frozen=True)
class ImpliedRange:
    """What a reading leaves for the mean over some years, given other years; NaN if no path keeps them all.

    `witnesses` are the printed figures that it is held against (`verdict`), or that are given (blank verdict).
    """

    reading: Reading | None
    shape: str
    first: int
    last: int
    low: float
    high: float
    witnesses: tuple[JobFigure, ...]
    verdict: str
    claims: tuple[str, ...]


def derive_shape_change_ranges(pack: Pack) -> dict[str, ChangeRange]:
    """The two shapes as yearly changes; the second only where other places are known."""
    try:
        known = measure_ordinary_change(read_job_records(), pack.place)
    except LookupError:
        return {"never falls": NEVER_FALLS}
    return {"never falls": NEVER_FALLS, "as elsewhere": (known.least, known.most)}


def list_average_readings(pack: Pack) -> list[tuple[Reading | None, AverageAndMultiple]]:
    """The readings of the average that pin something: all of an open question, or the claims as they are."""
    moving = [o.question for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]
    found = []
    for reading, resolved in resolve_each_reading(pack, moving[0]) if moving else [(None, resolve_readings(pack))]:
        try:
            found.append((reading, pair_average_with_multiple(resolved)))
        except jobs.NoJobsError:
            continue  # the notebook says what is missing
    return found


def _list_readings_with_figures(pack: Pack) -> list[tuple[Reading | None, AverageAndMultiple, tuple[JobFigure, ...]]]:
    """Every reading with the printed years that lie in its period."""
    figures = list_job_figures(resolve_readings(pack))
    printed = [f for f in figures if f.of_year and f.status == "actual" and f.kind == "reported" and f.trusted]
    return [(r, known, tuple(f for f in printed if f.first in known.years)) for r, known in list_average_readings(pack)]


def run_job_consistency_tests(pack: Pack) -> list[ImpliedRange]:
    """Every reading, under either shape, against each printed year alone and then against all of them together."""
    found = []
    for reading, known, inside in _list_readings_with_figures(pack):
        for shape, change in derive_shape_change_ranges(pack).items():
            for f in inside:
                found.append(_compare_with_figure(reading, known, shape, change, f))
            if len(inside) > 1:
                boxes = derive_year_bounds(list(inside))
                ends = _bound_mean_if_possible(known, boxes, known.years, change)
                verdict = "disagrees" if ends is None else "agrees"
                found.append(_build_implied_range(reading, shape, known.years, None, inside, verdict, known))
    return found


def derive_later_job_ranges(pack: Pack) -> list[ImpliedRange]:
    """What each reading asks of the years after the last printed one, given every printed year."""
    found = []
    for reading, known, inside in _list_readings_with_figures(pack):
        if not inside:
            continue
        after = tuple(y for y in known.years if y > max(f.first for f in inside))
        for shape, change in derive_shape_change_ranges(pack).items() if after else ():
            ends = _bound_mean_if_possible(known, derive_year_bounds(list(inside)), after, change)
            found.append(_build_implied_range(reading, shape, after, ends, inside, "", known))
    return found


@dataclass(frozen=True)
class AverageWindow:
    """Whether the average can, must or cannot be true of the years from `first` to `last`."""

    shape: str
    first: int
    last: int
    low: float
    high: float
    state: str


def classify_job_windows(pack: Pack) -> tuple[list[AverageWindow], tuple[str, ...]]:
    """Every window of years in which the undated average could have been meant, and the claims behind the limits.

    Empty unless a question about the years of the average is asked.
    """
    known = [p for _, p in list_average_readings(pack)]
    moving = [o.claim_id for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]
    if not moving or not known:
        return [], ()
    years = tuple(range(min(p.years[0] for p in known), max(p.years[-1] for p in known) + 1))
    claim = pack.claims[moving[0]]
    figures = list_job_figures(resolve_readings(pack))
    boxes = derive_year_bounds(figures)
    found = []
    for shape, change in derive_shape_change_ranges(pack).items():
        try:
            low, high = bound_window_means(bound_job_paths(boxes, years, change))
        except NoPathError:
            continue  # the printed years are on no path of this shape: the table of trials says so
        for i, first in enumerate(years):
            for j in range(i, len(years)):
                state = _classify_mean_range(claim.bounds.hard, low[i, j], high[i, j])
                found.append(AverageWindow(shape, first, years[j], low[i, j], high[i, j], state))
    used = [f for f in figures if (f.of_year or f.part) and f.status == "actual" and f.trusted]
    return found, tuple(dict.fromkeys([claim.id, *(name for f in used for name in f.claims)]))


def _classify_mean_range(said: Interval, low: float, high: float) -> str:
    """Whether a mean between two limits can be what was said; a mean that differs by rounding alone is the number."""
    least = -inf if said.low is None else float(said.low)
    most = inf if said.high is None else float(said.high)
    low, high = ((least if isclose(x, least) else most if isclose(x, most) else x) for x in (low, high))
    above = low > least or (said.low_closed and low == least)
    if above and high <= most:
        return MUST_BE
    return CANNOT_BE if high < least or (high == least and not said.low_closed) or low > most else CAN_BE


def _compare_with_figure(
    reading: Reading | None, known: AverageAndMultiple, shape: str, change: ChangeRange, f: JobFigure
) -> ImpliedRange:
    ends = _bound_mean_if_possible(known, {}, (f.first,), change)
    fits = ends is not None and f.low <= ends[1] * (1 + 1e-9) and f.high >= ends[0] * (1 - 1e-9)
    return _build_implied_range(reading, shape, (f.first,), ends, (f,), "agrees" if fits else "disagrees", known)


def _bound_mean_if_possible(
    known: AverageAndMultiple, boxes: YearBounds, over: tuple[int, ...], change: ChangeRange
) -> tuple[float, float] | None:
    try:
        return bound_mean_jobs(known, boxes, over, change)
    except NoPathError:
        return None


def _build_implied_range(
    reading: Reading | None, shape: str, years: tuple[int, ...], ends: tuple[float, float] | None,
    witnesses: tuple[JobFigure, ...], verdict: str, known: AverageAndMultiple,
) -> ImpliedRange:  # fmt: skip
    low, high = ends or (nan, nan)
    used = dict.fromkeys([*known.claims, *(name for f in witnesses for name in f.claims)])
    return ImpliedRange(reading, shape, years[0], years[-1], low, high, witnesses, verdict, tuple(used))
