"""Run the notebooks of a province, or of all, several at once, and keep what they leave: `python -m poverty.run`.

What runs is decided by content, never by time stamps: the notebooks' cells, the package, the pack, the
requirements and the outputs themselves. A notebook is replaced only where its bytes differ, and only if it
ran to its end; charts are replaced only if every notebook of their province did. The default province runs in
place; another one's notebooks go to build/<province>/.
"""

import argparse
import ast
import asyncio
import hashlib
import json
import os
import re
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from poverty import pack
from poverty.faults import PackError, suggest
from poverty.files import DATA, FIGURES, ROOT, write

NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
STAGE = BUILD / "stage"  # figures of a run that is not over
OVERALL = "provinces"  # the folder of what compares all provinces
SHARED = ("jobs", "standards")  # folders of data/ that every province rests on
CELL_TIMEOUT = 1200  # seconds: the notebook that draws every chart in every language takes minutes
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Job:
    """The notebooks of one province that are to run, and what became of them."""

    province: str
    stale: list[Path]
    chosen: dict[str, object] = field(default_factory=dict)  # parameters that a person set
    failed: list[str] = field(default_factory=list)
    refused: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Run what is out of date; 0 if every notebook ran, 1 if one failed or a pack is refused."""
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    parser.add_argument("--province", default=default_province(), help="a folder of data/ (default: %(default)s)")
    parser.add_argument("--all", action="store_true", help="every province; a failure does not stop the others")
    parser.add_argument("--force", action="store_true", help="run every notebook, whatever its state")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the notebooks; they then go to build/<province>/, and charts and tracked files stay",
    )
    parser.add_argument("--list", action="store_true", help="print where the executed notebooks are, and run nothing")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    wanted = pack.provinces() if options.all else [options.province]
    if options.list:
        return _list(options.province)
    try:
        chosen = _chosen(options.set)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    jobs = [_job(province, options.force, chosen) for province in wanted]
    if not any(job.stale or job.refused for job in jobs):
        print(f"{', '.join(wanted)}: nothing has changed")
        return 0
    count = sum(len(job.stale) for job in jobs)
    if count:
        print(f"{wanted[0] if len(jobs) == 1 else f'{len(jobs)} provinces'}: {count} notebooks to run", flush=True)
    for job in jobs:
        if not job.refused:  # the name of a refused one is no folder of data/: it may be any path
            shutil.rmtree(STAGE / job.province, ignore_errors=True)  # an interrupted run may have left figures there
    asyncio.run(_run_all(jobs))
    for job in jobs:
        _finish(job)
    failed = [job for job in jobs if job.failed or job.refused]
    took = f"{time.perf_counter() - started:.1f} s"
    if not failed:
        print(f"done in {took}")
        return 0
    for job in failed:
        why = job.refused or f"failed: {', '.join(job.failed)}; its charts are as they were"
        print(f"\n{job.province}: {why}", file=sys.stderr)
    print(f"{len(failed)} of {len(jobs)} failed, in {took}", file=sys.stderr)
    return 1


def _list(province: str) -> int:
    try:
        pack.folder(province)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(str(target(p, province)) for p in notebooks(province)))
    return 0


def _chosen(settings: list[str]) -> dict[str, object]:
    """Parameters from NAME=VALUE; a value that is no literal is a text.

    Raises:
        ValueError: no notebook has a parameter of that name.
    """
    known = sorted({name for notebook in notebooks() for name in _parameters_of(notebook)} - {"PROVINCE"})
    chosen: dict[str, object] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in known:
            mend = "use --province" if name == "PROVINCE" else suggest(name, known)
            raise ValueError(f"unknown parameter {name!r}\n    expected: {', '.join(known)}\n    to mend:  {mend}")
        try:
            chosen[name] = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            chosen[name] = value
    return chosen


def _job(province: str, force: bool, chosen: dict[str, object]) -> Job:
    """What of a province is out of date; a faulty pack is refused before any of its notebooks starts."""
    try:
        folder = pack.folder(province)
        if chosen:
            pack.read(folder)
            return Job(province, [p for p in notebooks(province) if set(chosen) & set(_parameters_of(p))], chosen)
        state = _read_state(province)
        stale = [p for p in notebooks(province) if force or state.get(p.name) != _state(p, province)]
        if stale:
            pack.read(folder)
        return Job(province, stale)
    except PackError as error:
        return Job(province, [], refused=str(error))


def _finish(job: Job) -> None:
    """Keep the state of a province that was run, and its charts if every notebook ran; say what changed."""
    if job.chosen:
        shutil.rmtree(STAGE / job.province, ignore_errors=True)
        print(f"notebooks: build/{job.province}/")
        return
    if not job.stale or job.refused:
        return
    from poverty import contents, export  # here, not above: they load matplotlib, which a run with nothing to do skips

    changes: dict[str, list[str]] = {}
    for slug in (job.province, OVERALL):
        staged = STAGE / job.province / slug
        if not job.failed and staged.is_dir():
            changes[slug] = export.publish(slug, staged)
    shutil.rmtree(STAGE / job.province, ignore_errors=True)
    state = _read_state(job.province)
    for notebook in job.stale:
        state.pop(notebook.name, None)
        if notebook.name not in job.failed and not (job.failed and _exports(notebook)):
            state[notebook.name] = _state(notebook, job.province)
    write(BUILD / job.province / "state.json", json.dumps(state, indent=1).encode())
    if job.failed:
        return
    if changes and contents.store(ROOT / "figures", (default_province(), OVERALL)):
        print("figures/README.md, figures/index.html: changed")
    for slug, lines in changes.items():
        print(f"charts: figures/{slug}/" + ("" if lines else " (as before)"))
        for line in lines:
            print(f"  {line}")
    print(f"  {_audited(job.province)}")


def _audited(province: str) -> str:
    """The audit in one line, to end a run with."""
    from poverty import audit, readings

    found = [f for f in audit.audit(readings.resolve(pack.load(province))) if f.verdict == "disagrees"]
    command = "make check" if province == default_province() else f"make check PROVINCE={province}"
    return f"audit: {len(found)} of its checks disagree; see {command}" if found else "audit: no check disagrees"


def notebooks(province: str | None = None) -> list[Path]:
    """The numbered notebooks, in order; of another province than the default those that are of one province."""
    found = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    if province is None or province == default_province():
        return found
    return [path for path in found if "PROVINCE" in _parameters_of(path)]


def target(notebook: Path, province: str) -> Path:
    """Where the executed notebook of a province is kept."""
    return notebook if province == default_province() else BUILD / province / notebook.name


def default_province() -> str:
    """The province that stands in the parameters cells.

    Raises:
        ValueError: a notebook has no parameters cell, or they name different provinces.
    """
    named = {p for path in notebooks() if (p := _parameters_of(path).get("PROVINCE"))}
    if len(named) != 1:
        raise ValueError(f"the parameters cells name several provinces: {', '.join(sorted(named))}")
    return named.pop()


def _parameters_of(notebook: Path) -> dict[str, object]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return _parameters("".join(_parameter_cell(cells)["source"]))


def _parameter_cell(cells: list[dict]) -> dict:
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", []):
            return cell
    raise ValueError("no cell is tagged parameters")


def _parameters(source: str) -> dict[str, object]:
    """The literals of a parameters cell."""
    tree = ast.parse(source)
    return {n.targets[0].id: ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign)}


async def _run_all(jobs: list[Job]) -> None:
    """Run the notebooks of all jobs, as many at once as there are cores, the last ones of each province first.

    The later notebooks do more, and the longest must not be the one that starts last.
    """
    slots = asyncio.Semaphore(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    queue = [(job, notebook) for job in jobs for notebook in job.stale[::-1]]
    done = [0]
    names = len(jobs) > 1

    async def one(job: Job, notebook: Path) -> None:
        try:
            line = await _run(notebook, job, slots)
        except Exception as error:  # whatever stops a notebook is reported, and stops no other
            job.failed.append(notebook.name)
            print(f"\n{job.province}, {notebook.name} failed; its file is as it was\n{_short(error)}", file=sys.stderr)
            return
        done[0] += 1
        place = f"{done[0]:3d}/{len(queue)}  {job.province:<20} " if names else ""
        print(f"  {place}{line}", flush=True)

    await asyncio.gather(*(one(job, notebook) for job, notebook in queue))


def _jupyter():
    """nbclient and nbformat, imported when a notebook is to run."""
    # jsonschema's optional grammar of internationalised addresses takes two seconds to load, for a check unused here
    sys.modules.setdefault("rfc3987_syntax", None)
    import nbclient
    import nbformat

    return nbclient, nbformat


async def _run(notebook: Path, job: Job, slots: asyncio.Semaphore) -> str:
    nbclient, nbformat = _jupyter()
    province, own = job.province, _parameters_of(notebook)
    given = {name: value for name, value in job.chosen.items() if name in own}
    if province != default_province() and "PROVINCE" in own:
        given["PROVINCE"] = province
    async with slots:
        started = time.perf_counter()
        content = nbformat.read(notebook, as_version=4)
        if given:
            place = content.cells.index(_parameter_cell(content.cells)) + 1
            cell = nbformat.v4.new_code_cell(_assignments(given), id="injected-parameters")
            cell.metadata["tags"] = ["injected-parameters"]
            content.cells.insert(place, cell)
        client = nbclient.NotebookClient(
            content,
            timeout=CELL_TIMEOUT,
            record_timing=False,
            resources={"metadata": {"path": str(NOTEBOOKS)}},
            extra_arguments=["--log-level=ERROR"],  # a notice on transport at every start would be a difference
        )
        await client.async_execute(env=os.environ | {FIGURES: str(STAGE / province)})
        content.metadata.get("language_info", {}).pop("version", None)  # another Python would be a difference
        left = BUILD / province / notebook.name if job.chosen else target(notebook, province)
        changed = write(left, nbformat.writes(content).rstrip("\n").encode() + b"\n")
        took = time.perf_counter() - started
        return f"{notebook.stem:<16} {took:5.1f} s  {'changed' if changed else 'as before'}"


def _assignments(given: dict[str, object]) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in given.items())


def _short(error: BaseException) -> str:
    """What went wrong in a cell, without the pages of a traceback."""
    if hasattr(error, "ename"):
        return f"  {error.ename}: {_COLOURS.sub('', error.evalue)}"
    return f"  {type(error).__name__}: {error}"


def _state(notebook: Path, province: str) -> dict[str, str]:
    """Hashes of what a notebook depends on and of what it left."""
    sources = [
        *sorted((NOTEBOOKS / "poverty").rglob("*")),
        *sorted(DATA.glob("*.csv")),
        *sorted(DATA.glob("*.toml")),
        *sorted(path for folder in SHARED for path in (DATA / folder).glob("*.csv")),
        *sorted((DATA / province).rglob("*") if "PROVINCE" in _parameters_of(notebook) else DATA.rglob("*")),
        ROOT / "requirements.txt",
    ]
    inputs = hashlib.sha256(_cells(notebook))
    for path in sources:
        if path.is_file() and "__pycache__" not in path.parts:
            inputs.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    outputs = hashlib.sha256()
    left = target(notebook, province)
    outputs.update(left.read_bytes() if left.is_file() else b"")
    if _exports(notebook):
        for path in sorted((ROOT / "figures" / _figures_of(notebook, province)).rglob("*")):
            if path.is_file():
                outputs.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return {"inputs": inputs.hexdigest(), "outputs": outputs.hexdigest()}


def _cells(notebook: Path) -> bytes:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return json.dumps([(c["cell_type"], c["source"], c["metadata"]) for c in cells]).encode()


def _exports(notebook: Path) -> bool:
    """Whether the notebook writes figures."""
    return b"publication.publish" in notebook.read_bytes()


def _figures_of(notebook: Path, province: str) -> str:
    return province if "PROVINCE" in _parameters_of(notebook) else OVERALL


def _read_state(province: str) -> dict:
    path = BUILD / province / "state.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


if __name__ == "__main__":
    sys.exit(main())
