"""Counts against rates: which totals of households or people print as both, and do they hang together?

A count and the rate printed beside it allow a set of totals: the inverse of the GRIM test (Brown & Heathers
2017, Social Psychological and Personality Science 8). Sets of one date must share a total; the best total
balances the rates by least squares in points (Stone, Champernowne & Meade 1942).
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from poverty.packs.audit.finding import (
    Finding,
    allowed_range,
    has_both_limits,
    phrase_audit_range,
    phrase_claim_number,
    population_and_area,
    select_dated_levels,
)
from poverty.packs.audit.slips import suggest_digit_slip
from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import COUNT_OF_RATE, RATE_DENOMINATORS

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households
YEARLY_GROWTH_LIMITS = (0.97, 1.06)  # assumed: by how much the number of households or people may change in one year
COMPARED_WITHIN_YEARS = 4  # years: totals farther apart are not compared
SUM_ROUNDING_UNITS = Fraction(1)  # units of the last digit: how far off the sum of two rounded rates may be


@dataclass(frozen=True)
class AllowedTotals:
    """The totals that one or more count-and-rate pairs of a group and a date allow: `low` to `high`.

    `whole` says of what: "households" or "population".
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
    def best(self) -> int | None:
        """The total that fits the printed rates best, in points; None where one pair leaves nothing to balance."""
        if len(self.pairs) < 2:
            return None
        squares = sum(count.value**2 for count, _ in self.pairs)
        products = sum(count.value * rate.value for count, rate in self.pairs)
        return min(max(round(100 * squares / products), self.low), self.high)


def implied_total_range(count: Claim, rate: Claim, units: Fraction = Fraction(1, 2)) -> tuple[int, int]:
    """The smallest and the largest number of households (or people) for which `count` prints as `rate` percent.

    Args:
        count: how many are poor.
        rate: the share that is printed beside it.
        units: how many units of its last digit an exact rate may be off, either way.

    Raises:
        ValueError: one of the two has no limit ("more than"), so neither has the total.
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
    """Every count that prints as `rate` over some allowed total: how far a slip could go without being seen."""
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    return ceil(Fraction(low) * totals.low / 100), ceil(Fraction(high) * totals.high / 100) - 1


def list_allowed_totals(resolved: ResolvedClaims) -> list[AllowedTotals]:
    """One set of household totals for each group and date of the pack's own sources; empty sets left out."""
    own = [c for c in select_dated_levels(resolved, ("actual",)) if c.primary]
    shared = [_intersect_totals(sets) for sets in _group_allowed_totals(own).values()]
    return sorted((t for t in shared if t.low <= t.high), key=lambda t: t.t)


def audit_counts_and_rates(resolved: ResolvedClaims) -> list[Finding]:
    """Each count against its rate, all pairs of one date against each other, and the totals of dates in time."""
    known = select_dated_levels(resolved)
    by_date = _group_allowed_totals(known)
    findings = [
        Finding(
            "count against rate",
            count.end,
            "not checkable",
            f"{phrase_claim_number(count)} and {phrase_claim_number(rate)} leave no two limits for the total",
            (count.id, rate.id),
        )
        for count, rate in _pair_counts_with_rates(known)
        if not _is_total_limited(count, rate)
    ]
    for sets in by_date.values():
        findings += [_audit_single_pair(one) for one in sets if one.pairs]
        if len(sets) > 1:
            findings.append(_audit_shared_total(sets, known, by_date))
    return findings + _audit_totals_in_time(by_date)


def narrowed_rate_ranges(resolved: ResolvedClaims) -> dict[str, tuple[float, float, tuple[str, ...]]]:
    """By claim: what a rate's numeral, and its count over the totals that its date's other figures allow, leave of it.

    Only rates that have such a count and total; after the two ends stand the claims that sharpen them.
    """
    found = {}
    for of_date in _group_allowed_totals(select_dated_levels(resolved)).values():
        both = _intersect_totals(of_date)
        if len(of_date) < 2 or both.low > both.high:
            continue
        for count, rate in (pair for one in of_date for pair in one.pairs):
            low, high = allowed_range(rate)
            fewest, most = count.bounds.hard.whole_numbers()
            found[rate.id] = (max(low, 100 * fewest / both.high), min(high, 100 * most / both.low), both.claims)
    return found


