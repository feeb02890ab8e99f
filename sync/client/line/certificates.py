"""What proves that the other end is HQ before a byte is sent: a certificate the system trusts, or HQ's pinned key."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

from sync.wire.codes import fits, whole_print


class OtherKeyError(ssl.SSLError):
    """The other end has another key than the one pinned."""


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """A certificate as shown by whoever answers, proven or not; moments are UTC."""

    key: bytes
    issuer: str
    begins: datetime
    ends: datetime

    @property
    def print(self) -> str:
        return whole_print(self.key)


def read_certificate(raw: bytes) -> SeenCertificate:
    """What a certificate (DER) says; ValueError for anything that is none."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        found = x509.load_der_x509_certificate(raw)
        key = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        issuer = found.issuer.rfc4514_string()
    except (UnsupportedAlgorithm, TypeError) as strange:
        raise ValueError(str(strange)) from strange
    return SeenCertificate(key, issuer[:200], found.not_valid_before_utc, found.not_valid_after_utc)


class Adapter(HTTPAdapter):
    """Connections that are proven one way, and remember what they saw.

    Attributes:
        seen: the certificate of the last connection made, where the system didn't prove it.
    """

    def __init__(self, *, pin: str = "", proven: bool = True) -> None:
        """`pin` proves by the key alone; `proven` False proves nothing, to look at who answers."""
        self.seen: SeenCertificate | None = None
        self._pin = pin
        self._looks = bool(pin) or not proven
        self._context = _trusting() if proven and not pin else _asking_nobody()
        self._pool = _pool_class(self._look)
        super().__init__()

    def _look(self, connection: HTTPSConnection) -> None:
        if not self._looks:  # the system has proven it
            return
        raw = connection.sock.getpeercert(binary_form=True)  # type: ignore[union-attr]
        try:
            self.seen = read_certificate(raw or b"")
        except ValueError:
            self.seen = None
        if self._pin and not (self.seen and fits(self._pin, self.seen.key)):
            raise OtherKeyError("another key")
        connection.is_verified = True  # what proves it has been looked at, or nothing was to be proven

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self._own(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **more)
        self._own(manager)
        return manager

    def _own(self, manager: Any) -> None:
        manager.pool_classes_by_scheme = {**manager.pool_classes_by_scheme, "https": self._pool}

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> tuple[Any, Any]:
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._context} if host["scheme"] == "https" else {}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leaves it to the context; the library would ask a list of its own instead of the system."""


def _pool_class(look: Any) -> type[HTTPSConnectionPool]:
    class TlsConnection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            try:
                look(self)
            except OtherKeyError:
                self.close()
                raise

    class Pool(HTTPSConnectionPool):
        ConnectionCls = TlsConnection

    return Pool


def _trusting() -> ssl.SSLContext:
    """What the operating system trusts, a company's own authority included."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _asking_nobody() -> ssl.SSLContext:
    """Encrypts, and leaves it to whoever looks at the key to say who it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
