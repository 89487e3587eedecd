"""Tables of the outlook: scenarios, targets judged, what a target asks for, sources' own verdicts."""

from math import isfinite

import pandas as pd

from poverty import outlook, periods, readings, targets, verdicts, vocabulary
from poverty.outlook import Assumed, NoOutlookError, Start
from poverty.pack import Pack
from poverty.spells import spells
from poverty.tables.rounding import framed, rounded
from poverty.tables.spells import spell_variants

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
    its very date; `verdict` judges it) or scenario. `within` is "yes" inside the standard of the last figure: beyond it,
    figures will be of another kind. `households` is the rate of the last known number of households. Percent.
    """
    given = given or outlook.assumed(pack)
    rows: list[dict] = []
    for variant, begun in starts(pack):
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
                row |= {"households": rounded(households, 0), "within": "yes" if p.t <= standard.last_year else "no"}
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
        low, high = (rounded(x) if isfinite(x) and j.outcome != (0.0, float("inf")) else None for x in j.outcome)
        tags = dict.fromkeys(tag for name in j.claims for tag in resolved.claims[name].readings)
        rows.append(
            (
                c.indicator, c.population, c.area, c.statistic, c.start, c.end, c.standard,
                _words(c.qualifier, c.printed), c.base_unit, j.threshold, j.better, low, high, j.verdict, j.why, "derived",
                " ".join(dict.fromkeys(j.claims)), " ".join(tags),
            )
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=TARGETS)
    return table.astype(dict.fromkeys(("target", "outcome_low", "outcome_high"), float))


def target_needs(pack: Pack) -> pd.DataFrame:
    """What every level aimed at for a later date asks for, against the pace so far; points and percent a year."""
    resolved = readings.resolve(pack)
    rows = []
    for j in targets.judged(resolved):
        c = j.target
        same = [
            s
            for s in spells(resolved)
            if (s.series.indicator, s.series.population) == (c.indicator, c.population) and s.standard == c.standard
        ]
        if c.statistic != "level" or vocabulary.INDICATORS[c.indicator].unit != "percent" or not same:
            continue
        spell = next(
            (s for s in same if s.series.area == ("province" if c.area == "former territory" else c.area)), None
        )
        if spell is None or periods.year_end(c.end) <= spell.anchors[-1].t + 1e-6:
            continue
        try:
            begun = outlook.begin(spell, resolved)
        except NoOutlookError:
            continue
        points, arr, years = outlook.needed(begun, j.threshold, periods.year_end(c.end))
        used = dict.fromkeys([c.id, *spell.anchors[0].claims, *spell.anchors[-1].claims])
        tags = dict.fromkeys(tag for name in used for tag in resolved.claims[name].readings)
        rows.append(
            (
                c.indicator, c.area, _words(c.qualifier, c.printed), c.end, c.standard, round(years, 2),
                rounded(points), rounded(begun.so_far.points), rounded(arr), rounded(begun.so_far.arr), "derived", " ".join(used),
                " ".join(tags),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=NEEDS)


def own_verdicts(pack: Pack) -> pd.DataFrame:
    """The verdicts that sources give themselves, with the answer of what is printed."""
    rows = []
    resolved = readings.resolve(pack)
    for a in verdicts.answers(resolved):
        tags = dict.fromkeys(tag for name in a.claims for tag in resolved.claims[name].readings)
        c = a.verdict
        row = (c.id, c.indicator, c.source.publisher, a.answer, a.why, "derived", " ".join(a.claims), " ".join(tags))
        rows.append(row)
    return pd.DataFrame(rows, columns=VERDICTS)


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


def _words(qualifier: str, printed: str) -> str:
    return printed if qualifier in ("exact", "range") else f"{qualifier} {printed}"
