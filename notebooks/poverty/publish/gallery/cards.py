"""A card for each chart of a province."""

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO

from poverty.charts.page import PLOT, SLIDE
from poverty.packs.load import Pack
from poverty.publish.export import file_path
from poverty.publish.gallery import downloads
from poverty.publish.gallery.downloads import Download, Preview, Sized, preview
from poverty.publish.gallery.evidence import Answer, Printed, list_printed_figures, list_reading_answers
from poverty.words.chart_names import find_question
from poverty.words.language import Language

LIMIT = 40  # rows that a page shows; the file has all
LONG = 40  # characters: a column with longer cells breaks them into lines
DECIMALS = 4
LARGE = 1000  # from here on the decimals of a computed number say nothing
# What leads back to the sources has its own place on the page; `t` says again what `date` says.
ASIDE = ("claims", "readings", "anchors", "url", "t", "end_t")
YEARS = ("year", "first", "last", "first_year", "last_year")  # whole years have no thousands
DATES = ("date", "start", "end", "end_date", "from", "to")


@dataclass(frozen=True)
class Column:
    """A column: its name as in the file, and whether it holds numbers ("n"), long texts ("w") or short ones ("")."""

    name: str
    kind: str


@dataclass(frozen=True)
class Sheet:
    """Part of a table: columns, the first rows as text, and how many rows there are; `cut` if it is not all.

    `same` are the columns that say the same in every row, as name and value.
    """

    columns: list[Column]
    rows: list[list[str]]
    total: int
    cut: bool
    same: list[tuple[str, str]]


def sheet(data: bytes, lang: Language) -> Sheet:
    """A CSV file as a table for reading, without the columns that are blank throughout."""
    found = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    head, body = found[0], found[1:]
    cells = {name: [row[i] for row in body] for i, name in enumerate(head) if name not in ASIDE}
    cells = {name: column for name, column in cells.items() if any(column)}
    same = [name for name, column in cells.items() if len(body) > 1 and len(set(column)) == 1]
    columns = {name: Column(_plain(name), _kind(name, column)) for name, column in cells.items() if name not in same}
    rows = [
        [_cell(cells[name][i], name, column.kind, lang) for name, column in columns.items()]
        for i in range(min(len(body), LIMIT))
    ]
    once = [(_plain(name), _cell(cells[name][0], name, _kind(name, cells[name]), lang)) for name in same]
    return Sheet(list(columns.values()), rows, len(body), len(body) > LIMIT, once)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _kind(name: str, cells: list[str]) -> str:
    if name not in DATES and all(_number(cell) is not None for cell in cells if cell):
        return "n"
    return "w" if max(map(len, cells)) > LONG else ""


def _number(cell: str) -> Decimal | None:
    try:
        return Decimal(cell)
    except InvalidOperation:
        return None


def _cell(cell: str, name: str, kind: str, lang: Language) -> str:
    if name in DATES:
        return _date(cell, lang)
    if kind != "n" or not cell:
        return cell
    value = Decimal(cell)
    if name in YEARS and value == int(value):
        return str(int(value))
    if not value.is_finite():
        return lang.number(float(value))
    least = max(-value.normalize().as_tuple().exponent, 0)
    return lang.number(value, 0 if abs(value) >= LARGE else min(least, DECIMALS))


def _date(cell: str, lang: Language) -> str:
    try:
        return lang.date(cell) if cell else ""
    except ValueError:  # a day, or words
        return cell


@dataclass(frozen=True)
class Card:
    """A chart and everything that a briefing takes from it.

    `anchor` is its place on the page. `told` are claims that the packs at hand do not hold, as the manifest has them,
    in English.
    """

    id: str
    anchor: str
    question: str
    title: str
    caption: str
    alt: str
    preview: Preview | None
    downloads: list[Download]
    sizes: list[Sized]
    sheet: Sheet
    csv: str
    printed: list[Printed]
    told: list[dict[str, str]]
    answers: list[Answer]
    notebook: str


def cards(manifest: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language) -> list[Card]:
    """The charts of a manifest in a language, in its order."""
    return [_card(figure, manifest, files, packs, lang) for figure in manifest["figures"]]


def _card(figure: dict, manifest: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language) -> Card:
    code = lang.code
    offered = downloads.of_figure(figure, files, lang)
    pictures = [path for size in (PLOT, SLIDE) if (path := file_path(code, figure["id"], "png", size)) in files]
    table = figure["table"]["path"]
    known = list_printed_figures(figure, packs, lang)
    missing = [name for name in figure["claims"] if name not in {one.id for one in known}]
    return Card(
        id=figure["id"],
        anchor=f"{code}-{figure['id']}",
        question=lang.label(find_question(figure["id"])),
        title=figure["title"][code],
        caption=figure["caption"][code],
        alt=figure["alt"][code],
        preview=preview(files[pictures[0]]) if pictures else None,
        downloads=offered,
        sizes=downloads.other_sizes(figure, files, lang),
        sheet=sheet(files[table], lang),
        csv=table,
        printed=known,
        told=[manifest["claims"][name] for name in missing if name in manifest["claims"]],
        answers=list_reading_answers(figure, packs, lang),
        notebook=figure["notebook"],
    )
