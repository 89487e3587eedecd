"""Charts that PowerPoint draws itself, with their numbers in a workbook that can be opened and changed.

A scatter chart is the one kind whose time axis is time in every program.
"""

from dataclasses import dataclass

import pandas as pd
from pptx.chart.axis import ValueAxis
from pptx.chart.data import XyChartData
from pptx.chart.datalabel import DataLabels
from pptx.chart.series import XySeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.util import Inches, Pt

from poverty.charts.drawing import Chart
from poverty.charts.page import BLUE, GREY, INK
from poverty.packs.load import Pack
from poverty.publish.deck.slides import FONT, LEFT, ROOM, Page, describe, tag
from poverty.words.language import Language, translatable
from poverty.words.phrases import phrase_standard_years

GRID = "#DFE2E5"
LETTERS = 14  # points
KINDS_OF_YEARS = {  # figures of jobs by role and kind
    ("year", "reported"): translatable("printed year"),
    ("year", "derived"): translatable("inferred year"),
    ("estimated", "estimated"): translatable("estimated year"),
}


@dataclass(frozen=True)
class Series:
    """Figures of one kind: their name, when and how much, which of them nobody printed, whether a line joins them."""

    name: str
    points: list[tuple[float, float]]
    inferred: list[bool]
    is_joined: bool
    color: str


def list_series(chart: Chart, pack: Pack, lang: Language) -> list[Series]:
    """The figures of a chart that PowerPoint can draw; none of one that stays a picture."""
    if chart.id in ("02-trajectory", "03-households"):
        return _list_spells(chart.table, pack, lang)
    return _list_years(chart.table, lang) if chart.id == "06-jobs" else []


def _list_spells(table: pd.DataFrame, pack: Pack, lang: Language) -> list[Series]:
    """A series for each spell: no line joins two standards."""
    anchors = table[table["role"] == "anchor"]
    found = []
    for (standard, base, _), of in anchors.groupby(["standard", "base", "variant"], sort=False):
        name = phrase_standard_years(pack, standard, lang)
        if of["open"].iloc[0] == "yes" and of["label"].iloc[0]:
            name = f"{name}, {lang.label(of['label'].iloc[0])}"
        if base == "population" and anchors["base"].nunique() > 1:
            name = lang.say("%(values)s (of people)", values=name)
        color = BLUE if standard == anchors["standard"].iloc[-1] else GREY
        points = [*zip(of["t"], of["value"], strict=True)]
        found.append(Series(name, points, [*(of["kind"] != "reported")], True, color))
    return found


def _list_years(table: pd.DataFrame, lang: Language) -> list[Series]:
    """Years of jobs: printed, inferred, estimated."""
    found = []
    for (role, kind), name in KINDS_OF_YEARS.items():
        of = table[(table["role"] == role) & (table["kind"] == kind) & (table["first"] == table["last"])]
        points = [*zip(of["first"].astype(float), of["value"], strict=True)]
        if points:
            color = GREY if kind == "estimated" else BLUE
            found.append(Series(lang.say(name), points, [kind != "reported"] * len(points), False, color))
    return found


def add_native_chart(page: Page, series: list[Series], alt: str) -> None:
    """Draw series over time on what is free of a slide."""
    values = [value for one in series for _, value in one.points]
    form = '0.0#"%"' if max(values) <= 100 and any(value % 1 for value in values) else "#,##0"
    data = XyChartData()
    for one in series:
        added = data.add_series(one.name, number_format=form)
        for when, value in one.points:
            added.add_data_point(when, value)
    box = (Inches(x) for x in (LEFT, page.top, ROOM, page.bottom - page.top))
    shape = page.slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data)
    describe(shape, alt)
    chart = shape.chart
    chart.font.name, chart.font.size, chart.font.color.rgb = FONT, Pt(LETTERS), _color(INK)
    chart.font._rPr.set("lang", tag(page.lang.code))
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    times = [when for one in series for when, _ in one.points]
    _set_axis(chart.category_axis, "0", min(times) - 1, max(times) + 1)
    _set_axis(chart.value_axis, form, 0, None)
    for drawn, one in zip(chart.plots[0].series, series, strict=True):
        _paint(drawn, one, form)


def _set_axis(axis: ValueAxis, form: str, low: float, high: float | None) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = high is None
    if high is None:
        axis.major_gridlines.format.line.color.rgb = _color(GRID)
        axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False


def _paint(drawn: XySeries, of: Series, form: str) -> None:
    """Filled marks for what is reported, hollow ones for the rest, each with its number."""
    drawn.smooth = False
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    if of.is_joined:
        drawn.format.line.color.rgb, drawn.format.line.width = _color(of.color), Pt(2.25)
    else:
        drawn.format.line.fill.background()
    for i, is_inferred in enumerate(of.inferred):
        mark = drawn.points[i].marker
        mark.style, mark.size = XL_MARKER_STYLE.CIRCLE, 9
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = _color("#FFFFFF" if is_inferred else of.color)
        mark.format.line.color.rgb = _color(of.color)
    labels = DataLabels(drawn._element.get_or_add_dLbls())
    labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
    labels.number_format, labels.number_format_is_linked = form, False


def _color(code: str) -> RGBColor:
    return RGBColor.from_string(code[1:])
