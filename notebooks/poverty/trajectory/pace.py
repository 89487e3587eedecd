"""Pace of a spell: how fast a series fell from one anchor to a later one, under one standard.

Three numbers that people use: the compound rate 1 − (r1 / r0)^(1/T), in percent of the rate a year, never above 100;
the years in which the rate halves, ln 2 / ARR; the fall in points a year. The continuous annual rate of reduction,
as UN IGME defines it, ARR = ln(r0 / r1) / T, stands beside them in tables: it can pass 100. Below 0: a rise.
"""

from dataclasses import dataclass
from math import exp, hypot, inf, log, nan

from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.readings import ResolvedClaims
from poverty.packs.rows import round_finite
from poverty.packs.sampling import INTERVAL_LEVEL, count_standard_errors
from poverty.packs.vocabulary import tell_direction
from poverty.trajectory.spells import Anchor, ComparabilityError, MeasuredSeries, Spell, find_spell, require_comparable

PACE_NUMBERS = [
    "years", "compound", "compound_low", "compound_high", "halving_years", "halving_years_low", "halving_years_high",
    "points", "points_low", "points_high", "arr", "arr_low", "arr_high",
    "points_survey_low", "points_survey_high", "arr_survey_low", "arr_survey_high",
]  # fmt: skip
SAME = 1e-9  # a difference that arithmetic makes


@dataclass(frozen=True)
class Pace:
    """How fast a series fell: `arr` in percent a year, `points` in its own unit a year; each with bounds.

    `compound` and `halving_years` say the same as `arr`; a value that does not fall never halves (infinity).
    `*_survey_*` are the ends of a 95% interval, where the sampling errors of both ends are printed: those of two
    independent samples, whose variances add up.
    """

    first: Anchor
    last: Anchor
    years: float
    arr: float
    arr_low: float
    arr_high: float
    points: float
    points_low: float
    points_high: float
    arr_survey_low: float | None = None
    arr_survey_high: float | None = None
    points_survey_low: float | None = None
    points_survey_high: float | None = None

    @property
    def direction(self) -> str:
        """Whether the value fell or rose; "cannot tell" where rounding, or a survey's printed error, leaves it open."""
        if self.points_survey_low is not None:
            return tell_direction(self.points_survey_low, self.points_survey_high)
        return tell_direction(self.points_low + SAME, self.points_high - SAME)  # bounds that touch share no number

    @property
    def _has_ratio(self) -> bool:
        """Whether both values are above 0: then one is so many percent of the other."""
        return self.first.value > 0 < self.last.value

    @property
    def compound(self) -> float:
        """The compound rate: by how many percent of itself the value fell a year; NaN from 0 or to 0."""
        return _compound_rate(self.arr) if self._has_ratio else nan

    @property
    def compound_low(self) -> float:
        """The lowest compound rate that the bounds allow."""
        return _compound_rate(self.arr_low)

    @property
    def compound_high(self) -> float:
        """The highest compound rate that the bounds allow."""
        return _compound_rate(self.arr_high)

    @property
    def halving_years(self) -> float:
        """The years in which the value halves; NaN from 0 or to 0."""
        return _halving_time(self.arr) if self._has_ratio else nan

    @property
    def halving_years_low(self) -> float:
        """The shortest halving time that the bounds allow."""
        return _halving_time(self.arr_high)

    @property
    def halving_years_high(self) -> float:
        """The longest halving time that the bounds allow."""
        return _halving_time(self.arr_low)


