"""The code of a notebook, run on any pack without Jupyter."""

import json
from unittest.mock import patch

import poverty
from poverty.publish.runs.collection import NOTEBOOKS


def run_cells(stem, pack):
    """Run the code cells of a notebook on a pack; the names that they leave. Charts are not drawn.

    Args:
        stem: the notebook's name, without .ipynb.
        pack: the province.
    """
    cells = json.loads((NOTEBOOKS / f"{stem}.ipynb").read_text(encoding="utf-8"))["cells"]
    names = {}
    with patch.object(poverty, "load", lambda province, evidence: pack):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
    return names
