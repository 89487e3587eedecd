"""Targets that sources print, and whether they were reached: reached, missed, or it cannot be told.

A target is a threshold: the number itself, not what it may have been rounded from. What happened is an actual figure
of the same series, dates and standard; or, for a count of the poor that no review raises, what every path through the
known figures allows. Nothing is judged across a change of standard.
"""

from dataclasses import dataclass, replace
from math import inf, isclose

from poverty.jobs.figures import choose_most_exact_figure, list_job_figures
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import find_counting_claims
from poverty.packs.vocabulary import INDICATORS
from poverty.trajectory.limits import NoLimitsError, is_non_increasing, outer_fall_limits, outer_limits
from poverty.trajectory.spells import Anchor, Spell, list_comparable_spells

TARGET_REACHED, TARGET_MISSED, TARGET_UNDECIDED = "reached", "missed", "cannot tell"
NOT_KNOWN = (0.0, inf)  # an outcome of which nothing is known
FALL_STATISTICS = ("fall", "mean fall per year", "relative fall")
TARGET_FLOW_STATISTICS = ("total", "mean per year", "each year")


@dataclass(frozen=True)
class JudgedTarget:
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


def judge_targets(resolved: ResolvedClaims) -> list[JudgedTarget]:
    """Every target on poverty or on jobs of the pack, in order of its date; forecasts are none.

    One that several sources print, or one page more and less exactly, stands once, with the claims of all.
    """
    spells = list_comparable_spells(resolved)
    counting = find_counting_claims(resolved.claims.values())
    judged: dict[tuple, JudgedTarget] = {}
    # the claims that count come first: what repeats one of them is added to it
    for claim in sorted(resolved.claims.values(), key=lambda c: counting[c.id] is not c):
        c = counting[claim.id]
        if c.status != "target" or c.bounds is None or not c.end:
            continue
        if INDICATORS[c.indicator].stock and c.standard:
            verdict = _judge_stock_target(c, spells)
        elif c.indicator == "jobs_created" and c.statistic in TARGET_FLOW_STATISTICS:
            verdict = _judge_jobs_target(c, resolved)
        else:
            continue
        key = (c.series, c.statistic, c.start, c.end, c.standard, list_target_numbers(c), c.qualifier)
        judged[key] = replace(judged[key], claims=(*judged[key].claims, claim.id)) if key in judged else verdict
    return sorted(judged.values(), key=lambda j: (j.target.indicator, period_end_coordinate(j.target.end)))


def list_target_numbers(claim: Claim) -> tuple[float, float]:
    """The number, or the two numbers of a range, that a target names."""
    first = float(claim.value)
    second = float(claim.bounds.hard.high - claim.rounded_to / 2) if claim.qualifier == "range" else first
    return first, second


def _leave_undecided(claim: Claim, threshold: float, better: str, why: str) -> JudgedTarget:
    """A target that cannot be judged, with its threshold in the target's unit, and why."""
    return JudgedTarget(
        target=claim, threshold=threshold, better=better, outcome=NOT_KNOWN, verdict=TARGET_UNDECIDED, why=why,
        claims=(claim.id,),
    )  # fmt: skip


def _judge_stock_target(claim: Claim, spells: list[Spell]) -> JudgedTarget:
    """A level or fall target against the spell of its series and standard; undecided if there is none."""
    low, high = list_target_numbers(claim)
    level = claim.statistic == "level"
    threshold, better = (high, "lower") if level else (low, "higher")
    undecided = _leave_undecided(claim, threshold, better, "no figure of its series is printed")
    spell = next((s for s in spells if s.standard == claim.standard and _is_same_series(s, claim)), None)
    if spell is None or claim.statistic not in ("level", *FALL_STATISTICS):
        return undecided
    last, t = spell.anchors[-1], period_end_coordinate(claim.end)
    if t > last.t + 1e-6:
        return replace(undecided, why=f"the last figure is of {last.date}", claims=(claim.id, *last.claims))
    try:
        outcome, why, used = _find_level_outcome(claim, spell) if level else _find_fall_outcome(claim, spell)
    except NoLimitsError as reason:
        return replace(undecided, why=str(reason))
    printed = used[0].value if len(used) == 1 and abs(used[0].t - t) < 1e-6 else None
    verdict = _decide_target_verdict(outcome, threshold, better, claim, printed)
    claims = (claim.id, *(name for a in used for name in a.claims))
    return replace(undecided, outcome=outcome, verdict=verdict, why=why, claims=claims)


