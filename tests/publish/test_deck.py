"""The deck: the order of a talk, what each slide says for those who do not see it, whose fonts and colours it has."""

import datetime
import os
import re
import subprocess
import sys
from functools import cache
from io import BytesIO
from itertools import combinations, product
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches

from deck_checks import can_draw_slides, draw_slides, find_repairs
from poverty import charts, tables
from poverty.packs.load import load_all_packs, load_pack
from poverty.publish import chart_files, export
from poverty.publish.deck import deck
from poverty.publish.deck.slides import Deck
from poverty.publish.deck.template import CONTENTS, OURS, TITLES
from poverty.publish.documents import DocumentError
from poverty.publish.reproducible import DATE, EPOCH, fixed
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import sweep, swept

ROOT = Path(__file__).parents[2]
THREE = swept(("bac-lieu", "nusa-tenggara-timur", "soc-trang"))
EVERY = [*product(("bac-lieu", "gia-lai", "nusa-tenggara-timur", "soc-trang"), ("en", "vi", "id"))]
TALK = (
    "01-answer", "02-trajectory", "04-measures", "03-households", "06-jobs", "07-outlook", "09-provinces", "08-groups"
)  # fmt: skip
NATIVE = {"02-trajectory", "03-households", "06-jobs", "09-provinces"}
BLANK = BytesIO()
Image.new("RGB", (200, 87), "white").save(BLANK, "PNG")


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    """A blank picture of the same shape saves the time of drawing."""
    monkeypatch.setattr(chart_files, "render", lambda *_: {"png": BLANK.getvalue()})


@cache
def drawn(slug, code="en"):
    """The charts of a province in a language, those that compare provinces among them."""
    pack, lang = load_pack(slug), Language(code)
    context = gather_context(pack)
    made = {name: charts.draw(name, table, context, lang) for name, table in tables.build_chart_tables(pack).items()}
    return made | compared(slug)[code]


@cache
def compared(slug):
    return export.draw_province_charts(load_all_packs()[0], own=slug)


@cache
def made(slug, code="en", template=None):
    return deck(load_pack(slug), drawn(slug, code), Language(code), template)


@cache
def shown(slug, code="en", template=None):
    """The slides of a deck, read as another program would."""
    return [*Presentation(BytesIO(made(slug, code, template))).slides]


def title_of(slide):
    return slide.shapes.title.text_frame.text


def notes_of(slide):
    return slide.notes_slide.notes_text_frame.text


