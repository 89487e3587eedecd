"""Three sentences on poverty: how many became how many, how the rate changed, what to be careful of.

They tell of the spell that the title of 02-trajectory tells of, under every reading that is not ruled out.
"""

from dataclasses import dataclass
from math import isnan

import pandas as pd

from poverty.packs.audit import find_contradicted_claims
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import CANNOT_TELL
from poverty.trajectory.consistency import select_drawn_variants
from poverty.trajectory.measures import compare_measures
from poverty.trajectory.pace import Pace, annual_pace
from poverty.trajectory.spells import MIN_SPELL_YEARS, Anchor, Spell
from poverty.words.findings.measures import phrase_measure_findings
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    MOST_FINDINGS,
    capitalize_first,
    choose_told_spell,
    format_bounds,
    phrase_at_date,
    phrase_qualified_number,
    phrase_standard_name,
    province_name,
    tell_survey_direction,
)

COUNT_SENTENCES = {
    "fell": translatable("%(first)s poor households in %(place)s %(start)s became %(last)s %(end)s, %(change)s fewer."),
    "rose": translatable("%(first)s poor households in %(place)s %(start)s became %(last)s %(end)s, %(change)s more."),
}
RATE_SENTENCES = {  # by direction, and by what the rate is a share of
    ("fell", "households"): translatable(
        "%(place)s's poverty rate fell from %(first)s of households (%(start)s) to %(last)s (%(end)s): %(pace)s."
    ),
    ("rose", "households"): translatable(
        "%(place)s's poverty rate rose from %(first)s of households (%(start)s) to %(last)s (%(end)s): %(pace)s."
    ),
    ("cannot tell", "households"): translatable(
        "Whether %(place)s's poverty rate fell cannot be told: %(first)s of households (%(start)s), %(last)s (%(end)s)."
    ),
    ("fell", "population"): translatable(
        "%(place)s's poverty rate fell from %(first)s of people (%(start)s) to %(last)s (%(end)s): %(pace)s."
    ),
    ("rose", "population"): translatable(
        "%(place)s's poverty rate rose from %(first)s of people (%(start)s) to %(last)s (%(end)s): %(pace)s."
    ),
    ("cannot tell", "population"): translatable(
        "Whether %(place)s's poverty rate fell cannot be told: %(first)s of people (%(start)s), %(last)s (%(end)s)."
    ),
}
VAGUE_CHANGE = 1.0  # percent: a change of a count that is left so far open is told as a range
VAGUE_PACE = 1.0  # percent a year: a pace that rounding leaves so far open is told as a range


@dataclass(frozen=True)
class Course:
    """What happened to a series from its first figure to its last, under each reading that is not ruled out."""

    spells: list[Spell]

    @property
    def ends(self) -> tuple[Anchor, Anchor]:
        """The first and the last figure, of the first reading."""
        return self.spells[0].anchors[0], self.spells[0].anchors[-1]

    @property
    def paces(self) -> list[Pace]:
        """The pace under each reading."""
        return [annual_pace(spell.anchors[0], spell.anchors[-1]) for spell in self.spells]

    @property
    def direction(self) -> str:
        """Whether it "fell" or "rose" under every reading, whatever rounding and sampling leave; or "cannot tell"."""
        directions = {pace.direction for pace in self.paces}
        if self.spells[0].method == "survey":
            directions = {tell_survey_direction(*map(_as_figure, (pace.first, pace.last))) for pace in self.paces}
        return directions.pop() if len(directions) == 1 else CANNOT_TELL

    @property
    def start_dates(self) -> list[str]:
        """The dates that readings give its first figure, in order."""
        return sorted({spell.anchors[0].date for spell in self.spells})

    @property
    def end_dates(self) -> list[str]:
        """The dates that readings give its last figure, in order."""
        return sorted({spell.anchors[-1].date for spell in self.spells})


