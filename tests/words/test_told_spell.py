"""The sentence on the rate tells of one spell; count and rate of a figure of 0."""

import pytest

from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.words.findings.poverty import phrase_poverty_findings
from poverty.words.language import Language
from small_packs import build_pack, build_row

ENGLISH = Language("en")


def rate(name, printed, date, **columns):
    return build_row(name, "poverty_rate", printed, date, **columns)


def count(name, printed, date, **columns):
    return build_row(name, "poor_households", printed, date, **columns)


def test_the_spell_of_five_years_is_told_rather_than_the_later_one_of_one_year():
    pack = build_pack(
        rate("a", "20.00", "2010-M12", standard="VN-2011"), rate("b", "9.00", "2015-M12", standard="VN-2011"),
        rate("c", "15.00", "2015-M12"), rate("d", "13.00", "2016-M12"),
    )  # fmt: skip
    assert "from 20.00% of households" in phrase_poverty_findings(pack, ENGLISH)[0]


def test_of_two_bases_households_are_told_where_both_have_as_many_figures():
    dates = [("a", "2018-M12"), ("b", "2020-M12")]
    people = [rate(f"people-{n}", p, d, base="population") for (n, d), p in zip(dates, ("9.00", "8.00"), strict=True)]
    households = [rate(f"homes-{n}", p, d) for (n, d), p in zip(dates, ("12.00", "10.00"), strict=True)]
    pack = build_pack(*people, *households)
    assert "from 12.00% of households" in phrase_poverty_findings(pack, ENGLISH)[0]


@pytest.mark.parametrize(
    ("ends", "counted", "changed"),
    [
        (("100", "0"), "100 poor households in Somewhere at the end of 2018 became 0", "fell from 1.00%"),
        (("0", "100"), "0 poor households in Somewhere at the end of 2018 became 100", "rose from 0.00%"),
    ],
)
def test_a_figure_of_none_has_points_and_no_percent_a_year(ends, counted, changed):
    rates = {"100": "1.00", "0": "0.00"}
    dates = ("2018-M12", "2020-M12")
    rows = [count(f"count-{n}", n, date) for n, date in zip(ends, dates, strict=True)]
    rows += [rate(f"rate-{n}", rates[n], date) for n, date in zip(ends, dates, strict=True)]
    pack = build_pack(*rows)
    of_counts, of_rates, *_ = phrase_poverty_findings(pack, ENGLISH)
    assert of_counts.startswith(counted)
    assert changed in of_rates
    assert of_rates.endswith("about 0.5 points a year.")


def test_counts_keep_the_words_that_limit_them():
    pack = build_pack(
        count("a", "30,000", "2016-M12", qualifier="more than", rounded_to="1000"), count("b", "5,200", "2020-M12"),
        rate("c", "6.00", "2016-M12"), rate("d", "1.80", "2020-M12"),
    )  # fmt: skip
    sentence = phrase_poverty_findings(pack, ENGLISH)[0]
    assert sentence.startswith("More than 30,000 poor households")
    assert sentence.endswith("83% fewer.")


def test_a_date_that_readings_move_is_told_with_each_reading():
    pack = restrict_to_evidence(load_pack("dien-bien"), "article")
    assert "end 2013 or end 2014" in phrase_poverty_findings(pack, ENGLISH)[0]


def test_other_standards_are_named_where_nothing_weightier_fills_the_room():
    pack = build_pack(rate("a", "9.00", "2016-M12"), rate("b", "6.00", "2018-M12"))
    assert "cannot be compared with rates under another" in phrase_poverty_findings(pack, ENGLISH)[-1]
    sentences = phrase_poverty_findings(load_pack("quang-ngai"), ENGLISH)
    assert len(sentences) == 3
    assert "The household survey fell more slowly" in sentences[1]
    assert "cannot be compared with rates under another" in sentences[2]
