"""The second copy of what HQ has not acknowledged: a flushed, append-only file beside the desk's database.

Each record is its length and CRC-32 (four bytes each, big-endian) and one entry as JSON. A torn tail is what a power
cut leaves; it is cut off at the next start.
"""

from __future__ import annotations

import os
import struct
import threading
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from sync.owner_only import make_file
from sync.records.rebuilding import OwnEntry
from sync.records.tables import stream as streams
from sync.streams import Entry, make_entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "outbox.journal"
_FRAME = struct.Struct(">II")
_LONGEST = 64 * 1024 * 1024
_ROOM = 256 * 1024
# Where there is the choice, only what is needed to read the bytes again is flushed.
_flush = getattr(os, "fdatasync", os.fsync)


class _Kept(msgspec.Struct, array_like=True):
    stream: str
    number: int
    kind: str
    record: str
    hash: bytes
    body: msgspec.Raw


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


class Outbox:
    """The open file.

    Attributes:
        failure: why the last entries could not be copied, or empty; they are safe in the database all the same.
    """

    def __init__(self, path: Path, stream: str) -> None:
        self.path = path
        self.stream = stream
        self.failure = ""
        self._lock = threading.Lock()
        kept, whole = read_outbox(path)
        self._kept = [each for each in kept if each[0] == stream]
        if path.exists() and path.stat().st_size > whole:
            with path.open("r+b") as file:  # so that what is appended can be found behind what is whole
                file.truncate(whole)
        self._end = self._room = whole
        self._file: BinaryIO | None = None

    def entries(self) -> list[OwnEntry]:
        """What the file holds, oldest first."""
        with self._lock:
            return [each for _, each in self._kept]

    def append(self, stream: str, first: int, written: Sequence[tuple[Entry, bytes]]) -> None:
        """Copies entries that were just committed, and returns once they are on the disk."""
        if stream == self.stream:
            self.add([OwnEntry(first + place, entry, each) for place, (entry, each) in enumerate(written)])

    def add(self, entries: Sequence[OwnEntry]) -> None:
        if not entries:
            return
        with self._lock:
            self._kept += [(self.stream, each) for each in entries]
            try:
                self._append(self._frames(entries))
                self.failure = ""
            except OSError as failed:  # the book holds them; the next start copies them again
                self.failure = str(failed)

    def _append(self, raw: bytes) -> None:
        if self._file is None:
            make_file(self.path)
            self._file = self.path.open("r+b")
        if self._end + len(raw) > self._room:
            room = self._end + len(raw) + _ROOM
            self._file.seek(self._room)
            self._file.write(bytes(room - self._room))
            self._file.flush()
            os.fsync(self._file.fileno())
            self._room = room
        self._file.seek(self._end)
        self._file.write(raw)
        self._file.flush()
        _flush(self._file.fileno())
        self._end += len(raw)

    def close(self) -> None:
        """Lets go of the file, so that another may be put in its place."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def acknowledged(self, number: int) -> None:
        """Empties the file where HQ has everything in it."""
        with self._lock:
            done = bool(self._kept) and max(each.number for _, each in self._kept) <= number
        if done:
            self.rewrite([])

    def rewrite(self, entries: Sequence[OwnEntry]) -> None:
        """Holds these entries and no others from now on."""
        part = self.path.with_name(self.path.name + ".part")
        raw = self._frames(entries)
        with self._lock:
            try:
                make_file(part)
                with part.open("wb") as file:
                    file.write(raw)
                    file.flush()
                    os.fsync(file.fileno())
                self._close()
                part.replace(self.path)
                self._end = self._room = len(raw)
            except OSError as failed:
                self.failure = str(failed)
                return
            self._kept = [(self.stream, each) for each in entries]

    def _frames(self, entries: Iterable[OwnEntry]) -> bytes:
        return b"".join(_frame(self.stream, each) for each in entries)


def _frame(stream: str, each: OwnEntry) -> bytes:
    body = msgspec.Raw(b"null" if each.entry.body is None else each.entry.body)
    raw = _encode(_Kept(stream, each.number, each.entry.kind, each.entry.record, each.hash, body))
    return _FRAME.pack(len(raw), zlib.crc32(raw)) + raw


def read_outbox(path: Path) -> tuple[list[tuple[str, OwnEntry]], int]:
    """The whole records of a file with their streams, and how many bytes they take; what is torn ends the reading."""
    raw = path.read_bytes() if path.exists() else b""
    kept: list[tuple[str, OwnEntry]] = []
    at = 0
    while at + _FRAME.size <= len(raw):
        length, crc = _FRAME.unpack_from(raw, at)
        start = at + _FRAME.size
        piece = raw[start : start + length]
        if length > _LONGEST or len(piece) < length or zlib.crc32(piece) != crc:
            break
        try:
            found = _decode(piece)
        except msgspec.MsgspecError:
            break
        body = bytes(found.body)
        entry = make_entry(found.kind, found.record, None if body == b"null" else body)
        kept.append((found.stream, OwnEntry(found.number, entry, found.hash)))
        at = start + length
    return kept, at


def acknowledged_number(connection: Connection, stream: str) -> int:
    """How far HQ has acknowledged the desk's own stream."""
    found = connection.execute(streams.select().where(streams.c.name == stream)).one_or_none()
    return 0 if found is None else found.acked or 0
