"""Where an order stands, derived from what its writer stated, the seller's answer and the deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from domain.documents.fulfilment import closed_of, order_state, reserved_of
from domain.values.money import share
from sync.records.bodies.records import LineBody, UseBody, WalletUseBody
from sync.records.books.bulk import AtOnce, insert_rows, parts, rows_in, run_many
from sync.records.documents.stocks import Shifts
from sync.records.pricing.given_back import USED, refresh_given_back
from sync.records.schema import policy_tables, tables

# Each order beside each of its lines. Its reasons stand beside the first alone: with those of thousands of lines beside
# each of the lines, an order that a hostile desk makes would fill the memory.
_ORDERS = (
    "WITH o AS MATERIALIZED (SELECT d.id, d.pk, d.seller, d.warehouse, d.stated, d.state, d.promised, "
    "EXISTS (SELECT 1 FROM policy_use u WHERE u.document = d.pk) AS uses, "
    "EXISTS (SELECT 1 FROM wallet_use w WHERE w.document = d.pk) AS wallet, "
    "EXISTS (SELECT 1 FROM document f WHERE f.source = d.id AND f.kind = 'delivery') AS delivered, "
    "EXISTS (SELECT 1 FROM order_closing c WHERE c.\"order\" = d.id AND c.side = 'seller') AS closed "
    # The kind is spelled so that its index isn't taken: it would read every order.
    "FROM document d WHERE d.id IN (?*) AND d.kind || '' = 'order') "
    "SELECT o.*, CASE WHEN l.line IS NULL OR l.line = (SELECT MIN(m.line) FROM document_line m "
    "WHERE m.document = o.pk) THEN (SELECT d.reasons FROM document d WHERE d.pk = o.pk) END AS reasons, "
    "l.line, l.product, l.quantity, l.accepted, l.delivered, l.reserved, l.answered_price, l.reserved_in, "
    "l.net, l.order_line, l.unit_price, l.amount, l.closed AS gone FROM o "
    "LEFT JOIN document_line l ON l.document = o.pk ORDER BY o.pk, l.line"
)
_OF_ORDER = 12
_LINES = (
    "SELECT document, line, product, quantity, accepted, delivered, reserved, answered_price, reserved_in, net, "
    "order_line, unit_price, amount, closed FROM document_line WHERE document IN (?*) ORDER BY document, line"
)
_ANSWERS = (
    'SELECT "order", state, reasons, accepted, unit_prices, warehouse, amounts, added, policies, uses, wallet '
    'FROM answer WHERE "order" IN (?*)'
)
_DELIVERED = (
    "SELECT d.source, l.order_line, SUM(l.quantity) FROM document d JOIN document_line l ON l.document = d.pk "
    "WHERE d.source IN (?*) AND d.kind = 'delivery' AND l.order_line IS NOT NULL GROUP BY d.source, l.order_line"
)
_CLOSINGS = 'SELECT "order", delivered FROM order_closing WHERE "order" IN (?*) AND side = \'seller\''


def refresh_orders(
    connection: Connection, order_ids: Sequence[str], answers: Mapping[str, OrderAnswer] | None = None
) -> None:
    """Brings the derived columns of these orders up to date; ids that are no orders are passed over.

    `answers` are theirs where they are at hand.
    """
    shifts = Shifts()
    for part in parts(sorted(set(order_ids))):
        _refresh(connection, part, shifts, answers)
    shifts.write(connection)


def forget_reservations(connection: Connection, pks: Sequence[int], shifts: Shifts) -> None:
    """Takes back what these orders reserve, before their lines are written anew or dropped."""
    sql = (
        "SELECT d.seller, l.reserved_in, l.product, l.reserved FROM document d "
        "JOIN document_line l ON l.document = d.pk WHERE d.pk IN (?*) AND l.reserved <> 0"
    )
    for seller, warehouse, product, reserved in rows_in(connection, sql, pks):
        shifts.reserve((seller, warehouse, product), -reserved)


def _refresh(
    connection: Connection, order_ids: Sequence[str], shifts: Shifts, answers: Mapping[str, OrderAnswer] | None
) -> None:
    found = rows_in(connection, _ORDERS, order_ids)
    if not found:
        return
    orders = list({row.pk: row[:_OF_ORDER] for row in reversed(found)}.values())[::-1]  # each one's first row
    if answers is None:
        answers = {row[0]: OrderAnswer(*row[1:]) for row in rows_in(connection, _ANSWERS, order_ids)}
    lines: dict[int, list[Any]] = {order[1]: [] for order in orders}
    for row in found:
        if row.line is not None:
            lines[row.pk].append((row.pk, *row[_OF_ORDER:]))
    if _add_lines(connection, orders, lines, answers, shifts):
        lines = _lines_of(connection, orders)
    delivered: dict[tuple[str, int], int] = {
        (source, line): int(quantity)
        for source, line, quantity in rows_in(connection, _DELIVERED, [order[0] for order in orders if order[9]])
    }
    closings = _closings(connection, [order[0] for order in orders if order[10]])
    changed_orders, changed_lines, standing = [], [], []
    for order_id, pk, seller, warehouse, stated, state, promised, uses, wallet, _, closed, reasons in orders:
        answer = answers.get(order_id)
        place = (answer.warehouse if answer else "") or warehouse
        accepted = _accepted(lines[pk], stated, answer)
        count = sum(row[10] is None for row in lines[pk])
        prices = _spread(_spread(answer.unit_prices if answer else "[]", count, None), len(lines[pk]), None)
        costs = _costs(lines[pk], answer)
        got = [delivered.get((order_id, row[1]), 0) for row in lines[pk]]
        shut = _closed(accepted, closings[order_id])
        keeps = [None if take is None else take - gone for take, gone in zip(accepted, shut, strict=True)]
        now = order_state(stated, answer.state if answer else None, keeps, got, closed=bool(closed))
        for row, take, keep, have, price, cost, gone in zip(
            lines[pk], accepted, keeps, got, prices, costs, shut, strict=True
        ):
            hold = reserved_of(now, keep, have)
            if (take, have, hold, price, place, cost, gone) != (*row[4:10], row[13]):
                changed_lines.append((take, have, hold, price, place, cost, gone, pk, row[1]))
                shifts.reserve((seller, row[8], row[2]), -row[6])
                shifts.reserve((seller, place, row[2]), hold)
        if answer or (closed and now == "cancelled"):
            standing.append((pk, answer if now not in ("refused", "cancelled") else None, uses, wallet))
        told = answer.reasons if answer else reasons
        rests = zip(lines[pk], prices, accepted, got, costs, shut, strict=True)
        rest = promised_fen(now, ((row[12], row[11] if price is None else price, *more) for row, price, *more in rests))
        if (now, told, rest) != (state, reasons, promised):
            changed_orders.append((now, told, rest, pk))
    run_many(connection, "UPDATE document SET state = ?, reasons = ?, promised = ? WHERE pk = ?", changed_orders)
    run_many(connection, _FOLLOW, changed_lines, _FOLLOW_AT_ONCE)
    _take_uses(connection, standing)
    refresh_given_back(
        connection, [order[0] for order in orders if (order[9] or order[10]) and (order[7] or answers.get(order[0]))]
    )


Rest = tuple[int, int | None, int | None, int, int | None, int]
"""A line's amount, its price, what is accepted and delivered, what the accepted costs if not the product, and what of
it won't be delivered any more."""
OPEN_STATES = ("submitted", "accepted", "accepted_in_part", "partly_delivered")


