"""Of which years can the printed average be true? A map of windows, by the first and the last year."""

from math import ceil

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty.charts.marks import legend
from poverty.charts.page import BLUE, FOOT, INK, LINE, ORANGE, Page, measure, wrap
from poverty.charts.texts import ChartTexts
from poverty.packs.vocabulary import CAN_BE, CANNOT_BE, MUST_BE, PATH_SHAPES
from poverty.words.context import Context
from poverty.words.language import Kind, Language, translatable
from poverty.words.phrases import capitalize_first, phrase_qualified_number, province_name

SHOWS_READINGS = True
STATES = {
    MUST_BE: (translatable("must be true"), BLUE),
    CAN_BE: (translatable("can be true"), "#DCE5ED"),
    CANNOT_BE: (translatable("cannot be true"), ORANGE),
}
CIRCLE = {
    "marker": "o",
    "markersize": 13,
    "markerfacecolor": "none",
    "markeredgecolor": INK,
    "markeredgewidth": 2.2,
    "linestyle": "none",
}
SMALL = 9.5  # the size of a circle on a narrow page
NARROW_GAP = 0.3  # inches between two maps there
OVER = 0.25  # inches at the right for the half of the last year that stands out
APART = 0.3  # inches between two years of the vertical axis
SQUARE = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    average = context.claims[table["claims"].iloc[0].split()[0]]
    number = capitalize_first(phrase_qualified_number(average.qualifier, lang.number(average.value), lang))
    shares = _counts(table)
    total = int((table["shape"] == table["shape"].iloc[0]).sum())
    title = _title(table, number, lang)
    subtitle = lang.say(
        "Whether the average can be true of the years from (across) to (up), %(place)s, %(first)s to %(last)s",
        place=province_name(context, lang),
        first=int(table["first"].min()),
        last=int(table["last"].max()),
    )
    counted = []
    for shape, counts in shares.items():
        each = [
            lang.say("%(state)s of %(n)s", state=lang.label(text), n=lang.number(counts.get(state, 0)))
            for state, (text, _) in STATES.items()
        ]
        counted.append(
            lang.say(
                "%(shape)s it %(each)s of %(total)s spans",
                shape=lang.label(PATH_SHAPES[shape]),
                each=lang.listed(each),
                total=lang.number(total),
            )
        )
    marked = [
        lang.say("%(label)s: %(states)s", label=lang.label(label), states=lang.either(list(dict.fromkeys(states))))
        for label, states in _readings_of(table, lang).items()
    ]
    alt = f"{title}. {capitalize_first('; '.join([*counted, *marked]))}."
    notes = (
        lang.sentence(
            Kind.KEY,
            "Circles: the readings of the sentence. “As elsewhere”: yearly changes no larger, either way, than any "
            "printed for other places.",
        ),
    )
    return ChartTexts(title, subtitle, alt, notes)


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """One map for each shape of path; the windows of the readings are circled.

    A narrow page names the shape in the empty half of its map and the circles in the key, and both maps share the
    years of the left one.
    """
    handles = [Patch(color=color, label=lang.label(text)) for text, color in STATES.values()]
    meant = table[table["label"] != ""]
    if page.narrow and len(meant):
        handles.append(Line2D([], [], label=_spans(meant, lang), **CIRCLE | {"markersize": SMALL}))
    legend(page, handles)
    shapes = list(dict.fromkeys(table["shape"]))
    upright = max(measure(lang.say("to %(year)s", year=year), page.label) for year in set(table["last"]))
    left, gap = max(page.margin + 0.7, upright + 0.2), NARROW_GAP if page.narrow else 1.0
    right = page.width - max(page.margin, OVER)
    width = (right - left - gap * (len(shapes) - 1)) / len(shapes)
    for k, shape in enumerate(shapes):
        start = left + k * (width + gap)
        ax = page.axes(start, start + width, *((0.28, 0.3) if page.narrow else (0.5, 0.85)))
        rows = table[table["shape"] == shape]
        _map(ax, rows, shape)
        _years(page, ax, rows, lang)
        head = capitalize_first(lang.label(PATH_SHAPES[shape]))
        if page.narrow:
            ax.tick_params(labelleft=not k)
            _in_the_corner(page, ax, rows, head)
        else:
            ax.text(0, 1.04, head, transform=ax.transAxes, fontsize=page.label + 1, weight="bold")
            _name_circles(ax, rows, lang)
        _circles(ax, rows, SMALL if page.narrow else CIRCLE["markersize"])


def _map(ax: Axes, rows: pd.DataFrame, shape: str) -> None:
    for state, (_, color) in STATES.items():
        cells = rows[rows["state"] == state]
        if cells.empty:
            continue
        corners = [[(r.first + x, r.last + y) for x, y in SQUARE] for r in cells.itertuples()]
        squares = PolyCollection(corners, facecolor=color, edgecolor="white", linewidth=0.4)
        squares.set_gid(f"{state.replace(' ', '-')}.{shape.replace(' ', '-')}")
        ax.add_collection(squares)
    first, last = _ends(rows)
    ax.set(xlim=(first - 1, last + 1), ylim=(first - 1, last + 1))


