"""Charts as files: every size in every format, the same bytes whatever came before, words that can be selected."""

import re
import zlib
from dataclasses import fields, is_dataclass, replace
from io import BytesIO

import pytest
from PIL import Image

from chart_rules import list_texts
from pdf_reading import text_of
from poverty import charts
from poverty.charts.page import PLOT, SIZES, SLIDE
from poverty.packs import load
from poverty.packs.claims import Claim
from poverty.publish import chart_files as rendering
from poverty.publish import fingerprint
from poverty.publish import fingerprint as cache
from poverty.publish.runs import processes
from poverty.words.gather import gather_context
from poverty.words.language import Language

NAMES = ["02-trajectory", "03-households"]


@pytest.fixture(autouse=True)
def anew(tmp_path, monkeypatch):
    """Let nothing be taken from the cache; called again, nothing of what this test made either."""

    def forget(name="first"):
        monkeypatch.setenv("POVERTY_CACHE", str(tmp_path / name))

    forget()
    return forget


def drawn(built, bac_lieu, code="vi"):
    return {name: charts.draw(name, built[name], gather_context(bac_lieu), Language(code)) for name in NAMES}


@pytest.fixture(scope="module")
def made(built, bac_lieu):
    """A chart at every size in every format."""
    chart = drawn(built, bac_lieu)["03-households"]
    return {size.name: rendering.render(chart, "vi", size) for size in SIZES.values()}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_format_comes_out_at_its_size(made, size):
    wide, high = size.inches
    svg, pdf = made[size.name]["svg"].decode(), made[size.name]["pdf"]
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert [float(x) for x in found.groups()] == pytest.approx([72 * wide, 72 * high] * 2, abs=0.05)
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert [float(x) for x in box.groups()] == pytest.approx([72 * wide, 72 * high], abs=0.05)
    with Image.open(BytesIO(made[size.name]["png"])) as image:
        assert image.size == pytest.approx((wide * size.dpi, high * size.dpi), abs=1)
        assert image.info["dpi"] == pytest.approx((size.dpi, size.dpi), abs=0.1)


def test_sizes_are_those_of_a_slide_half_of_it_a_square_and_the_drawing_alone():
    assert {name: size.inches for name, size in SIZES.items()} == {
        "slide": (13.333, 7.5),
        "half-slide": (6.2, 4.2),
        "square": (6.5, 6.5),
        "plot-only": (13.333, 5.8),
    }


@pytest.mark.sweep
def test_the_same_bytes_whatever_was_rendered_before(built, bac_lieu, made, anew):
    for name, order in (("forwards", list(SIZES.values())), ("backwards", list(SIZES.values())[::-1])):
        anew(name)
        chart = drawn(built, bac_lieu)["03-households"]
        for size in order:
            assert rendering.render(chart, "vi", size) == made[size.name], size.name


def test_the_same_bytes_for_one_format_alone(built, bac_lieu, made, anew):
    for suffix in rendering.FORMATS:
        anew(suffix)
        chart = drawn(built, bac_lieu)["03-households"]
        assert rendering.render(chart, "vi", formats=[suffix]) == {suffix: made["slide"][suffix]}


@pytest.mark.sweep
def test_the_same_bytes_from_several_processes(built, bac_lieu, monkeypatch, anew):
    monkeypatch.setattr(rendering, "FEW", 0)
    monkeypatch.setattr(processes, "count_cores", lambda: 2)
    told, charts_made = [], drawn(built, bac_lieu)
    rendering.prepare([(chart, "vi", SLIDE, rendering.KEPT) for chart in charts_made.values()], told.append)
    assert sorted(line.partition(" (")[0] for line in told) == [f"vi {name}" for name in NAMES]
    assert [line.partition(" (")[2] for line in told] == ["1 of 2)", "2 of 2)"]
    together = {name: rendering.render(chart, "vi", formats=rendering.KEPT) for name, chart in charts_made.items()}
    anew("alone")
    for name, chart in drawn(built, bac_lieu).items():
        assert rendering.render(chart, "vi", formats=rendering.KEPT) == together[name]


