"""The fan: the record of going on at a known pace, its width, what it holds of places held back, where it is called so.

The donors are those of other sources than the packs, which no new year of a pack moves.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poverty import tables
from poverty.bands.calibration import TooFewDonorsError
from poverty.bands.donors import load_donors
from poverty.outlook import fan as of_fan
from poverty.outlook.tables import select_scenario_ends
from poverty.packs import load as pack
from poverty.packs.readings import restrict_to_evidence
from poverty.words.trace import trace_marks


@pytest.fixture(scope="module")
def donors():
    found = load_donors()
    return found[~found["note"].str.contains(" of data/")]


@pytest.fixture(scope="module")
def errors(donors):
    return of_fan.tabulate_pace_errors(donors)


def spell(place, *figures, standard="VN-2022", first=2010):
    """A donor's register figures, one a year end."""
    rows = [
        {"t": float(first + i), "date": f"{first + i}-M12", "value": value, "low": value, "high": value}
        for i, value in enumerate(figures)
    ]
    common = {"place": place, "part_of": place, "series": "poverty_rate", "standard": standard, "status": "actual"}
    return pd.DataFrame(rows).assign(**common, derived=False, note="")


# The record


def test_the_record_by_years_ahead(donors):
    # worked out apart, as misses in percent of the last rate: constant rate, then the line of square roots
    expected = {1: (42, 15, 4.2, -3.0, 3.6, 0.3), 2: (19, 7, 7.5, -5.1, 5.7, -0.2), 3: (13, 6, 10.6, -8.5, 7.9, -1.6)}
    record = of_fan.tabulate_fan_record(donors).set_index("years_ahead")
    assert list(record.index) == list(expected)
    for years_ahead, (figures, places, *misses) in expected.items():
        row = record.loc[years_ahead]
        assert (row["figures"], row["places"]) == (figures, places)
        found = [row[name] for name in ("miss", "bias", "root_miss", "root_bias")]
        assert found == pytest.approx(misses, abs=0.0501)
    assert record["figures"].sum() == 74


def test_no_origin_is_lower_than_where_the_fan_is_called_by_its_level(errors, donors):
    assert errors["last_rate"].min() == 1.6
    assert of_fan.calibrate_fan(donors).lowest_rate == 1.6


def test_an_error_stays_in_one_spell_of_one_place(errors):
    assert (errors["last_rate"] < errors["first_rate"]).all()
    assert errors["years_ahead"].isin([1, 2, 3]).all()
    assert set(errors["series"]) == {"poverty_rate", "minority_poverty_rate"}
    assert (errors["origin"] % 1 == 0).all()


def test_the_pace_is_that_from_the_first_figure_of_the_spell():
    # from 16 to 9 in 2010-12 the rate falls by a quarter a year; the roots by half a point
    found = of_fan.tabulate_pace_errors(spell("A", 16.0, 11.0, 9.0, 8.0))
    row = found[found["origin"] == 2012].iloc[0]
    assert (row["first_rate"], row["years_so_far"]) == (16, 2)
    assert row["same_rate"] == pytest.approx(9 * 0.75)
    assert row["root_line"] == pytest.approx(2.5**2)


def test_a_rise_so_far_is_no_origin_and_a_middle_of_a_year_no_figure():
    assert set(of_fan.tabulate_pace_errors(spell("A", 10.0, 11.0, 9.0, 8.0))["origin"]) == {2012}
    middle = spell("A", 10.0, 9.0, 8.0, 7.0)
    middle.loc[2, "t"] = 2011.5
    assert of_fan.tabulate_pace_errors(middle)[["origin", "years_ahead"]].values.tolist() == [[2011, 2]]


# The width


def test_the_width_is_the_pooled_quantile_with_places_alike(errors, donors):
    """The definition once more, slowly: each place weighs one, spread over its errors, and one more is infinite."""
    unit = errors["years_ahead"] * (errors["first_rate"] - errors["last_rate"]) / errors["years_so_far"]
    scores = (errors["rate"] - errors["same_rate"]).abs() / unit
    weights = 1 / errors.groupby("part_of")["part_of"].transform("size") / (errors["part_of"].nunique() + 1)
    width = min(score for score in scores if weights[scores <= score].sum() >= 0.9 - 1e-12)
    fan = of_fan.calibrate_fan(donors)
    assert fan.width == width
    assert round(width, 2) == 0.39


def test_places_held_back_lie_in_the_fan_as_often_as_it_says(donors):
    fan = of_fan.calibrate_fan(donors)
    assert (fan.level, fan.figures, fan.places) == (0.9, 74, 17)
    assert round(fan.coverage, 2) == 0.93
    record = of_fan.tabulate_fan_record(donors).set_index("years_ahead")
    assert 0.85 <= record.loc[1, "coverage"] <= 0.95


def test_a_place_held_back_does_not_move_the_width_that_it_is_held_against(donors, errors):
    held = 0
    for place in errors["part_of"].unique():
        width = of_fan.calibrate_fan(donors[donors["part_of"] != place]).width
        for row in errors[errors["part_of"] == place].itertuples():
            points = (row.first_rate - row.last_rate) / row.years_so_far
            low, high = of_fan.compute_fan_range(row.same_rate, points, row.years_ahead, width)
            held += low - 1e-9 <= row.rate <= high + 1e-9
    assert held == 69
    assert of_fan.calibrate_fan(donors).coverage == pytest.approx(held / 74)


