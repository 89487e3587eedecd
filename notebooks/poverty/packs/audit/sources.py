"""One fact printed twice, the base of a rate, undated figures, the standards."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    audit_rule,
    is_overlapping,
    is_same_word,
    is_standard_known,
    phrase_claim,
    phrase_number,
    population_and_area,
    rate_base,
    select_dated_levels,
    select_printed_levels,
    select_same_date,
    select_series,
    suggest_other_date_slip,
)
from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS

HALVING_FACTOR = Decimal("0.55")
EARLY_REVIEW_YEARS = 0.25  # years: a review of the year's end may be approved some weeks before it
LEAP_FACTOR = 3.0  # times the fastest other step of a series: a fall that calls for another explanation


@audit_rule(place=70)
def audit_repeated_figures(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Figures of one series, base, standard and date that are printed twice, by two sources or by one."""
    levels = [c for c in select_printed_levels(resolved) if is_standard_known(c)]
    flows = [c for c in resolved.claims.values() if c.statistic == "total" and c.status in COUNTED_STATUSES and c.end]
    facts: dict[tuple, list[Claim]] = {}
    for c in levels:
        facts.setdefault((c.indicator, population_and_area(c), rate_base(c), c.standard, c.t), []).append(c)
    for c in flows:
        fact = (c.indicator, population_and_area(c), c.standard, c.start, c.end, c.base_unit)
        facts.setdefault(fact, []).append(c)
    yield from (_audit_repeated_fact(claims, levels) for claims in facts.values() if len(claims) > 1)


def _audit_repeated_fact(claims: list[Claim], levels: list[Claim]) -> Finding:
    """All the figures that are printed for one fact."""
    date = claims[0].end
    check = "one source against " + ("itself" if len({c.source for c in claims}) == 1 else "another")
    publishers: dict[str, list[str]] = {}
    for c in claims:
        publishers.setdefault(phrase_claim(c), []).append(c.source.publisher)
    sentence = "; ".join(f"{number} ({', '.join(dict.fromkeys(names))})" for number, names in publishers.items())
    apart = [(a, b) for a, b in combinations(claims, 2) if not is_overlapping(allowed_range(a), allowed_range(b))]
    ids = tuple(c.id for c in claims)
    if not apart:
        meant_ranges = [c.bounds.soft.as_floats() for c in claims]
        far = any(a1 < b0 or b1 < a0 for (a0, a1), (b0, b1) in combinations(meant_ranges, 2))
        return Finding(check, date, "cannot tell" if far else "agrees", sentence, ids)
    series = [c for c in select_series(levels, claims[0]) if c.standard == claims[0].standard]
    slip = next(filter(None, (suggest_other_date_slip(c, series) for c in claims)), "")
    if not slip and all(abs(a.value - b.value) <= max(a.rounded_to, b.rounded_to) for a, b in apart):
        slip = "one unit of the last digit"
    return Finding(check, date, "disagrees", sentence, ids, suggestion=slip)


