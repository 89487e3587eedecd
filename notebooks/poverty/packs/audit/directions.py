"""A fall or a rise that a source states in words alone, against the figures of both dates."""

from collections.abc import Iterator
from itertools import product

from poverty.packs.audit.finding import (
    COUNTED_STATUSES,
    Finding,
    allowed_range,
    audit_rule,
    is_same_word,
    rate_base,
    select_dated_levels,
    select_series,
)
from poverty.packs.audit.wording import phrase_claim
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.messages import label, message, translatable
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE, STATISTICS_IN_WORDS, tell_direction

CHECK = translatable("direction in words")
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
                sentence = message(
                    "The page says that it %(said)s, without a number; figures of both dates are not printed.",
                    said=label(VERBS[SAID[c.statistic]]),
                )
                yield Finding(CHECK, c.end, "not checkable", sentence, _quote(c), (c.id,))


def _quote(c: Claim) -> str:
    """The words of the page."""
    return message("the words “%(printed)s”", printed=c.printed)


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
    arithmetic = message(
        "%(words)s; from %(first)s to %(last)s",
        words=_quote(c), first=phrase_claim(first), last=phrase_claim(last),
    )  # fmt: skip
    claims = (c.id, first.id, last.id)
    if found == CANNOT_TELL:
        sentence = message(
            "The page says that it %(said)s; by the printed figures it may have fallen or risen.",
            said=label(VERBS[said]),
        )
        return Finding(CHECK, c.end, "cannot tell", sentence, arithmetic, claims)
    verdict = "agrees" if found == said else "disagrees"
    sentence = message(
        "The page says that it %(said)s; by the printed figures it %(found)s.",
        said=label(VERBS[said]), found=label(VERBS[found]),
    )  # fmt: skip
    return Finding(CHECK, c.end, verdict, sentence, arithmetic, claims, in_doubt=(c.id,))
