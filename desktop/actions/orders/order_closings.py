"""The rest of an order that isn't delivered: its seller closes it and says why; its buyer asks for that."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.dismissals import closing_key
from desktop.actions.headquarters.status_views import KEY, Attention
from desktop.actions.orders.order_views import OrderView
from desktop.actions.orders.orders import order
from domain.documents.fulfilment import OPEN_STATES
from domain.errors import RefusedError, UsageError
from sync.records.bodies.accounts import OrderClosingBody
from sync.records.books.bulk import query_rows
from sync.records.books.locking import lock_account, lock_document
from sync.records.documents.stored import find_document
from sync.records.orders.contradictions import dismissed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.documents.stored import Filed

_LONGEST = 200
_MOST = 100
# Of a buyer's words those that its seller hasn't answered by closing, as long as there is anything to close.
_WANTED = (
    "SELECT c.id, c.reason, c.at, c.by, d.id AS document, d.number, COALESCE(p.name, c.buyer) AS party "
    "FROM order_closing c "
    "JOIN document d ON d.id = c.\"order\" AND d.state IN ('accepted', 'accepted_in_part', 'partly_delivered') "
    "LEFT JOIN dealer p ON p.id = c.buyer WHERE c.seller = ? AND c.side = 'buyer' AND c.buyer <> c.seller "
    "ORDER BY c.at DESC, c.pk DESC LIMIT ?"
)
_CLOSED = (
    "SELECT c.id, c.reason, c.at, d.number, COALESCE(p.name, c.seller) AS party FROM order_closing c "
    'JOIN document d ON d.id = c."order" LEFT JOIN dealer p ON p.id = c.seller '
    "WHERE c.buyer = ? AND c.side = 'seller' AND c.buyer <> c.seller ORDER BY c.at DESC, c.pk DESC LIMIT ?"
)


@changes("orders", "stock", "accounts")
@hq_does("close_rest")
def close_rest(desk: Desk, number: str, reason: str) -> OrderView:
    """Closes, as seller, what of an order isn't delivered: stock and credit are free again, the buyer reads why.

    At the buyer's desk its seller is asked to do so, and nothing of the order changes until he does.

    Raises UsageError `document_unknown`, `reason_missing`, `reason_long`; RefusedError `not_permitted`, `not_yours`,
    `order_not_closable` (`state`), `order_closed`, `order_delivered`, and `closing_asked_already` where the very same
    waits.
    """
    desk.need("order_approve" if desk.at_hq else "order_write")
    why = " ".join(reason.split())
    if not why:
        raise UsageError("reason_missing")
    if len(why) > _LONGEST:
        raise UsageError("reason_long", most=_LONGEST)
    with desk.book.writing() as writing:
        connection = writing.connection
        found = find_document(connection, number, "order")
        lock_account(connection, found.buyer)
        lock_document(connection, found.id)
        found = find_document(connection, found.id, "order")
        _check(connection, desk, found)
        side = "seller" if desk.dealer_id == found.seller else "buyer"
        body = OrderClosingBody(
            found.id, found.seller, found.buyer, side, why, desk.now(), desk.operator,
            delivered=[line.delivered for line in found.lines], rest=[line.left for line in found.lines],
        )  # fmt: skip
        stream = home_of(desk).stream_for(found.buyer)
        writing.put(stream, "order_closing", uuid.uuid4().hex, body)
        if desk.is_hq:
            from sync.hq.deciding.availability import tell_shifted

            tell_shifted(writing, desk.now())
    return order(desk, found.id)


def _check(connection: Connection, desk: Desk, found: Filed) -> None:
    if desk.dealer_id not in (found.seller, found.buyer):
        raise RefusedError("not_yours", number=found.number, kind="order")
    if found.state not in OPEN_STATES:
        code = found.ended if found.closed or found.state == "delivered" else "order_not_closable"
        raise RefusedError(code, number=found.number, state=found.state)
    if desk.dealer_id == found.buyer and any(row.document == found.id for row in _wanted(connection, found.seller)):
        raise RefusedError("closing_asked_already", number=found.number)


def _wanted(connection: Connection, seller: str) -> list[Any]:
    return query_rows(connection, _WANTED, seller, _MOST)


def closing_attention(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Rests that buyers ask this dealer to close, and rests of its own orders that a seller closed."""
    own = desk.dealer_id
    told = [("closing_wanted", row) for row in _wanted(connection, own)]
    if not desk.at_hq:
        told += [("rest_closed", row) for row in query_rows(connection, _CLOSED, own, _MOST)]
    away = dismissed(connection, own, [closing_key(row.id) for _, row in told])
    for code, row in told:
        key = closing_key(row.id)
        if key not in away:
            facts = {"number": row.number, "party": row.party, "reason": row.reason, "date": row.at[:10]}
            yield Attention("order", row.number, code, {**facts, KEY: key})
