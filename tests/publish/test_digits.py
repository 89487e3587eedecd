"""One digit changed in a claim, a stored output or an exported table: what tests compare with sees it, each time.

All of it in memory, with the comparisons that other tests make. Dates and words of claims stand once: the tables that
they make are compared. `tests/mutants.py --digits 20` spoils files in copies of the project, and runs `make test`.
"""

import copy
import csv
import hashlib

import pytest
from nbval.plugin import IPyNbFile

from digits import list_digit_changes
from poverty.packs import load
from poverty.packs.claims import build_claim
from poverty.packs.csv_rows import CsvRow
from poverty.packs.load import list_province_slugs
from poverty.publish import folders
from poverty.publish.runs import collection
from project_copies import ROOT

DOUBLE = ("printed", "value", "value_to")  # what is entered twice: as the page prints it and as a plain number


@pytest.mark.parametrize("slug", list_province_slugs())
def test_a_numeral_of_a_claim_is_entered_twice_and_both_are_compared(slug):
    province = load.load_pack(slug)
    with (ROOT / "data" / slug / "reported.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(province.claims)
    passed = set()
    for row in rows:
        for column in DOUBLE:
            for changed in list_digit_changes(row[column]):
                checked = CsvRow("reported.csv", None, row | {column: changed}, [])
                if build_claim(checked, province.shared):
                    passed.add(row["claim_id"])
    assert passed == {
        row["claim_id"] for row in rows if "value" in row["inferred"].split()
    }  # a misprint: read, not compared


@pytest.mark.parametrize("slug", ["bac-lieu", "provinces"])
def test_a_number_of_an_exported_table_is_compared(slug):
    where = ROOT / "figures" / slug
    manifest = folders.read_manifest(where)
    listed = [entry for figure in manifest["figures"] for entry in [figure["table"]]] + manifest["data"]
    assert {entry["path"] for entry in listed} == {p.relative_to(where).as_posix() for p in where.rglob("*.csv")}
    numbers = 0
    for entry in listed:
        for changed in list_digit_changes((where / entry["path"]).read_text(encoding="utf-8")):
            numbers += 1
            assert hashlib.sha256(changed.encode()).hexdigest() != entry["sha256"]
    assert numbers > 1000


@pytest.mark.parametrize("path", collection.list_notebooks(), ids=lambda path: path.stem)
def test_a_number_of_a_stored_output_is_compared(path, request):
    """By nbval's own comparison, as it compares what a cell says now; pictures stand in figures/, byte for byte."""
    numbers = 0
    for cell in IPyNbFile.from_parent(request.session, path=path).collect():
        outputs = cell.cell.outputs
        assert cell.options["check"]
        assert cell.compare_outputs(copy.deepcopy(outputs), outputs)
        for i, mime, text in list_texts(outputs):
            for changed in list_digit_changes(text):
                spoilt = copy.deepcopy(outputs[i : i + 1])
                (spoilt[0]["data"] if mime else spoilt[0])[mime or "text"] = changed
                numbers += 1
                assert not cell.compare_outputs(outputs[:i] + spoilt + outputs[i + 1 :], outputs), (path.name, mime)
    assert numbers


def list_texts(outputs):
    """The texts of a cell's outputs: where each stands, its kind ("" for what is printed), and itself."""
    for i, output in enumerate(outputs):
        yield from ((i, mime, text) for mime, text in output.get("data", {}).items() if mime.startswith("text/"))
        if "text" in output:
            yield i, "", output["text"]
