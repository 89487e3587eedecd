"""A chart as PDF commands: lines and letters, sharp at any size, in the fonts of the page that it is placed on."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import numpy as np
from matplotlib import get_data_path, style
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox, Transform
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from poverty.charts import page as canvas
from poverty.charts.drawing import Chart

BOLD = 600  # from this weight on
CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
AIR = 0.03  # inches around what is drawn


class Vector(Flowable):
    """What a chart draws, without its title and notes."""

    def __init__(self, chart: Chart, box: Bbox, share: float = 1.0) -> None:
        """Make it ready to be placed.

        Args:
            chart: the chart; its figure is left as it was.
            box: its `extent`.
            share: how much of the width an ordinary chart takes.
        """
        super().__init__()
        self.chart, self.box, self.share = chart, box, share

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size of the chart in points; `scale` is then how large one of its points is on the page."""
        ordinary = self.chart.figure.get_figwidth() - 2 * canvas.MARGIN
        self.scale = float(min(self.share / ordinary, 1 / self.box.width) * width / 72)
        self.height = float(self.box.height * 72 * self.scale)
        return width, self.height

    def draw(self) -> None:
        """Set the chart at the left of its place."""
        self.canv.saveState()
        self.canv.scale(self.scale, self.scale)
        self.canv.translate(-72 * self.box.x0, -72 * self.box.y0)
        with _bare(self.chart):
            self.chart.figure.draw(_Renderer(self.canv, self.chart.figure))
        self.canv.restoreState()


def extent(chart: Chart) -> Bbox:
    """What a chart covers without its title and notes, in inches; as wide as its page without margins, or wider."""
    with _bare(chart):
        box = chart.figure.get_tightbbox(_Renderer(None, chart.figure)).padded(AIR)
    right = chart.figure.get_figwidth() - canvas.MARGIN
    return Bbox.from_extents(min(box.x0, canvas.MARGIN), box.y0, max(box.x1, right), box.y1)


def page(chart: Chart, language: str) -> bytes:
    """A whole chart as a page of its own, at the size that it comes out at."""
    register()
    file, size, figure = BytesIO(), chart.size, chart.figure
    made = blank(file, tuple(72 * inches for inches in size.inches), chart.title, chart.alt, language)
    made.scale(size.scale, size.scale)
    with _in_points(figure):
        figure.draw(_Renderer(made, figure))
    made.save()
    return file.getvalue()


@contextmanager
def _in_points(figure: Figure) -> Iterator[None]:
    dpi = figure.get_dpi()
    try:
        figure.set_dpi(72)
        yield
    finally:
        figure.set_dpi(dpi)


@contextmanager
def _bare(chart: Chart) -> Iterator[None]:
    """The figure in points, in the style of the house, without its background and the words beside it."""
    hidden = [chart.figure.patch, *chart.beside]
    try:
        for artist in hidden:
            artist.set_visible(False)
        with style.context(canvas.STYLE, after_reset=True), _in_points(chart.figure):
            yield
    finally:
        for artist in hidden:
            artist.set_visible(True)


class _Renderer(RendererBase):
    """Draws on a reportlab canvas; on None it only measures. Pixels and hatches, which no chart has, it cannot."""

    def __init__(self, page: Canvas | None, figure: Figure) -> None:
        super().__init__()
        self.page = page
        self.size = tuple(72 * figure.get_size_inches())

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.size

    def flipy(self) -> bool:
        return False

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace=None) -> None:  # noqa: N803
        stroke = gc.get_linewidth() > 0
        if self.page is None or not (stroke or rgbFace is not None):
            return
        self._begin(gc, rgbFace)
        self.page.drawPath(self._path(path, transform), stroke=int(stroke), fill=int(rgbFace is not None))
        self.page.restoreState()

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float, ismath=False,
        mtext: Text | None = None,
    ) -> None:  # fmt: skip
        if self.page is None:
            return
        self._begin(gc, gc.get_rgb())
        self.page.translate(x, y)
        self.page.rotate(angle)
        weight = prop.get_weight()
        bold = weight in ("bold", "heavy", "black") or (not isinstance(weight, str) and weight >= BOLD)
        self.page.setFont(FONTS[bold], prop.get_size_in_points())
        self.page.drawString(0, 0, s)
        self.page.restoreState()

    def _begin(self, gc: GraphicsContextBase, face: tuple | None) -> None:
        """Save the state of the page, then take on the look; the caller restores."""
        page, line = self.page, gc.get_rgb()
        page.saveState()
        box, (clip, moved) = gc.get_clip_rectangle(), gc.get_clip_path()
        if box is not None:
            rectangle = page.beginPath()
            rectangle.rect(box.x0, box.y0, box.width, box.height)
            page.clipPath(rectangle, stroke=0)
        if clip is not None:
            page.clipPath(self._path(clip, moved), stroke=0)
        forced = gc.get_alpha() if gc.get_forced_alpha() else None
        page.setStrokeColorRGB(*line[:3])
        page.setStrokeAlpha(line[3] if forced is None else forced)
        if face is not None:
            page.setFillColorRGB(*face[:3])
            page.setFillAlpha((face[3] if len(face) > 3 else 1) if forced is None else forced)
        page.setLineWidth(gc.get_linewidth())
        page.setLineCap(CAPS[gc.get_capstyle()])
        page.setLineJoin(JOINS[gc.get_joinstyle()])
        offset, dashes = gc.get_dashes()
        if dashes is not None:
            page.setDash(list(map(float, dashes)), float(offset))

    def _path(self, path: Path, transform: Transform):
        """The path in commands of the page; a quadratic curve as the cubic one that it is."""
        made, last = self.page.beginPath(), np.zeros(2)
        for points, code in path.iter_segments(transform, simplify=False, curves=True):
            steps = points.reshape(-1, 2)
            if code == Path.MOVETO:
                made.moveTo(*steps[0])
            elif code == Path.LINETO:
                made.lineTo(*steps[0])
            elif code == Path.CURVE3:
                made.curveTo(
                    *(last + 2 * (steps[0] - last) / 3), *(steps[1] + 2 * (steps[0] - steps[1]) / 3), *steps[1]
                )
            elif code == Path.CURVE4:
                made.curveTo(*steps[0], *steps[1], *steps[2])
            elif code == Path.CLOSEPOLY:
                made.close()
            if code != Path.CLOSEPOLY:
                last = steps[-1]
        return made


FONTS = {False: "DejaVuSans", True: "DejaVuSans-Bold"}  # bold or not


def register() -> None:
    """Make the fonts known, anew for each page: a font remembers the letters of the page that it was last used on."""
    for name in FONTS.values():
        pdfmetrics.registerFont(TTFont(name, f"{get_data_path()}/fonts/ttf/{name}.ttf"))
    pdfmetrics.registerFontFamily(FONTS[False], *(FONTS[bold] for bold in (False, True, False, True)))


def blank(file: BytesIO, size: tuple[float, float], title: str, subject: str, language: str) -> Canvas:
    """A page of that width and height in points; `register` comes before what is set on it is measured."""
    page = Canvas(file, size, invariant=1, lang=language, initialFontName=FONTS[False])
    page.setTitle(title)
    page.setSubject(subject)
    page.setAuthor("")
    page.setCreator("")
    page.setViewerPreference("DisplayDocTitle", "true")
    return page
