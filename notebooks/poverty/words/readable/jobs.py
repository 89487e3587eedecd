"""What notebook 03 shows of jobs: tables of the estimate, of what it rests on, and of the readings of an average."""

from math import nan

import pandas as pd

from poverty.jobs.average import NoJobsError, find_average_with_multiple, list_job_readings, pair_average_with_multiple
from poverty.jobs.declared import PLAN_OUTCOME, choose_declared_numbers, read_declared_rows
from poverty.jobs.elsewhere import (
    measure_ordinary_change,
    read_job_records,
    select_other_place_records,
    tabulate_plan_outcomes,
    tabulate_yearly_job_changes,
)
from poverty.jobs.estimate import NO_ESTIMATE_REASONS
from poverty.jobs.estimate_tables import (
    AS_DECLARED,
    find_no_estimate_reason,
    find_plan_outcome,
    tabulate_declared_effects,
    tabulate_held_back_years,
    tabulate_job_estimates,
    tabulate_job_evidence,
    tabulate_job_sums,
    tabulate_tried_numbers,
)
from poverty.jobs.plans import tabulate_held_back_plans
from poverty.jobs.tables import tabulate_job_figures, tabulate_job_tests, tabulate_jobs_summary
from poverty.jobs.work import tabulate_placements_beside_work
from poverty.outlook.verdicts import tabulate_source_verdicts
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.vocabulary import PATH_SHAPES
from poverty.words.phrases import phrase_qualified_number, round_to_digits
from poverty.words.readable.table import ENGLISH, Entry, Head
from poverty.words.yearly import JOB_FIGURE_KINDS, phrase_job_table

NUMBERS = ("value", "low", "high")
PLAN_LEVELS = (0.8, 0.9)
RECENT = 2020  # held-back years from then on are counted apart: the pandemic moved them
NO_ESTIMATE = "No year can be estimated."
SUM_WORDS = {"mean a year": "mean a year", "total": "all years together", "year": "one year"}
BASIS_WORDS = {"plan": "plan, times what plans came to elsewhere", "printed": "printed or inferred"}


def show_sums(pack: Pack, **declared: float) -> pd.DataFrame:
    """The mean of the latest estimated years and the total."""
    return _round_estimates(tabulate_job_sums(pack, **declared)).replace({"what": SUM_WORDS})


def show_estimates(pack: Pack, **declared: float) -> pd.DataFrame:
    """The people placed in each year, the latest first."""
    rows = tabulate_job_estimates(pack, **declared).iloc[::-1].reset_index(drop=True)
    rows = rows.assign(basis=rows["basis"].replace({"plan": BASIS_WORDS["plan"]}))
    return _leave_out_exact_ends(_round_estimates(rows))


def show_evidence(pack: Pack, **declared: float) -> pd.DataFrame:
    """What the estimate rests on."""
    rows = tabulate_job_evidence(pack, **declared).sort_values(["first", "last"], kind="stable", ignore_index=True)
    percent = 100 * rows["log_sd"].astype(float)
    return _round_estimates(rows.assign(basis=rows["basis"].replace(BASIS_WORDS), error=percent), all_rows=True)


def show_declared(**declared: float) -> pd.DataFrame:
    """The declared numbers, changed if some are, and what is tried beside them."""
    chosen = vars(choose_declared_numbers(**declared))
    rows = []
    for row in read_declared_rows():
        tried = [_write_plainly(x) for x in (row.lower, row.higher) if x is not None]
        cells = {"to_type": row.name, "chosen": _write_plainly(chosen[row.name]), "tried": ENGLISH.listed(tried)}
        rows.append(vars(row) | cells)
    return pd.DataFrame(rows)


def show_tried(pack: Pack, **tried: float) -> pd.DataFrame:
    """What other declared numbers change: the difference is that of the rounded numbers."""
    rows = tabulate_tried_numbers(pack, **tried).replace({"what": SUM_WORDS})
    numbers = [name for name in rows if name.startswith(("declared", "tried"))]
    rows = rows.assign(**{name: [round_to_digits(x) for x in rows[name]] for name in numbers})
    return rows.assign(change=rows["tried"] - rows["declared"])


def show_effects(pack: Pack, **declared: float) -> pd.DataFrame:
    """What each declared number and each figure moves, the one that moves the mean most first."""
    rows = tabulate_declared_effects(pack, **declared)
    rows = rows[rows["name"] != AS_DECLARED].assign(to_type=rows["name"])
    rows = rows.sort_values("mean_change", key=lambda x: x.abs(), ascending=False, kind="stable", ignore_index=True)
    numbers = {name: [float(f"{x:.2g}") for x in rows[name]] for name in ("mean_change", "total_change")}
    return rows.assign(**numbers, **{name: [_write_plainly(x) for x in rows[name]] for name in ("declared", "tried")})


