"""Tables of the estimate of jobs: its years, its sums, what each declared number moves, how it does elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd

from poverty.jobs.declared import PLAN_OUTCOME, choose_declared_numbers, read_declared_rows
from poverty.jobs.elsewhere import JobRecord, read_job_records
from poverty.jobs.estimate import (
    DRAWS,
    ESTIMATE_LEVEL,
    JobEstimate,
    JobEvidence,
    NoEstimateError,
    estimate_jobs,
    list_job_evidence,
)
from poverty.jobs.figures import JobFigure, list_claim_figures, list_job_figures
from poverty.jobs.plans import PLAN_LEVEL, NoPlanOutcomesError, PlanOutcome, calibrate_plan_outcome
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite
from poverty.packs.vocabulary import FORMER_AREA, PROVINCE_AREA

COUNTED_INDICATORS = ("poverty_rate", "poor_households", "poor_persons", "jobs_created")  # they date what is known
OWN_FIGURE, PRINTED_MEAN = "that year's figure", "mean of several years"
AS_DECLARED = "as declared"
WIDER_LEVEL = 0.9  # of the range of results over plans that is tried beside the one that is used
DRAWS_OF_EFFECTS = 500  # the same draws for every number that is tried, so that few are enough
FEWEST_HELD_BACK = 3  # whole years that a place must print, for the inner ones to be held back
JOB_ESTIMATE_COLUMNS = ["year", "value", "low", "high", "basis", "kind", "claims", "readings"]
JOB_SUM_COLUMNS = ["what", "first", "last", "value", "low", "high", "kind", "claims", "readings"]
DECLARED_EFFECT_COLUMNS = [
    "name", "declared", "tried", "meaning", "mean", "mean_low", "mean_high", "mean_change", "total", "total_low",
    "total_high", "total_change", "reason", "kind", "claims", "readings",
]  # fmt: skip
JOB_EVIDENCE_COLUMNS = [
    "first", "last", "basis", "value", "low", "high", "log_value", "log_sd", "kind", "claims", "readings",
]  # fmt: skip
TRIED_COLUMNS = [
    "what", "first", "last", "declared", "declared_low", "declared_high", "tried", "tried_low", "tried_high", "change",
    "kind", "claims", "readings",
]  # fmt: skip
HELD_BACK_YEAR_COLUMNS = ["place", "year", "printed", "estimate", "low", "high", "held", "kind", "claims", "readings"]


def tabulate_job_estimates(pack: Pack, **declared: float) -> pd.DataFrame:
    """The people placed in jobs in each year: printed numbers as they are, estimates for the years between and after.

    `basis` says what a year rests on: "that year's figure"; "mean of several years" (printed); "plan" (times what plans
    came to elsewhere); or "neighbouring years". `low` and `high` are what the words of a printed number allow, or the
    90% range of an estimate (`kind` "estimated"), which stands on declared numbers. Empty where nothing can be
    estimated: `find_no_estimate_reason` says why.

    Args:
        pack: the province.
        declared: declared numbers to change, by name: `yearly_sd=0.08`; or `plan_outcome=1.0`, what plans came to.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_job_estimates(load_pack("bac-lieu")).set_index("year")
        >>> table.loc[[2018, 2022], ["basis", "kind"]].values.tolist()
        [["that year's figure", 'reported'], ['plan', 'estimated']]
    """
    try:
        figures, estimate = _estimate(pack, declared)
    except NoEstimateError:
        return pd.DataFrame(columns=JOB_ESTIMATE_COLUMNS)
    printed = {f.first: f for f in figures if f.is_whole_year and f.limits_its_year}
    rows = []
    for year in estimate.years:
        covering, basis = _find_basis(estimate.evidence, year)
        row = {"year": year, "basis": basis, "kind": "estimated"}
        numbers = estimate.range_of_year(year)
        if basis == OWN_FIGURE:
            f = printed[year]
            row["kind"], numbers = f.kind, (f.value, f.low, f.high)
        row |= {name: round_finite(x, 0) for name, x in zip(("value", "low", "high"), numbers, strict=True)}
        rows.append(row | _collect_origin(covering))
    return pd.DataFrame(rows, columns=JOB_ESTIMATE_COLUMNS)


def tabulate_job_sums(pack: Pack, **declared: float) -> pd.DataFrame:
    """The total of all years and the mean of the latest ones, if they are estimated, each with its 90% range.

    `what` is "mean a year" or "total"; the mean is of the last years in a row that rest on the same figures, and there
    is none where the last year, or a mean of it and others, is printed. Arguments as for `tabulate_job_estimates`.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tabulate_job_sums(load_pack("bac-lieu"))[["what", "first", "last"]].values.tolist()
        [['mean a year', 2021, 2024], ['total', 1997, 2024]]
    """
    try:
        _, estimate = _estimate(pack, declared)
    except NoEstimateError:
        return pd.DataFrame(columns=JOB_SUM_COLUMNS)
    rows = []
    yearly = tabulate_job_estimates(pack, **declared).set_index("year")
    latest = find_latest_estimated_years(yearly.reset_index())
    spans = [("mean a year", latest)] if latest else []
    for what, (first, last) in [*spans, ("total", (estimate.years[0], estimate.years[-1]))]:
        numbers = estimate.range_of_sum(first, last, mean=what != "total")
        row = {"what": what, "first": first, "last": last, "kind": "estimated"}
        row |= {name: round_finite(x, 0) for name, x in zip(("value", "low", "high"), numbers, strict=True)}
        origin = (
            _collect_origin(estimate.evidence) if what == "total" else dict(yearly.loc[last, ["claims", "readings"]])
        )
        rows.append(row | origin)
    return pd.DataFrame(rows, columns=JOB_SUM_COLUMNS)


def find_latest_estimated_years(estimates: pd.DataFrame) -> tuple[int, int] | None:
    """The last years, if they are estimated, as far back as they rest on the same figures; None if they are printed."""
    estimated = estimates[(estimates["kind"] == "estimated") & (estimates["basis"] != PRINTED_MEAN)]
    if estimated.empty or estimated["year"].iloc[-1] < estimates["year"].max():
        return None
    last, first = estimated.iloc[-1], estimated["year"].iloc[-1]
    for row in estimated.iloc[::-1].itertuples():
        if row.claims != last["claims"] or row.year < first - 1:
            break
        first = row.year
    return int(first), int(last["year"])


def find_no_estimate_reason(pack: Pack) -> str:
    """Why there is no estimate of jobs, a key of `NO_ESTIMATE_REASONS`; "" if there is one.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> find_no_estimate_reason(load_pack("son-la")), find_no_estimate_reason(load_pack("bac-lieu"))
        ('one year', '')
    """
    try:
        _estimate(pack, {})
    except NoEstimateError as none:
        return none.reason
    return ""


def tabulate_declared_effects(pack: Pack, **declared: float) -> pd.DataFrame:
    """What each declared number moves: the mean of the latest estimated years (else of all), and the total.

    First they stand as declared. After the declared numbers come plans that are met exactly, plans whose error is that
    of the wider 90% range of results elsewhere, and each single figure left out. Arguments as for
    `tabulate_job_estimates`; empty where nothing is estimated.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_declared_effects(load_pack("bac-lieu"))
        >>> bool((table.loc[table["name"] == "plans met exactly", "mean_change"] < 0).all())
        True
    """
    try:
        figures, usual = _estimate(pack, declared, DRAWS_OF_EFFECTS)
    except NoEstimateError:
        return pd.DataFrame(columns=DECLARED_EFFECT_COLUMNS)
    latest = find_latest_estimated_years(tabulate_job_estimates(pack, **declared)) or (usual.years[0], usual.years[-1])
    usual_cells = _build_headline_cells(usual, latest)
    rows = [{"name": AS_DECLARED, "mean_change": 0.0, "total_change": 0.0, "kind": "estimated"} | usual_cells]
    rows[0] |= _collect_origin(usual.evidence)
    for cells, changed in _list_changes(pack, figures, declared):
        arguments = {"declared": declared, "figures": figures} | changed
        try:
            _, switched = _estimate(pack, draws=DRAWS_OF_EFFECTS, span=(usual.years[0], usual.years[-1]), **arguments)
        except NoEstimateError:
            continue
        row = cells | _build_headline_cells(switched, latest) | {"kind": "assumed"}
        row |= {f"{name}_change": row[name] - usual_cells[name] for name in ("mean", "total")}
        rows.append(row | _collect_origin(usual.evidence))
    return pd.DataFrame(rows, columns=DECLARED_EFFECT_COLUMNS)


def tabulate_job_evidence(pack: Pack, **declared: float) -> pd.DataFrame:
    """What the estimate rests on: for each printed year, span of years or plan the mean a year, as its logarithm.

    `basis` is "printed", or "plan": times what plans came to elsewhere. `log_sd` is the error of `log_value` (standard
    deviation); `value`, `low` and `high` are the same in people a year, with the 90% range of that error. Arguments as
    for `tabulate_job_estimates`; empty where nothing is estimated.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> known = tabulate_job_evidence(load_pack("bac-lieu"))
        >>> known.loc[known["basis"] == "plan", ["first", "last"]].values.tolist()
        [[2020, 2020], [2021, 2025]]
    """
    try:
        _, estimate = _estimate(pack, declared)
    except NoEstimateError:
        return pd.DataFrame(columns=JOB_EVIDENCE_COLUMNS)
    reach = NormalDist().inv_cdf(0.5 + ESTIMATE_LEVEL / 2)
    rows = []
    for e in estimate.evidence:
        row = {"first": e.first, "last": e.last, "basis": "plan" if e.plan else "printed"}
        for name, sds in (("value", 0), ("low", -reach), ("high", reach)):
            row[name] = round_finite(float(np.exp(e.log_value + sds * e.log_sd)), 0)
        row |= {"log_value": e.log_value, "log_sd": e.log_sd, "kind": "estimated" if e.plan else "derived"}
        rows.append(row | _collect_origin([e]))
    return pd.DataFrame(rows, columns=JOB_EVIDENCE_COLUMNS)


def tabulate_tried_numbers(pack: Pack, **tried: float) -> pd.DataFrame:
    """The sums and the estimated years, latest first, as declared and with other numbers tried, and the difference.

    `what` is "mean a year", "total" or "year". Arguments as for `tabulate_job_estimates`; empty where nothing is
    estimated.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tried = tabulate_tried_numbers(load_pack("bac-lieu"), plan_outcome=1.0)
        >>> tried.loc[0, "what"], bool(tried.loc[0, "change"] < 0)
        ('mean a year', True)
    """
    parts = [_list_estimated_rows(pack, numbers) for numbers in ({}, tried)]
    keys, numbers = ["what", "first", "last"], ["value", "low", "high"]
    if any(part.empty for part in parts):
        return pd.DataFrame(columns=TRIED_COLUMNS)
    table = parts[0].merge(parts[1][[*keys, *numbers]], on=keys, suffixes=("", "_tried"))
    names = {"value": "declared", "low": "declared_low", "high": "declared_high"}
    names |= {f"{name}_tried": new.replace("declared", "tried") for name, new in names.items()}
    table = table.rename(columns=names)
    return table.assign(change=table["tried"] - table["declared"], kind="assumed")[TRIED_COLUMNS]


def _list_estimated_rows(pack: Pack, declared: dict[str, float]) -> pd.DataFrame:
    """The sums, then the estimated years, latest first."""
    sums, years = tabulate_job_sums(pack, **declared), tabulate_job_estimates(pack, **declared)
    years = years[years["kind"] == "estimated"].iloc[::-1]
    years = years.assign(what="year", first=years["year"], last=years["year"])
    return pd.concat([part[JOB_SUM_COLUMNS] for part in (sums, years) if len(part)] or [sums], ignore_index=True)


def tabulate_held_back_years(records: list[JobRecord] | None = None) -> pd.DataFrame:
    """Whole years that other places print, each hidden in turn and estimated from the others: is it in the range?

    Of places with three such years or more, the inner ones. `held` is yes or no.

    Example:
        >>> held = tabulate_held_back_years()
        >>> held["place"].nunique(), set(held["held"]) <= {"yes", "no"}
        (3, True)
    """
    by_place: dict[str, list] = {}
    for r in records or read_job_records():
        if r.scope == "total":
            by_place.setdefault(r.place, []).append(r.claim)
    rows = []
    for place, claims in by_place.items():
        figures = [f for f in list_claim_figures(claims) if f.status == "actual"]
        years = sorted({f.first for f in figures if f.is_whole_year and f.limits_its_year and f.value > 0})
        for year in years[1:-1] if len(years) >= FEWEST_HELD_BACK else ():
            printed = next(f for f in figures if f.is_whole_year and f.first == year)
            others = [f for f in figures if not f.first <= year <= f.last]
            estimate = estimate_jobs(others, None, years[-1], draws=0)
            value, low, high = estimate.range_of_year(year)
            held = low <= printed.value <= high
            row = {"place": place, "year": year, "printed": printed.value, "estimate": round_finite(value, 0)}
            row |= {"low": round_finite(low, 0), "high": round_finite(high, 0), "held": "yes" if held else "no"}
            rows.append(row | {"kind": printed.kind, "claims": " ".join(printed.claims), "readings": ""})
    return pd.DataFrame(rows, columns=HELD_BACK_YEAR_COLUMNS)


def find_plan_outcome(pack: Pack, level: float = PLAN_LEVEL) -> PlanOutcome | None:
    """What plans of other places came to; None if too few print it."""
    try:
        return calibrate_plan_outcome(pack.place, level)
    except NoPlanOutcomesError:
        return None


def _estimate(
    pack: Pack, declared: dict[str, float], draws: int = DRAWS, figures: list[JobFigure] | None = None,
    outcome: PlanOutcome | None = None, span: tuple[int, int] | None = None,
) -> tuple[list[JobFigure], JobEstimate]:  # fmt: skip
    """The figures of a pack and the estimate from them."""
    figures = list_job_figures(resolve_readings(pack)) if figures is None else figures
    outcome, numbers = outcome or _choose_plan_outcome(pack, declared), choose_declared_numbers(**declared)
    return figures, estimate_jobs(figures, outcome, _find_last_known_year(pack), numbers, draws, span)


def _choose_plan_outcome(pack: Pack, declared: dict[str, float]) -> PlanOutcome | None:
    """What plans came to elsewhere, its centre changed if that is asked for."""
    outcome = find_plan_outcome(pack)
    return replace(outcome, centre=declared[PLAN_OUTCOME]) if outcome and PLAN_OUTCOME in declared else outcome


def _find_last_known_year(pack: Pack) -> int:
    """The last year of which the pack prints how many were poor, or placed in jobs."""
    ends = [
        parse_sdmx_period(c.end).year
        for c in resolve_readings(pack).claims.values()
        if c.status == "actual" and c.end and c.area in (PROVINCE_AREA, FORMER_AREA)
        if c.indicator in COUNTED_INDICATORS
    ]
    return max(ends, default=0)


def _find_basis(evidence: tuple[JobEvidence, ...], year: int) -> tuple[list[JobEvidence], str]:
    """The figures on which a year rests most directly, and how."""
    covering = [e for e in evidence if e.first <= year <= e.last]
    for basis, plan, single in ((OWN_FIGURE, False, True), (PRINTED_MEAN, False, False)):
        if found := [e for e in covering if e.plan == plan and (e.first == e.last) == single]:
            return found, basis
    if covering:
        return covering, "plan"
    before = max((e for e in evidence if e.last < year), key=lambda e: e.last)
    after = min((e for e in evidence if e.first > year), key=lambda e: e.first)
    return [before, after], "neighbouring years"


def _collect_origin(evidence: list[JobEvidence] | tuple[JobEvidence, ...]) -> dict[str, str]:
    """The cells `claims` and `readings` of a row that rests on some figures."""
    return {
        name: " ".join(dict.fromkeys(x for e in evidence for x in getattr(e, name))) for name in ("claims", "readings")
    }


def _build_headline_cells(estimate: JobEstimate, latest: tuple[int, int]) -> dict[str, float]:
    """Mean of the latest estimated years and total, with their ranges."""
    numbers = {
        "mean": estimate.range_of_sum(*latest, mean=True),
        "total": estimate.range_of_sum(estimate.years[0], estimate.years[-1]),
    }
    return {
        f"{name}{part}": float(np.round(x))
        for name, ends in numbers.items()
        for part, x in zip(("", "_low", "_high"), ends, strict=True)
    }


def _list_changes(
    pack: Pack, figures: list[JobFigure], declared: dict[str, float]
) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Each number or figure that is changed, as cells, and what `_estimate` is given in its place."""
    for row in read_declared_rows():
        before = declared.get(row.name, row.value)
        for tried in dict.fromkeys((row.value, row.lower, row.higher)):  # a changed number is tried as declared too
            if tried is not None and tried != before:
                cells = {"name": row.name, "declared": before, "tried": tried, "meaning": row.meaning}
                yield cells | {"reason": row.reason}, {"declared": declared | {row.name: tried}}
    outcome = _choose_plan_outcome(pack, declared)
    evidence = list_job_evidence(figures, outcome, choose_declared_numbers(**declared).counting_sd)
    if outcome and any(e.plan for e in evidence):
        calibrated = {"reason": "calibrated on results and plans of other places"}
        if outcome.centre != 1:
            cells = {"name": "plans met exactly", "declared": round(outcome.centre, 3), "tried": 1.0}
            yield cells | {"meaning": "a result over its plan"} | calibrated, {"outcome": replace(outcome, centre=1.0)}
        if wider := find_plan_outcome(pack, WIDER_LEVEL):
            cells = {"name": "error of plans", "declared": round(outcome.log_sd, 3), "tried": round(wider.log_sd, 3)}
            cells |= {"meaning": f"as the {100 * WIDER_LEVEL:g}% range of results has it"}
            yield cells | calibrated, {"outcome": replace(wider, centre=outcome.centre)}
    for e in evidence:
        years = str(e.first) if e.first == e.last else f"{e.first}-{e.last}"
        cells = {"name": f"without the {'plan for' if e.plan else 'figure of'} {years}", "meaning": "", "reason": ""}
        others = [f for f in figures if (f.first, f.last, f.status == "target") != (e.first, e.last, e.plan)]
        yield cells, {"figures": others}
