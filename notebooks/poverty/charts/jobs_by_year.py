"""What is printed of jobs by year, and what is estimated between and after."""

from dataclasses import replace
from itertools import product

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from poverty.charts.labels import Labels
from poverty.charts.marks import NARROW_ROW, in_rows, legend
from poverty.charts.page import BLUE, INK, TEAL, TINT, WIDTH, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import STATUS_LABELS, capitalize_first, phrase_job_figure, province_name, round_to_digits

SHOWS_READINGS = True
SUBTITLE = translatable(
    "People placed in jobs a year (gross: whoever finds work again counts again), %(place)s, %(years)s"
)
SHORTER = translatable("People placed in jobs a year (gross), %(place)s, %(years)s")
ROOM = 1.25  # the scale reaches this far above the highest figure
ESTIMATES = ("estimated", "estimated mean")  # roles of rows that nobody printed
HOLLOW = {"markerfacecolor": "white", "markeredgewidth": 2}
BELOW, ABOVE = 0.3, 0.3  # inches: the years below a small drawing, the last row of the key above it
LEAST = 1.25  # inches: the height that a narrow drawing keeps; a key that would take more of it says less
LEFT = 0.75  # inches for the numbers of the vertical axis
BESIDE = 0.15  # inches between the middle of a mark and a label beside it
APART = 0.4  # inches between two numbers of the vertical axis there
HEADROOM = 0.36  # inches above the highest figure there, for its label
TRIES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # where along a span its label may stand, the first at best
BROKEN = 0.95  # inches: the width at which a label is broken that has no room on one line
# Lines on a page and in its key: the key of a narrow page is too short for the dashes of a wide one.
DASHES = {"plan": "--", "undated": "-."}
NARROW_DASHES = {"plan": (0, (1.8, 1.0)), "undated": (0, (2.6, 0.8, 0.8, 0.8))}


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    figures = _figures(table).sort_values(["first", "last"], kind="stable")
    title = _title(table, figures, context, lang)
    subtitle = lang.say(SUBTITLE, place=province_name(context, lang), years=_years(figures, lang))
    each = [_describe_figure(row, context, lang) for _, row in figures.iterrows()]
    notes = []
    if (table["role"] == "estimated").any():
        text = translatable(
            "Band: 90%% range of the estimate by declared numbers (data/jobs/declared.csv), not calibrated."
        )
        notes.append(lang.sentence(Kind.KEY, text))
    return ChartTexts(title, subtitle, f"{title}. {'; '.join(each)}.", tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:  # fmt: skip
    """What a narrow page has room for: a shorter key."""
    if not size.narrow:
        return table, words
    drawn, left_out = table, []
    spare = ((translatable("plans"), table["role"] == "plan"),)
    for name, rows in spare:
        high = len(in_rows(_key(drawn, True, lang), size)) * NARROW_ROW + BELOW + LEAST
        if rows.any() and high > size.floor:
            drawn, left_out = drawn[~rows.loc[drawn.index]], [*left_out, lang.label(name)]
    if not left_out:
        return table, words
    return drawn, replace(words, subtitle=_state_left_out(table, left_out, context, lang, size))


def _state_left_out(
    table: pd.DataFrame, left_out: list[str], context: Context, lang: Language, size: Size
) -> str:  # fmt: skip
    """The subtitle and what is left out; what gross means is left to the notes where it would take a third line."""
    named = {"place": province_name(context, lang), "years": _years(_figures(table), lang)}
    texts = [state_evidence(lang.say(text, **named), context, lang) for text in (SUBTITLE, SHORTER)]
    each = [lang.say("%(subtitle)s; without %(what)s", subtitle=t, what=lang.listed(left_out)) for t in texts]
    return next((text for text in each if len(wrap(text, size.subtitle, size.room)) <= 2), each[-1])


def _figures(table: pd.DataFrame) -> pd.DataFrame:
    return table[~table["role"].isin(ESTIMATES)]


def _years(figures: pd.DataFrame, lang: Language) -> str:
    return lang.span(str(figures["first"].min()), str(figures["last"].max()))


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Years as marks, spans of years as bars, plans hollow; the estimate as a line in its band."""
    legend(page, _key(table, page.narrow, lang))
    ax = _axes(page, table, context, lang)
    labels = Labels(page, ax, right=page.width - min(0.3, page.margin))
    _draw_estimate(ax, table)
    figures = _figures(table)
    for row in figures.itertuples():
        _mark(ax, row, NARROW_DASHES if page.narrow else DASHES)
        labels.block_mark((row.first + row.last) / 2, row.value)
        if row.first != row.last:
            labels.block_line([row.first, row.last], [row.value] * 2)
    for _, row in _in_order(figures, page):
        _label(labels, row, phrase_job_figure(row, context, lang), page)


def _draw_estimate(ax: Axes, table: pd.DataFrame) -> None:
    """The band of the estimated years, which narrows to the figures of the years that have one, and its line."""
    estimated = table["role"] == "estimated"
    rows = table[estimated | (table["role"] == "year")].sort_values(["first", "role"]).drop_duplicates("first")
    if estimated.any():
        ax.fill_between(rows["first"], rows["low"], rows["high"], color=TINT[BLUE], linewidth=0, gid="band", zorder=1)
        ends = rows[["low", "high"]].mean(axis=1)
        line = rows["value"].where(rows["role"] == "estimated", ends)  # a loose figure lies between its ends
        ax.plot(rows["first"], line, color=BLUE, linewidth=1.2, linestyle=":", gid="estimate", zorder=1.5)


def _in_order(figures: pd.DataFrame, page: Page) -> list[tuple]:
    """Which labels to place first: those of years.

    On a small page from the last year to the first, since a label at the right of its mark leaves the year before room
    at its left; then what is said of every year or of a part, and spans, which have the most places, last.
    """
    if page.width == WIDTH:
        return list(figures.sort_values("role", key=lambda r: r != "year", kind="stable").iterrows())
    one, rank = figures["first"] == figures["last"], figures["role"].map({"year": 0, "plan": 0, "said": 1}).fillna(2)
    ordered = figures.assign(rank=rank.where(one, 3), later=-figures["last"], other=figures["role"] != "year")
    return list(ordered.sort_values(["rank", "later", "other"], kind="stable").iterrows())


def _label(labels: Labels, row: pd.Series, text: str, page: Page) -> None:
    """A label where nothing else is: on a small page anywhere along a span, or on two lines."""
    color = {"plan": INK, "undated": TEAL}.get(row["role"], BLUE)
    weight = "bold" if row["role"] == "year" and row["kind"] == "reported" else "normal"
    if page.width < WIDTH:
        broken = "\n".join(wrap(text, page.label, BROKEN, weight))
        tries = (1.0, *TRIES) if row["role"] == "plan" else TRIES  # a plan ends beyond what was done
        for words, along in product(dict.fromkeys([text, broken]), tries):
            taken = len(labels.taken)
            x = row["first"] + along * (row["last"] - row["first"])
            labels.place(x, row["value"], words, color, weight=weight, must=False)
            if len(labels.taken) > taken:
                return
    labels.place((row["first"] + row["last"]) / 2, row["value"], text, color, weight=weight)


def _axes(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> Axes:
    """Axes of years and numbers, with room for labels at the right and, on a narrow page, at the top."""
    below, above = (0.45, 0.5) if page.width == WIDTH else (BELOW, ABOVE)
    right = page.width - page.margin - (0.3 if not page.narrow else 0.1)
    ax = page.axes(page.margin + LEFT, right, below, above)
    tall = page.top - page.bottom - below - above
    first, last = int(table["first"].min()), int(table["last"].max())
    span = max(last - first, 4)
    room = ROOM if not page.narrow else max(ROOM, tall / (tall - HEADROOM))
    start, end = first - 0.04 * span - 0.5, last + 0.06 * span + 0.5
    if page.width < WIDTH:
        end = _end(page, _figures(table), start, end, right, context, lang)
    ax.set(xlim=(start, end), ylim=(0, max(room * _figures(table)["value"].max(), table["high"].max())))
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    ticks = 9 if not page.narrow else 6
    ax.set_xticks(list(range(first, last + 1, max(1, round((last - first) / ticks)))))
    if page.narrow:
        ax.yaxis.set_major_locator(MaxNLocator(max(2, int(tall / APART)), steps=[1, 2, 5, 10]))
    return ax


def _end(
    page: Page, figures: pd.DataFrame, start: float, end: float, right: float, context: Context, lang: Language
) -> float:  # fmt: skip
    """Where years end at least so that every label has room at the right of its mark."""
    left = page.margin + LEFT
    year = (right - left) / (end - start)
    for _, row in figures[figures["role"] != "undated"].iterrows():
        beside = measure(phrase_job_figure(row, context, lang), page.label, "bold") + BESIDE
        year = min(year, (page.width - page.margin - beside - left) / (row["last"] - start))
    return start + (right - left) / year


def _mark(ax: Axes, row, dashes: dict) -> None:
    """A year as a dot, a derived one as a diamond, a part of a year as an arrow up, a plan as a hollow square."""
    color = INK if row.role == "plan" else TEAL if row.role == "undated" else BLUE
    look = {"color": color, "gid": f"{row.role}.{row.Index}"}
    if row.first != row.last:
        width, dash = (2.5, dashes[row.role]) if row.role in dashes else (4, "-")
        look |= {"linewidth": width, "linestyle": dash, "zorder": 3.5 if row.role == "plan" else 3}
        ax.plot([row.first, row.last], [row.value] * 2, **look)
        return
    look |= {"linestyle": "none", "markersize": 11, "zorder": 4}
    if row.role == "part":
        look |= {"marker": "^", **HOLLOW}
    elif row.role == "said":
        look |= {"marker": "_", "markersize": 16, "markeredgewidth": 3}
    elif row.role == "plan":
        look |= {"marker": "s", "markersize": 9, **HOLLOW}
    elif row.role in STATUS_LABELS:
        look |= {"marker": "o", "markersize": 10, **HOLLOW}
    else:
        look |= {"marker": "o"} if row.kind == "reported" else {"marker": "D", "markersize": 10, **HOLLOW}
    ax.plot([row.first], [row.value], clip_on=False, **look)


def _key(table: pd.DataFrame, narrow: bool, lang: Language) -> list[Line2D | Patch]:
    """What each mark means; only the marks that are drawn."""
    drawn, dashes = _figures(table), NARROW_DASHES if narrow else DASHES
    one, plan = drawn["first"] == drawn["last"], drawn["role"] == "plan"
    kinds = (
        ("o", {}, lang.say("printed year"), (drawn["role"] == "year") & (drawn["kind"] == "reported")),
        ("D", HOLLOW, lang.say("inferred year"), (drawn["role"] == "year") & (drawn["kind"] == "derived")),
        ("^", HOLLOW, lang.say("part of a year: at least"), drawn["role"] == "part"),
        ("_", {"markeredgewidth": 3}, lang.say("said of every year"), drawn["role"] == "said"),
        ("s", HOLLOW, lang.say("plan"), plan & one),
    )
    kinds += tuple(
        ("o", HOLLOW, lang.label(STATUS_LABELS[role]), drawn["role"] == role) for role in ("estimate", "forecast")
    )
    handles = [
        Line2D([], [], marker=m, color=INK if m == "s" else BLUE, linestyle="none", markersize=10, label=text, **look)
        for m, look, text, rows in kinds
        if rows.any()
    ]
    lines = [
        (TEAL, 2.5, dashes["undated"], lang.say("average, years not printed"), drawn["role"] == "undated"),
        (BLUE, 4, "-", lang.say("mean of several years"), (drawn["role"] == "span") & ~one),
        (INK, 2.5, dashes["plan"], lang.say("plan of several years"), plan & ~one),
    ]
    handles += [
        Line2D([], [], color=color, linewidth=wide, linestyle=dash, label=text)
        for color, wide, dash, text, rows in lines
        if rows.any()
    ]
    if (table["role"] == "estimated").any():
        handles.append(Patch(color=TINT[BLUE], label=lang.say("estimate, 90%% range")))
    return handles


def _describe_figure(row: pd.Series, context: Context, lang: Language) -> str:
    when = lang.span(str(row["first"]), str(row["last"]))
    number = phrase_job_figure(row, context, lang)
    text = {
        "year": translatable("%(when)s: %(number)s"),
        "span": translatable("%(when)s: %(number)s a year"),
        "part": translatable("part of %(when)s: %(number)s"),
        "said": translatable("%(when)s: %(number)s said of every year"),
        "undated": translatable("average of %(number)s a year, its years not printed"),
        "plan": translatable("%(when)s: plan of %(number)s a year"),
        "estimate": translatable("%(when)s: %(number)s a year (estimate)"),
        "forecast": translatable("%(when)s: %(number)s a year (forecast)"),
    }[row["role"]]
    if row["role"] == "year" and row["kind"] == "derived":
        text = translatable("%(when)s: %(number)s (inferred)")
    return lang.say(text, when=when, number=number)


def _title(table: pd.DataFrame, figures: pd.DataFrame, context: Context, lang: Language) -> str:
    """How many in the latest estimated years, else the first and the last printed year, or the one figure there is."""
    means = table[table["role"] == "estimated mean"]
    if len(means):
        mean = means.iloc[0]
        value, low, high = (lang.number(round_to_digits(mean[name])) for name in ("value", "low", "high"))
        text = translatable("About %(value)s people a year placed in jobs, %(years)s (estimate: %(range)s)")
        if mean["first"] == mean["last"]:
            text = translatable("About %(value)s people placed in jobs in %(years)s (estimate: %(range)s)")
        years = lang.span(str(mean["first"]), str(mean["last"]))
        return lang.say(text, value=value, years=years, range=lang.range(low, high))
    years = figures[(figures["role"] == "year") & (figures["kind"] == "reported")]
    if years["first"].nunique() > 1:
        first, last = years.iloc[0], years.iloc[-1]
        return lang.say(
            "People placed in jobs: %(a)s in %(first)s, %(b)s in %(last)s",
            a=phrase_job_figure(first, context, lang), b=phrase_job_figure(last, context, lang),
            first=int(first["first"]), last=int(last["first"]),
        )  # fmt: skip
    undated = figures[figures["role"] == "undated"]
    if years.empty and len(undated):
        base = figures[(figures["role"] == "year") & (figures["kind"] == "derived")].iloc[0]
        return lang.say(
            "%(number)s jobs a year, years not printed; %(first)s would be %(base)s",
            number=capitalize_first(phrase_job_figure(undated.iloc[0], context, lang)), first=int(base["first"]),
            base=phrase_job_figure(base, context, lang),
        )  # fmt: skip
    done = figures[figures["role"].isin(["year", "span"])]
    best = years if len(years) else done[done["first"] != done["last"]]
    best = best if len(best) else figures
    row = best.iloc[-1]
    when, number = lang.span(str(row["first"]), str(row["last"])), phrase_job_figure(row, context, lang)
    if row["first"] != row["last"]:
        return lang.say("%(number)s people placed in jobs a year, %(when)s", number=capitalize_first(number), when=when)
    return lang.say("%(number)s people placed in jobs in %(when)s", number=capitalize_first(number), when=when)
