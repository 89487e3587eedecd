"""Jobs per year that the printed average alone allows, under each reading of it."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty.charts.marks import NARROW_ROW, ROW, legend
from poverty.charts.page import BLUE, FOOT, LINE, TINT, WIDTH, Page, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import (
    capitalize_first,
    phrase_job_figure,
    phrase_qualified_number,
    province_name,
    unique_ids,
)

SHOWS_READINGS = True
START = {  # the mark of the first year
    "marker": "D",
    "markersize": 8,
    "color": BLUE,
    "markerfacecolor": "white",
    "markeredgewidth": 2,
    "linestyle": "none",
}
PRINTED = {"marker": "o", "markersize": 7, "color": BLUE, "linestyle": "none"}
SCALE = 1.3  # the scale reaches this far above the highest number where the tint does not leave it
SCALE_OF_BOUNDS = 3.0  # and so far above the highest lower bound where it does
LEFT, GAP, BELOW = 1.35, 0.6, 0.45  # inches around the panels of a slide
INSIDE = (0.03, 0.97)  # where words in a panel begin
SMALL_GAP, SMALL_BELOW = 0.2, 0.3  # inches between and below the panels of a smaller page
TICK, RISE = 0.15, 0.08  # inches between a number and its axis, and between a panel and the words above it


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    limits = table[table["role"] != "year"]
    first_year, last_year = int(table["year"].min()), int(table["year"].max())
    average = context.claims[unique_ids(limits["claims"])[0]]
    number = phrase_qualified_number(average.qualifier, lang.number(average.value), lang)
    title = lang.say(
        "“%(average)s jobs a year” does not say how many in %(year)s", average=capitalize_first(number), year=last_year
    )
    each = [_at_end(row, lang) for _, row in limits[limits["year"] == last_year].iterrows()]
    printed = table[table["role"] == "year"].drop_duplicates("year")
    said = [
        lang.say("%(when)s: %(number)s", when=str(row["year"]), number=phrase_job_figure(row, context, lang))
        for _, row in printed.iterrows()
    ]
    base = limits[(limits["year"] == first_year) & (limits["role"] == "bounds")]
    if len(base):
        ends = lang.range(lang.number(base["soft_low"].min()), lang.number(base["soft_high"].max()))
        said = [lang.say("%(year)s, inferred: %(n)s", year=first_year, n=ends), *said]
    subtitle = lang.say(
        "People placed in jobs a year (gross), %(place)s, %(first)s to %(last)s, by reading of the printed average",
        place=province_name(context, lang),
        first=first_year,
        last=last_year,
    )
    text = translatable(
        "Tint: what the sentence allows if jobs never fell and the printed numbers hold; not an estimate."
    )
    notes = (lang.sentence(Kind.KEY, text), lang.sentence(Kind.LIMIT, "Nothing printed says which reading is right."))
    return ChartTexts(title, subtitle, f"{title}. {'; '.join([*said, *each])}.", notes)


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """One panel for each reading, on one scale."""
    legend(page, _keys(page, table, lang))
    panels = [rows for _, rows in table.groupby("reading", sort=False)]
    top, years = _top(table), (int(table["year"].min()), int(table["year"].max()))
    left, gap, below = LEFT, GAP, BELOW
    if page.width < WIDTH:
        left = page.margin + measure(lang.number(round(top)), page.label) + TICK
        gap, below = SMALL_GAP, SMALL_BELOW
    width = (page.width - page.margin - left - gap * (len(panels) - 1)) / len(panels)
    heads = [_head(page, rows, top, width + min(page.margin, gap / 2), lang) for rows in panels]
    above = _above(page, max(len(name) for name, _ in heads))
    for k, (rows, head) in enumerate(zip(panels, heads, strict=True)):
        start = left + k * (width + gap)
        ax = page.axes(start, start + width, below, above)
        _panel(ax, rows, years, top, lang)
        if k:
            ax.set_yticklabels([])
        if page.width < WIDTH:
            _years_inside(page, ax)
        ax.grid(visible=False)  # it would strike out the ranges
        _write_head(page, ax, head)
        if (rows["role"] == "no path").any():
            text = "\n".join(wrap(lang.say("no such path"), FOOT, 0.95 * width))
            ax.text(*INSIDE, text, transform=ax.transAxes, va="top", fontsize=FOOT)


def _top(table: pd.DataFrame) -> float:
    """Where the scale ends: above every printed year, and not so high that a wide tint leaves nothing to see."""
    bounds = table[table["role"] == "bounds"]
    tint = pd.Series([SCALE * bounds["high"].max(), SCALE_OF_BOUNDS * bounds["low"].max()]).min()  # none is no limit
    return pd.Series([SCALE * table["value"].max(), tint, 1.0]).max()


def _keys(page: Page, table: pd.DataFrame, lang: Language) -> list[Line2D | Patch]:
    """What the tint and the marks mean."""
    first_year, last_year = int(table["year"].min()), int(table["year"].max())
    any_path = lang.say("any path that never falls")
    if page.narrow:
        any_path = lang.say("possible if it never fell (in figures: %(year)s)", year=last_year)
    inferred = lang.say("%(year)s, inferred: at least", year=first_year)
    handles = [Patch(color=TINT[BLUE], label=any_path)]
    if (table["role"] == "bounds").any():
        handles.append(Line2D([], [], label=inferred, **START))
    if (table["role"] == "year").any():
        handles.append(Line2D([], [], label=lang.say("printed year"), **PRINTED))
    return handles


def _head(page: Page, rows: pd.DataFrame, top: float, width: float, lang: Language) -> tuple[list[str], list[str]]:
    """The name of a reading and what it allows in the last year, in lines that fit above its panel."""
    name, last = lang.label(rows["label"].iloc[0]), rows[rows["role"] != "year"].iloc[-1]
    ends = ""
    if last["role"] == "bounds":
        ends = _range(last, lang)
        if not page.narrow:  # there the key names the year
            ends = lang.say("%(year)s: %(range)s", year=int(last["year"]), range=ends)
    above = "↑" if last["high"] > top else ""  # the tint leaves the scale
    points, weight = _name_look(page)
    ends = "\N{NO-BREAK SPACE}".join(filter(None, (ends, above)))
    return wrap(name, points, width, weight), wrap(ends, page.label, width)


def _name_look(page: Page) -> tuple[float, str]:
    """Points and weight of the name of a reading."""
    return (page.label, "normal") if page.narrow else (page.label + 1, "bold")


def _above(page: Page, lines: int) -> float:
    """Inches above the panels for the last row of the key and the heads."""
    return (NARROW_ROW if page.narrow else ROW) + lines * page.label * LINE / 72 + RISE


def _write_head(page: Page, ax: Axes, head: tuple[list[str], list[str]]) -> None:
    """Write a name above a panel, and the range in it."""
    name_at = 1 + RISE / (ax.get_position().height * page.height)
    points, weight = _name_look(page)
    look = {"transform": ax.transAxes, "linespacing": LINE}
    ax.text(0, name_at, "\n".join(head[0]), fontsize=points, weight=weight, **look)
    ax.text(*INSIDE, "\n".join(head[1]), color=BLUE, va="top", **look)


def _years_inside(page: Page, ax: Axes) -> None:
    """The first and the last year inside the panel, off those of the next one; none between on a narrow page."""
    years = ax.get_xticks()
    if page.narrow:
        ax.set_xticks(years[[0, -1]])
    for label, side in ((ax.get_xticklabels()[0], "left"), (ax.get_xticklabels()[-1], "right")):
        label.set_horizontalalignment(side)


def _panel(ax: Axes, rows: pd.DataFrame, years: tuple[int, int], top: float, lang: Language) -> None:
    """The tint and the marks of one reading."""
    bounds, printed = (rows[rows["role"] == role] for role in ("bounds", "year"))
    reading = rows["reading"].iloc[0]
    ax.set(xlim=(years[0] - 1, years[1] + 1), ylim=(0, top))
    ax.set_xticks([years[0], sum(years) // 2, years[1]])
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    if len(printed):
        ax.plot(printed["year"], printed["value"], gid=f"year.{reading}", zorder=4, **PRINTED)
    if len(bounds):
        tint = {"color": TINT[BLUE], "linewidth": 0, "gid": f"bounds.{reading}"}
        ax.fill_between(bounds["year"], bounds["low"], bounds["high"], **tint)
        ax.plot([years[0]], [bounds["low"].iloc[0]], gid=f"start.{reading}", zorder=5, **START)


def _range(limits: pd.Series, lang: Language) -> str:
    """What paths that never fall leave for a year."""
    if limits["role"] == "no path":
        return lang.say("no path that never falls keeps the printed numbers")
    return lang.range(lang.number(limits["low"]), lang.number(limits["high"]))


def _at_end(row: pd.Series, lang: Language) -> str:
    """The last year under one reading."""
    text = translatable("%(reading)s: %(range)s")
    if row["role"] == "bounds":
        text = translatable("%(reading)s: %(range)s in %(year)s")
    reading = lang.label(row["label"]) or lang.say("as printed")
    return lang.say(text, reading=reading, range=_range(row, lang), year=int(row["year"]))
