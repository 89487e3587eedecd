"""Jobs by year: exact limits against linear programmes, the readings on trial, and what follows from a printed year."""

from math import inf, isfinite, isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from examples import examples
from job_problems import random_problems
from poverty.jobs import average as jobs
from poverty.jobs import figures as job_years
from poverty.jobs import trial as job_trial
from poverty.jobs.average import AverageAndMultiple, AverageKind
from poverty.jobs.limits import NEVER_FALLS, NoPathError, bound_mean_jobs
from poverty.packs import load as pack
from poverty.packs import readings
from sample_packs import add_row, edit, keep
from small_packs import build_row, resolve_pack

PRINTED = {2013: 17_250, 2018: 24_500, 2019: 24_600}  # the whole years that are printed of Bạc Liêu
YEARS = tuple(range(1997, 2025))
CEILING = 1e12
TOGETHER = "all of these years"


# Limits against linear programmes


def yearly(n, change):
    """Rows A of A x <= 0: every change from a year to the next lies between the two rates."""
    now, following = np.eye(n)[:-1], np.eye(n)[1:]
    rows = [(1 + change[0]) * now - following]
    if isfinite(change[1]):
        rows.append(following - (1 + change[1]) * now)
    return np.vstack(rows)


def limits(boxes, years):
    """Bounds of the years for linprog, which is not sure of what has no limit: a ceiling far above every number."""
    return [(low, min(high, CEILING)) for low, high in (boxes.get(year, (0, inf)) for year in years)]


def extremes(cost, **programme):
    """The lowest and the highest value of cost·x: infinite if only the ceiling limits it, NaN if there is no x."""
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * np.asarray(cost), **programme)
        assert solved.status in (0, 2), solved.message
        ends.append(sign * solved.fun if solved.status == 0 else nan)
    return tuple(inf if end > CEILING / 100 else end for end in ends)


def reading_means(known, boxes, over, change):
    """The extremes of the mean over some years on paths that keep the change, the boxes and a reading.

    The average is a variable of its own beside the years.
    """
    n, inside = len(known.years), np.isin(known.years, range(known.window[0], known.window[1] + 1))
    (low, _, high), (fewest, _, largest) = known.average, known.multiple
    average, base = np.eye(n + 1)[-1], np.eye(n + 1)[0]
    steps = np.column_stack([yearly(n, change), np.zeros(len(yearly(n, change)))])
    return extremes(
        [*(np.isin(known.years, over) / len(over)), 0.0],
        A_ub=np.vstack([steps, fewest * base - average, average - largest * base]),
        b_ub=np.zeros(len(steps) + 2),
        A_eq=[[*(inside / inside.sum()), -1.0]],
        b_eq=[0.0],
        bounds=[*limits(boxes, known.years), (low, high)],
    )


def percent(least, most):
    """Shares in whole percent: a solver takes numbers that are nearly the same for the same, or for a contradiction."""
    return st.integers(least, most).map(lambda x: x / 100)


CHANGES = st.just(NEVER_FALLS) | st.tuples(percent(-10, 0), percent(1, 30))


@st.composite
def paths(draw):
    """A span of years, a change, and a path that keeps it."""
    span, change = tuple(range(2000, 2000 + draw(st.integers(3, 12)))), draw(CHANGES)
    moves = draw(st.lists(st.floats(change[0], min(change[1], 0.5)), min_size=len(span) - 1, max_size=len(span) - 1))
    return span, change, draw(st.floats(1e3, 5e4)) * np.cumprod([1.0, *(1 + np.array(moves))])


@st.composite
def around(draw, span, path):
    """Boxes around one to four years of a path, some of them without a highest number."""
    boxes = {}
    for i in draw(st.lists(st.integers(0, len(span) - 1), min_size=1, max_size=4, unique=True)):
        below, above = draw(percent(0, 30)), draw(st.just(inf) | percent(0, 30))
        boxes[span[i]] = (path[i] * (1 - below), path[i] * (1 + above))
    return boxes


