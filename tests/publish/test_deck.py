"""The deck: its slides, what they say for those who cannot see them, its charts against their tables, its bytes."""

import datetime
import gettext
import os
import re
import subprocess
import sys
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from poverty import charts, tables
from poverty.charts.page import PLOT
from poverty.packs import load as pack
from poverty.publish import chart_files as rendering
from poverty.publish.deck import deck
from poverty.publish.deck.native import list_series
from poverty.publish.deck.slides import HEIGHT, WIDTH
from poverty.publish.reproducible import DATE, EPOCH, fixed
from poverty.words.findings import phrase_limits
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import sweep, swept

ROOT = Path(__file__).parents[2]
THREE = swept(("bac-lieu", "nusa-tenggara-timur", "soc-trang"))
LANGUAGES = (("soc-trang", "vi"), ("nusa-tenggara-timur", "id"))
EMU = 914400  # to the inch


class Long(gettext.NullTranslations):
    """A language whose messages are a quarter longer than the English ones."""

    def gettext(self, message):
        return message + " lâu" * (len(re.sub(r"%\(\w+\)s", "", message)) // 16)

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch, request):
    """One test draws its picture; elsewhere a blank one of the same shape saves the time."""
    if request.node.originalname != "test_a_picture_is_the_drawing_alone":
        blank = BytesIO()
        Image.new("RGB", (200, 87), "white").save(blank, "PNG")
        monkeypatch.setattr(rendering, "render", lambda *_: {"png": blank.getvalue()})


@cache
def drawn(slug, code="en"):
    return draw(pack.load_pack(slug), Language(code))


def draw(known, lang):
    made = tables.build_chart_tables(known)
    return {name: charts.draw(name, table, gather_context(known), lang) for name, table in made.items()}


@cache
def made(slug, code="en"):
    return deck(pack.load_pack(slug), drawn(slug, code), Language(code))


@cache
def shown(slug, code="en"):
    """The slides of a deck, read as another program would."""
    return [*Presentation(BytesIO(made(slug, code))).slides]


def title_of(slide):
    return slide.shapes.title.text_frame.text


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


def charts_of(slug):
    """The charts of a deck that can be edited, by the title of the chart."""
    return {
        title_of(slide).removeprefix("In figures: "): shape.chart for slide, shape in frames_of(shown(slug), "chart")
    }


@pytest.mark.parametrize("slug", THREE)
def test_there_is_a_slide_for_each_chart_and_one_to_edit_for_some(slug):
    titles = [title_of(slide) for slide in shown(slug)]
    for chart in drawn(slug).values():
        assert titles.count(chart.title) == 1
    edited = [title for title in titles if title.startswith("In figures: ")]
    assert len(edited) == len(frames_of(shown(slug), "chart"))
    assert len(frames_of(shown(slug), "picture")) == len(drawn(slug))
    closing = [title for title in titles if title.startswith(("Sources", "What this does not say"))]
    assert len({title.partition(" (")[0] for title in closing}) == 2
    assert len(titles) == 1 + len(drawn(slug)) + len(edited) + len(closing)
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
    claims = gather_context(pack.load_pack(slug)).claims
    for chart in drawn(slug).values():
        of = [slide for slide in shown(slug) if title_of(slide).removeprefix("In figures: ") == chart.title]
        for slide in of:
            said = notes_of(slide)
            assert chart.alt in said
            for note in chart.texts.notes:
                assert note in said
            for name in chart.claims:
                assert claims[name].source.url in said
            assert chart.alt in [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes]


@pytest.mark.parametrize("slug", THREE)
def test_every_source_of_a_drawn_claim_is_listed(slug):
    listed = [slide for slide in shown(slug) if title_of(slide).startswith("Sources")]
    cells = [cell for _, shape in frames_of(listed, "table") for cell in shape.table.iter_cells()]
    words = {cell.text_frame.text.replace("\n", "") for cell in cells}
    runs = [run for cell in cells for paragraph in cell.text_frame.paragraphs for run in paragraph.runs]
    links = {run.hyperlink.address for run in runs}
    claims = gather_context(pack.load_pack(slug)).claims
    for source in {claims[name].source for chart in drawn(slug).values() for name in chart.claims}:
        assert source.title in words
        assert source.publisher in words
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
                look = run.find(qn("a:rPr"))
                assert look.get("lang") in {"en-US", "vi-VN", "id-ID", "fr-FR"}
                assert name.startswith("ppt/notesSlides") or look.find(qn("a:latin")).get("typeface") == "Arial"
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
            if shape.has_chart or shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                assert high > 3.5
        for a, b in combinations(boxes[:-1], 2):  # the last one is the number in the corner, beside the foot
            assert min(a[2], b[2]) - max(a[0], b[0]) < 0.02 or min(a[3], b[3]) - max(a[1], b[1]) < 0.02


