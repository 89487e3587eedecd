"""Tables and explanations of notebook 05: scenarios, the record of their range, targets and sources' own verdicts."""

from math import isfinite

import pandas as pd

from poverty.bands import load_donors
from poverty.outlook import (
    answer_source_verdicts,
    estimate_exit_share,
    find_fan,
    find_first_scenario_start,
    load_scenario_parameters,
    select_scenario_ends,
    tabulate_fan_record,
    tabulate_printed_inflows,
)
from poverty.packs.claims import Claim
from poverty.packs.dates import find_next_day
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import INDICATORS
from poverty.tables import list_scenario_starts, tabulate_required_paces, tabulate_scenarios, tabulate_target_verdicts
from poverty.words.findings.jobs import phrase_verdict_reason
from poverty.words.findings.outlook import phrase_no_scenario_reason
from poverty.words.phrases import (
    STATISTIC_LABELS,
    capitalize_first,
    format_bounds,
    phrase_group_and_area,
    phrase_printed,
    phrase_successor,
)
from poverty.words.readable.table import ENGLISH, Entry, Head, put_into_words
from poverty.words.scenarios import phrase_fan_name, phrase_scenario

NO_SCENARIO = "No scenario is drawn: there is no fall in a register to go on from."
SAME_RATE = "pace"
UNMOVED = 1e-3  # percent: tables show less than that as no change
CHANGE_COLUMNS = ["changed", "declared", "declared_value", "tried", "tried_value", "change", "households"]
START_COLUMNS = ["label", "standard", "from", "to", "first_rate", "last_rate", "points", "compound"]


def _tabulate_by_year(pack: Pack, **chosen: object) -> pd.DataFrame:
    """Every scenario in every year ahead."""
    rows = _tabulate_told(pack, **chosen)
    last = rows.loc[rows["role"] == "last", "t"].max()
    rows = rows[(rows["role"] == "scenario") & (rows["t"] > last + 1e-3)]
    return rows.sort_values("t", kind="stable")


def _tabulate_ends(pack: Pack, **chosen: object) -> pd.DataFrame:
    return select_scenario_ends(_tabulate_told(pack, **chosen))


def _tabulate_told(pack: Pack, **chosen: object) -> pd.DataFrame:
    """Scenarios with their conditions in words, readings of open questions too, and what their range is."""
    parameters = load_scenario_parameters(pack, **chosen)
    rows = tabulate_scenarios(pack, parameters)
    conditions = [_tell_condition(row, parameters.exit) for row in rows.itertuples()]
    called = [phrase_fan_name(find_fan(), word, ENGLISH) if word else "" for word in rows["calibrated"]]
    return rows.assign(if_so=conditions, range_called=called)


def _tell_condition(row: tuple, leave: float | None) -> str:
    if row.role != "scenario":
        return ""
    told = phrase_scenario(row.scenario, row.parameter, ENGLISH, row.inflow)
    if leave is not None:
        told = told.replace("exits as before", f"{leave:g}% of the poor leave a year")
    return "; ".join(filter(None, (told, row.label)))


def _tabulate_starts(pack: Pack) -> pd.DataFrame:
    """Where scenarios begin and what goes on, under each reading of an open question."""
    rows = []
    for variant, start in list_scenario_starts(pack):
        pace = start.pace_so_far
        row = {"label": variant[2] if variant else "", "standard": start.spell.standard}
        row |= {"from": pace.first.date, "to": pace.last.date, "points": pace.points, "compound": pace.compound}
        row |= {"first_rate": pace.first.value, "last_rate": pace.last.value}
        rows.append(row | {"claims": " ".join(dict.fromkeys((*pace.first.claims, *pace.last.claims)))})
    return pd.DataFrame(rows, columns=[*START_COLUMNS, "claims"])


def _tabulate_changes(pack: Pack, tried: dict[str, object], **chosen: object) -> pd.DataFrame:
    """Where scenarios end as declared, and with one parameter at a time as tried; none that does not move.

    A scenario that is not declared is held against the same rate.
    """
    before = _tabulate_ends(pack, **chosen).fillna({"parameter": -1.0})
    rows = []
    for name, value in tried.items():
        after = _tabulate_ends(pack, **(chosen | {name: value})).fillna({"parameter": -1.0})
        for new in after.itertuples():
            for old in _find_declared(new, before).itertuples():
                if old.date == new.date and abs(old.value - new.value) < UNMOVED:
                    continue
                dated = old.date != new.date
                words = [f"{of.if_so}, {ENGLISH.date(of.date)}" if dated else of.if_so for of in (old, new)]
                row = {"changed": f"{name} = {value}", "claims": new.claims}
                row |= {"declared": words[0], "declared_value": old.value, "tried": words[1], "tried_value": new.value}
                rows.append(row | {"change": new.value - old.value, "households": new.households - old.households})
    return pd.DataFrame(rows, columns=[*CHANGE_COLUMNS, "claims"])


