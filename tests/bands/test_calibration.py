"""The band: its quantile against a slow one, its properties, its check values, and paths of many places at once."""

import random
from dataclasses import replace
from fractions import Fraction
from math import inf, isfinite, isnan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poverty.bands import calibration, donors
from poverty.bands.calibration import CALIBRATION_SERIES, Band, TooFewDonorsError, compute_band_range
from poverty.packs import load as pack
from poverty.trajectory import path as trajectory
from poverty.trajectory.spells import Anchor, MeasuredSeries, Spell

LEVELS = (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10), Fraction(19, 20))
BAND = Band(0.9, 0.29, 51, 28, 17, 6.0, 0.941, 0.878, 0.984)

# check values of the committed donors
FIGURES, SPELLS, PLACES, HELD, QUANTILE, LONGEST = 51, 28, 17, 48, 0.290, 6.0
SIMULATIONS = 3000


@pytest.fixture(scope="module")
def donor_scores(table):
    """Scores of the donors and their places."""
    figures = calibration.tabulate_inner_figures(donors.list_donor_spells(table, CALIBRATION_SERIES))
    return calibration.nonconformity_scores(figures, LONGEST), figures["part_of"].to_numpy()


def slow_quantile(scores_by_place, level):
    """The least score under which `level` of the mass lies; infinite if that is the place to be predicted.

    Lee, Barber & Willett (2023): 1 / ((K + 1) N_k) for every figure of the k-th place, 1 / (K + 1) at infinity.
    """
    count = len(scores_by_place)
    for size in sorted(x for scores in scores_by_place for x in scores):
        mass = sum(Fraction(1, (count + 1) * len(scores)) for scores in scores_by_place for x in scores if x <= size)
        if mass >= level:
            return size
    return inf


def flat(scores_by_place):
    scores = np.array([x for scores in scores_by_place for x in scores], dtype=float)
    return scores, np.array([f"place {i}" for i, scores in enumerate(scores_by_place) for _ in scores])


a_score = st.one_of(st.sampled_from((0.0, 0.25, 0.5)), st.floats(0, 2))  # ties too
scores_of_a_place = st.lists(a_score, min_size=1, max_size=5)


@given(scores=st.lists(scores_of_a_place, min_size=1, max_size=25), level=st.sampled_from(LEVELS))
def test_the_quantile_is_that_of_hierarchical_conformal_prediction(scores, level):
    expected = slow_quantile(scores, level)
    if isfinite(expected):
        assert calibration.conformal_quantile(*flat(scores), float(level)) == expected
    else:
        with pytest.raises(TooFewDonorsError, match=f"^{len(scores)} places"):
            calibration.conformal_quantile(*flat(scores), float(level))


@given(scores=st.lists(scores_of_a_place, min_size=9, max_size=20), seed=st.integers(0, 99))
def test_the_quantile_does_not_depend_on_the_order_of_figures(scores, seed):
    sizes, places = flat(scores)
    order = np.random.default_rng(seed).permutation(len(sizes))
    shuffled = calibration.conformal_quantile(sizes[order], places[order], 0.9)
    assert shuffled == calibration.conformal_quantile(sizes, places, 0.9)


@pytest.mark.parametrize(("level", "fewest"), [(0.5, 1), (0.8, 4), (0.9, 9), (0.95, 19)])
def test_the_fewest_places_of_a_level(level, fewest):
    sizes = np.arange(fewest, dtype=float)
    assert calibration.conformal_quantile(sizes, sizes.astype(str), level) == fewest - 1  # the largest of all
    with pytest.raises(TooFewDonorsError, match=f"^{fewest - 1} places .* {level:.0%} needs {fewest} or more"):
        calibration.conformal_quantile(sizes[1:], sizes[1:].astype(str), level)


def test_many_figures_of_few_places_make_no_band(table, donor_scores):
    few = np.unique(donor_scores[1])[:8]
    with pytest.raises(TooFewDonorsError, match=r"^8 places .* 90% needs 9 or more"):
        calibration.calibrate_band(table[table["part_of"].isin(few)])
    with pytest.raises(TooFewDonorsError, match="no spell"):
        calibration.calibrate_band(table[:0])


