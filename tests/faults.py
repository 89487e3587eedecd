"""What breaks a run, tried for real in a copy of the project: `make faults`; seeded, so that it can be repeated.

`.venv/bin/python tests/faults.py kill full --rounds 5 --seed 7` tries two kinds, five times each. After each fault the
figures of a province are wholly old or wholly new, the hashes in its manifest are true, no process is left, what was
said is a sentence, and the next command mends it: then everything is byte for byte as without the fault. The copy lies
in a folder whose name has spaces and Vietnamese letters.
"""

import argparse
import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "helpers"))
from made_up_communes import write_made_up_communes
from poverty.packs.load import list_province_slugs
from project_copies import begin, build_house, command, no_process_of, snapshot, speak_english

FOLDER = "Bạc Liêu – bản sao/dự án p"
COMMANDS = {  # the provinces that each is tried on; a command that writes more joins here
    "run": (("bac-lieu",), ("run", "--province", "bac-lieu")),
    "briefing": (("gia-lai",), ("briefing", "--province", "gia-lai")),
    "provinces": (tuple(list_province_slugs()), ("run", "--all")),
}
ROUNDS, SEED = 60, 20
MOST_RUNS_OF_ALL = 10
LATE = 0.5  # seconds: charts are brought to figures/ in less
MOUNTS = "POVERTY_FAULTS_MOUNTS"  # environment variable: set where this process may mount what nobody else sees
# in every process of the copy: the disk is full from the n-th file on that is opened to be written, made or renamed
FULL_DISK = """
import errno, os, sys
count, first = os.open(os.environ["FULL_COUNT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT), int(os.environ["FULL_FROM"])
def refuse(event, details):
    if event == "open":
        writes = isinstance(details[0], (str, bytes)) and details[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    else:
        writes = event in ("os.rename", "os.link", "os.mkdir")
    if writes and os.path.abspath(os.fsdecode(details[0])).startswith(os.environ["FULL_HOUSE"]):
        os.write(count, b".")
        if os.fstat(count).st_size >= first:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fsdecode(details[0]))
sys.addaudithook(refuse)
"""


class BrokenError(Exception):
    """A fault did harm; the message says which."""


def require(holds: bool, what: str) -> None:
    """Stop where something does not hold."""
    if not holds:
        raise BrokenError(what)


class House:
    """A copy of the project with two versions of its data, and what each command makes of them."""

    def __init__(self, where: Path, notebooks: tuple[str, ...] = ("06_figures",)) -> None:
        """Copy the project below a folder."""
        (where / FOLDER).mkdir(parents=True)
        self.path = build_house(where / FOLDER, notebooks)
        self.versions = cycle(("first", "second"))
        self.version = next(self.versions)
        self.made: dict[tuple[str, str], dict[str, bytes]] = {}  # by command and version
        self.took: dict[str, float] = {}

    def learn(self, name: str) -> None:
        """Run a command undisturbed on both versions of the data, and once more to see how long it takes."""
        if name in self.took:
            return
        for _ in range(3):
            self.change(name)
            started = time.perf_counter()
            self.run(name)
            self.took[name] = time.perf_counter() - started
            known = self.made.setdefault((name, self.version), self.read(name))
            require(known == self.read(name), f"{name} does not make the same twice")

    def change(self, name: str) -> None:
        """Give provinces the other version of their data: the English name, which every chart and sentence says."""
        self.version = next(self.versions)
        for province in COMMANDS[name][0]:
            path = self.path / "data" / province / "province.toml"
            text = path.read_text(encoding="utf-8").replace("Anew ", "")
            path.write_text(
                text.replace('en = "', 'en = "Anew ', 1) if self.version == "second" else text, encoding="utf-8"
            )

    def run(self, name: str) -> None:
        """A command, which must succeed."""
        done = command(self.path, *COMMANDS[name][1])
        require(done.returncode == 0, f"an undisturbed {name} failed: {done.stderr}")

    def read(self, name: str) -> dict[str, bytes]:
        """All that a command leaves: figures and executed notebooks."""
        found = {path.name: path.read_bytes() for path in (self.path / "notebooks").glob("*.ipynb")}
        for province in COMMANDS[name][0]:
            found |= self.read_figures(province, self.path / "figures" / province)
        return found

    def read_figures(self, province: str, where: Path) -> dict[str, bytes]:
        """The files of a province, wherever they lie, under the names that they are to have."""
        return {f"figures/{province}/{path}": data for path, data in snapshot(where).items()}

    def check_whole(self, name: str) -> None:
        """Figures are those of one version, and the manifest tells of them; what a briefing adds is of one version."""
        for province in COMMANDS[name][0]:
            where = self.path / "figures" / province
            if not where.is_dir():  # between two names: the next command gives the new folder its own
                where = where.with_name(f".{province}.new")
            found, start = self.read_figures(province, where), f"figures/{province}/"
            manifest = json.loads(found.pop(f"{start}manifest.json"))
            listed = {start + item["path"]: item["sha256"] for item in list_files(manifest)}
            for path, told in listed.items():
                require(hashlib.sha256(found[path]).hexdigest() == told, f"the manifest is wrong of {path}")
            for kept in (True, False):
                part = {path: data for path, data in found.items() if (path in listed) == kept}
                wanted = [{path: made.get(path) for path in part} for key, made in self.made.items() if key[0] == name]
                require(not part or part in wanted, f"figures of {province} are of two versions")

    def check_mended(self, name: str) -> None:
        """No process is left, figures are whole, and the next command makes what it makes without the fault."""
        require(no_process_of(self.path), "a process is left")
        self.check_whole(name)
        self.run(name)
        require(self.read(name) == self.made[name, self.version], f"the next {name} makes something else")
        left = [
            path.name for path in (self.path / "figures").rglob("*") if path.name.endswith((".part", ".new", ".old"))
        ]
        require(not left, f"left behind: {left}")
        show_progress()


