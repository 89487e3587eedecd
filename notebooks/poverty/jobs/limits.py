"""What known years leave for the others, over every path whose yearly change stays between two rates.

"Never falls" is the special case of a change from 0 to anything. A printed average of the path ties all years
together, so that the lowest and the highest mean of some years are linear programmes.
"""

from math import inf

import numpy as np
import scipy

from poverty.jobs.average import AverageAndMultiple, AverageKind

NEVER_FALLS = (0.0, inf)
YearBounds = dict[int, tuple[float, float]]  # the lowest and highest number of jobs that a year may have
ChangeRange = tuple[float, float]  # the lowest and highest change from one year to the next, as a share: 0.04 is +4%


class NoPathError(ValueError):
    """No path has a yearly change between the two rates and keeps all that is known."""


def bound_mean_jobs(
    pair: AverageAndMultiple, boxes: YearBounds, over: tuple[int, ...], change: ChangeRange = NEVER_FALLS,
    soft: bool = True,
) -> tuple[float, float]:  # fmt: skip
    """The lowest and the highest mean over some years, on paths that keep a reading of the average and known years.

    With jobs x, the average m and the multiple k, all within their ranges: m is the mean of x over the reading's
    years, and x of the base year is m / k. Two linear programmes.

    Args:
        pair: the average and the multiple under one reading.
        boxes: what is known of some years of the path.
        over: the years whose mean is asked for.
        change: the lowest and the highest change from a year to the next.
        soft: over the soft ranges of both numerals, rather than the printed numbers themselves.

    Returns:
        jobs a year; infinite where nothing limits them.

    Raises:
        NoPathError: no path keeps all of it.
        ArithmeticError: the solver gives up.
        ValueError: a year asked for is not one of the path.
    """
    if not set(over) <= set(pair.years):
        raise ValueError(f"{over[0]}-{over[-1]} is not within {pair.years[0]}-{pair.years[-1]}")
    years, (least, most) = pair.years, change
    n = len(years)
    (low, printed, high), (fewest, times, largest) = pair.average, pair.multiple
    average, multiple = ((low, high), (fewest, largest)) if soft else ((printed,) * 2, (times,) * 2)
    mean = np.zeros(n)
    first, last = (years.index(y) for y in pair.window)
    mean[n - 1 if pair.kind is AverageKind.LEVEL else slice(first, last + 1)] = 1
    mean /= mean.sum()
    unit = np.eye(n)  # row i: year i alone
    rows = []
    for i in range(n - 1):
        rows.append((1 + least) * unit[i] - unit[i + 1])
        if most < inf:
            rows.append(unit[i + 1] - (1 + most) * unit[i])
    limits = [*[0.0] * len(rows), average[1], -average[0], 0.0, 0.0]
    rows += [mean, -mean, multiple[0] * unit[0] - mean, mean - multiple[1] * unit[0]]
    box = [(max(low, 0.0), high) for low, high in (boxes.get(y, (0, inf)) for y in years)]
    cost = np.array([1.0 / len(over) if y in over else 0.0 for y in years])
    extremes = []
    for sign in (1, -1):
        solved = scipy.optimize.linprog(sign * cost, A_ub=np.array(rows), b_ub=np.array(limits), bounds=box)
        if solved.status == 2:
            raise NoPathError("no such path keeps the average, the multiple and the known years")
        if solved.status not in (0, 3):
            raise ArithmeticError(f"the linear programme was not solved: {solved.message}")
        extremes.append(sign * solved.fun if solved.status == 0 else inf)
    return extremes[0], extremes[1]


def bound_total_jobs(
    pair: AverageAndMultiple, boxes: YearBounds | None = None, soft: bool = True
) -> tuple[float, float]:  # fmt: skip
    """Lowest and highest number of jobs over the years that the average speaks of.

    A mean fixes it (an identity, not a finding). For a level it is the total of the whole period over all paths that
    never fall.

    Args:
        pair: the average and the multiple under one reading.
        boxes: what is known of some years, for a level.
        soft: over the soft ranges of both numerals, rather than the printed numbers themselves.

    Raises:
        NoPathError: a level that no path which never falls reaches through the known years.

    Example:
        >>> from dataclasses import replace
        >>> from poverty.jobs.average import list_average_readings
        >>> from poverty.packs.load import load_pack
        >>> level = replace(list_average_readings(load_pack("bac-lieu"))[0][1], kind=AverageKind.LEVEL)
        >>> [round(x) for x in bound_total_jobs(level, soft=False)]
        [200000, 546667]
    """
    if pair.kind is AverageKind.LEVEL:
        low, high = bound_mean_jobs(pair, boxes or {}, pair.years, soft=soft)
        return len(pair.years) * low, len(pair.years) * high
    years, (low, printed, high) = pair.window[1] - pair.window[0] + 1, pair.average
    return (years * low, years * high) if soft else (years * printed, years * printed)
