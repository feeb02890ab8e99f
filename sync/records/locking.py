"""Row locks, taken in one order by everybody: the buyer's account, the document, the policies, then the stock rows.

Rows of one kind are taken sorted.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from sync.records.bulk import rows_in


def lock_account(connection: Connection, buyer: str) -> None:
    """Nobody else decides or posts for this buyer until the transaction ends."""
    _lock(connection, "SELECT pk FROM dealer WHERE id IN (?*) FOR UPDATE", [buyer])


def lock_document(connection: Connection, document_id: str) -> None:
    """Nobody else changes this document, or what is derived on it, until the transaction ends."""
    _lock(connection, "SELECT pk FROM document WHERE id IN (?*) FOR UPDATE", [document_id])


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


def lock_stock(connection: Connection, owner: str, product_ids: Sequence[str]) -> None:
    """Nobody else promises or moves these products of an owner, in any warehouse, until the transaction ends."""
    # The same order as in `Shifts.write`, whatever the database's own way of sorting is.
    order = 'ORDER BY warehouse COLLATE "C", product COLLATE "C" FOR UPDATE'
    wanted = sorted(set(product_ids))
    _lock(connection, f"SELECT product FROM stock WHERE product IN (?*) AND owner = ? {order}", wanted, owner)


def _lock(connection: Connection, query: str, values: Sequence[str], *after: str) -> None:
    # SQLite has one writer at a time: its transaction began by taking that place.
    if connection.dialect.name != "sqlite":
        rows_in(connection, query, values, *after)
