"""The backtest: how often two ranges hold figures that were hidden from them, and how they score."""

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from poverty.charts import page as canvas
from poverty.charts.marks import NARROW_ROW, ROW, legend
from poverty.charts.page import BAND, BLUE, INK, LINE, PLUM, Page, Size, measure
from poverty.charts.texts import ChartTexts
from poverty.tables import BAND_LEVEL, REFERENCE_METHOD
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import capitalize_first
from poverty.words.source_lines import phrase_donor_sources

SIZE = 12
WIDE = 10.0  # inches: a page less wide has fewer columns
EDGE = 0.1  # inches from the last panel to the edge of the page at least
HEAD, FOOT = 0.29, 0.27  # inches on such a page: over the panels, and for the numbers below them
DOTS = 1.1  # inches at least for dots
HALF_MARK = 0.06  # inches
CALIBRATED, TREND = "calibrated band", "UnobservedComponents"
LOOKS = {  # name, colour, face of the dot, place in its row
    CALIBRATED: (translatable("calibrated band"), BLUE, BLUE, -0.22),
    REFERENCE_METHOD: (translatable("log-to-linear range"), PLUM, "white", 0.22),
}
KINDS = {  # those that are drawn, and how each stands to the first: rules part one sort from the next
    translatable("falling rates at year ends"): "first",
    translatable("all inner figures"): "variant",
    translatable("without derived values"): "variant",
    translatable("near-poor rates"): "other",
}


