"""The poverty rate of groups and areas within a province, beside that of everybody."""

from dataclasses import replace
from math import ceil

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import percent_axis, year_ticks
from poverty.charts.labels import Labels
from poverty.charts.marks import anchors_of, keys, legend, line, marks, spells_of
from poverty.charts.page import BAND, BLUE, INK, LINE, ORANGE, PLUM, SLIDE, TEAL, TINT, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.charts.trajectory import ASIDES, LOW
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_first_last_dates, phrase_missing_tint, phrase_path_cautions
from poverty.words.phrases import (
    capitalize_first,
    phrase_group_and_area,
    phrase_rate,
    phrase_rate_unit,
    phrase_standard_years,
    province_name,
    unique_ids,
)

SHOWS_READINGS = False
COLORS = (PLUM, TEAL, ORANGE)
TAIL = 1.6  # inches: a label at the end of one of several panels on a narrow page
GAP = 0.1  # inches between two ticks of a narrow page
BESIDE_MARK = 0.13  # inches from a mark to its label


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    each = []
    for spell in spells_of(table):
        printed = spell[spell["role"] != "path"].sort_values("t", kind="stable")
        values = [
            lang.say("%(value)s, %(when)s", value=phrase_rate(row, context, lang), when=lang.date(row["date"]))
            for _, row in printed.iterrows()
        ]
        if values:
            years = phrase_standard_years(context, spell["standard"].iloc[0], lang)
            text = {"who": _name(spell, context, lang), "years": years, "values": lang.listed(values)}
            each.append(lang.say("%(who)s (%(years)s): %(values)s", **text))
    title = _finding(table, context, lang)
    return ChartTexts(
        title,
        _subtitle(table, context, lang),
        f"{title}. {capitalize_first('; '.join(each))}.",
        (
            *_notes(table, context, lang),
            *phrase_path_cautions(context, table, lambda a: phrase_rate(a, context, lang), lang),
        ),
    )


