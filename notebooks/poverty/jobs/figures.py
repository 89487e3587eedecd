"""What is printed of jobs by year: years, spans of years, parts of a year, plans, and what follows from them.

A result with its percent of plan, or above it, gives the plan; with its rise the year before; a total over years
their mean. What follows is derived and says from what; nothing is made for a year of which nothing is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from poverty.jobs.average import NoJobsError, list_job_overrides, pair_average_with_multiple
from poverty.jobs.limits import YearBounds
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.repeats import find_counting_claims
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
    of_each_year: bool = False  # said of every year of a span: no single year's number
    trusted: bool = True

    @property
    def is_whole_year(self) -> bool:
        """Whether it is a whole year's number."""
        return self.first == self.last and not self.part and not self.of_each_year

    @property
    def limits_its_year(self) -> bool:
        """Whether it says what a single year had: the actual number of the year or of a part of it."""
        of_one_year = self.first == self.last and not self.of_each_year
        return self.status == "actual" and self.trusted and of_one_year


def list_job_figures(resolved: ResolvedClaims) -> list[JobFigure]:
    """Every dated figure on jobs, reported ones first, then what follows from them; by year within each.

    A number that several sources print for the same years stands once, with the claims of all; so does the more exact
    of two that one page prints, with the rounder one that repeats it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> figures = list_job_figures(resolve_readings(load_pack("gia-lai")))
        >>> [(f.kind, round(f.value), f.how) for f in figures if f.first == 2021 and f.status == "actual"]
        [('derived', 26060, '26.260 less its rise of 200')]
    """
    claims = [
        c
        for c in resolved.claims.values()
        if (c.indicator, c.population) == ("jobs_created", "all") and c.area in (PROVINCE_AREA, FORMER_AREA)
        if c.bounds is not None and c.start
    ]
    base = _derive_base_year(resolved.pack)
    return list_claim_figures(claims, [base] if base else [])


def list_claim_figures(claims: list[Claim], more: Sequence[JobFigure] = ()) -> list[JobFigure]:
    """Every figure that dated claims on jobs of one place print or imply, with some `more`, as `list_job_figures`.

    Example:
        >>> from poverty.jobs.elsewhere import read_job_records
        >>> claims = [r.claim for r in read_job_records() if (r.place, r.scope) == ("Sóc Trăng", "total")]
        >>> [(f.first, f.kind) for f in list_claim_figures(claims) if f.is_whole_year and f.status == "actual"][:2]
        [(2019, 'reported'), (2022, 'reported')]
    """
    claims = [c for c in claims if c.bounds is not None and c.start]
    counting = find_counting_claims(claims)
    flows = sorted((c for c in claims if c.statistic in JOB_FLOW_STATISTICS), key=lambda c: counting[c.id] is not c)
    reported = [replace(_build_reported_figure(counting[c.id]), claims=(c.id,)) for c in flows]
    derived = [f for statement in _group_by_statement(claims, counting) for f in _derive_figures(statement)]
    figures: dict[JobFigure, JobFigure] = {}
    for f in [*reported, *derived, *more]:
        key = replace(f, how="", claims=(), readings=())
        before = figures.get(key)
        figures[key] = replace(before, claims=tuple(dict.fromkeys((*before.claims, *f.claims)))) if before else f
    return sorted(figures.values(), key=lambda f: (f.kind != "reported", f.first))


def derive_year_bounds(figures: list[JobFigure]) -> YearBounds:
    """What the actual figures of single years allow; a part of a year is the least that the year had.

    Of two figures of one year that cannot both hold, the first counts.
    """
    bounds: YearBounds = {}
    for f in figures:
        if f.limits_its_year:
            low, high = bounds.get(f.first, (0.0, inf))
            both = max(low, f.low), min(high, inf if f.part else f.high)
            bounds[f.first] = both if both[0] <= both[1] else (low, high)
    return bounds


def select_yearly_figures(figures: list[JobFigure]) -> list[JobFigure]:
    """The reported, actual figures of single years, one a year, in order: what a model could be fitted to.

    Of several figures of one year the most exact of those that agree with the first counts.

    Example:
        >>> year = JobFigure(2015, 2015, 900, 900, 900, "actual", "reported", "", ("a",), ())
        >>> [f.first for f in select_yearly_figures([year, replace(year, status="target"), replace(year, first=2013)])]
        [2015]
    """
    yearly: dict[int, list[JobFigure]] = {}
    for f in figures:
        if f.is_whole_year and f.status == "actual" and f.trusted and f.kind == "reported":
            yearly.setdefault(f.first, []).append(f)
    return [choose_most_exact_figure(yearly[year]) for year in sorted(yearly)]


