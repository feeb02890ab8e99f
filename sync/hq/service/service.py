"""HQ's service: the endpoints behind a web server, in one process or several over one database."""

from __future__ import annotations

import faulthandler
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from domain.errors import RefusedError, UnreachableError
from sync.hq.taking.following import follow_up, keep_sweeping
from sync.hq.taking.newly_known import judge_known
from sync.hq.taking.waiting import judge_come
from sync.hq.web import logs
from sync.hq.web.limits import ServiceLimits, raise_open_files
from sync.hq.web.plan import Certificate, WorkerPlan
from sync.records.books.ahead import Ahead
from sync.records.books.database import Book, open_sqlite, open_url
from sync.trouble import trouble

if TYPE_CHECKING:
    from sync.hq.deciding.requests import Verbs
    from sync.hq.web.application import Application
    from sync.hq.web.server import Server

# Where a worker process finds HQ's book; a database's password must not stand in a list of processes.
BOOK_VARIABLE = "DESK_HQ_DATABASE"
OPTIONS_VARIABLE = "DESK_HQ_OPTIONS"
WORKER = "sync.hq.service.service:app_of_worker"


@dataclass(frozen=True, slots=True)
class Options:
    """How a service is run.

    Attributes:
        log: the shape of what is written to standard error; None leaves logging as whoever starts the service set it.
        token: what a reader of `/metrics` must show; without one only this machine itself may read it.
    """

    limits: ServiceLimits = field(default_factory=ServiceLimits)
    certificate: Certificate | None = None
    log: logs.LogFormat | None = None
    token: str = ""


def make_app(book: Book, verbs: Verbs | None = None, options: Options | None = None) -> Application:
    """The web application over an open book; UsageError `hq_not_founded` where the book isn't HQ's.

    `verbs` is what HQ's people may ask for from their desks, where it isn't this floor's alone.
    """
    from sync.hq.web.application import Application

    options = options or Options()
    return Application(book, verbs, options.limits.fitted(raise_open_files()), options.token)


def open_book(database: str | Path) -> Book:
    """HQ's book by its database URL or its SQLite file."""
    text = str(database)
    return open_url(text, serving=True) if "://" in text else open_sqlite(Path(text), serving=True)


def app_of_worker(verbs: Verbs | None = None) -> Application:
    """What each worker process builds for itself."""
    _tell_faults()
    options = msgspec.json.decode(os.environ.get(OPTIONS_VARIABLE, "{}"), type=Options)
    if options.log:
        logs.configure(options.log)
    book = open_book(os.environ[BOOK_VARIABLE])
    app = make_app(book, verbs, options)
    _catch_up(book, verbs)
    threading.Thread(target=keep_sweeping, args=(book, verbs), name="sweep", daemon=True).start()
    return app


def _tell_faults() -> None:
    """Lets a fault of a library, which ends the process at once, say on standard error where it was."""
    if not faulthandler.is_enabled():
        with suppress(RuntimeError, OSError, ValueError):  # standard error may be nowhere
            faulthandler.enable()


def _answer_alone(book: Book) -> None:
    """All answers go through this process: what it commits may be ahead of the disk until one leaves."""
    if book.path is not None:
        book.ahead = Ahead(book.path)


def _catch_up(book: Book, verbs: Verbs | None) -> None:
    """Does what a process that was killed may have left undone."""
    now = datetime.now(UTC)
    judge_come(book, now)
    judge_known(book, now)
    follow_up(book, now, verbs)


def serve(
    database: str | Path,
    host: str = "127.0.0.1",
    port: int = 8420,
    workers: int = 1,
    on_ready: Callable[[str], None] = lambda _: None,
    *,
    verbs: Verbs | None = None,
    worker: str = WORKER,
    options: Options | None = None,
) -> None:
    """Serves HQ's book until the process is told to stop.

    Args:
        port: 0 takes any free one.
        on_ready: called with the address once it really answers.
        verbs: what HQ's people may ask for, as in `make_app`.
        worker: `module:function` that makes the application in each of several processes.

    Raises RefusedError `port_in_use`, UsageError `hq_not_founded`, UnreachableError `workers_failed`, and what opening
    the book raises.
    """
    _tell_faults()
    options = options or Options()
    if options.log:
        logs.configure(options.log)
    book = open_book(database)
    try:
        app = make_app(book, verbs, options)
        _catch_up(book, verbs)
        with _listening(host, port) as listener:
            url = _address(host, listener, options.certificate is not None)
            if workers == 1:
                _answer_alone(book)
                threading.Thread(target=keep_sweeping, args=(book, verbs), name="sweep", daemon=True).start()
                _server(app, options.certificate, lambda: on_ready(url)).run([listener])
            else:
                book.close()
                _run_many(
                    str(database), listener, WorkerPlan(worker, workers, options.certificate), options, url, on_ready
                )
    finally:
        book.close()


def _run_many(
    database: str,
    listener: socket.socket,
    plan: WorkerPlan,
    options: Options,
    url: str,
    on_ready: Callable[[str], None],
) -> None:
    from sync.hq.web.workers import Workers

    os.environ[BOOK_VARIABLE] = database
    os.environ[OPTIONS_VARIABLE] = msgspec.json.encode(options).decode()
    Workers(plan, listener, lambda: on_ready(url)).run()


@contextmanager
def running(
    book: Book,
    host: str = "127.0.0.1",
    port: int = 0,
    verbs: Verbs | None = None,
    options: Options | None = None,
) -> Iterator[str]:
    """Serves an open book from a thread of this process, for as long as the block lasts; gives the address."""
    with _listening(host, port) as listener:
        options = options or Options()
        ready = threading.Event()
        _answer_alone(book)
        server = _server(make_app(book, verbs, options), options.certificate, ready.set)
        thread = threading.Thread(target=lambda: server.run([listener]), name="hq-service", daemon=True)
        thread.start()
        url = _address(host, listener, options.certificate is not None)
        try:
            if not ready.wait(30):
                raise UnreachableError("hq_unreachable", url=url)
            yield url
        finally:
            server.should_exit = True
            thread.join(30)
            book.after_writing = book.ahead = None


def _server(app: Application, certificate: Certificate | None, ready: Callable[[], None]) -> Server:
    from sync.hq.web.server import Server

    return Server(app, certificate, ready)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because the event loop goes by it: only then it lets small answers out at once, where they
    # would otherwise wait 40 ms for the other end to acknowledge the headers.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if os.name != "nt":  # there the option would let two services share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(2048)
        except OSError as taken:
            raise RefusedError("port_in_use", host=host, port=port, detail=trouble(taken)) from taken
        listener.set_inheritable(True)
        yield listener
    finally:
        listener.close()


def _address(host: str, listener: socket.socket, secure: bool) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"{'https' if secure else 'http'}://{shown}:{port}"
