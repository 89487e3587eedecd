"""One fact printed twice, the base of a rate, undated figures, the standards."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    audit_rule,
    is_overlapping,
    is_same_word,
    is_standard_known,
    population_and_area,
    rate_base,
    select_dated_levels,
    select_printed_levels,
    select_same_date,
    select_series,
    suggest_other_date_slip,
)
from poverty.packs.audit.wording import (
    phrase_claim,
    phrase_dated,
    phrase_figure,
    phrase_number,
    phrase_span,
    phrase_subject,
)
from poverty.packs.claims import Claim, PovertyStandard
from poverty.packs.messages import Date, PublishedDate, join, label, message, message_many, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.repeats import select_counting_claims
from poverty.packs.vocabulary import COUNT_OF_RATE, INDICATORS

ITSELF_CHECK = translatable("one source against itself")
SOURCES_CHECK = translatable("one source against another")
BASE_CHECK = translatable("base of a rate")
UNDATED_CHECK = translatable("undated figure")
LEAP_CHECK = translatable("step of a series")
STANDARD_CHECK = translatable("standard in force")
PUBLISHED_CHECK = translatable("date against its source")
HALVING_FACTOR = Decimal("0.55")
EARLY_REVIEW_YEARS = 0.25  # years: a review of the year's end may be approved some weeks before it
LEAP_FACTOR = 3.0  # times the fastest other step of a series: a fall that calls for another explanation


@audit_rule(place=70)
def audit_repeated_figures(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Figures of one series, base, standard and date that are printed twice, by two sources or by one."""
    levels = [c for c in select_printed_levels(resolved) if is_standard_known(c)]
    flows = [c for c in resolved.claims.values() if c.statistic == "total" and c.status in COUNTED_STATUSES and c.end]
    facts: dict[tuple, list[Claim]] = {}
    for c in levels:
        facts.setdefault((c.indicator, population_and_area(c), rate_base(c), c.standard, c.t), []).append(c)
    for c in flows:
        fact = (c.indicator, population_and_area(c), c.standard, c.start, c.end, c.base_unit)
        facts.setdefault(fact, []).append(c)
    yield from (_audit_repeated_fact(claims, levels) for claims in facts.values() if len(claims) > 1)


def _audit_repeated_fact(claims: list[Claim], levels: list[Claim]) -> Finding:
    """All the figures that are printed for one fact."""
    date, one_source = claims[0].end, len({c.source for c in claims}) == 1
    check = ITSELF_CHECK if one_source else SOURCES_CHECK
    numbers = _list_printed_numbers(claims)
    apart = [(a, b) for a, b in combinations(claims, 2) if not is_overlapping(allowed_range(a), allowed_range(b))]
    ids = tuple(c.id for c in claims)
    if not apart:
        meant_ranges = [c.bounds.soft.as_floats() for c in claims]
        far = any(a1 < b0 or b1 < a0 for (a0, a1), (b0, b1) in combinations(meant_ranges, 2))
        verdict = "cannot tell" if far else "agrees"
        return Finding(check, date, verdict, _phrase_repeated_fact(claims, verdict, numbers), numbers, ids)
    series = [c for c in select_series(levels, claims[0]) if c.standard == claims[0].standard]
    slip = next(filter(None, (suggest_other_date_slip(c, series) for c in claims)), "")
    if not slip and all(abs(a.value - b.value) <= max(a.rounded_to, b.rounded_to) for a, b in apart):
        slip = message("one unit of the last digit")
    sentence = _phrase_repeated_fact(claims, "disagrees", numbers)
    return Finding(check, date, "disagrees", sentence, numbers, ids, suggestion=slip)


def _list_printed_numbers(claims: list[Claim]) -> str:
    """Each number that is printed for one fact, and who prints it."""
    publishers: dict[str, list[str]] = {}
    for c in claims:
        publishers.setdefault(phrase_claim(c), []).append(c.source.publisher)
    return join(
        [
            message("%(value)s (%(publishers)s)", value=value, publishers=join(dict.fromkeys(names), ", "))
            for value, names in publishers.items()
        ],
        "; ",
    )


