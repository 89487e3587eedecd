"""The answer on one page: numbers as printed, nothing joined that does not compare, a title true of any pack."""

import pytest
from matplotlib.patches import Rectangle

from chart_rules import find_broken_rules
from poverty.charts import SIZES, draw
from poverty.packs.load import load_pack
from poverty.tables import TABLES_BY_CHART
from poverty.words.gather import gather_context
from poverty.words.language import Language
from small_packs import build_pack, build_row

ENGLISH = Language("en")


def draw_answer(pack, size="slide"):
    return draw("01-answer", TABLES_BY_CHART["01-answer"](pack), gather_context(pack), ENGLISH, SIZES[size])


def list_lines(chart, row=0):
    """The years in which each line of a row of axes begins and ends."""
    lines = [line for line in chart.figure.axes[row].lines if str(line.get_gid()).startswith("line.")]
    return [(float(line.get_xdata()[0]), float(line.get_xdata()[-1])) for line in lines]


def list_bars(chart, row):
    """Filled or hollow columns of a row of axes: middle and height."""
    bars = [bar for bar in chart.figure.axes[row].patches if isinstance(bar, Rectangle)]
    return {str(bar.get_gid()): (bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in bars}


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("bac-lieu", "Bạc Liêu: poverty fell to 0.69%, or 1,581 households, by end 2024"),
        ("gia-lai", "Gia Lai: poverty fell to 8.11%, or 31,502 households, by end 2023"),
        ("dien-bien", "Điện Biên: poverty fell to more than 17% by end 2025"),
        ("soc-trang", "Sóc Trăng: poverty stood at 1.34%, or 4,484 households, in 2024"),
        ("nusa-tenggara-timur", "East Nusa Tenggara: poverty fell to 19.48%, or 1,127,000 people, by March 2024"),
    ],
)
def test_title_says_what_is_known_last(slug, title):
    chart = draw_answer(load_pack(slug))
    assert chart.title == title
    assert find_broken_rules(chart) == []


def test_alt_has_the_first_and_the_last_of_each_measure():
    alt = draw_answer(load_pack("bac-lieu")).alt
    for number in ("28.9% (1997)", "5.09% (end 2021)", "31,818 (1997)", "11,497 (end 2021)", "nearly 24,600 (2019)"):
        assert number in alt
    assert "1.24%" not in alt  # nothing settles its date


def test_lines_join_no_two_standards_and_no_figure_of_an_open_date():
    chart = draw_answer(load_pack("bac-lieu"))
    assert list_lines(chart) == [(2010, 2015), (2015, 2019), (2021, 2024)]


def test_columns_are_figures_and_never_reconstructed_years():
    bars = list_bars(draw_answer(load_pack("bac-lieu")), row=1)
    filled = {gid: at for gid, at in bars.items() if gid.startswith("reported")}
    assert sorted(height for _, height in filled.values()) == [1581, 11497, 30850, 31818]
    assert sorted(height for gid, (_, height) in bars.items() if gid not in filled) == [2776, 3075, 5258, 7233]
    table = TABLES_BY_CHART["01-answer"](load_pack("bac-lieu"))
    assert "reconstructed" not in set(table.loc[table["measure"] == "poor_households", "kind"])
    assert not any(abs(x - year) < 0.3 for x, _ in bars.values() for year in (2016, 2017, 2018, 2023))


def test_two_columns_of_one_date_stand_side_by_side():
    bars = list_bars(draw_answer(load_pack("bac-lieu")), row=1)
    earlier, later = (next(x for x, height in bars.values() if height == count) for count in (5258, 30850))
    assert earlier < 2015 < later
    assert later - earlier == pytest.approx(0.55)


def test_figures_of_a_survey_are_not_joined_and_stand_at_their_month():
    chart = draw_answer(load_pack("nusa-tenggara-timur"))
    assert list_lines(chart) == []
    points = [line for line in chart.figure.axes[0].lines if str(line.get_gid()).startswith("reported.")]
    assert [float(line.get_xdata()[0]) for line in points] == [year + 0.25 for year in range(2015, 2024)]
    ticks = {tick.label1.get_text(): tick.get_loc() for tick in chart.figure.axes[-1].xaxis.get_major_ticks()}
    assert ticks["2024"] == 2023.25


@pytest.mark.parametrize(("slug", "rows"), [("bac-lieu", 3), ("dien-bien", 2), ("tra-vinh", 2), ("quang-ngai", 1)])
def test_a_measure_that_nobody_printed_has_no_row(slug, rows):
    assert len(draw_answer(load_pack(slug)).figure.axes) == rows


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (("5.10", "6.20"), "Somewhere: poverty rose to 6.20% by end 2017"),
        (("5.10", "0.00"), "Somewhere: poverty fell to 0.00% by end 2017"),
        (("100.0", "100.0"), "Somewhere: poverty stood at 100.0% in 2017"),
        (("5.10",), "Somewhere: poverty stood at 5.10% in 2015"),
    ],
)
def test_rises_zero_all_and_one_figure(printed, title):
    dates = ("2015-M12", "2017-M12")
    pack = build_pack(*(build_row(f"r{i}", "poverty_rate", n, dates[i]) for i, n in enumerate(printed)))
    chart = draw_answer(pack)
    assert chart.title == title
    assert find_broken_rules(chart) == []


def test_a_province_with_a_long_name_leaves_it_to_the_subtitle():
    pack = build_pack(build_row("r", "poverty_rate", "5.10", "2015-M12"))
    pack.province["name"] = {"en": "The Autonomous Prefecture of the Upper Valleys and Seven Lakes"}
    chart = draw_answer(pack, "half-slide")
    assert chart.title == "Poverty stood at 5.10% in 2015"
    assert "Seven Lakes" in chart.subtitle


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (("poor_households", "11,497", "2016-M12"), "Somewhere: 11,497 households poor, end 2016"),
        (("jobs_created", "9,216", "2016"), "Somewhere: 9,216 people placed in jobs in 2016"),
    ],
)
def test_without_a_rate_the_title_tells_the_count(row, title):
    assert draw_answer(build_pack(build_row("one", *row))).title == title


def test_without_poverty_and_jobs_there_is_nothing_to_draw():
    pack = build_pack(build_row("n", "near_poor_rate", "5.10", "2015-M12"))
    assert TABLES_BY_CHART["01-answer"](pack).empty
