"""Scenarios to the horizon: what the rate becomes if one thing or another goes on. No fan, no forecast."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty import canvas, outlook, periods
from poverty.canvas import BLUE, INK, LABEL, LILAC, LINE, MARGIN, ORANGE, PLUM, TEAL, Page
from poverty.charts.labels import Labels
from poverty.charts.shared import Words, assumed, legend, surveyed, territory
from poverty.claims import Standard
from poverty.pack import Pack
from poverty.wording import capital, ids, place, rate
from poverty.words import Language, mark

SHOWS_READINGS = True
COLORS = {"stagnation": INK, "linear": TEAL, "pace": BLUE, "half": LILAC, "floor": PLUM, "churn": ORANGE}
VERDICTS = {"reached": mark("reached"), "missed": mark("missed"), "cannot tell": mark("cannot tell")}
ROOM = 1.15
PATCH = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # words stand over the rules of breaks
COLUMN = 5.1  # inches: at most so wide are the words at the end of the lines
LEADER = 0.36  # inches from the end of a line to its words


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    last = table[table["role"] == "last"].iloc[0]
    ends = _ends(table)
    year = f"{table.loc[table['role'] == 'scenario', 't'].max():.0f}"
    low, high = ends["value"].min(), ends["value"].max()
    counted = ends["households"].notna().all()
    if counted:
        title = lang.say(
            "By %(year)s the scenarios run from %(low)s to %(high)s poor households",
            year=year, low=lang.number(ends["households"].min()), high=lang.number(ends["households"].max()),
        )  # fmt: skip
    else:
        title = lang.say(
            "By %(year)s the scenarios run from %(low)s to %(high)s",
            year=year, low=lang.percent(low, 1), high=lang.percent(high, 1),
        )  # fmt: skip
    subtitle = lang.say(
        "Poverty rate, %(place)s, from %(rate)s at %(when)s: what would be if, not what will be",
        place=place(pack, lang), rate=rate(last, pack, lang), when=lang.date(last["date"]),
    )  # fmt: skip
    told = [_label(row, group, lang) for row, group in _groups(ends)]
    for row in table[table["role"] == "target"].itertuples():
        told.append(lang.say("target of %(target)s", target=_target(row, pack, lang)))
    notes = [
        _basis(table, lang),
        *surveyed(pack, table, lang),
        *territory(pack, table, lang),
        *assumed(pack, ids(table.loc[table["open"] == "no", "readings"]), lang),
    ]
    opened = table[(table["role"] == "scenario") & (table["open"] == "yes")]
    if len(opened):
        labels = list(dict.fromkeys(opened["label"]))
        notes.append(
            lang.say(
                "Not settled, so each scenario stands for either: %(labels)s.",
                labels="; ".join(map(lang.label, labels)),
            )
        )
    return Words(title, subtitle, f"{title}. {capital('; '.join(told))}.", tuple(notes))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Lines from the last figure, solid inside its standard and dotted beyond; targets hollow; breaks as rules."""
    standard = pack.shared.standards[table["standard"].iloc[0]]
    paths = table[table["role"] == "scenario"]
    handles = [
        Line2D([], [], marker="o", color=BLUE, linestyle="none", markersize=10, label=lang.say("last figure")),
        Line2D([], [], color=INK, linewidth=2.5, label=lang.say("under its standard")),
    ]
    if (paths["within"] == "no").any():
        handles.append(Line2D([], [], color=INK, linewidth=2.5, linestyle=":", label=lang.say("beyond it")))
    if (table["role"] == "target").any():
        look = {"marker": "s", "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2, "markersize": 9}
        handles.append(Line2D([], [], linestyle="none", label=lang.say("target"), **look))
    legend(page, handles)
    named = [
        (row, group, canvas.wrap(_label(row, group, lang), LABEL - 1, COLUMN)) for row, group in _groups(_ends(table))
    ]
    wide = max(canvas.measure(line, LABEL - 1) for *_, lines in named for line in lines)
    ax = page.axes(1.25, page.width - MARGIN - LEADER - wide, 0.45, 0.75)
    first, end = table["t"].min(), paths["t"].max()
    aimed = list(table[table["role"] == "target"].itertuples())
    left = 0.07 * (end - first) if aimed else 0.02 * (end - first)
    ax.set(xlim=(first - left, end), ylim=(0, (ROOM + 0.15 * bool(aimed)) * table["value"].max()))
    ax.grid(axis="y")
    years = [float(y) for y in range(int(first + 0.99), int(end) + 1)]
    step = max(1, round(len(years) / 7))
    ax.set_xticks(
        years[::-step],
        [
            lang.say("end %(year)s", year=f"{y:.0f}") if step > 1 or len(years) < 5 else f"{y:.0f}"
            for y in years[::-step]
        ],
    )
    ticks = ax.get_yticks()
    decimals = 0 if all(float(y).is_integer() for y in ticks) else 1
    ax.yaxis.set_major_formatter(lambda y, _: lang.percent(y, decimals))
    labels = Labels(page, ax, right=ax.get_position().x1 * page.width)
    for key, rows in paths.groupby(["scenario", "parameter", "variant"], sort=False, dropna=False):
        rows = rows.sort_values("t")
        _line(ax, rows, _gid(*key), COLORS[key[0]])
        labels.block_line(list(rows["t"]), list(rows["value"]))
    last = table[table["role"] == "last"].iloc[0]
    look = {"marker": "o", "markersize": 12, "color": BLUE, "clip_on": False, "zorder": 5}
    ax.plot([last["t"]], [last["value"]], gid=f"last.{last.name}", **look)
    labels.block_mark(last["t"], last["value"])
    for t in _breaks(page, ax, standard, pack, lang):
        labels.block_line([t, t], list(ax.get_ylim()))
    for row in aimed:
        look = {"marker": "s", "markersize": 10, "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, zorder=5, gid=f"target.{row.Index}", **look)
        labels.block_mark(row.t, row.value)
    for row in aimed[::-1]:
        words = _target(row, pack, lang).replace(": ", ":\n")
        labels.place(row.t, row.value, words, PLUM, LABEL - 1, bbox=PATCH)
    _names(page, ax, named)


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


def _breaks(page: Page, ax: Axes, standard: Standard, pack: Pack, lang: Language) -> list[float]:
    """Rules where another standard begins and where the province became part of another; their dates."""
    known = list(pack.shared.standards.values())
    after = known[known.index(standard) + 1 :]
    marks = []
    if after and standard.last_year < ax.get_xlim()[1]:
        text = lang.say("standard of\n%(years)s", years=f"{after[0].first_year}–{after[0].last_year}")
        marks.append((float(standard.last_year), text))
    until = pack.shared.territory.get("until")
    if until and ax.get_xlim()[0] < periods.year_end(until) < ax.get_xlim()[1]:
        heir = pack.shared.territory.get("followed_by", "")
        marks.append((periods.year_end(until), lang.say("part of\n%(heir)s", heir=heir)))
    sides = ("right", "left") if len(marks) > 1 else ("center",) * len(marks)  # the words of two breaks stand apart
    for (t, text), side in zip(sorted(marks), sides, strict=True):
        ax.axvline(t, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        px = ax.transData.transform((t, 0))[0] / page.figure.dpi
        top = ax.get_position().y1 * page.height
        page.text(px, top + 0.05, text, LABEL - 1, ha=side, va="bottom", color=INK, linespacing=1.1)
    return [t for t, _ in marks]


def _names(page: Page, ax: Axes, named: list[tuple[pd.Series, pd.DataFrame, list[str]]]) -> None:
    """Each scenario's name and where it ends, beside its end, moved apart where they would touch."""
    frame = ax.get_position()
    edge, bottom, top = frame.x1 * page.width, frame.y0 * page.height, frame.y1 * page.height
    line = (LABEL - 1) * LINE / 72
    labels = []
    for row, group, lines in named:
        own = ax.transData.transform((0, group["value"].mean()))[1] / page.figure.dpi
        labels.append([own, own, len(lines) * line, "\n".join(lines), COLORS[row["scenario"]]])
    labels.sort(key=lambda item: item[0])
    floor = bottom
    for item in labels:  # upwards: none lower than the one before it leaves room for
        item[1] = max(item[0], floor + item[2] / 2)
        floor = item[1] + item[2] / 2
    roof = max(top, bottom + sum(item[2] for item in labels))
    for item in reversed(labels):  # downwards: none higher than the page
        item[1] = min(item[1], roof - item[2] / 2)
        roof = item[1] - item[2] / 2
    for own, y, _, text, color in labels:
        ends = [(edge + 0.05) / page.width, (edge + LEADER - 0.06) / page.width]
        page.figure.add_artist(Line2D(ends, [own / page.height, y / page.height], color=color, linewidth=1))
        page.text(edge + LEADER, y, text, LABEL - 1, va="center", color=color, linespacing=LINE)


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """The last point of every scenario."""
    paths = table[table["role"] == "scenario"]
    return paths[paths["t"] == paths["t"].max()]


def _groups(ends: pd.DataFrame) -> list[tuple[pd.Series, pd.DataFrame]]:
    """The ends of one scenario together, one for each reading of an open question."""
    return [(g.iloc[0], g) for _, g in ends.groupby(["scenario", "parameter"], sort=False, dropna=False)]


def scenario(name: str, parameter: float, lang: Language) -> str:
    """A scenario in words, with the parameter that sets it apart from others of its kind."""
    if name == "half":
        return lang.say("%(share)s of that rate", share=lang.percent(100 * parameter))
    if name == "floor":
        return lang.say("down to a floor of %(floor)s", floor=lang.percent(parameter, 1))
    if name == "churn":
        return lang.say("exits as before, %(entry)s a year become poor", entry=lang.percent(parameter, 2))
    return lang.label(outlook.SCENARIOS[name])


def _label(row: pd.Series, group: pd.DataFrame, lang: Language) -> str:
    """A scenario in words, and where it ends."""
    name = scenario(row["scenario"], row["parameter"], lang)
    decimals = 2 if group["value"].max() < 1.995 else 1
    rates = list(dict.fromkeys(lang.percent(v, decimals) for v in sorted(group["value"])))
    text = lang.say("%(name)s: %(rate)s", name=name, rate=lang.either(rates))
    if group["households"].notna().all():
        counts = list(dict.fromkeys(lang.number(n) for n in sorted(group["households"])))
        text += lang.say(" (%(n)s)", n=lang.either(counts))
    return text


def _target(row, pack: Pack, lang: Language) -> str:
    shown = rate(pd.Series({"kind": row.kind, "value": row.value, "claims": row.claims}), pack, lang)
    return lang.say("%(rate)s: %(verdict)s", rate=shown, verdict=lang.label(VERDICTS[row.verdict]))


def _basis(table: pd.DataFrame, lang: Language) -> str:
    text = lang.say("In brackets: households, if their number in the province stays as it was.")
    if table["households"].isna().all():
        text = ""
    caution = lang.say("Every line says “if”: nobody has a record of how such paths err, so no probability is given.")
    return f"{caution} {text}".strip()
