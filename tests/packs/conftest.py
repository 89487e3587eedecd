"""A copy of data/ to spoil, and `check` on it."""

import pytest

from spoilt_house import Commands, House


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("spoilt"))


@pytest.fixture(scope="session")
def commands(house):
    commands = Commands(house)
    yield commands
    commands.end()


@pytest.fixture
def check(house, commands):
    """`check` on what a test has spoilt, which is put back then."""
    yield lambda slug: commands.run("check", slug)
    house.restore()
