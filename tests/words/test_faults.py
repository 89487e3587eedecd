"""Faults and commands speak the reader's language; charts and files do not depend on it."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from poverty.__main__ import main
from poverty.packs import template
from poverty.packs.claims import build_claim
from poverty.packs.csv_rows import CsvRow, Fault, PackError, list_column_names
from poverty.packs.load import read_pack_folder
from poverty.packs.messages import Joined, Message, message
from poverty.publish.runs import processes
from poverty.publish.runs.runner import describe_error
from poverty.words.catalogues import extract_messages
from poverty.words.language import Language, list_languages
from poverty.words.speech import LOCALE_VARIABLES, choose_language, phrase_error
from sample_packs import edit, set_cell

ROOT = Path(__file__).parents[2]
ROOMS_BELOW = ("packs", "bands", "trajectory", "jobs", "outlook")


@pytest.fixture
def plain(monkeypatch):
    """An environment that names no language."""
    for name in LOCALE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def refuse(copy, cells):
    """Why the pack is refused once cells of reported.csv are spoilt."""
    for cell in cells:
        edit(copy, "reported.csv", set_cell(*cell))
    with pytest.raises(PackError) as refused:
        read_pack_folder(copy)
    return refused.value


SAID = [  # by a person who reads the frame aloud
    ("vi", ("poverty-rate-2015", "printed", "2,65%"), [
        "1 lỗi; chưa ghi gì cả",
        "reported.csv, dòng 5, cột printed: '2,65%'",
        "    cần có: một số viết theo kiểu tiếng Indonesia, như 1.234,5",
        "    cách sửa: bỏ dấu %: viết 2,65",
    ]),
    ("id", ("poverty-rate-2015", "value", "2.56"), [
        "1 kesalahan; tidak ada yang ditulis",
        "reported.csv, baris 5, kolom value: '2.56'",
        "    seharusnya: 2.65, karena itulah arti '2,65' dalam 'id'",
        "    perbaikan: perbaiki kolom value, printed, atau locale",
    ]),
    ("vi", ("poverty-rate-2015", "from", "15/12/2015"), [
        "1 lỗi; chưa ghi gì cả",
        "reported.csv, dòng 5, cột from: '15/12/2015'",
        "    cần có: một thời điểm như 1997, 2015-M12 hoặc 2018-S1, hoặc để trống",
        "    cách sửa: viết 2015-M12",
    ]),
    ("id", ("poverty-rate-2024", "source_id", ""), [
        "1 kesalahan; tidak ada yang ditulis",
        "reported.csv, baris 17, kolom source_id: ''",
        "    seharusnya: sebuah id dari sources.csv: BAOBACLIEU, VBF2015, BDS2023, BKTT",
        "    perbaikan: sebutkan siapa yang menerbitkan angka itu",
    ]),
    ("vi", ("poverty-rate-2024", "base", ""), [
        "1 lỗi; chưa ghi gì cả",
        "reported.csv, dòng 17, cột base: ''",
        "    cần có: households hoặc population, tùy tỷ lệ tính trên số hộ hay số dân",
        "    cách sửa: phần lớn kết quả rà soát: households",
    ]),
    ("id", ("poverty-rate-2024", "unit", "households"), [
        "1 kesalahan; tidak ada yang ditulis",
        "reported.csv, baris 17, kolom unit: 'households'",
        "    seharusnya: percent, untuk poverty_rate",
        "    perbaikan: perbaiki satuan atau indikatornya",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "cell", "lines"), SAID)
def test_a_fault_is_said_in_the_language_of_its_reader(copy, code, cell, lines):
    said = phrase_error(refuse(copy, [cell]), Language(code)).replace("\u00a0", " ")
    assert said.splitlines() == lines


def test_a_file_that_is_not_there_is_said_so_too(copy):
    (copy / "sources.csv").unlink()
    said = phrase_error(refuse(copy, []), Language("vi"))
    assert "sources.csv: (không có)\n    cần có: tệp này\n" in said


@pytest.mark.parametrize("code", list_languages())
@pytest.mark.parametrize("junk", ["", "x", "5,0x", "-1", "1.234.567,8%", "100 %(x)s", "31/12/2015", "2015"])
def test_no_junk_in_a_cell_leaves_a_hole_in_any_language(copy, code, junk):
    error = refuse(copy, [("poverty-rate-2015", c, junk) for c in list_column_names("reported.csv")[1:] if c != "note"])
    said = phrase_error(error, Language(code))
    assert "%(" not in said.replace("%(x)s", "")
    assert len(said.splitlines()) == 1 + 3 * len(error.faults)
    if code == "en":
        assert said == str(error)


def test_every_text_of_the_lower_rooms_is_in_the_catalogues():
    """A template in a variable, or hidden in an inner call, would be found by nobody who translates."""
    known = {text for m in extract_messages() for text in (m.id if isinstance(m.id, tuple) else (m.id,))}
    found = set()
    for path in (path for room in ROOMS_BELOW for path in (ROOT / "notebooks" / "poverty" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("message", "message_many"):
                texts = node.args[: 1 if node.func.id == "message" else 2]
                found |= {text.value for text in texts if isinstance(text, ast.Constant)}
    assert len(found) > 200
    assert found - known == set()


def test_what_a_fault_expects_and_advises_is_made_to_be_retold(bac_lieu):
    bad = dict.fromkeys(("indicator", "statistic", "unit", "value", "from", "status", "locale", "base", "area"), "x")
    row = CsvRow("reported.csv", 2, bac_lieu.rows["poverty-rate-2015"] | bad, [])
    assert build_claim(row, bac_lieu.shared) is None
    assert len(row.faults) >= len(bad)
    for fault in row.faults:
        assert isinstance(fault.mend, Message | Joined), fault
        assert isinstance(fault.expected, Message) or ", " in fault.expected, fault  # or a list of words


CHOICES = [
    ({}, "en"),
    ({"LANG": "vi_VN.UTF-8"}, "vi"),
    ({"LANG": "vi"}, "vi"),
    ({"LANG": "id_ID@latin"}, "id"),
    ({"LANG": "C.UTF-8"}, "en"),
    ({"LANG": "POSIX"}, "en"),
    ({"LANG": "tr_TR.UTF-8"}, "en"),
    ({"LANG": "vi_VN.UTF-8", "LC_ALL": "id_ID.UTF-8"}, "id"),
    ({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "C"}, "en"),
    ({"LANG": "vi_VN.UTF-8", "LC_ALL": ""}, "vi"),
    ({"LANG": "en_GB.UTF-8", "LANGUAGE": "tr:id:vi"}, "id"),
    ({"LANG": "vi_VN.UTF-8", "LANGUAGE": "en_US:en"}, "en"),
]


@pytest.mark.parametrize(("environment", "code"), CHOICES)
def test_the_environment_chooses_as_gettext_reads_it(plain, environment, code):
    for name, value in environment.items():
        plain.setenv(name, value)
    assert choose_language().code == code


def test_what_is_asked_for_goes_before_the_environment(plain, capsys):
    plain.setenv("LANG", "vi_VN.UTF-8")
    assert choose_language("id").code == "id"
    assert choose_language("").code == "vi"
    assert main(["check", "--language", "vi", "nowhere"]) == 1
    assert "chưa ghi gì cả" in capsys.readouterr().err
    assert main(["check", "--language", "en", "nowhere"]) == 1
    assert "nothing was written" in capsys.readouterr().err


def test_a_language_without_a_catalogue_is_one_sentence(plain, capsys):
    assert main(["check", "--language", "fr", "bac-lieu"]) == 1
    assert capsys.readouterr().err == "no language 'fr'; there are en, id, vi\n"


@pytest.mark.parametrize(("word", "said"), [("LANG=vi", '--language="$LANG"'), ("", "poverty check  --")])
def test_make_takes_lang_and_hands_it_on_as_text(word, said):
    done = subprocess.run(
        ["make", "--dry-run", "check", *filter(None, [word])], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


PRINTS_WHAT_IS_KEPT = """
import hashlib, poverty
from poverty.packs.csv_rows import PackError
print(poverty.check("lao-cai").to_csv(), *poverty.findings("poverty", "lao-cai"), poverty.table("yearly", "lao-cai"))
try:
    poverty.load("nowhere")
