"""Speed and size, as ratios within one run: `make bench`. Timings on a shared machine swing; ratios less so.

`.venv/bin/python tests/bench.py briefing paths` takes those measures alone.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from matplotlib import style
from scipy.optimize import linprog

from poverty.bands import calibration, donors
from poverty.charts import page as canvas
from poverty.jobs.estimate import clear_estimates
from poverty.jobs.estimate_tables import tabulate_job_sums
from poverty.packs import audit, readings
from poverty.packs import load as pack
from poverty.publish import chart_files as rendering
from poverty.publish import export
from poverty.publish.runs import collection
from poverty.trajectory import path as trajectory

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "helpers"))
from made_up_communes import write_made_up_communes  # noqa: E402
from made_up_provinces import write_made_up_provinces  # noqa: E402

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
ROUNDS = 3
RATE = '"0,69",id,percent,0.69'
BRIEFED = "gia-lai"  # a province alone: the briefing of the default one also makes that of all side by side
FEW_PROVINCES, MANY_PROVINCES = 4, 60
FEW_COMMUNES, MANY_COMMUNES = 1_000, 10_000
LOOK = 0.5  # seconds between two looks at how much memory is in use
SPELLS, PROGRAMMED = 10_000, 50  # communes for the paths, and how many of them the linear programmes are timed on
FLOOR = """
import contextlib, io, json, sys
for path in sys.argv[1:]:
    cells = json.load(open(path, encoding="utf-8"))["cells"]
    space = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), space)
"""


def timed(command: list[str], cwd: Path = ROOT, **environment: str) -> float:
    """Wall seconds of a command that must succeed."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def watched(command: list[str], cwd: Path, **environment: str) -> tuple[float, float]:
    """Wall seconds of a command that must succeed, and the most megabytes that it and what it started held at once."""
    started, most = time.perf_counter(), 0.0
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=cwd, env=os.environ | environment, stdout=log, stderr=log)
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(LOOK)
        took = time.perf_counter() - started
        if process.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{log.read()}")
    return took, most


def memory_of(pid: int) -> float:
    """Megabytes that a process and all that it started hold: each its own, and what they share once."""
    total, shared = 0, 0
    try:
        processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0.0
    for process in processes:
        try:
            memory = process.memory_full_info()
        except psutil.Error:
            continue  # it has ended
        total, shared = total + memory.uss, max(shared, memory.rss - memory.uss)
    return (total + shared) / 1e6


def scale(folder: Path) -> None:
    """In a copy: a few made-up provinces, then many, against a papermill loop of one; then again, nothing changed."""
    house, environment = house_of(folder)
    for path in [*(house / "data").glob("[a-z]*/province.toml")]:
        if path.parent.name != collection.DEFAULT_PROVINCE:
            shutil.rmtree(path.parent)
    run = [sys.executable, "-m", "poverty", "run", "--all"]
    timed(run, house, **environment)
    slugs = write_made_up_provinces(folder / "many", MANY_PROVINCES)
    each, most = {}, {}
    for count in (FEW_PROVINCES, MANY_PROVINCES):
        new = [slug for slug in slugs[:count] if not (house / "data" / slug).exists()]
        for slug in new:
            shutil.copytree(folder / "many" / slug, house / "data" / slug)
        took, most[count] = watched(run, house, **environment)
        each[count] = took / len(new)
    cold = {"POVERTY_CACHE": str(folder / "cold")}
    loop = papermill_loop_of(slugs[0], house, folder, **environment | cold)
    again = timed(run, house, **environment)
    few, many = each.values()
    print(f"a province of {FEW_PROVINCES}: {few:.1f} s; of {MANY_PROVINCES}: {many:.1f} s; papermill loop {loop:.1f} s")
    print(f"a province of {MANY_PROVINCES} / of {FEW_PROVINCES}: {many / few:.2f} (about 1: it grows in proportion)")
    print(f"a province of {MANY_PROVINCES} / papermill loop: {many / loop:.2f} (must stay at or under 0.45)")
    print(
        f"memory {most[FEW_PROVINCES]:.0f} MB with {FEW_PROVINCES}, {most[MANY_PROVINCES]:.0f} MB with {MANY_PROVINCES}"
    )
    print(f"{MANY_PROVINCES} provinces, nothing changed: {again:.2f} s (must stay under 2 s)")


