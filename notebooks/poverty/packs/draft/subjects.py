"""What a numeral counts: from what its sentence speaks of, and its unit, to the indicator; and why one is left."""

from poverty.packs.messages import translatable

_RATES = {
    "poor": "poverty_rate", "near_poor": "near_poor_rate", "poor_and_near_poor": "poor_and_near_poor_rate",
    "food_poor": "food_poor_rate",
}  # fmt: skip
_HOUSEHOLDS = {
    "poor": "poor_households", "near_poor": "near_poor_households",
    "poor_and_near_poor": "poor_and_near_poor_households", "all_households": "households",
    "escaped": "households_escaped", "impoverished": "households_impoverished", "relapsed": "households_relapsed",
    "livelihood": "livelihood_households",
}  # fmt: skip
_PERSONS = {"poor": "poor_persons", "population": "population"}
_WORK = {"jobs": "jobs_created", "abroad": "workers_abroad", "trained": "workers_trained"}
_MONEY = {
    "livelihood": "livelihood_budget", "programme": "programme_budget", "investment": "investment",
    "grp": "gross_regional_product",
}  # fmt: skip
EXITS = ("escaped", "impoverished", "relapsed")
FLOWS = (*_WORK, *EXITS)
MONEY_UNITS = ("VND", "USD")

# Indicators by the unit of the numeral and what the sentence speaks of.
_INDICATORS: dict[str, dict[str, str]] = {
    "percent": _RATES | _WORK | {s: _HOUSEHOLDS[s] for s in EXITS} | {"programme": "programme_budget"},
    "percentage points": _RATES | {"programme": "poverty_rate"},  # "poverty reduction averaged 4.5 points"
    "households": _HOUSEHOLDS,
    "persons": _PERSONS | _WORK | {"household_size": "persons_per_poor_household"},
    "workers": _WORK,
    "models": {"livelihood": "livelihood_models"},
    "times": _WORK | _HOUSEHOLDS,
    "years": {"duration": "programme_duration"},
    "persons per household": {"household_size": "persons_per_poor_household"},
    "VND": _MONEY,
    "USD": _MONEY,
}

# Why a numeral is left, by the word of the grammar.
LEFT_REASONS = {
    "law": translatable("It is part of the name of a law, a plan, a road or the like."),
    "code": translatable("It is part of a name or a code."),
    "phone": translatable("It is a telephone number."),
    "date": translatable("It is a date or a time of day."),
    "age": translatable("It is an age."),
    "time": translatable("It is a length of time."),
    "places": translatable("It counts places: communes, villages, districts."),
    "people": translatable("It counts people who are neither poor nor placed in jobs."),
    "goods": translatable("It counts or measures things: houses, animals, roads, projects."),
    "money_each": translatable("It is an amount for one person or one household."),
    "currency": translatable("It is money in a currency for which a pack has no unit."),
    "other": translatable("It is about another subject."),
    "national": translatable("It is of the whole country."),
    "region": translatable("It is of a region, not of the province."),
    "other province": translatable("It is of another province."),
    "commune": translatable("It is of a single commune, village or household."),
    "unknown": translatable("Nothing near it says that it is about poverty, jobs or money of a programme."),
    "unit": translatable("It has no unit, and the words behind it say that it counts something else."),
    "elsewhere": translatable("It compares two places or groups, not two dates."),
    "fraction": translatable("It is a fraction; a row needs a percentage."),
    "impossible": translatable("It would be a rate above 100 percent."),
}


def name_indicator(subject: str, unit: str) -> str:
    """The indicator of a subject in a unit; "" if the two do not go together.

    Example:
        >>> name_indicator("poor", "percent"), name_indicator("poor", "households"), name_indicator("jobs", "VND")
        ('poverty_rate', 'poor_households', '')
    """
    return _INDICATORS.get(unit, {}).get(subject, "")


def has_rate(subject: str) -> bool:
    """Whether a subject is counted at a date, and has a rate: the poor, the near-poor, the hungry."""
    return subject in _RATES
