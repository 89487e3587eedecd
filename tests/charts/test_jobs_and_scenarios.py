"""What the charts of jobs by year, spans, livelihood models and scenarios draw equals their tables."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from poverty import charts, tables
from poverty.charts import page as canvas
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.words.gather import gather_context

LATER = ("09-job-years", "11-livelihoods", "12-outlook")
CASES = [*itertools.product(pack.list_province_slugs(), readings.EVIDENCE_CHOICES)]


def marks_of(figure):
    """Every mark by its gid: the points of lines, the corners of the parts of tints."""
    found = {}
    for artist in figure.findobj(lambda a: isinstance(a, Line2D | PolyCollection) and a.get_gid()):
        assert artist.get_gid() not in found
        one = isinstance(artist, Line2D)
        found[artist.get_gid()] = [artist.get_xydata()] if one else [p.vertices for p in artist.get_paths()]
    return found


def points(rows, x, y):
    return list(zip(rows[x], rows[y], strict=True))


def job_years(table):
    marks = {}
    for r in table[~table["role"].isin(["estimated", "estimated mean"])].itertuples():
        marks[f"{r.role}.{r.Index}"] = [(year, r.value) for year in sorted({r.first, r.last})]
    if (table["role"] == "estimated").any():
        years = table[table["role"].isin(["estimated", "year"])].sort_values("first").drop_duplicates("first")
        middle = years[["low", "high"]].mean(axis=1)
        marks["band"] = points(years, "first", "low") + points(years, "first", "high")
        years = years.assign(value=years["value"].where(years["role"] == "estimated", middle))
        marks["estimate"] = points(years, "first", "value")
    return marks


def livelihoods(table):
    scale = {"households a model": 1, "VND a model": 1e6, "VND a household": 1e6}
    rows = list(dict.fromkeys(zip(table["role"], table["publisher"], table["start"], strict=True)))
    marks = {}
    for r in table.itertuples():
        i, size = rows.index((r.role, r.publisher, r.start)), scale[r.measure]
        marks[f"{r.role}.{r.Index}"] = [(r.low / size, i), (r.high / size, i)]
        if pd.isna(r.hard_high):
            marks[f"open-up.{r.Index}"] = [(r.high / size, i)]
        elif r.role == "each" and r.hard_low < r.low:
            marks[f"open-down.{r.Index}"] = [(r.low / size, i)]
    return marks


def outlook(table):
    marks = {f"{r.role}.{r.Index}": [(r.t, r.value)] for r in table[table["role"] != "scenario"].itertuples()}
    last = table[table["role"] == "last"]
    for variant, rows in table[table["role"] == "figure"].groupby("variant"):
        marks[".".join(filter(None, ("history", variant)))] = points(pd.concat([rows, last]), "t", "value")
    paths = table[table["role"] == "scenario"]
    for (name, number, variant), rows in paths.groupby(["scenario", "parameter", "variant"], dropna=False):
        gid = ".".join(word for word in (name, "" if pd.isna(number) else f"{number:g}", variant) if word)
        rows = rows.sort_values("t")
        marks[f"scenario.{gid}"] = points(rows, "t", "value")
        if rows["low"].notna().any():
            marks[f"fan.{gid}"] = points(rows, "t", "low") + points(rows, "t", "high")
    return marks


EXPECTED = dict(zip(LATER, (job_years, livelihoods, outlook), strict=True))


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def told(request):
    slug, evidence = request.param
    return readings.restrict_to_evidence(pack.load_pack(slug), evidence)


def test_what_is_drawn_equals_the_table(told, english):
    for name, table in tables.build_chart_tables(told).items():
        if name not in LATER:
            continue
        found, wanted = marks_of(charts.draw(name, table, gather_context(told), english).figure), EXPECTED[name](table)
        assert set(found) == set(wanted), name
        for gid, expected in wanted.items():
            if gid.startswith(("band", "interval.", "fan.")):
                assert set(map(tuple, found[gid][0].tolist())) == set(expected), gid
            else:
                np.testing.assert_allclose(found[gid][0], expected, err_msg=gid)


def test_a_plan_is_hollow_and_a_result_is_not(bac_lieu, english):
    everything = readings.restrict_to_evidence(pack.load_pack("bac-lieu"), "all")
    for name, aimed in (("09-job-years", "plan"), ("12-outlook", "target")):
        table = tables.build_chart_tables(everything)[name]
        for line in charts.draw(name, table, gather_context(everything), english).figure.axes[0].lines:
            role = (line.get_gid() or "").split(".")[0]
            if line.get_marker() == "s":
                assert (role, line.get_markerfacecolor()) == (aimed, "white")
            if role in ("year", "last") and line.get_marker() == "o":
                assert line.get_markerfacecolor() == canvas.BLUE


@pytest.mark.parametrize(("slug", "known"), [("bac-lieu", False), ("son-la", True)])
def test_a_fan_is_hatched_where_its_level_is_not_known_and_solid_where_it_is(english, slug, known):
    everything = readings.restrict_to_evidence(pack.load_pack(slug), "all")
    chart = charts.draw("12-outlook", tables.tabulate_scenarios(everything), gather_context(everything), english)
    (ax,) = chart.figure.axes
    tint = next(c for c in ax.collections if c.get_gid() == "fan.pace")
    strokes = [c for c in ax.collections if isinstance(c, LineCollection)]
    assert bool(strokes) != known
    color = canvas.BAND[canvas.BLUE] if known else canvas.TINT[canvas.BLUE]
    assert to_hex(tint.get_facecolor()[0]) == color.lower()
    named = [text.get_text() for text in chart.figure.legends[0].get_texts()]
    assert ("90% range" in named) == known
    assert ("as wide as elsewhere at 1.6% and above" in named) != known
    for words in (chart.title, chart.subtitle, chart.caption, chart.alt, *named):
        assert known or "90%" not in words


@pytest.mark.parametrize("slug", ["thanh-hoa", "bac-lieu"])
def test_the_rate_of_the_title_is_that_beside_its_line(english, slug):
    read = readings.restrict_to_evidence(pack.load_pack(slug), "all")
    chart = charts.draw("12-outlook", tables.tabulate_scenarios(read), gather_context(read), english)
    rate = chart.title.partition(": ")[2].split()[0]
    assert f"the same rate of reduction: {rate}" in chart.alt


def test_the_title_tells_the_answer(english):
    titles = {
        ("bac-lieu", "all"): "If poverty falls as since end 2021: 0.18% at end 2026, 0% to 1.33%",
        ("bac-lieu", "article"): "If poverty falls as so far: 0.09% or 0.18% at end 2026, 0% to 1.81%",
        ("son-la", "all"): "If poverty falls as since end 2021: 7.1% at end 2026, 4.4% to 9.9%",
    }
    for (slug, evidence), title in titles.items():
        read = readings.restrict_to_evidence(pack.load_pack(slug), evidence)
        assert charts.draw("12-outlook", tables.tabulate_scenarios(read), gather_context(read), english).title == title


def test_alt_texts_hold_the_drawn_values(english):
    everything = readings.restrict_to_evidence(pack.load_pack("bac-lieu"), "all")
    said = {
        "09-job-years": ("17,250", "24,500", "24,600", "6,667 to 8,400", "18,800", "11,400"),
        "11-livelihoods": ("11.3 to 12.0", "124 to 128", "10.3 to 11.3", "16.1 to 18.8", "1.9 to 4.2"),
        "12-outlook": ("1,581", "417", "0% to 1.33%", "5.09%", "cannot tell", "reached"),
    }
    built = tables.build_chart_tables(everything)
    for name, numbers in said.items():
        alt = charts.draw(name, built[name], gather_context(everything), english).alt
        assert [n for n in numbers if n not in alt] == []


def test_what_is_inferred_of_a_year_is_a_range_where_its_number_is_the_least_of_it(english):
    pack_of = pack.load_pack("bac-lieu")
    for evidence in readings.EVIDENCE_CHOICES:
        of = readings.restrict_to_evidence(pack_of, evidence)
        built = tables.build_chart_tables(of)
        for name in ("05-jobs", "09-job-years"):
            chart = charts.draw(name, built[name], gather_context(of), english)
            assert "6,667 to 8,400" in chart.alt
            assert "about 6,667" not in chart.alt
            assert "implied" not in chart.alt
        assert ("1997 would be 6,667 to 8,400" in chart.title) == (evidence == "article")


@pytest.mark.parametrize("evidence", readings.EVIDENCE_CHOICES)
def test_no_title_quotes_the_end_of_a_range_as_a_finding(evidence, english):
    of = readings.restrict_to_evidence(pack.load_pack("bac-lieu"), evidence)
    table = tables.tabulate_job_paths(of)
    title = charts.draw("05-jobs", table, gather_context(of), english).title
    assert title == "“More than 20,000 jobs a year” does not say how many in 2024"


def test_a_reading_without_a_path_is_a_panel_that_says_so(english):
    of = readings.restrict_to_evidence(pack.load_pack("bac-lieu"), "all")
    chart = charts.draw("05-jobs", tables.tabulate_job_paths(of), gather_context(of), english)
    assert [name for name in marks_of(chart.figure) if name.startswith("bounds")] == [
        "bounds.whole-period", "bounds.since-2011",
    ]  # fmt: skip
    assert len(chart.figure.axes) == 4
    assert "recent level (2024): no path that never falls keeps the printed numbers" in chart.alt
    assert "mean since about 2011: 24,550 to 33,217 in 2024" in chart.alt
