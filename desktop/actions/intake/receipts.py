"""Goods that came in, by the deliveries they belong to: received whole or in part, each delivery or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import products_by_id
from desktop.actions.documents.document_views import paper_view
from desktop.actions.documents.posting import clerk_of, post
from desktop.actions.documents.views import PaperView
from desktop.actions.documents.warehouses import Warehouses
from desktop.actions.intake.cells import RowCells
from desktop.actions.intake.rows import Item, RowKind, why_of
from domain.catalog.products import Product
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Reason
from domain.imports.row_columns import RECEIPT_SHAPE, RECEIPTS
from domain.tables.cells import folded
from domain.tables.sorting import Why
from domain.values.quantities import format_quantity, from_milli
from sync.records.documents.builders import make_follow_up
from sync.records.documents.stored import document_row, followed

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.log.writing import Writing


@dataclass(frozen=True, slots=True)
class ReceivedGoods:
    """What came of a product of a delivery, in base units."""

    delivery: str
    product: str
    quantity: Decimal
    on: date
    warehouse: str


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A delivery: its products by the words for them, and by product its lines with what is left of each."""

    view: PaperView
    goods: dict[str, Product]
    left: dict[str, list[tuple[int, Decimal]]]


class ReceiptReader:
    """Reads what came in of which delivery."""

    def __init__(self, desk: Desk, writing: Writing) -> None:
        self._desk = desk
        self._connection = writing.connection
        self._places = Warehouses(writing.connection, desk.dealer_id)
        self._used: set[str] = set()
        self._deliveries: dict[str, _Delivery | Why] = {}
        self._headed: set[str] = set()

    def read(self, row: RowCells) -> Item | None:
        number, word = row.code("number"), row.word("product", "product_name")
        if not number or not word:
            row.blame(("product_missing" if number else "number_missing", {}))
            return None
        delivery = self._delivery(number)
        if isinstance(delivery, tuple):
            row.blame(delivery)
            return None
        product = delivery.goods.get(folded(word))
        if product is None:
            row.blame(("product_not_delivered", {"code": word, "number": delivery.view.number}))
            return None
        quantity, on = row.quantity(product), row.day("date", headed=True)
        if row.wrong or quantity is None:
            return None
        place = self._places.meant(row.text("warehouse") or row.headed("warehouse"))
        self._used.add(place)
        self._headed |= {place} if row.headed("warehouse") and not row.text("warehouse") else set()
        value = ReceivedGoods(delivery.view.id, product.id, quantity, on or self._desk.today(), place)
        says = f"{place}: {format_quantity(quantity, product.unit, product.packs)}"
        return Item(value, f"{delivery.view.number} {product.sku} {product.name}", says, group=delivery.view.id)

    def group(self, row: RowCells) -> Hashable:
        number = row.code("number")
        delivery = self._delivery(number) if number else None
        return delivery.view.id if isinstance(delivery, _Delivery) else number

    def book(self, writing: Writing, items: Sequence[Item]) -> list[str]:
        received = [each.value for each in items if isinstance(each.value, ReceivedGoods)]
        first = received[0]
        delivery = next(
            each for each in self._deliveries.values() if isinstance(each, _Delivery) and each.view.id == first.delivery
        )
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for each in received:
            sums[each.product] += each.quantity
        quantities: dict[int, Decimal] = {}
        for product, quantity in sums.items():
            quantities |= _spread(quantity, delivery.left[product])
        if not any(quantities.values()):
            raise UsageError("receive_nothing", number=delivery.view.number)
        if len({(each.on, each.warehouse) for each in received}) > 1:
            raise UsageError("receipt_mixed", number=delivery.view.number)
        made = make_follow_up(
            writing.connection,
            clerk_of(self._desk),
            "goods_receipt",
            first.delivery,
            on=first.on,
            quantities=quantities,
            warehouse=first.warehouse,
        )
        return [post(self._desk, writing, made).number]

    def notes(self) -> list[Reason]:
        headed = ", ".join(sorted(self._headed))
        told = [Reason("warehouse_headed", "warn", {"warehouse": headed})] if headed else []
        return [*told, *self._places.told_new(self._used)]

    def _delivery(self, number: str) -> _Delivery | Why:
        if number not in self._deliveries:
            try:
                self._deliveries[number] = self._found(number)
            except DeskError as failure:
                self._deliveries[number] = why_of(failure)
        return self._deliveries[number]

    def _found(self, number: str) -> _Delivery:
        connection = self._connection
        view = paper_view(self._desk, connection, document_row(connection, number, "delivery"))
        if view.buyer.id != self._desk.dealer_id:
            raise RefusedError("not_yours", number=view.number)
        so_far = followed(connection, view.id, "goods_receipt")
        cards = products_by_id(connection, [line.product for line in view.lines])
        goods: dict[str, Product] = {}
        left: defaultdict[str, list[tuple[int, Decimal]]] = defaultdict(list)
        for line in view.lines:
            product = cards.get(line.product) or Product(line.product, line.sku, line.name, line.base_unit or line.unit)
            goods |= {folded(word): product for word in (line.name, product.barcode, line.sku) if word}
            left[product.id].append((line.line, line.quantity - from_milli(so_far.get(line.line, (0, 0))[0])))
        return _Delivery(view, goods, left)


def _spread(quantity: Decimal, lines: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """A product's quantity over its lines in order; what is more than all of them lands on the last, to be refused."""
    taken: dict[int, Decimal] = {}
    for line, left in lines:
        taken[line] = min(quantity, left)
        quantity -= taken[line]
    last = lines[-1][0]
    taken[last] += quantity
    return {line: amount for line, amount in taken.items() if amount}


KIND = RowKind("receipts", "goods_move", RECEIPTS, RECEIPT_SHAPE, ReceiptReader, figure="quantity", whole=True)
