"""One request over HTTP and what came back, whole, bounded and in time, or the reason why not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Protocol

from domain.errors import DeskError, UnreachableError
from domain.explain import Reason
from sync.client.line.address import Address, check_url
from sync.client.line.proxies import proxy_for, shown
from sync.wire.codes import PRINT_LETTERS
from sync.wire.packing import LARGEST_UNPACKED

if TYPE_CHECKING:
    from requests import Response as RawAnswer
    from requests import Session
    from requests.adapters import HTTPAdapter

__all__ = ["HttpTransport", "Response", "Transport", "check_url", "moment_of"]

_CONNECT_SECONDS, _READ_SECONDS, _WHOLE_SECONDS = 6.0, 45.0, 180.0
_PIECE = 64 * 1024
_PROXY_PASSWORD = 407


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; `encrypted` says that it came from an end that was proven to be HQ's."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    encrypted: bool = False


class Transport(Protocol):
    """Carries one request; raises UnreachableError where no whole answer came back."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response: ...


class HttpTransport:
    """Requests over one kept-alive connection, to an end that is proven before a byte is sent.

    Redirects are never followed: a signed request is for HQ and nobody else. The environment's passwords and lists of
    authorities have no say; its proxies have.
    """

    def __init__(self, address: Address | str) -> None:
        """Raises RefusedError `hq_insecure`, `hq_pin_needs_tls`."""
        from sync.client.line.certificates import Adapter

        self._address = (Address(address) if isinstance(address, str) else address).check()
        self._url = self._address.url
        self._adapter = Adapter(pin=self._address.pin)
        self._session = _session(self._adapter)
        self._kept = False

    @property
    def pin(self) -> str:
        """The whole print of the key that HQ was proven by; "" where the system proved it, or nothing did."""
        return self._adapter.seen.print if self._address.pin and self._adapter.seen else ""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Sends one request; raises UnreachableError as the exchange does, UsageError `hq_url_wrong`."""
        import requests
        from urllib3.exceptions import HTTPError

        proxy = proxy_for(self._url)
        sent = dict(headers)
        if body:
            sent |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        try:
            return self._ask(method, path, sent, body, proxy)
        except (requests.exceptions.RequestException, HTTPError, OSError) as failed:
            from sync.client.line.failures import is_about_proof, known_failure

            if isinstance(failed, requests.exceptions.SSLError) and is_about_proof(failed):
                raise self._unproven(failed, proxy) from failed
            raise known_failure(failed, self._url, proxy) from failed

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes, proxy: str) -> Response:
        """Asks; a connection that was kept and has died meanwhile, as over a sleep, is replaced at once."""
        import requests

        kept, self._kept = self._kept, False
        try:
            answer = self._begin(method, path, headers, body, proxy)
        except (requests.exceptions.SSLError, requests.exceptions.Timeout, requests.exceptions.ProxyError):
            raise
        except requests.exceptions.ConnectionError:
            if not kept:
                raise
            self._adapter.close()
            answer = self._begin(method, path, headers, body, proxy)
        with answer:
            found = Response(answer.status_code, _whole(answer.raw), answer.headers, encrypted=self._address.encrypted)
        if answer.status_code == _PROXY_PASSWORD and proxy:
            from sync.client.line.failures import proxy_answer

            detail = proxy_answer(answer.status_code)
            raise UnreachableError("hq_proxy", url=self._url, proxy=shown(proxy), detail=detail)
        self._kept = True
        return found

    def _begin(self, method: str, path: str, headers: Mapping[str, str], body: bytes, proxy: str) -> RawAnswer:
        return self._session.request(
            method,
            self._url + path,
            data=body,
            headers=headers,
            timeout=(_CONNECT_SECONDS, _READ_SECONDS),
            proxies={"http": proxy, "https": proxy} if proxy else {},
            allow_redirects=False,
            stream=True,
        )

    def _unproven(self, failed: Exception, proxy: str) -> DeskError:
        """Looks once more at who answers there, saying nothing of this desk, to tell why it isn't proven."""
        import requests
        from urllib3.exceptions import HTTPError

        from sync.client.line.certificates import Adapter
        from sync.client.line.failures import certificate_failure

        adapter, there = Adapter(proven=False), None
        session = _session(adapter)
        way = {"http": proxy, "https": proxy} if proxy else {}
        limits = (_CONNECT_SECONDS, _CONNECT_SECONDS)
        url = f"{self._url}/v1/hello"
        try:
            with session.get(url, timeout=limits, proxies=way, allow_redirects=False, stream=True) as answer:
                there = moment_of(answer.headers)
        except (requests.exceptions.RequestException, HTTPError, OSError):
            pass  # then it is told without
        finally:
            session.close()
        typed = len(self._address.pin) == PRINT_LETTERS
        return certificate_failure(failed, self._url, adapter.seen, there, typed=typed)

    def close(self) -> None:
        self._session.close()


def _session(adapter: HTTPAdapter) -> Session:
    import requests
    from requests.cookies import RequestsCookieJar

    session = requests.Session()
    session.trust_env = False
    session.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"User-Agent": "DistributorDesk", "Accept-Encoding": "gzip"})
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def moment_of(headers: Mapping[str, str]) -> datetime | None:
    """When the other end says that it answered."""
    try:
        return parsedate_to_datetime(headers.get("Date", "")).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


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
            raise UnreachableError("hq_nonsense", detail=Reason("answer_too_large", "stop"))
        if time.monotonic() > until:
            raise UnreachableError("hq_timeout", detail=Reason("line_slow", "stop"))
    return b"".join(pieces)
