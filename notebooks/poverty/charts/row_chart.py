"""Rows with names at the left and values across: what groups, provinces, readings and hidden figures are drawn as."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes

from poverty.charts.axes import choose_ticks
from poverty.charts.fonts import measure_text, wrap_text
from poverty.charts.labels import BELOW_CAPS, measure_block
from poverty.charts.page import BLUE, GREY, INK, LINE, Page, Size, add_up
from poverty.words.language import Language

WIDEST_NAMES = 0.34  # of the page
ROW_AIR = 0.07  # inches between the words of two rows
X_HEIGHT = 0.66  # of a letter's size: what a line of words is centred by
BACKING = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}  # of words that lines would run through
NAME_UP = 0.04  # inches between a mark and the name over it
EDGE = 0.05  # inches at the sides of the page that stay free
GAP = 0.1  # inches between names and axes


@dataclass(frozen=True)
class Row:
    """A row: its name, whether it is the chart's own subject (bold, blue), and whether a line sets it apart above."""

    name: str
    is_own: bool = False
    starts_group: bool = False


def count_fitting_rows(size: Size, words_lines: int = 4, row_lines: int = 1) -> int:
    """How many rows of so many lines a page of that size has room for, with so many lines of words around.

    Example:
        >>> from poverty.charts.page import SLIDE
        >>> 12 <= count_fitting_rows(SLIDE) <= 20
        True
    """
    words = words_lines if size.has_words else 0
    left = size.height - 0.6 - words * size.subtitle * LINE / 72 - 2 * size.label * LINE / 72
    tall = (BELOW_CAPS + (row_lines - 1) * LINE) * size.label / 72
    return max(3, int(left / (tall + ROW_AIR)))


def add_row_axes(
    page: Page, rows: list[Row], right: float = 0.0, above: float = 0.0, widest: float = WIDEST_NAMES,
    below: float | None = None, over_marks: bool = False,
) -> Axes:  # fmt: skip
    """Axes with one row for each name, the first on top at y = 0, the names written at their left.

    A name takes as many lines as its row has room for; what is longer is cut.

    Args:
        page: the page.
        rows: from top to bottom.
        right: inches to leave free at the right, for words beside the axes.
        above: inches to leave free above the rows; inside the axes where names are.
        widest: the part of the page that names may take.
        below: inches to leave free below, if not those of one line of ticks.
        over_marks: whether names stand inside the axes, over the marks of their rows: for few rows with long names.

    Returns:
        the axes; y runs downwards.
    """
    size = page.size
    free = page.top - page.bottom - above - (page.tick_height if below is None else below)
    line = size.label * LINE / 72
    most = max(1, int((free / len(rows) - BELOW_CAPS * size.label / 72) / line) + (0 if over_marks else 1))
    wraps = [_fit_lines(row, size.label, (1.0 if over_marks else widest) * size.room, most) for row in rows]
    blocks = [measure_block("\n".join(lines), size.label, row.is_own) for row, lines in zip(rows, wraps, strict=True)]
    wide = 0.0 if over_marks else max(block[0] for block in blocks) + GAP
    ax = page.add_axes(left=wide, right=right, above=0.0 if over_marks else above, below=below)
    drop = (
        min(0.2, (NAME_UP + line) * len(rows) / free / 2) if over_marks else 0.0
    )  # name and mark in the middle of a row
    ax.set_ylim(len(rows) - 0.5 - drop, -0.5 - drop - (above * len(rows) / free if over_marks else 0.0))
    ax.set_yticks([])
    for y, (row, lines) in enumerate(zip(rows, wraps, strict=True)):
        x, up = page.left + wide - GAP, page.locate(ax, 0, y)[1]
        look = {"ha": "right", "bold": row.is_own, "color": BLUE if row.is_own else INK, "gid": f"name.{y}"}
        if over_marks:
            x, up = page.left, up + (len(lines) + 1) / 2 * line + NAME_UP
            look |= {"ha": "left", "bbox": BACKING}
        write_lines(page, x, up, lines, **look)
        if row.starts_group and y:
            ax.axhline(y - 0.5 - drop, color="#DFE2E5", linewidth=0.8, zorder=0)
    return ax


def write_lines(page: Page, x: float, middle: float, lines: list[str], **look: object) -> None:
    """Lines of words around a height in inches; one by one, as high accents would move them off it."""
    points = page.size.label
    first = middle + ((len(lines) - 1) * LINE - X_HEIGHT) * points / 144
    for i, line in enumerate(lines):
        page.write(x, first - i * LINE * points / 72, line, va="baseline", **look)


