"""The record of standards: every standard, every spell inside its own, an overlap where the evidence has one."""

import pytest

from poverty import tables
from poverty.packs import load as pack
from poverty.packs.readings import restrict_to_evidence
from poverty.trajectory.standards import tabulate_standards
from sample_packs import swept
from small_packs import build_pack, build_row

SLUGS = [slug for slug in pack.list_province_slugs() if len(pack.load_pack(slug).shared.standards) > 1]


@pytest.fixture(scope="module", params=["frozen", *swept(SLUGS)])
def province(request, bac_lieu):
    return bac_lieu if request.param == "frozen" else pack.load_pack(request.param)


@pytest.fixture(scope="module")
def table(province):
    return tables.tabulate_standards(province)


def rows(table, role):
    return table[table["role"] == role]


def ends(table):
    """Each spell as standard: first date and value, last date and value."""
    return {s.standard: (s.date, s.value, s.end_date, s.end_value) for s in rows(table, "spell").itertuples()}


def test_every_standard_has_its_row(table, province):
    found = rows(table, "standard").set_index("standard")
    assert list(found.index) == list(province.shared.standards)
    for name, standard in province.shared.standards.items():
        row = found.loc[name]
        assert (row["first_year"], row["last_year"]) == (standard.first_year, standard.last_year)
        assert row["counts"] == standard.counts != ""
        assert row["legal_basis"] == standard.legal_basis != ""
        assert row["claims"] == row["readings"] == ""


def test_the_lines_of_viet_nam(bac_lieu):
    found = rows(tables.tabulate_standards(bac_lieu), "standard").set_index("standard")
    lines = {
        "VN-2001": (100_000, 150_000),
        "VN-2006": (200_000, 260_000),
        "VN-2011": (400_000, 500_000),
        "VN-2016": (700_000, 900_000),
        "VN-2022": (1_500_000, 2_000_000),
        "VN-2027": (2_200_000, 2_800_000),
    }
    assert {name: tuple(found.loc[name, ["rural_line", "urban_line"]]) for name in lines} == lines
    assert found.loc["VN-pre2001", ["rural_line", "urban_line"]].isna().all()
    assert list(found.index[found["verified"] == "no"]) == ["VN-pre2001"]


def test_rows_rest_on_claims_and_readings_of_the_pack(table, province):
    for row in table[table["role"] != "standard"].itertuples():
        assert row.kind in ("reported", "derived")
        assert row.claims
        assert set(row.claims.split()) <= set(province.claims)
        assert {tag.partition("=")[0] for tag in row.readings.split()} <= set(province.questions)


def test_no_row_joins_two_standards(table, province):
    for row in rows(table, "spell").itertuples():
        standard = province.shared.standards[row.standard]
        assert standard.first_year - 1 <= row.t <= row.end_t <= standard.last_year
    for row in rows(table, "overlap").itertuples():
        assert row.t == row.end_t
        assert row.standard != row.other_standard


def test_the_spells_of_the_frozen_pack(bac_lieu):
    assert ends(tables.tabulate_standards(bac_lieu)) == {
        "VN-pre2001": ("1997", 28.9, "1997", 28.9),
        "VN-2011": ("2010-M12", 18.4, "2015-M12", 2.65),
        "VN-2022": ("2021-M12", 5.09, "2024-M12", 0.69),
    }


def test_the_spells_of_the_live_pack_are_its_anchors(live):
    found = rows(tables.tabulate_standards(live), "spell")
    path = tables.tabulate_trajectories(live, ("poverty_rate",))
    anchors = path[(path["role"] == "anchor") & (path["variant"] == "")].sort_values("t")
    for name, spell in anchors.groupby("standard"):
        row = found[found["standard"] == name].iloc[0]
        assert (row["t"], row["value"]) == (spell["t"].iloc[0], spell["value"].iloc[0])
        assert (row["end_t"], row["end_value"]) == (spell["t"].iloc[-1], spell["value"].iloc[-1])


def test_the_overlap_is_there_when_the_evidence_is(live, evidence, bac_lieu):
    for known in (live, evidence):
        (two,) = rows(tables.tabulate_standards(restrict_to_evidence(known, "all")), "overlap").itertuples()
        assert (two.standard, two.value, two.other_standard, two.end_value) == ("VN-2011", 2.65, "VN-2016", 15.55)
        assert two.date == two.end_date == "2015-M12"
        assert rows(tables.tabulate_standards(restrict_to_evidence(known, "article")), "overlap").empty
    assert rows(tables.tabulate_standards(bac_lieu), "overlap").empty


def test_a_country_with_one_standard_has_no_record():
    assert tables.tabulate_standards(pack.load_pack("nusa-tenggara-timur")).empty


def test_general_knowledge_is_assumed_and_what_was_seen_says_where(table):
    for row in rows(table, "standard").itertuples():
        assert row.kind == ("reported" if row.verified == "yes" else "assumed")
        assert bool(row.url) == (row.verified == "yes")
        assert row.comparable_across == "no"


def test_each_end_of_a_spell_has_its_own_kind(bac_lieu):
    found = rows(tables.tabulate_standards(bac_lieu), "spell").set_index("standard")
    assert tuple(found.loc["VN-2011", ["kind", "end_kind"]]) == ("derived", "reported")
    assert tuple(found.loc["VN-2022", ["kind", "end_kind"]]) == ("reported", "reported")
    assert dict(found["anchors"]) == {"VN-pre2001": 1, "VN-2011": 3, "VN-2022": 3}


def test_without_a_rate_there_is_nothing_to_set_in_its_standard():
    jobs = build_pack(build_row("jobs", "jobs_created", "20,000", "2018"))
    assert tabulate_standards(jobs).empty
    near_poor = build_pack(build_row("near", "near_poor_rate", "5.40", "2018-M12"))
    assert tabulate_standards(near_poor).empty
    assert len(tabulate_standards(build_pack(build_row("poor", "poverty_rate", "5.40", "2018-M12"))))


def test_counts_of_a_standard_with_one_date_are_not_drawn():
    rows = [build_row(str(year), "poor_households", "9,000", f"{year}-M12") for year in (2016, 2017)]
    alone = build_row("alone", "poor_households", "8,000", "2022-M12", standard="VN-2022")
    table = tables.tabulate_counts_by_standard(build_pack(*rows, alone))
    assert table["date"].tolist() == ["2016-M12", "2017-M12"]
