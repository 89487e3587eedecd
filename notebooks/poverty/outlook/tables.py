"""Tables of the outlook: scenarios, targets judged, what a target asks for, sources' own verdicts."""

from math import inf

import pandas as pd

from poverty.outlook.scenarios import (
    NoOutlookError,
    ScenarioParameters,
    ScenarioStart,
    build_scenario_start,
    compute_required_pace,
    find_scenario_start,
    load_scenario_parameters,
    project_scenarios,
)
from poverty.outlook.targets import judge_targets
from poverty.outlook.verdicts import answer_source_verdicts
from poverty.packs import vocabulary
from poverty.packs.claims import Claim
from poverty.packs.dates import format_sdmx_month, period_end_coordinate
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import join_claims_and_readings, round_finite, tabulate_rows
from poverty.trajectory.spells import Spell, list_comparable_spells
from poverty.trajectory.variants import list_spell_variants

SCENARIO_COLUMNS = [
    "role", "scenario", "parameter", "variant", "label", "open", "date", "t", "value", "low", "high", "households",
    "within", "standard", "verdict", "kind", "claims", "readings",
]  # fmt: skip
SCENARIO_NUMBER_COLUMNS = ["parameter", "t", "value", "low", "high", "households"]
TARGET_COLUMNS = [
    "indicator", "population", "area", "statistic", "start", "end", "standard", "printed", "unit", "target", "better",
    "outcome_low", "outcome_high", "verdict", "why", "kind", "claims", "readings",
]  # fmt: skip
REQUIRED_PACE_COLUMNS = [
    "indicator", "area", "printed", "date", "standard", "years", "points_needed", "points_so_far", "arr_needed",
    "arr_so_far", "kind", "claims", "readings",
]  # fmt: skip
SOURCE_VERDICT_COLUMNS = ["claim", "indicator", "publisher", "answer", "why", "kind", "claims", "readings"]


def tabulate_scenarios(pack: Pack, given: ScenarioParameters | None = None) -> pd.DataFrame:
    """Every scenario from the last figure to the horizon, for each reading of an open question that moves the pace.

    `role` is last (the last figure), target (a level aimed at under the same standard, from the last figure on or for
    its very date; `verdict` judges it) or scenario. `within` is "yes" inside the standard of the last figure:
    beyond it, figures will be of another kind. `households`: of the last known number of households. Percent.
    """
    given = given or load_scenario_parameters(pack)
    rows: list[dict] = []
    for variant, begun in list_scenario_starts(pack):
        if given.horizon <= begun.last.t:
            continue
        standard = pack.shared.standards[begun.spell.standard]
        tags = dict.fromkeys(
            [*begun.last.readings, *begun.spell.anchors[0].readings, *([variant[1]] if variant else [])]
        )
        claims = [*begun.spell.anchors[0].claims, *begun.last.claims, *(begun.count.claims if begun.count else ())]
        settled = {"variant": "", "label": "", "open": "no", "readings": " ".join(begun.last.readings)}
        common = {"variant": variant[1].partition("=")[2] if variant else "", "label": variant[2] if variant else ""}
        common |= {"open": "yes" if variant else "no", "standard": standard.id, "readings": " ".join(tags)}
        traced = {"claims": " ".join(dict.fromkeys(claims))}
        if not rows:
            rows.append(common | settled | _build_last_figure_row(begun))
            rows += [common | settled | row for row in _build_target_rows(pack, begun)]
        for s in project_scenarios(begun, given):
            unmoved = s.name == "stagnation"  # the only scenario that no reading of the pace moves
            if unmoved and any(r.get("scenario") == s.name for r in rows):
                continue
            for p in s.points:
                households = p.value * begun.whole / 100 if begun.whole else None
                row = {
                    "role": "scenario",
                    "scenario": s.name,
                    "parameter": s.parameter,
                    "date": format_sdmx_month(p.t),
                    "t": p.t,
                }
                row |= {
                    "value": round_finite(p.value),
                    "low": round_finite(p.low),
                    "high": round_finite(p.high),
                    "kind": "assumed",
                }
                row |= {
                    "households": round_finite(households, 0),
                    "within": "yes" if p.t <= standard.last_year + 1e-5 else "no",
                }
                rows.append(common | traced | row | (settled if unmoved else {}))
    return tabulate_rows(rows, SCENARIO_COLUMNS, SCENARIO_NUMBER_COLUMNS)


def list_scenario_starts(pack: Pack) -> list[tuple[tuple[str, str, str] | None, ScenarioStart]]:
    """Where scenarios begin, once for each reading of an open question that moves the spell; [] if nowhere.

    Each comes with (question, "question=reading", label) of its reading, or None under the preferred ones.
    """
    resolved = resolve_readings(pack)
    try:
        usual = find_scenario_start(resolved)
    except NoOutlookError:
        return []
    key = (usual.spell.series, usual.spell.standard)
    moved = [v for v in list_spell_variants(pack) if (v.spell.series, v.spell.standard) == key and v.status == "open"]
    found = []
    for v in moved:
        other = resolve_readings(pack, {v.question: v.reading}) if v.reading else resolved
        try:
            found.append(((v.question, v.tag, v.label), build_scenario_start(v.spell, other)))
        except NoOutlookError:
            continue  # under this reading there is no pace
    return found or [(None, usual)]


