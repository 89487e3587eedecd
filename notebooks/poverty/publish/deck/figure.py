"""A drawn chart taken apart: its words, which a slide writes itself, and the part of the picture that is left."""

from dataclasses import dataclass
from io import BytesIO

from matplotlib.text import Text
from pptx.util import Inches

from poverty.charts.drawing import Chart
from poverty.charts.page import FOOT, HEIGHT, SUBTITLE, WIDTH
from poverty.publish import chart_files as rendering
from poverty.publish.deck.page import Page, describe
from poverty.publish.deck.text import height
from poverty.words.sentences import Sentence


@dataclass(frozen=True)
class Said:
    """The words above and below a drawing; `top` and `bottom` are the inches between which it stands."""

    subtitle: str
    notes: list[Sentence]  # the sources last
    top: float
    bottom: float


def said(chart: Chart) -> Said:
    """The words of a chart, and where they leave off."""
    _, under, *notes = chart.beside
    top = under.get_position()[1] * HEIGHT - height(_lines(under), SUBTITLE)
    bottom = max((note.get_position()[1] * HEIGHT + height(_lines(note), FOOT) for note in notes), default=0.0)
    return Said(chart.subtitle, chart.notes, top - 0.05, bottom + 0.05)


def add(page: Page, chart: Chart, of: Said) -> None:
    """The drawing without its words, as large as it was drawn or as there is room for."""
    png = rendering.render(chart, page.lang.code, formats=["png"])["png"]
    high = of.top - of.bottom
    share = min(1.0, (page.bottom - page.top) / high)
    wide = WIDTH * share
    box = (Inches(x) for x in ((WIDTH - wide) / 2, page.top, wide, high * share))
    picture = page.slide.shapes.add_picture(BytesIO(png), *box)
    picture.crop_top, picture.crop_bottom = 1 - of.top / HEIGHT, of.bottom / HEIGHT
    describe(picture, chart.alt)


def _lines(text: Text) -> int:
    return text.get_text().count("\n") + 1
