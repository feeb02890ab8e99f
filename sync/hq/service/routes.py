"""HQ's addresses: what each asks and answers, who may, and how large a request of it can honestly be."""

from __future__ import annotations

from dataclasses import dataclass

from sync.wire.messages import (
    EnrolAnswer,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    Hello,
    RecordsAnswer,
    RecordsRequest,
    ReturnAnswer,
    ReturnRequest,
    VerifyAnswer,
    VerifyRequest,
)
from sync.wire.people import ReturnedList, ReturnedListRequest

_KB, _MB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Route:
    """One address.

    Attributes:
        request, answer: the messages' types; no request type where nothing is asked but the address itself.
        signed: whether a desk's signature is needed.
        packed, unpacked: the most bytes a request may have, on the way and opened.
        refusals: codes an answer may name beside those of every address.
        named: whether the name of one of many follows the path.
    """

    method: str
    path: str
    summary: str
    answer: type
    request: type | None = None
    signed: bool = True
    packed: int = 0
    unpacked: int = 0
    refusals: tuple[str, ...] = ()
    named: bool = False

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


HELLO = Route("GET", "/v1/hello", "Which HQ this is, and what it speaks", Hello, signed=False)
ENROL = Route(
    "POST",
    "/v1/enrol",
    "Makes a machine a desk, against a one-time code",
    EnrolAnswer,
    EnrolRequest,
    signed=False,
    packed=4 * _KB,
    unpacked=4 * _KB,
    refusals=("code_wrong", "code_used", "code_expired", "code_tries", "key_wrong", "upgrade_needed"),
)
EXCHANGE = Route(
    "POST",
    "/v1/exchange",
    "Takes the desk's new entries and gives what it lacks",
    ExchangeAnswer,
    ExchangeRequest,
    packed=8 * _MB,
    unpacked=32 * _MB,
    refusals=("fork", "behind", "entries_malformed", "head_signature_wrong", "upgrade_needed"),
)
VERIFY = Route(
    "POST",
    "/v1/verify",
    "Digests of a stream's records, for a desk whose copy differs",
    VerifyAnswer,
    VerifyRequest,
    packed=64 * _KB,
    unpacked=256 * _KB,
    refusals=("not_readable",),
)
RECORDS = Route(
    "POST",
    "/v1/records",
    "Single records of a stream",
    RecordsAnswer,
    RecordsRequest,
    packed=512 * _KB,
    unpacked=2 * _MB,
    refusals=("not_readable", "too_large"),
)
RETURNED = Route(
    "POST",
    "/v1/returned",
    "Gives back what HQ lost when it was set back to a backup",
    ReturnAnswer,
    ReturnRequest,
    packed=8 * _MB,
    unpacked=32 * _MB,
    refusals=("not_readable", "returned_unproven", "entries_malformed"),
)
RETURNED_LIST = Route(
    "POST",
    "/v1/returned-list",
    "What came back after a restore and waits for HQ's people, for a desk of theirs",
    ReturnedList,
    ReturnedListRequest,
    packed=4 * _KB,
    unpacked=4 * _KB,
    refusals=("not_readable",),
)
PART = Route(
    "GET",
    "/v1/part",
    "Bytes of one part of a long stream's snapshot, as they are; takes a Range",
    bytes,
    refusals=("part_gone",),
    named=True,
)
ROUTES = (HELLO, ENROL, EXCHANGE, PART, VERIFY, RECORDS, RETURNED, RETURNED_LIST)
_PLAIN = {(each.method, each.path): each for each in ROUTES if not each.named}


def route_of(method: str, path: str) -> Route | None:
    """The address asked for, if there is one."""
    plain = _PLAIN.get((method, path))
    if plain is not None:
        return plain
    above, _, name = path.rpartition("/")
    return next(
        (each for each in ROUTES if each.method == method and each.path == (above if each.named and name else path)),
        None,
    )
