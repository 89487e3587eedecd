"""What most tests need: the Bạc Liêu pack, resolved, and its tables."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from poverty import pack, readings, tables
from poverty.words import Language

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "tests" / "data" / "bac-lieu"  # so that a year added to data/bac-lieu leaves the key numbers true
EVIDENCE = ROOT / "tests" / "data" / "evidence" / "bac-lieu"

# a busy machine is not a failure
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def bac_lieu():
    return pack.read(FROZEN)


@pytest.fixture(scope="session")
def evidence():
    """The same province with the figures of other sources, frozen too."""
    return pack.read(EVIDENCE)


@pytest.fixture(scope="session")
def live():
    """The pack in data/, which the committed figures and stored outputs belong to."""
    return pack.load("bac-lieu")


@pytest.fixture(scope="session")
def resolved(bac_lieu):
    return readings.resolve(bac_lieu)


@pytest.fixture(scope="session")
def built(bac_lieu):
    return tables.build(bac_lieu)


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
