"""What python-pptx has no words for: charts of several types, labels each with a form of its own, colours by theme."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from locale import windows_locale
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE as XL
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from poverty.charts.page import BLUE, GREY, INK, ORANGE
from poverty.publish.deck.slides import tag
from poverty.words.language import Language

Box = tuple[float, float, float, float]  # left, top, width, height
# Colours by what they mean, from the theme: another design recolours the chart.
COLORS = {
    BLUE: '<a:schemeClr val="accent1">%s</a:schemeClr>',
    GREY: '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/>%s</a:schemeClr>',
    INK: '<a:schemeClr val="tx1">%s</a:schemeClr>',
    ORANGE: '<a:schemeClr val="accent2">%s</a:schemeClr>',
}
TINT = '<a:alpha val="30000"/>'
EDGE = 28575  # EMU: a line, and the edge of what is hollow
MARKS = {"circle": 9, "diamond": 10, "dash": 14}  # points across
PAPER = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
NO_FILL, NO_LINE = "<a:noFill/>", "<a:ln><a:noFill/></a:ln>"
FORMULA_SIGNS = ("=", "+", "-", "@", "{")
NO_LEADERS = '<c:showLeaderLines val="0"/>'  # no thin line to a label that was moved
ONE_WIDTH = '<c:gapWidth val="65"/><c:overlap val="100"/>'  # as wide as in the picture
PLOTS = {  # the element of each part of a chart, and how it begins and ends
    "band": ("areaChart", '<c:grouping val="stacked"/>', ""),
    "columns": ("barChart", '<c:barDir val="col"/><c:grouping val="clustered"/>', ONE_WIDTH),
    "stack": ("barChart", '<c:barDir val="col"/><c:grouping val="stacked"/>', ONE_WIDTH),
    "bars": ("barChart", '<c:barDir val="bar"/><c:grouping val="clustered"/>', '<c:gapWidth val="30"/>'),
    "lines": ("lineChart", '<c:grouping val="standard"/>', '<c:marker val="1"/>'),
}


@dataclass(frozen=True)
class Label:
    """What is written beside a figure.

    Args:
        lines: words, with their points and whether they are bold.
        form: the number format that writes the words, so that they follow a changed number; "" where none does.
        place: t, b, l, r, outEnd or inEnd.
        move: from there, in parts of the chart's width and height.
        color: of the page.
    """

    lines: tuple[tuple[str, float, bool], ...]
    form: str
    place: str
    move: tuple[float, float]
    color: str


@dataclass(frozen=True)
class Series:
    """Figures of one kind, and how they are drawn; figures are numbered from 0 with the dates or names of the chart.

    Args:
        name: what they are.
        plot: of `PLOTS`.
        values: a figure for each date or name.
        color: of the page; "" for what is not seen.
        labels: beside figures.
        hollow: figures that nobody printed.
        unmarked: figures of a line that have no mark.
        own: figures in the subject's colour, where that of the others is another.
        is_tint: whether columns are light.
        symbol: the mark.
        dash: of the line.
    """

    name: str
    plot: str
    values: Sequence[float | None]
    color: str
    labels: dict[int, Label] = field(default_factory=dict)
    hollow: Collection[int] = ()
    unmarked: Collection[int] = ()
    own: Collection[int] = ()
    is_tint: bool = False
    symbol: str = "circle"
    dash: str = "solid"


def guard_formula(text: str) -> str:
    """A name that a workbook takes for a name, whatever it begins with.

    Example:
        >>> guard_formula("=1+1"), guard_formula("Bạc Liêu")
        (' =1+1', 'Bạc Liêu')
    """
    return f" {text}" if text.startswith(FORMULA_SIGNS) else text


def find_number_format(text: str, value: float, lang: Language) -> str:
    """The number format that writes a value as a text; "" if none does, as for a range.

    Example:
        >>> find_number_format("about 18.4%", 18.4, Language("en"))
        '[$-409]"about "#,##0.0"%"'
        >>> find_number_format("1,14 triệu", 1_140_000, Language("vi")), find_number_format("6 to 8", 7, Language("en"))
        ('[$-42A]#,##0.00,," triệu"', '')
    """
    before, number, after = re.fullmatch(r"(?s)(\D*)([\d.,]*\d|)(.*)", text).groups()
    decimals = len(number.partition(lang.locale.number_symbols["latn"]["decimal"])[2])
    for scale, commas in ((1, ""), (1_000_000, ",,")):
        if number == lang.number(value / scale, decimals) and not re.search(r'[\d"\n]', before + after):
            digits = "#,##0" + "." * bool(decimals) + "0" * decimals + commas
            return locate(digits.join(f'"{words}"' if words else "" for words in (before, after)), lang)
    return ""


def locate(form: str, lang: Language) -> str:
    """A number format with the separators of a language, where a program heeds it; Office has its own ones."""
    known = {name.replace("_", "-"): number for number, name in windows_locale.items()}
    number = known.get(tag(lang.code))
    return f"[$-{number:X}]{form}" if number else form


def add_chart(
    slide: Slide, box: tuple[int, int, int, int], categories: Sequence[date] | Sequence[str], series: Sequence[Series]
) -> GraphicFrame:
    """A chart with its workbook: bands behind columns behind lines, on the same axes.

    `series` must stand in that order: by it PowerPoint and `replace_data` number them.
    """
    data = CategoryChartData(number_format="General")
    data.categories = [guard_formula(name) if isinstance(name, str) else name for name in categories]
    for one in series:
        data.add_series(guard_formula(one.name), one.values)
    is_across = series[0].plot == "bars"
    frame = slide.shapes.add_chart(XL.BAR_CLUSTERED if is_across else XL.LINE_MARKERS, *box, data)
    whole = frame.chart._chartSpace.chart.plotArea.xCharts[0]
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in whole.iterfind(qn("c:axId")))
    drawn = list(zip(whole.findall(qn("c:ser")), series, strict=True))
    for plot in dict.fromkeys(one.plot for one in series):
        kind, start, end = PLOTS[plot]
        part = parse_xml(f'<c:{kind} {nsdecls("c")}>{start}<c:varyColors val="0"/>{end}{axes}</c:{kind}>')
        place = part.find(qn("c:varyColors"))
        for element, one in drawn:
            if one.plot == plot:
                _dress_series(element, one)
                place.addnext(element)
                place = element
        whole.addprevious(part)
    whole.getparent().remove(whole)
    return frame


def place_plot(chart: Chart, box: Box) -> None:
    """Set where the axes stand, in parts of the chart's width and height."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{_write_numbers("xywh", box)}</c:manualLayout></c:layout>'))  # fmt: skip


