"""What is said of the rows of the chart of paces, in both of its layouts and in words."""

import pandas as pd

from poverty.packs.dates import parse_sdmx_period
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import phrase_group_and_area, phrase_standard_years

WHO = ["population", "area", "standard"]
SPELL = ["indicator", *WHO]
GROUPS = {
    "poverty_rate": translatable("Poor"),
    "near_poor_rate": translatable("Near-poor"),
    "poor_and_near_poor_rate": translatable("Poor + near-poor"),
}
DECIMALS = {"arr": 1, "points": 2}  # of each panel; the columns of a panel that is left out are not in the table


def spell(row) -> tuple[str, ...]:
    """What rows of one spell have in common."""
    return tuple(getattr(row, column) for column in SPELL)


def who(row, context: Context, lang: Language) -> str:
    """Whom a row counts: the poor, the near-poor or both, of everybody or of a group."""
    group = phrase_group_and_area(row.population, row.area, context, lang)
    name = lang.label(GROUPS[row.indicator])
    return f"{name}, {group}" if group else name


def name(row, context: Context, lang: Language) -> str:
    """What a spell is called: whom it counts, and the years of its standard."""
    return f"{who(row, context, lang)}, {phrase_standard_years(context, row.standard, lang)}"


def label(row, lang: Language) -> str:
    """The reading of a row, and whether it is ruled out."""
    text = lang.label(row.label)
    return lang.say("%(label)s (ruled out)", label=text) if row.ruled_out == "yes" else text


def years(row) -> str:
    """The years of a row's ends."""
    ends = [f"{parse_sdmx_period(date).year}" for date in (row.start, row.end) if date]
    return "–".join(ends)


def marked_years(row) -> str:
    """The years of a row's ends, with a dagger where one is contradicted."""
    return f"{years(row)}{'†' if row.contradicted == 'yes' else ''}"


def head(name: str, lang: Language) -> str:
    """The head of a panel: its unit."""
    return lang.say("%% a year") if name == "arr" else lang.say("Points a year")


def range_of(row, name: str, decimals: int, lang: Language) -> str:
    """The bounds of a pace, as one number where they are the same in so many decimals."""
    ends = (getattr(row, f"{name}_{end}") for end in ("low", "high"))
    return lang.range(*("∞" if pd.isna(x) else lang.number(x, decimals) for x in ends))


def ranges(table: pd.DataFrame, name: str, lang: Language) -> list[str]:
    """The numbers beside the marks of a panel."""
    return [range_of(row, name, DECIMALS[name], lang) for row in table.itertuples() if not pd.isna(getattr(row, name))]
