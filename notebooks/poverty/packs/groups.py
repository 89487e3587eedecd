"""Groups and areas: those that all packs share, and a pack's own, `data/<province>/groups.csv`."""

from pathlib import Path

from poverty.packs.claims import CoverageGroup
from poverty.packs.csv_rows import CsvRow, Fault, read_checked_rows, suggest_correction
from poverty.packs.files import DATA, MISSING_ENTRY, format_project_path
from poverty.packs.messages import message
from poverty.packs.shared_tables import read_unique_rows
from poverty.packs.vocabulary import FORMER_AREA, PROVINCE_AREA

GROUPS_FILE = "groups.csv"
NEEDED_WORDS = {"population": ("all",), "area": (PROVINCE_AREA, FORMER_AREA, "successor")}
Groups = dict[str, dict[str, CoverageGroup]]  # by column (population, area) and word


def read_shared_groups(faults: list[Fault]) -> Groups:
    """The groups and areas of `data/groups.csv`, by column and word.

    Example:
        >>> read_shared_groups([])["area"]["rural"].label
        'rural'
    """
    groups: Groups = {"population": {}, "area": {}}
    rows = list(read_unique_rows(DATA / GROUPS_FILE, GROUPS_FILE, ("column", "word"), faults))
    words = {name: [row["word"] for row, cells in rows if cells["column"] == name] for name in groups}
    for row, cells in rows:
        column = cells.pop("column")
        if column and row["word"]:
            _check_part(row, words[column])
            if row["label"] in [group.label for group in groups[column].values()]:
                row.add_fault("label", message("a label of its own"), message("say what sets it apart"))
            groups[column].setdefault(row["word"], CoverageGroup(**cells))
    _check_circles([row for row, _ in rows])
    _check_needed(words, faults)
    return groups


def _check_needed(words: dict[str, list[str]], faults: list[Fault]) -> None:
    """Note a fault if the shared table lacks a word that the program itself asks for."""
    missing = [word for column, needed in NEEDED_WORDS.items() for word in needed if word not in words[column]]
    if missing and not faults:
        expected = message("a row for %(names)s", names=", ".join(missing))
        mend = message("the program needs these words: restore their rows")
        file = format_project_path(DATA / GROUPS_FILE)
        faults.append(Fault(file, None, "word", MISSING_ENTRY, expected, mend))


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
    _check_circles([row for row, _ in rows])


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


def _check_circles(rows: list[CsvRow]) -> None:
    """Note a fault in each row whose group is part of itself, be it by way of others."""
    wholes = {(row["column"], row["word"]): row["part_of"] for row in rows}
    for row in rows:
        column, above = row["column"], [row["word"]]
        while (whole := wholes.get((column, above[-1]))) and whole not in above:
            above.append(whole)
        if whole == row["word"]:
            expected = message("a group that is not a part of this one")
            row.add_fault("part_of", expected, message("leave it blank, or name the whole of which it is a part"))
