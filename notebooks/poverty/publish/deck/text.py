"""Words on slides: how they look, in which language they are, and how much room they take."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.core import get_global
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Pt

from poverty.charts import page as canvas
from poverty.charts.page import INK, MARGIN, WIDTH

FONT = "Arial"  # PowerPoint and LibreOffice have it or one of its widths, with the letters of Vietnamese
NARROW = {"normal": 0.95, "bold": 0.9}  # its lines are at most so wide as those of the font that `canvas` measures
LEAST = 12  # points: no text is smaller
ROOM = WIDTH - 2 * MARGIN


@dataclass(frozen=True)
class Words:
    """Some words of one look; `code` is their language where it is not that of the deck, `link` an address."""

    text: str
    bold: bool = False
    color: str = INK
    code: str = ""
    link: str = ""


Line = str | Sequence[Words]  # a paragraph


def height(lines: int, size: float) -> float:
    """How high lines are, in inches."""
    return lines * size * canvas.LINE / 72


def tall(lines: Sequence[Line], size: float, width: float, gap: float = 4) -> float:
    """How high paragraphs are when they are wrapped to a width, in inches."""
    high = 0.0
    for line in map(words_of, lines):
        weight = "bold" if all(words.bold for words in line) else "normal"
        high += height(len(broken("".join(words.text for words in line), size, width, weight)), size) + gap / 72
    return high


def broken(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Text in lines no wider than `width`; a word that is wider, such as an address, is broken anywhere."""
    lines: list[str] = []
    for part in text.split("\n"):
        for line in canvas.wrap(part, size, width / NARROW[weight], weight):
            while measure(line, size, weight) > width and len(line) > 1:
                end = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or measure(line[:n], size, weight) <= width)
                lines.append(line[:end])
                line = line[end:]
            lines.append(line)
    return lines


def measure(text: str, size: float, weight: str = "normal") -> float:
    """The width of a line in inches."""
    return canvas.measure(text, size, weight) * NARROW[weight]


def words_of(line: Line) -> Sequence[Words]:
    """A paragraph as words with their looks."""
    return [Words(line)] if isinstance(line, str) else line


def tag(code: str) -> str:
    """The language tag that Office expects, with the country where the language is most at home: vi is vi-VN."""
    parts = get_global("likely_subtags").get(code, code).split("_")
    return f"{parts[0]}-{parts[-1]}" if len(parts) > 1 else parts[0]


def look(run: _Run, words: Words, size: float, code: str) -> None:
    """Set how a run looks and in which language it is."""
    run.text = words.text
    run.font.name, run.font.size, run.font.bold = FONT, Pt(size), words.bold
    run.font.color.rgb = RGBColor.from_string(words.color[1:])
    run._r.get_or_add_rPr().set("lang", tag(words.code or code))
    if words.link:
        run.hyperlink.address = words.link


def fill(frame: TextFrame, lines: Sequence[Line], size: float, code: str, gap: float) -> None:
    """Paragraphs in place of whatever a shape says, with a gap in points after each."""
    frame.clear()
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(gap)
        for words in words_of(line):
            look(paragraph.add_run(), words, size, code)


def flat(frame: TextFrame) -> None:
    """No margins and no shrinking: what is written was measured."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
