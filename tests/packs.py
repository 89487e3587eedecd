"""Ways to spoil a copy of a pack."""

import csv


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