def show_progress() -> None:
    """Print a point for a round: all of them take hours, and one that is cut off is to tell how far it came."""
    print(".", end="", flush=True)


def list_files(manifest: dict) -> list[dict]:
    """Every file that a manifest lists."""
    figures = [item for figure in manifest["figures"] for item in [*figure["files"], figure["table"]]]
    return [*figures, *manifest["data"]]


def check_told(done: subprocess.CompletedProcess) -> None:
    """A command that failed said so in sentences."""
    require("Traceback" not in done.stdout + done.stderr, f"a traceback: {done.stderr}")
    require(done.returncode == 0 or bool(done.stderr.strip()), "it failed without a word")


def kill(house: House, rounds: int, chance: random.Random, name: str = "run") -> int:
    """End it by SIGKILL at random moments, every other time while charts are brought to figures/."""
    house.learn(name)
    for turn in range(rounds):
        house.change(name)
        process = begin(house.path, *COMMANDS[name][1])
        province = chance.choice(COMMANDS[name][0])
        staged = house.path / "build" / "stage" / province / province / "manifest.json"
        while turn % 2 and process.poll() is None and not staged.is_file():
            time.sleep(0.01)
        time.sleep(chance.uniform(0, LATE if turn % 2 else house.took[name]))
        process.kill()
        process.communicate(timeout=60)  # whoever is left would hold its output open
        house.check_mended(name)
    return rounds


def kill_briefing(house: House, rounds: int, chance: random.Random) -> int:
    """The same with the rest that a briefing takes."""
    return kill(house, rounds, chance, "briefing")


def kill_provinces(house: House, rounds: int, chance: random.Random) -> int:
    """The same with a run over every pack, which works on several at once."""
    return kill(house, min(rounds, MOST_RUNS_OF_ALL), chance, "provinces")


def kill_at_random(house: House, chance: random.Random, words: tuple[str, ...], seconds: float) -> None:
    """Start a command and end it by SIGKILL at a random moment of the seconds that it takes."""
    process = begin(house.path, *words)
    time.sleep(chance.uniform(0, seconds))
    process.kill()
    process.communicate(timeout=60)
    require(no_process_of(house.path), "a process is left")
    show_progress()


def run_timed(house: House, words: tuple[str, ...]) -> float:
    """Run a command, which must succeed; the seconds that it takes."""
    started = time.perf_counter()
    done = command(house.path, *words)
    require(done.returncode == 0, f"an undisturbed {words[0]} failed: {done.stderr}")
    return time.perf_counter() - started


def kill_draft(house: House, rounds: int, chance: random.Random) -> int:
    """End a draft: of a new pack, and every other time of a second page for a pack in which rows are confirmed."""
    pack, slug = house.path / "data" / "kon-tum", "kon-tum"
    pages = sorted((house.path / "tests" / "data" / "draft" / "vi").glob("*.txt"))[:2]
    first, second = (("draft", "--", slug, str(page)) for page in pages)
    run_timed(house, first)
    new, table = snapshot(pack), pack / "reported.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(csv.reader(lines)).index("confirmed")
    rows = [[*row[:place], "yes", *row[place + 1 :]] for row in csv.reader(lines[1:])]
    with table.open("w", encoding="utf-8", newline="") as file:
        file.write(lines[0])
        csv.writer(file, lineterminator="\n").writerows(rows)
    confirmed = snapshot(pack)
    seconds = run_timed(house, second)
    both = snapshot(pack)
    for turn in range(rounds):
        shutil.rmtree(pack)
        words, made = (second, both) if turn % 2 else (first, new)
        for name, data in (confirmed if turn % 2 else {}).items():
            (pack / name).parent.mkdir(parents=True, exist_ok=True)
            (pack / name).write_bytes(data)
        kill_at_random(house, chance, words, seconds)
        kept = table.read_bytes() if table.is_file() else b""
        require(not turn % 2 or kept.startswith(confirmed["reported.csv"]), "a confirmed row was touched")
        run_timed(house, words)
        require(snapshot(pack) == made, "the next draft makes something else")
    shutil.rmtree(pack)
    return rounds


