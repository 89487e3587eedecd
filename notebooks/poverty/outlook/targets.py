"""Targets that sources print, and whether they were reached: reached, missed, or it cannot be told.

A target is a threshold: the number itself, not what it may have been rounded from. What happened is an actual figure
of the same series, dates and standard; or, for a count of the poor that no review raises, what every path through the
known figures allows. Nothing is judged across a change of standard.
"""

from dataclasses import dataclass, replace
from math import inf, isclose

from poverty.jobs import figures as job_years
from poverty.packs import dates as periods
from poverty.packs.claims import Claim
from poverty.packs.readings import Resolved
from poverty.packs.vocabulary import INDICATORS
from poverty.trajectory.limits import NoLimitsError, never_rises, outer_change, outer_limits
from poverty.trajectory.spells import Anchor, Spell, series_of, spells

REACHED, MISSED, UNKNOWN = "reached", "missed", "cannot tell"
FALLS = ("fall", "mean fall per year", "relative fall")
FLOWS = ("total", "mean per year", "each year")


@dataclass(frozen=True)
class Judged:
    """A target against what happened: both in the target's unit, `outcome` as (lowest, highest).

    `threshold` is what must be reached, `better` "lower" or "higher". `why` names what it was judged by, and `claims`
    the claims of that, after the target itself.
    """

    target: Claim
    threshold: float
    better: str
    outcome: tuple[float, float]
    verdict: str
    why: str
    claims: tuple[str, ...]


def judged(resolved: Resolved) -> list[Judged]:
    """Every target on poverty or on jobs of the pack, in order of its date; forecasts are none.

    One that several sources print stands once, with the claims of all.
    """
    known = spells(resolved)
    found: list[Judged] = []
    for claim in resolved.claims.values():
        if claim.status != "target" or claim.bounds is None or not claim.end:
            continue
        if INDICATORS[claim.indicator].stock and claim.standard:
            found.append(_of_stock(claim, known))
        elif claim.indicator == "jobs_created" and claim.statistic in FLOWS:
            found.append(_of_jobs(claim, resolved))
    once: dict[tuple, Judged] = {}
    for j in found:
        c = j.target
        key = (series_of(c), c.statistic, c.start, c.end, c.standard, goal(c), c.qualifier)
        once[key] = replace(once[key], claims=(*once[key].claims, c.id)) if key in once else j
    return sorted(once.values(), key=lambda j: (j.target.indicator, periods.year_end(j.target.end)))


def goal(claim: Claim) -> tuple[float, float]:
    """The number, or the two numbers of a range, that a target names."""
    first = float(claim.value)
    second = float(claim.bounds.hard.high - claim.rounded_to / 2) if claim.qualifier == "range" else first
    return first, second


def _of_stock(claim: Claim, known: list[Spell]) -> Judged:
    low, high = goal(claim)
    level = claim.statistic == "level"
    threshold, better = (high, "lower") if level else (low, "higher")
    same = [s for s in known if s.standard == claim.standard and _alike(s, claim)]
    nothing = Judged(claim, threshold, better, (0.0, inf), UNKNOWN, "no figure of its series is printed", (claim.id,))
    if not same or claim.statistic not in ("level", *FALLS):
        return nothing
    spell = same[0]
    last = spell.anchors[-1]
    if periods.year_end(claim.end) > last.t + 1e-6:
        seen = f"the last figure is of {last.date}"
        return Judged(claim, threshold, better, (0.0, inf), UNKNOWN, seen, (claim.id, *last.claims))
    try:
        outcome, why, used = _level(claim, spell) if level else _fall(claim, spell)
    except NoLimitsError as reason:
        return Judged(claim, threshold, better, (0.0, inf), UNKNOWN, str(reason), (claim.id,))
    of_date = len(used) == 1 and abs(used[0].t - periods.year_end(claim.end)) < 1e-6
    printed = used[0].value if of_date else None
    return Judged(
        claim, threshold, better, outcome, _verdict(outcome, threshold, better, claim, printed), why,
        (claim.id, *(name for a in used for name in a.claims)),
    )  # fmt: skip


