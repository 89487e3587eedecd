"""A numeral, and numerals that are one: the two ends of a range, a part and its whole."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Token
from poverty.packs.draft.matching import Matcher, Span

WIDEST_RANGE = 3  # times that the higher end may be of the lower, where both have a unit


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a sentence, by its tokens: from `start` up to `core_end`, with its magnitude word."""

    start: int
    core_end: int
    first: int  # with what belongs to it before: qualifier, currency
    end: int  # with its unit
    digits: str
    digits_to: str = ""  # of a range
    magnitude_word: str = ""
    magnitude: str = ""
    unit: str = ""  # a base unit; "workers" are persons who work
    counted: str = ""  # why to leave it: what it counts
    qualifier: str = "exact"
    is_word: bool = False
    is_fraction: bool = False  # a word for a part: "half"
    is_grouped: bool = False  # thousands marked as no locale here prints
    whole: int = -1  # the token of the second number of 19.965/371.154; the numeral itself is the first

    @property
    def span(self) -> Span:
        """What the place `#` of a phrase takes."""
        return Span(self.first, self.start, self.core_end, self.end)


def join_ranges(numerals: list[Numeral], grammar: Grammar, tokens: list[Token], text: str) -> list[Numeral]:
    """The numerals with those joined that are the two ends of a range, and the two of a part and its whole."""
    by_start = {n.start: n for n in numerals}
    spans = {n.first: n.span for n in numerals}
    pairs = {
        cue.numerals: cue.start
        for cue in Matcher(grammar, tokens, spans).find_cues(("change", "range"))
        if cue.role == "range" and len(cue.numerals) == 2
    }
    for first, second in pairwise(numerals):
        between = tokens[first.core_end : second.start]
        if len(between) == 1 and between[0].text == "-" and not first.unit:
            pairs.setdefault((first.start, second.start), first.first)
        if len(between) == 1 and between[0].text == "/" and len(first.digits) == len(second.digits) == 1:
            by_start[first.start] = replace(first, counted="fraction")
            by_start[second.start] = replace(second, counted="fraction")
        elif len(between) == 1 and between[0].text == "/" and (second.unit or second.counted):
            by_start[first.start] = replace(
                first, unit=second.unit, counted=second.counted, end=second.end, whole=second.start
            )
    for (start, second_start), first in pairs.items():
        low, high = by_start.get(start), by_start.get(second_start)
        in_digits = low and high and not (low.is_word or high.is_word)
        alike = in_digits and low.unit in ("", high.unit) and not _is_change_and_level(low, high)
        if alike and _is_rising(low.digits, high.digits) and low.magnitude in ("", high.magnitude):
            by_start[start] = replace(
                high, start=start, first=min(first, low.first), digits=low.digits, digits_to=high.digits,
                qualifier="range",
            )  # fmt: skip
            del by_start[second_start]
    return list(by_start.values())


def _is_change_and_level(low: Numeral, high: Numeral) -> bool:
    """Whether "fell by 12.4 thousand to 806.75 thousand" is no range: both are whole amounts, and far apart."""
    whole = bool(low.unit or low.magnitude) and bool(high.unit or high.magnitude)
    return whole and _read_roughly(high.digits) > WIDEST_RANGE * _read_roughly(low.digits)


def _is_rising(low: str, high: str) -> bool:
    """Whether two numbers can be the ends of a range, whatever their marks mean."""
    return _read_roughly(low) < _read_roughly(high)


def _read_roughly(digits: str) -> float:
    """A number, with a single mark taken for the decimal mark."""
    return float(re.sub(r"\D", "", digits)) if len(re.findall("[.,]", digits)) > 1 else float(digits.replace(",", "."))
