"""The record of standards: lines, what was counted, where comparability breaks, one census counted twice."""

from dataclasses import replace

import pandas as pd

from poverty.charts.page import LABEL, Page, Size, measure
from poverty.charts.standards_panels import LEFT, panels
from poverty.charts.standards_rows import have_room, label_first, label_last, name_standard, phrase_ending, rows
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.notes import phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_rate_unit,
    phrase_standard_years,
    province_name,
    short_legal_basis,
    unique_ids,
)
from poverty.words.sentences import Kind, Sentence

SHOWS_READINGS = False
UNITS = {
    "VND per person a month": translatable("VND per person a month")
}  # of the files in data/standards, for catalogues
LOW = 5.0  # inches: a lower page has no room for the lines, nor for what is counted


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    standards, spells, overlaps = (table[table["role"] == role] for role in ("standard", "spell", "overlap"))
    span = {"first": int(standards["first_year"].min()), "last": int(standards["last_year"].max())}
    text = translatable("%(count)s standards from %(first)s to %(last)s: nothing compares across them")
    title = lang.say(text, count=len(standards), **span)
    if len(overlaps):
        two = overlaps.iloc[-1]
        here, there = label_first(two, context, lang), label_last(two, context, lang)
        low, high = sorted(((two["value"], here), (two["end_value"], there)))
        text = translatable("One date, two standards: %(low)s or %(high)s poor, %(when)s")
        if two["one_source"] == "yes":
            text = translatable("One census, two standards: %(low)s or %(high)s poor, %(when)s")
        title = lang.say(text, low=low[1], high=high[1], when=lang.date(two["date"]))
    subtitle = _subtitle(table, context, lang)
    parts = [
        lang.say(
            "%(years)s: %(counts)s, %(line)s",
            years=phrase_standard_years(context, s.standard, lang),
            counts=lang.label(s.counts),
            line=_lines(s, lang),
        )
        for s in standards.itertuples()
    ]
    told = [
        lang.say(
            "%(years)s: %(values)s",
            years=phrase_standard_years(context, s["standard"], lang),
            values=_ends(s, context, lang),
        )
        for _, s in spells.iterrows()
    ]
    alt = f"{title}. {'; '.join(parts)}."
    if told:
        alt += " " + lang.say("Poverty rate: %(spells)s.", spells="; ".join(told))
    ending = phrase_ending(context, span["last"], lang)
    alt += f" {capitalize_first(ending[1])}." if ending else ""
    after = phrase_territory_note(context, spells.assign(t=spells["end_t"]), lang) if len(spells) else ()
    return ChartTexts(title, subtitle, alt, (Sentence(Kind.KEY, " ".join(_notes(table, context, lang))), *after))


