"""Livelihoods: three numbers with thin ranges, the pack's own source large, each panel from zero."""

import pytest

from chart_rules import find_broken_rules, list_texts
from poverty import charts, tables
from poverty.charts.page import SIZES
from poverty.packs.load import load_pack
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import SWEPT_SIZES


def draw(pack, size="slide", code="en"):
    table = tables.TABLES_BY_CHART["a4-livelihoods"](pack)
    return charts.draw("a4-livelihoods", table, gather_context(pack), Language(code), SIZES[size])


@pytest.mark.parametrize("size", SWEPT_SIZES)
def test_the_three_numbers_of_bac_lieu_stand_beside_their_ranges(evidence, size):
    chart = draw(evidence, size)
    assert chart.title == "A livelihood model: 11.3 to 12.0 households, 10.3 to 11.3 million VND each"
    words = [text.get_text() for text in list_texts(chart)]
    for said in (
        "11.3 to 12.0",
        "124 to 128",
        "10.3 to 11.3",
        "8.7 to 9.8 by VietNamNet",
        "16.1 to 18.8 by VietNamNet",
    ):
        assert said in words
    assert find_broken_rules(chart) == []


def test_money_is_in_dollars_of_its_day_in_the_caption_alone(bac_lieu):
    chart = draw(bac_lieu)
    assert "10.3 to 11.3 million VND: about US$425 to 467 at the rate of 18 December 2024." in chart.caption


def test_every_panel_begins_at_zero_and_what_is_only_assumed_is_not_drawn(evidence):
    chart = draw(evidence)
    assert [ax.get_xlim()[0] for ax in chart.figure.axes] == [0, 0, 0]
    drawn = {int(str(a.get_gid())[5:]) for a in chart.figure.findobj() if str(a.get_gid()).startswith("band.")}
    assert set(chart.table.loc[sorted(drawn), "role"]) == {"each"}
    assert "rest-each" in set(chart.table["role"])


def test_one_number_alone_makes_one_panel_and_a_title_without_money():
    chart = draw(load_pack("tra-vinh"))
    assert chart.title == "A livelihood model: 20.8 to 25.0 households"
    assert len(chart.figure.axes) == 1
    assert find_broken_rules(chart) == []


def test_where_no_source_prints_two_parts_there_is_no_chart():
    assert "a4-livelihoods" not in tables.build_chart_tables(load_pack("son-la"))
