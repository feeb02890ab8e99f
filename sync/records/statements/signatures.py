"""Who signed a text, and how anybody who knows HQ's key can tell: HQ vouches for the key of each desk that signs.

The proof stands beside the signature, so it holds whatever becomes of the desk: a new machine with a new key, a new
place in the tree, HQ's books brought back from a backup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from sqlalchemy import Connection

from sync.keys import DeviceKey, hq_key
from sync.records.books.bulk import rows_in
from sync.records.books.settings import VOUCHED, read_setting
from sync.wire.signing import from_base64, to_base64, verify, vouched_text

HQ = "hq"
"""Who signs for HQ."""
Proof = Literal["signed", "unsigned", "unvouched", "forged"]


@dataclass(frozen=True, slots=True)
class Signer:
    """What a place signs with: its key, its name (a desk's id, or `HQ`), and what proves whose key that is."""

    key: DeviceKey = field(repr=False)
    signer: str
    vouch: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """HQ, whose word for a key everybody takes: its public key, and the dealer it is itself."""

    public_key: str
    dealer: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A text as signed: by which desk of which dealer. `vouch` is the desk's public key and HQ's signature of it."""

    text: str
    signature: str
    signer: str
    dealer: str
    vouch: str

    @property
    def public_key(self) -> str:
        """The key it says it was signed with; empty for HQ's."""
        return self.vouch.partition(" ")[0]


def seal_of_hq(connection: Connection) -> Signer:
    """What HQ's own books sign with."""
    return Signer(hq_key(read_setting(connection, "secret")), HQ)


def seal_of_desk(connection: Connection, key: DeviceKey) -> Signer:
    """What a desk's books sign with; HQ's word for the key came with the last exchange."""
    word = read_setting(connection, VOUCHED)
    return Signer(key, read_setting(connection, "desk_id"), f"{key.public} {word}" if word else "")


def sealed(seal: Signer, text: str) -> str:
    """The signature of a text, in base64."""
    return to_base64(seal.key.sign(text.encode()))


def authority_of(connection: Connection) -> Authority:
    """HQ as this book knows it."""
    if read_setting(connection, "role") == "hq":
        secret = read_setting(connection, "secret")
        return Authority(hq_key(secret).public if secret else "", read_setting(connection, "dealer_id"))
    found = rows_in(connection, "SELECT id FROM dealer WHERE tier IN (?*)", ["hq"])
    return Authority(read_setting(connection, "hq_public_key"), found[0][0] if found else "")


def prove(said: Signed, hq: Authority) -> Proof:
    """What a signature is worth to somebody who knows HQ's public key; for HQ's dealer HQ alone signs.

    `unvouched` is one that carries no proof of its key: desks signed so before HQ vouched for keys, and HQ alone, who
    judged it then, can answer for it.
    """
    if not said.signature:
        return "unsigned"
    if not hq.public_key:
        return "unvouched"
    if said.signer == HQ or said.dealer == hq.dealer:
        own = said.signer == HQ and said.dealer == hq.dealer
        return "signed" if own and is_signed_with(said, hq.public_key) else "forged"
    key, _, word = said.vouch.partition(" ")
    if not word:
        return "unvouched"
    vouched = _is_vouched(hq.public_key, said.signer, said.dealer, said.vouch)
    return "signed" if vouched and is_signed_with(said, key) else "forged"


@lru_cache(maxsize=1024)
def _is_vouched(hq: str, desk: str, dealer: str, vouch: str) -> bool:
    """Whether HQ's word for a key is true; a desk shows the same word under thousands of statements."""
    key, _, word = vouch.partition(" ")
    return verify(hq, _raw(word), vouched_text(desk, dealer, key))


def is_signed_with(said: Signed, public_key: str) -> bool:
    """Whether the owner of a key signed the text."""
    return verify(public_key, _raw(said.signature), said.text.encode())


def _raw(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError:
        return b""
