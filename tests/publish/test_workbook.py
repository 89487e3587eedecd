"""The workbook: every cell is that of its table, a text stays a text, and the bytes are the same every time."""

import csv
import os
import re
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pandas as pd
import pytest

from deck_checks import has_office
from poverty import tables
from poverty.packs import load
from poverty.packs.readings import restrict_to_evidence
from poverty.publish import workbook
from poverty.publish.reproducible import DATE, EPOCH
from poverty.publish.workbook import build_workbook
from poverty.words.chart_names import CHARTS, find_question
from poverty.words.language import Language
from sample_packs import keep, swept
from workbook_reading import NAMES, Sheet, read_workbook

ROOT = Path(__file__).parents[2]
EXCEL_HOLDS = 32_767  # characters in a cell
HOSTILE = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1", "https://example.org", "0012", "x" * 40_000]
HIDDEN = "import sys; from poverty.packs.load import load_pack; from poverty.publish.workbook import build_workbook; "


class Made(NamedTuple):
    """A workbook that was made, and what it is to hold."""

    slug: str
    data: bytes
    sheets: dict[str, Sheet]
    tables: dict[str, pd.DataFrame]


@pytest.fixture(scope="module", params=swept())
def made(request):
    """The bytes of a workbook, its sheets as a reader finds them, and the tables that they are to hold."""
    pack = load.load_pack(request.param)
    tidy = {name.capitalize(): table for name, table in tables.build_tidy_tables(pack).items()}
    wanted = {name: tidy[name] for name in ("Yearly", "Claims") if name in tidy} | tables.build_chart_tables(pack)
    data = build_workbook(pack)
    return Made(request.param, data, read_workbook(data), wanted)


@pytest.fixture
def hostile(bac_lieu, monkeypatch):
    """A workbook whose only chart has a table of texts that a spreadsheet may take for something else."""
    table = pd.DataFrame({"printed": HOSTILE})
    monkeypatch.setattr(workbook, "build_chart_tables", lambda pack: {"a1-reported": table})
    return build_workbook(bac_lieu)


def test_what_it_is_comes_first_and_the_codebook_last(made):
    assert list(made.sheets) == ["Read me", *made.tables, "Codebook"]
    assert max(map(len, made.sheets)) <= 31


def test_every_cell_is_that_of_its_table(made):
    for name, table in made.tables.items():
        cells = made.sheets[name].cells
        assert made.sheets[name].row(0) == list(table.columns)
        for at, column in enumerate(table.columns):
            for row, value in enumerate(table[column], start=1):
                found = cells[row, at].value if (row, at) in cells else ""
                if isinstance(value, str) or pd.isna(value):
                    assert found == ("" if pd.isna(value) else value), (name, column, row)
                else:
                    assert isinstance(found, float)
                    assert found == pytest.approx(value, rel=1e-14), (name, column, row)


def test_a_number_is_shown_with_its_decimals_and_a_year_without_a_comma(made):
    for name, table in made.tables.items():
        numbers = [(at, cell) for at, cell in made.sheets[name].cells.items() if isinstance(cell.value, float)]
        for at, cell in numbers:
            assert re.fullmatch(r"(#,##)?0(\.0{1,4})?", cell.shown_as), (name, at, cell)
            decimals = f"{cell.value:.4f}".rstrip("0").partition(".")[2]
            assert len(cell.shown_as.partition(".")[2]) == len(decimals), (name, at, cell)
        for at, column in enumerate(table.columns):
            of_column = [cell for (_, other), cell in numbers if other == at]
            if all(1990 <= cell.value <= 2050 for cell in of_column):
                assert not any("," in cell.shown_as for cell in of_column), (name, column)
            if any(cell.value > 2050 for cell in of_column):
                assert all("," in cell.shown_as for cell in of_column), (name, column)


def test_a_header_is_bold_stays_in_sight_and_filters(made):
    for sheet in [made.sheets[name] for name in (*made.tables, "Codebook")]:
        assert all(cell.bold == (row == 0) for (row, _), cell in sheet.cells.items())
        pane = sheet.xml.find("sheetViews/sheetView/pane", NAMES)
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        first, last = sheet.xml.find("autoFilter", NAMES).get("ref").split(":")
        assert first == "A1"
        assert int(re.sub("[A-Z]", "", last)) == sheet.last_row + 1
        widths = [float(column.get("width")) for column in sheet.xml.findall("cols/col", NAMES)]
        assert min(widths) > 5
        assert max(widths) < 70


def test_the_codebook_explains_each_column_of_each_sheet(made):
    book = made.sheets["Codebook"]
    rows = [book.row(at) for at in range(1, book.last_row + 1)]
    wanted = [(name, column) for name, table in made.tables.items() for column in table]
    assert [(sheet, column) for sheet, column, _ in rows] == wanted
    assert all(meaning for *_, meaning in rows)


