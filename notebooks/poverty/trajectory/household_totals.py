"""How many households a province had at a date: what turns a rate of households into a count, and back.

A total is printed, or follows from a count and the rate beside it. It says nothing of a poverty standard: two
standards that count the households of one date count the same households.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from poverty.packs.audit.finding import select_dated_levels
from poverty.packs.audit.totals import AllowedTotals, share_allowed_totals
from poverty.packs.dates import period_end_coordinate
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import COUNT_OF_RATE, PROVINCE_AREA

if TYPE_CHECKING:  # spells derive counts from these totals
    from poverty.trajectory.spells import Anchor, Spell

RATE_OF_COUNT = {counts["households"]: rate for rate, counts in COUNT_OF_RATE.items()}


@dataclass(frozen=True)
class HouseholdTotal:
    """All households of the province at a date, from `low` to `high`; `kind` is reported or derived."""

    date: str
    low: int
    best: int
    high: int
    kind: str
    claims: tuple[str, ...]
    readings: tuple[str, ...]

    @property
    def t(self) -> float:
        """The year-end coordinate of its date."""
        return period_end_coordinate(self.date)


def combine_household_totals(resolved: ResolvedClaims, spells: list[Spell]) -> list[HouseholdTotal]:
    """The total of each date: of printed counts, rates and totals, else of a count that a printed change implies.

    Figures of all sources but those of low trust; where they leave no total in common, there is none.
    """
    levels = [
        c
        for c in select_dated_levels(resolved, ("actual",))
        if (c.primary or c.source.trust != "low") and c.whole != "population"
    ]
    printed = [
        _read_allowed_totals(t, resolved)
        for t in share_allowed_totals(levels, resolved)
        if t.group == ("all", PROVINCE_AREA, "households")
    ]
    totals = {total.t: total for total in [*_list_totals_of_derived_counts(spells), *printed]}
    return [totals[t] for t in sorted(totals)]


def _read_allowed_totals(allowed: AllowedTotals, resolved: ResolvedClaims) -> HouseholdTotal:
    """The total that printed figures of one date allow; the best one is printed, or balances their rates."""
    claims = tuple(dict.fromkeys(allowed.claims))
    printed = [c for c in map(resolved.claims.get, claims) if c.indicator == allowed.whole]
    if printed:
        best = round(printed[0].value)
    elif allowed.best is not None:
        best = allowed.best
    else:
        count, rate = allowed.pairs[0]
        best = round(100 * count.value / rate.value)
    best = min(max(best, allowed.low), allowed.high)
    readings = tuple(dict.fromkeys(r for name in claims for r in resolved.claims[name].readings))
    kind = "reported" if printed else "derived"
    return HouseholdTotal(allowed.date, allowed.low, best, allowed.high, kind, claims, readings)


def _list_totals_of_derived_counts(spells: list[Spell]) -> list[HouseholdTotal]:
    """The totals of counts that a printed change implies, over the printed rate of their date; the widest first."""
    rates = {
        (s.series.indicator, s.standard, a.t): a
        for s in spells
        if s.series.of_all and s.series.whole == "households"
        for a in s.anchors
        if a.kind == "reported" and a.low > 0
    }
    totals = [
        _divide_count_by_rate(count, rates[key])
        for s in spells
        if s.series.of_all and s.series.indicator in RATE_OF_COUNT
        for count in s.anchors
        if count.kind == "derived" and (key := (RATE_OF_COUNT[s.series.indicator], s.standard, count.t)) in rates
    ]
    return sorted(totals, key=lambda total: total.low - total.high)


def _divide_count_by_rate(count: Anchor, rate: Anchor) -> HouseholdTotal:
    """All households, of a count and its rate; the best total is that of the middle of the count's bounds."""
    low, high = floor(100 * count.low / rate.high) + 1, ceil(100 * count.high / rate.low) - 1
    best = round(50 * (count.low + count.high) / rate.value)
    claims = tuple(dict.fromkeys((*count.claims, *rate.claims)))
    readings = tuple(dict.fromkeys((*count.readings, *rate.readings)))
    return HouseholdTotal(count.date, low, best, high, "derived", claims, readings)
