"""A briefing in slides, in the order of a talk: the answer, the charts, what they do not say, the sources; an appendix.

The file has the same bytes every time, no date of its own and no name of an author; it can be read without seeing it:
titles in their placeholders, a description of every picture and chart, notes on every slide.
"""

from itertools import groupby
from pathlib import Path

from poverty.charts.drawing import Chart
from poverty.charts.page import PLOT, SLIDE, Size
from poverty.charts.texts import allow_words, choose_page_note
from poverty.packs.claims import Source
from poverty.packs.load import Pack
from poverty.publish import chart_files
from poverty.publish.deck.native import add_native_charts
from poverty.publish.deck.slides import Deck, Line, Page, Words
from poverty.words.context import Context
from poverty.words.findings import FINDINGS_BY_SUBJECT, phrase_limits
from poverty.words.language import Language, Sentence
from poverty.words.phrases import province_name

SUMMARY = "01-answer"
TALK = ("02-trajectory", "04-measures", "03-households", "06-jobs", "07-outlook", "09-provinces", "08-groups")
SAID = (("poverty", 0), ("poverty", 1), ("jobs", 0), ("poverty", 2), ("outlook", 0))  # what a summary says, best first
SENTENCES, LIMITS = 3, 6
MOST_ASKED = 40  # words of the notes under "If asked"
# The chart beside the sentences of the summary: drawn for its place, so that its letters are no smaller than elsewhere.
BESIDE = Size("beside", 8.2, 5.35, 0.08, title=20, subtitle=15, label=14, foot=14, key=24, has_words=False, dpi=200)


def deck(pack: Pack, made: dict[str, Chart], lang: Language, template: Path | None = None) -> bytes:
    """A presentation of a province: at most ten slides, then the other charts as an appendix.

    Args:
        made: its charts in that language by id, and those that compare it with others.
        template: a .pptx file whose design is used in place of ours.

    Raises:
        ValueError: there is no chart.
        DocumentError: no deck can be made from the template.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.publish.export import draw_every_chart
        >>> charts = draw_every_chart(load_pack("gia-lai"))["vi"]
        >>> deck(load_pack("gia-lai"), charts, Language("vi"))[:2]
        b'PK'
    """
    if not made:
        raise ValueError(f"{pack.slug}: no chart to show")
    first = made.get(SUMMARY, next(iter(made.values())))
    begun = Deck(lang, template)
    begun.begin_section(lang.say("Briefing"))
    _add_summary(begun, first, _choose_sentences(pack, lang))
    for chart in (made[name] for name in TALK if name in made and name != first.id):
        _add_chart(begun, chart)
    own = {name: chart.table for name, chart in made.items() if isinstance(chart.drawing.of, Context)}
    _add_list(begun, lang.say("What this does not say"), phrase_limits(pack, own, lang)[:LIMITS])
    _add_sources(begun, made)
    begun.begin_section(lang.say("Appendix"))
    for chart in (chart for name, chart in made.items() if name not in (first.id, *TALK)):
        _add_chart(begun, chart)
    return begun.data(lang.say("Poverty in %(place)s", place=province_name(pack, lang)), first.title)


def _choose_sentences(pack: Pack, lang: Language) -> list[Sentence]:
    """What the summary says: of poverty, of jobs where they are printed."""
    found = {subject: phrase_findings(pack, lang) for subject, phrase_findings in FINDINGS_BY_SUBJECT.items()}
    return [found[subject][i] for subject, i in SAID if i < len(found[subject])][:SENTENCES]


def _add_summary(begun: Deck, chart: Chart, sentences: list[Sentence]) -> None:
    """The answer in sentences, and beside them the years at a glance."""
    page = begun.add_slide(begun.summary, chart.title, foot=[chart.source])
    page.add_points(sentences, beside=True)
    _add_picture(page, chart, BESIDE)
    _add_notes(page, chart, [])


def _add_chart(begun: Deck, chart: Chart) -> None:
    """The slide of a chart: one that can be edited where PowerPoint can draw it, else a picture."""
    code = begun.lang.code
    note = choose_page_note(chart.texts.notes, chart.source, SLIDE, code)
    page = begun.add_slide(begun.chart, chart.title, chart.subtitle, [*filter(None, (note, chart.source))])
    if frames := add_native_charts(page.slide, chart, chart.drawing.of, begun.lang, page.free):
        page.replace_content(frames)
    else:
        _add_picture(page, chart, PLOT)
    _add_notes(page, chart, [note])


def _add_picture(page: Page, chart: Chart, size: Size) -> None:
    page.add_picture(chart_files.render(chart.at(size), page.lang.code, size, ["png"])["png"], chart.alt)


def _add_notes(page: Page, chart: Chart, shown: list[str]) -> None:
    """What to say, what to answer, and who printed it; a note that stands on the slide is not said again."""
    lang, asked = page.lang, ""
    for note in (note for note in chart.texts.notes if not any(note in each for each in shown)):
        longer = f"{asked} {note}".strip()
        if len(longer.split()) <= allow_words(MOST_ASKED, lang.code):
            asked = longer
    answer = [[Words(f"{lang.say('If asked')}: ", bold=True), Words(asked)]] if asked else []
    page.add_notes([_phrase_speech(chart.alt, lang), *answer, chart.source])


def _phrase_speech(text: str, lang: Language) -> Line:
    return [Words(f"{lang.say('Say')}: ", bold=True), Words(text)]


def _add_list(begun: Deck, title: str, lines: list[Line]) -> None:
    page = begun.add_slide(begun.chart, title)
    page.add_points(lines)
    spoken = [line if isinstance(line, str) else "".join(words.text for words in line) for line in lines[:2]]
    page.add_notes([_phrase_speech(" ".join(spoken), begun.lang)])


def _add_sources(begun: Deck, made: dict[str, Chart]) -> None:
    """Each publisher with the dates of what it printed, which lead to the pages."""
    lang = begun.lang
    found: dict[str, Source] = {}
    others: list[Line] = []
    for chart in made.values():
        if isinstance(chart.drawing.of, Context):
            found |= {(claim := chart.drawing.of.claims[name]).source.id: claim.source for name in chart.claims}
        elif chart.id in TALK:  # its table names them
            others.append(f"{chart.title}: {chart.source}")
    lines = []
    by_publisher = sorted(found.values(), key=lambda s: (s.role != "primary", s.name_publisher(lang.code), s.published))
    for publisher, of in groupby(by_publisher, lambda source: source.name_publisher(lang.code)):
        dates = [Words(lang.published(source.published), link=source.url, tip=source.title) for source in of]
        line = [Words(f"{publisher}: ")]
        for date in dates:
            line += [date, Words("; ")]
        lines.append(line[:-1])
    _add_list(begun, lang.say("Sources"), [*lines, *others])
