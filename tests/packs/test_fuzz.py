"""A sample of what `make fuzz` tries: of every fifth kind a case, all of which must be refused or change nothing."""

import os
import subprocess
import sys
from pathlib import Path

from corruptions import KINDS, OTHER

TESTS = Path(__file__).parents[1]
SAMPLE = 30
PAGE = ("page",)


def test_what_is_spoilt_is_refused_or_changes_nothing():
    seeds = [i for i, kind in enumerate(KINDS) if OTHER not in kind.may and kind.files != PAGE][::4][:SAMPLE]
    told = f"import fuzz, sys; sys.exit(fuzz.run({seeds}, tell=False))"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=TESTS, env=os.environ | {"PYTHONPATH": str(TESTS)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert len(seeds) == SAMPLE
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_a_hundred_kinds_and_each_has_a_name_of_its_own():
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 100
