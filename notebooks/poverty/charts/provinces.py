"""Provinces side by side: paces within one standard, and a small panel of levels for each province."""

from math import ceil, sqrt

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes

from poverty import canvas, periods
from poverty.canvas import BLUE, LABEL, LINE, MARGIN, PLUM, TEAL, Page, wrap
from poverty.charts.shared import cited
from poverty.pack import Pack
from poverty.wording import ids, place, rate, standard_years
from poverty.words import Language, mark

SIZE = 12
MANY = 20  # publications: more than a chart has room to name


def draw_paces(table: pd.DataFrame, packs: dict[str, Pack], lang: Language) -> tuple[Page, str, str, str]:
    """Paces under one standard and of one kind of count, ranked by points a year.

    Returns:
        the page, its title, its caption and its alternative text.
    """
    first = packs[table["province"].iloc[0]]
    years = standard_years(first, table["standard"].iloc[0], lang)
    title = lang.say(
        "Poverty fell by %(low)s to %(high)s points a year in %(count)s provinces",
        low=lang.number(table["points"].min(), 1),
        high=lang.number(table["points"].max(), 1),
        count=len(table),
    )
    of = lang.say("%% of households") if table["of"].iloc[0] == "households" else lang.say("%% of people")
    subtitle = lang.say(
        "Fall of the poverty rate, %(of)s, and annual rate of reduction, standard of %(years)s", of=of, years=years
    )
    notes = [
        lang.say(
            "Between the first and the last figure of each province: years differ, so the order is no league table. "
            "Hollow: an end is inferred, or a check or another printed figure contradicts it. Ranges: rounding."
        ),
        _sources(table, packs, lang),
    ]
    each = "; ".join(
        lang.say(
            "%(name)s, %(years)s: %(points)s points, %(arr)s%%",
            name=place(packs[r.province], lang),
            years=_years(r),
            points=lang.number(r.points, 2),
            arr=lang.number(r.arr, 1),
        )
        for r in table.itertuples()
    )
    with style.context(canvas.STYLE, after_reset=True):
        page = canvas.page(title, subtitle, notes)
        _paint_paces(page, table, packs, lang)
    return page, title, " ".join([f"{subtitle}.", *notes]), f"{title}. {each}."


def draw_levels(table: pd.DataFrame, packs: dict[str, Pack], lang: Language) -> tuple[Page, str, str, str]:
    """A panel for each province on one scale: reported rates, joined inside one standard only.

    Returns:
        the page, its title, its caption and its alternative text.
    """
    names = list(dict.fromkeys(table["province"]))
    title = lang.say("%(count)s provinces on one scale: no line joins two poverty standards", count=len(names))
    subtitle = lang.say("Poverty rate as reported, %% of households, or of people where the panel says so")
    notes = [
        lang.say(
            "Lines only join the figures of one standard. Hollow: inferred, or contradicted by a check or by another "
            "printed figure."
        ),
        _sources(table, packs, lang),
    ]
    last = table.sort_values("t").groupby("province").tail(1).sort_values(["of", "value"], ascending=[True, False])
    order = list(last["province"])
    each = "; ".join(
        lang.say(
            "%(name)s %(value)s, %(when)s",
            name=place(packs[r.province], lang),
            value=lang.percent(r.value, 2),
            when=lang.date(r.date),
        )
        for r in last.itertuples()
    )
    with style.context(canvas.STYLE, after_reset=True):
        page = canvas.page(title, subtitle, notes)
        _paint_levels(page, table, order, packs, lang)
    return page, title, " ".join([f"{subtitle}.", *notes]), f"{title}. {each}."


