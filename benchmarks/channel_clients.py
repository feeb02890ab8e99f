"""Desks at a service on loopback: each client a kept-alive connection that sends real, signed exchange requests."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.channel import Station
from sync.hq.service.nonces import make_nonce
from sync.streams import ZERO_HASH, Entry, chain
from sync.wire.messages import PROTOCOL, Cursor, ExchangeAnswer, ExchangeRequest, OwnEntries, wire_entry
from sync.wire.packing import pack, unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, head_text, request_text, to_base64

PATH = "/v1/exchange"


@dataclass
class Standing:
    """Where one desk is: the end of its own stream and of those it reads."""

    station: Station
    cursors: dict[str, Cursor]
    number: int = 0
    hash: bytes = ZERO_HASH


@dataclass
class Client:
    """One kept-alive connection; `shared` are the cursors of streams that all desks of it read."""

    url: str
    secret: str
    shared: dict[str, Cursor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Connects anew: the service hangs up on who says nothing for a while."""
        self._connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def exchange(self, desk: Standing, entries: Sequence[Entry] = ()) -> tuple[float, ExchangeAnswer]:
        """Seconds one request took, and its answer."""
        body, headers = self.request(desk, entries)
        began = time.perf_counter()
        status, said = self.post(PATH, body, headers)
        took = time.perf_counter() - began
        if status != 200:
            raise RuntimeError(f"{status}: {said[:300]!r}")
        answer = unpack(said, ExchangeAnswer)
        for page in answer.pages:
            cursors = desk.cursors if page.stream in desk.cursors else self.shared
            if page.stream.startswith("dealer/"):
                cursors = desk.cursors
            cursors[page.stream] = Cursor(page.epoch, page.last, page.hash)
        if answer.own is not None:
            desk.number, desk.hash = answer.own.number, answer.own.hash
        return took, answer

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request("POST", path, body, headers)
        said = self._connection.getresponse()
        return said.status, said.read()

    def close(self) -> None:
        self._connection.close()

    def request(self, desk: Standing, entries: Sequence[Entry]) -> tuple[bytes, dict[str, str]]:
        """A signed request's body and headers."""
        key, name = desk.station.key, desk.station.desk
        own = OwnEntries(1, desk.number, desk.hash, desk.number + len(entries))
        if entries:
            numbered = list(enumerate(entries, desk.number + 1))
            own.entries = [wire_entry(number, each.kind, each.record, each.body) for number, each in numbered]
            last = chain(desk.hash, desk.number + 1, (each.leaf for each in entries))[-1]
            own.signature = key.sign(head_text(f"desk/{name}", 1, numbered[-1][0], last))
        body = pack(ExchangeRequest(PROTOCOL, own, {**self.shared, **desk.cursors}))
        nonce = make_nonce(self.secret, name, time.time())
        signature = to_base64(key.sign(request_text("POST", PATH, nonce, body)))
        return body, {DESK: name, NONCE: nonce, SIGNATURE: signature, "Content-Encoding": "gzip"}


def at_once(count: int, work: Callable[[int], list[float]]) -> tuple[float, list[float]]:
    """Runs `work(place)` in so many threads begun together: seconds till all ended, and all they measured."""
    gate = threading.Barrier(count + 1)
    found: list[list[float]] = [[] for _ in range(count)]
    failed: list[BaseException] = []

    def one(place: int) -> None:
        gate.wait()
        try:
            found[place] = work(place)
        except BaseException as failure:  # noqa: BLE001 -- told to whoever waits
            failed.append(failure)

    threads = [threading.Thread(target=one, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failed:
        raise failed[0]
    return took, [each for part in found for each in part]
