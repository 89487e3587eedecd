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
    """What is wrong with a parameter; nothing if it is one of `RANGES` and within its range."""
    if name not in PARAMETER_RANGES:
        return [
            Fault(
                file,
                None,
                f"outlook.{name}",
                str(value),
                ", ".join(PARAMETER_RANGES),
                suggest_correction(name, PARAMETER_RANGES),
            )
        ]
    fits, words = PARAMETER_RANGES[name]
    many = name == "entry" and isinstance(value, list | tuple)
    numbers = list(value) if many else [value]
    good = numbers and all(isinstance(x, int | float) and not isinstance(x, bool) and fits(x) for x in numbers)
    return [] if good else [Fault(file, None, f"outlook.{name}", str(value), words, "correct the number")]