# a fall of a spell, the position between its anchors, and how wide the band is
falls = st.tuples(st.floats(0.5, 90), st.floats(0, 0.99)).map(lambda x: (x[0], x[0] * x[1]))
shares = st.floats(0.01, 0.99)
quantiles = st.floats(0.01, 0.5)


def width(r0, r1, years, share, quantile=QUANTILE, longest=LONGEST, falls=True):
    low, high = compute_band_range(0.0, r0, years, r1, share * years, quantile, longest, falls)
    return high - low


@given(fall=falls, years=st.floats(1, 20), share=shares, quantile=quantiles)
def test_the_band_holds_the_anchors_and_stays_between_them(fall, years, share, quantile):
    r0, r1 = fall
    for t, r in ((0.0, r0), (years, r1)):
        assert np.array(compute_band_range(0.0, r0, years, r1, t, quantile, LONGEST)) == pytest.approx(r)
        assert np.array(compute_band_range(0.0, r0, years, r1, t, quantile, LONGEST, falls=False)) == pytest.approx(r)
    low, high = compute_band_range(0.0, r0, years, r1, share * years, quantile, LONGEST)
    centre = calibration.interpolate_power_path(0.0, r0, years, r1, share * years)
    assert r1 <= low <= centre * (1 + 1e-9)
    assert centre * (1 - 1e-9) <= high <= r0
    below, above = compute_band_range(0.0, r0, years, r1, share * years, quantile, LONGEST, falls=False)
    assert 0 <= below <= low * (1 + 1e-9)
    assert above >= high * (1 - 1e-9)


@given(fall=falls, share=shares, years=st.floats(1, 6), longer=st.floats(6.1, 30))
def test_a_gap_longer_than_any_donors_is_wider(fall, share, years, longer):
    usual, wide = (
        calibration.nonconformity_scale(0.0, fall[0], y, fall[1], share * y, LONGEST) for y in (years, longer)
    )
    assert wide / usual == pytest.approx(sqrt(longer / LONGEST))
    assert width(*fall, longer, share) >= width(*fall, years, share) - 1e-9
    assert width(*fall, 6.0, share) == pytest.approx(width(*fall, years, share))  # up to the longest all are alike


@given(start=st.floats(5, 90), pace=st.floats(0.01, 1), years=st.floats(1, 10), times=st.floats(1.01, 3))
def test_at_the_same_pace_a_longer_gap_is_wider(start, pace, years, times):
    pace = pace * start / (years * times)  # so that the longer one does not fall below 0
    short, long = (width(start, start - pace * y, y, 0.5) for y in (years, years * times))
    assert long > short


@given(fall=falls, years=st.floats(1, 20), share=shares, quantile=quantiles, more=st.floats(1, 3))
def test_a_larger_quantile_is_wider(fall, years, share, quantile, more):
    assert width(*fall, years, share, quantile * more) >= width(*fall, years, share, quantile) - 1e-9


@given(fall=falls, years=st.floats(1, 20), share=shares)
def test_the_band_is_free_of_scale(fall, years, share):
    for falling in (True, False):
        as_is, times = (
            np.array(
                compute_band_range(0.0, k * fall[0], years, k * fall[1], share * years, QUANTILE, LONGEST, falling)
            )
            for k in (1, 1000)
        )
        assert times == pytest.approx(1000 * as_is, rel=1e-9, abs=1e-9)


def test_the_calibration_is_free_of_scale(table):
    usual = calibration.calibrate_band(table)
    times = calibration.calibrate_band(table.assign(**{name: 1000 * table[name] for name in ("value", "low", "high")}))
    assert times.score_quantile == pytest.approx(usual.score_quantile, rel=1e-9)
    assert (times.figures, times.places, times.coverage) == (usual.figures, usual.places, usual.coverage)


def test_fewer_donors_widen_the_band_on_average_and_at_worst(donor_scores):
    # a happy choice of places may narrow it: only the average and the worst choice say anything
    sizes, places = donor_scores
    names = np.unique(places)
    whole = calibration.conformal_quantile(sizes, places, 0.9)
    generator = np.random.default_rng(1)
    for count in (9, 10):
        quantiles_of_fewer = []
        for _ in range(300):
            chosen = np.isin(places, generator.choice(names, count, replace=False))
            quantiles_of_fewer.append(calibration.conformal_quantile(sizes[chosen], places[chosen], 0.9))
        assert np.mean(quantiles_of_fewer) > 1.5 * whole
        worst = sorted(names, key=lambda n: sizes[places == n].max())[-count:]
        chosen = np.isin(places, worst)
        assert calibration.conformal_quantile(sizes[chosen], places[chosen], 0.9) > 2 * whole
    nine = np.isin(places, names[:9])
    assert calibration.conformal_quantile(sizes[nine], places[nine], 0.9) == sizes[nine].max()


