"""Charts that PowerPoint draws itself: numbers, axes, colours, and what is kept when a number is changed."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import ImageChops
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from deck_checks import can_draw_slides, draw_slides, find_repairs
from drawn_charts import draw_chart
from poverty import charts
from poverty.packs.load import load_all_packs, load_pack
from poverty.publish.deck.native import add_native_charts
from poverty.trajectory.provinces import tabulate_province_changes
from poverty.words.gather import gather_context
from poverty.words.language import Language
from small_packs import build_pack, build_row

IDS = ("02-trajectory", "03-households", "06-jobs", "09-provinces")
BOX = tuple(Inches(x) for x in (0.5, 1.5, 12.333, 5.1))
needs_office = pytest.mark.skipif(not can_draw_slides(), reason="LibreOffice Impress and pdftoppm are not installed")


def draw_provinces(packs, code="en"):
    contexts = {pack.slug: gather_context(pack) for pack in packs}
    table = tabulate_province_changes(packs, own=packs[0].slug)
    return charts.draw_provinces("09-provinces", table, contexts, Language(code)), contexts


def build_deck(drawn, code="en"):
    """A slide for each chart, given with its context, with what PowerPoint draws of it."""
    show = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    for chart, context in drawn:
        slide = show.slides.add_slide(show.slide_layouts[6])
        add_native_charts(slide, chart, context, Language(code), BOX)
    return save(show)


def save(show):
    out = BytesIO()
    show.save(out)
    return out.getvalue()


@cache
def build_deck_of(slug, code="en"):
    """The four charts of a province, by the order of `IDS`."""
    pack = load_pack(slug)
    drawn = [(draw_chart(name, slug, code), gather_context(pack)) for name in IDS[:3]]
    others = [other for other in load_all_packs()[0] if other.slug != slug]
    return build_deck([*(pair for pair in drawn if pair[0]), draw_provinces([pack, *others], code)], code)


def list_charts(pptx):
    """The charts of each slide."""
    show = Presentation(BytesIO(pptx))
    return show, [[shape.chart for shape in slide.shapes if shape.has_chart] for slide in show.slides]


def list_series(chart):
    return {series.name: [*series.values] for plot in chart.plots for series in plot.series}


def list_dates(chart):
    serials = chart._chartSpace.find(f".//{qn('c:cat')}").iter(qn("c:v"))
    return [date(1899, 12, 30) + timedelta(days=int(float(serial.text))) for serial in serials]


def list_types(chart):
    return [type(plot).__name__ for plot in chart.plots]


def test_the_numbers_are_those_of_the_table():
    _, (hero, households, (jobs,), (provinces,)) = list_charts(build_deck_of("bac-lieu"))
    assert [list_dates(chart)[0].isoformat() for chart in hero] == ["2010-12-31", "2015-12-31", "2021-12-31"]
    assert list_dates(hero[0])[-2:] == [date(2015, 10, 31), date(2015, 12, 31)]
    assert list_series(hero[0])["Poverty rate"] == [18.4, 14.0347, 10.2596, 7.0747, 4.48, 3.0, 2.65]
    bottom, height, rate = list_series(hero[2]).values()
    assert rate == [5.09, 3.19, 1.7118, 0.69]
    assert bottom == [5.09, 3.19, 1.3834, 0.69]
    assert height == pytest.approx([0, 0, 0.6906, 0])
    assert [[*list_series(chart).values()] for chart in households] == [[[30850, 3050]], [[11497, 7233, 1581]]]
    of = list_series(jobs)
    printed = zip(list_dates(jobs), of["People placed in jobs"], strict=True)
    columns = {1997: 7533.5, 2013: 17250, 2018: 24500, 2019: 24600}  # the first in the middle of its range
    assert {year.year: value for year, value in printed if value} == columns
    assert (of["Estimate"][1], of["(spacer)"][1], of["90% range"][1]) == (8007, 7018, 2118)
    assert of["Plan, 2021 to 2025"][-5:] == [18800] * 5
    assert (of["Plan, 2020"][23], of["First half of 2020"][23]) == (18000, 11400)
    names = [*provinces.plots[0].categories]
    assert (names[0], names[-1]) == ("Điện Biên  2023–2025", "Bạc Liêu  2021–2024")
    assert [values[-1] for values in list_series(provinces).values()] == [5.09, 0.69]


@pytest.mark.sweep
@pytest.mark.parametrize("slug", ["bac-lieu", "soc-trang", "gia-lai", "dien-bien", "nghe-an"])
@pytest.mark.parametrize("code", ["en", "vi", "id"])
def test_nothing_to_repair_no_colour_and_no_font_of_its_own(slug, code):
    pptx = build_deck_of(slug, code)
    assert find_repairs(pptx) == []
    with ZipFile(BytesIO(pptx)) as archive:
        for name in archive.namelist():
            if name.startswith(("ppt/charts/", "ppt/slides/")) and name.endswith(".xml"):
                content = archive.read(name)
                assert [word for word in (b"srgbClr", b"typeface") if word in content] == [], name
    shown = [chart for of in list_charts(pptx)[1] for chart in of]
    sizes = [int(of.get("sz")) for chart in shown for of in chart._chartSpace.iter() if of.get("sz")]
    assert min(sizes) >= 1400
    spoken = {of.get("lang") for chart in shown for of in chart._chartSpace.iter(qn("a:rPr"), qn("a:defRPr"))}
    assert spoken == {{"en": "en-US", "vi": "vi-VN", "id": "id-ID"}[code]}


def test_time_is_time():
    _, (hero, households, jobs, _) = list_charts(build_deck_of("bac-lieu"))
    bases = [chart._chartSpace.find(f".//{qn('c:dateAx')}/{qn('c:baseTimeUnit')}").get("val")
             for chart in (*hero, *households, *jobs)]  # fmt: skip
    assert bases == ["months", "years", "years", "years", "years", "years"]
    each = []  # inches of a year, in each chart of the hero
    for shape in Presentation(BytesIO(build_deck_of("bac-lieu"))).slides[0].shapes:
        wide = shape.chart._chartSpace.find(f".//{qn('c:plotArea')}/{qn('c:layout')}/*/{qn('c:w')}").get("val")
        dates = list_dates(shape.chart)
        each.append(float(wide) * Emu(shape.width).inches / (dates[-1] - dates[0]).days * 365.25)
    assert each == pytest.approx([each[0]] * 3, rel=0.01)


@pytest.mark.sweep
def test_fill_tells_the_kind_and_labels_are_as_printed():
    _, (hero, households, _, _) = list_charts(build_deck_of("bac-lieu", "vi"))
    points = hero[0]._chartSpace.findall(f".//{qn('c:lineChart')}//{qn('c:dPt')}")
    marks = {int(of.find(qn("c:idx")).get("val")): of.find(qn("c:marker")) for of in points}
    assert {i: mark.find(qn("c:symbol")).get("val") for i, mark in marks.items()} == {
        0: "circle", 1: "none", 2: "none", 3: "none"
    }  # fmt: skip
    assert marks[0].find(f"{qn('c:spPr')}/{qn('a:solidFill')}/{qn('a:schemeClr')}").get("val") == "bg1"
    forms = [[of.get("formatCode") for of in chart._chartSpace.iterfind(f".//{qn('c:dLbl')}/{qn('c:numFmt')}")]
             for chart in (hero[0], hero[2], households[0])]  # fmt: skip
    assert forms == [
        ['[$-42A]"khoảng "#,##0.0"%"', '[$-42A]#,##0.00"%"', '[$-42A]#,##0"%"', '[$-42A]#,##0.00"%"'],
        ['[$-42A]#,##0.00"%"'] * 3,
        ["[$-42A]#,##0", '[$-42A]"khoảng "#,##0'],
    ]


def change_number(pptx, slide, frame, name, at, value):
    """The deck with one number of one chart changed, as `replace_data` does it."""
    show, of = list_charts(pptx)
    chart = of[slide][frame]
    data = CategoryChartData()
    is_time = chart._chartSpace.find(f".//{qn('c:dateAx')}") is not None
    data.categories = list_dates(chart) if is_time else [*chart.plots[0].categories]
    for known, values in list_series(chart).items():
        values = list(values)
        if known == name:
            values[at] = value
        data.add_series(known, values)
    chart.replace_data(data)
    return save(show)


CHANGES = [  # slide, chart on it, series, place, and the new number
    (0, 2, "Poverty rate", 1, 4.4),
    (1, 1, "Poor households", 1, 4000),
    (2, 0, "People placed in jobs", 16, 9000),
    (3, 0, "last figure", 10, 3.5),
]


def test_a_changed_number_keeps_types_series_and_looks():
    before = build_deck_of("bac-lieu")
    for slide, frame, name, at, value in CHANGES:
        after = change_number(before, slide, frame, name, at, value)
        old, new = (list_charts(deck)[1][slide][frame] for deck in (before, after))
        assert list_types(new) == list_types(old)
        assert list_series(new).keys() == list_series(old).keys()
        assert list_series(new)[name][at] == value
        looks = [[len(chart._chartSpace.findall(f".//{qn(tag)}")) for tag in ("c:dPt", "c:dLbl", "a:schemeClr")]
                 for chart in (old, new)]  # fmt: skip
        assert looks[0] == looks[1]
        assert find_repairs(after) == []
    assert list_types(list_charts(before)[1][0][0]) == ["AreaPlot", "LinePlot"]
    assert list_types(list_charts(before)[1][2][0]) == ["BarPlot", "LinePlot"]


@pytest.mark.sweep
@needs_office
def test_pictures_differ_where_a_number_or_the_theme_was_changed(tmp_path):
    before, after = build_deck_of("bac-lieu"), build_deck_of("bac-lieu")
    for change in CHANGES:
        after = change_number(after, *change)
    old = draw_slides(before, tmp_path)
    new = draw_slides(after, tmp_path)
    for (slide, frame, *_), *pair in zip(CHANGES, old, new, strict=True):
        shape = Presentation(BytesIO(before)).slides[slide].shapes[frame]
        scale = 1600 / Inches(13.333)
        left, top, right, bottom = ImageChops.difference(*pair).getbbox()
        edges = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
        low_x, low_y, high_x, high_y = (edge * scale for edge in edges)
        assert low_x <= left < right <= high_x + 1, (slide, frame)
        assert low_y <= top < bottom <= high_y + 1, (slide, frame)
        assert (right - left) * (bottom - top) > 200
    themed = edit_part(before, "ppt/theme/theme1.xml", b"4F81BD", b"00FF00")
    for plain, green in zip(old, draw_slides(themed, tmp_path), strict=True):
        assert ImageChops.difference(plain, green).getbbox()
        assert (0, 255, 0) in {color for _, color in green.getcolors(1 << 20)}


def edit_part(pptx, name, old, new):
    """The deck with some bytes of one part changed."""
    out = BytesIO()
    with ZipFile(BytesIO(pptx)) as archive, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for part in archive.namelist():
            content = archive.read(part)
            if part == name:
                assert old in content
                content = content.replace(old, new, 1)
            written.writestr(part, content)
    return out.getvalue()


def test_a_name_is_no_formula():
    packs = []
    for slug, name, rates in (("one", "=1+1", ("9", "4")), ("two", "@here", ("12", "8"))):
        rows = [build_row(f"rate-{year}", "poverty_rate", rate, f"{year}-M12")
                for year, rate in zip((2017, 2020), rates, strict=True)]  # fmt: skip
        pack = build_pack(*rows)
        packs.append(replace(pack, slug=slug, province={**pack.province, "name": {"en": name}}))
    pptx = build_deck([draw_provinces(packs)])
    assert find_repairs(pptx) == []
    _, [[chart]] = list_charts(pptx)
    assert [name.strip().split()[0] for name in chart.plots[0].categories][:2] == ["@here", "=1+1"]


def test_one_figure_stays_a_picture_and_a_single_standard_is_one_chart():
    def build(*rows):
        pack = build_pack(*rows)
        chart = draw_chart("02-trajectory", pack)
        slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
        return add_native_charts(slide, chart, gather_context(pack), Language("en"), BOX)

    first = build_row("a", "poverty_rate", "9.5", "2017-M12")
    assert build(first) == []
    (frame,) = build(first, build_row("b", "poverty_rate", "4", "2020-M12"))
    assert [*list_series(frame.chart).values()][-1][0] == 9.5
    assert frame.name == "Standard of 2016–2021"
    alt = frame._element.xpath(".//p:cNvPr")[0].get("descr")
    assert alt.startswith("Poverty fell by 52% to 63% in 3 years.")


def test_other_charts_stay_pictures():
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    pack = load_pack("bac-lieu")
    chart = draw_chart("01-answer", "bac-lieu")
    assert add_native_charts(slide, chart, gather_context(pack), Language("en"), BOX) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("ppt/slides/slide1.xml", b'<p:cNvPr id="3"', b'<p:cNvPr id="2"', "shape id 2 is there 2 times"),
        ("ppt/slides/slide1.xml", b'r:id="rId2"', b'r:id="rId77"', "rId77 is no relationship"),
        ("[Content_Types].xml", b"/ppt/slides/slide1.xml", b"/ppt/slides/slide99.xml", "slide99.xml is missing"),
        ("CHART", b"$B$2:$B$8", b"$B$2:$B$9", "8 cells, 7 kept"),
        ("CHART", b"<c:v>18.4</c:v>", b"<c:v>18.5</c:v>", "the chart keeps '18.5'"),
        ("CHART", b'<c:idx val="2"/><c:order', b'<c:idx val="1"/><c:order', "idx 1 is there 2 times"),
        ("CHART", b"Sheet1!$C$1", b"Sheet9!$C$1", "no such sheet"),
        ("CHART", b'<c:crossAx val="21', b'<c:crossAx val="31', "axes cross"),
        ("CHART", b'<c:smooth val="0"/></c:ser>', b'<c:smooth val="0"/><c:marker/></c:ser>', "another order"),
        ("CHART", b'<c:dLblPos val="r"/>', b'<c:dLblPos val="outEnd"/>', "no label of lineChart stands at outEnd"),
    ],
)
def test_what_powerpoint_would_repair_is_found(part, old, new, told):
    show, of = list_charts(build_deck_of("bac-lieu"))
    name = str(of[0][0].part.partname).lstrip("/") if part == "CHART" else part
    assert any(told in fault for fault in find_repairs(edit_part(save(show), name, old, new)))
