"""Run the notebooks of a province, or of all, several at once, and keep what they leave.

What runs is decided by content, never by time stamps. A notebook is replaced only where its bytes differ, and only if
it ran to its end; charts are replaced only if every notebook of their province did. The default province runs in
place; another one's notebooks go to build/<province>/.
"""

import ast
import os
import re
import shutil
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from poverty.packs import load
from poverty.packs.csv_rows import PackError, suggest_correction
from poverty.packs.files import BUILD, DEFAULT_PROVINCE, FIGURES_VARIABLE, encode_json, figures_root, write_if_changed
from poverty.publish import folders
from poverty.publish.fingerprint import prune_cache
from poverty.publish.folders import OVERALL
from poverty.publish.runs import collection, staleness
from poverty.publish.runs.collection import NOTEBOOKS, NotebookError, list_notebooks, read_parameters
from poverty.publish.runs.processes import PROGRESS, count_cores, hold_province

if TYPE_CHECKING:  # a run with nothing to do needs neither this nor kernels, and is over in a third of a second
    import asyncio

STAGE = BUILD / "stage"  # figures of a run that is not over
CELL_TIMEOUT = 1200  # seconds
LOOK = 0.3  # seconds between two looks at what notebooks tell of their progress
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Job:
    """The notebooks of one province that are to run, and what became of them."""

    province: str
    stale: list[Path]
    chosen: dict[str, object] = field(default_factory=dict)  # parameters that a person set
    failed: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def stage(self) -> Path:
        """Where its figures stand until every notebook has run."""
        return STAGE / self.province


def run_provinces(provinces: list[str], force: bool = False, settings: list[str] | None = None) -> int:
    """Run what is out of date; 0 if every notebook ran, 1 if one failed, a pack is refused, or a province is held.

    Args:
        provinces: folders of data/.
        force: run every notebook, whatever its state.
        settings: NAME=VALUE, parameters of the notebooks; they then go to build/<province>/, and nothing else changes.
    """
    started = time.perf_counter()
    try:
        chosen = _read_settings(settings or [])  # a notebook that cannot be read is a ValueError too
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    with ExitStack() as held:
        jobs = []
        for province in provinces:
            job = _plan(province, force, chosen)
            if job.stale and (holder := held.enter_context(hold_province(province))):
                job = Job(province, [], refused=holder)
            jobs.append(job)
        if not any(job.stale or job.refused for job in jobs):
            print(f"{', '.join(provinces)}: nothing has changed")
            return 0
        _run_jobs(jobs)
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


def _run_jobs(jobs: list[Job]) -> None:
    import asyncio

    from poverty.publish.runs import kernels

    count = sum(len(job.stale) for job in jobs)
    if count:
        of = jobs[0].province if len(jobs) == 1 else f"{len(jobs)} provinces"
        print(f"{of}: {count} notebook{'s' if count > 1 else ''} to run", flush=True)
        kernels.prepare_kernels()
        folders.recover(figures_root())
    for job in jobs:
        if job.stale:
            shutil.rmtree(job.stage, ignore_errors=True)  # an interrupted run may have left figures there
    with asyncio.Runner(loop_factory=kernels.Loop) as runner:
        runner.run(_run_all(jobs))
    for job in jobs:
        try:
            _finish(job)
        except OSError as error:
            job.refused = f"{describe_error(error)}; its charts are as they were"
    if count:
        prune_cache()


def describe_error(error: OSError) -> str:
    """What the machine refused, in one line."""
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _read_settings(settings: list[str]) -> dict[str, object]:
    """Parameters from NAME=VALUE; a value that is no literal is a text.

    Raises:
        ValueError: no notebook has a parameter of that name.
    """
    known = sorted({name for notebook in list_notebooks() for name in read_parameters(notebook)} - {"PROVINCE"})
    chosen: dict[str, object] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in known:
            mend = "use --province" if name == "PROVINCE" else suggest_correction(name, known)
            raise ValueError(f"unknown parameter {name!r}\n    expected: {', '.join(known)}\n    to mend:  {mend}")
        try:
            chosen[name] = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            chosen[name] = value
    return chosen


