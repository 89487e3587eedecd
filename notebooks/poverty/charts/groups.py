"""The poverty rate of groups and areas in a province beside everybody's: rows, from an earlier date to a later one."""

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import format_percent_ticks
from poverty.charts.fonts import measure_text
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_line, tell_gid
from poverty.charts.page import BLUE, GREY, LINE, Page, Size
from poverty.charts.panels import draw_figure
from poverty.charts.row_chart import Row, add_row_axes, count_fitting_rows, set_row_scale
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_contradiction_note, phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_dated,
    phrase_group_and_area,
    phrase_rate,
    phrase_rate_unit,
    phrase_standard,
    province_name,
    unique_ids,
)  # fmt: skip

SERIES = ["population", "area"]
POINTS = {False: 14.0, True: 9.0}  # across a mark, by whether the page is narrow
SMALLER = 0.6  # the mark of an earlier date
MOST_SECTIONS = {False: 2, True: 1}  # by whether the page is narrow
WIDEST_NAMES = {False: 0.24, True: 0.17}  # of the page, by whether it is narrow
FEW = 3  # groups of which a title names two
LEAST_ROWS = 3  # that a standard takes: its name, and two rates
TOLD = 4  # rows that an alternative text has room for

Section = list[pd.DataFrame]  # of one standard: the rates of everybody, then of each group, the highest first


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    sections = _choose_sections(table, size)
    series, told = [of for section in sections for of in section], []
    for of in series[:TOLD]:
        values = phrase_dated(of, phrase_rate, context, lang)
        told.append(lang.say("%(what)s: %(when)s", what=_name(of.iloc[0], context, lang), when=values))
    drawn, (title, headline) = pd.concat(series), _phrase_title(sections[0], context, lang)
    unit = phrase_rate_unit(context, unique_ids(drawn["claims"]), lang)
    said = {"of": unit, "place": province_name(context, lang), "when": _phrase_dates(sections[0], lang)}
    subtitle = lang.say("Poverty rate, %(of)s of each group, %(place)s, %(when)s", **said)
    return ChartTexts(
        title, state_evidence(subtitle, context, lang), f"{title}. {capitalize_first('; '.join(told))}.",
        tuple(_list_notes(table, drawn, len(sections), context, lang)), headline,
    )  # fmt: skip


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """For each standard a row for everybody and for each group: its rate, and what it was before."""
    sections, size = _choose_sections(table, page.size), page.size
    head = size.label * LINE / 72 + 0.1 if len(sections) > 1 else 0.0
    below = 0.0 if head else page.tick_height  # each standard has its own scale, and every mark its number
    room, top = page.top - page.bottom - len(sections) * head - below, page.top
    for section in sections:
        if head:
            name = capitalize_first(phrase_standard(context, section[0]["standard"].iloc[0], lang))
            heading = lang.say("%(what)s, %(when)s", what=name, when=_phrase_dates(section, lang))
            page.write(page.left, top, heading, bold=True, va="top")
        bottom = top - head - room * len(section) / sum(map(len, sections))
        own = replace(page, top=top - head, bottom=bottom - page.tick_height)
        top = bottom
        names = [Row(_name(of.iloc[0], context, lang), is_own=not _is_everybody(of)) for of in section]
        ax = add_row_axes(own, names, right=0.12, widest=WIDEST_NAMES[size.is_narrow])
        texts = [phrase_rate(row, context, lang) for of in section for _, row in of.iterrows()]
        label = max(measure_text(text, size.label, bold=True) for text in texts) + 0.2
        part = 1 - label / (ax.get_position().width * size.width)
        set_row_scale(own, ax, 0, max(of["value"].max() for of in section) / part or 1.0, format_percent_ticks, lang)
        if head:
            ax.set_xticks([])
        ax.axvline(0, color=GREY, linewidth=1.0, zorder=1)
        labels = Labels(own, mark=POINTS[size.is_narrow] / 144)
        labels.taken.append((0.0, 0.0, page.locate(ax, 0, 0)[0], size.height))  # the names
        _draw_rates(ax, section, POINTS[size.is_narrow], labels, context, lang)


def _draw_rates(ax: Axes, section: Section, points: float, labels: Labels, context: Context, lang: Language) -> None:
    """A mark for each rate, smaller at the earlier date, with a line to the later one; then its number outside."""
    for y, of in enumerate(section):
        ax.axhline(y, color="#DFE2E5", linewidth=0.8, zorder=0)
        if len(of) > 1:
            draw_line(ax, of["value"], [y, y], of.index[0], _choose_color(of), width=2.0, kind="change")
        for _, rate in of.iterrows():
            size = points if rate["role"] == "last" else SMALLER * points
            draw_figure(ax, rate["value"], y, rate, _choose_color(of), labels, size)
    for y, of in enumerate(section):
        for _, rate in of.iterrows():
            is_lowest = len(of) > 1 and rate["value"] == of["value"].min()
            look = dict.fromkeys(("bold", "must"), rate["role"] == "last")
            sides = ("left" if is_lowest else "right", "above", "below")
            text, color = phrase_rate(rate, context, lang), _choose_color(of)
            labels.place(ax, rate["value"], y, text, tell_gid(rate), color, sides=sides, **look)


