"""What most tests need: the Bạc Liêu pack, resolved, and its tables."""

import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from examples import examples
from poverty import tables
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.packs.files import DATA
from poverty.words.language import Language
from project_copies import speak_english

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "tests" / "data" / "bac-lieu"  # so that a year added to data/bac-lieu leaves the key numbers true
EVIDENCE = ROOT / "tests" / "data" / "evidence" / "bac-lieu"

# What is drawn for the notebooks and for tests is drawn once, and never left among what `make` drew.
os.environ.setdefault("POVERTY_CACHE", str(ROOT / "build" / "test" / "cache"))
os.environ.setdefault("POVERTY_FIGURES", str(ROOT / "build" / "test"))
DRAWN = ("06_figures.ipynb", "07_provinces.ipynb", "test_export.py")
LONGEST = {"notebooks": 0, "test_rules.py": 1, "publish": 2, "tests": 3}  # files and folders; the first begin
ONLY = "POVERTY_ONLY"  # environment variable: the province whose notebooks and sweeps are run, and nothing else

speak_english()

HERE = ("127.0.0.1", "::1", "localhost", "", None)


def refuse_network(event, details):
    """Let no test, and nothing that runs in its process, reach another machine: results must not depend on one."""
    if event == "socket.connect":
        address = details[1]
        asked = address[0] if isinstance(address, tuple) else None  # a file is a socket of this machine
    elif event == "socket.getaddrinfo":
        asked = details[0].decode() if isinstance(details[0], bytes) else details[0]
    else:
        return
    if asked not in HERE:
        raise OSError(f"tests have no network: {asked}")


sys.addaudithook(refuse_network)

# a busy machine is not a failure
settings.register_profile("unhurried", examples(100), deadline=None)
settings.load_profile("unhurried")


class _ByFile(LoadScopeScheduling):
    """One process runs a file in order, and the notebooks that draw with the tests of what they draw."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return "drawn" if file.rpartition("/")[2] in DRAWN else file


def pytest_xdist_make_scheduler(config, log):
    return _ByFile(config, log)


def pytest_collection_finish(session):
    """What is there now stays: looking through it for garbage again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_collection_modifyitems(config, items):
    """Begin with the files that take longest, so that no process waits for another at the end.

    Where a province is asked for, run its notebooks and the tests that go over packs for it, and nothing else.
    """
    items.sort(key=lambda item: LONGEST.get(item.path.name, LONGEST.get(item.path.parent.name, len(LONGEST))))
    only = os.environ.get(ONLY)
    if only:
        keep = [i for i in items if i.path.suffix == ".ipynb" or only in getattr(i, "callspec", _NoCall).id]
        config.hook.pytest_deselected(items=[item for item in items if item not in keep])
        items[:] = keep


class _NoCall:
    id = ""


@pytest.fixture(scope="session")
def bac_lieu():
    return pack.read_pack_folder(FROZEN)


@pytest.fixture(scope="session")
def evidence():
    """The same province with the figures of other sources, frozen too."""
    return pack.read_pack_folder(EVIDENCE)


@pytest.fixture(scope="session")
def live():
    """The pack in data/, which the committed figures and stored outputs belong to."""
    return pack.load_pack("bac-lieu")


@pytest.fixture(scope="session")
def resolved(bac_lieu):
    return readings.resolve_readings(bac_lieu)


@pytest.fixture(scope="session")
def built(bac_lieu):
    return tables.build_chart_tables(bac_lieu)


@pytest.fixture(scope="session")
def english():
    return Language("en")


@pytest.fixture
def copy(tmp_path):
    """A copy of the Bạc Liêu pack to spoil."""
    return Path(shutil.copytree(FROZEN, tmp_path / "bac-lieu"))


@pytest.fixture
def folder(tmp_path):
    """A copy of the pack with the figures of other sources, to spoil."""
    return Path(shutil.copytree(EVIDENCE, tmp_path / "bac-lieu"))


@pytest.fixture
def survey_folder(tmp_path):
    """A copy of a pack whose rates are of a survey of the people, to spoil."""
    return Path(shutil.copytree(DATA / "nusa-tenggara-timur", tmp_path / "nusa-tenggara-timur"))
