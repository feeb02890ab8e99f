"""Mends a damaged book: out of itself, else out of its backups, its second copy and, at the next exchange, HQ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from domain.errors import DamagedError, RefusedError, UsageError
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book, open_sqlite
from sync.records.books.settings import ACKNOWLEDGED, KEPT_BOOKS, read_setting, write_setting
from sync.records.copies.backup import offer, restore
from sync.records.copies.journal import Copied, read_frames
from sync.records.copies.kept import keep
from sync.records.copies.outbox import FILE as OUTBOX
from sync.records.copies.outbox import acknowledged_number
from sync.records.copies.refounding import bring_local, make_anew
from sync.records.log.rebuilding import remove_stream
from sync.records.log.streams import hashes_at, head_of
from sync.records.repair.deriving import repair, stored_bytes
from sync.records.repair.salvage import Salvage, put_rows, settings_in, shapes_of, unsent_in
from sync.records.repair.soundness import ailments
from sync.streams import ZERO_HASH, Head, leaf_of, link

REBUILD = "rebuild_own"
"""The setting that makes the next exchange fetch the own stream from HQ."""
_PAGE = 2000


@dataclass(slots=True)
class Mended:
    """What was done, and what is still missing until the next exchange.

    Attributes:
        entries: how many entries came from a backup, byte for byte.
        refill: streams that HQ sends anew; `own` says that the desk's own is among them.
        backup: what stands in the place of a file that could not be mended, which is kept in `aside`.
        rescued: unsent entries that were read out of that file.
        lost: unsent records nobody has whole any more.
        anew: whether the book was made anew and empty, to be filled by the next exchange.
        drafts: how many drafts were read out of the damaged file.
        missing: at HQ, streams with the first and the last number of what is gone from them.
        beside: at HQ, how many entries behind such a hole wait for a person (`sync.hq.restored.retaking`).
        strangers: at HQ, desks of which it is not known any more whose they are.
    """

    entries: int = 0
    refill: list[str] = field(default_factory=list)
    own: bool = False
    backup: Path | None = None
    aside: Path | None = None
    rescued: int = 0
    lost: list[tuple[str, str]] = field(default_factory=list)
    anew: bool = False
    drafts: int = 0
    missing: list[tuple[str, int, int]] = field(default_factory=list)
    beside: int = 0
    strangers: list[str] = field(default_factory=list)


def mend_book(book: Book) -> Mended:
    """Mends a book that can be opened.

    DamagedError `database_damaged` where its file holds too little; of HQ's, whose entries nobody sends anew, where one
    of them is whole nowhere.
    """
    done = Mended()
    if book.is_sqlite:
        _rebuild_indexes(book)
    wrong = _wrong_entries(book)
    if wrong and book.path is not None:
        done.entries = _from_copy(book, wrong) + _from_backups(book, wrong)
        wrong = _wrong_entries(book)
    if wrong:
        _leave_to_hq(book, wrong, done)
    repair(book)
    return done


def _rebuild_indexes(book: Book) -> None:
    try:
        with book.writing() as writing:
            if ailments(writing.connection):
                writing.connection.exec_driver_sql("REINDEX")
        with book.reading() as connection:
            found = ailments(connection)
    except DatabaseError as broken:
        raise DamagedError("database_damaged", path=str(book.path), detail=str(broken.orig)) from broken
    if any("nothing in" not in each for each in found):  # references are derived anew
        raise DamagedError("database_damaged", path=str(book.path), detail=found[0])


Wrong = dict[str, dict[int, bytes]]


def _wrong_entries(book: Book) -> Wrong:
    """Numbers of entries whose bytes aren't what the chain says, by stream, with the hash each must lead to."""
    wrong: Wrong = {}
    with book.reading() as connection:
        for key, name, pruned in query_rows(connection, "SELECT id, name, pruned FROM stream ORDER BY name"):
            found = dict(_walk(connection, key, pruned))
            if found:
                wrong[name] = found
    return wrong


def _walk(connection: Connection, key: int, pruned: int) -> Iterator[tuple[int, bytes]]:
    sql = (
        "SELECT number, kind, record, body, leaf, hash, live FROM entry WHERE stream = ? AND number > ? "
        f"ORDER BY number LIMIT {_PAGE}"
    )
    before: bytes | None = ZERO_HASH
    last = 0
    while rows := query_rows(connection, sql, key, last):
        for number, kind, record, body, leaf, chain_hash, live in rows:
            raw = None if body is None else stored_bytes(body)
            stored = None if chain_hash is None else stored_bytes(chain_hash)
            gone = raw is None and not live and number <= pruned  # only the chain speaks for it
            true_leaf = stored_bytes(leaf) if gone else leaf_of(kind, record, raw)
            sound = true_leaf == stored_bytes(leaf)
            if sound and stored is not None and before is not None and (last or number == 1):
                sound = number == last + 1 and link(before, number, true_leaf) == stored
            if not sound:
                yield number, stored or b""
            before, last = stored, number


