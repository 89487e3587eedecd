"""The files that a reader may take along: what each is for, how large it is, where it lies."""

import base64
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from babel.units import format_unit
from PIL import Image

from poverty.charts import page as canvas
from poverty.charts.page import SLIDE
from poverty.publish.chart_files import reduce_colours
from poverty.words.language import Language, translatable

WIDTH = 640  # pixels
COLOURS = (32, 24, 16)  # as many as leave the picture small enough
LARGEST = 30_000  # bytes
# By format, in the order in which they are offered: what a slide takes comes first.
USES = {
    "png": translatable("for slides and documents"),
    "svg": translatable("sharp at any size"),
    "pdf": translatable("for print"),
    "csv": translatable("the table, for a spreadsheet"),
}
# Sizes beside that of a slide, in the order in which they are offered.
SIZES = {
    "half-slide": translatable("Half a slide"),
    "square": translatable("Square"),
    "plot-only": translatable("Without words around the drawing"),
}
SETS = {
    "briefing-{language}.pptx": translatable("All charts as slides, for PowerPoint"),
    "brief-{language}.pdf": translatable("The brief, as PDF"),
    "{province}.xlsx": translatable("All tables in one workbook, for Excel"),
}  # what holds all charts or tables at once, by the name of its file


@dataclass(frozen=True)
class Preview:
    """A picture as a data URI, with the size at which it is sharp."""

    uri: str
    width: int
    height: int


@cache
def preview(png: bytes) -> Preview:
    """A chart at the width of the page, in few colours, as lossless WebP: 10 to 30 KB, the same bytes every time."""
    image = Image.open(BytesIO(png)).convert("RGB")
    image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    data = b""
    for colours in COLOURS:
        data = _encoded(reduce_colours(image, colours))
        if len(data) <= LARGEST:
            break
    return Preview(f"data:image/webp;base64,{base64.b64encode(data).decode()}", image.width, image.height)


def _encoded(image: Image.Image) -> bytes:
    found = BytesIO()
    image.convert("RGB").save(found, "WEBP", lossless=True, quality=80, method=4)  # more takes a hundred times as long
    return found.getvalue()


@dataclass(frozen=True)
class Download:
    """One file: its path from the page, its format, what it is for, its pixels if it has any, and its size."""

    path: str
    format: str
    use: str
    pixels: str
    size: str


@dataclass(frozen=True)
class Sized:
    """The files of a chart at another size than a slide's: what it is for, how large it comes out, the files."""

    use: str
    measures: str
    files: list[Download]


def of_figure(figure: dict, files: dict[str, bytes], lang: Language) -> list[Download]:
    """The files of a chart at the size of a slide in a language, then its table; unknown formats last."""
    return _in_order([*_paths(figure, lang, SLIDE.name), figure["table"]["path"]], files, lang)


def other_sizes(figure: dict, files: dict[str, bytes], lang: Language) -> list[Sized]:
    """The files of a chart at other sizes, where they were made."""
    found = []
    for name, use in SIZES.items():
        made = _in_order(_paths(figure, lang, name), files, lang)
        if made:
            found.append(Sized(lang.label(use), _measures(canvas.SIZES[name], lang), made))
    return found


def _paths(figure: dict, lang: Language, size: str) -> list[str]:
    return [item["path"] for item in figure["files"] if (item["language"], item["size"]) == (lang.code, size)]


def _in_order(paths: list[str], files: dict[str, bytes], lang: Language) -> list[Download]:
    found = [download(path, files[path], lang) for path in paths if path in files]
    return sorted(found, key=lambda one: [*USES, one.format.lower()].index(one.format.lower()))


def _measures(size: canvas.Size, lang: Language) -> str:
    return " × ".join(lang.number(2.54 * inches, 1) for inches in size.inches) + " cm"


def of_all(files: dict[str, bytes], province: str, lang: Language) -> list[Download]:
    """What holds all charts or tables of a province at once, where it was made."""
    return [
        download(path, files[path], lang, lang.label(label))
        for name, label in SETS.items()
        if (path := name.format(language=lang.code, province=province)) in files
    ]


def download(path: str, data: bytes, lang: Language, use: str | None = None) -> Download:
    """A file as it is offered."""
    suffix = path.rpartition(".")[2]
    pixels = ""
    if suffix == "png":
        wide, high = Image.open(BytesIO(data)).size
        pixels = f"{lang.number(wide)} × {lang.number(high)} px"
    use = lang.label(USES.get(suffix, "")) if use is None else use
    return Download(path, suffix.upper(), use, pixels, size(len(data), lang))


def size(count: int, lang: Language) -> str:
    """A number of bytes as the language writes it: 176 kB, 2.1 MB."""
    if count < 999_500:
        return format_unit(max(round(count / 1000), 1), "digital-kilobyte", "short", "#,##0", lang.locale)
    return format_unit(count / 1_000_000, "digital-megabyte", "short", "#,##0.0", lang.locale)
