"""Parts against their whole: poor and near-poor, town and country, a group's share."""

from collections.abc import Iterator
from itertools import product

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    ValueRange,
    allowed_range,
    audit_rule,
    has_both_limits,
    is_same_word,
    is_touching,
    population_and_area,
    rate_base,
    select_dated_levels,
    select_same_date,
    select_series,
    suggest_digit_slip,
)
from poverty.packs.audit.totals import AllowedTotals, list_allowed_totals
from poverty.packs.audit.wording import (
    add_to,
    list_all,
    list_either,
    phrase_as_stated,
    phrase_claim,
    phrase_figure,
    phrase_number,
    phrase_range,
    phrase_standards,
)
from poverty.packs.claims import Claim
from poverty.packs.messages import Date, join, label, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import select_counting_claims
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS, PROVINCE_AREA

SUM_CHECK = translatable("parts against their sum")
BETWEEN_CHECK = translatable("rate between its parts")
SHARE_CHECK = translatable("share against its counts")
MIX_UP_CHECK = translatable("rate or share")
FLOW_SHARE_CHECK = translatable("share of all households")
PEOPLE_CHECK = translatable("people against households")
NEIGHBOUR_YEAR_FACTOR = 1.06  # times: totals of two neighbouring years
POOR_AND_NEAR_POOR_SUMS = (
    ("poor_and_near_poor_rate", "poverty_rate", "near_poor_rate"),
    ("poor_and_near_poor_households", "poor_households", "near_poor_households"),
)


