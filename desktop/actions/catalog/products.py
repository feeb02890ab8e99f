"""Products with this desk's own stock beside what the seller above could still promise, and what they cost us."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import own_dealer
from desktop.actions.catalog.cost import veiled_for
from desktop.actions.documents.views import ProductRow
from domain.catalog.stock import StockLevel
from domain.prices.unit_price import price_line
from domain.values.quantities import format_quantity, from_milli
from sync.records.books import reading
from sync.records.books.bulk import query_keys, rows_in
from sync.records.books.searching import find_products

if TYPE_CHECKING:
    from desktop.desk import Desk


def product_ids(desk: Desk, text: str = "") -> array[int]:
    """Keys of all products by SKU, or of those that what was typed finds, the likeliest first."""
    with desk.book.reading() as connection:
        if text.strip():
            return array("q", find_products(connection, text, 1000))
        return query_keys(connection, "SELECT pk FROM product ORDER BY sku, pk", [])


def product_rows(desk: Desk, pks: Sequence[int]) -> list[ProductRow]:
    """The rows of these products, in the order asked for."""
    with desk.book.reading() as connection:
        rows = rows_in(connection, "SELECT * FROM product WHERE pk IN (?*)", list(pks))
        ids = [row.id for row in rows]
        own = own_dealer(connection, desk)
        levels = reading.stock_levels(connection, desk.dealer_id, ids)
        prices = reading.prices_of(connection, ids, own.price_list)
        above = _above(connection, ids)
    today = desk.today()
    found = {}
    for row in rows:
        paid = price_line(prices[row.id], own.price_list, today).unit_price
        shown = _product_row(row, levels[row.id], above.get(row.id), paid)
        found[row.pk] = veiled_for(desk, desk.dealer_id, shown)
    return [found[pk] for pk in pks if pk in found]


def products(desk: Desk, text: str = "") -> list[ProductRow]:
    """All products, or those found."""
    return product_rows(desk, product_ids(desk, text))


def _above(connection: Any, ids: Sequence[str]) -> dict[str, int]:
    sql = "SELECT product, SUM(available) FROM availability WHERE product IN (?*) GROUP BY product"
    return {product: int(total) for product, total in rows_in(connection, sql, list(ids))}


def _product_row(row: Any, level: StockLevel, above: int | None, paid: Any) -> ProductRow:
    product = reading.product_of(row)
    return ProductRow(
        pk=row.pk,
        id=product.id,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        packs=product.packs,
        barcode=product.barcode,
        category=product.category,
        brand=product.brand,
        spec=product.spec,
        active=product.active,
        on_hand=level.on_hand,
        reserved=level.reserved,
        available=level.available,
        seller_available=None if above is None else from_milli(above),
        unit_price=paid,
        available_text=format_quantity(level.available, product.unit, product.packs),
    )
