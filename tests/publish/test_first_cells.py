"""The first two code cells of each notebook: whatever is typed there, or lacks, is answered in a sentence.

`import poverty` finds the package beside the notebook, whatever Python the kernel is of. What remains is a kernel of
another Python started in another folder: the comment of that line says what to do, and a traceback shows it.
"""

import json
import os
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from poverty.publish.runs import collection
from project_copies import ROOT, build_house

ALL = {path.stem: path for path in collection.list_notebooks()}
MOST_LINES, MOST_LETTERS = 12, 400
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# what is wrong with a parameter, and a part of the answer
SLUG = {"bac-lieux": "did you mean 'bac-lieu'?", "Gia Lai": "did you mean 'gia-lai'?", "data\\gia-lai": "not a path",
        None: "the name of a folder of data/"}  # fmt: skip
WRONG = {
    "PROVINCE": SLUG,
    "GAP_OF": SLUG,
    "MARKED": SLUG,
    "EVIDENCE": {"al": "it can be article or all", "both": "it can be article or all", None: "article or all"},
    "SHOWN": {"falling rate": "there are falling rates at year ends"},
    "STANDARD": {"VN-2061": "VN-2022"},
}


def read_first_cells(path):
    """The sources of the first two code cells."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"][:2]


FIRST_CELLS = {stem: read_first_cells(path) for stem, path in ALL.items()}
NOTEBOOKS = [stem for stem, (_, second) in FIRST_CELLS.items() if second.startswith("import poverty")]


def run(sources, folder=ROOT / "notebooks"):
    """What each of some cells, run in one kernel one after the other, shows of an error: its lines; none, if it ran."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    client = NotebookClient(
        nbformat.v4.new_notebook(cells=cells), resources={"metadata": {"path": str(folder)}}, kernel_name="python3",
        timeout=120, allow_errors=True, record_timing=False, extra_arguments=["--log-level=CRITICAL"],
    )  # fmt: skip
    client.execute(env=dict(os.environ))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    errors = [[o for o in cell.outputs if o.output_type == "error"] for cell in cells]
    return [COLOURS.sub("", "\n".join(found[0].traceback)).splitlines() if found else [] for found in errors]


def set_parameter(first, name, value):
    """The source of a first cell with another value of a parameter."""
    return re.sub(rf"^{name} = [^#\n]*", lambda _: f"{name} = {value!r}  ", first, count=1, flags=re.MULTILINE)


def list_wrong_values(stem):
    """First cells with a wrong value of a parameter, and a part of the answer."""
    return [
        (set_parameter(FIRST_CELLS[stem][0], name, value), answer)
        for name in collection.read_parameters(ALL[stem])
        for value, answer in WRONG.get(name, {}).items()
    ]


def list_misspelt_names(stem):
    """First cells in which a parameter is misspelt, and its name."""
    first, second = FIRST_CELLS[stem]
    names = [name for name in collection.read_parameters(ALL[stem]) if name in second]
    return [(f"{first}\n{name[:-1]} = 0\ndel {name}", name) for name in names]


@pytest.fixture(scope="module")
def ran():
    """What the second cell shows after each of these first cells, by it: all in one kernel."""
    firsts = [
        (stem, first) for stem in NOTEBOOKS for first, _ in [*list_wrong_values(stem), *list_misspelt_names(stem)]
    ]
    shown = run([source for stem, first in firsts for source in (first, FIRST_CELLS[stem][1])])
    return dict(zip(firsts, shown[1::2], strict=True))


@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_a_wrong_value_is_answered_in_a_sentence(stem, ran):
    assert list_wrong_values(stem)
    for changed, answer in list_wrong_values(stem):
        lines = ran[stem, changed]
        assert len(lines) == 1, changed
        assert answer in lines[0]
        assert len(lines[0]) < MOST_LETTERS


@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_a_misspelt_parameter_is_named(stem, ran):
    for misspelt, name in list_misspelt_names(stem):
        lines = ran[stem, misspelt]
        assert 0 < len(lines) <= MOST_LINES
        assert f"name '{name}' is not defined" in lines[-1]


def test_a_package_that_is_missing_is_named_and_what_to_do():
    _, lines = run(["import sys; sys.modules['babel'] = None", "import poverty"])
    assert len(lines) == 1
    assert re.fullmatch(
        r"This kernel \(.+\) lacks babel: choose the Python in the project's folder \.venv .+\.", lines[0]
    )


@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_the_line_that_imports_the_package_says_which_kernel_to_choose(stem):
    """A traceback shows that line, where the package is not found."""
    assert re.match(r"import poverty  # .*\.venv", FIRST_CELLS[stem][1])


def test_a_kernel_of_another_python_in_another_folder_is_told_which_to_choose(tmp_path):
    alone = "import sys; sys.path[:] = [p for p in sys.path if p and not p.rstrip('/\\\\').endswith('notebooks')]"
    lines = run([alone, *FIRST_CELLS["08_backtest"]], tmp_path)[-1]
    assert len(lines) <= MOST_LINES
    assert lines[-1] == "ModuleNotFoundError: No module named 'poverty'"
    assert any(".venv" in line for line in lines)


@pytest.mark.sweep
def test_a_kernel_of_the_project_may_be_started_anywhere(tmp_path, monkeypatch):
    """Where the package is installed, as in .venv; folders may have blanks and letters of any language."""
    where = tmp_path / "thư mục của tôi"
    where.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "notebooks"))
    assert run(["import poverty", "poverty.load()"], where) == [[], []]


@pytest.mark.sweep
def test_a_pack_of_one_claim_is_no_fault(tmp_path, monkeypatch):
    house = build_house(tmp_path, ())
    pack = shutil.copytree(ROOT / "tests" / "data" / "bac-lieu", house / "data" / "one-claim")
    for name, lines in {"readings.csv": 1, "overrides.csv": 1, "reported.csv": 2, "sources.csv": 2}.items():
        content = (pack / name).read_bytes().splitlines(keepends=True)
        (pack / name).write_bytes(b"".join(content[:lines]))
    settings = (pack / "province.toml").read_text(encoding="utf-8").replace('slug = "bac-lieu"', 'slug = "one-claim"')
    (pack / "province.toml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(house / "notebooks"))
    sources = []
    for stem in NOTEBOOKS:
        first, second = FIRST_CELLS[stem]
        for name in ("PROVINCE", "GAP_OF", "MARKED"):
            first = set_parameter(first, name, "one-claim")
        sources += [first, second]
    ran = run([*sources, "len(poverty.load('one-claim').claims) == 1 or 1 / 0"], house / "notebooks")
    assert not any(ran), ran
