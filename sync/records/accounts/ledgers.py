"""All accounts of one seller through a day, one after the other, in as many SQL statements for one as for thousands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection

from domain.accounts.ledger import Posting
from domain.accounts.positions import Mode, Settlement
from domain.parties.dealers import Dealer
from domain.statements.forms import GoodsLine
from domain.values.money import from_fen, from_price
from domain.values.quantities import from_milli
from sync.records.accounts.account_rows import HELD, parts_of
from sync.records.accounts.accounts import Ledger
from sync.records.books.bulk import query_rows, stream_rows
from sync.records.books.reading import dealer_of
from sync.records.log.streams import living
from sync.records.statements.issued import STANDING


@dataclass(frozen=True, slots=True)
class LastStatement:
    """What the last statement before a period told: its number, its last day and closing balance."""

    number: str
    day: date
    closing: Decimal
    stream: int
    place: int
    entry: int


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """One account through a day.

    Attributes:
        buyer: his id; `card` is None where this book holds none of him.
        ledger: its postings, oldest first, those of the period with their summaries, and what settled them.
        goods: lines by document number, where they were asked for.
        told: what the last statement before the period told.
        late: ids of documents that came into the books after it was issued.
    """

    buyer: str
    card: Dealer | None
    ledger: Ledger
    goods: Mapping[str, Sequence[GoodsLine]]
    told: LastStatement | None
    late: frozenset[str]


def ledgers(
    connection: Connection, seller: str, start: date, end: date, *, buyer: str = "", detail: str = ""
) -> Iterator[AccountLedger]:
    """Every account of this seller with a posting no later than `end`, in the order of the buyers' ids.

    Args:
        buyer: only this one.
        detail: `period` also reads the goods of the period's documents, `all` those of every document.
    """
    whose, ends = (seller, *([buyer] if buyer else [])), end.isoformat()
    one = " AND p.buyer = ?" if buyer else ""
    posted = stream_rows(connection, _POSTED.format(one, living(connection)), *whose, ends)
    cards = _ByBuyer(stream_rows(connection, _CARDS.format(one), *whose, ends))
    said = _ByBuyer(stream_rows(connection, _SAID.format(one), *whose, start.isoformat(), ends))
    since = "0001-01-01" if detail == "all" else start.isoformat()
    goods = _ByBuyer(stream_rows(connection, _GOODS.format(one), *whose, since, ends) if detail else iter(()))
    settled = _ByBuyer(stream_rows(connection, _SETTLED.format(one), *whose, ends, ends))
    told = _told(connection, seller, start, buyer)
    for each, rows in groupby(posted, key=itemgetter(0)):
        listed, found = list(rows), told.get(each)
        brief = {row.id: (row.lines, row.first) for row in said.of(each)}
        yield AccountLedger(
            buyer=each,
            card=next((dealer_of(row) for row in cards.of(each) if row.id), None),
            ledger=_ledger(listed, list(settled.of(each)), brief, start),
            goods={number: list(map(_goods, lines)) for number, lines in groupby(goods.of(each), key=itemgetter(1))},
            told=found,
            late=frozenset(row.id for row in listed if found is not None and _is_late(row, found)),
        )


def page_within(
    connection: Connection, seller: str, buyer: Dealer, start: date, end: date, *, detail: str = ""
) -> AccountLedger:
    """One account's page with the postings of the period alone, and of those before only what came in late.

    Args:
        detail: `period` also reads the goods of the period's documents.
    """
    account, days = (seller, buyer.id), (start.isoformat(), end.isoformat())
    one = " AND p.buyer = ?"
    rows = query_rows(connection, _POSTED.format(f"{one} AND p.date >= ?", living(connection)), *account, *days)
    said = query_rows(connection, _SAID.format(one), *account, *days)
    goods = query_rows(connection, _GOODS.format(one), *account, *days) if detail else []
    told = _told(connection, seller, start, buyer.id).get(buyer.id)
    late = _late(connection, account, told) if told else []
    brief = {row.id: (row.lines, row.first) for row in said}
    return AccountLedger(
        buyer=buyer.id,
        card=buyer,
        ledger=_ledger([*late, *rows], [], brief, start),
        goods={number: list(map(_goods, lines)) for number, lines in groupby(goods, key=itemgetter(1))},
        told=told,
        late=frozenset(row.id for row in late),
    )


def _late(connection: Connection, account: tuple[str, str], told: LastStatement) -> list[Any]:
    """The postings through the last day that was told which came in after it was told."""
    own = ("e.stream = ? AND e.number > ?", told.stream, told.place)
    since = [("e.stream <> ? AND e.id > ?", told.stream, told.entry)] if told.entry else []
    if told.stream and told.place:
        since.append(own)
    elif told.entry:
        since = [("e.stream >= ? AND e.id > ?", 0, told.entry)]
    columns = _POSTED.partition(" FROM ")[0]
    sql = (
        f"{columns} FROM entry e JOIN document d ON d.id = e.record AND d.kind = e.kind "
        f"JOIN posting p ON p.document = d.pk WHERE e.{living(connection)} AND {{}} "
        "AND p.seller = ? AND p.buyer = ? AND p.date <= ?"
    )
    found = [
        row
        for where, *values in since
        for row in query_rows(connection, sql.format(where), *values, *account, told.day.isoformat())
    ]
    return sorted(found, key=lambda row: (row.date, row.number))


def posting_within(row: Any) -> Posting:
    """A posting with the summary it has where its goods aren't told."""
    return _posting(row, {}, date.max)


