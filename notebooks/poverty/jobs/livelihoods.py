"""Livelihood models: how many households and how much money each, and how many exits from poverty they could touch.

A source prints how many models, for how many households, on what budget. Quotients of the three are derived, with
bounds: the words alone often leave one side open ("more than 1.500 households"), people who write so mean less.
"""

from dataclasses import dataclass
from math import inf

from poverty.packs import dates as periods
from poverty.packs.claims import Claim
from poverty.packs.readings import Resolved
from poverty.trajectory.spells import spells

MODELS, HOUSEHOLDS, BUDGET = "livelihood_models", "livelihood_households", "livelihood_budget"
PARTS = (MODELS, HOUSEHOLDS, BUDGET)
# What a quotient is called, of what, over what.
QUOTIENTS = (
    ("households a model", HOUSEHOLDS, MODELS),
    ("VND a model", BUDGET, MODELS),
    ("VND a household", BUDGET, HOUSEHOLDS),
)
Range = tuple[float, float]


@dataclass(frozen=True)
class Support:
    """What one source says of the models of one period: at most one number of each part."""

    claims: dict[str, Claim]

    @property
    def first(self) -> Claim:
        return next(iter(self.claims.values()))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(c.id for c in self.claims.values())


@dataclass(frozen=True)
class Quotient:
    """One part over another, each end in the unit of the name; `hard` is what the words alone allow."""

    name: str
    value: float
    soft: Range
    hard: Range
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """The most that the programme's households (or money) can be of something: of 0.16, 16%.

    `most` takes every word as people use it. `what` names the whole, `since` and `until` its dates.
    """

    what: str
    most: float
    since: str
    until: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Nesting:
    """What one source's numbers leave if another's are a part of them: the rest of each part, and its quotients.

    `possible` is false if some part would be larger than its whole.
    """

    whole: Support
    part: Support
    possible: bool
    same: bool  # the two may be the very same numbers
    rest: dict[str, Range]
    quotients: dict[str, Range]


def supports(resolved: Resolved) -> list[Support]:
    """What is printed of livelihood models, the pack's own source first."""
    found: dict[tuple[str, str], dict[str, Claim]] = {}
    for c in resolved.claims.values():
        if c.indicator in PARTS and c.bounds is not None and c.statistic == "total" and c.status == "actual":
            found.setdefault((c.source.id, c.together or c.id), {}).setdefault(c.indicator, c)
    return sorted((Support(claims) for claims in found.values()), key=lambda s: not s.first.primary)


def quotients(support: Support) -> list[Quotient]:
    """Every quotient whose two parts are printed."""
    found = []
    for name, top, bottom in QUOTIENTS:
        if {top, bottom} <= set(support.claims):
            a, b = support.claims[top], support.claims[bottom]
            ends = {tier: _over(a.limits(tier), b.limits(tier)) for tier in ("soft", "hard")}
            found.append(Quotient(name, float(a.value / b.value), ends["soft"], ends["hard"], (a.id, b.id)))
    return found


def nestings(resolved: Resolved) -> list[Nesting]:
    """Every pair of sources that print the same parts: what follows if the smaller is a part of the larger.

    Only where the dates allow it: the part ends no later than the whole, and begins no earlier where both say when.
    """
    known = [s for s in supports(resolved) if len(s.claims) > 1]
    found = []
    for i, one in enumerate(known):
        for other in known[i + 1 :]:
            whole, part = (one, other) if _size(one) >= _size(other) else (other, one)
            if set(whole.claims) == set(part.claims) and _within(_dates(part), _dates(whole)):
                found.append(_nesting(whole, part))
    return found


def share_of_exits(resolved: Resolved, support: Support) -> Share | None:
    """The most that the support's households can be of those that left poverty in its years, net.

    The fall of the register is taken over the longest run of counts of one standard that lies in those years (a count
    at the end of the year before belongs to them). Nobody knows how many of the households were poor, nor how many
    left: the share is of a programme whose every household did. None where no such fall is printed.
    """
    households = support.claims.get(HOUSEHOLDS)
    if households is None or not households.start:
        return None
    start, end = periods.parse(households.start).start, periods.parse(households.end).end
    falls = []
    for spell in spells(resolved):
        inside = [a for a in spell.anchors if start - 1e-6 <= a.t <= end + 1e-6]
        if spell.series.indicator == "poor_households" and spell.series.of_all and len(inside) > 1:
            first, last = inside[0], inside[-1]
            if first.low > last.high:
                falls.append((last.t - first.t, first, last))
    if not falls:
        return None
    _, first, last = max(falls, key=lambda f: f[0])
    most = households.limits("soft")[1] / (first.low - last.high)
    return Share(
        "net fall of poor households", most, first.date, last.date, (households.id, *first.claims, *last.claims)
    )


def share_of_programme(resolved: Resolved, support: Support) -> Share | None:
    """The most that the support's budget can be of a programme's that is printed for its years or for longer."""
    budget = support.claims.get(BUDGET)
    if budget is None or not budget.start:
        return None
    wider = [
        c
        for c in resolved.claims.values()
        if c.indicator == "programme_budget" and c.bounds is not None and c.status == "actual" and c.start
        and c.base_unit == budget.base_unit and _within(_dates(support), _dates(Support({c.indicator: c})))
    ]  # fmt: skip
    if not wider:
        return None
    programme = min(wider, key=lambda c: c.value)
    most = budget.limits("soft")[1] / programme.limits("soft")[0]
    return Share("budget of the poverty programmes", most, programme.start, programme.end, (budget.id, programme.id))


def kinds(resolved: Resolved) -> list[Claim]:
    """The kinds of model that sources name, in their order; the note says what each is."""
    return [c for c in resolved.claims.values() if c.indicator == MODELS and c.statistic == "kind"]


def _nesting(whole: Support, part: Support) -> Nesting:
    rest, possible, same = {}, True, True
    for name in whole.claims:
        (low, high), (least, most) = whole.claims[name].limits("soft"), part.claims[name].limits("soft")
        rest[name] = max(low - most, 0.0), high - least
        possible = possible and high > least
        same = same and low <= most and least <= high
    over = {name: _over(rest[a], rest[b]) for name, a, b in QUOTIENTS if {a, b} <= set(rest)} if possible else {}
    return Nesting(whole, part, possible, same, rest, over)


def _size(support: Support) -> float:
    return float(next(support.claims[name].value for name in PARTS if name in support.claims))


def _dates(support: Support) -> Range:
    """When a support begins and ends, as coordinates; infinite where it is not said. An undated total ends `as_of`."""
    claims = support.claims.values()
    dated = next((c for c in claims if c.start), None)
    if dated:
        return periods.parse(dated.start).start, periods.parse(dated.end).end
    said = next((c.as_of for c in claims if c.as_of), "")
    return -inf, periods.parse(said).end if said else inf


def _within(part: Range, whole: Range) -> bool:
    """Whether the dates of the part, where they are said, allow it to lie within the whole."""
    begins = -inf in (part[0], whole[0]) or part[0] >= whole[0] - 1e-6
    return begins and (inf in (part[1], whole[1]) or part[1] <= whole[1] + 1e-6)


def _over(top: Range, bottom: Range) -> Range:
    low = top[0] / bottom[1] if bottom[1] not in (0.0, inf) else 0.0
    return max(low, 0.0), top[1] / bottom[0] if bottom[0] > 0 else inf
