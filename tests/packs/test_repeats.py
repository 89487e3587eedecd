"""Of several figures of one page for one fact the more exact counts, once."""

import pytest

from poverty.packs.repeats import find_counting_claims, select_counting_claims
from small_packs import build_pack, build_row


def counting(*rows):
    return [c.id for c in select_counting_claims(build_pack(*rows).claims.values())]


HEADLINE = {"qualifier": "more than", "rounded_to": "1"}


def test_a_headline_beside_the_exact_figure_is_a_repeat():
    rows = [build_row("headline", "poverty_rate", "7", "2016-M12", **HEADLINE)]
    rows.append(build_row("exact", "poverty_rate", "7.04", "2016-M12"))
    assert counting(*rows) == ["exact"]
    found = find_counting_claims(build_pack(*rows).claims.values())
    assert {name: c.id for name, c in found.items()} == {"headline": "exact", "exact": "exact"}


def test_the_width_of_the_bounds_decides_and_not_the_word():
    about = build_row("about", "jobs_created", "26,260", "2022", qualifier="about", rounded_to="10")
    more = build_row("more", "jobs_created", "26,200", "2022", qualifier="more than", rounded_to="100")
    assert counting(more, about) == ["about"]


def test_a_figure_printed_twice_alike_stands_once():
    assert counting(*(build_row(name, "poverty_rate", "7.04", "2016-M12") for name in ("a", "b"))) == ["a"]


def test_the_year_and_its_end_are_one_date_of_a_level_and_not_of_a_total():
    levels = [build_row("year", "poverty_rate", "7", "2016", **HEADLINE)]
    levels.append(build_row("end", "poverty_rate", "7.04", "2016-M12"))
    assert counting(*levels) == ["end"]
    totals = [build_row("year", "jobs_created", "7,000", "2016", rounded_to="1000")]
    totals.append(build_row("end", "jobs_created", "7,004", "2016-M12"))
    assert counting(*totals) == ["year", "end"]


@pytest.mark.parametrize(
    "columns",
    [
        {"source_id": "B"},
        {"base": "population"},
        {"standard": "VN-2011"},
        {"population": "ethnic minority"},
        {"area": "rural"},
        {"status": "estimate"},
        {"status": "target"},
        {"from": "2015-M12", "to": "2015-M12"},
        {"qualifier": "less than"},  # than 7
    ],
    ids=str,
)
def test_another_fact_is_no_repeat(columns):
    exact = build_row("exact", "poverty_rate", "7.04", "2016-M12")
    other = build_row("other", "poverty_rate", "7", "2016-M12", **(HEADLINE | columns))
    assert set(counting(exact, other)) == {"exact", "other"}


def test_two_figures_that_contradict_each_other_both_count():
    rows = [build_row(name, "poverty_rate", printed, "2016-M12") for name, printed in (("a", "3.81"), ("b", "2.67"))]
    rows.append(build_row("rounder", "poverty_rate", "2.7", "2016-M12", rounded_to="0.1"))
    assert [c.printed for c in select_counting_claims(build_pack(*rows).claims.values())] == ["3.81", "2.67"]


@pytest.mark.parametrize(("word", "kept"), [("at least", ["exact"]), ("more than", ["exact", "other"])])
def test_the_very_number_is_at_least_itself_and_not_more(word, kept):
    exact = build_row("exact", "poor_households", "8,600", "2016-M12")
    other = build_row("other", "poor_households", "8,600", "2016-M12", qualifier=word, rounded_to="100")
    assert counting(exact, other) == kept


def test_an_undated_figure_repeats_nothing():
    assert counting(*(build_row(name, "poverty_rate", "7.04") for name in ("a", "b"))) == ["a", "b"]
