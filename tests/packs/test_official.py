"""Official statistics: what the tables print, and that a faulty row is named with its mend."""

import csv
import shutil

import pytest

from poverty.packs import official
from poverty.packs.csv_rows import PackError, read_columns
from poverty.packs.files import DATA
from poverty.packs.load import load_all_packs


@pytest.fixture
def tables(tmp_path):
    """A copy of data/official to spoil."""
    return shutil.copytree(DATA / "official", tmp_path / "official")


def rewrite(folder, change, name="statistics.csv"):
    """Rewrite one of the tables: `change` gets its rows as dictionaries, in a list that it may alter."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def find(rows, area, indicator, year):
    return next(r for r in rows if (r["area"], r["indicator"], r["year"]) == (area, indicator, str(year)))


def faults(folder):
    with pytest.raises(PackError) as refused:
        official.load_official_statistics(folder)
    return refused.value.faults


@pytest.mark.parametrize(
    ("area", "indicator", "values"),
    [
        (
            "VN-55", "poverty_rate_survey",
            {2006: 15.7, 2008: 13.9, 2010: 13.3, 2012: 11.5, 2013: 10.7, 2014: 9.5, 2015: 8.4, 2016: 6.9, 2023: 4.29},
        ),
        (
            "VN", "poverty_rate_survey",
            {2006: 15.5, 2008: 13.4, 2010: 14.2, 2012: 11.1, 2013: 9.8, 2014: 8.4, 2015: 7.0, 2016: 5.8, 2023: 3.37},
        ),
        (
            "VN-30", "poverty_rate_survey",
            {2006: 26.7, 2008: 23.7, 2010: 25.9, 2012: 22.4, 2013: 20.8, 2014: 18.1, 2015: 15.7, 2016: 13.5},
        ),
    ],
)  # fmt: skip
def test_a_survey_has_the_years_in_which_it_was_made(area, indicator, values):
    series = official.select_official_series(area, indicator)
    assert dict(zip(series["year"], series["value"], strict=True)) == values


@pytest.mark.parametrize(
    ("area", "indicator", "year", "value"),
    [
        ("VN-55", "population", 1997, 724.2),
        ("VN-55", "rural_population", 1997, 547.0),
        ("VN-55", "labour_force", 2013, 504.5),
        ("VN-55", "out_migration_rate", 2013, 16.4),
        ("VN-55", "population", 2013, 873.6),
        ("VN-52", "population", 2015, 1310.7),
        ("VN", "population", 2016, 92695.1),
        ("VN", "consumer_prices", 2011, 118.13),
    ],
)
def test_a_number_is_the_one_that_is_printed(area, indicator, year, value):
    series = official.select_official_series(area, indicator).set_index("year")
    assert series.loc[year, "value"] == value


def test_lines_and_bases_of_the_survey_are_told_apart():
    series = official.select_official_series("VN-55", "poverty_rate_survey").set_index("year")
    assert series.loc[2008, "line"] != series.loc[2010, "line"] == series.loc[2016, "line"] != series.loc[2023, "line"]
    assert series["base"].to_dict() == dict.fromkeys(series.index, "population") | {2023: "households"}
    assert series.loc[2016, "status"] == "preliminary"
    assert series.loc[[2015, 2023], "decimals"].tolist() == [1, 2]


def test_what_was_worked_out_is_not_called_reported():
    kinds = official.load_official_statistics().groupby("indicator")["kind"].unique()
    assert kinds["consumer_prices"].tolist() == ["derived"]
    assert {kind for name, found in kinds.items() if name != "consumer_prices" for kind in found} == {"reported"}


def test_every_vietnamese_pack_finds_its_rows():
    packs = [pack for pack in load_all_packs()[0] if pack.province["country"] == "VN"]
    assert len(packs) == 12
    for pack in packs:
        assert len(official.select_official_series(pack.province["iso_3166_2"], "poverty_rate_survey")) >= 8
        assert official.select_official_series(pack.province["iso_3166_2"], "population")["year"].max() == 2016


def test_an_area_without_rows_has_an_empty_series():
    assert official.select_official_series("ID-NT", "poverty_rate_survey").empty


def test_an_indicator_that_is_none_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="no official statistic 'jobs'; there are poverty_rate_survey, population"):
        official.select_official_series("VN", "jobs")


def test_nobody_changes_the_table_for_others():
    table = official.load_official_statistics()
    table["value"] = 0.0
    assert (official.load_official_statistics()["value"] > 0).all()


def test_the_indicators_are_those_of_the_schema():
    columns = {column.name: column for column in read_columns()["official/statistics.csv"]}
    assert columns["indicator"].words == tuple(official.OFFICIAL_UNITS)
    assert set(columns["unit"].words) == set(official.OFFICIAL_UNITS.values())


BAD_CELLS = [
    (("VN-55", "population", 2010), "area", "Bạc Liêu", "a country, such as VN, or of a province", "iso_3166_2"),
    (("VN-55", "population", 2010), "area", "vn-55", "a country, such as VN, or of a province", "write VN-55"),
    (("VN-55", "population", 2010), "area", "QX-55", "a country, such as VN, or of a province", "iso_3166_2"),
    (("VN-55", "population", 2010), "area", "VN-00", "a country, such as VN, or of a province", "iso_3166_2"),
    (("VN-55", "population", 2010), "unit", "percent", "thousand persons, for population", "convert the value"),
    (("VN-55", "population", 2010), "base", "households", "nothing, for population", "leave it blank"),
    (("VN-55", "population", 2010), "line", "line of 2011-2015", "nothing, for population", "leave it blank"),
    (("VN-55", "population", 2010), "value", "861.04", "a multiple of 0.1", "rounded_to"),
    (("VN-55", "population", 2010), "value", "861.000,4", "a plain number", "no thousands separator"),
    (("VN-55", "population", 2010), "source", "GSO-POPULATIN", "an id of official/sources.csv", "'GSO-POPULATION'"),
    (("VN-55", "population", 2010), "status", "estimate", "final, preliminary", "use one of these words"),
    (("VN-55", "poverty_rate_survey", 2010), "value", "133", "0 to 100", "is a decimal mark missing?"),
    (("VN-55", "poverty_rate_survey", 2010), "base", "", "households or population", "what the rate is a share of"),
    (("VN-55", "out_migration_rate", 2010), "base", "", "households or population", "what the rate is a share of"),
    (("VN-55", "poverty_rate_survey", 2010), "line", "", "by which poverty line the survey counts", "enter it"),
    (("VN-55", "poverty_rate_survey", 2010), "line", "VN-2011", "VN-2011 is a standard of the register", "in a pack"),
    (
        ("VN-55", "poverty_rate_survey", 2010), "line", "standard of 2011-2015",
        "standard of 2011-2015 is a standard of the register", "in a pack",
    ),
    (
        ("VN-55", "poverty_rate_survey", 2010), "indicator", "poverty_rate",
        "poverty_rate_survey, population", "did you mean 'poverty_rate_survey'?",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "text", "expected", "mend"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_mend(tables, row, column, text, expected, mend):
    numbers = []

    def spoil(rows):
        wrong = find(rows, *row)
        numbers.append(rows.index(wrong) + 2)
        wrong[column] = text

    rewrite(tables, spoil)
    found = next(f for f in faults(tables) if f.column == column)
    assert (found.file, found.row, found.value) == ("statistics.csv", numbers[0], text)
    assert expected in found.expected
    assert mend in found.mend


def test_a_row_left_out_is_missed_where_other_areas_have_the_year(tables):
    rewrite(tables, lambda rows: rows.remove(find(rows, "VN-55", "population", 2010)))
    (found,) = faults(tables)
    assert (found.column, found.value) == ("year", "2011")
    assert found.expected == "2010 before it, which every other series of GSO-POPULATION has"
    assert found.mend == "enter the row of 2010 for VN-55"


def test_a_survey_of_single_years_lacks_none(tables):
    """2007, 2009 and 2011 are years without a survey, 2006 one without a table of the labour force."""
    years = set(official.select_official_series("VN-55", "poverty_rate_survey")["year"])
    assert not years & {2007, 2009, 2011}
    assert 2006 not in set(official.select_official_series("VN-55", "labour_force")["year"])
    assert len(official.load_official_statistics(tables)) > 400


def test_a_survey_year_that_other_areas_have_is_missed(tables):
    rewrite(tables, lambda rows: rows.remove(find(rows, "VN-30", "poverty_rate_survey", 2012)))
    (found,) = faults(tables)
    assert "2012 before it" in found.expected
    assert found.value == "2013"


def test_prices_are_a_chain_without_a_gap(tables):
    rewrite(tables, lambda rows: rows.remove(find(rows, "VN", "consumer_prices", 2004)))
    (found,) = faults(tables)
    assert found.value == "2005"
    assert "2004 before it" in found.expected


def test_a_series_may_begin_later_than_others():
    assert official.select_official_series("VN-71", "population")["year"].min() == 2004


def test_two_values_for_one_year_are_named(tables):
    rewrite(tables, lambda rows: rows.append(find(rows, "VN-55", "population", 2010) | {"value": "862.0"}))
    (found,) = faults(tables)
    assert found.column == "year"
    assert "one value for VN-55, population, 2010; row" in found.expected
    assert found.mend == "delete one of the two"


def test_one_year_may_have_a_value_by_each_line(tables):
    both = {"value": "16.8", "line": "line of 2006-2010"}
    rewrite(tables, lambda rows: rows.append(find(rows, "VN-55", "poverty_rate_survey", 2010) | both))
    series = official.load_official_statistics(tables)
    survey = series[(series["area"] == "VN-55") & (series["indicator"] == "poverty_rate_survey")]
    assert sorted(survey.loc[survey["year"] == 2010, "value"]) == [13.3, 16.8]


def test_all_faults_come_at_once(tables):
    def spoil(rows):
        find(rows, "VN-55", "population", 2010)["unit"] = "percent"
        find(rows, "VN", "out_migration_rate", 2010)["base"] = ""

    rewrite(tables, spoil)
    assert {(f.column, f.value) for f in faults(tables)} == {("unit", "percent"), ("base", "")}


def test_a_fault_of_the_list_of_tables_is_named_once(tables):
    def spoil(rows):
        rows[0]["rounded_to"] = "0"

    rewrite(tables, spoil, "sources.csv")
    (found,) = faults(tables)
    assert (found.file, found.column, found.expected) == ("sources.csv", "rounded_to", "a number above 0")


def test_a_rate_of_another_base_within_one_line_is_named(tables):
    rewrite(tables, lambda rows: find(rows, "VN-55", "poverty_rate_survey", 2012).update(base="households"))
    (fault,) = faults(tables)
    assert (fault.column, fault.value) == ("base", "households")
    assert fault.expected.startswith("population, as row")
    assert "line of 2011-2015" in fault.expected
