"""Jobs created elsewhere, as printed: what a yearly path is like in other places, and what plans come to.

`data/jobs/` has the files of a pack with four more columns: the place, what is left out together with it, its
level, and whether the number is the whole or a part of it. It judges paths and readings; it never makes a year.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from poverty.packs import claims, vocabulary
from poverty.packs import dates as periods
from poverty.packs import load as pack
from poverty.packs.claims import Claim, Shared
from poverty.packs.csv_rows import PackError, Row, read_table
from poverty.packs.files import DATA

FOLDER = DATA / "jobs"
EXTRA = ("place", "part_of", "level", "scope")
LEVELS = ("country", "region", "province", "district")
SCOPES = ("total", "abroad", "new jobs", "part")
AMOUNTS = ("total", "mean per year", "each year")
DONE = ("actual", "estimate")
RELATIVE = ("relative rise", "relative fall")
CHANGED = ("relative rise", "relative fall", "rise", "fall")
CHANGES = ["place", "level", "year", "change", "whole", "kind", "claims"]
PLANS = ["place", "level", "first", "last", "outcome", "kind", "claims"]
LONGEST = ["place", "level", "first", "last", "multiple", "kind", "claims"]
INDICATORS = {"abroad": "workers_abroad"}  # of a scope; every other one counts jobs


@dataclass(frozen=True)
class Record:
    """One number on jobs of one place; `scope` is total, or which part of the total it counts."""

    place: str
    part_of: str
    level: str
    scope: str
    claim: Claim


def load(where: Path = FOLDER) -> list[Record]:
    """The records in the order of the file.

    Raises:
        PackError: with every fault found.
    """
    faults: list = []
    shared = Shared(
        pack._sources(where / "sources.csv", faults),
        pack._standards(DATA / "standards" / "vietnam.csv", faults),
        pack._qualifiers(faults),
        pack._lexicon(faults),
        pack._magnitudes(faults),
        pack._groups(faults),
        {},
    )
    found: dict[str, Record] = {}
    for row in read_table(where / "reported.csv", (*EXTRA, *claims.COLUMNS), faults):
        if row["claim_id"] in found:
            row.wrong("claim_id", "an id of its own", "rename it, or delete the row if it repeats another")
        _check(row)
        claim = claims.build(row, shared)
        if claim:
            found[claim.id] = Record(row["place"], row["part_of"], row["level"], row["scope"], claim)
    if faults:
        raise PackError(faults)
    return list(found.values())


def _check(row: Row) -> None:
    row.one_of("level", LEVELS)
    row.one_of("scope", SCOPES)
    row.one_of("indicator", (INDICATORS.get(row["scope"], "jobs_created"),))
    row.one_of("statistic", vocabulary.STATISTICS)
    for column in ("place", "part_of"):
        if not row[column]:
            row.wrong(column, "a name", "name the place; part_of repeats it unless it lies in another place listed")


def elsewhere(records: list[Record], place: str) -> list[Record]:
    """The totals of other places: neither the place itself nor what lies in it. A country's number is kept."""
    return [r for r in records if r.scope == "total" and place not in (r.place, r.part_of)]


def changes(records: list[Record]) -> pd.DataFrame:
    """Every change from one period to the same a year later, as printed or between two years; plans are none.

    Returns:
        columns `CHANGES`: place, level, year (of the later period), change (a share: 0.04 is +4%), whole (a whole year,
        not some months of it), kind (reported, or derived from two numbers), claims. Once for each place and period.
    """
    rows: dict[tuple, dict] = {}
    for place, mine in _by_place(records).items():
        for kind, year, whole, change, ids in [*_printed(mine), *_between(mine)]:
            row = {"place": place, "level": mine[0].level, "year": year, "change": change, "whole": whole}
            rows.setdefault((place, year, whole), row | {"kind": kind, "claims": " ".join(ids)})
    return pd.DataFrame(rows.values(), columns=CHANGES)


def plans(records: list[Record]) -> pd.DataFrame:
    """What whole periods came to as a share of their plan: as printed, or a result over a plan printed apart.

    Returns:
        columns `PLANS`: place, level, first and last year, outcome (1.09 is 9% above the plan), kind, claims.
    """
    rows: dict[tuple, dict] = {}
    for place, mine in _by_place(records).items():
        done = [r.claim for r in mine if r.claim.status in DONE and _years(r.claim)]
        planned = [r.claim for r in mine if r.claim.status == "target" and r.claim.statistic in AMOUNTS]
        found = [
            (_years(c), float(c.value) / 100, "reported", (c.id,)) for c in done if c.statistic == "percent of plan"
        ]
        for c in done:
            for p in planned if c.statistic in AMOUNTS else ():
                if _years(p) == _years(c):
                    found.append((_years(c), _a_year(c) / _a_year(p), "derived", (c.id, p.id)))
        for (first, last), outcome, kind, ids in found:
            row = {"place": place, "level": mine[0].level, "first": first, "last": last, "outcome": outcome}
            rows.setdefault((place, first, last), row | {"kind": kind, "claims": " ".join(ids)})
    return pd.DataFrame(rows.values(), columns=PLANS)


