"""What notebook 04 shows: what is printed, quotients with their ranges, the largest share; and where nothing is."""

import pytest

import poverty
from notebook_code import run_cells
from poverty.packs.readings import EVIDENCE_CHOICES
from sample_packs import swept
from small_packs import build_pack


def test_printed_numbers_and_quotients_stand_with_their_ranges(evidence):
    models = poverty.table("models", evidence).lines()
    assert models[1] == [
        "Báo Bạc Liêu", "2021 to 2024", "Households in livelihood models", "“more than 1.500” households",
        "1,500 or more", "1,500 to 1,600", "",
    ]  # fmt: skip
    assert models[2][4:] == ["17,000 or less", "16,500 to 17,000", "680,000 to 700,000"]
    quotients = [line[2:] for line in poverty.table("quotients", evidence).lines()]
    assert quotients[0] == ["Households a model", "11.3 (11.3 to 12.0)", "11.3 or more", ""]
    assert quotients[2] == ["Million VND a household", "11.3 (10.3 to 11.3)", "11.3 or less", "425 to 467"]
    assert ["Million VND a household", "1.9 to 4.2", "77 to 172"] in poverty.table("rest", evidence).lines()


def test_shares_rates_and_sources_are_told(evidence):
    assert poverty.explain("shares", evidence) == [
        "At most **16.1%** of the net fall of poor households, end 2021 to end 2024.",
        "At most **7.4%** of the budget of the poverty programmes, 2021 to 2025.",
    ]
    assert poverty.explain("dollars", evidence) == ["Dollars are at 24,278 VND, the official rate of 18 December 2024."]
    told = "VietNamNet and Báo Bạc Liêu: the two cannot be the same numbers"
    assert poverty.explain("two-sources", evidence)[0].startswith(told)
    assert "civets (“beternak musang”)" in poverty.explain("model-kinds", evidence)[0]


@pytest.mark.parametrize("which", EVIDENCE_CHOICES)
@pytest.mark.parametrize("slug", swept())
def test_the_opened_quotient_is_that_of_the_table_for_every_pack(slug, which):
    pack = poverty.load(slug, which)
    names = run_cells("04_livelihoods", pack)
    quotients = poverty.table("quotients", pack).all
    millions = [1e6 if what.startswith("Million") else 1.0 for what in quotients["what"]]
    found = [names["quotient"](*limits) for limits in names["limits"]]
    expected = list(zip(quotients["low"] * millions, quotients["high"] * millions, strict=True))
    assert [list(ends) for ends in found] == [pytest.approx(list(ends), rel=1e-5) for ends in expected]


def test_a_pack_with_nothing_says_so():
    pack = build_pack()
    assert run_cells("04_livelihoods", pack)["pairs"] == []
    assert repr(poverty.table("models", pack)) == "No figure on livelihood models is reported."
    assert "nothing can be divided" in repr(poverty.table("quotients", pack))
    assert poverty.explain("divided", pack) == [
        "For Somewhere no source prints two of the three numbers: nothing can be divided."
    ]
    assert poverty.explain("shares", pack)[0].startswith("Not known for Somewhere")
    assert repr(poverty.findings("livelihoods", pack)) == "[]"
