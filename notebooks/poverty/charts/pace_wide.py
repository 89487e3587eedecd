"""The chart of paces on a slide: the name of a spell and its readings side by side."""

import pandas as pd

from poverty.charts import pace_said
from poverty.charts import page as canvas
from poverty.charts.pace_marks import SIZE, color_of, dot, rule, scale
from poverty.charts.page import LABEL, Page
from poverty.words.context import Context
from poverty.words.language import Language

FEWEST = 5  # rows that a slide is divided into, where there are fewer
SPARE = 0.03  # of the scale, before its lowest value, or the axis would cut the mark there


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """The name of a spell and its readings side by side, a line for each row."""
    rows = max(len(table), FEWEST)
    reading, years, left, right = 5.8, 6.95, 7.2, 10.0
    panels = {
        "arr": page.axes(left, right, 0.45, 0.4),
        "points": page.axes(right + 0.3, page.width - page.margin, 0.45, 0.4),
    }
    box = panels["arr"].get_position()
    heads = [
        (page.margin, lang.say("Who, standard"), "left"),
        (reading, lang.say("Reading"), "right"),
        (years, lang.say("Years"), "right"),
    ]
    for name, ax in panels.items():
        scale(ax, table, name, rows, lang, SPARE)
        heads.append((ax.get_position().x0 * page.width, pace_said.head(name, lang), "left"))
    for x, head, side in heads:
        page.text(x, box.y1 * page.height + 0.12, head, LABEL, weight="bold", ha=side, va="bottom")
    before = None
    for row in table.itertuples():
        i = row.Index
        y = (box.y1 - (i + 0.6) / (rows + 0.2) * box.height) * page.height
        first = pace_said.spell(row) != before
        if first:
            name = pace_said.name(row, context, lang)
            page.text(page.margin, y, name, SIZE, va="center", weight="bold")
            for ax in panels.values() if before else ():
                rule(ax, i - 0.5)
            before = pace_said.spell(row)
        used = canvas.measure(name, SIZE, "bold") + 0.15 if first else 0.0
        label = _cut(pace_said.label(row, lang), reading - page.margin - used)
        page.text(reading, y, label, SIZE, va="center", ha="right", color=color_of(row))
        page.text(years, y, pace_said.marked_years(row), SIZE, va="center", ha="right", color=color_of(row))
        for name, ax in panels.items():
            dot(ax, row, i, name, lang)


def _cut(text: str, room: float) -> str:
    """A text with its end cut off where it would be wider than `room` inches; the table has all of it."""
    if canvas.measure(text, SIZE) <= room:
        return text
    while text and canvas.measure(f"{text}…", SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
