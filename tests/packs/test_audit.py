"""The audit's numbers, and that it can fail."""

import doctest
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poverty.packs import audit, readings
from poverty.packs.audit import finding, totals
from poverty.packs.audit import finding as figures


def find_finding(findings, check, date):
    return next(f for f in findings if (f.check, f.date) == (check, date))


@pytest.fixture(scope="module")
def findings(resolved):
    return audit.audit_claims(resolved)


def test_household_totals(findings):
    alone = find_finding(findings, "count against rate", "1997")
    assert (alone.low, alone.high, alone.verdict) == (109_907, 110_287, "cannot tell")
    opening = find_finding(findings, "one total for all counts and rates", "2021-M12")
    assert (opening.low, opening.high, opening.best, opening.verdict) == (225_745, 226_090, 225_901, "agrees")
    last = find_finding(findings, "one total for all counts and rates", "2024-M12")
    assert (last.low, last.high, last.best, last.verdict) == (227_483, 228_355, 227_911, "agrees")


def test_1997_fails_plausibility(findings):
    household_size = find_finding(findings, "persons per household", "1997")
    assert household_size.verdict == "disagrees"
    assert household_size.low == pytest.approx(6.68, abs=0.005)
    assert household_size.high == pytest.approx(6.70, abs=0.005)


def test_the_audit_cannot_tell_a_count_from_its_near_neighbour(resolved):
    opening = totals.list_allowed_totals(resolved)[1]
    poor, near_poor = opening.pairs
    smallest, largest = totals.implied_total_range(*poor)
    low, high = totals.consistent_count_range(near_poor[1], replace(opening, low=smallest, high=largest))
    assert low <= 14_755 <= high
    assert low <= 14_775 <= high
    assert not low <= 14_700 <= high


def test_a_rule_is_one_function_and_nothing_lists_it(resolved, monkeypatch):
    monkeypatch.setattr("poverty.packs.audit.AUDIT_RULES", rules := dict(finding.AUDIT_RULES))
    monkeypatch.setattr("poverty.packs.audit.finding.AUDIT_RULES", rules)
    before = audit.audit_claims(resolved)

    @finding.audit_rule(place=15)
    def audit_nothing(resolved):
        yield finding.Finding("nothing", "", "agrees", "Nothing is compared.", "0 = 0", ())

    checks = [f.check for f in audit.audit_claims(resolved)]
    assert [check for check in checks if check != "nothing"] == [f.check for f in before]
    assert checks.index("totals in time") < checks.index("nothing") < checks.index("persons per household")


def test_every_file_of_the_folder_is_read_for_rules():
    files = Path(audit.__file__).parent.glob("[!_]*.py")
    assert {f"{audit.__name__}.{path.stem}" for path in files} <= set(sys.modules)


@pytest.mark.parametrize("module", [audit, figures, totals], ids=lambda m: m.__name__)
def test_the_examples_run(module):
    examples = doctest.testmod(module)
    assert examples.attempted > 0
    assert not examples.failed


def test_every_verdict_occurs(findings):
    assert set(Counter(f.verdict for f in findings)) == {"agrees", "disagrees", "cannot tell", "not checkable"}


def test_a_slip_in_one_count_is_found(resolved):
    claim = resolved.claims["near-poor-households-2024"]
    bounds = replace(claim.bounds, hard=shift_interval(claim.bounds.hard, 90))
    spoilt = replace(resolved, claims=resolved.claims | {claim.id: replace(claim, value=Decimal(4326), bounds=bounds)})
    findings = audit.audit_claims(spoilt)
    assert find_finding(findings, "one total for all counts and rates", "2024-M12").verdict == "disagrees"


def shift_interval(interval, by):
    return replace(interval, low=interval.low + by, high=interval.high + by)


@pytest.mark.parametrize(
    ("question", "reading", "check"),
    [("review-2022", "closing", "one source against another"), ("old-criteria", "one", "standard in force")],
)
def test_a_rejected_reading_meets_a_disagreement(bac_lieu, findings, question, reading, check):
    assert all(f.verdict == "agrees" for f in findings if f.check == check)
    rejected = audit.audit_claims(readings.resolve_readings(bac_lieu, {question: reading}))
    assert any(f.verdict == "disagrees" for f in rejected if f.check == check)


@pytest.fixture(scope="module")
def pair(resolved):
    return resolved.claims["poor-households-2024"], resolved.claims["poverty-rate-2024"]


@given(total=st.integers(1_000, 2_000_000), share=st.integers(1, 9_999))
def test_the_true_total_is_always_allowed(pair, total, share):
    count = max(1, total * share // 10_000)
    rate = (Decimal(100 * count) / total).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    if rate < Decimal("0.01"):
        return
    c, r = pair
    half = Decimal("0.005")
    c = replace(c, value=Decimal(count), bounds=bound_between(c, count - Decimal("0.5"), count + Decimal("0.5")))
    r = replace(r, value=rate, bounds=bound_between(r, rate - half, rate + half))
    low, high = totals.implied_total_range(c, r)
    assert low <= total <= high


def bound_between(claim, low, high):
    return replace(claim.bounds, hard=replace(claim.bounds.hard, low=low, high=high))
