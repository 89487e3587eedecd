"""The simplest slips that would explain a disagreement: one digit, a thousandfold unit, another number of years.

Each answers in words, or with nothing. They are suggestions: nothing is changed, and more than one may fit.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from poverty.packs import numerals
from poverty.packs.claims import Claim
from poverty.packs.numerals import parse_numeral

_NUMERAL_PATTERN = re.compile(r"\d[\d.,\s]*")
CANDIDATE_YEAR_COUNTS = range(1, 11)  # numbers of years that a printed mean may have been divided by


def suggest_digit_slip(claim: Claim, fits: Callable[[Decimal], float | None]) -> str:
    """The numeral with one digit changed that fits best; "" if none does.

    Args:
        claim: the figure whose numeral is varied.
        fits: how far a value, in base units, is from what the other figures ask for; None if it does not fit.
    """
    best: tuple[float, str] | None = None
    numeral = _NUMERAL_PATTERN.match(claim.printed)
    for place, old in enumerate(numeral[0] if numeral else ""):
        for new in "0123456789" if old.isdigit() else "":
            changed = numeral[0][:place] + new + numeral[0][place + 1 :]
            if new == old or (changed[0] == "0" and changed[1:2].isdigit()):
                continue
            try:
                value = parse_numeral(changed.strip(), claim.locale) * claim.magnitude
            except numerals.NumeralError:  # a misprint, or a word: nothing to vary
                return ""
            distance = fits(value)
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, changed.strip())
    return f"{best[1]} for {claim.printed} (one digit)" if best else ""


def suggest_year_count_slip(total: tuple[float, float], mean: tuple[float, float], years: float) -> str:
    """The number of years by which the total would have been divided to give the printed mean; "" if none."""
    fitting = [n for n in CANDIDATE_YEAR_COUNTS if n != years and total[0] / n < mean[1] and total[1] / n > mean[0]]
    return f"divided by {fitting[0]} years rather than {years:g}" if len(fitting) == 1 else ""


def suggest_thousandfold_slip(value: float, fits: Callable[[float], bool]) -> str:
    """Whether a thousandfold larger or smaller value would fit."""
    for factor, words in ((1000, "a thousand times more"), (1 / 1000, "a thousand times less")):
        if fits(value * factor):
            return f"a unit {words}"
    return ""


def suggest_other_date_slip(claim: Claim, others: Iterable[Claim]) -> str:
    """Another date of the same series that prints the same number."""
    for other in others:
        if other.value == claim.value and other.end != claim.end:
            return f"{claim.printed} is the figure of {other.end} ({other.id})"
    return ""
