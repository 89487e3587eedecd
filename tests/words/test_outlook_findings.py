"""Sentences to quote on what comes next: true of the tables, with the direction that the figures have."""

import re
from functools import cache

import pytest

from poverty import tables
from poverty.outlook.tables import select_scenario_ends
from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from poverty.packs.readings import EVIDENCE_CHOICES, restrict_to_evidence
from poverty.words.findings.outlook import phrase_no_scenario_reason, phrase_outlook_findings
from poverty.words.language import Kind, Language
from sample_packs import edit, keep, set_cell

CASES = [(slug, evidence) for slug in pack.list_province_slugs() for evidence in EVIDENCE_CHOICES]
LAST_RATES = ("poverty-rate-2024", "dbnd-poverty-rate-2024")  # of the frozen pack, 0,69 at the end of 2024
TARGET = "vnafr2024-poverty-rate-target-2024"


@cache
def read(slug, evidence):
    return restrict_to_evidence(pack.load_pack(slug), evidence)


@cache
def said(slug, evidence, code="en"):
    return phrase_outlook_findings(read(slug, evidence), Language(code))


def percents(text):
    return [float(number) for number in re.findall(r"(\d+(?:\.\d+)?)%", text)]


def print_other(folder, claims, printed):
    for claim in claims:
        edit(folder, "reported.csv", set_cell(claim, "printed", printed))
        edit(folder, "reported.csv", set_cell(claim, "value", printed.replace(",", ".")))
    return pack.read_pack_folder(folder)


def test_bac_lieu_with_all_sources(evidence, english):
    # 0.6937 (0.69 / 5.09) to the two thirds is 0.183; the fall is 1.467 points a year, twice 0.39 of it 1.147
    assert phrase_outlook_findings(evidence, english) == [
        "If the fall goes on at the same rate, about 0.18% of Bạc Liêu's households are poor at end 2026, 0% to 1.33%.",
        "Below 1.6% no record says how often the range holds: it is only as wide as at higher rates elsewhere.",
        "Of 4 poverty targets printed for Bạc Liêu, 2 were reached; of 2 it is not known.",
    ]


def test_a_range_whose_level_is_known_is_called_by_it():
    first, second = said("son-la", "all")[:2]
    assert first.endswith("7.1% of Sơn La's households are poor at end 2026, 4.4% to 9.9%.")
    assert second == (
        "Tried on other places 2 years ahead, such ranges held 19 of 19 figures; the counts were mostly lower."
    )
    assert "no record says" not in " ".join(said("son-la", "all"))


@pytest.mark.parametrize("code", ["en", "vi", "id"])
def test_below_the_record_nothing_is_called_a_probability(code):
    lang = Language(code)
    told = " ".join(said("bac-lieu", "all", code))
    assert lang.percent(1.6, 1) in told
    assert lang.percent(90) not in told


def test_an_open_reading_leaves_a_range(evidence, english):
    # from the end of 2022 on: 0.6937 (0.69 / 5.09) is 0.094, and the fall 2.2 points a year: 0.094 + 1.721
    first, *_ = phrase_outlook_findings(restrict_to_evidence(evidence, "article"), english)
    assert first == (
        "If the fall goes on at the same rate, about 0.09% to 0.18% of Bạc Liêu's households are poor at end 2026, "
        "0% to 1.81%."
    )


def test_a_survey_is_not_carried_on():
    (sentence,) = said("nusa-tenggara-timur", "all")
    assert sentence == (
        "No scenario is drawn for East Nusa Tenggara: every change between two surveys has a sampling error."
    )
    assert sentence.kind is Kind.UNTOLD


def test_a_rise_is_told_with_its_size_and_not_carried_on(folder, english):
    # from 5.09 at the end of 2021 to 5.95: 0.86 in three years, 0.283 to 0.290 a year
    sentences = phrase_outlook_findings(print_other(folder, LAST_RATES, "5,95"), english)
    assert sentences[0] == (
        "No scenario is drawn for Bạc Liêu: the rate rose by 0.283 to 0.290 points a year from end 2021 to end 2024."
    )
    assert not re.search(r"reduction|fall|-\d", " ".join(sentences))


def test_figures_that_do_not_tell_a_direction_are_not_carried_on(folder, english):
    sentences = phrase_outlook_findings(print_other(folder, LAST_RATES, "5,09"), english)
    assert "the figures of end 2021 and end 2024 do not tell whether the rate fell" in sentences[0]


