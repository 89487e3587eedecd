"""The backtest: how often two ranges hold figures that were hidden from them, and how they score."""

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty import canvas, donors
from poverty.calibration import LEVEL, NAMED
from poverty.canvas import BAND, BLUE, INK, LABEL, LINE, MARGIN, PLUM, TINT, Page, measure
from poverty.charts.shared import legend
from poverty.pack import Pack
from poverty.tables.backtest import REFERENCE
from poverty.wording import capital
from poverty.words import Language, mark

SIZE = 12
CALIBRATED, TREND = "calibrated band", "UnobservedComponents"
LOOKS = {  # name, colour, face of the dot, place in its row
    CALIBRATED: (mark("calibrated band"), BLUE, BLUE, -0.22),
    REFERENCE: (mark("log-to-linear range"), PLUM, "white", 0.22),
}
KINDS = {  # how a kind stands to the first: rules part one sort from the next
    mark("falling rates, actual values"): "first",
    mark("poverty"): "part",
    mark("minority poverty"): "part",
    mark("first third of the spell"): "part",
    mark("middle third"): "part",
    mark("last third"): "part",
    mark("without derived values"): "variant",
    mark("with estimates"): "variant",
    mark("year ends only"): "variant",
    mark("one year hidden at a time"): "variant",
    mark("counts of poor households"): "other",
    mark("near-poor rates"): "other",
}


def draw_backtest(table: pd.DataFrame, packs: dict[str, Pack], lang: Language) -> tuple[Page, str, str, str]:
    """Coverage and interval score of the calibrated band and of the log-to-linear range, by kind of hidden figure.

    Args:
        table: from `tables.backtest.scores`, of the committed donors.
        packs: the provinces; the form of the charts that compare them, and of no use here.
        lang: the language.

    Returns:
        the page, its title, its caption and its alternative text.
    """
    kinds = _kinds(table)
    band, wide = kinds[0]
    title = lang.say(
        "The calibrated band held %(band)s of %(count)s hidden figures; log-to-linear, %(range)s",
        band=lang.percent(100 * band.coverage),
        count=lang.number(band.figures),
        range=lang.percent(100 * wide.coverage),
    )
    subtitle = lang.say(
        "Coverage and interval score on known years, hidden and reconstructed, places left out one at a time"
    )
    notes = _notes(table, lang)
    each = capital("; ".join(_said(band, wide, lang) for band, wide in kinds))
    with style.context(canvas.STYLE, after_reset=True):
        page = canvas.page(title, subtitle, notes)
        _paint(page, kinds, lang)
    return page, title, " ".join([f"{subtitle}.", *notes]), f"{title}. {each}."


def _kinds(table: pd.DataFrame) -> list[tuple]:
    """The rows of the calibrated band and of the log-to-linear range, for each kind that has both."""
    found = []
    for _, rows in table[table["coverage"].notna()].groupby("figures_hidden", sort=False):
        both = {row.method: row for row in rows.itertuples()}
        if {CALIBRATED, REFERENCE} <= set(both):
            found.append((both[CALIBRATED], both[REFERENCE]))
    return found


