"""What comes next, to quote: where the same rate would lead, how wide that is and why, what targets came to.

A pack whose rate did not fall, or is of a survey, has no scenario, and one sentence that says why.
"""

import pandas as pd

from poverty.outlook.fan import find_fan
from poverty.outlook.scenarios import NO_SCENARIO_REASONS, NoOutlookError, find_scenario_start, load_scenario_parameters
from poverty.outlook.tables import select_scenario_ends, tabulate_scenarios, tabulate_target_verdicts
from poverty.outlook.targets import TARGET_MISSED, TARGET_REACHED, TARGET_UNDECIDED
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import format_bounds, province_name
from poverty.words.scenarios import format_fan, phrase_fan_meaning

REASONS_TOLD = ("survey", "rose", "no direction")  # the others say only that nothing is printed
SAME_RATE = {  # by what the rate is a share of
    "households": translatable(
        "If the fall goes on at the same rate, about %(rate)s of %(place)s's households are poor at %(end)s%(range)s."
    ),
    "population": translatable(
        "If the fall goes on at the same rate, about %(rate)s of %(place)s's people are poor at %(end)s%(range)s."
    ),
}
ONE_TARGET = {
    TARGET_REACHED: translatable("The poverty target printed for %(place)s was reached."),
    TARGET_MISSED: translatable("The poverty target printed for %(place)s was missed."),
    TARGET_UNDECIDED: translatable("Whether the poverty target printed for %(place)s was reached is not known."),
}


def phrase_outlook_findings(pack: Pack, lang: Language, **scenario_values: object) -> list[Sentence]:
    """What may be quoted on the outlook, from the evidence of the pack: no sentence where nothing can be said.

    Args:
        pack: the province, under one evidence.
        lang: the language of the sentences.
        scenario_values: parameters of the scenarios that differ from those of the pack: `horizon=2027`.

    Raises:
        PackError: a parameter is out of its range.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_outlook_findings(load_pack("gia-lai"), Language("en"))[0]
        "If the fall goes on at the same rate, about 4.5% of Gia Lai's households are poor at end 2026, 2.1% to 6.8%."
    """
    parameters = load_scenario_parameters(pack, **scenario_values)
    table = tabulate_scenarios(pack, parameters)
    if table.empty:
        sentences = _phrase_why_none(pack, lang)
    else:
        sentences = _phrase_same_rate(pack, select_scenario_ends(table), lang)
    return [*sentences, *_phrase_target_results(pack, lang)]


def phrase_no_scenario_reason(pack: Pack, lang: Language) -> str:
    """Why a province has no scenario, to stand after a colon; "" where it has some.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_no_scenario_reason(load_pack("soc-trang"), Language("en"))
        'no two figures a year apart are printed under the multidimensional standard of 2022–2026'
    """
    try:
        find_scenario_start(resolve_readings(pack))
    except NoOutlookError as error:
        return _phrase_reason(error, pack, lang)
    return ""


def _phrase_reason(error: NoOutlookError, pack: Pack, lang: Language) -> str:
    """A reason in words: its dates, its standard by its name, its pace with the decimals that it has."""
    values = dict(error.values)
    values |= {name: lang.date(values[name]) for name in ("date", "start", "end") if name in values}
    if "standard" in values:
        values["standard"] = lang.label(pack.shared.standards[values["standard"]].label, pack.shared.labels)
    if "rise" in values:
        values["rise"] = format_bounds(*values["rise"], lang.number, lang)
    return lang.say(NO_SCENARIO_REASONS[error.reason], **values)


def _phrase_why_none(pack: Pack, lang: Language) -> list[Sentence]:
    """Why there is no scenario, where it is something about the figures that are printed."""
    try:
        find_scenario_start(resolve_readings(pack))
    except NoOutlookError as error:
        if error.reason in REASONS_TOLD:
            why = _phrase_reason(error, pack, lang)
            text = translatable("No scenario is drawn for %(place)s: %(why)s.")
            return [lang.sentence(Kind.UNTOLD, text, place=province_name(pack, lang), why=why)]
    return []


def _phrase_same_rate(pack: Pack, ends: pd.DataFrame, lang: Language) -> list[Sentence]:
    """Where the same rate leads at the end of the standard or the horizon, with its range, and what that range is."""
    spell = find_scenario_start(resolve_readings(pack)).spell
    rates, fan, calibrated = format_fan(ends, lang)
    values = {"place": province_name(pack, lang), "rate": lang.range(rates[0], rates[-1])}
    values |= {"end": lang.date(ends["date"].iloc[0]), "range": lang.say(", %(range)s", range=fan) if fan else ""}
    text = SAME_RATE[spell.series.whole or "households"]
    sentence = lang.sentence(Kind.STATED, text, **values)
    years = float(ends["t"].max()) - spell.anchors[-1].t
    return [sentence, *([phrase_fan_meaning(find_fan(), calibrated, Kind.STATED, lang, years)] if fan else [])]


def _phrase_target_results(pack: Pack, lang: Language) -> list[Sentence]:
    """How many printed targets were reached, how many missed, and of how many it is not known."""
    targets = tabulate_target_verdicts(pack)
    verdicts = list(targets.loc[targets["indicator"] != "jobs_created", "verdict"])
    if not verdicts:
        return []
    place = province_name(pack, lang)
    reached, missed, unknown = (
        verdicts.count(verdict) for verdict in (TARGET_REACHED, TARGET_MISSED, TARGET_UNDECIDED)
    )
    kind = Kind.STATED if not unknown else Kind.PARTLY_UNTOLD if reached + missed else Kind.UNTOLD
    if len(verdicts) == 1:
        return [lang.sentence(kind, ONE_TARGET[verdicts[0]], place=place)]
    if unknown == len(verdicts):
        text = translatable("Whether the %(total)s poverty targets printed for %(place)s were reached is not known.")
        return [lang.sentence(kind, text, total=unknown, place=place)]
    results = [
        lang.say_many("%(count)s was reached", "%(count)s were reached", reached) if reached else "",
        lang.say_many("%(count)s was missed", "%(count)s were missed", missed) if missed else "",
        lang.say("of %(count)s it is not known", count=unknown) if unknown else "",
    ]
    text = translatable("Of %(total)s poverty targets printed for %(place)s, %(results)s.")
    joined = "; ".join(filter(None, results))
    return [lang.sentence(kind, text, total=len(verdicts), place=place, results=joined)]
