"""Tables of jobs: what is printed by year, what each reading of an average allows, readings on trial."""

from math import nan

import pandas as pd

from poverty.jobs.average import AverageAndMultiple, AverageKind, list_average_readings
from poverty.jobs.estimate_tables import tabulate_job_estimates, tabulate_job_sums
from poverty.jobs.figures import JobFigure, derive_year_bounds, list_job_figures, select_yearly_figures
from poverty.jobs.limits import NoPathError, bound_mean_jobs, bound_total_jobs
from poverty.jobs.trial import build_reading_cells, derive_later_job_ranges, run_job_consistency_tests
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite

JOB_SUMMARY_COLUMNS = [
    "reading", "numerals", "total_of", "total_low", "total_high", "base_year", "base_low", "base_high", "last_year",
    "last_low", "last_high", "if_never_fell", "kind", "label", "claims", "readings",
]  # fmt: skip
JOB_PATH_NUMBER_COLUMNS = ["value", "low", "high", "soft_low", "soft_high"]
JOB_FIGURE_COLUMNS = [
    "role", "first", "last", "value", "low", "high", "status", "how", "kind", "claims", "readings",
]  # fmt: skip
JOB_TEST_COLUMNS = [
    "reading", "label", "shape", "first", "last", "independent_figure", "allows_from", "allows_to", "plan",
    "times_plan_from", "times_plan_to", "verdict", "kind", "claims", "readings",
]  # fmt: skip
JOB_TEST_NUMBER_COLUMNS = ["allows_from", "allows_to", "plan", "times_plan_from", "times_plan_to"]


def tabulate_job_paths(pack: Pack) -> pd.DataFrame:
    """Jobs per year under each reading of the average: what every path that never falls leaves.

    Every path keeps the years that the evidence prints. `role` is "bounds": `low` and `high` enclose every path that
    never falls, with the printed numbers, `soft_low` and `soft_high` also over the soft ranges of their words; "no
    path", once, where jobs must have fallen; or "year": a year that is printed, with what its words allow.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_paths(load_pack("bac-lieu"))
        >>> table.loc[table["year"] == 2024, ["reading", "role"]].values.tolist()[:2]
        [['whole-period', 'bounds'], ['recent-level', 'no path']]
    """
    figures = list_job_figures(resolve_readings(pack))
    boxes, printed = derive_year_bounds(figures), select_yearly_figures(figures)
    rows = []
    for reading, pair in list_average_readings(pack):
        common = _build_pair_cells(reading, pair, figures)
        try:
            limits = [
                (*bound_mean_jobs(pair, boxes, (year,), soft=False), *bound_mean_jobs(pair, boxes, (year,)))
                for year in pair.years
            ]
        except NoPathError:
            rows.append({"role": "no path", "year": pair.years[-1], "kind": "derived"} | common)
        else:
            for year, numbers in zip(pair.years, limits, strict=True):
                bounds = dict(zip(JOB_PATH_NUMBER_COLUMNS[1:], map(round_finite, numbers), strict=True))
                rows.append({"role": "bounds", "year": year, "kind": "derived"} | bounds | common)
        for f in printed:
            if f.first in pair.years:
                row = {"role": "year", "year": f.first, "value": f.value, "low": f.low, "high": f.high, "kind": f.kind}
                own = {"claims": " ".join(f.claims), "readings": " ".join(f.readings)}
                rows.append(row | build_reading_cells(reading) | own)
    columns = ["reading", "label", "role", "year", *JOB_PATH_NUMBER_COLUMNS, "kind", "claims", "readings"]
    table = pd.DataFrame(rows, columns=columns)
    table[JOB_PATH_NUMBER_COLUMNS] = table[JOB_PATH_NUMBER_COLUMNS].astype(float).round(0)
    return table


def tabulate_latest_job_limits(pack: Pack) -> pd.DataFrame:
    """The last year of `tabulate_job_paths` under each reading, the last printed year before it, and its estimate.

    The estimate, role "estimated", lets numbers fall from a year to the next; the readings do not. Empty where no
    average is printed without its years.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tabulate_latest_job_limits(load_pack("bac-lieu"))[["role", "year", "low"]].values.tolist()[:2]
        [['year', 2019, 24550.0], ['bounds', 2024, 25965.0]]
    """
    paths = tabulate_job_paths(pack)
    if paths.empty:
        return paths
    last, printed = paths["year"].max(), paths[paths["role"] == "year"]
    printed = printed[printed["year"] == printed["year"].max()].iloc[:1].assign(reading="", label="")
    limits = paths[(paths["role"] != "year") & (paths["year"] == last)]
    estimates = tabulate_job_estimates(pack)
    estimate = estimates[(estimates["year"] == last) & (estimates["kind"] == "estimated")]
    estimate = estimate.assign(role="estimated", reading="", label="").reindex(columns=list(paths))
    return pd.concat([part for part in (printed, limits, estimate) if len(part)], ignore_index=True)


