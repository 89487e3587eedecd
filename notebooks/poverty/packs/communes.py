"""The communes of a province: one long table, `data/<province>/communes/reported.csv`, read a commune at a time.

It has the columns of reported.csv and `commune` before them, and its own sources.csv beside it: what an office exports,
where ten thousand folders would be nobody's. The rows of a commune stand together. A commune with a fault is refused
whole, and no other one.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import inf
from pathlib import Path

from poverty.packs.claims import ReferenceTables, build_claim
from poverty.packs.confirmation import UNCONFIRMED
from poverty.packs.csv_rows import (
    DELIMITER_MENDS,
    CsvRow,
    Fault,
    PackError,
    choose_delimiter,
    clean_cell,
    describe_encoding,
    list_column_names,
    suggest_correction,
)
from poverty.packs.files import FIT_FILE, MISSING_ENTRY, describe_unfit_file, format_project_path
from poverty.packs.load import Pack
from poverty.packs.messages import message, message_many

CODE_PATTERN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
FEWEST_COLUMNS = 10  # of a table whose first row holds the names of columns

NumberedRow = tuple[int, list[str]]  # the row that a spreadsheet shows, and its cells


@dataclass(frozen=True)
class Commune:
    """The rows of one commune as they stand in the table, not yet checked."""

    code: str
    rows: list[NumberedRow]


@dataclass(frozen=True)
class CommuneTable:
    """A table of communes: where it is, its header, how many communes it has, and which codes stand apart."""

    path: Path
    delimiter: str
    header: list[str]
    count: int
    repeated: dict[str, Fault]  # of a code whose rows do not stand together

    def read(self) -> Iterator[Commune]:
        """The communes, one after the other; no more than one is held."""
        for code, rows in _group_rows(self.path, self.delimiter):
            yield Commune(code, rows)


def list_commune_columns() -> tuple[str, ...]:
    """The columns of a table of communes."""
    return ("commune", *list_column_names("reported.csv"))


def scan_commune_table(path: Path) -> CommuneTable:
    """Look through a table of communes once, without keeping its rows.

    Raises:
        PackError: it is no CSV in UTF-8, or its header is not the one expected.
    """
    file, columns = format_project_path(path), list_commune_columns()

    def refuse(row: int | None, value: str, expected: str, mend: str) -> PackError:
        return PackError([Fault(file, row, "", value, expected, mend)])

    if unfit := describe_unfit_file(path, largest=inf):  # it is read a commune at a time
        raise refuse(None, unfit, message("a file of text"), FIT_FILE[1])
    if not path.is_file():
        mend = message("save the communes there: the columns of reported.csv, and commune before them")
        raise refuse(None, MISSING_ENTRY, message("this file"), mend)
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            first = opened.readline()
        delimiter = choose_delimiter(first)
        header = next(csv.reader([first], delimiter=delimiter), [])
        header = [clean_cell(cell) for cell in header]
        _check_header(file, header, columns)
        seen: dict[str, int] = {}
        repeated: dict[str, Fault] = {}
        count = 0
        for code, rows in _group_rows(path, delimiter):
            count += 1
            if code and seen.setdefault(code, rows[0][0]) != rows[0][0]:
                expected = message("the rows of a commune together; it begins in row %(row)s", row=seen[code])
                repeated[code] = Fault(file, rows[0][0], "commune", code, expected, message("sort by commune"))
    except UnicodeDecodeError as error:
        mend = message("save it again as CSV, character set UTF-8")
        raise refuse(None, describe_encoding(error), message("text in UTF-8"), mend) from None
    except csv.Error as error:
        value = message("cells that cannot be told apart (%(error)s)", error=str(error))
        mend = message("close every quotation mark")
        raise refuse(None, value, message("cells separated by commas"), mend) from None
    if not count:
        raise refuse(None, message("no rows"), message("at least one commune"), message("enter one"))
    return CommuneTable(path, delimiter, header, count, repeated)


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> None:
    """Refuse a header that lacks a column, or has one that is not known or stands twice."""
    missing = [name for name in columns if name not in header]
    if len(missing) > len(columns) - FEWEST_COLUMNS:
        mend = message(
            "the first row must hold the names of the columns: save the table as CSV, and delete what is above them"
        )
        expected = message("columns %(columns)s", columns=", ".join(columns))
        raise PackError([Fault(file, 1, "", ", ".join(header[:3]), expected, mend)])
    mend = message("add the column; its cells may be blank")
    faults = [Fault(file, 1, name, MISSING_ENTRY, message("a column %(name)s", name=name), mend) for name in missing]
    expected = message("each once: %(columns)s", columns=", ".join(columns))
    for name in dict.fromkeys(header):
        if name not in columns or header.count(name) > 1:
            mend = suggest_correction(name, missing) if missing else message("delete or rename it")
            faults.append(Fault(file, 1, name, name, expected, mend))
    if faults:
        raise PackError(faults)


def _group_rows(path: Path, delimiter: str) -> Iterator[tuple[str, list[NumberedRow]]]:
    """The rows of each commune, cells stripped and in composed Unicode, as spreadsheets save them."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened, delimiter=delimiter, strict=True)
        place = next(reader, []).index("commune")
        numbered = ((number, [clean_cell(cell) for cell in cells]) for number, cells in enumerate(reader, start=2))
        filled = ((number, cells) for number, cells in numbered if any(cells))
        for code, rows in groupby(filled, key=lambda row: row[1][place] if len(row[1]) > place else ""):
            yield code, list(rows)


def build_commune_pack(
    commune: Commune, table: CommuneTable, shared: ReferenceTables, province: dict
) -> tuple[Pack | None, list[Fault]]:
    """The pack of a commune, or None and what is wrong with its rows.

    Args:
        commune: its rows.
        table: the table that they stand in.
        shared: the tables that its rows refer to.
        province: from province.toml of its province, whose donors are left out of the band of its communes too.
    """
    file, faults = format_project_path(table.path), []
    if commune.code in table.repeated:
        return None, [table.repeated[commune.code]]
    if not CODE_PATTERN.fullmatch(commune.code):
        expected = message("the code of a commune: letters, digits, points and hyphens, such as 31825")
        mend = message("enter it in every row")
        return None, [Fault(file, commune.rows[0][0], "commune", commune.code, expected, mend)]
    # what is declared or published of the province is no figure of the commune
    own = {"name": province["name"], "country": province["country"], "iso_3166_2": ""}
    own |= {"slug": commune.code, "plausibility": province["plausibility"]}
    pack = Pack(commune.code, own, shared, {}, {}, {}, [])
    for number, cells in commune.rows:
        if len(cells) != len(table.header):
            value = message_many("%(count)s cell", "%(count)s cells", len(cells))
            expected = message("%(count)s cells, as in the first row", count=len(table.header))
            faults.append(Fault(file, number, "", value, expected, DELIMITER_MENDS[table.delimiter]))
            continue
        row = CsvRow(file, number, dict(zip(table.header, cells, strict=True)), faults)
        if row["claim_id"] in pack.rows:
            row.add_fault("claim_id", message("an id of its own in its commune"), message("rename one of the two"))
            continue
        if row["confirmed"] == UNCONFIRMED:
            expected = message("yes, or blank if a person typed the row: nobody has compared it with its page yet")
            row.add_fault("confirmed", expected, message("compare the row with the page, correct it, and write yes"))
        pack.rows[row["claim_id"]] = row.cells
        claim = build_claim(row, shared)
        if claim:
            pack.claims[claim.id] = claim
    return (None if faults else pack), faults
