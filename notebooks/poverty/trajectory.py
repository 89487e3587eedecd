"""Pace and yearly path, inside one comparable spell.

The annual rate of reduction is continuous, as UN IGME defines it: ARR = ln(r0 / r1) / T, in percent a year.
Beside it stands the fall in points a year. A path between two anchors comes from the power family: r^λ is
linear in time (λ = 0: a constant rate of reduction; λ = 1: a straight line; λ = ½, used here, lies between).
"""

from dataclasses import dataclass
from math import inf, log

from scipy.optimize import brentq

from poverty.audit.totals import totals
from poverty.limits import NoLimitsError, outer_limits
from poverty.readings import Resolved
from poverty.spells import Anchor, ComparabilityError, Series, Spell, find, require_comparable, spells

CENTRAL_SHAPE = 0.5
STEEPEST = 5.0  # the largest λ, either way, that is looked for
NO_SHAPE = 1e-6  # below it the power mean is the geometric one to six digits, and cannot be computed as such


@dataclass(frozen=True)
class Pace:
    """How fast a series fell: `arr` in percent a year, `points` in its own unit a year; each with bounds."""

    first: Anchor
    last: Anchor
    years: float
    arr: float
    arr_low: float
    arr_high: float
    points: float
    points_low: float
    points_high: float


@dataclass(frozen=True)
class PathPoint:
    """One year of a path: `low` and `high` are outer limits, not a probability."""

    t: float
    value: float
    low: float | None
    high: float | None
    kind: str


@dataclass(frozen=True)
class Consequence:
    """What a spell's own source implies at the date of another source's figure, and whether that fits."""

    other: Anchor
    low: float
    high: float
    verdict: str


def pace(first: Anchor, last: Anchor) -> Pace:
    """The pace from one anchor to a later one, with the bounds that rounding leaves.

    A start derived from a mean fall moves with its end, so the two are varied together.

    Raises:
        ComparabilityError: the anchors are of different spells.
        ValueError: `last` is not later than `first`.
    """
    require_comparable(first, last)
    years = last.t - first.t
    if years <= 0:
        raise ValueError(f"{last.date} is not later than {first.date}")
    ends = (last.low, last.high)
    if first.tie and first.tie.end == last.date:
        corners = [(end + years * step, end) for end in ends for step in (first.tie.low, first.tie.high)]
    else:
        corners = [(start, end) for start in (first.low, first.high) for end in ends]
    rates = [_rate(start, end, years) for start, end in corners]
    points = [(start - end) / years for start, end in corners]
    return Pace(
        first,
        last,
        years,
        _rate(first.value, last.value, years),
        min(rates),
        max(rates),
        (first.value - last.value) / years,
        min(points),
        max(points),
    )


def _rate(start: float, end: float, years: float) -> float:
    """The annual rate of reduction; a value that reaches 0 has none that is finite."""
    if end <= 0:
        return inf if start > 0 else 0.0
    return 100 * log(start / end) / years if start > 0 else -inf


def between(first: Anchor, last: Anchor, t: float, shape: float = CENTRAL_SHAPE) -> float:
    """The value at `t` on the power path of `shape` (λ) from one anchor to the next.

    Raises:
        ComparabilityError: the anchors are of different spells.
        ValueError: `t` lies outside them.
    """
    require_comparable(first, last)
    if not first.t <= t <= last.t:
        raise ValueError(f"year end {t:g} is not between {first.date} and {last.date}")
    share = (t - first.t) / (last.t - first.t)
    if abs(shape) < NO_SHAPE:
        return first.value ** (1 - share) * last.value**share
    return ((1 - share) * first.value**shape + share * last.value**shape) ** (1 / shape)


def shape_through(first: Anchor, last: Anchor, known: Anchor) -> float | None:
    """The λ whose path passes through a known value between two anchors; None if none from -5 to 5 does.

    Raises:
        ComparabilityError: the three are not of one spell.
    """
    require_comparable(first, known)
    lowest = -STEEPEST if min(first.value, last.value) > 0 else NO_SHAPE  # a path to 0 has λ above 0

    def miss(shape: float) -> float:
        return between(first, last, known.t, shape) - known.value

    return brentq(miss, lowest, STEEPEST) if miss(lowest) * miss(STEEPEST) < 0 else None


def path(spell: Spell) -> list[PathPoint]:
    """The yearly path between the first and the last anchor; anchors keep their own value, bounds and kind.

    Years between are reconstructed with λ = ½. Their limits are None where the series may also rise.
    """
    anchors = spell.anchors
    at_anchor = {a.t: a for a in anchors}
    grid = sorted(
        {
            *at_anchor,
            *(float(y) for y in range(int(anchors[0].t), int(anchors[-1].t) + 1) if anchors[0].t <= y <= anchors[-1].t),
        }
    )
    try:
        limits = outer_limits(spell, [t for t in grid if t not in at_anchor])
    except NoLimitsError:
        limits = {}
    points = []
    for t in grid:
        if t in at_anchor:
            a = at_anchor[t]
            points.append(PathPoint(t, a.value, a.low, a.high, a.kind))
            continue
        first = max((a for a in anchors if a.t < t), key=lambda a: a.t)
        last = min((a for a in anchors if a.t > t), key=lambda a: a.t)
        low, high = limits.get(t, (None, None))
        value = between(first, last, t)
        if low is not None:
            value = min(max(value, low), high)  # what is printed of the years between comes before the shape
        points.append(PathPoint(t, value, low, high, "reconstructed"))
    return points


def against_other_sources(resolved: Resolved) -> list[Consequence]:
    """What the own source's figures allow at the date of each figure that another source prints.

    "agrees": it lies inside the outer limits; "disagrees": outside, whatever non-increasing path is taken;
    "cannot tell": the series has no limits.
    """
    found = []
    for spell in spells(resolved):
        for other in spell.others:
            try:
                low, high = outer_limits(spell, [other.t])[other.t]
            except NoLimitsError:
                found.append(Consequence(other, float("nan"), float("nan"), "cannot tell"))
                continue
            fits = other.low <= high and other.high >= low
            found.append(Consequence(other, low, high, "agrees" if fits else "disagrees"))
    return found


def poor_and_near_poor(resolved: Resolved, standard: str) -> Spell:
    """The spell of both groups together: their counts over the household totals that the audit allows.

    Raises:
        ComparabilityError: fewer than two dates of the standard have both counts and their rates.
    """
    anchors = []
    for total in totals(resolved):
        pairs = [p for p in total.pairs if p[1].standard == standard]
        everybody = (total.population, total.area, total.whole) == ("all", "province", "households")
        if len(pairs) == 2 and everybody:
            count = sum(float(c.value) for c, _ in pairs)
            readings = dict.fromkeys(r for c, _ in pairs for r in c.readings)
            anchors.append(
                Anchor(
                    Series("poor_and_near_poor_rate", "all", "province", "households"),
                    standard,
                    total.date,
                    100 * count / total.best,
                    100 * count / total.high,
                    100 * count / total.low,
                    "derived",
                    total.claims,
                    tuple(readings),
                )
            )
    if len(anchors) < 2:
        raise ComparabilityError(f"poor and near-poor households of {standard} are not both reported at two dates")
    method = find(resolved, "poverty_rate", standard).method
    return Spell(anchors[0].series, standard, method, tuple(anchors), (), (), ())
