"""Counts against rates: does some total print as both, and do all of one date share a total?"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from poverty.packs.audit.finding import (
    Finding,
    audit_rule,
    has_both_limits,
    is_same_word,
    is_touching,
    population_and_area,
    select_dated_levels,
    select_printed_levels,
    suggest_digit_slip,
)
from poverty.packs.audit.totals import (
    COMPARED_WITHIN_YEARS,
    AllowedTotals,
    TotalsByDate,
    consistent_count_range,
    group_allowed_totals,
    implied_total_range,
    intersect_totals,
    is_growth_plausible,
    is_total_limited,
    pair_counts_with_rates,
    phrase_group,
)
from poverty.packs.audit.wording import (
    add_to,
    list_all,
    list_either,
    phrase_claim,
    phrase_range,
    phrase_standards,
    phrase_subject,
)
from poverty.packs.claims import Claim
from poverty.packs.messages import Date, join, message, number, translatable
from poverty.packs.readings import ResolvedClaims

PAIR_CHECK = translatable("count against rate")
SHARED_CHECK = translatable("one total for all counts and rates")
SUM_ROUNDING_UNITS = Fraction(1)  # units of the last digit: how far off the sum of two rounded rates may be


@audit_rule(place=10)
def audit_counts_and_rates(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Each count against its rate, and all pairs of one date against each other."""
    levels = select_printed_levels(resolved)
    totals_by_date = group_allowed_totals(levels, resolved)
    for count, rate in pair_counts_with_rates(levels):
        if not is_total_limited(count, rate):
            facts = {"count": phrase_claim(count), "rate": phrase_claim(rate), "when": Date(count.end)}
            sentence = message(
                "%(count)s and %(rate)s (%(what)s, %(when)s) cannot be checked against each other: their words leave "
                "the total open.", what=phrase_subject(count), **facts,
            )  # fmt: skip
            finding = message("%(count)s and %(rate)s leave no two limits for the total", **facts)
            yield Finding(PAIR_CHECK, count.end, "not checkable", sentence, finding, (count.id, rate.id))
    for totals in totals_by_date.values():
        yield from (_audit_single_pair(t) for t in totals if t.pairs)
        if len({_list_numerals(t) for t in totals}) > 1:  # a number that is printed twice is no second witness
            yield _audit_shared_total(totals, select_dated_levels(resolved), totals_by_date)


def _audit_single_pair(total: AllowedTotals) -> Finding:
    """The finding on a set of one pair: a disagreement if no total prints as both, else "cannot tell"."""
    count, rate = total.pairs[0]
    facts = {
        "count": phrase_claim(count), "rate": phrase_claim(rate), "what": phrase_subject(count),
        "when": Date(total.date), "group": phrase_group(total),
    }  # fmt: skip
    if total.is_empty:
        sentence = message(
            "%(count)s and %(rate)s (%(what)s, %(when)s) cannot both be right: no number of %(group)s gives both.",
            **facts,
        )
        finding = message("no number of %(group)s prints %(count)s as %(rate)s", **facts)
        return Finding(PAIR_CHECK, total.date, "disagrees", sentence, finding, total.claims)
    sentence = message(
        "%(count)s and %(rate)s (%(what)s, %(when)s) fit each other, but that tells little: one count and one rate "
        "nearly always do.", **facts,
    )  # fmt: skip
    finding = message(
        "%(count)s and %(rate)s both print from %(total)s %(group)s; alone, nearly any pair does",
        total=phrase_range(total.low, total.high), **facts,
    )  # fmt: skip
    return Finding(PAIR_CHECK, total.date, "cannot tell", sentence, finding, total.claims, total.low, total.high)


def _list_numerals(total: AllowedTotals) -> tuple[Decimal | int, ...]:
    """The numbers that a set of totals follows from: count and rate, or a printed total."""
    return tuple(claim.value for pair in total.pairs for claim in pair) or (total.low, total.high)


def _audit_shared_total(totals: list[AllowedTotals], levels: list[Claim], totals_by_date: TotalsByDate) -> Finding:
    """All sets of one group and date against each other."""
    shared = intersect_totals(totals)
    facts = {"group": phrase_group(shared), "when": Date(shared.date)}
    standards = phrase_standards(shared.standards)
    if shared.is_empty and _is_sharing_if_summed(totals):
        sentence = message(
            "For %(when)s the counts and rates of %(group)s fit together only if the rate of poor and near-poor was "
            "added up from two rounded rates.", **facts,
        )  # fmt: skip
        finding = message(
            "no total of %(group)s prints all counts and rates, but one does if the rate of both is the sum of two "
            "rounded ones", **facts,
        )  # fmt: skip
        return Finding(
            SHARED_CHECK, shared.date, "cannot tell", sentence, add_to(finding, standards), shared.claims
        )  # fmt: skip
    if shared.is_empty:
        sentence = message(
            "For %(when)s the counts and rates of %(group)s do not fit together: they ask for different totals, so one "
            "of the numbers is wrong or of another group.", **facts,
        )  # fmt: skip
        finding = message(
            "no total of %(group)s prints all counts and rates: %(demands)s", demands=_phrase_demands(totals), **facts
        )
        slip = _suggest_pair_slip(totals, levels, totals_by_date)
        finding = add_to(finding, standards)
        return Finding(SHARED_CHECK, shared.date, "disagrees", sentence, finding, shared.claims, suggestion=slip)
    sentence = message(
        "For %(when)s the counts and rates of %(group)s fit together: all of them follow from one total.", **facts
    )
    finding = _phrase_shared_total(totals, shared)
    return Finding(
        SHARED_CHECK, shared.date, "agrees", sentence, add_to(finding, standards), shared.claims, shared.low,
        shared.high, shared.best,
    )  # fmt: skip


