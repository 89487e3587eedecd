"""Three sentences on what comes next: where scenarios end, what the pace so far leaves, what became of targets."""

import pandas as pd

from poverty.outlook.scenarios import (
    NO_SCENARIO_REASONS,
    NoOutlookError,
    ScenarioParameters,
    ScenarioStart,
    find_scenario_start,
    load_scenario_parameters,
)  # fmt: skip
from poverty.outlook.tables import list_scenario_starts, tabulate_scenarios, tabulate_target_verdicts
from poverty.outlook.targets import TARGET_MISSED, TARGET_REACHED
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import province_name


def phrase_outlook_findings(pack: Pack, lang: Language, **scenario_values: object) -> list[Sentence]:
    """What may be quoted on the outlook, from the evidence of the pack.

    Args:
        pack: the province, under one evidence.
        lang: the language of the sentences.
        scenario_values: parameters of the scenarios that differ from those of the pack: `horizon=2027`.

    Raises:
        PackError: a parameter is out of its range.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> len(phrase_outlook_findings(load_pack("gia-lai"), Language("en"), horizon=2026))
        3
    """
    parameters = load_scenario_parameters(pack, **scenario_values)
    starts = [start for _, start in list_scenario_starts(pack)]
    return [
        _phrase_scenario_range(pack, parameters, lang),
        _phrase_remaining_years(starts, pack, parameters, lang),
        _phrase_target_results(pack, lang),
    ]


def _phrase_scenario_range(pack: Pack, parameters: ScenarioParameters, lang: Language) -> Sentence:
    """Where the scenarios end."""
    table = tabulate_scenarios(pack, parameters)
    paths = table[table["role"] == "scenario"]
    if paths.empty:
        return lang.sentence(
            Kind.UNTOLD, "What the poverty rate of %(place)s will be in %(year)s, 0%% to 100%%, cannot be told: "
            "%(why)s, if nothing newer is printed.", place=province_name(pack, lang), year=parameters.horizon,
            why=_phrase_no_scenario_reason(pack, parameters, lang),
        )  # fmt: skip
    last_rows = paths[paths["t"] == paths["t"].max()]
    low, high = last_rows["value"].min(), last_rows["value"].max()
    decimals = 2 if high < 2 else 1
    outcome = lang.range(lang.percent(low, decimals), lang.percent(high, decimals))
    if last_rows["households"].notna().all():
        counts = lang.range(lang.number(last_rows["households"].min()), lang.number(last_rows["households"].max()))
        outcome = lang.say("%(rates)s (%(counts)s households)", rates=outcome, counts=counts)
    standard = pack.shared.standards[table["standard"].iloc[0]]
    if standard.last_year < parameters.horizon:
        return lang.sentence(
            Kind.STATED, "By %(year)s the poverty rate of %(place)s would be %(said)s by the %(n)s scenarios, if one "
            "of them came true and the standard that ends in %(last)s still held.", place=province_name(pack, lang),
            year=parameters.horizon, said=outcome, n=_count_scenarios(paths), last=standard.last_year,
        )  # fmt: skip
    return lang.sentence(
        Kind.STATED, "By %(year)s the poverty rate of %(place)s would be %(said)s by the %(n)s scenarios, if one of "
        "them came true.", place=province_name(pack, lang), year=parameters.horizon, said=outcome,
        n=_count_scenarios(paths),
    )  # fmt: skip


