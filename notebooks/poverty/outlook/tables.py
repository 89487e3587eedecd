"""Tables of the outlook: scenarios with the fan, targets judged, what a target asks for."""

import pandas as pd

from poverty.outlook.fan import MOST_YEARS_AHEAD, Fan, compute_fan_range, find_fan
from poverty.outlook.scenarios import (
    SAME_RATE_SCENARIO,
    SCENARIO_KINDS,
    NoOutlookError,
    ScenarioParameters,
    ScenarioPoint,
    ScenarioStart,
    build_scenario_start,
    compute_required_pace,
    find_scenario_start,
    load_scenario_parameters,
    project_scenarios,
)
from poverty.outlook.targets import NOT_KNOWN, judge_targets
from poverty.packs import vocabulary
from poverty.packs.claims import Claim
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import join_claims_and_readings, round_finite, tabulate_rows
from poverty.trajectory.consistency import list_spell_variants
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.spells import MIN_SPELL_YEARS, Anchor, Spell, build_anchor_cells, list_comparable_spells

SCENARIO_COLUMNS = [
    "role", "scenario", "parameter", "inflow", "variant", "label", "open", "date", "t", "value", "low", "high",
    "calibrated", "households", "standard", "verdict", "kind", "claims", "readings",
]  # fmt: skip
SCENARIO_NUMBER_COLUMNS = ["parameter", "t", "value", "low", "high", "households"]
TARGET_COLUMNS = [
    "indicator", "population", "area", "statistic", "start", "end", "standard", "printed", "unit", "target", "better",
    "outcome_low", "outcome_high", "verdict", "why", "kind", "claims", "readings",
]  # fmt: skip
REQUIRED_PACE_COLUMNS = [
    "indicator", "area", "printed", "date", "standard", "years", "points_needed", "points_so_far", "arr_needed",
    "arr_so_far", "direction", "kind", "claims", "readings",
]  # fmt: skip
REQUIRED_PACE_NUMBERS = ["years", "points_needed", "points_so_far", "arr_needed", "arr_so_far"]
STILL_SCENARIOS = {kind.name for kind in SCENARIO_KINDS if not kind.moved_by_pace}


def tabulate_scenarios(pack: Pack, parameters: ScenarioParameters | None = None) -> pd.DataFrame:
    """Every scenario from the last figure to the end of its standard, for each reading of an open question that counts.

    `role` is figure (an earlier figure of the spell), last (its last one), target (a level aimed at under the same
    standard, from the last figure on or for its very date; `verdict` judges it) or scenario. `low` and `high` of the
    scenario of the same rate are the ends of the fan, up to three years ahead; `calibrated` is "yes" where its level is
    known, "no" where it is as wide as elsewhere at higher rates. `households`: of the last known number of households.
    Percent.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_scenarios(load_pack("dien-bien"))
        >>> list(table["role"].unique()), list(table["scenario"].unique()[1:])
        (['last', 'figure', 'scenario'], ['pace', 'stagnation', 'churn'])
    """
    parameters = parameters or load_scenario_parameters(pack)
    fan = find_fan()
    rows: list[dict] = []
    for variant, start in list_scenario_starts(pack):
        first, last = start.spell.anchors[0], start.last
        _, tag, label = variant or ("", "", "")
        tags = dict.fromkeys([*last.readings, *first.readings, *([tag] if variant else [])])
        claims = dict.fromkeys([*first.claims, *last.claims, *(start.count.claims if start.count else ())])
        common = {"variant": tag.partition("=")[2], "label": label, "open": "yes" if variant else "no"}
        common |= {"standard": start.spell.standard, "readings": " ".join(tags)}
        settled = common | {"variant": "", "label": "", "open": "no", "readings": " ".join(last.readings)}
        if not rows:
            rows += [settled | row for row in (_build_last_figure_row(start), *_build_target_rows(pack, start))]
        rows += [common | {"role": "figure"} | _build_figure_cells(anchor) for anchor in start.spell.anchors[:-1]]
        projected = {row.get("scenario") for row in rows}
        for s in project_scenarios(start, parameters):
            still = s.name in STILL_SCENARIOS
            if still and s.name in projected:
                continue
            for p in s.points:
                households = p.value * start.all_households / 100 if start.all_households else None
                row = {"role": "scenario", "scenario": s.name, "parameter": s.parameter, "inflow": s.inflow}
                row |= {"date": format_sdmx_month(p.t), "t": p.t, "households": round_finite(households, 0)}
                row |= {"value": round_finite(p.value), "kind": "assumed", "claims": " ".join(claims)}
                if s.name == SAME_RATE_SCENARIO and fan:
                    row |= _build_fan_cells(start, p, fan)
                rows.append((settled if still else common) | row)
    return tabulate_rows(rows, SCENARIO_COLUMNS, SCENARIO_NUMBER_COLUMNS)


