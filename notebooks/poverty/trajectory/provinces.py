"""Provinces side by side: what can be compared, inside one standard and one kind of count, and nothing else.

Claim ids carry their province: gia-lai/poverty-rate-2023-gl4.
"""

from itertools import pairwise

import pandas as pd

from poverty.packs.audit import audit_claims, find_contradicted_claims, list_settled_findings
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.spells import Spell, list_comparable_spells

_PROVINCE_SPELL_COLUMNS = ["province", "standard", "method", "of"]
_PROVINCE_ORIGIN_COLUMNS = ["contradicted", "kind", "claims", "readings"]
PROVINCE_PACE_COLUMNS = [
    *_PROVINCE_SPELL_COLUMNS,
    "start",
    "end",
    "years",
    "arr",
    "arr_low",
    "arr_high",
    "points",
    "points_low",
    "points_high",
    "rises",
    "inferred",
    *_PROVINCE_ORIGIN_COLUMNS,
]
PROVINCE_LEVEL_COLUMNS = [*_PROVINCE_SPELL_COLUMNS, "date", "t", "value", "low", "high", *_PROVINCE_ORIGIN_COLUMNS]
DISAGREEMENT_COLUMNS = [
    "province",
    "source",
    "publisher",
    "claims_used",
    "disagreements",
    "settled_by_a_reading",
    "checks",
]


def tabulate_province_paces(packs: list[Pack]) -> pd.DataFrame:
    """The pace of the poverty rate of everybody, by province and standard, under the preferred readings.

    Sorted by standard, kind of count and pace, so that a rank never runs across any of them.
    """
    rows = []
    for pack in packs:
        for spell, doubted in _list_spells_with_doubts(pack):
            first, last = spell.anchors[0], spell.anchors[-1]
            if first is last:
                continue
            found = annual_pace(first, last)
            row = _province_spell_row(pack, spell) | {"start": first.date, "end": last.date}
            names = ("years", "arr", "arr_low", "arr_high", "points", "points_low", "points_high")
            row |= {name: round_finite(getattr(found, name)) for name in names}
            values = [a.value for a in spell.anchors]
            row["inferred"] = "yes" if "derived" in (first.kind, last.kind) else "no"
            row["rises"] = sum(later > earlier for earlier, later in pairwise(values))
            rows.append(row | _provenance_row(pack, (first, last), doubted) | {"kind": "derived"})
    table = pd.DataFrame(rows, columns=PROVINCE_PACE_COLUMNS)
    return table.sort_values(["standard", "of", "points"], ascending=[True, True, False]).reset_index(drop=True)


def tabulate_province_levels(packs: list[Pack]) -> pd.DataFrame:
    """Every anchor of the poverty rate of everybody, by province, standard and date."""
    rows = []
    for pack in packs:
        for spell, doubted in _list_spells_with_doubts(pack):
            for a in spell.anchors:
                row = _province_spell_row(pack, spell) | {
                    "date": a.date,
                    "t": round_finite(a.t),
                    "value": round_finite(a.value),
                }
                row |= {"low": round_finite(a.low), "high": round_finite(a.high)}
                rows.append(row | _provenance_row(pack, (a,), doubted) | {"kind": a.kind})
    return (
        pd.DataFrame(rows, columns=PROVINCE_LEVEL_COLUMNS)
        .sort_values(["standard", "of", "t", "province"])
        .reset_index(drop=True)
    )


def tabulate_disagreements(packs: list[Pack]) -> pd.DataFrame:
    """How many disagreements of the audit the claims of each source take part in."""
    rows = []
    for pack in packs:
        found = [f for f in audit_claims(resolve_readings(pack)) if f.verdict == "disagrees"]
        settled = list_settled_findings(pack)
        for source in pack.shared.sources.values():
            own = {c.id for c in pack.claims.values() if c.source == source}
            if not own:
                continue
            of_source = [f for f in found if own & set(f.claims)]
            row = {"province": pack.slug, "source": source.id, "publisher": source.publisher, "claims_used": len(own)}
            row["disagreements"] = len(of_source)
            row["settled_by_a_reading"] = sum(bool(own & set(f.claims)) for f in settled)
            row["checks"] = "; ".join(dict.fromkeys(f.check for f in of_source))
            rows.append(row)
    return pd.DataFrame(rows, columns=DISAGREEMENT_COLUMNS)


def _list_spells_with_doubts(pack: Pack) -> list[tuple[Spell, set[str]]]:
    """The spells of everybody's poverty rate, and the claims that a check contradicts."""
    resolved = resolve_readings(pack)
    doubted = find_contradicted_claims(resolved)
    found = [s for s in list_comparable_spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]
    return [(spell, doubted) for spell in found]


def _province_spell_row(pack: Pack, spell: Spell) -> dict:
    of = "people" if spell.series.whole == "population" else "households"
    return {"province": pack.slug, "standard": spell.standard, "method": spell.method, "of": of}


def _provenance_row(pack: Pack, anchors: tuple, doubted: set[str]) -> dict:
    names = dict.fromkeys(name for a in anchors for name in a.claims)
    return {
        "contradicted": "yes" if doubted & set(names) else "no",
        "claims": " ".join(f"{pack.slug}/{name}" for name in names),
        "readings": " ".join(dict.fromkeys(f"{pack.slug}/{tag}" for a in anchors for tag in a.readings)),
    }