def show_plan_outcomes(pack: Pack) -> pd.DataFrame:
    """Results over plans of other places, the latest first."""
    rows = tabulate_plan_outcomes(select_other_place_records(read_job_records(), pack.place))
    return rows.sort_values("last", ascending=False, kind="stable", ignore_index=True)


def show_held_back() -> pd.DataFrame:
    """Years of other places, hidden and estimated from the others; the latest first."""
    rows = tabulate_held_back_years().sort_values("year", ascending=False, kind="stable", ignore_index=True)
    return rows.assign(**{name: [round_to_digits(x) for x in rows[name]] for name in ("estimate", "low", "high")})


def show_changes_elsewhere(pack: Pack) -> pd.DataFrame:
    """Changes of whole years in other places, in percent, the latest first."""
    rows = tabulate_yearly_job_changes(select_other_place_records(read_job_records(), pack.place))
    rows = rows[rows["whole"]].sort_values("year", ascending=False, kind="stable", ignore_index=True)
    return rows.assign(change=100 * rows["change"])


def show_figures(pack: Pack) -> pd.DataFrame:
    """Every printed figure on jobs, and what follows from it, by its years; the latest first."""
    heads, rows = phrase_job_table(pack, ENGLISH)
    table = pd.DataFrame(rows, columns=["years", "number", "what", "publisher"][: len(heads)])
    figures = tabulate_job_figures(pack)
    figures = figures[figures["role"].isin(JOB_FIGURE_KINDS)].sort_values(["first", "last"], kind="stable")
    return table.assign(claims=figures["claims"].tolist()).iloc[::-1].reset_index(drop=True)


def show_work(pack: Pack) -> pd.DataFrame:
    """Placements beside the labour force and the people who left, the latest year first."""
    return tabulate_placements_beside_work(pack).iloc[::-1].reset_index(drop=True)


def show_readings(pack: Pack) -> pd.DataFrame:
    """What each reading of the average gives: the total, the base year and the last year."""
    rows = tabulate_jobs_summary(pack)
    impossible = rows["if_never_fell"] == "impossible"
    ranges = [_write_range(row, "last") for row in rows.to_dict("records")]
    last = [
        f"{year}: {'no such path' if no else ends}"
        for year, no, ends in zip(rows["last_year"], impossible, ranges, strict=True)
    ]
    together = [years.replace("-", " to ") for years in rows["total_of"]]
    return rows.assign(label=_name_readings(rows), last=last, total_of=together)


def show_trials(pack: Pack) -> pd.DataFrame:
    """Each reading and each kind of path against the printed years, and what it asks of the years after them."""
    tests = tabulate_job_tests(pack)
    tests = tests.assign(label=_name_readings(tests))
    rows = []
    for (label, shape), group in tests.groupby(["label", "shape"], sort=False):
        later = group["independent_figure"].isin(["plan", ""])
        single = group[~later & (group["independent_figure"] != "all of these years")]
        missed = single.loc[single["verdict"] == "disagrees", "first"]
        kept = "no" if (group["verdict"] == "disagrees").any() else "yes"
        row = {"label": label, "shape": PATH_SHAPES.get(shape, shape), "kept": kept if (~later).any() else ""}
        row |= {"missed": ENGLISH.listed([str(year) for year in missed]) or ("none" if len(single) else "")}
        claims = dict.fromkeys(" ".join(group["claims"]).split())
        names = ("allows_from", "allows_to", "times_plan_from", "times_plan_to")
        after = group[later].iloc[0] if later.any() else {"first": None, "last": None} | dict.fromkeys(names, nan)
        years = ENGLISH.span(str(after["first"]), str(after["last"])) if later.any() else ""
        row |= {"after": years} | {name: after[name] for name in names}
        rows.append(row | {"claims": " ".join(claims)})
    columns = ["label", "shape", "missed", "kept", "after", "allows_from", "allows_to", "times_plan_from"]
    return pd.DataFrame(rows, columns=[*columns, "times_plan_to", "claims"])


def show_verdicts(pack: Pack) -> pd.DataFrame:
    """What a source says of its own jobs, and what the printed numbers answer."""
    rows = tabulate_source_verdicts(pack)
    return rows[rows["indicator"] == "jobs_created"].reset_index(drop=True)


