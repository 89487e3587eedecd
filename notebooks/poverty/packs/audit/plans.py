"""Plans and flows of one place: two plans of the same years, a share of a plan beside a result of other years, sums."""

from collections.abc import Iterator
from itertools import combinations

from poverty.packs.audit.finding import Finding, audit_rule, phrase_claim
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import select_counting_claims
from poverty.packs.vocabulary import INDICATORS

AMOUNTS = ("total", "mean per year")


@audit_rule(place=140)
def audit_two_plans(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Two plans of one flow for the same years: they agree, or one of them was revised."""
    plans = [c for c in _list_flows(resolved) if c.status == "target" and c.statistic in AMOUNTS]
    for first, second in combinations(plans, 2):
        if _name_flow(first) == _name_flow(second) and _span(first) == _span(second):
            (low, high), (least, most) = first.usable_bounds(), second.usable_bounds()
            if first.statistic == second.statistic and (low > most or least > high):
                sentence = (
                    f"two plans for the same years: {phrase_claim(first)} ({first.source.publisher}) and "
                    f"{phrase_claim(second)} ({second.source.publisher}); the estimate takes both as its range"
                )
                mend = "if one is a revision, enter it alone, or check the dates of both"
                yield Finding(
                    "two plans", first.end, "disagrees", sentence, (first.id, second.id), suggestion=mend, in_doubt=()
                )


@audit_rule(place=150)
def audit_shares_of_plans(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A result in percent of its plan, whose statement has results of other years alone."""
    flows = _list_flows(resolved)
    for share in flows:
        if share.percent_of_plan is None or not share.together:
            continue
        results = [
            c for c in flows
            if (c.source, c.together, c.status) == (share.source, share.together, "actual") and c.statistic in AMOUNTS
        ]  # fmt: skip
        if results and not any(_span(c) == _span(share) for c in results):
            other = results[0]
            order = "before" if _span(other)[1] < _span(share)[0] else "not of"
            sentence = (
                f"{phrase_claim(share)} is of the plan for {share.start} to {share.end}, the result beside it, "
                f"{phrase_claim(other)}, of {other.start} to {other.end}: {order} the years of the plan"
            )
            mend = "check the dates of both: a result and its share of the plan have the same"
            yield Finding(
                "share of a plan", share.end, "not checkable", sentence, (share.id, other.id), suggestion=mend
            )


@audit_rule(place=160)
def audit_years_within_totals(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Single years of a flow against the total of years that they lie in: together they cannot be more."""
    flows = [
        c for c in select_counting_claims(_list_flows(resolved)) if c.status == "actual" and c.statistic == "total"
    ]
    for total in flows:
        first, last = _span(total)
        years = {
            _span(c)[0]: c
            for c in flows
            if _name_flow(c) == _name_flow(total) and _span(c)[0] == _span(c)[1] and first <= _span(c)[0] <= last
        }
        if first == last or not years:
            continue
        least, most = sum(c.usable_bounds()[0] for c in years.values()), total.usable_bounds()[1]
        if least > most:
            named = " + ".join(f"{phrase_claim(c)} ({year})" for year, c in sorted(years.items()))
            sentence = f"{named} are more than {phrase_claim(total)}, the total of {total.start} to {total.end}"
            yield Finding(
                "years within a total", total.end, "disagrees", sentence, (total.id, *(c.id for c in years.values()))
            )


def _list_flows(resolved: ResolvedClaims) -> list[Claim]:
    """Dated numbers of flows, such as jobs, of whole years."""
    return [
        c for c in resolved.claims.values()
        if not INDICATORS[c.indicator].stock and c.bounds is not None and c.start.isdigit() and c.end.isdigit()
    ]  # fmt: skip


def _name_flow(c: Claim) -> tuple[str, ...]:
    """What is counted, of whom, where and by which standard."""
    return c.indicator, c.population, c.area, c.base, c.standard


def _span(c: Claim) -> tuple[int, int]:
    """The first and the last year of a claim."""
    return parse_sdmx_period(c.start).year, parse_sdmx_period(c.end).year
