"""What the reader of an old workbook's (.xls) values passes over, told by its records: hidden rows, cells in error."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFE
_MOST_SECTORS = 1 << 22
_NAMES = ("workbook", "book")
_SHEET, _ROW, _END = 0x0085, 0x0208, 0x000A
_CONSTANT, _FORMULA = 0x0205, 0x0006
_HIDDEN = 0x20
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OldSheet:
    """What is told of a sheet: its hidden rows, and by row and column the errors that cells show; from 0."""

    hidden: frozenset[int]
    errors: Mapping[int, Mapping[int, str]]


def old_sheets(path: Path) -> dict[str, OldSheet]:
    """What is told of each sheet by its name; nothing for what can't be followed."""
    try:
        stream = _workbook_of(path.read_bytes())
        return {
            name: OldSheet(frozenset(_hidden_from(stream, begin)), _errors_from(stream, begin))
            for name, begin in _sheets(stream)
        }
    except (struct.error, IndexError, ValueError, OSError):
        return {}


def _workbook_of(raw: bytes) -> bytes:
    """The stream that holds the workbook; ValueError where there is none."""
    if not raw.startswith(_MARK):
        raise ValueError("no compound file")
    sector, small = 1 << struct.unpack_from("<H", raw, 30)[0], 1 << struct.unpack_from("<H", raw, 32)[0]
    first_folder, cutoff, first_small = (struct.unpack_from("<I", raw, place)[0] for place in (48, 56, 60))

    def read(number: int) -> bytes:
        return raw[(number + 1) * sector : (number + 2) * sector]

    table = _longs(b"".join(map(read, _table_sectors(raw, read))))
    folder = b"".join(map(read, _chain(table, first_folder)))
    root = begin = size = -1
    for place in range(0, len(folder), 128):
        entry = folder[place : place + 128]
        length, kind = struct.unpack_from("<HB", entry, 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
        root = struct.unpack_from("<I", entry, 116)[0] if kind == 5 else root
        if kind == 2 and name in _NAMES and begin < 0:
            begin, size = struct.unpack_from("<II", entry, 116)
    if begin < 0:
        raise ValueError("no workbook inside")
    if size >= cutoff:
        return b"".join(map(read, _chain(table, begin)))[:size]
    inside = b"".join(map(read, _chain(table, root)))
    smalls = _longs(b"".join(map(read, _chain(table, first_small))))
    return b"".join(inside[each * small : (each + 1) * small] for each in _chain(smalls, begin))[:size]


def _table_sectors(raw: bytes, read: Callable[[int], bytes]) -> list[int]:
    """The sectors of the table of sectors: the first in the header, more of them chained."""
    found = list(struct.unpack_from("<109I", raw, 76))
    following, count = struct.unpack_from("<II", raw, 68)
    while following < _LAST and count > 0:
        more = _longs(read(following))
        found += more[:-1]
        following, count = more[-1], count - 1
    return [each for each in found if each < _LAST - 2]


def _longs(raw: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(raw) // 4}I", raw))


def _chain(table: list[int], begin: int) -> Iterator[int]:
    """The sectors from one on; ValueError for a chain that turns back on itself."""
    count = 0
    while begin < _LAST - 2:
        yield begin
        begin = table[begin]
        count += 1
        if count > min(len(table), _MOST_SECTORS):
            raise ValueError("a chain without an end")


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of their sheet."""
    while begin + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, begin)
        yield kind, stream[begin + 4 : begin + 4 + length]
        begin += 4 + length
        if kind == _END:
            return


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Each sheet's name and where its records begin."""
    for kind, body in _records(stream, 0):
        if kind == _SHEET:
            begin, _, _, length, wide = struct.unpack_from("<IBBBB", body)
            text = body[8 : 8 + length * 2].decode("utf-16-le") if wide & 1 else body[8 : 8 + length].decode("latin-1")
            yield text, begin


def _hidden_from(stream: bytes, begin: int) -> Iterator[int]:
    for kind, body in _records(stream, begin):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & _HIDDEN:
                yield row


def _errors_from(stream: bytes, begin: int) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for kind, body in _records(stream, begin):
        code = None
        if kind == _CONSTANT and body[7]:
            code = body[6]
        elif kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            code = body[8]
        if code in _ERRORS:
            row, column = struct.unpack_from("<HH", body)
            found.setdefault(row, {})[column] = _ERRORS[code]
    return found
