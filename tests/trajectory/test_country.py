"""The country beside a province: the same standard, the same years, rates of households alone."""

import pytest

from poverty.packs.load import load_pack
from poverty.trajectory.country import compare_with_country
from small_packs import build_pack, build_row


def test_bac_lieu_fell_faster_than_the_country():
    table = compare_with_country(load_pack("bac-lieu")).set_index("standard")
    assert table.loc["VN-2016", ["start", "end", "province_arr", "country_arr"]].tolist() == [
        "2015-M12", "2018-M12", 42.8, 21.2,
    ]  # fmt: skip
    assert table.loc["VN-2022", ["start", "end", "province_arr", "country_arr"]].tolist() == [
        "2022-M12", "2024-M12", 76.6, 36.8,
    ]  # fmt: skip
    assert table.loc["VN-2022", ["country_first", "country_last"]].tolist() == [4.03, 1.93]


@pytest.mark.parametrize(
    "second",
    [
        {"base": "population"},  # the country's rate is of households
        {"standard": "VN-2022"},
        {"from": "2018-M06", "to": "2018-M06"},  # the country prints none of that date
    ],
)
def test_only_like_figures_are_set_side_by_side(second):
    first = build_row("first", "poverty_rate", "9.00", "2016-M12")
    last = build_row("last", "poverty_rate", "6.00", "2018-M12")
    assert len(compare_with_country(build_pack(first, last))) == 1
    assert compare_with_country(build_pack(first, last | second)).empty
