"""Poverty and jobs, year by year, on one page: rates, poor households, people placed in jobs."""

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import (
    choose_ticks,
    choose_years,
    format_number_ticks,
    format_percent_ticks,
    measure_ticks,
    set_year_axis,
)  # fmt: skip
from poverty.charts.fonts import measure_text
from poverty.charts.jobs import draw_estimate
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_bar, draw_line, draw_point
from poverty.charts.page import BLUE, GREY, LINE, SMALLEST_TITLE, Page, Size
from poverty.charts.texts import MOST_TITLE_WORDS, ChartTexts, allow_words, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_survey_note, phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_count,
    phrase_dated,
    phrase_job_figure,
    phrase_rate,
    phrase_rate_unit,
    province_name,
    tell_direction_of,
    tell_survey_direction,
    unique_ids,
)  # fmt: skip

WEIGHTS = {"poverty_rate": 1.3, "poor_households": 1.0, "poor_persons": 1.0, "jobs": 1.0}  # of the rows' heights
KNOWN = ("reported", "derived")  # kinds of figures that a title may tell
LINE_KINDS = ("reconstructed", "estimated")  # kinds that have no mark of their own
GROUP = ["measure", "standard", "base"]  # of figures that may be compared
WIDTH = 0.55  # years: of a column
WIDEST = 0.6  # inches: the same
KEY = 1.4  # times the size of other labels: the numbers of the title
NEAR = 0.8  # inches: a label at the right of a mark would stand over the next one
EDGE = 0.6  # years left of the first column
CHANGES = {  # by what the rate did
    FELL: translatable("poverty fell to %(level)s by %(when)s"),
    ROSE: translatable("poverty rose to %(level)s by %(when)s"),
    CANNOT_TELL: translatable("poverty stood at %(level)s in %(year)s"),
}
COUNTED = {"poor_households": translatable("%(n)s households"), "poor_persons": translatable("%(n)s people")}
SUBTITLES = {  # by whether the chart has jobs
    True: translatable("Poverty and jobs, %(place)s, %(years)s"), False: translatable("Poverty, %(place)s, %(years)s"),
}  # fmt: skip
HEADS = {
    "poor_households": translatable("Poor households"), "poor_persons": translatable("Poor people"),
    "jobs": translatable("People placed in jobs in the year"),
}  # fmt: skip


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    told = _list_told(table)
    answer, place = _phrase_answer(table, told, context, lang), province_name(context, lang)
    title = lang.say("%(place)s: %(answer)s", place=place, answer=answer)
    is_long = measure_text(title, SMALLEST_TITLE * size.title, bold=True) > size.room
    if is_long or len(title.split()) > allow_words(MOST_TITLE_WORDS, lang.code):
        title = capitalize_first(answer)
    years = lang.span(str(table["year"].min()), str(table["year"].max()))
    text = SUBTITLES["jobs" in set(table["measure"])]
    subtitle = lang.say(text, place=place, years=years)
    alt = [f"{title}."]
    for name, known in table[table["kind"].isin(KNOWN)].groupby("measure", sort=False):
        latest = known[known["standard"] == known["standard"].iloc[-1]].index[0]
        ends = known.loc[list(dict.fromkeys([known.index[0], latest, known.index[-1]]))]
        values = phrase_dated(ends, _write, context, lang)
        alt.append(lang.say("%(what)s: %(values)s.", what=_head(name, known, context, lang), values=values))
    notes, marks = _list_notes(table, context, lang), tuple(_place_marks(table).loc[told, "gid"])
    return ChartTexts(title, state_evidence(subtitle, context, lang), " ".join(alt), notes, marks)


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each measure above one axis of years: rates as points and lines, counts as columns."""
    table, month, told = _place_marks(table), _find_usual_month(table), _list_told(table)
    parts = {name: table[table["measure"] == name] for name in WEIGHTS if (table["measure"] == name).any()}
    tops = {name: part[["y", "high"]].max(axis=None) for name, part in parts.items()}
    highest = {name: top if top > 0 else 1.0 for name, top in tops.items()}
    write = dict.fromkeys(HEADS, format_number_ticks) | {"poverty_rate": format_percent_ticks}
    left = max(measure_ticks(write[name](choose_ticks(0, top, 1.5), lang), page) for name, top in highest.items())
    axes = page.add_rows([WEIGHTS[name] for name in parts], left=left, gap=0.05)
    years = choose_years(int(table["year"].min()), int(table["year"].max()))
    key = max(measure_text(_write(table.loc[i], context, lang), KEY * page.size.label, True) for i in told)
    wide = axes[0].get_position().width * page.size.width
    start, last = min(table["t"].min(), years[0] + month) - EDGE, max(table["t"].max(), years[-1] + month)
    free = (2 + KEY / 3) * LINE * page.size.label / 72  # inches for the head and the label of the highest mark
    for ax, (name, part) in zip(axes, parts.items(), strict=True):
        inches = ax.get_position().height * page.size.height
        ax.set_xlim(start, start + (last - start) * wide / (wide - key - 0.1))
        ax.set_ylim(0, highest[name] * inches / max(inches - free, 0.4 * inches))
        values = choose_ticks(0, highest[name], inches)
        values = values[:: max(1, len(values) - 1)]  # 0 and the highest one
        ax.set_yticks(values, write[name](values, lang))
        ax.grid(axis="y")
        names = [str(year) for year in years] if ax is axes[-1] else [""] * len(years)
        set_year_axis(page, ax, [year + month for year in years], names)
        labels, (x, y) = Labels(page, mark=0.055), page.locate(ax, start, ax.get_ylim()[1])
        labels.block_text(page.write(x, y, _head(name, part, context, lang), bold=True, va="top", gid=f"name.{name}"))
        labels.block_ticks(ax)
        standards = [standard for standard in dict.fromkeys(table["standard"]) if standard and name != "jobs"]
        for standard in standards[1:]:
            began = context.shared.standards[standard].first_year - 1  # a year end is whole: 2021 ends as 2022 begins
            ax.vlines(began, 0, highest[name], color=GREY, linewidth=1, linestyle=(0, (1, 2)), zorder=0.5)
        _draw_row(page, ax, part, told, min(WIDTH, WIDEST * (last - start) / wide), context, lang, labels)


def _place_marks(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the place (`beside` in column widths), the colour (blue: latest standard) and the gid of marks."""
    jobs, of_measure = table["measure"] == "jobs", table.groupby("measure", sort=False)
    marked = ~table["kind"].isin(LINE_KINDS) & (table["measure"] != "poverty_rate")
    same = table[marked].groupby(["measure", "t"])["year"]
    return table.assign(
        t=table["t"].where(~jobs, table["t"] + _find_usual_month(table)),
        y=table["value"].fillna((table["low"] + table["high"]) / 2).fillna(table["low"]),
        beside=(same.cumcount() - (same.transform("size") - 1) / 2).reindex(table.index, fill_value=0.0),
        color=(table["standard"] == of_measure["standard"].transform("last")).map({True: BLUE, False: GREY}),
        gid=[f"{'reported' if kind == 'reported' else 'inferred'}.{i}" for i, kind in table["kind"].items()],
    )


