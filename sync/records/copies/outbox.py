"""The second copy of what HQ has not acknowledged: a flushed, append-only file beside the desk's database.

While the file is open it holds the desk's own entries in their order and nothing else (`joining` sees to that
at the start), so that writing needs no more than its end, however much waits. Its frames are read by
`journal`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from sync.owner_only import make_file
from sync.records.books.bulk import query_rows
from sync.records.copies.journal import Copied, Damage, frame, is_blank, last_frame, read_frames
from sync.records.copies.kept import keep
from sync.streams import Entry, Head, OwnEntry, link
from sync.trouble import trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "outbox.journal"
_ROOM = 256 * 1024
# What could not be copied waits in memory for the next writing, but not without bound.
_MOST_WAITING = 10_000
# Where there is the choice, only what is needed to read the bytes again is flushed.
flush = getattr(os, "fdatasync", os.fsync)


class Outbox:
    """The open file.

    Attributes:
        failure: why the last entries could not be copied, a code of `sync.trouble`, or empty; they are safe in the
            database all the same.
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
        self._flusher = _Flusher()

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

    @contextmanager
    def beside_a_commit(self) -> Iterator[Callable[[int, Sequence[tuple[Entry, bytes]]], None]]:
        """Surrounds a transaction; what it gives copies its entries, called once, right before the commit.

        The disk takes the copy while it takes the commit, and both are on it when the block is left. Where an error
        leaves the block, nothing was committed, and the copy is taken out of the file again. Where the program ends in
        between, nobody was told yet, and the next start finds the entry on one side and brings it to the other.
        """
        begun: list[_BegunFrame] = []

        def copy(first: int, written: Sequence[tuple[Entry, bytes]]) -> None:
            self._lock.acquire()
            begun.append(_BegunFrame(self._end, list(self._waiting)))
            self.append([OwnEntry(first + place, entry, each) for place, (entry, each) in enumerate(written)])

        try:
            yield copy
        except BaseException:
            if begun:
                self._take_back(begun[0])
            raise
        else:
            if begun:
                self._finish(begun[0])
        finally:
            if begun:
                self._lock.release()

    def append(self, entries: Sequence[OwnEntry]) -> None:
        """Writes what waits and these behind it, and lets the disk begin; what fails waits for the next writing."""
        earlier = len(self._waiting)
        self._waiting += entries
        if self._lost_track or len(self._waiting) > _MOST_WAITING:
            # The book will hold them; the next start sees that the file doesn't, and copies them.
            self._lost_track = True
            self._waiting.clear()
            return
        try:
            self._append(b"".join(self._frames(earlier)))
        except OSError as failed:
            self.failure = trouble(failed)
            return
        if self._file is not None:
            self._flusher.begin(self._file.fileno())

    def _frames(self, earlier: int) -> Iterator[bytes]:
        """What waits as it is written; all behind the `earlier` ones is one transaction, which may be cut off."""
        last = len(self._waiting) - 1
        for place, each in enumerate(self._waiting):
            yield frame(self.stream, each, last - place if place >= earlier else 0)

    def _finish(self, begun: _BegunFrame) -> None:
        """Waits for the disk; what it couldn't take is written once more with the next."""
        try:
            flushed = self._flusher.end()
        except OSError as failed:
            self._end, self.failure = begun.end, trouble(failed)
            return
        if flushed:
            self._last = self._waiting[-1].number
            self._waiting.clear()
            self.failure = ""

    def _take_back(self, begun: _BegunFrame) -> None:
        """Leaves the file as it was before, because the transaction was undone."""
        self._waiting = begun.waiting
        end, self._end = self._end, begun.end
        try:
            if self._flusher.end() and self._file is not None:
                self._file.seek(begun.end)
                self._file.write(bytes(end - begun.end))
                self._file.flush()
                flush(self._file.fileno())
        except OSError as failed:  # what stands there is no longer known; the next start reads it whole
            self.lose_track(trouble(failed))

    def lose_track(self, why: str) -> None:
        """Copies nothing more until the next start; `why`, a code of `sync.trouble`, is told."""
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
        self._end += len(raw)

    def close(self) -> None:
        """Lets go of the file, so that another may be put in its place."""
        with self._lock:
            self._close()
            self._flusher.stop()

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
                self.failure = trouble(failed)
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
                self.failure = trouble(failed)
                return
            self._end = self._room = size
            self._last, self._lost_track, self.failure = last, False, ""
            self._waiting.clear()


class _BegunFrame(NamedTuple):
    """Where the file ended, and what waited for it, before entries were copied beside their commit."""

    end: int
    waiting: list[OwnEntry]


class _Flusher:
    """Has the disk take a file in a thread of its own; of the one who writes, one flush at a time."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[int | None] = SimpleQueue()
        self._done: SimpleQueue[OSError | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._under_way = False

    def begin(self, file: int) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="second copy", daemon=True)
            self._thread.start()
        self._under_way = True
        self._asked.put(file)

    def end(self) -> bool:
        """Waits for the flush that was begun; False where there was none. OSError where the disk couldn't."""
        if not self._under_way:
            return False
        self._under_way = False
        failed = self._done.get()
        if failed is not None:
            raise failed
        return True

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            self._asked.put(None)
            thread.join()

    def _run(self) -> None:
        while (file := self._asked.get()) is not None:
            try:
                flush(file)
            except OSError as failed:
                self._done.put(failed)
            else:
                self._done.put(None)


def read_outbox(path: Path) -> tuple[list[tuple[str, OwnEntry]], int]:
    """The whole records of a file with their streams, and where the last of them ends."""
    found = [each for each in read_frames(path) if isinstance(each, Copied)]
    return [(each.stream, each.own) for each in found], found[-1].end if found else 0


def acknowledged_number(connection: Connection, stream: str) -> int:
    """How far HQ has acknowledged the desk's own stream."""
    found = query_rows(connection, "SELECT acked FROM stream WHERE name = ?", stream)
    return (found[0].acked or 0) if found else 0
