"""Where HQ is and how it proves that it is HQ: by a name the system trusts, by the print of its key, or not at all."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from sync.records.books.settings import read_settings, write_setting

_URL, _PIN, _INSECURE = "hq_url", "hq_pin", "hq_insecure"


@dataclass(frozen=True, slots=True)
class Address:
    """HQ's address.

    Attributes:
        pin: the print of HQ's key (`sync.wire.codes`), where HQ vouches for itself; "" where the system knows it.
        insecure: somebody said that code and signatures may travel where others can read them.
    """

    url: str
    pin: str = ""
    insecure: bool = False

    @property
    def encrypted(self) -> bool:
        return self.url.startswith("https:")

    @property
    def exposed(self) -> bool:
        """Whether what is sent there can be read and changed on its way."""
        return not self.encrypted and not is_loopback(urlsplit(self.url).hostname or "")

    def check(self) -> Address:
        """Itself, where it may be used.

        Raises RefusedError `hq_insecure`; `hq_pin_needs_tls` where HQ's key is known and yet nothing would prove it.
        """
        if self.exposed and self.pin:
            raise RefusedError("hq_pin_needs_tls", url=self.url)
        if self.exposed and not self.insecure:
            raise RefusedError("hq_insecure", url=self.url)
        return self


def read_address(connection: Connection) -> Address:
    """The address a desk's book names."""
    return address_in(read_settings(connection))


def address_in(settings: Mapping[str, str]) -> Address:
    """The same, of a book's settings that were read already."""
    return Address(settings.get(_URL, ""), settings.get(_PIN, ""), settings.get(_INSECURE) == "yes")


def write_address(connection: Connection, address: Address) -> None:
    """Keeps the address in a desk's book."""
    kept = {_URL: address.url, _PIN: address.pin, _INSECURE: "yes" if address.insecure else ""}
    for key, value in kept.items():
        write_setting(connection, key, value)


def check_url(url: str, *, encrypted: bool = False) -> str:
    """HQ's address in full; where no scheme was typed it is https, and http only on this very machine.

    `encrypted` says that HQ is known to speak https, on this machine too. Raises UsageError `hq_url_wrong`.
    """
    typed = url.strip()
    if "://" not in typed:
        host = _bracketed(typed)
        near = is_loopback(urlsplit(f"//{host}").hostname or "") if _readable(host) else False
        typed = f"{'http' if near and not encrypted else 'https'}://{host}"
    typed = typed.rstrip("/")
    try:
        split = urlsplit(typed)
        sound = split.scheme in {"http", "https"} and bool(split.hostname) and split.port != 0
        # A name and password, a query or a fragment have no place in it, and a proxy or a log would keep them.
        sound = sound and not (split.username or split.password or split.query or split.fragment)
    except ValueError:
        sound = False
    if not sound or any(each.isspace() for each in typed):
        raise UsageError("hq_url_wrong", url=url)
    return typed


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _bracketed(typed: str) -> str:
    """An IPv6 address typed as it is written on paper gets the brackets that an address needs."""
    try:
        return f"[{ipaddress.IPv6Address(typed)}]"
    except ValueError:
        return typed


def _readable(host: str) -> bool:
    try:
        urlsplit(f"//{host}")
    except ValueError:
        return False
    return True
