"""What several charts share: marks, the key, the notes at the foot."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from poverty.charts.page import BAND, PLUM, TINT, Page, Size, measure
from poverty.packs.dates import period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Language, translatable
from poverty.words.phrases import STATUS_LABELS, unique_ids

SPELL = ["indicator", "population", "area", "standard", "variant"]  # what makes a spell in a table of paths
MAX_NAMED_SOURCES = 20  # publications: more than a chart has room to name
APART = 0.35  # inches between two numbers of a vertical axis
CROWDED = 8  # ticks that leave no room for more than the year
SYMBOL, ROW = 0.85, 0.3  # inches: a key without its words, and a row of keys
NARROW_SYMBOL, NARROW_ROW = 0.5, 0.22  # the same on a narrow page
_ASIDE = {"estimate": "o", "target": "s", "forecast": "^"}


@dataclass(frozen=True)
class Words:
    """What a chart says: title (the finding), subtitle, alt text, and its own notes."""

    title: str
    subtitle: str
    alt: str
    notes: tuple[str, ...] = ()


def spells_of(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The spells of a table of paths, each with its anchors in order of time, then the rest."""
    return [spell.sort_values("t", kind="stable") for _, spell in table.groupby(SPELL, sort=False)]


def anchors_of(spell: pd.DataFrame) -> pd.DataFrame:
    """The anchors of one spell, in order of time."""
    return spell[spell["role"] == "anchor"].sort_values("t")


def phrase_spell_length(anchors: pd.DataFrame, lang: Language) -> str:
    """How long a spell is: "in 3 years", or its dates where the years are not whole."""
    first, last = anchors.iloc[0], anchors.iloc[-1]
    years = last["t"] - first["t"]
    if abs(years - round(years)) < 0.02:
        return lang.say_many("in %(count)s year", "in %(count)s years", round(years))
    return lang.say("from %(start)s to %(end)s", start=lang.date(first["date"]), end=lang.date(last["date"]))


def phrase_length_by_reading(each: list[pd.DataFrame], lang: Language) -> str:
    """How long a spell is under each reading of an open question: "in 2 or 3 years"."""
    spans = dict.fromkeys(phrase_spell_length(anchors, lang) for anchors in each)
    years = [anchors["t"].iloc[-1] - anchors["t"].iloc[0] for anchors in each]
    if len(spans) > 1 and all(abs(y - round(y)) < 0.02 for y in years):
        return lang.say("in %(years)s years", years=lang.either([str(y) for y in sorted({round(y) for y in years})]))
    return lang.either(list(spans))


def phrase_path_cautions(
    context: Context, table: pd.DataFrame, show: Callable[[pd.Series], str], lang: Language
) -> tuple[str, ...]:
    """What must be said of any table of paths: its band, survey figures, contradicted ones, a territory that ended."""
    each = (
        phrase_band_note(context, table, lang),
        phrase_survey_note(context, table, lang),
        phrase_contradiction_note(table, show, lang),
    )
    return (*(note for notes in each for note in notes), *phrase_territory_note(context, table, lang))


def phrase_contradiction_note(table: pd.DataFrame, show: Callable[[pd.Series], str], lang: Language) -> tuple[str, ...]:
    """The note on reported marks that another figure or a check of the audit contradicts."""
    doubted = table[(table["contradicted"] == "yes") & (table["kind"] == "reported")].sort_values("t")
    if doubted.empty:
        return ()
    named = [lang.say("%(value)s (%(when)s)", value=show(a), when=lang.date(a["date"])) for _, a in doubted.iterrows()]
    text = translatable("Contradicted by a check or by another printed figure, see the audit: %(values)s.")
    return (lang.say(text, values=lang.listed(named)),)


def phrase_survey_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[str, ...]:
    """The note on figures of a survey."""
    if any(context.shared.standards[name].method == "survey" for name in set(table["standard"]) if name):
        return (
            lang.say(
                "These are survey figures: their sampling error is not printed, and small changes may be no changes."
            ),
        )
    return ()


