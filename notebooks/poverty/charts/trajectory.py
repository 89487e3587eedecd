"""The poverty rate, spell by spell."""

from dataclasses import replace
from itertools import pairwise
from math import ceil

import pandas as pd
from matplotlib.axes import Axes

from poverty.charts.axes import percent_axis, year_ticks
from poverty.charts.labels import MARK, Labels
from poverty.charts.marks import SPELL, anchors_of, keys, legend, line, marks, spells_of
from poverty.charts.page import BAND, BLUE, FOOT, LINE, PLUM, SLIDE, TEAL, TINT, Page, Size, measure, wrap
from poverty.charts.texts import ChartTexts, state_evidence
from poverty.packs.vocabulary import CANNOT_TELL, FELL, ROSE
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.notes import (
    phrase_first_last_dates,
    phrase_length_by_reading,
    phrase_missing_tint,
    phrase_path_cautions,
    phrase_spell_length,
)
from poverty.words.phrases import (
    capitalize_first,
    choose_told_spell,
    phrase_rate,
    phrase_rate_unit,
    phrase_standard_years,
    province_name,
    tell_direction_of,
    unique_ids,
)

SHOWS_READINGS = False
ENGLISH = Language("en")
BRIEF = 10  # words of an English title that leave room for more; decided once, so that all languages say the same
KINDS = {
    "reported": translatable("reported"),
    "derived": translatable("inferred"),
    "estimate": translatable("estimate"),
    "target": translatable("target"),
    "forecast": translatable("forecast"),
}
STANDARDS = ("#E9E9E9", "#F4F4F4")
ROOM = 1.6  # years between two ticks that do not touch, on a slide of thirty years
GAP = 0.1  # inches between two ticks of a narrow page, and beside the name of a band
HEAD = 1.15  # how far the axes go on above the highest mark
MOST = 1.4  # and at the most, on a page that is narrow
EDGE = 0.3  # inches right of the axes: half of a tick label may reach into them
NAMED = 0.085  # of the width: what a band must span to hold its name
LOW = 5.0  # inches: on a page less high the low rates of late standards lie flat under the high ones of early ones
YEARS = 14  # on a low page: the years that leave marks apart
KEYS = 6  # on a low page: the kinds of marks whose key leaves room for them
ASIDES = {
    "estimate": translatable("estimates"),
    "target": translatable("targets"),
    "forecast": translatable("forecasts"),
}


