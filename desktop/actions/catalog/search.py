"""Type-ahead: products and dealers by code, name, initials or the tail of a barcode, while they are being typed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import products_by_id
from desktop.actions.catalog.cost import veiled_for
from desktop.actions.documents.views import DealerHit, ProductHit
from domain.prices.unit_price import price_line
from domain.values.quantities import from_milli
from sync.records.books import reading, searching
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.searching import like_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.catalog.products import Product


def find_products(desk: Desk, text: str, limit: int = 20, *, seller: str = "", buyer: str = "") -> list[ProductHit]:
    """Products for what was typed, an exact code first; what isn't sold any more only when called by its very name.

    With `seller` and `buyer` (ids) each hit tells what that seller could promise and this buyer's list price today.
    """
    with desk.book.reading() as connection:
        pks = searching.find_products(connection, text, limit)
        rows = {row.pk: row for row in rows_in(connection, "SELECT * FROM product WHERE pk IN (?*)", pks)}
        found = [reading.product_of(rows[pk]) for pk in pks if pk in rows]
        wanted = _folded(text)
        offered = [each for each in found if each.active or wanted in map(_folded, (each.sku, each.barcode, each.name))]
        return _hits(connection, desk, offered or found, seller, buyer)


def products_meant(desk: Desk, named: str, *, seller: str = "", buyer: str = "") -> list[ProductHit]:
    """The products of just this code, barcode or name; several where a barcode stands on several, none where it is
    nobody's. Letters of any width and case are the same.
    """
    hits = find_products(desk, named, 20, seller=seller, buyer=buyer)
    wanted = _folded(named)
    for parts in (("sku", "product"), ("barcode",), ("name",)):
        exact = [hit for hit in hits if wanted in {_folded(getattr(hit, part)) for part in parts}]
        if exact:
            return exact
    return []


def suggest_products(desk: Desk, text: str, seller: str, buyer: str) -> list[ProductHit]:
    """The first twenty products for what is being typed into an order of this account."""
    return find_products(desk, text, seller=seller, buyer=buyer)


def products_named(desk: Desk, names: Sequence[str], seller: str, buyer: str) -> list[list[ProductHit]]:
    """For each code, barcode or name the products it means; for what is pasted or scanned, where a code is a code."""
    return [products_meant(desk, name, seller=seller, buyer=buyer) for name in names]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def products_by_ids(desk: Desk, ids: Sequence[str], *, seller: str = "", buyer: str = "") -> dict[str, ProductHit]:
    """Those of the products that this book knows, by id, as type-ahead would tell of them."""
    with desk.book.reading() as connection:
        found = list(products_by_id(connection, ids).values())
        return {hit.product: hit for hit in _hits(connection, desk, found, seller, buyer)}


def _hits(connection: Connection, desk: Desk, found: Sequence[Product], seller: str, buyer: str) -> list[ProductHit]:
    ids = [each.id for each in found]
    available = _available(connection, desk, seller or desk.dealer_id, ids)
    prices = _prices(connection, desk, buyer, ids)
    hits = [
        ProductHit(
            product=each.id,
            sku=each.sku,
            name=each.name,
            barcode=each.barcode,
            unit=each.unit,
            packs=each.packs,
            available=available.get(each.id),
            unit_price=prices.get(each.id),
        )
        for each in found
    ]
    return [veiled_for(desk, buyer or desk.dealer_id, hit) for hit in hits]


def find_dealers(desk: Desk, text: str, limit: int = 20) -> list[DealerHit]:
    """Dealers whose code begins so first, then those whose name or initials hold what was typed."""
    typed = text.strip()
    if not typed:
        return []
    like = like_text(typed)
    with desk.book.reading() as connection:
        named, values = searching.dealer_condition(connection, typed)
        sql = (
            f"SELECT id, code, name, tier FROM dealer WHERE {named} "
            "ORDER BY CASE WHEN code = ? THEN 0 WHEN code LIKE ? ESCAPE '|' THEN 1 "
            f"ELSE 2 END, code LIMIT {int(limit)}"
        )
        rows = query_rows(connection, sql, *values, typed, like[1:])
    return [DealerHit(row.id, row.code, row.name, row.tier) for row in rows]


def dealers_called(desk: Desk, text: str) -> frozenset[str]:
    """The ids of all dealers whose code, name or pinyin holds what was typed."""
    with desk.book.reading() as connection:
        named, values = searching.dealer_condition(connection, text.strip())
        return frozenset(row.id for row in query_rows(connection, f"SELECT id FROM dealer WHERE {named}", *values))


def dealer_keys(desk: Desk) -> dict[str, str]:
    """Code and initials of every dealer, by id."""
    with desk.book.reading() as connection:
        return {
            row.id: f"{row.code} {row.pinyin}" for row in query_rows(connection, "SELECT id, code, pinyin FROM dealer")
        }


def _available(connection: Connection, desk: Desk, seller: str, ids: Sequence[str]) -> dict[str, Any]:
    if seller == desk.dealer_id:
        levels = reading.stock_levels(connection, seller, ids)
        return {each: level.available for each, level in levels.items()}
    sql = "SELECT product, SUM(available) FROM availability WHERE product IN (?*) GROUP BY product"
    return {product: from_milli(int(total)) for product, total in rows_in(connection, sql, list(ids))}


def _prices(connection: Connection, desk: Desk, buyer: str, ids: Sequence[str]) -> dict[str, Any]:
    lists = rows_in(connection, "SELECT price_list FROM dealer WHERE id IN (?*)", [buyer or desk.dealer_id])
    if not lists or not ids:
        return {}
    name, today = lists[0][0], desk.today()
    listed = reading.prices_of(connection, ids, name)
    return {each: price_line(prices, name, today).unit_price for each, prices in listed.items()}
