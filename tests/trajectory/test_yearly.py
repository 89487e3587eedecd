"""The yearly table of poverty: its figures, and that a year of which nothing is known says so."""

from collections import Counter
from math import sqrt

import pandas as pd
import pytest

from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.tables import tabulate_yearly
from poverty.trajectory.yearly import tabulate_yearly_poverty
from poverty.words.language import Language
from poverty.words.yearly import phrase_yearly_table
from sample_packs import swept
from small_packs import build_pack, build_row

NOTHING_YEARS = [*range(1998, 2007), 2008, 2009]
# rate × all households: households of years between two printed counts, from rates with two decimals
RECONSTRUCTED_HOUSEHOLDS = {2016: 22_536, 2017: 15_311, 2018: 9_318, 2019: 3_075, 2023: 3_887}


@pytest.fixture(scope="module")
def yearly(evidence):
    return tabulate_yearly(evidence)


def test_kinds_of_the_years(yearly):
    first_rows = yearly[~(yearly["year"].eq(2015) & yearly["standard"].eq("VN-2016"))]
    assert list(first_rows["year"]) == list(range(1997, 2025))
    kinds = Counter(first_rows["poverty_rate_kind"])
    assert kinds == {"reported": 9, "derived": 1, "reconstructed": 6, "date open": 1, "nothing known": 11}
    assert list(yearly.loc[yearly["poverty_rate_kind"] == "nothing known", "year"]) == NOTHING_YEARS
    assert list(yearly.loc[yearly["year"] == 2015, "standard"]) == ["VN-2011", "VN-2016"]


def test_printed_figures_stand_as_printed(yearly):
    rows = yearly.set_index(["year", "standard"])
    printed = {(1997, "VN-pre2001"): (28.9, 31818), (2015, "VN-2016"): (15.55, 30850), (2021, "VN-2022"): (5.09, 11497)}
    for key, numbers in printed.items():
        assert tuple(rows.loc[key, ["poverty_rate", "poor_households"]]) == numbers
    assert rows.loc[(2024, "VN-2022"), ["poverty_rate", "near_poor_rate", "near_poor_households"]].tolist() == [
        0.69, 1.86, 4236,
    ]  # fmt: skip
    assert rows.loc[(2015, "VN-2016"), "poor_persons"] == 127_514


@pytest.mark.parametrize(("year", "households"), RECONSTRUCTED_HOUSEHOLDS.items())
def test_households_follow_from_rate_and_total(yearly, year, households):
    row = yearly[yearly["year"] == year].iloc[0]
    rounding = 0.005 / 100 * row["households"]  # of a rate with two decimals
    assert row["poor_households"] == pytest.approx(households, abs=rounding + 1)
    assert row["poor_households_low"] <= row["poor_households"] <= row["poor_households_high"]


def test_near_poor_of_end_2022_follow_from_their_printed_rate(yearly):
    row = yearly[yearly["year"] == 2022].iloc[0]
    assert row["near_poor_households_kind"] == "derived"
    low, high = row["near_poor_households_low"], row["near_poor_households_high"]
    assert (row["near_poor_households"], low, high) == pytest.approx((12_063, 12_032, 12_094), abs=1)


def test_what_is_inferred_or_open_is_said_to_be(yearly):
    rows = yearly.set_index("year")
    assert rows.loc[2010, ["poverty_rate", "poverty_rate_kind"]].tolist() == [18.4, "derived"]
    assert rows.loc[2020, ["poverty_rate", "poverty_rate_kind"]].tolist() == [1.24, "date open"]
    assert rows.loc[2020, "open_questions"] == "count-2020"
    assert rows.loc[1997, ["doubt", "open_questions"]].tolist() == ["contradicted", "of-1997"]


def test_reconstructed_years_lie_in_their_band(yearly):
    between = yearly[yearly["poverty_rate_kind"] == "reconstructed"]
    assert (between["poverty_rate_low"] < between["poverty_rate"]).all()
    assert (between["poverty_rate"] < between["poverty_rate_high"]).all()


# between two anchors, and how far their numerals may be off: year, dates, rates, half units, centre
BANDED = [
    (2011, 2010, 2014, 18.40, 4.48, 14.03),
    (2012, 2010, 2014, 18.40, 4.48, 10.26),
    (2013, 2010, 2014, 18.40, 4.48, 7.07),
    (2016, 2015, 2018, 15.55, 4.3, 11.02),
    (2017, 2015, 2018, 15.55, 4.3, 7.27),
    (2023, 2022, 2024, 3.19, 0.69, 1.71),
]


@pytest.mark.parametrize(("year", "start", "end", "first", "last", "centre"), BANDED)
def test_the_range_of_a_reconstructed_year_is_its_band(yearly, year, start, end, first, last, centre):
    row = yearly[yearly["year"] == year].iloc[0]
    assert row["poverty_rate"] == pytest.approx(centre, abs=0.005)
    s = (year - start) / (end - start)
    middle = (1 - s) * sqrt(first) + s * sqrt(last)
    half = 0.2722 * (sqrt(first) - sqrt(last)) * sqrt(s * (1 - s))
    off = {18.40: 0.03, 4.3: 0.05}  # what the numerals of the anchors leave open beside: half a unit, or of a sum
    room = (1 - s) * off.get(first, 0.005) + s * off.get(last, 0.005)
    low, high = (middle - half) ** 2 - room, (middle + half) ** 2 + room
    assert (row["poverty_rate_low"], row["poverty_rate_high"]) == pytest.approx((low, high), abs=0.01)


