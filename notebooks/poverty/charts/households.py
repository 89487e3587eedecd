"""The number of poor and near-poor households, or of poor people, over the last spell with two counts."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.labels import Labels
from poverty.charts.marks import NARROW_ROW, anchors_of, keys, legend, line, marks, spells_of
from poverty.charts.page import BAND, BLUE, INK, LINE, PLUM, TINT, WIDTH, Page, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.packs import vocabulary
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence
from poverty.words.notes import phrase_length_by_reading, phrase_missing_tint, phrase_path_cautions
from poverty.words.phrases import (
    capitalize_first,
    phrase_qualified_number,
    phrase_standard_years,
    province_name,
    tell_direction_of,
    unique_ids,
)

SHOWS_READINGS = False
ROOM = 1.3  # the scale reaches this far above the highest count, for its label
BESIDE = 3.1  # inches beside the axes for the last figures and what they count, on a slide
PART = 0.325  # of the width of a smaller page, for the same
GAP, TICK = 0.08, 0.1  # inches between a figure and the axes or its mark, and between two years below the axis
CLOSE = 0.6  # inches: first figures of a smaller page that are nearer to each other are left of their marks
NEAR = 1.4  # a number so many times as wide as the way to the next mark is not written on a smaller page
ROUND = 10_000  # a count rounded so far is written in millions
COLORS = {"poor_households": BLUE, "near_poor_households": PLUM, "poor_persons": BLUE}


@dataclass(frozen=True)
class _Figure:
    """The first or the last figure of a series, as it is written."""

    t: float
    value: float
    text: str
    color: str
    points: float

    @property
    def wide(self) -> float:
        """Its width in inches."""
        return max(measure(words, self.points, "bold") for words in self.text.split("\n"))

    @property
    def high(self) -> float:
        """Its height in inches."""
        return (self.text.count("\n") + 1) * self.points * LINE / 72


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    told: dict[str, list[pd.DataFrame]] = {}  # each finding with its spells: several under an open question
    values = []
    for spell in spells_of(table):
        anchors = anchors_of(spell)
        what = lang.label(vocabulary.INDICATORS[spell["indicator"].iloc[0]].label)
        if len(anchors) > 1:
            told.setdefault(_finding(what, anchors, context, lang), []).append(anchors)
        printed = spell[spell["role"] != "path"].sort_values("t", kind="stable")
        each = [f"{_count(row, context, lang)} ({lang.date(row['date'])})" for _, row in printed.iterrows()]
        if each:
            values.append(f"{capitalize_first(what)}: {', '.join(each)}")
    findings: dict[str, list[str]] = {}
    for finding, each in told.items():
        # series of different length keep their own years: one span for both would be false for one of them
        findings.setdefault(phrase_length_by_reading(each, lang), []).append(finding)
    spans = [
        lang.say("%(findings)s %(span)s", findings=lang.listed(found), span=span) for span, found in findings.items()
    ]
    title = capitalize_first(lang.listed(spans))
    survey = context.shared.standards[table["standard"].iloc[0]].method == "survey"
    if not survey and any(_turned(anchors_of(spell)) for spell in spells_of(table)):
        title = lang.say("%(title)s, with a rise at the end", title=title)
    people = vocabulary.INDICATORS[table["indicator"].iloc[0]].unit == "persons"
    what = lang.say("Poor people") if people else lang.say("Households")
    how = lang.say("by household survey") if survey else lang.say("on the official registers")
    years = phrase_standard_years(context, table["standard"].iloc[0], lang)
    if len(context.shared.standards) > 1:
        years = lang.say("%(years)s standard", years=years)
    subtitle = lang.say(
        "%(what)s %(how)s, %(place)s, %(years)s", what=what, how=how, place=province_name(context, lang), years=years
    )
    alt = f"{title}. {'; '.join(values)}."
    return ChartTexts(
        title,
        subtitle,
        alt,
        (
            *_notes(table, context, lang),
            *phrase_path_cautions(context, table, lambda a: _count(a, context, lang), lang),
        ),
    )


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Series of counts, labelled at their marks; on a small page the last figures are at the right."""
    legend(page, keys(table, context, lang, INK, INK, INK, brief=page.narrow))
    spells = spells_of(table)
    ends = _ends(page, spells, context, lang)
    before = _before(page, spells, context, lang)
    after = [end for end in ends if page.width < WIDTH and end.t == table["t"].max()]
    ax = _axes(page, table, before, after, lang)
    labels = Labels(page, ax)
    for spell in spells:
        color = COLORS[spell["indicator"].iloc[0]]
        line(ax, spell, color, TINT[color], BAND[color])
        marks(ax, spell, color)
        labels.block(spell)
    _list_figures(labels, before, after)
    for end in ends:
        if end not in after:
            labels.place(end.t, end.value, end.text, end.color, end.points, "bold")
    told = {(figure.t, figure.value) for figure in [*before, *ends]}
    for row in _numbered(labels, spells, context, lang):
        if (row["t"], row["value"]) not in told:
            anchored = row["role"] == "anchor"
            must = anchored and (page.width == WIDTH or row["t"] == table["t"].min())
            look = {"weight": "bold" if anchored else "normal", "must": must}
            color, number = COLORS[row["indicator"]], _count(row, context, lang)
            labels.place(row["t"], row["value"], number, color, page.label, **look)


