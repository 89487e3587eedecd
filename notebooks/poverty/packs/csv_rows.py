"""Faults in a data pack, all of them at once: where, what stands there, what was expected, how to mend it."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from poverty.packs.files import format_project_path

MISSING_ENTRY = "(missing)"


@dataclass(frozen=True)
class Fault:
    """One fault. `row` is the row that a spreadsheet shows; None for a fault of the whole file."""

    file: str
    row: int | None
    column: str
    value: str
    expected: str
    mend: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.value!r}\n    expected: {self.expected}\n    to mend:  {self.mend}"


class PackError(Exception):
    """A pack that was refused whole; `faults` holds every reason."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{count}; nothing was written\n" + "\n".join(str(f) for f in faults))

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


def suggest_correction(word: str, allowed: Iterable[str]) -> str:
    """How to mend a word that is not in the list: the nearest one, if any is near.

    A word that differs in its digits alone (another year, another number) is no slip of the hand: nothing is guessed.

    Example:
        >>> suggest_correction("povrty_rate", ["poverty_rate", "population"])
        "did you mean 'poverty_rate'?"
    """
    allowed = list(allowed)
    near = [w for w in get_close_matches(word, allowed, n=3, cutoff=0.7) if _strip_digits(w) != _strip_digits(word)]
    if near:
        return f"did you mean {near[0]!r}?"
    return "use one of these words" if allowed else "there is none yet: enter it there first, or leave the cell blank"


def _strip_digits(word: str) -> str:
    """A word without its digits."""
    return re.sub(r"\d", "", word)


class _UnreadableFileError(Exception):
    """A CSV file that is no table: the row if any, what stands there, what was expected, how to mend it."""


def read_csv_rows(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> list[CsvRow]:
    """Rows of a CSV file, cells stripped, numbered as a spreadsheet shows them; faults are appended.

    The csv module, not pandas: pandas shifts the columns without a word when the first row is too long.
    """
    file = format_project_path(path)
    try:
        header, *rows = _read_csv_cells(path, columns)
    except _UnreadableFileError as error:
        row, value, expected, mend = error.args
        faults.append(Fault(file, row, "", value, expected, mend))
        return []
    missing = [c for c in columns if c not in header]
    if len(missing) > len(columns) / 2:
        mend = "the first row must hold the names of the columns: delete what is above them"
        faults.append(Fault(file, 1, "", ", ".join(header[:3]), f"columns {', '.join(columns)}", mend))
        return []
    for column in missing:
        mend = "add the column; its cells may be blank"
        faults.append(Fault(file, 1, column, MISSING_ENTRY, f"a column {column}", mend))
    for column in dict.fromkeys(header):
        if column not in columns or header.count(column) > 1:
            mend = suggest_correction(column, missing) if missing else "delete or rename it"
            faults.append(Fault(file, 1, column, column, f"each once: {', '.join(columns)}", mend))
    table = []
    for number, cells in enumerate(rows if not missing else [], start=2):
        if not any(cells):
            continue
        if len(cells) > len(header) and not any(cells[len(header) :]):
            cells = cells[: len(header)]
        if len(cells) == len(header):
            table.append(CsvRow(file, number, dict(zip(header, cells, strict=True)), faults))
            continue
        expected, mend = f"{len(header)} cells, as in the first row", "put quotes around a cell that holds a comma"
        faults.append(Fault(file, number, "", f"{len(cells)} cells", expected, mend))
    return table


def _read_csv_cells(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """The cells of a CSV file as spreadsheet programs save it, stripped and in composed Unicode, header first.

    A byte order mark, any line ends, commas, semicolons or tabs, empty columns at the end of the header, and
    accents as letters of their own (NFD, as macOS writes them) are all understood.

    Raises:
        _UnreadableFileError: it is no such file.
    """
    if not path.is_file():
        raise _UnreadableFileError(None, MISSING_ENTRY, "this file", "add it; data/_template has one to copy")
    content = path.read_bytes()
    if content[:2] in (b"PK", b"\xd0\xcf"):
        mend = "in the spreadsheet program: Save as, CSV"
        raise _UnreadableFileError(None, "a workbook, not a text file", "text in UTF-8", mend)
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
        value = "text in UTF-16" if "\0" in text else ""
    except UnicodeDecodeError as error:
        value = f"byte {error.object[error.start]:#x} at place {error.start}"
        value = "text in UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content else value
    if value:
        raise _UnreadableFileError(None, value, "text in UTF-8", "save it again as CSV, character set UTF-8")
    if not text.strip():
        expected = f"a first row: {', '.join(columns)}"
        raise _UnreadableFileError(None, "an empty file", expected, "copy data/_template")
    delimiter = max(",;\t", key=text.lstrip().splitlines()[0].count)
    try:
        reader = csv.reader(text.splitlines(keepends=True), strict=True, delimiter=delimiter)
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        mend = f"close every quotation mark; one is open in row {reader.line_num} or above"
        raise _UnreadableFileError(None, str(error), "cells separated by commas", mend) from None
    if not any(rows[0]):
        mend = "delete the empty rows above them"
        raise _UnreadableFileError(1, "an empty row", "the names of the columns", mend)
    while rows[0] and not rows[0][-1]:
        rows[0].pop()
    if len(rows[0]) < 2:
        raise _UnreadableFileError(None, rows[0][0], f"columns {', '.join(columns)}", "save it as CSV, with commas")
    return rows
