"""Colours for readers who see otherwise, and for printers without colour."""

import itertools

import pytest

import sight
from poverty.charts.page import BLUE, BLUE_TINT, GREY, GREY_TINT, INK, ORANGE, ORANGE_TINT


@pytest.mark.parametrize("color", [BLUE, GREY, ORANGE, INK])
def test_marks_and_words_stand_out_from_the_page(color):
    assert sight.contrast(color, "white") >= sight.TEXT


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations([BLUE, GREY, ORANGE], 2)])
def test_the_three_meanings_stay_apart_for_the_colour_blind(one, other):
    for how in ("protanopia", "deuteranopia", "tritanopia"):
        assert sight.apart(one, other, how) >= sight.APART


@pytest.mark.parametrize(("color", "tint"), [(BLUE, BLUE_TINT), (GREY, GREY_TINT), (ORANGE, ORANGE_TINT)])
def test_a_mark_stands_out_from_its_tint_in_print_without_colour(color, tint):
    assert sight.contrast(color, tint) >= sight.MARK
    assert sight.apart(color, tint, "greyscale") >= sight.APART


def test_the_measures_are_those_of_their_definitions():
    assert sight.contrast("black", "white") == pytest.approx(21)
    assert sight.contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)
    assert sight.seen("white", "greyscale") == pytest.approx([100, 0, 0], abs=0.01)
    assert sight.seen("#F46A25", "greyscale")[1:] == pytest.approx([0, 0], abs=0.01)
    for how in ("protanopia", "deuteranopia"):  # red and green of one lightness come together
        plain = sight.apart("#C64B4B", "#2F8A2F", "tritanopia")
        assert sight.apart("#C64B4B", "#2F8A2F", how) < plain / 2
