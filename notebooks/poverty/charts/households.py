"""How many poor households fewer, under each standard with two counts: columns in time, the fall as the big number."""

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import choose_ticks, format_number_ticks, measure_ticks, set_value_axis, set_year_axis
from poverty.charts.labels import Labels, measure_block
from poverty.charts.marks import draw_bar
from poverty.charts.page import BLUE, GREY, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL
from poverty.words.context import Context
from poverty.words.language import Kind, Language
from poverty.words.notes import phrase_contradiction_note, phrase_survey_note, phrase_territory_note
from poverty.words.phrases import (
    capitalize_first, phrase_count, phrase_standard_years, province_name, tell_direction_of,
)  # fmt: skip

WIDEST = 0.55  # years: of a column
FILLED_PART = 0.7  # of the way between two columns that one may fill
HEADROOM = 1.35  # of the highest column: room for its number and for what a standard says


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    falls = [_phrase_change(of, lang) for _, of in table.groupby("standard", sort=False)]
    persons = table["indicator"].iloc[0] == "poor_persons"
    what = lang.say("Poor people") if persons else lang.say("Poor households")
    title = lang.say("%(what)s %(change)s", what=what, change=falls[-1])
    if len(falls) > 1:
        title = lang.say("%(what)s %(change)s, then %(later)s", what=what, change=falls[-2], later=falls[-1])
    how = lang.say("by the household survey") if _is_survey(table, context) else lang.say("on the official register")
    subtitle = lang.say("%(what)s %(how)s, %(place)s", what=what, how=how, place=province_name(context, lang))
    if table["standard"].nunique() > 1:
        subtitle = lang.say("%(subtitle)s. Each standard counts other households", subtitle=subtitle)
    counts = [
        lang.say("%(count)s at %(when)s", count=phrase_count(row, context, lang), when=lang.date(row["date"]))
        for _, row in table.iterrows()
    ]
    last_standard = table[table["standard"] == table["standard"].iloc[-1]]
    return ChartTexts(
        title, state_evidence(subtitle, context, lang), f"{title}. {capitalize_first(lang.listed(counts))}.",
        tuple(_list_notes(table, context, lang)),
        tuple(f"{_tell_kind(row)}.{row.Index}" for row in last_standard.iloc[[0, -1]].itertuples()),
    )  # fmt: skip


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A column for each count, and over those of a standard by how many they fell."""
    top = HEADROOM * table["value"].max()
    ticks = format_number_ticks(choose_ticks(0, top, 4), lang)
    ax = page.add_axes(left=measure_ticks(ticks, page))
    gaps = [later - earlier for earlier, later in pairwise(sorted(set(table["t"])))]
    width = min([WIDEST, *(FILLED_PART * gap for gap in gaps)])
    ax.set_xlim(table["t"].min() - 0.6, table["t"].max() + 0.6)
    set_value_axis(page, ax, top, format_number_ticks, lang)
    set_year_axis(page, ax, list(table["t"]), [lang.date(date) for date in table["date"]])
    labels = Labels(page, mark=0.05)
    for row in table.itertuples():
        gid = f"{_tell_kind(row)}.{row.Index}"
        draw_bar(ax, row.t, row.value, _tell_kind(row), row.Index, _choose_color(row, table), width)
        labels.block_bar(ax, row.t, row.value, width, gid)
    for i, row in table.iterrows():
        gid = f"{_tell_kind(row)}.{i}"
        labels.place(ax, row["t"], row["value"], phrase_count(row, context, lang), gid, _choose_color(row, table),
                     sides=("above",))  # fmt: skip
    groups = [of for _, of in table.groupby("standard", sort=False)]
    for earlier, later in pairwise(groups):
        ax.axvline((earlier["t"].iloc[-1] + later["t"].iloc[0]) / 2, color=GREY, linewidth=1, linestyle=(0, (1, 2)))
    for of in groups:
        _write_change(page, ax, of, context, lang, _choose_color(of.iloc[-1], table), labels)


def _write_change(
    page: Page, ax: Axes, of: pd.DataFrame, context: Context, lang: Language, color: str, labels: Labels
) -> None:
    """By how many the count changed under a standard, over its columns, on the side where they are low."""
    first, last = of.iloc[0], of.iloc[-1]
    fell = tell_direction_of(first, last)
    if fell == CANNOT_TELL or _is_survey(of, context):
        return
    change = phrase_count(first, context, lang, abs(first["value"] - last["value"]), of["kind"].eq("derived").any())
    text = lang.say("%(n)s fewer", n=change) if fell == FELL else lang.say("%(n)s more", n=change)
    standard = lang.say("standard of %(years)s", years=phrase_standard_years(context, of["standard"].iloc[0], lang))
    x, _ = page.locate(ax, last["t"] if fell == FELL else first["t"], 0)
    y = page.top - 0.05
    side = "right" if fell == FELL else "left"
    end = page.locate(ax, last["t"] + 0.3, 0)[0] if side == "right" else x
    for words, points in ((standard, page.size.label), (text, page.size.key)):
        page.write(end, y, words, points, True, va="top", ha=side, color=color)
        y -= measure_block(words, points, True)[1] + 0.12


def _phrase_change(of: pd.DataFrame, lang: Language) -> str:
    """What a count did under one standard: "fell by 86% in 3 years"."""
    first, last = of.iloc[0], of.iloc[-1]
    years = last["t"] - first["t"]
    when = lang.say("from %(start)s to %(end)s", start=lang.date(first["date"]), end=lang.date(last["date"]))
    if abs(years - round(years)) < 0.02:
        when = lang.say_many("in %(count)s year", "in %(count)s years", round(years))
    direction = tell_direction_of(first, last)
    if direction == CANNOT_TELL:
        return lang.say("hardly changed %(when)s", when=when)
    ends = sorted(abs(100 * (last[b] / first[a] - 1)) for a, b in (("high", "low"), ("low", "high")))
    decimals = 0 if ends[0] >= 1 else 1
    size = lang.range(*(lang.percent(end, decimals) for end in ends))
    text = "fell by %(size)s %(when)s" if direction == FELL else "rose by %(size)s %(when)s"
    return lang.say(text, size=size, when=when)


def _list_notes(table: pd.DataFrame, context: Context, lang: Language) -> list:
    """What must be said, the most important first."""
    notes = [
        *phrase_survey_note(context, table, lang),
        *phrase_contradiction_note(context, table, lambda row: phrase_count(row, context, lang), lang),
        *phrase_territory_note(context, table, lang),
    ]
    if (table["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from printed figures."))
    if not _is_survey(table, context):
        notes.append(lang.sentence(Kind.LIMIT, "Net change: households that became poor meanwhile are counted in it."))
    return notes


def _is_survey(table: pd.DataFrame, context: Context) -> bool:
    return context.shared.standards[table["standard"].iloc[0]].method == "survey"


def _tell_kind(row: pd.Series) -> str:
    return "inferred" if row.kind == "derived" else "reported"


def _choose_color(row: pd.Series, table: pd.DataFrame) -> str:
    """Blue under the latest standard, grey under those before it."""
    return BLUE if row.standard == table["standard"].iloc[-1] else GREY
