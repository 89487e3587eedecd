"""From where to where in each province: the numbers as printed, the own province marked, nothing across a standard."""

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex

from chart_rules import find_broken_rules, list_texts
from poverty import charts
from poverty.charts.page import BLUE, SIZES
from poverty.packs.load import load_all_packs
from poverty.tables import provinces
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import SWEPT_SIZES
from small_packs import build_pack, build_row


@pytest.fixture(scope="module")
def packs():
    return load_all_packs()[0]


def draw(packs, own="bac-lieu", size="slide", code="en"):
    table = provinces.tabulate_province_changes(packs, own)
    contexts = {pack.slug: gather_context(pack) for pack in packs}
    return charts.draw_provinces("09-provinces", table, contexts, Language(code), SIZES[size])


def make_province(slug, first, last, name=""):
    """A province with two rates, of 2016 and 2018."""
    rates = zip(("2016-M12", "2018-M12"), (first, last), strict=True)
    made = build_pack(*(build_row(f"rate-{date[:4]}", "poverty_rate", printed, date) for date, printed in rates))
    return replace(made, slug=slug, province=made.province | {"name": {"en": name or slug}})


def list_words(chart):
    return [text.get_text() for text in list_texts(chart)]


def test_each_province_goes_from_its_first_to_its_last_printed_rate(packs):
    chart = draw(packs)
    assert chart.title == "Poverty fell in all 10 provinces; in Bạc Liêu to 0.69%"
    assert "Bạc Liêu: 5.09% at the end of 2021, 0.69% at the end of 2024" in chart.alt
    assert "Vietnam: 4.03% at the end of 2022, 1.93% at the end of 2024" in chart.alt
    words = list_words(chart)
    for said in ("11.11%", "21.66%", "more than 17%", "about 24.2%", "Trà Vinh  2022–2023", "Bạc Liêu  2021–2024"):
        assert said in words
    assert find_broken_rules(chart) == []


def test_only_the_own_province_is_blue_and_the_highest_stands_on_top(packs):
    chart = draw(packs, own="gia-lai")
    table = chart.table
    lines = [a for a in chart.figure.findobj() if str(a.get_gid()).startswith("line.")]
    blue = [int(a.get_gid()[5:]) for a in lines if to_hex(a.get_color()) == BLUE.lower()]
    assert set(table.loc[blue, "province"]) == {"gia-lai"}
    ends = [line.get_xdata()[1] for line in sorted(lines, key=lambda line: line.get_ydata()[0])]
    assert ends == sorted(ends, reverse=True)
    assert "in Gia Lai to 8.11%" in chart.title


def test_no_rate_of_another_standard_or_of_people_is_compared(packs):
    table = draw(packs).table
    assert set(table["standard"]) == {"VN-2022"}
    assert set(table["base"]) == {"households"}
    assert not {"nusa-tenggara-timur", "soc-trang", "quang-ngai"} & set(table["province"])


def test_a_rise_is_no_fall_and_its_arrow_points_right():
    chart = draw([make_province("up", "4.10", "6.20"), make_province("down", "12.00", "0.00")], own="up")
    assert chart.title == "Poverty fell in 1 of 2 provinces"
    heads = {
        str(a.get_gid()): a.get_marker() for a in chart.figure.findobj() if str(a.get_gid()).startswith("reported.")
    }
    assert sorted(heads.values()) == ["<", ">", "o", "o"]
    assert find_broken_rules(chart) == []


@pytest.mark.parametrize("size", SWEPT_SIZES)
def test_a_name_of_sixty_letters_and_rates_of_zero_and_a_hundred_have_room(size):
    long = "A province whose name has as many as sixty letters in all of it"
    chart = draw(
        [make_province("long", "100.00", "0.00", long), make_province("other", "55.50", "50.00")], "long", size
    )
    assert find_broken_rules(chart) == []


def test_forty_provinces_are_more_than_a_page_has_room_for_and_it_says_so():
    made = [make_province(f"p{n:02}", f"{n + 9}.00", f"{n + 1}.00", f"Province {n}") for n in range(40)]
    chart = draw(made, own="p00")
    assert "of 41 rows" in chart.subtitle  # with the country
    assert "Province 0  2016–2018" in list_words(chart)
    assert find_broken_rules(chart) == []


def test_one_province_alone_is_compared_with_nothing():
    assert provinces.tabulate_province_changes([make_province("alone", "9.00", "4.00")]).empty
