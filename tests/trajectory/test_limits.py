"""Outer limits against linear programmes that are written here on their own, in drops instead of values."""

from dataclasses import replace
from decimal import Decimal
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from poverty.packs import dates as periods
from poverty.packs import readings
from poverty.packs.numerals import Interval, NumeralBounds
from poverty.trajectory import limits, spells
from poverty.trajectory.limits import NoLimitsError
from poverty.trajectory.spells import Anchor, MeasuredSeries, Spell
from small_packs import build_row, resolve_pack

RATE, COUNT = "poverty_rate", "poor_households"
QUARTERS = range(40)  # of 2001 to 2010
SOLVED = 1e-6  # how exactly a programme is solved


def date(quarter):
    return f"{2001 + quarter // 4}-Q{quarter % 4 + 1}"


def year_end(quarter):
    return 2000 + (quarter + 1) / 4


def spell_of(anchors, indicator=RATE, method="register", falls=(), means=()):
    """A spell of anchors that are given as quarter, low, high."""
    series = MeasuredSeries(indicator, "all", "province", "households")
    made = [Anchor(series, "VN-2011", date(q), (a + b) / 2, a, b, "reported", ("x",), ()) for q, a, b in anchors]
    return Spell(series, "VN-2011", method, tuple(made), tuple(falls), tuple(means), ())


@st.composite
def falling(draw, most=6, indicators=(RATE, COUNT)):
    """A spell that falls, or is jolted so that no falling path may fit; bounds are whole hundredths."""
    quarters = sorted(draw(st.sets(st.sampled_from(QUARTERS), min_size=2, max_size=most)))

    def whole(low, high):
        return draw(st.lists(st.integers(low, high), min_size=len(quarters), max_size=len(quarters)))

    values, slack, jolts = sorted(whole(0, 9500), reverse=True), whole(0, 300), whole(-300, 300)
    jolted = draw(st.booleans())
    values = [max(v + jolted * j, 0) for v, j in zip(values, jolts, strict=True)]
    anchors = [(q, max(v - s, 0) / 100, (v + s) / 100) for q, v, s in zip(quarters, values, slack, strict=True)]
    return spell_of(anchors, draw(st.sampled_from(indicators)))


def extremes(spell, wanted, statements=()):
    """The least and the greatest value of a sum of weights at dates; None if no path that never rises fits.

    A path is its last value and its drops from date to date, none of them below 0.
    """
    own = [({a.t: 1.0}, a.low, a.high) for a in spell.anchors]
    grid = sorted({t for weights, *_ in (*own, *statements, (wanted, 0, 0)) for t in weights})
    made_of = np.hstack([np.ones((len(grid), 1)), np.triu(np.ones((len(grid), len(grid) - 1)))])

    def row(weights):
        return sum(w * made_of[grid.index(t)] for t, w in weights.items())

    rows, ends = [], []
    for weights, low, high in (*own, *statements):
        rows += [row(weights), -row(weights)]
        ends += [high, -low]
    if spell.series.indicator == RATE:
        rows.append(made_of[0])
        ends.append(100.0)
    ends = np.array(ends)
    rows = np.array(rows)[np.isfinite(ends)]
    ends = ends[np.isfinite(ends)]
    feasible = linprog(np.zeros(len(grid)), A_ub=rows, b_ub=ends)
    assert feasible.status in (0, 2)
    if feasible.status == 2:
        return None
    found = []
    for sign in (1.0, -1.0):
        made = linprog(sign * row(wanted), A_ub=rows, b_ub=ends)
        found.append(sign * made.fun if made.success else -sign * inf)
    return tuple(found)


def agree(ask, expected):
    """Whether what is asked gives the expected ends, or refuses where the programme is infeasible."""
    if expected is None:
        with pytest.raises(NoLimitsError, match="no non-increasing path fits"):
            ask()
    else:
        assert ask() == pytest.approx(expected, abs=SOLVED)