def phrase_open_questions(context: Context, claims: list[str], lang: Language) -> tuple[str, ...]:
    """The note on questions that move a drawn claim and that nothing settles."""
    asked = []
    for question, group in context.questions.items():
        moved = {o.claim_id for o in context.overrides if o.question == question}
        if moved & set(claims) and not any(r.preferred for r in group):
            asked.append(lang.label(group[0].asks))
    return (lang.say("Not settled: %(questions)s", questions=" ".join(asked)),) if asked else ()


def phrase_first_last_dates(table: pd.DataFrame, lang: Language) -> dict[str, str]:
    """The first and the last date of whatever is drawn."""
    first, last = table.loc[table["t"].idxmin(), "date"], table.loc[table["t"].idxmax(), "date"]
    return {"start": lang.date(first), "end": lang.date(last)}


def percent_axis(ax: Axes, lang: Language) -> None:
    """Round numbers on the vertical axis, each with the decimals that it has."""
    low, high = ax.get_ylim()
    tall = ax.get_position().height * ax.figure.get_figheight()
    most = min(8, max(2, int(tall / APART)))
    ticks = [y for y in MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= y <= high]
    decimals = 0 if all(float(y).is_integer() for y in ticks) else 1
    ax.set_yticks(ticks, [lang.percent(y, decimals) for y in ticks])


def year_ticks(ax: Axes, years: list[float], table: pd.DataFrame, lang: Language) -> None:
    """Ticks at year ends; they say so where some figures are of other dates and there is room for it."""
    within = (table.loc[table["role"] == "anchor", "t"] % 1).between(0.02, 0.98).any() and len(years) < CROWDED
    words = [lang.say("end %(year)s", year=f"{y:.0f}") if within else f"{y:.0f}" for y in years]
    ax.set_xticks(years, words)


def phrase_territory_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[str, ...]:
    """The note on figures of a province that had become part of another by then."""
    until = context.shared.territory.get("until")
    if not until or table["t"].max() <= period_end_coordinate(until):
        return ()
    heir = context.shared.territory.get("followed_by", "")
    text = translatable("After %(date)s, when it became part of %(heir)s: the communes of the former province.")
    return (lang.say(text, date=lang.date(until), heir=heir),)


def phrase_assumed_readings(context: Context, readings: list[str], lang: Language) -> tuple[str, ...]:
    """The note that names the readings a chart assumes: the preferred ones; others are drawn side by side."""
    labels = []
    for tag in readings:
        question, name = tag.split("=")
        labels += [lang.label(r.label) for r in context.questions[question] if r.name == name and r.preferred]
    return (lang.say("Read as: %(labels)s.", labels="; ".join(labels)),) if labels else ()


def list_deciding_claims(context: Context, readings: list[str]) -> list[str]:
    """The claims of other sources that decided between the readings a chart assumes."""
    found = []
    for tag in readings:
        question, name = tag.split("=")
        for r in context.questions[question]:
            found += [word for word in r.supported_by if r.name == name and word in context.claims]
    return list(dict.fromkeys(found))


def phrase_source_lines(
    context: Context, claims: list[str], lang: Language, readings: list[str] | None = None
) -> list[str]:
    """The source line, in full and then shorter: of every claim drawn, then who decided the readings assumed.

    In full: publication, publisher and date; then publisher and year; then the first of them and how many others.
    """
    drawn = {context.claims[name].source.id: context.claims[name].source for name in claims}
    decided = {
        context.claims[name].source.id: context.claims[name].source
        for name in list_deciding_claims(context, readings or [])
    }
    ordered = sorted(drawn.values(), key=lambda s: s.role != "primary")
    others = [s for s in decided.values() if s.id not in drawn]
    found = []
    for short in (False, True):
        text = lang.say("Source: %(cited)s.", cited=phrase_citations(ordered, short, lang))
        if others:
            text += " " + lang.say("Readings decided by: %(cited)s.", cited=phrase_citations(others, short, lang))
        found.append(text)
    first, more = phrase_citations(ordered[:1], True, lang), len(ordered) + len(others) - 1
    text = lang.say_many(
        "Source: %(first)s; %(count)s other.", "Source: %(first)s; %(count)s others.", more, first=first
    )
    return [*found, text] if more else found