def _paint(page: Page, kinds: list[tuple], lang: Language) -> None:
    """A row for each kind; two panels, coverage and interval score."""
    names = [capital(lang.label(band.figures_hidden)) for band, _ in kinds]
    counts = {"figures": lang.say("Figures"), "places": lang.say("Places")}
    ends, x = {}, MARGIN + max(measure(name, SIZE, "bold") for name in names)
    for name, head in counts.items():
        x += 0.2 + measure(head, LABEL, "bold")
        ends[name] = x
    left, gap = x + 0.3, 0.45
    middle = left + 0.42 * (page.width - MARGIN - left - gap)
    head = canvas.wrap(
        lang.say("Mean interval score (lower is better)"), LABEL, page.width - MARGIN - middle - gap, "bold"
    )
    above = 0.42 + len(head) * LABEL * LINE / 72
    coverage, score = page.axes(left, middle, 0.3, above), page.axes(middle + gap, page.width - MARGIN, 0.3, above)
    box = coverage.get_position()
    y = box.y1 * page.height + 0.12
    for name, words in counts.items():
        page.text(ends[name], y, words, weight="bold", ha="right")
    page.text(left, y, lang.say("Coverage"), weight="bold")
    for line in reversed(head):
        page.text(middle + gap, y, line, weight="bold")
        y += LABEL * LINE / 72
    _scale_coverage(coverage, lang)
    _scale_score(score, kinds, lang)
    for ax in (coverage, score):
        ax.set(ylim=(len(kinds) - 0.4, -0.6), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
    for i, ((band, wide), name) in enumerate(zip(kinds, names, strict=True)):
        y = (box.y1 - (i + 0.6) / (len(kinds) + 0.2) * box.height) * page.height
        page.text(MARGIN, y, name, SIZE, va="center", weight="normal" if i else "bold")
        for column, end in ends.items():
            page.text(end, y, lang.number(getattr(band, column)), SIZE, va="center", ha="right")
        for ax in (coverage, score) if i and _sort(band) != _sort(kinds[i - 1][0]) else ():
            ax.axhline(i - 0.5, color=BAND[INK], linewidth=1.2, zorder=0)
        _mark(coverage, score, band, i)
        _mark(coverage, score, wide, i)
        text, color = _gain(band, lang)
        backing = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        look = {"textcoords": "offset points", "va": "center_baseline", "fontsize": SIZE, "color": color}
        score.annotate(text, (max(band.interval_score, wide.interval_score), i), (9, 0), bbox=backing, zorder=2, **look)
    legend(page, _handles(lang))


def _scale_coverage(ax: Axes, lang: Language) -> None:
    """All shares; the level that the band is meant to have, and what is near enough to it."""
    box = ax.get_position()
    steps = 4 if box.width * ax.figure.get_figwidth() > 2.5 else 2
    ax.set(xlim=(-0.02, 1.03), xticks=[n / steps for n in range(steps + 1)])
    ax.xaxis.set_major_formatter(lambda x, _: lang.percent(100 * x))
    ax.axvspan(*NAMED, color=TINT[BLUE], linewidth=0, zorder=0)
    ax.axvline(LEVEL, color=INK, linewidth=1.2, zorder=1)
    above = {"textcoords": "offset points", "ha": "center", "fontsize": SIZE}
    ax.annotate(lang.percent(100 * LEVEL), (LEVEL, 1), (0, 0.12 * 72), xycoords=ax.get_xaxis_transform(), **above)


def _scale_score(ax: Axes, kinds: list[tuple], lang: Language) -> None:
    """From 0 to where every label still fits beside its dots."""
    width, start = ax.get_position().width * ax.figure.get_figwidth(), 0.08
    scores = [max(row.interval_score for row in kind) for kind in kinds]
    rooms = [width - start - 0.15 - measure(_gain(band, lang)[0], SIZE) for band, _ in kinds]
    unit = min(room / score for room, score in zip(rooms, scores, strict=True))  # inches
    step = next((step for step in (0.5, 1, 2, 5) if step * unit > 0.45), 10)
    ax.set_xlim(-start / unit, (width - start) / unit)
    ax.set_xticks([step * n for n in range(int(max(scores) / step) + 1)])
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x, 1 if step < 1 else 0))


def _sort(row) -> str:
    return KINDS.get(row.figures_hidden, "other")


def _mark(coverage: Axes, score: Axes, row, i: int) -> None:
    """The two dots of a method in its row, and the interval of its coverage where there is one."""
    _, color, face, aside = LOOKS[row.method]
    if pd.notna(row.coverage_low):
        ends = (row.coverage_low, row.coverage_high)
        coverage.plot(ends, (i + aside,) * 2, color=color, linewidth=2, gid=f"coverage-interval.{row.Index}")
    for ax, name, value in ((coverage, "coverage", row.coverage), (score, "score", row.interval_score)):
        look = {"marker": "o", "markersize": 7, "markerfacecolor": face, "markeredgewidth": 1.8, "color": color}
        ax.plot([value], [i + aside], linestyle="none", gid=f"{name}.{row.Index}", zorder=4, **look)


