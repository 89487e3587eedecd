"""How notebooks show things: a table, a chart, a sentence whose numbers are computed."""

from html import escape
from io import BytesIO
from pathlib import PurePosixPath

import pandas as pd
import PIL.Image
from IPython.display import HTML, Image, Markdown, display
from matplotlib.backends.backend_agg import FigureCanvasAgg

from poverty.charts.drawing import Chart
from poverty.charts.pictures import reduced
from poverty.publish import cache, chart_files, fingerprint
from poverty.words.language import Language

ENGLISH = Language("en")
YEAR_COLUMNS = ("year", "first", "last")  # columns of whole years, which have no thousands
INLINE_COLOURS = 32  # of a chart in a notebook: what is stored stays small
INLINE_DPI = 75  # 1000 pixels wide: the width at which a notebook shows them


def show_table(rows: pd.DataFrame, columns: str, decimals: int | dict[str, int] = 0) -> None:
    """Show some columns of a table, numbers in fixed decimals, blanks as blanks.

    Args:
        rows: the table.
        columns: names of columns in the order to show, separated by spaces; underscores are shown as spaces.
        decimals: of all numbers, or by column; whole numbers from 100 on carry none, years no thousands.
    """
    names = columns.split()
    sides = {n: "right" if pd.api.types.is_numeric_dtype(rows[n]) else "left" for n in names}
    head = "".join(f'<th scope="col" style="text-align:{sides[n]}">{escape(n.replace("_", " "))}</th>' for n in names)
    lines = []
    for _, row in rows.iterrows():
        places = {n: decimals.get(n, 0) if isinstance(decimals, dict) else decimals for n in names}
        shown = {
            n: f"{row[n]:.0f}" if n in YEAR_COLUMNS and sides[n] == "right" else _format_table_cell(row[n], places[n])
            for n in names
        }
        cells = (f'<td style="text-align:{sides[n]}">{escape(shown[n])}</td>' for n in names)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(lines)
    display(HTML(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"))


def show_written_files(names: list[str], where: str) -> None:
    """Show what was written: how many files of each format in which folder.

    Args:
        names: paths of files, from `where` on.
        where: the folder that holds them.
    """
    paths = [PurePosixPath(where) / name for name in names]
    found = pd.DataFrame({"folder": f"{path.parent}/", "format": path.suffix[1:].upper()} for path in paths)
    show_table(
        found.value_counts(["folder", "format"], sort=False).rename("files").reset_index(), "folder format files"
    )


def show_chart_picture(drawn: Chart) -> None:
    """Show a chart as its picture, with its alt text; a picture that was shown before is not drawn again."""
    key = (
        f"{fingerprint.hash_parts(chart_files.hash_drawing(drawn.drawing), fingerprint.hash_code(__name__))}.inline.png"
    )
    picture = cache.get_entry(key)
    if picture is None:
        picture = _render_inline_picture(drawn)
        cache.put_entry(key, picture)
    display(Image(picture, width=1000, alt=drawn.alt))


def _render_inline_picture(drawn: Chart) -> bytes:
    """A chart as PNG, as wide as a notebook shows it, in few colours."""
    pixels, picture = BytesIO(), BytesIO()
    FigureCanvasAgg(drawn.figure)
    drawn.figure.savefig(pixels, format="png", dpi=INLINE_DPI, pil_kwargs={"compress_level": 0})
    reduced(PIL.Image.open(pixels), INLINE_COLOURS).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def show_markdown(text: str) -> None:
    """Show a paragraph of Markdown: the way to state a result, its numbers filled in by code."""
    display(Markdown(text))


def show_number(x: float, decimals: int = 0) -> str:
    """A number as English prose has it: 11,497."""
    return ENGLISH.number(x, decimals)


def _format_table_cell(x: object, decimals: int) -> str:
    if x is None or (isinstance(x, float) and pd.isna(x)):
        return ""
    if isinstance(x, bool) or not isinstance(x, int | float):
        return str(x)
    return show_number(x, 0 if x == int(x) and abs(x) >= 100 else decimals)
