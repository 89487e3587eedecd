"""The poverty rate, one panel a standard: its own scale from zero, and how far the rate fell as the big number."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import choose_ticks, format_percent_ticks, measure_ticks, set_value_axis, set_year_axis
from poverty.charts.fonts import measure_text
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_band, draw_line, draw_point
from poverty.charts.page import BLUE, GREY, LINE, Page, Size
from poverty.charts.panels import (
    MOST_PANELS,
    Change,
    add_year_panels,
    choose_block,
    choose_corner,
    measure_change,
    measure_lines,
    phrase_year_ticks,
    write_panel_words,
)  # fmt: skip
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_band_name, phrase_open_questions, phrase_path_cautions
from poverty.words.phrases import (
    capitalize_first,
    phrase_at_date,
    phrase_rate,
    phrase_rate_unit,
    phrase_relative_change,
    phrase_standard,
    province_name,
    unique_ids,
)  # fmt: skip

MARK = {False: 11.0, True: 7.0}  # points across a figure, by whether the page is narrow
SIDES_OF_FIRST = ("above right", "right", "above", "below right", "below", "left", "above left", "below left")
SIDES_OF_OTHERS = ("above right", "above", "right", "below", "below left", "left")
LONGEST = 8  # times the shortest spell: with a longer one, a year cannot be equally wide in both
MOST_TITLE_WORDS = 13
COUNT_WORDS = {2: translatable("two"), 3: translatable("three"), 4: translatable("four")}


@dataclass(frozen=True, eq=False)
class _Spell:
    """The figures of one standard: one version, or one for each reading of an open question; with the years between."""

    standard: str
    versions: list[pd.DataFrame]
    change: Change

    @property
    def is_open(self) -> bool:
        return len(self.versions) > 1

    @property
    def anchors(self) -> list[pd.DataFrame]:
        return [of[of["role"] == "anchor"] for of in self.versions]

    @property
    def figures(self) -> pd.DataFrame:
        """Every figure once, in order of time."""
        return pd.concat(self.anchors).drop_duplicates(["t", "value"]).sort_values("t", kind="stable")


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    shown, others = _choose_panels(table, context, size)
    title, named = _phrase_title(shown, context, lang)
    drawn = pd.concat([spell.figures for spell in shown])
    each = []
    for spell in shown:
        ends = [phrase_rate(row, context, lang) for _, row in spell.figures.iloc[[0, -1]].iterrows()]
        dates = lang.span(*spell.figures["date"].iloc[[0, -1]])
        values = lang.say("%(start)s to %(end)s", start=ends[0], end=ends[1]) if len(spell.figures) > 1 else ends[0]
        name = phrase_standard(context, spell.standard, lang)
        each.append(lang.say("%(what)s: %(values)s, %(when)s", what=name, values=values, when=dates))
    ends = [spell.anchors[0].iloc[[0, -1]] for spell in named]
    return ChartTexts(
        title, state_evidence(_phrase_subtitle(drawn, context, lang, size), context, lang),
        f"{title}. {capitalize_first('; '.join(each))}.", tuple(_list_notes(table, shown, others, context, lang)),
        tuple(dict.fromkeys(f"{_tell_kind(row)}.{i}" for of in ends for i, row in of.iterrows())),
    )  # fmt: skip


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A panel for each standard: figures, the line between them, the band around it, and how far the rate fell."""
    (spells, _), size = _choose_panels(table, context, page.size), page.size
    has_scale = len(spells) == 1  # side by side, the figures say it
    left = _measure_scale(spells[0], page, lang) if has_scale else 0.16 if size.is_narrow else 0.25
    headings = [phrase_standard(context, spell.standard, lang) for spell in spells]
    dates = [(spell.figures["t"].iloc[0], spell.figures["t"].iloc[-1]) for spell in spells]
    texts = [[phrase_rate(row, context, lang) for _, row in spell.figures.iterrows()] for spell in spells]
    wide = [[measure_text(text[i], size.label, bold=True) + 0.15 for i in (0, -1)] for text in texts]
    edges = []
    for spell, (_, last) in zip(spells, wide, strict=True):
        ticks = phrase_year_ticks(list(spell.figures["date"]), lang)
        first_tick, last_tick = (measure_text(ticks[i], size.label) / 2 for i in (0, -1))
        reaches_over = size.is_narrow and spell is not spells[-1]
        edges.append((max(0.26, first_tick - left), max(last_tick, last / 2 + 0.1 if reaches_over else last)))
    spans = [max(end - start, 0.1) for start, end in dates]
    panels = add_year_panels(page, dates, headings, left, edges, stretch=max(spans) > LONGEST * min(spans))
    labels = Labels(page, mark=MARK[size.is_narrow] / 144)
    alone = headings[0] if len(spells) == 1 else ""
    blocks = [choose_block(page, ax, s.change, lang, heading=alone) for ax, s in zip(panels, spells, strict=True)]
    is_crowded = any(
        edge[0] + ends[0] + measure_lines(lines)[0] > ax.get_position().width * size.width
        for ax, edge, ends, lines in zip(panels, edges, wide, blocks, strict=True)
    )
    for ax, spell, lines, heading in zip(panels, spells, blocks, headings, strict=True):
        color, figures = BLUE if spell is spells[-1] else GREY, spell.figures
        right, (block, high) = spell.change.direction != ROSE, measure_lines(lines)
        drop = size.label * LINE / 72 + 0.1 if right and is_crowded else 0.0
        marks = [(row.t, row.value) for of in spell.versions for row in of.itertuples()]
        top, below = choose_corner(page, ax, marks, (block, high + drop), right, below=True)
        set_value_axis(page, ax, top, format_percent_ticks, lang)
        if not has_scale:
            ax.set_yticks([])
        set_year_axis(page, ax, list(figures["t"]), phrase_year_ticks(list(figures["date"]), lang))
        _draw_spell(ax, spell, color, labels)
        write_panel_words(page, ax, "" if alone else heading, lines, color, labels, right, below, drop)
        _label_figures(ax, spell, color, labels, context, lang)