def _find_declared(tried: tuple, declared: pd.DataFrame) -> pd.DataFrame:
    """What a scenario that is tried stands beside: itself, others of its kind, or the same rate."""
    under = declared[(declared["label"] == tried.label) | (declared["label"] == "")]
    kind = under[under["scenario"] == tried.scenario]
    itself = kind[(kind["parameter"] == tried.parameter) & (kind["inflow"] == tried.inflow)]
    return next((rows for rows in (itself, kind) if len(rows)), under[under["scenario"] == SAME_RATE])


def _tabulate_inflows() -> pd.DataFrame:
    return tabulate_printed_inflows().rename(columns={"not_poor_date": "as_of"})


def _tabulate_record() -> pd.DataFrame:
    record = tabulate_fan_record(load_donors())
    return record.assign(held=100 * record["coverage"])


def _tabulate_targets(pack: Pack) -> pd.DataFrame:
    """What was aimed at and what came of it, in words."""
    rows = tabulate_target_verdicts(pack)
    claims = _list_target_claims(rows, pack)
    return rows.assign(
        what=[_name_series(claim, pack) for claim in claims],
        aim=[_tell_aim(claim, pack) for claim in claims],
        when=[ENGLISH.span(row.start, row.end) for row in rows.itertuples()],
        came_to=[_tell_outcome(row) for row in rows.itertuples()],
        why=[put_into_words(why, None) for why in rows["why"]],
    )


def _name_series(claim: Claim, pack: Pack) -> str:
    what = capitalize_first(INDICATORS[claim.indicator].label)
    group = phrase_group_and_area(claim.population, claim.area, pack, ENGLISH)
    return f"{what}, {group}" if group else what


def _tell_aim(claim: Claim, pack: Pack) -> str:
    """A target as printed, with what it is a number of: "fall of 1.5 percentage points"."""
    printed = phrase_printed(claim, pack, ENGLISH)
    unit = "percentage point" if claim.printed == "1" else "percentage points"
    units = {"percent": "%", "persons": " people", "percentage points": f" {unit}"}
    number = printed + units.get(claim.base_unit, f" {claim.base_unit}")
    statistic = STATISTIC_LABELS.get(claim.statistic, "")
    return f"{statistic} of {number}" if statistic else number


def _list_target_claims(rows: pd.DataFrame, pack: Pack) -> list[Claim]:
    """The claim of each target: the first that its row names."""
    claims = resolve_readings(pack).claims
    return [claims[names.split()[0]] for names in rows["claims"]]


def _tell_outcome(row: tuple) -> str:
    """What is known of it: a range, its lower end alone, or nothing."""
    if not isfinite(row.outcome_low):
        return ""
    if not isfinite(row.outcome_high):
        return f"{ENGLISH.number(row.outcome_low)} or more"
    return format_bounds(row.outcome_low, row.outcome_high, ENGLISH.number, ENGLISH)


def _tabulate_asked(pack: Pack) -> pd.DataFrame:
    """What later targets ask for from the last figure on, against the pace so far."""
    rows = tabulate_required_paces(pack)
    more = [
        ENGLISH.number(points, 2) if points > 0 else "nothing more: the last figure is there"
        for points in rows["points_needed"]
    ]
    told = rows["direction"] != "cannot tell"
    claims = _list_target_claims(rows, pack)
    return rows.assign(
        what=[_name_series(claim, pack) for claim in claims],
        aim=[_tell_aim(claim, pack) for claim in claims],
        asked=more,
        points_so_far=rows["points_so_far"].abs().where(told),
    )


def _tabulate_verdicts(pack: Pack) -> pd.DataFrame:
    """What sources say of their own targets, and what the printed figures answer."""
    rows = [
        {
            "publisher": answer.verdict.source.publisher,
            "about": capitalize_first(INDICATORS[answer.verdict.indicator].label),
            "answer": answer.answer, "why": phrase_verdict_reason(answer, ENGLISH), "claims": " ".join(answer.claims),
        }
        for answer in answer_source_verdicts(resolve_readings(pack))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["publisher", "about", "answer", "why", "claims"])


