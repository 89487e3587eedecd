"""Jobs by year: exact limits against linear programmes, the readings on trial, and what follows from a printed year."""

from collections import Counter
from dataclasses import replace
from math import inf, isfinite, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import add_row
from scipy import stats
from scipy.optimize import linprog
from test_jobs import random_problems

from poverty import job_trend, job_trial, job_years, jobs, pack, readings
from poverty.job_limits import NEVER_FALLS, NoPathError, hull, reach, window_means
from poverty.jobs import Kind, Problem

SHAPES = ("never falls", "as elsewhere")
THREE = {2013: 17_250, 2018: 24_500, 2019: 24_600}  # the whole years that are printed of Bạc Liêu


# Limits against linear programmes


def steps(n, change):
    """Rows of A x <= 0: every change from a year to the next is between the two rates."""
    now, following = np.eye(n)[:-1], np.eye(n)[1:]
    rising = (1 + change[0]) * now - following
    return np.vstack([rising, following - (1 + change[1]) * now]) if isfinite(change[1]) else rising


def extremes(cost, **programme):
    """The lowest and the highest value of cost·x; infinite if nothing limits it, NaN if there is no x."""
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * cost, **programme)
        assert solved.status in (0, 2, 3), solved.message
        ends.append({0: sign * (solved.fun or 0.0), 2: nan, 3: sign * -inf}[solved.status])
    return tuple(ends)


def by_programme(span, boxes, change, over):
    """The extremes of the mean over some years, on every path through the boxes."""
    box = [boxes.get(year, (0, inf)) for year in span]
    return extremes(np.isin(span, over) / len(over), A_ub=steps(len(span), change), b_ub=None_zeros(span), bounds=box)


changes = st.one_of(st.just(NEVER_FALLS), st.tuples(st.floats(-0.1, 0), st.floats(0.01, 0.3)))


@st.composite
def known_paths(draw):
    """A span, a change, a path that keeps it, and boxes around one to four of its years, some without a highest."""
    n = draw(st.integers(3, 12))
    span, change = tuple(range(2000, 2000 + n)), draw(changes)
    moves = st.floats(change[0], min(change[1], 0.5))
    path = draw(st.floats(1e3, 5e4)) * np.cumprod([1.0, *(1 + draw(moves) for _ in span[1:])])
    boxes = {}
    for i in draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=4, unique=True)):
        below, above = draw(st.floats(0, 0.3)), draw(st.just(inf) | st.floats(0, 0.3))
        boxes[span[i]] = (path[i] * (1 - below), path[i] * (1 + above))
    return span, change, path, boxes
