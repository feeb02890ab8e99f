"""Proves a book: every table derived anew and compared, every chain walked, the sums taken by another way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from domain.documents.kinds import POSTING, TRADED
from domain.errors import RefusedError
from sync.records.books.ailments import UNDECODABLE
from sync.records.books.bulk import rows_in
from sync.records.books.database import Book, open_sqlite
from sync.records.documents.kind_lists import SIGNS, quoted
from sync.records.log.policy_records import DERIVED_TABLES
from sync.records.repair.deriving import derive, live_count, repair, stored_bytes
from sync.records.repair.soundness import ailments
from sync.records.schema.columns import metadata
from sync.records.statements.proofs import forged_signatures
from sync.streams import ZERO_HASH, leaf_of, link

__all__ = ["BookDifference", "check", "repair"]

Progress = Callable[[int, int], None]
Row = tuple[Any, ...]
_Step = Callable[[str, int, int], None]

MOST = 10_000
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class BookDifference:
    """One figure that isn't what it has to be; `expected` or `found` is None where the whole row is missing.

    `where` is a table, or `chain`; `record` names the row as people do: an id, an id and a line, a stream and a number.
    """

    where: str
    record: str
    column: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class _Compared:
    """How a table is read for comparison: the first `keys` columns name a row."""

    where: str
    keys: int
    columns: tuple[str, ...]
    source: str


def _of_document(where: str, alias: str, *columns: str) -> _Compared:
    keys = {"line": 2, "policy": 2, "entry": 3}.get(columns[0], 1)
    source = f"{where} {alias} JOIN document d ON d.pk = {alias}.document"
    return _Compared(where, keys, ("d.id", *(f"{alias}.{column}" for column in columns)), source)


def _whole(name: str) -> _Compared:
    """A table whose rows are records as they are, compared column by column."""
    columns = [f'"{column.name}"' for column in metadata.tables[name].columns if column.name not in ("pk", "id")]
    return _Compared(name, 1, ("id", *columns), f'"{name}"')


_TABLES = (
    _whole("dealer"),
    _whole("product"),
    _Compared("price", 1, ("id", "price_list", "product", "unit_price", "valid_from", "valid_to"), "price"),
    _Compared("availability", 1, ("id", "warehouse", "product", "available", "as_of"), "availability"),
    _Compared("period", 1, ("id", "dealer", "closed_through", "known"), "period"),
    _Compared("document", 1, (
        "id", "kind", "number", "seller", "buyer", "date", "due", "state", "stated", "amount", "warehouse", "ref",
        "remark", "method", "source", "reverses", "author", "recorded_at", "reasons", "terms", "policies", "coupons",
    ), "document"),
    _of_document(
        "document_line", "l", "line", "product", "sku", "name", "quantity", "unit", "pack", "unit_price", "amount",
        "order_line", "why", "accepted", "delivered", "reserved", "answered_price", "reserved_in", "net", "gift",
        "by_hand", "closed",
    ),
    _Compared("answer", 1, (
        "id", '"order"', "state", "number", "decided_at", "decided_by", "reasons", "accepted", "unit_prices",
        "warehouse", "amounts", "added", "policies", "uses", "wallet",
    ), "answer"),
    _of_document("policy_use", "u", "policy", "version", "quantity", "back", "gone"),
    _of_document("wallet_use", "w", "entry", "line", "amount"),
    _of_document("posting", "p", "seller", "buyer", "date", "due", "amount"),
    _of_document("stock_move", "m", "line", "owner", "warehouse", "product", "quantity", "date"),
    _Compared(
        "stock", 3, ("owner", "warehouse", "product", "on_hand", "reserved"),
        "stock WHERE on_hand <> 0 OR reserved <> 0",
    ),
    _whole("move"),
    _Compared("parted", 2, ("reader", "dealer", "move"), "parted"),
    *(_whole(name) for name in DERIVED_TABLES),
)  # fmt: skip


class _Findings:
    """Differences by place, each told once, and no more of them than anybody could read."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[str, str, str], BookDifference] = {}

    def add(self, where: str, record: str, column: str, expected: object, found: object) -> None:
        if len(self._by_place) < MOST:
            place = (where, record, column)
            self._by_place.setdefault(place, BookDifference(where, record, column, expected, found))

    def all(self) -> list[BookDifference]:
        return list(self._by_place.values())


# How much of the whole each stage takes, measured on half a million lines.
_SHARES = {"entries": (0, 70), "tables": (70, 20), "chains": (90, 5), "sums": (95, 5)}


