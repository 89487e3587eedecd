"""Jobs elsewhere: what is printed of other places, and that no place is judged by itself."""

import shutil
from collections import Counter
from dataclasses import replace

import pytest

from poverty.jobs import elsewhere as job_records
from poverty.packs import csv_rows as schema
from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from sample_packs import edit
from small_packs import build_row, resolve_pack

PACKS = ("gia-lai", "nghe-an", "soc-trang", "son-la", "tra-vinh")  # packs of places that have records too


@pytest.fixture(scope="module")
def records():
    return job_records.read_job_records()


@pytest.fixture(scope="module")
def others(records):
    """What Bạc Liêu is judged by."""
    return job_records.select_other_place_records(records, "Bạc Liêu")


@pytest.fixture
def folder(tmp_path):
    """A copy of the records to spoil."""
    return shutil.copytree(job_records.OTHER_PLACES_FOLDER, tmp_path / "jobs")


def set_cell(row, column, value):
    """A change of one cell, in the row that a spreadsheet shows."""

    def change(rows):
        rows[row - 1][rows[0].index(column)] = value

    return change


def names(table):
    """The claims behind a table."""
    return {name for cell in table["claims"] for name in cell.split()}


# The records


def test_every_record_has_a_numeral_and_an_address_of_its_source_or_says_that_none_is_shown(records):
    assert len(records) > 200
    for r in records:
        source = r.claim.source
        assert source.url.startswith("http") or source.accessed.count("address not shown"), r.claim.id
        assert any(sign.isdigit() for sign in r.claim.printed), r.claim.id
        assert r.claim.value is not None, r.claim.id
        assert r.claim.bounds is not None, r.claim.id


def test_ids_levels_and_scopes_are_as_the_schema_says(records):
    assert len({r.claim.id for r in records}) == len(records)
    words = {column.name: set(column.words) for column in schema.read_columns()["jobs/reported.csv"]}
    assert {r.level for r in records} <= words["level"]
    assert {r.scope for r in records} == words["scope"]
    assert {r.claim.indicator for r in records if r.scope == "abroad"} == {"workers_abroad"}
    assert {r.claim.indicator for r in records if r.scope != "abroad"} == {"jobs_created"}


def test_a_place_has_one_level(records):
    levels = {(r.place, r.level) for r in records}
    assert len(levels) == len({place for place, _ in levels})


def test_every_fault_is_named_at_once_with_file_row_and_column(folder, records):
    edit(folder, "reported.csv", set_cell(2, "level", "provinces"))
    edit(folder, "reported.csv", set_cell(3, "scope", "all"))
    edit(folder, "reported.csv", set_cell(4, "claim_id", records[0].claim.id))
    edit(folder, "reported.csv", set_cell(8, "place", ""))
    with pytest.raises(PackError) as refused:
        job_records.read_job_records(folder)
    found = [(f.file, f.row, f.column, f.value) for f in refused.value.faults]
    assert found == [
        ("reported.csv", 2, "level", "provinces"),
        ("reported.csv", 3, "scope", "all"),
        ("reported.csv", 4, "claim_id", records[0].claim.id),
        ("reported.csv", 8, "place", ""),
    ]
    for _, row, column, value in found:
        assert f"reported.csv, row {row}, column {column}: {value!r}" in str(refused.value)


def test_a_scope_and_its_indicator_must_agree(folder, records):
    row = 2 + next(i for i, r in enumerate(records) if r.scope == "abroad")
    edit(folder, "reported.csv", set_cell(row, "scope", "total"))
    with pytest.raises(PackError) as refused:
        job_records.read_job_records(folder)
    assert [(f.row, f.column, f.expected) for f in refused.value.faults] == [(row, "indicator", "jobs_created")]


# No place is judged by itself


def test_elsewhere_keeps_totals_of_other_places_and_of_the_country(records, others):
    assert {r.scope for r in others} == {"total"}
    assert "Viet Nam" in {r.place for r in others}
    assert len(others) == Counter(r.scope for r in records)["total"]  # nothing here is of Bạc Liêu


def test_elsewhere_leaves_out_the_place_and_what_lies_in_it(records):
    of_province = next(r for r in records if r.place == "Sóc Trăng" and r.scope == "total")
    district = replace(of_province, place="Kế Sách", level="district")
    assert district in job_records.select_other_place_records([*records, district], "Vĩnh Long")
    left = job_records.select_other_place_records([*records, district], "Sóc Trăng")
    assert district not in left
    assert left == [r for r in records if r.scope == "total" and r.place != "Sóc Trăng"]


def test_nothing_of_a_province_judges_that_province(records):
    for place in {r.place for r in records if r.level == "province"}:
        own = {r.claim.id for r in records if place in (r.place, r.part_of)}
        left = job_records.select_other_place_records(records, place)
        tables = [
            table(left) for table in (job_records.tabulate_yearly_job_changes, job_records.tabulate_plan_outcomes)
        ]
        for table in tables:
            assert len(table)
            assert place not in set(table["place"])
            assert not names(table) & own


