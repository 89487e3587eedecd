"""The walls of the house: which room may import which, and what stays out of a room."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "notebooks" / "poverty"
# What each room may import beside itself. So methods know no Language, and a chart knows no pack and opens no file.
BELOW = {
    "packs": set(),
    "bands": {"packs"},
    "trajectory": {"packs", "bands"},
    "jobs": {"packs", "trajectory.spells"},
    "outlook": {"packs", "bands", "trajectory", "jobs"},
    "tables": {"packs", "bands", "trajectory", "jobs", "outlook"},
    "words": {"packs", "bands", "trajectory", "jobs", "outlook", "tables"},
    "charts": {"words", "tables", "packs.dates", "packs.vocabulary"},
    "publish": {"words", "charts", "tables", "packs"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


NAMES = {dotted(path) for path in MODULES}


def imports(path: Path) -> list[tuple[str, str]]:
    """Each name that a module takes from another of the package, with that module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "poverty":
            base = node.module.partition(".")[2]
            for alias in node.names:
                whole = f"{base}.{alias.name}".strip(".")
                found.append((whole, "") if whole in NAMES else (base, alias.name))
    return found


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_rooms_import_downwards_only(path):
    room = dotted(path).split(".")[0]
    for module, name in imports(path) if room in BELOW else ():
        if module == "" and name in ("export_lazily", "ChoiceError"):
            continue
        assert module != dotted(path), "it imports itself"
        inside = module == room or module.startswith(f"{room}.")
        assert inside or any(f"{module}.".startswith(f"{allowed}.") for allowed in BELOW[room]), module
        assert not name.startswith("_"), f"{module}.{name} is private"


def test_what_another_room_takes_is_public():
    """A room lists in `__all__` the functions and classes that others may use."""
    for path in MODULES:
        for module, name in imports(path):
            room = module.split(".")[0]
            if room == dotted(path).split(".")[0] or room not in BELOW or not name:
                continue
            if inspect.isroutine(taken := getattr(import_module(f"poverty.{module}"), name)) or inspect.isclass(taken):
                assert name in import_module(f"poverty.{room}").__all__, f"{dotted(path)} takes {module}.{name}"


def test_the_top_floor_holds_four_files_and_eight_rooms():
    files = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert files == {"__init__.py", "__main__.py", "notebook.py", "tables.py"}
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(BELOW) - {"tables"}