def _ends(page: Page, spells: list[pd.DataFrame], context: Context, lang: Language) -> list[_Figure]:
    """The last figure of each series with what it counts; readings of an open question share it."""
    points = page.label if page.narrow else page.label + 1
    room = BESIDE if page.width == WIDTH else PART * page.width
    ends: dict[tuple[float, float], _Figure] = {}
    for spell in spells:
        if (spell["role"] == "anchor").any():
            last, indicator = anchors_of(spell).iloc[-1], spell["indicator"].iloc[0]
            what = lang.label(vocabulary.INDICATORS[indicator].label)
            text = lang.say("%(n)s %(what)s", n=_count(last, context, lang), what=what)
            lines = wrap(text, points, room, "bold")
            end = _Figure(last["t"], last["value"], "\n".join(lines), COLORS[indicator], points)
            ends.setdefault((end.t, end.value), end)
    return list(ends.values())


def _before(page: Page, spells: list[pd.DataFrame], context: Context, lang: Language) -> list[_Figure]:
    """The first figures, where they are written left of their marks: so near to each other on a small page."""
    start = min(spell["t"].min() for spell in spells)
    found: dict[float, _Figure] = {}
    for spell in spells:
        anchors, color = anchors_of(spell), COLORS[spell["indicator"].iloc[0]]
        if len(anchors) > 1 and anchors["t"].iloc[0] == start:
            first = anchors.iloc[0]
            figure = _Figure(start, first["value"], _count(first, context, lang), color, page.label)
            found.setdefault(figure.value, figure)
    below, above = _room(page)
    an_inch = ROOM * max(spell["value"].max() for spell in spells) / (page.top - page.bottom - below - above)
    close = any(upper - lower < CLOSE * an_inch for lower, upper in pairwise(sorted(found)))
    return list(found.values()) if close and page.width < WIDTH else []


def _room(page: Page) -> tuple[float, float]:
    """Inches below the axes for the years, and above them for the last row of the key."""
    return (0.3, NARROW_ROW + 0.1) if page.narrow else (0.45, 0.45)


def _axes(page: Page, table: pd.DataFrame, before: list[_Figure], after: list[_Figure], lang: Language) -> Axes:
    """Axes with room for the figures at their sides, and with as many year ends as there is room for."""
    years = sorted({float(ceil(t - 0.01)) for t in table["t"]})
    named = {year: lang.say("end %(year)s", year=f"{year:.0f}") for year in years}
    tick = max(measure(words, page.label) for words in named.values())
    span = max(table["t"].max() - table["t"].min(), 1.0)
    start, end = table["t"].min() - 0.05 * span, table["t"].max() + 0.04 * span
    left, right = 1.45, page.width - BESIDE - 0.5
    if page.width < WIDTH:
        left = page.margin + measure(lang.number(table["value"].max()), page.label) + 2 * GAP
        right = page.width - page.margin - max([tick / 2, *(GAP + figure.wide for figure in after)])
        inside = max([figure.wide + 3 * GAP for figure in before], default=0.0)
        start = min(start, table["t"].min() - (end - table["t"].min()) * inside / (right - left - inside))
    ax = page.axes(left, right, *_room(page))
    ax.set(xlim=(start, end), ylim=(0, ROOM * table["value"].max() or 1))
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    step = max(1, round(len(years) / 7), ceil((tick + TICK) * (end - start) / (right - left)))
    years = [y for y in years[::-step] if y <= end]
    ax.set_xticks(years, [named[year] for year in years])
    return ax


def _list_figures(labels: Labels, before: list[_Figure], after: list[_Figure]) -> None:
    """Write figures left of the first marks and right of the axes, and keep other labels off them."""
    page, frame = labels.page, labels.ax.get_position()
    left, right = frame.x0 * page.width, frame.x1 * page.width
    if after:
        labels.right = right
    look = {"va": "center", "weight": "bold", "linespacing": LINE}
    for figure, y in _spread(labels, after):
        page.text(right + GAP, y, figure.text, figure.points, color=figure.color, ha="left", **look)
    edge = left + GAP + max([figure.wide for figure in before], default=0.0)
    for figure, y in _spread(labels, before):
        page.text(edge, y, figure.text, figure.points, color=figure.color, ha="right", **look)
        labels.taken.append((edge - figure.wide, y - figure.high / 2, edge, y + figure.high / 2))


