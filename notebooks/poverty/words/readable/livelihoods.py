"""Livelihood models: what is printed, what a model and a household come to, and whom the models can have reached."""

import pandas as pd

from poverty.jobs.livelihoods import find_nested_supports, list_divided_claims, tabulate_livelihoods
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import INDICATORS
from poverty.words.phrases import capitalize_first, format_dollar_range, phrase_printed, province_name
from poverty.words.readable.reported import write_limits
from poverty.words.readable.table import ENGLISH, Entry, Head

MILLION = 1e6
AMOUNTS = ("value", "low", "high", "hard_low", "hard_high")


def tabulate_models(pack: Pack) -> pd.DataFrame:
    """What is printed of livelihood models; money in millions."""
    rows = _select(pack, "printed")
    return rows.assign(printed=[_phrase_number(pack.claims[name], pack) for name in rows["claims"]])


def tabulate_quotients(pack: Pack) -> pd.DataFrame:
    """What a model and a household come to by each source; money in millions."""
    return _select(pack, "each")


def tabulate_rest(pack: Pack) -> pd.DataFrame:
    """What one source's numbers leave if another's are a part of them; money in millions."""
    return _select(pack, "rest", "rest-each")


def phrase_kinds(pack: Pack) -> list[str]:
    """The kinds of model that are named, without a number of any."""
    kinds = tabulate_livelihoods(pack).query("role == 'kind'")
    named = [f"{row.measure} (“{pack.claims[row.claims].printed}”)" for row in kinds.itertuples()]
    if not named:
        return ["No kind of model is named."]
    return [f"Kinds of model that are named, none with a number of its own: {ENGLISH.listed(named)}."]


def phrase_divided(pack: Pack) -> list[str]:
    """Which two numbers the notebook divides in sight."""
    pairs = list_divided_claims(pack)
    if not pairs:
        return [
            f"For {province_name(pack, ENGLISH)} no source prints two of the three numbers: nothing can be divided."
        ]
    top, bottom = (_phrase_number(c, pack) for c in pairs[0])
    return [f"The example: {top}, over {bottom}, both of {pairs[0][0].source.name_publisher('en')}."]


def phrase_shares(pack: Pack) -> list[str]:
    """At most how large the programme can be among those who left poverty, and in the wider budget."""
    shares = tabulate_livelihoods(pack).query("role == 'share'")
    if shares.empty:
        return [
            f"Not known for {province_name(pack, ENGLISH)}: no households of models stand beside counts of the poor of "
            "the same years, and no budget of models beside a wider one."
        ]
    return [
        f"At most **{ENGLISH.percent(row.high, 1)}** of the {row.whole}, {ENGLISH.span(row.start, row.end)}."
        for row in shares.itertuples()
    ]


def phrase_rate_of_dollars(pack: Pack) -> list[str]:
    """At which rate money is told in dollars."""
    rated = tabulate_livelihoods(pack).query("usd_rate.notna()").drop_duplicates(["usd_rate", "usd_date"])
    if rated.empty:
        return ["No budget of livelihood models with a date is printed: there is nothing to convert."]
    return [
        f"Dollars are at {ENGLISH.number(row.usd_rate)} VND, the official rate of {ENGLISH.day(row.usd_date)}."
        for row in rated.itertuples()
    ]


def phrase_two_sources(pack: Pack) -> list[str]:
    """Whether two sources can speak of the same models."""
    sentences = []
    for n in find_nested_supports(resolve_readings(pack)):
        part, whole = (support.first_claim.source.name_publisher("en") for support in (n.part, n.whole))
        same = f"the two {'can' if n.may_coincide else 'cannot'} be the same numbers"
        inside = f"those of {part} {'can' if n.possible else 'cannot'} be a part of those of {whole}"
        sentences.append(f"{part} and {whole}: {same}; {inside}. Whether they count the same models is not known.")
    return sentences or ["No two sources print the same parts: there is nothing to compare."]


def _select(pack: Pack, *roles: str) -> pd.DataFrame:
    """Rows of some roles, what they count and their ranges in words; money in millions."""
    rows = tabulate_livelihoods(pack)
    rows = rows[rows["role"].isin(roles)].reset_index(drop=True)
    money = rows["unit"] == "VND"
    rows = rows.assign(**{name: rows[name].where(~money, rows[name] / MILLION) for name in AMOUNTS})
    rows["hard_low"] = rows["hard_low"].where(rows["hard_low"] > 0)  # nothing can be below 0: that is no limit
    whole = [all(x == round(x) for x in (row.low, row.high)) for row in rows.itertuples()]
    texts = {
        name: [
            write_limits(*ends, decimals=0 if short else 1)
            for *ends, short in zip(rows[low], rows[high], whole, strict=True)
        ]
        for name, low, high in (("meant", "low", "high"), ("allowed", "hard_low", "hard_high"))
    }
    return rows.assign(
        what=[_phrase_measure(row.measure, row.unit) for row in rows.itertuples()],
        when=[ENGLISH.span(row.start, row.end) for row in rows.itertuples()],
        dollars=[
            "" if pd.isna(x) else format_dollar_range(x, y, ENGLISH)
            for x, y in zip(rows.usd_low, rows.usd_high, strict=True)
        ],
        **texts,
    )


def _phrase_measure(measure: str, unit: str) -> str:
    """What is counted, money in millions: "Million VND a household"."""
    if measure not in INDICATORS:
        return capitalize_first(measure.replace("VND", "million VND"))
    label = capitalize_first(INDICATORS[measure].label)
    return f"{label}, million VND" if unit == "VND" else label


def _phrase_number(claim: Claim, pack: Pack) -> str:
    return f"“{phrase_printed(claim, pack, ENGLISH)}” {claim.unit}"


TABLES: dict[str, Entry] = {
    "models": Entry(
        tabulate_models,
        (Head("Publisher", "publisher"), Head("When", "when"), Head("What", "what"), Head("As printed", "printed"),
         Head("The words allow", "allowed"), Head("Usually meant", "meant"), Head("US dollars", "dollars")),
        "No figure on livelihood models is reported.",
    ),
    "quotients": Entry(
        tabulate_quotients,
        (Head("Publisher", "publisher"), Head("When", "when"), Head("What", "what"),
         Head("As printed (usually meant)", "value low high", 1), Head("The words allow", "allowed"),
         Head("US dollars", "dollars")),
        "No source prints two of the three numbers together: nothing can be divided.",
    ),
    "rest": Entry(
        tabulate_rest,
        (Head("What would be left", "what"), Head("From, to", "meant"), Head("US dollars", "dollars")),
        "No source's numbers can be a part of another's.",
    ),
}  # fmt: skip
EXPLANATIONS = {
    "model-kinds": phrase_kinds,
    "divided": phrase_divided,
    "shares": phrase_shares,
    "dollars": phrase_rate_of_dollars,
    "two-sources": phrase_two_sources,
}
