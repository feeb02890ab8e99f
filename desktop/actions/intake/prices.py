"""Selling prices of a dealer's own goods, in the price lists its customers are on; HQ's goods have HQ's prices."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.customer_cards import customers_lists
from desktop.actions.intake.cells import RowCells
from desktop.actions.intake.lookups import products_named
from desktop.actions.intake.rows import Item, RowKind
from domain.catalog.products import Product
from domain.explain import Reason
from domain.imports.row_columns import PRICE_SHAPE, PRICES
from domain.tables.cells import read_code
from domain.values.money import format_money, from_price, round_fen, to_price
from sync.records.bodies.records import PriceBody
from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.log.writing import Writing

_MOST = Decimal(99_999_999)
_PLACES = Decimal("0.0001")
_LIST_LENGTH = 60


@dataclass(frozen=True, slots=True)
class FilePrice:
    """A product's price per base unit in a list."""

    product: Product
    price_list: str
    price: Decimal


class PriceReader:
    """Reads prices beside those that hold."""

    def __init__(self, desk: Desk, writing: Writing) -> None:
        self._desk = desk
        connection = writing.connection
        self._goods = products_named(connection, desk.dealer_id)
        self._lists = customers_lists(connection, desk.dealer_id)
        sql = "SELECT price_list, product, unit_price FROM price WHERE id LIKE ?"
        held = query_rows(connection, sql, f"{desk.dealer_id}:%")
        self._held = {(row.price_list, row.product): from_price(row.unit_price) for row in held}
        self._unused: set[str] = set()

    def read(self, row: RowCells) -> Item | None:
        word = row.word("product", "product_name")
        if not word:
            row.blame(("product_missing", {}))
            return None
        product = self._goods.find(word)
        if isinstance(product, tuple):
            row.blame(product)
            return None
        if product.owner != self._desk.dealer_id:
            row.blame(("price_of_hq", {"code": product.sku}))
            return None
        price_list, price = self._list(row), self._price(row, product)
        if row.wrong or price is None:
            return None
        before = self._held.get((price_list, product.id))
        told = " → ".join(_shown(each) for each in (before, price) if each is not None)
        says = "" if before == price else f"{price_list}: {told} / {product.unit}"
        value = FilePrice(product, price_list, price)
        return Item(value, f"{product.sku} {product.name}", says, key=(price_list, product.id))

    def group(self, row: RowCells) -> Hashable:  # noqa: ARG002 -- every price stands alone, written together
        return None

    def book(self, writing: Writing, items: Sequence[Item]) -> list[str]:
        values = [each.value for each in items if each.says and isinstance(each.value, FilePrice)]
        own = self._desk.dealer_id
        records = [
            (
                f"{own}:{each.price_list}/{each.product.id.removeprefix(f'{own}:')}",
                PriceBody(each.price_list, each.product.id, to_price(each.price)),
            )
            for each in values
        ]
        if records:
            writing.put_all(self._desk.stream, "price", records)
        return [""] * len(records)

    def notes(self) -> list[Reason]:
        unused = ", ".join(sorted(self._unused))
        return [*self._goods.notes(), *([Reason("price_list_unused", "warn", {"lists": unused})] if unused else [])]

    def _list(self, row: RowCells) -> str:
        """The list a row names, else the one that all customers are on."""
        named = read_code(row.text("price_list"))
        if not named and len(self._lists) == 1:
            return self._lists[0]
        if not named:
            row.blame(("price_list_unsaid", {"known": ", ".join(self._lists)}))
        elif len(named) > _LIST_LENGTH:
            row.blame(("code_too_long", {"most": _LIST_LENGTH}))
        elif named not in self._lists:
            self._unused.add(named)
        return named

    def _price(self, row: RowCells, product: Product) -> Decimal | None:
        """The price per base unit; one of a pack must come back from it to the fen."""
        written = row.figure("unit_price")
        size = row.unit_size(row.unit(row.titles.priced, product), product)
        if written is None:
            if not row.wrong:
                row.blame(("unit_price_missing", {}))
            return None
        if written < 0:
            row.blame(("price_negative", {"price": written}))
        elif written > _MOST:
            row.blame(("price_too_large", {"price": written, "most": _MOST}))
        price = (written / size).quantize(_PLACES)
        if not written:
            row.blame(("price_nought", {}))
        elif (size == 1 and price != written) or (size != 1 and round_fen(price * size) != round_fen(written)):
            row.blame(("price_uneven", {"price": written}))
        return price


def _shown(price: Decimal) -> str:
    text = f"{price:f}"
    return format_money(price) if text.endswith("00") else text


KIND = RowKind("prices", "card_write", PRICES, PRICE_SHAPE, PriceReader)
