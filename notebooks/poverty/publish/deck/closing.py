"""The last slides: what the charts do not say, and where every figure was read."""

from itertools import islice

from poverty.charts.drawing import Chart
from poverty.packs.claims import Source
from poverty.packs.load import Pack
from poverty.publish.deck import tables as shown
from poverty.publish.deck.slides import BOTTOM, INDENT, LEAST, ROOM, Deck, Words, broken, tall
from poverty.publish.deck.tables import Table, add_table
from poverty.words.chart_names import base_chart_id
from poverty.words.findings import FINDINGS_BY_SUBJECT
from poverty.words.language import Kind, Language

SIZE = 16  # points
GAP = 8  # points between two limits
SHARES = (0.36, 0.17, 0.13, 0.34)  # of the columns of the sources


def list_limits(pack: Pack, charts: list[Chart], lang: Language) -> list[str]:
    """What the charts of a province do not say: in general, then of its open questions, then of its gaps.

    Args:
        pack: the province, with all the evidence that the charts use.
        charts: those shown.
        lang: the language of the sentences.
    """
    shown_here = {base_chart_id(chart.id) for chart in charts}
    said = [lang.say("No causes: the figures say what was counted and when, not why it changed.")]
    if len(pack.shared.standards) > 1:
        said.append(
            lang.say("Nothing is compared across poverty standards: each counts other households as poor.")
        )  # fmt: skip
    if "12-outlook" in shown_here:
        said.append(lang.say("Scenarios are no forecasts: each says what would be if one thing went on."))
    if any("band_low" in c.table and c.table["band_low"].notna().any() for c in charts):
        said.append(
            lang.say("A band is calibrated on other places: it says how far figures there lay from such a line.")
        )  # fmt: skip
    if any("kind" in c.table and (c.table["kind"] == "derived").any() for c in charts):
        said.append(lang.say("What is inferred follows from printed figures, but nobody printed it."))
    said.append(lang.say("Figures were read in stored copies of pages, which may have changed since."))
    open_questions = [group[0].asks for group in pack.questions.values() if not any(r.preferred for r in group)]
    if open_questions:
        asked = " ".join(lang.label(question) for question in open_questions)
        said.append(lang.say("Not settled: %(questions)s", questions=asked))
    findings = (finding for phrase_findings in FINDINGS_BY_SUBJECT.values() for finding in phrase_findings(pack, lang))
    return [*said, *(finding for finding in findings if finding.kind in (Kind.UNTOLD, Kind.PARTLY_UNTOLD))]


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
    parts = shown.split(Table(heads, rows, SHARES), BOTTOM - 1.4)
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
    lines = "\n".join(broken(address, LEAST, ROOM * SHARES[-1] - 2 * shown.SIDE))
    return [Words(s.title, code=code), Words(s.publisher), Words(lang.published(s.published)), Words(lines, link=s.url)]


def _numbered(title: str, i: int, of: int, lang: Language) -> str:
    """A title with its place among several slides of the same, so that no two are called alike."""
    return title if of == 1 else lang.say("%(title)s (%(n)s of %(of)s)", title=title, n=i + 1, of=of)
