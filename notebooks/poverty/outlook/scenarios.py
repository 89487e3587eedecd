"""Scenarios: what the poverty rate becomes if one thing or another goes on. None is a forecast.

Three are told of every start: the same rate of reduction, around which `fan` draws how far such a path has missed
elsewhere; no change; and churn, with the inflows that packs print. The others are added only where a parameter asks.
A scenario ends with the standard under which its pace was counted: later figures will be of another kind. It begins
with a fall in a register: nothing is carried on from a rise, from figures that do not tell whether the rate fell, or
from a survey, in which chance is part of every change.

To add a scenario:

1. Here, write a function from a start and the parameters to its paths, beside `_stay_at_last_rate`, and add one
   `ScenarioKind` to `SCENARIO_KINDS`: its name, its label, that function. Tables, chart, deck, sentences and traces
   follow from it.
2. Translate the label in `words/locale/id.po` and `vi.po`, where `python -m poverty messages` puts it.
3. Add where it ends to `ENDS` in `tests/outlook/test_scenarios.py`.

A parameter that there is not yet needs a field of `ScenarioParameters`, its range in `packs/csv_rows.py`, and a line
in `data/outlook.toml`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, inf

from poverty.outlook.inflows import list_printed_inflows
from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.csv_rows import Fault, PackError, check_scenario_parameter
from poverty.packs.files import DATA, UnreadableFileError, format_project_path
from poverty.packs.load import Pack, read_toml
from poverty.packs.messages import message
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.vocabulary import FELL, ROSE
from poverty.trajectory.pace import Pace, annual_pace
from poverty.trajectory.spells import MIN_SPELL_YEARS, Anchor, Spell, list_comparable_spells, list_poverty_rate_spells

SHARED_PARAMETERS_FILE = DATA / "outlook.toml"
CHOSEN_PARAMETERS = message("parameters")  # where a fault of those is that a person chose
LEAST_SHARE = 1e-12  # of the poor that leave: none, where a division by nothing must not be
SAME_RATE_SCENARIO = "pace"  # the one around which the fan lies

# Why a province has no scenario, by reason.
NO_SCENARIO_REASONS = {
    "no rate": "no poverty rate of everybody with a standard is reported",
    "standards follow": "the last figure, of %(date)s, was counted under the %(standard)s, and %(count)s others "
    "followed",
    "one figure": "no two figures a year apart are printed under the %(standard)s",
    "standard ends": "the last figure, of %(date)s, is of the end of the %(standard)s",
    "zero": "the last figure, of %(date)s, is 0",
    "survey": "every change between two surveys has a sampling error",
    "rose": "the rate rose by %(rise)s points a year from %(start)s to %(end)s",
    "no direction": "the figures of %(start)s and %(end)s do not tell whether the rate fell",
}


class NoOutlookError(ValueError):
    """Nothing that could go on is known: `reason` is a key of NO_SCENARIO_REASONS, `values` fill its sentence."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(NO_SCENARIO_REASONS[reason] % values)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class ScenarioParameters:
    """The parameters of the scenarios, percent but for the year `horizon` and the shares `slower` and `points`.

    None, or no `entry`: the end of the standard, printed inflows, exits as the last spell shows them net; and no
    scenario of a slower rate, of points or of a floor.
    """

    horizon: int | None = None
    entry: tuple[float, ...] = ()
    exit: float | None = None
    points: float | None = None
    slower: float | None = None
    floor: float | None = None


@dataclass(frozen=True)
class ScenarioStart:
    """Where scenarios begin: the last figure of a spell with a pace, its count of households, and the pace so far.

    `all_households` is the number of households in the province that the audit finds behind the last count and rate,
    or their quotient; it is carried along unchanged. `standard_end` is the coordinate at which its standard ends.
    """

    spell: Spell
    last: Anchor
    pace_so_far: Pace
    count: Anchor | None  # households at the last figure
    earlier: Anchor | None  # households at the first one
    all_households: float | None
    standard_end: float

    @property
    def rate(self) -> float:
        """The last rate, with the decimals that its count gives: 1,581 of 227,911 is 0.6937, which prints as 0.69."""
        return 100 * self.count.value / self.all_households if self.count and self.all_households else self.last.value


