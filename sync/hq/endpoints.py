"""What each address answers: requests checked and signed, messages in, messages out; no web framework in sight."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain import __version__
from domain.errors import DeskError, RefusedError, UnreachableError, UsageError
from sync.hq.enrolment import enrol_desk
from sync.hq.exchange import Asker, exchange
from sync.hq.nonces import is_fresh, make_nonce
from sync.hq.verifying import find_records, verify_stream
from sync.keys import hq_key, vouch
from sync.records import tables
from sync.records.database import Book
from sync.records.log import head_of
from sync.records.settings import moment, read_setting
from sync.wire.messages import (
    OLDEST_PROTOCOL,
    PROTOCOL,
    EnrolAnswer,
    EnrolRequest,
    ExchangeRequest,
    Failure,
    FailureAnswer,
    Hello,
    RecordsRequest,
    VerifyRequest,
)
from sync.wire.packing import LARGEST_PACKED, UnreadableError, pack, unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, from_base64, request_text, verify

if TYPE_CHECKING:
    from sync.hq.requests import Verbs

log = logging.getLogger(__name__)

_STATUS = {
    "nonce_expired": 401,
    "desk_unknown": 401,
    "desk_revoked": 401,
    "signature_wrong": 401,
    "head_signature_wrong": 403,
    "code_wrong": 403,
    "code_used": 403,
    "code_expired": 403,
    "code_tries": 429,
    "not_readable": 403,
    "not_found": 404,
    "fork": 409,
    "behind": 409,
    "too_large": 413,
    "upgrade_needed": 426,
    "database_busy": 503,
    "disk_full": 507,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; the body is packed already."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class _Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Endpoints:
    """HQ's addresses over one book; `now` is HQ's clock, `verbs` what its people may ask for (else this floor's)."""

    def __init__(
        self, book: Book, now: Callable[[], datetime] = lambda: datetime.now(UTC), verbs: Verbs | None = None
    ) -> None:
        self.book = book
        self._verbs = verbs
        self._now = now
        with book.reading() as connection:
            self._secret = read_setting(connection, "secret")
        if not self._secret:
            raise UsageError("hq_not_founded")
        self._signed: dict[str, Callable[[_Asked, Asker], object]] = {
            "/v1/exchange": self._exchange,
            "/v1/verify": self._verify,
            "/v1/records": self._records,
        }

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answers one request; header names are looked up as written in `sync.wire.signing`."""
        asked = _Asked(method, path, headers, body)
        try:
            return Answer(200, pack(self._answer(asked)))
        except UnreadableError as unreadable:
            return self._failure(asked, RefusedError("message_unreadable", detail=str(unreadable)[:200]))
        except DeskError as refused:
            return self._failure(asked, refused)
        except Exception:
            number = uuid.uuid4().hex[:8]
            log.exception("defect %s in %s %s", number, method, path)
            return self._failure(asked, UnreachableError("hq_defect", id=number))

    def _answer(self, asked: _Asked) -> object:
        if len(asked.body) > LARGEST_PACKED:
            raise RefusedError("too_large")
        if (asked.method, asked.path) == ("GET", "/v1/hello"):
            return self._hello()
        if asked.method == "POST" and asked.path == "/v1/enrol":
            return self._enrol(asked)
        if asked.method == "POST" and asked.path in self._signed:
            return self._signed[asked.path](asked, self._asker(asked))
        raise RefusedError("not_found")

    def _failure(self, asked: _Asked, error: DeskError) -> Answer:
        status = 500 if error.code == "hq_defect" else _STATUS.get(error.code, 400)
        if isinstance(error, UnreachableError) and status == 400:
            status = 503
        facts = {name: str(value) for name, value in error.facts.items()}
        nonce = self._nonce(asked.headers.get(DESK, "")) if error.code == "nonce_expired" else ""
        return Answer(status, pack(FailureAnswer(Failure(error.code, facts), nonce)))

    def _nonce(self, desk: str) -> str:
        return make_nonce(self._secret, desk, self._now().timestamp())

    def _asker(self, asked: _Asked) -> Asker:
        """Who asks, proven by the signature; the nonce is looked at first, because its remedy is the commonest."""
        desk, nonce = asked.headers.get(DESK, ""), asked.headers.get(NONCE, "")
        if not is_fresh(self._secret, desk, nonce, self._now().timestamp()):
            raise RefusedError("nonce_expired")
        desks = tables.desk
        with self.book.reading() as connection:
            found = connection.execute(select(desks).where(desks.c.id == desk)).one_or_none()
        if found is None:
            raise RefusedError("desk_unknown", desk=desk)
        try:
            signature = from_base64(asked.headers.get(SIGNATURE, ""))
        except ValueError:
            signature = b""
        if not verify(found.public_key, signature, request_text(asked.method, asked.path, nonce, asked.body)):
            raise RefusedError("signature_wrong")
        if found.revoked:
            raise RefusedError("desk_revoked", desk=desk)
        return Asker(found.id, found.dealer, found.public_key)

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
        request = unpack(asked.body, EnrolRequest)
        _check_protocol(request.protocol)
        desk = enrol_desk(self.book, request.code, request.public_key, request.machine, self._now())
        with self.book.reading() as connection:
            hq = read_setting(connection, "dealer_id")
            before = head_of(connection, f"desk/{desk.id}")
        return EnrolAnswer(
            desk=desk.id,
            dealer=desk.dealer,
            prefix=desk.prefix,
            hq_public_key=hq_key(self._secret).public,
            nonce=self._nonce(desk.id),
            dealer_name=self._name(desk.dealer),
            tier="hq" if desk.dealer == hq else "",
            held=before.number if before else 0,
            vouched=vouch(self._secret, desk.id, desk.dealer, request.public_key),
        )

    def _exchange(self, asked: _Asked, asker: Asker) -> object:
        request = unpack(asked.body, ExchangeRequest)
        _check_protocol(request.protocol)
        return exchange(self.book, asker, request, self._nonce(asker.desk), self._now(), self._verbs)

    def _verify(self, asked: _Asked, asker: Asker) -> object:
        return verify_stream(self.book, asker, unpack(asked.body, VerifyRequest))

    def _records(self, asked: _Asked, asker: Asker) -> object:
        return find_records(self.book, asker, unpack(asked.body, RecordsRequest))


def _check_protocol(protocol: int) -> None:
    if not OLDEST_PROTOCOL <= protocol <= PROTOCOL:
        raise RefusedError("upgrade_needed", protocol=protocol, oldest=OLDEST_PROTOCOL, newest=PROTOCOL)
