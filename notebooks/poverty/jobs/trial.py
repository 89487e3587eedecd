"""Readings of an average number of jobs on trial: what each leaves for years that other sources print.

Two shapes of path are tried: one that never falls, and one that moves from year to year within what other places
have shown. The first is the common picture of progress, and one of the assumptions on trial.
"""

from dataclasses import dataclass
from math import inf, isclose, nan

from poverty.jobs import average as jobs
from poverty.jobs import elsewhere as job_records
from poverty.jobs import figures as job_years
from poverty.jobs.figures import Figure
from poverty.jobs.limits import NEVER_FALLS, Boxes, Change, NoPathError, hull, reach, window_means
from poverty.packs.load import Pack, Reading
from poverty.packs.numerals import Interval
from poverty.packs.readings import resolve, variants
from poverty.words.language import mark

SHAPES = {"never falls": mark("if it never fell"), "as elsewhere": mark("if it moved as elsewhere")}
CAN, MUST, CANNOT = "can be", "must be", "cannot be"


@dataclass(frozen=True)
class Leaves:
    """What a reading leaves for the mean over some years, given other years; NaN if no path keeps them all.

    `witnesses` are the printed figures that it is held against (`verdict`), or that are given (blank verdict).
    """

    reading: Reading | None
    shape: str
    first: int
    last: int
    low: float
    high: float
    witnesses: tuple[Figure, ...]
    verdict: str
    claims: tuple[str, ...]


def shapes(pack: Pack) -> dict[str, Change]:
    """The two shapes as yearly changes; the second only where other places are known."""
    try:
        known = job_records.ordinary(job_records.load(), pack.place)
    except LookupError:
        return {"never falls": NEVER_FALLS}
    return {"never falls": NEVER_FALLS, "as elsewhere": (known.least, known.most)}


def problems(pack: Pack) -> list[tuple[Reading | None, jobs.Problem]]:
    """The readings of the average that pin something: all of an open question, or the claims as they are."""
    moving = [o.question for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]
    found = []
    for reading, resolved in variants(pack, moving[0]) if moving else [(None, resolve(pack))]:
        try:
            found.append((reading, jobs.problem(resolved)))
        except jobs.NoJobsError:
            continue  # the notebook says what is missing
    return found


def _witnessed(pack: Pack) -> list[tuple[Reading | None, jobs.Problem, tuple[Figure, ...]]]:
    """Every reading with the printed years that lie in its period."""
    figures = job_years.figures(resolve(pack))
    printed = [f for f in figures if f.of_year and f.status == "actual" and f.kind == "reported" and f.trusted]
    return [(r, known, tuple(f for f in printed if f.first in known.years)) for r, known in problems(pack)]


def tried(pack: Pack) -> list[Leaves]:
    """Every reading, under either shape, against each printed year alone and then against all of them together."""
    found = []
    for reading, known, inside in _witnessed(pack):
        for shape, change in shapes(pack).items():
            for f in inside:
                found.append(_against(reading, known, shape, change, f))
            if len(inside) > 1:
                boxes = job_years.boxes(list(inside))
                ends = _reach(known, boxes, known.years, change)
                verdict = "disagrees" if ends is None else "agrees"
                found.append(_leaves(reading, shape, known.years, None, inside, verdict, known))
    return found


def later(pack: Pack) -> list[Leaves]:
    """What each reading asks of the years after the last printed one, given every printed year."""
    found = []
    for reading, known, inside in _witnessed(pack):
        if not inside:
            continue
        after = tuple(y for y in known.years if y > max(f.first for f in inside))
        for shape, change in shapes(pack).items() if after else ():
            ends = _reach(known, job_years.boxes(list(inside)), after, change)
            found.append(_leaves(reading, shape, after, ends, inside, "", known))
    return found


@dataclass(frozen=True)
class Window:
    """Whether the average can, must or cannot be true of the years from `first` to `last`."""

    shape: str
    first: int
    last: int
    low: float
    high: float
    state: str


def windows(pack: Pack) -> tuple[list[Window], tuple[str, ...]]:
    """Every window of years in which the undated average could have been meant, and the claims behind the limits.

    Empty unless a question about the years of the average is asked.
    """
    known = [p for _, p in problems(pack)]
    moving = [o.claim_id for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]
    if not moving or not known:
        return [], ()
    years = tuple(range(min(p.years[0] for p in known), max(p.years[-1] for p in known) + 1))
    claim = pack.claims[moving[0]]
    figures = job_years.figures(resolve(pack))
    boxes = job_years.boxes(figures)
    found = []
    for shape, change in shapes(pack).items():
        try:
            low, high = window_means(hull(boxes, years, change))
        except NoPathError:
            continue  # the printed years are on no path of this shape: the table of trials says so
        for i, first in enumerate(years):
            for j in range(i, len(years)):
                state = _state(claim.bounds.hard, low[i, j], high[i, j])
                found.append(Window(shape, first, years[j], low[i, j], high[i, j], state))
    used = [f for f in figures if (f.of_year or f.part) and f.status == "actual" and f.trusted]
    return found, tuple(dict.fromkeys([claim.id, *(name for f in used for name in f.claims)]))


def _state(said: Interval, low: float, high: float) -> str:
    """Whether a mean between two limits can be what was said; a mean that differs by rounding alone is the number."""
    least = -inf if said.low is None else float(said.low)
    most = inf if said.high is None else float(said.high)
    low, high = ((least if isclose(x, least) else most if isclose(x, most) else x) for x in (low, high))
    above = low > least or (said.low_closed and low == least)
    if above and high <= most:
        return MUST
    return CANNOT if high < least or (high == least and not said.low_closed) or low > most else CAN


def _against(reading: Reading | None, known: jobs.Problem, shape: str, change: Change, f: Figure) -> Leaves:
    ends = _reach(known, {}, (f.first,), change)
    fits = ends is not None and f.low <= ends[1] * (1 + 1e-9) and f.high >= ends[0] * (1 - 1e-9)
    return _leaves(reading, shape, (f.first,), ends, (f,), "agrees" if fits else "disagrees", known)


def _reach(known: jobs.Problem, boxes: Boxes, over: tuple[int, ...], change: Change) -> tuple[float, float] | None:
    try:
        return reach(known, boxes, over, change)
    except NoPathError:
        return None


def _leaves(
    reading: Reading | None, shape: str, years: tuple[int, ...], ends: tuple[float, float] | None,
    witnesses: tuple[Figure, ...], verdict: str, known: jobs.Problem,
) -> Leaves:  # fmt: skip
    low, high = ends or (nan, nan)
    used = dict.fromkeys([*known.claims, *(name for f in witnesses for name in f.claims)])
    return Leaves(reading, shape, years[0], years[-1], low, high, witnesses, verdict, tuple(used))
