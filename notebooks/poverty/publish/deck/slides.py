"""The slides of a deck: words and pictures in the placeholders of a layout, whose theme gives fonts and colours.

No run has a font or a colour of its own, so that another design in PowerPoint changes every slide. A size is set only
where words would not fit at that of the layout.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.core import get_global
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from poverty.charts import page as canvas
from poverty.charts.fonts import wrap_text
from poverty.publish.deck.template import TITLES, Layout, choose_layouts, open_template
from poverty.publish.reproducible import fixed
from poverty.publish.templates import load_template
from poverty.words.language import Language

INCH, POINT = 914400, 12700  # EMU
WIDER = 1.2  # letters of an office's font are at most so much wider than those that charts are measured with
LEAST, FOOT, SUBTITLE = 14, 12, 16  # points: the least of titles and texts; lines without a placeholder
UNSAID = 18  # points of text where a template says no size, as PowerPoint has it
SAFE_LINKS = ("https://", "http://")
SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # the name of the extension that lists sections
HERE = Path(__file__).parent


class Box(NamedTuple):
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


class Words(NamedTuple):
    """Some words of one look; `link` is an address, and `tip` what is shown when the pointer rests on it."""

    text: str
    bold: bool = False
    link: str = ""
    tip: str = ""


Line = str | Sequence[Words]  # a paragraph


class Deck:
    """A presentation in the making."""

    def __init__(self, lang: Language, template: Path | None = None) -> None:
        self.lang, self.show = lang, open_template(template)
        self.chart, self.summary = choose_layouts(self.show, template)
        self.begun: list[tuple[str, list[int]]] = []  # sections, with the ids of their slides

    def begin_section(self, name: str) -> None:
        """Slides added from here on stand in a section of this name."""
        self.begun.append((name, []))

    def add_slide(self, layout: Layout, title: str, subtitle: str = "", foot: Sequence[str] = ()) -> "Page":
        """Begin a slide with its title, the line under it, and the lines at its foot."""
        slide, place = self.show.slides.add_slide(layout.layout), layout.content
        self.begun[-1][1].append(slide.slide_id)
        page = Page(
            slide, layout, self.lang, len(self.show.slides), Box(place.left, place.top, place.width, place.height)
        )
        page.add_words(title, subtitle, foot)
        return page

    def data(self, title: str, subject: str) -> bytes:
        """The file, with the same bytes every time; title and subject are those of its properties."""
        self._list_sections()
        about = self.show.core_properties
        about.title, about.subject, about.language = title, subject, tag(self.lang.code)
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.created = about.modified = datetime(2000, 1, 1)  # as in `fixed`: a deck has no date of its own
        about.revision = 1
        out = BytesIO()
        self.show.save(out)
        return fixed(out.getvalue())

    def _list_sections(self) -> None:
        """List our sections in the place of those of the template."""
        root = self.show.part._element
        extensions = root.find(qn("p:extLst"))
        if extensions is None:
            extensions = etree.SubElement(root, qn("p:extLst"))
        for old in [one for one in extensions if one.get("uri") == SECTIONS_URI]:
            extensions.remove(old)
        given = {"namespaces": nsdecls("p"), "uri": SECTIONS_URI, "sections": self.begun}
        extensions.append(parse_xml(load_template(HERE / "sections.xml.j2").render(given)))


@dataclass
class Page:
    """A slide; `free` is the place that is left between what stands above and the foot."""

    slide: Slide
    layout: Layout
    lang: Language
    number: int  # in the deck, from 1
    free: Box

    def add_words(self, title: str, subtitle: str, foot: Sequence[str]) -> None:
        """Title, subtitle, foot and number; what has no placeholder, or not enough room there, takes some of `free`."""
        self._write([title], self.layout.title)
        if self.layout.subtitle is not None and subtitle:
            self._write([subtitle], self.layout.subtitle)
        elif self.layout.subtitle is not None:
            self._remove(self._own(self.layout.subtitle))
            self._take(above=min(0, self.layout.subtitle.top - self.free.top))  # its place, where it stands above
        elif subtitle:
            high = measure_height([subtitle], SUBTITLE, self.free.width)
            self._write_free([subtitle], SUBTITLE, self.free._replace(height=high))
            self._take(above=high)
        if foot:
            self._add_foot(foot)
        elif self.layout.foot is not None and not _is_footer(self.layout.foot):
            self._remove(self._own(self.layout.foot))
        if self.layout.number is not None:
            self._add_placeholder(self.layout.number, "sldNum", self.number)

    def add_points(self, lines: Sequence[Line], beside: bool = False) -> None:
        """A list where the content stands; `beside` puts it left of the content, and leaves that free."""
        if beside and self.layout.beside is not None:
            self._write(lines, self.layout.beside)
        elif beside:
            third = self.free.width // 3
            self._write_free(lines, LEAST, self.free._replace(width=third))
            self.free = self.free._replace(left=self.free.left + third, width=self.free.width - third)
        else:
            self._write(lines, self.layout.content)

    def add_picture(self, png: bytes, alt: str) -> None:
        """A picture in the place of the content, as large as there is room for; a change of design moves it along."""
        shape = self.slide.shapes.add_picture(BytesIO(png), 0, 0)
        share = min(self.free.width / shape.width, self.free.height / shape.height)
        shape.width, shape.height = int(shape.width * share), int(shape.height * share)
        shape.left, shape.top = self.free.left + (self.free.width - shape.width) // 2, self.free.top
        describe(shape, alt)
        if self.layout.content.placeholder_format.type in (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.PICTURE):
            mark = self._own(self.layout.content)._element.find(f".//{qn('p:ph')}")
            shape._element.nvPicPr.find(qn("p:nvPr")).append(deepcopy(mark))
        self.replace_content([shape])

    def replace_content(self, shapes: Sequence[BaseShape]) -> None:
        """Put shapes that were drawn on the slide where the content is read out, and remove its placeholder."""
        holder = self._own(self.layout.content)
        for shape in shapes:
            holder._element.addprevious(shape._element)
        self._remove(holder)

    def add_notes(self, lines: Sequence[Line]) -> None:
        """The speaker's notes."""
        _fill(self.slide.notes_slide.notes_text_frame, lines, self.lang)

    def _own(self, holder: LayoutPlaceholder) -> BaseShape:
        """The slide's placeholder that has its place from one of the layout."""
        index = holder.placeholder_format.idx
        return next(shape for shape in self.slide.placeholders if shape.placeholder_format.idx == index)

    def _write(self, lines: Sequence[Line], holder: LayoutPlaceholder) -> None:
        """Words into a placeholder, smaller where they would not fit."""
        usual = _find_size(holder)
        fitting = (s for s in range(usual, LEAST, -1) if measure_height(lines, s, holder.width) <= holder.height)
        size = next(fitting, LEAST)
        _fill(self._own(holder).text_frame, lines, self.lang, size if size < usual else None)

    def _write_free(self, lines: Sequence[Line], size: int, box: Box) -> None:
        """Words in a box of their own."""
        frame = self.slide.shapes.add_textbox(*box).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        _fill(frame, lines, self.lang, size)
        for paragraph in frame.paragraphs[1:]:
            paragraph.space_before = Pt(size / 2)

    def _add_foot(self, lines: Sequence[str]) -> None:
        """Note and source in the placeholder for them; the footer of an office is widened to hold them."""
        holder, box = self.layout.foot, self.free
        if holder is not None and not _is_footer(holder):
            self._write(lines, holder)
            return
        number = self.layout.number.width if self.layout.number is not None else 0
        width, bottom = box.width - number, box.top + box.height
        high = measure_height(lines, FOOT, width)
        if holder is None:
            self._write_free(lines, FOOT, Box(box.left, bottom - high, width, high))
            self._take(below=high)
            return
        shape = self._add_placeholder(holder, "ftr")
        shape.left, shape.top, shape.width, shape.height = box.left, holder.top + holder.height - high, width, high
        _fill(shape.text_frame, lines, self.lang, FOOT)
        for paragraph in shape.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
        self._take(below=max(0, bottom - shape.top))

    def _add_placeholder(self, holder: LayoutPlaceholder, kind: str, number: int | None = None) -> BaseShape:
        """A placeholder that new slides do not get by themselves, with the number of the slide or without."""
        tree, own = self.slide.shapes._spTree, tag(self.lang.code)
        free = max(int(each.get("id")) for each in tree.iter(qn("p:cNvPr"))) + 1
        given = {"namespaces": nsdecls("p", "a"), "id": free, "holder": holder, "kind": kind, "tag": own}
        tree.append(parse_xml(load_template(HERE / "placeholder.xml.j2").render(given, number=number)))
        return self.slide.shapes[-1]

    def _remove(self, shape: BaseShape) -> None:
        shape._element.getparent().remove(shape._element)

    def _take(self, above: int = 0, below: int = 0) -> None:
        left, top, width, height = self.free
        self.free = Box(left, top + above, width, height - above - below)


