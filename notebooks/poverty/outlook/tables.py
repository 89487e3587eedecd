"""Tables of the outlook: scenarios, targets judged, what a target asks for, sources' own verdicts."""

from math import inf

import pandas as pd

from poverty.outlook import scenarios as outlook
from poverty.outlook import targets, verdicts
from poverty.outlook.scenarios import Assumed, NoOutlookError, Start
from poverty.packs import dates as periods
from poverty.packs import readings, vocabulary
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import Resolved
from poverty.packs.rows import framed, rounded, traced
from poverty.trajectory.spells import Spell, spells
from poverty.trajectory.variants import spell_variants

OUTLOOK = [
    "role", "scenario", "parameter", "variant", "label", "open", "date", "t", "value", "low", "high", "households",
    "within", "standard", "verdict", "kind", "claims", "readings",
]  # fmt: skip
NUMBERS = ["parameter", "t", "value", "low", "high", "households"]
TARGETS = [
    "indicator", "population", "area", "statistic", "start", "end", "standard", "printed", "unit", "target", "better",
    "outcome_low", "outcome_high", "verdict", "why", "kind", "claims", "readings",
]  # fmt: skip
NEEDS = [
    "indicator", "area", "printed", "date", "standard", "years", "points_needed", "points_so_far", "arr_needed",
    "arr_so_far", "kind", "claims", "readings",
]  # fmt: skip
VERDICTS = ["claim", "indicator", "publisher", "answer", "why", "kind", "claims", "readings"]


def scenarios(pack: Pack, given: Assumed | None = None) -> pd.DataFrame:
    """Every scenario from the last figure to the horizon, for each reading of an open question that moves the pace.

    `role` is last (the last figure), target (a level aimed at under the same standard, from the last figure on or for
    its very date; `verdict` judges it) or scenario. `within` is "yes" inside the standard of the last figure:
    beyond it, figures will be of another kind. `households`: of the last known number of households. Percent.
    """
    given = given or outlook.assumed(pack)
    rows: list[dict] = []
    for variant, begun in starts(pack):
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
            rows.append(common | settled | _last(begun))
            rows += [common | settled | row for row in _targets(pack, begun)]
        for s in outlook.scenarios(begun, given):
            unmoved = s.name == "stagnation"  # the only scenario that no reading of the pace moves
            if unmoved and any(r.get("scenario") == s.name for r in rows):
                continue
            for p in s.points:
                households = p.value * begun.whole / 100 if begun.whole else None
                row = {
                    "role": "scenario",
                    "scenario": s.name,
                    "parameter": s.parameter,
                    "date": periods.name(p.t),
                    "t": p.t,
                }
                row |= {"value": rounded(p.value), "low": rounded(p.low), "high": rounded(p.high), "kind": "assumed"}
                row |= {
                    "households": rounded(households, 0),
                    "within": "yes" if p.t <= standard.last_year + 1e-5 else "no",
                }
                rows.append(common | traced | row | (settled if unmoved else {}))
    return framed(rows, OUTLOOK, NUMBERS)


def starts(pack: Pack) -> list[tuple[tuple[str, str, str] | None, Start]]:
    """Where scenarios begin, once for each reading of an open question that moves the spell; [] if nowhere.

    Each comes with (question, "question=reading", label) of its reading, or None under the preferred ones.
    """
    resolved = readings.resolve(pack)
    try:
        usual = outlook.start(resolved)
    except NoOutlookError:
        return []
    key = (usual.spell.series, usual.spell.standard)
    moved = [v for v in spell_variants(pack) if (v.spell.series, v.spell.standard) == key and v.status == "open"]
    found = []
    for v in moved:
        other = readings.resolve(pack, {v.question: v.reading}) if v.reading else resolved
        try:
            found.append(((v.question, v.tag, v.label), outlook.begin(v.spell, other)))
        except NoOutlookError:
            continue  # under this reading there is no pace
    return found or [(None, usual)]


