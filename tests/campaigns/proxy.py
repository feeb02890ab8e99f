"""A line that does everything a bad line does, between the real client and the real service, over real connections.

`python -m tests.campaigns.proxy --requests 200000 --keep [--postgres]` goes on where its result beside the benchmarks
ends; each block is a field of its own with four desks and five thousand requests, and `--workers N` does so many at
once, each in a process of its own. When the faults stop all ends are equal within thirty seconds.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import keyring
from keyring.backends import null

from domain.errors import DeskError, RefusedError, UnreachableError
from sync.client.line import transport
from sync.client.line.asking import Patience
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.hq.service.enrolment import make_code
from sync.keys import load_key
from sync.records.books.database import open_sqlite, open_url
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from tests.building.sync.books import AGENT, an_order, found_hq, put, rows, stock_up
from tests.building.sync.ends import assert_equal_books, problems_of
from tests.building.sync.faults import PORTAL
from tests.campaigns.engines import postgres
from tests.campaigns.kill import Field, _finish, _lines, forked, serve
from tests.campaigns.running import add_arguments, run_blocks
from tests.simulation.world import scratch

QUIET_SECONDS = 30
# In one block of a long campaign.
REQUESTS = 5_000
# What may come of a request that was bent or answered by somebody else.
_BENT = {"signature_wrong", "message_unreadable", "head_signature_wrong", "nonce_expired", "entries_malformed"}
# The first byte of whoever begins to talk under TLS.
_TLS_HELLO = b"\x16"
IMPATIENT = Patience(tries=2, first_pause=0.01, sleep=lambda pause: time.sleep(min(pause, 0.02)))


@dataclass(frozen=True)
class Outcome:
    """What a campaign found; `lost`, `doubled`, `unknown` and `defects` must be empty."""

    requests: int
    hurt: dict[str, int]
    orders: int
    lost: list[str]
    doubled: list[str]
    unknown: list[str]
    defects: list[str]
    quiet_after: float
    seconds: float


class Proxy:
    """The line; `share` of a hundred requests go wrong while it isn't 0.

    Attributes:
        requests: how many came.
        hurt: what went wrong, by kind.
    """

    def __init__(self, target, seed, share):
        self._target, self._chance, self.share = target, random.Random(seed), share
        self.requests, self.hurt = 0, Counter[str]()
        self._held: list[bytes] = []
        self._old = b""
        self.port = 0

    async def run(self, ready, ended):
        """Stands on the line until `ended`; whoever is connected then is hung up on."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()

    async def _serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._one(reader, writer)
        writer.close()

    async def _one(self, reader, writer):
        first = await reader.readexactly(1)
        if first == _TLS_HELLO:  # HQ, which is in clear, hangs up at once on who looks whether it speaks TLS
            return
        head = first + await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        request = head.replace(b"\r\n\r\n", b"\r\nX-Line: bad\r\n\r\n") + await reader.readexactly(length)
        self.requests += 1
        await self._deliver_late()
        if self._chance.randrange(100) >= self.share:
            self._old = await self._ask(request)
            writer.write(self._old)
            await writer.drain()
            return
        kind = self._chance.choice(sorted(FAULTS))
        self.hurt[kind] += 1
        answer = await FAULTS[kind](self, request)
        await self._give(writer, answer, slow=kind == "trickle")

    async def _give(self, writer, answer, *, slow):
        if not slow:
            writer.write(answer)
        for byte in answer[:12] if slow else b"":  # a drop at a time, then nothing more
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)
        await writer.drain()

    async def _ask(self, request):
        """The whole answer to one request, over a connection of its own."""
        request = request.replace(b"Connection: keep-alive", b"Connection: close")
        reader, writer = await asyncio.open_connection(*self._target)
        try:
            writer.write(request)
            await writer.drain()
            return await asyncio.wait_for(reader.read(-1), 60)
        finally:
            writer.close()

    async def _deliver_late(self):
        """Requests held back arrive in any order, and nobody hears the answers."""
        while self._held and self._chance.randrange(3) == 0:
            with contextlib.suppress(OSError):
                await self._ask(self._held.pop(self._chance.randrange(len(self._held))))

    async def cut_before(self, request):
        return b""

    async def cut_in_the_request(self, request):
        _, writer = await asyncio.open_connection(*self._target)
        writer.write(request[: self._chance.randrange(len(request))])
        await writer.drain()
        writer.close()
        return b""

    async def cut_after(self, request):
        await self._ask(request)
        return b""

    async def cut_in_the_answer(self, request):
        answer = await self._ask(request)
        return answer[: self._chance.randrange(max(len(answer), 1))]

    async def double(self, request):
        await self._ask(request)
        return await self._ask(request)

    async def double_later(self, request):
        self._held.append(request)
        return await self._ask(request)

    async def delay(self, request):
        self._held.append(request)
        return b""

    async def trickle(self, request):
        return await self._ask(request)

    async def overload(self, request):
        status = self._chance.choice(["429 Too Many Requests", "503 Service Unavailable"])
        after = self._chance.choice(["", "Retry-After: 1\r\n", "Retry-After: soon\r\n"])
        return f"HTTP/1.1 {status}\r\n{after}Content-Length: 0\r\n\r\n".encode()

    async def break_down(self, request):
        status = self._chance.choice(["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout"])
        return f"HTTP/1.1 {status}\r\nContent-Length: 4\r\n\r\noops".encode()

    async def portal(self, request):
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(PORTAL), PORTAL)

    async def break_compression(self, request):
        answer = await self._ask(request)
        head, _, body = answer.partition(b"\r\n\r\n")
        spoilt = bytearray(body)
        for _ in range(min(3, len(spoilt))):
            spoilt[self._chance.randrange(len(spoilt))] ^= 1 << self._chance.randrange(8)
        return head + b"\r\n\r\n" + bytes(spoilt)

    async def stale(self, request):
        """A cache on the way answers with what it answered before."""
        return self._old


