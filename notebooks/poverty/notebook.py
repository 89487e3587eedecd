"""How notebooks show things: a table, a chart, a sentence whose numbers are computed."""

from html import escape
from io import BytesIO
from pathlib import PurePosixPath

import pandas as pd
import PIL.Image
from IPython.display import HTML, Image, Markdown, display
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg

from poverty.charts import draw
from poverty.charts.drawing import Chart
from poverty.charts.page import STYLE
from poverty.packs.load import Pack
from poverty.publish import chart_files, fingerprint
from poverty.publish.chart_files import reduce_colours
from poverty.publish.fingerprint import get_entry, put_entry
from poverty.tables import TABLES_BY_CHART
from poverty.words.findings import FINDINGS_BY_SUBJECT, phrase_subject_findings
from poverty.words.gather import gather_context
from poverty.words.language import Language
from poverty.words.yearly import phrase_job_table, phrase_yearly_table

ENGLISH = Language("en")
EVIDENCE_HEADINGS = {"article": "The main source alone", "all": "All sources"}
YEAR_COLUMNS = (
    "year",
    "first",
    "last",
    "first_year",
    "last_year",
    "price_year",
)  # columns of whole years, which have no thousands
INLINE_COLOURS = 32  # of a chart in a notebook: what is stored stays small
INLINE_DPI = 75  # 1000 pixels wide: the width at which a notebook shows them