def test_a_chart_is_drawn_again_only_if_something_of_it_changed(built, bac_lieu, monkeypatch):
    count = []
    monkeypatch.setattr(rendering, "_render", lambda chart, language, formats: count.append(1) or {"svg": b"<svg/>"})

    def times(table=built["02-trajectory"], pack=bac_lieu, code="vi"):
        count.clear()
        rendering.render(
            charts.draw("02-trajectory", table, gather_context(pack), Language(code)), code, formats=["svg"]
        )
        return len(count)

    assert times() == 1
    assert times() == 0
    assert times(code="en") == 1
    assert times(built["02-trajectory"].assign(high=built["02-trajectory"]["high"] * 1.001)) == 1
    other = bac_lieu.claims["poor-households-2024"]  # a claim that this chart does not draw
    elsewhere = replace(bac_lieu, claims=bac_lieu.claims | {other.id: replace(other, note="looked up again")})
    assert times(pack=elsewhere) == 0
    monkeypatch.setattr(fingerprint, "hash_code", lambda *modules: "other code")
    assert times() == 1


def test_what_a_drawing_is_hashed_by_has_one_order_in_every_process():
    """A set has another order in the next process, and nothing would ever be found again."""
    waiting, kinds = [gather_context(load.load_pack("gia-lai"))], set()
    while waiting:
        one = waiting.pop()
        kinds.add(type(one))
        if is_dataclass(one):
            waiting += [getattr(one, field.name) for field in fields(one) if field.repr]
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            waiting += one
    assert Claim in kinds
    assert not kinds & {set, frozenset}


def test_code_is_hashed_with_all_that_it_imports():
    found, waiting = set(), ["poverty.charts.households"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += fingerprint._imported(fingerprint._file(name))
    assert {"poverty.charts.labels", "poverty.charts.marks", "poverty.charts.page", "poverty.charts.fonts"} <= found
    assert "poverty.charts.row_chart" not in found
    assert "poverty.publish.gallery" not in found


def test_an_entry_that_a_power_cut_emptied_counts_as_absent(tmp_path, anew):
    cache.put_entry("a.svg", b"<svg/>")
    assert cache.get_entry("a.svg") == b"<svg/>"
    (tmp_path / "first" / "a.svg").write_bytes(b"")
    assert cache.get_entry("a.svg") is None


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_words_of_a_pdf_can_be_selected(built, bac_lieu, made, size):
    chart = drawn(built, bac_lieu)["03-households"].at(size)
    letters = set(text_of(made[size.name]["pdf"]))
    said = {letter for text in list_texts(chart) for letter in text.get_text()}
    assert said - set(" \n\xa0") <= letters
    assert "ả" in letters  # of “khoảng”


def test_a_pdf_embeds_its_fonts_and_has_no_date(made):
    for files in made.values():
        named = set(re.findall(rb"/FontName /[A-Z]{6}\+(\S+)", files["pdf"]))
        assert named == {b"SourceSansPro-Regular", b"SourceSansPro-Bold"}
        assert files["pdf"].count(b"/FontFile2") >= 2
        assert b"/FontFile3" not in files["pdf"]
        fonts = [
            zlib.decompress(stream)
            for stream in re.findall(rb"stream\r?\n(x\x9c.*?)\r?\nendstream", files["pdf"], re.S)
        ]
        fonts = [font for font in fonts if font[:4] == b"\0\1\0\0"]
        assert len(fonts) >= 2
        assert not any(table in font[:400] for font in fonts for table in (b"GSUB", b"GPOS", b"GDEF"))
        for word in (b"CreationDate", b"/Creator", b"/Producer"):
            assert word not in files["pdf"]


def test_an_svg_has_short_names_and_no_needless_digit(made):
    for files in made.values():
        svg = files["svg"].decode()
        assert "SourceSans" not in svg
        assert "<!--" not in svg
        assert not re.search(r"translate\([^)]*\d\.\d{3}", svg)


def test_the_drawing_alone_has_no_words_around_it(built, bac_lieu):
    chart = drawn(built, bac_lieu)["03-households"].at(PLOT)
    assert chart.words == []
    assert chart.title.encode() in rendering.render(chart, "vi", PLOT, ["svg"])["svg"]  # for those who cannot see it
