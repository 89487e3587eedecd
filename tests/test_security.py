"""A pack from a stranger does no harm: its words stay words in every file, and no code of ours runs what it reads."""

import ast
import csv
import json
import os
import re
import time
import urllib.error
import urllib.request
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from pptx import Presentation

from poverty.charts.page import SLIDE
from poverty.packs import load
from poverty.packs.readings import restrict_to_evidence
from poverty.publish import chart_files, export
from poverty.publish.deck import deck
from poverty.publish.deck.chart_xml import guard_formula
from poverty.publish.runs.pages import PageExporter
from poverty.publish.workbook import build_workbook
from poverty.tables import build_tidy_tables
from poverty.words.findings import FINDINGS_BY_SUBJECT
from poverty.words.language import Language
from poverty.words.readable import Explanation, Sentences, make_table
from project_copies import ROOT, begin_lab, end_lab
from sample_packs import edit

PACKAGE = ROOT / "notebooks" / "poverty"
MARKUP = "<script>alert(1)</script>![x](http://example.org/x.png)"
SIGNS = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1", "\r=1+1", "\n=1+1")
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "vbscript:x",
    "\x01javascript:x",
)
PORTS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))  # those that are open, in hexadecimal
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
OUTSIDE = {  # modules that run other programs, revive objects from bytes, or speak to a network
    "dill", "ftplib", "http", "joblib", "marshal", "pickle", "requests", "shelve", "smtplib", "socket", "subprocess",
    "urllib3", "yaml", "distributed", "dask",
}  # fmt: skip
# it starts this very program, without a shell, and asks the scheduler that a person names
ALLOWED = {"publish/runs/cluster.py": {"distributed", "subprocess"}}
CALLED = {"system", "popen", "read_pickle", "to_pickle", "read_html", "urlopen", "execv", "spawnv", "startfile"}


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """The Bạc Liêu pack with the words of a stranger wherever a pack has words of its own."""
    folder = tmp_path_factory.mktemp("stranger") / "bac-lieu"
    folder.mkdir()
    for path in (ROOT / "tests" / "data" / "evidence" / "bac-lieu").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())

    def spoil(rows):
        head = rows[0]
        for n, row in enumerate(rows[1:]):
            for column, text in (("publisher", SIGNS[n % 4]), ("title", f"{SIGNS[n % 4]} {MARKUP}")):
                row[head.index(column)] = text
            row[head.index("url")] = LINKS[n % len(LINKS)]

    def speak(rows):
        for row in rows[1:]:
            row[rows[0].index("locator")] = row[rows[0].index("note")] = f"=1+1 {MARKUP}"

    edit(folder, "sources.csv", spoil)
    edit(folder, "reported.csv", speak)
    toml = folder / "province.toml"
    toml.write_text(
        re.sub(r'^en = "[^"]*"', 'en = "=1+1<b>x</b>"', toml.read_text(encoding="utf-8"), count=1, flags=re.M)
    )
    return load.read_pack_folder(folder)


@pytest.fixture(scope="module")
def made(stranger):
    """Its charts in English."""
    return export.draw_every_chart(stranger, ["en"])


