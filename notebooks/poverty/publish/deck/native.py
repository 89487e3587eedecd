"""Charts that PowerPoint draws itself, with their numbers in a workbook that can be opened and changed.

What is drawn, and what is written on which side of a mark, is read from the picture: each mark there has the row of
its table as its gid. So the two agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from pptx.chart.chart import Chart as NativeChart
from pptx.enum.chart import XL_TICK_MARK
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from poverty.charts import households, jobs, panels, provinces, trajectory
from poverty.charts.drawing import Chart
from poverty.charts.page import BLUE, GREY, LINE, ORANGE, PLOT, Page
from poverty.publish.deck import chart_xml
from poverty.publish.deck.chart_xml import Label, Series
from poverty.publish.deck.slides import describe, tag
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.notes import phrase_band_name
from poverty.words.phrases import capitalize_first, phrase_count, phrase_rate, phrase_standard

LETTERS = 14 / PLOT.label  # times their size in the picture; letters of Office are so much wider
OVER = 0.3  # inches between a title and the highest figure
AIR = 0.09  # inches from the middle of a mark to its label
PERCENT, NUMBER = '0"%"', "#,##0"
Lines = list[tuple[str, float]]  # words and their size in the picture
Point = tuple[int, float, float]  # which figure of a series, and where it is in the picture's axes


@dataclass(frozen=True)
class Place:
    """A part of a slide that a part of a picture's page is brought to: `box` in EMU, `left` and `right` in inches."""

    slide: Slide
    page: Page
    box: tuple[int, int, int, int]
    lang: Language
    left: float = 0.0
    right: float = PLOT.width

    @cached_property
    def texts(self) -> dict[int, list[Text]]:
        """What is written beside the mark of a row, from top to bottom."""
        found = {}
        for text in sorted(self.page.figure.texts, key=lambda text: -text.get_position()[1]):
            kind, *rest = str(text.get_gid()).split(".")
            if kind in ("label", "key"):
                found.setdefault(int(rest[-1]), []).append(text)
        return found

    def split(self) -> list["Place"]:
        """A part for each panel."""
        edges = [0.0, *(ax.get_position().x1 * PLOT.width for ax in self.page.figure.axes[:-1]), PLOT.width]
        parts = []
        for left, right in pairwise(edges):
            start, end = (round(self.box[2] * edge / PLOT.width) for edge in (left, right))
            box = (self.box[0] + start, self.box[1], end - start, self.box[3])
            parts.append(replace(self, box=box, left=left, right=right))
        return parts

    def label(self, ax: Axes, row: int, points: Sequence[Point], place: str = "") -> dict[int, Label]:
        """The label of a row beside the nearest of some points, where the picture has it.

        Args:
            ax: of the picture.
            row: of the table.
            points: where the label may stand.
            place: "outEnd" or "inEnd" of a column; of a line, the side that the picture has.
        """
        if row not in self.texts:
            return {}
        texts = self.texts[row]
        boxes = [text.get_window_extent() for text in texts]
        left, low, right, high = (x / self.page.figure.dpi for x in Bbox.union(boxes).extents)
        beside = [((left + right) / 2 - x, (low + high) / 2 - y, k, value)
                  for k, t, value in points for x, y in [self.page.locate(ax, t, value)]]  # fmt: skip
        across, up, k, value = min(beside, key=lambda found: abs(found[0]))
        wide, tall = (right - left) / 2, (high - low) / 2
        sides = {"outEnd": (0, tall + AIR / 2), "inEnd": (0, -tall - AIR / 2), "t": (0, tall + AIR),
                 "b": (0, -tall - AIR), "r": (wide + AIR, 0), "l": (-wide - AIR, 0)}  # fmt: skip
        place = place or (("t" if up > 0 else "b") if abs(across) < wide else "r" if across > 0 else "l")
        move = (across - sides[place][0]) / (self.right - self.left), (sides[place][1] - up) / PLOT.height
        lines = [(line, LETTERS * text.get_fontsize(), text.get_fontweight() == "bold")
                 for text in texts for line in text.get_text().split("\n")]  # fmt: skip
        form = chart_xml.find_number_format("\n".join(line for line, _, _ in lines), value, self.lang)
        return {k: Label(tuple(lines), form, place, move, texts[0].get_color())}


