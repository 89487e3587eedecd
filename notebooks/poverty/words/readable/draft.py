"""A draft as a notebook shows it: the rows proposed for a page, and the numerals that were left alone."""

from dataclasses import dataclass

import pandas as pd

from poverty.packs.csv_rows import list_column_names
from poverty.packs.draft.proposals import Draft
from poverty.words.language import Language
from poverty.words.proposals import describe_proposal
from poverty.words.readable.table import Head, Table

ENGLISH = Language("en")
PROPOSED_HEADS = (
    Head("Printed", "printed"), Head("What", "indicator"), Head("Amount", "amount"), Head("Kind", "statistic"),
    Head("When", "when"), Head("Of whom", "whom"), Head("Where", "where"), Head("Doubts", "doubts"),
)  # fmt: skip
LEFT_HEADS = (Head("Printed", "printed"), Head("Why it was left", "reason"))


@dataclass(frozen=True)
class DraftTables:
    """What is proposed for a page and what was left, which shows itself; `rows` has the columns of reported.csv."""

    draft: Draft
    rows: pd.DataFrame
    proposed: Table
    left: Table

    def __repr__(self) -> str:
        return f"{self.proposed!r}\n\n{self.left!r}"

    def _repr_html_(self) -> str:
        return f"{self.proposed._repr_html_()}\n<p>Left alone:</p>\n{self.left._repr_html_()}"


def tabulate_draft(draft: Draft) -> DraftTables:
    """The tables of a draft."""
    columns = list(list_column_names("reported.csv"))
    rows = pd.DataFrame([p.cells for p in draft.proposals], columns=columns).fillna("")
    proposed = pd.DataFrame(
        [
            vars(describe_proposal(p.cells, ENGLISH))
            | {"printed": p.cells["printed"], "doubts": " ".join(p.doubts)} for p in draft.proposals
        ],
        columns=[head.columns for head in PROPOSED_HEADS],
    )  # fmt: skip
    left = pd.DataFrame(
        [{"printed": n.printed, "reason": str(n.reason)} for n in draft.left], columns=["printed", "reason"]
    )
    return DraftTables(
        draft, rows,
        Table(proposed, PROPOSED_HEADS, nothing="Nothing is proposed.", rows=max(len(proposed), 1)),
        Table(left, LEFT_HEADS, nothing="Nothing was left alone.", rows=max(len(left), 1)),
    )  # fmt: skip
