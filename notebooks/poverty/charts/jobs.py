"""Jobs per year, under each reading of the printed average."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty.canvas import BLUE, LABEL, MARGIN, ORANGE, PLUM, TEAL, TINT, Page
from poverty.charts.shared import Words, legend
from poverty.pack import Pack
from poverty.wording import capital, ids, place
from poverty.words import Language, mark

SHOWS_READINGS = True
FAMILIES = {
    "linear": (mark("straight line"), BLUE, "-"),
    "exponential": (mark("constant growth"), PLUM, "--"),
    "step": (mark("one jump half way"), ORANGE, "-."),
    "smoothest": (mark("smoothest rise"), TEAL, ":"),
}


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    bounds = table[table["family"] == "bounds"]
    first_year, last_year = int(bounds["year"].min()), int(bounds["year"].max())
    last = bounds[bounds["year"] == last_year]
    average = pack.claims[ids(table["claims"])[0]]
    number = lang.number(average.value)
    said = {"more than": lang.say("more than %(n)s", n=number), "nearly": lang.say("nearly %(n)s", n=number)}
    title = lang.say(
        "“%(average)s jobs a year” can mean %(low)s to %(high)s in %(year)s",
        average=capital(said.get(average.qualifier, number)),
        low=lang.number(last["low"].min()),
        high=lang.number(last["high"].max()),
        year=last_year,
    )
    base = lang.say(
        "%(year)s, implied: %(n)s",
        year=first_year,
        n=lang.number(bounds.loc[bounds["year"] == first_year, "low"].min()),
    )
    each = [_at_end(row, table, lang) for _, row in last.iterrows()]
    subtitle = lang.say(
        "People placed in jobs a year (gross), %(place)s, %(first)s to %(last)s, by reading of the printed average",
        place=place(pack, lang),
        first=first_year,
        last=last_year,
    )
    note = lang.say(
        "Tint: every path that never falls, through the printed numbers. Lines: scenarios, not estimates. Nothing "
        "printed says which reading is right, nor what happened in any one year."
    )
    return Words(title, subtitle, f"{title}. {base}; {'; '.join(each)}.", (note,))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """One panel for each reading, on one scale."""
    handles = [
        Line2D([], [], color=c, linestyle=d, linewidth=2.5, label=lang.label(n)) for n, c, d in FAMILIES.values()
    ]
    handles.append(Patch(color=TINT[BLUE], label=lang.say("any path that never falls")))
    handles.append(
        Line2D(
            [],
            [],
            marker="D",
            color=BLUE,
            markerfacecolor="white",
            markeredgewidth=2,
            linestyle="none",
            markersize=8,
            label=lang.say("%(year)s, implied", year=int(table["year"].min())),
        )
    )
    legend(page, handles)
    readings = list(dict.fromkeys(table["reading"]))
    left, gap = 1.35, 0.6
    width = (page.width - MARGIN - left - gap * (len(readings) - 1)) / len(readings)
    curves = table.loc[table["family"] != "bounds", "value"]
    top = 1.3 * max([*curves, table["low"].max()])
    for k, reading in enumerate(readings):
        start = left + k * (width + gap)
        ax = page.axes(start, start + width, 0.45, 0.8)
        rows = table[table["reading"] == reading]
        _panel(ax, rows, reading, top, lang)
        if k:
            ax.set_yticklabels([])
        ax.text(0, 1.1, lang.label(rows["label"].iloc[0]), transform=ax.transAxes, fontsize=LABEL + 1, weight="bold")
        if (rows["family"] == "bounds").all():
            ax.text(
                0.03, 0.97, lang.say("pins no path of the years before"), transform=ax.transAxes, va="top", fontsize=12
            )


def _panel(ax: Axes, rows: pd.DataFrame, reading: str, top: float, lang: Language) -> None:
    import seaborn  # here, not above: it costs a second and a half that the other charts need not wait for

    bounds = rows[rows["family"] == "bounds"]
    tint = {"color": TINT[BLUE], "linewidth": 0, "gid": f"bounds.{reading}"}
    ax.fill_between(bounds["year"], bounds["low"], bounds["high"], **tint)
    for name, (_, color, dash) in FAMILIES.items():
        curve = rows[rows["family"] == name]
        if len(curve):
            look = {"color": color, "linestyle": dash, "linewidth": 2.5, "gid": f"{name}.{reading}"}
            seaborn.lineplot(curve, x="year", y="value", estimator=None, ax=ax, **look)
    first, last = bounds.iloc[0], bounds.iloc[-1]
    ax.plot(
        [first["year"]],
        [first["low"]],
        marker="D",
        markersize=8,
        color=BLUE,
        markerfacecolor="white",
        markeredgewidth=2,
        linestyle="none",
        gid=f"start.{reading}",
        zorder=5,
    )
    years = (int(first["year"]), int(last["year"]))
    ax.set(xlim=(years[0] - 1, years[1] + 1), ylim=(0, top), xlabel="", ylabel="")
    ax.set_xticks([years[0], sum(years) // 2, years[1]])
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    words = lang.say(
        "%(year)s: %(range)s", year=years[1], range=lang.range(lang.number(last["low"]), lang.number(last["high"]))
    )
    if last["high"] > top:
        words += " ↑"  # the tint leaves the scale
    ax.text(0, 1.025, words, transform=ax.transAxes, color=BLUE)


def _at_end(row: pd.Series, table: pd.DataFrame, lang: Language) -> str:
    """The last year under one reading: its bounds, then the scenarios."""
    same = table[(table["reading"] == row["reading"]) & (table["year"] == row["year"]) & (table["family"] != "bounds")]
    ends = lang.range(lang.number(row["low"]), lang.number(row["high"]))
    text = lang.say(
        "%(reading)s: %(range)s in %(year)s",
        reading=lang.label(row["label"]) or lang.say("as printed"),
        range=ends,
        year=int(row["year"]),
    )
    shown = ", ".join(f"{lang.label(FAMILIES[c.family][0])} {lang.number(c.value)}" for c in same.itertuples())
    return f"{text} ({shown})" if shown else text
