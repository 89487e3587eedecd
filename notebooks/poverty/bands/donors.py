"""Donors: spells of other places whose inner years are known, which say how far a path may be from the truth.

`data/donors.csv` holds one figure a row, entered twice as in the packs. Components of a place (its villages, its
minorities, one of its districts) are not independent of it: `part_of` names what is left out together.

Example:
    >>> table = load_donors()
    >>> rates = table[(table["place"] == "Quảng Ngãi") & (table["series"] == "poverty_rate")]
    >>> rates.loc[rates["date"] == "2015-M12", ["standard", "t", "value"]].values.tolist()
    [['VN-2011', 2015.0, 9.22], ['VN-2016', 2015.0, 15.19]]
"""

import re
from decimal import Decimal
from functools import lru_cache
from math import inf, nan
from pathlib import Path

import numpy as np
import pandas as pd

from poverty.packs import numerals
from poverty.packs.claims import NUMERAL_COLUMNS, ReferenceTables, describe_double_entry
from poverty.packs.csv_rows import CsvRow, Fault, PackError, check_cells, read_table
from poverty.packs.dates import period_end_coordinate
from poverty.packs.files import DATA, UnreadableFileError, read_data_file
from poverty.packs.load import read_reference_tables
from poverty.packs.messages import list_either, message
from poverty.packs.numerals import (
    advise_on_numeral,
    compute_numeral_bounds,
    diagnose_spreadsheet_edit,
    read_printed_numeral,
    split_magnitude_word,
)
from poverty.packs.vocabulary import MAGNITUDE_FACTORS

DONORS_FILE = DATA / "donors.csv"
DONOR_TABLE_COLUMNS = (
    "place", "part_of", "level", "series", "standard", "date", "t", "value", "low", "high", "status", "derived",
    "qualifier", "printed", "derivation", "title", "publisher", "published", "url", "note",
)  # fmt: skip
DONOR_COLUMN_TYPES = {"t": float, "value": float, "low": float, "high": float, "derived": bool}
DONOR_SERIES_UNITS = {
    "poverty_rate": "percent", "minority_poverty_rate": "percent", "near_poor_rate": "percent",
    "poor_households": "households", "near_poor_households": "households",
}  # fmt: skip
FEWEST_SPELL_DATES = 3  # dates of a spell that has an inner one
_DERIVATION_SUM_PATTERN = re.compile(r"\d+(?:\.\d+)?(?: [+-] \d+(?:\.\d+)?)+")


def load_donors(path: Path = DONORS_FILE) -> pd.DataFrame:
    """The donors, one row a figure, in the order of the file.

    Returns:
        the columns `DONOR_TABLE_COLUMNS`. `t` is the year-end coordinate (NaN if undated); `value`, `low` and `high`
        are in percent or in households: what the words allow, infinite on a side where they set no limit, and for words
        that set none at all ("about") what they usually mean. A worked-out value errs by as much as its terms.

    Raises:
        PackError: with every fault found.

    Example:
        >>> donors = load_donors()
        >>> donors.loc[donors["place"] == "Sơn La", ["date", "value"]].head(2).values.tolist()
        [['2021-M12', 21.66], ['2023-M12', 14.41]]
    """
    try:
        content = read_data_file(path)
    except UnreadableFileError:  # which is told with the faults
        content = b""
    return _read_donor_file(path, content).copy()


@lru_cache(maxsize=2)  # one analysis asks many times, and reading with every check takes a fifth of a second
def _read_donor_file(path: Path, content: bytes) -> pd.DataFrame:
    """The donors in a file; `content`, its bytes, tells when it was changed."""
    faults: list[Fault] = []
    shared = read_reference_tables(faults, sorted((DATA / "standards").glob("*.csv")))
    figures: list[dict[str, object]] = []
    row_numbers: dict[tuple, int] = {}
    for row in read_table(path, "donors.csv", faults):
        figure = _read_donor_figure(row, shared)
        figures.append(figure)
        key = (row["place"], row["series"], row["standard"], figure["t"] if row["date"] else None)
        if key in row_numbers:
            expected = message("one figure a date; row %(row)s has this one", row=row_numbers[key])
            row.add_fault("date", expected, message("delete one of the two"))
        row_numbers.setdefault(key, row.number)
    if faults:
        raise PackError(faults)
    return pd.DataFrame(figures, columns=DONOR_TABLE_COLUMNS).astype(DONOR_COLUMN_TYPES)


def list_donor_spells(
    table: pd.DataFrame, series: tuple[str, ...], derived: bool = True, statuses: tuple[str, ...] = ("actual",),
    falling: bool = True,
) -> list[pd.DataFrame]:  # fmt: skip
    """The spells of three or more dates, each a table in time order, in the order of the donors.

    Args:
        table: from `load_donors`.
        series: which series, of `DONOR_SERIES_UNITS`.
        derived: whether values worked out from a printed change count.
        statuses: which kinds of fact count.
        falling: whether to leave out spells that end no lower than they began.

    Example:
        >>> spells = list_donor_spells(load_donors(), ("poverty_rate",))
        >>> [s["value"].tolist() for s in spells if (s["place"] + s["date"]).iloc[0] == "Quảng Ngãi2010-M12"]
        [[23.92, 20.69, 17.64, 14.93, 11.73, 9.22]]
    """
    values = select_spell_values(table, statuses)
    values = values[values["series"].isin(series) & (derived | ~values["derived"])]
    groups = values.groupby(["place", "series", "standard"], sort=False)
    spells = [group.sort_values("t", ignore_index=True) for _, group in groups if len(group) >= FEWEST_SPELL_DATES]
    return [s for s in spells if not falling or s["value"].iloc[0] > s["value"].iloc[-1]]


