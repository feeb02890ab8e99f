"""What lies in a warehouse of the goods a document takes from it, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.records.books.bulk import rows_in
from sync.records.books.locking import lock_stock
from sync.records.documents.stored import LineGoods, named_line


def check_on_hand(
    connection: Connection, owner: str, warehouse: str, taken: Sequence[tuple[int, LineGoods, int]]
) -> None:
    """Lets what is taken (line, goods, 1/1000) pass where so much lies there, and keeps others from it.

    Raises RefusedError `stock_not_enough`.
    """
    products = [goods.product for _, goods, _ in taken]
    lock_stock(connection, owner, products)
    left = on_hand_of(connection, owner, warehouse, products)
    for line, goods, quantity in taken:
        there = left.get(goods.product, 0)
        if quantity > there:
            facts = named_line(connection, goods, wanted=quantity, on_hand=there)
            raise RefusedError("stock_not_enough", line=line, warehouse=warehouse, **facts)
        left[goods.product] = there - quantity


def on_hand_of(connection: Connection, owner: str, warehouse: str, products: Iterable[str]) -> dict[str, int]:
    """What of these products lies in a warehouse."""
    query = "SELECT product, on_hand FROM stock WHERE product IN (?*) AND owner = ? AND warehouse = ?"
    return dict(rows_in(connection, query, sorted(set(products)), owner, warehouse))
