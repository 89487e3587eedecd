"""Money in dollars, by the official rate that was printed nearest to a date: `data/exchange_rates.csv`."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.files import DATA
from poverty.packs.messages import message
from poverty.packs.shared_tables import read_unique_rows

EXCHANGE_RATE_FILE = DATA / "exchange_rates.csv"


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
        NoExchangeRateError: the table has none of the currency.
        PackError: the table is faulty, with every fault found.

    Example:
        >>> rate = find_nearest_exchange_rate("VND", 2020.0)
        >>> rate.day, rate.per_usd
        ('2020-12-24', 23162.0)
    """
    rates = [r for r in load_exchange_rates() if r.currency == currency]
    if not rates:
        raise NoExchangeRateError(
            message("no exchange rate of %(currency)s is in data/exchange_rates.csv", currency=currency)
        )
    return min(rates, key=lambda r: abs(_day_coordinate(r.day) - t))


@cache
def load_exchange_rates() -> tuple[ExchangeRate, ...]:
    """The exchange rates of `data/exchange_rates.csv`, in units of currency per US dollar.

    Raises:
        PackError: with every fault found.
    """
    faults: list[Fault] = []
    rows = list(read_unique_rows(EXCHANGE_RATE_FILE, "exchange_rates.csv", ("currency", "date"), faults))
    if faults:
        raise PackError(faults)
    return tuple(
        ExchangeRate(row["currency"], row["date"], float(cells["per_usd"]), row["publisher"]) for row, cells in rows
    )


def _day_coordinate(iso_day: str) -> float:
    """A day on the line of year ends: 31 December 2024 is 2024.0."""
    day = date.fromisoformat(iso_day)
    first_day, next_year = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year - 1 + ((day - first_day).days + 1) / (next_year - first_day).days
