"""A draft beside what a pack holds already: which rows are new, and which stay because a person typed or changed them.

A row that was drafted before is known by where its numeral stands and how it is printed, so the same page can be
drafted again: a row that a person confirmed, changed or deleted stays so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from babel.languages import get_official_languages

from poverty.packs.confirmation import CONFIRMED, DRAFTED_FILE, UNCONFIRMED, list_changed_cells
from poverty.packs.csv_rows import NAME_PATTERN, Fault, PackError, list_column_names, read_table
from poverty.packs.draft.csv_text import CsvRecord, CsvText, read_csv_text
from poverty.packs.draft.grammar import list_draft_languages
from poverty.packs.draft.names import find_free_name, make_source_ids
from poverty.packs.draft.page import PageError, find_publication_day
from poverty.packs.draft.proposals import Draft, Proposal
from poverty.packs.files import DATA, UnreadableFileError
from poverty.packs.load import read_toml
from poverty.packs.messages import message
from poverty.packs.template import fill_pack_template

REPORTED, SOURCES, PROVINCE = "reported.csv", "sources.csv", "province.toml"
SOURCE_ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]*"
LONGEST_TITLE = 200  # characters
NEW_SOURCE = {"role": "primary", "trust": "medium"}  # which a person corrects where they do not fit
Cells = dict[str, str]


class RowState(StrEnum):
    """What became of a proposed row."""

    NEW = "new"
    UNCONFIRMED = "unconfirmed"  # drafted before; nobody has changed or confirmed it
    CHANGED = "changed"  # drafted before; a person changed it and has not confirmed it
    CONFIRMED = "confirmed"
    DELETED = "deleted"  # drafted before; a person took it out
    TYPED = "typed"  # a person has typed a row for this numeral


@dataclass(frozen=True)
class MergedRow:
    """A proposal, and the row of reported.csv that stands for it: `cells` as they are now."""

    proposal: Proposal
    claim_id: str
    state: RowState
    cells: Cells


@dataclass(frozen=True)
class MergedPack:
    """The files of a pack with a draft in it."""

    source_id: str
    rows: tuple[MergedRow, ...]
    files: dict[str, bytes]  # all that are to stand in the folder, of those that a draft may change
    is_new: bool  # whether there was no such pack


def check_names(slug: str, page: str, source_id: str, locale: str) -> None:
    """Refuse names that no folder of a pack, no file, no page and no language can have.

    Raises:
        PageError: one of them is such a name; the message says what it may hold.
    """
    if not re.fullmatch(NAME_PATTERN, slug):
        told = message(
            "PROVINCE is %(name)s: write small letters, digits and hyphens, such as kon-tum", name=repr(slug)
        )
        raise PageError(told)
    if not page.strip():
        raise PageError(message("no page is named: write TEXT=page.txt, or the file's own name"))
    known = list_draft_languages()
    if locale and locale not in known:
        told = message(
            "there is no grammar of %(locale)s: write %(known)s", locale=repr(locale), known=", ".join(known)
        )
        raise PageError(told)
    if source_id and not re.fullmatch(SOURCE_ID_PATTERN, source_id):
        raise PageError(
            message("the id %(name)s has other signs than letters, digits and hyphens", name=repr(source_id))
        )


def find_standards(folder: Path) -> str | None:
    """The standards file of a pack that is there already; None where its province.toml does not say."""
    try:
        standards = read_toml(folder / PROVINCE).get("standards")
    except UnreadableFileError:
        return None
    return standards if isinstance(standards, str) else None


def find_place(folder: Path) -> str | None:
    """The name of the territory of a pack that is there already, in its first language; None where none is given."""
    try:
        names = read_toml(folder / PROVINCE).get("name")
    except UnreadableFileError:
        return None
    name = next(iter(names.values()), None) if isinstance(names, dict) else None
    return name if isinstance(name, str) and name.strip(" .…") else None


def merge_draft(folder: Path, draft: Draft, name: str, source_id: str = "") -> MergedPack:
    """Put a draft into the files of a pack; nothing is written.

    Args:
        folder: of the pack; a new one is made from the template.
        draft: of a page.
        name: of the page's file.
        source_id: the page in sources.csv; "" for an id made from the file's name.

    Raises:
        PackError: a file of the pack cannot be read, or two of its rows have one id.
        PageError: `source_id` is another page.
    """
    is_new = not folder.exists()
    files = _begin_pack(folder.name, draft) if is_new else _read_files(folder)
    texts = {file: read_csv_text(files[file]) for file in (SOURCES, REPORTED)}
    drafted_text = read_csv_text(files[DRAFTED_FILE]) if DRAFTED_FILE in files else _begin_drafted(texts[REPORTED])
    reported = {r.cells["claim_id"]: r.cells for r in texts[REPORTED].records if r.cells}
    drafted = {r.cells["claim_id"]: r.cells for r in drafted_text.records if r.cells}
    # a row that says "no" was drafted, whatever became of drafted.csv
    drafted = {key: row for key, row in reported.items() if row["confirmed"] == UNCONFIRMED} | drafted
    sources = {r.cells["id"]: r.cells for r in texts[SOURCES].records if r.cells}
    source_id = _choose_source(draft, name, source_id, sources, drafted)
    rows = _match_rows(draft, source_id, reported, drafted)
    kept = {row.claim_id for row in rows}
    dropped = {  # drafted from this page before, no longer proposed, and nobody has touched them
        key for key, cells in drafted.items()
        if cells["source_id"] == source_id and key not in kept
        and key in reported and _is_untouched(cells, reported[key])
    }  # fmt: skip
    fresh = {row.claim_id: row.cells for row in rows if row.state in (RowState.NEW, RowState.UNCONFIRMED)}
    files[REPORTED] = _replace_rows(texts[REPORTED], fresh, dropped)
    files[DRAFTED_FILE] = _replace_rows(drafted_text, fresh, dropped)
    if source_id not in sources:
        record = texts[SOURCES].make_record(_describe_source(draft, source_id), SOURCES)
        files[SOURCES] = texts[SOURCES].replace_records([*texts[SOURCES].records, record])
    return MergedPack(source_id, rows, files, is_new)


def _begin_pack(slug: str, draft: Draft) -> dict[str, bytes]:
    """The files of a new pack, with the standards and the country that the draft is of."""
    files = fill_pack_template(slug)
    standards, country = _find_country(draft)
    if standards:
        text = files[PROVINCE].decode()
        text = re.sub('(standards = )"[^"]*"', rf'\1"{standards}"', text)
        text = re.sub('(country = )"[^"]*"', rf'\1"{country}"', text)
        files[PROVINCE] = re.sub('(iso_3166_2 = )"[A-Z]{2}', rf'\1"{country}', text).encode()
    return files


def _find_country(draft: Draft) -> tuple[str, str]:
    """The standards file and the country that the rows are of, or else those that speak the page's language."""
    used = {proposal.cells["standard"] for proposal in draft.proposals} - {""}
    by_language = ("", "")
    for path in sorted((DATA / "standards").glob("*.csv")):
        ids = [row["standard"] for row in read_table(path, "standards/*.csv", [])]
        country = ids[0].partition("-")[0] if ids else ""
        if used & set(ids):
            return path.stem, country
        if draft.locale in get_official_languages(country):
            by_language = path.stem, country
    return by_language


