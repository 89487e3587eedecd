"""The page that every chart is drawn on: slide size, words above and below, a fixed place for the axes.

Nothing here depends on what is drawn: the layout is computed from the words alone, so that the same words
give the same page whatever is saved first.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

STYLE = Path(__file__).parent / "charts.mplstyle"
WIDTH, HEIGHT = 13.333, 7.5  # inches: a 16:9 slide
MARGIN = 0.6
TITLE, SUBTITLE, LABEL, FOOT = 22, 14, 13, 12  # points
LINE = 1.25  # line spacing

BLUE, TEAL, PLUM, ORANGE, INK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
TINT = {BLUE: "#DCE5ED", TEAL: "#D8EFED", PLUM: "#F0DCE6", ORANGE: "#FBE3D6", INK: "#F1F1F1"}  # outer limits
BAND = {BLUE: "#A9BFD4", TEAL: "#9AD5CF", PLUM: "#DBB3C8", ORANGE: "#F8BE9F", INK: "#D2D2D2"}  # calibrated bands

_MEASURE = TextToPath()


@dataclass
class Page:
    """A figure with its words set; `top` and `bottom` are the inches left for what is drawn.

    `words` are the texts above and below it: title, subtitle, then notes in order.
    """

    figure: Figure
    top: float
    bottom: float
    words: list[Text] = field(default_factory=list)

    @property
    def width(self) -> float:
        """The width of the page in inches."""
        return self.figure.get_figwidth()

    @property
    def height(self) -> float:
        """The height of the page in inches."""
        return self.figure.get_figheight()

    def axes(self, left: float, right: float, below: float = 0.55, above: float = 0.0, **options) -> Axes:
        """Axes between two distances from the left edge, in inches, with room for tick labels below."""
        bottom, top = self.bottom + below, self.top - above
        wide, high = self.width, self.height
        box = (left / wide, bottom / high, (right - left) / wide, (top - bottom) / high)
        return self.figure.add_axes(box, **options)

    def text(self, x: float, y: float, words: str, size: float = LABEL, **options) -> Text:
        """Words at a place in inches."""
        return self.figure.text(x / self.width, y / self.height, words, fontsize=size, **options)


def page(title: str, subtitle: str, notes: list[str]) -> Page:
    """A slide with a title (the finding), a subtitle (measure, place, years) and notes at the foot (sources last)."""
    made = Page(Figure(figsize=(WIDTH, HEIGHT)), HEIGHT - 0.4, 0.25)
    room = WIDTH - 2 * MARGIN
    for words, points, weight, gap in ((title, TITLE, "bold", 0.12), (subtitle, SUBTITLE, "normal", 0.15)):
        lines = _balanced(words, points, room, weight)
        set_above = made.text(MARGIN, made.top, "\n".join(lines), points, weight=weight, va="top", linespacing=LINE)
        made.words.append(set_above)
        made.top -= len(lines) * points * LINE / 72 + gap
    for words in reversed(notes):
        lines = wrap(words, FOOT, room)
        set_below = made.text(MARGIN, made.bottom, "\n".join(lines), FOOT, va="bottom", linespacing=LINE)
        made.words.insert(2, set_below)  # from the foot up
        made.bottom += len(lines) * FOOT * LINE / 72 + 0.06
    made.bottom += 0.1
    return made


def plain(text: Text) -> str:
    """What a text says, without its line breaks."""
    return text.get_text().replace("\n", " ")


def wrap(words: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Break words into lines no wider than `width` inches at `size` points."""
    space = measure("n n", size, weight) - 2 * measure("n", size, weight)
    lines, used = [], 0.0
    for word in words.split(" "):
        wide = measure(word, size, weight)
        if lines and used + space + wide <= width:
            lines[-1] += f" {word}"
            used += space + wide
        else:
            lines.append(word)
            used = wide
    return lines


def _balanced(words: str, size: float, width: float, weight: str) -> list[str]:
    """As few lines as `wrap`, of about equal width."""
    lines = wrap(words, size, width, weight)
    while len(lines) > 1 and width > 1:
        width -= 0.25
        narrower = wrap(words, size, width, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


@cache
def measure(words: str, size: float, weight: str = "normal") -> float:
    """The width of words in inches."""
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    return _MEASURE.get_text_width_height_descent(words, font, ismath=False)[0] / 72
