"""The assumptions log: what is taken for granted, on what evidence, and what it costs if it is wrong.

Each assumption of `data/assumptions.csv` names what would be done instead; its effect is computed by doing it, and
is the change of a headline number. The preferred reading of each question of a pack is an assumption too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from math import inf, isnan, nan

import pandas as pd

from poverty.bands.band import Band
from poverty.bands.calibration import TooFewDonorsError, calibrate_band
from poverty.bands.donors import load_donors
from poverty.packs.claims import Source
from poverty.packs.csv_rows import Fault, PackError, read_checked_rows
from poverty.packs.files import DATA
from poverty.packs.load import Pack, Reading
from poverty.packs.messages import message
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings, restrict_to_evidence
from poverty.packs.rows import round_finite
from poverty.trajectory.consistency import is_preferred_against_joint_test
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.path import AnchorGap, calibrate_province_band, find_longest_gap
from poverty.trajectory.spells import Spell, find_latest_rate_spell, list_poverty_rate_spells

ASSUMPTION_LOG_COLUMNS = [
    "id", "assumption", "acts_on", "evidence", "basis", "instead", "headline", "about", "usual", "switched", "change",
    "kind", "claims", "readings",
]  # fmt: skip
SMALLEST_EFFECT = 0.005  # smaller changes are none at two decimals
QUARTER_YEAR = 0.25  # years

HeadlineEffect = dict[str, str | float]  # headline, about (what spell or date), usual, switched, change
HEADLINE_PACE = "fall in % of the rate a year"
HEADLINE_MIDDLE = "middle of the longest gap, %"
HEADLINE_BAND_WIDTH = "width of the band there, points"
HEADLINE_SPLICED_RATE = "earliest rate, %"


@dataclass(frozen=True)
class Assumption:
    """One row of the log; `instead` is blank where nothing can be computed."""

    id: str
    assumption: str
    acts_on: str
    evidence: str
    basis: str
    instead: str


def tabulate_assumptions(pack: Pack) -> pd.DataFrame:
    """Every assumption made of a pack, and for each headline number that it moves: what it is, and becomes.

    The readings that the pack prefers stand last, each against every other reading of its question. Blank numbers:
    it moves none of this pack's headline numbers, or cannot be switched.
    """
    rows = []
    for a in load_assumptions():
        if a.id in ASSUMPTION_CONDITIONS and not ASSUMPTION_CONDITIONS[a.id](pack):
            continue
        effects = measure_assumption_effects(pack, a.id) if a.instead else []
        large = [e for e in effects if abs(e["change"]) >= SMALLEST_EFFECT]
        rows += [vars(a) | p for p in large] or [{**vars(a)}]
    for question, chosen, alternative, effect in measure_reading_effects(pack):
        row = {"id": question, "assumption": f"{pack.questions[question][0].asks} Read as: {chosen.label}"}
        row |= {"acts_on": "paces and paths", "evidence": _rate_reading_evidence(pack, question, chosen)}
        row |= {"basis": chosen.reason, "instead": alternative.label, "readings": f"{question}={chosen.name}"}
        rows.append(effect | row | {"claims": " ".join(name for name in chosen.supported_by if name in pack.claims)})
    for row in rows:
        row |= {name: round_finite(row.get(name)) for name in ("usual", "switched", "change")}
        row |= {"kind": "assumed", "claims": row.get("claims", ""), "readings": row.get("readings", "")}
    return pd.DataFrame(rows, columns=ASSUMPTION_LOG_COLUMNS)


def _rate_reading_evidence(pack: Pack, question: str, chosen: Reading) -> str:
    """How good the evidence for a preferred reading is: medium where a joint test speaks for another one."""
    if not chosen.supported_by:
        return "low"
    return "medium" if is_preferred_against_joint_test(pack, question) else "high"


def _build_effect(headline: str, description: str, usual: float, switched: float) -> HeadlineEffect:
    """A headline number of a spell or date, and what it becomes if an assumption is switched."""
    change = switched - usual
    return {"headline": headline, "about": description, "usual": usual, "switched": switched, "change": change}


def load_assumptions() -> list[Assumption]:
    """The rows of `data/assumptions.csv`.

    Raises:
        PackError: with every fault found.
    """
    faults: list[Fault] = []
    assumptions = []
    for row, _ in read_checked_rows(DATA / "assumptions.csv", "assumptions.csv", faults):
        if bool(row["instead"]) != (row["id"] in ASSUMPTION_SWITCHES):
            expected = message("what the switch of this name does, or blank where there is none")
            row.add_fault("instead", expected, message("compare ASSUMPTION_SWITCHES"))
        assumptions.append(Assumption(**row.cells))
    if faults:
        raise PackError(faults)
    return assumptions


def measure_assumption_effects(pack: Pack, assumption: str) -> list[HeadlineEffect]:
    """What switching an assumption changes of this pack's headline numbers; empty where it changes none.

    Raises:
        KeyError: no switch has that name.
    """
    return [p for p in ASSUMPTION_SWITCHES[assumption](pack) if not (isnan(p["usual"]) or isnan(p["switched"]))]


def measure_reading_effects(pack: Pack) -> list[tuple[str, Reading, Reading, HeadlineEffect]]:
    """For each preferred reading against each other one: question, the preferred, the other, effect of the pace.

    Each pace is of the main source's figures, where a spell has two of them under both readings.
    """
    effects = []
    resolved = resolve_readings(pack)
    for question, chosen in resolved.choice.items():
        for reading, answered in resolve_each_reading(pack, question) if chosen else ():
            alternatives = {s.key: s for s in _list_primary_rate_spells(answered)} if reading != chosen else {}
            for spell in _list_primary_rate_spells(resolved):
                switched = alternatives.get(spell.key)
                if switched and min(len(spell.anchors), len(switched.anchors)) > 1:
                    usual_rate, switched_rate = _spell_compound_rate(spell), _spell_compound_rate(switched)
                    if abs(usual_rate - switched_rate) > 1e-9:
                        effect = _build_effect(HEADLINE_PACE, _phrase_spell_span(spell), usual_rate, switched_rate)
                        effects.append((question, chosen, reading, effect))
    return effects


def _list_primary_rate_spells(resolved: ResolvedClaims) -> list[Spell]:
    """Spells of everybody's poverty rate from the claims of the pack's own source alone."""
    return list_poverty_rate_spells(replace(resolved, claims={c.id: c for c in resolved.primary()}))


def _spell_compound_rate(spell: Spell) -> float:
    """The compound rate from the first anchor of a spell to its last, in % of the rate a year."""
    return annual_pace(spell.anchors[0], spell.anchors[-1]).compound


def _phrase_spell_span(spell: Spell) -> str:
    """The standard of a spell, and the dates of its first and last anchor."""
    return f"{spell.standard}, {spell.anchors[0].date} to {spell.anchors[-1].date}"


def _effect_of_rounding(pack: Pack) -> list[HeadlineEffect]:
    """The highest compound rate, % a year, if exact numerals are cut off, not rounded."""
    spell = find_latest_rate_spell(resolve_readings(pack))
    if spell is None:
        return []
    qualifiers = {**pack.shared.qualifiers}
    qualifiers["exact"] = replace(qualifiers["exact"], hard_low=Decimal(0), hard_high=Decimal(1))
    truncated = replace(pack, shared=replace(pack.shared, qualifiers=qualifiers))
    truncated = replace(truncated, claims={name: truncated.rebuild(name, {}, ()) for name in pack.claims})
    switched = find_latest_rate_spell(resolve_readings(truncated))
    rates = (annual_pace(s.anchors[0], s.anchors[-1]).compound_high for s in (spell, switched))
    return [_build_effect(f"highest {HEADLINE_PACE}", _phrase_spell_span(spell), *rates)]


def _effect_of_year_end(pack: Pack) -> list[HeadlineEffect]:
    """The compound rate, % a year, if the latest spell is a quarter of a year longer; a survey has a fixed date."""
    spell = find_latest_rate_spell(resolve_readings(pack))
    if spell is None or spell.method == "survey" or min(spell.anchors[0].value, spell.anchors[-1].value) <= 0:
        return []
    left = (spell.anchors[-1].value / spell.anchors[0].value) ** (1 / (spell.years + QUARTER_YEAR))
    return [_build_effect(HEADLINE_PACE, _phrase_spell_span(spell), _spell_compound_rate(spell), 100 * (1 - left))]


def _effect_of_single_standard(pack: Pack) -> list[HeadlineEffect]:
    """The earliest rate, %, if spliced to the later standard: the middle of what splicing makes of it."""
    return [
        _build_effect(HEADLINE_SPLICED_RATE, description, printed, (low + high) / 2)
        for description, printed, low, high in splice_earlier_rates(pack)[:1]
    ]


def splice_earlier_rates(pack: Pack) -> list[tuple[str, float, float, float]]:
    """Earlier rates multiplied by the ratio of one census counted under two standards: the case against splicing.

    Returns:
        for each: what and when, the rate as printed, and the lowest and highest rate that splicing makes of it, all
        in percent.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> description, printed, low, high = splice_earlier_rates(load_pack("quang-ngai"))[0]
        >>> description, printed, round(low, 1), round(high, 1)
        ('2010-M12, as VN-2016', 23.92, 39.4, 39.5)
    """
    spells = list_poverty_rate_spells(resolve_readings(pack))
    spliced = []
    for series in dict.fromkeys(s.series for s in spells):
        by_standard = [s for s in spells if s.series == series]
        for i, (before, after) in enumerate(pairwise(by_standard), 1):
            counted_twice = ((a, b) for a in before.anchors for b in after.anchors if b.t == a.t and a.value > 0)
            for a, b in counted_twice:
                for earlier in (e for s in by_standard[:i] for e in s.anchors if e.t < a.t):
                    low, high = earlier.low * b.low / a.high, earlier.high * b.high / a.low
                    spliced.append((f"{earlier.date}, as {b.standard}", earlier.value, low, high))
    return spliced


def _effect_of_other_sources(pack: Pack) -> list[HeadlineEffect]:
    """The pace, % a year, and the middle of the longest gap, %, from the article's evidence alone."""
    effects = []
    alone = restrict_to_evidence(pack, "article")
    usual, switched = (find_latest_rate_spell(resolve_readings(p)) for p in (pack, alone))
    if usual and switched and usual.key == switched.key:
        rates = _spell_compound_rate(usual), _spell_compound_rate(switched)
        effects.append(_build_effect(HEADLINE_PACE, _phrase_spell_span(usual), *rates))
    gap = find_longest_gap(pack)
    if gap:
        of_gap = (gap.first.series, gap.first.standard)
        spells = [s for s in list_poverty_rate_spells(resolve_readings(alone)) if s.key == of_gap]
        pairs = [(a, b) for s in spells for a, b in pairwise(s.anchors) if a.t < gap.t < b.t]
        switched_value = AnchorGap(*pairs[0], gap.t).path_value() if pairs else nan
        effects.append(_build_effect(HEADLINE_MIDDLE, gap.description, gap.path_value(), switched_value))
    return effects


