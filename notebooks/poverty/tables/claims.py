"""Tables of what was reported: claims, readings, the audit."""

import pandas as pd

from poverty import audit, vocabulary
from poverty.pack import Pack
from poverty.readings import Resolved
from poverty.tables.rounding import rounded

# A table has its columns even where it has no rows.
REPORTED = [
    "id",
    "indicator",
    "statistic",
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
SETTLED = ["question", "asks", "reading", "label", "preferred", "reason", "supported_by"]
AUDITED = ["check", "date", "verdict", "finding", "low", "high", "best", "kind", "claims"]


def reported(pack: Pack) -> pd.DataFrame:
    """Every numeral of the pack's own source and what it allows.

    Columns `hard_*` are limits by the words alone (blank: none), `soft_*` how people use the words, both in
    `unit`; `low_percent` and `high_percent` are the soft ends relative to the number.
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
            "statistic": claim.statistic,
            "start": claim.start,
            "end": claim.end,
            "base": claim.base,
            "qualifier": claim.qualifier,
            "printed": claim.printed,
            "printed_unit": claim.unit,
            "unit": vocabulary.parse_unit(claim.unit)[1],
            "value": rounded(value),
            "hard_low": rounded(hard_low),
            "hard_high": rounded(hard_high),
            "soft_low": rounded(low),
            "soft_high": rounded(high),
            "low_percent": rounded(100 * (low / value - 1)) if value else 0.0,
            "high_percent": rounded(100 * (high / value - 1)) if value else 0.0,
            "kind": "reported",
            "claims": claim.id,
            "readings": "",
        }
        rows.append(row)
    return pd.DataFrame(rows, columns=REPORTED)


def settled(pack: Pack) -> pd.DataFrame:
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
    return pd.DataFrame(rows, columns=SETTLED)


def audited(resolved: Resolved) -> pd.DataFrame:
    """Every finding of the audit, one a row; `low`, `high` and `best` are the quantity that was computed."""
    rows = []
    for f in audit.audit(resolved):
        row = {"check": f.check, "date": f.date, "verdict": f.verdict, "finding": f.finding}
        row |= {"low": f.low, "high": f.high, "best": f.best, "kind": "derived", "claims": " ".join(f.claims)}
        rows.append(row)
    return pd.DataFrame(rows, columns=AUDITED)
