"""Tables of jobs: what is printed by year, the paths under each reading of an average, readings on trial."""

from math import isfinite

import pandas as pd

from poverty.jobs.average import (
    PATH_FAMILIES,
    AverageAndMultiple,
    AverageKind,
    bound_total_jobs,
    bound_yearly_jobs,
    compute_job_path,
    list_average_readings,
)
from poverty.jobs.figures import JobFigure, derive_year_bounds, list_job_figures, select_yearly_figures
from poverty.jobs.limits import NEVER_FALLS, NoPathError, bound_job_paths
from poverty.jobs.trend import FEWEST_TREND_YEARS, predict_job_trends
from poverty.jobs.trial import (
    build_reading_cells,
    classify_job_windows,
    derive_later_job_ranges,
    derive_shape_change_ranges,
    run_job_consistency_tests,
)
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite

JOB_SUMMARY_COLUMNS = [
    "reading", "numerals", "total_of", "total_low", "total_high", "base_year", "base_low", "base_high", "last_year",
    "last_low", "last_high", "kind", "label", "claims", "readings",
]  # fmt: skip
JOB_PATH_NUMBER_COLUMNS = ["value", "low", "high", "soft_low", "soft_high"]
JOB_FIGURE_COLUMNS = [
    "role", "first", "last", "value", "low", "high", "method", "status", "how", "kind", "claims", "readings",
]  # fmt: skip
JOB_WINDOW_COLUMNS = ["shape", "first", "last", "low", "high", "state", "label", "kind", "claims", "readings"]
JOB_TEST_COLUMNS = [
    "reading", "label", "shape", "first", "last", "printed", "allows_from", "allows_to", "verdict", "kind", "claims",
    "readings",
]  # fmt: skip


def tabulate_job_paths(pack: Pack) -> pd.DataFrame:
    """Jobs per year: families as curves, bounds as an envelope.

    `family` is one of `PATH_FAMILIES`, or "bounds": then `low` and `high` enclose every non-decreasing path
    through the printed numbers, `soft_low` and `soft_high` also over the soft ranges of the words.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_paths(load_pack("bac-lieu"))
        >>> table = table[(table["year"] == 1997) & (table["reading"] == "whole-period")]
        >>> table[["family", "value"]].values.tolist()[1:3]
        [['linear', 6667.0], ['exponential', 6667.0]]
    """
    rows = []
    for reading, pair in list_average_readings(pack):
        common = _build_pair_cells(reading, pair)
        exact, soft = bound_yearly_jobs(pair), bound_yearly_jobs(pair, soft=True)
        for year, (low, high), (soft_low, soft_high) in zip(pair.years, exact, soft, strict=True):
            bounds = {"low": low, "high": high, "soft_low": soft_low, "soft_high": soft_high}
            rows.append({"family": "bounds", "year": year, "kind": "derived"} | bounds | common)
        for name in PATH_FAMILIES if pair.kind is not AverageKind.PART else ():
            for year, value in zip(pair.years, compute_job_path(pair, name), strict=True):
                rows.append({"family": name, "year": year, "value": value, "kind": "reconstructed"} | common)
    columns = ["reading", "label", "family", "year", *JOB_PATH_NUMBER_COLUMNS, "kind", "claims", "readings"]
    table = pd.DataFrame(rows, columns=columns)
    table[JOB_PATH_NUMBER_COLUMNS] = table[JOB_PATH_NUMBER_COLUMNS].astype(float).round(0)
    return table


