"""A source's own verdicts ("met and exceeded the target", "almost three times"), held against what is printed.

The answer is agrees, disagrees, cannot tell or not checkable, with its reason; the source is not corrected.
"""

from dataclasses import dataclass

import pandas as pd

from poverty.jobs.figures import choose_most_exact_figure, list_job_figures, select_yearly_figures
from poverty.outlook.targets import TARGET_MISSED, TARGET_REACHED, JudgedTarget, judge_targets
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import join_claims_and_readings, tabulate_rows

SOURCE_VERDICT_COLUMNS = ["claim", "indicator", "publisher", "answer", "why", "kind", "claims", "readings"]
# Why a verdict gets its answer, by reason; the values are those of VerdictAnswer.
VERDICT_REASONS = {
    "no target": "no target of it is printed",
    "targets": "of %(n)s printed targets %(reached)s reached, %(missed)s missed, %(untold)s cannot be told "
    "(%(named)s); which target the verdict means is not printed",
    "other indicator": "only multiples of jobs are held against other years",
    "no multiple": "no multiple is printed with it",
    "base not printed": "no source prints the people placed in jobs in %(year)s apart from the multiple",
    "base implied": "no source prints the people placed in jobs in %(year)s apart from the multiple; the %(n)s printed "
    "for %(last)s would be %(times)s times the inferred year",
    "no later year": "no later year of people placed in jobs is printed",
    "multiple": "%(n)s in %(last)s are %(times)s times the %(base)s of %(year)s",
}


@dataclass(frozen=True)
class VerdictAnswer:
    """What the printed figures say to one verdict; `claims` are those that say it, after the verdict itself.

    `reason` is a key of VERDICT_REASONS and `values` are what its sentence names: years and counts of targets as
    `int`, people as `float`, a range of multiples as a pair, targets as a tuple of `JudgedTarget`.
    """

    verdict: Claim
    answer: str
    reason: str
    values: dict[str, object]
    claims: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reason in plain English, with dates as the pack has them."""
        return VERDICT_REASONS[self.reason] % {name: _format_value(value) for name, value in self.values.items()}


def answer_source_verdicts(resolved: ResolvedClaims) -> list[VerdictAnswer]:
    """An answer to every claim of statistic `verdict`.

    A verdict with a dated `base` is about a multiple of that date; any other one is about a target.
    """
    return [
        (_answer_multiple_verdict if ":" in c.base else _answer_target_verdict)(c, resolved)
        for c in resolved.claims.values()
        if c.statistic == "verdict"
    ]


def _format_value(value: object) -> str:
    """An answer's value as text: judged targets, a range with one decimal, a whole number, or as it is."""
    if isinstance(value, tuple) and value and isinstance(value[0], JudgedTarget):
        return "; ".join(_format_target(target) for target in value)
    if isinstance(value, tuple):
        return " to ".join(dict.fromkeys(f"{end:,.1f}" for end in value))
    return f"{value:,.0f}" if isinstance(value, float) else str(value)


def _format_target(judged: JudgedTarget) -> str:
    """A judged target as text: what, the printed number, when, and the verdict."""
    c = judged.target
    change, when = ("level", c.end) if c.statistic == "level" else ("fall", f"{c.start} to {c.end}")
    return f"{change} {c.printed}, {when}: {judged.verdict}"


def _answer_target_verdict(verdict: Claim, resolved: ResolvedClaims) -> VerdictAnswer:
    """One missed target is enough to disagree; reached ones agree, although the one that is meant is not printed."""
    subject = (verdict.indicator, verdict.population)
    judged = [j for j in judge_targets(resolved) if (j.target.indicator, j.target.population) == subject]
    if not judged:
        return VerdictAnswer(verdict, "not checkable", "no target", {}, (verdict.id,))
    reached, missed = (sum(j.verdict == word for j in judged) for word in (TARGET_REACHED, TARGET_MISSED))
    untold = len(judged) - reached - missed
    values = {"n": len(judged), "reached": reached, "missed": missed, "untold": untold, "named": tuple(judged)}
    claims = dict.fromkeys((verdict.id, *(name for j in judged for name in j.claims)))
    answer = "disagrees" if missed else "agrees" if reached else "cannot tell"
    return VerdictAnswer(verdict, answer, "targets", values, tuple(claims))


def _answer_multiple_verdict(verdict: Claim, resolved: ResolvedClaims) -> VerdictAnswer:
    """A multiple of a year can be checked only if somebody prints that year apart from the multiple."""
    indicator, _, date = verdict.base.partition(":")
    if indicator != "jobs_created":
        return VerdictAnswer(verdict, "not checkable", "other indicator", {}, (verdict.id,))
    year = parse_sdmx_period(date).year
    statement = ("multiple", verdict.base, verdict.together)
    multiples = [c for c in resolved.claims.values() if (c.statistic, c.base, c.together) == statement]
    if not multiples:
        return VerdictAnswer(verdict, "not checkable", "no multiple", {}, (verdict.id,))
    figures = [f for f in list_job_figures(resolved) if f.status == "actual" and not f.of_each_year]
    bases = [f for f in figures if f.is_whole_year and f.first == year]
    printed = [f for f in bases if f.kind == "reported"]
    later = [f for f in select_yearly_figures(figures) if f.first > year]
    last = later[-1] if later else None
    if not printed:
        claims = dict.fromkeys((verdict.id, *(c.id for c in multiples), *(f.claims[0] for f in later[-1:])))
        if not (bases and last):
            return VerdictAnswer(verdict, "cannot tell", "base not printed", {"year": year}, tuple(claims))
        base = choose_most_exact_figure(bases)
        times = (last.low / base.high, last.high / base.low)
        values = {"year": year, "n": float(last.value), "last": last.first, "times": times}
        return VerdictAnswer(verdict, "cannot tell", "base implied", values, tuple(claims))
    multiple, base = multiples[0], choose_most_exact_figure(printed)
    if not last:
        return VerdictAnswer(verdict, "cannot tell", "no later year", {}, (verdict.id, multiple.id))
    low, high = multiple.limits("soft")
    least, most = last.low / base.high, last.high / base.low
    values = {"n": float(last.value), "last": last.first, "times": (least, most)}
    values |= {"base": float(base.value), "year": year}
    answer = "agrees" if least <= high and low <= most else "disagrees"
    return VerdictAnswer(verdict, answer, "multiple", values, (verdict.id, multiple.id, *base.claims, *last.claims))


def tabulate_source_verdicts(pack: Pack) -> pd.DataFrame:
    """The verdicts that sources give themselves, with the answer of what is printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import restrict_to_evidence
        >>> table = tabulate_source_verdicts(restrict_to_evidence(load_pack("bac-lieu"), "article"))
        >>> dict(zip(table["claim"], table["answer"], strict=True))
        {'jobs-verdict': 'cannot tell', 'target-verdict': 'not checkable'}
    """
    resolved = resolve_readings(pack)
    rows = []
    for a in answer_source_verdicts(resolved):
        c = a.verdict
        row = {"claim": c.id, "indicator": c.indicator, "publisher": c.source.publisher, "answer": a.answer}
        rows.append(row | {"why": a.why, "kind": "derived"} | join_claims_and_readings(a.claims, resolved.claims))
    return tabulate_rows(rows, SOURCE_VERDICT_COLUMNS, [])
