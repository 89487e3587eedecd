"""Scenarios to the horizon: what the rate becomes if one thing or another goes on. No fan, no forecast."""

from dataclasses import dataclass, replace
from itertools import cycle, product

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty.charts import page as canvas
from poverty.charts.axes import year_ticks
from poverty.charts.labels import Labels
from poverty.charts.marks import NARROW_ROW, ROW, legend
from poverty.charts.page import BLUE, INK, LABEL, LILAC, LINE, ORANGE, PLUM, TEAL, Page
from poverty.charts.texts import ChartTexts
from poverty.packs.dates import period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import phrase_assumed_readings, phrase_territory_note
from poverty.words.phrases import capitalize_first, phrase_rate, province_name, unique_ids
from poverty.words.scenarios import SCENARIOS, format_scenario_rates, phrase_scenario

SHOWS_READINGS = True
COLORS = dict(zip(SCENARIOS, cycle((INK, TEAL, BLUE, LILAC, PLUM, ORANGE))))
VERDICTS = {
    "reached": translatable("reached"),
    "missed": translatable("missed"),
    "cannot tell": translatable("cannot tell"),
}
ROOM = 1.15
PATCH = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # words stand over the rules of breaks
NAME = LABEL - 1  # points
LINES = NAME * LINE / 72  # inches from one line of such words to the next
# how much of the page's width the words at the end of the lines may take: as little as will do
SHARES = (5.1 / canvas.WIDTH, 0.43, 0.48, 0.55, 0.6)
LEADER = 0.36  # inches from the end of a line to its words
EDGE = 0.1  # inches from the edge of the page to the first and the last words at least
TICKS = 0.65  # inches for the words of the vertical axis
SPOKEN = 0.45  # inches over the axes for the words of two breaks side by side
WIDE = 10.0  # inches: a page less wide has no room for words beside targets, or for those of two breaks side by side
LOW = 5.0  # inches: on a lower page a scenario's words take one line


