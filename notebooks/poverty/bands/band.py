"""The path between two anchors and the band around it: one function for every province, chart and table.

Between an anchor r0 at t0 and a lower one r1 at t1 the centre is the path on which the square root of the value falls
along a straight line. The band is measured on that same scale, so that it narrows as the value does: with s the share
of the time gone by, its half width is q·(√r0 - √r1)·√(s(1-s)), nothing at the anchors and most in the middle. It holds
a year, not a path: that all years of a path lie in it is less likely.
"""

from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded when they are called

CENTRAL_SHAPE = 0.5
GEOMETRIC_SHAPE_LIMIT = 1e-6  # below it the power mean is the geometric one to six digits, and not computable as such
DEGREES_OF_FREEDOM = 4  # of Student's t: few, as now and then a place misses by far (Lange, Little & Taylor 1989)


@dataclass(frozen=True)
class Band:
    """A calibrated band, and the donors behind it.

    Args:
        level: how often it is to hold a new figure of a new place.
        miss_scale: σ, the scale of Student's t that the misses of donors follow (`calibration.standardize_misses`).
        figures, spells, places: how many inner figures of donors it rests on, of how many spells and places.
        longest_gap: of a donor, in years.
        coverage: the share of donors' inner figures that the band of the other places held, each place left out in
            turn, with its 90% interval over places, `coverage_low` to `coverage_high`; NaN where places are too few.
    """

    level: float
    miss_scale: float
    figures: int
    spells: int
    places: int
    longest_gap: float
    coverage: float
    coverage_low: float
    coverage_high: float

    @property
    def miss_quantile(self) -> float:
        """q: the miss, without sign, that a share `level` of all misses does not pass."""
        return compute_miss_quantile(self.miss_scale, self.level)

    @property
    def is_confirmed(self) -> bool:
        """Whether figures held back speak for the level, so that the band may be called by it.

        They do if the interval of their coverage includes the level. A band may so be called by its level although it
        held more than that of these figures.
        """
        return self.coverage_low <= self.level <= self.coverage_high


def compute_miss_quantile(miss_scale: float, level: float) -> float:
    """q: how far from 0 a share `level` of misses stays, of Student's t with scale σ.

    Example:
        >>> round(compute_miss_quantile(miss_scale=1.0, level=0.9), 3)
        2.132
    """
    return miss_scale * float(scipy.special.stdtrit(DEGREES_OF_FREEDOM, (1 + level) / 2))


def interpolate_power_path(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray, shape: float = CENTRAL_SHAPE
) -> np.ndarray:
    """Values on the path between two anchors on which a power of the value falls along a straight line.

    Args:
        t0, r0, t1, r1, t: date and value of the two anchors, and dates between; numbers, or arrays of one shape.
        shape: the power λ; 0 is a constant rate of reduction, 1 a straight line.

    Example:
        >>> [round(interpolate_power_path(2015, 16.0, 2021, 4.0, 2018, shape), 2) for shape in (0, 0.5, 1)]
        [8.0, 9.0, 10.0]
    """
    share = (t - t0) / (t1 - t0)
    if abs(shape) < GEOMETRIC_SHAPE_LIMIT:
        return r0 ** (1 - share) * r1**share
    return ((1 - share) * r0**shape + share * r1**shape) ** (1 / shape)


def compute_miss_unit(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray, longest_gap: float | np.ndarray
) -> np.ndarray:
    """The unit of a miss on the scale of square roots: (√r0 - √r1)·√(s(1-s)), wider for gaps longer than any donor's.

    Such a gap is widened by the square root of how much longer it is, as a random walk's bridge would be: nothing is
    known of such gaps.

    Args:
        t0, r0, t1, r1, t: as for `interpolate_power_path`.
        longest_gap: of the donors, in years.

    Example:
        >>> [float(compute_miss_unit(2015, 16.0, 2021, 4.0, t, longest_gap=6)) for t in (2015, 2018)]
        [0.0, 1.0]
        >>> float(compute_miss_unit(2015, 16.0, 2021, 4.0, 2018, longest_gap=1.5))
        2.0
    """
    share = (t - t0) / (t1 - t0)
    widening = np.sqrt(np.maximum((t1 - t0) / longest_gap, 1.0))
    return (np.sqrt(r0) - np.sqrt(r1)) * np.sqrt(share * (1 - share)) * widening


def compute_band_range(
    t0: np.ndarray, r0: np.ndarray, t1: np.ndarray, r1: np.ndarray, t: np.ndarray,
    miss_quantile: float | np.ndarray, longest_gap: float | np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Lower and upper end of the band at dates between two anchors, in the unit of the values; NaN without a fall.

    Args:
        t0, r0, t1, r1, t: as for `interpolate_power_path`.
        miss_quantile, longest_gap: of the `Band`.

    Example:
        >>> [float(end) for end in compute_band_range(2015, 16.0, 2021, 4.0, 2018, miss_quantile=0.5, longest_gap=6)]
        [6.25, 12.25]
    """
    centre = np.sqrt(interpolate_power_path(t0, r0, t1, r1, t))
    half_width = miss_quantile * compute_miss_unit(t0, r0, t1, r1, t, longest_gap)
    falls = np.greater(r0, r1)
    low = np.maximum(np.maximum(centre - half_width, 0.0) ** 2, r1)
    high = np.minimum((centre + half_width) ** 2, r0)
    return np.where(falls, low, np.nan), np.where(falls, high, np.nan)
