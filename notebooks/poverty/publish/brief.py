"""The brief: one page for print, with what is known of a province, two charts, and what neither of them says.

Its layout is `brief.typ`. A screen reader reads it in order and in its language; its charts are drawings, described.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from poverty.charts.drawing import Chart
from poverty.charts.fonts import FAMILY, FILES
from poverty.charts.page import BLUE, GREY, GREY_TINT, HALF, INK, PLOT
from poverty.charts.texts import choose_page_note
from poverty.packs.load import Pack
from poverty.packs.messages import message
from poverty.publish import chart_files
from poverty.publish.documents import DocumentError
from poverty.words.findings import FINDINGS_BY_SUBJECT, phrase_limits
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import province_name
from poverty.words.source_lines import phrase_citations

LAYOUT = Path(__file__).with_name("brief.typ")
COLUMN = replace(HALF, name="column", height=3.4, has_words=False)
FIRST, SECOND = ("02-trajectory", "01-answer"), ("03-households", "07-outlook")  # charts: of each the first there is
TOLD = (Kind.STATED, Kind.SURVEY)  # findings of other kinds are limits
OTHERS = {  # other subjects, the most useful first: a word for each, and the chart with its numbers
    "outlook": (translatable("Outlook."), "07-outlook"),
    "jobs": (translatable("Jobs."), "06-jobs"),
}
SENTENCES = 2  # of another subject
LIMITS = 5  # of `phrase_limits`, which has the weightiest first
CITED = 6  # sources


def brief(pack: Pack, made: dict[str, Chart], lang: Language) -> bytes:
    """The page `brief-<language>.pdf` of a province from its charts in that language by id; always the same bytes.

    Raises:
        DocumentError: it takes more than one page, or the font lacks a letter.
    """
    charts = choose_charts(made)
    files = {f"{place}.svg": chart_files.render(c, lang.code, c.size, ["svg"])["svg"] for place, c in charts.items()}
    files["brief.json"] = json.dumps(phrase_page(pack, made, lang)).encode()
    files["main.typ"] = LAYOUT.read_bytes()
    with TemporaryDirectory() as fonts:  # these two alone: others of the same name lie beside them, in any order
        for file in FILES:
            shutil.copy(file, fonts)
        try:
            return typst.compile(files, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["ua-1"])
        except typst.TypstError as error:
            why = error.message.removeprefix("panicked with: ").removeprefix("PDF/UA-1 error: ")
            name = f"brief-{lang.code}.pdf"
            raise DocumentError(message("%(file)s of %(pack)s: %(why)s", file=name, pack=pack.slug, why=why)) from error


def choose_charts(made: dict[str, Chart]) -> dict[str, Chart]:
    """The charts of a page: the first across it, whose title is the main finding, and a second beside the findings."""
    first = next(name for name in (*FIRST, *made) if name in made)
    second = next((name for name in SECOND if name in made and name != first), None)
    return {"first": made[first].at(PLOT)} | ({"second": made[second].at(COLUMN)} if second else {})


def phrase_page(pack: Pack, made: dict[str, Chart], lang: Language) -> dict:
    """Every word of the page, by its place in the layout; arguments as for `brief`.

    Example:
        >>> from poverty.charts import draw
        >>> from poverty.packs.load import load_pack
        >>> from poverty.tables import TABLES_BY_CHART
        >>> from poverty.words.gather import gather_context
        >>> pack, lang, name = load_pack("thanh-hoa"), Language("en"), "02-trajectory"
        >>> made = {name: draw(name, TABLES_BY_CHART[name](pack), gather_context(pack), lang)}
        >>> texts = phrase_page(pack, made, lang)
        >>> texts["heading"], texts["first"]["title"]
        ('Poverty in Thanh Hóa', 'Poverty fell by 70% in 3 years, from 6.77% to 2.02%')
    """
    charts = choose_charts(made)
    said = {
        subject: [finding for finding in phrase_findings(pack, lang) if finding.kind in TOLD]
        for subject, phrase_findings in FINDINGS_BY_SUBJECT.items()
    }
    others = {name: of for name, of in OTHERS.items() if said[name]}
    quoted = [made[chart] for _, chart in others.values() if chart in made]
    shown = {chart.id: chart for chart in [*charts.values(), *quoted]}
    limits = phrase_limits(pack, {name: chart.table for name, chart in shown.items()}, lang)
    place = lang.say("Poverty in %(place)s", place=province_name(pack, lang))
    used = lang.say("all sources") if pack.evidence == "all" else lang.say("main source alone")
    foot = translatable("Poverty notebooks, the contributors. Text and charts: CC BY 4.0. Evidence used: %(evidence)s.")
    return {
        "language": lang.code,
        "font": FAMILY,
        "colors": [BLUE, INK, GREY, GREY_TINT],
        "heading": made["01-answer"].subtitle if "01-answer" in made else place,
        **{name: _phrase_chart(chart, f"{name}.svg") for name, chart in charts.items()},
        "says": lang.say("What the figures say"),
        "findings": said["poverty"],
        "others": [(lang.say(word), " ".join(said[name][:SENTENCES])) for name, (word, _) in others.items()],
        "unsaid": lang.say("What this does not say"),
        "limits": limits[:LIMITS],
        "sources": _phrase_sources(pack, shown, lang),
        "foot": lang.say(foot, evidence=used),
    }


def _phrase_chart(chart: Chart, file: str) -> dict[str, str]:
    note = choose_page_note(chart.texts.notes, chart.source, chart.size, chart.drawing.lang.code)
    return {"file": file, "title": chart.title, "subtitle": chart.subtitle, "note": note, "alt": chart.alt}


def _phrase_sources(pack: Pack, shown: dict[str, Chart], lang: Language) -> str:
    """Publisher and year of what is drawn and quoted, the main source first; of many, the number of the others."""
    found = {pack.claims[name].source.id: pack.claims[name].source for chart in shown.values() for name in chart.claims}
    ordered = sorted(found.values(), key=lambda source: source.role != "primary")
    cited = list(dict.fromkeys(phrase_citations([source], True, lang) for source in ordered))
    if len(cited) <= CITED + 1:
        return lang.say("Sources: %(cited)s.", cited="; ".join(cited))
    others = lang.number(len(cited) - CITED)
    return lang.say("Sources: %(cited)s; and %(others)s more.", cited="; ".join(cited[:CITED]), others=others)
