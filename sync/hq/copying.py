"""Documents of a seller's desk reach a buyer who may not read that desk's stream: HQ passes them on as copies.

So do a buyer's acts on a statement reach the seller who issued it and doesn't stand above the buyer any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, text

from domain.parties import may_read
from sync.hq.admission import held_numbers
from sync.records import reading
from sync.records.answers import copy_id
from sync.records.bodies import CopyBody, encode
from sync.records.bulk import rows_in, run_many
from sync.records.database import Book
from sync.records.log import lock_head
from sync.records.settings import read_setting, write_setting
from sync.records.writing import Writing

KINDS = (
    "answer", "delivery", "return", "money_receipt", "opening", "payment", "discount", "credit_note", "debit_note",
    "rebate_settlement", "settlement", "statement",
    "confirmation",
)  # fmt: skip
PAGE = 1000
_MARK = "forwarded/"
_BEHIND = text(
    "SELECT s.name, d.dealer, COALESCE(p.parent, '') AS parent FROM stream s JOIN desk d ON s.name = 'desk/' || d.id "
    f"LEFT JOIN setting m ON m.key = '{_MARK}' || s.name LEFT JOIN dealer p ON p.id = d.dealer "
    "WHERE s.head > 0 AND COALESCE(m.value, '') <> s.epoch || ':' || s.head || ':' || COALESCE(p.parent, '') "
    "ORDER BY s.name"
)
_HOLD = (
    "INSERT INTO problem (stream, number, kind, record, code, detail, at) VALUES (?, ?, ?, ?, 'copy_not_made', ?, ?) "
    "ON CONFLICT (stream, number) DO NOTHING"
)


class _Source(NamedTuple):
    """A desk's stream, whose it is, and who stands above that dealer: whoever may read it changes with him."""

    name: str
    dealer: str
    parent: str


class _Found(NamedTuple):
    number: int
    kind: str
    record: str
    body: bytes | None


class _Parties(msgspec.Struct):
    """The little of a document or an answer that says whom it concerns."""

    buyer: str = ""
    order: str = ""
    statement: str = ""
    actor: str = ""


_read_parties = msgspec.json.Decoder(_Parties).decode


def forward(book: Book, now: str) -> int:
    """Passes on what desks wrote since the last time; returns how many copies were written or taken back.

    Only buyers HQ knows of itself get copies: a desk's own customers have no desk to read them. A document that can't
    be read is held as a problem and stops none of the others.
    """
    with book.reading() as connection:
        sources = [_Source(*row) for row in connection.execute(_BEHIND)]
    return sum(_forward_stream(book, source, now) for source in sources)


def _forward_stream(book: Book, source: _Source, now: str) -> int:
    written = 0
    while True:
        with book.writing() as writing:
            # Under the head's lock, so that nobody else passes on the same entries meanwhile.
            key, head = lock_head(writing.connection, source.name)
            epoch, _, told = read_setting(writing.connection, _MARK + source.name).partition(":")
            number, _, parent = told.partition(":")
            # A stream that began anew, or whose dealer moved, is gone through from its first entry; what stands
            # already is not copied twice.
            goes_on = (epoch, parent) == (str(head.epoch), source.parent) and int(number) <= head.number
            done = int(number) if goes_on else 0
            page = _page(writing.connection, key, done)
            written += _forward_page(writing, source, page, now)
            last = page[-1].number if len(page) == PAGE else head.number
            write_setting(writing.connection, _MARK + source.name, f"{head.epoch}:{last}:{source.parent}")
        if len(page) < PAGE:
            return written


def _page(connection: Connection, stream: int, after: int) -> list[_Found]:
    query = (
        "SELECT number, kind, record, body FROM entry WHERE kind IN (?*) AND stream = ? AND number > ? "
        f"ORDER BY number LIMIT {PAGE}"
    )
    return [_Found(*row) for row in rows_in(connection, query, KINDS, stream, after)]


