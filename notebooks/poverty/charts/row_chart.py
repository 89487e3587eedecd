"""Rows with names at the left and values across: what groups, provinces, readings and hidden figures are drawn as."""

from dataclasses import dataclass

from matplotlib.axes import Axes

from poverty.charts.axes import choose_ticks
from poverty.charts.fonts import wrap_text
from poverty.charts.labels import BELOW_CAPS, measure_block
from poverty.charts.page import BLUE, INK, LINE, Page, Size

WIDEST_NAMES = 0.34  # of the page
ROW_AIR = 0.16  # inches between the words of two rows
GAP = 0.15  # inches between names and axes


@dataclass(frozen=True)
class Row:
    """A row: its name, whether it is the chart's own subject (bold, blue), and whether a line sets it apart above."""

    name: str
    is_own: bool = False
    starts_group: bool = False


def count_fitting_rows(size: Size, words_lines: int = 4) -> int:
    """How many rows of one line a page of that size has room for, with so many lines of words around.

    Example:
        >>> from poverty.charts.page import SLIDE
        >>> 12 <= count_fitting_rows(SLIDE) <= 20
        True
    """
    left = size.height - 0.6 - words_lines * size.subtitle * LINE / 72 - 2 * size.label * LINE / 72
    return max(3, int(left / (size.label * BELOW_CAPS / 72 + ROW_AIR)))


def add_row_axes(
    page: Page, rows: list[Row], right: float = 0.0, above: float = 0.0, widest: float = WIDEST_NAMES
) -> Axes:  # fmt: skip
    """Axes with one row for each name, the first on top at y = 0, the names written at their left.

    Args:
        page: the page.
        rows: from top to bottom.
        right: inches to leave free at the right, for words beside the axes.
        above: inches to leave free above.
        widest: of the page: what names may take before they are broken into lines.

    Returns:
        the axes; y runs downwards.
    """
    size = page.size
    wraps = [wrap_text(row.name, size.label, widest * size.width, row.is_own) for row in rows]
    wide = max(measure_block("\n".join(lines), size.label, row.is_own)[0] for row, lines in zip(rows, wraps, strict=True))
    ax = page.add_axes(left=wide + GAP, right=right, above=above)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks([])
    for y, (row, lines) in enumerate(zip(rows, wraps, strict=True)):
        across, up = page.left + wide, page.locate(ax, 0, y)[1]
        look = {"ha": "right", "va": "center", "color": BLUE if row.is_own else INK, "gid": f"name.{y}"}
        page.write(across, up, "\n".join(lines), bold=row.is_own, **look)
        if row.starts_group and y:
            ax.axhline(y - 0.5, color="#DFE2E5", linewidth=0.8, zorder=0)
    return ax


def set_row_scale(page: Page, ax: Axes, low: float, high: float, write, lang) -> None:
    """The scale of the rows below them, with a light line at each round number.

    Args:
        page: the page.
        ax: from `add_row_axes`.
        low: where the scale begins.
        high: where it ends.
        write: `format_percent_ticks` or `format_number_ticks`.
        lang: the language.
    """
    ax.set_xlim(low, high)
    values = choose_ticks(low, high, ax.get_position().width * page.size.width / 1.4)
    ax.set_xticks(values, write(values, lang))
    ax.grid(axis="x")