@dataclass(frozen=True)
class ScenarioPoint:
    """A scenario at a date, in percent."""

    t: float
    value: float


@dataclass(frozen=True)
class Scenario:
    """One "if": its name, what sets it apart from others of the name (None, "": nothing), its points."""

    name: str
    parameter: float | None
    inflow: str
    points: tuple[ScenarioPoint, ...]


@dataclass(frozen=True)
class ScenarioPath:
    """A path before it is cut to 0 to 100 percent: `rate_after(k)` is the rate in percent after k years.

    `parameter` sets the path apart from others of its kind, `inflow` says where and when it was printed; `corner` is a
    number of years after which the path bends.
    """

    rate_after: Callable[[float], float]
    parameter: float | None = None
    inflow: str = ""
    corner: float = inf


@dataclass(frozen=True)
class ScenarioKind:
    """A scenario as `SCENARIO_KINDS` lists it.

    Attributes:
        name: in tables and file names.
        label: in words.
        list_paths: its paths from a start under the parameters; none where it has no meaning there.
        parameter_label: in words with its parameter, %(parameter)s, in percent; empty: it has none.
        inflow_label: the same where the parameter is printed elsewhere, %(inflow)s.
        parameter_scale: from the parameter to percent.
        parameter_decimals: of the percent.
        moved_by_pace: whether another pace so far moves it.
    """

    name: str
    label: str
    list_paths: Callable[[ScenarioStart, ScenarioParameters], list[ScenarioPath]]
    parameter_label: str = ""
    inflow_label: str = ""
    parameter_scale: float = 1.0
    parameter_decimals: int = 2
    moved_by_pace: bool = True


def load_scenario_parameters(pack: Pack, **chosen: object) -> ScenarioParameters:
    """The parameters: what is chosen here, or the pack's own, or those of `data/outlook.toml`.

    Args:
        pack: its province.toml may have a section [outlook].
        chosen: parameters by name; None leaves one as it is.

    Raises:
        PackError: a parameter that there is not, or out of its range, with every fault found.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> load_scenario_parameters(load_pack("tra-vinh"), horizon=2025, entry=1, slower=0.4)
        ScenarioParameters(horizon=2025, entry=(1.0,), exit=None, points=None, slower=0.4, floor=None)
    """
    file = format_project_path(SHARED_PARAMETERS_FILE)
    try:
        shared = read_toml(SHARED_PARAMETERS_FILE)
    except UnreadableFileError as error:
        value, expected, _ = error.args
        mend = message("restore the file; every parameter is a line name = number")
        raise PackError([Fault(file, None, "", value, expected, mend)]) from error
    own = pack.province.get("outlook", {})
    chosen = {name: value for name, value in chosen.items() if value is not None}
    faults: list[Fault] = []
    for where, parameters in ((file, shared), (CHOSEN_PARAMETERS, chosen)):  # the pack was checked when read
        for name, value in parameters.items():
            faults += check_scenario_parameter(where, name, value)
    if faults:
        raise PackError(faults)
    values = {**shared, **own, **chosen}
    if "horizon" in values:
        where = CHOSEN_PARAMETERS if "horizon" in chosen else "province.toml" if "horizon" in own else file
        faults += _check_horizon(where, values["horizon"], pack)
    if faults:
        raise PackError(faults)
    entry = values.pop("entry", ())
    entry = tuple(map(float, entry if isinstance(entry, list | tuple) else [entry]))
    horizon = int(values.pop("horizon")) if "horizon" in values else None
    return ScenarioParameters(horizon, entry, **{name: float(value) for name, value in values.items()})


