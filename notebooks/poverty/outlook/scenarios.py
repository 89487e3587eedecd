"""Scenarios: what the poverty rate becomes if one thing or another goes on. None is a forecast, none has a fan.

There is no record of errors of such paths, so no probability is claimed. A scenario is as good as its "if", and holds
inside the standard under which its pace was counted; beyond it the figures will be of another kind.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, inf, isfinite

from poverty.packs.audit.totals import list_allowed_totals
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.files import DATA, format_project_path
from poverty.packs.load import Pack
from poverty.packs.parameters import PARAMETER_RANGES, check_scenario_parameter
from poverty.packs.readings import ResolvedClaims
from poverty.trajectory.pace import Pace, annual_pace
from poverty.trajectory.spells import Anchor, Spell, list_comparable_spells

SHARED_PARAMETERS_FILE = DATA / "outlook.toml"
REQUIRED_PARAMETERS = ("horizon", "slower", "entry", "floor")
SHORTEST_SPELL_YEARS = 1.0  # years: a spell that has a pace
LARGEST_EXPONENT = 700.0  # exp of more is no float: from nearly nobody to everybody many times over
# Every scenario by name, in words.
SCENARIO_LABELS = {
    "stagnation": "no change",
    "linear": "as many points a year",
    "pace": "the same rate of reduction",
    "half": "a slower rate of reduction",
    "floor": "the same rate, down to a floor",
    "churn": "exits as before, with new poverty",
}


# Why a province has no scenario, by reason.
NO_SCENARIO_REASONS = {
    "no rate": "no poverty rate with a standard is reported",
    "standards follow": "the last figure, of %(date)s, was counted under %(standard)s; %(count)s other standards "
    "follow, and no scenario crosses more than one",
    "one figure": "%(standard)s has no two figures a year apart: no pace that could go on is known",
    "zero": "the last figure, of %(date)s, is 0: a scenario has nothing to lower",
}


class NoOutlookError(ValueError):
    """Nothing that could go on is known: `reason` is a key of NO_SCENARIO_REASONS, `values` fill its sentence."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(NO_SCENARIO_REASONS[reason] % values)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class ScenarioParameters:
    """The parameters of the scenarios: percent, except the year `horizon` and the share `slower`."""

    horizon: int
    slower: float
    entry: tuple[float, ...]
    floor: float
    exit: float | None = None


@dataclass(frozen=True)
class ScenarioStart:
    """Where scenarios begin: the last figure of a spell with a pace, its count of households, and the pace so far.

    `whole` is the number of households in the province that the audit finds behind the last count and rate, or their
    quotient; it is carried along unchanged.
    """

    spell: Spell
    last: Anchor
    so_far: Pace
    count: Anchor | None  # households at the last figure
    earlier: Anchor | None  # households at the first one
    whole: float | None
    until: float  # the end of its standard

    @property
    def rate(self) -> float:
        """The last rate, with the decimals that its count gives: 1,581 of 227,911 is 0.6937, which prints as 0.69."""
        return 100 * self.count.value / self.whole if self.count and self.whole else self.last.value


@dataclass(frozen=True)
class ScenarioPoint:
    """A scenario at a date: percent, with the bounds that the numerals of its start leave."""

    t: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Scenario:
    """One "if": its name, the parameter that sets it apart from others of the name (None: none), its points."""

    name: str
    parameter: float | None
    points: tuple[ScenarioPoint, ...]


