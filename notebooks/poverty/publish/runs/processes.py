"""Processes that this project starts: how many at once, and that none outlives the one that started it."""

import os
import sys
import threading
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import BaseContext


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
