"""One printed page: words and charts, measured, shrunk within limits until all of it fits, and set as PDF.

Nothing is clipped: looks are tried from the roomiest to the tightest, and what fits in none is refused.
"""

from dataclasses import dataclass
from html import escape
from io import BytesIO

from matplotlib.transforms import Bbox
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph

from poverty.charts.drawing import Chart
from poverty.charts.page import BLUE, INK, TINT
from poverty.publish.vector import FONTS, Vector, blank, extent, register

MM = 72 / 25.4
SIDE, TOP, FOOT = 14 * MM, 12 * MM, 10 * MM
WIDTH, HEIGHT = A4[0] - 2 * SIDE, A4[1] - TOP - FOOT
PAD, BAR = 6.0, 3.0  # points: around the words of the box, and the bar at its left
SMALL = 7.0  # points: sources and foot line
BETWEEN, AIR = 7.5, 18.0  # points between two parts, and the most that they grow by where a page has room
CITED = 3  # lines of sources


class SheetError(ValueError):
    """More than one page holds."""


@dataclass(frozen=True)
class Look:
    """How tight a page is: points of its body, share of the width for charts, and the most of what may be fewer."""

    body: float
    share: float = 1.0
    untold: int = 2
    findings: int = 4
    charts: int = 2


# a body is never below 8.5 points, nor the 12 points of a chart below 6.5
LOOKS = (
    *(Look(body) for body in (10.0, 9.75, 9.5, 9.25, 9.0)),
    *(Look(body, untold=1) for body in (9.0, 8.75, 8.5)),
    *(Look(8.5, share, untold=1) for share in (0.98, 0.96, 0.93)),
    Look(8.5, 0.93, untold=1, findings=3),
    *(Look(body, untold=1, charts=1) for body in (9.5, 9.0, 8.5)),
    Look(8.5, 0.93, untold=1, findings=3, charts=1),
)


@dataclass(frozen=True)
class Placed:
    """A chart on a page, with what stands under it: in bold, and behind that."""

    chart: Chart
    title: str
    caption: str


@dataclass(frozen=True)
class Sheet:
    """What a page says; a finding is a word and a sentence, and of `untold` as many are said as there is room for.

    `sources` are versions of one text, from long to short; `said` and `unsaid` head the findings and the limits.
    """

    language: str
    heading: str
    main: str
    said: str
    findings: list[tuple[str, str]]
    figures: list[Placed]
    unsaid: str
    limits: list[str]
    untold: list[str]
    sources: list[str]
    foot: str


def pdf(sheet: Sheet) -> bytes:
    """The page as PDF, the same bytes every time.

    Raises:
        SheetError: it does not fit on one page.
    """
    parts = fitted(sheet)
    file = BytesIO()
    page = blank(file, A4, f"{sheet.heading}: {sheet.main}", sheet.heading, sheet.language)
    _set(page, *parts)
    page.save()
    return file.getvalue()


def fitted(sheet: Sheet) -> tuple[list[tuple[float, Flowable]], list[tuple[float, Flowable]]]:
    """What stands at the top of a page and what at its foot, each with the gap above it, in the first look that fits.

    Raises:
        SheetError: no look does.
    """
    register()
    boxes = [extent(figure.chart) for figure in sheet.figures]
    lower = _lower(sheet)
    for look in LOOKS:
        upper = _upper(sheet, look, boxes)
        left = HEIGHT - sum(gap + part.wrap(WIDTH, HEIGHT)[1] for gap, part in [*upper, *lower])
        if left >= 0:
            air = min(AIR, left / sum(gap == BETWEEN for gap, _ in upper))
            return [(gap + air * (gap == BETWEEN), part) for gap, part in upper], lower
    raise SheetError(f"“{sheet.heading}” takes {-left:.0f} points more than one page has")


