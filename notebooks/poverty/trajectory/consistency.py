"""Readings of open questions: the spells that each makes, and its consistency with what other sources print.

The spells are made from the tested figures: those of the pack's own source, and those that the question itself
moves. Every other source's figure of the same series is an independent figure: an actual level, or a change between
two dates. A reading allows it a range, over all paths that never rise; an independent figure outside that range
contradicts the reading, whatever path poverty took. One question varies at a time, the others as preferred.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import nan

import pandas as pd

from poverty.packs.audit import audit_claims, list_contradicted_claims
from poverty.packs.audit.finding import Finding
from poverty.packs.audit.sources import audit_standards_in_force
from poverty.packs.audit.wording import phrase_range
from poverty.packs.claims import Claim
from poverty.packs.dates import period_end_coordinate
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.packs.rows import round_finite
from poverty.trajectory.limits import NoLimitsError, has_common_path, outer_fall_limits, outer_limits
from poverty.trajectory.spells import Spell, list_comparable_spells

TESTABLE_STATISTICS = ("level", "fall", "rise", "mean fall per year")
CONSISTENCY_TEST_COLUMNS = [
    "question", "reading", "label", "preferred", "independent_figure", "publisher", "date", "printed", "allows_from",
    "allows_to", "verdict", "decides", "kind", "claims", "readings",
]  # fmt: skip
RULED_OUT_COLUMNS = ["question", "reading", "label", "why", "claims"]


@dataclass(frozen=True)
class ConsistencyResult:
    """What a reading allows for independent figures, and whether they fit.

    `low` and `high` bound the quantity that the figure prints, in its own unit; NaN for several figures together.
    "agrees": it lies inside; "disagrees": outside; "cannot tell": the series has no limits.
    """

    reading: Reading
    independent_figures: tuple[Claim, ...]
    low: float
    high: float
    verdict: str


def run_spell_consistency_tests(pack: Pack, question: str) -> list[ConsistencyResult]:
    """Every reading of a question against every independent figure alone, then against all of a series together.

    Raises:
        KeyError: the pack does not ask the question.
    """
    return pack.compute_once(("consequences", question), lambda: _compute_consistency_results(pack, question))


def _compute_consistency_results(pack: Pack, question: str) -> list[ConsistencyResult]:
    """The results of a question: each reading's spells that it moves against the independent figures."""
    moved = _list_moved_claim_ids(pack, question)
    results = []
    for reading in pack.questions[question]:
        resolved = resolve_readings(pack, {question: reading.name})
        tested = select_tested_figures(resolved, question)
        independent = [c for c in resolved.claims.values() if c.id not in tested.claims and _is_testable_claim(c)]
        for spell in list_comparable_spells(tested):
            if moved.isdisjoint(_list_spell_claim_ids(spell)):
                continue
            of_series = [c for c in independent if _is_of_spell_series(c, spell)]
            results += [_compare_figures(reading, [c], spell) for c in of_series]
            trusted = [c for c in of_series if c.source.trust != "low"]
            if len(trusted) > 1:
                results.append(_compare_figures(reading, trusted, spell))
    return results


def select_tested_figures(resolved: ResolvedClaims, question: str) -> ResolvedClaims:
    """The figures that a question is about: those of the pack's own source, and those that the question moves."""
    moved = _list_moved_claim_ids(resolved.pack, question)
    return replace(resolved, claims={name: c for name, c in resolved.claims.items() if c.primary or name in moved})


def _list_moved_claim_ids(pack: Pack, question: str) -> set[str]:
    """The ids of the claims that some reading of a question changes."""
    return {o.claim_id for o in pack.overrides if o.question == question}


def find_refuting_results(pack: Pack, question: str) -> list[ConsistencyResult]:
    """The contradictions that rule a reading out.

    A figure decides only if another reading of the question, the preferred one if there is one, agrees with it:
    a figure that contradicts that one too is a quarrel between sources. A figure of low trust decides nothing,
    and neither do several together: each of them may be loose in its own way.
    """
    single_tests = [c for c in run_spell_consistency_tests(pack, question) if len(c.independent_figures) == 1]
    preferred = [r.name for r in pack.questions[question] if r.preferred]
    undisputed = {
        c.independent_figures[0].id
        for c in single_tests
        if c.verdict == "agrees" and c.reading.name in (preferred or [c.reading.name])
    }
    return [
        c
        for c in single_tests
        if c.verdict == "disagrees"
        and c.independent_figures[0].id in undisputed
        and c.independent_figures[0].source.trust != "low"
    ]


