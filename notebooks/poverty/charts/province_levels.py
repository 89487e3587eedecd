"""Levels of provinces side by side: a small panel for each on one scale, joined inside one standard only."""

from dataclasses import replace
from math import ceil, sqrt

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty.charts import page as canvas
from poverty.charts.marks import legend
from poverty.charts.page import BLUE, LINE, PLUM, TEAL, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import parse_sdmx_period
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.notes import phrase_base_note
from poverty.words.phrases import phrase_rate, province_name
from poverty.words.source_lines import phrase_province_sources

SIZE = 12
WIDE = 10.0  # inches: a page less wide has fewer panels side by side, and years below the last of each column alone
EDGE = 0.1  # inches from the last panel to the edge of the page at least
FOOT, KEY = 0.3, 0.25  # inches for the years below the panels and for the key above
LEAST, LEAST_WIDE = 0.8, 1.5  # inches of a panel with its words
APART = 0.5  # inches from one year to the next on an axis
sources = phrase_province_sources


def words(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    names = list(dict.fromkeys(table["province"]))
    title = lang.say("%(count)s provinces on one scale: no line joins two poverty standards", count=len(names))
    subtitle = lang.say("Poverty rate as reported, %% of households, or of people where the panel says so")
    notes = [
        lang.sentence(
            Kind.KEY,
            "Lines only join the figures of one standard. Hollow: inferred, or contradicted by a check or by another "
            "printed figure.",
        )
    ]
    for _, rows in table.assign(role="anchor").groupby("province", sort=False):
        notes += phrase_base_note(rows, lambda a: _name_rate(a, contexts[a["province"]], lang), lang)
    each = "; ".join(
        lang.say(
            "%(name)s %(value)s, %(when)s",
            name=province_name(contexts[row["province"]], lang),
            value=_rate(row, contexts[row["province"]], lang),
            when=lang.date(row["date"]),
        )
        for _, row in _last(table).iterrows()
    )
    return ChartTexts(title, subtitle, f"{title}. {each}.", tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, contexts: dict[str, Context], lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """As many provinces as a narrow page has room for, and a subtitle that says how many; a key for the note."""
    page = canvas.page(words.title, words.subtitle, [], sources(table, contexts, lang), "", size)
    if not page.narrow:
        return table, words
    last = _last(table)
    lines = int((page.top - page.bottom - KEY - FOOT) / LEAST)
    drawn = last.head(lines * _columns(page, len(last)))
    words = replace(words, notes=())
    if len(drawn) == len(last):
        return table, words
    shown = {"drawn": len(drawn), "count": len(last)}
    if (table["base"] == "households").all():
        text = translatable(
            "Poverty rate as reported, %% of households: %(drawn)s of %(count)s provinces, the highest first"
        )
        said = lang.say(text, **shown)
    else:
        said = lang.say("%(subtitle)s; %(drawn)s of %(count)s provinces", subtitle=words.subtitle, **shown)
    return table[table["province"].isin(drawn["province"])], replace(words, subtitle=said)


def paint(page: Page, table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> None:
    """A panel for each province, the highest last rate first, those of people after those of households."""
    if page.narrow:
        _key(page, table, lang)
    order = list(_last(table)["province"])
    columns = _columns(page, len(order))
    left, gap = (1.0, 0.35) if page.width >= WIDE else (page.margin + 0.48, 0.08)
    width = (page.width - max(page.margin, EDGE) - left - gap * (columns - 1)) / columns
    heads = [_head(page, table, slug, contexts[slug], width, lang) for slug in order]
    grid = _rows(page, [heads[i : i + columns] for i in range(0, len(heads), columns)])
    start, end = table["t"].min() - 1.0, table["t"].max() + 1.0
    decades = 10 if 10 * width / (end - start) > APART else 20
    ticks = [t for t in range(ceil(start), int(end) + 1) if t % decades == 0]
    top = (1.15 if page.width >= WIDE else 1.05) * table["value"].max()
    for k, (slug, (name, text)) in enumerate(zip(order, heads, strict=True)):
        x = left + (k % columns) * (width + gap)
        y, height, base = grid[k // columns]
        ax = page.figure.add_axes((x / page.width, y / page.height, width / page.width, height / page.height))
        _panel(ax, table[table["province"] == slug], 6 if page.width >= WIDE else 4.5)
        ax.set(xlim=(start, end), ylim=(0, top))
        ax.set_xticks(ticks, [f"{t}" for t in ticks], fontsize=SIZE)
        ax.grid(axis="y")
        ax.yaxis.set_major_formatter(lambda v, _: lang.percent(v))
        ax.tick_params(labelsize=SIZE)
        if k % columns:
            ax.set_yticklabels([])
        if page.width < WIDE and k + columns < len(order):  # the panel below has the years
            ax.set_xticklabels([])
        base += text.count("\n") * SIZE * LINE / 72
        page.text(x, base + 0.03, name, SIZE, weight="bold", va="bottom", linespacing=LINE)
        page.text(x, base, text, SIZE, va="top", color=PLUM)


def _columns(page: Page, panels: int) -> int:
    """How many panels side by side: more than below each other, and none narrower than its words allow."""
    return min(ceil(sqrt(panels * 1.8)), int(page.width / LEAST_WIDE))


def _head(
    page: Page, table: pd.DataFrame, slug: str, context: Context, width: float, lang: Language
) -> tuple[str, str]:
    """What stands over a panel, in lines: the province, then its last figure.

    A page that is not wide has room for part of the date at most; "(people)" stands where it takes no line more.
    """
    last = _last(table[table["province"] == slug]).iloc[0]
    name = province_name(context, lang)
    shown = _rate(last, context, lang)
    pairs = [(name, shown)]
    if last["base"] == "population":
        pairs = [(lang.say("%(name)s (people)", name=name), shown), (name, lang.say("%(name)s (people)", name=shown))]
    when = lang.date(last["date"])
    if page.width >= WIDE:
        name, shown = pairs[0]
        return "\n".join(wrap(name, SIZE, width, "bold")), lang.say("%(value)s, %(when)s", value=shown, when=when)
    heads = []
    for name, shown in pairs:
        dated = [
            lang.say("%(value)s, %(when)s", value=shown, when=date)
            for date in (when, f"{parse_sdmx_period(last['date']).year}")
        ]
        text = next((text for text in dated if measure(text, SIZE) <= width), shown)
        heads.append(("\n".join(wrap(name, SIZE, width, "bold")), "\n".join(wrap(text, SIZE, width))))
    return min(heads, key=_lines)


def _rate(row: pd.Series, context: Context, lang: Language) -> str:
    """A rate as its claim prints it; in the table the claim also names the province."""
    return phrase_rate(row.replace({row["claims"]: row["claims"].replace(f"{context.slug}/", "")}), context, lang)


def _name_rate(row: pd.Series, context: Context, lang: Language) -> str:
    return f"{province_name(context, lang)} {_rate(row, context, lang)}"


def _lines(head: tuple[str, str]) -> int:
    return sum(text.count("\n") + 1 for text in head)


def _rows(page: Page, rows: list[list[tuple[str, str]]]) -> list[tuple[float, float, float]]:
    """Where the axes of each row of panels begin, how high they are, and where their last figures stand, in inches.

    Years stand below every panel where there is room, else below the last of a column.
    """
    if page.width >= WIDE:
        height = (page.top - page.bottom) / len(rows)
        bottoms = [page.top - (i + 1) * height for i in range(len(rows))]
        return [(y + 0.32, height - 0.92, y + height - 0.41) for y in bottoms]
    heads = [0.06 + SIZE * LINE / 72 * max(map(_lines, row)) for row in rows]
    height = (page.top - page.bottom - FOOT - sum(heads)) / len(rows)
    tops = [page.top - sum(heads[: i + 1]) - i * height for i in range(len(rows))]
    return [(top - height, height, top + 0.2) for top in tops]


def _key(page: Page, table: pd.DataFrame, lang: Language) -> None:
    """What the marks mean, over the panels; the panels begin below it."""
    look = {"marker": "o", "color": BLUE, "markersize": 6, "markeredgewidth": 1.5, "linestyle": "none"}
    handles = [Line2D([], [], label=lang.say("reported"), **look)]
    if ((table["kind"] == "derived") | (table["contradicted"] == "yes")).any():
        handles.append(Line2D([], [], label=lang.say("inferred or contradicted"), markerfacecolor="white", **look))
    handles.append(Line2D([], [], color=TEAL, linewidth=2, label=lang.say("one standard")))
    legend(page, handles)
    page.top -= KEY


def _last(table: pd.DataFrame) -> pd.DataFrame:
    """The last figure of every province, of the base with most dates, in the order in which the panels stand."""
    bases = table.groupby("province")["base"].agg(lambda column: column.value_counts().index[0])
    of_base = table[table["base"] == table["province"].map(bases)]
    return of_base.sort_values("t").groupby("province").tail(1).sort_values(["base", "value"], ascending=[True, False])


def _panel(ax: Axes, rows: pd.DataFrame, size: float) -> None:
    for (standard, base), spell in rows.groupby(["standard", "base"], sort=False):
        spell = spell.sort_values("t")
        gid = f"path.{spell['province'].iloc[0]}.{standard}.{base}"
        ax.plot(spell["t"], spell["value"], color=TEAL, linewidth=2, gid=gid)
        for row in spell.itertuples():
            face = "white" if row.kind == "derived" or row.contradicted == "yes" else BLUE
            look = {"marker": "o", "markersize": size, "markerfacecolor": face, "markeredgewidth": 1.5, "color": BLUE}
            ax.plot([row.t], [row.value], linestyle="none", clip_on=False, gid=f"anchor.{row.Index}", **look)
