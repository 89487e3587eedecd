"""Two at once, and the plug pulled: figures are wholly old or wholly new, no process stays, a sentence says why."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from poverty.packs import files
from poverty.publish import folders
from poverty.publish.runs import processes as running
from poverty.publish.runs import runner as run
from poverty.publish.runs import staleness
from project_copies import (
    begin,
    build_house,
    command,
    environment,
    interrupt,
    is_alive,
    no_process_of,
    snapshot,
    wait_until,
)

REPLACE = """
import sys
from pathlib import Path
from poverty.publish import folders
folders.BUILD = Path(sys.argv[1]) / "build"
where = Path(sys.argv[1]) / "figures" / "here"
for turn in range(10_000):
    made = {f"en/{i:03}.svg": f"{turn} {i}".encode() * 500 for i in range(60)}
    made["manifest.json"] = str(turn).encode()
    folders.replace_files(where, made, list(made))
    print(turn, flush=True)
"""
POOL = """
import sys, time
from poverty.publish.runs.processes import end_with_parent
def wait(*_): time.sleep(600)
if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    with ProcessPoolExecutor(2, get_context("spawn"), end_with_parent) as pool:
        jobs = [pool.submit(time.sleep, 600) for _ in range(2)]
        while len(pool._processes) < 2: time.sleep(0.1)
        time.sleep(2)
        print(*pool._processes, flush=True)
        time.sleep(600)