@examples(40)
@given(known=paths(), data=st.data())
def test_what_a_reading_leaves_equals_a_linear_programme(known, data):
    span, change, path = known
    window = (span[data.draw(st.integers(0, len(span) - 1))], span[-1])
    average = path[span.index(window[0]) :].mean()
    less, more, fewer, oftener = (data.draw(percent(0, 20)) for _ in range(4))
    times = average / path[0]
    problem = AverageAndMultiple(
        {span[0]: AverageKind.WHOLE, span[-1]: AverageKind.LEVEL}.get(window[0], AverageKind.PART), span, window,
        (average * (1 - less), average, average * (1 + more)), (times * (1 - fewer), times, times * (1 + oftener)),
        (), (),
    )  # fmt: skip
    boxes = data.draw(around(span, path))
    over = tuple(sorted(data.draw(st.sets(st.sampled_from(span), min_size=1))))
    ends = bound_mean_jobs(problem, boxes, over, change)
    np.testing.assert_allclose(ends, reading_means(problem, boxes, over, change), rtol=1e-6)
    assert ends[0] * (1 - 1e-6) <= path[np.isin(span, over)].mean() <= ends[1] * (1 + 1e-6)


@examples(40)
@given(known=random_problems(), data=st.data())
def test_a_known_year_narrows_what_a_reading_leaves(known, data):
    before = np.array([bound_mean_jobs(known, {}, (year,), soft=False) for year in known.years])
    i = data.draw(st.integers(0, len(known.years) - 1))
    ends = sorted(data.draw(st.tuples(percent(0, 100), percent(0, 100))))
    box = tuple(float(before[i, 0] + share * (before[i, 1] - before[i, 0])) for share in ends)
    after = np.array([bound_mean_jobs(known, {known.years[i]: box}, (year,), soft=False) for year in known.years])
    assert (after[:, 0] >= before[:, 0] * (1 - 1e-6)).all()
    assert (after[:, 1] <= before[:, 1] * (1 + 1e-6)).all()
    np.testing.assert_allclose(after[i], box, rtol=1e-6)  # every number between the limits of one year is possible


def test_a_known_year_outside_of_what_a_reading_leaves_has_no_path():
    known = AverageAndMultiple(AverageKind.WHOLE, YEARS, (1997, 2024), (20_000,) * 3, (3,) * 3, (), ())
    assert bound_mean_jobs(known, {2024: (0, 20_500)}, (2024,), soft=False)[1] == pytest.approx(20_500)
    with pytest.raises(NoPathError):
        bound_mean_jobs(known, {2024: (0, 20_400)}, (2024,), soft=False)


# Bạc Liêu with the figures of all sources


def of(figures, first, last=None, status="actual"):
    """The one figure of these years."""
    (found,) = [f for f in figures if (f.first, f.last, f.status, f.part) == (first, last or first, status, False)]
    return found


@pytest.fixture(scope="module")
def figures(evidence):
    return job_years.list_job_figures(readings.resolve_readings(evidence))


def test_the_printed_years(figures):
    found = [of(figures, year) for year in PRINTED]
    assert {f.first: f.value for f in found} == PRINTED
    assert {f.kind for f in found} == {"reported"}
    assert [(f.low, f.high) for f in found] == [(17_250, 17_260), (24_450, 24_550), (24_550, 24_600)]


def test_the_base_year_and_the_plan_are_derived(figures):
    base, plan = of(figures, 1997), of(figures, 2021, 2025, "target")
    assert (base.kind, base.claims) == ("derived", ("jobs-per-year", "jobs-multiple-1997"))
    assert (base.value, base.low, base.high) == pytest.approx((20_000 / 3, 20_000 / 3, 8_400))
    assert (plan.kind, plan.value) == ("derived", 94_000 / 5)


def test_the_qualifier_of_2013_is_kept(evidence, figures):
    (claim,) = of(figures, 2013).claims
    assert evidence.claims[claim].qualifier == "more than"


def test_a_span_a_plan_and_a_saying_of_every_year_limit_no_year(figures):
    assert of(figures, 2015).of_each_year
    boxes = job_years.derive_year_bounds(figures)
    assert boxes[2018] == (24_450, 24_550)
    assert not {2015, 2021, 2025} & set(boxes)
    assert [f.first for f in job_years.select_yearly_figures(figures)] == list(PRINTED)


def test_two_readings_disagree_with_two_years_if_jobs_never_fell_and_none_otherwise(evidence):
    tried = job_trial.run_job_consistency_tests(evidence)
    years_alone = [t for t in tried if t["independent_figure"] != TOGETHER]
    alone = {(t["reading"], t["shape"], t["first"]) for t in years_alone if t["verdict"] == "disagrees"}
    assert alone == {
        ("recent-level", "never falls", 2018),
        ("recent-level", "never falls", 2019),
        ("current-programme", "never falls", 2018),
        ("current-programme", "never falls", 2019),
    }
    together = {(t["reading"], t["shape"]): t["verdict"] for t in tried if t["independent_figure"] == TOGETHER}
    assert len(together) == 8
    assert {tried for tried, verdict in together.items() if verdict == "disagrees"} == {
        ("recent-level", "never falls"),
        ("current-programme", "never falls"),
    }
    assert {t["verdict"] for t in tried} == {"agrees", "disagrees"}


