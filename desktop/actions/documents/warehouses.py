"""Warehouses are known by the goods that lie in them; a name nobody used before is told, because it may be misspelt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import main_warehouse
from desktop.labels import NAMES
from domain.explain import Reason
from domain.tables.cells import folded
from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Warehouses:
    """An owner's warehouses as they are before something is booked."""

    def __init__(self, connection: Connection, owner: str) -> None:
        self.main = main_warehouse(connection, owner)
        sql = "SELECT DISTINCT warehouse FROM stock WHERE owner = ? AND warehouse <> '' ORDER BY warehouse"
        found = [str(row.warehouse) for row in query_rows(connection, sql, owner)]
        self.names = [self.main, *(name for name in found if name != self.main)]
        called = {folded(word): kept for kept in self.names for word in NAMES["warehouse"].get(kept, ())}
        self._spelled = called | {folded(name): name for name in reversed(self.names)}

    def meant(self, typed: str) -> str:
        """The warehouse that a name means, whatever its width, case and blanks; the main one where nothing is said.

        The house's own, which nobody named, goes by what it is called in either language.
        """
        return self._spelled.get(folded(typed), typed) if typed.strip() else self.main

    def told_new(self, used: Iterable[str]) -> list[Reason]:
        """That names among these begin a warehouse, beside those there were."""
        fresh = sorted({name for name in used if name not in self.names})
        facts = {"warehouse": ", ".join(fresh), "known": ", ".join(self.names)}
        return [Reason("warehouse_new", "warn", facts)] if fresh else []
