"""Derives the rows of dealers, products, prices, availability and periods from their records."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from sync.records.bodies.records import (
    AvailabilityBody,
    Body,
    DealerBody,
    PeriodBody,
    PriceBody,
    ProductBody,
)
from sync.records.books.bulk import rows_in, run_many, upsert_rows
from sync.records.books.searching import search_keys
from sync.records.books.settings import write_setting
from sync.records.schema import tables

Record = tuple[str, Any]
GOODS_MARK = "goods_mark"
"""The setting that is another one whenever products, prices or dealers' cards of a SQLite book change; random, for a
number counted up in a transaction that is undone would come again for other goods."""


def note_goods(connection: Connection) -> None:
    """Says that products, prices or dealers change; on a shared database all would wait for one another here."""
    if connection.dialect.name == "sqlite":
        write_setting(connection, GOODS_MARK, secrets.token_hex(8))


class TableApplier:
    """Derives one row of one table from one record."""

    def __init__(self, table: Table, body_type: type[Body]) -> None:
        self.table = table
        self._fields = tuple(body_type.__struct_fields__)
        self.columns = ("id", *self._fields)
        self.take: Callable[[Any], tuple[Any, ...]] = _taker(self._fields)

    def put(self, connection: Connection, records: Sequence[Record]) -> None:
        take = self.take
        rows = [(record_id, *take(body)) for record_id, body in records]
        upsert_rows(connection, self.table, self.columns, rows)

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        run_many(connection, f'DELETE FROM "{self.table.name}" WHERE id = ?', [(each,) for each in ids])


class ProductApplier(TableApplier):
    """Derives a product's row and, on SQLite, what type-ahead finds it by."""

    def __init__(self) -> None:
        super().__init__(tables.product, ProductBody)

    def put(self, connection: Connection, records: Sequence[Record]) -> None:
        if connection.dialect.name != "sqlite":
            super().put(connection, records)
            return
        ids = [record_id for record_id, _ in records]
        self._forget(connection, ids)
        super().put(connection, records)
        note_goods(connection)
        keys = rows_in(connection, "SELECT id, pk FROM product WHERE id IN (?*)", ids)
        bodies = dict(records)
        run_many(
            connection,
            "INSERT INTO product_search (rowid, keys) VALUES (?, ?)",
            [(pk, search_keys(bodies[each])) for each, pk in keys],
        )

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        if connection.dialect.name == "sqlite":
            self._forget(connection, ids)
        super().drop(connection, ids)
        note_goods(connection)

    def _forget(self, connection: Connection, ids: Sequence[str]) -> None:
        known = rows_in(connection, "SELECT pk FROM product WHERE id IN (?*)", ids)
        run_many(connection, "DELETE FROM product_search WHERE rowid = ?", [(pk,) for (pk,) in known])


class PriceApplier(TableApplier):
    """Derives a price's row."""

    def __init__(self) -> None:
        super().__init__(tables.price, PriceBody)

    def put(self, connection: Connection, records: Sequence[Record]) -> None:
        super().put(connection, records)
        note_goods(connection)

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        super().drop(connection, ids)
        note_goods(connection)


def _taker(fields: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*fields)


class DealerApplier(TableApplier):
    """Derives a dealer's row; its tags are kept as a JSON list."""

    def __init__(self) -> None:
        super().__init__(tables.dealer, DealerBody)
        take, place = self.take, self._fields.index("tags")
        self.take = lambda body: _listed(take(body), place)

    def put(self, connection: Connection, records: Sequence[Record]) -> None:
        super().put(connection, records)
        note_goods(connection)

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        super().drop(connection, ids)
        note_goods(connection)


def _listed(row: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return (*row[:place], msgspec.json.encode(row[place]).decode(), *row[place + 1 :])


DEALERS = DealerApplier()
PRODUCTS = ProductApplier()
PRICES = PriceApplier()
AVAILABILITIES = TableApplier(tables.availability, AvailabilityBody)
PERIODS = TableApplier(tables.period, PeriodBody)