def _dress_series(element: etree._Element, of: Series) -> None:
    """Give a series its look, each part where the schema wants it."""
    for name in ("c:marker", "c:smooth", "c:invertIfNegative"):
        for part in element.findall(qn(name)):
            element.remove(part)
    look = {"areaChart": _dress_area, "barChart": _dress_bars, "lineChart": _dress_line}[PLOTS[of.plot][0]](of)
    labels = "".join(_label(i, label) for i, label in sorted(of.labels.items()))
    look += f"<c:dLbls>{labels}{_show(False)}{NO_LEADERS}</c:dLbls>"
    place = element.find(qn("c:tx"))
    for part in list(parse_xml(f"<c:ser {nsdecls('c', 'a')}>{look}</c:ser>")):
        place.addnext(part)
        place = part
    if of.plot == "lines":
        element.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))


def _dress_area(of: Series) -> str:
    return _shape(_fill(of.color, TINT) if of.color else NO_FILL, NO_LINE)


def _dress_bars(of: Series) -> str:
    """Filled; those that nobody printed hollow."""
    if not of.color:
        return _shape(NO_FILL, NO_LINE) + '<c:invertIfNegative val="0"/>'
    tint = TINT if of.is_tint else ""
    looks = [_shape(_fill(of.color, tint), NO_LINE) + '<c:invertIfNegative val="0"/>']
    for i in sorted({*of.hollow, *of.own}):
        color = BLUE if i in of.own else of.color
        look = _shape(NO_FILL, _line(color, EDGE, tint=tint)) if i in of.hollow else _shape(_fill(color, tint), NO_LINE)
        looks.append(f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{look}</c:dPt>')
    return "".join(looks)


def _dress_line(of: Series) -> str:
    """A line with filled marks; hollow ones for what nobody printed, none for what is reconstructed."""
    line = _shape("", _line(of.color, EDGE, of.dash))
    edge = _line(of.color, EDGE if of.symbol != "dash" else 0)
    mark = f'<c:marker><c:symbol val="{of.symbol}"/><c:size val="{MARKS[of.symbol]}"/>%s</c:marker>'
    looks = [line, mark % _shape(_fill(of.color), edge)]
    for i in sorted({*of.hollow, *of.unmarked}):
        own = mark % _shape(PAPER, edge) if i in of.hollow else '<c:marker><c:symbol val="none"/></c:marker>'
        looks.append(f'<c:dPt><c:idx val="{i}"/>{own}<c:bubble3D val="0"/>{line}</c:dPt>')
    return "".join(looks)


def _label(i: int, label: Label) -> str:
    looks = [f'sz="{points * 100:.0f}" b="{bold:d}">{_fill(label.color)}' for _, points, bold in label.lines]
    body = '<a:bodyPr wrap="none"/>'
    if label.form:
        said = f'<c:numFmt formatCode={quoteattr(label.form)} sourceLinked="0"/><c:spPr>{NO_FILL}{NO_LINE}</c:spPr>'
        said += f"<c:txPr>{body}<a:p><a:pPr><a:defRPr {looks[0]}</a:defRPr></a:pPr></a:p></c:txPr>"
    else:
        texts = [text for text, _, _ in label.lines]
        runs = [f"<a:p><a:r><a:rPr {look}</a:rPr><a:t>{escape(text)}</a:t></a:r></a:p>"
                for text, look in zip(texts, looks, strict=True)]  # fmt: skip
        said = f"<c:tx><c:rich>{body}{''.join(runs)}</c:rich></c:tx>"
    place = f"<c:layout><c:manualLayout>{_write_numbers('xy', label.move)}</c:manualLayout></c:layout>"
    return f'<c:dLbl><c:idx val="{i}"/>{place}{said}<c:dLblPos val="{label.place}"/>{_show(True)}</c:dLbl>'


def _show(value: bool) -> str:
    parts = {"LegendKey": 0, "Val": value, "CatName": 0, "SerName": 0, "Percent": 0, "BubbleSize": 0}
    return "".join(f'<c:show{name} val="{shown:d}"/>' for name, shown in parts.items())


def _shape(fill: str, line: str) -> str:
    return f"<c:spPr>{fill}{line}</c:spPr>"


def fill_xml(color: str) -> str:
    """A fill of a colour, to be parsed alone."""
    return f"<a:solidFill {nsdecls('a')}>{COLORS[color] % ''}</a:solidFill>"


def _fill(color: str, tint: str = "") -> str:
    return f"<a:solidFill>{COLORS[color] % tint}</a:solidFill>"


def _line(color: str, width: int, dash: str = "solid", tint: str = "") -> str:
    return f'<a:ln w="{width}" cap="flat">{_fill(color, tint)}<a:prstDash val="{dash}"/></a:ln>'


def _write_numbers(names: str, values: Sequence[float]) -> str:
    return "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in zip(names, values, strict=True))
