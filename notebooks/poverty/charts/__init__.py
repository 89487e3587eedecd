"""The charts. Each draws one table and nothing else; every mark carries its row's place as its gid.

Observed anchors are filled marks, derived ones hollow diamonds, other sources' printed figures crosses,
estimates, targets and forecasts hollow; what is reconstructed is a line or a tint. No line joins two standards.
"""

from dataclasses import replace
from functools import partial

import pandas as pd

from poverty.charts import (
    backtest,
    groups,
    households,
    livelihoods,
    pace,
    province_levels,
    province_paces,
    reported,
    standards,
    trajectory,
)
from poverty.charts import jobs_average as jobs
from poverty.charts import jobs_by_year as job_years
from poverty.charts import jobs_windows as job_windows
from poverty.charts import page as canvas
from poverty.charts import scenarios as outlook
from poverty.charts import sensitivity as uncertainty
from poverty.charts.drawing import Chart, Drawing
from poverty.charts.page import SLIDE, Size
from poverty.charts.shared import Words, assumed, deciding, opened, sources
from poverty.packs.load import Pack
from poverty.packs.readings import resolve
from poverty.words import trace as tracing
from poverty.words.language import Language
from poverty.words.phrases import ids

# Each module says (`words`) and paints (`paint`); one whose rows need more room than a small page has also chooses
# those that fit and says so (`fitted`). Beside it the notebook in which the chart is explained.
CHARTS = {
    "01-reported": (reported, "01_ingest"),
    "02-trajectory": (trajectory, "02_trajectory"),
    "03-pace": (pace, "02_trajectory"),
    "04-households": (households, "02_trajectory"),
    "05-jobs": (jobs, "03_jobs"),
    "06-groups": (groups, "02_trajectory"),
    "07-standards": (standards, "02_trajectory"),
    "08-uncertainty": (uncertainty, "02_trajectory"),
    "09-job-years": (job_years, "03_jobs"),
    "10-job-windows": (job_windows, "03_jobs"),
    "11-livelihoods": (livelihoods, "04_livelihoods"),
    "12-outlook": (outlook, "05_outlook"),
}
OF_PROVINCES = {  # those of no province alone; these modules also name their sources
    "01-paces": (province_paces, "07_provinces"),
    "02-levels": (province_levels, "07_provinces"),
    "03-backtest": (backtest, "08_backtest"),
}


def draw(name: str, table: pd.DataFrame, pack: Pack, lang: Language, size: Size = SLIDE) -> Chart:
    """Draw one chart from its table, in one language and size, with the evidence of the pack.

    Raises:
        KeyError: no chart has that name.
    """
    module, notebook = CHARTS[name]
    pack = replace(pack, claims=resolve(pack).claims)  # a chart shows figures as the readings settle them
    claims, readings = ids(table["claims"]), ids(table["readings"])
    words = module.words(table, pack, lang)
    if pack.evidence == "article":
        words = replace(words, subtitle=lang.say("%(subtitle)s; main source alone", subtitle=words.subtitle))
    open_questions = () if module.SHOWS_READINGS else opened(pack, claims, lang)
    tail = [*open_questions, *(assumed(pack, readings, lang) if not module.SHOWS_READINGS else ())]
    cited = sources(pack, claims, lang, readings)
    named = list(dict.fromkeys([*claims, *deciding(pack, readings)]))
    drawing = Drawing(module.__name__, name, table, words, tail, cited, narrowed(pack, named), lang)
    standards = [s for s in dict.fromkeys(table["standard"]) if s] if "standard" in table else []
    said = (words.title, _caption(words, tail, cited), words.alt)
    trace = partial(_trace, table, pack, named)
    return Chart(name, notebook, size, *said, named, standards, readings, drawing, pack.evidence, trace)


def narrowed(pack: Pack, names: list[str]) -> Pack:
    """A resolved pack with these claims alone and their sources: all that a drawing may look at."""
    claims = {name: pack.claims[name] for name in names if name in pack.claims}
    cited = {claim.source.id for claim in claims.values()}
    shared = replace(pack.shared, sources={name: s for name, s in pack.shared.sources.items() if name in cited})
    rows = {name: row for name, row in pack.rows.items() if name in claims}
    return replace(pack, claims=claims, rows=rows, shared=shared)


def _trace(table: pd.DataFrame, pack: Pack, names: list[str]) -> tuple[list[dict], dict[str, dict]]:
    return tracing.chains(table, pack), tracing.cited(pack, set(names))


def draw_provinces(name: str, table: pd.DataFrame, packs: dict[str, Pack], lang: Language, size: Size = SLIDE) -> Chart:
    """Draw one chart that is of no province alone, from its table: "01-paces", "02-levels" or "03-backtest".

    Raises:
        KeyError: no such chart has that name.
    """
    module, notebook = OF_PROVINCES[name]
    packs = {slug: replace(pack, claims=resolve(pack).claims) for slug, pack in packs.items()}
    words, cited, claims = module.words(table, packs, lang), module.sources(table, packs, lang), ids(table["claims"])
    own = {slug: [name.partition("/")[2] for name in claims if name.startswith(f"{slug}/")] for slug in packs}
    drawn = {slug: narrowed(pack, own[slug]) for slug, pack in packs.items()}
    drawing = Drawing(module.__name__, name, table, words, [], cited, drawn, lang)
    standards = list(dict.fromkeys(table["standard"])) if "standard" in table else []
    said = (words.title, _caption(words, [], cited), words.alt)
    return Chart(name, notebook, size, *said, claims, standards, ids(table["readings"]), drawing)


def _caption(words: Words, tail: list[str], cited: list[str]) -> str:
    """What a slide says around the drawing, in one paragraph."""
    return " ".join([f"{words.subtitle}.", *words.notes, *tail, canvas.cited(cited)])
