"""What moves the pace: one unit, one thing at a time, of the spell that titles tell of."""

import pytest

from chart_rules import find_broken_rules, list_texts
from poverty import charts, tables
from poverty.charts.page import GREY, SIZES
from poverty.packs.load import load_pack, read_pack_folder
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import SWEPT_SIZES, edit, set_cell
from small_packs import build_pack, build_row


def draw(pack, size="slide", code="en"):
    table = tables.TABLES_BY_CHART["a2-sensitivity"](pack)
    return charts.draw("a2-sensitivity", table, gather_context(pack), Language(code), SIZES[size])


def make_pack(first, last, until="2018-M12"):
    return build_pack(
        build_row("first", "poverty_rate", first, "2016-M12"), build_row("last", "poverty_rate", last, until)
    )


def list_words(chart):
    return [text.get_text() for text in list_texts(chart)]


def test_dates_move_the_pace_of_bac_lieu_and_rounding_hardly(bac_lieu):
    chart = draw(bac_lieu)
    assert chart.title == "The pace of 2021–2024 depends on when households were counted, hardly on rounding"
    words = list_words(chart)
    for said in ("as printed: 1.47 a year", "1.35 to 1.60", "1.46 to 1.47", "2.20 to 2.21"):
        assert said in words
    assert "At the pace as printed the rate halves in 1.0 years." in chart.caption


def test_a_reading_that_other_figures_rule_out_is_hollow_grey_and_not_in_the_title(bac_lieu):
    chart = draw(bac_lieu)
    marks = [a for a in chart.figure.findobj() if str(a.get_gid()).startswith("inferred.")]
    assert [(a.get_markeredgecolor(), a.get_markerfacecolor()) for a in marks] == [(GREY, "white")]
    assert any("ruled out by other figures" in text for text in list_words(chart))


def test_a_reading_that_stands_and_moves_most_is_the_title():
    chart = draw(load_pack("soc-trang"))
    assert chart.title == "The pace of 2015–2020 depends on how one figure is read"
    assert "3.81" in list_words(chart)


def test_a_spell_of_one_year_is_not_told_where_there_is_a_longer_one():
    chart = draw(load_pack("quang-ngai"))
    assert "2010–2015" in chart.title
    assert "2.80 to 3.09" in list_words(chart)


def test_words_that_loosen_a_rate_are_not_called_rounding():
    assert "Rounding and wording" in list_words(draw(load_pack("tra-vinh")))


def test_a_survey_without_printed_error_leaves_its_pace_open_on_a_scale_that_does_not_flatter():
    chart = draw(load_pack("nusa-tenggara-timur"))
    assert chart.title == "How sure the pace of 2016–2023 is cannot be told"
    assert "cannot tell" in list_words(chart)
    low, high = chart.figure.axes[0].get_xlim()
    assert high - low > 0.2 * 0.32
    assert "halves" not in chart.caption
    assert "survey figures" in chart.caption


def test_a_survey_whose_errors_are_printed_depends_on_them(survey_folder):
    for claim in ("poverty-rate-2016-03-n6", "poverty-rate-2023-03-n7"):
        for column, cell in (("error_kind", "standard error"), ("error", "0.3")):
            edit(survey_folder, "reported.csv", set_cell(claim, column, cell))
    chart = draw(read_pack_folder(survey_folder))
    assert chart.title == "The pace of 2016–2023 depends on the survey’s sampling error"
    assert "0.20 to 0.44" in list_words(chart)  # 2.23 points in 7 years, 1.96 √(0.3² + 0.3²) to each side


@pytest.mark.parametrize("size", SWEPT_SIZES)
@pytest.mark.parametrize(("first", "last"), [("4.00", "8.00"), ("5.00", "0.00"), ("100.00", "99.00"), ("3.00", "3.00")])
def test_rises_zero_and_no_change_are_drawn_in_the_same_unit(first, last, size):
    chart = draw(make_pack(first, last), size)
    assert find_broken_rules(chart) == []
    assert ("halves" in chart.caption) == (first == "100.00")


def test_a_rise_is_called_one():
    assert any("a rise of" in text for text in list_words(draw(make_pack("4.00", "8.00"))))


def test_one_figure_has_no_pace():
    pack = build_pack(build_row("alone", "poverty_rate", "4.00", "2016-M12"))
    assert "a2-sensitivity" not in tables.build_chart_tables(pack)
