"""The audit on thirteen packs: every contradiction worked out by hand is found, and nothing else is raised.

`contradictions.csv` lists all alarms that are right, `agreements.csv` pairs that must raise none. The audit
knows nothing of either.
"""

import csv
import re
from pathlib import Path

import pytest

from poverty.packs import audit, load, readings

HERE = Path(__file__).parent
DOUBTFUL_CHECKS = ("undated figure", "outcome against target", "size of a yearly fall", "step of a series")
SUMMED_RATES = "sum of two rounded ones"


def read_table(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def findings():
    """Every finding of every pack, with whether a preferred reading settles it."""
    by_province = {}
    for slug in load.list_province_slugs():
        pack = load.load_pack(slug)
        by_province[slug] = [(f, "no") for f in audit.audit_claims(readings.resolve_readings(pack))]
        by_province[slug] += [(f, "yes") for f in audit.list_settled_findings(pack)]
    return by_province


def is_alarm(finding, settled):
    doubted = finding.check in DOUBTFUL_CHECKS or SUMMED_RATES in finding.finding
    return finding.verdict == "disagrees" or doubted or settled == "yes"


def is_listed_in(row, finding, settled):
    return (
        (row["check"], row["date"], row["verdict"], row["settled"])
        == (finding.check, finding.date, finding.verdict, settled)
        and set(row["claims"].split()) <= set(finding.claims)
        and row["suggestion"] in finding.suggestion
    )


@pytest.mark.parametrize(
    "row", read_table("contradictions.csv"), ids=lambda r: f"{r['province']}-{r['check']}-{r['date']}"
)
def test_a_contradiction_is_found(findings, row):
    assert [f for f, settled in findings[row["province"]] if is_listed_in(row, f, settled)]


@pytest.mark.parametrize("slug", load.list_province_slugs())
def test_nothing_else_is_raised(findings, slug):
    expected = [row for row in read_table("contradictions.csv") if row["province"] == slug]
    for f, settled in findings[slug]:
        if is_alarm(f, settled):
            assert any(is_listed_in(row, f, settled) for row in expected), (f.check, f.date, f.finding)


@pytest.mark.parametrize("row", read_table("agreements.csv"), ids=lambda r: f"{r['province']}-{r['check']}-{r['date']}")
def test_pairs_that_agree_are_said_to(findings, row):
    comparisons = [f for f, _ in findings[row["province"]] if (f.check, f.date) == (row["check"], row["date"])]
    assert {f.verdict for f in comparisons if set(row["claims"].split()) <= set(f.claims)} == {"agrees"}


def test_the_audit_names_no_province_and_no_figure():
    """Its rules are general: what they know stands in data/, and their numbers are declared constants."""
    names = {
        word for slug in load.list_province_slugs() for word in (slug, *load.load_pack(slug).province["name"].values())
    }
    for path in Path(audit.__file__).parent.glob("*.py"):
        text = re.sub(r'Example:.*?"""', "", path.read_text(encoding="utf-8"), flags=re.S)  # an example needs figures
        assert not [name for name in names if name in text]
        assert not re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"\(.*?\b\d{4}[^)]*\)|1942|2017", "", text)), path


def test_nothing_is_altered():
    pack = load.load_pack("gia-lai")
    before = {name: (c.value, c.printed, c.bounds) for name, c in pack.claims.items()}
    audit.audit_claims(readings.resolve_readings(pack))
    audit.list_settled_findings(pack)
    assert before == {name: (c.value, c.printed, c.bounds) for name, c in pack.claims.items()}
