"""What concerns two parties reaches both: as the writer's own entry where a party reads that stream, else as a copy.

Documents of a seller's desk reach its buyer, who never reads the seller's stream. After a move, what a buyer's desk
writes about its account with the former seller, or with a new one who doesn't read all it ever wrote, reaches them as
well; so does what HQ itself wrote into the buyer's stream in the seller's name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, text

from domain.documents.kinds import KINDS
from sync.hq.admission import held_numbers
from sync.hq.channel.tree import Tree, only_hqs
from sync.records.bodies.records import CopyBody, encode
from sync.records.books.bulk import rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.settings import read_setting, write_setting
from sync.records.log.moves import FORWARDED
from sync.records.log.streams import living, lock_head
from sync.records.log.writing import Writing
from sync.records.orders.answers import copy_id

COPIED = (*(code for code, kind in KINDS.items() if kind.copied), "settlement", "statement", "confirmation")
PAGE = 1000
# Of what HQ writes into a dealer's stream, only openings in another seller's name concern somebody else.
_BY_HQ = ("opening",)
_BEHIND = text(
    "SELECT s.name, o.dealer FROM (SELECT 'desk/' || id AS name, dealer FROM desk "
    "UNION SELECT 'dealer/' || dealer, dealer FROM parted) o JOIN stream s ON s.name = o.name "
    f"LEFT JOIN setting m ON m.key = '{FORWARDED}' || s.name "
    "WHERE s.head > 0 AND COALESCE(m.value, '') <> s.epoch || ':' || s.head ORDER BY s.name"
)
_HOLD = (
    "INSERT INTO problem (stream, number, kind, record, code, detail, at) VALUES (?, ?, ?, ?, 'copy_not_made', ?, ?) "
    "ON CONFLICT (stream, number) DO NOTHING"
)


class _CopySource(NamedTuple):
    """A stream whose entries may concern others, and whose business it tells."""

    name: str
    dealer: str

    @property
    def kinds(self) -> Sequence[str]:
        return COPIED if self.name.startswith("desk/") else _BY_HQ


class _Found(NamedTuple):
    number: int
    kind: str
    record: str
    body: bytes | None


class _Parties(msgspec.Struct):
    """The little of a document or an answer that says whom it concerns."""

    seller: str = ""
    buyer: str = ""
    order: str = ""
    statement: str = ""


_read_parties = msgspec.json.Decoder(_Parties).decode


def forward(book: Book, now: str, streams: Collection[str] | None = None) -> int:
    """Passes on what was written since the last time; returns how many copies were written or taken back.

    Only dealers HQ knows of itself get copies: a desk's own customers have no desk to read them. A document that can't
    be read is held as a problem and stops none of the others.

    Args:
        streams: those that just moved; None goes through all that are behind.
    """
    with book.reading() as connection:
        if streams is None:
            sources = [_CopySource(*row) for row in connection.execute(_BEHIND)]
        else:
            sources = _named(connection, sorted(streams))
    return sum(_forward_stream(book, source, now) for source in sources)


def _named(connection: Connection, streams: Sequence[str]) -> list[_CopySource]:
    desks = [name.removeprefix("desk/") for name in streams if name.startswith("desk/")]
    found = [
        _CopySource(f"desk/{desk}", dealer)
        for desk, dealer in rows_in(connection, "SELECT id, dealer FROM desk WHERE id IN (?*)", desks)
    ]
    dealers = [name.removeprefix("dealer/") for name in streams if name.startswith("dealer/")]
    moved = rows_in(connection, "SELECT DISTINCT dealer FROM parted WHERE dealer IN (?*)", dealers)
    return found + [_CopySource(f"dealer/{dealer}", dealer) for (dealer,) in moved]


def _forward_stream(book: Book, source: _CopySource, now: str) -> int:
    written = 0
    while True:
        with book.writing() as writing:
            # Under the head's lock, so that nobody else passes on the same entries meanwhile.
            key, head = lock_head(writing.connection, source.name)
            epoch, _, told = read_setting(writing.connection, FORWARDED + source.name).partition(":")
            number = int(told.partition(":")[0] or 0)
            # A stream that began anew is gone through from its first entry; what stands already is not copied twice.
            done = number if epoch == str(head.epoch) and number <= head.number else 0
            page = _page(writing.connection, source, key, done)
            written += _forward_page(writing, source, page, now)
            last = page[-1].number if len(page) == PAGE else head.number
            write_setting(writing.connection, FORWARDED + source.name, f"{head.epoch}:{last}")
        if len(page) < PAGE:
            return written


def _page(connection: Connection, source: _CopySource, stream: int, after: int) -> list[_Found]:
    query = (
        "SELECT number, kind, record, body FROM entry WHERE kind IN (?*) AND stream = ? AND number > ? "
        f"ORDER BY number LIMIT {PAGE}"
    )
    return [_Found(*row) for row in rows_in(connection, query, source.kinds, stream, after)]


def _forward_page(writing: Writing, source: _CopySource, page: Iterable[_Found], now: str) -> int:
    rows = list(page)
    held = held_numbers(writing.connection, source.name, rows[0].number - 1, rows[-1].number) if rows else set()
    newest = {(found.kind, found.record): found for found in rows if found.number not in held}
    readers = _readers(writing, source, list(newest.values()), now)
    wanted: defaultdict[str, list[tuple[str, CopyBody]]] = defaultdict(list)
    for found in newest.values():
        reader = readers.get(found.record)
        if reader and found.body is not None:
            body = CopyBody(found.kind, found.record, msgspec.Raw(found.body))
            wanted[reader].append((copy_id(found.kind, found.record), body))
    standing = _standing(writing.connection, [copy_id(kind, record) for kind, record in newest])
    count = 0
    for reader, copies in sorted(wanted.items()):
        fresh = [(each, body) for each, body in copies if standing.get(each, ("", b""))[1] != encode(body)]
        writing.put_all(f"dealer/{reader}", "copy", fresh)
        count += len(fresh)
    for found in newest.values():
        copy = copy_id(found.kind, found.record)
        if found.body is None and copy in standing:
            writing.delete(standing[copy][0], "copy", [copy])
            count += 1
    return count


def _readers(writing: Writing, source: _CopySource, page: list[_Found], now: str) -> dict[str, str]:
    """By record: the other party, where it doesn't read the stream itself."""
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
    sides = _sides(connection, parties.values())
    others = {record: _other(source.dealer, each, sides) for record, each in parties.items()}
    known = _known_to_hq(connection, others.values())
    tree = Tree.around(connection, {source.dealer})
    return {
        record: other
        for record, other in others.items()
        if other in known and not tree.reads_whole(other, source.dealer)
    }


