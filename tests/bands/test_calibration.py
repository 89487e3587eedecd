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
from poverty.bands.calibration import Band, TooFewDonorsError, compute_band_range
from poverty.packs import load as pack
from poverty.trajectory import path as trajectory
from poverty.trajectory.spells import Anchor, MeasuredSeries, Spell

RATES = ("poverty_rate", "minority_poverty_rate")
LEVELS = (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10), Fraction(19, 20))
BAND = Band(0.9, 0.29, 51, 28, 17, 6.0, 0.941, 0.878, 0.984)

# check values of the committed donors
FIGURES, SPELLS, PLACES, HELD, MISS, LONGEST = 51, 28, 17, 48, 0.290, 6.0
SIMULATIONS = 3000


@pytest.fixture(scope="module")
def table():
    """The committed donors without what packs have added since."""
    whole = donors.load_donors()
    return whole[~whole["note"].str.contains(" of data/")]


@pytest.fixture(scope="module")
def known(table):
    """Misses of the donors and their places."""
    figures = calibration.tabulate_inner_figures(donors.list_donor_spells(table, RATES))
    return calibration.nonconformity_scores(figures, LONGEST), figures["part_of"].to_numpy()


def slow_quantile(misses, level):
    """The least miss under which `level` of the mass lies; infinite if that is the place to be predicted.

    Lee, Barber & Willett (2023): 1 / ((K + 1) N_k) for every figure of the k-th place, 1 / (K + 1) at infinity.
    `misses` is a list for each place.
    """
    count = len(misses)
    for size in sorted(m for own in misses for m in own):
        mass = sum(Fraction(1, (count + 1) * len(own)) for own in misses for m in own if m <= size)
        if mass >= level:
            return size
    return inf


def flat(misses):
    sizes = np.array([m for own in misses for m in own], dtype=float)
    return sizes, np.array([f"place {i}" for i, own in enumerate(misses) for _ in own])


a_miss = st.one_of(st.sampled_from((0.0, 0.25, 0.5)), st.floats(0, 2))  # ties too


@given(
    misses=st.lists(st.lists(a_miss, min_size=1, max_size=5), min_size=1, max_size=25), level=st.sampled_from(LEVELS)
)
def test_the_quantile_is_that_of_hierarchical_conformal_prediction(misses, level):
    expected = slow_quantile(misses, level)
    if isfinite(expected):
        assert calibration.conformal_quantile(*flat(misses), float(level)) == expected
    else:
        with pytest.raises(TooFewDonorsError, match=f"^{len(misses)} places"):
            calibration.conformal_quantile(*flat(misses), float(level))


@given(misses=st.lists(st.lists(a_miss, min_size=1, max_size=5), min_size=9, max_size=20), seed=st.integers(0, 99))
def test_the_quantile_does_not_depend_on_the_order_of_figures(misses, seed):
    sizes, places = flat(misses)
    order = np.random.default_rng(seed).permutation(len(sizes))
    assert calibration.conformal_quantile(sizes[order], places[order], 0.9) == calibration.conformal_quantile(
        sizes, places, 0.9
    )


@pytest.mark.parametrize(("level", "fewest"), [(0.5, 1), (0.8, 4), (0.9, 9), (0.95, 19)])
def test_the_fewest_places_of_a_level(level, fewest):
    sizes = np.arange(fewest, dtype=float)
    assert calibration.conformal_quantile(sizes, sizes.astype(str), level) == fewest - 1  # the largest of all
    with pytest.raises(TooFewDonorsError, match=f"^{fewest - 1} places .* {level:.0%} needs {fewest} or more"):
        calibration.conformal_quantile(sizes[1:], sizes[1:].astype(str), level)


def test_many_figures_of_few_places_make_no_band(table):
    some = sorted(set(calibration.tabulate_inner_figures(donors.list_donor_spells(table, RATES))["part_of"]))[:8]
    with pytest.raises(TooFewDonorsError, match=r"^8 places .* 90% needs 9 or more"):
        calibration.calibrate_band(table[table["part_of"].isin(some)])
    with pytest.raises(TooFewDonorsError, match="no spell"):
        calibration.calibrate_band(table[:0])


# a fall of a spell, the position between its anchors, and how wide the band is
falls = st.tuples(st.floats(0.5, 90), st.floats(0, 0.99)).map(lambda x: (x[0], x[0] * x[1]))
shares = st.floats(0.01, 0.99)
sizes_of_miss = st.floats(0.01, 0.5)


def width(r0, r1, years, share, miss=MISS, longest=LONGEST, falls=True):
    low, high = compute_band_range(0.0, r0, years, r1, share * years, miss, longest, falls)
    return high - low


