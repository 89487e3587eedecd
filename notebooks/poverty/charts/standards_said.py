"""What is said of the rows of the record of standards, in both of its layouts and in words."""

import pandas as pd

from poverty.charts.page import FOOT, INK, LINE, TINT
from poverty.packs.dates import period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.phrases import phrase_rate, phrase_standard_years

SHADES = (TINT[INK], "white")  # of the standards in turn
ROW = FOOT * LINE / 72  # inches: a line of words


def name(s: tuple, context: Context, lang: Language) -> str:
    """The years of a standard, with a star where no source was seen."""
    return phrase_standard_years(context, s.standard, lang) + ("" if s.verified == "yes" else "*")


def first(s: pd.Series, context: Context, lang: Language) -> str:
    """The first figure of a spell, or that of an overlap under its own standard."""
    return _shown(s, s["date"], s["value"], s["kind"], context, lang)


def last(s: pd.Series, context: Context, lang: Language) -> str:
    """The last figure of a spell, or that of an overlap under the other standard."""
    return _shown(s, s["end_date"], s["end_value"], s["end_kind"], context, lang)


def _shown(s: pd.Series, date: str, value: float, kind: str, context: Context, lang: Language) -> str:
    """One end as its claim prints it, qualifier and last digit and all."""
    claims = [context.claims[name] for name in s["claims"].split()]
    found = [c.id for c in claims if c.statistic == "level" and c.end == date and abs(float(c.value) - value) < 1e-4]
    return phrase_rate(pd.Series({"kind": kind, "value": value, "claims": " ".join(found)}), context, lang)


def caption(s: pd.Series, lang: Language) -> str:
    """What a bracket joins: one census only where one source prints both values."""
    if s["one_source"] == "yes":
        return lang.say("one census, two standards")
    return lang.say("one date, two standards")


def ending(context: Context, last_year: int, lang: Language) -> tuple[float, str] | None:
    """When the territory became part of another, if that is in the years drawn, and words that say so."""
    until = context.shared.territory.get("until")
    if not until or period_end_coordinate(until) >= last_year:
        return None
    heir = context.shared.territory.get("followed_by", "")
    return period_end_coordinate(until), lang.say("after %(when)s part of %(heir)s", when=lang.date(until), heir=heir)