def _check_horizon(file: str, horizon: float, pack: Pack) -> list[Fault]:
    """What is wrong with a last year: it lies after the last figure, and no later than its standard ends."""
    try:
        start = find_scenario_start(resolve_readings(pack))
    except NoOutlookError:
        return []  # nothing is drawn, and that has its own reason
    if start.last.t < horizon <= start.standard_end:
        return []
    expected = message(
        "a year after the last figure, %(last)s, and no later than %(end)s, the end of its standard, %(standard)s",
        last=start.last.date, end=f"{start.standard_end:.0f}", standard=start.spell.standard,
    )  # fmt: skip
    mend = message("correct the year, or leave it out")
    return [Fault(file, None, "outlook.horizon", str(horizon), expected, mend)]


def find_scenario_start(resolved: ResolvedClaims) -> ScenarioStart:
    """Where the scenarios of a province begin, under one choice of readings.

    Raises:
        NoOutlookError: no rate of everybody fell between two figures of a register under the latest standard.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings, restrict_to_evidence
        >>> start = find_scenario_start(resolve_readings(restrict_to_evidence(load_pack("bac-lieu"), "article")))
        >>> start.last.date, round(start.rate, 2), start.standard_end
        ('2024-M12', 0.69, 2026.0)
    """
    spells = list_poverty_rate_spells(resolved)
    if not spells:
        raise NoOutlookError("no rate")
    latest = max(spells, key=lambda s: (s.anchors[-1].t, len(s.anchors)))
    standards = list(resolved.pack.shared.standards)
    later_count = len(standards) - 1 - standards.index(latest.standard)
    if later_count > 1:
        raise NoOutlookError(
            "standards follow", date=latest.anchors[-1].date, standard=latest.standard, count=later_count
        )
    return build_scenario_start(latest, resolved)


def build_scenario_start(spell: Spell, resolved: ResolvedClaims) -> ScenarioStart:
    """The same for one spell of the rate.

    Raises:
        NoOutlookError: the spell is of a survey, has no pace, did not fall, or nothing is left of it or its standard.
    """
    first, last = spell.anchors[0], spell.anchors[-1]
    if spell.method == "survey":
        raise NoOutlookError("survey")
    if last.t - first.t < MIN_SPELL_YEARS - 1e-9:
        raise NoOutlookError("one figure", standard=spell.standard)
    if last.value <= 0:
        raise NoOutlookError("zero", date=last.date)
    standard_end = float(resolved.pack.shared.standards[spell.standard].last_year)
    if last.t >= standard_end:
        raise NoOutlookError("standard ends", date=last.date, standard=spell.standard)
    pace = annual_pace(first, last)
    if pace.direction == ROSE:
        raise NoOutlookError("rose", rise=(-pace.points_high, -pace.points_low), start=first.date, end=last.date)
    if pace.direction != FELL:
        raise NoOutlookError("no direction", start=first.date, end=last.date)
    counts = {
        a.t: a
        for s in list_comparable_spells(resolved)
        if s.series.indicator == "poor_households" and s.series.of_all and s.standard == spell.standard
        for a in s.anchors
    }
    if spell.series.whole != "households":
        counts = {}
    count = counts.get(last.t)
    all_households = 100 * count.value / last.value if count else None
    for total in list_allowed_totals(resolved) if all_households else ():
        of_everybody = (total.population, total.area, total.whole) == ("all", "province", "households")
        if of_everybody and total.t == last.t and total.best:
            all_households = float(total.best)
    return ScenarioStart(
        spell=spell, last=last, pace_so_far=pace, count=count, earlier=counts.get(first.t),
        all_households=all_households, standard_end=standard_end,
    )  # fmt: skip


def _stay_at_last_rate(start: ScenarioStart, parameters: ScenarioParameters) -> list[ScenarioPath]:
    """With r the last rate: r."""
    return [ScenarioPath(lambda k: start.rate)]


def _fall_by_reduction_rate(start: ScenarioStart, parameters: ScenarioParameters) -> list[ScenarioPath]:
    """With a the rate of reduction: r exp(-a k)."""
    return [ScenarioPath(_reduce_rate(start))]


