"""The deck: its slides, what they say for those who cannot see them, its charts against their tables, its bytes."""

import datetime
import gettext
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from poverty import charts, tables
from poverty.charts.page import HEIGHT, WIDTH
from poverty.packs import load as pack
from poverty.packs.readings import expand_evidence_choice, restrict_to_evidence
from poverty.publish import chart_files as rendering
from poverty.publish.deck import deck, plots
from poverty.publish.deck import plots as counts
from poverty.publish.deck import tables as short
from poverty.publish.deck.native import Plot
from poverty.publish.deck.pictures import collect_texts
from poverty.publish.reproducible import DATE, EPOCH, fixed
from poverty.words.findings import phrase_limits
from poverty.words.gather import gather_context
from poverty.words.language import Kind, Language, Sentence
from sample_packs import sweep, swept
from small_packs import build_pack, build_row

ROOT = Path(__file__).parents[2]
THREE = swept(("bac-lieu", "nusa-tenggara-timur", "soc-trang"))
LANGUAGES = (("soc-trang", "vi"), ("nusa-tenggara-timur", "id"))
NATIVE = {"03-pace", "04-households", "09-job-years", "11-livelihoods"}
EMU = 914400  # to the inch
BARS = {XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.BAR_STACKED}


class Long(gettext.NullTranslations):
    """A language whose messages are a quarter longer than the English ones."""

    def gettext(self, message):
        return message + " lâu" * (len(re.sub(r"%\(\w+\)s", "", message)) // 16)

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch, request):
    """One test draws its picture; elsewhere a blank one of the same size saves the time."""
    if request.node.originalname != "test_a_picture_is_the_exported_one":
        blank = BytesIO()
        Image.new("RGB", (2000, 1125), "white").save(blank, "PNG")
        monkeypatch.setattr(rendering, "render", lambda chart, language, formats: {"png": blank.getvalue()})


@cache
def known(slug):
    """The packs of a province by their story."""
    return {story: restrict_to_evidence(pack.load_pack(slug), story) for story in expand_evidence_choice("both")}


@cache
def drawn(slug, code="en", story="all"):
    of = known(slug)[story]
    return {
        name: charts.draw(name, table, gather_context(of), Language(code))
        for name, table in tables.build_chart_tables(of).items()
    }


@cache
def made(slug, code="en"):
    return build(slug, code)


def build(slug, code="en"):
    return deck(pack.load_pack(slug), known(slug), drawn(slug, code), Language(code))


@cache
def shown(slug, code="en"):
    """The slides of a deck, read as another program would."""
    return [*Presentation(BytesIO(made(slug, code))).slides]


def notes_of(slide):
    return slide.notes_slide.notes_text_frame.text


def frames_of(slides, kind):
    """Charts, tables or pictures, each with its slide."""
    tests = {
        "chart": lambda s: s.has_chart,
        "table": lambda s: s.has_table,
        "picture": lambda s: s.shape_type == MSO_SHAPE_TYPE.PICTURE,
    }
    return [(slide, shape) for slide in slides for shape in slide.shapes if tests[kind](shape)]


def charts_of(slides, title):
    return [shape.chart for slide, shape in frames_of(slides, "chart") if slide.shapes.title.text_frame.text == title]


def values_of(chart):
    """Every bar: its category, the name of its series, its value."""
    names = ["/".join(labels) for labels in chart.plots[0].categories.flattened_labels]
    return [
        (name, series.name, value)
        for series in chart.plots[0].series
        for name, value in zip(names, series.values, strict=True)
        if value is not None
    ]


@pytest.mark.parametrize("slug", THREE)
def test_there_is_a_slide_for_each_chart(slug):
    titles = [slide.shapes.title.text_frame.text for slide in shown(slug)]
    for chart in drawn(slug).values():
        assert titles.count(chart.title) == 1
    listed = [title for title in titles if title.startswith("Sources")]
    limits = [title for title in titles if title.startswith("What this does not say")]
    tabled = [title for title in titles if title.startswith("In figures: ")]
    assert len(tabled) == len(frames_of(shown(slug), "picture"))
    assert len(titles) == 1 + len(drawn(slug)) + len(tabled) + len(limits) + len(listed)
    assert limits
    assert listed
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("slug", THREE)
def test_every_slide_can_be_read_without_seeing_it(slug):
    for slide in shown(slug):
        first = slide.shapes[0]
        assert first == slide.shapes.title
        assert first.is_placeholder
        assert first.text_frame.text.strip()
        assert notes_of(slide).strip()
        assert slide.shapes[-1].name == "Slide Number"
        for shape in slide.shapes:
            described = shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
            shows = shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.PICTURE
            assert bool(described) == shows
    for _, shape in frames_of(shown(slug), "table"):
        assert shape.table.first_row


