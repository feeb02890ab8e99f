"""Commits may run ahead of the disk as long as nobody hears of them: before any answer leaves, the disk has them all.

Each waiting for the disk by itself costs a decision at HQ a tenth of its time on the quickest disk, and most of it on
a slow one; a desk's request often brings hundreds. This is for SQLite served by one process, through which every
answer goes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import RefusedError
from sync.records.copies.outbox import flush


class Ahead:
    """What of one SQLite file was committed without waiting for the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = Path(f"{path}-wal")
        self._lock = threading.Lock()
        self._open = self._done = self._settled = 0
        self._doubtful = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Around a transaction whose commit doesn't wait."""
        with self._lock:
            self._open += 1
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1
                self._done += 1

    def settle(self) -> None:
        """Returns once the disk has all that was committed before; RefusedError `disk_failed` where it doesn't take it.

        A transaction that is just being committed counts too: another thread may have read it already.
        """
        with self._lock:
            done = self._done
            if done == self._settled and not self._open:
                return
        try:
            if self._doubtful:
                raise OSError
            self._bring()
        except OSError as failed:
            # What a system did with pages that it could not write nobody knows; asked again it may say that all is
            # well. Only a new start, which reads what is really there, ends this.
            self._doubtful = True
            raise RefusedError("disk_failed", path=str(self._path)) from failed
        with self._lock:
            self._settled = max(self._settled, done)

    def _bring(self) -> None:
        try:
            file = os.open(self._log, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return  # it went into the database itself, which SQLite flushes first
        try:
            flush(file)
        finally:
            os.close(file)
