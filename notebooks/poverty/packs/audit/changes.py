"""Printed changes against the figures they lie between, yearly means against totals, exits against stocks.

A change runs from year end to year end. One that is entered as years alone may begin at the end of its first year or
of the year before: where that matters, the answer is a question, and the source is not blamed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    ValueRange,
    allowed_range,
    audit_rule,
    is_overlapping,
    is_same_word,
    is_standard_known,
    phrase_as_stated,
    phrase_claim,
    phrase_number,
    phrase_range,
    population_and_area,
    rate_base,
    select_dated_levels,
    select_series,
    suggest_digit_slip,
    suggest_year_count_slip,
)
from poverty.packs.audit.totals import narrowed_rate_ranges
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import find_counting_claims, leave_out_rounder_figures, select_counting_claims
from poverty.packs.vocabulary import INDICATORS

LEVEL_CHANGE_STATISTICS = ("rise", "fall", "mean fall per year", "relative fall", "relative rise")  # between two levels
TARGET_DEVIATION_FACTOR = 1.5  # times its target: a change that calls for a word of explanation
EXACT_MEAN_TOLERANCE = 0.005  # of its value: a mean so exact does not meet another pair of years by chance
FLOAT_TOLERANCE = 1e-9  # base units: a difference that comes from the arithmetic alone


@dataclass(frozen=True)
class LevelConstraints:
    """What changes are compared with: dated levels that were counted or forecast, and what is left of each rate."""

    levels: list[Claim]
    sharpened: dict[str, tuple[float, float, tuple[str, ...]]]

    def level_range(self, claim: Claim, meant: bool) -> ValueRange:
        """What a level allows, by its own numeral and by its count; or, where words set no limit, what is meant."""
        if claim.id in self.sharpened:
            return self.sharpened[claim.id][:2]
        return claim.usable_bounds() if meant else allowed_range(claim)

    def list_sharpening_claims(self, *levels: Claim) -> tuple[str, ...]:
        """The ids of the claims that sharpen some levels."""
        return tuple(claim_id for c in levels if c.id in self.sharpened for claim_id in self.sharpened[c.id][2])

    def change_range(self, claim: Claim, first: Claim, last: Claim, meant: bool = True) -> ValueRange:
        """The range of a change, in the terms of its claim, that the bounds of the levels at its ends leave.

        Args:
            claim: the change.
            first: the level that it starts from.
            last: the level that it leads to.
            meant: whether a level without a limit in words has the limit that people mean by them.
        """
        (first_low, first_high), (last_low, last_high) = (self.level_range(c, meant) for c in (first, last))
        limits = _express_change(claim, first_low, last_high), _express_change(claim, first_high, last_low)
        return min(limits), max(limits)


@audit_rule(place=40)
def audit_printed_changes(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Every printed change that was counted or forecast against the levels at its two ends."""
    levels = select_dated_levels(resolved, (*COUNTED_STATUSES, "forecast"))
    constraints = LevelConstraints(levels, narrowed_rate_ranges(resolved))
    for claim in select_counting_claims(resolved.claims.values()):
        of_levels = claim.statistic in LEVEL_CHANGE_STATISTICS and INDICATORS[claim.indicator].stock
        if of_levels and claim.start != claim.end:
            if claim.status == "target":
                by_start = [_audit_change_by_target(c, constraints) for c in _list_dated_starts(claim)]
                yield from by_start[-1:] if all(by_start) else ()
            else:
                yield _ask_for_start(
                    claim, [_audit_change_by_levels(c, constraints) for c in _list_dated_starts(claim)]
                )
    yield from _audit_undated_yearly_falls(resolved)


