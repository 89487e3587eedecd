"""One way to write a range: its decimals follow from its bounds, and a printed number stays one number."""

import pytest

from poverty.words.language import Language
from poverty.words.phrases import format_bounds

RANGES = [
    # what a numeral allows is that numeral
    (9.575, 9.585, "9.58"),
    (28.85, 28.95, "28.9"),
    (0.695, 0.705, "0.70"),
    (0.6945, 0.7045, "0.695 to 0.705"),  # no number of two decimals stands for all of it
    (1581, 1581, "1,581"),
    (19500, 20500, "19,500 to 20,500"),
    # a number inside it to which all of it rounds stands for all of it
    (0.69, 0.71, "0.7"),
    (3.1449, 3.1551, "3.145 to 3.155"),
    # else as many decimals as tell the ends apart, and no more than they have
    (66.26, 66.88, "66.3 to 66.9"),
    (0.68, 0.93, "0.68 to 0.93"),
    (1.42, 1.43, "1.42 to 1.43"),
    (3305.33, 4958, "3,305 to 4,958"),
    (0, 0.931, "0.0 to 0.9"),
    (19.1, 22.5, "19.1 to 22.5"),
    (0.317142, 0.32, "0.32"),
    (-0.705, -0.695, "-0.70"),
]


@pytest.mark.parametrize(("low", "high", "text"), RANGES)
def test_decimals_follow_from_the_bounds(english, low, high, text):
    assert format_bounds(low, high, english.number, english) == text


def test_percentages_too():
    lang = Language("vi")
    assert format_bounds(5.085, 5.095, lang.percent, lang) == "5,09%"
    assert format_bounds(66.26, 66.88, lang.percent, lang) == "66,3% đến 66,9%"
