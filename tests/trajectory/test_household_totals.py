"""All households of a province, and the counts that follow from them."""

import pytest

from poverty.packs.load import load_pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory.spells import list_household_totals

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
