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
    phrase_claim,
    phrase_range,
    phrase_standards,
    population_and_area,
    select_dated_levels,
    select_printed_levels,
    select_same_date,
    suggest_digit_slip,
)
from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import find_counting_claims
from poverty.packs.vocabulary import COUNT_OF_RATE, PROVINCE_AREA, RATE_DENOMINATORS

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households
YEARLY_GROWTH_LIMITS = (0.97, 1.06)  # assumed: by how much the number of households or people may change in one year
YEARLY_SIZE_LIMITS = (0.98, 1.02)  # assumed: by how much the people in a household may change in one year
COMPARED_WITHIN_YEARS = 4  # years: of totals farther apart growth alone says little
ALL_HOUSEHOLDS = ("all", PROVINCE_AREA, "households")
WHOLE_OF_UNIT = {"persons": "population", "households": "households"}
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
            sentence = f"{phrase_claim(count)} and {phrase_claim(rate)} leave no two limits for the total"
            yield Finding("count against rate", count.end, "not checkable", sentence, (count.id, rate.id))
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
    check = "persons per household"
    for total in list_allowed_totals(resolved):
        if total.group != ALL_HOUSEHOLDS:
            continue
        household = _measure_household_size(total, resolved)
        if household is None:
            sentence = f"no population within {POPULATION_WITHIN_YEARS} years is in the pack"
            yield Finding(check, total.date, "not checkable", sentence, total.claims)
            continue
        low, high, population = household
        inside = [plausible[0] <= size <= plausible[1] for size in (low, high)]
        verdict = "agrees" if all(inside) else "cannot tell" if any(inside) else "disagrees"
        sentence = (
            f"{phrase_claim(population)} persons in {population.end} over {total.low:,} to {total.high:,} households "
            f"make {_phrase_sizes(low, high)} persons each; assumed plausible: {plausible[0]:g} to {plausible[1]:g}"
            f"{phrase_standards(total.standards)}"
        )
        yield Finding(check, total.date, verdict, sentence, (*total.claims, population.id), low, high)


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
    return " to ".join(dict.fromkeys((f"{low:.1f}", f"{high:.1f}")))


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

    A set may be empty. Totals of a register and of a survey stand apart; a printed total stands with either. Several
    rules and tables ask for the same ones.
    """
    key = ("allowed totals", *(id(c) for c in levels))  # with the claims themselves, whose ids then stay theirs
    return resolved.compute_once(key, lambda: (levels, _build_allowed_totals(levels, resolved)))[1]


def _build_allowed_totals(levels: list[Claim], resolved: ResolvedClaims) -> TotalsByDate:
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
    check = "count against rate"
    count, rate = total.pairs[0]
    if total.is_empty:
        sentence = f"no number of {total.whole} prints {phrase_claim(count)} as {phrase_claim(rate)}"
        return Finding(check, total.date, "disagrees", sentence, total.claims)
    sentence = (
        f"{phrase_claim(count)} and {phrase_claim(rate)} both print from {total.low:,} to {total.high:,} "
        f"{_phrase_group(total)}; alone, nearly any pair does"
    )
    return Finding(check, total.date, "cannot tell", sentence, total.claims, total.low, total.high)


def _list_numerals(total: AllowedTotals) -> tuple[Decimal | int, ...]:
    """The numbers that a set of totals follows from: count and rate, or a printed total."""
    return tuple(claim.value for pair in total.pairs for claim in pair) or (total.low, total.high)


def _phrase_group(total: AllowedTotals) -> str:
    """What is counted, and of whom: "households (urban)"."""
    noun = "people" if total.whole == "population" else "households"
    groups = [word for word in (total.population, total.area) if word not in ("all", "province")]
    return f"{noun} ({', '.join(groups)})" if groups else noun


def _audit_shared_total(totals: list[AllowedTotals], levels: list[Claim], totals_by_date: TotalsByDate) -> Finding:
    """All sets of one group and date against each other."""
    shared = _intersect_totals(totals)
    check, group = "one total for all counts and rates", _phrase_group(shared)
    if shared.is_empty:
        sentence = f"no total of {group} prints all counts and rates"
        if _is_sharing_if_summed(totals):
            sentence += ", but one does if the rate of both is the sum of two rounded ones"
            sentence += phrase_standards(shared.standards)
            return Finding(check, shared.date, "cannot tell", sentence, shared.claims)
        demands = [_phrase_implied_total(*t.pairs[0]) if t.pairs else f"a total of {t.low:,}" for t in totals]
        slip = _suggest_pair_slip(totals, levels, totals_by_date)
        sentence += f": {'; '.join(demands)}{phrase_standards(shared.standards)}"
        return Finding(check, shared.date, "disagrees", sentence, shared.claims, suggestion=slip)
    unseen = []
    for total in totals:
        for count, rate in total.pairs:
            low, high = consistent_count_range(rate, _intersect_totals([t for t in totals if t is not total]))
            unseen.append(f"{phrase_claim(count)} could be {low:,} to {high:,}")
    best = f", best {shared.best:,}" if shared.best else ""
    sentence = (
        f"all share {phrase_range(shared.low, shared.high)} {group}{best}; unseen by this check, {' and '.join(unseen)}"
        f"{phrase_standards(shared.standards)}"
    )
    return Finding(check, shared.date, "agrees", sentence, shared.claims, shared.low, shared.high, shared.best)


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
    low, high = implied_total_range(count, rate)
    return f"{phrase_claim(count)} at {phrase_claim(rate)} asks for {low:,} to {high:,}"


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
            slips = filter(None, (group_slip, digit_slip, f"{phrase_claim(count)} would be {fitting_rate:.2f}%"))
            out_of_line = not _is_consistent_in_time(target, totals_by_date)
            ideas.append((not group_slip, out_of_line, not digit_slip, "; ".join(slips)))
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
    return " or ".join(filter(None, slips))


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
                of = f"{claim.printed} ({claim.id}) over {shared.low:,} {_phrase_group(shared)}"
                return f"{phrase_claim(rate)} is the rate of another group: {of}"
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
        sentence = (
            f"{_phrase_group(totals[0])} at {len(totals)} dates grow by no more than "
            f"{YEARLY_GROWTH_LIMITS[1] - 1:.0%} a year: {', '.join(map(_phrase_dated_total, totals))}"
            f"{_phrase_standards_of(totals)}"
        )
        claims = tuple(dict.fromkeys(c for t in totals for c in t.claims))
        yield Finding("totals in time", "", "agrees", sentence, claims)
    elif len(outliers) == 1 and len(neighbours) > 1:
        yield _audit_outlying_total(outliers[0], neighbours)
    else:
        for a, b in clashes:
            ranges = f"{_phrase_dated_total(a)}, {_phrase_dated_total(b)}{_phrase_standards_of((a, b))}"
            sentence = f"{_phrase_group(a)}: {ranges}"
            yield Finding("totals in time", b.date, "disagrees", sentence, (*a.claims, *b.claims))


def _audit_distant_totals(a: AllowedTotals, b: AllowedTotals, resolved: ResolvedClaims) -> Finding:
    """Two totals many years apart: what growth alone leaves open, the size of a household may tell."""
    years = b.t - a.t
    low, high = (b.low / a.high) ** (1 / years), (b.high / a.low) ** (1 / years)
    changes = " to ".join(dict.fromkeys((f"{100 * low - 100:.1f}%", f"{100 * high - 100:.1f}%")))
    sentence = (
        f"{_phrase_group(a)}: {_phrase_dated_total(a)}, {_phrase_dated_total(b)}, a growth of {changes} a year over "
        f"{years:g} years"
    )
    claims, standards = (*a.claims, *b.claims), _phrase_standards_of((a, b))
    if not _is_growth_plausible(a, b):
        limits = " to ".join(f"{100 * limit - 100:.0f}%" for limit in YEARLY_GROWTH_LIMITS)
        sentence += f"; assumed plausible: {limits}{standards}"
        return Finding("totals in time", b.date, "disagrees", sentence, claims)
    sizes = [_measure_household_size(t, resolved) for t in (a, b)]
    if None in sizes:
        sentence += f": growth alone cannot tell{standards}"
        return Finding("totals in time", b.date, "cannot tell", sentence, claims)
    (low_a, high_a, people_a), (low_b, high_b, people_b) = sizes
    sentence += (
        f": {_phrase_sizes(low_a, high_a)} persons each by the {phrase_claim(people_a)} of {people_a.end}, "
        f"{_phrase_sizes(low_b, high_b)} by the {phrase_claim(people_b)} of {people_b.end}{standards}"
    )
    claims = tuple(dict.fromkeys((*claims, people_a.id, people_b.id)))
    slowest, fastest = (limit**years for limit in YEARLY_SIZE_LIMITS)
    if low_a * slowest <= high_b and high_a * fastest >= low_b:
        return Finding("totals in time", b.date, "agrees", sentence, claims)
    least, most = resolved.pack.province["plausibility"]["persons_per_household"]
    odd = [t for t, (low, high, _) in zip((a, b), sizes, strict=True) if high < least or low > most]
    doubted = tuple(name for t in odd or (a, b) for name in t.claims)
    return Finding("totals in time", b.date, "disagrees", sentence, claims, in_doubt=doubted)


def _phrase_dated_total(total: AllowedTotals) -> str:
    """A total with its date, such as "3 to 4 (1997)"; a printed one is one number."""
    return f"{' to '.join(dict.fromkeys((f'{total.low:,}', f'{total.high:,}')))} ({total.date})"


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
    demands = " and ".join(_phrase_implied_total(*pair) for pair in outlier.pairs) or f"{outlier.low:,}"
    ranges = " and ".join(map(_phrase_dated_total, neighbours))
    standards = _phrase_standards_of((outlier, *neighbours))
    sentence = f"{_phrase_group(outlier)}: {demands}, against {ranges}{standards}"
    slip = ""
    if len(outlier.pairs) == 1 and len(neighbours) == 2:
        between = (min(before.low, after.low), max(before.high, after.high))
        slip = _suggest_pair_digit_slip(*outlier.pairs[0], between)
    claims, low, high = outlier.claims, outlier.low, outlier.high
    return Finding("totals in time", outlier.date, "disagrees", sentence, claims, low, high, suggestion=slip)