@given(ends=falls, years=st.floats(1, 20), share=shares, miss=sizes_of_miss)
def test_the_band_holds_the_anchors_and_stays_between_them(ends, years, share, miss):
    r0, r1 = ends
    for t, r in ((0.0, r0), (years, r1)):
        assert np.array(compute_band_range(0.0, r0, years, r1, t, miss, LONGEST)) == pytest.approx(r)
        assert np.array(compute_band_range(0.0, r0, years, r1, t, miss, LONGEST, falls=False)) == pytest.approx(r)
    low, high = compute_band_range(0.0, r0, years, r1, share * years, miss, LONGEST)
    centre = calibration.interpolate_power_path(0.0, r0, years, r1, share * years)
    assert r1 <= low <= centre * (1 + 1e-9)
    assert centre * (1 - 1e-9) <= high <= r0
    below, above = compute_band_range(0.0, r0, years, r1, share * years, miss, LONGEST, falls=False)
    assert 0 <= below <= low * (1 + 1e-9)
    assert above >= high * (1 - 1e-9)


@given(ends=falls, share=shares, years=st.floats(1, 6), longer=st.floats(6.1, 30))
def test_a_gap_longer_than_any_donors_is_wider(ends, share, years, longer):
    usual, wide = (
        calibration.nonconformity_scale(0.0, ends[0], y, ends[1], share * y, LONGEST) for y in (years, longer)
    )
    assert wide / usual == pytest.approx(sqrt(longer / LONGEST))
    assert width(*ends, longer, share) >= width(*ends, years, share) - 1e-9
    assert width(*ends, 6.0, share) == pytest.approx(width(*ends, years, share))  # up to the longest all are alike


@given(start=st.floats(5, 90), pace=st.floats(0.01, 1), years=st.floats(1, 10), times=st.floats(1.01, 3))
def test_at_the_same_pace_a_longer_gap_is_wider(start, pace, years, times):
    pace = pace * start / (years * times)  # so that the longer one does not fall below 0
    short, long = (width(start, start - pace * y, y, 0.5) for y in (years, years * times))
    assert long > short


@given(ends=falls, years=st.floats(1, 20), share=shares, miss=sizes_of_miss, more=st.floats(1, 3))
def test_a_larger_miss_is_wider(ends, years, share, miss, more):
    assert width(*ends, years, share, miss * more) >= width(*ends, years, share, miss) - 1e-9


@given(ends=falls, years=st.floats(1, 20), share=shares)
def test_the_band_is_free_of_scale(ends, years, share):
    for falling in (True, False):
        as_is, times = (
            np.array(compute_band_range(0.0, k * ends[0], years, k * ends[1], share * years, MISS, LONGEST, falling))
            for k in (1, 1000)
        )
        assert times == pytest.approx(1000 * as_is, rel=1e-9, abs=1e-9)


def test_the_calibration_is_free_of_scale(table):
    usual = calibration.calibrate_band(table)
    times = calibration.calibrate_band(table.assign(**{name: 1000 * table[name] for name in ("value", "low", "high")}))
    assert times.miss == pytest.approx(usual.miss, rel=1e-9)
    assert (times.figures, times.places, times.coverage) == (usual.figures, usual.places, usual.coverage)


def test_fewer_donors_widen_the_band_on_average_and_at_worst(known):
    # a happy choice of places may narrow it: only the average and the worst choice say anything
    sizes, places = known
    names = np.unique(places)
    whole = calibration.conformal_quantile(sizes, places, 0.9)
    generator = np.random.default_rng(1)
    for kept in (9, 10):
        found = []
        for _ in range(300):
            chosen = np.isin(places, generator.choice(names, kept, replace=False))
            found.append(calibration.conformal_quantile(sizes[chosen], places[chosen], 0.9))
        assert np.mean(found) > 1.5 * whole
        worst = sorted(names, key=lambda n: sizes[places == n].max())[-kept:]
        chosen = np.isin(places, worst)
        assert calibration.conformal_quantile(sizes[chosen], places[chosen], 0.9) > 2 * whole
    nine = np.isin(places, names[:9])
    assert calibration.conformal_quantile(sizes[nine], places[nine], 0.9) == sizes[nine].max()


def test_fewer_exchangeable_places_widen_the_band():
    generator = np.random.default_rng(2)
    average = {}
    for count in (9, 19, 39):
        drawn = np.abs(generator.normal(size=(500, count)))
        average[count] = np.mean([calibration.conformal_quantile(d, np.arange(count), 0.9) for d in drawn])
    assert average[9] > average[19] > average[39]