def choose_most_exact_figure(figures: list[JobFigure]) -> JobFigure:
    """Of figures of the same years the most exact of those that agree with the first.

    Example:
        >>> rough = JobFigure(2015, 2015, 900, 900, 1000, "actual", "reported", "", ("a",), ())
        >>> choose_most_exact_figure([rough, replace(rough, value=920, low=920, high=920)]).value
        920
    """
    first = figures[0]
    agreeing = [f for f in figures if f.low <= first.high and first.low <= f.high]
    return min(agreeing, key=lambda f: f.high - f.low)


def _build_reported_figure(claim: Claim) -> JobFigure:
    """A claim on jobs as a figure in people a year; a total of several years is divided by them."""
    start, end = parse_sdmx_period(claim.start), parse_sdmx_period(claim.end)
    length = round(end.end - start.start, 6)
    part = length < 1
    years = length if claim.statistic == "total" and not part else 1.0
    low, high = (x / years for x in claim.usable_bounds())
    kind, how = ("derived", f"total over {length:g} years") if years > 1 else ("reported", "")
    return JobFigure(
        first=start.year, last=end.year, value=float(claim.value) / years, low=max(low, 0.0), high=high,
        status=claim.status, kind=kind, how=how, claims=(claim.id,), readings=claim.readings, part=part,
        of_each_year=claim.statistic == "each year", trusted=claim.source.trust != "low",
    )  # fmt: skip


def _group_by_statement(claims: list[Claim], counting: dict[str, Claim]) -> list[list[Claim]]:
    """Claims that one sentence prints as one statement, each as the claim that counts for it."""
    statements: dict[tuple[str, str], list[Claim]] = {}
    for c in claims:
        if c.together:
            statements.setdefault((c.source.id, c.together), []).append(counting[c.id])
    return [group for group in statements.values() if len(group) > 1]


def _derive_figures(statement: list[Claim]) -> list[JobFigure]:
    """The plan behind a percent of plan, and the year before behind a rise."""
    totals = [c for c in statement if c.statistic == "total"]
    figures = []
    for c in statement:
        if c.percent_of_plan:
            total = next((t for t in totals if (t.start, t.end) == (c.start, c.end)), None)
            figures += [_derive_plan_figure(total, c)] if total else []
        elif c.statistic in JOB_CHANGE_STATISTICS:
            total = next((t for t in totals if t.end == c.end), None)
            of_year = total and total.start == total.end == str(parse_sdmx_period(c.end).year)
            if of_year and total.status != "target":  # a plan says nothing of the year before
                figures.append(_derive_previous_year(total, c))
    return figures


def _derive_plan_figure(total: Claim, percent: Claim) -> JobFigure:
    """A plan is what the total is a percent of; that of a part of a year is taken to be the whole year's."""
    figure = _build_reported_figure(total)
    years = 1 if figure.part else figure.last - figure.first + 1
    (low, high), (reached, least, most) = total.usable_bounds(), percent.percent_of_plan
    above = "of it" if percent.statistic == "percent of plan" else "above it"
    return replace(
        figure, value=100 * float(total.value) / reached / years, low=100 * low / most / years,
        high=100 * high / least / years, status="target", kind="derived",
        how=f"{total.printed} is {percent.printed}% {above}", claims=(total.id, percent.id), part=False,
    )  # fmt: skip


def _derive_previous_year(total: Claim, change: Claim) -> JobFigure:
    """The year before, from a year and its change against it."""
    (low, high), (least, most) = total.usable_bounds(), change.usable_bounds()
    size = float(change.value)
    sign = 1 if "rise" in change.statistic else -1
    if change.statistic.startswith("relative"):
        steps = [1 + sign * x / 100 for x in (size, least, most)]
        value, *bounds = float(total.value) / steps[0], *(x / step for x in (low, high) for step in steps[1:])
    else:
        value, *bounds = float(total.value) - sign * size, *(x - sign * s for x in (low, high) for s in (least, most))
    year = parse_sdmx_period(change.start).year
    return replace(
        _build_reported_figure(total), first=year, last=year, value=value, low=min(bounds), high=max(bounds),
        kind="derived", how=f"{total.printed} less its {change.statistic} of {change.printed}",
        claims=(total.id, change.id),
    )  # fmt: skip


def _derive_base_year(pack: Pack) -> JobFigure | None:
    """The base year that an average and its multiple imply; it is the same under every reading of the average."""
    questions = dict.fromkeys(o.question for o in list_job_overrides(pack))
    choices = [resolved for question in questions for _, resolved in resolve_each_reading(pack, question)]
    for resolved in [*choices, resolve_readings(pack)]:
        try:
            pair = pair_average_with_multiple(resolved)
        except NoJobsError:
            continue
        (low, value, high), year = pair.start, pair.years[0]
        return JobFigure(
            first=year, last=year, value=value, low=low, high=high, status="actual", kind="derived",
            how="the average over its multiple", claims=pair.claims, readings=(),
        )  # fmt: skip
    return None
