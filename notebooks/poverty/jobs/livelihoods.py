"""Livelihood models: how many households and how much money each, and how many exits from poverty they could touch.

A source prints how many models, for how many households, on what budget. Quotients of the three are derived, with
bounds: the words alone often leave one side open ("more than 1.500 households"), people who write so mean less.
"""

from dataclasses import dataclass
from itertools import combinations
from math import inf

import pandas as pd

from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.reference import find_nearest_exchange_rate
from poverty.packs.repeats import find_counting_claims, select_counting_claims
from poverty.packs.rows import join_claims_and_readings, round_finite, tabulate_rows
from poverty.trajectory.spells import list_comparable_spells

MODELS_INDICATOR, HOUSEHOLDS_INDICATOR = "livelihood_models", "livelihood_households"
BUDGET_INDICATOR = "livelihood_budget"
SUPPORT_INDICATORS = (MODELS_INDICATOR, HOUSEHOLDS_INDICATOR, BUDGET_INDICATOR)
# What a quotient is called, of what, over what.
QUOTIENT_PARTS = (
    ("households a model", HOUSEHOLDS_INDICATOR, MODELS_INDICATOR),
    ("VND a model", BUDGET_INDICATOR, MODELS_INDICATOR),
    ("VND a household", BUDGET_INDICATOR, HOUSEHOLDS_INDICATOR),
)
NumberRange = tuple[float, float]


@dataclass(frozen=True)
class LivelihoodSupport:
    """What one source says of the models of one period: at most one number of each part."""

    claims: dict[str, Claim]

    @property
    def first_claim(self) -> Claim:
        """The claim whose source and dates stand for all."""
        return next(iter(self.claims.values()))


@dataclass(frozen=True)
class SupportQuotient:
    """One part over another, each end in the unit of the name; `hard` is what the words alone allow."""

    name: str
    value: float
    soft: NumberRange
    hard: NumberRange
    claims: tuple[str, ...]


@dataclass(frozen=True)
class SupportNesting:
    """What one source's numbers leave if another's are a part of them: the remainder of each, and its quotients.

    `possible` is false if some part would be larger than its whole.
    """

    whole: LivelihoodSupport
    part: LivelihoodSupport
    possible: bool
    may_coincide: bool  # the two may be the very same numbers
    remainders: dict[str, NumberRange]
    quotients: dict[str, NumberRange]


def list_livelihood_supports(resolved: ResolvedClaims) -> list[LivelihoodSupport]:
    """What is printed of livelihood models, the pack's own source first; what a headline repeats stands once."""
    printed = [
        c
        for c in resolved.claims.values()
        if c.indicator in SUPPORT_INDICATORS and c.bounds and (c.statistic, c.status) == ("total", "actual")
    ]
    counting = find_counting_claims(printed)
    statements: dict[tuple[str, str], dict[str, Claim]] = {}
    for c in printed:
        statements.setdefault((c.source.id, c.together or c.id), {}).setdefault(c.indicator, counting[c.id])
    supports: list[LivelihoodSupport] = []
    for claims in sorted(statements.values(), key=len, reverse=True):
        if not any(claims.items() <= other.claims.items() for other in supports):
            supports.append(LivelihoodSupport(claims))
    places = {name: place for place, name in enumerate(resolved.claims)}
    return sorted(supports, key=lambda s: (not s.first_claim.primary, places[s.first_claim.id]))


def compute_support_quotients(support: LivelihoodSupport) -> list[SupportQuotient]:
    """Every quotient whose two parts are printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> supports = list_livelihood_supports(resolve_readings(load_pack("tra-vinh")))
        >>> [(q.name, [round(x, 1) for x in q.soft]) for s in supports for q in compute_support_quotients(s)]
        [('households a model', [20.8, 25.0])]
    """
    quotients = []
    for name, top, bottom in QUOTIENT_PARTS:
        if {top, bottom} <= set(support.claims):
            a, b = support.claims[top], support.claims[bottom]
            soft, hard = (_divide_ranges(a.limits(tier), b.limits(tier)) for tier in ("soft", "hard"))
            quotients.append(SupportQuotient(name, float(a.value / b.value), soft, hard, (a.id, b.id)))
    return quotients


