"""Sentences on livelihood models that a briefing may quote: what is printed, then what it comes to."""

from collections.abc import Iterator

import pandas as pd

from poverty.jobs.livelihoods import tabulate_livelihoods
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.vocabulary import FORMER_AREA, PROVINCE_AREA
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    MOST_FINDINGS,
    QUOTIENT_PHRASES,
    format_dollar_range,
    format_quotient_range,
    phrase_qualified_number,
    province_name,
)

BILLION = 1e9
LIVELIHOOD_PHRASES = {
    "livelihood_models": translatable("%(n)s models"),
    "livelihood_households": translatable("%(n)s households"),
    "livelihood_budget": translatable("%(n)s billion VND"),
}
QUOTED_QUOTIENTS = ("households a model", "VND a household")  # a third one would be more than a sentence holds


def phrase_livelihood_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """What may be quoted on livelihood models: up to three sentences, none where nothing of them is printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> [str(finding) for finding in phrase_livelihood_findings(load_pack("nghe-an"), Language("en"))]
        ['For livelihood models in Nghệ An (2021 to 2025) sources print 176 models.']
        >>> phrase_livelihood_findings(load_pack("son-la"), Language("en"))
        []
    """
    table = tabulate_livelihoods(pack)
    texts = [
        *_phrase_printed_models(table, pack, lang), *_phrase_quotients(table, pack, lang),
        *_phrase_largest_share(table, pack, lang), *_phrase_budget_in_dollars(table, pack, lang),
    ]  # fmt: skip
    return [Sentence(Kind.STATED, text) for text in texts[:MOST_FINDINGS]]


def _phrase_printed_models(table: pd.DataFrame, pack: Pack, lang: Language) -> Iterator[str]:
    """Models, households and budget as the first source prints them."""
    rows = table[(table["role"] == "printed") & table["measure"].isin(LIVELIHOOD_PHRASES)]
    rows = rows[[_is_printed_of_province(pack.claims[name]) for name in rows["claims"]]]
    if len(rows):
        parts = [_phrase_printed_number(row, pack, lang) for _, row in _select_first_statement(rows).iterrows()]
        yield lang.say(
            "For livelihood models in %(place)s (%(when)s) sources print %(parts)s.", place=province_name(pack, lang),
            when=lang.span(rows["start"].iloc[0], rows["end"].iloc[0]), parts=lang.listed(parts),
        )  # fmt: skip


def _phrase_quotients(table: pd.DataFrame, pack: Pack, lang: Language) -> Iterator[str]:
    """What a model and a household come to, by the first source that allows it."""
    rows = table[(table["role"] == "each") & table["measure"].isin(QUOTED_QUOTIENTS)]
    if len(rows):
        first = _select_first_statement(rows)
        each = [
            lang.say(QUOTIENT_PHRASES[r.measure], n=format_quotient_range(r.low, r.high, r.measure, lang))
            for r in first.itertuples()
        ]
        yield lang.say(
            "In %(place)s (%(when)s) livelihood models averaged %(each)s.", place=province_name(pack, lang),
            when=lang.span(rows["start"].iloc[0], rows["end"].iloc[0]), each=lang.listed(each),
        )  # fmt: skip


def _phrase_largest_share(table: pd.DataFrame, pack: Pack, lang: Language) -> Iterator[str]:
    """The most that households in models can be of those that left poverty."""
    shares = table[(table["role"] == "share") & (table["whole"] == "net fall of poor households")]
    if len(shares):
        row = shares.iloc[0]
        claim = pack.claims[row["claims"].split()[0]]
        yield lang.say(
            "Households in livelihood models (%(households)s) are at most %(most)s of the fall in poor households in "
            "%(place)s, %(when)s.", place=province_name(pack, lang), when=lang.span(row["start"], row["end"]),
            households=phrase_qualified_number(claim.qualifier, lang.number(float(claim.value)), lang),
            most=lang.percent(row["high"]),
        )  # fmt: skip


def _phrase_budget_in_dollars(table: pd.DataFrame, pack: Pack, lang: Language) -> Iterator[str]:
    """The first dated budget of models in US dollars."""
    money = table[(table["role"] == "printed") & (table["measure"] == "livelihood_budget") & table["usd_low"].notna()]
    if len(money):
        row = money.iloc[0]
        yield lang.say(
            "The budget of livelihood models in %(place)s is %(range)s US dollars, at %(rate)s VND a dollar (%(day)s).",
            place=province_name(pack, lang), range=format_dollar_range(row["usd_low"], row["usd_high"], lang),
            rate=lang.number(row["usd_rate"]), day=lang.day(row["usd_date"]),
        )  # fmt: skip


def _is_printed_of_province(claim: Claim) -> bool:
    """Whether a number stands in its source as such, and is not of another territory that came after."""
    return claim.area in (PROVINCE_AREA, FORMER_AREA) and not {"value", "statistic"} & set(claim.inferred)


def _select_first_statement(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first publisher and its first dates."""
    return rows[(rows["publisher"] == rows["publisher"].iloc[0]) & (rows["start"] == rows["start"].iloc[0])]


def _phrase_printed_number(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A printed number with its qualifier and what it counts; money in billions."""
    claim = pack.claims[row["claims"]]
    number = lang.number(row["value"])
    if row["unit"] == "VND":
        amount = row["value"] / BILLION
        number = lang.number(amount, 0 if amount == int(amount) else 1)
    return lang.say(LIVELIHOOD_PHRASES[row.measure], n=phrase_qualified_number(claim.qualifier, number, lang))
