"""The poverty rate, one panel a standard: its own scale from zero, and how far the rate fell as the big number."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts import panels
from poverty.charts.axes import choose_ticks, format_percent_ticks, measure_ticks, set_value_axis, set_year_axis
from poverty.charts.fonts import measure_text
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_band, draw_line, tell_gid
from poverty.charts.page import BLUE, GREY, LINE, Page, Size
from poverty.charts.texts import MOST_TITLE_WORDS, ChartTexts, allow_words, state_evidence
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
CLOSE = 0.3  # inches between the first number and the change
COUNT_WORDS = {2: translatable("two"), 3: translatable("three"), 4: translatable("four")}


@dataclass(frozen=True, eq=False)
class Spell:
    """The figures of one standard: one version, or one for each reading of an open question; with the years between."""

    standard: str
    versions: list[pd.DataFrame]
    change: panels.Change

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
    shown, others = choose_panels(table, context, size)
    title, named = _phrase_title(shown, context, lang)
    subtitle = state_evidence(_phrase_subtitle(shown, context, lang, size), context, lang)
    alt = f"{title}. {panels.phrase_spells([spell.figures for spell in shown], phrase_rate, context, lang)}"
    ends = [row for spell in named for _, row in spell.anchors[0].iloc[[0, -1]].iterrows()]
    notes = tuple(_list_notes(table, shown, others, context, lang))
    return ChartTexts(title, subtitle, alt, notes, tuple(dict.fromkeys(map(tell_gid, ends))))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A panel for each standard: figures, the line between them, the band around it, and how far the rate fell."""
    (spells, _), size = choose_panels(table, context, page.size), page.size
    is_alone, left = len(spells) == 1, 0.16 if size.is_narrow else 0.25
    if is_alone:  # side by side, the figures say the scale
        ticks = choose_ticks(0, 1.2 * spells[0].figures["value"].max(), 4)
        left = measure_ticks(format_percent_ticks(ticks, lang), page)
    headings = [phrase_standard(context, spell.standard, lang) for spell in spells]
    dates, wide, edges = [], [], []
    for spell in spells:
        ends, ticks = spell.figures.iloc[[0, -1]], panels.phrase_year_ticks(list(spell.figures["date"]), lang)
        first, last = (measure_text(phrase_rate(a, context, lang), size.label, True) + 0.15 for _, a in ends.iterrows())
        first_tick, last_tick = (measure_text(ticks[i], size.label) / 2 for i in (0, -1))
        reaches_over = size.is_narrow and spell is not spells[-1]
        edges.append((max(0.26, first_tick - left), max(last_tick, last / 2 + 0.1 if reaches_over else last)))
        dates.append(tuple(ends["t"]))
        wide.append(first)
    spans = [max(end - start, 0.1) for start, end in dates]
    axes = panels.add_year_panels(page, dates, headings, left, edges, stretch=max(spans) > LONGEST * min(spans))
    labels = Labels(page, mark=MARK[size.is_narrow] / 144)
    alone = headings[0] if is_alone else ""
    blocks = [panels.choose_block(page, ax, s.change, lang, heading=alone) for ax, s in zip(axes, spells, strict=True)]
    is_crowded = any(
        edge + first + panels.measure_lines(lines)[0] + CLOSE > ax.get_position().width * size.width
        for ax, (edge, _), first, lines in zip(axes, edges, wide, blocks, strict=True)
    )
    for ax, spell, lines, heading in zip(axes, spells, blocks, headings, strict=True):
        color, figures = BLUE if spell is spells[-1] else GREY, spell.figures
        drop = size.label * LINE / 72 + 0.1 if is_crowded and spell.change.direction != ROSE else 0.0
        marks = [(row.t, row.value) for of in spell.versions for row in of.itertuples()]
        top = panels.write_panel_words(page, ax, "" if is_alone else heading, lines, spell.change, marks, color, labels,
                                may_be_below=True, drop=drop)  # fmt: skip
        set_value_axis(page, ax, top, format_percent_ticks, lang)
        if not is_alone:
            ax.set_yticks([])
        set_year_axis(page, ax, list(figures["t"]), panels.phrase_year_ticks(list(figures["date"]), lang))
        _draw_spell(ax, spell, color, labels, context, lang)