def phrase_province_sources(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> list[str]:
    """The source line of a chart over several provinces: publishers and years where they are few; how many."""
    found = {}
    for name in unique_ids(table["claims"]):
        slug, _, claim = name.partition("/")
        source = contexts[slug].claims[claim].source
        found[slug, source.id] = source
    text = translatable("Source: %(count)s publications; the table behind the chart names the claims of every mark.")
    some = lang.say(text, count=len(found))
    if len(found) > MAX_NAMED_SOURCES:
        return [some]
    return [lang.say("Source: %(cited)s.", cited=phrase_citations(list(found.values()), True, lang)), some]


def phrase_notes_reference(number: str, lang: Language) -> str:
    """Where the notes of a chart stand for which a small page has no room; `number` begins its id."""
    return lang.say("All notes: chart %(number)s.", number=number)


def phrase_citations(found: list, short: bool, lang: Language) -> str:
    """Sources in words: title, publisher and date, or only publisher and year."""
    if short:
        years = [s.published[:4] if s.published[:4].isdigit() else lang.published(s.published) for s in found]
        return "; ".join(dict.fromkeys(f"{s.publisher}, {year}" for s, year in zip(found, years, strict=True)))
    return "; ".join(f"{s.title}, {s.publisher}, {lang.published(s.published)}" for s in found)


def line(ax: Axes, spell: pd.DataFrame, color: str, tint: str, band: str) -> None:
    """The path of one spell over its calibrated band and its outer limits; a spell of one anchor has none.

    Where an open question moves the spell, the path is dashed and its outer limits are left to the table.
    """
    points = spell[spell["role"].isin(["anchor", "path"])].sort_values("t")
    if len(points) < 2:
        return
    name = ".".join(str(spell[column].iloc[0]).replace(" ", "-") for column in SPELL).rstrip(".")
    unsettled = (spell["open"] == "yes").any()
    between = points[points["role"] == "path"]
    if between["low"].notna().any() and not unsettled:
        # between two dates a path that never rises stays under the earlier limit and above the later one
        dates, low, high = (list(points[column]) for column in ("t", "low", "high"))
        steps = [t for pair in pairwise(dates) for t in pair]
        floor = [y for y in low[1:] for _ in range(2)]
        roof = [y for y in high[:-1] for _ in range(2)]
        ax.fill_between(steps, floor, roof, color=tint, linewidth=0, gid=f"limits.{name}", zorder=1)
    if between["band_low"].notna().any():
        inside = points.assign(
            bottom=points["band_low"].fillna(points["low"]), top=points["band_high"].fillna(points["high"])
        )
        look = {"color": band, "linewidth": 0, "alpha": 0.6 if unsettled else 1.0, "gid": f"band.{name}", "zorder": 1.5}
        ax.fill_between(inside["t"], inside["bottom"], inside["top"], **look)
    look = {"color": color, "linewidth": 2.5, "linestyle": (0, (3, 1.5)) if unsettled else "-", "zorder": 2}
    ax.plot(points["t"], points["value"], gid=f"path.{name}", **look)


def phrase_band_name(context: Context, lang: Language) -> str:
    """What the band of a province may be called: by its level only if figures held back bear it out."""
    band = context.band
    if band.bears_out:
        return lang.say("%(level)s band", level=lang.percent(100 * band.level))
    return lang.say("calibrated band")


def phrase_band_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[str, ...]:
    """The note on the calibrated band: on what it rests, or why there is none."""
    between, band = table[table["role"] == "path"], context.band
    if between["band_low"].notna().any():
        text = translatable(
            "Band: calibrated on %(figures)s rates of %(places)s other places; held back place by place, "
            "%(coverage)s of them lay in it (%(low)s to %(high)s)."
        )
        shares = {"coverage": band.coverage, "low": band.coverage_low, "high": band.coverage_high}
        shown = {name: lang.percent(100 * share) for name, share in shares.items()}
        return (lang.say(text, figures=band.figures, places=band.places, **shown),)
    if band is None and between["low"].notna().any():
        return (lang.say("Too few places with known inner years for a calibrated band: outer limits only."),)
    return ()


def marks(ax: Axes, spell: pd.DataFrame, color: str, size: float = 11, other: str = "") -> None:
    """Every figure of a spell, each kind with its own mark; with `other`, those of other sources are squares."""
    for row in spell[spell["role"] != "path"].itertuples():
        apart = bool(other) and row.source == "other"
        own = other if apart else color
        look = {"marker": "s" if apart else "o", "markersize": size - apart, "color": own, "zorder": 4}
        if row.role == "check":
            look = {"marker": "x", "markersize": size - 2, "markeredgewidth": 2.5, "color": own, "zorder": 5}
        elif row.role == "aside":
            look |= {
                "marker": _ASIDE[row.kind],
                "markersize": size - 2,
                "markerfacecolor": "white",
                "markeredgewidth": 1.8,
            }
        elif row.kind == "derived":
            look |= {"marker": "D", "markersize": size - 1, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, gid=f"{row.role}.{row.Index}", **look)


def keys(
    table: pd.DataFrame,
    context: Context,
    lang: Language,
    color: str,
    path: str,
    other: str = PLUM,
    apart: bool = False,
    brief: bool = False,
) -> list:
    """The keys of the marks that are drawn, in few words where they are to be brief."""
    hollow = {"markerfacecolor": "white", "markeredgewidth": 2}
    printed, possible = lang.say("another printed figure"), lang.say("possible if it never rose")
    if brief:
        printed, possible = lang.say("also printed"), lang.say("if it never rose")
    handles = []
    reported = table[(table["role"] == "anchor") & (table["kind"] == "reported")]
    if apart and (reported["source"] == "other").any():
        if (reported["source"] == "own").any():
            handles.append(_dot("o", color, lang.say("main source"), markersize=10))
        handles.append(_dot("s", other, lang.say("other source")))
    elif len(reported):
        handles.append(_dot("o", color, lang.say("reported"), markersize=10))
    if (table["kind"] == "derived").any():
        handles.append(_dot("D", color, lang.say("inferred"), **hollow))
    if (table["role"] == "check").any():
        handles.append(_dot("x", other, printed, markeredgewidth=2.5))
    for status, label in STATUS_LABELS.items():
        if ((table["role"] == "aside") & (table["kind"] == status)).any():
            handles.append(_dot(_ASIDE[status], other, lang.label(label), **hollow))
    between = table[table["role"] == "path"]
    if (table[(table["role"] == "anchor") & (table["open"] == "no")].groupby(SPELL).size() > 1).any():
        handles.append(Line2D([], [], color=path, linewidth=2.5, label=lang.say("reconstructed")))
    if (table["open"] == "yes").any():
        look = {"color": path, "linewidth": 2.5, "linestyle": (0, (3, 1.5))}
        handles.append(Line2D([], [], label=lang.say("either reading"), **look))
    if between["band_low"].notna().any():
        handles.append(Patch(color=BAND[path], label=phrase_band_name(context, lang)))
    if between.loc[between["open"] == "no", "low"].notna().any():
        handles.append(Patch(color=TINT[path], label=possible))
    return handles


def in_rows(handles: list, size: Size) -> list[list]:
    """Keys in as many rows as a page of that size needs for them."""
    rows: list[list] = [[]]
    used = 0.0
    symbol = NARROW_SYMBOL if size.narrow else SYMBOL
    for handle in handles:
        wide = measure(handle.get_label(), size.label) + symbol
        if rows[-1] and used + wide > size.width - 2 * size.margin:
            rows.append([])
            used = 0.0
        rows[-1].append(handle)
        used += wide
    return rows


def legend(page: Page, handles: list) -> None:
    """Keys under the subtitle; each row of them after the first moves the top of the page down."""
    high = NARROW_ROW if page.narrow else ROW
    for i, row in enumerate(in_rows(handles, page.size)):
        page.top -= high if i else 0.0
        page.figure.legend(
            handles=row,
            loc="upper left",
            ncols=len(row),
            borderaxespad=0,
            borderpad=0,
            handletextpad=0.5,
            handlelength=2.0 if not page.narrow else 1.3,
            columnspacing=1.5 if not page.narrow else 0.9,
            bbox_to_anchor=(page.margin / page.width, page.top / page.height),
        )


def _dot(marker: str, color: str, label: str, **look) -> Line2D:
    return Line2D([], [], marker=marker, color=color, linestyle="none", label=label, **{"markersize": 9, **look})
