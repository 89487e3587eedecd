"""Official statistics of countries and provinces, as statistical offices publish them: `data/official/`.

They stand beside what a pack holds, and are never mixed with it: a survey's rate is another measure than a register's.
A row is found by its area (ISO 3166: a pack's `country` or `iso_3166_2`), indicator and year.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from poverty.packs.csv_rows import CsvRow, Fault, PackError, check_cells, read_checked_rows, read_table
from poverty.packs.files import DATA
from poverty.packs.load import read_reference_tables
from poverty.packs.messages import message

OFFICIAL_FOLDER = DATA / "official"
SURVEY_RATE, CONSUMER_PRICES = "poverty_rate_survey", "consumer_prices"
OFFICIAL_UNITS = {  # the one unit of each indicator
    SURVEY_RATE: "percent",
    "population": "thousand persons",
    "rural_population": "thousand persons",
    "labour_force": "thousand persons",
    "out_migration_rate": "per 1000 people",
    CONSUMER_PRICES: "previous December = 100",
}
RATES = (SURVEY_RATE, "out_migration_rate")
OFFICIAL_COLUMNS = [
    "area", "indicator", "year", "value", "decimals", "unit", "base", "line", "status", "kind", "source", "table",
    "publisher", "url",
]  # fmt: skip


def load_official_statistics(folder: Path = OFFICIAL_FOLDER) -> pd.DataFrame:
    """Every official figure with its table and publisher; one row for each area, indicator, year and poverty line.

    `value` is in `unit`, printed with so many `decimals`; `kind` is derived where the table's numbers were worked out.

    Raises:
        PackError: with every fault found.

    Example:
        >>> table = load_official_statistics()
        >>> table.loc[0, ["area", "indicator", "unit", "base", "line"]].tolist()
        ['VN', 'poverty_rate_survey', 'percent', 'population', 'line of 2006-2010']
    """
    return _read_official_statistics(folder).copy()


def select_official_series(area: str, indicator: str) -> pd.DataFrame:
    """The figures of one area and indicator, by year; none if the tables have none.

    Two years of a survey may be compared only where `line` and `base` are the same.

    Raises:
        ValueError: there is no such indicator.

    Example:
        >>> survey = select_official_series("VN-52", "poverty_rate_survey")
        >>> survey.loc[survey["line"] == "line of 2006-2010"].set_index("year")["value"].to_dict()
        {2006: 19.5, 2008: 17.9}
    """
    if indicator not in OFFICIAL_UNITS:
        raise ValueError(f"no official statistic {indicator!r}; there are {', '.join(OFFICIAL_UNITS)}")
    table = load_official_statistics()
    series = table[(table["area"] == area) & (table["indicator"] == indicator)]
    return series.sort_values("year", ignore_index=True)


@cache
def _read_official_statistics(folder: Path) -> pd.DataFrame:
    """The table, read once."""
    faults: list[Fault] = []
    tables = {row["id"]: (row, cells) for row, cells in read_checked_rows(*_name_file(folder, "sources"), faults)}
    if faults:
        raise PackError(faults)
    standards = read_reference_tables(faults, sorted((DATA / "standards").glob("*.csv"))).standards
    if faults:
        raise PackError(faults)
    registers = [s for s in standards.values() if s.method == "register"]
    register_names = {name for s in registers for name in (s.id, s.label, s.label.replace("–", "-"))}
    read: list[tuple[CsvRow, dict]] = []
    for row in read_table(*_name_file(folder, "statistics"), faults):
        cells = check_cells(row, "official/statistics.csv", {"tables": tables})
        _check_figure(row, cells, tables.get(row["source"]), register_names)
        read.append((row, cells))
    _check_one_value_a_year(read)
    _check_one_base(read)
    if not faults:  # a year that cannot be read is not missing
        _check_missing_years(read)
    if faults:
        raise PackError(faults)
    figures = []
    for row, cells in read:
        table, table_cells = tables[row["source"]]
        figure = row.cells | {"year": cells["year"], "value": float(cells["value"])}
        figure["decimals"] = max(-table_cells["rounded_to"].normalize().as_tuple().exponent, 0)
        figure["kind"] = "derived" if table["derivation"] else "reported"
        figures.append(figure | {name: table[name] for name in ("table", "publisher", "url")})
    return pd.DataFrame(figures, columns=OFFICIAL_COLUMNS)


def _name_file(folder: Path, name: str) -> tuple[Path, str]:
    """A file of the folder, and what `data/columns.csv` calls it."""
    return folder / f"{name}.csv", f"official/{name}.csv"


def _check_figure(row: CsvRow, cells: dict, table: tuple[CsvRow, dict] | None, register_names: set[str]) -> None:
    """What several cells of a row must have in common: unit, base and line with the indicator, value with its table."""
    indicator, value = cells["indicator"], cells["value"]
    if not indicator:
        return
    unit = OFFICIAL_UNITS[indicator]
    if cells["unit"] and cells["unit"] != unit:
        mend = message("convert the value, or correct unit or indicator")
        row.add_fault("unit", message("%(units)s, for %(indicator)s", units=unit, indicator=indicator), mend)
    if indicator in RATES and not row["base"]:
        mend = message("enter what the rate is a share of, as the table's heading says")
        row.add_fault("base", message("households or population"), mend)
    elif row["base"] and indicator not in RATES:
        _refuse_cell(row, "base")
    if indicator == SURVEY_RATE and not row["line"]:
        expected = message("by which poverty line the survey counts, such as line of 2011-2015")
        row.add_fault("line", expected, message("enter it"))
    elif row["line"] and indicator != SURVEY_RATE:
        _refuse_cell(row, "line")
    elif row["line"] in register_names:
        expected = message("the line of a survey; %(line)s is a standard of the register", line=row["line"])
        mend = message("name the survey's own line, or enter the rate in a pack if a register counted it")
        row.add_fault("line", expected, mend)
    if value is not None and unit == "percent" and value > 100:
        row.add_fault("value", message("0 to 100, for a share in percent"), message("is a decimal mark missing?"))
    if value is not None and table and value % table[1]["rounded_to"]:
        rounded_to = f"{table[1]['rounded_to']:f}"
        expected = message(
            "a multiple of %(rounded_to)s, as %(source)s prints its numbers",
            rounded_to=rounded_to,
            source=row["source"],
        )
        row.add_fault("value", expected, message("correct the value, or rounded_to in official/sources.csv"))


def _refuse_cell(row: CsvRow, column: str) -> None:
    """Note that an indicator has nothing in a column."""
    mend = message("leave it blank, or correct the indicator")
    row.add_fault(column, message("nothing, for %(indicator)s", indicator=row["indicator"]), mend)


def _check_one_value_a_year(read: list[tuple[CsvRow, dict]]) -> None:
    """No two rows of one area, indicator, year and line."""
    first_rows: dict[tuple[str, ...], int] = {}
    for row, _ in read:
        key = tuple(row[name] for name in ("area", "indicator", "year", "line"))
        if key in first_rows:
            named = ", ".join(filter(None, key))
            expected = message("one value for %(named)s; row %(row)s has one", named=named, row=first_rows[key])
            row.add_fault("year", expected, message("delete one of the two"))
        first_rows.setdefault(key, row.number)


def _check_one_base(read: list[tuple[CsvRow, dict]]) -> None:
    """All rates of one area, indicator and line are shares of one whole: their years stand in one series."""
    bases: dict[tuple[str, ...], tuple[str, int]] = {}
    for row, _ in read:
        key = tuple(row[name] for name in ("area", "indicator", "line"))
        base, number = bases.setdefault(key, (row["base"], row.number))
        if row["base"] and base and row["base"] != base:
            named = ", ".join(filter(None, key))
            expected = message("%(base)s, as row %(row)s of %(named)s has", base=base, row=number, named=named)
            mend = message("correct the base, or name another line if the table counts otherwise")
            row.add_fault("base", expected, mend)


def _check_missing_years(read: list[tuple[CsvRow, dict]]) -> None:
    """No year left out within a series: none that every other series of its table has, and none at all of prices.

    Where a survey was not made, no area has the year; and a series may begin later or end earlier than others.
    """
    series: dict[tuple[str, str, str], dict[int, CsvRow]] = {}
    for row, cells in read:
        if cells["year"]:
            series.setdefault((row["source"], row["area"], row["indicator"]), {})[cells["year"]] = row
    for key, rows in series.items():
        source, area, indicator = key
        others = [years for other, years in series.items() if other[0] == source and other != key]
        for year in sorted({*range(min(rows), max(rows))} - {*rows}):
            spanning = [years for years in others if min(years) < year < max(years)]
            if indicator == CONSUMER_PRICES:
                expected = message("%(year)s before it, for each is a change on the year before", year=year)
            elif spanning and all(year in years for years in spanning):
                expected = message(
                    "%(year)s before it, which every other series of %(source)s has", year=year, source=source
                )
            else:
                continue
            following = rows[min(y for y in rows if y > year)]
            mend = message("enter the row of %(year)s for %(area)s", year=year, area=area)
            following.add_fault("year", expected, mend)
