"""A chart as SVG, PNG and PDF, the same bytes every time, at every size that charts come in.

A file is made once: it is kept by the fingerprint of its drawing, and drawn again only if that is another.
"""

import re
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from unittest.mock import patch
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, PngImagePlugin

from poverty.charts.drawing import Chart, Drawing
from poverty.charts.page import SLIDE, STYLE, Size
from poverty.packs.messages import Message, message
from poverty.publish import fingerprint
from poverty.publish.fingerprint import get_entry, put_entry
from poverty.publish.runs.processes import run_side_by_side
from poverty.words.language import CATALOGUE_FOLDER

FORMATS = ("svg", "png", "pdf")
KEPT = ("svg", "png")  # of the slide size: what the repository keeps
COLOURS = 64  # of the PNG of a slide, which is kept in the repository: a chart has few, and shades of its edges
FEW = 12  # charts that are rendered sooner than other processes have started
Files = dict[str, bytes]  # by format
Wanted = tuple[Chart, str, Size, tuple[str, ...]]  # a chart, its language, a size, formats
LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF")  # of a font: by which rules letters join
_load_font = subset.load_font
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def reduce_colours(image: Image.Image, count: int) -> Image.Image:
    """The image in so many colours that matter, with a palette: each next one is common and far from all before it.

    Pillow's own palettes go by area: on a page that is mostly white and grey they turn thin coloured lines grey, and
    its way to the nearest colour makes some whites grey.
    """
    pixels = np.frombuffer(image.convert("RGBA").tobytes(), ">u4") >> 8  # red, green and blue as one number
    where, found = pd.factorize(pixels.astype(np.int32), sort=True)  # by hash: much quicker than sorting every pixel
    counts = np.bincount(where)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    chosen = [int(counts.argmax())]
    apart = _distance(colours, chosen[0])
    nearest = np.zeros(len(found), dtype=np.uint8)
    while len(chosen) < min(count, len(found)):
        chosen.append(int((apart * np.sqrt(counts)).argmax()))
        again = _distance(colours, chosen[-1])
        nearest[again < apart] = len(chosen) - 1
        apart = np.minimum(apart, again)
    made = Image.fromarray(nearest[where].reshape(image.height, image.width), "P")
    made.putpalette(colours[chosen].astype(np.uint8).tobytes())
    return made


def _distance(colours: np.ndarray, one: int) -> np.ndarray:
    return ((colours - colours[one]) ** 2).sum(axis=1)


def render(chart: Chart, language: str, size: Size = SLIDE, formats: Iterable[str] = FORMATS) -> Files:
    """A chart in some formats at one size; SVG with text as outlines, title, description and role.

    Example:
        `render(chart, "vi", SLIDE, ["svg"])["svg"]` is the file `vi/02-trajectory.svg` as bytes.
    """
    keys = {suffix: _key(chart, language, size, suffix) for suffix in formats}
    found = {suffix: get_entry(key) for suffix, key in keys.items()}
    missing = [suffix for suffix, data in found.items() if data is None]
    if missing:
        made = _render(chart.at(size), language, missing)
        for suffix, data in made.items():
            put_entry(keys[suffix], data)
        found |= made
    return found


def prepare(wanted: Iterable[Wanted], report: Callable[[Message], None] = lambda line: None) -> None:
    """Make the files of charts that are not there yet, several at once; `report` is told of each in a line."""
    missing = [one for one in wanted if not all(get_entry(_key(*one[:3], suffix)) for suffix in one[3])]
    jobs = [(chart.undrawn(), *rest) for chart, *rest in missing]
    for done, ((chart, language, size, _), _) in enumerate(run_side_by_side(render, jobs, FEW), 1):
        name = chart.id if size == SLIDE else f"{chart.id}, {size.name}"
        report(message("%(name)s (%(done)s of %(all)s)", name=f"{language} {name}", done=done, all=len(jobs)))


def hash_drawing(drawing: Drawing) -> str:
    """One hash of all that a page is drawn from: table, words, claims, shared data, code, libraries."""
    code = drawing.lang.code
    catalogue = CATALOGUE_FOLDER / f"{code}.po"
    return fingerprint.hash_parts(
        drawing.name, drawing.table.to_csv(), drawing.table.dtypes.to_dict(), drawing.source, drawing.of, code,
        catalogue.read_bytes() if catalogue.is_file() else b"", STYLE.read_bytes(),
        fingerprint.hash_code(drawing.module, Drawing.__module__), fingerprint.hash_shared_data(),
        fingerprint.hash_libraries(),
    )  # fmt: skip


