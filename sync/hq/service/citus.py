"""What HQ's schema would be on a Citus cluster: where each table goes, what hinders it, and the SQL that would do it.

Citus spreads a table's rows by one column; a statement is cheap where all it touches has one value of it. Ours is the
dealer: the agent in whose branch an account lies. Small tables that HQ alone writes are copied to every machine.
Nothing here was run against a cluster: these are the rules Citus documents, applied to our own tables and statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ForeignKeyConstraint, Table, Text, UniqueConstraint

from sync.records.schema import (
    account_tables,
    policy_tables,
    returned_tables,
    service_tables,
    snapshot_tables,
    tables,
    tree_tables,
)
from sync.records.schema.columns import metadata

Kind = Literal["spread", "copied", "local"]
KEY = "dealer"
_MODULES = (
    account_tables, policy_tables, returned_tables, service_tables, snapshot_tables, tables, tree_tables
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table goes.

    Attributes:
        key: what a spread table's rows go by today, where they say it themselves.
        through: the table whose rows say it for this one, by the columns that lead there.
    """

    kind: Kind
    key: str = ""
    through: str = ""


_COPIED = TablePlace("copied")
_LOCAL = TablePlace("local")


def _of(key: str) -> TablePlace:
    return TablePlace("spread", key)


def _below(through: str) -> TablePlace:
    return TablePlace("spread", through=through)


