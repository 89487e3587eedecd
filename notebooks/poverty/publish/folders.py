"""A folder of figures is replaced as a whole: whoever looks finds the old one or the new one, never half of each.

The new folder is made beside the old one, with links to the files that stay, and the two change names. What an
interrupted run left is brought in order when the next one begins.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from poverty.packs.files import BUILD, format_project_path, read_json_object, write_if_changed
from poverty.packs.messages import join, label, message
from poverty.words.language import SOURCE_LANGUAGE

OVERALL = "provinces"  # the folder of figures that compare all provinces
FEW = 12  # files that are named one by one
WAIT = 60  # seconds for another process that replaces the same folder
MARKS = ("~${}", ".~lock.{}#")  # the file that PowerPoint, and LibreOffice, put beside one that they have open


class NotWrittenError(OSError):
    """A disk that is full, or a file that another program has open; the message is a sentence that names it."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: one sentence."""
        return [str(self)]


def replace_files(where: Path, files: dict[str, bytes], before: list[str]) -> list[str]:
    """Put files into a folder, by their paths; the paths that were written.

    Args:
        where: the folder; what else stands in it stays.
        files: all that is to stand there, as bytes.
        before: what an earlier run put there: what is no longer wanted of it is removed.

    Raises:
        OSError: the disk is full, or read-only; the folder is as it was.
        NotWrittenError: another program has one of them open; the folder is as it was.
    """
    gone = [path for path in before if path not in files and (where / path).is_file()]
    written = [path for path, data in files.items() if _differs(where / path, data)]
    if not gone and not written:
        return []
    refuse_open_files(where / path for path in [*gone, *written])
    BUILD.mkdir(parents=True, exist_ok=True)
    with FileLock(BUILD / f"{where.name}.lock", timeout=WAIT):
        new = _beside(where, "new")
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            _link_rest(where, new, {*gone, *written})
            for path in written:
                write_if_changed(new / path, files[path], lasting=True)
            _swap(where, new)
        except OSError as error:
            if error.errno and not error.filename:  # a write does not say of what
                error.filename = format_project_path(where)
            raise
        finally:
            shutil.rmtree(new, ignore_errors=True)  # there is none where it took its place
    return written


def replace_folder(where: Path, new: Path) -> None:
    """Put a folder that was written beside another in its place, whole."""
    _swap(where, new)


def write_files(where: Path, files: dict[str, bytes]) -> None:
    """Put files into a folder of a person's own: all are on the disk before the first gets its name; no other is moved.

    Raises:
        NotWrittenError: the disk is full or read-only, or another program has one of them open.
    """
    parts = {where / path: where / f"{path}.part" for path, data in files.items() if _differs(where / path, data)}
    refuse_open_files(parts)
    try:
        for path, part in parts.items():
            write_if_changed(part, files[path.relative_to(where).as_posix()], lasting=True)
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        name, why = format_project_path(where.resolve()), label(error.strerror or str(error))
        raise NotWrittenError(message("%(name)s: %(why)s; nothing was written", name=name, why=why)) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def refuse_open_files(paths: Iterable[Path]) -> None:
    """Refuse to replace files of which another program has one open; the message names it and says to close it."""
    for path in filter(Path.is_file, paths):
        name = format_project_path(path.resolve())
        for mark in (path.with_name(word.format(path.name)) for word in MARKS):
            if mark.exists():
                said = message(
                    "%(name)s is open in another program: close it there, or delete %(mark)s beside it if nothing has "
                    "it open",
                    name=name, mark=mark.name,
                )  # fmt: skip
                raise NotWrittenError(said)
        try:
            path.open("r+b").close()
        except PermissionError as error:  # so Windows answers where a program has it open
            said = message("%(name)s cannot be replaced: close it in the program that has it open", name=name)
            raise NotWrittenError(said) from error


def recover(root: Path) -> None:
    """Bring in order what an interrupted run left beside the folders of figures."""
    names = {path.stem[1:] for word in ("old", "new") for path in root.glob(f".*.{word}")}
    for where in (root / name for name in names):
        # no lock: nothing was interrupted, it is being replaced now
        with suppress(Timeout), FileLock(BUILD / f"{where.name}.lock", timeout=0):
            old, new = _beside(where, "old"), _beside(where, "new")
            if not where.exists():  # it was interrupted between the two names: the new folder is whole
                (new if new.exists() else old).rename(where)
            shutil.rmtree(old, ignore_errors=True)
            shutil.rmtree(new, ignore_errors=True)


def describe_changes(before: dict, after: dict, written: list[str], code: str = SOURCE_LANGUAGE) -> list[str]:
    """What changed in a folder of figures, as texts to be retold.

    Args:
        before: its manifest; may be empty.
        after: the manifest that it has now.
        written: the paths of what was written.
        code: the language whose titles are told.
    """
    known = {figure["id"]: figure for figure in before.get("figures", [])}
    removed = [path for path in listed_files(before) if path not in listed_files(after)]
    lines = []
    if removed:
        few = message("removed %(files)s", files=", ".join(removed))
        lines.append(few if len(removed) <= FEW else message("removed %(count)s files", count=len(removed)))
    for figure in after["figures"]:
        was = known.get(figure["id"])
        files = [item["path"] for item in [*figure["files"], figure["table"]]]
        if was is None:
            lines.append(join([figure["id"], message("new")], ": "))
        elif figure != was and any(path in written for path in files):
            lines.append(join([figure["id"], _compare_titles(was["title"], figure["title"], code)], ": "))
            if gained := [name for name in figure["claims"] if name not in was["claims"]]:
                lines.append(join(["    ", message("with %(claims)s", claims=", ".join(gained))], ""))
            if lost := [name for name in was["claims"] if name not in figure["claims"]]:
                lines.append(join(["    ", message("without %(claims)s", claims=", ".join(lost))], ""))
    if not after["figures"]:
        lines.append(message("none is drawn: too little of what charts show is printed"))
    data = {item["path"]: item for item in before.get("data", [])}
    changed = [item["path"] for item in after["data"] if data and data.get(item["path"]) != item]
    return lines + [join([path, message("changed")], ": ") for path in changed]


def _compare_titles(before: dict[str, str], after: dict[str, str], code: str) -> str:
    """What became of the title of a chart, by language, that is not as it was."""
    said, says = (titles.get(code, titles[SOURCE_LANGUAGE]) for titles in (before, after))
    return message("“%(before)s” is now “%(after)s”", before=said, after=says) if said != says else message("changed")


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


def _swap(where: Path, new: Path) -> None:
    old = _beside(where, "old")
    if not where.exists():
        new.rename(where)
        return
    shutil.rmtree(old, ignore_errors=True)
    try:
        where.rename(old)
    except PermissionError as error:  # so Windows answers where any file of the folder is open
        name = format_project_path(where)
        said = message("a file in %(name)s is open in another program: close it", name=name)
        raise NotWrittenError(said) from error
    try:
        new.rename(where)
    except OSError:
        old.rename(where)
        raise
    shutil.rmtree(old, ignore_errors=True)
