"""Do the figures of the sources agree with each other? Four verdicts, and nothing is altered.

A count and the rate printed beside it allow a set of household totals: the inverse of the GRIM test
(Brown & Heathers 2017, Social Psychological and Personality Science 8). Sets of one date must share a
total; the best total balances the rates by least squares in points (Stone, Champernowne & Meade 1942).
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from poverty import periods
from poverty.claims import Claim
from poverty.readings import Resolved
from poverty.vocabulary import COUNT_OF_RATE

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households


@dataclass(frozen=True)
class Finding:
    """One check: its verdict, the claims involved, the sentence that says what was found.

    `low` and `high` bound the quantity that the check computed, `best` is its balanced value; None if there
    is none.
    """

    check: str
    date: str
    verdict: str
    finding: str
    claims: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    best: float | None = None


@dataclass(frozen=True)
class Total:
    """The household totals that one or more count-and-rate pairs of a date allow: `low` to `high`."""

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


def household_totals(count: Claim, rate: Claim) -> tuple[int, int]:
    """The smallest and the largest number of households for which `count` prints as `rate` percent.

    Raises:
        ValueError: one of the two has no limit ("more than"), so neither has the total.
    """
    smallest, largest = count.bounds.hard.whole()
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    if low is None or high is None or low <= 0:
        raise ValueError(f"{rate.id} has no two limits above 0")
    # half-open bounds: the rate may equal its lower limit, and stays below its upper one
    return floor(Fraction(smallest) * 100 / Fraction(high)) + 1, floor(Fraction(largest) * 100 / Fraction(low))


def counts_that_agree(rate: Claim, totals: Total) -> tuple[int, int]:
    """Every count that prints as `rate` over some allowed total: how far a slip could go without being seen."""
    low, high = rate.bounds.hard.low, rate.bounds.hard.high
    return ceil(Fraction(low) * totals.low / 100), ceil(Fraction(high) * totals.high / 100) - 1


def totals(resolved: Resolved) -> list[Total]:
    """One set of household totals for each date of the pack's own source, from all its pairs; empty sets left out."""
    shared = [_intersect(date, sets) for date, sets in _sets(resolved).items()]
    return sorted((t for t in shared if t.low <= t.high), key=lambda t: periods.year_end(t.date))


def audit(resolved: Resolved) -> list[Finding]:
    """Every check that the claims allow, under one choice of readings."""
    return [
        *_counts_and_rates(resolved),
        *_persons_per_household(resolved),
        *_standards_in_force(resolved),
        *_sources_against_each_other(resolved),
        *_verdicts(resolved),
    ]


def _pairs(resolved: Resolved) -> list[tuple[Claim, Claim]]:
    """Count and rate of one statement, both actual levels of the same group."""
    levels = [c for c in resolved.primary() if c.statistic == "level" and c.status == "actual" and c.together]
    return [
        (count, rate)
        for rate in levels
        for count in levels
        if COUNT_OF_RATE.get(rate.indicator, {}).get(rate.whole) == count.indicator
        and (rate.together, rate.population, rate.area, rate.end)
        == (count.together, count.population, count.area, count.end)
    ]


def _limits(claim: Claim) -> bool:
    """Whether the words of a claim limit it on both sides."""
    return None not in (claim.bounds.hard.low, claim.bounds.hard.high)


def _limited(count: Claim, rate: Claim) -> bool:
    """Whether both have two limits, the rate's above 0: without them they limit no total."""
    return _limits(count) and _limits(rate) and rate.bounds.hard.low > 0


def _sets(resolved: Resolved) -> dict[str, list[Total]]:
    """The set of totals of each pair, by date; a set may be empty (its low end above its high end)."""
    by_date: dict[str, list[Total]] = {}
    for count, rate in _pairs(resolved):
        if not _limited(count, rate):
            continue
        low, high = household_totals(count, rate)
        one = Total(count.end, low, high, (count.id, rate.id), ((count, rate),))
        by_date.setdefault(count.end, []).append(one)
    return by_date


def _intersect(date: str, sets: list[Total]) -> Total:
    return Total(
        date,
        max(t.low for t in sets),
        min(t.high for t in sets),
        tuple(c for t in sets for c in t.claims),
        tuple(p for t in sets for p in t.pairs),
    )


def _counts_and_rates(resolved: Resolved) -> list[Finding]:
    findings = [
        Finding(
            "count against rate",
            count.end,
            "not checkable",
            f"{count.printed} and {rate.printed}% leave no two limits for the number of households",
            (count.id, rate.id),
        )
        for count, rate in _pairs(resolved)
        if not _limited(count, rate)
    ]
    for date, sets in _sets(resolved).items():
        for one in sets:
            count, rate = one.pairs[0]
            said = f"{count.printed} and {rate.printed}% both print from {one.low:,} to {one.high:,} households"
            if one.low > one.high:
                findings.append(
                    Finding(
                        "count against rate",
                        date,
                        "disagrees",
                        f"no number of households prints {count.printed} as {rate.printed}%",
                        one.claims,
                    )
                )
            else:
                findings.append(
                    Finding(
                        "count against rate",
                        date,
                        "cannot tell",
                        f"{said}; alone, nearly any pair does",
                        one.claims,
                        one.low,
                        one.high,
                    )
                )
        if len(sets) > 1:
            findings.append(_shared_total(date, sets))
    return findings


