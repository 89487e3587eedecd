"""What notebook 05 shows of the outlook: tables in words, and each method by hand the same number as its table."""

import json
from pathlib import Path

import pytest

import poverty
from poverty.packs import load as pack
from poverty.words.readable import make_table
from small_packs import build_pack, build_row

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "05_outlook.ipynb"
NOTHING = build_pack(build_row("alone", "poverty_rate", "5.00", "2018-M12"))
OF_PROVINCE = ["scenario-ends", "scenarios", "scenario-starts", "targets", "required-paces", "source-verdicts"]


def by_hand(province, exit_share=None):
    """What the cells of the notebook that open a method give."""
    cells = ["".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]]
    known = {"poverty": poverty, "province": province, "EXIT": exit_share}
    for opened in ("def carry_on", "def churn"):
        exec(next(cell for cell in cells if opened in cell), known)
    return known


def first_year(province, name, **chosen):
    rows = make_table("scenarios", province, **chosen).all
    return rows[rows["scenario"] == name].iloc[0]


@pytest.mark.parametrize("slug", ["bac-lieu", "gia-lai", "lao-cai", "thanh-hoa", "tra-vinh"])
def test_each_method_by_hand_gives_the_number_of_the_table(slug):
    province = pack.load_pack(slug)
    hand = by_hand(province)
    rate, low, high = hand["carry_on"](hand["start"], 1)
    same = first_year(province, "pace")
    assert [rate, low, high] == pytest.approx([same["value"], same["low"], same["high"]], abs=1e-4)
    churn = 100 * hand["churn"](hand["start"].rate / 100, hand["x"], hand["INFLOW"] / 100)
    assert churn == pytest.approx(first_year(province, "churn", entry=hand["INFLOW"])["value"], abs=1e-4)


def test_the_key_numbers(evidence):
    ends = make_table("scenario-ends", evidence).lines()
    assert ends[0][:3] == ["end 2026", "the same rate of reduction", "0.18 (0.00 to 1.33)"]
    assert ends[1] == ["end 2026", "no change", "0.69", "", "1,581"]
    starts = make_table("scenario-starts", evidence).lines()
    assert starts == [["2022–2026", "end 2021", "end 2024", "5.09", "0.69", "1.47", "48.6", ""]]
    hand = by_hand(evidence)
    # 1,581 of 227,911 (0.6937%) times the cube root of 0.69 / 5.09; then 0.6937 (1 - 0.6066) + 99.306 x 0.0025
    assert hand["carry_on"](hand["start"], 1)[0] == pytest.approx(0.3564, abs=5e-5)
    assert hand["x"] == pytest.approx(0.6066, abs=5e-5)


def test_what_is_tried_stands_beside_what_is_declared(evidence):
    lines = make_table("scenario-changes", evidence, tried={"entry": 0.25, "horizon": 2025, "exit": None}).lines()
    assert lines[0] == [
        "entry = 0.25", "the same rate of reduction", "0.18", "exits as before, 0.25% a year become poor", "0.45",
        "0.27", "617",
    ]  # fmt: skip
    assert lines[1][1:5] == [
        "the same rate of reduction, end 2026",
        "0.18",
        "the same rate of reduction, end 2025",
        "0.36",
    ]
    churn = make_table("scenario-changes", pack.load_pack("gia-lai"), tried={"entry": 0.25, "floor": 0.3})
    assert [line[1].rpartition(" as in ")[2] for line in churn.lines()] == ["Trà Vinh 2011–2015", "Sơn La 2018"]
    assert list(churn.all["change"].round(2)) == [-0.67, -2.10]
    leave = make_table("scenario-changes", evidence, tried={"exit": 60}).all["tried"]
    assert leave.iloc[0] == "60% of the poor leave a year, 1.0% a year become poor as in Trà Vinh 2011–2015"


def test_targets_are_told_as_they_are_read(evidence):
    """A fall of two points, printed with a percent sign, is in points once its reading is settled."""
    lines = make_table("targets", pack.load_pack("gia-lai")).lines()
    assert ["Poverty rate", "fall of 2 percentage points", "end 2021 to end 2022", "2.02 to 2.04", "reached"] in [
        line[:5] for line in lines
    ]
    told = [line for line in make_table("targets", evidence).lines() if line[2] == "2020"]
    assert told[0][1:5] == ["18 nghìn (thousand) people", "2020", "11,400 or more", "cannot tell"]
    assert "-M12" not in repr(make_table("targets", evidence)) + repr(make_table("source-verdicts", evidence))


@pytest.mark.parametrize("name", OF_PROVINCE)
def test_a_pack_of_one_figure_has_no_row_and_says_so(name):
    table = make_table(name, NOTHING)
    assert len(table) == 0
    assert table.nothing.startswith("No ")
    assert table.nothing in table._repr_html_()
    assert repr(table) == table.nothing


def test_why_there_is_no_scenario_is_said():
    assert poverty.explain("outlook", "nusa-tenggara-timur") == [
        "No scenario is drawn: every change between two surveys has a sampling error."
    ]
    assert poverty.explain("outlook", NOTHING)[0].startswith("No scenario is drawn: ")
    assert len(make_table("scenario-changes", NOTHING, tried={"entry": 1})) == 0
    hand = by_hand(NOTHING)
    assert hand["start"] is None
    assert hand["x"] is None


def test_an_inflow_that_cannot_have_held_is_named(evidence):
    said = poverty.explain("outlook", evidence)
    assert said[1].startswith("Churn is not drawn with 1.0% (Trà Vinh 2011–2015) and 3.1% (Sơn La 2018)")
    assert not [line for line in poverty.explain("outlook", evidence, entry=0.25) if "Churn" in line]
