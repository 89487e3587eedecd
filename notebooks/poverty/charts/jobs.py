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
PLACED = {  # by role, and whether the figure is of one year: what a title says
    ("year", True): translatable("%(number)s people were placed in jobs in %(first)s"),
    ("span", False): translatable("%(number)s people a year were placed in jobs in %(first)s–%(last)s"),
    ("part", True): translatable("%(number)s people were placed in jobs in the %(part)s"),
    ("plan", True): translatable("Plan for %(first)s: place %(number)s people in jobs"),
    ("plan", False): translatable("Plan for %(first)s–%(last)s: place %(number)s people a year in jobs"),
}


def phrase(table: pd.DataFrame, context: Context, lang: Language, size: Size) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    told = _choose_told(table)
    title = capitalize_first(_phrase_told(table.loc[told], context, lang))
    estimated = table[table["role"] == "estimated"]
    subtitle = lang.say("People placed in jobs a year, %(place)s", place=province_name(context, lang))
    printed = [
        lang.say("%(when)s: %(number)s", when=_phrase_when(row, context, lang),
                 number=(_label if row["role"] == "span" else _write)(row, context, lang))
        for _, row in table[table["role"].isin(["year", "span", "part"])].sort_values("first").iterrows()
    ]  # fmt: skip
    answer = title
    if table.loc[told, "kind"] == "estimated":
        answer = lang.say("%(title)s (estimate: %(range)s)", title=title, range=_phrase_range(table.loc[told], lang))
    told_of = printed if len(printed) <= MOST_TOLD else [printed[0], *printed[1 - MOST_TOLD :]]
    alt = " ".join(f"{text}." for text in (answer, capitalize_first("; ".join(told_of))) if text)
    notes = [lang.sentence(Kind.LIMIT, "Whoever finds work again is counted again.")]
    if len(estimated):
        text = translatable(
            "Tint: estimate from printed years and plans, a 90%% range if its assumptions hold; not tested."
        )
        notes.append(lang.sentence(Kind.LIMIT, text))
    if (table["kind"] == "derived").any():
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred."))
    mark = _name(table, told)
    if table.loc[told, "kind"] == "estimated":
        runs = _list_runs(estimated.assign(year=estimated["first"]))
        mark = next(f"line.{of.index[0]}" for of in runs if table.loc[told, "last"] in set(of["year"]))
    return ChartTexts(title, state_evidence(subtitle, context, lang), alt, tuple(notes), (mark,))


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
    labels = Labels(page, mark=0.05)
    labels.taken.append((0, 0, page.locate(ax, ax.get_xlim()[0], 0)[0], page.size.height))  # numbers of the axis
    labels.taken.append((0, 0, page.size.width, page.locate(ax, 0, 0)[1]))
    estimated = table[table["role"] == "estimated"]
    draw_estimate(ax, table.assign(year=table["first"])[table["role"] == "estimated"], labels)
    drawn = table[~table["role"].isin(["estimated", "estimated mean"])]
    for row in drawn.sort_values("role", key=lambda role: role != "span", kind="stable").itertuples():
        _draw_figure(ax, row, _name(table, row.Index), top, labels)
    told = _choose_told(table)
    if table.loc[told, "kind"] == "estimated":
        _label_estimate(page, ax, table.loc[told], estimated, context, lang, labels)
    wanted = drawn.assign(rank=drawn["role"].eq("plan").where(drawn.index != told, -1), later=-drawn["last"])
    order = wanted.sort_values(["rank", "later"])
    for i, row in order.iterrows():
        points = 0.75 * page.size.key if i == told else page.size.label
        look = {"color": ORANGE if row["role"] == "plan" else BLUE, "points": points, "bold": row["role"] != "plan"}
        text = _label(row, context, lang)
        wrapped = [_wrap(text, points, wide, look["bold"]) for wide in (0.1 * page.size.width, 1.0, 0.9, 0.8)]
        wrapped = [words for words in wrapped if words.count("\n") < MOST_LINES] or [text]
        texts = [text, *wrapped, *([lang.say("plan")] if i in order.index[order["role"] == "plan"][:1] else [])]
        tries = product(dict.fromkeys(texts), list(_list_places(row, drawn, estimated)))
        placed = any(labels.place(ax, x, y, words, _name(table, i), sides=sides, must=False, **look)
                     for words, (x, y, sides) in tries)  # fmt: skip
        if i == told and not placed:
            sides = ("above", "above left", "below left")
            labels.place(ax, row["last"], _height(row), wrapped[0], _name(table, i), sides=sides, **look)


