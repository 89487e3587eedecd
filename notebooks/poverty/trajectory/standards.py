"""The record of standards and spells: what was counted when, and where one date was counted twice."""

from itertools import combinations

import pandas as pd

from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.spells import Anchor, list_comparable_spells

STANDARDS_RECORD_COLUMNS = [
    "role", "standard", "label", "method", "counts", "verified", "first_year", "last_year", "rural_line", "urban_line",
    "line_unit", "legal_basis", "url", "comparable_across", "date", "t", "value", "end_date", "end_t", "end_value",
    "end_kind", "anchors", "of", "other_standard", "one_source", "kind", "claims", "readings",
]  # fmt: skip


def tabulate_standards(pack: Pack) -> pd.DataFrame:
    """The standards of a pack's country, its spells of the poverty rate, and its overlaps.

    `role` is standard (its years, and its lines in `line_unit`; `kind` is assumed where it is general knowledge);
    spell (the first and the last of the `anchors` of everybody's rate under it, `of` households or the population;
    `end_kind` is of the last); or overlap (one date with a value under `standard` and another, `end_value`, under
    `other_standard`: two counts, which no line may join; `one_source` says whether one source prints both). Empty for
    a country with one standard.
    """
    rows: list[dict] = []
    if len(pack.shared.standards) < 2:
        return pd.DataFrame(rows, columns=STANDARDS_RECORD_COLUMNS)
    for s in pack.shared.standards.values():
        row = {"role": "standard", "standard": s.id, "label": s.label, "method": s.method, "counts": s.counts}
        row |= {"verified": "yes" if s.verified else "no", "first_year": s.first_year, "last_year": s.last_year}
        row |= {
            "rural_line": round_finite(s.rural_line),
            "urban_line": round_finite(s.urban_line),
            "line_unit": s.line_unit,
        }
        row |= {"legal_basis": s.legal_basis, "url": s.url, "comparable_across": "no"}
        rows.append(row | {"kind": "reported" if s.verified else "assumed", "claims": "", "readings": ""})
    resolved = resolve_readings(pack)
    found = [s for s in list_comparable_spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]
    for spell in found:
        first, last = spell.anchors[0], spell.anchors[-1]
        rows.append(
            {"role": "spell"} | _anchor_pair_row(first, last) | {"kind": first.kind, "anchors": len(spell.anchors)}
        )
    anchors = [a for spell in found for a in spell.anchors]
    for a, b in combinations(anchors, 2):
        if a.t == b.t and a.series == b.series:
            told = {"other_standard": b.standard, "one_source": "yes" if _has_common_source(a, b, resolved) else "no"}
            told["kind"] = "reported" if (a.kind, b.kind) == ("reported", "reported") else "derived"
            rows.append({"role": "overlap"} | _anchor_pair_row(a, b) | told)
    return pd.DataFrame(rows, columns=STANDARDS_RECORD_COLUMNS)


def _anchor_pair_row(a: Anchor, b: Anchor) -> dict:
    both = {"standard": a.standard, "date": a.date, "t": round_finite(a.t), "value": round_finite(a.value)}
    both |= {"end_date": b.date, "end_t": round_finite(b.t), "end_value": round_finite(b.value), "end_kind": b.kind}
    both |= {"of": a.series.whole, "claims": " ".join(dict.fromkeys((*a.claims, *b.claims)))}
    return both | {"readings": " ".join(dict.fromkeys((*a.readings, *b.readings)))}


def _has_common_source(a: Anchor, b: Anchor, resolved: ResolvedClaims) -> bool:
    """Whether some source prints both values: then it is one census that it speaks of."""
    printed = [{c.source.id for c in resolved.claims.values() if _is_claim_of_anchor(c, anchor)} for anchor in (a, b)]
    return bool(printed[0] & printed[1])


def _is_claim_of_anchor(claim: Claim, anchor: Anchor) -> bool:
    dated = claim.statistic == "level" and claim.bounds is not None and claim.status == "actual"
    if not dated or (claim.standard, claim.t) != (anchor.standard, anchor.t):
        return False
    return claim.series == anchor.series and float(claim.value) == anchor.value
