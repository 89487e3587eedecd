"""The last spell, and what comes next, if: the same rate with its fan, no change, households that become poor."""

from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path

from poverty.charts import page as canvas
from poverty.charts.axes import year_ticks
from poverty.charts.labels import Labels
from poverty.charts.marks import NARROW_ROW, ROW, legend
from poverty.charts.page import BAND, BLUE, INK, LABEL, LILAC, LINE, ORANGE, PLUM, TEAL, TINT, Page
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_assumed_readings, phrase_territory_note
from poverty.words.phrases import capitalize_first, phrase_rate, province_name, unique_ids
from poverty.words.scenarios import (
    SCENARIOS,
    format_fan,
    format_scenario_ends,
    phrase_fan_meaning,
    phrase_fan_name,
    phrase_scenario,
)

SHOWS_READINGS = True
COLORS = dict(zip(SCENARIOS, cycle((BLUE, INK, ORANGE, TEAL, LILAC, PLUM))))
VERDICTS = {
    "reached": translatable("reached"),
    "missed": translatable("missed"),
    "cannot tell": translatable("cannot tell"),
}
ROOM = 1.15
PATCH = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # words stand over the rule of a break
NAME = LABEL - 1  # points
LINES = NAME * LINE / 72  # inches from one line of such words to the next
# how much of the page's width the words at the end of the lines may take: as little as will do
SHARES = (4.2 / canvas.WIDTH, 0.36, 0.43, 0.48, 0.55)
LEADER = 0.36  # inches from the end of a line to its words
EDGE = 0.1  # inches from the edge of the page to the first and the last words at least
TICKS = 0.65  # inches for the words of the vertical axis
SPOKEN = 0.45  # inches over the axes for the words of a break
HATCH = 0.11  # inches between two strokes of what is hatched
STROKES = Path([(x, y) for x in (-1.6, -0.6, 0.4) for x, y in ((x, -0.6), (x + 1.2, 0.6))], [1, 2] * 3)
WIDE = 10.0  # inches: a page less wide has no room for words beside targets
LOW = 5.0  # inches: on a lower page a scenario's words take one line