def _wrap(text: str, points: float, wide: float, bold: bool) -> str:
    """The same words in lines as narrow as that."""
    return "\n".join(wrap_text(text.replace("\n", " "), points, wide, bold))


def _list_places(
    row: pd.Series, drawn: pd.DataFrame, estimated: pd.DataFrame
) -> Iterator[tuple[float, float, tuple[str, ...]]]:
    """Where a label may stand, the best first: x, y and the sides of that point."""
    first, last, x, y = row["first"], row["last"], (row["first"] + row["last"]) / 2, _height(row)

    def reach(start: float, end: float) -> tuple[float, float]:
        """How low and how high the figure and the estimate of these years reach."""
        near = estimated[estimated["first"].between(start, end)]
        return min([y, *near["low"]]), max([y, *near["high"]])

    if row["role"] in ("plan", "span"):
        ways = ("below",) if row["role"] == "plan" else ("above", "below")
        for way, at in product(ways, (x, (x + last) / 2, (x + first) / 2)[: 2 if ways == ("below",) else 3]):
            yield at, y, (way,)
            yield at, reach(first, last)[way == "above"], (way,)
        return
    if row["role"] == "year":
        others = drawn[drawn["role"] == "year"]
        beside = {side: (others["first"] == x + step).any() for side, step in (("left", -1), ("right", 1))}
        sides = ("above",) if not any(beside.values()) else ()
        sides += ("above right", "above left") if beside["left"] else ("above left", "above right")
        yield x, y, sides
        yield x, reach(x - 3, x)[1], ("above left",)
        yield x, reach(x, x + 3)[1], ("above right",)
    yield x + WIDTH / 2, reach(x, x + 3)[0], ("below right",)
    yield x - WIDTH / 2, reach(x - 3, x)[0], ("below left",)


def draw_estimate(ax: Axes, rows: pd.DataFrame, labels: Labels, width: float = 2.2) -> None:
    """The estimate of each year as wide as the year, as a line in its range; `rows` with year, value, low and high."""
    for of in _list_runs(rows):
        years = [x for year in of["year"] for x in (year - 0.5, year + 0.5)]
        low, high, value = ([x for x in of[name] for _ in range(2)] for name in ("low", "high", "value"))
        draw_band(ax, years, low, high, of.index[0], BLUE)
        draw_line(ax, years, value, of.index[0], BLUE, width=width)
        for row in of.itertuples():
            labels.taken.append(
                (*labels.page.locate(ax, row.year - 0.5, row.low), *labels.page.locate(ax, row.year + 0.5, row.high))
            )


