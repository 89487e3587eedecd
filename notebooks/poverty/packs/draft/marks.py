"""Which mark of a numeral is the decimal mark.

Marks are read by what they can be alone: 4,37 has a decimal comma, 31.818 households a thousands mark. Where both can
be, the style of the page decides.
"""

import re
from collections import Counter
from collections.abc import Iterable

from babel.numbers import get_decimal_symbol

from poverty.packs.draft.finding import Numeral

_RATIO_UNITS = ("percent", "percentage points", "times", "persons per household")


def tell_decimal_mark(numeral: str, unit: str, magnitude: str) -> str:
    """Which mark must be the decimal mark of a numeral: "," or "."; "" where either can be.

    Example:
        >>> tell_decimal_mark("4,37", "percent", ""), tell_decimal_mark("31.818", "households", "")
        (',', ',')
    """
    marks = re.sub(r"\d", "", numeral)
    if not marks:
        return ""
    last, other = marks[-1], "," if marks[-1] == "." else "."
    if len(set(marks)) > 1:
        return last
    if len(marks) > 1:
        return other
    head, tail = numeral.split(last)
    if len(tail) != 3 or len(head) > 3 or head == "0" or unit in _RATIO_UNITS:
        return last
    return "" if magnitude or not unit else other


def choose_page_mark(numerals: Iterable[Numeral], language: str) -> str:
    """The decimal mark of a page: that of most numerals that have one, or of its language."""
    marks = Counter(tell_decimal_mark(n.digits, n.unit, n.magnitude) for n in numerals)
    own = get_decimal_symbol(language)
    other = "." if own == "," else ","
    return other if marks[other] > marks[own] else own
