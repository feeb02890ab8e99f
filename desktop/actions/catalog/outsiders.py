"""Dealers the books know who can't be customers here: one's own company, those it buys from, others' customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.tables.cells import folded
from domain.tables.sorting import Why
from sync.records.books.bulk import query_rows, rows_in

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Outsiders:
    """Why a code or a name can't be that of a new customer, by either, folded for comparing."""

    by_code: Mapping[str, Why]
    by_name: Mapping[str, Why]

    def why(self, code: str, name: str = "") -> Why | None:
        """Why nobody new may be called so; None where nothing speaks against it."""
        fold = folded(code)
        return self.by_code.get(fold) or self.by_name.get(fold) or self.by_name.get(folded(name))


def outsiders_of(connection: Connection, own: str) -> Outsiders:
    """Everyone HQ's list has who isn't right below `own`; the names of oneself and of those above count as codes do.

    What other desks made for themselves has codes of its own there, which bar nobody here.
    """
    sql = "SELECT id, code, name, parent FROM dealer WHERE id = code AND (parent IS NULL OR parent <> ?)"
    rows = query_rows(connection, sql, own)
    above = _above(connection, own)
    by_code: dict[str, Why] = {}
    by_name: dict[str, Why] = {}
    for row in rows:
        reason = "customer_is_oneself" if row.id == own else "customer_is_above" if row.id in above else ""
        why: Why = (reason or "customer_elsewhere", {"code": row.code, "name": row.name})
        by_code[folded(row.code)] = why
        if reason and row.name:
            by_name[folded(row.name)] = why
    return Outsiders(by_code, by_name)


def _above(connection: Connection, own: str) -> set[str]:
    """The ids of those above a dealer, up to HQ."""
    above: set[str] = set()
    at: Any = own
    while at:
        found = rows_in(connection, "SELECT parent FROM dealer WHERE id IN (?*)", [at])
        at = found[0].parent if found else None
        if at in above:
            break
        above |= {at} if at else set()
    return above
