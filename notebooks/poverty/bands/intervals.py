"""Intervals over places: figures of one place are not independent of each other, places are taken to be."""

import numpy as np

INTERVAL_LEVEL = 0.9
FEWEST_INTERVAL_PLACES = 5  # places for an interval: fewer say nothing of how places differ
BOOTSTRAP_REPLICATES = 2000  # bootstrap samples of places
BOOTSTRAP_SEED = 20_24


def compute_coverage_interval(is_held: np.ndarray, places: np.ndarray) -> tuple[float, float]:
    """A 90% interval, over places, of the share of figures that a range holds; NaN for too few places.

    Usually the bootstrap's. Where all figures are held, or none, every bootstrap sample is alike, and a range of no
    width would claim to know the share; then the interval is the exact one (Clopper & Pearson 1934) of as many trials
    as there are places. Their number of figures does not enter: whatever the figures of one place have to do with each
    other, all of them are held at most so often as one of them, p, so that those of K places are all held at most p^K
    of the time. Shares p for which that is under 5% are left out.

    Args:
        is_held: 1 or 0 for each figure.
        places: the place of each figure.

    Example:
        >>> places = np.array(list("ABCDEFGHIJ"))
        >>> [round(end, 2) for end in compute_coverage_interval(np.ones(10), places)]
        [0.74, 1.0]
    """
    count = len(np.unique(places))
    if count < FEWEST_INTERVAL_PLACES:
        return np.nan, np.nan
    farthest = ((1 - INTERVAL_LEVEL) / 2) ** (1 / count)
    if np.all(is_held == 1):
        return farthest, 1.0
    if np.all(is_held == 0):
        return 0.0, 1 - farthest
    return bootstrap_ratio_interval(is_held, np.ones(len(is_held)), places)


def bootstrap_ratio_interval(
    numerators: np.ndarray, denominators: np.ndarray, places: np.ndarray
) -> tuple[float, float]:
    """A 90% bootstrap interval of a ratio of sums (of a mean, where denominators are 1), over places.

    Places are drawn with replacement, with all of their figures. NaN for fewer than `FEWEST_INTERVAL_PLACES` places.

    Args:
        numerators, denominators: one for each figure.
        places: the place of each figure.
    """
    groups = [np.flatnonzero(places == place) for place in np.unique(places)]
    if len(groups) < FEWEST_INTERVAL_PLACES:
        return np.nan, np.nan
    sums = np.array([[numerators[group].sum(), denominators[group].sum()] for group in groups])
    samples = np.random.default_rng(BOOTSTRAP_SEED).integers(0, len(groups), (BOOTSTRAP_REPLICATES, len(groups)))
    resampled = sums[samples].sum(axis=1)
    tail = (1 - INTERVAL_LEVEL) / 2
    low, high = np.quantile(resampled[:, 0] / resampled[:, 1], (tail, 1 - tail))
    return float(low), float(high)
