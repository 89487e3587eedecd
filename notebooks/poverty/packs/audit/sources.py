"""One fact printed twice, the base of a rate, undated figures, the standards."""

import re
from decimal import Decimal
from itertools import combinations, pairwise

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    phrase_audit_number,
    phrase_claim_number,
    population_and_area,
    select_dated_levels,
)
from poverty.packs.audit.slips import suggest_other_date_slip
from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS

HALVING_FACTOR = Decimal("0.55")
EARLY_REVIEW_YEARS = 0.25  # years: a review of the year's end may be approved some weeks before it
LEAP_FACTOR = 3.0  # times the fastest other step of a series: a fall that calls for another explanation


def audit_repeated_figures(resolved: ResolvedClaims) -> list[Finding]:
    """Figures of one series, standard and date that are printed twice, by two sources or by one."""
    known = [c for c in select_dated_levels(resolved) if c.standard or c.indicator not in _standard_bound_indicators()]
    flows = [c for c in resolved.claims.values() if c.statistic == "total" and c.status in COUNTED_STATUSES and c.end]
    facts: dict[tuple, list[Claim]] = {}
    for c in known:
        facts.setdefault((c.indicator, population_and_area(c), c.standard, c.t, c.base_unit), []).append(c)
    for c in flows:
        facts.setdefault((c.indicator, population_and_area(c), c.start, c.end, c.base_unit), []).append(c)
    return [_audit_repeated_fact(printed, known) for printed in facts.values() if len(printed) > 1]


def _audit_repeated_fact(printed: list[Claim], known: list[Claim]) -> Finding:
    """All the figures that are printed for one fact."""
    first = printed[0]
    alone = len({c.source for c in printed}) == 1
    check = "one source against itself" if alone else "one source against another"
    by_number: dict[str, list[str]] = {}
    for c in printed:
        by_number.setdefault(phrase_claim_number(c), []).append(c.source.publisher)
    found = "; ".join(f"{number} ({', '.join(dict.fromkeys(names))})" for number, names in by_number.items())
    apart = [(a, b) for a, b in combinations(printed, 2) if not _has_overlapping_range(a, b)]
    claims = tuple(c.id for c in printed)
    if not apart:
        meant = [c.bounds.soft.as_floats() for c in printed]
        far = any(a1 < b0 or b1 < a0 for (a0, a1), (b0, b1) in combinations(meant, 2))
        return Finding(check, first.end, "cannot tell" if far else "agrees", found, claims)
    series = [
        c for c in known if (c.indicator, population_and_area(c)) == (first.indicator, population_and_area(first))
    ]
    copied = [suggest_other_date_slip(c, series) for c in printed]
    slip = next(filter(None, copied), "")
    if not slip and all(abs(a.value - b.value) <= max(a.rounded_to, b.rounded_to) for a, b in apart):
        slip = "one unit of the last digit"
    return Finding(check, first.end, "disagrees", found, claims, suggestion=slip)


def _has_overlapping_range(a: Claim, b: Claim) -> bool:
    (a0, a1), (b0, b1) = allowed_range(a), allowed_range(b)
    return (a0 < b1 and b0 < a1) or (a0, a1) == (b0, b1)


def audit_rate_bases(resolved: ResolvedClaims) -> list[Finding]:
    """A rate that is called a share of the people, beside a count of households or against another source."""
    known = select_dated_levels(resolved)
    findings = []
    for rate in known:
        households = COUNT_OF_RATE.get(rate.indicator, {}).get("households")
        if rate.whole != "population" or not households:
            continue
        beside = [
            c
            for c in known
            if (c.t, population_and_area(c), c.standard) == (rate.t, population_and_area(rate), rate.standard)
        ]
        count = [c for c in beside if c.indicator == households and c.source == rate.source]
        twin = [c for c in beside if c.indicator == rate.indicator and c.whole == "households"]
        twin = [c for c in twin if _has_overlapping_range(c, rate)]
        against = count[:1] or twin[:1]
        if against:
            found = (
                f"{phrase_claim_number(rate)} is called a share of the people; "
                f"{phrase_claim_number(against[0])} beside it counts households"
            )
            slip = "households, not people, are the base"
            claims = (rate.id, against[0].id)
            words_alone = {"suggestion": slip, "in_doubt": ()}  # the number stays as it is
            findings.append(Finding("base of a rate", rate.end, "disagrees", found, claims, **words_alone))
    return findings


