"""What the audit asks: one numeral at two dates, targets that do not meet, dollars against dong, a headline twice."""

import pytest

from poverty.packs import audit
from poverty.packs.messages import Message
from small_packs import build_row, resolve_pack

SAME = "the same figure twice"


def find(check, *rows):
    return [f for f in audit.audit_claims(resolve_pack(*rows)) if f.check == check]


def rate(name, printed, date, **columns):
    return build_row(name, "poverty_rate", printed, date, **columns)


def test_one_numeral_of_two_sources_for_two_dates_is_asked_about():
    rows = [rate("a", "2.66", "2019-M12"), rate("b", "2.66", "2020-M12", source_id="B")]
    (found,) = find(SAME, *rows)
    assert (found.verdict, found.date, found.claims) == ("cannot tell", "2020-M12", ("a", "b"))
    assert found.sentence == (
        "The same figure twice: 2.66% (poverty rate) is printed for end 2019 and for end 2020. Is one of the dates "
        "wrong?"
    )
    assert audit.find_contradicted_claims(resolve_pack(*rows)) == set()


@pytest.mark.parametrize(
    "rows",
    [
        [rate("a", "9.7", "2019-M12"), rate("b", "9.7", "2020-M12")],
        [rate("a", "2.66", "2019-M12"), rate("b", "2.66", "2020-M12", base="population")],
        [rate("a", "2.66", "2015-M12", standard="VN-2011"), rate("b", "2.66", "2020-M12")],
        [rate("a", "2.66", "2019-M12", together="x"), rate("b", "2.66", "2020-M12", together="x")],
        [rate("a", "2.66", "2019-M12"), rate("b", "2.66", "2019-M12", source_id="B")],
        [rate("a", "2.66", "2019-M12"), rate("b", "2.66", "2020-M12"), rate("c", "1.50", "2020-M12", source_id="B")],
        [
            build_row("a", "poor_households", "18,000", "2019-M12", rounded_to="1000"),
            build_row("b", "poor_households", "18,000", "2020-M12", rounded_to="1000"),
        ],
        [
            rate("a", "2.66", "2019-M12"), rate("b", "2.66", "2020-M12"),
            rate("c", "0.00", "2019-M12..2020-M12", statistic="fall", unit="percentage points", base=""),
        ],
    ],
    ids=["two digits", "two bases", "two standards", "one sentence", "one date", "named already", "round", "unchanged"],
)  # fmt: skip
def test_a_numeral_that_tells_nothing_twice_is_not_asked_about(rows):
    assert find(SAME, *rows) == []


TARGET = {"status": "target"}


def test_two_targets_for_one_date_are_asked_about_and_their_headline_counts_once():
    rows = [rate("a", "2.00", "2025-M12", **TARGET), rate("b", "3.50", "2025-M12", source_id="B", **TARGET)]
    rows.append(rate("head", "3", "2025-M12", source_id="B", qualifier="more than", rounded_to="1", **TARGET))
    (found,) = find("two targets", *rows)
    assert (found.verdict, found.claims) == ("cannot tell", ("a", "b"))
    assert "2.00% and 3.50% (poverty rate, end 2025)" in found.sentence
    assert not find("two targets", rows[0], rate("b", "2", "2025-M12", qualifier="at most", rounded_to="1", **TARGET))
    assert not find("two targets", rows[0], rate("b", "3.50", "2024-M12", **TARGET))


def yearly_target(printed, date, **columns):
    change = {"statistic": "mean fall per year", "unit": "percentage points", "base": ""} | TARGET | columns
    return build_row("yearly", "poverty_rate", printed, date, **change)


@pytest.mark.parametrize(("date", "asked"), [("2015-M12..2020-M12", True), ("2016..2020", False)])
def test_a_target_a_year_that_leads_elsewhere_than_the_target_for_the_end_is_asked_about(date, asked):
    rows = [
        rate("start", "10.00", "2015-M12"),
        rate("later", "9.00", "2016-M12"),
        rate("end", "5.00", "2020-M12", **TARGET),
    ]
    # from 10.00 by 1.0 in 5 years to 5.00; from 9.00 by 1.0 in 4 years to 5.00
    assert not find("yearly target against the end", *rows, yearly_target("1.0", "2015-M12..2020-M12"))
    rows[0] = rate("start", "12.00", "2015-M12")  # by 1.0 to 7.00
    found = find("yearly target against the end", *rows, yearly_target("1.0", date))
    assert bool(found) == asked
    if asked:
        assert (found[0].verdict, found[0].claims) == ("cannot tell", ("yearly", "end", "start"))
        assert "leads to 6.74 to 7.26" in found[0].sentence