_ACCOUNT = "p.seller = ?{0} AND p.date <= ?"
_POSTED = (
    "SELECT p.buyer, p.date, d.kind, d.number, p.amount, p.due, d.id, d.reverses, d.terms, d.remark, d.method, d.ref, "
    "COALESCE(e.stream, 0) AS stream, COALESCE(e.number, 0) AS place, COALESCE(e.id, 0) AS entry "
    "FROM posting p JOIN document d ON d.pk = p.document "
    "LEFT JOIN entry e ON e.record = d.id AND e.kind = d.kind AND e.{1} "
    f"WHERE {_ACCOUNT} ORDER BY p.buyer, p.date, d.pk"
)
_CARDS = (
    "SELECT b.buyer, c.* FROM (SELECT DISTINCT p.buyer AS buyer FROM posting p "
    f"WHERE {_ACCOUNT}) b LEFT JOIN dealer c ON c.id = b.buyer ORDER BY b.buyer"
)
_NAME = "COALESCE(NULLIF(l.name, ''), g.name, l.sku)"
_SAID = (
    f"SELECT p.buyer, d.id, COUNT(*) AS lines, MIN(CASE WHEN l.line = 1 THEN {_NAME} END) AS first "
    "FROM posting p JOIN document d ON d.pk = p.document JOIN document_line l ON l.document = d.pk "
    "LEFT JOIN product g ON g.id = l.product "
    "WHERE p.seller = ?{0} AND p.date >= ? AND p.date <= ? GROUP BY p.buyer, d.id ORDER BY p.buyer"
)
_GOODS = (
    f"SELECT p.buyer, d.number, l.sku, {_NAME} AS name, l.quantity, COALESCE(NULLIF(l.unit, ''), g.unit, '') AS unit, "
    "l.pack, l.unit_price, l.amount FROM posting p JOIN document d ON d.pk = p.document "
    "JOIN document_line l ON l.document = d.pk LEFT JOIN product g ON g.id = l.product "
    "WHERE p.seller = ?{0} AND p.date >= ? AND p.date <= ? ORDER BY p.buyer, d.number, l.line"
)
_SETTLED = (
    "SELECT p.buyer, p.credit, p.debt, p.amount, p.date, p.part, p.mode FROM settlement p "
    f"WHERE {_ACCOUNT} AND EXISTS (SELECT 1 FROM posting o WHERE o.seller = p.seller AND o.buyer = p.buyer "
    "AND o.date <= ?) ORDER BY p.buyer, p.date, p.id"
)
_TOLD = (
    "SELECT q.buyer, q.number, q.last_day, q.closing, q.head, e.stream, e.id FROM ("
    "SELECT p.*, ROW_NUMBER() OVER (PARTITION BY p.buyer ORDER BY p.last_day DESC, p.pk DESC) AS turn "
    f"FROM statement p WHERE p.seller = ? AND p.last_day < ?{{0}} AND {STANDING.format('p')}) q "
    "LEFT JOIN entry e ON e.record = q.id AND e.kind = 'statement' AND e.{1} WHERE q.turn = 1"
)


