"""One digit changed: what somebody mistypes, or a program spoils."""

import random
import re
import subprocess
import tempfile
import time
from pathlib import Path

from project_copies import copy_project, environment

DECIMALS = re.compile(r"(?<![\w.,-])\d+[.,]\d+(?![\w.,-])")  # no name, no date


def list_digit_changes(text):
    """The text with one digit changed, once for every number in it: each time another digit of the number."""
    for i, number in enumerate(re.finditer(r"\d+", text)):
        at = number.start() + i % len(number[0])
        yield text[:at] + str((int(text[at]) + 1 + i % 8) % 10) + text[at + 1 :]


def spoil_digits(count: int, seed: int) -> int:
    """Change a digit of a claim, a stored output or an exported table, and run all of `make test`; the unnoticed."""
    rng, unnoticed = random.Random(seed), 0
    patterns = ("data/[a-z]*/reported.csv", "notebooks/*.ipynb", "figures/*/*/*.csv")
    with tempfile.TemporaryDirectory() as folder:
        house = copy_project(Path(folder) / "house")
        kinds = [sorted(house.glob(pattern)) for pattern in patterns]
        if make_test(house):
            raise SystemExit("make test fails without any change: mend that first")
        for turn in range(count):
            path = rng.choice(kinds[turn % len(kinds)])
            text = path.read_text(encoding="utf-8")
            numbers = [found.end() - 1 for found in DECIMALS.finditer(text)]
            at = rng.choice([at for at in numbers if path.suffix == ".csv" or is_output(text, at)])
            digit = (int(text[at]) + rng.randint(1, 9)) % 10
            path.write_text(f"{text[:at]}{digit}{text[at + 1 :]}", encoding="utf-8")
            began, noticed = time.monotonic(), make_test(house)
            path.write_text(text, encoding="utf-8")
            unnoticed += not noticed
            where = f"{path.relative_to(house)}, line {text.count(chr(10), 0, at) + 1}, now {digit}"
            print(f"{'' if noticed else 'NOT '}noticed after {time.monotonic() - began:.0f} s: {where}", flush=True)
    return unnoticed


def is_output(notebook: str, at: int) -> bool:
    """Whether a place in the text of a notebook is of an output, and not of code or prose."""
    return notebook.rfind('"outputs": [', 0, at) > notebook.rfind('"source": [', 0, at)


def make_test(house: Path) -> int:
    """Run `make test` in a copy until something fails; its exit code."""
    own = environment(house)
    own["PYTEST_ADDOPTS"] = f"{own.get('PYTEST_ADDOPTS', '')} --maxfail=1"
    del own["PYTHONPATH"]  # the copy has an environment of its own
    return subprocess.call(["make", "test"], cwd=house, env=own, stdout=subprocess.DEVNULL)
