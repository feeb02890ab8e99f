"""What the reader of OpenDocument workbooks (.ods) passes over: hidden rows, merged cells, cells in error."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from desktop.exchange.workbook_files import local_name

Range = tuple[tuple[int, int], tuple[int, int]]
"""A merged block: its first and its last cell, each by row and column from 0."""
_PART = "content.xml"
_ERROR_WORDS = ("Err:", "#")
# Programs end a sheet with one row or cell repeated to its edge; more than this is never said cell by cell.
_MOST_REPEATED = 10_000


@dataclass(slots=True)
class OpenSheet:
    """What is told of a sheet: its hidden rows, by row and column the errors that cells show, merged blocks; from 0."""

    hidden: set[int] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


def open_sheets(path: Path) -> dict[str, OpenSheet]:
    """What is told of each sheet by its name; nothing for other files and for what can't be followed."""
    try:
        with zipfile.ZipFile(path) as archive:
            if _PART not in archive.namelist():
                return {}
            with archive.open(_PART) as file:
                return dict(_sheets(file))
    except (zipfile.BadZipFile, ET.ParseError, OSError, ValueError, KeyError, EOFError, RuntimeError):
        return {}  # what is damaged here the values' reader tells, where they are damaged too


def _sheets(file: IO[bytes]) -> Iterator[tuple[str, OpenSheet]]:
    """Each sheet with its name; rows are let go as soon as they are read, since a sheet may be of any size."""
    sheet, row, name = OpenSheet(), 0, ""
    within = ET.iterparse(file, ("start", "end"))  # noqa: S314 -- no entities are resolved
    for event, element in within:
        kind = local_name(element)
        if event == "start":
            if kind == "table":
                sheet, row, name = OpenSheet(), 0, _said(element, "name")
        elif kind == "table-row":
            row = _read_row(sheet, element, row)
            element.clear()
        elif kind == "table":
            yield name, sheet
            element.clear()


def _read_row(sheet: OpenSheet, element: ET.Element, row: int) -> int:
    """Notes what is odd about a row, which may stand for several; the place of the next one."""
    repeated = _count(element, "number-rows-repeated")
    shown = range(row, row + min(repeated, _MOST_REPEATED))
    hidden = _said(element, "visibility") in ("collapse", "filter")
    column = 0
    for cell in element:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        across = _count(cell, "number-columns-repeated")
        error = _error_of(cell)
        for each in shown if error else ():
            told = sheet.errors.setdefault(each, {})
            told |= dict.fromkeys(range(column, column + min(across, _MOST_REPEATED)), error)
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            sheet.merged.append(((row, column), (row + down - 1, column + right - 1)))
        column += across
    if hidden:
        sheet.hidden |= set(shown)
    return row + repeated


def _error_of(cell: ET.Element) -> str:
    """The error a cell shows, `#N/A`; empty where it shows none.

    Calc says that it is one, other programs only give what a formula shows no value beside it.
    """
    of_calc = any(name.endswith("}value-type") and value == "error" for name, value in cell.attrib.items())
    bare = bool(_said(cell, "formula")) and not any(
        name.endswith(("}value", "}date-value", "}boolean-value")) for name in cell.attrib
    )
    if not of_calc and not bare:
        return ""
    text = "".join(cell.itertext()).strip()
    return text if of_calc or text.startswith(_ERROR_WORDS) else ""


def _said(element: ET.Element, name: str) -> str:
    """What an attribute says, whatever prefix its namespace has."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _count(element: ET.Element, name: str) -> int:
    return max(int(_said(element, name) or 1), 1)
