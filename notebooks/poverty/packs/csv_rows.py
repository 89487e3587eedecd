"""Rows of the CSV files of data/, checked cell by cell; faults come all at once: where, what, expected, how to mend it.

The columns of every file and what their cells may hold stand in `data/columns.csv`.
A row of that file is a column of another. People read what it holds, what is allowed, an example and the usual
mistake (in data/README.md); the program reads three things more:

- `needed`: "yes" (a blank cell is refused), "numerals" (unless the statistic has no numeral), "derived" (where the
  column derived says yes). Any other word leaves a blank cell to the code that reads the file.
- `kind`: text; name (small letters, digits and hyphens); words (those listed under `allowed`), or words:LIST, a list
  of the vocabulary; reference:TABLE, a word of a table read before, and references:TABLE, several with spaces between;
  number, number>=0, number>0; year; date (SDMX); day; published; yes/no; locale; language (of a page); area (ISO 3166);
  currency (ISO 4217); unit; numeral, which is compared with the plain number beside it; columns:FILE, every column of
  another file; languages, further columns, each named by the code of a language. `once` behind it: no two rows alike.
- `expected` and `mend`: what a fault says, where the sentence of the kind will not do; `%(words)s` stands for the words
  that the cell may hold.

Rules over several cells are code where the file is read. What a fault says is made of messages, which another language
says anew: see `messages`.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, partial
from io import StringIO
from pathlib import Path

from babel import Locale, UnknownLocaleError

from poverty.packs import vocabulary
from poverty.packs.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    guess_iso_day,
    guess_sdmx_date,
    parse_day,
    parse_published_date,
    parse_sdmx_period,
    parse_year,
)
from poverty.packs.files import DATA, MISSING_ENTRY, UnreadableFileError, format_project_path, read_data_file
from poverty.packs.messages import Joined, Message, join, label, message, message_many

COLUMNS_FILE = DATA / "columns.csv"
NAME_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_VALUE = 200  # signs of a cell that a fault repeats
MANY_WORDS = 30  # more than these are not listed one by one
MOST_DIGITS = 18  # of a plain number, before and behind its point; more are no figure of a page
LONGEST_CELL = csv.field_size_limit()
# columns.csv is a part of the program: whoever changes it writes here what the refusal names
COLUMNS_FINGERPRINT = "c92106f9431c2418"
_WORD_LISTS = {"indicators": vocabulary.INDICATORS, "statistics": vocabulary.STATISTICS, "yes/no": ("yes", "no")}


@dataclass(frozen=True)
class Fault:
    """One fault. `row` is the row that a spreadsheet shows; None for a fault of the whole file."""

    file: str
    row: int | None
    column: str
    value: str
    expected: str
    mend: str

    @property
    def text(self) -> Joined:
        """What a person reads of it: where, what stands there, what was expected, how to mend it."""
        place: list[str] = [self.file]
        if self.row is not None:
            place.append(message("row %(row)s", row=self.row))
        if self.column:
            place.append(message("column %(column)s", column=self.column))
        value = self.value if isinstance(self.value, Message) else repr(self.value)
        if len(value) > LONGEST_VALUE:
            value = f"{value[:LONGEST_VALUE]}…"
        lines = [
            message("expected: %(expected)s", expected=self.expected),
            message("to mend:  %(mend)s", mend=self.mend),
        ]
        return join([join([join(place, ", "), value], ": "), *lines], "\n    ")

    def __str__(self) -> str:
        return str(self.text)


# Of each file and column what it refers to: a file beside it, or below data/.
_FOLLOWERS = {
    ("reported.csv", "source_id"): ("sources.csv",),
    ("reported.csv", "standard"): ("data/standards",),
    ("reported.csv", "qualifier"): ("data/qualifiers.csv",),
    ("reported.csv", "population"): ("groups.csv", "data/groups.csv"),
    ("reported.csv", "area"): ("groups.csv", "data/groups.csv", "province.toml"),
    **{
        ("reported.csv", column): ("data/lexicon.csv", "data/magnitudes.csv")
        for column in ("printed", "unit", "value", "value_to", "rounded_to")
    },
    ("readings.csv", "supported_by"): ("reported.csv", "data/standards"),
    ("overrides.csv", "question"): ("readings.csv",),
    ("overrides.csv", "claim_id"): ("reported.csv",),
    ("overrides.csv", "standard"): ("data/standards",),
    ("labels.csv", "label"): ("readings.csv", "groups.csv", "data/groups.csv", "sources.csv", "data/standards"),
    ("donors.csv", "standard"): ("data/standards",),
    ("donors.csv", "date"): ("data/standards",),
    ("donors.csv", "qualifier"): ("data/qualifiers.csv",),
    ("donors.csv", "printed"): ("data/magnitudes.csv",),
    ("statistics.csv", "source"): ("sources.csv",),
    ("province.toml", "standards"): ("data/standards/",),
}


def select_root_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, without those that only follow from a file that could not be read: its ids are unknown."""
    faults = list(dict.fromkeys(faults))
    unread = {f.file for f in faults if (f.row is None and not f.column) or f.value == MISSING_ENTRY}
    if any(f.file.startswith("data/standards/") for f in faults):
        unread |= {"data/standards", "data/standards/"}
    if any(f.file.endswith("province.toml") and f.column in ("", "standards") for f in faults):
        unread.add("data/standards")

    def follows(fault: Fault) -> bool:
        folder, _, name = fault.file.rpartition("/")
        roots = _FOLLOWERS.get((name, fault.column), ())
        places = {root if root.startswith("data/") else f"{folder}/{root}".lstrip("/") for root in roots}
        return bool(places & unread) and fault.file not in unread

    return [fault for fault in faults if not follows(fault)]


