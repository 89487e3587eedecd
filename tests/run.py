"""The tests in one command: `python tests/run.py`, which `make test` calls.

Without a province: lint, units, properties, every notebook under nbval, and exports against what is kept; with `--all`
also the sweeps over every pack, language and size. With another province than the default: nbval on its own notebooks
in build/<province>/, and its sweeps.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from poverty.packs.files import BUILD, DEFAULT_PROVINCE
from poverty.publish.runs import collection
from poverty.publish.runs.processes import count_cores

ROOT = Path(__file__).parents[1]
NBVAL = ("--nbval", "--nbval-current-env", "--nbval-cell-timeout=1200")
# one process runs a file of tests in order; one more than cores, for tests wait for what they start
XDIST = (f"--numprocesses={count_cores() + 1}", "--dist=loadscope", "--no-loadscope-reorder")


def main() -> int:
    """Run the tests; their exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("province", nargs="?", default="", help="a folder of data/ (default: the whole collection)")
    parser.add_argument("--all", action="store_true", help="the sweeps over every pack, language and size too")
    options = parser.parse_args()
    province = options.province or DEFAULT_PROVINCE
    try:
        pack.find_pack_folder(province)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    for check in (("check",), ("format", "--check")):
        if code := subprocess.call([sys.executable, "-m", "ruff", *check, "--quiet", "."], cwd=ROOT):
            return code
    shutil.rmtree(BUILD / "test", ignore_errors=True)
    if province == DEFAULT_PROVINCE:
        notebooks = map(str, collection.list_notebooks())
        if options.all:
            return _pytest([*notebooks, "tests"], POVERTY_MANY_EXAMPLES="yes")
        _take_drawings()
        return _pytest([*notebooks, "tests", "-m", "not sweep"])
    notebooks = [collection.executed_path(path, province) for path in collection.list_notebooks(province)]
    if missing := [path.name for path in notebooks if not path.is_file()]:
        print(f"{province}: {', '.join(missing)} not run yet: make PROVINCE={province}", file=sys.stderr)
        return 1
    return _pytest([*map(str, notebooks), "tests"], POVERTY_ONLY=province)


def _take_drawings() -> None:
    """Draw nothing that `make` drew from the same code, tables and libraries; the sweeps draw everything anew."""
    if (BUILD / "cache").is_dir():
        shutil.copytree(BUILD / "cache", BUILD / "test" / "cache")


def _pytest(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *NBVAL, *XDIST, "--ignore=tests/browser", *arguments]
    environment = os.environ | environment
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a hundred processes need not compile the same modules
    return subprocess.call(command, cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