def _plan(province: str, force: bool, chosen: dict[str, object]) -> Job:
    """What of a province is out of date; a faulty pack is refused before any of its notebooks starts."""
    try:
        folder = load.find_pack_folder(province)
        notebooks, state = list_notebooks(province), staleness.read_state(province)
        if chosen:
            stale = [p for p in notebooks if set(chosen) & set(read_parameters(p))]
        else:
            stale = [p for p in notebooks if force or state.get(p.name) != staleness.hash_notebook(p, province)]
        if chosen or stale:
            load.read_pack_folder(folder)
        return Job(province, stale, chosen)
    except (PackError, NotebookError) as error:
        return Job(province, [], refused=str(error))


def _finish(job: Job) -> None:
    """Keep the state of a province that was run, and its charts if every notebook ran; say what changed."""
    if job.chosen:
        shutil.rmtree(job.stage, ignore_errors=True)
        print(f"notebooks: build/{job.province}/")
        return
    if not job.stale or job.refused:
        return
    for notebook in job.stale:
        slug = collection.figures_folder(notebook, job.province)
        left = (job.stage / slug / "manifest.json").is_file()
        if collection.publishes(notebook) and notebook.name not in job.failed and not left:
            job.failed.append(notebook.name)
            print(f"\n{job.province}, {notebook.name} left no figures", file=sys.stderr)
    changes = {} if job.failed else _publish(job)
    shutil.rmtree(job.stage, ignore_errors=True)
    state = staleness.read_state(job.province)
    for notebook in job.stale:
        state.pop(notebook.name, None)
        if notebook.name not in job.failed and not (job.failed and collection.publishes(notebook)):
            state[notebook.name] = staleness.hash_notebook(notebook, job.province)
    write_if_changed(staleness.state_path(job.province), encode_json(state), lasting=True)
    if job.failed:
        return
    for slug, lines in changes.items():
        print(f"charts: figures/{slug}/" + ("" if lines else " (as before)"))
        for line in lines:
            print(f"  {line}")
    print(f"  {_audited(job.province)}")


def _publish(job: Job) -> dict[str, list[str]]:
    """Bring the figures that a run staged to where they belong; what changed, by folder."""
    changes: dict[str, list[str]] = {}
    for slug in (job.province, OVERALL):
        staged, where = job.stage / slug, figures_root() / slug
        if staged.is_dir():
            before, after = folders.read_manifest(where), folders.read_manifest(staged)
            files = {path: (staged / path).read_bytes() for path in [*folders.listed_files(after), "manifest.json"]}
            written = folders.replace_files(where, files, folders.listed_files(before))
            changes[slug] = folders.describe_changes(before, after, written)
    if changes and job.province == DEFAULT_PROVINCE:
        from poverty.publish import readme  # here, not above: a run with nothing to do does not need it

        changed = readme.store_contents(figures_root(), (DEFAULT_PROVINCE, OVERALL))
        try:
            changed += readme.store()
        except ValueError as error:
            print(f"{error}; this README and those after it are as they were", file=sys.stderr)
        for name in changed:
            print(f"{name}: changed")
    return changes


def _audited(province: str) -> str:
    """The audit in one line, to end a run with."""
    from poverty.packs.audit import audit_claims  # here, not above: a run with nothing to do needs no audit
    from poverty.packs.readings import resolve_readings

    found = [f for f in audit_claims(resolve_readings(load.load_pack(province))) if f.verdict == "disagrees"]
    command = "make check" if province == DEFAULT_PROVINCE else f"make check PROVINCE={province}"
    return f"audit: {len(found)} of its checks disagree; see {command}" if found else "audit: no check disagrees"