def test_check_values_of_the_committed_donors(table):
    band = calibration.calibrate_band(table)
    assert (band.figures, band.spells, band.places, band.longest) == (FIGURES, SPELLS, PLACES, LONGEST)
    assert band.miss == pytest.approx(MISS, abs=0.0005)
    assert band.coverage == pytest.approx(HELD / FIGURES)
    assert round(band.coverage, 3) == 0.941
    assert band.coverage_low < band.coverage < band.coverage_high
    assert band.bears_out
    assert calibration.calibrate_band(table, without="Gia Lai").places == 16
    assert calibration.calibrate_band(table, without="Bạc Liêu") == band


def test_coverage_with_plain_loops(table):
    spells = {}
    for row in table.to_dict("records"):
        value = isfinite(row["low"]) and isfinite(row["high"]) and not isnan(row["t"])
        if value and row["status"] == "actual" and row["series"] in RATES:
            key = row["part_of"], row["place"], row["series"], row["standard"]
            spells.setdefault(key, []).append((row["t"], row["value"]))
    spells = {key: sorted(own) for key, own in spells.items() if len(own) >= 3}
    spells = {key: own for key, own in spells.items() if own[0][1] > own[-1][1]}
    longest = max(own[-1][0] - own[0][0] for own in spells.values())
    parts = {}  # of each place: how far each figure is from the centre, and how far it may be for a miss of 1
    for (part_of, *_), own in spells.items():
        (t0, r0), *inner, (t1, r1) = own
        for t, r in inner:
            s = (t - t0) / (t1 - t0)
            centre = ((1 - s) * sqrt(r0) + s * sqrt(r1)) ** 2
            parts.setdefault(part_of, []).append((r, centre, (r0 - r1) * sqrt(s * (1 - s)), r0, r1))
    held = 0
    for place, own in parts.items():
        others = [[abs(r - c) / reach for r, c, reach, *_ in x] for name, x in parts.items() if name != place]
        miss = slow_quantile(others, Fraction(9, 10))
        held += sum(max(c - miss * reach, r1) <= r <= min(c + miss * reach, r0) for r, c, reach, r0, r1 in own)
    assert (len(spells), len(parts), sum(map(len, parts.values())), longest) == (SPELLS, PLACES, FIGURES, LONGEST)
    assert held == HELD
    everybody = [[abs(r - c) / reach for r, c, reach, *_ in own] for own in parts.values()]
    assert slow_quantile(everybody, Fraction(9, 10)) == pytest.approx(calibration.calibrate_band(table).miss)


def test_the_own_figures_of_a_place_are_not_in_its_band(table):
    wild = table.copy()
    own = wild["part_of"] == "Quảng Ngãi"
    generator = np.random.default_rng(3)
    wild.loc[own, "value"] = generator.uniform(1, 90, own.sum())
    assert calibration.calibrate_band(wild, without="Quảng Ngãi") == calibration.calibrate_band(
        table, without="Quảng Ngãi"
    )
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
    held = np.empty(SIMULATIONS)
    for i in range(SIMULATIONS):
        # places differ in how far they miss and in how many figures they print; the last one is new
        scale, figures = generator.lognormal(0, 0.7, count + 1), generator.integers(1, 7, count + 1)
        drawn = [np.abs(generator.normal(0, s, n)) for s, n in zip(scale, figures, strict=True)]
        places = np.repeat(np.arange(count), figures[:-1])
        held[i] = (drawn[-1] <= calibration.conformal_quantile(np.concatenate(drawn[:-1]), places, 0.9)).mean()
    assert held.mean() >= 0.9 - 3 * held.std() / sqrt(SIMULATIONS)


# paths of many places at once


def spell_of(anchors, indicator="poverty_rate"):
    """A spell of anchors that are given as date, value, low, high."""
    series = MeasuredSeries(indicator, "all", "province", "households")
    made = tuple(Anchor(series, "VN-2016", *a, "reported", ("x",), ()) for a in anchors)
    return Spell(series, "VN-2016", "register", made, (), (), ())


def table_of(spells):
    """The anchors of spells by place, in the form that `paths` takes."""
    columns = ("t", "value", "low", "high")
    rows = [{"place": p} | {c: getattr(a, c) for c in columns} for p, s in spells.items() for a in s.anchors]
    return pd.DataFrame(rows)


@st.composite
def communes(draw, jolt=0):
    """One to six places whose anchors fall, at half years; `jolt`: how far, in hundredths, they may be off."""
    made = {}
    for name in draw(st.sets(st.sampled_from("EDCBAF"), min_size=1)):
        halves = sorted(draw(st.sets(st.integers(0, 20), min_size=2, max_size=5)))
        values = draw(st.lists(st.integers(400, 6000), min_size=len(halves), max_size=len(halves), unique=True))
        slack = draw(st.integers(1, 100))
        off = [draw(st.integers(-jolt, jolt)) for _ in halves]
        anchors = [
            (f"{2011 + h // 2}-S{h % 2 + 1}", (v + o) / 100, (v + o - slack) / 100, (v + o + slack) / 100)
            for h, v, o in zip(halves, sorted(values, reverse=True), off, strict=True)
        ]
        made[name] = spell_of(anchors)
    return made


