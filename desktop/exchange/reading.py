"""Tables out of the files people have: text in any usual encoding, workbooks and web pages, told apart by content."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.exchange.block_headings import Blocks, header_of_blocks, is_in_blocks, told_of_blocks
from desktop.exchange.encodings import encoding_of, opened
from desktop.exchange.html_tables import html_rows, looks_like_html
from desktop.exchange.workbooks import workbook_sheets
from domain.errors import DeskError, UsageError
from domain.explain import Reason
from domain.imports.columns import HEADER_WITHIN, Header, Meanings, find_header, layout_of, likely_titles
from domain.tables.cells import Spread, bare, read_code
from domain.tables.day_parts import DayParts
from domain.tables.numbers import read_number
from domain.tables.sorting import is_blank
from domain.tables.text import SEPARATORS, Record, records
from domain.tables.units import counted_together
from sync.trouble import trouble

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xlsb", ".ods"}
_PACKED = b"\x1f\x8b"
# What people choose by mistake, whatever its name: told apart here, because much of it is readable as text.
_NO_TABLES = {b"%PDF": "PDF", b"{\\rt": "RTF"}
_MOST_UNKNOWN = 64  # MB of a file that is held whole, because only its header can tell how it is to be read


@dataclass(frozen=True, slots=True)
class FileTable:
    """One table of a file.

    Attributes:
        sheet: the sheet's name, "" in a text file.
        header: where each meaning stands.
        rows: gives the rows below the header each time it is called, with their number in the file (from 1) and their
            mark; blank rows are left out, and a row is at least as wide as the header.
        above: the texts above the header.
        epoch_1904: whether bare numbers count days from 1904.
        beside: what became of the file's other sheets, told by its first table.
        layout: the key of its row of titles (`domain.imports.columns.layout_of`).
    """

    sheet: str
    header: Header
    rows: Callable[[], Iterator[Record]]
    above: tuple[str, ...] = ()
    epoch_1904: bool = False
    beside: tuple[Reason, ...] = ()
    layout: str = ""


@dataclass(frozen=True, slots=True)
class FileGrid:
    """One table of a file as it stands, the first row being row 1.

    Attributes:
        sheet: "" in a text file.
        rows: all its rows; words and days merged over several rows stand in each of them, a figure in the first.
        marks: what is odd about a row, by its place (from 0): `hidden` or `quote`.
        beside: sheets of the file that aren't read.
    """

    sheet: str
    rows: list[list[Any]]
    marks: Mapping[int, str]
    epoch_1904: bool = False
    beside: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _FileSource:
    """One sheet, or one reading of a text, before anyone knows its header."""

    sheet: str
    rows: Callable[[], Iterator[Record]]
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    """What a file holds: sheets that are all there at once, or readings of one text of which one is right."""

    sources: Sequence[_FileSource]
    are_sheets: bool
    hidden: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[Reason, ...]:
        return tuple(Reason("sheet_hidden", "warn", {"sheet": name}) for name in self.hidden)


def read_tables(
    path: Path,
    meanings: Meanings,
    mapping: Mapping[str, str],
    *,
    hidden: bool = False,
    known: Mapping[str, Mapping[str, str]] | None = None,
) -> list[FileTable]:
    """The tables of a file in which these meanings are found: one in a text file, one or more in a workbook.

    Hidden sheets are read only with `hidden`; what isn't read is told by the first table's `beside`. `known` has for
    layouts the mapping that holds where `mapping` says nothing; that it was used is told too.

    Raises UsageError: `file_missing`, `file_unreadable`, `file_empty`, `file_truncated`, `file_not_text`,
    `file_not_table` (fact `found`), `file_encoding` (fact `row`), `file_quotes` (fact `row`), `workbook_damaged`,
    `workbook_foreign`, `workbook_locked`, all with the fact `file`, and what `find_header` of the columns raises.
    """
    file = _opened_file(path, hidden=hidden)
    tables: list[FileTable] = []
    failures: list[tuple[int, DeskError]] = []
    unread: list[Reason] = list(file.unread)
    for source in file.sources:
        first = list(islice(_guarded(source.rows, path.name), HEADER_WITHIN))
        titles = [[read_code(cell) for cell in record.cells] for record in first]
        try:
            said = _remembered(titles, known or {})
            header = _header(titles, meanings, {**said, **mapping})
        except DeskError as failure:
            failures.append((max((len(record.cells) for record in first), default=0), failure))
            unread += _unread_sheet(source, path.name) if file.are_sheets else []
            continue
        tables.append(_table(source, path.name, header, first, titles))
        unread += [Reason("map_remembered", "info", {"columns": _pairs(said)})] if said.keys() - mapping.keys() else []
        unread += [told_of_blocks(titles, header)] if is_in_blocks(header) else []
        if not file.are_sheets:
            break
    if tables:
        return [_with(tables[0], unread), *tables[1:]]
    raise _told(failures, path.name, are_sheets=file.are_sheets)


def _header(titles: Sequence[Sequence[str]], meanings: Meanings, mapping: Mapping[str, str]) -> Header:
    try:
        return find_header(titles, meanings, mapping)
    except UsageError as failure:
        return header_of_blocks(titles, meanings, mapping, failure)


def offered_titles(path: Path, meanings: Meanings) -> tuple[str, ...]:
    """The titles of the likeliest header of a file, for a person to map; raises as `read_tables` does of files."""
    file = _opened_file(path, hidden=False)
    offers = []
    for source in file.sources:
        first = list(islice(_guarded(source.rows, path.name), HEADER_WITHIN))
        offers.append(likely_titles([[read_code(cell) for cell in record.cells] for record in first], meanings))
    return max(offers, key=len, default=())


def _remembered(titles: Sequence[Sequence[str]], known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What was said of the layout that one of these rows has."""
    found = (known.get(layout_of(row)) for row in titles) if known else ()
    mapping = next(filter(None, found), {})
    return {meaning: title for meaning, title in mapping.items() if meaning != "dates"}


