"""The numbers of the estimate of jobs that nobody measured: `data/jobs/declared.csv`, each with its reason."""

from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from poverty.jobs.elsewhere import OTHER_PLACES_FOLDER
from poverty.packs.csv_rows import CsvRow, Fault, PackError, read_checked_rows
from poverty.packs.messages import message

DECLARED_FILE = OTHER_PLACES_FOLDER / "declared.csv"
DECLARED_LIMITS = {  # the values that make sense, and what is wrong outside of them
    "growth": (-0.2, 0.2),
    "growth_sd": (0.001, 0.5),
    "yearly_sd": (0.001, 0.5),
    "break_year": (1900, 2100),
    "break_factor": (0.2, 5.0),
    "break_sd": (0.001, 1.0),
    "lasting": (0.0, 1.0),
    "start_sd": (0.1, 5.0),
    "counting_sd": (0.0001, 0.1),
}
PLAN_OUTCOME = "plan_outcome"  # results over plans: calibrated on other places (`plans`), but it may be changed too
CHANGE_LIMITS = DECLARED_LIMITS | {PLAN_OUTCOME: (0.2, 5.0)}


class DeclaredError(ValueError):
    """A declared number was changed to what makes no sense; the message says what does."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: one sentence."""
        return [str(self)]


@dataclass(frozen=True)
class DeclaredNumbers:
    """The declared numbers of the estimate, by name; what each is, and why, stands in `data/jobs/declared.csv`.

    Growth, errors and starts are of the logarithm of the placements; `break_factor` is what the break of `break_year`
    leaves, `lasting` the share of it that is still there a year later.
    """

    growth: float
    growth_sd: float
    yearly_sd: float
    break_year: float
    break_factor: float
    break_sd: float
    lasting: float
    start_sd: float
    counting_sd: float


@dataclass(frozen=True)
class DeclaredRow:
    """One row of the file: a number, the others that are tried too (None: none), what it is and why."""

    name: str
    value: float
    lower: float | None
    higher: float | None
    meaning: str
    reason: str


def read_declared_rows(path: Path = DECLARED_FILE) -> list[DeclaredRow]:
    """The rows of the file, in its order.

    Raises:
        PackError: with every fault found.

    Example:
        >>> [(row.name, row.value) for row in read_declared_rows()][:2]
        [('growth', 0.025), ('growth_sd', 0.02)]
    """
    faults: list[Fault] = []
    rows: dict[str, DeclaredRow] = {}
    for row, cells in read_checked_rows(path, "jobs/declared.csv", faults):
        numbers = {name: None if cells[name] is None else float(cells[name]) for name in ("value", "lower", "higher")}
        if row["name"] in rows:
            row.add_fault("name", message("each name once"), message("delete one of the two rows"))
        for column, number in numbers.items():
            _check_number(row, column, number)
        rows[row["name"]] = DeclaredRow(row["name"], **numbers, meaning=row["meaning"], reason=row["reason"])
    if missing := [name for name in DECLARED_LIMITS if name not in rows]:
        expected = message("a row for %(names)s", names=", ".join(missing))
        faults.append(Fault("jobs/declared.csv", None, "name", "", expected, message("add the row")))
    if faults:
        raise PackError(faults)
    return list(rows.values())


def choose_declared_numbers(**changes: float) -> DeclaredNumbers:
    """The numbers of the file, some of them changed; `plan_outcome` may be among the changes, and is none of them.

    Raises:
        PackError: a fault in the file.
        DeclaredError: a change that makes no sense; the message names the number and its limits.

    Example:
        >>> choose_declared_numbers().yearly_sd, choose_declared_numbers(yearly_sd=0.08).yearly_sd
        (0.05, 0.08)
        >>> choose_declared_numbers(yearly_sd=0)
        Traceback (most recent call last):
        ...
        poverty.jobs.declared.DeclaredError: yearly_sd = 0: expected 0.001 to 0.5; choose a number between the two
    """
    for name, value in changes.items():
        if name not in CHANGE_LIMITS:
            raise DeclaredError(f"{name}: no number of this name is declared; there are {', '.join(CHANGE_LIMITS)}")
        low, high = CHANGE_LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DeclaredError(f"{name} = {value!r}: expected a number, {low:g} to {high:g}; write it without quotes")
        if not low <= value <= high:
            raise DeclaredError(f"{name} = {value:g}: expected {low:g} to {high:g}; choose a number between the two")
        if name == "break_year" and value != int(value):
            raise DeclaredError(f"{name} = {value:g}: expected a whole year, such as 2020")
    return replace(_read_declared_numbers(), **{name: x for name, x in changes.items() if name != PLAN_OUTCOME})


@cache
def _read_declared_numbers() -> DeclaredNumbers:
    """The numbers of the file, read once."""
    values = {row.name: row.value for row in read_declared_rows()}
    return DeclaredNumbers(**{field.name: values[field.name] for field in fields(DeclaredNumbers)})


def _check_number(row: CsvRow, column: str, number: float | None) -> None:
    """Whether a number lies within the limits of its name."""
    if number is None or row["name"] not in DECLARED_LIMITS:
        return
    low, high = DECLARED_LIMITS[row["name"]]
    if not low <= number <= high:
        expected = message("%(low)s to %(high)s, for %(name)s", low=f"{low:g}", high=f"{high:g}", name=row["name"])
        row.add_fault(column, expected, message("choose a number between the two"))
