"""Sums of money against the poverty line: is the unit a thousandfold off?

The line is what a person must have to live on for a month. A year's budget of many times that for each poor
household, or a regional product below it for each household, cannot be meant.
"""

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    phrase_audit_number,
    phrase_claim_number,
    select_dated_levels,
)
from poverty.packs.audit.slips import suggest_thousandfold_slip
from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.readings import ResolvedClaims

MOST_LINES_PER_HOUSEHOLD = (
    20.0  # assumed: a year's budget for each poor household, in yearly poverty lines of a household
)
BUDGET_INDICATORS = ("programme_budget", "livelihood_budget")


def audit_money_sums(resolved: ResolvedClaims) -> list[Finding]:
    """Budgets and the regional product, for each household, against a year's poverty line of a household."""
    findings = []
    persons = sum(resolved.pack.province["plausibility"]["persons_per_household"]) / 2
    for claim in resolved.claims.values():
        if (
            claim.bounds is None
            or claim.base_unit != "VND"
            or not claim.end
            or claim.status not in (*COUNTED_STATUSES, "target")
        ):
            continue
        line = _find_rural_poverty_line(claim, resolved)
        years = parse_sdmx_period(claim.end).end - parse_sdmx_period(claim.start).start
        if line is None:
            continue
        if claim.indicator in BUDGET_INDICATORS:
            households = _find_nearest_count(
                [c for c in select_dated_levels(resolved) if c.indicator == "poor_households"], claim
            )
            findings += _audit_sum_per_household(
                claim, households, years, (0.0, MOST_LINES_PER_HOUSEHOLD), line * 12 * persons, "poor household"
            )
        elif claim.indicator == "gross_regional_product":
            households = _find_household_number(resolved, claim)
            findings += _audit_sum_per_household(
                claim, households, years, (1.0, float("inf")), line * 12 * persons, "household"
            )
    return findings


def _audit_sum_per_household(
    claim: Claim,
    households: tuple[float, tuple[str, ...]] | None,
    years: float,
    allowed: tuple[float, float],
    line: float,
    who: str,
) -> list[Finding]:
    number, ids = households or (0.0, ())
    if number <= 0:
        return []
    each = float(claim.value) / years / number

    def fits(value: float) -> bool:
        return allowed[0] <= value / line <= allowed[1]

    found = (
        f"{phrase_claim_number(claim)} VND is {phrase_audit_number(each / 1e6)} million for "
        f"each {who} and year, {phrase_audit_number(each / line)} poverty lines"
    )
    if fits(each):
        return [Finding("size of a sum of money", claim.end, "agrees", found, (claim.id, *ids))]
    slip = suggest_thousandfold_slip(each, fits)
    alone = {"suggestion": slip, "in_doubt": (claim.id,)}
    return [Finding("size of a sum of money", claim.end, "disagrees", found, (claim.id, *ids), **alone)]


def _find_rural_poverty_line(claim: Claim, resolved: ResolvedClaims) -> float | None:
    """The rural poverty line, in VND per person a month, of the standard in force at the end of the claim's period."""
    year = parse_sdmx_period(claim.end).year
    for standard in resolved.pack.shared.standards.values():
        if standard.first_year <= year <= standard.last_year and standard.rural_line:
            return float(standard.rural_line)
    return None


def _find_nearest_count(known: list[Claim], claim: Claim) -> tuple[float, tuple[str, ...]] | None:
    whole = [c for c in known if (c.population, c.area) == ("all", "province")]
    near = min(whole, key=lambda c: abs(c.t - claim.t), default=None)
    return (float(near.value), (near.id,)) if near else None


def _find_household_number(resolved: ResolvedClaims, claim: Claim) -> tuple[float, tuple[str, ...]] | None:
    found = _find_nearest_count([c for c in select_dated_levels(resolved) if c.indicator == "households"], claim)
    of_all = [
        t for t in list_allowed_totals(resolved) if (t.population, t.area, t.whole) == ("all", "province", "households")
    ]
    near = min(of_all, key=lambda t: abs(t.t - claim.t), default=None)
    return found or ((float(near.low), near.claims) if near else None)
