"""The brief: one page for print, with what is known of a province, two charts, and what neither of them says."""

from dataclasses import dataclass
from html import escape
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Image, Paragraph

from poverty.charts.drawing import Chart
from poverty.charts.fonts import FILES
from poverty.charts.page import BLUE, GREY_TINT, INK, PLOT
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.publish import chart_files
from poverty.words.findings import FINDINGS_BY_SUBJECT
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import province_name

FONTS = {False: "SourceSansPro", True: "SourceSansPro-Bold"}  # bold or not
MM = 72 / 25.4
SIDE, TOP, FOOT = 14 * MM, 12 * MM, 10 * MM
WIDTH, HEIGHT = A4[0] - 2 * SIDE, A4[1] - TOP - FOOT
PAD, BAR = 6.0, 3.0  # points: around the words of the box, and the bar at its left
SMALL = 7.0  # points: sources and foot line
BETWEEN, AIR = 7.5, 18.0  # points between two parts, and the most that they grow by where a page has room
CITED = 3  # lines of sources
DRAWN = ("02-trajectory", "07-outlook", "03-households")  # the charts to choose from; then any other
# The chart that shows where the numbers of a subject come from.
SHOWN_IN = {"outlook": "07-outlook", "jobs": "06-jobs", "livelihoods": "a4-livelihoods"}
USEFUL = {  # sentences by subject and place, the most useful first, each with a word for it
    ("poverty", 1): translatable("Pace."),
    ("poverty", 0): translatable("Households."),
    ("outlook", 0): translatable("Outlook."),
    ("jobs", 0): translatable("Jobs."),
    ("livelihoods", 0): translatable("Livelihood models."),
    ("poverty", 2): translatable("With care."),
}
HOW_TO_READ = (Kind.KEY, Kind.READING, Kind.BAND)  # notes that stand under a chart; what others say is a limit
SHOWN = 5  # sentences
FEWEST = 3  # sources


class SheetError(ValueError):
    """More than one page holds."""


@dataclass(frozen=True)
class Look:
    """How tight a page is: points of its body, share of the width for charts, and the most of what may be fewer."""

    body: float
    share: float = 1.0
    findings: int = 5
    charts: int = 2


# a body is never below 8.5 points, nor the 14 points of a chart below 6.5
LOOKS = (
    *(Look(body) for body in (10.0, 9.75, 9.5, 9.25, 9.0)),
    *(Look(body) for body in (8.75, 8.5)),
    *(Look(8.5, share) for share in (0.98, 0.95, 0.92, 0.89)),
    Look(8.5, 0.89, findings=4),
    *(Look(body, charts=1) for body in (9.5, 9.0, 8.5)),
    Look(8.5, 0.89, findings=4, charts=1),
)


@dataclass(frozen=True)
class Placed:
    """A chart on a page, with what stands under it: in bold, and behind that."""

    chart: Chart
    title: str
    caption: str


@dataclass(frozen=True)
class Sheet:
    """What a page says; a finding is a word and a sentence.

    `sources` are versions of one text, from long to short; `said` and `unsaid` head the findings and the limits.
    """

    language: str
    heading: str
    main: str
    said: str
    findings: list[tuple[str, str]]
    figures: list[Placed]
    unsaid: str
    limits: list[str]
    sources: list[str]
    foot: str


def pdf(sheet: Sheet) -> bytes:
    """The page as PDF, the same bytes every time.

    Raises:
        SheetError: it does not fit on one page.
    """
    parts = fitted(sheet)
    file = BytesIO()
    page = Canvas(file, A4, invariant=1, lang=sheet.language, initialFontName=FONTS[False])
    page.setTitle(f"{sheet.heading}: {sheet.main}")
    page.setSubject(sheet.heading)
    page.setAuthor("")
    page.setCreator("")
    page.setViewerPreference("DisplayDocTitle", "true")
    _set(page, *parts)
    page.save()
    return file.getvalue()


def fitted(sheet: Sheet) -> tuple[list[tuple[float, Flowable]], list[tuple[float, Flowable]]]:
    """What stands at the top of a page and what at its foot, each with the gap above it, in the first look that fits.

    Raises:
        SheetError: no look does.
    """
    _register_fonts()
    pictures = [_render(figure.chart, sheet.language) for figure in sheet.figures]
    lower = _lower(sheet)
    for look in LOOKS:
        upper = _upper(sheet, look, pictures)
        left = HEIGHT - sum(gap + part.wrap(WIDTH, HEIGHT)[1] for gap, part in [*upper, *lower])
        if left >= 0:
            air = min(AIR, left / sum(gap == BETWEEN for gap, _ in upper))
            return [(gap + air * (gap == BETWEEN), part) for gap, part in upper], lower
    raise SheetError(f"“{sheet.heading}” takes {-left:.0f} points more than one page has")


