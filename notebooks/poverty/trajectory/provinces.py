"""Provinces side by side: what can be compared, inside one standard and one kind of count, and nothing else.

Claim ids carry their province: gia-lai/poverty-rate-2023-gl4.
"""

from itertools import pairwise

import pandas as pd

from poverty.packs.audit import audit_claims, find_contradicted_claims, list_settled_findings
from poverty.packs.files import DEFAULT_PROVINCE
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import tabulate_rows
from poverty.trajectory.country import select_country_figures
from poverty.trajectory.pace import PACE_NUMBERS, annual_pace, build_pace_cells
from poverty.trajectory.spells import (
    MIN_SPELL_YEARS,
    Anchor,
    Spell,
    build_anchor_cells,
    collect_provenance,
    list_poverty_rate_spells,
)

PROVINCE_PACE_COLUMNS = [
    "province", "standard", "method", "base", "start", "end", "direction", *PACE_NUMBERS, "rises", "inferred",
    "contradicted", "kind", "claims", "readings",
]  # fmt: skip
PROVINCE_LEVEL_COLUMNS = [
    "province", "standard", "method", "base", "date", "t", "value", "low", "high", "contradicted", "kind", "claims",
    "readings",
]  # fmt: skip
PROVINCE_CHANGE_COLUMNS = ["province", "own", "end", "publisher", *PROVINCE_LEVEL_COLUMNS[1:]]
FEWEST_COMPARED = 2  # provinces: one alone stands beside nothing
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


def tabulate_province_changes(packs: list[Pack], own: str = DEFAULT_PROVINCE, standard: str = "") -> pd.DataFrame:
    """The first and the last figure of the poverty rate in each province under one standard and of one base.

    Two rows a province, a year apart or more; then two of the whole country, `province` blank, where rates of its
    register are printed under that standard. No row where fewer than two provinces can be compared.

    Args:
        packs: the provinces.
        own: the one that is the subject: `own` is "yes" in its rows.
        standard: the poverty standard; the one that most provinces share, and of these the latest, if it is blank.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_province_changes([load_pack("gia-lai"), load_pack("son-la")], own="gia-lai")
        >>> table[["province", "own", "end", "value"]].head(2).values.tolist()
        [['gia-lai', 'yes', 'first', 12.09], ['gia-lai', 'yes', 'last', 8.11]]
    """
    levels = tabulate_province_levels(packs)
    spells = [rows for _, rows in levels.groupby(["standard", "base", "province"], sort=False)]
    spells = [rows for rows in spells if rows["t"].max() - rows["t"].min() >= MIN_SPELL_YEARS - 1e-9]
    spells = [rows for rows in spells if standard in ("", rows["standard"].iloc[0])]
    alike: dict[tuple[str, str], list[pd.DataFrame]] = {}
    for rows in spells:
        alike.setdefault((rows["standard"].iloc[0], rows["base"].iloc[0]), []).append(rows)
    most = max(alike.values(), key=lambda of: (len(of), max(rows["t"].max() for rows in of)), default=[])
    if len(most) < FEWEST_COMPARED:
        return pd.DataFrame(columns=PROVINCE_CHANGE_COLUMNS)
    publishers = {f"{pack.slug}/{c.id}": c.source.publisher for pack in packs for c in pack.claims.values()}
    found = []
    for rows in most:
        for end, (_, row) in zip(("first", "last"), rows.iloc[[0, -1]].iterrows(), strict=True):
            printed_by = "; ".join(dict.fromkeys(publishers[name] for name in row["claims"].split()))
            is_own = "yes" if row["province"] == own else "no"
            found.append(row.to_dict() | {"own": is_own, "end": end, "publisher": printed_by})
    found += _list_country_ends(most[0].iloc[0])
    return tabulate_rows(found, PROVINCE_CHANGE_COLUMNS, ["t", "value", "low", "high"])


def _list_country_ends(like: pd.Series) -> list[dict]:
    """The rows of the whole country under the standard of a row; none if its base is not households."""
    figures = select_country_figures()
    figures = figures[figures["standard"] == like["standard"]].sort_values("t")
    if like["base"] != "households" or len(figures) < 2:
        return []
    cells = {"own": "no", "standard": like["standard"], "method": like["method"], "base": like["base"]}
    names = ["date", "t", "value", "low", "high", "publisher"]
    return [
        row[names].to_dict() | cells | {"end": end, "contradicted": "no"}
        | {"kind": "derived" if row["derived"] else "reported"}
        for end, (_, row) in zip(("first", "last"), figures.iloc[[0, -1]].iterrows(), strict=True)
    ]  # fmt: skip


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
