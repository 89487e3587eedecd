"""The line at the foot of a chart: who printed what is drawn."""

from poverty.bands.donors import load_donors
from poverty.packs.claims import Source
from poverty.words.context import Context
from poverty.words.language import Language, translatable


def list_deciding_claims(context: Context, readings: list[str]) -> list[str]:
    """The claims of other sources that decided between the readings a chart assumes."""
    claims = []
    for tag in readings:
        question, name = tag.split("=")
        for r in context.questions[question]:
            claims += [claim for claim in r.supported_by if r.name == name and claim in context.claims]
    return list(dict.fromkeys(claims))


def phrase_source_lines(
    context: Context, claims: list[str], lang: Language, readings: list[str] | None = None
) -> list[str]:
    """The source line, in full and then shorter: of every claim drawn, then who decided the readings assumed.

    In full: publication, publisher and date; then publisher and year; then the first of them and how many others.

    Args:
        context: the province.
        claims: those drawn, by id.
        lang: the language.
        readings: those assumed, as tags, "question=reading".

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.words.gather import gather_context
        >>> context, lang = gather_context(load_pack("dien-bien")), Language("en")
        >>> [len(phrase_source_lines(context, list(context.claims)[:n], lang)) for n in (1, len(context.claims))]
        [2, 3]
    """
    sources_drawn = {context.claims[name].source.id: context.claims[name].source for name in claims}
    deciding = [context.claims[name].source for name in list_deciding_claims(context, readings or [])]
    drawn = sorted(sources_drawn.values(), key=lambda s: s.role != "primary")
    others = list({s.id: s for s in deciding if s.id not in sources_drawn}.values())
    lines = []
    for short in (False, True):
        line = lang.say("Source: %(cited)s.", cited=phrase_citations(drawn, short, lang))
        if others:
            line += " " + lang.say("Readings decided by: %(cited)s.", cited=phrase_citations(others, short, lang))
        lines.append(line)
    first, more = phrase_citations(drawn[:1], True, lang), len(drawn) + len(others) - 1
    if more:
        lines.append(
            lang.say_many(
                "Source: %(first)s; %(count)s other.", "Source: %(first)s; %(count)s others.", more, first=first
            )
        )
    return lines


def phrase_citations(sources: list[Source], short: bool, lang: Language) -> str:
    """Sources in words: title, publisher and date, or, `short`, only publisher and year."""
    if short:
        years = [s.published[:4] if s.published[:4].isdigit() else lang.published(s.published) for s in sources]
        return "; ".join(
            dict.fromkeys(f"{s.name_publisher(lang.code)}, {year}" for s, year in zip(sources, years, strict=True))
        )
    return "; ".join(
        ", ".join([*_list_title(s), s.name_publisher(lang.code), lang.published(s.published)]) for s in sources
    )


def _list_title(source: Source) -> list[str]:
    """The title of a source; none where it is not known."""
    return [] if source.title.startswith("unknown") else [source.title]


def phrase_donor_sources(lang: Language) -> str:
    """The source line of a chart of the donors: how many figures from how many publications."""
    figures = load_donors()
    publications = len(figures[["title", "publisher", "published"]].drop_duplicates())
    text = translatable("Source: %(count)s figures from %(publications)s publications, each named in the data.")
    return lang.say(text, count=lang.number(len(figures)), publications=lang.number(publications))
