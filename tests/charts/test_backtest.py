"""The backtest as dots: what lies in the band is blue, what does not orange, and the title counts both."""

import pytest
from matplotlib.colors import to_hex

from chart_rules import find_broken_rules, list_texts
from poverty import charts, tables
from poverty.charts.page import BLUE, ORANGE, SIZES
from poverty.words.language import Language

MARKS = ("reported.", "inferred.")


@pytest.fixture(scope="module")
def table():
    return tables.tabulate_backtest()


def draw(table, size="slide"):
    return charts.draw_provinces("a5-backtest", table, {}, Language("en"), SIZES[size])


def list_dots(chart):
    return [artist for artist in chart.figure.findobj() if str(artist.get_gid()).startswith(MARKS)]


def test_it_counts_what_the_band_held_and_names_what_it_did_not(table):
    chart = draw(table)
    assert chart.title == "Test: the band held 47 of 51 hidden poverty rates"
    for said in (
        "Poverty rates 43 of 45",
        "Minorities 4 of 4",
        "Within a year 0 of 2",
        "Near-poor 6 of 9",
        "Sơn La 2024",
    ):
        assert said in chart.alt
    assert not any(
        word in text for text in (chart.caption, chart.alt) for word in ("donors.csv", "UnobservedComponents")
    )


def test_every_figure_is_one_dot_and_those_outside_the_band_are_orange(table):
    dots = list_dots(draw(table))
    assert len(dots) == len(table) == 60
    orange = [dot for dot in dots if to_hex(dot.get_markeredgecolor()) == ORANGE.lower()]
    assert len(orange) == (table["held"] == "no").sum() == 7
    assert all(abs(dot.get_xdata()[0]) > 1 for dot in orange)
    blue = [dot for dot in dots if to_hex(dot.get_markeredgecolor()) == BLUE.lower()]
    assert all(abs(dot.get_xdata()[0]) < 1.001 for dot in blue)


@pytest.mark.parametrize("size", ["slide", "half-slide", "square"])
def test_no_two_dots_lie_on_each_other(table, size):
    chart = draw(table, size)
    assert find_broken_rules(chart) == []
    spots = [dot.axes.transData.transform(dot.get_xydata()[0]) for dot in list_dots(chart)]
    least = list_dots(chart)[0].get_markersize() * chart.figure.dpi / 72
    pairs = [(a, b) for i, a in enumerate(spots) for b in spots[:i]]
    assert min(((a - b) ** 2).sum() ** 0.5 for a, b in pairs) > 0.99 * least


def test_a_band_that_holds_all_names_no_figure_outside(table):
    chart = draw(table[table["held"] == "yes"])
    assert "Outside" not in chart.alt
    assert not any(str(text.get_gid()).startswith("label.") for text in list_texts(chart))