async def _run_all(jobs: list[Job]) -> None:
    """Run the notebooks of all jobs, several at once; the longest, which draw, first."""
    import asyncio

    slots = asyncio.Semaphore(1 + count_cores())  # one more than there are cores: starting a kernel is half waiting
    longest = {"key": lambda notebook: (collection.publishes(notebook), notebook.stat().st_size), "reverse": True}
    queue = [(job, notebook) for job in jobs for notebook in sorted(job.stale, **longest)]
    done, names = [0], len(jobs) > 1

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

    watching = [asyncio.create_task(_tell_progress(job, names)) for job in jobs if job.stale]
    try:
        await asyncio.gather(*(one(job, notebook) for job, notebook in queue))
    finally:
        for task in watching:
            task.cancel()


async def _tell_progress(job: Job, names: bool) -> None:
    """Print what the notebooks of a job tell while they run, until nobody listens any more."""
    import asyncio

    path, told = job.stage / "progress", 0
    while True:
        await asyncio.sleep(LOOK)
        lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []  # the last one is not over
        for line in lines[told:]:
            print(f"      {f'{job.province}: ' if names else ''}{line}", flush=True)
        told = len(lines)


async def _run(notebook: Path, job: Job, slots: "asyncio.Semaphore") -> str:
    # jsonschema's optional grammar of internationalised addresses takes two seconds to load, for a check unused here
    sys.modules.setdefault("rfc3987_syntax", None)
    import nbclient  # here, not above: a run with nothing to do needs neither
    import nbformat

    async with slots:
        started = time.perf_counter()
        content = collection.clean_metadata(nbformat.read(notebook, as_version=4))
        note = _set_parameters(content, notebook, job)
        job.stage.mkdir(parents=True, exist_ok=True)
        client = nbclient.NotebookClient(
            content,
            timeout=CELL_TIMEOUT,
            record_timing=False,
            shutdown_kernel="immediate",  # all its cells have run, and nothing in it has to be kept
            resources={"metadata": {"path": str(NOTEBOOKS)}},
            extra_arguments=["--log-level=CRITICAL"],  # a notice at every start would be a difference
        )
        given = {FIGURES_VARIABLE: str(job.stage), PROGRESS: str(job.stage / "progress")}
        await client.async_execute(env=os.environ | given)
        collection.clean_metadata(content)
        left = BUILD / job.province / notebook.name if job.chosen else collection.executed_path(notebook, job.province)
        changed = write_if_changed(left, nbformat.writes(content).rstrip("\n").encode() + b"\n")
        _trust(content)
        took = time.perf_counter() - started
        return f"{notebook.stem:<16} {took:5.1f} s  {'changed' if changed else 'as before'}{note}"


def _set_parameters(content: dict, notebook: Path, job: Job) -> str:
    """Set the parameters of a notebook, whatever stands in its first cell; a remark if it named another province."""
    import nbformat

    note, given = "", {name: value for name, value in job.chosen.items() if name in read_parameters(notebook)}
    cell = collection.parameters_cell(content["cells"], notebook)
    if collection.is_of_one_province(notebook):
        restored, done = collection.restore_province(cell["source"]), f"set back to {DEFAULT_PROVINCE}"
        if job.province != DEFAULT_PROVINCE:
            given["PROVINCE"] = job.province
            done = f"left alone, run for {job.province} in build/{job.province}/"
        if restored != cell["source"]:
            note, cell["source"] = f"; its first cell named another province: {done}", restored
    if given:
        lines = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        injected = nbformat.v4.new_code_cell(
            lines, id="injected-parameters", metadata={"tags": ["injected-parameters"]}
        )
        content["cells"].insert(content["cells"].index(cell) + 1, injected)
    return note


def _trust(content: dict) -> None:
    """Let JupyterLab show the outputs of a notebook that was run here; it keeps a list of these in the home folder."""
    from nbformat.sign import NotebookNotary

    with suppress(OSError):  # of a home that cannot be written to: JupyterLab asks before it shows pages of outputs
        notary = NotebookNotary()
        notary.sign(content)
        notary.store.close()


def _short(error: BaseException) -> str:
    """What went wrong in a cell, without the pages of a traceback."""
    if isinstance(error, OSError):
        return f"  {describe_error(error)}"
    if hasattr(error, "ename"):
        return f"  {error.ename}: {_COLOURS.sub('', error.evalue)}"
    return f"  {type(error).__name__}: {error}"
