"""What was reported, and what each numeral allows."""

from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts import page as canvas
from poverty.charts.page import BLUE, FOOT, PLUM, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.vocabulary import split_unit
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence
from poverty.words.phrases import (
    describe_figure,
    phrase_allowed_range,
    phrase_qualified_number,
    phrase_standard_years,
    province_name,
    unique_ids,
)
from poverty.words.source_lines import phrase_notes_reference, phrase_source_lines

SHOWS_READINGS = True
TIGHT = 2.0  # percent of the number, from end to end
SCALE = (-20.0, 12.0)  # percent of the number
TICKS = [-20, -10, 0, 10]
SIZE = FOOT
ROWS = 19  # that a slide has room for

# All in inches. On a page less wide than FIXED the columns are as wide as their words, which may take several lines,
# and the scale stands in the line of the heads; on a wider one the columns have fixed places and a row is one line.
FIXED = 10.0
NUMERALS, BARS = 6.85, (7.1, 9.75)  # where they end, and from where to where they are at most, on such a page
STEP, PAD = 0.19, 0.01  # a line of words, and what a row has beside its lines
ABOVE, BELOW = 0.23, 0.02  # room over the rows for the heads, and under them
PRINTED, ALLOWS = 1.7, 2.5  # the widest that numerals and ranges may be on one line
SHORTEST, LONGEST = 1.38, 2.6  # the scale
GAP = 0.2  # between columns
HINTED = 1.02  # times their measure: the widest that words come out where letters are set to whole pixels
ARROW = 0.11  # from the end of a bar to the tip of its arrow
RISE = 0.03  # from the scale to the foot of the heads over it


@dataclass(frozen=True)
class _Grid:
    """Where the columns are, in inches; `stacked`: names stand over the numerals, having no column of their own."""

    printed: float
    side: str  # of the numerals that is at `printed`
    left: float  # the bars
    right: float
    allows: float
    stacked: bool = False


@dataclass(frozen=True)
class _Cells:
    """The words of one row, by lines."""

    name: list[str]
    printed: list[str]
    allows: list[str]

    @property
    def figures(self) -> int:
        """The lines that the numeral and its range take."""
        return max(len(self.printed), len(self.allows))

    def tall(self, stacked: bool) -> float:
        """The least height of the row, in inches."""
        return STEP * (len(self.name) + self.figures if stacked else max(len(self.name), self.figures)) + PAD


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    limited = table["hard_low"].notna() & table["hard_high"].notna()
    wide = (table["high_percent"] - table["low_percent"] > TIGHT) | ~limited
    worded = _worded(table)
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
            what=_what(row, context, lang),
            printed=_printed(row, lang),
            range=allows(row, lang),
        )
        for row in shown.itertuples()
    )
    subtitle = phrase_subtitle(len(shown), len(table), context, lang)
    note = lang.say("Bars: rounding. Precise is not the same as right.")
    if worded.any():
        note = lang.say(
            "Bars: rounding, or how far people who write “more than” and “nearly” usually mean. Arrows: the words "
            "themselves set no limit, or the range leaves the scale. Precise is not the same as right."
        )
    return ChartTexts(title, subtitle, f"{title}. {each}.", (Sentence(Kind.KEY, note),))


def _worded(table: pd.DataFrame) -> pd.Series:
    """Whether words limit the number, or stand for it."""
    return ~table["qualifier"].isin(["exact"])


def phrase_subtitle(shown: int, total: int, context: Context, lang: Language) -> str:
    """What is drawn, and of how many numbers where not all of them are."""
    if shown < total:
        return lang.say(
            "The %(shown)s loosest of %(all)s numbers of the main sources, in %% of the number, %(place)s",
            shown=shown,
            all=total,
            place=province_name(context, lang),
        )
    return lang.say(
        "What each number that the main sources print allows, in %% of the number, %(place)s",
        place=province_name(context, lang),
    )


