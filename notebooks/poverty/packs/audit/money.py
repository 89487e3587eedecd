"""Sums of money against the poverty line: is the unit a thousandfold off?

The line is what a person must have to live on for a month. A year's budget of many times that for each poor
household, or a regional product below it for each household, cannot be meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    ValueRange,
    audit_rule,
    population_and_area,
    select_dated_levels,
    suggest_thousandfold_slip,
)
from poverty.packs.audit.totals import YEARLY_GROWTH_LIMITS, list_allowed_totals
from poverty.packs.audit.wording import (
    list_all,
    phrase_claim,
    phrase_dated,
    phrase_figure,
    phrase_magnitude_slip,
    phrase_number,
    phrase_range,
    phrase_span,
)
from poverty.packs.claims import Claim, PovertyStandard
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.messages import Date, join, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import leave_out_rounder_figures, select_counting_claims

MOST_LINES_PER_HOUSEHOLD = 20.0  # assumed: a year's budget for each poor household, in a household's yearly lines
BUDGET_INDICATORS = ("programme_budget", "livelihood_budget")
CHECK = translatable("size of a sum of money")


@dataclass(frozen=True)
class HouseholdRange:
    """How many households, lowest and highest, in words, and the ids of the claims that say so."""

    low: float
    high: float
    words: str
    claims: tuple[str, ...]


@audit_rule(place=120)
def audit_money_sums(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Budgets and the regional product, for each household, against a year's poverty line of a household."""
    for claim in select_counting_claims(resolved.claims.values()):
        of_money = claim.bounds is not None and claim.base_unit == "VND" and claim.end
        if not of_money or claim.status not in (*COUNTED_STATUSES, "target"):
            continue
        if claim.indicator in BUDGET_INDICATORS:
            yield _audit_budget(claim, resolved)
        elif claim.indicator == "gross_regional_product":
            yield _audit_regional_product(claim, resolved)


def _audit_budget(claim: Claim, resolved: ResolvedClaims) -> Finding:
    """A budget for each poor household: those of the years of the sum, under the one standard in force in them."""
    standards = _list_standards_in_force(claim, resolved)
    if len(standards) != 1:
        return _leave_unchecked(claim, _phrase_several_standards(standards))
    (standard,) = standards
    first, last = parse_sdmx_period(claim.start).start, parse_sdmx_period(claim.end).end
    counts = [
        c
        for c in select_dated_levels(resolved)
        if c.indicator == "poor_households"
        and (c.standard, population_and_area(c)) == (standard.id, population_and_area(claim))
        and first <= c.t <= last
    ]
    if not counts:
        return _leave_unchecked(
            claim,
            message("no count of the poor under %(standard)s within these years is in the pack", standard=standard.id),
        )
    dates = sorted({c.t for c in counts})
    counts = [c for t in dates for c in leave_out_rounder_figures([c for c in counts if c.t == t])]
    ranges = [c.usable_bounds() for c in counts]
    words = message(
        "poor household, %(counts)s under %(standard)s", counts=join(map(phrase_dated, counts), ", "),
        standard=standard.id,
    )  # fmt: skip
    households = HouseholdRange(
        min(low for low, _ in ranges), max(high for _, high in ranges), words, tuple(c.id for c in counts)
    )
    return _audit_sum_per_household(claim, households, (0.0, MOST_LINES_PER_HOUSEHOLD), standard, resolved)


def _audit_regional_product(claim: Claim, resolved: ResolvedClaims) -> Finding:
    """The regional product for each household of the province."""
    standards = _list_standards_in_force(claim, resolved)
    if len(standards) != 1:
        return _leave_unchecked(claim, _phrase_several_standards(standards))
    households = _find_household_number(resolved, claim)
    if households is None:
        return _leave_unchecked(claim, message("no number of households is in the pack"))
    return _audit_sum_per_household(claim, households, (1.0, float("inf")), standards[0], resolved)