def test_fewer_exchangeable_places_widen_the_band():
    generator = np.random.default_rng(2)
    average = {}
    for count in (9, 19, 39):
        samples = np.abs(generator.normal(size=(500, count)))
        average[count] = np.mean([calibration.conformal_quantile(x, np.arange(count), 0.9) for x in samples])
    assert average[9] > average[19] > average[39]


def test_check_values_of_the_committed_donors(table):
    band = calibration.calibrate_band(table)
    assert (band.figures, band.spells, band.places, band.longest_gap) == (FIGURES, SPELLS, PLACES, LONGEST)
    assert band.score_quantile == pytest.approx(QUANTILE, abs=0.0005)
    assert band.coverage == pytest.approx(HELD / FIGURES)
    assert round(band.coverage, 3) == 0.941
    assert band.coverage_low < band.coverage < band.coverage_high
    assert band.is_confirmed
    assert calibration.calibrate_band(table, without="Gia Lai").places == 16
    assert calibration.calibrate_band(table, without="Bạc Liêu") == band


def test_coverage_with_plain_loops(table):
    spells = {}
    for row in table.to_dict("records"):
        value = isfinite(row["low"]) and isfinite(row["high"]) and not isnan(row["t"])
        if value and row["status"] == "actual" and row["series"] in CALIBRATION_SERIES:
            key = row["part_of"], row["place"], row["series"], row["standard"]
            spells.setdefault(key, []).append((row["t"], row["value"]))
    spells = {key: sorted(points) for key, points in spells.items() if len(points) >= 3}
    spells = {key: points for key, points in spells.items() if points[0][1] > points[-1][1]}
    longest = max(points[-1][0] - points[0][0] for points in spells.values())
    places = {}  # of each place: how far each figure is from the centre, and how far it may be for a score of 1
    for (part_of, *_), ((t0, r0), *inner, (t1, r1)) in spells.items():
        for t, r in inner:
            s = (t - t0) / (t1 - t0)
            centre = ((1 - s) * sqrt(r0) + s * sqrt(r1)) ** 2
            places.setdefault(part_of, []).append((r, centre, (r0 - r1) * sqrt(s * (1 - s)), r0, r1))
    scores = {name: [abs(r - c) / scale for r, c, scale, *_ in figures] for name, figures in places.items()}
    covered = 0
    for name, figures in places.items():
        quantile = slow_quantile([scores[place] for place in scores if place != name], Fraction(9, 10))
        covered += sum(
            max(c - quantile * scale, r1) <= r <= min(c + quantile * scale, r0) for r, c, scale, r0, r1 in figures
        )
    assert (len(spells), len(places), sum(map(len, places.values())), longest) == (SPELLS, PLACES, FIGURES, LONGEST)
    assert covered == HELD
    usual = calibration.calibrate_band(table).score_quantile
    assert slow_quantile(list(scores.values()), Fraction(9, 10)) == pytest.approx(usual)


def test_the_own_figures_of_a_place_are_not_in_its_band(table):
    wild = table.copy()
    here = wild["part_of"] == "Quảng Ngãi"
    wild.loc[here, "value"] = np.random.default_rng(3).uniform(1, 90, here.sum())
    of_wild, usual = (calibration.calibrate_band(t, without="Quảng Ngãi") for t in (wild, table))
    assert of_wild == usual
    assert calibration.calibrate_band(wild) != calibration.calibrate_band(table)


@pytest.mark.parametrize("place", ["Bạc Liêu", "Gia Lai", "Quảng Ngãi"])
def test_a_folder_added_to_data_changes_no_band(place, monkeypatch):
    expected = calibration.calibrate_band(donors.load_donors(), place)

    def refuse(*_):
        raise AssertionError("a band comes from donors.csv alone")

    for name in ("list_province_slugs", "load_pack", "read_pack_folder", "find_pack_folder"):
        monkeypatch.setattr(pack, name, refuse)
    assert calibration.calibrate_band_for_place.__wrapped__(place) == expected


