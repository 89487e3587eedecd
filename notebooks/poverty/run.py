"""Run the notebooks of a province, several at once, and keep what they leave: `python -m poverty.run`.

What runs is decided by content, never by time stamps: the notebooks' cells, the package, the pack, the
requirements and the outputs themselves. A notebook is replaced only where its bytes differ, and only if it
ran to its end. The default province runs in place; another one's notebooks go to build/<province>/.
"""

import argparse
import ast
import asyncio
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

from poverty import pack
from poverty.faults import PackError
from poverty.files import DATA, ROOT, write

NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
CELL_TIMEOUT = 300  # seconds
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def main(arguments: list[str] | None = None) -> int:
    """Run what is out of date; 0 if every notebook ran, 1 if one failed or the pack is refused."""
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    parser.add_argument("--province", default=default_province(), help="a folder of data/ (default: %(default)s)")
    parser.add_argument("--force", action="store_true", help="run every notebook, whatever its state")
    parser.add_argument("--list", action="store_true", help="print where the executed notebooks are, and run nothing")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        folder = pack.folder(options.province)
        if options.list:
            print("\n".join(str(target(p, options.province)) for p in notebooks()))
            return 0
        state = _read_state(options.province)
        stale = [p for p in notebooks() if options.force or state.get(p.name) != _state(p, options.province)]
        if not stale:
            print(f"{options.province}: nothing has changed")
            return 0
        pack.read(folder)  # refuse a faulty pack before any notebook starts
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.province}: {len(stale)} of {len(notebooks())} notebooks to run")
    failed = asyncio.run(_run_all(stale, options.province))
    state = {p.name: _state(p, options.province) for p in notebooks() if p.name not in failed}
    write(BUILD / options.province / "state.json", json.dumps(state, indent=1).encode())
    print(f"{'failed: ' + ', '.join(failed) if failed else 'done'} in {time.perf_counter() - started:.1f} s")
    if not failed:
        print(f"charts: figures/{options.province}/")
    return 1 if failed else 0


def notebooks() -> list[Path]:
    """The numbered notebooks, in order."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))


def target(notebook: Path, province: str) -> Path:
    """Where the executed notebook of a province is kept."""
    return notebook if province == default_province() else BUILD / province / notebook.name


def default_province() -> str:
    """The province that stands in the parameters cells.

    Raises:
        ValueError: a notebook has no parameters cell, or they name different provinces.
    """
    named = set()
    for notebook in notebooks():
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        named.add(_parameters("".join(_parameter_cell(cells)["source"]))["PROVINCE"])
    if len(named) != 1:
        raise ValueError(f"the parameters cells name several provinces: {', '.join(sorted(named))}")
    return named.pop()


def _parameter_cell(cells: list[dict]) -> dict:
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", []):
            return cell
    raise ValueError("no cell is tagged parameters")


def _parameters(source: str) -> dict[str, object]:
    """The literals of a parameters cell."""
    tree = ast.parse(source)
    return {n.targets[0].id: ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign)}


async def _run_all(stale: list[Path], province: str) -> list[str]:
    """Run notebooks, as many at once as there are cores, the last ones first; the names of those that failed.

    The later notebooks do more, and the longest must not be the one that starts last.
    """
    slots = asyncio.Semaphore(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    queue = stale[::-1]
    results = await asyncio.gather(*(_run(p, province, slots) for p in queue), return_exceptions=True)
    failed = []
    for notebook, result in zip(queue, results, strict=True):
        if isinstance(result, BaseException):
            failed.append(notebook.name)
            print(f"\n{notebook.name} failed; its file is as it was\n{_short(result)}", file=sys.stderr)
    return failed


def _jupyter():
    """nbclient and nbformat, imported when a notebook is to run."""
    # jsonschema's optional grammar of internationalised addresses takes two seconds to load, for a check unused here
    sys.modules.setdefault("rfc3987_syntax", None)
    import nbclient
    import nbformat

    return nbclient, nbformat


async def _run(notebook: Path, province: str, slots: asyncio.Semaphore) -> None:
    nbclient, nbformat = _jupyter()
    async with slots:
        started = time.perf_counter()
        content = nbformat.read(notebook, as_version=4)
        if province != default_province():
            place = content.cells.index(_parameter_cell(content.cells)) + 1
            cell = nbformat.v4.new_code_cell(f"PROVINCE = {province!r}", id="injected-parameters")
            cell.metadata["tags"] = ["injected-parameters"]
            content.cells.insert(place, cell)
        client = nbclient.NotebookClient(
            content,
            timeout=CELL_TIMEOUT,
            record_timing=False,
            resources={"metadata": {"path": str(NOTEBOOKS)}},
            extra_arguments=["--log-level=ERROR"],  # a notice on transport at every start would be a difference
        )
        await client.async_execute()
        content.metadata.get("language_info", {}).pop("version", None)  # another Python would be a difference
        changed = write(target(notebook, province), nbformat.writes(content).rstrip("\n").encode() + b"\n")
        took = time.perf_counter() - started
        print(f"  {notebook.stem:<16} {took:5.1f} s  {'changed' if changed else 'as before'}", flush=True)


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
        *sorted((DATA / "standards").glob("*.csv")),
        *sorted((DATA / province).rglob("*")),
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
        for path in sorted((ROOT / "figures" / province).rglob("*")):
            if path.is_file():
                outputs.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return {"inputs": inputs.hexdigest(), "outputs": outputs.hexdigest()}


def _cells(notebook: Path) -> bytes:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return json.dumps([(c["cell_type"], c["source"], c["metadata"]) for c in cells]).encode()


def _exports(notebook: Path) -> bool:
    """Whether the notebook writes figures."""
    return b"export.export(" in notebook.read_bytes()


def _read_state(province: str) -> dict:
    path = BUILD / province / "state.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


if __name__ == "__main__":
    sys.exit(main())
