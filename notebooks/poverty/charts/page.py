"""The page that every chart is drawn on: its sizes, words above and below, a fixed place for the axes.

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

from poverty.words.language import Kind, Sentence

STYLE = Path(__file__).parent / "charts.mplstyle"
WIDTH, HEIGHT = 13.333, 7.5  # inches: a 16:9 slide
MARGIN = 0.6
TITLE, SUBTITLE, LABEL, FOOT = 22, 14, 13, 12  # points, on a slide; FOOT is the least on any page
LINE = 1.25  # line spacing
CLOSE = 0.3  # inches: a smaller margin has no room for letters that come out wider than measured

BLUE, TEAL, PLUM, ORANGE, INK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
TINT = {BLUE: "#DCE5ED", TEAL: "#D8EFED", PLUM: "#F0DCE6", ORANGE: "#FBE3D6", INK: "#F1F1F1"}  # outer limits
BAND = {BLUE: "#A9BFD4", TEAL: "#9AD5CF", PLUM: "#DBB3C8", ORANGE: "#F8BE9F", INK: "#D2D2D2"}  # calibrated bands
WORDS = {TEAL: "#187068", ORANGE: "#A8430C", LILAC: "#6F4FA8"}  # for letters, which need more contrast than marks

_MEASURE = TextToPath()


@dataclass(frozen=True)
class Size:
    """A size that charts come in.

    A chart is drawn on `width` x `height` inches and comes out `scale` times as large, so that its letters, of FOOT
    points or more, stay legible where it is used. At least `floor` inches of the height are left for what is drawn:
    notes that would take more of it stay with the caption. The source takes `lines` lines at the most.
    """

    name: str
    width: float
    height: float
    margin: float
    title: float
    subtitle: float
    label: float
    floor: float = 0.0
    lines: int = 3
    scale: float = 1.0
    dpi: int = 300  # pixels per inch, as it comes out

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height as it comes out, in inches."""
        return round(self.width * self.scale, 3), round(self.height * self.scale, 3)

    @property
    def room(self) -> float:
        """The inches that a line of words may take; near the edge, letters set for a screen need a little more."""
        return (self.width - 2 * self.margin) * (1.0 if self.margin > CLOSE else 0.98)

    @property
    def narrow(self) -> bool:
        """Whether it is half a slide wide or less."""
        return self.width < WIDTH / 2

    @property
    def look(self) -> dict[str, float]:
        """What of the style is of this size."""
        return dict.fromkeys(("font.size", "xtick.labelsize", "ytick.labelsize"), self.label)


SLIDE = Size("slide", WIDTH, HEIGHT, MARGIN, TITLE, SUBTITLE, LABEL, dpi=150)
HALF = Size("half-slide", 6.2, 4.2, 0.15, 14, 12, 12, floor=2.2, lines=2)
COLUMN = Size("a4-column", 9.0, 7.0, 0.1, 18, 13, 12, floor=3.4, scale=0.7)  # letters of 8.4 points or more on paper
SQUARE = Size("square", 6.5, 6.5, 0.25, 16, 12, 12, floor=3.8)
SIZES = {size.name: size for size in (SLIDE, HALF, COLUMN, SQUARE)}


