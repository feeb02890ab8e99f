"""An account as lines of a book: what an issued statement says, what the seller posted, what the buyer received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec
from sqlalchemy import Connection

from domain.reconciliation.matching import BookLine
from domain.values.money import ZERO, from_fen
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.reading import balance, postings

TRANSIT = 10  # days goods may be on their way before they count as not received


@dataclass(frozen=True, slots=True)
class Lines:
    """One side's book of an account over a period, with the seller's signs."""

    opening: Decimal
    lines: tuple[BookLine, ...]

    @property
    def closing(self) -> Decimal:
        """What this book comes to."""
        return self.opening + sum((line.amount for line in self.lines), ZERO)


class _Entry(msgspec.Struct):
    date: dt.date
    kind: str = ""
    number: str = ""
    summary: str = ""
    debit: Decimal = ZERO
    credit: Decimal = ZERO


class _Statement(msgspec.Struct):
    opening: Decimal = ZERO
    entries: list[_Entry] = msgspec.field(default_factory=list)


class _Form(msgspec.Struct):
    statement: _Statement | None = None


class _Issued(msgspec.Struct):
    form: _Form | None = None


_read = msgspec.json.Decoder(_Issued).decode


def statement_lines(form: str) -> Lines:
    """What an issued statement says; nothing where another program wrote a form this one can't read."""
    try:
        issued = _read(form)
    except msgspec.MsgspecError:
        return Lines(ZERO, ())
    told = issued.form.statement if issued.form else None
    if told is None:
        return Lines(ZERO, ())
    lines = [
        BookLine(f"{place}", each.date, each.debit - each.credit, each.number, each.summary, each.kind)
        for place, each in enumerate(told.entries)
    ]
    return Lines(told.opening, tuple(lines))


def posted_lines(connection: Connection, seller: str, buyer: str, start: dt.date, end: dt.date) -> Lines:
    """The account as the seller posted it."""
    found = [
        BookLine(each.document, each.date, each.amount, each.number, each.summary, each.kind)
        for each in postings(connection, seller, buyer, end, start)
    ]
    return Lines(balance(connection, seller, buyer, start), tuple(found))


def received_lines(connection: Connection, seller: str, buyer: str, start: dt.date, end: dt.date) -> Lines:
    """The account as the buyer's own book has it: deliveries count with what was received of them.

    Goods not older than `TRANSIT` days may be on their way. A buyer who never records what he receives says nothing
    against a delivery.
    """
    posted = posted_lines(connection, seller, buyer, start, end)
    if not records_receipts(connection, seller, buyer):
        return posted
    undone = _undone(connection, [line.id for line in posted.lines])
    deliveries = [line.id for line in posted.lines if line.kind == "delivery" and line.amount > 0]
    sql = (
        "SELECT source, SUM(amount) AS fen FROM document WHERE source IN (?*) AND kind = 'goods_receipt' "
        "GROUP BY source"
    )
    received = {row.source: from_fen(int(row.fen)) for row in rows_in(connection, sql, deliveries)}
    kept = []
    for line in posted.lines:
        waiting = line.kind == "delivery" and line.amount > 0 and line.id not in undone
        if not waiting or (end - line.date).days <= TRANSIT:
            kept.append(line)
        elif received.get(line.id):
            kept.append(replace(line, amount=min(received[line.id], line.amount)))
    return Lines(posted.opening, tuple(kept))


def records_receipts(connection: Connection, seller: str, buyer: str) -> bool:
    """Whether a buyer keeps a book of its own: it records what it receives on this account."""
    uses = "SELECT 1 FROM document WHERE kind = 'goods_receipt' AND seller = ? AND buyer = ? LIMIT 1"
    return bool(query_rows(connection, uses, seller, buyer))


def _undone(connection: Connection, ids: Sequence[str]) -> set[str]:
    sql = "SELECT id FROM document WHERE id IN (?*) AND state = 'reversed'"
    return {row.id for row in rows_in(connection, sql, list(ids))}
