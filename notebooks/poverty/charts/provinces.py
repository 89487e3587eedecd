"""From where to where the poverty rate went in each province under one standard: an arrow each, the own one in blue."""

import pandas as pd

from poverty.charts.axes import format_percent_ticks
from poverty.charts.labels import Labels
from poverty.charts.marks import draw_line, draw_point
from poverty.charts.page import BLUE, GREY, INK, Page, Size
from poverty.charts.row_chart import Row, add_row_axes, count_fitting_rows, fit_scale, set_row_scale
from poverty.charts.texts import MOST_TITLE_WORDS, ChartTexts, allow_words
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.vocabulary import FELL
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    phrase_at_date,
    phrase_rate,
    phrase_standard,
    province_name,
    tell_direction_of,
    unique_ids,
)

START, HEAD = 8.0, 13.0  # points: where an arrow begins, and its head
SMALLER = 0.6  # times that on a narrow page
MOST_ROWS = 12  # that a reader takes in
WIDEST_NAMES = 0.22  # of the page
Ends = tuple[pd.Series, pd.Series]


def phrase(table: pd.DataFrame, contexts: dict[str, Context], lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    changes = list_changes(table)
    provinces = [ends for ends in changes if ends[0]["province"]]
    own = next((ends for ends in provinces if ends[0]["own"] == "yes"), None)
    count, fell = len(provinces), sum(tell_direction_of(*ends) == FELL for ends in provinces)
    if fell == count:
        title = lang.say("Poverty fell in all %(count)s provinces", count=count)
    else:
        title = lang.say("Poverty fell in %(fell)s of %(count)s provinces", fell=fell, count=count)
    if own is not None and tell_direction_of(*own) == FELL:
        name, level = _name(own[0], contexts, lang), _rate(own[1], contexts, lang)
        longer = lang.say("%(title)s; in %(name)s to %(level)s", title=title, name=name, level=level)
        title = longer if len(longer.split()) <= allow_words(MOST_TITLE_WORDS, lang.code) else title
    subtitle = _phrase_subtitle(table, contexts, lang, size)
    shown = len(select_shown(changes, size))
    if shown < len(changes):
        subtitle = lang.say(
            "%(subtitle)s; %(shown)s of %(count)s rows", subtitle=subtitle, shown=shown, count=len(changes)
        )
    told = [ends for ends in (own, provinces[0]) if ends is not None]
    told = {ends[0]["province"]: ends for ends in [*told, *(ends for ends in changes if not ends[0]["province"])]}
    each = "; ".join(
        lang.say(
            "%(name)s: %(first)s %(then)s, %(last)s %(now)s", name=_name(start, contexts, lang),
            first=_rate(start, contexts, lang), then=phrase_at_date(start["date"], lang),
            last=_rate(end, contexts, lang), now=phrase_at_date(end["date"], lang),
        )
        for start, end in told.values()
    )  # fmt: skip
    headline = (f"{_tell_kind(own[1])}.{own[1].name}",) if own is not None else ()
    return ChartTexts(title, subtitle, f"{title}. {each}.", _list_notes(table, contexts, lang), headline)


def phrase_source(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> str:
    """The source line: how many publications, which the table names."""
    own = {
        (slug, contexts[slug].claims[claim].source.id)
        for slug, _, claim in (name.partition("/") for name in unique_ids(table["claims"]))
    }
    count = len(own) + table.loc[table["province"] == "", "publisher"].nunique()
    return lang.say("Source: %(count)s publications, named in the table behind the chart.", count=count)


def draw(page: Page, table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> None:
    """A row for each province, the highest last figure on top: an arrow from the first figure to the last."""
    changes = select_shown(list_changes(table), page.size)
    narrow = page.size.is_narrow
    rows = [Row(name_row(ends, contexts, lang, with_years=not narrow), ends[0]["own"] == "yes") for ends in changes]
    ax = add_row_axes(page, rows, widest=WIDEST_NAMES)
    words = [tuple(_rate(end, contexts, lang) for end in ends) for ends in changes]
    lefts, rights = [], []
    for ends, texts in zip(changes, words, strict=True):
        (low, left), (high, right) = sorted(zip((end["value"] for end in ends), texts, strict=True))
        lefts.append((low, left))
        rights.append((high, right))
    set_row_scale(
        page, ax, *fit_scale(page, ax, lefts, rights, 0.0, table["value"].max()), format_percent_ticks, lang, 0.0
    )
    labels, times = Labels(page, 0.055 if narrow else 0.09), SMALLER if narrow else 1.0
    for y, ((start, end), texts) in enumerate(zip(changes, words, strict=True)):
        color = BLUE if start["own"] == "yes" else GREY
        falls = end["value"] <= start["value"]
        gids = [f"{_tell_kind(each)}.{each.name}" for each in (start, end)]
        draw_line(ax, [start["value"], end["value"]], [y, y], start.name, color)
        draw_point(ax, start["value"], y, _tell_kind(start), start.name, color, times * START)
        draw_point(ax, end["value"], y, _tell_kind(end), end.name, color, times * HEAD, marker="<" if falls else ">")
        for gid, each in zip(gids, (start, end), strict=True):
            labels.block_mark(ax, each["value"], y, gid)
        strong = BLUE if start["own"] == "yes" else INK
        sides = ("right", "left") if falls else ("left", "right")
        labels.place(ax, start["value"], y, texts[0], gids[0], color, bold=start["own"] == "yes", sides=sides[:1])
        labels.place(ax, end["value"], y, texts[1], gids[1], strong, sides=sides[1:])


def list_changes(table: pd.DataFrame) -> list[Ends]:
    """The first and the last figure of each place, the highest last figure first."""
    changes = [(rows.iloc[0], rows.iloc[1]) for _, rows in table.groupby("province", sort=False)]
    return sorted(changes, key=lambda ends: -ends[1]["value"])


def select_shown(changes: list[Ends], size: Size) -> list[Ends]:
    """As many rows as a page has room for: the own province and the country always, then the highest."""
    room = min(MOST_ROWS, count_fitting_rows(size))
    wanted = sorted(changes, key=lambda ends: ends[0]["own"] != "yes" and ends[0]["province"] != "")[:room]
    return [ends for ends in changes if any(ends is each for each in wanted)]


def _phrase_subtitle(table: pd.DataFrame, contexts: dict[str, Context], lang: Language, size: Size) -> str:
    """What is measured, of whom, under which standard."""
    standard = phrase_standard(contexts[table["province"].iloc[0]], table["standard"].iloc[0], lang)
    subtitle = lang.say("Poverty rate, %% of households, %(standard)s", standard=standard)
    if table["base"].iloc[0] == "population":
        subtitle = lang.say("Poverty rate, %% of people, %(standard)s", standard=standard)
    if size.is_narrow:
        return subtitle
    return lang.say("%(subtitle)s: first and last figure of each province", subtitle=subtitle)


def name_row(ends: Ends, contexts: dict[str, Context], lang: Language, with_years: bool) -> str:
    years = "–".join(dict.fromkeys(str(parse_sdmx_period(end["date"]).year) for end in ends))
    name = _name(ends[0], contexts, lang)
    return f"{name}  {years}" if with_years else name


def _name(row: pd.Series, contexts: dict[str, Context], lang: Language) -> str:
    """The name of a province; of the country as the language has it."""
    if row["province"]:
        return province_name(contexts[row["province"]], lang)
    country = next(iter(contexts.values())).province["country"]
    return lang.locale.territories[country]


def _rate(row: pd.Series, contexts: dict[str, Context], lang: Language) -> str:
    """A rate as its claim prints it; in the table the claim also names the province."""
    if not row["province"]:
        return lang.percent(row["value"], 2)
    return phrase_rate(row.replace({row["claims"]: row["claims"].replace(f"{row['province']}/", "")}),
                       contexts[row["province"]], lang)  # fmt: skip


def _tell_kind(row: pd.Series) -> str:
    return "inferred" if row["kind"] == "derived" else "reported" if row["province"] else "country"


def _list_notes(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> tuple[Sentence, ...]:
    """That it is no ranking, what hollow means, which figures are contradicted."""
    notes = [lang.sentence(Kind.LIMIT, "No ranking: provinces were taken as found, and years differ.")]
    if (table["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from printed figures."))
    doubted = table[table["contradicted"] == "yes"]
    if len(doubted):
        values = [
            lang.say("%(name)s %(value)s", name=_name(row, contexts, lang), value=_rate(row, contexts, lang))
            for _, row in doubted.iterrows()
        ]
        text = translatable("Contradicted by a check or by another printed figure: %(values)s.")
        notes.append(lang.sentence(Kind.CONTRADICTED, text, values=lang.listed(values)))
    return tuple(notes)
