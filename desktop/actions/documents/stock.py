"""Stock as it stands warehouse by warehouse, and bringing it to what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import products_by_id
from desktop.actions.changes import changes
from desktop.actions.documents.posting import clerk_of, post
from desktop.actions.documents.views import PaperView, StockRow
from desktop.actions.documents.warehouses import Warehouses
from domain.documents.kinds import KINDS, kinds_of
from domain.errors import UsageError
from domain.values.quantities import format_quantity, from_milli
from sync.records.books.bulk import query_rows
from sync.records.documents.stock_builders import make_adjustment, make_stock_document
from sync.records.orders.promised_apart import apart

if TYPE_CHECKING:
    from desktop.desk import Desk

WRITTEN = tuple(kind for kind in kinds_of("stock") if not KINDS[kind].alone)
"""Documents of stock whose quantities are said; those that are counted have an action of their own."""


@dataclass(frozen=True, slots=True)
class _Level:
    owner: str
    warehouse: str
    product: str
    on_hand: int
    reserved: int


def _with_apart(rows: Sequence[Any], promised: Sequence[Any], warehouse: str) -> list[_Level]:
    """The stock, with what stays reserved for orders HQ lost."""
    found = {(row.owner, row.warehouse, row.product): (row.on_hand, row.reserved) for row in rows}
    for each in promised:
        if not warehouse or each.warehouse == warehouse:
            on_hand, reserved = found.get((each.owner, each.warehouse, each.product), (0, 0))
            found[each.owner, each.warehouse, each.product] = (on_hand, reserved + each.quantity)
    return (
        [_Level(*key, *level) for key, level in sorted(found.items())] if promised else [_Level(*row) for row in rows]
    )


def stock_list(desk: Desk, warehouse: str = "") -> list[StockRow]:
    """What is on hand or reserved, by owner, warehouse and product: this dealer's, at HQ every dealer's.

    UsageError `warehouse_unknown` (facts `warehouse`, `known`) where nothing ever lay in such a one.
    """
    if warehouse and not desk.at_hq:
        with desk.book.reading() as connection:
            places = Warehouses(connection, desk.dealer_id)
        warehouse = places.meant(warehouse)
        if warehouse not in places.names:
            raise UsageError("warehouse_unknown", warehouse=warehouse, known=", ".join(places.names))
    where, values = ("owner = ?", [desk.dealer_id]) if not desk.at_hq else ("1 = 1", [])
    if warehouse:
        where, values = f"{where} AND warehouse = ?", [*values, warehouse]
    sql = (
        "SELECT owner, warehouse, product, on_hand, reserved FROM stock "
        f"WHERE {where} AND (on_hand <> 0 OR reserved <> 0) ORDER BY owner, warehouse, product"
    )
    with desk.book.reading() as connection:
        rows = _with_apart(query_rows(connection, sql, *values), apart(connection), warehouse)
        products = products_by_id(connection, [row.product for row in rows])
    shown = []
    for row in rows:
        on_hand, reserved = from_milli(row.on_hand), from_milli(row.reserved)
        product = products.get(row.product)
        counting = (product.unit, product.packs) if product else ("", ())
        shown.append(
            StockRow(
                owner=row.owner,
                warehouse=row.warehouse,
                product=row.product,
                sku=product.sku if product else row.product,
                name=product.name if product else "",
                on_hand=on_hand,
                reserved=reserved,
                available=on_hand - reserved,
                quantity_text=format_quantity(on_hand, *counting),
                reserved_text=format_quantity(reserved, *counting),
                available_text=format_quantity(on_hand - reserved, *counting),
            )
        )
    return shown


def warehouses(desk: Desk) -> list[str]:
    """This desk's warehouses, the main one first."""
    with desk.book.reading() as connection:
        return Warehouses(connection, desk.dealer_id).names


@changes("stock", "papers")
def write_stock(
    desk: Desk,
    kind: str,
    quantities: Mapping[str, Decimal],
    warehouse: str = "",
    on: date | None = None,
    remark: str = "",
) -> PaperView:
    """Books so much of each product (base units by product id) as gone out or come in, as the kind of document says.

    Raises UsageError `kind_unknown` (what is counted has an action of its own), `product_unknown`, `quantity_…`;
    RefusedError `date_…`, `stock_not_enough`.
    """
    if kind not in WRITTEN:
        raise UsageError("kind_unknown", kind=kind, known=", ".join(WRITTEN))
    desk.need(KINDS[kind].right)
    with desk.book.writing() as writing:
        places = Warehouses(writing.connection, desk.dealer_id)
        place, day = places.meant(warehouse), on or desk.today()
        made = make_stock_document(writing.connection, clerk_of(desk), kind, place, quantities, on=day, remark=remark)
        return replace(post(desk, writing, made), told=tuple(places.told_new([place])))


@changes("stock", "papers")
def count_stock(
    desk: Desk, counted: Mapping[str, Decimal], warehouse: str = "", on: date | None = None, remark: str = ""
) -> PaperView | None:
    """Brings what is on hand to what was counted, by product id; None where it all agrees already.

    Raises UsageError `product_unknown`, `quantity_…`; RefusedError `date_…`.
    """
    desk.need("goods_move")
    with desk.book.writing() as writing:
        connection = writing.connection
        places = Warehouses(connection, desk.dealer_id)
        place = places.meant(warehouse)
        made = make_adjustment(connection, clerk_of(desk), place, counted, on=on or desk.today(), remark=remark)
        return None if made is None else replace(post(desk, writing, made), told=tuple(places.told_new([place])))
