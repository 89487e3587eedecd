"""What the tests of bands need: the donors."""

import pytest

from poverty.bands import donors


@pytest.fixture(scope="session")
def table():
    """The committed donors without what packs have added since."""
    committed = donors.load_donors()
    return committed[~committed["note"].str.contains(" of data/")]
