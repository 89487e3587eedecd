"""How many people live in a household, by the totals of households and a population of about the same date?"""

from collections.abc import Iterator

from poverty.packs.audit.finding import Finding, audit_rule, population_and_area, select_dated_levels
from poverty.packs.audit.totals import ALL_HOUSEHOLDS, AllowedTotals, list_allowed_totals
from poverty.packs.audit.wording import add_to, phrase_claim, phrase_ends, phrase_number, phrase_range, phrase_standards
from poverty.packs.claims import Claim
from poverty.packs.messages import Date, message, number, translatable
from poverty.packs.readings import ResolvedClaims

POPULATION_WITHIN_YEARS = 3  # a population counted longer before or after says too little of the households
SIZE_CHECK = translatable("persons per household")


@audit_rule(place=20)
def audit_persons_per_household(resolved: ResolvedClaims) -> Iterator[Finding]:
    """The household totals against a population of about the same date: how many people in a household?"""
    plausible = resolved.pack.province["plausibility"]["persons_per_household"]
    for total in list_allowed_totals(resolved):
        if total.group == ALL_HOUSEHOLDS:
            yield _audit_household_size(total, plausible, resolved)


def _audit_household_size(total: AllowedTotals, plausible: list[float], resolved: ResolvedClaims) -> Finding:
    """How many people live in a household of one date, against what is plausible."""
    household = measure_household_size(total, resolved)
    if household is None:
        sentence = message(
            "For %(when)s it cannot be checked whether the number of households is plausible: no number of people of "
            "about that date is in the pack.", when=Date(total.date),
        )  # fmt: skip
        finding = message("no population within %(n)s years is in the pack", n=number(POPULATION_WITHIN_YEARS))
        return Finding(SIZE_CHECK, total.date, "not checkable", sentence, finding, total.claims)
    low, high, population = household
    facts = {"size": phrase_sizes(low, high), "when": Date(total.date)}
    inside = [plausible[0] <= size <= plausible[1] for size in (low, high)]
    if all(inside):
        verdict, sentence = "agrees", message(
            "For %(when)s the number of households is plausible: about %(size)s people live in each.", **facts
        )  # fmt: skip
    elif any(inside):
        verdict, sentence = "cannot tell", message(
            "For %(when)s the number of households may be plausible or not: about %(size)s people would live in each.",
            **facts,
        )  # fmt: skip
    else:
        verdict, sentence = "disagrees", message(
            "For %(when)s the number of households is not plausible: about %(size)s people would live in each.", **facts
        )  # fmt: skip
    finding = message(
        "%(people)s persons in %(when)s over %(total)s households make %(size)s persons each; assumed plausible: "
        "%(least)s to %(most)s", people=phrase_claim(population), when=Date(population.end),
        total=phrase_range(total.low, total.high), size=facts["size"],
        least=phrase_number(plausible[0]), most=phrase_number(plausible[1]),
    )  # fmt: skip
    finding = add_to(finding, phrase_standards(total.standards))
    return Finding(SIZE_CHECK, total.date, verdict, sentence, finding, (*total.claims, population.id), low, high)


def measure_household_size(total: AllowedTotals, resolved: ResolvedClaims) -> tuple[float, float, Claim] | None:
    """How many people a household of the whole province has, from and to, by the population nearest in time."""
    populations = [
        c
        for c in select_dated_levels(resolved)
        if c.indicator == "population"
        and population_and_area(c) == ALL_HOUSEHOLDS[:2]
        and abs(c.t - total.t) <= POPULATION_WITHIN_YEARS
    ]
    if total.group != ALL_HOUSEHOLDS or not populations:
        return None
    population = min(populations, key=lambda c: abs(c.t - total.t))
    fewest, most = population.usable_bounds()
    return fewest / total.high, most / total.low, population


def phrase_sizes(low: float, high: float) -> str:
    """How many people a household has, in words."""
    return phrase_ends(number(low, 1), number(high, 1))