def _from_copy(book: Book, wrong: Wrong) -> int:
    """Takes the very entries from the second copy; how many."""
    assert book.path is not None
    found = []
    for each in read_frames(book.path.parent / OUTBOX):
        if isinstance(each, Copied) and wrong.get(each.stream, {}).get(each.own.number) == each.own.hash:
            entry = each.own.entry
            found.append((entry.kind, entry.record, entry.body, entry.leaf, each.own.number, each.stream))
            del wrong[each.stream][each.own.number]
    return _put_right(book, found)


def _from_backups(book: Book, wrong: Wrong) -> int:
    """Takes the very entries from backups, newest first; how many."""
    assert book.path is not None
    count = 0
    for kept in offer(book.path.parent):
        with suppress(Exception), closing(_raw(kept.path)) as source:  # a backup that can't be read helps nobody
            count += _take_from(book, source, wrong)
        if not any(wrong.values()):
            break
    return count


def _raw(path: Path) -> Any:
    import sqlcipher3.dbapi2 as driver

    return driver.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)


_SOURCE = (
    "SELECT e.kind, e.record, e.body, e.leaf, e.hash FROM entry e JOIN stream s ON s.id = e.stream "
    "WHERE s.name = ? AND e.number = ?"
)


def _take_from(book: Book, source: Any, wrong: Wrong) -> int:
    taken = []
    for stream, numbers in wrong.items():
        for number, chain_hash in list(numbers.items()):
            row = source.execute(_SOURCE, (stream, number)).fetchone()
            if row is None:
                continue
            kind, record, body, leaf, hash_there = row
            if leaf_of(kind, record, body) == bytes(leaf) and bytes(hash_there or b"") == chain_hash:
                taken.append((kind, record, body, leaf, number, stream))
                del numbers[number]
    return _put_right(book, taken)


def _put_right(book: Book, entries: list[tuple[Any, ...]]) -> int:
    sql = (
        "UPDATE entry SET kind = ?, record = ?, body = ?, leaf = ? WHERE number = ? "
        "AND stream = (SELECT id FROM stream WHERE name = ?)"
    )
    with book.writing() as writing:
        run_many(writing.connection, sql, entries)
    return len(entries)


def _leave_to_hq(book: Book, wrong: Wrong, done: Mended) -> None:
    """Lets go of what nobody here has whole; HQ sends it anew."""
    with book.writing() as writing:
        connection = writing.connection
        if read_setting(connection, "role") == "hq":
            if book.is_sqlite:
                raise DamagedError("database_damaged", path=str(book.path), detail="entries")
            return
        own = f"desk/{read_setting(connection, 'desk_id')}"
        for stream in sorted(wrong):
            if stream == own:
                write_setting(connection, REBUILD, "1")
                done.own = True
                done.lost = _let_go(connection, own, list(wrong[stream]))
            else:
                remove_stream(connection, stream)
            done.refill.append(stream)


def _let_go(connection: Connection, own: str, numbers: list[int]) -> list[tuple[str, str]]:
    """Takes entries out of the own stream that HQ never got and nobody has whole: sent, they would be nonsense."""
    where = (
        "stream = (SELECT id FROM stream WHERE name = ?) "
        "AND number > (SELECT COALESCE(acked, 0) FROM stream WHERE name = ?)"
    )
    gone = rows_in(
        connection, f"SELECT kind, record, number FROM entry WHERE number IN (?*) AND {where}", numbers, own, own
    )
    run_many(connection, f"DELETE FROM entry WHERE number = ? AND {where}", [(row[2], own, own) for row in gone])
    return [(str(kind), str(record)) for kind, record, _ in gone]