def _pairs(mapping: Mapping[str, str]) -> str:
    return ", ".join(f"{meaning}={title}" for meaning, title in mapping.items())


def read_grids(path: Path, *, hidden: bool = False) -> list[FileGrid]:
    """The tables of a file whose header nobody knows yet, blank rows kept.

    A text file gives one reading for each separator that parts it at all, the likeliest first: which one is meant only
    its header can tell. Raises as `read_tables` does of files, and UsageError `file_too_large`, `file_without_table`.
    """
    size = path.stat().st_size >> 20 if path.exists() else 0
    if size > _MOST_UNKNOWN:
        raise UsageError("file_too_large", file=path.name, size=size, most=_MOST_UNKNOWN)
    file = _opened_file(path, hidden=hidden)
    sources = file.sources if file.are_sheets else _likely(file.sources, path.name)
    grids = [
        _grid(source, path.name, file.unread if not place else (), hidden=hidden)
        for place, source in enumerate(sources)
    ]
    if not any(len(list(filter(read_code, row))) > 1 for grid in grids for row in grid.rows):
        raise UsageError("file_without_table", file=path.name)
    return grids


def _grid(source: _FileSource, name: str, beside: tuple[Reason, ...], *, hidden: bool) -> FileGrid:
    rows: list[list[Any]] = []
    marks: dict[int, str] = {}
    for record in _guarded(source.rows, name):
        rows += [[] for _ in range(record.number - len(rows) - 1)]  # a cell of several lines leaves numbers out
        if record.mark and not (hidden and record.mark == "hidden"):
            marks[len(rows)] = record.mark
        rows.append([_of_block(cell) for cell in record.cells])
    return FileGrid(source.sheet, rows, marks, source.epoch_1904, beside)


def _of_block(cell: Any) -> Any:
    if not isinstance(cell, Spread):
        return cell
    return cell.value if cell.first or read_number(cell.value) is None else ""


def _likely(sources: Sequence[_FileSource], name: str) -> list[_FileSource]:
    """The readings of a text that give three columns or more, the widest first; the first where none does."""

    def width(source: _FileSource) -> int:
        try:
            return max((len(record.cells) for record in islice(_guarded(source.rows, name), 100)), default=0)
        except UsageError:
            return 0

    widths = [(width(source), -place) for place, source in enumerate(sources)]
    likely = sorted((each for each in widths if each[0] > 2), reverse=True)
    return [sources[-place] for _, place in likely] or [sources[0]]


def _guarded(rows: Callable[[], Iterator[Record]], name: str) -> Iterator[Record]:
    """The rows, with faults of the file told by its name."""
    number = 1
    try:
        for record in rows():
            yield record
            number = record.number + 1
    except csv.Error as failure:
        raise UsageError("file_quotes", file=name, row=number) from failure
    except (EOFError, zlib.error, gzip.BadGzipFile) as failure:
        raise UsageError("file_truncated", file=name) from failure


