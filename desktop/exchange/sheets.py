"""Rows with typed columns written as a workbook (real numbers, dates and formulas) or as CSV for Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from desktop.printing.practice_mark import PRACTICE_TEXT, is_practice_paper
from domain.values.quantities import plain_number

Cell = str | int | Decimal | dt.date | bool | None
SheetType = Literal["text", "money", "price", "quantity", "integer", "percent", "date", "stamp"]

FORMATS: Mapping[SheetType, str] = {
    "text": "@",  # codes such as 00123 stay as they are
    "money": "#,##0.00;[Red]-#,##0.00",
    "price": "#,##0.0000;[Red]-#,##0.0000",
    "quantity": "#,##0.###;[Red]-#,##0.###",
    "integer": "0;[Red]-0",
    "percent": "0.00%",
    "date": "yyyy-mm-dd",
    "stamp": "yyyy-mm-dd hh:mm",
}
_WHOLE: Mapping[SheetType, str] = {"quantity": "#,##0;[Red]-#,##0", "percent": "0%"}
"""Of figures without a fraction: `#,##0.###` would leave its point standing alone."""
_WIDTHS: Mapping[SheetType, float] = {
    "text": 10,
    "money": 13,
    "price": 12,
    "quantity": 10,
    "integer": 8,
    "percent": 8,
    "date": 12,
    "stamp": 17,
}
_DAYS = frozenset({FORMATS["date"], FORMATS["stamp"]})
_WIDEST = 60.0
MOST_ROWS = 1_048_575
"""Rows a sheet holds under its heading, the row of sums among them; one more would be lost without a word."""
_LONGEST = 32_767
"""Letters a cell holds."""
_FLUSH_LEFT = frozenset({"text", "date", "stamp"})
_PLACES: Mapping[SheetType, int] = {"money": 2, "price": 4}
_HEAD_COLOUR, _RULE_COLOUR = "#E8EDF5", "#C9D1DC"
_PRACTICE_COLOUR = "#B4531A"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its title, its type, its width in characters (None: what its cells need), and if it is summed."""

    title: str
    type: SheetType = "text"
    width: float | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """One sheet of a workbook: its name, its columns and its rows."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Cell]]


class Workbook:
    """One workbook in memory with its formats; the same cells give the same bytes."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._buffer = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._buffer, {"in_memory": False})
        created = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed moment, so that the file holds no clock
        self.book.set_properties({"title": title, "created": created})
        self._formats: dict[tuple[str, bool, bool], Any] = {}
        self._names: set[str] = set()

    def add_sheet(self, title: str) -> Any:
        """Another sheet; where its name is taken it gets a number behind it, as Excel knows no two of one name."""
        name = found = sheet_name(title)
        place = 1
        while found.casefold() in self._names:
            place += 1
            found = f"{name[: 30 - len(str(place))]} {place}"
        self._names.add(found.casefold())
        sheet = self.book.add_worksheet(found)
        if is_practice_paper():
            sheet.set_tab_color(_PRACTICE_COLOUR)
        return sheet

    def format(self, number_format: str, *, bold: bool = False, ruled: bool = False) -> Any:
        """The cell format of a number format, plain or bold, `ruled` under a line as sums are."""
        key = (number_format, bold, ruled)
        if key not in self._formats:
            line = {"top": 1, "top_color": _RULE_COLOUR} if ruled else {}
            # Set to the right, as numbers are, a day would touch the text of the column after it.
            side = {"align": "left"} if number_format in _DAYS else {}
            self._formats[key] = self.book.add_format({"num_format": number_format, "bold": bold, **line, **side})
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


def xlsx_bytes(
    title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]], total: str = "合计"
) -> bytes:
    """A workbook of one sheet, as `book_bytes` writes each; its title is the sheet's name too.

    Args:
        title: the sheet's name (cut to the 31 characters Excel allows) and the file's title.
        rows: as many cells as columns; None stays empty. Text is always written as text, never as a formula.
        total: what the row of sums is called.
    """
    return book_bytes(title, [WorkbookTable(title, columns, [tuple(row) for row in rows])], total)


def book_bytes(title: str, tables: Sequence[WorkbookTable], total: str = "合计") -> bytes:
    """A workbook with a sheet for each table: frozen head row, filter, typed cells, sums as formulas, ready to print.

    The sums follow the filter (SUBTOTAL): whoever filters the list sees the sum of what is left of it.
    """
    workbook = Workbook(title)
    for table in tables:
        add_table(workbook, table, total)
    return workbook.bytes()


def add_table(workbook: Workbook, table: WorkbookTable, total: str = "合计") -> Any:
    """Another sheet with a table, as `book_bytes` writes them; gives the sheet."""
    sheet = workbook.add_sheet(table.name)
    end = write_table(workbook, sheet, 0, table.columns, table.rows)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(end - 1, 0), len(table.columns) - 1)
    if table.rows:
        codes = f"A2:{_letter(len(table.columns) - 1)}{end}"
        sheet.ignore_errors({"number_stored_as_text": codes})  # on purpose
    make_printable(sheet, head=0)
    if table.rows and any(column.total for column in table.columns):
        _write_totals(workbook, sheet, table, total)
    return sheet


