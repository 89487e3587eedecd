"""A mean over years as an observation: a state-space model with a cumulator (Harvey 1989, section 6.3).

The level follows a smooth trend whose slope changes by a *declared* standard deviation a year; nothing is
estimated, since one mean and one level leave the likelihood flat.
"""

import numpy as np


def smooth_levels_to_mean(years: list[int], mean: float, levels: dict[int, float], slope_sd: float) -> np.ndarray:
    """Yearly levels given their mean over `years` and the levels that are known.

    Args:
        years: consecutive years that the mean covers.
        mean: their mean, in the unit of the level.
        levels: known levels by year, taken as exact.
        slope_sd: declared standard deviation of the yearly change of slope, in units a year.

    Returns:
        array of shape (years, 2): the smoothed level and its standard deviation under the declared one.

    Raises:
        ValueError: a known level lies outside the years.

    Example:
        >>> smoothed = smooth_levels_to_mean([2011, 2012, 2013], mean=3.0, levels={2013: 2.0}, slope_sd=0.1)
        >>> smoothed.shape, [round(float(level), 2) for level in smoothed[:, 0]]
        ((3, 2), [4.0, 3.0, 2.0])
    """
    from statsmodels.tsa.statespace.initialization import Initialization  # slow to load, and used here alone
    from statsmodels.tsa.statespace.mlemodel import MLEModel

    outside = set(levels) - set(years)
    if outside:
        raise ValueError(f"levels are known for {sorted(outside)}, outside {years[0]}-{years[-1]}")
    # one period before the first year starts the cumulator at exactly 0
    observed = np.full((len(years) + 1, 2), np.nan)
    for year, level in levels.items():
        observed[1 + years.index(year), 0] = level
    observed[-1, 1] = mean * len(years)
    model = MLEModel(observed, k_states=3, k_posdef=1)
    # states: level, slope, running sum of levels
    model["design"] = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    model["transition"] = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    model["selection"] = np.array([[0.0], [1.0], [0.0]])
    model["state_cov"] = np.array([[slope_sd**2]])
    start = Initialization(3)
    start.set((0, 2), "diffuse")
    start.set(2, "known", constant=[0.0], stationary_cov=[[0.0]])
    model.ssm.initialize(start)
    smoothed = model.ssm.smooth()
    level = smoothed.smoothed_state[0, 1:]
    sd = np.sqrt(np.maximum(smoothed.smoothed_state_cov[0, 0, 1:], 0.0))
    return np.column_stack([level, sd])
