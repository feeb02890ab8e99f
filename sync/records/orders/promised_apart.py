"""What this seller promised on orders that HQ lost and its buyer hasn't sent again: the goods stay reserved meanwhile.

When HQ is set back, a buyer's stream begins anew and the orders HQ lost leave the seller's tables until the buyer has
exchanged. The seller's answers stand in its own stream, so nobody must sell the goods once more in between.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from sync.records.books.bulk import query_lists, query_rows, rows_in, run_many
from sync.records.documents.stocks import STOCK_AT, stock_rows
from sync.records.log.streams import living

_AWAY = "NOT EXISTS (SELECT 1 FROM document d WHERE d.id = p.record)"


def keep_promises(
    connection: Connection, stream: str, after: int, records: Collection[tuple[str, str]] | None = None
) -> None:
    """Notes what is reserved for a stream's orders behind a number, or for these (kind, id), before they go."""
    sql = (
        "SELECT d.id, d.seller, l.reserved_in, l.product, SUM(l.reserved) FROM document d "
        "JOIN document_line l ON l.document = d.pk JOIN entry e ON e.record = d.id AND e.kind = 'order' "
        f"AND e.{living(connection)} JOIN stream s ON s.id = e.stream JOIN setting o ON o.key = 'dealer_id' "
        "WHERE s.name = ? AND e.number > ? AND d.kind = 'order' AND d.seller = o.value AND l.reserved > 0 "
        "GROUP BY d.id, d.seller, l.reserved_in, l.product"
    )
    found = query_rows(connection, sql, stream, 0 if records is not None else after)
    kept = [tuple(row) for row in found if records is None or ("order", row[0]) in records]
    put = (
        "INSERT INTO promised_apart (record, owner, warehouse, product, quantity) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (owner, product, warehouse, record) DO UPDATE SET quantity = excluded.quantity"
    )
    run_many(connection, put, kept)


def reserved_apart(connection: Connection, owner: str, products: Sequence[str]) -> list[Any]:
    """Rows as of stock: product, warehouse, 0 on hand, and what is reserved for orders that aren't here."""
    sql = (
        "SELECT p.product, p.warehouse, 0 AS on_hand, p.quantity AS reserved FROM promised_apart p "
        f"WHERE p.product IN (?*) AND p.owner = ? AND {_AWAY}"
    )
    return rows_in(connection, sql, list(products), owner)


# The sign keeps the engine at its key, which begins with the owner: the table is nearly always empty.
_STOCK_AND_APART = (
    f"{STOCK_AT} UNION ALL SELECT p.product, p.warehouse, 0, p.quantity FROM promised_apart p "
    f"WHERE p.owner = ? AND +p.product IN (?*) AND {_AWAY}"
)


def stock_and_apart(connection: Connection, owner: str, products: Sequence[str], warehouse: str = "") -> list[Any]:
    """`stock_rows` and `reserved_apart` together; at a desk by one question where a warehouse is named."""
    listed = list(products)
    if warehouse and connection.dialect.name == "sqlite":
        return query_lists(connection, _STOCK_AND_APART, owner, listed, [warehouse, ""], owner, listed)
    return [*stock_rows(connection, owner, listed, warehouse), *reserved_apart(connection, owner, listed)]


def apart(connection: Connection) -> list[Any]:
    """All of it: record, owner, warehouse, product, quantity."""
    return query_rows(connection, f"SELECT * FROM promised_apart p WHERE {_AWAY} ORDER BY owner, product, warehouse")


def forget_promises(connection: Connection, *, all_of_them: bool = False) -> None:
    """Forgets what is here again; or, where a person says so, all."""
    where = "" if all_of_them else " WHERE record IN (SELECT id FROM document WHERE kind = 'order')"
    connection.exec_driver_sql(f"DELETE FROM promised_apart{where}")