def load_scenario_parameters(pack: Pack, **chosen: object) -> ScenarioParameters:
    """The parameters: what is chosen here, or the pack's own, or those of `data/outlook.toml`.

    Args:
        pack: its province.toml may have a section [outlook].
        chosen: parameters by name; None leaves one as it is.

    Raises:
        PackError: a parameter that there is not, or out of its range, with every fault found.
    """
    try:
        shared = tomllib.loads(SHARED_PARAMETERS_FILE.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mend = "restore the file; every parameter is a line name = number"
        raise PackError(
            [Fault(format_project_path(SHARED_PARAMETERS_FILE), None, "", str(error), "TOML in UTF-8", mend)]
        ) from error
    faults: list[Fault] = []
    own = pack.province.get("outlook", {})
    asked = {name: value for name, value in chosen.items() if value is not None}
    for file, values in {
        format_project_path(SHARED_PARAMETERS_FILE): shared,
        "parameters": asked,
    }.items():  # the pack was checked when read
        for name, value in values.items():
            faults += check_scenario_parameter(file, name, value)
    missing = [name for name in REQUIRED_PARAMETERS if name not in {**shared, **own, **asked}]
    faults += [
        Fault(
            format_project_path(SHARED_PARAMETERS_FILE),
            None,
            name,
            "(missing)",
            PARAMETER_RANGES[name][1],
            "add the line",
        )
        for name in missing
    ]
    if faults:
        raise PackError(faults)
    values = {**shared, **own, **asked}
    entry = values["entry"] if isinstance(values["entry"], list | tuple) else [values["entry"]]
    out = values.get("exit")
    return ScenarioParameters(
        int(values["horizon"]), float(values["slower"]), tuple(map(float, entry)), float(values["floor"]),
        None if out is None else float(out),
    )  # fmt: skip


def find_scenario_start(resolved: ResolvedClaims) -> ScenarioStart:
    """Where the scenarios of a province begin, under one choice of readings.

    Raises:
        NoOutlookError: no rate of everybody has two figures under the standard of the latest one.
    """
    rates = [s for s in list_comparable_spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]
    if not rates:
        raise NoOutlookError("no rate")
    latest = max(rates, key=lambda s: (s.anchors[-1].t, len(s.anchors)))
    known = list(resolved.pack.shared.standards.values())
    after = known[[s.id for s in known].index(latest.standard) + 1 :]
    if len(after) > 1:
        values = {"date": latest.anchors[-1].date, "standard": latest.standard, "count": len(after)}
        raise NoOutlookError("standards follow", **values)
    return build_scenario_start(latest, resolved)


def build_scenario_start(spell: Spell, resolved: ResolvedClaims) -> ScenarioStart:
    """The same for one spell of the rate.

    Raises:
        NoOutlookError: the spell has no pace, or nothing is left to fall.
    """
    first, last = spell.anchors[0], spell.anchors[-1]
    if last.t - first.t < SHORTEST_SPELL_YEARS - 1e-9:
        raise NoOutlookError("one figure", standard=spell.standard)
    if last.value <= 0:
        raise NoOutlookError("zero", date=last.date)
    counts = {
        a.t: a
        for s in list_comparable_spells(resolved)
        if s.series.indicator == "poor_households" and s.series.of_all and s.standard == spell.standard
        for a in s.anchors
    }
    of_households = spell.series.whole == "households"
    count, earlier = (counts.get(t) if of_households else None for t in (last.t, first.t))
    whole = 100 * count.value / last.value if count and last.value > 0 else None
    for total in list_allowed_totals(resolved) if whole else ():
        same = (total.population, total.area, total.whole) == ("all", "province", "households")
        if same and total.t == last.t and total.best:
            whole = float(total.best)
    until = float(resolved.pack.shared.standards[spell.standard].last_year)
    return ScenarioStart(spell, last, annual_pace(first, last), count, earlier, whole, until)


def project_scenarios(begun: ScenarioStart, given: ScenarioParameters) -> list[Scenario]:
    """Every scenario that has a meaning for this start, each at the start, at year steps and at the horizon.

    The end of the standard is a step too: what lies beyond it is of another kind.

    With r the last rate, a its rate of reduction and b its fall in points a year, after k years:
    r (no change); r - b k, not below 0; r exp(-a k); r exp(-s a k); the same, not below the floor; and with a share x
    of the poor leaving and a share e of the others becoming poor in a year, p' = p (1 - x) + (1 - p) e.
    """
    last, so_far = begun.last, begun.so_far
    steps = _list_year_steps(last.t, given.horizon)
    if last.t < begun.until < given.horizon:
        steps = sorted({round(k, 6) for k in (*steps, begun.until - last.t)})
    rate = (begun.rate, last.low, last.high)
    arr = (so_far.arr, so_far.arr_high, so_far.arr_low)  # the fastest leaves the least
    points = (so_far.points, so_far.points_high, so_far.points_low)

    def made(
        name: str, path: Callable[[int, float], float], parameter: float | None = None, at: list[float] = steps
    ) -> Scenario:
        ends = [[min(max(path(i, k), 0.0), 100.0) for i in range(3)] for k in at]
        made_of = zip(at, ends, strict=True)
        return Scenario(
            name, parameter, tuple(ScenarioPoint(last.t + k, e[0], min(e[1:]), max(e[1:])) for k, e in made_of)
        )

    found = [made("stagnation", lambda i, k: rate[i])]
    gone = rate[0] / points[0] if points[0] > 0 else inf  # when a straight line meets 0: a corner of its path
    bent = sorted({*steps, gone}) if gone < steps[-1] else steps
    found.append(made("linear", lambda i, k: rate[i] - points[i] * k, at=bent))
    if all(map(isfinite, arr)):
        found.append(made("pace", lambda i, k: _apply_annual_reduction(rate[i], arr[i], k)))
        found.append(
            made("half", lambda i, k: _apply_annual_reduction(rate[i], given.slower * arr[i], k), given.slower)
        )
        if last.value > given.floor > found[-2].points[-1].value:  # it is met before the horizon
            floored = made(
                "floor", lambda i, k: max(_apply_annual_reduction(rate[i], arr[i], k), given.floor), given.floor
            )
            found.append(floored)
    leave = estimate_exit_share(begun, given)
    if leave is not None:
        for e in given.entry:
            found.append(made("churn", _build_churn_path(rate, leave, e / 100), e))
    return found


def _apply_annual_reduction(rate: float, arr: float, years: float) -> float:
    """A rate after some years of an annual rate of reduction, in percent; a rise beyond what a float holds is cut."""
    return rate * exp(min(-arr / 100 * years, LARGEST_EXPONENT))


def estimate_exit_share(begun: ScenarioStart, given: ScenarioParameters) -> tuple[float, float, float] | None:
    """The share of the poor that leave in a year, central, most and least; None if there is none to go by.

    Unless it is assumed, it is what the last spell shows if nobody became poor: 1 - exp(-a). Whoever became poor
    meanwhile was made up for by further exits, so it is the least that exits can have been.
    """
    if given.exit is not None:
        return (given.exit / 100,) * 3
    so_far = begun.so_far
    rates = (so_far.arr, so_far.arr_high, so_far.arr_low)
    return tuple(1 - exp(-a / 100) for a in rates) if 0 < so_far.arr < inf and so_far.arr_low > 0 else None


def compute_required_pace(begun: ScenarioStart, target: float, t: float) -> tuple[float, float, float]:
    """What a level at a date asks for from the last figure on.

    Returns:
        the fall in points a year, the rate of reduction in percent a year (infinite for a target of 0), and the years
        left. Both paces are 0 or below where the last figure is at the target already.

    Raises:
        ValueError: the date is not later than the last figure.
    """
    years = t - begun.last.t
    if years <= 0:
        raise ValueError(f"{t:g} is not later than {begun.last.date}")
    goal = replace(begun.last, value=target, low=target, high=target)
    moved = annual_pace(begun.last, replace(goal, date=f"{int(t) + 1}-M12"))
    scale = moved.years / years
    return moved.points * scale, moved.arr * scale, years


def _list_year_steps(t: float, horizon: int) -> list[float]:
    count = int(horizon - t + 1e-9)
    steps = [float(k) for k in range(count + 1)]
    return steps if abs(t + count - horizon) < 1e-6 or horizon <= t else [*steps, horizon - t]


def _build_churn_path(rate: tuple[float, ...], leave: tuple[float, ...], enter: float) -> Callable[[int, float], float]:
    """The path of p' = p (1 - x) + (1 - p) e in closed form, for part of a year too: it nears e / (x + e)."""

    def path(i: int, k: float) -> float:
        rest, keep = 100 * enter / (leave[i] + enter), 1 - leave[i] - enter
        if keep > 0:
            return rest + (rate[i] - rest) * keep**k
        years = int(k)  # more than everybody moves: no power for part of a year
        here, after = (rest + (rate[i] - rest) * keep**n for n in (years, years + 1))
        return here + (k - years) * (after - here)

    return path
