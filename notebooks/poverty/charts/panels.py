"""One panel a standard, each with its own scale from zero and a year equally wide in all; its change as the big number.

Nothing joins two panels: a new standard counts other households.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from scipy.optimize import brentq

from poverty.charts.fonts import measure_text
from poverty.charts.labels import BELOW_CAPS, Labels, measure_block
from poverty.charts.marks import POINT, draw_line, draw_point, tell_gid
from poverty.charts.page import LINE, Page, add_up
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.phrases import (
    capitalize_first,
    measure_relative_change,
    phrase_duration,
    phrase_relative_change,
    phrase_standard,
    tell_direction_of,
    tell_survey_direction,
)  # fmt: skip

MOST_PANELS = {False: 4, True: 3}  # by whether the page is narrow
HEADING_AIR = 0.05  # inches under the name of a standard
BIG = 1.3  # of the key number's size, where the panel is wide enough
BIGGEST_PART = 0.46  # of the width of a panel, for its big number
LABEL_AIR = 0.22  # inches: a mark and the gap to its label
Write = Callable[[pd.Series, Context, Language], str]  # how a figure is written


@dataclass(frozen=True)
class Change:
    """How a figure changed under one standard: its direction; by how many percent; in how many years."""

    direction: str
    ends: tuple[float, float] | None
    years: list[float]

    def phrase_size(self, lang: Language) -> str:
        """The big number: "−86%"; "" where nothing can be told."""
        if self.direction == CANNOT_TELL or self.ends is None:
            return ""
        sign = "−" if self.direction == FELL else "+"
        return lang.range(*(sign + phrase_relative_change(end, end, lang) for end in self.ends))

    def phrase_length(self, lang: Language) -> str:
        """In how many years."""
        return phrase_duration(self.years, lang)


def is_survey(of: pd.DataFrame, context: Context) -> bool:
    """Whether the figures of a standard are those of a survey."""
    return context.shared.standards[of["standard"].iloc[0]].method == "survey"


def measure_change(versions: Sequence[pd.DataFrame], context: Context) -> Change:
    """The change from the first to the last figure of a spell, under each reading of an open question that it has."""
    ends = [(of.iloc[0], of.iloc[-1]) for of in versions]
    tell = tell_survey_direction if is_survey(versions[0], context) else tell_direction_of
    directions = {tell(first, last) for first, last in ends}
    sizes = [measure_relative_change(first, last) for first, last in ends]
    known = [end for size in sizes if size for end in size]
    direction = directions.pop() if len(directions) == 1 else CANNOT_TELL
    whole = (min(known), max(known)) if len(known) == 2 * len(sizes) else None
    return Change(direction, whole, [float(last["t"] - first["t"]) for first, last in ends])


def add_year_panels(
    page: Page, dates: Sequence[tuple[float, float]], headings: Sequence[str], left: float,
    edges: Sequence[tuple[float, float]], stretch: bool = False,
) -> list[Axes]:  # fmt: skip
    """Axes side by side, one for each span of dates, with a year equally wide in all of them.

    Args:
        page: the page.
        dates: the first and the last date of each, as numbers of years.
        headings: what stands over each, or in the corner of one alone; no panel is narrower than its heading.
        left: inches left of each for its ticks.
        edges: inches of each before its first date and behind its last one.
        stretch: a short span gets a third of the room at least and fills it, so that its years are wider.
    """
    room = page.right - page.left - left * len(dates)
    least = [measure_text(text, page.size.label, bold=True) for text in headings]
    both = [add_up(edge) for edge in edges]
    floor = stretch * room / 3
    least = [min(room / len(dates), max(floor, *sizes)) for sizes in zip(least, both, strict=True)]
    spans = [max(end - start, 0.1) for start, end in dates]

    def widths(year: float) -> list[float]:
        return [max(span * year + edge, inches) for span, edge, inches in zip(spans, both, least, strict=True)]

    year = brentq(lambda y: add_up(widths(y)) - room, 0.0, 20 * room) if add_up(least) < room - 0.01 else 0.1
    above = page.size.label * LINE / 72 + HEADING_AIR if len(dates) > 1 else 0.0
    panels = page.add_panels(widths(year), left=left, gap=left, above=above)
    for ax, (start, _), span, width, (before, after) in zip(panels, dates, spans, widths(year), edges, strict=True):
        wide = (width - before - after) / span if stretch else year
        ax.set_xlim(start - before / wide, start + (width - before) / wide)
    return panels


def measure_year(page: Page, ax: Axes) -> float:
    """The inches that a year takes."""
    start, end = ax.get_xlim()
    return ax.get_position().width * page.size.width / (end - start)


def phrase_year_ticks(dates: Sequence[str], lang: Language) -> list[str]:
    """The dates under a panel: the first in words, the ends of later years by their year.

    Example:
        >>> phrase_year_ticks(["2015-M12", "2016-M03", "2019-M12"], Language("en"))
        ['end 2015', 'March 2016', '2019']
    """
    is_end = dates[0].endswith("-M12")
    return [lang.date(d) if not i or not is_end or not d.endswith("-M12") else d[:4] for i, d in enumerate(dates)]


def choose_block(
    page: Page, ax: Axes, change: Change, lang: Language, big: str = "", heading: str = ""
) -> list[tuple[str, float]]:  # fmt: skip
    """The words in the corner of a panel, each with its size: the change as large as the panel allows, and how long.

    Args:
        page: the page.
        ax: the panel.
        change: what happened; nothing is said where it cannot be told.
        lang: the language.
        big: the big number, where it is another one than the relative change, which then stands beside its years.
        heading: the name of the standard, where no other panel is on the page.
    """
    size, length, small = change.phrase_size(lang), change.phrase_length(lang), page.size.label
    lines = [(heading, small)] if heading else []
    if not size:
        return lines
    points, wide = BIG * page.size.key, BIGGEST_PART * ax.get_position().width * page.size.width
    while points > small + 2 and measure_text(big or size, points, bold=True) > wide:
        points -= 1
    return [*lines, (big or size, points), (f"{size} {length}" if big else length, small)]


def measure_lines(lines: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """Width and height in inches of words of several sizes, one below the other."""
    wide = max((measure_block(text, points, True)[0] for text, points in lines), default=0.0)
    return wide, add_up(LINE * points / 72 for _, points in lines)


def write_panel_words(
    page: Page, ax: Axes, heading: str, lines: Sequence[tuple[str, float]], change: Change,
    marks: Sequence[tuple[float, float]], color: str, labels: Labels, may_be_below: bool = False, drop: float = 0.0,
) -> float:  # fmt: skip
    """The name of a standard over its panel, and words in a corner: all but the last bold, since they are the finding.

    Args:
        page: the page.
        ax: the panel, whose dates are set.
        heading: the name of the standard; "" where it stands among the words.
        lines: from `choose_block`.
        change: what happened; the words stand at the left of a rise, else at the right.
        marks: dates and values of all that is drawn.
        color: of the standard.
        labels: what other words must keep off.
        may_be_below: whether the words may stand in the lower corner, if nothing is drawn there.
        drop: inches between the top of the panel and the words.

    Returns:
        the top of a scale from zero that leaves room for the words and for labels.
    """
    box, (start, end), right = ax.get_position(), ax.get_xlim(), change.direction != ROSE
    wide, tall = measure_lines(lines)
    part = (wide + LABEL_AIR) / measure_year(page, ax)
    beside = [y for x, y in marks if (x >= end - part if right else x <= start + part)]
    high, label = box.height * page.size.height, page.size.label * BELOW_CAPS / 72 + LABEL_AIR
    top = max(y for _, y in marks) / (1 - label / high) or 1.0
    needed = max([top, *(y / max(1 - (tall + drop + label) / high, 0.3) for y in beside)])
    below = may_be_below and needed > 1.1 * top and min(beside) / top * high > tall + drop + label
    x, y = (box.x1 if right else box.x0) * page.size.width, box.y1 * page.size.height
    look = {"ha": "right" if right else "left", "color": color}
    if heading:
        page.write(x, y + HEADING_AIR, heading, bold=True, va="bottom", **look)
    y = box.y0 * page.size.height + tall + 0.05 if below else y - drop
    for i, (text, points) in enumerate(lines):
        labels.block_text(page.write(x, y, text, points, bold=i < max(1, len(lines) - 1), va="top", **look))
        y -= LINE * points / 72
    return top if below else needed


def draw_figure(
    ax: Axes, x: float, y: float, row: pd.Series, color: str, labels: Labels, points: float = POINT, marker: str = "o"
) -> None:
    """The mark of a figure, which labels keep off."""
    kind, _, name = tell_gid(row).partition(".")
    draw_point(ax, x, y, kind, name, color, points, marker)
    labels.block_mark(ax, x, y, tell_gid(row))


def draw_path(
    ax: Axes, of: pd.DataFrame, name: object, color: str, labels: Labels, dashed: bool = False, width: float = 3.0
) -> None:
    """A line through rows in order of time, which labels keep off."""
    draw_line(ax, of["t"], of["value"], name, color, dashed, width)
    labels.block_line(ax, list(of["t"]), list(of["value"]))


def phrase_spells(spells: Sequence[pd.DataFrame], write: Write, context: Context, lang: Language) -> str:
    """The first and the last figure under each standard, in a sentence of an alternative text."""
    told = []
    for of in spells:
        first, last = (write(row, context, lang) for _, row in of.iloc[[0, -1]].iterrows())
        values = lang.say("%(start)s to %(end)s", start=first, end=last) if len(of) > 1 else first
        name, when = phrase_standard(context, of["standard"].iloc[0], lang), lang.span(*of["date"].iloc[[0, -1]])
        told.append(lang.say("%(what)s: %(values)s, %(when)s", what=name, values=values, when=when))
    return f"{capitalize_first('; '.join(told))}."
