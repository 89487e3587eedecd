"""How numbers are rounded before they stand in a table."""

from math import isfinite

DECIMALS = 4  # of rates, points and percentages


def rounded(value: float | None, decimals: int = DECIMALS) -> float | None:
    """`value` to so many decimals; None stays None, and infinity (no limit) and NaN (no number) become None."""
    if value is None or not isfinite(value):
        return None
    return round(float(value), decimals) + 0.0  # no negative zero
