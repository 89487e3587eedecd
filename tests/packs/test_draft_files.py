"""A page as a person saved it, a draft in the files of a pack, and what `check` asks for before it is confirmed."""

import csv
import io
import shutil
import zipfile

import pytest

from made_drafts import TEXT, make_draft
from poverty.packs.confirmation import list_changed_cells
from poverty.packs.csv_rows import PackError
from poverty.packs.draft import merge
from poverty.packs.draft.merge import RowState, merge_draft
from poverty.packs.draft.page import LARGEST, PageError, read_page
from poverty.packs.draft.proposals import Draft
from poverty.packs.files import DATA
from poverty.packs.load import read_pack_folder
from sample_packs import edit, set_cell

VIETNAMESE = "Toàn tỉnh còn 9.812 hộ nghèo, giảm 2.664 hộ so với năm 2023."


def zipped(name, content=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "page.txt is empty: paste the text"),
        (b" \n\t\n", "page.txt is empty: paste the text"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF, not plain text in UTF-8: open it, copy its text"),
        (zipped("word/document.xml"), "is a Word document (.docx), not plain text"),
        (zipped("mimetype", b"application/vnd.oasis.opendocument.text"), "is an OpenDocument text (.odt)"),
        (zipped("xl/workbook.xml"), "is an Excel workbook (.xlsx)"),
        (zipped("anything"), "is a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is a file of an old Office program (.doc, .xls)"),
        (b"{\\rtf1\\ansi", "is a rich text file (RTF)"),
        (b"\x89PNG\r\n\x1a\n\0", "is a picture"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"RIFF\0\0\0\0WEBP", "is a picture or a film"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "is a web page (HTML)"),
        (b"<!-- saved from url -->\r\n<html lang=vi>", "is a web page (HTML)"),
        (VIETNAMESE.encode("utf-16"), "is text in UTF-16 (Unicode), not plain text in UTF-8: open it in a text editor"),
        (VIETNAMESE.encode("utf-16-le"), "is text in UTF-16 (Unicode)"),
        ("Ti\xecnh c\xf2n 9.812 h\xf4\xf2 nghe\xcco, gia\xd2m".encode("latin-1"), "is text in windows-1258"),
        ("Penduduk miskin \u201cturun\u201d 5,2%".encode("cp1252"), "is text in windows-1252"),
        ("caf\u00e9 dan résumé".encode("latin-1"), "is text in latin-1 or windows-1252"),
        (b"5,2 % der Haushalte \x81\xe9", "is text in a character set that cannot be told"),
        ("Toµn tØnh cßn 9.812 hé nghÌo, gi¶m".encode(), "is written for TCVN3 fonts, not in Unicode: convert it"),
        ("Toµn tØnh cßn 9.812 hé nghÌo, gi¶m".encode("latin-1"), "is written for TCVN3 fonts"),
        ("Toaøn tænh coøn 9.812 hoä ngheøo, giaûm".encode(), "is written for VNI fonts"),
        (VIETNAMESE.encode().decode("cp1252", "ignore").encode(), "the letters of page.txt are garbled"),
        (b"abc\0\0\1\2 of a program", "is a file of a program"),
        (b"x" * (LARGEST * 10), "has 10.0 MB, and a page of text has less than 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_page_of_text_is_named_with_its_mend(tmp_path, content, told):
    (tmp_path / "page.txt").write_bytes(content)
    with pytest.raises(PageError) as refused:
        read_page(tmp_path / "page.txt")
    assert told in refused.value.told


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    (tmp_path / "page.txt").write_text("x")
    for path, told in (
        (tmp_path / "pgae.txt", "pgae.txt: did you mean page.txt?"),
        (tmp_path / "nowhere" / "x.txt", "name a text file, such as page.txt"),
        (tmp_path, "is a folder: name the text file in it"),
    ):
        with pytest.raises(PageError) as refused:
            read_page(path)
        assert told in refused.value.told


@pytest.mark.parametrize("saved", ["\ufeffĐắk Mơ: hộ nghèo\r\n9.812", "Đă\u0301k Mơ: hô\u0323 nghe\u0300o\r9.812"])
def test_marks_line_ends_and_parted_accents_are_read(tmp_path, saved):
    (tmp_path / "page.txt").write_bytes(saved.encode())
    assert read_page(tmp_path / "page.txt") == "Đắk Mơ: hộ nghèo\n9.812"


# --- what a draft makes of a pack's files


@pytest.fixture
def folder(tmp_path):
    """A pack with the drafted rows of one page."""
    return put(tmp_path / "kon-tum")


def put(folder, text=TEXT, name="page.txt", source=""):
    """Draft a page into a pack; the folder."""
    merged = merge_draft(folder, make_draft(text), name, source)
    folder.mkdir(exist_ok=True)
    for file, content in merged.files.items():
        (folder / file).write_bytes(content)
    return folder


def states(folder, text=TEXT, name="page.txt"):
    return [row.state for row in merge_draft(folder, make_draft(text), name).rows]


def rows(folder, file="reported.csv"):
    with (folder / file).open(encoding="utf-8-sig", newline="") as opened:
        return {row["claim_id"]: row for row in csv.DictReader(opened)}


def change(claim, **cells):
    def changed(table):
        for column, value in cells.items():
            set_cell(claim, column, value)(table)

    return changed


def delete(claim):
    def deleted(table):
        table[:] = [row for row in table if row[0] != claim]

    return deleted


NAMES = ["poor-households-2024", "poor-households-2024-2", "poverty-rate-2024", "poor-households-fall-2024",
         "poverty-rate-ethnic-minority-share-2024"]  # fmt: skip


def test_a_new_pack_holds_the_rows_twice_as_proposed_and_to_confirm(folder):
    assert list(rows(folder)) == NAMES
    assert rows(folder) == rows(folder, "drafted.csv")
    assert {(row["confirmed"], row["source_id"]) for row in rows(folder).values()} == {("no", "PAGE")}
    assert {row["together"] for row in rows(folder).values()} == {"", "page-p1s1"}
    source = (folder / "sources.csv").read_text(encoding="utf-8").splitlines()[1]
    assert source == "PAGE,Kon Tum còn 9.812 hộ nghèo,,2024-12-26,,vi,,primary,medium"


def test_a_second_run_changes_no_byte(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert states(put(folder)) == [RowState.UNCONFIRMED] * 5
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_a_person_did_stays_and_only_what_is_new_is_added(folder):
    edit(folder, "reported.csv", change(NAMES[1], confirmed="yes", value="9813"))
    edit(folder, "reported.csv", change(NAMES[2], note="mine"))
    edit(folder, "reported.csv", delete(NAMES[3]))
    before = (folder / "reported.csv").read_bytes(), rows(folder, "drafted.csv")
    text = TEXT.replace("giảm 2.664", "thêm một câu. Giảm 2.664")
    wanted = [RowState.UNCONFIRMED, RowState.CONFIRMED, RowState.CHANGED, RowState.DELETED, RowState.UNCONFIRMED]
    assert states(folder, text) == wanted
    put(folder, text)
    assert ((folder / "reported.csv").read_bytes(), rows(folder, "drafted.csv")) == before


def test_an_open_row_that_is_no_longer_proposed_goes_and_a_confirmed_one_stays(folder):
    edit(folder, "reported.csv", change(NAMES[3], confirmed="yes"))
    put(folder, TEXT.replace("74,44", "bảy mươi").replace("2.664", "hai nghìn"))
    assert list(rows(folder)) == list(rows(folder, "drafted.csv")) == NAMES[:4]


def test_a_row_that_a_person_typed_for_the_numeral_is_not_proposed_again(folder):
    for file in ("reported.csv", "drafted.csv"):
        edit(folder, file, delete(NAMES[2]))
    typed = rows(folder)[NAMES[0]] | {"claim_id": "mine", "printed": "4,37", "indicator": "poverty_rate",
                                     "confirmed": "", "locator": "second paragraph"}  # fmt: skip
    edit(folder, "reported.csv", lambda table: table.append([typed[name] for name in table[0]]))
    assert states(folder)[2] == RowState.TYPED
    put(folder)
    assert rows(folder)["mine"] == typed
    assert [row["printed"] for row in rows(folder).values()].count("4,37") == 1


def test_a_row_of_the_draft_that_drafted_csv_lost_is_drafted_again(folder):
    (folder / "drafted.csv").unlink()
    put(folder)
    assert rows(folder) == rows(folder, "drafted.csv")
    assert list(rows(folder)) == NAMES


def test_another_page_has_an_id_of_its_own_even_under_the_same_file_name(folder):
    other = "Trang khác\n\nNăm 2025, tỉnh có 1.234 hộ; cuối năm chiếm 4,37%."
    put(folder, other)
    put(folder, TEXT)
    by_source = [row["source_id"] for row in rows(folder).values()]
    assert by_source == ["PAGE"] * 5 + ["PAGE-2"]
    assert list(rows(folder))[5] == "poverty-rate-2024-2"
    put(folder, TEXT.replace("Kon Tum còn", "Báo:"), "bao kon tum.txt")
    assert list(rows(folder, "drafted.csv").values())[-1]["source_id"] == "BAOKONTUM"
    with pytest.raises(PageError, match="PAGE is another page"):
        merge_draft(folder, make_draft(other), "page.txt", "PAGE")


def test_a_file_keeps_its_semicolons_mark_and_line_ends(folder):
    edit(folder, "reported.csv", change(NAMES[2], confirmed="yes"))
    for file in ("reported.csv", "sources.csv", "drafted.csv"):
        with (folder / file).open(encoding="utf-8", newline="") as opened:
            table = [[cell.replace("4.37", "4,37") for cell in row] for row in csv.reader(opened)]
        with (folder / file).open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened, delimiter=";", lineterminator="\r\n").writerows(table)
    before = (folder / "reported.csv").read_bytes()
    put(folder, "Trang khác\n\nNăm 2025: 4,37% và 2.664.", "other.txt")
    after = (folder / "reported.csv").read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode().splitlines()[0].split(";")[9:15] == [
        "4,37",
        "vi",
        "percent",
        "4,37",
        "",
        "0,01",
    ]
    assert read_changed(folder) == {}


def read_changed(folder):
    entered, proposed = rows_with(folder, "reported.csv"), rows_with(folder, "drafted.csv")
    changed = {name: list_changed_cells(proposed[name], entered[name]) for name in entered}
    return {name: cells for name, cells in changed.items() if cells}


def rows_with(folder, file, delimiter=";"):
    with (folder / file).open(encoding="utf-8-sig", newline="") as opened:
        return {row["claim_id"]: row for row in csv.DictReader(opened, delimiter=delimiter)}


@pytest.mark.parametrize("file", ["reported.csv", "sources.csv", "drafted.csv"])
def test_a_file_that_is_no_table_is_refused(folder, file):
    (folder / file).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(PackError, match="the first row must hold the names"):
        merge_draft(folder, make_draft(), "page.txt")


# --- what check asks for


@pytest.fixture
def confirmed(folder):
    """The same pack, whole, and every row confirmed."""
    toml = (folder / "province.toml").read_text(encoding="utf-8")
    (folder / "province.toml").write_text(toml.replace("VN-00", "VN-28"), encoding="utf-8")
    edit(folder, "sources.csv", lambda table: table[1].__setitem__(2, "Báo Kon Tum"))
    edit(
        folder, "reported.csv", lambda table: [row.__setitem__(table[0].index("confirmed"), "yes") for row in table[1:]]
    )
    edit(folder, "reported.csv", change(NAMES[2], to="2024", **{"from": "2024"}))
    return folder


def refusals(folder):
    with pytest.raises(PackError) as refused:
        read_pack_folder(folder)
    return refused.value.faults


def test_a_pack_with_open_rows_is_refused_once_beside_every_other_fault(confirmed):
    for name in NAMES[1:4]:
        edit(confirmed, "reported.csv", change(name, confirmed="no"))
    edit(confirmed, "reported.csv", change(NAMES[4], unit=""))
    unit, left = refusals(confirmed)
    assert (unit.row, unit.column) == (6, "unit")
    assert (left.row, left.column, left.value) == (3, "confirmed", "no")
    assert left.expected == "yes: 3 of 5 drafted rows are not confirmed yet, the first is poor-households-2024-2"
    assert "build/kon-tum/review-PAGE.html" in left.mend


@pytest.mark.parametrize(
    ("claim", "cells", "column", "expected"),
    [
        (NAMES[1], {"confirmed": ""}, "confirmed", "the draft proposed this row, it stands in drafted.csv (1 such)"),
        (NAMES[1], {"confirmed": "maybe"}, "confirmed", "yes, no"),
        (NAMES[1], {"claim_id": "mine", "confirmed": ""}, "claim_id", "poor-households-2024-2, the name under which"),
        (NAMES[1], {"claim_id": "mine", "locator": "text"}, "confirmed", "blank: drafted.csv has no such row (1 such)"),
    ],
)  # fmt: skip
def test_a_machines_row_cannot_become_a_persons(confirmed, claim, cells, column, expected):
    edit(confirmed, "reported.csv", change(claim, **dict(reversed(cells.items()))))
    (fault,) = refusals(confirmed)
    assert (fault.row, fault.column) == (3, column)
    assert expected in fault.expected


def test_a_confirmed_pack_is_read_with_what_was_proposed(confirmed):
    pack = read_pack_folder(confirmed)
    assert list(pack.drafted) == NAMES
    assert list_changed_cells(pack.drafted[NAMES[2]], pack.rows[NAMES[2]]) == {
        "from": ("2024-M12", "2024"), "to": ("2024-M12", "2024")
    }  # fmt: skip
    edit(confirmed, "reported.csv", delete(NAMES[3]))  # a person may throw a drafted row away
    assert len(read_pack_folder(confirmed).claims) == 4


def test_packs_without_a_draft_have_nothing_drafted(tmp_path):
    shutil.copytree(DATA / "son-la", tmp_path / "son-la")
    assert read_pack_folder(tmp_path / "son-la").drafted == {}


@pytest.mark.parametrize(("locale", "found"), [("id", ("indonesia", "ID")), ("vi", ("vietnam", "VN"))])
def test_a_page_that_names_no_standard_is_of_a_country_that_speaks_its_language(locale, found):
    assert merge._find_country(Draft("", locale, (), ())) == found
