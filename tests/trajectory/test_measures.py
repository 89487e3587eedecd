"""Register and survey side by side: check values, and that nothing joins the two."""

from dataclasses import replace
from math import log

import pytest

from poverty.packs import load as pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory import measures
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.spells import ComparabilityError, find_spell
from sample_packs import swept


@pytest.fixture(scope="module")
def bac_lieu_live():
    return pack.load_pack("bac-lieu")


@pytest.fixture(scope="module")
def both(bac_lieu_live):
    return measures.tabulate_two_measures(bac_lieu_live)


def survey_of(province, year):
    return next(a for a, _ in measures._list_survey_figures(province) if a.date == str(year))


def test_each_measure_has_its_own_column(both):
    row = both[(both["year"] == 2015) & (both["register_standard"] == "VN-2016")].iloc[0]
    assert (row["register_rate"], row["survey_rate"]) == (15.55, 8.4)
    assert (row["register_base"], row["survey_base"]) == ("households", "population")
    assert row["survey_line"] == "line of 2011-2015"


def test_two_standards_of_one_year_are_two_rows(both):
    rows = both[(both["year"] == 2015) & (both["register_date"] == "2015-M12")]
    assert dict(zip(rows["register_standard"], rows["register_rate"], strict=True)) == {
        "VN-2011": 2.65,
        "VN-2016": 15.55,
    }
    assert rows["survey_rate"].tolist() == [8.4, 8.4]


def test_a_year_with_either_has_a_row_and_a_blank_for_the_other(both):
    assert set(both["year"]) >= {1997, 2006, 2007, 2008, 2010, 2012, 2013, 2014, 2015, 2016, 2018, 2023, 2024}
    survey_alone, register_alone = both[both["year"] == 2013].iloc[0], both[both["year"] == 2024].iloc[0]
    assert survey_alone["survey_rate"] == 10.7
    assert survey_alone[["register_standard", "register_base", "claims"]].tolist() == ["", "", ""]
    assert both.loc[both["year"] == 2013, "register_rate"].isna().all()
    assert register_alone["register_rate"] == 0.69
    assert both.loc[both["year"] == 2024, "survey_rate"].isna().all()


def test_a_row_says_how_its_register_rate_came_to_be_and_who_printed_the_survey(both):
    start = both[both["year"] == 2010].iloc[0]
    assert (start["register_rate"], start["kind"]) == (pytest.approx(18.40), "derived")
    assert start["claims"].split()[0] == "poverty-rate-2015"
    assert start["official_source"] == "GSO-POVERTY"
    assert both.loc[both["year"] == 2023, "official_source"].tolist() == ["GSO-POVERTY-2023"]


def test_check_values_of_bac_lieu(bac_lieu_live):
    table = measures.compare_measures(bac_lieu_live).set_index("measure")
    survey, register = table.loc["survey"], table.loc["register"]
    assert (survey["first_value"], survey["last_value"]) == (13.3, 8.4)
    assert (register["first_value"], register["last_value"]) == (pytest.approx(18.40), 2.65)
    assert (survey["start"], survey["end"], register["start"], register["end"]) == (
        "2010",
        "2015",
        "2010-M12",
        "2015-M12",
    )
    assert (round(survey["points"], 2), round(survey["arr"], 1)) == (0.98, 9.2)
    assert (round(register["points"], 2), round(register["arr"], 1)) == (3.15, 38.8)
    assert round(survey["compound"], 1) == round(100 * (1 - (8.4 / 13.3) ** (1 / 5)), 1) == 8.8
    assert round(register["compound"], 1) == 32.1
    assert table["years"].tolist() == [5.0, 5.0]
    assert (register["kind"], register["base"], survey["base"]) == ("derived", "households", "population")


def test_the_error_of_a_survey_is_not_its_rounding(bac_lieu_live):
    table = measures.compare_measures(bac_lieu_live).set_index("measure")
    bounds = ["arr_low", "arr_high", "points_low", "points_high"]
    assert table.loc["survey", bounds].isna().all()
    assert table.loc["register", bounds].notna().all()


@pytest.mark.parametrize(
    ("slug", "register", "survey"),
    [
        ("quang-ngai", (23.92, 9.22), (22.8, 11.0)),
        ("soc-trang", (24.31, 8.88), (22.1, 12.0)),
        ("dien-bien", (50.0, 31.0), (50.8, 33.0)),
    ],
)
def test_other_provinces_over_their_longest_common_years(slug, register, survey):
    table = measures.compare_measures(pack.load_pack(slug)).set_index("measure")
    assert tuple(table.loc["register", ["first_value", "last_value"]]) == register
    assert tuple(table.loc["survey", ["first_value", "last_value"]]) == survey