@pytest.fixture(scope="module")
def claim(bac_lieu):
    """Makes a claim about the rate: statistic, first and last quarter, bounds in hundredths."""
    some = bac_lieu.claims["poverty-rate-2024"]

    def make(statistic, start, end, low, high):
        interval = Interval(Decimal(low) / 100, Decimal(high) / 100)
        dates = {"start": "" if start is None else start, "end": end}
        return replace(some, statistic=statistic, bounds=NumeralBounds(interval, interval), **dates)

    return make


@given(spell=falling(), quarter=st.sampled_from(QUARTERS))
def test_limits_are_those_of_two_programmes(spell, quarter):
    t = year_end(quarter)
    agree(lambda: limits.outer_limits(spell, [t])[t], extremes(spell, {t: 1.0}))


@given(spell=falling())
def test_limits_of_many_dates_are_those_of_each(spell):
    dates = [year_end(q) for q in QUARTERS]
    try:
        together = limits.outer_limits(spell, dates)
    except NoLimitsError:
        return
    assert together == {t: limits.outer_limits(spell, [t])[t] for t in dates}
    low, high = np.array([together[t] for t in dates]).T
    assert (np.diff(low) <= 0).all()
    assert (high[1:] <= high[:-1]).all()
    assert (low <= high).all()


@given(spell=falling(), ends=st.sets(st.sampled_from(QUARTERS), min_size=2, max_size=2))
def test_changes_are_those_of_two_programmes(spell, ends):
    start, end = sorted(map(year_end, ends))
    agree(lambda: limits.outer_fall_limits(spell, start, end), extremes(spell, {start: 1.0, end: -1.0}))


@st.composite
def statements(draw, most=3):
    """What other claims say: statistic, first and last quarter, bounds in hundredths."""
    found = []
    for _ in range(draw(st.integers(1, most))):
        statistic = draw(st.sampled_from(("level", "fall", "rise", "mean fall per year")))
        first, last = sorted(draw(st.sets(st.sampled_from(QUARTERS), min_size=2, max_size=2)))
        highest = {"level": 9000, "fall": 6000, "rise": 100, "mean fall per year": 2000}[statistic]
        low = draw(st.integers(-200 if statistic == "rise" else 0, highest))
        found.append((statistic, first, last, low, low + draw(st.integers(0, 2000))))
    return found


def weighed(statistic, first, last, low, high):
    """The same as a weighted sum and its ends."""
    start, end = year_end(first), year_end(last)
    weights = {
        "level": {end: 1.0},
        "fall": {start: 1.0, end: -1.0},
        "rise": {end: 1.0, start: -1.0},
        "mean fall per year": {start: 1 / (end - start), end: -1 / (end - start)},
    }
    return weights[statistic], low / 100, high / 100


@given(spell=falling(most=3), said=statements())
def test_what_fits_together_is_what_a_programme_can_solve(claim, spell, said):
    claims = [
        claim(statistic, None if statistic == "level" else date(first), date(last), low, high)
        for statistic, first, last, low, high in said
    ]
    solved = extremes(spell, {spell.anchors[0].t: 1.0}, [weighed(*s) for s in said])
    assert limits.has_common_path(spell, claims) == (solved is not None)


@given(
    spell=falling(most=3, indicators=(RATE,)),
    years=st.sets(st.integers(2001, 2010), min_size=2, max_size=2),
    mean=st.integers(0, 9000),
    slack=st.integers(0, 2000),
    quarter=st.sampled_from(QUARTERS),
)
def test_a_period_mean_ties_dates_together(claim, spell, years, mean, slack, quarter):
    first, last = sorted(years)
    said = claim("mean level", str(first), str(last), max(mean - slack, 0), mean + slack)
    inside = dict.fromkeys(map(float, range(first, last + 1)), 1 / (last - first + 1))
    t = year_end(quarter)
    expected = extremes(spell, {t: 1.0}, [(inside, max(mean - slack, 0) / 100, (mean + slack) / 100)])
    agree(lambda: limits.outer_limits(replace(spell, mean_levels=(said,)), [t])[t], expected)


