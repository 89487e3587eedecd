"""Households that became poor, as packs print them, over those that were not poor."""

import shutil
from pathlib import Path

import pytest

from poverty import tables
from poverty.outlook.inflows import find_pack_inflows, list_printed_inflows, tabulate_printed_inflows
from poverty.packs import load as pack
from poverty.packs.files import DATA
from sample_packs import add_row, edit, set_cell
from small_packs import build_pack, build_row


def test_printed_inflows_over_the_households_not_poor():
    table = tabulate_printed_inflows().set_index("province")
    # 5,260 new and 1,345 again in 2018; 71,798 poor are 25.42% of 282,450, so 210,660 were not
    son_la = table.loc["son-la"]
    assert (son_la["years"], son_la["households_a_year"], son_la["not_poor_date"]) == ("2018", 6605, "2018-M12")
    assert son_la["not_poor"] == pytest.approx(71_798 / 0.2542 - 71_798, rel=0.001)
    assert son_la["percent"] == 3.1
    # 14,000 in five years; 9,214 poor are 3.22% of 286,150 at the end of 2019, the nearest date that is known
    tra_vinh = table.loc["tra-vinh"]
    assert (tra_vinh["years"], tra_vinh["households_a_year"]) == ("2011–2015", 2800)
    assert (tra_vinh["not_poor_date"], tra_vinh["percent"]) == ("2019-M12", 1.0)
    assert tra_vinh["not_poor"] == pytest.approx(9214 / 0.0322 - 9214, rel=0.001)


def test_every_inflow_names_its_claims():
    for inflow in list_printed_inflows():
        read = pack.load_pack(inflow.province)
        slugs, names = zip(*(name.split("/") for name in inflow.claims), strict=True)
        assert set(slugs) == {inflow.province}
        indicators = {read.claims[name].indicator for name in names}
        assert {"households_impoverished", "poor_households"} <= indicators


@pytest.fixture
def son_la(tmp_path):
    """A folder of Sơn La's pack to spoil."""
    return Path(shutil.copytree(DATA / "son-la", tmp_path / "son-la"))


def test_a_flow_that_two_sources_print_counts_once(son_la):
    again = {"claim_id": "again", "source_id": "SL1", "together": ""}
    add_row(son_la, "households-impoverished-2018-sl3", again)
    (inflow,) = find_pack_inflows(pack.read_pack_folder(son_la))
    assert inflow.households_a_year == 6605


def test_a_flow_of_a_part_of_a_year_or_of_the_poor_again_alone_is_no_yearly_inflow(son_la):
    edit(son_la, "reported.csv", set_cell("households-impoverished-2018-sl3", "from", "2018-M01"))
    edit(son_la, "reported.csv", set_cell("households-impoverished-2018-sl3", "to", "2018-M06"))
    assert find_pack_inflows(pack.read_pack_folder(son_la)) == []


@pytest.mark.parametrize("slug", ["bac-lieu", "quang-ngai", "nusa-tenggara-timur"])
def test_a_pack_that_prints_none_has_none(slug):
    assert find_pack_inflows(pack.load_pack(slug)) == []


def test_churn_supposes_what_is_printed_and_the_own_spell_allows(evidence):
    assert "churn" not in set(tables.tabulate_scenarios(evidence)["scenario"])  # its rate is lower than any inflow
    table = tables.tabulate_scenarios(pack.load_pack("son-la"))
    churn = table[table["scenario"] == "churn"]
    printed = {(inflow.percent, inflow.name) for inflow in list_printed_inflows()}
    assert set(zip(churn["parameter"], churn["inflow"], strict=True)) == printed


def test_the_households_that_were_not_poor_are_those_of_the_nearest_date():
    known = [
        build_row(f"{name}-{year}", name, count, f"{year}-M12", **columns)
        for year, poor, all_of_them in ((2016, "10,000", "100,000"), (2019, "6,000", "106,000"))
        for name, count, columns in (("poor_households", poor, {}), ("households", all_of_them, {}))
    ]  # fmt: skip
    known = [row | {"claim_id": row["claim_id"].replace("_", "-")} for row in known]
    flow = {"indicator": "households_impoverished"}
    for year, date, not_poor in (("2017", "2016-M12", 90_000), ("2018", "2019-M12", 100_000)):
        (inflow,) = find_pack_inflows(build_pack(*known, build_row("new", "households_escaped", "900", year) | flow))
        assert (inflow.not_poor_date, inflow.not_poor) == (date, not_poor)