FAULTS = {
    name: getattr(Proxy, name)
    for name in (
        "cut_before", "cut_in_the_request", "cut_after", "cut_in_the_answer", "double", "double_later", "delay",
        "trickle", "overload", "break_down", "portal", "break_compression", "stale",
    )
}  # fmt: skip


def prepare(field, desks):
    """HQ with stock and a code for each desk."""
    hq = field.open_hq(create=True)
    found_hq(hq)
    stock_up(hq, {"A": 100_000_000, "B": 1_000_000})
    for place in range(desks):
        (field.folder / f"code{place}").write_text(make_code(hq, AGENT, now=_now()).code)
    hq.close()


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


class Desk:
    """One desk, trading in a thread of its own."""

    def __init__(self, folder, url, code):
        self.desk = enrol(folder, url, code, "柜台", patience=Patience(tries=20, sleep=lambda _: None)).desk_id
        self.book = open_sqlite(folder / "desk.db")
        open_outbox(self.book, folder / FILE)
        key = load_key(folder, self.desk)
        assert key is not None
        self.key = key
        self.written: list[str] = []
        self.failed: list[str] = []

    def trade(self, busy):
        """Orders and exchanges as long as `busy` says so."""
        while busy():
            record = f"{self.desk}-{len(self.written)}"
            put(self.book, f"desk/{self.desk}", "order", record, an_order(number=f"XSDD-{record}"))
            self.written.append(record)
            for _ in range(2):
                self.exchange()

    def exchange(self):
        try:
            exchange(self.book, self.key, patience=IMPATIENT)
        except UnreachableError:
            pass
        except RefusedError as refused:
            if refused.code not in _BENT:
                self.failed.append(refused.code)
        except DeskError as failed:
            self.failed.append(failed.code)


def campaign(requests, seed, folder, *, desks=4, share=35, database=None):
    """Trades over the bad line until so many requests went through, then stops the faults and compares."""
    keyring.set_keyring(null.Keyring())
    transport._READ_SECONDS = 5.0
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        (folder / "hq").mkdir()
        field = Field(folder, database or f"sqlite:///{folder / 'hq' / 'hq.db'}", listener)
        _finish(forked(prepare, field, desks))
        service = forked(serve, field)
        proxy = Proxy(listener.getsockname(), seed, 0)
        try:
            with _beside(proxy):
                ends = _trade(field, proxy, requests, desks, share)
                quiet = _quiet(ends)
            return _compare(field, ends, proxy, quiet, began)
        finally:
            os.kill(service, signal.SIGKILL)
            os.waitpid(service, 0)