def papermill_loop_of(slug: str, house: Path, folder: Path, **environment: str) -> float:
    """The notebooks of one province of a copy of the project, one after another, with plain papermill."""
    took = 0.0
    for path in NOTEBOOKS:
        if collection.is_of_one_province(path):
            words = ["--no-progress-bar", "-p", "PROVINCE", slug, str(path), str(folder / path.name)]
            took += timed([sys.executable, "-m", "papermill", *words], house / "notebooks", **environment)
    return took


def many_communes(folder: Path) -> None:
    """In a copy: everything of many made-up communes, and of ten times fewer."""
    house, environment = house_of(folder)
    where = house / "data" / collection.DEFAULT_PROVINCE / "communes"
    took, most = {}, {}
    for count in (FEW_COMMUNES, MANY_COMMUNES):
        shutil.rmtree(where, ignore_errors=True)
        write_made_up_communes(where, count)
        command = [sys.executable, "-m", "poverty", "communes", collection.DEFAULT_PROVINCE]
        took[count], most[count] = watched(command, house, **environment)
    few, many = took.values()
    print(f"{FEW_COMMUNES:,} communes {few:.1f} s, {most[FEW_COMMUNES]:.0f} MB")
    print(
        f"{MANY_COMMUNES:,} communes {many:.1f} s (must stay under 60 s), {most[MANY_COMMUNES]:.0f} MB (under 2,147 MB)"
    )
    print(f"{MANY_COMMUNES:,} of them / {FEW_COMMUNES:,}: {many / few:.1f} (at most 10: it grows in proportion)")


def imports(folder: Path) -> None:
    """`import poverty` and `check`, each in a process of its own, against importing pandas there."""
    took = {name: [] for name in ("poverty", "pandas", "check")}
    for _ in range(2 * ROUNDS + 1):
        for name in ("poverty", "pandas"):
            code = f"import time; started = time.perf_counter(); import {name}; print(time.perf_counter() - started)"
            told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
            took[name].append(float(told.stdout))
        took["check"].append(timed([sys.executable, "-m", "poverty", "check", BRIEFED]))
    alone, pandas, check = (sorted(rounds)[ROUNDS] for rounds in took.values())
    print(f"import poverty: {alone:.3f} s (must stay under 0.2 s); / import pandas: {alone / pandas:.2f} (under 0.25)")
    print(f"make check {check:.2f} s; / import pandas: {check / pandas:.1f} (must stay under 4)")


def papermill_loop(folder: Path, notebooks: list[Path]) -> float:
    """Notebooks, one after another, with plain papermill."""
    return sum(
        timed(
            [sys.executable, "-m", "papermill", "--no-progress-bar", str(path), str(folder / path.name)],
            cwd=ROOT / "notebooks",
            POVERTY_FIGURES=str(folder),
        )
        for path in notebooks
    )


def provinces(folder: Path) -> None:
    """All packs with all charts, for each province, against a papermill loop over the notebooks of one."""
    of_one = [path for path in NOTEBOOKS if collection.is_of_one_province(path)]
    count = len(pack.list_province_slugs())
    loop = papermill_loop(folder, of_one)
    every = timed([sys.executable, "-m", "poverty", "run", "--all", "--force"])
    again = papermill_loop(folder, of_one)
    ratio = every / count / ((loop + again) / 2)
    print(
        f"{count} packs {every:.0f} s, {every / count:.1f} s each; papermill loop of one {loop:.1f} and {again:.1f} s"
    )
    print(f"a province of all / papermill loop: {ratio:.2f} (must stay at or under 0.4)")


