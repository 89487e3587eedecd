"""A source's own verdicts ("met and exceeded the target", "almost three times"), held against what is printed.

The answer is agrees, disagrees, cannot tell or not checkable, with its reason; the source is not corrected.
"""

from dataclasses import dataclass

from poverty import job_years, periods
from poverty.claims import Claim
from poverty.readings import Resolved
from poverty.targets import MISSED, REACHED, Judged, judged
from poverty.vocabulary import INDICATORS
from poverty.words import Language

ENGLISH = Language("en")


@dataclass(frozen=True)
class Answer:
    """What the printed figures say to one verdict; `claims` are those that say it, after the verdict itself."""

    verdict: Claim
    answer: str
    why: str
    claims: tuple[str, ...]


def answers(resolved: Resolved) -> list[Answer]:
    """An answer to every claim of statistic `verdict`.

    A verdict with a dated `base` is about a multiple of that date; any other one is about a target.
    """
    verdicts = [c for c in resolved.claims.values() if c.statistic == "verdict"]
    return [_of_multiple(c, resolved) if ":" in c.base else _of_target(c, resolved) for c in verdicts]


def _of_target(verdict: Claim, resolved: Resolved) -> Answer:
    """One missed target is enough to disagree; reached ones agree, although the one that is meant is not printed."""
    same = [
        j
        for j in judged(resolved)
        if j.target.indicator == verdict.indicator and j.target.population == verdict.population
    ]
    if not same:
        return Answer(verdict, "not checkable", "no target of it is printed", (verdict.id,))
    reached, missed = ([j for j in same if j.verdict == word] for word in (REACHED, MISSED))
    told = f"of {len(same)} printed targets {len(reached)} reached, {len(missed)} missed, "
    told += f"{len(same) - len(reached) - len(missed)} cannot be told"
    named = "; ".join(f"{_target(j)}: {j.verdict}" for j in same)
    used = (verdict.id, *(name for j in same for name in j.claims))
    answer = "disagrees" if missed else "agrees" if reached else "cannot tell"
    caution = "; which target the verdict means is not printed"
    return Answer(verdict, answer, f"{told} ({named}){caution}", tuple(dict.fromkeys(used)))


def _target(j: Judged) -> str:
    c = j.target
    return (
        f"{c.statistic} {c.printed}, {ENGLISH.span(c.start, c.end) if c.statistic != 'level' else ENGLISH.date(c.end)}"
    )


def _of_multiple(verdict: Claim, resolved: Resolved) -> Answer:
    """A multiple of a year can be checked only if somebody prints that year apart from the multiple."""
    indicator, _, date = verdict.base.partition(":")
    if indicator != "jobs_created":
        return Answer(verdict, "not checkable", "only multiples of jobs are held against other years", (verdict.id,))
    year, label = periods.parse(date).year, INDICATORS[indicator].label
    multiples = [
        c
        for c in resolved.claims.values()
        if c.statistic == "multiple" and c.base == verdict.base and c.together == verdict.together
    ]
    known = [f for f in job_years.figures(resolved) if f.status == "actual" and not f.said]
    base = [f for f in known if f.of_year and f.first == year and f.kind == "reported"]
    later = [f for f in job_years.points(known) if f.first > year]
    if not base or not multiples:
        said = f"no source prints the number of {label} of {date} apart from the multiple"
        implied = [f for f in known if f.of_year and f.first == year]
        if implied and later:
            last, start = later[-1], implied[0]
            ends = ENGLISH.range(ENGLISH.number(last.low / start.high, 1), ENGLISH.number(last.high / start.low, 1))
            said += (
                f"; the {ENGLISH.number(last.value)} printed for {last.first} would be {ends} times the implied year"
            )
        used = dict.fromkeys((verdict.id, *(c.id for c in multiples), *(f.claims[0] for f in later[-1:])))
        return Answer(verdict, "cannot tell", said, tuple(used))
    multiple = multiples[0]
    low, high = multiple.limits("soft")
    if not later:
        return Answer(verdict, "cannot tell", f"no later year of {label} is printed", (verdict.id, multiple.id))
    last = later[-1]
    least, most = last.low / base[0].high, last.high / base[0].low
    answer = "agrees" if least <= high and low <= most else "disagrees"
    times = ENGLISH.range(ENGLISH.number(least, 1), ENGLISH.number(most, 1))
    said = (
        f"{ENGLISH.number(last.value)} in {last.first} are {times} times the {ENGLISH.number(base[0].value)} of {year}"
    )
    return Answer(verdict, answer, said, (verdict.id, multiple.id, *base[0].claims, *last.claims))
