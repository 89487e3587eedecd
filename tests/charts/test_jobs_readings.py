"""What an average of unknown years can mean: every reading a row, beside what chart 06 prints and estimates."""

import pytest

from chart_rules import find_broken_rules
from poverty.charts import SIZES, draw
from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.tables import TABLES_BY_CHART
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import SWEPT_SIZES


def draw_readings(size="slide", evidence="all"):
    pack = restrict_to_evidence(load_pack("bac-lieu"), evidence)
    table = TABLES_BY_CHART["a3-jobs-readings"](pack)
    return draw("a3-jobs-readings", table, gather_context(pack), Language("en"), SIZES[size])


def list_bars(chart):
    """From where to where each bar goes, by the row of the table."""
    bars = [line for line in chart.figure.axes[0].lines if str(line.get_gid()).startswith("band.")]
    return {int(bar.get_gid().removeprefix("band.")): tuple(bar.get_xdata()) for bar in bars}


@pytest.mark.parametrize("size", SWEPT_SIZES)
def test_every_reading_is_told_in_words_and_numbers(size):
    chart = draw_readings(size)
    assert chart.title == "“More than 20,000 jobs a year” does not say how many in 2024"
    for text in ("Mean of 1997–2024: 26,000 to 220,000", "Recent level (2024): only if numbers fell",
                 "Mean since about 2011: 24,600 to 33,200", "Printed for 2019: nearly 24,600"):  # fmt: skip
        assert text in chart.alt
    assert find_broken_rules(chart) == []


def test_the_estimate_is_that_of_the_chart_of_jobs_by_year():
    pack = load_pack("bac-lieu")
    jobs, readings = (TABLES_BY_CHART[name](pack) for name in ("06-jobs", "a3-jobs-readings"))
    of_2024 = jobs[(jobs["role"] == "estimated") & (jobs["first"] == 2024)][["low", "high"]].values.tolist()
    assert readings[readings["role"] == "estimated"][["low", "high"]].values.tolist() == of_2024 == [[19406, 26575]]


def test_a_bar_that_leaves_the_scale_ends_there_and_its_number_does_not():
    chart = draw_readings()
    low, high = list_bars(chart)[1]
    assert low == 25965
    assert high == chart.figure.axes[0].get_xlim()[1] < 60000
    assert "26,000 to 220,000" in [text.get_text() for text in chart.figure.texts]


def test_readings_without_a_path_have_no_bar():
    assert sorted(list_bars(draw_readings())) == [1, 4, 5]


def test_from_the_main_source_alone_nothing_is_printed_or_estimated_beside():
    chart = draw_readings(evidence="article")
    assert "Printed for" not in chart.alt
    assert "stimate" not in chart.alt + chart.caption
    assert "Recent level (2024): 20,000" in chart.alt


def test_a_province_without_such_an_average_has_no_chart():
    assert TABLES_BY_CHART["a3-jobs-readings"](load_pack("soc-trang")).empty
