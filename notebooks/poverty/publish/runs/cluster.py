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
from poverty.packs.messages import message
from poverty.publish.runs import staleness
from poverty.publish.runs.processes import count_cores, fresh_context, hold_province, serve_parent
from poverty.publish.runs.runner import run_provinces
from poverty.words.language import SOURCE_LANGUAGE, Language
from poverty.words.speech import ENGLISH, phrase_error

SCHEDULER = "POVERTY_SCHEDULER"  # environment variable: an address such as tcp://10.0.0.5:8786
PATIENCE = 10  # seconds for the scheduler to answer
HELD = 60  # seconds for what a killed worker had begun to end
MARKS = BUILD / "cluster"  # files by which a worker shows that it sees this folder
RUN = "import sys; from poverty.publish.runs.cluster import run_here; run_here(*sys.argv[1:])"


class ClusterError(RuntimeError):
    """The scheduler or a worker cannot be used; its one argument says why, and the mend, as a text to be retold."""


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
        said = message(
            "%(variable)s is set, and the package distributed is not installed: %(mend)s", variable=SCHEDULER, mend=mend
        )
        raise ClusterError(said) from None
    address = os.environ[SCHEDULER]
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        said = message(
            "the scheduler %(address)s does not answer (%(error)s): start it, or take %(variable)s out of the "
            "environment",
            address=address, error=str(error), variable=SCHEDULER,
        )  # fmt: skip
        raise ClusterError(said) from None
    try:
        _check_workers(client, shares_folder)
        yield client
    finally:
        client.close(timeout=PATIENCE)


def run_provinces_on_cluster(provinces: list[str], force: bool, lang: Language = ENGLISH) -> int:
    """`run_provinces` with one province a task on the workers; 0 if all ran, 1 if one failed or was refused."""
    started, failed = time.perf_counter(), []
    try:
        with connect(shares_folder=True) as client:
            from distributed import as_completed

            several = lang.say_many("%(count)s province", "%(count)s provinces", len(provinces))
            workers = len(client.scheduler_info(n_workers=-1)["workers"])
            by = lang.say_many("%(count)s worker", "%(count)s workers", workers)
            print(lang.say("%(provinces)s on %(workers)s", provinces=several, workers=by))
            asked = (force, lang.code, _hash_version())
            running = {client.submit(run_province, slug, *asked, pure=False): slug for slug in provinces}
            for done, future in enumerate(as_completed(running, loop=client.loop), 1):
                slug = running[future]
                code, said = future.result() if future.status == "finished" else (1, _describe_failure(future))
                became = lang.say("%(province)s: failed", province=slug) if code else slug
                print(f"  {done:3d}/{len(provinces)}  {became}", flush=True)
                if code:
                    failed.append(slug)
                    print(lang.retell(said), file=sys.stderr)
    except ClusterError as error:
        print(phrase_error(error, lang), file=sys.stderr)
        return 1
    seconds = lang.number(time.perf_counter() - started, 1)
    if failed:
        counts = {"count": len(failed), "all": len(provinces), "seconds": seconds}
        said = lang.say("%(count)s of %(all)s failed, in %(seconds)s s", **counts)
        print(f"{said}: {', '.join(failed)}", file=sys.stderr)
        return 1
    print(lang.say("done in %(seconds)s s", seconds=seconds))
    return 0


def run_province(slug: str, force: bool, code: str, version: str) -> tuple[int, str]:
    """On a worker: run the notebooks of one province in a process of its own; its exit code and what it said.

    The process ends when this one does, and its kernels with it: what it had not published is as it was, and the
    scheduler sends the province to another worker.
    """
    if version != _hash_version():
        said = message(
            "%(province)s: this worker has another version of the code or the data: start it anew in the same folder",
            province=slug,
        )
        return 1, said
    command = [sys.executable, "-c", RUN, slug, code, *(["--force"] if force else [])]
    # its end of the pipe is held by this process alone, so that it closes however this one ends
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8",
    ) as running:  # fmt: skip
        said = running.stdout.read()
    return running.returncode, said


def run_here(slug: str, code: str = SOURCE_LANGUAGE, *options: str) -> None:
    """In the process of a task: run one province, and end at once when the worker that asked for it has ended.

    Args:
        slug: a folder of data/.
        code: the language of the person who asked for the run.
        options: "--force", or nothing.
    """

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
    sys.exit(run_provinces([slug], force="--force" in options, lang=Language(code)))


def describe_worker(mark: str) -> str:
    """On a worker: what it runs, and whether it sees a file of this folder, as JSON."""
    return json.dumps({"version": _hash_version(), "sees": (MARKS / mark).is_file(), "folder": str(ROOT)})


def _check_workers(client: object, shares_folder: bool) -> None:
    """Refuse a scheduler without workers, and workers that would give other results."""
    told = client.get_versions()
    if not told["workers"]:
        said = message(
            "the scheduler %(address)s has no worker: start one in this folder, as tests/README.md shows",
            address=os.environ[SCHEDULER],
        )
        raise ClusterError(said)
    here = ".".join(platform.python_version_tuple()[:2])
    for address, of in told["workers"].items():
        there = ".".join(of["host"]["python"].split(".")[:2])
        if there != here:
            said = message(
                "worker %(address)s runs Python %(there)s, this machine %(here)s: make them alike",
                address=address, there=there, here=here,
            )  # fmt: skip
            raise ClusterError(said)
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
            said = message(
                "worker %(address)s cannot run this project (%(error)s): start it from the project's .venv",
                address=address, error=str(answer),
            )  # fmt: skip
            raise ClusterError(said)
        known = json.loads(answer)
        if known["version"] != _hash_version():
            said = message(
                "worker %(address)s has another version of the code or the data (in %(folder)s): bring it to this "
                "commit and start it anew",
                address=address, folder=known["folder"],
            )  # fmt: skip
            raise ClusterError(said)
        if shares_folder and not known["sees"]:
            said = message(
                "worker %(address)s does not see this folder (it runs in %(folder)s): start it here, on a file system "
                "that both machines share",
                address=address, folder=known["folder"],
            )  # fmt: skip
            raise ClusterError(said)


def _describe_failure(future: object) -> str:
    """Why a task gave no result, in a line."""
    return f"{type(future.exception()).__name__}: {future.exception()}"


@cache
def _hash_version() -> str:
    """A hash of the code and the data, as they were when this process first asked."""
    return staleness.hash_inputs(None)
