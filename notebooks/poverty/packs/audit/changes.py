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
    population_and_area,
    rate_base,
    select_dated_levels,
    select_series,
    suggest_digit_slip,
    suggest_year_count_slip,
)
from poverty.packs.audit.totals import narrowed_rate_ranges
from poverty.packs.audit.wording import (
    add_to,
    list_either,
    phrase_as_stated,
    phrase_change,
    phrase_change_briefly,
    phrase_claim,
    phrase_figure,
    phrase_number,
    phrase_range,
    phrase_span,
    phrase_subject,
)
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.messages import Date, join, message, number, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import find_counting_claims, leave_out_rounder_figures, select_counting_claims
from poverty.packs.vocabulary import INDICATORS

ENDS_CHECK = translatable("change against its ends")
MEAN_CHECK = translatable("mean against its total")
EXITS_CHECK = translatable("exits against the fall")
OUTCOME_CHECK = translatable("outcome against target")
SPEED_CHECK = translatable("size of a yearly fall")
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
    finding = message(
        "%(change)s, %(start)s to %(end)s: year ends or years? %(answers)s", change=phrase_change_briefly(change),
        start=Date(change.start), end=Date(change.end),
        answers=join(map(_answer_for_start, starts, findings), "; "),
    )  # fmt: skip
    claims = tuple(dict.fromkeys(name for f in findings for name in f.claims))
    if len(set(verdicts)) == 1:
        finding = add_to(finding, message("neither fits") if verdicts[0] == "disagrees" else "")
        return replace(findings[-1], finding=finding, claims=claims, suggestion="", low=None, high=None)
    facts = {"change": phrase_change(change), "first": starts[0][:4], "second": starts[1][:4]}
    sentence = message("%(change)s: does it begin at the end of %(first)s or of %(second)s? That decides.", **facts)
    end = f"{change.end}-M12" if change.end.isdecimal() else change.end
    fitting = [f"from={start}, to={end}" for start, v in zip(starts, verdicts, strict=True) if v == "agrees"]
    slip = "".join(fitting)
    return Finding(findings[0].check, change.end, "cannot tell", sentence, finding, claims, suggestion=slip)


def _answer_for_start(start: str, found: Finding) -> str:
    """What a change is if it begins at one year end."""
    facts = {"year": start[:4], "start": start}
    if found.low is None:
        return message("from the end of %(year)s (from=%(start)s) it is not known", **facts)
    facts["range"] = phrase_range(found.low, found.high)
    return message("from the end of %(year)s (from=%(start)s) it is %(range)s", **facts)


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
            yield _audit_exits_by_stocks(flow, first, last, (first_low - last_high, first_high - last_low))


def _audit_exits_by_stocks(flow: Claim, first: Claim, last: Claim, fall: ValueRange) -> Finding:
    """Households that left poverty, against the fall from one number of poor households to another."""
    facts = {"flow": phrase_figure(flow)}
    if fall[0] > allowed_range(flow)[1]:
        verdict, sentence = "disagrees", message(
            "%(flow)s are fewer than the number of poor households fell by: one of the numbers is wrong.", **facts
        )  # fmt: skip
    else:
        verdict, sentence = "agrees", message(
            "%(flow)s are enough for the fall in the number of poor households.", **facts
        )  # fmt: skip
    finding = message(
        "%(count)s left poverty; their number fell from %(first)s to %(last)s, by %(fall)s", count=phrase_claim(flow),
        first=phrase_claim(first), last=phrase_claim(last), fall=phrase_range(*fall),
    )  # fmt: skip
    return Finding(EXITS_CHECK, flow.end, verdict, sentence, finding, (flow.id, first.id, last.id), *fall)


