"""What each address answers: requests checked and signed, messages in, messages out; no web framework in sight."""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from domain import __version__
from domain.errors import DeskError, RefusedError, UnreachableError, UsageError
from sync.hq.channel.scope import readable_streams
from sync.hq.restored.retaking import list_returned
from sync.hq.restored.returned import take_back
from sync.hq.service.asker import Asker, UnprovenError
from sync.hq.service.door import Door, ReceivedRequest
from sync.hq.service.enrolment import enrol_desk
from sync.hq.service.known_again import claim_of
from sync.hq.service.nonces import make_nonce
from sync.hq.service.routes import (
    ENROL,
    EXCHANGE,
    HELLO,
    PART,
    RECORDS,
    RETURNED,
    RETURNED_LIST,
    VERIFY,
    Route,
    route_of,
)
from sync.hq.taking.exchange import exchange, poll
from sync.hq.taking.parts import read_part
from sync.hq.taking.verifying import find_records, verify_stream
from sync.hq.web.buckets import Buckets
from sync.hq.web.limits import ServiceLimits
from sync.keys import hq_key, key_certificate
from sync.records.books.database import Book
from sync.records.books.settings import identity, moment, read_setting
from sync.records.log.streams import head_of
from sync.records.schema import tables
from sync.wire.messages import (
    OLDEST_PROTOCOL,
    PROTOCOL,
    EnrolAnswer,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    Failure,
    FailureAnswer,
    Hello,
    RecordsRequest,
    ReturnRequest,
    VerifyRequest,
)
from sync.wire.packing import TooLargeError, UnreadableError, encode, opened, pack, packed, read
from sync.wire.people import ReturnedListRequest
from sync.wire.signing import DESK, NONCE, WANTS_PROOF, answer_text, request_text, to_base64

if TYPE_CHECKING:
    from sync.hq.deciding.requests import Verbs

log = logging.getLogger(__name__)
Message = TypeVar("Message")

_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
STATUS = {
    "nonce_expired": 401,
    "desk_revoked": 401,
    "signature_wrong": 401,
    "head_signature_wrong": 403,
    "code_wrong": 403,
    "code_used": 403,
    "code_expired": 403,
    "code_tries": 429,
    "not_readable": 403,
    "returned_unproven": 403,
    "not_found": 404,
    "part_gone": 404,
    "fork": 409,
    "behind": 409,
    "too_large": 413,
    "upgrade_needed": 426,
    "too_many_requests": 429,
    "hq_defect": 500,
    "database_busy": 503,
    "hq_busy": 503,
    "disk_full": 507,
}
# Refusals of somebody who didn't prove to be a desk; they cost more than others.
STRANGE = frozenset({"signature_wrong", "code_wrong", "code_used", "code_expired", "code_tries", "message_unreadable"})
# What a request may hold before it counts as large, how many large ones are opened at a time, and how long one waits.
_SMALL = 1024 * 1024
_LARGE_AT_ONCE, _LARGE_WAIT = 2, 10.0
LONGEST_WAIT = 25.0