def _phrase_remaining_years(
    starts: list[ScenarioStart], pack: Pack, parameters: ScenarioParameters, lang: Language
) -> Sentence:
    """How long what is left would last at the pace so far, and how many would have to leave if others became poor."""
    if not starts:
        return lang.sentence(
            Kind.UNTOLD, "At what pace poverty in %(place)s falls now cannot be told from 0 spells with two figures "
            "that still count, if nothing newer is printed.", place=province_name(pack, lang),
        )  # fmt: skip
    counted = all(s.count and s.earlier for s in starts)
    slowest, fastest = (pick(_annual_pace_range(s, counted)[i] for s in starts) for i, pick in ((0, min), (1, max)))
    last = starts[0].count if counted else starts[0].last
    if slowest <= 0:
        return lang.sentence(
            Kind.STATED, "The poverty rate of %(place)s may not have fallen (%(range)s points a year): at the slowest "
            "of these paces it never ends, if that one goes on.", place=province_name(pack, lang),
            range=lang.range(*(lang.number(x, 2) for x in (slowest, fastest))),
        )  # fmt: skip
    lasts = lang.range(lang.number(last.low / fastest, 1), lang.number(last.high / slowest, 1))
    if not counted:
        return lang.sentence(
            Kind.STATED, "At the pace so far, %(pace)s points a year, the remaining %(left)s points of poverty in "
            "%(place)s would last %(lasts)s years, if nobody became poor meanwhile.", place=province_name(pack, lang),
            pace=lang.range(*(lang.number(x, 2) for x in (slowest, fastest))),
            left=lang.range(lang.number(last.low, 2), lang.number(last.high, 2)), lasts=lasts,
        )  # fmt: skip
    others = starts[0].all_households - last.value
    entering = [others * e / 100 for e in (min(parameters.entry), max(parameters.entry))]
    return lang.sentence(
        Kind.STATED, "At the pace so far, %(pace)s households a year, the remaining %(left)s in %(place)s would last "
        "%(lasts)s years if nobody became poor; if %(entry)s of the others did each year, %(entering)s would have to "
        "leave a year for the number merely to stay.", place=province_name(pack, lang),
        pace=lang.range(*(lang.number(x) for x in (slowest, fastest))),
        left=lang.range(lang.number(last.low), lang.number(last.high)), lasts=lasts,
        entering=lang.range(*(lang.number(x) for x in entering)),
        entry=lang.range(*(lang.percent(e, 2) for e in (min(parameters.entry), max(parameters.entry)))),
    )  # fmt: skip


def _phrase_target_results(pack: Pack, lang: Language) -> Sentence:
    """How many printed targets were reached."""
    judged = tabulate_target_verdicts(pack)
    if judged.empty:
        return lang.sentence(
            Kind.UNTOLD, "Whether targets were met in %(place)s cannot be told: 0 targets are printed, if the sources "
            "used hold all that was set.", place=province_name(pack, lang),
        )  # fmt: skip
    reached, missed = ((judged["verdict"] == word).sum() for word in (TARGET_REACHED, TARGET_MISSED))
    return lang.sentence(
        Kind.PARTLY_UNTOLD, "Of the targets printed for %(place)s (%(n)s), %(reached)s to %(most)s were reached and "
        "%(missed)s missed, if each is judged by figures of its own series and standard; of %(untold)s it cannot be "
        "told.", place=province_name(pack, lang), n=len(judged), reached=reached, missed=missed,
        untold=len(judged) - reached - missed, most=len(judged) - missed,
    )  # fmt: skip


def _phrase_no_scenario_reason(pack: Pack, parameters: ScenarioParameters, lang: Language) -> str:
    """Why there is no scenario."""
    try:
        last = find_scenario_start(resolve_readings(pack)).last
    except NoOutlookError as reason:
        values = {name: lang.date(v) if name == "date" else v for name, v in reason.values.items()}
        return lang.say(NO_SCENARIO_REASONS[reason.reason], **values)
    text = translatable("the last figure, of %(date)s, is not earlier than %(year)s")
    return lang.say(text, date=lang.date(last.date), year=parameters.horizon)


def _annual_pace_range(start: ScenarioStart, counted: bool) -> tuple[float, float]:
    """The lowest and the highest households or points a year that the numerals leave, over the whole spell."""
    if not counted:
        return start.pace_so_far.points_low, start.pace_so_far.points_high
    first, last = start.earlier, start.count
    years = last.t - first.t
    return (first.low - last.high) / years, (first.high - last.low) / years


def _count_scenarios(paths: pd.DataFrame) -> int:
    """The number of scenarios in a table of paths: pairs of scenario and parameter."""
    return len(paths[["scenario", "parameter"]].drop_duplicates())
