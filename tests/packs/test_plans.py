"""The audit of plans and flows: two plans, a share of a plan beside a result of other years, years within a total."""

from poverty.packs import audit
from poverty.packs.claims import build_claim
from poverty.packs.csv_rows import CsvRow
from poverty.packs.load import read_reference_tables
from small_packs import build_row, resolve_pack


def jobs(name, printed, date, **columns):
    return build_row(name, "jobs_created", printed, date, **columns)


def find(check, *rows):
    return [f for f in audit.audit_claims(resolve_pack(*rows)) if f.check == check]


def test_two_plans_of_one_year_are_named_and_no_result_is_doubted():
    plans = [jobs("a", "18,000", "2020", status="target"), jobs("b", "30,000", "2020", status="target", source_id="B")]
    (found,) = find("two plans", *plans)
    assert found.verdict == "disagrees"
    assert "18,000 (Paper A) and 30,000 (Paper B)" in found.finding
    assert "revision" in found.suggestion
    assert audit.find_contradicted_claims(resolve_pack(*plans)) == set()
    assert not find("two plans", plans[0], plans[1] | {"from": "2021", "to": "2021"})
    assert not find("two plans", plans[0], jobs("b", "18,000", "2020", status="target", source_id="B"))


def test_a_share_of_a_plan_beside_a_result_before_it_is_named():
    result = jobs("a", "31,077", "2019", together="x")
    share = build_row("b", "jobs_created", "119.5", "2020", statistic="percent of plan", unit="percent", together="x")
    (found,) = find("share of a plan", result, share)
    assert found.verdict == "not checkable"
    assert "before the years of the plan" in found.finding
    assert not find("share of a plan", result, share | {"from": "2019", "to": "2019"})
    (found,) = find("share of a plan", result, share | {"from": "2019", "to": "2021"})
    assert "not of the years of the plan" in found.finding


def test_years_that_are_more_than_their_total_are_named():
    total = jobs("total", "100,000", "2016..2020")
    (found,) = find("years within a total", total, jobs("a", "30,000", "2018"), jobs("b", "90,000", "2017"))
    assert found.verdict == "disagrees"
    assert "90,000 (2017) + 30,000 (2018) are more than 100,000" in found.finding
    assert not find("years within a total", total, jobs("a", "30,000", "2018"), jobs("b", "60,000", "2017"))


def test_a_plan_of_nothing_is_refused():
    row = CsvRow("reported.csv", 2, jobs("a", "0", "2020", status="target"), [])
    shared = read_reference_tables([], [])
    shared.sources["A"] = None
    assert build_claim(row, shared) is None
    assert [(fault.column, fault.value) for fault in row.faults] == [("value", "0")]


def test_years_may_come_to_what_the_total_allows_at_their_least():
    """More than 11,000 and more than 19,000 come to 30,000 at least."""
    more = {"qualifier": "more than", "rounded_to": "1000"}
    years = [jobs("a", "11,000", "2021", **more), jobs("b", "19,000", "2022", **more)]
    assert not find("years within a total", *years, jobs("all", "30,001", "2021..2022"))
    assert find("years within a total", *years, jobs("all", "29,000", "2021..2022"))
