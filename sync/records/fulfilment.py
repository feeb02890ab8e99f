"""Where an order stands, derived from what its writer stated, the seller's answer and the deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from domain.fulfilment import order_state, reserved_of
from sync.records.bulk import parts, rows_in, run_many
from sync.records.stocks import Shifts

_ORDERS = "SELECT id, pk, seller, warehouse, stated, state, reasons FROM document WHERE id IN (?*) AND kind = 'order'"
_LINES = (
    "SELECT document, line, product, quantity, accepted, delivered, reserved FROM document_line "
    "WHERE document IN (?*) ORDER BY document, line"
)
_ANSWERS = 'SELECT "order", state, reasons, accepted FROM answer WHERE "order" IN (?*)'
_DELIVERED = (
    "SELECT d.source, l.order_line, SUM(l.quantity) FROM document d JOIN document_line l ON l.document = d.pk "
    "WHERE d.source IN (?*) AND d.kind = 'delivery' AND l.order_line IS NOT NULL GROUP BY d.source, l.order_line"
)


def refresh_orders(connection: Connection, order_ids: Sequence[str]) -> None:
    """Brings the derived columns of these orders up to date; ids that are no orders are passed over."""
    shifts = Shifts()
    for part in parts(sorted(set(order_ids))):
        _refresh(connection, part, shifts)
    shifts.write(connection)


def forget_reservations(connection: Connection, pks: Sequence[int], shifts: Shifts) -> None:
    """Takes back what these orders reserve, before their lines are written anew or dropped."""
    sql = (
        "SELECT d.seller, d.warehouse, l.product, l.reserved FROM document d "
        "JOIN document_line l ON l.document = d.pk WHERE d.pk IN (?*) AND l.reserved <> 0"
    )
    for seller, warehouse, product, reserved in rows_in(connection, sql, pks):
        shifts.reserve((seller, warehouse, product), -reserved)


def _refresh(connection: Connection, order_ids: Sequence[str], shifts: Shifts) -> None:
    orders = rows_in(connection, _ORDERS, order_ids)
    if not orders:
        return
    lines = defaultdict(list)
    for row in rows_in(connection, _LINES, [order[1] for order in orders]):
        lines[row[0]].append(row)
    answers = {row[0]: row[1:] for row in rows_in(connection, _ANSWERS, order_ids)}
    delivered: dict[tuple[str, int], int] = {
        (source, line): int(quantity) for source, line, quantity in rows_in(connection, _DELIVERED, order_ids)
    }
    changed_orders, changed_lines = [], []
    for order_id, pk, seller, warehouse, stated, state, reasons in orders:
        answered = answers.get(order_id)
        accepted = _accepted(lines[pk], stated, answered)
        got = [delivered.get((order_id, row[1]), 0) for row in lines[pk]]
        now = order_state(stated, answered[0] if answered else None, accepted, got)
        for row, take, have in zip(lines[pk], accepted, got, strict=True):
            hold = reserved_of(now, take, have)
            if (take, have, hold) != row[4:7]:
                changed_lines.append((take, have, hold, pk, row[1]))
                shifts.reserve((seller, warehouse, row[2]), hold - row[6])
        told = answered[1] if answered else reasons
        if (now, told) != (state, reasons):
            changed_orders.append((now, told, pk))
    run_many(connection, "UPDATE document SET state = ?, reasons = ? WHERE pk = ?", changed_orders)
    run_many(
        connection,
        "UPDATE document_line SET accepted = ?, delivered = ?, reserved = ? WHERE document = ? AND line = ?",
        changed_lines,
    )


def _accepted(lines: Sequence[tuple[int, ...]], stated: str, answered: tuple[str, ...] | None) -> list[int | None]:
    """Accepted quantities by line: the answer's where there is one, else what the writer, being the seller, stated."""
    if answered:
        said: list[int | None] = msgspec.json.decode(answered[2])
        return [*said, *[0] * (len(lines) - len(said))][: len(lines)]
    if stated == "submitted":
        return [None] * len(lines)
    return [row[4] for row in lines]
