"""PDF pages in the fonts of the charts, embedded, the same bytes every time."""

from io import BytesIO

from matplotlib import get_data_path
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = {False: "DejaVuSans", True: "DejaVuSans-Bold"}  # bold or not


def register() -> None:
    """Make the fonts known, anew for each page: a font remembers the letters of the page that it was last used on."""
    for name in FONTS.values():
        pdfmetrics.registerFont(TTFont(name, f"{get_data_path()}/fonts/ttf/{name}.ttf"))
    pdfmetrics.registerFontFamily(FONTS[False], *(FONTS[bold] for bold in (False, True, False, True)))


def blank(file: BytesIO, size: tuple[float, float], title: str, subject: str, language: str) -> Canvas:
    """A page of that width and height in points; `register` comes before what is set on it is measured."""
    page = Canvas(file, size, invariant=1, lang=language, initialFontName=FONTS[False])
    page.setTitle(title)
    page.setSubject(subject)
    page.setAuthor("")
    page.setCreator("")
    page.setViewerPreference("DisplayDocTitle", "true")
    return page
