"""The parameters of the scenarios: what each must be. Their values stand in data/, or in a notebook's first cell."""

from collections.abc import Callable

from poverty.packs.csv_rows import Fault, suggest_correction

# What each must be: a test, and the words for it.
PARAMETER_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {
    "horizon": (lambda x: 1990 <= x <= 2100 and x == int(x), "a year"),
    "slower": (lambda x: 0 < x < 1, "a share between 0 and 1"),
    "entry": (lambda x: 0 <= x < 100, "percent, from 0 to below 100"),
    "floor": (lambda x: 0 <= x <= 100, "percent, from 0 to 100"),
    "exit": (lambda x: 0 < x < 100, "percent, between 0 and 100"),
}


def check_scenario_parameter(file: str, name: str, value: object) -> list[Fault]:
    """What is wrong with a parameter; nothing if it is one of `PARAMETER_RANGES` and within its range."""
    entry = f"outlook.{name}"
    if name not in PARAMETER_RANGES:
        mend = suggest_correction(name, PARAMETER_RANGES)
        return [Fault(file, None, entry, str(value), ", ".join(PARAMETER_RANGES), mend)]
    fits, expected = PARAMETER_RANGES[name]
    numbers = list(value) if name == "entry" and isinstance(value, list | tuple) else [value]
    good = numbers and all(isinstance(x, int | float) and not isinstance(x, bool) and fits(x) for x in numbers)
    return [] if good else [Fault(file, None, entry, str(value), expected, "correct the number")]