def test_with_too_few_places_there_is_no_fan(monkeypatch, evidence):
    few = pd.concat([spell(name, 16.0, 12.0, 9.0, 7.0) for name in "ABCDE"])
    with pytest.raises(TooFewDonorsError):
        of_fan.calibrate_fan(few)
    monkeypatch.setattr(of_fan, "load_donors", lambda: few)
    of_fan.find_fan.cache_clear()
    try:
        assert of_fan.find_fan() is None
        table = tables.tabulate_scenarios(evidence)
    finally:
        monkeypatch.undo()
        of_fan.find_fan.cache_clear()
    assert table.loc[table["role"] == "scenario", "low"].isna().all()
    assert set(table["calibrated"]) == {""}


# The fan itself


@given(
    centre=st.floats(0, 100), points=st.floats(0.001, 30), years=st.lists(st.floats(0, 3), min_size=2, max_size=2),
    width=st.floats(0, 2),
)  # fmt: skip
def test_the_fan_holds_its_centre_widens_and_stops_at_zero(centre, points, years, width):
    near, far = (of_fan.compute_fan_range(centre, points, h, width) for h in sorted(years))
    for low, high in (near, far):
        assert 0 <= low <= centre <= high <= 100
    assert far[0] <= near[0]
    assert near[1] <= far[1]
    assert of_fan.compute_fan_range(centre, points, 0, width) == (centre, centre)


def test_half_the_width_is_a_share_of_the_fall_so_far():
    # a fall of 2 points a year, three years on: 0.39 x 3 x 2
    assert of_fan.compute_fan_range(5, 2, 3, 0.39) == pytest.approx((5 - 2.34, 5 + 2.34))


@pytest.mark.parametrize(
    ("points", "years", "says"),
    [(-1, 1, "begins with a fall"), (0, 1, "begins with a fall"), (np.nan, 1, "fall"), (1, -1, "take a later date")],
)
def test_a_fan_from_a_rise_or_into_the_past_is_refused(points, years, says):
    with pytest.raises(ValueError, match=says):
        of_fan.compute_fan_range(5, points, years, 0.39)


def test_the_fan_of_bac_lieu(evidence):
    table = tables.tabulate_scenarios(evidence)
    same = table[table["scenario"] == "pace"].set_index("date")
    expected = {"2025-M12": (0.36, 0, 0.93), "2026-M12": (0.18, 0, 1.33)}
    for date, numbers in expected.items():
        assert same.loc[date, ["value", "low", "high"]].tolist() == pytest.approx(numbers, abs=0.0051)
    assert set(same["calibrated"]) == {"no"}  # from 0.69%, where nobody has a record
    others = table[(table["role"] == "scenario") & (table["scenario"] != "pace")]
    assert others["low"].isna().all()
    assert set(others["calibrated"]) == {""}


@pytest.mark.parametrize(
    ("slug", "calibrated"), [("son-la", "yes"), ("gia-lai", "yes"), ("thanh-hoa", "yes"), ("tra-vinh", "no")]
)
def test_the_level_is_known_from_the_lowest_origin_upward(slug, calibrated):
    table = tables.tabulate_scenarios(restrict_to_evidence(pack.load_pack(slug), "all"))
    assert set(table.loc[table["scenario"] == "pace", "calibrated"]) == {calibrated}
    assert (table.loc[table["role"] == "last", "value"].iloc[0] >= 1.6) == (calibrated == "yes")


@pytest.mark.parametrize("slug", pack.list_province_slugs())
def test_a_fan_goes_no_further_than_its_record_and_never_beyond_its_standard(slug):
    read = pack.load_pack(slug)
    table = tables.tabulate_scenarios(read)
    for (standard, _), rows in table[table["low"].notna() & (table["scenario"] == "pace")].groupby(
        ["standard", "variant"]
    ):
        assert read.shared.standards[standard].method == "register"
        assert rows["t"].max() - rows["t"].min() <= 3
        assert rows["t"].max() <= read.shared.standards[standard].last_year


def test_four_years_ahead_the_line_goes_on_and_the_fan_does_not(until_2022):
    table = tables.tabulate_scenarios(until_2022)
    same = table[table["scenario"] == "pace"].set_index("date")
    assert same.loc["2025-M12", ["low", "high"]].notna().all()
    assert same.loc["2026-M12", ["low", "high", "calibrated"]].tolist()[2] == ""
    assert same.loc["2026-M12", ["low", "high"]].isna().all()
    assert same.loc["2026-M12", "value"] > 0


@pytest.fixture
def until_2022(evidence):
    """Bạc Liêu without its figures of 2024, so that its last one is of the end of 2022."""
    return replace(evidence, claims={k: c for k, c in evidence.claims.items() if c.end != "2024-M12"})


def test_each_reading_of_an_open_question_has_its_own_fan(evidence):
    ends = select_scenario_ends(tables.tabulate_scenarios(restrict_to_evidence(evidence, "article")))
    highs = ends[ends["scenario"] == "pace"].set_index("variant")["high"]
    # 2.2 points a year in two years, 1.47 in three
    assert highs["closing"] == pytest.approx(0.094 + 0.391 * 2 * 2.2, abs=0.002)
    assert highs["opening"] == pytest.approx(0.183 + 0.391 * 2 * 4.4 / 3, abs=0.002)


def test_a_trace_says_what_the_range_is(evidence):
    said = trace_marks("07-outlook", tables.tabulate_scenarios(evidence), evidence, scenario="pace", date="2026-M12")
    assert " the same rate of reduction; no forecast; 0 to 1.33" in said
    assert "Below 1.6% no record says how often the range holds" in said
    assert "90%" not in said
