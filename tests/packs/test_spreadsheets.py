"""Files as spreadsheet programs save them.

`data/spreadsheets/` holds the frozen pack after a round trip through LibreOffice Calc 24.2 (open the CSV, save as
.ods, save as CSV) under three locales: vi-VN and de-DE with semicolons, en-US with commas.
"""

import shutil
import unicodedata
from pathlib import Path

import pytest

from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from sample_packs import edit, set_cell

SAVED = Path(__file__).parents[1] / "data" / "spreadsheets"


def saved(copy, locale):
    for file in (SAVED / locale).glob("*.csv"):
        shutil.copy(file, copy / file.name)
    return copy


def faults(folder):
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(folder)
    return refused.value.faults


@pytest.mark.parametrize("locale", ["vi-VN", "de-DE"])
def test_a_locale_that_writes_numbers_like_the_source_keeps_them(copy, bac_lieu, locale):
    claims = pack.read_pack_folder(saved(copy, locale)).claims
    assert {n: (c.value, c.bounds) for n, c in claims.items()} == {
        n: (c.value, c.bounds) for n, c in bac_lieu.claims.items()
    }


def test_a_locale_that_rewrites_numerals_is_caught_and_the_mend_is_named(copy):
    found = faults(saved(copy, "en-US"))
    rewritten = {(f.row, f.value): f.mend for f in found if f.column == "printed"}
    assert "20.000" in next(f.mend for f in found if f.column == "value")
    assert "1.500" in rewritten[9, "1.5"]
    assert all("format the column printed as text" in mend for mend in rewritten.values())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text + "," * 22 + "\n\n",
        lambda text: "\n".join(f"{line},," if line else line for line in text.split("\n")),
    ],
    ids=["byte order mark", "CRLF", "NFD", "empty rows", "empty columns"],
)
def test_what_programs_add_is_read(copy, bac_lieu, spoil):
    for name in ("reported.csv", "sources.csv"):
        path = copy / name
        text = path.read_text(encoding="utf-8")
        if name == "sources.csv" and spoil("a\n").endswith("\n\n"):
            continue  # the empty row has as many cells as reported.csv
        path.write_bytes(spoil(text).encode())
    read = pack.read_pack_folder(copy)
    assert read.claims == bac_lieu.claims


def test_decimal_commas_in_the_plain_numbers_are_read(copy, bac_lieu):
    edit(copy, "reported.csv", set_cell("poverty-rate-2024", "value", "0,69"))
    edit(copy, "reported.csv", set_cell("poverty-rate-2024", "rounded_to", "0,01"))
    assert pack.read_pack_folder(copy).claims["poverty-rate-2024"].bounds == bac_lieu.claims["poverty-rate-2024"].bounds


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("0.69", "may have rewritten it; format the column printed as text, then enter it again: 0,69"),
        ("1/2/2024", "turned it into a date"),
        ("05-Thg9", "turned it into a date"),
        ("691", "correct value, printed or locale"),
        ("690", "no thousands mark: write 690"),
    ],
)
def test_a_rewritten_numeral_is_told_how_to_enter_it(copy, printed, said):
    edit(copy, "reported.csv", set_cell("poverty-rate-2024", "printed", printed))
    assert any(said in f.mend for f in faults(copy))


def test_a_workbook_is_not_a_csv_file(copy):
    (copy / "reported.csv").write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe")
    found = faults(copy)
    assert found[0].value == "a workbook, not a text file"
