"""Register against household survey: title, numbers and alternative text by hand, and what must never be drawn."""

import pytest

from chart_rules import find_broken_rules
from drawn_charts import draw_chart, find_mark, list_gids, list_words
from poverty.charts.page import BLUE, GREY, SIZES
from poverty.trajectory.measures import tabulate_same_years
from small_packs import build_pack, build_row

NAME = "04-measures"


def build_measured_pack(*rates, base="households", area="VN-55"):
    """A pack of rates of a register, (date, printed), beside the survey of Bạc Liêu: 13.3% in 2010, 8.4% in 2015."""
    rows = [
        build_row(f"r{i}", "poverty_rate", printed, date, standard="VN-2011", base=base)
        for i, (date, printed) in enumerate(rates)
    ]
    pack = build_pack(*rows)
    pack.province["iso_3166_2"] = area
    return pack


def test_bac_lieu_says_what_each_measure_says_of_the_same_five_years():
    chart = draw_chart(NAME, "bac-lieu")
    assert chart.title == "Register: poverty fell from about 18.4% to 2.65%; survey: 13.3% to 8.4%"
    assert chart.alt == (
        "Register: poverty fell from about 18.4% to 2.65%; survey: 13.3% to 8.4%. Register, % of households: about "
        "18.4% (end 2010), 4.48% (end 2014), 3% (October 2015), 2.65% (end 2015). Survey, % of people: 13.3% (2010), "
        "11.5% (2012), 10.7% (2013), 9.5% (2014), 8.4% (2015)."
    )
    words = list_words(chart)
    assert {"about 18.4%", "13.3%", "2.65%", "8.4%", "register, % of households", "survey, % of people"} <= set(words)
    assert chart.source == "Source: Báo Bạc Liêu, 2025; 3 others. Survey: General Statistics Office of Viet Nam."
    assert list_gids(chart, "inferred") == ["inferred.0"]
    assert list_gids(chart, "line") == ["line.register", "line.survey"]


@pytest.mark.parametrize("slug", ["bac-lieu", "quang-ngai", "dien-bien"])
def test_no_line_runs_from_one_measure_standard_or_base_to_another(slug):
    chart = draw_chart(NAME, slug)
    table = chart.table
    assert table.groupby("measure")[["standard", "survey_line", "base"]].nunique().max(axis=None) == 1
    for measure, of in table.groupby("measure"):
        assert find_mark(chart, f"line.{measure}").get_ydata().tolist() == of["value"].tolist()
    assert table.groupby("measure")["t"].agg(["min", "max"]).nunique().tolist() == [1, 1]


@pytest.mark.parametrize(
    ("slug", "evidence", "title"),
    [
        ("gia-lai", "all", "In 2015 the register counted 19.7% poor, the household survey 15.7%"),
        ("dak-lak", "all", "In 2016 the register counted 17.83% poor, the household survey 7.3%"),
        ("bac-lieu", "article", "In 2015 the register counted 2.65% poor, the household survey 8.4%"),
    ],
)
def test_one_year_of_both_is_two_columns_and_no_line(slug, evidence, title):
    chart = draw_chart(NAME, slug, evidence=evidence)
    assert chart.title == title
    assert list_gids(chart, "line", "band") == []
    assert list_gids(chart, "reported") == ["reported.0", "reported.1"]


def test_a_preliminary_survey_is_named_so():
    assert "Preliminary: the survey of 2016." in draw_chart(NAME, "dak-lak").caption
    assert "Preliminary" not in draw_chart(NAME, "gia-lai").caption


@pytest.mark.parametrize("slug", ["nusa-tenggara-timur", "lao-cai", "thanh-hoa"])
def test_without_two_measures_of_one_year_there_is_no_chart(slug):
    assert draw_chart(NAME, slug) is None


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("10.00", "12.50", "Register: poverty rose from 10.00% to 12.50%; survey: it fell"),
        ("10", "10", "Register: poverty hardly changed, 10% to 10%; survey: it fell"),
        ("100", "0.00", "Register: poverty fell from 100% to 0.00%; survey: 13.3% to 8.4%"),
    ],
)
def test_each_measure_is_told_by_its_own_direction(first, last, title):
    pack = build_measured_pack(("2010-M12", first), ("2015-M12", last))
    pack.province["name"]["en"] = "A province with a name that takes up sixty letters and more"
    for size in SIZES.values():
        chart = draw_chart(NAME, pack, size=size)
        assert chart.title == title
        assert [rule for rule in find_broken_rules(chart) if not rule.startswith("scale")] == []


def test_a_figure_of_within_the_year_stands_beside_no_survey():
    assert tabulate_same_years(build_measured_pack(("2010-M06", "20.0"), ("2015-M10", "10.0"))).empty


def test_the_four_ends_are_each_of_their_own_measure_and_the_register_is_blue():
    chart = draw_chart(NAME, "soc-trang")
    ends = chart.table[chart.table["end"] != ""]
    assert dict(zip(ends["measure"] + " " + ends["end"], ends["value"], strict=True)) == {
        "register first": 24.31, "register last": 8.88, "survey first": 22.1, "survey last": 12.0,
    }  # fmt: skip
    assert [find_mark(chart, f"line.{measure}").get_color() for measure in ("register", "survey")] == [BLUE, GREY]
