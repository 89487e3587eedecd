"""Parts against their whole: poor and near-poor, town and country, a group's share."""

from itertools import product

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    has_both_limits,
    phrase_audit_number,
    phrase_audit_range,
    phrase_claim_number,
    population_and_area,
    select_dated_levels,
)
from poverty.packs.audit.slips import suggest_digit_slip
from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS, PROVINCE_AREA

NEIGHBOUR_YEAR_FACTOR = 1.06  # times: totals of two neighbouring years
POOR_AND_NEAR_POOR_SUMS = (
    ("poor_and_near_poor_rate", "poverty_rate", "near_poor_rate"),
    ("poor_and_near_poor_households", "poor_households", "near_poor_households"),
)


def audit_parts_and_wholes(resolved: ResolvedClaims) -> list[Finding]:
    """Poor and near-poor against both together, and the parts of a partition against the province."""
    known = select_dated_levels(resolved)
    return [
        *_audit_poor_plus_near_poor(known),
        *_audit_area_partitions(known, resolved),
        *_audit_group_shares(resolved, known),
        *_audit_poor_household_size(known),
    ]


def _audit_poor_plus_near_poor(known: list[Claim]) -> list[Finding]:
    findings = []
    for both in known:
        for whole, first, second in POOR_AND_NEAR_POOR_SUMS:
            if both.indicator != whole:
                continue
            beside = [c for c in known if _is_same_population_and_date(c, both) and c.source == both.source]
            for poor, near in product(beside, beside):
                if (poor.indicator, near.indicator) == (first, second):
                    findings.append(_audit_sum_of_parts((poor, near), both))
    return findings


def _audit_area_partitions(known: list[Claim], resolved: ResolvedClaims) -> list[Finding]:
    areas = resolved.pack.shared.groups["area"]
    findings = []
    for whole in known:
        if whole.area != PROVINCE_AREA:
            continue
        for name in dict.fromkeys(g.partition for g in areas.values() if g.partition):
            members = [g.word for g in areas.values() if g.partition == name]
            same = [c for c in known if c.indicator == whole.indicator and c.source == whole.source]
            parts = [
                next((c for c in same if _is_same_population_and_date(c, whole, area=word)), None) for word in members
            ]
            if None not in parts:
                rate = INDICATORS[whole.indicator].unit == "percent"
                findings.append(
                    _audit_rate_between_parts(parts, whole) if rate else _audit_sum_of_parts(tuple(parts), whole)
                )
    return findings


def _is_same_population_and_date(claim: Claim, other: Claim, area: str = "") -> bool:
    wanted = (other.t, other.standard, other.population, area or other.area)
    return (claim.t, claim.standard, claim.population, claim.area) == wanted


def _audit_sum_of_parts(parts: tuple[Claim, ...], whole: Claim) -> Finding:
    low, high = (sum(allowed_range(c)[i] for c in parts) for i in (0, 1))
    least, most = allowed_range(whole)
    added = " + ".join(phrase_claim_number(c) for c in parts)
    found = f"{added} is {phrase_audit_range(low, high)}; printed {phrase_claim_number(whole)}"
    claims = (*(c.id for c in parts), whole.id)
    as_printed = sum(c.value for c in parts)
    if (low <= most and high >= least) or abs(as_printed - whole.value) <= whole.rounded_to / 2:
        return Finding("parts against their sum", whole.end, "agrees", found, claims, low, high)
    slip = " or ".join(filter(None, (_suggest_part_slip(part, parts, whole) for part in parts)))
    return Finding("parts against their sum", whole.end, "disagrees", found, claims, low, high, suggestion=slip)


def _suggest_part_slip(part: Claim, parts: tuple[Claim, ...], whole: Claim) -> str:
    """What one part would have to be: its numeral with a digit dropped at the end, or with one digit changed."""
    needed = whole.value - sum(c.value for c in parts if c is not part)
    numeral = f"{needed / part.magnitude:f}".rstrip("0")
    printed = f"{part.value / part.magnitude:f}"
    if "." in printed and numeral.startswith(printed) and numeral != printed:
        return f"{phrase_audit_number(float(needed))} for {part.printed} (the last digit dropped)"
    half = float(part.rounded_to + whole.rounded_to) / 2

    def fits(value):
        return abs(float(value - needed)) if abs(float(value - needed)) <= half else None

    return suggest_digit_slip(part, fits)


def _audit_rate_between_parts(parts: list[Claim], whole: Claim) -> Finding:
    """A rate lies between those of its parts."""
    low, high = min(allowed_range(c)[0] for c in parts), max(allowed_range(c)[1] for c in parts)
    least, most = allowed_range(whole)
    found = (
        f"{phrase_claim_number(whole)} between {' and '.join(f'{phrase_claim_number(c)} ({c.area})' for c in parts)}"
    )
    verdict = "agrees" if least <= high and most >= low else "disagrees"
    return Finding("rate between its parts", whole.end, verdict, found, (whole.id, *(c.id for c in parts)), low, high)


