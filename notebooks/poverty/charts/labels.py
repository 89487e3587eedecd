"""Numbers beside marks, where they touch neither each other, nor a mark, nor a line, nor the edge."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.page import LINE, Page, measure

Box = tuple[float, float, float, float]  # left, bottom, right, top, in inches
MARK = 0.09  # half the side of a mark
APART = 0.03  # inches between two labels, twice as much side by side
STEP = 0.1  # between two places of a line that count as taken
SIDES = (  # where a label may stand: its distance from the mark, and which of its sides is next to it
    (0.13, 0.06, "left", "bottom"), (0.13, 0.0, "left", "center"), (0.13, -0.06, "left", "top"),
    (0.0, 0.13, "center", "bottom"), (-0.13, 0.06, "right", "bottom"), (-0.13, -0.06, "right", "top"),
    (0.0, -0.13, "center", "top"), (-0.13, 0.0, "right", "center"), (0.05, 0.3, "left", "bottom"),
    (-0.05, -0.3, "right", "top"),
)  # fmt: skip


@dataclass
class Labels:
    """The labels of one axes; block what is drawn first, then place the labels, the most wanted first."""

    page: Page
    ax: Axes
    right: float | None = None  # inches: how far labels may reach; None: to the edge of the page
    taken: list[Box] = field(default_factory=list)

    def block(self, spell: pd.DataFrame) -> None:
        """Keep labels off the line and the marks of a spell."""
        drawn = spell[spell["role"].isin(["anchor", "path"])]
        self.block_line(list(drawn["t"]), list(drawn["value"]))
        for row in spell[spell["role"] != "path"].itertuples():
            self.block_mark(row.t, row.value)

    def block_words(self, x: float, y: float, words: str, size: float, side: str = "center") -> None:
        """Keep labels off words that stand at a place, centred on it or ending there ("right")."""
        px, py = self._inches(x, y)
        lines = words.split("\n")
        wide, high = max(measure(line, size) for line in lines), len(lines) * size * LINE / 144
        right = px if side == "right" else px + wide / 2
        self.taken.append((right - wide, py - high, right, py + high))

    def block_mark(self, x: float, y: float) -> None:
        """Keep labels off a mark."""
        px, py = self._inches(x, y)
        self.taken.append((px - MARK, py - MARK, px + MARK, py + MARK))

    def block_line(self, xs: list[float], ys: list[float]) -> None:
        """Keep labels off a line."""
        places = [self._inches(x, y) for x, y in zip(xs, ys, strict=True)]
        for (x0, y0), (x1, y1) in pairwise(places):
            count = int(np.hypot(x1 - x0, y1 - y0) / STEP) + 2
            for px, py in zip(np.linspace(x0, x1, count), np.linspace(y0, y1, count), strict=True):
                self.taken.append((px - 0.02, py - 0.02, px + 0.02, py + 0.02))

    def place(
        self, x: float, y: float, words: str, color: str, size: float | None = None, weight: str = "normal",
        must: bool = True, **look: object,
    ) -> None:  # fmt: skip
        """Write words beside a mark; what need not be written is left out where there is no room."""
        size = size or self.page.label
        px, py = self._inches(x, y)
        lines = words.split("\n")
        wide = max(measure(line, size, weight) for line in lines)
        high = len(lines) * size * LINE / 72
        choices = []
        for order, (dx, dy, ha, va) in enumerate(SIDES):
            left = px + dx - {"left": 0.0, "center": wide / 2, "right": wide}[ha]
            bottom = py + dy - {"bottom": 0.0, "center": high / 2, "top": high}[va]
            box = (left, bottom, left + wide, bottom + high)
            choices.append((self._covered(box), order, box, (px + dx, py + dy, ha, va)))
        covered, _, box, (tx, ty, ha, va) = min(choices)
        if covered > 0 and not must:
            return
        self.page.text(
            tx, ty, words, size, ha=ha, va=va, color=color, weight=weight, linespacing=LINE, zorder=6, **look
        )
        left, bottom, right, top = box
        self.taken.append((left - 2 * APART, bottom - APART, right + 2 * APART, top + APART))

    def _covered(self, box: Box) -> float:
        """How much of a box is taken already, or outside the axes, in square inches."""
        frame = self.ax.get_position()
        right = self.page.width - min(0.35, self.page.margin) if self.right is None else self.right
        inside = (frame.x0 * self.page.width, frame.y0 * self.page.height, right, frame.y1 * self.page.height)
        area = (box[2] - box[0]) * (box[3] - box[1])
        outside = area - _common(box, inside)
        return round(10 * outside + sum(_common(box, other) for other in self.taken), 6)

    def _inches(self, x: float, y: float) -> tuple[float, float]:
        px, py = self.ax.transData.transform((x, y))
        dpi = self.page.figure.dpi
        return float(px) / dpi, float(py) / dpi


def _common(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
