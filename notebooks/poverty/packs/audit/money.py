"""Sums of money against the poverty line: is the unit a thousandfold off?

The line is what a person must have to live on for a month. A year's budget of many times that for each poor
household, or a regional product below it for each household, cannot be meant.
"""

from collections.abc import Iterator

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    ValueRange,
    audit_rule,
    phrase_claim,
    phrase_number,
    population_and_area,
    select_dated_levels,
    suggest_thousandfold_slip,
)
from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.readings import ResolvedClaims

MOST_LINES_PER_HOUSEHOLD = 20.0  # assumed: a year's budget for each poor household, in a household's yearly lines
BUDGET_INDICATORS = ("programme_budget", "livelihood_budget")
HouseholdNumber = tuple[float, tuple[str, ...]]  # how many, and the ids of the claims that say so


@audit_rule(place=120)
def audit_money_sums(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Budgets and the regional product, for each household, against a year's poverty line of a household."""
    persons = sum(resolved.pack.province["plausibility"]["persons_per_household"]) / 2
    for claim in resolved.claims.values():
        if claim.bounds is None or claim.base_unit != "VND" or not claim.end:
            continue
        monthly_line = _find_rural_poverty_line(claim, resolved)
        if claim.status not in (*COUNTED_STATUSES, "target") or monthly_line is None:
            continue
        line = monthly_line * 12 * persons
        if claim.indicator in BUDGET_INDICATORS:
            households = _find_nearest_count(resolved, "poor_households", claim)
            allowed = (0.0, MOST_LINES_PER_HOUSEHOLD)
            yield from _audit_sum_per_household(claim, households, allowed, line, "poor household")
        elif claim.indicator == "gross_regional_product":
            households = _find_household_number(resolved, claim)
            yield from _audit_sum_per_household(claim, households, (1.0, float("inf")), line, "household")


def _audit_sum_per_household(
    claim: Claim, households: HouseholdNumber | None, allowed: ValueRange, line: float, household_word: str
) -> Iterator[Finding]:
    """One sum of money over households and years; `allowed` in yearly poverty `line`s of a household, in VND."""
    number, ids = households or (0.0, ())
    if number <= 0:
        return
    years = parse_sdmx_period(claim.end).end - parse_sdmx_period(claim.start).start
    yearly_sum = float(claim.value) / years / number

    def is_plausible_sum(value: float) -> bool:
        return allowed[0] <= value / line <= allowed[1]

    sentence = (
        f"{phrase_claim(claim)} VND is {phrase_number(yearly_sum / 1e6)} million for each {household_word} and year, "
        f"{phrase_number(yearly_sum / line)} poverty lines"
    )
    check, claims = "size of a sum of money", (claim.id, *ids)
    if is_plausible_sum(yearly_sum):
        yield Finding(check, claim.end, "agrees", sentence, claims)
    else:
        slip = suggest_thousandfold_slip(yearly_sum, is_plausible_sum)
        yield Finding(check, claim.end, "disagrees", sentence, claims, suggestion=slip, in_doubt=(claim.id,))


def _find_rural_poverty_line(claim: Claim, resolved: ResolvedClaims) -> float | None:
    """The rural poverty line, in VND per person a month, of the standard in force at the end of the claim's period."""
    year = parse_sdmx_period(claim.end).year
    for standard in resolved.pack.shared.standards.values():
        if standard.first_year <= year <= standard.last_year and standard.rural_line:
            return float(standard.rural_line)
    return None


def _find_nearest_count(resolved: ResolvedClaims, indicator: str, claim: Claim) -> HouseholdNumber | None:
    """The whole province's count that is nearest in time to a claim."""
    levels = [c for c in select_dated_levels(resolved) if c.indicator == indicator]
    counts = [c for c in levels if population_and_area(c) == ("all", "province")]
    nearest = min(counts, key=lambda c: abs(c.t - claim.t), default=None)
    return (float(nearest.value), (nearest.id,)) if nearest else None


def _find_household_number(resolved: ResolvedClaims, claim: Claim) -> HouseholdNumber | None:
    """All households of the province: a printed number, or the total that counts and rates allow."""
    printed = _find_nearest_count(resolved, "households", claim)
    totals = [t for t in list_allowed_totals(resolved) if t.group == ("all", "province", "households")]
    nearest = min(totals, key=lambda t: abs(t.t - claim.t), default=None)
    return printed or ((float(nearest.low), nearest.claims) if nearest else None)
