"""Packs unlike the first province's: no sentence, title or note says more than they print, or less."""

from dataclasses import replace

import pytest

import poverty
from poverty import charts, tables
from poverty.charts.page import SLIDE
from poverty.packs.load import load_pack
from poverty.packs.readings import resolve_readings
from poverty.packs.unused import list_unused_rows
from poverty.publish.folders import describe_changes
from poverty.words import check as checking
from poverty.words.findings import phrase_limits, phrase_poverty_findings
from poverty.words.gather import gather_context
from poverty.words.language import Language
from poverty.words.phrases import phrase_standard
from small_packs import build_pack, build_row

ENGLISH = Language("en")
ENDED = {"from": "1997", "until": "2025-M06", "followed_by": {"en": "Greater Somewhere"}}
RISE = (("a", "5.00", "2016-M12"), ("b", "7.50", "2019-M12"))
ALONE = {
    "near-poor": [build_row("a", "near_poor_rate", "5.00", "2016-M12")],
    "a change": [build_row("a", "poverty_rate", "2.00", "2016-M12..2017-M12", statistic="fall",
                           unit="percentage points")],
    "a district": [build_row("a", "poverty_rate", "15.00", "2016-M12", area="district")],
}  # fmt: skip


def rate(name, printed, date, **columns):
    return build_row(name, "poverty_rate", printed, date, **columns)


def build_survey(first, last):
    """Rates of people by a survey that prints no error."""
    ends = (("a", first, "2016-M03"), ("b", last, "2018-M03"))
    return build_pack(*(rate(*end, base="population") for end in ends), standards={"VN-2016": "survey"})


def draw(name, pack):
    table = tables.TABLES_BY_CHART[name](pack)
    return charts.draw(name, table, gather_context(pack), ENGLISH, SLIDE)


def list_words(chart):
    return [" ".join(text.get_text().split()) for text in chart.figure.findobj() if hasattr(text, "get_text")]


def test_a_small_change_of_a_survey_is_none_in_every_place():
    pack = build_survey("9.58", "9.50")
    first, *_ = phrase_poverty_findings(pack, ENGLISH)
    assert first.startswith("Whether Somewhere's poverty rate fell cannot be told")
    assert draw("01-answer", pack).title == "Somewhere: poverty stood at 9.50% in 2018"
    assert draw("02-trajectory", pack).title.startswith("No clear change")


def test_a_large_change_of_a_survey_is_one():
    first, *_ = phrase_poverty_findings(build_survey("12.00", "9.50"), ENGLISH)
    assert "fell from 12.00% of people" in first


def test_the_pace_of_a_survey_has_no_second_decimal():
    words = list_words(draw("a2-sensitivity", build_survey("12.07", "9.58")))  # 1.245 points a year
    assert "as printed: 1.2 a year" in words
    assert "1.2 to 1.3" in words  # by rounding, 1.24 to 1.25


def test_the_difference_of_two_survey_counts_is_rounded():
    ends = (("a", "307,990", "2016-M03"), ("b", "345,000", "2018-M03"))
    rows = [build_row(name, "poor_persons", printed, date) for name, printed, date in ends]
    words = list_words(draw("03-households", build_pack(*rows, standards={"VN-2016": "survey"})))
    assert "about 37,000 more" in words


def test_a_pace_never_reads_as_nothing():
    pack = build_pack(rate("a", "0.04", "2016-M12"), rate("b", "0.00", "2018-M12"))
    assert phrase_poverty_findings(pack, ENGLISH)[0].endswith("about 0.02 points a year.")


def test_what_moves_the_pace_of_a_rise_says_that_it_rose():
    chart = draw("a2-sensitivity", build_pack(*(rate(*end) for end in RISE)))
    words = list_words(chart)
    assert "as printed: a rise of 0.83 a year" in words
    assert any("(below 0: a rise)" in word for word in words)
    assert "As printed, a rise of 0.83 points a year" in chart.alt


