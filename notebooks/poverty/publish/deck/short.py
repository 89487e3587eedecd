"""The few rows of a chart's table that a listener may ask for: who, when, how much."""

from collections.abc import Callable

import pandas as pd

from poverty.charts.jobs_average import FAMILIES
from poverty.charts.jobs_windows import STATES
from poverty.charts.scenarios import scenario
from poverty.publish.deck import levels
from poverty.publish.deck.bars import COLUMN, Plot
from poverty.publish.deck.tables import MOST, Short
from poverty.tables import PATH_SHAPES
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.phrases import capitalize_first


def short(name: str, table: pd.DataFrame, context: Context, lang: Language) -> Short | None:
    """The rows of a chart's table that matter most, in words; None for a chart that has no short table."""
    made: dict[str, Callable[[pd.DataFrame, Context, Language], Short]] = {
        "01-reported": levels.reported,
        "02-trajectory": levels.trajectory,
        "05-jobs": _jobs,
        "06-groups": levels.groups,
        "07-standards": levels.standards,
        "08-uncertainty": _uncertainty,
        "10-job-windows": _windows,
        "12-outlook": _outlook,
    }
    return made[name](table, context, lang) if name in made else None


def of_plot(plot: Plot, lang: Language) -> Short:
    """The bars of a plot that is not drawn as such."""
    first = plot.panels[0]
    kinds = len(plot.panels) == 1 and len(first.series) > 1
    heads = [lang.say("Figure"), *([lang.say("What it is")] if kinds else [])]
    heads += [panel.title or lang.say("Number") for panel in plot.panels]
    rows = []
    for i, name in enumerate(first.categories):
        texts, kind = [], ""
        for panel in plot.panels:
            drawn = [s for s in panel.series if s.values[i] is not None]
            texts.append(drawn[0].labels.get(i) or lang.number(drawn[0].values[i], panel.decimals) if drawn else "")
            kind = drawn[0].name if drawn else kind
        words = ", ".join(name) if isinstance(name, tuple) else " ".join(name.split("\n"))
        if any(texts):
            rows.append([words, *([kind] if kinds else []), *(" ".join(t.split("\n")) for t in texts)])
    return Short(heads, rows[-MOST:] if first.kind == COLUMN else rows[:MOST], len(rows))


def _jobs(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """The last year under each reading: what any path leaves for it, then the scenarios."""
    last = table[table["year"] == table["year"].max()]
    year = int(table["year"].max())
    heads = [lang.say("Reading"), lang.say("%(year)s, any path that never falls", year=year)]
    heads += [capitalize_first(lang.label(name)) for name, *_ in FAMILIES.values()]
    rows = []
    for _, same in last.groupby("reading", sort=False):
        bounds = same[same["family"] == "bounds"].iloc[0]
        ends = lang.range(lang.number(bounds["low"]), lang.number(bounds["high"]))
        values = same.set_index("family")["value"]
        shown = [lang.number(values[name]) if name in values else lang.say("none") for name in FAMILIES]
        rows.append([lang.label(bounds["label"]) or lang.say("as printed"), ends, *shown])
    return Short(heads, rows[:MOST], len(rows))


def _uncertainty(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """Each source of doubt and the range of the pace that it leaves."""
    heads = [lang.say("Source of doubt"), lang.say("Years"), lang.say("%% a year"), lang.say("Points a year")]
    rows = []
    for row in table.head(MOST).itertuples():
        name = lang.label(row.label)
        if row.source == "reading":
            name = lang.say("Reading: %(label)s", label=name)
        if row.ruled_out == "yes":
            name = lang.say("%(label)s (ruled out)", label=name)
        shown = [_between(row.arr_low, row.arr_high, 1, lang), _between(row.points_low, row.points_high, 2, lang)]
        if row.verdict:
            shown = [lang.say("cannot tell")] * 2
        rows.append([name, lang.span(row.start, row.end), *shown])
    return Short(heads, rows, len(table))


def _between(low: float, high: float, decimals: int, lang: Language) -> str:
    return lang.range(*("∞" if pd.isna(x) else lang.number(x, decimals) for x in (low, high)))


def _windows(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """How many spans of years must, can and cannot have had the average, by shape of path."""
    heads = [lang.say("Jobs from year to year"), *(capitalize_first(lang.label(text)) for text, _ in STATES.values())]
    rows = []
    for shape, same in table.groupby("shape", sort=False):
        counts = same["state"].value_counts()
        rows.append(
            [capitalize_first(lang.label(PATH_SHAPES[shape])), *(lang.number(counts.get(state, 0)) for state in STATES)]
        )
    return Short(heads, rows, len(rows))


def _outlook(table: pd.DataFrame, context: Context, lang: Language) -> Short:
    """Where each scenario ends; under an open question, from the lowest to the highest."""
    paths = table[table["role"] == "scenario"]
    ends = paths[paths["t"] == paths["t"].max()]
    counted = ends["households"].notna().all()
    heads = [lang.say("If"), lang.say("Poverty rate, %(when)s", when=lang.date(ends["date"].iloc[0]))]
    heads += [lang.say("Poor households")] if counted else []
    rows = []
    for (name, parameter), same in ends.groupby(["scenario", "parameter"], sort=False, dropna=False):
        decimals = 2 if same["value"].max() < 1.995 else 1
        rates = (lang.percent(x, decimals) for x in (same["value"].min(), same["value"].max()))
        row = [scenario(name, parameter, lang), lang.range(*rates)]
        if counted:
            row.append(lang.range(*(lang.number(x) for x in (same["households"].min(), same["households"].max()))))
        rows.append(row)
    return Short(heads, rows[:MOST], len(rows))
