"""The band: its form by hand, its scale against other solvers, its check values, and paths of many places at once."""

import random
from dataclasses import replace
from math import isfinite, isnan, log, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from examples import examples
from poverty.bands import calibration, donors
from poverty.bands.band import Band, compute_band_range, compute_miss_quantile, interpolate_power_path
from poverty.bands.calibration import CALIBRATION_SERIES, FlatLikelihoodError, TooFewDonorsError
from poverty.packs import load as pack
from poverty.trajectory import path as trajectory
from poverty.trajectory.spells import Anchor, MeasuredSeries, Spell

# check values of the committed donors
FIGURES, SPELLS, PLACES, HELD, SCALE, QUANTILE, LONGEST = 49, 28, 17, 47, 0.128, 0.272, 6.0
BAND = Band(0.9, SCALE, FIGURES, SPELLS, PLACES, LONGEST, 0.959, 0.895, 1.0)
SIMULATIONS = 1000


@pytest.fixture(scope="module")
def figures(table):
    """The donors' figures that calibrate the band."""
    return calibration.tabulate_calibration_figures(table)


# the form: a fall of a spell, the position between its anchors, and how wide the band is

falls = st.tuples(st.floats(0.5, 90), st.floats(0, 0.99)).map(lambda x: (x[0], x[0] * x[1]))
shares = st.floats(0.01, 0.99)
quantiles = st.floats(0.01, 0.5)


def band_at(r0, r1, years, share, quantile=QUANTILE, longest=LONGEST):
    """Lower and upper end of the band at a share of a gap, as floats."""
    return [float(end) for end in compute_band_range(0.0, r0, years, r1, share * years, quantile, longest)]


def width(*arguments):
    low, high = band_at(*arguments)
    return high - low


def test_the_check_value_of_end_2012():
    low, high = compute_band_range(2010, 18.40, 2014, 4.48, 2012, QUANTILE, LONGEST)
    assert (round(float(low), 2), round(float(high), 2)) == (8.45, 12.24)
    assert round(interpolate_power_path(2010, 18.40, 2014, 4.48, 2012), 2) == 10.26


def test_the_band_by_hand():
    # √16 = 4 to √4 = 2 in 4 years: after 1 year 3.5 ± 0.4 × 2 × √(1/4 × 3/4)
    half = 0.4 * 2 * sqrt(3) / 4
    assert band_at(16.0, 4.0, 4.0, 0.25, 0.4) == pytest.approx([(3.5 - half) ** 2, (3.5 + half) ** 2])
    # a gap of 24 years, four times the longest, doubles it; it does not leave the anchors
    assert band_at(16.0, 4.0, 24.0, 0.25, 0.4) == pytest.approx([(3.5 - 2 * half) ** 2, 16.0])


@given(fall=falls, years=st.floats(1, 20), share=shares, quantile=quantiles)
def test_the_band_stays_between_its_anchors_and_holds_the_centre(fall, years, share, quantile):
    r0, r1 = fall
    low, high = band_at(r0, r1, years, share, quantile)
    centre = interpolate_power_path(0.0, r0, years, r1, share * years)
    assert r1 <= low <= centre * (1 + 1e-9)
    assert centre * (1 - 1e-9) <= high <= r0


@given(fall=falls, years=st.floats(1, 20), quantile=quantiles)
def test_the_band_has_no_width_at_its_anchors(fall, years, quantile):
    for share, r in enumerate(fall):
        assert band_at(*fall, years, share, quantile) == pytest.approx([r, r])


@given(low=st.floats(0, 90), rise=st.floats(0, 10), share=shares)
def test_without_a_fall_there_is_no_band(low, rise, share):
    assert np.isnan(band_at(low, low + rise, 4.0, share)).all()


@given(start=st.floats(0.5, 90), share=shares)
def test_a_path_may_end_at_nothing(start, share):
    low, high = band_at(start, 0.0, 4.0, share)
    assert 0 <= low < high <= start


