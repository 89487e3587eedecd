"""What PowerPoint would repair in a deck, and how a deck looks."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree
from PIL import Image

from workbook_reading import read_workbook

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PLOTS = ("areaChart", "barChart", "lineChart", "scatterChart")
SHOWN = "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos "
    "spPr txPr crossAx crosses crossesAt "
)
ORDERS = {  # children as the schema has them
    "plotArea": f"layout {' '.join(PLOTS)} valAx catAx dateAx serAx dTable spPr extLst",
    "areaChart": "grouping varyColors ser dLbls dropLines axId extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId extLst",
    "ser": "idx order tx spPr invertIfNegative pictureOptions marker dPt dLbls trendline errBars cat xVal val yVal "
    "smooth extLst",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
    "marker": "symbol size spPr extLst",
    "dLbl": f"idx delete layout tx {SHOWN} extLst",
    "dLbls": f"dLbl delete {SHOWN} showLeaderLines leaderLines extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs "
    "showDLblsOverMax extLst",
    "valAx": f"{AXIS} crossBetween majorUnit minorUnit dispUnits extLst",
    "dateAx": f"{AXIS} auto lblOffset baseTimeUnit majorUnit majorTimeUnit minorUnit minorTimeUnit extLst",
    "catAx": f"{AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "scaling": "logBase orientation max min extLst",
}  # fmt: skip
NOT_IN = {  # of a series by its plot
    "areaChart": {"invertIfNegative", "marker", "smooth"},
    "barChart": {"marker", "smooth"},
    "lineChart": {"invertIfNegative"},
}
LABEL_SIDES = {  # where a label may stand
    ("areaChart", "stacked"): set(),
    ("barChart", "clustered"): {"ctr", "inBase", "inEnd", "outEnd"},
    ("barChart", "stacked"): {"ctr", "inBase", "inEnd"},
    ("lineChart", "standard"): {"t", "b", "l", "r", "ctr"},
}


def find_repairs(pptx: bytes) -> list[str]:
    """What PowerPoint would repair or refuse, in words, one line a fault; none in a sound file."""
    with ZipFile(BytesIO(pptx)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    faults = [f"{name}: twice in the file" for name, count in Counter(names).items() if count > 1]
    faults += _find_untyped(parts)
    for name, content in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        tree = etree.fromstring(content)
        if name.endswith(".rels"):
            faults += [
                f"{name}: {target} is missing" for target in _list_targets(name, tree).values() if target not in parts
            ]
        else:
            faults += [f"{name}: {fault}" for fault in _find_loose_links(name, tree, parts)]
        if name.startswith(("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/")) and name.endswith(".xml"):
            ids = Counter(of.get("id") for of in tree.iter(f"{DRAWING}cNvPr"))
            faults += [f"{name}: shape id {i} is there {count} times" for i, count in ids.items() if count > 1]
        if name.startswith("ppt/charts/") and tree.tag == f"{CHART}chartSpace":
            faults += [f"{name}: {fault}" for fault in (*_find_misplaced(tree), *_find_unlike(name, tree, parts))]
    return faults


def _find_untyped(parts: dict[str, bytes]) -> Iterator[str]:
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {of.get("Extension").lower() for of in types if of.get("Extension")}
    named = {of.get("PartName").lstrip("/") for of in types if of.get("PartName")}
    for name in parts:
        if name != "[Content_Types].xml" and name not in named and name.rpartition(".")[2].lower() not in endings:
            yield f"{name}: has no content type"
    yield from (f"[Content_Types].xml: {name} is missing" for name in sorted(named - set(parts)))


def _list_targets(name: str, rels: etree._Element) -> dict[str, str]:
    """The parts that a part of relationships names, by id; not what lies outside the file."""
    base = dirname(dirname(name))
    return {
        rel.get("Id"): normpath(join(base, rel.get("Target"))).lstrip("/")
        for rel in rels if rel.get("TargetMode") != "External"
    }  # fmt: skip


def _find_loose_links(name: str, tree: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    rels = parts.get(f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels".lstrip("/"))
    known = {rel.get("Id") for rel in etree.fromstring(rels)} if rels else set()
    used = {value for of in tree.iter() for key, value in of.attrib.items() if str(key).startswith(LINKS)}
    yield from (f"{link} is no relationship" for link in sorted(used - known - {""}))


def _find_misplaced(tree: etree._Element) -> Iterator[str]:
    """What of a chart stands where the schema does not want it; numbers that must differ; axes that do not match."""
    for of in tree.iter(f"{CHART}*"):
        tag, children = _local(of), [_local(child) for child in of]
        order = ORDERS.get(tag, "").split()
        if tag == "chart" and of.getparent() is not tree:
            continue
        if unknown := [child for child in children if order and child not in order]:
            yield f"{tag} must not have {unknown}"
            continue
        places = [order.index(child) for child in children] if order else []
        if tag == "plotArea":  # plots in any order, then axes in any order
            kinds = [set(PLOTS), {"valAx", "catAx", "dateAx", "serAx"}]
            first = [min(order.index(other) for other in kind) for kind in kinds]
            places = [next((at for at, kind in zip(first, kinds, strict=True) if child in kind), order.index(child))
                      for child in children]  # fmt: skip
        if places != sorted(places):
            yield f"{tag}: {children} stand in another order than the schema's"
    for plot in _list_plots(tree):
        tag = _local(plot)
        grouping = plot.find(f"{CHART}grouping")
        sides = LABEL_SIDES.get((tag, grouping.get("val") if grouping is not None else ""))
        for series in plot.iterfind(f"{CHART}ser"):
            if wrong := {_local(child) for child in series} & NOT_IN.get(tag, set()):
                yield f"a series of {tag} must not have {sorted(wrong)}"
        for side in plot.iter(f"{CHART}dLblPos"):
            if sides is not None and side.get("val") not in sides:
                yield f"no label of {tag} stands at {side.get('val')}"
    for kind in ("idx", "order"):
        found = Counter(of.find(f"{CHART}{kind}").get("val") for of in tree.iter(f"{CHART}ser"))
        yield from (f"{kind} {value} is there {count} times" for value, count in found.items() if count > 1)
    axes = {
        of.find(f"{CHART}axId").get("val"): of for of in tree.find(f".//{CHART}plotArea") if _local(of).endswith("Ax")
    }
    for plot in _list_plots(tree):
        used = [of.get("val") for of in plot.iterfind(f"{CHART}axId")]
        if len(used) != 2 or not set(used) <= set(axes):
            yield f"{_local(plot)} has the axes {used}, the chart {sorted(axes)}"
    crossed = {of.find(f"{CHART}crossAx").get("val") for of in axes.values()}
    if crossed != set(axes):
        yield f"axes cross {sorted(crossed)}, the chart has {sorted(axes)}"


def _find_unlike(name: str, tree: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    """Ranges that the workbook does not have, and cells that differ from what the chart keeps of them."""
    rels = etree.fromstring(parts[f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels"])
    link = tree.find(f"{CHART}externalData").get(f"{LINKS}id")
    sheets = read_workbook(parts[_list_targets(f"{dirname(name)}/_rels/x", rels)[link]])
    for title, sheet in sheets.items():
        formulas = [of for of in sheet.xml.iter() if of.tag.endswith("}f")]
        yield from (f"{title}: {of.text} is a formula" for of in formulas)
    for of in tree.iter(f"{CHART}f"):
        title, _, cells = of.text.partition("!")
        if title.strip("'") not in sheets:
            yield f"{of.text}: no such sheet"
            continue
        held, cache = sheets[title.strip("'")].cells, of.getnext()
        kept = {int(point.get("idx")): point.findtext(f"{CHART}v") for point in cache.iterfind(f"{CHART}pt")}
        places = _list_cells(cells.replace("$", ""))
        if int(cache.find(f"{CHART}ptCount").get("val")) != len(places):
            yield f"{of.text}: {len(places)} cells, {cache.find(f'{CHART}ptCount').get('val')} kept"
        for i, place in enumerate(places):
            value, known = held[place].value if place in held else None, kept.get(i)
            same = float(known) == value if known and isinstance(value, float) else known == value
            if not same:
                yield f"{of.text}: cell {i + 1} is {value!r}, the chart keeps {known!r}"


def _list_cells(cells: str) -> list[tuple[int, int]]:
    """Row and column, from 0, of each cell of a range such as B2:B6."""
    ends = [re.fullmatch(r"([A-Z])(\d+)", end).groups() for end in cells.split(":")]
    (first, top), (last, bottom) = ((ord(letter) - ord("A"), int(row) - 1) for letter, row in (ends[0], ends[-1]))
    return [(row, column) for row in range(top, bottom + 1) for column in range(first, last + 1)]


def _list_plots(tree: etree._Element) -> list[etree._Element]:
    return [of for of in tree.iter() if _local(of) in PLOTS]


def _local(of: etree._Element) -> str:
    return etree.QName(of).localname if isinstance(of.tag, str) else ""


def has_office(part: str) -> bool:
    """Whether LibreOffice is here with a part of it: "sd" reads slides (Impress), "sc" workbooks (Calc)."""
    office = shutil.which("soffice")
    return office is not None and Path(office).resolve().with_name(f"lib{part}lo.so").is_file()


def can_draw_slides() -> bool:
    """Whether LibreOffice is here with the part that reads slides, and what makes pictures of its PDF."""
    return has_office("sd") and shutil.which("pdftoppm") is not None


def draw_slides(pptx: bytes, folder: Path, width: int = 1600) -> list[Image.Image]:
    """The slides as LibreOffice draws them."""
    path = folder / "deck.pptx"
    path.write_bytes(pptx)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for old in pages.iterdir():
        old.unlink()
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", *size, str(path.with_suffix(".pdf")), str(pages / "page")], check=True)
    return [Image.open(page).convert("RGB") for page in sorted(pages.iterdir())]
