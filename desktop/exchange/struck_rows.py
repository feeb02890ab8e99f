"""Rows of a workbook that somebody struck through: every cell that says anything has a font with a line through it."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree as ET

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>")  # one that holds something; others close themselves
_PLACE = re.compile(rb"\sr=\"[A-Z]{1,3}(\d+)\"")
_STYLE = re.compile(rb"\ss=\"(\d+)\"")


def struck_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The styles of cells whose font is struck through; nothing where the workbook has none."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    content = archive.read("xl/styles.xml")
    if b"strike" not in content:
        return frozenset()
    styles = ET.fromstring(content)  # noqa: S314 -- no entities are resolved
    fonts = [
        any(_local(each) == "strike" and each.get("val", "1") not in ("0", "false") for each in font)
        for group in styles
        if _local(group) == "fonts"
        for font in group
    ]
    used = [style for group in styles if _local(group) == "cellXfs" for style in group]
    numbers = [int(style.get("fontId", "0")) for style in used]
    return frozenset(place for place, font in enumerate(numbers) if font < len(fonts) and fonts[font])


class StruckRows:
    """Collects from pieces of a sheet's file which rows are struck through."""

    def __init__(self, styles: frozenset[int]) -> None:
        self._styles = styles
        self._rows: dict[int, bool] = {}

    def see(self, piece: bytes) -> None:
        for cell in _CELL.finditer(piece) if self._styles else ():
            place, style = _PLACE.search(cell[1]), _STYLE.search(cell[1])
            if place:
                row = int(place[1]) - 1
                struck = style is not None and int(style[1]) in self._styles
                self._rows[row] = self._rows.get(row, True) and struck

    @property
    def rows(self) -> frozenset[int]:
        """The struck rows, from 0."""
        return frozenset(row for row, struck in self._rows.items() if struck)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