def _key(chart: Chart, language: str, size: Size, suffix: str) -> str:
    """The name under which a file is kept: everything that it is made from."""
    code = fingerprint.hash_code(__name__)
    named = (chart.id, chart.title, chart.alt, language, size, suffix)
    return f"{fingerprint.hash_parts(hash_drawing(chart.drawing), code, *named)}.{suffix}"


def _render(chart: Chart, language: str, formats: Iterable[str]) -> Files:
    """Some formats of a chart at its size. The page is laid out first, so that they agree whichever is saved first."""
    made: Files = {}
    with style.context([STYLE, chart.size.look], after_reset=True):
        FigureCanvasAgg(chart.figure)
        chart.figure.draw_without_rendering()
        for suffix in formats:
            made[suffix] = {"svg": _svg, "png": _png, "pdf": _pdf}[suffix](chart, language)
    return made


def _svg(chart: Chart, language: str) -> bytes:
    svg = StringIO()
    chart.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Language": language})
    return accessible(compact(svg.getvalue()), chart, language).encode()


def _png(chart: Chart, language: str) -> bytes:
    """A PNG; that of a slide has a palette, and so a third of the size."""
    size, file = chart.size, BytesIO()
    if size != SLIDE:
        about = {"Software": None, "Title": chart.title, "Description": chart.alt}
        chart.figure.savefig(file, format="png", dpi=size.dpi, metadata=about)
        return file.getvalue()
    pixels, said = BytesIO(), PngImagePlugin.PngInfo()
    chart.figure.savefig(pixels, format="rgba", dpi=size.dpi)
    said.add_itxt("Title", chart.title)
    said.add_itxt("Description", chart.alt)
    shape = int(size.width * size.dpi), int(size.height * size.dpi)
    picture = Image.frombuffer("RGBA", shape, pixels.getvalue())
    reduce_colours(picture, COLOURS).save(file, "PNG", optimize=True, dpi=(size.dpi, size.dpi), pnginfo=said)
    return file.getvalue()


def _pdf(chart: Chart, language: str) -> bytes:
    pdf = BytesIO()
    about = {"Title": chart.title, "Subject": chart.alt, "Creator": None, "Producer": None, "CreationDate": None}
    with patch.object(subset, "load_font", _load_letters):
        chart.figure.savefig(pdf, format="pdf", metadata=about)
    return pdf.getvalue()


def _load_letters(*arguments: object, **options: object) -> TTFont:
    """A font for Matplotlib to embed: a PDF places each letter itself, and reading these tables takes half the time."""
    font = _load_font(*arguments, **options)
    for table in LAYOUT_TABLES:
        if table in font:
            del font[table]
    return font


def compact(svg: str) -> str:
    """The same picture in fewer bytes: glyphs by short names, coordinates to a hundredth of a point, no comments."""
    svg = re.sub(r"\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    glyphs = dict.fromkeys(re.findall(r'id="(SourceSansPro[^"]*)"', svg))
    short = {name: f"g{i}" for i, name in enumerate(glyphs)}
    svg = re.sub(r'(id="|href="#)(SourceSansPro[^"]*)"', lambda m: f'{m[1]}{short[m[2]]}"', svg)
    svg = re.sub(r'(href="#g\d+") transform="translate\(([-\d.]+) 0\)"', r'\1 x="\2"', svg)
    return re.sub(r'(translate\(|\b(?:d|x|y)=")([^")]*)', lambda m: m[1] + _NUMBER.sub(_shorter, m[2]), svg)


def _shorter(number: re.Match) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def accessible(svg: str, chart: Chart, language: str) -> str:
    """Give an SVG its role, language, title and description."""
    described = (
        f' role="img" lang="{language}" aria-labelledby="{chart.id}-title {chart.id}-desc">\n'
        f' <title id="{chart.id}-title">{escape(chart.title)}</title>\n'
        f' <desc id="{chart.id}-desc">{escape(chart.alt)}</desc>'
    )
    end = svg.index(">", svg.index("<svg"))
    return svg[:end] + described + svg[end + 1 :]
