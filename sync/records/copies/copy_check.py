"""Proves a desk's second copy: every frame read, every entry compared with the book's, nothing unsent left out."""

from __future__ import annotations

from pathlib import Path

from sync.records.books.bulk import query_rows
from sync.records.books.database import Book
from sync.records.books.settings import read_setting
from sync.records.copies.journal import Copied, Damage, read_frames
from sync.records.copies.outbox import FILE, acknowledged_number
from sync.records.log.streams import hashes_at, head_of
from sync.records.repair.checking import MOST, BookDifference
from sync.streams import Head, link
from sync.trouble import trouble

_AT_ONCE = 500


def check_copy(book: Book, path: Path) -> list[BookDifference]:
    """What the second copy says otherwise than the book, what of it can't be read, and what it lacks.

    Alters nothing. The book may be written meanwhile: what was saved after this began isn't looked for.
    """
    with book.reading() as connection:
        stream = f"desk/{read_setting(connection, 'desk_id')}"
        head = (head_of(connection, stream) or Head()).number
    work = _Comparison(book, stream)
    try:
        work.read(path)
    except OSError as failure:  # nobody can read it; then all that is unsent is missing there
        work.tell(str(path), "file", "readable", trouble(failure))
    work.look_for_unsent(head)
    return work.found


class _Comparison:
    def __init__(self, book: Book, stream: str) -> None:
        self.found: list[BookDifference] = []
        self._book = book
        self._stream = stream
        self._there: set[int] = set()
        self._before: Copied | None = None

    def tell(self, record: str, column: str, expected: object, found: object) -> None:
        if len(self.found) < MOST:
            self.found.append(BookDifference(FILE, record, column, expected, found))

    def read(self, path: Path) -> None:
        """Looks at every frame of the file."""
        part: list[Copied] = []
        for each in read_frames(path):
            if isinstance(each, Damage):
                self.tell(f"{each.start}–{each.end}", "bytes", "whole", "damaged")
                continue
            part.append(each)
            if len(part) == _AT_ONCE:
                self.compare(part)
                part = []
        self.compare(part)

    def compare(self, part: list[Copied]) -> None:
        """Whether each entry follows from the one before it, and is the book's own at its place."""
        numbers = [each.own.number for each in part if each.stream == self._stream]
        with self._book.reading() as connection:
            known = hashes_at(connection, self._stream, numbers)
        for each in part:
            own, place = each.own, f"{each.stream} / {each.own.number}"
            before = self._before.own if self._before and self._before.stream == each.stream else None
            if before and own.number == before.number + 1 and link(before.hash, own.number, own.entry.leaf) != own.hash:
                self.tell(place, "hash", link(before.hash, own.number, own.entry.leaf).hex(), own.hash.hex())
            elif each.stream != self._stream:
                self.tell(place, "stream", self._stream, each.stream)
            elif known.get(own.number) != own.hash:
                self.tell(place, "hash", known[own.number].hex() if own.number in known else None, own.hash.hex())
            else:
                self._there.add(own.number)
            self._before = each

    def look_for_unsent(self, head: int) -> None:
        """What HQ has not acknowledged stands in the second copy as well."""
        sql = (
            "SELECT e.number FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = ? AND e.number > ? "
            "AND e.number <= ? ORDER BY e.number"
        )
        with self._book.reading() as connection:
            acked = acknowledged_number(connection, self._stream)
            unsent = query_rows(connection, sql, self._stream, acked, head)
        for (number,) in unsent:
            if number not in self._there:
                self.tell(f"{self._stream} / {number}", "", "entry", None)