def _as_figure(anchor: Anchor) -> pd.Series:
    """An anchor as charts know it: its number, what its numeral allows, the survey's interval if one is printed."""
    figure = {"value": anchor.value, "low": anchor.low, "high": anchor.high}
    if anchor.sampling:
        figure |= {"survey_low": anchor.sampling.low, "survey_high": anchor.sampling.high}
    return pd.Series(figure)


def phrase_poverty_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """What may be quoted on poverty, from the evidence of the pack; fewer than three where less is printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_poverty_findings(load_pack("bac-lieu"), Language("en"))[0]
        '11,497 poor households in Bạc Liêu at the end of 2021 became 1,581 at the end of 2024, 86% fewer.'
    """
    rate = find_told_course(pack, "poverty_rate")
    if rate is None:
        return []
    sentences = [*_phrase_counts(pack, lang), _phrase_rate_change(rate, pack, lang)]
    if rate.spells[0].method == "survey":
        sentences.reverse()  # its rate is the answer
    return [*sentences, *_phrase_cautions(rate, pack, lang)][:MOST_FINDINGS]


def find_told_course(pack: Pack, indicator: str) -> Course | None:
    """The course of an indicator of everybody that is told; None without two figures a year or more apart.

    Args:
        pack: the province.
        indicator: such as "poverty_rate".
    """
    spells = [v.spell for v in select_drawn_variants(pack, resolve_readings(pack))]
    spells = [s for s in spells if s.series.of_all and s.series.indicator == indicator]
    spells = [s for s in spells if s.years >= MIN_SPELL_YEARS - 1e-9]
    if not spells:
        return None
    ends = [(s.standard, s.series.whole, s.anchors[0].t, s.anchors[-1].t, len(s.anchors)) for s in spells]
    told = spells[choose_told_spell(ends)]
    return Course([s for s in spells if s.key == told.key])


def _phrase_counts(pack: Pack, lang: Language) -> list[Sentence]:
    """So many poor households became so many; of a survey, how many people are poor: it is too rough for a change."""
    households, people = (find_told_course(pack, measure) for measure in ("poor_households", "poor_persons"))
    values = {"place": province_name(pack, lang)}
    if households and households.spells[0].method == "register" and households.direction in COUNT_SENTENCES:
        first, last = households.ends
        values |= {"first": _phrase_anchor_number(first, pack, lang), "change": _phrase_change(first, last, lang)}
        start = lang.either([phrase_at_date(date, lang) for date in households.start_dates])
        values["start"] = lang.say("%(value)s (inferred)", value=start) if first.kind == "derived" else start
        text = COUNT_SENTENCES[households.direction]
    elif people and people.spells[0].method == "survey":
        last = people.ends[1]
        text = translatable("By the household survey %(last)s people in %(place)s were poor %(end)s.")
    else:
        return []
    values |= {"last": _phrase_anchor_number(last, pack, lang), "end": phrase_at_date(last.date, lang)}
    return [Sentence(Kind.STATED, capitalize_first(lang.say(text, **values)))]


def _phrase_change(first: Anchor, last: Anchor, lang: Language) -> str:
    """By how many percent of itself a count changed, as far as its figures tell; from none, by how many."""
    if not first.low:
        return lang.number(last.value)
    least, most = sorted(abs(100 * (1 - b / a)) for a, b in ((first.low, last.high), (first.high, last.low)))
    if most - least < VAGUE_CHANGE:
        return lang.percent(abs(100 * (1 - last.value / first.value)))
    return lang.range(lang.percent(least), lang.percent(most))


def _phrase_rate_change(course: Course, pack: Pack, lang: Language) -> Sentence:
    """The rate at both ends, and how fast it changed in terms that people use."""
    first, last = course.ends
    return lang.sentence(
        Kind.STATED, RATE_SENTENCES[course.direction, first.series.whole], place=province_name(pack, lang),
        first=_phrase_anchor_rate(first, pack, lang), last=_phrase_anchor_rate(last, pack, lang),
        start=lang.either([lang.date(date) for date in course.start_dates]),
        end=lang.either([lang.date(date) for date in course.end_dates]), pace=_phrase_yearly_change(course, lang),
    )  # fmt: skip


