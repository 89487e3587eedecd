"""The assumptions log as a table: each assumption with its evidence and its price."""

import pandas as pd

from poverty.packs.load import Pack
from poverty.packs.rows import round_finite
from poverty.trajectory.assumptions import AssumptionPrice, load_assumptions, price_assumption, price_preferred_readings

ASSUMPTION_LOG_COLUMNS = [
    "id", "assumption", "acts_on", "evidence", "basis", "instead", "headline", "about", "usual", "switched", "change",
    "kind", "claims", "readings",
]  # fmt: skip
SMALLEST_PRICED_CHANGE = 0.005  # smaller changes are none at two decimals


def tabulate_assumptions(pack: Pack) -> pd.DataFrame:
    """Every assumption, and for each headline number that it moves: what it is, what it becomes, the change.

    The readings that the pack prefers stand last, each against every other reading of its question. Blank numbers:
    it moves none of this pack's headline numbers, or cannot be switched.
    """
    rows = []
    for a in load_assumptions():
        found = price_assumption(pack, a.id) if a.instead else []
        told = [p for p in found if abs(p.switched - p.usual) >= SMALLEST_PRICED_CHANGE]
        rows += [vars(a) | _assumption_price_row(p) for p in told] or [vars(a)]
    for question, label, other, p in price_preferred_readings(pack):
        row = {"id": question, "assumption": f"{pack.questions[question][0].asks} Read as: {label}"}
        reading = next(r for r in pack.questions[question] if r.label == label)
        row |= {"acts_on": "paces and paths", "evidence": "high" if reading.supported_by else "low"}
        row |= {"basis": reading.reason, "instead": other, "readings": f"{question}={reading.name}"}
        rows.append(
            row | {"claims": " ".join(n for n in reading.supported_by if n in pack.claims)} | _assumption_price_row(p)
        )
    table = pd.DataFrame(rows, columns=ASSUMPTION_LOG_COLUMNS)
    return table.assign(kind="assumed", claims=table["claims"].fillna(""), readings=table["readings"].fillna(""))


def _assumption_price_row(p: AssumptionPrice) -> dict:
    numbers = {"usual": p.usual, "switched": p.switched, "change": p.switched - p.usual}
    return {"headline": p.headline, "about": p.about} | {name: round_finite(x) for name, x in numbers.items()}
