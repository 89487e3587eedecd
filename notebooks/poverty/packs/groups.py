"""Groups and areas: those that all packs share, and a pack's own, `data/<province>/groups.csv`."""

from pathlib import Path

from poverty.packs.claims import CoverageGroup
from poverty.packs.csv_rows import CsvRow, Fault, read_checked_rows, suggest_correction
from poverty.packs.files import DATA
from poverty.packs.messages import message

GROUPS_FILE = "groups.csv"
Groups = dict[str, dict[str, CoverageGroup]]  # by column (population, area) and word


def read_shared_groups(faults: list[Fault]) -> Groups:
    """The groups and areas of `data/groups.csv`, by column and word.

    Example:
        >>> read_shared_groups([])["area"]["rural"].label
        'rural'
    """
    groups: Groups = {"population": {}, "area": {}}
    for row, cells in read_checked_rows(DATA / GROUPS_FILE, GROUPS_FILE, faults):
        column = cells.pop("column")
        if column:
            groups[column][row["word"]] = CoverageGroup(**cells)
    return groups


def add_own_groups(path: Path, groups: Groups, faults: list[Fault]) -> None:
    """Add what a pack's own table holds, if it has one; a word or a label that is there already is a fault."""
    rows = list(read_checked_rows(path, GROUPS_FILE, faults)) if path.exists() else []
    words = {column: [*of, *(row["word"] for row, cells in rows if cells["column"] == column)]
             for column, of in groups.items()}  # fmt: skip
    for row, cells in rows:
        column = cells.pop("column")
        if column and row["word"]:
            _check_part(row, words[column])
            if _is_new(row, CoverageGroup(**cells), groups[column]):
                groups[column][row["word"]] = CoverageGroup(**cells)


def _is_new(row: CsvRow, group: CoverageGroup, known: dict[str, CoverageGroup]) -> bool:
    """Whether a group has a word and a label of its own; a fault is noted if it has not, unless it is the same."""
    before = known.get(group.word)
    same_label = next((other for other in known.values() if other.label == group.label), None)
    if before and before != group:
        expected = message("a word of its own: another row, or data/groups.csv, has this one as “%(label)s”",
                           label=before.label)  # fmt: skip
        row.add_fault("word", expected, message("choose another word, here and in reported.csv"))
    elif same_label and not before:
        expected = message("a label of its own: the word %(word)s has this one", word=same_label.word)
        row.add_fault("label", expected, message("say what sets it apart, or use that word"))
    return not before and not same_label


def _check_part(row: CsvRow, words: list[str]) -> None:
    """Note a fault if a group is part of one that there is not."""
    if row["part_of"] and row["part_of"] not in words:
        row.add_fault("part_of", ", ".join(words), suggest_correction(row["part_of"], words))