def _phrase_yearly_change(course: Course, lang: Language) -> str:
    """How fast a rate changed: of a register in percent of itself a year and by halving; of a survey in points."""
    paces = course.paces
    from_or_to_none = any(isnan(pace.compound) for pace in paces)
    if course.spells[0].method == "survey" or course.direction == CANNOT_TELL or from_or_to_none:
        points = abs(paces[0].points)
        decimals = next((d for d in (1, 2) if round(points, d)), 3)  # never "about 0.0"
        return lang.say("about %(points)s points a year", points=lang.number(points, decimals))
    rates = [abs(pace.compound) for pace in paces]
    if len(paces) == 1 and abs(paces[0].compound_high - paces[0].compound_low) >= VAGUE_PACE:
        rates = [abs(paces[0].compound_low), abs(paces[0].compound_high)]
    decimals = 0 if len(paces) == 1 and len(rates) > 1 else 1
    rate = lang.range(*(lang.percent(r, decimals) for r in (min(rates), max(rates))))
    halving = paces[0].halving_years
    if len(rates) > 1 or course.direction == "rose" or halving > paces[0].years:  # it has not halved yet
        return lang.say("%(rate)s a year", rate=rate)
    if round(halving, 1) == 1:
        return lang.say("%(rate)s a year, halving about once a year", rate=rate)
    return lang.say("%(rate)s a year, halving about every %(years)s years", rate=rate, years=lang.number(halving, 1))


def _phrase_cautions(course: Course, pack: Pack, lang: Language) -> list[Sentence]:
    """What to be careful of, the weightiest first: a survey's error, another measure, other standards."""
    spell = course.spells[0]
    if spell.method == "survey" and course.paces[0].points_survey_low is not None:
        pace = course.paces[0]  # a fall is positive there
        text = translatable(
            "These are survey figures: with their printed sampling error the change is %(change)s points a year (95%% "
            "interval)."
        )
        change = format_bounds(-pace.points_survey_high, -pace.points_survey_low, lang.number, lang)
        return [lang.sentence(Kind.SURVEY, text, change=change)]
    if spell.method == "survey":
        text = translatable("These are survey figures without a printed sampling error: small changes may be none.")
        return [lang.sentence(Kind.SURVEY, text)]
    cautions = [] if compare_measures(pack).empty else phrase_measure_findings(pack, lang)[:1]
    if len(pack.shared.standards) > 1:
        text = translatable(
            "Poverty rates under the standard of %(years)s cannot be compared with rates under another."
        )
        years = phrase_standard_name(pack, spell.standard, lang)
        cautions.append(lang.sentence(Kind.LIMIT, text, years=years))
    return cautions


def _phrase_anchor_rate(anchor: Anchor, pack: Pack, lang: Language) -> str:
    """The rate of an anchor as printed, with its qualifier, and whether the audit contradicts it; or as inferred."""
    if find_contradicted_claims(resolve_readings(pack)) & set(anchor.claims):
        return lang.say("%(value)s (contradicted)", value=_phrase_rate(anchor, pack, lang))
    return _phrase_rate(anchor, pack, lang)


def _phrase_rate(anchor: Anchor, pack: Pack, lang: Language) -> str:
    """The rate of an anchor as printed, with its qualifier; one that nobody printed as "inferred", with one decimal."""
    if anchor.kind == "derived":
        return lang.say("%(value)s (inferred)", value=lang.percent(anchor.value, 1))
    claim = pack.claims[anchor.claims[0]]
    decimals = max(-claim.rounded_to.as_tuple().exponent, 0)
    return phrase_qualified_number(claim.qualifier, lang.percent(claim.value, decimals), lang)


def _phrase_anchor_number(anchor: Anchor, pack: Pack, lang: Language) -> str:
    """The number of households or people of an anchor as printed; the range of one that nobody printed."""
    if anchor.kind == "derived":
        return lang.range(lang.number(anchor.low), lang.number(anchor.high))
    return phrase_qualified_number(pack.claims[anchor.claims[0]].qualifier, lang.number(anchor.value), lang)
