"""Scenarios in words."""

from collections.abc import Iterable
from math import ceil

import pandas as pd

from poverty.outlook.fan import Fan
from poverty.outlook.inflows import INFLOW_DECIMALS
from poverty.outlook.scenarios import SAME_RATE_SCENARIO, SCENARIO_KINDS
from poverty.words.language import Kind, Language, Sentence, translatable

SCENARIOS = {kind.name: kind for kind in SCENARIO_KINDS}
MOSTLY = 0.6  # of figures: a share from which they are said to be mostly so
TWO_DECIMALS_BELOW = 1.995  # percent: what would be carries no more


def phrase_scenario(name: str, parameter: float, lang: Language, inflow: str = "") -> str:
    """A scenario in words, with what sets it apart from others of its kind.

    Args:
        name: of `SCENARIO_KINDS`.
        parameter: its parameter; NaN where it has none.
        lang: the language.
        inflow: where and when the parameter was printed; "": it was chosen.

    Example:
        >>> phrase_scenario("floor", 0.3, Language("en"))
        'down to a floor of 0.3%'
        >>> phrase_scenario("churn", 3.1, Language("en"), "Sơn La 2018")
        'exits as before, 3.1% a year become poor as in Sơn La 2018'
    """
    kind = SCENARIOS[name]
    if inflow:
        return lang.say(kind.inflow_label, parameter=lang.percent(parameter, INFLOW_DECIMALS), inflow=inflow)
    if not kind.parameter_label:
        return lang.label(kind.label)
    percent = lang.percent(kind.parameter_scale * parameter, kind.parameter_decimals)
    return lang.say(kind.parameter_label, parameter=percent)


def format_scenario_rates(rates: Iterable[float], lang: Language) -> list[str]:
    """Rates at which scenarios end, from low to high, each once: with two decimals below 2%, else with one.

    Example:
        >>> format_scenario_rates([0.9312, 0.1831, 0.0], Language("en"))
        ['0%', '0.18%', '0.93%']
    """
    rates = sorted(rates)
    decimals = 2 if rates[-1] < TWO_DECIMALS_BELOW else 1
    return list(dict.fromkeys(lang.percent(rate, decimals if rate else 0) for rate in rates))


def phrase_fan_name(fan: Fan, calibrated: str, lang: Language) -> str:
    """What the fan is called: by its level where that is known, else by the record that it is as wide as.

    Args:
        fan: with its record.
        calibrated: "yes" where its level is known, else "no".
        lang: the language.

    Example:
        >>> from poverty.outlook.fan import find_fan
        >>> phrase_fan_name(find_fan(), "yes", Language("en"))
        '90% range'
    """
    if calibrated == "yes":
        return lang.say("%(level)s range", level=lang.percent(100 * fan.level))
    return lang.say("as wide as elsewhere at %(rate)s and above", rate=lang.percent(fan.lowest_rate, 1))


def phrase_fan_meaning(fan: Fan, calibrated: str, kind: Kind, lang: Language, years_ahead: float = 0) -> Sentence:
    """What the width of the fan says, and what it does not.

    Args:
        fan: with its record.
        calibrated: "yes" where its level is known, else "no".
        kind: of the sentence, a note of a chart or a finding.
        lang: the language.
        years_ahead: how far the range goes on, to tell the record of so many years; 0 for that of all.

    Example:
        >>> from poverty.outlook.fan import find_fan
        >>> phrase_fan_meaning(find_fan(), "yes", Kind.STATED, Language("en"), 3)[:46]
        'Tried on other places 3 years ahead, such rang'
    """
    if calibrated == "yes":
        told = [(count, of) for years, count, of in fan.held if years == ceil(years_ahead - 1e-6) or not years_ahead]
        held, figures = (sum(numbers) for numbers in zip(*told, strict=True))
        ahead = lang.say("1 to %(most)s years", most=fan.held[-1][0])
        if years_ahead:
            ahead = lang.say_many("%(count)s year", "%(count)s years", ceil(years_ahead - 1e-6))
        text = translatable("Tried on other places %(ahead)s ahead, such ranges held %(held)s of %(figures)s figures.")
        if fan.lower > MOSTLY:
            text = translatable(
                "Tried on other places %(ahead)s ahead, such ranges held %(held)s of %(figures)s figures; the counts "
                "were mostly lower."
            )
        return lang.sentence(kind, text, ahead=ahead, held=held, figures=figures)
    text = translatable(
        "Below %(rate)s no record says how often the range holds: it is only as wide as at higher rates elsewhere."
    )
    return lang.sentence(kind, text, rate=lang.percent(fan.lowest_rate, 1))


def format_fan(ends: pd.DataFrame, lang: Language) -> tuple[list[str], str, str]:
    """Where the same rate leads under each reading, the range that holds every fan, and whether its level is known.

    The last two are "" where there is no fan.

    Args:
        ends: rows of `select_scenario_ends`.
        lang: the language.

    Example:
        >>> ends = pd.DataFrame({"scenario": ["pace"], "value": 0.1831, "low": 0.0, "high": 1.3292, "calibrated": "no"})
        >>> format_fan(ends, Language("en"))
        (['0.18%'], '0% to 1.33%', 'no')
    """
    same = ends[ends["scenario"] == SAME_RATE_SCENARIO]
    if same["low"].isna().any():
        return format_scenario_rates(same["value"], lang), "", ""
    low, high = same["low"].min(), same["high"].max()
    decimals = 2 if high < TWO_DECIMALS_BELOW else 1
    *rates, low, high = (lang.percent(rate, decimals if rate else 0) for rate in (*sorted(same["value"]), low, high))
    return list(dict.fromkeys(rates)), lang.range(low, high), same["calibrated"].iloc[0]