def _shown(table: pd.DataFrame, most: int = ROWS) -> pd.DataFrame:
    """All rows, or the loosest ones where the page has no room for all; in their order."""
    wide = (table["high_percent"] - table["low_percent"]).sort_values(ascending=False, kind="stable")
    return table.loc[sorted(wide.index[:most])]


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """As many of the loosest rows as a small page has room for, and words that say how many they are.

    On a narrow page the note is short, so that there may be room for it.
    """
    if _worded(table).any() and _bare(words, table, context, lang, size).narrow:
        words = replace(words, notes=_brief(lang))
    for most in range(min(ROWS, len(table)), 0, -1):
        shown = _shown(table, most)
        subtitle = state_evidence(phrase_subtitle(most, len(table), context, lang), context, lang)
        said = replace(words, subtitle=subtitle)
        page = _bare(said, table, context, lang, size)
        grid, rows = _laid_out(shown, page, context, lang)
        if sum(cells.tall(grid.stacked) for cells in rows) <= page.top - page.bottom - sum(_frame(page)):
            break
    return shown, said


def _brief(lang: Language) -> tuple[Sentence, ...]:
    """The note in few words, the more needed part last."""
    return (
        lang.sentence(Kind.LIMIT, "Precise is not the same as right."),
        lang.sentence(Kind.KEY, "Bars: the range allowed. Arrows: no limit in words, or off the scale."),
    )


def _bare(words: ChartTexts, table: pd.DataFrame, context: Context, lang: Language, size: Size) -> Page:
    """The page before anything is drawn, to see what room there is."""
    cited = phrase_source_lines(context, unique_ids(table["claims"]), lang, unique_ids(table["readings"]))
    return canvas.page(words.title, words.subtitle, list(words.notes), cited, phrase_notes_reference("01", lang), size)


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """A row for each numeral: name, numeral, bar, range in words."""
    shown = _shown(table)
    grid, cells = _laid_out(shown, page, context, lang)
    tall = [each.tall(grid.stacked) for each in cells]
    spare = (page.top - page.bottom - sum(_frame(page)) - sum(tall)) / len(tall)
    heights = [(each + spare) / (STEP + PAD + spare) for each in tall]  # in rows of one line
    total = sum(heights)
    ax = _scale(page, grid, total, lang)
    box = ax.get_position()
    start = 0.0
    for i, (row, each, height) in enumerate(zip(shown.itertuples(), cells, heights, strict=True)):
        top, high = box.y1 - start / total * box.height, box.height * height / total
        if i % 2 == 0:
            _stripe(page, top, high)
        color = BLUE if row.qualifier == "exact" else PLUM
        drop = STEP * len(each.name) / 2 if grid.stacked else 0.0  # from the middle of the row to its numeral
        _words_of_row(page, grid, each, (top - high / 2) * page.height, drop, color)
        middle = start + (height - 1) / 2 + drop * total / (box.height * page.height)
        _bar(ax, row, middle, color, page.width >= FIXED)
        start += height


def _words_of_row(page: Page, grid: _Grid, cells: _Cells, y: float, drop: float, color: str) -> None:
    rise = STEP * cells.figures / 2 if grid.stacked else 0.0
    _write(page, page.margin, y + rise, cells.name)
    _write(page, grid.printed, y - drop, cells.printed, ha=grid.side, weight="bold", color=color)
    _write(page, grid.allows, y - drop, cells.allows)


def _frame(page: Page) -> tuple[float, float]:
    """The room under the rows and over them, in inches."""
    return (0.5, 0.3) if page.width >= FIXED else (BELOW, ABOVE)