class PackError(Exception):
    """A pack that was refused whole; `faults` holds every reason. Its one argument is a text to be retold."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults = select_root_faults(faults)
        count = message_many(
            "%(count)s fault; nothing was written", "%(count)s faults; nothing was written", len(faults)
        )
        super().__init__(join([count, *(fault.text for fault in faults)], "\n"))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the faults and their mends, without the code that found them."""
        return str(self).splitlines()


@dataclass(frozen=True)
class CsvRow:
    """One row of a table, and where it puts the faults found in it."""

    file: str
    number: int | None
    cells: dict[str, str]
    faults: list[Fault]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def add_fault(self, column: str, expected: str, mend: str) -> None:
        """Note a fault in one cell."""
        self.faults.append(Fault(self.file, self.number, column, self.cells[column], expected, mend))


def suggest_correction(word: str, allowed: Iterable[str], listed: bool = True) -> Message:
    """How to mend a word that is not in the list: the one meant, if one is near or begins so, or those that there are.

    A word that differs in its digits alone (another year, another number) is no slip of the hand: nothing is guessed.

    Args:
        word: what was written.
        allowed: the words that there are.
        listed: whether what was expected lists them already.

    Example:
        >>> suggest_correction("povrty_rate", ["poverty_rate", "population"])
        "did you mean 'poverty_rate'?"
        >>> suggest_correction("mean fall", ["mean level", "mean fall per year"])
        "did you mean 'mean fall per year'?"
    """
    allowed = list(allowed)
    longer = [w for w in allowed if word and w.startswith(f"{word} ")]
    near = longer if len(longer) == 1 else get_close_matches(word, allowed, n=3, cutoff=0.7)
    near = [w for w in near if _strip_digits(w) != _strip_digits(word)]
    if near:
        return message("did you mean '%(word)s'?", word=near[0])
    if not allowed:
        return message("there is none yet: enter it there first, or leave the cell blank")
    if listed:
        return message("use one of these words")
    if len(allowed) > MANY_WORDS:
        nearest = ", ".join(get_close_matches(word, allowed, n=5, cutoff=0.0))
        return message("use one of the words there, such as %(words)s", words=nearest)
    return message("use one of these words: %(words)s", words=", ".join(allowed))


def _strip_digits(word: str) -> str:
    """A word without its digits."""
    return re.sub(r"\d", "", word)


