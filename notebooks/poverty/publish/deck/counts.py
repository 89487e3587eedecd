"""Counts as columns: households or people by date, and jobs by year. Each kind of figure has its own fill.

Reported figures are filled; what is derived, planned, expected or of another source is outlined. Nothing joins columns.
"""

from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from math import gcd

import pandas as pd

from poverty.charts.households import COLORS, ROUND
from poverty.charts.pace_said import GROUPS
from poverty.charts.page import BAND, BLUE, INK, ORANGE, PLUM, TEAL, TINT
from poverty.packs import vocabulary
from poverty.packs.dates import format_sdmx_month
from poverty.publish.deck.bars import COLUMN, Look, Panel, Plot, Series
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import STATUS_LABELS, phrase_qualified_number
from poverty.words.sentences import Kind, Sentence

MOST = 16  # columns that a slide has room for
SHORT = {"poor_households": GROUPS["poverty_rate"], "near_poor_households": GROUPS["near_poor_rate"]}
YEARS = {  # figures of jobs by role and kind: what they are called, and how they look
    ("year", "reported"): (translatable("printed year"), Look(BLUE)),
    ("year", "derived"): (translatable("inferred year"), Look(TINT[BLUE], BLUE)),
    ("span", "reported"): (translatable("mean of several years"), Look(BAND[BLUE], BLUE)),
    ("span", "derived"): (translatable("mean of several years, inferred"), Look(TINT[BLUE], BLUE, True)),
    ("part", "reported"): (translatable("part of a year: at least"), Look(TINT[TEAL], TEAL)),
    ("said", "reported"): (translatable("said of every year"), Look(BAND[TEAL], TEAL)),
    ("undated", "reported"): (translatable("average, years not printed"), Look(TINT[PLUM], PLUM, True)),
    ("plan", "reported"): (translatable("plan"), Look(TINT[INK], INK)),
    ("plan", "derived"): (translatable("plan, inferred"), Look(BAND[INK], INK, True)),
}