def add_native_charts(
    slide: Slide, chart: Chart, contexts: Context | dict[str, Context], lang: Language, box: tuple[int, int, int, int]
) -> list[GraphicFrame]:
    """Draw what PowerPoint can draw of a chart into a rectangle of a slide; nothing where it stays a picture.

    Args:
        slide: of the deck.
        chart: from `charts.draw`.
        contexts: of its province, or by province.
        lang: of all words.
        box: left, top, width and height in EMU.
    """
    draw = DRAWINGS.get(chart.id)
    if draw is None:
        return []
    frames = draw(Place(slide, chart.at(PLOT).page, box, lang), chart, contexts)
    for frame in frames[:1]:
        describe(frame, chart.alt)
    return frames


def _draw_trajectory(whole: Place, chart: Chart, context: Context) -> list[GraphicFrame]:
    """A chart for each standard: its figures, the line through them, the band around it."""
    spells, _ = trajectory.choose_panels(chart.table, context, PLOT)
    if chart.table["survey_low"].notna().any() or any(len(spell.figures) == 1 for spell in spells):
        return []  # sampling errors are drawn in the picture alone; of one figure there is no line
    frames = []
    for at, ax, spell in zip(whole.split(), whole.page.figure.axes, spells, strict=True):
        color, times = BLUE if spell is spells[-1] else GREY, sorted({*pd.concat(spell.versions)["t"]})
        series = [] if spell.is_open else _list_band(spell.versions[0], color, context, at.lang)
        figures = set(spell.figures.index)
        for of in spell.versions:
            points = [(times.index(row["t"]), row["t"], row["value"]) for _, row in of.iterrows()]
            labels = {}
            for point, row in zip(points, of.index, strict=True):
                labels |= at.label(ax, row, [point]) if row in figures else {}
            name = of["label"].iloc[0] if spell.is_open else "poverty rate"
            values = {k: value for k, _, value in points}
            hollow, unmarked = (
                [k for (k, _, _), is_so in zip(points, mask, strict=True) if is_so]
                for mask in (of["kind"] == "derived", of["role"] == "path")
            )
            series.append(Series(
                capitalize_first(at.lang.label(name)), "lines", [*map(values.get, range(len(times)))], color, labels,
                hollow, unmarked, dash="sysDash" if spell.is_open else "solid"))  # fmt: skip
        lines = panels.choose_block(at.page, ax, spell.change, at.lang)
        frame = _add_panel(at, ax, spell.standard, lines, color, times, series, context, PERCENT)
        describe(frame, panels.phrase_spells([spell.figures], phrase_rate, context, at.lang))
        frames.append(frame)
    return frames


def _list_band(of: pd.DataFrame, color: str, context: Context, lang: Language) -> list[Series]:
    """The band, on top of what is not seen; as thin as nothing where a figure is known."""
    if of["band_low"].isna().all():
        return []
    low, high = of["band_low"].fillna(of["value"]), of["band_high"].fillna(of["value"])
    wide = [round(x, 4) for x in high - low]
    name = capitalize_first(phrase_band_name(context, lang))
    return [Series(lang.say("(spacer)"), "band", [*low], ""), Series(name, "band", wide, color)]


def _draw_households(whole: Place, chart: Chart, context: Context) -> list[GraphicFrame]:
    """A chart for each standard: a column for each count."""
    groups = households.list_standards(chart.table, PLOT)
    frames = []
    for at, ax, of in zip(whole.split(), whole.page.figure.axes, groups, strict=True):
        color, change = BLUE if of is groups[-1] else GREY, panels.measure_change([of], context)
        points = [(k, t, value) for k, (t, value) in enumerate(zip(of["t"], of["value"], strict=True))]
        labels = {}
        for point, row in zip(points, of.index, strict=True):
            labels |= at.label(ax, row, [point], "outEnd")
        hollow = [k for k, kind in enumerate(of["kind"]) if kind == "derived"]
        name = households.name_count(of, at.lang)
        series = [Series(name, "columns", [*of["value"]], color, labels, hollow)]
        big = households.phrase_difference(of, change, context, at.lang)
        lines = panels.choose_block(at.page, ax, change, at.lang, big)
        frame = _add_panel(at, ax, of["standard"].iloc[0], lines, color, [*of["t"]], series, context, NUMBER)
        describe(frame, panels.phrase_spells([of], phrase_count, context, at.lang))
        frames.append(frame)
    return frames