def _scale(page: Page, grid: _Grid, rows: float, lang: Language) -> Axes:
    """The axes of the bars, with the heads of the columns."""
    below, above = _frame(page)
    ax = page.axes(grid.left, grid.right, below, above)
    ax.set(xlim=SCALE, ylim=(rows - 0.5, -0.5), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.set_facecolor("none")
    ax.set_xticks(TICKS, [_signed(x, lang) for x in TICKS])
    foot = page.top - 0.2
    if page.width < FIXED:
        ticks = _ticks(page, grid.right - grid.left, lang)
        ax.set_xticks(list(ticks), list(ticks.values()))
        ax.spines[["top", "bottom"]].set_visible(False)
        ax.tick_params(length=0, pad=72 * RISE, top=True, labeltop=True, bottom=False, labelbottom=False)
        foot = page.top - above + RISE
    if not grid.stacked:  # where they are stacked, the line would go through the names
        ax.axvline(0, color="#BFBFBF", linewidth=0.8, zorder=0)
        page.text(page.margin, foot, lang.say("What is counted"), SIZE, weight="bold", ha="left", va="bottom")
    for x, head, side in (
        (grid.printed, lang.say("As printed"), grid.side),
        (grid.allows, lang.say("What it allows"), "left"),
    ):
        page.text(x, foot, head, SIZE, weight="bold", ha=side, va="bottom")
    return ax


def _ticks(page: Page, length: float, lang: Language) -> dict[int, str]:
    """Those ticks of the scale that it has room to name; the sign of zero goes first."""
    named = {x: _signed(x, lang) if x else lang.number(0) for x in TICKS}
    for left_out in ((), (-10,), (-10, 10)):
        ticks = {x: name for x, name in named.items() if x not in left_out}
        wide = [measure(name, page.label) for name in ticks.values()]
        gaps = [length * (b - a) / (SCALE[1] - SCALE[0]) for a, b in pairwise(ticks)]
        if all(gap > (a + b) / 2 + GAP / 2 for gap, (a, b) in zip(gaps, pairwise(wide), strict=True)):
            break
    return ticks


def _write(page: Page, x: float, y: float, lines: list[str], **look: str) -> None:
    for i, line in enumerate(lines):  # one by one: together they would stand farther apart under high accents
        page.text(x, y + STEP * ((len(lines) - 1) / 2 - i), line, SIZE, va="center", **look)


def _bar(ax: Axes, row, y: float, color: str, fixed: bool) -> None:
    """What a numeral allows, cut where it leaves the scale; on a page of `fixed` columns its low arrow stays inside."""
    inch = (SCALE[1] - SCALE[0]) / (ax.get_position().width * ax.figure.get_figwidth())
    step, inside = (1.6, 1.6) if fixed else (ARROW * inch, 0.0)
    ends = (max(row.low_percent, SCALE[0]), min(row.high_percent, SCALE[1]))
    ax.plot(ends, (y, y), color=color, linewidth=7, gid=f"range.{row.Index}")
    ax.plot([0], [y], marker="o", markersize=7, color=color, linestyle="none", gid=f"value.{row.Index}")
    if pd.isna(row.hard_high) or row.high_percent > SCALE[1]:
        _arrow(ax, ends[1], y, step, color)
    if pd.isna(row.hard_low) or row.low_percent < SCALE[0]:
        _arrow(ax, max(row.low_percent, SCALE[0] + inside), y, -step, color)


def _laid_out(shown: pd.DataFrame, page: Page, context: Context, lang: Language) -> tuple[_Grid, list[_Cells]]:
    """The columns and the words in them."""
    rows = list(shown.itertuples())
    if page.width >= FIXED:
        wide = max(measure(allows(row, lang), SIZE) for row in rows)
        right = min(BARS[1], page.width - page.margin - GAP - wide)
        cells = [
            _Cells([_fitted(row, page, context, lang)], [_printed(row, lang)], [allows(row, lang)]) for row in rows
        ]
        return _Grid(NUMERALS, "right", BARS[0], right, right + GAP), cells
    printed = [_even(_printed(row, lang), PRINTED, "bold") for row in rows]
    ranges = [_even(allows(row, lang), ALLOWS) for row in rows]
    grid = (_stacked if page.narrow else _in_columns)(page, printed, ranges, lang)
    cells = []
    for row, numeral, span in zip(rows, printed, ranges, strict=True):
        end = page.width if grid.stacked else grid.printed - _widest([numeral], "bold") - GAP + page.margin
        cells.append(_Cells(_name(row, end - 2 * page.margin, context, lang), numeral, span))
    return grid, cells


def _stacked(page: Page, printed: list[list[str]], ranges: list[list[str]], lang: Language) -> _Grid:
    """Numerals at the left, ranges at the right, bars between them."""
    low, high = _overhangs(page, lang)
    head = measure(lang.say("As printed"), SIZE, "bold")
    left = page.margin + max(_widest(printed, "bold") + GAP, head + low)
    wide = max(_widest(ranges), measure(lang.say("What it allows"), SIZE, "bold"))
    right = min(left + LONGEST, page.width - page.margin - wide - high)
    return _Grid(page.margin, "left", left, right, right + high, stacked=True)


def _in_columns(page: Page, printed: list[list[str]], ranges: list[list[str]], lang: Language) -> _Grid:
    """Ranges at the right, bars and numerals beside them; the names have what is left."""
    low, high = _overhangs(page, lang)
    words = page.width - page.margin - max(_widest(ranges), measure(lang.say("What it allows"), SIZE, "bold"))
    right = words - high
    return _Grid(right - SHORTEST - low, "right", right - SHORTEST, right, words)


def _overhangs(page: Page, lang: Language) -> tuple[float, float]:
    """The room between the ends of the scale and the heads beside them: half a tick label and a little more."""
    low, high = (measure(_signed(x, lang), page.label) / 2 + GAP / 2 for x in (-20, 10))
    return low, high


def _widest(cells: list[list[str]], weight: str = "normal") -> float:
    return HINTED * max(measure(line, SIZE, weight) for lines in cells for line in lines)


def _even(words: str, room: float, weight: str = "normal") -> list[str]:
    """As few lines as there must be, of about equal width."""
    lines = wrap(words, SIZE, room, weight)
    for share in (0.9, 0.8, 0.7, 0.6):
        narrower = wrap(words, SIZE, share * room, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _name(row, room: float, context: Context, lang: Language) -> list[str]:
    """A name over as many lines as it needs; from year to year without days and months where that saves a line."""
    years = {parse_sdmx_period(date).year for date in (row.start, row.end)} if row.end else set()
    lengths = (False, True) if len(years) > 1 else (False,)
    return min((_even(_what(row, context, lang, short), room) for short in lengths), key=len)


def _stripe(page: Page, top: float, height: float) -> None:
    ax = page.figure.add_axes(
        (page.margin / page.width - 0.005, top - height, 1 - 2 * page.margin / page.width + 0.01, height), zorder=-1
    )
    ax.set_facecolor("#F3F3F3")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _arrow(ax: Axes, x: float, y: float, step: float, color: str) -> None:
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x + step, y), (x, y), arrowprops=look, annotation_clip=False)


