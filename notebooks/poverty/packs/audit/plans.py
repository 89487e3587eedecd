"""Plans and flows of one place: two plans of the same years, a share of a plan beside a result of other years, sums."""

from collections.abc import Iterator
from itertools import combinations

from poverty.packs.audit.finding import Finding, audit_rule
from poverty.packs.audit.wording import phrase_claim, phrase_figure, phrase_span, phrase_subject
from poverty.packs.claims import Claim
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.messages import Date, join, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import select_counting_claims
from poverty.packs.vocabulary import INDICATORS

PLANS_CHECK = translatable("two plans")
PLAN_SHARE_CHECK = translatable("share of a plan")
YEARS_CHECK = translatable("years within a total")
AMOUNTS = ("total", "mean per year")


@audit_rule(place=140)
def audit_two_plans(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Two plans of one flow for the same years: they agree, or one of them was revised."""
    flows = select_counting_claims(_list_flows(resolved))
    plans = [c for c in flows if c.status == "target" and c.statistic in AMOUNTS]
    for first, second in combinations(plans, 2):
        if _name_flow(first) == _name_flow(second) and _span(first) == _span(second):
            (low, high), (least, most) = first.usable_bounds(), second.usable_bounds()
            if first.statistic == second.statistic and (low > most or least > high):
                yield _audit_plans_of_same_years(first, second)


def _audit_plans_of_same_years(first: Claim, second: Claim) -> Finding:
    """Two plans that differ; no result is in doubt for that."""
    facts = {"first": phrase_claim(first), "second": phrase_claim(second)}
    sentence = message(
        "Two plans for the same years differ: %(first)s and %(second)s (%(what)s, %(when)s). Was one revised?",
        what=phrase_subject(first), when=phrase_span(first.start, first.end), **facts,
    )  # fmt: skip
    finding = message(
        "two plans for the same years: %(first)s (%(publisher)s) and %(second)s (%(other)s); the estimate takes both "
        "as its range", publisher=first.source.publisher, other=second.source.publisher, **facts,
    )  # fmt: skip
    mend = message("if one is a revision, enter it alone, or check the dates of both")
    claims = (first.id, second.id)
    return Finding(PLANS_CHECK, first.end, "disagrees", sentence, finding, claims, suggestion=mend, in_doubt=())


@audit_rule(place=150)
def audit_shares_of_plans(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A result in percent of its plan, whose statement has results of other years alone."""
    flows = select_counting_claims(_list_flows(resolved))
    for share in flows:
        if share.percent_of_plan is None or not share.together:
            continue
        results = [
            c for c in flows
            if (c.source, c.together, c.status) == (share.source, share.together, "actual") and c.statistic in AMOUNTS
        ]  # fmt: skip
        if results and not any(_span(c) == _span(share) for c in results):
            yield _ask_for_years_of_plan(share, results[0])


def _ask_for_years_of_plan(share: Claim, result: Claim) -> Finding:
    """A share of a plan beside a result of other years."""
    sentence = message(
        "%(share)s of a plan and the result beside it, %(result)s, are of different years: which result is meant?",
        share=phrase_claim(share), result=phrase_figure(result),
    )  # fmt: skip
    facts = {"share": phrase_claim(share), "plan": phrase_span(share.start, share.end), "result": phrase_claim(result)}
    facts["years"] = phrase_span(result.start, result.end)
    if _span(result)[1] < _span(share)[0]:
        finding = message(
            "%(share)s is of the plan for %(plan)s, the result beside it, %(result)s, of %(years)s: before the years "
            "of the plan", **facts,
        )  # fmt: skip
    else:
        finding = message(
            "%(share)s is of the plan for %(plan)s, the result beside it, %(result)s, of %(years)s: not of the years "
            "of the plan", **facts,
        )  # fmt: skip
    mend = message("check the dates of both: a result and its share of the plan have the same")
    claims = (share.id, result.id)
    return Finding(PLAN_SHARE_CHECK, share.end, "not checkable", sentence, finding, claims, suggestion=mend)


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
            yield _blame_years_or_total(total, years)


def _blame_years_or_total(total: Claim, years: dict[int, Claim]) -> Finding:
    """Single years that come to more than the total that they lie in."""
    sentence = message(
        "Single years come to more than the total that they are part of, %(total)s: one of the numbers is wrong.",
        total=phrase_figure(total),
    )  # fmt: skip
    named = [
        message("%(value)s (%(when)s)", value=phrase_claim(c), when=Date(str(year)))
        for year, c in sorted(years.items())
    ]
    finding = message(
        "%(years)s are more than %(total)s, the total of %(span)s", years=join(named, " + "),
        total=phrase_claim(total), span=phrase_span(total.start, total.end),
    )  # fmt: skip
    claims = (total.id, *(c.id for c in years.values()))
    return Finding(YEARS_CHECK, total.end, "disagrees", sentence, finding, claims)


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
