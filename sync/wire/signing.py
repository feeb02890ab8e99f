"""What is signed: a request as sent, what HQ answers to it, and the head of a stream."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

DESK, NONCE, SIGNATURE = "X-Desk", "X-Nonce", "X-Signature"
# A desk that reaches HQ in clear asks for HQ's signature of the answer; over TLS the line itself is HQ's.
WANTS_PROOF, PROOF = "X-Wants-Proof", "X-Proof"


def request_text(method: str, path: str, nonce: str, body: bytes) -> bytes:
    """The canonical text of a request; `body` as it goes over the wire."""
    return "\n".join((method, path, nonce, hashlib.sha256(body).hexdigest())).encode()


def answer_text(request: bytes, status: int, raw: bytes) -> bytes:
    """The canonical text of HQ's answer to a request (`request_text`); `raw` is its message before it was packed.

    It holds the request's nonce and body, so that no answer can stand for that to another request.
    """
    return f"answer\n{hashlib.sha256(request).hexdigest()}\n{status}\n{hashlib.sha256(raw).hexdigest()}".encode()


def head_text(stream: str, epoch: int, number: int, chain_hash: bytes) -> bytes:
    """The canonical text of a stream's head, which binds all entries up to `number`."""
    return f"head\n{stream}\n{epoch}\n{number}\n{chain_hash.hex()}".encode()


def vouched_text(desk: str, dealer: str, public_key: str) -> bytes:
    """What HQ signs when it takes a desk's key: from then on whoever knows HQ's key knows whose this key is."""
    return f"desk key\n{desk}\n{dealer}\n{public_key}".encode()


def verify(public_key: str, signature: bytes, text: bytes) -> bool:
    """Whether the owner of this Ed25519 key (base64) signed the text."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public(public_key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4096)
def _public(key: str) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as PublicKey

    return PublicKey.from_public_bytes(from_base64(key))


def to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def from_base64(text: str) -> bytes:
    """Raises ValueError for anything that is no base64."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as broken:
        raise ValueError("not base64") from broken
