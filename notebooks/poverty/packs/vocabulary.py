"""The words that a data pack may use, and what each means to the methods."""

from dataclasses import dataclass
from decimal import Decimal

from poverty.packs.messages import translatable


@dataclass(frozen=True)
class Indicator:
    """What is counted: its base unit, and whether it is a stock (a level) or a flow (a total per period)."""

    label: str
    unit: str
    stock: bool
    falls_in_registers: bool = False  # the official count of the poor, which a register rarely lets rise
    also: tuple[str, ...] = ()  # other base units in which it is printed


INDICATORS = {
    "poverty_rate": Indicator("poverty rate", "percent", True, True),
    "poor_households": Indicator("poor households", "households", True, True),
    "poor_persons": Indicator("poor people", "persons", True, True),
    "near_poor_rate": Indicator("near-poor rate", "percent", True),
    "near_poor_households": Indicator("near-poor households", "households", True),
    "poor_and_near_poor_rate": Indicator("poor and near-poor rate", "percent", True),
    "poor_and_near_poor_households": Indicator("poor and near-poor households", "households", True),
    "food_poor_rate": Indicator("share of hungry households", "percent", True),
    "households": Indicator("households", "households", True),
    "population": Indicator("population", "persons", True),
    "persons_per_poor_household": Indicator("people in a poor household", "persons per household", True),
    "households_escaped": Indicator("households that left poverty", "households", False),
    "households_impoverished": Indicator("households that became poor", "households", False),
    "households_relapsed": Indicator("households that became poor again", "households", False),
    "jobs_created": Indicator("people placed in jobs", "persons", False),
    "workers_abroad": Indicator("workers sent abroad", "persons", False),
    "workers_trained": Indicator("workers trained", "persons", False),
    "livelihood_models": Indicator("livelihood models", "models", False),
    "livelihood_households": Indicator("households in livelihood models", "households", False),
    "livelihood_budget": Indicator("budget of livelihood models", "VND", False, also=("USD",)),
    "programme_budget": Indicator("budget of the poverty programmes", "VND", False, also=("USD",)),
    "investment": Indicator("investment", "VND", False, also=("USD",)),
    "gross_regional_product": Indicator("gross regional product", "VND", False, also=("USD",)),
    "programme_duration": Indicator("length of the programme", "years", False),
}

# Units of things that come whole: a printed 31.818 households is that many, not half a household either way.
WHOLE_UNITS = ("households", "persons", "models", "years")

# The count that a rate is of, by what the rate is a share of.
COUNT_OF_RATE = {
    "poverty_rate": {"households": "poor_households", "population": "poor_persons"},
    "near_poor_rate": {"households": "near_poor_households"},
    "poor_and_near_poor_rate": {"households": "poor_and_near_poor_households"},
}
RATE_DENOMINATORS = ("households", "population")  # what a rate may be a share of