def tabulate_jobs_summary(pack: Pack) -> pd.DataFrame:
    """The total, the base year and the last year under each reading: for the printed numbers, then the soft ranges.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_jobs_summary(load_pack("bac-lieu"))
        >>> table.loc[table["base_year"] == "1997", ["numerals", "base_low", "base_high"]].values.tolist()[:2]
        [['as printed', 6667, 6667], ['soft range', 6667, 8400]]
    """
    rows = []
    for reading, pair in list_average_readings(pack):
        span = pair.years if pair.kind is AverageKind.LEVEL else pair.window
        for numerals, soft in (("as printed", False), ("soft range", True)):
            total, last = bound_total_jobs(pair, soft), bound_yearly_jobs(pair, soft)[-1]
            base = (pair.start[0], pair.start[2]) if soft else (pair.start[1], pair.start[1])
            row = {"numerals": numerals, "total_of": f"{span[0]}-{span[-1]}", "kind": "derived"}
            row |= {"base_year": str(pair.years[0]), "last_year": str(pair.years[-1])}
            for name, (low, high) in (("total", total), ("base", base), ("last", last)):
                row |= {f"{name}_low": round(low), f"{name}_high": round(high)}
            rows.append(row | _build_pair_cells(reading, pair))
    return pd.DataFrame(rows, columns=JOB_SUMMARY_COLUMNS)


def tabulate_job_figures(pack: Pack) -> pd.DataFrame:
    """What is printed of jobs by year, what a path through it that never falls could be, and what a trend would say.

    Empty where nothing is printed. `role` is year, span (a mean over `first` to `last`), part (so far in that year),
    said (of every year, which ones is not printed), undated (an average whose years are not printed), plan, estimate,
    forecast; limits (all paths of the shape in `method`, from the first known year to the last one for which there is
    an upper limit); or trend, with its `method` and the interval that it claims. People a year.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_figures(load_pack("gia-lai"))
        >>> table.loc[(table["role"] == "year") & (table["first"] == 2021), ["value", "kind"]].values.tolist()
        [[26060.0, 'derived']]
    """
    figures = list_job_figures(resolve_readings(pack))
    rows = [
        _build_year_row(_name_figure_role(f), f.first, f.last, (f.value, f.low, f.high), f.kind, f.claims)
        | {"status": f.status, "how": f.how, "readings": " ".join(f.readings)}
        for f in figures
    ]
    rows += [*_build_undated_rows(pack), *_build_limit_rows(pack, figures), *_build_trend_rows(pack, figures)]
    return pd.DataFrame(rows, columns=JOB_FIGURE_COLUMNS).astype({"value": float, "low": float, "high": float})


def tabulate_job_windows(pack: Pack) -> pd.DataFrame:
    """Every window of years, and whether the printed average can, must or cannot be true of it, by shape of path.

    `label` names the reading of the average that means these very years, `readings` as "question=reading".

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_windows(load_pack("bac-lieu"))
        >>> table.loc[(table["first"] == 1997) & (table["last"] == 2019), ["shape", "state"]].values.tolist()
        [['never falls', 'cannot be'], ['as elsewhere', 'cannot be']]
    """
    meant = {pair.window: reading for reading, pair in list_average_readings(pack) if reading}
    rows = [
        row | build_reading_cells(meant.get((row["first"], row["last"])), question=True)
        for row in classify_job_windows(pack)
    ]
    table = pd.DataFrame(rows, columns=JOB_WINDOW_COLUMNS).astype({"low": float, "high": float})
    for column in ("low", "high"):
        table[column] = table[column].map(lambda x: round_finite(x, 0)).astype(float)
    return table


def tabulate_job_tests(pack: Pack) -> pd.DataFrame:
    """Readings of the average × printed years × shapes of path: what each leaves for the year, and the verdict.

    Rows without a verdict say what a reading asks of the years after the last printed one. A blank `allows_*` is no
    limit, or no path at all.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_tests(load_pack("bac-lieu"))
        >>> table = table[(table["first"] == 2018) & (table["shape"] == "never falls")]
        >>> dict(zip(table["reading"], table["verdict"], strict=True))
        {'whole-period': 'agrees', 'recent-level': 'disagrees', 'current-programme': 'disagrees'}
    """
    rows = [*run_job_consistency_tests(pack), *derive_later_job_ranges(pack)]
    return pd.DataFrame(rows, columns=JOB_TEST_COLUMNS).astype({"allows_from": float, "allows_to": float})