def tabulate_jobs_summary(pack: Pack) -> pd.DataFrame:
    """The total, the base year and the last year under each reading: for the printed numbers, then the soft ranges.

    Every path keeps the years that the evidence prints; `if_never_fell` is "impossible" where none does that never
    falls, and then the last year is blank.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_jobs_summary(load_pack("bac-lieu"))
        >>> table.loc[table["base_year"] == "1997", ["numerals", "base_low", "base_high"]].values.tolist()[:2]
        [['as printed', 6667.0, 6667.0], ['soft range', 6667.0, 8400.0]]
    """
    figures = list_job_figures(resolve_readings(pack))
    boxes = derive_year_bounds(figures)
    rows = []
    for reading, pair in list_average_readings(pack):
        span = pair.years if pair.kind is AverageKind.LEVEL else pair.window
        for numerals, soft in (("as printed", False), ("soft range", True)):
            last = total = (nan, nan)
            fits = "possible"
            try:
                last = bound_mean_jobs(pair, boxes, pair.years[-1:], soft=soft)
            except NoPathError:
                fits = "impossible"
            if fits == "possible" or pair.kind is not AverageKind.LEVEL:
                total = bound_total_jobs(pair, boxes, soft)
            base = (pair.start[0], pair.start[2]) if soft else (pair.start[1], pair.start[1])
            row = {"numerals": numerals, "total_of": f"{span[0]}-{span[-1]}", "kind": "derived", "if_never_fell": fits}
            row |= {"base_year": str(pair.years[0]), "last_year": str(pair.years[-1])}
            for name, ends in (("total", total), ("base", base), ("last", last)):
                row |= {f"{name}_{end}": round_finite(x, 0) for end, x in zip(("low", "high"), ends, strict=True)}
            rows.append(row | _build_pair_cells(reading, pair, figures))
    return pd.DataFrame(rows, columns=JOB_SUMMARY_COLUMNS)


def tabulate_job_figures(pack: Pack) -> pd.DataFrame:
    """What is printed of jobs by year, and what follows from it.

    Empty where nothing is printed. `role` is year, span (a mean over `first` to `last`), part (so far in that year),
    said (of every year, which ones is not printed), undated (an average whose years are not printed), plan, estimate
    or forecast. People a year.

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
    rows += _build_undated_rows(pack)
    return pd.DataFrame(rows, columns=JOB_FIGURE_COLUMNS).astype({"value": float, "low": float, "high": float})


def tabulate_jobs_by_year(pack: Pack, **declared: float) -> pd.DataFrame:
    """`tabulate_job_figures` with the estimates: role "estimated" for a year, "estimated mean" for the latest years.

    `low` and `high` of an estimate are its 90% range. The estimated mean is of the last years that rest on the same
    figures: the answer to how many jobs a year. `declared`: declared numbers to change, by name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_jobs_by_year(load_pack("bac-lieu"))
        >>> table.loc[table["role"] == "estimated mean", ["first", "last", "kind"]].values.tolist()
        [[2021, 2024, 'estimated']]
    """
    figures, years = tabulate_job_figures(pack), tabulate_job_estimates(pack, **declared)
    sums = tabulate_job_sums(pack, **declared)
    years = years[years["kind"] == "estimated"]
    years = years.assign(role="estimated", how=years["basis"], status="", first=years["year"], last=years["year"])
    mean = sums[sums["what"] != "total"].assign(role="estimated mean", how="mean of these years", status="")
    parts = [part[JOB_FIGURE_COLUMNS] for part in (figures, years, mean) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else figures


def tabulate_job_tests(pack: Pack) -> pd.DataFrame:
    """Readings of the average × printed years × shapes of path: what each leaves for the year, and the verdict.

    `independent_figure` is what a reading is held against: a printed year, all of them, or the plan of the years after
    the last printed one. There `plan` is what was planned a year and `times_plan_*` how many times that the reading
    asks for; the verdict is "cannot tell", since a plan is no result. A blank `allows_*` is no limit, or no path.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_tests(load_pack("bac-lieu"))
        >>> table = table[(table["first"] == 2018) & (table["shape"] == "never falls")]
        >>> table[["reading", "verdict"]].values.tolist()[::3]
        [['whole-period', 'agrees'], ['since-2011', 'agrees']]
    """
    rows = [*run_job_consistency_tests(pack), *derive_later_job_ranges(pack)]
    return pd.DataFrame(rows, columns=JOB_TEST_COLUMNS).astype(dict.fromkeys(JOB_TEST_NUMBER_COLUMNS, float))


def _build_year_row(
    role: str, first: int, last: int, numbers: tuple[float | None, float, float], kind: str, claims: tuple[str, ...]
) -> dict:
    """A row of `tabulate_job_figures`; `numbers`: the number, the lowest and the highest, in people a year."""
    value, low, high = (round_finite(x, 0) for x in numbers)
    row = {"role": role, "first": first, "last": last, "value": value, "low": low, "high": high, "kind": kind}
    return row | {"status": "", "how": "", "claims": " ".join(claims), "readings": ""}


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


def _build_pair_cells(reading: Reading | None, pair: AverageAndMultiple, figures: list[JobFigure]) -> dict[str, str]:
    """The reading, and the claims behind it and behind the years that its paths keep, as cells."""
    kept = [name for f in figures if f.limits_its_year and f.first in pair.years for name in f.claims]
    cells = {"claims": " ".join(dict.fromkeys([*pair.claims, *kept])), "readings": " ".join(pair.readings)}
    return build_reading_cells(reading) | cells
