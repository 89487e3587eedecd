"""What notebooks show of results, by name: tables for people, and what the results mean, in sentences.

To add one, put it into `TABLES` or `EXPLANATIONS` of the module of its subject. A function behind an explanation takes
a pack, or nothing where it is of no province alone, and parameters; it returns sentences.
"""

from poverty.packs.load import Pack
from poverty.tables import TABLES_BY_CHART
from poverty.words.readable import bands, jobs, livelihoods, outlook, provinces, reported, trajectory
from poverty.words.readable.sentences import Explanation, Sentences
from poverty.words.readable.table import Head, Table

__all__ = ["EXPLANATIONS", "TABLES", "Explanation", "Sentences", "Table", "explain", "make_table"]

SUBJECTS = (reported, trajectory, jobs, livelihoods, outlook, provinces, bands)
TABLES = {name: entry for subject in SUBJECTS for name, entry in subject.TABLES.items()}
EXPLANATIONS = {name: phrase for subject in SUBJECTS for name, phrase in subject.EXPLANATIONS.items()}
ASIDE = ("claims", "readings", "anchors", "t", "indicator", "population", "area", "variant")  # of the table of a chart
MOST_COLUMNS = 8


def make_table(name: str, pack: Pack | None, **parameters: object) -> Table:
    """A table by its name: of `TABLES`, or that behind a chart, by the chart's id.

    Raises:
        KeyError: there is no table of that name.
    """
    if name in TABLES:
        entry = TABLES[name]
        rows = entry.build(*([pack] if entry.of_pack else []), **parameters)
        return Table(
            rows,
            entry.heads or tuple(Head(name.replace("_", " "), name) for name in rows),
            pack,
            entry.nothing,
            entry.rows,
        )
    rows = TABLES_BY_CHART[name](pack)
    filled = [column for column in rows if column not in ASIDE and rows[column].replace("", None).notna().any()]
    heads = tuple(Head(column.replace("_", " "), column, 2) for column in filled[:MOST_COLUMNS])
    return Table(rows, heads, pack, "The table is empty: too little of what its chart shows is printed.")


def explain(name: str, pack: Pack | None = None, **parameters: object) -> Explanation:
    """What a result means, by the name of `EXPLANATIONS`.

    Raises:
        KeyError: there is no explanation of that name.
    """
    return Explanation(EXPLANATIONS[name](*([] if pack is None else [pack]), **parameters))
