"""What an answer was that isn't HQ's: a page to sign in to the network, a proxy's or another program's, or rubbish."""

from __future__ import annotations

import zlib
from urllib.parse import urlsplit

from domain.explain import Fact, Reason
from sync.client.line.transport import Response

_LOOK = 4096
_TOLD = 80
_NOT_THERE = frozenset({404, 405, 410, 413, 501})
_NOT_LET_THROUGH = frozenset({403, 451})
_AS_BEFORE = 304  # the one answer of its hundred that leads nowhere
_LAST_OF_SERVERS = 510  # the next says that somebody is to sign in
_GZIP = b"\x1f\x8b"


def seen_in(response: Response) -> Reason:
    """What came instead of an answer, as far as its first bytes tell."""
    begin, whole = _beginning(response.body)
    where = _where(response.headers.get("Location", ""))
    page = begin.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or "html" in response.headers.get("Content-Type", "")
    if (300 <= response.status < 400 and response.status != _AS_BEFORE) or page:
        # Over TLS the end is HQ's own, so what stands before its service answers; else it may be anybody's network.
        if response.encrypted:
            return Reason("answer_gateway", "stop", {"where": where})
        # A network that wants somebody to sign in answers whatever is asked; a web server knows no such page, or fails.
        if response.status in _NOT_LET_THROUGH:
            return Reason("answer_blocked", "stop", {"where": where})
        elsewhere = response.status in _NOT_THERE or 500 <= response.status <= _LAST_OF_SERVERS
        return Reason("answer_elsewhere" if elsewhere else "answer_page", "stop", {"where": where})
    if not whole:
        return Reason("answer_packed", "stop")
    if not begin:
        return Reason("answer_empty", "stop")
    return Reason("answer_foreign", "stop", _told(begin))


def _beginning(body: bytes) -> tuple[bytes, bool]:
    """The first bytes, unpacked, and whether they could be unpacked to the end."""
    if not body.startswith(_GZIP):
        return body[:_LOOK], True
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        begin = unpacker.decompress(body, _LOOK)
        while not unpacker.eof and unpacker.unconsumed_tail:
            unpacker.decompress(unpacker.unconsumed_tail, 1 << 20)
    except zlib.error:
        return b"", False
    return begin, unpacker.eof and not unpacker.unused_data


def _where(told: str) -> str:
    """The host an answer sends on to, without names and passwords."""
    try:
        return _shown(urlsplit(told).netloc.rpartition("@")[2])
    except ValueError:
        return ""


def _told(begin: bytes) -> dict[str, Fact]:
    return {"saw": _shown(begin[: 4 * _TOLD].decode("utf-8", errors="replace"))}


def _shown(text: str) -> str:
    """The beginning of somebody's text, without marks that can't be seen."""
    return "".join(each if each.isprintable() else "\N{MIDDLE DOT}" for each in text[:_TOLD])