@audit_rule(place=50)
def audit_yearly_means(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A mean per year against the total of the same statement or of the same years."""
    mean_statistics = {"total": "mean per year", "fall": "mean fall per year"}
    claims = [c for c in resolved.claims.values() if c.bounds is not None and c.status != "target" and c.end]
    counting = find_counting_claims(claims)
    totals = [c for c in claims if c.statistic in mean_statistics]
    means = [c for c in claims if c.statistic in mean_statistics.values()]
    pairs = {}
    for total, mean in product(totals, means):
        facts = [(c.indicator, population_and_area(c), c.source, c.status, c.base_unit) for c in (total, mean)]
        if mean_statistics.get(total.statistic) != mean.statistic or facts[0] != facts[1]:
            continue
        if not is_same_word(total.standard, mean.standard) or not is_same_word(rate_base(total), rate_base(mean)):
            continue
        same_words = bool(total.together) and total.together == mean.together
        if same_words or (total.start, total.end) == (mean.start, mean.end):
            pair = counting[total.id], counting[mean.id]
            pairs[pair[0].id, pair[1].id] = pair
    for total, mean in pairs.values():
        dated = _list_dated_starts(total) if INDICATORS[total.indicator].stock else [total]
        yield _ask_for_start(total, [_audit_mean_by_total(c, mean) for c in dated])


def _list_dated_starts(change: Claim) -> list[Claim]:
    """A change from the end of the year before and from the end of its first year, where it is entered as years."""
    if not change.start.isdecimal():
        return [change]
    return [replace(change, start=f"{year}-M12") for year in (int(change.start) - 1, int(change.start))]


def _ask_for_start(change: Claim, findings: list[Finding]) -> Finding:
    """One finding of a change for each of its `_list_dated_starts`; where they differ, the question which is meant."""
    verdicts = [f.verdict for f in findings]
    if len(findings) == 1 or set(verdicts) == {"not checkable"}:
        return findings[-1]
    starts = [c.start for c in _list_dated_starts(change)]
    answers = ["it is not known" if f.low is None else f"it is {phrase_range(f.low, f.high)}" for f in findings]
    sentence = (
        f"{_phrase_claim_series(change)} {phrase_claim(change)}, {change.start} to {change.end}: year ends or years? "
        + "; ".join(f"from the end of {s[:4]} (from={s}) {answer}" for s, answer in zip(starts, answers, strict=True))
    )
    claims = tuple(dict.fromkeys(name for f in findings for name in f.claims))
    if len(set(verdicts)) == 1:
        sentence += "; neither fits" if verdicts[0] == "disagrees" else ""
        return replace(findings[-1], finding=sentence, claims=claims, suggestion="", low=None, high=None)
    end = f"{change.end}-M12" if change.end.isdecimal() else change.end
    fitting = [f"from={start}, to={end}" for start, v in zip(starts, verdicts, strict=True) if v == "agrees"]
    return Finding(findings[0].check, change.end, "cannot tell", sentence, claims, suggestion="".join(fitting))


@audit_rule(place=60)
def audit_poverty_exits(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Households that left poverty against the fall of their number: the net fall cannot be the larger."""
    stocks = [c for c in select_dated_levels(resolved) if c.indicator == "poor_households" and c.standard]
    flows = [c for c in resolved.claims.values() if (c.indicator, c.statistic) == ("households_escaped", "total")]
    for flow in select_counting_claims(flows):
        if flow.status not in COUNTED_STATUSES or not flow.end or not flow.bounds:
            continue
        start, group = parse_sdmx_period(flow.start).start, population_and_area(flow)
        for first, last in product(stocks, stocks):
            if (first.t, last.t) != (start, flow.t) or first.standard != last.standard:
                continue
            if not is_same_word(flow.standard, first.standard):
                continue
            if not population_and_area(first) == population_and_area(last) == group:
                continue
            (first_low, first_high), (last_low, last_high) = allowed_range(first), allowed_range(last)
            low, high = first_low - last_high, first_high - last_low
            verdict = "disagrees" if low > allowed_range(flow)[1] else "agrees"
            sentence = (
                f"{phrase_claim(flow)} left poverty; their number fell from {phrase_claim(first)} to "
                f"{phrase_claim(last)}, by {phrase_range(low, high)}"
            )
            claims = (flow.id, first.id, last.id)
            yield Finding("exits against the fall", flow.end, verdict, sentence, claims, low, high)


def _audit_change_by_levels(claim: Claim, constraints: LevelConstraints) -> Finding:
    """One change against its ends; where several sources print an end, one that fits is enough."""
    check = "change against its ends"
    pairs = _list_level_pairs(claim, constraints)
    if not pairs:
        return _audit_change_without_levels(claim, constraints)
    fitting = [pair for pair in pairs if _is_change_consistent(claim, *pair, constraints)]
    first, last = (fitting or pairs)[0]
    pairs = [pair for pair in pairs if rate_base(pair[0]) == rate_base(first)]
    low, high = constraints.change_range(claim, first, last)
    sentence = (
        f"{_phrase_claim_series(claim)} {phrase_claim(claim)}; from {phrase_claim(first)} "
        f"to {phrase_claim(last)} it is {phrase_range(low, high)}"
    )
    if not fitting:
        slip = _suggest_change_slip(claim, first, last, constraints)
        claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *constraints.list_sharpening_claims(first, last))))
        doubted = (claim.id,)  # not its ends
        return Finding(check, claim.end, "disagrees", sentence, claims, low, high, suggestion=slip, in_doubt=doubted)
    misfits = {(phrase_claim(a), phrase_claim(b)): (a, b) for a, b in pairs if (a, b) not in fitting}.values()
    for a, b in misfits:
        misfit_range = phrase_range(*constraints.change_range(claim, a, b))
        sentence += f"; from {phrase_claim(a)} to {phrase_claim(b)} it would be {misfit_range}"
    slip = f"of the figures printed for its ends, {phrase_claim(first)} and {phrase_claim(last)} fit" if misfits else ""
    claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *(c.id for pair in misfits for c in pair))))
    # so wide that nearly any change would fit: the check has no power
    verdict = "agrees" if high - low <= float(claim.value) else "cannot tell"
    return Finding(check, claim.end, verdict, sentence, claims, low, high, suggestion=slip)