PLACES: dict[str, TablePlace] = {
    # Written by HQ, read by all, small beside the rest.
    **dict.fromkeys(("dealer", "product", "price", "policy", "policy_kept", "quota", "availability"), _COPIED),
    **dict.fromkeys(("desk", "desk_user", "role_grant", "move", "parted"), _COPIED),
    # What a restore left promised on orders that are away; asked for beside each seller's stock.
    "promised_apart": _COPIED,
    # An account's papers lie with its buyer's branch.
    **{name: _of("buyer") for name in ("document", "statement", "settlement", "reconciled", "order_closing")},
    **{name: _below("document") for name in ("document_line", "posting", "stock_move", "policy_use", "wallet_use")},
    **{name: _of("dealer") for name in ("period", "profile", "rebate_payout", "rebate_adjustment")},
    **{name: _of("dealer") for name in ("policy_read", "verdict_seen", "dismissal", "choice")},
    "stock": _of("owner"),
    "answer": _below("document"),
    "reply": _below("statement"),
    "confirmation": _below("statement"),
    "bank_line": _below("document"),
    "print_count": _below("document"),
    # A stream's name says whose it is; its head moves with every entry, so it lies beside them.
    "stream": _below("stream"),
    "entry": _below("stream"),
    "problem": _below("stream"),
    "passage": _below("stream"),
    "undone": _below("stream"),
    "arrival": _below("stream"),
    "signed_head": _below("stream"),
    # What only the machine that coordinates needs.
    **dict.fromkeys(("setting", "draft", "policy_draft", "number_sequence", "exchange_log", "enrol_code"), _LOCAL),
    # After a restore of HQ, in front of one person.
    **dict.fromkeys(("returned_run", "returned_entry", "returning_order"), _LOCAL),
    **dict.fromkeys(("snapshot", "part", "snapshot_part", "snapshot_claim", "stream_mark"), _LOCAL),
    **dict.fromkeys(
        ("wrong_code", "loaded_row", "user_secret", "hearing", "kept_unknown", "request", "request_answer"), _LOCAL
    ),
}
# The ways from one spread table to another along which both have the same dealer.
_WAYS = (
    {
        frozenset({"document", each})
        for each in ("document_line", "posting", "stock_move", "policy_use", "wallet_use", "answer", "bank_line")
    }
    # What settles an account stands with the account's buyer, as its documents do.
    | {frozenset({"document", each}) for each in ("settlement", "order_closing")}
    | {frozenset({"stream", each}) for each in ("entry", "problem", "passage", "undone", "arrival", "signed_head")}
    | {frozenset({"statement", each}) for each in ("reply", "confirmation")}
)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What has to change in one table before it can be spread."""

    table: str
    code: Literal["unplaced", "key_missing", "key_of_another_name", "unique_without_key", "reference_without_key"]
    columns: tuple[str, ...] = ()


def placed() -> list[tuple[Table, TablePlace]]:
    """Every table of the schema and where it goes."""
    return [(each, _place(each)) for each in metadata.sorted_tables]


def _place(table: Table) -> TablePlace:
    """Where a table goes; one nobody has placed stays where it is, and is told among the hindrances."""
    return PLACES.get(table.name, _LOCAL)


def hindrances() -> list[Hindrance]:
    """Everything that keeps the schema as it is from being spread, worked out from the tables themselves."""
    unplaced = [Hindrance(each.name, "unplaced") for each in metadata.sorted_tables if each.name not in PLACES]
    spread = [(table, place) for table, place in placed() if place.kind == "spread"]
    return unplaced + [found for table, place in spread for found in _hindering(table, place)]


def _hindering(table: Table, place: TablePlace) -> Iterator[Hindrance]:
    if place.key != KEY:
        yield Hindrance(
            table.name, "key_of_another_name" if place.key else "key_missing", (place.key or place.through,)
        )
    for columns in _uniques(table):
        if place.key not in columns:
            yield Hindrance(table.name, "unique_without_key", columns)
    for constraint in _references(table):
        yield Hindrance(table.name, "reference_without_key", tuple(constraint.column_keys))


def _references(table: Table) -> list[ForeignKeyConstraint]:
    """Where a table refers to one that is spread."""
    found = [each for each in table.foreign_key_constraints if _place(each.referred_table).kind == "spread"]
    return sorted(found, key=lambda each: str(each.name))


def _referred_again(table: Table) -> list[str]:
    """The same references with the key on both sides, which lie together then."""
    return [
        f'ALTER TABLE "{table.name}" ADD CONSTRAINT {each.name} FOREIGN KEY ({KEY}, {each.column_keys[0]}) REFERENCES '
        f'"{each.referred_table.name}" ({KEY}, {each.elements[0].column.name}) ON DELETE CASCADE;'
        for each in _references(table)
    ]


def _uniques(table: Table) -> list[tuple[str, ...]]:
    found = {tuple(each.name for each in table.primary_key)}
    found |= {tuple(c.name for c in each.columns) for each in table.indexes if each.unique}
    found |= {tuple(c.name for c in each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)}
    return sorted(found)


def script() -> list[str]:
    """The SQL, in its order: keys added and filled, what is unique widened by the key, tables copied and spread."""
    lines = ["CREATE EXTENSION IF NOT EXISTS citus;", *_BRANCHES]
    spread = [(table, place) for table, place in placed() if place.kind == "spread"]
    for table, _ in spread:
        lines += [f'ALTER TABLE "{table.name}" DROP CONSTRAINT {each.name};' for each in _references(table)]
    for table, place in spread:
        lines += _key_added(table, place)
    for table, _ in spread:
        lines += _referred_again(table)
    for table, place in placed():
        if place.kind == "copied":
            lines.append(f"SELECT create_reference_table('{table.name}');")
    first = spread[0][0].name
    for table, _ in spread:
        beside = "" if table.name == first else f", colocate_with => '{first}'"
        lines.append(f"SELECT create_distributed_table('{table.name}', '{KEY}'{beside});")
    return lines


# The agent at the top of each dealer's branch; HQ itself is a branch of its own.
_BRANCHES = (
    "CREATE TABLE branch (dealer text PRIMARY KEY, agent text NOT NULL);",
    (
        "INSERT INTO branch WITH RECURSIVE top (id) AS (SELECT id FROM dealer WHERE parent IS NULL), "
        "below (dealer, agent) AS (SELECT id, id FROM dealer WHERE parent IS NULL OR parent IN (SELECT id FROM top) "
        "UNION SELECT d.id, b.agent FROM dealer d JOIN below b ON d.parent = b.dealer "
        "WHERE b.agent NOT IN (SELECT id FROM top)) SELECT dealer, agent FROM below;"
    ),
    "SELECT create_reference_table('branch');",
)
# How a stream says whose it is: by its name, or by the desk that writes it; what all read lies with HQ.
_OF_STREAM = (
    "COALESCE((SELECT CASE WHEN s.name LIKE 'dealer/%' THEN substr(s.name, 8) ELSE k.dealer END FROM stream s "
    "LEFT JOIN desk k ON s.name = 'desk/' || k.id WHERE s.{column} = {table}.{own}), '')"
)


def _key_added(table: Table, place: TablePlace) -> list[str]:
    name = table.name
    lines = []
    if place.key != KEY:
        lines.append(f"ALTER TABLE \"{name}\" ADD COLUMN {KEY} text NOT NULL DEFAULT '';")
    agent = f"SELECT agent FROM branch WHERE branch.dealer = {_said(table, place)}"
    lines.append(f"UPDATE \"{name}\" SET {KEY} = COALESCE(({agent}), '');")
    parted = [_PARTED[name]] if name in _PARTED else []
    keys = ", ".join(f'"{each}"' for each in [*(column.name for column in table.primary_key), *parted])
    lines.append(f'ALTER TABLE "{name}" DROP CONSTRAINT pk_{name};')
    lines.append(f'ALTER TABLE "{name}" ADD CONSTRAINT pk_{name} PRIMARY KEY ({KEY}, {keys});')
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        if index.unique:
            lines += _index_widened(name, str(index.name), [c.name for c in index.columns], parted)
    for each in table.constraints:
        if isinstance(each, UniqueConstraint):
            lines.append(f'ALTER TABLE "{name}" DROP CONSTRAINT {each.name};')
            lines += _index_widened(name, str(each.name), [c.name for c in each.columns], parted)
    return lines


# What a table's parts go by on PostgreSQL: every key over all of them has it too.
_PARTED = {"entry": "live"}


def _index_widened(table: str, index: str, columns: list[str], parted: list[str]) -> list[str]:
    if table == "entry" and "record" in columns:
        table, parted = "entry_living", []  # which record lives where is said of the living part alone
    named = ", ".join(f'"{each}"' for each in [*columns, *parted])
    return [f"DROP INDEX IF EXISTS {index};", f'CREATE UNIQUE INDEX {index} ON "{table}" ({KEY}, {named});']


def _said(table: Table, place: TablePlace) -> str:
    """The expression that gives a row's dealer today."""
    if place.key:
        return f'"{table.name}".{place.key}'
    if place.through == "stream":
        own = "id" if table.name == "stream" else "stream"
        column = "name" if isinstance(table.columns[own].type, Text) else "id"
        return _OF_STREAM.format(column=column, table=f'"{table.name}"', own=own)
    column, other = _LEADS[table.name]
    return f'(SELECT d.buyer FROM {place.through} d WHERE d.{other} = "{table.name}"."{column}")'


