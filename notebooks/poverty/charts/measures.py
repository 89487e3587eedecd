"""Register and household survey over the same years, each with its own colour and line: two measures, never joined."""

import pandas as pd

from poverty.charts.axes import choose_ticks, format_percent_ticks, measure_ticks, set_value_axis, set_year_axis
from poverty.charts.labels import End, Labels, set_time_limits, write_ends
from poverty.charts.marks import draw_bar, draw_line, draw_point
from poverty.charts.page import BLUE, GREY, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_rate,
    phrase_standard_years,
    province_name,
    tell_direction_of,
    unique_ids,
)  # fmt: skip

REGISTER, SURVEY = "register", "survey"
COLORS = {REGISTER: BLUE, SURVEY: GREY}
NAMES = {REGISTER: translatable("register"), SURVEY: translatable("survey")}
BASES = {"households": translatable("%% of households"), "population": translatable("%% of people")}
CHANGES = {  # of the register, then of the survey, by the direction of each; of one direction, the survey's numbers
    FELL: (translatable("poverty fell from %(first)s to %(last)s"), translatable("it fell")),
    CANNOT_TELL: (translatable("poverty hardly changed, %(first)s to %(last)s"), translatable("it hardly changed")),
    "rose": (translatable("poverty rose from %(first)s to %(last)s"), translatable("it rose")),
}
SHAPES = {SURVEY: "s", REGISTER: "o"}  # of their marks; drawn in this order: of equal figures the corners still show
HEADROOM = 1.12  # of the highest figure
MOST_TOLD = 6  # figures of a measure in the alternative text; else its first and its last
WORDS_SHARE = 0.25  # of the width: what stands beside the last numbers


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    ends = _list_ends(table)
    register, survey = ([_phrase_value(row, context, lang) for _, row in ends[m].iterrows()] for m in COLORS)
    years = dict.fromkeys(str(round(t)) for t in ends[REGISTER]["t"])
    if len(years) == 1:
        values = {"year": years.popitem()[0], "register": register[0], "survey": survey[0]}
        title = lang.say(
            "In %(year)s the register counted %(register)s poor, the household survey %(survey)s", **values
        )
    else:
        directions = [tell_direction_of(ends[m].iloc[0], ends[m].iloc[-1]) for m in COLORS]
        of_register, of_survey = CHANGES[directions[0]][0], CHANGES[directions[1]][1]
        told = lang.say(of_survey)
        if directions[0] == directions[1]:
            told = lang.range(*survey)
        change = lang.say(of_register, first=register[0], last=register[-1])
        title = lang.say("Register: %(register)s; survey: %(survey)s", register=change, survey=told)
    subtitle = lang.say("Poverty rate, %(place)s", place=province_name(context, lang))
    if not size.is_narrow:
        text = translatable("%(subtitle)s: register at year ends, household survey of the year")
        subtitle = lang.say(text, subtitle=subtitle)
    return ChartTexts(
        title, state_evidence(subtitle, context, lang), f"{title}. {_phrase_figures(table, context, lang)}",
        tuple(_list_notes(table, context, lang)),
        tuple(f"{_tell_kind(row)}.{row.Index}" for row in ends[REGISTER].itertuples()),
    )  # fmt: skip


