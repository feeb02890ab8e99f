"""Tables out of the files people have: CSV in any usual encoding, also packed, and workbooks, told apart by content."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from domain.cells import read_code
from domain.columns import HEADER_WITHIN, Header, Meanings, find_header
from domain.errors import DeskError, UsageError

_SEPARATORS = (",", ";", "\t", "|")
_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_PACKED = b"\x1f\x8b"
# What people choose by mistake, whatever its name: told apart here, because much of it is readable as text.
_NO_TABLES = {b"%PDF": "PDF", b"{\\rt": "RTF"}
_MOST_UNKNOWN = 64  # MB of a file that is held whole, because only its header can tell how it is to be read

Row = tuple[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file.

    Attributes:
        sheet: the sheet's name, "" in a text file.
        header: where each meaning stands.
        rows: gives the rows below the header each time it is called, with their number in the file (from 1); blank rows
            are left out, and a row is at least as wide as the header.
    """

    sheet: str
    header: Header
    rows: Callable[[], Iterator[Row]]


def read_tables(path: Path, meanings: Meanings, mapping: Mapping[str, str]) -> list[Table]:
    """The tables of a file in which these meanings are found: one in a text file, one or more in a workbook.

    Raises UsageError: `file_missing`, `file_unreadable`, `file_empty`, `file_truncated`, `file_not_text`,
    `file_not_table` (fact `found`), `file_encoding`
    (fact `row`), `file_quotes` (fact `row`), `workbook_damaged`, `workbook_foreign`, `workbook_locked`,
    all with the fact `file`, and what `domain.columns.find_header` raises.
    """
    return _read(
        path,
        lambda: _workbook_tables(path, meanings, mapping),
        lambda packed: [_text_table(path, packed=packed, meanings=meanings, mapping=mapping)],
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a file as it stands: `sheet` is "" in a text file, the first row is row 1."""

    sheet: str
    rows: list[list[Any]]


def read_grids(path: Path) -> list[Grid]:
    """The tables of a file whose header nobody knows yet, blank rows kept.

    A text file gives one reading for each separator that parts it at all, the likeliest first: which one is meant only
    its header can tell. Raises as `read_tables` does of files, and UsageError `file_too_large`, `file_without_table`.
    """
    size = path.stat().st_size >> 20 if path.exists() else 0
    if size > _MOST_UNKNOWN:
        raise UsageError("file_too_large", file=path.name, size=size, most=_MOST_UNKNOWN)
    grids = _read(
        path,
        lambda: [Grid(sheet.name, [cells for _, cells in _sheet_rows(sheet)]) for sheet in _sheets(path)],
        lambda packed: _text_grids(path, packed=packed),
    )
    if not any(len(list(filter(read_code, row))) > 1 for grid in grids for row in grid.rows):
        raise UsageError("file_without_table", file=path.name)
    return grids


Found = TypeVar("Found")


def _read(path: Path, workbook: Callable[[], Found], text: Callable[[bool], Found]) -> Found:
    """Reads a file by what it is; its faults are told by the file's name."""
    name = path.name
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if not start:
            raise UsageError("file_empty", file=name)
        found = next((kind for mark, kind in _NO_TABLES.items() if start.startswith(mark)), None)
        if found is not None:
            raise UsageError("file_not_table", file=name, found=found)
        if start in _WORKBOOKS:
            return workbook()
        if path.suffix.lower() in _WORKBOOK_NAMES:
            raise UsageError("workbook_foreign", file=name)
        return text(start.startswith(_PACKED))
    except FileNotFoundError as failure:
        raise UsageError("file_missing", file=str(path)) from failure
    except (EOFError, zlib.error, gzip.BadGzipFile) as failure:
        raise UsageError("file_truncated", file=name) from failure
    except OSError as failure:
        raise UsageError("file_unreadable", file=name, detail=failure.strerror or str(failure)) from failure


# ---- text -------------------------------------------------------------------------------------------------------


def _opened(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def _text_table(path: Path, *, packed: bool, meanings: Meanings, mapping: Mapping[str, str]) -> Table:
    encoding = _encoding(path, packed=packed)

    def rows(separator: str) -> Iterator[Row]:
        with io.TextIOWrapper(_opened(path, packed=packed), encoding, newline="") as text:
            yield from _records(text, separator, path.name)

    with io.TextIOWrapper(_opened(path, packed=packed), encoding, newline="") as text:
        sample = text.read(_SAMPLE)
    separator, header, first = _sniffed(sample, path.name, meanings, mapping)
    return Table("", header, lambda: _below(rows(separator), first, len(header.titles)))


def _text_grids(path: Path, *, packed: bool) -> list[Grid]:
    """The rows under each separator that gives three columns or more; under the comma where none does."""
    encoding = _encoding(path, packed=packed)
    with io.TextIOWrapper(_opened(path, packed=packed), encoding, newline="") as text:
        sample = text.read(_SAMPLE)

    def width(separator: str) -> int:
        try:
            rows = _records(io.StringIO(sample, newline=""), separator, path.name)
            return max((len(cells) for _, cells in islice(rows, 100)), default=0)
        except UsageError:
            return 0

    likely = sorted((each for each in _SEPARATORS if width(each) > 2), key=lambda each: -width(each)) or [","]
    grids = []
    for separator in likely:
        with io.TextIOWrapper(_opened(path, packed=packed), encoding, newline="") as text:
            grids.append(Grid("", [cells for _, cells in _records(text, separator, path.name)]))
    return grids


def _encoding(path: Path, *, packed: bool) -> str:
    """The encoding that fits the whole file, so that it can't fail later: UTF-16 by its mark, UTF-8, else GB18030."""
    with _opened(path, packed=packed) as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    failures = [_first_wrong_row(path, encoding, packed=packed) for encoding in candidates]
    for encoding, row in zip(candidates, failures, strict=True):
        if row is None:
            return encoding
    raise UsageError("file_encoding", file=path.name, row=failures[0], tried="UTF-8, GB18030")


def _first_wrong_row(path: Path, encoding: str, *, packed: bool) -> int | None:
    """The first row whose bytes aren't of this encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    row, read = 1, 0
    with _opened(path, packed=packed) as file:
        while block := file.read(_BLOCK):
            read += len(block)
            if encoding != "utf-16" and b"\0" in block:
                raise UsageError("file_not_text", file=path.name)
            kept = decoder.getstate()[0]
            try:
                decoder.decode(block)
            except UnicodeDecodeError as failure:
                return row + (kept + block)[: failure.start].count(b"\n")
            row += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return row
    if not read:
        raise UsageError("file_empty", file=path.name)
    return None


def _records(text: Iterable[str], separator: str, name: str) -> Iterator[Row]:
    """Each record with the number of the line it begins on."""
    reader = csv.reader(text, delimiter=separator)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as failure:
        raise UsageError("file_quotes", file=name, row=number) from failure


def _sniffed(sample: str, name: str, meanings: Meanings, mapping: Mapping[str, str]) -> tuple[str, Header, int]:
    """The separator under which a header is found, the header, and the number of the line it begins on."""
    failures: list[tuple[int, DeskError]] = []
    for separator in _SEPARATORS:
        records = list(islice(_records(io.StringIO(sample, newline=""), separator, name), HEADER_WITHIN))
        try:
            header = find_header([[read_code(cell) for cell in cells] for _, cells in records], meanings, mapping)
        except DeskError as failure:
            failures.append((max((len(cells) for _, cells in records), default=0), failure))
        else:
            return separator, header, records[header.row][0]
    raise _told(max(failures, key=lambda each: each[0])[1], name)


def _told(failure: DeskError, name: str) -> DeskError:
    return UsageError("file_empty", file=name) if failure.code == "table_empty" else failure


def _below(rows: Iterator[Row], header_at: int, width: int) -> Iterator[Row]:
    for number, cells in rows:
        if number > header_at and cells.count("") < len(cells):
            yield number, cells + [""] * (width - len(cells))


# ---- workbooks --------------------------------------------------------------------------------------------------


def _workbook_tables(path: Path, meanings: Meanings, mapping: Mapping[str, str]) -> list[Table]:
    tables: list[Table] = []
    failures: list[DeskError] = []
    for sheet in _sheets(path):
        first = list(islice(_sheet_rows(sheet), HEADER_WITHIN))
        titles = [[read_code(cell) for cell in cells] for _, cells in first]
        try:
            header = find_header(titles, meanings, mapping)
        except DeskError as failure:
            failures.append(failure)
        else:
            tables.append(_sheet_table(sheet, header, first[header.row][0]))
    if tables:
        return tables
    told = [failure for failure in failures if failure.code != "table_empty"]
    raise _told(told[0] if told else UsageError("table_empty"), path.name)


def _sheet_table(sheet: Any, header: Header, header_at: int) -> Table:
    return Table(sheet.name, header, lambda: _below(_sheet_rows(sheet), header_at, len(header.titles)))


def _sheets(path: Path) -> list[Any]:
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(path)
        return [workbook.get_sheet_by_index(place) for place in range(len(workbook.sheet_names))]
    except python_calamine.PasswordError as failure:
        raise UsageError("workbook_locked", file=path.name) from failure
    except python_calamine.CalamineError as failure:
        raise UsageError("workbook_damaged", file=path.name, detail=str(failure)) from failure
    except BaseException as failure:
        # The reader's own defects on broken files arrive as a panic, which isn't an Exception.
        if type(failure).__name__ != "PanicException":
            raise
        raise UsageError("workbook_damaged", file=path.name, detail="unreadable") from failure


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    """The rows of a sheet with their numbers; a cell merged downward says the same in each of its rows."""
    merged = _merged_downward(sheet)
    kept: dict[int, Any] = {}
    for place, row in enumerate(sheet.iter_rows()):
        cells = list(row)
        for column, is_first in merged.get(place, ()):
            if is_first:
                kept[column] = cells[column]
            else:
                cells[column] = kept.get(column, "")
        yield place + 1, cells


def _merged_downward(sheet: Any) -> dict[int, list[tuple[int, bool]]]:
    """Row by row (from 0) the columns merged downward, and whether the merged cell begins there."""
    merged: dict[int, list[tuple[int, bool]]] = {}
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] = sheet.merged_cell_ranges or ()
    before = sheet.start[1] if sheet.start else 0  # columns on the left that hold nothing aren't in the rows
    for (top, left), (bottom, right) in ranges:
        if left == right:
            for row in range(top, bottom + 1):
                merged.setdefault(row, []).append((left - before, row == top))
    return merged
