"""Copies of the project to run, spoil and kill."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
IGNORED = shutil.ignore_patterns(
    ".venv", "build", ".git", ".*_cache", ".hypothesis",
    "*.pdf", "briefing-*.pptx", "*.xlsx", "index.html", "half-slide", "plot-only", "square", "article",
)  # fmt: skip
KEPT = ("bac-lieu", "provinces")  # the folders of figures that a clone has


def speak_english():
    """Let commands speak English, which tests read, whatever the language of the person who runs them."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"


def copy_project(where):
    """A copy of the project without what is made anew."""
    return Path(shutil.copytree(ROOT, where, ignore=IGNORED))


def build_house(where, notebooks, languages=("en",)):
    """A copy of the project with some of its notebooks, in few languages: every kind of thing, little of each.

    Args:
        where: the folder that is to hold it.
        notebooks: their names, without .ipynb.
        languages: their codes; English is always there.
    """
    house = copy_project(where / "house")
    for path in (house / "figures").iterdir():
        if path.is_dir() and path.name not in KEPT:
            shutil.rmtree(path)
    for path in (house / "notebooks").glob("*.ipynb"):
        if path.stem not in notebooks:
            path.unlink()
    for path in (house / "notebooks" / "poverty" / "words" / "locale").glob("*.po"):
        if path.stem not in languages:
            path.unlink()
            (house / f"README.{path.stem}.md").unlink()
    return house


def build_run_house(where, notebook):
    """A copy of the project with one notebook, which was run."""
    house = build_house(where, (notebook,))
    done = command(house, "run")
    assert done.returncode == 0, done.stderr
    return house


def environment(house):
    """What a command in that copy finds: its own package, and figures, cache and build where a user has them."""
    trusted = {"JUPYTER_DATA_DIR": str(house / "build" / "jupyter")}  # which notebooks were run here
    own = os.environ | trusted | {"PYTHONPATH": str(house / "notebooks")}
    for name in ("POVERTY_FIGURES", "POVERTY_CACHE", "PYTHONWARNINGS"):
        own.pop(name, None)
    return own


def command(house, *arguments, before=(), **variables):
    """Run one command of the copy to its end; `before` are words before it, such as those of unshare."""
    return subprocess.run(
        [*before, sys.executable, "-m", "poverty", *arguments],
        cwd=house, env=environment(house) | variables, capture_output=True, encoding="utf-8", errors="replace",
    )  # fmt: skip


def listen_to_interrupts():
    """A shell that starts tests in the background lets them ignore Ctrl-C, and whatever they start would too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def begin(house, *arguments):
    """Start one command of the copy, in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "poverty", *arguments],
        cwd=house, env=environment(house), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, preexec_fn=listen_to_interrupts,
    )  # fmt: skip


def begin_lab(house, port="8888", ip="127.0.0.1"):
    """Start JupyterLab at the top of the copy without opening a browser; the process and its address.

    Args:
        ip: where it listens; None for where it listens unless somebody says otherwise.
    """
    words = ["-m", "jupyter", "lab", "--no-browser", f"--port={port}", *([f"--ip={ip}"] if ip else [])]
    rooted = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    told = house / "build" / f"lab-{time.monotonic_ns()}.log"
    with told.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *words, *rooted], cwd=house, env=environment(house), stderr=log, start_new_session=True
        )
    for _ in range(600):
        found = re.search(r"http://127\.0\.0\.1:[1-9]\d*/lab\?token=\w+", told.read_text())
        if found:
            return process, found[0]
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab gave no address:\n{told.read_text()}")


def end_lab(process):
    """End JupyterLab with its kernels."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


def interrupt(process):
    """Press Ctrl-C."""
    os.killpg(process.pid, signal.SIGINT)


def snapshot(folder):
    """Every file of a folder, as bytes, without the copies that JupyterLab keeps of what it saved."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def is_alive(pid):
    """Whether a process runs; one that has ended and that nobody has asked for does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(holds, seconds=20):
    for _ in range(10 * seconds):
        if holds():
            return True
        time.sleep(0.1)
    return False


def no_process_of(house):
    """Whether every process that works in a copy of the project ends."""

    def working():
        found = []
        for name in os.listdir("/proc"):
            try:
                place = os.readlink(f"/proc/{name}/cwd") if name.isdigit() else ""
            except OSError:
                continue
            if place.startswith(str(house)) and is_alive(int(name)):
                found.append(name)
        return found

    return wait_until(lambda: not working())
