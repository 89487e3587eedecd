"""Change the code on purpose, one place at a time, and see whether the tests notice: `make mutants`.

A seeded sample of single changes over the rooms that compute, each tried in a copy of the project against the tests of
its room. Python's libraries are imported once; each trial is a fork. `--digits 20` spoils a digit of what is kept
instead, and runs the whole of `make test` for each.
"""

import argparse
import ast
import contextlib
import copy
import csv
import itertools
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, settings

from digits import spoil_digits
from project_copies import ROOT, copy_project, speak_english

PACKAGE = Path("notebooks") / "poverty"
HELD = "test_table_hashes.py::test_every_table_of_a_pack_is_the_one_that_is_held[{}]"
TABLES = tuple(map(HELD.format, ("", "bac-lieu", "gia-lai", "nusa-tenggara-timur", "soc-trang")))
# what the changes of a room are tried against
TESTS = {
    "packs": ("packs/test_*.py", "words/test_check.py", "words/test_faults.py", HELD.format("gia-lai")),
    "packs/audit": ("packs/test_[!d]*.py", *map(HELD.format, ("gia-lai", "lao-cai", "tra-vinh"))),
    "packs/draft": ("packs/test_draft*.py", HELD.format("drafts")),
    "bands": ("bands/test_*.py", *TABLES),
    "trajectory": ("trajectory/test_*.py", *TABLES),
    "jobs": ("jobs/test_*.py", *TABLES),
    "outlook": ("outlook/test_*.py", *TABLES),
    "tables": ("charts/test_answer.py", "trajectory/test_yearly.py", "jobs/test_*.py", *TABLES),
}
LEAST = 20  # of each room
LIMIT = 120  # seconds; whoever takes longer hangs, and that is noticed
LEFT = ROOT / "tests" / "mutants_left.csv"
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


class Mutant(NamedTuple):
    """One change: where, what stood there, what stands there now, and the whole module with it."""

    room: str
    module: str  # its path in the package
    function: str
    line: int
    before: str
    after: str
    text: str

    @property
    def key(self) -> tuple[str, ...]:
        """What names it whatever line it moves to."""
        return self.module, self.function, self.before, self.after


def list_changes(node: ast.AST) -> list[ast.AST]:
    """Every single change of one piece of code, as what would stand in its place."""
    found = []

    def change(**fields):
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        found.append(other)

    match node:
        case ast.Compare(ops=[op, *rest]):
            for other in COMPARISONS.get(type(op), ()):
                change(ops=[other(), *rest])
        case ast.BoolOp():
            change(op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
        case ast.BinOp() | ast.AugAssign() if type(node.op) in OPERATORS:
            change(op=OPERATORS[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            found.append(node.operand)
        case ast.Constant(value=bool()):
            change(value=not node.value)
        case ast.Constant(value=int()):
            change(value=node.value + 1)
        case ast.Constant(value=float()):
            change(value=node.value * 1.5 or 1.0)
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant):
            change(value=ast.Constant(None))
        case ast.Return(value=ast.Constant(value=str())):
            change(value=ast.Constant(f"{node.value.value}!"))
        case ast.arguments():
            for i, default in enumerate(node.defaults):
                if isinstance(default, ast.Constant) and (default.value is None or isinstance(default.value, str)):
                    other = ast.Constant(1 if default.value is None else f"{default.value}!")
                    change(defaults=[*node.defaults[:i], other, *node.defaults[i + 1 :]])
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if is_call or isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break):
        found.append(ast.Pass())
    return found


def list_mutants(path: Path, room: str, drawn: set[int] | None = None) -> list[Mutant]:
    """Every single change of a module without its text, or those of some numbers with it."""
    tree, count, found = ast.parse(path.read_text(encoding="utf-8")), itertools.count(), []
    module = path.relative_to(ROOT / PACKAGE).as_posix()

    def walk(parent: ast.AST, function: str, line: int) -> None:
        for name, value in ast.iter_fields(parent):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            for i, node in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(node, ast.AST) or getattr(node, "arg", "") == "strict":
                    continue  # two lists of one length either way
                here = getattr(node, "lineno", line)
                for other in list_changes(node):
                    if (number := next(count)) not in (drawn or {number}):
                        continue
                    shown = parent if isinstance(node, ast.Constant) else node
                    before = ast.unparse(shown) if drawn else ""
                    place(parent, name, i, other)
                    after = ast.unparse(shown if shown is parent else other) if drawn else ""
                    text = ast.unparse(tree) if drawn else ""
                    place(parent, name, i, node)
                    found.append(Mutant(room, module, function, here, _shorten(before), _shorten(after), text))
                walk(node, getattr(node, "name", None) or function, here)

    def place(parent, name, i, node):
        value = getattr(parent, name)
        if isinstance(value, list):
            value[i] = node
        else:
            setattr(parent, name, node)

    walk(tree, "", 1)
    return found


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:97]}..."