def read_csv_rows(
    path: Path, columns: tuple[str, ...], faults: list[Fault], allows: Callable[[str], bool] = lambda column: False
) -> list[CsvRow]:
    """Rows of a CSV file, cells stripped, numbered as a spreadsheet shows them; faults are appended.

    `allows` says which columns the file may have beside `columns`. The csv module, not pandas: pandas shifts the
    columns without a word when the first row is too long.
    """
    file = format_project_path(path)
    try:
        delimiter, (header, *rows) = _read_csv_cells(path, columns)
    except UnreadableFileError as error:
        faults.append(Fault(file, None, "", *error.args))
        return []
    columns += tuple(c for c in dict.fromkeys(header) if c not in columns and allows(c))
    missing = [c for c in columns if c not in header]
    if len(missing) > len(columns) / 2:
        mend = message("the first row must hold the names of the columns: delete what is above them")
        faults.append(Fault(file, 1, "", ", ".join(header[:3]), _name_columns(columns), mend))
        return []
    for column in missing:
        mend = message("add the column; its cells may be blank")
        faults.append(Fault(file, 1, column, MISSING_ENTRY, message("a column %(name)s", name=column), mend))
    for column in dict.fromkeys(header):
        if column not in columns or header.count(column) > 1:
            mend = suggest_correction(column, missing) if missing else message("delete or rename it")
            expected = message("each once: %(columns)s", columns=", ".join(columns))
            faults.append(Fault(file, 1, column, column, expected, mend))
    table = []
    for place, cells in enumerate(rows if not missing else [], start=2):
        if not any(cells):
            continue
        if len(cells) > len(header) and not any(cells[len(header) :]):
            cells = cells[: len(header)]
        if len(cells) == len(header):
            known = {name: cell for name, cell in zip(header, cells, strict=True) if name in columns}
            table.append(CsvRow(file, place, known, faults))
            continue
        value = message_many("%(count)s cell", "%(count)s cells", len(cells))
        expected = message("%(count)s cells, as in the first row", count=len(header))
        faults.append(Fault(file, place, "", value, expected, DELIMITER_MENDS[delimiter]))
    return table


def _name_columns(columns: tuple[str, ...]) -> Message:
    return message("columns %(columns)s", columns=", ".join(columns))


DELIMITER_MENDS = {
    ",": message("put quotes around a cell that holds a comma"),
    ";": message("put quotes around a cell that holds a semicolon"),
    "\t": message("put quotes around a cell that holds a tab"),
}


def _read_csv_cells(path: Path, columns: tuple[str, ...]) -> tuple[str, list[list[str]]]:
    """What stands between the cells of a CSV file, and the cells, stripped and in composed Unicode, header first.

    A byte order mark, any line ends, commas, semicolons or tabs, empty columns at the end of the header, and
    accents as letters of their own (NFD, as macOS writes them) are all understood.

    Raises:
        UnreadableFileError: it is no such file.
    """
    content = read_data_file(path)
    if content[:2] in (b"PK", b"\xd0\xcf"):
        mend = message("in the spreadsheet program: Save as, CSV")
        raise UnreadableFileError(message("a workbook, not a text file"), message("text in UTF-8"), mend)
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
        value = message("text in UTF-16") if "\0" in text else ""
    except UnicodeDecodeError as error:
        value = describe_encoding(error)
    if value:
        mend = message("save it again as CSV, character set UTF-8")
        raise UnreadableFileError(value, message("text in UTF-8"), mend)
    if not text.strip():
        expected = message("a first row: %(columns)s", columns=", ".join(columns))
        raise UnreadableFileError(message("an empty file"), expected, message("copy data/_template"))
    delimiter = choose_delimiter(text)
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        rows = [[clean_cell(cell) for cell in row] for row in reader]
    except csv.Error as error:
        if "field limit" in str(error):
            value = message("a cell of more than %(count)s signs", count=LONGEST_CELL)
            mend = message("close the quotation mark in row %(row)s or above, or shorten the cell", row=reader.line_num)
            raise UnreadableFileError(value, message("cells that a person can read"), mend) from None
        value = message("cells that cannot be told apart (%(error)s)", error=str(error))
        mend = message("close every quotation mark; one is open in row %(row)s or above", row=reader.line_num)
        raise UnreadableFileError(value, message("cells separated by commas"), mend) from None
    if not any(rows[0]):
        expected, mend = message("the names of the columns"), message("delete the empty rows above them")
        raise UnreadableFileError(message("an empty row"), expected, mend)
    while rows[0] and not rows[0][-1]:
        rows[0].pop()
    if len(rows[0]) < 2:
        mend = message("save it as CSV, with commas")
        raise UnreadableFileError(rows[0][0], _name_columns(columns), mend)
    return delimiter, rows


