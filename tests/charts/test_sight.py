"""Charts for readers who see otherwise, and for printers without colour."""

import pytest

import sight
from poverty import charts, tables
from poverty.charts import page as canvas
from poverty.packs import readings
from poverty.words.gather import gather_context
from poverty.words.language import Language

SMALLER = [size for size in canvas.SIZES.values() if size != canvas.SLIDE]


@pytest.mark.sweep
def test_smaller_charts_are_as_legible(live):
    known = readings.restrict_to_evidence(live, "all")
    for name, table in tables.build_chart_tables(known).items():
        drawn = charts.draw(name, table, gather_context(known), Language("vi"))
        for chart in map(drawn.at, SMALLER):
            sight.words_stand_out(chart)
            sight.keys_stand_apart(chart)


@pytest.mark.parametrize("color", [canvas.BLUE, canvas.TEAL, canvas.PLUM, canvas.ORANGE, canvas.INK, canvas.LILAC])
def test_marks_stand_out_from_the_page(color):
    assert sight.contrast(color, "white") >= sight.MARK


def test_the_measures_are_those_of_their_definitions():
    assert sight.contrast("black", "white") == pytest.approx(21)
    assert sight.contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)
    assert sight.seen("white", "greyscale") == pytest.approx([100, 0, 0], abs=0.01)
    assert sight.seen("#F46A25", "greyscale")[1:] == pytest.approx([0, 0], abs=0.01)
    for how in ("protanopia", "deuteranopia"):  # red and green of one lightness come together
        plain = sight.apart("#C64B4B", "#2F8A2F", "tritanopia")
        assert sight.apart("#C64B4B", "#2F8A2F", how) < plain / 2
