"""The daily loop: what a person does in a notebook, in a shell or by mistake breaks nothing and is answered plainly."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager

from poverty.__main__ import main
from poverty.packs.files import DEFAULT_PROVINCE
from poverty.publish.runs import collection, lab
from project_copies import ROOT, build_run_house, command, environment, snapshot
from sample_packs import sweep

PLAYED = {  # what stands for the province in a first cell that somebody played with
    "another province": 'PROVINCE = "gia-lai"',
    "no quotes": "PROVINCE = son-la  # mine",
    "half a line": 'PROVINCE = "',
    "no line": "",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the project with one short notebook, which was run."""
    return build_run_house(tmp_path_factory.mktemp("loop"), "04_livelihoods")


def play(notebook: Path, line: str) -> None:
    """Save a notebook as JupyterLab does after somebody changed its first cell and ran it with another Python."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = collection.parameters_cell(content["cells"], notebook)
    cell["source"] = "".join(cell["source"]).replace(f'PROVINCE = "{DEFAULT_PROVINCE}"', line)
    cell["metadata"]["jupyter"] = {"source_hidden": True}
    content["metadata"]["language_info"]["version"] = "3.99.0"
    for other in content["cells"]:
        if other["cell_type"] == "code":
            other["outputs"], other["execution_count"] = [], 7
    notebook.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("line", PLAYED.values(), ids=PLAYED)
def test_whatever_stands_in_the_first_cell_the_province_is_set(line):
    restored = collection.restore_province(f'{line}\nEVIDENCE = "article"')
    assert restored.splitlines()[0] == f'PROVINCE = "{DEFAULT_PROVINCE}"  # a folder of data/'
    assert restored.count("PROVINCE") == 1
    assert 'EVIDENCE = "article"' in restored


@pytest.mark.sweep
def test_a_notebook_saved_with_another_province_is_set_back_and_named(house):
    notebook = house / "notebooks" / "04_livelihoods.ipynb"
    before = notebook.read_bytes()
    play(notebook, PLAYED["another province"])
    done = command(house, "run")
    assert done.returncode == 0, done.stderr
    assert "04_livelihoods" in done.stdout
    assert "its first cell named another province: set back to bac-lieu" in done.stdout
    assert notebook.read_bytes() == before
    assert "nothing has changed" in command(house, "run").stdout


@pytest.mark.sweep
def test_another_province_leaves_the_played_notebook_alone(house):
    notebook = house / "notebooks" / "04_livelihoods.ipynb"
    before = notebook.read_bytes()
    play(notebook, PLAYED["half a line"])
    played = notebook.read_bytes()
    try:
        done = command(house, "run", "--province", "gia-lai")
        assert done.returncode == 0, done.stderr
        assert "left alone, run for gia-lai in build/gia-lai/" in done.stdout
        assert notebook.read_bytes() == played
        made = json.loads((house / "build" / "gia-lai" / notebook.name).read_text(encoding="utf-8"))
        assert "No figure on livelihood models is reported" in json.dumps(made)
    finally:
        notebook.write_bytes(before)


def test_a_cell_without_its_tag_is_one_sentence(house):
    notebook = house / "notebooks" / "04_livelihoods.ipynb"
    before = notebook.read_bytes()
    notebook.write_bytes(before.replace(b'"parameters"', b'"mine"'))
    try:
        done = command(house, "run")
        assert done.returncode == 1
        assert "no cell is tagged 'parameters'" in done.stderr
        assert "git checkout notebooks/04_livelihoods.ipynb" in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        notebook.write_bytes(before)


@pytest.fixture
def contents(tmp_path):
    """The part of JupyterLab that reads and writes files, with what this collection adds to it."""
    manager = FileContentsManager(root_dir=str(tmp_path))
    manager.register_pre_save_hook(lab.clean_model)
    yield manager
    manager.notary.store.close()


def test_copies_and_notebooks_of_ones_own_are_left_alone(house):
    original = house / "notebooks" / "04_livelihoods.ipynb"
    mine = [original.with_name(name) for name in ("04_livelihoods-Copy1.ipynb", "09_mine.ipynb", "Untitled.ipynb")]
    for path in mine:
        path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    mine[0].write_bytes(original.read_bytes().replace(b"bac-lieu", b"gia-lai"))
    before = snapshot(house / "notebooks")
    try:
        assert "nothing has changed" in command(house, "run").stdout
        assert snapshot(house / "notebooks") == before
    finally:
        for path in mine:
            path.unlink()


def test_half_a_notebook_is_one_sentence(house):
    notebook = house / "notebooks" / "04_livelihoods.ipynb"
    before = notebook.read_bytes()
    notebook.write_bytes(before[:1000])
    try:
        done = command(house, "run")
        assert done.returncode == 1
        assert "04_livelihoods.ipynb: this is no notebook, or one that was not saved whole" in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        notebook.write_bytes(before)


def test_opening_and_saving_in_jupyterlab_changes_nothing(tmp_path, contents):
    for path in collection.list_notebooks():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for path in collection.list_notebooks():
        model = contents.get(path.name)
        model["content"]["metadata"]["language_info"]["version"] = "3.99.0"
        model["content"]["cells"][0]["metadata"]["scrolled"] = True
        contents.save(model, path.name)
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_notebook_of_somebody_else_is_saved_as_it_is(tmp_path, contents):
    cell = {"cell_type": "code", "source": "1", "metadata": {"mine": 1}, "outputs": [], "execution_count": None}
    content = {"cells": [cell], "metadata": {"mine": 2}, "nbformat": 4, "nbformat_minor": 4}
    contents.save({"type": "notebook", "format": "json", "content": content}, "mine.ipynb")
    saved = json.loads((tmp_path / "mine.ipynb").read_text())
    assert (saved["metadata"]["mine"], saved["cells"][0]["metadata"]["mine"]) == (2, 1)


def test_jupyterlab_in_this_environment_knows_of_it():
    found = json.loads((Path(sys.prefix) / "etc/jupyter/jupyter_server_config.d/poverty.json").read_text())
    assert found["ServerApp"]["jpserver_extensions"] == {"poverty.publish.runs.lab": True}
    assert lab._jupyter_server_extension_points() == [{"module": "poverty.publish.runs.lab"}]


def test_the_package_is_there_from_any_folder(tmp_path):
    code = "import poverty; poverty.trace('trajectory', year=2024, standard='VN-2022')"
    own = environment(ROOT)
    del own["PYTHONPATH"]
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=own, capture_output=True, text=True)
    assert "poverty-rate-2024: “0,69” percent" in done.stdout, done.stderr


def test_a_misspelt_province_in_a_first_cell_is_one_sentence():
    code = "from poverty.packs.load import load_pack; load_pack('bac-lie')"
    done = subprocess.run([sys.executable, "-m", "IPython", "-c", code], cwd=ROOT, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert "did you mean 'bac-lieu'?" in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    code = "import poverty; poverty.load('bac-lieu', 'al')"
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "-c", code],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.stdout + done.stderr).strip() == "evidence is 'al'; it can be article or all"


def test_commands_without_make_name_themselves(capsys, house):
    for words in (["--help"], ["run", "--help"], ["new", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
        assert capsys.readouterr().out.startswith("usage: poverty")
    made = command(house, "new", "kon-tum")
    assert (made.returncode, (house / "data" / "kon-tum" / "reported.csv").is_file()) == (0, True)
    refused = command(house, "check", "kon-tum")
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "province.toml, column iso_3166_2" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "invalid choice: 'chek'"),
        (["run", "--provnce", "gia-lai"], "unrecognized arguments: --provnce gia-lai"),
        (["briefing", "--evidence", "artcle"], "invalid choice: 'artcle'"),
        (["briefing", "--template", "ofice.pptx"], "ofice.pptx: there is no such file; name one, such as office.pptx"),
    ],
)
def test_a_misspelt_command_or_option_is_named(words, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def make(*words, **variables):
    """Run make at the top of the project."""
    own = environment(ROOT) | variables
    del own["PYTHONPATH"]
    return subprocess.run(["make", *words], cwd=ROOT, env=own, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], "there is no command 'chekc': make help lists them"),
        (["check", "PROVNCE=gia-lai"], "unknown variable PROVNCE: there are PROVINCE EVIDENCE TEMPLATE"),
        (["check", "EVIDENCE=article"], "EVIDENCE is of use to make briefing alone"),
        (["TEMPLATE=office.pptx"], "TEMPLATE is of use to make briefing alone"),
        (["check", "TEXT=page.txt"], "TEXT is of use to make draft alone"),
        (["draft", "PROVINCE=kon-tum", "TEXT=none.txt"], "there is no file none.txt"),
        (["draft", "PROVINCE=kon-tum"], "no page is named: write TEXT=page.txt"),
        (["draft", "TEXT=page.txt"], "PROVINCE is '': write small letters"),
        (["check", "PROVINCE=gia-lay"], "did you mean 'gia-lai'?"),
        (["check", "PROVINCE=Bạc Liêu"], "did you mean 'bac-lieu'?"),
        (["check", "PROVINCE=Yên Bái"], "'Yên Bái'\n    expected: one of the folders in data/"),
        (["check", "PROVINCE=--help"], "'--help'\n    expected: one of the folders in data/"),
        (["new", "PROVINCE=Yên Bái"], "expected: small letters, digits and hyphens, such as kon-tum"),
        (["test", "PROVINCE=gia-lay"], "did you mean 'gia-lai'?"),
    ],
)
def test_make_answers_a_slip_in_a_sentence_and_writes_nothing(words, said):
    data = snapshot(ROOT / "data")
    done = make(*words)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(ROOT / "data") == data


PAYLOADS = ("$(shell touch {})", "`touch {}`", 'a";touch {};"', "$$(touch {})", "a'; touch {}; '", "$(file >{})")


SET = (
    ("check", "PROVINCE", "expected: one of the folders in data/"), ("briefing", "EVIDENCE", "invalid choice"),
    ("briefing", "TEMPLATE", "there is no such file"),
)  # fmt: skip
WAYS = [*product(SET, ("command line", "environment"))]
QUICK = {(way, PAYLOADS[i]) for i, way in enumerate(WAYS)}  # each way once, and each payload


@pytest.mark.parametrize("payload", [PAYLOADS[0], *map(sweep, PAYLOADS[1:])])
def test_the_name_of_a_page_is_text_and_never_run(payload, tmp_path):
    done = make("draft", "PROVINCE=kon-tum", f"TEXT={payload.format(tmp_path / 'made')}")
    assert done.returncode != 0
    assert "there is no file" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("way", "payload"), [case if case in QUICK else sweep(case) for case in product(WAYS, PAYLOADS)]
)
def test_what_a_person_sets_is_text_and_never_run(way, payload, tmp_path):
    (command, name, said), how = way
    text = payload.format(tmp_path / "made")
    done = make(command, f"{name}={text}") if how == "command line" else make(command, **{name: text})
    assert done.returncode != 0
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
