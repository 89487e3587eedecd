"""Counts against rates: which totals of households or people print as both, and do they hang together?

A count and the rate printed beside it allow a set of totals: the inverse of the GRIM test (Brown & Heathers
2017, Social Psychological and Personality Science 8). Sets of one date must share a total; the best total
balances the rates by least squares in points (Stone, Champernowne & Meade 1942).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from poverty.packs.audit.finding import (
    Finding,
    allowed_range,
    audit_rule,
    has_both_limits,
    is_touching,
    phrase_claim,
    phrase_range,
    population_and_area,
    select_dated_levels,
    select_same_date,
    suggest_digit_slip,
)
from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import COUNT_OF_RATE, RATE_DENOMINATORS

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households
YEARLY_GROWTH_LIMITS = (0.97, 1.06)  # assumed: by how much the number of households or people may change in one year
COMPARED_WITHIN_YEARS = 4  # years: totals farther apart are not compared
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


TotalsByDate = dict[tuple, list[AllowedTotals]]  # by population, area, whole and date


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
    return share_allowed_totals(c for c in select_dated_levels(resolved, ("actual",)) if c.primary)


def share_allowed_totals(levels: Iterable[Claim]) -> list[AllowedTotals]:
    """What counts, rates and totals of one group and date allow together, by date; empty sets left out."""
    shared_totals = map(_intersect_totals, _group_allowed_totals(list(levels)).values())
    return sorted((t for t in shared_totals if not t.is_empty), key=lambda t: t.t)


@audit_rule(place=10)
def audit_counts_and_rates(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Each count against its rate, all pairs of one date against each other, and the totals of dates in time."""
    levels = select_dated_levels(resolved)
    totals_by_date = _group_allowed_totals(levels)
    for count, rate in _pair_counts_with_rates(levels):
        if not _is_total_limited(count, rate):
            sentence = f"{phrase_claim(count)} and {phrase_claim(rate)} leave no two limits for the total"
            yield Finding("count against rate", count.end, "not checkable", sentence, (count.id, rate.id))
    for totals in totals_by_date.values():
        yield from (_audit_single_pair(t) for t in totals if t.pairs)
        if len(totals) > 1:
            yield _audit_shared_total(totals, levels, totals_by_date)
    yield from _audit_totals_in_time(totals_by_date)


def narrowed_rate_ranges(resolved: ResolvedClaims) -> dict[str, tuple[float, float, tuple[str, ...]]]:
    """By claim: what a rate's numeral, and its count over the totals that its date's other figures allow, leave of it.

    Only rates that have such a count and total; after the two ends, in percent, stand the claims that sharpen them.
    """
    narrowed = {}
    for totals in _group_allowed_totals(select_dated_levels(resolved)).values():
        shared = _intersect_totals(totals)
        if len(totals) < 2 or shared.is_empty:
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
    levels = [c for c in select_dated_levels(resolved) if c.indicator == "population"]
    populations = [c for c in levels if population_and_area(c) == ("all", "province")]
    plausible = resolved.pack.province["plausibility"]["persons_per_household"]
    check = "persons per household"
    for total in list_allowed_totals(resolved):
        if total.group != ("all", "province", "households"):
            continue
        population = min(populations, key=lambda c: abs(c.t - total.t), default=None)
        if population is None or abs(population.t - total.t) > POPULATION_WITHIN_YEARS:
            sentence = f"no population within {POPULATION_WITHIN_YEARS} years is in the pack"
            yield Finding(check, total.date, "not checkable", sentence, total.claims)
            continue
        fewest, most = population.limits("hard")
        low, high = fewest / total.high, most / total.low
        inside = [plausible[0] <= size <= plausible[1] for size in (low, high)]
        verdict = "agrees" if all(inside) else "cannot tell" if any(inside) else "disagrees"
        sizes = " to ".join(dict.fromkeys((f"{low:.1f}", f"{high:.1f}")))
        sentence = (
            f"{population.printed} persons in {population.end} over {total.low:,} to {total.high:,} households make "
            f"{sizes} persons each; assumed plausible: {plausible[0]:g} to {plausible[1]:g}"
        )
        yield Finding(check, total.date, verdict, sentence, (*total.claims, population.id), low, high)