def test_nothing_is_called_inferred_where_all_is_printed():
    pack = build_pack(*(rate(*end) for end in RISE))
    said = " ".join(phrase_limits(pack, tables.build_chart_tables(pack), ENGLISH))
    assert "inferred" not in said
    assert "across poverty standards" not in said  # there is one


@pytest.mark.parametrize("rows", ALONE.values(), ids=ALONE)
def test_what_is_printed_is_not_said_to_be_missing(rows):
    shown = poverty.findings("poverty", build_pack(*rows))
    assert shown == []
    assert shown.nothing == "Too little is printed for a sentence on poverty."
    assert repr(poverty.chart("02-trajectory", build_pack())).endswith("too little of what it shows is printed.")


def test_more_than_an_exact_count_has_no_range_turned_round():
    pack = build_pack(build_row("a", "jobs_created", "18,000", "2020", qualifier="more than"))
    low, high = pack.claims["a"].limits("soft")
    assert (low, high) == (18001, 18001)


def test_rows_that_nothing_is_drawn_from_are_named(monkeypatch, capsys):
    rows = [
        rate("dated", "8.10", "2021-M12", standard="VN-2022"), rate("open", "7.00", "", standard="VN-2022"),
        rate("after", "4.20", "2025-M12", standard="VN-2022", area="successor"),
        build_row("jobs", "jobs_created", "20,000", ""),  # jobs without their years are told
    ]  # fmt: skip
    pack = build_pack(*rows, territory=ENDED)
    monkeypatch.setattr(checking, "load_pack", lambda _: pack)
    checking.check_pack("somewhere")
    named = [line for line in capsys.readouterr().out.splitlines() if line.startswith("not drawn")]
    assert [line.rpartition(": ")[2] for line in named] == ["open", "after"]
    drawn = {i for table in tables.build_chart_tables(pack).values() for cell in table["claims"] for i in cell.split()}
    assert not {"open", "after"} & drawn


def test_a_row_that_a_reading_dates_is_not_called_undated():
    said = " ".join(list_unused_rows(resolve_readings(load_pack("bac-lieu"))))
    assert "vna2020-poverty-rate-now" not in said


def test_a_province_that_ended_is_told_under_its_charts():
    rows = [rate("a", "8.10", "2021-M12", standard="VN-2022")]
    rows.append(rate("b", "4.00", "2025-M12", standard="VN-2022", area="former territory"))
    pack = build_pack(*rows, territory=ENDED)
    for name in ("01-answer", "02-trajectory"):
        assert any("merged into Greater" in word for word in list_words(draw(name, pack))), name


def test_two_standards_of_the_same_years_have_two_names():
    pack = build_pack(rate("a", "8.00", "2016-M12"))
    old, new = pack.shared.standards["VN-2016"], pack.shared.standards["VN-2022"]
    pack.shared.standards["VN-2022"] = replace(new, first_year=old.first_year, last_year=old.last_year)
    names = [phrase_standard(pack, standard, ENGLISH) for standard in ("VN-2016", "VN-2022")]
    assert names[0] != names[1]
    assert phrase_standard(pack, "VN-2011", ENGLISH) == "standard of 2011–2015"


def test_two_bases_are_not_called_two_standards():
    pack = build_pack(rate("a", "12.00", "2016-M12"), rate("b", "15.00", "2018-M12", base="population"))
    assert poverty.explain("standards", pack) == ["No two standards have a poverty rate here."]


def test_a_run_without_a_chart_says_so():
    said = describe_changes({}, {"figures": [], "data": []}, [])
    assert said == ["none is drawn: too little of what charts show is printed"]


def test_stored_copies_are_named_only_where_some_were_read():
    printed = build_pack(rate("a", "8.00", "2016-M12"))
    assert not any("stored copies" in sentence for sentence in poverty.explain("inferred", printed))
    assert any("stored copies" in sentence for sentence in poverty.explain("inferred", "bac-lieu"))