def choose_delimiter(text: str) -> str:
    """What stands between the cells of a CSV file: a comma, a semicolon or a tab, as its first row has most of."""
    return max(",;\t", key=next(StringIO(text.lstrip(), newline=""), "").count)


_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ") | dict.fromkeys([9, 10, 13])
_CLEANING = _CONTROLS | _UNSEEN | {code: chr(code) for code in (9, 10, 13)}


def clean_cell(text: str) -> str:
    """A cell without what nobody sees, as programs paste it: control signs are spaces, signs without width go."""
    return unicodedata.normalize("NFC", text).translate(_CLEANING).strip()


def describe_encoding(error: UnicodeDecodeError) -> Message:
    """What a file holds that is no text in UTF-8."""
    content = error.object
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content:
        return message("text in UTF-16")
    return message("byte %(byte)s at place %(place)s", byte=f"{content[error.start]:#x}", place=error.start)


# What each must be: a test, and the words for it.
PARAMETER_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {
    "horizon": (lambda x: 1990 <= x <= 2100 and x == int(x), message("a year")),
    "entry": (lambda x: 0 <= x < 100, message("percent, from 0 to below 100")),
    "exit": (lambda x: 0 < x < 100, message("percent, between 0 and 100")),
    "points": (lambda x: 0 < x <= 1, message("a share above 0, up to 1")),
    "slower": (lambda x: 0 < x < 1, message("a share between 0 and 1")),
    "floor": (lambda x: 0 <= x <= 100, message("percent, from 0 to 100")),
}


def check_scenario_parameter(file: str, name: str, value: object) -> list[Fault]:
    """What is wrong with a parameter; nothing if it is one of `PARAMETER_RANGES` and within its range."""
    entry = f"outlook.{name}"
    if name not in PARAMETER_RANGES:
        mend = suggest_correction(name, PARAMETER_RANGES)
        return [Fault(file, None, entry, str(value), ", ".join(PARAMETER_RANGES), mend)]
    fits, expected = PARAMETER_RANGES[name]
    numbers = list(value) if name == "entry" and isinstance(value, list | tuple) else [value]
    good = numbers and all(isinstance(x, int | float) and not isinstance(x, bool) and fits(x) for x in numbers)
    return [] if good else [Fault(file, None, entry, str(value), expected, message("correct the number"))]


_NEEDED_WHEN: dict[str, Callable[[CsvRow], bool]] = {
    "yes": lambda row: True,
    "numerals": lambda row: row["statistic"] not in vocabulary.STATISTICS_WITHOUT_NUMERAL,
    "derived": lambda row: row["derived"] == "yes",
}
_NUMBER_LIMITS: dict[str, tuple[str, Callable[[Decimal], bool]]] = {
    "number": (message("a number"), lambda x: True),
    "number>=0": (message("a number from 0 on"), lambda x: x >= 0),
    "number>0": (message("a number above 0"), lambda x: x > 0),
}


@dataclass(frozen=True)
class Column:
    """One column of a CSV file, as the module explains; `words` are those that it may hold in any pack."""

    name: str
    needed: str
    kind: str
    source: str  # of a reference the table, of columns the file
    once: bool
    words: tuple[str, ...]
    expected: str
    mend: str
    documentation: tuple[str, ...]  # what it holds, what is allowed, an example, the usual mistake


