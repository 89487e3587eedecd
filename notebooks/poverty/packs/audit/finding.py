"""What a rule of the audit finds, how it becomes one, and how its sentences write claims, numbers and ranges."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isinf

from poverty.packs.claims import Claim
from poverty.packs.readings import ResolvedClaims


@dataclass(frozen=True)
class Finding:
    """One comparison: its verdict, the claims involved, the sentence that says what came out.

    `low` and `high` bound the quantity that the rule computed, `best` is its balanced value; None if there
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


AuditRule = Callable[[ResolvedClaims], Iterable[Finding]]
AUDIT_RULES: dict[tuple[int, str], AuditRule] = {}  # by place and name


def audit_rule(place: int) -> Callable[[AuditRule], AuditRule]:
    """Make a function a rule of the audit; the findings of all rules stand in the order of their places."""

    def register_rule(rule: AuditRule) -> AuditRule:
        AUDIT_RULES[place, rule.__name__] = rule
        return rule

    return register_rule


def phrase_claim(claim: Claim) -> str:
    """A claim's number as the source prints it, with its qualifier and a percent sign or points."""
    words = "" if claim.qualifier in ("exact", "range") else f"{claim.qualifier} "
    unit = {"percent": "%", "percentage points": " points"}.get(claim.unit, "")
    if claim.magnitude > 1 and claim.printed[-1:].isdigit():
        unit = f" {claim.unit.split()[0]}"
    return f"{words}{claim.printed}{unit}"


def phrase_number(x: float) -> str:
    """A number in a sentence of the audit: thousands apart, and no more decimals than it needs."""
    if abs(x) >= 1000:
        return f"{x:,.0f}"
    if 0 < abs(x) < 0.1:
        return f"{x:.2g}"
    return f"{x:.2f}".rstrip("0").rstrip(".") if x else "0"


def phrase_range(low: float, high: float) -> str:
    """A range in a sentence of the audit: "3 to 4", "3 or more", or one number where both ends write the same."""
    if isinf(high):
        return f"{phrase_number(low)} or more"
    if isinf(low):
        return f"{phrase_number(high)} or less"
    return " to ".join(dict.fromkeys((phrase_number(low), phrase_number(high))))
