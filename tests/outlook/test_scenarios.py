"""The outlook: scenarios and their parameters, targets judged, sources' own verdicts answered."""

import shutil
from dataclasses import replace
from math import exp, inf, log, nan
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poverty import tables
from poverty.outlook import scenarios as outlook
from poverty.outlook import tables as outlook_tables
from poverty.outlook import targets, verdicts
from poverty.outlook.scenarios import NoOutlookError, ScenarioParameters
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.packs.csv_rows import PackError
from poverty.packs.files import DATA, ROOT
from poverty.trajectory import pace as trajectory
from sample_packs import add_row, edit, keep, set_cell
from small_packs import build_pack, build_row, resolve_pack

EVIDENCE = ROOT / "tests" / "data" / "evidence" / "bac-lieu"
PERCENT_A_YEAR = 100 * log(5.09 / 0.69) / 3  # the rate of reduction of Bạc Liêu, end 2021 to end 2024
LAST = 100 * 1581 / 227_911  # percent
WITHOUT = {
    "quang-ngai": "counted under the VN-2016, and 2 others followed",
    "soc-trang": "no two figures a year apart are printed under the VN-2022",
    "nusa-tenggara-timur": "between two surveys",
}
WITH = [slug for slug in pack.list_province_slugs() if tables.list_scenario_starts(pack.load_pack(slug))]

# Bạc Liêu at the end of 2026 with all sources: scenario, parameters, percent, households
ENDS = [
    ("pace", {}, "0.183", 417),
    ("stagnation", {}, "0.6937", 1581),
    ("churn", {"entry": 0.25, "exit": 49}, "0.556", 1266),
    ("churn", {"entry": 0.5}, "0.644", 1468),
    ("linear", {"points": 1}, "0.0", 0),
    ("half", {"slower": 0.5}, "0.356", 812),
    ("floor", {"floor": 0.3}, "0.3", 684),
]
EVERYTHING = {"points": 1, "slower": 0.5, "floor": 0.3, "entry": (0.25, 0.5)}


@pytest.fixture(scope="module")
def known(evidence):
    return readings.resolve_readings(evidence)


@pytest.fixture(scope="module")
def begun(known):
    return outlook.find_scenario_start(known)


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """Put other parameters in the place of data/outlook.toml: `write(text)`, or single ones by name."""

    def write(text="", **changed):
        path = tmp_path / "outlook.toml"
        path.write_text(text or "".join(f"{k} = {v}\n" for k, v in changed.items()), encoding="utf-8")
        monkeypatch.setattr(outlook, "SHARED_PARAMETERS_FILE", path)

    return write


def load(slug):
    """A pack whose numbers are known: Bạc Liêu's as it was frozen, so that a new year leaves them true."""
    return pack.read_pack_folder(EVIDENCE if slug == "bac-lieu" else DATA / slug)


def stories(whole):
    return [readings.restrict_to_evidence(whole, story) for story in readings.EVIDENCE_CHOICES]


def every(whole):
    """Every start under each evidence and each open reading, with the parameters and the scenarios."""
    for read in stories(whole):
        given = outlook.load_scenario_parameters(read, **EVERYTHING)
        for _, begun in tables.list_scenario_starts(read):
            yield begun, given, outlook.project_scenarios(begun, given)


def path(begun, given, name, parameter=None):
    found = [s for s in outlook.project_scenarios(begun, given) if s.name == name and parameter in (None, s.parameter)]
    assert len(found) == 1
    return found[0].points


def end(begun, given, name, parameter=None):
    return path(begun, given, name, parameter)[-1]


def loop(p, leave, enter, years):
    """Exits and entries year by year: percent, and shares."""
    for _ in range(years):
        p = p * (1 - leave) + (100 - p) * enter
    return p


def places(refused):
    return [(f.file, f.column) for f in refused.value.faults]


# Scenarios: the numbers


def test_the_start_is_the_last_count_over_all_households(begun):
    assert (begun.count.value, begun.all_households) == (1581, 227_911)
    assert begun.last.date == "2024-M12"
    assert begun.rate == pytest.approx(0.6937, abs=0.00005)
    assert begun.pace_so_far.arr == pytest.approx(PERCENT_A_YEAR)


@pytest.mark.parametrize(("name", "chosen", "percent", "households"), ENDS)
def test_where_each_scenario_ends(evidence, begun, name, chosen, percent, households):
    last = end(begun, outlook.load_scenario_parameters(evidence, **chosen), name)
    assert last.t == 2026
    decimals = len(percent.partition(".")[2])
    assert f"{last.value:.{decimals}f}" == percent
    assert last.value * begun.all_households / 100 == pytest.approx(households, abs=1)


def test_three_scenarios_and_no_more_are_told_unless_others_are_asked_for(evidence):
    # had 1.0% of the others become poor each year, no fewer than 0.99% would be poor: churn is left out
    expected = {("pace", ""): 417, ("stagnation", ""): 1581}
    ends = outlook_tables.select_scenario_ends(tables.tabulate_scenarios(evidence))
    assert dict(zip(zip(ends["scenario"], ends["inflow"], strict=True), ends["households"], strict=True)) == (
        pytest.approx(expected, abs=1)
    )
    assert set(ends["date"]) == {"2026-M12"}


def test_the_figures_of_the_spell_stand_before_what_comes_next(evidence):
    table = tables.tabulate_scenarios(evidence)
    figures = table[table["role"].isin(["figure", "last"])].sort_values("t")
    assert figures[["t", "value", "kind"]].values.tolist() == [
        [2021, 5.09, "reported"], [2022, 3.19, "reported"], [2024, 0.69, "reported"],
    ]  # fmt: skip