def test_what_the_mean_of_the_whole_period_asks_of_the_years_after_2019(evidence):
    later = [x for x in job_trial.derive_later_job_ranges(evidence) if x["reading"] == "whole-period"]
    assert {(x["first"], x["last"]) for x in later} == {(2020, 2024)}
    asked = {x["shape"]: (x["allows_from"], x["allows_to"]) for x in later}
    assert asked["never falls"] == pytest.approx((25_698, 68_150), abs=0.6)
    assert asked["as elsewhere"] == pytest.approx((22_996, 37_823), abs=0.6)


def test_held_against_the_plan_of_the_same_years_the_whole_period_asks_for_more(evidence):
    plan = (18_000 + 4 * 18_800) / 5  # 2020, then a fifth of 94,000 in each of 2021 to 2024
    asked = {(x["reading"], x["shape"]): x for x in job_trial.derive_later_job_ranges(evidence)}
    for shape, low, high in (("never falls", 25_698, 68_150), ("as elsewhere", 22_996, 37_823)):
        row = asked[("whole-period", shape)]
        assert (row["first"], row["last"], row["independent_figure"]) == (2020, 2024, "plan")
        assert row["plan"] == pytest.approx(plan)
        times = row["times_plan_from"], row["times_plan_to"]
        assert times == pytest.approx((low / plan, high / plan), rel=1e-3)
        assert {"bnd-jobs-target-2020", "vna2022-jobs-target-2021-2025"} <= set(row["claims"].split())
    assert {shape for _, shape in asked} == {"never falls", "as elsewhere"}


def test_a_plan_is_no_result_so_it_decides_nothing(evidence):
    later = job_trial.derive_later_job_ranges(evidence)
    assert {x["verdict"] for x in later} == {"cannot tell"}
    assert all(x["times_plan_from"] > 0 for x in later)


def test_years_without_a_plan_are_held_against_none(folder):
    keep(folder, lambda row: row["status"] != "target")
    later = job_trial.derive_later_job_ranges(pack.read_pack_folder(folder))
    assert {(x["independent_figure"], x["verdict"]) for x in later} == {("", "")}
    assert all(isnan(x["plan"]) and isnan(x["times_plan_from"]) for x in later)


def test_the_mean_since_about_2011_fits_the_printed_years_and_asks_for_no_rise_after_them(evidence):
    tried = [t for t in job_trial.run_job_consistency_tests(evidence) if t["reading"] == "since-2011"]
    assert {t["verdict"] for t in tried} == {"agrees"}
    later = job_trial.derive_later_job_ranges(evidence)
    asked = {x["reading"]: x for x in later if x["shape"] == "as elsewhere"}
    fall = 1 + job_trial.derive_shape_change_ranges(evidence)["as elsewhere"][0]
    after_2019 = 24_550 * np.mean(fall ** np.arange(1, 6))  # the least that nearly 24,600 in 2019 leaves
    assert asked["since-2011"]["allows_from"] == pytest.approx(after_2019, abs=0.6)  # it asks for no more than that
    assert asked["whole-period"]["allows_from"] > after_2019 + 2_000


def test_the_least_after_2018_is_the_same_by_linear_programme(evidence):
    known = jobs.pair_average_with_multiple(readings.resolve_readings(evidence, {"jobs-per-year": "whole-period"}))
    caps = {2013: (0, 17_250), 2018: (0, 24_500)}
    least, _ = bound_mean_jobs(known, caps, tuple(range(2019, 2025)), NEVER_FALLS, soft=False)
    assert least == pytest.approx((560_000 - 20_000 / 3 - 16 * 17_250 - 5 * 24_500) / 6)


# What follows from a printed year, in small packs

JOBS = {
    "together": "said",
    "statistic": "total",
    "qualifier": "exact",
    "locale": "vi",
    "inferred": "",
    "rounded_to": "1",
}


