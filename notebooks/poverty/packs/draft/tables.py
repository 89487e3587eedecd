"""Tables of a page: rows of cells, or cells on lines of their own; each cell is read with its heads before it.

Columns are told by tabs, bars or wide gaps, else by the numerals at the end of a line. Numerals that stand on lines of
their own belong to the words above them.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise

GAP = re.compile(r"\t|\s*\|\s*|[ \u00a0]{2,}")
VALUE = re.compile(r"[<>~±+*(-]?\s?(?:\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?:[.,]\d+)*\s?%?[*)]?")
YEAR = re.compile(r"[*(]?(?:19|20)\d\d[*)]?")
ORDINAL = re.compile(r"(?:\d{1,3}|[IVXivx]{1,5}|[A-Za-z])[.)]?")
NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)]?|[IVX]{1,5}[.)]|[-+•*])\s+")
HEAD_BEGIN = re.compile(r"(?<!\S)[^\W\d_a-z][^\s(]*")  # a capital begins a head
MISSING = ("-", "–", "—", "...", "…", "..", ".", "x", "")
LONGEST_LABEL, LONGEST_HEAD = 80, 240  # characters of a line that labels a row, or heads a table
LEAST_VALUES = 4  # numerals that make lines without marks between cells a table
MOST_WORDS = 12  # lines of words that may follow each other within a table
SHORT_LABEL = 6  # words of the label of a row with one numeral
HEAD_LEVELS = 2  # of heads on lines of their own
TITLE_LINES = 2  # lines above a table that may say what it is about

Place = tuple[int, int]  # characters of the text
Columns = list[list[Place]]  # the heads of each column, from the top


@dataclass(slots=True)
class Row:
    """A row: what it is called, its numerals, all its cells where marks separate them, and the words above it."""

    label: list[Place]
    values: list[Place]
    cells: list[Place] = field(default_factory=list)
    above: list[Place] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether it is a numeral on a line of its own."""
        return bool(self.values) and not self.label and not self.cells


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that holds a numeral, with its heads."""

    place: Place
    column: list[Place]  # heads of the column, from the top
    left: list[Place]  # the lowest heads of the columns to its left, the nearest first
    label: list[Place]
    section: list[Place]  # words that stand over several rows
    title: list[Place]
    corner: list[Place]  # what stands over the labels


@dataclass(frozen=True, slots=True)
class Table:
    """A table: which lines of the page are its own, and its cells."""

    first: int
    last: int
    cells: list[Cell]


def find_tables(text: str, lines: list[Place]) -> list[Table]:
    """The tables among the lines of a page that are not empty."""
    tables, begin = [], 0
    parsed = [read_line(text, line) for line in lines]
    while begin < len(lines):
        end = _find_end(parsed, begin)
        table = _read_block(text, lines, parsed, begin, end) if end - begin > 1 else None
        if table:
            tables.append(table)
            begin = table.last + 1
        else:
            begin = max(end, begin + 1)
    return tables


def _find_end(parsed: list[Row | None], begin: int) -> int:
    """Behind the last line with numerals in columns, of lines that are no prose."""
    end, words = begin, 0
    for i in range(begin, len(parsed)):
        row = parsed[i]
        words = words + 1 if row and not row.values and not row.cells else 0
        if row is None or words > MOST_WORDS:
            break
        end = i + 1 if row.values or row.cells else end
    return end


def _read_block(text: str, lines: list[Place], parsed: list[Row | None], begin: int, end: int) -> Table | None:
    """The table in lines that are no prose; None if they are none."""
    rows = _gather_rows(text, [row for row in parsed[begin:end] if row])
    k = next((k for k, row in enumerate(rows) if any(not _is_year(text, value) for value in row.values)), len(rows))
    tops, body = rows[:k], rows[k:]
    body = _lift_words(body)
    if not body:
        return None
    bare = not body[0].cells and (not body[0].label or _is_year(text, body[0].label[0]))
    heads = _label_bare_rows(body)
    width = _find_width(text, body)
    while body and not body[-1].cells and len(body[-1].values) != width:
        body.pop()
    if not _is_table(text, body, width):
        return None
    columns, corner, rest = _read_columns(text, tops, body, heads, width, bare)
    title = [*_list_title(text, lines[max(0, begin - TITLE_LINES) : begin]), *rest]
    cells: list[Cell] = []
    section: list[Place] = []
    for row in body:
        section = row.above or section
        for k, place in enumerate(row.values):
            at = row.cells.index(place) - len(row.cells) + width if row.cells else k + max(0, width - len(row.values))
            at = at if 0 <= at < width else k
            left = [columns[c][-1] for c in range(at - 1, -1, -1) if columns[c]] if at < len(columns) else []
            own = columns[at] if at < len(columns) else []
            cells.append(Cell(place, own, left, row.label, section, title, corner))
    return Table(begin, end - 1, cells)


def _list_title(text: str, lines: list[Place]) -> list[Place]:
    """The lines above a table that are no prose, up to it."""
    prose = [k for k, (start, end) in enumerate(lines) if end - start >= LONGEST_HEAD or text[end - 1] in ".!?…"]
    return lines[prose[-1] + 1 :] if prose else lines


def _gather_rows(text: str, lines: list[Row]) -> list[Row]:
    """The rows of a block: numerals on lines of their own are put together, words go to the row below them."""
    rows: list[Row] = []
    above: list[Place] = []
    for is_bare, group in groupby(lines, lambda row: row.is_bare):
        if not is_bare:
            for row in group:
                if row.values or row.cells:
                    rows.append(Row(row.label, row.values, row.cells, above))
                    above = []
                else:
                    above = [*above, *row.label]
            continue
        values = [row.values[0] for row in group]
        years = [_is_year(text, value) for value in values]
        if all(years) or not any(years):
            rows.append(Row([], values, [], above))
        else:  # a year begins each row
            for year, value in zip(years, values, strict=True):
                if year:
                    rows.append(Row([value], [], [], above))
                    above = []
                elif rows and not rows[-1].cells:
                    rows[-1].values.append(value)
        above = []
    return rows


def _lift_words(body: list[Row]) -> list[Row]:
    """Rows without a numeral as words above the next one."""
    made: list[Row] = []
    words: list[Place] = []
    for row in body:
        if row.values:
            made.append(Row(row.label, row.values, row.cells, [*words, *row.above]))
            words = []
        else:
            words = [*words, *row.above, *(cell for cell in row.cells or row.label if cell[1] > cell[0])]
    return made


def _label_bare_rows(body: list[Row]) -> list[Place]:
    """Give numerals on their own lines the words right above as label; what stands over the first row is returned."""
    bare = [row for row in body if not row.label and not row.cells]
    count = max(1, min((len(row.above) for row in bare[1:]), default=1))
    for row in bare:
        cut = max(0, len(row.above) - count)
        row.label, row.above = row.above[cut:], row.above[:cut]
    heads, body[0].above = body[0].above, []
    return heads


def _find_width(text: str, body: list[Row]) -> int:
    """How many columns hold numerals; a year that only some rows, or all, print first belongs to their label."""
    plain = [row for row in body if not row.cells]
    least = min((len(row.values) for row in plain), default=0)
    dated = all(_is_year(text, row.values[0]) for row in plain)
    for row in plain:
        first = row.values[0]
        if row.label and len(row.values) > 1 and _is_year(text, first) and (dated or len(row.values) > least):
            row.label, row.values = [*row.label, first], row.values[1:]
    return Counter(_count_columns(row) for row in body).most_common(1)[0][0]


def _count_columns(row: Row) -> int:
    """How many columns of a row stand behind its label, empty ones too."""
    return len(row.cells) - row.cells.index(row.values[0]) if row.cells else len(row.values)


def _is_table(text: str, body: list[Row], width: int) -> bool:
    """Whether rows are a table: enough numerals, and as many in most rows where no marks separate cells."""
    values = [value for row in body for value in row.values]
    if any(row.cells for row in body):
        return len(values) > 1
    regular = sum(len(row.values) == width for row in body) * 3 >= len(body) * 2
    years = sum(_is_year(text, value) for value in values)
    named = all(row.label for row in body)
    return regular and named and len(body) > 1 and len(values) >= LEAST_VALUES and years * 2 < len(values)


def _read_columns(
    text: str, tops: list[Row], body: list[Row], heads: list[Place], width: int, bare: bool
) -> tuple[Columns, list[Place], list[Place]]:
    """The heads of each column, what stands over the labels, and what stands over the table."""
    columns: Columns = [[] for _ in range(width)]
    corner: list[Place] = []
    rest: list[Place] = []
    labels = len(body[0].cells) - width if body[0].cells else 0
    for row in tops:
        rest += row.above
        cells = row.cells or row.values
        corner = [*row.label, *(c for c in row.cells[: max(labels, 1)] if c[1] > c[0])] if cells else corner
        spread = _spread(cells[labels:] if len(cells) == labels + width else cells, width, row is tops[-1])
        for column, cell in zip(columns, spread, strict=False):
            column += [cell] if cell else []
    if any(columns):
        return columns, corner, [*rest, *heads]
    for end in range(len(heads), 0, -1):
        split = _split_heads(text, heads[:end], width, bare)
        if split:
            body[0].above = heads[end:]
            used = len({place for column in split for place in column}) if bare else 1
            return split, corner, [*rest, *heads[: max(0, end - used)]]
    return columns, corner, [*rest, *heads]


def _spread(cells: list[Place], width: int, lowest: bool) -> list[Place | None]:
    """A line of heads over the columns: an empty cell of an upper line is spanned by the one before it."""
    if len(cells) == width:
        spread: list[Place | None] = []
        for cell in cells:
            empty = cell[0] == cell[1]
            spread.append((spread[-1] if spread and not lowest else None) if empty else cell)
        return spread
    named = [cell for cell in cells if cell[1] > cell[0]]
    for few in (named, named[1:], named[2:]):
        if few and width % len(few) == 0:
            return [few[k * len(few) // width] for k in range(width)]
    return []


def _split_heads(text: str, heads: list[Place], width: int, bare: bool) -> Columns:
    """Heads on lines of their own, one for each column, or words of the last line that begin so many heads."""
    if width == 1:
        return [[heads[-1]]]
    if bare:
        used = heads[len(heads) - min(HEAD_LEVELS, len(heads) // width) * width :]
        return [used[k::width] for k in range(width)] if len(heads) >= width else []
    start, end = heads[-1]
    begins = [start + m.start() for m in HEAD_BEGIN.finditer(text[start:end])]
    if len(begins) < width:
        return []
    begins = [*begins[len(begins) - width :], end]
    return [[(a, b)] for a, b in pairwise(begins)]


def _is_year(text: str, place: Place) -> bool:
    """Whether a cell is a year."""
    return YEAR.fullmatch(text[slice(*place)]) is not None


def read_line(text: str, line: Place) -> Row | None:
    """A line as a row, or as words alone; None if it is prose.

    Example:
        >>> row = read_line("Hộ nghèo 11.497 7.233", (0, 21))
        >>> len(row.values)
        2
    """
    start, end = line
    while text[end : end + 1] == "\t":
        end += 1  # empty cells at the end
    words = text[start:end]
    cells = _split_at(words, start) if GAP.search(words.strip(" \t|")) else []
    if len(cells) > 1 and all(b - a < LONGEST_LABEL for a, b in cells):
        return _read_cells(text, cells)
    if VALUE.fullmatch(words):
        return Row([], [line])
    if end - start >= LONGEST_HEAD or words[-1] in ".;!?…" or (words[-1] == ":" and " " in words):
        return None
    return _read_run(text, line)


def _split_at(words: str, start: int) -> list[Place]:
    """The cells of a line that marks separate; a bar at either end separates nothing."""
    mark = (
        re.compile("\t") if "\t" in words else re.compile(r"\s*\|\s*") if "|" in words else re.compile(r"[ \u00a0]{2,}")
    )
    cells, at = [], 0
    for match in [*mark.finditer(words), None]:
        stop = match.start() if match else len(words)
        cell = words[at:stop]
        lead = len(cell) - len(cell.lstrip())
        cells.append((start + at + lead, start + max(at + lead, at + len(cell.rstrip()))))
        at = match.end() if match else stop
    return cells


def _read_cells(text: str, cells: list[Place]) -> Row:
    """A row of cells: a number before the words of the first ones only counts the rows."""
    texts = [text[a:b] for a, b in cells]
    if not any(VALUE.fullmatch(each) and not YEAR.fullmatch(each) for each in texts):
        return Row([], [], cells)
    first = next((k for k, each in enumerate(texts) if each and not ORDINAL.fullmatch(each)), 0)
    if VALUE.fullmatch(texts[first]) and not YEAR.fullmatch(texts[first]):
        first = -1  # no word stands before the numerals
    label = [cells[first]] if first >= 0 else []
    behind = range(first + 1, len(cells))
    while behind and texts[behind[0]] and not VALUE.fullmatch(texts[behind[0]]) and texts[behind[0]] not in MISSING:
        label.append(cells[behind[0]])  # a column of units, or a second name
        behind = behind[1:]
    return Row(label, [cells[k] for k in behind if VALUE.fullmatch(texts[k])], cells)


def _read_run(text: str, line: Place) -> Row:
    """A line that ends with numerals behind its words; all words where it does not."""
    start, end = line
    parts = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    at = len(parts)
    while at and (VALUE.fullmatch(text[slice(*parts[at - 1])]) or text[slice(*parts[at - 1])] in MISSING):
        at -= 1
    values = [p for p in parts[at:] if VALUE.fullmatch(text[slice(*p)])]
    number = NUMBERED.match(text, start, end)
    first = number.end() if number and at and number.end() < parts[at - 1][1] else start
    lone = len(values) == 1 and (at > SHORT_LABEL or _is_year(text, values[0]))
    if not values or not at or lone:
        return Row([line], [])
    return Row([(first, parts[at - 1][1])], values)