def test_too_few_donors_give_no_band(table, monkeypatch):
    monkeypatch.setattr(donors, "load_donors", lambda: table[table["part_of"].isin(["Gia Lai", "Sơn La"])])
    assert calibration.calibrate_band_for_place.__wrapped__("Gia Lai") is None


@pytest.mark.parametrize("count", [9, 16, 40])
def test_new_places_lie_in_the_band_as_often_as_it_says(count):
    generator = np.random.default_rng(4)
    covered = np.empty(SIMULATIONS)
    for i in range(SIMULATIONS):
        # places differ in how far they miss and in how many figures they print; the last one is new
        scale, figures = generator.lognormal(0, 0.7, count + 1), generator.integers(1, 7, count + 1)
        *scores, new_scores = [np.abs(generator.normal(0, s, n)) for s, n in zip(scale, figures, strict=True)]
        places = np.repeat(np.arange(count), figures[:-1])
        covered[i] = (new_scores <= calibration.conformal_quantile(np.concatenate(scores), places, 0.9)).mean()
    assert covered.mean() >= 0.9 - 3 * covered.std() / sqrt(SIMULATIONS)


# paths of many places at once


def spell_of(anchors, indicator="poverty_rate"):
    """A spell of anchors that are given as date, value, low, high."""
    series = MeasuredSeries(indicator, "all", "province", "households")
    full = tuple(Anchor(series, "VN-2016", *a, "reported", ("x",), ()) for a in anchors)
    return Spell(series, "VN-2016", "register", full, (), (), ())


def table_of(spells):
    """The anchors of spells by place, in the form that `paths` takes."""
    columns = ("t", "value", "low", "high")
    rows = [{"place": p} | {c: getattr(a, c) for c in columns} for p, s in spells.items() for a in s.anchors]
    return pd.DataFrame(rows)


@st.composite
def communes(draw, jolt=0):
    """One to six places whose anchors fall, at half years; `jolt`: how far, in hundredths, they may be off."""
    spells = {}
    for name in draw(st.sets(st.sampled_from("EDCBAF"), min_size=1)):
        halves = sorted(draw(st.sets(st.integers(0, 20), min_size=2, max_size=5)))
        values = draw(st.lists(st.integers(400, 6000), min_size=len(halves), max_size=len(halves), unique=True))
        slack = draw(st.integers(1, 100))
        off = [draw(st.integers(-jolt, jolt)) for _ in halves]
        anchors = [
            (f"{2011 + h // 2}-S{h % 2 + 1}", (v + o) / 100, (v + o - slack) / 100, (v + o + slack) / 100)
            for h, v, o in zip(halves, sorted(values, reverse=True), off, strict=True)
        ]
        spells[name] = spell_of(anchors)
    return spells


def alike(spells, band, columns=("t", "value", "band_low", "band_high", "low", "high")):
    """The rows of `paths`, if those of `path` on each place are the same."""
    columns = list(columns)
    together = trajectory.tabulate_yearly_paths(table_of(spells), band)
    assert list(together) == trajectory.YEARLY_PATH_COLUMNS
    assert list(together["place"].unique()) == sorted(spells)
    for name, rows in together.groupby("place"):
        path = trajectory.reconstruct_spell_path(spells[name], band)
        expected = pd.DataFrame([[getattr(p, c) for c in columns] for p in path], columns=columns).astype(float)
        pd.testing.assert_frame_equal(rows[columns].reset_index(drop=True), expected, rtol=1e-9, atol=1e-9)
    return together


@given(spells=communes(), band=st.sampled_from((BAND, None, replace(BAND, longest_gap=1.0))))
def test_paths_of_many_places_are_the_path_of_each(spells, band):
    alike(spells, band)


def test_a_rise_within_the_bounds_stays_inside_its_limits():
    # 4.00 after 3.93 ± 0.04 is no rise for sure: no path that never rises is above 3.97 from there on
    spell = spell_of([("2011-S1", 5.0, 4.96, 5.04), ("2011-S2", 3.93, 3.89, 3.97), ("2013-S1", 4.0, 3.96, 4.04)])
    assert [p.value for p in trajectory.reconstruct_spell_path(spell, BAND) if p.t == 2012] == [3.97]
    alike({"jolted": spell}, BAND)