def test_a_straight_line_has_a_corner_where_it_meets_zero(begun):
    points = path(begun, ScenarioParameters(points=1), "linear")
    corner = next(p for p in points if p.value == 0)
    assert 2024 < corner.t < 2024.5  # between the end of 2024 and the middle of 2025
    assert corner.t - 2024 == pytest.approx(LAST / ((5.09 - 0.69) / 3))
    assert all(p.value == 0 for p in points if p.t > corner.t)


def test_exits_are_what_the_last_spell_shows_unless_they_are_assumed(begun):
    share = outlook.estimate_exit_share(begun, ScenarioParameters(), entry=0.0)
    assert share == pytest.approx(1 - exp(-PERCENT_A_YEAR / 100))
    assert round(100 * share, 1) == 48.6
    assert outlook.estimate_exit_share(begun, ScenarioParameters(exit=49), entry=3.0) == 0.49


def test_an_open_reading_moves_the_pace_and_not_the_start(evidence):
    article = readings.restrict_to_evidence(evidence, "article")
    found = {variant[1]: begun for variant, begun in tables.list_scenario_starts(article)}
    assert set(found) == {"review-2022=opening", "review-2022=closing"}
    assert {begun.rate for begun in found.values()} == {LAST}
    assert {begun.pace_so_far.years for begun in found.values()} == {2, 3}
    table = tables.tabulate_scenarios(article)
    still = table[table["scenario"] == "stagnation"]
    assert set(still["open"]) == {"no"}
    assert still["t"].is_unique
    assert set(table.loc[table["scenario"] == "pace", "variant"]) == {"opening", "closing"}


@given(
    p=st.floats(0, 100), leave=st.floats(0.01, 0.98), enter=st.floats(0, 0.98), years=st.integers(1, 20)
)  # fmt: skip
def test_churn_is_what_a_loop_over_whole_years_gives(begun, p, leave, enter, years):
    last = replace(begun.last, value=p, low=p, high=p)
    given = ScenarioParameters(horizon=2024 + years, exit=100 * leave, entry=(100 * enter,))
    found = end(replace(begun, last=last, count=None, all_households=None), given, "churn")
    assert found.value == pytest.approx(loop(p, leave, enter, years), abs=1e-8)


def test_churn_nears_the_level_where_as_many_enter_as_leave(begun):
    given = ScenarioParameters(exit=40, entry=(10,), horizon=2090)
    assert end(begun, given, "churn").value == pytest.approx(100 * 0.1 / 0.5)


@pytest.mark.parametrize(("leave", "enter"), [(99, 2), (60, 50)])
def test_churn_begins_at_the_last_figure_however_much_moves(begun, leave, enter):
    points = path(begun, ScenarioParameters(exit=leave, entry=(enter,)), "churn")
    assert points[0].value == pytest.approx(begun.rate)
    assert points[1].value == pytest.approx(loop(begun.rate, leave / 100, enter / 100, 1))


# Scenarios: what holds for all of them


@pytest.mark.parametrize("slug", WITH)
def test_scenarios_go_from_the_last_figure_to_the_end_of_its_standard_as_percentages(slug):
    for begun, _, found in every(pack.load_pack(slug)):
        assert {"pace", "stagnation", "churn", "linear", "half", "floor"} == {s.name for s in found}
        for s in found:
            times = [round(p.t, 6) for p in s.points]
            assert times == sorted(set(times))
            assert (s.points[0].t, s.points[0].value) == (begun.last.t, pytest.approx(begun.rate))
            assert times[-1] == begun.standard_end
            assert all(0 <= p.value <= 100 for p in s.points), s.name


@given(
    first=st.floats(0.05, 99), last=st.floats(0.05, 99), years=st.integers(1, 10), horizon=st.integers(2025, 2060),
    slower=st.floats(0.01, 0.99), entry=st.floats(0, 5), floor=st.floats(0, 10),
)  # fmt: skip
def test_every_fall_leaves_percentages(begun, first, last, years, horizon, slower, entry, floor):
    first, last = max(first, last), min(first, last)
    ends = [
        replace(begun.last, value=value, low=value, high=value, date=date)
        for value, date in ((first, f"{2024 - years}-M12"), (last, "2024-M12"))
    ]
    assume(trajectory.annual_pace(*ends).direction == "fell")
    moved = replace(begun, last=ends[1], pace_so_far=trajectory.annual_pace(*ends), count=None, all_households=None)
    assumed = ScenarioParameters(horizon, (entry,), None, 1.0, slower, floor)
    assume((outlook.estimate_exit_share(moved, assumed, entry) or 1.0) + entry / 100 < 1)
    for s in outlook.project_scenarios(moved, assumed):
        assert (s.points[0].t, s.points[-1].t) == (2024, horizon)
        assert s.points[0].value == pytest.approx(last)
        assert all(0 <= p.value <= 100 for p in s.points), s.name


@pytest.mark.parametrize("slug", WITH)
def test_nothing_is_drawn_beyond_the_standard_of_the_last_figure(slug):
    for read in stories(pack.load_pack(slug)):
        table = tables.tabulate_scenarios(read)
        (standard,) = set(table["standard"])
        assert table.loc[table["role"] == "scenario", "t"].max() == read.shared.standards[standard].last_year
        aims = set(table.loc[table["role"] == "target", "claims"])
        assert {read.claims[name].standard for name in aims} <= {standard}


