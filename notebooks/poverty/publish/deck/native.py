"""Charts that PowerPoint draws itself, with their numbers in a workbook that can be opened and changed.

What is drawn, and what is written on which side of a mark, is read from the picture: each mark there has the row of
its table as its gid. So the two agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil, copysign

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
from pptx.util import Emu, Pt

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

LETTERS = 14 / PLOT.label  # times their size in the picture
OVER, UNDER, AIR = 0.3, 0.4, 0.09  # inches over the highest figure, for the years, and between a mark and its label
PERCENT, NUMBER = '0"%"', "#,##0"
COLUMN_LABELS = {"columns": "outEnd", "stack": "inEnd"}  # no label stands over what is stacked, so it is moved there
WIDER = 1.1  # letters of Office are at most so much wider than those of the picture
Line = list[tuple[str, float]]  # words and their size in the picture


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
        """What is written beside the mark of each row, from top to bottom."""
        found = {}
        for text in sorted(self.page.figure.texts, key=lambda text: -text.get_position()[1]):
            kind, *rest = str(text.get_gid()).split(".")
            if kind in ("label", "key"):
                found.setdefault(int(rest[-1]), []).append(text)
        return found

    def split(self) -> list["Place"]:
        """A part for each panel."""
        ends = [ax.get_position().x1 * PLOT.width for ax in self.page.figure.axes]
        parts = []
        for left, right in pairwise([0.0, *ends[:-1], PLOT.width]):
            start, end = (round(self.box[2] * edge / PLOT.width) for edge in (left, right))
            box = (self.box[0] + start, self.box[1], end - start, self.box[3])
            parts.append(replace(self, box=box, left=left, right=right))
        return parts

    def list_figures(
        self, ax: Axes, of: pd.DataFrame, times: list[float], name: str, plot: str, color: str, **look: object
    ) -> Series:
        """Figures at some of the times of a chart; a row that is there for several times has one label."""
        places = [times.index(t) for t in of["t"]]
        values = dict(zip(places, of["value"], strict=True))
        labels = {}
        for row in dict.fromkeys(of.index):
            points = [(k, t, y) for i, k, t, y in zip(of.index, places, of["t"], of["value"], strict=True) if i == row]
            labels |= self._label(ax, row, points, COLUMN_LABELS.get(plot, ""))
        hollow = [k for k, kind in zip(places, of["kind"], strict=True) if kind == "derived"]
        values = [values.get(k) for k in range(len(times))]
        return replace(Series(capitalize_first(name), plot, values, color, labels, hollow), **look)

    def _label(self, ax: Axes, row: int, points: list[tuple[int, float, float]], place: str) -> dict[int, Label]:
        """The label of a row at the nearest of its points, on the side where the picture has it."""
        if row not in self.texts:
            return {}
        texts = self.texts[row]
        box = Bbox.union([text.get_window_extent() for text in texts])
        left, low, right, high = (x / self.page.figure.dpi for x in box.extents)
        wide, tall = (right - left) / 2, (high - low) / 2
        away = [(k, value, self.page.locate(ax, t, value)) for k, t, value in points]
        across, up, k, value = min(
            ((left + wide - x, low + tall - y, k, value) for k, value, (x, y) in away), key=lambda found: abs(found[0])
        )
        if place and abs(across) > wide / 2:
            across += copysign((WIDER - 1) * wide, across)
        place = place or (("t" if up > 0 else "b") if abs(across) < wide else "r" if across > 0 else "l")
        sides = {
            "outEnd": (0, tall + AIR / 2), "inEnd": (0, -tall - AIR / 2), "t": (0, tall + AIR),
            "b": (0, -tall - AIR), "r": (wide + AIR, 0), "l": (-wide - AIR, 0),
        }  # fmt: skip
        move = (across - sides[place][0]) / (self.right - self.left), (sides[place][1] - up) / PLOT.height
        return {k: _write_label(texts, value, self.lang, place, move)}


def add_native_charts(
    slide: Slide, chart: Chart, contexts: Context | dict[str, Context], lang: Language, box: tuple[int, int, int, int]
) -> list[GraphicFrame]:
    """Draw what PowerPoint can draw of a chart into a box of a slide, in EMU; nothing where it stays a picture."""
    draw = DRAWINGS.get(chart.id)
    frames = draw(Place(slide, chart.at(PLOT).page, box, lang), chart, contexts) if draw else []
    if frames:
        describe(frames[0], chart.alt)
    return frames


def _draw_trajectory(whole: Place, chart: Chart, context: Context) -> list[GraphicFrame]:
    """A chart for each standard: its figures, the line through them, the band around it."""
    spells, _ = trajectory.choose_panels(chart.table, context, PLOT)
    if chart.table["survey_low"].notna().any() or any(len(spell.figures) == 1 for spell in spells):
        return []  # sampling errors are drawn in the picture alone; of one figure there is no line
    frames = []
    for at, ax, spell in zip(whole.split(), whole.page.figure.axes, spells, strict=True):
        color, times = BLUE if spell is spells[-1] else GREY, sorted({*pd.concat(spell.versions)["t"]})
        of, series = spell.versions[0], []
        if of["band_low"].notna().any() and not spell.is_open:
            low, high = of["band_low"].fillna(of["value"]), of["band_high"].fillna(of["value"])
            series = _list_range(at, low, high, phrase_band_name(context, at.lang), "band", color)
        for of in spell.versions:
            name, dash = (of["label"].iloc[0], "sysDash") if spell.is_open else ("poverty rate", "solid")
            look = {"unmarked": [times.index(t) for t in of.loc[of["role"] == "path", "t"]], "dash": dash}
            name = at.lang.label(name, context.shared.labels)
            series.append(at.list_figures(ax, of, times, name, "lines", color, **look))
        lines = panels.choose_block(at.page, ax, spell.change, at.lang)
        alt = panels.phrase_spells([spell.figures], phrase_rate, context, at.lang)
        frames.append(_add_panel(at, ax, phrase_standard(context, spell.standard, at.lang), alt, lines, times, series))
    return frames


def _draw_households(whole: Place, chart: Chart, context: Context) -> list[GraphicFrame]:
    """A chart for each standard: a column for each count."""
    groups, frames = households.list_standards(chart.table, PLOT), []
    for at, ax, of in zip(whole.split(), whole.page.figure.axes, groups, strict=True):
        color, change, times = BLUE if of is groups[-1] else GREY, panels.measure_change([of], context), [*of["t"]]
        series = [at.list_figures(ax, of, times, households.name_count(of, at.lang), "columns", color)]
        big = households.phrase_difference(of, change, context, at.lang)
        lines = panels.choose_block(at.page, ax, change, at.lang, big)
        heading = phrase_standard(context, of["standard"].iloc[0], at.lang)
        alt = panels.phrase_spells([of], phrase_count, context, at.lang)
        frames.append(_add_panel(at, ax, heading, alt, lines, times, series))
    return frames


def _list_range(
    at: Place, low: Sequence[float], high: Sequence[float], name: str, plot: str, color: str
) -> list[Series]:
    """A range, on top of what is not seen; None or as thin as nothing where there is none."""
    wide = [None if start is None else round(end - start, 4) for start, end in zip(low, high, strict=True)]
    unseen = Series(at.lang.say("(spacer)"), plot, [*low], "")
    return [unseen, Series(capitalize_first(name), plot, wide, color, is_tint=True)]


def _add_panel(
    at: Place, ax: Axes, heading: str, alt: str, lines: Line, times: list[float], series: list[Series]
) -> GraphicFrame:
    """The chart of one standard, under its name and what happened; a year as wide as in the picture."""
    is_line, color = series[-1].plot == "lines", series[-1].color
    frame = chart_xml.add_chart(at.slide, at.box, [_find_date(t) for t in times], series)
    frame.name = capitalize_first(heading)
    describe(frame, alt)
    parts = [lines] if is_line else [[part] for part in lines]  # a number of households is long
    title = [[(frame.name, PLOT.label)], *filter(None, parts)]
    _write_title(frame.chart, title, color, at.lang)
    # readings of one standard have different dates
    frame.chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span" if is_line else "gap")
    is_shown = is_line and len(at.page.figure.axes) == 1  # side by side, the figures say the scale
    _set_values(frame.chart, PERCENT if is_line else NUMBER, at.lang, is_shown)
    start, end = (at.page.locate(ax, t, 0)[0] for t in ((times[0], times[-1]) if is_line else ax.get_xlim()))
    _set_years(frame.chart, times, (end - start) / max(times[-1] - times[0], 1), is_line)
    top = sum(LINE * LETTERS * max(points for _, points in line) / 72 for line in title) + OVER
    high, wide = Emu(at.box[3]).inches, at.right - at.left
    box = ((start - at.left) / wide, top / high, (end - start) / wide, 1 - (top + UNDER) / high)
    chart_xml.place_plot(frame.chart, box)
    return frame


def _draw_jobs(at: Place, chart: Chart, context: Context) -> list[GraphicFrame]:
    """Years as columns, the estimate in its range, plans in orange."""
    table, (ax,), lang = chart.table, at.page.figure.axes, at.lang
    years = [*range(int(table["first"].min()), int(table["last"].max()) + 1)]
    times = [float(year) for year in years]
    table = table.assign(value=[jobs.tell_height(row) for _, row in table.iterrows()], t=table["first"].astype(float))
    box, series, of = ax.get_position(), [], table[table["role"] == "estimated"]
    if len(of):
        ends = of.set_index("t")[["low", "high"]].reindex(times).astype(object)
        low, high = (ends[name].where(ends[name].notna(), None) for name in ends)
        series = _list_range(at, low, high, lang.say("%(level)s range", level=lang.percent(90)), "stack", BLUE)
    name = lang.label("people placed in jobs")
    series.append(at.list_figures(ax, table[table["role"] == "year"], times, name, "stack", BLUE))
    if len(of):
        series.append(at.list_figures(ax, of, times, lang.label("estimate"), "lines", BLUE, symbol="dash"))
    for i, row in table[table["role"].isin(["part", "span", "plan"])].iterrows():
        count, name, color = row["last"] - row["first"] + 1, jobs.phrase_when(row, context, lang), BLUE
        look = {"symbol": "dash", "hollow": [], "unmarked": range(len(years)) if count > 1 else []}
        if row["role"] == "plan":
            color, name = ORANGE, lang.say("%(what)s, %(when)s", what=lang.label("plan"), when=name)
        elif row["role"] == "part":
            look = {"symbol": "diamond", "hollow": [years.index(row["first"])]}
        of = table.loc[[i] * count].assign(t=range(row["first"], row["last"] + 1))
        series.append(at.list_figures(ax, of, times, name, "lines", color, **look))
    frame = chart_xml.add_chart(at.slide, at.box, [date(year, 12, 31) for year in years], series)
    frame.name = chart.title
    chart_xml.place_plot(frame.chart, (box.x0, 1 - box.y1, box.width, box.height))
    _write_title(frame.chart, [], BLUE, lang)
    _set_values(frame.chart, NUMBER, lang, is_shown=True, top=ax.get_ylim()[1])
    _set_years(frame.chart, times, box.width * PLOT.width / len(years), is_line=False)
    return [frame]


def _draw_provinces(at: Place, chart: Chart, contexts: dict[str, Context]) -> list[GraphicFrame]:
    """Two bars for each province: its first and its last figure."""
    changes, (ax,) = provinces.select_shown(provinces.list_changes(chart.table), PLOT), at.page.figure.axes
    names = [provinces.name_row(ends, contexts, at.lang, with_years=True) for ends in changes]
    own = [k for k, ends in enumerate(changes) if ends[0]["own"] == "yes"]
    series = []
    for end, name in enumerate((at.lang.say("first figure"), at.lang.say("last figure"))):
        rows = [ends[end] for ends in changes]
        values = [row["value"] for row in rows]
        labels = {k: _write_label(at.texts[row.name], row["value"], at.lang, "outEnd", before="" if k else f"{name}: ")
                  for k, row in enumerate(rows)}  # fmt: skip
        hollow = [k for k, row in enumerate(rows) if row["kind"] == "derived"]
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


def _write_label(
    texts: list[Text], value: float, lang: Language, place: str, move: tuple[float, float] = (0, 0), before: str = ""
) -> Label:
    """What the picture writes beside a figure, as a label of a chart."""
    lines = [(f"{before}{line}", LETTERS * text.get_fontsize(), text.get_fontweight() == "bold")
             for text in texts for line in text.get_text().split("\n")]  # fmt: skip
    form = chart_xml.find_number_format("\n".join(line for line, _, _ in lines), value, lang)
    return Label(lines, form, place, move, texts[0].get_color())


def _find_date(t: float) -> date:
    """The last day of the period that ends at a time: 2010.0 is the end of December 2010."""
    year, month = divmod(round(12 * t), 12)
    return date(year + 1, month + 1, 1) - timedelta(days=1)


def _write_title(chart: NativeChart, lines: list[Line], color: str, lang: Language) -> None:
    """Lines over a chart, the first words of each bold; size and language of all its letters."""
    chart.has_legend, chart.has_title, chart.font.size = False, bool(lines), Pt(LETTERS * PLOT.label)
    for i, line in enumerate(lines):
        frame = chart.chart_title.text_frame
        paragraph = frame.add_paragraph() if i else frame.paragraphs[0]
        for k, (words, points) in enumerate(line):
            run = paragraph.add_run()
            run.text = f"  {words}" if k else words
            run.font.size, run.font.bold = Pt(round(LETTERS * points)), not k
            run.font._rPr.insert(0, parse_xml(chart_xml.fill_xml(color)))
    for look in chart._chartSpace.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
        look.set("lang", tag(lang.code))


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