SCENARIO_HEADS = (
    Head("If so", "if_so"), Head("Poverty rate, %", "value low high", 2),
    Head("The range is", "range_called"), Head("Poor households", "households"),
)  # fmt: skip
TABLES = {
    "scenario-ends": Entry(_tabulate_ends, (Head("When", "date"), *SCENARIO_HEADS), NO_SCENARIO),
    "scenarios": Entry(_tabulate_by_year, (Head("When", "date"), *SCENARIO_HEADS), NO_SCENARIO, rows=24),
    "scenario-starts": Entry(
        _tabulate_starts,
        (
            Head("Standard", "standard"), Head("From", "from"), Head("To", "to"),
            Head("First rate, %", "first_rate", 2), Head("Last rate, %", "last_rate", 2),
            Head("Points a year", "points", 2), Head("Fall of the rate a year, %", "compound", 1),
            Head("Reading", "label"),
        ),
        NO_SCENARIO,
    ),
    "scenario-changes": Entry(
        _tabulate_changes,
        (
            Head("Changed", "changed"), Head("As declared", "declared"),
            Head("leads to, %", "declared_value", 2), Head("As tried", "tried"), Head("leads to, %", "tried_value", 2),
            Head("Change, points", "change", 2), Head("Change, poor households", "households"),
        ),
        "Nothing that is tried moves a scenario here.",
        rows=20,
    ),
    "printed-inflows": Entry(
        _tabulate_inflows,
        (
            Head("Place", "place"), Head("Years", "years"),
            Head("Households that became poor a year", "households_a_year"), Head("of households not poor", "not_poor"),
            Head("counted at", "as_of"), Head("% a year", "percent", 1),
        ),
        "No pack prints how many households became poor.",
        of_pack=False,
    ),
    "fan-record": Entry(
        _tabulate_record,
        (
            Head("Years ahead", "years_ahead"), Head("Figures", "figures"), Head("Places", "places"),
            Head("Same rate: miss, %", "miss", 1), Head("bias, %", "bias", 1),
            Head("Line of square roots: miss, %", "root_miss", 1), Head("bias, %", "root_bias", 1),
            Head("Range held, %", "held"),
        ),
        "No place has a known pace and a later figure: there is no record.",
        of_pack=False,
    ),
    "targets": Entry(
        _tabulate_targets,
        (
            Head("Target for", "what"), Head("Aim, as printed", "aim"), Head("When", "when"),
            Head("Came to", "came_to"), Head("Verdict", "verdict"), Head("Judged by", "why"),
        ),
        "No target on poverty or jobs is printed.",
        rows=24,
    ),
    "required-paces": Entry(
        _tabulate_asked,
        (
            Head("Target for", "what"), Head("Aim, as printed", "aim"), Head("By", "date"),
            Head("It asks for, points a year", "asked"), Head("So far it", "direction"),
            Head("by, points a year", "points_so_far", 2),
        ),
        "No target lies after the last figure of its series.",
    ),
    "source-verdicts": Entry(
        _tabulate_verdicts,
        (
            Head("Publisher", "publisher"), Head("About", "about"), Head("The figures answer", "answer"),
            Head("Why", "why"),
        ),
        "No source says of itself that it met a target.",
    ),
}  # fmt: skip


def phrase_outlook_start(pack: Pack, **chosen: object) -> list[str]:
    """Where the scenarios begin, and which printed inflows cannot have held here; or why there is no scenario."""
    start = find_first_scenario_start(pack)
    if start is None:
        return [f"No scenario is drawn: {phrase_no_scenario_reason(pack, ENGLISH)}."]
    said = []
    if start.count and start.all_households:
        poor, total = ENGLISH.number(start.count.value), ENGLISH.number(start.all_households)
        said.append(
            f"At {ENGLISH.date(start.last.date)} {poor} of about {total} households were poor; the number of all "
            f"households is carried along unchanged."
        )
    parameters = load_scenario_parameters(pack, **chosen)
    inflows = [] if parameters.entry else tabulate_printed_inflows().itertuples()
    refused = [
        f"{ENGLISH.percent(row.percent, 1)} ({row.place} {row.years})"
        for row in inflows
        if estimate_exit_share(start, parameters, row.percent) is None
    ]
    if refused:
        said.append(
            f"Churn is not drawn with {ENGLISH.listed(refused)} of the others becoming poor in a year: then the rate "
            f"could not have fallen as it did, even if all of the poor had left each year."
        )
    until = pack.shared.territory.get("until")
    if until:
        heir, day = phrase_successor(pack, ENGLISH) or "another province", ENGLISH.day(find_next_day(until))
        said.append(f"From {day} the province is part of {heir}: later dates are of its former territory.")
    return said


def phrase_fan(pack: Pack) -> list[str]:
    """What the width of the range rests on, and from which rates up it is known how often it holds."""
    fan = find_fan()
    if fan is None:
        return ["Too few places have a known pace: the same rate has no range."]
    level, held = (ENGLISH.percent(100 * share) for share in (fan.level, fan.coverage))
    width, lowest = ENGLISH.number(fan.width, 2), ENGLISH.percent(fan.lowest_rate, 1)
    return [
        f"{level} of the misses are at most **w = {width}** times the fall so far in points a year, for each year "
        f"ahead. Each place counts once, and one more place with a miss of unknown size.",
        f"With w from all other places, the range held {held} of {fan.figures} figures in {fan.places} places. None of "
        f"them went on from a rate below {lowest}: from lower rates the range is as wide, hatched in the chart, and no "
        f"probability.",
    ]


EXPLANATIONS = {"outlook": phrase_outlook_start, "fan": phrase_fan}
