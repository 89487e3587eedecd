"""The rules that every drawn chart keeps, measured on the figure: what is broken, in words, one line a fault."""

import re
from collections.abc import Iterator
from itertools import combinations
from math import hypot, inf

from matplotlib import colors, style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from poverty.charts.drawing import Chart
from poverty.charts.fonts import list_letters
from poverty.charts.page import BLUE, BLUE_TINT, GREY, GREY_TINT, INK, ORANGE, ORANGE_TINT, SLIDE, STYLE  # fmt: skip

LEAST_PLOT, LEAST_POINTS, KEY_POINTS = 0.45, 14, 20
MOST = {"title": 13, "page": 120, "foot": 45, "alt": 60, "kinds": 4}  # words, and kinds of marks
MORE_WORDS = {"vi": 1.25}
LEAST_CHANGE = 0.3  # of the plot: what the marks named in the title take of it
METHOD_WORDS = {
    "en": "reading readings span rounding band model scenario interval calibrated reconstructed estimate estimated",
    "vi": "cách\u00a0hiểu|làm\u00a0tròn|dải|mô\u00a0hình|kịch\u00a0bản|ước\u00a0tính|khoảng\u00a0tin\u00a0cậy",
    "id": "tafsiran pembulatan pita skenario selang taksiran model",
}
MARK_KINDS = re.compile(r"(?!label|name|key|head|cell|join)([a-z-]+)\.(.+)")  # cells: of a table of words
PLAIN = {"#ffffff", "none", "#dfe2e5"}  # paper and grid
MEANINGS = {*map(str.lower, (BLUE, BLUE_TINT, GREY, GREY_TINT, ORANGE, ORANGE_TINT, INK))}


def find_broken_rules(chart: Chart) -> list[str]:
    """What of the rules the chart breaks at its size and in its language; [] if it keeps them all."""
    figure, size = chart.figure, chart.size
    with style.context([STYLE, size.look], after_reset=True):
        FigureCanvasAgg(figure)
        figure.canvas.draw()
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and _is_drawn(t)]
    boxes = {t: t.get_window_extent() for t in texts}
    return [
        *_check_words(chart, texts),
        *_check_layout(chart, texts, boxes),
        *_check_marks(chart),
        *_check_labels(chart, boxes),
    ]


def measure_plot_share(chart: Chart) -> float:
    """The part of the page that is inside axes."""
    return sum(box.width * box.height for box in (ax.get_position() for ax in chart.figure.axes))


def count_words(texts: list[Text]) -> int:
    """Words of every text that is drawn; what no-break spaces join counts as its words."""
    return sum(len(t.get_text().split()) for t in texts)


def list_texts(chart: Chart) -> list[Text]:
    """Every text that is drawn, ticks too."""
    return [t for t in chart.figure.findobj(Text) if t.get_visible() and t.get_text().strip() and _is_drawn(t)]


def _is_drawn(text: Text) -> bool:
    """Whether a tick's words lie on its axis: matplotlib keeps others that it does not draw."""
    for ax in text.figure.axes:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            for tick in axis.get_major_ticks():
                if text in (tick.label1, tick.label2):
                    return min(limits) - 1e-9 <= tick.get_loc() <= max(limits) + 1e-9
    return True


def _check_words(chart: Chart, texts: list[Text]) -> Iterator[str]:
    code, main = chart.drawing.lang.code, chart.id[0] == "0"
    more = MORE_WORDS.get(code, 1)
    counts = {"title": len(chart.title.split()), "page": count_words(texts), "alt": len(chart.alt.split())}
    counts["foot"] = count_words(chart.words[2:])
    for what, count in counts.items():
        if count > MOST[what] * more:
            yield f"{what}: {count} words, at most {MOST[what] * more:g}"
    if main:
        separator = "|" if "|" in METHOD_WORDS[code] else " "
        for word in METHOD_WORDS[code].split(separator):
            if re.search(rf"(?<!\w){word}(?!\w)", chart.title.lower().replace(" ", "\u00a0")):
                yield f"title: {word!r} is a word of method"
    for text in [*(t.get_text() for t in texts), chart.alt, chart.caption]:
        if re.search(r"%\(|%%|\bnan\b|\binf\b|VN-\d|ID-BPS|see the audit", text):
            yield f"text: {text!r}"
        if lacking := {c for c in text if c not in list_letters() and c != "\n"}:
            yield f"letters: {sorted(lacking)} of {text!r}"


