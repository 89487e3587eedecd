"""A briefing in slides: every chart as a picture under its finding, some of them again as charts that can be edited.

The file has the same bytes every time, no date of its own and no name of an author; it can be read without seeing it:
titles in their placeholders, a description of every picture, chart and table, notes on every slide.
"""

from io import BytesIO

from pptx.util import Inches

from poverty.charts.drawing import Chart
from poverty.charts.page import BLUE, PLOT
from poverty.charts.texts import choose_page_note
from poverty.packs.claims import Claim, Source
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.publish import chart_files
from poverty.publish.deck import closing
from poverty.publish.deck.native import DRAWINGS, add_native_charts
from poverty.publish.deck.slides import LEFT, ROOM, SUBTITLE, WIDTH, Deck, Page, Words, describe, tall
from poverty.words.findings import phrase_limits
from poverty.words.gather import gather_context
from poverty.words.language import Language
from poverty.words.phrases import province_name
from poverty.words.source_lines import phrase_citations

COVER = 36  # points: the title of the first slide


def deck(pack: Pack, made: dict[str, Chart], lang: Language) -> bytes:
    """A presentation of a province: title, charts, what they do not say, sources.

    Args:
        pack: the province.
        made: its charts in that language, from `draw_every_chart`.
        lang: the language of all words.

    Raises:
        ValueError: there is no chart.
    """
    charts = [*made.values()]
    if not charts:
        raise ValueError(f"{pack.slug}: no chart to show")
    settled = gather_context(pack).claims
    begun = Deck(lang)
    drawn = [settled[name] for name in dict.fromkeys(name for chart in charts for name in chart.claims)]
    title, subject = _add_cover(begun, pack, drawn)
    for chart in charts:
        _add_chart(begun, chart, pack, _list_sources([settled[name] for name in chart.claims]))
    closing.add_limits(begun, phrase_limits(pack, {chart.id: chart.table for chart in charts}, lang))
    closing.add_sources(begun, _list_sources(drawn))
    return begun.data(title, subject)


def _list_sources(claims: list[Claim]) -> list[Source]:
    """The sources of claims, each once: main sources first, then by publisher."""
    each = {claim.source.id: claim.source for claim in claims}
    return sorted(each.values(), key=lambda s: (s.role != "primary", s.publisher, s.title))


def _add_cover(begun: Deck, pack: Pack, claims: list[Claim]) -> tuple[str, str]:
    """The first slide: place, years, subject, sources; its title and its subject, for the file's properties."""
    lang, found = begun.lang, _list_sources(claims)
    dated = [parse_sdmx_period(date).year for c in claims if c.status == "actual" for date in (c.start, c.end) if date]
    title = lang.say("Poverty in %(place)s", place=province_name(pack, lang))
    if dated:
        years = lang.span(str(min(dated)), str(max(dated)))
        title = lang.say("Poverty in %(place)s, %(years)s", place=province_name(pack, lang), years=years)
    subject = lang.say("What the printed figures allow us to say, and what they do not")
    own, others = ([s for s in found if (s.role == "primary") == main] for main in (True, False))
    lines = []
    if own:
        text = phrase_citations(own, len(own) > 1, lang)
        lines.append(lang.say_many("Main source: %(cited)s", "Main sources: %(cited)s", len(own), cited=text))
    if others:
        lines.append(lang.say("Other sources: %(cited)s", cited=phrase_citations(others, True, lang)))
    lines.append(lang.say("Titles and addresses of all sources stand on the last slides."))
    page = begun.slide(title, "Title Slide")
    named = [[Words(title, bold=True, color=BLUE)]]
    high = tall(named, COVER, ROOM)
    page.write(page.slide.shapes.title, named, COVER, (LEFT, 1.6, ROOM, high))
    rest = [[Words(subject, bold=True)], *lines]
    box = (LEFT, 1.8 + high, ROOM, tall(rest, SUBTITLE, ROOM, 10))
    page.write(page.slide.placeholders[1], rest, SUBTITLE, box, 10)
    page.number()
    page.note([title, subject, *lines])
    return title, subject


def _add_chart(begun: Deck, chart: Chart, pack: Pack, sources: list[Source]) -> None:
    """The slide of a chart, its picture without words; where PowerPoint can draw it, a second one to edit."""
    lang = begun.lang
    foot = [*filter(None, (choose_page_note(chart.texts.notes, chart.source, chart.size, lang.code), chart.source))]
    spoken = [chart.alt, *chart.texts.notes, lang.say("Sources"), *closing.in_words(sources, lang)]
    page = _begin_chart(begun, chart.title, chart.subtitle, foot)
    _add_picture(page, chart)
    _end_chart(page, foot, spoken)
    if chart.id in DRAWINGS:
        page = _begin_chart(begun, lang.say("In figures: %(title)s", title=chart.title), chart.subtitle, foot)
        box = tuple(Inches(x) for x in (LEFT, page.top, ROOM, page.bottom - page.top))
        add_native_charts(page.slide, chart, gather_context(pack), lang, box)
        edit = lang.say("The chart can be edited: its numbers stand in a workbook behind it.")
        _end_chart(page, foot, [edit, *spoken])


def _begin_chart(begun: Deck, title: str, subtitle: str, foot: list[str]) -> Page:
    page = begun.slide(title)
    page.subtitle(subtitle)
    page.reserve(foot)
    return page


def _end_chart(page: Page, foot: list[str], spoken: list[str]) -> None:
    page.foot(foot)
    page.number()
    page.note(spoken)


def _add_picture(page: Page, chart: Chart) -> None:
    """The drawing alone, as large as there is room for."""
    png = chart_files.render(chart, page.lang.code, PLOT, ["png"])["png"]
    share = min(1.0, (page.bottom - page.top) / PLOT.height)
    wide, high = PLOT.width * share, PLOT.height * share
    box = (Inches(x) for x in ((WIDTH - wide) / 2, page.top, wide, high))
    describe(page.slide.shapes.add_picture(BytesIO(png), *box), chart.alt)
