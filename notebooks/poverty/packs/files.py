"""Where the project's files are, and how one is written."""

import json
import os
import stat
import tomllib
from pathlib import Path

from poverty.packs.messages import label, message, number

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
BUILD = ROOT / "build"
COMMUNES_FOLDER = "communes"  # in a pack: the table of its communes
SHARED_FOLDERS = ("grammar", "jobs", "official", "standards")  # folders of data/ that are no packs
LARGEST_FILE = 20_000_000  # bytes of a file of data/; the largest has a twentieth of it
FIT_FILE = (  # what was expected of a file that is none, and how to mend it
    message("a file of text, of at most %(size)s MB", size=number(LARGEST_FILE / 1e6)),
    message("move it away, and put the file of that name there"),
)
MISSING_ENTRY = message("(missing)")
FIGURES_VARIABLE = "POVERTY_FIGURES"  # environment variable: where figures go instead of figures/, in a test or a run


def format_project_path(path: Path) -> str:
    """The path as a user of the project writes it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def describe_unfit_file(path: Path, largest: float = LARGEST_FILE) -> str:
    """What stands in place of a file that people fill in, and cannot be read as one; "" for a usual file, or for none.

    Args:
        path: where it should be.
        largest: how many bytes it may have.

    Example:
        >>> describe_unfit_file(DATA), describe_unfit_file(DATA / "donors.csv")
        ('a folder', '')
    """
    try:
        found = path.stat()
    except OSError:
        return ""
    if stat.S_ISDIR(found.st_mode):
        return message("a folder")
    if not stat.S_ISREG(found.st_mode):  # to read a pipe is to wait for ever
        return message("a pipe or a device")
    size = found.st_size
    return message("a file of %(size)s MB", size=number(size / 1e6)) if size > largest else ""


def figures_root() -> Path:
    """The folder that holds a folder of figures for each province."""
    return Path(os.environ.get(FIGURES_VARIABLE, ROOT / "figures"))


class UnreadableFileError(Exception):
    """A file of data/ that is none to read; its arguments: what stands there, what was expected, how to mend it."""


def read_data_file(path: Path) -> bytes:
    """What a file holds, if it is a regular file of a sane size.

    Raises:
        UnreadableFileError: it is missing, a folder or a pipe, too large, or may not be read.
    """
    try:
        if value := describe_unfit_file(path):
            raise UnreadableFileError(value, *FIT_FILE)
        return path.read_bytes()
    except FileNotFoundError:
        mend = message("restore it: all packs share it, and a fresh copy of the project has it")
        if path.parent != DATA and path.parent.name not in SHARED_FOLDERS:
            mend = message("add it; data/_template has one to copy")
        raise UnreadableFileError(MISSING_ENTRY, message("this file"), mend) from None
    except OSError as error:
        mend = message("look at its permissions and at the disk, then try again")
        raise UnreadableFileError(label(error.strerror or str(error)), message("a file to read"), mend) from None


def write_if_changed(path: Path, content: bytes, lasting: bool = False) -> bool:
    """Replace a file by rename, unless it holds this content already; True if it was replaced.

    Args:
        lasting: whether it must be on the disk before its new name is, for a file that others rest on.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return True


def read_json_object(path: Path) -> dict:
    """What a JSON file holds; nothing if it is missing or cannot be read, as after a power cut."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def encode_json(content: dict) -> bytes:
    """A dictionary as a JSON file."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


_PROJECT_SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poverty"]
DEFAULT_PROVINCE: str = _PROJECT_SETTINGS["default-province"]
