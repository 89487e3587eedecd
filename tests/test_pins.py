"""What is installed: requirements.txt has one set of pins for every Python, and all that pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
ITSELF, *LINES = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
PINS = {canonicalize_name(pin.name): pin for pin in map(Requirement, LINES)}
ASKED = [Requirement(text) for text in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]]


def test_every_package_is_pinned_once_and_no_address_is_named():
    assert ITSELF == "-e ."
    assert len(PINS) == len(LINES)  # none twice, for two Pythons
    for pin in PINS.values():
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin
        assert pin.url is None
    assert not re.search(r"://|^--", "\n".join(LINES), re.M)


def test_what_pyproject_asks_for_is_pinned_on_every_python():
    for asked in ASKED:
        pin = PINS[canonicalize_name(asked.name)]
        assert all(asked.specifier.contains(one.version) for one in pin.specifier), asked
        for python in PYTHONS:
            surroundings = {"python_version": python, "python_full_version": f"{python}.0"}
            assert (pin.marker or Marker('os_name != ""')).evaluate(surroundings), f"{pin} on {python}"


def test_the_pythons_are_those_that_the_project_and_its_makefile_name():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert asked == ">=3.11,<3.15"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info[:2] <= (3, 14)" in makefile
    assert all(f"python{python}" in makefile for python in PYTHONS)
    lock = re.search(r"^lock:.*\n((?:\t.*\n)+)", makefile, re.M)[1]
    for word in ("--universal", "--python-version 3.11", "--fork-strategy fewest", "--no-emit-index-url"):
        assert word in lock
