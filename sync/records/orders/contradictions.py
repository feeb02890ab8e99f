"""What two desks of one dealer did against each other and what stands all the same, until a person mends it.

Admission holds nearly all that contradicts. What is left happened in the world: goods left before their desk had heard
that the order was taken back. Every book that has the papers tells the same of them, under the same key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from domain.values.quantities import from_milli, plain_number
from sync.records.accounts.refunds_apart import refunds_apart
from sync.records.books.bulk import query_rows, rows_in
from sync.records.orders.contradiction import Contradiction
from sync.records.orders.promised_together import promised_together
from sync.records.statements.contradictions import statements_apart


def contradictions(connection: Connection, dealer: str, most: int = 100, since: str = "") -> list[Contradiction]:
    """Those that a dealer's people haven't put away, found by indexes that hold little else.

    `since` is the day from which on statements are looked at.
    """
    found = [
        *beyond_promise(connection, most), *below_zero(connection, dealer, most),
        *promised_together(connection, dealer, most), *statements_apart(connection, dealer, most, since),
        *refunds_apart(connection, dealer, most),
    ]  # fmt: skip
    away = dismissed(connection, dealer, [each.key for each in found])
    return [each for each in found if each.key not in away]


def dismissed(connection: Connection, dealer: str, keys: list[str]) -> set[str]:
    """Which of these keys somebody of this dealer put away, at whichever of its desks."""
    sql = 'SELECT DISTINCT "key" FROM dismissal WHERE "key" IN (?*) AND dealer = ?'
    return {key for (key,) in rows_in(connection, sql, sorted(set(keys)), dealer)}


# The two ways in which more left than is promised: the order was taken back, or a line was promised less, or nothing.
_BEYOND = (
    "SELECT pk FROM document WHERE stated = 'cancelled' AND state = 'delivered' "
    "UNION SELECT document FROM document_line WHERE delivered > accepted - closed LIMIT ?"
)
_ORDERS = (
    "SELECT d.pk, d.id, d.number, d.date, d.stated, COALESCE(a.state, '') AS answered, "
    'COALESCE(p.name, d.buyer) AS party, (SELECT c.reason FROM order_closing c WHERE c."order" = d.id '
    "AND c.side = 'seller' ORDER BY c.at LIMIT 1) AS closing FROM document d LEFT JOIN dealer p ON p.id = d.buyer "
    'LEFT JOIN answer a ON a."order" = d.id '
    "WHERE d.pk IN (?*) AND d.kind = 'order' ORDER BY d.date DESC, d.pk DESC"
)
_DELIVERIES = (
    "SELECT id, number, source FROM document WHERE source IN (?*) AND kind = 'delivery' AND state = 'posted' "
    "AND reverses IS NULL ORDER BY pk"
)
_RETURNED = (
    "SELECT f.source AS id, l.product, SUM(l.quantity) AS quantity FROM document f JOIN document_line l "
    "ON l.document = f.pk WHERE f.source IN (?*) AND f.kind = 'return' GROUP BY f.source, l.product"
)
_DELIVERED = (
    "SELECT f.id, f.source, l.product, SUM(l.quantity) AS quantity FROM document f JOIN document_line l "
    "ON l.document = f.pk WHERE f.source IN (?*) AND f.kind = 'delivery' AND f.state = 'posted' "
    "AND f.reverses IS NULL GROUP BY f.id, f.source, l.product"
)
_PROMISED = (
    "SELECT document, product, SUM(accepted - closed) AS accepted FROM document_line WHERE document IN (?*) "
    "GROUP BY document, product"
)


# So many kinds of goods are told one by one; of more it is told how many they are.
_FEW = 5
_SHORT = (
    "SELECT s.warehouse, s.product, s.on_hand, COALESCE(p.sku, s.product) AS sku, COALESCE(p.name, '') AS name "
    "FROM stock s LEFT JOIN product p ON p.id = s.product WHERE s.owner = ? AND s.reserved > s.on_hand "
    "AND s.on_hand < 0 ORDER BY s.warehouse, sku LIMIT ?"
)


def below_zero(connection: Connection, dealer: str, most: int) -> list[Contradiction]:
    """Goods of which a dealer's desks together gave out more than there were: none of them would have alone."""
    short = query_rows(connection, _SHORT, dealer, most)
    if len(short) > _FEW:
        first = short[0]
        facts = {"count": str(len(short)), "sku": first.sku, "name": first.name, "warehouse": first.warehouse}
        return [Contradiction("stocks_below_zero", "adjustment", first.sku, f"stocks/{len(short)}", facts)]
    found = []
    for row in short:
        quantity = plain_number(from_milli(row.on_hand))
        facts = {"sku": row.sku, "name": row.name, "warehouse": row.warehouse, "quantity": quantity}
        key = f"stock/{row.warehouse}/{row.product}/{quantity}"
        found.append(Contradiction("stock_below_zero", "adjustment", row.sku, key, facts))
    return found


