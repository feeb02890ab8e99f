"""Workbooks as rows of cells, with what only their inside tells: hidden rows, the epoch, formulas never calculated."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

from desktop.exchange.old_workbooks import old_sheets
from desktop.exchange.open_workbooks import Range, open_sheets
from desktop.exchange.shown_numbers import Format, ShownNumbers, telling_styles
from desktop.exchange.struck_rows import StruckRows, struck_styles
from desktop.exchange.workbook_files import column_of, local_name, styles_of
from domain.errors import UsageError
from domain.tables.cells import Spread, bare
from domain.tables.text import Record

_BLOCK = 1 << 20
_OVERLAP = 1 << 16
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\shidden=\"(?:1|true)\"[^>]*>")
_ROW_NUMBER = re.compile(rb"\sr=\"(\d+)\"")
_EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\st=\"str\")[^>]*?\sr=\"([A-Z]{1,3})(\d+)\"[^>]*>\s*"
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v></(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\st=\"e\")[^>]*?\sr=\"([A-Z]{1,3})(\d+)\"[^>]*>\s*"
    rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>"
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class _Inside:
    """What a sheet's file holds beside its values; rows and columns count from 0.

    `untold` are by row and column the texts of cells that have no value: formulas and errors; `merged` the blocks that
    the values' reader doesn't tell.
    """

    hidden: frozenset[int] = frozenset()
    untold: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    merged: Sequence[Range] = ()
    shown: ShownNumbers = field(default_factory=lambda: ShownNumbers({}))

    def mark(self, row: int) -> str:
        """What is odd about a row."""
        return "hidden" if row in self.hidden else "struck" if row in self.struck else ""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its name, whether it is hidden, and whether its bare numbers count days from 1904."""

    name: str
    hidden: bool
    epoch_1904: bool
    _sheet: Any
    _inside: _Inside

    def rows(self) -> Iterator[Record]:
        """The rows with their numbers from 1, a cell merged downward standing in each of its rows as a `Spread`.

        A formula that was never calculated stands as its text, `=` and what it says, one that couldn't be calculated as
        the error that is shown, `#N/A`; a number whose format tells a unit
        or a currency as the text that is shown, `2箱`.
        """
        before = self._sheet.start[1] if self._sheet.start else 0  # columns on the left without anything aren't there
        merged = _merged(self._sheet.merged_cell_ranges or self._inside.merged, before)
        kept: dict[tuple[int, int], Any] = {}
        for place, row in enumerate(self._sheet.iter_rows()):
            cells = self._inside.shown.told(place, before, row)
            for column, (top, rows) in merged.get(place, {}).items():
                if 0 <= column < len(cells):
                    if place == top:
                        kept[top, column] = cells[column]
                    cells[column] = Spread(kept.get((top, column), ""), top + 1, rows, place == top)
            for column, text in self._inside.untold.get(place, {}).items():
                if 0 <= column - before < len(cells) and bare(cells[column - before]) in ("", None):
                    cells[column - before] = _as_merged(cells[column - before], text)
            yield Record(place + 1, cells, self._inside.mark(place))


def _as_merged(cell: Any, text: str) -> Any:
    """What is told of a cell in its place, merged as it is."""
    return replace(cell, value=text) if isinstance(cell, Spread) else text