@given(spell=falling(most=3, indicators=(RATE,)), said=statements(most=1), quarter=st.sampled_from(QUARTERS))
def test_a_mean_fall_ties_two_dates_together(claim, spell, said, quarter):
    _, first, last, low, high = said[0]
    own = ("mean fall per year", first, last, max(low, 0) // 5, high // 5)
    made = claim(own[0], date(first), date(last), own[3], own[4])
    t = year_end(quarter)
    expected = extremes(spell, {t: 1.0}, [weighed(*own)])
    agree(lambda: limits.outer_limits(replace(spell, mean_falls=(made,)), [t])[t], expected)


def test_a_rise_within_the_bounds_fits_and_a_larger_one_does_not():
    fits = spell_of([(3, 4.0, 5.0), (7, 4.5, 6.0), (11, 2.0, 2.5)])
    assert limits.outer_limits(fits, [2001.5, 2002.5])[2001.5] == (4.5, 5.0)
    assert limits.outer_limits(fits, [2002.5])[2002.5] == (2.0, 5.0)
    with pytest.raises(NoLimitsError, match="no non-increasing path fits"):
        limits.outer_limits(spell_of([(3, 4.0, 5.0), (7, 5.01, 6.0), (11, 2.0, 2.5)]), [2002.0])


def test_a_count_before_its_first_anchor_has_no_upper_limit():
    count, rate = (spell_of([(3, 40.0, 50.0), (7, 10.0, 20.0)], indicator) for indicator in (COUNT, RATE))
    assert limits.outer_limits(count, [2001.0 - 0.5])[2000.5] == (40.0, inf)
    assert limits.outer_limits(rate, [2000.5])[2000.5] == (40.0, 100.0)
    assert limits.outer_limits(count, [2003.0])[2003.0] == (0.0, 20.0)
    assert limits.outer_fall_limits(count, 2000.5, 2002.0) == (20.0, inf)


@pytest.mark.parametrize(("indicator", "method"), [("near_poor_rate", "register"), (RATE, "survey")])
def test_what_may_rise_has_no_limits(claim, indicator, method):
    spell = spell_of([(3, 4.0, 5.0), (7, 2.0, 3.0)], indicator, method)
    said = claim("level", None, date(5), 300, 400)
    for ask in (
        lambda: limits.outer_limits(spell, [2001.5]),
        lambda: limits.outer_fall_limits(spell, 2001.0, 2001.5),
        lambda: limits.has_common_path(spell, [said]),
    ):
        with pytest.raises(NoLimitsError, match="may rise"):
            ask()


def test_near_poor_spells_of_the_packs_have_none(evidence):
    near = [
        s
        for s in spells.list_comparable_spells(readings.resolve_readings(evidence))
        if s.series.indicator.startswith("near_poor")
    ]
    assert near
    assert not any(map(limits.is_non_increasing, near))


def test_quarters_stand_where_the_dates_of_the_packs_do():
    assert [periods.period_end_coordinate(date(q)) for q in QUARTERS] == [year_end(q) for q in QUARTERS]


def test_a_mean_in_words_limits_by_the_words_and_not_by_what_people_mean():
    mean = {"statistic": "mean level", "qualifier": "more than"}
    rows = [
        build_row("first", "poverty_rate", "10.00", "2016-M12"), build_row("last", "poverty_rate", "2.00", "2020-M12"),
        build_row("mean", "poverty_rate", "5", "2017..2020", **mean),
    ]  # fmt: skip
    spell = spells.find_spell(resolve_pack(*rows), "poverty_rate", "VN-2016")
    low, high = limits.outer_limits(spell, [2019.0])[2019.0]
    # three years of 10 before the last: a mean of 8; "more than 5" usually means up to 6, and would leave 7.3
    assert high == pytest.approx(10.005)
    assert low == pytest.approx(1.995)
