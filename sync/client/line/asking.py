"""Asks HQ one thing: packs, signs, sends, tries again with growing pauses, and turns every failure into a known one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from domain.errors import DeskError, RefusedError, UnreachableError
from domain.explain import Reason
from sync.client.line.answers import seen_in
from sync.client.line.proof import KnownKey
from sync.client.line.transport import Response, Transport, moment_of
from sync.keys import DeviceKey
from sync.wire.messages import Failure, FailureAnswer
from sync.wire.packing import LARGEST_UNPACKED, UnreadableError, opened, pack, read
from sync.wire.signing import DESK, NONCE, SIGNATURE, WANTS_PROOF, request_text, to_base64

Answer = TypeVar("Answer")
# Waiting longer than this for a busy HQ is left to the next exchange.
_LONGEST_PAUSE = 8.0
# Between two tries the wish to stop is asked for this often.
_GLANCE = 0.1
_LONGEST_NONCE = 500
# In digits: whoever tells to wait for longer than eleven days says nothing.
_LONGEST_WAIT = 6
# Of a request this large it is asked first whether the nonce still holds, where nothing was asked for long.
_LARGE = 8 * 1024
_FOR_ANOTHER_TRY = frozenset({"hq_unreachable", "hq_timeout", "hq_nonsense", "hq_busy", "hq_defect"})


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try, and how to wait; the random part keeps a thousand desks from knocking together."""

    tries: int = 3
    first_pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class HqLine:
    """A line to HQ for one desk.

    Attributes:
        nonce: HQ's last nonce; the caller keeps it for the next time.
        rested: whether it is so old that HQ may take it no more.
        clock_off: by how many seconds HQ's clock is ahead of this machine's, as of the last answer; None where untold.
        proof: what is known of HQ's key, and whether the last answer was proven to be HQ's.
        requests: how many requests were sent, tries included.
        bytes_up, bytes_down: what went over the line for them, without headers.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        desk: str = "",
        key: DeviceKey | None = None,
        nonce: str = "",
        rested: bool = False,
        patience: Patience | None = None,
        cancelled: Callable[[], bool] | None = None,
        proof: KnownKey | None = None,
    ) -> None:
        self._cancelled = cancelled
        self.proof = proof or KnownKey()
        self._asked = b""
        self._transport = transport
        self._desk = desk
        self._key = key
        self._patience = patience or Patience()
        self._nonce, self.rested = nonce if _is_nonce(nonce) else "", rested
        self.clock_off: float | None = None
        self.requests = self.bytes_up = self.bytes_down = 0

    @property
    def nonce(self) -> str:
        """HQ's last nonce."""
        return self._nonce

    @nonce.setter
    def nonce(self, told: str) -> None:
        # It goes into a header; kept as it came, one that fits none would stop every exchange from now on.
        if not _is_nonce(told):
            raise UnreachableError("hq_nonsense", detail=Reason("answer_nonce", "stop"))
        self._nonce = told

    def ask(self, path: str, message: object, wanted: type[Answer], method: str = "POST") -> Answer:
        """Sends a message and reads the answer.

        Raises UnreachableError (`hq_unreachable`, `hq_timeout`, `hq_nonsense`, `hq_busy`, `hq_defect`,
        `hq_certificate`) or RefusedError with HQ's own code.
        """
        body = b"" if message is None else pack(message)
        return self._patiently(method, path, body, lambda response: self._message(response, wanted))

    def _message(self, response: Response, wanted: type[Answer]) -> Answer:
        raw = opened(response.body, LARGEST_UNPACKED)
        message = read(raw, wanted)
        self.proof.check(response, self._asked, raw)
        return message

    def _failure(self, response: Response) -> FailureAnswer | None:
        """What HQ says went wrong; nonsense, too, where something else than HQ answered."""
        if response.status in {200, 206}:
            return None
        try:
            raw = opened(response.body, LARGEST_UNPACKED)
            failure = read(raw, FailureAnswer)
        except UnreadableError as nonsense:
            if response.status in {429, 502, 503, 504}:
                raise _busy(response) from nonsense
            raise UnreachableError("hq_nonsense", status=response.status, detail=seen_in(response)) from nonsense
        self.proof.check_refusal(response, self._asked, raw, failure.error.code)
        return failure

    def fetch(self, path: str, first: int, last: int, whole: int) -> bytes:
        """The bytes from `first` to `last` of something that has `whole` bytes in all; raises as `ask`."""
        headers = {"Range": f"bytes={first}-{last}", "Accept-Encoding": "identity"}
        return self._patiently("GET", path, b"", lambda response: _piece(response, first, last, whole), headers)

    def _patiently(
        self,
        method: str,
        path: str,
        body: bytes,
        read: Callable[[Response], Answer],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        for left in reversed(range(self._patience.tries)):
            pause = self._pause(self._patience.tries - 1 - left)
            try:
                return self._once(method, path, body, read, headers or {})
            except UnreachableError as failed:
                told = failed.facts.get("retry_after")
                pause = pause if told is None else float(str(told))
                if left == 0 or failed.code not in _FOR_ANOTHER_TRY or pause > _LONGEST_PAUSE or not self._wait(pause):
                    raise
        raise AssertionError

    def pause(self, seconds: float) -> None:
        """Waits because HQ asked for it, until the asker wants no more."""
        self._wait(seconds)

    def _wait(self, pause: float) -> bool:
        """Waits before another try; False where the asker no longer wants one."""
        if self._cancelled is None:
            self._patience.sleep(pause)
            return True
        while pause > 0 and not self._cancelled():
            self._patience.sleep(min(pause, _GLANCE))
            pause -= _GLANCE
        return not self._cancelled()

    def _pause(self, tried: int) -> float:
        longest: float = min(self._patience.first_pause * 2**tried, _LONGEST_PAUSE)
        return self._patience.chance() * longest

    def _once(
        self, method: str, path: str, body: bytes, read: Callable[[Response], Answer], headers: Mapping[str, str]
    ) -> Answer:
        if self.rested and len(body) > _LARGE:
            self._renew(method, path)
        response = self._send(method, path, body, headers)
        failure = self._failure(response)
        if failure is not None and failure.error.code == "nonce_expired" and failure.nonce:
            self.nonce = failure.nonce
            response = self._send(method, path, body, headers)
            failure = self._failure(response)
        if failure is not None:
            raise _known(response, failure.error)
        try:
            return read(response)
        except UnreadableError as nonsense:
            raise UnreachableError("hq_nonsense", status=response.status, detail=seen_in(response)) from nonsense

    def _renew(self, method: str, path: str) -> None:
        """Gets a nonce that holds by asking for nothing, so that a large request needn't go over a slow line twice."""
        failure = self._failure(self._send(method, path, b"", {}))
        self.rested = False
        if failure is not None and failure.nonce:
            self.nonce = failure.nonce

    def _send(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Response:
        headers = dict(more)
        self._asked = request_text(method, path, self.nonce, body)
        if self._key is not None:
            headers |= {DESK: self._desk, NONCE: self.nonce, SIGNATURE: to_base64(self._key.sign(self._asked))}
        if self.proof.asks:
            headers[WANTS_PROOF] = "1"
        self.requests += 1
        self.bytes_up += len(body)
        response = self._transport.send(method, path, headers, body)
        self.bytes_down += len(response.body)
        there = moment_of(response.headers)
        self.clock_off = (there - datetime.now(UTC)).total_seconds() if there else None
        return response


def _piece(response: Response, first: int, last: int, whole: int) -> bytes:
    """The bytes asked for; a box on the way that knows no ranges gives all of them."""
    if response.status == 200 and len(response.body) == whole:
        return response.body[first : last + 1]
    if response.status == 206 and len(response.body) == last - first + 1:
        return response.body
    raise UnreadableError(f"{len(response.body)} bytes for {last - first + 1}")


def _busy(response: Response) -> UnreachableError:
    told = response.headers.get("Retry-After", "")
    figure = told.isascii() and told.isdigit() and len(told) <= _LONGEST_WAIT
    facts: dict[str, object] = {"retry_after": told} if figure else {}
    return UnreachableError("hq_busy", status=response.status, **facts)


def _known(response: Response, error: Failure) -> DeskError:
    if response.status in {429, 502, 503, 504} and error.code != "code_tries":
        return _busy(response)
    if error.code == "hq_defect":
        return UnreachableError("hq_defect", **error.facts)
    if error.code == "nonce_expired":
        return UnreachableError("hq_nonsense", status=response.status, detail=Reason("answer_nonce", "stop"))
    return RefusedError(error.code, **error.facts)


def _is_nonce(told: str) -> bool:
    return told.isascii() and told.isprintable() and len(told) <= _LONGEST_NONCE
