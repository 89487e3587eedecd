"""What holds for every chart once it is laid out: words stay on the page, off each other, and are legible."""

import itertools

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

SMALLEST = 12  # points, on a slide


def laid_out(chart):
    """The chart with the extents of its words known."""
    FigureCanvasAgg(chart.figure)
    chart.figure.draw_without_rendering()
    return chart


def out_of_view(figure):
    """Tick labels beyond the ends of an axis exist and are not drawn."""
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def words_have_room(chart):
    """No word is clipped, lies on another, or is too small."""
    page, boxes = chart.figure.bbox, []
    undrawn = set(out_of_view(chart.figure))
    for text in chart.figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text not in undrawn:
            box, words = text.get_window_extent(), f"{chart.id}, {chart.size.name}: {text.get_text()}"
            assert page.x0 <= box.x0, words
            assert box.x1 <= page.x1, words
            assert page.y0 <= box.y0, words
            assert box.y1 <= page.y1, words
            assert text.get_fontsize() >= SMALLEST, words
            boxes.append((words, box.padded(-2)))
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        assert not a.overlaps(b), f"{one!r} lies on {other!r}"
