"""A desk's key: made on its own machine, kept by the operating system where it can, never sent anywhere."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DamagedError, RefusedError, UsageError
from domain.explain import Reason
from sync.owner_only import write_file
from sync.practice import is_practice
from sync.sealed import NotSealedError, WrongError, is_sealed, seal, unseal
from sync.wire.signing import from_base64, to_base64, vouched_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from keyring.backend import KeyringBackend

SERVICE = "distributor-desk"
KEY_FILE = "device.key"
STORE, FILE, SEALED, MISSING = "store", "file", "sealed", "missing"
# Key stores that keep nothing, or that ask for a password on the terminal, are as good as none.
_UNFIT_MODULES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """An Ed25519 key pair; `seed` is the private half and stays out of every text."""

    seed: bytes = field(repr=False)

    @classmethod
    def make(cls) -> DeviceKey:
        return cls(os.urandom(32))

    @property
    def public(self) -> str:
        """The public half in base64."""
        return to_base64(self._private().public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        return self._private().sign(text)

    def _private(self) -> Ed25519PrivateKey:
        return _private_of(self.seed)


@lru_cache(maxsize=64)
def _private_of(seed: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as PrivateKey

    return PrivateKey.from_private_bytes(seed)


def hq_key(secret: str) -> DeviceKey:
    """HQ's own key pair, derived from its secret so that all its processes have the same."""
    return DeviceKey(hashlib.sha256(f"hq key {secret}".encode()).digest())


@lru_cache(maxsize=8192)
def key_certificate(secret: str, desk: str, dealer: str, public_key: str) -> str:
    """HQ's word that a key is that of a dealer's desk: its signature, in base64."""
    return to_base64(hq_key(secret).sign(vouched_text(desk, dealer, public_key)))


def save_key(folder: Path, name: str, key: DeviceKey, passphrase: str = "") -> Reason | None:
    """Keeps the key under a name; the reason says so where it had to go into a file of the desk's folder.

    Such a file is sealed under the passphrase, if there is one.
    """
    store = _key_store(folder)
    if store is not None and _kept(store, name, key):
        _key_file(folder, name).unlink(missing_ok=True)
        return None
    change_passphrase(folder, name, key, passphrase)
    code = "key_sealed" if passphrase else "key_in_file"
    return Reason(code, "info" if passphrase else "warn", {"path": str(_key_file(folder, name))})


def change_passphrase(folder: Path, name: str, key: DeviceKey, passphrase: str) -> None:
    """Writes the key's file anew, sealed under a passphrase, or open for "" """
    text = seal(key.seed, passphrase) if passphrase else to_base64(key.seed)
    write_file(_key_file(folder, name), f"{text}\n".encode())


def needs_passphrase(folder: Path, name: str) -> bool:
    """Whether the key of this name is sealed."""
    file = _key_file(folder, name)
    return file.exists() and is_sealed(_stored(file))


def key_place(folder: Path, name: str) -> str:
    """Where the key of this name lies: `STORE`, `FILE`, `SEALED` or `MISSING`."""
    file = _key_file(folder, name)
    if file.exists():
        return SEALED if is_sealed(_stored(file)) else FILE
    return STORE if load_key(folder, name) is not None else MISSING


def load_key(folder: Path, name: str, passphrase: Callable[[], str] | None = None) -> DeviceKey | None:
    """The key kept under this name, or None; `passphrase` is asked where it is sealed.

    Raises DamagedError `key_unreadable` where it is no key; UsageError `passphrase_needed` where nobody can be asked;
    RefusedError `passphrase_wrong`.
    """
    file = _key_file(folder, name)
    if file.exists():
        stored = _stored(file)
        if is_sealed(stored):
            return _opened(stored, str(file), passphrase)
        return _read(stored, str(file))
    store = _key_store(folder)
    if store is None:
        return None
    try:
        found = store.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - whatever a foreign key store raises, it has no key for us
        return None
    return _read(found, name) if found else None


def forget_key(folder: Path, name: str) -> None:
    _key_file(folder, name).unlink(missing_ok=True)
    store = _key_store(folder)
    if store is None:
        return
    try:
        if store.get_password(SERVICE, name):
            store.delete_password(SERVICE, name)
    except Exception:  # noqa: BLE001, S110 - a key store that can't forget is no reason to fail
        pass


def _key_store(folder: Path) -> KeyringBackend | None:
    """The system's key store; none for the practice company, whose key proves nothing and lies in its folder."""
    if is_practice(folder):
        return None
    try:
        import keyring

        store = keyring.get_keyring()
        inner = getattr(store, "backends", None)
        candidates = [store] if inner is None else list(inner)
        usable = [each for each in candidates if not type(each).__module__.startswith(_UNFIT_MODULES)]
    except Exception:  # noqa: BLE001 - backends are foreign code and may fail in any way when first looked at
        return None
    return store if usable else None


def _kept(store: KeyringBackend, name: str, key: DeviceKey) -> bool:
    """Whether the store took the key and gives it back."""
    seed = to_base64(key.seed)
    try:
        store.set_password(SERVICE, name, seed)
        return store.get_password(SERVICE, name) == seed
    except Exception:  # noqa: BLE001 - a locked, full or missing store: the file takes its place
        return False


def _key_file(folder: Path, name: str) -> Path:
    return folder / (KEY_FILE if not name.startswith("enrolling") else f"{KEY_FILE}.new")


def _stored(file: Path) -> str:
    return file.read_text(encoding="ascii", errors="replace").strip()


def _opened(stored: str, where: str, passphrase: Callable[[], str] | None) -> DeviceKey:
    if passphrase is None:
        raise UsageError("passphrase_needed", where=where)
    try:
        seed = unseal(stored, passphrase())
    except NotSealedError as unfit:
        raise DamagedError("key_unreadable", where=where) from unfit
    except WrongError as wrong:
        raise RefusedError("passphrase_wrong", where=where) from wrong
    if len(seed) != 32:
        raise DamagedError("key_unreadable", where=where)
    return DeviceKey(seed)


def _read(stored: str, where: str) -> DeviceKey:
    try:
        seed = from_base64(stored)
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise DamagedError("key_unreadable", where=where)
    return DeviceKey(seed)
