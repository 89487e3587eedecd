"""Counts against rates: which totals of households or people print as both, and do they hang together?

A count and the rate printed beside it allow a set of totals: the inverse of the GRIM test (Brown & Heathers
2017, Social Psychological and Personality Science 8). Sets of one date must share a total; the best total
balances the rates by least squares in points (Stone, Champernowne & Meade 1942).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor

from poverty.packs.audit.finding import (
    Finding,
    allowed_range,
    audit_rule,
    has_both_limits,
    is_same_word,
    is_touching,
    population_and_area,
    select_dated_levels,
    select_printed_levels,
    select_same_date,
    suggest_digit_slip,
)
from poverty.packs.audit.wording import (
    add_to,
    list_all,
    list_either,
    phrase_claim,
    phrase_ends,
    phrase_groups,
    phrase_number,
    phrase_range,
    phrase_span,
    phrase_standards,
    phrase_subject,
)
from poverty.packs.claims import Claim
from poverty.packs.messages import Date, join, message, number, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import find_counting_claims
from poverty.packs.vocabulary import COUNT_OF_RATE, PROVINCE_AREA, RATE_DENOMINATORS

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households
YEARLY_GROWTH_LIMITS = (0.97, 1.06)  # assumed: by how much the number of households or people may change in one year
YEARLY_SIZE_LIMITS = (0.98, 1.02)  # assumed: by how much the people in a household may change in one year
COMPARED_WITHIN_YEARS = 4  # years: of totals farther apart growth alone says little
ALL_HOUSEHOLDS = ("all", PROVINCE_AREA, "households")
WHOLE_OF_UNIT = {"persons": "population", "households": "households"}
PAIR_CHECK = translatable("count against rate")
SHARED_CHECK = translatable("one total for all counts and rates")
TIME_CHECK = translatable("totals in time")
SIZE_CHECK = translatable("persons per household")
SUM_ROUNDING_UNITS = Fraction(1)  # units of the last digit: how far off the sum of two rounded rates may be


@dataclass(frozen=True)
class AllowedTotals:
    """The totals that one or more count-and-rate pairs of a group and a date allow: `low` to `high`.

    `whole` says of what: "households" or "population". Empty (`low` above `high`) if no total prints as all pairs.
    """

    population: str
    area: str
    whole: str
    t: float
    date: str
    low: int
    high: int
    claims: tuple[str, ...]
    pairs: tuple[tuple[Claim, Claim], ...] = field(repr=False, default=())
    method: str = field(repr=False, default="")  # register or survey; "" where no standard says so
    standards: tuple[str, ...] = field(repr=False, default=())  # under which its figures were counted

    @property
    def group(self) -> tuple[str, str, str]:
        """Of whom, where and of what: ("all", "province", "households")."""
        return self.population, self.area, self.whole

    @property
    def is_empty(self) -> bool:
        """Whether no total is allowed."""
        return self.low > self.high

    @property
    def best(self) -> int | None:
        """The total that fits the printed rates best, in points; None where one pair leaves nothing to balance."""
        if len(self.pairs) < 2:
            return None
        squares = sum(count.value**2 for count, _ in self.pairs)
        products = sum(count.value * rate.value for count, rate in self.pairs)
        return min(max(round(100 * squares / products), self.low), self.high)


TotalsByDate = dict[tuple, list[AllowedTotals]]  # by population, area, whole, date and method


def implied_total_range(count: Claim, rate: Claim, units: Fraction = Fraction(1, 2)) -> tuple[int, int]:
    """The smallest and the largest number of households (or people) for which `count` prints as `rate` percent.

    Args:
        count: how many are poor.
        rate: the share that is printed beside it.
        units: how many units of its last digit an exact rate may be off, either way.

    Raises:
        ValueError: one of the two has no limit ("more than"), so neither has the total.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> claims = load_pack("bac-lieu").claims
        >>> implied_total_range(claims["poor-households-1997"], claims["poverty-rate-1997"])  # 31.818 are 28,9%
        (109907, 110287)
    """
    smallest, largest = count.bounds.hard.whole_numbers()
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    if low is None or high is None or low <= 0:
        raise ValueError(f"{rate.id} has no two limits above 0")
    wider = (units - Fraction(1, 2)) * Fraction(rate.rounded_to)
    low, high = Fraction(low) - wider, Fraction(high) + wider
    # half-open bounds: the rate may equal its lower limit, and stays below its upper one
    return floor(Fraction(smallest) * 100 / high) + 1, floor(Fraction(largest) * 100 / low)


def consistent_count_range(rate: Claim, totals: AllowedTotals) -> tuple[int, int]:
    """Every count that prints as `rate` over some allowed total: how far a slip could go without being seen.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> rate = load_pack("bac-lieu").claims["poverty-rate-1997"]  # 28,9%
        >>> totals = AllowedTotals("all", "province", "households", 1997.0, "1997", 110_000, 110_100, ())
        >>> consistent_count_range(rate, totals)
        (31735, 31873)
    """
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    return ceil(Fraction(low) * totals.low / 100), ceil(Fraction(high) * totals.high / 100) - 1


def list_allowed_totals(resolved: ResolvedClaims) -> list[AllowedTotals]:
    """One set of household totals for each group and date of the pack's own sources; empty sets left out.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> totals = list_allowed_totals(resolve_readings(load_pack("bac-lieu")))
        >>> [(t.date, t.low, t.high, t.best) for t in totals if t.t <= 2021]
        [('1997', 109907, 110287, None), ('2021-M12', 225745, 226090, 225901)]
    """
    levels = [c for c in select_printed_levels(resolved, ("actual",)) if c.primary]
    return share_allowed_totals(levels, resolved)


def share_allowed_totals(levels: list[Claim], resolved: ResolvedClaims) -> list[AllowedTotals]:
    """What counts, rates and totals of one group and date allow together, by date; empty sets left out."""
    shared_totals = map(_intersect_totals, _group_allowed_totals(levels, resolved).values())
    return sorted((t for t in shared_totals if not t.is_empty), key=lambda t: t.t)


@audit_rule(place=10)
def audit_counts_and_rates(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Each count against its rate, all pairs of one date against each other, and the totals of dates in time."""
    levels = select_printed_levels(resolved)
    totals_by_date = _group_allowed_totals(levels, resolved)
    for count, rate in _pair_counts_with_rates(levels):
        if not _is_total_limited(count, rate):
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
    yield from _audit_totals_in_time(totals_by_date, resolved)