def _shared_total(date: str, sets: list[Total]) -> Finding:
    both = _intersect(date, sets)
    name = "one household total for all rates"
    if both.low > both.high:
        return Finding(name, date, "disagrees", "no household total prints all counts and rates", both.claims)
    hidden = []
    for one in sets:
        count, rate = one.pairs[0]
        rest = _intersect(date, [other for other in sets if other is not one])
        low, high = counts_that_agree(rate, rest)
        hidden.append(f"{count.printed} could be {low:,} to {high:,}")
    found = f"all share {both.low:,} to {both.high:,} households, best {both.best:,}; unseen by this check, "
    return Finding(name, date, "agrees", found + " and ".join(hidden), both.claims, both.low, both.high, both.best)


def _persons_per_household(resolved: Resolved) -> list[Finding]:
    people = [c for c in resolved.claims.values() if c.indicator == "population" and c.statistic == "level"]
    plausible = resolved.pack.province["plausibility"]["persons_per_household"]
    name = "persons per household"
    findings = []
    for total in totals(resolved):
        t = periods.year_end(total.date)
        near = [c for c in people if abs(periods.year_end(c.end) - t) <= POPULATION_WITHIN_YEARS]
        if not near:
            found = f"no population within {POPULATION_WITHIN_YEARS} years is in the pack"
            findings.append(Finding(name, total.date, "not checkable", found, total.claims))
            continue
        population = min(near, key=lambda c: abs(periods.year_end(c.end) - t))
        fewest, most = population.bounds.hard.floats()
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


def _standards_in_force(resolved: Resolved) -> list[Finding]:
    """A count is made under a standard from the review that opens it, the year before, to its last year."""
    findings = []
    counted = {*COUNT_OF_RATE, *(count for counts in COUNT_OF_RATE.values() for count in counts.values())}
    without = [c for c in resolved.claims.values() if c.indicator in counted and c.bounds and not c.standard]
    if without:
        found = "no standard is given, so these figures stand in no comparable spell and are not drawn"
        findings.append(Finding("standard in force", "", "not checkable", found, tuple(c.id for c in without)))
    for standard in resolved.pack.shared.standards.values():
        dated = [c for c in resolved.claims.values() if c.standard == standard.id and c.end]
        for verdict, wanted in (("agrees", True), ("disagrees", False)):
            claims = [
                c for c in dated if (standard.first_year - 1 <= periods.year_end(c.end) <= standard.last_year) == wanted
            ]
            if claims:
                dates = ", ".join(sorted({c.end for c in claims}))
                years = f"{standard.first_year} to {standard.last_year}"
                found = f"{standard.id} was in force from {years}; figures are dated {dates}"
                findings.append(Finding("standard in force", "", verdict, found, tuple(c.id for c in claims)))
    return findings


def _sources_against_each_other(resolved: Resolved) -> list[Finding]:
    """Levels of one series, standard and date that are printed twice, by two sources or by one."""
    levels = [
        c
        for c in resolved.claims.values()
        if c.statistic == "level" and c.status == "actual" and c.standard and _limits(c)
    ]
    findings = []
    for own, other in combinations(levels, 2):
        same = [(c.indicator, c.population, c.area, c.standard, c.end) for c in (own, other)]
        if same[0] == same[1] and (own.primary or other.primary):
            overlap = own.bounds.hard.low < other.bounds.hard.high and other.bounds.hard.low < own.bounds.hard.high
            check = "one source against itself" if own.source == other.source else "one source against another"
            found = f"{own.printed} in {own.source.publisher}, {other.printed} in {other.source.publisher}"
            findings.append(Finding(check, own.end, "agrees" if overlap else "disagrees", found, (own.id, other.id)))
    return findings


def _verdicts(resolved: Resolved) -> list[Finding]:
    """A source's own verdict needs the target that it speaks of."""
    findings = []
    for claim in resolved.claims.values():
        if claim.statistic != "verdict":
            continue
        targets = [c for c in resolved.claims.values() if c.status == "target" and c.indicator == claim.indicator]
        verdict = "cannot tell" if targets else "not checkable"
        found = f"a target for {claim.indicator} is said to be reached; the pack has " + (
            f"{len(targets)}, and which one is meant is not said" if targets else "none"
        )
        findings.append(Finding("source's own verdict", claim.end, verdict, found, (claim.id,)))
    return findings
