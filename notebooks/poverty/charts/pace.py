"""The pace of each spell, under each reading."""

from math import floor

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty import canvas, periods
from poverty.canvas import BLUE, LABEL, MARGIN, PLUM, Page
from poverty.charts.shared import Words, surveyed, territory
from poverty.pack import Pack
from poverty.wording import place, standard_years, who
from poverty.words import Language, mark

SHOWS_READINGS = True
WHO = ["population", "area", "standard"]
GROUPS = {
    "poverty_rate": mark("Poor"),
    "near_poor_rate": mark("Near-poor"),
    "poor_and_near_poor_rate": mark("Poor + near-poor"),
}
SIZE = 12
FULL = 95.0  # percent: near enough to 100 to need a word
FEWEST = 5  # rows that the page is divided into, where there are fewer


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    moved = _moved(table)
    known = table[table["arr"].notna() & (table["preferred"] == "yes")]
    if moved >= 1:
        title = lang.say(
            "Readings move the rate of reduction by up to %(moved)s points; rounding, by under %(rounding)s",
            moved=lang.number(moved),
            rounding=lang.number(floor((table["arr_high"] - table["arr_low"]).max()) + 1),
        )
    elif len(known):
        everybody = known[(known["population"] == "all") & (known["area"] == "province")]
        latest = (everybody if len(everybody) else known).sort_values("end", kind="stable").iloc[-1]
        rates = known[(known[WHO] == latest[WHO]).all(axis=1)]
        latest = rates.iloc[0]
        title = lang.say(
            "%(who)s, %(years)s: annual rate of reduction %(arr)s%%, %(points)s points a year",
            who=_who(latest, pack, lang),
            years=_years(latest),
            arr=_range(latest, "arr", 1 if latest["arr_high"] - latest["arr_low"] < 1 else 0, lang),
            points=_range(latest, "points", 2 if latest["points_high"] - latest["points_low"] < 0.1 else 1, lang),
        )
    else:
        title = lang.say("No rate of reduction can be computed")
    each = "; ".join(
        lang.say(
            "%(who)s, %(reading)s, %(years)s: %(arr)s%% and %(points)s points a year",
            who=_who(r, pack, lang),
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
    note = lang.say("Rate of reduction: ln(start/end) ÷ years, in percent. Ranges: rounding.")
    if (table["arr"] > FULL).any():
        note += " " + lang.say("It can pass 100%%.")
    if (table["arr"] < 0).any():
        note += " " + lang.say("Below 0: a rise.")
    if (table["preferred"] != "yes").any():
        text = mark("Hollow: another reading, one question at a time.")
        if not (table["preferred"] == "no").any():
            text = mark("Hollow: one of the readings of a question that is open.")
        note = lang.say(text) + " " + note
    if (table["ruled_out"] == "yes").any():
        note += " " + lang.say("What another printed figure or the years of a standard rule out is not in the title.")
    notes = [note, *surveyed(pack, table, lang)]
    if (table["contradicted"] == "yes").any():
        notes.append(lang.say("† A check or another printed figure contradicts an end of this row; see the audit."))
    until = pack.shared.territory.get("until")
    dated = table.assign(t=[periods.year_end(date) for date in table["end"]], date=table["end"]) if until else None
    if dated is not None:
        notes += territory(pack, dated, lang)
    return Words(title, subtitle, f"{title}. {each}.", tuple(notes))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """A row for each spell and reading; two panels, relative and absolute pace."""
    rows = max(len(table), FEWEST)
    reading, years, left, right = 5.8, 6.95, 7.2, 10.0
    panels = (
        (page.axes(left, right, 0.45, 0.4), "arr", 1, lang.say("%% a year")),
        (page.axes(right + 0.3, page.width - MARGIN, 0.45, 0.4), "points", 2, lang.say("Points a year")),
    )
    box = panels[0][0].get_position()
    heads = [
        (MARGIN, lang.say("Who, standard"), "left"),
        (reading, lang.say("Reading"), "right"),
        (years, lang.say("Years"), "right"),
    ]
    for ax, name, decimals, head in panels:
        _scale(ax, table, name, decimals, lang)
        heads.append((ax.get_position().x0 * page.width, head, "left"))
    for x, head, side in heads:
        page.text(x, box.y1 * page.height + 0.12, head, LABEL, weight="bold", ha=side, va="bottom")
    before = None
    for row in table.itertuples():
        i = row.Index
        y = (box.y1 - (i + 0.6) / (rows + 0.2) * box.height) * page.height
        color = BLUE if row.preferred == "yes" else PLUM
        first = (row.indicator, row.standard, row.population, row.area) != before
        if first:
            name = f"{_who(row, pack, lang)}, {standard_years(pack, row.standard, lang)}"
            page.text(MARGIN, y, name, SIZE, va="center", weight="bold")
            for ax, *_ in panels if before else ():
                ax.axhline(i - 0.5, color="#BFBFBF", linewidth=0.8)
            before = (row.indicator, row.standard, row.population, row.area)
        label = lang.label(row.label)
        if row.ruled_out == "yes":
            label = lang.say("%(label)s (ruled out)", label=label)
        used = canvas.measure(name, SIZE, "bold") + 0.15 if first else 0.0
        label = _cut(label, reading - MARGIN - used)
        page.text(reading, y, label, SIZE, va="center", ha="right", color=color)
        dagger = "†" if row.contradicted == "yes" else ""
        page.text(years, y, f"{_years(row)}{dagger}", SIZE, va="center", ha="right", color=color)
        for ax, name, decimals, _ in panels:
            _pace(ax, row, name, decimals, color, lang)


def _scale(ax: Axes, table: pd.DataFrame, name: str, decimals: int, lang: Language) -> None:
    """From 0 to where the longest label beside the largest value still fits."""
    shown = table.loc[table[name].notna(), [f"{name}_low", f"{name}_high"]]
    most, least = max(shown[f"{name}_high"].max(), 0.0), min(shown[f"{name}_low"].min(), 0.0)
    if shown.empty or most == least:
        most, least = 1.0, 0.0
    labels = [_range(row, name, decimals, lang) for row in table.itertuples() if not pd.isna(getattr(row, name))]
    width = ax.get_position().width * ax.figure.get_figwidth()
    room = width - max((canvas.measure(text, SIZE) for text in labels), default=1.0) - 0.3
    least -= 0.03 * (most - least)  # or the axis would cut the marks at its end
    ax.set(xlim=(least, least + (most - least) * width / room), ylim=(max(len(table), FEWEST) - 0.4, -0.6), yticks=[])
    ax.spines["left"].set_visible(False)
    ticks = [
        x
        for x in MaxNLocator(nbins=3 if width > 2.8 else 2, steps=[1, 2, 5, 10]).tick_values(least, most)
        if least <= x <= most
    ]
    places = 0 if all(float(x).is_integer() for x in ticks) else 1
    ax.set_xticks(ticks)
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x, places))
    if least < 0:
        ax.axvline(0, color="#BFBFBF", linewidth=0.8, zorder=0)
    ax.grid(axis="x")