@given(spells=communes(jolt=300), band=st.sampled_from((BAND, None)))
@settings(max_examples=50)
def test_limits_and_bands_of_places_that_may_rise_are_those_of_each(spells, band):
    alike(spells, band, ["t", "band_low", "band_high", "low", "high"])


@given(spells=communes(), seed=st.integers(0, 99))
def test_rows_are_sorted_however_the_anchors_come(spells, seed):
    anchors = table_of(spells)
    paths = trajectory.tabulate_yearly_paths(anchors, BAND)
    shuffled = anchors.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(trajectory.tabulate_yearly_paths(shuffled, BAND), paths)
    assert list(zip(paths["place"], paths["t"], strict=True)) == sorted(zip(paths["place"], paths["t"], strict=True))
    for name, spell in spells.items():
        rows = paths[paths["place"] == name]
        first, last = spell.anchors[0].t, spell.anchors[-1].t
        years = {float(y) for y in range(2010, 2023) if first < y < last}
        assert set(rows["t"]) == years | {a.t for a in spell.anchors}
        assert rows["t"].is_unique


@given(spells=communes())
def test_anchors_keep_their_bounds_and_the_band_is_inside_the_limits(spells):
    paths = trajectory.tabulate_yearly_paths(table_of(spells), BAND).set_index(["place", "t"])
    for name, spell in spells.items():
        for a in spell.anchors:
            row = paths.loc[(name, a.t)]
            assert row["value"] == a.value
            assert (row["low"], row["high"]) == (row["band_low"], row["band_high"]) == (a.low, a.high)
    ordered = paths[["low", "band_low", "value", "band_high", "high"]].to_numpy()
    assert (np.diff(ordered) >= -1e-9).all()


def test_a_place_that_rises_has_neither_limits_nor_band():
    rising = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 12.0, 11.9, 12.1), ("2021", 4.0, 3.9, 4.1)])
    falling = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 4.0, 3.9, 4.1)])
    paths = alike({"rising": rising, "falling": falling}, BAND)
    inner = paths[~paths["t"].isin([2015, 2018, 2021])]
    range_columns = ["band_low", "band_high", "low", "high"]
    assert inner[inner["place"] == "rising"][range_columns].isna().all(axis=None)
    assert inner[inner["place"] == "falling"][range_columns].notna().all(axis=None)
    assert inner["value"].notna().all()


def test_a_series_that_may_rise_has_neither():
    near = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 4.0, 3.9, 4.1)], "near_poor_rate")
    assert {
        (p.low, p.band_low) for p in trajectory.reconstruct_spell_path(near, BAND) if p.kind == "reconstructed"
    } == {(None, None)}
    paths = trajectory.tabulate_yearly_paths(table_of({"near": near}), BAND, falls=False)
    assert paths.iloc[1:-1][["low", "high"]].isna().all(axis=None)


def test_half_year_anchors_stand_beside_year_ends():
    half = spell_of([("2021-M12", 12.0, 11.9, 12.1), ("2022-M06", 9.0, 8.9, 9.1), ("2024-M12", 4.0, 3.9, 4.1)])
    paths = alike({"half": half}, BAND)
    assert list(paths["t"]) == [2021.0, 2021.5, 2022.0, 2023.0, 2024.0]
    assert paths["value"].iloc[2] == pytest.approx((0.8 * 3 + 0.2 * 2) ** 2)
    share = 0.5 / 2.5
    half_width = BAND.score_quantile * 5 * sqrt(share * (1 - share))
    assert paths["band_low"].iloc[2] == pytest.approx(2.8**2 - half_width - 0.1)
    assert paths["band_high"].iloc[2] == pytest.approx(min(2.8**2 + half_width, 9.0) + 0.1)


def test_paths_do_not_depend_on_what_stands_beside_them():
    draw = random.Random(5)
    spells = {}
    for i in range(40):
        values = sorted((draw.uniform(1, 60) for _ in range(3)), reverse=True)
        anchors = [(d, v, v - 0.05, v + 0.05) for d, v in zip(("2015", "2018-M06", "2021"), values, strict=True)]
        spells[f"commune {i:02}"] = spell_of(anchors)
    alike(spells, BAND)
