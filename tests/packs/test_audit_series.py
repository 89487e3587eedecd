"""The audit compares within one series, one standard, one kind of source and one period, or says why it cannot."""

import pytest

from poverty.packs import audit, load, readings
from poverty.packs.audit.finding import is_overlapping, is_touching
from poverty.packs.audit.wording import phrase_claim
from small_packs import build_row, resolve_pack


def audit_rows(check, *rows, **tables):
    """The findings of one check on a made-up pack."""
    return [f for f in audit.audit_claims(resolve_pack(*rows, **tables)) if f.check == check]


def poor(name, printed, date, **columns):
    return build_row(name, "poor_households", printed, date, **columns)


def rate(name, printed, date, **columns):
    return build_row(name, "poverty_rate", printed, date, **columns)


def people(name, printed, date, **columns):
    return build_row(name, "population", printed, date, **columns)


# Money

MONEY = "size of a sum of money"
BUDGET = build_row("budget", "programme_budget", "1,000", "2016..2020", unit="billion VND")


def test_a_budget_is_divided_by_the_poor_of_its_own_years_and_standard():
    counts = [poor("first", "20,000", "2015-M12"), poor("last", "10,000", "2020-M12")]
    others = [poor("old", "500", "2015-M12", standard="VN-2011"), poor("new", "900", "2021-M12", standard="VN-2022")]
    (found,) = audit_rows(MONEY, BUDGET, *counts, *others)
    # 1,000 billion in 5 years, of 20,000 to 10,000 households
    assert found.claims == ("budget", "first", "last")
    assert (found.low, found.high) == (pytest.approx(9.995e6, rel=1e-3), pytest.approx(20.01e6, rel=1e-3))
    assert "10 to 20 million" in found.finding
    assert "VN-2016" in found.finding
    assert found.verdict == "agrees"


@pytest.mark.parametrize(
    "count",
    [
        poor("poor", "11,497", "2021-M12", standard="VN-2022"),
        poor("poor", "11,497", "2020-M12", standard="VN-2011"),
        poor("poor", "11,497", "2020-M12", population="ethnic minority"),
        poor("poor", "11,497", "2021-M12"),
    ],
    ids=["another standard and date", "another standard", "another group", "another date"],
)
def test_a_budget_is_not_divided_by_the_poor_of_another_standard_date_or_group(count):
    (found,) = audit_rows(MONEY, BUDGET, count)
    assert (found.verdict, found.claims) == ("not checkable", ("budget",))
    assert "VN-2016" in found.finding


def test_a_budget_of_the_years_of_two_standards_is_not_checkable():
    budget = build_row("budget", "programme_budget", "1,000", "2021..2025", unit="billion VND")
    (found,) = audit_rows(MONEY, budget, poor("poor", "11,497", "2021-M12", standard="VN-2022"))
    assert found.verdict == "not checkable"
    assert "VN-2016 and VN-2022" in found.finding


def test_a_budget_a_thousandfold_too_large_is_found_and_one_on_the_edge_is_not_blamed():
    budget = build_row("budget", "programme_budget", "1,000", "2016..2020", unit="trillion VND")
    (found,) = audit_rows(MONEY, budget, poor("first", "20,000", "2015-M12"))
    assert (found.verdict, found.suggestion, found.in_doubt) == (
        "disagrees",
        "a unit a thousand times less",
        ("budget",),
    )
    edge = [poor("first", "200,000", "2015-M12"), poor("last", "2,000", "2020-M12")]  # a hundred times apart
    (found,) = audit_rows(
        MONEY, build_row("budget", "programme_budget", "20", "2016..2020", unit="trillion VND"), *edge
    )
    assert found.verdict == "cannot tell"


def test_a_regional_product_is_divided_by_households_that_may_have_grown_since():
    product = build_row("product", "gross_regional_product", "145", "2024", unit="trillion VND")
    households = build_row("households", "households", "400,000", "2014-M12")
    (found,) = audit_rows(MONEY, product, households)
    growth = 0.97**10, 1.06**10
    assert found.low == pytest.approx(144.5e12 / (400_000 * growth[1]), rel=1e-3)
    assert found.high == pytest.approx(145.5e12 / (400_000 * growth[0]), rel=1e-3)
    assert found.verdict == "agrees"


