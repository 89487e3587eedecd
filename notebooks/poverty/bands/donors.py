"""Donors: spells of other places whose inner years are known, which say how far a path may be from the truth.

`data/donors.csv` holds one figure a row, entered twice as in the packs. Components of a place (its villages, its
minorities, one of its districts) are not independent of it: `part_of` names what is left out together.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import inf, nan
from pathlib import Path

import numpy as np
import pandas as pd
from babel import Locale, UnknownLocaleError

from poverty.packs import dates as periods
from poverty.packs import load as pack
from poverty.packs import numerals, vocabulary
from poverty.packs.claims import Standard
from poverty.packs.csv_rows import Fault, PackError, Row, read_table
from poverty.packs.files import DATA

TABLE = DATA / "donors.csv"
COLUMNS = (
    "place", "part_of", "level", "series", "standard", "date", "printed", "locale", "qualifier", "value", "rounded_to",
    "status", "derived", "derivation", "title", "publisher", "published", "url", "note",
)  # fmt: skip
LOADED = (
    "place", "part_of", "level", "series", "standard", "date", "t", "value", "low", "high", "status", "derived",
    "qualifier", "printed", "derivation", "title", "publisher", "published", "url", "note",
)  # fmt: skip
NUMBERS = {"t": float, "value": float, "low": float, "high": float, "derived": bool}
LEVELS = ("country", "region", "province", "district")
SERIES = {
    "poverty_rate": "percent", "minority_poverty_rate": "percent", "near_poor_rate": "percent",
    "poor_households": "households", "near_poor_households": "households",
}  # fmt: skip
FEWEST = 3  # dates of a spell that has an inner one
_COMPONENT = re.compile(r"(.+) \((.+)\)")
_SUM = re.compile(r"\d+(?:\.\d+)?(?: [+-] \d+(?:\.\d+)?)+")


@dataclass(frozen=True)
class _Shared:
    """The tables that the rows refer to."""

    standards: dict[str, Standard]
    qualifiers: dict[str, numerals.Qualifier]
    magnitudes: dict[tuple[str, str], str]


def load(path: Path = TABLE) -> pd.DataFrame:
    """The donors, one row a figure, in the order of the file.

    Returns:
        the columns `LOADED`. `t` is the year-end coordinate (NaN if undated); `value`, `low` and `high` are in
        percent or in households: what the words allow, infinite on a side where they set no limit, and for words
        that set none at all ("about") what they usually mean. A worked-out value errs by as much as its terms.

    Raises:
        PackError: with every fault found.
    """
    faults: list[Fault] = []
    standards: dict[str, Standard] = {}
    for file in sorted((DATA / "standards").glob("*.csv")):
        standards |= pack._standards(file, faults)
    shared = _Shared(standards, pack._qualifiers(faults), pack._magnitudes(faults))
    figures: list[dict[str, object]] = []
    seen: dict[tuple, int] = {}
    for row in read_table(path, COLUMNS, faults):
        figure = _figure(row, shared)
        figures.append(figure)
        key = (row["place"], row["series"], row["standard"], figure["t"] if row["date"] else None)
        if key in seen:
            row.wrong("date", f"one figure a date; row {seen[key]} has this one", "delete one of the two")
        seen.setdefault(key, row.number)
    if faults:
        raise PackError(faults)
    return pd.DataFrame(figures, columns=LOADED).astype(NUMBERS)


def spells(
    table: pd.DataFrame,
    series: tuple[str, ...],
    derived: bool = True,
    statuses: tuple[str, ...] = ("actual",),
    falling: bool = True,
) -> list[pd.DataFrame]:
    """The spells of three or more dates, each in time order, in the order of the table.

    Args:
        table: from `load`.
        series: which series.
        derived: whether values worked out from a printed change count.
        statuses: which kinds of fact count.
        falling: whether to leave out spells that end no lower than they began.
    """
    kept = values(table, statuses)
    kept = kept[kept["series"].isin(series) & (derived | ~kept["derived"])]
    found = []
    for _, spell in kept.groupby(["place", "series", "standard"], sort=False):
        spell = spell.sort_values("t", ignore_index=True)
        if len(spell) >= FEWEST and (not falling or spell["value"].iloc[0] > spell["value"].iloc[-1]):
            found.append(spell)
    return found


def values(table: pd.DataFrame, statuses: tuple[str, ...] = ("actual",)) -> pd.DataFrame:
    """The rows that may be in a spell: dated, of these statuses, and values: "below 13.5" is a limit and none."""
    bounded = np.isfinite(table["low"]) & np.isfinite(table["high"])
    return table[table["t"].notna() & table["status"].isin(statuses) & bounded]


def _figure(row: Row, shared: _Shared) -> dict[str, object]:
    """One row as a figure, its faults noted in it; what could not be read is NaN."""
    _check_place(row)
    row.one_of("series", SERIES)
    row.one_of("standard", shared.standards)
    row.one_of("status", vocabulary.STATUSES)
    row.one_of("derived", ("yes", "no"))
    for column in ("title", "publisher", "published"):
        if not row[column]:
            row.wrong(column, "a text", 'write "undated" or "unknown" if it is')
    if row["derived"] == "yes" and not row["derivation"]:
        row.wrong("derivation", "how the value was worked out, such as 43.8 + 6.32", "say it, or correct derived")
    if row["derived"] == "no" and row["derivation"]:
        row.wrong("derivation", "nothing, for a figure that is printed", "leave it blank, or correct derived")
    t = _date(row, shared.standards.get(row["standard"]))
    value, low, high = _quantity(row, shared)
    return row.cells | {"t": t, "value": value, "low": low, "high": high, "derived": row["derived"] == "yes"}


def _check_place(row: Row) -> None:
    """Whether a component is said to be part of what its name says."""
    if not row["place"]:
        row.wrong("place", "the name of a place", "enter it")
        return
    row.one_of("level", LEVELS)
    component = _COMPONENT.fullmatch(row["place"])
    wholes = component.groups() if component else (row["place"],)
    if row["part_of"] not in wholes:
        mend = "a component is named with its whole, as in Gia Lai (rural); any other place is part of itself"
        row.wrong("part_of", " or ".join(wholes), mend)


def _date(row: Row, standard: Standard | None) -> float:
    """The year-end coordinate of a row; NaN if it has no date."""
    if not row["date"]:
        return nan
    try:
        t = periods.year_end(row["date"])
    except ValueError:
        meant = periods.meant(row["date"])
        row.wrong("date", "a date such as 2015-M12, or blank", f"write {meant}" if meant else "the year first")
        return nan
    # the review that opens a standard counts the end of the year before
    if standard and not standard.first_year - 1 <= t <= standard.last_year:
        expected = f"{standard.first_year - 1}-M12 to {standard.last_year}-M12, for {row['standard']}"
        row.wrong("date", expected, "correct the date or the standard")
    return t


def _quantity(row: Row, shared: _Shared) -> tuple[float, float, float]:
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
    _compare(row, value, rounded_to, shared.magnitudes)
    if SERIES.get(row["series"]) == "percent" and value > 100:
        row.wrong("value", "0 to 100, for a share in percent", "is a decimal mark missing?")
    slack = _slack(row, value) if row["derived"] == "yes" else Decimal(0)
    if len(row.faults) > before:
        return nan, nan, nan
    allowed = numerals.bounds(value, None, rounded_to, shared.qualifiers[row["qualifier"]])
    low, high = allowed.hard.floats()
    if (low, high) == (-inf, inf):
        low, high = allowed.soft.floats()
    return float(value), min(low, float(value - slack)), max(high, float(value + slack))


def _compare(row: Row, value: Decimal, rounded_to: Decimal, magnitudes: dict[tuple[str, str], str]) -> None:
    """The numeral and the plain numbers must say the same; of 34 ngàn they are 34000 and 1000."""
    printed, word = numerals.split_magnitude(row["printed"], row["locale"], magnitudes)
    times = vocabulary.MAGNITUDES[word] if word else Decimal(1)
    rewritten = numerals.rewritten(printed, value / times, rounded_to / times, row["locale"])
    try:
        number, _, digit = numerals.read(printed, row["locale"], row["qualifier"], {})
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


def _slack(row: Row, value: Decimal) -> Decimal:
    """How far a worked-out value may be off: half a unit of the last digit of every term of its sum."""
    text = row["derivation"]
    if not _SUM.fullmatch(text):
        if text and not re.search(r"[^\W\d_]", text):
            row.wrong(
                "derivation", "a sum such as 43.8 + 6.32, or words", "points before decimals, spaces around the sign"
            )
        return Decimal(0)
    terms = [Decimal(term) for term in re.sub(r"([+-]) ", r"\1", text).split()]
    if sum(terms) != value:
        row.wrong("derivation", f"a sum of {value:f}; this is {sum(terms):f}", "correct a term, or value and printed")
    return sum(Decimal("0.5").scaleb(term.as_tuple().exponent) for term in terms)
