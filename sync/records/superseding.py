"""An amended order asks to be taken instead of an earlier one, and is judged as if that were gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from domain.errors import UsageError
from domain.explain import Reason
from sync.records.applying import put_records
from sync.records.bodies import AnswerBody
from sync.records.bulk import query_rows
from sync.records.filed import Filed, find_document
from sync.records.homes import Home
from sync.records.locking import lock_document
from sync.records.ordering import reason_body
from sync.records.writing import Writing

# What became of an order that is over, so that there is nothing left to take back.
_OVER = ("refused", "cancelled")
_TAKEN = ("accepted", "accepted_in_part")
_SUCCESSOR = (
    "SELECT number FROM document WHERE supersedes = ? AND id <> ? AND kind = 'order' "
    "AND state NOT IN ('refused', 'cancelled', 'submitted', 'needs_approval')"
)


def predecessor(connection: Connection, order: Filed) -> Filed | None:
    """The order that this one asks to be taken instead of, where the book knows it."""
    if not order.supersedes:
        return None
    try:
        return find_document(connection, order.supersedes, "order")
    except UsageError:
        return None


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
    taken = query_rows(connection, _SUCCESSOR, old.id, order_id)
    if taken:
        return Reason("supersedes_taken", "stop", {"number": old.number, "by": taken[0][0]})
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
        put_records(connection, "answer", [(old.id, _taken_back(old, "", now))])
        yield
    finally:
        trial.rollback()


def take_place(writing: Writing, home: Home, old: Filed | None, state: str, number: str, now: str) -> None:
    """Ends the earlier order for good, where the later one was taken; else it stays as it is."""
    if old is None or state not in _TAKEN or old.state == "cancelled":
        return
    writing.put(home.stream_for(old.buyer), "answer", old.id, _taken_back(old, number, now))


def _taken_back(old: Filed, number: str, now: str) -> AnswerBody:
    told = Reason("superseded_by", "info", {"by": number, "at": now})
    nothing = [0] * sum(not line.added for line in old.lines)
    return AnswerBody(old.id, "cancelled", now, nothing, [reason_body(told)], number=old.number)
