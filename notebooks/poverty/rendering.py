"""A drawn chart as SVG, PNG and PDF, the same bytes every time, at every size that charts come in."""

import os
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from io import BytesIO, StringIO
from multiprocessing import get_context
from weakref import WeakKeyDictionary
from xml.sax.saxutils import escape

from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from poverty import canvas, pictures, vector
from poverty.canvas import SIZES, SLIDE, Size
from poverty.charts import Chart

FORMATS = ("svg", "png", "pdf")
COLOURS = 64  # of the PNG of a slide, which is kept in the repository: a chart has few, and shades of its edges
FEW = 6  # charts that are rendered sooner than another process has started

Files = dict[str, bytes]  # by format
_RENDERED: WeakKeyDictionary[Figure, dict[str, Files]] = WeakKeyDictionary()  # by size
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def render(chart: Chart, language: str, size: Size = SLIDE) -> Files:
    """A chart in every format at one size; SVG with text as outlines, title, description and role.

    The page is laid out once, so that all formats agree whichever is saved first; what was rendered is kept as long as
    the figure of the chart, because a deck asks for the picture again.
    """
    known = _RENDERED.setdefault(chart.figure, {})
    if size.name not in known:
        known[size.name] = _render(chart.at(size), language)
    return known[size.name]


def prepare(made: dict[str, dict[str, Chart]]) -> None:
    """Render charts, by language and id, at every size, several at once; `render` then has them."""
    wanted = [
        (chart, code)
        for code, of_language in made.items()
        for chart in of_language.values()
        if len(_RENDERED.get(chart.figure, {})) < len(SIZES)
    ]
    if len(wanted) <= FEW or cores() == 1:
        for chart, code in wanted:
            _RENDERED[chart.figure] = _sizes(chart, code)
        return
    # started afresh, not forked: a notebook's kernel has threads, which a fork would leave behind
    with ProcessPoolExecutor(cores(), mp_context=get_context("spawn")) as pool:
        jobs = [(chart, pool.submit(_sizes, _undrawn(chart), code)) for chart, code in wanted]
        for chart, job in jobs:
            _RENDERED[chart.figure] = job.result()


def cores() -> int:
    """How many processes run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _undrawn(chart: Chart) -> Chart:
    """What travels to another process: a figure does not, what it is drawn from does."""
    return replace(chart, figure=None, size=None, beside=[], chains=[], cited={})


def _sizes(chart: Chart, language: str) -> dict[str, Files]:
    return {size.name: _render(chart.at(size), language) for size in SIZES.values()}


def _render(chart: Chart, language: str) -> Files:
    size = chart.size
    with style.context([canvas.STYLE, size.look], after_reset=True):
        FigureCanvasAgg(chart.figure)
        chart.figure.draw_without_rendering()
        svg, pixels = StringIO(), BytesIO()
        chart.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Language": language})
        about = {"Software": None, "Title": chart.title, "Description": chart.alt}
        inches = {"dpi": (size.dpi, size.dpi)}
        chart.figure.savefig(pixels, format="png", dpi=size.dpi * size.scale, metadata=about, pil_kwargs=inches)
        pdf = vector.page(chart, language)
    return {
        "svg": accessible(compact(scaled(svg.getvalue(), size)), chart, language).encode(),
        "png": _few_colours(pixels, chart) if size == SLIDE else pixels.getvalue(),
        "pdf": pdf,
    }


def scaled(svg: str, size: Size) -> str:
    """The same drawing with the width and height that it comes out at."""
    wide, high = (f"{72 * inches:g}" for inches in size.inches)
    return re.sub(r'(<svg\b[^>]*?) width="[\d.]+pt" height="[\d.]+pt"', rf'\1 width="{wide}pt" height="{high}pt"', svg)


def compact(svg: str) -> str:
    """The same picture in fewer bytes: glyphs by short names, coordinates to a hundredth of a point, no comments."""
    svg = re.sub(r"\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    glyphs = dict.fromkeys(re.findall(r'id="(DejaVuSans[^"]*)"', svg))
    short = {name: f"g{i}" for i, name in enumerate(glyphs)}
    svg = re.sub(r'(id="|href="#)(DejaVuSans[^"]*)"', lambda m: f'{m[1]}{short[m[2]]}"', svg)
    svg = re.sub(r'(href="#g\d+") transform="translate\(([-\d.]+) 0\)"', r'\1 x="\2"', svg)
    return re.sub(r'(translate\(|\b(?:d|x|y)=")([^")]*)', lambda m: m[1] + _NUMBER.sub(_shorter, m[2]), svg)


def _shorter(number: re.Match) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _few_colours(pixels: BytesIO, chart: Chart) -> bytes:
    """A PNG with a palette, a third of the size; its title and description are kept in it."""
    image = pictures.reduced(Image.open(pixels), COLOURS)
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Title", chart.title)
    said.add_itxt("Description", chart.alt)
    found = BytesIO()
    image.save(found, "PNG", optimize=True, dpi=(chart.size.dpi, chart.size.dpi), pnginfo=said)
    return found.getvalue()


def accessible(svg: str, chart: Chart, language: str) -> str:
    """Give an SVG its role, language, title and description."""
    described = (
        f'\\1 role="img" lang="{language}" aria-labelledby="{chart.id}-title {chart.id}-desc">\n'
        f' <title id="{chart.id}-title">{_plain(chart.title)}</title>\n'
        f' <desc id="{chart.id}-desc">{_plain(chart.alt)}</desc>'
    )
    return re.sub(r"(<svg\b[^>]*)>", described, svg, count=1)


def _plain(text: str) -> str:
    return escape(text).replace("\\", "\\\\")  # a backslash would be read by the substitution