def test_the_budget_of_bac_lieu_is_not_held_against_another_standard():
    resolved = readings.resolve_readings(load.load_pack("bac-lieu"))
    for found in audit.audit_claims(resolved):
        if found.check == MONEY and "vna2020-programme-budget-2016-2020" in found.claims:
            assert {resolved.claims[name].standard for name in found.claims} <= {"", "VN-2016"}


# Totals in time

TIME = "totals in time"
IN_1997 = [
    poor("poor-1997", "31,818", "1997", standard="VN-pre2001"),
    rate("rate-1997", "28.9", "1997", standard="VN-pre2001"),
]
IN_2015 = [poor("poor-2015", "9,920", "2015-M12"), rate("rate-2015", "5.00", "2015-M12")]  # 198,400 households
IN_2018 = [poor("poor-2018", "6,120", "2018-M12"), rate("rate-2018", "3.00", "2018-M12")]  # 204,000 households


def test_dates_that_were_not_compared_are_not_said_to_agree():
    nearby, distant = audit_rows(TIME, *IN_1997, *IN_2015, *IN_2018)
    assert nearby.verdict == "agrees"
    assert "1997" not in nearby.finding
    assert set(nearby.claims) == {"poor-2015", "rate-2015", "poor-2018", "rate-2018"}
    # 110,100 to 198,400 in 18 years is 3.3% a year
    assert distant.verdict == "cannot tell"
    assert "3.3%" in distant.finding
    assert {"poor-1997", "poor-2015"} <= set(distant.claims)
    assert "VN-pre2001 and VN-2016" in distant.finding


def test_two_dates_alone_far_apart_are_not_said_to_agree():
    assert [f.verdict for f in audit_rows(TIME, *IN_1997, *IN_2015)] == ["cannot tell"]


def audit_distant_households(populations):
    """The finding on the households of 1997 and 2015, beside those on the people."""
    findings = audit_rows(TIME, *IN_1997, *IN_2015, *populations)
    return next(f for f in findings if "poor-1997" in f.claims)


def test_persons_a_household_tell_what_growth_cannot():
    populations = [people("people-1997", "726,000", "1997"), people("people-2015", "873,000", "2015")]
    found = audit_distant_households(populations)
    assert found.verdict == "disagrees"
    assert "6.6" in found.finding
    assert "4.4" in found.finding
    assert {"poor-1997", "poor-2015", "people-1997", "people-2015"} <= set(found.claims)
    assert set(found.in_doubt) == {"poor-1997", "rate-1997"}  # 4.4 persons are plausible


def test_a_size_of_household_that_hardly_moves_agrees():
    populations = [people("people-1997", "528,000", "1997"), people("people-2015", "873,000", "2015")]  # 4.8 to 4.4
    found = audit_distant_households(populations)
    assert (found.verdict, found.suggestion) == ("agrees", "")


def test_a_growth_that_no_years_allow_disagrees_however_far_apart():
    later = [
        poor("poor-2002", "40,000", "2002-M12", standard="VN-2001"),
        rate("rate-2002", "10.00", "2002-M12", standard="VN-2001"),
    ]
    (found,) = audit_rows(TIME, *IN_1997, *later)  # 110,100 to 400,000 in 5 years: 29% a year
    assert found.verdict == "disagrees"


SURVEYED = {"standard": "VN-2011", "source_id": "B"}


def test_totals_of_a_register_and_of_a_survey_are_two_series():
    surveyed = [poor("poor-s", "100,000", "2014-M12", **SURVEYED), rate("rate-s", "10.00", "2014-M12", **SURVEYED)]
    rows = [*IN_2015, *IN_2018, *surveyed]  # 1,000,000 against 198,400
    assert "disagrees" in {f.verdict for f in audit_rows(TIME, *rows)}
    for found in audit_rows(TIME, *rows, standards={"VN-2011": "survey"}):
        assert "poor-s" not in found.claims
    same_date = [row | {"from": "2015-M12", "to": "2015-M12"} for row in surveyed]
    assert audit_rows("one total for all counts and rates", *IN_2015, *same_date)
    assert not audit_rows("one total for all counts and rates", *IN_2015, *same_date, standards={"VN-2011": "survey"})


def test_one_total_under_two_standards_names_both():
    old = [
        poor("old", "4,960", "2015-M12", standard="VN-2011"),
        rate("old-rate", "2.50", "2015-M12", standard="VN-2011"),
    ]
    (found,) = audit_rows("one total for all counts and rates", *IN_2015, *old)
    assert found.verdict == "agrees"
    assert "VN-2016 and VN-2011" in found.finding