def _build_year_row(
    role: str, first: int, last: int, numbers: tuple[float | None, float, float], kind: str, claims: tuple[str, ...]
) -> dict:
    """A row of `tabulate_job_figures`; `numbers`: the number, the lowest and the highest, in people a year."""
    value, low, high = (round_finite(x, 0) for x in numbers)
    row = {"role": role, "first": first, "last": last, "value": value, "low": low, "high": high, "kind": kind}
    return row | {"method": "", "status": "", "how": "", "claims": " ".join(claims), "readings": ""}


def _build_undated_rows(pack: Pack) -> list[dict]:
    """The average whose years no preferred reading settles, over all years that its readings speak of."""
    settled = resolve_readings(pack).claims
    pairs = [pair for _, pair in list_average_readings(pack)]
    years = [year for pair in pairs for year in pair.years]
    rows = []
    for name in dict.fromkeys(pair.claims[0] for pair in pairs):
        c = settled[name]
        if not c.start:
            numbers = (float(c.value), *c.limits("soft"))
            rows.append(
                _build_year_row("undated", min(years), max(years), numbers, "reported", (c.id,)) | {"status": c.status}
            )
    return rows


def _name_figure_role(f: JobFigure) -> str:
    """The role of a figure's row: plan, part, said, year or span; another status than actual is its own."""
    if f.status != "actual":
        return "plan" if f.status == "target" else f.status
    if f.part or f.of_each_year:
        return "part" if f.part else "said"
    return "year" if f.is_whole_year else "span"


def _build_limit_rows(pack: Pack, figures: list[JobFigure]) -> list[dict]:
    """The lowest and the highest path of either shape, from the first known year on."""
    boxes = derive_year_bounds(figures)
    closed = [y for y, (_, high) in boxes.items() if isfinite(high)]
    if len(boxes) < 2 or not closed:
        return []
    claims = tuple(dict.fromkeys(name for f in figures if f.limits_its_year for name in f.claims))
    rows = []
    for shape, change in derive_shape_change_ranges(pack).items():
        last = max(closed) if change == NEVER_FALLS else _find_last_year(pack, figures)
        years = tuple(range(min(boxes), last + 1))
        try:
            limits = bound_job_paths(boxes, years, change)
        except NoPathError:
            continue
        for year, (low, high) in zip(years, limits, strict=True):
            row = _build_year_row("limits", year, year, (None, low, high), "derived", claims)
            rows.append(row | {"method": shape, "how": f"every path of the shape “{shape}”"})
    return rows


def _find_last_year(pack: Pack, figures: list[JobFigure]) -> int:
    """The last year that a figure or a reading of the average speaks of; plans apart."""
    actual_years = [f.last for f in figures if f.status == "actual"]
    return max([*actual_years, *(pair.years[-1] for _, pair in list_average_readings(pack))])


def _build_trend_rows(pack: Pack, figures: list[JobFigure]) -> list[dict]:
    """Rows of the trends of jobs a year with their intervals; [] if too few years are printed."""
    points = select_yearly_figures(figures)
    if len(points) < FEWEST_TREND_YEARS:
        return []
    years = tuple(range(points[0].first, _find_last_year(pack, figures) + 1))
    claims = tuple(name for f in points for name in f.claims)
    return [
        _build_year_row("trend", r.year, r.year, (r.value, r.low, r.high), "reconstructed", claims)
        | {"method": r.method}
        for r in predict_job_trends([f.first for f in points], [f.value for f in points], years).itertuples()
    ]


def _build_pair_cells(reading: Reading | None, pair: AverageAndMultiple) -> dict[str, str]:
    """The reading, claims and readings of an average and a multiple, as cells."""
    cells = {"claims": " ".join(pair.claims), "readings": " ".join(pair.readings)}
    return build_reading_cells(reading) | cells