def phrase_estimate(pack: Pack, **declared: float) -> list[str]:
    """How many years are estimated, and which declared numbers were changed; or why none is."""
    if reason := find_no_estimate_reason(pack):
        return [f"No estimate: {NO_ESTIMATE_REASONS[reason]}."]
    rows = tabulate_job_estimates(pack, **declared)
    estimated, years = int((rows["kind"] == "estimated").sum()), rows["year"]
    known = len(rows) - estimated
    said = [f"Years from {years.min()} to {years.max()}: {estimated} estimated, {known} printed or inferred."]
    if not (estimated and known):
        kind = "estimated" if estimated else "printed or inferred"
        said = [f"From {years.min()} to {years.max()} every year is {kind}."]
    usual = {row.name: row.value for row in read_declared_rows()}
    outcome = find_plan_outcome(pack)
    usual |= {PLAN_OUTCOME: round(outcome.centre, 2)} if outcome else {}
    changes = [f"{name} is {x:g} in place of {usual[name]:g}" for name, x in declared.items() if name in usual]
    return said + ([f"Changed here: {'; '.join(changes)}."] if changes else [])


def phrase_plan_outcome(pack: Pack) -> list[str]:
    """What plans of other places came to, and how often such a range holds where it was not made."""
    outcomes = [outcome for level in PLAN_LEVELS if (outcome := find_plan_outcome(pack, level))]
    if not outcomes:
        return ["Too few other places print what a plan came to: plans are left out."]
    usual = outcomes[0]
    said = [
        f"{usual.results} results of {usual.places} other places came to {ENGLISH.number(usual.centre, 2)} times their "
        "plan (median)."
    ]
    for outcome in outcomes:
        ends = ENGLISH.range(ENGLISH.number(outcome.low, 2), ENGLISH.number(outcome.high, 2))
        held = 100 * (tabulate_held_back_plans(outcome.level)["held"] == "yes").mean()
        said.append(
            f"{100 * outcome.level:.0f}% of them came to {ends} times; made without a place, such a range held "
            f"{held:.0f}% of the results."
        )
    return said


def phrase_range(pack: Pack) -> list[str]:
    """How far the range of a year can be trusted: years held back, and changes of years elsewhere."""
    hidden = tabulate_held_back_years()
    late = hidden[hidden["year"] >= RECENT]
    held, of_late = ((rows["held"] == "yes").sum() for rows in (hidden, late))
    ordinary = measure_ordinary_change(read_job_records(), pack.place)
    mean, spread = (ENGLISH.number(100 * x, 1) for x in (ordinary.mean, ordinary.spread))
    return [
        f"{held} of {len(hidden)} hidden years lie in the range, in {hidden['place'].nunique()} places; {of_late} of "
        f"{len(late)} from {RECENT} on.",
        f"Whole years elsewhere changed by {mean}% on average, with a standard deviation of {spread} points, without "
        "2020 and 2021: what the declared growth and its error can be held against.",
    ]


def phrase_average(pack: Pack) -> list[str]:
    """The average that is printed with a multiple, or what is missing."""
    pair = find_average_with_multiple(pack)
    if pair:
        average, multiple = (pack.claims[name] for name in pair.claims)
        publisher = average.source.name_publisher(ENGLISH.code)
        mean, times = (phrase_qualified_number(c.qualifier, _write_value(c), ENGLISH) for c in (average, multiple))
        return [f"{publisher} prints {mean} people a year on average, {times} times {pair.years[0]}."]
    reasons = []
    for _, resolved in list_job_readings(pack):
        try:
            pair_average_with_multiple(resolved)
        except NoJobsError as reason:
            reasons.append(str(reason))
    return [f"Nothing follows: {reason}." for reason in dict.fromkeys(reasons)]


def _round_estimates(rows: pd.DataFrame, all_rows: bool = False) -> pd.DataFrame:
    """The numbers that nobody printed with the digits that count."""
    estimated = rows["kind"].eq("estimated") | all_rows
    numbers = {
        name: [round_to_digits(x) if unprinted else x for x, unprinted in zip(rows[name], estimated, strict=True)]
        for name in NUMBERS
    }
    return rows.assign(**numbers)


