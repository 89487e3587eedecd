"""People placed in jobs by year: printed years as columns, plans in orange, the estimate as a line in its range."""

from collections.abc import Iterator
from itertools import product

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import (
    choose_ticks,
    choose_years,
    format_number_ticks,
    measure_ticks,
    set_value_axis,
    set_year_axis,
)  # fmt: skip
from poverty.charts.fonts import wrap_text
from poverty.charts.labels import Labels, measure_block
from poverty.charts.marks import draw_band, draw_bar, draw_line
from poverty.charts.page import BLUE, ORANGE, Page, Size
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import capitalize_first, phrase_job_figure, province_name, round_to_digits

WIDTH = 0.6  # years: of a column
HEADROOM = 1.3  # of the highest figure
THIN = 0.008  # of the scale: half the height of the bar of several years
MOST_LINES = 3  # of a label
MOST_TOLD = 7  # figures that the alt text tells
SINGLE = 2  # years left and right of a year that stands alone
Place = tuple[float, float, tuple[str, ...]]  # x, y and the sides of that point
RANKS = {"estimated mean": 0, "year": 1, "span": 1, "part": 2, "plan": 2}  # of roles, for a title
TINT = translatable("Tint: estimate from printed years and plans, a 90%% range if its assumptions hold; not tested.")
PLACED = {  # by role, and whether the figure is of one year: what a title says
    ("year", True): translatable("%(number)s people were placed in jobs in %(first)s"),
    ("span", False): translatable("%(number)s people a year were placed in jobs in %(first)s–%(last)s"),
    ("part", True): translatable("%(number)s people were placed in jobs in the %(part)s"),
    ("plan", True): translatable("Plan for %(first)s: place %(number)s people in jobs"),
    ("plan", False): translatable("Plan for %(first)s–%(last)s: place %(number)s people a year in jobs"),
}
LABELS = {  # by the same: what stands beside a mark, if it is not the number alone
    ("span", False): translatable("%(number)s a year"),
    ("plan", True): translatable("plan: %(number)s"),
    ("plan", False): translatable("plan: %(number)s a year"),
}


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    told, estimated = _choose_told(table), table[table["role"] == "estimated"]
    role, one, mark = told["role"], bool(told["first"] == told["last"]), _name(told)
    if role == "estimated mean":
        role = "year" if one else "span"
    values = {"number": _write(told, context, lang), "part": phrase_when(told, context, lang)}
    title = capitalize_first(lang.say(PLACED[role, one], first=told["first"], last=told["last"], **values))
    subtitle = lang.say("People placed in jobs a year, %(place)s", place=province_name(context, lang))
    alt = [title]
    if told["kind"] == "estimated":
        alt = [lang.say("%(title)s (estimate: %(range)s)", title=title, range=_phrase_range(told, lang))]
        starts = estimated[(estimated["first"].diff() != 1) & (estimated["first"] <= told["last"])]
        mark = f"line.{starts.index[-1]}"
    printed = []
    for _, row in table[table["role"].isin(["year", "span", "part"])].sort_values("first").iterrows():
        number = (_label if row["role"] == "span" else _write)(row, context, lang)
        printed.append(lang.say("%(when)s: %(number)s", when=phrase_when(row, context, lang), number=number))
    if printed:
        alt.append(capitalize_first("; ".join([printed[0], *printed[1:][1 - MOST_TOLD :]])))
    notes = [lang.sentence(Kind.LIMIT, "Whoever finds work again is counted again.")]
    if len(estimated):
        notes.append(lang.sentence(Kind.LIMIT, TINT))
    if (table["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred."))
    subtitle, alt = state_evidence(subtitle, context, lang), " ".join(f"{text}." for text in alt)
    return ChartTexts(title, subtitle, alt, tuple(notes), (mark,))