def _register_fonts() -> None:
    """Make the fonts known, anew for each page: a font remembers the letters of the page that it was last used on."""
    for name, file in zip(FONTS.values(), FILES, strict=True):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily(FONTS[False], *(FONTS[bold] for bold in (False, True, False, True)))


def _render(chart: Chart, language: str) -> bytes:
    """The drawing alone, as a picture: title and notes stand in the text."""
    return chart_files.render(chart, language, PLOT, ["png"])["png"]


def _set(page: Canvas, upper: list[tuple[float, Flowable]], lower: list[tuple[float, Flowable]]) -> None:
    """Draw everything, in the order in which it is read."""
    y = A4[1] - TOP
    for parts in (upper, lower):
        for gap, part in parts:
            y -= gap + part.wrapOn(page, WIDTH, HEIGHT)[1]
            part.drawOn(page, SIDE, y)
        y = FOOT + sum(gap + part.wrapOn(page, WIDTH, HEIGHT)[1] for gap, part in lower)


def _upper(sheet: Sheet, look: Look, pictures: list[bytes]) -> list[tuple[float, Flowable]]:
    """Heading, findings, charts and the box."""
    small = look.body - 1
    parts: list[tuple[float, Flowable]] = [
        (0, _rule(BLUE, 2.5)),
        (5, _words(escape(sheet.heading), look.body + 1, bold=True)),
        (4, _words(escape(sheet.main), 2 * look.body - 2, bold=True, color=BLUE)),
    ]
    if sheet.findings:
        parts.append((BETWEEN, _words(escape(sheet.said), look.body, bold=True)))
    parts += [
        (2.5, _point(f"{_strong(word)} {escape(said)}", look.body)) for word, said in sheet.findings[: look.findings]
    ]
    for figure, picture in list(zip(sheet.figures, pictures, strict=True))[: look.charts]:
        caption = f"{_strong(figure.title)} {escape(figure.caption)}"
        wide = look.share * WIDTH
        drawing = Image(BytesIO(picture), wide, wide * PLOT.height / PLOT.width, hAlign="LEFT")
        parts += [(BETWEEN, drawing), (2, _words(caption, small))]
    limits = [_point(escape(said), look.body) for said in sheet.limits]
    parts.append((BETWEEN, Box([_words(escape(sheet.unsaid), look.body, bold=True), *limits])))
    return parts


def _lower(sheet: Sheet) -> list[tuple[float, Flowable]]:
    """Sources, in the longest version that takes few lines, over the foot line."""
    for text in sheet.sources:
        sources = _words(escape(text), SMALL)
        if sources.wrap(WIDTH, HEIGHT)[1] <= CITED * sources.style.leading:
            break
    return [(PAD, sources), (3, _rule(INK, 0.5)), (2, _words(escape(sheet.foot), SMALL))]


def _rule(color: str, thick: float) -> Flowable:
    return HRFlowable("100%", thick, "butt", color, spaceBefore=0, spaceAfter=0)


def _strong(text: str) -> str:
    return f'<font name="{FONTS[True]}" color="{BLUE}">{escape(text)}</font>'


def _words(text: str, size: float, bold: bool = False, color: str = INK) -> Paragraph:
    return Paragraph(text, _style(size, fontName=FONTS[bold], textColor=color))


def _point(text: str, size: float) -> Paragraph:
    return Paragraph(text, _style(size, leftIndent=1.2 * size, bulletFontName=FONTS[False], bulletFontSize=size), "•")


def _style(size: float, **look: object) -> ParagraphStyle:
    """The look of a paragraph; its leading is the looser the smaller its letters are."""
    fixed = {"fontName": FONTS[False], "textColor": INK, "fontSize": size, "leading": 1.18 * size + 0.6}
    return ParagraphStyle("", **(fixed | look))


