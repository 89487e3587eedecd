"""The sampling error of a survey's figure, as its source prints it, and the 95% interval that it comes to.

Sources print a standard error, a coefficient of variation (the standard error in percent of the number), an interval
with its level, or its half width. A 95% interval is taken as printed; any other error is read as that of a normal
distribution. It is not what rounding leaves of a numeral, and is kept apart from it.
"""

from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist

from poverty.packs.csv_rows import CsvRow
from poverty.packs.messages import label, message, translatable

INTERVAL_LEVEL = 95  # percent: of every interval that is told
ERROR_COLUMNS = ("error_kind", "error", "error_to")
STANDARD_ERROR, VARIATION, INTERVAL = "standard error", "coefficient of variation", "interval"


@dataclass(frozen=True)
class SamplingError:
    """A figure's sampling error in base units: what is printed of it, its standard error, its 95% interval."""

    kind: str
    standard_error: float
    low: float
    high: float

    @property
    def is_printed_interval(self) -> bool:
        """Whether the 95% interval is the source's own, rather than worked out."""
        return self.kind == f"{INTERVAL_LEVEL}% {INTERVAL}"


def count_standard_errors(level: float) -> float:
    """How many standard errors an interval of a level, in percent, reaches to each side.

    Example:
        >>> round(count_standard_errors(95), 2)
        1.96
    """
    return NormalDist().inv_cdf(0.5 + level / 200)


def read_sampling_error(row: CsvRow, cells: dict, method: str) -> SamplingError | None:
    """The sampling error that a row of reported.csv holds; None if it holds none, or faults that it notes in the row.

    Args:
        row: the row, whose numeral could be read.
        cells: its cells, from `check_cells`.
        method: how the poor of its standard are counted, "register" or "survey"; "" if it has no standard.
    """
    before = len(row.faults)
    if any(row[column] and cells[column] is None for column in ERROR_COLUMNS):
        return None  # such a cell was named when it was read
    _check_error_cells(row, cells, method)
    if len(row.faults) > before or not row["error_kind"]:
        return None
    value, error = float(cells["value"]), float(cells["error"])
    magnitude, kind = float(cells["unit"][0]), row["error_kind"]
    if kind == STANDARD_ERROR:
        standard_error = error
    elif kind == VARIATION:
        standard_error = value * error / 100
    else:
        level, _, form = kind.partition("% ")
        half_width = (float(cells["error_to"]) - error) / 2 if form == INTERVAL else error
        standard_error = half_width / count_standard_errors(float(level))
    half_width = count_standard_errors(INTERVAL_LEVEL) * standard_error
    low, high = max(value - half_width, 0.0), value + half_width
    if kind == f"{INTERVAL_LEVEL}% {INTERVAL}":
        low, high = error, float(cells["error_to"])
    return SamplingError(kind, magnitude * standard_error, magnitude * low, magnitude * high)


def _check_error_cells(row: CsvRow, cells: dict, method: str) -> None:
    """Add to a row what is wrong with its three cells together."""
    kind, value, low, high = row["error_kind"], cells["value"], cells["error"], cells["error_to"]
    if not kind:
        for column in ("error", "error_to"):
            if row[column]:
                mend = label(translatable("standard error, 95% interval …: as data/README.md lists them"))
                row.add_fault("error_kind", message("what kind of error %(error)s is", error=row[column]), mend)
                return
        return
    if method == "register":
        expected = message(
            "nothing: %(standard)s is counted by a register, which has no sampling error", standard=row["standard"]
        )
        row.add_fault("error_kind", expected, message("leave the three cells blank, or correct the standard"))
    elif not row["error"]:
        mend = message("enter its number, or leave error_kind blank")
        row.add_fault("error", message("the %(kind)s that error_kind names", kind=kind), mend)
    elif not kind.endswith(INTERVAL):
        if low == 0:
            mend = message("leave the cells blank if the source prints none")
            row.add_fault("error", message("a %(kind)s above 0", kind=kind), mend)
        if row["error_to"]:
            mend = message("leave it blank, or correct error_kind")
            row.add_fault("error_to", message("nothing: a %(kind)s is one number", kind=kind), mend)
    elif not row["error_to"]:
        mend = message("enter it; error holds the lower end")
        row.add_fault("error_to", message("the upper end of the interval"), mend)
    else:
        _check_interval(row, value, low, high)


def _check_interval(row: CsvRow, value: Decimal, low: Decimal, high: Decimal) -> None:
    """Whether an interval has its ends in order, and its number between them."""
    if low > high:
        expected = message("a lower end not above error_to, %(high)s", high=str(high))
        row.add_fault("error", expected, message("swap error and error_to"))
    elif low > value:
        expected = message("a lower end not above the value, %(value)s", value=str(value))
        row.add_fault("error", expected, message("compare both with the page"))
    elif high < value:
        expected = message("an upper end not below the value, %(value)s", value=str(value))
        row.add_fault("error_to", expected, message("compare both with the page"))
