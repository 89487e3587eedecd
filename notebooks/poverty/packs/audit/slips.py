"""The simplest slips that would explain a disagreement: one digit, a thousandfold unit, another number of years.

Each answers in words, or with nothing. They are suggestions: nothing is changed, and more than one may fit.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from poverty.packs.audit.finding import ValueRange
from poverty.packs.claims import Claim
from poverty.packs.numerals import NumeralError, parse_numeral

_NUMERAL_PATTERN = re.compile(r"\d[\d.,\s]*")
CANDIDATE_YEAR_COUNTS = range(1, 11)  # numbers of years that a printed mean may have been divided by


def suggest_digit_slip(claim: Claim, misfit: Callable[[Decimal], float | None]) -> str:
    """The numeral with one digit changed that fits best; "" if none does.

    Args:
        claim: the figure whose numeral is varied.
        misfit: how far a value, in base units, is from what the other figures ask for; None if it does not fit.
    """
    best_distance, best_numeral = 0.0, ""
    match = _NUMERAL_PATTERN.match(claim.printed)
    numeral = match[0] if match else ""
    for place, digit in enumerate(numeral):
        for new_digit in "0123456789" if digit.isdigit() else "":
            changed = numeral[:place] + new_digit + numeral[place + 1 :]
            if new_digit == digit or (changed[0] == "0" and changed[1:2].isdigit()):
                continue
            try:
                value = parse_numeral(changed.strip(), claim.locale) * claim.magnitude
            except NumeralError:  # a misprint, or a word: nothing to vary
                return ""
            distance = misfit(value)
            if distance is not None and (not best_numeral or distance < best_distance):
                best_distance, best_numeral = distance, changed.strip()
    return f"{best_numeral} for {claim.printed} (one digit)" if best_numeral else ""


def suggest_year_count_slip(total: ValueRange, mean: ValueRange, years: float) -> str:
    """The number of years by which the total would have been divided to give the printed mean; "" if none.

    Args:
        total: the range of what was divided.
        mean: the range of the printed mean per year, in the same unit.
        years: the number of years that it lasted.
    """
    fitting = [n for n in CANDIDATE_YEAR_COUNTS if n != years and total[0] / n < mean[1] and total[1] / n > mean[0]]
    return f"divided by {fitting[0]} years rather than {years:g}" if len(fitting) == 1 else ""


def suggest_thousandfold_slip(value: float, is_plausible: Callable[[float], bool]) -> str:
    """In words, whether a thousandfold larger or smaller value would fit; "" if neither."""
    for factor, words in ((1000, "a thousand times more"), (1 / 1000, "a thousand times less")):
        if is_plausible(value * factor):
            return f"a unit {words}"
    return ""


def suggest_other_date_slip(claim: Claim, series: Iterable[Claim]) -> str:
    """Another date of the claim's `series` that prints the same number; "" if there is none."""
    for c in series:
        if c.value == claim.value and c.end != claim.end:
            return f"{claim.printed} is the figure of {c.end} ({c.id})"
    return ""
