"""A book is one database, SQLite at a desk or PostgreSQL at HQ, read in snapshots and written in transactions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from domain.errors import DeskError, RefusedError, UnreachableError, UsageError
from sync.owner_only import make_file
from sync.records.books.ailments import told_errors
from sync.records.books.bulk import send_waiting
from sync.records.books.kept_line import KeptLine
from sync.records.books.memory import give_back, is_much
from sync.records.books.postgres import (
    go_by_indexes,
    look_after_rest,
    note_rest,
    send_first,
    spell_alike,
    why_unreachable,
)
from sync.records.books.read_only_look import BARRED, as_it_lies, check_whole
from sync.records.books.write_queue import QUEUE, WriteQueue

if TYPE_CHECKING:
    from sync.records.books.ahead import Ahead
    from sync.records.books.batches import WorkBatch
    from sync.records.copies.outbox import Outbox
    from sync.records.log.writing import Writing
    from sync.records.pricing.policy_cache import PolicyCache

# The revision of the newest migration; a book at this revision opens without loading the migration tool.
REVISION = "0005"

# Connections to PostgreSQL that stay open in each process, and how many more are made where these are taken: enough
# that no request of HQ's service waits for one (its `AT_ONCE`), and few enough for several processes.
POOL, OVERFLOW = 10, 10

_FLUSHES, _WRITES = "flushes", "writes"
# So much of a file each connection keeps in memory, in KiB: little to read, since the system keeps it too, and more
# once it writes, since what doesn't fit is written twice.
_ROOM_TO_WRITE = "PRAGMA cache_size=-20480"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-8192",
    "PRAGMA temp_store=MEMORY",
)


# At a service so many pages, 32 MB, gather in SQLite's log before they go into the file: orders that come one after
# another change the same pages again and again, and then each goes once.
_LONG_LOG = "PRAGMA wal_autocheckpoint=8000"


class Book:
    """One open database.

    Attributes:
        engine: SQLAlchemy's engine; code outside this package uses `reading` and `writing`.
        path: the SQLite file, or None on PostgreSQL.
        own_stream: the stream this desk is the home of, once its outbox is open.
        outbox: the second copy of what was not acknowledged yet, at a desk.
        after_writing: called with the names of the streams that got entries, once they are durable.
        policy_cache: the published policies made ready; used by whoever prices.
        ready: whether it is open at this program's revision.
        barred: why it is only read, as it lies (`sync.records.books.read_only_look`); None where it can be written.
        wanted: at HQ, the streams of desks whose bodies HQ asks for once more (`sync.hq.taking.newly_known`).
        heard: at HQ, by desk, what each said to hold when it last only asked (`sync.hq.taking.hearing`).
        looked_through: at HQ, up to which held entry it was looked whether any is moot (`sync.hq.taking.moot`).
        telling: at HQ, what tells desks of the stock and the limits that many exchanges touched.
        ahead: at an HQ on SQLite that one process serves, what `writing_ahead` committed; else None.
    """

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self.own_stream: str | None = None
        self.after_writing: Callable[[Collection[str]], None] | None = None
        self.outbox: Outbox | None = None
        self.telling: WorkBatch[Any] | None = None
        self.ahead: Ahead | None = None
        self.wanted: set[str] = set()
        self.heard: dict[str, tuple[int, int]] = {}
        self.looked_through = 0
        self.ready = False
        self.barred: RefusedError | None = None
        self._policy_cache: PolicyCache | None = None
        self._immediate = engine.execution_options(immediate=True)
        self._hasty = engine.execution_options(immediate=True, hasty=True)
        self._line, self._hasty_line = KeptLine(self._immediate), KeptLine(self._hasty)
        self._single = engine if self.is_sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")
        # A SQLite read transaction is a snapshot as it is; PostgreSQL has to be asked.
        self._snapshot = (
            engine
            if self.is_sqlite
            else engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        )

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def policy_cache(self) -> PolicyCache:
        if self._policy_cache is None:
            from sync.records.pricing.policy_cache import PolicyCache

            self._policy_cache = PolicyCache()
        return self._policy_cache

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot; nothing can be written through it."""
        with told_errors(self.path), self._snapshot.connect() as connection:
            yield connection
            # Undone, it would cost PostgreSQL's driver every statement it has prepared.
            connection.commit()

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For a single question, which is a snapshot by itself: PostgreSQL is asked once and not three times."""
        if self.is_sqlite:
            with self.reading() as connection:
                yield connection
            return
        with told_errors(self.path), self._single.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, hasty: bool = False) -> Iterator[Writing]:
        """One transaction; leaving it normally commits and numbers the entries, an exception undoes everything.

        A `hasty` one doesn't wait for the disk, as in `noting`: for what another still has and will send again.
        """
        from sync.records.log.writing import Writing

        self._check_writable()
        kept = self.outbox is not None or self.ahead is not None
        line, engine = (self._hasty_line, self._hasty) if hasty else (self._line, self._immediate)
        begun = line.begin() if kept else engine.begin()
        copying = nullcontext(None) if self.outbox is None else self.outbox.beside_a_commit()
        with told_errors(self.path), copying as copy, begun as connection, _queueing(connection):
            copied = None if copy is None or self.own_stream is None else (self.own_stream, copy)
            writing = Writing(connection, self.policy_cache, copied)
            yield writing
            written = writing.finish()
            send_waiting(connection)
        if written:
            if self.is_sqlite and is_much(entry for _, entries in written.values() for entry, _ in entries):
                self.give_back_memory()
            self._tell(written.keys())

    @contextmanager
    def writing_ahead(self) -> Iterator[Writing]:
        """`writing` for what nobody is told of before `settle`: where one process answers all, the disk may lag."""
        ahead = self.ahead
        with nullcontext() if ahead is None else ahead.running(), self.writing(hasty=ahead is not None) as writing:
            yield writing

    def settle(self) -> None:
        """Brings to the disk what was written ahead of it; whoever tells anything of the book calls it first."""
        if self.ahead is not None:
            self.ahead.settle()

    def give_back_memory(self) -> None:
        """Lets go of what connections that nobody uses keep of a SQLite file, before something else needs the room."""
        if self.is_sqlite:
            self._line.let_go()
            self._hasty_line.let_go()
            with ExitStack() as idle:
                resting = range(self.engine.pool.checkedin())  # type: ignore[attr-defined]
                give_back([idle.enter_context(self._immediate.connect()) for _ in resting])

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """One transaction for what a failure of the power may take back without harm, such as the log of exchanges.

        SQLite doesn't wait for the disk then, which is most of what a small transaction costs. What is lost are the
        last such notes and nothing else: each transaction of `writing` brings all before it to the disk with it. After
        a crash of the program alone all are there. Nothing may be told as saved that was only noted.
        """
        self._check_writable()
        with told_errors(self.path), self._hasty.begin() as connection:
            yield connection

    def _check_writable(self) -> None:
        if self.barred is not None:
            raise RefusedError(self.barred.code, **self.barred.facts)

    def _tell(self, names: Collection[str]) -> None:
        """Lets whoever waits for news know, in this process, or, over PostgreSQL, in those that serve."""
        if self.after_writing is not None:
            self.after_writing(names)
        elif not self.is_sqlite:  # a SQLite file tells by itself
            from sync.records.books.notices import send

            send(self.engine, names)

    def close(self) -> None:
        if self.outbox is not None:
            self.outbox.close()
        self._line.close()
        self._hasty_line.close()
        if self.ready and self.barred is None and self.path is not None and self.path.exists():
            self._count_anew()
        self.ready = False
        self.engine.dispose()

    def _count_anew(self) -> None:
        """A command that filled the book leaves it so that the next one plans by what is in it."""
        from sync.records.books.statistics import keep_statistics

        with suppress(DeskError, SQLAlchemyError):  # a book that can't be written is closed all the same
            keep_statistics(self)


def _queueing(connection: Connection) -> AbstractContextManager[None]:
    """Lets writes wait for each other where each would go a long way."""
    return _NO_QUEUE if connection.dialect.name == "sqlite" else _write_queue(connection.info)


_NO_QUEUE = nullcontext()


@contextmanager
def _write_queue(info: dict[Any, Any]) -> Iterator[None]:
    info[QUEUE] = WriteQueue()
    try:
        yield
    finally:
        del info[QUEUE]


def open_sqlite(path: Path, *, create: bool = False, looking: bool = False, serving: bool = False) -> Book:
    """Opens a SQLite book, migrating it where it is older than the program.

    `serving` is for a service, which may gather more before the file is touched. `looking` is for whoever only reads:
    where nothing can be written beside the book it is read as it lies, and `barred` tells why. Raises UsageError
    `book_missing`, DamagedError `database_damaged`, RefusedError `book_newer`, and what `known_failure` tells and
    `check_whole` raises.
    """
    if not path.exists() and not create:
        raise UsageError("book_missing", path=str(path))
    with suppress(OSError):  # what is wrong there SQLite tells
        make_file(path)  # it gives what it keeps beside a book the book's own rights
    try:
        return _prepared(_sqlite_book(path, serving=serving), create)
    except RefusedError as refused:
        if not looking or refused.code not in BARRED:
            raise
        check_whole(path, refused)
        book = _sqlite_book(path, as_it_lies(path))
        book.barred = refused
        return _prepared(book, create=False)


def _sqlite_book(path: Path, address: str = "", *, serving: bool = False) -> Book:
    """A book that isn't looked into yet; `address` opens the file otherwise than by its path."""
    pragmas = (*_PRAGMAS, _LONG_LOG) if serving else _PRAGMAS
    import sqlcipher3.dbapi2 as driver

    def connect() -> Any:
        connection = driver.connect(
            address or str(path),
            uri=bool(address),
            isolation_level=None,
            check_same_thread=False,
            timeout=10,
            cached_statements=512,
        )
        try:
            for pragma in pragmas:
                connection.execute(pragma)
        except UnicodeDecodeError as failure:  # the driver can't read what SQLite quotes of a damaged schema
            raise driver.DatabaseError("malformed database schema") from failure
        return connection

    # What is written stays out of the errors' words, which end up in logs.
    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=driver,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=16,
        pool_use_lifo=True,
        pool_reset_on_return=None,  # `_undo_what_is_open` does it, where there is anything to undo
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _undo_what_is_open)
    return Book(engine, path)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    sql = "BEGIN IMMEDIATE" if options.get("immediate", False) else "BEGIN"
    # Straight to the driver: every question and every saving begins here.
    raw, driver = connection.connection.cursor(), connection.dialect.loaded_dbapi.Error
    try:
        if sql != "BEGIN":
            remembered = connection.info
            _flush_as(raw, remembered, hasty=options.get("hasty", False))
            if _WRITES not in remembered:
                raw.execute(_ROOM_TO_WRITE)
                remembered[_WRITES] = True
        raw.execute(sql)
    except driver as failure:
        raise DBAPIError.instance(sql, None, failure, driver, dialect=connection.dialect) from failure


