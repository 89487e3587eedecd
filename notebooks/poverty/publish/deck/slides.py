"""The slides that a deck is made of.

Every slide has its title in the placeholder of its layout, so that the outline and screen readers have it; then come
subtitle, what is shown, the foot and the slide's number, in the order in which they are read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from babel.core import get_global
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from poverty.charts import page as canvas
from poverty.charts.fonts import measure_text, wrap_text
from poverty.charts.page import INK, SLIDE
from poverty.publish.reproducible import fixed
from poverty.words.language import Language

KEPT = ("Title Slide", "Title and Content", "Title Only")  # layouts of the template that somebody may want
THEME = re.compile(r"ppt/theme/theme\d+\.xml")
ACCENTS = (canvas.BLUE, canvas.GREY, canvas.ORANGE, canvas.BLUE_TINT, canvas.GREY_TINT, canvas.ORANGE_TINT)
FONT = "Arial"  # PowerPoint and LibreOffice have it or one of its widths, with the letters of Vietnamese
WIDER = 1.15  # its lines are at most so wide as those of the font that charts are measured with
WIDTH, HEIGHT, LEFT = SLIDE.width, SLIDE.height, SLIDE.margin  # inches
TITLE, SUBTITLE, FOOT = 26, 18, 12  # points
LEAST = 12  # points: no text is smaller
ROOM = WIDTH - 2 * LEFT
TOP, BOTTOM = 0.4, HEIGHT - 0.3
NUMBER = 0.6  # inches that the slide's number takes in the corner
INDENT = 0.25  # inches of the points of a list


def widen_template(show: Presentation) -> None:
    """Bring the template, which is 4:3, to the width of the slide, and its titles to the look of the house."""
    package = show.part.package
    for name in [name for name, part in package._rels.items() if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.drop_rel(name)  # it shows the empty template
    for layout in list(show.slide_layouts):
        if layout.name not in KEPT:
            show.slide_layouts.remove(layout)
    for holder in (show.slide_master, *show.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * WIDTH / 10), int(shape.width * WIDTH / 10)
    style = show.slide_master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", str(TITLE * 100))
    style.find(qn("a:defRPr")).set("b", "1")


def style_template(name: str, content: bytes) -> bytes:
    """The theme's fonts and colours, so that what is added later looks alike; and what the template says of itself."""
    if THEME.fullmatch(name):
        theme = etree.fromstring(content)
        for accent, color in enumerate(ACCENTS, start=1):
            for of in theme.iter(qn(f"a:accent{accent}")):
                of[0].attrib.clear()
                of[0].set("val", color[1:])
        for latin in theme.iterfind(f".//{qn('a:fontScheme')}/*/{qn('a:latin')}"):
            latin.set("typeface", FONT)
        return etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    if name == "docProps/app.xml":
        content = content.replace(b"Microsoft Macintosh PowerPoint", b"Microsoft Office PowerPoint")
        content = content.replace(b"On-screen Show (4:3)", b"Widescreen")
    return content


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
        bold = all(words.bold for words in line)
        high += height(len(broken("".join(words.text for words in line), size, width, bold)), size) + gap / 72
    return high


