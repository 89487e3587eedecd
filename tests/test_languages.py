"""Charts in every language but English: nothing is clipped or overlaps, and no English word or numeral is left."""

import itertools
import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from test_charts import labels_out_of_view

from poverty import charts, pack, readings, tables
from poverty.words import Language, languages

OTHERS = [code for code in languages() if code != "en"]
CASES = [*itertools.product(pack.provinces(), readings.EVIDENCE)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def drawn(request):
    """Every chart of a province, by language."""
    known = readings.under(pack.load(request.param[0]), request.param[1])
    made = {}
    for code in OTHERS:
        made[code] = [charts.draw(name, t, known, Language(code)) for name, t in tables.build(known).items()]
        for chart in made[code]:
            FigureCanvasAgg(chart.figure)
            chart.figure.draw_without_rendering()
    return made


def test_words_stay_on_the_page_and_off_each_other(drawn):
    for chart in itertools.chain(*drawn.values()):
        page, boxes = chart.figure.bbox, []
        undrawn = {label for ax in chart.figure.axes for label in labels_out_of_view(ax)}
        for text in chart.figure.findobj(Text):
            if text.get_text().strip() and text.get_visible() and text not in undrawn:
                box, words = text.get_window_extent(), f"{chart.id}: {text.get_text()}"
                assert page.x0 <= box.x0, words
                assert box.x1 <= page.x1, words
                assert page.y0 <= box.y0, words
                assert box.y1 <= page.y1, words
                boxes.append((words, box.padded(-2)))
        for (one, a), (other, b) in itertools.combinations(boxes, 2):
            assert not a.overlaps(b), f"{one!r} lies on {other!r}"


def test_a_rate_has_the_decimal_comma(drawn):
    for chart in itertools.chain(*drawn.values()):
        said = chart.title + chart.alt
        assert not re.search(r"\d\.\d{1,2}%", said), said


def test_titles_take_two_lines_at_most(drawn):
    for chart in itertools.chain(*drawn.values()):
        title = next(t for t in chart.figure.texts if t.get_text().replace("\n", " ") == chart.title)
        assert title.get_text().count("\n") <= 1, chart.title