@pytest.mark.parametrize("slug", swept())
def test_paces_are_of_one_line_one_base_and_one_span(slug):
    province = pack.load_pack(slug)
    table = measures.compare_measures(province)
    assert len(table) in (0, 2)
    for row in table.itertuples():
        years = int(row.end[:4]) - int(row.start[:4])
        assert row.years == years
        assert row.arr == pytest.approx(100 * log(row.first_value / row.last_value) / years, abs=1e-3)
        assert row.points == pytest.approx((row.first_value - row.last_value) / years, abs=1e-3)
    if len(table):
        assert table["start"].str[:4].nunique() == table["end"].str[:4].nunique() == 1
        anchors = {a.date: a for a, _ in measures._list_survey_figures(province)}
        survey = table[table["measure"] == "survey"].iloc[0]
        assert anchors[survey["start"]].standard == anchors[survey["end"]].standard == survey["standard"]
        assert anchors[survey["start"]].series == anchors[survey["end"]].series


def test_a_province_whose_own_series_is_a_survey_has_nothing_to_compare():
    province = pack.load_pack("nusa-tenggara-timur")
    for tabulate in (measures.tabulate_two_measures, measures.compare_measures, measures.tabulate_poverty_lines):
        table = tabulate(province)
        assert table.empty
        assert len(table.columns) > 8


def test_without_a_common_span_nothing_is_compared():
    assert measures.compare_measures(pack.load_pack("thanh-hoa")).empty
    assert not measures.tabulate_two_measures(pack.load_pack("thanh-hoa")).empty


def test_a_pace_between_register_and_survey_is_refused(bac_lieu_live):
    register = find_spell(resolve_readings(bac_lieu_live), "poverty_rate", "VN-2011").anchors[-1]
    with pytest.raises(
        ComparabilityError,
        match=r"_survey at 2010 and poverty_rate at 2015-M12.*a household survey estimates what a register counts",
    ):
        annual_pace(survey_of(bac_lieu_live, 2010), register)


def test_a_pace_between_two_lines_is_refused(bac_lieu_live):
    with pytest.raises(ComparabilityError, match=r"line of 2006-2010.*line of 2011-2015"):
        annual_pace(survey_of(bac_lieu_live, 2008), survey_of(bac_lieu_live, 2010))


def test_a_pace_between_two_bases_is_refused_by_what_differs(bac_lieu_live):
    first, last = find_spell(resolve_readings(bac_lieu_live), "poverty_rate", "VN-2022").anchors[::2]
    of_people = replace(last, series=replace(last.series, whole="population"))
    with pytest.raises(
        ComparabilityError, match=r"5\.09 at 2021-M12 is of households, 0\.69 at 2024-M12 of population"
    ):
        annual_pace(first, of_people)
    rural = replace(last, series=replace(last.series, area="rural"))
    with pytest.raises(
        ComparabilityError, match=r"5\.09 at 2021-M12 is of all, province, 0\.69 at 2024-M12 of all, rural"
    ):
        annual_pace(first, rural)


def test_lines_in_prices_of_one_year(bac_lieu_live):
    """The line of 2011-2015 stood still while prices rose by 37%; the next one began where it had begun, and more."""
    table = measures.tabulate_poverty_lines(bac_lieu_live)
    rural = table[table["area"] == "rural"].set_index("standard")
    assert "VN-pre2001" not in rural.index
    assert rural.loc["VN-2011", "line"] == 400_000
    rise_in_force = 1.1813 * 1.0681 * 1.0604 * 1.0184 * 1.0060
    assert rural.loc["VN-2011", "start_worth"] == pytest.approx(400_000 * rise_in_force * 1.0473, abs=600)
    assert rural.loc["VN-2011", "end_worth"] == pytest.approx(400_000 * 1.0473, abs=600)
    assert rural.loc["VN-2016", "start_worth"] == pytest.approx(700_000 * 1.0473, abs=600)
    assert (rural["price_year"] == 2016).all()
    gain = 700_000 / (400_000 * rise_in_force) - 1
    assert rural.loc["VN-2016", "change"] == pytest.approx(100 * gain, abs=0.05)


def test_a_line_after_the_last_prices_is_blank_and_says_so(bac_lieu_live):
    rows = measures.tabulate_poverty_lines(bac_lieu_live).set_index(["standard", "area"])
    late = rows.loc[("VN-2022", "urban")]
    assert late["line"] == 2_000_000
    assert rows.loc[[("VN-2022", "urban")], ["start_worth", "end_worth", "change"]].isna().all(axis=None)
    assert late["remark"] == "consumer prices are known up to 2016"
    assert rows.loc[("VN-2016", "urban"), "remark"] == late["remark"]
    assert rows.loc[("VN-2011", "urban"), "remark"] == ""