@given(fall=falls, share=st.floats(0.1, 0.49))
def test_the_band_narrows_as_the_rate_does(fall, share):
    assert width(*fall, 4.0, share) > width(*fall, 4.0, 1 - share) * (1 - 1e-9)


@given(fall=falls, share=shares, years=st.floats(1, 6), longer=st.floats(6.1, 30))
def test_a_gap_longer_than_any_donors_is_wider(fall, share, years, longer):
    assert width(*fall, longer, share) >= width(*fall, years, share) - 1e-9
    assert width(*fall, 6.0, share) == pytest.approx(width(*fall, years, share))  # up to the longest all are alike


@given(start=st.floats(5, 90), pace=st.floats(0.01, 1), years=st.floats(1, 10), times=st.floats(1.01, 3))
def test_at_the_same_pace_a_longer_gap_is_wider(start, pace, years, times):
    pace = pace * start / (years * times)  # so that the longer one does not fall below 0
    short, long = (
        np.sqrt(band_at(start, start - pace * y, y, 0.5)).tolist() for y in (years, years * times)
    )  # on the scale on which the band is made; in points it also narrows with the rate
    assert long[1] - long[0] > short[1] - short[0]


@given(fall=falls, years=st.floats(1, 20), share=shares, quantile=quantiles, more=st.floats(1, 3))
def test_a_larger_quantile_is_wider(fall, years, share, quantile, more):
    assert width(*fall, years, share, quantile * more) >= width(*fall, years, share, quantile) - 1e-9


@given(fall=falls, years=st.floats(1, 20), share=shares, factor=st.sampled_from((0.01, 1000.0)))
def test_the_band_is_free_of_scale(fall, years, share, factor):
    usual = np.array(band_at(*fall, years, share))
    assert band_at(fall[0] * factor, fall[1] * factor, years, share) == pytest.approx(factor * usual)


def test_a_band_is_called_by_its_level_if_the_interval_of_its_coverage_includes_it():
    called = {
        (0.959, 0.895, 1.0): True,  # holds more than its level, and nobody can tell that it does so elsewhere
        (0.941, 0.878, 0.984): True,
        (0.9, 0.9, 0.9): True,
        (0.86, 0.78, 0.89): False,
        (0.98, 0.931, 1.0): False,
        (1.0, 0.838, 1.0): True,
        (0.9, np.nan, np.nan): False,  # too few places to say
    }
    for (coverage, low, high), expected in called.items():
        band = replace(BAND, coverage=coverage, coverage_low=low, coverage_high=high)
        assert band.is_confirmed == expected, (coverage, low, high)


def test_the_quantile_is_that_of_students_t():
    assert compute_miss_quantile(1.0, 0.9) == pytest.approx(2.132, abs=0.0005)  # of any table
    assert replace(BAND, miss_scale=0.5, level=0.95).miss_quantile == pytest.approx(0.5 * 2.776, abs=0.0005)


# the scale

sizes = st.one_of(st.sampled_from((0.25, -0.25, 0.5)), st.floats(-2, 2).filter(lambda z: abs(z) > 1e-6))  # ties too
misses_by_place = st.lists(st.lists(sizes, min_size=1, max_size=5), min_size=1, max_size=25)


def flat(misses):
    return np.concatenate(misses), np.array([f"place {i}" for i, own in enumerate(misses) for _ in own])


def log_likelihood(scale, misses):
    """The sum of METHODS by plain loops: of each place the mean of its figures."""
    return sum(np.mean([stats.t.logpdf(z / scale, 4) - log(scale) for z in own]) for own in misses)


def solve_by_em(misses):
    """The same maximum by the fixed point of Lange, Little & Taylor (1989), which weighs far figures down."""
    z, places = flat(misses)
    weights = 1 / pd.Series(z).groupby(places).transform("size").to_numpy()
    square = np.average(z**2, weights=weights)
    for _ in range(3000):
        square = np.average(5 / (4 + z**2 / square) * z**2, weights=weights)
    return sqrt(square)


