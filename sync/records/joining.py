"""Joins a desk's book with its second copy at every start, so that what one of them lost comes back from the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sync.records.log import head_of
from sync.records.outbox import Outbox, acknowledged_number
from sync.records.rebuilding import OwnEntry, own_entries
from sync.records.settings import read_setting
from sync.streams import Head, link

if TYPE_CHECKING:
    from sync.records.database import Book


def open_outbox(book: Book, path: Path) -> int:
    """Joins a desk's book with its second copy, once at every start; returns how many entries came back from the copy.

    What the copy has beyond the book, and fits its chain, is written to the book again; what the book has beyond the
    copy is copied. What doesn't fit stays in the file, for the rebuilding that the next exchange will ask for.
    """
    with book.reading() as connection:
        stream = f"desk/{read_setting(connection, 'desk_id')}"
        head = head_of(connection, stream) or Head()
        unsent = own_entries(connection, stream, acknowledged_number(connection, stream))
    outbox = Outbox(path, stream)
    missing = _fitting(outbox.entries(), head)
    if missing:
        with book.writing() as writing:
            writing.put_entries(stream, [each.entry for each in missing])
    copied = {(each.number, each.hash) for each in outbox.entries()}
    outbox.add([each for each in unsent if (each.number, each.hash) not in copied])
    book.own_stream, book.outbox, book.after_commit = stream, outbox, outbox.append
    return len(missing)


def _fitting(entries: Sequence[OwnEntry], head: Head) -> list[OwnEntry]:
    """The copy's entries that continue the book's chain without a gap."""
    number, chain_hash = head.number, head.hash
    found: list[OwnEntry] = []
    for each in sorted(entries, key=lambda each: each.number):
        if each.number == number + 1 and link(chain_hash, each.number, each.entry.leaf) == each.hash:
            found.append(each)
            number, chain_hash = each.number, each.hash
    return found