def _exchange_households(start: ScenarioStart, parameters: ScenarioParameters) -> list[ScenarioPath]:
    """With a share x of the poor leaving and e of the others becoming poor in a year: p' = p (1 - x) + (1 - p) e.

    The inflows e are those that packs print, unless others are chosen; x is what the last spell asks for beside them.
    A printed inflow with which the rate could not have fallen so far, even if all of the poor left, is left out.
    """
    printed = [] if parameters.entry else [(inflow.percent, inflow.name) for inflow in list_printed_inflows()]
    paths = []
    for percent, name in [*printed, *((percent, "") for percent in parameters.entry)]:
        leave = estimate_exit_share(start, parameters, percent)
        if leave is not None or not name:
            path = _mix_exits_and_entries(start.rate, 1.0 if leave is None else leave, percent / 100)
            paths.append(ScenarioPath(path, percent, name))
    return paths


def _fall_by_points(start: ScenarioStart, parameters: ScenarioParameters) -> list[ScenarioPath]:
    """With b points a year and s a share: r - s b k, until it meets 0."""
    if parameters.points is None:
        return []
    points = parameters.points * start.pace_so_far.points
    return [ScenarioPath(lambda k: start.rate - points * k, parameters.points, corner=start.rate / points)]


def _fall_by_slower_rate(start: ScenarioStart, parameters: ScenarioParameters) -> list[ScenarioPath]:
    """With s a share: r exp(-s a k)."""
    slower = parameters.slower
    return [] if slower is None else [ScenarioPath(_reduce_rate(start, slower), slower)]


def _fall_to_floor(start: ScenarioStart, parameters: ScenarioParameters) -> list[ScenarioPath]:
    """r exp(-a k), not below the floor; nothing unless the last rate is above it."""
    floor, reduced = parameters.floor, _reduce_rate(start)
    return [] if floor is None or floor >= start.rate else [ScenarioPath(lambda k: max(reduced(k), floor), floor)]


# Every scenario, in the order of tables and colours.
SCENARIO_KINDS = (
    ScenarioKind(SAME_RATE_SCENARIO, "the same rate of reduction", _fall_by_reduction_rate),
    ScenarioKind("stagnation", "no change", _stay_at_last_rate, moved_by_pace=False),
    ScenarioKind(
        "churn", "exits as before, with new poverty", _exchange_households,
        "exits as before, %(parameter)s a year become poor",
        "exits as before, %(parameter)s a year become poor as in %(inflow)s",
    ),
    ScenarioKind(
        "linear", "as many points a year", _fall_by_points, "%(parameter)s of the points a year so far",
        parameter_scale=100, parameter_decimals=0,
    ),
    ScenarioKind(
        "half", "a slower rate of reduction", _fall_by_slower_rate, "%(parameter)s of that rate",
        parameter_scale=100, parameter_decimals=0,
    ),
    ScenarioKind(
        "floor", "the same rate, down to a floor", _fall_to_floor, "down to a floor of %(parameter)s",
        parameter_decimals=1,
    ),
)  # fmt: skip
SCENARIO_LABELS = {kind.name: kind.label for kind in SCENARIO_KINDS}


def project_scenarios(start: ScenarioStart, parameters: ScenarioParameters) -> list[Scenario]:
    """Every scenario of `SCENARIO_KINDS` that is asked for and has a meaning for this start, in their order.

    Each has points at the start, at year steps and at the horizon, which is the end of the standard unless an earlier
    year is chosen. Rates are percent, cut to 0 to 100.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings, restrict_to_evidence
        >>> start = find_scenario_start(resolve_readings(restrict_to_evidence(load_pack("bac-lieu"), "article")))
        >>> parameters = ScenarioParameters(entry=(0.5,), slower=0.5, floor=0.3)
        >>> {s.name: round(s.points[-1].value, 2) for s in project_scenarios(start, parameters)}
        {'pace': 0.09, 'stagnation': 0.69, 'churn': 0.59, 'half': 0.26, 'floor': 0.3}
    """
    years = _list_year_steps(start.last.t, parameters.horizon or start.standard_end)
    scenarios = []
    for kind in SCENARIO_KINDS:
        for path in kind.list_paths(start, parameters):
            steps = sorted({*years, path.corner}) if path.corner < years[-1] else years
            points = [ScenarioPoint(start.last.t + k, min(max(path.rate_after(k), 0.0), 100.0)) for k in steps]
            scenarios.append(Scenario(kind.name, path.parameter, path.inflow, tuple(points)))
    return scenarios