@pytest.mark.parametrize("date", ["2025-M01", "2025-M04", "2025-M05"])
def test_the_end_of_a_standard_is_one_step_whatever_the_month_of_the_last_figure(tmp_path, date):
    folder = Path(shutil.copytree(DATA / "thanh-hoa", tmp_path / "thanh-hoa"))
    for column in ("from", "to"):
        edit(folder, "reported.csv", set_cell("poverty-rate-2025-05-th1", column, date))
    ends = outlook_tables.select_scenario_ends(tables.tabulate_scenarios(pack.read_pack_folder(folder)))
    assert set(ends["date"]) == {"2026-M12"}
    assert list(ends["scenario"]) == ["pace", "stagnation", "churn"]


def test_a_floor_above_the_last_figure_is_none(evidence, begun):
    assert "floor" not in [
        s.name for s in outlook.project_scenarios(begun, outlook.load_scenario_parameters(evidence, floor=0.7))
    ]


def test_a_rate_of_zero_starts_nothing(folder):
    for claim in ("poverty-rate-2024", "dbnd-poverty-rate-2024", "poor-households-2024"):
        for column in ("printed", "value"):
            number = "0" if claim.startswith("poor") else {"printed": "0,00", "value": "0.00"}[column]
            edit(folder, "reported.csv", set_cell(claim, column, number))
    with pytest.raises(NoOutlookError, match="the last figure, of 2024-M12, is 0"):
        outlook.find_scenario_start(readings.resolve_readings(pack.read_pack_folder(folder)))


@pytest.mark.parametrize("horizon", [2020, 2024, 2027, 2040])
def test_a_horizon_that_is_not_between_the_last_figure_and_the_end_of_its_standard_is_named(evidence, horizon):
    with pytest.raises(PackError) as refused:
        outlook.load_scenario_parameters(evidence, horizon=horizon)
    (fault,) = refused.value.faults
    assert (fault.file, fault.column, fault.value) == ("parameters", "outlook.horizon", str(horizon))
    assert "a year after the last figure, 2024-M12, and no later than 2026" in fault.expected
    assert fault.mend == "correct the year, or leave it out"


@pytest.mark.parametrize(("slug", "reason"), WITHOUT.items())
def test_provinces_without_an_outlook_say_why(slug, reason):
    for read in stories(load(slug)):
        with pytest.raises(NoOutlookError, match=reason):
            outlook.find_scenario_start(readings.resolve_readings(read))
        assert tables.list_scenario_starts(read) == []
        assert tables.tabulate_scenarios(read).empty


# printed at the end of 2024, 5.09 before: it rose, it cannot be told, or by too little of a survey
NO_FALL = [("5,95", "5.95", "rose"), ("5,09", "5.09", "no direction")]


@pytest.mark.parametrize(("printed", "value", "reason"), NO_FALL)
def test_nothing_but_a_fall_is_carried_on(folder, printed, value, reason):
    for claim in ("poverty-rate-2024", "dbnd-poverty-rate-2024"):
        edit(folder, "reported.csv", set_cell(claim, "printed", printed))
        edit(folder, "reported.csv", set_cell(claim, "value", value))
    read = pack.read_pack_folder(folder)
    with pytest.raises(NoOutlookError) as refused:
        outlook.find_scenario_start(readings.resolve_readings(read))
    assert refused.value.reason == reason
    assert tables.tabulate_scenarios(read).empty


def test_a_rate_of_people_does_not_carry_on_rates_of_households(folder):
    for claim in ("poverty-rate-2024", "dbnd-poverty-rate-2024"):
        edit(folder, "reported.csv", set_cell(claim, "base", "population"))
    read = pack.read_pack_folder(folder)
    with pytest.raises(NoOutlookError, match="no two figures a year apart"):
        outlook.find_scenario_start(readings.resolve_readings(read))
    assert tables.tabulate_scenarios(read).empty


def test_a_survey_is_not_carried_on_even_with_its_error(survey_folder):
    for claim in ("poverty-rate-2016-03-n6", "poverty-rate-2023-03-n7"):
        for column, cell in (("error_kind", "standard error"), ("error", "0.3")):
            edit(survey_folder, "reported.csv", set_cell(claim, column, cell))
    aim = {"claim_id": "aim", "status": "target", "from": "2026-M12", "to": "2026-M12", "printed": "15,00"}
    add_row(survey_folder, "poverty-rate-2023-03-n7", aim | {"value": "15.00", "error_kind": "", "error": ""})
    read = pack.read_pack_folder(survey_folder)
    with pytest.raises(NoOutlookError, match="between two surveys"):
        outlook.find_scenario_start(readings.resolve_readings(read))
    assert [j.target.id for j in targets.judge_targets(readings.resolve_readings(read))] == ["aim"]
    assert tables.tabulate_required_paces(read).empty  # a pace that chance is part of promises nothing


def test_a_target_after_a_rise_still_asks_for_a_fall(folder):
    for claim in ("poverty-rate-2024", "dbnd-poverty-rate-2024"):
        edit(folder, "reported.csv", set_cell(claim, "printed", "5,95"))
        edit(folder, "reported.csv", set_cell(claim, "value", "5.95"))
    row = tables.tabulate_required_paces(pack.read_pack_folder(folder)).iloc[0]
    assert (row["printed"], row["direction"]) == ("less than 1", "rose")
    assert row["points_needed"] == pytest.approx(4.95)
    assert row["points_so_far"] < 0


def test_scenarios_may_end_before_their_standard(evidence):
    table = tables.tabulate_scenarios(evidence, outlook.load_scenario_parameters(evidence, horizon=2025))
    assert set(outlook_tables.select_scenario_ends(table)["date"]) == {"2025-M12"}


