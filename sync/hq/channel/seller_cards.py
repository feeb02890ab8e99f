"""A buyer may not read his seller's streams, yet orders from him: HQ gives him the seller's name, and nothing more."""

from __future__ import annotations

import msgspec

from sync.records.bodies.records import Body, CopyBody, DealerBody, encode
from sync.records.books.bulk import parts, query_rows, rows_in
from sync.records.books.database import Book
from sync.records.books.searching import like_text
from sync.records.log.streams import living
from sync.records.log.writing import Writing
from sync.records.orders.answers import card_copy_id, carried

PAGE = 1000


def publish_sellers(book: Book) -> int:
    """Brings the cards of sellers other than HQ to those right below them; returns how many copies were written.

    A former seller's card stays with his former buyer: their account with each other goes on being theirs. Terms, price
    list and place in the tree are the seller's own business and are left out.
    """
    with book.reading() as connection:
        cards = rows_in(
            connection,
            "SELECT e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind IN (?*) "
            f"AND e.{living(connection)} AND substr(s.name, 1, 5) <> 'desk/'",
            ["dealer"],
        )
        standing = dict(
            rows_in(
                connection,
                f"SELECT record, body FROM entry WHERE kind IN (?*) AND {living(connection)} "
                "AND substr(record, 1, 7) = 'dealer/'",
                ["copy"],
            )
        )
        parted = {(dealer, reader) for reader, dealer in query_rows(connection, "SELECT reader, dealer FROM parted")}
    dealers = {record: msgspec.json.decode(body, type=DealerBody) for record, body in cards}
    pairs = {(card.parent, each) for each, card in dealers.items() if card.parent}
    former = {(carried(copy)[1], copy.rpartition("/")[2]) for copy in standing}
    # Who stands or stood above a dealer that was moved has its whole card: `sync.records.log.moves` sees to those.
    pairs |= {pair for pair in former if pair not in parted}
    wanted = [
        (f"dealer/{reader}", card_copy_id(seller, reader), _copy(seller, dealers[seller]))
        for seller, reader in sorted(pairs)
        if seller in dealers and dealers[seller].tier != "hq"
    ]
    changed = [each for each in wanted if bytes(standing.get(each[1], b"")) != encode(each[2])]
    for page in parts(changed, PAGE):
        with book.writing() as writing:
            for stream, record, body in page:
                writing.put(stream, "copy", record, body)
    return len(changed)


def tell_buyers(writing: Writing, seller: str, card: DealerBody) -> None:
    """Brings a seller's card, changed in this transaction, to those who have a copy of it."""
    sql = (
        f"SELECT e.record, e.body, s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'copy' "
        f"AND e.{living(writing.connection)} AND e.record LIKE ? ESCAPE '|'"
    )
    copy = _copy(seller, card)
    for row in query_rows(writing.connection, sql, f"{like_text(card_copy_id(seller, ''))[1:-1]}%"):
        if row.body is not None and bytes(row.body) != encode(copy):
            writing.put(row.name, "copy", row.record, copy)


def _copy(seller: str, card: DealerBody) -> Body:
    named = DealerBody(card.code, card.name, card.tier, pinyin=card.pinyin)
    return CopyBody("dealer", seller, msgspec.Raw(encode(named)))