def _set(page: Canvas, upper: list[tuple[float, Flowable]], lower: list[tuple[float, Flowable]]) -> None:
    """Draw everything, in the order in which it is read."""
    y = A4[1] - TOP
    for parts in (upper, lower):
        for gap, part in parts:
            y -= gap + part.wrapOn(page, WIDTH, HEIGHT)[1]
            part.drawOn(page, SIDE, y)
        y = FOOT + sum(gap + part.wrapOn(page, WIDTH, HEIGHT)[1] for gap, part in lower)


def _upper(sheet: Sheet, look: Look, boxes: list[Bbox]) -> list[tuple[float, Flowable]]:
    """Heading, findings, charts and the box."""
    small = look.body - 1
    parts: list[tuple[float, Flowable]] = [
        (0, _rule(BLUE, 2.5)),
        (5, _words(escape(sheet.heading), look.body + 1, bold=True)),
        (4, _words(escape(sheet.main), 2 * look.body - 2, bold=True, color=BLUE)),
    ]
    if sheet.findings:
        parts.append((BETWEEN, _words(escape(sheet.said), look.body, bold=True)))
    parts += [
        (2.5, _point(f"{_strong(word)} {escape(said)}", look.body)) for word, said in sheet.findings[: look.findings]
    ]
    for figure, box in list(zip(sheet.figures, boxes, strict=True))[: look.charts]:
        caption = f"{_strong(figure.title)} {escape(figure.caption)}"
        parts += [(BETWEEN, Vector(figure.chart, box, look.share)), (2, _words(caption, small))]
    limits = [_point(escape(said), look.body) for said in [*sheet.limits, *sheet.untold[: look.untold]]]
    parts.append((BETWEEN, Box([_words(escape(sheet.unsaid), look.body, bold=True), *limits])))
    return parts


def _lower(sheet: Sheet) -> list[tuple[float, Flowable]]:
    """Sources, in the longest version that takes few lines, over the foot line."""
    for text in sheet.sources:
        sources = _words(escape(text), SMALL)
        if sources.wrap(WIDTH, HEIGHT)[1] <= CITED * sources.style.leading:
            break
    return [(PAD, sources), (3, _rule(INK, 0.5)), (2, _words(escape(sheet.foot), SMALL))]


def _rule(color: str, thick: float) -> Flowable:
    return HRFlowable("100%", thick, "butt", color, spaceBefore=0, spaceAfter=0)


def _strong(text: str) -> str:
    return f'<font name="{FONTS[True]}" color="{BLUE}">{escape(text)}</font>'


def _words(text: str, size: float, bold: bool = False, color: str = INK) -> Paragraph:
    return Paragraph(text, _style(size, fontName=FONTS[bold], textColor=color))


def _point(text: str, size: float) -> Paragraph:
    return Paragraph(text, _style(size, leftIndent=1.2 * size, bulletFontName=FONTS[False], bulletFontSize=size), "•")


def _style(size: float, **look: object) -> ParagraphStyle:
    """The look of a paragraph; its leading is the looser the smaller its letters are."""
    fixed = {"fontName": FONTS[False], "textColor": INK, "fontSize": size, "leading": 1.18 * size + 0.6}
    return ParagraphStyle("", **(fixed | look))


class Box(Flowable):
    """Paragraphs on a tint, with a bar at the left."""

    def __init__(self, parts: list[Paragraph]) -> None:
        """Paragraphs in order."""
        super().__init__()
        self.parts = parts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The width given, and what the paragraphs take."""
        self.width = width
        self.inner = width - BAR - 2 * PAD
        self.height = 2 * PAD + sum(part.wrap(self.inner, height)[1] + 2 for part in self.parts) - 2
        return width, self.height

    def draw(self) -> None:
        """Fill the box, then set its words."""
        for color, wide in ((TINT[INK], self.width), (INK, BAR)):
            self.canv.setFillColor(color)
            self.canv.rect(0, 0, wide, self.height, stroke=0, fill=1)
        y = self.height - PAD
        for part in self.parts:
            y -= part.wrapOn(self.canv, self.inner, self.height)[1]
            part.drawOn(self.canv, BAR + PAD, y)
            y -= 2