def _effect_of_band_width(pack: Pack, switch_width: Callable[[AnchorGap, Band], float]) -> list[HeadlineEffect]:
    """The width of the band in the middle of the longest gap, and what `switch_width` makes of it; NaN: nothing."""
    gap, band = find_longest_gap(pack), calibrate_province_band(pack)
    if not (gap and band):
        return []
    return [_build_effect(HEADLINE_BAND_WIDTH, gap.description, gap.band_width(band), switch_width(gap, band))]


def _effect_of_path_shape(pack: Pack, shape: float) -> list[HeadlineEffect]:
    """The middle of the longest gap, %, with a path of `shape` (λ)."""
    gap = find_longest_gap(pack)
    if gap is None:
        return []
    return [_build_effect(HEADLINE_MIDDLE, gap.description, gap.path_value(), gap.path_value(shape))]


def _effect_of_other_donors(pack: Pack, without_each: bool, derived: bool) -> list[HeadlineEffect]:
    """The width under the band of other donors: of several choices, the one that differs most.

    Args:
        pack: the province.
        without_each: leave out the donors of one place at a time, instead of none.
        derived: whether values worked out from a printed change count.
    """
    table = load_donors()
    table = table if derived else table[~table["derived"]]
    tables = [table[table["part_of"] != place] for place in table["part_of"].unique()] if without_each else [table]

    def find_farthest_width(gap: AnchorGap, band: Band) -> float:
        widths = []
        for donors in tables:
            try:
                widths.append(gap.band_width(calibrate_band(donors, pack.place)))
            except TooFewDonorsError:
                continue
        return max(widths, key=lambda width: abs(width - gap.band_width(band)), default=nan)

    return _effect_of_band_width(pack, find_farthest_width)