def test_a_last_figure_at_the_end_of_its_standard_starts_nothing(folder):
    for claim in ("poverty-rate-2024", "dbnd-poverty-rate-2024", "poor-households-2024"):
        for column, cell in (("from", "2026-M12"), ("to", "2026-M12"), ("area", "former territory")):
            edit(folder, "reported.csv", set_cell(claim, column, cell))
    read = pack.read_pack_folder(folder)
    with pytest.raises(NoOutlookError, match="of 2026-M12, is of the end of the VN-2022"):
        outlook.find_scenario_start(readings.resolve_readings(read))
    assert tables.tabulate_scenarios(read).empty


@pytest.mark.parametrize(
    ("status", "date"),
    [("actual", "2025-M12"), ("target", "2024-M12"), ("forecast", "2024-M12"), ("estimate", "2024-M12")],
)
def test_only_an_actual_figure_is_a_start(folder, status, date):
    later = {"claim_id": "later", "printed": "0,40", "value": "0.40", "from": "2025-M12", "to": "2025-M12"}
    add_row(folder, "poverty-rate-2024", later | {"together": "", "area": "former territory", "status": status})
    found = outlook.find_scenario_start(readings.resolve_readings(pack.read_pack_folder(folder)))
    assert found.last.date == date
    assert ("later" in found.last.claims) == (status == "actual")


def test_an_earlier_target_is_not_drawn_among_scenarios(folder):
    named = "vnafr2024-poverty-rate-target-2024"
    assert named in " ".join(tables.tabulate_scenarios(pack.read_pack_folder(folder))["claims"])
    for column in ("from", "to"):
        edit(folder, "reported.csv", set_cell(named, column, "2023-M12"))
    assert named not in " ".join(tables.tabulate_scenarios(pack.read_pack_folder(folder))["claims"])


def test_targets_and_forecasts_alone_start_nothing(folder):
    keep(folder, lambda row: row["indicator"] != "poverty_rate" or row["status"] in ("target", "forecast"))
    with pytest.raises(NoOutlookError, match="no poverty rate of everybody with a standard is reported"):
        outlook.find_scenario_start(readings.resolve_readings(pack.read_pack_folder(folder)))


def test_what_a_target_asks_for(begun):
    points, arr, years = outlook.compute_required_pace(begun.last, 0.345, 2026.0)
    assert years == 2
    assert points == pytest.approx(0.345 / 2)
    assert arr == pytest.approx(100 * log(2) / 2)
    assert outlook.compute_required_pace(begun.last, 0.0, 2025.5)[:2] == (pytest.approx(0.69 / 1.5), inf)
    assert max(outlook.compute_required_pace(begun.last, 1.0, 2025.0)[:2]) < 0  # reached already
    with pytest.raises(ValueError, match="2024 is not later than 2024-M12"):
        outlook.compute_required_pace(begun.last, 0.5, 2024.0)


def test_what_the_target_of_thanh_hoa_asks_for():
    (need,) = tables.tabulate_required_paces(load("thanh-hoa")).itertuples()
    assert (need.date, need.years) == ("2025-M12", pytest.approx(7 / 12, abs=0.005))
    assert need.points_needed == pytest.approx((2.02 - 1) / (7 / 12), abs=0.0001)
    assert need.points_so_far == pytest.approx((6.77 - 2.02) / 3, abs=0.0001)
    assert need.arr_needed == pytest.approx(100 * log(2.02) / (7 / 12), abs=0.0001)


# Parameters

# a parameter, a value of it, the scenario that it moves, and where that one is at the end of 2026
MOVED = [
    ("points", 0.1, "linear", LAST - 0.1 * (5.09 - 0.69) / 3 * 2),
    ("slower", 0.25, "half", LAST * exp(-0.25 * PERCENT_A_YEAR / 100 * 2)),
    ("floor", 0.4, "floor", 0.4),
    ("entry", [1.0], "churn", loop(LAST, 1.0, 0.01, 2)),  # so many cannot have become poor: all of the poor leave
]


@pytest.mark.parametrize(("name", "value", "scenario", "percent"), MOVED)
def test_every_parameter_comes_from_the_shared_file(evidence, begun, shared, name, value, scenario, percent):
    shared(**{name: value})
    assert end(begun, outlook.load_scenario_parameters(evidence), scenario).value == pytest.approx(percent)


def test_exits_and_the_horizon_come_from_the_shared_file_too(evidence, begun, shared):
    shared(horizon=2025, exit=30, entry=0.25)
    last = end(begun, outlook.load_scenario_parameters(evidence), "churn")
    assert (last.t, last.value) == (2025, pytest.approx(loop(LAST, 0.3, 0.0025, 1)))
    assert tables.tabulate_scenarios(evidence)["t"].max() == 2025


def test_the_shared_file_sets_nothing(evidence):
    assert outlook.load_scenario_parameters(evidence) == ScenarioParameters()


