"""A folder of figures is replaced as a whole: whoever looks finds the old one or the new one, never half of each.

The new folder is made beside the old one, with links to the files that stay, and the two change names. What an
interrupted run left is brought in order when the next one begins.
"""

import os
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from poverty.packs.files import BUILD, read_json_object, write_if_changed
from poverty.words.chart_names import find_question
from poverty.words.language import SOURCE_LANGUAGE

HEAD = """# Which chart answers which question

Written by `make`. Take a chart as SVG (sharp at any size) or PNG (2000 pixels wide), at the size of a slide, in the
language that you need. `make briefing` adds each as PDF, and all three at the size of half a slide, as a square and
without words around the drawing (in `<language>/half-slide/`, `square/` and `plot-only/`); beside them a deck
(`briefing-<language>.pptx`), a one-page brief (`brief-<language>.pdf`), a workbook with all tables for Excel
(`<province>.xlsx`) and a gallery to choose from (`index.html`). `make briefing EVIDENCE=article` also draws to
`article/<language>/` what the main source alone shows, where other sources change it.
"""
OVERALL = "provinces"  # the folder of figures that compare all provinces
FEW = 12  # files that are named one by one
WAIT = 60  # seconds for another process that replaces the same folder


def write_contents(folders: dict[str, dict]) -> str:
    """The page as Markdown.

    Args:
        folders: the manifest of each folder of figures, by its name.
    """
    parts = [HEAD]
    for slug, manifest in folders.items():
        lines = [f"## {slug}/", "", "| question | finding | files |", "|---|---|---|"]
        for figure in manifest["figures"]:
            name = figure["id"]
            question = find_question(name)
            links = [f"[{f['language']} {f['format']}]({slug}/{f['path']})" for f in figure["files"]]
            links.append(f"[table]({slug}/{figure['table']['path']})")
            title = figure["title"][SOURCE_LANGUAGE].replace("|", "\\|")
            lines.append(f"| **{name}**: {question} | {title} | {', '.join(links)} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def store_contents(figures: Path, kept: tuple[str, ...]) -> list[str]:
    """Write `README.md` over the folders of figures that are kept; its name if it changed."""
    folders = {slug: manifest for slug in kept if (manifest := read_manifest(figures / slug))}
    changed = write_if_changed(figures / "README.md", write_contents(dict(sorted(folders.items()))).encode())
    return ["figures/README.md"] if changed else []


def replace_files(where: Path, files: dict[str, bytes], before: list[str]) -> list[str]:
    """Put files into a folder, by their paths; the paths that were written.

    Args:
        where: the folder; what else stands in it stays.
        files: all that is to stand there, as bytes.
        before: what an earlier run put there: what is no longer wanted of it is removed.

    Raises:
        OSError: the disk is full, or read-only; the folder is as it was.
    """
    gone = [path for path in before if path not in files and (where / path).is_file()]
    written = [path for path, data in files.items() if _differs(where / path, data)]
    if not gone and not written:
        return []
    BUILD.mkdir(parents=True, exist_ok=True)
    with FileLock(BUILD / f"{where.name}.lock", timeout=WAIT):
        new = _beside(where, "new")
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            _link_rest(where, new, {*gone, *written})
            for path in written:
                _write_lasting(new / path, files[path])
            _swap(where, new)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
    return written


def recover(root: Path) -> None:
    """Bring in order what an interrupted run left beside the folders of figures."""
    names = {path.name[1:-4] for word in ("old", "new") for path in root.glob(f".*.{word}")}
    for where in (root / name for name in names):
        try:
            with FileLock(BUILD / f"{where.name}.lock", timeout=0):
                old, new = _beside(where, "old"), _beside(where, "new")
                if not where.exists():  # it was interrupted between the two names: the new folder is whole
                    (new if new.exists() else old).rename(where)
                shutil.rmtree(old, ignore_errors=True)
                shutil.rmtree(new, ignore_errors=True)
        except Timeout:  # nothing was interrupted: it is being replaced now
            continue


def describe_changes(before: dict, after: dict, written: list[str]) -> list[str]:
    """What changed in a folder of figures, in words: charts, titles, claims, data.

    Args:
        before: the manifest as it was; empty if there was none.
        after: the manifest as it is.
        written: the files that were written.
    """
    known = {figure["id"]: figure for figure in before.get("figures", [])}
    removed = [path for path in listed_files(before) if path not in listed_files(after)]
    lines = []
    if removed:
        lines.append(f"removed {', '.join(removed) if len(removed) <= FEW else f'{len(removed)} files'}")
    for figure in after["figures"]:
        was = known.get(figure["id"])
        files = [item["path"] for item in [*figure["files"], figure["table"]]]
        if was is None:
            lines.append(f"{figure['id']}: new")
        elif figure != was and any(path in written for path in files):
            said, says = was["title"][SOURCE_LANGUAGE], figure["title"][SOURCE_LANGUAGE]
            lines.append(f"{figure['id']}: “{said}” is now “{says}”" if said != says else f"{figure['id']}: changed")
            for word, names in (("with", figure["claims"]), ("without", was["claims"])):
                apart = [name for name in names if (name in was["claims"]) != (name in figure["claims"])]
                if apart:
                    lines.append(f"    {word} {', '.join(apart)}")
    data = {item["path"]: item for item in before.get("data", [])}
    lines += [f"{item['path']}: changed" for item in after["data"] if data and data.get(item["path"]) != item]
    return lines


def listed_files(manifest: dict) -> list[str]:
    """Every file that a manifest, or the list of a briefing, names."""
    figures = [item for figure in manifest.get("figures", []) for item in figure["files"]]
    tables = [figure["table"] for figure in manifest.get("figures", []) if "table" in figure]
    others = [*manifest.get("data", []), *manifest.get("documents", [])]
    return [item["path"] for item in [*figures, *tables, *others]]


def read_manifest(where: Path) -> dict:
    """The manifest of a folder of figures; nothing if there is none."""
    return read_json_object(where / "manifest.json")


def _differs(path: Path, data: bytes) -> bool:
    return not path.is_file() or path.stat().st_size != len(data) or path.read_bytes() != data


def _beside(where: Path, word: str) -> Path:
    return where.with_name(f".{where.name}.{word}")


def _link_rest(where: Path, new: Path, left_out: set[str]) -> None:
    """Link what stays into the new folder, or copy it where the disk knows no links."""
    for path in where.rglob("*") if where.is_dir() else ():
        name = path.relative_to(where)
        if path.is_file() and name.as_posix() not in left_out:
            target = new / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(path)
            except OSError:
                shutil.copy2(path, target)


def _write_lasting(path: Path, data: bytes) -> None:
    """Write a new file that is on the disk before the folder gets its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap(where: Path, new: Path) -> None:
    old = _beside(where, "old")
    if not where.exists():
        new.rename(where)
        return
    shutil.rmtree(old, ignore_errors=True)
    where.rename(old)
    try:
        new.rename(where)
    except OSError:
        old.rename(where)
        raise
    shutil.rmtree(old, ignore_errors=True)