def tabulate_target_verdicts(pack: Pack) -> pd.DataFrame:
    """Every target of the pack and what became of it; `target` and `outcome_*` in `unit`, blank: not known."""
    rows = []
    resolved = resolve_readings(pack)
    for j in judge_targets(resolved):
        c = j.target
        row = {"indicator": c.indicator, "population": c.population, "area": c.area, "statistic": c.statistic}
        row |= {
            "start": c.start,
            "end": c.end,
            "standard": c.standard,
            "printed": _phrase_printed_numeral(c),
            "unit": c.base_unit,
        }
        row |= {"target": j.threshold, "better": j.better, "verdict": j.verdict, "why": j.why, "kind": "derived"}
        if j.outcome != (0.0, inf):
            row |= {"outcome_low": round_finite(j.outcome[0]), "outcome_high": round_finite(j.outcome[1])}
        rows.append(row | join_claims_and_readings(j.claims, resolved))
    return tabulate_rows(rows, TARGET_COLUMNS, ["target", "outcome_low", "outcome_high"])


def tabulate_required_paces(pack: Pack) -> pd.DataFrame:
    """What every level aimed at for a later date asks for, against the pace so far; points and percent a year."""
    rows = []
    resolved = resolve_readings(pack)
    for j in judge_targets(resolved):
        spell = _find_target_spell(j.target, resolved)
        if spell is None or period_end_coordinate(j.target.end) <= spell.anchors[-1].t + 1e-6:
            continue
        try:
            begun = build_scenario_start(spell, resolved)
        except NoOutlookError:
            continue
        c, so_far = j.target, begun.so_far
        points, arr, years = compute_required_pace(begun, j.threshold, period_end_coordinate(c.end))
        row = {
            "indicator": c.indicator,
            "area": c.area,
            "printed": _phrase_printed_numeral(c),
            "date": c.end,
            "standard": c.standard,
        }
        row |= {
            "years": round(years, 2),
            "points_needed": round_finite(points),
            "points_so_far": round_finite(so_far.points),
        }
        row |= {"arr_needed": round_finite(arr), "arr_so_far": round_finite(so_far.arr), "kind": "derived"}
        rows.append(
            row | join_claims_and_readings((c.id, *spell.anchors[0].claims, *spell.anchors[-1].claims), resolved)
        )
    numbers = ["years", "points_needed", "points_so_far", "arr_needed", "arr_so_far"]
    return tabulate_rows(rows, REQUIRED_PACE_COLUMNS, numbers)


def tabulate_source_verdicts(pack: Pack) -> pd.DataFrame:
    """The verdicts that sources give themselves, with the answer of what is printed."""
    rows = []
    resolved = resolve_readings(pack)
    for a in answer_source_verdicts(resolved):
        c = a.verdict
        row = {"claim": c.id, "indicator": c.indicator, "publisher": c.source.publisher, "answer": a.answer}
        rows.append(row | {"why": a.why, "kind": "derived"} | join_claims_and_readings(a.claims, resolved))
    return tabulate_rows(rows, SOURCE_VERDICT_COLUMNS, [])


def _build_last_figure_row(begun: ScenarioStart) -> dict:
    last = begun.last
    households = begun.count.value if begun.count else None
    claims = dict.fromkeys([*last.claims, *(begun.count.claims if begun.count else ())])
    return {
        "role": "last",
        "date": last.date,
        "t": last.t,
        "value": round_finite(last.value),
        "low": round_finite(last.low),
        "high": round_finite(last.high),
        "households": round_finite(households, 0),
        "within": "yes",
        "kind": last.kind,
        "claims": " ".join(claims),
    }


def _build_target_rows(pack: Pack, begun: ScenarioStart) -> list[dict]:
    """Levels that were aimed at for the date of the last figure or for later ones, under its standard."""
    rows = []
    resolved = resolve_readings(pack)
    for j in judge_targets(resolved):
        c = j.target
        same = (c.indicator, c.population, c.standard) == ("poverty_rate", "all", begun.spell.standard)
        if same and c.statistic == "level" and c.area != "successor" and c.t >= begun.last.t - 1e-6:
            rows.append(
                {
                    "role": "target", "date": c.end, "t": c.t, "value": j.threshold, "low": j.threshold,
                    "high": j.threshold, "within": "yes", "verdict": j.verdict, "kind": "target", "claims": c.id,
                    "readings": " ".join(c.readings),
                }
            )  # fmt: skip
    return rows


def _find_target_spell(target: Claim, resolved: ResolvedClaims) -> Spell | None:
    """The rates that a level aimed at continues: of the same people, territory and standard."""
    if target.statistic != "level" or vocabulary.INDICATORS[target.indicator].unit != "percent":
        return None
    area = "province" if target.area == "former territory" else target.area
    key = (target.indicator, target.population, area, target.standard)
    for s in list_comparable_spells(resolved):
        if (s.series.indicator, s.series.population, s.series.area, s.standard) == key:
            return s
    return None


def _phrase_printed_numeral(c: Claim) -> str:
    return c.printed if c.qualifier in ("exact", "range") else f"{c.qualifier} {c.printed}"
