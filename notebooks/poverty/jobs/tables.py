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
)
from poverty.jobs.figures import JobFigure, derive_year_bounds, list_job_figures, select_yearly_figures
from poverty.jobs.limits import NEVER_FALLS, NoPathError, bound_job_paths
from poverty.jobs.trend import FEWEST_TREND_YEARS, predict_job_trends
from poverty.jobs.trial import (
    classify_job_windows,
    derive_later_job_ranges,
    derive_shape_change_ranges,
    list_average_readings,
    run_job_consistency_tests,
)
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.rows import round_finite

JOB_SUMMARY_COLUMNS = [
    "reading",
    "numerals",
    "total_of",
    "total_low",
    "total_high",
    "base_year",
    "base_low",
    "base_high",
    "last_year",
    "last_low",
    "last_high",
    "kind",
    "label",
    "claims",
    "readings",
]
JOB_PATH_NUMBER_COLUMNS = ["value", "low", "high", "soft_low", "soft_high"]
JOB_FIGURE_COLUMNS = [
    "role",
    "first",
    "last",
    "value",
    "low",
    "high",
    "method",
    "status",
    "how",
    "kind",
    "claims",
    "readings",
]
JOB_WINDOW_COLUMNS = ["shape", "first", "last", "low", "high", "state", "label", "kind", "claims", "readings"]
JOB_TEST_COLUMNS = [
    "reading", "label", "shape", "first", "last", "printed", "allows_from", "allows_to", "verdict", "kind", "claims",
    "readings",
]  # fmt: skip


def list_job_readings(pack: Pack) -> list[tuple[Reading | None, ResolvedClaims]]:
    """The readings of the question that moves a claim on jobs; the claims as they are if none does."""
    moving = [o.question for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]
    return resolve_each_reading(pack, moving[0]) if moving else [(None, resolve_readings(pack))]


def tabulate_job_paths(pack: Pack) -> pd.DataFrame:
    """Jobs per year: families as curves, bounds as an envelope.

    `family` is one of `jobs.FAMILIES`, or "bounds": then `low` and `high` enclose every non-decreasing path
    through the printed numbers, `soft_low` and `soft_high` also over the soft ranges of the words.
    """
    rows = []
    for reading, known in list_average_readings(pack):
        common = _build_reading_cells(reading, known)
        exact, soft = bound_yearly_jobs(known), bound_yearly_jobs(known, soft=True)
        for year, (low, high), (soft_low, soft_high) in zip(known.years, exact, soft, strict=True):
            ends = {"low": low, "high": high, "soft_low": soft_low, "soft_high": soft_high}
            rows.append({"family": "bounds", "year": year, "kind": "derived", **ends, **common})
        for name in PATH_FAMILIES if known.kind is not AverageKind.PART else ():
            for year, value in zip(known.years, compute_job_path(known, name), strict=True):
                rows.append({"family": name, "year": year, "value": value, "kind": "reconstructed", **common})
    table = pd.DataFrame(
        rows, columns=["reading", "label", "family", "year", *JOB_PATH_NUMBER_COLUMNS, "kind", "claims", "readings"]
    )
    table[JOB_PATH_NUMBER_COLUMNS] = table[JOB_PATH_NUMBER_COLUMNS].astype(float).round(0)
    return table


def tabulate_jobs_summary(pack: Pack) -> pd.DataFrame:
    """The total, the base year and the last year under each reading: for the printed numbers, then the soft ranges."""
    rows = []
    for reading, known in list_average_readings(pack):
        span = known.years if known.kind is AverageKind.LEVEL else known.window
        for numerals, soft in (("as printed", False), ("soft range", True)):
            total = bound_total_jobs(known, soft)
            last = bound_yearly_jobs(known, soft)[-1]
            base = (known.start[0], known.start[2]) if soft else (known.start[1], known.start[1])
            row = {"reading": reading.name if reading else "", "numerals": numerals}
            row |= {"total_of": f"{span[0]}-{span[-1]}", "total_low": round(total[0]), "total_high": round(total[1])}
            row |= {"base_year": str(known.years[0]), "base_low": round(base[0]), "base_high": round(base[1])}
            row |= {"last_year": str(known.years[-1]), "last_low": round(last[0]), "last_high": round(last[1])}
            rows.append(row | {"kind": "derived"} | _build_reading_cells(reading, known))
    return pd.DataFrame(rows, columns=JOB_SUMMARY_COLUMNS)


def tabulate_job_figures(pack: Pack) -> pd.DataFrame:
    """What is printed of jobs by year, what a path through it that never falls could be, and what a trend would say.

    Empty where nothing is printed. `role` is year, span (a mean over `first` to `last`), part (so far in that year),
    said (of every year, which ones is not printed), undated (an average whose years are not printed), plan, estimate,
    forecast; limits (all
    paths of the shape in `method`, from the first known year to the last one for which there is an upper limit); or
    trend, with its `method` and the interval that it claims. People a year.
    """
    figures = list_job_figures(resolve_readings(pack))
    rows = [
        {
            "role": _name_figure_role(f),
            "first": f.first,
            "last": f.last,
            "value": round_finite(f.value, 0),
            "low": round_finite(f.low, 0),
            "high": round_finite(f.high, 0),
            "method": "",
            "status": f.status,
            "how": f.how,
            "kind": f.kind,
            "claims": " ".join(f.claims),
            "readings": " ".join(f.readings),
        }
        for f in figures
    ]
    rows += _build_undated_rows(pack)
    table = pd.DataFrame(
        [*rows, *_build_limit_rows(pack, figures), *_build_trend_rows(pack, figures)], columns=JOB_FIGURE_COLUMNS
    )
    return table.astype({"value": float, "low": float, "high": float})


