"""The charts. Each draws one table and nothing else; every mark carries its row's place as its gid.

Observed anchors are filled marks, derived ones hollow diamonds, other sources' printed figures crosses,
estimates, targets and forecasts hollow; what is reconstructed is a line or a tint. No line joins two standards.

A module of a chart says (`words`) and paints (`paint`); one whose rows need more room than a small page has also
chooses those that fit and says so (`fitted`). Those of no province alone also name their sources (`sources`).
"""

from dataclasses import replace
from functools import partial
from importlib import import_module

import pandas as pd

from poverty import export_lazily
from poverty.charts import page
from poverty.charts.drawing import Chart, Drawing
from poverty.charts.page import SLIDE, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.words.chart_names import CHARTS, PROVINCE_CHARTS
from poverty.words.context import Context
from poverty.words.language import Language, Sentence
from poverty.words.notes import phrase_assumed_readings, phrase_open_questions
from poverty.words.phrases import unique_ids
from poverty.words.source_lines import list_deciding_claims, phrase_source_lines

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "drawing": ["Chart", "Drawing"],
        "marks": ["anchors_of", "spells_of"],
        "pace_marks": ["name_spell", "phrase_head", "range_of"],
        "page": ["Size", "measure", "wrap"],
        "reported": ["allows", "phrase_figure_dates", "phrase_subtitle"],
        "texts": ["state_evidence"],
    },
)  # fmt: skip
__all__ += ["draw", "draw_provinces"]


def draw(name: str, table: pd.DataFrame, context: Context, lang: Language, size: Size = SLIDE) -> Chart:
    """Draw one chart from its table, in one language and size.

    Raises:
        KeyError: no chart has that name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.tables import tabulate_standards
        >>> from poverty.words.gather import gather_context
        >>> pack = load_pack("gia-lai")
        >>> chart = draw("07-standards", tabulate_standards(pack), gather_context(pack), Language("vi"))
        >>> chart.figure.get_size_inches().round(2).tolist()
        [13.33, 7.5]
    """
    module = import_module(f"poverty.charts.{CHARTS[name].module}")
    claims, readings = unique_ids(table["claims"]), unique_ids(table["readings"])
    words = module.words(table, context, lang)
    words = replace(words, subtitle=state_evidence(words.subtitle, context, lang))
    open_questions = () if module.SHOWS_READINGS else phrase_open_questions(context, claims, lang)
    tail = [*open_questions, *(phrase_assumed_readings(context, readings, lang) if not module.SHOWS_READINGS else ())]
    cited = phrase_source_lines(context, claims, lang, readings)
    named = list(dict.fromkeys([*claims, *list_deciding_claims(context, readings)]))
    drawing = Drawing(module.__name__, name, table, words, tail, cited, context.narrow(named), lang)
    standards = [s for s in dict.fromkeys(table["standard"]) if s] if "standard" in table else []
    said = (words.title, _caption(words, tail, cited), words.alt)
    trace = partial(context.trace, table, named)
    return Chart(name, CHARTS[name].notebook, size, *said, named, standards, readings, drawing, context.evidence, trace)


def draw_provinces(
    name: str, table: pd.DataFrame, contexts: dict[str, Context], lang: Language, size: Size = SLIDE
) -> Chart:
    """Draw one chart that is of no province alone, from its table: "01-paces", "02-levels" or "03-backtest".

    Raises:
        KeyError: no such chart has that name.

    Example:
        >>> from poverty.tables import tabulate_backtest
        >>> draw_provinces("03-backtest", tabulate_backtest(), {}, Language("en")).notebook
        '08_backtest'
    """
    module = import_module(f"poverty.charts.{PROVINCE_CHARTS[name].module}")
    words, cited, claims = (
        module.words(table, contexts, lang),
        module.sources(table, contexts, lang),
        unique_ids(table["claims"]),
    )
    own = {slug: [name.partition("/")[2] for name in claims if name.startswith(f"{slug}/")] for slug in contexts}
    drawn = {slug: context.narrow(own[slug]) for slug, context in contexts.items()}
    drawing = Drawing(module.__name__, name, table, words, [], cited, drawn, lang)
    standards = list(dict.fromkeys(table["standard"])) if "standard" in table else []
    said = (words.title, _caption(words, [], cited), words.alt)
    return Chart(
        name, PROVINCE_CHARTS[name].notebook, size, *said, claims, standards, unique_ids(table["readings"]), drawing
    )


def _caption(words: ChartTexts, tail: list[Sentence], cited: list[str]) -> str:
    """What a slide says around the drawing, in one paragraph."""
    return " ".join([f"{words.subtitle}.", *words.notes, *tail, page.cited(cited)])
