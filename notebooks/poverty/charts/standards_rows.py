"""The record of standards on a page with no room for them side by side: rows below each other."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty.charts import marks
from poverty.charts import page as canvas
from poverty.charts.labels import Labels
from poverty.charts.marks import legend
from poverty.charts.page import FOOT, INK, LINE, ORANGE, PLUM, TINT, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import phrase_rate, phrase_standard_years, unique_ids
from poverty.words.sentences import Kind
from poverty.words.source_lines import phrase_notes_reference, phrase_source_lines

SHADES = (TINT[INK], "white")  # of the standards in turn
ROW = FOOT * LINE / 72  # inches: a line of words


def name_standard(s: tuple, context: Context, lang: Language) -> str:
    """The years of a standard, with a star where no source was seen."""
    return phrase_standard_years(context, s.standard, lang) + ("" if s.verified == "yes" else "*")


def label_first(s: pd.Series, context: Context, lang: Language) -> str:
    """The first figure of a spell, or that of an overlap under its own standard."""
    return _shown(s, s["date"], s["value"], s["kind"], context, lang)


def label_last(s: pd.Series, context: Context, lang: Language) -> str:
    """The last figure of a spell, or that of an overlap under the other standard."""
    return _shown(s, s["end_date"], s["end_value"], s["end_kind"], context, lang)


def _shown(s: pd.Series, date: str, value: float, kind: str, context: Context, lang: Language) -> str:
    """One end as its claim prints it, qualifier and last digit and all."""
    claims = [context.claims[name] for name in s["claims"].split()]
    found = [c.id for c in claims if c.statistic == "level" and c.end == date and abs(float(c.value) - value) < 1e-4]
    return phrase_rate(pd.Series({"kind": kind, "value": value, "claims": " ".join(found)}), context, lang)


def caption_overlap(s: pd.Series, lang: Language) -> str:
    """What a bracket joins: one census only where one source prints both values."""
    if s["one_source"] == "yes":
        return lang.say("one census, two standards")
    return lang.say("one date, two standards")


def phrase_ending(context: Context, last_year: int, lang: Language) -> tuple[float, str] | None:
    """When the territory became part of another, if that is in the years drawn, and words that say so."""
    until = context.shared.territory.get("until")
    if not until or period_end_coordinate(until) >= last_year:
        return None
    heir = context.shared.territory.get("followed_by", "")
    return period_end_coordinate(until), lang.say("after %(when)s part of %(heir)s", when=lang.date(until), heir=heir)


# In inches:
CLOSE = FOOT * 1.05 / 72  # a line of words in a row that holds two
PAD, GUTTER = 0.12, 0.3  # between two columns, and between these and the rates: room for "≠"
COUNTED, MONEY = 1.5, 1.2  # how wide what is counted and a line in money may be
AIR = 0.02  # above and below the words of a row together
REACH, EDGE = 0.18, 0.12  # from a mark to the far side of the gap before its label, and to the end of its row
BAR = 0.5  # of the height of a row
STACKED = 0.4  # so high a row holds a label of two lines
NONE = "–"  # no line in money, where there is no room to say so


def have_room(table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size) -> bool:
    """Whether every row is as high as a line of words."""
    cited = phrase_source_lines(context, unique_ids(table["claims"]), lang, unique_ids(table["readings"]))
    notes = [] if size.floor else list(words.notes)
    page = canvas.page(words.title, words.subtitle, notes, cited, phrase_notes_reference("07", lang), size)
    legend(page, _handles(page, table, lang))
    count = (table["role"] == "standard").sum()
    return (page.top - page.bottom - _above(page, table)) / count >= ROW


def rows(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """One row for each standard: its name, what was counted, its lines, its rates; an overlap as a step."""
    legend(page, _handles(page, table, lang))
    standards, spells, overlaps = (table[table["role"] == role] for role in ("standard", "spell", "overlap"))
    ax = page.axes(page.margin, page.width - page.margin, 0.02, _above(page, table))
    high = ax.get_position().height * page.height / len(standards)
    places = {name: i for i, name in enumerate(standards["standard"])}
    ends = _ends_in_rows(spells, places, high, context, lang)
    left = _columns(page, ax, standards, high, context, lang)
    wide = page.width - page.margin - left
    scale, zero = _scale(ends, wide)  # inches a percentage point, and of nought from the left
    start = page.margin - left - zero
    ax.set(xlim=(start / scale, (wide - zero) / scale), ylim=(len(places), 0), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    for i in places.values():
        ax.axhspan(i, i + 1, color=SHADES[i % 2], linewidth=0, zorder=0)
    _breaks(page, ax, left, len(places))
    labels = Labels(page, ax)
    labels.taken.append((0.0, 0.0, left, page.height))
    for s in spells.itertuples():
        low, top = sorted((s.value, s.end_value))
        y = places[s.standard] + 0.5
        ax.barh(y, top - low, BAR, low, color=TINT[ORANGE], linewidth=0, zorder=0.5)
        labels.block_line([low, top], [y, y])
    for s in overlaps.itertuples():
        here, there = places[s.standard], places[s.other_standard]
        between = max(here, there)
        xs, ys = (s.value, s.value, s.end_value, s.end_value), (here + 0.5, between, between, there + 0.5)
        ax.plot(xs, ys, color=PLUM, linewidth=2, gid=f"overlap.{s.Index}", zorder=3)
        labels.block_line(list(xs), list(ys))
    _label_ends(page, ax, labels, ends, high)
    _say_ending(page, left, standards, set(spells["standard"]), high, context, lang)


@dataclass(frozen=True)
class _End:
    """The first or the last figure of a spell, in the row of its standard.

    Its label stands at the `side` away from the other end; "" where there is no other.
    """

    gid: str
    row: int
    value: float
    words: str
    hollow: bool
    side: str

    @property
    def reach(self) -> float:
        """The inches from its mark to the far end of its label."""
        return REACH + _widest([self.words.split("\n")])


def _above(page: Page, table: pd.DataFrame) -> float:
    """The inches above the rows: the last row of the key, and which line is which."""
    key = marks.NARROW_ROW if page.narrow else marks.ROW
    return key + (ROW if table["urban_line"].notna().any() else 0.0)


def _handles(page: Page, table: pd.DataFrame, lang: Language) -> list[Line2D]:
    """The key of the rows: of marks where they differ, of steps, and of what no note on the page explains."""
    standards, spells, overlaps = (table[table["role"] == role] for role in ("standard", "spell", "overlap"))
    kinds, found = {*spells["kind"], *spells["end_kind"]}, []
    for kind, words in (("reported", lang.say("reported")), ("derived", lang.say("inferred"))):
        if kind in kinds:
            found.append(Line2D([], [], label=words, **_mark(kind == "derived")))
    for words in dict.fromkeys(caption_overlap(s, lang) for _, s in overlaps.iterrows()):
        found.append(Line2D([], [], color=PLUM, linewidth=2, label=words))
    if Kind.KEY not in page.kinds:
        dashed = {"color": INK, "linewidth": 1.2, "linestyle": (0, (4, 3))}
        found.append(Line2D([], [], label=lang.say("≠ not comparable"), **dashed))
        if (standards["verified"] == "no").any():
            star = {"marker": (6, 2, 0), "linestyle": "none", "color": INK, "markersize": 7}
            found.append(Line2D([], [], label=lang.say("general knowledge"), **star))
    return found


def _mark(hollow: bool) -> dict:
    look = {"marker": "D" if hollow else "o", "markerfacecolor": "white" if hollow else ORANGE}
    return look | {"color": ORANGE, "markersize": 8, "markeredgewidth": 2, "linestyle": "none"}


def _ends_in_rows(
    spells: pd.DataFrame, places: dict[str, int], high: float, context: Context, lang: Language
) -> list[_End]:
    """Both ends of every spell, the lower labelled at its left; a figure that is both is one mark."""
    found, told = [], set()
    text = translatable("%(value)s\n(%(when)s)") if high >= STACKED else translatable("%(value)s (%(when)s)")
    for i, s in spells.iterrows():
        pair = (s["value"], s["end_value"])
        first = ("first", s["date"], s["t"], s["value"], s["kind"], label_first)
        last = ("last", s["end_date"], s["end_t"], s["end_value"], s["end_kind"], label_last)
        for name, date, t, value, kind, say in (first, last):
            if (t, value) in told:
                continue
            told.add((t, value))
            words = lang.say(text, value=say(s, context, lang), when=str(parse_sdmx_period(date).year))
            side = ("left" if value == min(pair) else "right") if min(pair) < max(pair) else ""
            found.append(_End(f"spell-{name}.{i}", places[s["standard"]], value, words, kind == "derived", side))
    return found


def _scale(ends: list[_End], wide: float) -> tuple[float, float]:
    """The most inches a percentage point at which no label leaves its row, and where nought is, from the left."""
    lefts, rights = ([(e.value, e.reach) for e in ends if (e.side == "left") == left] for left in (True, False))
    most = [(wide - EDGE - reach) / value for value, reach in rights if value > 0]
    most += [(wide - a - b) / (top - low) for top, a in rights for low, b in lefts if top > low]
    scale = max(min(most, default=1.0), 0.01)
    return scale, max([EDGE, *(reach - scale * value for value, reach in lefts)])


def _columns(page: Page, ax: Axes, standards: pd.DataFrame, high: float, context: Context, lang: Language) -> float:
    """Names, what was counted (below the name on a narrow page) and lines; returns where the rates begin."""
    top, below = ax.get_position().y1 * page.height, page.narrow
    close, fit = (CLOSE if high < 2 * ROW else ROW), int((high - AIR) / CLOSE)
    names = [name_standard(s, context, lang) for s in standards.itertuples()]
    told = [lang.label(s.counts) for s in standards.itertuples()]
    counted = [[what] if below or fit < 2 else wrap(what, FOOT, COUNTED) for what in told]
    lined = standards["urban_line"].notna().any()
    lines = [_cell(s, 1 if below else fit, lang) if lined else [] for s in standards.itertuples()]
    first = page.margin + PAD / 2
    second = first + max(measure(name, FOOT, "bold") for name in names) + PAD
    words, money = _widest(counted), _widest(lines)
    right = max(second + money, first + words) if below else second + words + PAD + money
    look = {"va": "center", "linespacing": close * 72 / FOOT}
    for i, (name, count, cell) in enumerate(zip(names, counted, lines, strict=True)):
        middle = top - (i + 0.5) * high
        up = close / 2 if below and any(count) else 0.0
        page.text(first, middle + up, name, FOOT, weight="bold", **look)
        page.text(first if below else second, middle - up, "\n".join(count), FOOT, **look)
        page.text(right, middle + up, "\n".join(cell), FOOT, ha="right", **look)
    if lined:
        rural, urban = lang.say("rural"), lang.say("urban")
        page.text(right, top + 0.02, f"{rural} / {urban}", FOOT, ha="right", va="bottom")
    return right + GUTTER


def _widest(texts: list[list[str]]) -> float:
    """The width of the widest line of several texts in inches."""
    return max((measure(line, FOOT) for lines in texts for line in lines), default=0.0)


def _cell(s: tuple, most: int, lang: Language) -> list[str]:
    """Both lines of a standard, in thousands, or that it has none, in at most so many lines of words."""
    if pd.notna(s.urban_line):
        return [f"{lang.number(s.rural_line / 1000)} / {lang.number(s.urban_line / 1000)}"]
    none = wrap(lang.say("no line in money"), FOOT, MONEY)
    return none if len(none) <= most else [NONE]


def _breaks(page: Page, ax: Axes, left: float, count: int) -> None:
    """A dashed line between two standards, open where it says that they do not compare."""
    wide = page.width - 2 * page.margin
    middle = (left - GUTTER / 2 - page.margin) / wide
    look = {"color": INK, "linewidth": 1.2, "linestyle": (0, (4, 3)), "zorder": 1}
    for i in range(1, count):
        ax.axhline(i, 0, middle - 0.1 / wide, **look)
        ax.axhline(i, middle + 0.1 / wide, 1, **look)
        beside = {"transform": ax.get_yaxis_transform(), "ha": "center", "va": "center", "weight": "bold"}
        ax.text(middle, i, "≠", fontsize=FOOT, **beside)


def _label_ends(page: Page, ax: Axes, labels: Labels, ends: list[_End], high: float) -> None:
    """Marks, then their labels, each inside the row of its standard."""
    for end in ends:
        ax.plot([end.value], [end.row + 0.5], clip_on=False, gid=end.gid, zorder=4, **_mark(end.hollow))
        labels.block_mark(end.value, end.row + 0.5)
    top, (start, stop) = ax.get_position().y1 * page.height, ax.get_xlim()
    for end in ends:
        roof, floor = top - end.row * high, top - (end.row + 1) * high
        x = page.margin + (end.value - start) / (stop - start) * (page.width - 2 * page.margin)
        inner = {"left": (x, floor, page.width, roof), "right": (0.0, floor, x, roof)}  # the other end is there
        outside = [(0.0, roof, page.width, page.height), (0.0, 0.0, page.width, floor)]
        outside += [inner[end.side]] if end.side else []
        labels.taken += outside
        labels.place(end.value, end.row + 0.5, end.words, PLUM, FOOT)
        labels.taken = [box for box in labels.taken if box not in outside]


def _say_ending(
    page: Page, left: float, standards: pd.DataFrame, used: set[str], high: float, context: Context, lang: Language
) -> None:
    """That the territory became part of another, in the first row after that which has no figure."""
    ending = phrase_ending(context, int(standards["last_year"].max()), lang)
    after = [
        i for i, s in enumerate(standards.itertuples())
        if ending and s.first_year - 1 >= ending[0] and s.standard not in used
    ]  # fmt: skip
    if after:
        start = left - GUTTER / 2
        heir = context.shared.territory.get("followed_by", "")
        tellings = (ending[1], lang.say("by then part of %(heir)s", heir=heir))
        each = [wrap(text, FOOT, page.width - page.margin - start - PAD) for text in tellings]
        shown = next((lines for lines in each if len(lines) <= max(int((high - AIR) / CLOSE), 1)), each[-1])
        middle = page.bottom + 0.02 + (len(standards) - after[0] - 0.5) * high
        page.text(start + PAD, middle, "\n".join(shown), FOOT, va="center", linespacing=CLOSE * 72 / FOOT)
