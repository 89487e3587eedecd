"""The words that a data pack may use, and what each means to the methods."""

from dataclasses import dataclass
from decimal import Decimal

from poverty.words import mark


@dataclass(frozen=True)
class Indicator:
    """What is counted: its base unit, and whether it is a stock (a level) or a flow (a total per period)."""

    label: str
    unit: str
    stock: bool
    falls_in_registers: bool = False  # the official count of the poor, which a register rarely lets rise


INDICATORS = {
    "poverty_rate": Indicator(mark("poverty rate"), "percent", True, True),
    "poor_households": Indicator(mark("poor households"), "households", True, True),
    "near_poor_rate": Indicator(mark("near-poor rate"), "percent", True),
    "near_poor_households": Indicator(mark("near-poor households"), "households", True),
    "households": Indicator(mark("households"), "households", True),
    "population": Indicator(mark("population"), "persons", True),
    "jobs_created": Indicator(mark("people placed in jobs"), "persons", False),
    "workers_trained": Indicator(mark("workers trained"), "persons", False),
    "livelihood_models": Indicator(mark("livelihood models"), "models", False),
    "livelihood_households": Indicator(mark("households in livelihood models"), "households", False),
    "livelihood_budget": Indicator(mark("budget of livelihood models"), "VND", False),
    "programme_duration": Indicator(mark("length of the programme"), "years", False),
}

# Units of things that come whole: a printed 31.818 households is that many, not half a household either way.
WHOLE_UNITS = ("households", "persons", "models", "years")

# A count and the rate that the same statement may print for it.
COUNT_OF_RATE = {"poverty_rate": "poor_households", "near_poor_rate": "near_poor_households"}

STATISTICS = (
    "level", "mean level", "total", "mean per year", "each year", "rise", "fall", "mean fall per year",
    "relative fall", "multiple", "share", "percent of plan", "duration", "verdict", "unclear",
)  # fmt: skip
IN_OWN_UNIT = ("level", "mean level", "total", "mean per year", "each year")  # the rest are ratios and changes
OVER_TIME = ("mean level", "rise", "fall", "mean fall per year")  # these have a beginning and an end
CHANGES = ("rise", "fall", "mean fall per year")  # of a rate: in points
STATUSES = ("actual", "estimate", "target", "forecast")
POPULATIONS = ("all", "ethnic minority", "rural", "urban")
AREAS = ("province", "rural", "urban", "district")
ROLES = ("primary", "corroborating")
TRUSTS = ("high", "medium", "low")
KINDS = ("reported", "derived", "reconstructed", "assumed")
VERDICTS = ("agrees", "disagrees", "cannot tell", "not checkable")

_MAGNITUDES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
BASE_UNITS = ("percent", "percentage points", "households", "persons", "models", "VND", "USD", "years", "times")


def parse_unit(text: str) -> tuple[Decimal, str]:
    """Split "billion VND" into its magnitude and base unit: (10^9, "VND").

    Raises:
        ValueError: no such unit.
    """
    first, _, rest = text.partition(" ")
    magnitude, base = (_MAGNITUDES[first], rest) if first in _MAGNITUDES else (Decimal(1), text)
    if base not in BASE_UNITS:
        raise ValueError(f"{text!r} is not a unit")
    return magnitude, base