@pytest.mark.sweep
def test_no_meaning_is_left_of_a_column_that_is_gone():
    held = {name: set() for name in CHARTS}
    for slug in load.list_province_slugs():
        for name, table in tables.build_chart_tables(load.load_pack(slug)).items():
            held[name] |= set(table)
    for name, meanings in tables.CHART_COLUMN_MEANINGS.items():
        assert set(meanings) <= held[name]


def test_the_first_sheet_says_what_it_is_in_every_language():
    sheet = read_workbook(build_workbook(load.load_pack("gia-lai")))["Read me"]
    lines = [sheet.row(at) for at in range(sheet.last_row + 1)]
    assert [line[0] for line in lines if line[0] and "Gia Lai" in line[0]] == [
        "Poverty in Gia Lai", "Kemiskinan di Gia Lai", "Tình hình nghèo ở Gia Lai",
    ]  # fmt: skip
    reported = [row for row in load.load_pack("gia-lai").claims.values() if row.bounds is not None]
    publications = {row.source.id for row in reported}
    assert ["Evidence", f"All sources (printed figures: {len(reported)}, publications: {len(publications)})"] in lines
    asked = [line[1] for line in lines if line[0] == "02-trajectory"]
    assert asked == [Language(code).label(find_question("02-trajectory")) for code in ("en", "id", "vi")]
    assert len(set(asked)) == 3
    kinds = {"reported", "derived", "reconstructed", "assumed", "estimate, target, forecast"}
    assert kinds <= {line[0] for line in lines}
    assert sum("CC BY 4.0" in (line[1] or "") for line in lines) == 3


def test_every_kind_of_the_cells_is_explained(made):
    sheet = made.sheets["Read me"]
    told = {kind for at in range(sheet.last_row) for kind in (sheet.row(at)[0] or "").split(", ")}
    for table in made.tables.values():
        for column in [name for name in table if name.endswith("kind")]:
            assert set(table[column]) - {""} <= told


@pytest.mark.sweep
def test_it_says_from_which_evidence_it_is(evidence):
    sheet = read_workbook(build_workbook(restrict_to_evidence(evidence, "article")))["Read me"]
    assert sheet.cells[2, 1].value.startswith("Main source alone (")


def test_a_pack_that_says_little_has_a_workbook(folder):
    keep(folder, lambda row: row["claim_id"] == "poverty-rate-2024")
    sheets = read_workbook(build_workbook(load.read_pack_folder(folder)))
    assert ["Evidence", "All sources (printed figures: 1, publications: 1)"] in [
        sheets["Read me"].row(at) for at in range(9)
    ]
    assert sheets["Claims"].last_row == 1


def test_a_text_stays_a_text(hostile):
    cells = read_workbook(hostile)["a1-reported"].cells
    found = [cells[row, 0].value for row in range(1, len(HOSTILE) + 1)]
    assert found[:-1] == HOSTILE[:-1]
    assert found[-1] == "x" * (EXCEL_HOLDS - 1) + "…"


def test_no_cell_holds_a_formula_or_a_link(made, hostile):
    for data in (made.data, hostile):
        with ZipFile(BytesIO(data)) as package:
            sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
            assert len(sheets) >= 4
            for name in sheets:
                assert not re.search(rb"<(f|hyperlink)[ />]", package.read(name)), name
            assert not [name for name in package.namelist() if "vba" in name or "external" in name.lower()]


@pytest.mark.sweep
def test_the_same_bytes_whenever_it_is_made(made):
    assert build_workbook(load.load_pack(made.slug)) == made.data


@pytest.mark.sweep
@pytest.mark.parametrize("slug", ["bac-lieu", "nusa-tenggara-timur"])
def test_the_same_bytes_wherever_it_is_made(slug):
    data = build_workbook(load.load_pack(slug))
    env = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "notebooks"), "TZ": "Asia/Ho_Chi_Minh"}
    env |= {"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}
    run = [sys.executable, "-c", f"{HIDDEN}sys.stdout.buffer.write(build_workbook(load_pack({slug!r})))"]
    assert subprocess.run(run, env=env, check=True, capture_output=True).stdout == data
    with ZipFile(BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {EPOCH}
        about = package.read("docProps/core.xml").decode()
    assert re.findall(r"<dcterms:\w+ [^>]*>([^<]*)", about) == [DATE, DATE]


@pytest.mark.sweep
@pytest.mark.skipif(not has_office("sc"), reason="LibreOffice Calc is not installed")
def test_libreoffice_shows_texts_as_they_are(hostile, tmp_path):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(hostile)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    run = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", every_sheet]
    subprocess.run([*run, "--outdir", tmp_path, path], check=True, capture_output=True, timeout=120)
    shown = (tmp_path / "hostile-a1-reported.csv").read_text(encoding="utf-8")
    assert [row[0] for row in csv.reader(StringIO(shown))][1:-1] == HOSTILE[:-1]
    assert (tmp_path / "hostile-Codebook.csv").is_file()