def keep_replaced(path: Path, replaced: Path) -> int:
    """Keeps what a book holds beyond the backup that took its place; how many own entries that are.

    HQ gives them back where it has them; where it was set back as well, the next exchange writes them again. The book
    is named for the next exchange, which asks HQ whether it lacks anything of its own that only this book has. Drafts
    that the backup doesn't know come over.
    """
    if not (replaced.exists() and path.exists()):
        return 0
    with closing(open_sqlite(path)) as book, book.writing() as writing:
        connection = writing.connection
        if read_setting(connection, "role") != "desk":
            return 0
        desk, shapes = read_setting(connection, "desk_id"), shapes_of(connection)
        own = f"desk/{desk}"
        head = head_of(connection, own) or Head()
        rows = list(Salvage(replaced, shapes).rows({"draft", "setting", "stream"}))
        before = {str(row[0]): str(row[1]) for table, row in rows if table == "setting"}
        if before.get("desk_id", desk) == desk:
            put_rows(connection, shapes, [(table, row) for table, row in rows if table == "draft"])
        # Where HQ was set back too, it may have answered these before.
        acked = [str(row[7]) for table, row in rows if table == "stream" and row[1] == own]
        acked += ["0", before.get(ACKNOWLEDGED, ""), read_setting(connection, ACKNOWLEDGED)]
        write_setting(connection, ACKNOWLEDGED, str(max(int(each) for each in acked if each.isdecimal())))
        name_replaced(connection, [*read_named(before.get(KEPT_BOOKS, "")), f"{replaced.parent.name}/{replaced.name}"])
    return keep(path.parent, unsent_in(replaced, own, shapes, head.number))


def look_through(book: Book, file: Path) -> int:
    """Keeps own entries that another book of this desk has and this one hasn't, and names it for the next exchange.

    Returns how many own entries. Raises UsageError `book_missing`; RefusedError `book_of_another_desk`.
    """
    assert book.path is not None
    if not file.exists():
        raise UsageError("book_missing", path=str(file))
    with book.writing() as writing:
        connection = writing.connection
        desk, shapes = read_setting(connection, "desk_id"), shapes_of(connection)
        if settings_in(file, shapes).get("desk_id") != desk:
            raise RefusedError("book_of_another_desk", path=str(file))
        own = f"desk/{desk}"
        theirs = unsent_in(file, own, shapes, 0)
        known = hashes_at(connection, own, [each.own.number for each in theirs])
        name_replaced(connection, [str(file)])
    return keep(book.path.parent, [each for each in theirs if known.get(each.own.number) != each.own.hash])


def name_replaced(connection: Connection, names: Sequence[str]) -> None:
    """Names books, by their files beside this one, that HQ is still to be asked about."""
    known = read_named(read_setting(connection, KEPT_BOOKS))
    write_setting(connection, KEPT_BOOKS, msgspec.json.encode(list(dict.fromkeys([*known, *names]))).decode())


def read_named(said: str) -> list[str]:
    """The files of the setting `KEPT_BOOKS`, the oldest first."""
    with suppress(msgspec.MsgspecError):
        return msgspec.json.decode(said, type=list[str]) if said else []
    return []


def replace_file(path: Path) -> Mended:
    """Puts the newest good backup in the place of a desk's book that can't be mended, and rescues what it alone holds.

    Without a backup the book is made anew, empty, and HQ fills it. The damaged file is set aside, never thrown away.
    DamagedError `nothing_to_mend_from` where nothing tells any more whose book it was.
    """
    folder = path.parent
    kept = next(iter(offer(folder)), None)
    if kept is None:
        aside, rescued, drafts = make_anew(path)
        _name_in(path, aside)
        return Mended(aside=aside, rescued=rescued, drafts=drafts, anew=True)
    with closing(open_sqlite(kept.path)) as book, book.reading() as connection:
        own, shapes = f"desk/{read_setting(connection, 'desk_id')}", shapes_of(connection)
        unsent = _beyond(connection, own, unsent_in(path, own, shapes))
    keep(folder, unsent)
    aside = restore(kept.path, folder)
    with closing(open_sqlite(path)) as book, book.writing() as writing:
        drafts = bring_local(writing.connection, aside / path.name, shapes)
    _name_in(path, aside)
    return Mended(backup=kept.path, aside=aside, rescued=len(unsent), drafts=drafts)


def _beyond(connection: Connection, own: str, unsent: list[Copied]) -> list[Copied]:
    """Of the entries a damaged file gives, those that neither HQ has, as far as a backup knows, nor the backup itself.

    Where the file doesn't say any more how far HQ had them, all of its own entries are given.
    """
    known = hashes_at(connection, own, [each.own.number for each in unsent])
    acked = acknowledged_number(connection, own)
    return [each for each in unsent if each.own.number > acked and known.get(each.own.number) != each.own.hash]


def _name_in(path: Path, aside: Path) -> None:
    if (aside / path.name).exists():
        with closing(open_sqlite(path)) as book, book.writing() as writing:
            name_replaced(writing.connection, [f"{aside.name}/{path.name}"])
