"""The tables of many communes: those of a province, a commune at a time; and how their rates are spread, by year."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from poverty.packs.load import Pack
from poverty.packs.rows import TABLE_DECIMALS, round_finite, tabulate_rows
from poverty.packs.tables import AUDIT_COLUMNS
from poverty.trajectory.consistency import audit_preferred_readings
from poverty.trajectory.tables import COUNT_INDICATORS, RATE_INDICATORS, TRAJECTORY_COLUMNS, list_trajectories
from poverty.trajectory.yearly import YEARLY_NUMBERS, YEARLY_POVERTY_COLUMNS, list_yearly_poverty

QUANTILES = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}
SPREAD_COLUMNS = ["standard", "year", "communes", "reconstructed", *QUANTILES, "kind", "claims", "readings"]
COMMUNE_TABLES = {"audit": AUDIT_COLUMNS, "paths": TRAJECTORY_COLUMNS, "yearly": YEARLY_POVERTY_COLUMNS}
NUMBERS = {
    "audit": ["low", "high", "best"],
    "paths": ["t", "value", "low", "high", "survey_low", "survey_high", "band_low", "band_high"],
    "yearly": YEARLY_NUMBERS,
}

CommuneRows = dict[str, list[dict]]  # by table
Rate = tuple[str, int, float, bool]  # standard, year, percent of households, whether it is reconstructed


def list_commune_rows(pack: Pack) -> CommuneRows:
    """The rows of a commune: findings of the audit, paths with their bands, what is known of each year."""
    findings = [
        {
            name: getattr(f, name)
            for name in ("check", "date", "verdict", "sentence", "finding", "suggestion", "low", "high", "best")
        }
        | {"kind": "derived", "claims": " ".join(f.claims)}
        for f in audit_preferred_readings(pack)
    ]
    rows = {"audit": findings, "paths": list_trajectories(pack, (*RATE_INDICATORS, *COUNT_INDICATORS))}
    rows["yearly"] = list_yearly_poverty(pack)
    return {name: [{"commune": pack.slug} | row for row in of] for name, of in rows.items()}


def tabulate_commune_rows(rows: CommuneRows) -> dict[str, pd.DataFrame]:
    """The rows of communes as tables, by name: audit, paths, yearly; the commune stands first."""
    tables = {name: tabulate_rows(rows[name], ["commune", *COMMUNE_TABLES[name]], NUMBERS[name]) for name in rows}
    return tables | {"yearly": tables["yearly"].astype({"year": int})}


def list_household_rates(rows: CommuneRows) -> list[Rate]:
    """The poverty rates in percent of households that the yearly rows of communes hold."""
    return [
        (row["standard"], row["year"], row["poverty_rate"], row["poverty_rate_kind"] == "reconstructed")
        for row in rows["yearly"]
        if row["base"] == "households" and row.get("poverty_rate") is not None
    ]


def tabulate_rate_spread(rates: Iterable[Rate]) -> pd.DataFrame:
    """How the rates of communes are spread: a row for each standard and year, with quantiles over communes.

    `communes` is how many have a rate, `reconstructed` how many of these are reconstructed; each commune counts once,
    however many households it has.

    Example:
        >>> table = tabulate_rate_spread([("VN-2022", 2024, rate, False) for rate in (1.0, 2.0, 6.0)])
        >>> table[["standard", "year", "communes", "p50"]].values.tolist()
        [['VN-2022', 2024, 3, 2.0]]
    """
    by_year: dict[tuple[str, int], list[tuple[float, bool]]] = {}
    for standard, year, rate, is_reconstructed in rates:
        by_year.setdefault((standard, year), []).append((rate, is_reconstructed))
    rows = []
    for (standard, year), of in sorted(by_year.items(), key=lambda item: (item[0][1], item[0][0])):
        values = np.quantile([rate for rate, _ in of], [*QUANTILES.values()])
        row = {"standard": standard, "year": year, "communes": len(of), "reconstructed": sum(r for _, r in of)}
        row |= {name: round_finite(value, TABLE_DECIMALS) for name, value in zip(QUANTILES, values, strict=True)}
        rows.append(row | {"kind": "derived", "claims": "", "readings": ""})
    return pd.DataFrame(rows, columns=SPREAD_COLUMNS)
