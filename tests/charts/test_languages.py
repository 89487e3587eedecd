"""Charts in every language but English: nothing is clipped or overlaps, and no English word or numeral is left."""

import itertools
import re

import pytest

from alt_text import heard, says
from layout import laid_out, words_have_room
from poverty import charts, tables
from poverty.charts import page as canvas
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.publish import export
from poverty.words.gather import gather_context
from poverty.words.language import Language, list_languages
from sample_packs import swept

OTHERS = [code for code in list_languages() if code != "en"]
SMALLER = [size for size in canvas.SIZES.values() if size != canvas.SLIDE]
CASES = [
    case if case == ("bac-lieu", "all") else pytest.param(case, marks=pytest.mark.sweep)
    for case in itertools.product(pack.list_province_slugs(), readings.EVIDENCE_CHOICES)
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def drawn(request):
    """Every chart of a province, by language."""
    known = readings.restrict_to_evidence(pack.load_pack(request.param[0]), request.param[1])
    made = {}
    for code in OTHERS:
        made[code] = [
            laid_out(charts.draw(n, t, gather_context(known), Language(code)))
            for n, t in tables.build_chart_tables(known).items()
        ]
    return made


def test_words_stay_on_the_page_and_off_each_other(drawn):
    for chart in itertools.chain(*drawn.values()):
        words_have_room(chart)


@pytest.mark.sweep
@pytest.mark.parametrize("slug", swept())
def test_so_they_do_at_smaller_sizes(slug):
    known = readings.restrict_to_evidence(pack.load_pack(slug), "all")
    for name, table in tables.build_chart_tables(known).items():
        for code in OTHERS:  # whose words are longer than the English ones
            chart = charts.draw(name, table, gather_context(known), Language(code), SMALLER[0])
            for size in SMALLER:
                words_have_room(laid_out(chart.at(size)))


@pytest.fixture(scope="module")
def across():
    """The charts that are of no province alone, by language and id."""
    packs, _ = pack.load_all_packs()
    paces, levels = tables.provinces.tabulate_province_paces(packs), tables.provinces.tabulate_province_levels(packs)
    return export.draw_province_charts(packs, "VN-2022", paces, levels)


@pytest.mark.sweep
def test_so_do_those_of_charts_over_all_provinces(across):
    for made in across.values():
        for chart, size in itertools.product(made.values(), canvas.SIZES.values()):
            words_have_room(laid_out(chart.at(size)))


@pytest.mark.sweep
def test_their_alternative_texts_have_every_number_that_is_written(across):
    for code, made in across.items():
        for chart in made.values():
            heard(laid_out(chart), Language(code))


def test_a_number_that_is_not_said_is_found():
    lang = Language("vi")
    assert says("Tỷ lệ là 5,09%, năm 2021", "5,09", lang)
    assert not says("Tỷ lệ là 5,09%, năm 2021", "5,1", lang)
    assert not says("Tỷ lệ là 15,09%", "5,09", lang)
    assert says("150.000 đồng", "150", lang)


def test_a_rate_has_the_decimal_comma(drawn):
    for chart in itertools.chain(*drawn.values()):
        said = chart.title + chart.alt
        assert not re.search(r"\d\.\d{1,2}%", said), said


def test_an_alternative_text_has_every_number_that_is_written(drawn):
    for code, made in drawn.items():
        for chart in made:
            heard(chart, Language(code))


def test_titles_take_two_lines_at_most(drawn):
    for chart in itertools.chain(*drawn.values()):
        title = next(t for t in chart.figure.texts if t.get_text().replace("\n", " ") == chart.title)
        assert title.get_text().count("\n") <= 1, chart.title
