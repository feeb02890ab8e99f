"""Makes the documents of stock in the house: what goes in or out by word, and a count of what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import Connection

from domain.documents.kinds import KINDS
from domain.errors import UsageError
from domain.values.quantities import check_whole
from sync.records.accounts.closings import heard_here
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books.bulk import rows_in
from sync.records.books.locking import lock_stock
from sync.records.documents.builders import NewDocument, PostingContext, blank, check_date
from sync.records.documents.limits import stored_quantity
from sync.records.documents.on_hand import check_on_hand, on_hand_of

_CARD = "SELECT id, sku, unit, name FROM product WHERE id IN (?*)"


def make_stock_document(
    connection: Connection,
    clerk: PostingContext,
    kind: str,
    warehouse: str,
    quantities: Mapping[str, Decimal],
    *,
    on: date,
    remark: str = "",
) -> NewDocument:
    """So much of each product (base units by product id) moved as the kind says; what goes out must be there.

    Raises UsageError `product_unknown`, `quantity_*`; RefusedError `date_*`, `stock_not_enough`.
    """
    check_date(connection, clerk, on)
    lines = _lines(connection, quantities, lambda _, quantity: stored_quantity(quantity, 0))
    if any(move.sign < 0 for move in KINDS[kind].moves):
        taken = [(place, line, line.quantity) for place, line in enumerate(lines, 1)]
        check_on_hand(connection, clerk.dealer, warehouse, taken)
    else:
        lock_stock(connection, clerk.dealer, list(quantities))
    return kind, uuid4().hex, _filled(connection, clerk, kind, warehouse, lines, on, remark)


def make_adjustment(
    connection: Connection,
    clerk: PostingContext,
    warehouse: str,
    counted: Mapping[str, Decimal],
    *,
    on: date,
    remark: str = "",
) -> NewDocument | None:
    """Brings what is on hand to what was counted, by product id; None where it all agrees already.

    Raises UsageError `product_unknown`, `quantity_negative`, `quantity_decimals`, `quantity_too_large`; RefusedError
    `date_*`.
    """
    check_date(connection, clerk, on)
    lock_stock(connection, clerk.dealer, list(counted))
    there = on_hand_of(connection, clerk.dealer, warehouse, list(counted))

    def difference(product: str, quantity: Decimal) -> int:
        return (stored_quantity(quantity, 0) if quantity else 0) - there.get(product, 0)

    lines = _lines(connection, counted, difference)
    if not lines:
        return None
    return "adjustment", uuid4().hex, _filled(connection, clerk, "adjustment", warehouse, lines, on, remark)


def _lines(
    connection: Connection, said: Mapping[str, Decimal], moved_by: Callable[[str, Decimal], int]
) -> list[LineBody]:
    """A line for each product that moves, by what was said of it."""
    products = {each: rest for each, *rest in rows_in(connection, _CARD, list(said))}
    lines = []
    for product, quantity in said.items():
        if product not in products:
            raise UsageError("product_unknown", product=product)
        sku, unit, name = products[product]
        check_whole(quantity, unit)
        moved = moved_by(product, quantity)
        if moved:
            lines.append(LineBody(product, sku, moved, 0, unit=unit, name=name))
    return lines


def _filled(
    connection: Connection,
    clerk: PostingContext,
    kind: str,
    warehouse: str,
    lines: list[LineBody],
    on: date,
    remark: str,
) -> DocumentBody:
    body = blank(connection, clerk, kind, clerk.dealer, clerk.dealer, on)
    body.lines, body.warehouse, body.remark = lines, warehouse, remark
    if KINDS[kind].alone:
        body.known = heard_here(connection)
    return body