def fitted(
    table: pd.DataFrame, said: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """On a low page the standard of the title without targets, estimates and forecasts, and words that say so."""
    if size.height > LOW:
        return table, said
    told = _told(table)
    rows = table[table["standard"] == told["standard"]] if told is not None else table
    left_out = [lang.say("other standards")] if len(rows) < len(table) else []
    beside = rows["role"] == "aside"
    left_out += [lang.label(ASIDES[kind]) for kind in ASIDES if (rows.loc[beside, "kind"] == kind).any()]
    if not left_out:
        return table, said
    rows = rows[~beside]
    subtitle = lang.say(
        "%(subtitle)s; left out here: %(what)s", subtitle=_subtitle(rows, context, lang), what=lang.listed(left_out)
    )
    subtitle = state_evidence(subtitle, context, lang)
    return rows, replace(said, subtitle=subtitle, notes=words(rows, context, lang).notes)


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """One panel for each standard, on one scale; a colour for each group."""
    legend(page, keys(table, context, lang, INK, INK, INK, brief=page.narrow))
    standards = [s for s in context.shared.standards if s in set(table["standard"])]
    names = list(dict.fromkeys((r.population, r.area) for r in table.itertuples() if not _everybody(r)))
    colors = {("all", "province"): BLUE} | {name: COLORS[i % len(COLORS)] for i, name in enumerate(names)}
    dates = {s: table.loc[table["standard"] == s, "t"] for s in standards}
    spans = [max(dates[s].max() - dates[s].min(), 1.0) for s in standards]
    left, gap, above, over = (0.65, 0.55, 0.75, 0.12) if not page.narrow else (0.55, 0.3, 0.5, 0.05)
    below = 0.45 if page.size == SLIDE else 0.28
    named = [_named(table, standards, k) for k in range(len(standards))]
    room = TAIL if page.narrow and len(standards) > 1 else page.width
    tails = [_tail(page, table[table["standard"] == s], named[k], room, context, lang) for k, s in enumerate(standards)]
    start = page.margin + left
    width = page.width - page.margin - start - gap * (len(standards) - 1) - sum(tails)
    top = (1.15 if not page.narrow else 1.3) * table["value"].max()
    for k, standard in enumerate(standards):
        wide = width * spans[k] / sum(spans)
        ax = page.axes(start, start + wide, below, above)
        rows = table[table["standard"] == standard]
        pad = 0.12 * spans[k] / wide
        ax.set(xlim=(dates[standard].min() - pad, dates[standard].min() + spans[k] + pad), ylim=(0, top))
        ax.grid(axis="y")
        percent_axis(ax, lang)
        if k:
            ax.set_yticklabels([])
        _ticks(page, ax, wide, rows, lang)
        head = phrase_standard_years(context, standard, lang)
        page.text(start, ax.get_position().y1 * page.height + over, head, weight="bold", va="bottom")
        last = k == len(standards) - 1
        labels = Labels(page, ax, start + wide + tails[k] + (min(0.25, page.margin) if last else 0.1))
        _panel(labels, rows, colors, named[k], room, context, lang)
        start += wide + tails[k] + gap


def _ticks(page: Page, ax: Axes, wide: float, rows: pd.DataFrame, lang: Language) -> None:
    """The years of figures, or some of them where there is no room for all."""
    years = sorted({float(ceil(t - 0.01)) for t in rows["t"]})
    if not page.narrow:
        step = max(1, ceil(0.95 * len(years) / max(wide, 0.95)))
        year_ticks(page, ax, years[::-step], rows, lang)
        return
    left, right = ax.get_xlim()
    room = (measure("2000", page.label) + GAP) * (right - left) / wide
    shown: list[float] = []
    for year in reversed(years):
        if not shown or shown[-1] - year >= room:
            shown.append(year)
    ax.set_xticks(shown, [f"{year:.0f}" for year in shown])


def _named(table: pd.DataFrame, standards: list[str], k: int) -> set[tuple[str, str]]:
    """The groups that a panel names: those that no later panel shows."""
    fixed = table[table["role"] == "anchor"]
    later = fixed[fixed["standard"].isin(standards[k + 1 :])]
    return set(zip(fixed["population"], fixed["area"], strict=True)) - set(
        zip(later["population"], later["area"], strict=True)
    )


def _tail(page: Page, rows: pd.DataFrame, named: set, room: float, context: Context, lang: Language) -> float:
    """The inches that the longest label at the end of a panel takes."""
    texts = [_at_end(page, spell, named, room, context, lang) for spell in spells_of(rows) if len(anchors_of(spell))]
    lines = [line for text in texts for line in text.split("\n")]
    return max((measure(line, page.label, "bold") for line in lines), default=0.5) + 0.2


def _at_end(page: Page, spell: pd.DataFrame, named: set, room: float, context: Context, lang: Language) -> str:
    """The last rate of a spell, with its group where the panel names it, in lines of so many inches."""
    text = phrase_rate(anchors_of(spell).iloc[-1], context, lang)
    who_it_is = (spell["population"].iloc[0], spell["area"].iloc[0])
    if who_it_is in named:
        text = f"{text} {_name(spell, context, lang)}"
    return "\n".join(wrap(text, page.label, room, "bold"))


def _panel(
    labels: Labels, rows: pd.DataFrame, colors: dict, names: set, room: float, context: Context, lang: Language
) -> None:
    page, wanted = labels.page, []
    for spell in spells_of(rows):
        color = colors[spell["population"].iloc[0], spell["area"].iloc[0]]
        line(labels.ax, spell, color, TINT[color], BAND[color])
        marks(labels.ax, spell, color, 9 if not page.narrow else 7)
        labels.block(spell)
        anchors = anchors_of(spell)
        if len(anchors):
            wanted.append((0, anchors.iloc[-1], _at_end(page, spell, names, room, context, lang), color))
        if len(anchors) > 1:
            wanted.append((1, anchors.iloc[0], phrase_rate(anchors.iloc[0], context, lang), color))
        others = spell[~spell.index.isin(anchors.index[[0, -1]] if len(anchors) else []) & (spell["role"] != "path")]
        wanted += [(2, row, phrase_rate(row, context, lang), color) for _, row in others.iterrows()]
    # a figure that stands under several readings of an open question is named once
    wanted = list({(row["t"], text, color): (order, row, text, color) for order, row, text, color in wanted}.values())
    if page.height < LOW:
        last = rows["t"].max()
        _stack(labels, [(row, text, color) for order, row, text, color in wanted if not order and row["t"] == last])
        wanted = [item for item in wanted if item[0] or item[1]["t"] < last]
    # the higher of two neighbours first: it takes the place above, and the lower one the place below
    for order, row, text, color in sorted(wanted, key=lambda item: (item[0], -item[1]["value"])):
        labels.place(row["t"], row["value"], text, color, weight="normal" if order else "bold", must=not order)


def _stack(labels: Labels, ends: list[tuple[pd.Series, str, str]]) -> None:
    """Labels right of the last marks of a panel, one over the other: where it is low, there is no room below them."""
    page, frame = labels.page, labels.ax.get_position()
    high = page.label * LINE / 72
    lowest = frame.y0 * page.height + high / 2
    for row, text, color in sorted(ends, key=lambda end: end[0]["value"]):
        x, y = labels.ax.transData.transform((row["t"], row["value"])) / page.figure.dpi
        lowest = max(lowest, y)
        page.text(x + BESIDE_MARK, lowest, text, color=color, weight="bold", va="center", zorder=6)
        wide = measure(text, page.label, "bold")
        labels.taken.append((x, lowest - high / 2, x + BESIDE_MARK + wide, lowest + high / 2))
        lowest += high


def _notes(table: pd.DataFrame, context: Context, lang: Language) -> tuple[Sentence, ...]:
    parts = []
    if table["standard"].nunique() > 1:
        parts.append(lang.say("One panel for each poverty standard; no line joins two."))
    if (table["role"] == "path").any():
        parts.append(lang.say("Lines are reconstructed."))
    parts += phrase_missing_tint(context, table, lang)
    return (Sentence(Kind.KEY, " ".join(parts)),) if parts else ()


def _subtitle(table: pd.DataFrame, context: Context, lang: Language) -> str:
    fixed = table[table["role"] == "anchor"]
    return lang.say(
        "Poverty rate of groups and areas, %(of)s of each, %(place)s, %(start)s to %(end)s",
        of=phrase_rate_unit(context, unique_ids(fixed["claims"]), lang),
        place=province_name(context, lang),
        **phrase_first_last_dates(table, lang),
    )


def _everybody(row) -> bool:
    return (row.population, row.area) == ("all", "province")


def _name(spell: pd.DataFrame, context: Context, lang: Language) -> str:
    return phrase_group_and_area(spell["population"].iloc[0], spell["area"].iloc[0], context, lang) or lang.say(
        "everybody"
    )


def _inside(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The recorded rates of groups and areas within the province, and those of everybody."""
    fixed = table[table["role"] == "anchor"]
    everybody = fixed[(fixed["population"] == "all") & (fixed["area"] == "province")]
    # the successor holds the province itself
    return fixed[(fixed["area"] != "successor") & ~fixed.index.isin(everybody.index)], everybody


def _told(table: pd.DataFrame) -> pd.Series | None:
    """The rate of the title: the highest of the last date that has one of everybody too, of its base, or the last."""
    inside, everybody = _inside(table)
    if inside.empty:
        return None
    shared = inside.merge(everybody, on=["standard", "base", "t"], suffixes=("", "_all"))
    if shared.empty:
        return inside.sort_values("t").iloc[-1]
    latest = shared[shared["t"] == shared["t"].max()]
    return latest.loc[latest["value"].idxmax()]


def _finding(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """The last rate of the poorest group beside that of everybody at the same date, where both are printed."""
    told, (_, everybody) = _told(table), _inside(table)
    if told is None:
        return lang.say("What is printed beside the rate of the province")
    said = {
        "who": capitalize_first(phrase_group_and_area(told["population"], told["area"], context, lang)),
        "rate": phrase_rate(told, context, lang),
        "when": lang.date(told["date"]),
    }
    beside = everybody[(everybody[["standard", "base", "t"]] == told[["standard", "base", "t"]]).all(axis=1)]
    if beside.empty:
        return lang.say("%(who)s: %(rate)s poor, %(when)s", **said)
    text = translatable("%(who)s: %(rate)s poor, against %(all)s of everybody, %(when)s")
    return lang.say(text, all=phrase_rate(beside.iloc[0], context, lang), **said)
