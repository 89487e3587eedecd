"""Packs unlike Bạc Liêu's: nothing of one kind, one figure, zeros, rises, half-years, figures printed twice."""

import pytest

from chart_rules import find_broken_rules
from poverty import charts, tables
from poverty.packs import audit, readings
from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from poverty.words.gather import gather_context
from sample_packs import add_row, edit, keep, set_cell, sweep


def no_jobs(folder):
    keep(folder, lambda row: row["indicator"] != "jobs_created")


def one_figure(folder):
    keep(folder, lambda row: row["claim_id"] == "poverty-rate-2024")


def own_source_alone(folder):
    keep(folder, lambda row: row["source_id"] == "BAOBACLIEU")


def no_questions(folder):
    for name in ("readings.csv", "overrides.csv"):
        edit(folder, name, lambda rows: rows.__delitem__(slice(1, None)))


def zero(folder):
    for claim, printed in (("poverty-rate-2024", "0,00"), ("poor-households-2024", "0")):
        edit(folder, "reported.csv", set_cell(claim, "printed", printed))
        edit(folder, "reported.csv", set_cell(claim, "value", "0"))


def rise(folder):
    for claim, printed, value in (("poverty-rate-2024", "7,69", "7.69"), ("poor-households-2024", "17.520", "17520")):
        edit(folder, "reported.csv", set_cell(claim, "printed", printed))
        edit(folder, "reported.csv", set_cell(claim, "value", value))


def more_years(folder):
    for date, printed, value in (("2023-S1", "2,40", "2.40"), ("2025-M12", "0,50", "0.50")):
        changes = {"claim_id": f"rate-{date.lower()}", "printed": printed, "value": value, "from": date, "to": date}
        changes |= FORMER if date > "2025" else {}
        add_row(folder, "poverty-rate-2024", changes | {"together": ""})


def words_without_limits(folder):
    edit(folder, "reported.csv", set_cell("poor-households-2024", "qualifier", "more than"))


def printed_twice(folder):
    add_row(folder, "poverty-rate-2024", {"claim_id": "again", "printed": "0,96", "value": "0.96", "together": ""})


FORMER = {"area": "former territory"}  # the province ended in 2025
CASES = [
    no_jobs, one_figure, zero, words_without_limits,
    *map(sweep, (own_source_alone, no_questions, rise, more_years, printed_twice)),
]  # fmt: skip


@pytest.mark.parametrize("spoil", CASES, ids=lambda f: f.__name__)
def test_everything_reported_is_drawn_and_nothing_else(copy, english, spoil):
    spoil(copy)
    read = pack.read_pack_folder(copy)
    audit.audit_claims(readings.resolve_readings(read))
    made = tables.build_chart_tables(read)
    assert not (spoil is no_jobs and {"06-jobs", "a3-jobs-readings"} & set(made))
    assert not (spoil is one_figure and {"03-households", "06-jobs", "a4-livelihoods"} & set(made))
    assert ("07-outlook" in made) == (spoil not in (one_figure, zero, rise))  # a scenario begins with a fall to go on
    for name, table in made.items():
        drawn = charts.draw(name, table, gather_context(read), english)
        assert find_broken_rules(drawn) == []


def finding(folder, check):
    return next(
        f for f in audit.audit_claims(readings.resolve_readings(pack.read_pack_folder(folder))) if f.check == check
    )


def test_words_without_limits_are_not_checkable(copy):
    words_without_limits(copy)
    assert finding(copy, "count against rate").verdict == "not checkable"


def test_a_figure_printed_twice_is_audited_and_the_first_one_kept(copy):
    printed_twice(copy)
    assert finding(copy, "one source against itself").verdict == "disagrees"
    anchors = tables.tabulate_anchors(readings.resolve_readings(pack.read_pack_folder(copy)))
    last = anchors[(anchors["series"] == "poverty_rate") & (anchors["date"] == "2024-M12")]
    assert list(last["value"]) == [0.69]


def test_a_figure_without_a_standard_is_named_by_the_audit(copy):
    no_questions(copy)
    found = finding(copy, "standard in force")
    assert found.verdict == "not checkable"
    assert set(found.claims) == {"poor-households-1997", "poverty-rate-1997", "poverty-rate-2015"}


def test_a_rate_that_reaches_zero_has_no_finite_rate_of_reduction(copy):
    zero(copy)
    pace = tables.tabulate_spell_paces(pack.read_pack_folder(copy))
    usual = pace[(pace["indicator"] == "poverty_rate") & (pace["standard"] == "VN-2022") & (pace["preferred"] == "yes")]
    assert usual[["compound", "halving_years", "arr"]].isna().all(axis=None)
    assert usual["points"].iloc[0] == pytest.approx(5.09 / 3, abs=0.001)


def test_a_pack_without_claims_is_refused(copy):
    keep(copy, lambda row: False)
    with pytest.raises(PackError, match="at least one claim"):
        pack.read_pack_folder(copy)


def test_a_pack_needs_a_primary_source(copy):
    edit(copy, "sources.csv", lambda rows: rows[1].__setitem__(rows[0].index("role"), "corroborating"))
    with pytest.raises(PackError, match="at least one primary"):
        pack.read_pack_folder(copy)


def test_a_rate_above_a_hundred_percent_is_refused(copy):
    for column, cell in (("printed", "690"), ("value", "690"), ("rounded_to", "1")):
        edit(copy, "reported.csv", set_cell("poverty-rate-2024", column, cell))
    with pytest.raises(PackError, match="is a decimal mark missing"):
        pack.read_pack_folder(copy)
