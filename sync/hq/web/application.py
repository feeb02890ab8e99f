"""The web application: each request bounded, sent to its address in a thread, held back where it may be, and noted."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sync.hq.service.endpoints import STRANGE, Endpoints, HttpAnswer, Waits
from sync.hq.service.routes import ENROL, Route, route_of
from sync.hq.web.bodies import Bodies, NoRoomError, TooLargeBodyError
from sync.hq.web.buckets import Buckets
from sync.hq.web.connections import ConnectionRoom, network_of
from sync.hq.web.limits import ServiceLimits
from sync.hq.web.metrics import Metrics
from sync.hq.web.waiting import Waiting
from sync.wire.signing import PROOF

if TYPE_CHECKING:
    from sync.hq.deciding.requests import Verbs
    from sync.records.books.database import Book

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Other = Callable[[Scope, Receive, Send], Awaitable[None]]
log = logging.getLogger("desk.hq.requests")
# As many requests work at a time in one process, each over a connection that stays open (`database.POOL`); others wait
# in line, which costs next to nothing. More would only wait for each other: for the interpreter, and for the locks.
AT_ONCE = 8
_HERE = {"127.0.0.1", "::/64"}
_TOLD = {"Content-Encoding": "gzip", "Cache-Control": "no-store"}


class Application:
    """One process's application over an open book.

    Attributes:
        room: its connections.
        waiting: the desks that wait for news.
        beside: other applications by their path, which answer as they like.
    """

    def __init__(
        self, book: Book, verbs: Verbs | None = None, limits: ServiceLimits | None = None, token: str = ""
    ) -> None:
        self.limits = limits or ServiceLimits()
        self.endpoints = Endpoints(book, verbs=verbs, limits=self.limits)
        self.room = ConnectionRoom(self.limits)
        self.waiting = Waiting(book, self.limits.waiting)
        self.metrics = Metrics(self, book)
        self._token = token
        self._bodies = Bodies(self.limits)
        self._addresses = Buckets(self.limits.address_rate, self.limits.address_burst)
        self._enrolling = Buckets(self.limits.enrol_rate, self.limits.enrol_burst)
        self._proxies = {network_of(each) for each in self.limits.proxies}
        self._threads = ThreadPoolExecutor(AT_ONCE, "request")
        self._taken = 0
        self.beside: dict[str, Other] = {"/metrics": self._tell_metrics}
        self.endpoints.moved = self.waiting.moved
        book.after_writing = self.waiting.moved

    @property
    def in_work(self) -> int:
        """Requests that have a thread."""
        return min(self._taken, AT_ONCE)

    @property
    def in_line(self) -> int:
        """Requests that wait for one."""
        return max(0, self._taken - AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, whatever it is."""
        if scope["type"] != "http":
            return
        other = self.beside.get(scope["path"])
        if other is not None:
            await other(scope, receive, send)
            return
        began = time.perf_counter()
        request = Request(scope, receive)
        address = self._address(request)
        route = route_of(scope["method"], scope["path"])
        try:
            found, size, whole = await self._found(request, route, address)
        except ClientDisconnect:
            return
        response = self._response(found, whole)
        await response(scope, receive, send)
        self._note(route, found, (time.perf_counter() - began) * 1000, size, address)

    async def _found(self, request: Request, route: Route | None, address: str) -> tuple[HttpAnswer, int, bool]:
        """The answer, the request's size, and whether its body was read to the end."""
        wait = self._addresses.take(address)
        if not wait and route is ENROL:
            wait = self._enrolling.take(address)
        if wait:
            return self.endpoints.refuse("too_many_requests", wait), 0, False
        declared = request.headers.get("content-length", "")
        size = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 12 else 0
        try:
            body = await self._bodies.read(request.stream(), size, route.packed if route else 0, address)
        except TooLargeBodyError:
            return self.endpoints.refuse("too_large" if route else "not_found"), size, False
        except NoRoomError:
            return self.endpoints.refuse("hq_busy", 2), size, False
        found = await self._answered(request, body)
        if found.code in STRANGE:
            self._addresses.take(address, self.limits.refused_cost)
        return found, len(body), True

    async def _answered(self, request: Request, body: bytes) -> HttpAnswer:
        """What HQ answers, held back for as long as it has nothing to tell and the desk is ready to wait."""
        headers = {name.title(): value for name, value in request.headers.items()}
        work = lambda: self.endpoints.answer(request.method, request.scope["path"], headers, body)  # noqa: E731
        until = 0.0
        while True:
            mark = self.waiting.mark()
            found = await self._in_thread(work)
            waits = found.waits
            if waits is None:
                return found
            until = until or time.monotonic() + waits.seconds
            left = until - time.monotonic()
            if left <= 0 or not await self._moved(request, waits, mark, left):
                return found

    async def _in_thread(self, work: Callable[[], HttpAnswer]) -> HttpAnswer:
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._taken -= 1

    async def _moved(self, request: Request, waits: Waits, mark: int, left: float) -> bool:
        """Waits for news; False where time is up, or nobody is there any more to be told."""
        news = asyncio.ensure_future(self.waiting.news(waits.desk, waits.streams, mark, left))
        gone = asyncio.ensure_future(request.receive())
        try:
            await asyncio.wait({news, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not news.done():
                raise ClientDisconnect
            return news.result()
        finally:
            for each in (news, gone):
                each.cancel()

    def _response(self, found: HttpAnswer, whole: bool) -> Response:
        told = dict(_TOLD)
        if found.proof:
            told[PROOF] = found.proof
        if found.retry_after or found.status in {429, 503}:
            told["Retry-After"] = str(found.retry_after or 2)
        if not whole:  # what is left of the body is not waited for
            told["Connection"] = "close"
        if found.whole is not None:  # compressed as it is, and nothing on the way may change it
            del told["Content-Encoding"]
            last = max(found.first + len(found.body) - 1, found.first)
            told |= {
                "Content-Range": f"bytes {found.first}-{last}/{found.whole}",
                "Cache-Control": "no-store, no-transform",
            }
            return Response(found.body, found.status, told, media_type="application/octet-stream")
        return Response(found.body, found.status, told, media_type="application/json")

    def _address(self, request: Request) -> str:
        """Whom a request is counted under; a proxy's word is taken where the proxy is known."""
        peer = network_of(request.client.host) if request.client else ""
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return network_of(told) if told and peer in self._proxies else peer

    async def _tell_metrics(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The figures, for this very machine, or for whoever shows the token."""
        request = Request(scope, receive)
        sent = request.headers.get("authorization", "")
        near = self._address(request) in _HERE and "x-forwarded-for" not in request.headers
        if _same(sent, f"Bearer {self._token}") if self._token else near:
            text = await asyncio.to_thread(self.metrics.text)
            response = Response(text, 200, {"Cache-Control": "no-store"}, media_type=self.metrics.type)
        else:
            response = self._response(self.endpoints.refuse("not_found"), whole=False)
        await response(scope, receive, send)

    def _note(self, route: Route | None, found: HttpAnswer, spent: float, size: int, address: str) -> None:
        """One line for each request: who, what and how long; never what it held."""
        name = route.name if route else "other"
        self.metrics.count(name, found, spent / 1000)
        quiet = found.status == 200 and found.waits is not None and not found.entries
        level = logging.WARNING if found.status >= 500 else logging.INFO
        log.log(
            logging.DEBUG if quiet else level,
            "%s %s",
            name,
            found.status,
            extra={
                "told": {
                    "desk": found.desk,
                    "route": name,
                    "status": found.status,
                    "ms": round(spent, 1),
                    "bytes_in": size,
                    "bytes_out": len(found.body),
                    "code": found.code,
                    "address": "" if found.desk else address,
                }
            },
        )


def _same(told: str, known: str) -> bool:
    import hmac

    return hmac.compare_digest(told.encode(), known.encode())
