"""Outer limits: the lowest and the highest value that any non-increasing path may have at a date.

Over all paths that never rise and keep what is printed of the spell, within the bounds of its numerals. With
anchors alone the two linear programmes have a closed form: no path is above an earlier anchor or below a later
one. Mean falls and period means tie dates together, and are solved as programmes (HiGHS).
"""

import itertools
from collections.abc import Sequence
from math import inf, isfinite

import numpy as np
import scipy  # its parts are loaded when they are called: `check` seldom needs them

from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.vocabulary import INDICATORS
from poverty.trajectory.spells import Spell

HIGHEST_RATE = 100.0

# A weighted sum of values at dates (weights by year-end coordinate), and its lowest and highest value.
PathConstraint = tuple[dict[float, float], float, float]


class NoLimitsError(ValueError):
    """The shape of this series is not known well enough to limit its years between anchors."""


def is_non_increasing(spell: Spell) -> bool:
    """Whether the spell is of a kind that no review is expected to raise: the count of the poor in a register."""
    indicator = INDICATORS.get(spell.series.indicator)
    return indicator is not None and indicator.falls_in_registers and spell.method == "register"


def outer_limits(spell: Spell, dates: Sequence[float]) -> dict[float, tuple[float, float]]:
    """The lowest and the highest possible value at each of `dates` (year-end coordinates), in the series' unit.

    Raises:
        NoLimitsError: the series may also rise (it is not the count of the poor in a register), or no
            non-increasing path fits its figures.
    """
    _require_non_increasing(spell)
    means = _list_mean_constraints(spell)
    if means:
        programme = PathLinearProgramme(spell, [*means, *(({t: 1.0}, -inf, inf) for t in dates)])
        return {t: programme.weighted_sum_range({t: 1.0}) for t in dates}
    t, low, high = (np.array([getattr(a, name) for a in spell.anchors]) for name in ("t", "low", "high"))
    if (np.minimum.accumulate(high) < low).any():
        raise NoLimitsError(_phrase_infeasible_figures(spell))
    top = _highest_possible_value(spell)
    return {x: (float(low[t >= x].max(initial=0.0)), float(high[t <= x].min(initial=top))) for x in dates}


def outer_fall_limits(spell: Spell, start: float, end: float) -> tuple[float, float]:
    """The smallest and the largest fall from one date to a later one, in the unit of the series.

    Args:
        spell: anchors and mean falls or levels that every path keeps.
        start: year-end coordinate of the first date.
        end: of the later one.

    Raises:
        NoLimitsError: as for `outer_limits`.
    """
    _require_non_increasing(spell)
    means, fall = _list_mean_constraints(spell), {start: 1.0, end: -1.0}
    if means:
        return PathLinearProgramme(spell, [*means, (fall, -inf, inf)]).weighted_sum_range(fall)
    limits = outer_limits(spell, [start, end])
    (low_before, high_before), (low_after, high_after) = limits[start], limits[end]
    return max(low_before - high_after, 0.0), high_before - low_after


def has_common_path(spell: Spell, claims: Sequence[Claim]) -> bool:
    """Whether some path that never rises keeps the spell and all these levels and changes of its series at once.

    Raises:
        NoLimitsError: the series may also rise.
    """
    _require_non_increasing(spell)
    programme = PathLinearProgramme(spell, [*_list_mean_constraints(spell), *map(claim_to_constraint, claims)])
    try:
        programme.weighted_sum_range({spell.anchors[0].t: 1.0})
    except NoLimitsError:
        return False
    return True


def claim_to_constraint(claim: Claim) -> PathConstraint:
    """A claim of a level or of a change between two dates as a weighted sum of values, with its bounds."""
    if claim.statistic == "level":
        return {claim.t: 1.0}, *claim.usable_bounds()
    start, end = period_end_coordinate(claim.start), period_end_coordinate(claim.end)
    per = end - start if claim.statistic == "mean fall per year" else 1.0
    sign = -1.0 if claim.statistic == "rise" else 1.0
    return {start: sign / per, end: -sign / per}, *claim.usable_bounds()


