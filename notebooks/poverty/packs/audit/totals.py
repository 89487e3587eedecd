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

from poverty.packs.audit import slips
from poverty.packs.audit.finding import Finding, group, levels, limits, said, span, two_limits
from poverty.packs.claims import Claim
from poverty.packs.readings import Resolved
from poverty.packs.vocabulary import COUNT_OF_RATE, WHOLES

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households
GROWTH = (0.97, 1.06)  # assumed: by how much the number of households or people may change in one year
NEAR = 4  # years: totals farther apart are not compared
TWICE = Fraction(1)  # units of the last digit: how far off the sum of two rounded rates may be


@dataclass(frozen=True)
class Total:
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


def household_totals(count: Claim, rate: Claim, units: Fraction = Fraction(1, 2)) -> tuple[int, int]:
    """The smallest and the largest number of households (or people) for which `count` prints as `rate` percent.

    Args:
        count: how many are poor.
        rate: the share that is printed beside it.
        units: how many units of its last digit an exact rate may be off, either way.

    Raises:
        ValueError: one of the two has no limit ("more than"), so neither has the total.
    """
    smallest, largest = count.bounds.hard.whole()
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    if low is None or high is None or low <= 0:
        raise ValueError(f"{rate.id} has no two limits above 0")
    wider = (units - Fraction(1, 2)) * Fraction(rate.rounded_to)
    low, high = Fraction(low) - wider, Fraction(high) + wider
    # half-open bounds: the rate may equal its lower limit, and stays below its upper one
    return floor(Fraction(smallest) * 100 / high) + 1, floor(Fraction(largest) * 100 / low)


def counts_that_agree(rate: Claim, totals: Total) -> tuple[int, int]:
    """Every count that prints as `rate` over some allowed total: how far a slip could go without being seen."""
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    return ceil(Fraction(low) * totals.low / 100), ceil(Fraction(high) * totals.high / 100) - 1


def totals(resolved: Resolved) -> list[Total]:
    """One set of household totals for each group and date of the pack's own sources; empty sets left out."""
    own = [c for c in levels(resolved, ("actual",)) if c.primary]
    shared = [_intersect(sets) for sets in _sets(own).values()]
    return sorted((t for t in shared if t.low <= t.high), key=lambda t: t.t)


def counts_and_rates(resolved: Resolved) -> list[Finding]:
    """Each count against its rate, all pairs of one date against each other, and the totals of dates in time."""
    known = levels(resolved)
    by_date = _sets(known)
    findings = [
        Finding(
            "count against rate",
            count.end,
            "not checkable",
            f"{said(count)} and {said(rate)} leave no two limits for the total",
            (count.id, rate.id),
        )
        for count, rate in _pairs(known)
        if not _limited(count, rate)
    ]
    for sets in by_date.values():
        findings += [_alone(one) for one in sets if one.pairs]
        if len(sets) > 1:
            findings.append(_shared_total(sets, known, by_date))
    return findings + _in_time(by_date)


def sharpened(resolved: Resolved) -> dict[str, tuple[float, float, tuple[str, ...]]]:
    """By claim: what a rate's numeral, and its count over the totals that its date's other figures allow, leave of it.

    Only rates that have such a count and total; after the two ends stand the claims that sharpen them.
    """
    found = {}
    for of_date in _sets(levels(resolved)).values():
        both = _intersect(of_date)
        if len(of_date) < 2 or both.low > both.high:
            continue
        for count, rate in (pair for one in of_date for pair in one.pairs):
            low, high = limits(rate)
            fewest, most = count.bounds.hard.whole()
            found[rate.id] = (max(low, 100 * fewest / both.high), min(high, 100 * most / both.low), both.claims)
    return found


def persons_per_household(resolved: Resolved) -> list[Finding]:
    """The household totals against a population of about the same date: how many people in a household?"""
    everybody = ("all", "province")
    people = [c for c in levels(resolved) if c.indicator == "population" and group(c) == everybody]
    plausible = resolved.pack.province["plausibility"]["persons_per_household"]
    name = "persons per household"
    findings = []
    for total in totals(resolved):
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


def _pairs(known: list[Claim]) -> list[tuple[Claim, Claim]]:
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
            and (c.t, c.standard, group(c)) == (rate.t, rate.standard, group(rate))
            and (not (c.together and rate.together) or c.together == rate.together or c.indicator in WHOLES)
        ]
        wanted = counts.get(rate.whole)
        if not any(c.indicator == wanted for c in beside):
            wanted = next((count for count in counts.values() if any(c.indicator == count for c in beside)), None)
        found += [(c, rate) for c in beside if c.indicator == wanted]
    return found