@cache
def read_columns() -> dict[str, tuple[Column, ...]]:
    """The columns of every file that `data/columns.csv` lists, by the file's name there, such as "standards/*.csv".

    Raises:
        PackError: the file is not the one that the program was written for.
    """
    faults: list[Fault] = []
    columns: dict[str, tuple[Column, ...]] = {}
    read_as: list[str] = []
    for row in read_csv_rows(COLUMNS_FILE, _COLUMNS_HEADER, faults):
        kind, _, source = row["kind"].removesuffix(" once").partition(":")
        listed = re.split(", | or ", row["allowed"]) if row["kind"] == "words" else ()
        column = Column(
            name=row["column"], needed=row["needed"], kind=kind, source=source, once=row["kind"].endswith(" once"),
            words=tuple(_WORD_LISTS.get(source or kind, listed)), expected=row["expected"], mend=row["mend"],
            documentation=(row["what it holds"], row["allowed"], row["example"], row["usual mistake"]),
        )  # fmt: skip
        columns[row["file"]] = (*columns.get(row["file"], ()), column)
        read_as.append(repr((*(row[name] for name in _READ_OF_COLUMNS), listed)))
    found = hashlib.sha256("\n".join(read_as).encode()).hexdigest()[:16]
    if not faults and found != COLUMNS_FINGERPRINT:
        expected = message(
            "the files, columns, kinds and words that the program was written for: %(known)s", known=COLUMNS_FINGERPRINT
        )
        mend = message(
            "restore the file (git checkout data/columns.csv); who changes the program too writes %(found)s into "
            "COLUMNS_FINGERPRINT of csv_rows.py",
            found=found,
        )
        faults.append(Fault(format_project_path(COLUMNS_FILE), None, "", message("another table"), expected, mend))
    if faults:
        raise PackError(faults)
    return columns


_COLUMNS_HEADER = (
    "file", "column", "needed", "kind", "what it holds", "allowed", "example", "usual mistake", "expected", "mend",
)  # fmt: skip
_READ_OF_COLUMNS = ("file", "column", "needed", "kind", "expected", "mend")  # and the words under `allowed`


def list_columns(file: str) -> tuple[Column, ...]:
    """The columns of a file in their order, those that it takes over from another file included."""
    columns: tuple[Column, ...] = ()
    for column in read_columns()[file]:
        if column.kind != "languages":
            columns += list_columns(column.source) if column.kind == "columns" else (column,)
    return columns


def list_column_names(file: str) -> tuple[str, ...]:
    """The header of a file.

    Example:
        >>> list_column_names("overrides.csv")
        ('question', 'reading', 'claim_id', 'column', 'value')
    """
    return tuple(column.name for column in list_columns(file))


def read_table(path: Path, file: str, faults: list[Fault]) -> Iterator[CsvRow]:
    """The rows of a CSV file, their cells not yet checked; a row that repeats a name is a fault, and left out.

    Args:
        path: the file.
        file: its name in `data/columns.csv`.
        faults: where faults are noted.
    """
    once = [column.name for column in list_columns(file) if column.once]
    first_rows: dict[tuple[str, str], int] = {}
    further = any(column.kind == "languages" for column in read_columns()[file])
    allows = _is_other_language if further else lambda column: False
    for row in read_csv_rows(path, list_column_names(file), faults, allows):
        repeated = [name for name in once if row[name] and (name, row[name]) in first_rows]
        for name in repeated:
            first = first_rows[name, row[name]]
            mend = message("rename one of the two, or delete this row if it repeats row %(row)s", row=first)
            row.add_fault(name, message("an id of its own; row %(row)s has this one", row=first), mend)
        if not repeated:
            first_rows |= {(name, row[name]): row.number for name in once}
            yield row


def _is_other_language(column: str) -> bool:
    """Whether a column is named by the code of a language other than English."""
    return column != "en" and is_language_code(column)


def is_language_code(text: str) -> bool:
    """Whether a text is the code of a language.

    Example:
        >>> is_language_code("vi"), is_language_code("vn")
        (True, False)
    """
    try:
        return bool(Locale.parse(text))
    except (ValueError, UnknownLocaleError):
        return False


def read_checked_rows(path: Path, file: str, faults: list[Fault]) -> Iterator[tuple[CsvRow, dict]]:
    """The rows of a CSV file with their cells as `check_cells` reads them; the arguments are those of `read_table`."""
    for row in read_table(path, file, faults):
        yield row, check_cells(row, file)


def check_cells(row: CsvRow, file: str, tables: Mapping[str, Collection[str]] | None = None) -> dict:
    """Check the cells of a row one by one, and note their faults in it.

    Args:
        row: from `read_table`.
        file: the file's name in `data/columns.csv`; columns that it takes over from another file are not checked.
        tables: the words that the tables read before have, by the name under which a column refers to them; a
            reference to a table that is not there is not checked.

    Returns:
        by column: numbers as Decimal, years as int, yes and no as bool, dates as Period, days as date, locales as
        Locale, a unit as its magnitude and base unit, other cells as text; None where a cell is at fault, and where
        it is blank and not text.
    """
    return {column.name: _read_cell(row, column, tables or {}) for column in _list_own_columns(file)}


