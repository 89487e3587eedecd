"""What is loaded: a command that needs little loads little, in a process of its own."""

import subprocess
import sys

import pytest

from project_copies import ROOT, build_run_house, environment

HEAVY = {"matplotlib", "numpy", "pandas", "pptx", "scipy", "seaborn", "statsmodels", "typst", "xlsxwriter"}
PARTS = {"scipy.linalg", "scipy.optimize", "scipy.special", "scipy.stats"}
JUPYTER = {"IPython", "asyncio", "jupyter_client", "nbclient", "nbconvert", "nbformat", "zmq"}
TOLD = "; import sys; print(*sys.modules, file=sys.stderr)"
MAIN = "from poverty.__main__ import main; code = main({words!r}); assert code == 0, code"


def loaded(code, house=ROOT):
    """The modules that a process has loaded after some code, and what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code + TOLD], cwd=house, env=environment(house), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split()), done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the project with one notebook, which was run."""
    return build_run_house(tmp_path_factory.mktemp("imports"), "04_livelihoods")


def test_the_package_alone_loads_nothing_that_others_made():
    found, _ = loaded("import poverty")
    of_python = sys.stdlib_module_names | {"poverty", "__main__", "sitecustomize", "usercustomize", "_distutils_hack"}
    assert {name for name in found if name.partition(".")[0] not in of_python and not name.startswith("_")} == set()
    assert not found & {"asyncio", "multiprocessing", "socket", "subprocess"}


@pytest.mark.parametrize(
    ("words", "unneeded", "said"),
    [
        (["run"], HEAVY | JUPYTER, "nothing has changed"),
        (["new", "kon-tum"], HEAVY | JUPYTER, "kon-tum"),
        (["check", "gia-lai"], (HEAVY - {"numpy", "pandas", "scipy"}) | PARTS | JUPYTER, "No fault"),
    ],
    ids=["an unchanged run", "new", "check"],
)
def test_a_command_loads_what_it_needs(house, words, unneeded, said):
    found, out = loaded(MAIN.format(words=words), house)
    assert said in out
    assert found & unneeded == set()
