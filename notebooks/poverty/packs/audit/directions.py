"""A fall or a rise that a source states in words alone, against the figures of both dates."""

from collections.abc import Iterator
from itertools import product

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    audit_rule,
    is_same_word,
    phrase_claim,
    rate_base,
    select_dated_levels,
    select_series,
)
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.messages import label, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE, STATISTICS_IN_WORDS, tell_direction

CHECK = "direction in words"
SAID = dict(zip(STATISTICS_IN_WORDS, (FELL, ROSE), strict=True))
VERBS = {FELL: translatable("fell"), ROSE: translatable("rose")}


@audit_rule(place=125)
def audit_directions_in_words(resolved: ResolvedClaims) -> Iterator[Finding]:
    """Whether what fell or rose by a source's words fell or rose by printed figures."""
    levels = select_dated_levels(resolved)
    for c in resolved.claims.values():
        if c.statistic in STATISTICS_IN_WORDS and c.status in COUNTED_STATUSES:
            pairs = list(_pair_levels(c, levels))
            yield from (_compare_direction(c, *pair) for pair in pairs)
            if not pairs:
                text = message("the words “%(printed)s” say that it %(said)s; figures of both dates are not printed",
                               printed=c.printed, said=label(VERBS[SAID[c.statistic]]))  # fmt: skip
                yield Finding(CHECK, c.end, "not checkable", text, (c.id,))


def _pair_levels(c: Claim, levels: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The figures of the first and of the last date of what a claim is about, of one base and one standard."""
    series = [level for level in select_series(levels, c) if is_same_word(level.standard, c.standard)]
    first, last = ([x for x in series if x.t == t] for t in (period_end_coordinate(c.start), c.t))
    for a, b in product(first, last):
        if (a.standard, rate_base(a)) == (b.standard, rate_base(b)):
            yield a, b


def _compare_direction(c: Claim, first: Claim, last: Claim) -> Finding:
    """Words against two figures; where they disagree the word is in doubt, and no number."""
    (low, high), (least, most) = allowed_range(first), allowed_range(last)
    said, found = SAID[c.statistic], tell_direction(low - most, high - least)
    values = {"printed": c.printed, "said": label(VERBS[said])}
    values |= {"first": phrase_claim(first), "last": phrase_claim(last)}
    if found == CANNOT_TELL:
        text = message(
            "the words “%(printed)s” say that it %(said)s; from %(first)s to %(last)s it may have fallen or risen",
            **values,
        )
        return Finding(CHECK, c.end, "cannot tell", text, (c.id, first.id, last.id))
    text = message(
        "the words “%(printed)s” say that it %(said)s; from %(first)s to %(last)s it %(found)s",
        found=label(VERBS[found]), **values,
    )  # fmt: skip
    verdict = "agrees" if found == said else "disagrees"
    return Finding(CHECK, c.end, verdict, text, (c.id, first.id, last.id), in_doubt=(c.id,))
