"""The lists of products and of the stock in each warehouse."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desktop.cards.product import PRODUCT
from desktop.labels import Language
from desktop.listings.listing import FILED, TOLD, WINDOW, CellLook, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, PRICE, QUANTITY, ValueType, named, pieces, price_text, written

if TYPE_CHECKING:
    from desktop.actions.documents.views import ProductRow, StockRow
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell
    from domain.values.quantities import Pack


# ---- products ---------------------------------------------------------------------------------------------------


def _ids(desk: Desk, text: str = "") -> array[int]:
    from desktop.actions.catalog.products import product_ids

    return product_ids(desk, text)


def _rows(desk: Desk, pks: Sequence[int]) -> Iterable[ProductRow]:
    from desktop.actions.catalog.products import product_rows

    return product_rows(desk, pks)


def _ask(desk: Desk, query: ListQuery) -> Iterable[ProductRow]:
    from desktop.actions.catalog.products import products

    return products(desk, query.text)


def _packs_text(packs: Sequence[Pack], row: ProductRow, _language: Language) -> str:
    return "、".join(f"1{pack.unit}={pack.size.normalize():f}{row.unit}" for pack in packs)


def _packs(row: ProductRow) -> ProductRow:
    return row


def _packs_cell(row: ProductRow, language: Language) -> Cell:
    return _packs_text(row.packs, row, language)


def _packs_form(row: ProductRow) -> list[dict[str, Any]]:
    from desktop.actions.documents.json_forms import pack_form

    return [pack_form(each) for each in row.packs]


def _packs_of(row: ProductRow, _row: ProductRow, language: Language) -> str:
    return _packs_text(row.packs, row, language)


PACKS = ValueType("packs", text=_packs_of, cell=_packs_cell, form=_packs_form)
"""What goods are packed in; its value is the product."""


def _available_tone(row: ProductRow) -> str:
    return "bad" if row.available <= 0 else "text"


def _pack_price(row: ProductRow) -> str:
    """What the largest pack costs."""
    if row.unit_price is None or not row.packs:
        return ""
    pack = row.packs[0]
    return f"{price_text(round(row.unit_price * pack.size, 2))}/{pack.unit}"


_COUNTED = pieces()
_SEEN = FILED | {WINDOW}
PRODUCTS = Listing(
    "products",
    (
        ListColumn("sku", *PRODUCT.title("sku"), CODE, where=TOLD),
        ListColumn(
            "name",
            "品名",
            "Name",
            look=CellLook(
                0, "strong", second=("sku", "spec", "category", "brand"), name=True, title=("商品", "Product")
            ),
        ),
        ListColumn("unit", *PRODUCT.title("unit"), where=TOLD),
        ListColumn("packs", "包装", "Packs", PACKS, _packs, FILED),
        ListColumn("barcode", *PRODUCT.title("barcode"), CODE, where=FILED),
        ListColumn("category", *PRODUCT.title("category"), where=FILED),
        ListColumn("brand", *PRODUCT.title("brand"), where=FILED),
        ListColumn("spec", *PRODUCT.title("spec"), where=FILED, optional=True),
        ListColumn("on_hand", "在库", "On hand", _COUNTED, where=_SEEN, look=CellLook(112)),
        ListColumn("reserved", "占用", "Reserved", _COUNTED, where=_SEEN, quiet=True, look=CellLook(104, spare=True)),
        ListColumn("available", "可用", "Available", _COUNTED, look=CellLook(112, "strong", tone=_available_tone)),
        ListColumn("seller_available", "上级可供", "Available above", _COUNTED, look=CellLook(112)),
        ListColumn("unit_price", "进价", "Price", PRICE, look=CellLook(104, second=("pack_price",))),
        ListColumn("pack_price", "整件进价", "Price of a pack", of=_pack_price, where=frozenset()),
    ),
    RowSource(_ask, _ids, _rows),
)


# ---- stock ------------------------------------------------------------------------------------------------------


def _stock(desk: Desk, query: ListQuery) -> Iterable[StockRow]:
    from desktop.actions.documents.stock import stock_list

    return stock_list(desk, query.warehouse)


def _stock_of(desk: Desk, pks: Sequence[int]) -> Iterator[StockRow]:
    """The stock of the products that a list shows, in its order."""
    from desktop.actions.documents.stock import stock_list
    from sync.records.books.bulk import rows_in

    with desk.book.reading() as connection:
        ids = {row.pk: row.id for row in rows_in(connection, "SELECT pk, id FROM product WHERE pk IN (?*)", list(pks))}
    places: dict[str, list[StockRow]] = {}
    for each in stock_list(desk):
        places.setdefault(each.product, []).append(each)
    for pk in pks:
        yield from places.get(ids.get(pk, ""), ())


STOCK = Listing(
    "stock",
    (
        ListColumn("owner", "所属", "Owner", where=FILED),
        ListColumn("warehouse", "仓库", "Warehouse", named("warehouse")),
        ListColumn("sku", *PRODUCT.title("sku"), CODE),
        ListColumn("name", "品名", "Name"),
        ListColumn("on_hand", "在库", "On hand", written(QUANTITY, "quantity_text")),
        ListColumn("reserved", "占用", "Reserved", written(QUANTITY, "reserved_text")),
        ListColumn("available", "可用", "Available", written(QUANTITY, "available_text")),
    ),
    RowSource(_stock, by_key=_stock_of),
)
LISTS = (PRODUCTS, STOCK)
