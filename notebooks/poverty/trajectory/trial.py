"""Readings on trial: what each answer to a question implies for the figures that other sources print.

The spells are made from the figures in question: those of the pack's own source, and those that the question
itself moves. Every other source's figure of the same series is a witness: an actual level, or a change between
two dates. A reading allows it a range, over all paths that never rise; a witness outside that range contradicts
the reading, whatever path poverty took. One question varies at a time, the others as preferred.
"""

from dataclasses import dataclass, replace
from math import nan

from poverty.packs.audit.sources import standards_in_force
from poverty.packs.claims import Claim
from poverty.packs.dates import year_end
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import Resolved, resolve
from poverty.trajectory.limits import NoLimitsError, fits_together, outer_change, outer_limits
from poverty.trajectory.spells import Spell, bounded, series_of, spells

CHANGES = ("fall", "rise", "mean fall per year")


@dataclass(frozen=True)
class Consequence:
    """What a reading allows for the figures of witnesses, and whether they fit.

    `low` and `high` bound the quantity that the witness prints, in its own unit; NaN for several witnesses together.
    "agrees": it lies inside; "disagrees": outside; "cannot tell": the series has no limits.
    """

    reading: Reading
    witnesses: tuple[Claim, ...]
    low: float
    high: float
    verdict: str


def consequences(pack: Pack, question: str) -> list[Consequence]:
    """Every reading of a question against every witness alone, then against all of a series together.

    Raises:
        KeyError: the pack does not ask the question.
    """
    return pack.remember(("consequences", question), lambda: _work_out(pack, question))


def _work_out(pack: Pack, question: str) -> list[Consequence]:
    moved = _moved(pack, question)
    found = []
    for reading in pack.questions[question]:
        full = resolve(pack, {question: reading.name})
        accused = in_question(full, question)
        witnesses = [c for c in full.claims.values() if c.id not in accused.claims and _speaks(c)]
        for spell in spells(accused):
            if not any(name in moved for name in _claims_of(spell)):
                continue
            heard = [c for c in witnesses if _same(c, spell)]
            found += [_one(reading, c, spell) for c in heard]
            trusted = [c for c in heard if c.source.trust != "low"]
            if len(trusted) > 1:
                found.append(_together(reading, trusted, spell))
    return found


def in_question(resolved: Resolved, question: str) -> Resolved:
    """The figures that a question is about: those of the pack's own source, and those that the question moves."""
    moved = _moved(resolved.pack, question)
    return replace(resolved, claims={name: c for name, c in resolved.claims.items() if c.primary or name in moved})


def _moved(pack: Pack, question: str) -> set[str]:
    return {o.claim_id for o in pack.overrides if o.question == question}


def deciding(pack: Pack, question: str) -> list[Consequence]:
    """The contradictions that rule a reading out.

    A witness decides only if another reading of the question, the preferred one if there is one, is at peace with
    it: a figure that contradicts that one too is a quarrel between sources. A witness of low trust decides nothing,
    and neither do several together: each of them may be loose in its own way.
    """
    tried = consequences(pack, question)
    asked = [r.name for r in pack.questions[question] if r.preferred]
    peace = {
        c.witnesses[0].id
        for c in tried
        if len(c.witnesses) == 1 and c.verdict == "agrees" and c.reading.name in (asked or [c.reading.name])
    }
    return [
        c
        for c in tried
        if c.verdict == "disagrees"
        and len(c.witnesses) == 1
        and c.witnesses[0].id in peace
        and c.witnesses[0].source.trust != "low"
    ]


def out_of_force(pack: Pack, question: str) -> list[tuple[Reading, str]]:
    """Readings that put a figure under a standard that was not in force at its date, and the finding that says so."""
    usual = {f.claims for f in standards_in_force(resolve(pack)) if f.verdict == "disagrees"}
    return [
        (reading, f.finding)
        for reading in pack.questions[question]
        for f in standards_in_force(resolve(pack, {question: reading.name}))
        if f.verdict == "disagrees" and f.claims not in usual
    ]


def _speaks(claim: Claim) -> bool:
    dated = bool(claim.end and claim.standard and claim.bounds) and claim.status == "actual"
    return dated and claim.statistic in ("level", *CHANGES)


def _same(claim: Claim, spell: Spell) -> bool:
    series = series_of(claim)
    if claim.statistic != "level":
        series = replace(series, whole=spell.series.whole)  # a change seldom says of what it is a share
    return (series, claim.standard) == (spell.series, spell.standard)


def _claims_of(spell: Spell) -> set[str]:
    parts = [*(a.claims for a in (*spell.anchors, *spell.others)), *((c.id,) for c in (*spell.falls, *spell.means))]
    return {name for part in parts for name in part}


def _one(reading: Reading, claim: Claim, spell: Spell) -> Consequence:
    try:
        low, high = _allowed(claim, spell)
    except NoLimitsError:
        return Consequence(reading, (claim,), nan, nan, "cannot tell")
    said = bounded(claim)
    fits = said[0] <= high + 1e-9 and said[1] >= low - 1e-9
    return Consequence(reading, (claim,), low, high, "agrees" if fits else "disagrees")


def _allowed(claim: Claim, spell: Spell) -> tuple[float, float]:
    """The range of what a witness prints, over all paths of the spell that never rise."""
    if claim.statistic == "level":
        return outer_limits(spell, [claim.t])[claim.t]
    start, end = year_end(claim.start), year_end(claim.end)
    low, high = outer_change(spell, start, end)
    if claim.statistic == "rise":
        return -high, -low
    years = end - start if claim.statistic == "mean fall per year" else 1.0
    return low / years, high / years


def _together(reading: Reading, claims: list[Claim], spell: Spell) -> Consequence:
    try:
        verdict = "agrees" if fits_together(spell, claims) else "disagrees"
    except NoLimitsError:
        verdict = "cannot tell"
    return Consequence(reading, tuple(claims), nan, nan, verdict)
