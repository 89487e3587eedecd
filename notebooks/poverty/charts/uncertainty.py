"""What each source of uncertainty alone contributes to the pace: decimals are not the uncertainty."""

from itertools import pairwise
from math import floor, log10

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poverty import canvas, periods
from poverty.canvas import BLUE, INK, LABEL, LINE, MARGIN, PLUM, Page
from poverty.charts.shared import Words, opened, surveyed, territory
from poverty.pack import Pack
from poverty.wording import ids, of_whom, place
from poverty.words import Language, mark

SHOWS_READINGS = True
SIZE = 12
FEWEST = 3  # rows that the page is divided into, where there are fewer
WORDS, GAP = 0.29, 0.5  # the part of the page that the words take; inches between the two panels
DECIMALS = {"arr": 1, "points": 2}
LEAST = 0.1  # of the central value: a scale that shows less would make a small range look large
_END = {"linewidth": 2.5, "marker": "|", "markersize": 15, "markeredgewidth": 2.5}
LOOKS = {  # what numerals alone leave is solid, what is assumed lies between two ends
    "rounding": {"linewidth": 9, "marker": "|", "markersize": 8.5, "markeredgewidth": 2},
    "dates": _END,
    "superpopulation": _END | {"linestyle": (0, (2, 1)), "markeredgewidth": 1.5},
    "reading": {"linewidth": 3},
}
NOTES = {
    "rounding": mark("Rounding: every value that the printed figures allow."),
    "dates": mark("Dates (assumed): a review takes months; each count up to %(months)s months before its date."),
    "superpopulation": mark(
        "Superpopulation (assumed): the 95%% interval that one would claim if the counts were random draws; "
        "a register counts everybody, so its counts have no sampling error."
    ),
    "reading": mark("Reading: the same words understood otherwise; its range is its own rounding."),
}


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    rounding = _rounding(table)
    title = _title(table, pack, lang)
    subtitle = lang.say(
        "What moves the pace of the poverty rate (%(of)s), one source of doubt at a time, %(span)s, %(place)s",
        of=of_whom(pack, rounding["claims"].split(), lang),
        span=lang.span(rounding["start"], rounding["end"]),
        place=place(pack, lang),
    )
    centre = {name: _central(rounding, name, lang) for name in DECIMALS}
    each = [lang.say("Central value, %(arr)s%% and %(points)s points a year", **centre)]
    for _, row in table.iterrows():
        source = f"{_name(row, lang)}, {_detail(row, table, lang)}"
        if row["verdict"]:
            each.append(lang.say("%(source)s: cannot tell", source=source))
        else:
            ends = {name: _ends(row, name, lang) for name in DECIMALS}
            each.append(lang.say("%(source)s: %(arr)s%% and %(points)s points a year", source=source, **ends))
    note = lang.say("Each source alone, the others at their central value (upright line); the ranges do not add up.")
    for source, text in NOTES.items():
        if (table["source"] == source).any():
            note += " " + lang.say(text, months=_months(table, lang))
    if (table["ruled_out"] == "yes").any():
        text = mark("Hollow: ruled out by another printed figure or by the years of a standard; not in the title.")
        note += " " + lang.say(text)
    notes = [note, *surveyed(pack, table, lang), *opened(pack, ids(table["claims"]), lang)]
    if (table["contradicted"] == "yes").any():
        notes.append(lang.say("A check or another printed figure contradicts one of the two rates; see the audit."))
    notes += territory(pack, table.assign(t=table["end"].map(periods.year_end)), lang)
    return Words(title, subtitle, f"{title}. {'; '.join(each)}.", tuple(notes))


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """A row for each source; two panels, relative and absolute pace."""
    rows = max(len(table), FEWEST)
    heads = {"arr": lang.say("Annual rate of reduction, %%"), "points": lang.say("Points a year")}
    room = WORDS * (page.width - 2 * MARGIN)
    start = MARGIN + room + 0.2
    panel = (page.width - MARGIN - start - GAP) / 2
    for left, right, name in ((start, start + panel, "arr"), (start + panel + GAP, page.width - MARGIN, "points")):
        ax = page.axes(left, right, 0.4, 0.65)
        ax.set(ylim=(rows - 0.35, -0.65), yticks=[])
        ax.spines["left"].set_visible(False)
        _scale(ax, table, name, lang)
        central = _rounding(table)[name]
        top = ax.get_position().y1 * page.height
        page.text(left, top + 0.36, heads[name], LABEL, weight="bold", va="bottom")
        if pd.notna(central):
            ax.axvline(central, color=INK, linewidth=1.2, zorder=1)
            x, _ = _inches(page, ax, central, 0)
            page.text(x, top + 0.05, _central(_rounding(table), name, lang), SIZE, ha="center", va="bottom")
        for _, row in table.iterrows():
            _mark(ax, row, name, central)
            _write(page, ax, row, name, central, lang)
    fit = max(int(ax.get_position().height * page.height / rows * 72 / (SIZE * LINE)) - 1, 1)
    for _, row in table.iterrows():
        lines = canvas.wrap(_detail(row, table, lang), SIZE, room)
        if len(lines) > fit:
            lines = [*lines[: fit - 1], f"{lines[fit - 1]}…"]
        top = _inches(page, ax, 0, row.name)[1] + (len(lines) + 1) * SIZE * LINE / 72 / 2
        page.text(MARGIN, top, _name(row, lang), SIZE, va="top", weight="bold", color=_color(row))
        page.text(MARGIN, top - SIZE * LINE / 72, "\n".join(lines), SIZE, va="top", linespacing=LINE)


