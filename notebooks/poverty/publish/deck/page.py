"""The slides that a deck is made of.

Every slide has its title in the placeholder of its layout, so that the outline and screen readers have it; then come
subtitle, what is shown, the foot and the slide's number, in the order in which they are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from lxml import etree
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.util import Inches

from poverty.charts.page import FOOT, HEIGHT, INK, MARGIN, SUBTITLE, TITLE, WIDTH
from poverty.publish.deck import template
from poverty.publish.deck.text import FONT, LEAST, ROOM, Line, Words, broken, fill, flat, height, tag, tall
from poverty.publish.reproducible import fixed
from poverty.words.language import Language

TOP, BOTTOM = 0.4, HEIGHT - 0.3
NUMBER = 0.6  # inches that the slide's number takes in the corner
INDENT = 0.25  # inches of the points of a list


@dataclass
class Deck:
    """A presentation in the making."""

    lang: Language
    show: Presentation = field(init=False)

    def __post_init__(self) -> None:
        self.show = Presentation()
        self.show.slide_width, self.show.slide_height = Inches(WIDTH), Inches(HEIGHT)
        template.widen(self.show)

    def slide(self, title: str, layout: str = "Title Only") -> "Page":
        """Begin a slide with its title."""
        slide = self.show.slides.add_slide(self.show.slide_layouts.get_by_name(layout))
        lines = broken(title, TITLE, ROOM, "bold")
        page = Page(slide, self.lang, len(self.show.slides), TOP + height(len(lines), TITLE) + 0.08, BOTTOM)
        page.write(slide.shapes.title, [[Words(title, bold=True)]], TITLE, (MARGIN, TOP, ROOM, page.top - TOP))
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
        return fixed(out.getvalue(), template.house)


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
        self.write(shape, lines, size, (MARGIN, self.top, ROOM, high), gap)
        for paragraph in shape.text_frame.paragraphs:
            about = paragraph._p.get_or_add_pPr()
            about.set("marL", str(Inches(INDENT)))
            about.set("indent", str(-Inches(INDENT)))
            etree.SubElement(about, qn("a:buFont"), typeface=FONT)
            etree.SubElement(about, qn("a:buChar"), char="•")
        self.top += high

    def number(self) -> None:
        """The slide's number, in the placeholder that the layout has for it."""
        place = (WIDTH - MARGIN - NUMBER, BOTTOM - 0.28, NUMBER, 0.28)
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
        self.write(self.slide.shapes.add_textbox(0, 0, 0, 0), lines, size, (MARGIN, top, width, high), gap)
        return high


def describe(shape: BaseShape, alt: str) -> None:
    """Give a picture, chart or table the text that stands for it where it cannot be seen."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)
