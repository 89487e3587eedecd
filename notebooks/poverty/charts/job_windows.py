"""Of which years can the printed average be true? A map of windows, by the first and the last year."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from poverty.canvas import BLUE, INK, LABEL, MARGIN, ORANGE, Page
from poverty.charts.shared import Words, legend
from poverty.job_trial import CAN, CANNOT, MUST, SHAPES
from poverty.pack import Pack
from poverty.wording import capital, place, qualified
from poverty.words import Language, mark

SHOWS_READINGS = True
STATES = {
    MUST: (mark("must be true"), BLUE),
    CAN: (mark("can be true"), "#DCE5ED"),
    CANNOT: (mark("cannot be true"), ORANGE),
}

SQUARE = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    average = pack.claims[table["claims"].iloc[0].split()[0]]
    number = capital(qualified(average.qualifier, lang.number(average.value), lang))
    shares = _counts(table)
    total = int((table["shape"] == table["shape"].iloc[0]).sum())
    title = _title(table, number, lang)
    subtitle = lang.say(
        "Whether the average can be true of the years from (across) to (up), %(place)s, %(first)s to %(last)s",
        place=place(pack, lang),
        first=int(table["first"].min()),
        last=int(table["last"].max()),
    )
    told = []
    for shape, counts in shares.items():
        each = [
            lang.say("%(state)s of %(n)s", state=lang.label(text), n=lang.number(counts.get(state, 0)))
            for state, (text, _) in STATES.items()
        ]
        told.append(
            lang.say(
                "%(shape)s it %(each)s of %(total)s spans",
                shape=lang.label(SHAPES[shape]),
                each=lang.listed(each),
                total=lang.number(total),
            )
        )
    marked = [
        lang.say("%(label)s: %(states)s", label=lang.label(label), states=lang.either(list(dict.fromkeys(states))))
        for label, states in _readings_of(table, lang).items()
    ]
    alt = f"{title}. {capital('; '.join([*told, *marked]))}."
    notes = (
        lang.say(
            "Circles: the readings of the sentence. “As elsewhere”: yearly changes no larger, either way, than any "
            "printed for other places."
        ),
    )
    return Words(title, subtitle, alt, notes)


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """One map for each shape of path; the windows of the readings are circled."""
    handles = [Patch(color=color, label=lang.label(text)) for text, color in STATES.values()]
    legend(page, handles)
    shapes = list(dict.fromkeys(table["shape"]))
    left, gap = 1.3, 1.0
    width = (page.width - MARGIN - left - gap * (len(shapes) - 1)) / len(shapes)
    for k, shape in enumerate(shapes):
        start = left + k * (width + gap)
        ax = page.axes(start, start + width, 0.5, 0.85)
        rows = table[table["shape"] == shape]
        _map(ax, rows, shape, lang)
        ax.text(0, 1.04, capital(lang.label(SHAPES[shape])), transform=ax.transAxes, fontsize=LABEL + 1, weight="bold")
        _circles(ax, rows, lang)


def _map(ax: Axes, rows: pd.DataFrame, shape: str, lang: Language) -> None:
    for state, (_, color) in STATES.items():
        cells = rows[rows["state"] == state]
        if cells.empty:
            continue
        corners = [[(r.first + x, r.last + y) for x, y in SQUARE] for r in cells.itertuples()]
        squares = PolyCollection(corners, facecolor=color, edgecolor="white", linewidth=0.4)
        squares.set_gid(f"{state.replace(' ', '-')}.{shape.replace(' ', '-')}")
        ax.add_collection(squares)
    first, last = int(rows["first"].min()), int(rows["last"].max())
    ticks = list(range(last, first - 1, -max(1, (last - first) // 5)))[::-1]
    ax.set(xlim=(first - 1, last + 1), ylim=(first - 1, last + 1))
    ax.set_xticks(ticks, [lang.say("from %(year)s", year=y) if y == ticks[0] else str(y) for y in ticks])
    ax.set_yticks(ticks, [lang.say("to %(year)s", year=y) if y == ticks[-1] else str(y) for y in ticks])


def _circles(ax: Axes, rows: pd.DataFrame, lang: Language) -> None:
    """A circle around the window of each reading, and their names in the empty half of the map."""
    meant = rows[rows["label"] != ""]
    for r in meant.itertuples():
        look = {
            "markersize": 13,
            "markerfacecolor": "none",
            "markeredgecolor": INK,
            "markeredgewidth": 2.2,
            "zorder": 5,
        }
        ax.plot([r.first], [r.last], marker="o", linestyle="none", clip_on=False, gid=f"reading.{r.Index}", **look)
    if len(meant):
        lines = [lang.say("Circled:"), *(lang.label(label) for label in meant["label"])]
        middle = (rows["first"].min() + rows["last"].max()) / 2
        ax.text(middle - 2, rows["first"].min() + 0.5, "\n".join(lines), va="bottom", fontsize=LABEL - 1)


def _title(table: pd.DataFrame, number: str, lang: Language) -> str:
    """Up to which year no span can have had the average, if jobs never fell."""
    rows = table[table["shape"] == "never falls"]
    possible = rows[rows["state"] != CANNOT]
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
    """What the map says of each reading, under each shape."""
    said: dict[str, list[str]] = {}
    for r in table[table["label"] != ""].itertuples():
        said.setdefault(r.label, []).append(lang.label(STATES[r.state][0]))
    return said