def test_leaving_a_place_out_changes_what_it_is_judged_by(records):
    everywhere, without = (job_records.measure_ordinary_change(records, place) for place in ("Bạc Liêu", "Hà Nội"))
    assert everywhere.least == pytest.approx(-0.0536, abs=5e-4)  # Hà Nội in 2020
    assert without.least == pytest.approx(-0.0103)  # Thành phố Hồ Chí Minh in 2012
    assert (without.figures, without.places) == (everywhere.figures - 2, everywhere.places - 1)


@pytest.mark.parametrize("slug", PACKS)
def test_a_pack_and_the_records_call_a_place_by_the_same_name(records, slug):
    assert pack.load_pack(slug).place in {r.place for r in records}


# What other places show


def test_the_ordinary_change_without_bac_lieu(records):
    known = job_records.measure_ordinary_change(records, "Bạc Liêu")
    assert (known.figures, known.places) == (16, 8)
    assert known.mean == pytest.approx(0.044, abs=5e-4)
    assert known.spread == pytest.approx(0.047, abs=5e-4)
    assert known.least == pytest.approx(-0.054, abs=5e-4)
    assert known.most == pytest.approx(0.147, abs=5e-4)


def test_the_pandemic_counts_for_the_ends_and_not_for_the_mean(records, others):
    known, table = (
        job_records.measure_ordinary_change(records, "Bạc Liêu"),
        job_records.tabulate_yearly_job_changes(others),
    )
    whole = table[table["whole"]]
    normal = whole.loc[~whole["year"].isin([2020, 2021]), "change"]
    assert 2 <= len(normal) < len(whole) == known.figures
    assert known.mean == pytest.approx(sum(normal) / len(normal))
    assert whole.loc[whole["change"].idxmin(), ["place", "year"]].tolist() == ["Hà Nội", 2020]


def test_months_of_a_year_are_no_change_of_a_year(records, others):
    table = job_records.tabulate_yearly_job_changes(others).set_index(["place", "year", "whole"])["change"]
    known = job_records.measure_ordinary_change(records, "Bạc Liêu")
    for place, year, change in (("Hòa Bình", 2020, -0.38), ("Hà Nội", 2022, 0.34)):
        assert table[(place, year, False)] == pytest.approx(change)
        assert not known.least <= change <= known.most


def test_a_change_is_as_printed_or_between_two_years(others):
    table = job_records.tabulate_yearly_job_changes(others).set_index(["place", "year", "whole"])
    assert table.loc[("Sóc Trăng", 2019, True), ["change", "kind"]].tolist() == [0.095, "reported"]
    derived = table.loc[("Viet Nam", 2016, True)]
    assert derived["change"] == pytest.approx(1.641 / 1.6 - 1)
    assert (derived["kind"], derived["claims"]) == ("derived", "viet-nam-jobs-2015 viet-nam-jobs-2016")
    rise = table.loc[("Gia Lai", 2022, True), "change"]
    assert rise == pytest.approx(26_260 / 26_060 - 1)  # printed in persons


def test_without_two_changes_there_is_nothing_ordinary(records):
    one = [r for r in records if r.place == "Gia Lai"]
    for few in ([], one):
        with pytest.raises(LookupError, match="no two changes"):
            job_records.measure_ordinary_change(few, "Bạc Liêu")


def test_plans_come_to_more_than_was_planned_in_most_provinces(others):
    plans = job_records.tabulate_plan_outcomes(others)
    assert len(plans) == 21
    assert (plans["outcome"].min(), plans["outcome"].max()) == (0.95, 1.49)
    assert plans.loc[plans["level"] == "province", "outcome"].median() == pytest.approx(1.099, abs=5e-4)
    assert not plans.duplicated(["place", "first", "last"]).any()


def test_a_plan_that_is_printed_apart_is_compared_with_its_result(others):
    plans = job_records.tabulate_plan_outcomes(others).set_index(["place", "first"])
    found = plans.loc[("Vĩnh Long", 2021)]
    assert (found["kind"], found["claims"]) == ("derived", "vinh-long-jobs-2021 vinh-long-jobs-2021-target")
    assert found["outcome"] == pytest.approx(23_436 / 20_000)


@pytest.mark.parametrize(("printed", "statistic"), [("20,000", "mean per year"), ("100,000", "total")])
def test_a_rise_of_five_years_tells_the_mean_of_the_five_before(printed, statistic):
    rise = {"statistic": "relative rise", "unit": "percent", "base": ""}
    rows = [
        build_row("now", "jobs_created", printed, "2016..2020", statistic=statistic, together="one"),
        build_row("rise", "jobs_created", "25", "2016..2020", together="one", **rise),
    ]
    records = [job_records.JobRecord("X", "X", "province", "total", c) for c in resolve_pack(*rows).claims.values()]
    amounts = job_records._collect_yearly_amounts(records)
    assert {span: amount for span, (amount, _) in amounts.items()} == {(2016, 2020): 20_000, (2011, 2015): 16_000}