def _leave_out_exact_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the ends where a number is exact: there is no range to show."""
    exact = rows["low"] == rows["high"]
    return rows.assign(**{name: rows[name].where(~exact, nan) for name in ("low", "high")})


def _name_readings(rows: pd.DataFrame) -> list[str]:
    return [label or "as printed" for label in rows["label"]]


def _write_range(row: dict, name: str) -> str:
    low, high = (ENGLISH.number(row[f"{name}_{end}"]) for end in ("low", "high"))
    return ENGLISH.range(low, high)


def _write_value(claim: Claim) -> str:
    return ENGLISH.number(claim.value, max(-claim.rounded_to.as_tuple().exponent, 0))


def _write_plainly(x: float | None) -> str:
    """A declared number with its own digits; a year without thousands."""
    return "" if x is None or pd.isna(x) else f"{x:g}".replace("-", "−")


TABLES: dict[str, Entry] = {
    "job-sums": Entry(
        show_sums,
        (Head("What", "what"), Head("Years", "first last"), Head("People placed (90% range)", "value low high")),
        NO_ESTIMATE,
    ),
    "job-estimates": Entry(
        show_estimates,
        (
            Head("Year", "year"), Head("People placed (range)", "value low high"), Head("Kind", "kind"),
            Head("Rests on", "basis"),
        ),
        NO_ESTIMATE,
    ),
    "job-figures": Entry(
        show_figures,
        (
            Head("Years", "years"), Head("People placed", "number"), Head("Kind of figure", "what"),
            Head("Publisher", "publisher"),
        ),
        "No number of people placed in jobs is printed with its years.",
    ),
    "job-evidence": Entry(
        show_evidence,
        (
            Head("Years", "first last"), Head("People a year (90% range)", "value low high"),
            Head("Error, %", "error", 1), Head("Rests on", "basis"),
        ),
        NO_ESTIMATE,
    ),
    "declared-numbers": Entry(
        show_declared,
        (
            Head("Name", "to_type"), Head("Value", "chosen"), Head("Tried too", "tried"),
            Head("What it is", "meaning"), Head("Why", "reason"),
        ),
        "No number is declared.",
        of_pack=False,
    ),
    "jobs-tried": Entry(
        show_tried,
        (
            Head("What", "what"), Head("Years", "first last"),
            Head("Declared (90% range)", "declared declared_low declared_high"),
            Head("Tried (90% range)", "tried tried_low tried_high"), Head("Change", "change"),
        ),
        "Without an estimate no number changes anything.",
    ),
    "declared-effects": Entry(
        show_effects,
        (
            Head("Changed", "to_type"), Head("What it is", "meaning"), Head("Declared", "declared"),
            Head("Tried", "tried"), Head("Change of the mean, people a year", "mean_change"),
            Head("Change of the total, people", "total_change"),
        ),
        "Without an estimate no number changes anything.",
    ),
    "plan-outcomes": Entry(
        show_plan_outcomes,
        (Head("Place", "place"), Head("Years", "first last"), Head("Result over plan", "outcome", 2)),
        "No other place prints what a plan came to.",
    ),
    "held-back-years": Entry(
        show_held_back,
        (
            Head("Place", "place"), Head("Year", "year"), Head("Printed", "printed"),
            Head("Estimated (90% range)", "estimate low high"), Head("In the range", "held"),
        ),
        "No other place prints three whole years.",
        of_pack=False,
    ),
    "job-changes-elsewhere": Entry(
        show_changes_elsewhere,
        (
            Head("Place", "place"), Head("Level", "level"), Head("Year", "year"),
            Head("Change from the year before, %", "change", 1), Head("Kind", "kind"),
        ),
        "No other place prints two years in a row.",
    ),
    "jobs-beside-work": Entry(
        show_work,
        (
            Head("Year", "year"), Head("Labour force", "labour_force"), Head("Placed in jobs", "placed"),
            Head("% of the labour force", "placed_percent", 1), Head("All people", "population"),
            Head("Left the province, per 1,000", "out_migrants_per_1000", 1), Head("People who left", "out_migrants"),
        ),
        "No official labour force stands beside a printed number of jobs.",
    ),
    "job-readings": Entry(
        show_readings,
        (
            Head("Reading", "label"), Head("Numerals", "numerals"), Head("Years together", "total_of"),
            Head("People in these years", "total_low total_high"), Head("Base year", "base_year"),
            Head("People in it", "base_low base_high"), Head("Last year, if jobs never fell", "last"),
        ),
        "There is no average to read one way or another.",
    ),
    "job-trials": Entry(
        show_trials,
        (
            Head("Reading", "label"), Head("Path", "shape"), Head("Printed years it contradicts", "missed"),
            Head("Keeps all at once", "kept"), Head("Years after", "after"),
            Head("Asks for, people a year", "allows_from allows_to"),
            Head("Times the plan", "times_plan_from times_plan_to", 2),
        ),
        "No reading of an average meets a printed year of another source.",
    ),
    "job-verdicts": Entry(
        show_verdicts,
        (Head("Publisher", "publisher"), Head("The printed numbers answer", "answer"), Head("Why", "why")),
        "No source gives itself a verdict on jobs.",
    ),
}  # fmt: skip
EXPLANATIONS = {
    "job-estimate": phrase_estimate,
    "plan-outcome": phrase_plan_outcome,
    "job-range": phrase_range,
    "job-average": phrase_average,
}