def _what(row, context: Context, lang: Language, short: bool = False) -> str:
    """A claim's name: what is counted, of whom, how, when, under which standard if it is one of several."""
    return describe_figure(row, phrase_figure_dates(row, context, lang, short), context, lang)


def phrase_figure_dates(row, context: Context, lang: Language, short: bool = False) -> str:
    """When a figure is of, and under which standard where another row differs in that alone; "" if undated.

    Args:
        row: a row of the table of printed numbers.
        context: the province.
        lang: the language.
        short: years alone, without days and months.
    """
    when = lang.span(row.start, row.end) if row.end else ""
    if short and row.end:
        when = "–".join(dict.fromkeys(str(parse_sdmx_period(date).year) for date in (row.start, row.end)))
    if row.twice == "no" or not row.standard:
        return when
    years = phrase_standard_years(context, row.standard, lang)
    return lang.say("%(when)s (standard %(years)s)", when=when, years=years)


def _fitted(row, page: Page, context: Context, lang: Language) -> str:
    """A name with shorter dates, then with its first words cut, where it would run into the numeral beside it."""
    room = NUMERALS - page.margin - measure(_printed(row, lang), SIZE, "bold") - GAP
    name = _what(row, context, lang)
    if measure(name, SIZE) > room:
        name = _what(row, context, lang, short=True)
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
    return phrase_qualified_number(row.qualifier, row.printed, lang)


def allows(row, lang: Language) -> str:
    """The soft range in words, in the unit as printed, with a reminder where the words set no limit."""
    scale = float(split_unit(row.printed_unit)[0])
    unit = {"percent": "%", "percentage points": lang.say("points")}.get(row.unit, "")
    if scale > 1:
        unit = lang.label(row.printed_unit.split()[0])
    low, high = row.soft_low / scale, row.soft_high / scale
    return phrase_allowed_range(low, high, unit, pd.isna(row.hard_low), pd.isna(row.hard_high), lang)


def _signed(value: float, lang: Language) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + lang.percent(abs(value))
