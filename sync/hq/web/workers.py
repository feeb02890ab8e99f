"""Several processes behind one listener: started, watched, started again when one dies, and stopped together."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any

from domain.errors import UnreachableError
from sync.hq.web.plan import WorkerPlan
from sync.hq.web.server import Server
from sync.hq.web.turns import ConnectionShare

if TYPE_CHECKING:
    # What `Pipe` gives is another class on Windows.
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection as Connection
    else:
        from multiprocessing.connection import Connection

log = logging.getLogger("desk.hq.workers")
_READY, _ALIVE, _STOP = b"ready", b"alive", b"stop"
# A worker that gives no sign for so long hangs; where so many in a row die before they answer, none ever will.
_HANGS, _MOST_FAILURES = 60.0, 4
_TO_STOP = 30.0
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(eq=False, slots=True)
class _Worker:
    process: SpawnProcess
    line: Connection
    heard: float = field(default_factory=time.monotonic)
    ready: bool = False


class Workers:
    """The parent's view of its workers; `on_ready` is called once all of them answer for the first time."""

    def __init__(self, plan: WorkerPlan, listener: socket.socket, on_ready: Callable[[], None]) -> None:
        self._plan, self._listener, self._on_ready = plan, listener, on_ready
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._counts = self._context.RawArray("l", plan.count)
        self._stop = threading.Event()
        self._failures = 0
        self._told = False

    def run(self) -> None:
        """Runs until the process is told to stop; UnreachableError `workers_failed` where none can live."""
        folder = tempfile.mkdtemp(prefix="desk-hq-")
        before = {each: signal.signal(each, self._told_to_stop) for each in _signals()}
        os.environ[FOLDER_VARIABLE] = folder
        try:
            self._workers = [self._start(place) for place in range(self._plan.count)]
            while not self._stop.is_set():
                self._listen()
                self._mend(folder)
            self._end()
        finally:
            for each in self._workers:
                each.process.kill()
            os.environ.pop(FOLDER_VARIABLE, None)
            shutil.rmtree(folder, ignore_errors=True)
            for name, handler in before.items():
                signal.signal(name, handler)

    def _told_to_stop(self, *_: Any) -> None:
        self._stop.set()

    def _start(self, place: int) -> _Worker:
        self._counts[place] = 0
        ours, theirs = self._context.Pipe()
        said = (self._plan, self._listener, theirs, ConnectionShare(self._counts, place))
        process = self._context.Process(target=work, args=said, name="desk-hq-worker")
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _listen(self) -> None:
        """Hears the workers' signs of life for up to half a second."""
        lines = {each.line: each for each in self._workers}
        for line in wait([*lines], timeout=0.5):
            worker = lines[line]  # type: ignore[index]
            try:
                said = worker.line.recv_bytes()
            except (EOFError, OSError):
                worker.process.join(1)
                continue
            worker.heard = time.monotonic()
            worker.ready = worker.ready or said == _READY
        if not self._told and all(each.ready for each in self._workers):
            self._told = True
            self._on_ready()

    def _mend(self, folder: str) -> None:
        """Starts a new worker for each that died or hangs."""
        now = time.monotonic()
        for place, each in enumerate(self._workers):
            if each.process.is_alive() and now - each.heard < _HANGS:
                continue
            code = each.process.exitcode
            log.error(
                "a worker ended", extra={"told": {"worker": each.process.pid, "exit": code, "hung": code is None}}
            )
            each.process.kill()
            each.process.join()
            each.line.close()
            _forget(each.process.pid, folder)
            self._failures = 0 if each.ready else self._failures + 1
            if self._failures >= _MOST_FAILURES:
                raise UnreachableError("workers_failed", exit=code)
            self._workers[place] = self._start(place)

    def _end(self) -> None:
        """Lets every worker finish what it is at; those that don't are ended."""
        for each in self._workers:
            with contextlib.suppress(OSError):
                each.line.send_bytes(_STOP)
        until = time.monotonic() + _TO_STOP
        for each in self._workers:
            each.process.join(max(until - time.monotonic(), 0.1))


def work(plan: WorkerPlan, listener: socket.socket, line: Connection, share: ConnectionShare) -> None:
    """One worker, from its start to its end."""
    for each in _signals():  # a terminal tells all; only the parent decides
        signal.signal(each, signal.SIG_IGN)
    module, _, function = plan.made.partition(":")
    application = getattr(import_module(module), function)()

    def say(word: bytes) -> None:
        with contextlib.suppress(OSError):
            line.send_bytes(word)

    server = Server(application, plan.certificate, lambda: say(_READY), lambda: say(_ALIVE), share)
    threading.Thread(target=_obey, args=(line, server), name="parent-line", daemon=True).start()
    with contextlib.ExitStack() as held:
        held.callback(application.endpoints.book.close)
        _serve(server, listener)


def _serve(server: Server, listener: socket.socket) -> None:
    """Runs the server without its own way with signals."""
    import asyncio

    asyncio.run(server._serve([listener]))  # noqa: SLF001 -- `serve` is this with signals of its own


def _obey(line: Connection, server: Server) -> None:
    """Stops when told; a parent that was killed leaves an end of the line, and then nobody is left to serve for."""
    try:
        while line.recv_bytes() != _STOP:
            pass
        server.should_exit = True
    except (EOFError, OSError):
        os._exit(0)  # every transaction is whole or not at all


def _signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGBREAK")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _forget(pid: int | None, folder: str) -> None:
    """Takes a dead worker's figures out of the sum."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]