def audit_persons_per_household(resolved: ResolvedClaims) -> list[Finding]:
    """The household totals against a population of about the same date: how many people in a household?"""
    everybody = ("all", "province")
    people = [
        c for c in select_dated_levels(resolved) if c.indicator == "population" and population_and_area(c) == everybody
    ]
    plausible = resolved.pack.province["plausibility"]["persons_per_household"]
    name = "persons per household"
    findings = []
    for total in list_allowed_totals(resolved):
        if (total.population, total.area) != everybody or total.whole != "households":
            continue
        near = [c for c in people if abs(c.t - total.t) <= POPULATION_WITHIN_YEARS]
        if not near:
            found = f"no population within {POPULATION_WITHIN_YEARS} years is in the pack"
            findings.append(Finding(name, total.date, "not checkable", found, total.claims))
            continue
        population = min(near, key=lambda c: abs(c.t - total.t))
        fewest, most = population.limits("hard")
        low, high = fewest / total.high, most / total.low
        inside = [plausible[0] <= size <= plausible[1] for size in (low, high)]
        verdict = "agrees" if all(inside) else "cannot tell" if any(inside) else "disagrees"
        sizes = " to ".join(dict.fromkeys((f"{low:.1f}", f"{high:.1f}")))
        found = (
            f"{population.printed} persons in {population.end} over {total.low:,} to {total.high:,} households make "
            f"{sizes} persons each; assumed plausible: {plausible[0]:g} to {plausible[1]:g}"
        )
        findings.append(Finding(name, total.date, verdict, found, (*total.claims, population.id), low, high))
    return findings


