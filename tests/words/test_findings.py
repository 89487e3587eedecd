"""Sentences on the outlook that a briefing may quote: each with its condition, its range and true numbers."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from poverty import tables
from poverty.outlook import scenarios as outlook
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.packs.csv_rows import PackError
from poverty.words import findings
from poverty.words.language import Kind, Language
from sample_packs import edit, set_cell

SUBJECTS = ("outlook",)
CASES = [
    (slug, setting, subject)
    for slug in pack.list_province_slugs()
    for setting in ("article", "all", "both")
    for subject in SUBJECTS
]
ALONE = "From the main source alone: "
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
    """What a sentence says, whichever source says it."""
    return [sentence.removeprefix(ALONE)]


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
    assert 3 <= len(found) <= (6 if setting == "both" else 3)
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


@pytest.mark.parametrize(("slug", "subject"), sorted({(slug, subject) for slug, _, subject in CASES}))
def test_two_stories_that_say_the_same_say_it_once(slug, subject):
    every, alone, both = (told(slug, setting, subject) for setting in ("all", "article", "both"))
    assert both == [*every, *(f"{ALONE}{sentence}" for sentence in alone if sentence not in every)]


# The key sentences of Bạc Liêu with all sources


@pytest.mark.parametrize(
    ("subject", "place", "words"),
    [
        ("outlook", 0, "0.00% to 1.01% (0 to 2,307 households) by the "),
        ("outlook", 0, "the standard that ends in 2026 still held"),
        ("outlook", 1, "3,305 households a year, the remaining 1,581 in Bạc Liêu would last 0.5 years"),
        ("outlook", 1, "566 to 1,132 would have to leave a year"),
        ("outlook", 2, "(6), 2 to 6 were reached and 0 missed"),
    ],
)
def test_a_key_sentence(said, subject, place, words):
    assert words in said[subject][place]


def test_the_main_source_alone_leaves_its_readings_open(evidence, english):
    article = readings.restrict_to_evidence(evidence, "article")
    assert "3,305 to 4,958 households a year" in findings.phrase_outlook_findings(article, english)[1]
    assert "0 targets are printed" in findings.phrase_outlook_findings(article, english)[2]


# A chosen horizon


@pytest.mark.parametrize("setting", ["article", "all", "both"])
@pytest.mark.parametrize("slug", ["bac-lieu", "dien-bien", "quang-ngai"])
def test_a_chosen_horizon_is_the_year_of_every_sentence_on_it(english, slug, setting):
    usual, chosen = (
        findings.phrase_subject_findings(findings.phrase_outlook_findings, packs(slug, setting), english, horizon=year)[
            0
        ]
        for year in (None, 2027)
    )
    pattern = r"\b(?:By|will be in) (\d{4})"
    assert set(re.findall(pattern, usual)) == {"2030"}
    assert re.findall(pattern, chosen) == ["2027"] * len(parts(chosen))
    assert "2030" not in chosen


def test_an_earlier_horizon_has_other_ends(evidence, english):
    early = findings.phrase_outlook_findings(evidence, english, horizon=2026)[0]
    assert "0.00% to 0.93% (0 to 2,128 households) by the " in early
    assert "still held" not in early  # the end of the standard itself


def test_other_parameters_are_the_ends_too(evidence, english):
    chosen = findings.phrase_outlook_findings(evidence, english, entry=[1, 2])
    assert "1.00% to 2.00% of the others did each year, 2,263 to 4,527 would have to leave" in chosen[1]
    assert after(chosen[0], "would be") != after(findings.phrase_outlook_findings(evidence, english)[0], "would be")


@pytest.mark.parametrize("horizon", [2024, 2020])
def test_a_horizon_in_the_past_cannot_be_told(evidence, english, horizon):
    said = findings.phrase_outlook_findings(evidence, english, horizon=horizon)[0]
    assert f"will be in {horizon}, 0% to 100%, cannot be told" in said
    assert f"the last figure, of end 2024, is not earlier than {horizon}" in said


def test_a_parameter_out_of_its_range_is_refused(evidence, english):
    with pytest.raises(PackError, match=r"outlook\.slower"):
        findings.phrase_outlook_findings(evidence, english, slower=2)


# Sentences are true of the tables

TABLES = [(slug, story) for slug in pack.list_province_slugs() for story in readings.EVIDENCE_CHOICES]


@pytest.mark.parametrize(("slug", "story"), TABLES)
def test_the_ends_of_the_scenarios_are_those_of_the_table(slug, story):
    table, said = tables.tabulate_scenarios(packs(slug, story)[story]), told(slug, story, "outlook")[0]
    paths = table[table["role"] == "scenario"]
    if paths.empty:
        assert "0% to 100%, cannot be told" in said
        return
    ends = paths[(paths["t"] - paths["t"].max()).abs() < 1e-6]
    decimals = len(re.search(r"would be [\d]+\.(\d+)%", said)[1])
    expected = [ends["value"].min(), ends["value"].max()]
    assert after(said, "would be") == pytest.approx(expected, abs=0.5001 * 10**-decimals)
    if ends["households"].notna().all():
        assert after(said, "% (") == [ends["households"].min(), ends["households"].max()]
    else:
        assert "households" not in said
    count = len({(row.scenario, str(row.parameter)) for row in paths.itertuples()})
    assert after(said, "by the ", 1) == [count]


@pytest.mark.parametrize(("slug", "story"), TABLES)
def test_the_pace_and_what_is_left_are_those_of_the_figures(slug, story):
    begun = [start for _, start in tables.list_scenario_starts(packs(slug, story)[story])]
    said = told(slug, story, "outlook")[1]
    if not begun:
        assert "cannot be told from 0 spells" in said
        return
    counted = "households a year" in said
    assert counted == all(b.count is not None and b.earlier is not None for b in begun)
    ends = [(b.earlier, b.count) if counted else (b.spell.anchors[0], b.last) for b in begun]
    slowest = min((first.low - last.high) / (last.t - first.t) for first, last in ends)
    fastest = max((first.high - last.low) / (last.t - first.t) for first, last in ends)
    last, decimals = ends[0][1], 0 if counted else 2
    shown = {
        "the pace so far, ": (slowest, fastest, decimals),
        "the remaining ": (last.low, last.high, decimals),
        "would last ": (last.low / fastest, last.high / slowest, 1),
    }
    for words, (low, high, places) in shown.items():
        one, other = (f"{Decimal(str(x)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}" for x in (low, high))
        assert f"{words}{one if one == other else f'{one} to {other}'} " in said


@pytest.mark.parametrize(("slug", "story"), TABLES)
def test_the_targets_counted_are_those_of_the_table(slug, story):
    verdicts = list(tables.tabulate_target_verdicts(packs(slug, story)[story])["verdict"])
    said = told(slug, story, "outlook")[2]
    if not verdicts:
        assert "0 targets are printed" in said
        return
    total, reached, missed = len(verdicts), verdicts.count("reached"), verdicts.count("missed")
    shown = f"{reached} to {total - missed}" if reached < total - missed else f"{reached}"
    assert f"({total}), {shown} were reached and {missed} missed" in said
    assert said.endswith(f"of {total - reached - missed} it cannot be told.")


def test_a_missed_target_is_counted_and_cannot_have_been_reached(folder, english):
    for column, cell in (("printed", "0,5"), ("value", "0.5"), ("rounded_to", "0.1")):
        edit(folder, "reported.csv", set_cell("vnafr2024-poverty-rate-target-2024", column, cell))
    said = findings.phrase_outlook_findings(pack.read_pack_folder(folder), english)[2]
    assert "(6), 1 to 5 were reached and 1 missed" in said
    assert said.endswith("of 4 it cannot be told.")


def test_the_households_of_a_scenario_are_its_rate_of_them_all(evidence, said):
    table = tables.tabulate_scenarios(evidence)
    most = table.loc[(table["role"] == "scenario") & (table["t"] == 2030), "value"].max()
    whole = outlook.find_scenario_start(readings.resolve_readings(evidence)).all_households
    assert after(said["outlook"][0], "(0 to ", 1) == [round(most * whole / 100)]