def annual_pace(first: Anchor, last: Anchor) -> Pace:
    """The pace from one anchor to a later one, with the bounds that rounding leaves.

    A start derived from a mean fall moves with its end, so the two are varied together. Method: UN IGME's continuous
    annual rate of reduction, ln(r0 / r1) / T.

    Raises:
        ComparabilityError: the anchors are of different spells.
        ValueError: `last` is not later than `first`.

    Example:
        >>> from poverty.packs.claims import MeasuredSeries
        >>> rate = MeasuredSeries("poverty_rate", "all", "province", "households")
        >>> first = Anchor(rate, "VN-2016", "2015-M12", 15.55, 15.545, 15.555, "reported", (), ())
        >>> last = Anchor(rate, "VN-2016", "2019-M12", 1.38, 1.375, 1.385, "reported", (), ())
        >>> pace = annual_pace(first, last)
        >>> pace.years, round(pace.compound, 1), round(pace.points, 2)  # years, percent a year, points a year
        (4.0, 45.4, 3.54)
        >>> round(pace.halving_years, 2), round(pace.arr, 1)  # years, percent a year (continuous)
        (1.14, 60.5)
    """
    require_comparable(first, last)
    years = last.t - first.t
    if years <= 0:
        raise ValueError(f"{last.date} is not later than {first.date}")
    if first.tie and first.tie.end_date == last.date:
        falls = (first.tie.low, first.tie.high)
        corners = [(end + years * fall, end) for end in (last.low, last.high) for fall in falls]
    else:
        corners = [(start, end) for start in (first.low, first.high) for end in (last.low, last.high)]
    rates = [_annual_reduction_rate(start, end, years) for start, end in corners]
    points = [(start - end) / years for start, end in corners]
    return Pace(
        first, last, years, arr=_annual_reduction_rate(first.value, last.value, years), arr_low=min(rates),
        arr_high=max(rates), points=(first.value - last.value) / years, points_low=min(points), points_high=max(points),
        **_find_survey_intervals(first, last, years),
    )  # fmt: skip


def _annual_reduction_rate(start: float, end: float, years: float) -> float:
    """The annual rate of reduction; from 0 or to 0 there is none that is finite."""
    if end <= 0:
        return inf if start > 0 else 0.0
    return 100 * log(start / end) / years if start > 0 else -inf


def _find_survey_intervals(first: Anchor, last: Anchor, years: float) -> dict[str, float]:
    """The 95% intervals of a pace between two surveys, by field; {} where an error of one is not printed."""
    if not (first.sampling and last.sampling and first.value > 0 < last.value):
        return {}
    reach = count_standard_errors(INTERVAL_LEVEL) / years
    points, arr = (first.value - last.value) / years, _annual_reduction_rate(first.value, last.value, years)
    errors = [a.sampling.standard_error for a in (first, last)]
    of_points = reach * hypot(*errors)
    of_arr = 100 * reach * hypot(*(error / a.value for error, a in zip(errors, (first, last), strict=True)))
    return {
        "arr_survey_low": arr - of_arr, "arr_survey_high": arr + of_arr,
        "points_survey_low": points - of_points, "points_survey_high": points + of_points,
    }  # fmt: skip


def _compound_rate(arr: float) -> float:
    """The compound rate of an annual rate of reduction, both in percent a year."""
    return 100 * (1 - exp(-arr / 100))


def _halving_time(arr: float) -> float:
    """The years in which a value halves at an annual rate of reduction in percent; infinite where it does not fall."""
    return inf if arr <= 0 else 100 * log(2) / arr


def combine_poor_and_near_poor(resolved: ResolvedClaims, standard: str) -> Spell:
    """The spell of both groups together: their counts over the household totals that the audit allows.

    Raises:
        ComparabilityError: fewer than two dates of the standard have both counts and their rates.
    """
    series = MeasuredSeries("poor_and_near_poor_rate", "all", "province", "households")
    anchors = []
    for total in list_allowed_totals(resolved):
        pairs = [p for p in total.pairs if p[1].standard == standard]
        if len(pairs) == 2 and (total.population, total.area, total.whole) == ("all", "province", "households"):
            count = sum(float(c.value) for c, _ in pairs)
            anchor = Anchor(
                series=series, standard=standard, date=total.date, value=100 * count / total.best,
                low=100 * count / total.high, high=100 * count / total.low, kind="derived", claims=total.claims,
                readings=tuple(dict.fromkeys(r for c, _ in pairs for r in c.readings)),
            )  # fmt: skip
            anchors.append(anchor)
    if len(anchors) < 2:
        raise ComparabilityError(f"poor and near-poor households of {standard} are not both reported at two dates")
    return Spell(series, standard, find_spell(resolved, "poverty_rate", standard).method, tuple(anchors))


def build_pace_cells(pace: Pace | None) -> dict[str, float | str | None]:
    """The cells `direction` and `PACE_NUMBERS` of a row; None where there is no pace, or it has no limit."""
    numbers = {name: round_finite(getattr(pace, name)) if pace else None for name in PACE_NUMBERS}
    return {"direction": pace.direction if pace else ""} | numbers