@cache
def _list_own_columns(file: str) -> list[Column]:
    """The columns of a file that have a rule of their own."""
    return [column for column in read_columns()[file] if column.kind not in ("columns", "languages")]


def _read_cell(row: CsvRow, column: Column, tables: Mapping[str, Collection[str]]) -> object:
    """A cell's value by the kind of its column; None or its text if blank, None at a fault it records."""
    text, kind = row[column.name], column.kind
    condition = _NEEDED_WHEN.get(column.needed)
    needed = condition is not None and condition(row)
    if kind == "numeral" or (condition and not needed) or not (text or needed):
        return None if kind in _NUMBER_LIMITS or kind in _CELL_READERS else text
    if kind in ("words", "yes/no", "reference"):
        return _read_word(row, column, text, column.words or tables.get(column.source))
    if kind == "references":
        for word in text.split():
            _read_word(row, column, word, tables.get(column.source))
        return text
    if not text and kind in ("text", "published", *_NUMBER_LIMITS):
        row.add_fault(column.name, *_describe_blank_cell(column))
    elif kind == "text":
        return text
    elif kind in _NUMBER_LIMITS:
        return _read_number(row, column, text)
    else:
        read, expected, mend = _CELL_READERS[kind]
        try:
            return read(text)
        except (ValueError, UnknownLocaleError):
            row.add_fault(column.name, label(column.expected) or expected, label(column.mend) or mend(text))
    return None


def _read_word(row: CsvRow, column: Column, word: str, words: Collection[str] | None) -> object:
    """The word, or whether it is yes; None, with a fault, if it is none of the words."""
    if words is None or word in words:
        return word == "yes" if column.kind == "yes/no" else word
    allowed = ", ".join(words)
    template = column.expected or "%(words)s"
    expected = message(template, words=allowed) if template != "%(words)s" else allowed
    if not words:
        expected = message("a word of another table, which has none yet")
    mend = suggest_correction(word, words, listed="%(words)s" in template)
    row.add_fault(column.name, expected, label(column.mend) if column.mend and not word else mend)
    return None


def _describe_blank_cell(column: Column) -> tuple[str, str]:
    """What a blank cell of a column should hold, and how to mend it."""
    if column.kind == "published":
        return message("a text"), message('write "undated" or "unknown" if it is')
    if column.kind == "text":
        return label(column.expected or column.documentation[0]), label(column.mend) or message("enter it")
    if column.expected:
        return label(column.expected), label(column.mend)
    return message("a number"), message("enter the numeral once more as a plain number")


def _read_number(row: CsvRow, column: Column, text: str) -> Decimal | None:
    """The plain number in a cell. A decimal comma is understood: many spreadsheets write their own numbers so."""
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    value = Decimal(plain) if _PLAIN_NUMBER.fullmatch(plain) else Decimal("NaN")
    limit, fits = _NUMBER_LIMITS[column.kind]
    if not value.is_finite():
        mend = message("no thousands separator, a point before decimals: 31818 or 28.9")
        row.add_fault(column.name, message("a plain number"), mend)
    elif value and (value.adjusted() >= MOST_DIGITS or value.as_tuple().exponent < -MOST_DIGITS):
        expected = message("a plain number of at most %(count)s digits on each side of its point", count=MOST_DIGITS)
        row.add_fault(column.name, expected, message("copy the number anew from the page"))
    elif not fits(value):
        row.add_fault(column.name, label(column.expected) or limit, label(column.mend))
    else:
        return value if value else abs(value)  # nothing has no sign
    return None


_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,60}(\.\d{0,60})?([eE][+-]?\d{1,3})?|[+-]?\.\d{1,60}", re.ASCII)


def _match_text(pattern: str, text: str) -> str:
    """The text if a pattern matches all of it; ValueError if not."""
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text


def _parse_currency(text: str) -> str:
    """The ISO 4217 code of a currency; ValueError for anything else."""
    if text not in Locale("en").currencies:
        raise ValueError(text)
    return text


def _parse_page_language(text: str) -> str:
    """The language of a page: "vi", or "id (translated from vi)"; ValueError for anything else."""
    codes = text.partition(" (")[0], text.rstrip(")").rpartition(" ")[2]
    if not all(is_language_code(code) for code in codes):
        raise ValueError(text)
    return text


