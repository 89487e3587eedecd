"""What python-pptx has no words for: charts of several types, labels each with a form of its own, colours by theme."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from locale import windows_locale
from pathlib import Path

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
from poverty.publish.templates import load_template
from poverty.words.language import Language

Box = tuple[float, float, float, float]  # left, top, width, height
LOOK = Path(__file__).with_name("series.xml.j2")
PAPER = "paper"  # inside what is hollow
# Colours by what they mean, from the theme: another design recolours the chart.
COLORS = {
    BLUE: '<a:schemeClr val="accent1">%s</a:schemeClr>',
    GREY: '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/>%s</a:schemeClr>',
    INK: '<a:schemeClr val="tx1">%s</a:schemeClr>',
    ORANGE: '<a:schemeClr val="accent2">%s</a:schemeClr>',
    PAPER: '<a:schemeClr val="bg1">%s</a:schemeClr>',
}
EDGE = 28575  # EMU: a line, and the edge of what is hollow
MARKS = {"circle": 9, "diamond": 10, "dash": 14}  # points across
# how a text begins that a workbook takes for a formula, and how one that it takes for a link
NO_NAME = re.compile(r"[=+\-@{\t\r\n]|(https?|ftps?|file|mailto|internal|external):")
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
    """What is written beside a figure."""

    lines: Sequence[tuple[str, float, bool]]  # words, with their points and whether they are bold
    form: str  # the number format that writes the words, so that they follow a changed number; "" where none does
    place: str  # t, b, l, r, outEnd or inEnd
    move: tuple[float, float]  # from there, in parts of the chart's width and height
    color: str  # of the page


@dataclass(frozen=True)
class Series:
    """Figures of one kind, and how they are drawn; figures are numbered from 0 with the dates or names of the chart."""

    name: str
    plot: str  # of `PLOTS`
    values: Sequence[float | None]  # for each date or name
    color: str  # of the page; "" for what is not seen
    labels: dict[int, Label] = field(default_factory=dict)
    hollow: Collection[int] = ()  # figures that nobody printed
    unmarked: Collection[int] = ()  # figures of a line that have no mark
    own: Collection[int] = ()  # figures in the subject's colour, where that of the others is another
    is_tint: bool = False
    symbol: str = "circle"
    dash: str = "solid"


def guard_formula(text: str) -> str:
    """A name that a workbook takes for a name, whatever it begins with: no formula, and no link.

    Example:
        >>> guard_formula("=1+1"), guard_formula("file:///etc"), guard_formula("Bạc Liêu")
        (' =1+1', ' file:///etc', 'Bạc Liêu')
    """
    return f" {text}" if NO_NAME.match(text) else text


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
    numbers = "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in zip("xywh", box, strict=True))
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{numbers}</c:manualLayout></c:layout>'))  # fmt: skip


def fill_xml(color: str) -> str:
    """A fill of a colour, to be parsed alone."""
    return f"<a:solidFill {nsdecls('a')}>{COLORS[color] % ''}</a:solidFill>"


def _dress_series(element: etree._Element, of: Series) -> None:
    """Give a series its look, each part where the schema wants it."""
    for name in ("c:marker", "c:smooth", "c:invertIfNegative"):
        for part in element.findall(qn(name)):
            element.remove(part)
    look = load_template(LOOK).render(
        of=of, namespaces=nsdecls("c", "a"), colors=COLORS, edge=EDGE, marks=MARKS, paper=PAPER, own=BLUE
    )
    place = element.find(qn("c:tx"))
    for part in list(parse_xml(look)):
        place.addnext(part)
        place = part
    if of.plot == "lines":
        element.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))