def _read_files(folder: Path) -> dict[str, bytes]:
    """The files that a draft changes, if a table can be read from each."""
    faults: list[Fault] = []
    names = [name for name in (SOURCES, REPORTED, DRAFTED_FILE) if name != DRAFTED_FILE or (folder / name).exists()]
    for name in names:
        list(read_table(folder / name, name, faults))
    if faults:
        raise PackError(faults)
    return {name: (folder / name).read_bytes() for name in names}


def _begin_drafted(reported: CsvText) -> CsvText:
    """An empty drafted.csv, written as reported.csv is."""
    columns = list_column_names(DRAFTED_FILE)
    head = reported.delimiter.join(columns) + reported.line_end
    mark = "\ufeff" if reported.head.startswith("\ufeff") else ""
    return CsvText(mark + head, columns, reported.delimiter, reported.line_end, ())


def _replace_rows(text: CsvText, fresh: Mapping[str, Cells], dropped: set[str]) -> bytes:
    """A file with some rows replaced in their place, some left out, and the rest of `fresh` behind them."""
    rest, records = dict(fresh), []
    for record in text.records:
        name = record.cells.get("claim_id")
        if name in rest:
            records.append(_renew_record(text, record, rest.pop(name)))
        elif name not in dropped:
            records.append(record)
    return text.replace_records([*records, *(text.make_record(cells, REPORTED) for cells in rest.values())])


def _renew_record(text: CsvText, record: CsvRecord, cells: Cells) -> CsvRecord:
    """The row with other cells; as it stands there if none differs."""
    is_same = not list_changed_cells(record.cells, cells) and record.cells["confirmed"] == cells["confirmed"]
    return record if is_same else text.make_record(cells, REPORTED)