@dataclass
class Page:
    """A figure with its words set; `top` and `bottom` are the inches left for what is drawn.

    `words` are the texts above and below it: title, subtitle, then notes in order; `kinds` are those of the notes.
    """

    figure: Figure
    size: Size
    top: float
    bottom: float
    words: list[Text] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)

    @property
    def width(self) -> float:
        """The width of the page in inches."""
        return self.size.width

    @property
    def height(self) -> float:
        """The height of the page in inches."""
        return self.size.height

    @property
    def margin(self) -> float:
        """The inches left free at the left and the right."""
        return self.size.margin

    @property
    def label(self) -> float:
        """The size of words beside marks, in points."""
        return self.size.label

    @property
    def narrow(self) -> bool:
        """Whether the page is half a slide wide or less."""
        return self.size.narrow

    def axes(self, left: float, right: float, below: float = 0.55, above: float = 0.0, **options) -> Axes:
        """Axes between two distances from the left edge, in inches, with room for tick labels below."""
        bottom, top = self.bottom + below, self.top - above
        wide, high = self.width, self.height
        box = (left / wide, bottom / high, (right - left) / wide, (top - bottom) / high)
        return self.figure.add_axes(box, **options)

    def text(self, x: float, y: float, words: str, size: float | None = None, **options) -> Text:
        """Words at a place in inches; their size in points, or that of a label."""
        if "color" in options:
            options["color"] = ink(options["color"])
        return self.figure.text(x / self.width, y / self.height, words, fontsize=size or self.label, **options)


def page(title: str, subtitle: str, notes: list[Sentence], sources: list[str], rest: str, size: Size = SLIDE) -> Page:
    """A page with a title (the finding), a subtitle (measure, place, years), notes and the source at the foot.

    Args:
        notes: in the order in which they are read; where there is no room for all, what is said of a
            survey and the later ones are kept.
        sources: the source line, in full and then shorter and shorter; the last need not name all.
        rest: where to find the notes for which there is no room.
    """
    edge = min(0.4, size.margin + 0.05)
    made = Page(Figure(figsize=(size.width, size.height)), size, size.height - edge, min(0.25, edge))
    room = size.room
    gaps = (0.12, 0.15) if not made.narrow else (0.05, 0.08)
    for words, points, weight, gap in zip(
        (title, subtitle), (size.title, size.subtitle), ("bold", "normal"), gaps, strict=True
    ):
        lines = _balanced(words, points, room, weight)
        set_above = made.text(
            size.margin, made.top, "\n".join(lines), points, weight=weight, va="top", linespacing=LINE
        )
        made.words.append(set_above)
        made.top -= len(lines) * points * LINE / 72 + gap
    kept = _kept(made, notes, sources, rest)
    made.kinds = {note.kind for note in kept}
    for words in reversed(kept):
        lines = wrap(words, FOOT, room)
        set_below = made.text(size.margin, made.bottom, "\n".join(lines), FOOT, va="bottom", linespacing=LINE)
        made.words.insert(2, set_below)  # from the foot up
        made.bottom += _tall(words, room)
    made.bottom += 0.1 if not made.narrow else 0.04
    return made


def _kept(made: Page, notes: list[Sentence], sources: list[str], rest: str) -> list[Sentence]:
    """The notes that there is room for, and the source, which says where the others are."""
    size, room = made.size, made.size.room
    for full in (True, False):
        source = cited([text if full else f"{text} {rest}" for text in sources], size)
        left = made.top - made.bottom - size.floor - _tall(source, room)
        fitting = set()
        first_survey = sorted(range(len(notes)), key=lambda i: (notes[i].kind is not Kind.SURVEY, -i))
        for i in first_survey:
            if not size.floor or left >= _tall(notes[i], room):
                fitting.add(i)
                left -= _tall(notes[i], room)
        kept = [notes[i] for i in sorted(fitting)]
        if len(kept) == len(notes):
            break
    return [*kept, Sentence(Kind.SOURCES, source)]


def cited(sources: list[str], size: Size = SLIDE) -> str:
    """The source line that a page of that size has room for: the first of few enough lines, or the last.

    A page with room for all notes names all sources, as all but the last line do.
    """
    sources = sources if size.floor else sources[:-1] or sources
    return next((text for text in sources if len(wrap(text, FOOT, size.room)) <= size.lines), sources[-1])


def _tall(words: str, room: float) -> float:
    return len(wrap(words, FOOT, room)) * FOOT * LINE / 72 + 0.06


def ink(color: str) -> str:
    """The colour of words beside marks of a colour."""
    return WORDS.get(color, color)


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
