"""The pace of each spell, under each reading."""

from math import floor

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty import canvas, periods
from poverty.canvas import BLUE, LABEL, MARGIN, PLUM, WIDTH, Page
from poverty.charts.shared import Words, place, standard_years
from poverty.pack import Pack
from poverty.words import Language, mark

SHOWS_READINGS = True
GROUPS = {
    "poverty_rate": mark("Poor"),
    "near_poor_rate": mark("Near-poor"),
    "poor_and_near_poor_rate": mark("Poor + near-poor"),
}
SIZE = 12


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    moved = _moved(table)
    if moved:
        title = lang.say(
            "Readings move the rate of reduction by up to %(moved)s points; rounding, by under %(rounding)s",
            moved=lang.number(moved),
            rounding=lang.number(floor((table["arr_high"] - table["arr_low"]).max()) + 1),
        )
    else:
        fastest = table.loc[table["arr"].idxmax()]
        title = lang.say(
            "%(who)s: a rate of reduction of %(arr)s a year",
            who=lang.label(GROUPS[fastest["indicator"]]),
            arr=lang.percent(fastest["arr"], 1),
        )
    each = "; ".join(
        lang.say(
            "%(who)s, %(reading)s, %(years)s: %(arr)s%% and %(points)s points a year",
            who=lang.label(GROUPS[r.indicator]),
            reading=lang.label(r.label) or lang.say("as printed"),
            years=_years(r),
            arr=_range(r, "arr", 1, lang),
            points=_range(r, "points", 2, lang),
        )
        for r in table[table["arr"].notna()].itertuples()
    )
    subtitle = lang.say(
        "Annual rate of reduction, and fall in points a year, within one poverty standard, %(place)s",
        place=place(pack, lang),
    )
    note = lang.say(
        "Filled: preferred reading. Hollow: another reading of the same figures, one question at a time. Rate of "
        "reduction: ln(start/end) ÷ years, so it can pass 100%%. Ranges: rounding."
    )
    return Words(title, subtitle, f"{title}. {each}.", (note,))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """A row for each spell and reading; two panels, relative and absolute pace."""
    rows = len(table)
    reading, years, left, right = 5.9, 6.95, 7.2, 10.3
    panels = (
        (page.axes(left, right, 0.45, 0.4), "arr", 1, lang.say("%% a year")),
        (page.axes(right + 0.3, WIDTH - MARGIN, 0.45, 0.4), "points", 2, lang.say("Points a year")),
    )
    box = panels[0][0].get_position()
    heads = [
        (MARGIN, lang.say("Who, standard"), "left"),
        (reading, lang.say("Reading"), "right"),
        (years, lang.say("Years"), "right"),
    ]
    for ax, name, decimals, head in panels:
        _scale(ax, table, name, decimals, lang)
        heads.append((ax.get_position().x0 * WIDTH, head, "left"))
    for x, head, side in heads:
        page.text(x, box.y1 * canvas.HEIGHT + 0.12, head, LABEL, weight="bold", ha=side, va="bottom")
    before = None
    for row in table.itertuples():
        i = row.Index
        y = (box.y1 - (i + 0.6) / rows * box.height) * canvas.HEIGHT
        color = BLUE if row.preferred == "yes" else PLUM
        if (row.indicator, row.standard) != before:
            who = lang.label(GROUPS[row.indicator])
            page.text(MARGIN, y, f"{who}, {standard_years(pack, row.standard, lang)}", SIZE, va="center", weight="bold")
            for ax, *_ in panels if before else ():
                ax.axhline(i - 0.5, color="#BFBFBF", linewidth=0.8)
            before = (row.indicator, row.standard)
        page.text(reading, y, lang.label(row.label), SIZE, va="center", ha="right", color=color)
        page.text(years, y, _years(row), SIZE, va="center", ha="right", color=color)
        for ax, name, decimals, _ in panels:
            _pace(ax, row, name, decimals, color, lang)


def _scale(ax: Axes, table: pd.DataFrame, name: str, decimals: int, lang: Language) -> None:
    """From 0 to where the longest label beside the largest value still fits."""
    most = table[f"{name}_high"].max()
    labels = [_range(row, name, decimals, lang) for row in table.itertuples() if not pd.isna(getattr(row, name))]
    width = ax.get_position().width * WIDTH
    room = width - max(canvas.measure(text, SIZE) for text in labels) - 0.3
    ax.set(xlim=(0, most * width / room), ylim=(len(table) - 0.4, -0.6), yticks=[])
    ax.spines["left"].set_visible(False)
    ticks = MaxNLocator(nbins=3, integer=True).tick_values(0, most)
    ax.set_xticks([x for x in ticks if 0 <= x <= most])
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x))
    ax.grid(axis="x")


def _pace(ax: Axes, row, name: str, decimals: int, color: str, lang: Language) -> None:
    i, value = row.Index, getattr(row, name)
    if pd.isna(value):
        why = lang.say("no start: cannot tell") if pd.isna(row.years) else lang.say("reaches 0: no rate")
        ax.text(0, i, f" {why}", va="center", fontsize=SIZE, color=color)
        return
    low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
    face = color if row.preferred == "yes" else "white"
    ax.plot((low, high), (i, i), color=color, linewidth=3, gid=f"{name}-bounds.{i}")
    ax.plot(
        [value],
        [i],
        marker="o",
        markersize=9,
        markeredgewidth=2,
        color=color,
        markerfacecolor=face,
        linestyle="none",
        gid=f"{name}.{i}",
    )
    backing = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    ax.annotate(
        _range(row, name, decimals, lang),
        (high, i),
        (10, 0),
        textcoords="offset points",
        va="center",
        fontsize=SIZE,
        color=color,
        bbox=backing,
    )


def _moved(table: pd.DataFrame) -> float:
    """How far another reading moves the rate of reduction of the same spell, at the most."""
    usual = table[table["preferred"] == "yes"].set_index(["indicator", "standard"])["arr"]
    others = table[(table["preferred"] == "no") & table["arr"].notna()].set_index(["indicator", "standard"])["arr"]
    return float((others - usual.reindex(others.index)).abs().max()) if len(others) else 0.0


def _range(row, name: str, decimals: int, lang: Language) -> str:
    return lang.range(*(lang.number(getattr(row, f"{name}_{end}"), decimals) for end in ("low", "high")))


def _years(row) -> str:
    ends = [f"{periods.parse(date).year}" for date in (row.start, row.end) if date]
    return "–".join(ends)