def tag(code: str) -> str:
    """The language tag that Office expects, with the country where the language is most at home: vi is vi-VN."""
    parts = get_global("likely_subtags").get(code, code).split("_")
    return f"{parts[0]}-{parts[-1]}" if len(parts) > 1 else parts[0]


def describe(shape: BaseShape, alt: str) -> None:
    """Give a picture or chart the text that stands for it where it cannot be seen."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def measure_height(lines: Sequence[Line], size: float, width: int) -> int:
    """How high paragraphs are when they are wrapped to a width, in EMU; half a line stands between two."""
    high = -0.5
    for line in lines:
        text = line if isinstance(line, str) else "".join(words.text for words in line)
        high += len(wrap_text(text, size, width / INCH / WIDER)) + 0.5
    return int(high * size * canvas.LINE * POINT)


def _fill(frame: TextFrame, lines: Sequence[Line], lang: Language, size: int | None = None) -> None:
    """Paragraphs in place of whatever a shape says."""
    frame.clear()
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        for words in [Words(line)] if isinstance(line, str) else line:
            run = paragraph.add_run()
            run.text = words.text
            look = run._r.get_or_add_rPr()
            look.set("lang", tag(lang.code))
            if size is not None:
                run.font.size = Pt(size)
            if words.bold:
                run.font.bold = True
            if words.link.startswith(SAFE_LINKS):
                run.hyperlink.address = words.link
                look.find(qn("a:hlinkClick")).set("tooltip", words.tip)


def _find_size(holder: LayoutPlaceholder) -> int:
    """The points of the first level of a placeholder: its own, or those of its like on the master, or the master's."""
    master, kind = holder.part.slide_layout.slide_master, holder.placeholder_format.type
    like = [each for each in master.placeholders if each.placeholder_format.type == kind]
    style = "titleStyle" if kind in TITLES else "bodyStyle"
    places = [holder._element, *(each._element for each in like), master._element.find(f".//{qn(f'p:{style}')}")]
    looks = (look for place in places for look in place.iterfind(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}[@sz]"))
    look = next(looks, None)
    return UNSAID if look is None else int(look.get("sz")) // 100


def _is_footer(holder: LayoutPlaceholder) -> bool:
    """Whether new slides get it only when somebody asks for it."""
    return holder.placeholder_format.type == PP_PLACEHOLDER.FOOTER
