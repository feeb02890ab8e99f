"""Puts a stream that was built beside the book in the place of what the book held of it, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from sync.records.bodies.records import ProductBody
from sync.records.books.ailments import told_errors
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book
from sync.records.books.searching import search_keys
from sync.records.log.applying import apply_entries
from sync.records.log.masters import note_goods
from sync.records.log.problems import note_problems
from sync.records.log.rebuilding import drop_derived, drop_stream
from sync.records.log.receiving import ReceivedPage, take_entries
from sync.records.log.staging import PLAIN, Staging
from sync.records.log.streams import lock_head, store_head
from sync.streams import Entry, Head, make_entry
from sync.wire.messages import Snapshot

_AT_ONCE = 5_000
# So many products of the desk's own are put into a search index that was made beside; more go the other way round.
_FEW = 20_000
_SEARCH_PARTS = ("data", "idx", "docsize")


def search_table(book: Book) -> str:
    """The statement that makes the book's search index."""
    with book.reading() as connection:
        [[sql]] = query_rows(connection, "SELECT sql FROM sqlite_master WHERE name = 'product_search'")
    return str(sql)


def first_key(book: Book) -> int:
    """A key for products above all that this book has, or will have while a stream is being built beside it."""
    with book.reading() as connection:
        [[last]] = query_rows(connection, "SELECT MAX(pk) FROM product")
    return 1 if last is None else int(last) + 1_000_000


def holds(book: Book, stream: str) -> bool:
    """Whether the book has entries of a stream, with which a snapshot of it will be compared."""
    with book.reading() as connection:
        return _holds(connection, stream)


def _holds(connection: Connection, stream: str) -> bool:
    sql = "SELECT 1 FROM entry WHERE stream = (SELECT id FROM stream WHERE name = ?) LIMIT 1"
    return bool(query_rows(connection, sql, stream))


def swap_in(book: Book, staging: Staging, snapshot: Snapshot, now: str) -> ReceivedPage:
    """Moves a finished stream in; until the commit everybody sees what was there before.

    Its records are new to the book as a rule: then whole tables are copied. Where the book held the stream, only what
    differs is derived anew; where one of its records lives in another stream here, the stream is taken page by page,
    in the same transaction.
    """
    with _attached(book, staging) as connection:
        key, _ = lock_head(connection, snapshot.stream)
        head = Head(snapshot.epoch, snapshot.number, snapshot.hash, snapshot.live, snapshot.digest)
        try:
            with connection.begin_nested():
                if _holds(connection, snapshot.stream):
                    failed = _replace(connection, key, snapshot.stream)
                else:
                    failed = _copy(connection, key) + staging.failed
                store_head(connection, key, head)
        except IntegrityError:
            head = _take_singly(connection, key, snapshot, now)
        else:
            note_problems(connection, snapshot.stream, failed, now)
        run_many(connection, "UPDATE stream SET filling_to = NULL WHERE id = ?", [(key,)])
    equal = (head.live, head.digest) == (snapshot.live, snapshot.digest)
    return ReceivedPage(snapshot.live, 0, equal, staging.kinds)


@contextmanager
def _attached(book: Book, staging: Staging) -> Iterator[Connection]:
    """A transaction over the book with the staged file at its side, on a connection that ends with it.

    The search index may be replaced below the engine's feet here; no other statement may go on with what this
    connection remembers of it.
    """
    with told_errors(book.path), book.engine.execution_options(immediate=True).connect() as connection:
        connection.detach()
        cursor = connection.connection.cursor()
        cursor.execute("ATTACH DATABASE ? AS staged", (str(staging.path),))
        with connection.begin():
            # In KiB, and not before: a transaction that writes begins by taking more. The process is to stay small.
            for name, size in (("main", 8_192), ("staged", 2_048)):
                cursor.execute(f"PRAGMA {name}.cache_size=-{size}")
            yield connection
        # What was written lies in the write-ahead log, as large as the stream: it goes where it belongs at once, unless
        # somebody still reads what was there before.
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("PRAGMA main.wal_checkpoint(TRUNCATE)").fetchall()


def _copy(connection: Connection, key: int) -> list[tuple[int, Entry, str, str]]:
    """Copies a stream the book knew nothing of; returns what could not be applied."""
    _copy_entries(connection, key)
    for kind, applier in PLAIN.items():
        columns = ", ".join(f'"{column}"' for column in applier.columns)
        named = f"pk, {columns}" if kind == "product" else columns
        table = applier.table.name
        run_many(connection, f"INSERT INTO main.{table} ({named}) SELECT {named} FROM staged.{table}", [()])
    note_goods(connection)
    _copy_search(connection)
    marks = ", ".join(f"'{kind}'" for kind in PLAIN)
    return _apply(connection, f"kind NOT IN ({marks})")


def _copy_entries(connection: Connection, key: int) -> None:
    sql = (
        "INSERT INTO main.entry (stream, number, kind, record, live, leaf, body) "
        "SELECT ?, number, kind, record, 1, leaf, body FROM staged.entry ORDER BY number"
    )
    run_many(connection, sql, [(key,)])


