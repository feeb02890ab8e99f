"""The card of a product as it is filled in, and what changing it means for what was booked with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from desktop.actions.catalog.card_forms import filled, next_code, texts_of, written_in
from desktop.actions.changes import changes
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.cards.face import CardSheet, SavedCard
from desktop.cards.product import PRODUCT
from domain.catalog.products import Product, check_product
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.tables.cells import folded
from domain.values.quantities import Pack, from_milli
from sync.records.bodies.records import ProductBody
from sync.records.books.bulk import query_rows
from sync.records.books.reading import product as product_called

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_FIRST = "P001"
_UNIT = "个"
_MANY = 400
CATALOG = "catalog"


def product_sheet(desk: Desk, key: str = "") -> CardSheet:
    """The card as it stands, or an empty one; UsageError `product_unknown`, RefusedError `product_of_hq`."""
    with desk.book.reading() as connection:
        offered = {name: _known(connection, name) for name in ("unit", "pack_unit", "category", "brand")}
        if not key:
            offered["sku"] = (next_code(_codes(connection, _owner(desk)), _FIRST),)
            return CardSheet("", "", texts_of(PRODUCT, _begun(desk)), {}, offered)
        record, body, _ = _standing(desk, connection, key)
        notes = () if body.active else (Reason("product_stands_so", "warn", {"reason": body.status_reason}),)
    return CardSheet(record, body.name, texts_of(PRODUCT, body), {}, offered, notes)


@hq_does("save_product")
@changes("products", "stock")
def save_product(desk: Desk, key: str, texts: Mapping[str, str], *, anyway: bool = True) -> SavedCard:
    """Writes a product's card anew, or with no `key` makes one; fields that aren't named stay as they are.

    Raises UsageError `product_…`, `pack_…`, `code_alike` and what `read_value` raises; RefusedError `not_permitted`,
    `product_exists`, `product_of_hq`, `unit_used` (what is counted in a unit goes on being counted in it),
    `card_alike_name`, `card_alike_barcode`.
    """
    desk.need(PRODUCT.right)
    with desk.book.writing() as writing:
        connection, owner = writing.connection, _owner(desk)
        if key:
            record, before, stream = _standing(desk, connection, key)
            texts = PRODUCT.changeable(texts)
        else:
            before, stream = _begun(desk), _stream(desk)
            sku = " ".join(texts.get("sku", "").split()) or next_code(_codes(connection, owner), _FIRST)
            texts, record = {**texts, "sku": sku}, f"{owner}:{sku}" if owner else sku
        body = filled(PRODUCT, before, texts)
        _check(body)
        if not key:
            _check_free(connection, owner, body.sku)
        elif body.unit != before.unit and _is_used(connection, record):
            raise RefusedError("unit_used", sku=body.sku, unit=before.unit)
        if not anyway:
            _check_alike(connection, owner, record, before, body)
        if body != before or not key:
            writing.put(stream, "product", record, body)
    return SavedCard(record, body.sku, body.name)


@hq_does("set_for_sale")
@changes("products", "stock")
def set_for_sale(desk: Desk, key: str, reason: str = "", *, active: bool) -> SavedCard:
    """Takes a product off what is sold, saying why, or offers it again; what lies there of it stays.

    Raises UsageError `product_unknown`, `sale_reason_missing`; RefusedError `not_permitted`, `product_of_hq`.
    """
    desk.need(PRODUCT.right)
    why = " ".join(reason.split())
    if not active and not why:
        raise UsageError("sale_reason_missing", sku=key)
    with desk.book.writing() as writing:
        record, before, stream = _standing(desk, writing.connection, key)
        body = msgspec.structs.replace(before, active=active, status_reason=why)
        if body != before:
            writing.put(stream, "product", record, body)
    return SavedCard(record, body.sku, body.name)


def _owner(desk: Desk) -> str:
    """Whose goods are written here: HQ's belong to nobody by name."""
    return "" if desk.at_hq else desk.dealer_id


def _stream(desk: Desk) -> str:
    return CATALOG if desk.at_hq else desk.stream


def _begun(desk: Desk) -> ProductBody:
    return ProductBody("", "", _UNIT, owner=_owner(desk))


def _standing(desk: Desk, connection: Connection, key: str) -> tuple[str, ProductBody, str]:
    """A card that is written here, as it stands: its id, what it says, and its stream."""
    product, stream = product_called(connection, key, _owner(desk)), _stream(desk)
    body = written_in(connection, stream, "product", product.id, ProductBody)
    if body is None or product.owner != _owner(desk):
        raise RefusedError("product_of_hq", sku=product.sku, name=product.name)
    return product.id, body, stream


def _check(body: ProductBody) -> None:
    """Lets a card pass that can be one, and tells the first thing that is wrong with it."""
    if body.pack_size and not body.pack_unit:
        raise UsageError("pack_unit_missing", size=from_milli(body.pack_size))
    if body.pack_unit and not body.pack_size:
        raise UsageError("pack_size_missing", pack=body.pack_unit, unit=body.unit)
    if ":" in body.sku or "|" in body.sku or "/" in body.sku:
        raise UsageError("product_sku_unfit", text=body.sku)
    packs = (Pack(body.pack_unit, from_milli(body.pack_size)),) if body.pack_unit else ()
    rate = Decimal(body.tax_rate) / 10_000
    product = Product(body.sku, body.sku, body.name, body.unit, packs, barcode=body.barcode, tax_rate=rate)
    for problem in check_product(product):
        raise UsageError(problem.code, **problem.facts)


def _check_free(connection: Connection, owner: str, sku: str) -> None:
    sql = "SELECT name FROM product WHERE sku = ? AND owner IN ('', ?)"
    for row in query_rows(connection, sql, sku, owner):
        raise RefusedError("product_exists", sku=sku, name=row.name)


def _check_alike(connection: Connection, owner: str, record: str, before: ProductBody, body: ProductBody) -> None:
    """Lets a card pass whose name and barcode no other goods bear; what it bore before was told before."""
    sql = "SELECT sku, name, barcode FROM product WHERE owner IN ('', ?) AND id <> ? ORDER BY pk"
    for row in query_rows(connection, sql, owner, record):
        if body.barcode and body.barcode != before.barcode and row.barcode == body.barcode:
            raise RefusedError("card_alike_barcode", sku=row.sku, name=row.name, barcode=row.barcode)
        if body.name != before.name and folded(row.name) == folded(body.name):
            raise RefusedError("card_alike_product", sku=row.sku, name=row.name)


def _is_used(connection: Connection, record: str) -> bool:
    """Whether any paper counts these goods."""
    return bool(query_rows(connection, "SELECT 1 FROM document_line WHERE product = ? LIMIT 1", record))


def _codes(connection: Connection, owner: str) -> list[str]:
    """The codes of the goods of one owner, the newest last."""
    sql = "SELECT sku FROM product WHERE owner = ? ORDER BY pk"
    return [str(row.sku) for row in query_rows(connection, sql, owner)]


def _known(connection: Connection, column: str) -> tuple[str, ...]:
    """What other cards say in a field."""
    sql = f"SELECT DISTINCT {column} AS word FROM product WHERE {column} <> '' ORDER BY 1 LIMIT {_MANY}"
    return tuple(str(row.word) for row in query_rows(connection, sql))
