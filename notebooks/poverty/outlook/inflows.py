"""How many households became poor in a year, as sources print it: what the scenario of churn supposes.

Sources say much of those who left poverty and little of those who fell into it. What the packs print of these, new poor
and poor again, is a share of the households that were not poor: of the date nearest to it for which all households and
the poor among them are known. It holds for its own place and years, and elsewhere as an "if".
"""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.load import Pack, load_all_packs
from poverty.packs.readings import resolve_readings
from poverty.packs.repeats import select_counting_claims
from poverty.packs.rows import tabulate_rows
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.trajectory.spells import list_comparable_spells, list_household_totals

NEW_POOR = "households_impoverished"
INFLOW_INDICATORS = (NEW_POOR, "households_relapsed")
INFLOW_DECIMALS = 1  # of the percent: all households and the poor are of another date, or rounded
PRINTED_INFLOW_COLUMNS = [
    "province", "place", "years", "households_a_year", "not_poor", "not_poor_date", "percent", "kind", "claims",
    "readings",
]  # fmt: skip


@dataclass(frozen=True)
class PrintedInflow:
    """Households that became poor in a year, over those that were not poor at `not_poor_date`; `percent` a year.

    `claims` carry their province: son-la/households-relapsed-2018-sl3.
    """

    province: str
    place: str
    years: str
    households_a_year: float
    not_poor: int
    not_poor_date: str
    claims: tuple[str, ...]

    @property
    def percent(self) -> float:
        """The share of the households not poor that becomes poor in a year."""
        return round(100 * self.households_a_year / self.not_poor, INFLOW_DECIMALS)

    @property
    def name(self) -> str:
        """Where and when: "Sơn La 2018"."""
        return f"{self.place} {self.years}"


@cache
def list_printed_inflows() -> tuple[PrintedInflow, ...]:
    """What the packs print of households that became poor, the smallest share first; a faulty pack prints nothing.

    Example:
        >>> [(inflow.name, inflow.percent) for inflow in list_printed_inflows()]
        [('Trà Vinh 2011–2015', 1.0), ('Sơn La 2018', 3.1)]
    """
    packs, _ = load_all_packs()
    return tuple(sorted((i for pack in packs for i in find_pack_inflows(pack)), key=lambda inflow: inflow.percent))


def find_pack_inflows(pack: Pack) -> list[PrintedInflow]:
    """What one pack prints of them, one for each run of whole years; none without a count of the others.

    Of several sources of one flow the pack's first counts. Those who are poor again are only a part without the new.
    """
    resolved = resolve_readings(pack)
    flows: dict[tuple[str, str], dict[str, Claim]] = {}
    for claim in select_counting_claims(resolved.claims.values()):
        kind = (claim.statistic, claim.status, claim.population, claim.area)
        of_years = claim.start.isdigit() and claim.end.isdigit()
        if claim.indicator in INFLOW_INDICATORS and kind == ("total", "actual", "all", PROVINCE_AREA) and of_years:
            flows.setdefault((claim.start, claim.end), {}).setdefault(claim.indicator, claim)
    poor = {
        a.t: a
        for spell in list_comparable_spells(resolved)
        if spell.series.indicator == "poor_households" and spell.series.of_all
        for a in spell.anchors
    }
    totals = [total for total in list_household_totals(resolved) if total.t in poor]
    inflows = []
    for (start, end), printed in flows.items() if totals else ():
        if NEW_POOR not in printed:
            continue
        claims = printed.values()
        first, last = (period_end_coordinate(date) for date in (start, end))
        total = min(totals, key=lambda total: abs(total.t - last))
        years = round(last - first) + 1
        count = poor[total.t]
        named = dict.fromkeys(f"{pack.slug}/{name}" for name in (*(c.id for c in claims), *total.claims, *count.claims))
        when = f"{first:.0f}–{last:.0f}" if years > 1 else f"{last:.0f}"
        a_year, not_poor = float(sum(c.value for c in claims)) / years, round(total.best - count.value)
        inflows.append(PrintedInflow(pack.slug, pack.place, when, a_year, not_poor, total.date, tuple(named)))
    return inflows


def tabulate_printed_inflows() -> pd.DataFrame:
    """Households that became poor, as the packs print them: how many a year, of how many that were not poor.

    Example:
        >>> tabulate_printed_inflows()[["place", "years", "households_a_year", "percent"]].values.tolist()
        [['Trà Vinh', '2011–2015', 2800.0, 1.0], ['Sơn La', '2018', 6605.0, 3.1]]
    """
    rows = [
        {name: getattr(inflow, name) for name in PRINTED_INFLOW_COLUMNS if hasattr(inflow, name)}
        | {"kind": "derived", "claims": " ".join(inflow.claims)}
        for inflow in list_printed_inflows()
    ]
    return tabulate_rows(rows, PRINTED_INFLOW_COLUMNS, ["households_a_year", "not_poor", "percent"])
