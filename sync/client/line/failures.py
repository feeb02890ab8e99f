"""Turns what can go wrong on the way to HQ into known failures: what happened, as far as this end can see it."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from domain.errors import DeskError, UnreachableError, UsageError
from domain.explain import Fact, Reason
from sync.client.line.certificates import OtherKeyError, SeenCertificate
from sync.client.line.proxies import script, shown

# What OpenSSL and Windows call a certificate that isn't valid yet, one that isn't any more, and one of another name.
_EARLY, _EXPIRED, _NAME = {9}, {10, -2146762495, 0x800B0101}, {62, 64, -2146762481, 0x800B010F}
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, 10051, 10065, 10050}
_REFUSED = {errno.ECONNREFUSED, 10061}
# A clock that is off by less explains no failure.
_CLOCK_SECONDS = 300
_LOOK_SECONDS = 3.0


def known_failure(failed: BaseException, url: str, proxy: str) -> DeskError:
    """The failure to tell, for whatever the libraries raised; certificates are told by `certificate_failure`."""
    import requests

    if isinstance(failed, requests.exceptions.ProxyError) or (proxy and _connecting(failed)):
        return UnreachableError("hq_proxy", url=url, proxy=shown(proxy), detail=_proxy_reason(failed))
    if isinstance(failed, requests.exceptions.ConnectTimeout):
        return UnreachableError("hq_timeout", url=url, detail=_with_script("line_silent"))
    if isinstance(failed, requests.exceptions.Timeout):
        return UnreachableError("hq_timeout", url=url, detail=Reason("line_slow", "stop"))
    if isinstance(failed, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError)):
        return UsageError("hq_url_wrong", url=url)
    return UnreachableError("hq_unreachable", url=url, detail=_line_reason(failed, url))


def _connecting(failed: BaseException) -> bool:
    from urllib3.exceptions import NewConnectionError

    return any(isinstance(each, NewConnectionError) for each in _roots(failed))


def _line_reason(failed: BaseException, url: str) -> Reason:
    roots = list(_roots(failed))
    numbers = {each.errno for each in roots if isinstance(each, OSError)}
    if any(isinstance(each, socket.gaierror) for each in roots):
        return _with_script("line_name")
    if numbers & _REFUSED:
        return _with_script("line_refused")
    if numbers & _NO_WAY:
        return _with_script("line_network")
    if any(isinstance(each, ConnectionError) for each in roots) and url.startswith("http://") and _speaks_tls(url):
        return Reason("line_is_tls", "stop")
    return Reason("line_broken", "stop", _broken_by(roots) | {"detail": short(failed)})


def _broken_by(roots: Sequence[BaseException]) -> dict[str, Fact]:
    """What broke a line, as one of a few codes; what the libraries said of it is for the log alone."""
    from http.client import HTTPException, IncompleteRead

    from urllib3.exceptions import HTTPError, InvalidChunkLength

    numbers = {each.errno for each in roots if isinstance(each, OSError)}
    if any(isinstance(each, socket.gaierror) for each in roots):
        how = "unnamed"
    elif numbers & _REFUSED:
        how = "refused"
    elif numbers & _NO_WAY:
        how = "no_way"
    elif any(isinstance(each, TimeoutError) for each in roots):
        how = "silent"
    elif any(isinstance(each, InvalidChunkLength) for each in roots):
        how = "garbled"
    elif any(isinstance(each, IncompleteRead) for each in roots):
        how = "cut_short"
    elif any(isinstance(each, (ConnectionError, ssl.SSLError)) for each in roots):
        how = "closed"
    else:
        how = "garbled" if any(isinstance(each, (HTTPException, HTTPError)) for each in roots) else "broken"
    return {"how": how}


def _speaks_tls(url: str) -> bool:
    """Whether the other end, which broke off a request in clear, would have talked under TLS; nothing is said to it."""
    place = urlsplit(url)
    asking = ssl.create_default_context()
    asking.check_hostname, asking.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((place.hostname or "", place.port or 80), timeout=_LOOK_SECONDS) as line,
            asking.wrap_socket(line, server_hostname=place.hostname),
        ):
            return True
    except (OSError, ValueError):
        return False


def _with_script(code: str) -> Reason:
    """The reason, and whether a script was to have chosen a proxy: then that is what is missing."""
    found = script()
    return Reason("line_script", "stop", {"script": found}) if found else Reason(code, "stop")


def _proxy_reason(failed: BaseException) -> Reason:
    told = re.search(r"Tunnel connection failed: ([0-9]{3})", " ".join(str(each) for each in _roots(failed)))
    if told is None:
        return Reason("proxy_unreachable", "stop", _broken_by(list(_roots(failed))) | {"detail": short(failed)})
    return proxy_answer(int(told[1]))


def proxy_answer(status: int) -> Reason:
    """What a proxy says that doesn't let a request through."""
    return Reason("proxy_password" if status == 407 else "proxy_refused", "stop", {"status": str(status)})