def promised_fen(state: str, lines: Iterable[Rest]) -> int:
    """What of an order is promised and not delivered yet, as deliveries are posted: together, less what went before."""
    if state == "submitted":
        return sum(amount for amount, *_ in lines)
    if state not in OPEN_STATES:
        return 0
    return sum(map(rest_fen, lines))


def rest_fen(line: Rest) -> int:
    """What of a line its seller still has to deliver, as deliveries are posted; of an order that stands."""
    _, price, accepted, delivered, net, closed = line
    if price is None or accepted is None or accepted - closed <= delivered:
        return 0
    if net is None:
        return ((accepted - closed) * price + 50_000) // 100_000 - (delivered * price + 50_000) // 100_000
    return share(net, accepted - closed, accepted) - share(net, delivered, accepted)


_FOLLOW = (
    "UPDATE document_line SET accepted = ?, delivered = ?, reserved = ?, answered_price = ?, reserved_in = ?, net = ?, "
    "closed = ? WHERE document = ? AND line = ?"
)
_FOLLOW_AT_ONCE = AtOnce(
    "UPDATE document_line l SET accepted = v.accepted, delivered = v.delivered, reserved = v.reserved, "
    "answered_price = v.price, reserved_in = v.place, net = v.net, closed = v.closed FROM ?* "
    "WHERE l.document = v.document AND l.line = v.line",
    (
        ("accepted", "bigint"), ("delivered", "bigint"), ("reserved", "bigint"), ("price", "bigint"),
        ("place", "text"), ("net", "bigint"), ("closed", "bigint"), ("document", "bigint"), ("line", "integer"),
    ),
)  # fmt: skip


