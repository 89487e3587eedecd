"""What a livelihood model and a household in one come to, as ranges that the printed words leave."""

from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.markers import CARETLEFTBASE as CARETLEFT
from matplotlib.markers import CARETRIGHTBASE as CARETRIGHT
from matplotlib.ticker import MaxNLocator

from poverty.charts.marks import legend
from poverty.charts.page import BLUE, FOOT, INK, LINE, ORANGE, PLUM, WIDTH, Page, Size, ink, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    MILLION,
    QUOTIENT_PHRASES,
    capitalize_first,
    format_dollar_range,
    format_quotient_range,
    province_name,
)

SHOWS_READINGS = False
MEASURES = {
    "households a model": (translatable("Households a model"), 1.0),
    "VND a model": (translatable("Million VND a model"), MILLION),
    "VND a household": (translatable("Million VND a household"), MILLION),
}
NOT_IN_TITLE = {"VND a model": translatable("VND a model")}  # measures that a low page can do without
BAR = 9  # points: the width of a range that words leave
LEAST = 1.44  # inches: the width that a panel keeps; longer names of rows are broken
# Inches, where rows stand as close as they may: from the middle of a bar up to its words, and down to the next row.
OVER, UNDER = 0.09, 0.12
HEAD = 0.09  # inches from a panel up to its head, there
APART, END = 0.45, 0.95  # inches between two numbers of an axis there, and how much of it bears numbers
HOLLOW = {"markerfacecolor": "white", "markeredgewidth": 2.2}


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    first = table[(table["role"] == "each") & (table["publisher"] == table["publisher"].iloc[0])]
    title = capitalize_first(lang.listed([_said(row, lang) for _, row in first.iterrows() if row["measure"] in _TITLE]))
    if not title:
        title = capitalize_first(_said(first.iloc[0], lang))
    years = [_years(row, lang) for _, row in first.head(1).iterrows()]
    subtitle = lang.say(
        "What each livelihood model and household comes to, %(place)s, %(years)s",
        place=province_name(context, lang),
        years=years[0],
    )
    told = [
        lang.say("%(who)s: %(what)s", who=" ".join(_who(row, lang).split("\n")), what=_worth(row, lang))
        for _, row in table.iterrows()
    ]
    return ChartTexts(title, subtitle, f"{title}. {'; '.join(told)}.", _notes(table, lang))