def audits(folder: Path) -> None:
    """The audit of each pack inside a process."""
    took = {}
    for slug in pack.list_province_slugs():
        resolved = readings.resolve_readings(pack.load_pack(slug))
        started = time.perf_counter()
        audit.audit_claims(resolved)
        took[slug] = time.perf_counter() - started
    slug = max(took, key=took.get)
    print(f"audit: at most {took[slug]:.3f} s ({slug}) (must stay under 0.2 s)")


def communes(count: int) -> pd.DataFrame:
    """Synthetic spells: three anchors over six years each, falling at random."""
    generator = np.random.default_rng(1)
    middle = generator.integers(1, 6, count)
    t = 2015.0 + np.column_stack([np.zeros(count), middle, np.full(count, 6)])
    value = np.sort(generator.uniform(1, 60, (count, 3)).round(2), axis=1)[:, ::-1]
    value = value + 0.01 * np.arange(3)[::-1]  # never alike
    place = np.repeat([f"commune {i:06}" for i in range(count)], 3)
    return pd.DataFrame(
        {"place": place, "t": t.ravel(), "value": value.ravel()}
        | {"low": value.ravel() - 0.005, "high": value.ravel() + 0.005}
    )  # fmt: skip


def programmes(anchors: pd.DataFrame) -> float:
    """Seconds of a loop of linear programmes: the least and the greatest value of each year between anchors."""
    started = time.perf_counter()
    for _, own in anchors.groupby("place"):
        years = np.arange(own["t"].iloc[0], own["t"].iloc[-1] + 1)
        falls = np.diff(np.eye(len(years)), axis=0)  # each year less the one before
        known = own.set_index("t")
        box = [(known["low"][t], known["high"][t]) if t in known.index else (0.0, 100.0) for t in years]
        for i, t in enumerate(years):
            if t not in known.index:
                for sign in (1.0, -1.0):
                    aim = np.zeros(len(years))
                    aim[i] = sign
                    if not linprog(aim, A_ub=falls, b_ub=np.zeros(len(falls)), bounds=box).success:
                        sys.exit("a linear programme of the bench failed")
    return time.perf_counter() - started


