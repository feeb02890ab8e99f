"""What the database alone does: the very rows an order leaves behind, written by plain psycopg transactions."""

from __future__ import annotations

import itertools
import time
from typing import Any

import psycopg

Rows = list[tuple[Any, ...]]


class BareOrders:
    """Writes copies of one decided order into a database of the same size, under other ids.

    Two transactions an order, as the service makes them: what arrived, and its answer; `publishings` transactions more
    an order, in which availability is told, `told` rows an order.
    """

    def __init__(self, source: str, target: str, order: str, *, publishings: float, told: float) -> None:
        self.target = target
        self._every = max(1, round(1 / publishings)) if publishings > 0 else 0
        self._told = max(1, round(told * self._every))
        self._ids = itertools.count(10_000_000)
        with psycopg.connect(source) as connection:
            self._read(connection, order)

    def _read(self, connection: psycopg.Connection[Any], order: str) -> None:
        read = connection.execute
        self._document = self._table(connection, "document", "id = %s", order)
        (pk,) = read("SELECT pk FROM document WHERE id = %s", [order]).fetchone() or (0,)
        self._lines = self._table(connection, "document_line", "document = %s", pk)
        self._uses = self._table(connection, "policy_use", "document = %s", pk)
        self._answer = self._table(connection, "answer", '"order" = %s', order)
        self._entries = self._table(connection, "entry", "record = %s AND live", order)
        self._desks = [row[0] for row in read("SELECT id FROM desk ORDER BY id").fetchall()]
        query = "SELECT s.id, s.name FROM stream s WHERE name LIKE 'desk/%' OR name LIKE 'dealer/%' OR name = 'stock'"
        self._streams = {name: key for key, name in read(query).fetchall()}
        query = "SELECT owner, warehouse, product FROM stock ORDER BY product"
        self._stock = [tuple(row) for row in read(query).fetchall()]

    @staticmethod
    def _table(connection: psycopg.Connection[Any], table: str, where: str, value: object) -> tuple[list[str], Rows]:
        found = connection.execute(f"SELECT * FROM {table} WHERE {where}", [value])
        return [column.name for column in found.description or ()], found.fetchall()

    def write(self, connection: psycopg.Connection[Any]) -> float:
        """One order; the seconds it took."""
        number = next(self._ids)
        desk = self._desks[number % len(self._desks)]
        dealer = f"D{int(desk[1:]):05d}"
        began = time.perf_counter()
        with connection.transaction():
            pk = self._take(connection, number, desk)
        with connection.transaction():
            self._decide(connection, number, pk, dealer)
        if self._every and number % self._every == 0:
            with connection.transaction():
                self._publish(connection, number)
        return time.perf_counter() - began

    def _take(self, connection: psycopg.Connection[Any], number: int, desk: str) -> int:
        cursor = connection.cursor()
        names, [row] = self._document
        changed = {"id": f"bare{number}", "number": f"bare{number}", "state": "submitted"}
        values = [changed.get(name, value) for name, value in zip(names, row, strict=True) if name != "pk"]
        listed = ", ".join(name for name in names if name != "pk")
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO document ({listed}) VALUES ({marks}) RETURNING pk", values)
        (pk,) = cursor.fetchone() or (0,)
        self._copy(cursor, "document_line", self._lines, pk)
        self._copy(cursor, "policy_use", self._uses, pk)
        self._entry(cursor, "order", self._streams[f"desk/{desk}"], number)
        cursor.execute("UPDATE desk SET last_exchange = %s, head_signature = %s WHERE id = %s", ["x", "y" * 160, desk])
        return int(pk)

    @staticmethod
    def _copy(cursor: psycopg.Cursor[Any], table: str, found: tuple[list[str], Rows], pk: int) -> None:
        names, rows = found
        if not rows:
            return
        place = names.index("document")
        marks = ", ".join(["%s"] * len(names))
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        cursor.executemany(sql, [[*row[:place], pk, *row[place + 1 :]] for row in rows])

    def _entry(self, cursor: psycopg.Cursor[Any], kind: str, stream: int, number: int, record: str = "") -> None:
        names, rows = self._entries
        row = next(each for each in rows if each[names.index("kind")] == kind)
        changed = {"stream": stream, "number": number, "record": record or f"bare{number}"}
        listed = [name for name in names if name != "id"]
        values = [changed.get(name, row[names.index(name)]) for name in listed]
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO entry ({', '.join(listed)}) VALUES ({marks})", values)
        self._move(cursor, stream, number)

    def _move(self, cursor: psycopg.Cursor[Any], stream: int, number: int) -> None:
        sql = "UPDATE stream SET head = %s, hash = %s, live = live + 1, digest = %s WHERE id = %s"
        cursor.execute(sql, [number, bytes(32), bytes(16), stream])

    def _decide(self, connection: psycopg.Connection[Any], number: int, pk: int, dealer: str) -> None:
        cursor = connection.cursor()
        names, [row] = self._answer
        changed = {"id": f"bare{number}", "order": f"bare{number}"}
        listed = [name for name in names if name != "pk"]
        values = [changed.get(name, row[names.index(name)]) for name in listed]
        columns = ", ".join(f'"{name}"' for name in listed)
        cursor.execute(f"INSERT INTO answer ({columns}) VALUES ({', '.join(['%s'] * len(values))})", values)
        cursor.execute("UPDATE document SET state = 'accepted', reasons = '[]' WHERE pk = %s", [pk])
        lines = [(24000, 24000, "W", pk, line) for line in range(1, len(self._lines[1]) + 1)]
        sql = (
            "UPDATE document_line SET accepted = %s, reserved = %s, reserved_in = %s WHERE document = %s AND line = %s"
        )
        cursor.executemany(sql, lines)
        goods = sorted({(number * 7 + line * 31) % len(self._stock) for line in range(len(lines))})
        sql = "UPDATE stock SET reserved = reserved + 24000 WHERE owner = %s AND warehouse = %s AND product = %s"
        cursor.executemany(sql, [self._stock[each] for each in goods])
        self._entry(cursor, "answer", self._streams[f"dealer/{dealer}"], number)

    def _publish(self, connection: psycopg.Connection[Any], number: int) -> None:
        cursor = connection.cursor()
        stream = self._streams["stock"]
        cursor.execute("SELECT head FROM stream WHERE id = %s FOR UPDATE", [stream])
        (head,) = cursor.fetchone() or (0,)
        names = ("id", "warehouse", "product", "available", "as_of")
        goods = [self._stock[(number * 7 + each) % len(self._stock)] for each in range(min(self._told, 400))]
        rows = [(f"{where}|{what}", where, what, number, "2026-01-01T00:00:00Z") for _, where, what in goods]
        sql = f"INSERT INTO availability ({', '.join(names)}) VALUES (%s, %s, %s, %s, %s) "
        sql += "ON CONFLICT (id) DO UPDATE SET available = excluded.available, as_of = excluded.as_of"
        cursor.executemany(sql, rows)
        dead = "UPDATE entry SET live = FALSE WHERE live AND kind = 'availability' AND record = %s"
        cursor.executemany(dead, [(row[0],) for row in rows])
        sql = (
            "INSERT INTO entry (stream, number, kind, record, live, leaf, hash, body) "
            "VALUES (%s, %s, 'availability', %s, TRUE, %s, %s, %s)"
        )
        body = bytes(110)
        fresh = [(stream, head + each, row[0], bytes(32), bytes(32), body) for each, row in enumerate(rows, 1)]
        cursor.executemany(sql, fresh)
        self._move(cursor, stream, head + len(rows))
