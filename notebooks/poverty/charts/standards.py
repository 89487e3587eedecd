"""The record of standards: lines, what was counted, where comparability breaks, one census counted twice."""

from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty.charts import marks
from poverty.charts import page as canvas
from poverty.charts.labels import Labels
from poverty.charts.marks import legend
from poverty.charts.page import BLUE, FOOT, INK, LABEL, LINE, ORANGE, PLUM, TEAL, TINT, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.dates import parse_sdmx_period, period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_territory_note
from poverty.words.phrases import (
    capitalize_first,
    phrase_rate,
    phrase_rate_unit,
    phrase_standard_years,
    province_name,
    short_legal_basis,
    unique_ids,
)
from poverty.words.source_lines import phrase_notes_reference, phrase_source_lines

LEFT = 1.95  # inches: room for the words beside the panels
HEAD, GAP, FEET = 0.3, 0.25, 0.3  # inches: years above the panels, between these, ticks below
ROOM = 1.25  # of the highest value: room for labels
OVER, CLEAR = 2.6, 0.35  # inches: how wide the words over a bracket are, and how far above it
SHARE = 0.56  # of the height: the upper panel
INSET = 0.12  # years: a spell is drawn short of a break, so that two of them never touch
NEAR = 2.0  # years from the end of a territory to a break of standards: words stand right of both
SHADES = (TINT[INK], "white")  # of the standards in turn
ROW = FOOT * LINE / 72  # inches: a line of words
# In inches:
CLOSE = FOOT * 1.05 / 72  # a line of words in a row that holds two
PAD, GUTTER = 0.12, 0.3  # between two columns, and between these and the rates: room for "≠"
COUNTED, MONEY = 1.5, 1.2  # how wide what is counted and a line in money may be
AIR = 0.02  # above and below the words of a row together
REACH, EDGE = 0.18, 0.12  # from a mark to the far side of the gap before its label, and to the end of its row
BAR = 0.5  # of the height of a row
STACKED = 0.4  # so high a row holds a label of two lines
NONE = "–"  # no line in money, where there is no room to say so
SHOWS_READINGS = False
UNITS = {
    "VND per person a month": translatable("VND per person a month")
}  # of the files in data/standards, for catalogues
LOW = 5.0  # inches: a lower page has no room for the lines, nor for what is counted


