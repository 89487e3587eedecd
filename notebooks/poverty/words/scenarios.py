"""Scenarios in words."""

from collections.abc import Iterable

from poverty.outlook.scenarios import SCENARIO_KINDS
from poverty.words.language import Language

SCENARIOS = {kind.name: kind for kind in SCENARIO_KINDS}
TWO_DECIMALS_BELOW = 1.995  # percent: what would be carries no more


def phrase_scenario(name: str, parameter: float, lang: Language) -> str:
    """A scenario in words, with the parameter that sets it apart from others of its kind.

    Example:
        >>> phrase_scenario("floor", 0.3, Language("en"))
        'down to a floor of 0.3%'
    """
    kind = SCENARIOS[name]
    if not kind.parameter_label:
        return lang.label(kind.label)
    percent = lang.percent(kind.parameter_scale * parameter, kind.parameter_decimals)
    return lang.label(kind.parameter_label) % {"parameter": percent}


def format_scenario_rates(rates: Iterable[float], lang: Language) -> list[str]:
    """Rates at which scenarios end, from low to high, each once: with two decimals below 2%, else with one.

    Example:
        >>> format_scenario_rates([0.9312, 0.1831, 0.0], Language("en"))
        ['0%', '0.18%', '0.93%']
    """
    rates = sorted(rates)
    decimals = 2 if rates[-1] < TWO_DECIMALS_BELOW else 1
    return list(dict.fromkeys(lang.percent(rate, decimals if rate else 0) for rate in rates))
