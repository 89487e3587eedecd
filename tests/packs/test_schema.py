"""Every CSV file of data/ is listed in data/columns.csv, and every column is checked as it is explained."""

import csv

import pytest

from poverty.bands.donors import DONOR_SERIES_UNITS
from poverty.packs import csv_rows as schema
from poverty.packs.csv_rows import CsvRow
from poverty.packs.files import DATA
from poverty.packs.vocabulary import BASE_UNITS, MAGNITUDE_FACTORS

PACK_FILES = ("sources.csv", "reported.csv", "readings.csv", "overrides.csv")
FILES = sorted(path.relative_to(DATA) for path in DATA.rglob("*.csv") if path.name != "columns.csv")
EXAMPLES = [(f, c) for f, columns in schema.read_columns().items() for c in columns if c.documentation[2]]


def name_in_schema(path):
    if path.parent.name in ("standards", "grammar"):
        return f"{path.parent.name}/*.csv"
    return path.as_posix() if path.as_posix() in schema.read_columns() else path.name


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_has_the_columns_that_are_listed(path):
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        assert tuple(next(csv.reader(file))) == schema.list_column_names(name_in_schema(path))


def test_no_file_is_listed_that_is_not_there():
    # a pack has drafted.csv once rows were drafted
    assert set(schema.read_columns()) == {"drafted.csv", *map(name_in_schema, FILES)}


@pytest.mark.parametrize(("file", "column"), EXAMPLES, ids=lambda x: getattr(x, "name", x))
def test_an_example_is_accepted(file, column):
    cells = dict.fromkeys(schema.list_column_names(file), "") | {"statistic": "level", "derived": "yes"}
    faults = []
    schema.check_cells(CsvRow(file, 2, cells | {column.name: column.documentation[2]}, faults), file)
    assert column.name not in [fault.column for fault in faults]


@pytest.mark.parametrize(
    ("file", "name"), [(file, c.name) for file, columns in schema.read_columns().items() for c in columns if c.needed]
)
def test_a_needed_cell_is_not_left_blank(file, name):
    column = next(c for c in schema.read_columns()[file] if c.name == name)
    cells = dict.fromkeys(schema.list_column_names(file), "") | {"statistic": "level", "derived": "yes"}
    faults = []
    schema.check_cells(CsvRow(file, 2, cells | {name: ""}, faults), file, {column.source: ["x"]})
    refused = name in [fault.column for fault in faults]
    assert refused == (column.needed in ("yes", "numerals", "derived")) or column.kind == "numeral"
    assert all(fault.expected and fault.mend for fault in faults)


def test_a_verdict_has_no_numeral_to_check():
    cells = dict.fromkeys(schema.list_column_names("reported.csv"), "") | {"statistic": "verdict"}
    faults = []
    schema.check_cells(CsvRow("reported.csv", 2, cells, faults), "reported.csv")
    assert not {"qualifier", "locale", "unit", "value", "rounded_to"} & {fault.column for fault in faults}


def test_lists_of_words_that_stand_in_code_too_are_the_same():
    columns = {(file, c.name): c for file, columns in schema.read_columns().items() for c in columns}
    assert columns["donors.csv", "series"].words == tuple(DONOR_SERIES_UNITS)
    assert columns["magnitudes.csv", "magnitude"].words == tuple(MAGNITUDE_FACTORS)
    assert ", ".join(BASE_UNITS) in columns["reported.csv", "unit"].documentation[1]