def _draw_row(
    page: Page, ax: Axes, part: pd.DataFrame, told: list, width: float, context: Context, lang: Language, labels: Labels
) -> None:
    """Lines, points or columns, then numbers: that of the title, the ends of each standard, what else has room."""
    is_rate, is_joined = part["measure"].iloc[0] == "poverty_rate", False
    surveys = [name for name, standard in context.shared.standards.items() if standard.method == "survey"]
    path = part[part["kind"].isin([*KNOWN, "reconstructed"]) & ~part["standard"].isin(surveys) & is_rate]
    for _, of in path.groupby(["standard", "base"], sort=False):
        for _, run in of.groupby((of["year"].diff() > 1).cumsum()):
            if len(run) > 1:
                draw_line(ax, run["t"], run["value"], run.index[0], run["color"].iloc[-1], width=2.2)
                labels.block_line(ax, list(run["t"]), list(run["value"]))
                is_joined = True
    draw_estimate(ax, part.assign(year=part["t"])[part["kind"] == "estimated"], labels, width=1.6)
    drawn, known = part[~part["kind"].isin(LINE_KINDS)], part[part["kind"].isin(KNOWN)]
    for row in drawn.itertuples():
        kind, x = row.gid.partition(".")[0], row.t + width * row.beside
        if is_rate:
            draw_point(ax, x, row.y, kind, row.Index, row.color, 7 if page.size.is_narrow else 10)
            labels.block_mark(ax, x, row.y, row.gid)
        else:
            draw_bar(ax, x, row.y, kind, row.Index, row.color, width)
            labels.block_bar(ax, x, row.y, width, row.gid)
    ends = {i for _, of in known.groupby("standard", sort=False) for i in of.index[[0, -1]]}
    for i in sorted(drawn.index, key=lambda i: (i not in told, i not in ends, -part.loc[i, "t"])):
        row, sides = part.loc[i], ("above", "above right")
        if is_rate:
            box = labels.marks[row["gid"]]
            near = any(0 < other[0] - box[0] < NEAR for other in labels.marks.values())
            rest = () if near and i not in ends else ("above right", "right")
            sides = ("above", *rest, "below", *(("above left", "below left", "left") if is_joined else ()))
        look = {"points": KEY * page.size.label if i in told else None, "must": False, "sides": sides}
        x = row["t"] + width * row["beside"]
        labels.place(ax, x, row["y"], _write(row, context, lang), row["gid"], row["color"], **look)


def _find_usual_month(table: pd.DataFrame) -> float:
    """Where in its year most rates stand, in years from its end: 0 for December, -0.75 for March."""
    parts = (table.loc[table["measure"] != "jobs", "t"] % 1).round(4)
    return -((1 - parts.mode().max()) % 1) if len(parts) else 0.0


