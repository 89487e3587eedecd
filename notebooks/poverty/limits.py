"""Outer limits: the lowest and the highest value that any non-increasing path may have at a date.

Two linear programmes for each date, over all paths that never rise and keep what the spell's own source
says: anchors, mean falls and period means within the bounds of their numerals.
"""

import itertools
from math import isfinite

import numpy as np
from scipy.optimize import linprog

from poverty import periods
from poverty.claims import Claim
from poverty.spells import Spell
from poverty.vocabulary import INDICATORS

HIGHEST_RATE = 100.0


class NoLimitsError(ValueError):
    """The shape of this series is not known well enough to limit its years between anchors."""


def outer_limits(spell: Spell, at: list[float]) -> dict[float, tuple[float, float]]:
    """The limits at each date of `at` (year-end coordinates), in the unit of the series.

    Raises:
        NoLimitsError: the series may also rise (it is not the count of the poor in a register), or no
            non-increasing path fits its figures.
    """
    indicator = INDICATORS.get(spell.series.indicator)
    if indicator is None or not indicator.falls_in_registers or spell.method != "register":
        raise NoLimitsError(f"{spell.series.indicator} may rise between two counts: it has no outer limits")
    statements = [_fall(c) for c in spell.falls] + [_mean(c) for c in spell.means]
    fixed = [a for a in spell.anchors if a.kind == "reported"]
    grid = sorted({*at, *(a.t for a in fixed), *(t for weights, *_ in statements for t in weights)})
    place = {t: i for i, t in enumerate(grid)}
    box = [(0.0, HIGHEST_RATE if indicator.unit == "percent" else None)] * len(grid)
    for a in fixed:
        box[place[a.t]] = (a.low, a.high)
    # each constraint is: the weighted sum of values is at most a limit
    constraints = [({later: 1.0, earlier: -1.0}, 0.0) for earlier, later in itertools.pairwise(grid)]
    for weights, low, high in statements:
        constraints.append((weights, high))
        constraints.append(({t: -w for t, w in weights.items()}, -low))
    constraints = [(weights, limit) for weights, limit in constraints if isfinite(limit)]
    matrix = np.zeros((len(constraints), len(grid)))
    for row, (weights, _) in zip(matrix, constraints, strict=True):
        for t, weight in weights.items():
            row[place[t]] = weight
    ends = np.array([limit for _, limit in constraints])
    return {t: tuple(_extreme(sign, place[t], matrix, ends, box, spell) for sign in (1, -1)) for t in at}


def _extreme(sign: int, place: int, matrix: np.ndarray, ends: np.ndarray, box: list, spell: Spell) -> float:
    """The least (sign 1) or the greatest (sign -1) value at a place of the grid."""
    cost = np.zeros(matrix.shape[1])
    cost[place] = sign
    result = linprog(cost, A_ub=matrix, b_ub=ends, bounds=box)
    if result.status == 3:  # unbounded: a count before the first anchor has no upper limit
        return -sign * float("inf")
    if not result.success:
        raise NoLimitsError(f"no non-increasing path fits the figures of {spell.series.indicator}, {spell.standard}")
    return sign * result.fun


def _fall(claim: Claim) -> tuple[dict[float, float], float, float]:
    """A mean fall per year: weights of its two ends, and its bounds."""
    start, end = periods.year_end(claim.start), periods.year_end(claim.end)
    return {start: 1 / (end - start), end: -1 / (end - start)}, *claim.bounds.hard.floats()


def _mean(claim: Claim) -> tuple[dict[float, float], float, float]:
    """A mean level: equal weights of its year ends, and its bounds."""
    years = range(periods.parse(claim.start).year, periods.parse(claim.end).year + 1)
    return dict.fromkeys(map(float, years), 1 / len(years)), *claim.bounds.hard.floats()
