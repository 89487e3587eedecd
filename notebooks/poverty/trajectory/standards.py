"""The record of standards and spells: what was counted when, and where one date was counted twice."""

from itertools import combinations

import pandas as pd

from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.spells import Anchor, build_anchor_cells, collect_provenance, list_poverty_rate_spells

STANDARDS_RECORD_COLUMNS = [
    "role", "standard", "label", "method", "counts", "verified", "first_year", "last_year", "rural_line", "urban_line",
    "line_unit", "legal_basis", "url", "comparable_across", "date", "t", "value", "end_date", "end_t", "end_value",
    "end_kind", "anchors", "base", "other_standard", "one_source", "kind", "claims", "readings",
]  # fmt: skip


def tabulate_standards(pack: Pack) -> pd.DataFrame:
    """The standards of a pack's country, its spells of the poverty rate, and its overlaps.

    `role` is standard (its years, and its lines in `line_unit`; `kind` is assumed where it is general knowledge);
    spell (the first and the last of the `anchors` of everybody's rate under it, of its `base`, households or
    population; `end_kind` is of the last); or overlap (one date with a value under `standard` and another, `end_value`,
    under `other_standard`: two counts, which no line may join; `one_source` says whether one source prints both). Empty
    for a country with one standard, and for a pack without a dated poverty rate of everybody.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_standards(load_pack("quang-ngai"))
        >>> overlap = table[table["role"] == "overlap"]
        >>> overlap[["date", "standard", "value", "other_standard", "end_value"]].values.tolist()
        [['2015-M12', 'VN-2011', 9.22, 'VN-2016', 15.19]]
    """
    resolved = resolve_readings(pack)
    spells = list_poverty_rate_spells(resolved)
    rows: list[dict] = []
    if len(pack.shared.standards) < 2 or not spells:
        return pd.DataFrame(rows, columns=STANDARDS_RECORD_COLUMNS)
    for s in pack.shared.standards.values():
        row = {"role": "standard", "standard": s.id, "label": s.label, "method": s.method, "counts": s.counts}
        row |= {"verified": "yes" if s.verified else "no", "first_year": s.first_year, "last_year": s.last_year}
        row |= {"rural_line": round_finite(s.rural_line), "urban_line": round_finite(s.urban_line)}
        row |= {"line_unit": s.line_unit, "legal_basis": s.legal_basis, "url": s.url, "comparable_across": "no"}
        rows.append(row | {"kind": "reported" if s.verified else "assumed", "claims": "", "readings": ""})
    for spell in spells:
        row = {"role": "spell", "anchors": len(spell.anchors)}
        rows.append(row | _anchor_pair_row(spell.anchors[0], spell.anchors[-1]))
    for a, b in combinations([a for spell in spells for a in spell.anchors], 2):
        if a.t == b.t and a.series == b.series:
            row = {"role": "overlap", "one_source": "yes" if _has_common_source(a, b, resolved) else "no"}
            kind = "reported" if (a.kind, b.kind) == ("reported", "reported") else "derived"
            rows.append(row | _anchor_pair_row(a, b) | {"other_standard": b.standard, "kind": kind})
    return pd.DataFrame(rows, columns=STANDARDS_RECORD_COLUMNS).fillna({"end_kind": ""})


def tabulate_lines_and_overlaps(pack: Pack) -> pd.DataFrame:
    """What a chart of standards draws of `tabulate_standards`: standards with an income line, and the latest overlap.

    The two standards of the overlap are there also without a line. Empty where there is neither line nor overlap.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tabulate_lines_and_overlaps(load_pack("quang-ngai"))["role"].value_counts().to_dict()
        {'standard': 6, 'overlap': 1}
    """
    table = tabulate_standards(pack)
    overlap = table[table["role"] == "overlap"].tail(1)
    told = table["standard"].isin([*overlap["standard"], *overlap["other_standard"]])
    lined = table[["rural_line", "urban_line"]].notna().any(axis=1)
    drawn = table[(table["role"] == "standard") & (lined | told)]
    return pd.concat([drawn, overlap], ignore_index=True)


def _anchor_pair_row(a: Anchor, b: Anchor) -> dict:
    """The cells of a row for two anchors: both ends, standard, whole and provenance."""
    end_cells = {f"end_{name}": cell for name, cell in build_anchor_cells(b).items()}
    spell_cells = {"standard": a.standard, "base": a.series.whole}
    return build_anchor_cells(a) | end_cells | spell_cells | collect_provenance([a, b])


def _has_common_source(a: Anchor, b: Anchor, resolved: ResolvedClaims) -> bool:
    """Whether some source prints both values: then it is one census that it speaks of."""
    printed = [{c.source.id for c in resolved.claims.values() if _is_claim_of_anchor(c, anchor)} for anchor in (a, b)]
    return bool(printed[0] & printed[1])


def _is_claim_of_anchor(claim: Claim, anchor: Anchor) -> bool:
    """Whether a claim is an actual level of the series, standard, date and value of an anchor."""
    dated = claim.statistic == "level" and claim.bounds is not None and claim.status == "actual"
    if not dated or (claim.standard, claim.t) != (anchor.standard, anchor.t):
        return False
    return claim.series == anchor.series and float(claim.value) == anchor.value