def _audit_group_shares(resolved: ResolvedClaims, known: list[Claim]) -> list[Finding]:
    """A group's share of a count against the two counts, and a share that is printed as a rate elsewhere."""
    findings = []
    shares = [c for c in resolved.claims.values() if c.statistic == "share" and c.status in COUNTED_STATUSES and c.end]
    for share in shares:
        of, _, date = share.base.partition(":")
        everybody = [c for c in known if c.indicator == of and (c.end == date if date else c.t == share.t)]
        everybody = [c for c in everybody if c.population == "all" and c.area == PROVINCE_AREA]
        part = [
            c
            for c in known
            if (c.indicator, population_and_area(c), c.t) == (share.indicator, population_and_area(share), share.t)
        ]
        for a, b in product(part, everybody):
            if a.id == b.id or a.source != b.source or a.standard != b.standard:
                continue
            (a0, a1), (b0, b1) = allowed_range(a), allowed_range(b)
            low, high = 100 * a0 / b1 if b1 else 0.0, 100 * a1 / b0 if b0 else float("inf")
            least, most = allowed_range(share)
            verdict = "agrees" if low <= most and high >= least else "disagrees"
            found = (
                f"{phrase_claim_number(a)} of {phrase_claim_number(b)} is {phrase_audit_number(low)} to "
                f"{phrase_audit_number(high)}%; printed {phrase_claim_number(share)}"
            )
            claims = (share.id, a.id, b.id)
            alone = (share.id,)
            findings.append(
                Finding("share against its counts", share.end, verdict, found, claims, low, high, in_doubt=alone)
            )
        findings += _audit_flow_share(share, resolved)
        for rate in known:
            same = (rate.t, population_and_area(rate), rate.value, rate.base_unit) == (
                share.t,
                population_and_area(share),
                share.value,
                share.base_unit,
            )
            if same and share.indicator in COUNT_OF_RATE.get(rate.indicator, {}).values():
                of = INDICATORS[share.indicator].label
                found = f"{phrase_claim_number(rate)} is a rate in one place and a share of all {of} in another"
                slip = "a share of the poor and a rate of poverty, one for the other"
                findings.append(
                    Finding("rate or share", rate.end, "disagrees", found, (rate.id, share.id), suggestion=slip)
                )
    return findings


def _audit_flow_share(share: Claim, resolved: ResolvedClaims) -> list[Finding]:
    """A flow's share of all households: the total that it implies against the total of its date."""
    if share.whole != "households" or INDICATORS[share.indicator].stock or allowed_range(share)[0] <= 0:
        return []
    flows = [c for c in resolved.claims.values() if (c.indicator, c.statistic) == (share.indicator, "total")]
    flows = [c for c in flows if c.source == share.source and c.end == share.end and has_both_limits(c)]
    whole = [
        t
        for t in list_allowed_totals(resolved)
        if (t.population, t.area) == population_and_area(share) and t.t == share.t
    ]
    findings = []
    for flow, total in product(flows, whole):
        (f0, f1), (s0, s1) = allowed_range(flow), allowed_range(share)
        low, high = 100 * f0 / s1, 100 * f1 / s0
        near = (
            low <= total.high * NEIGHBOUR_YEAR_FACTOR and high >= total.low / NEIGHBOUR_YEAR_FACTOR
        )  # the year before may be meant
        found = (
            f"{phrase_claim_number(flow)} at {phrase_claim_number(share)} asks for "
            f"{phrase_audit_number(low)} to {phrase_audit_number(high)} households; "
        )
        found += f"there were {total.low:,} to {total.high:,}"
        poor = [c for c in select_dated_levels(resolved) if c.indicator == "poor_households" and c.t == share.t]
        poor = [c for c in poor if population_and_area(c) == population_and_area(share)]
        before = float(poor[0].value + flow.value) if poor else 0.0
        slip = (
            "a share of the poor households, not of all"
            if low / NEIGHBOUR_YEAR_FACTOR <= before <= high * NEIGHBOUR_YEAR_FACTOR
            else ""
        )
        claims = (share.id, flow.id, *total.claims)
        if low <= total.high and high >= total.low:
            verdict, slip = "agrees", ""
        elif near:
            verdict, slip = "cannot tell", ""
        else:
            verdict = "disagrees"
        check = "share of all households"
        findings.append(Finding(check, share.end, verdict, found, claims, low, high, suggestion=slip))
    return findings


def _audit_poor_household_size(known: list[Claim]) -> list[Finding]:
    """Poor people against poor households: a household of less than one or of more than ten is none."""
    findings = []
    for people in (c for c in known if c.indicator == "poor_persons"):
        for households in (
            c for c in known if c.indicator == "poor_households" and _is_same_population_and_date(c, people)
        ):
            (p0, p1), (h0, h1) = allowed_range(people), allowed_range(households)
            low, high = p0 / h1 if h1 else 0.0, p1 / h0 if h0 else float("inf")
            verdict = "agrees" if low < 10 and high > 1 else "disagrees"
            found = (
                f"{phrase_claim_number(people)} people in {phrase_claim_number(households)} households "
                f"are {phrase_audit_number(low)} to {phrase_audit_number(high)} each"
            )
            claims = (people.id, households.id)
            findings.append(Finding("people against households", people.end, verdict, found, claims, low, high))
    return findings
