"""Scenarios in words."""

from poverty.outlook.scenarios import SCENARIO_KINDS
from poverty.words.language import Language

SCENARIOS = {kind.name: kind for kind in SCENARIO_KINDS}


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
