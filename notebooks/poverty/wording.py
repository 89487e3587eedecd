"""Words about a row of a table: its place, its group, its number with the words that limit it."""

import pandas as pd

from poverty.pack import Pack
from poverty.vocabulary import PROVINCE
from poverty.words import Language


def ids(column: pd.Series) -> list[str]:
    """The distinct ids in a column of space-separated ids, in order."""
    return list(dict.fromkeys(name for cell in column for name in cell.split()))


def place(pack: Pack, lang: Language) -> str:
    """The province's name in a language, in English where the pack has no other."""
    names = pack.province["name"]
    return names.get(lang.code, names["en"])


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def who(population: str, area: str, pack: Pack, lang: Language) -> str:
    """The group and the area of a figure, in words; "" for everybody in the province."""
    groups = pack.shared.groups
    words = []
    if population != "all":
        words.append(lang.label(groups["population"][population].label))
    if area == "successor":
        words.append(pack.shared.territory.get("followed_by", lang.label(groups["area"][area].label)))
    elif area != PROVINCE:
        words.append(lang.label(groups["area"][area].label))
    return ", ".join(words)


def standard_years(pack: Pack, standard: str, lang: Language) -> str:
    """A standard by the years in which it was in force; the first of several has no known beginning."""
    found = pack.shared.standards[standard]
    if len(pack.shared.standards) == 1:
        return lang.label(found.label)
    if standard == next(iter(pack.shared.standards)):
        return lang.say("until %(year)s", year=found.last_year)
    return f"{found.first_year}–{found.last_year}"


def of_whom(pack: Pack, claims: list[str], lang: Language) -> str:
    """What the rates among some claims are shares of: "% of households", "% of people"."""
    wholes = {pack.claims[name].whole for name in claims} - {""}
    if wholes == {"population"}:
        return lang.say("%% of people")
    return lang.say("%% of households") if wholes == {"households"} else lang.say("%%")


def rate(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A rate with as many decimals as its numeral has, and its qualifier; a derived one as "about", with one."""
    if row["kind"] == "derived":
        return lang.say("about %(n)s", n=lang.percent(row["value"], 1))
    claim = pack.claims[row["claims"].split()[0]]
    return qualified(claim.qualifier, lang.percent(claim.value, max(-claim.rounded_to.as_tuple().exponent, 0)), lang)


def qualified(qualifier: str, number: str, lang: Language) -> str:
    """A number with the words that limit it."""
    said = {
        "more than": lang.say("more than %(n)s", n=number),
        "at least": lang.say("at least %(n)s", n=number),
        "less than": lang.say("less than %(n)s", n=number),
        "at most": lang.say("at most %(n)s", n=number),
        "nearly": lang.say("nearly %(n)s", n=number),
        "about": lang.say("about %(n)s", n=number),
    }
    return said.get(qualifier, number)


def law(legal_basis: str) -> str:
    """A legal basis without its date: "Decree 07/2021/NĐ-CP"."""
    return legal_basis.split(" of ")[0]
