"""How often the band holds what is known: each hidden figure as a dot, in the band of all other places or outside."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from poverty.charts.labels import Labels
from poverty.charts.marks import draw_point, draw_span
from poverty.charts.page import BLUE, GREY, ORANGE, Page, Size
from poverty.charts.row_chart import Row, add_row_axes
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import parse_sdmx_period
from poverty.tables import BAND_LEVEL
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.source_lines import phrase_donor_sources

KINDS = {  # a row each, the band's own figures first
    "poverty rates": translatable("Poverty rates"),
    "ethnic minorities": translatable("Minorities"),
    "within a year": translatable("Within a year"),
    "near-poor rates": translatable("Near-poor"),
}
OTHER_SERIES = "near-poor rates"  # a rate that the band was not made for
DOTS = {False: 9.0, True: 5.0}  # points across, by whether the page is narrow
TIGHT = 1.15  # of a dot: from the middle of one to that of the next
ENDS = (-1.0, 1.0)  # of the band
EDGE = {False: 0.8, True: 0.3}  # before the lowest dot, for what it is
BELOW = ("left", "above left", "below left", "above", "below")  # where the name of a dot under the band may stand
ABOVE = ("right", "left", "above", "below", "above right", "below right")  # of one over it


def phrase(table: pd.DataFrame, contexts: dict[str, Context], lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    counts = _count(table)
    own = [counts[kind] for kind in counts if kind != OTHER_SERIES]
    held, count = (sum(column) for column in zip(*own, strict=True))
    title = lang.say("Test: the band held %(held)s of %(count)s hidden poverty rates", held=held, count=count)
    subtitle = lang.say("Where each known rate lies in the band that all other places give")
    each = "; ".join(_name(kind, counts[kind], lang).replace("\n", " ") for kind in counts)
    misses = [_name_figure(row) for _, row in table[table["held"] == "no"].iterrows()]
    alt = f"{title}. {each}."
    if misses:
        alt = lang.say("%(said)s Outside: %(misses)s.", said=alt, misses=lang.listed(misses))
    text = translatable("The band is meant to hold %(level)s; it is not made for near-poor rates. Orange: outside it.")
    notes = (
        lang.sentence(Kind.KEY, text, level=lang.percent(100 * BAND_LEVEL)),
        lang.sentence(Kind.KEY, "Hollow: worked out from printed figures."),
    )
    return ChartTexts(title, subtitle, alt, notes)


def phrase_source(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> str:
    """The source line."""
    return phrase_donor_sources(lang)


def draw(page: Page, table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> None:
    """A row for each kind of figure, the band in tint from end to end, a dot for each figure."""
    counts, dot = _count(table), DOTS[page.size.is_narrow]
    ax = add_row_axes(
        page, [Row(_name(kind, counts[kind], lang), starts_group=kind == OTHER_SERIES) for kind in counts]
    )
    room = EDGE[page.size.is_narrow]
    ax.set_xlim(min(-1.0, table["in_band"].min()) - room, max(1.0, table["in_band"].max()) + 0.3)
    ax.set_xticks(ENDS, [lang.say("lower end"), lang.say("upper end")])
    labels = Labels(page, dot / 72 / 2)
    box = ax.get_position()
    labels.taken.append(
        (page.left, page.bottom, page.left + box.x0 * page.size.width - page.size.margin, page.top)
    )  # names
    high = box.height * page.size.height
    spread = _spread(page, ax, table, list(counts), dot)
    for y, kind in enumerate(counts):
        rows = table[table["figures_hidden"] == kind]
        draw_span(
            ax, *ENDS, y, kind.replace(" ", "-"), BLUE if kind != OTHER_SERIES else GREY, 72 * 0.8 * high / len(counts)
        )
        places = spread[y]
        for (i, row), up in zip(rows.iterrows(), places, strict=True):
            mark = _tell_kind(row)
            draw_point(ax, row["in_band"], up, mark, i, BLUE if row["held"] == "yes" else ORANGE, dot)
            labels.block_mark(ax, row["in_band"], up, f"{mark}.{i}")
        for (i, row), up in sorted(
            zip(rows.iterrows(), places, strict=True), key=lambda dot: -abs(dot[0][1]["in_band"])
        ):
            if row["held"] == "no" and not page.size.is_narrow:
                gid = f"{_tell_kind(row)}.{i}"
                sides = BELOW if row["in_band"] < 0 else ABOVE
                labels.place(
                    ax, row["in_band"], up, _name_figure(row), gid, ORANGE, bold=False, must=False, sides=sides
                )


def _count(table: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """By kind, how many figures the band held, and of how many."""
    kinds = {kind: table[table["figures_hidden"] == kind]["held"] for kind in KINDS}
    return {kind: (int((held == "yes").sum()), len(held)) for kind, held in kinds.items() if len(held)}


def _name(kind: str, count: tuple[int, int], lang: Language) -> str:
    counted = lang.say("%(held)s of %(count)s", held=count[0], count=count[1])
    return f"{lang.label(KINDS[kind])}\n{counted}"


def _tell_kind(row: pd.Series) -> str:
    return "inferred" if row["derived"] == "yes" else "reported"


def _name_figure(row: pd.Series) -> str:
    return f"{row['part_of']} {parse_sdmx_period(row['date']).year}"


def _spread(page: Page, ax: Axes, table: pd.DataFrame, kinds: list[str], dot: float) -> list[list[float]]:
    """By kind, how high each dot stands so that no two touch: seaborn's swarm, whose dots are then drawn one by one."""
    limits = ax.get_xlim(), ax.get_ylim()
    ticks = ax.get_xticks(), [text.get_text() for text in ax.get_xticklabels()]
    before = len(ax.collections)
    ax.set_yticks(range(len(kinds)))  # seaborn counts its rows by them
    sns.swarmplot(table, x="in_band", y="figures_hidden", order=kinds, size=TIGHT * dot, warn_thresh=1, ax=ax)
    ax.set(xlim=limits[0], ylim=limits[1], xlabel="", ylabel="", yticks=[])
    ax.set_xticks(*ticks)
    page.figure.draw_without_rendering()  # seaborn moves the dots when they are drawn
    swarms = ax.collections[before:]
    places = [[float(y) for _, y in swarm.get_offsets()] for swarm in swarms]
    for swarm in swarms:
        swarm.remove()
    return places
