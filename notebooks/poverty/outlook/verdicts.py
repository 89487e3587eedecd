"""A source's own verdicts ("met and exceeded the target", "almost three times"), held against what is printed.

The answer is agrees, disagrees, cannot tell or not checkable, with its reason; the source is not corrected.
"""

from dataclasses import dataclass

from poverty.jobs.figures import list_job_figures, select_yearly_figures
from poverty.outlook.targets import TARGET_MISSED, TARGET_REACHED, JudgedTarget, judge_targets
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.readings import ResolvedClaims
from poverty.words.language import Language

ENGLISH = Language("en")


@dataclass(frozen=True)
class VerdictAnswer:
    """What the printed figures say to one verdict; `claims` are those that say it, after the verdict itself."""

    verdict: Claim
    answer: str
    why: str
    claims: tuple[str, ...]


def answer_source_verdicts(resolved: ResolvedClaims, lang: Language = ENGLISH) -> list[VerdictAnswer]:
    """An answer to every claim of statistic `verdict`, its reason in a language.

    A verdict with a dated `base` is about a multiple of that date; any other one is about a target.
    """
    verdicts = [c for c in resolved.claims.values() if c.statistic == "verdict"]
    return [
        _answer_multiple_verdict(c, resolved, lang) if ":" in c.base else _answer_target_verdict(c, resolved, lang)
        for c in verdicts
    ]


def _answer_target_verdict(verdict: Claim, resolved: ResolvedClaims, lang: Language) -> VerdictAnswer:
    """One missed target is enough to disagree; reached ones agree, although the one that is meant is not printed."""
    same = [
        j
        for j in judge_targets(resolved)
        if j.target.indicator == verdict.indicator and j.target.population == verdict.population
    ]
    if not same:
        return VerdictAnswer(verdict, "not checkable", lang.say("no target of it is printed"), (verdict.id,))
    reached, missed = ([j for j in same if j.verdict == word] for word in (TARGET_REACHED, TARGET_MISSED))
    told = lang.say(
        "of %(n)s printed targets %(reached)s reached, %(missed)s missed, %(untold)s cannot be told (%(named)s); which "
        "target the verdict means is not printed",
        n=len(same), reached=len(reached), missed=len(missed), untold=len(same) - len(reached) - len(missed),
        named="; ".join(f"{_phrase_target(j, lang)}: {lang.label(j.verdict)}" for j in same),
    )  # fmt: skip
    used = (verdict.id, *(name for j in same for name in j.claims))
    answer = "disagrees" if missed else "agrees" if reached else "cannot tell"
    return VerdictAnswer(verdict, answer, told, tuple(dict.fromkeys(used)))


def _phrase_target(j: JudgedTarget, lang: Language) -> str:
    c = j.target
    if c.statistic == "level":
        return lang.say("level %(n)s, %(when)s", n=c.printed, when=lang.date(c.end))
    return lang.say("fall %(n)s, %(when)s", n=c.printed, when=lang.span(c.start, c.end))


def _answer_multiple_verdict(verdict: Claim, resolved: ResolvedClaims, lang: Language) -> VerdictAnswer:
    """A multiple of a year can be checked only if somebody prints that year apart from the multiple."""
    indicator, _, date = verdict.base.partition(":")
    if indicator != "jobs_created":
        said = lang.say("only multiples of jobs are held against other years")
        return VerdictAnswer(verdict, "not checkable", said, (verdict.id,))
    year = parse_sdmx_period(date).year
    multiples = [
        c
        for c in resolved.claims.values()
        if c.statistic == "multiple" and c.base == verdict.base and c.together == verdict.together
    ]
    known = [f for f in list_job_figures(resolved) if f.status == "actual" and not f.said]
    base = [f for f in known if f.of_year and f.first == year and f.kind == "reported"]
    later = [f for f in select_yearly_figures(known) if f.first > year]
    if not multiples:
        return VerdictAnswer(verdict, "not checkable", lang.say("no multiple is printed with it"), (verdict.id,))
    if not base:
        said = lang.say("no source prints the people placed in jobs in %(year)s apart from the multiple", year=year)
        implied = [f for f in known if f.of_year and f.first == year]
        if implied and later:
            last, start = later[-1], implied[0]
            times = lang.range(lang.number(last.low / start.high, 1), lang.number(last.high / start.low, 1))
            said = lang.say(
                "%(said)s; the %(n)s printed for %(last)s would be %(times)s times the implied year",
                said=said, n=lang.number(last.value), last=last.first, times=times,
            )  # fmt: skip
        used = dict.fromkeys((verdict.id, *(c.id for c in multiples), *(f.claims[0] for f in later[-1:])))
        return VerdictAnswer(verdict, "cannot tell", said, tuple(used))
    multiple = multiples[0]
    low, high = multiple.limits("soft")
    if not later:
        said = lang.say("no later year of people placed in jobs is printed")
        return VerdictAnswer(verdict, "cannot tell", said, (verdict.id, multiple.id))
    last = later[-1]
    least, most = last.low / base[0].high, last.high / base[0].low
    said = lang.say(
        "%(n)s in %(last)s are %(times)s times the %(base)s of %(year)s",
        n=lang.number(last.value), last=last.first, base=lang.number(base[0].value), year=year,
        times=lang.range(lang.number(least, 1), lang.number(most, 1)),
    )  # fmt: skip
    answer = "agrees" if least <= high and low <= most else "disagrees"
    return VerdictAnswer(verdict, answer, said, (verdict.id, multiple.id, *base[0].claims, *last.claims))
