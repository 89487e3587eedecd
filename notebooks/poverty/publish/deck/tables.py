"""A table on a slide, in words: what a chart shows, short, for those who cannot see it or want the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from poverty.charts.page import BLUE, MARGIN, SUBTITLE
from poverty.publish.deck.page import Page, describe
from poverty.publish.deck.text import LEAST, ROOM, Words, broken, height, look, measure

WHITE, STRIPE = "#FFFFFF", "#F3F3F3"
SIZES = (18, 16, 14, LEAST)  # points: the larger the better
MOST = 8  # rows of a short table
WIDEST = 5.0  # inches: what a column may ask for
SIDE, EDGE = 0.1, 0.05  # inches between the words of a cell and its sides, and its upper and lower edge


@dataclass(frozen=True)
class Table:
    """Heads and rows in words; `shares` are the widths of the columns, of the whole."""

    heads: list[str]
    rows: list[list[Words]]
    shares: Sequence[float]


@dataclass(frozen=True)
class Short:
    """Heads and the rows that are shown of a longer table, in words, and how many rows that has."""

    heads: list[str]
    rows: list[list[str]]
    of: int


def split(table: Table, room: float, size: float = LEAST) -> list[Table]:
    """The table in parts that each fit into so many inches of height, with their heads."""
    head = _tall([Words(h, bold=True) for h in table.heads], table.shares, size)
    parts: list[list[list[Words]]] = [[]]
    left = room - head
    for row in table.rows:
        needed = _tall(row, table.shares, size)
        if parts[-1] and needed > left:
            parts.append([])
            left = room - head
        parts[-1].append(row)
        left -= needed
    return [Table(table.heads, part, table.shares) for part in parts]


def fitted(heads: list[str], rows: list[list[str]], room: float) -> tuple[Table, float]:
    """A table with the largest letters with which it fits into so many inches of height, and their size."""
    words = [[Words(text) for text in row] for row in rows]
    for size in SIZES:
        table = Table(heads, words, _widths(heads, words, size))
        # letters that are larger than need be are for tables in which no line has to be broken for them
        if len(split(table, room, size)) == 1 and (size <= SUBTITLE or _one_line(table, size)):
            break
    return table, size


def add(page: Page, table: Table, alt: str, size: float = LEAST) -> None:
    """A table below what stands on the slide already."""
    heads = [Words(text, bold=True, color=WHITE) for text in table.heads]
    rows = [heads, *table.rows]
    tall = [_tall(row, table.shares, size) for row in rows]
    box = (Inches(x) for x in (MARGIN, page.top, ROOM, sum(tall)))
    shape = page.slide.shapes.add_table(len(rows), len(heads), *box)
    describe(shape, alt)
    made = shape.table  # its first row is marked as heads, which screen readers repeat
    for column, share in zip(made.columns, table.shares, strict=True):
        column.width = Inches(ROOM * share)
    for i, (row, high) in enumerate(zip(rows, tall, strict=True)):
        made.rows[i].height = Inches(high)
        for cell, words in zip(made.rows[i].cells, row, strict=True):
            cell.margin_left = cell.margin_right = Inches(SIDE)
            cell.margin_top = cell.margin_bottom = Inches(EDGE)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            color = BLUE if i == 0 else STRIPE if i % 2 else WHITE
            cell.fill.fore_color.rgb = RGBColor.from_string(color[1:])
            for k, line in enumerate(words.text.split("\n")):
                paragraph = cell.text_frame.paragraphs[0] if k == 0 else cell.text_frame.add_paragraph()
                look(paragraph.add_run(), replace(words, text=line), size, page.lang.code)
    page.top += sum(tall)


def _tall(row: list[Words], shares: Sequence[float], size: float) -> float:
    """How high a row is when its words are wrapped."""
    lines = [
        len(broken(words.text, size, ROOM * share - 2 * SIDE, "bold" if words.bold else "normal"))
        for words, share in zip(row, shares, strict=True)
    ]
    return height(max(lines), size) + 2 * EDGE


def _one_line(table: Table, size: float) -> bool:
    one = height(1, size) + 2 * EDGE + 0.01
    return all(_tall(row, table.shares, size) < one for row in table.rows)


def _widths(heads: list[str], rows: list[list[Words]], size: float) -> list[float]:
    """Shares of the columns after their words: none narrower than its longest word, none starves the others."""
    columns = [*zip(*([Words(text, bold=True) for text in heads], *rows), strict=True)]
    least = [max(_wide(word, w.bold, size) for w in column for word in w.text.split() or [""]) for column in columns]
    wanted = [max(min(_wide(w.text, w.bold, size), WIDEST) for w in column) for column in columns]
    spare = [max(want - need, 0.0) for want, need in zip(wanted, least, strict=True)]
    share = (ROOM - sum(least)) / (sum(spare) or 1.0)
    given = [need + share * more for need, more in zip(least, spare, strict=True)]
    return [wide / sum(given) for wide in given]


def _wide(text: str, bold: bool, size: float) -> float:
    """The width of a cell that holds words in one line."""
    return measure(text, size, "bold" if bold else "normal") + 2 * SIDE + 0.05
