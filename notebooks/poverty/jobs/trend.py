"""A statistical trend through yearly figures on jobs, and the interval that it would claim.

Both models are statsmodels' own: a Poisson regression of the number on the year, and a straight line through its
logarithm. They are shown beside what is known without a model, because their intervals measure something else.
"""

import numpy as np
import pandas as pd

TREND_METHODS = ("poisson", "log-linear")
FEWEST_TREND_YEARS = 3  # years: two leave nothing that a line through them could miss
TREND_COLUMNS = ["method", "year", "value", "low", "high"]


class NoTrendError(ValueError):
    """Too few yearly figures for a trend."""


def predict_job_trends(years: list[int], jobs: list[float], at: tuple[int, ...], level: float = 0.95) -> pd.DataFrame:
    """Both trends, and the interval of each at every year asked for.

    The Poisson interval is of the mean: it takes every placement for an independent event and knows of no other
    reason why a year should differ. The log-linear one is of a new year, from Student's t with as many degrees of
    freedom as there are years beyond two.

    Args:
        years: at least three different years.
        jobs: people placed in each, shape (years,).
        at: the years to predict.
        level: of the intervals.

    Returns:
        columns `TREND_COLUMNS`, in people a year.

    Raises:
        NoTrendError: fewer than three different years, or a year without jobs.
    """
    # slow to load, and used here alone; by name, since statsmodels.api loads twice as much
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant

    if len(set(years)) < FEWEST_TREND_YEARS:
        raise NoTrendError(f"a trend needs {FEWEST_TREND_YEARS} yearly figures; there are {len(set(years))}")
    if min(jobs) <= 0:
        raise NoTrendError("a year without jobs has no logarithm")
    centre = np.mean(years)
    design, predicted = (add_constant(np.asarray(t, float) - centre, has_constant="add") for t in (years, at))
    counts = GLM(np.asarray(jobs, float), design, family=Poisson()).fit()
    line = OLS(np.log(jobs), design).fit()
    columns = ["value", "low", "high"]
    poisson = counts.get_prediction(predicted).summary_frame(alpha=1 - level)
    straight = np.exp(line.get_prediction(predicted).summary_frame(alpha=1 - level))
    mean_interval, new_year = ["mean", "mean_ci_lower", "mean_ci_upper"], ["mean", "obs_ci_lower", "obs_ci_upper"]
    intervals = (poisson[mean_interval], straight[new_year])
    tables = [
        pd.DataFrame(interval.to_numpy(), columns=columns).assign(method=method, year=list(at))
        for method, interval in zip(TREND_METHODS, intervals, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)[TREND_COLUMNS]
