"""Copies of a SQLite book: written whole and proved before they count, kept two weeks, and put back in one step."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from domain.errors import DamagedError, RefusedError, UsageError
from sync.owner_only import close_off, make_file, make_folder
from sync.records.books.ailments import told_errors
from sync.records.books.database import REVISION, Book
from sync.records.books.settings import moment
from sync.records.copies.belonging import refuse_practice, refuse_strangers
from sync.records.schema.migrating import copy_file
from sync.trouble import known_trouble, trouble

FOLDER = "backups"
KEEP = 14
# Bigger files are looked through only after an unclean end: it would be felt at every start.
QUICK_BYTES = 64 * 1024 * 1024
_PIECE = 4 * 1024 * 1024
_HEADER = b"SQLite format 3\0"
_DAILY = re.compile(r"(desk|hq)-[0-9]{8}\.db")
_WHEN = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:T([0-9]{6})Z)?")
_BESIDE = ("", "-wal", "-shm")
_JOURNAL = "outbox.journal"


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup that can be put back; `at` is when it was written, UTC ISO 8601, `size` in bytes."""

    path: Path
    at: str
    size: int


def backup(book: Book, target: Path) -> None:
    """Writes a consistent copy of the book as it stands, proves it, and only then gives it its name.

    Raises RefusedError `backup_not_here` for a book on a database server, `disk_full`, `folder_read_only`; DamagedError
    `database_damaged` where what was copied doesn't hold together.
    """
    if book.path is None:
        raise RefusedError("backup_not_here")
    part = target.with_name(target.name + ".part")
    try:
        with told_errors(part):
            copy_file(book.engine, part)
        try:
            _inspect(part, whole=True)
        except UsageError as broken:
            raise DamagedError("database_damaged", **{**broken.facts, "path": str(book.path)}) from broken
        _flush(part)
        part.replace(target)
        _flush_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def daily_backup(book: Book, folder: Path, today: date) -> Path | None:
    """The day's backup, of which the newest fourteen are kept; None where the day has one, or on a server."""
    if book.path is None:
        return None
    kept = folder / FOLDER
    target = kept / f"{book.path.stem}-{today:%Y%m%d}.db"
    if target.exists():
        return None
    make_folder(kept)
    backup(book, target)
    daily = sorted(path for path in kept.iterdir() if _DAILY.fullmatch(path.name))
    for old in daily[:-KEEP]:
        old.unlink(missing_ok=True)
    return target