@given(misses=misses_by_place)
@examples(60)
def test_the_scale_is_the_most_likely_one(misses):
    scale = calibration.fit_miss_scale(*flat(misses))
    assert scale == pytest.approx(solve_by_em(misses), rel=1e-6)
    best = log_likelihood(scale, misses)
    assert all(best >= log_likelihood(scale * step, misses) for step in (0.1, 0.9, 0.999, 1.001, 1.1, 10))


def test_the_scale_of_the_donors_by_a_search(figures):
    misses = calibration.standardize_misses(figures, LONGEST)
    by_place = [misses[(figures["part_of"] == place).to_numpy()] for place in figures["part_of"].unique()]
    found = optimize.minimize_scalar(lambda x: -log_likelihood(x, by_place), bounds=(1e-3, 10), method="bounded")
    assert calibration.fit_scale_and_gap(figures) == (pytest.approx(found.x, rel=1e-4), LONGEST)


@given(misses=misses_by_place, seed=st.integers(0, 99), times=st.sampled_from((0.01, 0.1, 1e6)))
def test_the_scale_moves_with_its_misses_and_with_nothing_else(misses, seed, times):
    z, places = flat(misses)
    scale = calibration.fit_miss_scale(z, places)
    order = np.random.default_rng(seed).permutation(len(z))
    assert calibration.fit_miss_scale(z[order], places[order]) == pytest.approx(scale, rel=1e-9)
    assert calibration.fit_miss_scale(times * z, places) == pytest.approx(times * scale, rel=1e-9)
    assert calibration.fit_miss_scale(-z, places) == pytest.approx(scale, rel=1e-9)
    twice = np.concatenate([z, z]), np.concatenate([places, places])  # a place weighs alike, however much it prints
    assert calibration.fit_miss_scale(*twice) == pytest.approx(scale, rel=1e-9)


@given(size=st.floats(1e-8, 1e12), count=st.integers(1, 20))
def test_misses_all_alike_are_the_scale(size, count):
    assert calibration.fit_miss_scale(np.full(count, size), np.arange(count)) == pytest.approx(size, rel=1e-9)


@pytest.mark.parametrize("off", [0, 1, 2])
def test_a_flat_likelihood_is_refused_by_name(off):
    # of ten places: where eight or more are on their path, a smaller scale is always more likely
    misses = np.array([0.3] * off + [1e-16] * (10 - off))
    with pytest.raises(FlatLikelihoodError) as refused:
        calibration.fit_miss_scale(misses, np.arange(10))
    (fault,) = refused.value.faults
    assert (fault.file, fault.column) == ("data/donors.csv", "value")
    assert f"{10 - off} of 10 inner figures exactly on the path" in str(fault)
    assert "interpolated" in fault.mend
    assert 0 < calibration.fit_miss_scale(np.array([0.3] * 3 + [0.0] * 7), np.arange(10)) < 0.3


def test_donors_that_were_interpolated_are_refused(table):
    rows = []
    for place in "ABCDEFGHIJ":
        for t, value in ((2015.0, 17.0), (2017.0, 6.25 + sqrt(34.0)), (2019.0, 8.0)):  # the square of the mean of roots
            rows.append({"place": place, "part_of": place, "t": t, "value": value, "date": f"{t:.0f}-M12"})
    usual = {"low": 0.0, "high": 99.0, "status": "actual", "derived": False, "series": "poverty_rate"}
    with pytest.raises(FlatLikelihoodError, match=r"10 of 10 inner figures exactly on the path"):
        calibration.calibrate_band(pd.DataFrame(rows).assign(standard="VN-2016", **usual))


def test_one_wild_figure_does_not_rule_the_band(figures):
    # a quantile of 17 places would be that figure; the scale hardly feels how far off it is
    usual, _ = calibration.fit_scale_and_gap(figures)
    first = figures.index == figures.index[0]  # the only one of its place
    scales = [calibration.fit_scale_and_gap(figures.assign(r=figures["r"].mask(first, r)))[0] for r in (99.0, 9900.0)]
    assert scales[0] < 1.25 * usual
    assert scales[1] < 1.01 * scales[0]
    for place in figures["part_of"].unique():
        without = figures[figures["part_of"] != place]
        assert calibration.fit_scale_and_gap(without)[0] == pytest.approx(usual, rel=0.1)


