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
from poverty.packs.messages import join, label, message
from poverty.publish import folders
from poverty.publish.fingerprint import prune_cache
from poverty.publish.folders import OVERALL
from poverty.publish.runs import collection, staleness
from poverty.publish.runs.collection import NOTEBOOKS, NotebookError, list_notebooks, read_parameters
from poverty.publish.runs.processes import PROGRESS, count_cores, hold_province, read_told
from poverty.words.language import Language
from poverty.words.speech import ENGLISH, phrase_error

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
    stale: dict[Path, str]  # with a hash of what each rests on
    chosen: dict[str, object] = field(default_factory=dict)  # parameters that a person set
    failed: list[str] = field(default_factory=list)
    refused: str = ""
    lang: Language = ENGLISH  # in which a person is told of it

    @property
    def stage(self) -> Path:
        """Where its figures stand until every notebook has run."""
        return STAGE / self.province


def run_provinces(
    provinces: list[str], force: bool = False, settings: list[str] | None = None, lang: Language = ENGLISH
) -> int:
    """Run what is out of date; 0 if every notebook ran, 1 if one failed, a pack is refused, or a province is held.

    Args:
        provinces: folders of data/.
        force: run every notebook, whatever its state.
        settings: NAME=VALUE, parameters of the notebooks; they then go to build/<province>/, and nothing else changes.
        lang: in which it is told what happens; notebooks and charts do not depend on it.
    """
    started = time.perf_counter()
    try:
        chosen = _read_settings(settings or [])  # a notebook that cannot be read is a ValueError too
    except ValueError as error:
        print(phrase_error(error, lang), file=sys.stderr)
        return 1
    inputs = staleness.Inputs()
    with ExitStack() as held:
        jobs = []
        for province in provinces:
            job = _plan(province, force, chosen, inputs)
            if job.stale and (holder := held.enter_context(hold_province(province))):
                job = Job(province, {}, refused=holder)
            job.lang = lang
            jobs.append(job)
        if not any(job.stale or job.refused for job in jobs):
            print(lang.say("%(provinces)s: nothing has changed", provinces=", ".join(provinces)))
            return 0
        _run_jobs(jobs)
    failed = [job for job in jobs if job.failed or job.refused]
    seconds = lang.number(time.perf_counter() - started, 1)
    if not failed:
        print(lang.say("done in %(seconds)s s", seconds=seconds))
        return 0
    for job in failed:
        names = ", ".join(job.failed)
        why = job.refused or message("failed: %(notebooks)s; its charts are as they were", notebooks=names)
        print(f"\n{job.province}: {lang.retell(why)}", file=sys.stderr)
    counts = {"count": len(failed), "all": len(jobs)}
    print(lang.say("%(count)s of %(all)s failed, in %(seconds)s s", seconds=seconds, **counts), file=sys.stderr)
    return 1


def _run_jobs(jobs: list[Job]) -> None:
    import asyncio

    from poverty.publish.runs import kernels

    count, lang = sum(len(job.stale) for job in jobs), jobs[0].lang
    if count:
        several = lang.say_many("%(count)s province", "%(count)s provinces", len(jobs))
        said = lang.say_many("%(count)s notebook to run", "%(count)s notebooks to run", count)
        print(f"{jobs[0].province if len(jobs) == 1 else several}: {said}", flush=True)
        kernels.prepare_kernels()
        folders.recover(figures_root())
    for job in jobs:
        if job.stale:
            shutil.rmtree(job.stage, ignore_errors=True)  # an interrupted run may have left figures there
    with asyncio.Runner(loop_factory=kernels.Loop) as runner:
        runner.run(_run_all(jobs))
    if count:
        prune_cache()


def describe_error(error: OSError) -> str:
    """What the machine refused, in one line, as a text to be retold."""
    said = label(error.strerror) if error.strerror else error.args[0] if error.args else ""
    if error.filename:
        return message("%(why)s (%(file)s)", why=said, file=str(error.filename))
    return said if isinstance(said, str) and said else str(error)


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
            mend = message("use --province") if name == "PROVINCE" else suggest_correction(name, known)
            lines = [
                message("unknown parameter '%(name)s'", name=name),
                message("expected: %(expected)s", expected=", ".join(known)),
                message("to mend:  %(mend)s", mend=mend),
            ]
            raise ValueError(join(lines, "\n    "))
        try:
            chosen[name] = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            chosen[name] = value
    return chosen


