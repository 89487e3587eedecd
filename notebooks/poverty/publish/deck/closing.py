"""The last slides: what the charts do not say, and where every figure was read."""

from itertools import islice

from poverty.packs.claims import Source
from poverty.publish.deck import tables
from poverty.publish.deck.slides import BOTTOM, INDENT, LEAST, ROOM, Deck, Words, broken, tall
from poverty.publish.deck.tables import Table, add_table
from poverty.words.language import Language

SIZE = 16  # points
GAP = 8  # points between two limits
SHARES = (0.36, 0.17, 0.13, 0.34)  # of the columns of the sources


def add_limits(begun: Deck, said: list[str]) -> None:
    """As many slides as the limits need."""
    title = begun.lang.say("What this does not say")
    parts: list[list[str]] = [[]]
    room = BOTTOM - 1.2
    for sentence in said:
        if parts[-1] and tall([*parts[-1], sentence], SIZE, ROOM - INDENT, GAP) > room:
            parts.append([])
        parts[-1].append(sentence)
    for i, part in enumerate(parts):
        page = begun.slide(_numbered(title, i, len(parts), begun.lang))
        page.top += 0.1
        page.points(part, SIZE, GAP)
        page.number()
        page.note([title, *part])


def add_sources(begun: Deck, found: list[Source]) -> None:
    """Title, publisher, date and address of every source, on as many slides as they need."""
    lang = begun.lang
    heads = [lang.say("Title"), lang.say("Publisher"), lang.say("Published"), lang.say("Address")]
    rows = [_source(s, lang) for s in found]
    title = lang.say("Sources")
    parts = tables.split(Table(heads, rows, SHARES), BOTTOM - 1.4)
    left = iter(found)
    for i, part in enumerate(parts):
        page = begun.slide(_numbered(title, i, len(parts), lang))
        page.top += 0.1
        told = lang.say("Sources of the figures: title, publisher, date and address of each.")
        add_table(page, part, told)
        page.number()
        page.note([told, *in_words([*islice(left, len(part.rows))], lang)])


def in_words(found: list[Source], lang: Language) -> list[str]:
    """Sources with their addresses, for the notes."""
    each = ((s.title, s.publisher, lang.published(s.published), s.url) for s in found)
    return ["; ".join(filter(None, texts)) for texts in each]


def _source(s: Source, lang: Language) -> list[Words]:
    code = s.language.removesuffix(")")[-2:]  # of "id (translated from vi)": titles are quoted as first printed
    address = s.url.removeprefix("https://").removeprefix("http://").removesuffix("/")
    # broken here: programs break the text of a link each in its own way
    lines = "\n".join(broken(address, LEAST, ROOM * SHARES[-1] - 2 * tables.SIDE))
    return [Words(s.title, code=code), Words(s.publisher), Words(lang.published(s.published)), Words(lines, link=s.url)]


def _numbered(title: str, i: int, of: int, lang: Language) -> str:
    """A title with its place among several slides of the same, so that no two are called alike."""
    return title if of == 1 else lang.say("%(title)s (%(n)s of %(of)s)", title=title, n=i + 1, of=of)