def _notes(table: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    notes = [
        lang.sentence(
            Kind.KEY, "Bars: as people use “more than” and “nearly”. The words alone leave the side of an arrow open."
        )
    ]
    if (table["role"] == "rest-each").any():
        notes.append(
            lang.sentence(
                Kind.LIMIT,
                "Dashed: what would be left for the other models if one source's numbers were a part of the other's.",
            )
        )
    rated = table[table["usd_low"].notna()]
    if len(rated):
        row = rated.iloc[0]
        notes.append(
            lang.sentence(
                Kind.LIMIT,
                "1 US dollar = %(rate)s VND (State Bank of Vietnam, %(day)s). Prices of the years as they were.",
                rate=lang.number(row["usd_rate"]),
                day=lang.day(row["usd_date"]),
            )
        )
    return tuple(notes)


_TITLE = ("households a model", "VND a household")


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:  # fmt: skip
    """What a low page has room for: all, or all but dollars, or the measures of the title without dollars."""
    drawn, left_out = table, []
    if table["usd_low"].notna().any() and not _fits(drawn, lang, size):
        drawn, left_out = drawn.assign(usd_low=float("nan"), usd_high=float("nan")), [lang.say("US dollars")]
    spare = [name for name in NOT_IN_TITLE if (drawn["measure"] == name).any()]
    if spare and not _fits(drawn, lang, size):
        drawn = drawn[~drawn["measure"].isin(spare)]
        left_out = [*(lang.label(NOT_IN_TITLE[name]) for name in spare), *left_out]
    if not left_out:
        return table, words
    said = lang.say("%(subtitle)s; without %(what)s", subtitle=words.subtitle, what=lang.listed(left_out))
    return drawn, replace(words, subtitle=said, notes=_notes(drawn, lang))


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """One panel for each measure, one row for each source and for the rest."""
    _legend(page, table, lang)
    plan = _plan(table, lang, page.size)
    rows = _rows(plan, page.top - page.bottom - plan.below - plan.above)
    for k, name in enumerate(plan.heads):
        start = plan.left + k * (plan.width + plan.gap)
        ax = page.axes(start, start + plan.width, plan.below, plan.above)
        _panel(ax, table[table["measure"] == name], plan, rows, name, lang)
        if k:
            ax.set_yticks([])
        else:
            ax.set_yticks(rows.names, list(plan.names.values()))
            ax.tick_params(axis="y", length=0)


def _legend(page: Page, table: pd.DataFrame, lang: Language) -> None:
    """What bars are; on a narrow page the names of rows say it, and the key says what the note on arrows would."""
    if page.narrow:
        look = {"color": INK, "marker": CARETRIGHT, "markersize": 11, "linestyle": "none"}
        arrow = Line2D([], [], label=lang.say("the words alone leave this side open"), **look)
        bars = table[table["role"] != "rest-each"]
        if (bars["hard_high"].isna() | (bars["hard_low"] < bars["low"])).any():
            legend(page, [arrow])
        return
    handles = [Line2D([], [], color=BLUE, linewidth=BAR, solid_capstyle="butt", label=lang.say("by one source"))]
    if (table["role"] == "rest-each").any():
        handles.append(Line2D([], [], color=ORANGE, linewidth=3, linestyle="--", label=lang.say("if nested: the rest")))
    legend(page, handles)


@dataclass(frozen=True)
class _Plan:
    """What is written where, in inches: panels of one width side by side, their heads, the names of their rows.

    `close` is whether rows stand as close as they may. `texts` are the words over bars, by row label.
    """

    close: bool
    left: float
    width: float
    gap: float
    below: float
    above: float
    heading: float  # points
    heads: dict[str, list[str]]
    names: dict[tuple, str]
    texts: dict[int, str]
    needs: list[tuple[float, float]]  # for each row: the height of its words over bars, and of the whole row


@dataclass(frozen=True)
class _Rows:
    """Where on the vertical axis bars and names stand, how far words stand over a bar, and the ends of the axis."""

    bars: list[float]
    names: list[float]
    lift: float
    ends: tuple[float, float]


def _plan(table: pd.DataFrame, lang: Language, size: Size) -> _Plan:
    """The panels of a page; names of rows are broken where they would leave a panel less than LEAST."""
    close, narrow = size.width < WIDTH, size.narrow
    rows = list(dict.fromkeys(zip(table["role"], table["publisher"], table["start"], strict=True)))
    firsts = {key: table[_same(table, key)].iloc[0] for key in rows}
    shown = [m for m in MEASURES if (table["measure"] == m).any()]
    gap, aside = (0.18, 0.1) if narrow else (0.35 if close else 0.5, 0.25)
    room = size.width - size.margin - gap * (len(shown) - 1)
    names = _names(firsts, room - LEAST * len(shown) - size.margin - aside, narrow, lang, size)
    left = max(_wide(name, size.label) for name in names.values()) + size.margin + aside
    width = (room - left) / len(shown)
    heading = size.label if narrow else size.label + 1
    heads = {m: _even(lang.label(MEASURES[m][0]), heading, width + min(gap / 2, size.margin), "bold") for m in shown}
    below, above = (0.3, 0.55) if narrow else (0.35, 0.65) if close else (0.45, 1.0)
    above += (max(len(lines) for lines in heads.values()) - 1) * heading * LINE / 72
    texts = {r.Index: _wrapped(_text(r, narrow, lang), FOOT, width) for r in table.itertuples()}
    needs = []
    for key in rows:
        over = max(_high(texts[i], FOOT) for i in table.index[_same(table, key)])
        needs.append((over, max(over + OVER + UNDER, _high(names[key], size.label) + UNDER / 2)))
    return _Plan(close, left, width, gap, below, above, heading, heads, names, texts, needs)


def _names(
    firsts: dict[tuple, pd.Series], room: float, narrow: bool, lang: Language, size: Size
) -> dict[tuple, str]:  # fmt: skip
    """The names of rows; on a narrow page source and years on one line where that fits."""
    names = {key: _who(row, lang) for key, row in firsts.items()}
    if narrow:
        flat = {key: name if key[0] == "rest-each" else name.replace("\n", ", ") for key, name in names.items()}
        names = flat if max(_wide(name, size.label) for name in flat.values()) <= room else names
    return {
        key: "\n".join(line for part in name.split("\n") for line in wrap(part, size.label, room))
        for key, name in names.items()
    }


def _fits(table: pd.DataFrame, lang: Language, size: Size) -> bool:
    """Whether the height that a page keeps for what is drawn is enough for every row."""
    plan = _plan(table, lang, size)
    return not size.floor or plan.above + sum(need for _, need in plan.needs) + plan.below <= size.floor


def _rows(plan: _Plan, tall: float) -> _Rows:
    """Rows of one height, or each as high as it needs (the axis is in inches then) and its share of what is left."""
    count = len(plan.needs)
    if not plan.close:
        return _Rows(list(range(count)), list(range(count)), 0.16, (count - 0.4, -0.7))
    share = (tall - sum(need for _, need in plan.needs)) / count
    bars, names, top = [], [], 0.0
    for over, need in plan.needs:
        middle = top + (need + share) / 2
        bars.append(middle + (over + OVER) / 2)
        names.append(middle)
        top += need + share
    return _Rows(bars, names, OVER, (tall, 0.0))


def _panel(ax: Axes, part: pd.DataFrame, plan: _Plan, rows: _Rows, name: str, lang: Language) -> None:
    scale = MEASURES[name][1]
    head, tall = "\n".join(plan.heads[name]), abs(rows.ends[0] - rows.ends[1])
    ax.text(
        0, 1 + HEAD / tall if plan.close else 1.05, head, transform=ax.transAxes, fontsize=plan.heading, weight="bold"
    )
    ax.set(ylim=rows.ends, xlim=(0, 1.25 * part["high"].max() / scale))
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x))
    ax.grid(axis="x")
    if plan.close:  # the last number would touch the first one of the next panel
        high = ax.get_xlim()[1]
        numbers = MaxNLocator(int(plan.width / APART), steps=[1, 2, 5, 10]).tick_values(0, high)
        ax.set_xticks([x for x in numbers if x <= END * high])
    for i, key in enumerate(plan.names):
        for r in part[_same(part, key)].itertuples():
            color = ORANGE if r.role == "rest-each" else BLUE if i == 0 else PLUM
            _bar(ax, r, rows.bars[i], scale, color)
            text = plan.texts[r.Index]
            ax.text(_inside(ax, (r.low + r.high) / 2 / scale, text), rows.bars[i] - rows.lift, text, ha="center",
                    va="bottom", color=ink(color), fontsize=FOOT)  # fmt: skip


