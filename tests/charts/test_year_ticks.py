"""A tick stands at the end of its year, and says so wherever a figure is of another date."""

import pytest

from poverty import charts, tables
from poverty.charts.page import SIZES
from poverty.packs.load import load_pack
from poverty.words.gather import gather_context

# the survey of March and September, and a register reviewed in May
OFF_YEAR_ENDS = [("nusa-tenggara-timur", "02-trajectory"), ("thanh-hoa", "02-trajectory"), ("thanh-hoa", "12-outlook")]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("slug", "chart"), OFF_YEAR_ENDS)
def test_a_figure_of_september_does_not_stand_before_its_year(english, slug, chart, size):
    pack = load_pack(slug)
    table = tables.build_chart_tables(pack)[chart]
    drawn = charts.draw(chart, table, gather_context(pack), english, SIZES[size])
    labels = [text.get_text() for axes in drawn.figure.axes for text in axes.get_xticklabels() if text.get_text()]
    assert labels
    assert all(label.startswith("end ") for label in labels), labels


def test_years_alone_stand_where_every_figure_is_of_a_year_end(bac_lieu, built, english):
    drawn = charts.draw("02-trajectory", built["02-trajectory"], gather_context(bac_lieu), english)
    labels = [text.get_text() for axes in drawn.figure.axes for text in axes.get_xticklabels() if text.get_text()]
    assert {label.isdigit() for label in labels} == {True}
