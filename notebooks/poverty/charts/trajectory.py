"""The poverty rate, spell by spell."""

from math import ceil

import pandas as pd
from matplotlib.axes import Axes

from poverty.canvas import BAND, BLUE, FOOT, LABEL, LINE, MARGIN, PLUM, TEAL, TINT, Page
from poverty.charts.labels import Labels
from poverty.charts.shared import (
    SPELL,
    Words,
    anchors_of,
    cautions,
    key,
    line,
    marks,
    percent_axis,
    span_of,
    span_words,
    spans_of,
    spells_of,
    year_ticks,
)
from poverty.pack import Pack
from poverty.wording import capital, ids, of_whom, place, rate, standard_years
from poverty.words import Language, mark

SHOWS_READINGS = False
ENGLISH = Language("en")
BRIEF = 11  # words of an English title that leave room for more; decided once, so that all languages say the same
KINDS = {
    "reported": mark("reported"),
    "derived": mark("inferred"),
    "estimate": mark("estimate"),
    "target": mark("target"),
    "forecast": mark("forecast"),
}
STANDARDS = ("#E9E9E9", "#F4F4F4")
SHORT = 1.1  # years: a spell that tells of one year alone
ROOM = 1.6  # years between two ticks that do not touch, on a slide of thirty years
NAMED = 0.085  # of the width: what a band must span to hold its name


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    spells = spells_of(table)
    paths = [anchors_of(spell) for spell in spells if len(anchors_of(spell)) > 1]
    title = lang.say("No standard was counted twice: no trajectory")
    if paths:
        told = _told(paths)
        title = _finding(told, pack, lang)
        versions = _readings_of(told, paths)
        if len(versions) > 1:
            ends = {"start": rate(told.iloc[0], pack, lang), "end": rate(told.iloc[-1], pack, lang)}
            text = mark("Poverty went from %(start)s to %(end)s %(span)s, by reading")
            title = lang.say(text, span=spans_of(versions, lang), **ends)
        standard, standards = told["standard"].iloc[0], list(dict.fromkeys(table.sort_values("t")["standard"]))
        if standard != standards[-1]:
            years = standard_years(pack, standard, lang)
            title = lang.say("%(finding)s, under the standard of %(years)s", finding=title, years=years)
        elif len(standards) > 1 and len(versions) == 1 and len(_finding(told, pack, ENGLISH).split()) < BRIEF:
            title = lang.say("%(finding)s; earlier figures follow other standards", finding=title)
    each = [
        lang.say(
            "%(years)s standard: %(values)s",
            years=standard_years(pack, spell["standard"].iloc[0], lang),
            values=lang.listed([_value(a, pack, lang) for _, a in spell[spell["role"] != "path"].iterrows()]),
        )
        for spell in spells
    ]
    fixed = table[table["role"] == "anchor"]
    subtitle = lang.say(
        "Poverty rate, %(of)s, %(place)s, %(start)s to %(end)s",
        of=of_whom(pack, ids(fixed["claims"]), lang),
        place=place(pack, lang),
        **span_words(table, lang),
    )
    if len(set(table["standard"])) > 1:
        subtitle = lang.say("%(subtitle)s; each band is one poverty standard", subtitle=subtitle)
    alt = f"{title}. {capital('; '.join(each))}."
    if len(spells) > 1:
        alt += " " + lang.say("No line joins two standards.")
    return Words(
        title,
        subtitle,
        alt,
        (
            *_notes(table, paths, lang),
            *cautions(pack, table, lambda a: rate(a, pack, lang), lang),
        ),
    )


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Marks and lines over one band for each standard; nothing joins two bands."""
    key(page, table, pack, lang, BLUE, TEAL, apart=True)
    ax = page.axes(1.25, page.width - MARGIN - 0.1, 0.45, 0.6)
    span = max(table["t"].max() - table["t"].min(), 2.0)
    ax.set(xlim=(table["t"].min() - 0.05 * span, table["t"].max() + 0.1 * span), ylim=(0, 1.15 * table["value"].max()))
    gaps = _bands(ax, table, pack, lang)
    percent_axis(ax, lang)
    ax.grid(axis="y", color="white", linewidth=1.0)
    _ticks(ax, table, lang)
    labels = Labels(page, ax)
    for x, words in gaps:
        labels.block_words(x, sum(ax.get_ylim()) / 2, words, FOOT)
    for spell in spells_of(table):
        line(ax, spell, TEAL, TINT[TEAL], BAND[TEAL])
        marks(ax, spell[spell["role"] == "anchor"], BLUE, other=PLUM)
        marks(ax, spell[spell["role"].isin(["check", "aside"])], PLUM)
        labels.block(spell)
    for row, must in _wanted(table):
        bold = row["role"] == "anchor" and row["kind"] == "reported"
        look = {
            "color": BLUE if row["role"] == "anchor" and row["source"] == "own" else PLUM,
            "weight": "bold" if bold else "normal",
            "must": must,
        }
        words = rate(row, pack, lang)
        if row["kind"] == "derived":
            words = lang.say("%(value)s (inferred)", value=words)
        labels.place(row["t"], row["value"], words, size=LABEL + 1 if bold else LABEL, **look)


def _wanted(table: pd.DataFrame) -> list[tuple[pd.Series, bool]]:
    """The figures to label: ends of spells must be, then other anchors, then what other sources print."""
    ends, rest = [], []

    def same(spell: pd.DataFrame) -> pd.Series:
        return (table[SPELL[:-1]] == spell[SPELL[:-1]].iloc[0]).all(axis=1)

    for spell in spells_of(table):
        anchors = anchors_of(spell)
        last = [anchors.index[0], anchors.index[-1]] if len(anchors) else []
        # beside the spell under the preferred readings another reading of it may go unnamed
        must = not spell["variant"].iloc[0] or not (same(spell) & (table["variant"] == "")).any()
        ends += [(table.loc[i], must) for i in dict.fromkeys(last)]
        rest += [(row, False) for i, row in anchors.iterrows() if i not in last]
    others = table[table["role"].isin(["check", "aside"])]
    at = {(round(a["t"], 2), round(a["value"], 2)) for a, _ in [*ends, *rest]}
    others = [(row, False) for _, row in others.iterrows() if (round(row["t"], 2), round(row["value"], 2)) not in at]
    # a figure that stands under several readings of an open question is named once
    wanted: dict[tuple[float, float], tuple[pd.Series, bool]] = {}
    for row, must in [*ends, *rest, *others]:
        wanted.setdefault((row["t"], row["value"]), (row, must))
    return sorted(wanted.values(), key=lambda label: not label[1])


def _told(paths: list[pd.DataFrame]) -> pd.DataFrame:
    """The spell of the title: the latest of two years or more, or the longest."""
    spans = [anchors["t"].iloc[-1] - anchors["t"].iloc[0] for anchors in paths]
    long = [anchors for anchors, span in zip(paths, spans, strict=True) if span > SHORT]
    return long[-1] if long else paths[spans.index(max(spans))]


def _readings_of(told: pd.DataFrame, paths: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The spell of the title under each reading of an open question that starts or ends it."""
    same = [a for a in paths if (a[SPELL[:-1]].iloc[0] == told[SPELL[:-1]].iloc[0]).all()]
    ends = {(a["value"].iloc[0], a["value"].iloc[-1]) for a in same}
    return same if len(ends) == 1 else [told]


