"""Where the project's files are, and how one is written."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
FIGURES = "POVERTY_FIGURES"  # environment variable: where figures go instead of figures/, in a test or a run


def relative(path: Path) -> str:
    """The path as a user of the project writes it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def write(path: Path, data: bytes) -> bool:
    """Replace a file by rename, unless it holds these bytes already; True if it was replaced."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
    return True
