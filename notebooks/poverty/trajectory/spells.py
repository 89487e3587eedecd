"""Comparable spells: runs of observations of one series under one poverty standard.

A pace or a line exists inside a spell only (the World Bank's Poverty and Inequality Platform uses the term
so). What is asked across spells raises an error that says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor

from poverty.packs.claims import Claim, MeasuredSeries
from poverty.packs.dates import period_end_coordinate
from poverty.packs.official import SURVEY_RATE
from poverty.packs.readings import ResolvedClaims
from poverty.packs.rows import round_finite
from poverty.packs.sampling import SamplingError
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS
from poverty.trajectory.household_totals import HouseholdTotal, combine_household_totals

MIN_SPELL_YEARS = 1.0  # years from the first to the last anchor of a spell whose pace makes a headline
TELLS_OF_ONE_YEAR = 1.1  # years: a spell that is no longer


class ComparabilityError(ValueError):
    """Two figures that no line may join: they belong to different series or to different standards."""


@dataclass(frozen=True)
class MeanFallTie:
    """A mean fall per year that links a derived start to its end: its bounds, in the series' unit a year."""

    end_date: str
    low: float
    high: float


@dataclass(frozen=True)
class Anchor:
    """A value that fixes a path: reported, or derived from a reported change (then `kind` says so).

    `t` is the year-end coordinate; `low` and `high` bound `value`, in the indicator's unit: what its numeral allows.
    `sampling` is another thing, a survey's error where its source prints one.
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
    sampling: SamplingError | None = None

    @property
    def t(self) -> float:
        """The year-end coordinate of its date: 2015.0 is the end of 2015."""
        return period_end_coordinate(self.date)

    def overlaps_bounds_of(self, anchor: "Anchor") -> bool:
        """Whether some value lies inside the bounds of both figures."""
        return self.low < anchor.high and anchor.low < self.high


@dataclass(frozen=True)
class Spell:
    """A series under one standard: its anchors in time order, and what else its own source says of it.

    `mean_falls` (per year) and `mean_levels` (over a period) are claims; `check_levels` are actual levels that fix
    no path: those of sources of low trust, and a second figure that is printed for one date.
    """

    series: MeasuredSeries
    standard: str
    method: str
    anchors: tuple[Anchor, ...]
    mean_falls: tuple[Claim, ...] = ()
    mean_levels: tuple[Claim, ...] = ()
    check_levels: tuple[Anchor, ...] = ()

    @property
    def key(self) -> tuple[MeasuredSeries, str]:
        """Series and standard: what one spell of a pack has and no second one."""
        return self.series, self.standard

    @property
    def years(self) -> float:
        """Years from the first to the last anchor."""
        return self.anchors[-1].t - self.anchors[0].t


def anchor_from_claim(claim: Claim) -> Anchor:
    """A claim of a level as an anchor; bounds are what its words allow, or mean where they set no limit."""
    low, high = claim.usable_bounds()
    return Anchor(
        series=claim.series, standard=claim.standard, date=claim.end, value=float(claim.value), low=max(low, 0.0),
        high=high, kind="reported", claims=(claim.id,), readings=claim.readings, sampling=claim.sampling,
    )  # fmt: skip


def list_comparable_spells(resolved: ResolvedClaims) -> list[Spell]:
    """The comparable spells of every stock that has a standard, ordered by indicator and first date.

    Only actual values enter: a target or a forecast never is an anchor. A count of households that is not printed is
    derived where the rate and the total of its date are known.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> spells = list_comparable_spells(resolve_readings(load_pack("quang-ngai")))
        >>> [(s.series.indicator, s.standard, s.anchors[0].date, s.anchors[0].value) for s in spells[:2]]
        [('poverty_rate', 'VN-2011', '2010-M12', 23.92), ('poverty_rate', 'VN-2016', '2015-M12', 15.19)]
    """
    return [*resolved.compute_once(("comparable spells",), lambda: _list_comparable_spells(resolved))]


def _list_comparable_spells(resolved: ResolvedClaims) -> list[Spell]:
    spells = _add_derived_counts(_list_spells_of_printed_figures(resolved), list_household_totals(resolved))
    order = list(INDICATORS)
    return sorted(spells, key=lambda s: (order.index(s.series.indicator), not s.series.of_all, s.anchors[0].t))


def list_household_totals(resolved: ResolvedClaims) -> list[HouseholdTotal]:
    """How many households the province had, by date, as far as its counts, rates and totals tell.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> totals = list_household_totals(resolve_readings(load_pack("bac-lieu")))
        >>> [(total.date, total.low, total.best, total.high) for total in totals if total.t == 2022]
        [('2022-M12', 226385, 226740, 227095)]
    """

    def combine() -> list[HouseholdTotal]:
        return combine_household_totals(resolved, _list_spells_of_printed_figures(resolved))

    return [*resolved.compute_once(("household totals",), combine)]


def list_poverty_rate_spells(resolved: ResolvedClaims) -> list[Spell]:
    """The spells of the poverty rate of everybody in the province, by first date.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> [spell.standard for spell in list_poverty_rate_spells(resolve_readings(load_pack("gia-lai")))]
        ['VN-2016', 'VN-2022']
    """
    return [s for s in list_comparable_spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]


def find_latest_rate_spell(resolved: ResolvedClaims) -> Spell | None:
    """The latest spell of everybody's poverty rate whose first and last anchor are at least a year apart.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> spell = find_latest_rate_spell(resolve_readings(load_pack("bac-lieu")))
        >>> spell.anchors[0].value, spell.anchors[-1].value, spell.years
        (5.09, 0.69, 3.0)
    """
    spells = [s for s in list_poverty_rate_spells(resolved) if s.years >= MIN_SPELL_YEARS - 1e-9]
    return max(spells, key=lambda s: s.anchors[-1].t, default=None)


def find_spell(
    resolved: ResolvedClaims, indicator: str, standard: str, population: str = "all", area: str = "province"
) -> Spell:
    """The one spell of an indicator under a standard.

    Args:
        resolved: the claims of a pack under a choice of readings.
        indicator: a name of `vocabulary.INDICATORS`, such as "poverty_rate".
        standard: the id of a standard, such as "VN-2016".
        population: of whom; "all" is everybody.
        area: where in the province.

    Raises:
        ComparabilityError: the pack has no such spell.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> spell = find_spell(resolve_readings(load_pack("quang-ngai")), "poverty_rate", "VN-2016")
        >>> [(a.date, a.value, a.low, a.high) for a in spell.anchors]
        [('2015-M12', 15.19, 15.185, 15.195), ('2016-M12', 13.06, 13.055, 13.065)]
    """
    for spell in list_comparable_spells(resolved):
        s = spell.series
        if (s.indicator, s.population, s.area, spell.standard) == (indicator, population, area, standard):
            return spell
    raise ComparabilityError(f"no actual value of {indicator} ({population}, {area}) under {standard} is reported")


def require_comparable(first: Anchor, second: Anchor) -> None:
    """Let two anchors of one spell pass.

    Raises:
        ComparabilityError: they are of different spells; the message says what differs.
    """
    a, b = first.series, second.series
    no_change = "the difference between them is not a change in time"
    if a.indicator != b.indicator:
        survey = (
            ": a household survey estimates what a register counts" if SURVEY_RATE in (a.indicator, b.indicator) else ""
        )
        raise ComparabilityError(
            f"{a.indicator} at {first.date} and {b.indicator} at {second.date} are different series{survey}; "
            f"{no_change}"
        )
    if a != b:
        of_one_group = (a.population, a.area) == (b.population, b.area)
        of_first, of_second = (s.whole or "?" if of_one_group else f"{s.population}, {s.area}" for s in (a, b))
        raise ComparabilityError(
            f"{first.value:g} at {first.date} is of {of_first}, {second.value:g} at {second.date} of {of_second}: "
            f"{no_change}"
        )
    if first.standard != second.standard:
        raise ComparabilityError(
            f"{first.value:g} at {first.date} was counted under {first.standard}, {second.value:g} at {second.date} "
            f"under {second.standard}: part of the difference is the change of standard, and nothing reported says "
            "how much. A pace or a path exists inside one standard only"
        )


def collect_provenance(anchors: Iterable[Anchor], prefix: str = "") -> dict[str, str]:
    """The cells `claims` and `readings` of a row: what its anchors rest on, each once, `prefix` before each."""
    anchors = list(anchors)
    return {
        name: " ".join(dict.fromkeys(f"{prefix}{word}" for a in anchors for word in getattr(a, name)))
        for name in ("claims", "readings")
    }


def _list_spells_of_printed_figures(resolved: ResolvedClaims) -> list[Spell]:
    """The spells that printed levels and changes make."""
    return resolved.compute_once(("printed spells",), lambda: _assemble_spells(resolved))


def _assemble_spells(resolved: ResolvedClaims) -> list[Spell]:
    shares_of: dict[tuple, set[str]] = {}  # by indicator and population: what its levels are a share of
    for claim in resolved.claims.values():
        if claim.statistic == "level" and claim.whole:
            shares_of.setdefault((claim.indicator, claim.population), set()).add(claim.whole)
    claims_by_spell: dict[tuple[MeasuredSeries, str], list[Claim]] = {}
    for claim in resolved.claims.values():
        dated = claim.standard and claim.end and claim.bounds is not None
        if dated and claim.status == "actual" and INDICATORS[claim.indicator].stock:
            series = claim.series
            if INDICATORS[claim.indicator].unit == "percent" and not series.whole:
                # a change seldom says of what it is a share: of what the levels are, or of households
                wholes = shares_of.get((claim.indicator, claim.population), set())
                series = replace(series, whole=next(iter(wholes)) if len(wholes) == 1 else "households")
            claims_by_spell.setdefault((series, claim.standard), []).append(claim)
    spells = [_assemble_spell(resolved, *key, claims) for key, claims in claims_by_spell.items()]
    return [spell for spell in spells if spell.anchors]


def _add_derived_counts(spells: list[Spell], totals: list[HouseholdTotal]) -> list[Spell]:
    """The same with every count of households that a printed rate and the total of its date make."""
    total_at = {total.t: total for total in totals}
    by_key = {spell.key: spell for spell in spells}
    for rates in spells:
        count = COUNT_OF_RATE.get(rates.series.indicator, {}).get("households")
        if not count or not rates.series.of_all or rates.series.whole != "households":
            continue
        series = replace(rates.series, indicator=count, whole="")
        counts = by_key.get((series, rates.standard), Spell(series, rates.standard, rates.method, ()))
        known = {a.t for a in counts.anchors}
        derived = [
            _derive_count(series, rate, total_at[rate.t])
            for rate in rates.anchors
            if rate.kind == "reported" and rate.t in total_at and rate.t not in known
        ]
        if derived:
            anchors = tuple(sorted((*counts.anchors, *derived), key=lambda a: a.t))
            by_key[counts.key] = replace(counts, anchors=anchors)
    return list(by_key.values())


def _derive_count(series: MeasuredSeries, rate: Anchor, total: HouseholdTotal) -> Anchor:
    """How many households a rate is, of all those of its date."""
    return Anchor(
        series=series, standard=rate.standard, date=rate.date, value=float(round(rate.value * total.best / 100)),
        low=float(floor(rate.low * total.low / 100)), high=float(ceil(rate.high * total.high / 100)), kind="derived",
        claims=tuple(dict.fromkeys((*rate.claims, *total.claims))),
        readings=tuple(dict.fromkeys((*rate.readings, *total.readings))),
    )  # fmt: skip


def _assemble_spell(resolved: ResolvedClaims, series: MeasuredSeries, standard: str, claims: list[Claim]) -> Spell:
    """The spell of a series under a standard from its claims, with the anchors that printed changes imply."""
    primary = [c for c in claims if c.primary]
    trusted = [*primary, *(c for c in claims if not c.primary and c.source.trust != "low")]
    check_levels = [anchor_from_claim(c) for c in claims if c not in trusted and c.statistic == "level"]
    printed_at: dict[float, list[Anchor]] = {}
    for claim in trusted:
        if claim.statistic == "level":
            printed_at.setdefault(claim.t, []).append(anchor_from_claim(claim))
    reported: dict[float, Anchor] = {}
    for t, printed in printed_at.items():
        reported[t], contradicting = _choose_anchor_for_date(printed)
        check_levels += contradicting
    mean_falls = tuple(c for c in primary if c.statistic == "mean fall per year")
    changes = [c for c in trusted if c.statistic in ("fall", "rise")]
    if len({c.t for c in primary if c.statistic == "level"}) == 1:
        changes += mean_falls  # a mean of several years says less than the source's own figures, where it has two
    anchors = dict(reported)
    for change in changes:
        anchor = _derive_missing_anchor(change, reported)
        if anchor:
            anchors.setdefault(anchor.t, anchor)
    return Spell(
        series, standard, resolved.pack.shared.standards[standard].method,
        anchors=tuple(sorted(anchors.values(), key=lambda a: a.t)), mean_falls=mean_falls,
        mean_levels=tuple(c for c in primary if c.statistic == "mean level"), check_levels=tuple(check_levels),
    )  # fmt: skip


def _choose_anchor_for_date(printed: list[Anchor]) -> tuple[Anchor, list[Anchor]]:
    """Of several figures for one date the most precise that agrees with the first, and those that contradict it.

    The pack's own source stands first; of equally precise figures one whose sampling error is printed.
    """
    first = printed[0]
    agreeing = [a for a in printed if a.overlaps_bounds_of(first) or (a.low, a.high) == (first.low, first.high)]
    return min(agreeing, key=lambda a: (a.high - a.low, a.sampling is None)), [a for a in printed if a not in agreeing]


def _derive_missing_anchor(change: Claim, reported: dict[float, Anchor]) -> Anchor | None:
    """The end that a printed change implies where only the other one is printed. Derived, never reported."""
    start, end = period_end_coordinate(change.start), period_end_coordinate(change.end)
    if (start in reported) == (end in reported):
        return None
    least, most = change.usable_bounds()
    fall, low, high = float(change.value), max(least, 0.0), most
    if change.statistic == "rise":
        fall, low, high = -fall, -high, -low
    years = end - start if change.statistic == "mean fall per year" else 1.0
    from_end = end in reported
    printed = reported[end if from_end else start]
    sign = years if from_end else -years
    bounds = [bound + sign * x for bound in (printed.low, printed.high) for x in (low, high)]
    tie = MeanFallTie(printed.date, years * low / (end - start), years * high / (end - start)) if from_end else None
    return Anchor(
        series=printed.series, standard=printed.standard, date=change.start if from_end else change.end,
        value=printed.value + sign * fall, low=max(min(bounds), 0.0), high=max(bounds), kind="derived",
        claims=(*printed.claims, change.id), tie=tie,
        readings=tuple(dict.fromkeys((*printed.readings, *change.readings))),
    )  # fmt: skip


def build_anchor_cells(a: Anchor) -> dict:
    """The cells of a row that an anchor fills: its date, value, bounds, kind and provenance."""
    numbers = {"t": round_finite(a.t), "value": round_finite(a.value)}
    numbers |= {"low": round_finite(a.low), "high": round_finite(a.high)}
    if a.sampling:
        numbers |= {"survey_low": round_finite(a.sampling.low), "survey_high": round_finite(a.sampling.high)}
    return {"date": a.date, "kind": a.kind} | numbers | collect_provenance([a])
