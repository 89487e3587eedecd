"""Readings on trial: what each answer to a question implies for the figures that other sources print.

The spells are made from the figures in question: those of the pack's own source, and those that the question
itself moves. Every other source's figure of the same series is a witness: an actual level, or a change between
two dates. A reading allows it a range, over all paths that never rise; a witness outside that range contradicts
the reading, whatever path poverty took. One question varies at a time, the others as preferred.
"""

from dataclasses import dataclass, replace
from math import nan

import pandas as pd

from poverty.packs.audit.sources import audit_standards_in_force
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.limits import NoLimitsError, has_common_path, outer_fall_limits, outer_limits
from poverty.trajectory.spells import Spell, list_comparable_spells

TESTABLE_CHANGES = ("fall", "rise", "mean fall per year")


@dataclass(frozen=True)
class ConsistencyResult:
    """What a reading allows for the figures of witnesses, and whether they fit.

    `low` and `high` bound the quantity that the witness prints, in its own unit; NaN for several witnesses together.
    "agrees": it lies inside; "disagrees": outside; "cannot tell": the series has no limits.
    """

    reading: Reading
    witnesses: tuple[Claim, ...]
    low: float
    high: float
    verdict: str


def run_spell_consistency_tests(pack: Pack, question: str) -> list[ConsistencyResult]:
    """Every reading of a question against every witness alone, then against all of a series together.

    Raises:
        KeyError: the pack does not ask the question.
    """
    return pack.compute_once(("consequences", question), lambda: _compute_consistency_results(pack, question))


def _compute_consistency_results(pack: Pack, question: str) -> list[ConsistencyResult]:
    moved = _list_moved_claim_ids(pack, question)
    found = []
    for reading in pack.questions[question]:
        full = resolve_readings(pack, {question: reading.name})
        accused = select_tested_figures(full, question)
        witnesses = [c for c in full.claims.values() if c.id not in accused.claims and _is_testable_claim(c)]
        for spell in list_comparable_spells(accused):
            if not any(name in moved for name in _list_spell_claim_ids(spell)):
                continue
            heard = [c for c in witnesses if _is_of_spell_series(c, spell)]
            found += [_compare_single_figure(reading, c, spell) for c in heard]
            trusted = [c for c in heard if c.source.trust != "low"]
            if len(trusted) > 1:
                found.append(_compare_joint_figures(reading, trusted, spell))
    return found


def select_tested_figures(resolved: ResolvedClaims, question: str) -> ResolvedClaims:
    """The figures that a question is about: those of the pack's own source, and those that the question moves."""
    moved = _list_moved_claim_ids(resolved.pack, question)
    return replace(resolved, claims={name: c for name, c in resolved.claims.items() if c.primary or name in moved})


def _list_moved_claim_ids(pack: Pack, question: str) -> set[str]:
    return {o.claim_id for o in pack.overrides if o.question == question}


def find_refuting_results(pack: Pack, question: str) -> list[ConsistencyResult]:
    """The contradictions that rule a reading out.

    A witness decides only if another reading of the question, the preferred one if there is one, is at peace with
    it: a figure that contradicts that one too is a quarrel between sources. A witness of low trust decides nothing,
    and neither do several together: each of them may be loose in its own way.
    """
    tried = run_spell_consistency_tests(pack, question)
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


def find_out_of_force_readings(pack: Pack, question: str) -> list[tuple[Reading, str]]:
    """Readings that put a figure under a standard that was not in force at its date, and the finding that says so."""
    usual = {f.claims for f in audit_standards_in_force(resolve_readings(pack)) if f.verdict == "disagrees"}
    return [
        (reading, f.finding)
        for reading in pack.questions[question]
        for f in audit_standards_in_force(resolve_readings(pack, {question: reading.name}))
        if f.verdict == "disagrees" and f.claims not in usual
    ]


def _is_testable_claim(claim: Claim) -> bool:
    dated = bool(claim.end and claim.standard and claim.bounds) and claim.status == "actual"
    return dated and claim.statistic in ("level", *TESTABLE_CHANGES)


def _is_of_spell_series(claim: Claim, spell: Spell) -> bool:
    series = claim.series
    if claim.statistic != "level":
        series = replace(series, whole=spell.series.whole)  # a change seldom says of what it is a share
    return (series, claim.standard) == (spell.series, spell.standard)


def _list_spell_claim_ids(spell: Spell) -> set[str]:
    parts = [*(a.claims for a in (*spell.anchors, *spell.others)), *((c.id,) for c in (*spell.falls, *spell.means))]
    return {name for part in parts for name in part}


