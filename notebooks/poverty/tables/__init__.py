"""The waist of the house: every result as a tidy table, and charts draw nothing else.

Each row carries its kind (reported, derived, reconstructed, assumed), the ids of the claims it rests on and
the readings it assumes ("question=reading"), so that tracing a mark to its numerals is a look-up. Numbers
are rounded here, once: rates and points to 4 decimals, counts to whole numbers.
"""

from collections.abc import Callable

import pandas as pd

from poverty.pack import Pack
from poverty.tables import assumptions, backtest, provinces
from poverty.tables.claims import audited, reported, settled
from poverty.tables.jobs import job_figures, job_readings, job_trials, job_windows, jobs_per_year, jobs_summary
from poverty.tables.livelihoods import livelihood_models, livelihoods_drawn
from poverty.tables.outlook import own_verdicts, scenarios, starts, target_needs, target_verdicts
from poverty.tables.spells import anchors, band_of, groups, households, pace, path, spell_variants
from poverty.tables.standards import standards
from poverty.tables.tidy import tidy
from poverty.tables.trial import ruled_out, tried
from poverty.tables.uncertainty import uncertainty

__all__ = [
    "BEHIND", "anchors", "assumptions", "audited", "backtest", "band_of", "build", "groups", "households",
    "job_figures", "job_readings", "job_trials", "job_windows", "jobs_per_year", "jobs_summary", "livelihood_models",
    "livelihoods_drawn", "own_verdicts", "pace", "path", "provinces", "reported", "ruled_out", "scenarios",
    "settled", "spell_variants", "standards", "starts", "target_needs", "target_verdicts", "tidy", "tried",
    "uncertainty",
]  # fmt: skip


# The table behind each chart, by chart id.
BEHIND: dict[str, Callable[[Pack], pd.DataFrame]] = {
    "01-reported": reported,
    "02-trajectory": lambda pack: path(pack, ("poverty_rate",)),
    "03-pace": pace,
    "04-households": households,
    "05-jobs": jobs_per_year,
    "06-groups": groups,
    "07-standards": standards,
    "08-uncertainty": uncertainty,
    "09-job-years": job_figures,
    "10-job-windows": job_windows,
    "11-livelihoods": livelihoods_drawn,
    "12-outlook": scenarios,
}


def build(pack: Pack) -> dict[str, pd.DataFrame]:
    """The table behind each chart, by chart id; charts for which nothing is reported are left out."""
    made = {name: table(pack) for name, table in BEHIND.items()}
    return {name: table for name, table in made.items() if not table.empty}
