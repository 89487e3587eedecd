"""The record of standards on a slide: side by side along the years, lines above and rates below."""

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.labels import Labels
from poverty.charts.page import BLUE, FOOT, INK, LABEL, LINE, ORANGE, PLUM, TEAL, TINT, Page, wrap
from poverty.charts.standards_rows import (
    ROW,
    SHADES,
    caption_overlap,
    label_first,
    label_last,
    name_standard,
    phrase_ending,
)
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import phrase_rate_unit, unique_ids

LEFT = 1.95  # inches: room for the words beside the panels
HEAD, GAP, FEET = 0.3, 0.25, 0.3  # inches: years above the panels, between these, ticks below
ROOM = 1.25  # of the highest value: room for labels
OVER, CLEAR = 2.6, 0.35  # inches: how wide the words over a bracket are, and how far above it
SHARE = 0.56  # of the height: the upper panel
INSET = 0.12  # years: a spell is drawn short of a break, so that two of them never touch
NEAR = 2.0  # years from the end of a territory to a break of standards: words stand right of both


def panels(page: Page, table: pd.DataFrame, unit: str, context: Context, lang: Language) -> None:
    """Above: lines and what was counted. Below: the poverty rate under each standard, an overlap as a bracket.

    `unit`: of the lines in money, "" if there are none.
    """
    standards = table[table["role"] == "standard"]
    span = (standards["first_year"].min() - 1, standards["last_year"].max())
    tall = page.top - page.bottom - HEAD - GAP - FEET
    lower = page.axes(LEFT, page.width - page.margin, FEET, HEAD + SHARE * tall + GAP)
    upper = page.axes(LEFT, page.width - page.margin, FEET + (1 - SHARE) * tall + GAP, HEAD)
    edges = [float(s.first_year - 1) for s in standards.itertuples()]
    for ax in (upper, lower):
        ax.set(xlim=span, xticks=[], yticks=[])
        for i, s in enumerate(standards.itertuples()):
            ax.axvspan(s.first_year - 1, s.last_year, color=SHADES[i % 2], linewidth=0, zorder=0)
        for edge in edges[1:]:
            ax.axvline(edge, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
    for edge in edges[1:]:
        beside = {"transform": lower.get_xaxis_transform(), "ha": "center", "va": "center", "weight": "bold"}
        lower.text(edge, 1 + GAP / 2 / ((1 - SHARE) * tall), "≠", fontsize=LABEL, **beside)
    _upper(page, upper, standards, context, lang)
    _lower(page, lower, table, context, lang)
    ticks = [*edges, float(span[1])]
    lower.set_xticks(
        ticks, [lang.say("end %(year)s", year=f"{t:.0f}") if len(ticks) < 5 else f"{t:.0f}" for t in ticks]
    )
    line = lang.say("Income line, thousand %(unit)s", unit=unit) if unit else lang.say("Income line")
    of = phrase_rate_unit(context, unique_ids(table["claims"]), lang)
    for ax, named in ((upper, line), (lower, lang.say("Poverty rate, %(of)s", of=of))):
        named = "\n".join(wrap(named, FOOT, LEFT - page.margin - 0.15))
        page.text(page.margin, ax.get_position().y1 * page.height, named, FOOT, va="top", linespacing=LINE)


def _upper(page: Page, ax: Axes, standards: pd.DataFrame, context: Context, lang: Language) -> None:
    """Lines as steps on a scale of ratios, under what was counted; the scale leaves room for the words above."""
    wide, tall = (
        (page.width - page.margin - LEFT) / (ax.get_xlim()[1] - ax.get_xlim()[0]),
        ax.get_position().height * ax.figure.get_figheight(),
    )
    counted = [
        wrap(lang.label(s.counts), FOOT, (s.last_year - s.first_year + 1) * wide - 0.1) for s in standards.itertuples()
    ]
    lines = standards[["rural_line", "urban_line"]]
    if lines.notna().any().any():
        low, high = float(lines.min().min()), float(lines.max().max())
        below, above = 0.06 + ROW, max(map(len, counted)) * ROW + ROW + 0.14  # inches under and over the lines
        steps = max(tall - below - above, 0.1)
        ratio = high / low
        ax.set(yscale="log", ylim=(low / ratio ** (below / steps), high * ratio ** (above / steps)), yticks=[])
        ax.minorticks_off()
    named = False
    top = {"transform": ax.get_xaxis_transform(), "ha": "center"}
    for s, what in zip(standards.itertuples(), counted, strict=True):
        start, end = s.first_year - 1, s.last_year
        middle = (start + end) / 2
        name = name_standard(s, context, lang)
        ax.text(middle, 1 + 0.05 / tall, name, va="bottom", fontsize=LABEL, weight="bold", **top)
        ax.text(middle, 1 - 0.05 / tall, "\n".join(what), va="top", fontsize=FOOT, linespacing=LINE, **top)
        if pd.isna(s.urban_line):
            none = "\n".join(wrap(lang.say("no line in money"), FOOT, (end - start) * wide - 0.1))
            ax.text(middle, 0.06 / tall, none, va="bottom", fontsize=FOOT, linespacing=LINE, **top)
            continue
        for value, color, side, gap in ((s.urban_line, BLUE, "bottom", 3), (s.rural_line, TEAL, "top", -3)):
            look = {"color": color, "linewidth": 3, "solid_capstyle": "butt"}
            ax.plot((start, end), (value, value), gid=f"line-{side}.{s.Index}", **look)
            shown = lang.number(value / 1000)
            if not named:  # the first two say which is which
                text = translatable("urban %(n)s") if side == "bottom" else translatable("rural %(n)s")
                shown = lang.say(text, n=shown)
            beside = {"xytext": (0, gap), "textcoords": "offset points", "ha": "center", "va": side}
            ax.annotate(shown, (middle, value), fontsize=FOOT, **beside)
        named = True


def _lower(page: Page, ax: Axes, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """First and last figure of each spell, labelled inside its own standard, and overlaps as brackets."""
    standards, spells, overlaps = (table[table["role"] == role] for role in ("standard", "spell", "overlap"))
    frame, (start, end) = ax.get_position(), ax.get_xlim()
    bottom, top, right = frame.y0 * page.height, frame.y1 * page.height, page.width - page.margin
    years = {s.standard: (s.first_year - 1, s.last_year) for s in standards.itertuples()}

    def inches(t: float) -> float:
        return LEFT + (t - start) * (right - LEFT) / (end - start)

    captions = {i: wrap(caption_overlap(s, lang), FOOT, OVER) for i, s in overlaps.iterrows()}
    highest = ROOM * max(spells[["value", "end_value"]].max(), default=1.0)
    for i, s in overlaps.iterrows():  # the words over a bracket stand clear of it
        clear = top - bottom - len(captions[i]) * ROW - CLEAR
        highest = max(highest, max(s["value"], s["end_value"]) * (top - bottom) / clear)
    ax.set_ylim(0, highest)
    labels = Labels(page, ax)
    rules = [inches(first) for first, _ in years.values()]
    ending = phrase_ending(context, int(end), lang)
    if ending:
        ax.axvline(ending[0], color=INK, linewidth=1, zorder=1)
        rules.append(inches(ending[0]))
        left = inches(max([ending[0], *(last for _, last in years.values() if 0 <= last - ending[0] < NEAR)])) + 0.08
        shown = wrap(ending[1], FOOT, right + 0.2 - left)
        page.text(left, top - 0.05, "\n".join(shown), FOOT, va="top", linespacing=LINE)
        labels.taken.append((left, top - 0.05 - len(shown) * ROW, page.width, top))
    labels.taken += [(x - 0.04, bottom, x + 0.04, top) for x in rules]
    wanted = _spells(ax, labels, spells, context, lang)
    beside = {}
    for i, s in overlaps.iterrows():
        x, inner, (old, new) = s["t"] - 0.55, s["t"] - 0.2, (s["value"], s["end_value"])
        ax.plot((inner, x, x, inner), (old, old, new, new), color=PLUM, linewidth=2, gid=f"overlap.{i}", zorder=3)
        beside[s["t"], old] = x
        half, middle = len(captions[i]) * ROW / 2, inches(s["t"])
        words = {"ha": "center", "va": "center", "color": PLUM, "linespacing": LINE, "zorder": 6}
        behind = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # a dashed line ends at words
        page.text(middle, top - 0.05 - half, "\n".join(captions[i]), FOOT, bbox=behind, **words)
        labels.taken.append((middle - OVER / 2, top - 0.1 - 2 * half, middle + OVER / 2, top))
        low, high = (bottom + (top - bottom) * value / highest for value in sorted((old, new)))
        labels.taken.append((inches(x) - 0.03, low, inches(x) + 0.03, high))
    for t, value, text, standard in reversed(wanted):  # the later figures have the less room
        # a label in another standard's years would be read as a figure of that standard
        first, last = (inches(year) for year in years[standard])
        outside = [(0.0, bottom, first, top), (last, bottom, page.width, top)]
        labels.taken += outside
        labels.place(beside.get((t, value), t), value, text, PLUM, FOOT)
        labels.taken = [box for box in labels.taken if box not in outside]


def _spells(ax: Axes, labels: Labels, spells: pd.DataFrame, context: Context, lang: Language) -> list[tuple]:
    """Spells as tinted bars with marks at both ends; returns the labels wanted: where, what, of which standard."""
    wanted, told = [], set()
    for i, s in spells.iterrows():
        if s["t"] < s["end_t"]:
            ax.axvspan(s["t"] + INSET, s["end_t"] - INSET, color=TINT[ORANGE], linewidth=0, zorder=0.5)
        first = ("first", s["t"], s["value"], s["kind"], label_first)
        last = ("last", s["end_t"], s["end_value"], s["end_kind"], label_last)
        for end, t, value, kind, say in (first, last):
            if (t, value) in told:
                continue
            told.add((t, value))
            hollow = kind == "derived"
            look = {"marker": "D" if hollow else "o", "markerfacecolor": "white" if hollow else ORANGE}
            look |= {"color": ORANGE, "markersize": 9, "markeredgewidth": 2, "linestyle": "none", "clip_on": False}
            ax.plot([t], [value], gid=f"spell-{end}.{i}", zorder=4, **look)
            labels.block_mark(t, value)
            wanted.append((t, value, say(s, context, lang), s["standard"]))
    return wanted