@pytest.fixture
def printed(copy):
    """The figures of a pack that prints these claims too: rows of what differs from a total in persons."""

    def build(*rows):
        for number, row in enumerate(rows):
            claim = JOBS | {"claim_id": f"printed-{number}", "to": row["from"], "value": row["printed"]} | row
            add_row(copy, "jobs-per-year", claim)
        found = job_years.list_job_figures(readings.resolve_readings(pack.read_pack_folder(copy)))
        return [f for f in found if any(name.startswith("printed-") for name in f.claims)]

    return build


PERCENT = {"unit": "percent", "locale": "vi"}


def test_a_percent_of_plan_gives_the_plan(printed):
    found = printed(
        {"printed": "18000", "from": "2016"},
        {"printed": "120", "from": "2016", "statistic": "percent of plan"} | PERCENT,
    )
    plan = of(found, 2016, status="target")
    assert (plan.kind, plan.claims) == ("derived", ("printed-0", "printed-1"))
    assert (plan.value, plan.low, plan.high) == pytest.approx((15_000, 18_000 / 1.205, 18_000 / 1.195))
    assert job_years.derive_year_bounds(found) == {2016: (18_000, 18_000)}  # the result, not the plan


def test_a_percent_of_plan_for_part_of_a_year_gives_the_plan_of_the_year(printed):
    found = printed(
        {"printed": "9000", "from": "2016-S1"},
        {"printed": "60", "from": "2016-S1", "statistic": "percent of plan"} | PERCENT,
    )
    assert of(found, 2016, status="target").value == pytest.approx(15_000)


@pytest.mark.parametrize(
    ("change", "before", "low", "high"),
    [
        ({"statistic": "rise", "printed": "2000"}, 20_000, 20_000, 20_000),
        ({"statistic": "fall", "printed": "2000"}, 24_000, 24_000, 24_000),
        ({"statistic": "relative rise", "printed": "10"} | PERCENT, 20_000, 22_000 / 1.105, 22_000 / 1.095),
        ({"statistic": "relative fall", "printed": "12"} | PERCENT, 25_000, 22_000 / 0.885, 22_000 / 0.875),
    ],
    ids=lambda x: x["statistic"] if isinstance(x, dict) else "",
)
def test_a_change_gives_the_year_before(printed, change, before, low, high):
    found = of(printed({"printed": "22000", "from": "2016"}, {"from": "2015", "to": "2016"} | change), 2015)
    assert (found.kind, found.claims, found.is_whole_year) == ("derived", ("printed-0", "printed-1"), True)
    assert (found.value, found.low, found.high) == pytest.approx((before, low, high))


def test_a_change_without_its_result_gives_nothing(printed):
    change = {"from": "2015", "to": "2016", "statistic": "rise", "printed": "2000", "together": "another sentence"}
    assert [f.first for f in printed({"printed": "22000", "from": "2016"}, change)] == [2016]


def test_a_change_of_part_of_a_year_gives_no_year(printed):
    change = {"from": "2015-S1", "to": "2016-S1", "statistic": "rise", "printed": "2000"}
    assert [f.first for f in printed({"printed": "9000", "from": "2016-S1"}, change)] == [2016]


def test_a_total_over_five_years_gives_their_mean(printed):
    found = printed({"printed": "94000", "from": "2006", "to": "2010"})
    mean = of(found, 2006, 2010)
    assert (mean.kind, mean.how, mean.value) == ("derived", "total over 5 years", 18_800)
    assert job_years.derive_year_bounds(found) == {}


def test_part_of_a_year_is_the_least_that_the_year_had(printed):
    found = printed({"printed": "11400", "from": "2016-S1"})
    assert [(f.first, f.part, f.is_whole_year) for f in found] == [(2016, True, False)]
    assert job_years.derive_year_bounds(found) == {2016: (11_400, inf)}
    assert job_years.select_yearly_figures(found) == []


def test_a_number_that_two_claims_print_stands_once_with_both(printed):
    found = printed({"printed": "22000", "from": "2016"}, {"printed": "22000", "from": "2016", "together": ""})
    assert of(found, 2016).claims == ("printed-0", "printed-1")


def test_of_two_numbers_of_one_year_that_cannot_both_hold_the_first_counts(printed):
    found = printed({"printed": "22000", "from": "2016"}, {"printed": "23000", "from": "2016"})
    assert job_years.derive_year_bounds(found) == {2016: (22_000, 22_000)}


def test_a_source_of_low_trust_limits_no_year(copy, printed):
    edit(copy, "sources.csv", lambda rows: rows[1].__setitem__(rows[0].index("trust"), "low"))
    found = printed({"printed": "22000", "from": "2016"})
    assert of(found, 2016).value == 22_000
    assert (job_years.derive_year_bounds(found), job_years.select_yearly_figures(found)) == ({}, [])