def _alike(spell: Spell, claim: Claim) -> bool:
    """Whether a target is of the series of a spell; a change seldom says of what it is a share."""
    series, of = spell.series, series_of(claim)
    return (series.indicator, series.population, series.area) == (of.indicator, of.population, of.area) and (
        claim.statistic != "level" or of.whole in ("", series.whole)
    )


def _level(claim: Claim, spell: Spell) -> tuple[tuple[float, float], str, list[Anchor]]:
    at = {a.t: a for a in spell.anchors}
    t = periods.year_end(claim.end)
    if t in at:
        return (at[t].low, at[t].high), "the figure of that date", [at[t]]
    return outer_limits(spell, [t])[t], "no figure of that date; any path that never rises", _around(spell, t, t)


def _fall(claim: Claim, spell: Spell) -> tuple[tuple[float, float], str, list[Anchor]]:
    """The fall between two dates, in points, households a year, or percent of where it began."""
    start, end = periods.year_end(claim.start), periods.year_end(claim.end)
    years = end - start if claim.statistic == "mean fall per year" else 1.0
    at = {a.t: a for a in spell.anchors}
    if start in at and end in at:
        a, b = at[start], at[end]
        if claim.statistic == "relative fall":
            ends = [100 * (1 - y / x) for x in (a.low, a.high) for y in (b.low, b.high) if x > 0]
            return (min(ends), max(ends)), "the figures of both dates", [a, b]
        return ((a.low - b.high) / years, (a.high - b.low) / years), "the figures of both dates", [a, b]
    if claim.statistic == "relative fall":
        raise NoLimitsError("no figures of both dates")
    if start < spell.anchors[0].t - 1e-6:
        raise NoLimitsError(f"no figure of its standard before {spell.anchors[0].date}")
    low, high = outer_change(spell, start, end)
    return (
        (low / years, high / years),
        "not both dates have figures; any path that never rises",
        _around(spell, start, end),
    )


def _around(spell: Spell, start: float, end: float) -> list[Anchor]:
    before = [a for a in spell.anchors if a.t <= start][-1:]
    after = [a for a in spell.anchors if a.t >= end][:1]
    return [*before, *after] if never_rises(spell) else []


def _verdict(outcome: tuple[float, float], threshold: float, better: str, claim: Claim, printed: float | None) -> str:
    """Reached, missed or cannot tell. Where the very number was printed (`printed`), it is the threshold that counts.

    A target of less or more than a number is not reached by that number.
    """
    strict = claim.qualifier in ("less than", "more than")
    if printed is not None and isclose(printed, threshold) and not strict:
        return REACHED
    low, high = outcome if better == "lower" else (-outcome[1], -outcome[0])
    limit = threshold if better == "lower" else -threshold
    if strict and low == high == limit:  # a count: no room beside it
        return MISSED
    return REACHED if high <= limit else MISSED if low > limit else UNKNOWN


def _of_jobs(claim: Claim, resolved: Resolved) -> Judged:
    """A plan for a year or for several against the number printed for the same ones."""
    figures = job_years.figures(resolved)
    plan = next((f for f in figures if claim.id in f.claims and f.status == "target"), None)
    threshold = goal(claim)[0]
    if plan is None or plan.part:
        return Judged(claim, threshold, "higher", (0.0, inf), UNKNOWN, "its years are not whole", (claim.id,))
    per = plan.last - plan.first + 1 if claim.statistic == "total" else 1
    for f in figures:
        if f.status == "actual" and (f.first, f.last) == (plan.first, plan.last) and not f.part and not f.said:
            outcome = (f.low * per, f.high * per)
            verdict = _verdict(outcome, threshold, "higher", claim, f.value * per)
            return Judged(
                claim, threshold, "higher", outcome, verdict, "the figure of the same years", (claim.id, *f.claims)
            )
    parts = [f for f in figures if f.part and f.status == "actual" and f.first == plan.first == plan.last]
    if parts:
        f = max(parts, key=lambda f: f.low)
        share = f"part of the year alone is printed: {100 * f.value / threshold:.0f}% of it"
        return Judged(claim, threshold, "higher", (f.low, inf), UNKNOWN, share, (claim.id, *f.claims))
    return Judged(
        claim, threshold, "higher", (0.0, inf), UNKNOWN, "no figure of the same years is printed", (claim.id,)
    )
