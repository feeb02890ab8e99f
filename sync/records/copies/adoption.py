"""Another desk's unsent records become this desk's own: its dealer's documents and cards, each once, newly numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import Connection

from sync.records.bodies.records import DOCUMENT_KINDS, Body, DocumentBody, decode
from sync.records.books.bulk import rows_in
from sync.records.books.database import Book
from sync.records.books.homes import Home, home_of
from sync.records.books.numbering import next_number, number_in
from sync.records.copies.journal import Copied
from sync.records.copies.strays import Renumbered, with_number
from sync.records.log.writing import Writing
from sync.streams import Entry, last_versions


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was taken in with its new number, how many the books had already, and how many are not this dealer's."""

    taken: list[Renumbered]
    known: int
    left: int
    settled: list[Copied]


def adopt(book: Book, entries: Sequence[Copied]) -> Adopted:
    """Writes another desk's unsent records into this desk's stream; what is no business of its dealer's is left."""
    with book.writing() as writing:
        home = home_of(writing.connection)
        newest = [entries[place] for place in last_versions([each.own.entry for each in entries])]
        known = _known(writing.connection, [each.own.entry for each in newest])
        ours = [each for each in newest if _record(each) not in known and is_ours(each.own.entry, home.dealer)]
        ids = {each.own.entry.record for each in ours}
        ours += [each for each in newest if each.own.entry.kind == "answer" and each.own.entry.record in ids]
        taken = _write(writing, home, [each.own.entry for each in ours])
    handled = {_record(each) for each in ours} | known
    settled = [each for each in entries if _record(each) in handled]
    return Adopted(taken, len(known), len(newest) - len(handled), settled)


def is_ours(entry: Entry, dealer: str) -> bool:
    """Whether a desk of this dealer may write the record as its own."""
    if entry.kind in ("dealer", "product"):
        return entry.body is not None and entry.record.startswith(f"{dealer}:")
    body = _body(entry)
    if not isinstance(body, DocumentBody):
        return False
    if entry.kind == "order":
        return dealer in (body.seller, body.buyer)
    return dealer == (body.buyer if entry.kind == "goods_receipt" else body.seller)


def _body(entry: Entry) -> Body | None:
    try:
        return None if entry.body is None else decode(entry.kind, entry.body)
    except msgspec.MsgspecError:
        return None


def _record(each: Copied) -> tuple[str, str]:
    return each.own.entry.kind, each.own.entry.record


def _known(connection: Connection, entries: Sequence[Entry]) -> set[tuple[str, str]]:
    """Those of these records that any stream of this book has known."""
    named = {(entry.kind, entry.record) for entry in entries}
    sql = "SELECT kind, record FROM entry WHERE record IN (?*)"
    return {(kind, record) for kind, record in rows_in(connection, sql, sorted({id_ for _, id_ in named}))} & named


def _write(writing: Writing, home: Home, entries: Sequence[Entry]) -> list[Renumbered]:
    taken: dict[str, Renumbered] = {}
    for entry in entries:
        body = _body(entry)
        if entry.kind in DOCUMENT_KINDS and isinstance(body, DocumentBody):
            number = next_number(writing.connection, entry.kind, home.prefix, date.fromisoformat(body.date))
            taken[entry.record] = Renumbered(entry.kind, entry.record, number_in(entry), number)
    writing.put_entries(home.own_stream, [with_number(entry, taken.get(entry.record)) for entry in entries])
    return list(taken.values())
