"""A table on a slide, in words: what a chart shows, short, for those who cannot see it or want the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from poverty.charts.marks import anchors_of, spells_of
from poverty.charts.pace_marks import DECIMALS, phrase_head
from poverty.charts.page import BLUE, MARGIN, SUBTITLE
from poverty.charts.reported import TIGHT, allows, phrase_figure_dates, phrase_subtitle
from poverty.charts.standards import UNITS
from poverty.charts.texts import state_evidence
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.publish.deck.native import COLUMN, Plot
from poverty.publish.deck.slides import LEAST, ROOM, Page, Words, broken, describe, height, look, measure
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.phrases import (
    STATISTIC_LABELS,
    capitalize_first,
    describe_figure,
    phrase_falls,
    phrase_group_and_area,
    phrase_qualified_number,
    phrase_rate,
    phrase_standard_years,
    province_name,
)
from poverty.words.scenarios import format_fan, format_scenario_ends, phrase_fan_name, phrase_scenario

NAMED = ("level", "total", "mean per year", "each year")  # statistics that need no word, or have one of their own
WHITE, STRIPE = "#FFFFFF", "#F3F3F3"
SIZES = (18, 16, 14, LEAST)  # points: the larger the better
MOST_ROWS = 8  # rows of a short table
WIDEST = 5.0  # inches: what a column may ask for
SIDE, EDGE = 0.1, 0.05  # inches between the words of a cell and its sides, and its upper and lower edge


@dataclass(frozen=True)
class ShortTable:
    """Heads and the rows that are shown of a longer table, in words, and how many rows that has.

    `subtitle` stands in place of the chart's, where that one counts the rows of the chart.
    """

    heads: list[str]
    rows: list[list[str]]
    of: int
    subtitle: str = ""


def shorten_table(name: str, table: pd.DataFrame, context: Context, lang: Language) -> ShortTable | None:
    """The rows of a chart's table that matter most, in words; None for a chart that has no short table."""
    made: dict[str, Callable[[pd.DataFrame, Context, Language], ShortTable]] = {
        "01-reported": shorten_reported,
        "02-trajectory": shorten_trajectory,
        "05-jobs": _jobs,
        "06-groups": shorten_groups,
        "07-standards": shorten_standards,
        "08-uncertainty": _uncertainty,
        "12-outlook": _outlook,
    }
    return made[name](table, context, lang) if name in made else None


def shorten_plot(plot: Plot, lang: Language) -> ShortTable:
    """The bars of a plot that is not drawn as such."""
    first = plot.panels[0]
    kinds = len(plot.panels) == 1 and len(first.series) > 1
    heads = [lang.say("Figure"), *([lang.say("What it is")] if kinds else [])]
    heads += [panel.title or lang.say("Number") for panel in plot.panels]
    rows = []
    for i, name in enumerate(first.categories):
        texts, kind = [], ""
        for panel in plot.panels:
            drawn = [s for s in panel.series if s.values[i] is not None]
            texts.append(drawn[0].labels.get(i) or lang.number(drawn[0].values[i], panel.decimals) if drawn else "")
            kind = drawn[0].name if drawn else kind
        words = ", ".join(name) if isinstance(name, tuple) else " ".join(name.split("\n"))
        if any(texts):
            rows.append([words, *([kind] if kinds else []), *(" ".join(t.split("\n")) for t in texts)])
    shown = rows[:MOST_ROWS]
    if first.kind == COLUMN and len(rows) > MOST_ROWS:  # what happened begins in the first row
        shown = [rows[0], *rows[1 - MOST_ROWS :]]
    return ShortTable(heads, shown, len(rows))


