"""Placements beside the labour force and the people who left, as far as the official tables go."""

import pytest

from poverty.jobs.work import tabulate_placements_beside_work
from poverty.packs import load as pack


@pytest.fixture(scope="module")
def table():
    return tabulate_placements_beside_work(pack.load_pack("bac-lieu")).set_index("year")


def test_the_year_of_which_jobs_are_printed(table):
    row = table.loc[2013]
    assert (row["placed"], row["labour_force"]) == (17_250, 504_500)
    assert row["placed_percent"] == 3.4
    assert "dtmn2014-jobs-2013" in row["claims"].split()


def test_the_average_without_years_is_a_share_of_each_year(table):
    assert set(table["average"]) == {20_000}
    assert table.loc[2013, "average_percent"] == 4.0
    assert table.loc[2005, "average_percent"] == 4.6


def test_people_who_left(table):
    assert table.loc[2013, "out_migrants_per_1000"] == 16.4
    assert table.loc[2013, "population"] == 873_600
    assert table.loc[2013, "out_migrants"] == 14_300


def test_it_goes_as_far_as_the_tables_go(table):
    assert list(table.index) == [2005, *range(2007, 2017)]
    assert table["placed"].notna().sum() == 1
    assert set(table["kind"]) == {"derived"}
    assert table.loc[2013, "official_source"].split() == ["GSO-LABOUR", "GSO-POPULATION", "GSO-MIGRATION"]


@pytest.mark.parametrize("slug", ["nusa-tenggara-timur", "thanh-hoa"])
def test_without_a_labour_force_there_is_no_row(slug):
    assert tabulate_placements_beside_work(pack.load_pack(slug)).empty
