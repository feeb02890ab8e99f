"""Reads the second copy frame by frame: every whole record is found, whatever damage stands before it.

A frame is its length and CRC-32 (four bytes each, big-endian) and one entry as JSON, which begins with its stream's
name; by that beginning the next whole frame is found behind a damaged one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from sync.streams import OwnEntry, make_entry

_FRAME = struct.Struct(">II")
_MARK = b'["desk/'
_LONGEST = 64 * 1024 * 1024
_PIECE = 256 * 1024


class _Kept(msgspec.Struct, array_like=True):
    stream: str
    number: int
    kind: str
    record: str
    hash: bytes
    body: msgspec.Raw
    # How many entries of the same transaction stand behind it.
    rest: int = 0


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


@dataclass(frozen=True, slots=True)
class Copied:
    """An entry as the file holds it, where its frame ends, and how many of the same transaction follow it."""

    stream: str
    own: OwnEntry
    end: int
    rest: int = 0

    @property
    def place(self) -> tuple[str, int, bytes]:
        """What tells this entry from every other: its stream, its number, and the chain's hash there."""
        return self.stream, self.own.number, self.own.hash


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no whole frame, from `start` to `end`.

    `unfinished` where they end the file as a frame that was being written when the program or the machine stopped.
    """

    start: int
    end: int
    unfinished: bool = False


def frame(stream: str, each: OwnEntry, rest: int = 0) -> bytes:
    """One entry as it is written, and how many of the same transaction are written behind it."""
    body = msgspec.Raw(b"null" if each.entry.body is None else each.entry.body)
    raw = _encode(_Kept(stream, each.number, each.entry.kind, each.entry.record, each.hash, body, rest))
    return _FRAME.pack(len(raw), zlib.crc32(raw)) + raw


def read_frames(path: Path) -> Iterator[Copied | Damage]:
    """All whole frames in their order, and what lies between them; memory is that of the largest frame."""
    if not path.exists():
        return
    with path.open("rb") as file:
        window = _Window(file)
        at = 0
        while at < window.size:
            found = _frame_at(window, at)
            if found is not None:
                yield found
                at = found.end
                continue
            following = _next_frame(window, at + 1)
            end = window.size if following is None else following
            if following is not None or not window.is_blank(at):
                yield Damage(at, end, following is None and _is_unfinished(window, at))
            at = end


def last_frame(path: Path) -> Copied | None:
    """The frame that ends the file, apart from the empty room behind it; None where none ends there.

    Looks at the end only, however long the file is.
    """
    with path.open("rb") as file:
        window = _Window(file)
        end = window.end_of_content()
        back = _PIECE
        while True:
            start = max(end - back, 0)
            raw = window.at(start, end - start)
            place = len(raw)
            while (place := raw.rfind(_MARK, 0, place)) >= 0:
                at = start + place - _FRAME.size
                found = _frame_at(window, at) if at >= 0 else None
                if found is not None:
                    return found if found.end == end else None
            if start == 0 or back > _LONGEST:
                return None
            back *= 4


def is_blank(path: Path) -> bool:
    """Whether the file holds nothing: it is missing, empty, or room that was never written to."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        return _Window(file).end_of_content() == 0


class _Window:
    """A file looked at through a piece of it at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = 0
        self._raw = b""
        self.size = file.seek(0, 2)

    def at(self, place: int, size: int) -> bytes:
        """The bytes at a place, fewer where the file ends."""
        inside = place - self._start
        if inside < 0 or inside + size > len(self._raw):
            self._file.seek(place)
            self._raw = self._file.read(max(size, _PIECE))
            self._start, inside = place, 0
        return self._raw[inside : inside + size]

    def find(self, mark: bytes, place: int) -> int:
        """Where a mark stands next; -1 where it doesn't any more."""
        while place < self.size:
            found = self.at(place, _PIECE).find(mark)
            if found >= 0:
                return place + found
            place += _PIECE - len(mark) + 1
        return -1

    def is_blank(self, place: int) -> bool:
        return place >= self.end_of_content()

    def end_of_content(self) -> int:
        """Where the last byte that is no zero ends."""
        end = self.size
        while end > 0:
            start = max(end - _PIECE, 0)
            written = self.at(start, end - start).rstrip(b"\0")
            if written:
                return start + len(written)
            end = start
        return 0


def _frame_at(window: _Window, at: int) -> Copied | None:
    header = window.at(at, _FRAME.size)
    if len(header) < _FRAME.size:
        return None
    length, crc = _FRAME.unpack(header)
    start = at + _FRAME.size
    if not len(_MARK) < length <= _LONGEST or window.at(start, len(_MARK)) != _MARK:
        return None
    piece = window.at(start, length)
    if len(piece) < length or zlib.crc32(piece) != crc:
        return None
    try:
        found = _decode(piece)
    except msgspec.MsgspecError:
        return None
    body = bytes(found.body)
    entry = make_entry(found.kind, found.record, None if body == b"null" else body)
    return Copied(found.stream, OwnEntry(found.number, entry, found.hash), start + length, found.rest)


def _is_unfinished(window: _Window, at: int) -> bool:
    """Whether a frame begins here that is longer than what was written; a whole one ends with no zero."""
    header = window.at(at, _FRAME.size).ljust(_FRAME.size, b"\0")
    length, _ = _FRAME.unpack(header)
    begun = window.at(at + _FRAME.size, len(_MARK)).rstrip(b"\0")
    return 0 < length <= _LONGEST and _MARK.startswith(begun) and window.end_of_content() < at + _FRAME.size + length


def _next_frame(window: _Window, place: int) -> int | None:
    while (found := window.find(_MARK, place + _FRAME.size)) >= 0:
        if _frame_at(window, found - _FRAME.size) is not None:
            return found - _FRAME.size
        place = found - _FRAME.size + 1
    return None
