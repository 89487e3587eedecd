"""The runner: what is out of date, what is refused, and that nothing old is touched then."""

import shutil

import pytest

from poverty.__main__ import main
from poverty.packs import files
from poverty.packs import load as pack
from poverty.publish import folders
from poverty.publish.runs import collection, staleness
from poverty.publish.runs import processes as running
from poverty.publish.runs import runner as run
from poverty.words import check
from sample_packs import edit, set_cell


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A copy of data/ and build/ that the runner and the pack use instead of the real ones."""
    data = shutil.copytree(files.DATA, tmp_path / "data")
    shutil.copytree(data / "bac-lieu", data / "other-place")
    build = tmp_path / "build"
    for module in (pack, staleness):
        monkeypatch.setattr(module, "DATA", data)
    for module in (collection, folders, run, running, staleness):
        monkeypatch.setattr(module, "BUILD", build)
    monkeypatch.setattr(run, "STAGE", build / "stage")
    monkeypatch.setattr(staleness, "ROOT", tmp_path)
    monkeypatch.setenv("POVERTY_FIGURES", str(tmp_path / "figures"))
    notebooks = shutil.copytree(collection.NOTEBOOKS, tmp_path / "notebooks", ignore=shutil.ignore_patterns("poverty"))
    shutil.copytree(collection.NOTEBOOKS / "poverty", notebooks / "poverty")
    monkeypatch.setattr(staleness.fingerprint, "PACKAGE", notebooks / "poverty")
    monkeypatch.setattr(staleness.fingerprint, "DATA", data)
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(collection, "NOTEBOOKS", notebooks)
    return tmp_path


def snapshot(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_runs_is_decided_by_content(house):
    notebook = house / "notebooks" / "03_jobs.ipynb"
    before = staleness.hash_notebook(notebook, "bac-lieu")
    notebook.touch()
    assert staleness.hash_notebook(notebook, "bac-lieu") == before
    edit(house / "data" / "other-place", "reported.csv", set_cell("programme-years", "note", "changed"))
    assert staleness.hash_notebook(notebook, "bac-lieu") == before
    edit(house / "data" / "bac-lieu", "reported.csv", set_cell("programme-years", "note", "changed"))
    assert staleness.hash_notebook(notebook, "bac-lieu")["inputs"] != before["inputs"]
    assert staleness.hash_notebook(notebook, "bac-lieu")["outputs"] == before["outputs"]


def test_a_spoilt_figure_makes_its_notebook_out_of_date(house):
    notebook = house / "notebooks" / "06_figures.ipynb"
    where = house / "figures" / "bac-lieu"
    files.write_if_changed(where / "manifest.json", b'{"figures": [{"files": [{"path": "en/06-jobs.svg"}]}]}')
    files.write_if_changed(where / "en" / "06-jobs.svg", b"<svg>as made</svg>")
    before = staleness.hash_notebook(notebook, "bac-lieu")
    files.write_if_changed(where / "en" / "06-jobs.svg", b"<svg/>")
    after = staleness.hash_notebook(notebook, "bac-lieu")
    assert (after["inputs"], after["outputs"] != before["outputs"]) == (before["inputs"], True)
    files.write_if_changed(where / "en" / "half-slide" / "06-jobs.svg", b"of a briefing")
    assert staleness.hash_notebook(notebook, "bac-lieu") == after


@pytest.mark.parametrize("slug", ["nowhere", "../bac-lieu"])
def test_a_province_that_is_not_there_is_refused(house, capsys, slug):
    before = snapshot(house)
    assert main(["run", "--province", slug]) == 1
    assert "one of the folders in data/: bac-lieu" in capsys.readouterr().err
    assert snapshot(house) == before


def test_a_path_as_province_is_refused_and_left_alone(house, capsys):
    mine = house / "mine"
    mine.mkdir()
    assert main(["run", "--province", str(mine)]) == 1
    assert "not a path" in capsys.readouterr().err
    assert mine.is_dir()


def test_a_faulty_pack_is_refused_before_anything_is_written(house, capsys):
    edit(house / "data" / "bac-lieu", "reported.csv", set_cell("poverty-rate-2024", "value", "0.96"))
    edit(house / "data" / "bac-lieu", "reported.csv", set_cell("poverty-rate-2015", "indicator", "poverty"))
    before = snapshot(house)
    assert main(["run", "--force"]) == 1
    message = capsys.readouterr().err
    assert "2 faults; nothing was written" in message
    assert "column value: '0.96'" in message
    assert snapshot(house) == before


def test_only_the_default_province_runs_in_place():
    first = collection.list_notebooks()[0]
    assert collection.executed_path(first, "bac-lieu") == first
    assert collection.executed_path(first, "gia-lai").parent == collection.BUILD / "gia-lai"


def test_check_prints_the_audit_and_refuses_with_a_code(capsys):
    assert check.check_pack("bac-lieu") == 0
    assert "2 disagrees" in capsys.readouterr().out
    assert check.check_pack("nowhere") == 1
    assert "nowhere" in capsys.readouterr().err


def test_an_unknown_parameter_is_an_error_that_names_the_known_ones(house, capsys):
    before = snapshot(house)
    assert main(["run", "--set", "COUNTWINDOW=0.5"]) == 1
    said = capsys.readouterr().err
    assert "unknown parameter 'COUNTWINDOW'" in said
    assert "did you mean 'COUNT_WINDOW'?" in said
    assert "MARKED" in said
    assert main(["run", "--set", "PROVINCE=gia-lai"]) == 1
    assert "use --province" in capsys.readouterr().err
    assert snapshot(house) == before


def test_a_chosen_parameter_reaches_its_notebooks_alone():
    chosen = run._read_settings(["COUNT_WINDOW=0.5", "STANDARD=VN-2016"])
    assert chosen == {"COUNT_WINDOW": 0.5, "STANDARD": "VN-2016"}
    job = run._plan("gia-lai", False, {"COUNT_WINDOW": 0.5}, staleness.Inputs())
    assert [p.stem for p in job.stale] == ["02_trajectory"]


def test_a_failure_stops_no_other_province_and_is_reported_at_the_end(house, monkeypatch, capsys):
    async def stand_in(notebook, job, slots):
        if (job.province, notebook.stem) == ("gia-lai", "03_jobs"):
            raise ValueError("a cell failed")
        return notebook.stem

    monkeypatch.setattr(run, "_run", stand_in)
    monkeypatch.setattr(run, "_finish", lambda job: None)
    assert main(["run", "--all"]) == 1
    said = capsys.readouterr()
    count = len(pack.list_province_slugs())
    assert f"2 of {count} failed" in said.err
    assert "gia-lai: failed: 03_jobs.ipynb; its charts are as they were" in said.err
    assert "other-place: 1 fault; nothing was written" in said.err
    assert "tra-vinh" in said.out
