"""The facts beside the row under the caret: what lies where, what is on its way, what this buyer paid before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.actions.catalog.cost import veiled_for
from desktop.actions.documents.document_views import counted
from desktop.actions.documents.views import PastSale, ProductStrip
from domain.catalog.products import Product
from domain.values.money import from_price
from domain.values.quantities import from_milli
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.documents.transit import product_on_way

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


def product_strip(desk: Desk, seller: str, buyer: str, product: str) -> ProductStrip:
    """Own stock by warehouse, what the seller above could promise, goods in transit, the last three sales; ids all."""
    with desk.book.reading() as connection:
        card = reading.product(connection, product, desk.dealer_id)
        buying = seller != desk.dealer_id and reading.tells_stock(connection, seller)
        above = reading.seller_levels(connection, seller, buyer, [card.id])[card.id] if buying else None
        return ProductStrip(
            product=card.id,
            sku=card.sku,
            name=card.name,
            unit=card.unit,
            packs=card.packs,
            stock=tuple(reading.available_at(connection, desk.dealer_id, card.id)),
            seller_available=above,
            in_transit=product_on_way(connection, desk.dealer_id, card.id),
            sales=veiled_for(desk, buyer, _sales(connection, seller, buyer, card)),
        )


def _sales(connection: Connection, seller: str, buyer: str, product: Product) -> tuple[PastSale, ...]:
    sql = (
        "SELECT d.date, d.number, l.quantity, l.unit, l.pack, l.unit_price FROM document d "
        "JOIN document_line l ON l.document = d.pk WHERE l.product = ? AND d.kind = 'delivery' AND d.seller = ? "
        "AND d.buyer = ? AND l.quantity > 0 ORDER BY d.date DESC, d.pk DESC LIMIT 3"
    )
    rows = query_rows(connection, sql, product.id, seller, buyer)
    return tuple(
        PastSale(
            date=date.fromisoformat(row.date),
            number=row.number,
            quantity=from_milli(row.quantity),
            quantity_text=counted(from_milli(row.quantity), row.unit, from_milli(row.pack), product),
            unit_price=None if row.unit_price is None else from_price(row.unit_price),
        )
        for row in rows
    )
