"""Three sentences on livelihood models: what one comes to, what it can have touched, how two sources agree."""

import pandas as pd

from poverty.jobs.livelihoods import tabulate_livelihoods
from poverty.packs.load import Pack
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import MILLION, QUOTIENT_PHRASES, format_dollar_range, format_quotient_range, province_name

LIVELIHOOD_PHRASES = {
    "livelihood_models": translatable("%(n)s livelihood models"),
    "livelihood_households": translatable("%(n)s households in livelihood models"),
    "livelihood_budget": translatable("%(n)s million VND for livelihood models"),
}


def phrase_livelihood_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """What may be quoted on livelihood models, from the evidence of the pack.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> [str(finding.kind) for finding in phrase_livelihood_findings(load_pack("son-la"), Language("en"))]
        ['untold', 'untold', 'untold']
    """
    table = tabulate_livelihoods(pack)
    return [
        _phrase_model_quotients(table, pack, lang),
        _phrase_largest_share(table, pack, lang),
        _phrase_other_source(table, pack, lang),
    ]


def _phrase_model_quotients(table: pd.DataFrame, pack: Pack, lang: Language) -> Sentence:
    """What a model and a household come to, by the first source that allows it."""
    rows = table[table["role"] == "each"]
    printed = table[(table["role"] == "printed") & table["measure"].isin(LIVELIHOOD_PHRASES)]
    if len(rows):
        first = rows[(rows["publisher"] == rows["publisher"].iloc[0]) & (rows["start"] == rows["start"].iloc[0])]
        return lang.sentence(
            Kind.STATED, "In %(place)s (%(when)s) livelihood models come to %(each)s, if the words beside the numbers "
            "mean what people use them for.", place=province_name(pack, lang),
            when=lang.span(first["start"].iloc[0], first["end"].iloc[0]),
            each=lang.listed([_phrase_quotient(row, lang) for _, row in first.iterrows()]),
        )  # fmt: skip
    if len(printed):
        numbers = [
            lang.say(LIVELIHOOD_PHRASES[row.measure], n=_format_printed_range(row, lang))
            for _, row in printed.iterrows()
        ]
        return lang.sentence(
            Kind.PARTLY_UNTOLD, "For %(place)s sources print %(said)s; what one model or household comes to, anything "
            "above 0, cannot be told, if that is all they print.", place=province_name(pack, lang),
            said=lang.listed(numbers),
        )  # fmt: skip
    return lang.sentence(
        Kind.UNTOLD, "What livelihood models in %(place)s come to cannot be told: 0 numbers of them are printed, if "
        "the pack holds what is printed.", place=province_name(pack, lang),
    )  # fmt: skip


def _phrase_largest_share(table: pd.DataFrame, pack: Pack, lang: Language) -> Sentence:
    """The most that the programme can be of those who left poverty."""
    shares = table[(table["role"] == "share") & (table["whole"] == "net fall of poor households")]
    if len(shares):
        row = shares.iloc[0]
        return lang.sentence(
            Kind.STATED, "Households in livelihood models can be 0%% to %(most)s of the net fall in poor households "
            "from %(since)s to %(until)s in %(place)s; the most only if each of them was poor and left poverty.",
            place=province_name(pack, lang), most=lang.percent(row["high"], 1), since=lang.date(row["start"]),
            until=lang.date(row["end"]),
        )  # fmt: skip
    return lang.sentence(
        Kind.UNTOLD, "How much of the fall of poverty in %(place)s went through livelihood models, 0%% to 100%%, "
        "cannot be told, if no source prints their households together with counts of the poor for the same years.",
        place=province_name(pack, lang),
    )  # fmt: skip


def _phrase_other_source(table: pd.DataFrame, pack: Pack, lang: Language) -> Sentence:
    """Another source's numbers on trial; or what the one source's budget is of; or what is missing."""
    remaining = table[table["role"] == "rest-each"]
    if len(remaining):
        return lang.sentence(
            Kind.UNTOLD, "%(other)s prints other numbers for %(place)s, and whether they count a part of the same "
            "models cannot be told; if they do, the remaining models come to %(each)s.",
            place=province_name(pack, lang), other=remaining["whole"].iloc[0],
            each=lang.listed([_phrase_quotient(row, lang) for _, row in remaining.iterrows()]),
        )  # fmt: skip
    money = table[(table["role"] == "printed") & (table["measure"] == "livelihood_budget") & table["usd_low"].notna()]
    if len(money):
        row = money.iloc[0]
        return lang.sentence(
            Kind.STATED, "The budget of livelihood models in %(place)s is %(range)s US dollars in prices of %(when)s, "
            "if 1 dollar is taken at %(rate)s VND (%(day)s).", place=province_name(pack, lang),
            when=lang.span(row["start"], row["end"]), range=format_dollar_range(row["usd_low"], row["usd_high"], lang),
            rate=lang.number(row["usd_rate"]), day=lang.day(row["usd_date"]),
        )  # fmt: skip
    return lang.sentence(
        Kind.UNTOLD, "What livelihood models in %(place)s cost cannot be told: sources print 0 budgets for them with "
        "a date, if the pack holds what is printed.", place=province_name(pack, lang),
    )  # fmt: skip


def _phrase_quotient(row: pd.Series, lang: Language) -> str:
    """The quotient of a row in words, with its range in dollars where it has one."""
    number = format_quotient_range(row["low"], row["high"], row["measure"], lang)
    quotient = lang.say(QUOTIENT_PHRASES[row.measure], n=number)
    if pd.isna(row["usd_low"]):
        return quotient
    dollars = format_dollar_range(row["usd_low"], row["usd_high"], lang)
    return lang.say("%(said)s (about %(dollars)s US dollars)", said=quotient, dollars=dollars)


def _format_printed_range(row: pd.Series, lang: Language) -> str:
    """A printed number as people use its words, money in millions."""
    scale = MILLION if row["unit"] == "VND" else 1.0
    return lang.range(*(lang.number(row[end] / scale) for end in ("low", "high")))