@dataclass(frozen=True)
class Names:
    """The words at the ends of the lines: scenario, its ends, its lines; `below` the words of breaks, or beside."""

    ends: list[tuple[pd.Series, pd.DataFrame, list[str]]]
    heading: str
    below: bool

    @property
    def wide(self) -> float:
        """How wide they are, in inches."""
        drawn = [(line, "normal") for *_, lines in self.ends for line in lines]
        if self.heading:
            drawn.append((self.heading, "bold"))
        return max(canvas.measure(line, NAME, weight) for line, weight in drawn)


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    last = table[table["role"] == "last"].iloc[0]
    ends = _ends(table)
    year = f"{table.loc[table['role'] == 'scenario', 't'].max():.0f}"
    rates = format_scenario_rates(ends["value"], lang)
    if _counted(ends):
        title = lang.say(
            "By %(year)s the scenarios run from %(low)s to %(high)s poor households",
            year=year, low=lang.number(ends["households"].min()), high=lang.number(ends["households"].max()),
        )  # fmt: skip
    else:
        title = lang.say(
            "By %(year)s the scenarios run from %(low)s to %(high)s",
            year=year, low=rates[0], high=rates[-1],
        )  # fmt: skip
    subtitle = lang.say(
        "Poverty rate, %(place)s, from %(rate)s at %(when)s: what would be if, not what will be",
        place=province_name(context, lang), rate=phrase_rate(last, context, lang), when=lang.date(last["date"]),
    )  # fmt: skip
    told = [_label(row, group, lang) for row, group in _groups(ends)]
    for row in table[table["role"] == "target"].itertuples():
        told.append(lang.say("target of %(target)s", target=_target(row, context, lang)))
    notes = [
        _basis(table, lang),
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
    return ChartTexts(title, subtitle, f"{title}. {capitalize_first('; '.join(told))}.", tuple(notes))


def fitted(
    table: pd.DataFrame, words: ChartTexts, context: Context, lang: Language, size: canvas.Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """The words of a small page: where the names say how many households and no rate, so does the note."""
    if size.height >= LOW or not _counted(_ends(table)):
        return table, words
    return table, replace(words, notes=(_basis(table, lang, alone=True), *words.notes_except(Kind.KEY)))


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Lines from the last figure, solid inside its standard and dotted beyond; targets hollow; breaks as rules."""
    legend(page, _handles(page, table, context, lang))
    key = NARROW_ROW + 0.05 if page.narrow else ROW
    low, high = view = _view(table)
    breaks = _breaks(page, view, table, context, lang)
    names = _wrapped(page, table, page.top - page.bottom - key, len(breaks), lang)
    left, right = page.margin + TICKS, page.width - max(page.margin, EDGE) - LEADER - names.wide
    rules = [(t, left + (t - low) / (high - low) * (right - left), text) for t, text in breaks]
    flags = _flags(page, rules, page.width - max(page.margin, EDGE) if names.below else right + LEADER - 0.1)
    tall = sum(len(lines) for lines in flags) * LINES if page.narrow else SPOKEN
    ax = page.axes(left, right, 0.3 if page.narrow else 0.45, key + tall)
    aimed = list(table[table["role"] == "target"].itertuples())
    beside = aimed[::-1] if page.width >= WIDE else []
    ax.set(xlim=view, ylim=(0, (ROOM + 0.15 * bool(beside)) * table["value"].max()))
    ax.grid(axis="y")
    year_ticks(page, ax, [float(t) for t in range(int(table["t"].min() + 0.99), int(high) + 1)], table, lang)
    ticks = [y for y in ax.get_yticks() if y <= ax.get_ylim()[1]]
    decimals = 0 if all(float(y).is_integer() for y in ticks) else 1
    ax.set_yticks(ticks, [lang.percent(y, decimals) for y in ticks])
    labels = Labels(page, ax, right=ax.get_position().x1 * page.width)
    _draw(ax, table, labels)
    _rules(page, ax, rules, flags)
    for t, *_ in rules:
        labels.block_line([t, t], list(ax.get_ylim()))
    for row in aimed:
        look = {"marker": "s", "markersize": 10, "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, zorder=5, gid=f"target.{row.Index}", **look)
        labels.block_mark(row.t, row.value)
    for row in beside:
        words = _target(row, context, lang, translatable("%(rate)s:\n%(verdict)s"))
        labels.place(row.t, row.value, words, PLUM, NAME, bbox=PATCH)
    _names(page, ax, names, page.top - key - (tall if names.below else 0.0))


def _draw(ax: Axes, table: pd.DataFrame, labels: Labels) -> None:
    """The scenarios' lines and the last figure, where they begin."""
    paths = table[table["role"] == "scenario"]
    for spell, rows in paths.groupby(["scenario", "parameter", "variant"], sort=False, dropna=False):
        rows = rows.sort_values("t")
        _line(ax, rows, _gid(*spell), COLORS[spell[0]])
        labels.block_line(list(rows["t"]), list(rows["value"]))
    last = table[table["role"] == "last"].iloc[0]
    look = {"marker": "o", "markersize": 12, "color": BLUE, "clip_on": False, "zorder": 5}
    ax.plot([last["t"]], [last["value"]], gid=f"last.{last.name}", **look)
    labels.block_mark(last["t"], last["value"])


def _handles(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> list[Line2D]:
    """The key: only what is drawn. A page that is not wide names each target there, and not beside its mark."""
    handles = [
        Line2D([], [], marker="o", color=BLUE, linestyle="none", markersize=10, label=lang.say("last figure")),
        Line2D([], [], color=INK, linewidth=2.5, label=lang.say("under its standard")),
    ]
    if (table.loc[table["role"] == "scenario", "within"] == "no").any():
        handles.append(Line2D([], [], color=INK, linewidth=2.5, linestyle=":", label=lang.say("beyond it")))
    aimed = list(table[table["role"] == "target"].sort_values("t", kind="stable").itertuples())
    named = [
        lang.say("target for %(when)s, %(target)s", when=lang.date(row.date), target=_target(row, context, lang))
        for row in aimed
    ]
    if aimed and page.width >= WIDE:
        named = [lang.say("target")]
    look = {"marker": "s", "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2, "markersize": 9}
    handles += [Line2D([], [], linestyle="none", label=label, **look) for label in dict.fromkeys(named)]
    return handles


def _wrapped(page: Page, table: pd.DataFrame, room: float, breaks: int, lang: Language) -> Names:
    """The scenarios' words in lines: as narrow as may be, wider where they would need more height than `room`.

    Where that is not enough, they do without their heading, and then stand beside the words of the breaks.
    """
    groups, low = _groups(_ends(table)), page.height < LOW
    label = _brief if low else _label
    heading = _heading(_ends(table), lang) if low else ""
    flags = breaks if page.narrow else 0
    for over, share in product(dict.fromkeys((heading, "")), SHARES):
        for above in dict.fromkeys((flags,) if over else (flags, 0)):
            ends = [(row, g, _lines(page, label(row, g, lang), share)) for row, g in groups]
            if (sum(len(lines) for *_, lines in ends) + bool(over) + above) * LINES <= room:
                return Names(ends, over, below=above == flags)
    return Names(ends, "", below=False)


def _lines(page: Page, name: str, share: float) -> list[str]:
    """A scenario's words in lines; in few of them, the households in brackets stay beside their rate."""
    joined = name.replace(" (", "\N{NO-BREAK SPACE}(") if page.width < WIDE else name
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in canvas.wrap(joined, NAME, share * page.width)]


def _view(table: pd.DataFrame) -> tuple[float, float]:
    """The dates at the ends of the axis: room for the words of targets before the first."""
    first, end = table["t"].min(), table.loc[table["role"] == "scenario", "t"].max()
    before = 0.07 if (table["role"] == "target").any() else 0.02
    return first - before * (end - first), end


def _line(ax: Axes, rows: pd.DataFrame, gid: str, color: str) -> None:
    inside = rows[rows["within"] == "yes"]
    beyond = rows[(rows["within"] == "no") | (rows["t"] == inside["t"].max())]
    for part, name, dash in ((inside, "within", "-"), (beyond, "beyond", ":")):
        if len(part) > 1:
            look = {"color": color, "linewidth": 2.5, "linestyle": dash, "zorder": 3, "clip_on": False}
            ax.plot(part["t"], part["value"], gid=f"{name}.{gid}", **look)


def _gid(name: str, parameter: float, variant: str) -> str:
    parts = [name, "" if pd.isna(parameter) else f"{parameter:g}", str(variant)]
    return ".".join(part for part in parts if part)


def _breaks(
    page: Page, view: tuple[float, float], table: pd.DataFrame, context: Context, lang: Language
) -> list[tuple[float, str]]:
    """Where another standard begins and where the province became part of another: dates and words, in order.

    A low page leaves the first to the lines, which are dotted from there.
    """
    known = list(context.shared.standards.values())
    standard = context.shared.standards[table["standard"].iloc[0]]
    after = known[known.index(standard) + 1 :]
    found = []
    if after and standard.last_year < view[1] and page.height >= LOW:
        text = lang.say("standard of\n%(years)s", years=f"{after[0].first_year}–{after[0].last_year}")
        found.append((float(standard.last_year), text))
    until = context.shared.territory.get("until")
    if until and view[0] < period_end_coordinate(until) < view[1]:
        heir = context.shared.territory.get("followed_by", "")
        found.append((period_end_coordinate(until), lang.say("part of\n%(heir)s", heir=heir)))
    return sorted(found)


def _flags(page: Page, rules: list[tuple[float, float, str]], right: float) -> list[list[str]]:
    """The words of each rule in lines that begin at it, where they have no room side by side; else nothing."""
    if page.width >= WIDE:
        return []
    return [canvas.wrap(text.replace("\n", " "), NAME, right - x) for _, x, text in rules]


def _rules(page: Page, ax: Axes, rules: list[tuple[float, float, str]], flags: list[list[str]]) -> None:
    """A rule at each break with its words above: side by side, or as flags, the first break's on top."""
    top = ax.get_position().y1 * page.height
    look = {"color": INK, "linewidth": 1, "linestyle": (0, (4, 3)), "zorder": 0}
    sides = ("right", "left") if len(rules) > 1 else ("center",)  # the words of two breaks stand apart
    left = sum(map(len, flags))
    for i, (t, x, text) in enumerate(rules):
        if not flags:
            ax.axvline(t, **look)
            page.text(x, top + 0.05, text, NAME, ha=sides[i], va="bottom", color=INK, linespacing=1.1)
            continue
        height = ax.get_position().height * page.height
        ax.axvline(t, ymax=1 + left * LINES / height, clip_on=False, **look)
        words = "\n".join(flags[i])
        page.text(x + 0.05, top + left * LINES, words, NAME, va="top", color=INK, linespacing=LINE)
        left -= len(flags[i])


def _names(page: Page, ax: Axes, names: Names, most: float) -> None:
    """Each scenario's name and where it ends, beside its end, moved apart where they would touch.

    Where the axes are too low for all, a narrow page gives them its height, up to `most`.
    """
    frame = ax.get_position()
    edge, bottom, top = frame.x1 * page.width, frame.y0 * page.height, frame.y1 * page.height
    labels = []
    for row, group, lines in names.ends:
        own = ax.transData.transform((0, group["value"].mean()))[1] / page.figure.dpi
        labels.append([own, own, len(lines) * LINES, "\n".join(lines), COLORS[row["scenario"]]])
    labels.sort(key=lambda item: item[0])
    tall = sum(item[2] for item in labels)
    if page.narrow:
        most -= LINES * bool(names.heading)
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
    for own, y, _, text, color in labels:
        ends = [(edge + 0.05) / page.width, (edge + LEADER - 0.06) / page.width]
        page.figure.add_artist(Line2D(ends, [own / page.height, y / page.height], color=color, linewidth=1))
        page.text(edge + LEADER, y, text, NAME, va="center", color=color, linespacing=LINE)
    if names.heading:
        _, y, high, *_ = labels[-1]
        page.text(edge + LEADER, y + (high + LINES) / 2, names.heading, NAME, weight="bold", va="center", color=INK)


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """The last point of every scenario."""
    paths = table[table["role"] == "scenario"]
    return paths[paths["t"] == paths["t"].max()]


def _groups(ends: pd.DataFrame) -> list[tuple[pd.Series, pd.DataFrame]]:
    """The ends of one scenario together, one for each reading of an open question."""
    return [(g.iloc[0], g) for _, g in ends.groupby(["scenario", "parameter"], sort=False, dropna=False)]


def _counted(ends: pd.DataFrame) -> bool:
    """Whether every scenario's end is known in households too."""
    return bool(ends["households"].notna().all())


def _rates(group: pd.DataFrame, lang: Language) -> str:
    """The rates at which one scenario ends."""
    return lang.either(format_scenario_rates(group["value"], lang))


def _counts(group: pd.DataFrame, lang: Language) -> str:
    """The numbers of households with which one scenario ends."""
    return lang.either(list(dict.fromkeys(lang.number(n) for n in sorted(group["households"]))))


def _label(row: pd.Series, group: pd.DataFrame, lang: Language) -> str:
    """A scenario in words, and where it ends."""
    name = phrase_scenario(row["scenario"], row["parameter"], lang)
    text = lang.say("%(name)s: %(rate)s", name=name, rate=_rates(group, lang))
    if _counted(group):
        text += lang.say(" (%(n)s)", n=_counts(group, lang))
    return text


def _brief(row: pd.Series, group: pd.DataFrame, lang: Language) -> str:
    """The same in one line: in households, as the title is, or as a rate where they are not known."""
    name = phrase_scenario(row["scenario"], row["parameter"], lang)
    if row["scenario"] == "churn":
        name = lang.say("exits as before, %(entry)s enter", entry=lang.percent(row["parameter"], 2))
    end = _counts(group, lang) if _counted(group) else _rates(group, lang)
    return lang.say("%(name)s: %(rate)s", name=name, rate=end)


def _heading(ends: pd.DataFrame, lang: Language) -> str:
    """What the numbers of brief names are; rates need no word."""
    if not _counted(ends):
        return ""
    return lang.say("Poor households, end %(year)s", year=f"{ends['t'].max():.0f}")


def _target(row, context: Context, lang: Language, text: str = translatable("%(rate)s: %(verdict)s")) -> str:
    shown = phrase_rate(pd.Series({"kind": row.kind, "value": row.value, "claims": row.claims}), context, lang)
    return lang.say(text, rate=shown, verdict=lang.label(VERDICTS[row.verdict]))


def _basis(table: pd.DataFrame, lang: Language, alone: bool = False) -> Sentence:
    """What the lines are, and on what the households rest; `alone`: these stand without their rates."""
    caution = lang.sentence(Kind.KEY, "Every line says “if”: none is a forecast, and no probability is given.")
    if table["households"].isna().all():
        return caution
    if alone:
        text = lang.say("Poor households: if the number of all households in the province stays as it was.")
    else:
        text = lang.say("In brackets: households, if their number in the province stays as it was.")
    return Sentence(Kind.KEY, f"{caution} {text}")