def check(
    book: Book, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> list[BookDifference]:
    """Every difference between what stands in the tables and what the entries say; an empty list means all is well.

    Args:
        progress: called with how much of 100 is done, and 100.
        cancelled: asked again and again; RefusedError `cancelled` once it says yes.
    """

    def step(stage: str, done: int, total: int) -> None:
        if cancelled and cancelled():
            raise RefusedError("cancelled")
        if progress:
            before, share = _SHARES[stage]
            progress(before + share * done // max(total, 1), 100)

    findings = _Findings()
    with book.reading() as connection, tempfile.TemporaryDirectory() as folder:
        for said in ailments(connection):
            findings.add("file", said, "", "sound", "damaged")
        _check_tables(connection, Path(folder), findings, step)
        _check_chains(connection, findings, step)
        _check_sums(connection, findings, step)
        for table, record in forged_signatures(connection):
            findings.add(table, record, "signature", "signed", "forged")
    return findings.all()


def _check_tables(connection: Connection, folder: Path, findings: _Findings, step: _Step) -> None:
    total = live_count(connection)
    scratch = open_sqlite(folder / "scratch.db", create=True)
    try:
        with scratch.writing() as writing:
            # The book that is checked against is read once from its beginning to its end.
            writing.connection.exec_driver_sql("PRAGMA cache_size=-4096")
            failed = derive(connection, writing.connection, lambda done: step("entries", done, total), copies=False)
        _check_failed(connection, failed, findings)
        with scratch.reading() as anew:
            for place, table in enumerate(_TABLES, 1):
                _compare_readable(table, anew, connection, findings)
                step("tables", place, len(_TABLES))
    finally:
        scratch.close()


def _check_failed(connection: Connection, failed: list[tuple[str, str, str]], findings: _Findings) -> None:
    """Entries that can't be applied: known problems have been told already."""
    query = "SELECT kind, record FROM problem WHERE record IN (?*)"
    known = {(kind, record) for kind, record in rows_in(connection, query, [record for _, record, _ in failed])}
    for kind, record, code in failed:
        if (kind, record) not in known:
            findings.add("entry", record, kind, "applied", code)


def _compare_readable(table: _Compared, expected: Connection, found: Connection, findings: _Findings) -> None:
    """As `_compare`; a table with text that is none any more is told by its name, and the others are looked at."""
    try:
        _compare(table, expected, found, findings)
    except OperationalError as failure:
        if UNDECODABLE not in str(failure.orig).lower():
            raise
        findings.add("file", table.where, "", "sound", "damaged")


def _compare(table: _Compared, expected: Connection, found: Connection, findings: _Findings) -> None:
    """Walks both books' rows in the order of their keys."""
    names = [column.rsplit(".", 1)[-1].strip('"') for column in table.columns]
    keys = table.keys
    left, right = _rows(table, expected), _rows(table, found)
    wanted, there = next(left, None), next(right, None)
    while wanted is not None or there is not None:
        if wanted == there:
            wanted, there = next(left, None), next(right, None)
            continue
        before = wanted is not None and (there is None or wanted[:keys] < there[:keys])
        after = there is not None and (wanted is None or there[:keys] < wanted[:keys])
        if before and wanted is not None:
            findings.add(table.where, _name(wanted[:keys]), "", "row", None)
            wanted = next(left, None)
        elif after and there is not None:
            findings.add(table.where, _name(there[:keys]), "", None, "row")
            there = next(right, None)
        elif wanted is not None and there is not None:
            for name, must, has in zip(names, wanted, there, strict=True):
                if must != has:
                    findings.add(table.where, _name(wanted[:keys]), name, must, has)
            wanted, there = next(left, None), next(right, None)


def _rows(table: _Compared, connection: Connection) -> Iterator[Row]:
    # Both engines sort by the bytes of the text, as Python does.
    how = "" if connection.dialect.name == "sqlite" else ' COLLATE "C"'
    order = ", ".join(column + ("" if column.endswith(".line") else how) for column in table.columns[: table.keys])
    query = text(f"SELECT {', '.join(table.columns)} FROM {table.source} ORDER BY {order}")
    for part in connection.execute(query.execution_options(yield_per=_BATCH)).partitions():
        for row in part:
            yield tuple(row)


def _name(keys: Row) -> str:
    return " / ".join(str(key) for key in keys)


def _check_chains(connection: Connection, findings: _Findings, step: _Step) -> None:
    streams = connection.execute(
        text("SELECT id, name, head, hash, live, digest, pruned FROM stream ORDER BY name")
    ).all()
    for place, (key, name, head, tip, live, digest, pruned) in enumerate(streams, 1):
        walked = _Walk(findings, name, pruned)
        query = text(
            "SELECT number, kind, record, live, leaf, hash, body FROM entry WHERE stream = :key ORDER BY number"
        )
        for part in connection.execute(query.execution_options(yield_per=_BATCH), {"key": key}).partitions():
            for row in part:
                walked.take(tuple(row))
            step("chains", place - 1, len(streams))
        walked.end(head, bytes(tip), live, bytes(digest))
    step("chains", len(streams), len(streams))


class _Walk:
    """Follows one stream entry by entry; where a first fill left entries out, the chain begins anew behind them."""

    def __init__(self, findings: _Findings, stream: str, pruned: int) -> None:
        self._findings = findings
        self._stream, self._pruned = stream, pruned
        self._number = 0
        self._hash: bytes | None = ZERO_HASH
        self._live = 0
        self._digest = 0

    def take(self, row: Row) -> None:
        number, kind, record, live, leaf, stored, body = row
        leaf, body = stored_bytes(leaf), None if body is None else stored_bytes(body)
        stored = None if stored is None else stored_bytes(stored)
        place = f"{self._stream} / {number}"
        # What a replaced entry said may be gone; that its leaf is the right one, the chain proves.
        gone = body is None and not live and number <= self._pruned
        if not gone and leaf_of(kind, record, body) != leaf:
            self._findings.add("chain", place, "leaf", leaf_of(kind, record, body).hex(), leaf.hex())
        if stored is not None and self._hash is not None:
            # A stream that was empty when it was first filled begins here with whatever came next.
            began = self._number > 0 or number == 1
            if began and number != self._number + 1:
                self._findings.add("chain", place, "number", self._number + 1, number)
            elif began and link(self._hash, number, leaf) != stored:
                self._findings.add("chain", place, "hash", link(self._hash, number, leaf).hex(), stored.hex())
        self._number, self._hash = number, stored
        if live:
            self._live += 1
            self._digest += int.from_bytes(leaf[:16], "big")

    def end(self, head: int, tip: bytes, live: int, digest: bytes) -> None:
        add, name = self._findings.add, self._stream
        # A first fill may end behind its last living record.
        if self._number > head or (self._number < head and self._hash is not None and self._number):
            add("stream", name, "head", self._number, head)
        elif self._number == head and self._hash is not None and self._hash != tip:
            add("stream", name, "hash", self._hash.hex(), tip.hex())
        if self._live != live:
            add("stream", name, "live", self._live, live)
        counted = (self._digest % (1 << 128)).to_bytes(16, "big")
        if counted != digest:
            add("stream", name, "digest", counted.hex(), digest.hex())


def _stock_sum(column: str, moves: str) -> str:
    """Stock rows whose column is not the sum of what it comes from."""
    return (
        "SELECT owner, warehouse, product, SUM(come) AS come, SUM(stands) AS stands FROM ("
        f"{moves} UNION ALL SELECT owner, warehouse, product, 0, {column} FROM stock) each_row "
        "GROUP BY owner, warehouse, product HAVING SUM(come) <> SUM(stands)"
    )


_ON_HAND = _stock_sum("on_hand", "SELECT owner, warehouse, product, quantity AS come, 0 AS stands FROM stock_move")
_RESERVED = _stock_sum(
    "reserved",
    "SELECT d.seller AS owner, l.reserved_in AS warehouse, l.product AS product, l.reserved AS come, 0 AS stands "
    "FROM document_line l JOIN document d ON d.pk = l.document WHERE l.reserved <> 0",
)
_POSTED = (
    f"SELECT d.id, d.amount * CASE d.kind {SIGNS} END, p.amount FROM document d "
    f"LEFT JOIN posting p ON p.document = d.pk WHERE d.kind IN ({quoted(POSTING)}) "
    f"AND (p.amount IS NULL OR p.amount <> d.amount * CASE d.kind {SIGNS} END)"
)
_TOTALS = (
    "SELECT d.id, SUM(l.amount), d.amount FROM document d JOIN document_line l ON l.document = d.pk "
    f"WHERE d.kind IN ({quoted(TRADED)}) GROUP BY d.pk, d.id, d.amount HAVING SUM(l.amount) <> d.amount"
)
# Where, column, how many columns name a row, and a query for the name, what it comes to, and what stands.
_SUMS = (
    ("stock", "on_hand", 3, _ON_HAND),
    ("stock", "reserved", 3, _RESERVED),
    ("posting", "amount", 1, _POSTED),
    ("document", "amount", 1, _TOTALS),
)


def _check_sums(connection: Connection, findings: _Findings, step: _Step) -> None:
    for place, (where, column, keys, query) in enumerate(_SUMS, 1):
        for row in connection.execute(text(query)):
            expected, found = (None if value is None else int(value) for value in row[keys:])
            findings.add(where, _name(tuple(row)[:keys]), column, expected, found)
        step("sums", place, len(_SUMS))