# Bases


def test_rates_of_two_bases_are_no_repeated_fact():
    rows = [rate("of-households", "10.00", "2016-M12"), rate("of-people", "12.00", "2016-M12", base="population")]
    assert {f.verdict for f in audit.audit_claims(resolve_pack(*rows)) if len(f.claims) > 1} <= {"agrees"}
    assert not audit_rows("one source against itself", *rows)


def test_a_change_never_lies_between_rates_of_two_bases():
    fall = build_row(
        "fall", "poverty_rate", "3.00", "2016-M12..2017-M12", statistic="fall", unit="percentage points", base=""
    )
    rows = [rate("a", "10.00", "2016-M12"), rate("b", "12.00", "2017-M12", base="population"), fall]
    (found,) = audit_rows("change against its ends", *rows)
    assert (found.verdict, found.claims) == ("not checkable", ("fall",))


def test_a_change_without_a_base_fits_the_levels_of_either_and_names_one():
    fall = build_row(
        "fall", "poverty_rate", "3.00", "2016-M12..2017-M12", statistic="fall", unit="percentage points", base=""
    )
    rows = [rate("a", "10.00", "2016-M12"), rate("b", "9.00", "2017-M12"), fall]
    rows += [rate("c", "13.00", "2016-M12", base="population"), rate("d", "10.00", "2017-M12", base="population")]
    (found,) = audit_rows("change against its ends", *rows)
    assert (found.verdict, set(found.claims)) == ("agrees", {"fall", "c", "d"})


def test_a_count_of_households_beside_a_rate_of_people_is_told_by_one_rule_alone():
    rows = [poor("count", "9,920", "2015-M12"), rate("rate", "5.00", "2015-M12", base="population")]
    found = [f for f in audit.audit_claims(resolve_pack(*rows)) if set(f.claims) == {"count", "rate"}]
    assert [f.check for f in found if f.check != "standard in force"] == ["base of a rate"]


def test_parts_of_another_base_are_not_added_up():
    rows = [
        rate("poor", "10.00", "2016-M12"),
        build_row("near", "near_poor_rate", "5.00", "2016-M12", base="population"),
    ]
    rows.append(build_row("both", "poor_and_near_poor_rate", "16.00", "2016-M12"))
    assert not audit_rows("parts against their sum", *rows)


def test_town_and_country_of_another_base_are_not_the_parts_of_a_rate():
    rows = [rate("all", "10.00", "2016-M12", base="population")]
    rows += [rate(area, "20.00", "2016-M12", area=area) for area in ("rural", "urban")]
    assert not audit_rows("rate between its parts", *rows)


def test_steps_between_two_bases_are_no_steps():
    rows = [
        rate(f"r-{year}", f"{value:.2f}", f"{year}-M12")
        for year, value in zip(range(2016, 2020), (20, 19, 18, 17), strict=True)
    ]
    assert not audit_rows("step of a series", *rows, rate("people", "5.00", "2020-M12", base="population"))
    assert audit_rows("step of a series", *rows, rate("households", "5.00", "2020-M12"))


def test_a_change_between_figures_of_unknown_standards_is_not_checkable():
    fall = build_row(
        "fall", "poverty_rate", "3.00", "2016-M12..2017-M12", statistic="fall", unit="percentage points", base=""
    )
    rows = [
        rate("a", "10.00", "2016-M12", standard=""),
        rate("b", "9.00", "2017-M12", standard=""),
        fall | {"standard": ""},
    ]
    assert [f.verdict for f in audit_rows("change against its ends", *rows)] == ["not checkable"]


# One page, one figure

HEADLINE = {"qualifier": "more than", "rounded_to": "1"}


def fall_of(printed, date, **columns):
    return build_row(
        "fall",
        "poverty_rate",
        printed,
        date,
        **({"statistic": "fall", "unit": "percentage points", "base": ""} | columns),
    )


def test_a_headline_does_not_hide_that_a_change_misses_the_exact_figure():
    rows = [
        rate("headline", "7", "2016-M12", **HEADLINE),
        rate("exact", "7.04", "2016-M12"),
        rate("end", "3.13", "2017-M12"),
    ]
    (found,) = audit_rows("change against its ends", *rows, fall_of("4.50", "2016-M12..2017-M12"))
    assert (found.verdict, found.claims[0], found.in_doubt) == ("disagrees", "fall", ("fall",))
    assert "headline" not in found.claims
    (found,) = audit_rows("one source against itself", *rows)  # the headline is a repeat, no contradiction
    assert (found.verdict, set(found.claims)) == ("agrees", {"headline", "exact"})


