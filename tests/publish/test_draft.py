"""The draft command: what is written, what is said, and that nothing is written where something is refused."""

import re
import subprocess
import sys

import pytest

from made_drafts import TEXT, make_draft
from poverty.__main__ import main
from poverty.packs import template
from poverty.packs.csv_rows import PackError
from poverty.packs.draft import engine
from poverty.packs.draft.merge import RowState, merge_draft
from poverty.packs.draft.proposals import Draft
from poverty.packs.load import read_pack_folder
from poverty.publish import draft as command
from poverty.publish.review import build_review
from poverty.words.language import Language, list_languages


@pytest.fixture
def data(tmp_path, monkeypatch):
    """An empty data folder, a page beside it, and an engine that proposes what was worked out by hand."""
    for module in (command, template):
        monkeypatch.setattr(module, "DATA", tmp_path / "data")
    monkeypatch.setattr(command, "BUILD", tmp_path / "build")
    monkeypatch.setattr(engine, "draft_text", lambda text, *_: make_draft(text))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def draft(data, *options, page="page.txt", province="kon-tum"):
    return main(["draft", *options, "--", province, str(data / page)])


def tree(data):
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def test_a_page_becomes_a_pack_and_a_page_to_compare(data, capsys):
    assert draft(data) == 0
    said = capsys.readouterr().out
    assert "page.txt: 5 rows are proposed, 2 of them doubtful; 2 numerals were left alone." in said
    assert re.findall(r"^  (\d)\. ", said, re.MULTILINE) == ["1", "2", "3"]
    assert "review-PAGE.html" in said
    assert sorted(tree(data)) == [
        "build/kon-tum/review-PAGE.html", "data/kon-tum/drafted.csv", "data/kon-tum/overrides.csv",
        "data/kon-tum/province.toml", "data/kon-tum/readings.csv", "data/kon-tum/reported.csv",
        "data/kon-tum/sources.csv", "page.txt",
    ]  # fmt: skip
    before = tree(data)
    assert draft(data) == 0
    assert "in the pack before: 5 proposed before and not confirmed yet" in capsys.readouterr().out
    assert tree(data) == before


PAGES = {
    "vi": "Cuối năm 2024, toàn tỉnh còn 9.812 hộ nghèo, chiếm 4,37%.",
    "id": "Pada Maret 2024 penduduk miskin di provinsi ini 1,13 juta orang atau 19,48 persen.",
}


@pytest.mark.parametrize(("code", "country"), [("vi", "VN"), ("id", "ID")])
def test_the_engines_own_rows_lack_nothing_but_a_persons_part(data, monkeypatch, code, country):
    monkeypatch.undo()
    for module in (command, template):
        monkeypatch.setattr(module, "DATA", data / "data")
    monkeypatch.setattr(command, "BUILD", data / "build")
    (data / "page.txt").write_text(f"Kon Tum\n26/12/2024\n\n{PAGES[code]}", encoding="utf-8")
    assert draft(data) == 0
    toml = data / "data/kon-tum/province.toml"
    assert f'country = "{country}"' in toml.read_text(encoding="utf-8")
    with pytest.raises(PackError) as refused:
        read_pack_folder(toml.parent)
    assert [fault.column for fault in refused.value.faults] == ["iso_3166_2", "publisher", "confirmed"]


@pytest.mark.parametrize("code", ["vi", "id"])
def test_the_answer_and_the_page_are_in_the_readers_language(data, capsys, monkeypatch, code):
    monkeypatch.setenv("LC_ALL", f"{code}_XX.UTF-8")
    assert draft(data) == 0
    assert f'<html lang="{code}">' in (data / "build/kon-tum/review-PAGE.html").read_text(encoding="utf-8")
    assert draft(data, "--language", "en") == 0
    assert '<html lang="en">' in (data / "build/kon-tum/review-PAGE.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("province", "page", "options", "told"),
    [
        ("Kon Tum", "page.txt", (), "PROVINCE is 'Kon Tum': write small letters"),
        ("../x", "page.txt", (), "PROVINCE is '../x'"),
        ("kon-tum", "none.txt", (), "there is no file"),
        ("kon-tum", "page.txt", ("--locale", "fr"), "there is no grammar of 'fr': write en, id, vi"),
        ("kon-tum", "page.txt", ("--source", "a b"), "the id 'a b' has other signs"),
    ],
)  # fmt: skip
def test_what_is_refused_writes_nothing(data, capsys, province, page, options, told):
    before = tree(data)
    assert draft(data, *options, page=page, province=province) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.endswith("Nothing was written.\n")
    assert tree(data) == before


