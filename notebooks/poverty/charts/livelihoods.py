"""What a livelihood model and a household in one come to: three numbers with thin ranges, each on its own scale."""

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.fonts import measure_text
from poverty.charts.labels import BELOW_CAPS
from poverty.charts.marks import POINT, draw_line, draw_point, draw_span
from poverty.charts.page import BLUE, GREY, Page, Size
from poverty.charts.texts import ChartTexts
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import format_dollar_range, format_quotient_range, province_name

MEASURES = {  # in the order of the panels
    "households a model": translatable("Households a model"),
    "VND a model": translatable("Million VND a model"),
    "VND a household": translatable("Million VND a household"),
}
MILLION = 1e6
SPAN = 6.0  # points: the height of a range
BESIDE = {False: 0.13, True: 0.09}  # inches from the end of a range to its words, by whether the page is narrow
NARROW_POINTS, NARROW_NUMBER = 6.0, 0.8  # of a circle there; of the size of a key number
GAP = 0.15  # inches between panels
TALLEST = 0.7  # inches of a row
MOST_SOURCES = 3  # in a panel


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    drawn = _select_drawn(table)
    main = drawn[drawn["publisher"] == drawn["publisher"].iloc[0]].drop_duplicates("measure").set_index("measure")
    said = {name: _phrase_row(row, lang) for name, row in main.assign(measure=main.index).iterrows()}
    title = _phrase_title(said, lang)
    first = main.iloc[0]
    span = "–".join(dict.fromkeys(str(first[end])[:4] for end in ("start", "end") if first[end]))
    subtitle = lang.say("Worked out from numbers of %(publisher)s, %(place)s", publisher=first["publisher"],
                        place=province_name(context, lang))  # fmt: skip
    if span:
        subtitle = lang.say("%(subtitle)s, %(years)s", subtitle=subtitle, years=span)
    each = [
        f"{lang.label(what)} {', '.join(_phrase_source(row, first['publisher'], lang) for _, row in rows.iterrows())}"
        for name, what in MEASURES.items() if len(rows := drawn[drawn["measure"] == name])
    ]  # fmt: skip
    headline = tuple(f"inferred.{i}" for i in drawn.index if drawn.loc[i, "publisher"] == first["publisher"])
    return ChartTexts(title, subtitle, f"{title}. {'; '.join(each)}.", _list_notes(drawn, lang), headline)


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A panel for each number: its name, then a row for each source, the pack's own large and in blue."""
    drawn = _select_drawn(table)
    panels = [(name, drawn[drawn["measure"] == name]) for name in MEASURES if (drawn["measure"] == name).any()]
    axes = page.add_rows([1 + len(rows) for _, rows in panels], left=0.0, gap=GAP, below=0.05)
    for ax, (name, rows) in zip(axes, panels, strict=True):
        middle, units = len(rows) / 2, max(len(rows) + 1, ax.get_position().height * page.size.height / TALLEST)
        ax.set(ylim=(middle + units / 2, middle - units / 2), xticks=[], yticks=[])
        ax.spines["bottom"].set_visible(False)
        _draw_panel(page, ax, rows, drawn["publisher"].iloc[0], lang)
        x, y = page.locate(ax, 0.0, 0.0)
        page.write(x + GAP / 2, y, lang.label(MEASURES[name]), bold=True, va="center", gid="name")


def _draw_panel(page: Page, ax: Axes, rows: pd.DataFrame, main: str, lang: Language) -> None:
    """The ranges of one number from zero, each with its words beside it."""
    inches = ax.get_position().width * page.size.width
    narrow = page.size.is_narrow
    beside, lines, high = BESIDE[narrow], [], 0.0
    for i, row in rows.iterrows():
        is_main = row["publisher"] == main
        text = _phrase_source(row, main, lang)
        points = page.size.key * (NARROW_NUMBER if narrow else 1.0) if is_main else page.size.label
        scale = 1.0 if row["measure"] == "households a model" else MILLION
        low, value, end = (row[name] / scale for name in ("low", "value", "high"))
        room = inches - 2 * beside - measure_text(text, points, bold=is_main)
        high = max(high, end * inches / room)
        lines.append((i, is_main, text, points, low, value, end))
    ax.set_xlim(0, high)
    ax.axvline(0, color=GREY, linewidth=1.0)
    for y, (i, is_main, text, points, low, value, end) in enumerate(lines, 1):
        color = BLUE if is_main else GREY
        draw_line(ax, [0.0, low], [y, y], i, color, width=1.0)
        draw_span(ax, low, end, y, i, color, SPAN)
        draw_point(ax, value, y, "inferred", i, color, NARROW_POINTS if narrow else POINT)
        x, up = page.locate(ax, end, y)
        look = {"va": "baseline", "color": color, "gid": f"label.band.{i}"}
        page.write(x + beside, up - BELOW_CAPS * points / 144 * 0.8, text, points, is_main, **look)


def _select_drawn(table: pd.DataFrame) -> pd.DataFrame:
    """The quotients of each source; what one source would leave of another's stands in the table alone."""
    each = table[table["role"] == "each"]
    return each[each["publisher"].isin(each["publisher"].unique()[:MOST_SOURCES])]


def _phrase_title(said: dict[str, str], lang: Language) -> str:
    """What a model comes to, by what is known of it."""
    households, each, model = (said.get(name, "") for name in ("households a model", "VND a household", "VND a model"))
    if households and each:
        text = translatable("A livelihood model: %(households)s households, %(each)s million VND each")
        return lang.say(text, households=households, each=each)
    if households:
        return lang.say("A livelihood model: %(households)s households", households=households)
    if model:
        return lang.say("A livelihood model: %(model)s million VND", model=model)
    return lang.say("A household in a livelihood model: %(each)s million VND", each=each)


def _phrase_row(row: pd.Series, lang: Language) -> str:
    return format_quotient_range(row["low"], row["high"], row["measure"], lang)


def _phrase_source(row: pd.Series, main: str, lang: Language) -> str:
    """A range, and who printed the numbers behind it if not the pack's own source."""
    text = _phrase_row(row, lang)
    if row["publisher"] == main:
        return text
    return lang.say("%(range)s by %(publisher)s", range=text, publisher=row["publisher"])


def _list_notes(drawn: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    """What circle and range are, and what the money is in dollars."""
    notes = [lang.sentence(Kind.KEY, "Circle: printed numbers divided. Range: as people use “more than” and “nearly”.")]
    worth = drawn[drawn["usd_low"].notna()].tail(1)
    for _, row in worth.iterrows():
        text = translatable("%(amount)s million VND: about US$%(dollars)s at the rate of %(day)s.")
        notes.append(
            lang.sentence(
                Kind.LIMIT, text, amount=_phrase_row(row, lang),
                dollars=format_dollar_range(row["usd_low"], row["usd_high"], lang), day=lang.day(row["usd_date"]),
            )
        )  # fmt: skip
    return tuple(notes)