def select_spell_values(table: pd.DataFrame, statuses: tuple[str, ...] = ("actual",)) -> pd.DataFrame:
    """The donors' rows that may be in a spell: dated, of these statuses, and values ("below 13.5" is a limit)."""
    bounded = np.isfinite(table["low"]) & np.isfinite(table["high"])
    return table[table["t"].notna() & table["status"].isin(statuses) & bounded]


def _read_donor_figure(row: CsvRow, shared: ReferenceTables) -> dict[str, object]:
    """One row as a figure, its faults noted in it; what could not be read is NaN."""
    before = len(row.faults)
    qualifiers = [word for word in shared.qualifiers if word != "range"]
    cells = check_cells(row, "donors.csv", {"standards": shared.standards, "qualifiers": qualifiers})
    numeral_is_readable = not {fault.column for fault in row.faults[before:]} & set(NUMERAL_COLUMNS)
    _check_donor_place(row)
    if row["derived"] == "no" and row["derivation"]:
        mend = message("leave it blank, or correct derived")
        row.add_fault("derivation", message("nothing, for a figure that is printed"), mend)
    t = period_end_coordinate(row["date"]) if cells["date"] else nan
    standard = shared.standards.get(row["standard"])
    # the review that opens a standard counts the end of the year before
    if standard and cells["date"] and not standard.first_year - 1 <= t <= standard.last_year:
        low, high = f"{standard.first_year - 1}-M12", f"{standard.last_year}-M12"
        expected = message("%(low)s to %(high)s, for %(name)s", low=low, high=high, name=row["standard"])
        row.add_fault("date", expected, message("correct the date or the standard"))
    value, low, high = _read_value_and_bounds(row, cells, shared) if numeral_is_readable else (nan, nan, nan)
    return row.cells | {"t": t, "value": value, "low": low, "high": high, "derived": row["derived"] == "yes"}


def _check_donor_place(row: CsvRow) -> None:
    """Whether a component is said to be part of what its name says."""
    component = re.fullmatch(r"(.+) \((.+)\)", row["place"])
    wholes = component.groups() if component else (row["place"],)
    if row["place"] and row["part_of"] not in wholes:
        mend = message("a component is named with its whole, as in Gia Lai (rural); any other place is part of itself")
        row.add_fault("part_of", list_either(wholes), mend)


def _read_value_and_bounds(row: CsvRow, cells: dict, shared: ReferenceTables) -> tuple[float, float, float]:
    """Value and bounds, after the double entry is compared; NaN where a fault prevents it."""
    before = len(row.faults)
    value, rounded_to = cells["value"], cells["rounded_to"]
    _check_double_entry(row, value, rounded_to, shared.magnitudes)
    if DONOR_SERIES_UNITS.get(row["series"]) == "percent" and value > 100:
        row.add_fault("value", message("0 to 100, for a share in percent"), message("is a decimal mark missing?"))
    slack = _derived_value_tolerance(row, value) if row["derived"] == "yes" else Decimal(0)
    if len(row.faults) > before:
        return nan, nan, nan
    allowed = compute_numeral_bounds(value, None, rounded_to, shared.qualifiers[row["qualifier"]])
    low, high = allowed.hard.as_floats()
    if (low, high) == (-inf, inf):
        low, high = allowed.soft.as_floats()
    return float(value), min(low, float(value - slack)), max(high, float(value + slack))


def _check_double_entry(
    row: CsvRow, value: Decimal, rounded_to: Decimal, magnitudes: dict[tuple[str, str], str]
) -> None:
    """The numeral and the plain numbers must say the same; of 34 ngàn they are 34000 and 1000."""
    printed, word = split_magnitude_word(row["printed"], row["locale"], magnitudes)
    times = MAGNITUDE_FACTORS[word] if word else Decimal(1)
    rewritten = diagnose_spreadsheet_edit(printed, value / times, rounded_to / times, row["locale"])
    try:
        number, _, digit = read_printed_numeral(printed, row["locale"], row["qualifier"], {})
    except numerals.NumeralError as error:
        row.add_fault(
            "printed", error.args[0], rewritten or advise_on_numeral(row["printed"], row["locale"], magnitudes)
        )
        return
    if number * times != value:
        mend = rewritten or message("correct value, printed or locale")
        row.add_fault("value", describe_double_entry(number * times, row), mend)
        return
    try:
        numerals.check_rounding(number, digit, rounded_to / times)
    except numerals.NumeralError as error:
        mend = rewritten or message("enter the unit of the last digit that counts")
        row.add_fault("rounded_to", error.args[0], mend)


def _derived_value_tolerance(row: CsvRow, value: Decimal) -> Decimal:
    """How far a worked-out value may be off: half a unit of the last digit of every term of its sum."""
    text = row["derivation"]
    if not _DERIVATION_SUM_PATTERN.fullmatch(text):
        if text and not re.search(r"[^\W\d_]", text):
            mend = message("points before decimals, spaces around the sign")
            row.add_fault("derivation", message("a sum such as 43.8 + 6.32, or words"), mend)
        return Decimal(0)
    terms = [Decimal(term) for term in re.sub(r"([+-]) ", r"\1", text).split()]
    if sum(terms) != value:
        expected = message("a sum of %(value)s; this is %(sum)s", value=f"{value:f}", sum=f"{sum(terms):f}")
        row.add_fault("derivation", expected, message("correct a term, or value and printed"))
    return sum(Decimal("0.5").scaleb(term.as_tuple().exponent) for term in terms)
