"""Paces of provinces side by side, within one standard and of one kind of count, ranked by points a year."""

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from poverty.charts import page as canvas
from poverty.charts.pace_marks import range_of
from poverty.charts.page import BLUE, Page, Size, measure
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.vocabulary import FELL
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import phrase_standard_years, province_name
from poverty.words.source_lines import phrase_province_sources

SIZE = 12
sources = phrase_province_sources
WIDE = 10.0  # inches: a page less wide has its columns as wide as their words
EDGE = 0.1  # inches from the last words to the edge of the page at least
HEAD = 0.28  # inches for the heads on such a page
LOOSE, TIGHT = 0.22, 0.19  # inches of a row: with numbers on the axis, and at least
HALF_MARK, SYMBOL = 0.08, 0.2  # inches: of a mark, and of one in the key
SMALL = 7  # points: a mark on a narrow page
BESIDE = 10  # points from a mark to its range in words


def words(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    first = contexts[table["province"].iloc[0]]
    years = phrase_standard_years(first, table["standard"].iloc[0], lang)
    fell, most = (table["direction"] == FELL).sum(), lang.number(table["points"].max(), 1)
    if fell == len(table):
        text = translatable("Poverty fell by %(low)s to %(high)s points a year in %(count)s provinces")
        title = lang.say(text, low=lang.number(table["points"].min(), 1), high=most, count=fell)
    else:
        text = translatable("In %(fell)s of %(count)s provinces poverty fell, by up to %(high)s points a year")
        title = lang.say(text, fell=fell, count=len(table), high=most)
    of = lang.say("%% of households") if table["base"].iloc[0] == "households" else lang.say("%% of people")
    subtitle = lang.say(
        "Fall of the poverty rate a year, in points (%(of)s) and in %% of itself, standard of %(years)s",
        of=of,
        years=years,
    )
    notes = [
        lang.sentence(
            Kind.KEY,
            "Between the first and the last figure of each province: years differ, so the order is no league table. "
            "Hollow: an end is inferred, or a check or another printed figure contradicts it. Ranges: rounding and "
            "wording.",
        )
    ]
    each = "; ".join(
        lang.say(
            "%(name)s, %(years)s: %(points)s points, %(compound)s%%",
            name=province_name(contexts[r.province], lang),
            years=_years(r),
            points=range_of(r, "points", 2, lang),
            compound=range_of(r, "compound", 1, lang),
        )
        for r in table.itertuples()
    )
    return ChartTexts(title, subtitle, f"{title}. {each}.", tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, contexts: dict[str, Context], lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """As many provinces as there are rows for on a small page, and a subtitle that says how many."""
    page = canvas.page(words.title, words.subtitle, [], sources(table, contexts, lang), "", size)
    room = min(page.top - page.bottom, size.floor or size.height)  # notes may leave no more
    most = int((room - HEAD) / TIGHT)
    if most >= len(table):
        return table, words
    said = lang.say(
        "%(subtitle)s; the %(drawn)s fastest of %(count)s", subtitle=words.subtitle, drawn=most - 1, count=len(table)
    )  # one fewer than there is room for: the subtitle may now need another line
    return table.iloc[: most - 1], replace(words, subtitle=said)


def paint(page: Page, table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> None:
    """A row for each province; two panels, the fall in points and in percent a year."""
    rows, names = len(table), [province_name(contexts[slug], lang) for slug in table["province"]]
    years = [_years(row, page.narrow) for row in table.itertuples()]
    hollow = page.narrow and ((table["contradicted"] == "yes") | (table["inferred"] == "yes")).any()
    key = lang.say("inferred or contradicted") if hollow else ""
    left, right, gap = _columns(page, names, years, key)
    above, below = (0.4, 0.45) if page.width >= WIDE else (HEAD, 0.3)
    scaled = page.top - page.bottom - above - below >= LOOSE * rows
    below = below if scaled else 0.0
    panels = (
        (page.axes(left, right, below, above), "points", 2, _heads(lang)[0]),
        (page.axes(right + gap, page.width - max(page.margin, EDGE), below, above), "compound", 1, _heads(lang)[1]),
    )
    box = panels[0][0].get_position()
    base = box.y1 * page.height + (0.12 if page.width >= WIDE else 0.06)
    for ax, name, decimals, heads in panels:
        texts = [_range(row, name, decimals, page.narrow, lang) for row in table.itertuples()]
        ax.set(xlim=_view(page, ax, table, name, texts), ylim=(rows - 0.4, -0.6), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        if scaled:
            ax.xaxis.set_major_formatter(lambda x, _: lang.number(x))
            if page.width < WIDE:
                ax.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10], integer=True))
        else:  # the numbers beside the marks have to do
            ax.set_xticks([0.0], [""])
            ax.tick_params(length=0)
            ax.spines["bottom"].set_visible(False)
        wide = ax.get_position().width * page.width
        head = next((text for text in heads if measure(text, page.label, "bold") <= wide), heads[-1])
        page.text(ax.get_position().x0 * page.width, base, head, weight="bold", va="bottom")
        for i, row in enumerate(table.itertuples()):
            _mark(ax, i, row, name, texts[i], SMALL if page.narrow else 9)
    for i, (name, span) in enumerate(zip(names, years, strict=True)):
        y = (box.y1 - (i + 0.6) / (rows + 0.2) * box.height) * page.height
        page.text(page.margin, y, name, SIZE, va="center", weight="bold")
        page.text(left - 0.2, y, span, SIZE, va="center", ha="right")
    if key:
        _key(page, base, key)


def _heads(lang: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands over the two panels, in full and short."""
    return (
        (lang.say("Fall, points a year"), lang.say("Points/year")),
        (lang.say("Fall, %% a year"), lang.say("Percent a year")),
    )


def _key(page: Page, base: float, words: str) -> None:
    """What a hollow mark means, over the names: a narrow page may have no room for the note."""
    look = {"marker": "o", "markersize": SMALL, "markerfacecolor": "white", "markeredgewidth": 2, "color": BLUE}
    x, y = (page.margin + 0.08) / page.width, (base + SIZE / 144) / page.height
    page.figure.add_artist(Line2D([x], [y], linestyle="none", **look))
    page.text(page.margin + SYMBOL, base, words, SIZE, va="bottom")


def _columns(page: Page, names: list[str], years: list[str], key: str) -> tuple[float, float, float]:
    """Where the first panel begins and ends, and how far off the second is, in inches."""
    if page.width >= WIDE:
        return 4.6, 8.6, 0.4
    words = max(measure(name, SIZE, "bold") for name in names) + max(measure(span, SIZE) for span in years)
    left, gap = page.margin + max(words + 0.35, SYMBOL + measure(key, SIZE) + 0.15), 0.15
    return left, left + (page.width - max(page.margin, EDGE) - gap - left) / 2, gap


def _view(page: Page, ax: Axes, table: pd.DataFrame, name: str, texts: list[str]) -> tuple[float, float]:
    """From 0, or what is lower, to where every range fits beside its mark."""
    low, highs = min(0.0, table[f"{name}_low"].min()), table[f"{name}_high"]
    if page.width >= WIDE:
        return low, 1.5 * max(highs.max(), 0.1)
    wide = ax.get_position().width * page.width - HALF_MARK
    unit = min(  # inches
        (wide - BESIDE / 72 - measure(text, SIZE)) / max(high - low, 0.1)
        for high, text in zip(highs, texts, strict=True)
    )
    return low - HALF_MARK / unit, low + wide / unit


def _mark(ax: Axes, i: int, row, name: str, text: str, size: float) -> None:
    """A pace in its row, its bounds, and these in words."""
    low, high, value = (getattr(row, f"{name}{end}") for end in ("_low", "_high", ""))
    face = "white" if row.contradicted == "yes" or row.inferred == "yes" else BLUE
    ax.plot((low, high), (i, i), color=BLUE, linewidth=3, gid=f"{name}-bounds.{row.Index}")
    look = {"marker": "o", "markersize": size, "markerfacecolor": face, "markeredgewidth": 2, "color": BLUE}
    ax.plot([value], [i], linestyle="none", gid=f"{name}.{row.Index}", **look)
    side = {"textcoords": "offset points", "va": "center", "fontsize": SIZE, "color": BLUE}
    ax.annotate(text, (high, i), (BESIDE, 0), **side)


def _range(row, name: str, decimals: int, brief: bool, lang: Language) -> str:
    """The size of a pace; brief, that of a fall in a register has a dash between its ends."""
    if not brief or row.direction != FELL or row.method == "survey":
        return range_of(row, name, decimals, lang)
    ends = [lang.number(getattr(row, f"{name}{end}"), decimals) for end in ("_low", "_high")]
    return "–".join(dict.fromkeys(ends))


def _years(row, brief: bool = False) -> str:
    start, end = (f"{parse_sdmx_period(date).year}" for date in (row.start, row.end))
    return f"{start}–{end[-2:] if brief and start[:2] == end[:2] else end}"