def _audit_change_by_levels(claim: Claim, constraints: LevelConstraints) -> Finding:
    """One change against its ends; where several sources print an end, one that fits is enough."""
    pairs = _list_level_pairs(claim, constraints)
    if not pairs:
        return _audit_change_without_levels(claim, constraints)
    fitting = [pair for pair in pairs if _is_change_consistent(claim, *pair, constraints)]
    first, last = (fitting or pairs)[0]
    pairs = [pair for pair in pairs if rate_base(pair[0]) == rate_base(first)]
    low, high = constraints.change_range(claim, first, last)
    facts = {"change": phrase_change(claim)}
    ends = {"first": phrase_claim(first), "last": phrase_claim(last), "range": phrase_range(low, high)}
    brief = phrase_change_briefly(claim)
    finding = message("%(change)s; from %(first)s to %(last)s it is %(range)s", change=brief, **ends)
    if not fitting:
        slip = _suggest_change_slip(claim, first, last, constraints)
        claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *constraints.list_sharpening_claims(first, last))))
        doubted = (claim.id,)  # not its ends
        sentence = message(
            "%(change)s does not fit the figures at its ends, %(first)s and %(last)s: by them it is %(range)s.",
            **facts, **ends,
        )  # fmt: skip
        return Finding(
            ENDS_CHECK, claim.end, "disagrees", sentence, finding, claims, low, high, suggestion=slip, in_doubt=doubted
        )
    misfits = {(phrase_claim(a), phrase_claim(b)): (a, b) for a, b in pairs if (a, b) not in fitting}.values()
    for a, b in misfits:
        misfit = {"first": phrase_claim(a), "last": phrase_claim(b)}
        misfit["range"] = phrase_range(*constraints.change_range(claim, a, b))
        finding = add_to(finding, message("from %(first)s to %(last)s it would be %(range)s", **misfit))
    slip = message("of the figures printed for its ends, %(first)s and %(last)s fit", **ends) if misfits else ""
    claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *(c.id for pair in misfits for c in pair))))
    # so wide that nearly any change would fit: the check has no power
    verdict = "agrees" if high - low <= float(claim.value) else "cannot tell"
    if verdict == "cannot tell":
        sentence = message(
            "%(change)s may be right or wrong: the figures at its ends are too inexact to tell.", **facts
        )
    elif misfits:
        sentence = message("%(change)s fits %(first)s and %(last)s, and no other figures of its ends.", **facts, **ends)
    else:
        sentence = message("%(change)s fits the figures at its ends, %(first)s and %(last)s.", **facts, **ends)
    return Finding(ENDS_CHECK, claim.end, verdict, sentence, finding, claims, low, high, suggestion=slip)


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
    levels = select_series(constraints.levels, claim)
    levels = [c for c in levels if c.source == claim.source and c.status in COUNTED_STATUSES]
    low, high = allowed_range(claim)
    is_mean = claim.statistic == "mean fall per year" and claim.value
    if is_mean and high - low <= 2 * EXACT_MEAN_TOLERANCE * float(claim.value):
        for a, b in combinations(sorted(levels, key=lambda c: c.t), 2):
            exact = float(a.value - b.value) / (b.t - a.t) if b.t > a.t else 0.0
            same_series = (a.standard, rate_base(a)) == (b.standard, rate_base(b)) and is_standard_known(a)
            if same_series and is_same_word(claim.standard, a.standard) and low <= exact < high:
                return _blame_years(claim, a, b)
    sentence = message(
        "%(change)s cannot be checked: the pack does not hold the figures at both its ends, under one standard.",
        change=phrase_change(claim),
    )
    finding = message(
        "%(change)s: no two levels at %(start)s and %(end)s under one standard", change=phrase_change_briefly(claim),
        start=Date(claim.start), end=Date(claim.end),
    )  # fmt: skip
    return Finding(ENDS_CHECK, claim.end, "not checkable", sentence, finding, (claim.id,))


