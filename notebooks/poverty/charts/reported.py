"""What was reported, and what each numeral allows."""

import pandas as pd
from matplotlib.axes import Axes

from poverty import vocabulary
from poverty.canvas import BLUE, FOOT, HEIGHT, MARGIN, PLUM, WIDTH, Page
from poverty.charts.shared import Words, capital, place
from poverty.pack import Pack
from poverty.words import Language

SHOWS_READINGS = True
TIGHT = 2.0  # percent of the number, from end to end
SCALE = (-20.0, 12.0)  # percent of the number
SIZE = FOOT


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    loose = int((table["high_percent"] - table["low_percent"] > TIGHT).sum())
    counts = {"tight": len(table) - loose, "all": len(table), "loose": loose}
    if loose:
        title = lang.say(
            "%(tight)s of %(all)s printed numbers are good to 1%%; words like “more than” loosen %(loose)s", **counts
        )
    else:
        title = lang.say_many(
            "The one printed number is good to 1%%", "All %(count)s printed numbers are good to 1%%", len(table)
        )
    each = "; ".join(
        lang.say(
            "%(what)s: printed %(printed)s, allows %(range)s",
            what=_what(row, lang),
            printed=_printed(row, lang),
            range=_allowed(row, lang),
        )
        for row in table.itertuples()
    )
    subtitle = lang.say(
        "Every number that the source prints and the range it allows, in %% of the number, %(place)s",
        place=place(pack, lang),
    )
    note = lang.say(
        "Bars: rounding, or how far people who write “more than” and “nearly” usually mean. Arrows: the words "
        "themselves set no limit, or the range leaves the scale."
    )
    return Words(title, subtitle, f"{title}. {each}.", (note,))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """A row for each numeral: name, numeral, bar, range in words."""
    rows = len(table)
    printed, left, right = 6.85, 7.1, 9.75
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
    for row in table.itertuples():
        i = row.Index
        top = box.y1 - i / rows * box.height
        y = (top - box.height / rows / 2) * HEIGHT
        if i % 2 == 0:
            _stripe(page, top, box.height / rows)
        color = BLUE if row.qualifier == "exact" else PLUM
        page.text(MARGIN, y, _what(row, lang), SIZE, va="center")
        page.text(printed, y, _printed(row, lang), SIZE, va="center", ha="right", weight="bold", color=color)
        page.text(right + 0.2, y, _allowed(row, lang), SIZE, va="center")
        ends = (row.low_percent, row.high_percent)
        ax.plot(ends, (i, i), color=color, linewidth=7, gid=f"range.{i}")
        ax.plot([0], [i], marker="o", markersize=7, color=color, linestyle="none", gid=f"value.{i}")
        if pd.isna(row.hard_high) or row.high_percent > SCALE[1]:
            _arrow(ax, min(row.high_percent, SCALE[1]), i, 1.6, color)
        if pd.isna(row.hard_low):
            _arrow(ax, row.low_percent, i, -1.6, color)


def _stripe(page: Page, top: float, height: float) -> None:
    ax = page.figure.add_axes((MARGIN / WIDTH - 0.005, top - height, 1 - 2 * MARGIN / WIDTH + 0.01, height), zorder=-1)
    ax.set_facecolor("#F3F3F3")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _arrow(ax: Axes, x: float, y: float, step: float, color: str) -> None:
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x + step, y), (x, y), arrowprops=look, annotation_clip=False)


def _what(row, lang: Language) -> str:
    """A claim's name: what is counted, how, when."""
    what = capital(lang.label(vocabulary.INDICATORS[row.indicator].label))
    when = lang.span(row.start, row.end) if row.end else ""
    if row.statistic == "multiple":
        return lang.say("%(what)s: average over that of %(year)s", what=what, year=lang.date(row.base.split(":")[1]))
    if row.statistic == "mean per year" and not when:
        return lang.say("%(what)s a year (of which years?)", what=what)
    if row.statistic in ("mean per year", "each year"):
        return lang.say("%(what)s a year, %(when)s", what=what, when=when)
    if row.statistic == "unclear":
        return lang.say("%(what)s, %(when)s (level or fall?)", what=what, when=when)
    return lang.say("%(what)s, %(when)s", what=what, when=when) if when else what


def _printed(row, lang: Language) -> str:
    qualified = {
        "more than": lang.say("more than %(n)s", n=row.printed),
        "at least": lang.say("at least %(n)s", n=row.printed),
        "less than": lang.say("less than %(n)s", n=row.printed),
        "at most": lang.say("at most %(n)s", n=row.printed),
        "nearly": lang.say("nearly %(n)s", n=row.printed),
        "about": lang.say("about %(n)s", n=row.printed),
    }
    return qualified.get(row.qualifier, row.printed)


def _allowed(row, lang: Language) -> str:
    """The soft range in words, in the unit as printed, with a reminder where the words set no limit."""
    scale = float(vocabulary.parse_unit(row.printed_unit)[0])
    low, high = row.soft_low / scale, row.soft_high / scale
    decimals = next(d for d in range(9) if round(low, d) == low and round(high, d) == high)
    show = lang.percent if row.unit in ("percent", "percentage points") else lang.number
    text = lang.range(show(low, decimals), show(high, decimals))
    if scale > 1:
        text = f"{text} {lang.label(row.printed_unit)}"
    if pd.isna(row.hard_high):
        return lang.say("%(range)s, or more", range=text)
    return lang.say("%(range)s, or less", range=text) if pd.isna(row.hard_low) else text


def _signed(value: float, lang: Language) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + lang.percent(abs(value))
