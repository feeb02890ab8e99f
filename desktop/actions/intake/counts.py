"""Stock as it was counted, or when the books began: what is on hand is brought to it, warehouse by warehouse."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.documents.posting import clerk_of, post
from desktop.actions.documents.warehouses import Warehouses
from desktop.actions.intake.cells import RowCells
from desktop.actions.intake.lookups import products_named
from desktop.actions.intake.rows import Item, RowKind
from domain.catalog.products import Product
from domain.explain import Reason
from domain.imports.row_columns import COUNT_SHAPE, COUNTS
from domain.values.quantities import format_quantity, from_milli
from sync.records.books.bulk import query_rows
from sync.records.documents.stock_builders import make_adjustment

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.log.writing import Writing


@dataclass(frozen=True, slots=True)
class CountedProduct:
    """A product and what was counted of it, in base units."""

    product: Product
    quantity: Decimal


class CountReader:
    """Reads what was counted beside what is on hand."""

    def __init__(self, desk: Desk, writing: Writing) -> None:
        self._desk = desk
        connection = writing.connection
        self._goods = products_named(connection, desk.dealer_id)
        self._places = Warehouses(connection, desk.dealer_id)
        sql = "SELECT warehouse, product, on_hand FROM stock WHERE owner = ? AND on_hand <> 0"
        self._on_hand = {
            (row.warehouse, row.product): from_milli(row.on_hand) for row in query_rows(connection, sql, desk.dealer_id)
        }
        self._named: set[tuple[str, str]] = set()
        self._headed: set[str] = set()
        self._days: set[date] = set()

    def read(self, row: RowCells) -> Item | None:
        word = row.word("product", "product_name")
        if not word:
            row.blame(("product_missing", {}))
            return None
        product = self._goods.find(word)
        if isinstance(product, tuple):
            row.blame(product)
            return None
        quantity = row.quantity(product)
        place = self._warehouse(row)
        self._headed |= {place} if row.headed("warehouse") and not row.text("warehouse") else set()
        self._days |= {day} if (day := row.headed_day()) and day != self._desk.today() else set()
        self._named.add((place, product.id))
        if row.wrong or quantity is None:
            return None
        before = self._on_hand.get((place, product.id), Decimal(0))
        told = [format_quantity(each, product.unit, product.packs) for each in (before, quantity)]
        says = "" if before == quantity else f"{place}: {told[0]} → {told[1]}"
        return Item(
            CountedProduct(product, quantity),
            f"{product.sku} {product.name}",
            says,
            key=(place, product.id),
            group=place,
        )

    def group(self, row: RowCells) -> Hashable:
        return self._warehouse(row)

    def book(self, writing: Writing, items: Sequence[Item]) -> list[str]:
        counted = {
            each.value.product.id: each.value.quantity for each in items if isinstance(each.value, CountedProduct)
        }
        place, today = str(items[0].group), self._desk.today()
        made = make_adjustment(writing.connection, clerk_of(self._desk), place, counted, on=today)
        return [] if made is None else [post(self._desk, writing, made).number]

    def notes(self) -> list[Reason]:
        places = {place for place, _ in self._named}
        silent = sum(place in places and (place, product) not in self._named for place, product in self._on_hand)
        unnamed = [Reason("count_unnamed", "warn", {"count": silent})] if silent else []
        headed = ", ".join(sorted(self._headed))
        days = ", ".join(each.isoformat() for each in sorted(self._days))
        told = [Reason("warehouse_headed", "warn", {"warehouse": headed})] if headed else []
        told += [Reason("count_day_apart", "warn", {"days": days, "today": self._desk.today()})] if days else []
        return [*self._goods.notes(), *unnamed, *told, *self._places.told_new(places)]

    def _warehouse(self, row: RowCells) -> str:
        return self._places.meant(row.text("warehouse") or row.headed("warehouse"))


KIND = RowKind("stock", "goods_move", COUNTS, COUNT_SHAPE, CountReader, figure="quantity")