def test_a_page_that_says_nothing_of_poverty_leaves_the_pack_and_shows_what_was_left(data, capsys):
    (data / "page.txt").write_text("Quyết định số 3147\n\nKhông có gì.", encoding="utf-8")
    assert draft(data) == 1
    said = capsys.readouterr().err
    assert "says nothing of poverty that the program can read: 1 numeral was left alone." in said
    assert sorted(tree(data)) == ["build/kon-tum/review-PAGE.html", "page.txt"]
    assert b"no row is proposed" in (data / "build/kon-tum/review-PAGE.html").read_bytes()


def test_a_page_without_a_name_is_asked_for(data, capsys):
    assert main(["draft", "--", "kon-tum", ""]) == 1
    assert "no page is named: write TEXT=page.txt" in capsys.readouterr().err


@pytest.mark.parametrize("spoil", ["a,b\n1,2\n", "open"])
def test_a_file_that_is_at_fault_or_open_is_named_before_anything_is_written(data, capsys, spoil):
    assert draft(data) == 0
    reported = data / "data/kon-tum/reported.csv"
    if spoil == "open":
        (reported.parent / ".~lock.reported.csv#").write_text("")
    else:
        reported.write_text(spoil, encoding="utf-8")
    (data / "other.txt").write_text("Trang khác\n\nCuối năm 2024: 4,37%.", encoding="utf-8")
    before = {name: content for name, content in tree(data).items() if "build" not in name}
    capsys.readouterr()
    assert draft(data, page="other.txt") == 1
    said = capsys.readouterr().err
    assert "reported.csv" in said
    assert "close it there" in said if spoil == "open" else "the first row must hold the names" in said
    assert {name: content for name, content in tree(data).items() if "build" not in name} == before


@pytest.mark.parametrize("is_new", [True, False])
def test_a_disk_that_fails_between_two_files_leaves_none(data, monkeypatch, capsys, is_new):
    if not is_new:
        assert draft(data) == 0
        (data / "page.txt").write_text(TEXT.replace("74,44", "x"), encoding="utf-8")
    before = {name: content for name, content in tree(data).items() if "build" not in name}

    def write_half(folder, files):
        folder.mkdir(exist_ok=True)
        for name in list(files)[:2]:
            (folder / name).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "write_files", write_half)
    assert draft(data) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert {name: content for name, content in tree(data).items() if "build" not in name} == before
    assert (data / "data/kon-tum").exists() != is_new


# --- the page


@pytest.mark.parametrize("code", list_languages())
def test_the_review_page_shows_the_text_as_text_and_the_doubtful_rows_first(data, code):
    made = make_draft()
    rows = merge_draft(data / "data/kon-tum", made, "page.txt").rows
    page = build_review(made, rows, "kon-tum", "page.txt", Language(code)).decode()
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; hết." in page
    assert page.count("<script>") == 1
    first = page[page.index('<ol class="first">') : page.index("</ol>")]
    assert re.findall(r'href="#r(\d)"', first) == ["4", "5"]
    assert page.index("</ol>") < page.index('class="block"') < page.index('class="left-list"')
    assert not re.search("https?:", page)


def test_a_row_that_a_person_settled_is_no_longer_doubtful(data):
    made = make_draft()
    rows = [type(row)(row.proposal, row.claim_id, RowState.CONFIRMED, row.cells | {"value": "2665"})
            for row in merge_draft(data / "data/kon-tum", made, "page.txt").rows]  # fmt: skip
    page = build_review(made, tuple(rows), "kon-tum", "page.txt", Language("en")).decode()
    assert '<ol class="first">' not in page
    assert page.count("confirmed by a person") == 5
    assert "Poor households: 2,665 households" in page


def test_a_page_without_any_numeral_is_shown(data):
    page = build_review(Draft("<b>nothing</b>", "en", (), ()), (), "x", "<i>.txt", Language("en")).decode()
    assert "&lt;b&gt;nothing&lt;/b&gt;" in page
    assert "&lt;i&gt;.txt" in page


def test_check_loads_no_template_engine():
    code = "import poverty.words.check, sys; sys.exit('jinja2' in sys.modules or 'poverty.packs.draft' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
