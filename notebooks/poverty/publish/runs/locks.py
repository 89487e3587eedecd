"""One run of a province at a time: a second one is told who holds it."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from filelock import FileLock, Timeout

from poverty.packs.files import BUILD, encode_json, read_json_object, write_if_changed


@contextmanager
def hold_province(province: str) -> Iterator[str]:
    """Hold a province while its notebooks run or its figures are made.

    Yields:
        a sentence on who else holds it, and then it is not held; "" if it is.
    """
    holder = BUILD / province / "running.json"
    with ExitStack() as stack:
        (BUILD / province).mkdir(parents=True, exist_ok=True)
        try:
            stack.enter_context(FileLock(BUILD / province / "lock", timeout=0))
        except Timeout:
            known = read_json_object(holder)
            who = (
                f"process {known['pid']}, since {known['since']}"
                if {"pid", "since"} <= set(known)
                else "another process"
            )
            yield f"is being made by {who}; nothing was done: wait until it is done, or end it"
            return
        write_if_changed(holder, encode_json({"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}))
        try:
            yield ""
        finally:
            holder.unlink(missing_ok=True)