def _jobs(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """The last year under each reading: what any path that never falls leaves for it."""
    last = table[(table["year"] == table["year"].max()) & (table["role"] != "year")]
    heads = [lang.say("Reading"), lang.say("%(year)s, any path that never falls", year=int(table["year"].max()))]
    rows = []
    for _, row in last.iterrows():
        ends = lang.say("no such path")
        if row["role"] == "bounds":
            ends = lang.range(lang.number(row["low"]), lang.number(row["high"]))
        rows.append([lang.label(row["label"]) or lang.say("as printed"), ends])
    return ShortTable(heads, rows[:MOST_ROWS], len(rows))


def _uncertainty(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """Each source of doubt and the range of the pace that it leaves."""
    heads = [lang.say("Source of doubt"), lang.say("Years"), *(phrase_head(name, lang) for name in DECIMALS)]
    rows = []
    for row in table.head(MOST_ROWS).itertuples():
        name = lang.label(row.label)
        if row.source == "reading":
            name = lang.say("Reading: %(label)s", label=name)
        if row.ruled_out == "yes":
            name = lang.say("%(label)s (ruled out)", label=name)
        shown = [
            _between(getattr(row, f"{name}_low"), getattr(row, f"{name}_high"), decimals, lang)
            for name, decimals in DECIMALS.items()
        ]
        if row.verdict:
            shown = [lang.say("cannot tell")] * 2
        rows.append([name, lang.span(row.start, row.end), *shown])
    return ShortTable(heads, rows, len(table))


def _between(low: float, high: float, decimals: int, lang: Language) -> str:
    return phrase_falls(low, high, lambda x: "∞" if pd.isna(x) else lang.number(x, decimals), lang)


def _outlook(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """Where each scenario ends, with the range of the same rate; under an open question, from lowest to highest."""
    paths = table[table["role"] == "scenario"]
    ends = paths[paths["t"] == paths["t"].max()]
    counted = ends["households"].notna().all()
    _, fan, calibrated = format_fan(ends, lang)
    heads = [lang.say("If"), lang.say("Poverty rate, %(when)s", when=lang.date(ends["date"].iloc[0]))]
    heads += [capitalize_first(phrase_fan_name(context.fan, calibrated, lang))] if fan else []
    heads += [lang.say("Poor households")] if counted else []
    rows = []
    for (name, parameter, inflow), same in ends.groupby(["scenario", "parameter", "inflow"], sort=False, dropna=False):
        rates = format_scenario_ends(same, lang)
        row = [phrase_scenario(name, parameter, lang, inflow), lang.range(rates[0], rates[-1])]
        if fan:
            row.append(fan if same["low"].notna().all() else "")
        if counted:
            row.append(lang.range(*(lang.number(x) for x in (same["households"].min(), same["households"].max()))))
        rows.append(row)
    return ShortTable(heads, rows[:MOST_ROWS], len(rows))


def shorten_reported(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """The loosest figures, then the latest levels of everybody in the province; in the order of the table."""
    named = table[table["statistic"].isin([*STATISTIC_LABELS, *NAMED])]
    width = (named["high_percent"] - named["low_percent"]).sort_values(ascending=False, kind="stable")
    loose = width.index[width > TIGHT][: MOST_ROWS // 2]
    everybody = (table["population"] == "all") & (table["area"] == PROVINCE_AREA)
    levels = table[everybody & (table["statistic"] == "level") & (table["status"] == "actual")]
    latest = levels.drop(loose, errors="ignore").sort_values("end", kind="stable").index[-(MOST_ROWS - len(loose)) :]
    heads = [lang.say("What is counted"), lang.say("When"), lang.say("As printed"), lang.say("What it allows")]
    rows = [
        [
            describe_figure(row, None, context, lang),
            phrase_figure_dates(row, context, lang) or lang.say("undated"),
            phrase_qualified_number(row.qualifier, row.printed, lang),
            allows(row, lang),
        ]
        for row in table.loc[sorted([*loose, *latest])].itertuples()
    ]
    subtitle = state_evidence(phrase_subtitle(len(table), len(table), context, lang), context, lang)
    return ShortTable(heads, rows, len(table), subtitle)


def shorten_trajectory(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """The first and the last figure of each standard, then the latest of the others."""
    anchors = table[table["role"] == "anchor"].sort_values("t", kind="stable")
    of = anchors.groupby(["standard", "base"])["variant"].transform("nunique")
    told = anchors.groupby(["standard", "base", "date"])["variant"].transform("nunique")
    anchors = anchors.assign(one=told < of)  # not all readings of an open question have it
    fixed = anchors.drop_duplicates(["standard", "base", "date"])
    by = fixed.groupby(["standard", "base"], sort=False)["t"]
    ends = fixed[(fixed["t"] == by.transform("min")) | (fixed["t"] == by.transform("max"))]
    others = fixed.drop(ends.index)
    room = max(MOST_ROWS - len(ends), 0)
    chosen = pd.concat([ends.iloc[-MOST_ROWS:], others.iloc[len(others) - min(room, len(others)) :]])
    order = [*context.shared.standards]
    chosen = chosen.assign(n=chosen["standard"].map(order.index)).sort_values(["n", "t"], kind="stable")
    heads = [lang.say("Standard"), lang.say("When"), lang.say("Poverty rate"), lang.say("Which figure")]
    rows = [
        [
            phrase_standard_years(context, row["standard"], lang),
            lang.date(row["date"]),
            _phrase_rate_and_base(row, fixed, context, lang),
            _which(row, lang),
        ]
        for _, row in chosen.iterrows()
    ]
    return ShortTable(heads, rows, len(fixed))


def _phrase_rate_and_base(row: pd.Series, table: pd.DataFrame, context: Context, lang: Language) -> str:
    """A rate; in a table with rates of households too, one of people says so."""
    rate = phrase_rate(row, context, lang)
    apart = row["base"] == "population" and table["base"].nunique() > 1
    return lang.say("%(values)s (of people)", values=rate) if apart else rate


def _which(row: pd.Series, lang: Language) -> str:
    whose = lang.say("main source") if row["source"] == "own" else lang.say("other source")
    notes = [whose, *([lang.say("inferred")] if row["kind"] == "derived" else [])]
    return ", ".join([*notes, *([lang.say("by one reading")] if row["one"] else [])])


def shorten_groups(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """The first and the last figure of each group under each standard, the latest ones."""
    spells = [anchors for spell in spells_of(table) if len(anchors := anchors_of(spell))]
    # of the last date the highest come first: the title names one of them
    latest = sorted(range(len(spells)), key=lambda i: (spells[i]["t"].max(), spells[i]["value"].iloc[-1]))[-MOST_ROWS:]
    heads = [lang.say("Who"), lang.say("Standard"), lang.say("First figure"), lang.say("Last figure")]
    rows = []
    for i in sorted(latest):
        first, last = spells[i].iloc[0], spells[i].iloc[-1]
        group = phrase_group_and_area(first["population"], first["area"], context, lang) or province_name(context, lang)
        ends = [f"{phrase_rate(row, context, lang)} ({lang.date(row['date'])})" for row in (first, last)]
        rows.append([capitalize_first(group), phrase_standard_years(context, first["standard"], lang), *ends])
    return ShortTable(heads, rows, len(spells))


def shorten_standards(table: pd.DataFrame, context: Context, lang: Language) -> ShortTable:
    """Each standard: what it counts, its lines, and the first and the last rate under it."""
    standards, spells = (table[table["role"] == role] for role in ("standard", "spell"))
    units = [lang.label(UNITS.get(s.line_unit, s.line_unit)) for s in standards.itertuples() if pd.notna(s.urban_line)]
    unit = units[0] if units else lang.say("no line in money")
    heads = [lang.say("Standard"), lang.say("What is counted"), lang.say("Rural line, %(unit)s", unit=unit)]
    heads += [lang.say("Urban line, %(unit)s", unit=unit), lang.say("Poverty rate")]
    rows = []
    for s in standards.itertuples():
        lines = [lang.say("no line in money")] * 2
        if pd.notna(s.urban_line):
            lines = [lang.number(line) for line in (s.rural_line, s.urban_line)]
        found = [end for _, spell in spells[spells["standard"] == s.standard].iterrows() for end in _ends(spell)]
        told = [_rate_at(*end, context, lang) for end in sorted(dict.fromkeys(found))]
        told = list(dict.fromkeys([*told[:1], *told[-1:]]))
        name = phrase_standard_years(context, s.standard, lang) + ("" if s.verified == "yes" else "*")
        rows.append([name, lang.label(s.counts), *lines, "; ".join(told) or lang.say("none")])
    return ShortTable(heads, rows[-MOST_ROWS:], len(rows))


def _ends(spell: pd.Series) -> list[tuple]:
    """Both ends of a spell: when, how much, of which kind and from which claims."""
    first = (spell["t"], spell["date"], spell["value"], spell["kind"], spell["claims"])
    return [first, (spell["end_t"], spell["end_date"], spell["end_value"], spell["end_kind"], spell["claims"])]


def _rate_at(t: float, date: str, value: float, kind: str, claims: str, context: Context, lang: Language) -> str:
    """One end of a spell with the decimals of the claim that prints it."""
    known = [context.claims[name] for name in claims.split()]
    own = [c.id for c in known if c.statistic == "level" and c.end == date and abs(float(c.value) - value) < 1e-4]
    shown = phrase_rate(pd.Series({"kind": kind, "value": value, "claims": " ".join(own)}), context, lang)
    return lang.say("%(value)s, %(when)s", value=shown, when=lang.date(date))


@dataclass(frozen=True)
class Table:
    """Heads and rows in words; `shares` are the widths of the columns, of the whole."""

    heads: list[str]
    rows: list[list[Words]]
    shares: Sequence[float]


def split(table: Table, room: float, size: float = LEAST) -> list[Table]:
    """The table in parts that each fit into so many inches of height, with their heads."""
    head = _tall([Words(h, bold=True) for h in table.heads], table.shares, size)
    parts: list[list[list[Words]]] = [[]]
    left = room - head
    for row in table.rows:
        needed = _tall(row, table.shares, size)
        if parts[-1] and needed > left:
            parts.append([])
            left = room - head
        parts[-1].append(row)
        left -= needed
    return [Table(table.heads, part, table.shares) for part in parts]


def fit_table(heads: list[str], rows: list[list[str]], room: float) -> tuple[Table, float]:
    """A table with the largest letters with which it fits into so many inches of height, and their size."""
    words = [[Words(text) for text in row] for row in rows]
    for size in SIZES:
        table = Table(heads, words, _widths(heads, words, size))
        # letters that are larger than need be are for tables in which no line has to be broken for them
        if len(split(table, room, size)) == 1 and (size <= SUBTITLE or _one_line(table, size)):
            break
    return table, size


def add_table(page: Page, table: Table, alt: str, size: float = LEAST) -> None:
    """A table below what stands on the slide already."""
    heads = [Words(text, bold=True, color=WHITE) for text in table.heads]
    rows = [heads, *table.rows]
    tall = [_tall(row, table.shares, size) for row in rows]
    box = (Inches(x) for x in (MARGIN, page.top, ROOM, sum(tall)))
    shape = page.slide.shapes.add_table(len(rows), len(heads), *box)
    describe(shape, alt)
    made = shape.table  # its first row is marked as heads, which screen readers repeat
    for column, share in zip(made.columns, table.shares, strict=True):
        column.width = Inches(ROOM * share)
    for i, (row, high) in enumerate(zip(rows, tall, strict=True)):
        made.rows[i].height = Inches(high)
        for cell, words in zip(made.rows[i].cells, row, strict=True):
            cell.margin_left = cell.margin_right = Inches(SIDE)
            cell.margin_top = cell.margin_bottom = Inches(EDGE)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            color = BLUE if i == 0 else STRIPE if i % 2 else WHITE
            cell.fill.fore_color.rgb = RGBColor.from_string(color[1:])
            for k, line in enumerate(words.text.split("\n")):
                paragraph = cell.text_frame.paragraphs[0] if k == 0 else cell.text_frame.add_paragraph()
                look(paragraph.add_run(), replace(words, text=line), size, page.lang.code)
    page.top += sum(tall)


def _tall(row: list[Words], shares: Sequence[float], size: float) -> float:
    """How high a row is when its words are wrapped."""
    lines = [
        len(broken(words.text, size, ROOM * share - 2 * SIDE, "bold" if words.bold else "normal"))
        for words, share in zip(row, shares, strict=True)
    ]
    return height(max(lines), size) + 2 * EDGE


def _one_line(table: Table, size: float) -> bool:
    one = height(1, size) + 2 * EDGE + 0.01
    return all(_tall(row, table.shares, size) < one for row in table.rows)


def _widths(heads: list[str], rows: list[list[Words]], size: float) -> list[float]:
    """Shares of the columns after their words: none narrower than its longest word, none starves the others."""
    columns = [*zip(*([Words(text, bold=True) for text in heads], *rows), strict=True)]
    least = [max(_wide(word, w.bold, size) for w in column for word in w.text.split() or [""]) for column in columns]
    wanted = [max(min(_wide(w.text, w.bold, size), WIDEST) for w in column) for column in columns]
    spare = [max(want - need, 0.0) for want, need in zip(wanted, least, strict=True)]
    share = (ROOM - sum(least)) / (sum(spare) or 1.0)
    given = [need + share * more for need, more in zip(least, spare, strict=True)]
    return [wide / sum(given) for wide in given]


def _wide(text: str, bold: bool, size: float) -> float:
    """The width of a cell that holds words in one line."""
    return measure(text, size, "bold" if bold else "normal") + 2 * SIDE + 0.05
