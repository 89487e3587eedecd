"""Processes: how many at once, who holds a province, how a notebook tells how far it is, and that none is left."""

import json
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path

from filelock import FileLock, Timeout

from poverty.packs.files import BUILD, encode_json, read_json_object, write_if_changed
from poverty.packs.messages import Message, message
from poverty.words.language import Language

PROGRESS = "POVERTY_PROGRESS"  # environment variable: the file; nobody is told where there is none


def fresh_context() -> BaseContext:
    """How a process is started that has nothing of this one's threads: a notebook's kernel has some.

    On Linux it is forked from a process that has run nothing, and that a run shares with its notebooks.
    """
    return get_context("forkserver" if sys.platform == "linux" else "spawn")


def count_cores() -> int:
    """How many processes run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def end_with_parent() -> None:
    """Let this process end when the one that started it has: killed, that one could not say so."""

    def watch() -> None:
        connection.wait([parent_process().sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def serve_parent() -> None:
    """Let this process work for the one that started it and end with it: Ctrl-C in the terminal is for that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def run_side_by_side(function: Callable, jobs: list[tuple], few: int = 0) -> Iterator[tuple[tuple, object]]:
    """Call a function for each job, several at once in other processes; each job with its result, as it is done.

    Args:
        function: of a module, since other processes look it up by name.
        jobs: its arguments, each.
        few: as many jobs are sooner done one by one than other processes have started.
    """
    if len(jobs) <= few or count_cores() == 1:
        yield from ((job, function(*job)) for job in jobs)
        return
    with ProcessPoolExecutor(count_cores(), fresh_context(), end_with_parent) as pool:
        running = {pool.submit(function, *job): job for job in jobs}
        try:
            for done in as_completed(running):
                yield running[done], done.result()
        finally:
            pool.shutdown(cancel_futures=True)  # after a failure the rest would be made for nothing


def run_in_order(pool: Executor, function: Callable, jobs: Iterable[tuple], waiting: int) -> Iterator[object]:
    """The results of a function for many jobs, in their order; no more than `waiting` are made or held at a time."""
    running: deque[Future] = deque()
    for job in jobs:
        running.append(pool.submit(function, *job))
        if len(running) >= waiting:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


@contextmanager
def hold_province(province: str) -> Iterator[str]:
    """Hold a province while its notebooks run or its figures are made.

    Yields:
        a sentence on who else holds it, and then it is not held; "" if it is.
    """
    holder = BUILD / province / "running.json"
    holder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(holder.with_name("lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        known = read_json_object(holder)
        who = message("another process")
        if {"pid", "since"} <= set(known):
            who = message("process %(pid)s, since %(since)s", pid=known["pid"], since=known["since"])
        yield message("is being made by %(who)s; nothing was done: wait until it is done, or end it", who=who)
        return
    try:
        write_if_changed(holder, encode_json({"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}))
        yield ""
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def tell_runner(line: Message) -> None:
    """Tell the runner, if there is one, in a line, which it says in its own language."""
    if path := os.environ.get(PROGRESS):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps([line.template, line.values]) + "\n")


def read_told(path: Path, after: int, lang: Language) -> list[str]:
    """What a notebook has told its runner by now, after so many lines."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []  # the last one is not over
    told = map(json.loads, lines[after:])
    return [lang.retell(message(template, **values)) for template, values in told]
