"""Provinces side by side: what can be compared, inside one standard and one kind of count, and nothing else.

Claim ids carry their province: gia-lai/poverty-rate-2023-gl4.
"""

from itertools import pairwise

import pandas as pd

from poverty.packs.audit import audit_claims, find_contradicted_claims, list_settled_findings
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory.pace import PACE_NUMBERS, annual_pace, build_pace_cells
from poverty.trajectory.spells import Anchor, Spell, build_anchor_cells, collect_provenance, list_poverty_rate_spells

PROVINCE_PACE_COLUMNS = [
    "province", "standard", "method", "base", "start", "end", "direction", *PACE_NUMBERS, "rises", "inferred",
    "contradicted", "kind", "claims", "readings",
]  # fmt: skip
PROVINCE_LEVEL_COLUMNS = [
    "province", "standard", "method", "base", "date", "t", "value", "low", "high", "contradicted", "kind", "claims",
    "readings",
]  # fmt: skip
DISAGREEMENT_COLUMNS = [
    "province", "source", "publisher", "claims_used", "disagreements", "settled_by_a_reading", "checks",
]  # fmt: skip


def tabulate_province_paces(packs: list[Pack]) -> pd.DataFrame:
    """The pace of the poverty rate of everybody, by province and standard, under the preferred readings.

    Sorted by standard, kind of count and pace, so that a rank never runs across any of them. `compound` is in
    percent of the rate a year, `points` in percentage points a year, `arr` the continuous annual rate of reduction of
    UN IGME; `rises` counts anchors above the one before.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_province_paces([load_pack("quang-ngai")])
        >>> table[["standard", "start", "end", "years", "rises"]].values.tolist()
        [['VN-2011', '2010-M12', '2015-M12', 5.0, 0], ['VN-2016', '2015-M12', '2016-M12', 1.0, 0]]
    """
    rows = []
    for pack in packs:
        resolved = resolve_readings(pack)
        doubted = find_contradicted_claims(resolved)
        for spell in list_poverty_rate_spells(resolved):
            first, last = spell.anchors[0], spell.anchors[-1]
            if first is last:
                continue
            row = {"start": first.date, "end": last.date, "kind": "derived"}
            row |= build_pace_cells(annual_pace(first, last))
            row["inferred"] = "yes" if "derived" in (first.kind, last.kind) else "no"
            row["rises"] = sum(later.value > earlier.value for earlier, later in pairwise(spell.anchors))
            rows.append(row | _build_province_cells(pack, spell, (first, last), doubted))
    table = pd.DataFrame(rows, columns=PROVINCE_PACE_COLUMNS)
    return table.sort_values(["standard", "base", "points"], ascending=[True, True, False]).reset_index(drop=True)


def tabulate_province_levels(packs: list[Pack]) -> pd.DataFrame:
    """Every anchor of the poverty rate of everybody, in percent, by province, standard and date.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_province_levels([load_pack("quang-ngai")])
        >>> table.loc[:1, ["standard", "base", "date", "value"]].values.tolist()
        [['VN-2011', 'households', '2010-M12', 23.92], ['VN-2011', 'households', '2011-M12', 20.69]]
    """
    rows = []
    for pack in packs:
        resolved = resolve_readings(pack)
        doubted = find_contradicted_claims(resolved)
        for spell in list_poverty_rate_spells(resolved):
            rows += [build_anchor_cells(a) | _build_province_cells(pack, spell, (a,), doubted) for a in spell.anchors]
    table = pd.DataFrame(rows, columns=PROVINCE_LEVEL_COLUMNS)
    return table.sort_values(["standard", "base", "t", "province"]).reset_index(drop=True)


def tabulate_disagreements(packs: list[Pack]) -> pd.DataFrame:
    """How many disagreements of the audit the claims of each source take part in.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_disagreements([load_pack("quang-ngai")])
        >>> list(table)
        ['province', 'source', 'publisher', 'claims_used', 'disagreements', 'settled_by_a_reading', 'checks']
    """
    rows = []
    for pack in packs:
        disagreements = [f for f in audit_claims(resolve_readings(pack)) if f.verdict == "disagrees"]
        settled = list_settled_findings(pack)
        for source in pack.shared.sources.values():
            claims = {c.id for c in pack.claims.values() if c.source == source}
            if not claims:
                continue
            of_source = [f for f in disagreements if claims & set(f.claims)]
            row = {"province": pack.slug, "source": source.id, "publisher": source.publisher}
            row |= {"claims_used": len(claims), "disagreements": len(of_source)}
            row["settled_by_a_reading"] = sum(bool(claims & set(f.claims)) for f in settled)
            rows.append(row | {"checks": "; ".join(dict.fromkeys(f.check for f in of_source))})
    return pd.DataFrame(rows, columns=DISAGREEMENT_COLUMNS)


def _build_province_cells(pack: Pack, spell: Spell, anchors: tuple[Anchor, ...], doubted: set[str]) -> dict:
    """What a row says of its spell, and what its anchors rest on; `doubted`: claims that a check contradicts."""
    cells = {"province": pack.slug, "standard": spell.standard, "method": spell.method, "base": spell.series.whole}
    cells["contradicted"] = "yes" if any(doubted & set(a.claims) for a in anchors) else "no"
    return cells | collect_provenance(anchors, prefix=f"{pack.slug}/")
