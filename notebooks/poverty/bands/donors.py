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
from dataclasses import dataclass
from decimal import Decimal
from math import inf, nan
from pathlib import Path

import numpy as np
import pandas as pd
from babel import Locale, UnknownLocaleError

from poverty.packs import numerals
from poverty.packs.claims import PovertyStandard
from poverty.packs.csv_rows import CsvRow, Fault, PackError, read_csv_rows
from poverty.packs.dates import guess_sdmx_date, period_end_coordinate
from poverty.packs.files import DATA
from poverty.packs.load import read_magnitude_words, read_qualifiers, read_standards
from poverty.packs.numerals import (
    compute_numeral_bounds,
    diagnose_spreadsheet_edit,
    read_printed_numeral,
    split_magnitude_word,
)
from poverty.packs.vocabulary import CLAIM_STATUSES, MAGNITUDE_FACTORS

DONORS_FILE = DATA / "donors.csv"
DONOR_CSV_COLUMNS = (
    "place", "part_of", "level", "series", "standard", "date", "printed", "locale", "qualifier", "value", "rounded_to",
    "status", "derived", "derivation", "title", "publisher", "published", "url", "note",
)  # fmt: skip
DONOR_TABLE_COLUMNS = (
    "place", "part_of", "level", "series", "standard", "date", "t", "value", "low", "high", "status", "derived",
    "qualifier", "printed", "derivation", "title", "publisher", "published", "url", "note",
)  # fmt: skip
DONOR_COLUMN_TYPES = {"t": float, "value": float, "low": float, "high": float, "derived": bool}
DONOR_PLACE_LEVELS = ("country", "region", "province", "district")
DONOR_SERIES_UNITS = {
    "poverty_rate": "percent", "minority_poverty_rate": "percent", "near_poor_rate": "percent",
    "poor_households": "households", "near_poor_households": "households",
}  # fmt: skip
FEWEST_SPELL_DATES = 3  # dates of a spell that has an inner one
_COMPONENT_PLACE_PATTERN = re.compile(r"(.+) \((.+)\)")
_DERIVATION_SUM_PATTERN = re.compile(r"\d+(?:\.\d+)?(?: [+-] \d+(?:\.\d+)?)+")


@dataclass(frozen=True)
class _ReferenceTables:
    """The tables that the rows refer to."""

    standards: dict[str, PovertyStandard]
    qualifiers: dict[str, numerals.Qualifier]
    magnitudes: dict[tuple[str, str], str]


def load_donors(path: Path = DONORS_FILE) -> pd.DataFrame:
    """The donors, one row a figure, in the order of the file.

    Returns:
        the columns `LOADED`. `t` is the year-end coordinate (NaN if undated); `value`, `low` and `high` are in
        percent or in households: what the words allow, infinite on a side where they set no limit, and for words
        that set none at all ("about") what they usually mean. A worked-out value errs by as much as its terms.

    Raises:
        PackError: with every fault found.
    """
    faults: list[Fault] = []
    standards: dict[str, PovertyStandard] = {}
    for file in sorted((DATA / "standards").glob("*.csv")):
        standards |= read_standards(file, faults)
    shared = _ReferenceTables(standards, read_qualifiers(faults), read_magnitude_words(faults))
    figures: list[dict[str, object]] = []
    seen: dict[tuple, int] = {}
    for row in read_csv_rows(path, DONOR_CSV_COLUMNS, faults):
        figure = _read_donor_figure(row, shared)
        figures.append(figure)
        key = (row["place"], row["series"], row["standard"], figure["t"] if row["date"] else None)
        if key in seen:
            row.wrong("date", f"one figure a date; row {seen[key]} has this one", "delete one of the two")
        seen.setdefault(key, row.number)
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


def _read_donor_figure(row: CsvRow, shared: _ReferenceTables) -> dict[str, object]:
    """One row as a figure, its faults noted in it; what could not be read is NaN."""
    _check_donor_place(row)
    row.one_of("series", DONOR_SERIES_UNITS)
    row.one_of("standard", shared.standards)
    row.one_of("status", CLAIM_STATUSES)
    row.one_of("derived", ("yes", "no"))
    for column in ("title", "publisher", "published"):
        if not row[column]:
            row.wrong(column, "a text", 'write "undated" or "unknown" if it is')
    if row["derived"] == "yes" and not row["derivation"]:
        row.wrong("derivation", "how the value was worked out, such as 43.8 + 6.32", "say it, or correct derived")
    if row["derived"] == "no" and row["derivation"]:
        row.wrong("derivation", "nothing, for a figure that is printed", "leave it blank, or correct derived")
    t = _read_figure_date(row, shared.standards.get(row["standard"]))
    value, low, high = _read_value_and_bounds(row, shared)
    return row.cells | {"t": t, "value": value, "low": low, "high": high, "derived": row["derived"] == "yes"}