@pytest.mark.parametrize("slug", THREE)
def test_notes_hold_finding_limits_and_sources(slug):
    for chart in drawn(slug).values():
        of = [s for s in shown(slug) if s.shapes.title.text_frame.text in (chart.title, f"In figures: {chart.title}")]
        for slide in of:
            said = notes_of(slide)
            assert chart.alt in said
            assert chart.title in said
            for note in collect_texts(chart).notes:
                assert note in said
            for name in chart.claims:
                assert known(slug)["all"].claims[name].source.url in said
        descriptions = [s._element.xpath(".//p:cNvPr")[0].get("descr") for s in of[0].shapes]
        assert chart.alt in descriptions


@pytest.mark.parametrize("slug", THREE)
def test_every_source_of_a_drawn_claim_is_listed(slug):
    listed = [s for s in shown(slug) if s.shapes.title.text_frame.text.startswith("Sources")]
    cells = {c.text_frame.text.replace("\n", "") for _, t in frames_of(listed, "table") for c in t.table.iter_cells()}
    links = {
        run.hyperlink.address
        for _, t in frames_of(listed, "table")
        for cell in t.table.iter_cells()
        for paragraph in cell.text_frame.paragraphs
        for run in paragraph.runs
    }
    for source in {known(slug)["all"].claims[name].source for chart in drawn(slug).values() for name in chart.claims}:
        assert source.title in cells
        assert source.publisher in cells
        assert source.url in links


@pytest.mark.parametrize(("slug", "code"), [("bac-lieu", "en"), *map(sweep, LANGUAGES)])
def test_letters_are_legible_and_words_have_a_language(slug, code):
    with ZipFile(BytesIO(made(slug, code))) as parts:
        for name in parts.namelist():
            if not re.fullmatch(r"ppt/(slides|charts|notesSlides)/[^/]+\.xml", name):
                continue
            tree = etree.fromstring(parts.read(name))
            sizes = [int(x.get("sz")) for x in tree.iter() if str(x.get("sz", "")).isdigit()]
            assert sizes
            assert min(sizes) >= 1200
            for run in tree.iter(qn("a:r")):
                if name.startswith("ppt/notesSlides"):
                    assert run.find(qn("a:rPr")).get("lang")
                    continue
                look = run.find(qn("a:rPr"))
                assert look.get("sz")
                assert look.get("lang") in {"en-US", "vi-VN", "id-ID", "fr-FR"}
                assert look.find(qn("a:latin")).get("typeface") == "Arial"
        about = Presentation(BytesIO(made(slug, code))).core_properties
        assert about.language == {"en": "en-US", "vi": "vi-VN", "id": "id-ID"}[code]
        assert about.author == about.last_modified_by == ""


def no_overlap(slides):
    """Everything lies on the slide, and nothing on anything else."""
    for slide in slides:
        boxes = []
        for shape in slide.shapes:
            left, top, wide, high = (x / EMU for x in (shape.left, shape.top, shape.width, shape.height))
            assert left >= -0.01
            assert top >= 0
            assert left + wide <= WIDTH + 0.01
            assert top + high <= HEIGHT - 0.1
            boxes.append((left, top, left + wide, top + high))
            if shape.has_chart:
                assert high > 2.5
        for a, b in combinations(boxes[:-1], 2):  # the last one is the number in the corner, beside the foot
            assert min(a[2], b[2]) - max(a[0], b[0]) < 0.02 or min(a[3], b[3]) - max(a[1], b[1]) < 0.02


@pytest.mark.parametrize(("slug", "code"), [("bac-lieu", "en"), *map(sweep, LANGUAGES)])
def test_nothing_lies_on_anything_else(slug, code):
    no_overlap(shown(slug, code))


@pytest.mark.sweep
def test_a_language_with_longer_words_fits():
    lang, of = Language("en", Long()), known("bac-lieu")["all"]
    longer = {
        name: charts.draw(name, table, gather_context(of), lang)
        for name, table in tables.build_chart_tables(of).items()
    }
    no_overlap(Presentation(BytesIO(deck(of, {"all": of}, longer, lang))).slides)


