"""What notebook 07 shows: provinces side by side inside a standard, and one pace by hand."""

import json
from pathlib import Path

import pytest

import poverty
from poverty.packs import load as pack
from poverty.words.readable import make_table
from poverty.words.readable.provinces import UnknownStandardError
from small_packs import build_pack, build_row

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "07_provinces.ipynb"
NOTHING = build_pack(build_row("alone", "poverty_rate", "5.00", "2018-M12"))


def by_hand(marked, paces):
    cells = ["".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]]
    known = {"poverty": poverty, "marked": marked, "paces": paces}
    exec(next(cell for cell in cells if "def pace" in cell), known)
    spell = known["spell"]
    return spell and known["pace"](spell.anchors[0].value, spell.anchors[-1].value, spell.years)


@pytest.mark.parametrize("slug", ["bac-lieu", "gia-lai", "thanh-hoa", "tra-vinh"])
def test_the_pace_by_hand_is_that_of_the_table(slug):
    marked = pack.load_pack(slug)
    paces = make_table("province-paces", marked, standard="VN-2022")
    row = paces.all[paces.all["province"] == slug].iloc[0]
    assert by_hand(marked, paces) == pytest.approx((row["points"], row["compound"]), abs=1e-4)


def test_key_numbers_and_what_speaks_against_them(live):
    lines = {line[1]: line for line in make_table("province-paces", live, standard="VN-2022").lines()}
    assert lines["Thanh Hóa"][2:5] == ["May 2022", "May 2025", "1.58 (1.58 to 1.59)"]  # (6.77 - 2.02) / 3
    assert [lines[name][-1] for name in ("Lào Cai", "Điện Biên", "Gia Lai", "Thanh Hóa")] == [
        "inferred", "contradicted", "rose once on the way", "",
    ]  # fmt: skip
    said = " ".join(poverty.explain("province-paces", live, standard="VN-2022"))
    assert "0.68 to 1.58 points a year, or by 18.9 to 48.6% of the rate a year" in said


def test_no_order_runs_across_standards(live):
    other = make_table("other-province-paces", live, standard="VN-2022")
    assert "VN-2022" not in set(other.all["standard"])
    assert all(rows["points"].is_monotonic_decreasing for _, rows in other.all.groupby(["standard", "base"]))
    assert ["2011–2015", "households", "end 2015", "Quảng Ngãi 9.22, Sóc Trăng 8.88, Bạc Liêu 2.65"] in make_table(
        "shared-levels", live
    ).lines()


def test_the_main_sources_alone_are_compared_alone():
    alone = poverty.load("bac-lieu", "article")
    claims = " ".join(make_table("province-paces", alone).all["claims"]).split()
    assert "bac-lieu/poverty-rate-2024" in claims
    assert all(pack.load_pack(name.split("/")[0]).claims[name.split("/")[1]].primary for name in claims)


def test_a_standard_that_nobody_has_is_refused_in_a_line(live):
    with pytest.raises(UnknownStandardError, match="no province has a pace under 'VN-2023'; there are ID-BPS, VN-2011"):
        make_table("province-paces", live, standard="VN-2023")


def test_a_place_with_nothing_to_compare_says_so():
    paces = make_table("province-paces", NOTHING)
    assert by_hand(NOTHING, paces) is None
    assert poverty.explain("province-paces", NOTHING)[-1] == "Somewhere has no pace under it."
