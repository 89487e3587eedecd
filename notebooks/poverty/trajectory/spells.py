"""Comparable spells: runs of observations of one series under one poverty standard.

A pace or a line exists inside a spell only (the World Bank's Poverty and Inequality Platform uses the term
so). What is asked across spells raises an error that says why.
"""

from dataclasses import dataclass, replace

from poverty.packs.claims import Claim, MeasuredSeries
from poverty.packs.dates import period_end_coordinate
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import INDICATORS


class ComparabilityError(ValueError):
    """Two figures that no line may join: they belong to different series or to different standards."""


@dataclass(frozen=True)
class MeanFallTie:
    """A mean fall per year that links a derived start to its end: its bounds, in the series' unit a year."""

    end: str
    low: float
    high: float


@dataclass(frozen=True)
class Anchor:
    """A value that fixes a path: reported, or derived from a reported change (then `kind` says so).

    `t` is the year-end coordinate; `low` and `high` bound `value`, in the indicator's unit.
    """

    series: MeasuredSeries
    standard: str
    date: str
    value: float
    low: float
    high: float
    kind: str
    claims: tuple[str, ...]
    readings: tuple[str, ...]
    tie: MeanFallTie | None = None

    @property
    def t(self) -> float:
        return period_end_coordinate(self.date)


@dataclass(frozen=True)
class Spell:
    """A series under one standard: its anchors in time order, and what else its own source says of it.

    `falls` are mean falls per year and `means` are period means (claims); `others` are actual levels kept
    aside as checks: those of sources of low trust, and a second figure that is printed for one date.
    """

    series: MeasuredSeries
    standard: str
    method: str
    anchors: tuple[Anchor, ...]
    falls: tuple[Claim, ...]
    means: tuple[Claim, ...]
    others: tuple[Anchor, ...]


def anchor_from_claim(claim: Claim) -> Anchor:
    """A claim of a level as an anchor; bounds are what its words allow, or mean where they set no limit."""
    low, high = claim.usable_bounds()
    return Anchor(
        claim.series,
        claim.standard,
        claim.end,
        float(claim.value),
        max(low, 0.0),
        high,
        "reported",
        (claim.id,),
        claim.readings,
    )


def list_comparable_spells(resolved: ResolvedClaims) -> list[Spell]:
    """The comparable spells of every stock that has a standard, ordered by indicator and first date.

    Only actual values enter: a target or a forecast never is an anchor.
    """
    wholes: dict[tuple, set[str]] = {}
    for claim in resolved.claims.values():
        if claim.statistic == "level" and claim.whole:
            wholes.setdefault((claim.indicator, claim.population), set()).add(claim.whole)
    found: dict[tuple[MeasuredSeries, str], list[Claim]] = {}
    for claim in resolved.claims.values():
        dated = claim.standard and claim.end and claim.bounds is not None
        if dated and claim.status == "actual" and INDICATORS[claim.indicator].stock:
            series = claim.series
            if INDICATORS[claim.indicator].unit == "percent" and not series.whole:
                # a change seldom says of what it is a share: of what the levels are, or of households
                known = wholes.get((claim.indicator, claim.population), set())
                series = replace(series, whole=next(iter(known)) if len(known) == 1 else "households")
            key = (series, claim.standard)
            found.setdefault(key, []).append(claim)
    result = [_assemble_spell(resolved, series, standard, claims) for (series, standard), claims in found.items()]
    order = list(INDICATORS)
    return sorted(
        (s for s in result if s.anchors),
        key=lambda s: (order.index(s.series.indicator), not s.series.of_all, s.anchors[0].t),
    )


def find_spell(
    resolved: ResolvedClaims, indicator: str, standard: str, population: str = "all", area: str = "province"
) -> Spell:
    """The one spell of an indicator under a standard.

    Raises:
        ComparabilityError: the pack has no such spell.
    """
    wanted = (indicator, population, area)
    for spell in list_comparable_spells(resolved):
        series = spell.series
        if (series.indicator, series.population, series.area) == wanted and spell.standard == standard:
            return spell
    raise ComparabilityError(f"no actual value of {indicator} ({population}, {area}) under {standard} is reported")


