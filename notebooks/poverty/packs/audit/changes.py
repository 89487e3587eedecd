"""Printed changes against the figures they lie between, yearly means against totals, exits against stocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from poverty.packs import dates as periods
from poverty.packs.audit import slips
from poverty.packs.audit.finding import COUNTED, Finding, group, levels, limits, plain, said, span
from poverty.packs.audit.totals import sharpened
from poverty.packs.claims import Claim
from poverty.packs.readings import Resolved
from poverty.packs.vocabulary import INDICATORS
from poverty.trajectory.spells import bounded

Range = tuple[float, float]
BETWEEN = (
    "rise",
    "fall",
    "mean fall per year",
    "relative fall",
    "relative rise",
)  # statistics with a level at either end


@dataclass(frozen=True)
class Known:
    """What the changes are held against: dated levels that were counted, and what is left of each rate."""

    levels: list[Claim]
    sharpened: dict[str, tuple[float, float, tuple[str, ...]]]

    def limits(self, claim: Claim, meant: bool) -> Range:
        """What a level allows, by its own numeral and by its count; or, where words set no limit, what is meant."""
        if claim.id in self.sharpened:
            return self.sharpened[claim.id][:2]
        return bounded(claim) if meant else limits(claim)

    def resting_on(self, *claims: Claim) -> tuple[str, ...]:
        """The claims that sharpen some levels."""
        return tuple(name for c in claims for name in self.sharpened.get(c.id, (0, 0, ()))[2])


OUT_OF_PLAN = 1.5  # times its target: a change that calls for a word of explanation
SHARP = 0.005  # of its value: a mean that is printed so exactly does not meet another pair of years by chance


def changes(resolved: Resolved) -> list[Finding]:
    """Every printed change that was counted or forecast against the levels at its two ends."""
    known = Known(levels(resolved, (*COUNTED, "forecast")), sharpened(resolved))
    findings = []
    for claim in resolved.claims.values():
        if claim.statistic in BETWEEN and claim.start != claim.end and INDICATORS[claim.indicator].stock:
            if claim.status == "target":
                findings += _against_target(claim, known)
            else:
                findings.append(_change(claim, known))
    return findings + _too_fast(resolved)


def means(resolved: Resolved) -> list[Finding]:
    """A mean per year against the total of the same statement or of the same years."""
    pairs = {"total": "mean per year", "fall": "mean fall per year"}
    claims = [c for c in resolved.claims.values() if c.bounds is not None and c.status != "target" and c.end]
    findings = []
    for total, mean in product(claims, claims):
        series = [(c.indicator, group(c), c.source, c.status) for c in (total, mean)]
        same_words = bool(total.together) and total.together == mean.together
        if pairs.get(total.statistic) != mean.statistic or series[0] != series[1]:
            continue
        if same_words or (total.start, total.end) == (mean.start, mean.end):
            findings.append(_mean(total, mean))
    return findings


def exits(resolved: Resolved) -> list[Finding]:
    """Households that left poverty against the fall of their number: the net fall cannot be the larger."""
    stocks = [c for c in levels(resolved) if c.indicator == "poor_households"]
    findings = []
    for flow in resolved.claims.values():
        if flow.indicator != "households_escaped" or flow.status not in COUNTED or not flow.end or not flow.bounds:
            continue
        if flow.statistic != "total":
            continue
        start = periods.parse(flow.start).start
        for first, last in product(stocks, stocks):
            if (first.t, last.t) != (start, flow.t) or first.standard != last.standard or not first.standard:
                continue
            if not group(first) == group(last) == group(flow):
                continue
            low, high = _difference(limits(first), limits(last))
            verdict = "disagrees" if low > limits(flow)[1] else "agrees"
            fell = f"their number fell from {said(first)} to {said(last)}, by {span(low, high)}"
            found = f"{said(flow)} left poverty; {fell}"
            claims = (flow.id, first.id, last.id)
            findings.append(Finding("exits against the fall", flow.end, verdict, found, claims, low, high))
    return findings


def _change(claim: Claim, known: Known) -> Finding:
    """One change against its ends; where several sources print an end, one that fits is enough."""
    check = "change against its ends"
    ends = _ends(claim, known)
    if not ends:
        return _without_ends(claim, known)
    fits = [pair for pair in ends if _fits(claim, *pair, known)]
    first, last = fits[0] if fits else ends[0]
    low, high = _computed(claim, first, last, known)
    found = f"{_what(claim)} {said(claim)}; from {said(first)} to {said(last)} it is {span(low, high)}"
    if fits:
        others = {(said(a), said(b)): (a, b) for a, b in ends if (a, b) not in fits}
        for a, b in others.values():
            found += f"; from {said(a)} to {said(b)} it would be {span(*_computed(claim, a, b, known))}"
        slip = f"of the figures printed for its ends, {said(first)} and {said(last)} fit" if others else ""
        claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *(c.id for p in others.values() for c in p))))
        # so wide that nearly any change would fit: the check has no power
        verdict = "agrees" if high - low <= float(claim.value) else "cannot tell"
        return Finding(check, claim.end, verdict, found, claims, low, high, suggestion=slip)
    slip = _slip(claim, first, last, known)
    claims = tuple(dict.fromkeys((claim.id, first.id, last.id, *known.resting_on(first, last))))
    # the change is in doubt, not its ends
    alone = {"suggestion": slip, "in_doubt": (claim.id,)}
    return Finding(check, claim.end, "disagrees", found, claims, low, high, **alone)


def _ends(claim: Claim, known: Known) -> list[tuple[Claim, Claim]]:
    """The levels at both ends of a change, of its series and under one standard."""
    statuses = (*COUNTED, claim.status)
    series = [c for c in known.levels if (c.indicator, group(c)) == (claim.indicator, group(claim))]
    series = [c for c in series if c.status in statuses]
    firsts = [c for c in series if c.t == periods.year_end(claim.start)]
    lasts = [c for c in series if c.t == claim.t and (c.status == claim.status or c.status in COUNTED)]
    pairs = [
        (a, b) for a, b in product(firsts, lasts) if a.standard == b.standard and claim.standard in ("", a.standard)
    ]
    return sorted(pairs, key=lambda p: (p[0].source != claim.source) + (p[1].source != claim.source))


def _without_ends(claim: Claim, known: Known) -> Finding:
    """No two levels at its ends: perhaps two of other years, of the same source, give just this mean."""
    own = [c for c in known.levels if c.source == claim.source and c.status in COUNTED]
    own = [c for c in own if (c.indicator, group(c)) == (claim.indicator, group(claim))]
    low, high = limits(claim)
    if claim.statistic == "mean fall per year" and claim.value and high - low <= 2 * SHARP * float(claim.value):
        for a, b in combinations(sorted(own, key=lambda c: c.t), 2):
            exact = float(a.value - b.value) / (b.t - a.t) if b.t > a.t else 0.0
            if a.standard == b.standard and low <= exact < high:
                found = (
                    f"{_what(claim)} {said(claim)}, printed for {claim.start} to {claim.end}, is just that of "
                    f"{a.start} to {b.end}: ({a.printed} - {b.printed}) / {b.t - a.t:g}"
                )
                slip = f"the years: {a.start} to {b.end}"
                alone = {"suggestion": slip, "in_doubt": (claim.id,)}
                claims = (claim.id, a.id, b.id)
                return Finding("change against its ends", claim.end, "disagrees", found, claims, **alone)
    found = f"{_what(claim)} {said(claim)}: no two levels at {claim.start} and {claim.end} under one standard"
    return Finding("change against its ends", claim.end, "not checkable", found, (claim.id,))


def _fits(claim: Claim, first: Claim, last: Claim, known: Known) -> bool:
    low, high = _computed(claim, first, last, known, meant=False)
    least, most = limits(claim)
    if (low < most and high > least) or low == high == least == most:
        return True
    if claim.qualifier != "exact":
        return False
    # a change that was worked out from the rounded figures themselves
    exact = _rate_of_change(claim, float(first.value), float(last.value))
    return abs(exact - float(claim.value)) <= float(claim.rounded_to) / 2 + 1e-9


def _computed(claim: Claim, first: Claim, last: Claim, known: Known, meant: bool = True) -> Range:
    """The range of the change that the bounds of its ends leave."""
    (a0, a1), (b0, b1) = known.limits(first, meant), known.limits(last, meant)
    ends = (_rate_of_change(claim, a0, b1), _rate_of_change(claim, a1, b0))
    return min(ends), max(ends)


def _rate_of_change(claim: Claim, start: float, end: float) -> float:
    """The change from `start` to `end` in the terms of a claim: points, households, percent, a year."""
    fall = end - start if claim.statistic == "rise" else start - end
    if claim.statistic in ("relative fall", "relative rise"):
        share = 100 * (1 - end / start) if start else 0.0
        return share if claim.statistic == "relative fall" else -share
    return fall / (claim.t - periods.year_end(claim.start)) if claim.statistic == "mean fall per year" else fall


def _slip(claim: Claim, first: Claim, last: Claim, known: Known) -> str:
    low, high = _computed(claim, first, last, known)
    least, most = limits(claim)
    ideas = []
    if low < -least and high > -most:
        ideas.append(f"the direction: the figures {'fall' if claim.statistic == 'rise' else 'rise'}")
    if claim.statistic == "mean fall per year":
        years = claim.t - periods.year_end(claim.start)
        ideas.append(slips.other_years((low * years, high * years), (least, most), years))
    if INDICATORS[claim.indicator].unit == "percent":
        points = float(first.value - last.value)
        share = 100 * points / float(first.value) if first.value else 0.0
        if claim.statistic == "relative fall" and least <= points <= most:
            ideas.append("points, printed as percent")
        if claim.statistic == "fall" and least <= share <= most:
            ideas.append("percent of the first figure, not points")
    fits = _near(
        _rate_of_change(claim, float(first.value), float(last.value)),
        low - float(claim.rounded_to) / 2,
        high + float(claim.rounded_to) / 2,
    )
    ideas.append(slips.one_digit(claim, fits))
    return "; ".join(filter(None, ideas))


def _near(middle: float, low: float, high: float):
    return lambda value: abs(float(value) - middle) if low <= float(value) <= high else None


def _mean(total: Claim, mean: Claim) -> Finding:
    if INDICATORS[total.indicator].stock:
        years = total.t - periods.year_end(total.start)
    else:
        years = periods.parse(total.end).end - periods.parse(total.start).start
    low, high = (limit / years for limit in limits(total))
    least, most = limits(mean)
    claims = (total.id, mean.id)
    found = f"{said(total)} over {years:g} years is {span(low, high)} a year; printed {said(mean)}"
    exact = mean.qualifier == "exact" == total.qualifier
    as_printed = abs(float(total.value) / years - float(mean.value)) <= float(mean.rounded_to) / 2 + 1e-9
    if (low < most and high > least) or (exact and as_printed):
        verdict = "agrees" if high - low <= float(mean.value) else "cannot tell"
        return Finding("mean against its total", mean.end, verdict, found, claims, low, high)
    slip = slips.other_years(limits(total), (least, most), years)
    if not slip:
        half = float(total.rounded_to) / 2
        fits = _near((least + most) / 2 * years, least * years - half, most * years + half)
        by_mean = slips.one_digit(mean, _near((low + high) / 2, low - float(mean.rounded_to) / 2, high))
        slip = " or ".join(filter(None, (slips.one_digit(total, fits), by_mean)))
    return Finding("mean against its total", mean.end, "disagrees", found, claims, low, high, suggestion=slip)


def _against_target(claim: Claim, known: Known) -> list[Finding]:
    """An outcome far from its target is no contradiction, but calls for a word that the sources do not give."""
    findings = []
    for first, last in _ends(claim, known)[:1]:
        low, high = _computed(claim, first, last, known)
        asked = float(claim.value)
        if asked and high < float("inf") and (low > OUT_OF_PLAN * asked or high < asked / OUT_OF_PLAN):
            found = (
                f"from {said(first)} to {said(last)} is {span(low, high)}, where {said(claim)} was the target: "
                f"{(low + high) / 2 / asked:.1f} times as much"
            )
            claims = (claim.id, first.id, last.id)
            findings.append(Finding("outcome against target", claim.end, "cannot tell", found, claims, low, high))
    return findings


def _too_fast(resolved: Resolved) -> list[Finding]:
    """A mean fall per year, undated, that no printed level could bear for two years."""
    findings, counted = [], levels(resolved)
    for claim in resolved.claims.values():
        if claim.statistic not in ("mean fall per year", "unclear") or claim.start or claim.status == "target":
            continue
        if claim.base_unit not in ("percent", "percentage points") or claim.bounds is None:
            continue
        series = [c for c in counted if (c.indicator, group(c)) == (claim.indicator, group(claim))]
        highest: dict[str, Claim] = {}
        for c in series:
            if c.value >= highest.get(c.standard, c).value:
                highest[c.standard] = c
        needed = 2 * limits(claim)[0]
        too_low = [c for c in highest.values() if limits(c)[1] < needed]
        if too_low:
            found = f"{said(claim)} a year for two years starts from {plain(needed)} or more; printed are at the most "
            found += ", ".join(f"{said(c)} ({c.standard or 'no standard'}, {c.end})" for c in too_low)
            verdict = "disagrees" if len(too_low) == len(highest) else "cannot tell"
            claims = (claim.id, *(c.id for c in too_low))
            slip = "percent of the level, not points; or a lost decimal mark"
            findings.append(Finding("size of a yearly fall", "", verdict, found, claims, suggestion=slip))
    return findings


def _difference(a: Range, b: Range) -> Range:
    return a[0] - b[1], a[1] - b[0]


def _what(claim: Claim) -> str:
    named: Iterable[str] = (w for w in group(claim) if w not in ("all", "province"))
    who = "".join(f", {word}" for word in named)
    return f"{INDICATORS[claim.indicator].label}{who}, {claim.statistic}"
