"""What may be quoted of register and survey: the printed numbers, short sentences, nothing about what is not there."""

import re

import pytest

from poverty.packs import load as pack
from poverty.packs.readings import restrict_to_evidence
from poverty.words.findings import measures
from poverty.words.findings.measures import phrase_line_findings, phrase_measure_findings
from poverty.words.language import Kind, Language, list_languages
from sample_packs import swept

MOST_WORDS = {"en": 25, "id": 25, "vi": 40}  # split at blanks: of Vietnamese these are syllables


@pytest.fixture(scope="module")
def province():
    return pack.load_pack("bac-lieu")


def test_both_measures_over_the_same_years(province, english):
    levels, meaning = phrase_measure_findings(province, english)
    assert levels == (
        "The household survey fell more slowly, from 13.3% of people (2010) to 8.4% (2015); the register from 18.4% "
        "(inferred) to 2.65% of households."
    )
    assert levels.kind is Kind.STATED
    assert "sampling error not printed" in meaning
    assert meaning.kind is Kind.SURVEY


def test_the_line_in_prices_of_one_year(province, english):
    (worth,) = phrase_line_findings(province, english)
    assert worth == (
        "In prices of 2016 the rural line of 2011–2015 was worth 574,000 when it began and 419,000 when it ended "
        "(VND per person a month)."
    )


def test_a_survey_alone_is_called_one(english):
    (alone,) = phrase_measure_findings(pack.load_pack("nusa-tenggara-timur"), english)
    assert (
        alone
        == "The poverty rates for East Nusa Tenggara are of a household survey alone: no register stands beside them "
        "here."
    )
    assert phrase_line_findings(pack.load_pack("nusa-tenggara-timur"), english) == []


def test_measures_without_common_years_are_not_compared(english):
    apart, meaning = phrase_measure_findings(pack.load_pack("thanh-hoa"), english)
    assert apart.startswith("Register and survey of Thanh Hóa share no two years")
    assert meaning.kind is Kind.SURVEY


def test_a_register_alone_is_called_one(province, english, monkeypatch):
    none = measures.select_official_series("ID-NT", "poverty_rate_survey")
    monkeypatch.setattr(measures, "select_official_series", lambda *_: none)
    assert phrase_measure_findings(province, english) == [
        "The poverty rates for Bạc Liêu are of the register alone: no household survey stands beside them here."
    ]


@pytest.mark.parametrize("code", list_languages())
@pytest.mark.parametrize("slug", swept())
def test_sentences_are_short_and_hold_no_code(slug, code):
    whole = pack.load_pack(slug)
    for evidence in ("all", "article"):
        province = restrict_to_evidence(whole, evidence)
        for sentence in [f(province, Language(code)) for f in (phrase_measure_findings, phrase_line_findings)]:
            for text in sentence:
                assert len(text.split()) <= MOST_WORDS[code], text
                assert not re.search(r"VN-\d|GSO|_|%\(", text)


@pytest.mark.parametrize("slug", swept())
def test_no_number_has_more_decimals_than_were_printed(slug, english):
    for text in phrase_measure_findings(pack.load_pack(slug), english):
        survey, _, register = text.partition("; ")
        if register:
            assert all(len(decimals) <= 1 for decimals in re.findall(r"\d+\.(\d+)%", survey))
            assert all(len(decimals) <= 2 for decimals in re.findall(r"\d+\.(\d+)%", register))
            assert all(len(decimals) == 1 for decimals in re.findall(r"\d+\.(\d+)% \(inferred\)", register))