def _list_cited_sources(pack: Pack) -> list[Source]:
    """The publications that the claims of a pack come from."""
    return list({claim.source.id: claim.source for claim in pack.claims.values()}.values())


def _has_longest_gap(pack: Pack) -> bool:
    """Whether a path is reconstructed between two figures of a register that never rises."""
    return find_longest_gap(pack) is not None


def _has_band(pack: Pack) -> bool:
    """Whether such a path has a band."""
    return _has_longest_gap(pack) and calibrate_province_band(pack) is not None


# assumptions that are made of some packs alone
ASSUMPTION_CONDITIONS: dict[str, Callable[[Pack], bool]] = {
    "one-standard": lambda pack: len(pack.shared.standards) > 1,
    "never-rises": _has_longest_gap,
    "central-shape": _has_longest_gap,
    "straight-line": _has_longest_gap,
    "donors-alike": _has_band,
    "miss-form": _has_band,
    "donors-derived": _has_band,
    "longest-gap": _has_band,
    "year-end": lambda pack: any(s.method == "register" for s in list_poverty_rate_spells(resolve_readings(pack))),
    "stored-copies": lambda pack: any(source.is_stored_copy for source in _list_cited_sources(pack)),
    "translation": lambda pack: any("translated" in source.language for source in _list_cited_sources(pack)),
}
ASSUMPTION_SWITCHES: dict[str, Callable[[Pack], list[HeadlineEffect]]] = {
    "rounding": _effect_of_rounding,
    "year-end": _effect_of_year_end,
    "one-standard": _effect_of_single_standard,
    "other-sources": _effect_of_other_sources,
    "central-shape": partial(_effect_of_path_shape, shape=0.0),
    "straight-line": partial(_effect_of_path_shape, shape=1.0),
    "donors-alike": partial(_effect_of_other_donors, without_each=True, derived=True),
    "donors-derived": partial(_effect_of_other_donors, without_each=False, derived=False),
    "longest-gap": partial(
        _effect_of_band_width, switch_width=lambda gap, band: gap.band_width(replace(band, longest_gap=inf))
    ),
}
