"""Sentences that a briefing may quote: three of each subject, each with its condition, its range and true numbers."""

import re
from functools import cache

import pytest

from poverty import tables
from poverty.jobs.trial import CANNOT_BE, MUST_BE
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.words import findings
from poverty.words.language import Kind, Language
from sample_packs import edit, keep, set_cell

SUBJECTS = ("jobs", "livelihoods")
CASES = [
    (slug, setting, subject)
    for slug in pack.list_province_slugs()
    for setting in ("article", "all", "both")
    for subject in SUBJECTS
]
ALL, ALONE = "With all sources: ", "From the main source alone: "
YEARS = re.compile(r"\b(?:end )?(?:19|20)\d\d to (?:end )?(?:19|20)\d\d\b")  # a span of years is not a range of numbers
RANGE = re.compile(r"-?\d[\d.,]*%? to -?\d")
# what stands where nothing is printed, or one figure alone
NO_RANGE = re.compile(r"cannot (be told|tell)|\b0 \w|figures: 1\)|^At the pace so far, [\d.]+ points a year, ")
MILLION = 1e6


@cache
def packs(slug, setting):
    whole = pack.load_pack(slug)
    return {story: readings.restrict_to_evidence(whole, story) for story in readings.expand_evidence_choice(setting)}


@cache
def told(slug, setting, subject):
    return findings.phrase_subject_findings(findings.FINDINGS_BY_SUBJECT[subject], packs(slug, setting), Language("en"))


@pytest.fixture(scope="module")
def said(evidence, english):
    """The sentences of the frozen pack with all sources, by subject."""
    return {subject: findings.FINDINGS_BY_SUBJECT[subject](evidence, english) for subject in SUBJECTS}


def parts(sentence):
    """What all sources say and what the main one alone does; or the one sentence of both."""
    if not sentence.startswith(ALL):
        return [sentence]
    every, _, alone = sentence.removeprefix(ALL).partition(f" {ALONE}")
    return [every, alone]


def numbers(text):
    return [float(n.replace(",", "")) for n in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]


def after(sentence, words, count=2):
    """The first numbers that follow some words."""
    assert words in sentence
    return numbers(sentence.partition(words)[2])[:count]


# What every sentence must have


@pytest.mark.parametrize(("slug", "setting", "subject"), CASES)
def test_three_whole_sentences_with_numbers(slug, setting, subject):
    found = told(slug, setting, subject)
    assert len(found) == 3
    for sentence in (part for whole in found for part in parts(whole)):
        assert re.search(r"\d", sentence), sentence
        assert sentence.endswith("."), sentence
        assert not sentence.endswith(".."), sentence
        assert sentence[:1].isupper(), sentence
        assert not re.search(r"%\(|%%|∞|\b(nan|inf|none|nat)\b|  ", sentence, re.IGNORECASE), sentence


@pytest.mark.parametrize(("slug", "setting", "subject"), CASES)
def test_every_sentence_has_its_condition(slug, setting, subject):
    for sentence in (part for whole in told(slug, setting, subject) for part in parts(whole)):
        assert re.search(r"\bif\b", sentence), sentence


@pytest.mark.parametrize(("slug", "setting", "subject"), CASES)
def test_every_sentence_has_a_range_or_says_that_it_cannot(slug, setting, subject):
    for sentence in (part for whole in told(slug, setting, subject) for part in parts(whole)):
        assert RANGE.search(YEARS.sub("", sentence)) or NO_RANGE.search(sentence), sentence


@pytest.mark.parametrize(("slug", "setting", "subject"), [case for case in CASES if case[1] != "both"])
def test_the_kind_of_a_sentence_is_what_it_says(slug, setting, subject):
    kinds = set(Kind) - {Kind.UNTOLD, Kind.PARTLY_UNTOLD}
    for sentence in told(slug, setting, subject):
        first = sentence.partition(";")[0]
        assert (sentence.kind == Kind.UNTOLD) == ("cannot be told" in first), sentence
        assert (sentence.kind in kinds) == ("cannot be told" not in sentence), sentence
        assert (sentence.kind == Kind.ELSEWHERE) == sentence.startswith("In other places"), sentence


@pytest.mark.parametrize(("slug", "subject"), sorted({(slug, subject) for slug, _, subject in CASES}))
def test_two_stories_that_say_the_same_say_it_once(slug, subject):
    stories = zip(*(told(slug, setting, subject) for setting in ("all", "article", "both")), strict=True)
    for every, alone, both in stories:
        assert ALL not in every + alone
        assert ALONE not in every + alone
        assert both == (every if every == alone else f"{ALL}{every} {ALONE}{alone}")