def select_scenario_ends(table: pd.DataFrame) -> pd.DataFrame:
    """Where scenarios end: rows of `tabulate_scenarios`, all of one date.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> ends = select_scenario_ends(tabulate_scenarios(load_pack("dien-bien")))
        >>> ends["date"].unique().tolist(), ends["scenario"].tolist()[:2]
        (['2026-M12'], ['pace', 'stagnation'])
    """
    paths = table[table["role"] == "scenario"]
    return paths[paths["t"] == paths["t"].max()]


def list_scenario_starts(pack: Pack) -> list[tuple[tuple[str, str, str] | None, ScenarioStart]]:
    """Where scenarios begin, once for each reading of an open question that moves the spell; [] if nowhere.

    Each comes with (question, "question=reading", label) of its reading, or None under the preferred ones.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import restrict_to_evidence
        >>> article = restrict_to_evidence(load_pack("bac-lieu"), "article")
        >>> [(tag, start.pace_so_far.years) for (_, tag, _), start in list_scenario_starts(article)]
        [('review-2022=closing', 2.0), ('review-2022=opening', 3.0)]
    """
    resolved = resolve_readings(pack)
    try:
        preferred_start = find_scenario_start(resolved)
    except NoOutlookError:
        return []
    key = (preferred_start.spell.series, preferred_start.spell.standard)
    starts = []
    for v in list_spell_variants(pack):
        if (v.spell.series, v.spell.standard) != key or v.status != "open":
            continue
        moved = resolve_readings(pack, {v.question: v.reading}) if v.reading else resolved
        try:
            starts.append(((v.question, v.tag, v.label), build_scenario_start(v.spell, moved)))
        except NoOutlookError:
            continue  # under this reading there is no pace
    return starts or [(None, preferred_start)]


def find_first_scenario_start(pack: Pack) -> ScenarioStart | None:
    """Where scenarios begin, under the first reading of an open question; None if nowhere.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> start = find_first_scenario_start(load_pack("gia-lai"))
        >>> start.last.value, start.pace_so_far.years
        (8.11, 2.0)
        >>> find_first_scenario_start(load_pack("nusa-tenggara-timur")) is None
        True
    """
    starts = list_scenario_starts(pack)
    return starts[0][1] if starts else None


def tabulate_target_verdicts(pack: Pack) -> pd.DataFrame:
    """Every target of the pack and what became of it; `target` and `outcome_*` in `unit`, blank: not known.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_target_verdicts(load_pack("tra-vinh"))
        >>> table.loc[table["end"].str.startswith("2019"), ["printed", "verdict"]].values.tolist()[:2]
        [['4,137', 'cannot tell'], ['1.5', 'cannot tell']]
    """
    resolved = resolve_readings(pack)
    rows = []
    for j in judge_targets(resolved):
        c = j.target
        row = {"indicator": c.indicator, "population": c.population, "area": c.area, "statistic": c.statistic}
        row |= {"start": c.start, "end": c.end, "standard": c.standard, "unit": c.base_unit, "why": j.why}
        row |= {"printed": _phrase_printed_numeral(c), "target": j.threshold, "better": j.better}
        row |= {"verdict": j.verdict, "kind": "derived"}
        if j.outcome != NOT_KNOWN:
            row |= {"outcome_low": round_finite(j.outcome[0]), "outcome_high": round_finite(j.outcome[1])}
        rows.append(row | join_claims_and_readings(j.claims, resolved.claims))
    return tabulate_rows(rows, TARGET_COLUMNS, ["target", "outcome_low", "outcome_high"])


