"""The brief: one page for print, with what is known of a province, two charts, and what neither of them says."""

from poverty.charts.drawing import Chart
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.publish.sheet import Placed, Sheet, pdf
from poverty.words.chart_names import ARTICLE_SUFFIX, base_chart_id
from poverty.words.findings import FINDINGS_BY_SUBJECT
from poverty.words.language import Language, translatable
from poverty.words.phrases import province_name
from poverty.words.sentences import Kind

FIRST, PACE = "02-trajectory", "03-pace"  # the titles of both are findings
DRAWN = (FIRST, "12-outlook", "04-households", PACE)  # the charts to choose from; then any other
# The chart that shows where the numbers of a subject come from.
SHOWN_IN = {"outlook": "12-outlook", "jobs": "09-job-years", "livelihoods": "11-livelihoods"}
USEFUL = {  # sentences by subject and place, the most useful first, each with a word for it
    ("outlook", 0): translatable("Outlook."),
    ("jobs", 0): translatable("Jobs."),
    ("livelihoods", 0): translatable("Livelihood models."),
    ("outlook", 1): translatable("What is left."),
    ("outlook", 2): translatable("Targets."),
    ("livelihoods", 1): translatable("Their part."),
    ("jobs", 2): translatable("Jobs as told."),
}
# what cannot be told, the most useful first; why there is no outlook says least to who has not seen the notebook
UNTOLD = (
    ("outlook", 1), ("outlook", 2), ("jobs", 0), ("livelihoods", 1), ("livelihoods", 2), ("livelihoods", 0),
    ("outlook", 0),
)  # fmt: skip
HOW_TO_READ = (Kind.KEY, Kind.READING, Kind.BAND)  # notes that stand under a chart; what others say is a limit
SHOWN = 3  # sentences beside the pace
FEWEST = 3  # sources


def brief(pack: Pack, told: dict[str, Pack], made: dict[str, Chart], lang: Language) -> bytes:
    """The page `brief-<language>.pdf`, the same bytes every time.

    Args:
        pack: the province, with every source.
        told: the pack under each evidence, by "article" or "all".
        made: its charts in that language, by id.
        lang: the language of the page.

    Raises:
        SheetError: it does not fit on one page.
    """
    return pdf(sheet(pack, told, made, lang))


def sheet(pack: Pack, told: dict[str, Pack], made: dict[str, Chart], lang: Language) -> Sheet:
    """What the page says, chosen from findings and charts."""
    evidence = "all" if "all" in told else "article"
    charts = _charts(made)
    subjects, said, untold = _sentences(told[evidence], lang)
    if PACE in made:
        said.insert(0, (lang.say("Pace."), f"{made[PACE].title}."))
    figures, cautions = _figures(charts, lang)
    quoted = (PACE, *(SHOWN_IN[subject] for subject in subjects))
    shown = [*charts, *(made[name] for name in quoted if name in made)]
    return Sheet(
        language=lang.code,
        heading=_heading(pack, charts[0], lang),
        main=charts[0].title,
        said=lang.say("What the figures say"),
        findings=said,
        figures=figures,
        unsaid=lang.say("What this does not say"),
        limits=[*_limits(charts, made, lang), *cautions],
        untold=untold,
        sources=_sources(pack, shown, lang),
        foot=_foot(evidence, lang),
    )


def _charts(made: dict[str, Chart]) -> list[Chart]:
    """The two charts of the page."""
    every = [name for name in made if base_chart_id(name) == name]
    chosen = [name for name in DRAWN if name in made]
    return [made[name] for name in dict.fromkeys([*chosen, *every])][:2]


def _sentences(pack: Pack, lang: Language) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Sentences that state something, with their subjects and words, and some on what cannot be told."""
    findings = {
        (subject, i): sentence
        for subject, phrase_findings in FINDINGS_BY_SUBJECT.items()
        for i, sentence in enumerate(phrase_findings(pack, lang))
    }
    stating = [at for at in USEFUL if findings[at].kind in (Kind.STATED, Kind.PARTLY_UNTOLD)][:SHOWN]
    lacking = [at for at in UNTOLD if findings[at].kind in (Kind.UNTOLD, Kind.PARTLY_UNTOLD) and at not in stating]
    said = [(lang.say(USEFUL[at]), findings[at]) for at in stating]
    return [subject for subject, _ in stating], said, [findings[at] for at in lacking]


def _figures(charts: list[Chart], lang: Language) -> tuple[list[Placed], list[str]]:
    """Each chart over what it shows and how to read it; what else its notes say is a limit, said once."""
    placed, cautions = [], []
    for number, chart in enumerate(charts, 1):
        title = lang.say("Figure %(number)s.", number=number)
        if number > 1:  # the title of the first is the main finding
            title = f"{title} {chart.title}."
        how = [note for note in chart.notes if note.kind in HOW_TO_READ]
        placed.append(Placed(chart, title, " ".join([f"{chart.subtitle}.", *how])))
        cautions += [note for note in chart.notes if note.kind not in (*HOW_TO_READ, Kind.SOURCES)]
    return placed, list(dict.fromkeys(cautions))


def _heading(pack: Pack, chart: Chart, lang: Language) -> str:
    """The province and the years of its figures."""
    table, name = chart.table, province_name(pack, lang)
    dates = table.loc[table["role"] == "anchor", "date"] if {"role", "date"} <= set(table) else []
    years = sorted(str(parse_sdmx_period(date).year) for date in dates if date)
    if not years:
        return lang.say("Poverty in %(place)s", place=name)
    return lang.say("Poverty in %(place)s, %(span)s", place=name, span=lang.span(years[0], years[-1]))


def _limits(charts: list[Chart], made: dict[str, Chart], lang: Language) -> list[str]:
    """What no brief says, then what the main source alone would."""
    said = [
        lang.say("Why poverty changed, or what any programme did to it."),
        lang.say("What the registers or surveys hold: all figures are taken from the sources named below."),
    ]
    if len({standard for chart in charts for standard in chart.standards}) > 1:
        said.append(lang.say("How figures under two standards compare: each standard counts others as poor."))
    alone = made.get(f"{charts[0].id}{ARTICLE_SUFFIX}")
    if alone and alone.title != charts[0].title:
        said.append(lang.say("From the main source alone: %(title)s.", title=alone.title))
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
