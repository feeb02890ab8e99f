"""Who asks HQ: proven by the signature, and by what stands of the desk in the book at the moment of the answer.

A desk that asked lately is held against what was read of it then, and its row comes with the very question that finds
its answer (`scope.sight_of`): one question instead of two, and nothing is told by what was only remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.hq.service.asker import Asker
from sync.hq.service.nonces import is_fresh
from sync.hq.web.buckets import Buckets
from sync.keys import DeviceKey
from sync.records.books.bulk import query_rows
from sync.wire.signing import DESK, NONCE, SIGNATURE, from_base64, request_text, verify

# Of so many desks it is remembered what was last read of them.
_REMEMBERED = 10_000


@dataclass(slots=True)
class ReceivedRequest:
    """A request as it came.

    Attributes:
        desk: who asks, once that is proven.
        signed, unsigned: a key that proved to have signed it, and one that didn't.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    desk: str = ""
    signed: str = ""
    unsigned: str = ""


class Door:
    """Lets desks in; `rates` is how often each may ask."""

    def __init__(self, secret: str, now: Callable[[], datetime], rates: Buckets) -> None:
        self._secret, self._now, self._rates = secret, now, rates
        # A key whose other half is thrown away: a desk that doesn't exist is looked into as long as one that does.
        self._nobody = DeviceKey.make().public
        self._lately: dict[str, Asker] = {}

    def supposed(self, asked: ReceivedRequest) -> Asker | None:
        """The desk as it was when it last asked, where its key then signed this; whoever answers looks at its row."""
        guess = self._lately.get(asked.headers.get(DESK, ""))
        if guess is None or not self._is_fresh(asked):
            return None
        if not _is_signed(asked, guess.public_key):
            return None
        self._take(asked, guess.desk)
        return guess

    def known(self, connection: Connection, asked: ReceivedRequest) -> Asker:
        """Who asks, proven by the signature; the nonce is looked at first, because its remedy is the commonest.

        A stranger gets one answer whichever desk he names, after the same work: whether there is such a desk, or
        whether it was shut out, is told to nobody but its owner.
        """
        if not self._is_fresh(asked):
            raise RefusedError("nonce_expired")
        sql = "SELECT id, dealer, public_key, revoked, last_exchange, prefix, rebuilt FROM desk WHERE id = ?"
        rows = query_rows(connection, sql, asked.headers.get(DESK, ""))
        found = rows[0] if rows else None
        key = self._nobody if found is None else found.public_key
        genuine = _is_signed(asked, key)
        if found is None or not genuine:
            raise RefusedError("signature_wrong")
        if found.revoked:
            self._lately.pop(found.id, None)
            raise RefusedError("desk_revoked", desk=found.id)
        self._take(asked, found.id)
        asker = Asker(found.id, found.dealer, found.public_key, found.last_exchange, found.prefix, found.rebuilt)
        if len(self._lately) >= _REMEMBERED:
            self._lately.clear()
        self._lately[found.id] = replace(asker, supposed=True)
        return asker

    def _is_fresh(self, asked: ReceivedRequest) -> bool:
        desk, nonce = asked.headers.get(DESK, ""), asked.headers.get(NONCE, "")
        return is_fresh(self._secret, desk, nonce, self._now().timestamp())

    def _take(self, asked: ReceivedRequest, desk: str) -> None:
        """Counts a request once, whichever way its desk is looked up."""
        if asked.desk == desk:
            return
        asked.desk = desk
        wait = self._rates.take(desk)
        if wait:
            raise RefusedError("too_many_requests", seconds=wait)


def _is_signed(asked: ReceivedRequest, key: str) -> bool:
    """Whether the owner of a key signed the request; each key is tried once."""
    if key in (asked.signed, asked.unsigned):
        return key == asked.signed
    try:
        signature = from_base64(asked.headers.get(SIGNATURE, ""))
    except ValueError:
        signature = b""
    nonce = asked.headers.get(NONCE, "")
    genuine = verify(key, signature, request_text(asked.method, asked.path, nonce, asked.body))
    if genuine:
        asked.signed = key
    else:
        asked.unsigned = key
    return genuine
