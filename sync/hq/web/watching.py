"""How one process hears what others wrote to the same book: PostgreSQL's notices, SQLite's version, a look at heads."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.notices import CHANNEL, names_in, payloads

if TYPE_CHECKING:
    from sync.records.books.database import Book

log = logging.getLogger(__name__)
Heard = Callable[[Collection[str]], None]
# How often, in seconds: SQLite's version is read, waiting notices are sent on, all heads are looked at.
_GLANCE, _SEND, _LOOK = 0.2, 0.1, 5.0
_AGAIN = 2.0


class Watch(threading.Thread):
    """Watches one book; `tell` may be called from any thread."""

    def __init__(self, book: Book, heard: Heard) -> None:
        super().__init__(name="stream-watch", daemon=True)
        self._book, self._heard = book, heard
        self._ended = threading.Event()
        self._heads: dict[int, tuple[int, int]] | None = None

    def tell(self, names: Collection[str]) -> None:
        """This process wrote to these streams; others are to hear of it."""

    def stop(self) -> None:
        """Ends the watch soon."""
        self._ended.set()

    def run(self) -> None:
        """Watches until told to stop; whatever breaks is begun anew."""
        while not self._ended.is_set():
            try:
                self._watch()
            except Exception:
                if not self._ended.is_set():
                    log.exception("the watch over the streams broke; it begins anew")
                self._ended.wait(_AGAIN)

    def _watch(self) -> None:
        """Watches through one connection until told to stop."""

    def _look(self) -> None:
        """Compares all heads with those seen before."""
        with self._book.reading() as connection:
            rows = query_rows(connection, "SELECT id, epoch, head FROM stream")
            heads = {key: (epoch, head) for key, epoch, head in rows}
            before, self._heads = self._heads, heads
            if before is None:
                return
            moved = [key for key, place in heads.items() if before.get(key) != place]
            names = dict(_names(connection, moved))
        self._heard([names[key] for key in moved if key in names])


def _names(connection: Connection, keys: list[int]) -> list[tuple[int, str]]:
    return rows_in(connection, "SELECT id, name FROM stream WHERE id IN (?*)", keys) if keys else []


class _SqliteWatch(Watch):
    """SQLite tells each connection by a number that somebody else has written."""

    def _watch(self) -> None:
        version = None
        with self._book.engine.connect() as connection:
            raw = connection.connection.cursor()
            self._look()
            while not self._ended.wait(_GLANCE):
                now = raw.execute("PRAGMA data_version").fetchone()
                if now != version:
                    version = now
                    self._look()


class _PostgresWatch(Watch):
    """PostgreSQL carries notices between sessions; what this process wrote is told to others in one for many."""

    def __init__(self, book: Book, heard: Heard) -> None:
        super().__init__(book, heard)
        self._written: queue.SimpleQueue[Collection[str]] = queue.SimpleQueue()

    def tell(self, names: Collection[str]) -> None:
        self._written.put(names)

    def _watch(self) -> None:
        with self._book.engine.connect() as connection:
            try:
                self._listen(connection.connection.driver_connection)
            finally:
                connection.invalidate()  # it listens, so nobody else shall have it

    def _listen(self, driver: Any) -> None:
        driver.rollback()
        driver.autocommit = True
        driver.execute(f"LISTEN {CHANNEL}")
        looked = 0.0
        while not self._ended.is_set():
            for notice in driver.notifies(timeout=_SEND):
                self._take(notice.payload, own=notice.pid == driver.info.backend_pid)
            self._send(driver)
            if time.monotonic() - looked > _LOOK:
                looked = time.monotonic()
                self._look()

    def _take(self, payload: str, *, own: bool) -> None:
        if own:
            return
        names = names_in(payload)
        if names is None:
            self._look()
        else:
            self._heard(names)

    def _send(self, driver: Any) -> None:
        names: set[str] = set()
        while not self._written.empty():
            names |= set(self._written.get())
        for payload in payloads(names):
            driver.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))


def watch_of(book: Book, heard: Heard) -> Watch:
    """The watch that fits the book's engine."""
    return _SqliteWatch(book, heard) if book.is_sqlite else _PostgresWatch(book, heard)
