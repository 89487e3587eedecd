"""The charts. Each draws one table and nothing else; every mark carries its kind and its row as its gid.

Filled marks are reported figures, hollow ones inferred; a line is reconstructed, a tint is a band. No line joins two
standards. A module of a chart says (`phrase`) and draws (`draw`), for a page of any size.
"""

from functools import partial
from importlib import import_module

import pandas as pd

from poverty import export_lazily
from poverty.charts.drawing import Chart, Drawing
from poverty.charts.page import SLIDE, Size
from poverty.words.chart_names import CHARTS, PROVINCE_CHARTS
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.notes import list_contradicted_changes, phrase_assumed_readings, phrase_open_questions
from poverty.words.phrases import unique_ids
from poverty.words.source_lines import list_deciding_claims, phrase_citations, phrase_source_lines

MOST_CITED = 3  # sources that a line names

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "drawing": ["Chart", "Drawing"],
        "fonts": ["MissingLettersError", "measure_text", "wrap_text"],
        "page": ["SIZES", "Page", "Size"],
        "texts": ["allow_words", "choose_page_note"],
    },
)  # fmt: skip
__all__ += ["draw", "draw_communes", "draw_provinces"]


def draw(name: str, table: pd.DataFrame, context: Context, lang: Language, size: Size = SLIDE) -> Chart:
    """Draw one chart from its table, in one language and size.

    Raises:
        KeyError: no chart has that name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.tables import TABLES_BY_CHART
        >>> from poverty.words.gather import gather_context
        >>> pack = load_pack("gia-lai")
        >>> table = TABLES_BY_CHART["03-households"](pack)
        >>> chart = draw("03-households", table, gather_context(pack), Language("vi"))
        >>> chart.figure.get_size_inches().round(2).tolist()
        [13.33, 7.5]
    """
    claims, readings = unique_ids(table["claims"]), unique_ids(table["readings"])
    *full, short = phrase_source_lines(context, claims, lang, readings) if claims else [""]
    changes = [claim.id for claim in list_contradicted_changes(context, table)]
    named = list(dict.fromkeys([*claims, *list_deciding_claims(context, readings), *changes]))
    module = f"poverty.charts.{CHARTS[name].module}"
    phrase_others = getattr(import_module(module), "phrase_other_sources", None)  # of what is no claim
    others = phrase_others(table, context, lang) if phrase_others else ""
    full, short = [f"{line} {others}".strip() for line in full], f"{short} {others}".strip()
    drawing = Drawing(module, name, table, short, context.narrow(named), lang)
    texts = drawing.phrase(size)
    said = [
        f"{texts.title}.", f"{texts.subtitle}.", *texts.notes, *phrase_open_questions(context, claims, lang),
        *phrase_assumed_readings(context, readings, lang), full[0] if full else short,
    ]  # fmt: skip
    standards = [s for s in dict.fromkeys(table["standard"]) if s] if "standard" in table else []
    trace = partial(context.trace, table, named)
    return Chart(
        name, CHARTS[name].notebook, size, texts, " ".join(dict.fromkeys(said)), named, standards, readings, drawing,
        context.evidence, trace,
    )  # fmt: skip


def draw_provinces(
    name: str, table: pd.DataFrame, contexts: dict[str, Context], lang: Language, size: Size = SLIDE
) -> Chart:
    """Draw one chart that is of no province alone, from its table: "09-provinces" or "a5-backtest".

    Raises:
        KeyError: no such chart has that name.
    """
    claims = unique_ids(table["claims"])
    own = {slug: [name.partition("/")[2] for name in claims if name.startswith(f"{slug}/")] for slug in contexts}
    drawn = {slug: context.narrow(own[slug]) for slug, context in contexts.items()}
    module = import_module(f"poverty.charts.{PROVINCE_CHARTS[name].module}")
    drawing = Drawing(module.__name__, name, table, module.phrase_source(table, contexts, lang), drawn, lang)
    texts = drawing.phrase(size)
    caption = " ".join([f"{texts.title}.", f"{texts.subtitle}.", *texts.notes, drawing.source])
    standards = list(dict.fromkeys(table["standard"])) if "standard" in table else []
    return Chart(
        name, PROVINCE_CHARTS[name].notebook, size, texts, caption, claims, standards, unique_ids(table["readings"]),
        drawing,
    )  # fmt: skip


def draw_communes(table: pd.DataFrame, context: Context, lang: Language, size: Size = SLIDE) -> Chart:
    """Draw how the rates of the communes of a province are spread, by year.

    Args:
        table: from `communes.tabulate_rate_spread`; not empty.
        context: the province, with the sources of its communes.
        lang: the language.
        size: of the page.
    """
    sources = list(context.shared.sources.values())
    source = lang.say("Source: %(cited)s.", cited=phrase_citations(sources, True, lang))
    if len(sources) > MOST_CITED:
        source = lang.say("Source: %(count)s publications, named in the table behind the chart.", count=len(sources))
    module = f"{__name__}.communes"
    drawing = Drawing(module, "communes", table, source, context.narrow([]), lang)
    texts = drawing.phrase(size)
    caption = " ".join([f"{texts.title}.", f"{texts.subtitle}.", *texts.notes, source])
    return Chart("communes", "", size, texts, caption, [], list(dict.fromkeys(table["standard"])), [], drawing)
