"""A copy of data/ to spoil, and the commands run on it: each in a forked child, so that nothing read before is left.

The process that forks must have imported `poverty` through the link in the house; `Commands` starts one for a test.
"""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 60  # seconds after which a command hangs
HUNG = -signal.SIGALRM


@dataclass(frozen=True)
class Done:
    """How a command ended: its exit code (`HUNG` if it did not) and what it said."""

    code: int
    out: str
    err: str


class House:
    """A copy of data/ beside a link to the code; what is spoilt is put back by `restore`."""

    def __init__(self, where: Path) -> None:
        self.root, self._whole = where / "house", where / "whole"
        self.data = self.root / "data"
        shutil.copytree(ROOT / "data", self.data)
        shutil.copytree(ROOT / "data", self._whole)
        shutil.copy(ROOT / "pyproject.toml", self.root)
        (self.root / "notebooks").symlink_to(ROOT / "notebooks")
        self._spoilt: set[str] = set()

    def read(self, file: str) -> bytes:
        """A file of data/ as it was."""
        return (self._whole / file).read_bytes()

    def spoil(self, file: str, content: bytes) -> None:
        """Replace a file of data/, or add one."""
        self.mark(file).write_bytes(content)

    def mark(self, file: str) -> Path:
        """A path below data/ that `restore` puts back."""
        self._spoilt.add(file)
        return self.data / file

    def restore(self) -> None:
        """Undo what was spoilt."""
        for file in self._spoilt:
            path = self.data / file
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            if (self._whole / file).is_file():
                shutil.copy2(self._whole / file, path)
        self._spoilt.clear()

    def list_files(self) -> list[tuple[str, int, int]]:
        """Every file with its size and time: whether a command wrote anything."""
        found = [p for folder in ("data", "figures", "build") for p in (self.root / folder).rglob("*")]
        return sorted((str(p), p.lstat().st_size, p.lstat().st_mtime_ns) for p in found if not p.is_dir())


def run_forked(act: Callable[[], int], limit: float = LIMIT) -> Done:
    """Run something in a child, which ends after `limit` seconds; an exception is a traceback and exit code 99."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if not child:
            code = 99
            try:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, limit)
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))
                code = act()
            except SystemExit as stop:
                code = stop.code
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode("utf-8", errors="replace"))
        return Done(code, *said)


class Commands:
    """A process that has imported the package of a house, and runs its commands one by one."""

    def __init__(self, house: House) -> None:
        paths = [house.root / "notebooks", Path(__file__).parent]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import spoilt_house; spoilt_house.serve()"],
            cwd=house.root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> Done:
        """Run one command."""
        print(json.dumps(arguments), file=self._process.stdin, flush=True)
        return Done(**json.loads(self._process.stdout.readline()))

    def end(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def serve() -> None:
    """Run the commands that standard input names, one a line, and say how each ended."""
    from poverty import words
    from poverty.__main__ import main

    for code in words.list_languages():
        words.Language(code).say("")
    words.check_pack  # noqa: B018  # loads the room before the first fork
    for line in sys.stdin:
        arguments = json.loads(line)
        done = run_forked(lambda arguments=arguments: main(arguments))
        print(json.dumps(done.__dict__), flush=True)


def cell(file, key, **cells):
    """Change cells of the first row that holds a key."""

    def spoil(house):
        rows = list(csv.reader(io.StringIO(house.read(file).decode())))
        row = next(row for row in rows[1:] if key in row)
        for column, text in cells.items():
            row[rows[0].index(column)] = text
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        house.spoil(file, out.getvalue().encode())

    return spoil


def replace(file, old, new):
    """Change a text once."""

    def spoil(house):
        text = house.read(file).decode()
        assert old in text
        house.spoil(file, text.replace(old, new, 1).encode())

    return spoil


def append(file, *rows):
    """Add rows at the end."""
    return lambda house: house.spoil(file, house.read(file) + "".join(f"{row}\n" for row in rows).encode())


def add_column(file):
    """A further column, as people add notes."""

    def spoil(house):
        lines = house.read(file).decode().splitlines()
        house.spoil(file, "\n".join([f"{lines[0]},x", *(f"{line}," for line in lines[1:])]).encode())

    return spoil


def put(file, make):
    """Something else in the place of a file; `make` None for nothing."""

    def spoil(house):
        path = house.mark(file)
        path.unlink()
        if make:
            make(path)

    return spoil