def _sides(connection: Connection, parties: Iterable[_Parties]) -> dict[str, tuple[str, str]]:
    """Seller and buyer of the orders and statements that records speak of."""
    listed = list(parties)
    orders = sorted({each.order for each in listed if each.order})
    statements = sorted({each.statement for each in listed if each.statement})
    query = "SELECT id, seller, buyer FROM document WHERE id IN (?*) AND kind = 'order'"
    found = rows_in(connection, query, orders)
    found += rows_in(connection, "SELECT id, seller, buyer FROM statement WHERE id IN (?*)", statements)
    return {record: (seller, buyer) for record, seller, buyer in found}


def _other(dealer: str, said: _Parties, sides: Mapping[str, tuple[str, str]]) -> str:
    """Who stands opposite of the dealer whose stream a record stands in.

    An order that its seller wrote by itself, for a buyer who telephoned, is the buyer's as well: it takes of the
    buyer's credit, and what is delivered on it comes to the buyer.
    """
    seller, buyer = sides.get(said.order or said.statement, ("", "")) if not said.buyer else (said.seller, said.buyer)
    return seller if buyer == dealer else buyer


def _known_to_hq(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the dealers whose card HQ wrote, not some desk; HQ itself reads everything and needs no copy."""
    query = "SELECT id FROM dealer WHERE id IN (?*) AND tier <> 'hq'"
    return {dealer for (dealer,) in rows_in(connection, query, sorted({*only_hqs(ids)}))}


def _standing(connection: Connection, copies: list[str]) -> dict[str, tuple[str, bytes]]:
    """By id: stream and body of the copies that are there already."""
    query = (
        "SELECT e.record, s.name, e.body FROM entry e JOIN stream s ON s.id = e.stream WHERE e.record IN (?*) "
        f"AND e.kind = 'copy' AND e.{living(connection)}"
    )
    return {record: (name, bytes(body)) for record, name, body in rows_in(connection, query, copies)}
