"""Parts against their whole: poor and near-poor, town and country, a group's share."""

from itertools import product

from poverty.packs.audit import slips
from poverty.packs.audit.finding import COUNTED, Finding, group, levels, limits, plain, said, span, two_limits
from poverty.packs.audit.totals import totals
from poverty.packs.claims import Claim
from poverty.packs.readings import Resolved
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS, PROVINCE

ABOUT = 1.06  # times: totals of two neighbouring years
TOGETHER = (
    ("poor_and_near_poor_rate", "poverty_rate", "near_poor_rate"),
    ("poor_and_near_poor_households", "poor_households", "near_poor_households"),
)


def sums(resolved: Resolved) -> list[Finding]:
    """Poor and near-poor against both together, and the parts of a partition against the province."""
    known = levels(resolved)
    return [*_poor_and_near_poor(known), *_partitions(known, resolved), *_shares(resolved, known), *_households(known)]


def _poor_and_near_poor(known: list[Claim]) -> list[Finding]:
    findings = []
    for both in known:
        for whole, first, second in TOGETHER:
            if both.indicator != whole:
                continue
            beside = [c for c in known if _same(c, both) and c.source == both.source]
            for poor, near in product(beside, beside):
                if (poor.indicator, near.indicator) == (first, second):
                    findings.append(_sum((poor, near), both))
    return findings


def _partitions(known: list[Claim], resolved: Resolved) -> list[Finding]:
    areas = resolved.pack.shared.groups["area"]
    findings = []
    for whole in known:
        if whole.area != PROVINCE:
            continue
        for name in dict.fromkeys(g.partition for g in areas.values() if g.partition):
            members = [g.word for g in areas.values() if g.partition == name]
            same = [c for c in known if c.indicator == whole.indicator and c.source == whole.source]
            parts = [next((c for c in same if _same(c, whole, area=word)), None) for word in members]
            if None not in parts:
                rate = INDICATORS[whole.indicator].unit == "percent"
                findings.append(_between(parts, whole) if rate else _sum(tuple(parts), whole))
    return findings


def _same(claim: Claim, other: Claim, area: str = "") -> bool:
    wanted = (other.t, other.standard, other.population, area or other.area)
    return (claim.t, claim.standard, claim.population, claim.area) == wanted


def _sum(parts: tuple[Claim, ...], whole: Claim) -> Finding:
    low, high = (sum(limits(c)[i] for c in parts) for i in (0, 1))
    least, most = limits(whole)
    added = " + ".join(said(c) for c in parts)
    found = f"{added} is {span(low, high)}; printed {said(whole)}"
    claims = (*(c.id for c in parts), whole.id)
    as_printed = sum(c.value for c in parts)
    if (low <= most and high >= least) or abs(as_printed - whole.value) <= whole.rounded_to / 2:
        return Finding("parts against their sum", whole.end, "agrees", found, claims, low, high)
    slip = " or ".join(filter(None, (_missing(part, parts, whole) for part in parts)))
    return Finding("parts against their sum", whole.end, "disagrees", found, claims, low, high, suggestion=slip)


def _missing(part: Claim, parts: tuple[Claim, ...], whole: Claim) -> str:
    """What one part would have to be: its numeral with a digit dropped at the end, or with one digit changed."""
    needed = whole.value - sum(c.value for c in parts if c is not part)
    numeral = f"{needed / part.magnitude:f}".rstrip("0")
    printed = f"{part.value / part.magnitude:f}"
    if "." in printed and numeral.startswith(printed) and numeral != printed:
        return f"{plain(float(needed))} for {part.printed} (the last digit dropped)"
    half = float(part.rounded_to + whole.rounded_to) / 2

    def fits(value):
        return abs(float(value - needed)) if abs(float(value - needed)) <= half else None

    return slips.one_digit(part, fits)


def _between(parts: list[Claim], whole: Claim) -> Finding:
    """A rate lies between those of its parts."""
    low, high = min(limits(c)[0] for c in parts), max(limits(c)[1] for c in parts)
    least, most = limits(whole)
    found = f"{said(whole)} between {' and '.join(f'{said(c)} ({c.area})' for c in parts)}"
    verdict = "agrees" if least <= high and most >= low else "disagrees"
    return Finding("rate between its parts", whole.end, verdict, found, (whole.id, *(c.id for c in parts)), low, high)


