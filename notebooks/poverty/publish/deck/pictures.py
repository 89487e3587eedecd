"""The picture of a chart on a slide, and the words around it."""

from dataclasses import dataclass
from io import BytesIO

from matplotlib.text import Text
from pptx.util import Inches

from poverty.charts.drawing import Chart
from poverty.charts.page import FOOT, HEIGHT, SUBTITLE, WIDTH
from poverty.publish import chart_files
from poverty.publish.deck.slides import Page, describe, height
from poverty.words.language import Sentence


@dataclass(frozen=True)
class SlideTexts:
    """The words above and below a drawing; `top` and `bottom` are the inches between which it stands."""

    subtitle: str
    notes: list[Sentence]  # the sources last
    top: float
    bottom: float


def collect_texts(chart: Chart) -> SlideTexts:
    """The words of a chart, and where they leave off."""
    _, under, *notes = chart.beside
    top = under.get_position()[1] * HEIGHT - height(_lines(under), SUBTITLE)
    bottom = max((note.get_position()[1] * HEIGHT + height(_lines(note), FOOT) for note in notes), default=0.0)
    return SlideTexts(chart.subtitle, chart.notes, top - 0.05, bottom + 0.05)


def add_picture(page: Page, chart: Chart, of: SlideTexts) -> None:
    """The drawing without its words, as large as it was drawn or as there is room for."""
    png = chart_files.render(chart, page.lang.code, formats=["png"])["png"]
    high = of.top - of.bottom
    share = min(1.0, (page.bottom - page.top) / high)
    wide = WIDTH * share
    box = (Inches(x) for x in ((WIDTH - wide) / 2, page.top, wide, high * share))
    picture = page.slide.shapes.add_picture(BytesIO(png), *box)
    picture.crop_top, picture.crop_bottom = 1 - of.top / HEIGHT, of.bottom / HEIGHT
    describe(picture, chart.alt)


def _lines(text: Text) -> int:
    return text.get_text().count("\n") + 1
