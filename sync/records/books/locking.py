"""Row locks, taken in one order by everybody: the buyer's account, the document, the policies, then the stock rows.

Rows of one kind are taken sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from sync.records.books.bulk import rows_in
from sync.records.documents.stocks import stock_rows
from sync.records.orders.promised_apart import reserved_apart


def lock_account(connection: Connection, buyer: str) -> None:
    """Nobody else decides or posts for this buyer until the transaction ends."""
    _lock(connection, "SELECT pk FROM dealer WHERE id IN (?*) FOR UPDATE", [buyer])


def lock_document(connection: Connection, document_id: str) -> None:
    """Nobody else changes this document, or what is derived on it, until the transaction ends."""
    _lock(connection, "SELECT pk FROM document WHERE id IN (?*) FOR UPDATE", [document_id])


def lock_documents(connection: Connection, ids: Sequence[str]) -> bool:
    """The same for several; whether what was read of them before may be out of date."""
    return _lock(connection, "SELECT pk FROM document WHERE id IN (?*) ORDER BY pk FOR UPDATE", sorted(set(ids)))


def lock_order(connection: Connection, order: str) -> Any:
    """The row of an order (by id) once nobody else decides for its buyer or changes it; None where there is none.

    The account and the document are locked in that order, by one statement.
    """
    alone = connection.dialect.name == "sqlite"  # nobody else writes, so that there is no account to lock
    found = rows_in(connection, _ORDER if alone else _ORDER_LOCKED, [order])
    return found[0] if found else None


# The kind is spelled so that its index isn't taken: it would read every order.
_ORDER = "SELECT d.* FROM document d WHERE d.id IN (?*) AND d.kind || '' = 'order'"
_ORDER_LOCKED = (
    "SELECT d.* FROM dealer b JOIN document d ON d.buyer = b.id WHERE d.id IN (?*) AND d.kind || '' = 'order' "
    "FOR UPDATE"
)


def lock_policy(connection: Connection, policy: str) -> None:
    """Nobody else settles this policy, or uses up its limits, until the transaction ends; before any account."""
    _lock(connection, "SELECT pk FROM policy WHERE policy IN (?*) ORDER BY pk FOR UPDATE", [policy])


def lock_policies(connection: Connection, ids: Sequence[str]) -> None:
    """Nobody else takes anything of these policies' limits until the transaction ends."""
    order = 'ORDER BY policy COLLATE "C", version FOR UPDATE'
    _lock(connection, f"SELECT pk FROM policy WHERE policy IN (?*) {order}", sorted(set(ids)))


def lock_statements(connection: Connection, ids: Sequence[str]) -> None:
    """Nobody else acts on these statements until the transaction ends."""
    _lock(connection, "SELECT pk FROM statement WHERE id IN (?*) ORDER BY pk FOR UPDATE", sorted(set(ids)))


def lock_stock(connection: Connection, owner: str, product_ids: Sequence[str]) -> list[Any]:
    """Nobody else promises or moves these products of an owner, in any warehouse, until the transaction ends.

    Returns what there is: product, warehouse, on hand and reserved.
    """
    listed = sorted(set(product_ids))
    if connection.dialect.name == "sqlite":
        return [*stock_rows(connection, owner, listed), *reserved_apart(connection, owner, listed)]
    # The same order as in `Shifts.write`, whatever the database's own way of sorting is.
    sql = (
        "SELECT product, warehouse, on_hand, reserved FROM stock WHERE product IN (?*) AND owner = ? "
        'ORDER BY warehouse COLLATE "C", product COLLATE "C" FOR UPDATE'
    )
    return rows_in(connection, sql, listed, owner)  # HQ: no desk's books


def _lock(connection: Connection, query: str, values: Sequence[str], *after: str) -> bool:
    # SQLite has one writer at a time: its transaction began by taking that place.
    return connection.dialect.name != "sqlite" and bool(rows_in(connection, query, values, *after))
