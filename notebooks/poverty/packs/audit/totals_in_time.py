"""Do the totals of households or people of several dates hang together?"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from poverty.packs.audit.counts_and_rates import phrase_implied_total, suggest_pair_digit_slip
from poverty.packs.audit.finding import Finding, audit_rule, select_printed_levels
from poverty.packs.audit.household_size import measure_household_size, phrase_sizes
from poverty.packs.audit.totals import (
    COMPARED_WITHIN_YEARS,
    YEARLY_GROWTH_LIMITS,
    AllowedTotals,
    group_allowed_totals,
    intersect_totals,
    is_growth_plausible,
    phrase_group,
)
from poverty.packs.audit.wording import (
    add_to,
    list_all,
    phrase_claim,
    phrase_ends,
    phrase_number,
    phrase_range,
    phrase_span,
    phrase_standards,
)
from poverty.packs.messages import Date, join, message, number, translatable
from poverty.packs.readings import ResolvedClaims

YEARLY_SIZE_LIMITS = (0.98, 1.02)  # assumed: by how much the people in a household may change in one year
TIME_CHECK = translatable("totals in time")


@audit_rule(place=11)
def audit_totals_in_time(resolved: ResolvedClaims) -> Iterator[Finding]:
    """The total of a group cannot jump from one date to the next, nor households shrink or swell over many years."""
    totals_by_date = group_allowed_totals(select_printed_levels(resolved), resolved)
    by_group: dict[tuple, list[AllowedTotals]] = {}
    for total in sorted(map(intersect_totals, totals_by_date.values()), key=lambda t: t.t):
        if not total.is_empty:  # else it has been named already
            by_group.setdefault(total.group, []).append(total)
    for totals in by_group.values():
        for method in {t.method: t for t in totals if t.method} or ("",):
            runs = _split_into_runs([t for t in totals if t.method in ("", method)])
            for run in runs:
                yield from _audit_run_of_totals(run)
            for earlier, later in pairwise(runs):
                yield _audit_distant_totals(earlier[-1], later[0], resolved)


def _split_into_runs(totals: list[AllowedTotals]) -> list[list[AllowedTotals]]:
    """Totals in order of time, cut where the next one is too far away to be compared by growth alone."""
    runs = [totals[:1]]
    for before, total in pairwise(totals):
        if total.t - before.t <= COMPARED_WITHIN_YEARS:
            runs[-1].append(total)
        else:
            runs.append([total])
    return runs


def _audit_run_of_totals(totals: list[AllowedTotals]) -> Iterator[Finding]:
    """Totals of which each has a neighbour within a few years; one figure out of line is named."""
    pairs = [(a, b) for a, b in combinations(totals, 2) if b.t - a.t <= COMPARED_WITHIN_YEARS]
    clashes = [(a, b) for a, b in pairs if not is_growth_plausible(a, b)]
    outliers = [t for t in totals if all(t in clash for clash in clashes)]
    neighbours = [t for t in totals if t not in outliers]
    if pairs and not clashes:
        yield _accept_run_of_totals(totals)
    elif len(outliers) == 1 and len(neighbours) > 1:
        yield _audit_outlying_total(outliers[0], neighbours)
    else:
        for a, b in clashes:
            totals_named = message("%(group)s: %(totals)s", group=phrase_group(a), totals=_list_dated_totals((a, b)))
            finding = add_to(totals_named, _phrase_standards_of((a, b)))
            sentence = _phrase_impossible_growth(a, b)
            yield Finding(TIME_CHECK, b.date, "disagrees", sentence, finding, (*a.claims, *b.claims))


def _accept_run_of_totals(totals: list[AllowedTotals]) -> Finding:
    """Totals of several dates of which none is out of line."""
    facts = {"group": phrase_group(totals[0]), "n": number(len(totals))}
    sentence = message(
        "The totals of %(group)s at %(n)s dates (%(when)s) fit together: they change slowly.",
        when=phrase_span(totals[0].date, totals[-1].date), **facts,
    )  # fmt: skip
    finding = message(
        "%(group)s at %(n)s dates grow by no more than %(most)s%% a year: %(totals)s",
        most=number(100 * YEARLY_GROWTH_LIMITS[1] - 100), totals=_list_dated_totals(totals), **facts,
    )  # fmt: skip
    claims = tuple(dict.fromkeys(c for t in totals for c in t.claims))
    return Finding(TIME_CHECK, "", "agrees", sentence, add_to(finding, _phrase_standards_of(totals)), claims)


def _phrase_impossible_growth(a: AllowedTotals, b: AllowedTotals) -> str:
    """That no number of households or people changes as two totals do."""
    return message(
        "From %(first)s to %(last)s the totals of %(group)s do not fit together: no such number changes so fast.",
        group=phrase_group(a), first=Date(a.date), last=Date(b.date),
    )  # fmt: skip


def _audit_distant_totals(a: AllowedTotals, b: AllowedTotals, resolved: ResolvedClaims) -> Finding:
    """Two totals many years apart: what growth alone leaves open, the size of a household may tell."""
    years = b.t - a.t
    low, high = (b.low / a.high) ** (1 / years), (b.high / a.low) ** (1 / years)
    facts = {"group": phrase_group(a), "first": Date(a.date), "last": Date(b.date)}
    growth = message(
        "%(group)s: %(totals)s, a growth of %(growth)s%% a year over %(years)s years", group=facts["group"],
        totals=_list_dated_totals((a, b)), years=phrase_number(years),
        growth=phrase_ends(number(100 * low - 100, 1), number(100 * high - 100, 1)),
    )  # fmt: skip
    claims, standards = (*a.claims, *b.claims), _phrase_standards_of((a, b))
    if not is_growth_plausible(a, b):
        slowest, fastest = (number(100 * limit - 100) for limit in YEARLY_GROWTH_LIMITS)
        limits = message("assumed plausible: %(low)s%% to %(high)s%%", low=slowest, high=fastest)
        finding = add_to(growth, limits, standards)
        return Finding(TIME_CHECK, b.date, "disagrees", _phrase_impossible_growth(a, b), finding, claims)
    sizes = [measure_household_size(t, resolved) for t in (a, b)]
    if None in sizes:
        sentence = message(
            "Between %(first)s and %(last)s lie so many years that growth alone cannot tell whether the "
            "totals of %(group)s fit.", **facts,
        )  # fmt: skip
        finding = add_to(growth, message("growth alone cannot tell"), standards)
        return Finding(TIME_CHECK, b.date, "cannot tell", sentence, finding, claims)
    (low_a, high_a, people_a), (low_b, high_b, people_b) = sizes
    households = message(
        "%(first_size)s persons each by the %(first_people)s of %(first)s, %(last_size)s by the %(last_people)s of "
        "%(last)s", first_size=phrase_sizes(low_a, high_a), first_people=phrase_claim(people_a),
        first=Date(people_a.end), last_size=phrase_sizes(low_b, high_b), last_people=phrase_claim(people_b),
        last=Date(people_b.end),
    )  # fmt: skip
    finding = add_to(growth, households, standards)
    claims = tuple(dict.fromkeys((*claims, people_a.id, people_b.id)))
    slowest, fastest = (limit**years for limit in YEARLY_SIZE_LIMITS)
    if low_a * slowest <= high_b and high_a * fastest >= low_b:
        sentence = message(
            "From %(first)s to %(last)s the totals of %(group)s fit together: a household is of about the same size at "
            "both dates.", **facts,
        )  # fmt: skip
        return Finding(TIME_CHECK, b.date, "agrees", sentence, finding, claims)
    sentence = message(
        "From %(first)s to %(last)s the totals of %(group)s do not fit together: a household would be of too different "
        "a size.", **facts,
    )  # fmt: skip
    least, most = resolved.pack.province["plausibility"]["persons_per_household"]
    odd = [t for t, (low, high, _) in zip((a, b), sizes, strict=True) if high < least or low > most]
    doubted = tuple(name for t in odd or (a, b) for name in t.claims)
    return Finding(TIME_CHECK, b.date, "disagrees", sentence, finding, claims, in_doubt=doubted)


def _list_dated_totals(totals: Iterable[AllowedTotals]) -> str:
    """Totals with their dates."""
    return join(map(_phrase_dated_total, totals), ", ")


def _phrase_dated_total(total: AllowedTotals) -> str:
    """A total with its date, such as "3 to 4 (1997)"; a printed one is one number."""
    return message("%(value)s (%(when)s)", value=phrase_range(total.low, total.high), when=Date(total.date))


def _phrase_standards_of(totals: Iterable[AllowedTotals]) -> str:
    """Under which standards the figures behind some totals were counted; "" under one alone."""
    return phrase_standards(name for t in totals for name in t.standards)


def _audit_outlying_total(outlier: AllowedTotals, totals: list[AllowedTotals]) -> Finding:
    """One date's total does not fit between those of the other dates."""
    before = max((t for t in totals if t.t < outlier.t), key=lambda t: t.t, default=None)
    after = min((t for t in totals if t.t > outlier.t), key=lambda t: t.t, default=None)
    neighbours = [t for t in (before, after) if t]
    demands = [phrase_implied_total(*pair) for pair in outlier.pairs] or [number(outlier.low)]
    facts = {"group": phrase_group(outlier)}
    sentence = message(
        "For %(when)s the figures of %(group)s do not fit those of other dates: they ask for a total far out of line.",
        when=Date(outlier.date), **facts,
    )  # fmt: skip
    finding = message(
        "%(group)s: %(demands)s, against %(totals)s", demands=list_all(demands),
        totals=list_all(map(_phrase_dated_total, neighbours)), **facts,
    )  # fmt: skip
    finding = add_to(finding, _phrase_standards_of((outlier, *neighbours)))
    slip = ""
    if len(outlier.pairs) == 1 and len(neighbours) == 2:
        between = (min(before.low, after.low), max(before.high, after.high))
        slip = suggest_pair_digit_slip(*outlier.pairs[0], between)
    claims, low, high = outlier.claims, outlier.low, outlier.high
    return Finding(TIME_CHECK, outlier.date, "disagrees", sentence, finding, claims, low, high, suggestion=slip)
