"""Joins a desk's book with its second copy at every start, so that what one of them lost comes back from the other.

Where the copy ends where the book does, nothing is read but its end. Only where it doesn't is it read whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sync.records.books.bulk import query_rows, rows_in, run_many, upsert_rows
from sync.records.books.numbering import number_in, raise_sequences
from sync.records.books.settings import moment, read_setting
from sync.records.copies.backup import set_aside_folder
from sync.records.copies.journal import Copied, Damage, read_frames
from sync.records.copies.kept import keep
from sync.records.copies.outbox import Outbox, acknowledged_number
from sync.records.log.rebuilding import own_entries
from sync.records.log.streams import hashes_at, head_of
from sync.records.schema import tables
from sync.streams import Head, OwnEntry, link
from sync.trouble import trouble

if TYPE_CHECKING:
    from sync.records.books.database import Book

_AT_ONCE = 500
DAMAGED = "journal_damaged"
"""The code under which a person is told of a second copy that could not be read whole."""
UNUSABLE = {
    "damaged": "journal_unusable",
    "empty": "journal_empty",
    "is_folder": "journal_folder",
    "denied": "journal_denied",
}
"""The codes for a second copy of which nothing can be read though the book says what stood in it."""
PLACE = "outbox"


def open_outbox(book: Book, path: Path, *, whole: bool = False, expected: bool = True) -> int:
    """Joins a desk's book with its second copy, once at every start; returns how many entries came back from the copy.

    What the copy has beyond the book, and fits its chain, is written to the book again; what the book has beyond the
    copy is copied. What doesn't fit, or is another desk's, is kept: for the next exchange, or for a person. What can't
    copy is copied. What doesn't fit, or is another desk's, is kept: for the next exchange, or for a person. What can't
    be read stays in a copy of the file, and is told. `whole` reads all of the copy though it ends as it should. A copy
    of which nothing can be read at all is set aside, told, and made anew from the book.
    """
    with book.reading() as connection:
        stream = f"desk/{read_setting(connection, 'desk_id')}"
        head = head_of(connection, stream) or Head()
        acked = acknowledged_number(connection, stream)
    outbox = Outbox(path, stream)
    came = 0
    try:
        _clear_the_place(book, path)
        if whole or not outbox.continues(head, acked):
            came = _Join(book, path, stream, head, acked, expected).run()
            outbox.rewrite(_unsent(book, stream, acked))
    except OSError as failed:  # the book is whole without it, and says so
        outbox.lose_track(trouble(failed))
    book.own_stream, book.outbox = stream, outbox
    return came


def _unsent(book: Book, stream: str, acked: int) -> Iterator[OwnEntry]:
    """What the book has beyond HQ, in pieces, however much it is."""
    after = acked
    while True:
        with book.reading() as connection:
            part = own_entries(connection, stream, after, _AT_ONCE)
        yield from part
        if len(part) < _AT_ONCE:
            return
        after = part[-1].number


@dataclass(slots=True)
class _Join:
    """One reading of the whole copy."""

    book: Book
    path: Path
    stream: str
    head: Head
    acked: int
    expected: bool
    came: int = 0
    # Bytes that could not be read, and whether they may have held what nobody else has.
    damaged: int = 0
    missing: bool = False
    _before: Head = field(init=False)
    _open_damage: bool = False
    _unfinished: bool = False
    _last: int = 0

    def run(self) -> int:
        self._before = self.head
        part: list[Copied] = []
        whole = 0  # so many of the part end a transaction or stand before one that does
        for each in read_frames(self.path):
            if isinstance(each, Damage):
                self._take_cut_off(part, whole, at_the_end=each.unfinished)
                part, whole = [], 0
                self.damaged += each.end - each.start
                self._open_damage, self._unfinished = True, each.unfinished
                continue
            part.append(each)
            if not each.rest:
                whole = len(part)
            if whole >= _AT_ONCE:
                self._take(part)
                part, whole = [], 0
        self._take_cut_off(part, whole, at_the_end=True)
        if self._open_damage and self._before.number <= self._last and not self._never_saved():
            self.missing = True  # the book ends where the last whole frame does: a later one may have been written
        if self.missing or self._nothing_known():
            aside = set_aside_folder(self.path.parent)
            shutil.copy2(self.path, aside / self.path.name)
            _tell(self.book, DAMAGED, str(aside), self.damaged)
        elif not self._last and self._before.number > self.acked:
            self._tell_unusable()
        return self.came

    def _tell_unusable(self) -> None:
        """Tells that nothing of what should stand in the copy does; what it was is kept, where it was anything."""
        if not self._open_damage:
            if self.expected:
                _tell(self.book, UNUSABLE["empty"], "", 0)
            return
        aside = set_aside_folder(self.path.parent)
        shutil.copy2(self.path, aside / self.path.name)
        _tell(self.book, UNUSABLE["damaged"], str(aside), self.damaged)

    def _never_saved(self) -> bool:
        """Whether the end is what was being written for a commit that never came, of which nobody was told.

        Not so where the book has lost more than that: then it was put back, and the end may have been told.
        """
        return self._unfinished and not self.came and self._before.number == self._last

    def _nothing_known(self) -> bool:
        return self._open_damage and not self._last and self._before.number == 0 and not self._never_saved()

    def _take_cut_off(self, part: list[Copied], whole: int, *, at_the_end: bool) -> None:
        """Takes what stands before a break; nothing of a transaction that it cut off while that was being written.

        Its commit never came and nobody was told of it, so that a half of it must not come back. Where the book has
        lost more than that it may have been told: then what is left of it comes, and that the rest is missing is said.
        """
        self._take(part[:whole])
        begun = part[whole:]
        if not begun:
            return
        first, beyond = begun[0], begun[-1].own.number > self._before.number
        next_one = first.stream == self.stream and first.own.number == self._before.number + 1
        if at_the_end and next_one and self.head == self._before and not self._holds_nothing():
            return
        self._take(begun)
        self.missing = self.missing or (at_the_end and beyond)

    def _holds_nothing(self) -> bool:
        """Whether the book is a new one in the place of one that was lost: then it says nothing of what was saved."""
        with self.book.reading() as connection:
            return not query_rows(connection, "SELECT 1 FROM entry LIMIT 1")

    def _take(self, part: list[Copied]) -> None:
        if not part:
            return
        known = self._hashes(part)
        unknown: list[Copied] = []
        fitting: list[OwnEntry] = []
        for each in part:
            own = each.own
            if each.stream != self.stream:
                unknown.append(each)
                continue
            if known.get(own.number) == own.hash:
                self._seen(own.number, fits=True)
            elif own.number == self.head.number + 1 and link(self.head.hash, own.number, own.entry.leaf) == own.hash:
                fitting.append(own)
                self.head = Head(self.head.epoch, own.number, own.hash)
                self._seen(own.number, fits=True)
            else:
                unknown.append(each)
                self._seen(own.number, fits=False)
        if fitting:
            with self.book.writing() as writing:
                writing.put_entries(self.stream, [own.entry for own in fitting])
                raise_sequences(writing.connection, filter(None, (number_in(own.entry) for own in fitting)))
                # An order has the id of the draft it was: it went with it.
                run_many(
                    writing.connection, "DELETE FROM draft WHERE id = ?", [(each.entry.record,) for each in fitting]
                )
            self.came += len(fitting)
        keep(self.path.parent, unknown)

    def _seen(self, number: int, *, fits: bool) -> None:
        """What a damaged place held is known to be in the book where the frame behind it is."""
        self.missing = self.missing or (self._open_damage and not fits)
        self._open_damage, self._last = False, number

    def _hashes(self, part: list[Copied]) -> dict[int, bytes]:
        numbers = [each.own.number for each in part if each.stream == self.stream]
        with self.book.reading() as connection:
            return hashes_at(connection, self.stream, numbers)


def _clear_the_place(book: Book, path: Path) -> None:
    """Moves aside what stands where the copy should and is no file this program may read, and tells it."""
    why = "is_folder" if path.is_dir() else "" if not path.exists() or _is_open_to_us(path) else "denied"
    if not why:
        return
    aside = set_aside_folder(path.parent)
    path.replace(aside / path.name)
    _tell(book, UNUSABLE[why], str(aside), 0)


def _is_open_to_us(path: Path) -> bool:
    """Whether a file can be read and written; its owner's own rights are given back where they were taken."""
    for _ in range(2):
        try:
            path.open("r+b").close()
        except PermissionError:
            with suppress(OSError):
                path.chmod(0o600)
        else:
            return True
    return False


def _tell(book: Book, code: str, folder: str, damaged: int) -> None:
    """Leaves a line for a person.

    Args:
        folder: where the file is kept as it was found, "" where there was none.
        damaged: how many bytes of it could not be read.
    """
    columns = ("stream", "number", "kind", "record", "code", "detail", "at")
    with book.writing() as writing:
        last = rows_in(writing.connection, "SELECT MAX(number) FROM problem WHERE stream IN (?*)", [PLACE])
        row = (PLACE, (last[0][0] or 0) + 1, "journal", folder, code, str(damaged), moment())
        upsert_rows(writing.connection, tables.problem, columns, [row], key=("stream", "number"))