def _list_level_pairs(claim: Claim, constraints: LevelConstraints) -> list[tuple[Claim, Claim]]:
    """The levels at both ends of a change, of its series and one base and standard; those of its own source first."""
    statuses = (*COUNTED_STATUSES, claim.status)
    series = [
        c
        for c in select_series(constraints.levels, claim)
        if c.status in statuses and is_standard_known(c) and is_same_word(claim.standard, c.standard)
    ]
    pairs = []
    for standard, base in dict.fromkeys((c.standard, rate_base(c)) for c in series):
        alike = [c for c in series if (c.standard, rate_base(c)) == (standard, base)]
        ends = [[c for c in alike if c.t == t] for t in (period_end_coordinate(claim.start), claim.t)]
        # what another page prints more roughly than somebody else tells nothing more
        exact = [leave_out_rounder_figures(end) for end in ends]
        firsts, lasts = (
            [c for c in end if c in kept or c.source == claim.source] for end, kept in zip(ends, exact, strict=True)
        )
        pairs += product(firsts, lasts)
    return sorted(pairs, key=lambda pair: sum(c.source != claim.source for c in pair))


def _audit_change_without_levels(claim: Claim, constraints: LevelConstraints) -> Finding:
    """No two levels at its ends: perhaps two of other years, of the same source, give just this mean."""
    check, series = "change against its ends", f"{_phrase_claim_series(claim)} {phrase_claim(claim)}"
    levels = select_series(constraints.levels, claim)
    levels = [c for c in levels if c.source == claim.source and c.status in COUNTED_STATUSES]
    low, high = allowed_range(claim)
    is_mean = claim.statistic == "mean fall per year" and claim.value
    if is_mean and high - low <= 2 * EXACT_MEAN_TOLERANCE * float(claim.value):
        for a, b in combinations(sorted(levels, key=lambda c: c.t), 2):
            exact = float(a.value - b.value) / (b.t - a.t) if b.t > a.t else 0.0
            same_series = (a.standard, rate_base(a)) == (b.standard, rate_base(b)) and is_standard_known(a)
            if same_series and is_same_word(claim.standard, a.standard) and low <= exact < high:
                sentence = (
                    f"{series}, dated {claim.start} to {claim.end}, is just that of "
                    f"{a.start} to {b.end}: ({phrase_claim(a)} - {phrase_claim(b)}) / {b.t - a.t:g}"
                )
                slip = f"the years: {a.start} to {b.end}"
                claims, doubted = (claim.id, a.id, b.id), (claim.id,)
                return Finding(check, claim.end, "disagrees", sentence, claims, suggestion=slip, in_doubt=doubted)
    sentence = f"{series}: no two levels at {claim.start} and {claim.end} under one standard"
    return Finding(check, claim.end, "not checkable", sentence, (claim.id,))