def is_about_proof(failed: BaseException) -> bool:
    """Whether a failure of TLS is about who answers, and not about a line that broke."""
    broken = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLWantReadError, ConnectionError)
    return not any(isinstance(each, broken) for each in _roots(failed))


def certificate_failure(
    failed: BaseException, url: str, seen: SeenCertificate | None, there: datetime | None, *, typed: bool = False
) -> DeskError:
    """Why HQ isn't proven.

    Args:
        seen: the certificate that was shown, if any.
        there: the time the other end tells, proven or not.
        typed: the print HQ's key was compared with was just typed by a person, and may be mistyped.
    """
    reason = _certificate_reason(failed, seen, there, typed=typed)
    reason = replace(reason, facts={**reason.facts, "host": urlsplit(url).hostname or ""})
    return UnreachableError("hq_certificate", url=url, detail=reason)


def _certificate_reason(
    failed: BaseException, seen: SeenCertificate | None, there: datetime | None, *, typed: bool
) -> Reason:
    roots = list(_roots(failed))
    if any(isinstance(each, OtherKeyError) for each in roots):
        code = "certificate_key_typed" if typed else "certificate_key"
        return Reason(code, "stop", {"issuer": seen.issuer if seen else ""})
    refused = next((each for each in roots if isinstance(each, ssl.SSLCertVerificationError)), None)
    if refused is None:
        return Reason("certificate_none", "stop", {"detail": short(failed)})
    number = getattr(refused, "verify_code", 0)
    if number in _EARLY | _EXPIRED and seen is not None:
        return _by_the_clock(seen, there)
    if number in _NAME:
        said = str(getattr(refused, "verify_message", "")) or short(failed)
        return Reason("certificate_name", "stop", {"detail": said.rstrip(".")})
    return Reason("certificate_unknown", "stop", {"issuer": seen.issuer if seen else "", "detail": short(failed)})


def _by_the_clock(seen: SeenCertificate, there: datetime | None) -> Reason:
    """Whether the certificate's days are over, or this machine's clock says so wrongly."""
    here = datetime.now(UTC)
    valid = there is not None and seen.begins <= there <= seen.ends
    facts: dict[str, Fact] = {"begins": f"{seen.begins:%Y-%m-%d}", "ends": f"{seen.ends:%Y-%m-%d}"}
    if there is not None and valid and abs((there - here).total_seconds()) > _CLOCK_SECONDS:
        times: dict[str, Fact] = {"here": f"{here:%Y-%m-%d %H:%M}", "there": f"{there:%Y-%m-%d %H:%M}"}
        return Reason("certificate_clock", "stop", facts | times)
    return Reason("certificate_early" if here < seen.begins else "certificate_expired", "stop", facts)


def short(failed: BaseException) -> str:
    """What the system said at the root of a failure, without the libraries' wrapping."""
    root = list(_roots(failed))[-1]
    said = (root.strerror if isinstance(root, OSError) else None) or str(root)
    return said[:200]


def _roots(failed: BaseException) -> Iterator[BaseException]:
    """A failure and what lies behind it, the innermost last."""
    seen: set[int] = set()
    inner: object = failed
    while isinstance(inner, BaseException) and id(inner) not in seen:
        seen.add(id(inner))
        yield inner
        inner = (
            getattr(inner, "reason", None)
            or getattr(inner, "original_error", None)
            or inner.__cause__
            or inner.__context__
            or next((each for each in inner.args if isinstance(each, BaseException)), None)
        )
