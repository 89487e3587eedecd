"""The record of standards and spells: what was counted when, and where one census was counted twice."""

from itertools import combinations

import pandas as pd

from poverty import readings, spells
from poverty.pack import Pack
from poverty.spells import Anchor
from poverty.tables.rounding import rounded

RECORD = [
    "role", "standard", "label", "method", "counts", "verified", "first_year", "last_year", "rural_line", "urban_line",
    "line_unit", "legal_basis", "date", "t", "value", "end_date", "end_t", "end_value", "other_standard", "kind",
    "claims", "readings",
]  # fmt: skip


def standards(pack: Pack) -> pd.DataFrame:
    """The standards of a pack's country, its spells of the poverty rate, and its overlaps.

    `role` is standard (its years, and its lines in `line_unit`); spell (the first and the last anchor of everybody's
    rate under it); or overlap (one date with a value under `standard` and another, `end_value`, under
    `other_standard`: two counts of one census, which no line may join). Empty for a country with one standard.
    """
    rows: list[dict] = []
    if len(pack.shared.standards) < 2:
        return pd.DataFrame(rows, columns=RECORD)
    for s in pack.shared.standards.values():
        row = {"role": "standard", "standard": s.id, "label": s.label, "method": s.method, "counts": s.counts}
        row |= {"verified": "yes" if s.verified else "no", "first_year": s.first_year, "last_year": s.last_year}
        row |= {"rural_line": rounded(s.rural_line), "urban_line": rounded(s.urban_line), "line_unit": s.line_unit}
        rows.append(row | {"legal_basis": s.legal_basis, "kind": "reported", "claims": "", "readings": ""})
    resolved = readings.resolve(pack)
    found = [s for s in spells.spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]
    for spell in found:
        first, last = spell.anchors[0], spell.anchors[-1]
        rows.append({"role": "spell"} | _pair(first, last) | {"kind": first.kind})
    anchors = [a for spell in found for a in spell.anchors]
    for a, b in combinations(anchors, 2):
        if a.t == b.t and a.series == b.series:
            rows.append({"role": "overlap"} | _pair(a, b) | {"other_standard": b.standard, "kind": "reported"})
    return pd.DataFrame(rows, columns=RECORD)


def _pair(a: Anchor, b: Anchor) -> dict:
    both = {"standard": a.standard, "date": a.date, "t": rounded(a.t), "value": rounded(a.value)}
    both |= {"end_date": b.date, "end_t": rounded(b.t), "end_value": rounded(b.value)}
    both["claims"] = " ".join(dict.fromkeys((*a.claims, *b.claims)))
    return both | {"readings": " ".join(dict.fromkeys((*a.readings, *b.readings)))}