def _years(page: Page, ax: Axes, rows: pd.DataFrame, lang: Language) -> None:
    """Years on both axes, counted back from the last one, as many as there is room for."""
    (first, last), (wide, high) = _ends(rows), _inches(page, ax)
    years = last - first + 2
    start = measure(lang.say("from %(year)s", year=first), page.label)
    across = (start + measure(str(last), page.label)) / 2 + 0.1  # between the first two labels, the longest ones
    ticks = _ticks(first, last, across * years / wide)
    ax.set_xticks(ticks, [lang.say("from %(year)s", year=y) if y == ticks[0] else str(y) for y in ticks])
    ticks = _ticks(first, last, APART * years / high)
    ax.set_yticks(ticks, [lang.say("to %(year)s", year=y) if y == ticks[-1] else str(y) for y in ticks])


def _ticks(first: int, last: int, least: float) -> list[int]:
    """Years, evenly spaced back from the last one and at least so many years apart."""
    step = max(1, (last - first) // 5)
    return list(range(last, first - 1, -step * max(1, ceil(least / step))))[::-1]


def _in_the_corner(page: Page, ax: Axes, rows: pd.DataFrame, words: str) -> None:
    """ChartTexts in the empty half of a map, over as few lines as keep them off the marks, of about equal width."""
    (first, last), (wide, high) = _ends(rows), _inches(page, ax)
    free = 1 - 1.5 / (last - first + 2)  # of the width and the height together; the rest is a step of the staircase
    choices, room = [], wide
    for _ in words:  # each time narrower than the longest line, so that it breaks
        lines = wrap(words, page.label, room)
        longest = max(measure(line, page.label) for line in lines)
        tall = ((len(lines) - 1) * LINE + 1) * page.label / 72
        over = max(longest / wide + tall / high - free, 0)
        choices.append((over, len(lines), longest, "\n".join(lines)))
        room = longest - 0.01
    ax.text(last + 1, first - 0.5, min(choices)[-1], ha="right", va="bottom", linespacing=LINE)


def _circles(ax: Axes, rows: pd.DataFrame, size: float) -> None:
    """A circle around the window of each reading."""
    look = CIRCLE | {"markersize": size, "zorder": 5}
    for r in rows[rows["label"] != ""].itertuples():
        ax.plot([r.first], [r.last], clip_on=False, gid=f"reading.{r.Index}", **look)


def _name_circles(ax: Axes, rows: pd.DataFrame, lang: Language) -> None:
    """The names of the readings, in the empty half of the map."""
    meant = rows[rows["label"] != ""]
    if len(meant):
        lines = [lang.say("Circled:"), *(lang.label(label) for label in meant["label"])]
        look = {"ha": "right", "va": "bottom", "multialignment": "left", "fontsize": FOOT}
        ax.text(rows["last"].max() + 1, rows["first"].min() + 0.5, "\n".join(lines), **look)


def _spans(meant: pd.DataFrame, lang: Language) -> str:
    """The readings by the years that they are about, for the key."""
    spans = dict.fromkeys("–".join(dict.fromkeys((str(r.first), str(r.last)))) for r in meant.itertuples())
    return lang.say("readings: %(spans)s", spans=lang.listed(list(spans)))


def _ends(rows: pd.DataFrame) -> tuple[int, int]:
    return int(rows["first"].min()), int(rows["last"].max())


def _inches(page: Page, ax: Axes) -> tuple[float, float]:
    """The width and the height of a map."""
    box = ax.get_position()
    return box.width * page.width, box.height * page.height


def _title(table: pd.DataFrame, number: str, lang: Language) -> str:
    """Up to which year no span can have had the average, if jobs never fell."""
    rows = table[table["shape"] == "never falls"]
    possible = rows[rows["state"] != CANNOT_BE]
    words = number[:1].lower() + number[1:]
    if possible.empty:
        return lang.say("If jobs never fell, no span of years averaged %(number)s", number=words)
    year = int(possible["last"].min())
    if year > rows["first"].min() + 1:
        return lang.say(
            "If jobs never fell, no span ending before %(year)s averaged %(number)s", year=year, number=words
        )
    return lang.say("If jobs never fell, nearly any span of years can have averaged %(number)s", number=words)


def _counts(table: pd.DataFrame) -> dict[str, dict[str, int]]:
    return {shape: rows["state"].value_counts().to_dict() for shape, rows in table.groupby("shape", sort=False)}


def _readings_of(table: pd.DataFrame, lang: Language) -> dict[str, list[str]]:
    """What can be of each reading, under each shape."""
    states: dict[str, list[str]] = {}
    for r in table[table["label"] != ""].itertuples():
        states.setdefault(r.label, []).append(lang.label(STATES[r.state][0]))
    return states