def texts_of(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def has_drawing(shape):
    return shape.has_chart or shape._element.tag == qn("p:pic")


def sections_of(data):
    with ZipFile(BytesIO(data)) as package:
        tree = etree.fromstring(package.read("ppt/presentation.xml"))
    named = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
    return [(one.get("name"), len(list(one.iter(f"{named}sldId")))) for one in tree.iter(f"{named}section")]


@pytest.mark.sweep
@pytest.mark.parametrize("slug", THREE)
def test_the_talk_comes_first_and_the_rest_is_an_appendix(slug):
    of, titles = drawn(slug), [title_of(slide) for slide in shown(slug)]
    talk = [of[name].title for name in TALK if name in of]
    rest = [chart.title for name, chart in of.items() if name not in TALK]
    assert titles == [*talk, "What this does not say", "Sources", *rest]
    assert len(talk) + 2 <= 10
    assert sections_of(made(slug)) == [("Briefing", len(talk) + 2), ("Appendix", len(rest))]


def test_the_summary_says_the_answer_in_three_sentences():
    first = shown("bac-lieu")[0]
    assert title_of(first) == "Bạc Liêu: poverty fell to 0.69%, or 1,581 households, by end 2024"
    (said,) = (text for text in texts_of(first) if "\n" in text)
    households, rate, jobs = said.split("\n")
    assert households.startswith("11,497 poor households in Bạc Liêu at the end of 2021 became 1,581")
    assert "5.09%" in rate
    assert "19,000 to 24,400 people a year were placed in jobs" in jobs


@pytest.mark.sweep
@pytest.mark.parametrize(("slug", "code"), EVERY)
def test_words_are_few_and_everything_can_be_read_without_seeing(slug, code):
    more = 1.25 if code == "vi" else 1
    for slide in shown(slug, code):
        assert slide.shapes[0] == slide.shapes.title
        assert len(" ".join(texts_of(slide)).split()) <= 120 * more
        assert 0 < len(notes_of(slide).split()) <= 120 * more
        for shape in slide.shapes:
            described = shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
            assert bool(described) == has_drawing(shape)
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert kinds.count(PP_PLACEHOLDER.SLIDE_NUMBER) == 1


def test_notes_say_what_to_say_what_to_answer_and_who_printed_it():
    said = notes_of(shown("bac-lieu")[1]).split("\n")
    assert said[0].startswith("Say: Under three poverty standards in a row, poverty fell by 86% to 91%.")
    assert said[1].startswith("If asked: ")
    assert "of 49 rates of 17 other places, each left out in turn, 96% lay in it" in said[1]
    assert said[2] == "Source: Báo Bạc Liêu, 2025; 13 others."


@pytest.mark.parametrize("slug", THREE)
def test_every_source_of_a_drawn_claim_is_a_link(slug):
    (listed,) = (slide for slide in shown(slug) if title_of(slide) == "Sources")
    runs = [run for shape in listed.placeholders for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
    links = {run.hyperlink.address for run in runs} - {None}
    claims = gather_context(load_pack(slug)).claims
    own = {name: chart for name, chart in drawn(slug).items() if name not in ("09-provinces", "a5-backtest")}
    sources = {claims[name].source for chart in own.values() for name in chart.claims}
    assert links == {source.url for source in sources if source.url}
    said = " ".join(texts_of(listed))
    assert all(source.publisher in said for source in sources)


@pytest.mark.parametrize("slug", THREE)
def test_four_charts_can_be_edited_and_the_others_are_pictures(slug):
    for name, chart in drawn(slug).items():
        (slide,) = (slide for slide in shown(slug) if title_of(slide) == chart.title)
        assert {shape.has_chart for shape in slide.shapes if has_drawing(shape)} == {name in NATIVE}


def parts_of(data, pattern):
    with ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.fullmatch(pattern, name)]
        return {name: etree.fromstring(package.read(name)) for name in names}


@pytest.mark.sweep
@pytest.mark.parametrize(("slug", "code"), EVERY[1:])
def test_fonts_and_colours_are_those_of_the_theme(slug, code):
    parts = parts_of(made(slug, code), r"ppt/(slides|charts|notesSlides)/[^/]+\.xml")
    assert len(parts) > 2 * len(shown(slug, code)) - 1
    for name, tree in parts.items():
        for element in tree.iter():
            assert element.tag not in (qn("a:srgbClr"), qn("a:sysClr"), qn("a:prstClr")), name
            assert not element.get("typeface", "+").strip("+mnjltea-c"), name
        assert all(int(e.get("sz")) >= 1200 for e in tree.iter() if str(e.get("sz", "")).isdigit()), name
        tag = {"en": "en-US", "vi": "vi-VN", "id": "id-ID"}[code]
        assert {run.find(qn("a:rPr")).get("lang") for run in tree.iter(qn("a:r"))} <= {tag}, name


def assert_nothing_overlaps(slides, show):
    """Everything lies on the slide, and nothing on anything else."""
    for slide in slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert min(left, top) >= 0
            assert right <= show.slide_width
            assert bottom <= show.slide_height
        for a, b in combinations(boxes, 2):
            apart = Inches(0.02)
            assert min(a[2], b[2]) - max(a[0], b[0]) < apart or min(a[3], b[3]) - max(a[1], b[1]) < apart


@pytest.mark.sweep
@pytest.mark.parametrize(("slug", "code"), EVERY[1:])
def test_nothing_lies_on_anything_else(slug, code):
    assert_nothing_overlaps(shown(slug, code), Presentation(BytesIO(made(slug, code))))


@pytest.mark.parametrize(("slug", "code"), [("bac-lieu", "en"), *map(sweep, EVERY[1:])])
def test_powerpoint_has_nothing_to_repair(slug, code):
    assert find_repairs(made(slug, code)) == []


def office_template(folder, change=lambda show: None):
    """A template of an office: wide, with an example slide, its own fonts and colours, and none of our layouts."""
    show = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    for holder in (show.slide_master, *show.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * 4 / 3), int(shape.width * 4 / 3)
    show.slides.add_slide(show.slide_layouts[1]).shapes.title.text = "Example"
    change(show)
    show.save(folder / "office.pptx")
    return folder / "office.pptx"


@pytest.mark.sweep
def test_a_template_gives_its_design_and_keeps_its_placeholders(tmp_path):
    path = office_template(tmp_path)
    slides = shown("bac-lieu", "vi", path)
    assert [title_of(slide) for slide in slides] == [title_of(slide) for slide in shown("bac-lieu", "vi")]
    assert_nothing_overlaps(slides, Presentation(path))
    assert find_repairs(made("bac-lieu", "vi", path)) == []
    assert sections_of(made("bac-lieu", "vi", path))[1][0] == "Phụ lục"
    picture = slides[2]
    assert picture.slide_layout.name == "Title and Content"
    kinds = [shape.placeholder_format.type for shape in picture.placeholders]
    assert kinds == [
        PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER
    ]  # fmt: skip
    assert picture.shapes[1].shape_type == MSO_SHAPE_TYPE.PLACEHOLDER  # after the title, which is read first
    assert has_drawing(picture.shapes[1])


def without(*types):
    """A change of a template: no layout has placeholders of these types."""

    def change(show):
        for layout in show.slide_layouts:
            for shape in layout.placeholders:
                if shape.placeholder_format.type in types:
                    shape._element.getparent().remove(shape._element)

    return change


def narrow(show):
    show.slide_width, show.slide_height = Inches(10), Inches(7.5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without(*TITLES), "none of its layouts has a title"),
        (without(*CONTENTS), "none of its layouts has a place for a chart"),
        (narrow, "its slides are 10.0 by 7.5 inches"),
    ],
)
def test_a_template_that_will_not_do_is_named_with_the_mend(tmp_path, change, message, english):
    with pytest.raises(DocumentError, match=f"office.pptx: {message}.*; .*(Slide Master|Widescreen)"):
        Deck(english, office_template(tmp_path, change))