def paths(folder: Path) -> None:
    """Path and band of many communes at once, on one core, against a loop of linear programmes for their limits."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        table = donors.load_donors()
        started = time.perf_counter()
        band = calibration.calibrate_band(table)
        calibrated = time.perf_counter() - started
        took = {}
        for count in (SPELLS, 2 * SPELLS):
            anchors, rounds = communes(count), []
            for _ in range(ROUNDS):
                started = time.perf_counter()
                trajectory.tabulate_yearly_paths(anchors, band)
                rounds.append(time.perf_counter() - started)
            took[count] = sorted(rounds)[ROUNDS // 2]
        loop = programmes(communes(SPELLS).head(3 * PROGRAMMED)) * SPELLS / PROGRAMMED
    finally:
        os.sched_setaffinity(0, allowed)
    once, twice = took.values()
    print(f"one band calibrated, and held back place by place: {calibrated:.3f} s (must stay under 1 s)")
    print(f"paths and bands of {SPELLS:,} spells on one core: {once:.3f} s (must stay under 5 s)")
    print(f"{2 * SPELLS:,} of them / {SPELLS:,}: {twice / once:.2f} (about 2: it grows in proportion)")
    print(f"loop of linear programmes {loop:.0f} s; times as fast: {loop / once:.0f} (must stay at or above 50)")


def jobs(folder: Path) -> None:
    """The estimate of jobs of each pack, with all its draws, inside a process that has loaded statsmodels."""
    took = {}
    for slug in [*pack.list_province_slugs(), *pack.list_province_slugs()]:  # first loads
        province = pack.load_pack(slug)
        clear_estimates()
        started = time.perf_counter()
        tabulate_job_sums(province)
        took[slug] = time.perf_counter() - started
    slug = max(took, key=took.get)
    print(f"estimate of jobs: at most {took[slug]:.2f} s ({slug}) (must stay under 1 s)")


def house_of(folder: Path) -> tuple[Path, dict[str, str]]:
    """A copy of the project as a clone has it, with nothing stored, and the environment of its commands."""
    ignored = shutil.ignore_patterns(".venv", "build", ".git", "__pycache__", ".*_cache", "*.pdf", "briefing-*.pptx")
    house = Path(shutil.copytree(ROOT, Path(tempfile.mkdtemp(dir=folder)) / "house", ignore=ignored))
    return house, {"PYTHONPATH": str(house / "notebooks"), "POVERTY_FIGURES": str(house / "figures")}


def pictures(folder: Path) -> None:
    """The briefing of one province with nothing stored, against matplotlib saving the same figures in one process."""
    house, environment = house_of(folder)
    run = [sys.executable, "-m", "poverty"]
    timed([*run, "run", "--province", BRIEFED], house, **environment)
    took = timed([*run, "briefing", "--province", BRIEFED], house, **environment)
    saved, count = matplotlib_saving(pack.load_pack(BRIEFED))
    print(
        f"briefing of {BRIEFED}: {count} files of charts, decks, briefs, gallery {took:.1f} s; matplotlib {saved:.1f} s"
    )
    print(f"briefing / matplotlib's saving: {took / saved:.2f} (must stay under 1.0)")


def matplotlib_saving(province: pack.Pack) -> tuple[float, int]:
    """Seconds of plain `savefig` for every file of a chart that a briefing adds, and how many these are."""
    saved, count = 0.0, 0
    for chart in (
        chart for of_language in export.draw_every_chart(province).values() for chart in of_language.values()
    ):
        for size in canvas.SIZES.values():
            figure = chart.at(size).figure
            with style.context([canvas.STYLE, size.look], after_reset=True):
                for suffix in rendering.FORMATS:
                    if size == canvas.SLIDE and suffix in rendering.KEPT:
                        continue
                    started = time.perf_counter()
                    figure.savefig(BytesIO(), format=suffix, dpi=size.dpi)
                    saved += time.perf_counter() - started
                    count += 1
    return saved, count


def floor(folder: Path) -> float:
    """One Python process that runs the code cells of all notebooks one after another."""
    command = [sys.executable, "-c", FLOOR, *map(str, NOTEBOOKS)]
    return timed(command, cwd=ROOT / "notebooks", POVERTY_FIGURES=str(folder))


def changes(folder: Path) -> None:
    """In a copy: nothing stored, nothing changed, one claim changed; a changed pack must not run another province."""
    house, environment = house_of(folder)
    shutil.copytree(house / "data" / "bac-lieu", house / "data" / "other-place")
    toml = house / "data" / "other-place" / "province.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"bac-lieu"', '"other-place"'), encoding="utf-8")
    run = [sys.executable, "-m", "poverty", "run", "--province"]
    print(f"nothing stored: {timed([*run, 'bac-lieu'], house, **environment):.1f} s (must stay under 40 s)")
    timed([*run, "other-place"], house, **environment)
    unchanged = sorted(timed([*run, "bac-lieu"], house, **environment) for _ in range(ROUNDS))[ROUNDS // 2]
    pandas = sorted(timed([sys.executable, "-c", "import pandas"]) for _ in range(ROUNDS))[ROUNDS // 2]
    print(f"nothing changed: {unchanged:.2f} s (under 1 s); / a process that imports pandas: {unchanged / pandas:.2f}")
    reported = house / "data" / "bac-lieu" / "reported.csv"
    claim(reported, "exact,133,id,models,133,", "exact,134,id,models,134,")  # in two charts, as the median claim
    print(f"one claim changed: {timed([*run, 'bac-lieu'], house, **environment):.1f} s (must stay under 15 s)")
    claim(reported, RATE, RATE.replace("69", "68"))  # no claim is drawn in more charts than the last rate
    print(f"the last rate changed: {timed([*run, 'bac-lieu'], house, **environment):.1f} s")
    claim(house / "data" / "other-place" / "reported.csv", RATE, RATE.replace("69", "68"))
    same, other = (timed([*run, slug], house, **environment) for slug in ("bac-lieu", "other-place"))
    print(f"another pack changed: that province {other:.1f} s, this one {same:.1f} s (07 and 08 alone)")


def claim(path: Path, before: str, after: str) -> None:
    """Change one claim of a pack."""
    text = path.read_text(encoding="utf-8")
    if text.count(before) != 1:
        sys.exit(f"{path.name} has {before!r} {text.count(before)} times: the bench needs it once")
    path.write_text(text.replace(before, after), encoding="utf-8")


def size(paths: list[Path]) -> float:
    """Megabytes."""
    return sum(p.stat().st_size for p in paths if p.is_file()) / 1e6


def reruns(folder: Path) -> None:
    """Every notebook again, against a papermill loop and one process that does no more than run the code."""
    rounds, seventh = [], []
    for i in range(ROUNDS):
        loop, least = papermill_loop(folder, NOTEBOOKS), floor(folder)
        started = time.perf_counter()
        told = folder / "rerun.log"
        with told.open("w") as log:
            subprocess.run(["make", "rerun"], cwd=ROOT, stdout=log, check=True)
        rerun, said = time.perf_counter() - started, told.read_text(encoding="utf-8")
        seventh.append(float(re.search(r"07_provinces +([\d.]+) s", said)[1]))
        rounds.append((rerun / loop, rerun / least))
        print(f"round {i + 1}: papermill loop {loop:.1f} s, make rerun {rerun:.1f} s, floor {least:.1f} s")
    to_loop, to_floor = (sorted(r[k] for r in rounds)[ROUNDS // 2] for k in (0, 1))
    print(f"make rerun / papermill loop: {to_loop:.2f} (must stay at or under 0.5)")
    print(f"make rerun / one process that runs the cells: {to_floor:.2f} (must stay at or under 1.0)")
    print(f"notebook 07 beside the others: {sorted(seventh)[ROUNDS // 2]:.1f} s (must stay under 8 s)")


def tests(folder: Path) -> None:
    """The README's test command."""
    print(f"make test: {timed(['make', 'test']):.0f} s (must stay under 180 s)")


