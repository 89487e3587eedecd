"""SDMX dates and their place on a line of year ends: the end of 2015 is 2015.0, the end of March 2016 is 2015.25."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

FIRST_YEAR, LAST_YEAR = 1800, 2100  # of a date that a page of figures may speak of
_PARTS_PER_YEAR = {"M": 12, "Q": 4, "S": 2}


@dataclass(frozen=True)
class Period:
    """A calendar period; `end` and `start` are year-end coordinates in years."""

    year: int
    start: float
    end: float


def parse_year(text: str) -> int:
    """The year that four digits name; ValueError if it is none from `FIRST_YEAR` to `LAST_YEAR`."""
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(f"{text!r} is not a year from {FIRST_YEAR} to {LAST_YEAR}")
    return int(text)


def parse_day(text: str) -> date:
    """The day that 2024-12-18 names; ValueError for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"{text!r} is not a day")
    parse_year(text[:4])
    return date.fromisoformat(text)


def parse_published_date(text: str) -> str:
    """When something was published, as it is written: 2022-12-26, 2022-12, 2022 or undated, with (inferred) or not.

    Raises:
        ValueError: it is none of these, or no such day is in the calendar.
    """
    written = text.removesuffix(" (inferred)")
    if written not in ("undated", "unknown"):
        parts = written.split("-")
        parse_day("-".join([*parts, "01", "01"][: max(3, len(parts))]))
    return text


@cache
def parse_sdmx_period(sdmx: str) -> Period:
    """The calendar period that an SDMX date names: 1997, 2015-M12, 2018-S1 or 2020-Q3.

    Raises:
        ValueError: the text is none of these.

    Example:
        >>> parse_sdmx_period("2018-S1")
        Period(year=2018, start=2017.0, end=2017.5)
    """
    match = re.fullmatch(r"(\d{4})(?:-([MQS])(\d{1,2}))?", sdmx, re.ASCII)
    if not match:
        raise ValueError(f"{sdmx!r} is not a period")
    year, letter, number = parse_year(match[1]), match[2], match[3]
    if letter is None:
        return Period(year, year - 1.0, float(year))
    parts, index = _PARTS_PER_YEAR[letter], int(number)
    if not 1 <= index <= parts:
        raise ValueError(f"{sdmx!r} has no part {letter}{index}")
    return Period(year, year - 1 + (index - 1) / parts, year - 1 + index / parts)


def guess_sdmx_date(text: str) -> str:
    """The SDMX date that 12/2022, 2022-12 or 31/12/2022 must mean; "" if it is none of these.

    Example:
        >>> guess_sdmx_date("31/12/2022")
        '2022-M12'
    """
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text)
    year, month = (match[2], match[1]) if match else ("", "")
    match = re.fullmatch(r"(\d{4})[/.-](\d{1,2})", text)
    year, month = (match[1], match[2]) if match else (year, month)
    if day := guess_iso_day(text):
        year, month, _ = day.split("-")
    return f"{year}-M{int(month):02d}" if month and 1 <= int(month) <= 12 else ""


def guess_iso_day(text: str) -> str:
    """The day that 15/12/2021, 15.12.2021 or 2021/12/15 must mean; "" if it is none of these.

    Of two numbers the first is the day, as in Vietnam and Indonesia, unless it can be none.

    Example:
        >>> guess_iso_day("15/12/2021"), guess_iso_day("12/15/2021"), guess_iso_day("2021")
        ('2021-12-15', '2021-12-15', '')
    """
    first = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    last = re.fullmatch(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", text)
    if not (first or last):
        return ""
    day, month, year = map(int, first.groups() if first else last.groups()[::-1])
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def period_end_coordinate(sdmx: str) -> float:
    """Where a count dated `sdmx` stands, in years: at the end of its period. The end of 2015 is 2015.0.

    Example:
        >>> period_end_coordinate("2016-M03")
        2015.25
    """
    return parse_sdmx_period(sdmx).end


def find_next_day(sdmx: str) -> str:
    """The day after a period.

    Example:
        >>> find_next_day("2025-M06"), find_next_day("2024")
        ('2025-07-01', '2025-01-01')
    """
    year, month = divmod(round(12 * period_end_coordinate(sdmx)), 12)
    return f"{year + 1}-{month + 1:02d}-01"


def format_sdmx_month(t: float) -> str:
    """The SDMX name of the month whose end is nearest to a year-end coordinate: 2015.0 is 2015-M12."""
    months = round(t * 12)
    year, month = divmod(months - 1, 12)
    return f"{year + 1}-M{month + 1:02d}"
