"""Numbers beside marks, where they touch neither each other, nor a mark, nor a line, nor the edge of the page."""

from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot

import numpy as np
import scipy
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from poverty.charts.fonts import measure_text, wrap_text
from poverty.charts.page import GREY, LINE, Page, add_up

Box = tuple[float, float, float, float]  # left, bottom, right, top, in inches
STEP = 0.08  # inches between two places of a line that count as taken
AIR = 0.03  # inches around a label
END_GAP, WORDS_GAP = 0.26, 0.12  # inches from the end of a line to its number, and from that to its words
START = 0.15  # inches, twice: between the edge of the axes and the first year
MOVED = 0.06  # inches: a label moved further from the end of its line is joined to it
BELOW_CAPS = 0.82  # the part of a line's height that letters fill
# where a label may stand beside its mark: across and up, in half widths of a mark, and how much of it is left and below
SIDES = {
    "above": (0.0, 1.5, 0.5, 0.0), "right": (1.7, 0.0, 0.0, 0.5),
    "above right": (1.2, 0.7, 0.0, 0.0), "above left": (-1.2, 0.7, 1.0, 0.0),
    "below": (0.0, -1.5, 0.5, 1.0), "left": (-1.7, 0.0, 1.0, 0.5),
    "below right": (1.2, -0.7, 0.0, 1.0), "below left": (-1.2, -0.7, 1.0, 1.0),
}  # fmt: skip