@pytest.mark.parametrize("slug", THREE)
def test_pictures_keep_the_size_of_their_letters(slug):
    for _, picture in frames_of(shown(slug), "picture"):
        assert picture.width / EMU >= WIDTH * 12 / 13  # LABEL is 13 points, and nothing may be under 12
        seen = picture.height / picture.width * WIDTH
        assert seen == pytest.approx(HEIGHT * (1 - picture.crop_top - picture.crop_bottom), abs=0.01)


def test_a_picture_is_the_exported_one(english):
    of = known("nusa-tenggara-timur")["all"]
    chart = charts.draw("02-trajectory", tables.build_chart_tables(of)["02-trajectory"], gather_context(of), english)
    slides = Presentation(BytesIO(deck(of, {"all": of}, {chart.id: chart}, english))).slides
    ((_, picture),) = frames_of(slides, "picture")
    assert picture.image.blob == rendering.render(chart, "en")["png"]


@pytest.mark.parametrize("slug", THREE)
def test_columns_are_the_reported_figures(slug):
    for name, chosen in (("04-households", "path"), ("09-job-years", "")):
        if name not in drawn(slug):
            continue
        table = drawn(slug)[name].table
        if "estimated" in set(table["kind"]):  # its band is a picture
            assert not charts_of(shown(slug), drawn(slug)[name].title)
            continue
        figures = table[table["role"] != chosen]
        (chart,) = charts_of(shown(slug), drawn(slug)[name].title)
        bars = values_of(chart)
        assert sorted(value for *_, value in bars) == sorted(figures["value"])
        derived = sorted(value for _, series, value in bars if "inferred" in series)
        assert derived == sorted(figures.loc[figures["kind"] == "derived", "value"])
        assert chart.value_axis.minimum_scale == 0


@pytest.mark.parametrize("slug", THREE)
def test_bars_of_the_pace_are_the_table(slug):
    chart = drawn(slug)["03-pace"]
    stands = chart.table[chart.table["ruled_out"] != "yes"]
    for of, column in zip(charts_of(shown(slug), chart.title), ("compound", "points"), strict=True):
        bars = values_of(of)
        assert sorted(value for *_, value in bars) == sorted(stands[column].dropna())
        other = sorted(value for _, series, value in bars if series == "another reading")
        assert other == sorted(stands.loc[stands["preferred"] == "no", column].dropna())


def test_ranges_begin_and_end_as_in_the_table():
    chart = drawn("bac-lieu")["11-livelihoods"]
    shown_here = charts_of(shown("bac-lieu"), chart.title)
    assert len(shown_here) == 3
    for of, (measure, size) in zip(
        shown_here, (("households a model", 1), ("VND a model", 1e6), ("VND a household", 1e6)), strict=True
    ):
        table = chart.table[chart.table["measure"] == measure]
        base, *series, room = of.plots[0].series
        lows = list(base.values)
        wide = [sum(x for x in column if x is not None) for column in zip(*(s.values for s in series), strict=True)]
        assert lows == pytest.approx(list(table["low"] / size))
        assert [a + b for a, b in zip(lows, wide, strict=True)] == pytest.approx(list(table["high"] / size))
        assert base.format.fill.type == room.format.fill.type == MSO_FILL.BACKGROUND  # they only hold a place


def looks(chart):
    """Each series by name: its fill, and the colour of its outline if it has one."""
    found = {}
    for series in chart.plots[0].series:
        if series.format.fill.type == MSO_FILL.SOLID:
            line = series.format.line
            outline = line.color.rgb if line.fill.type == MSO_FILL.SOLID else None
            found[series.name] = (series.format.fill.fore_color.rgb, outline)
    return found


@pytest.mark.parametrize("slug", THREE)
def test_what_is_not_reported_never_looks_reported(slug):
    for _, shape in frames_of(shown(slug), "chart"):
        found = looks(shape.chart)
        assert len(set(found.values())) == len(found)
        for name, (_, outline) in found.items():
            solid = name in ("printed year", "reported", "preferred reading") or name.endswith(": reported")
            others = re.search(r"inferred|plan|reading|average|part of|said of|mean of|another printed|the rest", name)
            assert bool(outline is None) == (solid or not others)


def test_every_kind_of_job_figure_has_a_look_of_its_own():
    shown_as = [counts.YEAR_KINDS[key][1] for key in counts.YEAR_KINDS]
    assert len({(look.fill, look.line, look.dashed) for look in shown_as}) == len(shown_as)
    assert [key for key, (_, look) in counts.YEAR_KINDS.items() if not look.line] == [("year", "reported")]