# The column that leads to the table which says whose a row is, and the column there.
_LEADS = {
    **dict.fromkeys(("document_line", "posting", "stock_move", "policy_use", "wallet_use"), ("document", "pk")),
    "answer": ("order", "id"),
    "bank_line": ("document", "id"),
    "print_count": ("paper", "id"),
    "reply": ("statement", "id"),
    "confirmation": ("statement", "id"),
}


def breaches(sql: str) -> list[str]:
    """Which rules a statement breaks that a dealer column alone would not heal.

    `cross_join`: spread tables are joined along a way on which both needn't have the same dealer. `local_join`: a
    spread table is joined with one that stands on one machine. `unplaced`: a table nobody has placed.
    """
    return sorted({told for names in _members(sql) for told in _broken(names)})


def _members(sql: str) -> Iterator[set[str]]:
    """The tables of each statement that a UNION puts one behind the other: they are not joined."""
    own = {name.lower() for name in _NAMED.findall(sql)}
    for member in _UNION.split(sql):
        yield touched(member) - own


def _broken(names: set[str]) -> list[str]:
    found = [f"unplaced {name}" for name in sorted(names - set(PLACES))]
    kinds = {name: PLACES[name].kind for name in names & set(PLACES)}
    spread = sorted(name for name, kind in kinds.items() if kind == "spread")
    if spread:
        found += [f"local_join {name}" for name, kind in sorted(kinds.items()) if kind == "local"]
    joined = {spread[0]} if spread else set()
    for _ in spread:
        joined |= {name for name in spread if any(frozenset({name, each}) in _WAYS for each in joined)}
    found += [f"cross_join {spread[0]} {name}" for name in spread if name not in joined]
    return found


_UNION = re.compile(r"\bUNION(?:\s+ALL)?\b", re.IGNORECASE)
_TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?([a-z_]+)"?', re.IGNORECASE)
_NAMED = re.compile(
    r"(?:\bWITH\s+(?:RECURSIVE\s+)?|,\s*)([a-z_]+)\s*(?:\([^()]*\)\s*)?AS\s*(?:MATERIALIZED\s*)?\(", re.IGNORECASE
)
_NO_TABLES = frozenset(
    {"select", "set", "sqlite_master", "json_each", "unnest", "pg_notify", "product_search", "excluded", "nothing"}
)


def touched(sql: str) -> set[str]:
    """The tables a statement names; those it defines for itself are left out."""
    own = {name.lower() for name in _NAMED.findall(sql)}
    return {name.lower() for name in _TABLE.findall(sql)} - own - _NO_TABLES


def describe() -> Iterator[str]:
    """What `python -m sync.hq.service.citus` tells: the hindrances as comments, then the script."""
    for each in hindrances():
        yield f"-- {each.table}: {each.code} ({', '.join(each.columns)})"
    yield from script()


if __name__ == "__main__":
    print("\n".join(describe()))  # noqa: T201 -- a command tells
