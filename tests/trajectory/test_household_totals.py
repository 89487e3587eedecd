"""All households of a province, and the counts that follow from them."""

import pytest

from poverty.packs.load import load_pack
from poverty.packs.readings import resolve_readings
from poverty.tables import tabulate_counts_by_standard
from poverty.trajectory.spells import list_comparable_spells, list_household_totals

# counts over the rates beside them: 30.850 at 15,55% and 13.951 at 7,03%; 30.850 less nearly 27.800 at 1,38%; ...
BEST_TOTALS = {"2015-M12": 198_402, "2019-M12": 222_826, "2021-M12": 225_901, "2022-M12": 226_740, "2024-M12": 227_911}


def test_totals_of_all_sources(evidence):
    totals = {total.date: total for total in list_household_totals(resolve_readings(evidence))}
    assert {date: totals[date].best for date in BEST_TOTALS} == BEST_TOTALS
    assert (totals["1997"].low, totals["1997"].high) == (109_907, 110_287)
    assert {total.kind for total in totals.values()} == {"derived"}
    fall, rate = "bds-poor-households-fall-2022", "bds-poverty-rate-2022-closing"
    assert {fall, rate, "poor-households-2022"} <= {*totals["2022-M12"].claims}


@pytest.mark.parametrize("date", ["2015-M12", "2019-M12", "2022-M12"])
def test_the_article_alone_has_no_total_of_what_others_print(resolved, date):
    assert date not in {total.date for total in list_household_totals(resolved)}


def test_a_printed_total_is_reported():
    totals = list_household_totals(resolve_readings(load_pack("gia-lai")))
    assert [(t.date, t.best, t.kind) for t in totals[:2]] == [
        ("2020-M12", 371_154, "reported"),
        ("2021-M12", 377_924, "derived"),
    ]


def test_the_near_poor_of_end_2022_follow_from_their_rate(evidence):
    """5.32% of 226,740 households, themselves 11,497 less 4,264 at 3.19%: no point on a straight line."""
    spells = list_comparable_spells(resolve_readings(evidence))
    near = [a for s in spells if s.series.indicator == "near_poor_households" for a in s.anchors]
    (found,) = [anchor for anchor in near if anchor.date == "2022-M12"]
    assert (found.kind, found.value) == ("derived", pytest.approx(12_063, abs=1))
    assert (found.low, found.high) == (pytest.approx(12_032, abs=1), pytest.approx(12_094, abs=1))
    assert {"dbnd-near-poor-rate-2022", "bds-poor-households-fall-2022", "poor-households-2022"} <= set(found.claims)


def test_what_is_printed_or_follows_from_a_change_is_not_derived_again(evidence):
    spells = list_comparable_spells(resolve_readings(evidence))
    counts = {(s.standard, a.date): a for s in spells if s.series.indicator == "poor_households" for a in s.anchors}
    assert (counts["VN-2016", "2015-M12"].kind, counts["VN-2016", "2015-M12"].value) == ("reported", 30_850)
    assert counts["VN-2022", "2022-M12"].value == 7_233
    assert "dbnd-poverty-rate-2022" not in counts["VN-2022", "2022-M12"].claims


def test_a_rate_of_people_gives_no_count_of_households():
    table = tabulate_counts_by_standard(load_pack("soc-trang"))
    rates_of_people = {c.id for c in load_pack("soc-trang").claims.values() if c.whole == "population"}
    assert len(table)
    assert rates_of_people.isdisjoint(" ".join(table["claims"]).split())
