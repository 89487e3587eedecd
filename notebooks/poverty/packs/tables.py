"""Tables of what was reported: claims, readings, the audit."""

import pandas as pd

from poverty.packs.audit import audit_claims, list_settled_findings
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims
from poverty.packs.rows import round_finite
from poverty.packs.vocabulary import INDICATORS

# A table has its columns even where it has no rows.
REPORTED_COLUMNS = [
    "id", "indicator", "population", "area", "statistic", "standard", "twice", "status", "start", "end", "base",
    "qualifier", "printed", "printed_unit", "unit", "value", "hard_low", "hard_high", "soft_low", "soft_high",
    "low_percent", "high_percent", "kind", "claims", "readings",
]  # fmt: skip
CLAIM_FIELDS_SHOWN = (
    "id", "indicator", "population", "area", "statistic", "standard", "status", "start", "end", "base", "qualifier",
    "printed",
)  # fmt: skip
SAME_FIGURE_FIELDS = ("indicator", "population", "area", "statistic", "start", "end")  # and perhaps another standard
READING_TABLE_COLUMNS = ["question", "asks", "reading", "label", "preferred", "reason", "supported_by"]
AUDIT_COLUMNS = [
    "check", "date", "verdict", "sentence", "finding", "suggestion", "low", "high", "best", "kind", "claims",
    "readings",
]  # fmt: skip


def tabulate_reported_numerals(pack: Pack) -> pd.DataFrame:
    """Every numeral of the pack's own sources and what it allows, by indicator and group.

    Columns `hard_*` are limits by the words alone (blank: none), `soft_*` how people use the words, both in
    `unit`; `twice` is "yes" where another row differs in the standard alone;
    `low_percent` and `high_percent` are the soft ends relative to the number.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_reported_numerals(load_pack("bac-lieu")).set_index("id")
        >>> table.loc["poverty-rate-2015", ["printed", "hard_low", "hard_high"]].tolist() == ["2,65", 2.645, 2.655]
        True
    """
    rows = []
    standards_by_figure: dict[tuple, set[str]] = {}
    for claim in pack.claims.values():
        if not claim.primary or claim.bounds is None:
            continue
        (hard_low, hard_high), (low, high) = claim.limits("hard"), claim.limits("soft")
        value = float(claim.value)
        row = {name: getattr(claim, name) for name in CLAIM_FIELDS_SHOWN} | {
            "printed_unit": claim.unit, "unit": claim.base_unit, "value": round_finite(value),
            "hard_low": round_finite(hard_low), "hard_high": round_finite(hard_high),
            "soft_low": round_finite(low), "soft_high": round_finite(high),
            "low_percent": round_finite(100 * (low / value - 1)) if value else 0.0,
            "high_percent": round_finite(100 * (high / value - 1)) if value else 0.0,
            "kind": "reported", "claims": claim.id, "readings": "",
        }  # fmt: skip
        rows.append(row)
        standards_by_figure.setdefault(tuple(row[name] for name in SAME_FIGURE_FIELDS), set()).add(claim.standard)
    for row in rows:
        standards = standards_by_figure[tuple(row[name] for name in SAME_FIGURE_FIELDS)]
        row["twice"] = "yes" if len(standards) > 1 else "no"
    order = list(INDICATORS)
    rows.sort(key=lambda row: (order.index(row["indicator"]), row["population"] != "all", row["area"] != "province"))
    return pd.DataFrame(rows, columns=REPORTED_COLUMNS)


def tabulate_loose_numerals(pack: Pack) -> pd.DataFrame:
    """The numerals of the pack's own sources, if words loosen one of them; none where all are exact.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_loose_numerals(load_pack("bac-lieu"))
        >>> len(table), int((table["qualifier"] != "exact").sum())
        (19, 5)
        >>> len(tabulate_loose_numerals(load_pack("son-la")))
        0
    """
    table = tabulate_reported_numerals(pack)
    return table if (table["qualifier"] != "exact").any() else table.head(0)


def tabulate_readings(pack: Pack) -> pd.DataFrame:
    """Every question, its readings, which one is preferred, why, and on what.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tabulate_readings(load_pack("tra-vinh"))[["question", "reading", "preferred"]].head(2).values.tolist()
        [['base-2018', 'households', 'yes'], ['base-2018', 'population', 'no']]
    """
    rows = [
        {
            "question": r.question, "asks": r.asks, "reading": r.name, "label": r.label,
            "preferred": "yes" if r.preferred else "no", "reason": r.reason,
            "supported_by": " ".join(r.supported_by),
        }
        for readings in pack.questions.values() for r in readings
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=READING_TABLE_COLUMNS)


def tabulate_audit_findings(resolved: ResolvedClaims) -> pd.DataFrame:
    """Every finding of the audit, one a row; `low`, `high` and `best` are the quantity that was computed.

    Last stand disagreements of the figures as printed that a preferred reading settles: `readings` names it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> table = tabulate_audit_findings(resolve_readings(load_pack("bac-lieu")))
        >>> table[(table["check"] == "persons per household") & (table["date"] == "1997")]["verdict"].tolist()
        ['disagrees']
    """
    rows = []
    for f in [*audit_claims(resolved), *list_settled_findings(resolved.pack)]:
        verdict = f"{f.verdict} as printed" if f.settled_by else f.verdict
        row = {"check": f.check, "date": f.date, "verdict": verdict, "suggestion": f.suggestion}
        row |= {"sentence": f.sentence[:1].upper() + f.sentence[1:], "finding": f.finding}
        row |= {"low": f.low, "high": f.high, "best": f.best, "kind": "derived", "claims": " ".join(f.claims)}
        rows.append(row | {"readings": " ".join(f.settled_by)})
    return pd.DataFrame(rows, columns=AUDIT_COLUMNS)
