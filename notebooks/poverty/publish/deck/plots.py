"""What PowerPoint draws itself of a chart, and where; a chart that it cannot draw truly stays a picture."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import floor

import pandas as pd

from poverty.charts.page import MARGIN
from poverty.publish.deck import counts, ranges
from poverty.publish.deck.bars import BAR, COLUMN, RANGE, Frame, Panel, Plot, Series, step_of
from poverty.publish.deck.text import LEAST, ROOM, broken, height, measure
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.sentences import Sentence

MAKERS: dict[str, Callable[..., Plot | None]] = {
    "03-pace": ranges.pace,
    "04-households": counts.households,
    "09-job-years": counts.job_years,
    "11-livelihoods": ranges.livelihoods,
}
NAMES = 5.0  # inches: the most that names left of bars take
GAP = 0.25  # inches between two charts
KEY = 0.45  # inches that a name in the legend takes beside its letters
HEAD, LEGEND, TICKS = 0.35, 0.38, 0.35  # inches: a title over bars, a row of the legend, numbers at an axis


def plot(name: str, table: pd.DataFrame, context: Context, lang: Language, notes: list[Sentence]) -> Plot | None:
    """The chart of a table as bars; None where it is drawn as a picture.

    Args:
        name: which chart, as in `charts.CHARTS`.
        table: the table behind it.
        pack: the claims, as the readings settle them.
        lang: the language of the words.
        notes: those of the drawn chart, the sources last.
    """
    return MAKERS[name](table, context, lang, notes) if name in MAKERS else None


def frames(of: Plot, top: float, bottom: float) -> list[tuple[Panel, Frame]] | None:
    """Each chart and its place between two heights on the slide; None where its words would not fit."""
    first = of.panels[0]
    if first.kind == COLUMN:
        wide = (ROOM - 1) / len(first.categories)
        columns = replace(first, series=[_wrapped(s, wide) for s in first.series])
        above = 0.25 + LEGEND * _legend_rows(first, ROOM)
        return [(columns, Frame(MARGIN, top, ROOM, bottom - top, 0.75, above, _below(first, wide)))]
    names = [[part for line in name.split("\n") for part in broken(line, LEAST, NAMES)] for name in first.categories]
    left = max(measure(line, LEAST) for lines in names for line in lines) + 0.2
    bars = ROOM - left - GAP * (len(of.panels) - 1)
    shares = (0.6, 0.4) if first.kind == BAR else [1 / len(of.panels)] * len(of.panels)
    above = HEAD + LEGEND * _legend_rows(first, left + bars * shares[0])
    each = (bottom - top - above - TICKS) / len(names)
    two = max(len(a) + len(b) for a, b in pairwise([*names, []]))  # lines of two neighbours, which must not touch
    if each < height(two, LEAST) / 2:
        return None
    placed, x = [], MARGIN
    for panel, share in zip(of.panels, shares, strict=True):
        own, wide = (left if not placed else 0.1), bars * share
        full = replace(_stretched(panel, wide), categories=["\n".join(lines) for lines in names])
        frame = Frame(x, top, wide + (left if not placed else 0), bottom - top, own, above, TICKS)
        placed.append((full, frame))
        x += frame.width + GAP
    return placed


def _legend_rows(panel: Panel, wide: float) -> int:
    """How many rows the legend takes; one kind of bar needs none."""
    if len(panel.series) < 2 or panel.kind == RANGE:
        return 0
    return len(broken(" ".join("n" * _letters(s.name) for s in panel.series), LEAST, 0.75 * wide))


def _letters(name: str) -> int:
    """A name with its key, as so many letters."""
    return round((measure(name, LEAST) + KEY) / measure("n", LEAST))


def _below(panel: Panel, wide: float) -> float:
    """The room for names under columns."""
    names = [pair if isinstance(pair, tuple) else (pair,) for pair in panel.categories]
    levels = zip(*names, strict=True)
    return 0.15 + sum(height(max(len(broken(name, LEAST, wide)) for name in level), LEAST) + 0.05 for level in levels)


def _wrapped(series: Series, wide: float) -> Series:
    """A series with its words broken to the width of a column's place."""
    return replace(series, labels={i: "\n".join(broken(text, LEAST, wide)) for i, text in series.labels.items()})


def _stretched(panel: Panel, wide: float) -> Panel:
    """The panel on a scale on which the words at the ends of bars stay inside, on both sides of 0."""
    least, most = panel.scale
    texts = [text for series in panel.series for text in series.labels.values()]
    room = max((measure(line, LEAST) for text in texts for line in text.split("\n")), default=0.5) + 0.15
    sides = 2 if least < 0 else 1
    per = (most - least) / max(wide - 0.1 - sides * room, 0.2 * wide)  # of the scale, an inch
    low, high = (least - room * per if least < 0 else 0.0), most + room * per
    step = step_of(high - low, 5 + 2 * (sides - 1))
    # the numbers of an axis are counted from its lowest value: 0 is among them only if that is a whole step
    return replace(panel, scale=(floor(low / step) * step, high), step=step)