def _pair_counts_with_rates(levels: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Each count with each rate that speaks of it: of one group, date, standard and source.

    A count of households also where the page calls its rate a share of the people, which another rule names.
    """
    pairs = []
    for rate in levels:
        count_indicators = COUNT_OF_RATE.get(rate.indicator, {})
        counts = [
            c
            for c in select_same_date(levels, rate)
            if c.source == rate.source
            and (not (c.together and rate.together) or c.together == rate.together or c.indicator in RATE_DENOMINATORS)
        ]
        printed = {c.indicator for c in counts}
        indicator = count_indicators.get(rate.whole)
        if indicator not in printed:
            indicator = next((name for name in count_indicators.values() if name in printed), None)
        pairs += [(c, rate) for c in counts if c.indicator == indicator]
    return pairs


def _is_total_limited(count: Claim, rate: Claim) -> bool:
    """Whether both have two limits, the rate's above 0: without them they limit no total."""
    return has_both_limits(count) and has_both_limits(rate) and rate.bounds.hard.low > 0


def _group_allowed_totals(levels: list[Claim]) -> TotalsByDate:
    """The totals of each pair, and totals that are printed, by group, kind of whole and date; a set may be empty."""
    constraints = [
        (count, WHOLE_OF_UNIT[count.base_unit], implied_total_range(count, rate), ((count, rate),))
        for count, rate in _pair_counts_with_rates(levels)
        if _is_total_limited(count, rate)
    ]
    constraints += [
        (c, c.indicator, c.bounds.hard.whole_numbers(), ())
        for c in levels
        if c.indicator in RATE_DENOMINATORS and has_both_limits(c)
    ]
    totals_by_date: TotalsByDate = {}
    for claim, whole, (low, high), pairs in constraints:
        claims = tuple(c.id for pair in pairs for c in pair) or (claim.id,)
        total = AllowedTotals(claim.population, claim.area, whole, claim.t, claim.end, low, high, claims, pairs)
        totals_by_date.setdefault((*total.group, total.t), []).append(total)
    return totals_by_date


def _intersect_totals(totals: list[AllowedTotals]) -> AllowedTotals:
    """What all sets of one group and date allow together."""
    return replace(
        totals[0],
        low=max(t.low for t in totals),
        high=min(t.high for t in totals),
        claims=tuple(c for t in totals for c in t.claims),
        pairs=tuple(p for t in totals for p in t.pairs),
    )


def _audit_single_pair(total: AllowedTotals) -> Finding:
    """The finding on a set of one pair: a disagreement if no total prints as both, else "cannot tell"."""
    check = "count against rate"
    count, rate = total.pairs[0]
    if total.is_empty:
        sentence = f"no number of {total.whole} prints {count.printed} as {phrase_claim(rate)}"
        return Finding(check, total.date, "disagrees", sentence, total.claims)
    sentence = (
        f"{count.printed} and {phrase_claim(rate)} both print from {total.low:,} to {total.high:,} "
        f"{_phrase_group(total)}; alone, nearly any pair does"
    )
    return Finding(check, total.date, "cannot tell", sentence, total.claims, total.low, total.high)


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
            return Finding(check, shared.date, "cannot tell", sentence, shared.claims)
        demands = [_phrase_implied_total(*t.pairs[0]) if t.pairs else f"{t.low:,} printed" for t in totals]
        slip = _suggest_pair_slip(totals, levels, totals_by_date)
        sentence += f": {'; '.join(demands)}"
        return Finding(check, shared.date, "disagrees", sentence, shared.claims, suggestion=slip)
    unseen = []
    for total in totals:
        for count, rate in total.pairs:
            low, high = consistent_count_range(rate, _intersect_totals([t for t in totals if t is not total]))
            unseen.append(f"{count.printed} could be {low:,} to {high:,}")
    best = f", best {shared.best:,}" if shared.best else ""
    sentence = (
        f"all share {phrase_range(shared.low, shared.high)} {group}{best}; unseen by this check, {' and '.join(unseen)}"
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
    return f"{count.printed} at {phrase_claim(rate)} asks for {low:,} to {high:,}"


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
            slips = filter(None, (group_slip, digit_slip, f"{count.printed} would be {fitting_rate:.2f}%"))
            out_of_line = not _is_consistent_in_time(target, totals_by_date)
            ideas.append((not group_slip, out_of_line, not digit_slip, "; ".join(slips)))
    return min(ideas)[-1] if ideas else ""


def _is_consistent_in_time(total: AllowedTotals, totals_by_date: TotalsByDate) -> bool:
    """Whether a total may stand between those of its group at other dates."""
    return all(
        _is_growth_plausible(*sorted((total, dated), key=lambda t: t.t))
        for dated in map(_intersect_totals, totals_by_date.values())
        if dated.group == total.group
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
        if (claim.indicator, claim.t) != (count.indicator, total.t) or not has_both_limits(claim):
            continue
        group = population_and_area(claim)
        totals = totals_by_date.get((*group, total.whole, total.t))
        if totals and group != population_and_area(count):
            shared = _intersect_totals(totals)
            low, high = (100 * float(claim.value) / max(limit, 1) for limit in (shared.high, shared.low))
            if high >= rate.bounds.hard.low and low < rate.bounds.hard.high:
                of = f"{claim.printed} ({claim.id}) over {shared.low:,} {_phrase_group(shared)}"
                return f"{phrase_claim(rate)} is the rate of another group: {of}"
    return ""


def _audit_totals_in_time(totals_by_date: TotalsByDate) -> Iterator[Finding]:
    """The total of a group cannot jump from one date to the next; one figure out of line is named."""
    series: dict[tuple, list[AllowedTotals]] = {}
    for total in sorted(map(_intersect_totals, totals_by_date.values()), key=lambda t: t.t):
        if not total.is_empty:  # else it has been named already
            series.setdefault(total.group, []).append(total)
    for totals in series.values():
        pairs = [(a, b) for a, b in combinations(totals, 2) if b.t - a.t <= COMPARED_WITHIN_YEARS]
        clashes = [(a, b) for a, b in pairs if not _is_growth_plausible(a, b)]
        outliers = [t for t in totals if all(t in clash for clash in clashes)]
        neighbours = [t for t in totals if t not in outliers]
        if pairs and not clashes:
            sentence = (
                f"{_phrase_group(totals[0])} at {len(totals)} dates grow by no more than "
                f"{YEARLY_GROWTH_LIMITS[1] - 1:.0%} a year: "
                + ", ".join(f"{t.low:,} to {t.high:,} ({t.date})" for t in totals)
            )
            claims = tuple(dict.fromkeys(c for t in totals for c in t.claims))
            yield Finding("totals in time", "", "agrees", sentence, claims)
        elif len(outliers) == 1 and len(neighbours) > 1:
            yield _audit_outlying_total(outliers[0], neighbours)
        else:
            for a, b in clashes:
                ranges = f"{a.low:,} to {a.high:,} in {a.date}, {b.low:,} to {b.high:,} in {b.date}"
                sentence = f"{_phrase_group(a)}: {ranges}"
                yield Finding("totals in time", b.date, "disagrees", sentence, (*a.claims, *b.claims))


def _is_growth_plausible(a: AllowedTotals, b: AllowedTotals) -> bool:
    """Whether some total of `a` may have grown to some total of `b`, the later one."""
    slowest, fastest = (limit ** (b.t - a.t) for limit in YEARLY_GROWTH_LIMITS)
    return a.low * slowest <= b.high and a.high * fastest >= b.low


def _audit_outlying_total(outlier: AllowedTotals, totals: list[AllowedTotals]) -> Finding:
    """One date's total does not fit between those of the other dates."""
    before = max((t for t in totals if t.t < outlier.t), key=lambda t: t.t, default=None)
    after = min((t for t in totals if t.t > outlier.t), key=lambda t: t.t, default=None)
    neighbours = [t for t in (before, after) if t]
    demands = " and ".join(_phrase_implied_total(*pair) for pair in outlier.pairs) or outlier.low
    ranges = " and ".join(f"{t.low:,} to {t.high:,} in {t.date}" for t in neighbours)
    sentence = f"{_phrase_group(outlier)}: {demands}, against {ranges}"
    slip = ""
    if len(outlier.pairs) == 1 and len(neighbours) == 2:
        between = (min(before.low, after.low), max(before.high, after.high))
        slip = _suggest_pair_digit_slip(*outlier.pairs[0], between)
    claims, low, high = outlier.claims, outlier.low, outlier.high
    return Finding("totals in time", outlier.date, "disagrees", sentence, claims, low, high, suggestion=slip)