def is_preferred_against_joint_test(pack: Pack, question: str) -> bool:
    """Whether several figures together contradict the preferred reading of a question, and agree with another one."""
    joint_tests = [c for c in run_spell_consistency_tests(pack, question) if len(c.independent_figures) > 1]
    agreeing = {c.independent_figures for c in joint_tests if c.verdict == "agrees" and not c.reading.preferred}
    return any(
        c.reading.preferred and c.verdict == "disagrees" and c.independent_figures in agreeing for c in joint_tests
    )


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
    """Whether a claim is actual and dated, with a standard, bounds and a testable statistic."""
    dated = bool(claim.end and claim.standard and claim.bounds) and claim.status == "actual"
    return dated and claim.statistic in TESTABLE_STATISTICS


def _is_of_spell_series(claim: Claim, spell: Spell) -> bool:
    """Whether a claim is of the series and the standard of a spell."""
    series = claim.series
    if claim.statistic != "level":
        series = replace(series, whole=spell.series.whole)  # a change seldom says of what it is a share
    return (series, claim.standard) == spell.key


def _list_spell_claim_ids(spell: Spell) -> set[str]:
    """The ids of the claims behind a spell: anchors, check levels, mean falls and mean levels."""
    levels = {name for a in (*spell.anchors, *spell.check_levels) for name in a.claims}
    return levels | {c.id for c in (*spell.mean_falls, *spell.mean_levels)}


def _compare_figures(reading: Reading, claims: list[Claim], spell: Spell) -> ConsistencyResult:
    """One independent figure against the range that a spell implies; several against a path that keeps all of them."""
    low, high = nan, nan
    try:
        if len(claims) == 1:
            low, high = _implied_figure_range(claims[0], spell)
            printed_low, printed_high = claims[0].usable_bounds()
            fits = printed_low <= high + 1e-9 and printed_high >= low - 1e-9
        else:
            fits = has_common_path(spell, claims)
    except NoLimitsError:
        return ConsistencyResult(reading, tuple(claims), nan, nan, "cannot tell")
    return ConsistencyResult(reading, tuple(claims), low, high, "agrees" if fits else "disagrees")


def _implied_figure_range(claim: Claim, spell: Spell) -> tuple[float, float]:
    """The range of what an independent figure prints, over all paths of the spell that never rise."""
    if claim.statistic == "level":
        return outer_limits(spell, [claim.t])[claim.t]
    start, end = period_end_coordinate(claim.start), period_end_coordinate(claim.end)
    low, high = outer_fall_limits(spell, start, end)
    if claim.statistic == "rise":
        return -high, -low
    years = end - start if claim.statistic == "mean fall per year" else 1.0
    return low / years, high / years


