"""Printed changes against the figures they lie between, yearly means against totals, exits against stocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    phrase_audit_number,
    phrase_audit_range,
    phrase_claim_number,
    population_and_area,
    select_dated_levels,
)
from poverty.packs.audit.slips import suggest_digit_slip, suggest_year_count_slip
from poverty.packs.audit.totals import narrowed_rate_ranges
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import INDICATORS

ValueRange = tuple[float, float]
LEVEL_CHANGE_STATISTICS = (
    "rise",
    "fall",
    "mean fall per year",
    "relative fall",
    "relative rise",
)  # statistics with a level at either end


@dataclass(frozen=True)
class LevelConstraints:
    """What the changes are held against: dated levels that were counted, and what is left of each rate."""

    levels: list[Claim]
    sharpened: dict[str, tuple[float, float, tuple[str, ...]]]

    def limits(self, claim: Claim, meant: bool) -> ValueRange:
        """What a level allows, by its own numeral and by its count; or, where words set no limit, what is meant."""
        if claim.id in self.sharpened:
            return self.sharpened[claim.id][:2]
        return claim.usable_bounds() if meant else allowed_range(claim)

    def resting_on(self, *claims: Claim) -> tuple[str, ...]:
        """The claims that sharpen some levels."""
        return tuple(name for c in claims for name in self.sharpened.get(c.id, (0, 0, ()))[2])


TARGET_DEVIATION_FACTOR = 1.5  # times its target: a change that calls for a word of explanation
EXACT_MEAN_TOLERANCE = (
    0.005  # of its value: a mean that is printed so exactly does not meet another pair of years by chance
)


def audit_printed_changes(resolved: ResolvedClaims) -> list[Finding]:
    """Every printed change that was counted or forecast against the levels at its two ends."""
    known = LevelConstraints(
        select_dated_levels(resolved, (*COUNTED_STATUSES, "forecast")), narrowed_rate_ranges(resolved)
    )
    findings = []
    for claim in resolved.claims.values():
        if (
            claim.statistic in LEVEL_CHANGE_STATISTICS
            and claim.start != claim.end
            and INDICATORS[claim.indicator].stock
        ):
            if claim.status == "target":
                findings += _audit_change_by_target(claim, known)
            else:
                findings.append(_audit_change_by_levels(claim, known))
    return findings + _audit_undated_yearly_falls(resolved)


def audit_yearly_means(resolved: ResolvedClaims) -> list[Finding]:
    """A mean per year against the total of the same statement or of the same years."""
    pairs = {"total": "mean per year", "fall": "mean fall per year"}
    claims = [c for c in resolved.claims.values() if c.bounds is not None and c.status != "target" and c.end]
    findings = []
    for total, mean in product(claims, claims):
        series = [(c.indicator, population_and_area(c), c.source, c.status) for c in (total, mean)]
        same_words = bool(total.together) and total.together == mean.together
        if pairs.get(total.statistic) != mean.statistic or series[0] != series[1]:
            continue
        if same_words or (total.start, total.end) == (mean.start, mean.end):
            findings.append(_audit_mean_by_total(total, mean))
    return findings


def audit_poverty_exits(resolved: ResolvedClaims) -> list[Finding]:
    """Households that left poverty against the fall of their number: the net fall cannot be the larger."""
    stocks = [c for c in select_dated_levels(resolved) if c.indicator == "poor_households"]
    findings = []
    for flow in resolved.claims.values():
        if (
            flow.indicator != "households_escaped"
            or flow.status not in COUNTED_STATUSES
            or not flow.end
            or not flow.bounds
        ):
            continue
        if flow.statistic != "total":
            continue
        start = parse_sdmx_period(flow.start).start
        for first, last in product(stocks, stocks):
            if (first.t, last.t) != (start, flow.t) or first.standard != last.standard or not first.standard:
                continue
            if not population_and_area(first) == population_and_area(last) == population_and_area(flow):
                continue
            low, high = _subtract_ranges(allowed_range(first), allowed_range(last))
            verdict = "disagrees" if low > allowed_range(flow)[1] else "agrees"
            fell = (
                f"their number fell from {phrase_claim_number(first)} to "
                f"{phrase_claim_number(last)}, by {phrase_audit_range(low, high)}"
            )
            found = f"{phrase_claim_number(flow)} left poverty; {fell}"
            claims = (flow.id, first.id, last.id)
            findings.append(Finding("exits against the fall", flow.end, verdict, found, claims, low, high))
    return findings


def _audit_change_by_levels(claim: Claim, known: LevelConstraints) -> Finding:
    """One change against its ends; where several sources print an end, one that fits is enough."""
    check = "change against its ends"
    ends = _list_level_pairs(claim, known)
    if not ends:
        return _audit_change_without_levels(claim, known)
    fits = [pair for pair in ends if _is_change_consistent(claim, *pair, known)]
    first, last = fits[0] if fits else ends[0]
    low, high = _implied_change_range(claim, first, last, known)
    found = (
        f"{_describe_claim_series(claim)} {phrase_claim_number(claim)}; from {phrase_claim_number(first)} "
        f"to {phrase_claim_number(last)} it is {phrase_audit_range(low, high)}"
    )
    if fits:
        others = {(phrase_claim_number(a), phrase_claim_number(b)): (a, b) for a, b in ends if (a, b) not in fits}
        for a, b in others.values():
            found += (
                f"; from {phrase_claim_number(a)} to {phrase_claim_number(b)} it would be "
                f"{phrase_audit_range(*_implied_change_range(claim, a, b, known))}"
            )
        slip = (
            f"of the figures printed for its ends, {phrase_claim_number(first)} and {phrase_claim_number(last)} fit"
            if others
            else ""
        )
        claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *(c.id for p in others.values() for c in p))))
        # so wide that nearly any change would fit: the check has no power
        verdict = "agrees" if high - low <= float(claim.value) else "cannot tell"
        return Finding(check, claim.end, verdict, found, claims, low, high, suggestion=slip)
    slip = _suggest_change_slip(claim, first, last, known)
    claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *known.resting_on(first, last))))
    # the change is in doubt, not its ends
    alone = {"suggestion": slip, "in_doubt": (claim.id,)}
    return Finding(check, claim.end, "disagrees", found, claims, low, high, **alone)


def _list_level_pairs(claim: Claim, known: LevelConstraints) -> list[tuple[Claim, Claim]]:
    """The levels at both ends of a change, of its series and under one standard."""
    statuses = (*COUNTED_STATUSES, claim.status)
    series = [
        c
        for c in known.levels
        if (c.indicator, population_and_area(c)) == (claim.indicator, population_and_area(claim))
    ]
    series = [c for c in series if c.status in statuses]
    firsts = [c for c in series if c.t == period_end_coordinate(claim.start)]
    lasts = [c for c in series if c.t == claim.t and (c.status == claim.status or c.status in COUNTED_STATUSES)]
    pairs = [
        (a, b) for a, b in product(firsts, lasts) if a.standard == b.standard and claim.standard in ("", a.standard)
    ]
    return sorted(pairs, key=lambda p: (p[0].source != claim.source) + (p[1].source != claim.source))


def _audit_change_without_levels(claim: Claim, known: LevelConstraints) -> Finding:
    """No two levels at its ends: perhaps two of other years, of the same source, give just this mean."""
    own = [c for c in known.levels if c.source == claim.source and c.status in COUNTED_STATUSES]
    own = [c for c in own if (c.indicator, population_and_area(c)) == (claim.indicator, population_and_area(claim))]
    low, high = allowed_range(claim)
    if (
        claim.statistic == "mean fall per year"
        and claim.value
        and high - low <= 2 * EXACT_MEAN_TOLERANCE * float(claim.value)
    ):
        for a, b in combinations(sorted(own, key=lambda c: c.t), 2):
            exact = float(a.value - b.value) / (b.t - a.t) if b.t > a.t else 0.0
            if a.standard == b.standard and low <= exact < high:
                found = (
                    f"{_describe_claim_series(claim)} {phrase_claim_number(claim)}, printed "
                    f"for {claim.start} to {claim.end}, is just that of "
                    f"{a.start} to {b.end}: ({a.printed} - {b.printed}) / {b.t - a.t:g}"
                )
                slip = f"the years: {a.start} to {b.end}"
                alone = {"suggestion": slip, "in_doubt": (claim.id,)}
                claims = (claim.id, a.id, b.id)
                return Finding("change against its ends", claim.end, "disagrees", found, claims, **alone)
    found = (
        f"{_describe_claim_series(claim)} {phrase_claim_number(claim)}: no two "
        f"levels at {claim.start} and {claim.end} under one standard"
    )
    return Finding("change against its ends", claim.end, "not checkable", found, (claim.id,))


def _is_change_consistent(claim: Claim, first: Claim, last: Claim, known: LevelConstraints) -> bool:
    low, high = _implied_change_range(claim, first, last, known, meant=False)
    least, most = allowed_range(claim)
    if (low < most and high > least) or low == high == least == most:
        return True
    if claim.qualifier != "exact":
        return False
    # a change that was worked out from the rounded figures themselves
    exact = _change_in_claim_terms(claim, float(first.value), float(last.value))
    return abs(exact - float(claim.value)) <= float(claim.rounded_to) / 2 + 1e-9


def _implied_change_range(
    claim: Claim, first: Claim, last: Claim, known: LevelConstraints, meant: bool = True
) -> ValueRange:
    """The range of the change that the bounds of its ends leave."""
    (a0, a1), (b0, b1) = known.limits(first, meant), known.limits(last, meant)
    ends = (_change_in_claim_terms(claim, a0, b1), _change_in_claim_terms(claim, a1, b0))
    return min(ends), max(ends)


def _change_in_claim_terms(claim: Claim, start: float, end: float) -> float:
    """The change from `start` to `end` in the terms of a claim: points, households, percent, a year."""
    fall = end - start if claim.statistic == "rise" else start - end
    if claim.statistic in ("relative fall", "relative rise"):
        share = 100 * (1 - end / start) if start else 0.0
        return share if claim.statistic == "relative fall" else -share
    return fall / (claim.t - period_end_coordinate(claim.start)) if claim.statistic == "mean fall per year" else fall


def _suggest_change_slip(claim: Claim, first: Claim, last: Claim, known: LevelConstraints) -> str:
    low, high = _implied_change_range(claim, first, last, known)
    least, most = allowed_range(claim)
    ideas = []
    if low < -least and high > -most:
        ideas.append(f"the direction: the figures {'fall' if claim.statistic == 'rise' else 'rise'}")
    if claim.statistic == "mean fall per year":
        years = claim.t - period_end_coordinate(claim.start)
        ideas.append(suggest_year_count_slip((low * years, high * years), (least, most), years))
    if INDICATORS[claim.indicator].unit == "percent":
        points = float(first.value - last.value)
        share = 100 * points / float(first.value) if first.value else 0.0
        if claim.statistic == "relative fall" and least <= points <= most:
            ideas.append("points, printed as percent")
        if claim.statistic == "fall" and least <= share <= most:
            ideas.append("percent of the first figure, not points")
    fits = _build_distance_measure(
        _change_in_claim_terms(claim, float(first.value), float(last.value)),
        low - float(claim.rounded_to) / 2,
        high + float(claim.rounded_to) / 2,
    )
    ideas.append(suggest_digit_slip(claim, fits))
    return "; ".join(filter(None, ideas))


def _build_distance_measure(middle: float, low: float, high: float):
    return lambda value: abs(float(value) - middle) if low <= float(value) <= high else None


def _audit_mean_by_total(total: Claim, mean: Claim) -> Finding:
    if INDICATORS[total.indicator].stock:
        years = total.t - period_end_coordinate(total.start)
    else:
        years = parse_sdmx_period(total.end).end - parse_sdmx_period(total.start).start
    low, high = (limit / years for limit in allowed_range(total))
    least, most = allowed_range(mean)
    claims = (total.id, mean.id)
    found = (
        f"{phrase_claim_number(total)} over {years:g} years is {phrase_audit_range(low, high)} "
        f"a year; printed {phrase_claim_number(mean)}"
    )
    exact = mean.qualifier == "exact" == total.qualifier
    as_printed = abs(float(total.value) / years - float(mean.value)) <= float(mean.rounded_to) / 2 + 1e-9
    if (low < most and high > least) or (exact and as_printed):
        verdict = "agrees" if high - low <= float(mean.value) else "cannot tell"
        return Finding("mean against its total", mean.end, verdict, found, claims, low, high)
    slip = suggest_year_count_slip(allowed_range(total), (least, most), years)
    if not slip:
        half = float(total.rounded_to) / 2
        fits = _build_distance_measure((least + most) / 2 * years, least * years - half, most * years + half)
        by_mean = suggest_digit_slip(
            mean, _build_distance_measure((low + high) / 2, low - float(mean.rounded_to) / 2, high)
        )
        slip = " or ".join(filter(None, (suggest_digit_slip(total, fits), by_mean)))
    return Finding("mean against its total", mean.end, "disagrees", found, claims, low, high, suggestion=slip)


def _audit_change_by_target(claim: Claim, known: LevelConstraints) -> list[Finding]:
    """An outcome far from its target is no contradiction, but calls for a word that the sources do not give."""
    findings = []
    for first, last in _list_level_pairs(claim, known)[:1]:
        low, high = _implied_change_range(claim, first, last, known)
        asked = float(claim.value)
        if (
            asked
            and high < float("inf")
            and (low > TARGET_DEVIATION_FACTOR * asked or high < asked / TARGET_DEVIATION_FACTOR)
        ):
            found = (
                f"from {phrase_claim_number(first)} to {phrase_claim_number(last)} is {phrase_audit_range(low, high)}, "
                f"where {phrase_claim_number(claim)} was the target: "
                f"{(low + high) / 2 / asked:.1f} times as much"
            )
            claims = (claim.id, first.id, last.id)
            findings.append(Finding("outcome against target", claim.end, "cannot tell", found, claims, low, high))
    return findings


def _audit_undated_yearly_falls(resolved: ResolvedClaims) -> list[Finding]:
    """A mean fall per year, undated, that no printed level could bear for two years."""
    findings, counted = [], select_dated_levels(resolved)
    for claim in resolved.claims.values():
        if claim.statistic not in ("mean fall per year", "unclear") or claim.start or claim.status == "target":
            continue
        if claim.base_unit not in ("percent", "percentage points") or claim.bounds is None:
            continue
        series = [
            c for c in counted if (c.indicator, population_and_area(c)) == (claim.indicator, population_and_area(claim))
        ]
        highest: dict[str, Claim] = {}
        for c in series:
            if c.value >= highest.get(c.standard, c).value:
                highest[c.standard] = c
        needed = 2 * allowed_range(claim)[0]
        too_low = [c for c in highest.values() if allowed_range(c)[1] < needed]
        if too_low:
            found = (
                f"{phrase_claim_number(claim)} a year for two years starts from "
                f"{phrase_audit_number(needed)} or more; printed are at the most "
            )
            found += ", ".join(f"{phrase_claim_number(c)} ({c.standard or 'no standard'}, {c.end})" for c in too_low)
            verdict = "disagrees" if len(too_low) == len(highest) else "cannot tell"
            claims = (claim.id, *(c.id for c in too_low))
            slip = "percent of the level, not points; or a lost decimal mark"
            findings.append(Finding("size of a yearly fall", "", verdict, found, claims, suggestion=slip))
    return findings


def _subtract_ranges(a: ValueRange, b: ValueRange) -> ValueRange:
    return a[0] - b[1], a[1] - b[0]


def _describe_claim_series(claim: Claim) -> str:
    named: Iterable[str] = (w for w in population_and_area(claim) if w not in ("all", "province"))
    who = "".join(f", {word}" for word in named)
    return f"{INDICATORS[claim.indicator].label}{who}, {claim.statistic}"
