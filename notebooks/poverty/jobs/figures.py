"""What is printed of jobs by year: years, spans of years, parts of a year, plans, and what follows from them.

A result with its percent of plan gives the plan; with its rise the year before; a total over years their mean.
What follows is derived and says from what; nothing is made for a year of which nothing is printed.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from math import inf

import numpy as np

from poverty.jobs import average as jobs
from poverty.jobs.average import AverageAndMultiple, pair_average_with_multiple
from poverty.jobs.limits import YearBounds
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.vocabulary import FORMER_AREA, PROVINCE_AREA

JOB_FLOW_STATISTICS = ("total", "mean per year", "each year")
JOB_CHANGE_STATISTICS = ("rise", "fall", "relative rise", "relative fall")


@dataclass(frozen=True)
class JobFigure:
    """Jobs a year from `first` to `last`, or so far within that year where `part` is true.

    `value`, `low` and `high` are people a year, `low` and `high` what the words allow or usually mean. `kind` is
    reported or derived, and `how` says in words how it was derived.
    """

    first: int
    last: int
    value: float
    low: float
    high: float
    status: str
    kind: str
    how: str
    claims: tuple[str, ...]
    readings: tuple[str, ...]
    part: bool = False
    said: bool = False  # of every year of a span that is not printed: no single year's number
    trusted: bool = True

    @property
    def of_year(self) -> bool:
        """Whether it is a whole year's number."""
        return self.first == self.last and not self.part and not self.said


def list_job_figures(resolved: ResolvedClaims) -> list[JobFigure]:
    """Every dated figure on jobs, reported ones first, then what follows from them; by year within each.

    A number that several sources print for the same years stands once, with the claims of all.
    """
    of_jobs = [
        c
        for c in resolved.claims.values()
        if c.indicator == "jobs_created"
        and c.bounds is not None
        and c.start
        and c.population == "all"
        and c.area in (PROVINCE_AREA, FORMER_AREA)
    ]
    reported = [_build_reported_figure(c) for c in of_jobs if c.statistic in JOB_FLOW_STATISTICS]
    derived = [f for statement in _group_by_statement(of_jobs) for f in _derive_figures(statement)]
    base = _derive_base_year(resolved.pack)
    found: dict[tuple, JobFigure] = {}
    for f in [*reported, *derived, *([base] if base else [])]:
        key = (f.first, f.last, f.value, f.low, f.high, f.status, f.kind, f.part, f.said, f.trusted)
        same = found.get(key)
        found[key] = replace(same, claims=(*same.claims, *f.claims)) if same else f
    return sorted(found.values(), key=lambda f: (f.kind != "reported", f.first))


def derive_year_bounds(known: list[JobFigure]) -> YearBounds:
    """What the actual figures of single years allow; a part of a year is the least that the year had.

    Of two figures of one year that cannot both hold, the first counts.
    """
    found: YearBounds = {}
    for f in known:
        if f.status != "actual" or not f.trusted or not (f.of_year or f.part):
            continue
        low, high = (f.low, inf) if f.part else (f.low, f.high)
        before = found.get(f.first, (0.0, inf))
        both = max(low, before[0]), min(high, before[1])
        found[f.first] = both if both[0] <= both[1] else before
    return found


def select_yearly_figures(known: list[JobFigure]) -> list[JobFigure]:
    """The reported, actual figures of single years, one a year, in order: what a model could be fitted to."""
    years = sorted((f for f in known if f.of_year and f.status == "actual" and f.trusted), key=lambda f: f.first)
    return [next(group) for _, group in groupby((f for f in years if f.kind == "reported"), key=lambda f: f.first)]


def _build_reported_figure(claim: Claim) -> JobFigure:
    start, end = parse_sdmx_period(claim.start), parse_sdmx_period(claim.end)
    length = round(end.end - start.start, 6)
    part = length < 1
    years = length if claim.statistic == "total" and not part else 1.0
    low, high = (x / years for x in claim.usable_bounds())
    kind, how = ("derived", f"total over {length:g} years") if years > 1 else ("reported", "")
    return JobFigure(
        start.year, end.year, float(claim.value) / years, max(low, 0.0), high, claim.status, kind, how, (claim.id,),
        claim.readings, part, claim.statistic == "each year", claim.source.trust != "low",
    )  # fmt: skip


