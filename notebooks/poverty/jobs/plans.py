"""What plans of jobs come to elsewhere: how many times its plan a result is, calibrated on printed pairs.

Places differ in how they plan, so each weighs as one, however many results it prints. The centre is the median of the
results over their plans; the range reaches as far to both sides, as a ratio, as holds so many of the places, one more
place of which nothing is known counted as missed (conformal prediction; Lee, Barber & Willett 2023).
"""

from dataclasses import dataclass
from math import exp, inf
from statistics import NormalDist

import numpy as np
import pandas as pd

from poverty.jobs.elsewhere import JobRecord, read_job_records, select_other_place_records, tabulate_plan_outcomes

PLAN_LEVEL = 0.8  # of the range whose width the estimate uses; a wider one rests on the one place that is farthest off
FEWEST_PLAN_PLACES = 5  # places: with fewer a range of this level would have no end


class NoPlanOutcomesError(ValueError):
    """Too few other places print what a plan came to."""


@dataclass(frozen=True)
class PlanOutcome:
    """How many times its plan a result is: `centre`, and the factor `spread` to both sides that `level` says holds.

    `results` of so many `places` it rests on.
    """

    centre: float
    spread: float
    level: float
    results: int
    places: int

    @property
    def low(self) -> float:
        """The lower end: results over plans."""
        return self.centre / self.spread

    @property
    def high(self) -> float:
        """The upper end."""
        return self.centre * self.spread

    @property
    def log_sd(self) -> float:
        """The standard deviation of the logarithm of which this is the range, if it is normal."""
        return float(np.log(self.spread)) / NormalDist().inv_cdf(0.5 + self.level / 2)


def calibrate_plan_outcome(
    place: str, level: float = PLAN_LEVEL, records: list[JobRecord] | None = None
) -> PlanOutcome:
    """What plans of other places than `place` came to.

    Raises:
        NoPlanOutcomesError: fewer than `FEWEST_PLAN_PLACES` places, or too few for the level.

    Example:
        >>> outcome = calibrate_plan_outcome("Bạc Liêu")
        >>> outcome.results, outcome.places, round(outcome.low, 2), round(outcome.high, 2)
        (21, 13, 0.96, 1.25)
    """
    records = read_job_records() if records is None else records
    return _calibrate(tabulate_plan_outcomes(select_other_place_records(records, place)), level)


def tabulate_held_back_plans(level: float = PLAN_LEVEL, records: list[JobRecord] | None = None) -> pd.DataFrame:
    """Every result over its plan, and whether the range that the other places give holds it.

    Columns: place, first, last, outcome, low, high, held ("yes" or "no"), kind, claims.

    Example:
        >>> held = tabulate_held_back_plans()
        >>> len(held), int((held["held"] == "yes").sum())
        (21, 17)
    """
    results = tabulate_plan_outcomes([r for r in (records or read_job_records()) if r.scope == "total"])
    rows = []
    for place in results["place"].unique():
        outcome = _calibrate(results[results["place"] != place], level)
        for r in results[results["place"] == place].itertuples():
            held = outcome.low * (1 - 1e-9) <= r.outcome <= outcome.high * (1 + 1e-9)
            rows.append(r._asdict() | {"low": outcome.low, "high": outcome.high, "held": "yes" if held else "no"})
    return pd.DataFrame(rows, columns=["place", "first", "last", "outcome", "low", "high", "held", "kind", "claims"])


def _calibrate(results: pd.DataFrame, level: float) -> PlanOutcome:
    """Centre and spread of results over plans, each place weighing as one."""
    places = results["place"].nunique()
    if places < FEWEST_PLAN_PLACES:
        raise NoPlanOutcomesError(f"{places} other places print what a plan came to; {FEWEST_PLAN_PLACES} are needed")
    logs = np.log(results["outcome"].to_numpy(float))
    weights = 1 / results.groupby("place")["place"].transform("size").to_numpy(float)
    centre = _find_weighted_quantile(logs, weights, 0.5 * places)
    reach = _find_weighted_quantile(np.abs(logs - centre), weights, level * (places + 1))
    if reach == inf:
        raise NoPlanOutcomesError(f"{places} other places are too few for a range of {100 * level:g}%")
    return PlanOutcome(exp(centre), exp(reach), level, len(results), places)


def _find_weighted_quantile(values: np.ndarray, weights: np.ndarray, wanted: float) -> float:
    """The first value at which the weights add up to what is wanted; infinite if they never do."""
    order = np.argsort(values, kind="stable")
    at = int(np.searchsorted(np.cumsum(weights[order]), wanted - 1e-9))
    return float(values[order][at]) if at < len(values) else inf