@pytest.mark.parametrize(("slug", "code"), [("bac-lieu", "en"), *map(sweep, LANGUAGES)])
def test_nothing_lies_on_anything_else(slug, code):
    no_overlap(shown(slug, code))


@pytest.mark.sweep
def test_a_language_with_longer_words_fits():
    lang, known = Language("en", Long()), pack.load_pack("bac-lieu")
    no_overlap(Presentation(BytesIO(deck(known, draw(known, lang), lang))).slides)


def test_a_picture_is_the_drawing_alone(english):
    chart = drawn("soc-trang")["03-households"]
    slides = Presentation(BytesIO(deck(pack.load_pack("soc-trang"), {chart.id: chart}, english))).slides
    ((_, picture),) = frames_of(slides, "picture")
    assert picture.image.blob == rendering.render(chart, "en", PLOT, ["png"])["png"]
    assert picture.width / picture.height == pytest.approx(PLOT.width / PLOT.height, abs=0.01)


@pytest.mark.parametrize("slug", THREE)
def test_charts_to_edit_hold_the_figures_at_their_times(slug):
    for name in ("02-trajectory", "03-households"):
        chart = drawn(slug).get(name)
        if chart is None:
            continue
        anchors = chart.table[chart.table["role"] == "anchor"]
        edited = charts_of(slug)[chart.title]
        assert edited.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES  # whose time axis is time
        found = [
            (float(x.text), float(y.text))
            for series in edited.plots[0].series
            for x, y in zip(*(series._element.xpath(f"./c:{axis}Val//c:v") for axis in "xy"), strict=True)
        ]
        assert sorted(found) == sorted(zip(anchors["t"], anchors["value"], strict=True))
        assert edited.value_axis.minimum_scale == 0


@pytest.mark.parametrize("slug", THREE)
def test_no_line_joins_two_standards_and_what_is_inferred_is_hollow(slug, english):
    known = pack.load_pack(slug)
    chart = drawn(slug)["02-trajectory"]
    for series in list_series(chart, known, english):
        of = chart.table[(chart.table["role"] == "anchor") & chart.table["t"].isin([t for t, _ in series.points])]
        pairs = {(row.t, row.value): row for row in of.itertuples()}
        rows = [pairs[point] for point in series.points]
        assert len({(row.standard, row.base) for row in rows}) == 1
    for edited, shown_as in zip(
        charts_of(slug)[chart.title].plots[0].series, list_series(chart, known, english), strict=True
    ):
        fills = [str(edited.points[i].marker.format.fill.fore_color.rgb) for i in range(len(shown_as.points))]
        assert [fill == "FFFFFF" for fill in fills] == shown_as.inferred


def test_estimated_years_are_joined_by_no_line(english):
    chart = drawn("bac-lieu")["06-jobs"]
    found = list_series(chart, pack.load_pack("bac-lieu"), english)
    assert [(series.name, series.is_joined) for series in found] == [
        ("printed year", False), ("inferred year", False), ("estimated year", False),
    ]  # fmt: skip
    assert found[0].points == [(2013.0, 17250.0), (2018.0, 24500.0), (2019.0, 24600.0)]
    assert (2024.0, 22709.0) in found[2].points
    assert list_series(drawn("bac-lieu")["07-outlook"], pack.load_pack("bac-lieu"), english) == []


def test_no_chart_is_no_deck(english):
    with pytest.raises(ValueError, match="no chart"):
        deck(pack.load_pack("bac-lieu"), {}, english)


def test_limits_name_what_is_open_and_what_cannot_be_told(english):
    of = pack.load_pack("bac-lieu")
    said = " ".join(phrase_limits(of, tables.build_chart_tables(of), english))
    for word in ("No causes", "across poverty standards", "no forecasts", "other places", "stored", "Not settled"):
        assert word in said
    one = pack.load_pack("nusa-tenggara-timur")
    said = " ".join(phrase_limits(one, {"02-trajectory": tables.build_chart_tables(one)["02-trajectory"]}, english))
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


NATIVE_DECK = """
import hashlib
from poverty import charts, tables
from poverty.publish.deck import deck
from poverty.packs.load import load_pack
from poverty.words.gather import gather_context
from poverty.words.language import Language

pack, lang = load_pack("soc-trang"), Language("id")
table = tables.TABLES_BY_CHART["03-households"](pack)
made = {"03-households": charts.draw("03-households", table, gather_context(pack), lang)}
print(hashlib.sha256(deck(pack, made, lang)).hexdigest())
"""


@pytest.mark.sweep
def test_another_process_makes_the_same():
    run = [sys.executable, "-W", "error", "-c", NATIVE_DECK]
    found = {
        subprocess.run(
            run, env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "notebooks")}, check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "7")
    }  # fmt: skip
    assert len(found) == 1