def test_every_reading_disagrees_with_a_year_below_the_base_year_if_jobs_never_fell(copy, printed):
    printed({"printed": "3000", "from": "2016"})
    tried = job_trial.run_job_consistency_tests(pack.read_pack_folder(copy))
    assert {(t["reading"], t["verdict"]) for t in tried if t["shape"] == "never falls"} == {
        (name, "disagrees") for name in ("whole-period", "recent-level", "current-programme")
    }


@pytest.mark.parametrize(
    ("slug", "first", "last", "status", "value"),
    [
        ("nghe-an", 2015, 2018, "target", 37_451),  # 150.510 is 100,47% of the plan of four years
        ("nghe-an", 2018, 2018, "target", 37_501),  # 17.813 in half a year is 47,5% of the plan
        ("gia-lai", 2021, 2021, "actual", 26_060),  # about 26.260 less a rise of nearly 200
        ("son-la", 2022, 2022, "target", 20_062),  # 29.892 is 149% of the plan
    ],
)
def test_what_follows_in_other_packs(slug, first, last, status, value):
    found = job_years.list_job_figures(readings.resolve_readings(pack.load_pack(slug)))
    derived = of([f for f in found if f.kind == "derived"], first, last, status)
    assert derived.value == pytest.approx(value, abs=0.6)


# Edges


def test_years_outside_the_path_are_not_nothing(bac_lieu):
    with pytest.raises(ValueError, match="2025-2026 is not within 1997-2024"):
        bound_mean_jobs(jobs.list_average_readings(bac_lieu)[0][1], {}, (2025, 2026))


# One page, one number of a year


def headline(printed, **columns):
    """A rounder number of the year of which `jobs_in_text` prints an exact one."""
    return build_row(
        "headline", "jobs_created", printed, "2022", **{"qualifier": "more than", "rounded_to": "100"} | columns
    )


JOBS_IN_TEXT = build_row("text", "jobs_created", "26,260", "2022", qualifier="about", rounded_to="10", together="2022")


def test_a_headline_and_the_figure_of_its_text_are_one_figure_of_a_year():
    for rows in ([headline("26,200"), JOBS_IN_TEXT], [JOBS_IN_TEXT, headline("26,200")]):
        figures = job_years.list_job_figures(resolve_pack(*rows))
        assert [(f.value, f.claims) for f in figures] == [(26_260, ("text", "headline"))]


def test_gia_lai_has_one_figure_of_2022():
    figures = job_years.list_job_figures(readings.resolve_readings(pack.load_pack("gia-lai")))
    assert [f.value for f in figures if f.first == 2022 and f.status == "actual"] == [26_260]


def test_what_follows_from_a_headline_follows_from_the_figure_of_its_text():
    rise = build_row("rise", "jobs_created", "200", "2021..2022", statistic="rise", together="headline")
    figures = job_years.list_job_figures(resolve_pack(headline("26,200", together="headline"), JOBS_IN_TEXT, rise))
    assert [(f.first, f.value) for f in figures] == [(2022, 26_260), (2021, 26_060)]


def test_a_rounder_figure_of_another_source_does_not_override_the_exact_one():
    rows = [headline("26,000", source_id="B", rounded_to="1000"), JOBS_IN_TEXT]
    figures = job_years.list_job_figures(resolve_pack(*rows))
    assert [f.value for f in job_years.select_yearly_figures(figures)] == [26_260]


def test_of_two_sources_that_contradict_each_other_the_first_counts():
    rows = [headline("31,000", source_id="B", rounded_to="1000"), JOBS_IN_TEXT]
    figures = job_years.list_job_figures(resolve_pack(*rows))
    assert [f.value for f in job_years.select_yearly_figures(figures)] == [31_000]


def test_a_part_of_a_year_over_new_year_limits_neither_year():
    over = build_row("over", "jobs_created", "9,000", "2019-M07..2020-M03")
    within = build_row("within", "jobs_created", "5,000", "2019-M01..2019-M09")
    figures = job_years.list_job_figures(resolve_pack(over, within))
    assert {(f.first, f.last, f.value, f.part, f.is_whole_year) for f in figures} == {
        (2019, 2020, 9000, True, False), (2019, 2019, 5000, True, False),
    }  # fmt: skip
    assert job_years.derive_year_bounds(figures) == {2019: (5000, inf)}