def set_row_scale(
    page: Page, ax: Axes, low: float, high: float, write: Callable[[list[float], Language], list[str]], lang: Language,
    least: float | None = None,
) -> None:  # fmt: skip
    """The scale of the rows below them, with a light line at each round number.

    Args:
        page: the page.
        ax: from `add_row_axes`.
        low: where the scale begins.
        high: where it ends.
        write: `format_percent_ticks` or `format_number_ticks`.
        lang: the language.
        least: the lowest number that is named, where the scale begins before it to leave room for labels.
    """
    ax.set_xlim(low, high)
    values = choose_ticks(low if least is None else least, high, ax.get_position().width * page.size.width / 1.4)
    texts = write(values, lang)
    fits = [_fits_page(page, ax, value, text) for value, text in zip(values, texts, strict=True)]
    ax.set_xticks(values, [text if fit else "" for text, fit in zip(texts, fits, strict=True)])
    ax.grid(axis="x")


def _fits_page(page: Page, ax: Axes, value: float, text: str) -> bool:
    """Whether the words of a tick stay on the page."""
    middle, half = page.locate(ax, value, 0)[0], measure_text(text, page.size.label) / 2
    return middle - half > EDGE and middle + half < page.size.width - EDGE


def fit_scale(
    page: Page, ax: Axes, lefts: Iterable[tuple[float, str]], rights: Iterable[tuple[float, str]], low: float,
    high: float, beside: float = 0.2,
) -> tuple[float, float]:  # fmt: skip
    """The narrowest scale from `low` to `high` or beyond on which words beside values stay on the axes.

    Args:
        page: the page.
        ax: the axes.
        lefts: values, and the bold words that end left of each.
        rights: values, and the bold words that begin right of each.
        low: the highest that the scale may begin at.
        high: the lowest that it may end at.
        beside: inches from a value to its words.
    """
    inches = ax.get_position().width * page.size.width
    size = page.size.label
    left_words = [(value, beside + measure_text(text, size, True)) for value, text in lefts]
    right_words = [(value, beside + measure_text(text, size, True)) for value, text in rights]
    start, end = low, high
    for _ in range(50):  # each widening makes the words wider in units of the scale
        unit = (end - start) / inches
        start = min([low, *(value - wide * unit for value, wide in left_words)])
        end = max([high, *(value + wide * unit for value, wide in right_words)])
    return start, end


def _fit_lines(row: Row, points: float, width: float, most: int) -> list[str]:
    lines = [line for part in row.name.split("\n") for line in wrap_text(part, points, width, row.is_own)]
    if len(lines) <= most:
        return lines
    last = " ".join(lines[most - 1 :])
    while last and measure_text(f"{last}…", points, row.is_own) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;')}…"]


def draw_table(page: Page, heads: list[str], rows: dict[object, list[str]], shares: list[float], color: str) -> None:
    """Rows of words in columns under heads, the second column in bold: what would be no clearer as marks.

    Args:
        page: the page.
        heads: of each column.
        rows: by row of the chart's table, the words of each column; they break into lines, never cut.
        shares: how wide the columns are, of the page.
        color: of the second column.
    """
    ax = page.add_axes(below=0.0)
    room = page.right - page.left
    starts = [page.left + room * add_up(shares[:i]) / add_up(shares) for i in range(len(shares))]
    widths = [room * share / add_up(shares) - GAP for share in shares]
    points, line = page.size.label, page.size.label * LINE / 72
    cells = [(None, heads), *rows.items()]
    wraps = []
    for row, of in cells:
        strong = [row is None or i == 1 for i in range(len(of))]
        wraps.append([wrap_text(*each) for each in zip(of, [points] * len(of), widths, strong, strict=True)])
    heights = [max(map(len, of)) * line for of in wraps]
    spare = max(0.0, (page.top - page.bottom - add_up(heights)) / len(heights))
    ax.set(xlim=(0, 1), ylim=(page.bottom, page.top), xticks=[], yticks=[])
    ax.spines["bottom"].set_visible(False)
    top = page.top
    for (row, _), of, height in zip(cells, wraps, heights, strict=True):
        middle = top - (height + spare) / 2
        for i, (lines, start) in enumerate(zip(of, starts, strict=True)):
            look = {"color": GREY if row is None else color if i == 1 else INK, "bold": row is None or i == 1}
            write_lines(page, start, middle, lines, gid=f"head.{i}" if row is None else f"cell.{row}.{i}", **look)
        top -= height + spare
        ax.axhline(top, color="#DFE2E5", linewidth=0.8, zorder=0)
