"""Terms of the methods are explained where a reader of a notebook first meets them, or plain words stand instead."""

import json
import re

import pytest

from poverty.publish.runs import collection

EXPLAINED = ("spell", "donor", "churn", "conformal", "locale", "anchor")  # each set off where it is first used
UNEXPLAINED = r"dearest|superpopulation|held back by place|nearly any pair does|words loosen"


@pytest.mark.parametrize("path", collection.list_notebooks(), ids=lambda path: path.stem)
def test_a_term_is_set_off_where_a_notebook_first_uses_it(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    text = re.sub(r"(?m)^#.*$|`[^`]*`|\$[^$]*\$|\]\([^)]*\)", "", text)  # headings, code, formulas, links
    assert re.findall(UNEXPLAINED, text) == []
    for term in EXPLAINED:
        first = re.search(rf"(\S*\s+)?\S*\b{term}", text, re.IGNORECASE)
        assert first is None or "*" in first[0], f"{path.stem}: {term} is used before it is explained: {first[0]!r}"