def _limited(count: Claim, rate: Claim) -> bool:
    """Whether both have two limits, the rate's above 0: without them they limit no total."""
    return two_limits(count) and two_limits(rate) and rate.bounds.hard.low > 0


def _sets(known: list[Claim]) -> dict[tuple, list[Total]]:
    """The totals of each pair, and totals that are printed, by group, kind of whole and date.

    A set may be empty (its low end above its high end).
    """
    found: dict[tuple, list[Total]] = {}
    for count, rate in _pairs(known):
        if _limited(count, rate):
            low, high = household_totals(count, rate)
            whole = "population" if count.base_unit == "persons" else "households"
            ids, pairs = (count.id, rate.id), ((count, rate),)
            one = Total(*group(count), whole, count.t, count.end, low, high, ids, pairs)
            found.setdefault((*group(count), whole, count.t), []).append(one)
    for claim in known:
        if claim.indicator in WHOLES and two_limits(claim):
            low, high = claim.bounds.hard.whole()
            one = Total(*group(claim), claim.indicator, claim.t, claim.end, low, high, (claim.id,))
            found.setdefault((*group(claim), claim.indicator, claim.t), []).append(one)
    return found


def _intersect(sets: list[Total]) -> Total:
    first = sets[0]
    low, high = max(t.low for t in sets), min(t.high for t in sets)
    claims, pairs = tuple(c for t in sets for c in t.claims), tuple(p for t in sets for p in t.pairs)
    return Total(first.population, first.area, first.whole, first.t, first.date, low, high, claims, pairs)


def _alone(one: Total) -> Finding:
    check = "count against rate"
    count, rate = one.pairs[0]
    if one.low > one.high:
        found = f"no number of {one.whole} prints {count.printed} as {said(rate)}"
        return Finding(check, one.date, "disagrees", found, one.claims)
    found = f"{count.printed} and {said(rate)} both print from {one.low:,} to {one.high:,} {_of(one)}; "
    found += "alone, nearly any pair does"
    return Finding(check, one.date, "cannot tell", found, one.claims, one.low, one.high)


def _of(total: Total) -> str:
    who = "people" if total.whole == "population" else "households"
    named = [word for word in (total.population, total.area) if word not in ("all", "province")]
    return f"{who} ({', '.join(named)})" if named else who


def _shared_total(sets: list[Total], known: list[Claim], by_date: dict[tuple, list[Total]]) -> Finding:
    both = _intersect(sets)
    name = "one total for all counts and rates"
    if both.low > both.high:
        wider = [household_totals(*t.pairs[0], TWICE) if _is_sum(t) else (t.low, t.high) for t in sets]
        if max(low for low, _ in wider) <= min(high for _, high in wider):
            found = f"no total of {_of(both)} prints all counts and rates, "
            found += "but one does if the rate of both is the sum of two rounded ones"
            return Finding(name, both.date, "cannot tell", found, both.claims)
        each = "; ".join(_implied(t) for t in sets)
        found = f"no total of {_of(both)} prints all counts and rates: {each}"
        slip = _shared_slip(sets, known, by_date)
        return Finding(name, both.date, "disagrees", found, both.claims, suggestion=slip)
    hidden = []
    for one in sets:
        rest = [other for other in sets if other is not one]
        if one.pairs:
            count, rate = one.pairs[0]
            low, high = counts_that_agree(rate, _intersect(rest))
            hidden.append(f"{count.printed} could be {low:,} to {high:,}")
    found = f"all share {span(both.low, both.high)} {_of(both)}" + (f", best {both.best:,}" if both.best else "")
    found += f"; unseen by this check, {' and '.join(hidden)}"
    return Finding(name, both.date, "agrees", found, both.claims, both.low, both.high, both.best)


def _is_sum(one: Total) -> bool:
    """Whether its rate may have been added up from two rounded rates."""
    return bool(one.pairs) and one.pairs[0][1].indicator == "poor_and_near_poor_rate"


def _implied(one: Total) -> str:
    if not one.pairs:
        return f"{one.low:,} printed"
    count, rate = one.pairs[0]
    return f"{count.printed} at {said(rate)} asks for {one.low:,} to {one.high:,}"


def _shared_slip(sets: list[Total], known: list[Claim], by_date: dict[tuple, list[Total]]) -> str:
    """Which pair would have to change, and how: the rate of another group, one digit, or the rate that would print.

    The pair whose change leaves a total in line with other dates is named first.
    """
    ideas = []
    for one in (s for s in sets if s.pairs):
        count, rate = one.pairs[0]
        rest = _intersect([other for other in sets if other is not one])
        if rest.low <= rest.high:
            glued = _rate_of_another_group(one, known, by_date)
            digit = _digit(count, rate, rest)
            would = f"{count.printed} would be {100 * float(count.value) / ((rest.low + rest.high) / 2):.2f}%"
            ideas.append(
                (not glued, not _in_line(rest, by_date), not digit, "; ".join(filter(None, (glued, digit, would))))
            )
    return min(ideas)[-1] if ideas else ""


