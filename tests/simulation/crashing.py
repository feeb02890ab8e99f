"""Ends a program at any of its steps: statements, commits, writes of the second copy, requests, waiting for the disk.

The files are copied as they lie there at that step, as the operating system would find them after the process is gone;
what the dying program does while its error travels upward reaches the old files only.
"""

import shutil
from contextlib import contextmanager
from unittest.mock import patch

import sqlcipher3.dbapi2 as driver

from sync.records.books.ahead import Ahead
from sync.records.copies.outbox import Outbox


class CrashError(BaseException):
    """The program is gone; no `except Exception` holds it up.

    Attributes:
        place: whose program it was.
        folder: the files as they lay there.
    """

    def __init__(self, place, folder):
        super().__init__(place)
        self.place, self.folder = place, folder


class Steps:
    """Counts the steps of one place's program, and ends it at the step that was asked for.

    Attributes:
        count: steps taken since `arm`.
        names: what each of them was.
    """

    def __init__(self, place, folder):
        self.place, self.folder = place, folder
        self.count, self.names = 0, list[str]()
        self.paused = False  # while whoever looks on reads the book
        self._fatal, self._failure = 0, ""
        self._after = 0

    def arm(self, fatal=0, failure=""):
        """Counts anew; at step number `fatal` the program ends (0: never), or is told of this failure of its disk."""
        self.count, self.names, self._fatal, self._failure = 0, [], fatal, failure

    def take(self, name):
        if self.paused:
            return
        self.count += 1
        self.names.append(name)
        if self.count == self._fatal:
            self._fatal = 0
            if self._failure and name.endswith("the request"):
                return  # no disk is asked there
            if self._failure:
                raise (
                    OSError(self._failure)
                    if "second copy" in name or "ahead" in name
                    else driver.OperationalError(self._failure)
                )
            raise CrashError(self.place, self.copy())

    def copy(self):
        """The files as they lie there now, in a folder of their own."""
        self._after += 1
        target = self.folder.with_name(f"{self.folder.name}-{self._after}")
        copy_files(self.folder, target)
        return target


def copy_files(folder, target):
    """Copies a place's files; what only a running program needs is left out."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*-shm", "backups"))


# The steps of a place by its folder, so that whichever connection is opened there counts for it.
_watched: dict[str, Steps] = {}
# The tape of a folder whose statements are kept.
tapes: dict[str, list[tuple]] = {}


class _Cursor(driver.Cursor):  # type: ignore[misc]
    def execute(self, sql, values=()):
        self.connection.step(sql)
        done = super().execute(sql, values)
        self.connection.keep(sql, values, many=False)
        return done

    def executemany(self, sql, rows):
        self.connection.step(sql)
        done = super().executemany(sql, rows)
        self.connection.keep(sql, rows, many=True)
        return done


class _Connection(driver.Connection):  # type: ignore[misc]
    steps: Steps | None = None
    tape: list[tuple] | None = None
    _writes = False
    _flushes = "FULL"

    def step(self, name):
        if self.steps is not None:
            self.steps.take(name.strip()[:60])

    def cursor(self, factory=_Cursor):
        return super().cursor(factory)

    def commit(self):
        self.step("before the commit")
        super().commit()
        self._end("commit")
        self.step("after the commit")

    def rollback(self):
        super().rollback()
        self._end("rollback")

    def keep(self, sql, values, *, many):
        """Keeps what a transaction that writes does, where somebody has put a tape in."""
        if sql.startswith("PRAGMA synchronous="):
            self._flushes = sql.partition("=")[2]
        if self.tape is None:
            return
        if sql == "BEGIN IMMEDIATE":
            self.tape.append(("flush", self._flushes))
        self._writes = self._writes or sql == "BEGIN IMMEDIATE"
        if self._writes:
            self.tape.append(("sql", sql, list(values) if many else tuple(values), many))

    def _end(self, how):
        if self._writes and self.tape is not None:
            self.tape.append((how,))
        self._writes = False


def steps_in(folder):
    """The counter of whichever program has its files in this folder, or None."""
    return _watched.get(str(folder))


def move_steps(steps, folder):
    """From now on the place's files lie in this folder; connections that are opened there count for it."""
    _watched.pop(str(steps.folder), None)
    steps.folder = folder
    _watched[str(folder)] = steps


@contextmanager
def watching():
    """While this lasts, each database and second copy opened in a folder with a counter counts its steps."""
    connect = driver.connect

    def connect_watched(path, **more):
        made = connect(path, factory=_Connection, **more)
        made.steps = steps_in(str(path).rpartition("/")[0])
        made.tape = tapes.get(str(path).rpartition("/")[0])
        return made

    try:
        with patch.object(driver, "connect", connect_watched), _watched_copies(), _watched_settling():
            yield
    finally:
        _watched.clear()
        tapes.clear()


@contextmanager
def _watched_copies():
    """The second copy's writes are steps too: before, with half of it on the disk, and after."""
    append, rewrite = Outbox._append, Outbox.rewrite

    def append_watched(self, raw):
        steps = steps_in(self.path.parent)
        if steps is None:
            append(self, raw)
            return
        steps.take("before the second copy")
        end = self._end
        append(self, raw[: len(raw) // 2])
        steps.take("half of the second copy")
        self._end = end
        append(self, raw)
        _keep_copy(self.path)
        steps.take("after the second copy")

    def rewrite_watched(self, entries):
        steps = steps_in(self.path.parent)
        if steps is not None:
            steps.take("before the second copy is written anew")
        rewrite(self, entries)
        _keep_copy(self.path)
        if steps is not None:
            steps.take("after the second copy was written anew")

    with patch.object(Outbox, "_append", append_watched), patch.object(Outbox, "rewrite", rewrite_watched):
        yield


@contextmanager
def _watched_settling():
    """What HQ commits ahead of its disk is brought there in a step of its own."""
    bring = Ahead._bring

    def bring_watched(self):
        folder = self._path.parent
        steps, tape = steps_in(folder), tapes.get(str(folder))
        if steps is not None:
            steps.take("before what was committed ahead is on the disk")
        bring(self)
        if tape is not None:
            tape.append(("settled",))
        if steps is not None:
            steps.take("after what was committed ahead is on the disk")

    with patch.object(Ahead, "_bring", bring_watched):
        yield


def _keep_copy(path):
    tape = tapes.get(str(path.parent))
    if tape is not None:
        tape.append(("copied", path.read_bytes()))
