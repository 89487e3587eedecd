"""A chart of bars before it is drawn: its categories and series, how these look, and where it stands."""

from dataclasses import dataclass, field
from math import floor, log10

from poverty.words.sentences import Sentence

COLUMN, BAR, RANGE = "column", "bar", "range"  # kinds of charts


@dataclass(frozen=True)
class Look:
    """How bars are filled and outlined; what is not reported is hollow, and dashed where it is only assumed."""

    fill: str
    line: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Series:
    """Bars of one kind; None where a category has none. `labels` are words for bars whose number is not enough.

    In a "range" `lows` are where the bars begin, and `values` how long they are.
    """

    name: str
    look: Look
    values: list[float | None]
    labels: dict[int, str] = field(default_factory=dict)
    lows: list[float | None] = field(default_factory=list)


@dataclass(frozen=True)
class Panel:
    """One chart: its kind, its categories (each a name, or a group and a name) and its series.

    `scale` is the lowest and the highest value of the axis, `step` the distance of its numbers; `form` is how numbers
    are written, with so many `decimals`; `hidden` names the series that only hold a place in a "range".
    """

    kind: str
    categories: list[str] | list[tuple[str, str]]
    series: list[Series]
    form: str
    decimals: int = 0
    title: str = ""
    scale: tuple[float | None, float | None] = (None, None)
    step: float = 0.0
    hidden: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Plot:
    """One or more charts on one slide, side by side, and the notes that they need, the sources last.

    Where it is not `true` to its table, the picture is shown instead.
    """

    panels: list[Panel]
    notes: list[Sentence]
    true: bool = True


@dataclass(frozen=True)
class Frame:
    """Where a chart stands and, within it, how far from its edges the bars do, in inches.

    Left of the first of several charts stand the names of categories; the others share them.
    """

    left: float
    top: float
    width: float
    height: float
    beside: float
    above: float
    below: float


def step_of(span: float, most: int) -> float:
    """A round step for a scale, at most so many of them."""
    power = 10.0 ** floor(log10(span / most))
    return next(unit * power for unit in (1, 2, 5, 10) if unit * power >= span / most)
