"""The audit on thirteen packs: every contradiction worked out by hand is found, and nothing else is raised.

`contradictions.csv` lists all alarms that are right, `agreements.csv` pairs that must raise none. The audit
knows nothing of either.
"""

import csv
import re
from pathlib import Path

import pytest

from poverty.packs import audit, readings
from poverty.packs import load as pack

HERE = Path(__file__).parent
ALARMS = ("undated figure", "outcome against target", "size of a yearly fall", "step of a series")
DOUBTS = "sum of two rounded ones"


def table(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def found():
    """Every finding of every pack, with whether a preferred reading settles it."""
    result = {}
    for slug in pack.list_province_slugs():
        read = pack.load_pack(slug)
        result[slug] = [(f, "no") for f in audit.audit_claims(readings.resolve_readings(read))]
        result[slug] += [(f, "yes") for f in audit.list_settled_findings(read)]
    return result


def alarm(finding, settled):
    doubted = finding.check in ALARMS or DOUBTS in finding.finding
    return finding.verdict == "disagrees" or doubted or settled == "yes"


def fits(row, finding, settled):
    return (
        (row["check"], row["date"], row["verdict"], row["settled"])
        == (finding.check, finding.date, finding.verdict, settled)
        and set(row["claims"].split()) <= set(finding.claims)
        and row["suggestion"] in finding.suggestion
    )


@pytest.mark.parametrize("row", table("contradictions.csv"), ids=lambda r: f"{r['province']}-{r['check']}-{r['date']}")
def test_a_contradiction_is_found(found, row):
    assert [f for f, settled in found[row["province"]] if fits(row, f, settled)]


@pytest.mark.parametrize("slug", pack.list_province_slugs())
def test_nothing_else_is_raised(found, slug):
    expected = [row for row in table("contradictions.csv") if row["province"] == slug]
    for f, settled in found[slug]:
        if alarm(f, settled):
            assert any(fits(row, f, settled) for row in expected), (f.check, f.date, f.finding)


@pytest.mark.parametrize("row", table("agreements.csv"), ids=lambda r: f"{r['province']}-{r['check']}-{r['date']}")
def test_pairs_that_agree_are_said_to(found, row):
    same = [f for f, _ in found[row["province"]] if (f.check, f.date) == (row["check"], row["date"])]
    same = [f for f in same if set(row["claims"].split()) <= set(f.claims)]
    assert same
    assert {f.verdict for f in same} == {"agrees"}


def test_the_audit_names_no_province_and_no_figure():
    """Its rules are general: what they know stands in data/, and their numbers are declared constants."""
    names = {
        word for slug in pack.list_province_slugs() for word in (slug, *pack.load_pack(slug).province["name"].values())
    }
    for path in Path(audit.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text]
        assert not re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"\(.*?\b\d{4}[^)]*\)|1942|2017", "", text)), path


def test_nothing_is_altered():
    read = pack.load_pack("gia-lai")
    before = {name: (c.value, c.printed, c.bounds) for name, c in read.claims.items()}
    audit.audit_claims(readings.resolve_readings(read))
    audit.list_settled_findings(read)
    assert before == {name: (c.value, c.printed, c.bounds) for name, c in read.claims.items()}
