"""The audit's numbers, and that it can fail."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poverty.packs import audit, readings
from poverty.packs.audit import totals


def find(findings, check, date):
    return next(f for f in findings if (f.check, f.date) == (check, date))


@pytest.fixture(scope="module")
def findings(resolved):
    return audit.audit_claims(resolved)


def test_household_totals(findings):
    alone = find(findings, "count against rate", "1997")
    assert (alone.low, alone.high, alone.verdict) == (109_907, 110_287, "cannot tell")
    opening = find(findings, "one total for all counts and rates", "2021-M12")
    assert (opening.low, opening.high, opening.best, opening.verdict) == (225_745, 226_090, 225_901, "agrees")
    last = find(findings, "one total for all counts and rates", "2024-M12")
    assert (last.low, last.high, last.best, last.verdict) == (227_483, 228_355, 227_911, "agrees")


def test_1997_fails_plausibility(findings):
    found = find(findings, "persons per household", "1997")
    assert found.verdict == "disagrees"
    assert found.low == pytest.approx(6.68, abs=0.005)
    assert found.high == pytest.approx(6.70, abs=0.005)


def test_the_audit_cannot_tell_a_count_from_its_near_neighbour(resolved):
    opening = totals.list_allowed_totals(resolved)[1]
    poor, near = opening.pairs
    rest = replace(opening, low=totals.implied_total_range(*poor)[0], high=totals.implied_total_range(*poor)[1])
    low, high = totals.consistent_count_range(near[1], rest)
    assert low <= 14_755 <= high
    assert low <= 14_775 <= high
    assert not low <= 14_700 <= high


def test_every_verdict_occurs(findings):
    assert set(Counter(f.verdict for f in findings)) == {"agrees", "disagrees", "cannot tell", "not checkable"}


def test_a_slip_in_one_count_is_found(resolved):
    claim = resolved.claims["near-poor-households-2024"]
    wrong = replace(claim, value=Decimal(4326), bounds=replace(claim.bounds, hard=shifted(claim.bounds.hard, 90)))
    spoilt = replace(resolved, claims=resolved.claims | {claim.id: wrong})
    assert find(audit.audit_claims(spoilt), "one total for all counts and rates", "2024-M12").verdict == "disagrees"


def shifted(interval, by):
    return replace(interval, low=interval.low + by, high=interval.high + by)


@pytest.mark.parametrize(
    ("question", "reading", "check"),
    [("review-2022", "closing", "one source against another"), ("old-criteria", "one", "standard in force")],
)
def test_a_rejected_reading_meets_a_disagreement(bac_lieu, findings, question, reading, check):
    assert all(f.verdict == "agrees" for f in findings if f.check == check)
    other = audit.audit_claims(readings.resolve_readings(bac_lieu, {question: reading}))
    assert any(f.verdict == "disagrees" for f in other if f.check == check)


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
    c = replace(c, value=Decimal(count), bounds=between(c, count - Decimal("0.5"), count + Decimal("0.5")))
    r = replace(r, value=rate, bounds=between(r, rate - half, rate + half))
    low, high = totals.implied_total_range(c, r)
    assert low <= total <= high


def between(claim, low, high):
    return replace(claim.bounds, hard=replace(claim.bounds.hard, low=low, high=high))
