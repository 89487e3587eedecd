"""What the rows of the tables that all packs share must have in common, beside what each cell may hold."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from poverty.packs.claims import PovertyStandard
from poverty.packs.csv_rows import CsvRow, Fault, format_project_path, read_checked_rows
from poverty.packs.files import DATA, MISSING_ENTRY
from poverty.packs.messages import message
from poverty.packs.numerals import Qualifier
from poverty.packs.vocabulary import QUALIFIED_NUMBERS

NEEDED_QUALIFIERS = ("exact", "range", *QUALIFIED_NUMBERS)  # the program has sentences for these
LARGEST_LINE = 10**12  # of a poverty line, in any currency


def read_unique_rows(
    path: Path, file: str, columns: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[CsvRow, dict]]:
    """The rows as `read_checked_rows` reads them; two that are alike in some columns are a fault of the later one."""
    first_rows: dict[tuple[str, ...], int | None] = {}
    for row, cells in read_checked_rows(path, file, faults):
        key = tuple(row[column].lower() for column in columns)
        if all(key) and key in first_rows:
            expected = message(
                "one row for %(named)s; row %(row)s is one",
                named=", ".join(row[name] for name in columns),
                row=first_rows[key],
            )
            row.add_fault(columns[-1], expected, message("delete one of the two"))
        first_rows.setdefault(key, row.number)
        yield row, cells


def check_order(row: CsvRow, cells: dict, low: str, high: str) -> None:
    """Note a fault if the number of one column is above that of another."""
    if None not in (cells[low], cells[high]) and cells[low] > cells[high]:
        expected = message("a number not above %(column)s, %(number)s", column=high, number=row[high])
        row.add_fault(low, expected, message("swap the two, or correct one of them"))


def check_standard(row: CsvRow, cells: dict, others: Iterable[PovertyStandard]) -> None:
    """Note what is wrong with the cells of a poverty standard together."""
    check_order(row, cells, "first_year", "last_year")
    if cells["label"] and cells["label"] in [other.label for other in others]:
        row.add_fault("label", message("a label of its own"), message("say what sets it apart"))
    for column in ("rural_line", "urban_line"):
        line = cells[column]
        if line is not None and not 0 < line <= LARGEST_LINE:
            expected = message("an income above 0 and below a thousand billion")
            row.add_fault(column, expected, message("enter the line, or leave the cell blank if there is none"))
        if line is not None and not row["line_unit"]:
            expected = message("the currency and the time of the lines, such as VND per person a month")
            row.add_fault("line_unit", expected, message("enter it"))
            break


def read_qualifiers(faults: list[Fault]) -> dict[str, Qualifier]:
    """The words beside a numeral of `data/qualifiers.csv`, those that the program needs among them."""
    path, qualifiers = DATA / "qualifiers.csv", {}
    before = len(faults)
    for row, cells in read_checked_rows(path, "qualifiers.csv", faults):
        del cells["qualifier"]
        for ends in (("hard_low", "hard_high"), ("soft_low", "soft_high"), ("hard_low", "soft_low"),
                     ("soft_high", "hard_high")):  # fmt: skip
            check_order(row, cells, *ends)
        qualifiers[row["qualifier"]] = Qualifier(name=row["qualifier"], **cells)
    missing = [word for word in NEEDED_QUALIFIERS if word not in qualifiers]
    if missing and len(faults) == before:
        expected = message("a row for %(names)s", names=", ".join(missing))
        mend = message("the program needs these words: restore their rows")
        faults.append(Fault(format_project_path(path), None, "qualifier", MISSING_ENTRY, expected, mend))
    return qualifiers
