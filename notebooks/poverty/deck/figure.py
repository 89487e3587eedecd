"""A drawn chart taken apart: its words, which a slide writes itself, and the part of the picture that is left."""

from dataclasses import dataclass
from io import BytesIO

from pptx.util import Inches

from poverty import export
from poverty.canvas import FOOT, HEIGHT, SUBTITLE, WIDTH
from poverty.charts import Chart
from poverty.deck.page import Page, describe
from poverty.deck.text import height


@dataclass(frozen=True)
class Said:
    """The words above and below a drawing; `top` and `bottom` are the inches between which it stands."""

    subtitle: str
    notes: list[str]  # the sources last
    top: float
    bottom: float


def said(chart: Chart) -> Said:
    """The words of a chart, from its figure: title and subtitle first, then its notes from the last to the first.

    Raises:
        ValueError: the figure does not begin with the words of the caption, so that they cannot be told from others.
    """
    title, under, *texts = chart.figure.texts
    subtitle = _whole(under.get_text())
    rest, notes, bottom = chart.caption.removeprefix(f"{subtitle}.").strip(), [], 0.0
    for text in texts:
        if not rest:
            break
        note = _whole(text.get_text())
        if not rest.endswith(note):
            raise ValueError(f"{chart.id}: “{note}” is not the end of the caption: “{rest}”")
        rest = rest.removesuffix(note).rstrip()
        notes.insert(0, note)
        bottom = text.get_position()[1] * HEIGHT + height(_lines(text.get_text()), FOOT)
    if rest or _whole(title.get_text()) != chart.title:
        raise ValueError(f"{chart.id}: its figure does not say “{rest or chart.title}”")
    top = under.get_position()[1] * HEIGHT - height(_lines(under.get_text()), SUBTITLE)
    return Said(subtitle, notes, top - 0.05, bottom + 0.05)


def add(page: Page, chart: Chart, of: Said) -> None:
    """The drawing without its words, as large as it was drawn or as there is room for."""
    png = export.render(chart, page.lang.code)["png"]
    high = of.top - of.bottom
    share = min(1.0, (page.bottom - page.top) / high)
    wide = WIDTH * share
    box = (Inches(x) for x in ((WIDTH - wide) / 2, page.top, wide, high * share))
    picture = page.slide.shapes.add_picture(BytesIO(png), *box)
    picture.crop_top, picture.crop_bottom = 1 - of.top / HEIGHT, of.bottom / HEIGHT
    describe(picture, chart.alt)


def _whole(text: str) -> str:
    """Words as they were before they were broken into lines."""
    return text.replace("\n", " ")


def _lines(text: str) -> int:
    return text.count("\n") + 1