def beyond_promise(connection: Connection, most: int) -> list[Contradiction]:
    """Orders of which more goods left, and stayed away, than is promised any more."""
    orders = rows_in(connection, _ORDERS, [row.pk for row in query_rows(connection, _BEYOND, most)])
    if not orders:
        return []
    ids = [row.id for row in orders]
    papers: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows_in(connection, _DELIVERIES, ids):
        papers[row.source].append(row)
    left = _out(connection, ids)
    promised = {
        (row.document, row.product): int(row.accepted or 0)
        for row in rows_in(connection, _PROMISED, [row.pk for row in orders])
    }
    found = []
    for row in orders:
        gone = row.stated == "cancelled" or row.answered == "cancelled"
        stays = {} if gone else {product: promised.get((row.pk, product), 0) for product in _sum(left[row.id])}
        beyond = {product: out - stays.get(product, 0) for product, out in _sum(left[row.id]).items()}
        if any(more > 0 for more in beyond.values()):
            code = "delivered_after_all" if gone else _WHY.get(row.answered, "delivered_too_much")
            deliveries = papers[row.id]
            facts = {}
            if not gone and row.closing is not None:
                code, facts = "delivered_after_closing", {"reason": row.closing}
                deliveries = _later(deliveries, left[row.id], beyond)
            facts |= {
                "of": row.number, "party": row.party, "date": row.date, "count": str(len(deliveries)),
                "last": deliveries[-1].number, "deliveries": ", ".join(each.number for each in deliveries),
            }  # fmt: skip
            found.append(Contradiction(code, "order", row.number, f"{code}/{row.id}", facts))
    return found


_WHY = {"refused": "delivered_after_refusal"}
_Out = Mapping[str, Mapping[str, int]]


def _sum(out: _Out) -> Mapping[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for products in out.values():
        for product, quantity in products.items():
            found[product] += quantity
    return found


def _later(deliveries: list[Any], out: _Out, beyond: Mapping[str, int]) -> list[Any]:
    """The last deliveries that together took out what is too much; those before them were right."""
    rest = {product: more for product, more in beyond.items() if more > 0}
    found: list[Any] = []
    for each in reversed(deliveries):
        took = {product: min(rest.get(product, 0), quantity) for product, quantity in out.get(each.id, {}).items()}
        if any(quantity > 0 for quantity in took.values()):
            found.insert(0, each)
            rest = {product: more - max(took.get(product, 0), 0) for product, more in rest.items()}
    return found or deliveries


def _out(connection: Connection, orders: list[str]) -> Mapping[str, _Out]:
    """What is delivered of each order, by delivery and product, and didn't come back."""
    delivered = rows_in(connection, _DELIVERED, orders)
    back = rows_in(connection, _RETURNED, sorted({row.id for row in delivered}))
    returned = {(row.id, row.product): int(row.quantity) for row in back}
    found: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in delivered:
        found[row.source][row.id][row.product] = int(row.quantity) - returned.get((row.id, row.product), 0)
    return found