def _gain(band, lang: Language) -> tuple[str, str]:
    """How far the band's interval score lies below the range's, if that can be told, and the colour of the words."""
    if pd.isna(band.gain_low):
        return lang.say("cannot tell: too few places"), INK
    if band.gain_low <= 0 <= band.gain_high:
        ends = lang.range(lang.number(100 * band.gain_low), lang.percent(100 * band.gain_high))
        return lang.say("cannot tell (%(range)s)", range=ends), INK
    ends = sorted(abs(100 * end) for end in (band.gain_low, band.gain_high))
    shown = {"gain": lang.percent(abs(100 * band.gain)), "range": lang.range(*map(lang.number, ends))}
    if band.gain < 0:
        return lang.say("%(gain)s higher (%(range)s)", **shown), PLUM
    return lang.say("%(gain)s lower (%(range)s)", **shown), BLUE


def _handles(lang: Language) -> list:
    found = [
        Line2D(
            [], [], marker="o", markersize=9, markerfacecolor=face, markeredgewidth=2, color=color, linestyle="none",
            label=lang.label(name),
        )
        for name, color, face, _ in LOOKS.values()
    ]  # fmt: skip
    found.append(Line2D([], [], color=INK, linewidth=2, label=lang.say("90%% interval over places")))
    low, high = (100 * share for share in NAMED)
    shown = {"range": lang.range(lang.number(low), lang.percent(high)), "level": lang.percent(100 * LEVEL)}
    return [*found, Patch(color=TINT[BLUE], label=lang.say("%(range)s: near enough to %(level)s", **shown))]


def _notes(table: pd.DataFrame, lang: Language) -> list[str]:
    """What the scores are, what they are not, the model that covers everything, and the source."""
    score = mark(
        "Coverage: share of the hidden figures in the range. Interval score: the width of the range plus %(times)s "
        "times the distance of a figure outside it, as a share of the spell's fall; too wide and too narrow both cost."
    )
    beside = mark(
        "Beside the dots: how far the band scores below the other range (minus: above). Intervals: 90%%, bootstrap "
        "over places. Kinds share figures. The band is not calibrated for near-poor rates, nor for household counts."
    )
    notes = [lang.say(score, times=lang.number(2 / (1 - LEVEL))), lang.say(beside)]
    trend = table[(table["figures_hidden"] == table["figures_hidden"].iloc[0]) & (table["method"] == TREND)]
    for row in trend[trend["width"].notna()].itertuples():
        text = mark(
            "A local linear trend (UnobservedComponents, not drawn) held %(share)s of %(count)s figures: its range is "
            "%(times)s times as wide as the fall."
        )
        shown = {"share": lang.percent(100 * row.coverage), "times": lang.number(row.width, 1)}
        notes[-1] += " " + lang.say(text, count=lang.number(row.figures), **shown)
    known = donors.load()
    publications = len(known[["title", "publisher", "published"]].drop_duplicates())
    shown = {"count": lang.number(len(known)), "publications": lang.number(publications)}
    text = mark("Source: data/donors.csv, %(count)s figures from %(publications)s publications, each named there.")
    return [*notes, lang.say(text, **shown)]


def _said(band, wide, lang: Language) -> str:
    """A kind in words: what both ranges held and how they score."""
    return lang.say(
        "%(kind)s (%(figures)s, %(places)s): %(band)s against %(range)s, interval score %(score)s against %(other)s, "
        "%(gain)s",
        kind=lang.label(band.figures_hidden),
        figures=lang.say_many("%(count)s figure", "%(count)s figures", band.figures),
        places=lang.say_many("%(count)s place", "%(count)s places", band.places),
        band=lang.percent(100 * band.coverage),
        range=lang.percent(100 * wide.coverage),
        score=lang.number(band.interval_score, 2),
        other=lang.number(wide.interval_score, 2),
        gain=_gain(band, lang)[0],
    )
