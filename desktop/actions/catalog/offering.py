"""Whom type-ahead offers: nobody set inactive unless called by name, and for a merged card the one that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import dealers_by_id
from desktop.actions.catalog.customers import customer_ids, customer_rows
from desktop.actions.catalog.merging import survivor
from domain.parties.dealers import INACTIVE, MERGED
from domain.tables.cells import folded
from sync.records.books.bulk import rows_in

if TYPE_CHECKING:
    from desktop.actions.documents.views import CustomerRow
    from desktop.desk import Desk

_LOOKED_AT, _OFFERED = 60, 20


def offered_customers(desk: Desk, text: str) -> list[CustomerRow]:
    """Customers for what was typed; all of them (the first twenty) for nothing."""
    rows = customer_rows(desk, customer_ids(desk, text)[:_LOOKED_AT])
    merged = [row.id for row in rows if row.status == MERGED]
    following = _survivors(desk, merged) if merged else {}
    named = folded(text)
    offered: dict[str, CustomerRow] = {}
    for row in rows:
        called = named in (folded(row.code), folded(row.name))
        if row.status == MERGED and row.id in following:
            offered.setdefault(following[row.id].id, following[row.id])
        elif row.status != INACTIVE or called:
            offered.setdefault(row.id, row)
    # Where nobody else is meant, whoever is no longer offered is shown all the same, and the order says why not.
    return (list(offered.values()) or [row for row in rows if row.status == INACTIVE])[:_OFFERED]


def _survivors(desk: Desk, merged: list[str]) -> dict[str, CustomerRow]:
    """The rows of the cards that go on for these, by the merged card's id."""
    with desk.book.reading() as connection:
        at = {each.id: survivor(connection, each).id for each in dealers_by_id(connection, merged).values()}
        keys = [
            row.pk for row in rows_in(connection, "SELECT pk FROM dealer WHERE id IN (?*)", sorted(set(at.values())))
        ]
    rows = {row.id: row for row in customer_rows(desk, keys)}
    return {each: rows[following] for each, following in at.items() if following in rows}