def list_divided_claims(pack: Pack) -> list[tuple[Claim, Claim]]:
    """The pairs of printed numbers behind the quotients, in the order of `tabulate_livelihoods`: what, over what.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> [(top.printed, bottom.printed) for top, bottom in list_divided_claims(load_pack("tra-vinh"))]
        [('500', '24')]
    """
    resolved = resolve_readings(pack)
    return [
        (resolved.claims[top], resolved.claims[bottom])
        for support in list_livelihood_supports(resolved)
        for top, bottom in (q.claims for q in compute_support_quotients(support))
    ]


def find_nested_supports(resolved: ResolvedClaims) -> list[SupportNesting]:
    """Every pair of sources that print the same parts: what follows if the smaller is a part of the larger.

    Only where the dates allow it: the part ends no later than the whole, and begins no earlier where both say when.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> nesting = find_nested_supports(resolve_readings(load_pack("bac-lieu")))[0]
        >>> nesting.possible, nesting.may_coincide, nesting.remainders["livelihood_models"]
        (True, False, (41.0, 41.0))
    """
    supports = [s for s in list_livelihood_supports(resolved) if len(s.claims) > 1]
    nestings = []
    for a, b in combinations(supports, 2):
        whole, part = (a, b) if _support_size(a) >= _support_size(b) else (b, a)
        within = _is_within_span(_find_support_span(part), _find_support_span(whole))
        if within and set(whole.claims) == set(part.claims):
            nestings.append(_subtract_nested_support(whole, part))
    return nestings


def largest_share_of_exits(resolved: ResolvedClaims, support: LivelihoodSupport) -> dict | None:
    """The most that the support's households can be of those that left poverty in its years, net.

    The fall of the register is taken over the longest run of counts of one standard that lies in those years (a count
    at the end of the year before belongs to them). Nobody knows how many of the households were poor, nor how many
    left: the share is of a programme whose every household did. None where no such fall is printed.

    Returns:
        `most` as a share (0.16 is 16%), every word taken as people use it; `whole`, of what, with its `start` and
        `end`; and the claims behind it.
    """
    households = support.claims.get(HOUSEHOLDS_INDICATOR)
    if households is None or not households.start:
        return None
    start, end = parse_sdmx_period(households.start).start, parse_sdmx_period(households.end).end
    falls = []
    for spell in list_comparable_spells(resolved):
        inside = [a for a in spell.anchors if start - 1e-6 <= a.t <= end + 1e-6]
        if spell.series.indicator == "poor_households" and spell.series.of_all and len(inside) > 1:
            first, last = inside[0], inside[-1]
            if first.low > last.high:
                falls.append((last.t - first.t, first, last))
    if not falls:
        return None
    _, first, last = max(falls, key=lambda f: f[0])
    most = households.limits("soft")[1] / (first.low - last.high)
    cells = {"whole": "net fall of poor households", "start": first.date, "end": last.date}
    return cells | {"most": most, "claims": (households.id, *first.claims, *last.claims)}


def largest_share_of_programme(resolved: ResolvedClaims, support: LivelihoodSupport) -> dict | None:
    """The most that the support's budget can be of a programme's that is printed for its years or for longer.

    Returns:
        as `largest_share_of_exits` does.
    """
    budget = support.claims.get(BUDGET_INDICATOR)
    if budget is None or not budget.start:
        return None
    wider = [
        c
        for c in select_counting_claims(resolved.claims.values())
        if c.indicator == "programme_budget"
        and c.bounds is not None
        and c.status == "actual"
        and c.start
        and c.base_unit == budget.base_unit
        and _is_within_span(_find_support_span(support), _find_support_span(LivelihoodSupport({c.indicator: c})))
    ]
    if not wider:
        return None
    programme = min(wider, key=lambda c: c.value)
    most = budget.limits("soft")[1] / programme.limits("soft")[0]
    cells = {"whole": "budget of the poverty programmes", "start": programme.start, "end": programme.end}
    return cells | {"most": most, "claims": (budget.id, programme.id)}


def list_model_kinds(resolved: ResolvedClaims) -> list[Claim]:
    """The kinds of model that sources name, in their order; the note says what each is."""
    return [c for c in resolved.claims.values() if c.indicator == MODELS_INDICATOR and c.statistic == "kind"]


