"""The backtest: its check values, its scores by hand, and that no method sees what is hidden from it."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.statespace.structural import UnobservedComponents

from poverty.bands import backtest, calibration, donors
from poverty.bands.backtest import Reconstruction
from poverty.trajectory import own_figures

HEADLINE = "falling rates, actual values"
OURS, READERS = "calibrated band", "log to linear"
CLOSE = 0.005

# Bạc Liêu: years of the gap, share of it gone by, first and last rate, and the rate that is known between
INNER = [(5, 0.8, 18.40, 2.65, 4.48), (4, 0.75, 15.55, 1.38, 4.3), (3, 1 / 3, 5.09, 0.69, 3.19)]
# mean absolute error in points by λ
ERRORS = {0.0: 0.97, 0.5: 0.34, 1.0: 0.79}


@pytest.fixture(scope="module")
def table():
    """The committed donors without what packs have added since."""
    whole = donors.load_donors()
    return whole[~whole["note"].str.contains(" of data/")]


@pytest.fixture(scope="module")
def headline(table):
    return backtest.select_scored_figures(table)[HEADLINE]


@pytest.fixture(scope="module")
def scored(headline):
    return {
        name: backtest.score_reconstruction(headline[0], backtest.reconstruct_hidden_figures(HEADLINE, name, *headline))
        for name in backtest.RECONSTRUCTION_METHODS
    }


def figure(years, share, r0, r1, r, place="A"):
    """One hidden figure of a spell that begins at 2015."""
    shown = ((2015.0, r0), (2015.0 + years, r1))
    ends = {"t0": 2015.0, "r0": r0, "t1": 2015.0 + years, "r1": r1, "t": 2015.0 + years * share, "r": r}
    return {"place": place, "part_of": place} | ends | {"visible_points": shown}


def test_check_values_of_the_headline(headline, scored):
    assert len(headline[0]) == 51
    assert scored[OURS]["held"].mean() == pytest.approx(0.941, abs=CLOSE)
    assert scored[OURS]["score"].mean() == pytest.approx(0.388, abs=CLOSE)
    assert scored[READERS]["held"].mean() == pytest.approx(0.529, abs=CLOSE)
    assert scored[READERS]["score"].mean() == pytest.approx(0.598, abs=CLOSE)
    gain, low, high = backtest.interval_score_gain(scored[OURS], scored[READERS], headline[0]["part_of"].to_numpy())
    assert gain == pytest.approx(0.352, abs=CLOSE)
    assert 0 < low < gain < high < 1


def test_coverage_of_the_headline_is_that_of_the_band(table, scored):
    assert scored[OURS]["held"].mean() == calibration.calibrate_band(table).coverage


def test_a_constant_rate_is_the_worst_of_three_centres():
    found = {}
    for shape in ERRORS:
        errors = [
            abs(float(calibration.interpolate_power_path(0, r0, years, r1, s * years, shape)) - r)
            for years, s, r0, r1, r in INNER
        ]
        found[shape] = np.mean(errors)
    assert found == pytest.approx(ERRORS, abs=CLOSE)
    assert max(found, key=found.get) == 0.0
    assert min(found, key=found.get) == 0.5


def test_the_inner_figures_are_those_of_the_pack(evidence):
    figures = own_figures.tabulate_pack_inner_figures(evidence)
    for date, (years, share, r0, r1, r) in zip(("2014-M12", "2018-M12", "2022-M12"), INNER, strict=True):
        row = figures[figures["date"] == date].iloc[0]
        assert (row["r0"], row["r1"], row["r"]) == pytest.approx((r0, r1, r))
        assert (row["t1"] - row["t0"], (row["t"] - row["t0"]) / (row["t1"] - row["t0"])) == pytest.approx(
            (years, share)
        )


def test_scores_by_hand():
    # a fall of 10; ranges of 2 points around 5: held, 0.5 under, 1 over, no range
    figures = pd.DataFrame([figure(4, 0.5, 12.0, 2.0, r) for r in (5.0, 3.5, 7.0, 6.0)])
    centre = np.full(4, 5.0)
    low, high = np.array([4.0, 4.0, 4.0, np.nan]), np.array([6.0, 6.0, 6.0, np.nan])
    made = backtest.score_reconstruction(figures, Reconstruction(centre, low, high))
    np.testing.assert_allclose(made["held"], [1, 0, 0, np.nan])
    np.testing.assert_allclose(made["width"], [0.2, 0.2, 0.2, np.nan])
    # (2 + 20 × 0.5) / 10 and (2 + 20 × 1) / 10: 2/α is 20 at 90%
    np.testing.assert_allclose(made["score"], [0.2, 1.2, 2.2, np.nan])
    np.testing.assert_allclose(made["error"], [0.0, 1.5, 2.0, 1.0])
    np.testing.assert_allclose(made["scaled_error"], [0.0, 0.15, 0.2, 0.1])


def test_a_gain_by_hand():
    ours, theirs = (pd.DataFrame({"score": s}) for s in ([1.0, 1.0, np.nan, 4.0], [2.0, 2.0, 9.0, 4.0]))
    gain, low, high = backtest.interval_score_gain(ours, theirs, np.array(["A", "A", "B", "C"]))
    assert gain == 1 - 6 / 8  # what has no range counts for neither
    assert np.isnan([low, high]).all()  # two places say nothing of how places differ


def test_unobserved_components_converges_and_says_nothing():
    # the trap: it answers without a fault, and its range is wider than the fall it is to describe
    made, converged = [], []
    for years, share, r0, r1, r in (
        (4, 0.5, 20.0, 8.0, 13.0),
        (5, 0.8, 18.40, 2.65, 4.48),
        (4, 0.75, 15.55, 1.38, 4.3),
    ):
        figures = pd.DataFrame([figure(years, share, r0, r1, r)])
        found = backtest.reconstruct_local_trend(figures, figures)
        made.append((found.high[0] - found.low[0]) / (r0 - r1))
        observed = np.full(years + 1, np.nan)
        observed[[0, -1]] = r0, r1
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            fitted = UnobservedComponents(observed, level="local linear trend").fit(disp=False)
        converged.append(fitted.mle_retvals["converged"])
        place = round(years * share)
        assert found.centre[0] == pytest.approx(fitted.level.smoothed[place])
    assert all(converged)
    assert min(made) > 1


def test_unobserved_components_on_the_donors(headline, scored):
    own = scored["UnobservedComponents"]
    # year ends are all it can take
    whole = (headline[0][["t", "t1"]] % 1 < backtest.YEAR_END_TOLERANCE).all(axis=1)
    assert (own["score"].notna() == whole).all()
    assert own["width"].mean() > 1
    assert own["held"].mean() == 1
    assert own["score"].mean() > 2 * scored[OURS]["score"].mean()


rates = st.tuples(st.floats(1, 90), st.floats(0.01, 0.99)).map(lambda x: (x[0], x[0] * x[1]))


@given(ends=rates, years=st.integers(2, 8), share=st.floats(0.01, 0.99))
def test_pchip_through_two_anchors_is_the_straight_line(ends, years, share):
    figures = pd.DataFrame([figure(years, share, *ends, ends[1])])
    line, curve = (
        method(figures, figures).centre[0]
        for method in (backtest.reconstruct_straight_line, backtest.reconstruct_pchip)
    )
    assert curve == pytest.approx(line, rel=1e-9)
    assert line == pytest.approx(ends[0] + share * (ends[1] - ends[0]), rel=1e-9)


def test_pchip_through_more_is_not(table):
    figures = backtest.select_scored_figures(table)["one year hidden at a time"][0]
    line, curve = (
        method(figures, figures).centre for method in (backtest.reconstruct_straight_line, backtest.reconstruct_pchip)
    )
    more = figures["visible_points"].map(len).to_numpy() > 2
    assert more.any()
    assert not np.allclose(line[more], curve[more])
    assert curve[~more] == pytest.approx(line[~more])


@given(ends=rates, years=st.integers(2, 8), share=st.floats(0.01, 0.99))
def test_the_readers_range_runs_from_constant_rate_to_straight_line(ends, years, share):
    figures = pd.DataFrame([figure(years, share, *ends, ends[1])])
    made = backtest.reconstruct_log_to_linear(figures, figures)
    assert made.low == pytest.approx(backtest.reconstruct_constant_rate(figures, figures).centre)
    assert made.high == pytest.approx(backtest.reconstruct_straight_line(figures, figures).centre)
    assert made.low[0] <= calibration.interpolate_power_path(0, ends[0], years, ends[1], years * share) <= made.high[0]


def test_the_own_figures_of_a_place_never_inform_its_band(headline):
    figures, known = headline
    usual = backtest.reconstruct_by_band(figures, known)
    generator = np.random.default_rng(1)
    moved = 0
    for place in figures["part_of"].unique():
        own = (figures["part_of"] == place).to_numpy()
        wild = figures.copy()
        wild.loc[own, "r"] = generator.uniform(0, 100, own.sum())
        made = backtest.reconstruct_by_band(wild, wild)
        np.testing.assert_array_equal(made.low[own], usual.low[own])
        np.testing.assert_array_equal(made.high[own], usual.high[own])
        moved += not np.array_equal(made.high[~own], usual.high[~own])
    assert moved  # while they do inform the bands of others


def test_no_method_sees_what_is_hidden(headline):
    figures, known = headline
    other = figures.assign(r=figures["r"] + 50)
    for name in backtest.RECONSTRUCTION_METHODS:
        seen, hidden = (backtest.reconstruct_hidden_figures(HEADLINE, name, some, known) for some in (figures, other))
        np.testing.assert_array_equal(seen.centre, hidden.centre)
        np.testing.assert_array_equal(seen.low, hidden.low)
        np.testing.assert_array_equal(seen.high, hidden.high)


def test_every_kind_leaves_out_what_it_says(table):
    made = backtest.select_scored_figures(table)
    every = made[HEADLINE][0]
    thirds = [made[name][0] for name in ("first third of the spell", "middle third", "last third")]
    assert sum(map(len, thirds)) == len(every)
    assert len(made["poverty"][0]) + len(made["minority poverty"][0]) == len(every)
    assert not made["without derived values"][0]["derived"].any()
    assert len(made["with estimates"][0]) >= len(every)
    one = made["one year hidden at a time"][0]
    assert ((one["t0"] < one["t"]) & (one["t"] < one["t1"])).all()
    assert len(made["year ends only"][0]) < len(every)
