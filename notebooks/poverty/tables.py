"""The waist of the house: every result as a tidy table, which table stands behind which chart, and the codebook.

Charts draw nothing else, and import what they need of the rooms below from here alone. Each row carries its kind
(reported, derived, reconstructed, assumed), the ids of the claims it rests on and the readings it assumes
("question=reading"), so that tracing a mark to its numerals is a look-up. Numbers are rounded here, once: rates and
points to 4 decimals, counts to whole numbers.
"""

from collections.abc import Callable
from math import nan

import pandas as pd

from poverty.bands.backtest import tabulate_hidden_by_kind, tabulate_method_scores
from poverty.bands.calibration import BAND_LEVEL
from poverty.bands.donors import load_donors
from poverty.jobs.average import list_job_readings
from poverty.jobs.estimate_tables import tabulate_job_estimates
from poverty.jobs.livelihoods import tabulate_drawn_quotients, tabulate_livelihoods
from poverty.jobs.tables import (
    tabulate_job_figures,
    tabulate_job_paths,
    tabulate_job_tests,
    tabulate_jobs_by_year,
    tabulate_jobs_summary,
    tabulate_latest_job_limits,
)
from poverty.outlook.scenarios import load_scenario_parameters
from poverty.outlook.tables import (
    list_scenario_starts,
    tabulate_required_paces,
    tabulate_scenarios,
    tabulate_target_verdicts,
)
from poverty.outlook.verdicts import tabulate_source_verdicts
from poverty.packs.confirmation import tell_confirmation
from poverty.packs.dates import period_end_coordinate
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite
from poverty.packs.tables import (
    tabulate_audit_findings,
    tabulate_loose_numerals,
    tabulate_readings,
    tabulate_reported_numerals,
)
from poverty.trajectory import assumptions, communes, provinces
from poverty.trajectory.consistency import tabulate_consistency_tests, tabulate_ruled_out_readings
from poverty.trajectory.measures import tabulate_same_years
from poverty.trajectory.path import calibrate_province_band
from poverty.trajectory.sensitivity import tabulate_uncertainty
from poverty.trajectory.standards import tabulate_lines_and_overlaps, tabulate_standards
from poverty.trajectory.tables import (
    COUNT_INDICATORS,
    RATE_INDICATORS,
    tabulate_anchors,
    tabulate_counts_by_standard,
    tabulate_falls,
    tabulate_group_paths,
    tabulate_group_rates,
    tabulate_spell_paces,
    tabulate_trajectories,
)
from poverty.trajectory.yearly import NOTHING_KNOWN, YEARLY_POVERTY_COLUMNS, tabulate_yearly_poverty

__all__ = [
    "BAND_LEVEL", "TABLES_BY_CHART", "assumptions", "build_chart_tables",
    "build_province_data", "build_tidy_tables", "calibrate_province_band", "communes", "explain_chart_columns",
    "list_job_readings", "list_scenario_starts", "provinces", "tabulate_anchors", "tabulate_answer",
    "tabulate_audit_findings", "tabulate_backtest", "tabulate_consistency_tests", "tabulate_counts_by_standard",
    "tabulate_drawn_quotients", "tabulate_falls", "tabulate_group_paths", "tabulate_group_rates",
    "tabulate_job_estimates", "tabulate_job_figures", "tabulate_job_paths", "tabulate_job_tests",
    "tabulate_jobs_by_year", "tabulate_jobs_drawn", "tabulate_jobs_summary", "tabulate_latest_job_limits",
    "tabulate_lines_and_overlaps", "tabulate_livelihoods", "tabulate_method_scores", "tabulate_readings",
    "tabulate_reported_numerals", "tabulate_required_paces", "tabulate_ruled_out_readings", "tabulate_same_years",
    "tabulate_scenarios", "tabulate_source_verdicts", "tabulate_spell_paces", "tabulate_standards",
    "tabulate_target_verdicts", "tabulate_trajectories", "tabulate_uncertainty", "tabulate_yearly",
]  # fmt: skip

