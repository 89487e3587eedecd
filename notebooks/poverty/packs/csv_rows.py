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


def suggest_correction(word: str, known: Iterable[str]) -> str:
    """How to mend a word that is not in the list: the nearest one, if any is near.

    A word that differs in its digits alone (another year, another number) is no slip of the hand: nothing is guessed.
    """
    known = list(known)
    near = [w for w in get_close_matches(word, known, n=3, cutoff=0.7) if _strip_digits(w) != _strip_digits(word)]
    if near:
        return f"did you mean {near[0]!r}?"
    return "use one of these words" if known else "there is none yet: enter it there first, or leave the cell blank"


def _strip_digits(word: str) -> str:
    return re.sub(r"\d", "", word)


def read_csv_rows(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> list[CsvRow]:
    """Rows of a CSV file, cells stripped, numbered as a spreadsheet shows them; faults are appended.

    The csv module, not pandas: pandas shifts the columns without a word when the first row is too long.
    """
    name = format_project_path(path)
    if not path.is_file():
        faults.append(Fault(name, None, "", MISSING_ENTRY, "this file", "add it; data/_template has one to copy"))
        return []
    rows = _read_csv_cells(path, name, columns, faults)
    if not rows:
        return []
    header = rows[0]
    missing = [c for c in columns if c not in header]
    for column in missing:
        mend = "add the column; its cells may be blank"
        faults.append(Fault(name, 1, column, MISSING_ENTRY, f"a column {column}", mend))
    if len(missing) > len(columns) / 2:
        del faults[-len(missing) :]
        value, mend = (
            ", ".join(header[:3]),
            "the first row must hold the names of the columns: delete what is above them",
        )
        faults.append(Fault(name, 1, "", value, f"columns {', '.join(columns)}", mend))
        return []
    for column in dict.fromkeys(header):
        if column not in columns or header.count(column) > 1:
            mend = suggest_correction(column, missing) if missing else "delete or rename it"
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
        table.append(CsvRow(name, number, dict(zip(header, cells, strict=True)), faults))
    return table


def _read_csv_cells(path: Path, name: str, columns: tuple[str, ...], faults: list[Fault]) -> list[list[str]]:
    """The cells of a CSV file as spreadsheet programs save it, stripped and in composed Unicode, header first.

    A byte order mark, any line ends, commas, semicolons or tabs, empty columns at the end of the header, and
    accents as letters of their own (NFD, as macOS writes them) are all understood. Empty with a fault if not.
    """
    data, mend = path.read_bytes(), "save it again as CSV, character set UTF-8"
    if data[:2] in (b"PK", b"\xd0\xcf"):
        mend = "in the spreadsheet program: Save as, CSV"
        faults.append(Fault(name, None, "", "a workbook, not a text file", "text in UTF-8", mend))
        return []
    try:
        if b"\0" in data:
            raise UnicodeDecodeError("utf-8", data, 0, 1, "UTF-16")
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        value = f"byte {error.object[error.start]:#x} at place {error.start}"
        if error.reason == "UTF-16" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            value = "text in UTF-16"
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
