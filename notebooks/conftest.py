"""For the notebooks under nbval: a warning is an error, figures stay inline, and exports go to build/test."""

import os
from pathlib import Path

BUILT = Path(__file__).parents[1] / "build" / "test"
# Reaches the kernels. The exception is Jupyter's own, on Python 3.12 and 3.13: it would stop every kernel.
os.environ["PYTHONWARNINGS"] = "error,ignore:There is no current event loop:DeprecationWarning"
os.environ["POVERTY_FIGURES"] = str(BUILT)
os.environ["POVERTY_CACHE"] = str(BUILT / "cache")
os.environ.pop("MPLBACKEND", None)