def _text(r, narrow: bool, lang: Language) -> str:
    """What stands over a bar: its range, and in dollars."""
    text = format_quotient_range(r.low, r.high, r.measure, lang)
    if pd.isna(r.usd_low):
        return text
    worth = format_dollar_range(r.usd_low, r.usd_high, lang)
    said = lang.say("about US$%(n)s", n=worth) if narrow else lang.say("about %(n)s US dollars", n=worth)
    return f"{text}\n{said}"


def _wrapped(text: str, points: float, width: float) -> str:
    """Each line of a text broken into lines of about equal width."""
    return "\n".join(line for part in text.split("\n") for line in _even(part, points, width))


def _even(text: str, points: float, width: float, weight: str = "normal") -> list[str]:
    """ChartTexts in as few lines as fit, the last of them not much shorter than the others."""
    lines = narrower = wrap(text, points, width, weight)
    while len(narrower) == len(lines) and width > 0:
        lines, width = narrower, width - 0.1
        narrower = wrap(text, points, width, weight)
    return lines


def _wide(text: str, points: float) -> float:
    return max(measure(line, points) for line in text.split("\n"))


def _high(text: str, points: float) -> float:
    return len(text.split("\n")) * points * LINE / 72


def _bar(ax: Axes, r, y: float, scale: float, color: str) -> None:
    """A range as a bar, with an arrow at a side that the words alone leave open; the rest of a nesting dashed."""
    ends = (r.low / scale, r.high / scale)
    if r.role == "rest-each":
        ax.plot(ends, [y, y], color=color, linewidth=3, linestyle="--", gid=f"{r.role}.{r.Index}", zorder=3)
        return
    ax.plot(ends, [y, y], color=color, linewidth=BAR, solid_capstyle="butt", gid=f"{r.role}.{r.Index}", zorder=3)
    look = {"markersize": 11, "color": color, "linestyle": "none", "zorder": 3}
    if pd.isna(r.hard_high):
        ax.plot(ends[1:], [y], marker=CARETRIGHT, gid=f"open-up.{r.Index}", **look)
    elif r.hard_low < r.low:
        ax.plot(ends[:1], [y], marker=CARETLEFT, gid=f"open-down.{r.Index}", **look)


def _inside(ax: Axes, x: float, text: str) -> float:
    """The place nearest to `x` at which words centred there do not leave the panel."""
    wide = _wide(text, FOOT)
    frame, (low, high) = ax.get_position(), ax.get_xlim()
    half = (high - low) * wide / 2 / (frame.width * ax.figure.get_figwidth()) * 1.05
    return min(max(x, low + half), high - half)


def _same(table: pd.DataFrame, key: tuple) -> pd.Series:
    role, publisher, start = key
    return (table["role"] == role) & (table["publisher"] == publisher) & (table["start"] == start)


def _years(row: pd.Series, lang: Language) -> str:
    if row["start"] and row["start"] != row["end"]:
        return f"{row['start']}–{row['end']}"
    return lang.date(row["start"])


def _who(row: pd.Series, lang: Language) -> str:
    if row["role"] == "rest-each":
        return lang.say("the rest, if %(publisher)s\ncounts a part", publisher=row["whole"])
    return f"{row['publisher']}\n{_years(row, lang)}"


def _worth(row: pd.Series, lang: Language) -> str:
    """A quotient in words, and in dollars where a rate is known."""
    if pd.isna(row["usd_low"]):
        return _said(row, lang)
    worth = lang.say("about %(n)s US dollars", n=format_dollar_range(row["usd_low"], row["usd_high"], lang))
    return lang.say("%(what)s (%(worth)s)", what=_said(row, lang), worth=worth)


def _said(row: pd.Series, lang: Language) -> str:
    return lang.label(QUOTIENT_PHRASES[row["measure"]]) % {
        "n": format_quotient_range(row["low"], row["high"], row["measure"], lang)
    }