def _trade(field, proxy, requests, desks, share):
    """Enrols the desks over the good line and lets them trade over the bad one; the desks."""
    ends = [
        Desk(
            field.folder / f"desk{place}", f"http://127.0.0.1:{proxy.port}", (field.folder / f"code{place}").read_text()
        )
        for place in range(desks)
    ]
    proxy.share = share
    hands = [threading.Thread(target=end.trade, args=(lambda: proxy.requests < requests,), daemon=True) for end in ends]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    proxy.share = 0
    return ends


@contextlib.contextmanager
def _beside(proxy):
    """The proxy in a thread of its own, which ends with the block: the next one forks again."""
    ready, loop, ended = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    def run():
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(proxy.run(ready, ended))

    hand = threading.Thread(target=run, daemon=True)
    hand.start()
    try:
        assert ready.wait(10)
        yield
    finally:
        loop.call_soon_threadsafe(ended.set)
        hand.join(10)


def _quiet(ends):
    """Exchanges over the good line until nothing waits anywhere; the seconds it took."""
    began = time.monotonic()
    while time.monotonic() - began < 10 * QUIET_SECONDS:
        done = [exchange(end.book, end.key, patience=Patience(tries=8)) for end in ends]
        if not any(each.pending or each.sent or each.received for each in done):
            break
    return round(time.monotonic() - began, 1)


@dataclass
class _Side:
    book: object


def _compare(field, ends, proxy, quiet, began):
    hq = open_url(field.database)
    found = "SELECT id FROM document WHERE kind = 'order'"
    there = {each for (each,) in rows(hq, found)}
    written = {each for end in ends for each in end.written}
    defects = [line for line in _lines(field.log) if "defect" in line or "Traceback" in line]
    defects += [code for end in ends for code in end.failed]
    defects += [str(each) for book in (hq, *(end.book for end in ends)) for each in problems_of(book)]
    assert rows(hq, "SELECT COUNT(*) FROM answer") == [(len(there),)]
    assert_equal_books(hq, *(_Side(end.book) for end in ends))
    twice = "SELECT record FROM entry WHERE kind = 'order' GROUP BY kind, record HAVING COUNT(*) > 1"
    outcome = Outcome(
        requests=proxy.requests,
        hurt=dict(sorted(proxy.hurt.items())),
        orders=len(there),
        lost=sorted(written - there),
        doubled=[each for (each,) in rows(hq, twice)],
        unknown=sorted(there - written),
        defects=defects[:20],
        quiet_after=quiet,
        seconds=round(time.monotonic() - began, 1),
    )
    for end in ends:
        end.book.close()
    hq.close()
    return outcome


def one(number, *, server, requests=REQUESTS, desks=4, share=35):
    """One block: a field of its own, and so many requests."""
    memory = scratch() if server is None else None  # a server's user reads no folder of ours
    with tempfile.TemporaryDirectory(dir=memory) as folder, server.book() if server else nullcontext() as database:
        found = asdict(campaign(requests, number, Path(folder), desks=desks, share=share, database=database))
    wrong = [f"{what}: {found[what]}" for what in ("lost", "doubled", "unknown", "defects") if found[what]]
    quiet = found.pop("quiet_after")
    if quiet > QUIET_SECONDS:
        wrong.append(f"quiet after {quiet} s")
    return {**found, "longest_until_quiet": quiet, "wrong": wrong}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--requests", type=int, default=2_000)
    asked.add_argument("--desks", type=int, default=4)
    asked.add_argument("--share", type=int, default=35, help="of a hundred requests so many go wrong")
    asked.add_argument("--postgres", action="store_true", help="HQ on a PostgreSQL server of the campaign's own")
    add_arguments(asked)
    given = asked.parse_args(words)
    logging.disable(logging.CRITICAL)
    with postgres() if given.postgres else nullcontext() as server:
        name = f"proxy_{'postgresql' if given.postgres else 'sqlite'}"
        size = min(REQUESTS, given.requests)
        block = partial(one, server=server, requests=size, desks=given.desks, share=given.share)
        found = run_blocks(name, block, given, aim=given.requests, figure="requests")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