def _pace(ax: Axes, row, name: str, decimals: int, color: str, lang: Language) -> None:
    i, value = row.Index, getattr(row, name)
    if pd.isna(value):
        why = lang.say("one figure: cannot tell") if pd.isna(row.years) else lang.say("reaches 0: no rate")
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
    """How far another reading that is not ruled out moves the rate of reduction of the same spell, at the most."""
    spell = ["indicator", "standard", "population", "area"]
    allowed = table[(table["ruled_out"] == "no") & table["arr"].notna()]
    usual, tried = allowed[allowed["preferred"] != "no"], allowed[allowed["preferred"] != "yes"]
    both = tried.merge(usual, on=spell, suffixes=("", "_usual"))
    same = [set(a.split()) == set(b.split()) for a, b in zip(both["claims"], both["claims_usual"], strict=True)]
    gaps = (both["arr"] - both["arr_usual"]).abs()[same]  # the same figures read otherwise, not other figures
    return float(gaps.max()) if gaps.notna().any() else 0.0


def _who(row, pack: Pack, lang: Language) -> str:
    group = who(row.population, row.area, pack, lang)
    name = lang.label(GROUPS[row.indicator])
    return f"{name}, {group}" if group else name


def _cut(text: str, room: float) -> str:
    """A text with its end cut off where it would be wider than `room` inches; the table has all of it."""
    if canvas.measure(text, SIZE) <= room:
        return text
    while text and canvas.measure(f"{text}…", SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _range(row, name: str, decimals: int, lang: Language) -> str:
    ends = (getattr(row, f"{name}_{end}") for end in ("low", "high"))
    return lang.range(*("∞" if pd.isna(x) else lang.number(x, decimals) for x in ends))


def _years(row) -> str:
    ends = [f"{periods.parse(date).year}" for date in (row.start, row.end) if date]
    return "–".join(ends)
