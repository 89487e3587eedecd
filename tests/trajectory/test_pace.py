"""Pace, paths, limits: the numbers, and what must be refused."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poverty.bands.band import interpolate_power_path
from poverty.packs import readings
from poverty.packs.claims import MeasuredSeries
from poverty.trajectory import assumptions, consistency, limits, spells
from poverty.trajectory.pace import annual_pace, combine_poor_and_near_poor
from poverty.trajectory.path import reconstruct_spell_path
from poverty.trajectory.spells import Anchor, ComparabilityError
from poverty.trajectory.tables import tabulate_spell_paces
from small_packs import build_row, resolve_pack

# question, reading, indicator, standard: T, ARR from-to (% a year), points a year from-to
PACES = [
    ("rate-2011-2015", "fall-from-2010", "poverty_rate", "VN-2011", 5, (38.7, 38.8), (3.145, 3.155)),
    ("rate-2011-2015", "fall-from-2011", "poverty_rate", "VN-2011", 4, (43.7, 43.8), (3.145, 3.155)),
    ("review-2022", "opening", "poverty_rate", "VN-2022", 3, (66.3, 66.9), (1.463, 1.470)),
    ("review-2022", "closing", "poverty_rate", "VN-2022", 2, (99.5, 100.3), (2.195, 2.205)),
    ("review-2022", "opening", "near_poor_rate", "VN-2022", 3, (41.8, 42.0), (1.557, 1.563)),
    ("old-criteria", "one", "poverty_rate", "VN-2011", 18, (13.3, 13.3), (1.455, 1.461)),
]


def at(bac_lieu, question, reading, indicator, standard):
    """A spell under a reading, of the tested figures alone."""
    resolved = consistency.select_tested_figures(readings.resolve_readings(bac_lieu, {question: reading}), question)
    return spells.find_spell(resolved, indicator, standard)


@pytest.mark.parametrize(("question", "reading", "indicator", "standard", "years", "arr", "points"), PACES)
def test_pace(bac_lieu, question, reading, indicator, standard, years, arr, points):
    spell = at(bac_lieu, question, reading, indicator, standard)
    pace = annual_pace(spell.anchors[0], spell.anchors[-1])
    assert pace.years == years
    assert (round(pace.arr_low, 1), round(pace.arr_high, 1)) == arr
    assert (pace.points_low, pace.points_high) == pytest.approx(points, abs=0.0005)
    assert pace.arr_low < pace.arr < pace.arr_high


# spells of all sources: standard, compound rate in percent a year, years in which the rate halves
PACES_IN_USE = [("VN-2011", 32.1, 1.8), ("VN-2016", 45.4, 1.15), ("VN-2022", 48.6, 1.04)]


@pytest.mark.parametrize(("standard", "compound", "halving"), PACES_IN_USE)
def test_paces_that_people_use(evidence, standard, compound, halving):
    table = tabulate_spell_paces(evidence)
    row = table[(table["standard"] == standard) & (table["indicator"] == "poverty_rate")].iloc[0]
    assert round(row["compound"], 1) == compound
    assert row["halving_years"] == pytest.approx(halving, abs=0.015)
    assert row["compound_low"] <= row["compound"] <= row["compound_high"] < 100
    assert row["halving_years_low"] <= row["halving_years"] <= row["halving_years_high"]


def test_a_rise_is_a_compound_rate_below_zero_that_never_halves():
    rate = MeasuredSeries("poverty_rate", "all", "province", "households")
    first, last = (Anchor(rate, "S", date, r, r, r, "reported", (), ()) for date, r in (("2010", 10.0), ("2012", 12.1)))
    pace = annual_pace(first, last)
    assert pace.compound == pytest.approx(-10.0)
    assert pace.halving_years == inf


def test_pace_of_poor_and_near_poor_together(resolved):
    spell = combine_poor_and_near_poor(resolved, "VN-2022")
    pace = annual_pace(*spell.anchors)
    assert (round(pace.arr_low, 1), round(pace.arr_high, 1)) == (50.5, 50.6)
    assert (round(pace.points_low, 2), round(pace.points_high, 2)) == (3.02, 3.03)
    assert {a.kind for a in spell.anchors} == {"derived"}


@pytest.mark.parametrize(("reading", "start"), [("fall-from-2010", 18.40), ("fall-from-2011", 15.25)])
def test_the_start_of_a_mean_fall_is_derived(bac_lieu, reading, start):
    first = at(bac_lieu, "rate-2011-2015", reading, "poverty_rate", "VN-2011").anchors[0]
    assert (first.value, first.kind) == (pytest.approx(start), "derived")


def test_nothing_is_compared_across_a_standard(resolved):
    old, new = (spells.find_spell(resolved, "poverty_rate", s) for s in ("VN-2011", "VN-2022"))
    with pytest.raises(ComparabilityError, match=r"VN-2011.*VN-2022.*change of standard"):
        annual_pace(old.anchors[-1], new.anchors[0])


def test_nothing_is_compared_across_series(resolved):
    poor, near = (spells.find_spell(resolved, i, "VN-2022") for i in ("poverty_rate", "near_poor_rate"))
    with pytest.raises(ComparabilityError, match="different series"):
        annual_pace(poor.anchors[0], near.anchors[1])


def test_the_spell_that_other_sources_alone_print(evidence):
    # the pace to reproduce: 15.55 at the end of 2015 to 1.38 at the end of 2019, four years
    anchors = spells.find_spell(readings.resolve_readings(evidence), "poverty_rate", "VN-2016").anchors
    assert [(a.t, a.value) for a in anchors] == [(2015.0, 15.55), (2018.0, 4.3), (2019.0, 1.38)]
    pace = annual_pace(anchors[0], anchors[-1])
    assert pace.arr == pytest.approx(60.5, abs=0.05)
    assert pace.points == pytest.approx(3.54, abs=0.005)


def test_splicing_over_the_break_would_make_everybody_poor_and_more(evidence):
    about, printed, low, high = assumptions.splice_earlier_rates(evidence)[0]
    assert (about, printed) == ("1997, as VN-2016", 28.9)
    assert (low, high) == pytest.approx((168.9, 170.3), abs=0.1)


def test_paths_run_from_anchor_to_anchor_inside_their_limits(resolved):
    for spell in spells.list_comparable_spells(resolved):
        path = reconstruct_spell_path(spell)
        ends = spell.anchors[0], spell.anchors[-1]
        assert [path[0].value, path[-1].value] == [a.value for a in ends]
        inner = [p for p in path if p.kind == "reconstructed"]
        known = {a.t for a in spell.anchors}
        assert [p.t for p in inner] == [t for t in np.arange(ends[0].t + 1, ends[1].t) if t not in known]
        limited = "near" not in spell.series.indicator
        assert all((p.low is not None) == limited for p in inner)
        assert all(p.low <= p.value <= p.high for p in inner if limited)


@pytest.fixture(scope="module")
def ends(resolved):
    return spells.find_spell(resolved, "poverty_rate", "VN-2022").anchors


@given(shape=st.floats(-2, 2), t=st.floats(2021, 2024))
def test_a_power_path_stays_between_its_anchors(ends, shape, t):
    first, *_, last = ends
    value = interpolate_power_path(first.t, first.value, last.t, last.value, t, shape)
    assert last.value - 1e-9 <= value <= first.value + 1e-9


def test_limits_of_a_falling_register_are_its_anchors(resolved):
    spell = spells.find_spell(resolved, "poverty_rate", "VN-2022")
    assert limits.outer_limits(spell, [2023.0])[2023.0] == pytest.approx((0.685, 3.195))
    assert limits.outer_fall_limits(spell, 2022.0, 2024.0) == pytest.approx((3.185 - 0.695, 3.195 - 0.685))


def test_near_poor_may_rise_and_has_no_limits(resolved):
    with pytest.raises(limits.NoLimitsError, match="may rise"):
        limits.outer_limits(spells.find_spell(resolved, "near_poor_rate", "VN-2022"), [2022.0])


def test_other_sources_rule_out_a_mean_level_and_a_closing_review(bac_lieu):
    ruled_out = {
        (question, c.reading.name, c.independent_figures[0].id)
        for question in bac_lieu.questions
        for c in consistency.find_refuting_results(bac_lieu, question)
    }
    assert ruled_out == {
        ("rate-2011-2015", "level", "vbf-poverty-rate-2014"),
        ("review-2022", "closing", "bds-poverty-rate-2022-closing"),
    }


def test_a_mean_level_leaves_2014_no_higher_than_four_equal_years(bac_lieu):
    # five year ends average at most 3.155 and the last is at least 2.645: (5 × 3.155 - 2.645) / 4
    spell = at(bac_lieu, "rate-2011-2015", "level", "poverty_rate", "VN-2011")
    assert limits.outer_limits(spell, [2014.0])[2014.0][1] == pytest.approx((5 * 3.155 - 2.645) / 4)
    # and 4.48 at the end of 2014 makes any non-increasing path average at least 4.11
    assert pytest.approx(4.11, abs=0.005) == (4 * 4.48 + 2.65) / 5


def test_a_target_is_never_an_anchor(bac_lieu):
    resolved = readings.resolve_readings(readings.restrict_to_evidence(bac_lieu, "article"), {"review-2022": "opening"})
    row = bac_lieu.rows["poverty-rate-2024"] | {"status": "target"}
    resolved.claims["poverty-rate-2024"] = bac_lieu.rebuild("poverty-rate-2024", row, ())
    spell = spells.find_spell(resolved, "poverty_rate", "VN-2022")
    assert [a.claims for a in spell.anchors] == [("poverty-rate-2022",)]


def test_a_source_of_low_trust_shapes_no_path(evidence):
    spell = spells.find_spell(readings.resolve_readings(evidence), "poverty_rate", "VN-2016")
    assert "danviet-poverty-rate-2021" in {name for a in spell.check_levels for name in a.claims}
    assert not {name for a in spell.anchors for name in a.claims} & {"danviet-poverty-rate-2021"}


def test_a_forecast_and_an_undated_figure_are_no_anchors(evidence):
    anchors = spells.find_spell(readings.resolve_readings(evidence), "poverty_rate", "VN-2016").anchors
    used = {name for a in anchors for name in a.claims}
    assert not used & {
        "vna2020-poverty-rate-forecast-2020",
        "vna2020-poverty-rate-now",
        "ngoc-poverty-rate-target-2019",
    }


def test_a_derived_end_is_never_below_0():
    columns = {"statistic": "fall", "unit": "percentage points", "base": ""}
    rows = (
        build_row("start", "poverty_rate", "1.00", "2016-M12"),
        build_row("fall", "poverty_rate", "1.00", "2016-M12..2017-M12", **columns),
    )
    end = spells.find_spell(resolve_pack(*rows), "poverty_rate", "VN-2016").anchors[-1]
    assert (end.kind, end.value, end.low) == ("derived", 0.0, 0.0)
    assert end.high == pytest.approx(0.01)


@pytest.mark.parametrize(("first", "last", "arr"), [(0.0, 0.0, 0.0), (1.0, 0.0, inf), (0.0, 1.0, -inf)])
def test_from_0_or_to_0_there_is_no_finite_pace(first, last, arr):
    rate = MeasuredSeries("poverty_rate", "all", "province", "households")
    ends = [
        Anchor(rate, "VN-2016", f"{year}-M12", value, value, value, "reported", (), ())
        for year, value in ((2016, first), (2017, last))
    ]
    pace = annual_pace(*ends)
    assert (pace.arr, pace.arr_low, pace.arr_high) == (arr, arr, arr)


def test_a_spell_of_just_a_year_is_long_enough_for_a_headline():
    rates = [build_row(str(i), "poverty_rate", f"{9 - i}.00", f"20{18 + i}-M12") for i in range(2)]
    assert spells.find_latest_rate_spell(resolve_pack(*rates)).years == 1
    assert (
        spells.find_latest_rate_spell(resolve_pack(rates[0], rates[1] | {"from": "2019-M06", "to": "2019-M06"})) is None
    )
