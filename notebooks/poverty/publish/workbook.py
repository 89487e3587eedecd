"""One workbook a province, for people who work in Excel: the tables as they are, and what they are.

No cell holds a formula, whatever a source printed: texts are texts, numbers numbers, and what is not known is blank.
The bytes are the same every time.
"""

from datetime import datetime
from io import BytesIO
from math import isfinite

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.publish.reproducible import DATE, fixed
from poverty.tables import build_chart_tables, build_tidy_tables, explain_chart_columns
from poverty.words.chart_names import find_question
from poverty.words.language import Language, list_languages, translatable
from poverty.words.phrases import capitalize_first, province_name

README, CODEBOOK = "Read me", "Codebook"
TIDY_SHEETS = {"yearly": "Yearly", "claims": "Claims"}  # tables for reuse, in this order before those behind charts
ABOUT_SHEETS = {
    "Yearly": translatable("What is known of poverty, year by year"),
    "Claims": translatable("Every printed figure, with what its words allow"),
    CODEBOOK: translatable("What each column means, sheet by sheet (in English)"),
}
ABOUT_KINDS = {
    "reported": translatable("a source prints it"),
    "derived": translatable("worked out from printed figures by arithmetic; no source prints it"),
    "reconstructed": translatable("between printed figures, by a method of this project; no source prints it"),
    "estimated": translatable("by a model of this project, on declared numbers; no source prints it"),
    "assumed": translatable("taken for granted, or what a scenario supposes"),
    "date open, disputed": translatable("printed, but its year or its meaning is not settled"),
    "part of the year": translatable("printed of a part of the year alone"),
    "nothing known": translatable("no figure of that year is printed"),
    "estimate, target, forecast": translatable("printed as such; nobody had counted it"),
}
YEAR_COLUMNS = {"year", "first", "last", "first_year", "last_year", "t", "end_t"}  # 1997, never 1,997
LONGEST = 32_767  # characters: a cell of Excel holds no more
NARROWEST, WIDEST = 6, 60  # characters
LABEL_WIDTH, TEXT_WIDTH = 28, 100  # of the two columns of the first sheet, in characters


def build_workbook(pack: Pack) -> bytes:
    """The workbook of a province (.xlsx): what it is, printed figures, the table behind each chart, a codebook.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> build_workbook(load_pack("gia-lai"))[:2]  # every .xlsx file is a zip
        b'PK'
    """
    sheets = _list_sheets(pack)
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": province_name(pack, Language("en")), "created": datetime.fromisoformat(DATE)})
        _write_readme(book, pack, list(sheets))
        for name, table in sheets.items():
            _write_table(book, name, table)
    return fixed(out.getvalue())


def _list_sheets(pack: Pack) -> dict[str, pd.DataFrame]:
    """Every table by the name of its sheet; the last one explains the columns of the others."""
    tidy, charts = build_tidy_tables(pack), build_chart_tables(pack)
    sheets = {sheet: tidy[name] for name, sheet in TIDY_SHEETS.items() if name in tidy}
    book = tidy["codebook"]
    meanings = [
        (sheet, *row)
        for name, sheet in TIDY_SHEETS.items()
        for row in book.loc[book["file"] == f"{name}.csv", ["column", "meaning"]].itertuples(index=False)
    ]
    meanings += [
        (chart_id, *row) for chart_id, table in charts.items() for row in explain_chart_columns(chart_id, table).items()
    ]
    return sheets | charts | {CODEBOOK: pd.DataFrame(meanings, columns=["sheet", "column", "meaning"])}


def _write_readme(book: Workbook, pack: Pack, names: list[str]) -> None:
    """The first sheet: what the workbook is, in every language one below the other."""
    sheet = book.add_worksheet(README)
    head, label = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    at = 0
    for lang in map(Language, list_languages()):
        _write_text(sheet, at, 0, lang.say("Poverty in %(place)s", place=province_name(pack, lang)), head)
        for name, about in _describe_workbook(pack, names, lang):
            at += 1
            _write_text(sheet, at, 0, name, label)
            _write_text(sheet, at, 1, about, text)
        at += 2


def _describe_workbook(pack: Pack, names: list[str], lang: Language) -> list[tuple[str, str]]:
    """The lines of the first sheet in a language, each a name and what is said of it; a heading has no second part."""
    figures = [claim for claim in pack.claims.values() if claim.bounds is not None]
    counted = [date for c in figures if c.status == "actual" for date in (c.start, c.end) if date]
    years = sorted(str(parse_sdmx_period(date).year) for date in counted)
    used = lang.say("all sources") if pack.evidence == "all" else lang.say("main source alone")
    evidence = lang.say(
        "%(evidence)s (printed figures: %(figures)s, publications: %(publications)s)",
        evidence=capitalize_first(used),
        figures=lang.number(len(figures)),
        publications=lang.number(len({claim.source.id for claim in figures})),
    )
    content = lang.say(
        "What sources print about poverty and jobs in the province, and what follows from it, as tables. A blank cell: "
        "not known, or no limit."
    )
    apart = lang.say(
        "Figures under two poverty standards; shares of households with shares of people; a register with a survey."
    )
    licence = lang.say("the contributors. The figures that sources print are theirs; each is cited.")
    said = [
        (lang.say("What this is"), content),
        (lang.say("Evidence"), evidence),
        (lang.say("Years"), lang.span(years[0], years[-1]) if years else ""),
        (lang.say("Never compare"), apart),
        (lang.say("Licence"), f"CC BY 4.0, {licence}"),
        (lang.say("The column “kind”"), ""),
        *((kind, lang.label(about)) for kind, about in ABOUT_KINDS.items()),
        (lang.say("Sheets"), ""),
    ]
    return said + [(name, lang.label(ABOUT_SHEETS.get(name) or find_question(name))) for name in names]


def _write_table(book: Workbook, name: str, table: pd.DataFrame) -> None:
    """A sheet with a table: its header stays in sight, and each column can be filtered."""
    sheet, head = book.add_worksheet(name), book.add_format({"bold": True})
    formats: dict[str, Format] = {}
    for at, column in enumerate(table.columns):
        _write_text(sheet, 0, at, column, head)
        widths = [len(column) + 3]  # beside the name stands the button of the filter
        for row, value in enumerate(table[column], start=1):
            if isinstance(value, str):
                _write_text(sheet, row, at, value)
                widths.append(len(value))
            elif value is not None and isfinite(value):
                pattern = _number_pattern(value, column)
                if pattern not in formats:
                    formats[pattern] = book.add_format({"num_format": pattern})
                sheet.write_number(row, at, value, formats[pattern])
                widths.append(len(f"{value:,}"))
        sheet.set_column(at, at, min(max(NARROWEST, *widths), WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # numerals as printed are texts


def _number_pattern(value: float, column: str) -> str:
    """How Excel is to show a number: with the decimals that it has, of which tables have four."""
    decimals = len(f"{value:.4f}".rstrip("0").partition(".")[2])
    return ("0" if column in YEAR_COLUMNS else "#,##0") + "." * (decimals > 0) + "0" * decimals


def _write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """A text as a text, whatever it begins with; what no cell can hold ends in "…", and "" leaves the cell blank."""
    if text:
        sheet.write_string(row, column, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", look)
