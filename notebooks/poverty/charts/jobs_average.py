"""Jobs per year, under each reading of the printed average."""

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty.charts.marks import NARROW_ROW, ROW, legend
from poverty.charts.page import BLUE, FOOT, LINE, ORANGE, PLUM, TEAL, TINT, WIDTH, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import capitalize_first, phrase_qualified_number, province_name, unique_ids

SHOWS_READINGS = True
FAMILIES = {
    "linear": (translatable("straight line"), BLUE, "-"),
    "exponential": (translatable("constant growth"), PLUM, "--"),
    "step": (translatable("one jump half way"), ORANGE, "-."),
    "smoothest": (translatable("smoothest rise"), TEAL, ":"),
}
START = {  # the mark of the first year
    "marker": "D",
    "markersize": 8,
    "color": BLUE,
    "markerfacecolor": "white",
    "markeredgewidth": 2,
    "linestyle": "none",
}
SCALE = 1.3  # the scale reaches this far above the highest line; the tint may leave it
SCALE_OF_BOUNDS = 3.0  # where no lines are drawn: so far above the highest lower bound
FLAT = 5.0  # inches: a lower page has no room for lines and their keys
LEFT, GAP, BELOW = 1.35, 0.6, 0.45  # inches around the panels of a slide
INSIDE = (0.03, 0.97)  # where words in a panel begin
SMALL_GAP, SMALL_BELOW = 0.2, 0.3  # inches between and below the panels of a smaller page
TICK, RISE = 0.15, 0.08  # inches between a number and its axis, and between a panel and the words above it


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    limits = table[table["family"].isin(["bounds", "no path"])]
    first_year, last_year = int(table["year"].min()), int(table["year"].max())
    average = context.claims[unique_ids(table["claims"])[0]]
    number = phrase_qualified_number(average.qualifier, lang.number(average.value), lang)
    title = lang.say(
        "“%(average)s jobs a year” does not say how many in %(year)s", average=capitalize_first(number), year=last_year
    )
    each = [_at_end(row, table, lang) for _, row in limits[limits["year"] == last_year].iterrows()]
    base = limits[(limits["year"] == first_year) & (limits["family"] == "bounds")]
    if len(base):
        ends = lang.range(lang.number(base["soft_low"].min()), lang.number(base["soft_high"].max()))
        each = [lang.say("%(year)s, inferred: %(n)s", year=first_year, n=ends), *each]
    subtitle = lang.say(
        "People placed in jobs a year (gross), %(place)s, %(first)s to %(last)s, by reading of the printed average",
        place=province_name(context, lang),
        first=first_year,
        last=last_year,
    )
    notes = [lang.sentence(Kind.KEY, "Tint: every path that never falls and keeps the printed numbers.")]
    if len(_lines(table)):
        notes.append(lang.sentence(Kind.KEY, "Lines: scenarios, not estimates."))
    notes.append(lang.sentence(Kind.LIMIT, "Nothing printed says which reading is right."))
    return ChartTexts(title, subtitle, f"{title}. {'; '.join(each)}.", tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """What a small page shows: one that is low the bounds alone, without the scenarios, and it says so."""
    if size.height > FLAT or _lines(table).empty:
        return table, words
    subtitle = lang.say("%(subtitle)s; scenarios left out", subtitle=words.subtitle)
    return table.drop(_lines(table).index), replace(words, subtitle=subtitle)


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
    scenarios = len(_lines(table)) > 0
    # without lines to lie on, the ranges stand in the panels
    ranged = max(len(ends) for _, ends in heads) if scenarios else 0
    above = _above(page, max(len(name) for name, _ in heads) + ranged)
    for k, (rows, head) in enumerate(zip(panels, heads, strict=True)):
        start = left + k * (width + gap)
        ax = page.axes(start, start + width, below, above)
        _panel(ax, rows, years, top, lang)
        if k:
            ax.set_yticklabels([])
        if page.width < WIDTH:
            _years_inside(page, ax)
        if not scenarios:
            ax.grid(visible=False)  # it would strike out the ranges
        _write_head(page, ax, head, ranged)
        if (rows["family"] == "no path").all():
            text = "\n".join(wrap(lang.say("no such path"), FOOT, 0.95 * width))
            ax.text(*INSIDE, text, transform=ax.transAxes, va="top", fontsize=FOOT)


def _lines(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["family"].isin(FAMILIES)]


def _top(table: pd.DataFrame) -> float:
    """Where the scale ends."""
    lines = _lines(table)["value"]
    if len(lines):
        return SCALE * max([*lines, table["low"].max()])
    return min(SCALE * table["high"].max(), SCALE_OF_BOUNDS * table["low"].max()) if table["high"].notna().any() else 1


def _keys(page: Page, table: pd.DataFrame, lang: Language) -> list[Line2D | Patch]:
    """What each line, the tint and the first mark mean."""
    drawn = [look for name, look in FAMILIES.items() if (table["family"] == name).any()]
    handles = [Line2D([], [], color=c, linestyle=d, linewidth=2.5, label=lang.label(n)) for n, c, d in drawn]
    any_path = lang.say("possible if it never fell") if page.narrow else lang.say("any path that never falls")
    handles.append(Patch(color=TINT[BLUE], label=any_path))
    inferred = lang.say("%(year)s, inferred: at least", year=int(table["year"].min()))
    handles.append(Line2D([], [], label=inferred, **START))
    return handles


def _head(page: Page, rows: pd.DataFrame, top: float, width: float, lang: Language) -> tuple[list[str], list[str]]:
    """The name of a reading and what it allows in the last year, in lines that fit above its panel."""
    name, last = lang.label(rows["label"].iloc[0]), rows[rows["family"].isin(["bounds", "no path"])].iloc[-1]
    ends = ""
    if last["family"] == "bounds":
        ends = lang.say("%(year)s: %(range)s", year=int(last["year"]), range=_range(last, lang))
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


def _write_head(page: Page, ax: Axes, head: tuple[list[str], list[str]], ranged: int) -> None:
    """Write a name above a panel, and below it the range: in `ranged` lines that are kept above, or in the panel."""
    tall = ax.get_position().height * page.height
    name_at, range_at = 1 + (RISE + ranged * page.label * LINE / 72) / tall, 1 + RISE / tall
    points, weight = _name_look(page)
    look = {"transform": ax.transAxes, "linespacing": LINE}
    ax.text(0, name_at, "\n".join(head[0]), fontsize=points, weight=weight, **look)
    x, y, side = (0, range_at, "baseline") if ranged else (*INSIDE, "top")
    ax.text(x, y, "\n".join(head[1]), color=BLUE, va=side, **look)


def _years_inside(page: Page, ax: Axes) -> None:
    """The first and the last year inside the panel, off those of the next one; none between on a narrow page."""
    years = ax.get_xticks()
    if page.narrow:
        ax.set_xticks(years[[0, -1]])
    for label, side in ((ax.get_xticklabels()[0], "left"), (ax.get_xticklabels()[-1], "right")):
        label.set_horizontalalignment(side)


def _panel(ax: Axes, rows: pd.DataFrame, years: tuple[int, int], top: float, lang: Language) -> None:
    """The tint, the lines and the first mark of one reading."""
    import seaborn  # here, not above: it costs a second and a half that the other charts need not wait for

    bounds, reading = rows[rows["family"] == "bounds"], rows["reading"].iloc[0]
    ax.set(xlim=(years[0] - 1, years[1] + 1), ylim=(0, top), xlabel="", ylabel="")
    ax.set_xticks([years[0], sum(years) // 2, years[1]])
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    if bounds.empty:
        return
    tint = {"color": TINT[BLUE], "linewidth": 0, "gid": f"bounds.{reading}"}
    ax.fill_between(bounds["year"], bounds["low"], bounds["high"], **tint)
    for name, (_, color, dash) in FAMILIES.items():
        curve = rows[rows["family"] == name]
        if len(curve):
            look = {"color": color, "linestyle": dash, "linewidth": 2.5, "gid": f"{name}.{reading}"}
            seaborn.lineplot(curve, x="year", y="value", estimator=None, ax=ax, **look)
            ax.set(xlabel="", ylabel="")
    ax.plot([years[0]], [bounds["low"].iloc[0]], gid=f"start.{reading}", zorder=5, **START)


def _range(limits: pd.Series, lang: Language) -> str:
    """What paths that never fall leave for a year."""
    if limits["family"] == "no path":
        return lang.say("no path that never falls keeps the printed numbers")
    return lang.range(lang.number(limits["low"]), lang.number(limits["high"]))


def _at_end(row: pd.Series, table: pd.DataFrame, lang: Language) -> str:
    """The last year under one reading: its bounds, then the scenarios."""
    same = _lines(table[(table["reading"] == row["reading"]) & (table["year"] == row["year"])])
    text = translatable("%(reading)s: %(range)s")
    if row["family"] == "bounds":
        text = translatable("%(reading)s: %(range)s in %(year)s")
    reading = lang.label(row["label"]) or lang.say("as printed")
    text = lang.say(text, reading=reading, range=_range(row, lang), year=int(row["year"]))
    shown = ", ".join(f"{lang.label(FAMILIES[c.family][0])} {lang.number(c.value)}" for c in same.itertuples())
    return f"{text} ({shown})" if shown else text