def broken(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Text in lines no wider than `width`; a word that is wider, such as an address, is broken anywhere."""
    lines: list[str] = []
    for part in text.split("\n"):
        for line in wrap_text(part, size, width / WIDER, bold):
            while measure_text(line, size, bold) > width / WIDER and len(line) > 1:
                ends = range(len(line) - 1, 0, -1)
                end = next(n for n in ends if n == 1 or measure_text(line[:n], size, bold) <= width / WIDER)
                lines.append(line[:end])
                line = line[end:]
            lines.append(line)
    return lines


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


@dataclass
class Deck:
    """A presentation in the making."""

    lang: Language
    show: Presentation = field(init=False)

    def __post_init__(self) -> None:
        self.show = Presentation()
        self.show.slide_width, self.show.slide_height = Inches(WIDTH), Inches(HEIGHT)
        widen_template(self.show)

    def slide(self, title: str, layout: str = "Title Only") -> "Page":
        """Begin a slide with its title."""
        slide = self.show.slides.add_slide(self.show.slide_layouts.get_by_name(layout))
        lines = broken(title, TITLE, ROOM, bold=True)
        page = Page(slide, self.lang, len(self.show.slides), TOP + height(len(lines), TITLE) + 0.08, BOTTOM)
        page.write(slide.shapes.title, [[Words(title, bold=True)]], TITLE, (LEFT, TOP, ROOM, page.top - TOP))
        return page

    def data(self, title: str, subject: str) -> bytes:
        """The file, with the same bytes every time.

        Args:
            title: what the whole deck is called, in its properties.
            subject: what it is about.
        """
        about = self.show.core_properties
        about.title, about.subject, about.language = title, subject, tag(self.lang.code)
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.created = about.modified = datetime(2000, 1, 1)  # as in `fixed`: a deck has no date of its own
        about.revision = 1
        out = BytesIO()
        self.show.save(out)
        return fixed(out.getvalue(), style_template)


@dataclass
class Page:
    """A slide; `top` and `bottom` are the inches left between what stands above and the foot."""

    slide: Slide
    lang: Language
    place: int  # in the deck, from 1
    top: float
    bottom: float

    def subtitle(self, words: str) -> None:
        """The line under the title."""
        self.top += self._box([words], SUBTITLE, self.top) + 0.08

    def foot(self, notes: list[str]) -> None:
        """Notes at the foot, the sources last; call it after what stands above them is placed."""
        self._box(notes, FOOT, self.bottom, ROOM - NUMBER)

    def reserve(self, notes: list[str]) -> None:
        """Keep room for the notes of `foot`, so that what is placed before them leaves it free."""
        self.bottom -= tall(notes, FOOT, ROOM - NUMBER)

    def points(self, lines: list[str], size: float, gap: float) -> None:
        """A list under what stands above already."""
        high = tall(lines, size, ROOM - INDENT, gap)
        shape = self.slide.shapes.add_textbox(0, 0, 0, 0)
        self.write(shape, lines, size, (LEFT, self.top, ROOM, high), gap)
        for paragraph in shape.text_frame.paragraphs:
            about = paragraph._p.get_or_add_pPr()
            about.set("marL", str(Inches(INDENT)))
            about.set("indent", str(-Inches(INDENT)))
            etree.SubElement(about, qn("a:buFont"), typeface=FONT)
            etree.SubElement(about, qn("a:buChar"), char="•")
        self.top += high

    def number(self) -> None:
        """The slide's number, in the placeholder that the layout has for it."""
        place = (WIDTH - LEFT - NUMBER, BOTTOM - 0.28, NUMBER, 0.28)
        shape = self.slide.shapes.add_textbox(*(Inches(x) for x in place))
        shape.name = "Slide Number"
        mark = shape._element.nvSpPr.find(qn("p:nvPr"))
        etree.SubElement(mark, qn("p:ph"), type="sldNum", sz="quarter", idx="12")
        flat(shape.text_frame)
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        # a field: PowerPoint counts anew when slides are moved
        of = etree.SubElement(paragraph._p, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
        shown = etree.SubElement(of, qn("a:rPr"), lang=tag(self.lang.code), sz=str(LEAST * 100))
        etree.SubElement(etree.SubElement(shown, qn("a:solidFill")), qn("a:srgbClr"), val=INK[1:])
        etree.SubElement(of, qn("a:t")).text = str(self.place)

    def note(self, lines: list[str]) -> None:
        """What is said with the slide: the speaker's notes."""
        frame = self.slide.notes_slide.notes_text_frame
        fill(frame, lines, LEAST, self.lang.code, 6)

    def write(
        self, shape: BaseShape, lines: Sequence[Line], size: float, place: tuple[float, float, float, float],
        gap: float = 4,
    ) -> None:  # fmt: skip
        """Words into a shape at a place: left, top, width and height in inches."""
        shape.left, shape.top, shape.width, shape.height = (Inches(x) for x in place)
        flat(shape.text_frame)
        fill(shape.text_frame, lines, size, self.lang.code, gap)

    def _box(self, lines: Sequence[Line], size: float, top: float, width: float = ROOM, gap: float = 4) -> float:
        """Words in a box of their own; how high it is."""
        high = tall(lines, size, width, gap)
        self.write(self.slide.shapes.add_textbox(0, 0, 0, 0), lines, size, (LEFT, top, width, high), gap)
        return high


def describe(shape: BaseShape, alt: str) -> None:
    """Give a picture, chart or table the text that stands for it where it cannot be seen."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)