@pytest.mark.parametrize("slug", THREE)
def test_no_line_joins_anything(slug):
    for _, shape in frames_of(shown(slug), "chart"):
        assert shape.chart.chart_type in BARS


def test_words_beside_numbers_follow_the_language():
    title = drawn("soc-trang", "vi")["04-households"].title
    (chart,) = charts_of(shown("soc-trang", "vi"), title)
    plot = chart.plots[0]
    assert "0\\.000" in plot.series[0].data_labels.number_format
    said = chart._chartSpace.xpath(".//c:dLbl//a:t/text()")
    assert any("8.526" in text for text in said)
    assert {len(text) > 5 for text in said} == {True}  # exact figures are numbers of the workbook, not words


def test_an_open_reading_or_too_many_columns_stay_a_picture(english):
    chart = drawn("bac-lieu")["04-households"]
    of, notes = known("bac-lieu")["all"], collect_texts(chart).notes
    resolved = gather_context(of)
    assert plots.build_plot("04-households", chart.table, resolved, english, notes).true
    asked = chart.table.assign(open="yes")
    assert not plots.build_plot("04-households", asked, resolved, english, notes).true
    years = drawn("bac-lieu")["09-job-years"].table
    many = pd.concat([years, years]).reset_index(drop=True)
    assert not plots.build_plot("09-job-years", many, resolved, english, notes).true
    assert plots.build_plot("05-jobs", years, resolved, english, notes) is None


def test_what_has_no_room_is_no_chart(english):
    chart = drawn("bac-lieu")["03-pace"]
    of = known("bac-lieu")["all"]
    plot = plots.build_plot("03-pace", chart.table, gather_context(of), english, collect_texts(chart).notes)
    assert plots.place_panels(plot, 1.5, 6.0) is not None
    assert plots.place_panels(plot, 1.5, 3.0) is None
    rows = short.shorten_plot(plot, english)
    assert len(rows.rows) <= short.MOST_ROWS < chart.table.shape[0]
    assert rows.of == (chart.table["ruled_out"] != "yes").sum()


@pytest.mark.sweep
@pytest.mark.parametrize("slug", swept())
def test_every_province_has_bars_and_short_tables(slug):
    of = known(slug)["all"]
    settled = gather_context(of)
    for code in ("en", "vi"):
        lang = Language(code)
        for name, table in tables.build_chart_tables(of).items():
            plot = plots.build_plot(name, table, settled, lang, [Sentence(Kind.SOURCES, "Source: one.")])
            assert isinstance(plot, Plot) == (name in NATIVE)
            few = short.shorten_plot(plot, lang) if plot else short.shorten_table(name, table, settled, lang)
            assert 0 < len(few.rows) <= short.MOST_ROWS
            assert len(few.rows) <= few.of
            assert {len(row) for row in few.rows} == {len(few.heads)}
            assert all(any(row) for row in few.rows)


def test_a_chart_without_room_for_its_words_is_a_picture_with_a_table():
    chart = drawn("dak-lak")["03-pace"]
    no_overlap(shown("dak-lak"))
    assert not charts_of(shown("dak-lak"), chart.title)
    titles = [slide.shapes.title.text_frame.text for slide in shown("dak-lak")]
    assert titles[titles.index(chart.title) + 1] == f"In figures: {chart.title}"


@pytest.mark.sweep
def test_the_main_source_alone_has_a_deck():
    told = known("bac-lieu")
    alone = drawn("bac-lieu", story="article")
    data = deck(pack.load_pack("bac-lieu"), {"article": told["article"]}, alone, Language("en"))
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(BytesIO(data)).slides]
    assert {chart.title for chart in alone.values()} <= set(titles)
    both = {}
    for name, chart in drawn("bac-lieu").items():
        both |= {f"{name}-article": replace(alone[name], id=f"{name}-article")} if name in alone else {}
        both[name] = chart
    assert deck(pack.load_pack("bac-lieu"), told, both, Language("en")) == made("bac-lieu")
    with pytest.raises(ValueError, match="no chart"):
        deck(pack.load_pack("bac-lieu"), told, {}, Language("en"))


def test_limits_name_what_is_open_and_what_cannot_be_told(english):
    of = known("bac-lieu")["all"]
    said = " ".join(phrase_limits(of, {name: chart.table for name, chart in drawn("bac-lieu").items()}, english))
    for word in ("No causes", "across poverty standards", "no forecasts", "other places", "stored", "Not settled"):
        assert word in said
    one = known("nusa-tenggara-timur")["all"]
    said = " ".join(phrase_limits(one, {"03-pace": drawn("nusa-tenggara-timur")["03-pace"].table}, english))
    assert "across poverty standards" not in said  # it has one
    assert "no forecasts" not in said  # no scenario is shown
    assert "No scenario is drawn" in said


