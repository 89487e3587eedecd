"""The last slides: what the charts do not say, and where every figure was read."""

from dataclasses import replace

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from poverty.charts.page import BLUE
from poverty.packs.claims import Source
from poverty.publish.deck.slides import (
    BOTTOM,
    INDENT,
    LEAST,
    LEFT,
    ROOM,
    Deck,
    Page,
    Words,
    broken,
    describe,
    height,
    look,
    tall,
)  # fmt: skip
from poverty.words.language import Language

SIZE = 16  # points
GAP = 8  # points between two limits
SHARES = (0.36, 0.17, 0.13, 0.34)  # of the columns of the sources
SIDE, EDGE = 0.08, 0.05  # inches around the words of a cell
WHITE, STRIPE = "#FFFFFF", "#F2F2F2"
Row = list[Words]


def add_limits(begun: Deck, said: list[str]) -> None:
    """As many slides as the limits need."""
    title = begun.lang.say("What this does not say")
    parts: list[list[str]] = [[]]
    room = BOTTOM - 1.2
    for sentence in said:
        if parts[-1] and tall([*parts[-1], sentence], SIZE, ROOM - INDENT, GAP) > room:
            parts.append([])
        parts[-1].append(sentence)
    for i, part in enumerate(parts):
        page = begun.slide(_numbered(title, i, len(parts), begun.lang))
        page.top += 0.1
        page.points(part, SIZE, GAP)
        page.number()
        page.note([title, *part])


def add_sources(begun: Deck, found: list[Source]) -> None:
    """Title, publisher, date and address of every source, on as many slides as they need."""
    lang = begun.lang
    texts = (lang.say("Title"), lang.say("Publisher"), lang.say("Published"), lang.say("Address"))
    heads = [Words(text, bold=True, color=WHITE) for text in texts]
    title, told = lang.say("Sources"), lang.say("Sources of the figures: title, publisher, date and address of each.")
    parts: list[list[Source]] = [[]]
    left = room = BOTTOM - 1.4 - _measure_row(heads)
    for source in found:
        needed = _measure_row(_list_cells(source, lang))
        if parts[-1] and needed > left:
            parts.append([])
            left = room
        parts[-1].append(source)
        left -= needed
    for i, part in enumerate(parts):
        page = begun.slide(_numbered(title, i, len(parts), lang))
        page.top += 0.1
        _add_table(page, [heads, *(_list_cells(source, lang) for source in part)], told)
        page.number()
        page.note([told, *in_words(part, lang)])


def in_words(found: list[Source], lang: Language) -> list[str]:
    """Sources with their addresses, for the notes."""
    each = ((s.title, s.publisher, lang.published(s.published), s.url) for s in found)
    return ["; ".join(filter(None, texts)) for texts in each]


def _list_cells(s: Source, lang: Language) -> Row:
    code = s.language.removesuffix(")")[-2:]  # of "id (translated from vi)": titles are quoted as first printed
    address = s.url.removeprefix("https://").removeprefix("http://").removesuffix("/")
    # broken here: programs break the text of a link each in its own way
    lines = "\n".join(broken(address, LEAST, ROOM * SHARES[-1] - 2 * SIDE))
    return [Words(s.title, code=code), Words(s.publisher), Words(lang.published(s.published)), Words(lines, link=s.url)]


def _add_table(page: Page, rows: list[Row], alt: str) -> None:
    """A table below what stands on the slide already; its first row is marked as heads, which screen readers repeat."""
    highs = [_measure_row(row) for row in rows]
    box = (Inches(x) for x in (LEFT, page.top, ROOM, sum(highs)))
    shape = page.slide.shapes.add_table(len(rows), len(SHARES), *box)
    describe(shape, alt)
    for column, share in zip(shape.table.columns, SHARES, strict=True):
        column.width = Inches(ROOM * share)
    for i, (row, high) in enumerate(zip(rows, highs, strict=True)):
        shape.table.rows[i].height = Inches(high)
        for cell, words in zip(shape.table.rows[i].cells, row, strict=True):
            cell.margin_left = cell.margin_right = Inches(SIDE)
            cell.margin_top = cell.margin_bottom = Inches(EDGE)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            color = BLUE if i == 0 else STRIPE if i % 2 else WHITE
            cell.fill.fore_color.rgb = RGBColor.from_string(color[1:])
            for k, line in enumerate(words.text.split("\n")):
                paragraph = cell.text_frame.paragraphs[0] if k == 0 else cell.text_frame.add_paragraph()
                look(paragraph.add_run(), replace(words, text=line), LEAST, page.lang.code)


def _measure_row(row: Row) -> float:
    """How high a row is when its words are wrapped."""
    lines = [
        len(broken(words.text, LEAST, ROOM * share - 2 * SIDE, words.bold))
        for words, share in zip(row, SHARES, strict=True)
    ]
    return height(max(lines), LEAST) + 2 * EDGE


def _numbered(title: str, i: int, of: int, lang: Language) -> str:
    """A title with its place among several slides of the same, so that no two are called alike."""
    return title if of == 1 else lang.say("%(title)s (%(n)s of %(of)s)", title=title, n=i + 1, of=of)