@dataclass(frozen=True)
class Name:
    """The words at the end of a scenario's line, in lines."""

    scenario: str
    value: float
    lines: list[str]

    @property
    def wide(self) -> float:
        """How wide they are, in inches."""
        return max(canvas.measure(line, NAME) for line in self.lines)


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    last, figures, ends = table[table["role"] == "last"].iloc[0], table[table["role"] == "figure"], _ends(table)
    rates, fan, calibrated = format_fan(ends, lang)
    dates = figures["date"].unique()
    head = lang.say("If poverty falls as since %(start)s", start=lang.date(dates[0]))
    if (figures["open"] == "yes").any():
        head = lang.say("If poverty falls as so far")
    values = {"head": head, "rate": lang.either(rates), "end": lang.date(ends["date"].iloc[0])}
    title = lang.say("%(head)s: %(rate)s at %(end)s", **values)
    if fan:
        title = lang.say("%(head)s: %(rate)s at %(end)s, %(range)s", range=fan, **values)
    place = province_name(context, lang)
    subtitle = lang.say("Poverty rate, %(place)s: what would be if, not what will be", place=place)
    told = [_figure(row, context, lang) for _, row in [*figures.iterrows(), (0, last)]]
    told += [_label(row, group, lang) for row, group in _groups(ends)]
    for row in table[table["role"] == "target"].itertuples():
        told.append(lang.say("target of %(target)s", target=_target(row, context, lang)))
    meaning = [phrase_fan_meaning(context.fan, calibrated, Kind.BAND, lang)] if fan else []
    notes = [
        _basis(ends, lang),
        *meaning,
        *phrase_territory_note(context, table, lang),
        *phrase_assumed_readings(context, unique_ids(table.loc[table["open"] == "no", "readings"]), lang),
    ]
    opened = table[(table["role"] == "scenario") & (table["open"] == "yes")]
    if len(opened):
        labels = list(dict.fromkeys(opened["label"]))
        notes.append(
            lang.sentence(
                Kind.OPEN_QUESTION,
                "Not settled, so each scenario stands for either: %(labels)s.",
                labels="; ".join(map(lang.label, labels)),
            )
        )
    alt = " ".join([f"{title}. {capitalize_first('; '.join(dict.fromkeys(told)))}.", *meaning])
    return ChartTexts(title, subtitle, alt, tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: canvas.Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """The words of a low page, where the names say no households, and so does the note."""
    if size.height >= LOW:
        return table, words
    return table, replace(words, notes=(_basis(_ends(table), lang, brief=True), *words.notes_except(Kind.KEY)))


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """The figures of the spell, then a line for each scenario with the fan of the same rate; targets hollow."""
    legend(page, _handles(page, table, context, lang))
    key = NARROW_ROW + 0.05 if page.narrow else ROW
    breaks = _breaks(table, context, lang) if page.height >= LOW else []
    names = _wrapped(page, table, page.top - page.bottom - key, lang)
    right = page.width - max(page.margin, EDGE) - LEADER - max(name.wide for name in names)
    ax = page.axes(page.margin + TICKS, right, 0.3 if page.narrow else 0.45, key + SPOKEN * len(breaks))
    aimed = list(table[table["role"] == "target"].itertuples())
    first, end = table["t"].min(), table["t"].max()
    ax.set(xlim=(first - 0.08 * (end - first), end), ylim=(0, ROOM * table[["value", "high"]].max(axis=None)))
    ax.grid(axis="y")
    year_ticks(page, ax, [float(t) for t in range(int(first + 0.99), int(end) + 1)], table, lang)
    ticks = [y for y in ax.get_yticks() if y <= ax.get_ylim()[1]]
    decimals = 0 if all(float(y).is_integer() for y in ticks) else 1
    ax.set_yticks(ticks, [lang.percent(y, decimals) for y in ticks])
    labels = Labels(page, ax, right=ax.get_position().x1 * page.width)
    for t, text in breaks:
        ax.axvline(t, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        x, y = ax.transData.transform((t, ax.get_ylim()[1])) / page.figure.dpi
        half = max(canvas.measure(line, NAME) for line in text.split("\n")) / 2
        page.text(min(x, right - half), y + 0.05, text, NAME, ha="center", va="bottom", color=INK, linespacing=1.1)
        labels.block_line([t, t], list(ax.get_ylim()))
    _draw(page, ax, table, labels)
    for row in aimed:
        look = {"marker": "s", "markersize": 10, "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, zorder=5, gid=f"target.{row.Index}", **look)
        labels.block_mark(row.t, row.value)
    known = table[table["role"].isin(["figure", "last"])].drop_duplicates(["date", "value"])
    if page.narrow:
        known = known[(known["t"] == first) | (known["role"] == "last")]
    for _, row in known.sort_values(["role", "t"], ascending=[False, True]).iterrows():
        labels.place(row["t"], row["value"], phrase_rate(row, context, lang), BLUE, weight="bold", must=False)
    for row in aimed[::-1] if page.width >= WIDE else []:
        words = _target(row, context, lang, translatable("%(rate)s:\n%(verdict)s"))
        labels.place(row.t, row.value, words, PLUM, NAME, bbox=PATCH)
    _write_names(page, ax, names, page.top - key)


def _draw(page: Page, ax: Axes, table: pd.DataFrame, labels: Labels) -> None:
    """The fans, the scenarios' lines, and the figures so far with the line that joins them."""
    paths = table[table["role"] == "scenario"]
    for spell, rows in paths.groupby(["scenario", "parameter", "variant"], sort=False, dropna=False):
        rows, gid, color = rows.sort_values("t"), _gid(*spell), COLORS[spell[0]]
        fan = rows[rows["low"].notna()]
        if len(fan):
            known = fan["calibrated"].iloc[0] == "yes"
            look = {"color": BAND[color] if known else TINT[color], "linewidth": 0, "zorder": 1, "gid": f"fan.{gid}"}
            tint = ax.fill_between(fan["t"], fan["low"], fan["high"], **look)
            if not known:
                _hatch(page, ax, tint, BAND[color])
            for share in np.linspace(0, 1, 6):
                labels.block_line(list(fan["t"]), list(fan["low"] + share * (fan["high"] - fan["low"])))
        look = {"color": color, "linewidth": 2.5, "linestyle": (0, (4, 1.5)), "zorder": 3, "clip_on": False}
        ax.plot(rows["t"], rows["value"], gid=f"scenario.{gid}", **look)
        labels.block_line(list(rows["t"]), list(rows["value"]))
    last = table[table["role"] == "last"]
    for variant, rows in table[table["role"] == "figure"].groupby("variant", sort=False):
        line = pd.concat([rows, last]).sort_values("t")
        ax.plot(line["t"], line["value"], color=BLUE, linewidth=2.5, zorder=2, gid=_gid("history", np.nan, variant))
        labels.block_line(list(line["t"]), list(line["value"]))
    for row in table[table["role"].isin(["figure", "last"])].itertuples():
        look = {"marker": "o", "markersize": 11, "color": BLUE, "clip_on": False, "zorder": 4}
        if row.kind == "derived":
            look |= {"marker": "D", "markersize": 10, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], gid=f"{row.role}.{row.Index}", **look)
        labels.block_mark(row.t, row.value)


def _hatch(page: Page, ax: Axes, tint: PolyCollection, color: str) -> None:
    """Strokes over a tint: lines, since not every page that a chart is set on can hatch."""
    frame = ax.get_position()
    left, right = frame.x0 * page.width, frame.x1 * page.width
    bottom, top = frame.y0 * page.height, frame.y1 * page.height
    starts = np.arange(left - (top - bottom), right, HATCH)
    strokes = LineCollection(
        [[(x, bottom), (x + top - bottom, top)] for x in starts], colors=color, linewidths=1.2, zorder=1.5,
        transform=page.figure.dpi_scale_trans,
    )  # fmt: skip
    ax.add_collection(strokes, autolim=False)
    strokes.set_clip_path(tint.get_paths()[0], ax.transData)


def _handles(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> list:
    """The key: only what is drawn. A page that is neither wide nor low names each target there, not beside its mark."""
    figures = table[table["role"].isin(["figure", "last"])]
    look = {"color": BLUE, "linestyle": "none"}
    handles = []
    if (figures["kind"] == "reported").any():
        handles.append(Line2D([], [], marker="o", markersize=10, label=lang.say("reported"), **look))
    if (figures["kind"] == "derived").any():
        hollow = {"markersize": 9, "markerfacecolor": "white", "markeredgewidth": 2}
        handles.append(Line2D([], [], marker="D", label=lang.say("inferred"), **look, **hollow))
    for calibrated in sorted(set(table["calibrated"]) - {""}):
        name = phrase_fan_name(context.fan, calibrated, lang)
        if calibrated == "yes":
            handles.append(Patch(color=BAND[BLUE], label=name))
        else:
            strokes = {"marker": STROKES, "color": BAND[BLUE], "markersize": 16, "markeredgewidth": 1.5}
            handles.append(Line2D([], [], linestyle="none", label=name, **strokes))
    aimed = list(table[table["role"] == "target"].sort_values("t", kind="stable").itertuples())
    named = [
        lang.say("target for %(when)s, %(target)s", when=lang.date(row.date), target=_target(row, context, lang))
        for row in aimed
    ]
    if aimed and (page.width >= WIDE or page.height < LOW):
        named = [lang.say("target")]
    look = {"marker": "s", "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2, "markersize": 9}
    handles += [Line2D([], [], linestyle="none", label=label, **look) for label in dict.fromkeys(named)]
    return handles


def _wrapped(page: Page, table: pd.DataFrame, room: float, lang: Language) -> list[Name]:
    """The scenarios' words in lines: as narrow as may be, wider where they would need more height than `room`."""
    groups = _groups(_ends(table))
    for share in SHARES:
        names = [
            Name(
                row["scenario"], group["value"].mean(),
                canvas.wrap(_label(row, group, lang, brief=page.height < LOW), NAME, share * page.width),
            )
            for row, group in groups
        ]  # fmt: skip
        if sum(len(name.lines) for name in names) * LINES <= room:
            break
    return names


def _gid(name: str, parameter: float, variant: str) -> str:
    parts = [name, "" if pd.isna(parameter) else f"{parameter:g}", str(variant)]
    return ".".join(part for part in parts if part)


def _breaks(table: pd.DataFrame, context: Context, lang: Language) -> list[tuple[float, str]]:
    """Where the province became part of another, if it did meanwhile: the date and the words."""
    until = context.shared.territory.get("until")
    if not until or not table["t"].min() < period_end_coordinate(until) < table["t"].max():
        return []
    heir = context.shared.territory.get("followed_by", "")
    return [(period_end_coordinate(until), lang.say("part of\n%(heir)s", heir=heir))]


def _write_names(page: Page, ax: Axes, names: list[Name], most: float) -> None:
    """Each scenario's name and where it ends, beside its end, moved apart where they would touch.

    Where the axes are too low for all, they take the height above them, up to `most`, then that below.
    """
    frame = ax.get_position()
    edge, bottom, top = frame.x1 * page.width, frame.y0 * page.height, frame.y1 * page.height
    labels = []
    for name in names:
        own = ax.transData.transform((0, name.value))[1] / page.figure.dpi
        labels.append([own, own, len(name.lines) * LINES, name])
    labels.sort(key=lambda item: item[0])
    tall = sum(item[2] for item in labels)
    top = min(most, max(top, bottom + tall))
    bottom = min(bottom, max(page.bottom, top - tall))
    floor = bottom
    for item in labels:  # upwards: none lower than the one before it leaves room for
        item[1] = max(item[0], floor + item[2] / 2)
        floor = item[1] + item[2] / 2
    roof = max(top, bottom + tall)
    for item in reversed(labels):  # downwards: none higher than the page
        item[1] = min(item[1], roof - item[2] / 2)
        roof = item[1] - item[2] / 2
    for own, y, _, name in labels:
        ends = [(edge + 0.05) / page.width, (edge + LEADER - 0.06) / page.width]
        color = COLORS[name.scenario]
        page.figure.add_artist(Line2D(ends, [own / page.height, y / page.height], color=color, linewidth=1))
        page.text(edge + LEADER, y, "\n".join(name.lines), NAME, va="center", color=color, linespacing=LINE)


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """The last point of every scenario."""
    paths = table[table["role"] == "scenario"]
    return paths[paths["t"] == paths["t"].max()]


def _groups(ends: pd.DataFrame) -> list[tuple[pd.Series, pd.DataFrame]]:
    """The ends of one scenario together, one for each reading of an open question."""
    return [(g.iloc[0], g) for _, g in ends.groupby(["scenario", "parameter"], sort=False, dropna=False)]


def _label(row: pd.Series, group: pd.DataFrame, lang: Language, brief: bool = False) -> str:
    """A scenario in words, and where it ends: its rates, and the households unless the page is to be brief."""
    name = phrase_scenario(row["scenario"], row["parameter"], lang, row["inflow"])
    if brief and row["inflow"]:
        name = lang.say("new poverty as in %(inflow)s", inflow=row["inflow"])
    text = lang.say("%(name)s: %(rate)s", name=name, rate=lang.either(format_scenario_ends(group, lang)))
    if not brief and group["households"].notna().all():
        counts = dict.fromkeys(lang.number(n) for n in sorted(group["households"]))
        text += lang.say(" (%(n)s)", n=lang.either(list(counts)))
    return text


def _figure(row: pd.Series, context: Context, lang: Language) -> str:
    """A figure so far, and its date."""
    return lang.say("%(value)s (%(when)s)", value=phrase_rate(row, context, lang), when=lang.date(row["date"]))


def _target(row, context: Context, lang: Language, text: str = translatable("%(rate)s: %(verdict)s")) -> str:
    shown = phrase_rate(pd.Series({"kind": row.kind, "value": row.value, "claims": row.claims}), context, lang)
    return lang.say(text, rate=shown, verdict=lang.label(VERDICTS[row.verdict]))


def _basis(ends: pd.DataFrame, lang: Language, brief: bool = False) -> Sentence:
    """What the lines are, and on what the households rest where they are told."""
    caution = lang.sentence(Kind.KEY, "Every line says “if”: none is a forecast.")
    if brief or ends["households"].isna().all():
        return caution
    text = lang.say("In brackets: households, if their number in the province stays as it was.")
    return Sentence(Kind.KEY, f"{caution} {text}")
