"""A key in a file, worth nothing without a passphrase: Argon2id makes guessing slow, AES-GCM shows a wrong one."""

from __future__ import annotations

import os

import msgspec

from sync.shapes import make_ready
from sync.wire.signing import from_base64, to_base64

_SALT, _NONCE, _KEY = 16, 12, 32
_ROUNDS, _MEMORY, _LANES = 3, 64 * 1024, 2
# What a file may ask for at most: whoever can change it must not be able to stop the machine.
_MOST_ROUNDS, _MOST_MEMORY, _MOST_LANES = 16, 1024 * 1024, 16


class NotSealedError(ValueError):
    """The file holds no sealed key."""


class WrongError(ValueError):
    """The passphrase doesn't open it."""


class _Sealed(msgspec.Struct):
    """What the file says; `memory` in KiB, the rest in base64."""

    v: int
    kdf: str
    rounds: int
    memory: int
    lanes: int
    salt: str
    nonce: str
    box: str


make_ready(_Sealed)


def is_sealed(stored: str) -> bool:
    """Whether what a file holds needs a passphrase."""
    return stored.startswith("{")


def seal(seed: bytes, passphrase: str) -> str:
    """The text to keep."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    key = _stretched(passphrase, salt, _ROUNDS, _MEMORY, _LANES)
    box = AESGCM(key).encrypt(nonce, seed, _bound(_ROUNDS, _MEMORY, _LANES))
    texts = [to_base64(each) for each in (salt, nonce, box)]
    return msgspec.json.encode(_Sealed(1, "argon2id", _ROUNDS, _MEMORY, _LANES, *texts)).decode()


def unseal(stored: str, passphrase: str) -> bytes:
    """The seed again; raises UnfitError, WrongError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        found = msgspec.json.decode(stored, type=_Sealed)
        salt, nonce, box = (from_base64(each) for each in (found.salt, found.nonce, found.box))
    except ValueError as broken:  # msgspec's errors are such
        raise NotSealedError(str(broken)) from broken
    within = 0 < found.rounds <= _MOST_ROUNDS and 0 < found.lanes <= _MOST_LANES
    within = within and 8 * found.lanes <= found.memory <= _MOST_MEMORY
    if not within or (found.v, found.kdf, len(nonce)) != (1, "argon2id", _NONCE) or len(salt) < 8:
        raise NotSealedError("not as this program writes it")
    key = _stretched(passphrase, salt, found.rounds, found.memory, found.lanes)
    try:
        return AESGCM(key).decrypt(nonce, box, _bound(found.rounds, found.memory, found.lanes))
    except InvalidTag as wrong:
        raise WrongError("the passphrase doesn't fit") from wrong


def _stretched(passphrase: str, salt: bytes, rounds: int, memory: int, lanes: int) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        _plain(passphrase).encode(),
        salt,
        time_cost=rounds,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=_KEY,
        type=Type.ID,
    )


def _plain(passphrase: str) -> str:
    """The same text however a keyboard composes it."""
    import unicodedata

    return unicodedata.normalize("NFC", passphrase)


def _bound(rounds: int, memory: int, lanes: int) -> bytes:
    return f"desk key argon2id {rounds} {memory} {lanes}".encode()