def narrowed_rate_ranges(resolved: ResolvedClaims) -> dict[str, tuple[float, float, tuple[str, ...]]]:
    """By claim: what a rate's numeral, and its count over the totals that its date's other figures allow, leave of it.

    Only rates that have such a count and total, and figures of their own standard; after the two ends, in percent,
    stand the claims that sharpen them.
    """
    narrowed = {}
    for totals in _group_allowed_totals(select_printed_levels(resolved), resolved).values():
        for standard in dict.fromkeys(name for t in totals for name in t.standards):
            of_standard = [t for t in totals if t.standards in ((), (standard,))]
            shared = _intersect_totals(of_standard)
            if len(of_standard) < 2 or shared.is_empty:
                continue
            for count, rate in shared.pairs:
                low, high = allowed_range(rate)
                fewest, most = count.bounds.hard.whole_numbers()
                low, high = max(low, 100 * fewest / shared.high), min(high, 100 * most / shared.low)
                narrowed[rate.id] = (low, high, shared.claims)
    return narrowed


@audit_rule(place=20)
def audit_persons_per_household(resolved: ResolvedClaims) -> Iterator[Finding]:
    """The household totals against a population of about the same date: how many people in a household?"""
    plausible = resolved.pack.province["plausibility"]["persons_per_household"]
    for total in list_allowed_totals(resolved):
        if total.group == ALL_HOUSEHOLDS:
            yield _audit_household_size(total, plausible, resolved)


def _audit_household_size(total: AllowedTotals, plausible: list[float], resolved: ResolvedClaims) -> Finding:
    """How many people live in a household of one date, against what is plausible."""
    household = _measure_household_size(total, resolved)
    if household is None:
        sentence = message(
            "For %(when)s it cannot be checked whether the number of households is plausible: no number of people of "
            "about that date is in the pack.", when=Date(total.date),
        )  # fmt: skip
        finding = message("no population within %(n)s years is in the pack", n=number(POPULATION_WITHIN_YEARS))
        return Finding(SIZE_CHECK, total.date, "not checkable", sentence, finding, total.claims)
    low, high, population = household
    facts = {"size": _phrase_sizes(low, high), "when": Date(total.date)}
    inside = [plausible[0] <= size <= plausible[1] for size in (low, high)]
    if all(inside):
        verdict, sentence = "agrees", message(
            "For %(when)s the number of households is plausible: about %(size)s people live in each.", **facts
        )  # fmt: skip
    elif any(inside):
        verdict, sentence = "cannot tell", message(
            "For %(when)s the number of households may be plausible or not: about %(size)s people would live in each.",
            **facts,
        )  # fmt: skip
    else:
        verdict, sentence = "disagrees", message(
            "For %(when)s the number of households is not plausible: about %(size)s people would live in each.", **facts
        )  # fmt: skip
    finding = message(
        "%(people)s persons in %(when)s over %(total)s households make %(size)s persons each; assumed plausible: "
        "%(least)s to %(most)s", people=phrase_claim(population), when=Date(population.end),
        total=phrase_range(total.low, total.high), size=facts["size"],
        least=phrase_number(plausible[0]), most=phrase_number(plausible[1]),
    )  # fmt: skip
    finding = add_to(finding, phrase_standards(total.standards))
    return Finding(SIZE_CHECK, total.date, verdict, sentence, finding, (*total.claims, population.id), low, high)


