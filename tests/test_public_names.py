"""What a person types: the names of the package and of its rooms, and the examples beside them."""

import ast
import doctest
import inspect
import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import poverty
from poverty.packs import load
from poverty.packs.csv_rows import PackError
from sample_packs import sweep

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
load_once = cache(load.load_pack)
PACKAGE = NOTEBOOKS / "poverty"
ROOMS = ("packs", "bands", "trajectory", "jobs", "outlook", "tables", "words", "charts", "publish")
MODULES = sorted(
    ".".join(part for part in ("poverty", *path.relative_to(PACKAGE).with_suffix("").parts) if part != "__init__")
    for path in PACKAGE.rglob("*.py")
    if path.name != "__main__.py"
)


def names_in_notebooks():
    """Each name that a notebook takes from the package, with its module."""
    taken = set()
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("poverty"):
                taken |= {(node.module, alias.name) for alias in node.names}
            if isinstance(node, ast.Attribute) and (room := ast.unparse(node.value).removeprefix("poverty.")) in ROOMS:
                taken.add((f"poverty.{room}", node.attr))  # such as poverty.trajectory.find_longest_gap
    return sorted(taken)


def test_the_package_has_ten_names_and_none_is_a_module():
    assert sorted(poverty.__all__) == [
        "chart",
        "check",
        "draft",
        "evidence",
        "explain",
        "export",
        "findings",
        "load",
        "table",
        "trace",
    ]
    for name in poverty.__all__:
        assert not (PACKAGE / name).exists()
        assert not (PACKAGE / f"{name}.py").exists()
        assert inspect.getdoc(getattr(poverty, name))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_lists_its_public_names(room):
    module = import_module(f"poverty.{room}")
    assert len(module.__all__) == len(set(module.__all__))
    for name in module.__all__:
        assert not name.startswith("_")
        assert getattr(module, name) is not None


@pytest.mark.parametrize(("module", "name"), names_in_notebooks())
def test_a_notebook_takes_public_names_whose_functions_have_an_example(module, name):
    taken = getattr(import_module(module), name)
    room = module.split(".")[1] if "." in module else ""
    if room in ROOMS and not inspect.ismodule(taken):
        assert name in import_module(f"poverty.{room}").__all__
    if inspect.isfunction(taken):
        assert ">>>" in inspect.getdoc(taken)


@pytest.mark.parametrize("name", [sweep(m) if m.startswith("poverty.publish.") else m for m in MODULES])
def test_examples_run(name, monkeypatch):
    monkeypatch.setattr(load, "load_pack", load_once)  # each example reads a pack anew
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize(
    ("call", "error", "reason"),
    [
        (lambda: poverty.load("bac-lieux"), PackError, "did you mean 'bac-lieu'"),
        (lambda: poverty.load(None), ValueError, "the name of a folder of data/"),
        (lambda: poverty.chart("poverty"), ValueError, "there are 01-answer"),
        (lambda: poverty.chart("livelihoods", "gia-lai").figure, ValueError, "a4-livelihoods is not drawn: too little"),
        (lambda: poverty.chart("trajectory", size="Slide"), ValueError, "there are slide"),
        (lambda: poverty.chart("trajectory", language="vn"), ValueError, "there are en, id, vi"),
        (lambda: poverty.draft(None), ValueError, "it can be the text of a page"),
        (lambda: poverty.draft("x", "fr"), ValueError, "no language 'fr'; there are en, id, vi"),
        (lambda: poverty.table("pace"), ValueError, "there are "),
        (lambda: poverty.explain("bands"), ValueError, "nothing is explained as 'bands'; there are "),
        (lambda: poverty.load("bac-lieu", "al"), ValueError, "it can be article or all"),
        (lambda: poverty.findings("housing"), ValueError, "there are poverty, jobs"),
        (lambda: poverty.trace("livelihoods", "gia-lai"), LookupError, "a4-livelihoods is not drawn: too little"),
        (lambda: poverty.trace("trajectory", yaer=2018), LookupError, "no column yaer"),
        (lambda: poverty.evidence("all", poverty.evidence("article")), ValueError, "main source alone"),
        (lambda: poverty.export(folder=__file__), NotADirectoryError, "is a file"),
        (lambda: poverty.export(what="dek"), ValueError, "there are charts, deck, brief, workbook, gallery"),
        (lambda: poverty.export(languages="vn"), ValueError, "no language 'vn'; there are en, id, vi"),
        (lambda: poverty.export(languages=[]), ValueError, "no language is named; there are en, id, vi"),
        (lambda: poverty.export("bac-lieux", "deck"), PackError, "did you mean 'bac-lieu'"),
    ],
)
def test_a_wrong_word_is_answered_in_a_line(call, error, reason):
    with pytest.raises(error, match=re.escape(reason)):
        call()
