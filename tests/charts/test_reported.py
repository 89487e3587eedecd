"""Loose numbers as a table: as printed with unit and meaning, what the words allow, what people mean by them."""

import pytest

from chart_rules import find_broken_rules, list_texts
from poverty import charts, tables
from poverty.charts.page import SIZES
from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import SWEPT_SIZES
from small_packs import build_pack, build_row


def draw(pack, code="en", size="slide"):
    table = tables.TABLES_BY_CHART["a1-reported"](pack)
    return charts.draw("a1-reported", table, gather_context(pack), Language(code), SIZES[size])


def list_cells(chart):
    """The cells of the drawn table, by row of the chart's table: lines of a cell joined."""
    cells = {}
    for text in list_texts(chart):
        kind, _, place = str(text.get_gid()).partition(".")
        if kind == "cell":
            row, column = place.split(".")
            cells.setdefault(row, {}).setdefault(column, []).append(text.get_text())
    return [[" ".join(lines) for _, lines in sorted(of.items())] for of in cells.values()]


def test_each_loose_number_of_bac_lieu_has_its_unit_its_limits_and_its_use(bac_lieu):
    chart = draw(bac_lieu)
    assert chart.title == "5 of 19 numbers are loose, such as “nearly 3 times”"
    assert [row[1:] for row in list_cells(chart)] == [
        ["more than 20,000 workers", "20,000 or more", "20,000 to 21,000"],
        ["nearly 3 times", "3 or less", "2.5 to 3"],
        ["hundreds (“ratusan”)", "100 to 999", "100 to 999 workers"],
        ["more than 1,500 households", "1,500 or more", "1,500 to 1,600"],
        ["nearly 17 billion VND", "17 or less", "16.5 to 17"],
    ]
    assert "The other 14 are exact but for rounding." in chart.caption


def test_a_foreign_word_stands_with_its_meaning_and_alone_in_its_own_language(bac_lieu):
    words = {code: [row[1] for row in list_cells(draw(bac_lieu, code))] for code in ("vi", "id")}
    assert "hàng trăm (“ratusan”)" in words["vi"]
    assert "ratusan" in words["id"]
    assert not any("(“" in word for word in words["id"])


def test_the_loosest_stand_where_there_is_no_room_for_all():
    chart = draw(load_pack("tra-vinh"))
    assert chart.title.startswith("16 of 47 numbers are loose")
    assert chart.subtitle == "The 4 loosest, main sources, Trà Vinh"
    assert ["1 to 1.5 percentage points", "0.95 to 1.55", "0.95 to 1.55 percentage points"] in [
        row[1:] for row in list_cells(chart)
    ]


@pytest.mark.parametrize("slug", ["son-la", "quang-nam"])
def test_where_all_numbers_are_exact_there_is_no_chart(slug):
    assert "a1-reported" not in tables.build_chart_tables(load_pack(slug))


@pytest.mark.parametrize("size", SWEPT_SIZES)
def test_one_loose_number_alone_is_drawn_and_nothing_is_said_of_others(size):
    pack = build_pack(build_row("rate", "poverty_rate", "3", "2018-M12", qualifier="about"))
    chart = draw(pack, size=size)
    assert chart.title == "1 of 1 numbers are loose, such as “about 3%”"
    assert list_cells(chart)[0][1:] == ["about 3%", "no limit", "2% to 4%"]
    assert "exact" not in chart.caption
    assert find_broken_rules(chart) == []


def test_no_source_is_the_main_one_where_all_are_primary():
    assert draw(load_pack("dak-lak")).subtitle == "The 5 loosest, all sources, Đắk Lắk"
    assert restrict_to_evidence(load_pack("dak-lak"), "article").evidence == "all"


def test_a_loose_change_that_the_figures_at_its_ends_contradict_is_named():
    columns = {"statistic": "fall", "unit": "percentage points", "base": "", "qualifier": "more than"}
    rows = [
        build_row("first", "poverty_rate", "12.00", "2016-M12"),
        build_row("last", "poverty_rate", "8.00", "2018-M12"),
    ]
    rows.append(build_row("fall", "poverty_rate", "9.00", "2016-M12..2018-M12", **columns))
    named = "Contradicted by a check or by another printed figure: more than 9 percentage points."
    assert named in draw(build_pack(*rows)).caption
    rows[-1] |= {"printed": "3.90", "value": "3.90"}
    assert "Contradicted" not in draw(build_pack(*rows)).caption
