"""What each source of uncertainty alone contributes to the pace: decimals are not the uncertainty."""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor, log10

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from poverty.charts import page as canvas
from poverty.charts.page import BAND, BLUE, INK, LINE, PLUM, Page, Size
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import period_end_coordinate
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_open_questions, phrase_survey_note, phrase_territory_note
from poverty.words.phrases import phrase_falls, phrase_rate_unit, province_name, unique_ids

SHOWS_READINGS = True
SIZE = 12
LINE_OF_WORDS = SIZE * LINE / 72  # inches
ASCENT = 0.74  # of a line, from its top to the feet of the letters
BACKING = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
WORDS, GAP = 0.29, 0.5  # the part of the page that the words take; inches between the two panels
ONE = 5.0  # inches of height that a page needs for more than one panel
BESIDE = 3.5  # inches that each of two panels needs to stand beside the words; narrower, it is under them
LEAST_PANEL = 2.3  # inches of width of one panel alone
EDGE = 0.05  # inches free at the edge of a page
NUMBERS, MARKS = 0.13, 0.1  # inches from the middle of a mark up to its numbers, and down to its end
DECIMALS = {"compound": 1, "points": 2}
LEAST = 0.1  # of the central value: a scale that shows less would make a small range look large
_END = {"linewidth": 2.5, "marker": "|", "markersize": 15, "markeredgewidth": 2.5}
LOOKS = {  # what numerals alone leave is solid, what is assumed lies between two ends
    "rounding": {"linewidth": 9, "marker": "|", "markersize": 8.5, "markeredgewidth": 2},
    "dates": _END,
    "sampling": _END | {"markeredgewidth": 1.5},
    "reading": {"linewidth": 3},
}
NOTES = {
    "rounding": translatable("Rounding: every value that the printed figures allow."),
    "dates": translatable(
        "Dates (assumed): a review takes months; each count up to %(months)s months before its date."
    ),
    "reading": translatable("Reading: the same words understood otherwise; its range is its own rounding."),
}


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    rounding = _rounding(table)
    title = _title(table, context, lang)
    subtitle = lang.say(
        "What moves the pace of the poverty rate (%(of)s), one source of doubt at a time, %(span)s, %(place)s",
        of=phrase_rate_unit(context, rounding["claims"].split(), lang),
        span=lang.span(rounding["start"], rounding["end"]),
        place=province_name(context, lang),
    )
    centre = {name: _central(rounding, name, lang) for name in DECIMALS}
    each = [lang.say("Central value, %(compound)s%% and %(points)s points a year", **centre)]
    for _, row in table.iterrows():
        source = f"{_name(row, lang)}, {_detail(row, table, lang)}"
        if row["verdict"]:
            each.append(lang.say("%(source)s: cannot tell", source=source))
        else:
            ends = {name: _ends(row, name, lang) for name in DECIMALS}
            said = lang.say("%(source)s: %(compound)s%% and %(points)s points a year", source=source, **ends)
            if row["method"] == "survey" and row["source"] != "reading":
                each.append(said)
                continue
            away = translatable("%(said)s (%(compound)s and %(points)s wide)")
            if row["source"] == "reading":
                away = translatable("%(said)s (%(compound)s and %(points)s away)")
            widths = {name: _short(row[f"{name}_width"], lang) for name in DECIMALS}
            each.append(lang.say(away, said=said, **widths))
    notes = [
        Sentence(Kind.KEY, " ".join(_explained(table, lang))),
        *phrase_survey_note(context, table, lang),
        *phrase_open_questions(context, unique_ids(table["claims"]), lang),
    ]
    if (table["contradicted"] == "yes").any():
        text = translatable("A check or another printed figure contradicts one of the two rates.")
        notes.append(lang.sentence(Kind.CONTRADICTED, text))
    notes += phrase_territory_note(context, table.assign(t=table["end"].map(period_end_coordinate)), lang)
    return ChartTexts(title, subtitle, f"{title}. {'; '.join(each)}.", tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """Every row; the subtitle names the panel that a low page leaves out, and notes are apart so that one may stay."""
    if size.floor:
        line, *each = _explained(table, lang)
        words = replace(
            words, notes=(Sentence(Kind.KEY, " ".join(each)), Sentence(Kind.KEY, line), *words.notes_except(Kind.KEY))
        )
    shown = _measures(table, size)
    if "compound" not in shown:
        words = replace(words, subtitle=lang.say("%(subtitle)s; percent a year not drawn", subtitle=words.subtitle))
    return table, words


@dataclass(frozen=True)
class Layout:
    """Where panels and words stand, in inches unless said otherwise.

    `panels` are the left and the right edge by measure; `below` and `above` are free under and over them; `ylim` is in
    rows. The words of a row are `room` wide, with so many `lines` under its name (0: beside it). They stand beside the
    panels, their middle `lift` higher than the mark, or, `stacked`, over the mark and its numbers.
    """

    panels: dict[str, tuple[float, float]]
    below: float
    above: float
    ylim: tuple[float, float]
    room: float
    lines: int
    lift: float = 0.0
    stacked: bool = False

    @property
    def single(self) -> bool:
        """Whether there is one panel, whose scale is left out: its numbers are beside the marks."""
        return len(self.panels) == 1


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each source; two panels, relative and absolute pace, or the one that the title is about."""
    layout = _layout(page, table, lang)
    central = _rounding(table)
    for name, (left, right) in layout.panels.items():
        ax = page.axes(left, right, layout.below, layout.above)
        ax.set(ylim=layout.ylim, yticks=[])
        ax.spines["left"].set_visible(False)
        _scale(ax, table, name, lang)
        if layout.single:
            ax.set(xticks=[], facecolor="none")  # rules between the rows run behind it
            ax.spines["bottom"].set_visible(False)
        _head(page, ax, table, name, layout, lang)
        for _, row in table.iterrows():
            _mark(ax, row, name, central[name])
            _write(page, ax, row, name, central[name], lang)
    for i, row in table.iterrows():
        _say(page, ax, row, table, layout, lang)
        if layout.single and i:
            _rule(page, _inches(page, ax, 0, i + layout.ylim[1])[1])


def _explained(table: pd.DataFrame, lang: Language) -> list[str]:
    """What the upright line and each kind of mark mean."""
    told = [lang.say("Each source alone, the others at their central value (upright line); the ranges do not add up.")]
    for source, text in NOTES.items():
        if (table["source"] == source).any():
            told.append(lang.say(text, months=_months(table, lang)))
    if (table["ruled_out"] == "yes").any():
        text = translatable(
            "Hollow: ruled out by another printed figure or by the years of a standard; not in the title."
        )
        told.append(lang.say(text))
    return told


def _measures(table: pd.DataFrame, size: Size) -> list[str]:
    """The measures of pace for which there is room: both, or the one that the title is about."""
    if size.height >= ONE:
        return list(DECIMALS)
    return ["points"]


def _layout(page: Page, table: pd.DataFrame, lang: Language) -> Layout:
    names = _measures(table, page.size)
    if len(names) == 1:
        return _single(page, table, names[0], lang)
    rows = len(table)
    below, above = 0.4, 0.65
    room = WORDS * (page.width - 2 * page.margin)
    start = page.margin + room + 0.2
    panel = (page.width - page.margin - start - GAP) / 2
    if panel < BESIDE:
        return _stacked(page, rows)
    panels = {"compound": (start, start + panel), "points": (start + panel + GAP, page.width - page.margin)}
    row = (page.top - page.bottom - below - above) / rows
    return Layout(panels, below, above, (rows - 0.35, -0.65), room, max(int(row / LINE_OF_WORDS) - 1, 1))


def _single(page: Page, table: pd.DataFrame, name: str, lang: Language) -> Layout:
    """One panel beside the words, which take as much room as they need if it leaves enough for the panel."""
    rows = len(table)
    below, above = 0.05, 0.25
    told = table[table["verdict"] == ""]
    needed = max(canvas.measure(_detail(row, table, lang), SIZE) for _, row in told.iterrows())
    room = min(needed + 0.01, page.width - 2 * page.margin - 0.2 - LEAST_PANEL)
    panels = {name: (page.margin + room + 0.2, page.width - page.margin)}
    row = (page.top - page.bottom - below - above) / rows
    ylim = _limits(rows, row, NUMBERS + LINE_OF_WORDS)
    lift = (NUMBERS + LINE_OF_WORDS - MARKS) / 2
    return Layout(panels, below, above, ylim, room, int(row / LINE_OF_WORDS) - 1, lift)


def _stacked(page: Page, rows: int) -> Layout:
    """Two panels, and over the marks of each row its words, across the page."""
    below, above = 0.3, 0.5
    room = page.width - 2 * page.margin
    panel = (room - GAP) / 2
    panels = {"compound": (page.margin, page.margin + panel), "points": (page.margin + panel + GAP, page.margin + room)}
    row = (page.top - page.bottom - below - above) / rows
    base = NUMBERS + LINE_OF_WORDS
    lines = 1 if row > MARKS + base + 2 * LINE_OF_WORDS else 0
    ylim = _limits(rows, row, base + (1 + lines) * LINE_OF_WORDS)
    return Layout(panels, below, above, ylim, room, lines, base, stacked=True)


def _limits(rows: int, row: float, over: float) -> tuple[float, float]:
    """The vertical limits that set what reaches so far `over` the mark, and the mark, in the middle of each row."""
    under = (row - over + MARKS) / 2 / row
    return rows - 1 + under, under - 1


def _head(page: Page, ax: Axes, table: pd.DataFrame, name: str, layout: Layout, lang: Language) -> None:
    """What a panel shows, and its upright line with the central value."""
    head = lang.say("Fall, %% a year") if name == "compound" else lang.say("Fall, points a year")
    top = ax.get_position().y1 * page.height
    left, high = layout.panels[name][0], layout.above - 0.29
    if layout.single:
        left, high = page.margin, 0.05
    page.text(left, top + high, head, weight="bold", va="bottom")
    rounding = _rounding(table)
    if pd.isna(rounding[name]):
        return
    ax.axvline(rounding[name], color=INK, linewidth=1.2, zorder=1)
    value = _central(rounding, name, lang)
    if page.narrow:  # where there may be no room for the note that says what the line is
        value = lang.say("central: %(value)s", value=value)
    x, _ = _inches(page, ax, rounding[name], 0)
    half = canvas.measure(value, SIZE) / 2
    least = left + half + (canvas.measure(head, page.label, "bold") + 0.15 if layout.single else 0)
    x = max(min(x, page.width - EDGE - half), least) if page.narrow else x
    page.text(x, top + 0.05, value, SIZE, ha="center", va="bottom")


def _rule(page: Page, y: float) -> None:
    """A rule between two rows."""
    ends = (page.margin / page.width, 1 - page.margin / page.width)
    look = {"color": BAND[INK], "linewidth": 0.6, "zorder": -1}
    page.figure.add_artist(Line2D(ends, [y / page.height] * 2, **look))


def _say(page: Page, ax: Axes, row: pd.Series, table: pd.DataFrame, layout: Layout, lang: Language) -> None:
    """The name of a row and what it varies or assumes."""
    name, look = _name(row, lang), {"weight": "bold", "color": _color(row)}
    left, room = page.margin, layout.room
    inline = layout.stacked and not layout.lines
    if inline:
        left += canvas.measure(name, SIZE, "bold") + 0.12
        room -= left - page.margin
    elif layout.single and row["verdict"]:
        room = page.width - 2 * page.margin  # there is no mark in the way
    told = [_detail(row, table, lang), *([_brief(row, table, lang)] if layout.single or layout.stacked else [])]
    lines = _lines(told, room, 1 if inline else layout.lines)
    tall = (1 if inline else len(lines) + 1) * LINE_OF_WORDS
    top = _inches(page, ax, 0, row.name)[1] + layout.lift + tall / (1 if layout.stacked else 2)
    if not (layout.single or layout.stacked):
        page.text(left, top, name, SIZE, va="top", **look)
        page.text(left, top - LINE_OF_WORDS, "\n".join(lines), SIZE, va="top", linespacing=LINE)
        return
    top -= ASCENT * LINE_OF_WORDS
    page.text(page.margin, top, name, SIZE, va="baseline", bbox=BACKING, **look)
    for i, line in enumerate(lines, 0 if inline else 1):
        page.text(left, top - i * LINE_OF_WORDS, line, SIZE, va="baseline", bbox=BACKING)


def _lines(told: list[str], room: float, fit: int) -> list[str]:
    """The first words that take no more lines than fit, or else what fits of the last."""
    for words in told:
        lines = canvas.wrap(words, SIZE, room)
        if len(lines) <= fit:
            return lines
    return [*lines[: fit - 1], f"{lines[fit - 1]}…"] if fit > 0 else []


def _title(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """Rounding against the widest other source that is in doubt, which what is ruled out is not."""
    rounding = _rounding(table)
    sampled = table[table["source"] == "sampling"]
    if (sampled["verdict"] != "").any():
        return lang.say("How certain the pace is cannot be told: sampling error is not printed")
    by = _short(rounding["points_width"], lang)
    texts = {
        FELL: translatable("Rounding moves the yearly fall by %(by)s points"),
        ROSE: translatable("Rounding moves the yearly rise by %(by)s points"),
        CANNOT_TELL: translatable("Rounding moves the yearly change by %(by)s points"),
    }
    moved = texts[rounding["direction"]]
    first = lang.say(moved, by=by)
    doubted = table[(table["source"] != "rounding") & (table["ruled_out"] == "no") & (table["points_width"] > 0)]
    rivals = doubted[doubted["claims"] == rounding["claims"]]  # the same figures, not others
    if rivals.empty:
        return first
    widest = rivals.loc[rivals["points_width"].idxmax()]
    by = _short(widest["points_width"], lang)
    if widest["source"] == "dates":
        second = lang.say("dates %(months)s months off, by %(by)s", months=_months(table, lang), by=by)
    elif widest["source"] == "sampling":
        second = lang.say("sampling error, by %(by)s", by=by)
    elif any(o.question == widest["question"] and o.column in ("from", "to") for o in context.overrides):
        second = lang.say("reading a date otherwise, by %(by)s", by=by)
    else:
        second = lang.say("another reading, by %(by)s", by=by)
    return f"{first}; {second}"


def _scale(ax: Axes, table: pd.DataFrame, name: str, lang: Language) -> None:
    """From the least to the most of anything drawn, with room for the marks at the ends."""
    drawn = table[[name, f"{name}_low", f"{name}_high"]]
    least, most = drawn.min().min(), drawn.max().max()
    if pd.isna(_rounding(table)[name]):
        ax.set(xlim=(0, 1), xticks=[])
        return
    spread = max(most - least, LEAST * abs(_rounding(table)[name])) or 1.0
    middle = (least + most) / 2
    ax.set_xlim(middle - 0.56 * spread, middle + 0.56 * spread)
    low, high = ax.get_xlim()
    ticks = [x for x in MaxNLocator(nbins=5, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= x <= high]
    decimals = max([0, *(-_exponent(b - a) for a, b in pairwise(ticks))])
    named = {x: lang.number(x, decimals) for x in ticks}
    frame, wide = ax.get_position(), ax.figure.get_figwidth()
    inch = (high - low) / (frame.width * wide)  # of the scale
    named = {  # the number of a tick at the left end of the axis would leave the page
        x: text
        for x, text in named.items()
        if frame.x0 * wide + (x - low) / inch - canvas.measure(text, SIZE) / 2 > EDGE
    }
    ax.set_xticks(list(named), list(named.values()))
    ax.grid(axis="x")


def _mark(ax: Axes, row: pd.Series, name: str, central: float) -> None:
    """The range of one source; of a reading its value too, and the way to it from the central one."""
    i, color = row.name, _color(row)
    ends = row[[f"{name}_low", f"{name}_high"]]
    if ends.notna().all():
        ax.plot(list(ends), (i, i), color=color, gid=f"{name}-bounds.{i}", zorder=3, **LOOKS[row["source"]])
    if row["source"] == "reading" and pd.notna(row[name]):
        face = "white" if row["ruled_out"] == "yes" else color
        look = {"marker": "o", "markersize": 10, "markeredgewidth": 2, "markerfacecolor": face, "linestyle": "none"}
        if pd.notna(central):
            way = (central, row[name])
            ax.plot(way, (i, i), color=color, linewidth=1.2, linestyle=":", gid=f"{name}-way.{i}", zorder=2)
        ax.plot([row[name]], [i], color=color, gid=f"{name}.{i}", zorder=4, **look)


def _write(page: Page, ax: Axes, row: pd.Series, name: str, central: float, lang: Language) -> None:
    """The numbers of a row above its mark, beside the upright line where there is room."""
    if row["verdict"]:
        text = lang.say("cannot tell")
    elif pd.isna(row[name]):
        text = lang.say("a figure of 0: no rate")
    else:
        away = (
            translatable("%(range)s: %(width)s away")
            if row["source"] == "reading"
            else translatable("%(range)s: %(width)s wide")
        )
        text = lang.say(away, range=_ends(row, name, lang), width=_short(row[f"{name}_width"], lang))
    frame = ax.get_position()
    left, right = max(frame.x0 * page.width - 0.2, page.margin), min(frame.x1 * page.width + 0.2, page.width - EDGE)
    rounded_survey = row["method"] == "survey" and row["source"] == "rounding"  # its width says nothing of its error
    if not row["verdict"] and (rounded_survey or canvas.measure(text, SIZE) > right - left):
        text = _ends(row, name, lang)
    wide = canvas.measure(text, SIZE)
    at = row[name] if row["source"] == "reading" else central
    x, y = _inches(page, ax, ax.get_xlim()[0] if pd.isna(at) else at, row.name)
    x = x + 0.08 if x + 0.08 + wide <= right else max(x - 0.08 - wide, left)
    page.text(x, y + NUMBERS, text, SIZE, va="bottom", color=_color(row), bbox=BACKING)


def _color(row: pd.Series) -> str:
    return PLUM if row["source"] == "reading" else BLUE


def _name(row: pd.Series, lang: Language) -> str:
    return lang.say("Another reading") if row["source"] == "reading" else lang.label(row["label"])


def _detail(row: pd.Series, table: pd.DataFrame, lang: Language) -> str:
    """What a row varies or assumes, or why it cannot tell."""
    if row["source"] == "reading":
        label = lang.label(row["label"])
        if row["claims"] != _rounding(table)["claims"]:
            span = lang.span(row["start"], row["end"])
            label = lang.say("%(label)s: other figures, %(span)s", label=label, span=span)
        return lang.say("ruled out: %(label)s", label=label) if row["ruled_out"] == "yes" else label
    if row["source"] == "dates":
        return lang.say("assumed: up to %(months)s months earlier", months=_months(table, lang))
    if row["source"] == "rounding":
        return lang.say("of the printed figures")
    if row["verdict"]:
        return lang.say("of the survey, not printed")
    return lang.say("of the survey: 95%% interval by its printed error")


def _brief(row: pd.Series, table: pd.DataFrame, lang: Language) -> str:
    """The same, where it may be cut: that a reading is of other figures comes first, of which years not at all."""
    if row["source"] == "reading" and row["claims"] != _rounding(table)["claims"]:
        return lang.say("other figures: %(label)s", label=lang.label(row["label"]))
    return _detail(row, table, lang)


def _central(rounding: pd.Series, name: str, lang: Language) -> str:
    """The central value, with the decimals of what rounding leaves."""
    value = rounding[name]
    if pd.isna(value):  # a figure of 0
        return "∞"
    return phrase_falls(value, value, lambda x: _number(x, _decimals(rounding, name), lang), lang)


def _ends(row: pd.Series, name: str, lang: Language) -> str:
    """A range with as many decimals as tell its ends apart."""
    decimals = _decimals(row, name)
    return phrase_falls(row[f"{name}_low"], row[f"{name}_high"], lambda x: _number(x, decimals, lang), lang)


def _number(value: float, decimals: int, lang: Language) -> str:
    return "∞" if pd.isna(value) else lang.number(value, decimals)


def _decimals(row: pd.Series, name: str) -> int:
    """As many as make the ends of a range differ by some units of the last digit; one for a survey."""
    if row["method"] == "survey":
        return 1
    spread = row[f"{name}_high"] - row[f"{name}_low"]
    return max(DECIMALS[name], -_exponent(spread / 3) if spread > 0 else 0)


def _short(value: float, lang: Language) -> str:
    """A width with two digits that count, whole from 10 on."""
    if pd.isna(value):
        return "∞"
    return lang.number(value, 0 if value == 0 else max(0, 1 - _exponent(value)))


def _exponent(value: float) -> int:
    """The power of ten of the first digit."""
    return floor(log10(value) + 1e-9)


def _months(table: pd.DataFrame, lang: Language) -> str:
    """By how many months a count may be earlier than its date."""
    dated = table[table["source"] == "dates"]
    months = round(12 * (dated["years_high"] - dated["years"]).max(), 1) if len(dated) else 0.0
    return lang.number(months, 0 if float(months).is_integer() else 1)


def _rounding(table: pd.DataFrame) -> pd.Series:
    return table[table["source"] == "rounding"].iloc[0]


def _inches(page: Page, ax: Axes, x: float, y: float) -> tuple[float, float]:
    px, py = ax.transData.transform((x, y))
    return float(px) / page.figure.dpi, float(py) / page.figure.dpi