def _forward_page(writing: Writing, source: _Source, page: Iterable[_Found], now: str) -> int:
    rows = list(page)
    held = held_numbers(writing.connection, source.name, rows[0].number - 1, rows[-1].number) if rows else set()
    newest = {(found.kind, found.record): found for found in rows if found.number not in held}
    buyers = _buyers(writing, source, list(newest.values()), now)
    wanted: defaultdict[str, list[tuple[str, CopyBody]]] = defaultdict(list)
    for found in newest.values():
        buyer = buyers.get(found.record)
        if buyer and found.body is not None:
            body = CopyBody(found.kind, found.record, msgspec.Raw(found.body))
            wanted[buyer].append((copy_id(found.kind, found.record), body))
    standing = _standing(writing.connection, [copy_id(kind, record) for kind, record in newest])
    count = 0
    for buyer, copies in sorted(wanted.items()):
        fresh = [(each, body) for each, body in copies if standing.get(each, ("", b""))[1] != encode(body)]
        writing.put_all(f"dealer/{buyer}", "copy", fresh)
        count += len(fresh)
    for found in newest.values():
        copy = copy_id(found.kind, found.record)
        if found.body is None and copy in standing:
            writing.delete(standing[copy][0], "copy", [copy])
            count += 1
    return count


def _buyers(writing: Writing, source: _Source, page: list[_Found], now: str) -> dict[str, str]:
    """By record: the buyer it is to be passed on to."""
    connection = writing.connection
    parties: dict[str, _Parties] = {}
    for found in page:
        if found.body is None:
            continue
        try:
            parties[found.record] = _read_parties(found.body)
        except msgspec.MsgspecError as unreadable:
            row = (source.name, found.number, found.kind, found.record, str(unreadable), now)
            run_many(connection, _HOLD, [row])
    orders = sorted({each.order for each in parties.values() if each.order})
    by_order = dict(rows_in(connection, "SELECT id, buyer FROM document WHERE id IN (?*) AND kind = 'order'", orders))
    statements = sorted({each.statement for each in parties.values() if each.statement})
    sides = rows_in(connection, "SELECT id, buyer, seller FROM statement WHERE id IN (?*)", statements)
    by_statement = {(each, "buyer"): seller for each, _, seller in sides}
    by_statement |= {(each, "seller"): buyer for each, buyer, _ in sides}
    above = reading.parents(connection)
    buyers = {
        record: each.buyer or by_order.get(each.order, "") or by_statement.get((each.statement, each.actor), "")
        for record, each in parties.items()
    }
    known = _known_to_hq(connection, buyers.values(), above)
    return {
        record: buyer
        for record, buyer in buyers.items()
        if buyer in known and not may_read(buyer, source.dealer, above)
    }


def _known_to_hq(connection: Connection, ids: Iterable[str], above: Mapping[str, str | None]) -> set[str]:
    """Those dealers whose card HQ wrote, not some desk."""
    query = (
        f"SELECT e.record FROM entry e JOIN stream s ON s.id = e.stream WHERE e.record IN (?*) AND e.kind = 'dealer' "
        f"AND e.live = {'1' if connection.dialect.name == 'sqlite' else 'TRUE'} AND substr(s.name, 1, 5) <> 'desk/'"
    )
    return {record for (record,) in rows_in(connection, query, sorted({each for each in ids if each in above}))}


def _standing(connection: Connection, copies: list[str]) -> dict[str, tuple[str, bytes]]:
    """By id: stream and body of the copies that are there already."""
    query = (
        "SELECT e.record, s.name, e.body FROM entry e JOIN stream s ON s.id = e.stream WHERE e.record IN (?*) "
        f"AND e.kind = 'copy' AND e.live = {'1' if connection.dialect.name == 'sqlite' else 'TRUE'}"
    )
    return {record: (name, bytes(body)) for record, name, body in rows_in(connection, query, copies)}