def _pair_counts_with_rates(known: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Count and rate of one group, date, standard and source; a count of households also where the page calls its
    rate a share of the people, which another check names.
    """
    found = []
    for rate in known:
        counts = COUNT_OF_RATE.get(rate.indicator, {})
        beside = [
            c
            for c in known
            if c.source == rate.source
            and (c.t, c.standard, population_and_area(c)) == (rate.t, rate.standard, population_and_area(rate))
            and (not (c.together and rate.together) or c.together == rate.together or c.indicator in RATE_DENOMINATORS)
        ]
        wanted = counts.get(rate.whole)
        if not any(c.indicator == wanted for c in beside):
            wanted = next((count for count in counts.values() if any(c.indicator == count for c in beside)), None)
        found += [(c, rate) for c in beside if c.indicator == wanted]
    return found


def _is_total_limited(count: Claim, rate: Claim) -> bool:
    """Whether both have two limits, the rate's above 0: without them they limit no total."""
    return has_both_limits(count) and has_both_limits(rate) and rate.bounds.hard.low > 0


def _group_allowed_totals(known: list[Claim]) -> dict[tuple, list[AllowedTotals]]:
    """The totals of each pair, and totals that are printed, by group, kind of whole and date.

    A set may be empty (its low end above its high end).
    """
    found: dict[tuple, list[AllowedTotals]] = {}
    for count, rate in _pair_counts_with_rates(known):
        if _is_total_limited(count, rate):
            low, high = implied_total_range(count, rate)
            whole = "population" if count.base_unit == "persons" else "households"
            ids, pairs = (count.id, rate.id), ((count, rate),)
            one = AllowedTotals(*population_and_area(count), whole, count.t, count.end, low, high, ids, pairs)
            found.setdefault((*population_and_area(count), whole, count.t), []).append(one)
    for claim in known:
        if claim.indicator in RATE_DENOMINATORS and has_both_limits(claim):
            low, high = claim.bounds.hard.whole_numbers()
            one = AllowedTotals(
                *population_and_area(claim), claim.indicator, claim.t, claim.end, low, high, (claim.id,)
            )
            found.setdefault((*population_and_area(claim), claim.indicator, claim.t), []).append(one)
    return found


def _intersect_totals(sets: list[AllowedTotals]) -> AllowedTotals:
    first = sets[0]
    low, high = max(t.low for t in sets), min(t.high for t in sets)
    claims, pairs = tuple(c for t in sets for c in t.claims), tuple(p for t in sets for p in t.pairs)
    return AllowedTotals(first.population, first.area, first.whole, first.t, first.date, low, high, claims, pairs)


def _audit_single_pair(one: AllowedTotals) -> Finding:
    check = "count against rate"
    count, rate = one.pairs[0]
    if one.low > one.high:
        found = f"no number of {one.whole} prints {count.printed} as {phrase_claim_number(rate)}"
        return Finding(check, one.date, "disagrees", found, one.claims)
    found = (
        f"{count.printed} and {phrase_claim_number(rate)} both print from "
        f"{one.low:,} to {one.high:,} {_phrase_whole_and_group(one)}; "
    )
    found += "alone, nearly any pair does"
    return Finding(check, one.date, "cannot tell", found, one.claims, one.low, one.high)


def _phrase_whole_and_group(total: AllowedTotals) -> str:
    who = "people" if total.whole == "population" else "households"
    named = [word for word in (total.population, total.area) if word not in ("all", "province")]
    return f"{who} ({', '.join(named)})" if named else who


def _audit_shared_total(
    sets: list[AllowedTotals], known: list[Claim], by_date: dict[tuple, list[AllowedTotals]]
) -> Finding:
    both = _intersect_totals(sets)
    name = "one total for all counts and rates"
    if both.low > both.high:
        wider = [
            implied_total_range(*t.pairs[0], SUM_ROUNDING_UNITS) if _has_summed_rate(t) else (t.low, t.high)
            for t in sets
        ]
        if max(low for low, _ in wider) <= min(high for _, high in wider):
            found = f"no total of {_phrase_whole_and_group(both)} prints all counts and rates, "
            found += "but one does if the rate of both is the sum of two rounded ones"
            return Finding(name, both.date, "cannot tell", found, both.claims)
        each = "; ".join(_phrase_implied_total(t) for t in sets)
        found = f"no total of {_phrase_whole_and_group(both)} prints all counts and rates: {each}"
        slip = _suggest_pair_slip(sets, known, by_date)
        return Finding(name, both.date, "disagrees", found, both.claims, suggestion=slip)
    hidden = []
    for one in sets:
        rest = [other for other in sets if other is not one]
        if one.pairs:
            count, rate = one.pairs[0]
            low, high = consistent_count_range(rate, _intersect_totals(rest))
            hidden.append(f"{count.printed} could be {low:,} to {high:,}")
    found = f"all share {phrase_audit_range(both.low, both.high)} {_phrase_whole_and_group(both)}" + (
        f", best {both.best:,}" if both.best else ""
    )
    found += f"; unseen by this check, {' and '.join(hidden)}"
    return Finding(name, both.date, "agrees", found, both.claims, both.low, both.high, both.best)


def _has_summed_rate(one: AllowedTotals) -> bool:
    """Whether its rate may have been added up from two rounded rates."""
    return bool(one.pairs) and one.pairs[0][1].indicator == "poor_and_near_poor_rate"


def _phrase_implied_total(one: AllowedTotals) -> str:
    if not one.pairs:
        return f"{one.low:,} printed"
    count, rate = one.pairs[0]
    return f"{count.printed} at {phrase_claim_number(rate)} asks for {one.low:,} to {one.high:,}"


def _suggest_pair_slip(sets: list[AllowedTotals], known: list[Claim], by_date: dict[tuple, list[AllowedTotals]]) -> str:
    """Which pair would have to change, and how: the rate of another group, one digit, or the rate that would print.

    The pair whose change leaves a total in line with other dates is named first.
    """
    ideas = []
    for one in (s for s in sets if s.pairs):
        count, rate = one.pairs[0]
        rest = _intersect_totals([other for other in sets if other is not one])
        if rest.low <= rest.high:
            glued = _suggest_other_group_rate(one, known, by_date)
            digit = _suggest_pair_digit_slip(count, rate, rest)
            would = f"{count.printed} would be {100 * float(count.value) / ((rest.low + rest.high) / 2):.2f}%"
            ideas.append(
                (
                    not glued,
                    not _is_consistent_in_time(rest, by_date),
                    not digit,
                    "; ".join(filter(None, (glued, digit, would))),
                )
            )
    return min(ideas)[-1] if ideas else ""


def _is_consistent_in_time(total: AllowedTotals, by_date: dict[tuple, list[AllowedTotals]]) -> bool:
    """Whether a total may stand between those of its group at other dates."""
    others = []
    for (*who, t), sets in by_date.items():
        both = _intersect_totals(sets)
        same = tuple(who) == (total.population, total.area, total.whole) and t != total.t
        if same and both.low <= both.high and abs(t - total.t) <= COMPARED_WITHIN_YEARS:
            others.append(both)
    return all(_is_growth_plausible(*sorted((total, other), key=lambda x: x.t)) for other in others)


def _suggest_pair_digit_slip(count: Claim, rate: Claim, rest: AllowedTotals) -> str:
    """A changed digit of the rate, else of the count, with which the two fit the total that the others allow."""
    middle = (rest.low + rest.high) / 2

    def by_rate(value: Decimal) -> float | None:
        half = rate.rounded_to / 2
        low, high = 100 * count.value / (value + half), 100 * count.value / max(value - half, half)
        return (
            abs(float(100 * count.value / value) - middle) if value and low <= rest.high and high >= rest.low else None
        )

    def by_count(value: Decimal) -> float | None:
        low, high = 100 * value / rate.bounds.hard.high, 100 * value / rate.bounds.hard.low
        return abs(float(100 * value / rate.value) - middle) if low <= rest.high and high >= rest.low else None

    ideas = [suggest_digit_slip(rate, by_rate), suggest_digit_slip(count, by_count)]
    return " or ".join(filter(None, ideas))


def _suggest_other_group_rate(one: AllowedTotals, known: list[Claim], by_date: dict[tuple, list[AllowedTotals]]) -> str:
    """Whether the rate is the same indicator's for another group: that group's count over that group's total."""
    count, rate = one.pairs[0]
    for other in known:
        same = (other.indicator, other.t) == (count.indicator, one.t) and population_and_area(
            other
        ) != population_and_area(count)
        sets = by_date.get((*population_and_area(other), one.whole, one.t), [])
        if same and sets and has_both_limits(other):
            total = _intersect_totals(sets)
            low, high = 100 * float(other.value) / max(total.high, 1), 100 * float(other.value) / max(total.low, 1)
            if high >= rate.bounds.hard.low and low < rate.bounds.hard.high:
                of = f"{other.printed} ({other.id}) over {total.low:,} {_phrase_whole_and_group(total)}"
                return f"{phrase_claim_number(rate)} is the rate of another group: {of}"
    return ""


def _audit_totals_in_time(by_date: dict[tuple, list[AllowedTotals]]) -> list[Finding]:
    """The total of a group cannot jump from one date to the next; one figure out of line is named."""
    series: dict[tuple, list[AllowedTotals]] = {}
    for (*who, _), sets in sorted(by_date.items(), key=lambda item: item[0][-1]):
        both = _intersect_totals(sets)
        if both.low <= both.high:  # else it has been named already
            series.setdefault(tuple(who), []).append(both)
    findings = []
    for dates in series.values():
        near = [(a, b) for a, b in combinations(dates, 2) if b.t - a.t <= COMPARED_WITHIN_YEARS]
        clashes = [(a, b) for a, b in near if not _is_growth_plausible(a, b)]
        if not near:
            continue
        claims = tuple(dict.fromkeys(c for t in dates for c in t.claims))
        if not clashes:
            found = (
                f"{_phrase_whole_and_group(dates[0])} at {len(dates)} dates grow by no "
                f"more than {YEARLY_GROWTH_LIMITS[1] - 1:.0%} a year: "
            )
            found += ", ".join(f"{t.low:,} to {t.high:,} ({t.date})" for t in dates)
            findings.append(Finding("totals in time", "", "agrees", found, claims))
            continue
        odd = [t for t in dates if all(t in pair for pair in clashes)]
        others = [t for t in dates if t not in odd]
        if len(odd) == 1 and len(others) > 1:
            findings.append(_audit_outlying_total(odd[0], others))
        else:
            for a, b in clashes:
                found = (
                    f"{_phrase_whole_and_group(a)}: {a.low:,} to {a.high:,} in "
                    f"{a.date}, {b.low:,} to {b.high:,} in {b.date}"
                )
                findings.append(Finding("totals in time", b.date, "disagrees", found, (*a.claims, *b.claims)))
    return findings


def _is_growth_plausible(a: AllowedTotals, b: AllowedTotals) -> bool:
    years = b.t - a.t
    return a.low * YEARLY_GROWTH_LIMITS[0] ** years <= b.high and a.high * YEARLY_GROWTH_LIMITS[1] ** years >= b.low


def _audit_outlying_total(odd: AllowedTotals, others: list[AllowedTotals]) -> Finding:
    """One date's total does not fit between the others'."""
    before = max((t for t in others if t.t < odd.t), key=lambda t: t.t, default=None)
    after = min((t for t in others if t.t > odd.t), key=lambda t: t.t, default=None)
    around = [t for t in (before, after) if t]
    beside = " and ".join(f"{t.low:,} to {t.high:,} in {t.date}" for t in around)
    found = (
        f"{_phrase_whole_and_group(odd)}: "
        f"{' and '.join(_phrase_implied_total(_restrict_to_pair(odd, p)) for p in odd.pairs) or odd.low}, "
        f"against {beside}"
    )
    suggestion = ""
    if len(odd.pairs) == 1 and len(around) == 2:
        low, high = min(before.low, after.low), max(before.high, after.high)
        suggestion = _suggest_pair_digit_slip(*odd.pairs[0], replace(odd, low=low, high=high, pairs=()))
    return Finding("totals in time", odd.date, "disagrees", found, odd.claims, odd.low, odd.high, suggestion=suggestion)


def _restrict_to_pair(total: AllowedTotals, pair: tuple[Claim, Claim]) -> AllowedTotals:
    low, high = implied_total_range(*pair)
    return replace(total, low=low, high=high, pairs=(pair,))
