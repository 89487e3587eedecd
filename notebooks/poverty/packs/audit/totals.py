"""Which totals of households or people print as the counts and rates of a date?

A count and the rate printed beside it allow a set of totals: the inverse of the GRIM test (Brown & Heathers
2017, Social Psychological and Personality Science 8). Sets of one date must share a total; the best total
balances the rates by least squares in points (Stone, Champernowne & Meade 1942).
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from poverty.packs.audit.finding import allowed_range, has_both_limits, select_printed_levels, select_same_date
from poverty.packs.audit.wording import phrase_groups
from poverty.packs.claims import Claim
from poverty.packs.messages import join, message
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import find_counting_claims
from poverty.packs.vocabulary import COUNT_OF_RATE, PROVINCE_AREA, RATE_DENOMINATORS

YEARLY_GROWTH_LIMITS = (0.97, 1.06)  # assumed: by how much the number of households or people may change in one year
COMPARED_WITHIN_YEARS = 4  # years: of totals farther apart growth alone says little
ALL_HOUSEHOLDS = ("all", PROVINCE_AREA, "households")
WHOLE_OF_UNIT = {"persons": "population", "households": "households"}


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
    shared_totals = map(intersect_totals, group_allowed_totals(levels, resolved).values())
    return sorted((t for t in shared_totals if not t.is_empty), key=lambda t: t.t)


def narrowed_rate_ranges(resolved: ResolvedClaims) -> dict[str, tuple[float, float, tuple[str, ...]]]:
    """By claim: what a rate's numeral, and its count over the totals that its date's other figures allow, leave of it.

    Only rates that have such a count and total, and figures of their own standard; after the two ends, in percent,
    stand the claims that sharpen them.
    """
    narrowed = {}
    for totals in group_allowed_totals(select_printed_levels(resolved), resolved).values():
        for standard in dict.fromkeys(name for t in totals for name in t.standards):
            of_standard = [t for t in totals if t.standards in ((), (standard,))]
            shared = intersect_totals(of_standard)
            if len(of_standard) < 2 or shared.is_empty:
                continue
            for count, rate in shared.pairs:
                low, high = allowed_range(rate)
                fewest, most = count.bounds.hard.whole_numbers()
                low, high = max(low, 100 * fewest / shared.high), min(high, 100 * most / shared.low)
                narrowed[rate.id] = (low, high, shared.claims)
    return narrowed


def pair_counts_with_rates(levels: list[Claim]) -> list[tuple[Claim, Claim]]:
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


def is_total_limited(count: Claim, rate: Claim) -> bool:
    """Whether both have two limits, the rate's above 0: without them they limit no total."""
    return has_both_limits(count) and has_both_limits(rate) and rate.bounds.hard.low > 0


def group_allowed_totals(levels: list[Claim], resolved: ResolvedClaims) -> TotalsByDate:
    """The totals of each pair, and totals that are printed, by group, kind of whole, date and method.

    A set may be empty. Totals of a register and of a survey stand apart; a printed total stands with either. Several
    rules and tables ask for the same ones.
    """
    key = ("allowed totals", *(id(c) for c in levels))  # with the claims themselves, whose ids then stay theirs
    return resolved.compute_once(key, lambda: (levels, _build_allowed_totals(levels, resolved)))[1]


def _build_allowed_totals(levels: list[Claim], resolved: ResolvedClaims) -> TotalsByDate:
    constraints = [
        (count, WHOLE_OF_UNIT[count.base_unit], implied_total_range(count, rate), ((count, rate),))
        for count, rate in pair_counts_with_rates(levels)
        if is_total_limited(count, rate)
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


def intersect_totals(totals: list[AllowedTotals]) -> AllowedTotals:
    """What all sets of one group and date allow together."""
    return replace(
        totals[0],
        low=max(t.low for t in totals),
        high=min(t.high for t in totals),
        claims=tuple(c for t in totals for c in t.claims),
        pairs=tuple(p for t in totals for p in t.pairs),
        standards=tuple(dict.fromkeys(name for t in totals for name in t.standards)),
    )


def phrase_group(total: AllowedTotals) -> str:
    """What is counted, and of whom: "households (urban)"."""
    noun = message("people") if total.whole == "population" else message("households")
    groups = phrase_groups(total.population, total.area)
    return message("%(noun)s (%(groups)s)", noun=noun, groups=join(groups, ", ")) if groups else noun


def is_growth_plausible(a: AllowedTotals, b: AllowedTotals) -> bool:
    """Whether some total of `a` may have grown to some total of `b`, the later one."""
    slowest, fastest = (limit ** (b.t - a.t) for limit in YEARLY_GROWTH_LIMITS)
    return a.low * slowest <= b.high and a.high * fastest >= b.low
