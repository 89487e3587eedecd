"""Sums of money against the poverty line: is the unit a thousandfold off?

The line is what a person must have to live on for a month. A year's budget of many times that for each poor
household, or a regional product below it for each household, cannot be meant.
"""

from poverty.packs import dates as periods
from poverty.packs.audit import slips
from poverty.packs.audit.finding import COUNTED, Finding, levels, plain, said
from poverty.packs.audit.totals import totals
from poverty.packs.claims import Claim
from poverty.packs.readings import Resolved

MOST = 20.0  # assumed: a year's budget for each poor household, in yearly poverty lines of a household
BUDGETS = ("programme_budget", "livelihood_budget")


def money(resolved: Resolved) -> list[Finding]:
    """Budgets and the regional product, for each household, against a year's poverty line of a household."""
    findings = []
    persons = sum(resolved.pack.province["plausibility"]["persons_per_household"]) / 2
    for claim in resolved.claims.values():
        if (
            claim.bounds is None
            or claim.base_unit != "VND"
            or not claim.end
            or claim.status not in (*COUNTED, "target")
        ):
            continue
        line = _line(claim, resolved)
        years = periods.parse(claim.end).end - periods.parse(claim.start).start
        if line is None:
            continue
        if claim.indicator in BUDGETS:
            households = _nearest([c for c in levels(resolved) if c.indicator == "poor_households"], claim)
            findings += _one(claim, households, years, (0.0, MOST), line * 12 * persons, "poor household")
        elif claim.indicator == "gross_regional_product":
            households = _households(resolved, claim)
            findings += _one(claim, households, years, (1.0, float("inf")), line * 12 * persons, "household")
    return findings


def _one(
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
        f"{said(claim)} VND is {plain(each / 1e6)} million for each {who} and year, {plain(each / line)} poverty lines"
    )
    if fits(each):
        return [Finding("size of a sum of money", claim.end, "agrees", found, (claim.id, *ids))]
    slip = slips.thousandfold(each, fits)
    alone = {"suggestion": slip, "in_doubt": (claim.id,)}
    return [Finding("size of a sum of money", claim.end, "disagrees", found, (claim.id, *ids), **alone)]


def _line(claim: Claim, resolved: Resolved) -> float | None:
    """The rural poverty line, in VND per person a month, of the standard in force at the end of the claim's period."""
    year = periods.parse(claim.end).year
    for standard in resolved.pack.shared.standards.values():
        if standard.first_year <= year <= standard.last_year and standard.rural_line:
            return float(standard.rural_line)
    return None


def _nearest(known: list[Claim], claim: Claim) -> tuple[float, tuple[str, ...]] | None:
    whole = [c for c in known if (c.population, c.area) == ("all", "province")]
    near = min(whole, key=lambda c: abs(c.t - claim.t), default=None)
    return (float(near.value), (near.id,)) if near else None


def _households(resolved: Resolved, claim: Claim) -> tuple[float, tuple[str, ...]] | None:
    found = _nearest([c for c in levels(resolved) if c.indicator == "households"], claim)
    of_all = [t for t in totals(resolved) if (t.population, t.area, t.whole) == ("all", "province", "households")]
    near = min(of_all, key=lambda t: abs(t.t - claim.t), default=None)
    return found or ((float(near.low), near.claims) if near else None)
