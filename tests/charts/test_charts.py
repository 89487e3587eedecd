"""What is drawn equals the tables; a break is a gap; nothing leaves the page or lies on other words."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

import sight
from alt_text import heard
from layout import laid_out, words_have_room
from poverty import charts, tables
from poverty.charts import page as canvas
from poverty.charts.marks import SPELL
from poverty.charts.reported import ROWS, SCALE
from poverty.packs import load as pack
from poverty.words.gather import gather_context
from poverty.words.language import Kind
from sample_packs import swept

SLUGS = ["frozen", *swept()]
# Their marks are held against their tables in test_uncertainty.py and test_later_charts.py.
ELSEWHERE = ("08-uncertainty", "09-job-years", "11-livelihoods", "12-outlook")


@pytest.fixture(scope="module", params=SLUGS)
def province(request, bac_lieu):
    """Every pack in data/, and the frozen one of the key numbers."""
    return bac_lieu if request.param == "frozen" else pack.load_pack(request.param)


@pytest.fixture(scope="module")
def made(province):
    return tables.build_chart_tables(province)


def draw_all(province, made, language):
    return {
        name: laid_out(charts.draw(name, table, gather_context(province), language)) for name, table in made.items()
    }


@pytest.fixture(scope="module")
def all_drawn(province, made, english):
    return draw_all(province, made, english)


@pytest.fixture(scope="module")
def drawn(bac_lieu, built, english):
    return draw_all(bac_lieu, built, english)


def data_of(figure):
    """Every mark of a chart by its gid: the points of lines, the corners of tints."""
    marks = {}
    for artist in figure.findobj(lambda a: isinstance(a, Line2D | PolyCollection) and a.get_gid()):
        points = artist.get_xydata() if isinstance(artist, Line2D) else artist.get_paths()[0].vertices
        assert artist.get_gid() not in marks
        marks[artist.get_gid()] = points
    return marks


def expected(name, table):
    """What the table says each mark must be."""
    marks = {}
    if name == "01-reported":
        width = (table["high_percent"] - table["low_percent"]).sort_values(ascending=False, kind="stable")
        for i, r in enumerate(table.loc[sorted(width.index[:ROWS])].itertuples()):
            marks[f"range.{r.Index}"] = [(max(r.low_percent, SCALE[0]), i), (min(r.high_percent, SCALE[1]), i)]
            marks[f"value.{r.Index}"] = [(0, i)]
    if name in ("02-trajectory", "04-households", "06-groups"):
        for r in table[table["role"] != "path"].itertuples():
            marks[f"{r.role}.{r.Index}"] = [(r.t, r.value)]
        on_path = table[table["role"].isin(["anchor", "path"])].sort_values("t", kind="stable")
        for key, spell in on_path.groupby(SPELL):
            if len(spell) > 1:
                gid = ".".join(word.replace(" ", "-") for word in key).rstrip(".")
                marks[f"path.{gid}"] = list(zip(spell["t"], spell["value"], strict=True))
                between = spell[spell["role"] == "path"]
                if between["band_low"].notna().any():
                    ends = spell["band_low"].fillna(spell["low"]), spell["band_high"].fillna(spell["high"])
                    marks[f"band.{gid}"] = [point for end in ends for point in zip(spell["t"], end, strict=True)]
                if between["low"].notna().any() and (spell["open"] == "no").all():
                    steps = itertools.pairwise(spell[["t", "low", "high"]].itertuples(index=False))
                    marks[f"limits.{gid}"] = [(t, y) for a, b in steps for t in (a.t, b.t) for y in (b.low, a.high)]
    if name == "03-pace":
        for r in table[table["compound"].notna()].itertuples():
            for column in ("compound", "points"):
                low, high = getattr(r, f"{column}_low"), getattr(r, f"{column}_high")
                marks[f"{column}.{r.Index}"] = [(getattr(r, column), r.Index)]
                marks[f"{column}-bounds.{r.Index}"] = [(low, r.Index), (high, r.Index)]
    if name == "07-standards":
        told = set()
        for r in table.itertuples():
            if r.role == "standard":
                for side, line in (("bottom", r.urban_line), ("top", r.rural_line)):
                    if pd.notna(line):
                        marks[f"line-{side}.{r.Index}"] = [(r.first_year - 1, line), (r.last_year, line)]
            elif r.role == "spell":
                for end, t, value in (("first", r.t, r.value), ("last", r.end_t, r.end_value)):
                    if (t, value) not in told:
                        marks[f"spell-{end}.{r.Index}"] = [(t, value)]
                    told.add((t, value))
            else:
                x, (low, high) = r.t - 0.55, (r.value, r.end_value)
                marks[f"overlap.{r.Index}"] = [(r.t - 0.2, low), (x, low), (x, high), (r.t - 0.2, high)]
    if name == "05-jobs":
        for (reading, role), rows in table.groupby(["reading", "role"]):
            if role == "bounds":
                low, high = (list(zip(rows["year"], rows[c], strict=True)) for c in ("low", "high"))
                marks[f"bounds.{reading}"] = low + high
                marks[f"start.{reading}"] = low[:1]
            elif role == "year":
                marks[f"year.{reading}"] = list(zip(rows["year"], rows["value"], strict=True))
    return marks


def test_what_is_drawn_equals_the_table(all_drawn, made):
    for name, table in made.items():
        if name in ELSEWHERE:
            continue
        marks, wanted = data_of(all_drawn[name].figure), expected(name, table)
        assert set(marks) == set(wanted)
        for gid, points in wanted.items():
            if gid.startswith(("limits.", "bounds.", "band.")):
                assert set(map(tuple, marks[gid].tolist())) == set(points)
            else:
                np.testing.assert_allclose(marks[gid], points, err_msg=gid)


def test_a_mark_without_a_row_is_a_rule_across_the_axes(all_drawn):
    for chart in all_drawn.values():
        for ax in chart.figure.axes:
            for line in ax.lines:
                if not line.get_gid():
                    assert line.get_transform() in (ax.get_xaxis_transform("grid"), ax.get_yaxis_transform("grid"))


def test_no_line_of_any_pack_leaves_its_standard(all_drawn, province):
    for name in ("02-trajectory", "04-households", "06-groups"):
        for gid, points in data_of(all_drawn[name].figure).items() if name in all_drawn else ():
            if len(points) > 1:
                standard = province.shared.standards[gid.split(".")[4]]
                assert standard.first_year - 1 <= points[:, 0].min()
                assert points[:, 0].max() <= standard.last_year


def test_no_line_joins_two_standards(drawn, built, bac_lieu):
    seen = set()
    for name in ("02-trajectory", "04-households"):
        for gid, points in data_of(drawn[name].figure).items():
            if len(points) > 1:
                standard = bac_lieu.shared.standards[gid.split(".")[4]]
                years = points[:, 0]
                assert standard.first_year - 1 <= years.min()
                assert years.max() <= standard.last_year
                seen.add(standard.id)
    assert seen == {"VN-2011", "VN-2022"}


def test_a_standard_counted_once_is_one_mark(drawn, built):
    table = built["02-trajectory"]
    alone = table[table["standard"] == "VN-pre2001"]
    assert len(alone) == 1
    assert not any("VN-pre2001" in gid for gid in data_of(drawn["02-trajectory"].figure))


def test_reported_is_never_drawn_like_derived(drawn, built):
    table = built["02-trajectory"]
    faces = {}
    for line in drawn["02-trajectory"].figure.axes[0].lines:
        if (line.get_gid() or "").startswith("anchor."):
            row = table.loc[int(line.get_gid().split(".")[1])]
            faces.setdefault((row["kind"], row["source"]), set()).add((line.get_marker(), line.get_markerfacecolor()))
    assert faces["derived", "own"] == {("D", "white")}
    assert faces["reported", "own"] == {("o", canvas.BLUE)}
    assert faces["reported", "other"] == {("s", canvas.PLUM)}


def test_words_stay_on_the_page_and_off_each_other(all_drawn):
    for chart in all_drawn.values():
        words_have_room(chart)


def test_titles_are_short_and_alt_texts_begin_with_them(all_drawn, province):
    for chart in all_drawn.values():
        assert len(chart.title.split()) <= 15, chart.title
        assert chart.alt.startswith(chart.title)
        assert chart.claims
        publishers = {province.claims[name].source.publisher for name in chart.claims}
        assert all(publisher in chart.caption for publisher in publishers)


def test_the_words_beside_a_drawing_are_its_title_and_its_caption(all_drawn):
    for chart in all_drawn.values():
        title, subtitle, *notes = map(canvas.plain, chart.beside)
        assert (title, " ".join([f"{subtitle}.", *notes])) == (chart.title, chart.caption)
        assert (subtitle, notes) == (chart.subtitle, chart.notes)
        assert [note.kind for note in chart.notes].index(Kind.SOURCES) == len(chart.notes) - 1


def test_no_chart_names_another_province(all_drawn, province):
    others = {
        pack.load_pack(slug).province["name"]["vi"] for slug in pack.list_province_slugs() if slug != province.slug
    }
    own = {*province.province["name"].values(), province.shared.territory.get("followed_by", "")}
    cited = {source.publisher + source.title for source in province.shared.sources.values()}
    for chart in all_drawn.values():
        said = " ".join([chart.title, chart.alt, chart.caption.partition("Source:")[0]])
        inflows = set(chart.table.get("inflow", []))  # they say where they were printed
        for name in others:
            assert name not in said or any(name in text for text in own | cited | inflows), (chart.id, name)


def test_an_alternative_text_has_every_number_that_is_written(all_drawn, english):
    for chart in all_drawn.values():
        heard(chart, english)


def test_words_stand_out_from_what_they_stand_on(all_drawn):
    for chart in all_drawn.values():
        sight.words_stand_out(chart)


def test_no_two_keys_differ_in_hue_alone(all_drawn):
    for chart in all_drawn.values():
        sight.keys_stand_apart(chart)


def test_key_numbers_are_in_the_alt_text(drawn):
    said = {
        "02-trajectory": ("28.9%", "18.4%", "2.65%", "5.09%", "0.69%", "inferred"),
        "03-pace": ("48.5 to 48.8%", "63.0 to 63.3%", "1.46 to 1.47 points"),
        "04-households": ("11,497", "1,581", "14,775", "4,236"),
        "05-jobs": ("20,494", "380,000", "60,000", "6,667"),
    }
    for name, numbers in said.items():
        for number in numbers:
            assert number in drawn[name].alt