# the table behind each chart, by chart id
TABLES_BY_CHART: dict[str, Callable[..., pd.DataFrame]] = {
    "01-answer": lambda pack: tabulate_answer(pack),
    "02-trajectory": tabulate_falls,
    "03-households": tabulate_counts_by_standard,
    "04-measures": tabulate_same_years,
    "05-standards": tabulate_lines_and_overlaps,
    "06-jobs": lambda pack, **declared: tabulate_jobs_drawn(pack, **declared),
    "07-outlook": lambda pack, **chosen: tabulate_scenarios(pack, load_scenario_parameters(pack, **chosen)),
    "08-groups": tabulate_group_rates,
    "a1-reported": tabulate_loose_numerals,
    "a2-sensitivity": tabulate_uncertainty,
    "a3-jobs-readings": tabulate_latest_job_limits,
    "a4-livelihoods": tabulate_drawn_quotients,
}


JOB_YEAR_COLUMNS = ["jobs", "jobs_low", "jobs_high", "jobs_kind"]
JOB_KINDS = {"year": "reported", "part": "part of the year"}  # of a year's figure by its role, if it was printed
ANSWER_COLUMNS = [
    "measure", "year", "standard", "base", "date", "t", "value", "low", "high", "kind", "doubt", "claims", "readings",
]  # fmt: skip
FIGURE_PARTS = {"value": "", "low": "_low", "high": "_high", "kind": "_kind"}
UNDATED_JOBS = ("undated", "said")  # roles of figures on jobs whose years no source prints


def tabulate_yearly(pack: Pack) -> pd.DataFrame:
    """What is known of a province, one row a year: poverty, and the people placed in jobs, printed or estimated.

    The columns of `tabulate_yearly_poverty`, then `jobs`, people placed in jobs in the year, with bounds and kind. A
    year without any figure says "nothing known" of its poverty rate.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_yearly(load_pack("bac-lieu")).set_index("year")
        >>> table.loc[2018, ["poverty_rate", "poor_households", "jobs"]].tolist()
        [4.3, 9319.0, 24500.0]
    """
    poverty_rows, jobs = tabulate_yearly_poverty(pack), _list_yearly_jobs(pack)
    years = [*poverty_rows["year"], *jobs["year"]]
    every_year = pd.DataFrame({"year": range(min(years, default=0), max(years, default=-1) + 1)})
    table = every_year.merge(poverty_rows, on="year", how="left").merge(
        jobs, on="year", how="left", suffixes=("", "_of_jobs")
    )
    table["poverty_rate_kind"] = table["poverty_rate_kind"].fillna(NOTHING_KNOWN)
    for name in ("claims", "readings"):
        both = table[name].fillna("") + " " + table[f"{name}_of_jobs"].fillna("")
        table[name] = [" ".join(dict.fromkeys(cell.split())) for cell in both]
    last = ["claims", "readings"]
    columns = [*(c for c in YEARLY_POVERTY_COLUMNS if c not in last), *JOB_YEAR_COLUMNS, *last]
    texts = [c for c in columns if c.endswith("_kind") or not pd.api.types.is_numeric_dtype(table[c])]
    return table[columns].astype(dict.fromkeys(texts, object)).fillna(dict.fromkeys(texts, ""))


def tabulate_answer(pack: Pack) -> pd.DataFrame:
    """The yearly table as figures, one row each: poverty rates, poor households (else people), people placed in jobs.

    Counts that no source prints and nothing printed gives are left out, and figures whose year is open but for one
    number. Of rates of two bases at one date that of households stays.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_answer(load_pack("bac-lieu"))
        >>> table[table["year"] == 2024][["measure", "value", "kind"]].values.tolist()
        [['poverty_rate', 0.69, 'reported'], ['poor_households', 1581.0, 'reported'], ['jobs', 22709.0, 'estimated']]
    """
    poverty, jobs = tabulate_yearly_poverty(pack), _list_yearly_jobs(pack)
    poverty["t"] = [period_end_coordinate(date) if date else nan for date in poverty["date"]]
    jobs = jobs.assign(t=jobs["year"].astype(float), date=jobs["year"].astype(str), standard="", base="", doubt="")
    rows_of = dict.fromkeys(("poverty_rate", "poor_households", "poor_persons"), poverty) | {"jobs": jobs}
    parts = [
        rows.assign(measure=name, **{part: rows[f"{name}{end}"] for part, end in FIGURE_PARTS.items()})[ANSWER_COLUMNS]
        for name, rows in rows_of.items()
        if len(rows)
    ]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=ANSWER_COLUMNS)
    counts = table["measure"].isin(["poor_households", "poor_persons"])
    table = table[~table["kind"].isin(["", NOTHING_KNOWN, "assumed"]) & ~(counts & (table["kind"] == "reconstructed"))]
    table = table[table["value"].notna() | (table["measure"] == "jobs")]
    if (table["measure"] == "poor_households").any():
        table = table[table["measure"] != "poor_persons"]
    return table.drop_duplicates(["measure", "standard", "t"]).reset_index(drop=True)


