"""Charts that PowerPoint draws itself, with their numbers in a workbook that can be opened and changed."""

from dataclasses import dataclass, field
from itertools import groupby
from math import floor, log10

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.util import Inches, Pt

from poverty.charts.page import INK
from poverty.publish.deck.slides import FONT, LEAST, Page, Words, describe, look, tag
from poverty.words.language import Sentence

COLUMN, BAR, RANGE = "column", "bar", "range"  # kinds of charts
GRID = "#D9D9D9"
TYPES = {COLUMN: XL_CHART_TYPE.COLUMN_CLUSTERED, BAR: XL_CHART_TYPE.BAR_CLUSTERED, RANGE: XL_CHART_TYPE.BAR_STACKED}


@dataclass(frozen=True)
class Look:
    """How bars are filled and outlined; what is not reported is hollow, and dashed where it is only assumed."""

    fill: str
    line: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Series:
    """Bars of one kind; None where a category has none. `labels` are words for bars whose number is not enough.

    In a "range" `lows` are where the bars begin, and `values` how long they are.
    """

    name: str
    look: Look
    values: list[float | None]
    labels: dict[int, str] = field(default_factory=dict)
    lows: list[float | None] = field(default_factory=list)


@dataclass(frozen=True)
class Panel:
    """One chart: its kind, its categories (each a name, or a group and a name) and its series.

    `scale` is the lowest and the highest value of the axis, `step` the distance of its numbers; `form` is how numbers
    are written, with so many `decimals`; `hidden` names the series that only hold a place in a "range".
    """

    kind: str
    categories: list[str] | list[tuple[str, str]]
    series: list[Series]
    form: str
    decimals: int = 0
    title: str = ""
    scale: tuple[float | None, float | None] = (None, None)
    step: float = 0.0
    hidden: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Plot:
    """One or more charts on one slide, side by side, and the notes that they need, the sources last.

    Where it is not `true` to its table, the picture is shown instead.
    """

    panels: list[Panel]
    notes: list[Sentence]
    true: bool = True


@dataclass(frozen=True)
class Frame:
    """Where a chart stands and, within it, how far from its edges the bars do, in inches.

    Left of the first of several charts stand the names of categories; the others share them.
    """

    left: float
    top: float
    width: float
    height: float
    beside: float
    above: float
    below: float


def step_of(span: float, most: int) -> float:
    """A round step for a scale, at most so many of them."""
    power = 10.0 ** floor(log10(span / most))
    return next(unit * power for unit in (1, 2, 5, 10) if unit * power >= span / most)


def add_native_chart(page: Page, panel: Panel, frame: Frame, alt: str, first: bool = True) -> GraphicFrame:
    """Draw a chart on a slide; only the `first` of several has names of categories and a legend."""
    data = _data(panel)
    box = (Inches(x) for x in (frame.left, frame.top, frame.width, frame.height))
    made = page.slide.shapes.add_chart(TYPES[panel.kind], *box, data)
    describe(made, alt)
    chart, code = made.chart, page.lang.code
    chart.font.name, chart.font.size, chart.font.color.rgb = FONT, Pt(LEAST), RGBColor.from_string(INK[1:])
    chart.font._rPr.set("lang", tag(code))
    _head(chart, panel, frame, code)
    _axes(chart, panel, first)
    plot = chart.plots[0]
    plot.overlap = 100  # every bar stands alone in its category, whatever its series
    plot.gap_width = _gap(panel, frame)
    shown = [*plot.series]
    if panel.kind == RANGE:
        base, *shown, room = shown
        for held in (base, room):
            held.format.fill.background()
            held.format.line.fill.background()
        _range_labels(room, panel, code)
    for drawn, series in zip(shown, panel.series, strict=True):
        _paint(drawn, series.look)
        if panel.kind != RANGE:
            _label(drawn, series, panel.form, code)
    _legend(chart, panel, first)
    _place(chart, frame)
    return made


def _data(panel: Panel) -> CategoryChartData:
    """The workbook: a row for each category, a column for each series."""
    data = CategoryChartData(number_format=panel.form)
    if panel.categories and isinstance(panel.categories[0], tuple):
        for head, group in groupby(panel.categories, key=lambda pair: pair[0]):
            within = data.add_category(head)
            for _, name in group:
                within.add_sub_category(name)
    else:
        data.categories = panel.categories
    if panel.kind != RANGE:
        for series in panel.series:
            data.add_series(series.name, series.values)
        return data
    first, last = panel.hidden
    lows = [next((x for s in panel.series if (x := s.lows[i]) is not None), None) for i in _rows(panel)]
    room = [None if low is None else (panel.scale[1] or 0.0) / 100 for low in lows]
    data.add_series(first, lows)
    for series in panel.series:
        data.add_series(series.name, series.values)
    data.add_series(last, room)
    return data


def _rows(panel: Panel) -> range:
    return range(len(panel.categories))


