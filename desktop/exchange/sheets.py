"""Rows with typed columns written as a workbook (real numbers, dates and formulas) or as CSV for Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Cell = str | int | Decimal | dt.date | bool | None
ColumnType = Literal["text", "money", "price", "quantity", "integer", "date"]

FORMATS: Mapping[ColumnType, str] = {
    "text": "@",  # codes such as 00123 stay as they are
    "money": "#,##0.00;[Red]-#,##0.00",
    "price": "#,##0.0000",
    "quantity": "#,##0.###",
    "integer": "0",
    "date": "yyyy-mm-dd",
}
_WIDTHS: Mapping[ColumnType, float] = {
    "text": 18,
    "money": 15,
    "price": 13,
    "quantity": 11,
    "integer": 9,
    "date": 12,
}
_PLACES: Mapping[ColumnType, int] = {"money": 2, "price": 4}
_HEAD_COLOUR, _RULE_COLOUR = "#E8EDF5", "#C9D1DC"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its title, its type, its width in characters (None: what suits the type), and if it is summed."""

    title: str
    type: ColumnType = "text"
    width: float | None = None
    total: bool = False


class Workbook:
    """One workbook in memory with its formats; the same cells give the same bytes."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._buffer = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        created = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed moment, so that the file holds no clock
        self.book.set_properties({"title": title, "created": created})
        self._formats: dict[tuple[str, bool], Any] = {}

    def format(self, number_format: str, *, bold: bool = False) -> Any:
        """The cell format of a number format, plain or bold."""
        key = (number_format, bold)
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"num_format": number_format, "bold": bold})
        return self._formats[key]

    def head(self, *, figures: bool) -> Any:
        """The format of a column's title, set to the right over figures."""
        return self.book.add_format(
            {
                "bold": True,
                "bg_color": _HEAD_COLOUR,
                "bottom": 1,
                "bottom_color": _RULE_COLOUR,
                "align": "right" if figures else "left",
            }
        )

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._buffer.getvalue()


def xlsx_bytes(title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: frozen head row, filter, typed cells, and a last row of sums written as formulas.

    Args:
        title: the sheet's name (cut to the 31 characters Excel allows) and the file's title.
        rows: as many cells as columns; None stays empty. Text is always written as text, never as a formula.
    """
    workbook = Workbook(title)
    sheet = workbook.book.add_worksheet(sheet_name(title))
    kept = [tuple(row) for row in rows]
    end = write_table(workbook, sheet, 0, columns, kept)
    sheet.freeze_panes(1, 0)
    if end > 1:
        sheet.autofilter(0, 0, end - 1, len(columns) - 1)
    if any(column.total for column in columns):
        _write_totals(workbook, sheet, columns, kept)
    return workbook.bytes()


def csv_bytes(columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV in UTF-8 with its mark (by which Excel knows the encoding) and CRLF line ends.

    Numbers stand without separators. A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow([_plain(column, cell) for column, cell in zip(columns, row, strict=True)])
    return buffer.getvalue().encode("utf-8-sig")


def sheet_name(title: str) -> str:
    """A title as a sheet's name: at most 31 characters and none of those Excel forbids."""
    kept = "".join(" " if mark in "[]:*?/\\'" else mark for mark in title).strip()
    return kept[:31] or "Sheet1"


def write_table(
    workbook: Workbook, sheet: Any, top: int, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]
) -> int:
    """Writes titles at row `top` and the rows below; returns the row after the last one."""
    formats = [workbook.format(FORMATS[column.type]) for column in columns]
    heads = {figures: workbook.head(figures=figures) for figures in (False, True)}
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or _WIDTHS[column.type])
        sheet.write_string(top, index, column.title, heads[column.type not in ("text", "date")])
    at = top
    for at, row in enumerate(rows, top + 1):
        for index, (cell, cell_format) in enumerate(zip(row, formats, strict=True)):
            _write_cell(sheet, at, index, cell, cell_format)
    return at + 1


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, cell_format: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, cell_format)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, cell_format)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, cell_format)
    else:
        sheet.write_number(row, column, float(cell), cell_format)


def _write_totals(
    workbook: Workbook, sheet: Any, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Cell]]
) -> None:
    """Sums below the last row, with their present values for readers that don't compute."""
    end = len(rows) + 1
    for index, column in enumerate(columns):
        if column.total:
            cells = [row[index] for row in rows]
            value = sum((Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)), Decimal(0))
            cell_format = workbook.format(FORMATS[column.type], bold=True)
            write_sum(sheet, (end, index), 1, cell_format, value)


def write_sum(sheet: Any, at: tuple[int, int], first: int, cell_format: Any, value: Decimal) -> None:
    """The sum of a column's cells from row `first` down to the row above `at`."""
    from xlsxwriter.utility import xl_range

    row, column = at
    formula = f"=SUM({xl_range(first, column, row - 1, column)})" if row > first else "=0"
    sheet.write_formula(row, column, formula, cell_format, float(value))


def _plain(column: SheetColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        places = _PLACES.get(column.type)
        return f"{cell:.{places}f}" if places is not None else f"{cell:f}"
    text = str(cell)
    runs = text[:1] in ("=", "@", "\t", "\r") or (text[:1] in ("+", "-") and not text[1:2].isdigit())
    return f"'{text}" if isinstance(cell, str) and runs and len(text) > 1 else text
