"""Paces as bars and quotients as ranges: what readings and the words beside a number leave open."""

import pandas as pd

from poverty.charts.livelihoods import MEASURES
from poverty.charts.pace_said import GROUPS
from poverty.charts.page import BAND, BLUE, ORANGE, PLUM, TEAL, TINT
from poverty.packs.dates import parse_sdmx_period
from poverty.publish.deck.bars import BAR, RANGE, Look, Panel, Plot, Series
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.phrases import phrase_group_and_area, phrase_standard_years
from poverty.words.sentences import Kind, Sentence


def pace(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A bar for each spell and reading that stands, in percent and in points a year."""
    rows = table[table["ruled_out"] != "yes"].reset_index(drop=True)
    names = [_spell(row, context, lang) for row in rows.itertuples()]
    kinds = (
        ("yes", lang.say("preferred reading"), Look(BLUE)),
        ("open", lang.say("one reading of an open question"), Look(BAND[PLUM], PLUM)),
        ("no", lang.say("another reading"), Look(TINT[PLUM], PLUM, True)),
    )
    panels = []
    for column, decimals, head in (("arr", 1, lang.say("%% a year")), ("points", 2, lang.say("Points a year"))):
        series = []
        for status, name, shown in kinds:
            same = rows[rows["preferred"] == status]
            if same.empty:
                continue
            values = [None if pd.isna(x) else float(x) for x in rows[column].where(rows["preferred"] == status)]
            labels = {i: _ends(row, column, decimals, lang) for i, row in same.iterrows() if pd.notna(row[column])}
            series.append(Series(name, shown, values, labels))
        most, least = max(rows[f"{column}_high"].max(), 0.0), min(rows[f"{column}_low"].min(), 0.0)
        form = "0." + "0" * decimals
        panels.append(Panel(BAR, names, series, form, decimals, head, (least, most)))
    left_out = len(table) - len(rows)
    if left_out:
        text = lang.say_many(
            "Left out: %(count)s reading that another printed figure or the years of a standard rule out.",
            "Left out: %(count)s readings that another printed figure or the years of a standard rule out.",
            left_out,
        )
        notes = [Sentence(Kind.LIMIT, text), *notes]
    return Plot(panels, notes, bool(rows[["arr", "points"]].notna().any(axis=None)))


def _spell(row, context: Context, lang: Language) -> str:
    """Who, under which standard, by which reading, in which years."""
    group = phrase_group_and_area(row.population, row.area, context, lang)
    name = lang.label(GROUPS[row.indicator])
    name = f"{name}, {group}" if group else name
    years = "–".join(str(parse_sdmx_period(date).year) for date in (row.start, row.end) if date)
    years += "†" if row.contradicted == "yes" else ""
    standard = phrase_standard_years(context, row.standard, lang)
    parts = [lang.label(row.label), years]
    if pd.isna(row.arr):
        parts.append(lang.say("one figure: cannot tell") if pd.isna(row.years) else lang.say("reaches 0: no rate"))
    told = ", ".join(part for part in parts if part)
    return f"{name}, {standard}:\n{told}" if row.label else f"{name}, {standard}: {told}"


def _ends(row: pd.Series, column: str, decimals: int, lang: Language) -> str:
    """The range that rounding leaves, in words: a number alone would be written as the computer does."""
    ends = (row[f"{column}_low"], row[f"{column}_high"])
    return lang.range(*("∞" if pd.isna(x) else lang.number(x, decimals) for x in ends))


def livelihoods(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A range for each source and for the rest, one chart for each measure."""
    rows = list(dict.fromkeys(zip(table["role"], table["publisher"], table["start"], strict=True)))
    named = [_whose(table[_same(table, key)].iloc[0], lang) for key in rows]
    colors = (BLUE, PLUM, TEAL)
    panels = []
    for measure, (label, size) in MEASURES.items():
        part = table[table["measure"] == measure]
        if part.empty:
            continue
        series = []
        for i, key in enumerate(rows):
            found = part[_same(part, key)]
            rest = key[0] == "rest-each"
            shown = Look(TINT[ORANGE], ORANGE, True) if rest else Look(colors[i % len(colors)])
            lows, values, labels = [None] * len(rows), [None] * len(rows), {}
            for row in found.itertuples():
                lows[i], values[i] = row.low / size, (row.high - row.low) / size
                labels[i] = _range(row, size, lang)
            series.append(Series(" ".join(named[i].split("\n")), shown, values, labels, lows))
        hidden = (lang.say("start of the bar"), lang.say("room for words"))
        most = float(part["high"].max()) / size
        panels.append(Panel(RANGE, named, series, "0.0", 1, lang.label(label), (0, most), hidden=hidden))
    return Plot(panels, notes)


def _whose(row: pd.Series, lang: Language) -> str:
    if row["role"] == "rest-each":
        return lang.say("the rest, if %(publisher)s\ncounts a part", publisher=row["whole"])
    return f"{row['publisher']}\n{lang.span(row['start'], row['end'])}"


def _same(table: pd.DataFrame, key: tuple) -> pd.Series:
    return (table[["role", "publisher", "start"]] == list(key)).all(axis=1)


def _range(row, size: float, lang: Language) -> str:
    """A range in words, with an arrow on the side that the printed words leave open, and what it is in dollars."""
    decimals = 0 if row.high / size >= 100 else 1
    text = lang.range(*(lang.number(x / size, decimals) for x in (row.low, row.high)))
    if row.role != "rest-each" and pd.isna(row.hard_high):
        text += " →"
    elif row.role != "rest-each" and row.hard_low < row.low:
        text = f"← {text}"
    if pd.notna(row.usd_low):
        ends = (lang.number(int(float(f"{x:.3g}"))) for x in (row.usd_low, row.usd_high))
        text += "\n" + lang.say("US$ %(n)s", n=lang.range(*ends))
    return text