def room_of(path: Path) -> str:
    """The longest room that a module stands in."""
    inside = path.relative_to(ROOT / PACKAGE).with_suffix("").as_posix()
    return max((room for room in TESTS if f"{inside}/".startswith(f"{room}/")), key=len, default="")


def draw_sample(count: int, seed: int, rooms: list[str]) -> list[Mutant]:
    """Some changes of each room, as many as its share of all, and a few at least."""
    by_room = defaultdict(list)
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        if (room := room_of(path)) in rooms:
            by_room[room] += [(path, number) for number in range(len(list_mutants(path, room)))]
    total, sample = sum(map(len, by_room.values())), []
    for room, places in by_room.items():
        share = max(round(count * len(places) / total), min(LEAST, count // len(by_room)))
        numbers = defaultdict(set)
        for path, number in random.Random(f"{seed} {room}").sample(places, min(share, len(places))):
            numbers[path].add(number)
        for path, drawn in numbers.items():
            sample += list_mutants(path, room, drawn)
    return sample


def describe(mutant: Mutant) -> str:
    """The line that is printed of a change that nobody noticed."""
    return f"left: {mutant.module}:{mutant.line} {mutant.function}: {mutant.before}  ->  {mutant.after}"


class Trials:
    """Trials of changes, several at once, each in a fork with a copy of the project of its own."""

    def __init__(self, where: Path, workers: int, log: Path):
        self.free = [copy_project(where / str(i)) for i in range(workers)]
        self.running, self.stamp, self.log = {}, 10**9, log

    def start(self, what, files: list[str], change: tuple[str, str] | None = None) -> None:
        """Begin when a copy is free; `change` is a file of the copy and its new text."""
        house = self.free.pop()
        path, kept = None, None
        if change:
            path = house / change[0]
            kept = path.read_bytes(), path.stat()
            path.write_text(change[1], encoding="utf-8")
            self.stamp += 1  # of no other text of this file: Python takes bytecode by its time and size
            os.utime(path, (self.stamp, self.stamp))
        process = os.fork()
        if not process:
            code = 1
            try:
                os.setsid()
                code = run_tests(house, files, self.log)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        self.running[process] = (what, house, time.monotonic(), path, kept)

    def wait(self) -> tuple:
        """The next that ends: what it was, its exit code, and its processor seconds."""
        while True:
            for process, (what, house, began, path, kept) in list(self.running.items()):
                ended, status, spent = os.wait4(process, os.WNOHANG)
                if not ended and time.monotonic() - began < LIMIT:
                    continue
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
                if not ended:
                    os.waitpid(process, 0)
                if path:
                    path.write_bytes(kept[0])
                    os.utime(path, ns=(kept[1].st_atime_ns, kept[1].st_mtime_ns))
                del self.running[process]
                self.free.append(house)
                return what, os.waitstatus_to_exitcode(status) if ended else "too long", spent.ru_utime + spent.ru_stime
            time.sleep(0.02)

    def run(self, jobs):
        """Every job, in no order."""
        for job in jobs:
            if not self.free:
                yield self.wait()
            self.start(*job)
        while self.running:
            yield self.wait()


def run_tests(house: Path, files: list[str], log: Path) -> int:
    """In a fork: the tests of a copy of the project until one fails; their exit code."""
    os.chdir(house)
    with log.open("a") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("poverty", *HELPERS)]:
        del sys.modules[name]
    sys.path[:0] = [str(house / "notebooks"), str(house / "tests" / "helpers")]
    words = ["-x", "-q", "--no-header", "--tb=line", "-p", "no:cacheprovider", "-n0", "-p", "no:nbval"]
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # libraries are there before pytest
    return int(pytest.main([*words, "--hypothesis-profile=mutants", "--hypothesis-seed=0", *files]))


HELPERS = tuple(path.stem for path in (ROOT / "tests" / "helpers").glob("*.py"))


def import_libraries() -> None:
    """Import what tests take long to import; the package itself is imported anew by each trial."""
    speak_english()
    settings.register_profile(
        "mutants", deadline=None, database=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
    )
    for name in ("poverty.tables", "poverty.words.gather", "poverty.charts", "poverty.words.check"):
        import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "poverty"]:
        del sys.modules[name]