def _blame_years(claim: Claim, first: Claim, last: Claim) -> Finding:
    """A mean that is just that of two levels of other years."""
    years = phrase_span(first.start, last.end)
    sentence = message("%(change)s is the mean of other years: %(years)s.", change=phrase_change(claim), years=years)
    finding = message(
        "%(change)s, dated %(dates)s, is just that of %(years)s: (%(first)s - %(last)s) / %(n)s",
        change=phrase_change_briefly(claim), dates=phrase_span(claim.start, claim.end), years=years,
        first=phrase_claim(first), last=phrase_claim(last), n=phrase_number(last.t - first.t),
    )  # fmt: skip
    slip = message("the years: %(start)s to %(end)s", start=Date(first.start), end=Date(last.end))
    claims, doubted = (claim.id, first.id, last.id), (claim.id,)
    return Finding(ENDS_CHECK, claim.end, "disagrees", sentence, finding, claims, suggestion=slip, in_doubt=doubted)


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
        rising = claim.statistic != "rise"
        slips.append(
            message("the direction: the figures rise") if rising else message("the direction: the figures fall")
        )
    if claim.statistic == "mean fall per year":
        years = claim.t - period_end_coordinate(claim.start)
        slips.append(suggest_year_count_slip((low * years, high * years), (least, most), years))
    if INDICATORS[claim.indicator].unit == "percent":
        points = float(first.value - last.value)
        share = 100 * points / float(first.value) if first.value else 0.0
        if claim.statistic == "relative fall" and least <= points <= most:
            slips.append(message("points, printed as percent"))
        if claim.statistic == "fall" and least <= share <= most:
            slips.append(message("percent of the first figure, not points"))
    half = float(claim.rounded_to) / 2
    exact = _express_change(claim, float(first.value), float(last.value))
    slips.append(suggest_digit_slip(claim, _build_misfit_measure(exact, low - half, high + half)))
    return join(filter(None, slips), "; ")


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
    claims = (total.id, mean.id)
    facts = {"total": phrase_figure(total), "mean": phrase_claim(mean), "range": phrase_range(low, high)}
    finding = message(
        "%(total)s over %(years)s years is %(range)s a year; %(mean)s", total=phrase_claim(total),
        years=phrase_number(years), range=facts["range"], mean=phrase_as_stated(mean),
    )  # fmt: skip
    half_total, half_mean = float(total.rounded_to) / 2, float(mean.rounded_to) / 2
    exact = mean.qualifier == "exact" == total.qualifier
    as_printed = abs(float(total.value) / years - float(mean.value)) <= half_mean + FLOAT_TOLERANCE
    if (low < most and high > least) or (exact and as_printed):
        if high - low <= float(mean.value):
            verdict, sentence = "agrees", message("A mean of %(mean)s a year fits %(total)s.", **facts)
        else:
            verdict, sentence = "cannot tell", message(
                "A mean of %(mean)s a year may fit %(total)s or not: the numbers are too inexact to tell.", **facts
            )  # fmt: skip
        return Finding(MEAN_CHECK, mean.end, verdict, sentence, finding, claims, low, high)
    slip = suggest_year_count_slip(allowed_range(total), (least, most), years)
    if not slip:
        limits = least * years - half_total, most * years + half_total
        total_slip = suggest_digit_slip(total, _build_misfit_measure((least + most) / 2 * years, *limits))
        mean_slip = suggest_digit_slip(mean, _build_misfit_measure((low + high) / 2, low - half_mean, high))
        slip = list_either((total_slip, mean_slip))
    sentence = message("A mean of %(mean)s a year does not fit %(total)s: by that it is %(range)s a year.", **facts)
    return Finding(MEAN_CHECK, mean.end, "disagrees", sentence, finding, claims, low, high, suggestion=slip)


def _audit_change_by_target(claim: Claim, constraints: LevelConstraints) -> Finding | None:
    """An outcome far from its target is no contradiction, but calls for a word that the sources do not give."""
    target = float(claim.value)
    for first, last in _list_level_pairs(claim, constraints)[:1] if target else ():
        low, high = constraints.change_range(claim, first, last)
        far = low > TARGET_DEVIATION_FACTOR * target or high < target / TARGET_DEVIATION_FACTOR
        if far and high < float("inf"):
            facts = {"target": phrase_claim(claim), "times": number((low + high) / 2 / target, 1)}
            sentence = message(
                "What was reached is %(times)s times the target of %(target)s (%(what)s, %(when)s): is one of the "
                "numbers of another year or group?", what=phrase_subject(claim),
                when=phrase_span(claim.start, claim.end), **facts,
            )  # fmt: skip
            finding = message(
                "from %(first)s to %(last)s is %(range)s, where %(target)s was the target: %(times)s times as much",
                first=phrase_claim(first), last=phrase_claim(last), range=phrase_range(low, high), **facts,
            )  # fmt: skip
            claims = (claim.id, first.id, last.id)
            return Finding(OUTCOME_CHECK, claim.end, "cannot tell", sentence, finding, claims, low, high)
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
            yield _blame_speed(claim, needed, figures, everywhere)


def _blame_speed(claim: Claim, needed: float, figures: list[Claim], everywhere: bool) -> Finding:
    """A fall a year that some levels, or all that are printed, could not bear for two years."""
    facts = {"fall": phrase_claim(claim), "what": phrase_subject(claim)}
    if everywhere:
        verdict, sentence = "disagrees", message(
            "A fall of %(fall)s a year (%(what)s) is too fast: at that pace every printed figure would be down to "
            "nothing within two years.", **facts,
        )  # fmt: skip
    else:
        verdict, sentence = "cannot tell", message(
            "A fall of %(fall)s a year (%(what)s) is too fast for some of the printed figures: they would be down to "
            "nothing within two years.", **facts,
        )  # fmt: skip
    levels = [
        message(
            "%(value)s (%(standard)s, %(when)s)", value=phrase_claim(c), when=Date(c.end),
            standard=c.standard or message("no standard"),
        )
        for c in figures
    ]  # fmt: skip
    finding = message(
        "%(fall)s a year for two years starts from %(needed)s or more; the highest levels are %(levels)s",
        needed=phrase_number(needed), levels=join(levels, ", "), **facts,
    )  # fmt: skip
    slip = message("percent of the level, not points; or a lost decimal mark")
    claims = (claim.id, *(c.id for c in figures))
    return Finding(SPEED_CHECK, "", verdict, sentence, finding, claims, suggestion=slip)
