"""Derives a book's tables from its live entries once more: into a scratch book to compare, or in place to repair."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from sqlalchemy import Connection, text

from sync.records.books.bulk import rows_in, run_many
from sync.records.books.database import Book
from sync.records.log.applying import apply_entries
from sync.records.log.masters import note_goods
from sync.records.log.policy_records import DERIVED_TABLES
from sync.records.log.streams import living
from sync.records.orders.answers import carried, spoken_cards
from sync.streams import Entry, digest_of

PAGE = 400
# In an order that leaves no row pointing at one that is gone.
DERIVED = (
    "policy_use", "wallet_use", "posting", "stock_move", "document_line", "document", "answer", "stock",
    "availability", "period", "price", "product", "dealer", "move", "parted", *DERIVED_TABLES,
)  # fmt: skip
Failed = tuple[str, str, str]


def derive(source: Connection, target: Connection, step: Callable[[int], None], *, copies: bool = True) -> list[Failed]:
    """Applies every live entry of `source` to the tables of `target`, in order of arrival, page by page.

    Args:
        step: called after each page with the number of entries applied so far.
        copies: False where the target has no entries of its own to tell which copies have their original here.

    Returns kind, record and code of entries that could not be applied.
    """
    failed: list[Failed] = []
    done = 0
    for page in _pages(source):
        entries = [entry for _, entry in page] if copies else _without_carried(source, [entry for _, entry in page])
        held = apply_entries(target, [(0, entry) for entry in entries])
        failed += [(entry.kind, entry.record, code) for _, entry, code, _ in held]
        done += len(page)
        step(done)
    return failed


def repair(book: Book, step: Callable[[int], None] = lambda _: None) -> None:
    """Derives all tables anew in one transaction, and each stream's count and digest of what lives.

    Entries are never altered: a chain that is broken stays broken, and goes on being told.
    """
    with book.writing() as writing:
        connection = writing.connection
        if not book.is_sqlite:
            locked = ", ".join(f'"{name}"' for name in ("stream", "entry", *DERIVED))
            connection.exec_driver_sql(f"LOCK TABLE {locked} IN EXCLUSIVE MODE")
        for table in DERIVED:
            connection.exec_driver_sql(f'DELETE FROM "{table}"')
        note_goods(connection)
        if book.is_sqlite:
            connection.exec_driver_sql("INSERT INTO product_search (product_search) VALUES ('delete-all')")
        derive(connection, connection, step)
        _settle_heads(connection)


def live_count(connection: Connection) -> int:
    """How many records live in the book."""
    return int(connection.execute(text(f"SELECT COUNT(*) FROM entry WHERE {living(connection)}")).scalar_one())


def stored_bytes(value: object) -> bytes:
    """What a column of bytes holds; a hand that altered the file may have left text or a number there."""
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def _pages(connection: Connection) -> Iterator[list[tuple[int, Entry]]]:
    query = text(
        "SELECT id, kind, record, body, leaf FROM entry "
        f"WHERE {living(connection)} AND id > :after ORDER BY id LIMIT {PAGE}"
    )
    after = 0
    while True:
        rows = connection.execute(query, {"after": after}).all()
        if rows:
            yield [(row[0], Entry(row[1], row[2], stored_bytes(row[3]), stored_bytes(row[4]))) for row in rows]
            after = rows[-1][0]
        if len(rows) < PAGE:
            return


def _without_carried(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The entries but for copies whose original lives in the book itself."""
    named = [carried(entry.record)[1] for entry in entries if entry.kind == "copy"]
    query = f"SELECT kind, record FROM entry WHERE record IN (?*) AND {living(connection)}"
    originals = {(kind, record) for kind, record in rows_in(connection, query, named)}
    cards = {
        carried(entry.record)[1] for entry in entries if entry.kind == "copy" and entry.record.startswith("dealer/")
    }
    spoken = {dealer: record for dealer, (record, _) in spoken_cards(connection, sorted(cards)).items()}
    return [entry for entry in entries if entry.kind != "copy" or _speaks(entry.record, originals, spoken)]


def _speaks(copy: str, originals: Container[tuple[str, str]], spoken: Mapping[str, str]) -> bool:
    kind, record = carried(copy)
    return (kind, record) not in originals and (kind != "dealer" or spoken.get(record, copy) == copy)


def _settle_heads(connection: Connection) -> None:
    streams = connection.execute(text("SELECT id FROM stream")).scalars().all()
    for key in streams:
        query = f"SELECT leaf FROM entry WHERE stream IN (?*) AND {living(connection)}"
        leaves = [bytes(leaf) for (leaf,) in rows_in(connection, query, [key])]
        settled = "UPDATE stream SET live = ?, digest = ? WHERE id = ?"
        run_many(connection, settled, [(len(leaves), digest_of(leaves), key)])