def require_comparable(first: Anchor, second: Anchor) -> None:
    """Let two anchors of one spell pass.

    Raises:
        ComparabilityError: they are of different spells; the message says what differs.
    """
    if first.series != second.series:
        raise ComparabilityError(
            f"{first.series.indicator} at {first.date} and {second.series.indicator} at {second.date} are different "
            "series: the difference between them is not a change in time"
        )
    if first.standard != second.standard:
        raise ComparabilityError(
            f"{first.value:g} at {first.date} was counted under {first.standard}, {second.value:g} at {second.date} "
            f"under {second.standard}: part of the difference is the change of standard, and nothing reported says "
            "how much. A pace or a path exists inside one standard only"
        )


def _assemble_spell(resolved: ResolvedClaims, series: MeasuredSeries, standard: str, claims: list[Claim]) -> Spell:
    own = [c for c in claims if c.primary]
    trusted = [*own, *(c for c in claims if not c.primary and c.source.trust != "low")]
    anchors: dict[float, Anchor] = {}
    others = [anchor_from_claim(c) for c in claims if c not in trusted and c.statistic == "level"]
    at: dict[float, list[Anchor]] = {}
    for claim in trusted:
        if claim.statistic == "level":
            at.setdefault(claim.t, []).append(anchor_from_claim(claim))
    for t, printed in at.items():
        anchors[t], second = _choose_anchor_for_date(printed)
        others += second
    falls = tuple(c for c in own if c.statistic == "mean fall per year")
    changes = [c for c in trusted if c.statistic in ("fall", "rise")]
    reported = dict(anchors)
    alone = len({c.t for c in own if c.statistic == "level"}) == 1
    for change in [*changes, *(falls if alone else ())]:
        # a mean of several years says less than the source's own figures, where there are two of them
        for a in _derive_missing_anchor(change, reported):
            anchors.setdefault(a.t, a)
    return Spell(
        series,
        standard,
        resolved.pack.shared.standards[standard].method,
        tuple(sorted(anchors.values(), key=lambda a: a.t)),
        falls,
        tuple(c for c in own if c.statistic == "mean level"),
        tuple(others),
    )


def _choose_anchor_for_date(printed: list[Anchor]) -> tuple[Anchor, list[Anchor]]:
    """Of several figures for one date the most precise that agrees with the first, and those that contradict it.

    The pack's own source stands first.
    """
    first = printed[0]
    agree = [
        a for a in printed if (a.low < first.high and first.low < a.high) or (a.low, a.high) == (first.low, first.high)
    ]
    return min(agree, key=lambda a: a.high - a.low), [a for a in printed if a not in agree]


def _derive_missing_anchor(change: Claim, at: dict[float, Anchor]) -> list[Anchor]:
    """The end that a printed change implies where only the other one is printed. Derived, never reported."""
    start, end = period_end_coordinate(change.start), period_end_coordinate(change.end)
    if (start in at) == (end in at):
        return []
    years = end - start
    least, most = change.usable_bounds()
    falls = (float(change.value), max(least, 0.0), most)
    if change.statistic == "rise":
        falls = (-falls[0], -falls[2], -falls[1])
    if change.statistic == "mean fall per year":
        falls = tuple(years * fall for fall in falls)
    value, low, high = falls
    known = at[end] if end in at else at[start]
    sign = 1 if end in at else -1
    limits = sorted((known.low + sign * x, known.high + sign * y) for x, y in ((low, high), (high, low)))
    ends = [limit for pair in limits for limit in pair]
    return [
        Anchor(
            known.series,
            known.standard,
            change.start if end in at else change.end,
            known.value + sign * value,
            max(min(ends), 0.0),
            max(ends),
            "derived",
            (*known.claims, change.id),
            tuple(dict.fromkeys((*known.readings, *change.readings))),
            MeanFallTie(known.date, low / years, high / years) if end in at else None,
        )
    ]
