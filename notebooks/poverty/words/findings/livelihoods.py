"""Three sentences on livelihood models: what one comes to, what it can have touched, how two sources agree."""

import pandas as pd

from poverty import tables
from poverty.packs.load import Pack
from poverty.words.language import Language, mark
from poverty.words.phrases import MILLION, QUOTIENTS, dollars, place, quotient

PRINTED = {
    "livelihood_models": mark("%(n)s livelihood models"),
    "livelihood_households": mark("%(n)s households in livelihood models"),
    "livelihood_budget": mark("%(n)s million VND for livelihood models"),
}


def livelihoods(pack: Pack, lang: Language) -> list[str]:
    """What may be quoted on livelihood models, from the evidence of the pack."""
    table = tables.livelihood_models(pack)
    return [_each(table, pack, lang), _touched(table, pack, lang), _other(table, pack, lang)]


def _each(table: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """What a model and a household come to, by the first source that allows it."""
    rows = table[table["role"] == "each"]
    printed = table[(table["role"] == "printed") & table["measure"].isin(PRINTED)]
    if len(rows):
        first = rows[(rows["publisher"] == rows["publisher"].iloc[0]) & (rows["start"] == rows["start"].iloc[0])]
        return lang.say(
            "In %(place)s (%(when)s) livelihood models come to %(each)s, if the words beside the numbers mean what "
            "people use them for.",
            place=place(pack, lang), when=_when(first.iloc[0], lang),
            each=lang.listed([_quotient(row, lang) for _, row in first.iterrows()]),
        )  # fmt: skip
    if len(printed):
        said = [lang.label(PRINTED[row["measure"]]) % {"n": _number(row, lang)} for _, row in printed.iterrows()]
        return lang.say(
            "For %(place)s sources print %(said)s; what one model or household comes to, anything above 0, cannot be "
            "told, if that is all they print.",
            place=place(pack, lang), said=lang.listed(said),
        )  # fmt: skip
    return lang.say(
        "What livelihood models in %(place)s come to cannot be told: 0 numbers of them are printed, if "
        "the pack holds what is printed.",
        place=place(pack, lang),
    )  # fmt: skip


def _touched(table: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """The most that the programme can be of those who left poverty."""
    shares = table[(table["role"] == "share") & (table["whole"] == "net fall of poor households")]
    if len(shares):
        row = shares.iloc[0]
        return lang.say(
            "Households in livelihood models can be 0%% to %(most)s of the net fall in poor households from %(since)s "
            "to %(until)s in %(place)s; the most only if each of them was poor and left poverty.",
            place=place(pack, lang), most=lang.percent(row["high"], 1), since=lang.date(row["start"]),
            until=lang.date(row["end"]),
        )  # fmt: skip
    return lang.say(
        "How much of the fall of poverty in %(place)s went through livelihood models, 0%% to 100%%, cannot be told, "
        "if no source prints their households together with counts of the poor for the same years.",
        place=place(pack, lang),
    )


def _other(table: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """Another source's numbers on trial; or what the one source's budget is of; or what is missing."""
    rest = table[table["role"] == "rest-each"]
    if len(rest):
        return lang.say(
            "%(other)s prints other numbers for %(place)s, and whether they count a part of the same models cannot be "
            "told; if they do, the remaining models come to %(each)s.",
            place=place(pack, lang), other=rest["whole"].iloc[0],
            each=lang.listed([_quotient(row, lang) for _, row in rest.iterrows()]),
        )  # fmt: skip
    money = table[(table["role"] == "printed") & (table["measure"] == "livelihood_budget") & table["usd_low"].notna()]
    if len(money):
        row = money.iloc[0]
        return lang.say(
            "The budget of livelihood models in %(place)s is %(range)s US dollars in prices of %(when)s, if 1 dollar "
            "is taken at %(rate)s VND (%(day)s).",
            place=place(pack, lang), when=_when(row, lang),
            range=dollars(row["usd_low"], row["usd_high"], lang),
            rate=lang.number(row["usd_rate"]), day=lang.day(row["usd_date"]),
        )  # fmt: skip
    return lang.say(
        "What livelihood models in %(place)s cost cannot be told: sources print 0 budgets for them with a date, if the "
        "pack holds what is printed.",
        place=place(pack, lang),
    )


def _quotient(row: pd.Series, lang: Language) -> str:
    said = lang.label(QUOTIENTS[row["measure"]]) % {"n": quotient(row["low"], row["high"], row["measure"], lang)}
    if pd.isna(row["usd_low"]):
        return said
    shown = dollars(row["usd_low"], row["usd_high"], lang)
    return lang.say("%(said)s (about %(dollars)s US dollars)", said=said, dollars=shown)


def _number(row: pd.Series, lang: Language) -> str:
    """A printed number as people use its words, money in millions."""
    scale = MILLION if row["unit"] == "VND" else 1.0
    return lang.range(*(lang.number(row[end] / scale) for end in ("low", "high")))


def _when(row: pd.Series, lang: Language) -> str:
    return lang.span(row["start"], row["end"])