def _check_layout(chart: Chart, texts: list[Text], boxes: dict[Text, Bbox]) -> Iterator[str]:
    figure, size = chart.figure, chart.size
    share = measure_plot_share(chart)
    if share < LEAST_PLOT:
        yield f"plot: {share:.0%} of the page, at least {LEAST_PLOT:.0%}"
    if size == SLIDE:
        for text in texts:
            if text.get_fontsize() < LEAST_POINTS:
                yield f"size: {text.get_fontsize():g} points: {text.get_text()!r}"
    page = figure.bbox
    for text, box in boxes.items():
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1:
            yield f"clipped: {text.get_text()!r}"
    for one, other in combinations(texts, 2):
        if _overlap(_shrink(boxes[one]), _shrink(boxes[other])):
            yield f"overprinted: {one.get_text()!r} and {other.get_text()!r}"
    for text in texts:
        if _contrast(text.get_color()) < 4.5:
            inside = any(_overlap(boxes[text], b) for _, b in _list_bars(chart))
            if not inside:
                yield f"contrast: {text.get_text()!r}"
    for ax in figure.axes:
        years = [(t.get_loc(), t.label1.get_text()) for t in ax.xaxis.get_major_ticks()]
        years = [(x, float(m[0])) for x, words in years if (m := re.search(r"\b(19|20)\d\d\b", words))]
        if len(years) > 1 and any(abs(x - year) > 1.01 for x, year in years):
            yield "time: years do not stand at their times"


def _check_marks(chart: Chart) -> Iterator[str]:
    artists = [(a, m[1], m[2]) for a in chart.figure.findobj() if (m := MARK_KINDS.fullmatch(str(a.get_gid())))]
    kinds = {kind for _, kind, _ in artists}
    lines, bands = ({row for _, kind, row in artists if kind == of} for of in ("line", "band"))
    if bands <= lines:
        kinds -= {"band"}  # a line in its own tint is one mark to the eye
    if chart.id[0] == "0" and len(kinds) > MOST["kinds"]:
        yield f"marks: {len(kinds)} kinds: {sorted(kinds)}"
    if not artists and not any(str(a.get_gid()).startswith("cell.") for a in chart.figure.findobj(Text)):
        yield "marks: none is drawn"
    for artist, kind, row in artists:
        for color in _list_colors(artist):
            if color not in MEANINGS | PLAIN:
                yield f"colour: {color} of {kind}.{row}"
        if kind == "target" and not {ORANGE.lower()} & set(_list_colors(artist)):
            yield f"colour: {kind}.{row} is not orange"
    found = {f"{kind}.{row}": artist for artist, kind, row in artists}
    named = [found[gid] for gid in chart.texts.headline if gid in found]
    for gid in chart.texts.headline:
        if gid not in found:
            yield f"title: {gid} is named and not drawn"
    for artist in named:
        middle, frame = _locate(artist), artist.axes.get_window_extent()
        if not frame.padded(8).contains(*middle):
            yield f"title: {artist.get_gid()} lies off its axes"
    for one, other in combinations(named, 2):
        if one.axes is other.axes:
            (x0, y0), (x1, y1), frame = _locate(one), _locate(other), one.axes.get_window_extent()
            if max(abs(y1 - y0) / frame.height, abs(x1 - x0) / frame.width) < LEAST_CHANGE:
                yield f"scale: {one.get_gid()} to {other.get_gid()} takes less than {LEAST_CHANGE:.0%} of the plot"
    for artist, kind, row in artists:
        if kind == "reported":
            point = _locate(artist)
            for other, other_kind, other_row in artists:
                is_mark = other_kind not in ("line", "band", "reported", "country")
                if other is not artist and is_mark and other.get_zorder() >= artist.get_zorder():
                    box = _box(other)
                    if other.axes is artist.axes and box.contains(*point) and max(box.width, box.height) < 60:
                        yield f"covered: {kind}.{row} by {other_kind}.{other_row}"