_day = lru_cache(maxsize=4096)(date.fromisoformat)


class _ByBuyer:
    """Rows in the order of the buyers, whose first column is the buyer; asked for each buyer in that order, once.

    Every buyer of these rows is also asked for, so that a row that doesn't fit belongs to one who comes later.
    """

    def __init__(self, rows: Iterator[Any]) -> None:
        self._rows = rows
        self._next: Any = next(rows, None)

    def of(self, buyer: str) -> Iterator[Any]:
        while self._next is not None and self._next[0] == buyer:
            row, self._next = self._next, next(self._rows, None)
            yield row


def _told(connection: Connection, seller: str, start: date, buyer: str) -> dict[str, LastStatement]:
    one = " AND p.buyer = ?" if buyer else ""
    sql = _TOLD.format(one, living(connection))
    rows = query_rows(connection, sql, seller, start.isoformat(), *([buyer] if buyer else []))
    return {
        row.buyer: LastStatement(
            row.number,
            _day(row.last_day),
            from_fen(row.closing),
            row.stream or 0,
            head_place(row.head),
            row.id or 0,
        )
        for row in rows
    }


def head_place(head: str) -> int:
    """The number in a quoted head (`desk/D1#18204 b3f9…`), 0 where there is none."""
    number = head.partition("#")[2].partition(" ")[0]
    return int(number) if number.isdecimal() else 0


def _is_late(row: Any, told: LastStatement) -> bool:
    """In the statement's own stream by its numbers; elsewhere by the order in which this book took things in."""
    if row.stream == told.stream and told.place:
        return bool(row.place > told.place)
    return bool(row.entry > told.entry > 0)


def _ledger(rows: list[Any], settled: list[Any], brief: Mapping[str, tuple[int, str]], start: date) -> Ledger:
    postings = tuple(_posting(row, brief, start) for row in rows)
    pieces = (
        (posting, parts_of(posting.amount, posting.date, row.terms))
        for posting, row in zip(postings, rows, strict=True)
    )
    return Ledger(
        postings,
        tuple(_settlement(row) for row in settled if row.mode != HELD),
        {posting.document: parts for posting, parts in pieces if parts},
        frozenset(row.credit for row in settled if row.mode == HELD),
    )


def _posting(row: Any, brief: Mapping[str, tuple[int, str]], start: date) -> Posting:
    day = _day(row.date)
    said = [text for text in (row.remark, row.method, row.ref) if text]
    if day >= start and row.id in brief:
        lines, first = brief[row.id]
        said.append(f"{first} +{lines - 1}" if lines > 1 else first)
    return Posting(
        date=day,
        kind=row.kind,
        number=row.number,
        amount=from_fen(row.amount),
        due=_day(row.due),
        summary=" · ".join(said),
        document=row.id,
        reverses=row.reverses,
    )


def _settlement(row: Any) -> Settlement:
    mode = cast("Mode", row.mode or "hand")
    return Settlement(row.credit, row.debt, from_fen(row.amount), _day(row.date), row.part, mode)


def _goods(row: Any) -> GoodsLine:
    """Quantity and price by the pack in which it was written."""
    pack = from_milli(row.pack) or Decimal(1)
    price = None if row.unit_price is None else from_price(row.unit_price) * pack
    return GoodsLine(row.sku, row.name, from_milli(row.quantity) / pack, row.unit, price, from_fen(row.amount))
