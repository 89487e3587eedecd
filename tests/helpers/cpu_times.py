"""A pytest plugin: processor seconds of each test and file, those of its child processes too, on any busy machine.

PYTHONPATH=tests/helpers .venv/bin/python -m pytest -p cpu_times tests/packs -n 0
"""

import os
from collections import Counter

import pytest

SHOWN = 40
SPENT = Counter()  # by test; what a fixture costs is of the test that first asks for it


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Time one test with its fixtures."""
    before = sum(os.times()[:4])
    result = yield
    SPENT[item.nodeid] += sum(os.times()[:4]) - before
    return result


def pytest_terminal_summary(terminalreporter):
    """List folders, files and tests, the dearest first."""
    files, folders = Counter(), Counter()
    for nodeid, seconds in SPENT.items():
        file = nodeid.partition("::")[0]
        files[file] += seconds
        folders[file.rpartition("/")[0]] += seconds
    for title, table in (("folder", folders), ("file", files), ("test", SPENT)):
        terminalreporter.write_line(f"processor seconds by {title}:")
        for name, seconds in table.most_common(SHOWN):
            terminalreporter.write_line(f"{seconds:8.1f}  {name}")