def _audit_sum_per_household(
    claim: Claim, households: HouseholdRange, allowed: ValueRange, standard: PovertyStandard, resolved: ResolvedClaims
) -> Finding:
    """One sum of money over households and years; `allowed` in yearly poverty lines of a household."""
    if standard.rural_line is None or households.low <= 0:
        return _leave_unchecked(
            claim, message("no poverty line of %(standard)s, or no household, to hold it against", standard=standard.id)
        )
    persons = sum(resolved.pack.province["plausibility"]["persons_per_household"]) / 2
    line = float(standard.rural_line) * 12 * persons
    years = parse_sdmx_period(claim.end).end - parse_sdmx_period(claim.start).start
    least, most = claim.usable_bounds()
    low, high = least / years / households.high, most / years / households.low

    def is_plausible_sum(value: float) -> bool:
        return allowed[0] <= value / line <= allowed[1]

    finding = message(
        "%(sum)s VND is %(money)s million a year for each %(households)s: %(lines)s poverty lines",
        sum=phrase_claim(claim), money=_phrase_rough_range(low / 1e6, high / 1e6), households=households.words,
        lines=_phrase_rough_range(low / line, high / line),
    )  # fmt: skip
    claims = (claim.id, *households.claims)
    plausible = [is_plausible_sum(value) for value in (low, high)]
    facts = {"sum": phrase_figure(claim)}
    if all(plausible):
        sentence = message("%(sum)s is of a plausible size for so many households.", **facts)
        return Finding(CHECK, claim.end, "agrees", sentence, finding, claims, low, high)
    if any(plausible):
        sentence = message("%(sum)s may be of a plausible size for so many households or not.", **facts)
        return Finding(CHECK, claim.end, "cannot tell", sentence, finding, claims, low, high)
    sentence = _phrase_implausible_sum(claim, is_too_large=low / line > allowed[1])
    slip = suggest_thousandfold_slip((low + high) / 2, is_plausible_sum)
    doubted = (claim.id,)
    return Finding(
        CHECK, claim.end, "disagrees", sentence, finding, claims, low, high, suggestion=slip, in_doubt=doubted
    )


def _phrase_implausible_sum(claim: Claim, is_too_large: bool) -> str:
    """That a sum of money is far too large or too small, and which word may be meant in its unit."""
    facts = {"sum": phrase_figure(claim), "words": phrase_magnitude_slip(claim, 1e-3 if is_too_large else 1e3)}
    if not facts["words"]:
        if is_too_large:
            return message("%(sum)s is far too much for so few poor households.", **facts)
        return message("%(sum)s is far too little for so many households.", **facts)
    if is_too_large:
        return message("%(sum)s is far too much for so few poor households: %(words)s.", **facts)
    return message("%(sum)s is far too little for so many households: %(words)s.", **facts)


def _leave_unchecked(claim: Claim, why: str) -> Finding:
    """A sum that nothing of its own years and standard stands beside."""
    sentence = message(
        "Nothing of its own years tells whether %(sum)s is of a plausible size.", sum=phrase_figure(claim)
    )
    finding = message(
        "%(sum)s VND, %(when)s: %(why)s", sum=phrase_claim(claim), when=phrase_span(claim.start, claim.end), why=why
    )
    return Finding(CHECK, claim.end, "not checkable", sentence, finding, (claim.id,))


def _list_standards_in_force(claim: Claim, resolved: ResolvedClaims) -> list[PovertyStandard]:
    """The poverty standards in force in the years of a sum of money."""
    first, last = parse_sdmx_period(claim.start).year, parse_sdmx_period(claim.end).year
    standards = resolved.pack.shared.standards.values()
    return [s for s in standards if s.first_year <= last and s.last_year >= first]


def _phrase_several_standards(standards: list[PovertyStandard]) -> str:
    """Why the poor of some years are not one number: two standards were in force in them, or none is known."""
    if not standards:
        return message("no poverty standard of these years is known")
    names = list_all(s.id for s in standards)
    return message("%(standards)s were in force, and their poor are not one number", standards=names)


def _phrase_rough_range(low: float, high: float) -> str:
    """A range in two digits: the sums are printed in no more."""
    return phrase_range(*(float(f"{x:.2g}") for x in (low, high)))


def _find_household_number(resolved: ResolvedClaims, claim: Claim) -> HouseholdRange | None:
    """All households at the end of a claim's years: those of the nearest date, which may have grown since or before."""
    group = (*population_and_area(claim), "households")
    levels = [c for c in select_dated_levels(resolved) if c.indicator == "households"]
    counts = [
        (c.t, c.end, c.usable_bounds(), (c.id,)) for c in levels if (*population_and_area(c), c.indicator) == group
    ]
    totals = [(t.t, t.date, (t.low, t.high), t.claims) for t in list_allowed_totals(resolved) if t.group == group]
    if not counts and not totals:
        return None
    t, date, (low, high), claims = min(counts or totals, key=lambda known: abs(known[0] - claim.t))
    years = claim.t - t
    facts = {"count": phrase_range(low, high), "when": Date(date)}
    words = message("household, %(count)s (%(when)s)", **facts)
    if years:
        slowest, fastest = YEARLY_GROWTH_LIMITS
        low, high = low * min(slowest**years, fastest**years), high * max(slowest**years, fastest**years)
        words = message(
            "household, %(count)s (%(when)s) that changed by %(low)s to %(high)s%% a year",
            low=phrase_number(100 * slowest - 100), high=phrase_number(100 * fastest - 100), **facts,
        )  # fmt: skip
    return HouseholdRange(low, high, words, claims)
