"""The page that every chart is drawn on: its size, the words above and below, and the box that is left to draw in.

The layout follows from the words alone, so that the same words give the same page whatever is saved first. All
positions are in inches from the lower left corner.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from poverty.charts.fonts import balance_text, measure_text, register_font, wrap_text

STYLE = Path(__file__).parent / "charts.mplstyle"
LINE = 1.2  # line spacing
TICKS = 0.08  # inches between the axes and the words of a tick

# One meaning each, in the whole set: what the chart is about; what stands beside it; what was planned, or warns.
BLUE, GREY, ORANGE, INK = "#12436D", "#5B6770", "#B4530A", "#2B2F33"
BLUE_TINT, GREY_TINT, ORANGE_TINT = "#C3D3E2", "#DADEE2", "#F6D9C4"  # bands, and fills of what stands behind


@dataclass(frozen=True)
class Size:
    """A size that charts come in: inches, and the points of each kind of words.

    `key` is the size of the number that the title names. A page without `has_words` is the drawing alone, to stand
    under a title that is text already.
    """

    name: str
    width: float
    height: float
    margin: float
    title: float
    subtitle: float
    label: float
    foot: float
    key: float
    has_words: bool = True
    dpi: int = 300

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height

    @property
    def room(self) -> float:
        """The inches that a line of words may take."""
        return self.width - 2 * self.margin

    @property
    def is_narrow(self) -> bool:
        """Whether it has the narrow layout."""
        return self.width < 10

    @property
    def look(self) -> dict[str, float]:
        """What of the style is of this size."""
        return dict.fromkeys(("font.size", "xtick.labelsize", "ytick.labelsize", "legend.fontsize"), self.label)


SLIDE = Size("slide", 13.333, 7.5, 0.5, title=30, subtitle=18, label=16, foot=14, key=30, dpi=150)
PLOT = Size("plot-only", 13.333, 5.8, 0.15, title=30, subtitle=18, label=16, foot=14, key=30, has_words=False, dpi=150)
HALF = Size("half-slide", 6.2, 4.2, 0.12, title=17, subtitle=12.5, label=12, foot=10.5, key=20)
SQUARE = Size("square", 6.5, 6.5, 0.2, title=19, subtitle=13.5, label=13, foot=11, key=22)
SIZES = {size.name: size for size in (SLIDE, HALF, SQUARE, PLOT)}
SMALLEST_TITLE = 0.84  # of its size: to this a line shrinks before it takes a second one
HINTING = 1.025  # a screen draws letters up to so much wider than they are


@dataclass
class Page:
    """A figure with its words set, and the box that is left: `left`, `bottom`, `right`, `top` in inches."""

    figure: Figure
    size: Size
    left: float
    bottom: float
    right: float
    top: float
    words: list[Text] = field(default_factory=list)  # title, subtitle, note, source

    def add_axes(
        self, left: float = 0.0, right: float = 0.0, below: float | None = None, above: float = 0.0, **options: object
    ) -> Axes:
        """Axes in the box, so many inches from its sides; `below` leaves room for one line of ticks unless it is given.

        Example:
            `page.add_axes(left=0.9)` leaves 0.9 inches for the words of a vertical axis.
        """
        below = self.tick_height if below is None else below
        box = (self.left + left, self.bottom + below, self.right - right, self.top - above)
        return self._add_box(*box, **options)

    def add_panels(
        self, weights: list[float], left: float, gap: float, below: float | None = None, above: float = 0.0
    ) -> list[Axes]:
        """Axes side by side, as wide as their weights, `left` inches for the first one's ticks and `gap` between."""
        below = self.tick_height if below is None else below
        width = self.right - self.left - left - gap * (len(weights) - 1)
        axes, start = [], self.left + left
        for weight in weights:
            end = start + width * weight / add_up(weights)
            axes.append(self._add_box(start, self.bottom + below, end, self.top - above))
            start = end + gap
        return axes

    def add_rows(self, weights: list[float], left: float, gap: float, below: float | None = None) -> list[Axes]:
        """Axes one below the other, as tall as their weights, `gap` inches between them."""
        below = self.tick_height if below is None else below
        height = self.top - self.bottom - below - gap * (len(weights) - 1)
        axes, end = [], self.top
        for weight in weights:
            start = end - height * weight / add_up(weights)
            axes.append(self._add_box(self.left + left, start, self.right, end))
            end = start - gap
        return axes

    def write(self, x: float, y: float, text: str, points: float | None = None, bold: bool = False, **look) -> Text:
        """Words at a place in inches, of the size of a label unless another is given."""
        look = {"linespacing": LINE, "fontsize": points or self.size.label, "zorder": 6} | look
        weight = "bold" if bold else "normal"
        return self.figure.text(x / self.size.width, y / self.size.height, text, fontweight=weight, **look)

    def locate(self, ax: Axes, x: float, y: float) -> tuple[float, float]:
        """A point of the axes' data in inches."""
        across, up = ax.transData.transform((x, y))
        return float(across) / self.figure.dpi, float(up) / self.figure.dpi

    @property
    def tick_height(self) -> float:
        """The inches that one line of tick labels takes below axes."""
        return self.size.label * LINE / 72 + TICKS + 0.04

    def _add_box(self, left: float, bottom: float, right: float, top: float, **options: object) -> Axes:
        wide, high = self.size.inches
        return self.figure.add_axes(
            (left / wide, bottom / high, (right - left) / wide, (top - bottom) / high), **options
        )