def tabulate_jobs_drawn(pack: Pack, **declared: float) -> pd.DataFrame:
    """`tabulate_jobs_by_year` without figures of unknown years; of two of the same years the printed one stays.

    Empty where no year is printed and none is estimated.

    Args:
        pack: the province.
        declared: declared numbers of the estimate to change, by name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tabulate_jobs_drawn(load_pack("son-la"))[["role", "first", "value"]].values.tolist()
        [['year', 2022, 29892.0], ['plan', 2022, 20062.0]]
    """
    table = tabulate_jobs_by_year(pack, **declared)
    table = table[~table["role"].isin(UNDATED_JOBS)].sort_values(
        "kind", key=lambda kind: kind == "derived", kind="stable"
    )
    table = table.drop_duplicates(["role", "first", "last"]).sort_index().reset_index(drop=True)
    return table if table["kind"].isin(["reported", "estimated"]).any() else table.iloc[:0]


def _list_yearly_jobs(pack: Pack) -> pd.DataFrame:
    """The people placed in jobs, one row a year: as printed or inferred, else estimated, else of a part of the year."""
    figures = tabulate_job_figures(pack)
    figures = figures[figures["role"].isin(JOB_KINDS) & (figures["first"] == figures["last"])]
    derived, part = figures["kind"] == "derived", figures["role"] == "part"
    printed = pd.DataFrame(
        {
            "year": figures["first"].astype(int),
            "jobs": figures["value"].mask(derived | part),
            "jobs_low": figures["low"],
            "jobs_high": figures["high"].mask(part),
            "jobs_kind": figures["role"].map(JOB_KINDS).mask(derived, "derived"),
            "claims": figures["claims"],
            "readings": figures["readings"],
        }
    )
    estimates = tabulate_job_estimates(pack).rename(
        columns={"value": "jobs", "low": "jobs_low", "high": "jobs_high", "kind": "jobs_kind"}
    )
    estimated = estimates[estimates["jobs_kind"] == "estimated"][list(printed)]
    known = [rows for rows in (printed[~part], estimated, printed[part]) if len(rows)]
    return pd.concat(known).drop_duplicates("year").sort_values("year") if known else printed


def tabulate_backtest() -> pd.DataFrame:
    """The inner figures of the donors, each hidden, beside the band of all other places: the table of that chart.

    Example:
        >>> tabulate_backtest()["figures_hidden"].value_counts().head(1).to_dict()
        {'poverty rates': 45}
    """
    return tabulate_hidden_by_kind(load_donors())


def build_chart_tables(pack: Pack) -> dict[str, pd.DataFrame]:
    """The table behind each chart of a province, by chart id; charts for which nothing is reported are left out.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> list(build_chart_tables(load_pack("gia-lai")))[:3]
        ['01-answer', '02-trajectory', '03-households']
    """
    tables = {chart_id: tabulate(pack) for chart_id, tabulate in TABLES_BY_CHART.items()}
    return {chart_id: table for chart_id, table in tables.items() if not table.empty}