def _draw_spell(ax: Axes, spell: Spell, color: str, labels: Labels, context: Context, lang: Language) -> None:
    """Lines, bands, marks; then the numbers of the first and the last figure, and of those between that have room."""
    for of in spell.versions:
        if len(of) > 1:
            panels.draw_path(ax, of, of.index[0], color, labels, dashed=spell.is_open)
        if of["band_low"].notna().any() and not spell.is_open:
            lows, highs = of["band_low"].fillna(of["value"]), of["band_high"].fillna(of["value"])
            draw_band(ax, of["t"], lows, highs, of.index[0], color)
    for i, row in spell.figures.iterrows():
        if pd.notna(row["survey_low"]):
            draw_line(ax, [row["t"]] * 2, [row["survey_low"], row["survey_high"]], i, color, width=1.5, kind="error")
        panels.draw_figure(ax, row["t"], row["value"], row, color, labels, MARK[labels.page.size.is_narrow])
    figures = spell.figures
    first, last = figures.index[[0, -1]]
    labels.block_ticks(ax)
    for i in dict.fromkeys([first, last, *figures.index]):
        row, look = figures.loc[i], dict.fromkeys(("bold", "must"), i in (first, last))
        text, sides = phrase_rate(row, context, lang), SIDES_OF_FIRST if i == first else SIDES_OF_OTHERS
        labels.place(ax, row["t"], row["value"], text, tell_gid(row), color, sides=sides, **look)


def choose_panels(table: pd.DataFrame, context: Context, size: Size) -> tuple[list[Spell], list[Spell]]:
    """The standards that have a panel, and the others: the latest with two figures or more; without any, the latest."""
    rows, spells = table[table["role"].isin(["anchor", "path"])], []
    for standard, of in rows.groupby("standard", sort=False):
        versions = [version.sort_values("t", kind="stable") for _, version in of.groupby("variant", sort=False)]
        change = panels.measure_change([version[version["role"] == "anchor"] for version in versions], context)
        spells.append(Spell(standard, versions, change))
    counted_twice = [spell for spell in spells if len(spell.figures) > 1]
    shown = (counted_twice or spells)[-panels.MOST_PANELS[size.is_narrow] :]
    return shown, [spell for spell in spells if spell not in shown]


def _phrase_title(shown: list[Spell], context: Context, lang: Language) -> tuple[str, list[Spell]]:
    """What happened, and the standards that the title tells of."""
    latest = shown[-1]
    directions = {spell.change.direction for spell in shown}
    if len(latest.figures) == 1:
        row = latest.figures.iloc[0]
        text = translatable("%(rate)s of households were poor %(when)s")
        if row["base"] == "population":
            text = translatable("%(rate)s of people were poor %(when)s")
        said = {"rate": phrase_rate(row, context, lang), "when": phrase_at_date(row["date"], lang)}
        return capitalize_first(lang.say(text, **said)), [latest]
    if len(shown) > 1 and len(directions) == 1 and directions != {CANNOT_TELL} and all(s.change.ends for s in shown):
        standards = list(context.shared.standards)
        places = [standards.index(spell.standard) for spell in shown]
        in_a_row = places == list(range(places[0], places[0] + len(places)))
        texts = {
            (FELL, True): translatable("Under %(count)s poverty standards in a row, poverty fell by %(size)s"),
            (FELL, False): translatable("Under %(count)s poverty standards, poverty fell by %(size)s"),
            (ROSE, True): translatable("Under %(count)s poverty standards in a row, poverty rose by %(size)s"),
            (ROSE, False): translatable("Under %(count)s poverty standards, poverty rose by %(size)s"),
        }
        count, size = lang.label(COUNT_WORDS[len(shown)]), phrase_relative_change(*_measure_widest(shown), lang)
        return lang.say(texts[latest.change.direction, in_a_row], count=count, size=size), shown
    title = _phrase_one(latest, len(shown) > 1, context, lang)
    if len(shown) > 1:
        standard = phrase_standard(context, latest.standard, lang)
        title = lang.say("%(title)s, %(standard)s", title=title, standard=standard)
    return title, [latest]


