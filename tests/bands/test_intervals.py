"""Intervals over places: exact where every bootstrap sample would be alike, and against scipy's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from poverty.bands.intervals import FEWEST_INTERVAL_PLACES, bootstrap_ratio_interval, compute_coverage_interval

figures_by_place = st.lists(st.integers(1, 6), min_size=FEWEST_INTERVAL_PLACES, max_size=30)


@given(counts=figures_by_place, held=st.booleans())
def test_all_or_none_held_have_the_exact_interval_of_their_places(counts, held):
    places = np.repeat(np.arange(len(counts)), counts)
    exact = binomtest(len(counts) * held, len(counts)).proportion_ci(0.9, "exact")
    assert compute_coverage_interval(np.full(len(places), float(held)), places) == pytest.approx(tuple(exact))


def test_the_bootstrap_of_all_ones_would_claim_to_know():
    places = np.arange(17)
    assert bootstrap_ratio_interval(np.ones(17), np.ones(17), places) == (1.0, 1.0)
    low, high = compute_coverage_interval(np.ones(17), places)
    assert low == pytest.approx(0.838, abs=0.0005)  # 0.05^(1/17)
    assert high == 1.0
    assert compute_coverage_interval(np.ones(170), np.repeat(places, 10)) == (low, high)  # places count, not figures


@given(counts=figures_by_place, seed=st.integers(0, 99))
def test_otherwise_it_is_the_bootstrap_over_places(counts, seed):
    places = np.repeat(np.arange(len(counts)), counts)
    held = np.random.default_rng(seed).integers(0, 2, len(places)).astype(float)
    held[:2] = 0, 1
    if len(places) > 2:
        assert compute_coverage_interval(held, places) == bootstrap_ratio_interval(held, np.ones(len(held)), places)


def test_too_few_places_have_none():
    few = np.arange(FEWEST_INTERVAL_PLACES - 1)
    for held in (np.ones(len(few)), np.zeros(len(few)), np.arange(len(few)) % 2):
        assert np.isnan(compute_coverage_interval(held, few)).all()
