"""Outer limits: the lowest and the highest value that any non-increasing path may have at a date.

Over all paths that never rise and keep what is printed of the spell, within the bounds of its numerals. With
anchors alone the two linear programmes have a closed form: no path is above an earlier anchor or below a later
one. Mean falls and period means tie dates together, and are solved as programmes (HiGHS).
"""

import itertools
from collections.abc import Sequence
from math import inf, isfinite

import numpy as np
from scipy.optimize import linprog

from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.vocabulary import INDICATORS
from poverty.trajectory.spells import Spell

HIGHEST_RATE = 100.0

# A statement is a weighted sum of values at dates, and its lowest and highest value.
PathConstraint = tuple[dict[float, float], float, float]


class NoLimitsError(ValueError):
    """The shape of this series is not known well enough to limit its years between anchors."""


def is_non_increasing(spell: Spell) -> bool:
    """Whether the spell is of a kind that no review is expected to raise: the count of the poor in a register."""
    indicator = INDICATORS.get(spell.series.indicator)
    return indicator is not None and indicator.falls_in_registers and spell.method == "register"


def outer_limits(spell: Spell, at: Sequence[float]) -> dict[float, tuple[float, float]]:
    """The limits at each date of `at` (year-end coordinates), in the unit of the series.

    Raises:
        NoLimitsError: the series may also rise (it is not the count of the poor in a register), or no
            non-increasing path fits its figures.
    """
    _require_non_increasing(spell)
    own = [*(_mean_fall_constraint(c) for c in spell.falls), *(_mean_level_constraint(c) for c in spell.means)]
    if own:
        grid = PathLinearProgramme(spell, [*own, *(({t: 1.0}, -inf, inf) for t in at)])
        return {t: grid.extremes({t: 1.0}) for t in at}
    t, low, high = (np.array([getattr(a, name) for a in spell.anchors]) for name in ("t", "low", "high"))
    if (np.minimum.accumulate(high) < low).any():
        raise NoLimitsError(_phrase_infeasible_figures(spell))
    top = _highest_possible_value(spell)
    return {
        x: (float(low[t >= x].max(initial=0.0)), float(high[t <= x].min(initial=top)))
        for x in at
    }  # fmt: skip


def outer_fall_limits(spell: Spell, start: float, end: float) -> tuple[float, float]:
    """The smallest and the largest fall from one date to a later one, in the unit of the series.

    Raises:
        NoLimitsError: as for `outer_limits`.
    """
    _require_non_increasing(spell)
    fall = {start: 1.0, end: -1.0}
    own = [*(_mean_fall_constraint(c) for c in spell.falls), *(_mean_level_constraint(c) for c in spell.means)]
    return PathLinearProgramme(spell, [*own, (fall, -inf, inf)]).extremes(fall)


def has_common_path(spell: Spell, claims: Sequence[Claim]) -> bool:
    """Whether some path that never rises keeps the spell and all these levels and changes of its series at once.

    Raises:
        NoLimitsError: the series may also rise.
    """
    _require_non_increasing(spell)
    own = [*(_mean_fall_constraint(c) for c in spell.falls), *(_mean_level_constraint(c) for c in spell.means)]
    programme = PathLinearProgramme(spell, [*own, *(claim_to_constraint(c) for c in claims)])
    try:
        programme.extremes({spell.anchors[0].t: 1.0})
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
    """The linear programme of a spell and of statements about it: variables are the values at all their dates."""

    def __init__(self, spell: Spell, statements: Sequence[PathConstraint]) -> None:
        self._spell = spell
        grid = sorted({*(a.t for a in spell.anchors), *(t for weights, *_ in statements for t in weights)})
        self._place = {t: i for i, t in enumerate(grid)}
        top = _highest_possible_value(spell)
        self._box = [(0.0, top if isfinite(top) else None)] * len(grid)
        for a in spell.anchors:
            self._box[self._place[a.t]] = (a.low, a.high)
        # each constraint is: the weighted sum of values is at most a limit
        constraints = [({later: 1.0, earlier: -1.0}, 0.0) for earlier, later in itertools.pairwise(grid)]
        for weights, low, high in statements:
            constraints.append((weights, high))
            constraints.append(({t: -w for t, w in weights.items()}, -low))
        constraints = [(weights, limit) for weights, limit in constraints if isfinite(limit)]
        self._matrix = np.array([self._row(weights) for weights, _ in constraints]).reshape(-1, len(grid))
        self._ends = np.array([limit for _, limit in constraints])

    def extremes(self, weights: dict[float, float]) -> tuple[float, float]:
        """The least and the greatest weighted sum.

        Raises:
            NoLimitsError: no non-increasing path fits the figures.
        """
        return self._extreme(1.0, weights), self._extreme(-1.0, weights)

    def _extreme(self, sign: float, weights: dict[float, float]) -> float:
        result = linprog(
            sign * self._row(weights), A_ub=self._matrix, b_ub=self._ends, bounds=self._box, method="highs"
        )
        if result.status == 3:  # unbounded: a count before the first anchor has no upper limit
            return -sign * inf
        if not result.success:
            raise NoLimitsError(_phrase_infeasible_figures(self._spell))
        return sign * result.fun

    def _row(self, weights: dict[float, float]) -> np.ndarray:
        row = np.zeros(len(self._place))
        for t, weight in weights.items():
            row[self._place[t]] = weight
        return row


def _require_non_increasing(spell: Spell) -> None:
    if not is_non_increasing(spell):
        raise NoLimitsError(f"{spell.series.indicator} may rise between two counts: it has no outer limits")


def _highest_possible_value(spell: Spell) -> float:
    return HIGHEST_RATE if INDICATORS[spell.series.indicator].unit == "percent" else inf


def _phrase_infeasible_figures(spell: Spell) -> str:
    return f"no non-increasing path fits the figures of {spell.series.indicator}, {spell.standard}"


def _mean_fall_constraint(claim: Claim) -> PathConstraint:
    """A mean fall per year: weights of its two ends, and the hard bounds of its numeral."""
    start, end = period_end_coordinate(claim.start), period_end_coordinate(claim.end)
    return {start: 1 / (end - start), end: -1 / (end - start)}, *claim.bounds.hard.as_floats()


def _mean_level_constraint(claim: Claim) -> PathConstraint:
    """A mean level: equal weights of its year ends, and its bounds."""
    years = range(parse_sdmx_period(claim.start).year, parse_sdmx_period(claim.end).year + 1)
    return dict.fromkeys(map(float, years), 1 / len(years)), *claim.bounds.hard.as_floats()