PACE_COLUMN_MEANINGS = {
    "question": "the question of readings.csv that the row answers; blank: none",
    "years": "years between the first and the last figure",
    "method": "register or survey: how the standard counts the poor",
    "direction": "fell, rose, or cannot tell: rounding, or a survey's printed error, leaves it open",
    "compound": "the fall in percent of the rate a year, 1 - (last / first)^(1 / years); below 0: a rise",
    "compound_low": "the lowest that rounding, or in a2-sensitivity the source of doubt, leaves",
    "compound_high": "the highest",
    "arr": "annual rate of reduction in percent, ln(first / last) / years: a continuous rate; below 0: a rise",
    "arr_low": "the lowest that rounding, or in a2-sensitivity the source of doubt, leaves",
    "arr_high": "the highest",
    "points": "the fall in percentage points a year; below 0: a rise",
    "points_low": "the lowest that rounding, or in a2-sensitivity the source of doubt, leaves",
    "points_high": "the highest",
    "halving_years": "years in which the rate halves at this pace; blank: it does not fall, or a figure is 0",
    "ruled_out": "yes: other printed figures, or the years of a standard, rule this reading out",
}
# by chart: columns of the table behind it that `COLUMN_MEANINGS` has not, or that mean something else there
CHART_COLUMN_MEANINGS = {
    "a1-reported": {
        "id": "the number as the pack names it",
        "twice": "yes: another row differs in the poverty standard alone",
        "printed_unit": "of the numeral as printed",
        "low_percent": "how far soft_low lies from the value, in percent of it",
        "high_percent": "how far soft_high lies from it",
    },
    "02-trajectory": {
        "fall_low": "the least fall from the first to the last figure of the standard, in percent of the first, under "
        "any reading that is not ruled out; below 0: a rise; blank: not counted twice",
        "fall_high": "the largest",
    },
    "04-measures": {
        "measure": "register: of households that officials found to be poor; survey: of a sample, by a line of its own",
        "decimals": "with how many decimals the survey's figure is printed; blank: of the register",
        "base": "of what it is a share: households or population",
        "standard": "the register's poverty standard; blank: of the survey",
        "survey_status": "final or preliminary; blank: of the register",
        "end": "first or last of its measure in the years that both share; first alone: they share one year",
        "official_source": "the table of data/official/sources.csv that a figure of the survey is from",
        "publisher": "who published the survey",
    },
    "05-standards": {
        "role": "standard: one with an income line, or of the overlap; overlap: one date counted under two",
        "label": "the standard in words",
        "method": "register: every household is judged; survey: a sample is asked",
        "counts": "what makes a household poor, in a few words",
        "verified": "yes: seen in a source; no: general knowledge",
        "first_year": "the first year in force",
        "last_year": "the last year in force",
        "rural_line": "the poverty line in the countryside, in line_unit",
        "urban_line": "the poverty line in towns, in line_unit",
        "line_unit": "of both lines",
        "legal_basis": "the decision that sets the standard",
        "url": "where it was read",
        "comparable_across": "no: figures of this standard are not compared with those of another",
        "date": "of the first figure, SDMX; of an overlap: the date counted twice",
        "t": "the same as a number of years",
        "value": "the first figure in percent; of an overlap: the figure under standard",
        "end_date": "of the last figure, SDMX",
        "end_t": "the same as a number of years",
        "end_value": "the last figure in percent; of an overlap: the figure under other_standard",
        "end_kind": "the kind of the last figure",
        "anchors": "how many known figures the spell has",
        "other_standard": "of an overlap: the standard of end_value",
        "one_source": "of an overlap: whether one source prints both figures",
    },
    "a2-sensitivity": {
        **PACE_COLUMN_MEANINGS,
        "source": "the source of doubt: rounding, dates, reading or sampling",
        "label": "the source of doubt, or the reading, in words",
        "years_low": "the fewest years that may lie between the two figures",
        "years_high": "the most",
        "compound_width": "compound_high - compound_low; of a reading: how far compound lies from that of the "
        "preferred readings",
        "arr_width": "arr_high - arr_low; of a reading: how far arr lies from that of the preferred readings",
        "points_width": "the same of points",
        "verdict": "cannot tell: the figures print too little for a number; blank: the number stands",
    },
    "01-answer": {
        "measure": "poverty_rate (percent), poor_households, poor_persons, or jobs (people placed in jobs in the year)",
        "value": "the figure; blank: only a range, or a number that a part of the year reached, is known",
    },
    "06-jobs": {
        "role": "year; span: a mean over several; part: so far in that year; plan, estimate, forecast: as printed; "
        "estimated: a year estimated here; estimated mean: of the latest such years",
        "how": "how a derived figure follows, or what an estimate rests on",
    },
    "08-groups": {"role": "last: at the latest date that some group and everybody have; first: at the earliest"},
    "a3-jobs-readings": {
        "role": "year: the last printed one; bounds: every path that never falls lies between; no path: none keeps the "
        "years that are printed; estimated: a year estimated here, which may lie below the one before it"
    },
    "07-outlook": {
        "role": "figure, last: the figures of the spell; target: a level aimed at; scenario: what follows from an if",
        "scenario": "which if; what may be chosen stands in data/outlook.toml",
        "parameter": "the number that sets it apart from another scenario of its kind",
        "inflow": "where and when the parameter was printed; blank: it has none, or it was chosen",
        "value": "the poverty rate in percent",
        "low": "the lower end in percent: of a figure's bounds, or of the range around the same rate",
        "high": "the upper end of the same",
        "calibrated": "yes: the range is a 90% range; no: it is as wide as elsewhere at higher rates, and no "
        "probability; blank: no range",
        "households": "poor households, of the last known number of all households",
    },
}