def _is_same_series(spell: Spell, claim: Claim) -> bool:
    """Whether a target counts what a spell counts; one that does not say of what it is a share may count either."""
    a, b = spell.series, claim.series
    return (a.indicator, a.population, a.area) == (b.indicator, b.population, b.area) and b.whole in ("", a.whole)


def _find_level_outcome(claim: Claim, spell: Spell) -> tuple[tuple[float, float], str, list[Anchor]]:
    """The level at the target's date, lowest and highest in the series' unit, why, and the anchors used."""
    t = period_end_coordinate(claim.end)
    anchor = next((a for a in spell.anchors if a.t == t), None)
    if anchor:
        return (anchor.low, anchor.high), "the figure of that date", [anchor]
    limits = outer_limits(spell, [t])[t]
    return limits, "no figure of that date; any path that never rises", _find_enclosing_anchors(spell, t, t)


def _find_fall_outcome(claim: Claim, spell: Spell) -> tuple[tuple[float, float], str, list[Anchor]]:
    """The fall between two dates, in points, households a year, or percent of where it began."""
    start, end = period_end_coordinate(claim.start), period_end_coordinate(claim.end)
    years = end - start if claim.statistic == "mean fall per year" else 1.0
    anchors = {a.t: a for a in spell.anchors}
    if start in anchors and end in anchors:
        a, b = anchors[start], anchors[end]
        falls = [(a.low - b.high) / years, (a.high - b.low) / years]
        if claim.statistic == "relative fall":
            falls = [100 * (1 - y / x) for x in (a.low, a.high) for y in (b.low, b.high) if x > 0]
        return (min(falls), max(falls)), "the figures of both dates", [a, b]
    if claim.statistic == "relative fall":
        raise NoLimitsError("no figures of both dates")
    if start < spell.anchors[0].t - 1e-6:
        raise NoLimitsError(f"no figure of its standard before {spell.anchors[0].date}")
    low, high = outer_fall_limits(spell, start, end)
    why = "not both dates have figures; any path that never rises"
    return (low / years, high / years), why, _find_enclosing_anchors(spell, start, end)


def _find_enclosing_anchors(spell: Spell, start: float, end: float) -> list[Anchor]:
    """The last anchor up to `start` and the first from `end` on; [] for a spell that may rise."""
    before = [a for a in spell.anchors if a.t <= start][-1:]
    after = [a for a in spell.anchors if a.t >= end][:1]
    return [*before, *after] if is_non_increasing(spell) else []


def _decide_target_verdict(
    outcome: tuple[float, float], threshold: float, better: str, claim: Claim, printed: float | None
) -> str:
    """Reached, missed or cannot tell. Where the very number was printed (`printed`), it is the threshold that counts.

    A target of less or more than a number is not reached by that number.
    """
    strict = claim.qualifier in ("less than", "more than")
    if printed is not None and isclose(printed, threshold) and not strict:
        return TARGET_REACHED
    low, high = outcome if better == "lower" else (-outcome[1], -outcome[0])
    limit = threshold if better == "lower" else -threshold
    if strict and low == high == limit:  # a count: no room beside it
        return TARGET_MISSED
    return TARGET_REACHED if high <= limit else TARGET_MISSED if low > limit else TARGET_UNDECIDED


def _judge_jobs_target(claim: Claim, resolved: ResolvedClaims) -> JudgedTarget:
    """A plan for a year or for several against the number printed for the same ones."""
    figures = list_job_figures(resolved)
    plan = next((f for f in figures if claim.id in f.claims and f.status == "target"), None)
    threshold = list_target_numbers(claim)[0]
    undecided = _leave_undecided(claim, threshold, "higher", "its years are not whole")
    if plan is None or plan.part:
        return undecided
    years = plan.last - plan.first + 1 if claim.statistic == "total" else 1
    actual = [f for f in figures if f.status == "actual"]
    span = (plan.first, plan.last)
    same_years = [f for f in actual if (f.first, f.last) == span and not f.part and not f.of_each_year]
    if same_years:
        f = choose_most_exact_figure(same_years)
        outcome = (f.low * years, f.high * years)
        verdict = _decide_target_verdict(outcome, threshold, "higher", claim, f.value * years)
        why = "the figure of the same years"
        return replace(undecided, outcome=outcome, verdict=verdict, why=why, claims=(claim.id, *f.claims))
    parts = [f for f in actual if f.part and f.first == f.last == plan.first == plan.last]
    if not parts:
        return replace(undecided, why="no figure of the same years is printed")
    largest = max(parts, key=lambda f: f.low)
    why = f"part of the year alone is printed: {100 * largest.value / threshold:.0f}% of it"
    return replace(undecided, outcome=(largest.low, inf), why=why, claims=(claim.id, *largest.claims))