def alike(spells, band, columns=("t", "value", "band_low", "band_high", "low", "high")):
    """The rows of `paths`, if those of `path` on each place are the same."""
    columns = list(columns)
    together = trajectory.tabulate_yearly_paths(table_of(spells), band)
    assert list(together) == trajectory.YEARLY_PATH_COLUMNS
    assert list(together["place"].unique()) == sorted(spells)
    for name, own in together.groupby("place"):
        one = trajectory.reconstruct_spell_path(spells[name], band)
        expected = pd.DataFrame([[getattr(p, c) for c in columns] for p in one], columns=columns).astype(float)
        pd.testing.assert_frame_equal(own[columns].reset_index(drop=True), expected, rtol=1e-9, atol=1e-9)
    return together


@given(spells=communes(), band=st.sampled_from((BAND, None, replace(BAND, longest=1.0))))
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
    made = trajectory.tabulate_yearly_paths(anchors, BAND)
    shuffled = anchors.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(trajectory.tabulate_yearly_paths(shuffled, BAND), made)
    assert list(zip(made["place"], made["t"], strict=True)) == sorted(zip(made["place"], made["t"], strict=True))
    for name, spell in spells.items():
        own = made[made["place"] == name]
        first, last = spell.anchors[0].t, spell.anchors[-1].t
        years = {float(y) for y in range(2010, 2023) if first < y < last}
        assert set(own["t"]) == years | {a.t for a in spell.anchors}
        assert own["t"].is_unique


@given(spells=communes())
def test_anchors_keep_their_bounds_and_the_band_is_inside_the_limits(spells):
    made = trajectory.tabulate_yearly_paths(table_of(spells), BAND).set_index(["place", "t"])
    for name, spell in spells.items():
        for a in spell.anchors:
            row = made.loc[(name, a.t)]
            assert row["value"] == a.value
            assert (row["low"], row["high"]) == (row["band_low"], row["band_high"]) == (a.low, a.high)
    ordered = made[["low", "band_low", "value", "band_high", "high"]].to_numpy()
    assert (np.diff(ordered) >= -1e-9).all()


def test_a_place_that_rises_has_neither_limits_nor_band():
    rising = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 12.0, 11.9, 12.1), ("2021", 4.0, 3.9, 4.1)])
    falling = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 4.0, 3.9, 4.1)])
    made = alike({"rising": rising, "falling": falling}, BAND)
    inner = made[~made["t"].isin([2015, 2018, 2021])]
    ends = ["band_low", "band_high", "low", "high"]
    assert inner[inner["place"] == "rising"][ends].isna().all(axis=None)
    assert inner[inner["place"] == "falling"][ends].notna().all(axis=None)
    assert inner["value"].notna().all()


def test_a_series_that_may_rise_has_neither():
    near = spell_of([("2015", 9.0, 8.9, 9.1), ("2018", 4.0, 3.9, 4.1)], "near_poor_rate")
    assert {
        (p.low, p.band_low) for p in trajectory.reconstruct_spell_path(near, BAND) if p.kind == "reconstructed"
    } == {(None, None)}
    made = trajectory.tabulate_yearly_paths(table_of({"near": near}), BAND, falls=False)
    assert made.iloc[1:-1][["low", "high"]].isna().all(axis=None)


def test_half_year_anchors_stand_beside_year_ends():
    half = spell_of([("2021-M12", 12.0, 11.9, 12.1), ("2022-M06", 9.0, 8.9, 9.1), ("2024-M12", 4.0, 3.9, 4.1)])
    made = alike({"half": half}, BAND)
    assert list(made["t"]) == [2021.0, 2021.5, 2022.0, 2023.0, 2024.0]
    assert made["value"].iloc[2] == pytest.approx((0.8 * 3 + 0.2 * 2) ** 2)
    share = 0.5 / 2.5
    half_width = BAND.miss * 5 * sqrt(share * (1 - share))
    assert made["band_low"].iloc[2] == pytest.approx(2.8**2 - half_width - 0.1)
    assert made["band_high"].iloc[2] == pytest.approx(min(2.8**2 + half_width, 9.0) + 0.1)


def test_paths_do_not_depend_on_what_stands_beside_them():
    draw = random.Random(5)
    spells = {}
    for i in range(40):
        ends = sorted((draw.uniform(1, 60) for _ in range(3)), reverse=True)
        anchors = [(d, v, v - 0.05, v + 0.05) for d, v in zip(("2015", "2018-M06", "2021"), ends, strict=True)]
        spells[f"commune {i:02}"] = spell_of(anchors)
    alike(spells, BAND)
