"""Work on several machines: where POVERTY_SCHEDULER names a Dask scheduler, its workers do what processes here would.

Every worker must run the code and the data that this machine has: a clone of the same commit, or the same folder. A
run of provinces writes figures/ and build/, so its workers need the same folder, on a shared file system. Workers are
started in that folder with one thread each, as tests/README.md shows. `requirements-cluster.txt` has the packages.
"""

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from uuid import uuid4

from poverty.packs.files import BUILD, ROOT
from poverty.publish.runs import staleness
from poverty.publish.runs.processes import count_cores, fresh_context, hold_province, serve_parent
from poverty.publish.runs.runner import run_provinces

SCHEDULER = "POVERTY_SCHEDULER"  # environment variable: an address such as tcp://10.0.0.5:8786
PATIENCE = 10  # seconds for the scheduler to answer
HELD = 60  # seconds for what a killed worker had begun to end
MARKS = BUILD / "cluster"  # files by which a worker shows that it sees this folder
RUN = "import sys; from poverty.publish.runs.cluster import run_here; run_here(sys.argv[1], sys.argv[2:])"


class ClusterError(RuntimeError):
    """The scheduler or a worker cannot be used; the message is a sentence that says why, and the mend."""


@contextmanager
def open_pool() -> Iterator[Executor]:
    """Where to send tasks: the workers of the scheduler that is named, or as many processes as there are cores.

    Raises:
        ClusterError: the scheduler, or one of its workers, cannot be used.
    """
    if not os.environ.get(SCHEDULER):
        pool = ProcessPoolExecutor(count_cores(), fresh_context(), serve_parent)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)  # after a failure the rest would be made for nothing
        return
    with connect() as client, client.get_executor(pure=False) as pool:
        yield pool


@contextmanager
def connect(shares_folder: bool = False) -> Iterator[object]:
    """A client of the scheduler that POVERTY_SCHEDULER names, once every worker was found fit.

    Args:
        shares_folder: whether its workers must see this very folder.

    Raises:
        ClusterError: see the class.
    """
    try:
        import distributed
    except ImportError:
        mend = f"{sys.executable} -m pip install -r requirements-cluster.txt"
        raise ClusterError(f"{SCHEDULER} is set, and the package distributed is not installed: {mend}") from None
    address = os.environ[SCHEDULER]
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        said = f"the scheduler {address} does not answer ({error})"
        raise ClusterError(f"{said}: start it, or take {SCHEDULER} out of the environment") from None
    try:
        _check_workers(client, shares_folder)
        yield client
    finally:
        client.close(timeout=PATIENCE)


def run_provinces_on_cluster(provinces: list[str], force: bool) -> int:
    """`run_provinces` with one province a task on the workers; 0 if all ran, 1 if one failed or was refused."""
    started, failed = time.perf_counter(), []
    try:
        with connect(shares_folder=True) as client:
            from distributed import as_completed

            print(f"{len(provinces)} provinces on {len(client.scheduler_info(n_workers=-1)['workers'])} workers")
            running = {
                client.submit(run_province, slug, force, _hash_version(), pure=False): slug for slug in provinces
            }
            for done, future in enumerate(as_completed(running, loop=client.loop), 1):
                slug = running[future]
                code, said = future.result() if future.status == "finished" else (1, _describe_failure(future))
                print(f"  {done:3d}/{len(provinces)}  {slug}{'' if code == 0 else ': failed'}", flush=True)
                if code:
                    failed.append(slug)
                    print(said, file=sys.stderr)
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    took = f"{time.perf_counter() - started:.1f} s"
    if failed:
        print(f"{len(failed)} of {len(provinces)} failed, in {took}: {', '.join(failed)}", file=sys.stderr)
        return 1
    print(f"done in {took}")
    return 0


def run_province(slug: str, force: bool, version: str) -> tuple[int, str]:
    """On a worker: run the notebooks of one province in a process of its own; its exit code and what it said.

    The process ends when this one does, and its kernels with it: what it had not published is as it was, and the
    scheduler sends the province to another worker.
    """
    if version != _hash_version():
        return 1, f"{slug}: this worker has another version of the code or the data: start it anew in the same folder"
    command = [sys.executable, "-c", RUN, slug, *(["--force"] if force else [])]
    # its end of the pipe is held by this process alone, so that it closes however this one ends
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8",
    ) as running:  # fmt: skip
        said = running.stdout.read()
    return running.returncode, said


def run_here(slug: str, options: list[str]) -> None:
    """In the process of a task: run one province, and end at once when the worker that asked for it has ended."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):  # not sys.stdin: its lock would be held when this process is over
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    for _ in range(HELD):  # a killed worker's run of the same province may be ending
        with hold_province(slug) as holder:
            if not holder:
                break
        time.sleep(1)
    sys.exit(run_provinces([slug], force="--force" in options))


def describe_worker(mark: str) -> str:
    """On a worker: what it runs, and whether it sees a file of this folder, as JSON."""
    return json.dumps({"version": _hash_version(), "sees": (MARKS / mark).is_file(), "folder": str(ROOT)})


def _check_workers(client: object, shares_folder: bool) -> None:
    """Refuse a scheduler without workers, and workers that would give other results."""
    told = client.get_versions()
    if not told["workers"]:
        raise ClusterError(
            f"the scheduler {os.environ[SCHEDULER]} has no worker: start one in this folder, as tests/README.md shows"
        )
    here = ".".join(platform.python_version_tuple()[:2])
    for address, of in told["workers"].items():
        there = ".".join(of["host"]["python"].split(".")[:2])
        if there != here:
            raise ClusterError(f"worker {address} runs Python {there}, this machine {here}: make them alike")
    MARKS.mkdir(parents=True, exist_ok=True)
    mark = MARKS / uuid4().hex
    mark.touch()
    try:
        answers = client.run(describe_worker, mark.name, on_error="return")
    finally:
        mark.unlink()
        with suppress(OSError):
            MARKS.rmdir()
    for address, answer in answers.items():
        if not isinstance(answer, str):
            raise ClusterError(
                f"worker {address} cannot run this project ({answer}): start it from the project's .venv"
            )
        known = json.loads(answer)
        if known["version"] != _hash_version():
            said = f"worker {address} has another version of the code or the data (in {known['folder']})"
            raise ClusterError(f"{said}: bring it to this commit and start it anew")
        if shares_folder and not known["sees"]:
            said = f"worker {address} does not see this folder (it runs in {known['folder']})"
            raise ClusterError(f"{said}: start it here, on a file system that both machines share")


def _describe_failure(future: object) -> str:
    """Why a task gave no result, in a line."""
    return f"{type(future.exception()).__name__}: {future.exception()}"


@cache
def _hash_version() -> str:
    """A hash of the code and the data, as they were when this process first asked."""
    return staleness.hash_inputs(None)
