"""The waist of the house: every result as a tidy table, and charts draw nothing else.

Each row carries its kind (reported, derived, reconstructed, assumed), the ids of the claims it rests on and
the readings it assumes ("question=reading"), so that tracing a mark to its numerals is a look-up. Numbers
are rounded here, once: rates and points to 4 decimals, counts to whole numbers.
"""

import pandas as pd

from poverty.pack import Pack
from poverty.tables import provinces
from poverty.tables.claims import audited, reported, settled
from poverty.tables.jobs import job_readings, jobs_per_year, jobs_summary
from poverty.tables.spells import (
    against_other_sources,
    anchors,
    decided,
    groups,
    households,
    pace,
    path,
    ruled_out,
    spell_variants,
)
from poverty.tables.tidy import tidy

__all__ = [
    "against_other_sources", "anchors", "audited", "build", "decided", "groups", "households", "job_readings",
    "jobs_per_year", "jobs_summary", "pace", "path", "provinces", "reported", "ruled_out", "settled",
    "spell_variants", "tidy",
]  # fmt: skip


def build(pack: Pack) -> dict[str, pd.DataFrame]:
    """The table behind each chart, by chart id; charts for which nothing is reported are left out."""
    made = {
        "01-reported": reported(pack),
        "02-trajectory": path(pack, ("poverty_rate",)),
        "03-pace": pace(pack),
        "04-households": households(pack),
        "05-jobs": jobs_per_year(pack),
        "06-groups": groups(pack),
    }
    return {name: table for name, table in made.items() if not table.empty}
