"""Groups and areas beside everybody: of the same date, standard and base alone, and nothing that is not settled."""

from chart_rules import find_broken_rules
from drawn_charts import draw_chart, list_gids, list_words
from poverty.charts.page import HALF, SLIDE
from poverty.tables import TABLES_BY_CHART
from small_packs import build_pack, build_row

CHART = "08-groups"


def rate(name, printed, date, **columns):
    return build_row(name, "poverty_rate", printed, date, standard="VN-2022", **columns)


def test_a_group_beside_everybody_of_the_same_date():
    chart = draw_chart(CHART, "gia-lai")
    assert chart.title == "Ethnic minorities: 17.05% poor, against 8.11% of everybody"
    assert chart.subtitle == "Poverty rate, % of households of each group, Gia Lai, end 2021 → end 2023"
    written = set(list_words(chart))
    assert {"25.58%", "17.05%", "12.09%", "8.11%", "40.18%", "11.14%"} <= written
    assert not {"14.87%", "34.49%"} & written  # no rate of everybody is of that date
    assert chart.alt.endswith("Ethnic minorities: 40.18% (end 2015), 11.14% (end 2020).")


def test_two_areas_are_both_in_the_title():
    chart = draw_chart(CHART, "quang-ngai")
    assert chart.title == "Rural: 14.35% poor; urban: 5.35%; everybody: 13.06%"
    assert "25.59%" not in list_words(chart)  # an estimate
    small = draw_chart(CHART, "quang-ngai", size=HALF)
    assert small.words[2].get_text() == "Standard of 2016–2021. Drawn: 3 of 6 rates."


def test_a_rate_whose_date_is_open_is_neither_drawn_nor_said():
    chart = draw_chart(CHART, "thanh-hoa")
    assert chart.title == "Ethnic minorities: 14.43% poor"
    assert not [text for text in [*list_words(chart), chart.caption, chart.alt] if "26.75" in text or "6.77" in text]
    assert "No rate of everybody is printed for this date." in chart.words[2].get_text()


def test_rates_of_other_dates_or_bases_are_not_set_side_by_side():
    rows = [rate("all", "5.00", "2021-M12"), rate("people", "6.00", "2022-M12", base="population")]
    rows.append(rate("khmer", "9.00", "2022-M12", population="Khmer"))
    chart = draw_chart(CHART, build_pack(*rows))
    assert chart.title == "Khmer: 9.00% poor"
    assert list_gids(chart, "reported") == ["reported.0"]


def test_no_group_no_chart(evidence):
    assert TABLES_BY_CHART[CHART](evidence).empty
    target = rate("target", "2.00", "2025-M12", population="Khmer", status="target")
    assert TABLES_BY_CHART[CHART](build_pack(rate("all", "5.00", "2021-M12"), target)).empty


def test_more_groups_than_fit(monkeypatch):
    from poverty.charts import groups

    monkeypatch.setattr(groups, "count_fitting_rows", lambda size: 4)
    names = ["Khmer", "ethnic minority", "without disaster cases"]
    rows = [rate(f"group-{i}", f"{9 - i}.00", "2022-M12", population=name) for i, name in enumerate(names)]
    rows += [rate(area, "4.00", "2022-M12", area=area) for area in ("urban", "rural")]
    chart = draw_chart(CHART, build_pack(rate("all", "5.00", "2022-M12"), *rows), size=SLIDE)
    assert "Drawn: 3 of 6 rates." in chart.words[2].get_text()
    assert chart.title == "Khmer: 9.00% poor; ethnic minorities: 8.00%; everybody: 5.00%"
    assert find_broken_rules(chart) == []


def test_a_printed_fall_that_the_drawn_rates_contradict_is_named():
    columns = {"statistic": "fall", "unit": "percentage points", "base": "", "standard": "VN-2022"}
    rows = [rate("first", "12.00", "2021-M12"), rate("last", "8.00", "2023-M12")]
    rows += [rate("khmer-first", "25.00", "2021-M12", population="Khmer")]
    rows += [rate("khmer-last", "17.00", "2023-M12", population="Khmer")]
    rows.append(build_row("fall", "poverty_rate", "9.00", "2021-M12..2023-M12", population="Khmer", **columns))
    chart = draw_chart(CHART, build_pack(*rows))
    assert "Contradicted by a check or by another printed figure: fall 9.00 points (Khmer, end 2021 to end 2023)." in (
        " ".join(chart.words[2].get_text().split())
    )
    assert "fall" in chart.claims
    other = rows[-1] | {"population": "all", "printed": "7.00", "value": "7.00"}
    drawn = draw_chart("02-trajectory", build_pack(*rows[:2], other))
    assert "fall 7.00 points (end 2021 to end 2023)" in " ".join(drawn.words[2].get_text().split())
    right = rows[-1] | {"printed": "8.00", "value": "8.00"}
    assert "Contradicted" not in draw_chart(CHART, build_pack(*rows[:-1], right)).words[2].get_text()
