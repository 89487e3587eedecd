"""One numeral for two dates: is it the figure of one of them alone?"""

from collections.abc import Iterator
from itertools import pairwise

from poverty.packs.audit.finding import (
    Finding,
    allowed_range,
    audit_rule,
    is_overlapping,
    population_and_area,
    rate_base,
    select_dated_levels,
)
from poverty.packs.audit.wording import phrase_claim, phrase_subject
from poverty.packs.claims import Claim
from poverty.packs.messages import Date, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import STATISTICS_OF_CHANGE

CHECK = translatable("the same figure twice")
FEWEST_UNITS = 100  # of the last digit that counts: a numeral of fewer digits is met again by chance


@audit_rule(place=75)
def audit_same_figures(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Exact figures of one series, base and standard that are the same at two dates, of the dates nearest in time.

    Not where a source says that nothing changed, nor where another figure contradicts one of them: that is named.
    """
    series: dict[tuple, list[Claim]] = {}
    for c in sorted(select_dated_levels(resolved), key=lambda c: c.t):
        if c.standard:
            key = (c.indicator, population_and_area(c), rate_base(c), c.standard)
            series.setdefault(key, []).append(c)
    changes = [c for c in resolved.claims.values() if c.statistic in STATISTICS_OF_CHANGE and c.bounds is not None]
    for claims in series.values():
        alike: dict[tuple, list[Claim]] = {}
        for c in claims:
            if c.qualifier == "exact" and c.value >= FEWEST_UNITS * c.rounded_to:
                alike.setdefault((c.value, c.rounded_to), []).append(c)
        for same in alike.values():
            by_date = list({c.t: c for c in same}.values())
            for first, last in pairwise(by_date):
                contradicted = any(_is_contradicted(c, claims) for c in (first, last))
                if not contradicted and not _is_said_to_stay(first, last, changes):
                    yield _ask_for_dates(first, last)


def _is_contradicted(claim: Claim, series: list[Claim]) -> bool:
    """Whether another figure of its date is another number."""
    return any(c.t == claim.t and not is_overlapping(allowed_range(c), allowed_range(claim)) for c in series)


def _is_said_to_stay(first: Claim, last: Claim, changes: list[Claim]) -> bool:
    """Whether one sentence prints both figures, or a change between them that may be none."""
    if first.source == last.source and first.together and first.together == last.together:
        return True
    return any(
        c.indicator == first.indicator
        and population_and_area(c) == population_and_area(first)
        and (c.start, c.end) == (first.end, last.end)
        and c.usable_bounds()[0] <= 0
        for c in changes
    )


def _ask_for_dates(first: Claim, last: Claim) -> Finding:
    """One numeral that stands for two dates."""
    facts = {"what": phrase_subject(first), "value": phrase_claim(first)}
    sentence = message(
        "The same figure twice: %(value)s (%(what)s) is printed for %(first)s and for %(last)s. Is one of the dates "
        "wrong?", first=Date(first.end), last=Date(last.end), **facts,
    )  # fmt: skip
    finding = message(
        "%(value)s (%(first)s, %(publisher)s), %(again)s (%(last)s, %(other)s)", value=facts["value"],
        first=Date(first.end), publisher=first.source.publisher, again=phrase_claim(last), last=Date(last.end),
        other=last.source.publisher,
    )  # fmt: skip
    return Finding(CHECK, last.end, "cannot tell", sentence, finding, (first.id, last.id))
