"""How many poor households fewer, under each standard with two counts: columns in time, the fall as the big number."""

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts import panels
from poverty.charts.axes import set_year_axis
from poverty.charts.fonts import balance_text, measure_text
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_bar, tell_gid
from poverty.charts.page import BLUE, GREY, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_contradiction_note, phrase_survey_note, phrase_territory_note
from poverty.words.phrases import is_exact, phrase_count, phrase_relative_change, phrase_standard, province_name

WIDEST = 0.09  # of the page: of a column
FILLED_PART = 0.7  # of the way between two columns that one may fill
GAP = 0.25  # inches between two panels
SIDES = ("above", "above right", "above left")


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    groups = list_standards(table, size)
    title = _phrase_title(groups, context, lang)
    said = {"what": name_count(table, lang), "place": province_name(context, lang)}
    subtitle = lang.say("%(what)s, %(place)s", **said)
    if panels.is_survey(table, context):
        subtitle = lang.say("%(what)s by the household survey, %(place)s", **said)
    elif not size.is_narrow:
        subtitle = lang.say("%(what)s on the official register, %(place)s", **said)
    if len(groups) > 1:
        text = translatable("%(subtitle)s. Each standard counts other households, on its own scale")
        if size.is_narrow:
            text = translatable("%(subtitle)s. Each panel has its own scale")
        subtitle = lang.say(text, subtitle=subtitle)
    alt = f"{title}. {panels.phrase_spells(groups, phrase_count, context, lang)}"
    ends = tuple(tell_gid(row) for _, row in groups[-1].iloc[[0, -1]].iterrows())
    notes = tuple(_list_notes(table, context, lang))
    return ChartTexts(title, state_evidence(subtitle, context, lang), alt, notes, ends)


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A panel for each standard: a column for each count, and by how many they changed."""
    groups, points = list_standards(table, page.size), page.size.label
    headings = [phrase_standard(context, of["standard"].iloc[0], lang) for of in groups]
    dates = [(of["t"].iloc[0], of["t"].iloc[-1]) for of in groups]
    texts = {i: phrase_count(row, context, lang) for of in groups for i, row in of.iterrows()}
    edges = []
    for of in groups:  # as wide as what is written over and under the first and the last column
        over = [measure_text(texts[i], points, bold=True) for i in of.index[[0, -1]]]
        ticks = panels.phrase_year_ticks(list(of["date"]), lang)
        edges.append(max(*over, *(measure_text(ticks[i], points) for i in (0, -1))) / 2 + 0.1)
    has_several, colors = len(groups) > 1, [*[GREY] * (len(groups) - 1), BLUE]
    pairs = [(edge, edge) for edge in edges]
    axes = panels.add_year_panels(page, dates, headings, GAP if has_several else 0.0, pairs, stretch=True)
    labels = Labels(page, mark=0.05)
    for ax, of, heading, edge, color in zip(axes, groups, headings, edges, colors, strict=True):
        change, year = panels.measure_change([of], context), panels.measure_year(page, ax)
        big = phrase_difference(of, change, context, lang)
        lines = panels.choose_block(page, ax, change, lang, big, "" if has_several else heading)
        halves = {i: measure_text(texts[i], points, bold=True) / 2 / year for i in of.index}
        marks = [(row["t"] + side * halves[i], row["value"]) for i, row in of.iterrows() for side in (-1, 1)]
        over = heading if has_several else ""
        ax.set_ylim(0, panels.write_panel_words(page, ax, over, lines, change, marks, color, labels))
        ax.set_yticks([])
        set_year_axis(page, ax, list(of["t"]), panels.phrase_year_ticks(list(of["date"]), lang))
        apart = [FILLED_PART * (b - a) for a, b in pairwise(of["t"])]
        width = min(WIDEST * page.size.width / year, 1.8 * edge / year, *apart)
        for i, row in of.iterrows():
            draw_bar(ax, row["t"], row["value"], tell_gid(row).split(".")[0], i, color, width)
            labels.block_bar(ax, row["t"], row["value"], width, tell_gid(row))
    for ax, of, color in zip(axes, groups, colors, strict=True):
        _label_columns(ax, of, texts, color, labels)


def _label_columns(ax: Axes, of: pd.DataFrame, texts: dict, color: str, labels: Labels) -> None:
    """The number over each column: the first and the last, in two lines if need be, and others that have room."""
    ends, points = of.index[[0, -1]], labels.page.size.label
    for i in dict.fromkeys([*ends, *of.index]):
        row = of.loc[i]
        where, gid = (ax, row["t"], row["value"]), tell_gid(row)
        if not labels.place(*where, texts[i], gid, color, must=False, sides=SIDES) and i in ends:
            lines = balance_text(texts[i], points, 0.7 * measure_text(texts[i], points, bold=True), bold=True)
            labels.place(*where, "\n".join(lines), gid, color, sides=SIDES)


def list_standards(table: pd.DataFrame, size: Size) -> list[pd.DataFrame]:
    """The counts of each standard that has a panel."""
    return [of for _, of in table.groupby("standard", sort=False)][-panels.MOST_PANELS[size.is_narrow] :]


def phrase_difference(of: pd.DataFrame, change: panels.Change, context: Context, lang: Language) -> str:
    """By how many the count changed under a standard, exactly where both ends are exact counts of a register."""
    first, last = of.iloc[0], of.iloc[-1]
    exact = is_exact(first) and is_exact(last) and not panels.is_survey(of, context)
    number = phrase_count(first, context, lang, abs(first["value"] - last["value"]), inferred=not exact)
    return lang.say("%(n)s fewer", n=number) if change.direction == FELL else lang.say("%(n)s more", n=number)


def _phrase_title(groups: list[pd.DataFrame], context: Context, lang: Language) -> str:
    """What happened to the count: under the last two standards, where it fell under both; else under the last."""
    changes, what = [panels.measure_change([of], context) for of in groups[-2:]], name_count(groups[-1], lang)
    last = changes[-1]
    said = {"what": what, "when": last.phrase_length(lang)}
    if last.direction == CANNOT_TELL:
        return lang.say("%(what)s: no clear change %(when)s", **said)
    if last.ends is None:
        start, end = (phrase_count(row, context, lang) for _, row in groups[-1].iloc[[0, -1]].iterrows())
        return lang.say("%(what)s rose from %(start)s to %(end)s %(when)s", start=start, end=end, **said)
    said["size"] = phrase_relative_change(*last.ends, lang)
    if last.direction == ROSE:
        return lang.say("%(what)s rose by %(size)s %(when)s", **said)
    if len(changes) == 1 or changes[0].direction != FELL or not changes[0].ends:
        return lang.say("%(what)s fell by %(size)s %(when)s", **said)
    lengths = [change.years[0] for change in changes]
    said["before"] = phrase_relative_change(*changes[0].ends, lang)
    if all(years > 1.5 and abs(years - round(years)) < 0.02 for years in lengths):
        said["earlier"], said["years"] = (lang.number(years) for years in lengths)
        return lang.say("%(what)s fell by %(before)s in %(earlier)s years, then by %(size)s in %(years)s", **said)
    return lang.say("%(what)s fell by %(before)s, then by %(size)s %(when)s", **said)


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> list[Sentence]:
    """What must be said, the most important first."""
    notes = list(phrase_survey_note(context, table, lang))
    if (table["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from printed figures."))
    notes += phrase_contradiction_note(context, table, lambda row: phrase_count(row, context, lang), lang)
    notes += phrase_territory_note(context, table, lang)
    if not panels.is_survey(table, context):
        notes.append(lang.sentence(Kind.LIMIT, "Net change: newly poor households are counted too."))
    return notes


def name_count(table: pd.DataFrame, lang: Language) -> str:
    persons = table["indicator"].iloc[0] == "poor_persons"
    return lang.say("Poor people") if persons else lang.say("Poor households")
