"""A survey's sampling error goes from its figure to its anchor and its pace, apart from what rounding leaves."""

from math import log

import pytest

from poverty.packs import load as pack
from poverty.packs.claims import MeasuredSeries
from poverty.packs.readings import resolve_readings
from poverty.packs.sampling import SamplingError
from poverty.tables import build_tidy_tables
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.spells import Anchor, list_poverty_rate_spells
from poverty.trajectory.tables import tabulate_anchors, tabulate_spell_paces
from sample_packs import edit, set_cell

RATE = MeasuredSeries("poverty_rate", "all", "province", "population")


def anchor(date, value, standard_error=None, half=0.005):
    half_width = 1.96 * (standard_error or 0)
    sampling = SamplingError("standard error", standard_error, value - half_width, value + half_width)
    return Anchor(
        RATE, "ID-BPS", date, value, value - half, value + half, "reported", (), (),
        sampling=sampling if standard_error else None,
    )  # fmt: skip


@pytest.fixture
def survey(survey_folder):
    """A survey of the people whose first and last rate have a printed standard error."""
    (spell,) = list_poverty_rate_spells(resolve_readings(pack.read_pack_folder(survey_folder)))
    for end, error in ((spell.anchors[0], "0.3"), (spell.anchors[-1], "0.4")):
        for column, cell in (("error_kind", "standard error"), ("error", error)):
            edit(survey_folder, "reported.csv", set_cell(end.claims[0], column, cell))
    return pack.read_pack_folder(survey_folder)


def test_an_anchor_has_its_sampling_interval_beside_its_rounding(survey):
    (spell,) = list_poverty_rate_spells(resolve_readings(survey))
    first = spell.anchors[0]
    assert first.high - first.low == pytest.approx(0.01)
    assert first.sampling.high - first.sampling.low == pytest.approx(2 * 1.96 * 0.3, abs=0.001)


def test_the_table_of_anchors_shows_both(survey):
    table = tabulate_anchors(resolve_readings(survey))
    rates = table[table["series"] == "poverty_rate"]
    assert (rates["high"] - rates["low"]).iloc[[0, -1]].tolist() == pytest.approx([0.01, 0.01])
    widths = (rates["survey_high"] - rates["survey_low"]).astype(float)
    assert [widths.iloc[0], widths.iloc[-1]] == pytest.approx([2 * 1.96 * 0.3, 2 * 1.96 * 0.4], abs=0.001)
    assert widths.iloc[1:-1].isna().all()  # nothing is printed of the others


def test_the_pace_between_two_surveys_has_the_error_of_both():
    # independent errors: 0.3 and 0.4 make 0.5, over four years 0.125 points a year
    pace = annual_pace(anchor("2016-M03", 22.19, 0.3), anchor("2020-M03", 20.19, 0.4))
    assert pace.points == pytest.approx(0.5)
    assert (pace.points_survey_low, pace.points_survey_high) == pytest.approx((0.255, 0.745), abs=0.0005)
    assert (pace.points_low, pace.points_high) == pytest.approx((0.4975, 0.5025))  # rounding, apart
    relative = 100 * ((0.3 / 22.19) ** 2 + (0.4 / 20.19) ** 2) ** 0.5 / 4
    expected = 100 * log(22.19 / 20.19) / 4
    assert pace.arr_survey_low == pytest.approx(expected - 1.96 * relative, abs=0.0005)
    assert pace.arr_survey_high == pytest.approx(expected + 1.96 * relative, abs=0.0005)


@pytest.mark.parametrize("errors", [(0.3, None), (None, 0.4), (None, None)])
def test_a_pace_of_which_one_error_is_not_printed_has_no_interval(errors):
    pace = annual_pace(anchor("2016-M03", 22.19, errors[0]), anchor("2020-M03", 20.19, errors[1]))
    assert pace.points_survey_low is None
    assert pace.arr_survey_high is None


def test_the_table_of_paces_shows_the_interval(survey):
    row = tabulate_spell_paces(survey).iloc[0]
    assert row["points_survey_low"] < row["points_low"] < row["points_high"] < row["points_survey_high"]


def test_the_table_of_claims_says_what_is_printed_of_the_error(survey):
    claims = build_tidy_tables(survey)["claims"]
    printed = claims[claims["error_kind"] != ""]
    assert set(printed["error_kind"]) == {"standard error"}
    assert len(printed) == 2
    assert (printed["survey_low"] < printed["value"]).all()
    assert claims.loc[claims["error_kind"] == "", "survey_low"].isna().all()


DIRECTIONS = [
    # rounding alone: bounds apart, touching (half-open: 9.58 is below 9.585), overlapping
    ((9.58, None), (9.50, None), "fell"),
    ((9.58, None), (9.57, None), "fell"),
    ((9.57, None), (9.58, None), "rose"),
    ((9.58, None), (9.58, None), "cannot tell"),
    # a survey whose error is printed: the interval of the difference holds 0, or does not
    ((22.19, 0.3), (20.19, 0.4), "fell"),
    ((20.19, 0.3), (22.19, 0.4), "rose"),
    ((20.19, 0.3), (20.69, 0.4), "cannot tell"),
]


@pytest.mark.parametrize(("first", "last", "direction"), DIRECTIONS)
def test_a_pace_knows_three_directions(first, last, direction):
    assert annual_pace(anchor("2016-M03", *first), anchor("2020-M03", *last)).direction == direction


def test_two_equal_counts_neither_fell_nor_rose():
    ends = [anchor(date, 1581, half=0) for date in ("2020-M12", "2021-M12")]
    assert annual_pace(*ends).direction == "cannot tell"