def _subtract_nested_support(whole: LivelihoodSupport, part: LivelihoodSupport) -> SupportNesting:
    """What is left of one support less another in it, as ranges, and the quotients of what is left."""
    remainders, possible, may_coincide = {}, True, True
    for name in whole.claims:
        (low, high), (least, most) = whole.claims[name].limits("soft"), part.claims[name].limits("soft")
        remainders[name] = max(low - most, 0.0), high - least
        possible = possible and high > least
        may_coincide = may_coincide and low <= most and least <= high
    quotients = {
        name: _divide_ranges(remainders[top], remainders[bottom])
        for name, top, bottom in QUOTIENT_PARTS
        if possible and {top, bottom} <= set(remainders)
    }
    return SupportNesting(whole, part, possible, may_coincide, remainders=remainders, quotients=quotients)


def _support_size(support: LivelihoodSupport) -> float:
    """The size of a support for ordering: its models, else its households, else its budget in VND."""
    return float(next(support.claims[name].value for name in SUPPORT_INDICATORS if name in support.claims))


def _find_support_span(support: LivelihoodSupport) -> NumberRange:
    """When a support begins and ends, as coordinates; infinite where it is not said. An undated total ends `as_of`."""
    claims = support.claims.values()
    dated = next((c for c in claims if c.start), None)
    if dated:
        return parse_sdmx_period(dated.start).start, parse_sdmx_period(dated.end).end
    as_of = next((c.as_of for c in claims if c.as_of), "")
    return -inf, parse_sdmx_period(as_of).end if as_of else inf


def _is_within_span(part: NumberRange, whole: NumberRange) -> bool:
    """Whether the dates of the part, where they are said, allow it to lie within the whole."""
    begins = -inf in (part[0], whole[0]) or part[0] >= whole[0] - 1e-6
    return begins and (inf in (part[1], whole[1]) or part[1] <= whole[1] + 1e-6)


def _divide_ranges(top: NumberRange, bottom: NumberRange) -> NumberRange:
    """The range of one range over another, not below 0; infinite above where the divisor may be 0."""
    low = top[0] / bottom[1] if bottom[1] not in (0.0, inf) else 0.0
    return max(low, 0.0), top[1] / bottom[0] if bottom[0] > 0 else inf


LIVELIHOOD_COLUMNS = [
    "role", "measure", "unit", "publisher", "start", "end", "value", "low", "high", "hard_low", "hard_high", "usd_low",
    "usd_high", "usd_rate", "usd_date", "whole", "kind", "claims", "readings",
]  # fmt: skip
LIVELIHOOD_NUMBER_COLUMNS = ["value", "low", "high", "hard_low", "hard_high", "usd_low", "usd_high", "usd_rate"]
QUOTIENT_UNITS = {"households a model": "households", "VND a model": "VND", "VND a household": "VND"}


def tabulate_livelihoods(pack: Pack) -> pd.DataFrame:
    """What is printed of livelihood models, and what follows; `low` and `high` as people use the words.

    `role` is printed; each (a quotient: households a model, VND a model, VND a household); share (the most that it
    can be of `whole`, in percent); rest (what one source's numbers leave if another's are a part of them) and rest-each
    (their quotients); kind (a kind of model that is named). `hard_low` and `hard_high` are what the words alone allow.
    Dollars are at the official rate printed nearest to the end of the period.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_livelihoods(load_pack("tra-vinh"))
        >>> table.loc[table["role"] == "each", ["measure", "start", "low", "high"]].values.tolist()
        [['households a model', '2019', 20.8333, 25.0]]
    """
    resolved = resolve_readings(pack)
    rows: list[dict] = []
    for s in list_livelihood_supports(resolved):
        rows += [_build_printed_row(c, s) for c in s.claims.values()]
        for q in compute_support_quotients(s):
            row = {"role": "each", "measure": q.name, "unit": QUOTIENT_UNITS[q.name], "kind": "derived"}
            row |= _build_publisher_cells(s) | _build_number_cells(q.value, q.soft, q.hard)
            row |= join_claims_and_readings(q.claims, resolved.claims)
            rows.append(row | _convert_to_dollars(QUOTIENT_UNITS[q.name], q.soft, s))
        for share in (largest_share_of_exits(resolved, s), largest_share_of_programme(resolved, s)):
            if share:
                row = {"role": "share", "measure": f"at most, of the {share['whole']}", "unit": "percent"}
                row |= _build_publisher_cells(s) | _build_number_cells(None, (0.0, 100 * share["most"]), (0.0, inf))
                row |= share | {"kind": "derived"}
                rows.append(row | join_claims_and_readings(share["claims"], resolved.claims))
    for n in find_nested_supports(resolved):
        if n.possible and not n.may_coincide:
            rows += _build_remainder_rows(n, resolved)
    trained = [c for c in resolved.claims.values() if c.indicator == "workers_trained" and c.bounds is not None]
    rows += [_build_printed_row(c, LivelihoodSupport({c.indicator: c})) for c in trained if c.statistic == "total"]
    for c in list_model_kinds(resolved):
        row = {"role": "kind", "measure": c.note, "unit": "", "kind": "reported", "publisher": c.source.publisher}
        rows.append(row | {"start": c.start, "end": c.end} | join_claims_and_readings((c.id,), resolved.claims))
    return tabulate_rows(rows, LIVELIHOOD_COLUMNS, LIVELIHOOD_NUMBER_COLUMNS)