def without_sizes(show):
    """A change of a template: neither its master nor a layout says how large words are."""
    for holder in (show.slide_master, *show.slide_layouts):
        for look in holder._element.iter(qn("a:defRPr")):
            look.attrib.pop("sz", None)


@pytest.mark.sweep
def test_a_template_that_says_no_sizes_gets_the_usual_ones(tmp_path, english):
    of = {"01-answer": drawn("gia-lai")["01-answer"]}
    data = deck(load_pack("gia-lai"), of, english, office_template(tmp_path, without_sizes))
    assert title_of(Presentation(BytesIO(data)).slides[0]) == of["01-answer"].title


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted", "protected by a password.*save it as .pptx"),
        (b"plain words", "it is no PowerPoint presentation"),
        (b"", "it is no PowerPoint presentation"),
        (None, "there is no such file"),
    ],
)
def test_a_file_that_is_no_template_is_named_with_the_mend(tmp_path, content, message, english):
    path = tmp_path / "office.pptx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError, match=f"office.pptx: .*{message}"):
        Deck(english, path)


def test_a_workbook_or_half_a_presentation_is_no_template(tmp_path, english):
    path = tmp_path / "office.pptx"
    path.write_bytes(OURS.read_bytes()[:5000])
    with pytest.raises(DocumentError, match="it is no PowerPoint presentation"):
        Deck(english, path)
    with ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(DocumentError, match="it is no PowerPoint presentation"):
        Deck(english, path)


@pytest.mark.sweep
@pytest.mark.skipif(not can_draw_slides(), reason="LibreOffice Impress and pdftoppm are not installed")
def test_another_theme_changes_the_words_and_the_charts(tmp_path, english):
    of = {name: drawn("bac-lieu")[name] for name in ("01-answer", "03-households")}
    data = deck(load_pack("bac-lieu"), of, english)
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.replace(b"12436D", b"B00020") if "/theme/" in part else content)
    pages = [draw_slides(each, tmp_path, 800) for each in (data, out.getvalue())]
    for ours, swapped in zip(*pages, strict=True):
        blue, red = (sum(is_blue(p) for p in page.get_flattened_data()) for page in (ours, swapped))
        assert blue > 200  # the title, and the bars
        assert red < 10


def is_blue(pixel):
    red, green, blue = pixel[:3]
    return abs(red - 0x12) + abs(green - 0x43) + abs(blue - 0x6D) < 30


def test_no_chart_is_no_deck(english):
    with pytest.raises(ValueError, match="no chart"):
        deck(load_pack("bac-lieu"), {}, english)


def every_part(data, name=""):
    """Every part of a package, those of its workbooks too."""
    with ZipFile(BytesIO(data)) as package:
        for info in package.infolist():
            assert info.date_time == EPOCH
            content = package.read(info)
            yield f"{name}{info.filename}", content
            if info.filename.endswith(".xlsx"):
                yield from every_part(content, f"{info.filename}/")


def test_nothing_in_it_tells_when_it_was_made():
    data = made("bac-lieu")
    today = datetime.datetime.now(datetime.UTC)
    days = [f"{today + datetime.timedelta(days=d):%Y-%m-%d}".encode() for d in (-1, 0, 1)]
    for name, content in every_part(data):
        assert not any(day in content for day in days), name
        if name.endswith("core.xml"):
            assert content.count(DATE.encode()) == 2
    about = Presentation(BytesIO(data)).core_properties
    assert (about.author, about.last_modified_by, about.language) == ("", "", "en-US")
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
