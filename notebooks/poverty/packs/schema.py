"""The columns of every CSV file of data/ and what their cells may hold: `data/columns.csv`.

A row of that file is a column of another. People read what it holds, what is allowed, an example and the usual
mistake (in data/README.md); the program reads three things more:

- `needed`: "yes" (a blank cell is refused), "numerals" (unless the statistic has no numeral), "derived" (where the
  column derived says yes). Any other word leaves a blank cell to the code that reads the file.
- `kind`: text; name (small letters, digits and hyphens); words (those listed under `allowed`), or words:LIST, a list
  of the vocabulary; reference:TABLE, a word of a table read before, and references:TABLE, several with spaces between;
  number, number>=0, number>0; year; date (SDMX); day; published; yes/no; locale; unit; numeral, which is compared
  with the plain number beside it; columns:FILE, every column of another file. `once` behind it: no two rows alike.
- `expected` and `mend`: what a fault says, where the sentence of the kind will not do.

Rules over several cells are code where the file is read.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from pathlib import Path

from babel import Locale, UnknownLocaleError

from poverty.packs import vocabulary
from poverty.packs.csv_rows import CsvRow, Fault, read_csv_rows, suggest_correction
from poverty.packs.dates import guess_sdmx_date, parse_sdmx_period
from poverty.packs.files import DATA

# What each must be: a test, and the words for it.
PARAMETER_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {
    "horizon": (lambda x: 1990 <= x <= 2100 and x == int(x), "a year"),
    "slower": (lambda x: 0 < x < 1, "a share between 0 and 1"),
    "entry": (lambda x: 0 <= x < 100, "percent, from 0 to below 100"),
    "floor": (lambda x: 0 <= x <= 100, "percent, from 0 to 100"),
    "exit": (lambda x: 0 < x < 100, "percent, between 0 and 100"),
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
    return [] if good else [Fault(file, None, entry, str(value), expected, "correct the number")]


COLUMNS_FILE = DATA / "columns.csv"
NAME_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_WORD_LISTS = {"indicators": vocabulary.INDICATORS, "statistics": vocabulary.STATISTICS, "yes/no": ("yes", "no")}
_NEEDED_WHEN: dict[str, Callable[[CsvRow], bool]] = {
    "yes": lambda row: True,
    "numerals": lambda row: row["statistic"] not in vocabulary.STATISTICS_WITHOUT_NUMERAL,
    "derived": lambda row: row["derived"] == "yes",
}
_NUMBER_LIMITS: dict[str, tuple[str, Callable[[Decimal], bool]]] = {
    "number": ("a number", lambda x: True),
    "number>=0": ("a number from 0 on", lambda x: x >= 0),
    "number>0": ("a number above 0", lambda x: x > 0),
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
    """The columns of every file that `data/columns.csv` lists, by the file's name there, such as "standards/*.csv"."""
    columns: dict[str, tuple[Column, ...]] = {}
    with COLUMNS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind, _, source = row["kind"].removesuffix(" once").partition(":")
            listed = re.split(", | or ", row["allowed"]) if row["kind"] == "words" else ()
            column = Column(
                name=row["column"], needed=row["needed"], kind=kind, source=source, once=row["kind"].endswith(" once"),
                words=tuple(_WORD_LISTS.get(source or kind, listed)), expected=row["expected"], mend=row["mend"],
                documentation=(row["what it holds"], row["allowed"], row["example"], row["usual mistake"]),
            )  # fmt: skip
            columns[row["file"]] = (*columns.get(row["file"], ()), column)
    return columns


def list_columns(file: str) -> tuple[Column, ...]:
    """The columns of a file in their order, those that it takes over from another file included."""
    columns: tuple[Column, ...] = ()
    for column in read_columns()[file]:
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
    for row in read_csv_rows(path, list_column_names(file), faults):
        repeated = [name for name in once if row[name] and (name, row[name]) in first_rows]
        for name in repeated:
            first = first_rows[name, row[name]]
            mend = f"rename one of the two, or delete this row if it repeats row {first}"
            row.add_fault(name, f"an id of its own; row {first} has this one", mend)
        if not repeated:
            first_rows |= {(name, row[name]): row.number for name in once}
            yield row


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
    return {c.name: _read_cell(row, c, tables or {}) for c in read_columns()[file] if c.kind != "columns"}