def tabulate_drawn_quotients(pack: Pack) -> pd.DataFrame:
    """The quotients, and those of the rest, which the chart draws: rows of `tabulate_livelihoods`.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tabulate_drawn_quotients(load_pack("tra-vinh"))[["role", "measure"]].values.tolist()
        [['each', 'households a model']]
    """
    table = tabulate_livelihoods(pack)
    return table[table["role"].isin(["each", "rest-each"])].reset_index(drop=True)


def _build_printed_row(c: Claim, s: LivelihoodSupport) -> dict:
    """The row of a printed number of a support, with its publisher and its range in dollars."""
    row = {"role": "printed", "measure": c.indicator, "unit": c.base_unit, "kind": "reported"}
    row |= _build_publisher_cells(s) | _build_number_cells(float(c.value), c.limits("soft"), c.limits("hard"))
    row |= {"claims": c.id, "readings": " ".join(c.readings)}
    return row | _convert_to_dollars(c.base_unit, c.limits("soft"), s)


def _build_remainder_rows(n: SupportNesting, resolved: ResolvedClaims) -> list[dict]:
    """Rows of what a nesting leaves: the remainder of each part, then their quotients."""
    claims = tuple(c.id for support in (n.whole, n.part) for c in support.claims.values())
    common = join_claims_and_readings(claims, resolved.claims) | _build_publisher_cells(n.whole)
    common |= {"kind": "assumed", "whole": n.part.first_claim.source.publisher}
    rows = []
    for role, ranges in (("rest", n.remainders), ("rest-each", n.quotients)):
        for name, limits in ranges.items():
            unit = QUOTIENT_UNITS.get(name) or n.whole.claims[name].base_unit
            row = {"role": role, "measure": name, "unit": unit} | _build_number_cells(None, limits, limits)
            rows.append(common | row | _convert_to_dollars(unit, limits, n.whole))
    return rows


def _build_publisher_cells(s: LivelihoodSupport) -> dict:
    """The publisher and the dates of a support, from its first claim."""
    c = s.first_claim
    return {"publisher": c.source.publisher, "start": c.start, "end": c.end}


def _build_number_cells(value: float | None, soft: tuple[float, float], hard: tuple[float, float]) -> dict:
    """Numbers of a row, rounded; the ends of what the words alone allow are blank where there are none."""
    names = ("value", "low", "high", "hard_low", "hard_high")
    return dict(zip(names, (round_finite(x) for x in (value, *soft, *hard)), strict=True))


def _convert_to_dollars(unit: str, limits: NumberRange, s: LivelihoodSupport) -> dict:
    """A VND range in dollars at the rate nearest the support's end, as cells; {} for other units."""
    if unit != "VND" or not s.first_claim.end:
        return {}
    rate = find_nearest_exchange_rate("VND", period_end_coordinate(s.first_claim.end))
    low, high = (round_finite(x / rate.per_usd, 0) for x in limits)
    return {"usd_low": low, "usd_high": high, "usd_rate": rate.per_usd, "usd_date": rate.day}
