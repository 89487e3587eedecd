"""A table as a person reads it: heads in words with their units, dates in words, a dozen rows; all of it behind `.all`.

Notebooks are in English, and so are these tables.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape

import pandas as pd

from poverty.packs.load import Pack
from poverty.words.language import Language
from poverty.words.phrases import phrase_standard, phrase_standard_years

ENGLISH = Language("en")
DATES = ("date", "start", "end", "from", "to", "register_date", "from_anchor", "to_anchor", "as_of")
YEARS = ("year", "first", "last", "first_year", "last_year", "price_year")  # whole years have no thousands
STANDARDS = ("standard", "register_standard")
KINDS = {"derived": "inferred"}  # as the tables for reuse call a figure, and as a reader knows it
SDMX = re.compile(r"(?<!=)\b\d{4}-[MSQ]\d{1,2}\b")  # but from=2010-M12, which a person is to type
TYPED = ("to_type",)  # names as they are typed: their underscores stay
MOST_ROWS = 12


@dataclass(frozen=True)
class Head:
    """A column: the head over it, and what it shows.

    Args:
        text: the head, with the unit.
        columns: a column of the table; two that are the ends of a range; or three, a number and its range.
        decimals: of its numbers.
    """

    text: str
    columns: str
    decimals: int = 0


@dataclass(frozen=True)
class Entry:
    """A table that notebooks show.

    Args:
        build: makes it, of a pack and of parameters; of parameters alone where `of_pack` is false.
        heads: its columns in order, at most eight; none: those of the table, which are words already.
        nothing: what is said where it has no row.
        rows: so many are shown.
        of_pack: whether it is of one province.
    """

    build: Callable[..., pd.DataFrame]
    heads: tuple[Head, ...]
    nothing: str
    rows: int = MOST_ROWS
    of_pack: bool = True


@dataclass(frozen=True)
class Table:
    """A table that shows itself; `all` has every row and column, with the ids of claims.

    Example:
        >>> rows = pd.DataFrame({"date": ["2021-M12", "2024-M12"], "value": [5.09, 0.69], "claims": ["a", "b"]})
        >>> table = Table(rows, (Head("When", "date"), Head("Rate, %", "value", 2)))
        >>> table.lines()
        [['end 2021', '5.09'], ['end 2024', '0.69']]
        >>> table.with_ids().lines()[0]
        ['end 2021', '5.09', 'a']
    """

    all: pd.DataFrame
    heads: tuple[Head, ...]
    pack: Pack | None = None
    nothing: str = "Nothing."
    rows: int = MOST_ROWS

    def with_ids(self) -> "Table":
        """The same with the ids of the claims that each row rests on."""
        return replace(self, heads=(*self.heads, Head("Claims", "claims")))

    def lines(self) -> list[list[str]]:
        """The rows on show, as texts."""
        return [[self._write(row, head) for head in self.heads] for _, row in self.all.head(self.rows).iterrows()]

    def _write(self, row: pd.Series, head: Head) -> str:
        texts = [_write_cell(row[name], name, head.decimals, self.pack) for name in head.columns.split()]
        value, (low, high) = (texts[0] if len(texts) != 2 else ""), (texts[-2:] if len(texts) > 1 else ("", ""))
        limits = ENGLISH.range(low, high) if low and high else ""
        return f"{value} ({limits})" if value and limits not in ("", value) else value or limits

    def __len__(self) -> int:
        return len(self.all)

    def __repr__(self) -> str:
        lines = [[head.text for head in self.heads], *self.lines()]
        return "\n".join("\t".join(line) for line in lines) if len(self.all) else self.nothing

    def _repr_html_(self) -> str:
        if self.all.empty:
            return f"<p><em>{escape(self.nothing)}</em></p>"
        sides = ["right" if self._is_numeric(head) else "left" for head in self.heads]
        head = _cells([head.text for head in self.heads], sides, "th")
        body = "\n".join(_cells(line, sides, "td") for line in self.lines())
        table = f"<table>\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        if len(self.all) > self.rows:
            table += f"\n<p>{self.rows} of {len(self.all)} rows; <code>.all</code> has every row and column.</p>"
        return table

    def _is_numeric(self, head: Head) -> bool:
        names = head.columns.split()
        return not set(names) & set(DATES) and all(pd.api.types.is_numeric_dtype(self.all[name]) for name in names)


def put_into_words(text: str, pack: Pack | None) -> str:
    """A text whose dates and names of standards are as a reader knows them.

    Example:
        >>> put_into_words("4.48 for 2014-M12", None)
        '4.48 for end 2014'
    """
    for name in sorted(pack.shared.standards, key=len, reverse=True) if pack is not None else ():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"the {phrase_standard(pack, name, ENGLISH)}", text)
    return SDMX.sub(lambda date: ENGLISH.date(date[0]), text)


def _cells(texts: Iterable[str], sides: list[str], tag: str) -> str:
    """A row of HTML; the heads are those of columns."""
    scope = ' scope="col"' if tag == "th" else ""
    cells = (
        f'<{tag}{scope} style="text-align:{side}">{escape(text)}</{tag}>'
        for text, side in zip(texts, sides, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _write_cell(value: object, name: str, decimals: int, pack: Pack | None) -> str:
    """A cell in words: what is blank stays so; whole numbers from 100 on have no decimals."""
    if value is None or (isinstance(value, float) and pd.isna(value)) or value == "":
        return ""
    if name in STANDARDS and pack is not None and value in pack.shared.standards:
        return phrase_standard_years(pack, str(value), ENGLISH)
    if name in TYPED:
        return str(value)
    if isinstance(value, str):
        if name == "kind":
            return KINDS.get(value, value)
        return put_into_words(value.replace("_", " "), pack)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in YEARS:
        return f"{value:.0f}"
    return ENGLISH.number(value, 0 if value == int(value) and abs(value) >= 100 else decimals)