def _list_runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Estimated years that follow one another."""
    return [of for _, of in rows.groupby((rows["year"].diff() != 1).cumsum())]


def _draw_figure(ax: Axes, row, gid: str, top: float, labels: Labels) -> None:
    """A year as a column, several years as a flat bar at their mean, a plan as an orange line as wide as its years."""
    kind, middle, width = gid.partition(".")[0], (row.first + row.last) / 2, row.last - row.first + 0.9
    height = _height(row)
    if kind == "target":
        draw_line(ax, [middle - width / 2, middle + width / 2], [height] * 2, row.Index, ORANGE, width=4, kind=kind)
        labels.block_bar(ax, middle, height, width, gid, base=height)
    elif row.role == "span":
        low, high = min(row.low, height - THIN * top), max(height, row.value + THIN * top)
        draw_bar(ax, middle, high, kind, row.Index, BLUE, width, base=low)
        labels.block_bar(ax, middle, high, width, gid, base=low)
    else:
        draw_bar(ax, middle, height, kind, row.Index, BLUE, WIDTH, hatched=row.role == "part")
        labels.block_bar(ax, middle, height, WIDTH + 0.08, gid)


def _height(row) -> float:
    """How high a figure is drawn: an inferred one of which only a range is known in its middle."""
    return row.value if row.kind != "derived" or row.low < row.value < row.high else (row.low + row.high) / 2


def _label_estimate(
    page: Page, ax: Axes, told: pd.Series, estimated: pd.DataFrame, context: Context, lang: Language, labels: Labels
) -> None:
    """The number that the title names, above the range of its years, as far to the right as the page allows."""
    of = estimated[estimated["first"].between(told["first"], told["last"])]
    number = _write(told, context, lang)
    text = lang.say("estimate: %(range)s", range=_phrase_range(told, lang))
    right, bottom = page.locate(ax, told["last"] + 0.5, of["high"].max())
    bottom += 0.1
    wide = max(measure_block(number, page.size.key, True)[0], measure_block(text, page.size.label)[0])
    right = min(page.right, max(right, page.locate(ax, told["first"], 0)[0] + wide))
    look = {"ha": "right", "va": "bottom", "color": BLUE, "gid": f"key.{of.index[0]}"}
    for words, points, bold in ((text, page.size.label, False), (number, page.size.key, True)):
        labels.block_text(page.write(right, bottom, words, points, bold, **look))
        bottom += measure_block(words, points, bold)[1] + 0.08


def _choose_told(table: pd.DataFrame) -> object:
    """Which row the title tells: the estimate of the latest years, else the latest figure, of a whole year at best."""
    means = table[table["role"] == "estimated mean"]
    if len(means):
        return means.index[0]
    rank = table["role"].map({"year": 0, "span": 1, "part": 2, "plan": 3})
    ordered = table.assign(rank=rank, done=rank >= 2, inferred=table["kind"] == "derived", later=-table["last"])
    return ordered.dropna(subset="rank").sort_values(["done", "later", "rank", "inferred"]).index[0]


def _phrase_told(row: pd.Series, context: Context, lang: Language) -> str:
    """What a title says of a row."""
    one, values = bool(row["first"] == row["last"]), {"first": row["first"], "last": row["last"]}
    role, values["number"] = row["role"], _write(row, context, lang)
    if row["kind"] == "estimated":
        role = "year" if one else "span"
    elif role == "part":
        values["part"] = _phrase_when(row, context, lang)
    text = PLACED[role, one]
    return lang.say(text, **values)


def _phrase_range(row: pd.Series, lang: Language) -> str:
    """The range of an estimate."""
    return lang.range(*(lang.number(round_to_digits(row[end])) for end in ("low", "high")))


def _phrase_when(row: pd.Series, context: Context, lang: Language) -> str:
    if row["role"] == "part":
        return lang.date(context.claims[row["claims"].split()[0]].end)
    return lang.span(str(row["first"]), str(row["last"]))


def _label(row: pd.Series, context: Context, lang: Language) -> str:
    number = _write(row, context, lang)
    if row["role"] == "plan":
        one = row["first"] == row["last"]
        return (
            lang.say("plan: %(number)s", number=number) if one else lang.say("plan: %(number)s a year", number=number)
        )
    if row["role"] == "part":
        return f"{_phrase_when(row, context, lang)}:\n{number}"
    return lang.say("%(number)s a year", number=number) if row["role"] == "span" else number


def _write(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure with its qualifier; one that nobody printed with the digits that count."""
    is_one_number = row["low"] < row["value"] < row["high"] or row["low"] == row["high"]
    if row["kind"] == "estimated" or (row["kind"] == "derived" and is_one_number):
        return lang.say("about %(n)s", n=lang.number(round_to_digits(row["value"])))
    return phrase_job_figure(row, context, lang)


def _name(table: pd.DataFrame, i: object) -> str:
    """The gid of a row's mark."""
    row = table.loc[i]
    if row["role"] in ("plan", "estimate", "forecast"):
        return f"target.{i}"
    return f"{'inferred' if row['kind'] == 'derived' or row['role'] == 'part' else 'reported'}.{i}"
