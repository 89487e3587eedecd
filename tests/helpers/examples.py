"""How many examples a property is tried on: few in `make test`, many in `make test-all`."""

import os

from hypothesis import settings

MANY = "POVERTY_MANY_EXAMPLES"  # environment variable, which tests/run.py --all sets
FEWER = 5  # times


def examples(many):
    """A property is tried on so many examples in `make test-all`, and on a fifth of them in `make test`."""
    return settings(max_examples=many if os.environ.get(MANY) else max(1, many // FEWER))