class OrderAnswer(NamedTuple):
    """What an answer's row says, its lists as JSON."""

    state: str
    reasons: str
    accepted: str
    unit_prices: str
    warehouse: str
    amounts: str
    added: str
    policies: str
    uses: str
    wallet: str


def _lines_of(connection: Connection, orders: Sequence[tuple[Any, ...]]) -> dict[int, list[Any]]:
    lines: dict[int, list[Any]] = {order[1]: [] for order in orders}
    for row in rows_in(connection, _LINES, list(lines)):
        lines[row[0]].append(row)
    return lines


def _add_lines(
    connection: Connection,
    orders: Sequence[tuple[Any, ...]],
    lines: Mapping[int, Sequence[Any]],
    answers: Mapping[str, OrderAnswer],
    shifts: Shifts,
) -> bool:
    """Brings the lines an answer puts on its order up to date, numbered on after the order's own; whether any changed.

    Such a line names itself as its order line, so that the order's own can be told from it.
    """
    gone, fresh = [], []
    for order_id, pk, seller, *_ in orders:
        there = [row for row in lines[pk] if row[10] is not None]
        answer = answers.get(order_id)
        if not there and (answer is None or answer.added == "[]"):
            continue
        for row in there:
            gone.append((pk, row[1]))
            shifts.reserve((seller, row[8], row[2]), -row[6])
        first = len(lines[pk]) - len(there) + 1
        added = msgspec.json.decode(answer.added, type=list[LineBody]) if answer else []
        fresh += [_added_row(pk, number, body) for number, body in enumerate(added, first)]
    run_many(connection, "DELETE FROM document_line WHERE document = ? AND line = ?", gone)
    insert_rows(connection, tables.document_line, _ADDED, fresh)
    return bool(gone or fresh)


_ADDED = (
    "document", "line", "product", "sku", "name", "quantity", "unit", "pack", "unit_price", "amount", "order_line",
    "why", "gift", "by_hand", "net", "accepted", "reserved", "reserved_in",
)  # fmt: skip


def _added_row(pk: int, number: int, line: LineBody) -> tuple[object, ...]:
    why = msgspec.json.encode(line.why).decode() if line.why else "[]"
    return (
        pk, number, line.product, line.sku, line.name, line.quantity, line.unit, line.pack, line.unit_price,
        line.amount, number, why, line.gift, line.by_hand, line.net, line.accepted, 0, "",
    )  # fmt: skip


def _accepted(lines: Sequence[Any], stated: str, answer: OrderAnswer | None) -> list[int | None]:
    """Accepted quantities by line: the answer's where there is one, else what the writer, being the seller, stated."""
    if answer:
        own = [row for row in lines if row[10] is None]
        return [*_spread(answer.accepted, len(own), 0), *(row[4] for row in lines[len(own) :])]
    if stated == "submitted":
        return [None] * len(lines)
    return [row[4] for row in lines]


