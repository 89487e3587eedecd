"""Jobs created elsewhere, as printed: what a yearly path is like in other places, and what plans come to.

`data/jobs/` has the files of a pack with four more columns: the place, what is left out together with it, its
level, and whether the number is the whole or a part of it. It judges paths and readings; it never makes a year.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from poverty.packs.claims import Claim, build_claim
from poverty.packs.csv_rows import Fault, PackError, read_checked_rows, suggest_correction
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.files import DATA
from poverty.packs.load import read_reference_tables

OTHER_PLACES_FOLDER = DATA / "jobs"
RECORD_AMOUNT_STATISTICS = ("total", "mean per year", "each year")
OUTCOME_STATUSES = ("actual", "estimate")
RELATIVE_CHANGE_STATISTICS = ("relative rise", "relative fall")
RECORD_CHANGE_STATISTICS = ("relative rise", "relative fall", "rise", "fall")
YEARLY_CHANGE_COLUMNS = ["place", "level", "year", "change", "whole", "kind", "claims"]
PLAN_OUTCOME_COLUMNS = ["place", "level", "first", "last", "outcome", "kind", "claims"]
SCOPE_INDICATORS = {"abroad": "workers_abroad"}  # of a scope; every other one counts jobs


@dataclass(frozen=True)
class JobRecord:
    """One number on jobs of one place; `scope` is total, or which part of the total it counts."""

    place: str
    part_of: str
    level: str
    scope: str
    claim: Claim


def read_job_records(folder: Path = OTHER_PLACES_FOLDER) -> list[JobRecord]:
    """Numbers on jobs that are printed of other places, in the order of `data/jobs/reported.csv`.

    Raises:
        PackError: with every fault found.

    Example:
        >>> record = read_job_records()[0]
        >>> record.place, record.claim.printed, record.claim.unit
        ('Sóc Trăng', '31.077', 'persons')
    """
    names = ("sources.csv", "reported.csv")
    contents = tuple((folder / name).read_bytes() if (folder / name).is_file() else b"" for name in names)
    return list(_read_job_folder(folder, contents))


@lru_cache(maxsize=2)  # one analysis asks many times
def _read_job_folder(folder: Path, contents: tuple[bytes, ...]) -> tuple[JobRecord, ...]:
    """The records of a folder; `contents`, the bytes of its files, tell when they were changed."""
    faults: list[Fault] = []
    standards = [DATA / "standards" / "vietnam.csv"]
    shared = read_reference_tables(faults, standards, sources=folder / "sources.csv")
    records = []
    for row, _ in read_checked_rows(folder / "reported.csv", "jobs/reported.csv", faults):
        counted = SCOPE_INDICATORS.get(row["scope"], "jobs_created")
        if row["indicator"] != counted:
            row.add_fault("indicator", counted, suggest_correction(row["indicator"], [counted]))
        claim = build_claim(row, shared)
        if claim:
            records.append(JobRecord(row["place"], row["part_of"], row["level"], row["scope"], claim))
    if faults:
        raise PackError(faults)
    return tuple(records)


def select_other_place_records(records: list[JobRecord], place: str) -> list[JobRecord]:
    """The totals of other places: neither the place itself nor what lies in it. A country's number is kept.

    Example:
        >>> others = select_other_place_records(read_job_records(), "Gia Lai")
        >>> {r.scope for r in others}, "Gia Lai" in {r.place for r in others}
        ({'total'}, False)
    """
    return [r for r in records if r.scope == "total" and place not in (r.place, r.part_of)]


def tabulate_yearly_job_changes(records: list[JobRecord]) -> pd.DataFrame:
    """Every change from one period to the same a year later, as printed or between two years; plans are none.

    Returns:
        columns `YEARLY_CHANGE_COLUMNS`: place, level, year (of the later period), change (a share: 0.04 is +4%), whole
        (a whole year, not some months of it), kind (reported, or derived from two numbers), claims. Once for each
        place and period.

    Example:
        >>> table = tabulate_yearly_job_changes(select_other_place_records(read_job_records(), "Bạc Liêu"))
        >>> table.loc[(table["place"] == "Sóc Trăng") & (table["year"] == 2019), ["change", "kind"]].values.tolist()
        [[0.095, 'reported']]
    """
    rows: dict[tuple, dict] = {}
    for place, of_place in _group_by_place(records).items():
        for kind, year, whole, change, ids in [*_list_printed_changes(of_place), *_derive_yearly_changes(of_place)]:
            row = {"place": place, "level": of_place[0].level, "year": year, "change": change, "whole": whole}
            rows.setdefault((place, year, whole), row | {"kind": kind, "claims": " ".join(ids)})
    return pd.DataFrame(rows.values(), columns=YEARLY_CHANGE_COLUMNS)


def tabulate_plan_outcomes(records: list[JobRecord]) -> pd.DataFrame:
    """What whole periods came to as a share of their plan: as printed, or a result over a plan printed apart.

    Returns:
        columns `PLAN_OUTCOME_COLUMNS`: place, level, first and last year, outcome (1.09 is 9% above the plan), kind,
        claims.

    Example:
        >>> table = tabulate_plan_outcomes(select_other_place_records(read_job_records(), "Bạc Liêu"))
        >>> table.loc[(table["place"] == "Vĩnh Long") & (table["first"] == 2021), ["outcome", "kind"]].values.tolist()
        [[1.1718, 'derived']]
    """
    rows: dict[tuple, dict] = {}
    for place, of_place in _group_by_place(records).items():
        done = [c for c in _list_outcome_claims(of_place) if _parse_year_span(c)]
        amounts = [c for c in done if c.statistic in RECORD_AMOUNT_STATISTICS]
        plans = [r.claim for r in of_place if r.claim.status == "target"]
        plans = [c for c in plans if c.statistic in RECORD_AMOUNT_STATISTICS]
        outcomes = [(c, c.percent_of_plan[0] / 100, "reported", c.id) for c in done if c.percent_of_plan]
        outcomes += [
            (c, _compute_yearly_amount(c) / _compute_yearly_amount(plan), "derived", f"{c.id} {plan.id}")
            for c in amounts
            for plan in plans
            if _parse_year_span(plan) == _parse_year_span(c)
        ]
        for claim, outcome, kind, ids in outcomes:
            first, last = _parse_year_span(claim)
            row = {"place": place, "level": of_place[0].level, "first": first, "last": last, "outcome": outcome}
            rows.setdefault((place, first, last), row | {"kind": kind, "claims": ids})
    return pd.DataFrame(rows.values(), columns=PLAN_OUTCOME_COLUMNS)


def _group_by_place(records: list[JobRecord]) -> dict[str, list[JobRecord]]:
    """Job records by place, in their order."""
    by_place: dict[str, list[JobRecord]] = {}
    for r in records:
        by_place.setdefault(r.place, []).append(r)
    return by_place


def _list_outcome_claims(records: list[JobRecord]) -> list[Claim]:
    """What happened: neither plans nor forecasts."""
    return [r.claim for r in records if r.claim.status in OUTCOME_STATUSES]


def _parse_year_span(claim: Claim) -> tuple[int, int] | None:
    """The first and the last year of a claim of whole years."""
    return (int(claim.start), int(claim.end)) if claim.start.isdigit() and claim.end.isdigit() else None


def _compute_yearly_amount(claim: Claim) -> float:
    """The amount of a claim per year: a total is divided by its years."""
    first, last = _parse_year_span(claim)
    return float(claim.value) / (last - first + 1 if claim.statistic == "total" else 1)


def _collect_yearly_amounts(of_place: list[JobRecord]) -> dict[tuple[int, int], tuple[float, tuple[str, ...]]]:
    """The number a year of every year or span of years: as printed, or from a printed change against another one."""
    claims = _list_outcome_claims(of_place)
    done = [c for c in claims if _parse_year_span(c)]
    amounts: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {}
    for c in done:
        if c.statistic in RECORD_AMOUNT_STATISTICS:
            amounts.setdefault(_parse_year_span(c), (_compute_yearly_amount(c), (c.id,)))
    for c in done:
        later = _find_change_result(c, claims) if c.statistic in RECORD_CHANGE_STATISTICS else None
        if later and _parse_year_span(later):
            first, last = _parse_year_span(later)
            length = last - first + 1
            before = (first - length, first - 1) if length > 1 else (_parse_year_span(c)[0],) * 2
            years = length if later.statistic == "total" else 1
            amounts.setdefault(before, (_amount_before_change(later, c) / years, (later.id, c.id)))
    return amounts


def _find_change_result(change: Claim, claims: list[Claim]) -> Claim | None:
    """The number that a change leads to: of the same statement, ending when it ends."""
    amounts = [c for c in claims if c.together == change.together != "" and c.statistic in RECORD_AMOUNT_STATISTICS]
    return next((c for c in amounts if period_end_coordinate(c.end) == period_end_coordinate(change.end)), None)


def _amount_before_change(later: Claim, change: Claim) -> float:
    """What a number was before a printed change, in its own unit."""
    size = float(change.value) * (-1 if "fall" in change.statistic else 1)
    relative = change.statistic in RELATIVE_CHANGE_STATISTICS
    return float(later.value) / (1 + size / 100) if relative else float(later.value) - size


def _list_printed_changes(of_place: list[JobRecord]) -> list[tuple]:
    """Changes against the same period a year before, as printed; a change in persons needs its later number."""
    dated = [c for c in _list_outcome_claims(of_place) if c.start]
    changes = []
    for c in dated:
        years = period_end_coordinate(c.end) - period_end_coordinate(c.start)
        if c.statistic not in RECORD_CHANGE_STATISTICS or abs(years - 1) >= 1e-6:
            continue
        later = _find_change_result(c, dated)
        if c.statistic in RELATIVE_CHANGE_STATISTICS:
            change, ids = float(c.value) / (-100 if "fall" in c.statistic else 100), (c.id,)
        elif later:
            change, ids = float(later.value) / _amount_before_change(later, c) - 1, (c.id, later.id)
        else:
            continue
        changes.append(("reported", parse_sdmx_period(c.end).year, _parse_year_span(c) is not None, change, ids))
    return changes


def _derive_yearly_changes(of_place: list[JobRecord]) -> list[tuple]:
    """Changes between the numbers of two neighbouring years."""
    amounts = {first: amount for (first, last), amount in _collect_yearly_amounts(of_place).items() if first == last}
    return [
        ("derived", year, True, value / amounts[year - 1][0] - 1, tuple(dict.fromkeys([*amounts[year - 1][1], *ids])))
        for year, (value, ids) in amounts.items()
        if year - 1 in amounts
    ]


@dataclass(frozen=True)
class OrdinaryChange:
    """How jobs move from a year to the next in other places: all whole-year changes that are printed or follow.

    `least`, `most`, `mean` and `spread` (a standard deviation) are shares: 0.04 is +4%. `spread` and `mean` leave out
    2020 and 2021, the years of the pandemic, which few places print.
    """

    least: float
    most: float
    mean: float
    spread: float
    figures: int
    places: int


PANDEMIC_YEARS = (2020, 2021)


def measure_ordinary_change(records: list[JobRecord], place: str) -> OrdinaryChange:
    """The ordinary yearly change, without the place that is judged by it.

    Raises:
        LookupError: no whole-year change of another place is known.

    Example:
        >>> ordinary = measure_ordinary_change(read_job_records(), "Bạc Liêu")
        >>> ordinary.least < 0 < ordinary.mean < ordinary.most, ordinary.places > 2
        (True, True)
    """
    changes = tabulate_yearly_job_changes(select_other_place_records(records, place))
    whole = changes[changes["whole"]]
    if len(whole) < 2:
        raise LookupError("no two changes of whole years are known of other places")
    normal = whole.loc[~whole["year"].isin(PANDEMIC_YEARS), "change"]
    return OrdinaryChange(
        least=float(whole["change"].min()), most=float(whole["change"].max()), mean=float(normal.mean()),
        spread=float(normal.std()), figures=len(whole), places=whole["place"].nunique(),
    )  # fmt: skip
