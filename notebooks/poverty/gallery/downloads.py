"""The files that a reader may take along: what each is for, how large it is, where it lies."""

from dataclasses import dataclass
from io import BytesIO

from babel.units import format_unit
from PIL import Image

from poverty.words import Language, mark

# By format, in the order in which they are offered: what a slide takes comes first.
USES = {
    "png": mark("for slides and documents"),
    "svg": mark("sharp at any size"),
    "pdf": mark("for print"),
    "csv": mark("the table, for a spreadsheet"),
}
SETS = {
    "briefing-{}.pptx": mark("All charts as slides, for PowerPoint"),
    "brief-{}.pdf": mark("The brief, as PDF"),
}  # what holds all charts at once, by the name of its file in a language


@dataclass(frozen=True)
class Download:
    """One file: its path from the page, its format, what it is for, its pixels if it has any, and its size."""

    path: str
    format: str
    use: str
    pixels: str
    size: str


def of_figure(figure: dict, files: dict[str, bytes], lang: Language) -> list[Download]:
    """The files of a chart in a language, then its table; unknown formats last."""
    own = [item["path"] for item in figure["files"] if item["language"] == lang.code]
    found = [download(path, files[path], lang) for path in [*own, figure["table"]["path"]] if path in files]
    return sorted(found, key=lambda one: [*USES, one.format.lower()].index(one.format.lower()))


def of_all(files: dict[str, bytes], lang: Language) -> list[Download]:
    """What holds all charts at once, where it was made."""
    return [
        download(path, files[path], lang, lang.label(label))
        for name, label in SETS.items()
        if (path := name.format(lang.code)) in files
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
