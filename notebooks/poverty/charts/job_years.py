"""What is printed of jobs by year, beside a trend and beside what is possible without one."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty import job_trend
from poverty.canvas import BAND, BLUE, INK, LABEL, ORANGE, TEAL, TINT, Page
from poverty.charts.labels import Labels
from poverty.charts.shared import Words, legend
from poverty.pack import Pack
from poverty.wording import STATUS, capital, ids, place, qualified
from poverty.words import Language, mark

SHOWS_READINGS = True
ROOM = 1.25  # the scale reaches this far above the highest figure; a trend's interval may leave it
# The outer limits of either shape, the wider one below.
LIMITS = {
    "as elsewhere": (mark("possible if it moved as elsewhere"), TINT[INK]),
    "never falls": (mark("possible if it never fell"), TINT[BLUE]),
}
DRAWN_TREND = job_trend.METHODS[0]  # the other one's interval would cover the page: the note gives its ends
HOLLOW = {"markerfacecolor": "white", "markeredgewidth": 2}


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    figures = table[~table["role"].isin(["limits", "trend"])].sort_values(["first", "last"], kind="stable")
    title = _title(figures, pack, lang)
    subtitle = lang.say(
        "People placed in jobs a year (gross: whoever finds work again counts again), %(place)s, %(years)s",
        place=place(pack, lang),
        years=lang.span(str(figures["first"].min()), str(figures["last"].max())),
    )
    each = [_told(row, pack, lang) for _, row in figures.iterrows()]
    notes = []
    trend = table[table["role"] == "trend"]
    if len(trend):
        notes.append(_of_trend(table, trend, lang))
    if (table["method"] == "as elsewhere").any():
        notes.append(
            lang.say(
                "Tints: every path through the printed years that never falls, or whose yearly changes are no larger, "
                "either way, than any printed for other places."
            )
        )
    elif (table["role"] == "limits").any():
        notes.append(lang.say("Tint: every path that never falls, through the printed years."))
    return Words(title, subtitle, f"{title}. {'; '.join(each)}.", tuple(notes))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Years as marks, spans of years as bars, plans hollow; trends as lines with their intervals."""
    _legend(page, table, lang)
    ax = page.axes(1.35, page.width - 0.9, 0.45, 0.5)
    figures = table[~table["role"].isin(["limits", "trend"])]
    shown = pd.concat([figures, table[(table["role"] == "trend")]])
    first, last = int(table["first"].min()), int(table["last"].max())
    span = max(last - first, 4)
    ax.set(xlim=(first - 0.04 * span - 0.5, last + 0.06 * span + 0.5), ylim=(0, ROOM * shown["value"].max()))
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    ax.set_xticks(list(range(first, last + 1, max(1, round((last - first) / 9)))))
    labels = Labels(page, ax, right=page.width - 0.3)
    for shape, (_, color) in LIMITS.items():
        rows = table[(table["role"] == "limits") & (table["method"] == shape)]
        if len(rows):
            ends = (rows["low"], rows["high"])
            ax.fill_between(rows["first"], *ends, color=color, linewidth=0, gid=f"limits.{_slug(shape)}", zorder=1)
    rows = table[(table["role"] == "trend") & (table["method"] == DRAWN_TREND)]
    if len(rows):
        tint = {"color": BAND[ORANGE], "linewidth": 0, "zorder": 1.5, "gid": f"interval.{DRAWN_TREND}"}
        ax.fill_between(rows["first"], rows["low"], rows["high"], **tint)
        look = {"color": ORANGE, "linestyle": "--", "linewidth": 2.5, "gid": f"trend.{DRAWN_TREND}", "zorder": 2}
        ax.plot(rows["first"], rows["value"], **look)
        labels.block_line(list(rows["first"]), list(rows["value"]))
    for row in figures.itertuples():
        _mark(ax, row)
        labels.block_mark((row.first + row.last) / 2, row.value)
        if row.first != row.last:
            labels.block_line([row.first, row.last], [row.value] * 2)
    for _, row in figures.sort_values("role", key=lambda r: r != "year", kind="stable").iterrows():
        color = {"plan": INK, "undated": TEAL}.get(row["role"], BLUE)
        weight = "bold" if row["role"] == "year" and row["kind"] == "reported" else "normal"
        text = _number(row, pack, lang)
        labels.place((row["first"] + row["last"]) / 2, row["value"], text, color, LABEL, weight)


def _mark(ax: Axes, row) -> None:
    """A year as a dot, a derived one as a diamond, a part of a year as an arrow up, a plan as a hollow square."""
    color = INK if row.role == "plan" else TEAL if row.role == "undated" else BLUE
    look = {"color": color, "gid": f"{row.role}.{row.Index}"}
    if row.first != row.last:
        width, dash = {"plan": (2.5, "--"), "undated": (2.5, "-.")}.get(row.role, (4, "-"))
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
    elif row.role in STATUS:
        look |= {"marker": "o", "markersize": 10, **HOLLOW}
    else:
        look |= {"marker": "o"} if row.kind == "reported" else {"marker": "D", "markersize": 10, **HOLLOW}
    ax.plot([row.first], [row.value], clip_on=False, **look)


