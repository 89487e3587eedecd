"""People placed in jobs beside those who work or look for work, and those who left: `data/official/`.

Placements are gross, in the province and outside; how many of those who left were placed is not printed.
"""

import pandas as pd

from poverty.jobs.figures import list_job_figures, select_yearly_figures
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.official import select_official_series
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import join_claims_and_readings, tabulate_rows
from poverty.packs.vocabulary import FORMER_AREA, PROVINCE_AREA

WORK_COLUMNS = [
    "year", "labour_force", "placed", "placed_percent", "average", "average_percent", "population",
    "out_migrants_per_1000", "out_migrants", "kind", "claims", "readings", "official_source",
]  # fmt: skip
THOUSAND = 1000
LEAVERS_ROUNDED_TO = 100  # people: the rate has one decimal of a thousandth


def tabulate_placements_beside_work(pack: Pack) -> pd.DataFrame:
    """Each year of the official labour force: the people placed in jobs as a share of it, and the people who left.

    Counts are of people. `placed` is a printed number of that year; `average` is a printed yearly average whose years
    are not printed, and `average_percent` what it would be of that year's labour force. `out_migrants` are the rate
    times the population, to hundreds. Blank where nothing is printed; empty without jobs or without a labour force.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_placements_beside_work(load_pack("bac-lieu")).set_index("year")
        >>> table.loc[2013, ["placed", "labour_force", "placed_percent", "average_percent", "out_migrants"]].tolist()
        [17250.0, 504500.0, 3.4, 4.0, 14300.0]
    """
    resolved = resolve_readings(pack)
    placed = {f.first: f for f in select_yearly_figures(list_job_figures(resolved))}
    average = _find_undated_average(resolved)
    area = pack.province["iso_3166_2"]
    names = ("labour_force", "population", "out_migration_rate")
    official = {name: select_official_series(area, name).set_index("year") for name in names}
    rows = []
    for year in official["labour_force"].index if placed or average else ():
        figures = {name: series.loc[year] for name, series in official.items() if year in series.index}
        labour_force = THOUSAND * figures["labour_force"]["value"]
        claims = placed[year].claims if year in placed else ()
        row = {"year": year, "labour_force": labour_force, "kind": "derived"}
        if year in placed:
            row |= {"placed": placed[year].value, "placed_percent": round(100 * placed[year].value / labour_force, 1)}
        if average:
            row |= {"average": float(average.value)}
            row["average_percent"] = round(100 * float(average.value) / labour_force, 1)
            claims = (*claims, average.id)
        row |= _build_leaver_cells(figures)
        row["official_source"] = " ".join(dict.fromkeys(figure["source"] for figure in figures.values()))
        rows.append(row | join_claims_and_readings(claims, resolved.claims))
    return tabulate_rows(rows, WORK_COLUMNS, WORK_COLUMNS[1:-4])


def _find_undated_average(resolved: ResolvedClaims) -> Claim | None:
    """The printed yearly average of people placed in jobs whose years no preferred reading settles."""
    for c in resolved.claims.values():
        of_all = c.population == "all" and c.area in (PROVINCE_AREA, FORMER_AREA)
        if c.indicator == "jobs_created" and c.statistic == "mean per year" and of_all and not c.start:
            return c
    return None


def _build_leaver_cells(figures: dict[str, pd.Series]) -> dict[str, float]:
    """The cells on the people who left, as far as the year's figures go."""
    cells = {}
    if "population" in figures:
        cells["population"] = THOUSAND * figures["population"]["value"]
    if "out_migration_rate" in figures:
        cells["out_migrants_per_1000"] = figures["out_migration_rate"]["value"]
    if len(cells) == 2:
        leavers = cells["population"] * cells["out_migrants_per_1000"] / THOUSAND
        cells["out_migrants"] = float(round(leavers / LEAVERS_ROUNDED_TO) * LEAVERS_ROUNDED_TO)
    return cells
