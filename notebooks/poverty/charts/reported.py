"""The printed numbers that words loosen, as a table: as printed, what that can mean, what it is usually used as."""

import pandas as pd

from poverty.charts.page import BLUE, Page, Size
from poverty.charts.row_chart import count_fitting_rows, draw_table
from poverty.charts.texts import ChartTexts, allow_words
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.vocabulary import MAGNITUDE_FACTORS, split_unit
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    capitalize_first,
    describe_figure,
    phrase_qualified_number,
    phrase_standard_years,
    province_name,
)

MOST_ROWS = 5  # that a reader takes in
MOST_WORDS = 80  # of them, in English
LEFT_OUT = 8  # words of the subtitle where some are left out
MOST_TOLD = 3  # in the alternative text
SHARES = [0.32, 0.24, 0.2, 0.24]  # of the page: the widths of the columns
NARROW_LINES = 3  # of a row on a narrow page
UNIT_PHRASES = {
    "persons": translatable("%(n)s people"),
    "households": translatable("%(n)s households"),
    "percentage points": translatable("%(n)s percentage points"),
    "times": translatable("%(n)s times"),
    "families": translatable("%(n)s families"),
    "models": translatable("%(n)s models"),
    "years": translatable("%(n)s years"),
}
WORKERS = ("jobs_created", "workers_abroad", "workers_trained")  # indicators whose people are counted as workers


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    loose, shown = _rank_loose(table), _list_rows(table, context, lang, size)
    first = loose.sort_values("qualifier", key=lambda words: words == "range", kind="stable").iloc[0]
    title = lang.say(
        "%(loose)s of %(count)s numbers are loose, such as “%(printed)s”", loose=len(loose), count=len(table),
        printed=_phrase_printed(first, context, lang),
    )  # fmt: skip
    subtitle = _phrase_subtitle(len(shown), len(shown) < len(loose), context, lang)
    each = [
        lang.say("%(printed)s usually means %(usual)s", printed=_phrase_printed(row, context, lang),
                 usual=_phrase_range(row, row["soft_low"], row["soft_high"], lang))
        for _, row in loose.head(MOST_TOLD).iterrows()
    ]  # fmt: skip
    notes = []
    if exact := len(table) - len(loose):
        text = lang.say_many("The other one is exact but for rounding.",
                             "The other %(count)s are exact but for rounding.", exact)  # fmt: skip
        notes.append(Sentence(Kind.KEY, text))
    notes += _list_contradicted(table.loc[list(shown)], context, lang)
    told = capitalize_first(lang.listed(each))
    return ChartTexts(title, subtitle, f"{title}. {told}.", tuple(notes))