def _measure_scale(spell: _Spell, page: Page, lang: Language) -> float:
    """The inches that the scale of a panel takes."""
    return measure_ticks(format_percent_ticks(choose_ticks(0, 1.2 * spell.figures["value"].max(), 4), lang), page)


def _draw_spell(ax: Axes, spell: _Spell, color: str, labels: Labels) -> None:
    for of in spell.versions:
        if len(of) > 1:
            draw_line(ax, of["t"], of["value"], of.index[0], color, dashed=spell.is_open)
            labels.block_line(ax, list(of["t"]), list(of["value"]))
        if of["band_low"].notna().any() and not spell.is_open:
            lows, highs = of["band_low"].fillna(of["value"]), of["band_high"].fillna(of["value"])
            draw_band(ax, of["t"], lows, highs, of.index[0], color)
    for i, row in spell.figures.iterrows():
        if pd.notna(row["survey_low"]):
            draw_line(ax, [row["t"]] * 2, [row["survey_low"], row["survey_high"]], i, color, width=1.5, kind="error")
        draw_point(ax, row["t"], row["value"], _tell_kind(row), i, color, MARK[labels.page.size.is_narrow])
        labels.block_mark(ax, row["t"], row["value"], f"{_tell_kind(row)}.{i}")


def _label_figures(ax: Axes, spell: _Spell, color: str, labels: Labels, context: Context, lang: Language) -> None:
    """The first and the last figure, then those between that have room."""
    figures = spell.figures
    first, last = figures.index[[0, -1]]
    labels.block_ticks(ax)
    for i in dict.fromkeys([first, last, *figures.index]):
        row, look = figures.loc[i], {"bold": i in (first, last), "must": i in (first, last)}
        text, sides = phrase_rate(row, context, lang), SIDES_OF_FIRST if i == first else SIDES_OF_OTHERS
        labels.place(ax, row["t"], row["value"], text, f"{_tell_kind(row)}.{i}", color, sides=sides, **look)


def _choose_panels(table: pd.DataFrame, context: Context, size: Size) -> tuple[list[_Spell], list[_Spell]]:
    """The standards that have a panel, and the others: the latest with two figures or more; without any, the latest."""
    spells = _list_spells(table, context)
    counted_twice = [spell for spell in spells if len(spell.figures) > 1]
    shown = (counted_twice or spells)[-MOST_PANELS[size.is_narrow] :]
    return shown, [spell for spell in spells if spell not in shown]