def _parse_area_code(text: str) -> str:
    """The ISO 3166 code of a country or of a province in one; ValueError for anything else."""
    code = _match_text(r"[A-Z]{2}(-(?!00)[A-Z0-9]{1,3})?", text)
    if code[:2] not in Locale("en").territories:
        raise ValueError(text)
    return code


def is_area_code(text: str) -> bool:
    """Whether a text is the ISO 3166 code of a country, or may be that of a province in one.

    Example:
        >>> is_area_code("VN"), is_area_code("VN-55"), is_area_code("XX")
        (True, True, False)
    """
    try:
        return bool(_parse_area_code(text))
    except ValueError:
        return False


def _advise_on_area(text: str) -> Message:
    """How to mend what is no code of an area: the code in capitals, or where codes stand."""
    try:
        return message("write %(text)s", text=_parse_area_code(text.upper()))
    except ValueError:
        return message("a pack's province.toml has them: country and iso_3166_2")


def _advise_on_date(text: str) -> Message:
    """How to mend a date that cannot be read: the date it seems to mean, or examples."""
    if meant := guess_sdmx_date(text):
        return message("write %(text)s", text=meant)
    if advice := _advise_on_year(text):
        return advice
    return message("year first: end of 2015 is 2015-M12, March 2020 is 2020-M03, first half of 2018 is 2018-S1")


def _advise_on_year(text: str) -> Message | str:
    """How to mend a date whose year nobody can mean; "" if that is not what is wrong with it."""
    year = re.match(r"[0-9]{4}(?![0-9])", text)
    if year and not FIRST_YEAR <= int(year[0]) <= LAST_YEAR:
        return message("correct the year: it is from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
    return ""


def _advise_on_day(text: str) -> Message:
    """How to mend a day that cannot be read: the day it seems to mean, or what comes first."""
    if meant := guess_iso_day(text):
        return message("write %(text)s", text=meant)
    return _advise_on_year(text) or message("write year, month, day")


def _advise_on_publication(text: str) -> Message:
    """How to mend when something was published."""
    if meant := guess_iso_day(text):
        return message("write %(text)s", text=meant)
    if re.match(r"\d{4}-\d{2}", text):
        return _advise_on_year(text) or message("look it up: the calendar has no such day")
    return message("write the year first; a remark belongs into accessed")


# How a kind is read (an error where it cannot be), what was expected, and how to mend the text that stands there.
_CELL_READERS: dict[str, tuple[Callable[[str], object], Message, Callable[[str], Message]]] = {
    "name": (
        partial(_match_text, NAME_PATTERN),
        message("small letters, digits and hyphens"),
        lambda text: message("give it a name"),
    ),
    "published": (
        parse_published_date,
        message("2022-12-26, 2022-12, 2022 or undated, and (inferred) behind it if you inferred it"),
        _advise_on_publication,
    ),
    "year": (parse_year, message("a year"), lambda text: _advise_on_year(text) or message("write four digits")),
    "currency": (
        _parse_currency,
        message("the ISO 4217 code of a currency, such as VND"),
        lambda text: suggest_correction(text, Locale("en").currencies, listed=False),
    ),
    "language": (
        _parse_page_language,
        message("the language of the page by its code, such as vi, or id (translated from vi)"),
        lambda text: message("write the code"),
    ),
    "date": (parse_sdmx_period, message("a date such as 1997, 2015-M12 or 2018-S1, or blank"), _advise_on_date),
    "day": (parse_day, message("a day, such as 2024-12-18"), _advise_on_day),
    "locale": (
        Locale.parse,
        message("how the numeral is written: vi, en, id, fr ..."),
        lambda text: message("the numeral's own, not the page's"),
    ),
    "area": (
        _parse_area_code,
        message("the ISO 3166 code of a country, such as VN, or of a province, such as VN-55"),
        _advise_on_area,
    ),
    "unit": (
        vocabulary.split_unit,
        message(
            "%(units)s, alone or after thousand, million, billion, trillion", units=", ".join(vocabulary.BASE_UNITS)
        ),
        lambda text: suggest_correction(text, vocabulary.BASE_UNITS),
    ),
}