def _is_change_consistent(claim: Claim, first: Claim, last: Claim, constraints: LevelConstraints) -> bool:
    """Whether a change fits its two ends, within their rounding or as the rounded figures' difference."""
    if is_overlapping(constraints.change_range(claim, first, last, meant=False), allowed_range(claim)):
        return True
    # a change that was worked out from the rounded figures themselves
    exact = _express_change(claim, float(first.value), float(last.value))
    half = float(claim.rounded_to) / 2
    return claim.qualifier == "exact" and abs(exact - float(claim.value)) <= half + FLOAT_TOLERANCE


def _express_change(claim: Claim, start: float, end: float) -> float:
    """The change from `start` to `end` in the terms of a claim: points, households, percent, a year."""
    fall = end - start if claim.statistic == "rise" else start - end
    if claim.statistic in ("relative fall", "relative rise"):
        share = 100 * (1 - end / start) if start else 0.0
        return share if claim.statistic == "relative fall" else -share
    return fall / (claim.t - period_end_coordinate(claim.start)) if claim.statistic == "mean fall per year" else fall


def _suggest_change_slip(claim: Claim, first: Claim, last: Claim, constraints: LevelConstraints) -> str:
    """Another direction, number of years or unit, or one digit, with which a change fits its ends; "" if none does."""
    low, high = constraints.change_range(claim, first, last)
    least, most = allowed_range(claim)
    slips = []
    if low < -least and high > -most:
        slips.append(f"the direction: the figures {'fall' if claim.statistic == 'rise' else 'rise'}")
    if claim.statistic == "mean fall per year":
        years = claim.t - period_end_coordinate(claim.start)
        slips.append(suggest_year_count_slip((low * years, high * years), (least, most), years))
    if INDICATORS[claim.indicator].unit == "percent":
        points = float(first.value - last.value)
        share = 100 * points / float(first.value) if first.value else 0.0
        if claim.statistic == "relative fall" and least <= points <= most:
            slips.append("points, printed as percent")
        if claim.statistic == "fall" and least <= share <= most:
            slips.append("percent of the first figure, not points")
    half = float(claim.rounded_to) / 2
    exact = _express_change(claim, float(first.value), float(last.value))
    slips.append(suggest_digit_slip(claim, _build_misfit_measure(exact, low - half, high + half)))
    return "; ".join(filter(None, slips))


def _build_misfit_measure(middle: float, low: float, high: float) -> Callable[..., float | None]:
    """How far a value from `low` to `high` is from `middle`; None for one outside."""
    return lambda value: abs(float(value) - middle) if low <= float(value) <= high else None


