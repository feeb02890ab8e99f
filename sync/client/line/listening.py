"""Waits at HQ for news, so that a verdict is here within the second; what there is, the next exchange takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Literal

from domain.errors import DeskError, UnreachableError
from domain.explain import Reason
from sync.client.line.address import address_in
from sync.client.line.asking import HqLine, Patience
from sync.client.line.open_lines import OpenLines
from sync.client.line.proof import proof_in
from sync.client.line.transport import Transport
from sync.client.streams.news import brings_news
from sync.client.streams.offering import next_request
from sync.keys import DeviceKey
from sync.records.books.database import Book
from sync.records.books.settings import REST, read_settings
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
    lines: OpenLines | None = None,
) -> Heard:
    """Asks HQ to answer as soon as there is something for this desk, and says what came of it.

    Nothing is written. `deaf` is an HQ that answers at once although it has nothing: one of an older version, or one
    that has no room for another who waits. Where the asker wants it no more, what is under way is left to itself.

    Raises UnreachableError and RefusedError as `exchange`, whose arguments `transport` and `lines` are.
    """
    with book.reading() as connection:
        settings = read_settings(connection)
        desk = settings.get("desk_id", "")
        told = set[int]() if settings.get(REST) == "1" else None
        request = next_request(connection, f"desk/{desk}", key, told, settings)
    if request.own is not None and request.own.entries:
        return "news"
    request.wait, request.parts = seconds, True

    def ask() -> ExchangeAnswer:
        with ExitStack() as opened:
            carrier = transport
            if carrier is None:
                known = lines or opened.enter_context(closing(OpenLines()))
                carrier = opened.enter_context(known.line_to(address_in(settings)))
            nonce = settings.get("nonce", "")
            line = HqLine(
                carrier, desk=desk, key=key, nonce=nonce, patience=Patience(tries=1), proof=proof_in(settings)
            )
            return line.ask("/v1/exchange", request, ExchangeAnswer)

    return _Listening(ask, request).result(cancelled or (lambda: False))


class _Listening:
    """One request on its way, in a thread that may be left behind."""

    def __init__(self, ask: Callable[[], ExchangeAnswer], request: ExchangeRequest) -> None:
        self._ask, self._request = ask, request
        self._heard: Heard = "nothing"
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def result(self, cancelled: Callable[[], bool]) -> Heard:
        self._thread.start()
        while self._thread.is_alive():
            if cancelled():
                return "nothing"
            self._thread.join(_GLANCE)
        if isinstance(self._failed, DeskError):
            raise self._failed
        if self._failed is not None:
            told = Reason("listening_failed", "stop", {"kind": type(self._failed).__name__})
            raise UnreachableError("hq_nonsense", detail=told) from self._failed
        return self._heard

    def _run(self) -> None:
        began = time.monotonic()
        try:
            answer = self._ask()
        except BaseException as failed:  # noqa: BLE001 -- raised again where somebody hears it
            self._failed = failed
            return
        if brings_news(self._request, answer):
            self._heard = "news"
        elif time.monotonic() - began < self._request.wait / 2:
            self._heard = "deaf"