def list_imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_code_runs_what_it_reads(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = ALLOWED.get(path.relative_to(PACKAGE).as_posix(), set())
    assert {name.partition(".")[0] for name in list_imports(tree)} & OUTSIDE == allowed
    assert "urllib.request" not in list_imports(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert not (isinstance(node.func, ast.Name) and node.func.id in RUNS_CODE), ast.unparse(node)
            assert not (isinstance(node.func, ast.Attribute) and node.func.attr in CALLED), ast.unparse(node)
            assert "shell" not in {keyword.arg for keyword in node.keywords}, ast.unparse(node)


@pytest.mark.parametrize("text", SIGNS)
def test_a_text_of_an_exported_table_is_no_formula(text):
    table = pd.DataFrame({"text": [text, "-0,5", "-12.5", "+3%", "5 - 3"], "number": [-0.5, -1, 2, 3, -0.25]})
    rows = [*csv.DictReader(StringIO(export.csv_bytes(table).decode("utf-8-sig"), newline=""))]
    assert [row["text"] for row in rows] == [f"'{text}".replace("\r", "\n"), "-0,5", "-12.5", "+3%", "5 - 3"]
    assert [float(row["number"]) for row in rows] == [-0.5, -1, 2, 3, -0.25]


def test_no_exported_table_of_a_stranger_holds_a_formula(stranger, made):
    tables = build_tidy_tables(stranger) | {name: chart.table for name, chart in made["en"].items()}
    spoilt = 0
    for name, table in tables.items():
        for row in csv.reader(StringIO(export.csv_bytes(table).decode("utf-8-sig"), newline="")):
            for cell in row:
                assert not export.FORMULA.match(cell), (name, cell)
                spoilt += cell.startswith("'=")
    assert spoilt


@pytest.mark.sweep
def test_a_deck_of_a_stranger_has_no_formula_and_no_link_that_runs(stranger, made):
    data = deck(stranger, made["en"], Language("en"), None)
    Presentation(BytesIO(data))
    books = 0
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            if name.endswith(".xlsx"):
                books += 1
                with ZipFile(BytesIO(content)) as book:
                    for part in book.namelist():
                        assert not re.search(rb"<(f|hyperlink)[ />]", book.read(part)), (name, part)
            if name.endswith(".rels"):
                outside = re.findall(rb'Target="([^"]*)" TargetMode="External"', content)
                assert [link for link in outside if not link.startswith((b"https://", b"http://"))] == []
    assert books


@pytest.mark.parametrize("text", [*SIGNS[:4], "{=1+1}", "external:c:/x", "internal:A1", "mailto:a@b", "http://x"])
def test_a_name_in_a_chart_of_a_deck_is_a_text(text):
    assert guard_formula(text) == f" {text}"


def test_a_workbook_of_a_stranger_has_no_formula_and_no_link(stranger):
    with ZipFile(BytesIO(build_workbook(stranger))) as book:
        for part in book.namelist():
            assert not re.search(rb"<(f|hyperlink)[ />]", book.read(part)), part


def test_a_chart_of_a_stranger_has_no_markup(made):
    svg = chart_files.render(made["en"]["01-answer"], "en", SLIDE, ["svg"])["svg"].decode()
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "=1+1&lt;b&gt;" in svg


@pytest.mark.parametrize("link", LINKS)
def test_a_page_has_no_link_that_runs_and_no_markup_of_a_source(link):
    exporter = PageExporter("bac-lieu")
    for kind in (Sentences, Explanation):
        page = exporter.render_markdown(kind([f"[here]({link}) <{link}> {MARKUP} $\\frac$ **so**"])._repr_markdown_())
        assert not re.search(r'<(script|img|iframe)|href="(?!http://example.org)', page), page
        assert "<strong>so</strong>" in page
        assert "&lt;script&gt;" in page


def test_sentences_and_tables_of_a_stranger_are_text(stranger):
    exporter = PageExporter("bac-lieu")
    for tell in FINDINGS_BY_SUBJECT.values():
        page = exporter.render_markdown(Sentences(tell(stranger, Language("en")))._repr_markdown_())
        assert not re.search(r"<(script|img|b)[ >]", page)
    for name in ("sources", "numerals", "questions", "checks", "yearly", "figures", "models", "source-verdicts"):
        page = make_table(name, stranger)._repr_html_()
        assert not re.search(r"<(script|img|b)[ >]", page), name


def test_a_name_from_a_pack_never_becomes_a_path(stranger, made):
    paths = [*export.build_folder(stranger.slug, {"en": {"01-answer": made["en"]["01-answer"]}}, in_parallel=False)]
    assert all(re.fullmatch(r"[\w./-]+", path) and ".." not in path for path in paths)
    assert restrict_to_evidence(stranger, "article").slug == "bac-lieu"


@pytest.mark.parametrize("slug", ["../x", "x/../../y", "/etc", "=1+1", "a;b", "$(x)", "a b", "-x", "con\x00", "."])
def test_a_new_pack_has_a_plain_name(slug, capsys):
    from poverty.packs import copy_pack_template

    before = sorted(os.listdir(ROOT / "data"))
    assert copy_pack_template(slug) == 1
    assert "expected: small letters, digits and hyphens" in capsys.readouterr().err
    assert sorted(os.listdir(ROOT / "data")) == before


def test_what_a_person_sets_reaches_recipes_as_text():
    """Each variable is taken as it is, never expanded, and recipes get it through the environment, in quotes."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    settable = re.search(r"^SETTABLE := (.*)$", text, re.M)[1].split()
    exported = " ".join(re.findall(r"^export (.*)$", text, re.M)).split()
    assert set(settable) == set(exported) >= {"PROVINCE", "EVIDENCE", "TEMPLATE", "TEXT", "LANG"}
    assert '\nSPEAKING := --language="$$LANG"\n' in text  # which recipes hold
    recipes = re.findall(r"^\t.*(?:\\\n.*)*", text, re.M)
    for name in settable:
        assert f"override {name} := $(value {name})\n" in text
        for recipe in recipes:
            assert f"$({name})" not in recipe
            assert f"${{{name}}}" not in recipe
            assert re.findall(rf'(?<!")\$\${name}|\$\${name}(?!")', recipe.replace(f'="$${name}"', "")) == []


@pytest.mark.sweep
@pytest.mark.skipif(not PORTS[0].is_file(), reason="open ports are looked up in /proc")
def test_jupyterlab_listens_to_this_machine_alone_and_asks_for_its_token(tmp_path):
    assert re.search(r"^lab:.*\n\t@\$\(PYTHON\) -m jupyter lab$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    (tmp_path / "build").mkdir()
    process, address = begin_lab(tmp_path, port="0", ip=None)
    try:
        port = int(re.search(r":(\d+)/", address)[1])
        lines = [line.split() for path in PORTS if path.is_file() for line in path.read_text().splitlines()[1:]]
        heard = {words[1].rpartition(":")[0] for words in lines if words[3] == "0A" and int(words[1][-4:], 16) == port}
        assert heard <= {"0100007F", "00000000000000000000000001000000"}
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/contents", timeout=10)
        token = address.rpartition("=")[2]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/contents?token={token}", timeout=10) as answer:
            assert json.load(answer)["type"] == "directory"
    finally:
        end_lab(process)


def test_a_connection_to_elsewhere_fails():
    """So no test, and nothing that a test calls here, can depend on a network: see conftest.py."""
    started = time.perf_counter()
    with pytest.raises((OSError, urllib.error.URLError), match="no network"):
        urllib.request.urlopen("http://192.0.2.1/", timeout=5)
    with pytest.raises((OSError, urllib.error.URLError), match="no network"):
        urllib.request.urlopen("http://example.org/", timeout=5)
    assert time.perf_counter() - started < 2