def test_people_stand_beside_households(yearly):
    rows = yearly.set_index("year")
    assert rows.loc[2021, "poor_persons_kind"] == "assumed"
    net_low, net_high = (
        rows.loc[2021, f"poor_persons_{end}"] - rows.loc[2024, f"poor_persons_{end}"] for end in ("low", "high")
    )
    assert (net_low, net_high) == pytest.approx((39_664, 44_126), abs=1)  # 9,916 households of 4.0 to 4.45 persons


def test_the_country_stands_beside_the_province_under_one_standard(yearly):
    rows = yearly.set_index(["year", "standard"])["country_rate"]
    assert rows[2018, "VN-2016"] == 5.23
    assert rows[2024, "VN-2022"] == 1.93
    assert pd.isna(rows[2015, "VN-2011"])  # 9.88 is of the other standard


def test_jobs_are_as_printed_and_estimated_elsewhere(yearly):
    rows = yearly.set_index("year")
    assert rows.loc[[2013, 2018, 2019], "jobs"].tolist() == [17_250, 24_500, 24_600]
    assert rows.loc[1997, ["jobs_low", "jobs_high", "jobs_kind"]].tolist() == [6667, 8400, "derived"]
    assert pd.isna(rows.loc[1997, "jobs"])
    assert rows.loc[2020, "jobs_kind"] == "estimated"
    assert rows.loc[2020, "jobs_low"] > 11_400  # which its first half had


def test_the_article_alone_leaves_the_date_of_its_review_open(evidence):
    rows = tabulate_yearly_poverty(restrict_to_evidence(evidence, "article")).set_index("year")
    assert rows.loc[[2021, 2022], "poverty_rate_kind"].tolist() == ["date open", "date open"]
    assert rows.loc[2021, "poverty_rate"] == 5.09
    assert pd.isna(rows.loc[2022, "poverty_rate"])
    assert rows.loc[2022, "poverty_rate_high"] == pytest.approx(5.09)


@pytest.mark.parametrize("choice", ["article", "all"])
@pytest.mark.parametrize("slug", swept())
def test_every_pack_has_every_year_once_for_each_standard(slug, choice):
    table = tabulate_yearly(restrict_to_evidence(load_pack(slug), choice))
    if table.empty:
        return
    assert not table.duplicated(["year", "standard", "base"]).any()
    assert sorted(set(table["year"])) == list(range(table["year"].min(), table["year"].max() + 1))
    known = table["poverty_rate"].notna() | table["poverty_rate_low"].notna()
    assert (known == table["poverty_rate_kind"].ne("nothing known")).all()
    for measure in ("poverty_rate", "poor_households", "poor_persons", "near_poor_rate", "near_poor_households"):
        bounded = table[table[measure].notna()]
        assert (bounded[f"{measure}_low"] <= bounded[measure]).all()
        assert (bounded[measure] <= bounded[f"{measure}_high"]).all()
        assert bounded[f"{measure}_kind"].ne("").all()
    surveys = {s.id for s in load_pack(slug).shared.standards.values() if s.method == "survey"}
    assert not (table["standard"].isin(surveys) & table["poverty_rate_kind"].eq("reconstructed")).any()


def test_a_figure_of_a_source_of_low_trust_stands_where_nothing_else_does():
    rows = tabulate_yearly_poverty(load_pack("nusa-tenggara-timur")).set_index("year")
    assert rows.loc[2024, ["poverty_rate", "date", "doubt"]].tolist() == [19.48, "2024-M03", "low trust"]
    assert rows.loc[2023, "doubt"] == ""


def list_rows(*rows):
    """Of each row of the table of a made-up pack: year, base, rate, households, near-poor, rate of the country."""
    table = tabulate_yearly_poverty(build_pack(*rows))
    names = ["year", "base", "poverty_rate", "poor_households", "near_poor_rate", "country_rate"]
    return [tuple(None if pd.isna(x) else x for x in row) for row in table[names].itertuples(index=False)]


def test_the_near_poor_of_another_base_have_a_row_of_their_own():
    rows = list_rows(
        build_row("poor", "poverty_rate", "12.50", "2018-M12"),
        build_row("count", "poor_households", "12,500", "2018-M12"),
        build_row("near", "near_poor_rate", "8.00", "2018-M12", base="population"),
    )
    assert rows == [(2018, "households", 12.5, 12_500, None, 5.23), (2018, "population", None, None, 8.0, None)]


def test_every_printed_rate_of_either_base_stands_in_the_table():
    people = [
        build_row(f"people-{year}", "poverty_rate", rate, f"{year}-M12", base="population")
        for year, rate in ((2018, "12.50"), (2019, "10.50"), (2020, "10.00"))
    ]
    homes = [
        build_row(f"homes-{year}", "poverty_rate", rate, f"{year}-M12")
        for year, rate in ((2018, "9.00"), (2020, "8.00"))
    ]
    rows = list_rows(*people, *homes)
    assert [row[:3] for row in rows if row[0] != 2019 or row[1] == "population"] == [
        (2018, "households", 9.0), (2018, "population", 12.5), (2019, "population", 10.5),
        (2020, "households", 8.0), (2020, "population", 10.0),
    ]  # fmt: skip
    assert all(country is None for _, base, *_, country in rows if base == "population")
    heads, shown = phrase_yearly_table(build_pack(*people, *homes), Language("en"))
    assert heads[2] == "Poor, %"
    assert {row[2].split("of ")[-1] for row in shown} == {"people", "households"}


def test_a_pack_without_poor_or_jobs_has_no_year():
    assert tabulate_yearly(build_pack(build_row("p", "population", "900,000", "2020-M12"))).empty
