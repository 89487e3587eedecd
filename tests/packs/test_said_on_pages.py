"""What pages print otherwise than as a level or a fall: percent above plan, a direction in words, families."""

import pytest

from drawn_charts import draw_chart, list_words
from poverty.jobs.figures import list_job_figures
from poverty.packs.audit import audit_claims, find_contradicted_claims
from poverty.packs.claims import build_claim
from poverty.packs.csv_rows import CsvRow
from poverty.packs.load import read_reference_tables
from poverty.words.findings.jobs import phrase_job_findings
from poverty.words.language import Language
from small_packs import build_pack, build_row, resolve_pack

ABOVE = {"statistic": "percent above plan", "unit": "percent", "together": "x"}


def say_in_words(statistic, word, **columns):
    blank = dict.fromkeys(("value", "rounded_to", "unit", "qualifier", "locale", "base"), "")
    row = build_row("words", "poverty_rate", "1", "2020-M12..2021-M12", statistic=statistic, **blank)
    return row | {"printed": word} | columns


def find_column_faults(row):
    checked = CsvRow("reported.csv", 2, row, [])
    shared = read_reference_tables([], [])
    shared.sources["A"] = shared.standards["VN-2016"] = None
    assert build_claim(checked, shared) is None
    return [fault.column for fault in checked.faults]


def test_percent_above_plan_gives_the_plan_and_stands_in_the_sentence():
    rows = [
        build_row("done", "jobs_created", "22,980", "2020", together="x"),
        build_row("above", "jobs_created", "14.9", "2020", **ABOVE),
    ]
    (plan,) = [f for f in list_job_figures(resolve_pack(*rows)) if f.status == "target"]
    assert (plan.value, plan.low, plan.high) == pytest.approx((20_000, 22_980 / 1.1495, 22_980 / 1.1485))
    said = phrase_job_findings(build_pack(*rows), Language("en"))
    assert "Placements in jobs in Somewhere were 14.9% above the plan for 2020." in said


def test_percent_above_plan_is_percent():
    assert find_column_faults(build_row("above", "jobs_created", "14.9", "2020", statistic="percent above plan")) == [
        "unit"
    ]


@pytest.mark.parametrize(
    ("statistic", "first", "last", "verdict"),
    [
        ("fall in words", "5.00", "6.00", "disagrees"),
        ("rise in words", "5.00", "6.00", "agrees"),
        ("fall in words", "6.00", "5.00", "agrees"),
        ("rise in words", "5", "5.1", "cannot tell"),
    ],
)
def test_a_direction_in_words_is_held_against_the_figures_of_both_dates(statistic, first, last, verdict):
    rows = [build_row("a", "poverty_rate", first, "2020-M12"), build_row("b", "poverty_rate", last, "2021-M12")]
    resolved = resolve_pack(*rows, say_in_words(statistic, "turun"))
    (found,) = [f for f in audit_claims(resolved) if f.check == "direction in words"]
    assert (found.verdict, found.claims) == (verdict, ("words", "a", "b"))
    assert "“turun”" in found.finding
    assert find_contradicted_claims(resolved) == ({"words"} if verdict == "disagrees" else set())


def test_a_direction_in_words_without_figures_is_not_checkable_and_never_drawn():
    rows = [build_row("a", "poverty_rate", "5.00", "2020-M12"), build_row("c", "poverty_rate", "4.00", "2022-M12")]
    resolved = resolve_pack(*rows, say_in_words("fall in words", "giảm"))
    assert [f.verdict for f in audit_claims(resolved) if f.check == "direction in words"] == ["not checkable"]
    assert "words" not in draw_chart("02-trajectory", build_pack(*rows, say_in_words("fall in words", "giảm"))).claims


@pytest.mark.parametrize(
    ("changes", "columns"),
    [({"printed": ""}, ["printed"]), ({"printed": "turun 2"}, ["printed"]), ({"from": "", "to": ""}, ["from"])],
)
def test_a_direction_in_words_needs_its_word_and_two_dates(changes, columns):
    assert find_column_faults(say_in_words("fall in words", "turun") | changes) == columns


def test_families_are_read_as_households_if_the_note_says_so():
    row = build_row("f", "poor_households", "1.2", "2020-M12", unit="thousand families", qualifier="about")
    assert find_column_faults(row) == ["note"]
    pack = build_pack(row | {"note": "the register of the programme counts families"})
    assert (pack.claims["f"].value, pack.claims["f"].base_unit) == (1200, "households")
    assert "about 1.2 thousand families" in list_words(draw_chart("a1-reported", pack))