def _paint_paces(page: Page, table: pd.DataFrame, packs: dict[str, Pack], lang: Language) -> None:
    rows = len(table)
    left, right = 4.6, 8.6
    panels = (
        (page.axes(left, right, 0.45, 0.4), "points", 2, lang.say("Points a year")),
        (page.axes(right + 0.4, page.width - MARGIN, 0.45, 0.4), "arr", 1, lang.say("Annual rate of reduction, %%")),
    )
    box = panels[0][0].get_position()
    for ax, name, _, head in panels:
        most = max(table[f"{name}_high"].max(), 0.1)
        ax.set(xlim=(min(0.0, table[f"{name}_low"].min()), 1.5 * most), ylim=(rows - 0.4, -0.6), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        ax.xaxis.set_major_formatter(lambda x, _: lang.number(x))
        page.text(
            ax.get_position().x0 * page.width, box.y1 * page.height + 0.12, head, LABEL, weight="bold", va="bottom"
        )
    for row in table.itertuples():
        y = (box.y1 - (row.Index + 0.6) / (rows + 0.2) * box.height) * page.height
        page.text(MARGIN, y, place(packs[row.province], lang), SIZE, va="center", weight="bold")
        page.text(left - 0.2, y, _years(row), SIZE, va="center", ha="right")
        for ax, name, decimals, _ in panels:
            low, high, value = (getattr(row, f"{name}{end}") for end in ("_low", "_high", ""))
            face = "white" if row.contradicted == "yes" or row.inferred == "yes" else BLUE
            ax.plot((low, high), (row.Index, row.Index), color=BLUE, linewidth=3, gid=f"{name}-bounds.{row.Index}")
            look = {"marker": "o", "markersize": 9, "markerfacecolor": face, "markeredgewidth": 2, "color": BLUE}
            ax.plot([value], [row.Index], linestyle="none", gid=f"{name}.{row.Index}", **look)
            text = lang.range(lang.number(low, decimals), lang.number(high, decimals))
            side = {"textcoords": "offset points", "va": "center", "fontsize": SIZE, "color": BLUE}
            ax.annotate(text, (high, row.Index), (10, 0), **side)


def _paint_levels(page: Page, table: pd.DataFrame, order: list[str], packs: dict[str, Pack], lang: Language) -> None:
    columns = ceil(sqrt(len(order) * 1.8))
    lines = ceil(len(order) / columns)
    left, gap = 1.0, 0.35
    width = (page.width - MARGIN - left - gap * (columns - 1)) / columns
    height = (page.top - page.bottom) / lines
    start, end = table["t"].min() - 1.0, table["t"].max() + 1.0
    top = 1.15 * table["value"].max()
    for k, slug in enumerate(order):
        x = left + (k % columns) * (width + gap)
        y = page.top - (k // columns + 1) * height
        box = (x / page.width, (y + 0.32) / page.height, width / page.width, (height - 0.92) / page.height)
        ax = page.figure.add_axes(box)
        rows = table[table["province"] == slug]
        _panel(ax, rows)
        ax.set(xlim=(start, end), ylim=(0, top))
        ticks = [t for t in range(ceil(start), int(end) + 1) if t % 10 == 0]
        ax.set_xticks(ticks, [f"{t}" for t in ticks], fontsize=SIZE)
        ax.grid(axis="y")
        ax.yaxis.set_major_formatter(lambda v, _: lang.percent(v))
        ax.tick_params(labelsize=SIZE)
        if k % columns:
            ax.set_yticklabels([])
        last = rows.sort_values("t").iloc[-1]
        name = place(packs[slug], lang)
        if last["of"] == "people":
            name = lang.say("%(name)s (people)", name=name)
        name = "\n".join(wrap(name, SIZE, width, "bold"))
        page.text(x, y + height - 0.38, name, SIZE, weight="bold", va="bottom", linespacing=LINE)
        shown = last.replace({last["claims"]: last["claims"].replace(f"{slug}/", "")})
        text = lang.say("%(value)s, %(when)s", value=rate(shown, packs[slug], lang), when=lang.date(last["date"]))
        page.text(x, y + height - 0.41, text, SIZE, va="top", color=PLUM)


def _panel(ax: Axes, rows: pd.DataFrame) -> None:
    for standard, spell in rows.groupby("standard", sort=False):
        spell = spell.sort_values("t")
        ax.plot(spell["t"], spell["value"], color=TEAL, linewidth=2, gid=f"path.{spell['province'].iloc[0]}.{standard}")
        for row in spell.itertuples():
            face = "white" if row.kind == "derived" or row.contradicted == "yes" else BLUE
            look = {"marker": "o", "markersize": 6, "markerfacecolor": face, "markeredgewidth": 1.5, "color": BLUE}
            ax.plot([row.t], [row.value], linestyle="none", clip_on=False, gid=f"anchor.{row.Index}", **look)


def _years(row) -> str:
    return "–".join(f"{periods.parse(date).year}" for date in (row.start, row.end))


def _sources(table: pd.DataFrame, packs: dict[str, Pack], lang: Language) -> str:
    found = {}
    for name in ids(table["claims"]):
        slug, _, claim = name.partition("/")
        source = packs[slug].claims[claim].source
        found[slug, source.id] = source
    if len(found) > MANY:
        text = mark("Source: %(count)s publications; the table behind the chart names the claims of every mark.")
        return lang.say(text, count=len(found))
    return lang.say("Source: %(cited)s.", cited=cited(list(found.values()), True, lang))
