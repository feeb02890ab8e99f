"""HQ's service: the endpoints behind a web server, in one process or several over one database."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import RefusedError, UnreachableError
from sync.hq.endpoints import Endpoints
from sync.hq.exchange import follow_up
from sync.records.database import Book, open_sqlite, open_url
from sync.wire.packing import LARGEST_PACKED

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from sync.hq.requests import Verbs

# Where a worker process finds HQ's book; a database's password must not stand in a list of processes.
BOOK_VARIABLE = "DESK_HQ_DATABASE"
WORKER = "sync.hq.service:app_of_worker"
# As many requests work at a time in one process, each over a connection that stays open (`database.POOL`); others wait
# in line, which costs next to nothing. More would only wait for each other: for the interpreter, and for the locks.
AT_ONCE = 8
_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def make_app(book: Book, verbs: Verbs | None = None) -> Starlette:
    """The web application over an open book; UsageError `hq_not_founded` where the book isn't HQ's.

    `verbs` is what HQ's people may ask for from their desks, where it isn't this floor's alone.
    """
    import anyio
    from anyio.to_thread import run_sync
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    endpoints = Endpoints(book, verbs=verbs)
    limit = anyio.CapacityLimiter(AT_ONCE)

    async def answer(request: Request) -> Response:
        body = await _body(request)
        headers = {name.title(): value for name, value in request.headers.items()}
        work = lambda: endpoints.answer(request.method, request.url.path, headers, body)  # noqa: E731
        found = await run_sync(work, limiter=limit)
        told = {"Content-Encoding": "gzip", "Cache-Control": "no-store"}
        if found.status in {429, 503}:
            told["Retry-After"] = "2"
        return Response(found.body, found.status, told, media_type="application/json")

    return Starlette(routes=[Route("/{path:path}", answer, methods=_METHODS)])


async def _body(request: Request) -> bytes:
    """The body as sent; what is too large is cut, and refused where its size is checked."""
    whole = bytearray()
    async for piece in request.stream():
        whole += piece
        if len(whole) > LARGEST_PACKED:
            break
    return bytes(whole)


def open_book(database: str | Path) -> Book:
    """HQ's book by its database URL or its SQLite file."""
    text = str(database)
    return open_url(text) if "://" in text else open_sqlite(Path(text))


def app_of_worker(verbs: Verbs | None = None) -> Starlette:
    """What each worker process builds for itself."""
    _tell_faults()
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    book = open_book(os.environ[BOOK_VARIABLE])
    app = make_app(book, verbs)
    _catch_up(book, verbs)
    return app


def _tell_faults() -> None:
    """Lets a fault of a library, which ends the process at once, say on standard error where it was."""
    if not faulthandler.is_enabled():
        with suppress(RuntimeError, OSError, ValueError):  # standard error may be nowhere
            faulthandler.enable()


def _end_with_parent() -> None:
    """Ends a worker whose parent was killed: it would keep the port, so that no new service could start."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)  # every transaction is whole or not at all


def _catch_up(book: Book, verbs: Verbs | None) -> None:
    """Does what a process that was killed may have left undone."""
    follow_up(book, datetime.now(UTC), verbs)


def serve(
    database: str | Path,
    host: str = "127.0.0.1",
    port: int = 8420,
    workers: int = 1,
    on_ready: Callable[[str], None] = lambda _: None,
    *,
    verbs: Verbs | None = None,
    worker: str = WORKER,
) -> None:
    """Serves HQ's book until the process is told to stop.

    Args:
        port: 0 takes any free one.
        on_ready: called with the address once it really answers.
        verbs: what HQ's people may ask for, as in `make_app`.
        worker: `module:function` that makes the application in each of several processes.

    Raises RefusedError `port_in_use`, UsageError `hq_not_founded`, and what opening the book raises.
    """
    _tell_faults()
    book = open_book(database)
    try:
        app = make_app(book, verbs)
        _catch_up(book, verbs)
        with _listening(host, port) as listener:
            url = _address(host, listener)
            if workers == 1:
                _run_one(app, listener, lambda: on_ready(url))
            else:
                _run_many(str(database), listener, (worker, workers), url, on_ready)
    finally:
        book.close()


@contextmanager
def running(book: Book, host: str = "127.0.0.1", port: int = 0, verbs: Verbs | None = None) -> Iterator[str]:
    """Serves an open book from a thread of this process, for as long as the block lasts; gives the address."""
    with _listening(host, port) as listener:
        server = _server(make_app(book, verbs), workers=1)
        ready = threading.Event()
        thread = threading.Thread(target=lambda: _run(server, listener, ready.set), name="hq-service", daemon=True)
        thread.start()
        try:
            if not ready.wait(30):
                raise UnreachableError("hq_unreachable", url=_address(host, listener))
            yield _address(host, listener)
        finally:
            server.should_exit = True
            thread.join(30)


def _run_one(app: Starlette, listener: socket.socket, ready: Callable[[], None]) -> None:
    _run(_server(app, workers=1), listener, ready)


def _server(app: Starlette | str, workers: int) -> Any:
    import uvicorn

    config = uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_keep_alive=30,
        server_header=False,
    )
    return uvicorn.Server(config)


def _run(server: Any, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Runs a server that says so when it answers."""
    start = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await start(sockets=sockets)
        ready()

    server.startup = startup
    server.run(sockets=[listener])


def _run_many(
    database: str, listener: socket.socket, made: tuple[str, int], url: str, on_ready: Callable[[str], None]
) -> None:
    from uvicorn.supervisors.multiprocess import Multiprocess

    os.environ[BOOK_VARIABLE] = database
    server = _server(*made)
    threading.Thread(target=lambda: _wait_until_answered(url, on_ready), daemon=True).start()
    Multiprocess(server.config, sockets=[listener]).run()


def _wait_until_answered(url: str, on_ready: Callable[[str], None]) -> None:
    import requests

    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if requests.get(f"{url}/v1/hello", timeout=5).status_code == 200:
                on_ready(url)
                return
        except requests.exceptions.RequestException:
            time.sleep(0.05)


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
            raise RefusedError("port_in_use", host=host, port=port, detail=str(taken)) from taken
        listener.set_inheritable(True)
        yield listener
    finally:
        listener.close()


def _address(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
