"""What is known of poverty and jobs, year by year, on one page: rates, poor households, people placed in jobs."""

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import (
    choose_ticks, choose_years, format_number_ticks, format_percent_ticks, measure_ticks, set_year_axis,
)  # fmt: skip
from poverty.charts.jobs import draw_estimate
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_bar, draw_line, draw_point
from poverty.charts.page import BLUE, GREY, LINE, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_survey_note
from poverty.words.phrases import (
    capitalize_first, phrase_count, phrase_job_figure, phrase_qualified_number, phrase_rate, phrase_rate_unit,
    province_name, tell_direction_of, unique_ids,
)  # fmt: skip

WEIGHTS = {"poverty_rate": 1.3, "poor_households": 1.0, "poor_persons": 1.0, "jobs": 1.0}  # of the rows' heights
KNOWN = ("reported", "derived")  # kinds of figures that a title may tell
WIDTH = 0.55  # years: of a column
EDGE = 0.6  # years left of the first column and right of the last one
MOST_TITLE_WORDS = {"vi": 16}  # of a title that also names the province
MOST_TITLE_WORDS_ELSE = 13
CHANGES = {  # by what the rate did, and whether its count is known
    (FELL, True): translatable("poverty fell to %(rate)s, or %(count)s, by %(when)s"),
    (FELL, False): translatable("poverty fell to %(rate)s by %(when)s"),
    ("rose", True): translatable("poverty rose to %(rate)s, or %(count)s, by %(when)s"),
    ("rose", False): translatable("poverty rose to %(rate)s by %(when)s"),
    (CANNOT_TELL, True): translatable("poverty stood at %(rate)s, or %(count)s, %(when)s"),
    (CANNOT_TELL, False): translatable("poverty stood at %(rate)s, %(when)s"),
}


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    told = _list_told(table)
    answer, place = _phrase_answer(table, told, context, lang), province_name(context, lang)
    title = lang.say("%(place)s: %(answer)s", place=place, answer=answer)
    if len(title.split()) > MOST_TITLE_WORDS.get(lang.code, MOST_TITLE_WORDS_ELSE):
        title = capitalize_first(answer)
    years = lang.span(str(table["year"].min()), str(table["year"].max()))
    subtitle = lang.say("What is known of poverty and jobs, %(place)s, %(years)s", place=place, years=years)
    if not (table["measure"] == "jobs").any():
        subtitle = lang.say("What is known of poverty, %(place)s, %(years)s", place=place, years=years)
    ends = [_phrase_ends(table[table["measure"] == name], context, lang) for name in _list_rows(table)]
    mark = tuple(_name(table.loc[i]) for i in told)
    alt = " ".join([f"{title}.", *ends])
    return ChartTexts(title, state_evidence(subtitle, context, lang), alt, _list_notes(table, context, lang), mark)


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each measure above one axis of years: rates as points and lines, counts as columns."""
    rows = _list_rows(table)
    parts = {name: table[table["measure"] == name] for name in rows}
    highest = {name: max(part[["value", "high"]].max(axis=None), 1e-9) for name, part in parts.items()}
    write = {name: format_percent_ticks if name == "poverty_rate" else format_number_ticks for name in rows}
    left = max(measure_ticks(write[name](choose_ticks(0, top, 1.5), lang), page) for name, top in highest.items())
    axes = page.add_rows([WEIGHTS[name] for name in rows], left=left, gap=0.12)
    years = choose_years(int(table["year"].min()), int(table["year"].max()))
    told = _list_told(table)
    for ax, (name, part) in zip(axes, parts.items(), strict=True):
        inches = ax.get_position().height * page.size.height
        free = 2.3 * LINE * page.size.label / 72  # for the head and the label of the highest mark
        ax.set_xlim(table["t"].min() - EDGE, table["t"].max() + 2 * EDGE)
        ax.set_ylim(0, highest[name] * inches / max(inches - free, 0.4 * inches))
        values = choose_ticks(0, highest[name], inches)
        ax.set_yticks(values, write[name](values, lang))
        ax.grid(axis="y")
        set_year_axis(page, ax, years, [str(year) for year in years] if ax is axes[-1] else [""] * len(years))
        labels = Labels(page, mark=0.07)
        head = page.write(*page.locate(ax, ax.get_xlim()[0], ax.get_ylim()[1]), _head(name, part, context, lang),
                          bold=True, va="top", gid=f"name.{name}")  # fmt: skip
        labels.block_text(head)
        _mark_standards(ax, table, context)
        if name == "jobs":
            draw_estimate(ax, part[part["kind"] == "estimated"], labels)
        _draw_figures(ax, name, part, context, labels)
        _write_labels(page, ax, part, told, context, lang, labels)


def _draw_figures(ax: Axes, name: str, part: pd.DataFrame, context: Context, labels: Labels) -> None:
    """The marks of a row; of two columns at one date that of the earlier standard stands left of it."""
    if name == "poverty_rate":
        for of in _list_lines(part, context):
            draw_line(ax, of["t"], of["value"], of.index[0], _color(of.iloc[-1], part))
            labels.block_line(ax, list(of["t"]), list(of["value"]))
    for i, row in part[~part["kind"].isin(["reconstructed", "estimated"])].iterrows():
        gid, y, x = _name(row), _height(row), _place(row, part)
        if name == "poverty_rate":
            draw_point(ax, x, y, gid.partition(".")[0], i, _color(row, part))
            labels.block_mark(ax, x, y, gid)
        else:
            draw_bar(ax, x, y, gid.partition(".")[0], i, _color(row, part), WIDTH)
            labels.block_bar(ax, x, y, WIDTH, gid)


def _write_labels(
    page: Page, ax: Axes, part: pd.DataFrame, told: list, context: Context, lang: Language, labels: Labels
) -> None:
    """The numbers: first that of the title, then the ends of each standard, then what else has room."""
    drawn = part[~part["kind"].isin(["reconstructed", "estimated"])]
    known = drawn[drawn["kind"].isin(KNOWN)]
    ends = {i for _, of in known.groupby("standard", sort=False) for i in of.index[[0, -1]]}
    order = sorted(drawn.index, key=lambda i: (i not in told, i not in ends, -part.loc[i, "t"]))
    for i in order:
        row, is_told = part.loc[i], i in told
        x, y, is_rate = _place(row, part), _height(row), row["measure"] == "poverty_rate"
        sides = ("above", "above right", "right", "above left", "left", "below") if is_rate else ("above",)
        points = 1.4 * page.size.label if is_told else None
        labels.place(ax, x, y, _write(row, context, lang), _name(row), _color(row, part), points, must=is_told, sides=sides)


def _mark_standards(ax: Axes, table: pd.DataFrame, context: Context) -> None:
    """A dotted line where another standard came into force."""
    names = [name for name in dict.fromkeys(table["standard"]) if name]
    for name in names[1:]:
        start = context.shared.standards[name].first_year - 1  # a year end is whole: 2021 ends as 2022 begins
        ax.axvline(start, color=GREY, linewidth=1, linestyle=(0, (1, 2)), zorder=0.5)


def _list_lines(part: pd.DataFrame, context: Context) -> list[pd.DataFrame]:
    """The runs of years of one standard and base that a line joins; none of a survey."""
    path = part[part["kind"].isin([*KNOWN, "reconstructed"])]
    path = path[[context.shared.standards[name].method != "survey" for name in path["standard"]]]
    runs = []
    for _, of in path.groupby(["standard", "base"], sort=False):
        runs += [run for _, run in of.groupby((of["year"].diff() > 1).cumsum()) if len(run) > 1]
    return runs


def _list_rows(table: pd.DataFrame) -> list[str]:
    return [name for name in WEIGHTS if (table["measure"] == name).any()]


def _list_told(table: pd.DataFrame) -> list:
    """The rows that the title tells: the latest rate and the count of its date, else the latest figure there is."""
    known = table[table["kind"].isin(KNOWN)]
    rates = known[known["measure"] == "poverty_rate"]
    if rates.empty:
        rest = known if len(known) else table
        return [rest[rest["measure"] == rest["measure"].iloc[0]].index[-1]]
    last = rates.loc[rates["t"].idxmax()]
    counts = known[known["measure"].isin(["poor_households", "poor_persons"])]
    counts = counts[(counts["t"] == last["t"]) & (counts["standard"] == last["standard"])]
    return [last.name, *counts.index[:1]]


def _phrase_answer(table: pd.DataFrame, told: list, context: Context, lang: Language) -> str:
    """What became of poverty under the latest standard, without the province."""
    last = table.loc[told[0]]
    when = lang.date(last["date"])
    count = _phrase_counted(table.loc[told[1]], context, lang) if len(told) > 1 else ""
    if last["measure"] == "jobs":
        return lang.say("%(count)s people placed in jobs in %(when)s", count=_write(last, context, lang), when=when)
    if last["measure"] != "poverty_rate":
        return lang.say("%(count)s poor, %(when)s", count=_phrase_counted(last, context, lang), when=when)
    same = table[(table["measure"] == "poverty_rate") & table["kind"].isin(KNOWN)]
    same = same[(same["standard"] == last["standard"]) & (same["base"] == last["base"])]
    ends = [row.to_dict() | _find_sampling(row, context) for _, row in same.iloc[[0, -1]].iterrows()]
    direction = tell_direction_of(*map(pd.Series, ends)) if len(same) > 1 else CANNOT_TELL
    return lang.say(CHANGES[direction, bool(count)], rate=_write(last, context, lang), count=count, when=when)


def _phrase_counted(row: pd.Series, context: Context, lang: Language) -> str:
    """A count with what it counts."""
    n = _write(row, context, lang)
    return lang.say("%(n)s people", n=n) if row["measure"] == "poor_persons" else lang.say("%(n)s households", n=n)


def _find_sampling(row: pd.Series, context: Context) -> dict[str, float]:
    """The ends of the interval that a survey prints of a figure."""
    claim = _find_claim(row, context)
    return {"survey_low": claim.sampling.low, "survey_high": claim.sampling.high} if claim and claim.sampling else {}


def _phrase_ends(part: pd.DataFrame, context: Context, lang: Language) -> str:
    """The first and the last known figure of each standard, or of jobs all that are."""
    known = part[part["kind"].isin(KNOWN)]
    if known.empty:
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    latest = known[known["standard"] == last["standard"]].iloc[0]
    ends = pd.concat([known.loc[[first.name]], known.loc[[latest.name]], known.loc[[last.name]]])
    named = [
        lang.say("%(value)s (%(when)s)", value=_write(row, context, lang), when=lang.date(row["date"]))
        for _, row in ends[~ends.index.duplicated()].iterrows()
    ]
    head = _head(part["measure"].iloc[0], part, context, lang)
    return lang.say("%(what)s: %(values)s.", what=head, values=", ".join(named))


def _head(name: str, part: pd.DataFrame, context: Context, lang: Language) -> str:
    """What a row shows."""
    if name == "poverty_rate":
        claims = [i for i in unique_ids(part["claims"]) if i in context.claims and context.claims[i].whole]
        claims = [i for i in claims if context.claims[i].indicator == name]
        return lang.say("Poverty rate, %(unit)s", unit=phrase_rate_unit(context, claims, lang))
    texts = {
        "poor_households": translatable("Poor households"), "poor_persons": translatable("Poor people"),
        "jobs": translatable("People placed in jobs in the year"),
    }  # fmt: skip
    return lang.say(texts[name])


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> tuple[Sentence, ...]:
    """What must be said, the most important first."""
    notes = []
    if table.loc[table["standard"] != "", "standard"].nunique() > 1:
        text = translatable("Dotted: a new standard, which counts other households; nothing compares across it.")
        notes.append(lang.sentence(Kind.LIMIT, text))
    rates = table[table["measure"] == "poverty_rate"]
    notes += phrase_survey_note(context, rates, lang)
    doubted = rates[(rates["doubt"] == "contradicted") & rates["kind"].isin(KNOWN)]
    if len(doubted):
        named = [
            lang.say("%(value)s (%(when)s)", value=_write(row, context, lang), when=lang.date(row["date"]))
            for _, row in doubted.iterrows()
        ]
        text = translatable("Contradicted by a check or by another printed figure: %(values)s.")
        notes.append(lang.sentence(Kind.CONTRADICTED, text, values=lang.listed(named)))
    if not set(table["kind"]) <= {"reported", "reconstructed", "estimated"}:
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred, or its date is open."))
    if (table["kind"] == "reconstructed").any():
        notes.append(lang.sentence(Kind.KEY, "Lines between figures are reconstructed."))
    if (table["kind"] == "estimated").any():
        notes.append(lang.sentence(Kind.KEY, "Tint: estimated jobs, 90%% range."))
    return tuple(notes)


def _find_claim(row: pd.Series, context: Context):
    """The claim that prints the number of a row; None if it follows from others."""
    claims = (context.claims[name] for name in row["claims"].split() if name in context.claims)
    return next((c for c in claims if c.indicator == row["measure"] and c.bounds and float(c.value) == row["value"]), None)


def _write(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure with its qualifier; one that nobody printed as "about", or as its range."""
    if row["measure"] == "jobs":
        if row["kind"] == "part of the year":
            return phrase_qualified_number("at least", lang.number(row["low"]), lang)
        return phrase_job_figure(row, context, lang)
    claim = _find_claim(row, context)
    printed = row.to_dict() | ({"kind": "reported", "claims": claim.id} if claim else {"kind": "derived"})
    write = phrase_rate if row["measure"] == "poverty_rate" else phrase_count
    return write(pd.Series(printed), context, lang)


def _name(row: pd.Series) -> str:
    """The gid of a row's mark."""
    return f"{'reported' if row['kind'] == 'reported' else 'inferred'}.{row.name}"


def _height(row: pd.Series) -> float:
    """How high a figure is drawn: one of which only a range is known in its middle, a part of a year at its number."""
    if pd.notna(row["value"]):
        return row["value"]
    return row["low"] if pd.isna(row["high"]) else (row["low"] + row["high"]) / 2


def _place(row: pd.Series, part: pd.DataFrame) -> float:
    """Where a figure stands in time; of two columns at one date the earlier standard's left of the later one's."""
    same = part[(part["t"] == row["t"]) & ~part["kind"].isin(["reconstructed", "estimated"])]
    if row["measure"] == "poverty_rate" or len(same) < 2:
        return row["t"]
    return row["t"] + WIDTH * (list(same.index).index(row.name) - (len(same) - 1) / 2)


def _color(row: pd.Series, part: pd.DataFrame) -> str:
    """Blue under the latest standard, and jobs; grey under those before it."""
    return BLUE if row["standard"] == part["standard"].iloc[-1] else GREY
