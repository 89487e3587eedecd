"""The files that a reader may take along, with their format, pixels and size; and the pictures that a page shows."""

import base64
from functools import cache
from io import BytesIO

from babel.units import format_unit
from PIL import Image

from poverty.charts.page import SIZES
from poverty.publish.chart_files import reduce_colours
from poverty.words.language import Language, translatable

COLOURS = 24  # of a preview: a chart has few
FORMATS = ("png", "svg", "pdf")  # in the order in which they are offered: what a slide takes comes first
SIZE_LABELS = {  # in that order too
    "slide": translatable("A slide"),
    "half-slide": translatable("Half a slide"),
    "square": translatable("Square"),
    "plot-only": translatable("Without words around the drawing"),
}
SETS = {
    "briefing-{language}.pptx": translatable("Slides"),
    "brief-{language}.pdf": translatable("Brief"),
    "{province}.xlsx": translatable("All tables"),
}  # what holds all charts or tables at once, by the name of its file


@cache
def draw_preview(png: bytes, width: int) -> dict:
    """A chart so many pixels wide, in few colours, as lossless WebP in a data URI: the same bytes every time."""
    image = Image.open(BytesIO(png)).convert("RGB")
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.HAMMING)
    found = BytesIO()
    # more than method 4 takes a hundred times as long
    reduce_colours(image, COLOURS).convert("RGB").save(found, "WEBP", lossless=True, quality=80, method=4)
    uri = f"data:image/webp;base64,{base64.b64encode(found.getvalue()).decode()}"
    return {"uri": uri, "width": image.width, "height": image.height}


def list_sizes(figure: dict, files: dict[str, bytes], lang: Language) -> list[tuple[str, list[dict]]]:
    """The files of a chart in a language by size, a slide first: what each is for, with its measures, and its files."""
    found = []
    for name, label in SIZE_LABELS.items():
        made = [one for one in figure["files"] if (one["language"], one["size"]) == (lang.code, name)]
        made = sorted((one for one in made if one["path"] in files), key=lambda one: FORMATS.index(one["format"]))
        listed = [describe_download(one["path"], files[one["path"]], lang) for one in made]
        measures = " × ".join(lang.number(2.54 * inches, 1) for inches in SIZES[name].inches)
        if made:
            found.append((f"{lang.label(label)} ({measures} cm)", listed))
    return found


def list_sets(files: dict[str, bytes], province: str, lang: Language) -> list[dict]:
    """What holds all charts or tables of a province at once, where it was made."""
    named = {name.format(language=lang.code, province=province): lang.label(label) for name, label in SETS.items()}
    return [describe_download(path, files[path], lang, f"{said}: ") for path, said in named.items() if path in files]


def describe_download(path: str, data: bytes, lang: Language, before: str = "") -> dict:
    """A file as it is offered: its path from the page, and what is said of it, "PNG, 2,000 × 1,125 px, 176 kB"."""
    suffix = path.rpartition(".")[2]
    facts = [suffix.upper()]
    if suffix == "png":
        facts.append(" × ".join(map(lang.number, Image.open(BytesIO(data)).size)) + " px")
    return {"path": path, "text": before + ", ".join([*facts, phrase_size(len(data), lang)])}


def phrase_size(count: int, lang: Language) -> str:
    """A number of bytes as the language writes it.

    Example:
        >>> phrase_size(175_600, Language("en")), phrase_size(2_149_000, Language("vi"))
        ('176 kB', '2,1 MB')
    """
    if count < 999_500:
        return format_unit(max(round(count / 1000), 1), "digital-kilobyte", "short", "#,##0", lang.locale)
    return format_unit(count / 1_000_000, "digital-megabyte", "short", "#,##0.0", lang.locale)
