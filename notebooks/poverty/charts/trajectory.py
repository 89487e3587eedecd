"""The poverty rate, spell by spell."""

from math import ceil

import pandas as pd
from matplotlib.axes import Axes

from poverty.canvas import BLUE, LABEL, MARGIN, PLUM, TEAL, TINT, WIDTH, Page
from poverty.charts.shared import Words, capital, key, line, marks, place, rate, standard_years
from poverty.pack import Pack
from poverty.words import Language, mark

SHOWS_READINGS = False
KINDS = {"reported": mark("reported"), "derived": mark("inferred")}
BAND = ("#E9E9E9", "#F4F4F4")
ROOM = 1.6  # years between two numbers that do not touch
NAMED = 2.5  # years that a band must span to hold its name


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    spells = [(standard, spell[spell["role"] == "anchor"]) for standard, spell in table.groupby("standard", sort=False)]
    paths = [anchors for _, anchors in spells if len(anchors) > 1]
    title = _finding(paths[-1], pack, lang) if paths else lang.say("No standard was counted twice: no trajectory")
    if paths and len(spells) > 1:
        title = lang.say("%(finding)s; earlier figures follow other standards", finding=title)
    each = [
        lang.say(
            "%(years)s standard: %(values)s",
            years=standard_years(pack, standard, lang),
            values=lang.listed([_value(a, pack, lang) for _, a in anchors.iterrows()]),
        )
        for standard, anchors in spells
    ]
    subtitle = lang.say(
        "Poverty rate, %% of households at year ends, %(place)s, %(years)s; each band is one standard",
        place=place(pack, lang),
        years=lang.range(f"{ceil(table['t'].min())}", f"{ceil(table['t'].max())}"),
    )
    alt = f"{title}. {capital('; '.join(each))}. " + lang.say("No line joins two standards.")
    note = lang.say(
        "Lines are reconstructed, between a straight line and a constant rate of fall; the tint is every path that "
        "never rises, not a probability."
    )
    return Words(title, subtitle, alt, (note,) if paths else ())


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Marks and lines over one band for each standard; nothing joins two bands."""
    ax = page.axes(1.25, WIDTH - MARGIN - 0.1, 0.45, 0.6)
    ax.set(xlim=(table["t"].min() - 1, table["t"].max() + 2), ylim=(0, 1.12 * table["value"].max()))
    _bands(ax, table, pack, lang)
    decimals = 0 if table["value"].max() > 5 else 1
    ax.yaxis.set_major_formatter(lambda y, _: lang.percent(y, decimals))
    ax.grid(axis="y", color="white", linewidth=1.0)
    _ticks(ax, table)
    for _, spell in table.groupby("standard", sort=False):
        line(ax, spell, TEAL, TINT[TEAL])
        marks(ax, spell, BLUE)
        anchors = spell[spell["role"] == "anchor"]
        for _, a in _spaced(anchors).iterrows():
            ax.annotate(
                rate(a, pack, lang),
                (a["t"], a["value"]),
                (9, 5),
                textcoords="offset points",
                fontsize=LABEL + 1,
                weight="bold",
                color=BLUE,
            )
        for _, c in spell[(spell["role"] == "check") & ~spell["t"].isin(anchors["t"])].iterrows():
            ax.annotate(
                rate(c, pack, lang),
                (c["t"], c["value"]),
                (-7, -4),
                textcoords="offset points",
                ha="right",
                va="top",
                color=PLUM,
            )
    key(page, table, lang, BLUE, TEAL, TINT[TEAL])


def _finding(anchors: pd.DataFrame, pack: Pack, lang: Language) -> str:
    first, last = anchors.iloc[0], anchors.iloc[-1]
    years = round(last["t"] - first["t"])
    ends = {"start": rate(first, pack, lang), "end": rate(last, pack, lang)}
    if last["value"] < first["value"]:
        return lang.say_many(
            "Poverty fell from %(start)s to %(end)s in %(count)s year",
            "Poverty fell from %(start)s to %(end)s in %(count)s years",
            years,
            **ends,
        )
    return lang.say_many(
        "Poverty went from %(start)s to %(end)s in %(count)s year",
        "Poverty went from %(start)s to %(end)s in %(count)s years",
        years,
        **ends,
    )


def _value(a: pd.Series, pack: Pack, lang: Language) -> str:
    return lang.say(
        "%(value)s, %(when)s (%(kind)s)",
        value=rate(a, pack, lang),
        when=lang.date(a["date"]),
        kind=lang.label(KINDS[a["kind"]]),
    )


def _spaced(anchors: pd.DataFrame) -> pd.DataFrame:
    """The first and the last anchor of a spell, and those between that leave room for their numbers."""
    kept = [0]
    for i in range(1, len(anchors) - 1):
        t = anchors["t"].iloc[i]
        if t - anchors["t"].iloc[kept[-1]] >= ROOM and anchors["t"].iloc[-1] - t >= ROOM:
            kept.append(i)
    return anchors.iloc[sorted({*kept, len(anchors) - 1})]


def _ticks(ax: Axes, table: pd.DataFrame) -> None:
    """The years of anchors, and five-year ticks where they leave room."""
    left, right = ax.get_xlim()
    fixed = table[table["role"] == "anchor"].groupby("standard", sort=False)
    years = sorted({t for _, spell in fixed for t in _spaced(spell)["t"]})
    room = [t for t in range(int(left) + 1, int(right) + 1) if t % 5 == 0 and all(abs(t - y) >= ROOM for y in years)]
    years = sorted([*years, *room])
    ax.set_xticks(years, [f"{ceil(t)}" for t in years])


def _bands(ax: Axes, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    left, right = ax.get_xlim()
    counted = set(table["standard"])
    shown = [s for s in pack.shared.standards.values() if s.last_year > left and s.first_year - 1 < right]
    across = ax.get_xaxis_transform()
    for i, standard in enumerate(shown):
        start, end = max(standard.first_year - 1, left), min(standard.last_year, right)
        ax.axvspan(start, end, color=BAND[i % 2], linewidth=0, zorder=0)
        if end - start < NAMED:
            continue
        name = standard_years(pack, standard.id, lang)
        weight = "bold" if standard.id in counted else "normal"
        middle = (start + end) / 2
        ax.text(middle, 1.015, name, transform=across, ha="center", va="bottom", fontsize=12, weight=weight)
        if standard.id not in counted:
            gap = lang.say("no figure in\nthis source")
            ax.text(middle, 0.5, gap, transform=across, ha="center", va="center", fontsize=12, linespacing=1.3)
