"""The line at the foot of a chart: who printed what is drawn."""

import pandas as pd

from poverty.bands.donors import load_donors
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import unique_ids

MAX_NAMED_SOURCES = 20  # publications: more than a chart has room to name


def list_deciding_claims(context: Context, readings: list[str]) -> list[str]:
    """The claims of other sources that decided between the readings a chart assumes."""
    found = []
    for tag in readings:
        question, name = tag.split("=")
        for r in context.questions[question]:
            found += [word for word in r.supported_by if r.name == name and word in context.claims]
    return list(dict.fromkeys(found))


def phrase_source_lines(
    context: Context, claims: list[str], lang: Language, readings: list[str] | None = None
) -> list[str]:
    """The source line, in full and then shorter: of every claim drawn, then who decided the readings assumed.

    In full: publication, publisher and date; then publisher and year; then the first of them and how many others.
    """
    drawn = {context.claims[name].source.id: context.claims[name].source for name in claims}
    decided = {
        context.claims[name].source.id: context.claims[name].source
        for name in list_deciding_claims(context, readings or [])
    }
    ordered = sorted(drawn.values(), key=lambda s: s.role != "primary")
    others = [s for s in decided.values() if s.id not in drawn]
    found = []
    for short in (False, True):
        text = lang.say("Source: %(cited)s.", cited=phrase_citations(ordered, short, lang))
        if others:
            text += " " + lang.say("Readings decided by: %(cited)s.", cited=phrase_citations(others, short, lang))
        found.append(text)
    first, more = phrase_citations(ordered[:1], True, lang), len(ordered) + len(others) - 1
    text = lang.say_many(
        "Source: %(first)s; %(count)s other.", "Source: %(first)s; %(count)s others.", more, first=first
    )
    return [*found, text] if more else found


def phrase_province_sources(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> list[str]:
    """The source line of a chart over several provinces: publishers and years where they are few; how many."""
    found = {}
    for name in unique_ids(table["claims"]):
        slug, _, claim = name.partition("/")
        source = contexts[slug].claims[claim].source
        found[slug, source.id] = source
    text = translatable("Source: %(count)s publications; the table behind the chart names the claims of every mark.")
    some = lang.say(text, count=len(found))
    if len(found) > MAX_NAMED_SOURCES:
        return [some]
    return [lang.say("Source: %(cited)s.", cited=phrase_citations(list(found.values()), True, lang)), some]


def phrase_notes_reference(number: str, lang: Language) -> str:
    """Where the notes of a chart stand for which a small page has no room; `number` begins its id."""
    return lang.say("All notes: chart %(number)s.", number=number)


def phrase_citations(found: list, short: bool, lang: Language) -> str:
    """Sources in words: title, publisher and date, or only publisher and year."""
    if short:
        years = [s.published[:4] if s.published[:4].isdigit() else lang.published(s.published) for s in found]
        return "; ".join(dict.fromkeys(f"{s.publisher}, {year}" for s, year in zip(found, years, strict=True)))
    return "; ".join(f"{s.title}, {s.publisher}, {lang.published(s.published)}" for s in found)


def phrase_donor_sources(lang: Language) -> str:
    """The source line of a chart of the donors: how many figures from how many publications."""
    figures = load_donors()
    publications = len(figures[["title", "publisher", "published"]].drop_duplicates())
    text = translatable(
        "Source: data/donors.csv, %(count)s figures from %(publications)s publications, each named there."
    )
    return lang.say(text, count=lang.number(len(figures)), publications=lang.number(publications))