def _read_cell(row: CsvRow, column: Column, tables: Mapping[str, Collection[str]]) -> object:
    """A cell's value by the kind of its column; None or its text if blank, None at a fault it records."""
    text, kind = row[column.name], column.kind
    condition = _NEEDED_WHEN.get(column.needed)
    needed = condition is not None and condition(row)
    if kind == "numeral" or (condition and not needed) or not (text or needed):
        return None if kind in (*_NUMBER_LIMITS, *_CELL_READERS) else text
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
            row.add_fault(column.name, column.expected or expected, column.mend or mend(text))
    return None


def _read_word(row: CsvRow, column: Column, word: str, words: Collection[str] | None) -> object:
    """The word, or whether it is yes; None, with a fault, if it is none of the words."""
    if words is None or word in words:
        return word == "yes" if column.kind == "yes/no" else word
    expected = (column.expected or "{words}").replace("{words}", ", ".join(words))
    row.add_fault(column.name, expected, column.mend if column.mend and not word else suggest_correction(word, words))
    return None


def _describe_blank_cell(column: Column) -> tuple[str, str]:
    """What a blank cell of a column should hold, and how to mend it."""
    if column.kind == "published":
        return "a text", 'write "undated" or "unknown" if it is'
    if column.kind == "text":
        return column.expected or column.documentation[0], column.mend or "enter it"
    numeral = ("a number", "enter the numeral once more as a plain number")
    return (column.expected, column.mend) if column.expected else numeral


def _read_number(row: CsvRow, column: Column, text: str) -> Decimal | None:
    """The plain number in a cell. A decimal comma is understood: many spreadsheets write their own numbers so."""
    try:
        number = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except InvalidOperation:
        number = Decimal("NaN")
    limit, fits = _NUMBER_LIMITS[column.kind]
    if not number.is_finite():
        mend = "no thousands separator, a point before decimals: 31818 or 28.9"
        row.add_fault(column.name, "a plain number", mend)
    elif not fits(number):
        row.add_fault(column.name, column.expected or limit, column.mend)
    else:
        return number
    return None


def _match_text(pattern: str, text: str) -> str:
    """The text if a pattern matches all of it; ValueError if not."""
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return text


def _advise_on_date(text: str) -> str:
    """How to mend a date that cannot be read: the date it seems to mean, or examples."""
    meant = guess_sdmx_date(text)
    examples = "year first: end of 2015 is 2015-M12, March 2020 is 2020-M03, first half of 2018 is 2018-S1"
    return f"write {meant}" if meant else examples


# How a kind is read (an error where it cannot be), what was expected, and how to mend the text that stands there.
_CELL_READERS: dict[str, tuple[Callable[[str], object], str, Callable[[str], str]]] = {
    "name": (partial(_match_text, NAME_PATTERN), "small letters, digits and hyphens", lambda text: "give it a name"),
    "published": (
        partial(_match_text, r"(\d{4}(-\d{2}(-\d{2})?)?|undated|unknown)( \(inferred\))?"),
        "2022-12-26, 2022-12, 2022 or undated, and (inferred) behind it if you inferred it",
        lambda text: "write the year first; a remark belongs into accessed",
    ),
    "year": (lambda text: int(_match_text(r"\d{4}", text)), "a year", lambda text: "write four digits"),
    "date": (parse_sdmx_period, "a date such as 1997, 2015-M12 or 2018-S1, or blank", _advise_on_date),
    "day": (date.fromisoformat, "a day, such as 2024-12-18", lambda text: "write year, month, day"),
    "locale": (
        Locale.parse,
        "how the numeral is written: vi, en, id, fr ...",
        lambda text: "the numeral's own, not the page's",
    ),
    "unit": (
        vocabulary.split_unit,
        f"{', '.join(vocabulary.BASE_UNITS)}, alone or after thousand, million, billion, trillion",
        lambda text: suggest_correction(text, vocabulary.BASE_UNITS),
    ),
}
