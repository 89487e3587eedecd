"""Jobs per year under each reading of an average: paths, bounds, and what the printed years leave of them."""

from types import SimpleNamespace

import pytest

from poverty.jobs import average as jobs
from poverty.jobs import limits, tables
from poverty.packs import readings
from small_packs import build_row, resolve_pack


@pytest.fixture(scope="module")
def problems(bac_lieu):
    return {
        r.name: jobs.pair_average_with_multiple(resolved)
        for r, resolved in readings.resolve_each_reading(bac_lieu, "jobs-per-year")
    }


def test_bounds_under_the_mean_of_the_whole_period(problems):
    low, high = limits.bound_mean_jobs(problems["whole-period"], {}, (2024,), soft=False)
    assert (round(low), round(high)) == (20_494, 380_000)
    assert limits.bound_total_jobs(problems["whole-period"], soft=True) == pytest.approx((560_000, 588_000))


def rows_of(pack, reading, role="bounds", year=2024):
    table = tables.tabulate_job_paths(pack)
    return table[(table["reading"] == reading) & (table["role"] == role) & (table["year"] == year)]


def test_the_bounds_keep_the_years_that_other_sources_print(evidence):
    # least elsewhere: 16 years at 20,000 / 3, five at 17,250, one at 24,450 (24,500 to the nearest hundred) and five
    # at 24,550 (nearly 24,600)
    most = 28 * 20_000 - 16 * 20_000 / 3 - 5 * 17_250 - 24_450 - 5 * 24_550
    assert most == pytest.approx(219_900, abs=50)
    row = rows_of(evidence, "whole-period").iloc[0]
    assert row["high"] == round(most)
    assert row["low"] > 24_550
    assert {"jobs-per-year", "dtmn2014-jobs-2013", "ngoc-jobs-2018", "bnd-jobs-2019"} <= set(row["claims"].split())
    assert rows_of(evidence, "whole-period", year=2013)["low"].tolist() == [17_250]
    assert rows_of(evidence, "whole-period", year=2018)["high"].tolist() == [24_550]


def test_the_main_source_alone_keeps_its_own_numbers_alone(evidence):
    article = readings.restrict_to_evidence(evidence, "article")
    assert rows_of(article, "whole-period")[["low", "high"]].values.tolist() == [[20_494, 380_000]]


def test_a_reading_that_asks_for_a_fall_has_no_bounds(evidence):
    for reading in ("recent-level", "current-programme"):  # nearly 24,600 in 2019, and 20,000 after it
        assert rows_of(evidence, reading).empty
        assert len(rows_of(evidence, reading, "no path")) == 1
    summary = tables.tabulate_jobs_summary(evidence).set_index("reading")
    assert summary["if_never_fell"].to_dict() == {
        "whole-period": "possible", "recent-level": "impossible", "current-programme": "impossible",
        "since-2011": "possible",
    }  # fmt: skip
    assert summary.loc["recent-level", ["total_low", "total_high", "last_low", "last_high"]].isna().all(axis=None)
    assert summary.loc["current-programme", "total_low"].tolist() == [80_000, 80_000]  # four years, whatever the path


def test_no_range_contradicts_a_printed_year(evidence):
    table = tables.tabulate_job_paths(evidence)
    printed, bounds = (table[table["role"] == role] for role in ("year", "bounds"))
    both = printed.merge(bounds, on=["reading", "year"], suffixes=("", "_left"))
    assert len(both) == 2 * 3  # two readings leave a path through three years
    assert (both["low"] <= both["low_left"]).all()
    assert (both["high_left"] <= both["high"]).all()


def test_every_reading_shows_the_years_that_are_printed(evidence):
    table = tables.tabulate_job_paths(evidence)
    printed = table[table["role"] == "year"]
    for _, rows in printed.groupby("reading"):
        assert dict(zip(rows["year"], rows["value"], strict=True)) == {2013: 17_250, 2018: 24_500, 2019: 24_600}
    assert printed["reading"].nunique() == table["reading"].nunique() == 4
    assert set(printed["kind"]) == {"reported"}
    alone = tables.tabulate_job_paths(readings.restrict_to_evidence(evidence, "article"))
    assert set(alone["role"]) == {"bounds"}


def test_totals_of_a_recent_level(problems):
    known = problems["recent-level"]
    assert [round(x) for x in limits.bound_total_jobs(known, soft=False)] == [200_000, 546_667]


def test_a_part_of_the_period_says_its_own_years_only(problems):
    known = problems["current-programme"]
    assert known.window == (2021, 2024)
    assert limits.bound_total_jobs(known, soft=False) == pytest.approx((80_000, 80_000))


def test_the_base_year_is_the_same_under_every_reading(problems):
    for known in problems.values():
        assert known.years[0] == 1997
        assert [round(x) for x in known.start] == [6_667, 6_667, 8_400]


def test_an_undated_average_asks_for_a_reading(resolved):
    with pytest.raises(jobs.NoJobsError, match="choose a reading"):
        jobs.pair_average_with_multiple(resolved)


@pytest.mark.parametrize(("multiple", "rises"), [("1", False), ("2", True)])
def test_a_multiple_that_may_be_just_1_is_no_rise(multiple, rises):
    columns = {"statistic": "multiple", "base": "jobs_created:2010", "unit": "times", "qualifier": "more than"}
    rows = [
        build_row("mean", "jobs_created", "20,000", "2011..2020", statistic="mean per year", together="one"),
        build_row("multiple", "jobs_created", multiple, "2020", together="one", **columns),
    ]
    if rises:
        assert jobs.pair_average_with_multiple(resolve_pack(*rows)).multiple == (2.0, 2.0, 3.0)
    else:
        with pytest.raises(jobs.NoJobsError, match="1 times is not a rise"):
            jobs.pair_average_with_multiple(resolve_pack(*rows))


def test_an_average_that_begins_before_the_base_year_has_no_bounds():
    columns = {"statistic": "multiple", "base": "jobs_created:2010", "unit": "times"}
    rows = [
        build_row("mean", "jobs_created", "20,000", "2005..2020", statistic="mean per year", together="one"),
        build_row("multiple", "jobs_created", "3", "2020", together="one", **columns),
    ]
    with pytest.raises(jobs.NoJobsError, match="covers 2005-2020, which is not later than the base year 2010"):
        jobs.pair_average_with_multiple(resolve_pack(*rows))


def test_a_linear_programme_that_ends_without_an_answer_gives_no_bound(problems, monkeypatch):
    stopped = SimpleNamespace(status=4, message="numerical difficulties", fun=0.0)
    monkeypatch.setattr(limits.scipy.optimize, "linprog", lambda *_, **__: stopped)
    known = next(iter(problems.values()))
    with pytest.raises(ArithmeticError, match="was not solved: numerical difficulties"):
        limits.bound_mean_jobs(known, {}, known.years, (0.0, 1.0))