def panels(page: Page, table: pd.DataFrame, unit: str, context: Context, lang: Language) -> None:
    """Above: lines and what was counted. Below: the poverty rate under each standard, an overlap as a bracket.

    `unit`: of the lines in money, "" if there are none.
    """
    standards = table[table["role"] == "standard"]
    span = (standards["first_year"].min() - 1, standards["last_year"].max())
    tall = page.top - page.bottom - HEAD - GAP - FEET
    lower = page.axes(LEFT, page.width - page.margin, FEET, HEAD + SHARE * tall + GAP)
    upper = page.axes(LEFT, page.width - page.margin, FEET + (1 - SHARE) * tall + GAP, HEAD)
    edges = [float(s.first_year - 1) for s in standards.itertuples()]
    for ax in (upper, lower):
        ax.set(xlim=span, xticks=[], yticks=[])
        for i, s in enumerate(standards.itertuples()):
            ax.axvspan(s.first_year - 1, s.last_year, color=SHADES[i % 2], linewidth=0, zorder=0)
        for edge in edges[1:]:
            ax.axvline(edge, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
    for edge in edges[1:]:
        beside = {"transform": lower.get_xaxis_transform(), "ha": "center", "va": "center", "weight": "bold"}
        lower.text(edge, 1 + GAP / 2 / ((1 - SHARE) * tall), "≠", fontsize=LABEL, **beside)
    _upper(page, upper, standards, context, lang)
    _lower(page, lower, table, context, lang)
    ticks = [*edges, float(span[1])]
    lower.set_xticks(
        ticks, [lang.say("end %(year)s", year=f"{t:.0f}") if len(ticks) < 5 else f"{t:.0f}" for t in ticks]
    )
    line = lang.say("Income line, thousand %(unit)s", unit=unit) if unit else lang.say("Income line")
    of = phrase_rate_unit(context, unique_ids(table["claims"]), lang)
    for ax, named in ((upper, line), (lower, lang.say("Poverty rate, %(of)s", of=of))):
        named = "\n".join(wrap(named, FOOT, LEFT - page.margin - 0.15))
        page.text(page.margin, ax.get_position().y1 * page.height, named, FOOT, va="top", linespacing=LINE)


def _upper(page: Page, ax: Axes, standards: pd.DataFrame, context: Context, lang: Language) -> None:
    """Lines as steps on a scale of ratios, under what was counted; the scale leaves room for the words above."""
    wide, tall = (
        (page.width - page.margin - LEFT) / (ax.get_xlim()[1] - ax.get_xlim()[0]),
        ax.get_position().height * ax.figure.get_figheight(),
    )
    counted = [
        wrap(lang.label(s.counts), FOOT, (s.last_year - s.first_year + 1) * wide - 0.1) for s in standards.itertuples()
    ]
    lines = standards[["rural_line", "urban_line"]]
    if lines.notna().any().any():
        low, high = float(lines.min().min()), float(lines.max().max())
        below, above = 0.06 + ROW, max(map(len, counted)) * ROW + ROW + 0.14  # inches under and over the lines
        steps = max(tall - below - above, 0.1)
        ratio = high / low
        ax.set(yscale="log", ylim=(low / ratio ** (below / steps), high * ratio ** (above / steps)), yticks=[])
        ax.minorticks_off()
    named = False
    top = {"transform": ax.get_xaxis_transform(), "ha": "center"}
    for s, what in zip(standards.itertuples(), counted, strict=True):
        start, end = s.first_year - 1, s.last_year
        middle = (start + end) / 2
        name = name_standard(s, context, lang)
        ax.text(middle, 1 + 0.05 / tall, name, va="bottom", fontsize=LABEL, weight="bold", **top)
        ax.text(middle, 1 - 0.05 / tall, "\n".join(what), va="top", fontsize=FOOT, linespacing=LINE, **top)
        if pd.isna(s.urban_line):
            none = "\n".join(wrap(lang.say("no line in money"), FOOT, (end - start) * wide - 0.1))
            ax.text(middle, 0.06 / tall, none, va="bottom", fontsize=FOOT, linespacing=LINE, **top)
            continue
        for value, color, side, gap in ((s.urban_line, BLUE, "bottom", 3), (s.rural_line, TEAL, "top", -3)):
            look = {"color": color, "linewidth": 3, "solid_capstyle": "butt"}
            ax.plot((start, end), (value, value), gid=f"line-{side}.{s.Index}", **look)
            shown = lang.number(value / 1000)
            if not named:  # the first two say which is which
                text = translatable("urban %(n)s") if side == "bottom" else translatable("rural %(n)s")
                shown = lang.say(text, n=shown)
            beside = {"xytext": (0, gap), "textcoords": "offset points", "ha": "center", "va": side}
            ax.annotate(shown, (middle, value), fontsize=FOOT, **beside)
        named = True


def _lower(page: Page, ax: Axes, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """First and last figure of each spell, labelled inside its own standard, and overlaps as brackets."""
    standards, spells, overlaps = (table[table["role"] == role] for role in ("standard", "spell", "overlap"))
    frame, (start, end) = ax.get_position(), ax.get_xlim()
    bottom, top, right = frame.y0 * page.height, frame.y1 * page.height, page.width - page.margin
    years = {s.standard: (s.first_year - 1, s.last_year) for s in standards.itertuples()}

    def inches(t: float) -> float:
        return LEFT + (t - start) * (right - LEFT) / (end - start)

    captions = {i: wrap(caption_overlap(s, lang), FOOT, OVER) for i, s in overlaps.iterrows()}
    highest = ROOM * max(spells[["value", "end_value"]].max(), default=1.0)
    for i, s in overlaps.iterrows():  # the words over a bracket stand clear of it
        clear = top - bottom - len(captions[i]) * ROW - CLEAR
        highest = max(highest, max(s["value"], s["end_value"]) * (top - bottom) / clear)
    ax.set_ylim(0, highest or 1)
    labels = Labels(page, ax)
    rules = [inches(first) for first, _ in years.values()]
    ending = phrase_ending(context, int(end), lang)
    if ending:
        ax.axvline(ending[0], color=INK, linewidth=1, zorder=1)
        rules.append(inches(ending[0]))
        left = inches(max([ending[0], *(last for _, last in years.values() if 0 <= last - ending[0] < NEAR)])) + 0.08
        shown = wrap(ending[1], FOOT, right + 0.2 - left)
        page.text(left, top - 0.05, "\n".join(shown), FOOT, va="top", linespacing=LINE)
        labels.taken.append((left, top - 0.05 - len(shown) * ROW, page.width, top))
    labels.taken += [(x - 0.04, bottom, x + 0.04, top) for x in rules]
    wanted = _spells(ax, labels, spells, context, lang)
    beside = {}
    for i, s in overlaps.iterrows():
        x, inner, (old, new) = s["t"] - 0.55, s["t"] - 0.2, (s["value"], s["end_value"])
        ax.plot((inner, x, x, inner), (old, old, new, new), color=PLUM, linewidth=2, gid=f"overlap.{i}", zorder=3)
        beside[s["t"], old] = x
        half, middle = len(captions[i]) * ROW / 2, inches(s["t"])
        words = {"ha": "center", "va": "center", "color": PLUM, "linespacing": LINE, "zorder": 6}
        behind = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # a dashed line ends at words
        page.text(middle, top - 0.05 - half, "\n".join(captions[i]), FOOT, bbox=behind, **words)
        labels.taken.append((middle - OVER / 2, top - 0.1 - 2 * half, middle + OVER / 2, top))
        low, high = (bottom + (top - bottom) * value / highest for value in sorted((old, new)))
        labels.taken.append((inches(x) - 0.03, low, inches(x) + 0.03, high))
    for t, value, text, standard in reversed(wanted):  # the later figures have the less room
        # a label in another standard's years would be read as a figure of that standard
        first, last = (inches(year) for year in years[standard])
        outside = [(0.0, bottom, first, top), (last, bottom, page.width, top)]
        labels.taken += outside
        labels.place(beside.get((t, value), t), value, text, PLUM, FOOT)
        labels.taken = [box for box in labels.taken if box not in outside]


def _spells(ax: Axes, labels: Labels, spells: pd.DataFrame, context: Context, lang: Language) -> list[tuple]:
    """Spells as tinted bars with marks at both ends; returns the labels wanted: where, what, of which standard."""
    wanted, told = [], set()
    for i, s in spells.iterrows():
        if s["t"] < s["end_t"]:
            ax.axvspan(s["t"] + INSET, s["end_t"] - INSET, color=TINT[ORANGE], linewidth=0, zorder=0.5)
        first = ("first", s["t"], s["value"], s["kind"], label_first)
        last = ("last", s["end_t"], s["end_value"], s["end_kind"], label_last)
        for end, t, value, kind, say in (first, last):
            if (t, value) in told:
                continue
            told.add((t, value))
            hollow = kind == "derived"
            look = {"marker": "D" if hollow else "o", "markerfacecolor": "white" if hollow else ORANGE}
            look |= {"color": ORANGE, "markersize": 9, "markeredgewidth": 2, "linestyle": "none", "clip_on": False}
            ax.plot([t], [value], gid=f"spell-{end}.{i}", zorder=4, **look)
            labels.block_mark(t, value)
            wanted.append((t, value, say(s, context, lang), s["standard"]))
    return wanted


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


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    standards, spells, overlaps = (table[table["role"] == role] for role in ("standard", "spell", "overlap"))
    span = {"first": int(standards["first_year"].min()), "last": int(standards["last_year"].max())}
    text = translatable("%(count)s standards from %(first)s to %(last)s: nothing compares across them")
    title = lang.say(text, count=len(standards), **span)
    if len(overlaps):
        two = overlaps.iloc[-1]
        here, there = label_first(two, context, lang), label_last(two, context, lang)
        low, high = sorted(((two["value"], here), (two["end_value"], there)))
        text = translatable("One date, two standards: %(low)s or %(high)s poor, %(when)s")
        if two["one_source"] == "yes":
            text = translatable("One census, two standards: %(low)s or %(high)s poor, %(when)s")
        title = lang.say(text, low=low[1], high=high[1], when=lang.date(two["date"]))
    subtitle = _subtitle(table, context, lang)
    parts = [
        lang.say(
            "%(years)s: %(counts)s, %(line)s",
            years=phrase_standard_years(context, s.standard, lang),
            counts=lang.label(s.counts),
            line=_lines(s, lang),
        )
        for s in standards.itertuples()
    ]
    told = [
        lang.say(
            "%(years)s: %(values)s",
            years=phrase_standard_years(context, s["standard"], lang),
            values=_ends(s, context, lang),
        )
        for _, s in spells.iterrows()
    ]
    alt = f"{title}. {'; '.join(parts)}."
    if told:
        alt += " " + lang.say("Poverty rate: %(spells)s.", spells="; ".join(told))
    ending = phrase_ending(context, span["last"], lang)
    alt += f" {capitalize_first(ending[1])}." if ending else ""
    after = phrase_territory_note(context, spells.assign(t=spells["end_t"]), lang) if len(spells) else ()
    return ChartTexts(title, subtitle, alt, (Sentence(Kind.KEY, " ".join(_notes(table, context, lang))), *after))


def _notes(table: pd.DataFrame, context: Context, lang: Language, keyed: bool = False) -> list[Sentence]:
    """What must be said of breaks, lines and marks, laws last; `keyed`: key and subtitle say what marks mean."""
    standards, spells = (table[table["role"] == role] for role in ("standard", "spell"))
    lined = standards[standards["urban_line"].notna()]
    notes = [
        lang.sentence(
            Kind.KEY, "≠: nothing may be compared across a dashed line; each standard counts other households as poor."
        )
    ]
    if (spells["t"] < spells["end_t"]).any() and not keyed:
        notes.append(lang.sentence(Kind.KEY, "Tinted: from the first to the last figure under one standard."))
    if len(lined):
        notes.append(lang.sentence(Kind.KEY, "Lines are in the money of their time, not adjusted for prices."))
    if (standards["verified"] == "no").any():
        named = [phrase_standard_years(context, s.standard, lang) for s in standards.itertuples() if s.verified == "no"]
        text = translatable("* From general knowledge, not seen in a source: %(years)s.")
        notes.append(lang.sentence(Kind.KEY, text, years=lang.listed(named)))
    if "derived" in {*spells["kind"], *spells["end_kind"]} and not keyed:
        notes.append(lang.sentence(Kind.KEY, "Hollow: inferred from a printed change."))
    if len(lined):
        laws = "; ".join(lang.label(short_legal_basis(s.legal_basis)) for s in lined.itertuples())
        notes.append(lang.sentence(Kind.LAW, "Standards: %(laws)s.", laws=laws))
    return notes


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """What there is room for in rows: a low page leaves out the lines and what is counted, and says so.

    Where the rows are still too many, those of standards without a figure go too.
    """
    if _side_by_side(size, table, context, lang):
        return table, words
    drawn, left_out = table, []
    if size.height < LOW:
        drawn = table.assign(rural_line=float("nan"), urban_line=float("nan"), counts="")
        left_out = [lang.say("income lines"), lang.say("what each standard counts")]
    said = _said_of_rows(table, drawn, words, left_out, context, lang)
    unused = (drawn["role"] == "standard") & ~drawn["standard"].isin(drawn.loc[drawn["role"] == "spell", "standard"])
    if (
        unused.any()
        and not unused[drawn["role"] == "standard"].all()
        and not have_room(drawn, said, context, lang, size)
    ):
        drawn, left_out = drawn[~unused], [*left_out, lang.say("standards without a figure")]
        said = _said_of_rows(table, drawn, words, left_out, context, lang)
    return drawn, said


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Each standard with its lines and its rates, side by side along the years, or else in rows."""
    if _side_by_side(page.size, table, context, lang):
        panels(page, table, _unit(table, lang), context, lang)
    else:
        rows(page, table, context, lang)


def _subtitle(table: pd.DataFrame, context: Context, lang: Language) -> str:
    return lang.say(
        "Poverty standards %(first)s to %(last)s, their lines, and the poverty rate under each, %(of)s, %(place)s",
        first=int(table["first_year"].min()),
        last=int(table["last_year"].max()),
        of=phrase_rate_unit(context, unique_ids(table["claims"]), lang),
        place=province_name(context, lang),
    )


def _said_of_rows(
    table: pd.DataFrame, drawn: pd.DataFrame, words: ChartTexts, left_out: list[str], context: Context, lang: Language
) -> ChartTexts:
    """The words of a chart in rows: they name the unit of its lines and what is left out, and not what the key says."""
    text = translatable("Poverty rate under each standard, first to last figure, %(of)s, %(place)s")
    if drawn["urban_line"].notna().any():
        text = translatable(
            "Income line (rural / urban, thousand %(unit)s) and poverty rate, first to last figure, under each "
            "standard, %(of)s, %(place)s"
        )
    of = phrase_rate_unit(context, unique_ids(table["claims"]), lang)
    said = lang.say(text, unit=_unit(table, lang), of=of, place=province_name(context, lang))
    if left_out:
        said = lang.say("%(subtitle)s; left out here: %(what)s", subtitle=said, what=lang.listed(left_out))
    *notes, last = _notes(drawn, context, lang, keyed=True)
    laws = (last,) if last.kind == Kind.LAW else ()  # the first to go where there is no room
    key = Sentence(Kind.KEY, " ".join(notes if laws else [*notes, last]))
    subtitle = state_evidence(said, context, lang)
    return replace(words, subtitle=subtitle, notes=(*laws, key, *words.notes_except(Kind.KEY)))


def _unit(table: pd.DataFrame, lang: Language) -> str:
    """The unit of the lines in money, "" if there are none."""
    unit = next(iter(table.loc[table["urban_line"].notna(), "line_unit"]), "")
    return lang.label(UNITS.get(unit, unit))


def _side_by_side(size: Size, table: pd.DataFrame, context: Context, lang: Language) -> bool:
    """Whether a page is so high and wide that every standard has room for its name over its years."""
    standards = table[table["role"] == "standard"]
    years = standards["last_year"] - standards["first_year"] + 1
    wide = (size.width - size.margin - LEFT) / years.sum()
    return size.height >= LOW and all(
        measure(name_standard(s, context, lang), LABEL, "bold") <= wide * count
        for s, count in zip(standards.itertuples(), years, strict=True)
    )


def _lines(s, lang: Language) -> str:
    if pd.isna(s.urban_line):
        return lang.say("no line in money")
    text = translatable("%(rural)s rural and %(urban)s urban, in %(unit)s")
    ends = {"rural": lang.number(s.rural_line), "urban": lang.number(s.urban_line)}
    return lang.say(text, unit=lang.label(UNITS.get(s.line_unit, s.line_unit)), **ends)


def _ends(s: pd.Series, context: Context, lang: Language) -> str:
    told = [
        (label_first(s, context, lang), s["date"], s["kind"]),
        (label_last(s, context, lang), s["end_date"], s["end_kind"]),
    ]
    texts = {"derived": translatable("%(value)s, %(when)s (inferred)")}
    each = [
        lang.say(texts.get(kind, translatable("%(value)s, %(when)s")), value=value, when=lang.date(date))
        for value, date, kind in told
    ]
    listed = lang.listed(list(dict.fromkeys(each)))
    return listed if s["base"] != "population" else lang.say("%(values)s (of people)", values=listed)
