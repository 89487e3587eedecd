"""The chart of the backtest draws its table, says what the table says, and claims no gain that may be none."""

from gettext import NullTranslations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D

from poverty import charts
from poverty.bands import backtest, donors
from poverty.charts.backtest import CALIBRATED, KINDS
from poverty.words.language import Language

FIRST = "falling rates at year ends"


class Longer(NullTranslations):
    """A language that takes a quarter more room for everything."""

    def gettext(self, message):
        return message + " " + "nhiều "[: max(1, len(message) // 4)] * max(1, len(message) // 24)

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.fixture(scope="module")
def table():
    return backtest.tabulate_method_scores(donors.load_donors())


@pytest.fixture(scope="module", params=["en", "longer"])
def drawn(request, table):
    return draw(table, Language("en") if request.param == "en" else Language("vi", Longer()))


def draw(table, language):
    made = charts.draw_provinces("03-backtest", table, {}, language)
    FigureCanvasAgg(made.figure)
    made.figure.draw_without_rendering()
    return made.figure, made.title, made.caption, made.alt


def changed(table, kind, **cells):
    """The table with other scores of the calibrated band on a kind."""
    found = table.copy()
    row = (found["figures_hidden"] == kind) & (found["method"] == CALIBRATED)
    found.loc[row, list(cells)] = list(cells.values())
    return found


def both(table):
    """The rows of the kinds and methods that are drawn."""
    drawn = table["method"].isin([CALIBRATED, backtest.REFERENCE_METHOD]) & table["figures_hidden"].isin(KINDS)
    return table[drawn]


def test_four_kinds_are_drawn_and_stand_first_in_the_table(table):
    assert list(dict.fromkeys(table["figures_hidden"]))[:4] == list(KINDS)
    assert table["figures_hidden"].nunique() > 4
    assert len(both(table)) == 8


def test_what_is_drawn_equals_the_table(drawn, table):
    figure = drawn[0]
    lines = figure.findobj(lambda artist: isinstance(artist, Line2D) and artist.get_gid())
    marks = {line.get_gid(): line.get_xdata() for line in lines}
    wanted = {}
    for row in both(table).itertuples():
        wanted |= {f"coverage.{row.Index}": [row.coverage], f"score.{row.Index}": [row.interval_score]}
        if not np.isnan(row.coverage_low):
            wanted[f"coverage-interval.{row.Index}"] = [row.coverage_low, row.coverage_high]
    assert len(lines) == len(marks)
    assert set(marks) == set(wanted)
    for gid, values in wanted.items():
        np.testing.assert_allclose(marks[gid], values, err_msg=gid)


def test_every_mark_lies_inside_its_axes(drawn):
    for ax in drawn[0].axes:
        low, high = ax.get_xlim()
        for line in ax.lines:
            if line.get_gid():
                assert low <= min(line.get_xdata())
                assert max(line.get_xdata()) <= high


def test_the_title_is_short_and_computed(table, english):
    _, title, caption, alt = draw(table, english)
    first = both(table).iloc[:2]
    assert len(title.split()) <= 15
    assert alt.startswith(f"{title}. The band is meant to hold 90%.")
    assert first["figures_hidden"].eq(FIRST).all()
    for share in first["coverage"]:
        assert f"{100 * share:.0f}%" in title
    assert f"{first['figures'].iloc[0]} hidden" in title
    other = draw(changed(table, FIRST, coverage=0.31), english)
    assert "31%" in other[1]
    assert "data/donors.csv" in caption


def test_the_alt_text_holds_every_drawn_number(table, english):
    alt = draw(table, english)[3]
    for row in both(table).itertuples():
        assert row.figures_hidden in alt.lower()
        assert f"{100 * row.coverage:.0f}%" in alt
        assert english.number(row.interval_score, 2) in alt


def test_a_gain_is_claimed_only_where_its_interval_leaves_out_0(table, english):
    bands = both(table)[lambda rows: rows["method"] == CALIBRATED]
    unsure = bands["gain_low"].isna() | ((bands["gain_low"] <= 0) & (bands["gain_high"] >= 0))
    said = [text.get_text() for text in draw(table, english)[0].axes[1].texts]
    assert ["cannot tell" in text for text in said] == list(unsure)
    assert ["too few" in text for text in said] == list(bands["gain_low"].isna())
    assert [" lower (" in text for text in said] == list(bands["gain_low"] > 0)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"gain": 0.35, "gain_low": 0.13, "gain_high": 0.53}, "35% lower (13 to 53)"),
        ({"gain": -0.35, "gain_low": -0.53, "gain_high": -0.13}, "35% higher (13 to 53)"),
        ({"gain": 0.1, "gain_low": -0.2, "gain_high": 0.3}, "cannot tell (-20 to 30%)"),
        ({"gain": 0.1, "gain_low": 0.0, "gain_high": 0.3}, "cannot tell (0 to 30%)"),
        ({"gain": 0.1, "gain_low": np.nan, "gain_high": np.nan}, "cannot tell: too few places"),
    ],
)
def test_the_words_beside_the_dots(table, english, cells, words):
    figure, *_, alt = draw(changed(table, FIRST, **cells), english)
    assert figure.axes[1].texts[0].get_text() == words
    assert words in alt


def test_a_kind_without_a_range_to_compare_has_no_row(table, english):
    fewer = table[(table["figures_hidden"] != "all inner figures") | (table["method"] != CALIBRATED)]
    figure, *_, alt = draw(fewer, english)
    assert len(figure.axes[1].texts) == 3
    assert "all inner figures" not in alt


def test_the_trend_model_is_told_of_and_not_drawn(table, english):
    trend = table[(table["method"] == "UnobservedComponents") & (table["figures_hidden"] == FIRST)].iloc[0]
    caption = draw(table, english)[2]
    assert f"{100 * trend['coverage']:.0f}% of {trend['figures']} figures" in caption
    assert f"{trend['width']:.1f} times" in caption
    without = table[table["method"] != "UnobservedComponents"]
    assert "UnobservedComponents" not in draw(without, english)[2]