def _check_labels(chart: Chart, boxes: dict[Text, Bbox]) -> Iterator[str]:
    marks = {
        str(a.get_gid()): _box(a) for a in chart.figure.findobj()
        if (m := MARK_KINDS.fullmatch(str(a.get_gid()))) and m[1] not in ("line", "band")
    }  # fmt: skip
    joined = {str(a.get_gid()).removeprefix("join.") for a in chart.figure.findobj() if "join." in str(a.get_gid())}
    bands = {str(a.get_gid()): _box(a) for a in chart.figure.findobj() if str(a.get_gid()).startswith("band.")}
    for text, box in boxes.items():
        gid = str(text.get_gid())
        if gid.startswith("label."):
            own = gid.removeprefix("label.")
            if own in bands:  # a label may be of a range, and is then to be nearer to it than to any other mark
                others = [mark for name, mark in marks.items() if name.partition(".")[2] != own.partition(".")[2]]
                if min((_gap(_shrink(box), mark) for mark in others), default=inf) < _gap(_shrink(box), bands[own]) - 1:
                    yield f"label: {text.get_text()!r} is nearer to another mark than to {own}"
                continue
            if own not in marks:
                yield f"label: {text.get_text()!r} is of {own}, which is not drawn"
                continue
            if own in joined:
                continue
            nearest = min(marks, key=lambda name: _gap(_shrink(box), marks[name]))
            if _gap(_shrink(box), marks[nearest]) < _gap(_shrink(box), marks[own]) - 1:
                yield f"label: {text.get_text()!r} is nearer to {nearest} than to {own}"
        for name, mark in marks.items():
            covers = _overlap(_shrink(box), mark)
            if covers and max(mark.width, mark.height) < 60 and gid != f"label.{name}" and text not in chart.words:
                yield f"text: {text.get_text()!r} lies on {name}"


def _list_bars(chart: Chart) -> list[tuple[str, Bbox]]:
    return [
        (str(a.get_gid()), _box(a)) for a in chart.figure.findobj()
        if MARK_KINDS.fullmatch(str(a.get_gid())) and hasattr(a, "get_facecolor")
    ]  # fmt: skip


def _box(artist) -> Bbox:
    """The extent of a mark; of a point, of its symbol alone."""
    if hasattr(artist, "get_xydata") and len(artist.get_xydata()) == 1:
        x, y = artist.axes.transData.transform(artist.get_xydata()[0])
        half = artist.get_markersize() * artist.figure.dpi / 144
        return Bbox.from_extents(x - half, y - half, x + half, y + half)
    return artist.get_window_extent()


def _locate(artist) -> tuple[float, float]:
    """The point that a mark stands for: of a column its end, of a point its middle."""
    box = _box(artist)
    if hasattr(artist, "get_xydata"):
        return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return (box.x0 + box.x1) / 2, box.y1


def _list_colors(artist) -> list[str]:
    """The colours that an artist shows, as hex."""
    found = []
    for name in ("get_color", "get_markeredgecolor", "get_markerfacecolor", "get_facecolor", "get_edgecolor"):
        if hasattr(artist, name) and not (name == "get_color" and getattr(artist, "get_linestyle", str)() == "None"):
            value = getattr(artist, name)()
            rows = [value] if isinstance(value, str) or (hasattr(value, "__len__") and len(value) in (3, 4) and not
                   hasattr(value[0], "__len__")) else list(value)  # fmt: skip
            for one in rows:
                if not (isinstance(one, str) and one == "none") and colors.to_rgba(one)[3] > 0:
                    found.append(colors.to_hex(one))
    if hasattr(artist, "get_marker") and str(artist.get_marker()) in ("None", ""):
        found = [colors.to_hex(artist.get_color())]
    return [color.lower() for color in found]


def _contrast(color) -> float:
    """Against white, as WCAG 2.2 measures it."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colors.to_rgb(color)]
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)


def _shrink(box: Bbox) -> Bbox:
    """The part of a text's box that letters fill."""
    return Bbox.from_extents(box.x0 + 1, box.y0 + 0.18 * box.height, box.x1 - 1, box.y1 - 0.12 * box.height)


def _overlap(a: Bbox, b: Bbox) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1


def _gap(a: Bbox, b: Bbox) -> float:
    return hypot(max(a.x0 - b.x1, b.x0 - a.x1, 0.0), max(a.y0 - b.y1, b.y0 - a.y1, 0.0))