def _measure_widest(shown: list[Spell]) -> tuple[float, float]:
    """The least and the largest change of the standards shown."""
    ends = [end for spell in shown for end in spell.change.ends]
    return min(ends), max(ends)


def _phrase_one(spell: Spell, briefly: bool, context: Context, lang: Language) -> str:
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
    is_long = len(full.split()) > allow_words(MOST_TITLE_WORDS, lang.code)
    return lang.say(texts[change.direction, True], **said) if is_long else full


def _phrase_subtitle(shown: list[Spell], context: Context, lang: Language, size: Size) -> str:
    of = phrase_rate_unit(context, unique_ids(pd.concat([spell.figures for spell in shown])["claims"]), lang)
    text = translatable("Poverty rate, %(of)s, %(place)s")
    if all(panels.is_survey(spell.figures, context) for spell in shown):
        text = translatable("Poverty rate by household survey, %(of)s, %(place)s")
    subtitle = lang.say(text, of=of, place=province_name(context, lang))
    if len(shown) > 1:
        text = translatable("%(subtitle)s. A new standard counts other households: each panel has its own scale")
        if size.is_narrow:
            text = translatable("%(subtitle)s. Each panel has its own scale")
        subtitle = lang.say(text, subtitle=subtitle)
    return subtitle


def _list_notes(
    table: pd.DataFrame, shown: list[Spell], others: list[Spell], context: Context, lang: Language
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
    notes += [note for note in cautions if note.kind in (Kind.SURVEY, Kind.TERRITORY)]
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
    told = (Kind.SURVEY, Kind.TERRITORY, Kind.CONTRADICTED)
    return [*notes, *(note for note in cautions if note.kind not in told)]


def _phrase_single_figures(
    table: pd.DataFrame, others: list[Spell], start: float, context: Context, lang: Language
) -> list[Sentence]:
    """The figures of standards under which there is one, with what another source prints for the same date."""
    singles, named = [spell.figures.iloc[0] for spell in others if len(spell.figures) == 1], []
    for row in singles:
        when, checks = (
            lang.date(row["date"]),
            table[(table["role"] == "check") & (table["standard"] == row["standard"])],
        )
        for _, check in checks[checks["t"] == row["t"]].iterrows():
            when = lang.say("%(when)s; another source: %(value)s", when=when, value=phrase_rate(check, context, lang))
        named.append(lang.say("%(value)s (%(when)s)", value=phrase_rate(row, context, lang), when=when))
    if not singles:
        return []
    text = translatable("Single figures only: %(values)s.")
    if all(row["t"] < start for row in singles):
        text = translatable("Earlier, single figures only: %(values)s.")
    return [lang.sentence(Kind.LIMIT, text, values=lang.listed(named))]


def _phrase_other_readings(table: pd.DataFrame, shown: list[Spell], lang: Language) -> list[Sentence]:
    """How far the falls go if the figures are read otherwise, where that is further than what is drawn."""
    if any(spell.change.direction != FELL or not spell.change.ends for spell in shown):
        return []
    rows, drawn = table[table["standard"].isin([spell.standard for spell in shown])], _measure_widest(shown)
    low, high = min(drawn[0], rows["fall_low"].min()), max(drawn[1], rows["fall_high"].max())
    said = phrase_relative_change(low, high, lang)
    if low <= 0 or said == phrase_relative_change(*drawn, lang):
        return []
    return [lang.sentence(Kind.READING, "Read otherwise, the falls are %(size)s.", size=said)]
