"""Money in dollars, by the official rate that was printed nearest to a date: `data/exchange_rates.csv`."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from poverty.packs.csv_rows import Fault, PackError, read_csv_rows
from poverty.packs.files import DATA

EXCHANGE_RATE_FILE = DATA / "exchange_rates.csv"
EXCHANGE_RATE_COLUMNS = ("currency", "date", "per_usd", "title", "publisher", "published", "url", "note")


class NoExchangeRateError(LookupError):
    """No rate of that currency is in the table."""


@dataclass(frozen=True)
class ExchangeRate:
    """What one US dollar cost on a day, and who printed it."""

    currency: str
    day: str
    per_usd: float
    publisher: str


def find_nearest_exchange_rate(currency: str, t: float) -> ExchangeRate:
    """The rate printed nearest to a date.

    Args:
        currency: such as "VND".
        t: a year-end coordinate: 2024.0 is the end of 2024.

    Raises:
        NoRateError: the table has none of the currency.
        PackError: the table is faulty, with every fault found.
    """
    known = [r for r in _load_exchange_rates() if r.currency == currency]
    if not known:
        raise NoExchangeRateError(f"no exchange rate of {currency} is in data/exchange_rates.csv")
    return min(known, key=lambda r: abs(_day_coordinate(r.day) - t))


@cache
def _load_exchange_rates() -> tuple[ExchangeRate, ...]:
    faults: list[Fault] = []
    found = []
    for row in read_csv_rows(EXCHANGE_RATE_FILE, EXCHANGE_RATE_COLUMNS, faults):
        try:
            date.fromisoformat(row["date"])
        except ValueError:
            row.wrong("date", "a day, such as 2024-12-18", "write year, month, day")
        cost = row.decimal("per_usd")
        if not row["per_usd"] or (cost is not None and cost <= 0):
            row.wrong("per_usd", "a number above 0", "enter what one US dollar cost")
        found.append((row, cost))
    if faults:
        raise PackError(faults)
    return tuple(ExchangeRate(row["currency"], row["date"], float(cost), row["publisher"]) for row, cost in found)


def _day_coordinate(day: str) -> float:
    """A day on the line of year ends: 31 December 2024 is 2024.0."""
    read = date.fromisoformat(day)
    start, after = date(read.year, 1, 1), date(read.year + 1, 1, 1)
    return read.year - 1 + ((read - start).days + 1) / (after - start).days