@pytest.mark.parametrize(("spread", "least"), [(0.0, 0.88), (0.7, 0.84)])
def test_how_often_a_new_place_lies_in_such_a_band(spread, least):
    """As places scatter more than the form allows (`spread`: of log scales), it holds less: hence the check."""
    generator = np.random.default_rng(4)
    covered = np.empty(SIMULATIONS)
    for i in range(SIMULATIONS):
        scales, counts = generator.lognormal(0, spread, 18), generator.integers(1, 7, 18)
        *misses, new = [scale * generator.standard_t(4, n) for scale, n in zip(scales, counts, strict=True)]
        covered[i] = (np.abs(new) <= compute_miss_quantile(calibration.fit_miss_scale(*flat(misses)), 0.9)).mean()
    assert least <= covered.mean() <= 0.9 + 3 * covered.std() / sqrt(SIMULATIONS)


# the committed donors


def test_check_values_of_the_committed_donors(table):
    band = calibration.calibrate_band(table)
    assert (band.figures, band.spells, band.places, band.longest_gap) == (FIGURES, SPELLS, PLACES, LONGEST)
    assert (round(band.miss_scale, 3), round(band.miss_quantile, 3)) == (SCALE, QUANTILE)
    assert band.coverage == pytest.approx(HELD / FIGURES)
    assert band.coverage_low == pytest.approx(0.895, abs=0.0005)
    assert band.coverage_high == 1.0
    assert band.coverage_low <= 0.90 <= band.coverage_high
    assert band.is_confirmed
    assert calibration.calibrate_band(table, without="Gia Lai").places == 16
    assert calibration.calibrate_band(table, without="Bạc Liêu") == band


def test_the_calibration_is_free_of_scale(table):
    usual = calibration.calibrate_band(table)
    times = calibration.calibrate_band(table.assign(**{name: 1000 * table[name] for name in ("value", "low", "high")}))
    assert times.miss_scale == pytest.approx(usual.miss_scale, rel=1e-9)
    assert (times.figures, times.places, times.coverage) == (usual.figures, usual.places, usual.coverage)


def test_coverage_with_plain_loops(table):
    spells = {}
    for row in table.to_dict("records"):
        value = isfinite(row["low"]) and isfinite(row["high"]) and not isnan(row["t"])
        if value and row["status"] == "actual" and row["series"] in CALIBRATION_SERIES:
            key = row["part_of"], row["place"], row["series"], row["standard"]
            spells.setdefault(key, []).append((row["t"], row["value"], row["date"].endswith("-M12")))
    spells = {key: sorted(points) for key, points in spells.items() if len(points) >= 3}
    spells = {key: points for key, points in spells.items() if points[0][1] > points[-1][1]}
    places = {}  # of each place: the rate, its anchors, the share of the gap gone by, and the length of the gap
    for (part_of, *_), ((t0, r0, _), *inner, (t1, r1, _)) in spells.items():
        for t, r, is_year_end in inner:
            if is_year_end:
                places.setdefault(part_of, []).append((r, r0, r1, (t - t0) / (t1 - t0), t1 - t0))
    covered = 0
    for name, own in places.items():
        others = {place: figures for place, figures in places.items() if place != name}
        longest = max(years for figures in others.values() for *_, years in figures)

        def unit(r0, r1, s, years, longest=longest):
            return (sqrt(r0) - sqrt(r1)) * sqrt(s * (1 - s)) * sqrt(max(1, years / longest))

        misses = [
            [(sqrt(r) - (1 - s) * sqrt(r0) - s * sqrt(r1)) / unit(r0, r1, s, years) for r, r0, r1, s, years in figures]
            for figures in others.values()
        ]
        quantile = 2.132 * solve_by_em(misses)
        for r, r0, r1, s, years in own:
            centre, half = (1 - s) * sqrt(r0) + s * sqrt(r1), quantile * unit(r0, r1, s, years)
            covered += max(centre - half, sqrt(r1)) ** 2 <= r <= min(centre + half, sqrt(r0)) ** 2
    assert (len(spells), len(places), sum(map(len, places.values()))) == (SPELLS, PLACES, FIGURES)
    assert covered == HELD


