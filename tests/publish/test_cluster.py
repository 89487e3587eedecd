"""Work on several machines: a Dask scheduler and two workers on this one, one of them killed halfway."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from made_up_communes import write_made_up_communes
from made_up_provinces import write_made_up_provinces
from poverty.__main__ import main
from poverty.publish.runs import cluster
from project_copies import build_house, environment, snapshot
from sample_packs import edit

installed = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="make test-cluster installs Dask"
)
PROVINCES, COMMUNES = 4, 600
QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error", "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def houses(tmp_path):
    """Two copies of the project with the same few provinces and communes, one notebook, one language."""
    house = build_house(tmp_path, ("06_figures",))
    for folder in (house / "data").iterdir():
        if (folder / "province.toml").is_file() and folder.name not in ("_template", "bac-lieu"):
            shutil.rmtree(folder)
    write_made_up_provinces(house / "data", PROVINCES)
    write_made_up_communes(house / "data" / "bac-lieu" / "communes", COMMUNES)
    return house, shutil.copytree(house, tmp_path / "beside" / "house")


@pytest.fixture
def start(tmp_path):
    """Start a scheduler, and workers of a folder that look for it; all end with the test."""
    file, started = tmp_path / "scheduler.json", []

    def begin(house, *words):
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard", "--scheduler-file", str(file)]
        own = environment(house) | QUIET
        with (tmp_path / f"{len(started)}.log").open("w") as log:
            started.append(subprocess.Popen(command, cwd=house, env=own, stdout=log, stderr=log))
        return started[-1]

    def begin_all(*workers):
        begin(workers[0], "scheduler", "--host", "127.0.0.1", "--port", "0")
        for house in workers:
            begin(
                house, "worker", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(tmp_path / "dask")
            )
        wait_until(file.is_file)
        address = json.loads(file.read_text())["address"]
        wait_until(lambda: count_workers(address) == len(workers))
        return address, started[1:]

    yield begin_all
    for process in started:
        kill(process)


def wait_until(holds, seconds=120):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.2)


def count_workers(address):
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.scheduler_info()["workers"])


def kill(nanny):
    """Kill a worker and what watches it, as when its machine is switched off; not what the worker started."""
    with_workers = psutil.Process(nanny.pid).children() if nanny.poll() is None else []
    for process in [nanny, *with_workers]:
        process.send_signal(signal.SIGKILL)
    nanny.wait()


def list_processes_of(house):
    """The processes that run in a copy of the project, by what their environment names."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("PYTHONPATH") == str(house / "notebooks"):
                found.append(process)
        except psutil.Error:
            continue
    return found


def run(house, *words, **variables):
    """Begin a command of the copy."""
    own = environment(house) | QUIET | variables
    return subprocess.Popen(
        [sys.executable, "-m", "poverty", *words], cwd=house, env=own, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


@installed
@pytest.mark.sweep
def test_provinces_on_two_workers_one_killed_are_those_of_one_machine(houses, start):
    here, there = houses
    alone = run(here, "run", "--all")
    out, err = alone.communicate()
    assert alone.returncode == 0, out + err
    address, workers = start(there, there)
    together = run(there, "run", "--all", POVERTY_SCHEDULER=address)
    wait_until(lambda: any((there / "build" / "stage").glob("*/progress")), 300)  # its kernels draw
    kill(workers[0])
    out, err = together.communicate(timeout=1200)
    assert together.returncode == 0, out + err
    assert f"{PROVINCES + 1}/{PROVINCES + 1}" in out.replace(" ", "")
    assert snapshot(there / "figures") == snapshot(here / "figures")
    notebooks = [path.relative_to(here) for path in here.glob("build/*/*.ipynb")]
    assert len(notebooks) == PROVINCES
    assert all((there / path).read_bytes() == (here / path).read_bytes() for path in notebooks)
    kill(workers[1])
    wait_until(lambda: all("dask" in " ".join(p.cmdline()) for p in list_processes_of(there)), 30)


@installed
@pytest.mark.sweep
def test_communes_on_two_workers_one_killed_are_those_of_one_machine(houses, start):
    here, there = houses
    alone = run(here, "communes", "bac-lieu")
    out, err = alone.communicate()
    assert alone.returncode == 0, out + err
    address, workers = start(there, there)
    together = run(there, "communes", "bac-lieu", POVERTY_SCHEDULER=address)
    for line in together.stdout:
        if f" of {COMMUNES} communes" in line:
            kill(workers[0])
            break
    out, err = together.communicate(timeout=600)
    assert together.returncode == 0, out + err
    assert snapshot(there / "build" / "communes" / "bac-lieu") == snapshot(here / "build" / "communes" / "bac-lieu")


@installed
@pytest.mark.sweep
def test_a_worker_with_other_data_or_another_folder_is_refused(houses, start):
    here, there = houses
    address, _ = start(there)
    refused = run(here, "run", "--all", POVERTY_SCHEDULER=address)
    _, err = refused.communicate()
    assert refused.returncode == 1
    assert "does not see this folder" in err
    assert len(err.strip().splitlines()) == 1
    edit(here / "data", "outlook.toml", lambda rows: rows.append(["# another"]))
    refused = run(here, "communes", "bac-lieu", POVERTY_SCHEDULER=address)
    _, err = refused.communicate()
    assert refused.returncode == 1
    assert "has another version of the code or the data" in err
    assert len(err.strip().splitlines()) == 1


@installed
def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv(cluster.SCHEDULER, "tcp://127.0.0.1:9")
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    assert main(["run", "--all"]) == 1
    said = capsys.readouterr().err.strip()
    assert said.startswith("the scheduler tcp://127.0.0.1:9 does not answer")
    assert len(said.splitlines()) == 1


def test_without_dask_one_sentence_says_how_to_install_it(monkeypatch, capsys):
    monkeypatch.setenv(cluster.SCHEDULER, "tcp://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["run", "--all"]) == 1
    said = capsys.readouterr().err.strip()
    assert "pip install -r requirements-cluster.txt" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("workers", "said"),
    [
        ({}, "has no worker"),
        ({"tcp://a": {"host": {"python": "3.9.1.final.0"}}}, "worker tcp://a runs Python 3.9, this machine"),
        ({"tcp://a": {"host": {"python": f"{sys.version.split()[0]}.final.0"}}}, "cannot run this project (no module)"),
    ],
)
def test_workers_that_cannot_help_are_named(monkeypatch, tmp_path, workers, said):
    monkeypatch.setenv(cluster.SCHEDULER, "tcp://127.0.0.1:9")
    monkeypatch.setattr(cluster, "MARKS", tmp_path / "marks")
    client = SimpleNamespace(
        get_versions=lambda: {"workers": workers}, run=lambda *_, **__: dict.fromkeys(workers, ImportError("no module"))
    )
    with pytest.raises(cluster.ClusterError, match=said.replace("(", r"\(").replace(")", r"\)")):
        cluster._check_workers(client, shares_folder=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_run_ends_with_the_worker_that_asked_for_it():
    process = subprocess.Popen([sys.executable, "-c", cluster.RUN, "bac-lieu"], stdin=subprocess.PIPE)
    process.stdin.close()
    assert process.wait(timeout=60) == 1


def test_a_run_whose_worker_lives_ends_by_itself():
    command = [sys.executable, "-c", cluster.RUN, "nowhere"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        said = process.stdout.read().decode()
    assert process.returncode == 1
    assert "one of the folders in data/" in said
    assert "Fatal" not in said
