"""Tables and explanations of notebook 02: what stands on the page, and that the method by hand gives the same."""

import re
from math import sqrt

import pandas as pd
import pytest

import poverty
from poverty.packs.load import read_pack_folder
from poverty.words.readable import make_table, trajectory
from poverty.words.readable.table import Head, Table
from sample_packs import keep, sweep

MOST_COLUMNS, MOST_ROWS = 8, 12


def lines(name, pack, **parameters):
    return poverty.table(name, pack, **parameters).lines()


def test_the_pace_by_hand_is_that_of_the_table(evidence):
    spell = poverty.trajectory.find_latest_rate_spell(poverty.packs.resolve_readings(evidence))
    first, last = spell.anchors[0].value, spell.anchors[-1].value
    assert (first, last, spell.years) == (5.09, 0.69, 3.0)
    assert lines("paces", evidence)[-2] == [
        "2022–2026", "opening review (end 2021)", "end 2021", "end 2024", "1.47", "48.6", "1.0"
    ]  # fmt: skip
    assert round((first - last) / 3, 2) == 1.47
    assert round(100 * (1 - (last / first) ** (1 / 3)), 1) == 48.6
    assert lines("paces", evidence)[-1][1] == "closing review (end 2022) (ruled out)"


def test_the_band_by_hand_is_that_of_the_table(evidence):
    gap, band = poverty.trajectory.find_longest_gap(evidence), poverty.trajectory.calibrate_province_band(evidence)
    first, last, share = gap.first, gap.last, (gap.t - gap.first.t) / (gap.last.t - gap.first.t)
    centre = (1 - share) * sqrt(first.value) + share * sqrt(last.value)
    reach = band.miss_quantile * (sqrt(first.value) - sqrt(last.value)) * sqrt(share * (1 - share))
    below = (1 - share) * (first.value - first.low) + share * (last.value - last.low)
    above = (1 - share) * (first.high - first.value) + share * (last.high - last.value)
    by_hand = [round(x, 2) for x in ((centre - reach) ** 2 - below, centre**2, (centre + reach) ** 2 + above)]
    assert by_hand == [8.43, 10.26, 12.26]
    assert ["2011–2015", "end 2012", "10.26", "8.43 to 12.26", "4.48 to 18.43"] in lines("path", evidence)


def test_what_is_printed_stands_with_what_its_numeral_allows(evidence):
    figures = lines("figures", evidence)
    assert ["2022–2026", "end 2021", "5.09", "5.09 to 5.10", "reported"] in figures
    assert ["2011–2015", "end 2010", "18.40", "18.37 to 18.43", "inferred"] in figures
    assert figures[0][0] == "until 2000"


def test_explanations_name_what_is_ruled_out_and_what_the_band_rests_on(evidence):
    said = " ".join(poverty.explain("ruled-out", evidence))
    assert (
        "~~closing review (end 2022)~~: Báo Dân sinh prints 3,19 for end 2022; the reading allows 5.08 to 5.09" in said
    )
    assert "**A doubt that stays.**" in said
    assert "**49 inner year ends of 28 spells in 17 other places**" in poverty.explain("band", evidence)[0]
    assert "it held **96%** of these figures" in poverty.explain("band", evidence)[1]
    assert poverty.explain("held-back", evidence)[0].startswith("6 of 6 lie in the band.")
    assert "becomes 169 to 170%" in poverty.explain("standards", evidence)[1]


PROVINCES = ("bac-lieu", *map(sweep, ("gia-lai", "nusa-tenggara-timur", "soc-trang", "quang-ngai")))


@pytest.mark.parametrize("slug", PROVINCES)
def test_tables_are_small_and_have_no_codes(slug):
    pack = poverty.load(slug)
    for name in trajectory.TABLES:
        table = make_table(name, pack)
        assert len(table.heads) <= MOST_COLUMNS, name
        assert len(table.lines()) <= (MOST_ROWS if name != "yearly" else 60), name
        shown = f"{table!r} {table._repr_html_()}"
        assert "-M12" not in shown, name
        assert "VN-20" not in shown, name
        assert not re.search(r"\bnan\b", shown), name


def test_a_pack_with_one_figure_says_of_each_table_that_there_is_nothing(folder):
    keep(folder, lambda row: row["claim_id"] == "poverty-rate-2024")
    pack = read_pack_folder(folder)
    assert lines("figures", pack) == [["2022–2026", "end 2024", "0.69", "0.69 to 0.70", "reported"]]
    for name in ("path", "held-back", "sensitivity", "measure-paces", "consistency", "groups", "counts"):
        table = poverty.table(name, pack)
        assert table.lines() == []
        assert table.nothing in table._repr_html_()
    for name in trajectory.EXPLANATIONS:
        assert poverty.explain(name, pack)._repr_markdown_().strip("*")


def test_a_table_escapes_what_it_shows_and_says_what_it_leaves_out():
    rows = pd.DataFrame({"value": range(20), "note": ["<b>"] * 20, "claims": ["a"] * 20})
    table = Table(rows, (Head("Rate, %", "value", 1), Head("Note", "note")), rows=3)
    html = table._repr_html_()
    assert "<b>" not in html
    assert "3 of 20 rows" in html
    assert 'text-align:right">Rate, %' in html
    assert table.with_ids().lines()[0] == ["0.0", "<b>", "a"]