def _in_line(total: Total, by_date: dict[tuple, list[Total]]) -> bool:
    """Whether a total may stand between those of its group at other dates."""
    others = []
    for (*who, t), sets in by_date.items():
        both = _intersect(sets)
        same = tuple(who) == (total.population, total.area, total.whole) and t != total.t
        if same and both.low <= both.high and abs(t - total.t) <= NEAR:
            others.append(both)
    return all(_may_follow(*sorted((total, other), key=lambda x: x.t)) for other in others)


def _digit(count: Claim, rate: Claim, rest: Total) -> str:
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

    ideas = [slips.one_digit(rate, by_rate), slips.one_digit(count, by_count)]
    return " or ".join(filter(None, ideas))


def _rate_of_another_group(one: Total, known: list[Claim], by_date: dict[tuple, list[Total]]) -> str:
    """Whether the rate is the same indicator's for another group: that group's count over that group's total."""
    count, rate = one.pairs[0]
    for other in known:
        same = (other.indicator, other.t) == (count.indicator, one.t) and group(other) != group(count)
        sets = by_date.get((*group(other), one.whole, one.t), [])
        if same and sets and two_limits(other):
            total = _intersect(sets)
            low, high = 100 * float(other.value) / max(total.high, 1), 100 * float(other.value) / max(total.low, 1)
            if high >= rate.bounds.hard.low and low < rate.bounds.hard.high:
                of = f"{other.printed} ({other.id}) over {total.low:,} {_of(total)}"
                return f"{said(rate)} is the rate of another group: {of}"
    return ""


def _in_time(by_date: dict[tuple, list[Total]]) -> list[Finding]:
    """The total of a group cannot jump from one date to the next; one figure out of line is named."""
    series: dict[tuple, list[Total]] = {}
    for (*who, _), sets in sorted(by_date.items(), key=lambda item: item[0][-1]):
        both = _intersect(sets)
        if both.low <= both.high:  # else it has been named already
            series.setdefault(tuple(who), []).append(both)
    findings = []
    for dates in series.values():
        near = [(a, b) for a, b in combinations(dates, 2) if b.t - a.t <= NEAR]
        clashes = [(a, b) for a, b in near if not _may_follow(a, b)]
        if not near:
            continue
        claims = tuple(dict.fromkeys(c for t in dates for c in t.claims))
        if not clashes:
            found = f"{_of(dates[0])} at {len(dates)} dates grow by no more than {GROWTH[1] - 1:.0%} a year: "
            found += ", ".join(f"{t.low:,} to {t.high:,} ({t.date})" for t in dates)
            findings.append(Finding("totals in time", "", "agrees", found, claims))
            continue
        odd = [t for t in dates if all(t in pair for pair in clashes)]
        others = [t for t in dates if t not in odd]
        if len(odd) == 1 and len(others) > 1:
            findings.append(_out_of_line(odd[0], others))
        else:
            for a, b in clashes:
                found = f"{_of(a)}: {a.low:,} to {a.high:,} in {a.date}, {b.low:,} to {b.high:,} in {b.date}"
                findings.append(Finding("totals in time", b.date, "disagrees", found, (*a.claims, *b.claims)))
    return findings


def _may_follow(a: Total, b: Total) -> bool:
    years = b.t - a.t
    return a.low * GROWTH[0] ** years <= b.high and a.high * GROWTH[1] ** years >= b.low


def _out_of_line(odd: Total, others: list[Total]) -> Finding:
    """One date's total does not fit between the others'."""
    before = max((t for t in others if t.t < odd.t), key=lambda t: t.t, default=None)
    after = min((t for t in others if t.t > odd.t), key=lambda t: t.t, default=None)
    around = [t for t in (before, after) if t]
    beside = " and ".join(f"{t.low:,} to {t.high:,} in {t.date}" for t in around)
    found = f"{_of(odd)}: {' and '.join(_implied(_one(odd, p)) for p in odd.pairs) or odd.low}, against {beside}"
    suggestion = ""
    if len(odd.pairs) == 1 and len(around) == 2:
        low, high = min(before.low, after.low), max(before.high, after.high)
        suggestion = _digit(*odd.pairs[0], replace(odd, low=low, high=high, pairs=()))
    return Finding("totals in time", odd.date, "disagrees", found, odd.claims, odd.low, odd.high, suggestion=suggestion)


def _one(total: Total, pair: tuple[Claim, Claim]) -> Total:
    low, high = household_totals(*pair)
    return replace(total, low=low, high=high, pairs=(pair,))