def tabulate_required_paces(pack: Pack) -> pd.DataFrame:
    """What every level aimed at for a later date asks for, against the pace so far; points and percent a year.

    `direction` says whether the rate fell or rose so far. A survey is asked for no pace: chance is part of it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_required_paces(load_pack("gia-lai"))
        >>> table[["date", "points_needed", "points_so_far"]].values.tolist()
        [['2025-M12', 2.035, 1.99]]
    """
    resolved = resolve_readings(pack)
    rows = []
    for j in judge_targets(resolved):
        c, spell = j.target, _find_target_spell(j.target, resolved)
        if spell is None or spell.method == "survey" or spell.years < MIN_SPELL_YEARS - 1e-9:
            continue
        first, last = spell.anchors[0], spell.anchors[-1]
        if c.t <= last.t + 1e-6:
            continue
        points, arr, years = compute_required_pace(last, j.threshold, c.t)
        pace = annual_pace(first, last)
        row = {"indicator": c.indicator, "area": c.area, "printed": _phrase_printed_numeral(c), "date": c.end}
        row |= {"standard": c.standard, "years": round(years, 2), "direction": pace.direction, "kind": "derived"}
        row |= {"points_needed": round_finite(points), "points_so_far": round_finite(pace.points)}
        row |= {"arr_needed": round_finite(arr), "arr_so_far": round_finite(pace.arr)}
        claims = (c.id, *first.claims, *last.claims)
        rows.append(row | join_claims_and_readings(claims, resolved.claims))
    return tabulate_rows(rows, REQUIRED_PACE_COLUMNS, REQUIRED_PACE_NUMBERS)


def _build_figure_cells(anchor: Anchor) -> dict:
    """The cells of a figure of the spell but for its readings, which are those of its spell."""
    return {name: cell for name, cell in build_anchor_cells(anchor).items() if name != "readings"}


def _build_last_figure_row(start: ScenarioStart) -> dict:
    """The row of the last figure: the rate with its range, and households where they are counted."""
    last, count = start.last, start.count
    claims = dict.fromkeys([*last.claims, *(count.claims if count else ())])
    households = round_finite(count.value if count else None, 0)
    return {"role": "last"} | _build_figure_cells(last) | {"households": households, "claims": " ".join(claims)}


def _build_fan_cells(start: ScenarioStart, point: ScenarioPoint, fan: Fan) -> dict:
    """The ends of the fan, and whether its level is known; {} further ahead than any of its record."""
    years_ahead = point.t - start.last.t
    if years_ahead > MOST_YEARS_AHEAD + 1e-6:
        return {}
    low, high = compute_fan_range(point.value, start.pace_so_far.points, years_ahead, fan.width)
    known = "yes" if start.last.value >= fan.lowest_rate else "no"
    return {"low": round_finite(low), "high": round_finite(high), "calibrated": known}


def _build_target_rows(pack: Pack, start: ScenarioStart) -> list[dict]:
    """Levels that were aimed at for the date of the last figure or for later ones, under its standard."""
    rows = []
    for j in judge_targets(resolve_readings(pack)):
        c = j.target
        comparable = (c.indicator, c.population, c.standard) == ("poverty_rate", "all", start.spell.standard)
        if comparable and c.statistic == "level" and c.area != "successor" and c.t >= start.last.t - 1e-6:
            row = {"role": "target", "date": c.end, "t": c.t, "verdict": j.verdict, "kind": "target"}
            row |= dict.fromkeys(("value", "low", "high"), j.threshold)
            rows.append(row | {"claims": c.id, "readings": " ".join(c.readings)})
    return rows


def _find_target_spell(target: Claim, resolved: ResolvedClaims) -> Spell | None:
    """The spell of rates in which a target lies: of the same people, territory and standard; None if there is none."""
    if target.statistic != "level" or vocabulary.INDICATORS[target.indicator].unit != "percent":
        return None
    area = "province" if target.area == "former territory" else target.area
    key = (target.indicator, target.population, area, target.standard)
    for s in list_comparable_spells(resolved):
        if (s.series.indicator, s.series.population, s.series.area, s.standard) == key:
            return s
    return None


def _phrase_printed_numeral(c: Claim) -> str:
    """A claim's numeral as printed, with its qualifier: "about 3"."""
    return c.printed if c.qualifier in ("exact", "range") else f"{c.qualifier} {c.printed}"
