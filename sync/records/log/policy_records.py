"""Derives the rows of people, policies, rebates, settling, statements and bank lines from their records."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from sync.records.bodies.accounts import ACCOUNT_BODIES
from sync.records.bodies.body import Body
from sync.records.bodies.policies import POLICY_BODIES
from sync.records.books.bulk import rows_in, upsert_rows
from sync.records.books.settings import write_setting
from sync.records.log.masters import TableApplier
from sync.records.orders.fulfilment import refresh_orders
from sync.records.pricing.given_back import refresh_given_back
from sync.records.schema import (  # noqa: F401 -- their tables stand in the metadata
    account_tables,
    policy_tables,
    tree_tables,
)
from sync.records.schema.columns import metadata

# Another one whenever the policies of this book change, so that what was made ready of them is made anew. It is random,
# because a number counted up in a transaction that is undone would come again for other policies.
POLICY_MARK = "policy_mark"
_STORED_AS_TEXT = (list, dict, tuple, msgspec.Raw)
_encode = msgspec.json.encode


class RecordApplier(TableApplier):
    """Derives one row from one record; lists, mappings and forms are kept as JSON."""

    def __init__(self, table: Table, body_type: type[Body]) -> None:
        super().__init__(table, body_type)
        take = self.take
        self.take = lambda body: tuple(map(_stored, take(body)))


class PolicyApplier(RecordApplier):
    """Derives policies, keeps the versions that documents here name, and tells that something changed."""

    def put(self, connection: Connection, records: Sequence[tuple[str, Any]]) -> None:
        super().put(connection, records)
        _mark(connection)

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        _keep(connection, ids)
        super().drop(connection, ids)
        _mark(connection)


class ClosingApplier(RecordApplier):
    """Derives what sellers closed of their orders, and moves the orders' states."""

    def put(self, connection: Connection, records: Sequence[tuple[str, Any]]) -> None:
        super().put(connection, records)
        _reckon(connection, [body.order for _, body in records])

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        orders = rows_in(connection, 'SELECT "order" FROM order_closing WHERE id IN (?*)', ids)
        super().drop(connection, ids)
        _reckon(connection, [order for (order,) in orders])


def _reckon(connection: Connection, orders: Sequence[str]) -> None:
    refresh_orders(connection, orders)
    refresh_given_back(connection, sorted(set(orders)), all_of_them=True)


def _stored(value: Any) -> Any:
    if isinstance(value, msgspec.Raw):
        return bytes(value).decode()
    return _encode(value).decode() if isinstance(value, _STORED_AS_TEXT) else value


def _mark(connection: Connection) -> None:
    write_setting(connection, POLICY_MARK, secrets.token_hex(8))


def _keep(connection: Connection, ids: Sequence[str]) -> None:
    """A document goes on naming the version it was priced with, when its stream is taken away."""
    rows = rows_in(connection, "SELECT policy, version, form FROM policy WHERE id IN (?*)", ids)
    named = rows_in(
        connection,
        "SELECT DISTINCT policy, version FROM policy_use WHERE policy IN (?*)",
        sorted({policy for policy, _, _ in rows}),
    )
    kept = {tuple(each) for each in named}
    rows = [tuple(row) for row in rows if (row[0], row[1]) in kept]
    upsert_rows(connection, policy_tables.policy_kept, ("policy", "version", "form"), rows, key=("policy", "version"))


# Kinds whose names an engine takes for its own.
_NAMED: dict[str, Table] = {"user": policy_tables.desk_user, "grant": policy_tables.role_grant}
_TABLES: dict[str, Table] = {
    **{kind: metadata.tables[kind] for kind in POLICY_BODIES if kind not in _NAMED},
    **_NAMED,
    **{kind: metadata.tables[kind] for kind in ACCOUNT_BODIES},
}
_APPLIERS: dict[str, type[RecordApplier]] = {"policy": PolicyApplier, "order_closing": ClosingApplier}


def _applier(kind: str, body_type: type[Body]) -> RecordApplier:
    return _APPLIERS.get(kind, RecordApplier)(_TABLES[kind], body_type)


RECORDS: dict[str, RecordApplier] = {
    kind: _applier(kind, body_type) for kind, body_type in {**POLICY_BODIES, **ACCOUNT_BODIES}.items()
}
DERIVED_TABLES: tuple[str, ...] = tuple(table.name for table in _TABLES.values())