@audit_rule(place=30)
def audit_parts_and_wholes(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Poor and near-poor against both together, and the parts of a partition against the province."""
    levels = select_dated_levels(resolved)
    yield from _audit_poor_plus_near_poor(levels)
    yield from _audit_area_partitions(levels, resolved)
    yield from _audit_group_shares(levels, resolved)
    yield from _audit_poor_household_size(levels)


def _audit_poor_plus_near_poor(levels: list[Claim]) -> Iterator[Finding]:
    """Levels of poor and near-poor together against every pair of parts of the same date and source."""
    for both in levels:
        for whole, first, second in POOR_AND_NEAR_POOR_SUMS:
            if both.indicator == whole:
                same_date = select_same_date(levels, both)
                candidates = [c for c in same_date if (c.source, rate_base(c)) == (both.source, rate_base(both))]
                poor, near_poor = ([c for c in candidates if c.indicator == name] for name in (first, second))
                yield from (_audit_sum_of_parts(parts, both) for parts in product(poor, near_poor))


def _audit_area_partitions(levels: list[Claim], resolved: ResolvedClaims) -> Iterator[Finding]:
    """Figures of town and country, or of other areas that make up the province, against the province's."""
    partitions: dict[str, list[str]] = {}
    for group in resolved.pack.shared.groups["area"].values():
        if group.partition:
            partitions.setdefault(group.partition, []).append(group.word)
    for whole in (c for c in levels if c.area == PROVINCE_AREA):
        is_rate = INDICATORS[whole.indicator].unit == "percent"
        audit_parts = _audit_rate_between_parts if is_rate else _audit_sum_of_parts
        fact = _name_fact_anywhere(whole)
        same_fact = [c for c in levels if _name_fact_anywhere(c) == fact]
        for areas in partitions.values():
            parts = tuple(next((c for c in same_fact if c.area == area), None) for area in areas)
            if None not in parts:
                yield audit_parts(parts, whole)


def _name_fact_anywhere(level: Claim) -> tuple:
    """What the figures of an area and of its parts have alike: all but the area."""
    return level.indicator, level.source, level.population, rate_base(level), level.standard, level.t


def _audit_sum_of_parts(parts: tuple[Claim, ...], whole: Claim) -> Finding:
    """The parts of a whole add up to it, within their rounding or as they are printed."""
    low, high = (sum(allowed_range(c)[i] for c in parts) for i in (0, 1))
    finding = message(
        "%(addends)s is %(sum)s; %(whole)s", addends=join(map(phrase_claim, parts), " + "),
        sum=phrase_range(low, high), whole=phrase_as_stated(whole),
    )  # fmt: skip
    claims = (*(c.id for c in parts), whole.id)
    as_printed = abs(sum(c.value for c in parts) - whole.value) <= whole.rounded_to / 2
    if is_touching((low, high), allowed_range(whole)) or as_printed:
        sentence = message("The parts add up to %(whole)s.", whole=phrase_figure(whole))
        return Finding(SUM_CHECK, whole.end, "agrees", sentence, finding, claims, low, high)
    sentence = message("The parts do not add up to %(whole)s: one of the numbers is wrong.", whole=phrase_figure(whole))
    slip = list_either(_suggest_part_slip(part, parts, whole) for part in parts)
    return Finding(SUM_CHECK, whole.end, "disagrees", sentence, finding, claims, low, high, suggestion=slip)


def _suggest_part_slip(part: Claim, parts: tuple[Claim, ...], whole: Claim) -> str:
    """What one part would have to be: its numeral with a digit dropped at the end, or with one digit changed."""
    needed = whole.value - sum(c.value for c in parts if c is not part)
    numeral = f"{needed / part.magnitude:f}".rstrip("0")
    printed = f"{part.value / part.magnitude:f}"
    if "." in printed and numeral.startswith(printed) and numeral != printed:
        facts = {"meant": phrase_number(float(needed)), "printed": part.printed}
        return message("%(meant)s for %(printed)s (the last digit dropped)", **facts)
    half = float(part.rounded_to + whole.rounded_to) / 2

    def measure_misfit(value):
        distance = abs(float(value - needed))
        return distance if distance <= half else None

    return suggest_digit_slip(part, measure_misfit)


def _audit_rate_between_parts(parts: tuple[Claim, ...], whole: Claim) -> Finding:
    """A rate lies between those of its parts."""
    low, high = min(allowed_range(c)[0] for c in parts), max(allowed_range(c)[1] for c in parts)
    named = [message("%(value)s (%(area)s)", value=phrase_claim(c), area=label(c.area)) for c in parts]
    finding = message("%(whole)s between %(parts)s", whole=phrase_claim(whole), parts=list_all(named))
    claims = (whole.id, *(c.id for c in parts))
    if is_touching((low, high), allowed_range(whole)):
        sentence = message("%(whole)s lies between the rates of its parts, as it must.", whole=phrase_figure(whole))
        return Finding(BETWEEN_CHECK, whole.end, "agrees", sentence, finding, claims, low, high)
    sentence = message(
        "%(whole)s does not lie between the rates of its parts: one of the numbers is wrong.",
        whole=phrase_figure(whole),
    )
    return Finding(BETWEEN_CHECK, whole.end, "disagrees", sentence, finding, claims, low, high)


def _audit_group_shares(levels: list[Claim], resolved: ResolvedClaims) -> Iterator[Finding]:
    """A group's share of a count against the two counts, and a share that is printed as a rate elsewhere."""
    shares = [c for c in resolved.claims.values() if c.statistic == "share" and c.status in COUNTED_STATUSES and c.end]
    for share in select_counting_claims(shares):
        indicator, _, date = share.base.partition(":")
        wholes = [c for c in levels if c.indicator == indicator and (c.end == date if date else c.t == share.t)]
        wholes = [c for c in wholes if population_and_area(c) == ("all", PROVINCE_AREA)]
        parts = [c for c in select_series(levels, share) if c.t == share.t]
        for part, whole in product(parts, wholes):
            fact = (part.source, part.standard)
            if (
                part.id != whole.id
                and fact == (whole.source, whole.standard)
                and is_same_word(share.standard, part.standard)
            ):
                yield _audit_share_by_counts(share, part, whole)
        yield from _audit_flow_share(share, resolved)
        fact = (share.t, population_and_area(share), share.value, share.base_unit)
        for rate in levels:
            counts = COUNT_OF_RATE.get(rate.indicator, {}).values()
            same_fact = (rate.t, population_and_area(rate), rate.value, rate.base_unit) == fact
            if share.indicator in counts and same_fact and is_same_word(share.standard, rate.standard):
                yield _audit_rate_or_share(rate, share)


def _audit_rate_or_share(rate: Claim, share: Claim) -> Finding:
    """One number that is printed as a rate and as a share of the poor."""
    sentence = message(
        "%(rate)s is called a rate in one place, and a share of the poor in another: one of the two is a mix-up.",
        rate=phrase_figure(rate),
    )
    finding = message(
        "%(rate)s is a rate in one place and a share of all %(poor)s in another", rate=phrase_claim(rate),
        poor=label(INDICATORS[share.indicator].label),
    )  # fmt: skip
    slip = message("a share of the poor and a rate of poverty, one for the other")
    return Finding(MIX_UP_CHECK, rate.end, "disagrees", sentence, finding, (rate.id, share.id), suggestion=slip)


def _audit_share_by_counts(share: Claim, part: Claim, whole: Claim) -> Finding:
    """A printed share of one count in another."""
    low, high = _divide_ranges(part, whole, 100)
    facts = {"part": phrase_claim(part), "whole": phrase_claim(whole), "share": phrase_figure(share)}
    finding = message(
        "%(part)s of %(whole)s is %(low)s to %(high)s%%; %(stated)s", low=phrase_number(low), high=phrase_number(high),
        stated=phrase_as_stated(share), **facts,
    )  # fmt: skip
    claims, doubted = (share.id, part.id, whole.id), (share.id,)
    if is_touching((low, high), allowed_range(share)):
        verdict, sentence = "agrees", message("%(share)s fits its two numbers, %(part)s of %(whole)s.", **facts)
    else:
        verdict, sentence = "disagrees", message(
            "%(share)s does not fit its two numbers, %(part)s of %(whole)s.", **facts
        )  # fmt: skip
    return Finding(SHARE_CHECK, share.end, verdict, sentence, finding, claims, low, high, in_doubt=doubted)


def _audit_flow_share(share: Claim, resolved: ResolvedClaims) -> Iterator[Finding]:
    """A flow's share of all households: the total that it implies against the total of its date."""
    if share.whole != "households" or INDICATORS[share.indicator].stock or allowed_range(share)[0] <= 0:
        return
    group = population_and_area(share)
    fact = (share.indicator, share.source, group, share.start, share.end)
    flows = [
        c
        for c in resolved.claims.values()
        if c.statistic == "total"
        and c.status in COUNTED_STATUSES
        and (c.indicator, c.source, population_and_area(c), c.start, c.end) == fact
        and is_same_word(c.standard, share.standard)
        and has_both_limits(c)
    ]
    flows = select_counting_claims(flows)
    totals = [t for t in list_allowed_totals(resolved) if (t.group, t.t) == ((*group, "households"), share.t)]
    poor = [c for c in select_dated_levels(resolved) if c.indicator == "poor_households" and c.t == share.t]
    poor = [c for c in poor if population_and_area(c) == group and is_same_word(c.standard, share.standard)]
    for flow, total in product(flows, totals):
        poor_before = float(poor[0].value + flow.value) if poor else 0.0
        yield _audit_share_by_total(share, flow, total, poor_before)


def _audit_share_by_total(share: Claim, flow: Claim, total: AllowedTotals, poor_before: float) -> Finding:
    """A flow and its share of all households, against their number; `poor_before`: the poor of the year before."""
    low, high = _divide_ranges(flow, share, 100)
    facts = {"flow": phrase_figure(flow), "share": phrase_claim(share)}
    finding = message(
        "%(count)s at %(share)s asks for %(low)s to %(high)s households; its other figures ask for %(total)s",
        count=phrase_claim(flow), share=facts["share"], low=phrase_number(low), high=phrase_number(high),
        total=phrase_range(total.low, total.high),
    )  # fmt: skip
    finding = add_to(finding, phrase_standards((share.standard, flow.standard, *total.standards)))
    verdict, slip = "disagrees", ""
    sentence = message("%(flow)s are not %(share)s of all households.", **facts)
    if is_touching((low, high), (total.low, total.high)):
        verdict, sentence = "agrees", message("%(flow)s are %(share)s of all households, as printed.", **facts)
    elif low <= total.high * NEIGHBOUR_YEAR_FACTOR and high >= total.low / NEIGHBOUR_YEAR_FACTOR:
        verdict = "cannot tell"
        sentence = message(
            "%(flow)s are not quite %(share)s of all households: those of the year before may be meant.", **facts
        )
    elif low / NEIGHBOUR_YEAR_FACTOR <= poor_before <= high * NEIGHBOUR_YEAR_FACTOR:
        slip = message("a share of the poor households, not of all")
    claims = (share.id, flow.id, *total.claims)
    return Finding(FLOW_SHARE_CHECK, share.end, verdict, sentence, finding, claims, low, high, suggestion=slip)


def _audit_poor_household_size(levels: list[Claim]) -> Iterator[Finding]:
    """Poor people against poor households: a household of less than one or of more than ten is none."""
    for people in (c for c in levels if c.indicator == "poor_persons"):
        for households in (c for c in select_same_date(levels, people) if c.indicator == "poor_households"):
            low, high = _divide_ranges(people, households)
            facts = {"people": phrase_claim(people), "households": phrase_claim(households), "when": Date(people.end)}
            if low < 10 and high > 1:
                verdict = "agrees"
                sentence = message(
                    "%(people)s poor people may live in %(households)s poor households (%(when)s).", **facts
                )
            else:
                verdict = "disagrees"
                sentence = message(
                    "%(people)s poor people cannot live in %(households)s poor households (%(when)s).", **facts
                )
            finding = message(
                "%(people)s people in %(households)s households are %(low)s to %(high)s each",
                low=phrase_number(low), high=phrase_number(high), **facts,
            )  # fmt: skip
            yield Finding(PEOPLE_CHECK, people.end, verdict, sentence, finding, (people.id, households.id), low, high)


def _divide_ranges(part: Claim, whole: Claim, factor: int = 1) -> ValueRange:
    """`factor` times the smallest and the largest ratio of two figures."""
    (part_low, part_high), (whole_low, whole_high) = allowed_range(part), allowed_range(whole)
    low = factor * part_low / whole_high if whole_high else 0.0
    return low, factor * part_high / whole_low if whole_low else float("inf")
