"""Readings of an average number of jobs on trial: what each leaves for years that other sources print.

Two shapes of path are tried: one that never falls, and one that moves from year to year within what other places
have shown. The first is the common picture of progress, and one of the assumptions on trial.
"""

from math import nan

from poverty.jobs.average import AverageAndMultiple, list_average_readings
from poverty.jobs.elsewhere import measure_ordinary_change, read_job_records
from poverty.jobs.figures import JobFigure, derive_year_bounds, list_job_figures
from poverty.jobs.limits import NEVER_FALLS, ChangeRange, NoPathError, YearBounds, bound_mean_jobs
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite


def derive_shape_change_ranges(pack: Pack) -> dict[str, ChangeRange]:
    """The two shapes as yearly changes; the second only where other places are known."""
    try:
        ordinary = measure_ordinary_change(read_job_records(), pack.place)
    except LookupError:
        return {"never falls": NEVER_FALLS}
    return {"never falls": NEVER_FALLS, "as elsewhere": (ordinary.least, ordinary.most)}


def build_reading_cells(reading: Reading | None, question: bool = False) -> dict[str, str]:
    """The name and the label of a reading, and its tag if `question` is true; blank where there is no question."""
    cells = {"reading": reading.name, "label": reading.label} if reading else {"reading": "", "label": ""}
    return cells | ({"readings": f"{reading.question}={reading.name}" if reading else ""} if question else {})


def _list_readings_with_figures(pack: Pack) -> list[tuple[Reading | None, AverageAndMultiple, list[JobFigure]]]:
    """Every reading with the printed years that lie in its period."""
    figures = list_job_figures(resolve_readings(pack))
    printed = [f for f in figures if f.is_whole_year and f.limits_its_year and f.kind == "reported"]
    return [(r, pair, [f for f in printed if f.first in pair.years]) for r, pair in list_average_readings(pack)]


def run_job_consistency_tests(pack: Pack) -> list[dict]:
    """Every reading, under either shape, against each printed year alone and then against all of them together.

    Returns:
        rows of `tabulate_job_tests`.
    """
    rows = []
    for reading, pair, printed in _list_readings_with_figures(pack):
        for shape, change in derive_shape_change_ranges(pack).items():
            common = {"shape": shape} | build_reading_cells(reading, question=True)
            for f in printed:
                limits = _bound_mean_if_possible(pair, {}, (f.first,), change)
                fits = limits is not None and f.low <= limits[1] * (1 + 1e-9) and f.high >= limits[0] * (1 - 1e-9)
                cells = {"verdict": "agrees" if fits else "disagrees", "independent_figure": _phrase_figure(pack, f)}
                rows.append(common | _build_range_cells((f.first,), limits, pair, [f]) | cells)
            if len(printed) > 1:
                limits = _bound_mean_if_possible(pair, derive_year_bounds(printed), pair.years, change)
                verdict = {"verdict": "disagrees" if limits is None else "agrees"}
                rows.append(common | _build_range_cells(pair.years, None, pair, printed) | verdict)
    return rows


def derive_later_job_ranges(pack: Pack) -> list[dict]:
    """What each reading asks of the years after the last printed one, given every printed year, beside their plan.

    For either shape of path; no row where no path is left.

    Returns:
        rows of `tabulate_job_tests`.
    """
    figures = list_job_figures(resolve_readings(pack))
    rows = []
    for reading, pair, printed in _list_readings_with_figures(pack):
        after = tuple(y for y in pair.years if printed and y > max(f.first for f in printed))
        plans = _select_plans(figures, after)
        for shape, change in (derive_shape_change_ranges(pack) if after else {}).items():
            limits = _bound_mean_if_possible(pair, derive_year_bounds(printed), after, change)
            if limits is not None:
                row = {"shape": shape} | build_reading_cells(reading, question=True)
                row |= _build_range_cells(after, limits, pair, [*printed, *dict.fromkeys(plans)])
                rows.append(row | _build_plan_cells(limits, plans))
    return rows


def _select_plans(figures: list[JobFigure], years: tuple[int, ...]) -> list[JobFigure]:
    """The plan of each year; [] if one of them has none."""
    plans = [
        next((f for f in figures if f.status == "target" and f.first <= y <= f.last and not f.part), None)
        for y in years
    ]
    return plans if all(plans) else []


def _build_plan_cells(asked: tuple[float, float], plans: list[JobFigure]) -> dict:
    """What was planned a year, and how many times that is asked for: a plan is no result, so it decides nothing."""
    if not plans:
        return {"independent_figure": "", "plan": nan, "times_plan_from": nan, "times_plan_to": nan, "verdict": ""}
    planned = sum(f.value for f in plans) / len(plans)
    least, most = (round_finite(x / planned, 3) for x in asked)
    cells = {"independent_figure": "plan", "plan": round_finite(planned, 0), "verdict": "cannot tell"}
    return cells | {"times_plan_from": least, "times_plan_to": most}


def _phrase_figure(pack: Pack, figure: JobFigure) -> str:
    """The number of a figure's first claim as printed, with its qualifier: "about 20,000"."""
    claim = pack.claims[figure.claims[0]]
    return claim.printed if claim.qualifier in ("exact", "range") else f"{claim.qualifier} {claim.printed}"


def _bound_mean_if_possible(
    pair: AverageAndMultiple, boxes: YearBounds, over: tuple[int, ...], change: ChangeRange
) -> tuple[float, float] | None:
    """The lowest and the highest mean of jobs over some years; None if no path fits."""
    try:
        return bound_mean_jobs(pair, boxes, over, change)
    except NoPathError:
        return None


def _build_range_cells(
    years: tuple[int, ...], limits: tuple[float, float] | None, pair: AverageAndMultiple, figures: list[JobFigure]
) -> dict:
    """The years, what a reading leaves for their mean (blank if no path keeps them all), and the claims behind it."""
    low, high = (round_finite(x, 0) for x in limits or (nan, nan))
    claims = dict.fromkeys([*pair.claims, *(name for f in figures for name in f.claims)])
    row = {"first": years[0], "last": years[-1], "allows_from": low, "allows_to": high, "kind": "derived"}
    return row | {"independent_figure": "all of these years", "claims": " ".join(claims)}