def test_a_headline_of_another_page_does_not_hide_it_either():
    rows = [rate("headline", "7", "2016-M12", source_id="B", **HEADLINE), rate("exact", "7.04", "2016-M12")]
    rows += [rate("end", "3.13", "2017-M12"), fall_of("4.50", "2016-M12..2017-M12")]
    assert [f.verdict for f in audit_rows("change against its ends", *rows)] == ["disagrees"]


def test_a_headline_does_not_switch_off_the_count_against_its_rate():
    rows = [
        rate("headline", "7", "2016-M12", together="head", **HEADLINE),
        poor("count", "14,080", "2016-M12", together="head"),
    ]
    rows.append(rate("exact", "7.04", "2016-M12", together="text"))
    (found,) = audit_rows("count against rate", *rows)
    assert (found.verdict, found.claims) == ("cannot tell", ("count", "exact"))
    assert found.low <= 200_000 <= found.high


def test_a_rounder_figure_that_disagrees_is_one_source_against_itself():
    rows = [rate("headline", "8", "2016-M12", qualifier="about", rounded_to="1"), rate("exact", "3.81", "2016-M12")]
    assert [f.verdict for f in audit_rows("one source against itself", *rows)] == ["disagrees"]


def test_a_change_in_headline_and_text_is_checked_once():
    rows = [rate("start", "7.04", "2016-M12"), rate("end", "3.13", "2017-M12"), fall_of("3.91", "2016-M12..2017-M12")]
    rows.append(fall_of("3", "2016-M12..2017-M12", claim_id="headline", **HEADLINE))
    assert [f.claims[0] for f in audit_rows("change against its ends", *rows)] == ["fall"]


# Years or year ends

ENDS = "change against its ends"
FROM_2015 = [
    rate("r-2015", "10.00", "2015-M12"),
    rate("r-2016", "9.00", "2016-M12"),
    rate("r-2019", "7.94", "2019-M12"),
]
RELATIVE = {"statistic": "relative fall", "unit": "percent"}


def test_a_change_typed_with_months_is_checked_as_it_is_typed():
    (found,) = audit_rows(ENDS, *FROM_2015, fall_of("20.60", "2015-M12..2019-M12", **RELATIVE))
    assert (found.verdict, found.suggestion) == ("agrees", "")
    (found,) = audit_rows(ENDS, *FROM_2015, fall_of("20.60", "2016-M12..2019-M12", **RELATIVE))
    assert found.verdict == "disagrees"


@pytest.mark.parametrize(
    ("printed", "fits"), [("20.60", "from=2015-M12, to=2019-M12"), ("11.78", "from=2016-M12, to=2019-M12")]
)
def test_a_change_typed_as_years_is_asked_about_and_not_blamed(printed, fits):
    (found,) = audit_rows(ENDS, *FROM_2015, fall_of(printed, "2016..2019", **RELATIVE))
    assert (found.verdict, found.suggestion) == ("cannot tell", fits)
    assert "year ends or years?" in found.finding
    assert "from the end of 2015 (from=2015-M12)" in found.finding
    assert "from the end of 2016 (from=2016-M12)" in found.finding
    assert "20.51 to 20.69" in found.finding  # what it is from the one
    assert "11.67 to 11.88" in found.finding  # and from the other
    assert {"fall", "r-2015", "r-2016", "r-2019"} <= set(found.claims)


def test_a_change_typed_as_years_that_fits_neither_disagrees():
    (found,) = audit_rows(ENDS, *FROM_2015, fall_of("50.00", "2016..2019", **RELATIVE))
    assert (found.verdict, found.in_doubt) == ("disagrees", ("fall",))
    assert found.finding.endswith("neither fits")


def test_a_change_typed_as_years_whose_other_end_is_not_printed_cannot_be_told():
    without_2015 = FROM_2015[1:]
    for printed, fits in (("11.78", "from=2016-M12, to=2019-M12"), ("20.60", "")):
        (found,) = audit_rows(ENDS, *without_2015, fall_of(printed, "2016..2019", **RELATIVE))
        assert (found.verdict, found.suggestion) == ("cannot tell", fits)