def _flush_as(raw: Any, remembered: dict[Any, Any], *, hasty: bool) -> None:
    """Says whether the next commit waits for the disk; a connection stays as it was told, at first by `_PRAGMAS`."""
    usual = next(each for each in _PRAGMAS if each.startswith("PRAGMA synchronous="))
    how = "PRAGMA synchronous=NORMAL" if hasty else usual
    if remembered.get(_FLUSHES, usual) != how:
        raw.execute(how)
        remembered[_FLUSHES] = how


def _undo_what_is_open(connection: Any, _record: object) -> None:
    """A commit that failed leaves its transaction open; it must not lock the book, nor be saved with the next one."""
    if connection is not None and connection.in_transaction:
        connection.rollback()


def open_url(url: str, *, create: bool = False, serving: bool = False) -> Book:
    """Opens HQ's book by its URL: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.

    `serving` is for a service, whose every question has its index: PostgreSQL prepares its statements once, perhaps
    while a table is so small that reading it whole seems right, and mustn't go on so when it has grown.
    """
    if url.startswith("sqlite:///"):
        return open_sqlite(Path(url.removeprefix("sqlite:///")), create=create, serving=serving)
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            rest = url.removeprefix(prefix)
            return _prepared(Book(_postgres_engine(f"postgresql+psycopg://{rest}", serving), None), create)
    raise UsageError("database_url_unknown", url=url.rsplit("@", maxsplit=1)[-1])


