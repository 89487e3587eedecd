"""The poverty rate under each standard: what it says, and what it must not draw or say."""

import pytest

from chart_rules import find_broken_rules
from drawn_charts import draw_chart, list_gids, list_words
from poverty.charts.page import HALF, SLIDE, SQUARE
from poverty.tables import tabulate_falls
from small_packs import build_pack, build_row

CHART = "02-trajectory"


def rates(standard, *figures):
    return [
        build_row(f"{standard}-{date}".lower(), "poverty_rate", printed, date, standard=standard)
        for date, printed in figures
    ]


def test_the_falls_under_three_standards_are_the_largest_words(evidence):
    chart = draw_chart(CHART, evidence)
    assert chart.title == "Under three poverty standards in a row, poverty fell by 86% to 91%"
    assert chart.alt.endswith(
        "Standard of 2011–2015: about 18.4% to 2.65%, end 2010 to end 2015; standard of 2016–2021: 15.55% to 1.38%, "
        "end 2015 to end 2019; standard of 2022–2026: 5.09% to 0.69%, end 2021 to end 2024."
    )
    sizes = {text.get_text(): text.get_fontsize() for text in chart.figure.texts}
    assert sizes["−86%"] == sizes["−91%"] == max(sizes.values())
    assert {"in 5 years", "in 4 years", "in 3 years"} <= set(sizes)


def test_each_standard_has_its_own_scale_from_zero_and_equal_years(evidence):
    panels = draw_chart(CHART, evidence).figure.axes
    assert len(panels) == 3
    assert [ax.get_ylim()[0] for ax in panels] == [0, 0, 0]
    assert 0.69 < panels[2].get_ylim()[1] < 7 < 15.55 < panels[1].get_ylim()[1] < 20
    for axes in (panels, draw_chart(CHART, "quang-ngai").figure.axes):  # there a spell is one year long
        years = [ax.get_position().width / (ax.get_xlim()[1] - ax.get_xlim()[0]) for ax in axes]
        assert max(years) == pytest.approx(min(years))


def test_of_an_open_question_what_all_readings_share_is_drawn(evidence):
    chart = draw_chart(CHART, evidence)
    assert "1.24%" not in list_words(chart)  # of the end of 2020, by one reading of the count
    assert len(list_gids(chart, "line")) == 3
    assert "Read otherwise, the falls are 83% to 92%." in chart.caption


def test_targets_forecasts_and_other_sources_are_off_the_chart(evidence):
    chart = draw_chart(CHART, evidence)
    assert not [text for text in list_words(chart) if text in ("1.9%", "0.5%", "0.38%", "19.09%")]
    assert not [gid for kind in ("target", "forecast", "check", "aside") for gid in list_gids(chart, kind)]
    note = chart.words[2].get_text()
    assert "Earlier, single figures only: 28.9% (1997; another source: more than 19.09%) and 14.5% (end 2007)." in note


def test_readings_that_share_one_figure_are_dashed_side_by_side():
    chart = draw_chart(CHART, "dien-bien")
    assert chart.title == "Under two poverty standards, poverty fell by 30% to 38%"  # that of 2016 has one figure
    assert {"in 3 or 4 years", "−38%"} <= set(list_words(chart))
    dashed = [line for ax in chart.figure.axes for line in ax.lines if str(line.get_gid()).startswith("line.")]
    assert [line.is_dashed() for line in dashed] == [True, True, False]
    assert "Single figures only: 48.14% (end 2015)." in chart.caption


def test_a_survey_says_so_and_joins_no_later_source():
    chart = draw_chart(CHART, "nusa-tenggara-timur")
    assert chart.title == "Poverty fell by 10% in 7 years, from 22.19% to 19.96%"
    assert chart.subtitle == "Poverty rate by household survey, % of people, East Nusa Tenggara"
    assert "sampling error is not printed" in chart.words[2].get_text()
    assert "19.02%" not in list_words(chart)


def test_a_printed_error_of_a_survey_is_drawn():
    figures = rates("VN-2006", ("2006-M12", "25.0"), ("2010-M12", "18.0"))
    for row in figures:
        row |= {"error_kind": "standard error", "error": "1.5"}
    chart = draw_chart(CHART, build_pack(*figures, standards={"VN-2006": "survey"}))
    assert len(list_gids(chart, "error")) == 2
    assert not list_gids(chart, "band")


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        ((("2021-M12", "5.00"), ("2024-M12", "7.50")), "Poverty rose by 50% in 3 years, from 5.00% to 7.50%"),
        ((("2021-M12", "5.0"), ("2023-M12", "5.0")), "No clear change in poverty in 2 years: 5.0%, then 5.0%"),
        ((("2021-M12", "0"), ("2023-M12", "3")), "Poverty rose from 0% to 3% in 2 years"),
        ((("2021-M12", "100"), ("2023-M12", "50")), "Poverty fell by 50% in 2 years, from 100% to 50%"),
        ((("2022-M03", "5.00"), ("2022-M10", "4.50")), "Poverty fell by 10% in 7 months, from 5.00% to 4.50%"),
        ((("2022-M12", "5.00"),), "5.00% of households were poor at the end of 2022"),
    ],
)
def test_the_title_says_what_happened(figures, title):
    pack = build_pack(*rates("VN-2022", *figures))
    for size in (SLIDE, HALF, SQUARE):
        chart = draw_chart(CHART, pack, size=size)
        assert chart.title == title
        assert find_broken_rules(chart) == []


def test_a_rise_after_a_fall_is_not_hidden_behind_it():
    fell, rose = (("2015-M12", "15.00"), ("2018-M12", "9.00")), (("2021-M12", "5.00"), ("2023-M12", "8.00"))
    chart = draw_chart(CHART, build_pack(*rates("VN-2016", *fell), *rates("VN-2022", *rose)))
    assert chart.title == "Poverty rose by 60% in 2 years, standard of 2022–2026"
    assert {"−40%", "+60%"} <= set(list_words(chart))


def test_loose_numerals_leave_a_range():
    figures = rates("VN-2022", ("2023-M12", "25.60"), ("2025-M12", "17"))
    figures[1] |= {"qualifier": "more than"}
    assert draw_chart(CHART, build_pack(*figures)).title == "Poverty fell by 30% to 34% in 2 years"


def test_five_standards_draw_what_fits_and_name_the_rest():
    years = {"VN-2001": (2001, 2005), "VN-2006": (2006, 2010), "VN-2011": (2010, 2015), "VN-2016": (2015, 2020)}
    years |= {"VN-2022": (2021, 2024)}
    rows = [rates(name, (f"{a}-M12", "20.55"), (f"{b}-M12", "5.11")) for name, (a, b) in years.items()]
    pack = build_pack(*(row for figures in rows for row in figures))
    for size, count in ((SLIDE, 4), (HALF, 3)):
        chart = draw_chart(CHART, pack, size=size)
        assert len(chart.figure.axes) == count
        assert "No room here: standard of 2001–2005" in chart.caption
        assert find_broken_rules(chart) == []


def test_rates_of_two_bases_are_not_joined():
    figures = rates("VN-2016", ("2015-M12", "15.00"), ("2018-M12", "9.00"))
    people = build_row("people", "poverty_rate", "20.00", "2019-M12", standard="VN-2016", base="population")
    drawn = tabulate_falls(build_pack(*figures, people))
    assert drawn["base"].unique().tolist() == ["households"]
    assert drawn[["fall_low", "fall_high"]].drop_duplicates().values.tolist() == [[40.0, 40.0]]
