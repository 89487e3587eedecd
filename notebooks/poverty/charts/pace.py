"""The pace of each spell, under each reading."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from poverty.charts import pace_marks, pace_small
from poverty.charts import page as canvas
from poverty.charts.pace_marks import (
    DECIMALS,
    GROUPS,
    SIZE,
    SPELL,
    WHO,
    color_of,
    dot,
    name_group,
    name_spell,
    phrase_head,
    phrase_size,
    phrase_years,
    rule,
    scale,
)
from poverty.charts.page import LABEL, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.dates import period_end_coordinate
from poverty.packs.vocabulary import CANNOT_TELL, FELL, INDICATORS, PROVINCE_AREA, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_survey_note, phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_falls,
    phrase_group_and_area,
    phrase_standard_years,
    province_name,
    unique_ids,
)
from poverty.words.source_lines import phrase_notes_reference, phrase_source_lines

FEWEST = 5  # rows that a slide is divided into, where there are fewer
SPARE = 0.05  # of the scale, before its lowest value, or the axis would cut the mark there
SHOWS_READINGS = True
POINTS_ALONE = {  # by direction: from 0 or to 0 there is no percent a year
    FELL: translatable("fell by %(points)s points a year"),
    ROSE: translatable("rose by %(points)s points a year"),
    CANNOT_TELL: translatable("fall or rise unclear (%(points)s points a year)"),
}
WIDE = 12.0  # inches: a page on which the name of a spell and its readings stand side by side


def paint_wide(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """The name of a spell and its readings side by side, a line for each row."""
    rows = max(len(table), FEWEST)
    reading, years, left, right = 5.8, 6.95, 7.2, 10.0
    panels = {
        "compound": page.axes(left, right, 0.45, 0.4),
        "points": page.axes(right + 0.3, page.width - page.margin, 0.45, 0.4),
    }
    box = panels["compound"].get_position()
    heads = [
        (page.margin, lang.say("Who, standard"), "left"),
        (reading, lang.say("Reading"), "right"),
        (years, lang.say("Years"), "right"),
    ]
    for name, ax in panels.items():
        scale(ax, table, name, rows, lang, SPARE)
        heads.append((ax.get_position().x0 * page.width, phrase_head(name, lang), "left"))
    for x, head, side in heads:
        page.text(x, box.y1 * page.height + 0.12, head, LABEL, weight="bold", ha=side, va="bottom")
    before = None
    for row in table.itertuples():
        i = row.Index
        y = (box.y1 - (i + 0.6) / (rows + 0.2) * box.height) * page.height
        first = pace_marks.spell(row) != before
        if first:
            name = name_spell(row, context, lang)
            page.text(page.margin, y, name, SIZE, va="center", weight="bold")
            for ax in panels.values() if before else ():
                rule(ax, i - 0.5)
            before = pace_marks.spell(row)
        used = canvas.measure(name, SIZE, "bold") + 0.15 if first else 0.0
        label = _cut(pace_marks.label(row, lang), reading - page.margin - used)
        page.text(reading, y, label, SIZE, va="center", ha="right", color=color_of(row))
        page.text(years, y, pace_marks.marked_years(row), SIZE, va="center", ha="right", color=color_of(row))
        for name, ax in panels.items():
            dot(ax, row, i, name, lang)


def _cut(text: str, room: float) -> str:
    """A text with its end cut off where it would be wider than `room` inches; the table has all of it."""
    if canvas.measure(text, SIZE) <= room:
        return text
    while text and canvas.measure(f"{text}…", SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    title = _title(table, context, lang)
    each = "; ".join(
        lang.say(
            "%(who)s, %(reading)s, %(years)s: %(pace)s",
            who=name_group(r, context, lang),
            reading=lang.label(r.label) or lang.say("as printed"),
            years=phrase_years(r),
            pace=_phrase_pace(r, lang),
        )
        for r in table[table["points"].notna()].itertuples()
    )
    alt = f"{title}. {each}." if each else f"{title}."
    return ChartTexts(title, _subtitle(table, context, lang), alt, _notes(table, context, lang))


def _title(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """How fast the latest rate fell or rose, or by how much under each reading of an open question."""
    told = find_told_rows(table)
    if told.empty:
        return lang.say("No yearly change can be computed")
    latest = told.iloc[0]
    group = phrase_group_and_area(latest["population"], latest["area"], context, lang)
    name = capitalize_first(lang.label(INDICATORS[latest["indicator"]].label))
    name = f"{name}, {group}" if group else name
    if len(told) == 1:
        years = phrase_years(latest)
        if latest["direction"] == CANNOT_TELL:
            return lang.say("%(what)s, %(years)s: fall or rise unclear", what=name, years=years)
        return lang.say("%(what)s, %(years)s: %(pace)s", what=name, years=years, pace=_phrase_pace(latest, lang))
    standard = phrase_standard_years(context, latest["standard"], lang)
    texts = {
        FELL: translatable("%(what)s, %(standard)s standard: fell by %(paces)s a year, by reading"),
        ROSE: translatable("%(what)s, %(standard)s standard: rose by %(paces)s a year, by reading"),
    }
    unclear = translatable("%(what)s, %(standard)s standard: fall or rise depends on the reading")
    directions = set(told["direction"])
    text = texts.get(latest["direction"], unclear) if len(directions) == 1 else unclear
    sizes = [lang.percent(abs(x), 1) for x in told["compound"]]
    if told["compound"].isna().any():  # a figure of 0
        sizes = [lang.say("%(points)s points", points=lang.number(abs(x), 2)) for x in told["points"]]
    paces = lang.either(list(dict.fromkeys(sizes)))
    return lang.say(text, what=name, standard=standard, paces=paces)


def _phrase_pace(row, lang: Language) -> str:
    """Whether a rate fell or rose, and by how much a year."""
    texts = {
        FELL: translatable("fell by %(compound)s%% a year, %(points)s points"),
        ROSE: translatable("rose by %(compound)s%% a year, %(points)s points"),
        CANNOT_TELL: translatable("fall or rise unclear (%(compound)s%% and %(points)s points a year)"),
    }
    if pd.isna(row.compound):
        return lang.say(POINTS_ALONE[row.direction], points=phrase_size(row, "points", DECIMALS["points"], lang))
    sizes = {name: phrase_size(row, name, decimals, lang) for name, decimals in DECIMALS.items()}
    if row.direction == CANNOT_TELL and row.method != "survey":
        sizes = {name: _phrase_both_ways(row, name, decimals, lang) for name, decimals in DECIMALS.items()}
    text = texts[row.direction]
    return lang.say(text, **sizes)


def _phrase_both_ways(row, name: str, decimals: int, lang: Language) -> str:
    """From how large a rise to how large a fall a pace may be."""
    low, high = (getattr(row, f"{name}_{end}") for end in ("low", "high"))
    return phrase_falls(low, high, lambda x: "∞" if pd.isna(x) else lang.number(x, decimals), lang)


def _subtitle(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """What is drawn, and where; that it is of a survey stands here, where no page lacks room for it."""
    text = translatable(
        "Fall of the rate a year, in %% of itself and in points, within one poverty standard, %(place)s"
    )
    if "points" not in table:
        text = translatable("Fall of the rate a year, in %% of itself, within one poverty standard, %(place)s")
    if (table["method"] == "survey").all():
        return lang.say(
            "%(subtitle)s, by household survey", subtitle=lang.say(text, place=province_name(context, lang))
        )
    return lang.say(text, place=province_name(context, lang))


def _notes(table: pd.DataFrame, context: Context, lang: Language, keyed: bool = False) -> tuple[Sentence, ...]:
    """The notes on the rows of a table; `keyed`: without what the key of a small page says."""
    note = lang.say("Percent a year: 1 − (end/start)^(1/years). Ranges: rounding and wording.")
    if (table["points_low"] < 0).any() if "points_low" in table else (table["compound_low"] < 0).any():
        note += " " + lang.say("Below 0: a rise.")
    if (table["preferred"] != "yes").any() and not keyed:
        text = translatable("Hollow: another reading, one question at a time.")
        if not (table["preferred"] == "no").any():
            text = translatable("Hollow: one of the readings of a question that is open.")
        note = lang.say(text) + " " + note
    if (table["ruled_out"] == "yes").any():
        note += " " + lang.say("What another printed figure or the years of a standard rule out is not in the title.")
    note = f"{_phrase_halving(table, lang)} {note}".strip()
    notes = [Sentence(Kind.KEY, note), *phrase_survey_note(context, table, lang)]
    if (table["contradicted"] == "yes").any() and not keyed:
        text = translatable("† A check or another printed figure contradicts an end of this row.")
        notes.append(lang.sentence(Kind.CONTRADICTED, text))
    until = context.shared.territory.get("until")
    dated = table.assign(t=[period_end_coordinate(date) for date in table["end"]], date=table["end"]) if until else None
    if dated is not None:
        notes += phrase_territory_note(context, dated, lang)
    return tuple(notes)


def _phrase_halving(table: pd.DataFrame, lang: Language) -> str:
    """In how many years the rate of the title halved: of a register that fell, and where no reading is open."""
    told = find_told_rows(table)
    if len(told) != 1 or (told["method"] == "survey").any() or (told["direction"] != FELL).any():
        return ""
    row = told.iloc[0]
    low, high = row["halving_years_low"], row["halving_years_high"]
    if pd.isna(high):
        return ""
    decimals = 2 if high - low < 0.1 else 1
    text = translatable("At the pace of %(years)s the rate halves in %(halving)s years.")
    halving = lang.range(lang.number(low, decimals), lang.number(high, decimals))
    return lang.say(text, years=phrase_years(row), halving=halving)


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """As many rows as a small page has room for, of both paces or of the rate alone, and words that say so."""
    narrow = size.narrow
    cited = phrase_source_lines(context, unique_ids(table["claims"]), lang, unique_ids(table["readings"]))
    for drawn in _choices(table, narrow):
        said = replace(
            words, subtitle=_subtitle_of(drawn, table, context, lang), notes=_notes(drawn, context, lang, keyed=True)
        )
        page = canvas.page(said.title, said.subtitle, list(said.notes), cited, phrase_notes_reference("03", lang), size)
        if pace_small.has_room(page, drawn, context, lang):
            break
    return drawn, said


def _choices(table: pd.DataFrame, narrow: bool) -> Iterator[pd.DataFrame]:
    """All that could be drawn, then less and less; narrow pages give up the fall in points before any row."""
    units = _units(table)
    for count in range(len(units), 0, -1):
        rows = table.loc[sorted(i for unit in units[:count] for i in unit)]
        if count == len(units) or not narrow:
            yield rows
        if narrow:
            yield rows.drop(columns=[column for column in table if column.startswith("points")])


def _units(table: pd.DataFrame) -> list[list[int]]:
    """Rows that are drawn together or not at all, the most wanted first.

    The usual or the open readings of a spell are one; each other reading is one of its own, and wanted after them.
    Most wanted is what the title says, then what is not ruled out, has a rate, is of everybody, of the poor.
    """
    title, indicators = set(find_told_rows(table).index), list(GROUPS)
    found = []
    for order, (of, spell) in enumerate(table.groupby(SPELL, sort=False)):
        indicator, population, area, *_ = of
        part = population != "all" or area != PROVINCE_AREA
        usual = spell["preferred"] != "no"
        for other, rows in enumerate([list(spell.index[usual]), *([i] for i in spell.index[~usual])]):
            ruled_out, none = (spell.loc[rows, "ruled_out"] == "yes").all(), spell.loc[rows, "years"].isna().all()
            wanted = (not title & set(rows), ruled_out, none, part, indicators.index(indicator), other > 0, order)
            found.append((wanted, rows))
    return [rows for _, rows in sorted(found) if rows]


def _subtitle_of(drawn: pd.DataFrame, table: pd.DataFrame, context: Context, lang: Language) -> str:
    """The subtitle of what is drawn of a table, with what is left out."""
    subtitle, left_out = _subtitle(drawn, context, lang), []
    if len(drawn) < len(table):
        left_out.append(lang.say("%(count)s of %(all)s rows", count=len(table) - len(drawn), all=len(table)))
    if "points" not in drawn:
        left_out.append(lang.say("the fall in points"))
    subtitle = state_evidence(subtitle, context, lang)
    if not left_out:
        return subtitle
    return lang.say("%(subtitle)s; left out here: %(what)s", subtitle=subtitle, what=lang.listed(left_out))


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each spell and reading; two panels, relative and absolute pace."""
    if page.width >= WIDE:
        paint_wide(page, table, context, lang)
    else:
        pace_small.paint(page, table, context, lang)


def find_told_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the title: of everybody, if any are, under the last standard; several where a question is open."""
    stands = (table["ruled_out"] == "no") & (table["preferred"] != "no")
    known = table[table["years"].notna() & stands]
    if known.empty:
        return known
    everybody = known[(known["population"] == "all") & (known["area"] == PROVINCE_AREA)]
    latest = (everybody if len(everybody) else known).sort_values("end", kind="stable").iloc[-1]
    first = known[(known[WHO] == latest[WHO]).all(axis=1)].iloc[0]  # of the poor, where the near-poor are counted too
    return known[(known[SPELL] == first[SPELL]).all(axis=1)]
