"""Sentences to quote: short, plain, nothing for the sake of a number, in three languages, over every pack."""

import re
from functools import cache
from itertools import product

import pytest

from generated_packs import Rate, build_rates_pack
from poverty.packs.load import list_province_slugs, load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.words.findings import FINDINGS_BY_SUBJECT, phrase_poverty_findings
from poverty.words.language import Language, list_languages
from sample_packs import swept_cases

MOST_WORDS = {"en": 25, "id": 25, "vi": 40}  # split at blanks: of Vietnamese these are syllables, 1.6 to a word
CASES = swept_cases(
    product(list_province_slugs(), ("article", "all"), FINDINGS_BY_SUBJECT), ("bac-lieu", "nghe-an", "son-la")
)
CODES = re.compile(r"\b(VN|ID)-\w|[a-z]+-[a-z]+-\d{4}|_|%\(|%%|∞|\bnan\b|\binf\b|\bNone\b|  ")


@cache
def read_pack(slug, choice):
    return restrict_to_evidence(load_pack(slug), choice)


@cache
def list_sentences(slug, choice, subject, code):
    return FINDINGS_BY_SUBJECT[subject](read_pack(slug, choice), Language(code))


@pytest.mark.parametrize("code", list_languages())
@pytest.mark.parametrize(("slug", "choice", "subject"), CASES)
def test_sentences_are_short_and_plain(slug, choice, subject, code):
    sentences = list_sentences(slug, choice, subject, code)
    assert len(sentences) <= 3
    for sentence in sentences:
        assert len(sentence.split()) <= MOST_WORDS[code], sentence
        assert sentence.endswith(".")
        assert not sentence.endswith("..")
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert not CODES.search(sentence), sentence


@pytest.mark.parametrize(("slug", "choice", "subject"), CASES)
def test_no_sentence_counts_nothing(slug, choice, subject):
    for sentence in list_sentences(slug, choice, subject, "en"):
        assert not re.search(r"(?<![\d.,])0 (?!to)[a-z]|\bspans? of years\b|holds? what is printed", sentence), sentence


# Poverty in the four provinces that differ most


def test_bac_lieu(evidence, english):
    households, rate, caution = phrase_poverty_findings(evidence, english)
    assert (
        households
        == "11,497 poor households in Bạc Liêu at the end of 2021 became 1,581 at the end of 2024, 86% fewer."
    )
    assert "from 5.09% of households (end 2021) to 0.69% (end 2024)" in rate
    assert "48.6% a year, halving about once a year" in rate
    assert "survey fell more slowly, from 13.3% of people (2010) to 8.4% (2015)" in caution
    assert "18.4% (inferred) to 2.65% of households" in caution


def test_bac_lieu_from_the_article_alone(evidence, english):
    households, rate, caution = phrase_poverty_findings(restrict_to_evidence(evidence, "article"), english)
    assert "at the end of 2021 or in 2022" in households
    assert "48.6% to 63.2% a year" in rate  # three years, or two
    assert "halving" not in rate
    assert "standard of 2022–2026" in caution


def test_a_survey_is_told_without_the_precision_of_its_rounding(english):
    rate, people, caution = phrase_poverty_findings(load_pack("nusa-tenggara-timur"), english)
    assert people == "By the household survey 1,140,000 people in East Nusa Tenggara were poor in March 2023."
    assert "fell from 22.19% of people (March 2016) to 19.96% (March 2023): about 0.3 points a year" in rate
    assert "sampling error" in caution


def test_a_rise_is_told_as_a_rise(english):
    pack = build_rates_pack([Rate("VN-2022", "households", 2021, 500), Rate("VN-2022", "households", 2023, 720)])
    rate = phrase_poverty_findings(pack, english)[0]
    assert "rose from 5.00% of households (end 2021) to 7.20% (end 2023): 20.0% a year" in rate
    assert "halving" not in rate