@audit_rule(place=80)
def audit_rate_bases(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A rate that is called a share of the people, beside a count of households or against another source."""
    levels = select_dated_levels(resolved)
    for rate in levels:
        households = COUNT_OF_RATE.get(rate.indicator, {}).get("households")
        if rate.whole != "population" or not households:
            continue
        same_date = select_same_date(levels, rate)
        counts = [c for c in same_date if c.indicator == households and c.source == rate.source]
        twins = [c for c in same_date if c.indicator == rate.indicator and c.whole == "households"]
        twins = [c for c in twins if is_overlapping(allowed_range(c), allowed_range(rate))]
        for household_figure in (counts or twins)[:1]:
            sentence = (
                f"{phrase_claim(rate)} is called a share of the people; "
                f"{phrase_claim(household_figure)} beside it counts households"
            )
            slip = "households, not people, are the base"
            claims = (rate.id, household_figure.id)  # none in doubt: the number stays as it is
            yield Finding("base of a rate", rate.end, "disagrees", sentence, claims, suggestion=slip, in_doubt=())


@audit_rule(place=90)
def audit_undated_levels(resolved: ResolvedClaims) -> Iterator[Finding]:
    """An undated level that no dated one of its series and standard reaches."""
    levels = select_dated_levels(resolved)
    for claim in resolved.claims.values():
        if claim.statistic != "level" or claim.end or claim.status not in COUNTED_STATUSES or claim.bounds is None:
            continue
        dated = [c for c in select_series(levels, claim) if is_same_word(claim.standard, c.standard)]
        low, high = allowed_range(claim)
        if dated and all(allowed_range(c)[1] <= low or allowed_range(c)[0] >= high for c in dated):
            figures = ", ".join(f"{phrase_claim(c)} ({c.end})" for c in dated)
            sentence = f"{phrase_claim(claim)} has no date and meets none of the dated figures: {figures}"
            claims = (claim.id, *(c.id for c in dated))
            yield Finding("undated figure", "", "cannot tell", sentence, claims)


@audit_rule(place=100)
def audit_series_leaps(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A fall from one date to the next, under one standard, that is out of line with every other step of the series."""
    series: dict[tuple, list[Claim]] = {}
    levels = select_dated_levels(resolved)
    for claim in sorted(levels, key=lambda c: c.t):
        if claim.standard:
            key = (claim.indicator, population_and_area(claim), rate_base(claim), claim.standard)
            series.setdefault(key, []).append(claim)
    for claims in series.values():
        steps = [(float(a.value - b.value) / (b.t - a.t), a, b) for a, b in pairwise(claims) if b.t > a.t]
        if len(steps) < 2:
            continue
        pace, first, last = max(steps, key=lambda step: step[0])
        next_pace = max((abs(p) for p, *_ in steps if p != pace), default=pace)
        if next_pace and pace > LEAP_FACTOR * next_pace and last.value < first.value * HALVING_FACTOR:
            sentence = (
                f"from {phrase_claim(first)} to {phrase_claim(last)} is {phrase_number(pace)} a year; "
                f"no other step is above {phrase_number(next_pace)}"
            )
            slip = _suggest_series_slip(first, last, levels)
            ids = (first.id, last.id)
            yield Finding("step of a series", last.end, "cannot tell", sentence, ids, suggestion=slip)


def _suggest_series_slip(first: Claim, last: Claim, levels: list[Claim]) -> str:
    """Another indicator in the same unit whose figure at the first date the last one follows better."""
    gap = abs(float(first.value - last.value))
    for c in select_same_date(levels, first):
        other = c.indicator != first.indicator
        comparable = (c.base_unit, rate_base(c)) == (first.base_unit, rate_base(first))
        if other and comparable and c.value >= last.value and float(c.value - last.value) < gap / 2:
            return f"the last figure is of the {INDICATORS[c.indicator].label}, which was {phrase_claim(c)}"
    return ""


@audit_rule(place=110)
def audit_standards_in_force(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A count is made under a standard from the review that opens it, the year before, to its last year."""
    check = "standard in force"
    dated = [c for c in resolved.claims.values() if c.end]
    unbound = tuple(c.id for c in dated if c.bounds and not is_standard_known(c))
    if unbound:
        sentence = "no standard is given, so these figures stand in no comparable spell and are not drawn"
        yield Finding(check, "", "not checkable", sentence, unbound)
    for standard in resolved.pack.shared.standards.values():
        for verdict, in_force in (("agrees", True), ("disagrees", False)):
            claims = [
                c
                for c in dated
                if c.standard == standard.id and (standard.first_year - 1 <= c.t <= standard.last_year) == in_force
            ]
            if claims:
                dates = ", ".join(sorted({c.end for c in claims}))
                years = f"{standard.first_year} to {standard.last_year}"
                sentence = f"{standard.id} was in force from {years}; figures are dated {dates}"
                yield Finding(check, "", verdict, sentence, tuple(c.id for c in claims))


@audit_rule(place=130)
def audit_publication_dates(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A figure that was counted cannot be of a date after its source: perhaps it is a target."""
    for claim in resolved.claims.values():
        printed = re.match(r"(\d{4})(?:-(\d{2}))?", claim.source.published)
        if claim.status not in COUNTED_STATUSES or claim.statistic != "level" or not claim.end or not printed:
            continue
        published = int(printed[1]) - 1 + int(printed[2]) / 12 if printed[2] else float(printed[1])
        if claim.t > published + EARLY_REVIEW_YEARS:
            check = "date against its source"
            sentence = f"{phrase_claim(claim)} is of {claim.end}, and was published {claim.source.published}"
            slip = "a target or a forecast, or another date"
            yield Finding(check, claim.end, "disagrees", sentence, (claim.id,), suggestion=slip)