@pytest.mark.parametrize(("slug", "evidence"), CASES)
def test_the_numbers_are_those_of_the_table(slug, evidence):
    table = tables.tabulate_scenarios(read(slug, evidence))
    sentences = said(slug, evidence)
    if table.empty:
        assert not [sentence for sentence in sentences if "goes on" in sentence or "range" in sentence]
        return
    ends = select_scenario_ends(table)
    same = ends[ends["scenario"] == "pace"]
    told = [*sorted({same["value"].min(), same["value"].max()}), same["low"].min(), same["high"].max()]
    assert percents(sentences[0]) == pytest.approx(told, abs=0.0501)
    assert "at end 2026" in sentences[0]
    assert ("such ranges held" in sentences[1]) == (set(same["calibrated"]) == {"yes"})


@pytest.mark.parametrize(("slug", "evidence"), CASES)
def test_targets_are_counted_as_in_the_table(slug, evidence):
    targets = tables.tabulate_target_verdicts(read(slug, evidence))
    verdicts = list(targets.loc[targets["indicator"] != "jobs_created", "verdict"])  # jobs have their own sentences
    about = [sentence for sentence in said(slug, evidence) if "target" in sentence]
    assert len(about) == bool(verdicts)
    if about and len(verdicts) > 1:
        counts = [int(number) for number in re.findall(r"\d+", about[0])]
        known = [n for n in (verdicts.count("reached"), verdicts.count("missed")) if n]
        unknown = [n for n in (verdicts.count("cannot tell"),) if n and known]
        assert counts == [len(verdicts), *known, *unknown]


def test_a_missed_target_is_said_to_be_missed(folder, english):
    for column, cell in (("printed", "0,5"), ("value", "0.5"), ("rounded_to", "0.1")):
        edit(folder, "reported.csv", set_cell(TARGET, column, cell))
    sentence = phrase_outlook_findings(pack.read_pack_folder(folder), english)[-1]
    assert sentence == "Of 4 poverty targets printed for Bạc Liêu, 1 was reached; 1 was missed; of 2 it is not known."
    assert sentence.kind is Kind.PARTLY_UNTOLD


@pytest.mark.parametrize(
    ("kept", "printed", "sentence", "kind"),
    [
        ((TARGET,), "1,0", "The poverty target printed for Bạc Liêu was reached.", Kind.STATED),
        ((TARGET,), "0,5", "The poverty target printed for Bạc Liêu was missed.", Kind.STATED),
        (
            ("bds-poverty-rate-target-2025",), "",
            "Whether the poverty target printed for Bạc Liêu was reached is not known.", Kind.UNTOLD,
        ),
        (
            ("bds-poverty-rate-target-2025", "bds-poverty-rate-fall-target-2023"), "",
            "Whether the 2 poverty targets printed for Bạc Liêu were reached is not known.", Kind.UNTOLD,
        ),
    ],
)  # fmt: skip
def test_few_targets_are_told_in_plain_words(folder, english, kept, printed, sentence, kind):
    keep(folder, lambda row: row["status"] != "target" or row["claim_id"] in kept)
    if printed:
        for column, cell in (("printed", printed), ("value", printed.replace(",", ".")), ("rounded_to", "0.1")):
            edit(folder, "reported.csv", set_cell(TARGET, column, cell))
    found = phrase_outlook_findings(pack.read_pack_folder(folder), english)[-1]
    assert (found, found.kind) == (sentence, kind)


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("quang-ngai", "of end 2016, was counted under the multidimensional standard of 2016–2021, and 2 others"),
        ("soc-trang", "no two figures a year apart are printed under the multidimensional standard of 2022–2026"),
        ("nusa-tenggara-timur", "every change between two surveys has a sampling error"),
    ],
)
def test_why_there_is_no_scenario_is_said_without_codes(english, slug, reason):
    told = phrase_no_scenario_reason(read(slug, "all"), english)
    assert reason in told
    assert not re.search(r"VN-|M12", told)


def test_where_there_are_scenarios_there_is_no_reason_for_none(english):
    assert phrase_no_scenario_reason(read("bac-lieu", "all"), english) == ""


# A chosen horizon


@pytest.mark.parametrize("horizon", [2025, 2026])
def test_a_horizon_is_the_year_that_is_told(evidence, english, horizon):
    assert f"are poor at end {horizon}, " in phrase_outlook_findings(evidence, english, horizon=horizon)[0]


@pytest.mark.parametrize(("name", "value"), [("slower", 2), ("horizon", 2024), ("horizon", 2030)])
def test_a_parameter_out_of_its_range_is_refused(evidence, english, name, value):
    with pytest.raises(PackError, match=rf"outlook\.{name}"):
        phrase_outlook_findings(evidence, english, **{name: value})