def _title(table: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """Rounding against the widest other source that is in doubt: neither what is ruled out nor what one would claim."""
    rounding = _rounding(table)
    name = "arr" if pd.notna(rounding["arr_width"]) else "points"
    by = _short(rounding[f"{name}_width"], lang)
    if name == "arr":
        first = lang.say("Rounding moves the rate of reduction by %(by)s points", by=by)
    else:
        first = lang.say("Rounding moves the fall by %(by)s points a year", by=by)
    doubted = table["source"].isin(["dates", "reading"]) & (table["ruled_out"] == "no") & (table[f"{name}_width"] > 0)
    rivals = table[doubted & (table["claims"] == rounding["claims"])]  # the same figures, not others
    if rivals.empty:
        survey = (table["source"] == "sampling").any()
        if not survey:
            return first
        unprinted = lang.say("sampling error is not printed")
        return f"{first}; {unprinted}"
    widest = rivals.loc[rivals[f"{name}_width"].idxmax()]
    by = _short(widest[f"{name}_width"], lang)
    if widest["source"] == "dates":
        second = lang.say("dates %(months)s months off, by %(by)s", months=_months(table, lang), by=by)
    elif any(o.question == widest["question"] and o.column in ("from", "to") for o in pack.overrides):
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
    ax.set_xticks(ticks, [lang.number(x, decimals) for x in ticks])
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
        text = lang.say("reaches 0: no rate")
    else:
        away = mark("%(range)s: %(width)s away") if row["source"] == "reading" else mark("%(range)s: %(width)s wide")
        text = lang.say(away, range=_ends(row, name, lang), width=_short(row[f"{name}_width"], lang))
    frame, wide = ax.get_position(), canvas.measure(text, SIZE)
    left, right = frame.x0 * page.width - 0.2, frame.x1 * page.width + 0.2
    at = row[name] if row["source"] == "reading" else central
    x, y = _inches(page, ax, ax.get_xlim()[0] if pd.isna(at) else at, row.name)
    x = x + 0.08 if x + 0.08 + wide <= right else max(x - 0.08 - wide, left)
    backing = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    page.text(x, y + 0.13, text, SIZE, va="bottom", color=_color(row), bbox=backing)


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
    return lang.say(
        {
            "rounding": mark("of the printed figures"),
            "superpopulation": mark("no counts of both dates printed")
            if row["verdict"]
            else mark("assumed: counts as random draws"),
            "sampling": mark("of the survey, not printed"),
        }[row["source"]]
    )


def _central(rounding: pd.Series, name: str, lang: Language) -> str:
    """The central value, with the decimals of what rounding leaves."""
    value = rounding[name]
    return "∞" if pd.isna(value) else lang.number(value, _decimals(rounding, name))


def _ends(row: pd.Series, name: str, lang: Language) -> str:
    """A range with as many decimals as tell its ends apart."""
    decimals = _decimals(row, name)
    return lang.range(
        *("∞" if pd.isna(x) else lang.number(x, decimals) for x in (row[f"{name}_low"], row[f"{name}_high"]))
    )


def _decimals(row: pd.Series, name: str) -> int:
    """As many as make the ends of a range differ by some units of the last digit."""
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
