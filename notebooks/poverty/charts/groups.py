"""The poverty rate of groups and areas within a province, beside that of everybody."""

import pandas as pd

from poverty.canvas import BLUE, HEIGHT, LABEL, MARGIN, ORANGE, PLUM, TEAL, TINT, WIDTH, Page
from poverty.charts.labels import Labels
from poverty.charts.shared import (
    Words,
    anchors_of,
    capital,
    ids,
    key,
    line,
    marks,
    of_whom,
    place,
    rate,
    spells_of,
    standard_years,
    territory,
    who,
)
from poverty.pack import Pack
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
            each.append(f"{_name(spell, pack, lang)} ({years}): {lang.listed(values)}")
    title = _finding(table, pack, lang)
    fixed = table[table["role"] == "anchor"]
    subtitle = lang.say(
        "Poverty rate of groups and areas, %(of)s of each, %(place)s, %(start)s to %(end)s",
        of=of_whom(pack, ids(fixed["claims"]), lang),
        place=place(pack, lang),
        start=lang.date(fixed.loc[fixed["t"].idxmin(), "date"]),
        end=lang.date(fixed.loc[fixed["t"].idxmax(), "date"]),
    )
    note = lang.say("One panel for each poverty standard; no line joins two. Lines are reconstructed.")
    return Words(title, subtitle, f"{title}. {capital('; '.join(each))}.", (note, *territory(pack, table, lang)))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """One panel for each standard, on one scale; a colour for each group."""
    standards = [s for s in pack.shared.standards if s in set(table["standard"])]
    names = list(dict.fromkeys((r.population, r.area) for r in table.itertuples() if not _everybody(r)))
    colors = {("all", "province"): BLUE} | {name: COLORS[i % len(COLORS)] for i, name in enumerate(names)}
    dates = {s: table.loc[table["standard"] == s, "t"] for s in standards}
    spans = [max(dates[s].max() - dates[s].min(), 1.0) for s in standards]
    left, gap, above, tail = 1.25, 0.75, 0.75, 1.5
    width = WIDTH - MARGIN - left - gap * (len(standards) - 1) - tail * len(standards)
    top = 1.15 * table["value"].max()
    start = left
    for k, standard in enumerate(standards):
        wide = width * spans[k] / sum(spans)
        ax = page.axes(start, start + wide + tail, 0.45, above)
        rows = table[table["standard"] == standard]
        edge = dates[standard].max() + (dates[standard].max() - dates[standard].min() or 1.0) * tail / max(wide, 0.5)
        ax.set(xlim=(dates[standard].min() - 0.04 * spans[k], edge), ylim=(0, top))
        ax.grid(axis="y")
        ax.yaxis.set_major_formatter(lambda y, _: lang.percent(y))
        if k:
            ax.set_yticklabels([])
        years = sorted({float(-(-t // 1)) for t in rows["t"]})
        step = max(1, round(len(years) / 6))
        ax.set_xticks(years[::-step], [f"{y:.0f}" for y in years[::-step]])
        head = standard_years(pack, standard, lang)
        page.text(start, (ax.get_position().y1) * HEIGHT + 0.12, head, LABEL, weight="bold", va="bottom")
        _panel(page, ax, rows, colors, pack, lang)
        start += wide + tail + gap
    key(page, table, lang, PLUM, PLUM, TINT[PLUM])


def _panel(page: Page, ax, rows: pd.DataFrame, colors: dict, pack: Pack, lang: Language) -> None:
    labels, named = Labels(page, ax), []
    for spell in spells_of(rows):
        color = colors[spell["population"].iloc[0], spell["area"].iloc[0]]
        line(ax, spell, color, TINT.get(color, "#FBE3D6"))
        marks(ax, spell, color, 9)
        drawn = spell[spell["role"].isin(["anchor", "path"])]
        labels.block_line(list(drawn["t"]), list(drawn["value"]))
        for _, row in spell[spell["role"] != "path"].iterrows():
            labels.block_mark(row["t"], row["value"])
        anchors = anchors_of(spell)
        if len(anchors):
            named.append(
                (anchors.iloc[-1], f"{rate(anchors.iloc[-1], pack, lang)} {_name(spell, pack, lang)}", color, True)
            )
            named += [
                (a, rate(a, pack, lang), color, False) for _, a in anchors.iloc[:1].iterrows() if len(anchors) > 1
            ]
    for row, text, color, last in sorted(named, key=lambda item: not item[3]):
        labels.place(row["t"], row["value"], text, color, weight="bold" if last else "normal", must=last)


def _everybody(row) -> bool:
    return (row.population, row.area) == ("all", "province")


def _name(spell: pd.DataFrame, pack: Pack, lang: Language) -> str:
    return who(spell["population"].iloc[0], spell["area"].iloc[0], pack, lang) or lang.say("everybody")


def _finding(table: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """The last rate of the poorest group beside that of everybody at the same date, where both are printed."""
    fixed = table[table["role"] == "anchor"]
    everybody = fixed[(fixed["population"] == "all") & (fixed["area"] == "province")]
    inside = fixed.drop(everybody.index)
    shared = inside.merge(everybody, on=["standard", "t"], suffixes=("", "_all"))
    if shared.empty:
        last = inside.sort_values("t").iloc[-1]
        name = capital(who(last["population"], last["area"], pack, lang))
        return lang.say(
            "%(who)s: a poverty rate of %(rate)s, %(when)s",
            who=name,
            rate=rate(last, pack, lang),
            when=lang.date(last["date"]),
        )
    latest = shared[shared["t"] == shared["t"].max()]
    worst = latest.loc[latest["value"].idxmax()]
    beside = everybody[(everybody["standard"] == worst["standard"]) & (everybody["t"] == worst["t"])].iloc[0]
    return lang.say(
        "%(who)s: a poverty rate of %(rate)s against %(all)s for everybody, %(when)s",
        who=capital(who(worst["population"], worst["area"], pack, lang)),
        rate=rate(worst, pack, lang),
        when=lang.date(worst["date"]),
        all=rate(beside, pack, lang),
    )
