"""The template of a deck: as wide as its slides, in the fonts and colours of the house."""

import re

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from poverty.charts import page as canvas
from poverty.charts.page import TITLE, WIDTH
from poverty.publish.deck.text import FONT

KEPT = ("Title Slide", "Title and Content", "Title Only")  # layouts of the template that somebody may want
THEME = re.compile(r"ppt/theme/theme\d+\.xml")
ACCENTS = (canvas.BLUE, canvas.TEAL, canvas.PLUM, canvas.ORANGE, canvas.LILAC, canvas.INK)


def widen(show: Presentation) -> None:
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


def house(name: str, content: bytes) -> bytes:
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
