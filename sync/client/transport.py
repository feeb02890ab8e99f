"""One request over HTTP and what came back, whole, bounded and in time, or the reason why not."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from domain.errors import UnreachableError, UsageError
from sync.wire.packing import LARGEST_UNPACKED

_CONNECT_SECONDS, _READ_SECONDS, _WHOLE_SECONDS = 6.0, 45.0, 180.0
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """Carries one request; raises UnreachableError where no whole answer came back."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response: ...


class HttpTransport:
    """Requests over one kept-alive connection."""

    def __init__(self, url: str) -> None:
        import requests

        self._url = url
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": "DistributorDesk", "Accept-Encoding": "gzip"})

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        import requests
        from urllib3.exceptions import HTTPError

        sent = dict(headers)
        if body:
            sent |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        try:
            answer = self._session.request(
                method,
                self._url + path,
                data=body,
                headers=sent,
                timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                allow_redirects=False,
                stream=True,
            )
            with answer:
                return Response(answer.status_code, _whole(answer.raw), answer.headers)
        except requests.exceptions.SSLError as failed:
            raise UnreachableError("hq_certificate", url=self._url, detail=_short(failed)) from failed
        except requests.exceptions.Timeout as failed:
            raise UnreachableError("hq_timeout", url=self._url) from failed
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as failed:
            raise UsageError("hq_url_wrong", url=self._url) from failed
        except (requests.exceptions.RequestException, HTTPError, OSError) as failed:
            raise UnreachableError("hq_unreachable", url=self._url, detail=_short(failed)) from failed

    def close(self) -> None:
        self._session.close()


def _whole(raw: object) -> bytes:
    """The body as sent, without the library's own unpacking, which knows no bound.

    Each piece is what has arrived: waiting for a full one, a drop at a time would outlast any limit.
    """
    read = raw.read1  # type: ignore[attr-defined]
    until = time.monotonic() + _WHOLE_SECONDS
    pieces: list[bytes] = []
    size = 0
    while piece := read(_PIECE, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_UNPACKED:
            raise UnreachableError("hq_nonsense", detail="too large")
        if time.monotonic() > until:
            raise UnreachableError("hq_timeout")
    return b"".join(pieces)


def _short(failed: BaseException) -> str:
    """What the system said at the root of a failure, without the libraries' wrapping."""
    root = failed
    while True:
        inner = getattr(root, "reason", None) or root.__cause__ or root.__context__ or _first_error(root)
        if not isinstance(inner, BaseException):
            break
        root = inner
    said = (root.strerror if isinstance(root, OSError) else None) or str(root)
    return said[:200]


def _first_error(failed: BaseException) -> BaseException | None:
    return next((each for each in failed.args if isinstance(each, BaseException)), None)


def check_url(url: str) -> str:
    """HQ's address in full; where no scheme was typed it is https, and http only on this very machine.

    Raises UsageError `hq_url_wrong`.
    """
    typed = url.strip()
    if "://" not in typed:
        host = urlsplit(f"//{typed}").hostname or ""
        typed = f"{'http' if _is_loopback(host) else 'https'}://{typed}"
    typed = typed.rstrip("/")
    try:
        split = urlsplit(typed)
        sound = split.scheme in {"http", "https"} and bool(split.hostname) and split.port != 0
    except ValueError:
        sound = False
    if not sound or any(each.isspace() for each in typed):
        raise UsageError("hq_url_wrong", url=url)
    return typed


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