def test_a_recount_within_a_year_teaches_nothing(table, figures):
    assert (figures["date"].str.endswith("-M12")).all()
    within = (table["date"] == "2022-M06") & table["part_of"].isin(["Gia Lai", "Quảng Nam"])
    assert within.sum() >= 2
    moved = table.assign(value=table["value"].mask(within, 50.0))
    inner = calibration.tabulate_inner_figures(donors.list_donor_spells(table, CALIBRATION_SERIES))
    assert len(inner) == FIGURES + 2
    assert calibration.calibrate_band(moved) == calibration.calibrate_band(table)


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


def test_many_figures_of_few_places_make_no_band(table, figures):
    names = figures["part_of"].unique()
    with pytest.raises(TooFewDonorsError, match=r"^8 places .* 90% needs 9 or more"):
        calibration.calibrate_band(table[table["part_of"].isin(names[:8])])
    assert calibration.calibrate_band(table[table["part_of"].isin(names[:9])]).places == 9
    with pytest.raises(TooFewDonorsError, match=r"^0 places"):
        calibration.calibrate_band(table[:0])


def test_nine_places_are_the_fewest_that_can_speak_for_nine_in_ten():
    # of K + 1 exchangeable places one misses most: the new one with probability 1 / (K + 1)
    fewest = calibration.FEWEST_PLACES
    assert 1 / (fewest + 1) <= 1 - calibration.BAND_LEVEL + 1e-12 < 1 / fewest


def test_too_few_donors_give_no_band(table, monkeypatch):
    monkeypatch.setattr(donors, "load_donors", lambda: table[table["part_of"].isin(["Gia Lai", "Sơn La"])])
    assert calibration.calibrate_band_for_place.__wrapped__("Gia Lai") is None


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
@examples(50)
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
    half_width = BAND.miss_quantile * (3 - 2) * sqrt(0.2 * 0.8)
    assert paths["band_low"].iloc[2] == pytest.approx((2.8 - half_width) ** 2 - 0.1)
    assert paths["band_high"].iloc[2] == pytest.approx((2.8 + half_width) ** 2 + 0.1)


def test_a_gap_without_a_fall_has_limits_and_no_band():
    flat = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 9.0, 8.9, 9.1), ("2021", 4.0, 3.9, 4.1)])
    paths = alike({"flat": flat}, BAND).set_index("t")
    assert paths.loc[[2016.0, 2017.0], ["band_low", "band_high"]].isna().all(axis=None)
    assert paths.loc[[2016.0, 2017.0], ["low", "high"]].notna().all(axis=None)
    assert paths.loc[[2019.0, 2020.0], ["band_low", "band_high"]].notna().all(axis=None)


def test_a_path_to_nobody_has_a_band():
    paths = alike({"none left": spell_of([("2015", 9.0, 8.9, 9.1), ("2019", 0.0, 0.0, 0.0)])}, BAND).set_index("t")
    assert paths.loc[2017.0, "value"] == pytest.approx(2.25)  # (√9 / 2)²
    assert 0 < paths.loc[2017.0, "band_low"] < 2.25 < paths.loc[2017.0, "band_high"] < 9


def test_paths_do_not_depend_on_what_stands_beside_them():
    draw = random.Random(5)
    spells = {}
    for i in range(40):
        values = sorted((draw.uniform(1, 60) for _ in range(3)), reverse=True)
        anchors = [(d, v, v - 0.05, v + 0.05) for d, v in zip(("2015", "2018-M06", "2021"), values, strict=True)]
        spells[f"commune {i:02}"] = spell_of(anchors)
    alike(spells, BAND)