def _measure_household_size(total: AllowedTotals, resolved: ResolvedClaims) -> tuple[float, float, Claim] | None:
    """How many people a household of the whole province has, from and to, by the population nearest in time."""
    populations = [
        c
        for c in select_dated_levels(resolved)
        if c.indicator == "population"
        and population_and_area(c) == ALL_HOUSEHOLDS[:2]
        and abs(c.t - total.t) <= POPULATION_WITHIN_YEARS
    ]
    if total.group != ALL_HOUSEHOLDS or not populations:
        return None
    population = min(populations, key=lambda c: abs(c.t - total.t))
    fewest, most = population.usable_bounds()
    return fewest / total.high, most / total.low, population


def _phrase_sizes(low: float, high: float) -> str:
    """How many people a household has, in words."""
    return phrase_ends(number(low, 1), number(high, 1))


def _pair_counts_with_rates(levels: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Each count with each rate that speaks of it: of one group, base, date, standard and source.

    Of a headline and the figure of the text the more exact one is paired, whichever of the two stands in the sentence.
    """
    counting = find_counting_claims(levels)
    pairs = {}
    for rate in levels:
        indicator = COUNT_OF_RATE.get(rate.indicator, {}).get(rate.whole)
        for count in select_same_date(levels, rate):
            one_statement = not (count.together and rate.together) or count.together == rate.together
            if count.indicator == indicator and count.source == rate.source and one_statement:
                pair = counting[count.id], counting[rate.id]
                pairs[pair[0].id, pair[1].id] = pair
    return list(pairs.values())


def _is_total_limited(count: Claim, rate: Claim) -> bool:
    """Whether both have two limits, the rate's above 0: without them they limit no total."""
    return has_both_limits(count) and has_both_limits(rate) and rate.bounds.hard.low > 0


def _group_allowed_totals(levels: list[Claim], resolved: ResolvedClaims) -> TotalsByDate:
    """The totals of each pair, and totals that are printed, by group, kind of whole, date and method.

    A set may be empty. Totals of a register and of a survey stand apart; a printed total stands with either.
    """
    constraints = [
        (count, WHOLE_OF_UNIT[count.base_unit], implied_total_range(count, rate), ((count, rate),))
        for count, rate in _pair_counts_with_rates(levels)
        if _is_total_limited(count, rate)
    ]
    constraints += [
        (c, c.indicator, c.bounds.hard.whole_numbers(), ())
        for c in dict.fromkeys(find_counting_claims(levels).values())
        if c.indicator in RATE_DENOMINATORS and has_both_limits(c)
    ]
    standards = resolved.pack.shared.standards
    totals_by_date: TotalsByDate = {}
    for claim, whole, (low, high), pairs in sorted(constraints, key=lambda c: not c[0].standard):
        claims = tuple(c.id for pair in pairs for c in pair) or (claim.id,)
        method = standards[claim.standard].method if claim.standard else ""
        group = (claim.population, claim.area, whole)
        named = (claim.standard,) if claim.standard else ()
        total = AllowedTotals(*group, claim.t, claim.end, low, high, claims, pairs, method, named)
        dated = (*total.group, total.t)
        known = [key for key in totals_by_date if key[:-1] == dated] if not method else []
        for key in known or [(*dated, method)]:
            totals_by_date.setdefault(key, []).append(total)
    return totals_by_date


def _intersect_totals(totals: list[AllowedTotals]) -> AllowedTotals:
    """What all sets of one group and date allow together."""
    return replace(
        totals[0],
        low=max(t.low for t in totals),
        high=min(t.high for t in totals),
        claims=tuple(c for t in totals for c in t.claims),
        pairs=tuple(p for t in totals for p in t.pairs),
        standards=tuple(dict.fromkeys(name for t in totals for name in t.standards)),
    )


def _audit_single_pair(total: AllowedTotals) -> Finding:
    """The finding on a set of one pair: a disagreement if no total prints as both, else "cannot tell"."""
    count, rate = total.pairs[0]
    facts = {
        "count": phrase_claim(count), "rate": phrase_claim(rate), "what": phrase_subject(count),
        "when": Date(total.date), "group": _phrase_group(total),
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


def _phrase_group(total: AllowedTotals) -> str:
    """What is counted, and of whom: "households (urban)"."""
    noun = message("people") if total.whole == "population" else message("households")
    groups = phrase_groups(total.population, total.area)
    return message("%(noun)s (%(groups)s)", noun=noun, groups=join(groups, ", ")) if groups else noun


def _audit_shared_total(totals: list[AllowedTotals], levels: list[Claim], totals_by_date: TotalsByDate) -> Finding:
    """All sets of one group and date against each other."""
    shared = _intersect_totals(totals)
    facts = {"group": _phrase_group(shared), "when": Date(shared.date)}
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
        _phrase_implied_total(*t.pairs[0]) if t.pairs else message("a total of %(n)s", n=number(t.low)) for t in totals
    ]
    return join(demands, "; ")


def _phrase_shared_total(totals: list[AllowedTotals], shared: AllowedTotals) -> str:
    """The total that all sets share, and how far a slip in each count could go without being seen."""
    unseen = []
    for total in totals:
        for count, rate in total.pairs:
            low, high = consistent_count_range(rate, _intersect_totals([t for t in totals if t is not total]))
            facts = {"count": phrase_claim(count), "range": phrase_range(low, high)}
            unseen.append(message("%(count)s could be %(range)s", **facts))
    facts = {"total": phrase_range(shared.low, shared.high), "group": _phrase_group(shared)}
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


def _phrase_implied_total(count: Claim, rate: Claim) -> str:
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
        target = _intersect_totals([t for t in totals if t is not total])
        if not target.is_empty:
            group_slip = _suggest_other_group_rate(total, levels, totals_by_date)
            digit_slip = _suggest_pair_digit_slip(count, rate, (target.low, target.high))
            fitting_rate = 100 * float(count.value) / ((target.low + target.high) / 2)
            would_be = message("%(count)s would be %(rate)s%%", count=phrase_claim(count), rate=number(fitting_rate, 2))
            slips = filter(None, (group_slip, digit_slip, would_be))
            out_of_line = not _is_consistent_in_time(target, totals_by_date)
            ideas.append((not group_slip, out_of_line, not digit_slip, join(slips, "; ")))
    return min(ideas)[-1] if ideas else ""


def _is_consistent_in_time(total: AllowedTotals, totals_by_date: TotalsByDate) -> bool:
    """Whether a total may stand between those of its group at other dates."""
    return all(
        _is_growth_plausible(*sorted((total, dated), key=lambda t: t.t))
        for dated in map(_intersect_totals, totals_by_date.values())
        if dated.group == total.group
        and is_same_word(dated.method, total.method)
        and not dated.is_empty
        and dated.t != total.t
        and abs(dated.t - total.t) <= COMPARED_WITHIN_YEARS
    )


def _suggest_pair_digit_slip(count: Claim, rate: Claim, totals: tuple[int, int]) -> str:
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
            shared = _intersect_totals(totals)
            low, high = (100 * float(claim.value) / max(limit, 1) for limit in (shared.high, shared.low))
            if high >= rate.bounds.hard.low and low < rate.bounds.hard.high:
                facts = {"rate": phrase_claim(rate), "count": claim.printed, "claim": claim.id}
                facts |= {"total": number(shared.low), "group": _phrase_group(shared)}
                return message(
                    "%(rate)s is the rate of another group: %(count)s (%(claim)s) over %(total)s %(group)s", **facts
                )
    return ""


def _audit_totals_in_time(totals_by_date: TotalsByDate, resolved: ResolvedClaims) -> Iterator[Finding]:
    """The total of a group cannot jump from one date to the next, nor households shrink or swell over many years."""
    by_group: dict[tuple, list[AllowedTotals]] = {}
    for total in sorted(map(_intersect_totals, totals_by_date.values()), key=lambda t: t.t):
        if not total.is_empty:  # else it has been named already
            by_group.setdefault(total.group, []).append(total)
    for totals in by_group.values():
        for method in {t.method: t for t in totals if t.method} or ("",):
            runs = _split_into_runs([t for t in totals if t.method in ("", method)])
            for run in runs:
                yield from _audit_run_of_totals(run)
            for earlier, later in pairwise(runs):
                yield _audit_distant_totals(earlier[-1], later[0], resolved)


def _split_into_runs(totals: list[AllowedTotals]) -> list[list[AllowedTotals]]:
    """Totals in order of time, cut where the next one is too far away to be compared by growth alone."""
    runs = [totals[:1]]
    for before, total in pairwise(totals):
        if total.t - before.t <= COMPARED_WITHIN_YEARS:
            runs[-1].append(total)
        else:
            runs.append([total])
    return runs


def _audit_run_of_totals(totals: list[AllowedTotals]) -> Iterator[Finding]:
    """Totals of which each has a neighbour within a few years; one figure out of line is named."""
    pairs = [(a, b) for a, b in combinations(totals, 2) if b.t - a.t <= COMPARED_WITHIN_YEARS]
    clashes = [(a, b) for a, b in pairs if not _is_growth_plausible(a, b)]
    outliers = [t for t in totals if all(t in clash for clash in clashes)]
    neighbours = [t for t in totals if t not in outliers]
    if pairs and not clashes:
        yield _accept_run_of_totals(totals)
    elif len(outliers) == 1 and len(neighbours) > 1:
        yield _audit_outlying_total(outliers[0], neighbours)
    else:
        for a, b in clashes:
            totals_named = message("%(group)s: %(totals)s", group=_phrase_group(a), totals=_list_dated_totals((a, b)))
            finding = add_to(totals_named, _phrase_standards_of((a, b)))
            sentence = _phrase_impossible_growth(a, b)
            yield Finding(TIME_CHECK, b.date, "disagrees", sentence, finding, (*a.claims, *b.claims))


def _accept_run_of_totals(totals: list[AllowedTotals]) -> Finding:
    """Totals of several dates of which none is out of line."""
    facts = {"group": _phrase_group(totals[0]), "n": number(len(totals))}
    sentence = message(
        "The totals of %(group)s at %(n)s dates (%(when)s) fit together: they change slowly.",
        when=phrase_span(totals[0].date, totals[-1].date), **facts,
    )  # fmt: skip
    finding = message(
        "%(group)s at %(n)s dates grow by no more than %(most)s%% a year: %(totals)s",
        most=number(100 * YEARLY_GROWTH_LIMITS[1] - 100), totals=_list_dated_totals(totals), **facts,
    )  # fmt: skip
    claims = tuple(dict.fromkeys(c for t in totals for c in t.claims))
    return Finding(TIME_CHECK, "", "agrees", sentence, add_to(finding, _phrase_standards_of(totals)), claims)


def _phrase_impossible_growth(a: AllowedTotals, b: AllowedTotals) -> str:
    """That no number of households or people changes as two totals do."""
    return message(
        "From %(first)s to %(last)s the totals of %(group)s do not fit together: no such number changes so fast.",
        group=_phrase_group(a), first=Date(a.date), last=Date(b.date),
    )  # fmt: skip


def _audit_distant_totals(a: AllowedTotals, b: AllowedTotals, resolved: ResolvedClaims) -> Finding:
    """Two totals many years apart: what growth alone leaves open, the size of a household may tell."""
    years = b.t - a.t
    low, high = (b.low / a.high) ** (1 / years), (b.high / a.low) ** (1 / years)
    facts = {"group": _phrase_group(a), "first": Date(a.date), "last": Date(b.date)}
    growth = message(
        "%(group)s: %(totals)s, a growth of %(growth)s%% a year over %(years)s years", group=facts["group"],
        totals=_list_dated_totals((a, b)), years=phrase_number(years),
        growth=phrase_ends(number(100 * low - 100, 1), number(100 * high - 100, 1)),
    )  # fmt: skip
    claims, standards = (*a.claims, *b.claims), _phrase_standards_of((a, b))
    if not _is_growth_plausible(a, b):
        slowest, fastest = (number(100 * limit - 100) for limit in YEARLY_GROWTH_LIMITS)
        limits = message("assumed plausible: %(low)s%% to %(high)s%%", low=slowest, high=fastest)
        finding = add_to(growth, limits, standards)
        return Finding(TIME_CHECK, b.date, "disagrees", _phrase_impossible_growth(a, b), finding, claims)
    sizes = [_measure_household_size(t, resolved) for t in (a, b)]
    if None in sizes:
        sentence = message(
            "Between %(first)s and %(last)s lie so many years that growth alone cannot tell whether the "
            "totals of %(group)s fit.", **facts,
        )  # fmt: skip
        finding = add_to(growth, message("growth alone cannot tell"), standards)
        return Finding(TIME_CHECK, b.date, "cannot tell", sentence, finding, claims)
    (low_a, high_a, people_a), (low_b, high_b, people_b) = sizes
    households = message(
        "%(first_size)s persons each by the %(first_people)s of %(first)s, %(last_size)s by the %(last_people)s of "
        "%(last)s", first_size=_phrase_sizes(low_a, high_a), first_people=phrase_claim(people_a),
        first=Date(people_a.end), last_size=_phrase_sizes(low_b, high_b), last_people=phrase_claim(people_b),
        last=Date(people_b.end),
    )  # fmt: skip
    finding = add_to(growth, households, standards)
    claims = tuple(dict.fromkeys((*claims, people_a.id, people_b.id)))
    slowest, fastest = (limit**years for limit in YEARLY_SIZE_LIMITS)
    if low_a * slowest <= high_b and high_a * fastest >= low_b:
        sentence = message(
            "From %(first)s to %(last)s the totals of %(group)s fit together: a household is of about the same size at "
            "both dates.", **facts,
        )  # fmt: skip
        return Finding(TIME_CHECK, b.date, "agrees", sentence, finding, claims)
    sentence = message(
        "From %(first)s to %(last)s the totals of %(group)s do not fit together: a household would be of too different "
        "a size.", **facts,
    )  # fmt: skip
    least, most = resolved.pack.province["plausibility"]["persons_per_household"]
    odd = [t for t, (low, high, _) in zip((a, b), sizes, strict=True) if high < least or low > most]
    doubted = tuple(name for t in odd or (a, b) for name in t.claims)
    return Finding(TIME_CHECK, b.date, "disagrees", sentence, finding, claims, in_doubt=doubted)


def _list_dated_totals(totals: Iterable[AllowedTotals]) -> str:
    """Totals with their dates."""
    return join(map(_phrase_dated_total, totals), ", ")


def _phrase_dated_total(total: AllowedTotals) -> str:
    """A total with its date, such as "3 to 4 (1997)"; a printed one is one number."""
    return message("%(value)s (%(when)s)", value=phrase_range(total.low, total.high), when=Date(total.date))


def _phrase_standards_of(totals: Iterable[AllowedTotals]) -> str:
    """Under which standards the figures behind some totals were counted; "" under one alone."""
    return phrase_standards(name for t in totals for name in t.standards)


def _is_growth_plausible(a: AllowedTotals, b: AllowedTotals) -> bool:
    """Whether some total of `a` may have grown to some total of `b`, the later one."""
    slowest, fastest = (limit ** (b.t - a.t) for limit in YEARLY_GROWTH_LIMITS)
    return a.low * slowest <= b.high and a.high * fastest >= b.low


def _audit_outlying_total(outlier: AllowedTotals, totals: list[AllowedTotals]) -> Finding:
    """One date's total does not fit between those of the other dates."""
    before = max((t for t in totals if t.t < outlier.t), key=lambda t: t.t, default=None)
    after = min((t for t in totals if t.t > outlier.t), key=lambda t: t.t, default=None)
    neighbours = [t for t in (before, after) if t]
    demands = [_phrase_implied_total(*pair) for pair in outlier.pairs] or [number(outlier.low)]
    facts = {"group": _phrase_group(outlier)}
    sentence = message(
        "For %(when)s the figures of %(group)s do not fit those of other dates: they ask for a total far out of line.",
        when=Date(outlier.date), **facts,
    )  # fmt: skip
    finding = message(
        "%(group)s: %(demands)s, against %(totals)s", demands=list_all(demands),
        totals=list_all(map(_phrase_dated_total, neighbours)), **facts,
    )  # fmt: skip
    finding = add_to(finding, _phrase_standards_of((outlier, *neighbours)))
    slip = ""
    if len(outlier.pairs) == 1 and len(neighbours) == 2:
        between = (min(before.low, after.low), max(before.high, after.high))
        slip = _suggest_pair_digit_slip(*outlier.pairs[0], between)
    claims, low, high = outlier.claims, outlier.low, outlier.high
    return Finding(TIME_CHECK, outlier.date, "disagrees", sentence, finding, claims, low, high, suggestion=slip)
