"""Tables of what was reported: claims, readings, the audit."""

import pandas as pd

from poverty.packs import vocabulary
from poverty.packs.audit import audit_claims, list_settled_findings
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims
from poverty.packs.rows import round_finite
from poverty.packs.vocabulary import split_unit

# A table has its columns even where it has no rows.
REPORTED_COLUMNS = [
    "id",
    "indicator",
    "population",
    "area",
    "statistic",
    "standard",
    "twice",
    "status",
    "start",
    "end",
    "base",
    "qualifier",
    "printed",
    "printed_unit",
    "unit",
    "value",
    "hard_low",
    "hard_high",
    "soft_low",
    "soft_high",
    "low_percent",
    "high_percent",
    "kind",
    "claims",
    "readings",
]
READING_TABLE_COLUMNS = ["question", "asks", "reading", "label", "preferred", "reason", "supported_by"]
AUDIT_COLUMNS = [
    "check",
    "date",
    "verdict",
    "finding",
    "suggestion",
    "low",
    "high",
    "best",
    "kind",
    "claims",
    "readings",
]


def tabulate_reported_numerals(pack: Pack) -> pd.DataFrame:
    """Every numeral of the pack's own sources and what it allows, by indicator and group.

    Columns `hard_*` are limits by the words alone (blank: none), `soft_*` how people use the words, both in
    `unit`; `twice` is "yes" where another row differs in the standard alone;
    `low_percent` and `high_percent` are the soft ends relative to the number.
    """
    rows = []
    for claim in pack.claims.values():
        if not claim.primary or claim.bounds is None:
            continue
        (hard_low, hard_high), (low, high) = claim.limits("hard"), claim.limits("soft")
        value = float(claim.value)
        row = {
            "id": claim.id,
            "indicator": claim.indicator,
            "population": claim.population,
            "area": claim.area,
            "statistic": claim.statistic,
            "standard": claim.standard,
            "twice": "no",
            "status": claim.status,
            "start": claim.start,
            "end": claim.end,
            "base": claim.base,
            "qualifier": claim.qualifier,
            "printed": claim.printed,
            "printed_unit": claim.unit,
            "unit": split_unit(claim.unit)[1],
            "value": round_finite(value),
            "hard_low": round_finite(hard_low),
            "hard_high": round_finite(hard_high),
            "soft_low": round_finite(low),
            "soft_high": round_finite(high),
            "low_percent": round_finite(100 * (low / value - 1)) if value else 0.0,
            "high_percent": round_finite(100 * (high / value - 1)) if value else 0.0,
            "kind": "reported",
            "claims": claim.id,
            "readings": "",
        }
        rows.append(row)
    told_apart = ("indicator", "population", "area", "statistic", "start", "end")
    for row in rows:
        same = [r for r in rows if all(r[c] == row[c] for c in told_apart)]
        row["twice"] = "yes" if len({r["standard"] for r in same}) > 1 else "no"
    order = list(vocabulary.INDICATORS)
    rows.sort(key=lambda row: (order.index(row["indicator"]), row["population"] != "all", row["area"] != "province"))
    return pd.DataFrame(rows, columns=REPORTED_COLUMNS)


def tabulate_readings(pack: Pack) -> pd.DataFrame:
    """Every question, its readings, which one is preferred, why, and on what."""
    rows = []
    for group in pack.questions.values():
        for r in group:
            row = {
                "question": r.question,
                "asks": r.asks,
                "reading": r.name,
                "label": r.label,
                "preferred": "yes" if r.preferred else "no",
                "reason": r.reason,
                "supported_by": " ".join(r.supported_by),
            }
            rows.append(row)
    return pd.DataFrame(rows, columns=READING_TABLE_COLUMNS)


def tabulate_audit_findings(resolved: ResolvedClaims) -> pd.DataFrame:
    """Every finding of the audit, one a row; `low`, `high` and `best` are the quantity that was computed.

    Last stand disagreements of the figures as printed that a preferred reading settles: `readings` names it.
    """
    rows = []
    for f in [*audit_claims(resolved), *list_settled_findings(resolved.pack)]:
        verdict = f"{f.verdict} as printed" if f.settled_by else f.verdict
        row = {"check": f.check, "date": f.date, "verdict": verdict, "finding": f.finding, "suggestion": f.suggestion}
        row |= {"low": f.low, "high": f.high, "best": f.best, "kind": "derived", "claims": " ".join(f.claims)}
        rows.append(row | {"readings": " ".join(f.settled_by)})
    return pd.DataFrame(rows, columns=AUDIT_COLUMNS)
