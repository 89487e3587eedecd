"""What a check of the audit found, and the ranges that it compares."""

from dataclasses import dataclass
from math import isinf

from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import INDICATORS

COUNTED_STATUSES = ("actual", "estimate")  # what was counted, finally or not: targets and forecasts were not


@dataclass(frozen=True)
class Finding:
    """One check: its verdict, the claims involved, the sentence that says what was found.

    `low` and `high` bound the quantity that the check computed, `best` is its balanced value; None if there
    is none. `suggestion` names the simplest slip that would explain a disagreement; nothing is changed.
    """

    check: str
    date: str
    verdict: str
    finding: str
    claims: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    best: float | None = None
    suggestion: str = ""
    in_doubt: tuple[str, ...] | None = None  # the claims whose number a disagreement puts in doubt; None: all
    settled_by: tuple[str, ...] = ()  # readings under which the figures as printed no longer disagree


def select_dated_levels(resolved: ResolvedClaims, statuses: tuple[str, ...] = COUNTED_STATUSES) -> list[Claim]:
    """Dated levels of stocks that were counted."""
    return [
        c
        for c in resolved.claims.values()
        if c.statistic == "level" and c.status in statuses and c.end and INDICATORS[c.indicator].stock
    ]


def population_and_area(claim: Claim) -> tuple[str, str]:
    """Of whom and where a figure is."""
    return claim.population, claim.area


def has_both_limits(claim: Claim) -> bool:
    """Whether the words of a claim limit it on both sides."""
    return None not in (claim.bounds.hard.low, claim.bounds.hard.high)


def allowed_range(claim: Claim) -> tuple[float, float]:
    """What a figure allows, in base units: the hard bounds, or for "about", which has none, the soft ones."""
    low, high = claim.limits("soft" if claim.qualifier == "about" else "hard")
    return max(low, 0.0), high


def phrase_claim_number(claim: Claim) -> str:
    """A claim's number as the source prints it, with its qualifier and a percent sign or points."""
    words = "" if claim.qualifier in ("exact", "range") else f"{claim.qualifier} "
    unit = {"percent": "%", "percentage points": " points"}.get(claim.unit, "")
    if claim.magnitude > 1 and claim.printed[-1:].isdigit():
        unit = f" {claim.unit.split()[0]}"
    return f"{words}{claim.printed}{unit}"


def phrase_audit_number(x: float) -> str:
    """A number in a sentence of the audit: thousands apart, and no more decimals than it needs."""
    if abs(x) >= 1000:
        return f"{x:,.0f}"
    if 0 < abs(x) < 0.1:
        return f"{x:.2g}"
    return f"{x:.2f}".rstrip("0").rstrip(".") if x else "0"


def phrase_audit_range(low: float, high: float) -> str:
    """A range in a sentence of the audit."""
    if isinf(high):
        return f"{phrase_audit_number(low)} or more"
    if isinf(low):
        return f"{phrase_audit_number(high)} or less"
    return " to ".join(dict.fromkeys((phrase_audit_number(low), phrase_audit_number(high))))
