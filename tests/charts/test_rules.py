"""Every chart keeps the rules of the set, in every pack, language and size; what it draws is what its table says."""

import re
from functools import cache, lru_cache
from statistics import mean

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart_rules import MARK_KINDS, count_words, find_broken_rules, list_texts, measure_plot_share
from examples import examples
from poverty import charts
from poverty.charts.page import HALF, PLOT, SLIDE, SQUARE
from poverty.packs import load as pack
from poverty.packs.files import DEFAULT_PROVINCE
from poverty.packs.readings import EVIDENCE_CHOICES, restrict_to_evidence
from poverty.publish.export import draw_province_charts
from poverty.tables import build_chart_tables
from poverty.words.chart_names import CHARTS, MAIN_CHARTS, PROVINCE_CHARTS
from poverty.words.gather import gather_context
from poverty.words.language import Language, list_languages
from sample_packs import sweep
from small_packs import build_pack, build_row

LANGUAGES = list_languages()
CASES = [  # charts of the main source alone are slides, and stand in no deck
    case if case[:2] == (DEFAULT_PROVINCE, "all") and case[3] == SLIDE else sweep(case)
    for slug in pack.list_province_slugs() for evidence in EVIDENCE_CHOICES for code in LANGUAGES
    for size in (SLIDE, HALF, SQUARE, PLOT)
    if (evidence == "all" or size == SLIDE) and (code == "en" or size in (SLIDE, HALF))
    for case in [(slug, evidence, code, size)]
]  # fmt: skip
FEW = 4  # packs, languages or sizes whose figures are held at once
MEAN_PLOT, MEAN_WORDS, MORE_WORDS = 0.55, 100, {"vi": 1.25}


@cache
def tables_of(slug, evidence):
    province = restrict_to_evidence(pack.load_pack(slug), evidence)
    return province, build_chart_tables(province)


@lru_cache(maxsize=FEW)
def draw_all(slug, evidence, code, size):
    province, tables = tables_of(slug, evidence)
    context = gather_context(province)
    return [charts.draw(name, table, context, Language(code), size) for name, table in tables.items()]


@cache
def draw_provinces():
    return draw_province_charts(pack.load_all_packs()[0])


@pytest.mark.parametrize(("slug", "evidence", "code", "size"), CASES)
def test_every_chart_keeps_the_rules(slug, evidence, code, size):
    drawn = draw_all(slug, evidence, code, size)
    assert drawn
    assert {chart.id: broken for chart in drawn if (broken := find_broken_rules(chart))} == {}
    assert {chart.id: untrue for chart in drawn if (untrue := find_untrue_marks(chart))} == {}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", [SLIDE, *map(sweep, (HALF, SQUARE))])
def test_the_charts_of_no_province_alone_keep_the_rules(code, size):
    drawn = [chart.at(size) for chart in draw_provinces()[code].values()]
    assert [chart.id for chart in drawn] == list(PROVINCE_CHARTS)
    assert {chart.id: broken for chart in drawn if (broken := find_broken_rules(chart))} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_plot_comes_first(code):
    drawn = [*draw_all(DEFAULT_PROVINCE, "all", code, SLIDE), *draw_provinces()[code].values()]
    assert {chart.id for chart in drawn} == {*CHARTS, *PROVINCE_CHARTS} - {"08-groups"}  # no group of it is printed
    main = [chart for chart in drawn if chart.id in MAIN_CHARTS]
    assert mean(map(measure_plot_share, main)) >= MEAN_PLOT
    assert mean(count_words(list_texts(chart)) for chart in main) <= MEAN_WORDS * MORE_WORDS.get(code, 1)


def find_untrue_marks(chart):
    """Marks that stand at no number of their row of the table."""
    untrue = []
    for artist in chart.figure.findobj():
        kind = MARK_KINDS.fullmatch(str(artist.get_gid()))
        if not kind or kind[1] in ("line", "band", "change") or not re.match(r"\d+", kind[2]):
            continue
        row = chart.table.loc[int(re.match(r"\d+", kind[2])[0])]
        cells = [float(x) for x in row if isinstance(x, int | float) and not pd.isna(x)]
        if {"low", "high"} <= set(row.index):
            cells.append((row["low"] + row["high"]) / 2)  # an inferred range is drawn at its middle
        cells += [cell / 1e6 for cell in cells]  # money in millions
        for x, y in ends_of(artist):
            found = [any(abs(number - cell) <= 1e-6 * (1 + abs(cell)) for cell in cells) for number in (x, y)]
            is_row = not artist.axes.get_yticks().size and not found[1]
            if not (found[0] if is_row else found[1]):
                untrue.append(f"{artist.get_gid()} at {x:g}, {y:g}")
    return untrue


def ends_of(artist):
    """The numbers that a mark shows: of a point itself, of a column its end."""
    if hasattr(artist, "get_xydata"):
        return artist.get_xydata()
    if hasattr(artist, "get_height"):
        part = 1 if artist.get_y() == 0 else 0.5  # a mean of several years is a bar around its number
        return [(artist.get_x() + artist.get_width() / 2, artist.get_y() + part * artist.get_height())]
    return []


# Packs that nobody has printed yet

RATES = st.sampled_from(["0.00", "0.04", "0.69", "3.2", "5.09", "18.4", "61.2", "99.9", "100.0"])
YEARS = st.sampled_from(["2003", "2010-M12", "2012-M12", "2015-M12", "2017-M06", "2018-M12", "2020-M12", "2024-M12"])
STANDARDS = {"2003": "VN-2001", "2010-M12": "VN-2006", "2012-M12": "VN-2011", "2015-M12": "VN-2011",
             "2024-M12": "VN-2022"}  # fmt: skip


@examples(5)
@given(
    st.dictionaries(YEARS, RATES, max_size=6),
    st.dictionaries(YEARS, st.integers(0, 99_999), max_size=5),
    st.dictionaries(st.integers(1997, 2024), st.integers(1, 60_000), max_size=5),
    st.sampled_from(["exact", "more than", "nearly"]),
)
def test_made_up_packs_are_drawn_or_not_made(rates, counts, jobs, words):
    rows = []
    for date, rate in rates.items():
        rows.append(build_row(f"r{date.lower()}", "poverty_rate", rate, date, standard=STANDARDS.get(date, "VN-2016")))
    for date, count in counts.items():
        cells = {"standard": STANDARDS.get(date, "VN-2016"), "qualifier": words}
        rows.append(build_row(f"h{date.lower()}", "poor_households", f"{count:,}", date, **cells))
    for year, count in jobs.items():
        rows.append(build_row(f"j{year}", "jobs_created", f"{count:,}", str(year), qualifier=words))
    province = build_pack(*rows)
    context = gather_context(province)
    for name, table in build_chart_tables(province).items():
        chart = charts.draw(name, table, context, Language("en"), SLIDE)
        assert (name, find_broken_rules(chart)) == (name, [])