def _add_panel(
    at: Place, ax: Axes, standard: str, lines: Lines, color: str, times: list[float], series: list[Series],
    context: Context, form: str,
) -> GraphicFrame:  # fmt: skip
    """The chart of one standard, under its name and what happened; a year as wide as in the picture."""
    heading = capitalize_first(phrase_standard(context, standard, at.lang))
    frame = chart_xml.add_chart(at.slide, at.box, [_find_date(t) for t in times], series)
    frame.name, chart = heading, frame.chart
    title = [[(heading, PLOT.label)], lines] if lines else [[(heading, PLOT.label)]]
    _write_title(chart, title, color, at.lang)
    is_alone = len(at.page.figure.axes) == 1
    _set_values(chart, form, at.lang, is_shown=is_alone and form == PERCENT)
    start, end = (at.page.locate(ax, t, 0)[0] for t in (times[0], times[-1]))
    if series[-1].plot == "columns":
        start, end = (ax.get_position().x0 * PLOT.width, ax.get_position().x1 * PLOT.width)
    _set_years(chart, times, (end - start) / (times[-1] - times[0]), is_line=series[-1].plot == "lines")
    top = sum(LINE * LETTERS * max(points for _, points in line) / 72 for line in title) + OVER
    high = at.box[3] / 914400
    place = (start - at.left) / (at.right - at.left), (end - start) / (at.right - at.left)
    chart_xml.place_plot(chart, (place[0], top / high, place[1], 1 - (top + 0.4) / high))
    return frame


def _draw_jobs(at: Place, chart: Chart, context: Context) -> list[GraphicFrame]:
    """Years as columns, the estimate in its range, plans in orange."""
    table, (ax,), lang = chart.table, at.page.figure.axes, at.lang
    years = [*range(int(table["first"].min()), int(table["last"].max()) + 1)]
    name = capitalize_first(lang.label("people placed in jobs"))
    series = [_list_years(at, ax, table[table["role"] == "year"], years, name)]
    estimated = table[table["role"] == "estimated"]
    if len(estimated):
        bottom, height = ({years.index(row["first"]): of(row) for _, row in estimated.iterrows()}
                          for of in (lambda row: row["low"], lambda row: row["high"] - row["low"]))  # fmt: skip
        unseen = Series(lang.say("(spacer)"), "stack", [*map(bottom.get, range(len(years)))], "")
        name = lang.say("%(level)s range", level=lang.percent(90))
        series = [unseen, Series(name, "stack", [*map(height.get, range(len(years)))], BLUE, is_tint=True), *series]
        of = _list_years(at, ax, estimated, years, capitalize_first(lang.label("estimate")), "lines")
        series.append(replace(of, symbol="dash", hollow=[]))
    for i, row in table[table["role"].isin(["part", "span", "plan"])].iterrows():
        name = lang.span(str(row["first"]), str(row["last"]))
        of = _list_years(at, ax, table.loc[[i]], years, name, "lines", ORANGE if row["role"] == "plan" else BLUE)
        if row["role"] == "part":
            series.append(replace(of, symbol="diamond"))
        else:
            unmarked = range(len(years)) if row["first"] < row["last"] else []
            series.append(replace(of, symbol="dash", hollow=[], unmarked=unmarked))
    frame = chart_xml.add_chart(at.slide, at.box, [date(year, 12, 31) for year in years], series)
    frame.name = chart.title
    box = ax.get_position()
    chart_xml.place_plot(frame.chart, (box.x0, 1 - box.y1, box.width, box.height))
    _write_title(frame.chart, [], BLUE, lang)
    _set_values(frame.chart, NUMBER, lang, is_shown=True, top=ax.get_ylim()[1])
    _set_years(frame.chart, years, box.width * PLOT.width / len(years), is_line=False)
    return [frame]


def _list_years(
    at: Place, ax: Axes, of: pd.DataFrame, years: list[int], name: str, plot: str = "stack", color: str = BLUE
) -> Series:
    """Figures of years; one of several years is in each of them."""
    values, labels, hollow = {}, {}, []
    points = {
        i: [(years.index(year), float(year), jobs.tell_height(row)) for year in range(row["first"], row["last"] + 1)]
        for i, row in of.iterrows()
    }
    whole = [point for each in points.values() for point in each]
    for i, row in of.iterrows():
        values |= {k: height for k, _, height in points[i]}
        of_row = whole if row["role"] == "estimated" else points[i]  # one label for them all
        labels |= at.label(ax, i, of_row, "inEnd" if plot == "stack" else "")
        hollow += [k for k, _, _ in points[i] if row["kind"] == "derived" or row["role"] == "part"]
    return Series(name, plot, [*map(values.get, range(len(years)))], color, labels, hollow)