def phrase_other_sources(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """Who published the survey: it is no claim of a pack."""
    publishers = dict.fromkeys(table.loc[table["measure"] == SURVEY, "publisher"])
    return lang.say("Survey: %(publishers)s.", publishers=lang.listed([lang.label(name) for name in publishers]))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A line for each measure over the years that they share, named at its end; two columns where it is one year."""
    if (table["end"] == "last").any():
        _draw_lines(page, table, context, lang)
    else:
        _draw_columns(page, table, context, lang)


def _draw_lines(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    top = HEADROOM * table["value"].max()
    ax = page.add_axes(left=measure_ticks(format_percent_ticks(choose_ticks(0, top, 4), lang), page))
    set_value_axis(page, ax, top, format_percent_ticks, lang)
    first, last = table["t"].min(), table["t"].max()
    ends = [
        End(
            row["value"], _phrase_value(row, context, lang), _phrase_name(row, lang, ",\n"),
            f"{_tell_kind(row)}.{i}", COLORS[row["measure"]], page.size.key,
        )
        for i, row in table[table["end"] == "last"].iterrows()
    ]  # fmt: skip
    lines = set_time_limits(page, ax, first, last, ends, WORDS_SHARE)
    years = range(round(first), round(last) + 1)
    set_year_axis(page, ax, [float(year) for year in years], [str(year) for year in years])
    labels = Labels(page)
    labels.block_ticks(ax)
    for measure, marker in SHAPES.items():
        of = table[table["measure"] == measure]
        draw_line(ax, of["t"], of["value"], measure, COLORS[measure])
        labels.block_line(ax, list(of["t"]), list(of["value"]))
        for row in of.itertuples():
            draw_point(ax, row.t, row.value, _tell_kind(row), row.Index, COLORS[measure], marker=marker)
            labels.block_mark(ax, row.t, row.value, f"{_tell_kind(row)}.{row.Index}")
    write_ends(labels, ax, last, ends, lines)
    wanted = table[table["end"] != "last"].sort_values(["end", "value"], ascending=False)
    for i, row in wanted.iterrows():
        is_first = row["end"] == "first"
        higher = row["value"] >= table.loc[table["t"] == row["t"], "value"].max()
        sides = ("above right", "right", "above") if higher else ("below left", "below", "below right", "left")
        labels.place(
            ax, row["t"], row["value"], _phrase_value(row, context, lang), f"{_tell_kind(row)}.{i}",
            COLORS[row["measure"]], bold=is_first, must=is_first, sides=sides,
        )  # fmt: skip


def _draw_columns(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    top = 1.2 * table["value"].max()
    ax = page.add_axes(left=measure_ticks(format_percent_ticks(choose_ticks(0, top, 4), lang), page))
    set_value_axis(page, ax, top, format_percent_ticks, lang)
    ax.set_xlim(-0.7, len(table) - 0.3)
    names = [_phrase_name(row, lang) for _, row in table.iterrows()]
    ax.set_xticks(range(len(table)), names)
    labels = Labels(page, mark=0.05)
    for x, (i, row) in enumerate(table.iterrows()):
        gid, color = f"{_tell_kind(row)}.{i}", COLORS[row["measure"]]
        draw_bar(ax, x, row["value"], _tell_kind(row), i, color)
        labels.block_bar(ax, x, row["value"], 0.6, gid)
        number = _phrase_value(row, context, lang)
        labels.place(ax, x, row["value"], number, gid, color, page.size.key, sides=("above",))


def _list_ends(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The first and the last figure of each measure; one figure where they share one year."""
    return {measure: table[(table["measure"] == measure) & (table["end"] != "")] for measure in COLORS}


def _phrase_value(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure as printed; one that nobody printed as "about"."""
    if row["measure"] == SURVEY:
        return lang.percent(row["value"], int(row["decimals"]))
    return phrase_rate(row, context, lang)


def _phrase_name(row: pd.Series, lang: Language, joint: str = ", ") -> str:
    """A measure, and what its rate is a share of."""
    base = BASES[row["base"]]
    return f"{lang.label(NAMES[row['measure']])}{joint}{lang.say(base)}"


def _phrase_figures(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """The figures of each measure with their years, in a sentence each."""
    told = []
    for _, of in table.groupby("measure", sort=False):
        shown = of if len(of) <= MOST_TOLD else of[of["end"] != ""]
        values = [
            lang.say("%(value)s (%(when)s)", value=_phrase_value(row, context, lang), when=lang.date(row["date"]))
            for _, row in shown.iterrows()
        ]
        told.append(f"{capitalize_first(_phrase_name(of.iloc[0], lang))}: {', '.join(values)}.")
    return " ".join(told)


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> list[Sentence]:
    """What must be said, the most important first."""
    text = translatable("Two measures: a register lists the poor, a survey estimates them, with an error not printed.")
    notes = [lang.sentence(Kind.SURVEY, text)]
    if (table["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from printed figures."))
    early = table[table["survey_status"] == "preliminary"]
    if len(early):
        text = translatable("Preliminary: the survey of %(years)s.")
        notes.append(lang.sentence(Kind.LIMIT, text, years=lang.listed([lang.date(d) for d in early["date"]])))
    years = phrase_standard_years(context, unique_ids(table["standard"])[0], lang)
    text = translatable("Register: standard of %(years)s; survey: a line of its own, which follows prices.")
    notes.append(lang.sentence(Kind.LIMIT, text, years=years))
    return [*notes, *phrase_territory_note(context, table, lang)]


def _tell_kind(row: pd.Series) -> str:
    return "inferred" if row.kind == "derived" else "reported"
