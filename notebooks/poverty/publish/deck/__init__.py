"""A briefing in slides: every chart with its finding, as a chart of PowerPoint's own where that can be true to it.

The file has the same bytes every time, no date of its own and no name of an author; it can be read without seeing it:
titles in their placeholders, a description of every picture, chart and table, notes on every slide.
"""

from dataclasses import replace

from poverty.charts.drawing import Chart
from poverty.charts.page import BLUE, MARGIN, SUBTITLE
from poverty.packs.claims import Claim, Source
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.publish.deck import closing
from poverty.publish.deck.native import Frame, Panel, Plot, add_native_chart
from poverty.publish.deck.pictures import SlideTexts, add_picture, collect_texts
from poverty.publish.deck.plots import build_plot, place_panels
from poverty.publish.deck.slides import ROOM, Deck, Page, Words, tall
from poverty.publish.deck.tables import ShortTable, add_table, fit_table, shorten_plot, shorten_table
from poverty.words.chart_names import ARTICLE_SUFFIX, base_chart_id
from poverty.words.context import Context
from poverty.words.findings import phrase_limits
from poverty.words.gather import gather_context
from poverty.words.language import Kind, Language
from poverty.words.phrases import province_name
from poverty.words.source_lines import phrase_citations

COVER = 36  # points: the title of the first slide


def deck(pack: Pack, told: dict[str, Pack], made: dict[str, Chart], lang: Language) -> bytes:
    """A presentation of a province: title, charts, what they do not say, sources.

    Args:
        pack: the province.
        told: the pack under each evidence, by "article" or "all", in order.
        made: its charts in that language, from `draw_every_chart`.
        lang: the language of all words.

    Raises:
        ValueError: there is no chart.
    """
    charts = [
        chart for name, chart in made.items() if not (name.endswith(ARTICLE_SUFFIX) and base_chart_id(name) in made)
    ]
    if not charts:
        raise ValueError(f"{pack.slug}: no chart to show")
    contexts = {story: gather_context(each) for story, each in told.items()}
    full = contexts.get("all", next(iter(contexts.values())))
    found = _sources(_claims(charts, full))
    begun = Deck(lang)
    title, subject = _cover(begun, full, _claims(charts, full), found)
    for chart in charts:
        _chart(begun, chart, contexts.get(chart.evidence, full))
    every_source = told.get("all", next(iter(told.values())))
    closing.add_limits(begun, phrase_limits(every_source, {chart.id: chart.table for chart in charts}, lang))
    closing.add_sources(begun, found)
    return begun.data(title, subject)


def _claims(charts: list[Chart], context: Context) -> list[Claim]:
    """Every claim drawn, once."""
    return [context.claims[name] for name in dict.fromkeys(name for chart in charts for name in chart.claims)]


def _sources(claims: list[Claim]) -> list[Source]:
    """The sources of claims, each once: main sources first, then by publisher."""
    each = {claim.source.id: claim.source for claim in claims}
    return sorted(each.values(), key=lambda s: (s.role != "primary", s.publisher, s.title))


def _cover(begun: Deck, context: Context, claims: list[Claim], found: list[Source]) -> tuple[str, str]:
    """The first slide: place, years, subject, sources; its title and its subject, for the file's properties."""
    lang = begun.lang
    dated = [parse_sdmx_period(date).year for c in claims if c.status == "actual" for date in (c.start, c.end) if date]
    title = lang.say("Poverty in %(place)s", place=province_name(context, lang))
    if dated:
        years = lang.span(str(min(dated)), str(max(dated)))
        title = lang.say("Poverty in %(place)s, %(years)s", place=province_name(context, lang), years=years)
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
    page.write(page.slide.shapes.title, named, COVER, (MARGIN, 1.6, ROOM, high))
    rest = [[Words(subject, bold=True)], *lines]
    box = (MARGIN, 1.8 + high, ROOM, tall(rest, SUBTITLE, ROOM, 10))
    page.write(page.slide.placeholders[1], rest, SUBTITLE, box, 10)
    page.number()
    page.note([title, subject, *lines])
    return title, subject


def _chart(begun: Deck, chart: Chart, context: Context) -> None:
    """The slide of a chart: bars that can be edited where they are true to its table, else the picture and a table."""
    lang, words = begun.lang, collect_texts(chart)
    plot = build_plot(base_chart_id(chart.id), chart.table, context, lang, words.notes)
    page = begun.slide(chart.title)
    page.subtitle(words.subtitle)
    drawn = _drawn(page, plot) if plot and plot.true else None
    notes = plot.notes if drawn else words.notes
    page.reserve(notes)
    if drawn:
        for i, (panel, frame) in enumerate(drawn):
            add_native_chart(page, panel, frame, chart.alt if i == 0 else _alt(panel, lang), i == 0)
    else:
        add_picture(page, chart, words)
    page.foot(notes)
    page.number()
    spoken = [
        chart.alt,
        *words.notes,
        lang.say("Sources"),
        *closing.in_words(_sources(_claims([chart], context)), lang),
    ]
    if drawn:  # a range in words has no number that it could follow
        edit = lang.say("The bars can be edited. Ranges beside them are text: change them together with the numbers.")
        page.note([*spoken, edit])
    else:
        page.note(spoken)
        few = shorten_plot(plot, lang) if plot else shorten_table(base_chart_id(chart.id), chart.table, context, lang)
        if few:
            _figures(begun, chart, few, words, spoken)


def _drawn(page: Page, plot: Plot) -> list[tuple[Panel, Frame]] | None:
    """Where the charts of a plot stand on a slide; None where there is no room for their words."""
    trial = replace(page)
    trial.reserve(plot.notes)
    return place_panels(plot, trial.top, trial.bottom)


def _alt(panel: Panel, lang: Language) -> str:
    """A second chart in words: each of its bars."""
    rows = shorten_plot(Plot([panel], []), lang).rows
    return f"{panel.title}. {'; '.join(': '.join(row) for row in rows)}."


def _figures(begun: Deck, chart: Chart, few: ShortTable, words: SlideTexts, spoken: list[str]) -> None:
    """The slide after a picture: the figures that matter most, as a table."""
    lang = begun.lang
    title = lang.say("In figures: %(title)s", title=chart.title)
    page = begun.slide(title)
    page.subtitle(few.subtitle or words.subtitle)
    foot = [note for note in words.notes if note.kind == Kind.SOURCES]
    if len(few.rows) < few.of:
        text = lang.say("Shown: %(shown)s of %(all)s rows.", shown=len(few.rows), all=few.of)
        foot = [text, *foot]
    page.reserve(foot)
    page.top += 0.1
    table, size = fit_table(few.heads, few.rows, page.bottom - page.top)
    add_table(page, table, title, size)
    page.foot(foot)
    page.number()
    page.note([title, *spoken])
