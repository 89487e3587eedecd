"""What a printed average of jobs of unknown years allows for the last year, reading by reading, and the estimate."""

import pandas as pd

from poverty.charts.axes import format_number_ticks
from poverty.charts.fonts import measure_text
from poverty.charts.marks import draw_point, draw_span
from poverty.charts.page import BLUE, GREY, INK, Page, Size
from poverty.charts.row_chart import Row, add_row_axes, set_row_scale
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.words.context import Context
from poverty.words.language import Kind, Language
from poverty.words.phrases import (
    capitalize_first,
    phrase_job_figure,
    phrase_qualified_number,
    province_name,
    round_to_digits,
)

SCALE = 2.2  # the scale ends at most this far above the highest lower end, and so does a bar that goes on
HEADROOM = 1.15
AIR = 0.14  # inches between a mark and its words
THICK = 1.5  # times the size of a label: how thick a bar is
NAMES = {False: 0.34, True: 0.2}  # of the page, by whether it is narrow: the widest names of rows


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    limits = table[table["reading"] != ""]
    average = context.claims[limits["claims"].iloc[0].split()[0]]
    number = phrase_qualified_number(average.qualifier, lang.number(average.value), lang)
    told = {
        "average": capitalize_first(number),
        "year": int(limits["year"].max()),
        "place": province_name(context, lang),
    }
    title = lang.say("“%(average)s jobs a year” does not say how many in %(year)s", **told)
    subtitle = lang.say("People placed in jobs in %(year)s, by what the average can mean, %(place)s", **told)
    said = [f"{_name_row(row, context, lang)}: {_write(row, context, lang)}" for _, row in table.iterrows()]
    note = lang.sentence(Kind.KEY, "Tint: possible if numbers never fell.")
    if (table["role"] == "estimated").any():
        note = lang.sentence(Kind.KEY, "Tint: possible if numbers never fell; of the estimate, its 90%% range.")
    return ChartTexts(title, state_evidence(subtitle, context, lang), f"{title}. {'; '.join(said)}.", (note,))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for the printed year, one for each reading, one for the estimate; a bar that leaves the scale goes on."""
    rows = [
        Row(_name_row(row, context, lang), starts_group=row["reading"] == "" and i > 0) for i, row in table.iterrows()
    ]
    ax = add_row_axes(page, rows, widest=NAMES[page.size.is_narrow])
    lows = table[["value", "low"]].max(axis=None)
    top = max(HEADROOM * lows, min(SCALE * lows, HEADROOM * table["high"].max()))
    set_row_scale(page, ax, 0, top, format_number_ticks, lang)
    ax.grid(visible=False)
    printed = max(table.loc[table["role"] == "year", "value"], default=0.0)
    for y, (i, row) in enumerate(table.iterrows()):
        is_out, end = row["role"] == "no path", printed if row["role"] in ("no path", "year") else min(row["high"], top)
        if row["role"] == "year":
            draw_point(ax, end, y, "reported" if row["kind"] == "reported" else "inferred", i, BLUE, points=13)
            ax.axvline(end, color=GREY, linewidth=1, linestyle=(0, (1, 2)), zorder=0.5)
        elif row["low"] == row["high"]:
            draw_point(ax, end, y, "inferred", i, BLUE, points=13)
        elif not is_out:
            draw_span(ax, row["low"], end, y, i, BLUE, width=THICK * page.size.label)
            if row["high"] > top:
                arrow = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 2, "mutation_scale": 16}
                ax.annotate("", (top, y), (0.93 * top, y), arrowprops=arrow, annotation_clip=False)
        text, (across, up) = _write(row, context, lang), page.locate(ax, end, y)
        if across + AIR + measure_text(text, page.size.label, not is_out) > page.right:  # no room beside the bar
            across = page.locate(ax, row["low"], y)[0]
        gid = f"key.{y}" if row["role"] in ("bounds", "estimated") else f"name.of.{y}"
        look = {"va": "center_baseline", "color": INK if is_out else BLUE, "gid": gid}
        page.write(across + AIR, up, text, bold=not is_out, **look)


def _name_row(row: pd.Series, context: Context, lang: Language) -> str:
    if row["role"] == "year":
        return lang.say("Printed for %(year)s", year=int(row["year"]))
    if row["role"] == "estimated":
        return lang.say("Estimate (may fall)")
    return capitalize_first(lang.label(row["label"], context.shared.labels)) or lang.say("As printed")


def _write(row: pd.Series, context: Context, lang: Language) -> str:
    """What a row comes to."""
    if row["role"] == "no path":
        return lang.say("only if numbers fell")
    if row["role"] == "year":
        return phrase_job_figure(row, context, lang)
    return lang.range(*(lang.number(round_to_digits(row[end])) for end in ("low", "high")))