def parts_of(data, name=""):
    """Every part of a package, those of its workbooks too."""
    with ZipFile(BytesIO(data)) as package:
        for info in package.infolist():
            assert info.date_time == EPOCH
            content = package.read(info)
            yield f"{name}{info.filename}", content
            if info.filename.endswith(".xlsx"):
                yield from parts_of(content, f"{info.filename}/")


def test_nothing_in_it_tells_when_it_was_made():
    data = made("bac-lieu")
    today = datetime.datetime.now(datetime.UTC)
    days = [f"{today + datetime.timedelta(days=d):%Y-%m-%d}".encode() for d in (-1, 0, 1)]
    books = 0
    for name, content in parts_of(data):
        assert not any(day in content for day in days), name
        if name.endswith("core.xml"):
            assert content.count(DATE.encode()) == 2
            books += name.startswith("ppt/embeddings")
    assert books == len(frames_of(shown("bac-lieu"), "chart"))
    assert fixed(data) == data


@pytest.mark.sweep
def test_another_day_makes_the_same(monkeypatch):
    first = build("nusa-tenggara-timur")

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    monkeypatch.setattr("xlsxwriter.core.datetime", Later)
    monkeypatch.setattr("xlsxwriter.workbook.datetime", Later)
    monkeypatch.setattr("time.time", lambda: 1.9e9)
    assert build("nusa-tenggara-timur") == first


NATIVE_DECK = """
import hashlib, sys
from poverty import charts, tables
from poverty.publish.deck import deck
from poverty.packs.load import load_pack
from poverty.words.gather import gather_context
from poverty.words.language import Language

pack, lang = load_pack("quang-nam"), Language("id")
built = {name: table for name, table in tables.build_chart_tables(pack).items() if name in ("03-pace", "04-households")}
made = {name: charts.draw(name, table, gather_context(pack), lang) for name, table in built.items()}
found = hashlib.sha256(deck(pack, {"all": pack}, made, lang)).hexdigest()
"""


@pytest.mark.sweep
def test_another_process_makes_the_same():
    here = {}
    exec(NATIVE_DECK, here)
    env = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "notebooks")}
    run = [sys.executable, "-W", "error", "-c", f"{NATIVE_DECK}\nsys.stdout.write(found)"]
    assert subprocess.run(run, env=env, check=True, capture_output=True, text=True).stdout == here["found"]


def test_a_short_table_keeps_the_row_in_which_the_headline_begins(english):
    """East Nusa Tenggara prints more counts than a table has rows: the first is one end of the title."""
    of = known("nusa-tenggara-timur")["all"]
    table = tables.build_chart_tables(of)["04-households"]
    plot = plots.build_plot("04-households", table, gather_context(of), english, [])
    few = short.shorten_plot(plot, english)
    assert len(few.rows) == short.MOST_ROWS < few.of
    first = table[table["role"] == "anchor"].sort_values("t").iloc[0]
    assert few.rows[0][0] == english.date(first["date"])


def test_a_short_table_does_not_count_the_rows_of_its_chart(english):
    of = known("bac-lieu")["all"]
    table = tables.build_chart_tables(of)["01-reported"]
    few = short.shorten_table("01-reported", table, gather_context(of), english)
    assert len(few.rows) < few.of == len(table)
    assert "loosest" not in few.subtitle


def test_two_standards_are_two_names_in_a_short_table(english):
    of = known("bac-lieu")["all"]
    table = tables.build_chart_tables(of)["01-reported"].assign(twice="yes")
    few = short.shorten_reported(table, gather_context(of), english)
    standards = {row[1].partition("(standard ")[2] for row in few.rows if "end 2024" in row[1]}
    assert standards == {"2022–2026)"}


@pytest.mark.parametrize("printed", [("0.00", "1.00"), ("1.00", "0.00")])
def test_a_pace_from_none_or_to_none_has_points_alone(printed, english):
    dates = ("2018-M12", "2020-M12")
    rows = [build_row(f"rate-{d[:4]}", "poverty_rate", rate, d) for rate, d in zip(printed, dates, strict=True)]
    read = build_pack(*rows)
    plot = plots.plot_paces(tables.tabulate_spell_paces(read), gather_context(read), english, [])
    assert [panel.form for panel in plot.panels] == ["0.00"]
    assert plots.place_panels(plot, 1.0, 6.0)
