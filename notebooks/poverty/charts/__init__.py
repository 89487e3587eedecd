"""The charts. Each draws one table and nothing else; every mark carries its row's place as its gid.

Observed anchors are filled marks, derived ones hollow diamonds, other sources' printed figures crosses,
estimates, targets and forecasts hollow; what is reconstructed is a line or a tint. No line joins two standards.
"""

from dataclasses import dataclass, replace

import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure

from poverty import canvas
from poverty.charts import groups, households, jobs, pace, provinces, reported, trajectory
from poverty.charts.shared import assumed, deciding, ids, opened, sources
from poverty.pack import Pack
from poverty.readings import resolve
from poverty.words import Language

# Each module says (`words`) and paints (`paint`); `notebook` is where the chart is explained.
CHARTS = {
    "01-reported": (reported, "01_ingest"),
    "02-trajectory": (trajectory, "02_trajectory"),
    "03-pace": (pace, "02_trajectory"),
    "04-households": (households, "02_trajectory"),
    "05-jobs": (jobs, "03_jobs"),
    "06-groups": (groups, "02_trajectory"),
}


@dataclass(frozen=True)
class Chart:
    """A drawn chart, what must be said of it, and what it rests on."""

    id: str
    notebook: str
    table: pd.DataFrame
    figure: Figure
    title: str
    caption: str
    alt: str
    claims: list[str]
    standards: list[str]
    readings: list[str]


def draw(name: str, table: pd.DataFrame, pack: Pack, lang: Language) -> Chart:
    """Draw one chart from its table, in one language.

    Raises:
        KeyError: no chart has that name.
    """
    module, notebook = CHARTS[name]
    pack = replace(pack, claims=resolve(pack).claims)  # a chart shows figures as the readings settle them
    claims, readings = ids(table["claims"]), ids(table["readings"])
    words = module.words(table, pack, lang)
    open_questions = () if module.SHOWS_READINGS else opened(pack, claims, lang)
    notes = [*words.notes, *open_questions, sources(pack, claims, lang, readings)]
    if not module.SHOWS_READINGS and readings:
        notes.insert(-1, assumed(pack, readings, lang))
    with style.context(canvas.STYLE, after_reset=True):
        page = canvas.page(words.title, words.subtitle, notes)
        module.paint(page, table, pack, lang)
    caption = " ".join([words.subtitle + ".", *notes])
    claims = list(dict.fromkeys([*claims, *deciding(pack, readings)]))
    standards = [s for s in dict.fromkeys(table["standard"]) if s] if "standard" in table else []
    return Chart(name, notebook, table, page.figure, words.title, caption, words.alt, claims, standards, readings)


def draw_provinces(name: str, table: pd.DataFrame, packs: dict[str, Pack], lang: Language) -> Chart:
    """Draw one chart that compares provinces ("01-paces" or "02-levels"), from its table.

    Raises:
        KeyError: no such chart has that name.
    """
    paint = {"01-paces": provinces.draw_paces, "02-levels": provinces.draw_levels}[name]
    packs = {slug: replace(pack, claims=resolve(pack).claims) for slug, pack in packs.items()}
    page, title, caption, alt = paint(table, packs, lang)
    standards = list(dict.fromkeys(table["standard"]))
    claims, readings = ids(table["claims"]), ids(table["readings"])
    return Chart(name, "07_provinces", table, page.figure, title, caption, alt, claims, standards, readings)