def _postgres_engine(url: str, serving: bool) -> Engine:
    # The last one given back is the first one taken: few connections stay in use, with all their statements prepared.
    engine = create_engine(url, pool_size=POOL, max_overflow=OVERFLOW, pool_use_lifo=True, hide_parameters=True)
    event.listen(engine, "connect", spell_alike)
    if serving:
        event.listen(engine, "connect", go_by_indexes)
    event.listen(engine, "before_cursor_execute", send_first)
    event.listen(engine, "checkin", note_rest)
    event.listen(engine, "checkout", look_after_rest)
    return engine


def _prepared(book: Book, create: bool) -> Book:
    try:
        _prepare(book, create)
    except BaseException:
        book.close()
        raise
    book.ready = True
    return book


def _prepare(book: Book, create: bool) -> None:
    with told_errors(book.path):
        try:
            revision = _revision(book)
        except OperationalError as failure:
            if book.is_sqlite:
                raise
            said = str(failure.orig).strip()
            raise UnreachableError("database_unreachable", how=why_unreachable(said), detail=said) from failure
    if revision == REVISION:
        return
    if revision is None and not create:
        raise UsageError("book_missing", path=str(book.path or book.engine.url.database))
    if revision is not None and revision > REVISION:
        raise RefusedError("book_newer", revision=revision, known=REVISION)
    from sync.records.schema.migrating import migrate

    migrate(book.engine, book.path, revision)


def _revision(book: Book) -> str | None:
    with book.engine.connect() as connection:
        if not book.engine.dialect.has_table(connection, "alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
