"""What goods of one's own are sold for, list by list, one price at a time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.customer_cards import customers_lists, price_lists
from desktop.actions.changes import changes
from desktop.cards.face import CardSheet, SavedCard
from desktop.cards.price import PRICE
from desktop.cards.values import read_value
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.values.money import from_fen, from_price, round_fen, to_price
from sync.records.bodies.records import PriceBody
from sync.records.books.bulk import query_rows
from sync.records.books.reading import product as product_called

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.catalog.products import Product

_PLACES = Decimal("0.0001")
_LIST_LENGTH = 60


def price_sheet(desk: Desk, key: str) -> CardSheet:
    """A price to fill in, with those the product has; UsageError `product_unknown`, RefusedError `price_of_hq`."""
    with desk.book.reading() as connection:
        product = _own(desk, connection, key)
        sql = "SELECT price_list, unit_price FROM price WHERE product = ? AND id LIKE ? ORDER BY price_list"
        held = query_rows(connection, sql, product.id, f"{desk.dealer_id}:%")
        lists = list(dict.fromkeys([*customers_lists(connection, desk.dealer_id), *price_lists(connection)]))
    facts = {"unit": product.unit}
    notes = tuple(
        Reason("price_held", "info", {**facts, "list": row.price_list, "price": from_price(row.unit_price)})
        for row in held
    )
    texts = {"price_list": lists[0] if len(lists) == 1 else ""}
    return CardSheet(product.id, product.name, texts, {}, {"price_list": tuple(lists)}, notes)


@changes("products")
def save_price(desk: Desk, key: str, texts: Mapping[str, str], *, anyway: bool = True) -> SavedCard:  # noqa: ARG001 -- as every card is written
    """Writes what the goods cost in a list: per base unit, or per pack where that comes out even.

    Raises UsageError `product_unknown`, `price_list_missing`, `code_too_long`, `unit_price_missing`, `price_nought`,
    `pack_price_without`, `pack_price_uneven`, `pack_price_differs`; RefusedError `not_permitted`, `price_of_hq`.
    """
    desk.need(PRICE.right)
    named = " ".join(texts.get("price_list", "").split())
    if not named:
        raise UsageError("price_list_missing")
    if len(named) > _LIST_LENGTH or any(each in named for each in ":|/"):
        raise UsageError("price_list_unfit", text=named)
    with desk.book.writing() as writing:
        product = _own(desk, writing.connection, key)
        price = _price(product, texts)
        own = desk.dealer_id
        record = f"{own}:{named}/{product.id.removeprefix(f'{own}:')}"
        writing.put(desk.stream, "price", record, PriceBody(named, product.id, to_price(price)))
        unused = named not in customers_lists(writing.connection, own)
    told = (Reason("price_list_unused", "warn", {"lists": named}),) if unused else ()
    return SavedCard(product.id, product.sku, product.name, told)


def _price(product: Product, texts: Mapping[str, str]) -> Decimal:
    """The price per base unit."""
    each = read_value("price", texts.get("unit_price", ""))
    whole = read_value("money", texts.get("pack_price", ""))
    if each is None and whole is None:
        raise UsageError("unit_price_missing")
    if not each and not whole:
        raise UsageError("price_nought")
    if whole is None:
        return from_price(each)
    if not product.packs:
        raise UsageError("pack_price_without", sku=product.sku)
    size, paid = product.packs[0].size, from_fen(whole)
    price = (paid / size).quantize(_PLACES)
    if round_fen(price * size) != paid:
        raise UsageError("pack_price_uneven", price=paid, size=size, unit=product.unit)
    if each is not None and from_price(each) != price:
        raise UsageError("pack_price_differs", price=from_price(each), pack=paid, size=size, unit=product.unit)
    return price


def _own(desk: Desk, connection: Connection, key: str) -> Product:
    product = product_called(connection, key, desk.dealer_id)
    if desk.at_hq or product.owner != desk.dealer_id:
        raise RefusedError("price_of_hq", code=product.sku)
    return product