@dataclass
class Labels:
    """The labels of a page; tell it first what is drawn, then place the labels, the most wanted first.

    Example:
        `labels.block_mark(ax, 2015, 2.65, "reported.18")`, then
        `labels.place(ax, 2015, 2.65, "2.65%", "reported.18", BLUE)`.
    """

    page: Page
    mark: float = 0.09  # inches: half the width of a mark
    taken: list[Box] = field(default_factory=list)
    marks: dict[str, Box] = field(default_factory=dict)

    def block_mark(self, ax: Axes, x: float, y: float, gid: str) -> None:
        """Keep labels off a mark, and nearer to their own marks than to this one."""
        across, up = self.page.locate(ax, x, y)
        self.marks[gid] = (across - self.mark, up - self.mark, across + self.mark, up + self.mark)

    def block_bar(self, ax: Axes, x: float, height: float, width: float, gid: str, base: float = 0.0) -> None:
        """Keep labels off a column."""
        left, bottom = self.page.locate(ax, x - width / 2, min(base, height))
        right, top = self.page.locate(ax, x + width / 2, max(base, height))
        self.marks[gid] = (left, bottom, right, top)

    def block_line(self, ax: Axes, xs: list[float], ys: list[float]) -> None:
        """Keep labels off a line."""
        places = [self.page.locate(ax, x, y) for x, y in zip(xs, ys, strict=True)]
        for (x0, y0), (x1, y1) in pairwise(places):
            count = int(hypot(x1 - x0, y1 - y0) / STEP) + 1
            for x, y in np.linspace((x0, y0), (x1, y1), count + 1).tolist():
                self.taken.append((x - 0.02, y - 0.02, x + 0.02, y + 0.02))

    def block_ticks(self, ax: Axes) -> None:
        """Keep labels off the words left of and below the axes."""
        frame, (wide, high) = ax.get_position(), self.page.size.inches
        self.taken += [(0.0, 0.0, frame.x0 * wide, high), (0.0, 0.0, wide, frame.y0 * high)]

    def block_text(self, text: Text) -> None:
        """Keep labels off words that stand already."""
        left, bottom, right, top = (float(x) / self.page.figure.dpi for x in text.get_window_extent().extents)
        self.taken.append((left - 2 * AIR, bottom, right + 2 * AIR, top))

    def place(
        self, ax: Axes, x: float, y: float, text: str, gid: str, color: str, points: float | None = None,
        bold: bool = True, must: bool = True, sides: tuple[str, ...] = tuple(SIDES),
    ) -> bool:  # fmt: skip
        """Write words beside a mark; what need not be written is left out where it has no room of its own.

        Args:
            ax: the axes.
            x: where the mark is, in the units of the axes; of a column, its middle.
            y: the same; of a column, its end.
            text: the words; they may have several lines.
            gid: of the mark.
            color: of the words.
            points: their size; that of labels, unless it is given.
            bold: whether they are bold.
            must: whether they are written even where they touch something.
            sides: names of `SIDES`, the most wanted first.

        Returns:
            whether it was written.
        """
        points = points or self.page.size.label
        at, wide, high = self.page.locate(ax, x, y), *measure_block(text, points, bold)
        choices = []
        for order, side in enumerate(sides):
            across, up, left_of, below = SIDES[side]
            left, bottom = at[0] + across * self.mark - left_of * wide, at[1] + up * self.mark - below * high
            box = (left, bottom, left + wide, bottom + high)
            choices.append((self._rate(box, gid), order, box))
        cost, _, box = min(choices)
        if cost > 0 and not must:
            return False
        look = {"ha": "center", "va": "center", "color": color, "gid": f"label.{gid}"}
        self.page.write((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, text, points, bold, **look)
        self.taken.append((box[0] - AIR, box[1] - AIR, box[2] + AIR, box[3] + AIR))
        return True

    def _rate(self, box: Box, gid: str) -> float:
        """How much of a box is taken already or off the page, in square inches; more where another mark is nearer."""
        size = self.page.size
        inside = (0.06, self.page.bottom, size.width - 0.06, self.page.top + 0.05)
        area = (box[2] - box[0]) * (box[3] - box[1])
        cost = 10 * (area - _common(box, inside)) + add_up(_common(box, other) for other in self.taken)
        own = _distance(box, self.marks[gid]) if gid in self.marks else 0.0
        others = [mark for name, mark in self.marks.items() if name != gid]
        return round(cost + add_up(3 * _common(box, mark) + (_distance(box, mark) < own) for mark in others), 6)


@dataclass(frozen=True)
class End:
    """What is said at the end of a line, in the units of its axes: a number, and beside it words for what it is."""

    y: float
    number: str
    words: str  # lines of them, each broken where it is too long
    gid: str
    color: str
    points: float  # of the number


def set_time_limits(page: Page, ax: Axes, first: float, last: float, ends: list[End], share: float) -> list[list[str]]:
    """Set the years so that the ends have room inside the axes, right of the last year.

    Args:
        page: the page.
        ax: the axes.
        first: the first year drawn.
        last: the last, at which lines end.
        ends: what is said there.
        share: of the width of the axes, what the words beside the numbers may take at most.

    Returns:
        the words of each end in lines.
    """
    wide = ax.get_position().width * page.size.width
    words = [end.words.split("\n") for end in ends]
    lines = [[line for part in parts for line in wrap_text(part, page.size.label, share * wide)] for parts in words]
    room = _measure_numbers(ends) + max(measure_text(line, page.size.label) for each in lines for line in each)
    room += END_GAP + WORDS_GAP
    scale = (wide - room - 2 * START) / (last - first)  # inches a year
    ax.set_xlim(first - 2 * START / scale, last + room / scale)
    return lines


def write_ends(labels: Labels, ax: Axes, last: float, ends: list[End], lines: list[list[str]]) -> None:
    """Write what is said at the ends of lines, moved apart where they would touch, then joined by a thin line."""
    page = labels.page
    start = page.locate(ax, last, 0)[0] + END_GAP
    beside = start + _measure_numbers(ends) + WORDS_GAP
    tall = [
        max(measure_block(end.number, end.points, True)[1], measure_block("\n".join(words), page.size.label)[1]) + 0.14
        for end, words in zip(ends, lines, strict=True)
    ]
    own = [page.locate(ax, last, end.y)[1] for end in ends]
    places = _spread(own, tall, page.locate(ax, last, 0)[1] + 0.08, page.top)
    for i, (end, words) in enumerate(zip(ends, lines, strict=True)):
        look = {"color": end.color, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}
        page.write(start, places[i], end.number, end.points, True, gid=f"label.{end.gid}", va="center", **look)
        page.write(beside, places[i], "\n".join(words), va="center", **look)
        labels.taken.append((start, places[i] - tall[i] / 2, page.size.width, places[i] + tall[i] / 2))
        if abs(places[i] - own[i]) > MOVED:
            xs, ys = np.array([start - END_GAP + 0.09, start - 0.04]), np.array([own[i], places[i]])
            look = {"color": GREY, "linewidth": 1, "zorder": 5, "gid": f"join.{end.gid}"}
            page.figure.add_artist(Line2D(xs / page.size.width, ys / page.size.height, **look))


def _spread(own: list[float], tall: list[float], floor: float, roof: float) -> list[float]:
    """Where blocks stand that are so tall, each as near its own height as the others let it."""
    order = np.argsort(own, kind="stable")
    heights = np.array(tall)[order]
    above = np.cumsum(heights) - heights / 2 - heights[0] / 2  # the middle of the lowest block
    lowest = scipy.optimize.isotonic_regression(np.array(own)[order] - above).x
    most = max(roof - heights[-1] / 2 - above[-1], floor + heights[0] / 2)
    places = np.empty(len(own))
    places[order] = np.clip(lowest, floor + heights[0] / 2, most) + above
    return [float(y) for y in places]


def _measure_numbers(ends: list[End]) -> float:
    return max(measure_text(end.number, end.points, True) for end in ends)


def measure_block(text: str, points: float, bold: bool = False) -> tuple[float, float]:
    """Width and height in inches of words of one or more lines."""
    lines = text.split("\n")
    height = (len(lines) - 1) * LINE + BELOW_CAPS
    return max(measure_text(line, points, bold) for line in lines), height * points / 72


def _common(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _distance(a: Box, b: Box) -> float:
    """Between the nearest points of two boxes, in inches."""
    return hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))