def households(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A column for each figure, by date; dates stand at equal distances, so a year without a figure stays empty."""
    rows = table[table["role"] != "path"].assign(month=(table["t"] * 12).round().astype(int))
    rows = rows.sort_values(["month", "role"], kind="stable").reset_index(drop=True)
    months = sorted(set(rows["month"]))
    step = reduce(gcd, (b - a for a, b in pairwise(months)), 0) or 12
    dates = range(months[0], months[-1] + 1, step)
    slots = [(month, i) for month in dates for i in [*rows.index[rows["month"] == month]] or [None]]
    # columns side by side would not show which of two readings a figure belongs to
    true = len(slots) <= MOST and not (rows["open"] == "yes").any()
    many = rows["indicator"].nunique() > 1
    names: dict[int, str] = {month: lang.date(format_sdmx_month(month / 12)) for month in dates}
    names |= {row.month: lang.date(row.date) for row in rows.itertuples()}
    categories = [
        (names[m], "" if i is None else lang.label(SHORT[rows["indicator"][i]])) if many else names[m]
        for m, i in slots
    ]  # fmt: skip
    order = list(dict.fromkeys((r.indicator, r.role, r.kind) for r in rows.sort_values("indicator").itertuples()))
    order.sort(key=lambda of: ([*COLORS].index(of[0]), ["anchor", "check", "aside"].index(of[1]), of[2] == "derived"))
    series = []
    for of in order:
        same = rows[(rows[["indicator", "role", "kind"]] == list(of)).all(axis=1)]
        drawn = {k: same.loc[i] for k, (_, i) in enumerate(slots) if i in same.index}
        what = lang.label(vocabulary.INDICATORS[of[0]].label)
        name = lang.say("%(what)s: %(kind)s", what=what, kind=_kind(*of[1:], lang)) if many else _kind(*of[1:], lang)
        series.append(_series(name, _counted(*of), drawn, len(slots), lambda row: count(row, context, lang)))
    kept = [note for note in notes if note.kind not in (Kind.KEY, Kind.BAND)]  # no lines and no bands are drawn
    if any(i is None for _, i in slots):
        kept.insert(0, lang.sentence(Kind.KEY, "Where no column stands, no figure is printed."))
    return Plot([Panel(COLUMN, categories, series, form(lang), scale=(0, None))], kept, true)


def _kind(role: str, kind: str, lang: Language) -> str:
    if role == "check":
        return lang.say("another printed figure")
    if role == "aside":
        return lang.label(STATUS_LABELS[kind])
    return lang.say("inferred") if kind == "derived" else lang.say("reported")


def _counted(indicator: str, role: str, kind: str) -> Look:
    color = COLORS[indicator]
    if role == "anchor":
        return Look(TINT[color], color) if kind == "derived" else Look(color)
    return Look(BAND[color], color) if role == "check" else Look(TINT[color], color, True)


def job_years(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A column for each figure, in the order of their years; the average whose years are not printed comes last."""
    rows = table[~table["role"].isin(["limits", "trend"])]
    rows = rows.assign(late=rows["role"] == "undated").sort_values(["late", "first", "last"], kind="stable")
    rows = rows.reset_index(drop=True)
    years = [
        lang.say("undated") if row.late else "–".join(dict.fromkeys((str(row.first), str(row.last))))
        for row in rows.itertuples()
    ]
    series = []
    for role, kind in dict.fromkeys(zip(rows["role"], rows["kind"], strict=True)):
        drawn = {i: row for i, row in rows.iterrows() if (row["role"], row["kind"]) == (role, kind)}
        name, shown = _years(role, kind, lang)
        series.append(_series(name, shown, drawn, len(rows), lambda row: count(row, context, lang)))
    text = translatable("Columns follow each other in the order of their years; years without a figure are left out.")
    kept = [lang.sentence(Kind.KEY, text), *(note for note in notes if note.kind == Kind.SOURCES)]
    return Plot([Panel(COLUMN, years, series, form(lang), scale=(0, None))], kept, len(rows) <= MOST)


def _years(role: str, kind: str, lang: Language) -> tuple[str, Look]:
    """What a kind of figure of jobs is called, and how it looks; a kind that has no look of its own is dashed."""
    if (role, kind) in YEARS:
        name, shown = YEARS[role, kind]
        return lang.label(name), shown
    name = lang.label(STATUS_LABELS[role] if role in STATUS_LABELS else YEARS[role, "reported"][0])
    if kind == "derived":
        name = lang.say("%(what)s: %(kind)s", what=name, kind=lang.say("inferred"))
    return name, Look(TINT[ORANGE], ORANGE, True)


def _series(name: str, shown: Look, drawn: dict[int, pd.Series], size: int, say: Callable[..., str]) -> Series:
    values = [float(drawn[i]["value"]) if i in drawn else None for i in range(size)]
    return Series(name, shown, values, {i: text for i, row in drawn.items() if (text := say(row))})


def form(lang: Language) -> str:
    """Whole numbers as the language writes them, on whatever computer they are shown: beside words they must agree."""
    by = "\\" + lang.number(1000)[1:-3]
    return f"[>=1000000]0{by}000{by}000;[>=1000]0{by}000;0"


def count(row: pd.Series, context: Context, lang: Language) -> str:
    """A count in words where its number alone says too much: derived, qualified or rounded; else blank."""
    number = lang.number(row["value"])
    if row["kind"] == "derived":
        return lang.say("about %(n)s", n=number)
    claim = context.claims[row["claims"].split()[0]]
    if claim.rounded_to is not None and claim.rounded_to >= ROUND:
        decimals = max(-(claim.rounded_to / 1_000_000).normalize().as_tuple().exponent, 0)
        number = lang.say("%(n)s million", n=lang.number(claim.value / 1_000_000, decimals))
        return phrase_qualified_number(claim.qualifier, number, lang)
    said = phrase_qualified_number(claim.qualifier, number, lang)
    return "" if said == number else said