def _gap(panel: Panel, frame: Frame) -> int:
    """The gap between bars in percent of a bar: few bars are not drawn as slabs."""
    wide = frame.width - frame.beside if panel.kind == COLUMN else frame.height - frame.above - frame.below
    each = wide / len(panel.categories)
    thick = min(0.65 * each, 1.0 if panel.kind == COLUMN else 0.4)
    return min(round(100 * (each / thick - 1)), 500)  # PowerPoint knows no more


def _head(chart: Chart, panel: Panel, frame: Frame, code: str) -> None:
    """A title over the bars, not over the names beside them."""
    chart.has_title = bool(panel.title)  # False keeps PowerPoint from making one of the only series
    if panel.title:
        head = chart.chart_title.text_frame.paragraphs[0]
        look(head.add_run(), Words(panel.title, bold=True), LEAST, code)
        chart.chart_title.include_in_layout = False
        title = chart.chart_title._element
        for old in title.findall(qn("c:layout")):
            title.remove(old)
        title.find(qn("c:tx")).addnext(_manual({"x": frame.beside / frame.width, "y": 0.0}))


def _axes(chart: Chart, panel: Panel, first: bool) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = RGBColor.from_string(INK[1:])
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # beside bars to the left of 0, not on them
    if panel.kind != COLUMN:
        names.reverse_order = True  # the first row at the top, as in a table
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # which then is below
        if not first:
            names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(GRID[1:])
    values.format.line.fill.background()
    skip = etree.Element(qn("c:tickLblSkip"), val="1")  # no name is left out, however close they stand
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    form = panel.form
    if panel.step:
        values.major_unit = panel.step
        decimals = max(0, -floor(log10(panel.step) + 1e-9))
        form = "0." + "0" * decimals if decimals else "0"
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = form, False
    if panel.scale[0] is not None:
        values.minimum_scale = panel.scale[0]
    if panel.scale[1] is not None:
        values.maximum_scale = panel.scale[1]


def _paint(drawn: BarSeries, of: Look) -> None:
    drawn.invert_if_negative = False  # or PowerPoint leaves bars below 0 white
    _solid(drawn.format.fill, of.fill)
    if of.line:
        drawn.format.line.color.rgb = RGBColor.from_string(of.line[1:])
        drawn.format.line.width = Pt(2)
        drawn.format.line.dash_style = MSO_LINE.DASH if of.dashed else MSO_LINE.SOLID


def _solid(fill: FillFormat, color: str) -> None:
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(color[1:])


def _label(drawn: BarSeries, series: Series, form: str, code: str) -> None:
    """Numbers at the ends of bars, from the workbook; words only where the number alone would say too much."""
    labels = drawn.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.name, labels.font.size, labels.font.bold = FONT, Pt(LEAST), not series.look.line
    for i, words in series.labels.items():
        _write(drawn, i, words, not series.look.line, code, XL_LABEL_POSITION.OUTSIDE_END)


def _range_labels(room: BarSeries, panel: Panel, code: str) -> None:
    """Words right of each range: they hang on an empty bar that follows it."""
    for series in panel.series:
        for i, words in series.labels.items():
            _write(room, i, words, False, code, XL_LABEL_POSITION.INSIDE_BASE)


def _write(drawn: BarSeries, i: int, words: str, bold: bool, code: str, position: XL_LABEL_POSITION) -> None:
    label = drawn.points[i].data_label
    frame = label.text_frame
    frame.word_wrap = False  # or PowerPoint and LibreOffice break words that are wider than a fifth of the chart
    for k, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT if position == XL_LABEL_POSITION.INSIDE_BASE else PP_ALIGN.CENTER
        look(paragraph.add_run(), Words(line, bold=bold), LEAST, code)
    label.position = position


def _legend(chart: Chart, panel: Panel, first: bool) -> None:
    # ranges are named beside their bars
    chart.has_legend = first and len(panel.series) > 1 and panel.kind != RANGE
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.name, chart.legend.font.size = FONT, Pt(LEAST)


def _place(chart: Chart, frame: Frame) -> None:
    """Fix where the bars stand, so that charts side by side agree, and words have the room that was measured."""
    inner = {
        "x": frame.beside / frame.width,
        "y": frame.above / frame.height,
        "w": (frame.width - frame.beside - 0.1) / frame.width,
        "h": (frame.height - frame.above - frame.below) / frame.height,
    }
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, _manual(inner, "inner"))


def _manual(shares: dict[str, float], target: str = "") -> etree._Element:
    """Where a part of a chart stands, as shares of its width and height."""
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    if target:
        etree.SubElement(manual, qn("c:layoutTarget"), val=target)
    for mode in ("xMode", "yMode"):
        etree.SubElement(manual, qn(f"c:{mode}"), val="edge")
    for name, share in shares.items():
        etree.SubElement(manual, qn(f"c:{name}"), val=f"{share:.4f}")
    return layout
