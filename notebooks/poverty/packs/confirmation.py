"""What the draft proposed and what a person made of it: the rows of drafted.csv beside those of reported.csv."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from poverty.packs.csv_rows import CsvRow, Fault, list_column_names, list_columns
from poverty.packs.messages import Message, message, message_many, number

DRAFTED_FILE = "drafted.csv"
NOT_COMPARED = ("claim_id", "confirmed")
UNCONFIRMED, CONFIRMED = "no", "yes"
Rows = Mapping[str, Mapping[str, str]]


def list_changed_cells(proposed: Mapping[str, str], entered: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The cells that a person changed, by column: what was proposed, and what stands there now.

    Example:
        >>> list_changed_cells({"value": "4.37", "to": "2024"}, {"value": "4,37", "to": "2024-M12"})
        {'to': ('2024', '2024-M12')}
    """
    numbers = list_number_columns("reported.csv")
    changed = {}
    for name in list_column_names("reported.csv"):
        before, after = proposed.get(name, ""), entered.get(name, "")
        if name not in NOT_COMPARED and not _is_same(before, after, name in numbers):
            changed[name] = (before, after)
    return changed


def tell_confirmation(proposed: Mapping[str, str] | None, entered: Mapping[str, str]) -> str:
    """Whether a person confirmed a drafted row "as proposed" or "changed"; "" for a row that a person typed."""
    if proposed is None:
        return ""
    return "changed" if list_changed_cells(proposed, entered) else "as proposed"


def list_number_columns(file: str) -> tuple[str, ...]:
    """The columns of a file of `data/columns.csv` that hold plain numbers."""
    return tuple(column.name for column in list_columns(file) if column.kind.startswith("number"))


def _is_same(one: str, other: str, is_number: bool) -> bool:
    """Whether two cells say the same: a spreadsheet may write 4.50 as 4,5."""
    if one == other or not is_number:
        return one == other
    try:
        return Decimal(one.replace(",", ".")) == Decimal(other.replace(",", "."))
    except InvalidOperation:
        return False


def find_unconfirmed_rows(rows: list[CsvRow], drafted: Rows, page: str) -> list[Fault]:
    """Why a pack is refused while rows that were drafted are not confirmed: at most one fault of each kind.

    Args:
        rows: of reported.csv.
        drafted: the rows of drafted.csv by claim.
        page: the review pages, as a person finds them.
    """
    faults = []
    open_rows = [row for row in rows if row["confirmed"] == UNCONFIRMED]
    marked = [row for row in rows if row["confirmed"] in (UNCONFIRMED, CONFIRMED)]
    if open_rows:
        expected = message_many(
            "yes: %(count)s of %(all)s drafted rows is not confirmed yet, %(first)s",
            "yes: %(count)s of %(all)s drafted rows are not confirmed yet, the first is %(first)s",
            len(open_rows), all=number(len(marked)), first=open_rows[0]["claim_id"],
        )  # fmt: skip
        mend = message("compare each row with the page (%(page)s), correct it, and write yes", page=page)
        faults.append(_tell_first(open_rows, expected, mend))
    erased = [row for row in rows if row["claim_id"] in drafted and not row["confirmed"]]
    if erased:
        expected = message(
            "yes or no: the draft proposed this row, it stands in drafted.csv (%(count)s such)",
            count=number(len(erased)),
        )
        mend = message("write yes, once you have compared it with the page; no, if you have not")
        faults.append(_tell_first(erased, expected, mend))
    return faults + _find_unknown_rows(rows, drafted)


def _find_unknown_rows(rows: list[CsvRow], drafted: Rows) -> list[Fault]:
    """Rows that say that they were drafted, or stand where a drafted numeral stood, under a name not in drafted.csv."""
    known = {row["claim_id"] for row in rows}
    gone = {_place(cells): name for name, cells in drafted.items() if name not in known}
    faults, unknown = [], []
    for row in rows:
        if row["claim_id"] in drafted:
            continue
        if _place(row.cells) in gone:
            name = gone[_place(row.cells)]
            expected = message("%(name)s, the name under which drafted.csv has this numeral", name=name)
            mend = message("give the row its old name, and write yes into confirmed once you have compared it")
            row.add_fault("claim_id", expected, mend)
        elif row["confirmed"]:
            unknown.append(row)
    if unknown:
        expected = message("blank: drafted.csv has no such row (%(count)s such)", count=number(len(unknown)))
        mend = message("leave it blank if a person typed the row; drafted.csv must hold every row that was drafted")
        faults.append(_tell_first(unknown, expected, mend))
    return faults


def _place(cells: Mapping[str, str]) -> tuple[str, str, str]:
    return cells["source_id"], cells["locator"], cells["printed"]


def _tell_first(rows: list[CsvRow], expected: Message, mend: Message) -> Fault:
    """One fault for many rows, at the first of them."""
    first = rows[0]
    return Fault(first.file, first.number, "confirmed", first["confirmed"], expected, mend)


def name_review_pages(slug: str, sources: Iterable[str]) -> str:
    """The review pages of some sources, as a person finds them from the project's folder."""
    return ", ".join(dict.fromkeys(f"build/{slug}/review-{source}.html" for source in sources))
