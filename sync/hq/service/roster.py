"""Which desks are enrolled, kept beside HQ's SQLite file: without their keys nobody could give back what it lost.

A file that only grows, a line for each enrolment and each shutting out: its CRC-32 and the row as JSON; of one desk the
last whole line holds. The book is what counts; the file is read only when the book is put together again.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from sync.owner_only import make_file
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book
from sync.shapes import make_ready

FILE = "desks.journal"
_SQL = "SELECT id, dealer, prefix, public_key, machine, enrolled_at, revoked FROM desk"


class Enrolment(msgspec.Struct, array_like=True, frozen=True):
    """One desk as HQ knows it."""

    id: str
    dealer: str
    prefix: str
    public_key: str
    machine: str
    enrolled_at: str
    revoked: bool


make_ready(Enrolment)


def note_desks(book: Book, desks: Sequence[str]) -> None:
    """Notes how these desks (ids or prefixes) stand now; nothing on a database server, which is kept otherwise."""
    path = _path_of(book)
    if path is not None:
        with book.reading() as connection:
            rows = rows_in(connection, f"{_SQL} WHERE id IN (?*)", desks)
            rows += rows_in(connection, f"{_SQL} WHERE prefix IN (?*)", desks)
        _append(path, rows)


def keep_roster(book: Book) -> None:
    """Begins the file where there is none yet."""
    path = _path_of(book)
    if path is not None and not path.exists():
        with book.reading() as connection:
            rows = query_rows(connection, f"{_SQL} ORDER BY id")
        _append(path, rows)


def read_roster(folder: Path) -> list[Enrolment]:
    """Every desk of which a whole line is there, as it stood last."""
    found: dict[str, Enrolment] = {}
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except OSError:
        return []
    for line in lines:
        crc, _, raw = line.partition(b" ")
        with suppress(ValueError, msgspec.MsgspecError):
            if int(crc, 16) == zlib.crc32(raw):
                each = msgspec.json.decode(raw, type=Enrolment)
                found[each.id] = each
    return list(found.values())


def put_roster(connection: Connection, desks: Sequence[Enrolment]) -> None:
    """Writes desks into an SQLite book that is put together again; what else their rows say stays."""
    known = "UPDATE OR REPLACE desk SET dealer = ?, prefix = ?, public_key = ?, revoked = ? WHERE id = ?"
    run_many(connection, known, [(each.dealer, each.prefix, each.public_key, each.revoked, each.id) for each in desks])
    new = (
        "INSERT OR IGNORE INTO desk (id, dealer, prefix, public_key, machine, enrolled_at, revoked) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    run_many(connection, new, [msgspec.structs.astuple(each) for each in desks])


def _path_of(book: Book) -> Path | None:
    return book.path.parent / FILE if book.path is not None and book.path.name == "hq.db" else None


def _append(path: Path, rows: Sequence[Sequence[object]]) -> None:
    lines = []
    for row in rows:
        raw = msgspec.json.encode([*row[:6], bool(row[6])])
        lines.append(b"%08x %s\n" % (zlib.crc32(raw), raw))
    with suppress(OSError):  # the book has them; a full or locked disk is told where it matters
        make_file(path)
        with path.open("ab") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
