"""Jobs per year: the numbers, and closed forms against linear programmes."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from job_problems import random_problems
from poverty.jobs import average as jobs
from poverty.jobs.average import AverageAndMultiple, AverageKind
from poverty.packs import readings


@pytest.fixture(scope="module")
def problems(bac_lieu):
    return {
        r.name: jobs.pair_average_with_multiple(resolved)
        for r, resolved in readings.resolve_each_reading(bac_lieu, "jobs-per-year")
    }


def test_families_under_the_mean_of_the_whole_period(problems):
    known = problems["whole-period"]
    last = {name: round(jobs.compute_job_path(known, name)[-1]) for name in jobs.PATH_FAMILIES}
    assert last == {"linear": 33_333, "exponential": 44_034, "step": 33_333, "smoothest": 27_030}
    for name in jobs.PATH_FAMILIES:
        path = jobs.compute_job_path(known, name)
        assert path.sum() == pytest.approx(560_000)
        assert path[0] == pytest.approx(20_000 / 3)
        assert (np.diff(path) >= -1e-9).all()
    assert jobs.bound_total_jobs(known, soft=True) == pytest.approx((560_000, 588_000))


def test_bounds_under_the_mean_of_the_whole_period(problems):
    low, high = jobs.bound_yearly_jobs(problems["whole-period"])[-1]
    assert (round(low), round(high)) == (20_494, 380_000)


def test_totals_of_a_recent_level(problems):
    known = problems["recent-level"]
    assert [round(jobs.compute_job_path(known, n).sum()) for n in ("linear", "exponential")] == [373_333, 341_065]
    assert [round(x) for x in jobs.bound_total_jobs(known)] == [200_000, 546_667]


def test_a_part_of_the_period_says_its_own_years_only(problems):
    known = problems["current-programme"]
    assert known.window == (2021, 2024)
    assert jobs.bound_total_jobs(known) == pytest.approx((80_000, 80_000))
    with pytest.raises(jobs.NoJobsError, match="pins no path"):
        jobs.compute_job_path(known, "linear")


def test_the_base_year_is_the_same_under_every_reading(problems):
    for known in problems.values():
        assert known.years[0] == 1997
        assert [round(x) for x in known.start] == [6_667, 6_667, 8_400]


def test_an_undated_average_asks_for_a_reading(resolved):
    with pytest.raises(jobs.NoJobsError, match="choose a reading"):
        jobs.pair_average_with_multiple(resolved)


def by_programme(known: AverageAndMultiple) -> np.ndarray:
    """The same bounds from linear programmes over all non-decreasing paths."""
    n = len(known.years)
    rising = np.zeros((n - 1, n))
    rising[np.arange(n - 1), np.arange(n - 1)] = 1
    rising[np.arange(n - 1), np.arange(1, n)] = -1
    first, last = (known.years.index(y) for y in known.window)
    mean = np.zeros((1, n))
    mean[0, first : last + 1] = 1 / (last + 1 - first)
    box = [(known.start[1], known.start[1])] + [(0, None)] * (n - 1)
    bounds = np.zeros((n, 2))
    for i in range(n):
        for k, sign in enumerate((1, -1)):
            cost = np.zeros(n)
            cost[i] = sign
            solved = linprog(cost, A_ub=rising, b_ub=np.zeros(n - 1), A_eq=mean, b_eq=[known.average[1]], bounds=box)
            assert solved.success
            bounds[i, k] = sign * solved.fun
    return bounds


@settings(max_examples=40, deadline=None)
@given(known=random_problems())
def test_closed_forms_equal_linear_programmes(known):
    np.testing.assert_allclose(jobs.bound_yearly_jobs(known), by_programme(known), rtol=1e-6)


@settings(max_examples=40, deadline=None)
@given(known=random_problems())
def test_families_lie_inside_the_bounds(known):
    if known.kind is AverageKind.PART:
        return
    low, high = jobs.bound_yearly_jobs(known).T
    for name in jobs.PATH_FAMILIES:
        path = jobs.compute_job_path(known, name)
        assert (path >= low * (1 - 1e-6)).all()
        assert (path <= high * (1 + 1e-6)).all()
