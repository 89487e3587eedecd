"""The marks of every chart. Fill tells the kind: filled is reported, hollow inferred, a line reconstructed.

Each mark carries its kind and the row of the table that it draws as its gid: "reported.4", "band.7".
"""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from poverty.charts.page import BLUE, BLUE_TINT, GREY, GREY_TINT, ORANGE, ORANGE_TINT

TINTS = {BLUE: BLUE_TINT, GREY: GREY_TINT, ORANGE: ORANGE_TINT}
POINT = 10.0  # points across
EDGE = 2.2  # points: the line of a hollow mark
FILLED = ("reported", "country")


def tell_gid(row: pd.Series) -> str:
    """The gid of a figure's mark, with its kind and its row: "reported.4"."""
    return f"{'inferred' if row['kind'] == 'derived' else 'reported'}.{row.name}"


def draw_point(
    ax: Axes, x: float, y: float, kind: str, row: object, color: str, points: float = POINT, marker: str = "o"
) -> None:
    """One figure: filled if it is reported, hollow otherwise.

    Args:
        ax: the axes.
        x: where, in the units of the axes.
        y: the same.
        kind: "reported", "inferred", "target", "survey" and the like; it begins the gid.
        row: of the table, or the row and which of its numbers: "4.end".
        color: one of the page's.
        points: how far it is across.
        marker: its shape.
    """
    fill = color if kind in FILLED else "white"
    look = {"markerfacecolor": fill, "markeredgecolor": color, "markeredgewidth": EDGE, "clip_on": False, "zorder": 5}
    ax.plot([x], [y], marker=marker, linestyle="none", markersize=points, gid=f"{kind}.{row}", **look)


def draw_line(
    ax: Axes, xs: Sequence[float], ys: Sequence[float], row: object, color: str, dashed: bool = False,
    width: float = 3.0, kind: str = "line",
) -> None:  # fmt: skip
    """A path through figures; dashed where a question is open, or where it is a plan or a scenario."""
    style = (0, (3, 1.6)) if dashed else "-"
    ax.plot(xs, ys, color=color, linewidth=width, linestyle=style, gid=f"{kind}.{row}", zorder=3)


def draw_band(
    ax: Axes, xs: Sequence[float], lows: Sequence[float], highs: Sequence[float], row: object, color: str,
    hatched: bool = False,
) -> None:  # fmt: skip
    """The range around a path, in the tint of its colour; hatched where nobody knows how often it holds."""
    look = {"facecolor": "none", "hatch": "////", "edgecolor": TINTS[color]} if hatched else {"color": TINTS[color]}
    ax.fill_between(xs, lows, highs, linewidth=0, gid=f"band.{row}", zorder=1, **look)


def draw_bar(
    ax: Axes, x: float, height: float, kind: str, row: object, color: str, width: float = 0.6, base: float = 0.0,
    hatched: bool = False,
) -> None:  # fmt: skip
    """A column from `base` to `height`, centred on x: filled if reported, hollow otherwise; hatched: a part of it."""
    fill = {"facecolor": color if kind in FILLED else "white", "edgecolor": color, "hatch": "///" if hatched else None}
    look = {"linewidth": EDGE, "joinstyle": "miter", "zorder": 4, "gid": f"{kind}.{row}", "clip_on": False}
    ax.add_patch(Rectangle((x - width / 2, base), width, height - base, **fill, **look))


def draw_span(ax: Axes, low: float, high: float, y: float, row: object, color: str, width: float = 7.0) -> None:
    """A thick horizontal bar from a lowest to a highest value, in the tint of its colour."""
    ax.plot([low, high], [y, y], color=TINTS[color], linewidth=width, gid=f"band.{row}", zorder=1,
            solid_capstyle="butt")  # fmt: skip