def audit_undated_levels(resolved: ResolvedClaims) -> list[Finding]:
    """An undated level that no dated one of its series reaches."""
    findings = []
    for claim in resolved.claims.values():
        if claim.statistic != "level" or claim.end or claim.status not in COUNTED_STATUSES or claim.bounds is None:
            continue
        dated = [
            c
            for c in select_dated_levels(resolved)
            if (c.indicator, population_and_area(c)) == (claim.indicator, population_and_area(claim))
        ]
        low, high = allowed_range(claim)
        outside = [c for c in dated if allowed_range(c)[1] <= low or allowed_range(c)[0] >= high]
        if dated and len(outside) == len(dated):
            known = ", ".join(f"{phrase_claim_number(c)} ({c.end})" for c in dated)
            found = f"{phrase_claim_number(claim)} has no date and meets none of the dated figures: {known}"
            claims = (claim.id, *(c.id for c in dated))
            findings.append(Finding("undated figure", "", "cannot tell", found, claims))
    return findings


def audit_series_leaps(resolved: ResolvedClaims) -> list[Finding]:
    """A fall from one date to the next, under one standard, that is out of line with every other step of the series."""
    series: dict[tuple, list[Claim]] = {}
    known = select_dated_levels(resolved)
    for claim in sorted(known, key=lambda c: c.t):
        if claim.standard:
            series.setdefault((claim.indicator, population_and_area(claim), claim.standard), []).append(claim)
    findings = []
    for dates in series.values():
        steps = [(float(a.value - b.value) / (b.t - a.t), a, b) for a, b in pairwise(dates) if b.t > a.t]
        if len(steps) < 2:
            continue
        pace, first, last = max(steps, key=lambda step: step[0])
        rest = max(abs(p) for p, *_ in steps if p != pace) if any(p != pace for p, *_ in steps) else pace
        if rest and pace > LEAP_FACTOR * rest and last.value < first.value * HALVING_FACTOR:
            found = (
                f"from {phrase_claim_number(first)} to {phrase_claim_number(last)} is {phrase_audit_number(pace)} "
                f"a year; no other step is above {phrase_audit_number(rest)}"
            )
            slip = _suggest_series_slip(first, last, known)
            claims = (first.id, last.id)
            findings.append(Finding("step of a series", last.end, "cannot tell", found, claims, suggestion=slip))
    return findings


def _suggest_series_slip(first: Claim, last: Claim, known: list[Claim]) -> str:
    """Another indicator in the same unit whose figure at the first date the last one follows better."""
    beside = [
        c
        for c in known
        if (c.t, population_and_area(c), c.standard) == (first.t, population_and_area(first), first.standard)
    ]
    gap = abs(float(first.value - last.value))
    for other in beside:
        another = other.base_unit == first.base_unit and other.indicator != first.indicator
        if another and other.value >= last.value and float(other.value - last.value) < gap / 2:
            return (
                f"the last figure is of the {INDICATORS[other.indicator].label}, which was {phrase_claim_number(other)}"
            )
    return ""


def audit_standards_in_force(resolved: ResolvedClaims) -> list[Finding]:
    """A count is made under a standard from the review that opens it, the year before, to its last year."""
    findings = []
    without = [
        c
        for c in resolved.claims.values()
        if c.indicator in _standard_bound_indicators() and c.bounds and c.end and not c.standard
    ]
    if without:
        found = "no standard is given, so these figures stand in no comparable spell and are not drawn"
        findings.append(Finding("standard in force", "", "not checkable", found, tuple(c.id for c in without)))
    for standard in resolved.pack.shared.standards.values():
        dated = [c for c in resolved.claims.values() if c.standard == standard.id and c.end]
        for verdict, wanted in (("agrees", True), ("disagrees", False)):
            claims = [c for c in dated if (standard.first_year - 1 <= c.t <= standard.last_year) == wanted]
            if claims:
                dates = ", ".join(sorted({c.end for c in claims}))
                years = f"{standard.first_year} to {standard.last_year}"
                found = f"{standard.id} was in force from {years}; figures are dated {dates}"
                findings.append(Finding("standard in force", "", verdict, found, tuple(c.id for c in claims)))
    return findings


def audit_publication_dates(resolved: ResolvedClaims) -> list[Finding]:
    """A figure that was counted cannot be of a date after its source: perhaps it is a target."""
    findings = []
    for claim in resolved.claims.values():
        printed = re.match(r"(\d{4})(?:-(\d{2}))?", claim.source.published)
        if claim.status not in COUNTED_STATUSES or claim.statistic != "level" or not claim.end or not printed:
            continue
        published = int(printed[1]) - 1 + int(printed[2]) / 12 if printed[2] else float(printed[1])
        if claim.t > published + EARLY_REVIEW_YEARS:
            found = f"{phrase_claim_number(claim)} is of {claim.end}, and was published {claim.source.published}"
            slip = "a target or a forecast, or another date"
            findings.append(
                Finding("date against its source", claim.end, "disagrees", found, (claim.id,), suggestion=slip)
            )
    return findings


def _standard_bound_indicators() -> set[str]:
    """Indicators that mean nothing without a standard."""
    return {*COUNT_OF_RATE, *(count for counts in COUNT_OF_RATE.values() for count in counts.values())}