def _copy_search(connection: Connection) -> None:
    """Takes the search index as it was made beside, with the few products added that the book has of its own."""
    if not query_rows(connection, "SELECT 1 FROM staged.product LIMIT 1"):
        return
    own = (
        "SELECT pk, sku, name, pinyin, barcode FROM main.product "
        "WHERE pk NOT IN (SELECT pk FROM staged.product) LIMIT ?"
    )
    rows = query_rows(connection, own, _FEW + 1)
    if len(rows) > _FEW:
        _search_anew(connection)
        return
    words = [(pk, _keys(sku, name, pinyin, barcode)) for pk, sku, name, pinyin, barcode in rows]
    run_many(connection, "INSERT INTO staged.product_search (rowid, keys) VALUES (?, ?)", words)
    for part in _SEARCH_PARTS:
        run_many(connection, f"DELETE FROM main.product_search_{part}", [()])
        sql = f"INSERT INTO main.product_search_{part} SELECT * FROM staged.product_search_{part}"
        run_many(connection, sql, [()])


def _search_anew(connection: Connection) -> None:
    """Puts what was staged into a search index that holds much already."""
    sql = "SELECT pk, sku, name, pinyin, barcode FROM staged.product WHERE pk > ? ORDER BY pk LIMIT ?"
    last = -1
    while rows := query_rows(connection, sql, last, _AT_ONCE):
        words = [(pk, _keys(sku, name, pinyin, barcode)) for pk, sku, name, pinyin, barcode in rows]
        run_many(connection, "INSERT INTO main.product_search (rowid, keys) VALUES (?, ?)", words)
        last = rows[-1][0]


def _keys(sku: str, name: str, pinyin: str, barcode: str) -> str:
    return search_keys(ProductBody(sku, name, "", pinyin, barcode))


def _replace(connection: Connection, key: int, stream: str) -> list[tuple[int, Entry, str, str]]:
    """Puts a stream in the place of an older copy: only what is gone or differs changes in the tables.

    What could not be applied before is tried again, for the program may know more by now.
    """
    gone = query_rows(
        connection,
        "SELECT e.kind, e.record FROM main.entry e WHERE e.stream = ? AND e.live = 1 AND NOT EXISTS "
        "(SELECT 1 FROM staged.entry s WHERE s.kind = e.kind AND s.record = e.record)",
        key,
    )
    run_many(connection, "CREATE TABLE staged.differing (number INTEGER PRIMARY KEY)", [()])
    differing = (
        "INSERT INTO staged.differing SELECT s.number FROM staged.entry s WHERE NOT EXISTS (SELECT 1 FROM main.entry e "
        "WHERE e.kind = s.kind AND e.record = s.record AND e.live = 1 AND e.stream = ? AND e.leaf = s.leaf) OR EXISTS "
        "(SELECT 1 FROM main.problem p WHERE p.stream = ? AND p.kind = s.kind AND p.record = s.record)"
    )
    run_many(connection, differing, [(key, stream)])
    drop_derived(connection, [(kind, record) for kind, record in gone], key)
    run_many(connection, "DELETE FROM main.entry WHERE stream = ?", [(key,)])
    run_many(connection, "DELETE FROM main.problem WHERE stream = ?", [(stream,)])
    _copy_entries(connection, key)
    return _apply(connection, "number IN (SELECT number FROM staged.differing)")


def _apply(connection: Connection, which: str) -> list[tuple[int, Entry, str, str]]:
    """Derives the rows of some of the staged entries, a few thousand at a time."""
    failed: list[tuple[int, Entry, str, str]] = []
    for numbered in _staged(connection, which):
        failed += apply_entries(connection, numbered)
    return failed


def _staged(connection: Connection, which: str) -> Iterator[list[tuple[int, Entry]]]:
    sql = f"SELECT number, kind, record, body FROM staged.entry WHERE number > ? AND {which} ORDER BY number LIMIT ?"
    last = 0
    while rows := query_rows(connection, sql, last, _AT_ONCE):
        yield [(number, make_entry(kind, record, bytes(body))) for number, kind, record, body in rows]
        last = rows[-1][0]


def _take_singly(connection: Connection, key: int, snapshot: Snapshot, now: str) -> Head:
    """Takes the stream as pages are taken, which looks for each record in the book's other streams."""
    drop_stream(connection, snapshot.stream)
    head = Head(epoch=snapshot.epoch)
    store_head(connection, key, head)
    for numbered in _staged(connection, "TRUE"):
        listed = [(number, entry, None) for number, entry in numbered]
        end = (listed[-1][0], snapshot.hash)
        head = take_entries(connection, snapshot.stream, (key, head), listed, held={}, now=now, end=end).head
    head = Head(head.epoch, snapshot.number, snapshot.hash, head.live, head.digest)
    store_head(connection, key, head)
    return head