def tabulate_job_windows(pack: Pack) -> pd.DataFrame:
    """Every window of years, and whether the printed average can, must or cannot be true of it, by shape of path.

    `label` names the reading of the average that means these very years, `readings` as "question=reading".
    """
    found, claims = classify_job_windows(pack)
    meant = {known.window: reading for reading, known in list_average_readings(pack) if reading}
    rows = []
    for w in found:
        reading = meant.get((w.first, w.last))
        named = (reading.label, f"{reading.question}={reading.name}") if reading else ("", "")
        ends = (round_finite(w.low, 0), round_finite(w.high, 0))
        rows.append((w.shape, w.first, w.last, *ends, w.state, named[0], "derived", " ".join(claims), named[1]))
    return pd.DataFrame(rows, columns=JOB_WINDOW_COLUMNS).astype({"low": float, "high": float})


def tabulate_job_tests(pack: Pack) -> pd.DataFrame:
    """Readings of the average × printed years × shapes of path: what each leaves for the year, and the verdict.

    Rows without a verdict say what a reading asks of the years after the last printed one. A blank `allows_*` is no
    limit, or no path at all.
    """
    rows = []
    for x in [*run_job_consistency_tests(pack), *derive_later_job_ranges(pack)]:
        alone = len(x.witnesses) == 1 and x.verdict
        printed = pack.claims[x.witnesses[0].claims[0]] if alone else None
        words = {"exact": "", "range": ""}.get(printed.qualifier, f"{printed.qualifier} ") if printed else ""
        row = {"shape": x.shape, "first": x.first, "last": x.last, "kind": "derived"}
        row["printed"] = f"{words}{printed.printed}" if printed else "all of these years"
        row |= {"allows_from": round_finite(x.low, 0), "allows_to": round_finite(x.high, 0), "verdict": x.verdict}
        reading = x.reading
        row |= {"reading": reading.name if reading else "", "label": reading.label if reading else ""}
        row |= {"claims": " ".join(x.claims), "readings": f"{reading.question}={reading.name}" if reading else ""}
        rows.append(row)
    return pd.DataFrame(rows, columns=JOB_TEST_COLUMNS).astype({"allows_from": float, "allows_to": float})


def _build_undated_rows(pack: Pack) -> list[dict]:
    """The average whose years no preferred reading settles, over all years that its readings speak of."""
    settled = resolve_readings(pack).claims
    known = [known for _, known in list_average_readings(pack)]
    rows = []
    for name in dict.fromkeys(known.claims[0] for known in known):
        c = settled[name]
        if not c.start:
            low, high = c.limits("soft")
            years = [y for one in known for y in one.years]
            rows.append(
                {
                    "role": "undated",
                    "first": min(years),
                    "last": max(years),
                    "value": round_finite(float(c.value), 0),
                    "low": round_finite(low, 0),
                    "high": round_finite(high, 0),
                    "method": "",
                    "status": c.status,
                    "how": "",
                    "kind": "reported",
                    "claims": c.id,
                    "readings": "",
                }
            )
    return rows


def _name_figure_role(f: JobFigure) -> str:
    if f.status != "actual":
        return "plan" if f.status == "target" else f.status
    if f.part or f.said:
        return "part" if f.part else "said"
    return "year" if f.of_year else "span"


def _build_limit_rows(pack: Pack, figures: list[JobFigure]) -> list[dict]:
    """The lowest and the highest path of either shape, from the first known year on."""
    boxes = derive_year_bounds(figures)
    closed = [y for y, (_, high) in boxes.items() if isfinite(high)]
    if len(boxes) < 2 or not closed:
        return []
    used = [f for f in figures if f.status == "actual" and f.trusted and (f.of_year or f.part)]
    claims = " ".join(dict.fromkeys(name for f in used for name in f.claims))
    rows = []
    for shape, change in derive_shape_change_ranges(pack).items():
        last = max(closed) if change == NEVER_FALLS else _find_last_year(pack, figures)
        years = tuple(range(min(boxes), last + 1))
        try:
            ends = bound_job_paths(boxes, years, change)
        except NoPathError:
            continue
        for year, (low, high) in zip(years, ends, strict=True):
            row = {
                "role": "limits",
                "first": year,
                "last": year,
                "low": round_finite(low, 0),
                "high": round_finite(high, 0),
            }
            row |= {"method": shape, "status": "", "how": f"every path of the shape “{shape}”", "kind": "derived"}
            rows.append(row | {"claims": claims, "readings": ""})
    return rows


def _find_last_year(pack: Pack, figures: list[JobFigure]) -> int:
    """The last year that a figure or a reading of the average speaks of; plans apart."""
    said = [f.last for f in figures if f.status == "actual"]
    return max([*said, *(known.years[-1] for _, known in list_average_readings(pack))])


def _build_trend_rows(pack: Pack, figures: list[JobFigure]) -> list[dict]:
    points = select_yearly_figures(figures)
    if len(points) < FEWEST_TREND_YEARS:
        return []
    at = tuple(range(points[0].first, _find_last_year(pack, figures) + 1))
    told = predict_job_trends([f.first for f in points], [f.value for f in points], at)
    claims = " ".join(name for f in points for name in f.claims)
    return [
        {
            "role": "trend", "first": r.year, "last": r.year, "value": round(r.value), "low": round(r.low),
            "high": round(r.high), "method": r.method, "status": "", "how": "", "kind": "reconstructed",
            "claims": claims, "readings": "",
        }
        for r in told.itertuples()
    ]  # fmt: skip


def _build_reading_cells(reading: Reading | None, known: AverageAndMultiple) -> dict[str, str]:
    return {
        "reading": reading.name if reading else "",
        "label": reading.label if reading else "",
        "claims": " ".join(known.claims),
        "readings": " ".join(known.readings),
    }
