"""A CSV file of a pack to which rows are added: what stands in it stays as it is, byte for byte."""

import csv
from dataclasses import dataclass
from io import StringIO

from poverty.packs.confirmation import list_number_columns
from poverty.packs.csv_rows import choose_delimiter, clean_cell

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class CsvRecord:
    """One row: as it stands in the file, and its cells by column; an empty row has none."""

    raw: str
    cells: dict[str, str]


@dataclass(frozen=True)
class CsvText:
    """A CSV file with its own delimiter, line ends and byte order mark."""

    head: str  # the first row as it stands there, with a byte order mark if it has one
    columns: tuple[str, ...]  # a blank name for an empty column at the end
    delimiter: str
    line_end: str
    records: tuple[CsvRecord, ...]

    def replace_records(self, records: list[CsvRecord]) -> bytes:
        """The file with other rows."""
        rows = [self.head, *(record.raw for record in records)]
        return "".join(row if row[-1:] in ("\n", "\r") else row + self.line_end for row in rows).encode()

    def make_record(self, cells: dict[str, str], file: str) -> CsvRecord:
        """A row for this file; with semicolons between cells, decimals have a comma, as spreadsheets save them.

        Args:
            cells: by column.
            file: the file's name in `data/columns.csv`.
        """
        numbers = list_number_columns(file) if self.delimiter == ";" else ()
        written = {name: cell.replace(".", ",") if name in numbers else cell for name, cell in cells.items()}
        out = StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end)
        writer.writerow([written.get(name, "") for name in self.columns])
        return CsvRecord(out.getvalue(), cells)


def read_csv_text(content: bytes) -> CsvText:
    """A CSV file that `read_table` finds no fault in, row by row as it stands there."""
    text = content.decode("utf-8")
    lines = list(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""))
    delimiter = choose_delimiter(text)
    reader, begin, found = csv.reader(lines, strict=True, delimiter=delimiter), 0, []
    for cells in reader:
        found.append(("".join(lines[begin : reader.line_num]), [clean_cell(cell) for cell in cells]))
        begin = reader.line_num
    (head, columns), *rows = found
    records = [CsvRecord(raw, dict(zip(columns, cells, strict=False)) if any(cells) else {}) for raw, cells in rows]
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    line_end = "\r\n" if "\r\n" in text else "\n"
    return CsvText(mark + head, tuple(columns), delimiter, line_end, tuple(records))