def explain_chart_columns(chart_id: str, table: pd.DataFrame) -> dict[str, str]:
    """What each column of the table behind a chart means.

    Example:
        >>> explain_chart_columns("07-outlook", pd.DataFrame(columns=["value"]))
        {'value': 'the poverty rate in percent'}
    """
    known = COLUMN_MEANINGS | CHART_COLUMN_MEANINGS.get(chart_id, {})
    return {column: known[column] for column in table}


CLAIM_TABLE_COLUMNS = [
    "province", "claim_id", "source_id", "publisher", "published", "role", "indicator", "population", "area",
    "statistic", "qualifier", "printed", "locale", "unit", "value", "hard_low", "hard_high", "soft_low", "soft_high",
    "error_kind", "survey_low", "survey_high", "from", "to", "base", "standard", "status", "kind", "inferred",
    "readings",
]  # fmt: skip
COLUMNS_OF_CLAIM = (  # those that are fields of a claim
    "indicator", "population", "area", "statistic", "qualifier", "printed", "locale", "base", "standard", "status",
)  # fmt: skip
CODEBOOK_COLUMNS = ["file", "column", "meaning"]
COLUMN_MEANINGS = {
    "province": "the folder of data/ that it comes from",
    "claim_id": "the number as the pack names it",
    "source_id": "the publication, in sources.csv of the pack",
    "publisher": "who published it",
    "published": "when",
    "role": "claims: primary sources make the lines; trajectory: anchor fixes the path, path is reconstructed, "
    "check is another printed figure, aside an estimate, target or forecast; livelihoods: printed, each (a quotient), "
    "share (at most), rest and rest-each (if one source counts a part of another's), kind (named, without a number); "
    "jobs: bounds (every path that never falls), no path (none keeps the years that are printed), year (a printed one)",
    "indicator": "what is counted; see data/README.md",
    "population": "of whom",
    "area": "where in the province",
    "statistic": "what kind of number; see data/README.md",
    "qualifier": "the word beside the numeral; see data/qualifiers.csv",
    "printed": "the numeral as the source prints it",
    "locale": "how the numeral is written",
    "unit": "of value and limits: rates in percent, changes of rates in percentage points, counts in their own unit",
    "value": "the number in its base unit (households, not thousands)",
    "hard_low": "the lowest value that the words allow; blank: no limit",
    "hard_high": "the highest value that the words allow; blank: no limit",
    "soft_low": "the lowest value that people who write so usually mean",
    "soft_high": "the highest value that people who write so usually mean",
    "error_kind": "what the source prints of a survey's sampling error; blank: nothing",
    "survey_low": "the lower end of the 95% interval of a survey's figure; blank: no sampling error is printed",
    "survey_high": "the upper end of the same",
    "from": "first date, SDMX (2015-M12 is the end of 2015); blank: undated",
    "to": "last date, SDMX",
    "base": "what a rate, share or multiple is of",
    "standard": "the poverty standard it was counted under; never compare across two",
    "status": "actual, estimate, target or forecast",
    "kind": "reported, derived, reconstructed, estimated or assumed; of an aside its status",
    "drafted": "of a row that the program proposed from a page's text: confirmed by a person as proposed, or changed; "
    "blank: typed by a person",
    "inferred": "columns that the encoder worked out and the source does not print",
    "readings": "the readings that it assumes, as question=reading",
    "claims": "the ids of the claims that it rests on",
    "check": "which check of the audit",
    "date": "the date that it is about, SDMX; blank: none",
    "verdict": "agrees, disagrees, cannot tell or not checkable; as printed: settled by a reading; of a target: "
    "reached, missed or cannot tell",
    "sentence": "what was found, in one plain sentence",
    "finding": "the arithmetic behind it",
    "suggestion": "the simplest slip that would explain it; nothing was changed",
    "low": "the lower end: of a numeral's bounds, of a year's outer limits, or of the quantity that a check computed",
    "high": "the upper end of the same",
    "best": "the balanced value of the quantity that a check computed",
    "t": "the date as a number of years; a year end is whole (2015.0 is the end of 2015)",
    "contradicted": "yes: a check of the audit contradicts it",
    "reading": "the reading of the printed average of jobs; blank: as printed",
    "label": "the reading in words",
    "variant": "the reading of an open question that the spell follows; blank: the preferred ones",
    "open": "yes: the spell depends on a question that is open, and stands once for each of its readings",
    "source": "own: a figure of the pack's main source takes part; other: of other sources alone",
    "band_low": "the lower end of a year's calibrated band; blank: none",
    "band_high": "the upper end of a year's calibrated band; blank: none",
    "year": "the year",
    "shape": "which paths are tried: that never fall, or whose yearly changes are as elsewhere",
    "first": "the first year that it speaks of",
    "last": "the last year",
    "allows_from": "the least that the reading allows for the mean of these years; blank: no path",
    "allows_to": "the most; blank: no limit, or no path",
    "independent_figure": "what the reading is held against: a printed year, all of them, or the plan of these years",
    "plan": "what was planned a year; blank: held against no plan",
    "times_plan_from": "allows_from over the plan",
    "times_plan_to": "allows_to over the plan",
    "measure": "what is counted, or which quotient",
    "start": "first date, SDMX; blank: undated",
    "end": "last date, SDMX",
    "usd_low": "low in US dollars; blank: no money, or undated",
    "usd_high": "high in US dollars",
    "usd_rate": "VND for one dollar, from data/exchange_rates.csv",
    "usd_date": "the day of that rate",
    "whole": "of what it is a share; of a rest: the source that would count the other part",
    "target": "what was to be reached",
    "better": "lower or higher: on which side of the target it is reached",
    "outcome_low": "the lowest that the figures allow of what happened; blank: not known",
    "outcome_high": "the highest",
    "why": "by what it was judged",
    **{
        f"{name}{part}": f"{what}{meaning}"
        for name, what in {
            "poverty_rate": "poor households (or people, as base says) in % of all",
            "poor_households": "poor households",
            "poor_persons": "people in poor households",
            "near_poor_rate": "near-poor households in % of all",
            "near_poor_households": "near-poor households",
            "jobs": "people placed in jobs in the year, at home and elsewhere",
        }.items()
        for part, meaning in {
            "": "; blank: not known, or only a range is",
            "_low": ": the lower end, of the printed numeral (what people mean where its words set no limit) or of the "
            "band of a reconstructed year",
            "_high": ": the upper end of the same",
            "_kind": ": reported; derived (follows from printed figures); reconstructed (between two figures); assumed "
            "(a declared number takes part); date open (no reading settles its year); disputed (readings differ); part "
            "of the year; estimated (jobs alone: by a model on declared numbers, with its 90% range); nothing known",
        }.items()
    },
    "doubt": "contradicted: a check of the audit contradicts a figure that the rate rests on; low trust: its source is",
    "open_questions": "questions of the pack that move a figure of the row and that nothing settles",
    "households": "all households of the province",
    "households_kind": "reported, derived (count over rate), or reconstructed (even change between two dates)",
    "survey_rate": "poverty rate in % by the official household survey: another measure, never joined",
    "survey_base": "of what it is a share: population or households",
    "survey_line": "the poverty line of that survey; compare years of one line only",
    "total_population": "all people of the province, mean of the year, as the statistical office publishes it",
    "country_rate": "the whole country's rate in % under the same standard, at the same date",
    "country_rate_kind": "reported, or derived: worked out from a printed change",
    "claim": "the claim that is a verdict of its source",
    "answer": "agrees, disagrees, cannot tell or not checkable",
}


