"""What comes next, if: title, numbers and alternative text by hand; nothing beyond the standard, no target."""

import pytest

from chart_rules import find_broken_rules
from drawn_charts import draw_chart, find_mark, list_gids, list_words
from poverty.charts.page import SIZES
from small_packs import build_pack, build_row

NAME = "07-outlook"


def build_falling_pack(first, last, base="households", start="2021-M12", end="2024-M12"):
    return build_pack(
        build_row("first", "poverty_rate", first, start, standard="VN-2022", base=base),
        build_row("last", "poverty_rate", last, end, standard="VN-2022", base=base),
    )


def test_bac_lieu_below_the_record_says_about_and_hatches_its_range():
    chart = draw_chart(NAME, "bac-lieu")
    assert chart.title == "If poverty falls as before, about 0.2% are poor by 2026"
    assert chart.alt == (
        "If poverty falls as before, about 0.2% are poor by 2026. So far: 5.09% (end 2021), 3.19% (end 2022), 0.69% "
        "(end 2024). At end 2026: about 0.2%: the same rate of reduction (0% to 1.3%); 0.69%: no change."
    )
    (band,) = list_gids(chart, "band")
    assert find_mark(chart, band).get_hatch()
    words = list_words(chart)
    assert {"5.09%", "0.69%", "about 0.2%", "no change", "the same rate of reduction"} <= set(words)
    assert "Bạc Liêu (former province)" in chart.subtitle
    assert "former" not in draw_chart(NAME, "dien-bien").subtitle
    assert any("Hatched: a range not tested at so low a rate. From 1 July 2025" in text for text in words)


def test_gia_lai_has_a_tested_range_and_three_ifs():
    chart = draw_chart(NAME, "gia-lai")
    assert chart.title == "If poverty falls as before, about 4.5% are poor by 2026"
    assert chart.alt.endswith(
        "At end 2026: about 4.5%: the same rate of reduction (2.1% to 6.8%); 8.11%: no change; about 6.8%: new "
        "poverty as in Sơn La 2018."
    )
    (band,) = list_gids(chart, "band")
    assert not find_mark(chart, band).get_hatch()
    assert len(list_gids(chart, "inferred")) == 3  # hollow: no end of an if is printed
    assert "Tint: 90% range around the same rate." in chart.caption


@pytest.mark.parametrize("slug", ["bac-lieu", "gia-lai", "thanh-hoa"])
def test_no_target_is_drawn_and_nothing_goes_on_beyond_the_standard(slug):
    chart = draw_chart(NAME, slug)
    assert (chart.table["role"] == "target").any()
    assert list_gids(chart, "target") == []
    assert "target" not in f"{chart.caption} {' '.join(list_words(chart))}".lower()
    paths = [find_mark(chart, gid) for gid in list_gids(chart, "line")]
    assert max(path.get_xdata().max() for path in paths) == 2026
    assert [path.get_linestyle() for path in paths].count("--") == len(chart.table["scenario"].unique()) - 1


def test_an_open_question_gives_two_starts_and_two_ends():
    chart = draw_chart(NAME, "bac-lieu", evidence="article")
    assert chart.title == "If poverty falls as before, about 0.1% or 0.2% are poor by 2026"
    assert {"line.pastopening", "line.pastclosing"} <= set(list_gids(chart, "line"))
    assert {"about 0.1%", "about 0.2%"} <= set(list_words(chart))
    assert "Nothing settles the date of the first figure: both are drawn." in chart.caption


@pytest.mark.parametrize(
    ("first", "last", "base", "title"),
    [
        ("10.0", "0.10", "households", "If poverty falls as before, under 0.1% are poor by 2026"),
        ("100", "99.00", "households", "If poverty falls as before, about 98.3% are poor by 2026"),
        ("40.0", "10.0", "population", "If poverty falls as before, about 4.0% of people are poor by 2026"),
    ],
)
def test_any_fall_is_told_and_drawn(first, last, base, title):
    pack = build_falling_pack(first, last, base)
    pack.province["name"]["en"] = "A province with a name that takes up sixty letters and more"
    for size in SIZES.values():
        chart = draw_chart(NAME, pack, size=size)
        assert chart.title == title
        broken = [rule for rule in find_broken_rules(chart) if not rule.startswith("scale")]
        assert broken == []


@pytest.mark.parametrize(("first", "last"), [("5.00", "6.00"), ("5.0", "5.0"), ("5.0", "0")])
def test_a_rise_no_change_or_nothing_left_is_no_chart(first, last):
    assert draw_chart(NAME, build_falling_pack(first, last)) is None


def test_a_survey_has_no_outlook():
    assert draw_chart(NAME, "nusa-tenggara-timur") is None
