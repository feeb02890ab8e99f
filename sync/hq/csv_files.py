"""A CSV file as rows of checked cells: every bad cell is told with its file, line, column and reason."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from domain.dates import parse_date
from domain.errors import UsageError
from domain.explain import Fact, Reason

_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?")
_WHOLE_DATE = re.compile(r"[0-9]{4}([-/.年].+|[0-9]{4})")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Form:
    """What a file may hold: its name, the columns it must have and those it may have."""

    file: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A file as read: its rows, the columns nobody asked for, and everything found wrong so far."""

    file: str
    rows: list[Row] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    problems: list[Reason] = field(default_factory=list)

    def blame(self, code: str, row: int | None = None, column: str = "", **facts: Fact) -> None:
        """Notes a problem; `row` is the line in the file, the header being 1."""
        self.problems.append(Reason(code, "stop", {"file": self.file, "row": row, "column": column, **facts}))


@dataclass(slots=True)
class Row:
    """One row; `number` is the line of the file it begins on. A cell that can't be read is told and read as blank."""

    sheet: Sheet
    number: int
    cells: Mapping[str, str]

    def blame(self, code: str, column: str, **facts: Fact) -> None:
        self.sheet.blame(code, self.number, column, **facts)

    def has(self, column: str) -> bool:
        """Whether the file has this column at all."""
        return column in self.cells

    def text(self, column: str, *, forbidden: str = "") -> str:
        """The cell's text; `cell_too_long`, or `cell_unusable` for control and forbidden characters."""
        found = self.cells.get(column, "")
        if len(found) > _LONGEST:
            self.blame("cell_too_long", column, most=_LONGEST)
        elif _CONTROLS.search(found) or any(character in found for character in forbidden):
            self.blame("cell_unusable", column, text=found, forbidden=forbidden)
        return found

    def needed(self, column: str, *, forbidden: str = "") -> str:
        """The cell's text, which must be there: `cell_missing`."""
        found = self.text(column, forbidden=forbidden)
        if not found:
            self.blame("cell_missing", column)
        return found

    def number_in(
        self, column: str, places: int, *, least: Decimal | None = Decimal(0), most: Decimal = Decimal(9_999_999_999)
    ) -> Decimal | None:
        """The cell's number, None where it is blank: `number_unreadable`, `_decimals`, `_negative`, `_too_large`."""
        found = self.cells.get(column, "")
        plain = unicodedata.normalize("NFKC", found).replace("−", "-").lstrip("¥").strip()
        if not plain:
            return None
        if not _NUMBER.fullmatch(plain):
            self.blame("number_unreadable", column, text=found)
            return None
        number = Decimal(plain.replace(",", ""))
        if abs(number) > most:
            self.blame("number_too_large", column, text=found, most=most)
        elif least is not None and number < least:
            self.blame("number_negative", column, text=found)
        elif number.scaleb(places) % 1:
            self.blame("number_decimals", column, text=found, most=places)
        else:
            return number
        return None

    def day(self, column: str, today: date) -> date | None:
        """The cell's date with its year, None where it is blank: `date_unreadable`."""
        found = self.cells.get(column, "")
        if not found:
            return None
        try:
            if not _WHOLE_DATE.fullmatch(unicodedata.normalize("NFKC", found)):
                raise UsageError("date_unreadable", text=found)
            return parse_date(found, today)
        except UsageError:
            self.blame("date_unreadable", column, text=found)
            return None


def read_sheet(path: Path, form: Form) -> Sheet:
    """Reads a file of UTF-8, with or without a mark, or of GB18030.

    The sheet's problems may be `file_encoding`, `file_unreadable`, `file_empty`, `column_missing`, `column_twice`,
    `row_too_long`, `row_quotes`. Blank rows are passed over.
    """
    sheet = Sheet(form.file)
    try:
        raw = path.read_bytes()
    except OSError as failure:
        sheet.blame("file_unreadable", detail=failure.strerror or str(failure))
        return sheet
    text = _decoded(raw)
    if text is None:
        sheet.blame("file_encoding", _undecodable(raw), tried="UTF-8, GB18030")
        return sheet
    lines = _parsed(sheet, text)
    header = [name.strip().lower() for name in next(lines, (0, []))[1]]
    if _header_is_good(sheet, form, header):
        sheet.rows = list(_rows(sheet, form, header, lines))
    return sheet


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _undecodable(raw: bytes) -> int:
    """The line at which the bytes stop being UTF-8."""
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        return raw.count(b"\n", 0, failure.start) + 1
    return 1


def _parsed(sheet: Sheet, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as failure:
        sheet.blame("row_quotes", begins, detail=str(failure))


def _header_is_good(sheet: Sheet, form: Form, header: list[str]) -> bool:
    if not any(header):
        if not sheet.problems:
            sheet.blame("file_empty")
        return False
    for column in form.required:
        if column not in header:
            sheet.blame("column_missing", 1, column)
    known = {*form.required, *form.optional}
    for column in sorted({name for name in header if name in known and header.count(name) > 1}):
        sheet.blame("column_twice", 1, column)
    sheet.ignored = tuple(dict.fromkeys(name for name in header if name and name not in known))
    return not sheet.problems


def _rows(sheet: Sheet, form: Form, header: list[str], lines: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    wanted = [(place, name) for place, name in enumerate(header) if name in {*form.required, *form.optional}]
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            sheet.blame("row_too_long", number, cells=len(cells), columns=len(header))
        yield Row(sheet, number, {name: cells[place].strip() if place < len(cells) else "" for place, name in wanted})
