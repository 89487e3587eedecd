"""Charts as files: every size in every format, the same bytes whatever came before, words that can be selected."""

import re
from io import BytesIO

import layout
import papers
import pytest
from matplotlib.text import Text
from PIL import Image

from poverty import canvas, charts, rendering
from poverty.canvas import SIZES, SLIDE
from poverty.words import Language

NAMES = ["04-households", "05-jobs"]


def drawn(built, bac_lieu, code="vi"):
    return {name: charts.draw(name, built[name], bac_lieu, Language(code)) for name in NAMES}


@pytest.fixture(scope="module")
def made(built, bac_lieu):
    """A chart at every size in every format."""
    chart = drawn(built, bac_lieu)["04-households"]
    return {size.name: rendering.render(chart, "vi", size) for size in SIZES.values()}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_format_comes_out_at_its_size(made, size):
    wide, high = size.inches
    svg, pdf = made[size.name]["svg"].decode(), made[size.name]["pdf"]
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert [float(x) for x in found.groups()] == pytest.approx(
        [72 * wide, 72 * high, 72 * size.width, 72 * size.height], abs=0.05
    )
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert [float(x) for x in box.groups()] == pytest.approx([72 * wide, 72 * high], abs=0.05)
    with Image.open(BytesIO(made[size.name]["png"])) as image:
        assert image.size == pytest.approx((wide * size.dpi, high * size.dpi), abs=1)
        assert image.info["dpi"] == pytest.approx((size.dpi, size.dpi), abs=0.1)


def test_sizes_are_those_of_a_slide_half_of_it_a_page_of_text_and_a_square():
    assert {name: size.inches for name, size in SIZES.items()} == {
        "slide": (13.333, 7.5),
        "half-slide": (6.2, 4.2),
        "a4-column": (6.3, 4.9),
        "square": (6.5, 6.5),
    }


def test_the_same_bytes_whatever_was_rendered_before(built, bac_lieu, made):
    for order in (list(SIZES.values()), list(SIZES.values())[::-1]):
        chart = drawn(built, bac_lieu)["04-households"]
        for size in order:
            assert rendering.render(chart, "vi", size) == made[size.name], size.name


def test_the_same_bytes_from_several_processes(built, bac_lieu, monkeypatch):
    alone, together = drawn(built, bac_lieu), drawn(built, bac_lieu)
    monkeypatch.setattr(rendering, "FEW", 0)
    monkeypatch.setattr(rendering, "cores", lambda: 2)
    rendering.prepare({"vi": together})
    for name, chart in together.items():
        for size in SIZES.values():
            assert rendering.render(chart, "vi", size) == rendering.render(alone[name], "vi", size)


def test_a_chart_keeps_its_id_at_every_size(built, bac_lieu):
    chart = drawn(built, bac_lieu)["05-jobs"].named("05-jobs-article")
    for size in SIZES.values():
        assert chart.at(size).id == "05-jobs-article"
        assert b'aria-labelledby="05-jobs-article-title' in rendering.render(chart, "vi", size)["svg"]
    assert chart.at(SLIDE) is chart


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_words_of_a_pdf_can_be_found_in_the_order_of_reading(built, bac_lieu, made, size):
    chart = drawn(built, bac_lieu)["04-households"].at(size)
    found = papers.text_of(made[size.name]["pdf"])
    places = [found.index(canvas.plain(text)) for text in chart.beside[:2]]
    assert places == sorted(places)
    for text in chart.figure.findobj(Text):
        if text.get_visible() and text not in set(layout.out_of_view(chart.figure)):
            assert " ".join(text.get_text().split()) in found


def test_a_pdf_embeds_its_two_fonts_and_carries_its_description(made):
    for files in made.values():
        assert files["pdf"].count(b"/FontFile2") == 2
        assert b"/Lang (vi)" in files["pdf"]
