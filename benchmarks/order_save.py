"""Saving a 20-line order durably, judged and journalled, against a bare transaction that writes the same rows."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from benchmarks.desks import sample_desk
from desktop.actions.documents.views import DraftLine, OrderDraft
from desktop.actions.orders.orders import save_order
from desktop.desk import Desk
from desktop.gc_tuning import look_seldom
from sync.records.books.bulk import rows_in

LINES, CUSTOMERS, ROUNDS, WARM = 20, 100, 400, 20
REQUIRED = 2.5


def run() -> dict[str, object]:
    """Medians in milliseconds, the two taken in turns so that the machine's moods meet both."""
    look_seldom()  # as the program does when it starts
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with closing(sample_desk(folder, products=200, stock=10_000_000)) as desk:
            saved = save_order(desk, _draft(desk, 0))
            bare = _Bare(folder / "bare.db", desk, saved)
            ours, reference = [], []
            for turn in range(ROUNDS + WARM):
                draft = _draft(desk, turn + 1)
                began = time.perf_counter()
                save_order(desk, draft)
                ours.append(time.perf_counter() - began)
                began = time.perf_counter()
                bare.write(turn)
                reference.append(time.perf_counter() - began)
            bare.connection.close()
    mine, theirs = statistics.median(ours[WARM:]) * 1000, statistics.median(reference[WARM:]) * 1000
    ratio = mine / theirs
    return {
        "name": "order_save",
        "what": "a 20-line order saved durably / the same rows in a bare durable transaction",
        "ours_ms": round(mine, 3),
        "reference_ms": round(theirs, 3),
        "ratio": round(ratio, 2),
        "required": REQUIRED,
        "ok": ratio <= REQUIRED,
    }


def _draft(desk: Desk, turn: int) -> OrderDraft:
    lines = tuple(
        DraftLine(f"P{(turn * 7 + place) % 200:06d}", Decimal(12), "瓶", Decimal(1)) for place in range(LINES)
    )
    return OrderDraft(
        f"{turn:032x}", desk.dealer_id, f"{desk.dealer_id}:C{turn % CUSTOMERS}", desk.today(), lines=lines
    )


class _Bare:
    """A database with the same tables, on the same disk and by the same rules, written by the plain driver."""

    def __init__(self, path: Path, desk: Desk, order: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        with desk.book.reading() as connection:
            tables = ("stream", "document", "document_line", "entry", "stock")
            named = rows_in(connection, "SELECT sql, tbl_name FROM sqlite_master WHERE tbl_name IN (?*)", list(tables))
            for sql, _ in sorted(named, key=lambda row: "CREATE TABLE" not in (row[0] or "")):
                if sql:
                    self.connection.execute(sql)
            pick = "SELECT d.* FROM document d WHERE d.id IN (?*)"
            self.document = list(rows_in(connection, pick, [order])[0])
            lines = "SELECT l.* FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id IN (?*)"
            self.lines = [list(row) for row in rows_in(connection, lines, [order])]
            self.entry = list(rows_in(connection, "SELECT * FROM entry WHERE record IN (?*)", [order])[0])
            self.stream = list(rows_in(connection, "SELECT * FROM stream WHERE name IN (?*)", [desk.stream])[0])
            stock = rows_in(
                connection, "SELECT owner, warehouse, product FROM stock WHERE owner IN (?*)", [desk.dealer_id]
            )
            self.stock = [tuple(row) for row in stock]
        self._insert("stream", [self.stream])
        self.connection.executemany("INSERT INTO stock VALUES (?, ?, ?, 0, 0)", self.stock)

    def write(self, turn: int) -> None:
        document, entry = self.document.copy(), self.entry.copy()
        document[0], document[1] = turn + 1, f"order-{turn}"
        entry[0], entry[2], entry[4] = turn + 1, turn + 1, f"order-{turn}"
        lines = [[turn + 1, *line[1:]] for line in self.lines]
        run = self.connection
        run.execute("BEGIN IMMEDIATE")
        self._insert("document", [document])
        self._insert("document_line", lines)
        run.executemany(
            "UPDATE stock SET reserved = reserved + 12000 WHERE owner = ? AND warehouse = ? AND product = ?",
            [self.stock[(turn * 7 + place) % len(self.stock)] for place in range(LINES)],
        )
        self._insert("entry", [entry])
        run.execute("UPDATE stream SET head = ?, hash = ? WHERE id = ?", (turn + 1, entry[7], self.stream[0]))
        run.execute("COMMIT")

    def _insert(self, table: str, rows: list[list[object]]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
