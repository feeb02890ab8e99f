"""An amended order asks to be taken instead of an earlier one, and is judged as if that were gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from domain.documents.fulfilment import is_counted
from domain.errors import UsageError
from domain.explain import Reason
from sync.records.bodies.records import AnswerBody
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.homes import Home, home_of
from sync.records.books.locking import lock_document
from sync.records.documents.stored import Filed, find_document
from sync.records.log.applying import put_records
from sync.records.log.writing import Writing
from sync.records.orders.evaluation import reason_body

# What became of an order that is over, so that there is nothing left to take back.
_OVER = ("refused", "cancelled")
_TAKEN = ("accepted", "accepted_in_part")
_SUCCESSOR = (
    "SELECT id, number FROM document WHERE supersedes = ? AND id <> ? AND kind = 'order' "
    "AND state NOT IN ('refused', 'cancelled', 'submitted', 'needs_approval')"
)

_PROMISED = (
    "SELECT a.decided_at, l.product, l.reserved_in, l.reserved FROM document d "
    'JOIN answer a ON a."order" = d.id JOIN document_line l ON l.document = d.pk WHERE d.id = ? AND l.reserved > 0'
)
_LIMITED = (
    "SELECT a.decided_at, u.policy, u.quantity FROM document d "
    'JOIN answer a ON a."order" = d.id JOIN policy_use u ON u.document = d.pk WHERE d.id = ?'
)
_TOLD_STOCK = "SELECT pk, as_of FROM availability WHERE product = ? AND warehouse = ?"
_TOLD_USE = "SELECT pk, as_of FROM quota WHERE policy = ?"


def predecessor(connection: Connection, order: Filed) -> Filed | None:
    """The order that this one asks to be taken instead of, where the book knows it."""
    if not order.supersedes:
        return None
    try:
        return find_document(connection, order.supersedes, "order")
    except UsageError:
        return None


def successors(connection: Connection, old: str, besides: str) -> list[Any]:
    """The orders that stand in an earlier one's place, `besides` one: id and number."""
    return query_rows(connection, _SUCCESSOR, old, besides)


def objection(connection: Connection, order_id: str, seller: str, buyer: str, old_id: str | None) -> Reason | None:
    """Why an order can't take another's place: `supersedes_unknown`, `supersedes_delivered`, `supersedes_taken`."""
    if not old_id:
        return None
    try:
        old = find_document(connection, old_id, "order")
    except UsageError:
        return Reason("supersedes_unknown", "stop", {"number": old_id})
    if (old.seller, old.buyer) != (seller, buyer) or old.id == order_id:
        return Reason("supersedes_unknown", "stop", {"number": old.number})
    if any(line.delivered for line in old.lines):
        return Reason("supersedes_delivered", "stop", {"number": old.number})
    taken = successors(connection, old.id, order_id)
    if taken:
        return Reason("supersedes_taken", "stop", {"number": old.number, "by": taken[0].number})
    return None


@contextmanager
def without_predecessor(connection: Connection, old: Filed | None, now: str) -> Iterator[None]:
    """Within the block the earlier order holds no stock, credit, limits or wallet; afterwards all is as it was."""
    if old is None or old.state in _OVER:
        yield
        return
    lock_document(connection, old.id)
    trial = connection.begin_nested()
    try:
        if home_of(connection).dealer != old.seller:
            _give_back_told(connection, old)
        put_records(connection, "answer", [(old.id, _taken_back(old, "", now))])
        yield
    finally:
        trial.rollback()


def _give_back_told(connection: Connection, old: Filed) -> None:
    """What the seller told of stock and limits after he took the earlier order leaves it out; so that is put back."""
    for decided, product, warehouse, reserved in query_rows(connection, _PROMISED, old.id):
        told = query_rows(connection, _TOLD_STOCK, product, warehouse)
        more = [(reserved, pk) for pk, as_of in told if is_counted(as_of, decided)]
        run_many(connection, "UPDATE availability SET available = available + ? WHERE pk = ?", more)
    for decided, policy, quantity in query_rows(connection, _LIMITED, old.id):
        told = query_rows(connection, _TOLD_USE, policy)
        less = [(quantity, pk) for pk, as_of in told if is_counted(as_of, decided)]
        run_many(connection, "UPDATE quota SET used = used - ?, times = times - 1 WHERE pk = ?", less)


def take_place(writing: Writing, home: Home, old: Filed | None, state: str, number: str, now: str) -> None:
    """Ends the earlier order for good, where the later one was taken; else it stays as it is."""
    if old is None or state not in _TAKEN or old.state == "cancelled":
        return
    writing.put(home.stream_for(old.buyer), "answer", old.id, _taken_back(old, number, now))


def _taken_back(old: Filed, number: str, now: str) -> AnswerBody:
    told = Reason("superseded_by", "info", {"by": number, "at": now})
    nothing = [0] * sum(not line.added for line in old.lines)
    return AnswerBody(old.id, "cancelled", now, nothing, [reason_body(told)], number=old.number)