def _phrase_repeated_fact(claims: list[Claim], verdict: str, numbers: str) -> str:
    """Whether the figures that are printed for one fact are the same."""
    facts = {"what": phrase_subject(claims[0]), "when": phrase_span(claims[0].start, claims[0].end), "numbers": numbers}
    if verdict == "cannot tell":
        return message(
            "The numbers printed for the %(what)s (%(when)s) can mean the same by their words alone, but hardly do: "
            "%(numbers)s.", **facts,
        )  # fmt: skip
    if len({c.source for c in claims}) == 1:
        if verdict == "agrees":
            return message("One source prints the %(what)s (%(when)s) twice, and agrees: %(numbers)s.", **facts)
        return message("One source prints different numbers for the %(what)s (%(when)s): %(numbers)s.", **facts)
    if verdict == "agrees":
        return message("Sources agree on the %(what)s (%(when)s): %(numbers)s.", **facts)
    return message("Sources print different numbers for the %(what)s (%(when)s): %(numbers)s.", **facts)


@audit_rule(place=80)
def audit_rate_bases(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A rate that is called a share of the people, beside a count of households or against another source."""
    levels = select_dated_levels(resolved)
    for rate in levels:
        households = COUNT_OF_RATE.get(rate.indicator, {}).get("households")
        if rate.whole != "population" or not households:
            continue
        same_date = select_same_date(levels, rate)
        counts = [c for c in same_date if c.indicator == households and c.source == rate.source]
        twins = [c for c in same_date if c.indicator == rate.indicator and c.whole == "households"]
        twins = [c for c in twins if is_overlapping(allowed_range(c), allowed_range(rate))]
        for household_figure in (counts or twins)[:1]:
            sentence = message(
                "%(rate)s is called a share of the people, but seems to be one of the households.",
                rate=phrase_figure(rate),
            )
            finding = message(
                "%(rate)s is called a share of the people; %(figure)s beside it counts households",
                rate=phrase_claim(rate), figure=phrase_claim(household_figure),
            )  # fmt: skip
            slip = message("households, not people, are the base")
            claims = (rate.id, household_figure.id)  # none in doubt: the number stays as it is
            yield Finding(BASE_CHECK, rate.end, "disagrees", sentence, finding, claims, suggestion=slip, in_doubt=())


@audit_rule(place=90)
def audit_undated_levels(resolved: ResolvedClaims) -> Iterator[Finding]:
    """An undated level that no dated one of its series and standard reaches."""
    levels = select_dated_levels(resolved)
    for claim in resolved.claims.values():
        if claim.statistic != "level" or claim.end or claim.status not in COUNTED_STATUSES or claim.bounds is None:
            continue
        dated = [c for c in select_series(levels, claim) if is_same_word(claim.standard, c.standard)]
        low, high = allowed_range(claim)
        if dated and all(allowed_range(c)[1] <= low or allowed_range(c)[0] >= high for c in dated):
            figures = join(map(phrase_dated, dated), ", ")
            sentence = message(
                "%(value)s (%(what)s) has no date, and is like no dated figure: of when or of whom is it?",
                value=phrase_claim(claim),
                what=phrase_subject(claim),
            )
            finding = message(
                "%(value)s has no date and meets none of the dated figures: %(figures)s", value=phrase_claim(claim),
                figures=figures,
            )  # fmt: skip
            claims = (claim.id, *(c.id for c in dated))
            yield Finding(UNDATED_CHECK, "", "cannot tell", sentence, finding, claims)


@audit_rule(place=100)
def audit_series_leaps(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A fall from one date to the next, under one standard, that is out of line with every other step of the series."""
    series: dict[tuple, list[Claim]] = {}
    levels = select_dated_levels(resolved)
    for claim in sorted(levels, key=lambda c: c.t):
        if claim.standard:
            key = (claim.indicator, population_and_area(claim), rate_base(claim), claim.standard)
            series.setdefault(key, []).append(claim)
    for claims in series.values():
        steps = [(float(a.value - b.value) / (b.t - a.t), a, b) for a, b in pairwise(claims) if b.t > a.t]
        if len(steps) < 2:
            continue
        pace, first, last = max(steps, key=lambda step: step[0])
        next_pace = max((abs(p) for p, *_ in steps if p != pace), default=pace)
        if next_pace and pace > LEAP_FACTOR * next_pace and last.value < first.value * HALVING_FACTOR:
            facts = {"first": phrase_claim(first), "last": phrase_claim(last)}
            sentence = message(
                "The fall from %(first)s to %(last)s (%(what)s, %(when)s) is far faster than any other of the series: "
                "is one of the two a figure of something else?", what=phrase_subject(first),
                when=phrase_span(first.end, last.end), **facts,
            )  # fmt: skip
            finding = message(
                "from %(first)s to %(last)s is %(pace)s a year; no other step is above %(next)s",
                pace=phrase_number(pace), next=phrase_number(next_pace), **facts,
            )  # fmt: skip
            slip = _suggest_series_slip(first, last, levels)
            ids = (first.id, last.id)
            yield Finding(LEAP_CHECK, last.end, "cannot tell", sentence, finding, ids, suggestion=slip)


def _suggest_series_slip(first: Claim, last: Claim, levels: list[Claim]) -> str:
    """Another indicator in the same unit whose figure at the first date the last one follows better."""
    gap = abs(float(first.value - last.value))
    for c in select_same_date(levels, first):
        other = c.indicator != first.indicator
        comparable = (c.base_unit, rate_base(c)) == (first.base_unit, rate_base(first))
        if other and comparable and c.value >= last.value and float(c.value - last.value) < gap / 2:
            facts = {"what": label(INDICATORS[c.indicator].label), "value": phrase_claim(c)}
            return message("the last figure is of the %(what)s, which was %(value)s", **facts)
    return ""


@audit_rule(place=110)
def audit_standards_in_force(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A count is made under a standard from the review that opens it, the year before, to its last year."""
    dated = [c for c in resolved.claims.values() if c.end]
    unbound = tuple(c.id for c in dated if c.bounds and not is_standard_known(c))
    if unbound:
        sentence = message_many(
            "%(count)s figure has no poverty standard: it is compared with nothing, and not drawn.",
            "%(count)s figures have no poverty standard: they are compared with nothing, and not drawn.",
            len(unbound),
        )
        finding = message("no standard is given, so these figures stand in no comparable spell and are not drawn")
        yield Finding(STANDARD_CHECK, "", "not checkable", sentence, finding, unbound)
    for standard in resolved.pack.shared.standards.values():
        for verdict, in_force in (("agrees", True), ("disagrees", False)):
            claims = [
                c
                for c in dated
                if c.standard == standard.id and (standard.first_year - 1 <= c.t <= standard.last_year) == in_force
            ]
            if claims:
                yield _audit_dates_of_standard(standard, claims, verdict)


def _audit_dates_of_standard(standard: PovertyStandard, claims: list[Claim], verdict: str) -> Finding:
    """Figures under one standard, all of years in which it was in force, or all of others."""
    facts = {"standard": standard.id}
    sentence = message("All these figures are of years in which %(standard)s was in force.", **facts)
    if verdict == "disagrees":
        sentence = message(
            "These figures are of years in which %(standard)s was not in force: is the date or the standard wrong?",
            **facts,
        )
    finding = message(
        "%(standard)s was in force from %(first)s to %(last)s; figures are dated %(dates)s",
        first=str(standard.first_year), last=str(standard.last_year),
        dates=join(map(Date, sorted({c.end for c in claims})), ", "), **facts,
    )  # fmt: skip
    return Finding(STANDARD_CHECK, "", verdict, sentence, finding, tuple(c.id for c in claims))


@audit_rule(place=130)
def audit_publication_dates(resolved: ResolvedClaims) -> Iterator[Finding]:
    """A figure that was counted cannot be of a date after its source: perhaps it is a target."""
    for claim in select_counting_claims(resolved.claims.values()):
        printed = re.match(r"(\d{4})(?:-(\d{2}))?", claim.source.published)
        if claim.status not in COUNTED_STATUSES or claim.statistic != "level" or not claim.end or not printed:
            continue
        published = int(printed[1]) - 1 + int(printed[2]) / 12 if printed[2] else float(printed[1])
        if claim.t > published + EARLY_REVIEW_YEARS:
            sentence = message(
                "%(figure)s is of a date after its page was published: is it a target?", figure=phrase_figure(claim)
            )
            finding = message(
                "%(value)s is of %(when)s, and was published %(published)s", value=phrase_claim(claim),
                when=Date(claim.end), published=PublishedDate(claim.source.published),
            )  # fmt: skip
            slip = message("a target or a forecast, or another date")
            yield Finding(PUBLISHED_CHECK, claim.end, "disagrees", sentence, finding, (claim.id,), suggestion=slip)
