"""What the panels of the chart of paces hold, in both of its layouts: a scale, marks and numbers."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty.charts import page as canvas
from poverty.charts.page import BLUE, PLUM
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.vocabulary import CANNOT_TELL
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import phrase_group_and_area, phrase_standard_years

WHO = ["population", "area", "base", "standard"]
SPELL = ["indicator", *WHO]
GROUPS = {
    "poverty_rate": translatable("Poor"),
    "near_poor_rate": translatable("Near-poor"),
    "poor_and_near_poor_rate": translatable("Poor + near-poor"),
}
DECIMALS = {"compound": 1, "points": 2}  # of each panel; the columns of a panel that is left out are not in the table
SIZE = 12
BESIDE = 0.3  # inches: from a mark to its number, and from there to the end of the panel
TICKS_APART = 0.08  # inches: between the numbers of two ticks


def spell(row) -> tuple[str, ...]:
    """What rows of one spell have in common."""
    return tuple(getattr(row, column) for column in SPELL)


def name_group(row, context: Context, lang: Language) -> str:
    """Whom a row counts: the poor, the near-poor or both, of everybody or of a group."""
    group = phrase_group_and_area(row.population, row.area, context, lang)
    name = lang.label(GROUPS[row.indicator])
    if row.base == "population":
        name = lang.say("%(name)s (people)", name=name)
    return f"{name}, {group}" if group else name


def name_spell(row, context: Context, lang: Language) -> str:
    """What a spell is called: whom it counts, and the years of its standard."""
    return f"{name_group(row, context, lang)}, {phrase_standard_years(context, row.standard, lang)}"


def label(row, lang: Language) -> str:
    """The reading of a row, and whether it is ruled out."""
    text = lang.label(row.label)
    return lang.say("%(label)s (ruled out)", label=text) if row.ruled_out == "yes" else text


def phrase_years(row) -> str:
    """The years of a row's ends."""
    ends = [f"{parse_sdmx_period(date).year}" for date in (row.start, row.end) if date]
    return "–".join(ends)


def marked_years(row) -> str:
    """The years of a row's ends, with a dagger where one is contradicted."""
    return f"{phrase_years(row)}{'†' if row.contradicted == 'yes' else ''}"


def phrase_head(name: str, lang: Language) -> str:
    """The head of a panel: its unit."""
    return lang.say("Fall, %% a year") if name == "compound" else lang.say("Fall, points a year")


def phrase_size(row, name: str, decimals: int, lang: Language) -> str:
    """The bounds of a pace without its sign, as one number where they are the same in so many decimals.

    A survey has an error that is not printed: its pace is one number, with no more than one decimal.
    """
    if row.method == "survey":
        return lang.say("about %(n)s", n=lang.number(abs(getattr(row, name)), 1))
    ends = sorted(abs(getattr(row, f"{name}_{end}")) for end in ("low", "high"))
    return lang.range(*("∞" if pd.isna(x) else lang.number(x, decimals) for x in ends))


def range_of(row, name: str, decimals: int, lang: Language) -> str:
    """The size of a pace; a rise is said to be one, and where it may be a fall or a rise, a rise is below 0."""
    if row.direction == CANNOT_TELL and row.method != "survey":
        ends = (getattr(row, f"{name}_{end}") for end in ("low", "high"))
        return lang.range(*("∞" if pd.isna(x) else lang.number(x, decimals) for x in ends))
    size = phrase_size(row, name, decimals, lang)
    return lang.say("a rise of %(size)s", size=size) if getattr(row, name) < 0 else size


def ranges(table: pd.DataFrame, name: str, lang: Language) -> list[str]:
    """The numbers beside the marks of a panel."""
    return [range_of(row, name, DECIMALS[name], lang) for row in table.itertuples() if not pd.isna(getattr(row, name))]


def color_of(row) -> str:
    """The color of the marks and words of a row."""
    return BLUE if row.preferred == "yes" else PLUM


def rule(ax: Axes, y: float) -> None:
    """A line between two spells."""
    ax.axhline(y, color="#BFBFBF", linewidth=0.8)


def scale(ax: Axes, table: pd.DataFrame, name: str, lines: int, lang: Language, spare: float) -> None:
    """From 0 to where the label beside each value still fits; down, so many lines."""
    shown = table.loc[table[name].notna(), [f"{name}_low", f"{name}_high"]]
    most, least = max(shown[f"{name}_high"].max(), 0.0), min(shown[f"{name}_low"].min(), 0.0)
    if shown.empty or most == least:
        most, least = 1.0, 0.0
    width = ax.get_position().width * ax.figure.get_figwidth()
    least -= spare * (most - least)
    beside = [(most, ""), *zip(shown[f"{name}_high"], ranges(table, name, lang), strict=True)]
    unit = min(  # inches
        (width - BESIDE - canvas.measure(text, SIZE)) / max(high - least, spare * (most - least))
        for high, text in beside
    )
    room = unit * (most - least)
    ax.set(xlim=(least, least + width / unit), ylim=(lines - 0.4, -0.6), yticks=[])
    ax.spines["left"].set_visible(False)
    ticks = [
        x
        for x in MaxNLocator(nbins=3 if width > 2.8 else 2, steps=[1, 2, 5, 10]).tick_values(least, most)
        if least <= x <= most
    ]
    places = 0 if all(float(x).is_integer() for x in ticks) else 1
    broad = max(canvas.measure(lang.number(x, places), SIZE) for x in ticks) + TICKS_APART
    step = (ticks[-1] - ticks[0]) / max(len(ticks) - 1, 1)
    if len(ticks) > 2 and step * room < broad * (most - least):
        ticks = [x for x in ticks if round(x / step) % 2 == 0]  # 0 and every other one
    ax.set_xticks(ticks)
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x, places))
    if least < 0:
        ax.axvline(0, color="#BFBFBF", linewidth=0.8, zorder=0)
    ax.grid(axis="x")


def dot(ax: Axes, row, y: float, name: str, lang: Language) -> None:
    """The mark of a row and its number, at a height; or why it has none."""
    i, value, color = row.Index, getattr(row, name), color_of(row)
    if pd.isna(value):
        why = lang.say("one figure: cannot tell") if pd.isna(row.years) else lang.say("a figure of 0: no rate")
        ax.text(0, y, f" {why}", va="center", fontsize=SIZE, color=color)
        return
    low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
    face = color if row.preferred == "yes" else "white"
    ax.plot((low, high), (y, y), color=color, linewidth=3, gid=f"{name}-bounds.{i}")
    ax.plot(
        [value],
        [y],
        marker="o",
        markersize=9,
        markeredgewidth=2,
        color=color,
        markerfacecolor=face,
        linestyle="none",
        gid=f"{name}.{i}",
    )
    backing = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    ax.annotate(
        range_of(row, name, DECIMALS[name], lang),
        (high, y),
        (10, 0),
        textcoords="offset points",
        va="center",
        fontsize=SIZE,
        color=color,
        bbox=backing,
    )