def estimate_exit_share(start: ScenarioStart, parameters: ScenarioParameters, entry: float) -> float | None:
    """The share of the poor that leave in a year, if `entry` percent of the others become poor.

    Unless it is chosen, it is the share with which the last spell ends at its last rate; None if none does, even if
    all of the poor left: then so many cannot have become poor.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> starts = [find_scenario_start(resolve_readings(load_pack(slug))) for slug in ("gia-lai", "bac-lieu")]
        >>> shares = [estimate_exit_share(start, ScenarioParameters(entry=()), 1.0) for start in starts]
        >>> round(shares[0], 2), shares[1]
        (0.26, None)
    """
    if parameters.exit is not None:
        return parameters.exit / 100
    from scipy.optimize import brentq  # slow to load, and used here alone

    pace = start.pace_so_far

    def miss_last_rate(leave: float) -> float:
        return _mix_exits_and_entries(pace.first.value, leave, entry / 100)(pace.years) - pace.last.value

    least, most = LEAST_SHARE, 1.0
    return float(brentq(miss_last_rate, least, most)) if miss_last_rate(most) <= 0 <= miss_last_rate(least) else None


def compute_required_pace(last: Anchor, target: float, t: float) -> tuple[float, float, float]:
    """What a level at a date asks for from the last figure on.

    Args:
        last: the last figure, where the way to the target begins.
        target: the level aimed at, in percent.
        t: its date, as a year-end coordinate: 2030.0 is the end of 2030.

    Returns:
        the fall in points a year, the rate of reduction in percent a year (infinite for a target of 0), and the years
        left. Both paces are 0 or below where the last figure is at the target already.

    Raises:
        ValueError: the date is not later than the last figure.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings, restrict_to_evidence
        >>> start = find_scenario_start(resolve_readings(restrict_to_evidence(load_pack("bac-lieu"), "article")))
        >>> tuple(round(x, 3) for x in compute_required_pace(start.last, target=0.3, t=2027.0))
        (0.13, 27.764, 3.0)
    """
    years = t - last.t
    if years <= 0:
        raise ValueError(f"{t:g} is not later than {last.date}")
    goal = replace(last, value=target, low=target, high=target, date=f"{int(t) + 1}-M12", sampling=None)
    pace = annual_pace(last, goal)
    scale = pace.years / years
    return pace.points * scale, pace.arr * scale, years


def _list_year_steps(t: float, horizon: float) -> list[float]:
    """Steps in years after `t`: 0, 1, 2 ... and the end of the year `horizon`, where it is no whole step."""
    steps = [float(k) for k in range(int(horizon - t + 1e-9) + 1)]
    return steps if abs(t + steps[-1] - horizon) < 1e-6 else [*steps, horizon - t]


def _reduce_rate(start: ScenarioStart, share: float = 1.0) -> Callable[[float], float]:
    """The path of a share of the rate of reduction so far."""
    return lambda k: start.rate * exp(-share * start.pace_so_far.arr / 100 * k)


def _mix_exits_and_entries(rate: float, leave: float, enter: float) -> Callable[[float], float]:
    """The path of p' = p (1 - x) + (1 - p) e in closed form, for part of a year too: it nears e / (x + e)."""
    level, keep = 100 * enter / (leave + enter), 1 - leave - enter

    def compute_rate(k: float) -> float:
        if keep > 0:
            return level + (rate - level) * keep**k
        years = int(k)  # more than everybody moves: no power for part of a year
        here, after = (level + (rate - level) * keep**n for n in (years, years + 1))
        return here + (k - years) * (after - here)

    return compute_rate
