"""Faults in a data pack, all of them at once: where, what stands there, what was expected, how to mend it."""

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path

from poverty.files import relative

MISSING = "(missing)"


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


@dataclass(frozen=True)
class Row:
    """One row of a table, and where it puts the faults found in it."""

    file: str
    number: int | None
    cells: dict[str, str]
    faults: list[Fault]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(self, column: str, expected: str, mend: str) -> None:
        """Note a fault in one cell."""
        self.faults.append(Fault(self.file, self.number, column, self.cells[column], expected, mend))

    def one_of(self, column: str, allowed: Iterable[str]) -> None:
        """The cell must hold one of these words."""
        allowed = list(allowed)
        if self.cells[column] not in allowed:
            self.wrong(column, ", ".join(allowed), suggest(self.cells[column], allowed))

    def decimal(self, column: str) -> Decimal | None:
        """The plain number in the cell; None if it is blank or, with a fault, not a number.

        A decimal comma is understood: in many languages a spreadsheet writes its own numbers so.
        """
        text = self.cells[column]
        if not text:
            return None
        try:
            value = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite():
            return value
        self.wrong(column, "a plain number", "no thousands separator, a point before decimals: 31818 or 28.9")
        return None


def suggest(word: str, known: Iterable[str]) -> str:
    """How to mend a word that is not in the list: the nearest one, if any is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else "use one of these words"


def read_table(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    """Rows of a CSV file, cells stripped, numbered as a spreadsheet shows them; faults are appended.

    The csv module, not pandas: pandas shifts the columns without a word when the first row is too long.
    """
    name = relative(path)
    if not path.is_file():
        faults.append(Fault(name, None, "", MISSING, "this file", "add it; data/_template has one to copy"))
        return []
    rows = _cells(path, name, columns, faults)
    if not rows:
        return []
    header = rows[0]
    missing = [c for c in columns if c not in header]
    for column in missing:
        mend = "add the column; its cells may be blank"
        faults.append(Fault(name, 1, column, MISSING, f"a column {column}", mend))
    for column in header:
        if column not in columns or header.count(column) > 1:
            mend = suggest(column, missing) if missing else "delete or rename it"
            faults.append(Fault(name, 1, column, column, f"each once: {', '.join(columns)}", mend))
    if missing:
        return []
    table = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        if len(cells) > len(header) and not any(cells[len(header) :]):
            cells = cells[: len(header)]
        if len(cells) != len(header):
            value, expected = f"{len(cells)} cells", f"{len(header)} cells, as in the first row"
            faults.append(Fault(name, number, "", value, expected, "put quotes around a cell that holds a comma"))
            continue
        table.append(Row(name, number, dict(zip(header, cells, strict=True)), faults))
    return table


def _cells(path: Path, name: str, columns: tuple[str, ...], faults: list[Fault]) -> list[list[str]]:
    """The cells of a CSV file as spreadsheet programs save it, stripped and in composed Unicode, header first.

    A byte order mark, any line ends, commas, semicolons or tabs, empty columns at the end of the header, and
    accents as letters of their own (NFD, as macOS writes them) are all understood. Empty with a fault if not.
    """
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        value = f"byte {error.object[error.start]:#x} at place {error.start}"
        mend = "save it again as CSV, character set UTF-8"
        if error.object[:2] in (b"PK", b"\xd0\xcf"):
            value, mend = "a workbook, not a text file", "in the spreadsheet program: Save as, CSV"
        faults.append(Fault(name, None, "", value, "text in UTF-8", mend))
        return []
    if not text.strip():
        faults.append(
            Fault(name, None, "", "an empty file", f"a first row: {', '.join(columns)}", "copy data/_template")
        )
        return []
    first = text.lstrip().splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(text.splitlines(keepends=True), strict=True, delimiter=delimiter)
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        mend = f"close every quotation mark; one is open in row {reader.line_num} or above"
        faults.append(Fault(name, None, "", str(error), "cells separated by commas", mend))
        return []
    if not any(rows[0]):
        faults.append(
            Fault(name, 1, "", "an empty row", "the names of the columns", "delete the empty rows above them")
        )
        return []
    while rows[0] and not rows[0][-1]:
        rows[0].pop()
    if len(rows[0]) < 2:
        faults.append(Fault(name, None, "", rows[0][0], f"columns {', '.join(columns)}", "save it as CSV, with commas"))
        return []
    return rows