def _choose_source(draft: Draft, name: str, wanted: str, sources: Iterable[str], drafted: Mapping[str, Cells]) -> str:
    """The page's id in sources.csv: the one under which it was drafted before, or a new one."""
    by_source: dict[str, list[Cells]] = {}
    for cells in drafted.values():
        by_source.setdefault(cells["source_id"], []).append(cells)
    if wanted:
        if wanted in by_source and not _is_same_page(draft, by_source[wanted]):
            told = message(
                "%(source)s is another page: its rows are not on this one. Name this page by another id", source=wanted
            )
            raise PageError(told)
        return wanted
    first = next(make_source_ids(Path(name).stem))
    for each in make_source_ids(Path(name).stem):
        if each in by_source:
            if _is_same_page(draft, by_source[each]):
                return each
        elif each not in sources or each == first:  # a person may have typed the source before the draft
            return each
    raise AssertionError("there is always another id")


def _is_same_page(draft: Draft, rows: list[Cells]) -> bool:
    """Whether at least half of the rows that were drafted are on the page, where they stood."""
    found = _pair(draft.proposals, rows, lambda cells: (cells.get("locator"), cells.get("printed")))
    return len(found) * 2 >= len(rows)


def _pair(
    proposals: Iterable[Proposal], rows: Iterable[Cells], key: Callable[[Cells], tuple]
) -> list[tuple[Proposal, Cells]]:
    """Proposals and rows that are alike, the first with the first."""
    waiting: dict[tuple, list[Cells]] = {}
    for cells in rows:
        waiting.setdefault(key(cells), []).append(cells)
    return [(p, waiting[key(p.cells)].pop(0)) for p in proposals if waiting.get(key(p.cells))]


def _match_rows(
    draft: Draft, source_id: str, reported: Mapping[str, Cells], drafted: Mapping[str, Cells]
) -> tuple[MergedRow, ...]:
    """Each proposal with the row that stands for it."""
    before = [cells for cells in drafted.values() if cells["source_id"] == source_id]
    typed = [cells for key, cells in reported.items() if cells["source_id"] == source_id and key not in drafted]
    known: dict[int, tuple[Proposal, Cells]] = {}  # by the proposal's identity: two may be equal
    for rows, columns in ((before, ("locator", "printed")), (before, ("printed",)), (typed, ("printed", "indicator"))):
        open_proposals = [p for p in draft.proposals if id(p) not in known]
        taken = [id(cells) for _, cells in known.values()]
        open_rows = [cells for cells in rows if id(cells) not in taken]
        pairs = _pair(open_proposals, open_rows, lambda cells, columns=columns: tuple(cells.get(c) for c in columns))
        known |= {id(p): (p, cells) for p, cells in pairs}
    names = {*reported, *drafted}
    merged = []
    for proposal in draft.proposals:
        row = known.get(id(proposal), (proposal, None))[1]
        merged.append(_settle(proposal, row, source_id, reported, drafted, names))
    return tuple(merged)


def _settle(
    proposal: Proposal,
    row: Cells | None,
    source_id: str,
    reported: Mapping[str, Cells],
    drafted: Mapping[str, Cells],
    names: set[str],
) -> MergedRow:
    """What becomes of a proposal, given the row that stood for it before."""
    if row is None:
        name = find_free_name(proposal.cells["claim_id"], names)
        names.add(name)
        return MergedRow(proposal, name, RowState.NEW, _complete(proposal, name, source_id))
    name = row["claim_id"]
    if name not in drafted:
        return MergedRow(proposal, name, RowState.TYPED, row)
    if name not in reported:
        return MergedRow(proposal, name, RowState.DELETED, row)
    entered = reported[name]
    if entered["confirmed"] == CONFIRMED:
        return MergedRow(proposal, name, RowState.CONFIRMED, entered)
    if not _is_untouched(drafted[name], entered):
        return MergedRow(proposal, name, RowState.CHANGED, entered)
    return MergedRow(proposal, name, RowState.UNCONFIRMED, _complete(proposal, name, source_id))


def _is_untouched(proposed: Cells, entered: Cells) -> bool:
    """Whether a row stands as it was drafted."""
    return entered["confirmed"] == UNCONFIRMED and not list_changed_cells(proposed, entered)


def _complete(proposal: Proposal, name: str, source_id: str) -> Cells:
    """The row of reported.csv for a proposal; words in `together` are of one page."""
    cells = dict.fromkeys(list_column_names(REPORTED), "") | proposal.cells
    together = f"{source_id.lower()}-{cells['together']}" if cells["together"] else ""
    own = {"claim_id": name, "source_id": source_id, "together": together, "confirmed": UNCONFIRMED}
    return cells | own


def _describe_source(draft: Draft, source_id: str) -> Cells:
    """The row of sources.csv for a page; who published it, and where, a person enters."""
    title = next(line.strip() for line in draft.text.splitlines() if line.strip())[:LONGEST_TITLE]
    day = find_publication_day(draft.text)
    return {"id": source_id, "title": title, "published": day, "language": draft.locale, **NEW_SOURCE}