def _check_donor_place(row: CsvRow) -> None:
    """Whether a component is said to be part of what its name says."""
    if not row["place"]:
        row.wrong("place", "the name of a place", "enter it")
        return
    row.one_of("level", DONOR_PLACE_LEVELS)
    component = _COMPONENT_PLACE_PATTERN.fullmatch(row["place"])
    wholes = component.groups() if component else (row["place"],)
    if row["part_of"] not in wholes:
        mend = "a component is named with its whole, as in Gia Lai (rural); any other place is part of itself"
        row.wrong("part_of", " or ".join(wholes), mend)


def _read_figure_date(row: CsvRow, standard: PovertyStandard | None) -> float:
    """The year-end coordinate of a row; NaN if it has no date."""
    if not row["date"]:
        return nan
    try:
        t = period_end_coordinate(row["date"])
    except ValueError:
        meant = guess_sdmx_date(row["date"])
        row.wrong("date", "a date such as 2015-M12, or blank", f"write {meant}" if meant else "the year first")
        return nan
    # the review that opens a standard counts the end of the year before
    if standard and not standard.first_year - 1 <= t <= standard.last_year:
        expected = f"{standard.first_year - 1}-M12 to {standard.last_year}-M12, for {row['standard']}"
        row.wrong("date", expected, "correct the date or the standard")
    return t


def _read_value_and_bounds(row: CsvRow, shared: _ReferenceTables) -> tuple[float, float, float]:
    """Value and bounds, after the double entry is compared; NaN where a fault prevents it."""
    before = len(row.faults)
    row.one_of("qualifier", [q for q in shared.qualifiers if q != "range"])
    try:
        Locale.parse(row["locale"])
    except (ValueError, UnknownLocaleError):
        row.wrong("locale", "how the numeral is written: vi, en, id, fr ...", "the numeral's own, not the page's")
    value, rounded_to = row.decimal("value"), row.decimal("rounded_to")
    for column in ("value", "rounded_to"):
        if not row[column]:
            row.wrong(column, "a number", "enter the numeral once more as a plain number")
    if len(row.faults) > before:
        return nan, nan, nan
    _check_double_entry(row, value, rounded_to, shared.magnitudes)
    if DONOR_SERIES_UNITS.get(row["series"]) == "percent" and value > 100:
        row.wrong("value", "0 to 100, for a share in percent", "is a decimal mark missing?")
    slack = _derived_value_tolerance(row, value) if row["derived"] == "yes" else Decimal(0)
    if len(row.faults) > before:
        return nan, nan, nan
    allowed = compute_numeral_bounds(value, None, rounded_to, shared.qualifiers[row["qualifier"]])
    low, high = allowed.hard.floats()
    if (low, high) == (-inf, inf):
        low, high = allowed.soft.floats()
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
        row.wrong("printed", str(error), rewritten or "copy the numeral as it is printed, or correct the column locale")
        return
    if number * times != value:
        said = f"{number * times:f}, which {row['printed']!r} says in {row['locale']!r}"
        row.wrong("value", said, rewritten or "correct value, printed or locale")
        return
    try:
        numerals.check_rounding(number, digit, rounded_to / times)
    except numerals.NumeralError as error:
        row.wrong("rounded_to", str(error), rewritten or "enter the unit of the last digit that counts")


def _derived_value_tolerance(row: CsvRow, value: Decimal) -> Decimal:
    """How far a worked-out value may be off: half a unit of the last digit of every term of its sum."""
    text = row["derivation"]
    if not _DERIVATION_SUM_PATTERN.fullmatch(text):
        if text and not re.search(r"[^\W\d_]", text):
            row.wrong(
                "derivation", "a sum such as 43.8 + 6.32, or words", "points before decimals, spaces around the sign"
            )
        return Decimal(0)
    terms = [Decimal(term) for term in re.sub(r"([+-]) ", r"\1", text).split()]
    if sum(terms) != value:
        row.wrong("derivation", f"a sum of {value:f}; this is {sum(terms):f}", "correct a term, or value and printed")
    return sum(Decimal("0.5").scaleb(term.as_tuple().exponent) for term in terms)