def _compare_single_figure(reading: Reading, claim: Claim, spell: Spell) -> ConsistencyResult:
    try:
        low, high = _implied_figure_range(claim, spell)
    except NoLimitsError:
        return ConsistencyResult(reading, (claim,), nan, nan, "cannot tell")
    said = claim.usable_bounds()
    fits = said[0] <= high + 1e-9 and said[1] >= low - 1e-9
    return ConsistencyResult(reading, (claim,), low, high, "agrees" if fits else "disagrees")


def _implied_figure_range(claim: Claim, spell: Spell) -> tuple[float, float]:
    """The range of what a witness prints, over all paths of the spell that never rise."""
    if claim.statistic == "level":
        return outer_limits(spell, [claim.t])[claim.t]
    start, end = period_end_coordinate(claim.start), period_end_coordinate(claim.end)
    low, high = outer_fall_limits(spell, start, end)
    if claim.statistic == "rise":
        return -high, -low
    years = end - start if claim.statistic == "mean fall per year" else 1.0
    return low / years, high / years


def _compare_joint_figures(reading: Reading, claims: list[Claim], spell: Spell) -> ConsistencyResult:
    try:
        verdict = "agrees" if has_common_path(spell, claims) else "disagrees"
    except NoLimitsError:
        verdict = "cannot tell"
    return ConsistencyResult(reading, tuple(claims), nan, nan, verdict)


CONSISTENCY_TEST_COLUMNS = [
    "question", "reading", "label", "preferred", "witness", "publisher", "date", "printed", "allows_from", "allows_to",
    "verdict", "decides", "kind", "claims", "readings",
]  # fmt: skip
RULED_OUT_COLUMNS = ["question", "reading", "label", "why", "claims"]


def tabulate_consistency_tests(pack: Pack) -> pd.DataFrame:
    """Readings × witnesses: what each reading allows for each figure of other sources, and the verdict.

    Only witnesses to whom the readings of a question make a difference; a blank `allows_*` is no limit, or several
    witnesses taken together. `decides` is "yes" where the witness rules the reading out.
    """
    rows = []
    for question in pack.questions:
        decided = {(c.reading.name, c.witnesses) for c in find_refuting_results(pack, question)}
        for c in run_spell_consistency_tests(pack, question):
            first, alone = c.witnesses[0], len(c.witnesses) == 1
            row = {"question": question, "reading": c.reading.name, "label": c.reading.label}
            row["preferred"] = "yes" if c.reading.preferred else "no"
            row |= {"witness": " + ".join(w.id for w in c.witnesses)}
            row["publisher"] = "; ".join(dict.fromkeys(w.source.publisher for w in c.witnesses))
            row["date"] = first.end if alone and first.start == first.end else ""
            if alone and first.start != first.end:
                row["date"] = f"{first.start} to {first.end}"
            row["printed"] = _phrase_printed_figure(first) if alone else "all of these together"
            row |= {"allows_from": round_finite(c.low), "allows_to": round_finite(c.high), "verdict": c.verdict}
            row["decides"] = "yes" if (c.reading.name, c.witnesses) in decided else "no"
            row |= {"kind": "derived", "claims": " ".join(w.id for w in c.witnesses)}
            rows.append(row | {"readings": f"{question}={c.reading.name}"})
    table = pd.DataFrame(rows, columns=CONSISTENCY_TEST_COLUMNS)
    answers = table[["allows_from", "allows_to"]].astype(float).fillna(-1.0).assign(verdict=table["verdict"])
    given = [answers[column].groupby([table["question"], table["claims"]]).transform("nunique") for column in answers]
    differ = sum((column > 1 for column in given), start=pd.Series(False, index=table.index))
    return table[differ.astype(bool)].reset_index(drop=True)


def tabulate_ruled_out_readings(pack: Pack) -> pd.DataFrame:
    """Readings that cannot be, why, and the claims that say so.

    Either another printed figure contradicts them, whatever path poverty took, or they put a figure under a
    standard that was not in force at its date.
    """
    rows = []
    for question in pack.questions:
        for c in find_refuting_results(pack, question):
            witness = c.witnesses[0]
            why = f"{witness.source.publisher} prints {_phrase_printed_figure(witness)}"
            rows.append((question, c.reading.name, c.reading.label, why, witness.id))
        for reading, finding in find_out_of_force_readings(pack, question):
            rows.append((question, reading.name, reading.label, finding, ""))
    return pd.DataFrame(rows, columns=RULED_OUT_COLUMNS)


def _phrase_printed_figure(claim) -> str:
    words = "" if claim.qualifier in ("exact", "range") else f"{claim.qualifier} "
    number = f"{words}{claim.printed}"
    return number if claim.statistic == "level" else f"{claim.statistic} of {number}"