def show_table(rows: pd.DataFrame, columns: str, decimals: int | dict[str, int] = 0) -> None:
    """Show some columns of a table, numbers in fixed decimals, blanks as blanks.

    Args:
        rows: the table.
        columns: names of columns in the order to show, separated by spaces; underscores are shown as spaces.
        decimals: of all numbers, or by column; whole numbers from 100 on carry none, years no thousands.

    Example:
        >>> show_table(pd.DataFrame({"year": [2015, 2021], "poverty_rate": [15.55, 5.09]}), "year poverty_rate", 2)
        <IPython.core.display.HTML object>
    """
    names = columns.split()
    sides = {n: "right" if pd.api.types.is_numeric_dtype(rows[n]) else "left" for n in names}
    places = decimals if isinstance(decimals, dict) else dict.fromkeys(names, decimals)
    head = "".join(f'<th scope="col" style="text-align:{sides[n]}">{escape(n.replace("_", " "))}</th>' for n in names)
    lines = []
    for _, row in rows.iterrows():
        texts = {
            n: f"{row[n]:.0f}" if n in YEAR_COLUMNS and sides[n] == "right" else _format_cell(row[n], places.get(n, 0))
            for n in names
        }
        cells = (f'<td style="text-align:{sides[n]}">{escape(texts[n])}</td>' for n in names)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(lines)
    display(HTML(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"))


def show_written_files(names: list[str], where: str) -> None:
    """Show what was written: how many files of each format in which folder.

    Args:
        names: paths of files, from `where` on.
        where: the folder that holds them.

    Example:
        >>> show_written_files(["en/06-jobs.svg", "vi/06-jobs.svg", "manifest.json"], "figures/gia-lai")
        <IPython.core.display.HTML object>
    """
    paths = [PurePosixPath(where) / name for name in names]
    files = pd.DataFrame({"folder": f"{path.parent}/", "format": path.suffix[1:].upper()} for path in paths)
    counts = files.value_counts(["folder", "format"], sort=False).rename("files").reset_index()
    show_table(counts, "folder format files")


def show_chart(name: str, pack: Pack, table: pd.DataFrame | None = None) -> None:
    """Show a chart of a province, if what it draws is printed.

    Args:
        name: the chart's id.
        pack: the province.
        table: another table than the one behind the chart, such as one with other parameters.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> show_chart("03-households", load_pack("gia-lai"))
        <IPython.core.display.Image object>
    """
    rows = TABLES_BY_CHART[name](pack) if table is None else table
    if len(rows):
        show_chart_picture(draw(name, rows, gather_context(pack), ENGLISH))


def show_chart_picture(chart: Chart) -> None:
    """Show a chart as its picture, with its alt text; a picture that was shown before is not drawn again.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pack = load_pack("gia-lai")
        >>> table = TABLES_BY_CHART["03-households"](pack)
        >>> show_chart_picture(draw("03-households", table, gather_context(pack), ENGLISH))
        <IPython.core.display.Image object>
    """
    hashes = (chart_files.hash_drawing(chart.drawing), fingerprint.hash_code(__name__))
    key = f"{fingerprint.hash_parts(*hashes)}.inline.png"
    picture = get_entry(key)
    if picture is None:
        picture = _render_inline_picture(chart)
        put_entry(key, picture)
    display(Image(picture, width=1000, alt=chart.alt))


def _render_inline_picture(chart: Chart) -> bytes:
    """A chart as PNG, as wide as a notebook shows it, in few colours."""
    pixels, picture = BytesIO(), BytesIO()
    with style.context([STYLE, chart.size.look], after_reset=True):
        FigureCanvasAgg(chart.figure)
        chart.figure.savefig(pixels, format="png", dpi=INLINE_DPI, pil_kwargs={"compress_level": 0})
    reduce_colours(PIL.Image.open(pixels), INLINE_COLOURS).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def show_markdown(text: str) -> None:
    """Show a paragraph of Markdown: the way to state a result, its numbers filled in by code.

    Example:
        >>> show_markdown(f"**{show_number(11497)}** households are poor.")
        <IPython.core.display.Markdown object>
    """
    display(Markdown(text))


def show_findings(subject: str, packs: dict[str, Pack], **scenario_values: object) -> None:
    """Show the sentences to quote of a subject, those of all sources first, each evidence under its heading.

    Args:
        subject: "poverty", "jobs", "livelihoods" or "outlook".
        packs: the pack under each evidence, by "article" or "all".
        scenario_values: parameters of the scenarios, for the outlook: `horizon=2027`.

    Example:
        >>> from poverty.packs.readings import load_evidence_packs
        >>> show_findings("poverty", load_evidence_packs("gia-lai", "all"))
        <IPython.core.display.Markdown object>
    """
    findings = phrase_subject_findings(FINDINGS_BY_SUBJECT[subject], packs, ENGLISH, **scenario_values)
    for evidence, sentences in findings.items():
        if sentences and len(findings) > 1:
            show_markdown(f"**{EVIDENCE_HEADINGS[evidence]}**")
        show_quotes(sentences)


def show_quotes(sentences: list[str]) -> None:
    """Show sentences that may be quoted, each on its own.

    Example:
        >>> show_quotes(["11,497 households are poor."])
        <IPython.core.display.Markdown object>
    """
    if sentences:
        show_markdown("\n\n".join(f"> {sentence}" for sentence in sentences))


def show_yearly_table(pack: Pack) -> None:
    """Show what is known of a province, year by year.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> show_yearly_table(load_pack("gia-lai"))
        <IPython.core.display.HTML object>
    """
    _show_rows(*phrase_yearly_table(pack, ENGLISH))


def show_job_figures(pack: Pack) -> None:
    """Show what is printed of the people placed in jobs: when, how many, what kind of figure, who printed it.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> show_job_figures(load_pack("gia-lai"))
        <IPython.core.display.HTML object>
    """
    _show_rows(*phrase_job_table(pack, ENGLISH))


def _show_rows(heads: list[str], rows: list[list[str]]) -> None:
    """Show a table of texts."""
    names = [head.replace(" ", "_") for head in heads]
    show_table(pd.DataFrame(rows, columns=names), " ".join(names))


def show_number(x: float, decimals: int = 0) -> str:
    """A number as English prose has it, in fixed decimals.

    Example:
        >>> show_number(11497), show_number(5.094, 2)
        ('11,497', '5.09')
    """
    return ENGLISH.number(x, decimals)


def _format_cell(x: object, decimals: int) -> str:
    if x is None or (isinstance(x, float) and pd.isna(x)):
        return ""
    if isinstance(x, bool) or not isinstance(x, int | float):
        return str(x)
    return show_number(x, 0 if x == int(x) and abs(x) >= 100 else decimals)
