"""Where an order stands, derived from what its writer stated, the seller's answer and the deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from domain.fulfilment import order_state, reserved_of
from sync.records.bulk import parts, rows_in, run_many
from sync.records.stocks import Shifts

_ORDERS = "SELECT id, pk, seller, warehouse, stated, state, reasons FROM document WHERE id IN (?*) AND kind = 'order'"
_LINES = (
    "SELECT document, line, product, quantity, accepted, delivered, reserved, answered_price, reserved_in "
    "FROM document_line WHERE document IN (?*) ORDER BY document, line"
)
_ANSWERS = 'SELECT "order", state, reasons, accepted, unit_prices, warehouse FROM answer WHERE "order" IN (?*)'
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


def followed_up(connection: Connection, order_ids: Sequence[str]) -> list[str]:
    """Those of the orders that were answered or delivered, so that what their writer stated isn't the last word."""
    answered = rows_in(connection, 'SELECT "order" FROM answer WHERE "order" IN (?*)', order_ids)
    delivered = rows_in(connection, "SELECT source FROM document WHERE source IN (?*) AND kind = 'delivery'", order_ids)
    return [order_id for (order_id,) in (*answered, *delivered)]


def forget_reservations(connection: Connection, pks: Sequence[int], shifts: Shifts) -> None:
    """Takes back what these orders reserve, before their lines are written anew or dropped."""
    sql = (
        "SELECT d.seller, l.reserved_in, l.product, l.reserved FROM document d "
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
    answers = {row[0]: _Answer(*row[1:]) for row in rows_in(connection, _ANSWERS, order_ids)}
    delivered: dict[tuple[str, int], int] = {
        (source, line): int(quantity) for source, line, quantity in rows_in(connection, _DELIVERED, order_ids)
    }
    changed_orders, changed_lines = [], []
    for order_id, pk, seller, warehouse, stated, state, reasons in orders:
        answer = answers.get(order_id)
        place = (answer.warehouse if answer else "") or warehouse
        accepted = _accepted(lines[pk], stated, answer)
        prices = _spread(answer.unit_prices if answer else "[]", len(lines[pk]), None)
        got = [delivered.get((order_id, row[1]), 0) for row in lines[pk]]
        now = order_state(stated, answer.state if answer else None, accepted, got)
        for row, take, have, price in zip(lines[pk], accepted, got, prices, strict=True):
            hold = reserved_of(now, take, have)
            if (take, have, hold, price, place) != row[4:9]:
                changed_lines.append((take, have, hold, price, place, pk, row[1]))
                shifts.reserve((seller, row[8], row[2]), -row[6])
                shifts.reserve((seller, place, row[2]), hold)
        told = answer.reasons if answer else reasons
        if (now, told) != (state, reasons):
            changed_orders.append((now, told, pk))
    run_many(connection, "UPDATE document SET state = ?, reasons = ? WHERE pk = ?", changed_orders)
    run_many(connection, _FOLLOW, changed_lines)


_FOLLOW = (
    "UPDATE document_line SET accepted = ?, delivered = ?, reserved = ?, answered_price = ?, reserved_in = ? "
    "WHERE document = ? AND line = ?"
)


class _Answer(NamedTuple):
    state: str
    reasons: str
    accepted: str
    unit_prices: str
    warehouse: str


def _accepted(lines: Sequence[tuple[int, ...]], stated: str, answer: _Answer | None) -> list[int | None]:
    """Accepted quantities by line: the answer's where there is one, else what the writer, being the seller, stated."""
    if answer:
        return _spread(answer.accepted, len(lines), 0)
    if stated == "submitted":
        return [None] * len(lines)
    return [row[4] for row in lines]


def _spread(stored: str, count: int, missing: int | None) -> list[int | None]:
    """A stored list, one value a line whatever its length."""
    said: list[int | None] = msgspec.json.decode(stored)
    return [*said, *[missing] * (count - len(said))][:count]