def tabulate_consistency_tests(pack: Pack) -> pd.DataFrame:
    """Readings × independent figures: what each reading allows for each figure of other sources, and the verdict.

    Only independent figures to which the readings of a question make a difference; a blank `allows_*` is no limit, or
    several figures taken together. `decides` is "yes" where the figure rules the reading out.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> tests = tabulate_consistency_tests(load_pack("bac-lieu"))
        >>> rows = tests[(tests["reading"] == "level") & (tests["independent_figure"] == "vbf-poverty-rate-2014")]
        >>> rows[["printed", "verdict"]].values.tolist()
        [['4.48', 'disagrees']]
    """
    rows = []
    for question in pack.questions:
        deciding = {(c.reading.name, c.independent_figures) for c in find_refuting_results(pack, question)}
        for c in run_spell_consistency_tests(pack, question):
            figures, first = c.independent_figures, c.independent_figures[0]
            row = {"question": question, "reading": c.reading.name, "label": c.reading.label}
            row |= {"preferred": "yes" if c.reading.preferred else "no"}
            row |= {"independent_figure": " + ".join(f.id for f in figures)}
            row |= {"publisher": "; ".join(dict.fromkeys(f.source.publisher for f in figures))}
            if len(figures) == 1:
                row["date"] = _phrase_figure_dates(first)
                row["printed"] = _phrase_printed_figure(first)
            else:
                row |= {"date": "", "printed": "all of these together"}
            row |= {"allows_from": round_finite(c.low), "allows_to": round_finite(c.high), "verdict": c.verdict}
            row |= {"decides": "yes" if (c.reading.name, figures) in deciding else "no", "kind": "derived"}
            rows.append(row | {"claims": " ".join(f.id for f in figures), "readings": f"{question}={c.reading.name}"})
    table = pd.DataFrame(rows, columns=CONSISTENCY_TEST_COLUMNS)
    answers = table[["allows_from", "allows_to"]].astype(float).fillna(-1.0).assign(verdict=table["verdict"])
    varieties = answers.groupby([table["question"], table["claims"]]).transform("nunique")
    return table[(varieties > 1).any(axis=1)].reset_index(drop=True)


def tabulate_ruled_out_readings(pack: Pack) -> pd.DataFrame:
    """Readings that cannot be, why, and the claims that say so.

    Either another printed figure contradicts them, whatever path poverty took, or they put a figure under a
    standard that was not in force at its date.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_ruled_out_readings(load_pack("bac-lieu"))
        >>> "closing" in set(table.loc[table["question"] == "review-2022", "reading"])
        True
    """
    return pd.DataFrame(_list_ruled_out_readings(pack), columns=RULED_OUT_COLUMNS)


def _list_ruled_out_readings(pack: Pack) -> list[tuple[str, ...]]:
    """The rows of that table."""
    rows = []
    for question in pack.questions:
        for c in find_refuting_results(pack, question):
            figure = c.independent_figures[0]
            printed = f"{_phrase_printed_figure(figure)} for {_phrase_figure_dates(figure)}"
            why = f"{figure.source.publisher} prints {printed}; the reading allows {phrase_range(c.low, c.high)}"
            rows.append((question, c.reading.name, c.reading.label, why, figure.id))
        for reading, finding in find_out_of_force_readings(pack, question):
            rows.append((question, reading.name, reading.label, finding, ""))
    return rows


def list_ruled_out_answers(pack: Pack) -> set[tuple[str, str]]:
    """Question and name of each reading that cannot be."""
    return {(question, reading) for question, reading, *_ in _list_ruled_out_readings(pack)}


def _phrase_printed_figure(claim: Claim) -> str:
    """A claim as printed, with its qualifier, and its statistic unless it is a level: "fall of about 3"."""
    words = "" if claim.qualifier in ("exact", "range") else f"{claim.qualifier} "
    return f"{words}{claim.printed}" if claim.statistic == "level" else f"{claim.statistic} of {words}{claim.printed}"


def _phrase_figure_dates(claim: Claim) -> str:
    """The date of a level, or the two ends of a change."""
    return claim.end if claim.start == claim.end else f"{claim.start} to {claim.end}"


@dataclass(frozen=True)
class SpellVariant:
    """A spell under the preferred readings, or under another reading that changes it.

    `status` is "preferred"; "open" where no reading of `question` is preferred, so that all stand alike; or "other".
    """

    spell: Spell
    question: str = ""
    reading: str = ""
    label: str = ""
    status: str = "preferred"

    @property
    def tag(self) -> str:
        """The reading as "question=reading"; blank for the spell under the preferred ones."""
        return f"{self.question}={self.reading}" if self.question else ""