def test_a_mean_typed_as_years_is_not_said_to_be_divided_wrongly():
    mean = fall_of("0.52", "2016..2019", statistic="mean fall per year")  # (10.00 - 7.94) / 4
    (found,) = audit_rows(ENDS, *FROM_2015, mean)
    assert (found.verdict, found.suggestion) == ("cannot tell", "from=2015-M12, to=2019-M12")
    assert "rather than" not in found.finding + found.suggestion


def test_a_total_and_its_mean_typed_as_years_are_asked_about():
    total = fall_of("10.24", "2016..2020", claim_id="total")
    mean = fall_of("2.56", "2016..2020", claim_id="mean", statistic="mean fall per year")
    (found,) = audit_rows("mean against its total", total, mean)
    assert (found.verdict, found.suggestion) == ("cannot tell", "from=2016-M12, to=2020-M12")
    ends = {"from": "2015-M12", "to": "2020-M12"}
    (found,) = audit_rows("mean against its total", total | ends, mean | ends)
    assert (found.verdict, found.suggestion) == ("disagrees", "divided by 4 years rather than 5")


def test_a_target_typed_as_years_is_far_from_its_outcome_only_under_both_readings():
    target = fall_of("1.06", "2016..2019", status="target")  # 1.06 from 2016, and 2.06 from 2015
    assert not audit_rows("outcome against target", *FROM_2015, target)
    (found,) = audit_rows("outcome against target", *FROM_2015, target | {"from": "2015-M12", "to": "2019-M12"})
    assert found.verdict == "cannot tell"


# Printed and inferred


def test_an_inferred_number_is_not_said_to_be_printed():
    misread = {"printed": "2,56", "value": "2.65", "inferred": "value", "note": "a misprint"}
    mean = fall_of("2.65", "2015-M12..2019-M12", claim_id="mean", statistic="mean fall per year") | misread
    total = fall_of("10.60", "2015-M12..2019-M12", claim_id="total")
    resolved = resolve_pack(total, mean)
    assert phrase_claim(resolved.claims["mean"]) == "2.65 points (inferred; the page has 2,56)"
    (found,) = audit_rows("mean against its total", total, mean)
    assert "printed" not in found.finding
    assert "2.65 points (inferred; the page has 2,56)" in found.finding


def test_a_pair_that_is_printed_twice_is_no_second_witness():
    rows = [
        row
        for source in ("A", "B")
        for row in (
            build_row(f"rate-{source.lower()}", "poverty_rate", "12.50", "2018-M12", source_id=source),
            build_row(f"count-{source.lower()}", "poor_households", "12,500", "2018-M12", source_id=source),
        )
    ]
    found = audit.audit_claims(resolve_pack(*rows))
    assert not [f for f in found if f.check == "one total for all counts and rates"]
    total = build_row("total", "households", "100,000", "2018-M12")
    found = audit.audit_claims(resolve_pack(*rows, total))
    assert [f.verdict for f in found if f.check == "one total for all counts and rates"] == ["agrees"]


@pytest.mark.parametrize(("mean", "verdict"), [("1.01", "disagrees"), ("0.99", "not checkable")])
def test_only_a_mean_within_half_a_percent_is_said_to_be_of_other_years(mean, verdict):
    """In two digits after the point 1.01 is so exact, and 0.99 is not."""
    levels = [rate("first", f"{5 + 5 * float(mean):.2f}", "2016-M12"), rate("last", "5.00", "2021-M12")]
    (found,) = audit_rows(ENDS, *levels, fall_of(mean, "2017-M12..2019-M12", statistic="mean fall per year"))
    assert found.verdict == verdict
    assert ("2016" in found.suggestion) == (verdict == "disagrees")


@pytest.mark.parametrize(("last", "said"), [("6.00", True), ("4.50", False)])
def test_a_fall_where_the_figures_rise_just_as_much_has_the_wrong_direction(last, said):
    levels = [rate("first", "5.00", "2016-M12"), rate("last", last, "2018-M12")]
    (found,) = audit_rows(ENDS, *levels, fall_of("1.00", "2016-M12..2018-M12"))
    assert (found.verdict, "the direction: the figures rise" in found.suggestion) == ("disagrees", said)


def test_ranges_that_share_one_end_alone_touch_and_do_not_overlap():
    assert is_touching((1, 2), (2, 3))
    assert not is_overlapping((1, 2), (2, 3))
    assert not is_overlapping((2, 3), (1, 2))
    assert is_overlapping((2, 2), (2, 2))
