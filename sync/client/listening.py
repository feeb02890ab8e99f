"""Waits at HQ for news, so that a verdict is here within the second; what there is, the next exchange takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from domain.errors import DeskError, UnreachableError
from sync.client.address import read_address
from sync.client.asking import Line, Patience
from sync.client.offering import next_request
from sync.client.transport import HttpTransport, Transport
from sync.client.waiting import own_stream
from sync.keys import DeviceKey
from sync.records.database import Book
from sync.records.settings import REST, read_setting
from sync.wire.messages import ExchangeAnswer, ExchangeRequest

Heard = Literal["news", "nothing", "deaf"]
LONGEST = 25.0
_GLANCE = 0.1


def listen(
    book: Book,
    key: DeviceKey,
    *,
    seconds: float = LONGEST,
    cancelled: Callable[[], bool] | None = None,
    transport: Transport | None = None,
) -> Heard:
    """Asks HQ to answer as soon as there is something for this desk, and says what came of it.

    Nothing is written. `deaf` is an HQ that answers at once although it has nothing: one of an older version, or one
    that has no room for another who waits. Where the asker wants it no more, what is under way is left to itself.

    Raises UnreachableError and RefusedError as `exchange`.
    """
    with book.reading() as connection:
        own, address = own_stream(connection), read_address(connection)
        desk, nonce = read_setting(connection, "desk_id"), read_setting(connection, "nonce")
        told = set[int]() if read_setting(connection, REST) == "1" else None
        request = next_request(connection, own, key, told)
    if request.own is not None and request.own.entries:
        return "news"
    request.wait, request.parts = seconds, True
    carrier = transport or HttpTransport(address)
    line = Line(carrier, desk=desk, key=key, nonce=nonce, patience=Patience(tries=1))
    try:
        return _Listening(line, request).result(cancelled or (lambda: False))
    finally:
        if isinstance(carrier, HttpTransport):
            carrier.close()


class _Listening:
    """One request on its way, in a thread that may be left behind."""

    def __init__(self, line: Line, request: ExchangeRequest) -> None:
        self._line, self._request = line, request
        self._heard: Heard = "nothing"
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._ask, name="listening", daemon=True)

    def result(self, cancelled: Callable[[], bool]) -> Heard:
        self._thread.start()
        while self._thread.is_alive():
            if cancelled():
                return "nothing"
            self._thread.join(_GLANCE)
        if isinstance(self._failed, DeskError):
            raise self._failed
        if self._failed is not None:
            raise UnreachableError("hq_nonsense", detail=type(self._failed).__name__) from self._failed
        return self._heard

    def _ask(self) -> None:
        began = time.monotonic()
        try:
            answer = self._line.ask("/v1/exchange", self._request, ExchangeAnswer)
        except BaseException as failed:  # noqa: BLE001 -- raised again where somebody hears it
            self._failed = failed
            return
        if _tells(self._request, answer):
            self._heard = "news"
        elif time.monotonic() - began < self._request.wait / 2:
            self._heard = "deaf"


def _tells(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether an exchange would bring anything."""
    if answer.pages or answer.removed or answer.more or answer.snapshots or answer.making or answer.tell:
        return True
    own, told = request.own, answer.own
    return own is not None and told is not None and (told.epoch, told.number) != (own.epoch, own.previous)
