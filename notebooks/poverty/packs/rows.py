"""What rows of tables share: rounding, the numerals and readings behind them, and how they become a table."""

from math import isfinite

import pandas as pd

from poverty.packs.claims import Claim

TABLE_DECIMALS = 4  # of rates, points and percentages


def round_finite(value: float | None, decimals: int = TABLE_DECIMALS) -> float | None:
    """`value` to so many decimals; None stays None, and infinity (no limit) and NaN (no number) become None."""
    if value is None or not isfinite(value):
        return None
    return round(float(value), decimals) + 0.0  # no negative zero


def tabulate_rows(rows: list[dict], columns: list[str], numbers: list[str]) -> pd.DataFrame:
    """Rows as a table: `numbers` as floats, NaN where a row has none; every other column as text, then blank.

    Args:
        rows: cells by column; a row may lack some, and have others that are left out.
        columns: the columns of the table, in order.
        numbers: those that hold numbers.
    """
    complete_rows = [{name: row.get(name, None if name in numbers else "") for name in columns} for row in rows]
    return pd.DataFrame(complete_rows, columns=columns).astype(dict.fromkeys(numbers, float))


def join_claims_and_readings(claims: tuple[str, ...], settled: dict[str, Claim]) -> dict[str, str]:
    """The claims of a row, each once, and the readings under which they stand."""
    names = dict.fromkeys(claims)
    tags = dict.fromkeys(tag for name in names for tag in settled[name].readings)
    return {"claims": " ".join(names), "readings": " ".join(tags)}
