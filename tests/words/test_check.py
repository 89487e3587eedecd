"""`check` reads every table that the packs share, names what is wrong in any of them, and loads nothing slow."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from poverty.packs.audit import audit_claims
from poverty.packs.load import load_pack
from poverty.packs.messages import Date
from poverty.packs.readings import resolve_readings
from poverty.words import check as checking
from small_packs import build_pack, build_row

ROOT = Path(__file__).parents[2]
SLOW = ("matplotlib", "scipy.optimize", "seaborn", "statsmodels")
SPOILT = [
    ("exchange_rates.csv", "VND,2024-12-18,24278", "VND,2024-12-18,-24278", "column per_usd: '-24278'"),
    ("assumptions.csv", ",medium,", ",middling,", "column evidence: 'middling'"),
    ("donors.csv", "poverty_rate,VN-2016,2015-M12", "poverty_rate,VN-2061,2015-M12", "column standard: 'VN-2061'"),
    ("jobs/reported.csv", ",province,total,", ",provinse,total,", "column level: 'provinse'"),
    ("jobs/sources.csv", ",corroborating,high", ",corroborating,sure", "column trust: 'sure'"),
    ("official/statistics.csv", "VN-55,population,2010,", "VN-55,population,2009,", "column year: '2009'"),
    ("official/sources.csv", ",0.1,", ",none,", "column rounded_to: 'none'"),
    ("outlook.toml", "# slower = 0.5", "slower = 5", "outlook.slower"),
    ("standards/indonesia.csv", ",survey,", ",sample,", "column method: 'sample'"),
    ("qualifiers.csv", "more than,0", "more than,x", "column hard_low: 'x'"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The code and the data of the project, to spoil."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "notebooks" / "poverty", house / "notebooks" / "poverty")
    shutil.copytree(ROOT / "data", house / "data")
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


def run(house, *words):
    return subprocess.run(
        [sys.executable, *words], cwd=house, env=os.environ | {"PYTHONPATH": str(house / "notebooks")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def check(house):
    return run(house, "-m", "poverty", "check", "bac-lieu")


@pytest.mark.parametrize(("file", "good", "bad", "named"), SPOILT)
def test_a_fault_in_a_shared_table_is_named(house, file, good, bad, named):
    path = house / "data" / file
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    try:
        done = check(house)
    finally:
        path.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert f"data/{file}" in done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_faults_of_several_tables_come_at_once_and_once(house):
    spoilt = {house / "data" / file: (good, bad) for file, good, bad, _ in SPOILT[-1:] + SPOILT[:2]}
    texts = {path: path.read_text(encoding="utf-8") for path in spoilt}
    for path, (good, bad) in spoilt.items():
        path.write_text(texts[path].replace(good, bad, 1), encoding="utf-8")
    try:
        done = check(house)
    finally:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    assert done.stderr.startswith("3 faults; nothing was written\n")


@pytest.mark.parametrize("slug", ["bac-lieu", "lao-cai", "quang-nam"])
def test_pairs_that_prove_nothing_alone_are_one_line(slug, capsys):
    assert checking.check_pack(slug) == 0
    said = capsys.readouterr().out.splitlines()
    findings = audit_claims(resolve_readings(load_pack(slug)))
    alone = [f for f in findings if "alone, nearly any pair does" in f.finding]
    place = next(i for i, line in enumerate(said) if "pairs of a count and its rate fit" in line)
    assert said[place].startswith(f"cannot tell    {len(alone)} pairs ")
    line = said[place + 1]
    assert line.strip().startswith("count against rate: ")
    dates = [part.partition(" (") for part in line.rpartition(": ")[2].split(", ")]
    counted = {date: int(count.rstrip(")") or 1) for date, _, count in dates}
    assert counted == Counter(Date(f.date) for f in alone)
    for finding in findings:
        told = [i for i, line in enumerate(said) if line.endswith(finding.sentence[1:])]
        assert bool(told) != (finding in alone)
        if told and finding.finding not in finding.sentence:  # the arithmetic stands below the sentence
            assert any(finding.finding in said[i + 1] for i in told)
    unsure = sum(f.verdict == "cannot tell" for f in findings)
    assert [line for line in said if line.endswith(" not checkable") and f" {unsure} cannot tell" in line]


def test_a_pair_that_stands_alone_is_printed_in_full(monkeypatch, capsys):
    rate, count = (
        build_row("r", "poverty_rate", "12.00", "2018-M12"),
        build_row("c", "poor_households", "1200", "2018-M12"),
    )
    monkeypatch.setattr(checking, "load_pack", lambda _: build_pack(rate, count))
    checking.check_pack("somewhere")
    assert "1200 and 12.00% both print from" in capsys.readouterr().out


def test_nothing_slow_is_loaded(house):
    told = "import sys; from poverty.__main__ import main; code = main(['check', 'bac-lieu'])"
    done = run(house, "-c", f"{told}; print(*sys.modules, file=sys.stderr); sys.exit(code)")
    assert done.returncode == 0, done.stderr
    assert not set(SLOW) & set(done.stderr.split())
