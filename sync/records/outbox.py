"""The second copy of what HQ has not acknowledged: a flushed, append-only file beside the desk's database.

While the file is open it holds the desk's own entries in their order and nothing else (`sync.records.joining` sees to
that at the start), so that writing needs no more than its end, however much waits. Its frames are read by
`sync.records.journal`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sync.owner_only import make_file
from sync.records.bulk import query_rows
from sync.records.journal import Copied, Damage, frame, is_blank, last_frame, read_frames
from sync.records.kept import keep
from sync.records.rebuilding import OwnEntry
from sync.streams import Entry, Head, link

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "outbox.journal"
_ROOM = 256 * 1024
# What could not be copied waits in memory for the next writing, but not without bound.
_MOST_WAITING = 10_000
# Where there is the choice, only what is needed to read the bytes again is flushed.
_flush = getattr(os, "fdatasync", os.fsync)


class Outbox:
    """The open file.

    Attributes:
        failure: why the last entries could not be copied, or empty; they are safe in the database all the same.
    """

    def __init__(self, path: Path, stream: str) -> None:
        self.path = path
        self.stream = stream
        self.failure = ""
        self._lock = threading.RLock()
        self._file: BinaryIO | None = None
        self._end = self._room = 0
        self._last = 0
        self._waiting: list[OwnEntry] = []
        self._lost_track = False

    @property
    def last(self) -> int:
        """The last number it holds, 0 where it is empty; what was written a moment ago counts."""
        return self._waiting[-1].number if self._waiting else self._last

    def continues(self, head: Head, acked: int) -> bool:
        """Takes the file up where it ends; False where it isn't what the book says is unsent. Reads only its end."""
        if is_blank(self.path):
            self._room = self.path.stat().st_size if self.path.exists() else 0
            return head.number == acked
        found = last_frame(self.path)
        if found is None or found.place != (self.stream, head.number, head.hash):
            return False
        self._end, self._room, self._last = found.end, self.path.stat().st_size, head.number
        return True

    def entries(self) -> Iterator[OwnEntry]:
        """What the file holds of the own stream, oldest first."""
        for each in read_frames(self.path):
            if isinstance(each, Copied) and each.stream == self.stream:
                yield each.own

    def append(self, stream: str, first: int, written: Sequence[tuple[Entry, bytes]]) -> None:
        """Copies entries that were just committed, and returns once they are on the disk."""
        if stream == self.stream:
            self.add([OwnEntry(first + place, entry, each) for place, (entry, each) in enumerate(written)])

    def add(self, entries: Sequence[OwnEntry]) -> None:
        if not entries:
            return
        with self._lock:
            self._waiting += entries
            if self._lost_track or len(self._waiting) > _MOST_WAITING:
                # The book holds them; the next start sees that the file doesn't, and copies them.
                self._lost_track = True
                self._waiting.clear()
                return
            try:
                self._append(b"".join(frame(self.stream, each) for each in self._waiting))
            except OSError as failed:
                self.failure = str(failed)
                return
            self._last = self._waiting[-1].number
            self._waiting.clear()
            self.failure = ""

    def lose_track(self, why: str) -> None:
        """Copies nothing more until the next start; `why` is told."""
        self.failure, self._lost_track = why, True

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

    def acknowledged(self, number: int, hash_at: Callable[[int], bytes]) -> None:
        """Empties the file where HQ has everything in it; what HQ can't have is kept aside first.

        Args:
            hash_at: the chain's hash at a number of the own stream, as this book and HQ have it.
        """
        with self._lock:
            if not self._last or self._last > number or self._waiting or self._lost_track:
                return
            try:
                keep(self.path.parent, self._unknown(hash_at))
            except OSError as failed:  # nothing is emptied that could not be kept
                self.failure = str(failed)
                return
            self.rewrite([])

    def _unknown(self, hash_at: Callable[[int], bytes]) -> list[Copied]:
        """What the file holds beside the chain both ends agree on; usually nothing, seen by one look at the book."""
        run: list[Copied] = []
        unknown: list[Copied] = []

        def end_run() -> None:
            if run and hash_at(run[-1].own.number) != run[-1].own.hash:
                unknown.extend(run)
            run.clear()

        for each in read_frames(self.path):
            if isinstance(each, Damage):
                continue
            if each.stream != self.stream:
                unknown.append(each)
                continue
            own, before = each.own, run[-1].own if run else None
            if before and (own.number, own.hash) != (before.number + 1, link(before.hash, own.number, own.entry.leaf)):
                end_run()
            # Of a run that links only the last entry says whether it is known; the rest is let go as it comes.
            if before and len(run) > _MOST_WAITING and hash_at(before.number) == before.hash:
                run.clear()
            run.append(each)
        end_run()
        return unknown

    def rewrite(self, entries: Iterable[OwnEntry]) -> None:
        """Holds these entries and no others from now on; they may be as many as there are."""
        part = self.path.with_name(self.path.name + ".part")
        last = size = 0
        with self._lock:
            try:
                make_file(part)
                with part.open("wb") as file:
                    for each in entries:
                        size += file.write(frame(self.stream, each))
                        last = each.number
                    file.flush()
                    if size:  # of an empty file there is nothing that could be lost
                        os.fsync(file.fileno())
                self._close()
                part.replace(self.path)
            except OSError as failed:
                self.failure = str(failed)
                return
            self._end = self._room = size
            self._last, self._lost_track, self.failure = last, False, ""
            self._waiting.clear()


def read_outbox(path: Path) -> tuple[list[tuple[str, OwnEntry]], int]:
    """The whole records of a file with their streams, and where the last of them ends."""
    found = [each for each in read_frames(path) if isinstance(each, Copied)]
    return [(each.stream, each.own) for each in found], found[-1].end if found else 0


def acknowledged_number(connection: Connection, stream: str) -> int:
    """How far HQ has acknowledged the desk's own stream."""
    found = query_rows(connection, "SELECT acked FROM stream WHERE name = ?", stream)
    return (found[0].acked or 0) if found else 0
