"""Rows of a workbook that somebody struck through: every cell that says anything has a font with a line through it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from desktop.exchange.workbook_files import STYLE, in_group, local_name

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>")  # one that holds something; others close themselves
_PLACE = re.compile(rb"\sr=\"[A-Z]{1,3}(\d+)\"")


def struck_styles(styles: ET.Element) -> frozenset[int]:
    """The styles of cells whose font is struck through, out of a workbook's table of them."""
    fonts = [
        any(local_name(each) == "strike" and each.get("val", "1") not in ("0", "false") for each in font)
        for font in in_group(styles, "fonts")
    ]
    numbers = [int(style.get("fontId", "0")) for style in in_group(styles, "cellXfs")]
    return frozenset(place for place, font in enumerate(numbers) if font < len(fonts) and fonts[font])


class StruckRows:
    """Collects from pieces of a sheet's file which rows are struck through."""

    def __init__(self, styles: frozenset[int]) -> None:
        self._styles = styles
        self._rows: dict[int, bool] = {}

    def see(self, piece: bytes) -> None:
        for cell in _CELL.finditer(piece) if self._styles else ():
            place, style = _PLACE.search(cell[1]), STYLE.search(cell[1])
            if place:
                row = int(place[1]) - 1
                struck = style is not None and int(style[1]) in self._styles
                self._rows[row] = self._rows.get(row, True) and struck

    @property
    def rows(self) -> frozenset[int]:
        """The struck rows, from 0."""
        return frozenset(row for row, struck in self._rows.items() if struck)