def _spread(labels: Labels, figures: list[_Figure]) -> list[tuple[_Figure, float]]:
    """Figures with the middle of each in inches, as near to the height of its mark as the others let it."""
    page, frame = labels.page, labels.ax.get_position()
    floor, roof = frame.y0 * page.height, frame.y1 * page.height
    tall, highest = roof - floor, labels.ax.get_ylim()[1]
    figures = sorted(figures, key=lambda figure: figure.value)
    roof = max(roof, floor + sum(figure.high for figure in figures))
    middles = []
    for figure in figures:  # upwards, none lower than the one before lets it
        at_mark = frame.y0 * page.height + tall * figure.value / highest
        middles.append(max(at_mark, floor + figure.high / 2))
        floor = middles[-1] + figure.high / 2
    for k, figure in reversed(list(enumerate(figures))):  # and back from the top
        middles[k] = min(middles[k], roof - figure.high / 2)
        roof = middles[k] - figure.high / 2
    return list(zip(figures, middles, strict=True))


def _numbered(labels: Labels, spells: list[pd.DataFrame], context: Context, lang: Language) -> list[pd.Series]:
    """The rows whose number is written, the most wanted first.

    On a small page a number that would reach to another mark is left to the axis: it could be taken for that one's.
    """
    page, limits = labels.page, labels.ax.get_xlim()
    a_year = labels.ax.get_position().width * page.width / (limits[1] - limits[0])
    found = []
    for spell in spells:
        drawn = spell[spell["role"] != "path"]
        for _, row in drawn.iterrows():
            way = (drawn["t"] - row["t"]).abs().drop(row.name).min() * a_year
            reaches = measure(_count(row, context, lang), page.label, "bold") > NEAR * way
            if page.width == WIDTH or row["t"] == drawn["t"].min() or not reaches:
                found.append(row)
    if page.width < WIDTH:
        first = min(row["t"] for row in found)
        found.sort(key=lambda row: (row["t"] > first, -row["value"]))
    return sorted(found, key=lambda row: row["role"] != "anchor")


def _count(row: pd.Series, context: Context, lang: Language) -> str:
    """A count with its qualifier: more than 30,000."""
    if row["kind"] == "derived":
        return lang.say("about %(n)s", n=lang.number(row["value"]))
    claim = context.claims[unique_ids(pd.Series([row["claims"]]))[0]]
    number = lang.number(row["value"])
    if claim.rounded_to >= ROUND:
        decimals = max(-(claim.rounded_to / 1_000_000).normalize().as_tuple().exponent, 0)
        number = lang.say("%(n)s million", n=lang.number(claim.value / 1_000_000, decimals))
    return phrase_qualified_number(claim.qualifier, number, lang)


def _finding(what: str, anchors: pd.DataFrame, context: Context, lang: Language) -> str:
    """By how much a count of a register changed; of a survey both counts, for its error is not that of rounding."""
    first, last = anchors.iloc[0], anchors.iloc[-1]
    if context.shared.standards[first["standard"]].method == "survey":
        counts = {"first": _count(first, context, lang), "last": _count(last, context, lang)}
        return lang.say("from %(first)s to %(last)s %(what)s", what=what, **counts)
    direction = tell_direction_of(first, last)
    if (first["low"], first["high"]) == (last["low"], last["high"]) and first["low"] == first["high"]:
        return lang.say("as many %(what)s", what=what)
    if not first["low"]:
        size = lang.range(*(lang.number(end) for end in (last["low"], last["high"])))
        return lang.say("%(size)s more %(what)s", what=what, size=size)
    changes = [100 * (last[b] / first[a] - 1) for a, b in (("high", "low"), ("low", "high"))]
    if direction == CANNOT_TELL:
        fewer, more = (lang.percent(abs(x)) for x in changes)
        return lang.say("from %(fewer)s fewer to %(more)s more %(what)s", fewer=fewer, more=more, what=what)
    least, most = sorted(map(abs, changes))
    decimals = 0 if round(least) else 1  # a small change is not said to be none
    size = lang.range(lang.percent(least, decimals), lang.percent(most, decimals))
    if direction == FELL:
        return lang.say("%(size)s fewer %(what)s", what=what, size=size)
    return lang.say("%(size)s more %(what)s", what=what, size=size)


def _turned(anchors: pd.DataFrame) -> bool:
    """Whether a series that fell over its whole length rose in its last step."""
    if len(anchors) < 3:
        return False
    before, last = anchors.iloc[-2], anchors.iloc[-1]
    return (tell_direction_of(anchors.iloc[0], last), tell_direction_of(before, last)) == (FELL, ROSE)


def _notes(table: pd.DataFrame, context: Context, lang: Language) -> tuple[Sentence, ...]:
    between = table[table["role"] == "path"]
    parts = []
    if len(between):
        parts.append(lang.say("Lines are reconstructed."))
    if between.loc[between["open"] == "no", "low"].notna().any():
        parts.append(lang.say("The light tint is every path on which their number never rises, not a probability."))
    parts += phrase_missing_tint(context, table, lang)
    return (Sentence(Kind.KEY, " ".join(parts)),) if parts else ()
