"""The packs that tests go over, and ways to spoil a copy of one."""

import csv

import pytest

from poverty.packs import load as pack
from poverty.packs.files import DEFAULT_PROVINCE


def sweep(values):
    """A parameter of a test, or several, that `make test-all` runs and `make test` leaves out."""
    values = values if isinstance(values, tuple) else (values,)
    return pytest.param(*values, marks=pytest.mark.sweep)


def swept(slugs=None):
    """Slugs of packs, all by default: those other than the default province's are a sweep."""
    return [slug if slug == DEFAULT_PROVINCE else sweep(slug) for slug in slugs or pack.list_province_slugs()]


SWEPT_SIZES = ["slide", "half-slide", sweep("square"), sweep("plot-only")]  # of a chart, by name


def swept_cases(cases, quick):
    """Cases that begin with the slug of a pack: those of others than a few packs are a sweep."""
    return [case if case[0] in quick else sweep(case) for case in cases]


def edit(folder, name, change):
    """Rewrite a CSV file of a pack: `change` gets its rows as lists of cells."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_cell(claim, column, value):
    def change(rows):
        row = next(r for r in rows if r[0] == claim)
        row[rows[0].index(column)] = value

    return change


def add_row(folder, like, changes):
    """Append a row of reported.csv: a copy of the claim `like`, some columns changed."""

    def change(rows):
        row = dict(zip(rows[0], next(r for r in rows if r[0] == like), strict=True)) | changes
        rows.append([row[column] for column in rows[0]])

    edit(folder, "reported.csv", change)


def keep(folder, wanted):
    """Keep only some claims, with the overrides, questions and supports that still stand on them."""
    kept = {}

    def claims(rows):
        rows[1:] = [r for r in rows[1:] if wanted(dict(zip(rows[0], r, strict=True)))]
        kept["claims"] = {r[0] for r in rows[1:]}

    def overrides(rows):
        rows[1:] = [r for r in rows[1:] if r[2] in kept["claims"]]
        kept["questions"] = {r[0] for r in rows[1:]}

    def readings(rows):
        rows[1:] = [r for r in rows[1:] if r[0] in kept["questions"]]
        for row in rows[1:]:
            row[-1] = " ".join(w for w in row[-1].split() if w in kept["claims"] or w.startswith("VN-"))
            row[4] = row[4] if row[-1] else "no"

    edit(folder, "reported.csv", claims)
    edit(folder, "overrides.csv", overrides)
    edit(folder, "readings.csv", readings)