class PathLinearProgramme:
    """The linear programme of a spell and of constraints on it: variables are the values at all their dates."""

    def __init__(self, spell: Spell, constraints: Sequence[PathConstraint]) -> None:
        self._spell = spell
        dates = sorted({*(a.t for a in spell.anchors), *(t for weights, *_ in constraints for t in weights)})
        self._column_of = {t: i for i, t in enumerate(dates)}
        top = _highest_possible_value(spell)
        self._value_bounds = [(0.0, top if isfinite(top) else None)] * len(dates)
        for a in spell.anchors:
            self._value_bounds[self._column_of[a.t]] = (a.low, a.high)
        # each inequality is: the weighted sum of values is at most a limit
        inequalities = [({later: 1.0, earlier: -1.0}, 0.0) for earlier, later in itertools.pairwise(dates)]
        for weights, low, high in constraints:
            inequalities += [(weights, high), ({t: -w for t, w in weights.items()}, -low)]
        inequalities = [(weights, limit) for weights, limit in inequalities if isfinite(limit)]
        self._matrix = np.array([self._build_matrix_row(w) for w, _ in inequalities]).reshape(-1, len(dates))
        self._limits = np.array([limit for _, limit in inequalities])

    def weighted_sum_range(self, weights: dict[float, float]) -> tuple[float, float]:
        """The least and the greatest sum of values, each times its weight (`weights`: by year-end coordinate).

        Raises:
            NoLimitsError: no non-increasing path fits the figures.
        """
        return self._minimise_sum(1.0, weights), self._minimise_sum(-1.0, weights)

    def _minimise_sum(self, sign: float, weights: dict[float, float]) -> float:
        objective = sign * self._build_matrix_row(weights)
        optimum = scipy.optimize.linprog(
            objective, A_ub=self._matrix, b_ub=self._limits, bounds=self._value_bounds, method="highs"
        )
        if optimum.status == 3:  # unbounded: a count before the first anchor has no upper limit
            return -sign * inf
        if not optimum.success:
            raise NoLimitsError(_phrase_infeasible_figures(self._spell))
        return sign * optimum.fun

    def _build_matrix_row(self, weights: dict[float, float]) -> np.ndarray:
        row = np.zeros(len(self._column_of))
        for t, weight in weights.items():
            row[self._column_of[t]] = weight
        return row


def _require_non_increasing(spell: Spell) -> None:
    """Raise NoLimitsError for a spell that may rise."""
    if not is_non_increasing(spell):
        raise NoLimitsError(f"{spell.series.indicator} may rise between two counts: it has no outer limits")


def _highest_possible_value(spell: Spell) -> float:
    """The highest value of a spell's series in its unit: 100 for a percentage, else infinity."""
    return HIGHEST_RATE if INDICATORS[spell.series.indicator].unit == "percent" else inf


def _phrase_infeasible_figures(spell: Spell) -> str:
    """The message that no path that never rises fits the figures of a spell."""
    return f"no non-increasing path fits the figures of {spell.series.indicator}, {spell.standard}"


def _list_mean_constraints(spell: Spell) -> list[PathConstraint]:
    """Mean falls per year as weights of their two ends, mean levels as equal weights of their year ends."""
    constraints = []
    for claim in spell.mean_falls:
        start, end = period_end_coordinate(claim.start), period_end_coordinate(claim.end)
        constraints.append(({start: 1 / (end - start), end: -1 / (end - start)}, *claim.bounds.hard.as_floats()))
    for claim in spell.mean_levels:
        first, last = (parse_sdmx_period(date).year for date in (claim.start, claim.end))
        years = [float(year) for year in range(first, last + 1)]
        constraints.append((dict.fromkeys(years, 1 / len(years)), *claim.bounds.hard.as_floats()))
    return constraints
