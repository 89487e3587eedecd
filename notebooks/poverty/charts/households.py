"""The number of poor and near-poor households, or of poor people, over the last spell with two counts."""

from math import ceil

import pandas as pd

from poverty import vocabulary
from poverty.canvas import BAND, BLUE, INK, LABEL, PLUM, TINT, Page, wrap
from poverty.charts.labels import Labels
from poverty.charts.shared import Words, anchors_of, cautions, key, line, marks, spans_of, spells_of
from poverty.pack import Pack
from poverty.wording import capital, ids, place, qualified, standard_years
from poverty.words import Language

SHOWS_READINGS = False
ROOM = 1.3  # the scale reaches this far above the highest count, for its label
BESIDE = 3.1  # inches beside the axes for the last figures and what they count
ROUND = 10_000  # a count rounded so far is written in millions
COLORS = {"poor_households": BLUE, "near_poor_households": PLUM, "poor_persons": BLUE}


def words(table: pd.DataFrame, pack: Pack, lang: Language) -> Words:
    """Title, subtitle, alt text and notes."""
    told: dict[str, list[pd.DataFrame]] = {}  # each finding with its spells: several under an open question
    values = []
    for spell in spells_of(table):
        anchors = anchors_of(spell)
        what = lang.label(vocabulary.INDICATORS[spell["indicator"].iloc[0]].label)
        if len(anchors) > 1:
            told.setdefault(_finding(what, anchors, lang), []).append(anchors)
        each = [f"{_count(a, pack, lang)} ({lang.date(a['date'])})" for _, a in anchors.iterrows()]
        if each:
            values.append(f"{capital(what)}: {', '.join(each)}")
    findings: dict[str, list[str]] = {}
    for finding, each in told.items():
        # series of different length keep their own years: one span for both would be false for one of them
        findings.setdefault(spans_of(each, lang), []).append(finding)
    spans = [
        lang.say("%(findings)s %(span)s", findings=lang.listed(found), span=span) for span, found in findings.items()
    ]
    title = capital(lang.listed(spans))
    if any(_turned(anchors_of(spell)) for spell in spells_of(table)):
        title = lang.say("%(title)s, with a rise at the end", title=title)
    people = vocabulary.INDICATORS[table["indicator"].iloc[0]].unit == "persons"
    standard = pack.shared.standards[table["standard"].iloc[0]]
    what = lang.say("Poor people") if people else lang.say("Households")
    how = lang.say("by household survey") if standard.method == "survey" else lang.say("on the official registers")
    years = standard_years(pack, standard.id, lang)
    if len(pack.shared.standards) > 1:
        years = lang.say("%(years)s standard", years=years)
    subtitle = lang.say(
        "%(what)s %(how)s, %(place)s, %(years)s", what=what, how=how, place=place(pack, lang), years=years
    )
    alt = f"{title}. {'; '.join(values)}."
    return Words(
        title,
        subtitle,
        alt,
        (
            *_notes(table, lang),
            *cautions(pack, table, lambda a: _count(a, pack, lang), lang),
        ),
    )


def paint(page: Page, table: pd.DataFrame, pack: Pack, lang: Language) -> None:
    """Series of counts, labelled at their marks."""
    key(page, table, pack, lang, INK, INK, INK)
    ax = page.axes(1.45, page.width - BESIDE - 0.5, 0.45, 0.45)
    span = max(table["t"].max() - table["t"].min(), 1.0)
    ax.set(xlim=(table["t"].min() - 0.05 * span, table["t"].max() + 0.04 * span), ylim=(0, ROOM * table["value"].max()))
    ax.yaxis.set_major_formatter(lambda y, _: lang.number(y))
    ax.grid(axis="y")
    years = sorted({float(ceil(t - 0.01)) for t in table["t"]})
    step = max(1, round(len(years) / 7))
    years = [y for y in years[::-step] if y <= ax.get_xlim()[1]]
    ax.set_xticks(years, [lang.say("end %(year)s", year=f"{t:.0f}") for t in years])
    labels, wanted, ends = Labels(page, ax), [], set()
    for spell in spells_of(table):
        color = COLORS[spell["indicator"].iloc[0]]
        line(ax, spell, color, TINT[color], BAND[color])
        marks(ax, spell, color)
        labels.block(spell)
        for _, row in spell[spell["role"] != "path"].iterrows():
            wanted.append((row, color, row["role"] == "anchor"))
        if (spell["role"] == "anchor").any():
            last = anchors_of(spell).iloc[-1]
            what = lang.label(vocabulary.INDICATORS[spell["indicator"].iloc[0]].label)
            text = lang.say("%(n)s %(what)s", n=_count(last, pack, lang), what=what)
            text = "\n".join(wrap(text, LABEL + 1, BESIDE, "bold"))
            if (last["t"], last["value"]) not in ends:  # readings of an open question share it
                labels.place(last["t"], last["value"], text, color, LABEL + 1, "bold")
            ends.add((last["t"], last["value"]))
    wanted = [w for w in wanted if (w[0]["t"], w[0]["value"]) not in ends]
    for row, color, anchored in sorted(wanted, key=lambda w: not w[2]):
        weight = "bold" if anchored else "normal"
        labels.place(row["t"], row["value"], _count(row, pack, lang), color, LABEL, weight, must=anchored)


def _count(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A count with its qualifier: more than 30,000."""
    if row["kind"] == "derived":
        return lang.say("about %(n)s", n=lang.number(row["value"]))
    claim = pack.claims[ids(pd.Series([row["claims"]]))[0]]
    number = lang.number(row["value"])
    if claim.rounded_to >= ROUND:
        decimals = max(-(claim.rounded_to / 1_000_000).normalize().as_tuple().exponent, 0)
        number = lang.say("%(n)s million", n=lang.number(claim.value / 1_000_000, decimals))
    return qualified(claim.qualifier, number, lang)


def _finding(what: str, anchors: pd.DataFrame, lang: Language) -> str:
    first, last = float(anchors["value"].iloc[0]), float(anchors["value"].iloc[-1])
    ends = [
        100 * (anchors[b].iloc[-1] / anchors[a].iloc[0] - 1) if anchors[a].iloc[0] else 0.0
        for a, b in (("low", "high"), ("high", "low"))
    ]
    size = lang.range(*(lang.percent(x) for x in sorted(map(abs, ends))))
    if last < first:
        return lang.say("%(size)s fewer %(what)s", what=what, size=size)
    return lang.say("%(size)s more %(what)s", what=what, size=size)


def _turned(anchors: pd.DataFrame) -> bool:
    """Whether a series that fell over its whole length rose in its last step."""
    values = list(anchors["value"])
    return len(values) > 2 and values[-2] < values[-1] < values[0]


def _notes(table: pd.DataFrame, lang: Language) -> tuple[str, ...]:
    between = table[table["role"] == "path"]
    parts = []
    if len(between):
        parts.append(lang.say("Lines are reconstructed."))
    if between.loc[between["open"] == "no", "low"].notna().any():
        parts.append(lang.say("The light tint is every path on which their number never rises, not a probability."))
    blank = between[between["low"].isna()]
    if (blank["indicator"] == "near_poor_households").any():
        parts.append(
            lang.say("The near-poor have no tint: the poor who move up join them, so their number may also rise.")
        )
    if (blank["indicator"] != "near_poor_households").any():
        parts.append(lang.say("No tint where figures rise or come from a survey."))
    return (" ".join(parts),) if parts else ()