def test_an_open_year_of_a_yearly_target_begins_at_either_of_its_ends():
    """From 12.00 at the end of 2015, the year before, 1.0 a year leads to 7.00 and not to the 5.00 of the end."""
    rows = [rate("start", "12.00", "2015-M12"), rate("end", "5.00", "2020-M12", **TARGET)]
    (found,) = find("yearly target against the end", *rows, yearly_target("1.0", "2016..2020"))
    assert found.claims == ("yearly", "end", "start")


def money(name, printed, unit, **columns):
    return build_row(name, "programme_budget", printed, "2020", unit=unit, together="sum", **columns)


@pytest.mark.parametrize(
    ("dong", "verdict", "words"),
    [
        ("3.65 trillion", "agrees", ""),
        ("3.65 billion", "disagrees", "the sum in dong a thousand times more"),
        ("9.10 trillion", "disagrees", ""),
    ],
)
def test_dollars_and_dong_of_one_sentence_are_one_sum(dong, verdict, words):
    number, magnitude = dong.split()
    in_dong = money("vnd", dong, f"{magnitude} VND", value=number, rounded_to="0.01")
    in_dollars = money("usd", "157.7 million", "million USD", value="157.7", rounded_to="0.1")
    (found,) = find("dollars against dong", in_dong, in_dollars)  # a dollar was 23,162 dong in December 2020
    assert (found.verdict, words in found.suggestion, bool(found.suggestion)) == (verdict, True, bool(words))
    assert "23,162" in found.finding
    assert not find("dollars against dong", in_dong, in_dollars | {"together": "other"})
    assert not find("dollars against dong", in_dong, in_dollars | {"from": "2019", "to": "2019"})


@pytest.mark.parametrize(
    ("date", "poor", "verdict", "said"),
    [
        ("2017", "100", "disagrees", "too much for so few poor households: perhaps million was meant, not billion"),
        ("2017", "10,000", "agrees", "of a plausible size"),
        ("2017", "0", "not checkable", "no poverty line of VN-2016, or no household, to hold it against"),
        ("1980", "100", "not checkable", "no poverty standard of these years is known"),
    ],
)
def test_a_budget_is_held_against_the_poor_of_its_years(date, poor, verdict, said):
    budget = build_row("sum", "programme_budget", "90", date, unit="billion VND", value="90", rounded_to="1")
    count = build_row("poor", "poor_households", poor, "2017-M12")
    (found,) = find("size of a sum of money", budget, count)
    assert found.verdict == verdict
    assert said in f"{found.sentence} {found.finding}"


@pytest.mark.parametrize(
    "rows",
    [
        [build_row("all", "households", "100,000", "2020-M12")],
        [rate("rate", "10.00", "2020-M12"), build_row("poor", "poor_households", "10,000", "2020-M12")],
    ],
)
def test_the_regional_product_is_held_against_all_households_printed_or_inferred(rows):
    product = build_row("grp", "gross_regional_product", "15", "2020", unit="trillion VND", value="15", rounded_to="1")
    (found,) = find("size of a sum of money", product, *rows)
    assert found.verdict == "agrees"
    assert "household, 99" in found.finding or "household, 100,000" in found.finding


def test_a_headline_beside_the_exact_plan_makes_no_second_finding():
    jobs = {"source_id": "B", "status": "target"}
    rows = [build_row("a", "jobs_created", "30,000", "2020", status="target")]
    rows.append(build_row("exact", "jobs_created", "18,040", "2020", **jobs))
    rows.append(build_row("head", "jobs_created", "18,000", "2020", qualifier="more than", rounded_to="1000", **jobs))
    assert [f.claims for f in find("two plans", *rows)] == [("a", "exact")]
    late = [rate("text", "7.04", "2030-M12"), rate("head", "7", "2030-M12", qualifier="more than", rounded_to="1")]
    assert [f.claims for f in find("date against its source", *late)] == [("text",)]


def test_every_sentence_is_a_message_that_a_language_can_retell():
    rows = [rate("a", "2.66", "2019-M12"), rate("b", "2.66", "2020-M12"), rate("c", "5.00", "2020-M12", source_id="B")]
    for found in audit.audit_claims(resolve_pack(*rows)):
        assert isinstance(found.sentence, Message)
        assert found.sentence.rstrip()[-1] in ".?"