@dataclass(frozen=True, slots=True)
class Waits:
    """An answer that has nothing to tell and may be held back until it has.

    Attributes:
        seconds: how long the desk is ready to wait.
        streams: what the desk may read; None for a desk that reads all.
    """

    desk: str
    seconds: float
    streams: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An HTTP answer; the body is packed already.

    Attributes:
        code: why it is a refusal; empty where it is none.
        desk: which desk asked, where that was proven.
        retry_after: seconds after which asking again makes sense; 0 where nothing is known of that.
        waits: set where the answer may be held back.
        entries: how many entries of its own the desk offered.
        first, whole: where the body begins in something of so many bytes, of which it is a piece; else None.
        proof: HQ's signature of the answer, in base64, where the desk asked for it.
    """

    status: int
    body: bytes
    code: str = ""
    desk: str = ""
    retry_after: int = 0
    waits: Waits | None = None
    entries: int = 0
    first: int = 0
    whole: int | None = None
    proof: str = ""


@dataclass(slots=True)
class _Asked(ReceivedRequest):
    """One request on its way; `holding` keeps what it was given until it is answered."""

    holding: ExitStack = field(default_factory=ExitStack)
    entries: int = 0
    waits: Waits | None = None


class Endpoints:
    """HQ's addresses over one book; `now` is HQ's clock, `verbs` what its people may ask for (else this floor's).

    Attributes:
        moved: called with the names of streams in which a desk's own entries were taken.
    """

    def __init__(
        self,
        book: Book,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        verbs: Verbs | None = None,
        limits: ServiceLimits | None = None,
    ) -> None:
        self.book = book
        self.moved: Callable[[Collection[str]], None] = lambda _: None
        self._verbs = verbs
        self._now = now
        limits = limits or ServiceLimits()
        self._large = threading.BoundedSemaphore(_LARGE_AT_ONCE)
        with book.reading() as connection:
            self._secret = read_setting(connection, "secret")
        if not self._secret:
            raise UsageError("hq_not_founded")
        self._key = hq_key(self._secret)
        self._door = Door(self._secret, now, Buckets(limits.desk_rate, limits.desk_burst))
        self._work: dict[Route, Callable[[_Asked], object]] = {
            HELLO: lambda _: self._hello(),
            ENROL: self._enrol,
            EXCHANGE: self._exchange,
            VERIFY: lambda asked: verify_stream(self.book, self._asker(asked), self._read(asked, VerifyRequest)),
            PART: self._part,
            RECORDS: lambda asked: find_records(self.book, self._asker(asked), self._read(asked, RecordsRequest)),
            RETURNED_LIST: lambda asked: list_returned(
                self.book, self._asker(asked), self._read(asked, ReturnedListRequest)
            ),
            RETURNED: lambda asked: take_back(
                self.book, self._asker(asked), self._read(asked, ReturnRequest), self._now()
            ),
        }

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        """Answers one request; header names are looked up as written in `sync.wire.signing`."""
        asked = _Asked(method, path, headers, body)
        with asked.holding:
            try:
                answered = self._answer(asked)
                self.book.settle()
                found = answered if isinstance(answered, HttpAnswer) else self._proven(asked, 200, answered)
            except TooLargeError:
                found = self._failure(asked, RefusedError("too_large"))
            except UnreadableError as unreadable:
                found = self._failure(asked, RefusedError("message_unreadable", detail=str(unreadable)[:200]))
            except DeskError as refused:
                found = self._failure(asked, refused)
            except Exception:
                number = uuid.uuid4().hex[:8]
                log.exception("defect %s in %s %s", number, method, path)
                found = self._failure(asked, UnreachableError("hq_defect", id=number))
        return replace(found, desk=asked.desk, entries=asked.entries, waits=asked.waits)

    def refuse(self, code: str, retry_after: int = 0) -> HttpAnswer:
        """The answer to a request that is not looked into at all."""
        facts = {"seconds": str(retry_after)} if retry_after else {}
        body = pack(FailureAnswer(Failure(code, facts)))
        return HttpAnswer(STATUS.get(code, 400), body, code, retry_after=retry_after)

    def _answer(self, asked: _Asked) -> object:
        route = route_of(asked.method, asked.path)
        if route is None:
            raise RefusedError("not_found")
        if len(asked.body) > route.packed and route.request is not None:
            raise RefusedError("too_large")
        return self._work[route](asked)

    def _failure(self, asked: _Asked, error: DeskError) -> HttpAnswer:
        status = STATUS.get(error.code, 503 if isinstance(error, UnreachableError) else 400)
        facts = {name: str(value) for name, value in error.facts.items()}
        nonce = self._nonce(asked.headers.get(DESK, "")) if error.code == "nonce_expired" else ""
        wait = int(facts.get("seconds") or 0) if status == 429 else 2 if status == 503 else 0
        found = self._proven(asked, status, FailureAnswer(Failure(error.code, facts), nonce))
        return replace(found, code=error.code, retry_after=wait)

    def _proven(self, asked: _Asked, status: int, message: object) -> HttpAnswer:
        """The answer, signed for this very request where the desk can't tell by the line who answers."""
        raw, headers = encode(message), asked.headers
        if not headers.get(WANTS_PROOF):
            return HttpAnswer(status, packed(raw))
        request = request_text(asked.method, asked.path, headers.get(NONCE, ""), asked.body)
        return HttpAnswer(status, packed(raw), proof=to_base64(self._key.sign(answer_text(request, status, raw))))

    def _read(self, asked: _Asked, wanted: type[Message]) -> Message:
        """The request's message, opened no further than its address needs."""
        route = route_of(asked.method, asked.path)
        assert route is not None
        grows = lambda: asked.holding.enter_context(self._place_for_large())  # noqa: E731
        return read(opened(asked.body, route.unpacked, _SMALL, grows), wanted)

    @contextmanager
    def _place_for_large(self) -> Iterator[None]:
        if not self._large.acquire(timeout=_LARGE_WAIT):
            raise UnreachableError("hq_busy")
        try:
            yield
        finally:
            self._large.release()

    def _nonce(self, desk: str) -> str:
        return make_nonce(self._secret, desk, self._now().timestamp())

    def _asker(self, asked: _Asked) -> Asker:
        with self.book.asking() as connection:
            return self._door.known(connection, asked)

    def _hello(self) -> Hello:
        with self.book.reading() as connection:
            dealer = read_setting(connection, "dealer_id")
            name = self._name(dealer)
        return Hello(f"Distributor Desk {__version__}", PROTOCOL, OLDEST_PROTOCOL, dealer, name, moment(self._now()))

    def _name(self, dealer: str) -> str:
        with self.book.reading() as connection:
            dealers = tables.dealer
            return connection.execute(select(dealers.c.name).where(dealers.c.id == dealer)).scalar() or ""

    def _enrol(self, asked: _Asked) -> EnrolAnswer:
        request = self._read(asked, EnrolRequest)
        _check_protocol(request.protocol)
        claim = claim_of(request)
        shown = request.code, request.public_key, request.machine
        desk = enrol_desk(self.book, *shown, self._now(), request.user, claim)
        with self.book.reading() as connection:
            hq = read_setting(connection, "dealer_id")
            before = head_of(connection, f"desk/{desk.id}")
        return EnrolAnswer(
            desk=desk.id,
            dealer=desk.dealer,
            prefix=desk.prefix,
            hq_public_key=self._key.public,
            nonce=self._nonce(desk.id),
            dealer_name=self._name(desk.dealer),
            tier="hq" if desk.dealer == hq else "",
            held=before.number if before else 0,
            vouched=key_certificate(self._secret, desk.id, desk.dealer, request.public_key),
        )

    def _exchange(self, asked: _Asked) -> object:
        with self.book.asking() as connection:
            asker = self._door.supposed(asked) or self._door.known(connection, asked)
            request = self._read(asked, ExchangeRequest)
            _check_protocol(request.protocol)
            nonce, now = self._nonce(asker.desk), self._now()
            try:
                answer = poll(connection, self.book, asker, request, nonce, now)
            except UnprovenError:
                asker = self._door.known(connection, asked)
                answer = poll(connection, self.book, asker, request, nonce, now)
        if answer is None:
            answer = exchange(self.book, asker, request, nonce, now, self._verbs)
        asked.entries = len(request.own.entries) if request.own else 0
        if asked.entries:
            self.moved({asker.stream})
        elif request.wait > 0 and not _tells(request, answer):
            asked.waits = Waits(asker.desk, min(request.wait, LONGEST_WAIT), self._readable(asker))
        return answer

    def _readable(self, asker: Asker) -> frozenset[str] | None:
        """The streams whose moving is news to this desk; those HQ hasn't begun for it count too."""
        with self.book.asking() as connection:
            hq = identity(connection)["dealer_id"]
            if asker.dealer == hq:
                return None
            streams = readable_streams(connection, asker.desk, asker.dealer, hq)
        return frozenset({each.name for each in streams} | {f"dealer/{asker.dealer}"})

    def _part(self, asked: _Asked) -> HttpAnswer:
        """A part of a snapshot, from the byte asked for on; it is compressed as it is."""
        asker = self._asker(asked)
        packed = read_part(self.book, asker.desk, asker.dealer, asked.path.rpartition("/")[2])
        first, last = _range(asked.headers.get("Range", ""), len(packed))
        return HttpAnswer(206 if "Range" in asked.headers else 200, packed[first:last], first=first, whole=len(packed))


def _tells(request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
    """Whether an answer holds anything the desk doesn't know."""
    asks = bool(answer.restored) and answer.restored != request.returned
    if answer.snapshots or answer.making or answer.tell or answer.yours or answer.wanted or asks:
        return True
    if answer.pages or answer.removed or answer.held or answer.more:
        return True
    own, told = request.own, answer.own
    return own is None or told is None or (told.epoch, told.number) != (own.epoch, own.previous)


def _range(asked: str, size: int) -> tuple[int, int]:
    """From where to where a request's `Range` wants a body; anything but one plain range means all of it."""
    found = _RANGE.fullmatch(asked)
    if found is None:
        return 0, size
    first = min(int(found[1]), size)
    last = min(int(found[2]) + 1, size) if found[2] else size
    return first, max(first, last)


def _check_protocol(protocol: int) -> None:
    if not OLDEST_PROTOCOL <= protocol <= PROTOCOL:
        raise RefusedError("upgrade_needed", protocol=protocol, oldest=OLDEST_PROTOCOL, newest=PROTOCOL)