def _legend(page: Page, table: pd.DataFrame, lang: Language) -> None:
    drawn = table[~table["role"].isin(["limits", "trend"])]
    one = drawn["first"] == drawn["last"]
    kinds = (
        ("o", {}, lang.say("printed year"), (drawn["role"] == "year") & (drawn["kind"] == "reported")),
        ("D", HOLLOW, lang.say("inferred year"), (drawn["role"] == "year") & (drawn["kind"] == "derived")),
        ("^", HOLLOW, lang.say("part of a year: at least"), drawn["role"] == "part"),
        ("_", {"markeredgewidth": 3}, lang.say("said of every year"), drawn["role"] == "said"),
        ("s", HOLLOW, lang.say("plan"), (drawn["role"] == "plan") & one),
    )
    kinds += tuple(("o", HOLLOW, lang.label(STATUS[role]), drawn["role"] == role) for role in ("estimate", "forecast"))
    handles = [
        Line2D([], [], marker=m, color=INK if m == "s" else BLUE, linestyle="none", markersize=10, label=text, **look)
        for m, look, text, rows in kinds
        if rows.any()
    ]
    if (drawn["role"] == "undated").any():
        handles.append(
            Line2D([], [], color=TEAL, linewidth=2.5, linestyle="-.", label=lang.say("average, years not printed"))
        )
    if ((drawn["role"] == "span") & ~one).any():
        handles.append(Line2D([], [], color=BLUE, linewidth=4, label=lang.say("mean of several years")))
    if ((drawn["role"] == "plan") & ~one).any():
        handles.append(
            Line2D([], [], color=INK, linewidth=2.5, linestyle="--", label=lang.say("plan of several years"))
        )
    if (table["method"] == DRAWN_TREND).any():
        handles.append(Line2D([], [], color=ORANGE, linestyle="--", linewidth=2.5, label=lang.say("Poisson trend")))
    for shape, (label, color) in LIMITS.items():
        if (table["method"] == shape).any():
            handles.append(Patch(color=color, label=lang.label(label)))
    legend(page, handles)


def _number(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A figure with its qualifier; a derived one as "about"."""
    number = lang.number(row["value"])
    if row["kind"] == "derived":
        return lang.say("about %(n)s", n=number)
    return qualified(pack.claims[row["claims"].split()[0]].qualifier, number, lang)


def _told(row: pd.Series, pack: Pack, lang: Language) -> str:
    when = lang.span(str(row["first"]), str(row["last"]))
    number = _number(row, pack, lang)
    text = {
        "year": mark("%(when)s: %(number)s"),
        "span": mark("%(when)s: %(number)s a year"),
        "part": mark("part of %(when)s: %(number)s"),
        "said": mark("%(when)s: %(number)s said of every year"),
        "undated": mark("average of %(number)s a year, its years not printed"),
        "plan": mark("%(when)s: plan of %(number)s a year"),
        "estimate": mark("%(when)s: %(number)s a year (estimate)"),
        "forecast": mark("%(when)s: %(number)s a year (forecast)"),
    }[row["role"]]
    if row["role"] == "year" and row["kind"] == "derived":
        text = mark("%(when)s: %(number)s (inferred)")
    return lang.say(text, when=when, number=number)


def _title(figures: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """The first and the last printed year, or the one figure that there is."""
    years = figures[(figures["role"] == "year") & (figures["kind"] == "reported")]
    if years["first"].nunique() > 1:
        first, last = years.iloc[0], years.iloc[-1]
        return lang.say(
            "People placed in jobs: %(a)s in %(first)s, %(b)s in %(last)s",
            a=_number(first, pack, lang), b=_number(last, pack, lang), first=int(first["first"]),
            last=int(last["first"]),
        )  # fmt: skip
    undated = figures[figures["role"] == "undated"]
    if years.empty and len(undated):
        base = figures[(figures["role"] == "year") & (figures["kind"] == "derived")].iloc[0]
        return lang.say(
            "%(number)s jobs a year in years not printed; %(first)s would be %(base)s",
            number=capital(_number(undated.iloc[0], pack, lang)), first=int(base["first"]),
            base=_number(base, pack, lang),
        )  # fmt: skip
    done = figures[figures["role"].isin(["year", "span"])]
    best = years if len(years) else done[done["first"] != done["last"]]
    best = best if len(best) else figures
    row = best.iloc[-1]
    when, number = lang.span(str(row["first"]), str(row["last"])), _number(row, pack, lang)
    if row["first"] != row["last"]:
        return lang.say("%(number)s people placed in jobs a year, %(when)s", number=capital(number), when=when)
    return lang.say("%(number)s people placed in jobs in %(when)s", number=capital(number), when=when)


def _of_trend(table: pd.DataFrame, trend: pd.DataFrame, lang: Language) -> str:
    """Why the interval of a trend is not the uncertainty: the figures that it misses, and what the other one says."""
    years = table[(table["role"] == "year") & (table["kind"] == "reported") & (table["status"] == "actual")]
    fitted = years[years["claims"].isin(ids(trend["claims"]))]
    by = trend[trend["method"] == job_trend.METHODS[0]].set_index("first")
    outside = [y for y in fitted.itertuples() if not by.loc[y.first, "low"] <= y.value <= by.loc[y.first, "high"]]
    end = trend[trend["first"] == trend["first"].max()].set_index("method")
    ranges = [
        lang.range(lang.number(end.loc[m, "low"]), lang.number(end.loc[m, "high"])) for m in job_trend.METHODS
    ]  # fmt: skip
    return lang.say(
        "No trend is used: the Poisson interval (%(poisson)s in %(year)s) misses %(missed)s of the %(count)s figures "
        "that it was fitted to, and the other one (%(line)s) says nothing.",
        poisson=ranges[0], year=int(trend["first"].max()), missed=len(outside), count=len(fitted), line=ranges[1],
    )  # fmt: skip


def _slug(shape: str) -> str:
    return shape.replace(" ", "-")