def _phrase_demands(totals: list[AllowedTotals]) -> str:
    """What total each set asks for."""
    demands = [
        phrase_implied_total(*t.pairs[0]) if t.pairs else message("a total of %(n)s", n=number(t.low)) for t in totals
    ]
    return join(demands, "; ")


def _phrase_shared_total(totals: list[AllowedTotals], shared: AllowedTotals) -> str:
    """The total that all sets share, and how far a slip in each count could go without being seen."""
    unseen = []
    for total in totals:
        for count, rate in total.pairs:
            low, high = consistent_count_range(rate, intersect_totals([t for t in totals if t is not total]))
            facts = {"count": phrase_claim(count), "range": phrase_range(low, high)}
            unseen.append(message("%(count)s could be %(range)s", **facts))
    facts = {"total": phrase_range(shared.low, shared.high), "group": phrase_group(shared)}
    if shared.best:
        found = message("all share %(total)s %(group)s, best %(best)s", best=number(shared.best), **facts)
    else:
        found = message("all share %(total)s %(group)s", **facts)
    return add_to(found, message("unseen by this check, %(counts)s", counts=list_all(unseen)) if unseen else "")


def _is_sharing_if_summed(totals: list[AllowedTotals]) -> bool:
    """Whether they share a total if the rate of both groups was added up from two rounded rates."""
    ranges = [
        implied_total_range(*t.pairs[0], SUM_ROUNDING_UNITS)
        if t.pairs and t.pairs[0][1].indicator == "poor_and_near_poor_rate"
        else (t.low, t.high)
        for t in totals
    ]
    return max(low for low, _ in ranges) <= min(high for _, high in ranges)


def phrase_implied_total(count: Claim, rate: Claim) -> str:
    """The totals that a count and a rate imply, in words, from lowest to highest."""
    facts = {"count": phrase_claim(count), "rate": phrase_claim(rate)}
    return message(
        "%(count)s at %(rate)s asks for %(total)s", total=phrase_range(*implied_total_range(count, rate)), **facts
    )


def _suggest_pair_slip(totals: list[AllowedTotals], levels: list[Claim], totals_by_date: TotalsByDate) -> str:
    """Which pair would have to change, and how: the rate of another group, one digit, or the rate that would print.

    The pair whose change leaves a total in line with other dates is named first.
    """
    ideas = []
    for total in (t for t in totals if t.pairs):
        count, rate = total.pairs[0]
        target = intersect_totals([t for t in totals if t is not total])
        if not target.is_empty:
            group_slip = _suggest_other_group_rate(total, levels, totals_by_date)
            digit_slip = suggest_pair_digit_slip(count, rate, (target.low, target.high))
            fitting_rate = 100 * float(count.value) / ((target.low + target.high) / 2)
            would_be = message("%(count)s would be %(rate)s%%", count=phrase_claim(count), rate=number(fitting_rate, 2))
            slips = filter(None, (group_slip, digit_slip, would_be))
            out_of_line = not _is_consistent_in_time(target, totals_by_date)
            ideas.append((not group_slip, out_of_line, not digit_slip, join(slips, "; ")))
    return min(ideas)[-1] if ideas else ""


def _is_consistent_in_time(total: AllowedTotals, totals_by_date: TotalsByDate) -> bool:
    """Whether a total may stand between those of its group at other dates."""
    return all(
        is_growth_plausible(*sorted((total, dated), key=lambda t: t.t))
        for dated in map(intersect_totals, totals_by_date.values())
        if dated.group == total.group
        and is_same_word(dated.method, total.method)
        and not dated.is_empty
        and dated.t != total.t
        and abs(dated.t - total.t) <= COMPARED_WITHIN_YEARS
    )


def suggest_pair_digit_slip(count: Claim, rate: Claim, totals: tuple[int, int]) -> str:
    """A changed digit of the rate, else of the count, with which the two fit the totals that other figures allow."""
    middle = sum(totals) / 2

    def measure_rate_misfit(value: Decimal) -> float | None:
        half = rate.rounded_to / 2
        implied = 100 * count.value / (value + half), 100 * count.value / max(value - half, half)
        return abs(float(100 * count.value / value) - middle) if value and is_touching(implied, totals) else None

    def measure_count_misfit(value: Decimal) -> float | None:
        implied = 100 * value / rate.bounds.hard.high, 100 * value / rate.bounds.hard.low
        return abs(float(100 * value / rate.value) - middle) if is_touching(implied, totals) else None

    slips = suggest_digit_slip(rate, measure_rate_misfit), suggest_digit_slip(count, measure_count_misfit)
    return list_either(slips)


def _suggest_other_group_rate(total: AllowedTotals, levels: list[Claim], totals_by_date: TotalsByDate) -> str:
    """Whether the rate is the same indicator's for another group: that group's count over that group's total."""
    count, rate = total.pairs[0]
    for claim in levels:
        fact = (claim.indicator, claim.t, claim.standard)
        if fact != (count.indicator, total.t, count.standard) or not has_both_limits(claim):
            continue
        group = population_and_area(claim)
        totals = totals_by_date.get((*group, total.whole, total.t, total.method))
        if totals and group != population_and_area(count):
            shared = intersect_totals(totals)
            low, high = (100 * float(claim.value) / max(limit, 1) for limit in (shared.high, shared.low))
            if high >= rate.bounds.hard.low and low < rate.bounds.hard.high:
                facts = {"rate": phrase_claim(rate), "count": claim.printed, "claim": claim.id}
                facts |= {"total": number(shared.low), "group": phrase_group(shared)}
                return message(
                    "%(rate)s is the rate of another group: %(count)s (%(claim)s) over %(total)s %(group)s", **facts
                )
    return ""