def _audit_mean_by_total(total: Claim, mean: Claim) -> Finding:
    """A total over its years against the mean per year that is printed with it."""
    if INDICATORS[total.indicator].stock:
        years = total.t - period_end_coordinate(total.start)
    else:
        years = parse_sdmx_period(total.end).end - parse_sdmx_period(total.start).start
    low, high = (limit / years for limit in allowed_range(total))
    least, most = allowed_range(mean)
    check, claims = "mean against its total", (total.id, mean.id)
    sentence = (
        f"{phrase_claim(total)} over {years:g} years is {phrase_range(low, high)} a year; {phrase_as_stated(mean)}"
    )
    half_total, half_mean = float(total.rounded_to) / 2, float(mean.rounded_to) / 2
    exact = mean.qualifier == "exact" == total.qualifier
    as_printed = abs(float(total.value) / years - float(mean.value)) <= half_mean + FLOAT_TOLERANCE
    if (low < most and high > least) or (exact and as_printed):
        verdict = "agrees" if high - low <= float(mean.value) else "cannot tell"
        return Finding(check, mean.end, verdict, sentence, claims, low, high)
    slip = suggest_year_count_slip(allowed_range(total), (least, most), years)
    if not slip:
        limits = least * years - half_total, most * years + half_total
        total_slip = suggest_digit_slip(total, _build_misfit_measure((least + most) / 2 * years, *limits))
        mean_slip = suggest_digit_slip(mean, _build_misfit_measure((low + high) / 2, low - half_mean, high))
        slip = " or ".join(filter(None, (total_slip, mean_slip)))
    return Finding(check, mean.end, "disagrees", sentence, claims, low, high, suggestion=slip)


def _audit_change_by_target(claim: Claim, constraints: LevelConstraints) -> Finding | None:
    """An outcome far from its target is no contradiction, but calls for a word that the sources do not give."""
    target = float(claim.value)
    for first, last in _list_level_pairs(claim, constraints)[:1] if target else ():
        low, high = constraints.change_range(claim, first, last)
        far = low > TARGET_DEVIATION_FACTOR * target or high < target / TARGET_DEVIATION_FACTOR
        if far and high < float("inf"):
            sentence = (
                f"from {phrase_claim(first)} to {phrase_claim(last)} is {phrase_range(low, high)}, where "
                f"{phrase_claim(claim)} was the target: {(low + high) / 2 / target:.1f} times as much"
            )
            claims = (claim.id, first.id, last.id)
            return Finding("outcome against target", claim.end, "cannot tell", sentence, claims, low, high)
    return None


def _audit_undated_yearly_falls(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A mean fall per year, undated, that no printed level could bear for two years."""
    levels = select_dated_levels(resolved)
    for claim in select_counting_claims(resolved.claims.values()):
        if claim.statistic not in ("mean fall per year", "unclear") or claim.start or claim.status == "target":
            continue
        if claim.base_unit not in ("percent", "percentage points") or claim.bounds is None:
            continue
        highest: dict[tuple[str, str], dict[str, Claim]] = {}  # by base and kind of source, level of each standard
        for c in select_series(levels, claim):
            if is_same_word(claim.standard, c.standard):
                method = resolved.pack.shared.standards[c.standard].method if c.standard else ""
                of_standard = highest.setdefault((rate_base(c), method), {})
                if c.value >= of_standard.get(c.standard, c).value:
                    of_standard[c.standard] = c
        needed = 2 * allowed_range(claim)[0]
        too_low = [[c for c in of.values() if allowed_range(c)[1] < needed] for of in highest.values()]
        everywhere = sum(map(len, too_low)) == sum(map(len, highest.values()))
        for figures in filter(None, too_low):
            sentence = (
                f"{phrase_claim(claim)} a year for two years starts from {phrase_number(needed)} or more; "
                "the highest levels are "
                + ", ".join(f"{phrase_claim(c)} ({c.standard or 'no standard'}, {c.end})" for c in figures)
            )
            verdict = "disagrees" if everywhere else "cannot tell"
            claims = (claim.id, *(c.id for c in figures))
            slip = "percent of the level, not points; or a lost decimal mark"
            yield Finding("size of a yearly fall", "", verdict, sentence, claims, suggestion=slip)


def _phrase_claim_series(claim: Claim) -> str:
    """What is measured, of whom, and how: "poverty rate, rural, fall"."""
    groups = [word for word in population_and_area(claim) if word not in ("all", "province")]
    return ", ".join((INDICATORS[claim.indicator].label, *groups, claim.statistic))