STATISTICS = {
    "level": "a count or a rate at a date",
    "mean level": "an average of levels over years",
    "total": "all of a flow over a period: jobs, exits, money",
    "mean per year": "a flow's average a year",
    "each year": "a flow that is said to hold for every year",
    "rise": "a change upwards between two dates; the size, without a sign",
    "fall": "a change downwards between two dates; the size, without a sign",
    "mean fall per year": "an average change downwards a year, between two dates",
    "relative fall": "a change downwards in percent of where it began",
    "relative rise": "a change upwards in percent of where it began",
    "multiple": "so many times an earlier figure, named in base",
    "share": "a part of what base names, in percent",
    "percent of plan": "a result in percent of its plan: 114.9",
    "percent above plan": "by how many percent of its plan a result is above it: 14.9, for 114.9% of the plan",
    "duration": "a number of years",
    "fall in words": "a source says that it fell between two dates, without a numeral; its word stands in printed",
    "rise in words": "a source says that it rose between two dates, without a numeral; its word stands in printed",
    "verdict": "a source's own judgement, without a numeral",
    "kind": "a kind that a source names, without a numeral; what it is stands in the note",
    "unclear": "the source does not say which of these: readings settle it",
}
STATISTICS_IN_OWN_UNIT = (
    "level",
    "mean level",
    "total",
    "mean per year",
    "each year",
)  # the rest are ratios and changes
STATISTICS_IN_WORDS = ("fall in words", "rise in words")  # compared with figures, and never drawn
STATISTICS_WITHOUT_NUMERAL = (*STATISTICS_IN_WORDS, "verdict", "kind")
# these have a beginning and an end
STATISTICS_OVER_TIME = ("mean level", "rise", "fall", "mean fall per year", *STATISTICS_IN_WORDS)
STATISTICS_OF_PLANS = {"percent of plan": 0.0, "percent above plan": 100.0}  # what makes each a percent of the plan
STATISTICS_OF_STOCKS = ("level", "mean level")  # what is counted at a date
STATISTICS_OF_FLOWS = ("total", "mean per year", "each year")  # what is added up over a time
STATISTICS_WITH_UNIT = {  # ratios, and the length of a time: each has one unit, whatever it is of
    "relative fall": "percent", "relative rise": "percent", "share": "percent", "multiple": "times",
    "duration": "years",
}  # fmt: skip
STATISTICS_UP_TO_100 = ("level", "mean level", "unclear", "share", "relative fall")  # percents that cannot be more
STATISTICS_OF_CHANGE = ("rise", "fall", "mean fall per year")  # of a rate: in points
PROVINCE_AREA, FORMER_AREA = "province", "former territory"  # one territory, before and after it became part of another
QUALIFIED_NUMBERS = {  # how a number reads with the words that limit it
    "more than": translatable("more than %(n)s"),
    "at least": translatable("at least %(n)s"),
    "less than": translatable("less than %(n)s"),
    "at most": translatable("at most %(n)s"),
    "nearly": translatable("nearly %(n)s"),
    "about": translatable("about %(n)s"),
}
AUDIT_VERDICTS = ("agrees", "disagrees", "cannot tell", "not checkable")

# whether a value fell or rose between two dates, as far as the bounds of both figures tell
FELL, ROSE, CANNOT_TELL = "fell", "rose", "cannot tell"

# how jobs may have moved from year to year, and how that reads
PATH_SHAPES = {"never falls": "if it never fell", "as elsewhere": "if it moved as elsewhere"}

MAGNITUDE_FACTORS = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
BASE_UNITS = (
    "percent", "percentage points", "households", "persons", "persons per household", "models", "VND", "USD", "years",
    "times",
)  # fmt: skip
# what some registers count in place of a unit, and is read as it: the row's note says so
UNITS_READ_AS = {"families": "households"}


def split_unit(text: str) -> tuple[Decimal, str]:
    """Split "billion VND" into its magnitude and base unit: (10^9, "VND"); families are read as households.

    Raises:
        ValueError: no such unit.

    Example:
        >>> split_unit("thousand households")
        (Decimal('1000'), 'households')
    """
    first, _, words_after = text.partition(" ")
    magnitude, base = (MAGNITUDE_FACTORS[first], words_after) if first in MAGNITUDE_FACTORS else (Decimal(1), text)
    base = UNITS_READ_AS.get(base, base)
    if base not in BASE_UNITS:
        raise ValueError(f"{text!r} is not a unit")
    return magnitude, base


def tell_direction(least_fall: float, most_fall: float) -> str:
    """Whether a change whose fall lies between two bounds is a fall or a rise; "cannot tell" where it may be both.

    Example:
        >>> tell_direction(0.5, 0.7), tell_direction(-0.7, -0.5), tell_direction(-0.1, 0.1)
        ('fell', 'rose', 'cannot tell')
    """
    if least_fall >= 0 and most_fall > 0:
        return FELL
    return ROSE if most_fall <= 0 and least_fall < 0 else CANNOT_TELL
