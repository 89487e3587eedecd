"""Reads a workbook as any spreadsheet program would: from the XML in it, without the library that wrote it."""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

NAMES = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}  # number formats that every workbook has


@dataclass(frozen=True)
class Cell:
    """What a cell holds, how its number is shown, and whether its letters are bold."""

    value: str | float
    shown_as: str
    bold: bool


@dataclass(frozen=True)
class Sheet:
    """Cells by row and column from 0, and the XML that they stand in."""

    cells: dict[tuple[int, int], Cell]
    xml: ElementTree.Element

    def row(self, at):
        """The values of a row, None for a blank cell."""
        width = 1 + max(column for _, column in self.cells)
        return [cell.value if (cell := self.cells.get((at, column))) else None for column in range(width)]

    @property
    def last_row(self):
        """The number of the last row that holds something."""
        return max(row for row, _ in self.cells)


def read_workbook(data):
    """The sheets of a workbook by name, in their order."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts = [
        "".join(t.text or "" for t in item.iter(f"{{{NAMES['']}}}t"))
        for item in _tree(parts["xl/sharedStrings.xml"]).findall("si", NAMES)
    ]
    looks = _looks(_tree(parts["xl/styles.xml"]))
    targets = {one.get("Id"): one.get("Target") for one in _tree(parts["xl/_rels/workbook.xml.rels"])}
    sheets = _tree(parts["xl/workbook.xml"]).find("sheets", NAMES)
    return {one.get("name"): _sheet(parts[f"xl/{targets[one.get(RELATION)]}"], texts, looks) for one in sheets}


def _tree(part):
    return ElementTree.fromstring(part)


def _looks(styles):
    """Each look of a cell by its number: how a number is shown, whether letters are bold."""
    own = {int(one.get("numFmtId")): one.get("formatCode") for one in styles.findall("numFmts/numFmt", NAMES)}
    bold = [font.find("b", NAMES) is not None for font in styles.findall("fonts/font", NAMES)]
    shown = BUILT_IN | own
    looks = styles.findall("cellXfs/xf", NAMES)
    return [(shown[int(look.get("numFmtId"))], bold[int(look.get("fontId"))]) for look in looks]


def _sheet(part, texts, looks):
    tree, cells = _tree(part), {}
    for cell in tree.iter(f"{{{NAMES['']}}}c"):
        value = cell.find("v", NAMES)
        if value is not None:
            held = texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
            cells[_place(cell.get("r"))] = Cell(held, *looks[int(cell.get("s", 0))])
    return Sheet(cells, tree)


def _place(name):
    """Row and column, from 0, of a cell such as AB12."""
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(row) - 1, column - 1