def _phrase_subtitle(shown: int, is_choice: bool, context: Context, lang: Language) -> str:
    """Whose numbers are shown, and how many of them where others are loose too."""
    all_alike = translatable("All sources, %(place)s"), translatable("The %(shown)s loosest, all sources, %(place)s")
    main = translatable("Main sources, %(place)s"), translatable("The %(shown)s loosest, main sources, %(place)s")
    text = (all_alike if context.is_all_primary else main)[is_choice]
    return lang.say(text, shown=shown, place=province_name(context, lang))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each loose number, or for the loosest."""
    heads = [lang.say("What"), lang.say("As printed"), lang.say("Can mean"), lang.say("Usually means")]
    draw_table(page, heads, _list_rows(table, context, lang, page.size), SHARES, BLUE)


def _list_rows(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> dict[int, list[str]]:
    """The words of each row that is shown: of the numbers whose words leave most open, in the order of the table."""
    wide = _rank_loose(table)
    room = count_fitting_rows(size, row_lines=NARROW_LINES if size.is_narrow else 1)
    most = allow_words(MOST_WORDS, lang.code) - (LEFT_OUT if len(wide) > MOST_ROWS else 0)
    rows: dict[int, list[str]] = {}
    for i in wide.index[: min(MOST_ROWS, room)]:
        row = wide.loc[i]
        cells = [
            describe_figure(row, _phrase_dates(row, context, lang), context, lang), _phrase_printed(row, context, lang),
            _phrase_range(row, row["hard_low"], row["hard_high"], lang, with_unit=False),
            _phrase_range(row, row["soft_low"], row["soft_high"], lang, with_unit=row["qualifier"] == "range"),
        ]  # fmt: skip
        most -= len(" ".join(cells).split())
        if most >= 0 or not rows:
            rows[i] = cells
    return {i: rows[i] for i in sorted(rows)}


def _list_contradicted(shown: pd.DataFrame, context: Context, lang: Language) -> list[Sentence]:
    """The note on numbers of the table that a check or another figure contradicts, levels and changes alike."""
    doubted = shown[shown["id"].isin(context.contradicted)]
    if doubted.empty:
        return []
    values = lang.listed(list(dict.fromkeys(_phrase_printed(row, context, lang) for _, row in doubted.iterrows())))
    text = translatable("Contradicted by a check or by another printed figure: %(values)s.")
    return [lang.sentence(Kind.CONTRADICTED, text, values=values)]


def _rank_loose(table: pd.DataFrame) -> pd.DataFrame:
    """The loose numbers, the loosest first."""
    loose = table[table["qualifier"] != "exact"]
    return loose.loc[(loose["low_percent"] - loose["high_percent"]).sort_values(kind="stable").index]


def _phrase_printed(row: pd.Series, context: Context, lang: Language) -> str:
    """A number with its word and its unit; a word that stands for a number, with its meaning."""
    if row["qualifier"] != "range":
        number = _add_unit(row, _format_number(row, row["value"], lang), lang)
        return phrase_qualified_number(row["qualifier"], number, lang)
    lexicon = context.shared.lexicon
    meant = next((ends for (_, word), ends in lexicon.items() if word == row["printed"]), None)
    if meant is None:
        return _phrase_range(row, row["value"], row["hard_high"] - (row["value"] - row["hard_low"]), lang)
    own = next((word for (code, word), ends in lexicon.items() if (code, ends) == (lang.code, meant)), row["printed"])
    if own == row["printed"]:
        return own
    return lang.say("%(meaning)s (“%(word)s”)", meaning=own, word=row["printed"])


def _phrase_range(row: pd.Series, low: float, high: float, lang: Language, with_unit: bool = True) -> str:
    """From where to where; what has no limit on one side or both as such."""
    if pd.isna(low) and pd.isna(high):
        return lang.say("no limit")
    if pd.isna(low) or pd.isna(high):
        text = translatable("%(n)s or more") if pd.isna(high) else translatable("%(n)s or less")
        number = lang.say(text, n=_format_number(row, low if pd.isna(high) else high, lang))
    else:
        number = lang.range(*(_format_number(row, end, lang) for end in (low, high)))
    return _add_unit(row, number, lang) if with_unit else number


def _format_number(row: pd.Series, value: float, lang: Language) -> str:
    """A number in the magnitude in which it is printed, with the decimals that it has."""
    scaled = value / float(split_unit(row["printed_unit"])[0])
    decimals = next((d for d in range(6) if abs(round(scaled, d) - scaled) < 1e-9), 6)
    return lang.percent(scaled, decimals) if row["unit"] == "percent" else lang.number(scaled, decimals)


def _add_unit(row: pd.Series, number: str, lang: Language) -> str:
    if row["unit"] == "percent":
        return number
    magnitude, _, unit = row["printed_unit"].rpartition(" ")
    if magnitude in MAGNITUDE_FACTORS:
        number = f"{number} {lang.label(magnitude)}"
    if row["indicator"] in WORKERS and row["unit"] == "persons":
        return lang.say("%(n)s workers", n=number)
    phrase_unit = UNIT_PHRASES.get(unit) or UNIT_PHRASES.get(row["unit"])
    return lang.label(phrase_unit) % {"n": number} if phrase_unit else f"{number} {lang.label(row['unit'])}"


def _phrase_dates(row: pd.Series, context: Context, lang: Language) -> str:
    """The years of a figure, and its standard where another row differs in that alone; "" if it is undated."""
    if not row["end"]:
        return ""
    when = "–".join(dict.fromkeys(str(parse_sdmx_period(date).year) for date in (row["start"], row["end"])))
    if row["twice"] == "no" or not row["standard"]:
        return when
    years = phrase_standard_years(context, row["standard"], lang)
    return lang.say("%(when)s (standard %(years)s)", when=when, years=years)