def _list_spells(table: pd.DataFrame, context: Context) -> list[_Spell]:
    """The figures of each standard, and the years between them."""
    rows, spells = table[table["role"].isin(["anchor", "path"])], []
    for standard, of in rows.groupby("standard", sort=False):
        versions = [version.sort_values("t", kind="stable") for _, version in of.groupby("variant", sort=False)]
        is_survey = context.shared.standards[standard].method == "survey"
        change = measure_change([version[version["role"] == "anchor"] for version in versions], is_survey)
        spells.append(_Spell(standard, versions, change))
    return spells


def _phrase_title(shown: list[_Spell], context: Context, lang: Language) -> tuple[str, list[_Spell]]:
    """What happened, and the standards that the title tells of."""
    latest = shown[-1]
    directions = {spell.change.direction for spell in shown}
    if len(latest.figures) == 1:
        row = latest.figures.iloc[0]
        text = translatable("%(rate)s of households were poor %(when)s")
        if row["base"] == "population":
            text = translatable("%(rate)s of people were poor %(when)s")
        said = lang.say(text, rate=phrase_rate(row, context, lang), when=phrase_at_date(row["date"], lang))
        return capitalize_first(said), [latest]
    if len(shown) > 1 and len(directions) == 1 and directions != {CANNOT_TELL} and all(s.change.ends for s in shown):
        ends = [end for spell in shown for end in spell.change.ends]
        standards = list(context.shared.standards)
        places = [standards.index(spell.standard) for spell in shown]
        in_a_row = places == list(range(places[0], places[0] + len(places)))
        texts = {
            (FELL, True): translatable("Under %(count)s poverty standards in a row, poverty fell by %(size)s"),
            (FELL, False): translatable("Under %(count)s poverty standards, poverty fell by %(size)s"),
            (ROSE, True): translatable("Under %(count)s poverty standards in a row, poverty rose by %(size)s"),
            (ROSE, False): translatable("Under %(count)s poverty standards, poverty rose by %(size)s"),
        }
        size = phrase_relative_change(min(ends), max(ends), lang)
        text = texts[latest.change.direction, in_a_row]
        return lang.say(text, count=lang.label(COUNT_WORDS[len(shown)]), size=size), shown
    title = _phrase_one(latest, len(shown) > 1, context, lang)
    if len(shown) > 1:
        title = lang.say(
            "%(title)s, %(standard)s", title=title, standard=phrase_standard(context, latest.standard, lang)
        )
    return title, [latest]


def _phrase_one(spell: _Spell, briefly: bool, context: Context, lang: Language) -> str:
    """What happened under one standard; `briefly` without its rates."""
    change, ends = spell.change, spell.anchors[0].iloc[[0, -1]]
    start, end = (phrase_rate(row, context, lang) for _, row in ends.iterrows())
    said = {"start": start, "end": end, "when": change.phrase_length(lang)}
    if change.direction == CANNOT_TELL:
        text = translatable("No clear change in poverty %(when)s: %(start)s, then %(end)s")
        return lang.say(translatable("No clear change in poverty %(when)s") if briefly else text, **said)
    if change.ends is None:
        return lang.say("Poverty rose from %(start)s to %(end)s %(when)s", **said)
    said["size"] = phrase_relative_change(*change.ends, lang)
    briefly = briefly or change.ends[0] < change.ends[1] or len(change.years) > 1
    texts = {
        (FELL, False): translatable("Poverty fell by %(size)s %(when)s, from %(start)s to %(end)s"),
        (ROSE, False): translatable("Poverty rose by %(size)s %(when)s, from %(start)s to %(end)s"),
        (FELL, True): translatable("Poverty fell by %(size)s %(when)s"),
        (ROSE, True): translatable("Poverty rose by %(size)s %(when)s"),
    }
    full = lang.say(texts[change.direction, briefly], **said)
    is_long = len(full.split()) > MOST_TITLE_WORDS
    return lang.say(texts[change.direction, True], **said) if is_long else full


def _phrase_subtitle(drawn: pd.DataFrame, context: Context, lang: Language, size: Size) -> str:
    said = {"of": phrase_rate_unit(context, unique_ids(drawn["claims"]), lang), "place": province_name(context, lang)}
    standards = list(dict.fromkeys(drawn["standard"]))
    subtitle = lang.say("Poverty rate, %(of)s, %(place)s", **said)
    if {context.shared.standards[standard].method for standard in standards} == {"survey"}:
        subtitle = lang.say("Poverty rate by household survey, %(of)s, %(place)s", **said)
    if len(standards) > 1:
        text = translatable("%(subtitle)s. A new standard counts other households: each panel has its own scale")
        if size.is_narrow:
            text = translatable("%(subtitle)s. Each panel has its own scale")
        subtitle = lang.say(text, subtitle=subtitle)
    return subtitle


