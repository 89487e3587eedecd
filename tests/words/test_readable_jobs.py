"""What notebook 03 shows of jobs: key numbers, the opened methods beside the calls, and a pack with nothing."""

import json
from pathlib import Path

import pytest

import poverty
from poverty.words.readable.jobs import EXPLANATIONS, TABLES
from small_packs import build_pack, build_row

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "03_jobs.ipynb"


@pytest.fixture(scope="module")
def bac_lieu():
    return poverty.load("bac-lieu")


def open_methods(pack):
    """The functions that the notebook defines in sight, and what it makes of a pack in the same cells."""
    seen = {"poverty": poverty, "province": pack}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and ("def " in source or source.startswith("outcomes =")):
            exec(source, seen)
    return seen


def test_the_answer_is_one_number_with_its_range(bac_lieu):
    assert poverty.table("job-sums", bac_lieu).lines() == [
        ["mean a year", "2021 to 2024", "21,400 (19,000 to 24,400)"],
        ["all years together", "1997 to 2024", "439,000 (416,000 to 465,000)"],
    ]
    years = poverty.table("job-estimates", bac_lieu).lines()
    assert years[5] == ["2019", "24,600 (24,550 to 24,600)", "reported", "that year's figure"]
    assert poverty.explain("job-estimate", bac_lieu, lasting=0.5) == [
        "Years from 1997 to 2024: 24 estimated, 4 printed or inferred.",
        "Changed here: lasting is 0.5 in place of 1.",
    ]


@pytest.mark.parametrize("slug", ["bac-lieu", "gia-lai", "nghe-an", "soc-trang"])
def test_the_opened_estimate_gives_the_numbers_of_the_call(slug):
    pack = poverty.load(slug)
    opened = open_methods(pack)
    for changed in ({}, {"lasting": 0.5, "plan_outcome": 1.0}):
        known = poverty.table("job-evidence", pack, **changed).all
        by_hand = opened["estimate"](known, poverty.jobs.choose_declared_numbers(**changed))
        call = poverty.jobs.tabulate_job_estimates(pack, **changed).query("kind == 'estimated'").set_index("year")
        assert len(call)
        for name in ("value", "low", "high"):
            assert call[name].tolist() == pytest.approx(by_hand.loc[call.index, name].tolist(), abs=0.51)


def test_the_opened_range_of_plans_and_base_year_are_those_of_the_package(bac_lieu):
    opened = open_methods(bac_lieu)
    outcome = poverty.jobs.calibrate_plan_outcome("Bạc Liêu")
    ends = [opened["np"].exp(opened["centre"] + x * opened["distance"]) for x in (-1, 0, 1)]
    assert ends == pytest.approx([outcome.low, outcome.centre, outcome.high])
    low, printed, high = (opened["base_year"](*x) for x in ((20_000, 3), (20_000, 3), (21_000, 2.5)))
    assert [round(x) for x in (low, printed, high)] == [6_667, 6_667, 8_400]
    assert poverty.table("job-readings", bac_lieu).lines()[1][4:6] == ["1997", "6,667 to 8,400"]


def test_another_plan_outcome_is_tried_beside_the_declared_one(bac_lieu):
    tried = poverty.table("jobs-tried", bac_lieu, plan_outcome=1.0)
    mean = tried.all.iloc[0]
    assert mean["declared"] == 21_400
    assert mean["tried"] == pytest.approx(20_000, rel=0.03)  # by another program
    assert (tried.all["change"] == tried.all["tried"] - tried.all["declared"]).all()
    assert not poverty.table("jobs-tried", bac_lieu).all["change"].any()
    assert f"{mean['tried']:,.0f}" in poverty.findings("jobs", bac_lieu, plan_outcome=1.0)[0]


def test_what_moves_the_mean_most_stands_first(bac_lieu):
    effects = poverty.table("declared-effects", bac_lieu)
    assert effects.lines()[0][::2] == ["lasting", "1", "2,500"]
    assert effects.all["mean_change"].abs().is_monotonic_decreasing
    names = [line[0] for line in poverty.table("declared-numbers").lines()]
    assert names[:2] == ["growth", "growth_sd"]  # as they are typed


def test_readings_meet_the_printed_years(bac_lieu):
    trials = {tuple(line[:2]): line[2:] for line in poverty.table("job-trials", bac_lieu).lines()}
    assert len(trials) == 8
    assert trials["recent level (2024)", "if it never fell"] == ["2018 and 2019", "no", "", "", ""]
    kept = trials["mean since about 2011", "if it never fell"]
    assert kept == ["none", "yes", "2020 to 2024", "24,550 to 28,950", "1.32 to 1.55"]


def test_a_verdict_of_the_source_on_its_own_jobs_is_answered(bac_lieu):
    (verdict,) = poverty.table("job-verdicts", bac_lieu).lines()
    assert verdict[:2] == ["Báo Bạc Liêu", "cannot tell"]


def test_of_a_pack_with_nothing_each_table_says_so():
    pack = build_pack(build_row("p", "poverty_rate", "5.00", "2020-M12"))
    of_others = {"plan-outcomes", "job-changes-elsewhere"}
    for name, entry in TABLES.items():
        if entry.of_pack and name not in of_others:
            shown = poverty.table(name, pack)
            assert len(shown) == 0, name
            assert repr(shown) == entry.nothing != ""
    assert poverty.explain("job-estimate", pack)[0].startswith("No estimate: no whole year")
    assert poverty.explain("job-average", pack)[0].startswith("Nothing follows: no average")
    assert poverty.jobs.find_average_with_multiple(pack) is None
    assert all(poverty.explain(name, pack) for name in EXPLANATIONS)


def test_tables_have_at_most_eight_columns_and_name_their_claims(bac_lieu):
    for name, entry in TABLES.items():
        shown = poverty.table(name, bac_lieu if entry.of_pack else None)
        assert len(shown.heads) <= 8, name
        assert len(shown.lines()) <= 12, name
        if entry.of_pack:
            assert len(shown.with_ids().lines()[0]) == len(shown.heads) + 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"yearly": 0.08}, "yearly: no number of this name is declared; there are growth, .*, plan_outcome"),
        ({"plan_outcome": 109}, "plan_outcome = 109: expected 0.2 to 5"),
    ],
)
def test_a_wrong_change_is_answered_in_a_line(bac_lieu, changed, reason):
    with pytest.raises(ValueError, match=reason) as raised:
        poverty.findings("jobs", bac_lieu, **changed)
    assert raised.value._render_traceback_() == [str(raised.value)]  # a notebook shows no more