def _draw_provinces(at: Place, chart: Chart, contexts: dict[str, Context]) -> list[GraphicFrame]:
    """Two bars for each province: its first and its last figure."""
    changes, (ax,) = provinces.select_shown(provinces.list_changes(chart.table), PLOT), at.page.figure.axes
    names = [provinces.name_row(ends, contexts, at.lang, with_years=True) for ends in changes]
    own = [k for k, ends in enumerate(changes) if ends[0]["own"] == "yes"]
    series = []
    for end, name in enumerate((at.lang.say("first figure"), at.lang.say("last figure"))):
        rows, labels = [ends[end] for ends in changes], {}
        for k, row in enumerate(rows):
            (text,) = at.texts[row.name]
            said = text.get_text() if k else f"{name}: {text.get_text()}"
            form = chart_xml.find_number_format(said, row["value"], at.lang)
            lines = ((said, LETTERS * text.get_fontsize(), text.get_fontweight() == "bold"),)
            labels[k] = Label(lines, form, "outEnd", (0.0, 0.0), text.get_color())
        hollow = [k for k, row in enumerate(rows) if row["kind"] == "derived"]
        values = [row["value"] for row in rows]
        series.append(Series(name, "bars", values, GREY, labels, hollow, own=own, is_tint=end == 0))
    frame = chart_xml.add_chart(at.slide, at.box, names, series)
    frame.name = chart.title
    box = ax.get_position()
    chart_xml.place_plot(frame.chart, (box.x0, 0.01, 0.88 * box.width, 0.98))
    _write_title(frame.chart, [], BLUE, at.lang)
    _set_values(frame.chart, PERCENT, at.lang, is_shown=False)
    frame.chart.category_axis.reverse_order = True
    frame.chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    return [frame]


def _find_date(t: float) -> date:
    """The last day of the period that ends at a time.

    Example:
        >>> _find_date(2010.0), _find_date(2014 + 10 / 12)
        (datetime.date(2010, 12, 31), datetime.date(2015, 10, 31))
    """
    year, month = divmod(round(12 * t), 12)
    return date(year + 1, month + 1, 1) - timedelta(days=1)


def _write_title(chart: NativeChart, lines: list[Lines], color: str, lang: Language) -> None:
    """Letters of the whole chart, and lines over it, the first words of each bold."""
    chart.has_legend, chart.has_title = False, bool(lines)
    chart.font.size = Pt(LETTERS * PLOT.label)
    chart.font._rPr.set("lang", tag(lang.code))
    for i, line in enumerate(lines):
        frame = chart.chart_title.text_frame
        paragraph = frame.add_paragraph() if i else frame.paragraphs[0]
        for k, (words, points) in enumerate(line):
            run = paragraph.add_run()
            run.text = f"  {words}" if k else words
            run.font.size, run.font.bold = Pt(round(LETTERS * points)), not k
            run.font._rPr.set("lang", tag(lang.code))
            run.font._rPr.insert(0, parse_xml(chart_xml.fill_xml(color)))


def _set_values(chart: NativeChart, form: str, lang: Language, is_shown: bool, top: float | None = None) -> None:
    """A scale from zero, shown with light lines where the figures do not say it."""
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.visible = 0, top, is_shown
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = chart_xml.locate(form, lang), False
    axis.major_tick_mark, axis.has_major_gridlines = XL_TICK_MARK.NONE, is_shown
    axis.format.line.fill.background()
    if is_shown:
        line = axis.major_gridlines.format.line.color
        line.theme_color, line.brightness = MSO_THEME_COLOR.BACKGROUND_1, -0.15


def _set_years(chart: NativeChart, times: Sequence[float], inches: float, is_line: bool) -> None:
    """An axis of time, with as many years named as have room; months tell figures of the same year apart."""
    axis, months = chart.category_axis, [round(12 * t) % 12 for t in times]
    axis.major_tick_mark = XL_TICK_MARK.OUTSIDE
    axis.tick_labels.number_format = "yyyy" if months[0] == 0 else "mm/yyyy"
    axis.tick_labels.number_format_is_linked = False
    each = ceil((0.6 if months[0] == 0 else 0.9) / inches)
    of = axis._element
    for name in ("c:auto", "c:lblOffset", "c:baseTimeUnit"):
        of.remove(of.find(qn(name)))
    unit = "years" if len(set(months)) == 1 else "months"
    if unit == "months" and not is_line:
        chart.plots[0].gap_width = 0  # columns are a month wide
    said = {"auto": 0, "lblOffset": 100, "baseTimeUnit": unit, "majorUnit": each, "majorTimeUnit": "years"}
    for name, value in said.items():
        of.append(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))
    crosses = "midCat" if is_line else "between"
    chart.value_axis._element.append(parse_xml(f'<c:crossBetween {nsdecls("c")} val="{crosses}"/>'))


DRAWINGS = {
    "02-trajectory": _draw_trajectory,
    "03-households": _draw_households,
    "06-jobs": _draw_jobs,
    "09-provinces": _draw_provinces,
}