def words(table: pd.DataFrame, context: Context, lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes."""
    title = _title(table, context, lang)
    each = []
    for spell in spells_of(table):
        printed = spell[spell["role"] != "path"]
        years = phrase_standard_years(context, spell["standard"].iloc[0], lang)
        values = lang.listed([_value(a, context, lang) for _, a in printed.iterrows()])
        told = lang.say("%(years)s standard: %(values)s", years=years, values=values)
        each.append(_name_base(told, printed, table, context, lang))
    alt = f"{title}. {capitalize_first('; '.join(each))}."
    if table["standard"].nunique() > 1:
        alt += " " + lang.say("No line joins two standards.")
    cautions = phrase_path_cautions(context, table, lambda a: phrase_rate(a, context, lang), lang)
    return ChartTexts(title, _subtitle(table, context, lang), alt, (*_notes(table, context, lang), *cautions))


def _title(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """What happened in the latest spell, and how it stands to the rest of the chart."""
    paths = _paths(table)
    if not paths:
        return lang.say("No standard was counted twice: no trajectory")
    told = _told(paths)
    title = _finding(told, context, lang)
    versions = _readings_of(told, paths)
    if len(versions) > 1:
        change = _phrase_change(told, phrase_length_by_reading(versions, lang), context, lang)
        title = lang.say("%(finding)s, by reading", finding=change)
    standard, standards = told["standard"].iloc[0], list(dict.fromkeys(table.sort_values("t")["standard"]))
    if standard != standards[-1]:
        years = phrase_standard_years(context, standard, lang)
        return lang.say("%(finding)s, under the standard of %(years)s", finding=title, years=years)
    if len(versions) > 1 or len(_finding(told, context, ENGLISH).split()) > BRIEF:
        return title
    if table["base"].nunique() > 1:
        return _name_base(title, told, table, context, lang)
    if len(standards) > 1:
        return lang.say("%(finding)s; earlier figures follow other standards", finding=title)
    return title


def _name_base(text: str, rows: pd.DataFrame, table: pd.DataFrame, context: Context, lang: Language) -> str:
    """A text about some rows, with what their rates are shares of where the table also has the other base."""
    if table["base"].nunique() < 2:
        return text
    of = phrase_rate_unit(context, unique_ids(rows["claims"]), lang)
    return lang.say("%(text)s, %(of)s", text=text, of=of)


def fitted(
    table: pd.DataFrame, said: ChartTexts, context: Context, lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """The rows that a low page has room for, and words that say what it leaves out.

    It keeps the standards of the last years and that of the title. Where the kinds of marks are many, it leaves out
    the outer limits around a band, then targets, estimates and forecasts.
    """
    if size.height > LOW:
        return table, said
    rows = table[table["standard"].isin(_latest(table))]
    left_out = [lang.say("earlier standards")] if len(rows) < len(table) else []
    notes = words(rows, context, lang).notes
    if _many(rows, context, lang) and rows["band_low"].notna().any():
        left_out.append(lang.say("outer limits"))
        notes = (
            *_notes(rows, context, lang, limits=False),
            *phrase_path_cautions(context, rows, lambda a: phrase_rate(a, context, lang), lang),
        )
        rows = rows.assign(low=rows["low"].mask(rows["band_low"].notna()))
    if _many(rows, context, lang):
        beside = rows["role"] == "aside"
        left_out += [lang.label(ASIDES[kind]) for kind in ASIDES if (rows.loc[beside, "kind"] == kind).any()]
        rows = rows[~beside]
    if not left_out:
        return table, said
    subtitle = lang.say(
        "%(subtitle)s; left out here: %(what)s", subtitle=_subtitle(rows, context, lang), what=lang.listed(left_out)
    )
    return rows, replace(said, subtitle=state_evidence(subtitle, context, lang), notes=notes)


def paint(page: Page, table: pd.DataFrame, context: Context, lang: Language) -> None:
    """Marks and lines over one band for each standard; nothing joins two bands."""
    legend(page, keys(table, context, lang, BLUE, TEAL, apart=True, brief=page.narrow))
    left, above, size = (0.65, 0.6, 11) if not page.narrow else (0.55, 0.47, 8)
    below = 0.45 if page.size == SLIDE else 0.28
    ax = page.axes(page.margin + left, page.width - max(page.margin + 0.1, EDGE), below, above)
    head = HEAD if not page.narrow else max(HEAD, _head(page, ax))
    span = max(table["t"].max() - table["t"].min(), 2.0)
    ax.set(
        xlim=(table["t"].min() - 0.05 * span, table["t"].max() + 0.1 * span), ylim=(0, head * table["value"].max() or 1)
    )
    gaps = _bands(page, ax, table, context, lang)
    percent_axis(ax, lang)
    ax.grid(axis="y", color="white", linewidth=1.0)
    _ticks(page, ax, table, lang)
    labels = Labels(page, ax)
    for x, words in gaps:
        labels.block_words(x, sum(ax.get_ylim()) / 2, words, FOOT)
    for spell in spells_of(table):
        line(ax, spell, TEAL, TINT[TEAL], BAND[TEAL])
        marks(ax, spell[spell["role"] == "anchor"], BLUE, size, other=PLUM)
        marks(ax, spell[spell["role"].isin(["check", "aside"])], PLUM, size)
        labels.block(spell)
    for row, must in _wanted(table, page.size == SLIDE):
        bold = row["role"] == "anchor" and row["kind"] == "reported"
        look = {
            "color": BLUE if row["role"] == "anchor" and row["source"] == "own" else PLUM,
            "weight": "bold" if bold else "normal",
            "must": must,
        }
        words = phrase_rate(row, context, lang)
        if table["base"].nunique() > 1 and row["base"] == "population":
            words = lang.say("%(values)s (of people)", values=words)
        if row["kind"] == "derived" and not page.narrow:  # where it is narrow, the key says so
            words = lang.say("%(value)s (inferred)", value=words)
        labels.place(row["t"], row["value"], words, size=page.label + (bold and not page.narrow), **look)


def _head(page: Page, ax: Axes) -> float:
    """How far the axes go on above the highest mark, so that a label has room over it."""
    high = ax.get_position().height * page.height
    return high / max(high - page.label * LINE / 72 - MARK, high / MOST)


def _latest(table: pd.DataFrame) -> set[str]:
    """The standards whose figures are all of the last years, and that of the title with those after it."""
    first = table.groupby("standard")["t"].min()
    paths = _paths(table)
    start = table["t"].max() - YEARS
    if paths:
        start = min(start, first[_told(paths)["standard"].iloc[0]])
    return set(first[first >= start].index)


def _wanted(table: pd.DataFrame, roomy: bool) -> list[tuple[pd.Series, bool]]:
    """The figures to label: ends of spells must be, then other anchors, then what other sources print.

    Where it is not roomy, only the ends of the spell in the title must be.
    """
    ends, rest = [], []
    paths = _paths(table)
    told = set(_told(paths).index) if paths else set()

    def same(spell: pd.DataFrame) -> pd.Series:
        return (table[SPELL[:-1]] == spell[SPELL[:-1]].iloc[0]).all(axis=1)

    for spell in spells_of(table):
        anchors = anchors_of(spell)
        last = [anchors.index[0], anchors.index[-1]] if len(anchors) else []
        # beside the spell under the preferred readings another reading of it may go unnamed
        must = not spell["variant"].iloc[0] or not (same(spell) & (table["variant"] == "")).any()
        ends += [(table.loc[i], must and (roomy or i in told)) for i in dict.fromkeys(last)]
        rest += [(row, False) for i, row in anchors.iterrows() if i not in last]
    others = table[table["role"].isin(["check", "aside"])]
    at = {(round(a["t"], 2), round(a["value"], 2)) for a, _ in [*ends, *rest]}
    others = [(row, False) for _, row in others.iterrows() if (round(row["t"], 2), round(row["value"], 2)) not in at]
    # a figure that stands under several readings of an open question is named once
    wanted: dict[tuple[float, float], tuple[pd.Series, bool]] = {}
    for row, must in [*ends, *rest, *others]:
        wanted.setdefault((row["t"], row["value"]), (row, must))
    return sorted(wanted.values(), key=lambda label: not label[1])


def _subtitle(table: pd.DataFrame, context: Context, lang: Language) -> str:
    """What is drawn, where and when; that it is of a survey stands here, where no page lacks room for it."""
    fixed = table[table["role"] == "anchor"]
    text = translatable("Poverty rate, %(of)s, %(place)s, %(start)s to %(end)s")
    if {context.shared.standards[standard].method for standard in table["standard"]} == {"survey"}:
        text = translatable("Poverty rate by household survey, %(of)s, %(place)s, %(start)s to %(end)s")
    subtitle = lang.say(
        text,
        of=phrase_rate_unit(context, unique_ids(fixed["claims"]), lang),
        place=province_name(context, lang),
        **phrase_first_last_dates(table, lang),
    )
    if len(set(table["standard"])) > 1:
        return lang.say("%(subtitle)s; each band is one poverty standard", subtitle=subtitle)
    return subtitle


def _many(table: pd.DataFrame, context: Context, lang: Language) -> bool:
    """Whether a low page has no room for the key of all the kinds of marks."""
    return len(keys(table, context, lang, BLUE, TEAL, apart=True)) > KEYS


def _told(paths: list[pd.DataFrame]) -> pd.DataFrame:
    """The spell of the title, of the first of its readings."""
    spells = [(a["standard"].iloc[0], a["base"].iloc[0], a["t"].iloc[0], a["t"].iloc[-1], len(a)) for a in paths]
    return paths[choose_told_spell(spells)]


def _readings_of(told: pd.DataFrame, paths: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The spell of the title under each reading of an open question that starts or ends it."""
    same = [a for a in paths if (a[SPELL[:-1]].iloc[0] == told[SPELL[:-1]].iloc[0]).all()]
    ends = {(a["value"].iloc[0], a["value"].iloc[-1]) for a in same}
    return same if len(ends) == 1 else [told]


def _finding(anchors: pd.DataFrame, context: Context, lang: Language) -> str:
    """What happened between the first and the last anchor, with a rise named where there was one."""
    steps = [tell_direction_of(earlier, later) for (_, earlier), (_, later) in pairwise(anchors.iterrows())]
    if len(steps) > 1 and steps[-1] == ROSE:
        before, end = (phrase_rate(a, context, lang) for _, a in anchors.iloc[-2:].iterrows())
        return lang.say("Poverty rose from %(before)s to %(end)s in the last step", before=before, end=end)
    change = _phrase_change(anchors, phrase_spell_length(anchors, lang), context, lang)
    if ROSE in steps and tell_direction_of(anchors.iloc[0], anchors.iloc[-1]) == FELL:
        return lang.say("%(fell)s, but not at every step", fell=change)
    return change


def _phrase_change(anchors: pd.DataFrame, span: str, context: Context, lang: Language) -> str:
    """From which rate to which, in how many years, and whether that is a fall or a rise."""
    first, last = anchors.iloc[0], anchors.iloc[-1]
    texts = {
        FELL: translatable("Poverty fell from %(start)s to %(end)s %(span)s"),
        ROSE: translatable("Poverty rose from %(start)s to %(end)s %(span)s"),
        CANNOT_TELL: translatable("Poverty: %(start)s, then %(end)s %(span)s; fall or rise unclear"),
    }
    ends = {"start": phrase_rate(first, context, lang), "end": phrase_rate(last, context, lang)}
    return lang.say(texts[tell_direction_of(first, last)], span=span, **ends)


def _paths(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The anchors of every spell that has a path."""
    return [anchors_of(spell) for spell in spells_of(table) if len(anchors_of(spell)) > 1]


def _notes(table: pd.DataFrame, context: Context, lang: Language, limits: bool = True) -> tuple[Sentence, ...]:
    """What the lines and tints are; `limits`: the outer limits are drawn."""
    if not _paths(table):
        return ()
    between = table[table["role"] == "path"]
    text = lang.say("Lines are reconstructed, between a straight line and a constant rate.") if len(between) else ""
    if limits and between.loc[between["open"] == "no", "low"].notna().any():
        text += " " + lang.say("The light tint is every path that never rises, not a probability.")
    if limits:
        text = " ".join([text, *phrase_missing_tint(context, table, lang)])
    return (Sentence(Kind.KEY, text.strip()),) if text else ()


def _value(a: pd.Series, context: Context, lang: Language) -> str:
    kind = KINDS[a["kind"]] if a["role"] != "check" else translatable("another printed figure")
    return lang.say(
        "%(value)s, %(when)s (%(kind)s)",
        value=phrase_rate(a, context, lang),
        when=lang.date(a["date"]),
        kind=lang.label(kind),
    )


def _ticks(page: Page, ax: Axes, table: pd.DataFrame, lang: Language) -> None:
    """The years of anchors, the ends of spells first, and round years where they leave room."""
    left, right = ax.get_xlim()
    room = ROOM * (right - left) / 30
    if page.narrow:
        room = (measure("2000", page.label) + GAP) / _wide(page, ax, 1.0)
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
    year_ticks(page, ax, years, table, lang)


def _wide(page: Page, ax: Axes, years: float) -> float:
    """What some years take of the axes, in inches."""
    left, right = ax.get_xlim()
    return years / (right - left) * ax.get_position().width * page.width


def _bands(page: Page, ax: Axes, table: pd.DataFrame, context: Context, lang: Language) -> list[tuple[float, str]]:
    """A band for each standard, with its years; those without a figure say so, and are returned: where, and words."""
    gaps = []
    left, right = ax.get_xlim()
    counted = set(table["standard"])
    shown = [s for s in context.shared.standards.values() if s.last_year > left and s.first_year - 1 < right]
    across = ax.get_xaxis_transform()
    for i, standard in enumerate(shown):
        start, end = max(standard.first_year - 1, left), min(standard.last_year, right)
        ax.axvspan(start, end, color=STANDARDS[i % 2], linewidth=0, zorder=0)
        if end - start < NAMED * (right - left):
            continue
        weight = "bold" if standard.id in counted else "normal"
        name = phrase_standard_years(context, standard.id, lang)
        gap = lang.say("no figure in\nthese sources")
        if page.size != SLIDE:
            room = _wide(page, ax, end - start) - GAP
            name = name if measure(name, FOOT, weight) <= room else _brief(context, standard.id)
            gap = "\n".join(wrap(gap.replace("\n", " "), FOOT, room))
        middle = (start + end) / 2
        ax.text(middle, 1.015, name, transform=across, ha="center", va="bottom", fontsize=FOOT, weight=weight)
        if standard.id not in counted:
            ax.text(middle, 0.5, gap, transform=across, ha="center", va="center", fontsize=FOOT, linespacing=LINE)
            gaps.append((middle, gap))
    return gaps


def _brief(context: Context, name: str) -> str:
    """The years of a standard in few letters; the first of several has no known beginning."""
    standard = context.shared.standards[name]
    first, last = standard.first_year, standard.last_year
    if name == next(iter(context.shared.standards)):
        return f"≤ {last}"
    return f"{first}–{last % 100:02}" if first // 100 == last // 100 else f"{first}–{last}"
