"""What a pack's own words are in other languages: `data/<province>/labels.csv`, with a column for each language.

A row holds a text as the pack has it in English: a question or an answer of readings.csv, the label of a group or of
a standard, a publisher. So no catalogue of the program is edited for a province.
"""

from collections.abc import Iterable
from pathlib import Path

from poverty.packs.csv_rows import CsvRow, Fault, read_table, suggest_correction
from poverty.packs.messages import message

LABELS_FILE = "labels.csv"
TEXT_COLUMN = "label"
Labels = dict[str, dict[str, str]]  # by text and the code of a language


def read_label_rows(path: Path, faults: list[Fault]) -> list[CsvRow]:
    """The rows of a pack's labels.csv; none if it has no such file."""
    rows = list(read_table(path, LABELS_FILE, faults)) if path.exists() else []
    for row in rows:
        if not row[TEXT_COLUMN]:
            row.add_fault(TEXT_COLUMN, message("the English text, as the pack has it"), message("enter it"))
    return rows


def collect_labels(rows: Iterable[CsvRow]) -> Labels:
    """What each text is in other languages, as far as the rows say it."""
    return {
        row[TEXT_COLUMN]: {code: text for code, text in row.cells.items() if code != TEXT_COLUMN and text}
        for row in rows
    }


def check_label_texts(rows: Iterable[CsvRow], texts: list[str]) -> None:
    """Note a fault in each row whose text is none of those that the pack shows."""
    for row in rows:
        if row[TEXT_COLUMN] and row[TEXT_COLUMN] not in texts:
            expected = message(
                "a text of this pack, word for word: asks or label of readings.csv, label of groups.csv or of its "
                "standards, or a publisher of sources.csv"
            )
            near = suggest_correction(row[TEXT_COLUMN], texts)
            again = message("copy the text anew, or delete the row")
            row.add_fault(TEXT_COLUMN, expected, near if near.startswith("did you mean") else again)