def build_tidy_tables(pack: Pack) -> dict[str, pd.DataFrame]:
    """Tables of a province for reuse, by file name without .csv: tables without rows too, and a codebook of all.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> list(build_tidy_tables(load_pack("gia-lai")))[:4]
        ['yearly', 'claims', 'audit', 'trajectory']
    """
    indicators = (*RATE_INDICATORS, *COUNT_INDICATORS)
    tables = {
        "yearly": tabulate_yearly(pack),
        "claims": _tabulate_settled_claims(pack),
        "audit": tabulate_audit_findings(resolve_readings(pack)),
        "trajectory": pd.concat([tabulate_trajectories(pack, indicators, of_all) for of_all in (True, False)]),
        "jobs": tabulate_job_paths(pack),
        "job_trials": tabulate_job_tests(pack),
        "livelihoods": tabulate_livelihoods(pack),
        "targets": tabulate_target_verdicts(pack),
        "verdicts": tabulate_source_verdicts(pack),
    }
    for table in tables.values():
        if "province" not in table:
            table.insert(0, "province", pack.slug)
    rows = [(f"{name}.csv", column, COLUMN_MEANINGS[column]) for name, table in tables.items() for column in table]
    return tables | {"codebook": pd.DataFrame(rows, columns=CODEBOOK_COLUMNS)}


