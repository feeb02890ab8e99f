"""Reads the rows of a damaged SQLite file page by page, past whatever can't be read, without SQLite's help.

The engine gives up a table where one page of it is wrong, and a whole file where the first is. Here every page that is
one by itself gives what it holds: pages that lie in a table's tree under that table's name, those nothing leads to any
more under "". Whoever takes a row has to prove it; what was deleted may still lie there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_HEADER = b"SQLite format 3\0"
_PAGE = 4096
_SIZES = frozenset(1 << each for each in range(9, 17))
_INTERIOR, _LEAF, _INDEX_LEAF = 0x05, 0x0D, 0x0A
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_DEEPEST = 64
_MOST_OVERFLOW = 64 * 1024 * 1024
_CODING = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}

Value = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class CarvedRow:
    """One row as it lies in the file: its table ("" where nothing leads to its page), its row id, its values.

    A column that is the row id itself is None among the values. `index` says that it is a row of an index.
    """

    table: str
    rowid: int
    values: tuple[Value, ...]
    index: bool = False


@dataclass(slots=True)
class Carving:
    """A file being read; `broken` names the tables of which pages are missing or hold no rows, once it was read."""

    path: Path
    broken: set[str] = field(default_factory=set)
    _size: int = _PAGE
    _usable: int = _PAGE
    _coding: str = "utf-8"
    _count: int = 0
    _file: BinaryIO | None = None
    _newer: dict[int, bytes] = field(default_factory=dict)

    def rows(self) -> Iterator[CarvedRow]:
        """Every row that can be read, table by table; nothing where the file can't be opened at all."""
        try:
            file = self.path.open("rb")
        except OSError:
            return
        with file:
            self._file = file
            self._measure()
            self._newer = _newest_pages(self.path.with_name(self.path.name + "-wal"), self._size)
            owners = self._owners()
            for number in range(1, max(self._count, *self._newer, 0) + 1):
                yield from self._rows_of(number, owners.get(number, ""))

    def _measure(self) -> None:
        """The size of a page and how text is written, from a header that may be wrong itself."""
        head = self._read(0, 100)
        said = int.from_bytes(head[16:18], "big")
        said = 65536 if said == 1 else said
        if head.startswith(_HEADER) and said in _SIZES:
            self._size, self._usable = said, said - head[20]
            self._coding = _CODING.get(int.from_bytes(head[56:60], "big"), "utf-8")
        self._count = self.path.stat().st_size // self._size

    def _read(self, place: int, size: int) -> bytes:
        """Bytes of the file; none where the disk gives none."""
        assert self._file is not None
        try:
            self._file.seek(place)
            return self._file.read(size)
        except (OSError, OverflowError):
            return b""

    def _page(self, number: int) -> bytes:
        page = self._newer.get(number) or self._read((number - 1) * self._size, self._size)
        return page if len(page) == self._size else b""

    def _owners(self) -> dict[int, str]:
        """Which table each page belongs to, as far as the trees can be walked."""
        owners: dict[int, str] = {}
        self._walk(1, "sqlite_master", owners)
        masters = [page for page, name in owners.items() if name == "sqlite_master"]
        for page in masters:
            for row in self._rows_of(page, "sqlite_master"):
                match row.values:
                    case ("table", str(name), _, int(root), *_) if root > 1:
                        self._walk(root, name, owners)
        return owners

    def _walk(self, root: int, name: str, owners: dict[int, str]) -> None:
        waiting = [(root, 0)]
        while waiting:
            number, depth = waiting.pop()
            page = self._page(number)
            start = 100 if number == 1 else 0
            if number in owners or depth > _DEEPEST or len(page) < start + 12 or page[start] not in (_INTERIOR, _LEAF):
                self.broken.add(name)
                continue
            owners[number] = name
            if page[start] == _INTERIOR:
                cells = _cells(page, start, 12)
                children = [int.from_bytes(page[place : place + 4], "big") for place in cells]
                children.append(int.from_bytes(page[start + 8 : start + 12], "big"))
                waiting += [(each, depth + 1) for each in reversed(children)]

    def _rows_of(self, number: int, table: str) -> Iterator[CarvedRow]:
        page = self._page(number)
        start = 100 if number == 1 else 0
        if len(page) < start + 8 or page[start] not in (_LEAF, _INDEX_LEAF):
            return
        index = page[start] == _INDEX_LEAF
        for place in _cells(page, start, 8):
            try:
                yield self._row(page, place, table, index=index)
            except (ValueError, IndexError, UnicodeDecodeError):
                self.broken.add(table)

    def _row(self, page: bytes, place: int, table: str, *, index: bool) -> CarvedRow:
        size, place = _varint(page, place)
        rowid = 0
        if not index:
            rowid, place = _varint(page, place)
        return CarvedRow(table, rowid, self._values(self._payload(page, place, size, index=index)), index)

    def _payload(self, page: bytes, place: int, size: int, *, index: bool) -> bytes:
        """The bytes of a row, those on further pages too."""
        if not 0 < size <= _MOST_OVERFLOW:
            raise ValueError(size)
        most = (self._usable - 12) * 64 // 255 - 23 if index else self._usable - 35
        if size <= most:
            return _whole(page[place : place + size], size)
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._usable - 4)
        local = local if local <= most else least
        found = bytearray(_whole(page[place : place + local], local))
        following = int.from_bytes(_whole(page[place + local : place + local + 4], 4), "big")
        while len(found) < size:
            further = self._page(following) if following else b""
            if not further:
                raise ValueError(following)
            found += further[4 : 4 + min(size - len(found), self._usable - 4)]
            following = int.from_bytes(further[:4], "big")
        return bytes(found)

    def _values(self, payload: bytes) -> tuple[Value, ...]:
        end, place = _varint(payload, 0)
        kinds = []
        while place < end:
            kind, place = _varint(payload, place)
            kinds.append(kind)
        if place != end:
            raise ValueError(place)
        values: list[Value] = []
        for kind in kinds:
            value, place = self._value(payload, place, kind)
            values.append(value)
        if place != len(payload):
            raise ValueError(place)
        return tuple(values)

    def _value(self, payload: bytes, place: int, kind: int) -> tuple[Value, int]:
        if kind in (0, 8, 9):
            return (None if kind == 0 else kind - 8), place
        if kind in _INTEGERS:
            end = place + _INTEGERS[kind]
            return int.from_bytes(_whole(payload[place:end], end - place), "big", signed=True), end
        if kind < 12:  # nothing in a book is a float
            raise ValueError(kind)
        end = place + (kind - 12) // 2
        raw = _whole(payload[place:end], end - place)
        return (raw.decode(self._coding) if kind % 2 else raw), end


