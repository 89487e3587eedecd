"""What may be quoted of two measures of poverty: what each says of the same years, and what that allows to conclude."""

import pandas as pd

from poverty.packs.load import Pack
from poverty.packs.official import SURVEY_RATE, select_official_series
from poverty.packs.readings import resolve_readings
from poverty.trajectory.country import compare_with_country
from poverty.trajectory.measures import (
    REGISTER,
    SURVEY,
    compare_measures,
    tabulate_poverty_lines,
    tabulate_two_measures,
)
from poverty.trajectory.spells import list_poverty_rate_spells
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import phrase_rate, phrase_standard_years, province_name

CLEAR_PACE = 2.0  # percent of the rate a year: paces closer than that are not told apart, for a survey has an error
SAME_YEARS = {  # by how the survey fell beside the register
    "slower": translatable(
        "The household survey fell more slowly, from %(survey_first)s (%(first)s) to %(survey_last)s (%(last)s); the "
        "register from %(register_first)s to %(register_last)s."
    ),
    "faster": translatable(
        "The household survey fell faster, from %(survey_first)s (%(first)s) to %(survey_last)s (%(last)s); the "
        "register from %(register_first)s to %(register_last)s."
    ),
    "": translatable(
        "By the household survey %(survey_first)s were poor in %(first)s and %(survey_last)s in %(last)s; by the "
        "register %(register_first)s and %(register_last)s."
    ),
}
RATES_BY_BASE = {"population": translatable("%(rate)s of people"), "households": translatable("%(rate)s of households")}


def phrase_measure_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """Two sentences on register and survey: what each says of the same years, and that neither stands for the other.

    One sentence where there is one measure alone, none without any.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_measure_findings(load_pack("soc-trang"), Language("en"))[0][:67]
        'The household survey fell more slowly, from 22.1% of people (2010) '
    """
    methods = {spell.method for spell in list_poverty_rate_spells(resolve_readings(pack))}
    if not select_official_series(pack.province["iso_3166_2"], SURVEY_RATE).empty:
        methods.add(SURVEY)
    if methods == {REGISTER, SURVEY}:
        return [_phrase_common_years(pack, lang), _phrase_what_holds(lang)]
    if methods == {REGISTER}:
        text = translatable(
            "The poverty rates for %(place)s are of the register alone: no household survey stands beside them here."
        )
    elif methods == {SURVEY}:
        text = translatable(
            "The poverty rates for %(place)s are of a household survey alone: no register stands beside them here."
        )
    else:
        return []
    return [lang.sentence(Kind.LIMIT, text, place=province_name(pack, lang))]


def phrase_country_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """A sentence on how fast the rates of province and country fell over the same years; none if one did not fall.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_country_findings(load_pack("bac-lieu"), Language("en"))[0]
        "From end 2022 to end 2024 Bạc Liêu's rate fell by 53.5% a year, the whole country's by 30.8%."
    """
    compared = compare_with_country(pack)
    fell = compared[(compared["province_arr"] > 0) & (compared["country_arr"] > 0)]
    if fell.empty:
        return []
    last = fell.iloc[-1]
    return [
        lang.sentence(
            Kind.STATED, "From %(start)s to %(end)s %(place)s's rate fell by %(province)s a year, the whole country's "
            "by %(country)s.", start=lang.date(last["start"]), end=lang.date(last["end"]),
            place=province_name(pack, lang), province=lang.percent(last["province_compound"], 1),
            country=lang.percent(last["country_compound"], 1),
        )
    ]  # fmt: skip


def phrase_line_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """A sentence on the last rural line whose worth is known for all its years; none if there is none.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_line_findings(load_pack("gia-lai"), Language("en"))[0][:46]
        'In prices of 2016 the rural line of 2011–2015 '
    """
    lines = tabulate_poverty_lines(pack)
    known = lines[(lines["area"] == "rural") & lines["start_worth"].notna() & lines["end_worth"].notna()]
    if known.empty:
        return []
    line = known.iloc[-1]
    return [
        lang.sentence(
            Kind.STATED, "In prices of %(year)s the rural line of %(years)s was worth %(start)s when it began and "
            "%(end)s when it ended (%(unit)s).", year=line["price_year"], unit=lang.label(line["line_unit"]),
            years=phrase_standard_years(pack, line["standard"], lang), start=lang.number(line["start_worth"]),
            end=lang.number(line["end_worth"]),
        )
    ]  # fmt: skip


def _phrase_common_years(pack: Pack, lang: Language) -> Sentence:
    """What survey and register say of the first and the last year of their longest common span."""
    comparison = compare_measures(pack)
    if comparison.empty:
        text = translatable(
            "Register and survey of %(place)s share no two years under one standard and one line: their paces cannot "
            "be compared."
        )
        return lang.sentence(Kind.LIMIT, text, place=province_name(pack, lang))
    rows = comparison.set_index("measure")
    survey, register = rows.loc[SURVEY], rows.loc[REGISTER]
    survey_first, survey_last = (_format_survey_rate(pack, survey, end, lang) for end in ("start", "end"))
    register_first, register_last = (_format_register_rate(pack, register, end, lang) for end in ("start", "end"))
    of_survey, of_register = RATES_BY_BASE[survey["base"]], RATES_BY_BASE[register["base"]]
    slower = register["compound"] - survey["compound"]  # percent of the rate a year
    both_fell = min(survey["compound"], register["compound"]) > 0
    text = (
        SAME_YEARS["slower" if slower > 0 else "faster"] if both_fell and abs(slower) >= CLEAR_PACE else SAME_YEARS[""]
    )
    return lang.sentence(
        Kind.STATED, text, first=survey["start"], last=survey["end"], register_first=register_first,
        survey_first=lang.say(of_survey, rate=survey_first), survey_last=survey_last,
        register_last=lang.say(of_register, rate=register_last),
    )  # fmt: skip


def _phrase_what_holds(lang: Language) -> Sentence:
    """What neither measure says of the other, and that a survey has an error."""
    return lang.sentence(
        Kind.SURVEY, "Level and pace hold for their own measure only: the register lists the poor, the survey "
        "estimates them, with a sampling error not printed.",
    )  # fmt: skip


def _format_survey_rate(pack: Pack, comparison: pd.Series, end: str, lang: Language) -> str:
    """The survey's rate of one end of the span, with the decimals of its table."""
    series = select_official_series(pack.province["iso_3166_2"], SURVEY_RATE)
    of_line = (series["line"] == comparison["standard"]) & (series["base"] == comparison["base"])
    row = series[of_line & (series["year"] == int(comparison[end]))].iloc[0]
    return lang.percent(row["value"], int(row["decimals"]))


def _format_register_rate(pack: Pack, comparison: pd.Series, end: str, lang: Language) -> str:
    """The register's rate of one end of the span as it was printed, or as inferred."""
    table = tabulate_two_measures(pack)
    of_spell = (table["register_standard"] == comparison["standard"]) & (table["register_base"] == comparison["base"])
    row = table[of_spell & (table["register_date"] == comparison[end])].iloc[0]
    if row["kind"] == "derived":
        return lang.say("%(value)s (inferred)", value=lang.percent(row["register_rate"], 1))
    return phrase_rate(row, pack, lang)