def words(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> ChartTexts:
    """Title, subtitle, alt text and notes.

    Args:
        table: from `tabulate_method_scores`, of the committed donors.
        contexts: the provinces; the form of the charts that compare them, and of no use here.
        lang: the language.
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
    each = capitalize_first("; ".join(_said(band, wide, lang) for band, wide in kinds))
    meant = lang.say("The band is meant to hold %(level)s.", level=lang.percent(100 * BAND_LEVEL))
    return ChartTexts(title, subtitle, f"{title}. {meant} {each}.", _notes(table, lang))


def _kinds(table: pd.DataFrame) -> list[tuple]:
    """The rows of the calibrated band and of the log-to-linear range, for each drawn kind that has both."""
    found = []
    drawn = table[table["figures_hidden"].isin(KINDS) & table["coverage"].notna()]
    for _, rows in drawn.groupby("figures_hidden", sort=False):
        both = {row.method: row for row in rows.itertuples()}
        if {CALIBRATED, REFERENCE_METHOD} <= set(both):
            found.append((both[CALIBRATED], both[REFERENCE_METHOD]))
    return found


def fitted(
    table: pd.DataFrame, words: ChartTexts, contexts: dict[str, Context], lang: Language, size: Size
) -> tuple[pd.DataFrame, ChartTexts]:
    """On a narrow page the scores are words, without dots, and the subtitle says so."""
    if not size.narrow:
        return table, words
    text = translatable("Coverage, and interval score in words, on known years, hidden, places left out one at a time")
    return table, replace(words, subtitle=lang.say(text))


def paint(page: Page, table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> None:
    """A row for each kind; two panels, coverage and interval score, the second in words alone on a narrow page."""
    top = page.top
    legend(page, _handles(page, lang))
    if page.width >= WIDE:
        page.top = top  # a second row of the key stands beside the heads
    kinds = _kinds(table)
    names = [capitalize_first(lang.label(band.figures_hidden)) for band, _ in kinds]
    counts = _counts(page, lang)
    ends, x = {}, page.margin + max(measure(name, SIZE, "bold") for name in names)
    for name, head in counts.items():
        x += 0.2 + measure(head, page.label, "bold")
        ends[name] = x
    for look in ("full",) if page.width >= WIDE else ("brief", "briefest"):
        gains = [_gain(band, lang, look) for band, _ in kinds]
        left, middle, right, room = _columns(page, x, [text for text, _ in gains], lang)
        if room >= DOTS:
            break
    head = _score_head(page, page.width - page.margin - right, lang)
    key, over, below = (0.3, 0.12, 0.3) if page.width >= WIDE else (NARROW_ROW if page.narrow else ROW, 0.06, FOOT)
    above = key + over + len(head) * page.label * LINE / 72
    coverage = page.axes(left, middle, below, above)
    score = None if page.narrow else page.axes(right, page.width - max(page.margin, EDGE), below, above)
    _scale_coverage(page, coverage, lang)
    if score:
        _scale_score(score, kinds, [text for text, _ in gains], lang)
    for ax in filter(None, (coverage, score)):
        ax.set(ylim=(len(kinds) - 0.4, -0.6), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        for i in range(1, len(kinds)):
            if _sort(kinds[i][0]) != _sort(kinds[i - 1][0]):
                ax.axhline(i - 0.5, color=BAND[INK], linewidth=1.2, zorder=0)
    box = coverage.get_position()
    base = box.y1 * page.height + over
    for name, words in counts.items():
        page.text(ends[name], base, words, weight="bold", ha="right")
    page.text(left, base, lang.say("Coverage"), weight="bold")
    for i, line in enumerate(reversed(head)):
        page.text(right, base + i * page.label * LINE / 72, line, weight="bold")
    for i, ((band, wide), name) in enumerate(zip(kinds, names, strict=True)):
        y = (box.y1 - (i + 0.6) / (len(kinds) + 0.2) * box.height) * page.height
        page.text(page.margin, y, name, SIZE, va="center", weight="normal" if i else "bold")
        for column, end in ends.items():
            page.text(end, y, lang.number(getattr(band, column)), SIZE, va="center", ha="right")
        for row in (band, wide):
            _mark(coverage, score, row, i, 7 if page.width >= WIDE else 5.5)
        if score:
            _beside(score, max(band.interval_score, wide.interval_score), i, *gains[i])
        else:
            page.text(right, y, gains[i][0], SIZE, va="center", color=gains[i][1])


def _beside(score: Axes, dot: float, i: int, text: str, color: str) -> None:
    """ChartTexts to the right of the dots of a row."""
    backing = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    look = {"textcoords": "offset points", "va": "center_baseline", "fontsize": SIZE, "color": color}
    score.annotate(text, (dot, i), (9, 0), bbox=backing, zorder=2, **look)


def _counts(page: Page, lang: Language) -> dict[str, str]:
    """The columns of numbers that there is room for, and their heads."""
    if page.narrow:
        return {}
    counts = {"figures": lang.say("Figures"), "places": lang.say("Places")}
    return counts if page.width >= WIDE else {"figures": counts["figures"]}


def _columns(page: Page, after: float, gains: list[str], lang: Language) -> tuple[float, float, float, float]:
    """Where the first panel begins and ends, where the second begins, and what words leave for dots, in inches.

    `after`: the end of the names.
    """
    words = max(measure(text, SIZE) for text in gains)
    if page.narrow:
        left, gap = after + 0.15, 0.2
        head = measure(lang.say("Interval score"), page.label, "bold")
        right = page.width - page.margin - max(words, head)
        return left, right - gap, right, right - gap - left
    left, gap, share = (after + 0.3, 0.45, 0.42) if page.width >= WIDE else (after + 0.15, 0.2, 0.38)
    middle = left + share * (page.width - page.margin - left - gap)
    return left, middle, middle + gap, page.width - page.margin - middle - gap - words


def _score_head(page: Page, wide: float, lang: Language) -> list[str]:
    """What stands over the interval scores, in lines; one line where the page is not wide."""
    full = lang.say("Mean interval score (lower is better)")
    if page.width >= WIDE or measure(full, page.label, "bold") <= wide:
        return canvas.wrap(full, page.label, wide, "bold")
    return [lang.say("Interval score")]


def _scale_coverage(page: Page, ax: Axes, lang: Language) -> None:
    """All shares, and the level that the band is meant to have; a page that is not wide has it among the numbers."""
    box = ax.get_position()
    steps = 4 if box.width * ax.figure.get_figwidth() > 2.5 else 2
    ax.set(xlim=(-0.02, 1.03), xticks=[n / steps for n in range(steps + 1)])
    ax.xaxis.set_major_formatter(lambda x, _: lang.percent(100 * x))
    ax.axvline(BAND_LEVEL, color=INK, linewidth=1.2, zorder=1)
    if page.width < WIDE:
        wide = box.width * page.width - 2 * HALF_MARK
        apart = (BAND_LEVEL - 0.5) * wide - measure(lang.percent(100 * BAND_LEVEL), page.label)
        ax.set_xticks([0.0, 0.5, BAND_LEVEL] if apart > 0.05 else [0.0, BAND_LEVEL])
        ax.set_xlim(-HALF_MARK / wide, 1 + HALF_MARK / wide)
        return
    above = {"textcoords": "offset points", "ha": "center", "fontsize": SIZE}
    ax.annotate(
        lang.percent(100 * BAND_LEVEL), (BAND_LEVEL, 1), (0, 0.12 * 72), xycoords=ax.get_xaxis_transform(), **above
    )


def _scale_score(ax: Axes, kinds: list[tuple], gains: list[str], lang: Language) -> None:
    """From 0 to where every label still fits beside its dots."""
    width, start = ax.get_position().width * ax.figure.get_figwidth(), 0.08
    scores = [max(row.interval_score for row in kind) for kind in kinds]
    rooms = [width - start - 0.15 - measure(text, SIZE) for text in gains]
    unit = min(room / score for room, score in zip(rooms, scores, strict=True))  # inches
    step = next((step for step in (0.5, 1, 2, 5) if step * unit > 0.45), 10)
    ax.set_xlim(-start / unit, (width - start) / unit)
    ax.set_xticks([step * n for n in range(int(max(scores) / step) + 1)])
    ax.xaxis.set_major_formatter(lambda x, _: lang.number(x, 1 if step < 1 else 0))


def _sort(row) -> str:
    return KINDS[row.figures_hidden]


def _mark(coverage: Axes, score: Axes | None, row, i: int, size: float) -> None:
    """The two dots of a method in its row, and the interval of its coverage where there is one."""
    _, color, face, aside = LOOKS[row.method]
    if pd.notna(row.coverage_low):
        ends = (row.coverage_low, row.coverage_high)
        coverage.plot(ends, (i + aside,) * 2, color=color, linewidth=2, gid=f"coverage-interval.{row.Index}")
    for ax, name, value in ((coverage, "coverage", row.coverage), (score, "score", row.interval_score)):
        if not ax:
            continue
        look = {"marker": "o", "markersize": size, "markerfacecolor": face, "markeredgewidth": 1.8, "color": color}
        ax.plot([value], [i + aside], linestyle="none", gid=f"{name}.{row.Index}", zorder=4, **look)


def _gain(band, lang: Language, look: str = "full") -> tuple[str, str]:
    """How far the band's interval score lies below the range's, if that can be told, and the colour of the words.

    `look`: "full", "brief" without why it cannot be told, or "briefest" without the interval either.
    """
    if pd.isna(band.gain_low):
        return lang.say("cannot tell: too few places") if look == "full" else lang.say("too few places"), INK
    if band.gain_low <= 0 <= band.gain_high:
        ends = lang.range(lang.number(100 * band.gain_low), lang.percent(100 * band.gain_high))
        return lang.say("cannot tell (%(range)s)", range=ends) if look == "full" else lang.say("unclear"), INK
    ends = [lang.number(end) for end in sorted(abs(100 * end) for end in (band.gain_low, band.gain_high))]
    shown = {
        "gain": lang.percent(abs(100 * band.gain)),
        "range": lang.range(*ends) if look == "full" else "–".join(ends),
    }
    if band.gain < 0:
        text = (
            lang.say("%(gain)s higher", **shown)
            if look == "briefest"
            else lang.say("%(gain)s higher (%(range)s)", **shown)
        )
        return text, PLUM
    text = (
        lang.say("%(gain)s lower", **shown) if look == "briefest" else lang.say("%(gain)s lower (%(range)s)", **shown)
    )
    return text, BLUE


def _handles(page: Page, lang: Language) -> list:
    found = [
        Line2D(
            [], [], marker="o", markersize=9, markerfacecolor=face, markeredgewidth=2, color=color, linestyle="none",
            label=lang.label(name),
        )
        for name, color, face, _ in LOOKS.values()
    ]  # fmt: skip
    interval = lang.say("90%% interval over places") if page.width >= WIDE else lang.say("90%% interval")
    return [*found, Line2D([], [], color=INK, linewidth=2, label=interval)]


def _notes(table: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    """What the scores are, what they are not, and the model that covers everything."""
    score = translatable(
        "Coverage: share of the hidden figures in the range. Interval score: the width of the range plus %(times)s "
        "times the distance of a figure outside it, as a share of the spell's fall; too wide and too narrow both cost."
    )
    beside = translatable(
        "Beside the dots: how far the band scores below the other range (minus: above). Intervals: 90%%, bootstrap "
        "over places, exact where all or none are held. Rows share figures. Near-poor rates have no band: they may "
        "rise."
    )
    notes = [lang.say(score, times=lang.number(2 / (1 - BAND_LEVEL))), lang.say(beside)]
    trend = table[(table["figures_hidden"] == table["figures_hidden"].iloc[0]) & (table["method"] == TREND)]
    for row in trend[trend["width"].notna()].itertuples():
        text = translatable(
            "A local linear trend (UnobservedComponents, not drawn) held %(share)s of %(count)s figures: its range is "
            "%(times)s times as wide as the fall."
        )
        shown = {"share": lang.percent(100 * row.coverage), "times": lang.number(row.width, 1)}
        notes[-1] += " " + lang.say(text, count=lang.number(row.figures), **shown)
    return tuple(Sentence(Kind.KEY, note) for note in notes)


def sources(table: pd.DataFrame, contexts: dict[str, Context], lang: Language) -> list[str]:
    """The source line."""
    return [phrase_donor_sources(lang)]


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
