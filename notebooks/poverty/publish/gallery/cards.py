"""A chart of a province as a page shows it, and its table as people read it."""

import csv
import re
from decimal import Decimal
from io import StringIO

from poverty.charts.page import HALF, PLOT
from poverty.packs.load import Pack
from poverty.publish.export import WORDS, file_path
from poverty.publish.gallery.downloads import describe_download, draw_preview, list_sizes
from poverty.publish.gallery.evidence import list_printed_figures, list_reading_answers
from poverty.words.language import Language

WIDE, NARROW = 1160, 760  # pixels of a preview: twice the width of a column, and of a phone
LIMIT = 40  # rows that a page shows; the file has all
LONG = 40  # characters: a column with longer cells breaks them into lines
NUMBER = re.compile(r"-?(\d+(\.\d+)?(e[-+]?\d+)?|inf)")
DECIMALS = 4
LARGE = 1000  # from here on the decimals of a computed number say nothing
# What leads back to the sources has its own place on the page; `t` says again what `date` says.
ASIDE = ("claims", "readings", "anchors", "url", "t", "end_t")
YEARS = ("year", "first", "last", "first_year", "last_year")  # whole years have no thousands
DATES = ("date", "start", "end", "end_date", "from", "to")


def read_table(data: bytes, lang: Language) -> dict:
    """A CSV file as people read it, without its blank columns; how many rows are shown, and how many it has."""
    head, *body = csv.reader(StringIO(data.decode("utf-8-sig")))
    by_name = {name: [row[i] for row in body] for i, name in enumerate(head) if name not in ASIDE}
    columns = [_read_column(name, cells, lang) for name, cells in by_name.items() if any(cells)]
    return {"columns": columns, "shown": min(len(body), LIMIT), "total": len(body)}


def _read_column(name: str, cells: list[str], lang: Language) -> dict:
    """A column's first cells; whether it holds numbers ("n"), long texts ("w") or others, and one thing throughout."""
    if name in DATES:
        kind, shown = "", [_phrase_date(cell, lang) for cell in cells[:LIMIT]]
    elif all(NUMBER.fullmatch(cell) for cell in cells if cell):
        kind, shown = "n", [_phrase_number(cell, name, lang) for cell in cells[:LIMIT]]
    else:
        kind, shown = "w" if max(map(len, cells)) > LONG else "", cells[:LIMIT]
    is_same = len(cells) > 1 and len(set(cells)) == 1
    return {"name": name.replace("_", " "), "kind": kind, "is_same": is_same, "cells": shown}


def _phrase_number(cell: str, name: str, lang: Language) -> str:
    if not cell or "inf" in cell:
        return cell and lang.number(float(cell))
    value = Decimal(cell)
    if name in YEARS and value == int(value):
        return str(int(value))
    least = max(-value.normalize().as_tuple().exponent, 0)
    return lang.number(value, 0 if abs(value) >= LARGE else min(least, DECIMALS))


def _phrase_date(cell: str, lang: Language) -> str:
    try:
        return lang.date(cell) if cell else ""
    except ValueError:  # a day, or words
        return cell


def read_card(
    figure: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language, sentences: list[str]
) -> dict:
    """A chart of a manifest in a language, with all that a briefing takes from it; `sentences` are those to quote."""
    code, name, path = lang.code, figure["id"], figure["table"]["path"]
    said = {part: figure[part][code] for part in WORDS}
    wide, narrow = (files[file_path(code, name, "png", size)] for size in (PLOT, HALF))
    # what stands beside the picture is not said again
    notes = said["caption"].removeprefix(f"{said['title']}. {said['subtitle']}. ").removesuffix(said["source"])
    return said | {
        "id": name,
        "notes": notes,
        "sentences": sentences,
        "wide": draw_preview(wide, WIDE),
        "narrow": draw_preview(narrow, NARROW),
        "sizes": list_sizes(figure, files, lang),
        "table": read_table(files[path], lang),
        "csv": describe_download(path, files[path], lang),
        "printed": list_printed_figures(figure, packs, lang),
        "answers": list_reading_answers(figure, packs, lang),
        "notebook": figure["notebook"],
    }