def restore(
    file: Path,
    folder: Path,
    prepare: Callable[[Path], None] = lambda _: None,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Path:
    """Puts a backup in the place of a folder's book; returns the folder in which what stood there is kept.

    The second copy of unsent entries stays where it is, so that what the backup doesn't know yet can come back. Nobody
    may have the book open.

    Args:
        prepare: does what is to be done to the copy of an HQ's book before it takes its place.
        told: how many bytes of how many are copied.

    Raises UsageError `backup_unreadable` (fact `detail`), `backup_not_a_book`; RefusedError `book_newer`, `book_open`,
    `backup_of_another` (facts `theirs`, `ours`), `backup_of_practice`.
    """
    role = _inspect(file, whole=True)
    refuse_strangers(file, folder)
    refuse_practice(file, folder)
    target = folder / ("hq.db" if role == "hq" else "desk.db")
    if role == "hq" and _is_open(target):
        raise RefusedError("book_open", path=str(target))
    part = target.with_name(target.name + ".restoring")
    try:
        make_file(part)
        _copy(file, part, told)
        if role == "hq":
            prepare(part)
        _flush(part)
        aside = set_aside_folder(folder)
        journal = folder / _JOURNAL
        if journal.exists():
            shutil.copy2(journal, aside / _JOURNAL)
            close_off(aside / _JOURNAL)
        # The book goes first: a crash between these steps leaves no book, never one with the other's unwritten pages.
        for ending in _BESIDE:
            there = target.with_name(target.name + ending)
            if there.exists():
                there.replace(aside / there.name)
                close_off(aside / there.name)
        part.replace(target)
        _flush_folder(folder)
    finally:
        part.unlink(missing_ok=True)
    return aside


def _copy(file: Path, part: Path, told: Callable[[int, int], None]) -> None:
    size, done = file.stat().st_size, 0
    with file.open("rb") as source, part.open("wb") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
            done += len(piece)
            told(done, size)


def offer(folder: Path) -> list[KeptBackup]:
    """The backups in a folder that can be put back, the newest first; not those of another desk."""
    found = []
    for path in (folder / FOLDER).glob("*.db"):
        try:
            _inspect(path, whole=path.stat().st_size < QUICK_BYTES)
            refuse_strangers(path, folder)
        except (UsageError, RefusedError):
            continue
        state = path.stat()
        found.append((made_at(path), path.name, KeptBackup(path, moment(made_at(path)), state.st_size)))
    return [kept for _, _, kept in sorted(found, key=itemgetter(0, 1), reverse=True)]


def made_at(path: Path) -> datetime:
    """When a backup was made, as its name or its folder's says: a copied folder has all its files from one day.

    A name with a day alone counts by the file's own time, and not as later than that day.
    """
    wrote = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    told = _WHEN.search(path.stem) or _WHEN.search(path.parent.name)
    if told is None:
        return wrote
    day = "".join(told.group(1, 2, 3))
    try:
        if told[4]:
            return datetime.strptime(f"{day}{told[4]}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        end = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC, hour=23, minute=59, second=59)
    except ValueError:
        return wrote
    return min(wrote, end)


def damaged_backups(folder: Path) -> list[str]:
    """What to offer where the book itself is damaged: paths of usable backups, the newest first."""
    return [str(kept.path) for kept in offer(folder)]


def health(path: Path) -> None:
    """Looks at a book's file before it is opened.

    Raises DamagedError `database_damaged` with the facts `path`, `detail` and `backups` (paths, the newest first);
    RefusedError as `known_trouble` where the system doesn't let it be read.
    """
    try:
        detail = _ailment(path)
    except OSError as failure:
        known = known_trouble(failure, path)
        if known is not None:  # nothing says that the books are damaged
            raise known from failure
        detail = trouble(failure)
    if detail:
        raise DamagedError("database_damaged", path=str(path), detail=detail, backups=damaged_backups(path.parent))


def _ailment(path: Path) -> str:
    """What is wrong with a file, or nothing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_HEADER):
        return "header"
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    counted = header[24:28] == header[92:96]  # else the count is not kept up to date
    wal = path.with_name(path.name + "-wal")
    unclean = wal.exists() and wal.stat().st_size > 0
    short = counted and size < page * int.from_bytes(header[28:32], "big")
    # Where a checkpoint was broken off (by a full disk, or a kill), the rest of the pages is still in the WAL.
    if page < 512 or (short and not unclean):
        return "size"
    if size < QUICK_BYTES or unclean:
        return _said_by(path, "quick_check(1)")
    return ""


def _inspect(path: Path, *, whole: bool) -> str:
    """The role of the book in a file that is proved to hold together."""
    try:
        with path.open("rb") as file:
            header = file.read(16)
    except OSError as failure:
        raise UsageError("backup_unreadable", path=str(path), detail=trouble(failure)) from failure
    if header != _HEADER:
        raise UsageError("backup_not_a_book", path=str(path))
    detail = _said_by(path, "integrity_check(1)") if whole else ""
    if detail:
        raise UsageError("backup_unreadable", path=str(path), detail="damaged", said=detail)
    return _role(path)


def _role(path: Path) -> str:
    import sqlcipher3.dbapi2 as driver

    try:
        with _opened(path) as connection:
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            role = connection.execute("SELECT value FROM setting WHERE key = 'role'").fetchone()
    except driver.Error as failure:
        raise UsageError("backup_not_a_book", path=str(path)) from failure
    if revision is None:
        raise UsageError("backup_not_a_book", path=str(path))
    if revision[0] > REVISION:
        raise RefusedError("book_newer", revision=revision[0], known=REVISION)
    return str(role[0]) if role else ""


def _said_by(path: Path, pragma: str) -> str:
    """What SQLite finds wrong, or nothing."""
    import sqlcipher3.dbapi2 as driver

    try:
        with _opened(path) as connection:
            said = connection.execute(f"PRAGMA {pragma}").fetchone()
    except driver.OperationalError:
        return ""  # busy, or not to be opened: that is no damage, and whoever opens the book will tell
    except driver.Error as failure:
        return str(failure)
    return "" if said and said[0] == "ok" else str(said[0] if said else "")


def _is_open(path: Path) -> bool:
    """Whether another program has this book open: only its last user may take it out of WAL mode."""
    import sqlcipher3.dbapi2 as driver

    if not path.exists():
        return False
    try:
        connection = driver.connect(str(path), isolation_level=None, timeout=1)
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            connection.close()
    except driver.OperationalError as failure:
        return "locked" in str(failure)
    except driver.Error:  # damaged: that is why another is to take its place
        return False
    return False


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A connection that is closed again; the driver's own `with` only ends the transaction."""
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(path), isolation_level=None, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def set_aside_folder(folder: Path) -> Path:
    """A new folder, named by the moment, for what is being replaced."""
    first = folder / f"kept-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    place, number = first, 1
    while place.exists():
        number += 1
        place = first.with_name(f"{first.name}-{number}")
    make_folder(place)
    return place


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder can't be opened, and the file system does it itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