except PackError as error:
    print(error, error._render_traceback_())
poverty.trace("trajectory", "lao-cai", role="anchor")
"""


@pytest.mark.sweep
def test_what_is_kept_and_what_notebooks_show_does_not_depend_on_the_environment():
    said = []
    for language in ("C.UTF-8", "vi_VN.UTF-8", "id_ID.UTF-8"):
        given = dict.fromkeys(LOCALE_VARIABLES, language) | {"PYTHONPATH": str(ROOT / "notebooks")}
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", PRINTS_WHAT_IS_KEPT], env=os.environ | given, capture_output=True,
            check=True,
        )  # fmt: skip
        said.append(done.stdout)
    assert said[0] == said[1] == said[2]
    assert b"Traceback" not in said[0]


def test_nothing_but_commands_asks_for_the_environments_language():
    asking = [
        path.name
        for path in (ROOT / "notebooks" / "poverty").rglob("*.py")
        if "choose_language" in path.read_text(encoding="utf-8")
    ]
    assert sorted(asking) == ["__init__.py", "__main__.py", "speech.py"]


def test_a_new_pack_is_announced_in_the_language(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(template, "DATA", tmp_path)
    shutil.copytree(template.TEMPLATE_FOLDER, tmp_path / "_template")
    assert template.copy_pack_template("yen-bai", Language("vi").retell) == 0
    assert "make check PROVINCE=yen-bai, đến khi không còn lỗi" in capsys.readouterr().out
    assert template.copy_pack_template("Yên Bái", Language("id").retell) == 1
    assert "tulis yen-bai" in capsys.readouterr().err


def test_an_error_of_the_machine_is_said_in_the_language():
    error = describe_error(OSError(28, "No space left on device", "figures/here"))
    assert error == "No space left on device (figures/here)"
    assert Language("vi").retell(error) == "Ổ đĩa đã hết chỗ (figures/here)"


def test_what_a_notebook_tells_its_runner_is_said_in_the_runners_language(tmp_path, monkeypatch):
    path = tmp_path / "progress"
    monkeypatch.setenv(processes.PROGRESS, str(path))
    for done in (1, 2):
        processes.tell_runner(message("%(name)s (%(done)s of %(all)s)", name="vi 06-jobs", done=done, all=2))
    assert processes.read_told(path, 1, Language("id")) == ["vi 06-jobs (2 dari 2)"]
    assert processes.read_told(tmp_path / "none", 0, Language("id")) == []


def test_a_pack_error_is_a_plain_text_in_notebooks():
    error = PackError([Fault("a.csv", 2, "unit", "kg", message("correct the number"), message("enter it"))])
    assert type(str(error)) is str
    assert error._render_traceback_()[0] == "1 fault; nothing was written"
