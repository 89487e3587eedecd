"""What notebook 01 shows: the numerals, the questions, the audit; the methods that it opens give the same numbers."""

import re
from decimal import Decimal

import pytest

import poverty
from notebook_code import run_cells
from poverty.packs.readings import EVIDENCE_CHOICES
from sample_packs import swept
from small_packs import build_pack, build_row


def column(name, head, pack, **parameters):
    shown = poverty.table(name, pack, **parameters)
    place = [h.text for h in shown.heads].index(head)
    return [line[place] for line in shown.lines()]


def test_a_loose_number_stands_first_with_both_limits(evidence):
    lines = {line[2]: line[3:] for line in poverty.table("numerals", evidence).lines()}
    assert next(iter(lines)) == "“ratusan (hundreds)”"
    assert lines["“more than 20.000”"] == ["people", "20,000 or more", "20,000 to 21,000"]
    assert lines["“nearly 17”"] == ["billion VND", "17 or less", "16.5 to 17"]
    assert lines["“5,09”"] == ["%", "5.085 to 5.095", "5.085 to 5.095"]


def test_a_numeral_of_ones_own_is_read_or_refused_in_each_language(evidence):
    shown = poverty.table("numeral", evidence, printed="5,09").lines()
    assert shown[0] == ["Vietnamese", "5.09", "5.085 to 5.095", "5.085 to 5.095", ""]
    assert shown[2] == ["English", "", "", "", "expected: a number as English prints it, like 1,234.5"]
    assert column("numeral", "Usually meant", evidence, printed="34 ngàn", words="about")[0] == "33 to 35 thousand"
    assert "there are exact, range, more than" in column("numeral", "Refused", evidence, printed="1", words="over")[0]


def test_disagreements_stand_first_and_without_codes(evidence):
    shown = poverty.table("checks", evidence)
    assert [line[:3] for line in shown.lines()[:3]] == [
        ["disagrees", "persons per household", "1997"],
        ["disagrees", "one source against another", "end 2021"],
        ["disagrees as printed", "one source against another", "2022"],
    ]
    assert shown.lines()[1][3] == (
        "Sources print different numbers for the near-poor households (end 2021): 14.775 (Báo Bạc Liêu); 14.755 (Báo "
        "Dân tộc)."
    )
    assert shown.lines()[2][3].endswith(" Settled by the reading “opening review (end 2021)”.")


@pytest.mark.parametrize("slug", swept())
def test_no_table_shows_a_code(slug):
    pack = poverty.load(slug)
    codes = [*pack.claims, *pack.shared.standards, r"(?<!=)\d{4}-[MSQ]\d+"]
    pattern = re.compile(rf"(?<![\w-])({'|'.join(codes)})(?![\w-])")
    for name in ("numerals", "questions", "checks", "totals", "sources"):
        shown = poverty.table(name, pack)
        assert len(shown.heads) <= 8
        texts = [text for line in shown.lines() for text in line]
        assert not [text for text in texts if pattern.search(text)]


def test_the_audit_in_sight_finds_the_totals_of_the_table(evidence):
    assert column("totals", "Best (and all that print so)", evidence) == [
        "109,907 to 110,287", "225,901 (225,745 to 226,090)", "227,911 (227,483 to 228,355)",
    ]  # fmt: skip
    names = run_cells("01_ingest", evidence)
    assert names["share"](names["pairs"]) == (227_483, 228_355, 227_911)
    assert names["bounds"]("5,09", "vi") == (Decimal("5.085"), Decimal("5.095"))


@pytest.mark.parametrize("which", EVIDENCE_CHOICES)
@pytest.mark.parametrize("slug", swept())
def test_the_opened_methods_give_what_the_package_does_for_every_pack(slug, which):
    pack = poverty.load(slug, which)
    names = run_cells("01_ingest", pack)
    if rate := names["rate"]:
        assert tuple(map(float, names["bounds"](rate.printed, rate.locale))) == rate.limits("hard")
    if pairs := names["pairs"]:
        low, high, best = names["share"](pairs)
        totals = poverty.table("totals", pack).all
        of_rate = [pairs[0][1].id in claims.split() for claims in totals["claims"]]
        row = totals[of_rate].iloc[0]
        assert (low, high) == (row["low"], row["high"])
        assert len(pairs) == 1 or min(max(best, low), high) == row["best"]


@pytest.mark.parametrize("rows", [[], [build_row("a", "jobs_created", "3", qualifier="nearly")]])
def test_a_pack_with_nothing_or_one_claim_says_so(rows):
    pack = build_pack(*rows)
    names = run_cells("01_ingest", pack)
    assert (names["rate"], names["pairs"]) == (None, [])
    assert poverty.explain("pairs", pack) == ["No count stands beside its rate: no total can be worked out."]
    assert repr(poverty.table("totals", pack)) == "No count stands beside its rate: no total can be worked out."
    assert repr(poverty.table("questions", pack)) == "No question is entered for the sources of this pack."
    assert "No two figures can be compared." in poverty.explain("reported", pack)
