"""How numbers are rounded before they stand in a table."""

from math import isinf

DECIMALS = 4  # of rates, points and percentages


def rounded(value: float | None, decimals: int = DECIMALS) -> float | None:
    """`value` to so many decimals; None stays None, and infinity (no limit) becomes None."""
    if value is None or isinf(value):
        return None
    return round(float(value), decimals)