@pytest.mark.parametrize(("subject", "apart"), [("jobs", [True, True, True]), ("livelihoods", [False, True, True])])
def test_which_sentences_outside_evidence_changes(evidence, english, subject, apart):
    both = {story: readings.restrict_to_evidence(evidence, story) for story in readings.expand_evidence_choice("both")}
    found = findings.phrase_subject_findings(findings.FINDINGS_BY_SUBJECT[subject], both, english)
    assert [sentence.startswith(ALL) for sentence in found] == apart


# The key sentences of Bạc Liêu with all sources


@pytest.mark.parametrize(
    ("subject", "place", "words"),
    [
        ("jobs", 0, "1.42 to 1.43 times as many"),
        ("jobs", 1, "106 to 224 cannot have averaged more than 20,000 jobs a year and 57 to 58 must have"),
        ("jobs", 2, "answer “cannot tell”"),
        ("livelihoods", 0, "11.3 to 12.0 households a model"),
        ("livelihoods", 0, "10.3 to 11.3 million VND a household (about 425 to 467 US dollars)"),
        ("livelihoods", 1, "0% to 16.1% of the net fall in poor households from end 2021 to end 2024"),
        ("livelihoods", 2, "14.6 to 19.5 households a model"),
    ],
)
def test_a_key_sentence(said, subject, place, words):
    assert words in said[subject][place]


def test_the_main_source_alone_leaves_its_readings_open(evidence, english):
    article = readings.restrict_to_evidence(evidence, "article")
    assert "would put 1997 at 6,667 to 8,400" in findings.phrase_job_findings(article, english)[0]
    assert "680,000 to 700,000 US dollars" in findings.phrase_livelihood_findings(article, english)[2]


# Sentences are true of the tables

TABLES = [(slug, story) for slug in pack.list_province_slugs() for story in readings.EVIDENCE_CHOICES]


@pytest.mark.parametrize(("slug", "story"), TABLES)
def test_the_quotients_of_livelihood_models_are_those_of_the_table(slug, story):
    table = tables.tabulate_livelihoods(packs(slug, story)[story])
    said = told(slug, story, "livelihoods")
    each = table[table["role"] == "each"]
    own = each[each["publisher"] == each["publisher"].iloc[0]] if len(each) else each
    for rows, sentence in ((own, said[0]), (table[table["role"] == "rest-each"], said[2])):
        for row in rows.itertuples():
            unit = "million VND" if row.unit == "VND" else "households"
            shown = re.search(rf"([\d.,]+) to ([\d.,]+) {unit} a {row.measure.rpartition(' ')[2]}\b", sentence)
            ends = [float(n.replace(",", "")) for n in shown.groups()]
            scale = MILLION if row.unit == "VND" else 1
            half = 0.05 if "." in shown[1] else 0.5
            assert ends == pytest.approx([row.low / scale, row.high / scale], abs=1.001 * half)
    shares = table[(table["role"] == "share") & (table["whole"] == "net fall of poor households")]
    most = shares["high"].iloc[0] if len(shares) else 100
    assert after(said[1], "0% to ", 1) == [pytest.approx(most, abs=0.0501)]


@pytest.mark.parametrize("story", readings.EVIDENCE_CHOICES)
def test_the_spans_of_years_counted_are_those_of_the_table(evidence, english, story):
    read = readings.restrict_to_evidence(evidence, story)
    said = findings.phrase_job_findings(read, english)[1]
    states = [list(rows["state"]) for _, rows in tables.tabulate_job_windows(read).groupby("shape")]
    assert [len(found) for found in states] == [28 * 29 / 2] * 2  # from 1997 to 2024
    assert after(said, "Of the ", 1) == [406]
    for state, words in ((CANNOT_BE, "{} cannot have averaged"), (MUST_BE, "and {} must have")):
        low, high = sorted(found.count(state) for found in states)
        assert words.format(f"{low} to {high}" if low < high else low) in said


def test_the_ratio_of_two_years_is_that_of_the_ends_of_their_numerals(folder, english):
    for column, cell in (("printed", "17.000"), ("value", "17000"), ("rounded_to", "1000")):
        edit(folder, "reported.csv", set_cell("dtmn2014-jobs-2013", column, cell))
    said = findings.phrase_job_findings(pack.read_pack_folder(folder), english)[0]
    # from 24,550 over 18,000 to 24,600 over 17,000
    assert "more than 17,000 people were placed in jobs in 2013 and nearly 24,600 in 2019: 1.36 to 1.45 times" in said


def test_an_average_of_no_known_years_is_not_called_nothing(folder, english):
    keep(folder, lambda row: row["indicator"] != "jobs_created" or row["claim_id"] == "jobs-per-year")
    assert "0 numbers" not in findings.phrase_job_findings(pack.read_pack_folder(folder), english)[0]