def test_each_line_of_the_shared_file_may_be_uncommented(evidence, shared):
    text = outlook.SHARED_PARAMETERS_FILE.read_text(encoding="utf-8")
    shared("\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line))
    assert outlook.load_scenario_parameters(evidence) == ScenarioParameters(2025, (0.25, 0.5), 49, 1, 0.5, 0.3)


def test_a_pack_overrides_the_shared_file_and_an_argument_both(folder, shared):
    toml = folder / "province.toml"
    own = "\n[outlook]\nhorizon = 2026\nentry = 0.1\n"
    toml.write_text(toml.read_text(encoding="utf-8") + own, encoding="utf-8")
    shared(horizon=2025, slower=0.7)
    read = pack.read_pack_folder(folder)
    assert outlook.load_scenario_parameters(read) == ScenarioParameters(2026, (0.1,), slower=0.7)
    assert outlook.load_scenario_parameters(read, horizon=2025, exit=20) == ScenarioParameters(
        2025, (0.1,), 20, slower=0.7
    )
    assert outlook.load_scenario_parameters(read, horizon=None).horizon == 2026


BAD = {
    "horizon": ["soon", 2030.5, 1980, True, [2030]],
    "points": ["all", 0, -1, 1.5, True],
    "slower": ["half", 0, 1, True],
    "entry": ["some", -0.1, 100, True, [], [0.25, True], [0.25, "0.5"]],
    "floor": ["low", -1, 101, False],
    "exit": ["half", 0, 100, True],
    "speed": [1],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_argument_is_refused_by_name(evidence, name, value):
    with pytest.raises(PackError, match=f"parameters, column outlook.{name}") as refused:
        outlook.load_scenario_parameters(evidence, **{name: value})
    assert len(refused.value.faults) == 1


@pytest.mark.parametrize("value", [inf, nan])
def test_a_horizon_without_end_is_refused_by_name(evidence, value):
    with pytest.raises(PackError, match=r"outlook\.horizon"):
        outlook.load_scenario_parameters(evidence, horizon=value)


def test_every_fault_of_file_and_arguments_is_named_at_once(evidence, shared):
    shared('horizon = "2030"\nslower = 2\nentry = [0.25, true]\nflor = 0.3\n')
    with pytest.raises(PackError) as refused:
        outlook.load_scenario_parameters(evidence, exit=0, speed=1)
    of_file = [("outlook.toml", f"outlook.{name}") for name in ("horizon", "slower", "entry", "flor")]
    assert places(refused) == [*of_file, ("parameters", "outlook.exit"), ("parameters", "outlook.speed")]
    assert "did you mean 'floor'?" in str(refused.value)


def test_a_shared_file_that_is_not_toml_is_named(evidence, shared):
    shared("horizon: 2030")
    with pytest.raises(PackError, match=r"outlook\.toml"):
        outlook.load_scenario_parameters(evidence)


@pytest.mark.parametrize(
    ("section", "columns"),
    [
        ("[outlook]\nslower = 2\nfloor = true\n", ["outlook.slower", "outlook.floor"]),
        ('[outlook]\nhorizon = "2030"\n', ["outlook.horizon"]),
        ("[outlook]\nhorizont = 2030\n", ["outlook.horizont"]),
        ("outlook = 2030\n", ["outlook"]),
    ],
)
def test_a_bad_section_is_refused_when_the_pack_is_read(folder, section, columns):
    toml = folder / "province.toml"
    before = toml.read_text(encoding="utf-8")
    text = f"{section}{before}" if section.startswith("outlook") else f"{before}\n{section}"
    toml.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(folder)
    assert places(refused) == [("province.toml", column) for column in columns]


# Targets

# province, target, verdict, what happened: (0, inf) where nothing is known
TARGETS = [
    ("bac-lieu", "ngoc-poverty-rate-target-2019", "reached", (1.375, 1.385)),
    ("bac-lieu", "vnafr2024-poverty-rate-target-2024", "reached", (0.685, 0.695)),
    ("bac-lieu", "bds-poverty-rate-fall-target-2023", "cannot tell", (0, 2.51)),
    ("bac-lieu", "bds-poverty-rate-target-2025", "cannot tell", (0, inf)),
    ("bac-lieu", "bnd-jobs-target-2020", "cannot tell", (11_400, inf)),
    ("bac-lieu", "vna2022-jobs-target-2021-2025", "cannot tell", (0, inf)),
    ("tra-vinh", "poor-households-fall-target-2019-tv2", "reached", (7200, 7200)),
    ("soc-trang", "poverty-rate-mean-fall-target-2020-st8", "reached", (3.044, 3.048)),
    ("soc-trang", "poverty-rate-fall-target-2021-st1", "cannot tell", (0, inf)),
]
THRESHOLDS = {
    ("bac-lieu", "ngoc-poverty-rate-target-2019"): (1.9, "lower"),
    ("bac-lieu", "bds-poverty-rate-target-2025"): (1, "lower"),
    ("bac-lieu", "bnd-jobs-target-2020"): (18_000, "higher"),
    ("bac-lieu", "vna2022-jobs-target-2021-2025"): (94_000, "higher"),
    ("tra-vinh", "poor-households-fall-target-2019-tv2"): (4000, "higher"),
    ("soc-trang", "poverty-rate-mean-fall-target-2020-st8"): (3, "higher"),
    ("soc-trang", "poverty-rate-fall-target-2021-st1"): (2, "higher"),  # printed as 2-3
}


def judged(read, name):
    found = {j.target.id: j for j in targets.judge_targets(readings.resolve_readings(read))}
    return found[name]


def aim(folder, printed, claim="vnafr2024-poverty-rate-target-2024", **columns):
    """Print another number for a target: a French one of two decimals, unless the columns say otherwise."""
    changes = {"printed": printed, "value": printed.replace(",", "."), "rounded_to": "0.01"} | columns
    for column, value in changes.items():
        edit(folder, "reported.csv", set_cell(claim, column, value))
    return judged(pack.read_pack_folder(folder), claim)


@pytest.mark.parametrize(("slug", "name", "verdict", "outcome"), TARGETS)
def test_what_became_of_a_target(slug, name, verdict, outcome):
    found = judged(load(slug), name)
    assert found.verdict == verdict
    assert found.outcome == pytest.approx(outcome)


@pytest.mark.parametrize(("target", "expected"), THRESHOLDS.items())
def test_what_a_target_asks_at_least(target, expected):
    found = judged(load(target[0]), target[1])
    assert (found.threshold, found.better) == expected


def test_part_of_a_year_is_said_to_be_so_much_of_the_plan(evidence):
    assert judged(evidence, "bnd-jobs-target-2020").why == "part of the year alone is printed: 63% of it"


def test_what_is_judged_is_every_target_and_no_forecast(evidence):
    aims = {c.id for c in evidence.claims.values() if c.status == "target"}
    found = targets.judge_targets(readings.resolve_readings(evidence))
    assert {name for j in found for name in (j.target.id, *j.claims)} >= aims
    assert {j.target.status for j in found} == {"target"}
    assert len(found) == len(aims) - 1  # two sources print the plan for jobs in 2020
    assert tables.tabulate_target_verdicts(readings.restrict_to_evidence(evidence, "article")).empty


@pytest.mark.parametrize(
    ("printed", "qualifier", "verdict"),
    [
        ("0,70", "exact", "reached"),
        ("0,69", "exact", "reached"),  # the very number, although it may stand for 0.694
        ("0,69", "less than", "cannot tell"),
        ("0,70", "less than", "reached"),
        ("0,68", "exact", "missed"),
        ("0,50", "exact", "missed"),
    ],
)
def test_a_level_against_the_threshold_as_printed(folder, printed, qualifier, verdict):
    assert aim(folder, printed, qualifier=qualifier).verdict == verdict


def test_a_range_of_levels_is_reached_at_its_upper_end(folder):
    columns = {"qualifier": "range", "value": "0.5", "value_to": "0.8", "rounded_to": "0.1"}
    found = aim(folder, "0,5-0,8", **columns)
    assert (found.threshold, found.verdict) == (0.8, "reached")


@pytest.mark.parametrize(
    ("start", "points", "verdict"),
    [
        ("2021-M12", "1,89", "reached"),  # from 5.09 to 3.19: 1.89 to 1.91
        ("2021-M12", "1,90", "cannot tell"),
        ("2021-M12", "1,92", "missed"),
        ("2022-M12", "2,50", "cannot tell"),  # from 3.19 to 0.69 in two years: 0 to 2.51 in the first
        ("2022-M12", "2,52", "missed"),
    ],
)
def test_a_fall_in_one_year_against_its_target(folder, start, points, verdict):
    columns = {"from": start, "to": f"{int(start[:4]) + 1}-M12", "locale": "vi"}
    assert aim(folder, points, "bds-poverty-rate-fall-target-2023", **columns).verdict == verdict


@pytest.mark.parametrize(("printed", "verdict"), [("18.500", "reached"), ("17.000", "missed")])
def test_a_plan_for_jobs_against_the_number_of_its_year(folder, printed, verdict):
    done = {"claim_id": "jobs-2020", "from": "2020", "to": "2020", "qualifier": "exact", "printed": printed}
    add_row(folder, "bnd-jobs-2019", done | {"value": printed.replace(".", "")})
    assert judged(pack.read_pack_folder(folder), "bnd-jobs-target-2020").verdict == verdict


@pytest.mark.parametrize(
    ("printed", "rounded_to", "outcome", "verdict"),
    [
        ("95.000", "1000", (94_500, 95_500), "reached"),
        ("94.000", "100", (93_950, 94_050), "reached"),
        ("90.000", "1000", (89_500, 90_500), "missed"),
    ],
)
def test_a_plan_for_several_years_against_their_total(folder, printed, rounded_to, outcome, verdict):
    done = {"claim_id": "jobs-2021-2025", "from": "2021", "to": "2025", "area": "former territory"}
    done |= {"qualifier": "exact", "printed": printed, "value": printed.replace(".", ""), "rounded_to": rounded_to}
    add_row(folder, "bnd-jobs-2019", done)
    found = judged(pack.read_pack_folder(folder), "vna2022-jobs-target-2021-2025")
    assert (found.outcome, found.verdict) == (pytest.approx(outcome), verdict)


def test_a_plan_for_seven_years_is_reached_by_the_very_number(folder):
    years = {"from": "2018", "to": "2024", "area": "province", "printed": "15.000", "value": "15000"}
    add_row(folder, "vna2022-jobs-target-2021-2025", years | {"claim_id": "plan", "locale": "vi"})
    done = {"claim_id": "jobs-2018-2024", "qualifier": "exact", "rounded_to": "1000"}
    add_row(folder, "bnd-jobs-2019", years | done)
    assert judged(pack.read_pack_folder(folder), "plan").verdict == "reached"


def test_the_very_number_at_a_later_date_does_not_reach_an_earlier_target(folder):
    found = aim(folder, "5,09", **{"from": "2020-M12", "to": "2020-M12"})  # 5.09 is of the end of 2021
    assert (found.verdict, found.outcome) == ("cannot tell", (pytest.approx(5.085), 100))


def test_a_share_of_the_people_is_not_judged_by_one_of_the_households(folder):
    found = aim(folder, "1,00", base="population")
    assert (found.verdict, found.why) == ("cannot tell", "no figure of its series is printed")


@pytest.mark.parametrize(
    ("standard", "why"),
    [("VN-2016", "the last figure is of 2019-M12"), ("VN-2027", "no figure of its series is printed")],
)
def test_a_target_is_not_judged_by_figures_of_another_standard(folder, standard, why):
    found = aim(folder, "1,00", standard=standard)
    assert (found.verdict, found.why, found.outcome) == ("cannot tell", why, (0, inf))


def test_a_fall_across_standards_cannot_be_told(folder):
    claim = "bds-poverty-rate-fall-target-2023"
    found = aim(folder, "1,00", claim, **{"from": "2019-M12", "locale": "vi"})
    assert (found.verdict, found.outcome) == ("cannot tell", (0, inf))
    assert found.why == "no figure of its standard before 2021-M12"


def test_a_target_that_two_sources_print_stands_once():
    found = targets.judge_targets(readings.resolve_readings(load("tra-vinh")))
    both = {"poverty-rate-fall-target-2019-tv2", "poverty-rate-fall-target-2019-tv3"}
    assert [both <= set(j.claims) for j in found if both & set(j.claims)] == [True]


def test_a_target_in_headline_and_text_of_one_page_stands_once():
    target = {"status": "target", "standard": "VN-2022"}
    rows = [
        build_row("start", "poverty_rate", "7.04", "2021-M12", standard="VN-2022"),
        build_row("headline", "poverty_rate", "3", "2024-M12", **target, qualifier="less than", rounded_to="1"),
        build_row("text", "poverty_rate", "2.95", "2024-M12", **target),
        build_row("elsewhere", "poverty_rate", "3", "2024-M12", **target, qualifier="less than", source_id="B"),
    ]
    found = targets.judge_targets(resolve_pack(*rows))
    assert [(j.target.id, j.claims[0]) for j in found] == [("text", "text"), ("elsewhere", "elsewhere")]
    assert "headline" in found[0].claims


def test_a_fall_of_a_share_of_the_people_is_not_judged_by_one_of_the_households():
    levels = [build_row(f"r{y}", "poverty_rate", f"{y - 2010}.00", f"{y}-M12") for y in (2016, 2018)]
    fall = {"statistic": "fall", "unit": "percentage points", "status": "target", "base": "population"}
    pack = build_pack(*levels, build_row("fall", "poverty_rate", "1.00", "2016-M12..2018-M12", **fall))
    assert judged(pack, "fall").why == "no figure of its series is printed"


def test_a_plan_for_jobs_is_judged_by_the_most_exact_figure_of_its_year():
    plan = build_row("plan", "jobs_created", "26,240", "2022", status="target")
    rounder = build_row(
        "rounder", "jobs_created", "26,200", "2022", qualifier="more than", rounded_to="100", source_id="B"
    )
    exact = build_row("exact", "jobs_created", "26,260", "2022")
    assert judged(build_pack(plan, rounder, exact), "plan").outcome == (26_260, 26_260)


OF_COUNTS = {"indicator": "poor_households", "base": "", "unit": "households", "rounded_to": "1"}


def test_a_count_is_not_less_than_itself(folder):
    columns = OF_COUNTS | {"locale": "en", "value": "1581", "qualifier": "less than"}
    assert aim(folder, "1,581", **columns).verdict != "reached"


def test_a_fall_of_a_count_is_not_more_than_itself(folder):
    columns = OF_COUNTS | {"locale": "en", "value": "9916", "qualifier": "more than"}
    fall = {"from": "2021-M12", "to": "2024-M12"}  # from 11.497 to 1.581
    assert aim(folder, "9,916", "bds-poverty-rate-fall-target-2023", **columns, **fall).verdict != "reached"


def test_a_plan_for_jobs_is_reached_by_the_very_number(folder):
    done = {"claim_id": "jobs-2020", "from": "2020", "to": "2020", "qualifier": "exact", "rounded_to": "1000"}
    add_row(folder, "bnd-jobs-2019", done | {"printed": "18.000", "value": "18000"})
    assert judged(pack.read_pack_folder(folder), "bnd-jobs-target-2020").verdict == "reached"


def test_a_plan_for_half_a_year_is_not_judged_by_the_whole_one(folder):
    half = {"claim_id": "plan-2019", "from": "2019-S1", "to": "2019-S1", "printed": "12 nghìn", "value": "12"}
    add_row(folder, "bnd-jobs-target-2020", half)
    assert judged(pack.read_pack_folder(folder), "plan-2019").verdict == "cannot tell"


def test_a_plan_for_half_a_year_is_no_part_of_the_result(folder):
    for name, date, number in (("plan-2022-s1", "2022-S1", "12"), ("plan-2022", "2022", "20")):
        changes = {"claim_id": name, "from": date, "to": date, "printed": f"{number} nghìn", "value": number}
        add_row(folder, "bnd-jobs-target-2020", changes)
    assert judged(pack.read_pack_folder(folder), "plan-2022").outcome == (0, inf)


# Verdicts of the sources themselves


def answer(read, name):
    found = {a.verdict.id: a for a in verdicts.answer_source_verdicts(readings.resolve_readings(read))}
    return found[name]


def printed_year(folder, printed):
    """Another source prints the jobs of 1997."""
    year = {"claim_id": "jobs-1997", "from": "1997", "to": "1997", "qualifier": "exact", "printed": printed}
    add_row(folder, "bnd-jobs-2019", year | {"value": printed.replace(".", "")})
    return pack.read_pack_folder(folder)


def test_the_verdict_on_a_target_that_nobody_prints_is_not_checkable(evidence):
    found = answer(readings.restrict_to_evidence(evidence, "article"), "target-verdict")
    assert (found.answer, found.why) == ("not checkable", "no target of it is printed")


def test_the_verdict_on_a_target_agrees_where_one_was_reached_and_none_missed(evidence):
    found = answer(evidence, "target-verdict")
    assert found.answer == "agrees"
    assert found.why.startswith("of 4 printed targets 2 reached, 0 missed, 2 cannot be told")
    assert found.why.endswith("which target the verdict means is not printed")


def test_a_missed_target_disagrees(folder):
    assert aim(folder, "0,50").verdict == "missed"
    found = answer(pack.read_pack_folder(folder), "target-verdict")
    assert found.answer == "disagrees"
    assert found.why.startswith("of 4 printed targets 1 reached, 1 missed, 2 cannot be told")


def test_targets_of_which_none_can_be_told_leave_the_verdict_open(folder):
    known = ("ngoc-poverty-rate-target-2019", "vnafr2024-poverty-rate-target-2024")
    keep(folder, lambda row: row["claim_id"] not in known)
    assert answer(pack.read_pack_folder(folder), "target-verdict").answer == "cannot tell"


@pytest.mark.parametrize("story", readings.EVIDENCE_CHOICES)
def test_a_multiple_of_a_year_that_nobody_prints_cannot_be_told(evidence, story):
    found = answer(readings.restrict_to_evidence(evidence, story), "jobs-verdict")
    assert found.answer == "cannot tell"
    assert "no source prints the people placed in jobs in 1997" in found.why
    assert ("2.9 to 3.7 times the inferred year" in found.why) == (story == "all")


@pytest.mark.parametrize(
    ("printed", "expected", "times"),
    [
        ("6.800", "disagrees", "3.6 times"),
        ("8.600", "agrees", "2.8 to 2.9 times"),
        ("12.300", "disagrees", "2.0 times"),
    ],
)
def test_a_multiple_of_a_printed_year_is_answered_by_the_numbers(folder, printed, expected, times):
    # nearly 24.600 in 2019, and "nearly three times" is 2.5 to 3
    read = printed_year(folder, printed)
    found = answer(read, "jobs-verdict")
    assert found.answer == expected
    assert f"24,600 in 2019 are {times} the {printed.replace('.', ',')} of 1997" in found.why
    assert {"jobs-1997", "bnd-jobs-2019", "jobs-multiple-1997"} <= set(found.claims)
    assert answer(readings.restrict_to_evidence(read, "article"), "jobs-verdict").answer == "cannot tell"


def test_a_multiple_without_a_later_year_cannot_be_told(folder):
    jobs = ("jobs-multiple-1997", "jobs-verdict", "bnd-jobs-2019")
    keep(folder, lambda row: row["indicator"] != "jobs_created" or row["claim_id"] in jobs)
    read = printed_year(folder, "8.600")
    assert answer(read, "jobs-verdict").answer == "agrees"
    keep(folder, lambda row: row["claim_id"] != "bnd-jobs-2019")
    found = answer(pack.read_pack_folder(folder), "jobs-verdict")
    assert (found.answer, found.why) == ("cannot tell", "no later year of people placed in jobs is printed")


def test_the_answers_are_a_table(evidence):
    table = tables.tabulate_source_verdicts(evidence)
    assert dict(zip(table["claim"], table["answer"], strict=True)) == {
        "jobs-verdict": "cannot tell",
        "target-verdict": "agrees",
    }


def test_a_multiple_of_something_else_is_not_answered_by_jobs(folder):
    other = {"claim_id": "poor-verdict", "indicator": "poor_households", "base": "poor_households:1997", "together": ""}
    add_row(folder, "jobs-verdict", other)
    found = answer(pack.read_pack_folder(folder), "poor-verdict")
    assert "24,600" not in found.why


@pytest.mark.parametrize(("aim", "verdict"), [("10.005", "reached"), ("10.004", "cannot tell"), ("1.994", "missed")])
def test_a_target_at_the_very_limit_of_every_path_is_reached(aim, verdict):
    ends = [build_row("a", "poverty_rate", "10.00", "2016-M12"), build_row("b", "poverty_rate", "2.00", "2020-M12")]
    (judged,) = targets.judge_targets(
        resolve_pack(*ends, build_row("aim", "poverty_rate", aim, "2018-M12", status="target"))
    )
    assert judged.verdict == verdict
    assert judged.outcome == pytest.approx((1.995, 10.005))


@pytest.mark.parametrize(
    ("end", "why"), [("2020-M03", "no figure of the same years"), ("2019-M12", "part of the year alone")]
)
def test_months_over_new_year_are_no_part_of_a_plan(end, why):
    plan = build_row("plan", "jobs_created", "20,000", "2019", status="target")
    (judged,) = targets.judge_targets(
        resolve_pack(plan, build_row("so-far", "jobs_created", "9,000", f"2019-M07..{end}"))
    )
    assert judged.why.startswith(why)


@pytest.mark.parametrize(("percent", "verdict"), [("59.8", "reached"), ("60.0", "cannot tell"), ("60.2", "missed")])
def test_a_relative_fall_is_percent_of_where_it_began(percent, verdict):
    ends = [build_row("a", "poverty_rate", "10.00", "2016-M12"), build_row("b", "poverty_rate", "4.00", "2020-M12")]
    columns = {"statistic": "relative fall", "status": "target", "base": ""}
    aim = build_row("aim", "poverty_rate", percent, "2016-M12..2020-M12", **columns)
    (judged,) = targets.judge_targets(resolve_pack(*ends, aim))
    assert judged.outcome == pytest.approx((59.93, 60.07), abs=0.01)
    assert judged.verdict == verdict
