"""Of several figures of one page for one fact the more exact counts, once; a rounder one that agrees repeats it.

A headline ("more than 7%") stands beside the figure of the text (7.04%). Two that cannot both be meant are no repeats:
both count, and the audit names them.
"""

from collections.abc import Iterable

from poverty.packs.claims import Claim


def find_counting_claims(claims: Iterable[Claim]) -> dict[str, Claim]:
    """For the id of each claim the claim that counts for it: itself, or the more exact figure of its own page.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> counting = find_counting_claims(load_pack("lao-cai").claims.values())
        >>> counting["poor-households-2024-headline-lc1"].printed  # the headline: more than 20.400
        '20.411'
    """
    by_fact: dict[tuple, list[Claim]] = {}
    for claim in claims:
        by_fact.setdefault(_name_fact(claim), []).append(claim)
    counting: dict[str, Claim] = {}
    for figures in by_fact.values():
        exact = leave_out_rounder_figures(figures) if len(figures) > 1 else figures
        for claim in figures:
            counting[claim.id] = claim if claim in exact else next(c for c in exact if _is_meant_alike(c, claim))
    return counting


def select_counting_claims(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that only repeat a more exact figure of their own page, in the same order."""
    claims = list(claims)
    counting = find_counting_claims(claims)
    return [c for c in claims if counting[c.id] is c]


def leave_out_rounder_figures(figures: list[Claim]) -> list[Claim]:
    """Of figures of one fact those that no more exact one among them repeats, in the same order.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> claims = load_pack("soc-trang").claims
        >>> figures = [claims["poor-households-2016-st4"], claims["poor-households-2016-st2"]]  # more than 57,800
        >>> [c.printed for c in leave_out_rounder_figures(figures)]
        ['57.814']
    """
    exact: list[Claim] = []
    for claim in sorted(figures, key=_measure_width):
        if not any(_is_meant_alike(c, claim) for c in exact):
            exact.append(claim)
    return [c for c in figures if c in exact]


def _name_fact(claim: Claim) -> tuple:
    """What a page says of one fact is alike in; a claim without a number or a date has a fact of its own."""
    if claim.bounds is None or not claim.end:
        return (claim.id,)
    when = claim.t if claim.statistic == "level" and claim.start == claim.end else (claim.start, claim.end)
    words = (claim.statistic, claim.base, claim.base_unit, claim.standard, claim.status)
    return claim.source.id, claim.series, when, words


def _measure_width(claim: Claim) -> float:
    """How far apart the ends of what a claim means are."""
    low, high = claim.usable_bounds()
    return high - low


def _is_meant_alike(exact: Claim, rounder: Claim) -> bool:
    """Whether one number may be meant by both; the very number of an "at least" may."""
    (low, high), (rounder_low, rounder_high) = exact.usable_bounds(), rounder.usable_bounds()
    overlapping = low < rounder_high and rounder_low < high
    return overlapping or (exact.value == rounder.value and exact.value in rounder.bounds.hard)
