"""What `check` says of the audit: pairs that prove nothing alone are one line."""

from collections import Counter

import pytest

from poverty.packs.audit import audit_claims
from poverty.packs.load import load_pack
from poverty.packs.messages import Date
from poverty.packs.readings import resolve_readings
from poverty.words import check as checking
from small_packs import build_pack, build_row


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
