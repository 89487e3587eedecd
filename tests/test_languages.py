"""Charts in every language but English: nothing is clipped or overlaps, and no English word or numeral is left."""

import itertools
import re

import pytest
from layout import laid_out, words_have_room

from poverty import charts, export, pack, readings, tables
from poverty.words import Language, languages

OTHERS = [code for code in languages() if code != "en"]
CASES = [*itertools.product(pack.provinces(), readings.EVIDENCE)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def drawn(request):
    """Every chart of a province, by language."""
    known = readings.under(pack.load(request.param[0]), request.param[1])
    made = {}
    for code in OTHERS:
        made[code] = [laid_out(charts.draw(n, t, known, Language(code))) for n, t in tables.build(known).items()]
    return made


def test_words_stay_on_the_page_and_off_each_other(drawn):
    for chart in itertools.chain(*drawn.values()):
        words_have_room(chart)


def test_so_do_those_of_charts_over_all_provinces():
    packs = [readings.under(pack.load(slug), "all") for slug in pack.provinces()]
    for made in export.drawn_provinces(packs, "VN-2022").values():
        for chart in made.values():
            words_have_room(laid_out(chart))


def test_a_rate_has_the_decimal_comma(drawn):
    for chart in itertools.chain(*drawn.values()):
        said = chart.title + chart.alt
        assert not re.search(r"\d\.\d{1,2}%", said), said


def test_titles_take_two_lines_at_most(drawn):
    for chart in itertools.chain(*drawn.values()):
        title = next(t for t in chart.figure.texts if t.get_text().replace("\n", " ") == chart.title)
        assert title.get_text().count("\n") <= 1, chart.title