def _plan(province: str, force: bool, chosen: dict[str, object], inputs: staleness.Inputs) -> Job:
    """What of a province is out of date; a faulty pack is refused before any of its notebooks starts."""
    try:
        load.find_pack_folder(province)
        rest_on = {path: inputs.hash(path, province) for path in list_notebooks(province)}
        if chosen:
            stale = {p: of for p, of in rest_on.items() if set(chosen) & set(read_parameters(p))}
        else:
            stale = {p: of for p, of in rest_on.items() if force or _is_stale(p, province, of)}
        if chosen or stale:
            from poverty.words.check import read_pack_and_shared_tables  # it takes pandas, which no idle run loads

            read_pack_and_shared_tables(province)
        return Job(province, stale, chosen)
    except (PackError, NotebookError) as error:
        return Job(province, {}, refused=error.args[0])


def _is_stale(notebook: Path, province: str, inputs: str) -> bool:
    """Whether a notebook rests on something else than when it was run, or left something else than is there now."""
    known = staleness.read_state(province).get(notebook.name)
    return known is None or known != {"inputs": inputs, "outputs": staleness.hash_outputs(notebook, province)}


def _finish(job: Job) -> None:
    """Keep the state of a province that was run, and its charts if every notebook ran; say what changed."""
    try:
        lines = _keep_results(job)
    except OSError as error:
        job.refused = message("%(why)s; its charts are as they were", why=describe_error(error))
        return
    if lines:
        print("\n".join(lines), flush=True)  # at once: other provinces may be telling something


def _keep_results(job: Job) -> list[str]:
    """The work of `_finish`; what there is to say.

    What a notebook rests on is noted as it was before the run: who changed something meanwhile has it run again.
    """
    lang = job.lang
    if job.chosen:
        shutil.rmtree(job.stage, ignore_errors=True)
        return [lang.say("notebooks: %(folder)s", folder=f"build/{job.province}/")]
    for notebook in job.stale:
        slug = collection.figures_folder(notebook, job.province)
        left = (job.stage / slug / "manifest.json").is_file()
        if collection.publishes(notebook) and notebook.name not in job.failed and not left:
            job.failed.append(notebook.name)
            said = lang.say("%(province)s, %(notebook)s left no figures", province=job.province, notebook=notebook.name)
            print(f"\n{said}", file=sys.stderr)
    lines = [] if job.failed else _publish(job)
    shutil.rmtree(job.stage, ignore_errors=True)
    state = staleness.read_state(job.province)
    for notebook, inputs in job.stale.items():
        state.pop(notebook.name, None)
        if notebook.name not in job.failed and not (job.failed and collection.publishes(notebook)):
            state[notebook.name] = {"inputs": inputs, "outputs": staleness.hash_outputs(notebook, job.province)}
    write_if_changed(staleness.state_path(job.province), encode_json(state), lasting=True)
    return [] if job.failed else [*lines, f"  {_audited(job.province, lang)}"]


def _publish(job: Job) -> list[str]:
    """Bring the figures that a run staged to where they belong; what changed, in lines."""
    lang, lines = job.lang, []
    for slug in (job.province, OVERALL):
        staged, where = job.stage / slug, figures_root() / slug
        if staged.is_dir():
            before, after = folders.read_manifest(where), folders.read_manifest(staged)
            files = {path: (staged / path).read_bytes() for path in [*folders.listed_files(after), "manifest.json"]}
            written = folders.replace_files(where, files, folders.listed_files(before))
            changes = folders.describe_changes(before, after, written, lang.code)
            said = lang.say("charts: %(folder)s", folder=f"figures/{slug}/")
            lines += [said if changes else lang.say("%(charts)s (as before)", charts=said)]
            lines += [f"  {lang.retell(line)}" for line in changes]
    if lines and job.province == DEFAULT_PROVINCE:
        from poverty.publish import readme  # here, not above: a run with nothing to do does not need it

        changed = readme.store_contents(figures_root(), (DEFAULT_PROVINCE, OVERALL))
        try:
            changed += readme.store()
        except ValueError as error:
            said = lang.say("%(why)s; this README and those after it are as they were", why=str(error))
            print(said, file=sys.stderr)
        lines += [f"{name}: {lang.say('changed')}" for name in changed]
    return lines