def _list_told(table: pd.DataFrame) -> list:
    """The rows that the title tells: the latest rate and the count of its date, else the latest figure there is."""
    known = table[table["kind"].isin(KNOWN)]
    rest = known if len(known) else table
    first = rest[rest["measure"] == rest["measure"].iloc[0]]
    if first["measure"].iloc[0] != "poverty_rate" or known.empty:
        return [first.index[-1]]
    last = first.loc[first["t"].idxmax()]
    counts = known[known["measure"].isin(COUNTED) & (known["t"] == last["t"]) & (known["standard"] == last["standard"])]
    return [last.name, *counts.index[:1]]


def _phrase_answer(table: pd.DataFrame, told: list, context: Context, lang: Language) -> str:
    """What became of poverty under the latest standard, without the province."""
    last = table.loc[told[0]]
    level, *counts = (_phrase_counted(row, context, lang) for _, row in table.loc[told].iterrows())
    when = lang.date(last["date"])
    if last["measure"] == "jobs":
        return lang.say("%(count)s people placed in jobs in %(when)s", count=level, when=when)
    if last["measure"] != "poverty_rate":
        return lang.say("%(count)s poor, %(when)s", count=level, when=when)
    if counts:
        level = lang.say("%(rate)s, or %(count)s,", rate=level, count=counts[0])
    same = table[table["kind"].isin(KNOWN) & (table[GROUP] == last[GROUP]).all(axis=1)]
    ends = []
    for _, row in same.iloc[[0, -1]].iterrows():
        sampling = getattr(_find_claim(row, context), "sampling", None)
        error = {"survey_low": sampling.low, "survey_high": sampling.high} if sampling else {}
        ends.append(pd.Series(row.to_dict() | error))
    standard = context.shared.standards.get(last["standard"])
    tell = tell_survey_direction if standard and standard.method == "survey" else tell_direction_of
    direction = tell(*ends) if len(same) > 1 else CANNOT_TELL
    return lang.say(CHANGES[direction], level=level, when=when, year=last["year"])


def _phrase_counted(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure; of households or people with what it counts."""
    number = _write(row, context, lang)
    text = COUNTED.get(row["measure"])
    return lang.say(text, n=number) if text else number


def _head(name: str, part: pd.DataFrame, context: Context, lang: Language) -> str:
    """What a row shows."""
    if name != "poverty_rate":
        return lang.say(HEADS[name])
    claims = [i for i in unique_ids(part["claims"]) if i in context.claims and context.claims[i].indicator == name]
    return lang.say("Poverty rate, %(unit)s", unit=phrase_rate_unit(context, claims, lang))


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> tuple[Sentence, ...]:
    """What must be said, the most important first."""
    rates, kinds = table[table["measure"] == "poverty_rate"], set(table["kind"])
    figures = table[(table["measure"] != "jobs") & table["kind"].isin(KNOWN)]
    notes = [*phrase_survey_note(context, rates, lang), *phrase_territory_note(context, figures, lang)]
    if table.loc[table["standard"] != "", "standard"].nunique() > 1:
        notes.append(lang.sentence(Kind.LIMIT, "Dotted: a new standard; nothing compares across it."))
    if kinds & {"date open", "disputed"}:
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred, or of an open date."))
    elif kinds & {"derived", "part of the year"}:
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred."))
    if "reconstructed" in kinds:
        notes.append(lang.sentence(Kind.KEY, "Lines: reconstructed."))
    if "estimated" in kinds:
        notes.append(lang.sentence(Kind.KEY, "Tint: estimate, 90%% range."))
    doubted = rates[(rates["doubt"] == "contradicted") & rates["kind"].isin(KNOWN)]
    if len(doubted):
        text = translatable("Contradicted by a check or by another printed figure: %(values)s.")
        notes.append(lang.sentence(Kind.CONTRADICTED, text, values=phrase_dated(doubted, _write, context, lang)))
    return tuple(notes)


def _find_claim(row: pd.Series, context: Context):
    """The claim that prints the number of a row; None if it follows from others."""
    claims = [context.claims[name] for name in row["claims"].split() if name in context.claims]
    claims = [claim for claim in claims if claim.indicator == row["measure"] and claim.bounds]
    return next((claim for claim in claims if float(claim.value) == row["value"]), None)


def _write(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure with its qualifier; one that nobody printed as "about", or as its range."""
    if row["kind"] == "part of the year":
        return lang.say("at least %(n)s", n=lang.number(row["low"]))
    if row["measure"] == "jobs":
        return phrase_job_figure(row, context, lang)
    claim = _find_claim(row, context)
    printed = row.to_dict() | ({"kind": "reported", "claims": claim.id} if claim else {"kind": "derived"})
    write = phrase_rate if row["measure"] == "poverty_rate" else phrase_count
    return write(pd.Series(printed), context, lang)