def kill_communes(house: House, rounds: int, chance: random.Random) -> int:
    """End the work on communes, every other time while there are results of another table."""
    folder, made = house.path / "data" / "gia-lai" / "communes", house.path / "build" / "communes" / "gia-lai"
    words, results = ("communes", "--", "gia-lai"), []
    for seed in (1, 2):
        shutil.rmtree(folder, ignore_errors=True)
        write_made_up_communes(folder, 40, seed)
        seconds = run_timed(house, words)
        results.append(snapshot(made))
    for turn in range(rounds):
        shutil.rmtree(folder)
        write_made_up_communes(folder, 40, 1 + turn % 2)
        kill_at_random(house, chance, words, seconds)
        require(snapshot(made) in results, "results are of two tables")
        run_timed(house, words)
        require(snapshot(made) == results[turn % 2], "the next run makes something else")
    shutil.rmtree(folder)
    return rounds


def full(house: House, rounds: int, chance: random.Random) -> int:
    """Let the disk be full from the n-th write on, n at random over all that a run writes."""
    house.learn("run")
    hook, count = house.path / "build" / "hook", house.path.parent / "writes"
    hook.mkdir(exist_ok=True)
    (hook / "sitecustomize.py").write_text(FULL_DISK, encoding="utf-8")

    def run_until(first: int) -> subprocess.CompletedProcess:
        count.write_bytes(b"")
        house.change("run")
        known = {"FULL_COUNT": str(count), "FULL_FROM": str(first), "FULL_HOUSE": str(house.path)}
        paths = {"PYTHONPATH": os.pathsep.join([str(hook), str(house.path / "notebooks")])}
        return command(house.path, *COMMANDS["run"][1], **known, **paths)

    require(run_until(10**9).returncode == 0, "a run whose writes are counted failed")
    writes = count.stat().st_size
    places = sorted(chance.sample(range(1, writes + 1), min(rounds, writes)))
    for first in places:
        done = run_until(first)
        check_told(done)
        house.check_whole("run")
        if done.returncode == 0:
            require(house.read("run") == house.made["run", house.version], f"done, and it is not: write {first}")
        house.check_mended("run")
    print(f"  a run writes {writes} times")
    return len(places)


