"""Spell variants: each spell under the preferred readings, and under every other reading that changes it."""

from collections.abc import Callable
from dataclasses import dataclass

from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings
from poverty.trajectory.consistency import list_ruled_out_answers, select_tested_figures
from poverty.trajectory.spells import Spell, list_comparable_spells


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
    """Every spell once, and once for each reading of a question that is open and changes it, unless it is ruled out."""
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
