"""What most tests need: the Bạc Liêu pack, resolved, and its tables."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from poverty import pack, readings, tables
from poverty.words import Language

ROOT = Path(__file__).parents[1]

# a busy machine is not a failure
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def bac_lieu():
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
    return Path(shutil.copytree(ROOT / "data" / "bac-lieu", tmp_path / "bac-lieu"))
