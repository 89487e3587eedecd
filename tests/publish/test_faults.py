"""A sample of `make faults`: a disk that is full now and then, other surroundings, no network."""

import random
import sys
from importlib import import_module

import pytest

from project_copies import ROOT

SEED = 3
pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def faults():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(ROOT / "tests"))
        return import_module("faults")


@pytest.fixture(scope="module")
def house(faults, tmp_path_factory):
    """A copy of the project with one short notebook, in a folder whose name has spaces and Vietnamese letters."""
    return faults.House(tmp_path_factory.mktemp("faults"), ("04_livelihoods",))


@pytest.mark.skipif(
    sys.platform != "linux", reason="processes are looked up in /proc, and kernels forked, on Linux alone"
)
@pytest.mark.parametrize(("name", "rounds"), [("two", 1), ("offline", 1), ("full", 3), ("elsewhere", 2)])
def test_a_fault_does_no_harm(faults, house, name, rounds):
    faults.FAULTS[name](house, rounds, random.Random(SEED))


def test_harm_is_found(faults, house):
    """Half old and half new, or a file that is not what the manifest says, is told."""
    house.learn("run")
    where = house.path / "figures" / "bac-lieu"
    path = next(where.rglob("*.svg"))
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    with pytest.raises(faults.BrokenError, match="the manifest is wrong of"):
        house.check_whole("run")
    path.write_bytes(before)
    house.check_whole("run")