def _newest_pages(wal: Path, size: int) -> dict[int, bytes]:
    """Pages of the write-ahead log up to its last commit, by number."""
    try:
        raw = wal.read_bytes()
    except OSError:
        return {}
    pages: dict[int, bytes] = {}
    committed: dict[int, bytes] = {}
    salts = raw[16:24]
    for place in range(32, len(raw) - 24 - size + 1, 24 + size):
        head = raw[place : place + 24]
        if head[8:16] != salts:
            break
        pages[int.from_bytes(head[:4], "big")] = raw[place + 24 : place + 24 + size]
        if int.from_bytes(head[4:8], "big"):
            committed.update(pages)
            pages.clear()
    return committed


def _cells(page: bytes, start: int, header: int) -> list[int]:
    """Where a page's cells begin; places that can't be are left out."""
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + header
    places = (int.from_bytes(page[first + 2 * each : first + 2 * each + 2], "big") for each in range(count))
    return [each for each in places if first < each < len(page) - 3]


def _varint(raw: bytes, place: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = raw[place + step]
        if step == 8:
            value = value << 8 | byte
            return (value - (1 << 64) if value >> 63 else value), place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + step + 1
    raise ValueError(place)


def _whole(raw: bytes, size: int) -> bytes:
    if len(raw) != size:
        raise ValueError(size)
    return raw
