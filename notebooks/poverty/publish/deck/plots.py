"""What PowerPoint draws itself of a chart, and where; a chart that it cannot draw truly stays a picture."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from math import floor, gcd

import pandas as pd

from poverty.charts.households import COLORS, ROUND
from poverty.charts.livelihoods import MEASURES
from poverty.charts.pace_marks import DECIMALS, GROUPS, name_spell, phrase_head, range_of
from poverty.charts.page import BAND, BLUE, INK, MARGIN, ORANGE, PLUM, TEAL, TINT
from poverty.packs import vocabulary
from poverty.packs.dates import format_sdmx_month, parse_sdmx_period
from poverty.publish.deck.native import BAR, COLUMN, RANGE, Frame, Look, Panel, Plot, Series, step_of
from poverty.publish.deck.slides import LEAST, ROOM, broken, height, measure
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import STATUS_LABELS, phrase_job_figure, phrase_qualified_number

MOST = 16  # columns that a slide has room for
SHORT = {"poor_households": GROUPS["poverty_rate"], "near_poor_households": GROUPS["near_poor_rate"]}
YEAR_KINDS = {  # figures of jobs by role and kind: what they are called, and how they look
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
NAMES = 5.0  # inches: the most that names left of bars take
GAP = 0.25  # inches between two charts
KEY = 0.45  # inches that a name in the legend takes beside its letters
HEAD, LEGEND, TICKS = 0.35, 0.38, 0.35  # inches: a title over bars, a row of the legend, numbers at an axis


def plot_paces(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A bar for each spell and reading that stands, in percent and in points a year."""
    rows = table[table["ruled_out"] != "yes"].reset_index(drop=True)
    names = [_spell(row, context, lang) for row in rows.itertuples()]
    kinds = (
        ("yes", lang.say("preferred reading"), Look(BLUE)),
        ("open", lang.say("one reading of an open question"), Look(BAND[PLUM], PLUM)),
        ("no", lang.say("another reading"), Look(TINT[PLUM], PLUM, True)),
    )
    panels = []
    for column, decimals in DECIMALS.items():
        known = rows[rows[column].notna()]
        if known.empty:  # from 0 or to 0 there is no percent a year
            continue
        series = []
        for status, name, shown in kinds:
            same = rows[rows["preferred"] == status]
            if same.empty:
                continue
            values = [None if pd.isna(x) else float(x) for x in rows[column].where(rows["preferred"] == status)]
            labels = {i: range_of(row, column, decimals, lang) for i, row in same.iterrows() if pd.notna(row[column])}
            series.append(Series(name, shown, values, labels))
        most, least = max(known[f"{column}_high"].max(), 0.0), min(known[f"{column}_low"].min(), 0.0)
        form = "0." + "0" * decimals
        panels.append(Panel(BAR, names, series, form, decimals, phrase_head(column, lang), (least, most)))
    left_out = len(table) - len(rows)
    if left_out:
        text = lang.say_many(
            "Left out: %(count)s reading that another printed figure or the years of a standard rule out.",
            "Left out: %(count)s readings that another printed figure or the years of a standard rule out.",
            left_out,
        )
        notes = [Sentence(Kind.LIMIT, text), *notes]
    return Plot(panels, notes, bool(rows[["compound", "points"]].notna().any(axis=None)))


def _spell(row, context: Context, lang: Language) -> str:
    """Who, under which standard, by which reading, in which years."""
    name = name_spell(row, context, lang)
    years = "–".join(str(parse_sdmx_period(date).year) for date in (row.start, row.end) if date)
    years += "†" if row.contradicted == "yes" else ""
    parts = [lang.label(row.label), years]
    if pd.isna(row.compound):
        parts.append(lang.say("one figure: cannot tell") if pd.isna(row.years) else lang.say("a figure of 0: no rate"))
    told = ", ".join(part for part in parts if part)
    return f"{name}:\n{told}" if row.label else f"{name}: {told}"