def make_printable(sheet: Any, *, head: int) -> None:
    """Landscape A4, as wide as the table, its head row on every page, the sheet's name above and the page below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_header(f"&L&A&C&B{PRACTICE_TEXT}" if is_practice_paper() else "&L&A")
    sheet.set_footer("&R&P / &N")


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _width(column: SheetColumn, cells: Sequence[Cell]) -> float:
    """So wide that the title beside its arrow, every figure and most texts can be read."""
    figures = [cell for cell in cells if isinstance(cell, int | Decimal)]
    widest = [max(figures), min(figures), _sum(figures) if column.total else 0] if figures else []
    places = _PLACES.get(column.type, 3 if column.type == "quantity" else 0)
    lengths = [float(len(f"{figure:,.{places}f}")) for figure in widest]
    lengths += [_letters(text) for text in {cell for cell in cells if isinstance(cell, str)}]
    return min(max(_WIDTHS[column.type], _letters(column.title) + 4, max(lengths, default=0.0) + 2), _WIDEST)


def _sum(cells: Iterable[Cell]) -> Decimal:
    return sum((Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)), Decimal(0))


def _letters(text: str) -> float:
    """How wide a text is, counted in figures; Chinese letters are twice as wide."""
    if text.isascii():
        return len(text) * 1.05
    return sum(2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.05 for letter in text)


def csv_bytes(columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV in UTF-8 with its mark (by which Excel knows the encoding) and CRLF line ends.

    Numbers stand without separators, quantities without the noughts they are stored with. A text that a spreadsheet
    would run as a formula gets an apostrophe before it.
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
    whole = [workbook.format(_WHOLE.get(column.type, FORMATS[column.type])) for column in columns]
    heads = {figures: workbook.head(figures=figures) for figures in (False, True)}
    kept = list(rows)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or _width(column, [row[index] for row in kept]))
        sheet.write_string(top, index, column.title, heads[column.type not in _FLUSH_LEFT])
    at = top
    for at, row in enumerate(kept, top + 1):
        for index, (cell, cell_format) in enumerate(zip(row, formats, strict=True)):
            _write_cell(sheet, at, index, cell, whole[index] if _is_whole(columns[index], cell) else cell_format)
    return at + 1


def _is_whole(column: SheetColumn, cell: Cell) -> bool:
    if column.type not in _WHOLE or not isinstance(cell, int | Decimal):
        return False
    return (cell * 100 if column.type == "percent" else cell) % 1 == 0


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, cell_format: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:_LONGEST], cell_format)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, cell_format)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, cell_format)
    else:
        write_figure(sheet, row, column, cell, cell_format)


def write_figure(sheet: Any, row: int, column: int, figure: int | Decimal, cell_format: Any) -> None:
    """A number as it is: a binary one would be spelled with 16 figures, 517.44 as 517.4400000000001."""
    sheet.write_number(row, column, figure, cell_format)


def _write_totals(workbook: Workbook, sheet: Any, table: WorkbookTable, total: str) -> None:
    """Sums below the last row, with their present values for readers that don't compute."""
    from xlsxwriter.utility import xl_range

    end = len(table.rows) + 1
    for index, column in enumerate(table.columns):
        cell_format = workbook.format(FORMATS[column.type], bold=True, ruled=True)
        if column.total:
            value = _sum(row[index] for row in table.rows)
            if _is_whole(column, value):
                cell_format = workbook.format(_WHOLE[column.type], bold=True, ruled=True)
            formula = f"=SUBTOTAL(109,{xl_range(1, index, end - 1, index)})"
            sheet.write_formula(end, index, formula, cell_format, float(value))
        elif index:
            sheet.write_blank(end, index, None, cell_format)
        else:
            sheet.write_string(end, index, total, workbook.format("@", bold=True, ruled=True))


def write_sum(sheet: Any, at: tuple[int, int], first: int, cell_format: Any, value: Decimal) -> None:
    """The sum of a column's cells from row `first` down to the row above `at`."""
    from xlsxwriter.utility import xl_range

    row, column = at
    formula = f"=SUM({xl_range(first, column, row - 1, column)})" if row > first else "=0"
    sheet.write_formula(row, column, formula, cell_format, float(value))


def _plain(column: SheetColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        places = _PLACES.get(column.type)
        return f"{cell:.{places}f}" if places is not None else plain_number(cell)
    text = str(cell)
    runs = text[:1] in ("=", "@", "\t", "\r") or (text[:1] in ("+", "-") and not text[1:2].isdigit())
    return f"'{text}" if isinstance(cell, str) and runs and len(text) > 1 else text