def _audited(province: str, lang: Language) -> str:
    """The audit in one line, to end a run with."""
    from poverty.packs.audit import audit_claims  # here, not above: a run with nothing to do needs no audit
    from poverty.packs.readings import resolve_readings

    found = [f for f in audit_claims(resolve_readings(load.load_pack(province))) if f.verdict == "disagrees"]
    command = "make check" if province == DEFAULT_PROVINCE else f"make check PROVINCE={province}"
    if not found:
        return lang.say("audit: no check disagrees")
    return lang.say("audit: %(count)s of its checks disagree; see %(command)s", count=len(found), command=command)


async def _run_all(jobs: list[Job]) -> None:
    """Run the notebooks of all jobs, several at once; the longest, which draw, first."""
    import asyncio

    slots = asyncio.Semaphore(1 + count_cores())  # one more than there are cores: starting a kernel is half waiting
    longest = {"key": lambda notebook: (collection.publishes(notebook), notebook.stat().st_size), "reverse": True}
    count, done, names = sum(len(job.stale) for job in jobs), [0], len(jobs) > 1

    async def one(job: Job, notebook: Path) -> None:
        try:
            line = await _run(notebook, job, slots)
        except Exception as error:  # whatever stops a notebook is reported, and stops no other
            job.failed.append(notebook.name)
            named = {"province": job.province, "notebook": notebook.name}
            said = job.lang.say("%(province)s, %(notebook)s failed; its file is as it was", **named)
            print(f"\n{said}\n  {job.lang.retell(_short(error))}", file=sys.stderr)
            return
        done[0] += 1
        place = f"{done[0]:3d}/{count}  {job.province:<20} " if names else ""
        print(f"  {place}{line}", flush=True)

    async def all_of(job: Job) -> None:
        await asyncio.gather(*(one(job, notebook) for notebook in sorted(job.stale, **longest)))
        await asyncio.to_thread(_finish, job)  # at once: what is done stays done if a later province is interrupted

    watching = [asyncio.create_task(_tell_progress(job, names)) for job in jobs if job.stale]
    try:
        await asyncio.gather(*(all_of(job) for job in jobs if job.stale))
    finally:
        for task in watching:
            task.cancel()


async def _tell_progress(job: Job, names: bool) -> None:
    """Print what the notebooks of a job tell while they run, until nobody listens any more."""
    import asyncio

    path, told = job.stage / "progress", 0
    while True:
        await asyncio.sleep(LOOK)
        lines = read_told(path, told, job.lang)
        for line in lines:
            print(f"      {f'{job.province}: ' if names else ''}{line}", flush=True)
        told += len(lines)


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
        seconds, lang = job.lang.number(time.perf_counter() - started, 1), job.lang
        became = lang.say("changed") if changed else lang.say("as before")
        return f"{notebook.stem:<16} {seconds:>5} s  {became}{f'; {lang.retell(note)}' if note else ''}"


def _set_parameters(content: dict, notebook: Path, job: Job) -> str:
    """Set the parameters of a notebook, whatever stands in its first cell; a remark if it named another province."""
    import nbformat

    note, given = "", {name: value for name, value in job.chosen.items() if name in read_parameters(notebook)}
    cell = collection.parameters_cell(content["cells"], notebook)
    if collection.is_of_one_province(notebook):
        restored = collection.restore_province(cell["source"])
        done = message("its first cell named another province: set back to %(province)s", province=DEFAULT_PROVINCE)
        if job.province != DEFAULT_PROVINCE:
            given["PROVINCE"] = job.province
            done = message(
                "its first cell named another province: left alone, run for %(province)s in %(folder)s",
                province=job.province, folder=f"build/{job.province}/",
            )  # fmt: skip
        if restored != cell["source"]:
            note, cell["source"] = done, restored
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
        return describe_error(error)
    if hasattr(error, "ename"):
        return f"{error.ename}: {_COLOURS.sub('', error.evalue)}"
    return f"{type(error).__name__}: {error}"
