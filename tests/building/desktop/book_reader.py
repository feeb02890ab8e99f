"""A workbook read back down to its cells: value, formula, number format; and what is frozen and filtered of a sheet."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 9: "0%", 10: "0.00%", 49: "@"}
_ZERO_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- a sheet knows no zones


@dataclass
class ReadCell:
    """One cell: text, Decimal, date, datetime or None; `formula` without its equals sign."""

    value: object
    format: str
    formula: str = ""
    bold: bool = False


@dataclass
class ReadSheet:
    """One sheet."""

    name: str
    frozen: tuple[int, int]
    filtered: str
    rows: list[list[ReadCell]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)

    @property
    def heads(self):
        return [cell.value for cell in self.rows[0]]

    @property
    def values(self):
        """The rows under the heading, without the row of sums."""
        last = len(self.rows) - (1 if self.totals else 0)
        return [[cell.value for cell in row] for row in self.rows[1:last]]

    @property
    def totals(self):
        """The formulas of the last row by the titles over them."""
        found = {head: cell for head, cell in zip(self.heads, self.rows[-1], strict=True) if cell.formula}
        return found if len(self.rows) > 1 else {}

    def column(self, title):
        place = self.heads.index(title)
        return [row[place] for row in self.values]


def read_book(book):
    """The sheets of a workbook, from its bytes or its path, by name and in their order."""
    data = book if isinstance(book, bytes) else Path(book).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        formats = _formats(archive)
        texts = _texts(archive)
        names = [each.get("name") for each in _xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
        sheets = [
            _sheet(name, _xml(archive, f"xl/worksheets/sheet{place}.xml"), formats, texts)
            for place, name in enumerate(names, 1)
        ]
    return {sheet.name: sheet for sheet in sheets}


def _xml(archive, name):
    return ET.fromstring(archive.read(name))  # noqa: S314 -- our own file


def _texts(archive):
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    strings = _xml(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")
    return ["".join(part.text or "" for part in each.iter(f"{_MAIN}t")) for each in strings]


def _formats(archive):
    """Number format and boldness of each cell format."""
    tree = _xml(archive, "xl/styles.xml")
    own = {int(each.get("numFmtId")): each.get("formatCode") for each in tree.iter(f"{_MAIN}numFmt")}
    fonts = [each.find(f"{_MAIN}b") is not None for each in tree.find(f"{_MAIN}fonts")]
    return [
        (own.get(number := int(each.get("numFmtId")), _BUILT_IN.get(number, "")), fonts[int(each.get("fontId"))])
        for each in tree.find(f"{_MAIN}cellXfs")
    ]


def _sheet(name, tree, formats, texts):
    pane, kept = tree.find(f".//{_MAIN}pane"), tree.find(f"{_MAIN}autoFilter")
    frozen = (0, 0) if pane is None else (int(pane.get("ySplit", 0)), int(pane.get("xSplit", 0)))
    sheet = ReadSheet(name, frozen, "" if kept is None else kept.get("ref"))
    for each in tree.iter(f"{_MAIN}col"):
        for column in range(int(each.get("min")), int(each.get("max")) + 1):
            sheet.widths[column - 1] = float(each.get("width"))
    for row in tree.iter(f"{_MAIN}row"):
        while len(sheet.rows) < int(row.get("r")):
            sheet.rows.append([])
        for cell in row:
            place = _column(cell.get("r"))
            while len(sheet.rows[-1]) <= place:
                sheet.rows[-1].append(ReadCell(None, ""))
            sheet.rows[-1][place] = _cell(cell, formats, texts)
    wide = max((len(row) for row in sheet.rows), default=0)
    for row in sheet.rows:
        row.extend(ReadCell(None, "") for _ in range(wide - len(row)))
    return sheet


def _column(place):
    found = 0
    for letter in place.rstrip("0123456789"):
        found = found * 26 + ord(letter) - 64
    return found - 1


def _cell(cell, formats, texts):
    shown, bold = formats[int(cell.get("s", 0))]
    stored, formula = cell.findtext(f"{_MAIN}v"), cell.findtext(f"{_MAIN}f") or ""
    if stored is None:
        return ReadCell(None, shown, formula, bold)
    if cell.get("t") == "s":
        return ReadCell(texts[int(stored)], shown, formula, bold)
    value: object = Decimal(str(float(stored)))
    if shown.startswith("yyyy"):
        moment = _ZERO_DAY + dt.timedelta(days=float(stored))
        value = moment if "hh" in shown else moment.date()
    return ReadCell(value, shown, formula, bold)
