"""Where a rule of the audit says yes, and no just beyond it: each threshold from both sides."""

from dataclasses import replace

import pytest

from poverty.packs import audit
from small_packs import build_row, resolve_pack

ALL = build_row("all", "households", "100,000", "2020-M12")
OUT = build_row("out", "households_escaped", "1,000", "2020")


def tell(check, *rows, published="2026"):
    """The verdicts of one check on a made-up pack whose source is of some date."""
    resolved = resolve_pack(*rows)
    claims = {c.id: replace(c, source=replace(c.source, published=published)) for c in resolved.claims.values()}
    return [f.verdict for f in audit.audit_claims(replace(resolved, claims=claims)) if f.check == check]


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ("1.00", "agrees"),
        ("0.95", "cannot tell"),
        ("0.93", "disagrees"),
        ("1.05", "cannot tell"),
        ("1.08", "disagrees"),
    ],
)
def test_households_of_the_year_before_may_differ_by_six_percent(share, verdict):
    of_all = build_row(
        "share", "households_escaped", share, "2020", statistic="share", unit="percent", base="households"
    )
    assert tell("share of all households", ALL, OUT, of_all) == [verdict]


@pytest.mark.parametrize(
    ("people", "verdict"),
    [("9,900", "disagrees"), ("10,100", "agrees"), ("99,000", "agrees"), ("100,100", "disagrees")],
)
def test_a_poor_household_has_from_one_to_ten_people(people, verdict):
    rows = (
        build_row("poor", "poor_households", "10,000", "2020-M12"),
        build_row("p", "poor_persons", people, "2020-M12"),
    )
    assert tell("people against households", *rows) == [verdict]


@pytest.mark.parametrize(
    ("people", "verdict"),
    [("299,000", "disagrees"), ("301,000", "agrees"), ("599,000", "agrees"), ("601,000", "disagrees")],
)
def test_a_household_has_as_many_people_as_its_pack_says(people, verdict):
    assert tell("persons per household", ALL, build_row("p", "population", people, "2020-M12")) == [verdict]


@pytest.mark.parametrize(
    ("date", "checkable"), [("2017-M12", True), ("2023-M12", True), ("2016-M12", False), ("2024-M12", False)]
)
def test_a_population_three_years_away_says_enough_of_households(date, checkable):
    verdict = "agrees" if checkable else "not checkable"
    assert tell("persons per household", ALL, build_row("p", "population", "400,000", date)) == [verdict]


@pytest.mark.parametrize(
    ("published", "found"), [("2020-09", []), ("2020-08", ["disagrees"]), ("2020", []), ("2019", ["disagrees"])]
)
def test_a_review_is_printed_three_months_before_the_end_of_its_year_at_the_earliest(published, found):
    count = build_row("poor", "poor_households", "10,000", "2020-M12")
    assert tell("date against its source", count, published=published) == found


@pytest.mark.parametrize(("out", "verdict"), [("1,000", "agrees"), ("999", "disagrees")])
def test_exits_may_be_just_the_fall(out, verdict):
    counts = [
        build_row(name, "poor_households", n, d)
        for name, n, d in (("a", "10,000", "2019-M12"), ("b", "9,000", "2020-M12"))
    ]
    left = build_row("out", "households_escaped", out, "2020", standard="VN-2016")
    assert tell("exits against the fall", *counts, left) == [verdict]


@pytest.mark.parametrize(("last", "fall", "verdict"), [("8", "2", "agrees"), ("9", "1", "cannot tell")])
def test_ends_as_far_apart_as_the_change_is_large_still_say_something(last, fall, verdict):
    ends = [build_row("a", "poverty_rate", "10", "2019-M12"), build_row("b", "poverty_rate", last, "2020-M12")]
    change = build_row(
        "c", "poverty_rate", fall, "2019-M12..2020-M12", statistic="fall", unit="percentage points", base=""
    )
    assert tell("change against its ends", *ends, change) == [verdict]


@pytest.mark.parametrize(
    ("total", "verdict"),
    [("106,000", "agrees"), ("106,100", "disagrees"), ("97,000", "agrees"), ("96,900", "disagrees")],
)
def test_households_grow_by_six_percent_a_year_at_most_and_shrink_by_three(total, verdict):
    assert tell("totals in time", ALL, build_row("later", "households", total, "2021-M12")) == [verdict]


def test_growth_over_many_years_is_told_a_year():
    early = build_row("early", "households", "50,000", "2000-M12")  # doubled in 20 years: 2 ** (1 / 20) = 1.0353
    (found,) = (f for f in audit.audit_claims(resolve_pack(early, ALL)) if f.check == "totals in time")
    assert found.verdict == "cannot tell"
    assert "a growth of 3.5% a year over 20 years" in found.finding


@pytest.mark.parametrize(("start", "verdicts"), [("2020-M12", ["cannot tell"]), ("2021-M12", [])])
def test_two_planned_falls_are_one_fact_if_they_begin_and_end_alike(start, verdicts):
    columns = {"statistic": "fall", "unit": "percentage points", "base": "", "status": "target"}
    falls = [
        build_row(name, "poverty_rate", points, f"{first}..2025-M12", **columns)
        for name, points, first in (("a", "3.00", "2020-M12"), ("b", "5.00", start))
    ]
    assert tell("two targets", *falls) == verdicts
