"""For the notebooks under nbval: a warning is an error, figures stay inline, and exports go to build/test."""

import os
from pathlib import Path

os.environ["PYTHONWARNINGS"] = "error"  # reaches the kernels
os.environ["POVERTY_FIGURES"] = str(Path(__file__).parents[1] / "build" / "test")
os.environ.pop("MPLBACKEND", None)