def _notes(table: pd.DataFrame, context: Context, lang: Language, keyed: bool = False) -> list[Sentence]:
    """What must be said of breaks, lines and marks, laws last; `keyed`: key and subtitle say what marks mean."""
    standards, spells = (table[table["role"] == role] for role in ("standard", "spell"))
    lined = standards[standards["urban_line"].notna()]
    notes = [
        lang.sentence(
            Kind.KEY, "≠: nothing may be compared across a dashed line; each standard counts other households as poor."
        )
    ]
    if (spells["t"] < spells["end_t"]).any() and not keyed:
        notes.append(lang.sentence(Kind.KEY, "Tinted: from the first to the last figure under one standard."))
    if len(lined):
        notes.append(lang.sentence(Kind.KEY, "Lines are in the money of their time, not adjusted for prices."))
    if (standards["verified"] == "no").any():
        named = [phrase_standard_years(context, s.standard, lang) for s in standards.itertuples() if s.verified == "no"]
        text = translatable("* From general knowledge, not seen in a source: %(years)s.")
        notes.append(lang.sentence(Kind.KEY, text, years=lang.listed(named)))
    if "derived" in {*spells["kind"], *spells["end_kind"]} and not keyed:
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from a printed change."))
    if len(lined):
        laws = "; ".join(lang.label(short_legal_basis(s.legal_basis)) for s in lined.itertuples())
        notes.append(lang.sentence(Kind.LAW, "Standards: %(laws)s.", laws=laws))
    return notes


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """What there is room for in rows: a low page leaves out the lines and what is counted, and says so.

    Where the rows are still too many, those of standards without a figure go too.
    """
    if _side_by_side(size, table, context, lang):
        return table, words
    drawn, left_out = table, []
    if size.height < LOW:
        drawn = table.assign(rural_line=float("nan"), urban_line=float("nan"), counts="")
        left_out = [lang.say("income lines"), lang.say("what each standard counts")]
    said = _said_of_rows(table, drawn, words, left_out, context, lang)
    unused = (drawn["role"] == "standard") & ~drawn["standard"].isin(drawn.loc[drawn["role"] == "spell", "standard"])
    if (
        unused.any()
        and not unused[drawn["role"] == "standard"].all()
        and not have_room(drawn, said, context, lang, size)
    ):
        drawn, left_out = drawn[~unused], [*left_out, lang.say("standards without a figure")]
        said = _said_of_rows(table, drawn, words, left_out, context, lang)
    return drawn, said


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Each standard with its lines and its rates, side by side along the years, or else in rows."""
    if _side_by_side(page.size, table, context, lang):
        panels(page, table, _unit(table, lang), context, lang)
    else:
        rows(page, table, context, lang)


def _subtitle(table: pd.DataFrame, context: Context, lang: Language) -> str:
    return lang.say(
        "Poverty standards %(first)s to %(last)s, their lines, and the poverty rate under each, %(of)s, %(place)s",
        first=int(table["first_year"].min()),
        last=int(table["last_year"].max()),
        of=phrase_rate_unit(context, unique_ids(table["claims"]), lang),
        place=province_name(context, lang),
    )


def _said_of_rows(
    table: pd.DataFrame, drawn: pd.DataFrame, words: ChartTexts, left_out: list[str], context: Context, lang: Language
) -> ChartTexts:
    """The words of a chart in rows: they name the unit of its lines and what is left out, and not what the key says."""
    text = translatable("Poverty rate under each standard, first to last figure, %(of)s, %(place)s")
    if drawn["urban_line"].notna().any():
        text = translatable(
            "Income line (rural / urban, thousand %(unit)s) and poverty rate, first to last figure, under each "
            "standard, %(of)s, %(place)s"
        )
    of = phrase_rate_unit(context, unique_ids(table["claims"]), lang)
    said = lang.say(text, unit=_unit(table, lang), of=of, place=province_name(context, lang))
    if left_out:
        said = lang.say("%(subtitle)s; left out here: %(what)s", subtitle=said, what=lang.listed(left_out))
    *notes, last = _notes(drawn, context, lang, keyed=True)
    laws = (last,) if last.kind == Kind.LAW else ()  # the first to go where there is no room
    key = Sentence(Kind.KEY, " ".join(notes if laws else [*notes, last]))
    subtitle = state_evidence(said, context, lang)
    return replace(words, subtitle=subtitle, notes=(*laws, key, *words.notes_except(Kind.KEY)))


def _unit(table: pd.DataFrame, lang: Language) -> str:
    """The unit of the lines in money, "" if there are none."""
    unit = next(iter(table.loc[table["urban_line"].notna(), "line_unit"]), "")
    return lang.label(UNITS.get(unit, unit))


def _side_by_side(size: Size, table: pd.DataFrame, context: Context, lang: Language) -> bool:
    """Whether a page is so high and wide that every standard has room for its name over its years."""
    standards = table[table["role"] == "standard"]
    years = standards["last_year"] - standards["first_year"] + 1
    wide = (size.width - size.margin - LEFT) / years.sum()
    return size.height >= LOW and all(
        measure(name_standard(s, context, lang), LABEL, "bold") <= wide * count
        for s, count in zip(standards.itertuples(), years, strict=True)
    )


def _lines(s, lang: Language) -> str:
    if pd.isna(s.urban_line):
        return lang.say("no line in money")
    text = translatable("%(rural)s rural and %(urban)s urban, in %(unit)s")
    ends = {"rural": lang.number(s.rural_line), "urban": lang.number(s.urban_line)}
    return lang.say(text, unit=lang.label(UNITS.get(s.line_unit, s.line_unit)), **ends)


def _ends(s: pd.Series, context: Context, lang: Language) -> str:
    told = [
        (label_first(s, context, lang), s["date"], s["kind"]),
        (label_last(s, context, lang), s["end_date"], s["end_kind"]),
    ]
    texts = {"derived": translatable("%(value)s, %(when)s (inferred)")}
    each = [
        lang.say(texts.get(kind, translatable("%(value)s, %(when)s")), value=value, when=lang.date(date))
        for value, date, kind in told
    ]
    listed = lang.listed(list(dict.fromkeys(each)))
    return listed if s["of"] != "population" else lang.say("%(values)s (of people)", values=listed)