def _table(
    source: _FileSource, name: str, header: Header, first: Sequence[Record], titles: Sequence[Sequence[str]]
) -> FileTable:
    at = first[header.row].number
    above = (*(text for row in titles[: header.row] for text in row if text), source.sheet)

    def rows() -> Iterator[Record]:
        base = len(header.titles) - len(header.constants)
        days = DayParts(header.days) if header.days else None
        blocks = Blocks(header, above) if is_in_blocks(header) else None
        for record in _guarded(source.rows, name):
            if record.number <= at or is_blank(record.cells):
                continue
            cells = list(record.cells) + [""] * (base - len(record.cells))
            if header.parts:
                cells[header.parts[0][0]] = counted_together(cells, header.parts)
            if days:
                cells[days.column] = days.together(cells)
            if header.constants:
                cells[base:base] = header.constants
            told = Record(record.number, cells, record.mark)
            yield blocks.fill(told) if blocks else told

    return FileTable(source.sheet, header, rows, above, source.epoch_1904, layout=layout_of(titles[header.row]))


def _with(table: FileTable, unread: Sequence[Reason]) -> FileTable:
    return replace(table, beside=tuple(unread))


def _unread_sheet(source: _FileSource, name: str) -> list[Reason]:
    """A sheet without such a header, told with how many rows it has; an empty one isn't worth a word."""
    rows = sum(not is_blank(record.cells) for record in _guarded(source.rows, name))
    return [Reason("sheet_unread", "warn", {"sheet": source.sheet, "rows": rows})] if rows else []


def _told(failures: Sequence[tuple[int, DeskError]], name: str, *, are_sheets: bool) -> DeskError:
    """The most telling of what went wrong: of a text its widest reading, of sheets the first with anything on it."""
    if are_sheets:
        failure = next((each for _, each in failures if each.code != "table_empty"), UsageError("table_empty"))
    else:
        failure = max(failures, key=lambda each: each[0])[1]
    return UsageError("file_empty", file=name) if failure.code == "table_empty" else failure


# ---- what kind of file it is ----------------------------------------------------------------------------------------


def _opened_file(path: Path, *, hidden: bool) -> _File:
    """Reads a file by what it is; its faults are told by the file's name."""
    name = path.name
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if not start:
            raise UsageError("file_empty", file=name)
        found = next((kind for mark, kind in _NO_TABLES.items() if start.startswith(mark)), None)
        if found is not None:
            raise UsageError("file_not_table", file=name, found=found)
        if start.startswith(_WORKBOOKS):
            return _workbook(path, hidden=hidden)
        if path.suffix.lower() in _WORKBOOK_NAMES:
            raise UsageError("workbook_foreign", file=name)
        packed = start.startswith(_PACKED)
        encoding = encoding_of(path, packed=packed)
        if not packed and looks_like_html(start):
            return _page(path, encoding)
        return _text(path, encoding, packed=packed)
    except FileNotFoundError as failure:
        raise UsageError("file_missing", file=str(path)) from failure
    except (EOFError, zlib.error, gzip.BadGzipFile) as failure:
        raise UsageError("file_truncated", file=name) from failure
    except OSError as failure:
        if path.is_dir():  # which systems call by several names
            raise UsageError("file_is_folder", file=str(path)) from failure
        raise UsageError("file_unreadable", file=name, detail=trouble(failure)) from failure


def _workbook(path: Path, *, hidden: bool) -> _File:
    sheets = workbook_sheets(path)
    read = [each for each in sheets if hidden or not each.hidden]
    return _File(
        [_FileSource(each.name, each.rows, each.epoch_1904) for each in read],
        are_sheets=True,
        hidden=tuple(each.name for each in sheets if each not in read),
    )


def _page(path: Path, encoding: str) -> _File:
    tables = html_rows(path.read_bytes().decode(encoding))
    if not tables:
        raise UsageError("file_without_table", file=path.name)

    def source(place: int, table: list[Record]) -> _FileSource:
        return _FileSource(str(place) if len(tables) > 1 else "", lambda: iter(table))

    return _File([source(place, table) for place, table in enumerate(tables, 1)], are_sheets=True)


# ---- text -----------------------------------------------------------------------------------------------------------


def _text(path: Path, encoding: str, *, packed: bool) -> _File:
    def source(separator: str) -> _FileSource:
        def rows() -> Iterator[Record]:
            with io.TextIOWrapper(opened(path, packed=packed), encoding, newline="") as text:
                yield from records(text, separator)

        return _FileSource("", rows)

    return _File([source(each) for each in SEPARATORS], are_sheets=False)


def as_written(cells: Sequence[Any]) -> list[Any]:
    """A row's cells as a report shows them: what is merged over several rows stands in the first, 10.0 is 10."""
    return [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in map(bare, cells)]