def _shares(resolved: Resolved, known: list[Claim]) -> list[Finding]:
    """A group's share of a count against the two counts, and a share that is printed as a rate elsewhere."""
    findings = []
    shares = [c for c in resolved.claims.values() if c.statistic == "share" and c.status in COUNTED and c.end]
    for share in shares:
        of, _, date = share.base.partition(":")
        everybody = [c for c in known if c.indicator == of and (c.end == date if date else c.t == share.t)]
        everybody = [c for c in everybody if c.population == "all" and c.area == PROVINCE]
        part = [c for c in known if (c.indicator, group(c), c.t) == (share.indicator, group(share), share.t)]
        for a, b in product(part, everybody):
            if a.id == b.id or a.source != b.source or a.standard != b.standard:
                continue
            (a0, a1), (b0, b1) = limits(a), limits(b)
            low, high = 100 * a0 / b1 if b1 else 0.0, 100 * a1 / b0 if b0 else float("inf")
            least, most = limits(share)
            verdict = "agrees" if low <= most and high >= least else "disagrees"
            found = f"{said(a)} of {said(b)} is {plain(low)} to {plain(high)}%; printed {said(share)}"
            claims = (share.id, a.id, b.id)
            alone = (share.id,)
            findings.append(
                Finding("share against its counts", share.end, verdict, found, claims, low, high, in_doubt=alone)
            )
        findings += _of_the_whole(share, resolved)
        for rate in known:
            same = (rate.t, group(rate), rate.value, rate.base_unit) == (
                share.t,
                group(share),
                share.value,
                share.base_unit,
            )
            if same and share.indicator in COUNT_OF_RATE.get(rate.indicator, {}).values():
                of = INDICATORS[share.indicator].label
                found = f"{said(rate)} is a rate in one place and a share of all {of} in another"
                slip = "a share of the poor and a rate of poverty, one for the other"
                findings.append(
                    Finding("rate or share", rate.end, "disagrees", found, (rate.id, share.id), suggestion=slip)
                )
    return findings


def _of_the_whole(share: Claim, resolved: Resolved) -> list[Finding]:
    """A flow's share of all households: the total that it implies against the total of its date."""
    if share.whole != "households" or INDICATORS[share.indicator].stock or limits(share)[0] <= 0:
        return []
    flows = [c for c in resolved.claims.values() if (c.indicator, c.statistic) == (share.indicator, "total")]
    flows = [c for c in flows if c.source == share.source and c.end == share.end and two_limits(c)]
    whole = [t for t in totals(resolved) if (t.population, t.area) == group(share) and t.t == share.t]
    findings = []
    for flow, total in product(flows, whole):
        (f0, f1), (s0, s1) = limits(flow), limits(share)
        low, high = 100 * f0 / s1, 100 * f1 / s0
        near = low <= total.high * ABOUT and high >= total.low / ABOUT  # the year before may be meant
        found = f"{said(flow)} at {said(share)} asks for {plain(low)} to {plain(high)} households; "
        found += f"there were {total.low:,} to {total.high:,}"
        poor = [c for c in levels(resolved) if c.indicator == "poor_households" and c.t == share.t]
        poor = [c for c in poor if group(c) == group(share)]
        before = float(poor[0].value + flow.value) if poor else 0.0
        slip = "a share of the poor households, not of all" if low / ABOUT <= before <= high * ABOUT else ""
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


def _households(known: list[Claim]) -> list[Finding]:
    """Poor people against poor households: a household of less than one or of more than ten is none."""
    findings = []
    for people in (c for c in known if c.indicator == "poor_persons"):
        for households in (c for c in known if c.indicator == "poor_households" and _same(c, people)):
            (p0, p1), (h0, h1) = limits(people), limits(households)
            low, high = p0 / h1 if h1 else 0.0, p1 / h0 if h0 else float("inf")
            verdict = "agrees" if low < 10 and high > 1 else "disagrees"
            found = f"{said(people)} people in {said(households)} households are {plain(low)} to {plain(high)} each"
            claims = (people.id, households.id)
            findings.append(Finding("people against households", people.end, verdict, found, claims, low, high))
    return findings