def workbook_sheets(path: Path) -> list[WorkbookSheet]:
    """The sheets of a workbook; UsageError `workbook_locked`, `workbook_damaged`."""
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(path)
        names = workbook.sheet_names
        sheets = [workbook.get_sheet_by_index(place) for place in range(len(names))]
        visible = [each.visible == python_calamine.SheetVisibleEnum.Visible for each in workbook.sheets_metadata]
    except python_calamine.PasswordError as failure:
        raise UsageError("workbook_locked", file=path.name) from failure
    except python_calamine.CalamineError as failure:
        raise UsageError("workbook_damaged", file=path.name, detail=str(failure)) from failure
    except BaseException as failure:
        # The reader's own defects on broken files arrive as a panic, which isn't an Exception.
        if type(failure).__name__ != "PanicException":
            raise
        raise UsageError("workbook_damaged", file=path.name, detail="unreadable") from failure
    epoch, inside = _insides(path)
    inside = inside or {name: _Inside(each.hidden, each.errors) for name, each in old_sheets(path).items()}
    inside = inside or {
        name: _Inside(frozenset(each.hidden), each.errors, merged=each.merged)
        for name, each in open_sheets(path).items()
    }
    shown = visible if len(visible) == len(sheets) else [True] * len(sheets)
    return [
        WorkbookSheet(name, not seen, epoch, sheet, inside.get(name, _Inside()))
        for name, sheet, seen in zip(names, sheets, shown, strict=True)
    ]


def _merged(ranges: Sequence[Range], before: int) -> dict[int, dict[int, tuple[int, int]]]:
    """Row by row (from 0) the columns merged downward, with the row they begin in and how many rows they cover.

    A block merged over several columns says its value in the leftmost.
    """
    merged: dict[int, dict[int, tuple[int, int]]] = {}
    for (top, left), (bottom, _) in ranges:
        if bottom > top:
            for row in range(top, bottom + 1):
                merged.setdefault(row, {})[left - before] = (top, bottom - top + 1)
    return merged


# ---- what only the file's inside tells ------------------------------------------------------------------------------


def _insides(path: Path) -> tuple[bool, dict[str, _Inside]]:
    """Whether days count from 1904, and each sheet's inside by its name; nothing for other than Excel's own format."""
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return False, {}
            book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 -- no entities are resolved
            epoch = any(
                local_name(each) == "workbookPr" and each.get("date1904", "0") in ("1", "true") for each in book.iter()
            )
            parts, table = _sheet_parts(archive), styles_of(archive, b"strike", b"formatCode")
            struck = struck_styles(table) if table is not None else frozenset()
            formats = telling_styles(table) if table is not None else {}
            found = {}
            for each in book.iter():
                part = parts.get(each.get(_RELATION, "")) if local_name(each) == "sheet" else None
                if part is not None and part in archive.namelist():
                    found[each.get("name", "")] = _inside_of(archive, part, struck, formats)
            return epoch, found
    except (zipfile.BadZipFile, ET.ParseError, OSError, ValueError, KeyError, EOFError, RuntimeError):
        return False, {}  # what is damaged here the values' reader tells, where they are damaged too


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet's part by the id the workbook calls it."""
    related = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- as above
    parts = {}
    for each in related.iter():
        target = each.get("Target", "")
        parts[each.get("Id", "")] = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
    return parts


def _inside_of(archive: zipfile.ZipFile, part: str, styles: frozenset[int], formats: Mapping[int, Format]) -> _Inside:
    """What a sheet's file holds beside its values: looked for block by block, as a sheet may be of any size."""
    hidden: set[int] = set()
    untold: dict[int, dict[int, str]] = {}
    struck, shown = StruckRows(styles), ShownNumbers(formats)
    kept = b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            text = kept + block
            for row in _HIDDEN_ROW.finditer(text):
                number = _ROW_NUMBER.search(row[0])
                hidden |= {int(number[1]) - 1} if number else set()
            for cell in _EMPTY_FORMULA.finditer(text):
                said = (cell[3] or b"").decode("utf-8", "replace")
                untold.setdefault(int(cell[2]) - 1, {})[column_of(cell[1])] = f"={said}"
            for cell in _ERROR_CELL.finditer(text):
                untold.setdefault(int(cell[2]) - 1, {})[column_of(cell[1])] = cell[3].decode("utf-8", "replace")
            struck.see(text)
            shown.see(text)
            kept = text[-_OVERLAP:]
    return _Inside(frozenset(hidden), untold, struck.rows, shown=shown)
