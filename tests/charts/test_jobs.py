"""Jobs by year: printed years as columns, estimates apart from them, plans in orange, nothing of unknown years."""

import pytest

from chart_rules import find_broken_rules
from poverty.charts import SIZES, draw
from poverty.charts.page import ORANGE
from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.tables import TABLES_BY_CHART
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import SWEPT_SIZES
from small_packs import build_pack, build_row

ENGLISH = Language("en")


def draw_jobs(pack, size="slide"):
    return draw("06-jobs", TABLES_BY_CHART["06-jobs"](pack), gather_context(pack), ENGLISH, SIZES[size])


def list_marks(chart, kind):
    return [a for a in chart.figure.axes[0].get_children() if str(a.get_gid()).startswith(f"{kind}.")]


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("bac-lieu", "About 21,400 people a year were placed in jobs in 2021–2024"),
        ("gia-lai", "About 27,400 people were placed in jobs in 2023"),
        ("soc-trang", "32,180 people were placed in jobs in 2024"),
        ("dien-bien", "More than 9,400 people were placed in jobs in 2025"),
        ("nghe-an", "About 46,200 people a year were placed in jobs in 2021–2025"),
    ],
)
def test_title_says_how_many_last(slug, title):
    chart = draw_jobs(load_pack(slug))
    assert chart.title == title
    assert find_broken_rules(chart) == []


def test_alt_has_the_range_of_the_estimate_and_the_printed_years():
    alt = draw_jobs(load_pack("bac-lieu")).alt
    for text in ("19,000 to 24,400", "2013: more than 17,250", "2018: 24,500", "first half of 2020: more than 11,400"):
        assert text in alt
    assert "not tested" in draw_jobs(load_pack("bac-lieu")).caption


def test_printed_years_are_filled_inferred_ones_and_a_half_year_hollow():
    chart = draw_jobs(load_pack("bac-lieu"))
    assert [bar.get_height() for bar in list_marks(chart, "reported")] == [17250, 24500, 24600]
    half, first = sorted(list_marks(chart, "inferred"), key=lambda bar: -bar.get_x())
    assert (half.get_height(), half.get_hatch()) == (11400, "///")
    assert first.get_height() == pytest.approx((6667 + 8400) / 2)
    assert first.get_hatch() is None


def test_the_estimate_leaves_printed_years_to_their_columns():
    chart = draw_jobs(load_pack("bac-lieu"))
    ends = [(line.get_xdata()[0], line.get_xdata()[-1]) for line in list_marks(chart, "line")]
    assert ends == [(1997.5, 2012.5), (2013.5, 2017.5), (2019.5, 2024.5)]
    assert chart.texts.headline == (list_marks(chart, "line")[-1].get_gid(),)


def test_plans_are_orange_and_as_wide_as_their_years():
    plans = list_marks(draw_jobs(load_pack("bac-lieu")), "target")
    assert {plan.get_color() for plan in plans} == {ORANGE}
    assert [(round(p.get_xdata()[-1] - p.get_xdata()[0], 1), p.get_ydata()[0]) for p in plans] == [
        (0.9, 18000), (4.9, 18800),
    ]  # fmt: skip


def test_numbers_of_unknown_years_are_not_drawn():
    table = TABLES_BY_CHART["06-jobs"](load_pack("bac-lieu"))
    assert not set(table["role"]) & {"undated", "said"}
    assert TABLES_BY_CHART["06-jobs"](restrict_to_evidence(load_pack("bac-lieu"), "article")).empty


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ({"date": "2022"}, "9,216 people were placed in jobs in 2022"),
        ({"date": "2022-S1"}, "9,216 people were placed in jobs in the first half of 2022"),
        ({"date": "2022", "status": "target"}, "Plan for 2022: place 9,216 people in jobs"),
        (
            {"date": "2021..2025", "status": "target", "statistic": "mean per year"},
            "Plan for 2021–2025: place 9,216 people a year in jobs",
        ),
        ({"date": "2022", "qualifier": "nearly"}, "Nearly 9,216 people were placed in jobs in 2022"),
    ],
)
@pytest.mark.parametrize("size", SWEPT_SIZES)
def test_one_figure_alone(row, title, size):
    chart = draw_jobs(build_pack(build_row("one", "jobs_created", "9,216", **row)), size)
    assert chart.title == title
    assert find_broken_rules(chart) == []


def test_every_year_printed_and_none_placed():
    rows = [build_row(f"j{year}", "jobs_created", str(year - 2000), str(year)) for year in range(2000, 2025)]
    chart = draw_jobs(build_pack(*rows), "half-slide")
    assert chart.title == "24 people were placed in jobs in 2024"
    assert list_marks(chart, "line") == list_marks(chart, "band") == []
    assert find_broken_rules(chart) == []
    nobody = draw_jobs(build_pack(build_row("none", "jobs_created", "0", "2021")))
    assert nobody.title == "0 people were placed in jobs in 2021"
    assert find_broken_rules(nobody) == []