"""


@pytest.fixture(autouse=True)
def build(tmp_path, monkeypatch):
    """A folder build/ of their own for the modules that write there."""
    for module in (folders, run, running, staleness):
        monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    return tmp_path / "build"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return build_house(tmp_path_factory.mktemp("broken"), ("06_figures",))


@pytest.fixture
def figures(tmp_path):
    """A folder of figures, and what is to replace it."""
    where = tmp_path / "figures" / "here"
    folders.replace_files(where, {"en/a.svg": b"old", "en/b.svg": b"old", "manifest.json": b"{}"}, [])
    (where / "mine.txt").write_bytes(b"mine")
    return where, {"en/a.svg": b"new", "en/c.svg": b"new", "manifest.json": b'{"new": 1}'}


def test_a_folder_is_replaced_and_the_rest_of_it_stays(figures):
    where, new = figures
    assert folders.replace_files(where, new, ["en/a.svg", "en/b.svg"]) == ["en/a.svg", "en/c.svg", "manifest.json"]
    assert snapshot(where) == new | {"mine.txt": b"mine"}
    assert [path.name for path in where.parent.iterdir()] == ["here"]
    before = where.stat().st_ino
    assert folders.replace_files(where, new, []) == []
    assert where.stat().st_ino == before


@pytest.mark.parametrize("write", [folders.replace_files, folders.write_files])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("at", range(3))
def test_a_full_or_read_only_disk_leaves_the_old_folder(figures, monkeypatch, write, error, at):
    where, new = figures
    before, written, sync = snapshot(where), [], os.fsync

    def refuse(file):
        if len(written) == at:
            raise OSError(error, os.strerror(error))
        written.append(file)
        sync(file)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(error)) as refused:
        write(where, new, *([[]] if write is folders.replace_files else []))
    why = os.strerror(error)
    said = {folders.replace_files: f"{why} (here)", folders.write_files: f"here: {why}; nothing was written"}
    assert run.describe_error(refused.value) == said[write]
    assert len(written) == at
    assert snapshot(where) == before
    assert [path.name for path in where.parent.iterdir()] == ["here"]


@pytest.mark.parametrize("mark", [".~lock.a.svg#", "~$a.svg", ""])
@pytest.mark.parametrize("write", [folders.replace_files, folders.write_files])
def test_a_file_that_is_open_elsewhere_is_named_and_the_folder_stays(figures, monkeypatch, write, mark):
    where, new = figures
    if mark:
        (where / "en" / mark).write_bytes(b"")
    else:  # as Windows refuses

        def refuse(path, mode="r", **how):
            if mode == "rb":
                return open(path, mode, **how)
            raise PermissionError(errno.EACCES, "Access is denied", str(path))

        monkeypatch.setattr(type(where), "open", refuse)
    names = sorted(path.relative_to(where).as_posix() for path in where.rglob("*"))
    with pytest.raises(folders.NotWrittenError) as refused:
        write(where, new, *([[]] if write is folders.replace_files else []))
    mend = f"is open in another program: close it there, or delete {mark} beside it if nothing has it open"
    assert (
        str(refused.value)
        == f"a.svg {mend if mark else 'cannot be replaced: close it in the program that has it open'}"
    )
    assert run.describe_error(refused.value) == str(refused.value)
    assert sorted(path.relative_to(where).as_posix() for path in where.rglob("*")) == names
    monkeypatch.undo()
    assert (where / "en" / "a.svg").read_bytes() == b"old"


def test_a_folder_that_windows_holds_is_named(figures, monkeypatch):
    where, new = figures
    before = snapshot(where)

    def refuse(path, target):
        raise PermissionError(errno.EACCES, "Access is denied", str(path))

    monkeypatch.setattr(type(where), "rename", refuse)
    with pytest.raises(folders.NotWrittenError, match="a file in here is open in another program: close it"):
        folders.replace_files(where, new, [])
    assert snapshot(where) == before


def test_a_run_that_meets_a_full_disk_says_so_in_a_line(monkeypatch, capsys, tmp_path):
    def refuse(job):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "figures/here")

    job = run.Job("bac-lieu", {})
    monkeypatch.setattr(run, "_keep_results", refuse)
    run._finish(job)
    assert job.refused == "No space left on device (figures/here); its charts are as they were"


@pytest.mark.parametrize("left", ["between the two names", "before them", "after them"])
def test_what_an_interrupted_run_left_is_brought_in_order(figures, left):
    where, new = figures
    old = snapshot(where)
    beside = where.with_name(".here.new")
    for name, data in new.items():
        files.write_if_changed(beside / name, data)
    if left == "between the two names":
        where.rename(where.with_name(".here.old"))
    if left == "after them":
        where.rename(where.with_name(".here.old"))
        beside.rename(where)
    folders.recover(where.parent)
    assert snapshot(where) == (old if left == "before them" else new)
    assert [path.name for path in where.parent.iterdir()] == ["here"]


@pytest.mark.sweep
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_leaves_figures_wholly_old_or_wholly_new(tmp_path):
    for i in range(12):
        where = tmp_path / str(i)
        process = subprocess.Popen(
            [sys.executable, "-c", REPLACE, str(where)], stdout=subprocess.PIPE, text=True, env=os.environ
        )
        for _ in range(3):
            process.stdout.readline()
        time.sleep(0.007 * i)
        process.kill()
        process.communicate()
        folders.recover(where / "figures")
        found = snapshot(where / "figures" / "here")
        turn = found.pop("manifest.json").decode()
        assert len(found) == 60
        assert set(found.values()) == {f"{turn} {n}".encode() * 500 for n in range(60)}
        assert [path.name for path in (where / "figures").iterdir()] == ["here"]


def test_a_second_run_is_told_who_holds_the_province(house):
    with running.hold_province("bac-lieu") as holder:
        assert holder == ""
        with running.hold_province("bac-lieu") as other:
            assert other.startswith(f"is being made by process {os.getpid()}, since ")
            assert other.endswith("nothing was done: wait until it is done, or end it")
        with running.hold_province("gia-lai") as elsewhere:
            assert elsewhere == ""
    with running.hold_province("bac-lieu") as again:
        assert again == ""


@pytest.mark.sweep
def test_two_at_once(house):
    before = snapshot(house / "figures")
    first = begin(house, "run", "--force")
    line = first.stdout.readline()  # it holds the province now
    second = command(house, "run", "--force")
    out, err = first.communicate()
    assert (first.returncode, second.returncode) == (0, 1), err
    assert f"bac-lieu: is being made by process {first.pid}, since" in second.stderr
    assert "1 notebook to run" in line
    assert "done in" in out
    after = snapshot(house / "figures")
    manifest = json.loads(after["bac-lieu/manifest.json"])
    listed = [item for figure in manifest["figures"] for item in [*figure["files"], figure["table"]]]
    for item in listed:
        assert hashlib.sha256(after[f"bac-lieu/{item['path']}"]).hexdigest() == item["sha256"]
    assert before.keys() >= after.keys()


def test_a_run_that_lost_its_charts_never_says_done(monkeypatch, capsys, tmp_path):
    from poverty.publish.runs import collection

    figures = collection.NOTEBOOKS / "06_figures.ipynb"
    monkeypatch.setattr(run, "STAGE", tmp_path / "stage")
    job = run.Job("bac-lieu", {figures: "rests on"})
    run._finish(job)
    assert job.failed == ["06_figures.ipynb"]
    assert "bac-lieu, 06_figures.ipynb left no figures" in capsys.readouterr().err
    assert staleness.read_state("bac-lieu") == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\x00\xff", b'{"06_figures.ipynb": 3}'])
def test_a_state_file_that_cannot_be_read_counts_as_absent(build, content):
    files.write_if_changed(build / "bac-lieu" / "state.json", content)
    state = staleness.read_state("bac-lieu")
    assert state.get("06_figures.ipynb") in (None, 3)
    files.write_if_changed(build / "manifest.json", content)
    assert folders.listed_files(folders.read_manifest(build)) == []


@pytest.mark.sweep
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a group of processes otherwise on Windows")
def test_ctrl_c_is_one_line_and_leaves_no_process(house):
    before = snapshot(house / "figures")
    shutil.rmtree(house / "build" / "cache", ignore_errors=True)  # or charts would be there before one is interrupted
    process = begin(house, "run", "--force")
    process.stdout.readline()
    time.sleep(1.5)  # less than any machine needs
    interrupt(process)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip().splitlines()[-1] == "stopped; what was not finished is as it was"
    assert "Traceback" not in err
    assert snapshot(house / "figures") == before
    assert no_process_of(house)


@pytest.mark.sweep
@pytest.mark.skipif(not os.path.isdir("/proc"), reason="processes are looked up in /proc")
def test_a_killed_run_leaves_no_process(house):
    process = begin(house, "run", "--force")
    process.stdout.readline()
    time.sleep(2)
    process.kill()
    process.communicate(timeout=60)  # whoever is left would hold its output open
    assert no_process_of(house)
    done = command(house, "run")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="processes are looked up in /proc")
def test_drawing_processes_end_with_the_one_that_started_them(tmp_path):
    script = tmp_path / "pool.py"
    script.write_text(POOL)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        workers = [int(word) for word in process.stdout.readline().split()]
        assert len(workers) == 2
        os.kill(process.pid, signal.SIGKILL)
    assert wait_until(lambda: not any(is_alive(worker) for worker in workers))


@pytest.mark.sweep
def test_output_of_a_terminal_without_vietnamese_letters(house):
    own = environment(house) | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [sys.executable, "-m", "poverty", "check", "gia-lai"], cwd=house, env=own, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert b"No fault" in done.stdout
