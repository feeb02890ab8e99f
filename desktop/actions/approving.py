"""Second thoughts on orders: taken back by who wrote them, let pass by who sells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.cards import dealers_by_id, stranger
from desktop.actions.queries import fetch_rows
from desktop.actions.showing import document_row
from domain.credit import CreditPosition
from domain.errors import RefusedError
from domain.explain import Reason
from domain.orders import Verdict, decide
from domain.quantities import to_milli
from sync.records import reading
from sync.records.bodies import DocumentBody, decode
from sync.records.ordering import reason_body, request_lines

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_NO_QUESTION = CreditPosition(None, Decimal(0), Decimal(0), Decimal(0), Decimal(0), 0)


def cancel(desk: Desk, number: str) -> str:
    """Takes back an order written here; gives its id."""
    with desk.book.writing() as writing:
        row = document_row(writing.connection, number, "order")
        body = _own_body(writing.connection, desk, row)
        if row.state == "cancelled":
            raise RefusedError("order_cancelled", number=row.number)
        if row.state in ("partly_delivered", "delivered"):
            raise RefusedError("order_delivered", number=row.number)
        if row.seller != desk.dealer_id and row.state != "submitted":
            raise RefusedError("order_answered", number=row.number, state=row.state)
        body.state = "cancelled"
        body.reasons = [*body.reasons, reason_body(Reason("cancelled_by", "info", {"by": desk.operator}))]
        writing.put(desk.stream, "order", row.id, body)
        return str(row.id)


def approve(desk: Desk, number: str) -> str:
    """Lets an order pass whose account asked for a person's word; gives its id."""
    with desk.book.reading() as connection:
        row = document_row(connection, number, "order")
        if row.seller != desk.dealer_id:
            raise RefusedError("order_not_selling", number=row.number)
        if row.state not in ("needs_approval", "refused"):
            raise RefusedError("order_not_waiting", number=row.number, state=row.state)
        written_here = _home(connection, desk, row.id) == desk.stream
    if written_here:
        _approve_own(desk, number)
    else:
        from sync.hq.deciding import approve as approve_received

        approve_received(desk.book, row.number, desk.now(), desk.operator)
    return str(row.id)


def refuse(desk: Desk, number: str, why: str) -> str:
    """Refuses, as seller, an order that waits for a person's word; gives its id."""
    with desk.book.reading() as connection:
        row = document_row(connection, number, "order")
        if row.seller != desk.dealer_id:
            raise RefusedError("order_not_selling", number=row.number)
        written_here = _home(connection, desk, row.id) == desk.stream
    if written_here:
        return cancel(desk, number)
    from sync.hq.deciding import refuse as refuse_received

    refuse_received(desk.book, row.number, why, desk.now(), desk.operator)
    return str(row.id)


def _approve_own(desk: Desk, number: str) -> None:
    with desk.book.writing() as writing:
        connection = writing.connection
        row = document_row(connection, number, "order")
        body = _own_body(connection, desk, row)
        verdict = _judge_goods(connection, body)
        if verdict.state == "refused":
            codes = [reason.code for each in verdict.lines for reason in each.reasons]
            codes += [reason.code for reason in verdict.reasons if reason.severity == "stop"]
            raise RefusedError("order_still_refused", number=row.number, reason=codes[0])
        body.state = verdict.state
        for line, judged in zip(body.lines, verdict.lines, strict=True):
            line.accepted = to_milli(judged.accepted)
        passed = [reason for reason in verdict.reasons if reason.code != "credit_ok"]
        told = [*passed, *(reason for line in verdict.lines for reason in line.reasons)]
        approved = Reason("approved_by", "info", {"by": desk.operator})
        body.reasons = [reason_body(each) for each in (approved, *told)]
        writing.put(desk.stream, "order", row.id, body)


def _judge_goods(connection: Connection, body: DocumentBody) -> Verdict:
    """The verdict on an order when nobody asks about the account."""
    lines = request_lines(body)
    ids = [line.product for line in lines]
    levels = reading.stock_levels(connection, body.seller, ids, warehouse=body.warehouse)
    buyer = dealers_by_id(connection, [body.buyer]).get(body.buyer) or stranger(body.buyer)
    return decide(lines, levels, _NO_QUESTION, dealer_status=buyer.status)


def _own_body(connection: Connection, desk: Desk, row: Any) -> DocumentBody:
    """The record of an order that this place is the home of; RefusedError `order_not_written_here`."""
    if _home(connection, desk, row.id) != desk.stream:
        raise RefusedError("order_not_written_here", number=row.number)
    raw = fetch_rows(connection, "SELECT body FROM entry WHERE live = 1 AND record = ? AND kind = 'order'", row.id)
    body = decode("order", bytes(raw[0].body))
    assert isinstance(body, DocumentBody)
    return body


def _home(connection: Connection, desk: Desk, order_id: str) -> str:
    """The stream an order lives in; HQ writes no orders, so all of its are received."""
    if desk.is_hq:
        return ""
    sql = "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.live = 1 AND e.record = ? AND e.kind = ?"
    rows = fetch_rows(connection, sql, order_id, "order")
    return str(rows[0].name) if rows else ""
