"""How many poor households fewer: exact where both ends are, and never across two standards."""

import pytest

from chart_rules import find_broken_rules
from drawn_charts import draw_chart, list_words
from poverty.charts.page import HALF, SQUARE
from poverty.tables import TABLES_BY_CHART
from small_packs import build_pack, build_row

CHART = "03-households"


def counts(standard, *figures):
    return [
        build_row(f"{standard}-{date}".lower(), "poor_households", printed, date, standard=standard)
        for date, printed in figures
    ]


def test_the_fall_of_each_standard(evidence):
    chart = draw_chart(CHART, evidence)
    assert chart.title == "Poor households fell by 90% in 4 years, then by 86% in 3"
    assert chart.alt.endswith(
        "Standard of 2016–2021: 30,850 to about 3,050, end 2015 to end 2019; "
        "standard of 2022–2026: 11,497 to 1,581, end 2021 to end 2024."
    )
    written = set(list_words(chart))
    # 7,233 follows from printed counts without a doubt; 3,050 from "nearly 27,800"
    assert {"9,916 fewer", "about 27,800 fewer", "7,233", "about 3,050", "30,850", "11,497", "1,581"} <= written
    assert [ax.get_ylim()[0] for ax in chart.figure.axes] == [0, 0]


def test_counts_of_close_dates_do_not_overprint():
    for size in (HALF, SQUARE):
        chart = draw_chart(CHART, "gia-lai", size=size)
        assert chart.title == "Poor households fell by 41% in 2 years, then by 31% in 2"
        assert {"more than 34,000", "19,965", "45,688", "31,502", "14,186 fewer"} <= set(list_words(chart))
        assert find_broken_rules(chart) == []


def test_a_survey_that_hardly_changed_has_no_big_number():
    chart = draw_chart(CHART, "nusa-tenggara-timur", size=HALF)
    assert chart.title == "Poor people: no clear change in 4 years"
    assert not [text for text in list_words(chart) if "fewer" in text or "more" in text or "−" in text]
    assert find_broken_rules(chart) == []


@pytest.mark.parametrize(
    ("figures", "title", "words"),
    [
        ((("2021-M12", "4,000"), ("2023-M12", "5,000")), "Poor households rose by 25% in 2 years", "1,000 more"),
        ((("2021-M12", "0"), ("2023-M12", "300")), "Poor households rose from 0 to 300 in 2 years", "300"),
        ((("2021-M12", "300"), ("2022-M12", "0")), "Poor households fell by 100% in 1 year", "300 fewer"),
    ],
)
def test_the_title_says_what_happened(figures, title, words):
    chart = draw_chart(CHART, build_pack(*counts("VN-2022", *figures)))
    assert chart.title == title
    assert words in list_words(chart)


def test_one_count_a_standard_draws_nothing():
    pack = build_pack(*counts("VN-2016", ("2015-M12", "9,000")), *counts("VN-2022", ("2021-M12", "4,000")))
    assert TABLES_BY_CHART[CHART](pack).empty
