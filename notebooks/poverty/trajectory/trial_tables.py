"""Tables of readings on trial: each reading against each witness, and what that decides."""

import pandas as pd

from poverty.packs.load import Pack
from poverty.packs.rows import round_finite
from poverty.trajectory.trial import find_out_of_force_readings, find_refuting_results, run_spell_consistency_tests

CONSISTENCY_TEST_COLUMNS = [
    "question", "reading", "label", "preferred", "witness", "publisher", "date", "printed", "allows_from", "allows_to",
    "verdict", "decides", "kind", "claims", "readings",
]  # fmt: skip
RULED_OUT_COLUMNS = ["question", "reading", "label", "why", "claims"]


def tabulate_consistency_tests(pack: Pack) -> pd.DataFrame:
    """Readings × witnesses: what each reading allows for each figure of other sources, and the verdict.

    Only witnesses to whom the readings of a question make a difference; a blank `allows_*` is no limit, or several
    witnesses taken together. `decides` is "yes" where the witness rules the reading out.
    """
    rows = []
    for question in pack.questions:
        decided = {(c.reading.name, c.witnesses) for c in find_refuting_results(pack, question)}
        for c in run_spell_consistency_tests(pack, question):
            first, alone = c.witnesses[0], len(c.witnesses) == 1
            row = {"question": question, "reading": c.reading.name, "label": c.reading.label}
            row["preferred"] = "yes" if c.reading.preferred else "no"
            row |= {"witness": " + ".join(w.id for w in c.witnesses)}
            row["publisher"] = "; ".join(dict.fromkeys(w.source.publisher for w in c.witnesses))
            row["date"] = first.end if alone and first.start == first.end else ""
            if alone and first.start != first.end:
                row["date"] = f"{first.start} to {first.end}"
            row["printed"] = _phrase_printed_figure(first) if alone else "all of these together"
            row |= {"allows_from": round_finite(c.low), "allows_to": round_finite(c.high), "verdict": c.verdict}
            row["decides"] = "yes" if (c.reading.name, c.witnesses) in decided else "no"
            row |= {"kind": "derived", "claims": " ".join(w.id for w in c.witnesses)}
            rows.append(row | {"readings": f"{question}={c.reading.name}"})
    table = pd.DataFrame(rows, columns=CONSISTENCY_TEST_COLUMNS)
    answers = table[["allows_from", "allows_to"]].astype(float).fillna(-1.0).assign(verdict=table["verdict"])
    given = [answers[column].groupby([table["question"], table["claims"]]).transform("nunique") for column in answers]
    differ = sum((column > 1 for column in given), start=pd.Series(False, index=table.index))
    return table[differ.astype(bool)].reset_index(drop=True)


def tabulate_ruled_out_readings(pack: Pack) -> pd.DataFrame:
    """Readings that cannot be, why, and the claims that say so.

    Either another printed figure contradicts them, whatever path poverty took, or they put a figure under a
    standard that was not in force at its date.
    """
    rows = []
    for question in pack.questions:
        for c in find_refuting_results(pack, question):
            witness = c.witnesses[0]
            why = f"{witness.source.publisher} prints {_phrase_printed_figure(witness)}"
            rows.append((question, c.reading.name, c.reading.label, why, witness.id))
        for reading, finding in find_out_of_force_readings(pack, question):
            rows.append((question, reading.name, reading.label, finding, ""))
    return pd.DataFrame(rows, columns=RULED_OUT_COLUMNS)


def _phrase_printed_figure(claim) -> str:
    words = "" if claim.qualifier in ("exact", "range") else f"{claim.qualifier} "
    number = f"{words}{claim.printed}"
    return number if claim.statistic == "level" else f"{claim.statistic} of {number}"
