"""What was reported, and what each numeral allows."""

import pandas as pd
from matplotlib.axes import Axes

from poverty import periods, vocabulary
from poverty.canvas import BLUE, FOOT, MARGIN, PLUM, Page, measure
from poverty.charts.shared import Words
from poverty.pack import Pack
from poverty.wording import allowed, counted, place, qualified, standard_years
from poverty.words import Language

SHOWS_READINGS = True
TIGHT = 2.0  # percent of the number, from end to end
SCALE = (-20.0, 12.0)  # percent of the number
SIZE = FOOT
ROWS = 19  # that the page has room for


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    limited = table["hard_low"].notna() & table["hard_high"].notna()
    wide = (table["high_percent"] - table["low_percent"] > TIGHT) | ~limited
    worded = ~table["qualifier"].isin(["exact"])
    counts = {"tight": int((~wide).sum()), "all": len(table), "worded": int((wide & worded).sum())}
    if wide.any():
        title = lang.say("%(tight)s of %(all)s printed numbers are precise to 1%%", **counts)
        if counts["worded"]:
            title = lang.say("%(title)s; words loosen %(worded)s", title=title, worded=counts["worded"])
    else:
        title = lang.say_many(
            "The one printed number is precise to 1%%", "All %(count)s printed numbers are precise to 1%%", len(table)
        )
    shown = _shown(table)
    each = "; ".join(
        lang.say(
            "%(what)s: printed %(printed)s, allows %(range)s",
            what=_what(row, pack, lang),
            printed=_printed(row, lang),
            range=allows(row, lang),
        )
        for row in shown.itertuples()
    )
    subtitle = lang.say(
        "What each number that the main sources print allows, in %% of the number, %(place)s", place=place(pack, lang)
    )
    if len(shown) < len(table):
        subtitle = lang.say(
            "The %(shown)s loosest of %(all)s numbers of the main sources, in %% of the number, %(place)s",
            shown=len(shown),
            all=len(table),
            place=place(pack, lang),
        )
    note = lang.say("Bars: rounding. Precise is not the same as right.")
    if worded.any():
        note = lang.say(
            "Bars: rounding, or how far people who write “more than” and “nearly” usually mean. Arrows: the words "
            "themselves set no limit, or the range leaves the scale. Precise is not the same as right."
        )
    return Words(title, subtitle, f"{title}. {each}.", (note,))


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """All rows, or the loosest ones where the page has no room for all; in their order."""
    wide = (table["high_percent"] - table["low_percent"]).sort_values(ascending=False, kind="stable")
    return table.loc[sorted(wide.index[:ROWS])]


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """A row for each numeral: name, numeral, bar, range in words."""
    shown = _shown(table)
    rows = len(shown)
    wide = max(measure(allows(row, lang), SIZE) for row in shown.itertuples())
    printed, left, right = 6.85, 7.1, min(9.75, page.width - MARGIN - 0.2 - wide)
    ax = page.axes(left, right, 0.5, 0.3)
    ax.set(xlim=SCALE, ylim=(rows - 0.5, -0.5), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.set_facecolor("none")
    ticks = [-20, -10, 0, 10]
    ax.set_xticks(ticks, [_signed(x, lang) for x in ticks])
    ax.axvline(0, color="#BFBFBF", linewidth=0.8, zorder=0)
    box = ax.get_position()
    heads = (
        (MARGIN, lang.say("What is counted"), "left"),
        (printed, lang.say("As printed"), "right"),
        (right + 0.2, lang.say("What it allows"), "left"),
    )
    for x, head, side in heads:
        page.text(x, page.top - 0.2, head, SIZE, weight="bold", ha=side, va="bottom")
    for i, row in enumerate(shown.itertuples()):
        top = box.y1 - i / rows * box.height
        y = (top - box.height / rows / 2) * page.height
        if i % 2 == 0:
            _stripe(page, top, box.height / rows)
        color = BLUE if row.qualifier == "exact" else PLUM
        page.text(MARGIN, y, _fitted(row, pack, lang), SIZE, va="center")
        page.text(printed, y, _printed(row, lang), SIZE, va="center", ha="right", weight="bold", color=color)
        page.text(right + 0.2, y, allows(row, lang), SIZE, va="center")
        ends = (max(row.low_percent, SCALE[0]), min(row.high_percent, SCALE[1]))
        ax.plot(ends, (i, i), color=color, linewidth=7, gid=f"range.{row.Index}")
        ax.plot([0], [i], marker="o", markersize=7, color=color, linestyle="none", gid=f"value.{row.Index}")
        if pd.isna(row.hard_high) or row.high_percent > SCALE[1]:
            _arrow(ax, min(row.high_percent, SCALE[1]), i, 1.6, color)
        if pd.isna(row.hard_low) or row.low_percent < SCALE[0]:
            _arrow(ax, max(row.low_percent, SCALE[0] + 1.6), i, -1.6, color)


def _stripe(page: Page, top: float, height: float) -> None:
    ax = page.figure.add_axes(
        (MARGIN / page.width - 0.005, top - height, 1 - 2 * MARGIN / page.width + 0.01, height), zorder=-1
    )
    ax.set_facecolor("#F3F3F3")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _arrow(ax: Axes, x: float, y: float, step: float, color: str) -> None:
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x + step, y), (x, y), arrowprops=look, annotation_clip=False)


def _what(row, pack: Pack, lang: Language, short: bool = False) -> str:
    """A claim's name: what is counted, of whom, how, when, under which standard if it is one of several."""
    when = lang.span(row.start, row.end) if row.end else ""
    if short and row.end:
        when = "–".join(dict.fromkeys(str(periods.parse(date).year) for date in (row.start, row.end)))
    if row.twice == "yes":
        when = lang.say("%(when)s (standard %(years)s)", when=when, years=standard_years(pack, row.standard, lang))
    return counted(row, when, pack, lang)


def _fitted(row, pack: Pack, lang: Language) -> str:
    """A name with shorter dates, then with its first words cut, where it would run into the numeral beside it."""
    room = 6.85 - MARGIN - measure(_printed(row, lang), SIZE, "bold") - 0.2
    name = _what(row, pack, lang)
    if measure(name, SIZE) > room:
        name = _what(row, pack, lang, short=True)
    head, comma, tail = name.partition(", ")
    while measure(f"{head}…{comma}{tail}", SIZE) > room and len(head) > 8 and measure(name, SIZE) > room:
        head = head[:-1]
    if measure(name, SIZE) > room:
        name = f"{head.rstrip()}…{comma}{tail}"
    parts = name.split(", ")
    while measure(", ".join(parts), SIZE) > room and len(parts) > 2:
        del parts[1]  # the group goes before the date does
    return ", ".join(parts)


def _printed(row, lang: Language) -> str:
    return qualified(row.qualifier, row.printed, lang)


def allows(row, lang: Language) -> str:
    """The soft range in words, in the unit as printed, with a reminder where the words set no limit."""
    scale = float(vocabulary.parse_unit(row.printed_unit)[0])
    unit = {"percent": "%", "percentage points": lang.say("points")}.get(row.unit, "")
    if scale > 1:
        unit = lang.label(row.printed_unit.split()[0])
    low, high = row.soft_low / scale, row.soft_high / scale
    return allowed(low, high, unit, pd.isna(row.hard_low), pd.isna(row.hard_high), lang)


def _signed(value: float, lang: Language) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + lang.percent(abs(value))