def draw(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """The columns, the plans, the estimate, then the labels, that of the title first."""
    top = HEADROOM * max(table[["value", "high"]].max(axis=None), 1.0)
    ax = page.add_axes(left=measure_ticks(format_number_ticks(choose_ticks(0, top, 4), lang), page))
    first, last = table["first"].min() - 0.6, table["last"].max() + 0.6
    spare = max(0.0, SINGLE + 0.5 - (last - first) / 2)
    ax.set_xlim(first - spare, last + spare)
    set_value_axis(page, ax, top, format_number_ticks, lang)
    years = choose_years(int(table["first"].min()), int(table["last"].max()))
    set_year_axis(page, ax, years, [str(year) for year in years])
    told, estimated, labels = _choose_told(table), table[table["role"] == "estimated"], Labels(page, mark=0.05)
    labels.block_ticks(ax)
    draw_estimate(ax, estimated.assign(year=estimated["first"]), labels)
    drawn = table[~table["role"].isin(["estimated", "estimated mean"])]
    for _, row in drawn.sort_values("role", key=lambda role: role != "span", kind="stable").iterrows():
        _draw_figure(ax, row, top, labels)
    if told["kind"] == "estimated":
        _label_estimate(page, ax, told, estimated, context, lang, labels)
    wanted = drawn.assign(rank=drawn["role"].eq("plan").where(drawn.index != told.name, -1), later=-drawn["last"])
    order = wanted.sort_values(["rank", "later"])
    for i, row in order.iterrows():
        points, is_plan = 0.75 * page.size.key if i == told.name else page.size.label, row["role"] == "plan"
        look = {"gid": _name(row), "color": ORANGE if is_plan else BLUE, "points": points, "bold": not is_plan}
        text = _label(row, context, lang)
        widths, words = (0.1 * page.size.width, 1.0, 0.9, 0.8), text.replace("\n", " ")
        wrapped = [lines for wide in widths if len(lines := wrap_text(words, points, wide, not is_plan)) <= MOST_LINES]
        texts = [text, *map("\n".join, wrapped)]
        if i in order.index[order["role"] == "plan"][:1]:
            texts.append(lang.say("plan"))
        tries = product(dict.fromkeys(texts), list(_list_places(row, drawn, estimated)))
        placed = any(labels.place(ax, *at, words, sides=sides, must=False, **look) for words, (*at, sides) in tries)
        if i == told.name and not placed:
            labels.place(ax, row["last"], tell_height(row), texts[min(1, len(wrapped))], **look)


def _list_places(row: pd.Series, drawn: pd.DataFrame, estimated: pd.DataFrame) -> Iterator[Place]:
    """Where a label may stand, the best first."""
    first, last, x, y = row["first"], row["last"], (row["first"] + row["last"]) / 2, tell_height(row)

    def reach(start: float, end: float) -> tuple[float, float]:
        """How low and how high the figure and the estimate of these years reach."""
        near = estimated[estimated["first"].between(start, end)]
        return min([y, *near["low"]]), max([y, *near["high"]])

    if row["role"] in ("plan", "span"):
        ways = ("below",) if row["role"] == "plan" else ("above", "below")
        for way, at in product(ways, (x, (x + last) / 2, (x + first) / 2)):
            yield at, y, (way,)
            yield at, reach(first, last)[way == "above"], (way,)
        return
    if row["role"] == "year":
        years = set(drawn.loc[drawn["role"] == "year", "first"])
        sides = ("above right", "above left") if x - 1 in years else ("above left", "above right")
        yield x, y, sides if years & {x - 1, x + 1} else ("above", *sides)
        yield x, reach(x - 3, x)[1], ("above left",)
        yield x, reach(x, x + 3)[1], ("above right",)
    yield x + WIDTH / 2, reach(x, x + 3)[0], ("below right",)
    yield x - WIDTH / 2, reach(x - 3, x)[0], ("below left",)


def draw_estimate(ax: Axes, rows: pd.DataFrame, labels: Labels, width: float = 2.2) -> None:
    """The estimate of each year as wide as the year, as a line in its range; `rows` with year, value, low and high."""
    for _, of in rows.groupby((rows["year"].diff() != 1).cumsum()):
        years = [x for year in of["year"] for x in (year - 0.5, year + 0.5)]
        low, high, value = ([x for x in of[name] for _ in range(2)] for name in ("low", "high", "value"))
        draw_band(ax, years, low, high, of.index[0], BLUE)
        draw_line(ax, years, value, of.index[0], BLUE, width=width)
        for row in of.itertuples():
            corners = ((row.year - 0.5, row.low), (row.year + 0.5, row.high))
            labels.taken.append(tuple(x for corner in corners for x in labels.page.locate(ax, *corner)))


def _draw_figure(ax: Axes, row: pd.Series, top: float, labels: Labels) -> None:
    """A year as a column, several years as a flat bar at their mean, a plan as an orange line as wide as its years."""
    middle, width = (row["first"] + row["last"]) / 2, row["last"] - row["first"] + 0.9
    kind, base, height = _name(row).partition(".")[0], 0.0, tell_height(row)
    if kind == "target":
        base = height
        draw_line(ax, [middle - width / 2, middle + width / 2], [base] * 2, row.name, ORANGE, width=4, kind=kind)
    elif row["role"] == "span":
        reach = max((row["high"] - row["low"]) / 2 if kind == "inferred" else 0.0, THIN * top)
        base, height = height - reach, height + reach  # around the mean; an inferred one as far as its range
        draw_bar(ax, middle, height, kind, row.name, BLUE, width, base=base)
    else:
        width = WIDTH + 0.08
        draw_bar(ax, middle, height, kind, row.name, BLUE, WIDTH, hatched=row["role"] == "part")
    labels.block_bar(ax, middle, height, width, _name(row), base)


def tell_height(row: pd.Series) -> float:
    """How high a figure is drawn: an inferred one of which only a range is known in its middle."""
    is_range = row["kind"] == "derived" and not row["low"] < row["value"] < row["high"]
    return (row["low"] + row["high"]) / 2 if is_range else row["value"]


def _label_estimate(
    page: Page, ax: Axes, told: pd.Series, estimated: pd.DataFrame, context: Context, lang: Language, labels: Labels
) -> None:
    """The number that the title names, above the range of its years, as far to the right as the page allows."""
    of = estimated[estimated["first"].between(told["first"], told["last"])]
    text = lang.say("estimate: %(range)s", range=_phrase_range(told, lang))
    parts = ((text, page.size.label, False), (_write(told, context, lang), page.size.key, True))
    right, bottom = page.locate(ax, told["last"] + 0.5, of["high"].max())
    wide = max(measure_block(*part)[0] for part in parts)
    right = min(page.right, max(right, page.locate(ax, told["first"], 0)[0] + wide))
    look = {"ha": "right", "va": "bottom", "color": BLUE, "gid": f"key.{of.index[0]}"}
    for part in parts:
        labels.block_text(page.write(right, bottom + 0.1, *part, **look))
        bottom += measure_block(*part)[1] + 0.08


def _choose_told(table: pd.DataFrame) -> pd.Series:
    """The row that the title tells: the estimate of the latest years, else the latest figure, best of whole years."""
    rows = [row for _, row in table.iterrows() if row["role"] in RANKS]
    return min(rows, key=lambda row: (RANKS[row["role"]], -row["last"], list(RANKS).index(row["role"])))


def _phrase_range(row: pd.Series, lang: Language) -> str:
    """The range of an estimate."""
    return lang.range(*(lang.number(round_to_digits(row[end])) for end in ("low", "high")))


def phrase_when(row: pd.Series, context: Context, lang: Language) -> str:
    """The years of a figure, or the part of one."""
    if row["role"] == "part":
        return lang.date(context.claims[row["claims"].split()[0]].end)
    return lang.span(str(row["first"]), str(row["last"]))


def _label(row: pd.Series, context: Context, lang: Language) -> str:
    number = _write(row, context, lang)
    if row["role"] == "part":
        return f"{phrase_when(row, context, lang)}:\n{number}"
    text = LABELS.get((row["role"], bool(row["first"] == row["last"])))
    return lang.say(text, number=number) if text else number


def _write(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure with its qualifier; one that nobody printed with the digits that count."""
    is_one_number = row["low"] < row["value"] < row["high"] or row["low"] == row["high"]
    if row["kind"] == "estimated" or (row["kind"] == "derived" and is_one_number):
        return lang.say("about %(n)s", n=lang.number(round_to_digits(row["value"])))
    return phrase_job_figure(row, context, lang)


def _name(row: pd.Series) -> str:
    """The gid of a row's mark."""
    kind = "inferred" if row["kind"] == "derived" or row["role"] == "part" else "reported"
    return f"{'target' if row['role'] in ('plan', 'estimate', 'forecast') else kind}.{row.name}"
