"""The poverty rate of groups and areas within a province, beside that of everybody."""

from math import ceil

import pandas as pd

from poverty.canvas import BAND, BLUE, INK, LABEL, MARGIN, ORANGE, PLUM, TEAL, TINT, Page, measure
from poverty.charts.labels import Labels
from poverty.charts.shared import (
    Words,
    anchors_of,
    cautions,
    key,
    line,
    marks,
    percent_axis,
    span_words,
    spells_of,
    year_ticks,
)
from poverty.pack import Pack
from poverty.wording import capital, ids, of_whom, place, rate, standard_years, who
from poverty.words import Language

SHOWS_READINGS = False
COLORS = (PLUM, TEAL, ORANGE)


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    each = []
    for spell in spells_of(table):
        values = [
            lang.say("%(value)s, %(when)s", value=rate(a, pack, lang), when=lang.date(a["date"]))
            for _, a in anchors_of(spell).iterrows()
        ]
        if values:
            years = standard_years(pack, spell["standard"].iloc[0], lang)
            text = {"who": _name(spell, pack, lang), "years": years, "values": lang.listed(values)}
            each.append(lang.say("%(who)s (%(years)s): %(values)s", **text))
    title = _finding(table, pack, lang)
    fixed = table[table["role"] == "anchor"]
    subtitle = lang.say(
        "Poverty rate of groups and areas, %(of)s of each, %(place)s, %(start)s to %(end)s",
        of=of_whom(pack, ids(fixed["claims"]), lang),
        place=place(pack, lang),
        **span_words(table, lang),
    )
    return Words(
        title,
        subtitle,
        f"{title}. {capital('; '.join(each))}.",
        (
            *_notes(table, lang),
            *cautions(pack, table, lambda a: rate(a, pack, lang), lang),
        ),
    )


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """One panel for each standard, on one scale; a colour for each group."""
    key(page, table, pack, lang, INK, INK, INK)
    standards = [s for s in pack.shared.standards if s in set(table["standard"])]
    names = list(dict.fromkeys((r.population, r.area) for r in table.itertuples() if not _everybody(r)))
    colors = {("all", "province"): BLUE} | {name: COLORS[i % len(COLORS)] for i, name in enumerate(names)}
    dates = {s: table.loc[table["standard"] == s, "t"] for s in standards}
    spans = [max(dates[s].max() - dates[s].min(), 1.0) for s in standards]
    left, gap, above = 1.25, 0.55, 0.75
    named = [_named(table, standards, k) for k in range(len(standards))]
    tails = [_tail(table[table["standard"] == s], named[k], pack, lang) for k, s in enumerate(standards)]
    width = page.width - MARGIN - left - gap * (len(standards) - 1) - sum(tails)
    top = 1.15 * table["value"].max()
    start = left
    for k, standard in enumerate(standards):
        wide = width * spans[k] / sum(spans)
        ax = page.axes(start, start + wide, 0.45, above)
        rows = table[table["standard"] == standard]
        pad = 0.12 * spans[k] / wide
        ax.set(xlim=(dates[standard].min() - pad, dates[standard].min() + spans[k] + pad), ylim=(0, top))
        ax.grid(axis="y")
        percent_axis(ax, lang)
        if k:
            ax.set_yticklabels([])
        years = sorted({float(ceil(t - 0.01)) for t in rows["t"]})
        step = max(1, ceil(0.95 * len(years) / max(wide, 0.95)))
        year_ticks(ax, years[::-step], rows, lang)
        head = standard_years(pack, standard, lang)
        page.text(start, (ax.get_position().y1) * page.height + 0.12, head, LABEL, weight="bold", va="bottom")
        last = k == len(standards) - 1
        labels = Labels(page, ax, start + wide + tails[k] + (0.25 if last else 0.1))
        _panel(labels, rows, colors, named[k], pack, lang)
        start += wide + tails[k] + gap


def _named(table: pd.DataFrame, standards: list[str], k: int) -> set[tuple[str, str]]:
    """The groups that a panel names: those that no later panel shows."""
    fixed = table[table["role"] == "anchor"]
    later = fixed[fixed["standard"].isin(standards[k + 1 :])]
    return set(zip(fixed["population"], fixed["area"], strict=True)) - set(
        zip(later["population"], later["area"], strict=True)
    )