def lay_out_page(title: str, subtitle: str, note: str, source: str, size: Size = SLIDE) -> Page:
    """A page with its title and subtitle at the top, a note and the source at the foot; "" is left out.

    Example:
        >>> page = lay_out_page("Poverty fell", "Poverty rate, % of households", "", "Source: a paper, 2025.", SLIDE)
        >>> [text.get_text() for text in page.words]
        ['Poverty fell', 'Poverty rate, % of households', 'Source: a paper, 2025.']
        >>> page.top - page.bottom > 5.5  # inches to draw in
        True
    """
    register_font()
    edge = max(0.08, 0.5 * size.margin)
    page = Page(Figure(size.inches), size, size.margin, edge, size.width - size.margin, size.height - edge)
    if not size.has_words:
        return page
    for text, largest, bold, gap in ((title, size.title, True, 0.3), (subtitle, size.subtitle, False, 0.45)):
        if text:
            height = _fit_line(text, largest, size.room, bold)
            lines = balance_text(text, height, size.room, bold)
            color = INK if bold else GREY
            page.words.append(page.write(page.left, page.top, "\n".join(lines), height, bold, va="top", color=color))
            page.top -= (len(lines) * LINE + gap) * height / 72
    for text in (source, note):
        if text:
            lines = wrap_text(text, size.foot, size.room)
            look = {"va": "bottom", "color": GREY}
            page.words.insert(2, page.write(page.left, page.bottom, "\n".join(lines), size.foot, **look))
            page.bottom += len(lines) * size.foot * LINE / 72 + 0.02
    page.bottom += 0.04
    return page


def _fit_line(text: str, largest: float, room: float, bold: bool) -> float:
    """The points of a line: as large as its room allows; the smallest where it takes two lines all the same."""
    points = largest
    while points > SMALLEST_TITLE * largest and HINTING * measure_text(text, points, bold) > room:
        points -= 0.5
    return max(points, SMALLEST_TITLE * largest)


def add_up(lengths: Iterable[float]) -> float:
    """Their sum, added one after another: `sum` rounds otherwise from Python 3.12 on, and so would the bytes of charts.

    Example:
        >>> add_up([0.1] * 10)
        0.9999999999999999
    """
    return reduce(add, lengths, 0.0)
