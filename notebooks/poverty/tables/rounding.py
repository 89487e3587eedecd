"""How numbers are rounded before they stand in a table, and how its rows become one."""

from math import isfinite

import pandas as pd

DECIMALS = 4  # of rates, points and percentages


def rounded(value: float | None, decimals: int = DECIMALS) -> float | None:
    """`value` to so many decimals; None stays None, and infinity (no limit) and NaN (no number) become None."""
    if value is None or not isfinite(value):
        return None
    return round(float(value), decimals) + 0.0  # no negative zero


def framed(rows: list[dict], columns: list[str], numbers: list[str]) -> pd.DataFrame:
    """Rows as a table: `numbers` as floats, NaN where a row has none; every other column as text, then blank."""
    full = [{name: row.get(name, None if name in numbers else "") for name in columns} for row in rows]
    return pd.DataFrame(full, columns=columns).astype(dict.fromkeys(numbers, float))