def _choose_sections(table: pd.DataFrame, size: Size) -> list[Section]:
    """The rates of each standard, the latest first, as far as the page has room: everybody, then the poorest groups."""
    room, sections = count_fitting_rows(size), []
    for _, of in reversed(list(table.groupby(["standard", "base"], sort=False))):
        if sections and (room < LEAST_ROWS or len(sections) == MOST_SECTIONS[size.is_narrow]):
            break
        series = [rates.sort_values("t") for _, rates in of.groupby(SERIES, sort=False)]
        series.sort(key=lambda rates: (not _is_everybody(rates), -rates["value"].iloc[-1]))
        sections.append(series[: max(room - 1, LEAST_ROWS - 1)])
        room -= len(sections[-1]) + 1
    return sections


def _phrase_title(section: Section, context: Context, lang: Language) -> tuple[str, tuple[str, ...]]:
    """The last rate of the poorest group, beside everybody's and another group's; and the marks of the widest gap."""
    everybody = [of.iloc[-1] for of in section if _is_everybody(of)]
    groups = [of.iloc[-1] for of in section if not _is_everybody(of)]
    told, least, few = groups[0], groups[-1], 2 <= len(groups) <= FEW
    named = [told, *([least] if few else everybody)]
    if few and everybody and told["value"] - everybody[0]["value"] > told["value"] - least["value"]:
        named = [told, everybody[0]]
    gids = tuple(tell_gid(row) for row in named)
    said = {"who": _name(told, context, lang), "rate": phrase_rate(told, context, lang)}
    if everybody:
        said["all"] = phrase_rate(everybody[0], context, lang)
    if few:
        other = phrase_group_and_area(least["population"], least["area"], context, lang)
        said |= {"other": other, "least": phrase_rate(least, context, lang)}
    texts = {
        (True, True): translatable("%(who)s: %(rate)s poor; %(other)s: %(least)s; everybody: %(all)s"),
        (True, False): translatable("%(who)s: %(rate)s poor; %(other)s: %(least)s"),
        (False, True): translatable("%(who)s: %(rate)s poor, against %(all)s of everybody"),
        (False, False): translatable("%(who)s: %(rate)s poor"),
    }
    return lang.say(texts[few, bool(everybody)], **said), gids


def _list_notes(
    table: pd.DataFrame, drawn: pd.DataFrame, standards: int, context: Context, lang: Language
) -> list[Sentence]:  # fmt: skip
    """What must be said, the most important first; the standard, where it stands over no rows."""
    name = capitalize_first(phrase_standard(context, drawn["standard"].iloc[0], lang))
    notes = [lang.sentence(Kind.LIMIT, "%(standard)s.", standard=name)] if standards == 1 else []
    counts = [len(of.groupby(["standard", "base", *SERIES])) for of in (drawn, table)]
    if counts[0] < counts[1]:
        shown, total = map(lang.number, counts)
        notes.append(lang.sentence(Kind.LIMIT, "Drawn: %(shown)s of %(all)s rates.", shown=shown, all=total))
    if not any(_is_everybody(of) for _, of in drawn.groupby(["standard", *SERIES])):
        notes.append(lang.sentence(Kind.LIMIT, "No rate of everybody is printed for this date."))
    if (drawn["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred."))
    notes += phrase_contradiction_note(context, drawn, lambda row: phrase_rate(row, context, lang), lang)
    return [*notes, *phrase_territory_note(context, drawn, lang)]


def _phrase_dates(section: Section, lang: Language) -> str:
    dates = pd.concat(section).sort_values("t", kind="stable")["date"]
    return " → ".join(dict.fromkeys(lang.date(date) for date in dates))


def _name(row: pd.Series, context: Context, lang: Language) -> str:
    group = phrase_group_and_area(row["population"], row["area"], context, lang)
    return capitalize_first(group or lang.say("everybody"))


def _choose_color(of: pd.DataFrame) -> str:
    return GREY if _is_everybody(of) else BLUE


def _is_everybody(of: pd.DataFrame) -> bool:
    return (of["population"].iloc[0], of["area"].iloc[0]) == ("all", PROVINCE_AREA)