def longest(records: list[Record]) -> pd.DataFrame:
    """For each place its first and its last number a year, and how many times the one the other is.

    Returns:
        columns `LONGEST`: place, level, first and last year (the middle of a span of years), multiple, kind, claims.
    """
    rows = []
    for place, mine in _by_place(records).items():
        dated = sorted((sum(years) / 2, value, ids) for years, (value, ids) in _values(mine).items())
        if dated and dated[-1][0] > dated[0][0]:
            (first, start, a), (last, end, b) = dated[0], dated[-1]
            row = {"place": place, "level": mine[0].level, "first": first, "last": last, "multiple": end / start}
            rows.append(row | {"kind": "derived", "claims": " ".join(dict.fromkeys([*a, *b]))})
    return pd.DataFrame(rows, columns=LONGEST)


def _by_place(records: list[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for r in records:
        found.setdefault(r.place, []).append(r)
    return found


def _years(claim: Claim) -> tuple[int, int] | None:
    """The first and the last year of a claim of whole years."""
    return (int(claim.start), int(claim.end)) if claim.start.isdigit() and claim.end.isdigit() else None


def _a_year(claim: Claim) -> float:
    first, last = _years(claim)
    return float(claim.value) / (last - first + 1 if claim.statistic == "total" else 1)


def _values(mine: list[Record]) -> dict[tuple[int, int], tuple[float, tuple[str, ...]]]:
    """The number a year of every year or span of years: as printed, or from a printed change against another one."""
    done = [r.claim for r in mine if r.claim.status in DONE]
    found: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {}
    for c in done:
        if c.statistic in AMOUNTS and _years(c):
            found.setdefault(_years(c), (_a_year(c), (c.id,)))
    for c in done:
        result = _result(c, done) if c.statistic in CHANGED and _years(c) else None
        if result and _years(result):
            first, last = _years(result)
            length = last - first + 1
            before = (first - length, first - 1) if length > 1 else (_years(c)[0],) * 2
            found.setdefault(
                before, (_before(result, c) / (length if result.statistic == "total" else 1), (result.id, c.id))
            )
    return found


def _result(change: Claim, done: list[Claim]) -> Claim | None:
    """The number that a change leads to: of the same statement, ending when it ends."""
    same = [c for c in done if c.together == change.together != "" and c.statistic in AMOUNTS]
    return next((c for c in same if periods.year_end(c.end) == periods.year_end(change.end)), None)


def _before(result: Claim, change: Claim) -> float:
    """What a result was before a printed change, in its own unit."""
    size = float(change.value) * (-1 if "fall" in change.statistic else 1)
    return float(result.value) / (1 + size / 100) if change.statistic in RELATIVE else float(result.value) - size


def _printed(mine: list[Record]) -> list[tuple]:
    """Changes against the same period a year before, as printed; a change in persons needs its result."""
    done = [r.claim for r in mine if r.claim.status in DONE and r.claim.start]
    found = []
    for c in done:
        if c.statistic in CHANGED and abs(periods.year_end(c.end) - periods.year_end(c.start) - 1) < 1e-6:
            result = _result(c, done)
            if c.statistic in RELATIVE:
                change, ids = float(c.value) / (-100 if "fall" in c.statistic else 100), (c.id,)
            elif result:
                change, ids = float(result.value) / _before(result, c) - 1, (c.id, result.id)
            else:
                continue
            found.append(("reported", periods.parse(c.end).year, _years(c) is not None, change, ids))
    return found


def _between(mine: list[Record]) -> list[tuple]:
    """Changes between the numbers of two neighbouring years."""
    single = {years[0]: found for years, found in _values(mine).items() if years[0] == years[1]}
    return [
        ("derived", year, True, value / single[year - 1][0] - 1, tuple(dict.fromkeys([*single[year - 1][1], *ids])))
        for year, (value, ids) in single.items()
        if year - 1 in single
    ]


@dataclass(frozen=True)
class Ordinary:
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


PANDEMIC = (2020, 2021)


def ordinary(records: list[Record], place: str) -> Ordinary:
    """The ordinary yearly change, without the place that is judged by it.

    Raises:
        LookupError: no whole-year change of another place is known.
    """
    known = changes(elsewhere(records, place))
    whole = known[known["whole"]]
    if len(whole) < 2:
        raise LookupError("no two changes of whole years are known of other places")
    normal = whole.loc[~whole["year"].isin(PANDEMIC), "change"]
    ends = (float(x) for x in (whole["change"].min(), whole["change"].max(), normal.mean(), normal.std()))
    return Ordinary(*ends, len(whole), whole["place"].nunique())