def _group_by_statement(claims: list[Claim]) -> list[list[Claim]]:
    """Claims that one sentence prints as one statement."""
    together: dict[tuple[str, str], list[Claim]] = {}
    for c in claims:
        if c.together:
            together.setdefault((c.source.id, c.together), []).append(c)
    return [group for group in together.values() if len(group) > 1]


def _derive_figures(statement: list[Claim]) -> list[JobFigure]:
    """The plan behind a percent of plan, and the year before behind a rise."""
    found = []
    for c in statement:
        if c.statistic == "percent of plan":
            result = next((r for r in statement if r.statistic == "total" and _has_same_dates(r, c)), None)
            found += [_derive_plan_figure(result, c)] if result else []
        elif c.statistic in JOB_CHANGE_STATISTICS:
            result = next((r for r in statement if r.statistic == "total" and r.end == c.end), None)
            year = result and result.start == result.end == str(parse_sdmx_period(c.end).year)
            year = year and result.status != "target"  # a plan says nothing of the year before
            found += [_derive_previous_year(result, c)] if year else []
    return found


def _derive_plan_figure(result: Claim, percent: Claim) -> JobFigure:
    """A plan is what the result is a percent of; that of a part of a year is taken to be the whole year's."""
    made = _build_reported_figure(result)
    years = 1 if made.part else made.last - made.first + 1
    (low, high), (least, most) = result.usable_bounds(), percent.usable_bounds()
    value, ends = 100 * float(result.value) / float(percent.value), (100 * low / most, 100 * high / least)
    how = f"{result.printed} is {percent.printed}% of it"
    both = (result.id, percent.id)
    return replace(
        made, value=value / years, low=ends[0] / years, high=ends[1] / years, status="target", kind="derived", how=how,
        claims=both, part=False,
    )  # fmt: skip


def _derive_previous_year(result: Claim, change: Claim) -> JobFigure:
    """The year before, from a year and its change against it."""
    (low, high), (least, most) = result.usable_bounds(), change.usable_bounds()
    size = float(change.value)
    sign = 1 if "rise" in change.statistic else -1
    if change.statistic.startswith("relative"):
        steps = [1 + sign * x / 100 for x in (size, least, most)]
        values = [float(result.value) / steps[0], *(x / step for x in (low, high) for step in steps[1:])]
    else:
        values = [float(result.value) - sign * size, *(x - sign * s for x in (low, high) for s in (least, most))]
    year = parse_sdmx_period(change.start).year
    return replace(
        _build_reported_figure(result),
        first=year,
        last=year,
        value=values[0],
        low=min(values[1:]),
        high=max(values[1:]),
        kind="derived",
        how=f"{result.printed} less its {change.statistic} of {change.printed}",
        claims=(result.id, change.id),
    )


def _derive_base_year(pack: Pack) -> JobFigure | None:
    """The base year that an average and its multiple imply; it is the same under every reading of the average."""
    for question in dict.fromkeys(
        o.question for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"
    ):
        for _, resolved in resolve_each_reading(pack, question):
            try:
                known = pair_average_with_multiple(resolved)
            except jobs.NoJobsError:
                continue
            return _build_base_year_figure(known)
    try:
        return _build_base_year_figure(pair_average_with_multiple(resolve_readings(pack)))
    except jobs.NoJobsError:
        return None


def _build_base_year_figure(known: AverageAndMultiple) -> JobFigure:
    low, value, high = known.start
    year = known.years[0]
    return JobFigure(
        year, year, value, low, high, "actual", "derived", "the average over its multiple", known.claims, ()
    )


def _has_same_dates(a: Claim, b: Claim) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def interpolate_jobs(known: dict[int, float], years: tuple[int, ...], logarithm: bool = False) -> np.ndarray:
    """The years between known ones if jobs had changed alike each year: a straight line, or one of the logarithm.

    It is a way to hold a reading against what is known, never an estimate of a year.

    Args:
        known: jobs by year.
        years: the years asked for, from the first known one to the last at most.
        logarithm: by the same share each year, rather than by the same number.

    Returns:
        jobs a year, shape (years,).

    Raises:
        ValueError: a year lies outside the known ones.
    """
    at = sorted(known)
    if not at or min(years) < at[0] or max(years) > at[-1]:
        raise ValueError(f"{min(years)}-{max(years)} is not between known years ({', '.join(map(str, at))})")
    values = np.array([known[year] for year in at])
    return np.exp(np.interp(years, at, np.log(values))) if logarithm else np.interp(years, at, values)