def build_province_data(packs: list[Pack]) -> dict[str, pd.DataFrame]:
    """Tables for reuse that are of no province alone, by file name without .csv: rates, paces, scores of the band.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> list(build_province_data([load_pack("gia-lai")]))
        ['levels', 'paces', 'scores']
    """
    return {
        "levels": provinces.tabulate_province_levels(packs),
        "paces": provinces.tabulate_province_paces(packs),
        "scores": tabulate_method_scores(load_donors()),
    }


def _tabulate_settled_claims(pack: Pack) -> pd.DataFrame:
    """The claims of a pack under its preferred readings as a table, with value and ranges in base units."""
    rows = []
    for claim in resolve_readings(pack).claims.values():
        row = {column: getattr(claim, column) for column in COLUMNS_OF_CLAIM}
        row |= {column: getattr(claim.source, column) for column in ("publisher", "published", "role")}
        row |= {
            "province": pack.slug, "claim_id": claim.id, "source_id": claim.source.id, "from": claim.start,
            "to": claim.end, "kind": "reported", "inferred": " ".join(claim.inferred),
            "readings": " ".join(claim.readings),
        }  # fmt: skip
        if claim.bounds is not None:
            (hard_low, hard_high), (soft_low, soft_high) = claim.limits("hard"), claim.limits("soft")
            row |= {"unit": claim.base_unit, "value": round_finite(claim.value)}
            row |= {"hard_low": round_finite(hard_low), "hard_high": round_finite(hard_high)}
            row |= {"soft_low": round_finite(soft_low), "soft_high": round_finite(soft_high)}
        row["drafted"] = tell_confirmation(pack.drafted.get(claim.id), pack.rows[claim.id])
        error = claim.sampling
        row["error_kind"] = error.kind if error else ""
        row |= {"survey_low": round_finite(error.low), "survey_high": round_finite(error.high)} if error else {}
        rows.append(row)
    return pd.DataFrame(rows, columns=[*CLAIM_TABLE_COLUMNS, *(["drafted"] if pack.drafted else [])])
