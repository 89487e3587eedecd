"""Which figures a rule of the audit compares, and the range that each allows."""

from collections.abc import Iterable

from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import INDICATORS

COUNTED_STATUSES = ("actual", "estimate")  # what was counted, finally or not: targets and forecasts were not
ValueRange = tuple[float, float]  # both ends, in one unit


def select_dated_levels(resolved: ResolvedClaims, statuses: tuple[str, ...] = COUNTED_STATUSES) -> list[Claim]:
    """The claims that give a stock (a rate, a number of households or people) at a date; by default counted ones."""
    return [
        c
        for c in resolved.claims.values()
        if c.statistic == "level" and c.status in statuses and c.end and INDICATORS[c.indicator].stock
    ]


def select_series(claims: Iterable[Claim], model: Claim) -> list[Claim]:
    """Those of the claims that have the indicator, the population and the area of `model`, at any date."""
    series = (model.indicator, population_and_area(model))
    return [c for c in claims if (c.indicator, population_and_area(c)) == series]


def select_same_date(claims: Iterable[Claim], model: Claim) -> list[Claim]:
    """Those of the claims that have the date, the standard, the population and the area of `model`."""
    moment = (model.t, model.standard, population_and_area(model))
    return [c for c in claims if (c.t, c.standard, population_and_area(c)) == moment]


def population_and_area(claim: Claim) -> tuple[str, str]:
    """Of whom and where a figure is, such as ("all", "province")."""
    return claim.population, claim.area


def has_both_limits(claim: Claim) -> bool:
    """Whether the words of a claim limit it on both sides: "more than" does not."""
    return None not in (claim.bounds.hard.low, claim.bounds.hard.high)


def allowed_range(claim: Claim) -> ValueRange:
    """What a figure allows, in base units: the hard bounds, or for "about", which has none, the soft ones.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> claims = load_pack("bac-lieu").claims
        >>> allowed_range(claims["poverty-rate-1997"])  # printed 28,9%
        (28.85, 28.95)
        >>> allowed_range(claims["icon-poverty-rate-1997"])  # more than 19,09%
        (19.09, inf)
    """
    low, high = claim.limits("soft" if claim.qualifier == "about" else "hard")
    return max(low, 0.0), high


def is_overlapping(a: ValueRange, b: ValueRange) -> bool:
    """Whether two ranges share more than one end, or are the same."""
    return (a[0] < b[1] and b[0] < a[1]) or a == b


def is_touching(a: ValueRange, b: ValueRange) -> bool:
    """Whether two ranges share at least one end."""
    return a[0] <= b[1] and b[0] <= a[1]
