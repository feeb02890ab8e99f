"""Takes the rows of damaged books that fit a sound book's tables: proven where they prove themselves, else by shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, run_many
from sync.records.copies.journal import Copied
from sync.records.copies.nameplate import KEYS, is_whole
from sync.records.repair.carving import CarvedRow, Carving, Value
from sync.records.schema.columns import metadata
from sync.streams import OwnEntry, leaf_of, make_entry

# What a person typed or did at this very machine, and no stream holds.
LOCAL = ("draft", "user_secret", "print_count", "policy_kept", "number_sequence", "exchange_log")
_AT_ONCE = 2000
_WHOLE_NAMES = frozenset({"catalog", "stock", "hq"})
_KINDS: dict[str, type] = {"INT": int, "BOO": int, "TEX": str, "VAR": str, "BLO": bytes}


@dataclass(frozen=True, slots=True)
class Shape:
    """What rows of a table look like: its columns' names and kinds, which must hold something, which is the row id."""

    table: str
    names: tuple[str, ...]
    kinds: tuple[type, ...]
    needed: tuple[bool, ...]
    least: int
    rowid: int | None

    def fit(self, row: CarvedRow) -> tuple[Value, ...] | None:
        """The row's values, the row id in its place; None where they can't be of this table."""
        if not self.least <= len(row.values) <= len(self.names):
            return None
        values = list(row.values)
        if self.rowid is not None:
            if values[self.rowid] is not None:
                return None
            values[self.rowid] = row.rowid
        for value, kind, needed in zip(values, self.kinds, self.needed, strict=False):
            if needed if value is None else not isinstance(value, kind):
                return None
        return tuple(values)


Shapes = dict[str, Shape]


@dataclass(slots=True)
class Salvage:
    """What a damaged file gives, sorted by the tables of a sound book.

    Attributes:
        names: names of streams by their row, from the table or its index.
        broken: tables some rows of which could not be read.
    """

    path: Path
    shapes: Shapes
    names: dict[int, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def rows(self, wanted: Collection[str]) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Rows of the wanted tables with their table; of a table that is whole none that was deleted."""
        carving = Carving(self.path)
        astray: list[tuple[str, tuple[Value, ...]]] = []
        for row in carving.rows():
            if row.index:
                self._name(row)
                continue
            table = row.table or self._table_of(row)
            shape = self.shapes.get(table)
            values = shape.fit(row) if shape is not None else None
            if values is None or (table == "entry" and not _proves_itself(*values)):
                carving.broken.update({table} - {""})
                continue
            if table == "stream":
                self.names[int(str(values[0]))] = str(values[1])
            if table in wanted:
                if row.table:
                    yield table, values
                else:
                    astray.append((table, values))
        self.broken = carving.broken
        lost = "sqlite_master" in self.broken
        yield from ((table, values) for table, values in astray if lost or table in self.broken)

    def _name(self, row: CarvedRow) -> None:
        match row.values:
            case (str(name), int(key)) if _is_name(name):
                self.names.setdefault(key, name)

    def _table_of(self, row: CarvedRow) -> str:
        """The one table that a row which lies astray can be of."""
        fitting = [
            name
            for name, shape in self.shapes.items()
            if len(row.values) == len(shape.names) and shape.fit(row) is not None
        ]
        return fitting[0] if len(fitting) == 1 else ""


def _is_name(name: str) -> bool:
    home, slash, rest = name.partition("/")
    return bool(slash and rest and home in {"prices", "policies", "dealer", "desk"}) or name in _WHOLE_NAMES


def _proves_itself(*values: Any) -> bool:
    """Whether a carved entry is what was written: by its leaf, or, where its body was let go of, later by the chain."""
    _, _, _, kind, record, live, leaf, _, body = values
    return leaf_of(kind, record, body) == leaf or (body is None and not live and len(leaf) == 32)


def shapes_of(connection: Connection) -> Shapes:
    """The tables of a sound SQLite book, as their rows are stored."""
    return {name: _shape(connection, name) for name in metadata.tables}


def _shape(connection: Connection, name: str) -> Shape:
    columns = query_rows(connection, f'PRAGMA table_info("{name}")')
    keys = [place for place, each in enumerate(columns) if each.pk]
    rowid = keys[0] if len(keys) == 1 and columns[keys[0]].type.upper() == "INTEGER" else None
    needed = [bool(each.notnull) or place in keys for place, each in enumerate(columns)]
    least = max(
        (place + 1 for place, each in enumerate(columns) if needed[place] and each.dflt_value is None), default=0
    )
    return Shape(
        name,
        tuple(each.name for each in columns),
        tuple(_KINDS.get(each.type.upper()[:3], int) for each in columns),
        tuple(needed),
        least,
        rowid,
    )


Rows = Iterable[tuple[str, tuple[Value, ...]]]


def put_rows(connection: Connection, shapes: Shapes, rows: Rows, *, over: bool = False) -> int:
    """Writes rows where none stands under their key, or `over` those that do; how many were given."""
    insert = "INSERT OR REPLACE" if over else "INSERT OR IGNORE"
    waiting: dict[tuple[str, int], list[tuple[Value, ...]]] = {}
    count = 0
    for table, values in rows:
        listed = waiting.setdefault((table, len(values)), [])
        listed.append(values)
        count += 1
        if len(listed) == _AT_ONCE:
            _put(connection, insert, shapes[table], listed)
            listed.clear()
    for (table, _), listed in waiting.items():
        _put(connection, insert, shapes[table], listed)
    return count


def _put(connection: Connection, insert: str, shape: Shape, rows: list[tuple[Value, ...]]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in shape.names[: len(rows[0])])
        marks = ", ".join("?" * len(rows[0]))
        run_many(connection, f'{insert} INTO "{shape.table}" ({names}) VALUES ({marks})', rows)


def settings_in(path: Path, shapes: Shapes) -> dict[str, str]:
    """What a damaged file says of whose book it is; nothing where that can't be read whole."""
    found = {str(key): str(value) for _, (key, value) in Salvage(path, shapes).rows({"setting"})}
    known = {key: value for key, value in found.items() if key in KEYS and value}
    return known if is_whole(known) else {}


def unsent_in(path: Path, own: str, shapes: Shapes, beyond: int | None = None) -> list[Copied]:
    """The own entries of a file that HQ may not have; all of them where it isn't known how far HQ has them.

    `beyond` gives those after a number instead, though HQ had them once.
    """
    salvage = Salvage(path, shapes)
    rows = list(salvage.rows({"entry", "stream"}))
    keys = {key for key, name in salvage.names.items() if name == own}
    acked = max((int(str(row[7] or 0)) for table, row in rows if table == "stream" and row[0] in keys), default=0)
    acked = acked if beyond is None else beyond
    found: dict[tuple[int, bytes], Copied] = {}
    for table, row in rows:
        if table == "entry" and row[1] in keys:
            number, chain_hash, body = int(str(row[2])), _bytes(row[7]), row[8]
            entry = make_entry(str(row[3]), str(row[4]), None if body is None else _bytes(body))
            if number > acked and entry.leaf == row[6] and chain_hash:
                found[number, chain_hash] = Copied(own, OwnEntry(number, entry, chain_hash), 0)
    return [found[place] for place in sorted(found)]


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""