def plot_livelihoods(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A range for each source and for the rest, one chart for each measure."""
    rows = list(dict.fromkeys(zip(table["role"], table["publisher"], table["start"], strict=True)))
    named = [_whose(table[_same(table, key)].iloc[0], lang) for key in rows]
    colors = (BLUE, PLUM, TEAL)
    panels = []
    for quotient, (label, size) in MEASURES.items():
        part = table[table["measure"] == quotient]
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


def plot_households(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
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


def plot_job_years(table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot:
    """A column for each figure, in the order of their years; the average whose years are not printed comes last.

    The estimate is a band, which columns cannot show: where there is one, the slide has the picture.
    """
    rows = table[~table["kind"].eq("estimated")]
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
        series.append(_series(name, shown, drawn, len(rows), lambda row: _jobs(row, context, lang)))
    text = translatable("Columns follow each other in the order of their years; years without a figure are left out.")
    kept = [lang.sentence(Kind.KEY, text), *(note for note in notes if note.kind == Kind.SOURCES)]
    return Plot([Panel(COLUMN, years, series, form(lang), scale=(0, None))], kept, len(table) == len(rows) <= MOST)


def _years(role: str, kind: str, lang: Language) -> tuple[str, Look]:
    """What a kind of figure of jobs is called, and how it looks; a kind that has no look of its own is dashed."""
    if (role, kind) in YEAR_KINDS:
        name, shown = YEAR_KINDS[role, kind]
        return lang.label(name), shown
    name = lang.label(STATUS_LABELS[role] if role in STATUS_LABELS else YEAR_KINDS[role, "reported"][0])
    if kind == "derived":
        name = lang.say("%(what)s: %(kind)s", what=name, kind=lang.say("inferred"))
    return name, Look(TINT[ORANGE], ORANGE, True)


def _jobs(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure on jobs in words where its number alone says too much, else blank."""
    said = phrase_job_figure(row, context, lang)
    return "" if said == lang.number(row["value"]) else said


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


MAKERS: dict[str, Callable[..., Plot | None]] = {
    "03-pace": plot_paces,
    "04-households": plot_households,
    "09-job-years": plot_job_years,
    "11-livelihoods": plot_livelihoods,
}


def build_plot(name: str, table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot | None:
    """The chart of a table as bars; None where it is drawn as a picture.

    Args:
        name: which chart, as in `charts.CHARTS`.
        table: the table behind it.
        context: the claims, as the readings settle them.
        lang: the language of the words.
        notes: those of the drawn chart, the sources last.
    """
    return MAKERS[name](table, context, lang, notes) if name in MAKERS else None


def place_panels(of: Plot, top: float, bottom: float) -> list[tuple[Panel, Frame]] | None:
    """Each chart and its place between two heights on the slide; None where its words would not fit."""
    first = of.panels[0]
    if first.kind == COLUMN:
        wide = (ROOM - 1) / len(first.categories)
        columns = replace(first, series=[_wrapped(s, wide) for s in first.series])
        above = 0.25 + LEGEND * _legend_rows(first, ROOM)
        return [(columns, Frame(MARGIN, top, ROOM, bottom - top, 0.75, above, _below(first, wide)))]
    names = [[part for line in name.split("\n") for part in broken(line, LEAST, NAMES)] for name in first.categories]
    left = max(measure(line, LEAST) for lines in names for line in lines) + 0.2
    bars = ROOM - left - GAP * (len(of.panels) - 1)
    shares = (0.6, 0.4) if first.kind == BAR and len(of.panels) == 2 else [1 / len(of.panels)] * len(of.panels)
    above = HEAD + LEGEND * _legend_rows(first, left + bars * shares[0])
    each = (bottom - top - above - TICKS) / len(names)
    two = max(len(a) + len(b) for a, b in pairwise([*names, []]))  # lines of two neighbours, which must not touch
    if each < height(two, LEAST) / 2:
        return None
    placed, x = [], MARGIN
    for panel, share in zip(of.panels, shares, strict=True):
        own, wide = (left if not placed else 0.1), bars * share
        full = replace(_stretched(panel, wide), categories=["\n".join(lines) for lines in names])
        frame = Frame(x, top, wide + (left if not placed else 0), bottom - top, own, above, TICKS)
        placed.append((full, frame))
        x += frame.width + GAP
    return placed


def _legend_rows(panel: Panel, wide: float) -> int:
    """How many rows the legend takes; one kind of bar needs none."""
    if len(panel.series) < 2 or panel.kind == RANGE:
        return 0
    return len(broken(" ".join("n" * _letters(s.name) for s in panel.series), LEAST, 0.75 * wide))


def _letters(name: str) -> int:
    """A name with its key, as so many letters."""
    return round((measure(name, LEAST) + KEY) / measure("n", LEAST))


def _below(panel: Panel, wide: float) -> float:
    """The room for names under columns."""
    names = [pair if isinstance(pair, tuple) else (pair,) for pair in panel.categories]
    levels = zip(*names, strict=True)
    return 0.15 + sum(height(max(len(broken(name, LEAST, wide)) for name in level), LEAST) + 0.05 for level in levels)


def _wrapped(series: Series, wide: float) -> Series:
    """A series with its words broken to the width of a column's place."""
    return replace(series, labels={i: "\n".join(broken(text, LEAST, wide)) for i, text in series.labels.items()})


def _stretched(panel: Panel, wide: float) -> Panel:
    """The panel on a scale on which the words at the ends of bars stay inside, on both sides of 0."""
    least, most = panel.scale
    texts = [text for series in panel.series for text in series.labels.values()]
    room = max((measure(line, LEAST) for text in texts for line in text.split("\n")), default=0.5) + 0.15
    sides = 2 if least < 0 else 1
    per = (most - least) / max(wide - 0.1 - sides * room, 0.2 * wide)  # of the scale, an inch
    low, high = (least - room * per if least < 0 else 0.0), most + room * per
    step = step_of(high - low, 5 + 2 * (sides - 1))
    # the numbers of an axis are counted from its lowest value: 0 is among them only if that is a whole step
    return replace(panel, scale=(floor(low / step) * step, high), step=step)