def repository(folder: Path) -> None:
    """What is kept, in megabytes."""
    if not shutil.which("git"):
        sys.exit("git was not found: install it to measure what is kept")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / f for f in tracked.stdout.split("\0") if f]
    manifest = json.loads((ROOT / "figures" / "bac-lieu" / "manifest.json").read_text(encoding="utf-8"))
    figures = [p for p in files if p.is_relative_to(ROOT / "figures")]
    print(f"repository {size(files):.1f} MB; figures {size(figures):.1f} MB in {len(manifest['figures'])} charts")


MEASURES = {
    "imports": imports,
    "reruns": reruns,
    "audits": audits,
    "paths": paths,
    "jobs": jobs,
    "briefing": pictures,
    "provinces": provinces,
    "scale": scale,
    "communes": many_communes,
    "changes": changes,
    "tests": tests,
    "size": repository,
}


def main() -> None:
    """Print every measure, or those that are named."""
    parser = argparse.ArgumentParser(prog="tests/bench.py", description=__doc__)
    parser.add_argument("measure", nargs="*", help=f"those to take, of {', '.join(MEASURES)}; all if none is named")
    wanted = parser.parse_args().measure or list(MEASURES)
    if unknown := [measure for measure in wanted if measure not in MEASURES]:
        parser.error(f"no measure is called {unknown[0]!r}; there are {', '.join(MEASURES)}")
    print(f"{len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}, {len(NOTEBOOKS)} notebooks")
    with tempfile.TemporaryDirectory() as name:
        for measure in wanted:
            MEASURES[measure](Path(name))


if __name__ == "__main__":
    main()