class Box(Flowable):
    """Paragraphs on a tint, with a bar at the left."""

    def __init__(self, parts: list[Paragraph]) -> None:
        """Paragraphs in order."""
        super().__init__()
        self.parts = parts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The width given, and what the paragraphs take."""
        self.width = width
        self.inner = width - BAR - 2 * PAD
        self.height = 2 * PAD + sum(part.wrap(self.inner, height)[1] + 2 for part in self.parts) - 2
        return width, self.height

    def draw(self) -> None:
        """Fill the box, then set its words."""
        for color, wide in ((GREY_TINT, self.width), (INK, BAR)):
            self.canv.setFillColor(color)
            self.canv.rect(0, 0, wide, self.height, stroke=0, fill=1)
        y = self.height - PAD
        for part in self.parts:
            y -= part.wrapOn(self.canv, self.inner, self.height)[1]
            part.drawOn(self.canv, BAR + PAD, y)
            y -= 2


def brief(pack: Pack, made: dict[str, Chart], lang: Language) -> bytes:
    """The page `brief-<language>.pdf`, the same bytes every time.

    Args:
        pack: the province, with every source.
        made: its charts in that language, by id.
        lang: the language of the page.

    Raises:
        SheetError: it does not fit on one page.
    """
    return pdf(sheet(pack, made, lang))


def sheet(pack: Pack, made: dict[str, Chart], lang: Language) -> Sheet:
    """What the page says, chosen from findings and charts."""
    chosen = [name for name in DRAWN if name in made]
    charts = [made[name] for name in dict.fromkeys([*chosen, *made])][:2]
    subjects, said = _sentences(pack, lang)
    figures, cautions = _figures(charts, lang)
    quoted = [SHOWN_IN.get(subject, "") for subject in subjects]
    shown = [*charts, *(made[name] for name in quoted if name in made)]
    return Sheet(
        language=lang.code,
        heading=_heading(pack, charts[0], lang),
        main=charts[0].title,
        said=lang.say("What the figures say"),
        findings=said,
        figures=figures,
        unsaid=lang.say("What this does not say"),
        limits=[*_limits(charts, lang), *cautions],
        sources=_sources(pack, shown, lang),
        foot=_foot(pack.evidence, lang),
    )


def _sentences(pack: Pack, lang: Language) -> tuple[list[str], list[tuple[str, str]]]:
    """Sentences to quote, each with a word for it, and their subjects."""
    findings = {
        (subject, i): sentence
        for subject, phrase_findings in FINDINGS_BY_SUBJECT.items()
        for i, sentence in enumerate(phrase_findings(pack, lang))
    }
    stating = [at for at in USEFUL if at in findings and findings[at].kind != Kind.UNTOLD][:SHOWN]
    return [subject for subject, _ in stating], [(lang.say(USEFUL[at]), findings[at]) for at in stating]


def _figures(charts: list[Chart], lang: Language) -> tuple[list[Placed], list[str]]:
    """Each chart over what it shows and how to read it; what else its notes say is a limit, said once."""
    placed, cautions = [], []
    for number, chart in enumerate(charts, 1):
        title = lang.say("Figure %(number)s.", number=number)
        if number > 1:  # the title of the first is the main finding
            title = f"{title} {chart.title}."
        how = [note for note in chart.texts.notes if note.kind in HOW_TO_READ]
        placed.append(Placed(chart, title, " ".join([f"{chart.subtitle}.", *how])))
        cautions += [note for note in chart.texts.notes if note.kind not in HOW_TO_READ]
    return placed, list(dict.fromkeys(cautions))


def _heading(pack: Pack, chart: Chart, lang: Language) -> str:
    """The province and the years of its figures."""
    table, name = chart.table, province_name(pack, lang)
    dates = table.loc[table["role"] == "anchor", "date"] if {"role", "date"} <= set(table) else []
    years = sorted(str(parse_sdmx_period(date).year) for date in dates if date)
    if not years:
        return lang.say("Poverty in %(place)s", place=name)
    return lang.say("Poverty in %(place)s, %(span)s", place=name, span=lang.span(years[0], years[-1]))


def _limits(charts: list[Chart], lang: Language) -> list[str]:
    """What no brief says."""
    said = [
        lang.say("Why poverty changed, or what any programme did to it."),
        lang.say("What the registers or surveys hold: all figures are taken from the sources named below."),
    ]
    if len({standard for chart in charts for standard in chart.standards}) > 1:
        said.append(lang.say("How figures under two standards compare: each standard counts others as poor."))
    return said


def _sources(pack: Pack, shown: list[Chart], lang: Language) -> list[str]:
    """Publisher and date of what is drawn and quoted: all of it, then ever fewer, with the number of the others."""
    found = {pack.claims[name].source.id: pack.claims[name].source for chart in shown for name in chart.claims}
    ordered = sorted(found.values(), key=lambda source: source.role != "primary")
    cited = list(dict.fromkeys(f"{source.publisher}, {lang.published(source.published)}" for source in ordered))
    versions = [lang.say("Sources: %(cited)s.", cited="; ".join(cited))]
    for count in range(len(cited) - 1, FEWEST - 1, -1):
        first, others = "; ".join(cited[:count]), lang.number(len(cited) - count)
        versions.append(lang.say("Sources: %(cited)s; and %(others)s more.", cited=first, others=others))
    return versions


def _foot(evidence: str, lang: Language) -> str:
    """Who made this, what may be done with it, and on what evidence it rests."""
    used = lang.say("all sources") if evidence == "all" else lang.say("main source alone")
    return lang.say(
        "Poverty notebooks, the contributors. Text and charts: CC BY 4.0. Evidence used: %(evidence)s.", evidence=used
    )
