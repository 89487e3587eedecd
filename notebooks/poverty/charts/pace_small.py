"""The chart of paces on a small page: the name of a spell above its readings, fewer of them if need be."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from poverty.charts import pace_marks
from poverty.charts import page as canvas
from poverty.charts.marks import NARROW_ROW, NARROW_SYMBOL, ROW, SYMBOL, legend
from poverty.charts.pace_marks import BESIDE, SIZE, color_of, dot, name_spell, phrase_head, rule, scale
from poverty.charts.page import INK, LINE, PLUM, Page
from poverty.words.context import Context
from poverty.words.language import Language

SPARE = 0.15  # of the scale, before its lowest value, or the axis would cut the mark there
DAGGER = TextPath((-0.25, -0.32), "†", size=1)  # about its middle, as a mark in the key
# In inches:
MARKS, BROAD = 0.62, 3.0  # the marks of a panel without their numbers, at the least; a panel, at the most
GAP = 0.12  # between columns, and how far a reading is indented
HEAD, TICKS = 0.25, 0.27  # above and below a panel
BETWEEN = 0.12  # from the end of a panel to the head of the one below it
LEAST, MOST = 0.2, 0.5  # a line of words
SLACK = 0.05  # by how much words may come out wider in `canvas.wrap`, which adds up their widths, than measured whole


@dataclass(frozen=True)
class _Entry:
    """A row on a small page: the lines of the name above it, where a spell begins, and those of its reading."""

    row: object
    name: list[str]
    label: list[str]

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self.name) + len(self.label)

    @property
    def centre(self) -> float:
        """Where its marks are, in lines below its first: at its reading, or its name where that is all it has."""
        return len(self.name) + _middle(self.label) if self.label else _middle(self.name)


@dataclass(frozen=True)
class _Plan:
    """What stands where on a small page, in inches; `years` end there, and panels of a width begin at `left`.

    A narrow page has its panels, each with all entries, below each other (`stacked`).
    """

    entries: list[_Entry]
    panels: list[str]
    stacked: bool
    years: float
    left: float
    wide: float

    @property
    def lines(self) -> int:
        """The lines of one panel."""
        return sum(entry.lines for entry in self.entries)


def has_room(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> bool:
    """Whether every line of words has room under the words and the key of a page; draws the key."""
    plan = _plan(page, table, context, lang)
    _key(page, table, plan, lang)
    return _pitch(page, plan) >= LEAST


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """The name of a spell above its readings; panels side by side, or below each other on a narrow page."""
    plan = _plan(page, table, context, lang)
    _key(page, table, plan, lang)
    tall = plan.lines * _pitch(page, plan)
    for k, name in enumerate(plan.panels):
        left = plan.left + (0 if plan.stacked else k * (plan.wide + GAP))
        above = HEAD + (k * (HEAD + tall + TICKS + BETWEEN) if plan.stacked else 0)
        ax = page.axes(left, left + plan.wide, page.top - page.bottom - above - tall, above)
        scale(ax, table, name, plan.lines, lang, SPARE)
        top = page.top - above
        page.text(left, top + 0.05, phrase_head(name, lang), weight="bold", va="bottom")
        if k == 0 or plan.stacked:
            _words_beside(page, plan, top, tall, lang)
        line = 0
        for entry in plan.entries:
            if entry.name and line:
                rule(ax, line - 0.5)
            dot(ax, entry.row, line + entry.centre, name, lang)
            line += entry.lines


def _plan(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> _Plan:
    """Columns from the right: as wide as panels and years need, and the rest for names and readings."""
    panels = [name for name in pace_marks.DECIMALS if name in table]
    across = 1 if page.narrow else len(panels)
    span = max(canvas.measure(pace_marks.marked_years(row), SIZE) for row in table.itertuples())
    free = page.width - 2 * page.margin - span - GAP - across * GAP
    wide = _width(table, panels, (free - _wanted_width(table, context, lang)) / across, lang)
    left = page.width - page.margin - across * wide - (across - 1) * GAP
    years = left - GAP
    entries = list(_entries(table, years - span - GAP - page.margin, years - page.margin, context, lang))
    return _Plan(entries, panels, page.narrow, years, left, wide)


def _pitch(page: Page, plan: _Plan) -> float:
    """The height of a line that there is room for, in inches."""
    down = len(plan.panels) if plan.stacked else 1
    room = (page.top - page.bottom + BETWEEN) / down - BETWEEN - HEAD - TICKS
    return min(MOST, room / plan.lines)


def _width(table: pd.DataFrame, panels: list[str], room: float, lang: Language) -> float:
    """The width of a panel: what is left for it, within its limits."""
    heads = [canvas.measure(phrase_head(name, lang), SIZE, "bold") for name in panels]
    numbers = [canvas.measure(text, SIZE) for name in panels for text in pace_marks.ranges(table, name, lang)]
    return max(min(room, BROAD), max(numbers, default=1.0) + BESIDE + MARKS, *heads)


def _wanted_width(table: pd.DataFrame, context: Context, lang: Language) -> float:
    """The width of names and readings if each takes one line; names above readings may take more."""
    rows = list(table.itertuples())
    names = [canvas.measure(name_spell(row, context, lang), SIZE, "bold") for row in rows if not row.label]
    readings = [GAP + canvas.measure(pace_marks.label(row, lang), SIZE) for row in rows if row.label]
    return max([*names, *readings]) + SLACK


def _entries(table: pd.DataFrame, room: float, alone: float, context: Context, lang: Language) -> Iterator[_Entry]:
    """Each row with its words in lines; a name on lines of its own (`alone`) may take the room of the years too."""
    before = None
    for row in table.itertuples():
        label = canvas.wrap(pace_marks.label(row, lang), SIZE, room - GAP) if row.label else []
        name = []
        if pace_marks.spell(row) != before:
            name = canvas.wrap(name_spell(row, context, lang), SIZE, alone if label else room, "bold")
        before = pace_marks.spell(row)
        yield _Entry(row, name, label or ([] if name else [""]))


def _words_beside(page: Page, plan: _Plan, top: float, tall: float, lang: Language) -> None:
    """Names, readings and years to the left of a panel that begins at `top` and is so tall."""
    page.text(plan.years, top + 0.05, lang.say("Years"), weight="bold", ha="right", va="bottom")
    step = tall / (plan.lines + 0.2)  # as `scale` divides it
    look = {"va": "center", "linespacing": LINE}
    line = 0
    for entry in plan.entries:
        y, color = top - (line + 0.6) * step, color_of(entry.row)
        page.text(page.margin, y - _middle(entry.name) * step, "\n".join(entry.name), SIZE, weight="bold", **look)
        page.text(page.margin + GAP, y - entry.centre * step, "\n".join(entry.label), SIZE, color=color, **look)
        years = pace_marks.marked_years(entry.row)
        page.text(plan.years, y - entry.centre * step, years, SIZE, va="center", ha="right", color=color)
        line += entry.lines


def _middle(lines: list[str]) -> float:
    """The middle of some lines, counted from the middle of the first."""
    return (len(lines) - 1) / 2


def _key(page: Page, table: pd.DataFrame, plan: _Plan, lang: Language) -> None:
    """What a small page may have no room to say in a note: what hollow marks and the dagger mean."""
    handles = []
    if (table["preferred"] != "yes").any():
        some = (table["preferred"] == "no").any()
        label = lang.say("another reading") if some else lang.say("one reading of an open question")
        look = {"linestyle": "none", "markersize": 9, "markeredgewidth": 2, "markerfacecolor": "white"}
        handles.append(Line2D([], [], marker="o", color=PLUM, label=label, **look))
    if (table["contradicted"] == "yes").any():
        look = {"linestyle": "none", "markersize": 12, "markeredgewidth": 0, "color": INK}
        handles.append(Line2D([], [], marker=DAGGER, label=lang.say("contradicted"), **look))
    if not handles:
        return
    legend(page, handles)
    symbol, row = (NARROW_SYMBOL, NARROW_ROW) if page.narrow else (SYMBOL, ROW)
    used = sum(symbol + canvas.measure(handle.get_label(), page.label) for handle in handles)
    if page.margin + used > plan.years - canvas.measure(lang.say("Years"), page.label, "bold"):
        page.top -= row  # or it would have room in the line of the heads