def list_test_files(room: str) -> list[str]:
    """The files of tests that a room's changes are tried against."""
    found = []
    for name in TESTS[room]:
        if "::" in name:
            found.append(f"tests/{name}")
        else:
            found += sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob(name))
    return found


def name_examples(module: str) -> str:
    """The test that runs the examples in the docstrings of a module."""
    dotted = ".".join(part for part in Path(module).with_suffix("").parts if part != "__init__")
    return f"tests/test_public_names.py::test_examples_run[poverty.{dotted}]"


def order_files(mutant: Mutant, seconds: dict[str, float]) -> list[str]:
    """The tests of a change, those most likely to notice it first: examples, its own name, then the quick ones."""
    files = [*list_test_files(mutant.room), name_examples(mutant.module)]
    words = set(Path(mutant.module).with_suffix("").parts)
    return sorted(
        (file for file in files if file in seconds),
        key=lambda file: (
            "test_public_names" not in file,
            not words & {Path(file).stem.removeprefix("test_")},
            seconds[file],
        ),
    )


def main() -> int:
    """Try a sample; 1 if fewer are noticed than should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--rooms", nargs="+", default=list(TESTS), choices=TESTS)
    parser.add_argument("--again", type=Path, metavar="LOG", help="try only what a run left that printed this")
    parser.add_argument("--least", type=float, default=0.85, help="the share that must be noticed")
    parser.add_argument("--digits", type=int, default=0, help="spoil so many digits of what is kept instead")
    options = parser.parse_args()
    if options.digits:
        return int(spoil_digits(options.digits, options.seed) > 0)
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    import_libraries()
    mutants = draw_sample(options.count, options.seed, options.rooms)
    if options.again:
        left_before = options.again.read_text(encoding="utf-8").splitlines()
        mutants = [mutant for mutant in mutants if describe(mutant) in left_before]
    with LEFT.open(encoding="utf-8", newline="") as file:
        same = {tuple(row.values())[:4]: row["reason"] for row in csv.DictReader(file)}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        trials = Trials(Path(folder), options.workers, log)
        files = sorted({file for room in options.rooms for file in list_test_files(room)})
        files += sorted({name_examples(mutant.module) for mutant in mutants})
        seconds = {}
        for file, code, took in trials.run((file, [file]) for file in files):
            if code:
                print(f"{file} fails without any change, and is left out (exit code {code})")
            else:
                seconds[file] = took
        for room in options.rooms:
            whole = sum(seconds.get(file, 0) for file in list_test_files(room))
            print(f"{room}: {whole:.0f} processor seconds of tests", flush=True)
        killed, tried = Counter(), Counter()
        jobs = (
            (mutant, order_files(mutant, seconds), (f"{PACKAGE}/{mutant.module}", mutant.text))
            for mutant in mutants
            if mutant.key not in same
        )
        for mutant, code, _ in trials.run(jobs):
            tried[mutant.room] += 1
            killed[mutant.room] += code != 0
            if not code:
                print(describe(mutant), flush=True)
    print()
    for room in tried:
        print(f"{room:12} {killed[room]:4} of {tried[room]:4}  {killed[room] / tried[room]:4.0%}")
    share = sum(killed.values()) / max(1, sum(tried.values()))
    print(f"{'all':12} {sum(killed.values()):4} of {sum(tried.values()):4}  {share:4.0%}")
    print(f"{len(mutants) - sum(tried.values())} do the same as the original (tests/mutants_left.csv)")
    print(f"{(time.monotonic() - began) / 60:.1f} minutes")
    return int(share < options.least)


if __name__ == "__main__":
    sys.exit(main())
