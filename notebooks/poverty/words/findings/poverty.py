"""Three sentences on poverty: how many households became how many, how fast the rate changed, what to be careful of.

They tell of the latest standard with two figures a year or more apart, under every reading that is not ruled out.
"""

from math import log

from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory.consistency import select_drawn_variants
from poverty.trajectory.spells import MIN_SPELL_YEARS, Anchor, Spell
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import phrase_at_date, phrase_rate_of_anchor, province_name

COUNTS = {
    "poor_households": translatable("%(first)s poor households in %(place)s %(start)s became %(last)s %(end)s, %(change)s."),
    "poor_persons": translatable("%(first)s poor people in %(place)s %(start)s became %(last)s %(end)s, %(change)s."),
}
HALVING_WORTH_TELLING = 10.0  # years: a rate that takes longer to halve is not told so


def phrase_poverty_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """What may be quoted on poverty, from the evidence of the pack; fewer than three where less is printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_poverty_findings(load_pack("bac-lieu"), Language("en"))[0]
        '11,497 poor households in Bạc Liêu at the end of 2021 became 1,581 at the end of 2024, 86% fewer.'
    """
