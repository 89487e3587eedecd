"""What a livelihood model and a household in one come to, as ranges that the printed words leave."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.markers import CARETLEFTBASE as CARETLEFT
from matplotlib.markers import CARETRIGHTBASE as CARETRIGHT

from poverty.canvas import BLUE, LABEL, MARGIN, ORANGE, PLUM, Page, measure
from poverty.charts.shared import Words, legend
from poverty.pack import Pack
from poverty.wording import MILLION, QUOTIENTS, capital, dollars, place, quotient
from poverty.words import Language, mark

SHOWS_READINGS = False
MEASURES = {
    "households a model": (mark("Households a model"), 1.0),
    "VND a model": (mark("Million VND a model"), MILLION),
    "VND a household": (mark("Million VND a household"), MILLION),
}
BAR = 9  # points: the width of a range that words leave
HOLLOW = {"markerfacecolor": "white", "markeredgewidth": 2.2}


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    first = table[(table["role"] == "each") & (table["publisher"] == table["publisher"].iloc[0])]
    title = capital(lang.listed([_said(row, lang) for _, row in first.iterrows() if row["measure"] in _TITLE]))
    if not title:
        title = capital(_said(first.iloc[0], lang))
    years = [_years(row, lang) for _, row in first.head(1).iterrows()]
    subtitle = lang.say(
        "What each livelihood model and household comes to, %(place)s, %(years)s",
        place=place(pack, lang),
        years=years[0],
    )
    told = [
        lang.say("%(who)s: %(what)s", who=" ".join(_who(row, lang).split("\n")), what=_said(row, lang))
        for _, row in table.iterrows()
    ]
    notes = [lang.say("Bars: as people use “more than” and “nearly”. The words alone leave the side of an arrow open.")]
    if (table["role"] == "rest-each").any():
        notes.append(
            lang.say(
                "Dashed: what would be left for the other models if one source's numbers were a part of the other's."
            )
        )
    rated = table[table["usd_rate"].notna()]
    if len(rated):
        row = rated.iloc[0]
        notes.append(
            lang.say(
                "1 US dollar = %(rate)s VND (State Bank of Vietnam, %(day)s). Prices of the years as they were.",
                rate=lang.number(row["usd_rate"]),
                day=lang.day(row["usd_date"]),
            )
        )
    return Words(title, subtitle, f"{title}. {'; '.join(told)}.", tuple(notes))


_TITLE = ("households a model", "VND a household")


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """One panel for each measure, one row for each source and for the rest."""
    handles = [Line2D([], [], color=BLUE, linewidth=BAR, solid_capstyle="butt", label=lang.say("by one source"))]
    if (table["role"] == "rest-each").any():
        handles.append(Line2D([], [], color=ORANGE, linewidth=3, linestyle="--", label=lang.say("if nested: the rest")))
    legend(page, handles)
    rows = list(dict.fromkeys(zip(table["role"], table["publisher"], table["start"], strict=True)))
    named = {key: _who(table[_same(table, key)].iloc[0], lang) for key in rows}
    shown = [m for m in MEASURES if (table["measure"] == m).any()]
    left, gap = max(measure(n, LABEL) for name in named.values() for n in name.split("\n")) + MARGIN + 0.25, 0.5
    width = (page.width - MARGIN - left - gap * (len(shown) - 1)) / len(shown)
    for k, name in enumerate(shown):
        start = left + k * (width + gap)
        ax = page.axes(start, start + width, 0.45, 1.0)
        _panel(ax, table[table["measure"] == name], rows, name, lang)
        if k:
            ax.set_yticks([])
        else:
            ax.set_yticks(range(len(rows)), [named[key] for key in rows])
            ax.tick_params(axis="y", length=0)


def _panel(ax: Axes, part: pd.DataFrame, rows: list[tuple], name: str, lang: Language) -> None:
    label, scale = MEASURES[name]
    ax.text(0, 1.05, lang.label(label), transform=ax.transAxes, fontsize=LABEL + 1, weight="bold")
    ax.set(ylim=(len(rows) - 0.4, -0.7), xlim=(0, 1.25 * part["high"].max() / scale))
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x))
    ax.grid(axis="x")
    for i, key in enumerate(rows):
        for r in part[_same(part, key)].itertuples():
            color = ORANGE if r.role == "rest-each" else BLUE if i == 0 else PLUM
            _bar(ax, r, i, scale, color)
            text = quotient(r.low, r.high, r.measure, lang)
            if pd.notna(r.usd_low):
                text += "\n" + lang.say("about %(n)s US dollars", n=dollars(r.usd_low, r.usd_high, lang))
            ax.text(_inside(ax, (r.low + r.high) / 2 / scale, text), i - 0.16, text, ha="center", va="bottom",
                    color=color, fontsize=LABEL - 1)  # fmt: skip


def _bar(ax: Axes, r, i: int, scale: float, color: str) -> None:
    """A range as a bar, with an arrow at a side that the words alone leave open; the rest of a nesting dashed."""
    ends = (r.low / scale, r.high / scale)
    if r.role == "rest-each":
        ax.plot(ends, [i, i], color=color, linewidth=3, linestyle="--", gid=f"{r.role}.{r.Index}", zorder=3)
        return
    ax.plot(ends, [i, i], color=color, linewidth=BAR, solid_capstyle="butt", gid=f"{r.role}.{r.Index}", zorder=3)
    look = {"markersize": 11, "color": color, "linestyle": "none", "zorder": 3}
    if pd.isna(r.hard_high):
        ax.plot(ends[1:], [i], marker=CARETRIGHT, gid=f"open-up.{r.Index}", **look)
    elif r.hard_low < r.low:
        ax.plot(ends[:1], [i], marker=CARETLEFT, gid=f"open-down.{r.Index}", **look)


def _inside(ax: Axes, x: float, text: str) -> float:
    """The place nearest to `x` at which words centred there do not leave the panel."""
    wide = max(measure(line, LABEL - 1) for line in text.split("\n"))
    frame, (low, high) = ax.get_position(), ax.get_xlim()
    half = (high - low) * wide / 2 / (frame.width * ax.figure.get_figwidth()) * 1.05
    return min(max(x, low + half), high - half)


def _same(table: pd.DataFrame, key: tuple) -> pd.Series:
    role, publisher, start = key
    return (table["role"] == role) & (table["publisher"] == publisher) & (table["start"] == start)


def _years(row: pd.Series, lang: Language) -> str:
    if row["start"] and row["start"] != row["end"]:
        return f"{row['start']}–{row['end']}"
    return lang.date(row["start"])


def _who(row: pd.Series, lang: Language) -> str:
    if row["role"] == "rest-each":
        return lang.say("the rest, if %(publisher)s\ncounts a part", publisher=row["whole"])
    return f"{row['publisher']}\n{_years(row, lang)}"


def _said(row: pd.Series, lang: Language) -> str:
    return lang.label(QUOTIENTS[row["measure"]]) % {"n": quotient(row["low"], row["high"], row["measure"], lang)}