def target_verdicts(pack: Pack) -> pd.DataFrame:
    """Every target of the pack and what became of it; `target` and `outcome_*` in `unit`, blank: not known."""
    rows = []
    resolved = readings.resolve(pack)
    for j in targets.judged(resolved):
        c = j.target
        row = {"indicator": c.indicator, "population": c.population, "area": c.area, "statistic": c.statistic}
        row |= {"start": c.start, "end": c.end, "standard": c.standard, "printed": _words(c), "unit": c.base_unit}
        row |= {"target": j.threshold, "better": j.better, "verdict": j.verdict, "why": j.why, "kind": "derived"}
        if j.outcome != (0.0, inf):
            row |= {"outcome_low": rounded(j.outcome[0]), "outcome_high": rounded(j.outcome[1])}
        rows.append(row | traced(j.claims, resolved))
    return framed(rows, TARGETS, ["target", "outcome_low", "outcome_high"])


def target_needs(pack: Pack) -> pd.DataFrame:
    """What every level aimed at for a later date asks for, against the pace so far; points and percent a year."""
    rows = []
    resolved = readings.resolve(pack)
    for j in targets.judged(resolved):
        spell = _spell_of(j.target, resolved)
        if spell is None or periods.year_end(j.target.end) <= spell.anchors[-1].t + 1e-6:
            continue
        try:
            begun = outlook.begin(spell, resolved)
        except NoOutlookError:
            continue
        c, so_far = j.target, begun.so_far
        points, arr, years = outlook.needed(begun, j.threshold, periods.year_end(c.end))
        row = {"indicator": c.indicator, "area": c.area, "printed": _words(c), "date": c.end, "standard": c.standard}
        row |= {"years": round(years, 2), "points_needed": rounded(points), "points_so_far": rounded(so_far.points)}
        row |= {"arr_needed": rounded(arr), "arr_so_far": rounded(so_far.arr), "kind": "derived"}
        rows.append(row | traced((c.id, *spell.anchors[0].claims, *spell.anchors[-1].claims), resolved))
    numbers = ["years", "points_needed", "points_so_far", "arr_needed", "arr_so_far"]
    return framed(rows, NEEDS, numbers)


def own_verdicts(pack: Pack) -> pd.DataFrame:
    """The verdicts that sources give themselves, with the answer of what is printed."""
    rows = []
    resolved = readings.resolve(pack)
    for a in verdicts.answers(resolved):
        c = a.verdict
        row = {"claim": c.id, "indicator": c.indicator, "publisher": c.source.publisher, "answer": a.answer}
        rows.append(row | {"why": a.why, "kind": "derived"} | traced(a.claims, resolved))
    return framed(rows, VERDICTS, [])


def _last(begun: Start) -> dict:
    last = begun.last
    households = begun.count.value if begun.count else None
    claims = dict.fromkeys([*last.claims, *(begun.count.claims if begun.count else ())])
    return {
        "role": "last", "date": last.date, "t": last.t, "value": rounded(last.value), "low": rounded(last.low),
        "high": rounded(last.high), "households": rounded(households, 0), "within": "yes", "kind": last.kind,
        "claims": " ".join(claims),
    }  # fmt: skip


def _targets(pack: Pack, begun: Start) -> list[dict]:
    """Levels that were aimed at for the date of the last figure or for later ones, under its standard."""
    rows = []
    resolved = readings.resolve(pack)
    for j in targets.judged(resolved):
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


def _spell_of(target: Claim, resolved: Resolved) -> Spell | None:
    """The rates that a level aimed at continues: of the same people, territory and standard."""
    if target.statistic != "level" or vocabulary.INDICATORS[target.indicator].unit != "percent":
        return None
    area = "province" if target.area == "former territory" else target.area
    key = (target.indicator, target.population, area, target.standard)
    for s in spells(resolved):
        if (s.series.indicator, s.series.population, s.series.area, s.standard) == key:
            return s
    return None


def _words(c: Claim) -> str:
    return c.printed if c.qualifier in ("exact", "range") else f"{c.qualifier} {c.printed}"