def _tail(rows: pd.DataFrame, named: set[tuple[str, str]], pack: Pack, lang: Language) -> float:
    """The inches that the longest label at the end of a panel takes."""
    texts = [_at_end(spell, named, pack, lang) for spell in spells_of(rows) if len(anchors_of(spell))]
    return max((measure(text, LABEL, "bold") for text in texts), default=0.5) + 0.2


def _at_end(spell: pd.DataFrame, named: set[tuple[str, str]], pack: Pack, lang: Language) -> str:
    """The last rate of a spell, with its group where the panel names it."""
    text = rate(anchors_of(spell).iloc[-1], pack, lang)
    who_it_is = (spell["population"].iloc[0], spell["area"].iloc[0])
    return f"{text} {_name(spell, pack, lang)}" if who_it_is in named else text


def _panel(labels: Labels, rows: pd.DataFrame, colors: dict, names: set, pack: Pack, lang: Language) -> None:
    wanted = []
    for spell in spells_of(rows):
        color = colors[spell["population"].iloc[0], spell["area"].iloc[0]]
        line(labels.ax, spell, color, TINT[color], BAND[color])
        marks(labels.ax, spell, color, 9)
        labels.block(spell)
        anchors = anchors_of(spell)
        if len(anchors):
            wanted.append((0, anchors.iloc[-1], _at_end(spell, names, pack, lang), color))
        if len(anchors) > 1:
            wanted.append((1, anchors.iloc[0], rate(anchors.iloc[0], pack, lang), color))
        others = spell[~spell.index.isin(anchors.index[[0, -1]] if len(anchors) else []) & (spell["role"] != "path")]
        wanted += [(2, row, rate(row, pack, lang), color) for _, row in others.iterrows()]
    # the higher of two neighbours first: it takes the place above, and the lower one the place below
    for order, row, text, color in sorted(wanted, key=lambda item: (item[0], -item[1]["value"])):
        labels.place(row["t"], row["value"], text, color, weight="normal" if order else "bold", must=not order)


def _notes(table: pd.DataFrame, lang: Language) -> tuple[str, ...]:
    parts = []
    if table["standard"].nunique() > 1:
        parts.append(lang.say("One panel for each poverty standard; no line joins two."))
    between = table[table["role"] == "path"]
    if len(between):
        parts.append(lang.say("Lines are reconstructed."))
    if between["low"].isna().any():
        parts.append(lang.say("No tint where figures rise or come from a survey."))
    return (" ".join(parts),) if parts else ()


def _everybody(row) -> bool:
    return (row.population, row.area) == ("all", "province")


def _name(spell: pd.DataFrame, pack: Pack, lang: Language) -> str:
    return who(spell["population"].iloc[0], spell["area"].iloc[0], pack, lang) or lang.say("everybody")


def _finding(table: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """The last rate of the poorest group beside that of everybody at the same date, where both are printed."""
    fixed = table[table["role"] == "anchor"]
    everybody = fixed[(fixed["population"] == "all") & (fixed["area"] == "province")]
    inside = fixed[(fixed["area"] != "successor") & ~fixed.index.isin(everybody.index)]  # it holds the province itself
    if inside.empty:
        return lang.say("What is printed beside the rate of the province")
    shared = inside.merge(everybody, on=["standard", "t"], suffixes=("", "_all"))
    if shared.empty:
        last = inside.sort_values("t").iloc[-1]
        name = capital(who(last["population"], last["area"], pack, lang))
        return lang.say(
            "%(who)s: %(rate)s poor, %(when)s",
            who=name,
            rate=rate(last, pack, lang),
            when=lang.date(last["date"]),
        )
    latest = shared[shared["t"] == shared["t"].max()]
    worst = latest.loc[latest["value"].idxmax()]
    beside = everybody[(everybody["standard"] == worst["standard"]) & (everybody["t"] == worst["t"])].iloc[0]
    return lang.say(
        "%(who)s: %(rate)s poor, against %(all)s of everybody, %(when)s",
        who=capital(who(worst["population"], worst["area"], pack, lang)),
        rate=rate(worst, pack, lang),
        when=lang.date(worst["date"]),
        all=rate(beside, pack, lang),
    )
