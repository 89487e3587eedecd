"""The estimate of jobs: its check values, an independent solution of the same model, and what it refuses."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from examples import examples
from poverty.jobs import declared as declared_numbers
from poverty.jobs.declared import DECLARED_FILE, DECLARED_LIMITS, choose_declared_numbers, read_declared_rows
from poverty.jobs.estimate import NO_ESTIMATE_REASONS, NoEstimateError, estimate_jobs, list_job_evidence
from poverty.jobs.estimate_tables import (
    find_latest_estimated_years,
    find_no_estimate_reason,
    tabulate_declared_effects,
    tabulate_held_back_years,
    tabulate_job_estimates,
    tabulate_job_sums,
)
from poverty.jobs.figures import JobFigure
from poverty.jobs.plans import NoPlanOutcomesError, PlanOutcome, calibrate_plan_outcome, tabulate_held_back_plans
from poverty.packs.csv_rows import PackError
from poverty.packs.load import load_pack
from poverty.packs.readings import restrict_to_evidence
from poverty.tables import tabulate_yearly
from poverty.words.findings import phrase_job_findings
from poverty.words.language import Language
from small_packs import build_pack, build_row

WITHIN = 0.03
OUTCOME = PlanOutcome(1.1, 1.2, 0.8, 20, 12)
BAC_LIEU_SUMS = {  # what another program gets, by importance sampling and by another state space
    "mean a year": (21_300, 18_900, 24_200),
    "total": (439_000, 416_000, 465_000),
}
BAC_LIEU_YEARS = {2020: (19_600, 17_500, 21_900), 2024: (22_500, 19_300, 26_600)}
BAC_LIEU_EFFECTS = {  # the mean of 2021 to 2024 if one number were another
    ("yearly_sd", 0.03): 21_700,
    ("yearly_sd", 0.08): 20_900,
    ("lasting", 0.8): 22_600,
    ("lasting", 0.5): 23_800,
    ("plans met exactly", 1.0): 20_000,
}


@pytest.fixture(scope="module")
def estimated():
    return load_pack("bac-lieu")


def jobs(name, printed, date, **columns):
    return build_row(name, "jobs_created", printed, date, **columns)


def figure(first, last, value, plan=False):
    status = "target" if plan else "actual"
    return JobFigure(first, last, value, value, value, status, "reported", "", (f"c{first}-{last}",), ())


def test_sums_are_those_of_another_program(estimated):
    sums = tabulate_job_sums(estimated).set_index("what")
    assert sums.loc["mean a year", ["first", "last"]].tolist() == [2021, 2024]
    assert sums.loc["total", ["first", "last"]].tolist() == [1997, 2024]
    for what, numbers in BAC_LIEU_SUMS.items():
        assert sums.loc[what, ["value", "low", "high"]].tolist() == pytest.approx(numbers, rel=WITHIN)


def test_years_are_those_of_another_program(estimated):
    years = tabulate_job_estimates(estimated).set_index("year")
    assert years.index.tolist() == list(range(1997, 2025))
    for year, numbers in BAC_LIEU_YEARS.items():
        assert years.loc[year, ["value", "low", "high"]].tolist() == pytest.approx(numbers, rel=WITHIN)
    assert set(years.loc[[2013, 2018, 2019], "kind"]) == {"reported"}
    assert years.loc[[2013, 2018, 2019], "value"].tolist() == [17_250, 24_500, 24_600]
    assert years.loc[1997, "kind"] == "derived"


def test_each_declared_number_moves_what_another_program_says(estimated):
    effects = tabulate_declared_effects(estimated)
    by_name = effects.set_index(["name", "tried"])
    for key, mean in BAC_LIEU_EFFECTS.items():
        assert by_name.loc[key, "mean"] == pytest.approx(mean, rel=WITHIN)
    names = effects.set_index("name")
    without_plan = names.loc["without the plan for 2021-2025", ["mean", "mean_low", "mean_high"]]
    assert without_plan.tolist() == pytest.approx((23_000, 19_200, 27_900), rel=WITHIN)
    without_start = names.loc["without the figure of 1997", ["total", "total_low", "total_high"]]
    assert without_start.tolist() == pytest.approx((460_000, 415_000, 522_000), rel=WITHIN)


def test_a_changed_number_changes_the_tables(estimated):
    usual, changed = (tabulate_job_sums(estimated, **x).iloc[0] for x in ({}, {"lasting": 0.5}))
    assert changed["value"] == pytest.approx(23_800, rel=WITHIN)
    assert changed["value"] > 1.05 * usual["value"]


def test_plans_are_calibrated_and_held_back_by_place():
    outcome = calibrate_plan_outcome("Bạc Liêu")
    assert (outcome.results, outcome.places) == (21, 13)
    assert (outcome.low, outcome.high) == pytest.approx((0.96, 1.25), abs=0.005)
    wider = calibrate_plan_outcome("Bạc Liêu", 0.9)
    assert (wider.low, wider.high) == pytest.approx((0.80, 1.49), abs=0.005)
    assert 18_800 * outcome.centre == pytest.approx(20_600, rel=0.005)
    assert 0.75 <= (tabulate_held_back_plans()["held"] == "yes").mean() <= 0.85
    assert (tabulate_held_back_plans(0.9)["held"] == "yes").mean() == pytest.approx(0.95, abs=0.01)


def test_a_place_takes_no_part_in_its_own_calibration():
    assert calibrate_plan_outcome("Sơn La").places == calibrate_plan_outcome("Bạc Liêu").places - 1
    with pytest.raises(NoPlanOutcomesError, match="0 other places print what a plan came to"):
        calibrate_plan_outcome("Bạc Liêu", records=[])
    with pytest.raises(NoPlanOutcomesError, match="13 other places are too few for a range of 99%"):
        calibrate_plan_outcome("Bạc Liêu", 0.99)


def solve_by_hand(years, evidence, declared):
    """Means and standard deviations of the logarithms: the joint normal distribution of all years, conditioned."""
    n = len(years)
    growth = np.arange(n, dtype=float)
    level = np.mean([e.log_value for e in evidence])
    broken = [max(0, year - int(declared.break_year)) if year >= declared.break_year else None for year in years]
    left = np.array([0.0 if k is None or years[0] > declared.break_year else declared.lasting**k for k in broken])
    mean = level + declared.growth * growth + log(declared.break_factor) * left
    covariance = declared.start_sd**2 + declared.growth_sd**2 * np.outer(growth, growth)
    covariance = covariance + declared.yearly_sd**2 * np.minimum.outer(growth, growth)
    covariance = covariance + declared.break_sd**2 * np.outer(left, left)
    rows = np.array([[(e.first <= y <= e.last) / (e.last - e.first + 1) for y in years] for e in evidence])
    errors = np.diag([e.log_sd**2 for e in evidence])
    gain = covariance @ rows.T @ np.linalg.inv(rows @ covariance @ rows.T + errors)
    posterior = covariance - gain @ rows @ covariance
    return mean + gain @ (np.array([e.log_value for e in evidence]) - rows @ mean), np.sqrt(np.diag(posterior))


SPANS = st.tuples(st.integers(2008, 2026), st.integers(0, 4)).map(lambda x: (x[0], x[0] + x[1]))


@examples(60)
@given(
    st.dictionaries(st.tuples(SPANS, st.booleans()), st.integers(5_000, 40_000), min_size=2, max_size=6),
    st.sampled_from([0.0, 0.5, 1.0]),
)
def test_statsmodels_and_the_joint_distribution_agree(numbers, lasting):
    figures = [figure(*span, value, plan) for (span, plan), value in numbers.items()]
    declared = replace(choose_declared_numbers(), lasting=lasting)
    assume(len({span for span, _ in numbers}) > 1)
    estimate = estimate_jobs(figures, OUTCOME, 2030, declared, draws=0)
    means, sds = solve_by_hand(estimate.years, estimate.evidence, declared)
    assert estimate.means == pytest.approx(means, abs=1e-6)
    assert estimate.sds == pytest.approx(sds, abs=1e-5)


def test_draws_have_the_range_of_their_years_and_are_the_same_every_time(estimated):
    figures = [figure(2010, 2010, 9_000), figure(2016, 2016, 14_000)]
    estimate = estimate_jobs(figures, None, 2016)
    for year in (2012, 2014):
        assert estimate.range_of_sum(year, year) == pytest.approx(estimate.range_of_year(year), rel=0.02)
    assert estimate.range_of_sum(2010, 2016)[0] > estimate.range_of_sum(2011, 2016)[0]
    first, again = (tabulate_job_sums(estimated)["value"].tolist() for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([jobs("a", "20,000", "2018")], "one year"),
        ([jobs("a", "20,000", "2018..2018", statistic="each year")], "nothing"),
        (
            [build_row("p", "poverty_rate", "5.00", "2020-M12"), jobs("a", "20,000", "2024", status="target")],
            "years to come",
        ),
    ],
)
def test_a_pack_that_carries_no_estimate_says_why(rows, reason):
    pack = build_pack(*rows)
    assert find_no_estimate_reason(pack) == reason
    assert NO_ESTIMATE_REASONS[reason]
    assert tabulate_job_estimates(pack).empty
    assert tabulate_job_sums(pack).empty
    assert tabulate_declared_effects(pack).empty


def test_plans_alone_carry_an_estimate_of_the_years_that_have_ended():
    pack = build_pack(
        build_row("p", "poverty_rate", "5.00", "2023-M12"), jobs("a", "100,000", "2021..2025", status="target")
    )
    table = tabulate_job_estimates(pack)
    assert table["year"].tolist() == [2021, 2022, 2023]
    assert set(table["basis"]) == {"plan"}
    assert table["value"].mean() == pytest.approx(20_000 * calibrate_plan_outcome("Somewhere").centre, rel=0.05)


def test_a_half_year_is_the_least_that_its_year_had():
    rows = [jobs("a", "20,000", "2018"), jobs("b", "20,000", "2020", status="target"), jobs("d", "20,000", "2021")]
    usual = tabulate_job_sums(build_pack(*rows)).iloc[-1]
    floor = jobs("c", "20,000", "2020-S1")
    raised = tabulate_job_sums(build_pack(*rows, floor)).iloc[-1]
    assert raised["low"] > usual["low"]
    impossible = jobs("c", "90,000", "2020-S1")
    contradicted = build_pack(*rows, impossible)
    assert find_no_estimate_reason(contradicted) == "contradiction"
    assert tabulate_job_estimates(contradicted).empty
    with pytest.raises(NoEstimateError, match="contradict each other"):
        estimate_jobs(
            [figure(2018, 2018, 2e4), replace(figure(2020, 2020, 9e4), part=True), figure(2021, 2021, 2e4)], None, 2021
        )


def test_figures_that_do_not_agree_are_taken_as_a_range_and_named():
    plans = [figure(2020, 2020, 18_000, plan=True), figure(2020, 2020, 30_000, plan=True)]
    (evidence,) = list_job_evidence(plans, OUTCOME, 0.003)
    assert evidence.disputed
    assert np.exp(evidence.log_value) == pytest.approx((18_000 * 30_000) ** 0.5 * OUTCOME.centre, rel=1e-6)
    assert evidence.log_sd > OUTCOME.log_sd


def test_a_plan_says_nothing_of_a_year_whose_number_is_known():
    known = [figure(2020, 2020, 18_000), figure(2020, 2020, 30_000, plan=True)]
    assert [e.plan for e in list_job_evidence(known, OUTCOME, 0.003)] == [False]
    assert list_job_evidence([replace(figure(2020, 2020, 0), low=0, high=0)], OUTCOME, 0.003) == []


DATES = st.one_of(
    st.integers(2000, 2028).map(str),
    st.tuples(st.integers(2000, 2024), st.integers(1, 8)).map(lambda x: f"{x[0]}..{x[0] + x[1]}"),
    st.tuples(st.integers(2000, 2028), st.sampled_from(["S1", "S2", "Q3", "M07"])).map(lambda x: f"{x[0]}-{x[1]}"),
)
JOB_ROWS = st.fixed_dictionaries(
    {
        "printed": st.integers(1, 60_000).map(lambda x: f"{x:,}"),
        "date": DATES,
        "status": st.sampled_from(["actual", "actual", "target", "forecast"]),
        "statistic": st.sampled_from(["total", "total", "mean per year", "each year"]),
        "qualifier": st.sampled_from(["exact", "exact", "more than", "less than", "about"]),
    }
)


@examples(20)
@given(st.lists(JOB_ROWS, max_size=6), st.integers(2005, 2024))
def test_any_figures_give_ranges_for_every_year_or_a_reason(rows, last):
    pack = build_pack(
        build_row("p", "poverty_rate", "5.00", f"{last}-M12"),
        *(jobs(f"j{i}", row.pop("printed"), row.pop("date"), **row) for i, row in enumerate(map(dict, rows))),
    )
    reason, table = find_no_estimate_reason(pack), tabulate_job_estimates(pack)
    assert table.empty == bool(reason)
    assert tabulate_job_sums(pack).empty == bool(reason)
    if not reason:
        assert table["year"].tolist() == list(range(table["year"].min(), table["year"].max() + 1))
    estimated = table[table["kind"] == "estimated"]
    assert np.isfinite(estimated["high"].astype(float)).all()
    assert ((estimated["low"] <= estimated["value"]) & (estimated["value"] <= estimated["high"])).all()
    for code in ("en", "vi", "id"):
        assert not [x for x in phrase_job_findings(pack, Language(code)) if "nan" in x.split() or "%(" in x]


def test_numbers_that_no_ordinary_course_joins_are_called_unlikely():
    ordinary = estimate_jobs([figure(2015, 2015, 20_000), figure(2016, 2016, 21_000)], None, 2016, draws=0)
    wild = estimate_jobs([figure(2015, 2015, 20_000), figure(2016, 2016, 60_000)], None, 2016, draws=0)
    assert (ordinary.is_unlikely, wild.is_unlikely) == (False, True)


@pytest.mark.parametrize(
    ("name", "cell"), [("yearly_sd", "0"), ("yearly_sd", "-0.05"), ("lasting", "7"), ("growth", "2")]
)
def test_a_declared_number_that_makes_no_sense_is_named(tmp_path, name, cell):
    text = DECLARED_FILE.read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith(f"{name},")]
    path = tmp_path / "declared.csv"
    path.write_text(text.replace(row, ",".join([name, cell, *row.split(",")[2:]])), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        read_declared_rows(path)
    (fault,) = refused.value.faults
    low, high = DECLARED_LIMITS[name]
    assert (fault.column, fault.value, fault.row) == ("value", cell, text.splitlines().index(row) + 1)
    assert f"{low:g} to {high:g}" in fault.expected
    assert fault.mend
    with pytest.raises(ValueError, match=f"{name} = .*expected {low:g} to {high:g}"):
        choose_declared_numbers(**{name: float(cell)})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("yearly_sd", "0.08", "expected a number, 0.001 to 0.5; write it without quotes"),
        ("lasting", True, "expected a number, 0 to 1"),
        ("break_year", 2020.5, "expected a whole year, such as 2020"),
        ("growth", float("nan"), "expected -0.2 to 0.2"),
    ],
)
def test_a_changed_number_of_another_type_is_named(name, value, said):
    with pytest.raises(ValueError, match=said):
        choose_declared_numbers(**{name: value})


def test_the_effects_begin_with_the_numbers_as_declared_and_end_with_single_figures(estimated):
    effects = tabulate_declared_effects(estimated)
    assert effects["name"].iloc[0] == "as declared"
    assert effects.loc[0, ["mean_change", "total_change"]].tolist() == [0, 0]
    tried = effects.set_index("name")
    assert tried.loc["error of plans", ["declared", "tried"]].tolist() == pytest.approx((0.105, 0.188), abs=0.002)
    assert effects["name"].iloc[-1].startswith("without the ")
    changed = tabulate_declared_effects(estimated, yearly_sd=0.07).set_index(["name", "tried"])
    assert changed.loc[("yearly_sd", 0.05), "declared"] == 0.07  # what was changed is tried as declared


def test_a_number_that_can_be_nothing_is_left_out():
    least = figure(2019, 2019, 1)
    assert list_job_evidence([replace(least, low=0)], OUTCOME, 0.003) == []


def test_an_unknown_or_a_missing_declared_number_is_named(tmp_path):
    with pytest.raises(ValueError, match="speed: no number of this name is declared; there are growth"):
        choose_declared_numbers(speed=1)
    text = DECLARED_FILE.read_text(encoding="utf-8")
    path = tmp_path / "declared.csv"
    path.write_text(
        "".join(x for x in text.splitlines(keepends=True) if not x.startswith("lasting,")), encoding="utf-8"
    )
    with pytest.raises(PackError, match="a row for lasting"):
        declared_numbers.read_declared_rows(path)


def test_years_held_back_elsewhere_are_recorded_as_too_few():
    held = tabulate_held_back_years()
    assert held["place"].nunique() < 9  # so the range is declared, and not called calibrated
    assert len(held) == 19
    assert (held["held"] == "yes").sum() == 15
    assert not held[(held["place"] == "TP. Hồ Chí Minh") & (held["year"] == 2020)]["held"].eq("yes").any()


def test_the_yearly_table_takes_the_estimate_where_nothing_is_printed(estimated):
    rows = tabulate_yearly(estimated).drop_duplicates("year").set_index("year")
    assert set(rows.loc[[1998, 2010, 2022], "jobs_kind"]) == {"estimated"}
    assert rows.loc[2018, ["jobs", "jobs_kind"]].tolist() == [24_500, "reported"]
    assert rows.loc[2020, "jobs_kind"] == "estimated"
    alone = tabulate_yearly(restrict_to_evidence(estimated, "article")).set_index("year")
    assert "estimated" not in set(alone["jobs_kind"])


def test_the_latest_estimated_years_rest_on_the_same_figures(estimated):
    assert find_latest_estimated_years(tabulate_job_estimates(estimated)) == (2021, 2024)
    assert find_latest_estimated_years(tabulate_job_estimates(load_pack("dak-lak"))) is None  # their mean is printed
    assert find_latest_estimated_years(tabulate_job_estimates(load_pack("gia-lai"))) == (2023, 2023)