def list_spell_variants(
    pack: Pack, spells_of: Callable[[ResolvedClaims], list[Spell]] = list_comparable_spells
) -> list[SpellVariant]:
    """Every spell with a pace under the preferred readings, and each other reading that changes its anchors.

    A reading that another one is preferred to is followed with the figures it is about alone: beside those of other
    sources it would make a spell that nobody holds to be true.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> variants = list_spell_variants(load_pack("quang-ngai"))
        >>> [(v.spell.standard, v.status, len(v.spell.anchors)) for v in variants[:2]]
        [('VN-2011', 'preferred', 6), ('VN-2016', 'preferred', 2)]
    """
    resolved = resolve_readings(pack)
    preferred = {s.key: s for s in spells_of(resolved)}
    alternatives: list[SpellVariant] = []
    open_questions: dict[tuple, str] = {}  # of spells that one moves: as printed they are one reading of it
    for question, chosen in resolved.choice.items():
        usual = {s.key: s for s in spells_of(select_tested_figures(resolved, question))} if chosen else preferred
        for reading, answered in resolve_each_reading(pack, question):
            if reading == chosen:
                continue
            for spell in spells_of(select_tested_figures(answered, question) if chosen else answered):
                figures, usual_figures = _list_anchor_figures(spell), _list_anchor_figures(usual.get(spell.key))
                if figures == usual_figures or max(len(figures), len(usual_figures)) < 2:
                    continue
                status = "other" if chosen else "open"
                alternatives.append(SpellVariant(spell, question, reading.name, reading.label, status))
                if not chosen and not set(usual_figures) <= set(figures):
                    open_questions[spell.key] = question
    variants = []
    for key, spell in preferred.items():
        if len(spell.anchors) < 2:
            continue
        if key not in open_questions:
            variants.append(SpellVariant(spell, label=_phrase_preferred_readings(pack, spell)))
            continue
        question = open_questions[key]
        names = (
            (reading.name, reading.label)
            for reading, answered in resolve_each_reading(pack, question)
            for s in spells_of(answered)
            if s.key == key and _list_anchor_figures(s) == _list_anchor_figures(spell)
        )
        variants.append(SpellVariant(spell, question, *next(names, ("", "")), status="open"))
    return [*variants, *alternatives]


def select_drawn_variants(pack: Pack, resolved: ResolvedClaims) -> list[SpellVariant]:
    """Every spell once, and once for each reading of a question that is open and changes it, unless it is ruled out.

    Args:
        resolved: the claims under the preferred readings.
    """
    return pack.compute_once(("drawn variants",), lambda: _select_drawn_variants(pack, resolved))


def audit_preferred_readings(pack: Pack) -> list[Finding]:
    """The findings of the audit under the preferred readings, which several tables ask for."""
    return pack.compute_once(("audit",), lambda: audit_claims(resolve_readings(pack)))


def find_doubted_claims(pack: Pack) -> set[str]:
    """The ids of the claims that the audit contradicts under the preferred readings."""
    return list_contradicted_claims(audit_preferred_readings(pack))


def _select_drawn_variants(pack: Pack, resolved: ResolvedClaims) -> list[SpellVariant]:
    ruled_out = list_ruled_out_answers(pack)
    variants = [v for v in list_spell_variants(pack) if (v.question, v.reading) not in ruled_out]
    variants = [v for v in variants if v.status != "other"]
    with_pace = {v.spell.key for v in variants}
    spells = list_comparable_spells(resolved)
    variants += [SpellVariant(s) for s in spells if s.key not in with_pace]
    order = list(dict.fromkeys([*(s.key for s in spells), *(v.spell.key for v in variants)]))
    return sorted(variants, key=lambda v: (order.index(v.spell.key), v.question))


def _list_anchor_figures(spell: Spell | None) -> list[tuple]:
    """What a reading may change of a spell: the dates and values of its anchors; [] where there is no spell."""
    return [(a.t, a.value, a.low, a.high, a.kind) for a in spell.anchors] if spell else []


def _phrase_preferred_readings(pack: Pack, spell: Spell) -> str:
    """The preferred readings that date or make a spell's anchors, in words."""
    labels = []
    for tag in dict.fromkeys(tag for a in spell.anchors for tag in a.readings):
        question, name = tag.split("=")
        changed = {o.column for o in pack.overrides if o.question == question}
        if changed & {"from", "to", "value", "statistic"}:
            labels += [r.label for r in pack.questions[question] if r.name == name]
    return ", ".join(labels)
