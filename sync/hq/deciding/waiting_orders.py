"""A waiting order as its verdict needs it: what its writer said, and what HQ's books say beside it, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sync.records.bodies.records import DocumentBody, decode
from sync.records.books.bulk import query_lists
from sync.records.documents.stored import Filed, FiledLine, with_lines
from sync.records.log.policy_records import POLICY_MARK
from sync.records.log.streams import living

_BESIDE = (
    "SELECT 'sent' AS what, s.name, k.dealer AS value, e.body AS bytes FROM entry e JOIN stream s ON s.id = e.stream "
    "LEFT JOIN desk k ON k.id = substr(s.name, 6) AND substr(s.name, 1, 5) = 'desk/' "
    "WHERE e.record IN (?*) AND e.kind = 'order' AND e.LIVING "
    "UNION ALL SELECT 'answer', '', '', NULL FROM entry WHERE record IN (?*) AND kind = 'answer' AND LIVING "
    "UNION ALL SELECT 'answered', '', '', NULL FROM answer WHERE \"order\" = ? "
    "UNION ALL SELECT 'awaited', '', '', NULL FROM returning_order WHERE record = ? "
    "UNION ALL SELECT 'closed', '', MAX(closed_through), NULL FROM period WHERE dealer = ? "
    "UNION ALL SELECT 'mark', '', value, NULL FROM setting WHERE key = ? "
    "UNION ALL SELECT 'stream', name, '', hash FROM stream WHERE name IN (?*)"
)


@dataclass(frozen=True, slots=True)
class OrderSurroundings:
    """What the books say beside an order's row.

    Attributes:
        stream, writer, body: where it was written, whose desk that is (None: nobody's), and what its writer said.
        answered: whether there is an answer to it.
        unheard: whether no version of an answer lives in any stream.
        awaited: whether it waits for what desks may still bring back about it.
        closed: the last day of the seller's closed books.
        mark: that of the published policies.
        hashes: of the streams asked about (`sync.records.books.catalogue`).
    """

    stream: str
    writer: str | None
    body: DocumentBody | None
    answered: bool
    unheard: bool
    awaited: bool
    closed: date | None
    mark: str
    hashes: Mapping[str, bytes]


def read_beside(connection: Connection, order: str, seller: str, streams: Sequence[str] = ()) -> OrderSurroundings:
    """What stands beside an order that nobody else can change meanwhile."""
    sql = _BESIDE.replace("LIVING", living(connection))
    rows = query_lists(connection, sql, [order], [order], order, order, seller, POLICY_MARK, list(streams))
    told: dict[str, Any] = {row.what: row for row in rows}
    sent = told.get("sent")
    closed = told["closed"].value
    return OrderSurroundings(
        stream=sent.name if sent else "",
        writer=sent.value if sent else None,
        body=_read(sent.bytes) if sent else None,
        answered="answered" in told,
        unheard="answer" not in told,
        awaited="awaited" in told,
        closed=date.fromisoformat(closed) if closed else None,
        mark=told["mark"].value if "mark" in told else "",
        hashes={row.name: bytes(row.bytes) for row in rows if row.what == "stream"},
    )


def _read(raw: bytes) -> DocumentBody | None:
    found = decode("order", bytes(raw))
    return found if isinstance(found, DocumentBody) else None


def as_filed(connection: Connection, row: Any, beside: OrderSurroundings) -> Filed:
    """The order with its lines: one that nobody has answered has those its writer gave it."""
    if beside.body is None or beside.answered or (row.state, row.stated) != ("submitted", "submitted"):
        return with_lines(connection, row)
    lines = (
        FiledLine(
            line=place,
            product=line.product,
            sku=line.sku,
            name=line.name,
            quantity=line.quantity,
            unit=line.unit,
            pack=line.pack,
            unit_price=line.unit_price,
            amount=line.amount,
            order_line=line.order_line,
            accepted=None,
            delivered=0,
            answered_price=None,
            reserved_in=beside.body.warehouse,
            net=line.net,
            gift=line.gift,
            by_hand=line.by_hand,
        )
        for place, line in enumerate(beside.body.lines, 1)
    )
    names = (name for name in Filed.__slots__ if name != "lines")
    return Filed(**{name: getattr(row, name) for name in names}, lines=tuple(lines))
