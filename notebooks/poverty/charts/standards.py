"""The record of standards: lines, what was counted, where comparability breaks, one census counted twice."""

import pandas as pd
from matplotlib.axes import Axes

from poverty import periods
from poverty.canvas import BLUE, FOOT, HEIGHT, LABEL, LINE, MARGIN, ORANGE, PLUM, TEAL, WIDTH, Page, wrap
from poverty.charts.labels import Labels
from poverty.charts.shared import Words, place, standard_years
from poverty.pack import Pack
from poverty.words import Language, mark

SHOWS_READINGS = False
LEFT = 1.55  # inches: room for the words beside the panels
SHADES = ("#E9E9E9", "#F4F4F4")
ROOM = 1.25  # of the highest value: room for labels
LOWEST, HEADROOM = 3.2, 70.0  # below the lowest line and above the highest one, as ratios


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    standards, overlaps = (table[table["role"] == role] for role in ("standard", "overlap"))
    first, last = int(standards["first_year"].min()), int(standards["last_year"].max())
    lined = standards[standards["urban_line"].notna()]
    if len(overlaps):
        two = overlaps.iloc[-1]
        title = lang.say(
            "One census, two standards: %(low)s or %(high)s poor, %(when)s",
            low=_rate(min(two["value"], two["end_value"]), lang),
            high=_rate(max(two["value"], two["end_value"]), lang),
            when=lang.date(two["date"]),
        )
    else:
        title = lang.say(
            "%(count)s standards from %(first)s to %(last)s: nothing compares across them",
            count=len(standards),
            first=first,
            last=last,
        )
    subtitle = lang.say(
        "Poverty standards %(first)s to %(last)s, their income lines, and what is counted under each in %(place)s",
        first=first,
        last=last,
        place=place(pack, lang),
    )
    parts = [
        lang.say(
            "%(years)s: %(counts)s, %(line)s",
            years=standard_years(pack, s.standard, lang),
            counts=lang.label(s.counts),
            line=_lines(s, lang),
        )
        for s in standards.itertuples()
    ]
    spells = [
        lang.say("%(years)s: %(values)s", years=standard_years(pack, s.standard, lang), values=_ends(s, lang))
        for s in table[table["role"] == "spell"].itertuples()
    ]
    alt = f"{title}. {'; '.join(parts)}. " + lang.say("Poverty rate: %(spells)s.", spells="; ".join(spells))
    notes = [lang.say("Nothing may be compared across a dashed line: each standard counts other households as poor.")]
    if len(lined):
        notes[0] += " " + lang.say("Lines are in the money of their time, not adjusted for prices.")
    if (standards["verified"] == "no").any():
        named = [standard_years(pack, s.standard, lang) for s in standards.itertuples() if s.verified == "no"]
        notes.append(lang.say("* From general knowledge, not seen in a source: %(years)s.", years=lang.listed(named)))
    until = pack.shared.territory.get("until")
    if until and periods.year_end(until) < last:
        heir = pack.shared.territory.get("followed_by", "")
        notes.append(lang.say("The province became part of %(heir)s after %(when)s.", heir=heir, when=lang.date(until)))
    laws = lang.say("Standards: %(laws)s.", laws="; ".join(s.legal_basis.split(" of ")[0] for s in lined.itertuples()))
    return Words(title, subtitle, alt, (*notes, *([laws] if len(lined) else [])))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Above: lines and what was counted. Below: the poverty rate under each standard, an overlap as a bracket."""
    standards = table[table["role"] == "standard"]
    span = (standards["first_year"].min() - 1, standards["last_year"].max())
    middle = page.bottom + (page.top - page.bottom) * 0.46
    whole = (page.top, page.bottom)
    page.bottom = middle
    upper = page.axes(LEFT, WIDTH - MARGIN, 0.2, 0.45)
    page.top, page.bottom = middle, whole[1]
    lower = page.axes(LEFT, WIDTH - MARGIN, 0.45, 0.1)
    page.top, page.bottom = whole
    for ax in (upper, lower):
        ax.set_xlim(*span)
        for i, s in enumerate(standards.itertuples()):
            ax.axvspan(s.first_year - 1, s.last_year, color=SHADES[i % 2], linewidth=0, zorder=0)
            if i:
                ax.axvline(s.first_year - 1, color="#7A7A7A", linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
    _upper(page, upper, standards, pack, lang)
    _lower(page, lower, table, lang)
    edges = sorted({float(s.first_year - 1) for s in standards.itertuples()} | {float(span[1])})
    lower.set_xticks(
        edges, [lang.say("end %(year)s", year=f"{t:.0f}") if len(edges) < 5 else f"{t:.0f}" for t in edges]
    )
    page.text(
        MARGIN, upper.get_position().y1 * HEIGHT - 0.05, lang.say("Income\nline"), FOOT, va="top", linespacing=LINE
    )
    page.text(
        MARGIN, lower.get_position().y1 * HEIGHT - 0.05, lang.say("Poverty\nrate"), FOOT, va="top", linespacing=LINE
    )


def _upper(page: Page, ax: Axes, standards: pd.DataFrame, pack: Pack, lang: Language) -> None:
    lines = standards[["rural_line", "urban_line"]]
    lined = bool(lines.notna().any().any())
    if lined:
        ax.set_yscale("log")  # a line that rises twentyfold
        ax.set_ylim(float(lines.min().min()) / LOWEST, float(lines.max().max()) * HEADROOM)
        ax.minorticks_off()
    ax.set_xticks([])
    ax.set_yticks([])
    inches = (WIDTH - MARGIN - LEFT) / (ax.get_xlim()[1] - ax.get_xlim()[0])
    top = {"transform": ax.get_xaxis_transform(), "ha": "center"}
    for s in standards.itertuples():
        start, end = s.first_year - 1, s.last_year
        middle = (start + end) / 2
        name = standard_years(pack, s.standard, lang) + ("" if s.verified == "yes" else "*")
        ax.text(middle, 1.03, name, va="bottom", fontsize=LABEL, weight="bold", **top)
        what = "\n".join(wrap(lang.label(s.counts), FOOT, (end - start) * inches - 0.1))
        ax.text(middle, 0.97, what, va="top", fontsize=FOOT, linespacing=1.15, **top)
        for value, color, side, gap in ((s.urban_line, BLUE, "bottom", 1.15), (s.rural_line, TEAL, "top", 0.85)):
            if pd.notna(value):
                look = {"color": color, "linewidth": 3, "solid_capstyle": "butt"}
                ax.plot((start, end), (value, value), gid=f"line-{side}.{s.Index}", **look)
                shown = lang.number(value / 1000)
                ax.text(middle, value * gap, shown, ha="center", va=side, fontsize=FOOT, color=color)
    if lined:
        unit = lang.say("thousand VND a person and month, on a scale of ratios: urban (above), rural (below)")
        page.text(LEFT, ax.get_position().y0 * HEIGHT - 0.03, unit, FOOT, va="top", color=BLUE)


def _lower(page: Page, ax: Axes, table: pd.DataFrame, lang: Language) -> None:
    spells, overlaps = (table[table["role"] == role] for role in ("spell", "overlap"))
    top = max(spells[["value", "end_value"]].max(), default=1.0)
    ax.set(ylim=(0, ROOM * top), yticks=[])
    labels, told, wanted = Labels(page, ax), set(), []
    for s in spells.itertuples():
        for t, value, first in ((s.t, s.value, True), (s.end_t, s.end_value, False)):
            if (t, value) in told:
                continue
            told.add((t, value))
            hollow = first and s.kind == "derived"
            look = {"marker": "D" if hollow else "o", "markerfacecolor": "white" if hollow else ORANGE}
            look |= {"color": ORANGE, "markersize": 9, "markeredgewidth": 2, "linestyle": "none", "clip_on": False}
            ax.plot([t], [value], gid=f"spell-{'first' if first else 'last'}.{s.Index}", zorder=4, **look)
            text = lang.say("about %(n)s", n=lang.percent(value, 1)) if hollow else _rate(value, lang)
            labels.block_mark(t, value)
            wanted.append((t, value, text))
    for s in overlaps.itertuples():
        x, ends = s.t - 0.55, (s.value, s.end_value)
        corners = ((s.t - 0.2, x, x, s.t - 0.2), (ends[0], ends[0], ends[1], ends[1]))
        ax.plot(*corners, color=PLUM, linewidth=2, gid=f"overlap.{s.Index}", zorder=3)
        words = lang.say("one census,\ntwo standards")
        ax.text(x - 0.25, sum(ends) / 2, words, ha="right", va="center", fontsize=FOOT, color=PLUM, linespacing=LINE)
        labels.block_words(x - 0.25, sum(ends) / 2, words, FOOT, "right")
    for t, value, text in wanted:
        labels.place(t, value, text, PLUM, FOOT)


def _rate(value: float, lang: Language) -> str:
    decimals = next((n for n in (0, 1, 2) if abs(value - round(value, n)) < 1e-9), 2)
    return lang.percent(value, decimals)


def _lines(s, lang: Language) -> str:
    if pd.isna(s.urban_line):
        return lang.say("no line in money")
    return lang.say(
        "%(rural)s rural and %(urban)s urban VND a person and month",
        rural=lang.number(s.rural_line),
        urban=lang.number(s.urban_line),
    )


def _ends(s, lang: Language) -> str:
    text = mark("%(value)s, %(when)s")
    first = lang.say(text, value=_rate(s.value, lang), when=lang.date(s.date))
    if s.date == s.end_date:
        return first
    return lang.listed([first, lang.say(text, value=_rate(s.end_value, lang), when=lang.date(s.end_date))])
