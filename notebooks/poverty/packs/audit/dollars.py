"""One sum of money that a sentence prints in two currencies, against the exchange rate of its time."""

from collections.abc import Iterator
from itertools import product

from poverty.packs.audit.finding import Finding, ValueRange, audit_rule, is_touching, population_and_area
from poverty.packs.audit.wording import phrase_claim, phrase_number, phrase_range, phrase_span, phrase_subject
from poverty.packs.claims import Claim
from poverty.packs.messages import PublishedDate, join, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.reference import ExchangeRate, find_nearest_exchange_rate
from poverty.packs.repeats import select_counting_claims

CHECK = translatable("dollars against dong")
RATE_TOLERANCE = 0.15  # of an exchange rate: both sums are rounded, and a page may take the rate of another month
RATE_WITHIN_YEARS = 3  # a rate printed longer before or after says too little
THOUSAND = 1000.0


@audit_rule(place=125)
def audit_dollars(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Sums of one sentence, in dong and in dollars: the rate that they imply against the official one."""
    claims = [c for c in select_counting_claims(resolved.claims.values()) if c.bounds is not None and c.end]
    dong, dollars = ([c for c in claims if c.base_unit == unit] for unit in ("VND", "USD"))
    for sum_in_dong, sum_in_dollars in product(dong, dollars):
        if _name_sum(sum_in_dong) == _name_sum(sum_in_dollars):
            yield _audit_implied_rate(sum_in_dong, sum_in_dollars)


def _name_sum(claim: Claim) -> tuple:
    """What two prints of one sum have alike: the sentence, and what is said there."""
    sentence = claim.together or claim.locator
    fact = (claim.indicator, claim.statistic, claim.status, population_and_area(claim), claim.start, claim.end)
    return claim.source.id, sentence, *fact


def _audit_implied_rate(dong: Claim, dollars: Claim) -> Finding:
    """What a dollar costs if both are one sum."""
    (least, most), (fewest, largest) = dong.usable_bounds(), dollars.usable_bounds()
    implied = least / largest, most / max(fewest, 1.0)
    official = find_nearest_exchange_rate("VND", dong.t)
    claims = (dong.id, dollars.id)
    facts = {"sums": join((phrase_claim(dong), "VND,", phrase_claim(dollars), "USD"), " ")}
    facts |= {"what": phrase_subject(dong), "when": phrase_span(dong.start, dong.end)}
    finding = message(
        "a dollar would be %(implied)s VND; on %(day)s it was %(rate)s", implied=phrase_range(*implied),
        day=PublishedDate(official.day), rate=phrase_number(official.per_usd),
    )  # fmt: skip
    if abs(int(official.day[:4]) - dong.t) > RATE_WITHIN_YEARS:
        sentence = message(
            "%(sums)s (%(what)s, %(when)s) cannot be compared: no exchange rate of about that time is known.", **facts
        )
        return Finding(CHECK, dong.end, "not checkable", sentence, finding, claims)
    if _is_about_rate(implied, official):
        sentence = message("%(sums)s (%(what)s, %(when)s) are one sum, by the exchange rate of the time.", **facts)
        return Finding(CHECK, dong.end, "agrees", sentence, finding, claims, *implied)
    for factor, slip in (
        (1 / THOUSAND, message("the sum in dong a thousand times less, or the one in dollars a thousand times more")),
        (THOUSAND, message("the sum in dong a thousand times more, or the one in dollars a thousand times less")),
    ):
        if _is_about_rate((implied[0] * factor, implied[1] * factor), official):
            sentence = message(
                "%(sums)s (%(what)s, %(when)s) are one sum only if one of the two is a thousand times off.", **facts
            )
            return Finding(CHECK, dong.end, "disagrees", sentence, finding, claims, *implied, suggestion=slip)
    sentence = message("%(sums)s (%(what)s, %(when)s) are not one sum, by the exchange rate of the time.", **facts)
    return Finding(CHECK, dong.end, "disagrees", sentence, finding, claims, *implied)


def _is_about_rate(implied: ValueRange, official: ExchangeRate) -> bool:
    """Whether an implied rate is about the official one."""
    tolerated = official.per_usd * (1 - RATE_TOLERANCE), official.per_usd * (1 + RATE_TOLERANCE)
    return is_touching(implied, tolerated)
