"""What was made before, kept in `build/cache/` under a hash of all that it is made from: code, data, libraries."""

import hashlib
import os
import re
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from poverty.packs.files import BUILD, DATA, UnreadableFileError, format_project_path, read_data_file, write_if_changed

FOLDER = "POVERTY_CACHE"  # environment variable: the folder to use instead of build/cache/, in a test
KEPT = 30 * 24 * 3600  # seconds
# read as text: parsing every module takes a second that each notebook would wait for
IMPORT = re.compile(r"^[ \t]*from (poverty[\w.]*) import (\([^)]*\)|[^\n#]+)", re.MULTILINE)
DRAWING_LIBRARIES = (
    "matplotlib", "numpy", "pandas", "pillow", "scipy", "seaborn", "babel", "font-source-sans-pro",
)  # fmt: skip
PACKAGE = Path(__file__).parents[1]


def get_entry(key: str) -> bytes | None:
    """What was stored under a key; None if nothing was, or an empty file that a power cut left."""
    path = _folder() / key
    try:
        data = path.read_bytes()
        if data:
            os.utime(path)
    except OSError:
        return None
    return data or None


def put_entry(key: str, data: bytes) -> None:
    """Store something under a key."""
    write_if_changed(_folder() / key, data)


def prune_cache() -> None:
    """Remove what nothing has asked for in a month, and what an interrupted write left."""
    oldest = time.time() - KEPT
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # another run was quicker
            if path.stat().st_mtime < oldest:
                path.unlink()


def _folder() -> Path:
    return Path(os.environ.get(FOLDER, BUILD / "cache"))


def hash_parts(*parts: object) -> str:
    """One hash of several parts, texts or bytes; anything else counts as its `repr`."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else repr(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def hash_files(paths: Iterable[Path]) -> str:
    """One hash of files and of their names; of those that are there. What no run could read counts by what it is."""
    there = (path for path in sorted(paths) if path.exists() and not path.is_dir())
    return hash_parts(*(part for path in there for part in (format_project_path(path), _read_or_name(path))))


def _read_or_name(path: Path) -> bytes | str:
    """What a file holds, or what it is that it cannot be read."""
    try:
        return read_data_file(path)
    except UnreadableFileError as error:
        return str(error.args[0])


@cache
def hash_code(*modules: str) -> str:
    """One hash of modules of the package and of everything of the package that they import, by name.

    Example:
        >>> hash_code("poverty.packs.numerals") == hash_code("poverty.packs.numerals")
        True
    """
    found: set[Path] = set()
    waiting = [_file(module) for module in modules]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [_file(name) for name in _imported(path)]
    return hash_files(found)


@cache
def hash_libraries() -> str:
    """One hash of the versions of Python and of the libraries that a drawing depends on."""
    return hash_parts(sys.version_info[:2], sys.platform, [(name, version(name)) for name in DRAWING_LIBRARIES])


def list_shared_data() -> list[Path]:
    """The tables of data/ that every province rests on."""
    names = ("*.csv", "*.toml", "standards/*.csv", "jobs/*.csv", "official/*.csv")
    return [path for name in names for path in DATA.glob(name)]


@cache
def hash_shared_data() -> str:
    """One hash of the tables of data/ that all packs share."""
    return hash_files(list_shared_data())


def _file(module: str) -> Path:
    path = PACKAGE.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _imported(path: Path) -> list[str]:
    """The modules of the package that a file imports, wherever in it; of a package only what is taken from it."""
    found = []
    for module, names in IMPORT.findall(path.read_text(encoding="utf-8")):
        for name in re.findall(r"\w+", re.sub(r" as \w+", "", names)):
            inner = f"{module}.{name}"
            found.append(inner if _file(inner).is_file() else module)
    return found
