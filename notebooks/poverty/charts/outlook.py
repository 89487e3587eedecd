"""Scenarios to the horizon: what the rate becomes if one thing or another goes on. No fan, no forecast."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty import outlook, periods
from poverty.canvas import BLUE, HEIGHT, INK, LABEL, LINE, ORANGE, PLUM, TEAL, WIDTH, Page
from poverty.charts.shared import Words, assumed, capital, ids, legend, place, rate
from poverty.pack import Pack
from poverty.words import Language, mark

SHOWS_READINGS = True
COLORS = {
    "stagnation": INK, "linear": TEAL, "pace": BLUE, "half": BLUE, "floor": PLUM, "churn": ORANGE,
}  # fmt: skip
DASHED = ("half",)
VERDICTS = {"reached": mark("reached"), "missed": mark("missed"), "cannot tell": mark("cannot tell")}
ROOM = 1.15
COLUMN = 4.6  # inches for the words at the end of the lines


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
    told = [_label(row, group, table, lang) for row, group in _groups(ends)]
    for row in table[table["role"] == "target"].itertuples():
        told.append(_target(row, pack, lang))
    notes = [_basis(table, lang), *assumed(pack, ids(table.loc[table["open"] == "no", "readings"]), lang)]
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
    ax = page.axes(1.25, WIDTH - COLUMN, 0.45, 0.75)
    first, end = table["t"].min(), paths["t"].max()
    ax.set(xlim=(first - 0.15, end), ylim=(0, ROOM * table["value"].max()))
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
    for (name, parameter, variant), rows in paths.groupby(
        ["scenario", "parameter", "variant"], sort=False, dropna=False
    ):
        _line(ax, rows.sort_values("t"), _gid(name, parameter, variant), COLORS[name], name in DASHED)
    last = table[table["role"] == "last"].iloc[0]
    ax.plot(
        [last["t"]],
        [last["value"]],
        marker="o",
        markersize=12,
        color=BLUE,
        clip_on=False,
        zorder=5,
        gid=f"last.{last.name}",
    )
    for row in table[table["role"] == "target"].itertuples():
        look = {"marker": "s", "markersize": 10, "color": PLUM, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, zorder=5, gid=f"target.{row.Index}", **look)
        ax.annotate(
            _target(row, pack, lang), (row.t, row.value), xytext=(9, 7), textcoords="offset points", color=PLUM,
            fontsize=LABEL - 1,
        )  # fmt: skip
    _breaks(page, ax, standard, pack, lang)
    _names(page, ax, table, lang)


def _line(ax: Axes, rows: pd.DataFrame, gid: str, color: str, dashed: bool) -> None:
    inside = rows[rows["within"] == "yes"]
    beyond = rows[(rows["within"] == "no") | (rows["t"] == inside["t"].max())]
    dash = (0, (5, 2)) if dashed else "-"
    if len(inside) > 1:
        ax.plot(
            inside["t"],
            inside["value"],
            color=color,
            linewidth=2.5,
            linestyle=dash,
            gid=f"within.{gid}",
            zorder=3,
            clip_on=False,
        )
    if len(beyond) > 1:
        ax.plot(
            beyond["t"],
            beyond["value"],
            color=color,
            linewidth=2.5,
            linestyle=":",
            gid=f"beyond.{gid}",
            zorder=3,
            clip_on=False,
        )


def _gid(name: str, parameter: float, variant: str) -> str:
    parts = [name, "" if pd.isna(parameter) else f"{parameter:g}", str(variant)]
    return ".".join(part for part in parts if part)


def _breaks(page: Page, ax: Axes, standard, pack: Pack, lang: Language) -> None:
    """Rules where another standard begins and where the province became part of another."""
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
    for t, text in marks:
        ax.axvline(t, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        px = ax.transData.transform((t, 0))[0] / page.figure.dpi
        top = ax.get_position().y1 * HEIGHT
        page.text(px, top + 0.05, text, LABEL - 1, ha="center", va="bottom", color=INK, linespacing=1.1)


def _names(page: Page, ax: Axes, table: pd.DataFrame, lang: Language) -> None:
    """Each scenario's name and where it ends, beside its end, moved apart where they would touch."""
    dpi = page.figure.dpi
    edge = ax.get_position().x1 * WIDTH
    labels = []
    for row, group in _groups(_ends(table)):
        y = ax.transData.transform((0, group["value"].mean()))[1] / dpi
        labels.append([y, _label(row, group, table, lang), COLORS[row["scenario"]], y])
    labels.sort(key=lambda item: item[0])
    high = (LABEL - 1) * LINE / 72 * 1.15
    bottom = ax.get_position().y0 * HEIGHT
    for i, item in enumerate(labels):
        item[0] = max(item[0], (labels[i - 1][0] + high) if i else bottom + high / 2)
    top = ax.get_position().y1 * HEIGHT
    for i in range(len(labels) - 1, -1, -1):
        labels[i][0] = min(labels[i][0], (labels[i + 1][0] - high) if i + 1 < len(labels) else top)
    for y, text, color, own in labels:
        page.figure.add_artist(
            Line2D([(edge + 0.05) / WIDTH, (edge + 0.3) / WIDTH], [own / HEIGHT, y / HEIGHT], color=color, linewidth=1)
        )
        page.text(edge + 0.36, y, text, LABEL - 1, va="center", color=color)


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """The last point of every scenario."""
    paths = table[table["role"] == "scenario"]
    return paths[paths["t"] == paths["t"].max()]


def _groups(ends: pd.DataFrame) -> list[tuple[pd.Series, pd.DataFrame]]:
    """The ends of one scenario together, one for each reading of an open question."""
    return [(g.iloc[0], g) for _, g in ends.groupby(["scenario", "parameter"], sort=False, dropna=False)]


def _label(row: pd.Series, group: pd.DataFrame, table: pd.DataFrame, lang: Language) -> str:
    """A scenario in words, and where it ends."""
    name = lang.label(outlook.SCENARIOS[row["scenario"]])
    parameter = row["parameter"]
    if row["scenario"] == "half":
        name = lang.say("%(share)s of that rate", share=lang.percent(100 * parameter))
    elif row["scenario"] == "floor":
        name = lang.say("down to a floor of %(floor)s", floor=lang.percent(parameter, 1))
    elif row["scenario"] == "churn":
        name = lang.say("exits as before, %(entry)s become poor", entry=lang.percent(parameter, 2))
    decimals = 2 if group["value"].max() < 1.995 else 1
    rates = list(dict.fromkeys(lang.percent(v, decimals) for v in sorted(group["value"])))
    text = lang.say("%(name)s: %(rate)s", name=name, rate=lang.either(rates))
    if group["households"].notna().all():
        counts = list(dict.fromkeys(lang.number(n) for n in sorted(group["households"])))
        text += lang.say(" (%(n)s)", n=lang.either(counts))
    return text


def _target(row, pack: Pack, lang: Language) -> str:
    shown = rate(pd.Series({"kind": row.kind, "value": row.value, "claims": row.claims}), pack, lang)
    return lang.say("target %(rate)s: %(verdict)s", rate=shown, verdict=lang.label(VERDICTS[row.verdict]))


def _basis(table: pd.DataFrame, lang: Language) -> str:
    text = lang.say("In brackets: households, if their number in the province stays as it was.")
    if table["households"].isna().all():
        text = ""
    caution = lang.say("Every line says “if”: nobody has a record of how such paths err, so no probability is given.")
    return f"{caution} {text}".strip()
