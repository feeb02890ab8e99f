"""What every order of a SQLite book is judged on whatever is in it, read by one question instead of five."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows
from sync.records.books.goods import Marks
from sync.records.log.masters import GOODS_MARK
from sync.records.log.policy_records import POLICY_MARK
from sync.records.log.streams import living

_STOCKED = "FROM stock WHERE owner = ? AND warehouse > ''"
WAREHOUSES = (
    "(SELECT value FROM setting WHERE key = 'main_warehouse') AS chosen, "
    f"(SELECT MIN(warehouse) {_STOCKED}) AS low, (SELECT MAX(warehouse) {_STOCKED}) AS high"
)
"""What tells where an owner's goods lie, by questions of one answer each, straight from the index; `chosen` in the
settings, and the first and the last by key of those that have any. Two marks for the owner."""


class Ground(NamedTuple):
    """What doesn't depend on an order's lines.

    Attributes:
        marks: what policies and goods change with.
        closed: the last day of the dealer's closed books, whichever of its desks closed them; None where none did.
        taken: whether the order's id is that of an order already.
        warehouse: where the dealer's goods lie where there is no choice; None where several have some.
    """

    marks: Marks
    closed: date | None
    taken: bool
    warehouse: str | None


def read_ground(connection: Connection, dealer: str, order: str) -> Ground:
    """The ground on which an order of this id, which may be a new one, is judged at this dealer's desk."""
    sql = (
        f"SELECT (SELECT value FROM setting WHERE key = '{POLICY_MARK}') AS policies, "
        f"(SELECT value FROM setting WHERE key = '{GOODS_MARK}') AS goods, "
        "(SELECT MAX(closed_through) FROM period WHERE dealer = ?) AS closed, "
        f"EXISTS (SELECT 1 FROM entry WHERE {living(connection)} AND kind = 'order' AND record = ?) AS taken, "
        f"{WAREHOUSES}"
    )
    ((policies, goods, closed, taken, chosen, low, high),) = query_rows(connection, sql, dealer, order, dealer, dealer)
    return Ground(
        Marks(policies or "", goods or ""),
        date.fromisoformat(closed) if closed else None,
        bool(taken),
        sole_warehouse(chosen, low, high),
    )


HOUSE_WAREHOUSE = "主仓"


def sole_warehouse(chosen: str | None, low: str | None, high: str | None) -> str | None:
    """The warehouse that `WAREHOUSES` tells; None where several have goods and none was chosen."""
    if chosen:
        return chosen
    return (low or HOUSE_WAREHOUSE) if low == high else None