def _costs(lines: Sequence[Any], answer: OrderAnswer | None) -> list[int | None]:
    """What the accepted quantities cost, where that isn't quantity × price: the answer's word before the order's."""
    if answer is None:
        return [row[9] for row in lines]
    own = sum(row[10] is None for row in lines)
    return [*_spread(answer.amounts, own, None), *(row[9] for row in lines[own:])]


def _closings(connection: Connection, order_ids: Sequence[str]) -> defaultdict[str, list[list[int]]]:
    """What was delivered line by line when their sellers closed the rest of these orders."""
    found: defaultdict[str, list[list[int]]] = defaultdict(list)
    for order, delivered in rows_in(connection, _CLOSINGS, order_ids) if order_ids else ():
        found[order].append(msgspec.json.decode(delivered, type=list[int]))
    return found


def _closed(accepted: Sequence[int | None], closings: Sequence[Sequence[int]]) -> list[int]:
    """What of each line won't be delivered any more; of a line a closing doesn't know nothing was delivered."""
    return [
        closed_of(take, [each[place] if place < len(each) else 0 for each in closings])
        for place, take in enumerate(accepted)
    ]


def _take_uses(connection: Connection, answered: Sequence[tuple[int, OrderAnswer | None, bool, bool]]) -> None:
    """What answered orders take of limits and wallets is what the answer says; None where nothing of it stands."""
    uses: list[tuple[object, ...]] = []
    paid: list[tuple[object, ...]] = []
    for pk, answer, _, _ in answered:
        if answer is None:
            continue
        taken = msgspec.json.decode(answer.uses, type=list[UseBody])
        uses += use_rows(pk, msgspec.json.decode(answer.policies, type=dict[str, int]), taken)
        wallet = msgspec.json.decode(answer.wallet, type=list[WalletUseBody])
        paid += [(pk, use.entry, use.line, use.amount) for use in wallet]
    forget_uses(connection, [pk for pk, _, some, _ in answered if some], [pk for pk, _, _, some in answered if some])
    insert_uses(connection, uses, paid)


def forget_uses(connection: Connection, pks: Sequence[int], paid: Sequence[int]) -> None:
    """Takes back what documents take of limits, and what wallets pay of them."""
    gone = rows_in(connection, "DELETE FROM policy_use WHERE document IN (?*) RETURNING policy", pks)
    connection.info.get(USED, set()).update(policy for (policy,) in gone)
    rows_in(connection, "DELETE FROM wallet_use WHERE document IN (?*) RETURNING document", paid)


def insert_uses(connection: Connection, uses: Sequence[tuple[object, ...]], paid: Sequence[tuple[object, ...]]) -> None:
    """Writes what documents take of limits (rows of `USE_COLUMNS`) and wallets (of `WALLET_COLUMNS`)."""
    insert_rows(connection, policy_tables.policy_use, USE_COLUMNS, uses)
    insert_rows(connection, policy_tables.wallet_use, WALLET_COLUMNS, paid)
    if uses:
        connection.info.get(USED, set()).update(row[1] for row in uses)


USE_COLUMNS = ("document", "policy", "version", "quantity")
WALLET_COLUMNS = ("document", "entry", "line", "amount")


def use_rows(pk: int, policies: Mapping[str, int], uses: Sequence[UseBody]) -> list[tuple[object, ...]]:
    """The rows of all policies a document names, with what it takes of their quotas."""
    taken = {use.policy: use for use in uses}
    versions = {**{use.policy: use.version for use in uses}, **policies}
    return [
        (pk, policy, version, taken[policy].quantity if policy in taken else 0)
        for policy, version in sorted(versions.items())
    ]


def _spread(stored: str | Sequence[int | None], count: int, missing: int | None) -> list[int | None]:
    """A list, stored or not, one value a line whatever its length."""
    said: list[int | None] = msgspec.json.decode(stored) if isinstance(stored, str) else list(stored)
    return [*said, *[missing] * (count - len(said))][:count]
