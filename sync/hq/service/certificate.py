"""HQ's certificate: read from files, proved fit to be served, or made by HQ itself, whose key's print then vouches."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import UsageError
from sync.owner_only import write_file
from sync.records.books.database import Book
from sync.records.books.settings import read_setting, write_setting
from sync.trouble import trouble
from sync.wire.codes import grouped, short_print

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate, GeneralName

CERTIFICATE_FILE, KEY_FILE = "hq-cert.pem", "hq-key.pem"
PRINT = "tls_print"
_YEARS = 10
# Desks' clocks needn't agree with HQ's to the minute.
_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tls:
    """The files a service encrypts with: its certificate (chain) and its private key, both PEM."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Fit:
    """A certificate that can be served.

    Attributes:
        print: that of its key as it is told over the telephone, in two groups; "" where others vouch for it.
        ends: its last moment, UTC.
    """

    print: str
    ends: datetime


def check_files(tls: Tls, now: datetime) -> Fit:
    """Proves that the files can be served today.

    Raises UsageError `tls_missing`, `tls_certificate_unreadable`, `tls_key_unreadable` (fact `path`), `tls_mismatched`,
    `tls_expired` (facts `begins`, `ends`).
    """
    certificate = _read_certificate(tls.certificate)
    key = _read_key(tls.key)
    if key.public_key() != certificate.public_key():
        raise UsageError("tls_mismatched", certificate=str(tls.certificate), key=str(tls.key))
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= now <= ends:
        raise UsageError("tls_expired", path=str(tls.certificate), begins=begins.date(), ends=ends.date())
    return Fit(_print_of(certificate), ends)


def print_of_file(path: Path) -> str:
    """The print of a certificate that something before HQ's service shows; raises UsageError as `check_files`."""
    return _print_of(_read_certificate(path), always=True)


def is_near(host: str) -> bool:
    """Whether only this machine reaches a service that listens there."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def keep_print(book: Book, key_print: str) -> None:
    """Remembers what enrolment codes have to say of the key that desks will meet; "" where others vouch for it."""
    with book.reading() as connection:
        changes = read_setting(connection, "role") == "hq" and read_setting(connection, PRINT) != key_print
    if changes:
        with book.writing() as writing:
            write_setting(writing.connection, PRINT, key_print)


def make_files(folder: Path, names: Sequence[str], now: datetime) -> tuple[Tls, Fit]:
    """Writes a certificate HQ signs itself; a key that is there already is kept, so that enrolled desks go on.

    `names` are host names and addresses desks may use; this machine's own come with them. Raises UsageError as
    `check_files`.
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    tls = Tls(folder / CERTIFICATE_FILE, folder / KEY_FILE)
    if tls.key.exists():
        key = _read_key(tls.key)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise UsageError("tls_key_unreadable", path=str(tls.key), detail=type(key).__name__)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        write_file(tls.key, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    made = _sign(key, [*names, socket.gethostname(), "localhost", "127.0.0.1", "::1"], now)
    write_file(tls.certificate, made.public_bytes(Encoding.PEM))
    return tls, check_files(tls, now)


def _sign(key: EllipticCurvePrivateKey, names: Sequence[str], now: datetime) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    known = list(dict.fromkeys(_general(each) for each in names))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _general(name: str) -> GeneralName:
    """A host name or an IP address; UsageError `tls_name_wrong`."""
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        pass
    try:
        return x509.DNSName(name.encode("idna").decode("ascii"))
    except ValueError as wrong:
        raise UsageError("tls_name_wrong", name=name) from wrong


def _print_of(certificate: Certificate, *, always: bool = False) -> str:
    """The print to tell, in groups; "" where somebody else signed the certificate, unless it is wanted `always`."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if certificate.issuer != certificate.subject and not always:
        return ""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return grouped(short_print(key))


def _read_certificate(path: Path) -> Certificate:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return x509.load_pem_x509_certificate(_read(path, "tls_certificate_unreadable"))
    except (ValueError, UnsupportedAlgorithm) as strange:
        raise UsageError("tls_certificate_unreadable", path=str(path), detail="unreadable") from strange


def _read_key(path: Path) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(_read(path, "tls_key_unreadable"), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as strange:
        raise UsageError("tls_key_unreadable", path=str(path), detail="unreadable") from strange


def _read(path: Path, code: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise UsageError("tls_missing", path=str(path)) from missing
    except OSError as failed:
        raise UsageError(code, path=str(path), detail=trouble(failed)) from failed
