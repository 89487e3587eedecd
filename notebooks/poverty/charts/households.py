"""Poor and near-poor households over the current spell."""

import pandas as pd

from poverty import vocabulary
from poverty.canvas import BLUE, INK, LABEL, PLUM, TINT, WIDTH, Page
from poverty.charts.shared import Words, capital, key, line, marks, place, standard_years
from poverty.pack import Pack
from poverty.words import Language

SHOWS_READINGS = False
COLORS = {"poor_households": BLUE, "near_poor_households": PLUM}


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    findings, values = [], []
    for indicator, spell in table.groupby("indicator", sort=False):
        ends = spell[spell["role"] == "anchor"]
        first, last = ends.iloc[0], ends.iloc[-1]
        what = lang.label(vocabulary.INDICATORS[indicator].label)
        if len(ends) > 1:
            years = round(last["t"] - first["t"])
            findings.append((_finding(what, 100 * (last["value"] / first["value"] - 1), lang), years))
        each = [f"{lang.number(a['value'])} ({lang.date(a['date'])})" for _, a in ends.iterrows()]
        values.append(f"{capital(what)}: {', '.join(each)}")
    # series of different length keep their own years: one span for both would be false for one of them
    spans = list(dict.fromkeys(years for _, years in findings))
    title = capital(lang.listed([_over([f for f, years in findings if years == n], n, lang) for n in spans]))
    subtitle = lang.say(
        "Households on the official registers at year ends, %(place)s, %(years)s standard",
        place=place(pack, lang),
        years=standard_years(pack, table["standard"].iloc[0], lang),
    )
    between = table.loc[table["role"] == "path", "low"]
    notes = []
    if between.notna().any():
        notes.append(lang.say("Lines are reconstructed; the tint is every path that never rises, not a probability."))
    if between.isna().any():
        notes.append(
            lang.say(
                "Near-poor households have no tint: the poor who move up join them, so their number may also rise."
            )
        )
    return Words(title, subtitle, f"{title}. {'; '.join(values)}.", (" ".join(notes),) if notes else ())


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Two series of counts, labelled at their ends."""
    ax = page.axes(1.45, WIDTH - 3.5, 0.45, 0.45)
    ax.set(xlim=(table["t"].min() - 0.15, table["t"].max() + 0.1), ylim=(0, 1.12 * table["value"].max()))
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    years = sorted(set(table["t"]))
    ax.set_xticks(years, [lang.say("end %(year)s", year=f"{t:.0f}") for t in years])
    for indicator, spell in table.groupby("indicator", sort=False):
        color = COLORS[indicator]
        line(ax, spell, color, TINT[color])
        marks(ax, spell, color)
        *earlier, last = [a for _, a in spell[spell["role"] == "anchor"].iterrows()]
        look = {"textcoords": "offset points", "fontsize": LABEL + 1, "weight": "bold", "color": color}
        for a in earlier:
            ax.annotate(lang.number(a["value"]), (a["t"], a["value"]), (8, 8), **look)
        what = lang.label(vocabulary.INDICATORS[indicator].label)
        text = lang.say("%(n)s %(what)s", n=lang.number(last["value"]), what=what)
        ax.annotate(text, (last["t"], last["value"]), (11, 0), va="center", **look)
    key(page, table, lang, INK, INK, TINT[BLUE])


def _over(findings: list[str], years: int, lang: Language) -> str:
    return lang.say_many(
        "%(findings)s in %(count)s year",
        "%(findings)s in %(count)s years",
        years,
        findings=lang.listed(findings),
    )


def _finding(what: str, change: float, lang: Language) -> str:
    size = lang.percent(abs(change))
    if change < 0:
        return lang.say("%(what)s fell by %(size)s", what=what, size=size)
    return lang.say("%(what)s rose by %(size)s", what=what, size=size)
