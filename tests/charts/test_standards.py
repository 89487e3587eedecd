"""One census under two standards, and the income lines: title, numbers and alternative text by hand."""

from dataclasses import replace

import pytest

from chart_rules import find_broken_rules
from drawn_charts import draw_chart, find_mark, list_gids, list_words
from poverty.charts.page import HALF, SIZES
from small_packs import build_pack, build_row

NAME = "05-standards"


def build_overlap(old="2.65", new="15.55", lined=True, source="A", **columns):
    """A pack with one date counted under the standards of 2011 and of 2016."""
    pack = build_pack(
        build_row("old", "poverty_rate", old, "2015-M12", standard="VN-2011", **columns),
        build_row("new", "poverty_rate", new, "2015-M12", standard="VN-2016", source_id=source, **columns),
    )
    if not lined:
        for name, standard in pack.shared.standards.items():
            pack.shared.standards[name] = replace(standard, rural_line=None, urban_line=None)
    return pack


def test_bac_lieu_shows_both_counts_and_the_lines_that_part_them():
    chart = draw_chart(NAME, "bac-lieu")
    assert chart.title == "One census counted 2.65% or 15.55% poor: the standard decides"
    assert chart.alt.startswith(
        "One census counted 2.65% or 15.55% poor: the standard decides. Poor households, end 2015: 2.65% by the "
        "standard of "
    )
    assert chart.alt.endswith("2,200,000 to 2,800,000 VND per person a month.")
    old, new = (find_mark(chart, f"reported.6-{end}") for end in ("value", "end_value"))
    assert (old.get_height(), new.get_height()) == (2.65, 15.55)
    words = list_words(chart)
    assert {"100 / 150", "200 / 260", "400", "500", "1,500", "2,000", "2,200", "2,800"} <= {
        word.removeprefix("rural ").removeprefix("urban ") for word in words
    }
    assert sorted(word.split()[0] for word in words if word.startswith(("rural ", "urban "))) == ["rural", "urban"]
    assert "Standards: Decision 1143/2000/QĐ-LĐTBXH to Decree 351/2025/NĐ-CP." in chart.source


def test_steps_stand_at_the_years_in_force_in_the_money_of_their_time():
    chart = draw_chart(NAME, "gia-lai")
    steps = {gid.partition(".")[2]: find_mark(chart, gid).get_xydata().tolist() for gid in list_gids(chart, "line")}
    assert steps["0-rural_line"] == [[2000, 100], [2005, 100]]
    assert steps["3-urban_line"] == [[2015, 900], [2021, 900]]
    assert steps["5-rural_line"] == [[2026, 2200], [2030, 2200]]
    assert len(steps) == 12
    assert "Lines are in the money of their time, not adjusted for prices." in chart.caption


def test_without_an_overlap_the_lines_stand_alone():
    chart = draw_chart(NAME, "gia-lai")
    assert chart.title == "6 poverty standards since 2001: each counts other households as poor"
    assert list_gids(chart, "reported", "inferred") == []
    assert chart.source == "Standards: Decision 1143/2000/QĐ-LĐTBXH to Decree 351/2025/NĐ-CP."


def test_two_sources_are_not_called_one_census():
    assert draw_chart(NAME, "soc-trang").title == "8.88% or 17.89% poor at the end of 2015: the standard decides"
    assert draw_chart(NAME, build_overlap(source="B")).title.startswith("2.65% or 15.55% poor at the end")
    assert draw_chart(NAME, build_overlap()).title.startswith("One census counted")


def test_a_narrow_page_has_the_columns_alone():
    chart = draw_chart(NAME, "bac-lieu", size=HALF)
    assert list_gids(chart, "line", "band") == []
    assert list_gids(chart, "reported") == ["reported.6-end_value", "reported.6-value"]
    assert "VND" not in " ".join(list_words(chart))


@pytest.mark.parametrize(("old", "new"), [("0.00", "100"), ("15.55", "2.65"), ("0", "0")])
def test_any_two_rates_are_drawn(old, new):
    for lined in (True, False):
        for size in SIZES.values():
            chart = draw_chart(NAME, build_overlap(old, new, lined), size=size)
            assert chart.title == f"One census counted {old}% or {new}% poor: the standard decides"
            assert find_broken_rules(chart) == []
            assert bool(list_gids(chart, "line")) == (lined and not size.is_narrow)


def test_people_are_not_called_households():
    assert "Poor people, end 2015" in list_words(draw_chart(NAME, build_overlap(base="population")))


def test_lines_of_general_knowledge_have_a_star_and_a_note():
    pack = build_overlap()
    pack.shared.standards["VN-2001"] = replace(pack.shared.standards["VN-2001"], verified=False)
    chart = draw_chart(NAME, pack)
    assert "100* / 150*" in list_words(chart)
    assert "* From general knowledge, not seen in a source: 2001–2005." in chart.caption


def test_one_standard_or_neither_line_nor_overlap_is_no_chart():
    assert draw_chart(NAME, "nusa-tenggara-timur") is None
    pack = build_overlap(lined=False)
    del pack.claims["new"]
    assert draw_chart(NAME, pack) is None