def _finding(anchors: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """What happened between the first and the last anchor, with a rise named where there was one."""
    first, before, last = anchors.iloc[0], anchors.iloc[-2], anchors.iloc[-1]
    rises = bool((anchors["value"].diff() > 0).any())
    ends = {"start": rate(first, pack, lang), "end": rate(last, pack, lang), "span": span_of(anchors, lang)}
    if last["value"] > before["value"] and len(anchors) > 2:
        lowest = rate(before, pack, lang)
        return lang.say("Poverty rose from %(before)s to %(end)s in the last step", before=lowest, end=ends["end"])
    if last["value"] >= first["value"]:
        return lang.say("Poverty went from %(start)s to %(end)s %(span)s", **ends)
    fell = lang.say("Poverty fell from %(start)s to %(end)s %(span)s", **ends)
    return lang.say("%(fell)s, but not at every step", fell=fell) if rises else fell


def _notes(table: pd.DataFrame, paths: list[pd.DataFrame], lang: Language) -> tuple[str, ...]:
    if not paths:
        return ()
    between = table[table["role"] == "path"]
    text = (
        lang.say("Lines are reconstructed, between a straight line and a constant rate of fall.")
        if len(between)
        else ""
    )
    if between.loc[between["open"] == "no", "low"].notna().any():
        text += " " + lang.say("The light tint is every path that never rises, not a probability.")
    if between["low"].isna().any():
        text += " " + lang.say("No tint where figures rise or come from a survey: nothing limits what lies between.")
    return (text.strip(),) if text else ()


def _value(a: pd.Series, pack: Pack, lang: Language) -> str:
    kind = KINDS[a["kind"]] if a["role"] != "check" else mark("another printed figure")
    return lang.say(
        "%(value)s, %(when)s (%(kind)s)", value=rate(a, pack, lang), when=lang.date(a["date"]), kind=lang.label(kind)
    )


def _ticks(ax: Axes, table: pd.DataFrame, lang: Language) -> None:
    """The years of anchors, the ends of spells first, and round years where they leave room."""
    left, right = ax.get_xlim()
    room = ROOM * (right - left) / 30
    ends = [
        a["t"]
        for spell in spells_of(table)
        for a in (anchors_of(spell).iloc[[0, -1]].to_dict("records") if len(anchors_of(spell)) else [])
    ]
    inner = list(table.loc[table["role"] == "anchor", "t"])
    every = 1 if right - left < 12 else 5
    round_years = [t for t in range(int(left) + 1, int(right) + 1) if t % every == 0]
    years: list[float] = []
    for t in [*ends, *inner, *round_years]:
        whole = float(ceil(t - 0.01))
        if left <= whole <= ceil(table["t"].max() - 0.01) and all(abs(whole - y) >= room for y in years):
            years.append(whole)
    year_ticks(ax, sorted(years), table, lang)


def _bands(ax: Axes, table: pd.DataFrame, pack: Pack, lang: Language) -> list[tuple[float, str]]:
    """A band for each standard, with its years; those without a figure say so, and are returned: where, and words."""
    gaps = []
    left, right = ax.get_xlim()
    counted = set(table["standard"])
    shown = [s for s in pack.shared.standards.values() if s.last_year > left and s.first_year - 1 < right]
    across = ax.get_xaxis_transform()
    for i, standard in enumerate(shown):
        start, end = max(standard.first_year - 1, left), min(standard.last_year, right)
        ax.axvspan(start, end, color=STANDARDS[i % 2], linewidth=0, zorder=0)
        if end - start < NAMED * (right - left):
            continue
        name = standard_years(pack, standard.id, lang)
        weight = "bold" if standard.id in counted else "normal"
        middle = (start + end) / 2
        ax.text(middle, 1.015, name, transform=across, ha="center", va="bottom", fontsize=12, weight=weight)
        if standard.id not in counted:
            gap = lang.say("no figure in\nthese sources")
            ax.text(middle, 0.5, gap, transform=across, ha="center", va="center", fontsize=FOOT, linespacing=LINE)
            gaps.append((middle, gap))
    return gaps