def small_disk(house: House, rounds: int, chance: random.Random) -> int:
    """Put figures/ on a disk of its own with little room."""
    house.learn("run")
    figures, aside = house.path / "figures", house.path.parent / "aside"
    for turn in range(min(rounds, 8)):
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(figures, aside)
        used = sum(-(-path.stat().st_size // 4096) + 1 for path in aside.rglob("*"))
        with mounted("-t", "tmpfs", "-o", f"size={4 * (used + 4 + 20 * turn)}k", "tmpfs", str(figures)):
            shutil.copytree(aside, figures, dirs_exist_ok=True)
            house.change("run")
            check_told(command(house.path, *COMMANDS["run"][1]))
            house.check_whole("run")
            shutil.rmtree(aside)
            shutil.copytree(figures, aside)
        shutil.rmtree(figures)
        shutil.copytree(aside, figures)
        house.check_mended("run")
    return min(rounds, 8)


def read_only(house: House, rounds: int, chance: random.Random) -> int:
    """Let nobody write to figures/."""
    house.learn("run")
    house.change("run")
    with unwritable(house.path / "figures"):
        done = command(house.path, *COMMANDS["run"][1])
    check_told(done)
    require(done.returncode == 1, "it says that it wrote to what it cannot write to")
    house.check_mended("run")
    return 1


def two(house: House, rounds: int, chance: random.Random) -> int:
    """Start two at once, or nearly so."""
    house.learn("run")
    for _ in range(min(rounds, 5)):
        house.change("run")
        first = begin(house.path, *COMMANDS["run"][1])
        time.sleep(chance.uniform(0, house.took["run"] / 2))
        second = command(house.path, *COMMANDS["run"][1])
        _, err = first.communicate(timeout=600)
        codes = {first.returncode, second.returncode}
        require(0 in codes and codes <= {0, 1}, f"{codes}: {err}{second.stderr}")
        require(codes == {0} or "is being made by process" in err + second.stderr, "the second is not told why")
        check_told(second)
        house.check_mended("run")
    return min(rounds, 5)


def elsewhere(house: House, rounds: int, chance: random.Random) -> int:
    """Another time zone, clock, locale or home: the same bytes, and nothing to say about it."""
    known = list_surroundings(house.path.parent)
    tried = chance.sample(sorted(known), min(rounds, len(known)))
    for name in tried:
        run_elsewhere(house, name, *known[name])
    return len(tried)


def offline(house: House, rounds: int, chance: random.Random) -> int:
    """Take the network away, even that within the machine."""
    alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode:
        print("  not tried: no network, for which unshare is needed")
        return 0
    run_elsewhere(house, "no network", alone, {})
    return 1


def run_elsewhere(house: House, name: str, before: list[str], variables: dict[str, str]) -> None:
    """Run everything in other surroundings, and compare the bytes."""
    house.learn("run")
    home = Path(variables.get("HOME", ""))
    with unwritable(home) if "HOME" in variables and home.is_dir() else nullcontext():
        done = command(house.path, *COMMANDS["run"][1], "--force", before=before, **variables)
    require(done.returncode == 0, f"{name}: {done.stderr}")
    check_told(done)
    require(house.read("run") == house.made["run", house.version], f"{name}: the bytes differ")
    require(no_process_of(house.path), f"{name}: a process is left")


def list_surroundings(where: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each with what comes before the command, and environment variables; what this machine lacks is named."""
    home = where / "home"
    home.mkdir(exist_ok=True)
    found: dict[str, tuple[list[str], dict[str, str]]] = {
        "no home": ([], {"HOME": "/nonexistent"}),
        "a home that cannot be written to": ([], {"HOME": str(home)}),
    }
    for zone in ("Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "America/St_Johns"):
        found[zone] = ([], {"TZ": zone})
    for locale in ("C", "POSIX", "vi_VN", "tr_TR"):
        own = {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        if "_" in locale:
            made = shutil.which("localedef") and subprocess.run(
                ["localedef", "-i", locale, "-f", "UTF-8", str(where / f"{locale}.UTF-8")], capture_output=True
            )
            if not made or not (where / f"{locale}.UTF-8").is_dir():
                print(f"  not tried: {locale}, which this machine has not")
                continue
            own |= {"LOCPATH": str(where), "LC_ALL": f"{locale}.UTF-8", "LANG": f"{locale}.UTF-8"}
        found[locale] = ([], own)
    if shutil.which("faketime"):
        for day in ("2031-02-28 23:59:50", "1999-12-31 23:59:50"):
            found[day] = (["faketime", day], {})
    else:
        print("  not tried: another clock, for which faketime is needed")
    return found


@contextmanager
def mounted(*words: str):
    """Mount something for a while; nobody outside this process and its children sees it."""
    subprocess.run(["mount", *words], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", words[-1]], check=True)


@contextmanager
def unwritable(folder: Path):
    """Let nobody write to a folder for a while; the superuser is kept from it by a mount."""
    if MOUNTS in os.environ:
        with mounted("--bind", str(folder), str(folder)):
            subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
            yield
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path in folders:
            path.chmod(0o755)


FAULTS: dict[str, Callable[[House, int, random.Random], int]] = {
    "kill": kill,
    "kill-briefing": kill_briefing,
    "kill-provinces": kill_provinces,
    "kill-draft": kill_draft,
    "kill-communes": kill_communes,
    "full": full,
    "small-disk": small_disk,
    "read-only": read_only,
    "two": two,
    "elsewhere": elsewhere,
    "offline": offline,
}


def main() -> int:
    """Try the faults that are named, or all; 1 if one did harm."""
    parser = argparse.ArgumentParser(prog="tests/faults.py", description=__doc__)
    parser.add_argument("fault", nargs="*", help=f"those to try, of {', '.join(FAULTS)}; all if none is named")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is tried (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="of what is at random (default: %(default)s)")
    options = parser.parse_args()
    if unknown := [name for name in options.fault if name not in FAULTS]:
        parser.error(f"no fault is called {unknown[0]!r}; there are {', '.join(FAULTS)}")
    if MOUNTS not in os.environ and os.geteuid() == 0 and shutil.which("unshare"):
        os.environ[MOUNTS] = "yes"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])
    wanted = {name: FAULTS[name] for name in options.fault or FAULTS}
    if MOUNTS not in os.environ and wanted.pop("small-disk", None):
        print("small-disk: not tried, for only the superuser can mount a disk")
    broken = 0
    speak_english()
    with tempfile.TemporaryDirectory() as where:
        house = House(Path(where))
        for name, fault in wanted.items():
            started = time.perf_counter()
            try:
                count = fault(house, options.rounds, random.Random(options.seed))
                print(f"\n{name}: {count} of {count} did no harm, {time.perf_counter() - started:.0f} s", flush=True)
            except BrokenError as error:
                broken += 1
                print(f"\n{name}: {error}", file=sys.stderr, flush=True)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
