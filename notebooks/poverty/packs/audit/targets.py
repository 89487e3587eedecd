"""Targets against each other: two for one date, one a year against one for the end; asked about, never blamed."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from poverty.packs.audit.finding import (
    Finding,
    ValueRange,
    allowed_range,
    audit_rule,
    is_same_word,
    is_touching,
    population_and_area,
    rate_base,
    select_dated_levels,
    select_series,
)
from poverty.packs.audit.wording import (
    phrase_claim,
    phrase_dated,
    phrase_number,
    phrase_range,
    phrase_span,
    phrase_subject,
)
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.messages import join, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import select_counting_claims
from poverty.packs.vocabulary import INDICATORS

TARGETS_CHECK = translatable("two targets")
PATH_CHECK = translatable("yearly target against the end")


@audit_rule(place=145)
def audit_two_targets(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Two targets for one fact, a level or a change, that cannot both be meant."""
    for first, second in combinations(_list_targets(resolved), 2):
        one_fact = _name_fact(first) == _name_fact(second) and is_same_word(first.standard, second.standard)
        if one_fact and not is_touching(first.usable_bounds(), second.usable_bounds()):
            yield _ask_for_revision(first, second)


@audit_rule(place=146)
def audit_yearly_targets(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A target for a fall each year, from the figure where it begins, against the target for its end."""
    targets, levels = _list_targets(resolved), select_dated_levels(resolved)
    for yearly in (c for c in targets if c.statistic == "mean fall per year"):
        ends = [c for c in select_series(targets, yearly) if c.statistic == "level" and c.t == yearly.t]
        for end in ends:
            if is_same_word(end.standard, yearly.standard):
                starts = [c for c in select_series(levels, end) if c.standard == end.standard]
                yield from _audit_path(yearly, end, starts)


def _list_targets(resolved: ResolvedClaims) -> list[Claim]:
    """Dated targets of stocks; a headline beside the exact figure of its page counts once."""
    return [
        c for c in select_counting_claims(resolved.claims.values())
        if c.status == "target" and c.end and c.bounds is not None and INDICATORS[c.indicator].stock
    ]  # fmt: skip


def _name_fact(target: Claim) -> tuple:
    """What two targets for one fact have alike, beside the standard."""
    when = (target.t,) if target.statistic == "level" else (target.start, target.end)
    words = (target.indicator, target.statistic, target.base_unit, rate_base(target))
    return *words, population_and_area(target), when


def _ask_for_revision(first: Claim, second: Claim) -> Finding:
    """Two targets that differ."""
    facts = {"first": phrase_claim(first), "second": phrase_claim(second)}
    sentence = message(
        "Two targets differ: %(first)s and %(second)s (%(what)s, %(when)s). Was one revised?",
        what=phrase_subject(first), when=phrase_span(first.start, first.end), **facts,
    )  # fmt: skip
    named = [
        message("%(value)s (%(publishers)s)", value=phrase_claim(c), publishers=c.source.publisher)
        for c in (first, second)
    ]
    return Finding(TARGETS_CHECK, first.end, "cannot tell", sentence, join(named, "; "), (first.id, second.id))


def _audit_path(yearly: Claim, end: Claim, levels: list[Claim]) -> Iterator[Finding]:
    """Where the yearly target leads from each figure at its beginning, or from either year end if that is open."""
    starts = [yearly.start]
    if yearly.start.isdecimal():
        starts = [f"{year}-M12" for year in (int(yearly.start) - 1, int(yearly.start))]
    paths = [
        (level, replace(yearly, start=start))
        for level, start in product(levels, starts)
        if level.t == period_end_coordinate(start) and period_end_coordinate(start) < yearly.t
    ]
    reached = [(level, path, _follow_path(level, path)) for level, path in paths]
    if reached and not any(is_touching(leads_to, end.usable_bounds()) for *_, leads_to in reached):
        yield _ask_for_end(*reached[0], end)


def _follow_path(level: Claim, path: Claim) -> ValueRange:
    """Where a fall a year leads from a level."""
    years, (slowest, fastest) = path.t - period_end_coordinate(path.start), path.usable_bounds()
    low, high = allowed_range(level)
    return max(low - years * fastest, 0.0), max(high - years * slowest, 0.0)


def _ask_for_end(level: Claim, path: Claim, leads_to: ValueRange, end: Claim) -> Finding:
    """A target a year that leads elsewhere than the target for the end."""
    facts = {"yearly": phrase_claim(path), "end": phrase_dated(end), "range": phrase_range(*leads_to)}
    sentence = message(
        "A target of %(yearly)s a year leads to %(range)s, and not to the target of %(end)s (%(what)s). Is one of them "
        "of other years or of another standard?", what=phrase_subject(end), **facts,
    )  # fmt: skip
    finding = message(
        "%(start)s less %(years)s times %(yearly)s is %(range)s; the target is %(end)s", start=phrase_dated(level),
        years=phrase_number(path.t - period_end_coordinate(path.start)), **facts,
    )  # fmt: skip
    return Finding(PATH_CHECK, end.end, "cannot tell", sentence, finding, (path.id, end.id, level.id), *leads_to)