def _list_notes(
    table: pd.DataFrame, shown: Sequence[_Spell], others: Sequence[_Spell], context: Context, lang: Language
) -> list[Sentence]:
    """What must be said, the most important first."""
    drawn = pd.concat([of for spell in shown for of in spell.versions])
    figures = drawn[drawn["role"] == "anchor"]
    notes = []
    if any(spell.is_open for spell in shown):
        moved = unique_ids(pd.concat([spell.figures for spell in shown if spell.is_open])["claims"])
        notes += phrase_open_questions(context, moved, lang)
        notes.append(lang.sentence(Kind.KEY, "Dashed: one line for each answer."))
    cautions = phrase_path_cautions(context, drawn, lambda row: phrase_rate(row, context, lang), lang)
    notes += [note for note in cautions if note.kind == Kind.SURVEY]
    notes += [lang.sentence(Kind.KEY, "Hollow: inferred.")] if (figures["kind"] == "derived").any() else []
    notes += [note for note in cautions if note.kind == Kind.CONTRADICTED]
    notes += _phrase_single_figures(table, others, drawn["t"].min(), context, lang)
    parts = [lang.say("Line: reconstructed.")] if (drawn["role"] == "path").any() else []
    if drawn.loc[drawn["open"] == "no", "band_low"].notna().any():
        parts.append(lang.say("Tint: %(band)s.", band=phrase_band_name(context, lang)))
    if figures["survey_low"].notna().any():
        parts.append(lang.say("Thin line: 95%% interval by the printed error."))
    notes += [Sentence(Kind.KEY, " ".join(parts))] if parts else []
    notes += _phrase_other_readings(table, shown, lang)
    names = [phrase_standard(context, spell.standard, lang) for spell in others if len(spell.figures) > 1]
    notes += [lang.sentence(Kind.LIMIT, "No room here: %(standards)s.", standards=lang.listed(names))] if names else []
    return [*notes, *(note for note in cautions if note.kind not in (Kind.SURVEY, Kind.CONTRADICTED))]


def _phrase_single_figures(
    table: pd.DataFrame, others: Sequence[_Spell], start: float, context: Context, lang: Language
) -> list[Sentence]:
    """The figures of standards under which there is one, with what another source prints for the same date."""
    named, dates = [], []
    for spell in others:
        if len(spell.figures) > 1:
            continue
        row = spell.figures.iloc[0]
        when, checks = lang.date(row["date"]), table[(table["role"] == "check") & (table["standard"] == spell.standard)]
        for _, check in checks[checks["t"] == row["t"]].iterrows():
            when = lang.say("%(when)s; another source: %(value)s", when=when, value=phrase_rate(check, context, lang))
        named.append(lang.say("%(value)s (%(when)s)", value=phrase_rate(row, context, lang), when=when))
        dates.append(row["t"])
    if not named:
        return []
    text = translatable("Single figures only: %(values)s.")
    if max(dates) < start:
        text = translatable("Earlier, single figures only: %(values)s.")
    return [lang.sentence(Kind.LIMIT, text, values=lang.listed(named))]


def _phrase_other_readings(table: pd.DataFrame, shown: Sequence[_Spell], lang: Language) -> list[Sentence]:
    """How far the falls go if the figures are read otherwise, where that is further than what is drawn."""
    if any(spell.change.direction != FELL or not spell.change.ends for spell in shown):
        return []
    drawn = [end for spell in shown for end in spell.change.ends]
    rows = table[table["standard"].isin([spell.standard for spell in shown])]
    low, high = min(*drawn, rows["fall_low"].min()), max(*drawn, rows["fall_high"].max())
    said = phrase_relative_change(low, high, lang)
    if low <= 0 or said == phrase_relative_change(min(drawn), max(drawn), lang):
        return []
    return [lang.sentence(Kind.READING, "Read otherwise, the falls are %(size)s.", size=said)]


def _tell_kind(row: pd.Series) -> str:
    return "inferred" if row["kind"] == "derived" else "reported"
