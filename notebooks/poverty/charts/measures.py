"""Register and household survey over the same years, each with its own colour and line: two measures, never joined."""

import pandas as pd

from poverty.charts.axes import add_percent_axes, set_year_axis
from poverty.charts.labels import End, Labels, set_time_limits, write_ends
from poverty.charts.marks import draw_bar, tell_gid
from poverty.charts.page import BLUE, GREY, Page, Size
from poverty.charts.panels import draw_figure, draw_path
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_dated,
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
    ends = {measure: table[(table["measure"] == measure) & (table["end"] != "")] for measure in COLORS}
    register, survey = ([_phrase_value(row, context, lang) for _, row in ends[m].iterrows()] for m in COLORS)
    years = dict.fromkeys(str(round(t)) for t in ends[REGISTER]["t"])
    if len(years) == 1:
        text = translatable("In %(year)s the register counted %(register)s poor, the household survey %(survey)s")
        title = lang.say(text, year=years.popitem()[0], register=register[0], survey=survey[0])
    else:
        directions = [tell_direction_of(ends[m].iloc[0], ends[m].iloc[-1]) for m in COLORS]
        change = lang.say(CHANGES[directions[0]][0], first=register[0], last=register[-1])
        told = lang.range(*survey) if directions[0] == directions[1] else lang.say(CHANGES[directions[1]][1])
        title = lang.say("Register: %(register)s; survey: %(survey)s", register=change, survey=told)
    subtitle = lang.say("Poverty rate, %(place)s", place=province_name(context, lang))
    if not size.is_narrow:
        text = translatable("%(subtitle)s: register at year ends, household survey of the year")
        subtitle = lang.say(text, subtitle=subtitle)
    alt = f"{title}."
    for _, of in table.groupby("measure", sort=False):
        shown = of if len(of) <= MOST_TOLD else of[of["end"] != ""]
        name = capitalize_first(_phrase_name(of.iloc[0], lang))
        alt += f" {name}: {phrase_dated(shown, _phrase_value, context, lang)}."
    notes = tuple(_list_notes(table, context, lang))
    headline = tuple(tell_gid(row) for _, row in ends[REGISTER].iterrows())
    return ChartTexts(title, state_evidence(subtitle, context, lang), alt, notes, headline)


def phrase_other_sources(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """Who published the survey: it is no claim of a pack."""
    publishers = dict.fromkeys(table.loc[table["measure"] == SURVEY, "publisher"])
    return lang.say("Survey: %(publishers)s.", publishers=lang.listed([lang.label(name) for name in publishers]))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A line for each measure over the years that they share, named at its end; two columns where it is one year."""
    draw_figures = _draw_lines if (table["end"] == "last").any() else _draw_columns
    draw_figures(page, table, context, lang)


def _draw_lines(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    ax = add_percent_axes(page, HEADROOM * table["value"].max(), lang)
    first, last = table["t"].min(), table["t"].max()
    ends = [
        End(row["value"], _phrase_value(row, context, lang), _phrase_name(row, lang, ",\n"), tell_gid(row),
            COLORS[row["measure"]], page.size.key)
        for _, row in table[table["end"] == "last"].iterrows()
    ]  # fmt: skip
    lines = set_time_limits(page, ax, first, last, ends, WORDS_SHARE)
    years = range(round(first), round(last) + 1)
    set_year_axis(page, ax, [float(year) for year in years], [str(year) for year in years])
    labels = Labels(page)
    labels.block_ticks(ax)
    for measure, marker in SHAPES.items():
        of = table[table["measure"] == measure]
        draw_path(ax, of, measure, COLORS[measure], labels)
        for _, row in of.iterrows():
            draw_figure(ax, row["t"], row["value"], row, COLORS[measure], labels, marker=marker)
    write_ends(labels, ax, last, ends, lines)
    wanted = table[table["end"] != "last"].sort_values(["end", "value"], ascending=False)
    for _, row in wanted.iterrows():
        look = dict.fromkeys(("bold", "must"), row["end"] == "first")
        higher = row["value"] >= table.loc[table["t"] == row["t"], "value"].max()
        sides = ("above right", "right", "above") if higher else ("below left", "below", "below right", "left")
        text, color = _phrase_value(row, context, lang), COLORS[row["measure"]]
        labels.place(ax, row["t"], row["value"], text, tell_gid(row), color, sides=sides, **look)


def _draw_columns(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    ax = add_percent_axes(page, 1.2 * table["value"].max(), lang)
    ax.set_xlim(-0.7, len(table) - 0.3)
    ax.set_xticks(range(len(table)), [_phrase_name(row, lang) for _, row in table.iterrows()])
    labels = Labels(page, mark=0.05)
    for x, (i, row) in enumerate(table.iterrows()):
        gid, color = tell_gid(row), COLORS[row["measure"]]
        draw_bar(ax, x, row["value"], gid.split(".")[0], i, color)
        labels.block_bar(ax, x, row["value"], 0.6, gid)
        number = _phrase_value(row, context, lang)
        labels.place(ax, x, row["value"], number, gid, color, page.size.key, sides=("above",))


def _phrase_value(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure as printed; one that nobody printed as "about"."""
    if row["measure"] == SURVEY:
        return lang.percent(row["value"], int(row["decimals"]))
    return phrase_rate(row, context, lang)


def _phrase_name(row: pd.Series, lang: Language, joint: str = ", ") -> str:
    """A measure, and what its rate is a share of."""
    return f"{lang.label(NAMES[row['measure']])}{joint}{lang.say(BASES[row['base']])}"


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
